"""What a marketplace told of a month of a reported shop, from every side that people ask about (RULES 16.5).

Problem: a month has a hundred thousand entries, and a telephone shows ten lines. Decision: sums are made by the
database, and long lists are given out in pages with the largest first. Limit: whatever was not told is missing from
the answer, never 0; whoever shows it says so.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from core.account import Reported, Telling
from core.values import Amount, FactKind, Instant, Rate
from storage.books.books import Books
from storage.books.reported import days_of
from storage.books.reports import month_before
from storage.ledger import records

_ENTRIES: Final = records.REPORTED.select("seller = ? AND day BETWEEN ? AND ? ORDER BY day, fact, entry")
_NAME: Final = "SELECT name FROM seller WHERE id = ?"
_EDGES: Final = "SELECT MIN(day), MAX(day) FROM reported WHERE seller = ? AND fact = ?"
_BY_DAY: Final = (
    "SELECT day, fact, SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END), "
    "SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) FROM reported "
    "WHERE seller = ? AND fact IN ('points', 'fee', 'sale') AND day BETWEEN ? AND ? GROUP BY day, fact ORDER BY day"
)
_POINTS_OF: Final = (
    "SELECT $ AS what, SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END), "
    "SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END), SUM(quantity) FROM reported "
    "WHERE seller = ? AND fact = 'points' AND day BETWEEN ? AND ? GROUP BY $ HAVING SUM(ABS(amount)) > 0 "
    "ORDER BY SUM(amount) DESC, what LIMIT ? OFFSET ?"
)
_FEES: Final = (
    "SELECT part, kind, SUM(amount) FROM reported WHERE seller = ? AND fact = 'fee' AND day BETWEEN ? AND ? "
    "GROUP BY part, kind HAVING SUM(ABS(amount)) > 0 ORDER BY part, SUM(amount) DESC, kind"
)
_PREMIUM: Final = (
    "SELECT day, SUM(amount) FROM reported WHERE seller = ? AND fact = 'fee' AND kind IN ($) "
    "GROUP BY day HAVING SUM(amount) <> 0 ORDER BY day DESC"
)
_RATINGS: Final = "SELECT at, rating FROM rating WHERE seller = ? ORDER BY seq DESC LIMIT ?"
_BALANCES: Final = records.REPORTED.select("seller = ? AND fact = 'balance' AND day BETWEEN ? AND ? ORDER BY day DESC")
_CORRECTED: Final = records.TELLINGS.select(
    "seller = ? AND day BETWEEN ? AND ? AND correction ORDER BY seq DESC LIMIT ? OFFSET ?"
)


class By(StrEnum):
    """What points are added up by."""

    ITEM = "item"
    ORDER = "order_id"


class Day(NamedTuple):
    """A day's sums; None: nothing of the kind was told of it."""

    day: int
    came: Amount | None = None
    went: Amount | None = None
    fees: Amount | None = None
    sales: Amount | None = None

    @property
    def points(self) -> Amount | None:
        """Net points."""
        return None if self.came is None or self.went is None else self.came - self.went

    @property
    def change(self) -> Amount | None:
        """By how much the day's facts move the balance; None where there are none.

        A sale is told without the points that the marketplace gave for it, and the balance gets both.
        """
        told = [each for each in (self.sales, self.points, self.fees) if each is not None]
        return (self.sales or 0) + (self.points or 0) - (self.fees or 0) if told else None


class Part(NamedTuple):
    """Points of one item or order; `name` None: it was not told which. `quantity` None: not told."""

    name: str | None
    came: Amount
    went: Amount
    quantity: int | None


class Fee(NamedTuple):
    """Fees of a service that are called alike, less what was given back."""

    service: str
    kind: str
    amount: Amount


class Checked(NamedTuple):
    """A day's balance beside its facts (RULES 16.5). `by_facts` None: the day's facts were not told."""

    day: int
    opening: Amount
    closing: Amount
    by_facts: Amount | None

    @property
    def change(self) -> Amount:
        """What the balance says of the day."""
        return self.closing - self.opening

    @property
    def difference(self) -> Amount | None:
        """What the balance changed by and the facts do not say; None where they were not told."""
        return None if self.by_facts is None else self.change - self.by_facts


class Flow(NamedTuple):
    """Points and fees of a month (yyyymm); None: not told."""

    month: int
    points: Amount | None
    fees: Amount | None


