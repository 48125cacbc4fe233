"""What a marketplace has usually charged for Premium, as seen so far (RULES 16.3).

Problem: it tells fees that were paid and never the next one, and people want to have the money in time. Decision: of
the last fees the commonest day of the month and the commonest amount are usual, each with how often it was so, and
nothing is usual before a second fee. Limit: a guess from what was seen, shown as one; it decides nothing.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from core.values import Amount

LOOKED_BACK: Final = 6
"""Fees from which the usual one is seen."""
LEAST_SEEN: Final = 2
"""Fees below which nothing is usual."""


class Usual(NamedTuple):
    """The usual day of the month and amount, each seen so many times `of` the last fees; `last` is the latest's day."""

    day: int
    day_seen: int
    amount: Amount
    amount_seen: int
    of: int
    last: int

    @property
    def likely(self) -> date:
        """The day on which the next fee is likely: the usual one of the month after the last fee's."""
        last = date.fromordinal(self.last)
        year, month = (last.year + 1, 1) if last.month == 12 else (last.year, last.month + 1)
        return date(year, month, min(self.day, monthrange(year, month)[1]))


def usual_fee(fees: Mapping[int, Amount]) -> Usual | None:
    """What is usual of fees by day number; None where there were too few, or no day was so half of the times.

    A day whose fees were given back is none.
    """
    paid = sorted((day, amount) for day, amount in fees.items() if amount > 0)[-LOOKED_BACK:]
    if len(paid) < LEAST_SEEN:
        return None
    day, day_seen = _commonest([date.fromordinal(day).day for day, _ in paid])
    amount, amount_seen = _commonest([amount for _, amount in paid])
    if 2 * day_seen < len(paid):
        return None
    return Usual(day, day_seen, amount, amount_seen, len(paid), paid[-1][0])


def _commonest(values: Sequence[int]) -> tuple[int, int]:
    """The value met most often, of equal ones the latest, and how often."""
    counts = Counter(values)
    often = max(counts.values())
    return next((value, often) for value in reversed(values) if counts[value] == often)
