"""What all windows share: text and buttons out of a getter, Back and Home, remarks.

Problem: aiogram-dialog builds windows from widgets with conditions; our screens depend on role, state and
language so much that the conditions would outgrow the texts.
Decision: a getter returns the finished text and lists of `Choice`; three small widgets put them out. The stack
is never deeper than one dialog: every way into another screen starts it anew, so nothing old waits underneath.
Limit: `when` hides nothing here, because hidden buttons can be forged: handlers ask again.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

from aiogram.enums import ContentType
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, CopyTextButton, DisabledButton, InlineKeyboardButton, Message
from aiogram_dialog import DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.api.entities import Context
from aiogram_dialog.api.internal import RawKeyboard
from aiogram_dialog.api.protocols import DialogProtocol
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Keyboard, Row
from aiogram_dialog.widgets.text import Text

from bot.frame.messages import Picture, RichText, ScreenMessages
from bot.frame.ports import Ports
from bot.frame.states import TOLD_INSTEAD, WISHES, WITHOUT_SHOP, Home, Operator
from bot.frame.told import told
from bot.frame.visitor import Visitor
from bot.paper.document import LONGEST_CAPTION, LONGEST_PAGE, Document, Quote, clipped, fitting
from bot.texts import Html
from bot.texts.format import is_too_large
from bot.texts.wishes import Wish, wish_in
from core.values import MAX_AMOUNT, Amount
from storage.books.subscriptions import owes

Data = dict[str, Any]

Getter = Callable[..., Awaitable[Data]]
"""Says what a window shows."""
Views = Mapping[str, Getter]
"""The screens of a seller that an operator may look at, by name, each as its first window's getter."""

# One meaning each. Telegram colours them; the words on the button say the same.
Style = Literal["danger", "success", "primary"]
ENDS_OR_SPENDS: Final[Style] = "danger"
CONFIRMS: Final[Style] = "success"
NEXT_STEP: Final[Style] = "primary"

LONGEST_LABEL: Final = 60
"""Characters on a button."""
LONGEST_ROW: Final = 30
"""Characters that the buttons of a row have together on a phone."""
MOST_CHOICES: Final = 80
"""Of one list; Telegram refuses a message with more than 100 buttons, and then there would be no screen at all."""
_OWED: Final = "owed"
"""Among a window's buttons: the way to pay what is owed."""
_SHOP: Final = "seller"
"""Among what a dialog remembers: the shop that it was opened for."""


class Choice(NamedTuple):
    """A button: what it stands for, its words, and its meaning if it has one.

    `disabled`: it exists but not now; why stands in the window's text. `copies`: a tap copies this and sends nothing.
    `url`: a tap opens this.
    """

    id: str
    label: str
    style: Style | None = None
    disabled: bool = False
    copies: str | None = None
    url: str | None = None


# -- what a handler finds beside its event -----------------------------------------------------------------------------


def visitor_of(manager: DialogManager) -> Visitor:
    """Who tapped or wrote, loaded for this very update."""
    visitor: Visitor = manager.middleware_data["visitor"]
    return visitor


def ports_of(manager: DialogManager) -> Ports:
    """The ports."""
    ports: Ports = manager.middleware_data["ports"]
    return ports


def views_of(manager: DialogManager) -> Views:
    """What of a seller's screens an operator may look at."""
    views: Views = manager.middleware_data["views"]
    return views


async def toast(manager: DialogManager, callback: CallbackQuery, text: str, *, alert: bool = False) -> None:
    """Answer a tap with a passing line, or with an alert that must be closed."""
    messages: ScreenMessages = manager.middleware_data["messages"]
    await messages.toast(callback, text, alert=alert)


def remark(manager: DialogManager, text: str) -> None:
    """Put a remark above the screen that this update shows, once."""
    manager.middleware_data["remark"] = Html.joined([text])


def page(parts: Iterable[str | None]) -> Html:
    """The parts as lines; what would not fit into a message is left out at the end."""
    return fitting((Html.joined([part]) for part in parts if part is not None), LONGEST_PAGE, "…", "\n")


def caption(parts: Iterable[str]) -> Html:
    """The lines under a picture; what would not fit is left out at the end."""
    return fitting((Html.joined([part]) for part in parts), LONGEST_CAPTION, "…", "\n")


# -- ways between screens ----------------------------------------------------------------------------------------------


async def open_screen(manager: DialogManager, state: State, data: Data | None = None, *, below: bool = False) -> None:
    """Show a window in place of whatever was open; `below`, as a new message under the one that was tapped.

    Whoever has no shop is led to the welcome instead of a window that needs one; of a reported shop what was told is
    shown in the place of what only a kept one has.
    """
    if visitor_of(manager).membership is None and state not in WITHOUT_SHOP:
        state, data = Home.newcomer, None
    if visitor_of(manager).reported:
        state = TOLD_INSTEAD.get(state, state)
    show = ShowMode.SEND if below else None
    await manager.start(state, data, mode=StartMode.RESET_STACK, show_mode=show)
    shop = visitor_of(manager).membership
    manager.current_context().widget_data[_SHOP] = None if shop is None else shop.seller


