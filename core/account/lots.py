"""The lots of one programme, kept in the order in which they are spent (RULES 9.2).

Problem: a seller may have a million lots, and a decision looks at the first few. Decision: who loads an account may
leave lots in their rows from some place in the order on, with somebody to ask for them: whatever needs more brings in
the next piece. So it is never seen how many are at hand. Limit: `open` is all of them, and brings in all.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, Protocol

from core.account.records import Lot, spending_order
from core.values import EARLIEST, NEVER, Amount, Instant


class Place(NamedTuple):
    """A place in the order of spending: lots of one expiry and crediting are left in their rows, or not, together."""

    expires_at: Instant
    credited_at: Instant


BEGINNING: Final = Place(-1, -1)


class LeftInRows(Protocol):
    """Who is asked for the lots that were left in their rows."""

    def piece(self, after: Place) -> tuple[list[Lot], Place | None]:
        """The next open lots after a place, and the place of the last, or None if no others follow."""

    def rest(self, after: Place) -> list[Lot]:
        """All open lots after a place."""

    def soonest(self, start: Instant, after: Place) -> Instant | None:
        """The first expiry, at or after an instant, of open lots after a place."""

    def amount(self, start: Instant, end: Instant, after: Place) -> Amount:
        """What is left of lots with start <= expires_at < end after a place."""


class Lots:
    """A programme's lots: all that were looked up, and those with points left in spending order."""

    __slots__ = ("_at_hand", "_emptied_ahead", "_left", "_soonest_left", "_until", "known")

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Lot] = {}
        self._at_hand: list[Lot] = []
        self._left: LeftInRows | None = None
        self._until = BEGINNING
        self._soonest_left: Instant | None = None
        self._emptied_ahead = False
        """Whether a lot was emptied whose row, among those left, may still say otherwise."""

    # -- lots left in their rows ----------------------------------------------------------------------------

    @property
    def some_left(self) -> bool:
        """Whether lots were left in their rows."""
        return self._left is not None

    def leave(self, left: LeftInRows, until: Place | None = None, soonest: Instant | None = None) -> None:
        """From a place on, if none is given from where it was, open lots are in their rows; the first expires then."""
        self._left = left
        if until is not None:
            self._until = until
            self._soonest_left = soonest

    def bring_all(self) -> None:
        """Leave no open lot in its row."""
        if self._left is not None:
            self._take_in(self._left.rest(self._until))
            self._left = None

    def _bring(self) -> None:
        assert self._left is not None
        found, until = self._left.piece(self._until)
        self._take_in(found)
        self._soonest_left = None
        if until is None:
            self._left = None
        else:
            self._until = until

    def _take_in(self, found: Iterable[Lot]) -> None:
        for lot in found:
            self.add(lot)

    def _is_reached(self, lot: Lot) -> bool:
        return (lot.expires_at, lot.credited_at) <= self._until

    # -- the order of spending ------------------------------------------------------------------------------

    @property
    def open(self) -> list[Lot]:
        """All lots with points left."""
        self.bring_all()
        return self._at_hand

    def first(self) -> Lot | None:
        """The lot that is spent first, None if there is none."""
        while self._left is not None and not (self._at_hand and self._is_reached(self._at_hand[0])):
            self._bring()
        return self._at_hand[0] if self._at_hand else None

    def first_until(self, at: Instant) -> Lot | None:
        """The lot that is spent first, if it expires at or before an instant."""
        if self._left is not None and (self.soonest() or NEVER) > at:
            return None  # whoever asks for the first of those left in their rows brings them in
        lot = self.first()
        return lot if lot is not None and lot.expires_at <= at else None

    def first_ones(self, count: int) -> list[Lot]:
        """The first lots in the order of spending, at most so many."""
        while self._left is not None and not (
            len(self._at_hand) >= count and self._is_reached(self._at_hand[count - 1])
        ):
            self._bring()
        return self._at_hand[:count]

    def soonest(self, start: Instant = EARLIEST) -> Instant | None:
        """The first expiry of open lots at or after an instant, None if there is none."""
        if self._emptied_ahead:
            self.bring_all()
        at_hand = self._soonest_at_hand(start)
        if self._left is None or (at_hand is not None and at_hand <= self._until.expires_at):
            return at_hand
        left = self._soonest_left
        if left is None or left < start:
            left = self._left.soonest(start, self._until)
        return left if at_hand is None else at_hand if left is None else min(at_hand, left)

    def _soonest_at_hand(self, start: Instant) -> Instant | None:
        lots = self._at_hand
        if not lots or lots[-1].expires_at < start:
            return None
        if lots[0].expires_at >= start:
            return lots[0].expires_at
        return lots[bisect_left(lots, start, key=lambda lot: lot.expires_at)].expires_at

    def between(self, start: Instant, end: Instant) -> Iterator[Lot]:
        """Open lots with start <= expires_at < end."""
        while self._left is not None and self._until.expires_at < end and not self._begins_later(end):
            self._bring()
        index = bisect_left(self._at_hand, start, key=lambda lot: lot.expires_at)
        while index < len(self._at_hand) and self._at_hand[index].expires_at < end:
            yield self._at_hand[index]
            index += 1

    def amount_between(self, start: Instant, end: Instant) -> Amount:
        """What is left of lots with start <= expires_at < end. Lots that were left in their rows stay there."""
        if self._left is None or self._until.expires_at >= end or self._begins_later(end) or not self._all_reached():
            return sum(lot.amount for lot in self.between(start, end))
        index = bisect_left(self._at_hand, start, key=lambda lot: lot.expires_at)
        at_hand = sum(lot.amount for lot in self._at_hand[index:] if lot.expires_at < end)
        return at_hand + self._left.amount(start, end, self._until)

    def _all_reached(self) -> bool:
        return not self._emptied_ahead and (not self._at_hand or self._is_reached(self._at_hand[-1]))

    def _begins_later(self, end: Instant) -> bool:
        return self._soonest_left is not None and self._soonest_left >= end

    # -- changes --------------------------------------------------------------------------------------------

    def add(self, lot: Lot) -> None:
        """A lot just credited, or looked up; it enters the spending order if it has points."""
        key = (lot.origin, lot.lot)
        if key in self.known:
            return
        self.known[key] = lot
        if lot.amount:
            self._enter(lot)

    def _enter(self, lot: Lot) -> None:
        if not self._at_hand or self._at_hand[-1].order < lot.order:
            self._at_hand.append(lot)
        else:
            insort(self._at_hand, lot, key=spending_order)

    def _leave(self, lot: Lot) -> None:
        if self._at_hand[0] is lot:
            del self._at_hand[0]
        else:
            del self._at_hand[bisect_left(self._at_hand, lot.order, key=spending_order)]

    def change(self, lot: Lot, amount: Amount) -> None:
        """Set what is left of the lot, keeping the spending order."""
        before, lot.amount = lot.amount, amount
        if before and not amount:
            self._leave(lot)
            self._emptied_ahead |= self._left is not None and not self._is_reached(lot)
        elif amount and not before:
            self._enter(lot)

    def move(self, lot: Lot, expires_at: Instant) -> None:
        """Give the lot another expiry, keeping the spending order (RULES 10.2)."""
        if lot.amount:
            self._leave(lot)
        lot.expires_at = expires_at
        if lot.amount:
            self._enter(lot)

    def forget(self, lot: Lot) -> None:
        """Let go of an emptied lot: memory holds what is open, the rest is looked up when named."""
        self.known.pop((lot.origin, lot.lot), None)
