"""The lines whose points are held, in the order in which they are credited (RULES 8.4, 15.9).

Problem: a shop has as many as it sold while a hold lasts, and a decision looks at none of them, or at one that it
names. Decision: who loads an account may leave in their rows those that are credited after an instant, with somebody to
ask for them, as with lots. Limit: `all` brings in all.
"""

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import Protocol

from core.account.records import Line
from core.values import EARLIEST, NEVER, Instant


class HeldInRows(Protocol):
    """Who is asked for the lines that were left in their rows."""

    def until(self, after: Instant, at: Instant) -> list[Line]:
        """Held lines that are credited after an instant, and at or before another."""

    def soonest(self, after: Instant) -> Instant | None:
        """When the first of those that are credited after an instant is, None if there is none."""


class Held:
    """The lines whose points are held; with `some_left` they are in their rows until they are asked for."""

    __slots__ = ("_heap", "_left", "_lines", "_soonest_left", "_until", "some_left")

    def __init__(self, *, some_left: bool = False) -> None:
        self.some_left = some_left
        self._lines: dict[str, Line] = {}
        self._heap: list[tuple[Instant, str]] = []
        """Crediting instant and id of each that is at hand."""
        self._left: HeldInRows | None = None
        self._until: Instant = EARLIEST
        """Up to which crediting instant none is left in its row."""
        self._soonest_left: Instant | None = None

    # -- lines left in their rows ---------------------------------------------------------------------------

    @property
    def soonest_known(self) -> bool:
        """Whether `soonest` asks nobody."""
        return not self.some_left or self._soonest_left is not None

    def leave(self, left: HeldInRows) -> None:
        """Whoever has those that are left in their rows is asked so from now on."""
        self._left = left

    def leave_from(self, soonest: Instant, until: Instant = EARLIEST) -> None:
        """Up to an instant all that were left have been added; the next of them is credited then, `NEVER`: none."""
        self._until = max(self._until, until)
        self._soonest_left = soonest
        if soonest == NEVER:
            self.some_left = False

    def _bring(self, at: Instant) -> None:
        if not self.some_left or at <= self._until:
            return
        if self._soonest_left is None or self._soonest_left <= at:
            assert self._left is not None
            for line in self._left.until(self._until, at):
                self.add(line)
            self._soonest_left = None
        self._until = at

    # -- all of them ----------------------------------------------------------------------------------------

    @property
    def all(self) -> dict[str, Line]:
        """All held lines by id."""
        self._bring(NEVER)
        self.some_left = False
        return self._lines

    def in_order(self) -> list[tuple[Instant, Line]]:
        """All held lines with the instants at which they are credited, in their order."""
        lines = self.all
        return [(at, lines[line]) for at, line in sorted(self._heap)]

    def at_hand(self, line: str) -> Line | None:
        """The line of that id if it was looked up, or is at hand for another reason."""
        return self._lines.get(line)

    def add(self, line: Line) -> None:
        """A line that is held from now on, or was looked up; one that is at hand stays as it is there."""
        if line.line not in self._lines:
            assert line.credit_at is not None
            self._lines[line.line] = line
            heappush(self._heap, (line.credit_at, line.line))

    @property
    def soonest_at_hand(self) -> Instant:
        """When the first of those at hand is credited, `NEVER` if there is none."""
        return self._heap[0][0] if self._heap else NEVER

    def soonest(self) -> Instant:
        """When the first is credited, `NEVER` if there is none."""
        at_hand = self.soonest_at_hand
        if not self.some_left or at_hand <= self._until:
            return at_hand
        if self._soonest_left is None or self._soonest_left <= self._until:
            assert self._left is not None
            self.leave_from(self._left.soonest(self._until) or NEVER)
        return min(at_hand, self._soonest_left or NEVER)

    def take_due(self, at: Instant) -> Iterator[Line]:
        """Let go of those that are credited at or before an instant, one by one in their order."""
        self._bring(at)
        while self._heap and self._heap[0][0] <= at:
            _, line = heappop(self._heap)
            yield self._lines.pop(line)
