"""What was told as a history, on both databases: pages, any instant that has been, and what was decided beside it."""

from datetime import date

from core.account import ReportedSum
from core.policy import default_policy
from core.values import HOUR, FactKind
from storage.books.books import Books
from storage.books.decided import billed, decided_lines
from storage.books.tellings import ToldFilter, told_page, told_standing, told_stream
from storage.ledger.ledger import Ledger
from storage.rows.database import Database
from tests.storage.marketplace import shop_with_everything, tell
from tests.storage.shops import NOW

DAY = date(2026, 6, 1).toordinal()
POINTS = {"entry": "a", "programme": "discount", "day": "2026-06-01", "order": "100-1"}


def told(database: Database) -> Books:
    """Shop S: points that were corrected an hour later, a fee that came to another service, a balance, a rating."""
    fee = {"entry": "f", "kind": "Logistic", "amount": "30.00", "day": "2026-06-02"}
    first, later = "2026-06-05T12:00", "2026-06-05T13:00"
    tell(
        Ledger(database, default_policy()),
        (first, "seller.registered", {"name": "Shop", "books": "reported"}),
        (first, "points.reported", POINTS | {"amount": "150.00"}),
        (first, "fee.reported", fee | {"service": "logistics"}),
        (first, "balance.reported", {"day": "2026-06-02", "opening": "1.00", "closing": "2.00"}),
        (first, "rating.updated", {"rating": "4.7"}),
        (later, "points.reported", POINTS | {"amount": "-20.00"}),
        (later, "fee.reported", fee | {"service": "other"}),
    )
    return Books(database, default_policy())


def test_a_page_has_the_newest_first_and_marks_the_next(database: Database) -> None:
    books = told(database)
    first = told_page(books, "S", ToldFilter(), size=3)
    rest = told_page(books, "S", ToldFilter(), before=first.older, size=9)

    lines = [*first.lines, *rest.lines]
    assert [each.what for each in lines] == ["fee", "fee", "points", "rating", "balance", "fee", "points"]
    assert (first.total, rest.older, lines[2].difference, lines[2].correction) == (7, None, -170_00, True)


def test_days_and_what_is_told_narrow_it(database: Database) -> None:
    books = told(database)
    of_the_day = told_stream(books, "S", ToldFilter(first=DAY, last=DAY), size=1)

    assert [each.amount for each in of_the_day] == [150_00, -20_00]
    assert told_page(books, "S", ToldFilter(whats=frozenset({"fee"}), service="logistics")).total == 2


def test_as_of_an_instant_what_was_learned_later_is_not_known(database: Database) -> None:
    found = told_standing(told(database), "S", NOW)

    assert found.shop.sums[FactKind.POINTS, "discount"] == ReportedSum(FactKind.POINTS, "discount", 150_00)
    assert (found.shop.corrections, found.rating) == (0, 4_700_000)


def test_as_of_now_is_what_the_account_has(database: Database) -> None:
    found = told_standing(told(database), "S", NOW + HOUR).shop

    assert found.sums[FactKind.POINTS, "discount"] == ReportedSum(FactKind.POINTS, "discount", 0, 20_00, 1)
    assert (found.sums[FactKind.FEE, "logistics"].net, found.sums[FactKind.FEE, "other"].net) == (0, 30_00)
    assert found.balance is not None
    assert (found.balance.opening, found.balance.amount) == (1_00, 2_00)


def test_what_was_decided_in_a_span_is_told_with_what_was_taken_back(database: Database) -> None:
    books = Books(shop_with_everything(database).database, default_policy())
    calendar = books.policy.calendar
    february, march = (calendar.start_of_day(date(2026, month, 1)) for month in (2, 3))
    lines = decided_lines(books, "S", february, march, ["L1"])

    assert [(each.line.line, each.within, each.given, each.taken_back) for each in lines] == [
        ("L1", True, 1176_00, 0), ("L2", True, 980_00, 490_00),
    ]  # fmt: skip
    assert [each.charge for each in billed(books, "S", february, march)] == ["K1", "K2", "K3"]
