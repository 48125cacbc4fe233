"""Reported shops on both kinds of database: kept, loaded again, verified, left alone by what is for everybody."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from core.events import Event, parse_line
from core.policy import default_policy
from core.refusals import Outcome
from core.values import HOUR, BooksKind, Instant, format_instant, parse_instant
from storage.books.books import Books
from storage.books.reported import books_of, month_state, reported_month
from storage.books.state import seller_state
from storage.books.verify import verify_all
from storage.ledger.ledger import Entry, Ledger
from storage.rows.database import Database
from storage.rows.errors import StorageError

NOW: Instant = parse_instant("2026-10-09T09:00:00Z")
REGISTERED: dict[str, Any] = {"type": "seller.registered", "name": "Shop", "books": "reported"}
OCTOBER: tuple[dict[str, Any], ...] = (
    {"type": "points.reported", "programme": "discount", "entry": "a", "amount": "150.00", "day": "2026-10-05"},
    {"type": "points.reported", "programme": "discount", "entry": "b", "amount": "-50.00", "day": "2026-10-31"},
    {
        "type": "fee.reported",
        "entry": "a",
        "service": "commission",
        "kind": "x",
        "amount": "290.00",
        "day": "2026-10-05",
    },
    {"type": "fee.reported", "entry": "b", "service": "ads", "kind": "y", "amount": "10.00", "day": "2026-10-06"},
    {"type": "sale.reported", "entry": "a", "amount": "900.00", "day": "2026-10-05"},
    {"type": "balance.reported", "day": "2026-10-07", "opening": "0.00", "closing": "-12.50"},
    {"type": "plan.reported", "day": "2026-10-07", "plan": "premium_plus"},
    {"type": "rating.updated", "rating": "4.7"},
)
STATE = {
    "books": "reported",
    "points": {
        "bonus": {"in": None, "back": None, "net": None},
        "discount": {"in": "150.00", "back": "50.00", "net": "100.00"},
    },
    "fees": {"ads": "10.00", "commission": "290.00"},
    "sales": "900.00",
    "plan": "premium_plus",
    "rating": "4.7",
    "balance": {"day": "2026-10-07", "opening": "0.00", "closing": "-12.50"},
    "corrections": 0,
}


class Feed:
    """A ledger, and what is told to it: each line with an id and a seller of its own accord."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.ledger = Ledger(database, default_policy())
        self.number = 0

    def told(self, *said: dict[str, Any], now: Instant = NOW) -> list[Outcome]:
        return self.ledger.take([Entry(self._event(each, now), now) for each in said], "file")

    def _event(self, said: dict[str, Any], now: Instant) -> Event:
        self.number += 1
        of = {} if said in FOR_ALL else {"seller": "S"}
        line = {"id": f"e{self.number}", "at": format_instant(now)} | of | said
        found = parse_line(json.dumps(line))
        assert isinstance(found, Event), found
        return found

    @property
    def books(self) -> Books:
        return Books(self.database, default_policy())

    @property
    def state(self) -> dict[str, Any]:
        account = Ledger(self.database, default_policy()).look("S")
        assert account is not None
        return seller_state(account)


@pytest.fixture
def feed(database: Database) -> Feed:
    found = Feed(database)
    found.told(REGISTERED)
    return found


def count(feed: Feed, sql: str) -> int:
    with feed.database.read() as transaction:
        row = transaction.row(sql)
    assert row is not None
    return int(row[0])


def test_what_was_told_is_the_state_of_the_shop(feed: Feed) -> None:  # RULES 16.7
    feed.told(*OCTOBER)

    assert feed.state == STATE


def test_what_was_never_told_is_null(feed: Feed) -> None:
    assert feed.state == {
        "books": "reported",
        "points": {key: {"in": None, "back": None, "net": None} for key in ("bonus", "discount")},
        "fees": None, "sales": None, "plan": None, "rating": None, "balance": None, "corrections": 0,
    }  # fmt: skip


def test_facts_told_in_pieces_come_to_the_same_state(feed: Feed) -> None:
    for each in reversed(OCTOBER):
        feed.told(each)

    assert feed.state == STATE


def test_facts_told_twice_add_nothing_to_the_history(feed: Feed) -> None:
    feed.told(*OCTOBER)
    before = count(feed, "SELECT COUNT(*) FROM telling")
    feed.told(*OCTOBER[:-1], now=NOW + HOUR)

    assert (count(feed, "SELECT COUNT(*) FROM telling"), feed.state) == (before, STATE)


