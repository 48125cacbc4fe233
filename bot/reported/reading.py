"""Reading a shop by its key: day by day, each taken in whole as a file would be, with the place to go on from.

Problem: reading lasts minutes, over a way that fails, beside other processes, and the marketplace changes days that
are past. Decision: a day is compared and kept exactly as a report of that day (`intake`), then the cursor after it is
noted under the lease; stopped anywhere, the next one goes on with the day it was at, and a day read twice changes
nothing. What a day no longer contains becomes 0.00. After the days come ratings, and from the 5th the report of the
month before: it is kept if nobody told that month, else its points are noted beside those told by the day.
Limit: `NotAnswered` ends a reading; what was read until then stays.
"""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

import structlog
from aiohttp import ClientSession, DummyCookieJar

from bot.clock import Clock
from bot.logs import places
from bot.ozon.answers import balance_fact, company_facts, rating_facts
from bot.ozon.client import KeyTrouble, NotAnswered, OzonClient
from bot.ozon.entries import Reading
from bot.ozon.key import CannotOpen
from bot.ozon.window import WINDOW_DAYS, Cursor, parse_cursor, read_days, tonight
from bot.reported.intake import SOURCE, compare, keep
from bot.reported.marketplace import Marketplace
from core.events import Malformed, parse_line
from core.values import HOUR, MINUTE, Instant
from storage.books.books import Books
from storage.ledger.ledger import Entry, Ledger
from storage.people.keys import ShopKey, ShopKeys
from storage.rows.errors import StorageError

REPORT_DAY: Final = 5
"""The day of the month from which the report of the month before is there."""
NIGHT_HOUR: Final = 3
_NIGHT: Final = 120 * MINUTE
"""The shops of a night are spread over so long."""
_RATING_DAYS: Final = 30
_BACK: Final = timedelta(days=85)
"""From the first of a month back into the third month before it, however long months are."""

SEALED: Final = "sealed"
"""The failure of a key that the operator's key does not open."""
_HOPELESS: Final = frozenset({KeyTrouble.REFUSED.value, KeyTrouble.FORBIDDEN.value, SEALED})
"""Failures that only a person can mend: nothing is tried before the night."""
log = structlog.get_logger(__name__)

Progress = Callable[[int, int], Awaitable[None]]
"""Told of days that are read, and of how many there are."""


class LostHold(Exception):
    """Another process holds the shop, or its key was replaced or removed: nothing more may be noted."""


class Stopped(Exception):
    """Whoever reads was asked to stop between two days."""


@dataclass(slots=True)
class Read:
    """What a reading came to."""

    days: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    told_otherwise: int = 0
    """Days that another kind of report told, so nothing of them was taken."""
    refused: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    """Kinds and keys of answers that nobody here knows, with how often."""


class Failed(NamedTuple):
    """Why a shop could not be read; the texts are `ozon-key-…`. `method` is what was asked last, if anything was."""

    failure: str
    method: str | None = None

    @property
    def text_key(self) -> str:
        """The key of the sentence for people."""
        return f"ozon-key-{self.failure.replace('_', '-')}"


def first_day(given: date) -> date:
    """The first day that is read of a shop whose key was given on a day: the third month before begins."""
    return (given.replace(day=1) - _BACK).replace(day=1)


def next_night(day_start: Callable[[date, int], Instant], today: date, seller: str, now: Instant) -> Instant:
    """When a shop is read next: in the coming night, each shop at a moment of its own."""
    spread = sum(seller.encode()) * 7919 * MINUTE % _NIGHT
    tonight_at = day_start(today, NIGHT_HOUR) + spread
    return tonight_at if tonight_at > now else day_start(today + timedelta(days=1), NIGHT_HOUR) + spread