async def go_to(manager: DialogManager, state: State) -> None:
    """Show a window: of what is open, which keeps what it remembers, or of another screen."""
    if state.group is manager.current_context().state.group:
        await manager.switch_to(state)
    else:
        await open_screen(manager, state)


def is_foreign(context: Context, visitor: Visitor) -> bool:
    """Whether what is open was opened for a shop that this person does not look at (any more).

    Who is removed from one of several shops looks at the next one, and a tap must not do there what it said of another.
    """
    if context.state in WITHOUT_SHOP:
        return False
    if visitor.membership is None:
        return True
    seller = context.widget_data.get(_SHOP)
    return seller is not None and seller != visitor.membership.seller


async def start_with_data(start_data: Any, manager: DialogManager) -> None:
    """`on_start` of a dialog: what it was started with is the beginning of its own data."""
    if isinstance(start_data, dict):
        manager.dialog_data.update(start_data)


# -- widgets -----------------------------------------------------------------------------------------------------------


class _Remark(Text):
    """The remark, if there is one."""

    async def _render_text(self, data: Data, manager: DialogManager) -> str:
        said = manager.middleware_data.get("remark")
        return f"<blockquote>{said}</blockquote>\n" if said else ""


class _Shown(Text):
    """The getter's finished text, or the plain form of its document."""

    async def _render_text(self, data: Data, manager: DialogManager) -> str:
        document: Document | None = data.get("document")
        return str(data["text"]) if document is None else document.plain()


def as_told(window: State, getter: Getter) -> Getter:
    """The getter of a window; of a reported shop what the marketplace told, where the window would say more."""

    async def shown(**given: Any) -> Data:
        visitor: Visitor = given["visitor"]
        lines = await asyncio.to_thread(told, visitor, given["ports"], window) if visitor.reported else None
        return await getter(**given) if lines is None else {"text": page(lines)}

    return shown


class Label(Text):
    """A button's words in the reader's language."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key

    async def _render_text(self, data: Data, manager: DialogManager) -> str:
        return visitor_of(manager).say(self.key)


OnChoice = Callable[[CallbackQuery, DialogManager, str], Awaitable[None]]


class Choices(Keyboard):
    """Buttons from the getter's list of `Choice` under the widget's id; taps arrive with the choice's id.

    A tap may name anything, also what was never offered: `on_choice` judges it.
    """

    def __init__(self, id: str, on_choice: OnChoice, *, columns: int = 1) -> None:
        super().__init__(id=id)
        self.on_choice = on_choice
        self.columns = columns

    async def _render_keyboard(self, data: Data, manager: DialogManager) -> RawKeyboard:
        choices: list[Choice] = data.get(str(self.widget_id), [])[:MOST_CHOICES]
        rows: list[list[Choice]] = []
        for choice in choices:
            last = rows[-1] if rows else []
            if 0 < len(last) < self.columns and not any(self._needs_a_row(each) for each in (*last, choice)):
                last.append(choice)
            else:
                rows.append([choice])
        return [[self._button(choice) for choice in row] for row in rows]

    def _needs_a_row(self, choice: Choice) -> bool:
        """Whether a word of it would be broken in its share of a row."""
        return max(map(len, choice.label.split()), default=0) > LONGEST_ROW // self.columns

    def _button(self, choice: Choice) -> InlineKeyboardButton:
        # Names of shops, services and the like come from outside and may be of any length.
        label = clipped(choice.label, LONGEST_LABEL)
        if choice.disabled:
            return InlineKeyboardButton(text=label, disabled=DisabledButton())
        if choice.copies is not None:
            return InlineKeyboardButton(text=label, copy_text=CopyTextButton(text=choice.copies))
        if choice.url is not None:
            return InlineKeyboardButton(text=label, url=choice.url, style=choice.style)
        data = self._item_callback_data(choice.id)
        return InlineKeyboardButton(text=label, callback_data=data, style=choice.style)

    async def _process_item_callback(
        self, callback: CallbackQuery, data: str, dialog: DialogProtocol, manager: DialogManager
    ) -> bool:
        await self.on_choice(callback, manager, data)
        return True


def _unstressed(value: Any) -> Any:
    """Buttons without a likely next step among them: there is one only, and it is another."""
    if not isinstance(value, list):
        return value
    return [
        each._replace(style=None) if isinstance(each, Choice) and each.style == NEXT_STEP else each for each in value
    ]


async def _to_top_up(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The way to pay."""
    await open_screen(manager, Home.balance)


