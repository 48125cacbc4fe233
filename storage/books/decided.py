"""What was decided for a kept shop in some days, as somebody else's report would name it: orders, returns, charges.

Limit: an order counts to the day of its redemption and a return to the day on which it took points.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from core.account import Line
from core.points.accrual import points_for
from core.values import Amount, Instant
from storage.books.books import Books
from storage.books.history import Places
from storage.ledger import records

_REDEEMED: Final = records.LINES.select(
    "seller = ? AND redeemed_at >= ? AND redeemed_at < ? ORDER BY redeemed_at, line"
)
_NAMED: Final = records.LINES.select("seller = ? AND line IN ($)")
_TAKEN_BACK: Final = (
    "SELECT about, at, SUM(amount) FROM movement WHERE seller = ? AND kind = 'adjustment' AND campaign IS NOT NULL "
    "AND at >= ? AND at < ? GROUP BY about, at ORDER BY about, at"
)
_BILLED: Final = (
    "SELECT charge, service, amount, at, reversed_at FROM charge WHERE seller = ? "
    "AND ((at >= ? AND at < ?) OR (reversed_at >= ? AND reversed_at < ?)) ORDER BY seq"
)


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """An order line, and when which points of it were taken back in the span."""

    line: Line
    within: bool
    """Whether it was redeemed in the span."""
    back: list[tuple[Instant, Amount]] = field(default_factory=list)

    @property
    def given(self) -> Amount:
        """The points that it brought, before any was taken back."""
        line = self.line
        return 0 if line.reason else points_for(line.price, line.discount, line.quantity, line.coefficient)

    @property
    def taken_back(self) -> Amount:
        """Points taken back in the span."""
        return sum(amount for _, amount in self.back)


class Billed(NamedTuple):
    """A charge of the span, or one that was given back whole in it."""

    charge: str
    service: str
    amount: Amount
    at: Instant
    reversed_at: Instant | None


def decided_lines(
    books: Books, seller: str, since: Instant, until: Instant, named: Collection[str]
) -> list[DecidedLine]:
    """Order lines redeemed or returned in [since, until), and those of these names, by instant and name.

    Raises `InArchive` where not every return of then is here.
    """
    with books.read() as transaction:
        Places(transaction, seller).require(since)
        back: defaultdict[str, list[tuple[Instant, Amount]]] = defaultdict(list)
        for about, at, amount in transaction.rows(_TAKEN_BACK, (seller, since, until)):
            back[about].append((int(at), int(amount)))
        found = {row.line: row for row in map(records.LINES.of, transaction.rows(_REDEEMED, (seller, since, until)))}
        wanted = sorted({*named, *back} - found.keys())
        for row in transaction.rows_in(_NAMED, (seller,), wanted):
            line = records.LINES.of(row)
            found[line.line] = line
    lines = sorted(found.values(), key=lambda line: (line.redeemed_at, line.line))
    return [DecidedLine(each, since <= each.redeemed_at < until, back.get(each.line, [])) for each in lines]


def billed(books: Books, seller: str, since: Instant, until: Instant) -> list[Billed]:
    """Charges of [since, until), and those given back in it."""
    with books.read() as transaction:
        rows = transaction.rows(_BILLED, (seller, since, until, since, until))
    return [Billed._make(row) for row in rows]
