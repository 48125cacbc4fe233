"""What was told of a reported shop, as a history: pages with filters, any instant that has been, any days (RULES 16.2).

Problem: tellings and ratings lie in two tables and are one story, and what was told by the fifth is asked for after it
was corrected on the tenth. Decision: both are read as one numbered list; how things stood at an instant is the last
telling of each entry up to it. Limit: a fact has a day and no hour, so days are days of the programme's calendar whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from core.account import Reported, ReportedShop, ReportedSum, Telling
from core.reported import OF_SHOP
from core.values import Amount, FactKind, Instant, Rate
from storage.books.books import Books
from storage.books.history import turn
from storage.ledger import records
from storage.rows.transaction import Transaction

RATING: Final = "rating"

_LINES: Final = (
    "SELECT seq, at, fact AS what, entry, day, CASE fact WHEN 'points' THEN part END AS programme, "
    "CASE fact WHEN 'fee' THEN part END AS service, CASE fact WHEN 'fee' THEN kind END AS kind, "
    "CASE fact WHEN 'plan' THEN NULL ELSE amount END AS amount, "
    "CASE WHEN fact IN ('points','fee','sale') THEN difference END AS difference, "
    "opening, plan, order_id, item, quantity, NULL AS rating, correction, actor, cause FROM telling WHERE seller = ? "
    "UNION ALL SELECT seq, at, 'rating', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "
    "rating, FALSE, 'marketplace', '' FROM rating WHERE seller = ?"
)
_SUMS_AT: Final = (
    "SELECT t.fact, t.part, SUM(CASE WHEN last.seq IS NULL OR t.amount < 0 THEN 0 ELSE t.amount END), "
    "SUM(CASE WHEN last.seq IS NULL OR t.amount > 0 THEN 0 ELSE -t.amount END), "
    "SUM(CASE WHEN t.correction THEN 1 ELSE 0 END) FROM telling t LEFT JOIN "
    "(SELECT MAX(seq) AS seq FROM telling WHERE seller = ? AND at <= ? GROUP BY fact, entry) AS last "
    "ON last.seq = t.seq WHERE t.seller = ? AND t.at <= ? GROUP BY t.fact, t.part"
)
_LATEST_AT: Final = records.TELLINGS.select("seller = ? AND fact = ? AND at <= ? ORDER BY day DESC, seq DESC LIMIT 1")
_RATING_AT: Final = "SELECT rating FROM rating WHERE seller = ? AND at <= ? ORDER BY seq DESC LIMIT 1"


class ToldLine(NamedTuple):
    """A telling, or a rating; what does not apply is None.

    `amount` is what was said of the entry, of a balance its closing; `difference` is what that changed.
    """

    seq: int
    at: Instant
    """When it was learned."""
    what: str
    entry: str | None
    day: int | None
    programme: str | None
    service: str | None
    kind: str | None
    amount: Amount | None
    difference: Amount | None
    opening: Amount | None
    plan: str | None
    order: str | None
    item: str | None
    quantity: int | None
    rating: Rate | None
    correction: bool
    actor: str
    cause: str


@dataclass(frozen=True, slots=True)
class ToldFilter:
    """Which tellings are wanted: all that is named must be true. Learned in [since, until), of days [first, last]."""

    since: Instant | None = None
    until: Instant | None = None
    whats: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    programme: str | None = None
    service: str | None = None
    order: str | None = None
    first: int | None = None
    last: int | None = None

    def where(self) -> tuple[str, tuple[object, ...]]:
        """The condition and its values."""
        conditions: list[str] = []
        values: list[object] = []
        for condition, value in (
            ("at >= ?", self.since), ("at < ?", self.until), ("programme = ?", self.programme),
            ("service = ?", self.service), ("order_id = ?", self.order), ("day >= ?", self.first),
            ("day <= ?", self.last),
        ):  # fmt: skip
            if value is not None:
                conditions.append(condition)
                values.append(value)
        for column, some in (("what", self.whats), ("kind", self.kinds)):
            if some:
                conditions.append(f"{column} IN ({', '.join('?' * len(some))})")
                values += sorted(some)
        return "".join(f" AND {each}" for each in conditions), tuple(values)


class ToldPage(NamedTuple):
    """Lines, newest first; the marks to turn the page with, None where there is nothing more; how many there are."""

    lines: tuple[ToldLine, ...]
    older: int | None
    newer: int | None
    total: int


class ToldStanding(NamedTuple):
    """How things stood, by what was told up to an instant."""

    at: Instant
    shop: ReportedShop
    rating: Rate | None


def told_page(
    books: Books,
    seller: str,
    wanted: ToldFilter,
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = 8,
) -> ToldPage:
    """A page of what is wanted, newest first: the newest, or the one before or after a mark of another page."""
    where, values = wanted.where()
    with books.read() as transaction:
        end = _end(transaction, seller)

        def fetch(start: int, stop: int, most: int, newest: bool) -> list[ToldLine]:
            return _read(transaction, seller, where, values, start, stop, most, newest=newest)

        lines, older, newer = turn(fetch, 1, end, before, after, size)
        counted = transaction.row(
            f"SELECT COUNT(*) FROM ({_LINES}) AS told WHERE seq < ?{where}",  # noqa: S608  (our own words)
            (seller, seller, end, *values),
        )
    return ToldPage(tuple(lines), older, newer, int(counted[0]) if counted else 0)


def told_stream(books: Books, seller: str, wanted: ToldFilter, *, size: int = 1000) -> Iterator[ToldLine]:
    """All that is wanted up to now, oldest first, read in pieces of `size`."""
    where, values = wanted.where()
    with books.read() as transaction:
        low, end = 1, _end(transaction, seller)
    while True:
        with books.read() as transaction:
            lines = _read(transaction, seller, where, values, low, end, size, newest=False)
        yield from lines
        if len(lines) < size:
            return
        low = lines[-1].seq + 1


def told_standing(books: Books, seller: str, at: Instant) -> ToldStanding:
    """What had been told by an instant, that instant included."""
    shop = ReportedShop()
    with books.read() as transaction:
        for fact, part, came, went, corrections in transaction.rows(_SUMS_AT, (seller, at, seller, at)):
            kind = FactKind(fact)
            added = kind not in OF_SHOP
            shop.sums[kind, part] = ReportedSum(
                kind, part, int(came) if added else 0, int(went) if added else 0, int(corrections)
            )
        shop.balance = _latest(transaction, seller, FactKind.BALANCE, at)
        shop.plan = _latest(transaction, seller, FactKind.PLAN, at)
        row = transaction.row(_RATING_AT, (seller, at))
    return ToldStanding(at, shop, None if row is None else int(row[0]))


def _latest(transaction: Transaction, seller: str, fact: FactKind, at: Instant) -> Reported | None:
    row = transaction.row(_LATEST_AT, (seller, fact, at))
    if row is None:
        return None
    told: Telling = records.TELLINGS.of(row)
    return Reported(fact, told.entry, told.day, amount=told.amount, opening=told.opening, plan=told.plan)


def _end(transaction: Transaction, seller: str) -> int:
    row = transaction.row("SELECT seq FROM seller WHERE id = ?", (seller,))
    return 1 + (int(row[0]) if row else 0)


def _read(
    transaction: Transaction,
    seller: str,
    where: str,
    values: Sequence[object],
    low: int,
    high: int,
    size: int,
    *,
    newest: bool,
) -> list[ToldLine]:
    order = "DESC" if newest else "ASC"
    rows = transaction.rows(
        f"SELECT * FROM ({_LINES}) AS told WHERE seq >= ? AND seq < ?{where} ORDER BY seq {order} LIMIT ?",  # noqa: S608
        (seller, seller, low, high, *values, size),
    )
    return [_line(row) for row in rows]


def _line(row: Sequence[Any]) -> ToldLine:
    found = ToldLine._make(row)
    return found._replace(correction=bool(found.correction))