def test_a_correction_is_known_after_the_accounts_were_let_go(feed: Feed) -> None:
    feed.told(*OCTOBER)
    feed.ledger.forget()
    feed.told(OCTOBER[0] | {"amount": "149.00"})

    assert (feed.state["points"]["discount"]["in"], feed.state["corrections"]) == ("149.00", 1)


def test_a_month_says_what_its_days_were_told_with_coverage_and_shortfall(feed: Feed) -> None:
    feed.told(*OCTOBER, OCTOBER[0] | {"entry": "c", "day": "2026-11-01"})

    found = month_state(reported_month(feed.books, "S", 202610), default_policy().programmes)
    assert found == STATE | {"coverage": "0.333333", "surplus": "0.00", "shortfall": "197.00"}


def test_a_month_of_which_nothing_was_told_has_no_coverage(feed: Feed) -> None:
    feed.told(*OCTOBER)

    found = month_state(reported_month(feed.books, "S", 202611), default_policy().programmes)
    assert (found["coverage"], found["surplus"], found["fees"]) == (None, None, None)


def test_a_month_without_a_word_of_points_has_no_surplus(feed: Feed) -> None:
    feed.told(OCTOBER[2])

    found = month_state(reported_month(feed.books, "S", 202610), default_policy().programmes)
    assert (found["fees"], found["shortfall"]) == ({"commission": "290.00"}, None)


def test_everything_told_verifies(feed: Feed) -> None:
    feed.told(*OCTOBER)
    feed.told(OCTOBER[0] | {"day": "2026-10-08"}, OCTOBER[3] | {"service": "logistics", "amount": "7.00"})

    assert verify_all(feed.books).violations == []


@pytest.mark.parametrize(
    ("damage", "invariant"),
    [
        ("UPDATE reported SET amount = amount + 1 WHERE entry = 'a' AND fact = 'sale'", "entries"),
        ("UPDATE reported SET day = day + 1 WHERE entry = 'a' AND fact = 'sale'", "entries"),
        ("UPDATE reported_sum SET came = came + 1 WHERE fact = 'sale'", "reported sums"),
        ("UPDATE reported_sum SET corrections = 1 WHERE fact = 'plan'", "reported sums"),
        ("UPDATE seller SET books = 'kept' WHERE id = 'S'", "books"),
        ("UPDATE seller SET wallet = 1 WHERE id = 'S'", "books"),
    ],
)
def test_what_does_not_add_up_is_found(feed: Feed, damage: str, invariant: str) -> None:
    feed.told(*OCTOBER)
    with feed.database.write() as transaction:
        transaction.run(damage)

    assert invariant in {each.invariant for each in verify_all(feed.books).violations}


@pytest.mark.parametrize("statement", ["UPDATE telling SET amount = 0", "DELETE FROM telling"])
def test_the_history_of_what_was_told_refuses_to_be_changed(feed: Feed, statement: str) -> None:
    feed.told(*OCTOBER)

    with pytest.raises(StorageError), feed.database.write() as transaction:
        transaction.run(statement)


FOR_ALL: Sequence[dict[str, Any]] = (
    {"type": "maintenance", "on": True},
    {"type": "price.changed", "plan": "lite", "price": "5.00", "from": "2026-12-01T00:00:00Z"},
)


@pytest.mark.parametrize("event", FOR_ALL, ids=lambda event: str(event["type"]))
def test_what_is_for_everybody_leaves_a_reported_shop_as_it_was(feed: Feed, event: dict[str, Any]) -> None:
    feed.told(*OCTOBER)
    before = count(feed, "SELECT version FROM seller WHERE id = 'S'")
    assert [each.reason for each in feed.told(event)] == [None]

    after = count(feed, "SELECT version FROM seller WHERE id = 'S'")
    assert (after, count(feed, "SELECT COUNT(*) FROM notice")) == (before, 0)


def test_a_shop_registered_without_a_word_of_books_is_kept(feed: Feed) -> None:
    feed.told({"type": "seller.registered", "name": "Other", "seller": "K"})

    assert (books_of(feed.books, "K"), books_of(feed.books, "S")) == (BooksKind.KEPT, BooksKind.REPORTED)


def test_other_books_for_a_known_shop_are_refused_and_change_nothing(feed: Feed) -> None:
    assert [each.reason for each in feed.told(REGISTERED | {"books": "kept", "name": "New"})] == ["books_fixed"]

    with feed.database.read() as transaction:
        assert transaction.row("SELECT name, books FROM seller WHERE id = 'S'") == ("Shop", "reported")
