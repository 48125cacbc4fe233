"""What the plans cost, and when (RULES 4.15).

A price is a fact of the marketplace with the instant it holds from, not a value of the program that happens to charge:
two programs with different policy files must take the same fee. The first prices are the policy's of the day the
database was made; every change is kept beside them. Which changes count depends on two instants, the one the fee is for
and the one it is decided at, so that work done late comes to what it would have come to in time.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.values import LATEST, Amount, Instant, Plan


class PriceChange(NamedTuple):
    """A plan costs `price` from the instant `since` on; learned at `taken_at`."""

    plan: Plan
    price: Amount
    since: Instant
    taken_at: Instant


class Step(NamedTuple):
    """A price and the instant it holds from."""

    since: Instant
    price: Amount


class Prices:
    """The first price of each plan, and the changes in the order they were taken. Never changed in place."""

    __slots__ = ("changes", "first")

    def __init__(self, first: Mapping[Plan, Amount], changes: Sequence[PriceChange] = ()) -> None:
        self.first = dict(first)
        self.changes = tuple(changes)

    def of(self, plan: Plan, at: Instant, known: Instant = LATEST) -> Amount:
        """The price at `at`: that of the latest `since` not after it, of equal ones the last taken, else the first.

        Only changes taken at or before `known` count.
        """
        price, latest = self.first[plan], 0
        for change in self.changes:
            if change.plan is plan and latest <= change.since <= at and change.taken_at <= known:
                price, latest = change.price, change.since
        return price

    def ahead(self, plan: Plan, at: Instant) -> list[Step]:
        """The prices that are known to follow the plan's price at `at`, soonest first."""
        price, found = self.of(plan, at), []
        for since in sorted({change.since for change in self.changes if change.plan is plan and change.since > at}):
            following = self.of(plan, since)
            if following != price:
                price = following
                found.append(Step(since, price))
        return found

    def after(self, change: PriceChange) -> "Prices":
        """These prices and one more change."""
        return Prices(self.first, (*self.changes, change))

    def up_to(self, count: int) -> "Prices":
        """These prices with so many changes, in the order they were taken."""
        return Prices(self.first, self.changes[:count])