def months_told(books: Books, seller: str) -> tuple[int, int] | None:
    """The first and the last month (yyyymm) of which anything was told; None: nothing was."""
    with books.read() as transaction:
        edges = [transaction.row(_EDGES, (seller, fact)) for fact in FactKind]
    days = [day for edge in edges if edge is not None and edge[0] is not None for day in edge]
    if not days:
        return None
    first, last = date.fromordinal(min(days)), date.fromordinal(max(days))
    return first.year * 100 + first.month, last.year * 100 + last.month


def shop_name(books: Books, seller: str) -> str:
    """What a shop that is known is called."""
    with books.read() as transaction:
        row = transaction.row(_NAME, (seller,))
    assert row is not None
    return str(row[0])


def entries_told(books: Books, seller: str, month: int) -> Iterator[Reported]:
    """All that was told of a month, as it stands now, by day and entry; in bounded memory."""
    with books.read() as transaction:
        yield from map(records.REPORTED.of, transaction.stream(_ENTRIES, (seller, *days_of(month))))


def days_told(books: Books, seller: str, month: int) -> list[Day]:
    """The days of a month of which something was told, in order."""
    return _by_day(books, seller, *days_of(month))


def _by_day(books: Books, seller: str, first: int, last: int) -> list[Day]:
    found: dict[int, Day] = {}
    with books.read() as transaction:
        rows = transaction.rows(_BY_DAY, (seller, first, last))
    for day, fact, came, went in rows:
        each, net = found.get(day, Day(day)), int(came) - int(went)
        match fact:
            case FactKind.POINTS:
                each = each._replace(came=int(came), went=int(went))
            case FactKind.FEE:
                each = each._replace(fees=net)
            case _:
                each = each._replace(sales=net)
        found[day] = each
    return list(found.values())


def points_by(books: Books, seller: str, month: int, by: By, start: int, size: int) -> list[Part]:
    """Points of a month by item or order, the largest net first, from the `start`-th on."""
    statement = _POINTS_OF.replace("$", by)
    with books.read() as transaction:
        rows = transaction.rows(statement, (seller, *days_of(month), size, start))
    return [
        Part(name, int(came), int(went), None if quantity is None else int(quantity))
        for name, came, went, quantity in rows
    ]


def fees_told(books: Books, seller: str, month: int) -> list[Fee]:
    """Fees of a month by service and kind, the largest of each service first; empty: none were told."""
    with books.read() as transaction:
        rows = transaction.rows(_FEES, (seller, *days_of(month)))
    return [Fee(service, kind, int(amount)) for service, kind, amount in rows]


def premium_fees(books: Books, seller: str) -> dict[int, Amount]:
    """Fees for Premium by day number, the latest first; which kinds they are, the policy says."""
    kinds = books.policy.reported.premium_fees
    statement = _PREMIUM.replace("$", ", ".join("?" * len(kinds)))
    with books.read() as transaction:
        return {day: int(amount) for day, amount in transaction.rows(statement, (seller, *kinds))} if kinds else {}


def ratings_told(books: Books, seller: str, size: int) -> list[tuple[Instant, Rate]]:
    """The last readings of the rating, the latest first."""
    with books.read() as transaction:
        return [(at, int(rating)) for at, rating in transaction.rows(_RATINGS, (seller, size))]


def balances_checked(books: Books, seller: str, month: int) -> list[Checked]:
    """The balances told of a month's days, each beside what the day's facts come to, the latest first."""
    by_facts = {each.day: each.change for each in days_told(books, seller, month)}
    with books.read() as transaction:
        found = map(records.REPORTED.of, transaction.rows(_BALANCES, (seller, *days_of(month))))
        return [Checked(each.day, each.opening or 0, each.amount, by_facts.get(each.day)) for each in found]


def corrections_told(books: Books, seller: str, month: int, start: int, size: int) -> list[Telling]:
    """What of a month was told otherwise than before, the latest first, from the `start`-th on."""
    with books.read() as transaction:
        rows = transaction.rows(_CORRECTED, (seller, *days_of(month), size, start))
        return [records.TELLINGS.of(row) for row in rows]


def flows(books: Books, seller: str, last: int, *, months: int) -> list[Flow]:
    """Points and fees of so many months up to `last`, the earliest first, without those of which neither was told."""
    first = month_before(last, months - 1)
    found: dict[int, Flow] = {}
    for each in _by_day(books, seller, days_of(first)[0], days_of(last)[1]):
        day = date.fromordinal(each.day)
        month = day.year * 100 + day.month
        flow = found.get(month, Flow(month, None, None))
        found[month] = Flow(month, _added(flow.points, each.points), _added(flow.fees, each.fees))
    return [flow for flow in found.values() if flow.points is not None or flow.fees is not None]


def _added(total: Amount | None, each: Amount | None) -> Amount | None:
    return total if each is None else (total or 0) + each
