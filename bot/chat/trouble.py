"""When an update fails: an old button gets a fresh screen, a bug gets an apology, Home and a line in the log.

What is asked of a time whose movements are in the archive is answered by saying so.

Problem: an exception's text may hold what a person wrote, or a token.
Decision: the log names the exception, the update's kind and the places in the code, nothing else.
Limit: when even Home cannot be shown (no database), a plain sentence is sent; when that fails too, the log is
all there is.
"""

import asyncio
import contextlib
from typing import Any

import structlog
from aiogram import Bot
from aiogram.types import CallbackQuery, Chat, ErrorEvent, User
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.api.exceptions import OutdatedIntent, UnknownIntent, UnknownState

from bot import metrics
from bot.chat.watched import kind_of
from bot.frame.connection import REFUSALS, Meaning, meaning
from bot.frame.messages import ScreenMessages
from bot.frame.ports import Ports
from bot.frame.present import archived
from bot.frame.states import Home
from bot.frame.visitor import Visitor
from bot.frame.widgets import is_foreign, open_screen, remark
from bot.logs import places
from bot.texts import Texts, locale_for
from storage.books.history import InArchive

log = structlog.get_logger(__name__)

_OLD = (UnknownIntent, OutdatedIntent, UnknownState)


async def on_error(event: ErrorEvent, ports: Ports, **data: Any) -> None:
    """The one error handler."""
    visitor: Visitor | None = data.get("visitor")
    manager: DialogManager | None = data.get("dialog_manager")
    error = event.exception
    if visitor is not None and isinstance(error, REFUSALS) and meaning(error) is Meaning.GONE:
        await asyncio.to_thread(ports.outbox.blocked, visitor.telegram_id, ports.clock.now())
    elif isinstance(error, InArchive) and visitor is not None:
        await _apologise(event, manager, visitor, ports.texts, data, archived(visitor, ports, error.until))
    elif isinstance(error, _OLD) and visitor is not None and manager is not None:
        await _show_afresh(event, manager, visitor, data["messages"])
    else:
        kind = kind_of(event.update)
        metrics.update_failed(kind)
        log.error("update_failed", kind=kind, error=type(error).__name__, places=places(error))
        await _apologise(event, manager, visitor, ports.texts, data)


async def _show_afresh(event: ErrorEvent, manager: DialogManager, visitor: Visitor, messages: ScreenMessages) -> None:
    """An old button, or a chat whose memory is gone: the screen as it is now, in place of the old one."""
    callback = event.update.callback_query
    if callback is None:
        remark(manager, visitor.say("reply-outdated"))
    else:
        key = "removed-member" if visitor.membership is None else "toast-outdated"
        said = visitor.texts.plain(visitor.locale, key)
        await messages.toast(callback, said, alert=visitor.membership is None)
    if manager.has_context() and not is_foreign(manager.current_context(), visitor):
        await manager.show(ShowMode.SEND if callback is None else None)
    else:
        await open_screen(manager, Home.main, below=callback is None)


async def _apologise(
    event: ErrorEvent,
    manager: DialogManager | None,
    visitor: Visitor | None,
    texts: Texts,
    data: dict[str, Any],
    said: str | None = None,
) -> None:
    """Home with what is `said` above it, else that something went wrong."""
    user: User | None = data.get("event_from_user")
    locale = visitor.locale if visitor else locale_for(user.language_code if user else None)
    callback: CallbackQuery | None = event.update.callback_query
    if callback is not None:
        messages: ScreenMessages = data["messages"]
        if said is None:
            await messages.toast(callback, texts.get(locale, "toast-error"), alert=True)
    sorry = said or texts.get(locale, "error-sorry")
    if manager is not None and visitor is not None:
        try:
            remark(manager, sorry)
            await open_screen(manager, Home.main, below=callback is None)
            return
        except Exception as error:
            log.error("home_failed", error=type(error).__name__, places=places(error))
    bot: Bot = data["bot"]
    chat: Chat | None = data.get("event_chat")
    if chat is not None and chat.type == "private":
        with contextlib.suppress(*REFUSALS):
            await bot.send_message(chat.id, sorry)