class Screen(Window):
    """A window: `text` or `document` and lists of `Choice` from the getter, and a `picture` (PNG) if there is one.

    With a document the message is rich, unless the reader prefers plain ones. With a picture the text is its caption,
    of 1,024 characters at most. While a fee is owed, the way to pay it is the first button everywhere (RULES 12.3).
    """

    def __init__(self, *widgets: Text | Keyboard | MessageInput, state: State, getter: Getter | None = None) -> None:
        if getter is not None and state is not Home.main:  # Home shows its own buttons under what was told
            getter = as_told(state, getter)
        super().__init__(Choices(_OWED, _to_top_up), *widgets, state=state, getter=getter)

    async def load_data(self, dialog: DialogProtocol, manager: DialogManager) -> Data:
        data: Data = await super().load_data(dialog, manager)
        visitor = visitor_of(manager)
        shop = visitor.membership
        if shop is None or not visitor.sees_money or self.state is Home.balance or self.state.group is Operator:
            return data
        if await asyncio.to_thread(owes, ports_of(manager).books, shop.seller):
            data = {name: _unstressed(value) for name, value in data.items()}
            data[_OWED] = [Choice("top_up", visitor.say("button-top-up"), NEXT_STEP)]
        return data

    async def render_text(self, data: Data, manager: DialogManager) -> str:
        plain = await super().render_text(data, manager)
        document: Document | None = data.get("document")
        if document is None or visitor_of(manager).plain:
            return plain
        said = manager.middleware_data.get("remark")
        above = Quote(said).rich() if said else ""
        return RichText(plain, above + document.rich())

    async def render_media(self, data: Data, manager: DialogManager) -> Picture | None:
        picture: bytes | None = data.get("picture")
        return None if picture is None else Picture(picture)


def navigation(back: State | None) -> Row:
    """Back (None: to Home) and Home: the last row of every window but Home's own."""

    async def go_back(callback: CallbackQuery, button: Button, manager: DialogManager) -> None:
        if back is None:
            await open_screen(manager, Home.main)
        else:
            await go_to(manager, back)

    return Row(
        Button(Label("button-back"), id="back", on_click=go_back),
        Button(Label("button-home"), id="home", on_click=go_home),
    )


async def go_home(callback: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The Home button."""
    await open_screen(manager, Home.main)


# What people send, as opposed to what Telegram notes in a chat (pins, changed timers and the like).
_SENT_BY_PEOPLE: Final = frozenset(
    {
        ContentType.ANIMATION, ContentType.AUDIO, ContentType.DOCUMENT, ContentType.PHOTO, ContentType.STICKER,
        ContentType.VIDEO, ContentType.VIDEO_NOTE, ContentType.VOICE, ContentType.CONTACT, ContentType.DICE,
        ContentType.GAME, ContentType.POLL, ContentType.VENUE, ContentType.LOCATION, ContentType.STORY,
        ContentType.PAID_MEDIA, ContentType.CHECKLIST,
    }
)  # fmt: skip


_NUMBER: Final = re.compile(r"[0-9][0-9 .,\u00a0\u202f]{0,63}")


def why_no_amount(visitor: Visitor, text: str, example: Amount) -> str:
    """What to say to a text in which no amount was found."""
    if is_too_large(text):
        return visitor.say("number-too-large", largest=visitor.reader.typed(MAX_AMOUNT))
    return visitor.say("not-a-number", example=visitor.reader.typed(example))


def answer_to(visitor: Visitor, message: Message) -> str | None:
    """What to say to a message that no screen waits for; None for Telegram's own notes, which need no answer."""
    if message.content_type == ContentType.TEXT:
        text = message.text or ""
        if text.startswith("/"):
            return visitor.say("unknown-command")
        return visitor.say("unknown-number" if _NUMBER.fullmatch(text) else "unknown-text")
    return visitor.say("not-a-text") if message.content_type in _SENT_BY_PEOPLE else None


async def led_by_words(message: Message, manager: DialogManager) -> bool:
    """Open the window that the message asks for in words, if it does."""
    visitor = visitor_of(manager)
    text = message.text or ""
    wish = None if text.startswith("/") else wish_in(text, visitor.locale)
    if wish is None:
        return False
    if wish is Wish.CANCEL:
        remark(manager, visitor.say("wish-cancelled"))
    state, data = WISHES[wish]
    await open_screen(manager, state, dict(data))
    return True


async def unexpected(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """Answer a message that the window does not wait for: by what it asks for in words, or above the window itself."""
    if await led_by_words(message, manager):
        return
    said = answer_to(visitor_of(manager), message)
    if said is None:
        manager.show_mode = ShowMode.NO_UPDATE
    else:
        remark(manager, said)


REMARK: Final = _Remark()
SHOWN: Final = _Shown()
ANYTHING_ELSE: Final = MessageInput(unexpected)
"""The last input of every window: a message it does not wait for gets an answer and the screen again."""
