"""What a marketplace told of a reported shop, by day and by month (RULES 16)."""

from collections.abc import Collection, Container
from datetime import date
from typing import Any, Final, NamedTuple

from core.account import Reported, ReportedShop, ReportedSum, Telling
from core.reported import OF_SHOP, Cover, cover
from core.values import Amount, BooksKind, FactKind, Rate, format_amount, format_rate
from storage.books.books import Books
from storage.books.reports import month_before, month_bounds
from storage.ledger import records
from storage.rows.transaction import Transaction

_OF_ENTRIES: Final = records.REPORTED.select("seller = ? AND fact = ? AND entry IN ($)")
_OF_DAYS: Final = records.REPORTED.select(
    "seller = ? AND fact IN ('points', 'fee', 'sale') AND day BETWEEN ? AND ? AND amount <> 0 ORDER BY fact, entry"
)
_SUMS: Final = (
    "SELECT fact, part, SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END), "
    "SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) FROM reported "
    "WHERE seller = ? AND day BETWEEN ? AND ? GROUP BY fact, part"
)
_CORRECTIONS: Final = (
    "SELECT fact, part, COUNT(*) FROM telling WHERE seller = ? AND day BETWEEN ? AND ? AND correction "
    "GROUP BY fact, part"
)
_LATEST: Final = records.REPORTED.select("seller = ? AND fact = ? AND day BETWEEN ? AND ? ORDER BY day DESC LIMIT 1")
_TOLD_LAST: Final = records.TELLINGS.select("seller = ? ORDER BY seq DESC LIMIT ?")
_RATING: Final = "SELECT rating FROM rating WHERE seller = ? AND at >= ? AND at < ? ORDER BY seq DESC LIMIT 1"
_BOOKS: Final = "SELECT books FROM seller WHERE id = ?"


class ReportedMonth(NamedTuple):
    """A month of a reported shop: sums of its days, and the last balance, plan and rating told in it."""

    month: int
    shop: ReportedShop
    rating: Rate | None
    points: Amount | None
    """Net points of all programmes; None: not told."""
    fees: Amount | None
    cover: Cover | None
    """None where points or fees were not told."""


def books_of(books: Books, seller: str) -> BooksKind | None:
    """Who decides for a shop; None for an unknown one."""
    with books.read() as transaction:
        row = transaction.row(_BOOKS, (seller,))
    return None if row is None else BooksKind(row[0])


def reported_month(books: Books, seller: str, month: int) -> ReportedMonth:
    """What was told of a month (yyyymm) of the programme's calendar."""
    with books.read() as transaction:
        policy = books.policy
        shop = _shop(transaction, seller, *days_of(month))
        row = transaction.row(_RATING, (seller, *month_bounds(policy.calendar, month)))
    points, fees = _net(shop.of(FactKind.POINTS)), _net(shop.of(FactKind.FEE))
    covered = None if points is None or fees is None else cover(points, fees, policy.reported.max_share)
    return ReportedMonth(month, shop, None if row is None else int(row[0]), points, fees, covered)


class ReportedDays(NamedTuple):
    """Some days of a reported shop: sums, and the last balance and plan told of them."""

    shop: ReportedShop
    coverage: Rate | None
    """Points ÷ fees; None where either was not told, or there were no fees."""


def reported_days(books: Books, seller: str, first: int, last: int) -> ReportedDays:
    """What was told of these days, both included."""
    with books.read() as transaction:
        shop = _shop(transaction, seller, first, last)
    points, fees = _net(shop.of(FactKind.POINTS)), _net(shop.of(FactKind.FEE))
    covered = None if points is None or fees is None else cover(points, fees, books.policy.reported.max_share)
    return ReportedDays(shop, None if covered is None else covered.coverage)


