"""Reading reported shops at night and when somebody asks, one after the other, with a word to whoever waits (RULES 16).

Problem: a reading lasts minutes, and the person who gave the key looks at the chat meanwhile; processes end in between.
Decision: one loop; the rows say which shop is next. Who watches a reading stands in the row with the message that is
edited, so that another process goes on telling them. A reading that failed is said on the shop's screen and tried again
later; it never stops the next shop's. Limit: shops are read one at a time in a process; several processes share them.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Final

import structlog
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.frame.connection import REFUSALS
from bot.frame.ports import Ports
from bot.frame.present import bar
from bot.frame.visitor import shop_tag
from bot.post.buttons import NoticeButton
from bot.reported.reading import Failed, Read, ShopReader
from bot.texts import Html, locale_for
from core.roles import MONEY
from core.values import SECOND
from storage.people.keys import MOST_UNREAD, ShopKey, ShopKeys
from storage.rows.errors import StorageError

LOOK_SECONDS: Final = 60.0
"""Between looks for shops that another process left."""
PATIENCE: Final = 10
"""Seconds for the day under way when the loop stops."""
EDIT_SECONDS: Final = 2.0
"""Between two edits of a message: Telegram wants no more."""
_Line = tuple[str, dict[str, str | int]]
"""A text's key and its values."""
log = structlog.get_logger(__name__)


class Readings:
    """The loop; one to a process. `steady` tells seconds for the pace of edits."""

    def __init__(self, bot: Bot, ports: Ports, *, steady: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._ports = ports
        self._keys = ShopKeys(ports.team.database)
        self._steady = steady
        self._reader = ShopReader(
            ports.marketplace, self._keys, ports.ledger, ports.books, ports.clock, lambda: self._stopping
        )
        self._nudged = asyncio.Event()
        self._stopping = False
        self._limit: asyncio.Timeout | None = None

    def nudge(self) -> None:
        """A shop may be due: look soon. Called from the event loop; does not block."""
        self._nudged.set()

    def stop(self) -> None:
        """Begin nothing more; `run` ends when the day under way is kept, after `PATIENCE` seconds at most."""
        self._stopping = True
        self.nudge()
        if self._limit is not None:
            self._limit.reschedule(asyncio.get_running_loop().time() + PATIENCE)

    async def run(self) -> None:
        """Read what is due, and rest until something is, until `stop`."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(None) as self._limit:
                while not self._stopping:
                    self._nudged.clear()  # before the look: who nudges during it may have come too late for it
                    if not await self.read_next():
                        await self._rest()

    async def _rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(await self._pause()):
                await self._nudged.wait()

    async def _pause(self) -> float:
        try:
            due = await asyncio.to_thread(self._keys.next_at)
        except StorageError:
            due = None
        seconds = LOOK_SECONDS if due is None else (due - self._ports.clock.now()) / SECOND
        return min(LOOK_SECONDS, max(1.0, seconds))  # what is due and was not given is at work elsewhere

    async def read_next(self) -> bool:
        """Read the shop that is due longest; False if none is, or the rows could not be asked."""
        try:
            key = await asyncio.to_thread(self._keys.take, self._ports.clock.now())
            if key is None:
                return False
            await self._read(key)
        except StorageError as error:
            log.error("shops_not_read", reason=str(error))
            return False
        return True

    async def _read(self, key: ShopKey) -> None:
        watch = _Watch(self._bot, self._ports, self._keys, key, self._steady)
        match await self._reader.attempt(key, watch.progress):
            case Read() as read:
                await watch.summary(read)
            case Failed() as failed:
                await watch.failed(failed)


class _Watch:
    """The message that tells whoever watches a reading how it goes on; silence for a reading that nobody watches."""

    def __init__(self, bot: Bot, ports: Ports, keys: ShopKeys, key: ShopKey, steady: Callable[[], float]) -> None:
        self._bot = bot
        self._ports = ports
        self._keys = keys
        self._key = key
        self._steady = steady
        self._message = key.watch_message
        self._edited: float | None = None

    async def progress(self, done: int, days: int) -> None:
        """So many days are read."""
        if self._edited is not None and self._steady() - self._edited < EDIT_SECONDS and done < days:
            return
        self._edited = self._steady()
        share = done / days if days else 1.0
        await self._say([("reading-progress", {"bar": bar(share), "done": done, "days": days})])

    async def summary(self, read: Read) -> None:
        """What it came to."""
        lines: list[_Line] = [
            ("reading-done", {"days": read.days}),
            ("reading-news", {"new": read.new, "changed": read.changed, "gone": read.gone}),
        ]
        if read.told_otherwise:
            lines.append(("reading-told-otherwise", {"days": read.told_otherwise}))
        if read.refused:
            lines.append(("reading-refused", {"count": read.refused.total()}))
        if read.unread:
            names = ", ".join(f"«{name}»" for name in sorted(read.unread)[:MOST_UNREAD])
            lines.append(("reading-unread", {"names": names}))
        await self._say([*lines, ("reading-nightly", {})], buttons=True)

    async def failed(self, failed: Failed) -> None:
        """Why it went no further."""
        await self._say([("reading-stopped", {}), (failed.text_key, {})])

    async def _say(self, lines: list[_Line], *, buttons: bool = False) -> None:
        watcher = self._key.watcher
        if watcher is None:
            return
        locale = await asyncio.to_thread(self._locale, watcher)
        if locale is None:
            return
        texts = self._ports.texts
        text = Html("\n").join(texts.get(locale, name, **values) for name, values in lines)
        keyboard = None
        if buttons:
            data = NoticeButton(to="reports", shop=shop_tag(self._key.seller)).pack()
            button = InlineKeyboardButton(text=texts.plain(locale, "button-open-report"), callback_data=data)
            keyboard = InlineKeyboardMarkup(inline_keyboard=[[button]])
        with contextlib.suppress(*REFUSALS):
            if self._message is None:
                sent = await self._bot.send_message(watcher, text, reply_markup=keyboard)
                self._message = sent.message_id
                await asyncio.to_thread(self._keys.watched, self._key, sent.message_id)
            else:
                await self._bot.edit_message_text(
                    text, chat_id=watcher, message_id=self._message, reply_markup=keyboard
                )

    def _locale(self, watcher: int) -> str | None:
        """The language of who watches; None for who may not know of the shop's money any more."""
        for shop in self._ports.team.memberships(watcher):
            if shop.seller == self._key.seller and shop.role in MONEY:
                return locale_for(self._ports.team.person(watcher).locale)
        return None
