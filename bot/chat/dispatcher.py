"""The chat put together: who is here, the ways in, the screens, and what to do when something fails.

Problem: every synchronous filter costs a thread, every router a pass.
Decision: few routers, all with async filters; dialogs dispatch their own buttons. The visitor is loaded once for every
update, before anything else.
Limit: a button of a screen that nobody remembers gets a fresh one.
"""

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any, Final

from aiogram import BaseMiddleware, Bot, Dispatcher
from aiogram.dispatcher.middlewares.user_context import UserContextMiddleware
from aiogram.enums import ChatType
from aiogram.fsm.storage.memory import DisabledEventIsolation
from aiogram.types import Message, TelegramObject, Update
from aiogram_dialog import Dialog, setup_dialogs
from aiogram_dialog.api.entities import Context, Stack
from aiogram_dialog.api.internal import CONTEXT_KEY, STACK_KEY
from aiogram_dialog.utils import REPLY_CALLBACK_SYMBOLS

from bot.chat import entrances
from bot.chat.groups import PrivateOnly
from bot.chat.open_screens import AsRead, OpenScreens
from bot.chat.trouble import on_error
from bot.chat.watched import Watched
from bot.frame.messages import ScreenMessages
from bot.frame.ports import Ports
from bot.frame.states import SCREENS, Points, Premium
from bot.frame.visitor import Visitor, VisitorMiddleware
from bot.frame.widgets import Views, as_told, is_foreign
from bot.screens.home.getters import glance
from bot.screens.points.getters import overview as points_overview
from bot.screens.premium.getters import overview as premium_overview
from storage.post.dialogs import Dialogs

VIEWS: Final[Views] = {
    "home": glance,
    "premium": as_told(Premium.main, premium_overview),
    "points": as_told(Points.main, points_overview),
}
"""What an operator may look at in the place of a seller's administrator."""

_MAKERS: Final[list[Callable[[], Dialog]]] = [
    import_module(f"bot.screens.{screen.__name__.lower()}.dialog").dialog for screen in SCREENS
]


def dialogs() -> list[Dialog]:
    """All screens of the register, new ones at each call: a dialog belongs to one dispatcher."""
    return [make() for make in _MAKERS]


class ForgetShop(BaseMiddleware):
    """Closes whatever a person has open that belongs to a shop they do not look at any more."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        visitor: Visitor = data["visitor"]
        context: Context | None = data.get(CONTEXT_KEY)
        if context is not None and is_foreign(context, visitor):
            stack: Stack = data[STACK_KEY]
            stack.intents.clear()
            data[CONTEXT_KEY] = None
            data["closed"] = True
        return await handler(event, data)


class AsExpected(BaseMiddleware):
    """Gives updates the form that aiogram-dialog takes for granted and Telegram does not promise.

    A tap has data (not under a game), an answer is to somebody's message (not to a channel's), and the invisible
    characters at the end of a text are no tap: aiogram-dialog reads them as one, and whoever pastes a text would tap
    what its author wanted. We have no buttons that write texts, so nothing is lost.
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        assert isinstance(event, Update)
        changed: dict[str, Any] = {}
        for kind in ("message", "business_message"):
            message: Message | None = getattr(event, kind)
            if message is not None:
                changed[kind] = _as_expected(message)
        callback = event.callback_query
        if callback is not None and callback.data is None:
            changed["callback_query"] = callback.model_copy(update={"data": ""})
        return await handler(event.model_copy(update=changed), data)


def _as_expected(message: Message) -> Message:
    answered = message.reply_to_message
    changed: dict[str, Any] = {}
    if answered is not None and answered.from_user is None:
        changed["reply_to_message"] = None
    if message.text is not None:
        changed["text"] = message.text.rstrip(REPLY_CALLBACK_SYMBOLS)
    return message.model_copy(update=changed)


class Chat(Dispatcher):
    """A dispatcher that deals with one update of a private chat at a time, over all processes."""

    def __init__(self, screens: OpenScreens) -> None:
        # Whole updates go one after the other: a dialog is stored when its update is done, but its buttons can be
        # tapped as soon as they are seen. So aiogram's own locks, one of a stack, have nothing left to do.
        super().__init__(storage=screens, events_isolation=DisabledEventIsolation(), name="chat")
        self._screens = screens

    async def feed_update(self, bot: Bot, update: Update, **kwargs: Any) -> Any:
        """Deal with an update when it is the chat's turn. Raises `Busy`."""
        chat = UserContextMiddleware.resolve_event_context(update).chat
        if chat is None or chat.type != ChatType.PRIVATE:
            return await super().feed_update(bot, update, **kwargs)
        async with self._screens.turn(bot, chat.id):
            return await super().feed_update(bot, update, **kwargs)


def build_dispatcher(ports: Ports) -> Chat:
    """The dispatcher of the whole chat. Each call builds a new one."""
    messages = ScreenMessages()
    dispatcher = Chat(OpenScreens(ports.dialogs or Dialogs(ports.team.database), ports.clock))
    dispatcher["ports"] = ports
    dispatcher["messages"] = messages
    dispatcher["views"] = VIEWS
    dispatcher.update.outer_middleware(Watched())
    dispatcher.update.outer_middleware(AsExpected())
    dispatcher.update.outer_middleware(PrivateOnly(ports))
    dispatcher.update.outer_middleware(VisitorMiddleware(ports))
    for observer in (dispatcher.message, dispatcher.callback_query):  # before the dialogs read what they have
        observer.outer_middleware(AsRead())
    dispatcher.include_routers(entrances.first_router(), *dialogs(), entrances.last_router())
    setup_dialogs(dispatcher, message_manager=messages, events_isolation=DisabledEventIsolation())
    dispatcher.message.outer_middleware(ForgetShop())
    dispatcher.callback_query.outer_middleware(ForgetShop())
    dispatcher.errors.register(on_error)
    return dispatcher
