"""A file of the history, made beside everything else and sent into the chat.

Problem: 100,000 lines take seconds, and a chat that is silent for seconds is tapped again. Decision: a thread writes a
temporary file while the chat shows that a document is coming, and says so in words when it takes longer. Updates of a
chat come one after the other, so a person has one export at a time; no more than `AT_ONCE` people keep threads busy.
Limit: Telegram takes files of 50 MB from a bot; a bigger one is not sent, its reader is asked for a shorter span.
"""

import asyncio
import contextlib
import tempfile
from itertools import count
from pathlib import Path
from typing import Final, Literal, NamedTuple

import structlog
from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.types import FSInputFile

from bot.frame.connection import REFUSALS
from bot.frame.ports import Ports
from bot.frame.visitor import Visitor
from bot.paper.document import LONGEST_CAPTION
from bot.paper.statement import export, export_month
from bot.screens.history import filters
from bot.screens.history.filters import Kept
from bot.screens.history.getters import seller_of
from bot.screens.history.statement import first_day
from bot.texts import Html
from core.values import Instant
from storage.books import history
from storage.books.history import HistoryFilter

log = structlog.get_logger(__name__)

AT_ONCE: Final = 2
"""Exports that run at the same time, of all people."""
LARGEST: Final = 50_000_000
"""Bytes of a file that a bot may send."""
PATIENCE: Final = 1.0
"""Seconds without a word."""
_EVERY: Final = 4.0
"""Seconds after which the chat's sign of life is given again: Telegram shows it for five."""

Form = Literal["csv", "xlsx"]
Came = Literal["sent", "empty", "too_large", "failed"]


class Wanted(NamedTuple):
    """What goes into the file: a month with its statement, or what the filter shows."""

    form: Form
    kept: Kept
    month: int | None = None


class Exporter:
    """One for a chat's dispatcher. See the module's first lines."""

    def __init__(self, patience: float = PATIENCE, largest: int = LARGEST) -> None:
        self._threads = asyncio.Semaphore(AT_ONCE)
        self._patience = patience
        self._largest = largest

    async def send(self, bot: Bot, chat_id: int, visitor: Visitor, ports: Ports, wanted: Wanted) -> Came:
        """Make the file and send it; what came of it. The folder it was made in is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="history-") as folder:
            path = Path(folder) / f"history.{wanted.form}"
            written = await self._make(bot, chat_id, visitor, ports, wanted, path)
            if written is None:
                return "failed"
            if not written.lines:
                return "empty"
            if path.stat().st_size > self._largest:
                return "too_large"
            try:
                await bot.send_document(chat_id, FSInputFile(path, written.name), caption=written.caption)
            except REFUSALS as error:
                log.warning("export_not_sent", error=type(error).__name__)
                return "failed"
        return "sent"

    async def _make(
        self, bot: Bot, chat_id: int, visitor: Visitor, ports: Ports, wanted: Wanted, path: Path
    ) -> "_Written | None":
        """Write the file in a thread; None if the disk would not have it."""
        written: _Written | None = None
        bug: Exception | None = None
        done = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_show_life(bot, chat_id, visitor.say("export-running"), done, self._patience))
            try:
                async with self._threads:
                    written = await asyncio.to_thread(_write, visitor, ports, wanted, path)
            except OSError as error:
                log.error("export_failed", error=type(error).__name__)
            except Exception as error:  # out of the group it would come wrapped
                bug = error
            finally:
                done.set()
        if bug is not None:
            raise bug
        return written


async def _show_life(bot: Bot, chat_id: int, words: str, done: asyncio.Event, patience: float) -> None:
    """Show that a document is being made until it is; after a while say so, and take the words back at the end."""
    said = None
    for turn in count():
        with contextlib.suppress(*REFUSALS):
            await bot.send_chat_action(chat_id, ChatAction.UPLOAD_DOCUMENT)
            if turn == 1:
                said = await bot.send_message(chat_id, words)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_EVERY if turn else patience):
                await done.wait()
                break
    if said is not None:
        with contextlib.suppress(*REFUSALS):
            await bot.delete_message(chat_id, said.message_id)


class _Written(NamedTuple):
    lines: int
    name: str
    caption: str


def _write(visitor: Visitor, ports: Ports, wanted: Wanted, path: Path) -> _Written:
    """Write the file; its name and caption. Runs in a worker thread."""
    if wanted.month is not None:
        return _write_month(visitor, ports, wanted, path, wanted.month)
    calendar, now, seller = ports.policy.calendar, ports.clock.now(), seller_of(visitor)
    chosen = filters.wanted(wanted.kept, calendar)
    lines = export(ports.books, seller, path, ports.texts, visitor.locale, now, chosen, _members(ports, seller))
    since, until = (calendar.date(at) for at in _span(ports, seller, chosen, now))
    span = visitor.say("history-between", since=visitor.reader.date(since), until=visitor.reader.date(until))
    conditions = filters.in_words(visitor, ports.books, _without_dates(wanted.kept))
    caption = _caption(visitor, lines, span, conditions)
    return _Written(lines, f"history-{since}-{until}.{wanted.form}", caption)


def _write_month(visitor: Visitor, ports: Ports, wanted: Wanted, path: Path, month: int) -> _Written:
    seller = seller_of(visitor)
    lines = export_month(ports.books, seller, month, path, ports.texts, visitor.locale, _members(ports, seller))
    caption = _caption(visitor, lines, visitor.reader.month(first_day(month)), [])
    return _Written(lines, f"statement-{month // 100}-{month % 100:02}.{wanted.form}", caption)


def _members(ports: Ports, seller: str) -> dict[str, str]:
    """Who is in the team, by what the history calls them."""
    return {each.actor: each.name for each in ports.team.members(seller)}


def _without_dates(kept: Kept) -> Kept:
    return {name: value for name, value in kept.items() if name in filters.FIELDS}


def _span(ports: Ports, seller: str, chosen: HistoryFilter, now: Instant) -> tuple[Instant, Instant]:
    """The first and the last instant that the file may hold."""
    last = now if chosen.until is None else min(chosen.until - 1, now)
    first = chosen.since
    if first is None:
        first = history.choices(ports.books, seller).first_at
    return (last if first is None else min(first, last)), last


def _caption(visitor: Visitor, lines: int, span: str, conditions: list[str]) -> str:
    caption = visitor.say("export-caption", count=lines, span=span)
    if not conditions:
        return caption
    more = visitor.say("history-shown", conditions=Html.joined(conditions, "; "))
    whole = Html.joined([caption, more])
    return whole if len(whole) <= LONGEST_CAPTION else caption