def days_of(month: int) -> tuple[int, int]:
    """The first and the last day of a month (yyyymm), as numbers."""
    after = month_before(month, -1)
    return date(month // 100, month % 100, 1).toordinal(), date(after // 100, after % 100, 1).toordinal() - 1


def _shop(transaction: Transaction, seller: str, first: int, last: int) -> ReportedShop:
    span = (seller, first, last)
    shop = ReportedShop()
    for fact, part, came, went in transaction.rows(_SUMS, span):
        kind = FactKind(fact)
        added = kind not in OF_SHOP
        shop.sums[kind, part] = ReportedSum(kind, part, int(came) if added else 0, int(went) if added else 0)
    for fact, part, count in transaction.rows(_CORRECTIONS, span):
        key = (FactKind(fact), part)
        shop.sums.setdefault(key, ReportedSum(*key)).corrections = count
    shop.balance = _latest(transaction, FactKind.BALANCE, span)
    shop.plan = _latest(transaction, FactKind.PLAN, span)
    return shop


def _latest(transaction: Transaction, fact: FactKind, span: tuple[str, int, int]) -> Reported | None:
    row = transaction.row(_LATEST, (span[0], fact, *span[1:]))
    return None if row is None else records.REPORTED.of(row)


def _net(sums: dict[str, ReportedSum]) -> Amount | None:
    return sum(each.net for each in sums.values()) if sums else None


def latest_tellings(books: Books, seller: str, size: int) -> list[Telling]:
    """What was told last, the latest first."""
    with books.read() as transaction:
        return [records.TELLINGS.of(row) for row in transaction.rows(_TOLD_LAST, (seller, size))]


# -- the shape of RULES 16.7 -----------------------------------------------------------------------------------------


def reported_state(shop: ReportedShop, rating: Rate | None, programmes: Collection[str]) -> dict[str, Any]:
    """What was told, as RULES 16.7 spells it; null is what was not told."""
    points, fees = shop.of(FactKind.POINTS), shop.of(FactKind.FEE)
    sales = shop.of(FactKind.SALE).get("")
    return {
        "books": BooksKind.REPORTED.value,
        "points": {name: _points(points.get(name)) for name in sorted({*programmes, *points})},
        "fees": {service: format_amount(each.net) for service, each in fees.items()} or None,
        "sales": None if sales is None else format_amount(sales.net),
        "plan": None if shop.plan is None else shop.plan.plan,
        "rating": None if rating is None else format_rate(rating),
        "balance": None if shop.balance is None else _balance(shop.balance),
        "corrections": shop.corrections,
    }


def month_state(found: ReportedMonth, programmes: Collection[str]) -> dict[str, Any]:
    """A month in that shape, with coverage, surplus and shortfall."""
    told = found.cover
    return reported_state(found.shop, found.rating, programmes) | {
        "coverage": None if told is None or told.coverage is None else format_rate(told.coverage),
        "surplus": None if told is None else format_amount(told.surplus),
        "shortfall": None if told is None else format_amount(told.shortfall),
    }


def _points(told: ReportedSum | None) -> dict[str, str | None]:
    if told is None:
        return {"in": None, "back": None, "net": None}
    return {"in": format_amount(told.came), "back": format_amount(told.went), "net": format_amount(told.net)}


def _balance(told: Reported) -> dict[str, str]:
    day = date.fromordinal(told.day).isoformat()
    return {"day": day, "opening": format_amount(told.opening or 0), "closing": format_amount(told.amount)}


# -- what is kept, to compare with what comes -------------------------------------------------------------------------


def kept_entries(books: Books, seller: str, keys: dict[FactKind, list[str]]) -> dict[tuple[FactKind, str], Reported]:
    """What is kept of these entries, by kind of fact and entry."""
    found = {}
    with books.read() as transaction:
        for fact, entries in keys.items():
            for row in transaction.rows_in(_OF_ENTRIES, (seller, fact), entries):
                said = records.REPORTED.of(row)
                found[fact, said.entry] = said
    return found


def entries_besides(
    books: Books, seller: str, first: date, last: date, seen: Container[tuple[FactKind, str]]
) -> list[Reported]:
    """Entries of these days, both included, that are more or less than nothing and are not among those seen."""
    span = (seller, first.toordinal(), last.toordinal())
    with books.read() as transaction:
        found = map(records.REPORTED.of, transaction.stream(_OF_DAYS, span))
        return [each for each in found if (each.fact, each.entry) not in seen]
