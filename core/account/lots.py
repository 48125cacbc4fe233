"""The lots of one programme, kept in the order in which they are spent (RULES 9.2)."""

from bisect import bisect_left, insort
from collections.abc import Iterator

from core.account.records import Lot
from core.values import EARLIEST, Amount, Instant


def _lot_order(lot: Lot) -> tuple[Instant, Instant, str, str]:
    return lot.order


class Lots:
    """A programme's lots: all that were looked up, and those with points left in spending order."""

    __slots__ = ("ahead", "known", "open")

    def __init__(self) -> None:
        self.ahead: Instant | None = None
        """The first expiry of open lots that were left in their rows, later than all that are here; None: none was."""
        self.known: dict[tuple[str, str], Lot] = {}
        self.open: list[Lot] = []

    def add(self, lot: Lot) -> None:
        """A lot just credited, or looked up; it enters the spending order if it has points."""
        key = (lot.origin, lot.lot)
        if key in self.known:
            return
        self.known[key] = lot
        if lot.amount:
            self._enter(lot)

    def _enter(self, lot: Lot) -> None:
        if not self.open or self.open[-1].order < lot.order:
            self.open.append(lot)
        else:
            insort(self.open, lot, key=_lot_order)

    def _leave(self, lot: Lot) -> None:
        if self.open[0] is lot:
            del self.open[0]
        else:
            del self.open[bisect_left(self.open, lot.order, key=_lot_order)]

    def change(self, lot: Lot, amount: Amount) -> None:
        """Set what is left of the lot, keeping the spending order."""
        before, lot.amount = lot.amount, amount
        if before and not amount:
            self._leave(lot)
        elif amount and not before:
            self._enter(lot)

    def move(self, lot: Lot, expires_at: Instant) -> None:
        """Give the lot another expiry, keeping the spending order (RULES 10.2)."""
        if lot.amount:
            self._leave(lot)
        lot.expires_at = expires_at
        if lot.amount:
            self._enter(lot)

    def soonest(self, start: Instant = EARLIEST) -> Instant | None:
        """The first expiry of open lots at or after an instant, None if there is none.

        Of lots left in their rows it knows the first alone: the instant must not be after it.
        """
        if not self.open or self.open[-1].expires_at < start:
            return self.ahead
        if self.open[0].expires_at >= start:
            found = self.open[0].expires_at
        else:
            found = self.open[bisect_left(self.open, start, key=lambda lot: lot.expires_at)].expires_at
        return found if self.ahead is None else min(found, self.ahead)

    def between(self, start: Instant, end: Instant) -> Iterator[Lot]:
        """Open lots with start <= expires_at < end."""
        index = bisect_left(self.open, start, key=lambda lot: lot.expires_at)
        while index < len(self.open) and self.open[index].expires_at < end:
            yield self.open[index]
            index += 1

    def forget(self, lot: Lot) -> None:
        """Let go of an emptied lot: memory holds what is open, the rest is looked up when named."""
        self.known.pop((lot.origin, lot.lot), None)
