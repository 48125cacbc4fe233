"""One seller's history as people read it: pages, filters, charges, orders that earned nothing (RULES 11).

Problem: points, money, the subscription, consents and ratings lie in tables of their own, but are one story. Decision:
they share one number per seller, which only grows, and time never goes back in it. So the number is the order, the
page mark and the key of every read, and a date is a place among the numbers, found by halving. Reading needs no
`OFFSET`, no sorting and no index beside the primary keys. Limit: the rarer the entries that a filter wants, the more
others are passed over, at worst the seller's whole history.
"""

import json
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from core.subscription.chart import EVENTS
from core.values import Amount, Instant, MovementKind, Rate, format_instant
from storage.books.books import Books
from storage.ledger.closing import Point, closed_at
from storage.rows.answers import Row
from storage.rows.transaction import Transaction

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "points": tuple(MovementKind),
    "money": ("credit", "debit", "service", "cover_returned", "service_reversed", "fee", "fee_returned"),
    "subscription": EVENTS,
    "consent": ("opt_out", "opt_in"),
    "rating": ("rating",),
    "period": ("trial", "paid"),
    "charge": ("charge",),
}
"""What an entry is about → its kinds; a kind means one thing wherever it stands."""

TOLD_ONCE: Final = ("points", "money", "subscription", "consent", "rating")
"""What is read unless more is asked for: a period repeats a fee, a charge the points and money that paid it."""

NEVER: Final[Instant] = 2**63 - 1