def try_again(now: Instant, failures: int, night: Instant) -> Instant:
    """When a reading that failed so many times is tried again: after 15 minutes, one hour, four, else at night."""
    return min(now + (HOUR // 4 << 2 * min(failures, 6)), night)


async def _nobody_watches(done: int, days: int) -> None:
    return None


class ShopReader:
    """Reads one shop at a time by its key. `stopping` is asked between two days."""

    def __init__(
        self,
        marketplace: Marketplace,
        keys: ShopKeys,
        ledger: Ledger,
        books: Books,
        clock: Clock,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._marketplace = marketplace
        self._keys = keys
        self._ledger = ledger
        self._books = books
        self._clock = clock
        self._stopping = stopping
        self._held: ShopKey | None = None

    async def attempt(self, key: ShopKey, progress: Progress = _nobody_watches) -> Read | Failed | None:
        """Read a shop held by `key`, and note what came of it: all that was read, or why it failed and when it goes on.

        None if it was stopped in between, or is held no longer. Raises `StorageError`.
        """
        self._held = key
        try:
            async with ClientSession(cookie_jar=DummyCookieJar()) as session:
                return await self.read(key, self._marketplace.client_of(session, key), progress)
        except (LostHold, Stopped):
            self._let_go()
            return None
        except (asyncio.CancelledError, StorageError):
            self._let_go()
            raise
        except CannotOpen:
            failed = Failed(SEALED)
        except NotAnswered as refused:
            failed = Failed(refused.trouble.value, refused.method.value)
        except Exception as error:  # a bug with one shop must not end the reading of all others
            log.error("shop_reading_broken", seller=key.seller, error=type(error).__name__, places=places(error))
            failed = Failed(KeyTrouble.NOT_UNDERSTOOD.value)
        log.warning("shop_not_read", seller=key.seller, failure=failed.failure, method=failed.method)
        now, night = self._clock.now(), self.next_night(key.seller)
        again = night if failed.failure in _HOPELESS else try_again(now, key.failures, night)
        await asyncio.to_thread(self._keys.failed, self._held, now, again, failed.failure)
        return failed

    def _let_go(self) -> None:
        """Whoever comes next may go on at once; where that cannot be noted, when the lease has run out."""
        if self._held is not None:
            with contextlib.suppress(StorageError):
                self._keys.let_go(self._held)

    def next_night(self, seller: str) -> Instant:
        """When the shop is read next if all is well."""
        now, calendar = self._clock.now(), self._ledger.policy.calendar
        return next_night(calendar.at_hour, calendar.date(now), seller, now)

    async def read(self, key: ShopKey, client: OzonClient, progress: Progress = _nobody_watches) -> Read:
        """Read everything that is to be read of a shop held by `key`, and note when the next time is.

        Raises `NotAnswered`, `LostHold`, `Stopped`, `StorageError`.
        """
        self._held = key
        read = Read()
        today = self._ledger.policy.calendar.date(self._clock.now())
        kinds = await client.kinds()
        company = await client.company()
        rights = await client.rights()
        await self._take(company_facts(company, today, key.seller, self._clock.now()), read)
        key = await self._learned(key, expires_at=rights.expires_at)
        cursor = self._cursor(key, today)
        days = (cursor.last - cursor.next).days + 1
        await progress(0, days)
        async for reading, after in read_days(client, cursor, kinds):
            await self._day(key.seller, reading, read)
            when = reading.first
            if today - timedelta(days=WINDOW_DAYS) <= when < today:  # a day that is not over has no closing balance
                balance = await client.balance(when)
                if balance is not None:
                    await self._take([balance_fact(balance, key.seller, self._clock.now())], read)
            read.days += 1
            key = await self._learned(key, cursor=str(after))
            await progress(read.days, days)
            if self._stopping():
                raise Stopped
        key = await self._ratings(key, client, today, read)
        await asyncio.to_thread(self._ledger.key_changed, key.seller, self._clock.now())
        key = await self._month(key, client, today, read)
        read.unread.update(client.unknown)
        if not await asyncio.to_thread(
            self._keys.finished, key, self._clock.now(), self.next_night(key.seller), sorted(read.unread)
        ):
            raise LostHold
        return read

    def _cursor(self, key: ShopKey, today: date) -> Cursor:
        stopped = None if key.cursor is None else parse_cursor(key.cursor)
        if stopped is not None and not stopped.is_done and stopped.last == today:
            return stopped
        return tonight(today, first_day(self._ledger.policy.calendar.date(key.given_at)), stopped)

    async def _learned(self, key: ShopKey, **told: int | str | None) -> ShopKey:
        found = await asyncio.to_thread(lambda: self._keys.learned(key, self._clock.now(), **told))
        if found is None:
            raise LostHold
        self._held = found
        return found

    async def _day(self, seller: str, reading: Reading, read: Read) -> bool:
        """Take a reading in; False if another kind of report told its days."""
        read.unread.update({name: each.count for name, each in reading.not_understood.items()})
        read.unread.update(reading.unknown)
        now = self._clock.now()

        def work() -> bool:
            found = compare(self._books, seller, reading, now)
            if found.told_otherwise:
                return False
            tally = keep(self._ledger, found, now)
            read.new, read.changed, read.gone = (
                read.new + found.new,
                read.changed + found.changed,
                read.gone + found.gone,
            )
            read.refused.update({reason: count for reason, count in tally.items() if reason not in _FINE})
            return True

        taken = await asyncio.to_thread(work)
        read.told_otherwise += not taken
        return taken

    async def _take(self, facts: Iterable[dict[str, Any]], read: Read) -> None:
        """Take facts that are no entries: what is known already changes nothing."""
        events = [parse_line(json.dumps(fact)) for fact in facts]
        now = self._clock.now()
        entries = [Entry(event, now) for event in events if not isinstance(event, Malformed)]
        if len(entries) < len(events):
            read.refused["malformed"] += len(events) - len(entries)
        outcomes = await asyncio.to_thread(self._ledger.take, entries, SOURCE) if entries else []
        read.refused.update(each.reason or "refused" for each in outcomes if each.kind == "refused")

    async def _ratings(self, key: ShopKey, client: OzonClient, today: date, read: Read) -> ShopKey:
        first = today - timedelta(days=_RATING_DAYS)
        ratings = await client.ratings(first, today)
        calendar = self._ledger.policy.calendar
        await self._take(rating_facts(ratings, key.seller, self._clock.now(), calendar), read)
        return await self._learned(key, threshold=ratings.threshold)

    async def _month(self, key: ShopKey, client: OzonClient, today: date, read: Read) -> ShopKey:
        before = today.replace(day=1) - timedelta(days=1)
        month = before.year * 100 + before.month
        if today.day < REPORT_DAY or key.month == month:
            return key
        reading = await client.month(before.year, before.month)
        if reading is None:  # not ready yet
            return key
        others = read.told_otherwise
        await self._day(key.seller, reading, read)
        read.told_otherwise = others  # that days tell this month already is as it should be
        return await self._learned(key, month=month, month_points=reading.points if reading.tells_points else None)


_FINE: Final = frozenset({"done", "known"})
