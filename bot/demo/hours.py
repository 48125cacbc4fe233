"""The demo's time passing: the clock stops wherever something is due or arrives.

Problem: whoever moves a clock by a month must see the month's messages in order, each at its own time.
Decision: the clock goes from one instant with work to the next, and each stop is a beat: arriving lines, due work,
messages.
Limit: forward only; a beat that cannot do its work ends the journey at its aim, and the regular beat tries again.
"""

import asyncio
from collections.abc import Awaitable, Callable

from bot.clock import MovableClock
from bot.demo.facts import Facts
from core.values import Instant
from storage.ledger.ledger import Ledger


class Hours:
    """Moves the clock. `beat` does due work and sends what is waiting; it returns at how many instants was work."""

    def __init__(self, ledger: Ledger, clock: MovableClock, facts: Facts, beat: Callable[[], Awaitable[int]]) -> None:
        self._ledger = ledger
        self._clock = clock
        self._facts = facts
        self._beat = beat

    def now(self) -> Instant:
        """The present instant of the demo."""
        return self._clock.now()

    async def beat(self) -> int:
        """Do due work and send what is waiting, without moving the clock."""
        return await self._beat()

    async def move_to(self, target: Instant) -> int:
        """Go forward to an instant; returns at how many instants there was work."""
        done = 0
        before: Instant | None = None
        while (instant := await asyncio.to_thread(self._next, target)) is not None:
            if before is not None and instant <= before:
                break  # the beat could not do what was due; the regular one tries again
            before = instant
            await asyncio.to_thread(self._arrive, instant)
            done += await self._beat()
        await asyncio.to_thread(self._clock.move_to, target)
        return done + await self._beat()

    def _next(self, target: Instant) -> Instant | None:
        soonest = min(
            (at for at in (self._ledger.next_due(), self._facts.next_arrival()) if at is not None), default=None
        )
        return None if soonest is None or soonest > target else soonest

    def _arrive(self, instant: Instant) -> None:
        self._clock.move_to(instant)
        self._facts.catch_up(instant)