class HistoryLine(NamedTuple):
    """One entry. What does not apply is None.

    `amount` is signed as the seller sees it: what comes is above zero, what goes below; points that only got another
    expiry are above zero. `balance` is the wallet after it. `source` and `target` are the stages of points. `order` or
    `grant` is what an adjustment is about, else what the points came from. `expires_at` is the lot's expiry as it is
    now. `state` is the subscription's after the step, `starts_at` and `ends_at` are those of a period or of the one
    that a fee paid for.
    """

    seq: int
    at: Instant
    what: str
    kind: str
    programme: str | None
    amount: Amount | None
    balance: Amount | None
    source: str | None
    target: str | None
    order: str | None
    grant: str | None
    charge: str | None
    service: str | None
    campaign: str | None
    expires_at: Instant | None
    plan: str | None
    renewal: str | None
    state: str | None
    reason: str | None
    rating: Rate | None
    starts_at: Instant | None
    ends_at: Instant | None
    actor: str
    cause: str

    @property
    def available_change(self) -> Amount:
        """By how much the available points changed."""
        return self._change("available")

    @property
    def held_change(self) -> Amount:
        """By how much the held points changed."""
        return self._change("held")

    @property
    def debt_change(self) -> Amount:
        """By how much the debt in points changed."""
        return -self._change("debt")

    def _change(self, stage: str) -> Amount:
        return abs(self.amount or 0) * ((self.target == stage) - (self.source == stage))


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which entries are wanted: all that is named must be true. Times are [since, until).

    No `whats` means those of the `kinds`, else `TOLD_ONCE`; no `kinds` means all. `order` and `grant` find everything
    about the order or grant and everything that happened to its points.
    """

    since: Instant | None = None
    until: Instant | None = None
    whats: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    programme: str | None = None
    service: str | None = None
    order: str | None = None
    grant: str | None = None
    campaign: str | None = None
    charge: str | None = None


ALL: Final = HistoryFilter()


class HistoryPage(NamedTuple):
    """Lines, newest first; the marks to turn the page with, None where there is nothing more; how many there are.

    With an open beginning `archived` is the instant before which points moved that are in files and not among these.
    """

    lines: tuple[HistoryLine, ...]
    older: int | None
    newer: int | None
    total: int
    archived: Instant | None = None


class Choices(NamedTuple):
    """What occurs in a history and may be filtered by, and the instant from which on all of it is here."""

    kinds: tuple[str, ...]
    programmes: tuple[str, ...]
    services: tuple[str, ...]
    campaigns: tuple[str, ...]
    first_at: Instant | None


class ChargeLine(NamedTuple):
    """A charge with its money part and its points parts by programme; `reversed_at` if it was given back whole."""

    seq: int
    charge: str
    at: Instant
    service: str
    amount: Amount
    money: Amount
    points: tuple[tuple[str, Amount], ...]
    reversed_at: Instant | None


class ChargePage(NamedTuple):
    """Charges, newest first, as `HistoryPage`."""

    charges: tuple[ChargeLine, ...]
    older: int | None
    newer: int | None
    total: int


class UnearnedLine(NamedTuple):
    """An order line that earned no points; `reason` is the code of RULES 8.3, or `ROUNDS_TO_NOTHING`."""

    order: str
    campaign: str
    category: str
    price: Amount
    discount: Rate
    quantity: int
    redeemed_at: Instant
    taken_at: Instant
    reason: str


class UnearnedPage(NamedTuple):
    """Order lines that earned nothing, newest first; `older` is the mark of the next page."""

    orders: tuple[UnearnedLine, ...]
    older: tuple[Instant, str] | None
    total: int


class SoldLine(NamedTuple):
    """How an order was sold: its campaign and category, and the discount given."""

    campaign: str
    category: str
    discount: Rate


ROUNDS_TO_NOTHING: Final = "rounds_to_nothing"
"""Why a line earned nothing although nothing was against it: its points are less than 0.01 (RULES 15.8)."""


# -- a date is a place among the numbers ---------------------------------------------------------------------------

# Periods and charges are missing on purpose: an entry of the same instant always follows them.
_AT_OR_AFTER = " UNION ALL ".join(
    f"SELECT at FROM (SELECT at FROM {table} WHERE seller = ? AND seq >= ? ORDER BY seq LIMIT 1) AS next_{table}"  # noqa: S608  (our own tables)
    for table in ("movement", "wallet_entry", "transition", "consent", "rating")
)
_NEXT_AT = f"SELECT MIN(at) FROM ({_AT_OR_AFTER}) AS next_ones"  # noqa: S608  (our own tables)
_LAST = "SELECT s.seq, c.until, c.seq FROM seller s LEFT JOIN closed c ON c.seller = s.id WHERE s.id = ?"


class InArchive(Exception):
    """What is asked of a seller was before `until`, and its movements of then are in files (see `db archive`)."""

    def __init__(self, seller: str, until: Instant) -> None:
        super().__init__(f"Movements of {seller} before {format_instant(until)} are in the archive.")
        self.seller = seller
        self.until = until


class Places:
    """Where instants lie among the numbers of one seller's history. `end` is the number after the last.

    Where movements count, nothing begins before those that are here: `closed` is up to where they may be in files.
    Without `movements` only what is always whole is looked at.
    """

    def __init__(self, transaction: Transaction, seller: str, *, movements: bool = True) -> None:
        self._transaction = transaction
        self._seller = seller
        row = transaction.row(_LAST, (seller,))
        self.end: int = 1 + (row[0] if row else 0)
        self.closed = Point(row[1], row[2]) if movements and row and row[1] is not None else None

    @property
    def first(self) -> int:
        """The first number from which on everything is here."""
        return 1 if self.closed is None else self.closed.seq + 1

    def require(self, at: Instant) -> None:
        """Raise `InArchive` for an instant from which on not everything is here."""
        if self.closed is not None and at < self.closed.until:
            raise InArchive(self._seller, self.closed.until)

    def of(self, at: Instant, low: int = 1) -> int:
        """The number from which on everything is at this instant or later; looked for from `low` on.

        Raises `InArchive`, as `require`.
        """
        self.require(at)
        return low + bisect_left(range(low, self.end), at, key=self._at)

    def span(self, since: Instant | None, until: Instant | None) -> tuple[int, int]:
        """The numbers [low, high) of [since, until); an end that is None is open. Raises `InArchive`, as `of`."""
        low = self.first if since is None else self.of(since)
        return low, self.end if until is None else max(low, self.of(until, low))

    def _at(self, number: int) -> Instant:
        row = self._transaction.row(_NEXT_AT, (self._seller, number) * 5)
        return NEVER if row is None or row[0] is None else int(row[0])


# -- one query for each table ---------------------------------------------------------------------------------------


_CHARGE_OF = "LEFT JOIN charge c ON c.seller = e.seller AND c.charge = e.charge"


@dataclass(frozen=True, slots=True)
class _Source:
    """How the entries of one table become lines: the expression of every field it has, and what can be filtered."""

    table: str
    joins: str
    fields: Mapping[str, str]
    filters: Mapping[str, str]

    def select(self, what: str, where: str) -> str:
        fields = {"seq": "e.seq", "what": f"'{what}'", **self.fields}
        columns = ", ".join(fields.get(name, "NULL") for name in HistoryLine._fields)
        return f"SELECT {columns} FROM {self.table} e {self.joins} WHERE e.seller = ? AND {where}"  # noqa: S608  (our own names)

    def count(self, where: str) -> str:
        # What is only shown needs no looking up to be counted.
        joins = _CHARGE_OF if "c." in where else ""
        return f"SELECT COUNT(*) FROM {self.table} e {joins} WHERE e.seller = ? AND {where}"  # noqa: S608  (our own names)


_OF_LINE = "e.kind = 'adjustment' AND e.campaign IS NOT NULL"
_OF_GRANT = "e.kind = 'adjustment' AND e.campaign IS NULL"
_SERVICE_OF = "COALESCE(e.service, c.service)"

_SOURCES: Final[Mapping[str, _Source]] = {
    "points": _Source(
        "movement",
        "LEFT JOIN lot l ON l.seller = e.seller AND l.origin = e.origin AND l.lot = e.lot " + _CHARGE_OF,
        {
            "at": "e.at",
            "kind": "e.kind",
            "programme": "e.programme",
            "amount": "CASE WHEN e.source = 'source' OR e.target = 'available' THEN e.amount ELSE -e.amount END",
            "source": "e.source",
            "target": "e.target",
            "order": f"CASE WHEN {_OF_LINE} THEN e.about WHEN e.kind <> 'adjustment' AND e.origin = 'line' "
            "THEN e.lot END",
            "grant": f"CASE WHEN {_OF_GRANT} THEN e.about WHEN e.kind <> 'adjustment' AND e.origin = 'grant' "
            "THEN e.lot END",
            "charge": "e.charge",
            "service": _SERVICE_OF,
            "campaign": "e.campaign",
            "expires_at": "l.expires_at",
            "actor": "e.actor",
            "cause": "e.cause",
        },
        {
            "programme": "e.programme = ?",
            "service": f"{_SERVICE_OF} = ?",
            "order": f"((e.origin = 'line' AND e.lot = ?) OR ({_OF_LINE} AND e.about = ?))",
            "grant": f"((e.origin = 'grant' AND e.lot = ?) OR ({_OF_GRANT} AND e.about = ?))",
            "campaign": "e.campaign = ?",
            "charge": "e.charge = ?",
        },
    ),
    "money": _Source(
        "wallet_entry",
        "LEFT JOIN period p ON p.seller = e.seller AND p.plan = e.plan AND p.starts_at = e.period AND e.kind = 'fee' "
        + _CHARGE_OF,
        {
            "at": "e.at",
            "kind": "CASE e.kind WHEN 'cover' THEN 'cover_returned' ELSE e.kind END",
            "amount": "e.amount",
            "balance": "e.balance",
            "charge": "e.charge",
            "service": "c.service",
            "plan": "p.plan",
            "starts_at": "p.starts_at",
            "ends_at": "p.ends_at",
            "actor": "e.actor",
            "cause": "e.cause",
        },
        {"service": "c.service = ?", "charge": "e.charge = ?"},
    ),
    "subscription": _Source(
        "transition",
        "",
        {
            "at": "e.at",
            "kind": "e.event",
            "plan": "e.plan",
            "renewal": "e.renewal",
            "state": "e.to_state",
            "reason": "e.reason",
            "actor": "e.actor",
            "cause": "e.cause",
        },
        {},
    ),
    "consent": _Source(
        "consent",
        "",
        {
            "at": "e.at",
            "kind": "CASE WHEN e.joined THEN 'opt_in' ELSE 'opt_out' END",
            "programme": "e.programme",
            "actor": "e.actor",
            "cause": "e.cause",
        },
        {"programme": "e.programme = ?"},
    ),
    "rating": _Source(
        "rating",
        "",
        {"at": "e.at", "kind": "'rating'", "rating": "e.rating", "actor": "'marketplace'", "cause": "''"},
        {},
    ),
    "period": _Source(
        "period",
        "",
        {
            "at": "e.paid_at",
            "kind": "e.kind",
            "amount": "-e.fee",
            "plan": "e.plan",
            "starts_at": "e.starts_at",
            "ends_at": "e.ends_at",
            "actor": "'programme'",
            "cause": "''",
        },
        {},
    ),
    "charge": _Source(
        "charge",
        "",
        {
            "at": "e.at",
            "kind": "'charge'",
            "amount": "-e.amount",
            "charge": "e.charge",
            "service": "e.service",
            "actor": "'marketplace'",
            "cause": "''",
        },
        {"service": "e.service = ?", "charge": "e.charge = ?"},
    ),
}


class _Query(NamedTuple):
    """The part of a filter that one table can answer."""

    what: str
    source: _Source
    where: str
    values: tuple[object, ...]

    def read(
        self, transaction: Transaction, seller: str, low: int, high: int, size: int, *, newest: bool
    ) -> list[HistoryLine]:
        """Up to `size` lines with low <= seq < high, the newest or the oldest first."""
        where = f"e.seq >= ? AND e.seq < ?{self.where} ORDER BY e.seq {'DESC' if newest else 'ASC'} LIMIT ?"
        found = transaction.rows(self.source.select(self.what, where), (seller, low, high, *self.values, size))
        return [HistoryLine._make(row) for row in found]

    def number(self, transaction: Transaction, seller: str, low: int, high: int) -> int:
        row = transaction.row(
            self.source.count(f"e.seq >= ? AND e.seq < ?{self.where}"), (seller, low, high, *self.values)
        )
        return int(row[0]) if row else 0


def _queries(wanted: HistoryFilter) -> list[_Query]:
    """The tables that can hold what is wanted, each with its conditions."""
    named = ("programme", "service", "order", "grant", "campaign", "charge")
    values = {name: getattr(wanted, name) for name in named if getattr(wanted, name) is not None}
    whats = wanted.whats or (KINDS if wanted.kinds else TOLD_ONCE)
    found = []
    for what, source in _SOURCES.items():
        if what not in whats or not values.keys() <= source.filters.keys():
            continue
        conditions = [source.filters[name] for name in values]
        parameters = [value for name, value in values.items() for _ in range(source.filters[name].count("?"))]
        if wanted.kinds:
            kinds = [kind for kind in KINDS[what] if kind in wanted.kinds]
            if not kinds:
                continue
            conditions.append(f"{source.fields['kind']} IN ({', '.join('?' * len(kinds))})")
            parameters += kinds
        where = "".join(f" AND {condition}" for condition in conditions)
        found.append(_Query(what, source, where, tuple(parameters)))
    return found


def _read(
    transaction: Transaction, queries: Sequence[_Query], seller: str, low: int, high: int, size: int, *, newest: bool
) -> list[HistoryLine]:
    lines = [line for each in queries for line in each.read(transaction, seller, low, high, size, newest=newest)]
    lines.sort(reverse=newest)  # by number: no two are equal
    return lines[:size]


# -- pages ----------------------------------------------------------------------------------------------------------

_Fetch = Callable[[int, int, int, bool], Sequence[Any]]
"""(low, high, size, newest first) → records with a `seq` in [low, high)."""


def turn(
    fetch: _Fetch, low: int, high: int, before: int | None, after: int | None, size: int
) -> tuple[list[Any], int | None, int | None]:
    """One page of [low, high) and the marks of its neighbours; a newer page that would be short is the first."""
    records: list[Any] = []
    if after is not None:
        records = list(fetch(max(low, after + 1), high, size, False))[::-1]
    if after is None or len(records) < size:
        below = high if before is None or after is not None else min(high, before)
        records = list(fetch(low, below, size, True))
    if not records:
        return [], None, None
    first, last = records[0].seq, records[-1].seq
    older = last if fetch(low, last, 1, True) else None
    newer = first if fetch(first + 1, high, 1, False) else None
    return records, older, newer


def page(
    books: Books,
    seller: str,
    wanted: HistoryFilter = ALL,
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = 8,
) -> HistoryPage:
    """A page of what is wanted, newest first: the newest, or the one before or after a mark of another page."""
    queries = _queries(wanted)
    with books.read() as transaction:
        places = _places(transaction, seller, queries)
        low, high = places.span(wanted.since, wanted.until)

        def fetch(start: int, end: int, most: int, newest: bool) -> list[HistoryLine]:
            return _read(transaction, queries, seller, start, end, most, newest=newest)

        lines, older, newer = turn(fetch, low, high, before, after, size)
        total = sum(each.number(transaction, seller, low, high) for each in queries)
    archived = places.closed.until if places.closed is not None and wanted.since is None else None
    return HistoryPage(tuple(lines), older, newer, total, archived)


def _places(transaction: Transaction, seller: str, queries: Sequence[_Query]) -> Places:
    return Places(transaction, seller, movements=any(each.what == "points" for each in queries))


def closed_until(books: Books, seller: str) -> Instant | None:
    """The instant before which movements of this seller are in files; None if none are."""
    with books.read() as transaction:
        point = closed_at(transaction, seller)
    return None if point is None else point.until


def entry(books: Books, seller: str, seq: int) -> HistoryLine | None:
    """The entry with this number; None if there is none. `explain_entry` tells why it is as it is."""
    queries = _queries(HistoryFilter(whats=frozenset(KINDS)))
    with books.read() as transaction:
        found = _read(transaction, queries, seller, seq, seq + 1, 1, newest=True)
    return found[0] if found else None


def entries(books: Books, seller: str, seqs: Sequence[int]) -> tuple[HistoryLine, ...]:
    """The entries with these numbers, oldest first; numbers that this seller has not are left out."""
    if not seqs:
        return ()
    where = f"e.seq IN ({', '.join('?' * len(seqs))})"
    with books.read() as transaction:
        rows = [
            row
            for what, source in _SOURCES.items()
            for row in transaction.rows(source.select(what, where), (seller, *seqs))
        ]
    return tuple(sorted(map(HistoryLine._make, rows)))


def stream(books: Books, seller: str, wanted: HistoryFilter = ALL, *, size: int = 1000) -> Iterator[HistoryLine]:
    """All that is wanted up to now, oldest first, for exports. Raises `InArchive` at once.

    Read in pieces of `size`, each in a transaction of its own, so that memory stays small and a slow reader holds
    nothing open. History only grows, so the pieces fit together.
    """
    queries = _queries(wanted)
    with books.read() as transaction:
        low, high = _places(transaction, seller, queries).span(wanted.since, wanted.until)
    return _stream(books, seller, queries, low, high, size)


def _stream(
    books: Books, seller: str, queries: Sequence[_Query], low: int, high: int, size: int
) -> Iterator[HistoryLine]:
    while True:
        with books.read() as transaction:
            lines = _read(transaction, queries, seller, low, high, size, newest=False)
        yield from lines
        if len(lines) < size:
            return
        low = lines[-1].seq + 1


_POINT_KINDS = "SELECT DISTINCT kind, programme, campaign FROM movement WHERE seller = ?"
_MONEY_KINDS = f"SELECT DISTINCT {_SOURCES['money'].fields['kind']} FROM wallet_entry e WHERE e.seller = ?"  # noqa: S608
_STEPS = "SELECT DISTINCT event FROM transition WHERE seller = ?"
_CONSENTS = f"SELECT DISTINCT {_SOURCES['consent'].fields['kind']}, e.programme FROM consent e WHERE e.seller = ?"  # noqa: S608
_RATED = "SELECT 'rating' FROM rating WHERE seller = ? LIMIT 1"
_SERVICES = "SELECT DISTINCT service FROM charge WHERE seller = ? ORDER BY service"


def choices(books: Books, seller: str) -> Choices:
    """What can be filtered by: only what occurs in this seller's history."""
    with books.read() as transaction:
        points = transaction.rows(_POINT_KINDS, (seller,))
        consents = transaction.rows(_CONSENTS, (seller,))
        singles = [row for sql in (_MONEY_KINDS, _STEPS, _RATED) for row in transaction.rows(sql, (seller,))]
        services = tuple(service for (service,) in transaction.rows(_SERVICES, (seller,)))
        queries = _queries(ALL)
        places = Places(transaction, seller)
        first = _read(transaction, queries, seller, places.first, places.end, 1, newest=False)
    kinds = {row[0] for row in (*points, *consents, *singles)}
    return Choices(
        tuple(kind for what in TOLD_ONCE for kind in KINDS[what] if kind in kinds),
        tuple(sorted({row[1] for row in (*points, *consents)})),
        services,
        tuple(sorted({row[2] for row in points if row[2] is not None})),
        places.closed.until if places.closed is not None else first[0].at if first else None,
    )


