"""Which days to read tonight, and how to go on where it stopped.

Ozon changes days that are past, so the last 35 are read again each night. A day is the smallest step: it is read whole,
and `Cursor` after it names the next; whoever stores a day's facts stores the cursor with them, and a night that was
stopped anywhere goes on with the day it was at. Reading a day again changes nothing.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.ozon.client import OzonClient
from bot.ozon.entries import Reading
from bot.ozon.kinds import Dictionary

WINDOW_DAYS: Final = 35
EARLIEST: Final = date(2022, 1, 1)
"""The first day that the marketplace tells."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Days still to be read: from `next` to `last`, both included; none if `next` is after `last`."""

    next: date
    last: date

    @property
    def is_done(self) -> bool:
        """Whether every day was read."""
        return self.next > self.last

    def after(self) -> "Cursor":
        """The cursor when `next` was read."""
        return Cursor(self.next + _DAY, self.last)

    def __str__(self) -> str:
        return f"{self.next.isoformat()}/{self.last.isoformat()}"


def parse_cursor(text: str) -> Cursor:
    """The cursor that was stored as text. Raises ValueError."""
    first, _, last = text.partition("/")
    return Cursor(date.fromisoformat(first), date.fromisoformat(last))


def tonight(today: date, since: date, stopped: Cursor | None = None) -> Cursor:
    """The days to read: the window up to today, and before it what an earlier night left; at first all `since`."""
    first = max(since, EARLIEST)
    if stopped is not None:
        first = min(stopped.next, today - timedelta(days=WINDOW_DAYS))
    return Cursor(max(first, EARLIEST), today)


async def read_days(client: OzonClient, cursor: Cursor, kinds: Dictionary) -> AsyncIterator[tuple[Reading, Cursor]]:
    """Each day's reading, with the cursor to store with it. Raises `NotAnswered`; what was given is good."""
    while not cursor.is_done:
        reading = await client.day(cursor.next, kinds)
        cursor = cursor.after()
        yield reading, cursor
