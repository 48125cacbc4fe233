"""What the buttons of a report's intake do. It is kept only by the confirming tap, and only as it was shown.

Keeping a large report takes a while: the message that asked shows how far it is, until the next window takes its place.
"""

import asyncio
import contextlib
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

from aiogram import Bot
from aiogram.fsm.state import State
from aiogram.types import BufferedInputFile, CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.confirming import Confirmation, Done, NotDone, Tap
from bot.frame.connection import REFUSALS
from bot.frame.pending import Terms
from bot.frame.ports import Ports
from bot.frame.present import bar
from bot.frame.states import Home, Intake, Source
from bot.frame.visitor import Visitor
from bot.frame.widgets import open_screen, toast, visitor_of
from bot.ozon.trouble import NotRead
from bot.reported.intake import Comparison, keep
from bot.screens.intake.differences import compared as compared_with_books
from bot.screens.intake.differences import words_of
from bot.screens.intake.getters import REPORT, compared, terms_of
from core.roles import MONEY

LARGE: Final = 1000
"""Entries from which on it is shown how far keeping them is."""
EDIT_SECONDS: Final = 2.0
"""Between two edits of a message: Telegram wants no more."""


_OVER: Final = -1
_SHOWING: Final = "showing"
"""Among what this tap has beside it: the news of what is kept, and who shows them."""


def _unseen(done: int) -> None:
    return None


_progress: ContextVar[Callable[[int], None]] = ContextVar("progress", default=_unseen)
"""Who is told how many entries are kept: set by the tap, read in the worker thread, which has the tap's context."""


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """No, nothing is kept; or it is another shop's."""
    if choice == "no":
        await toast(manager, callback, visitor_of(manager).say("toast-cancelled"))
        await open_screen(manager, Home.main)
    elif choice == "another":
        await open_screen(manager, Source.file, {REPORT: manager.dialog_data.get(REPORT)})


async def send_differences(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """All differences of a report as a file below."""
    visitor: Visitor = visitor_of(manager)
    ports: Ports = manager.middleware_data["ports"]
    name = str(manager.dialog_data.get(REPORT))
    content = await asyncio.to_thread(_file_of_differences, visitor, ports, name)
    if content is None or callback.bot is None or callback.message is None:
        await toast(manager, callback, visitor.texts.plain(visitor.locale, "intake-send-again"), alert=True)
        return
    chat, caption = callback.message.chat.id, visitor.say("reconcile-sent")
    await callback.bot.send_document(chat, BufferedInputFile(content, "differences.csv"), caption=caption)


def _file_of_differences(visitor: Visitor, ports: Ports, name: str) -> bytes | None:
    try:
        found = compared_with_books(visitor, ports, name)
    except NotRead:
        return None
    return None if found is None else words_of(visitor, ports).file(found)


class Keeping(Confirmation):
    """A marketplace's report is kept (RULES 16.2)."""

    async def confirm(self, callback: CallbackQuery, manager: DialogManager, nonce: str) -> None:
        """The confirming tap; of a large report it is shown how far it is."""
        asked = pending.kept(manager.dialog_data)
        count = 0 if asked is None or asked.done else sum(asked.terms[each] for each in ("new", "changed", "gone"))
        if count < LARGE:
            await super().confirm(callback, manager, nonce)
            return
        loop, news = asyncio.get_running_loop(), asyncio.Queue[int]()

        def told(done: int) -> None:
            loop.call_soon_threadsafe(news.put_nowait, done)

        _progress.set(told)
        async with asyncio.TaskGroup() as tasks:
            showing = tasks.create_task(_show(callback, manager, news, count))
            manager.middleware_data[_SHOWING] = news, showing
            try:
                await super().confirm(callback, manager, nonce)
            finally:
                news.put_nowait(_OVER)

    async def follow(self, manager: DialogManager, callback: CallbackQuery, terms: Terms) -> None:
        """The last edit is done before the next window: it must not come after it."""
        if _SHOWING in manager.middleware_data:
            news, showing = manager.middleware_data[_SHOWING]
            news.put_nowait(_OVER)
            await showing

    def look(self, tap: Tap) -> Terms | NotDone | None:
        if tap.shop is None or tap.shop.role not in MONEY:
            return None
        found = _found(tap)
        if found is None:
            return NotDone(tap.visitor.say("intake-send-again"))
        return None if found.told_otherwise else terms_of(tap.asked.terms[REPORT], found)

    def do(self, tap: Tap, found: Terms) -> Done | NotDone:
        compared_again = _found(tap)
        if compared_again is None or tap.shop is None:
            return NotDone(tap.visitor.say("intake-send-again"))
        actor, version = tap.shop.actor, tap.version
        tally = keep(tap.ports.ledger, compared_again, tap.now, _progress.get(), actor=actor, version=version)
        return Done(found, tap.visitor.say("toast-intake-kept", count=tally["done"]))

    def then(self, terms: Terms) -> State:
        return Intake.done


async def _show(callback: CallbackQuery, manager: DialogManager, news: asyncio.Queue[int], count: int) -> None:
    """Edit the message that asked, as often as may be, until it is over."""
    bot: Bot = manager.middleware_data["bot"]
    visitor, loop, next_at = visitor_of(manager), asyncio.get_running_loop(), 0.0
    while (done := await news.get()) != _OVER:
        if loop.time() < next_at or callback.message is None:
            continue
        text = visitor.say("intake-progress", bar=bar(min(1.0, done / count)), done=done, count=count)
        with contextlib.suppress(*REFUSALS):
            await bot.edit_message_text(text, chat_id=callback.message.chat.id, message_id=callback.message.message_id)
        next_at = loop.time() + EDIT_SECONDS


def _found(tap: Tap) -> Comparison | None:
    try:
        return compared(tap.ports, tap.asked.seller, tap.asked.terms[REPORT], tap.now)
    except NotRead:
        return None


confirm = Keeping().confirm