# -- charges --------------------------------------------------------------------------------------------------------

_CHARGES = (
    "SELECT seq, charge, at, service, amount, money, paid, reversed_at FROM charge "
    "WHERE seller = ? AND seq >= ? AND seq < ?"
)
_CHARGES_COUNTED = "SELECT COUNT(*) FROM charge WHERE seller = ? AND seq >= ? AND seq < ?"
_OF_SERVICE = " AND service = ?"


def charges(
    books: Books,
    seller: str,
    *,
    service: str | None = None,
    since: Instant | None = None,
    until: Instant | None = None,
    before: int | None = None,
    after: int | None = None,
    size: int = 8,
) -> ChargePage:
    """Charges billed in [since, until) with their points and money parts, in pages as those of `page`."""
    narrowed, values = ("", ()) if service is None else (_OF_SERVICE, (service,))
    with books.read() as transaction:
        low, high = Places(transaction, seller, movements=False).span(since, until)

        def fetch(start: int, end: int, most: int, newest: bool) -> list[ChargeLine]:
            order = f" ORDER BY seq {'DESC' if newest else 'ASC'} LIMIT ?"
            return [
                _as_charge(row)
                for row in transaction.rows(_CHARGES + narrowed + order, (seller, start, end, *values, most))
            ]

        found, older, newer = turn(fetch, low, high, before, after, size)
        row = transaction.row(_CHARGES_COUNTED + narrowed, (seller, low, high, *values))
    return ChargePage(tuple(found), older, newer, int(row[0]) if row else 0)


