"""The Clock port: the one place that asks for the time.

Everything below the edge takes `now` as an argument. Production uses the wall clock. The demo's clock can be moved
forward: it is the wall clock plus an offset kept in the database, so that every process on that database agrees.
"""

import time
from typing import Protocol

from core.values import Instant
from storage.rows.database import Database


class Clock(Protocol):
    """Gives the present instant (microseconds UTC)."""

    def now(self) -> Instant:
        """The present instant."""
        ...


class WallClock:
    """The machine's clock."""

    def now(self) -> Instant:
        """The present instant."""
        return time.time_ns() // 1000


class MovableClock:
    """The wall clock plus an offset that only grows; for the demo and for trying things out."""

    def __init__(self, database: Database, wall: Clock) -> None:
        self._database = database
        self._wall = wall
        with database.read() as transaction:
            row = transaction.row("SELECT clock_offset FROM world")
        self._offset: int = (row[0] if row else None) or 0

    def now(self) -> Instant:
        """The present instant of the demo."""
        return self._wall.now() + self._offset

    def move_to(self, at: Instant) -> None:
        """Move forward to an instant; an earlier one leaves the clock as it is."""
        offset = at - self._wall.now()
        if offset > self._offset:
            with self._database.write() as transaction:
                transaction.run(
                    "UPDATE world SET clock_offset = ? WHERE clock_offset IS NULL OR clock_offset < ?", (offset, offset)
                )
            self._offset = offset


def clock_of(database: Database, wall: Clock | None = None) -> Clock:
    """The clock that a database lives by: movable if it was made for the demo, else the wall clock.

    `wall` stands in the place of the machine's.
    """
    with database.read() as transaction:
        row = transaction.row("SELECT clock_offset FROM world")
    wall = wall or WallClock()
    return wall if row is None or row[0] is None else MovableClock(database, wall)
