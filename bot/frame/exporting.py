"""A file that is made beside everything else and sent into the chat.

Problem: 100,000 lines take seconds, and a chat that is silent for seconds is tapped again. Decision: a thread writes a
temporary file while the chat shows that a document is coming, and says so in words when it takes longer. Updates of a
chat come one after the other, so a person has one export at a time; no more than `AT_ONCE` people keep threads busy.
Limit: Telegram takes files of 50 MB from a bot; a bigger one is not sent, its reader is asked for a shorter span.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Final, Literal, NamedTuple

import structlog
from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.types import FSInputFile

from bot.frame.connection import REFUSALS
from bot.frame.visitor import Visitor

log = structlog.get_logger(__name__)

AT_ONCE: Final = 2
"""Exports of a screen that run at the same time, of all people."""
LARGEST: Final = 50_000_000
"""Bytes of a file that a bot may send."""
PATIENCE: Final = 1.0
"""Seconds without a word."""
_EVERY: Final = 4.0
"""Seconds after which the chat's sign of life is given again: Telegram shows it for five."""

Form = Literal["csv", "xlsx"]
Came = Literal["sent", "empty", "too_large", "failed"]


class Written(NamedTuple):
    """A file that was written: how many lines, under which name it goes out, and what stands under it."""

    lines: int
    name: str
    caption: str


Writing = Callable[[Path], Written]
"""Writes the file to a path that ends in its form; runs in a worker thread."""


class Exporter:
    """One for a screen. See the module's first lines."""

    def __init__(self, patience: float = PATIENCE, largest: int = LARGEST) -> None:
        self._threads = asyncio.Semaphore(AT_ONCE)
        self._patience = patience
        self._largest = largest

    async def send(self, bot: Bot, chat_id: int, visitor: Visitor, form: Form, write: Writing) -> Came:
        """Make the file and send it; what came of it. The folder it was made in is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="export-") as folder:
            path = Path(folder) / f"export.{form}"
            written = await self._make(bot, chat_id, visitor, write, path)
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

    async def _make(self, bot: Bot, chat_id: int, visitor: Visitor, write: Writing, path: Path) -> Written | None:
        """Write the file in a thread; None if the disk would not have it."""
        written: Written | None = None
        bug: Exception | None = None
        done = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_show_life(bot, chat_id, visitor.say("export-running"), done, self._patience))
            try:
                async with self._threads:
                    written = await asyncio.to_thread(write, path)
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
