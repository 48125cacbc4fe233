"""What a watcher asks of this process and its database, looked at once a second at most.

Problem: probes are open to everybody and come while nothing works: they must cost little, wait for nobody, and end.
Decision: one look at a time, shared by all who ask in the same second, in a thread of its own and with a limit of time.
A look that hangs is not followed by another; whoever asks meanwhile is told that the database gives no answer.
Limit: an answer may be a second old.
"""

import asyncio
import threading
import time
from typing import Final, NamedTuple

import anyio
import anyio.to_thread

from bot.api.ports import Api
from storage.books.backlog import Backlog, read_backlog
from storage.rows.errors import StorageError

FRESH_FOR: Final = 1.0
"""Seconds for which a look is believed."""
PATIENCE: Final = 3.0
"""Seconds that a look may take."""


class Look(NamedTuple):
    """What was seen: what waits, or in a few words why it cannot be read.

    `fits`: the tables are this program's, or, `ahead`, those of a newer one, in which this one still finds its own.
    """

    backlog: Backlog | None = None
    fault: str | None = None
    fits: bool | None = None
    damaged: bool = False
    ahead: bool = False


class Watch:
    """Looks at the database for whoever asks; one for each application."""

    def __init__(self, api: Api, *, fresh_for: float = FRESH_FOR, patience: float = PATIENCE) -> None:
        self._api = api
        self._fresh_for = fresh_for
        self._patience = patience
        self._turn = asyncio.Lock()
        self._busy = threading.Lock()
        self._threads: anyio.CapacityLimiter | None = None
        self._last: tuple[float, Look] | None = None

    async def look(self) -> Look:
        """How things stand now, or stood a moment ago. Never raises, never takes longer than its limit."""
        async with self._turn:
            if self._last is None or time.monotonic() - self._last[0] >= self._fresh_for:
                found = await self._look()
                self._last = time.monotonic(), found
            return self._last[1]

    async def _look(self) -> Look:
        # Not the requests' threads: those may all be waiting for the same database.
        self._threads = self._threads or anyio.CapacityLimiter(2)
        try:
            with anyio.fail_after(self._patience):
                return await anyio.to_thread.run_sync(self._read, abandon_on_cancel=True, limiter=self._threads)
        except TimeoutError:
            return Look(fault="no answer in time")

    def _read(self) -> Look:
        if not self._busy.acquire(blocking=False):
            return Look(fault="no answer in time")
        database = self._api.database
        damaged = database.damage is not None
        try:
            with database.read() as transaction:
                transaction.row("SELECT 1")
            ahead = database.is_ahead()
            fits = ahead or _fits(self._api)
            return Look(read_backlog(database) if fits else None, None, fits, damaged, ahead)
        except StorageError:
            return Look(fault="cannot be read", damaged=damaged)
        finally:
            self._busy.release()


def _fits(api: Api) -> bool:
    try:
        api.database.require_current()
    except StorageError:
        return False
    return True