def _as_charge(row: Row) -> ChargeLine:
    seq, charge, at, service, amount, money, paid, reversed_at = row
    return ChargeLine(seq, charge, at, service, amount, money, tuple(sorted(json.loads(paid).items())), reversed_at)


# -- orders that earned nothing -------------------------------------------------------------------------------------

# Only a line that earned something was ever to be credited.
_UNEARNED = (
    "SELECT line, campaign, category, price, discount, quantity, redeemed_at, taken_at, COALESCE(reason, ?) "
    "FROM line WHERE seller = ? AND credit_at IS NULL AND taken_at >= ? AND taken_at < ?"
)
_UNEARNED_COUNTED = (
    "SELECT COUNT(*) FROM line WHERE seller = ? AND credit_at IS NULL AND taken_at >= ? AND taken_at < ?"
)
_OLDER_ORDERS = " AND (taken_at, line) < (?, ?)"
_NEWEST_ORDERS = " ORDER BY taken_at DESC, line DESC LIMIT ?"


def unearned(
    books: Books,
    seller: str,
    *,
    since: Instant | None = None,
    until: Instant | None = None,
    before: tuple[Instant, str] | None = None,
    size: int = 8,
) -> UnearnedPage:
    """Order lines taken in [since, until) that earned no points, with the reason (RULES 8.3), newest first."""
    span = (seller, 0 if since is None else since, NEVER if until is None else until)
    mark, values = ("", ()) if before is None else (_OLDER_ORDERS, before)
    with books.read() as transaction:
        rows = transaction.rows(_UNEARNED + mark + _NEWEST_ORDERS, (ROUNDS_TO_NOTHING, *span, *values, size + 1))
        counted = transaction.row(_UNEARNED_COUNTED, span)
    found = tuple(UnearnedLine._make(row) for row in rows[:size])
    older = (found[-1].taken_at, found[-1].order) if len(rows) > size else None
    return UnearnedPage(found, older, int(counted[0]) if counted else 0)


# -- the last sale --------------------------------------------------------------------------------------------------

_SOLD = "SELECT campaign, category, discount FROM line WHERE seller = ? AND line = ?"


def last_sale(books: Books, seller: str) -> SoldLine | None:
    """The order line that earned points last, None if none ever did."""
    found = page(books, seller, HistoryFilter(kinds=frozenset({"accrual"})), size=1).lines
    if not found or found[0].order is None:
        return None
    with books.read() as transaction:
        row = transaction.row(_SOLD, (seller, found[0].order))
    return None if row is None else SoldLine._make(row)
