"""A month of a reported shop from every side, on both kinds of database (RULES 16.5)."""

import json
from typing import Any

import pytest

from core.events import Event, parse_line
from core.policy import default_policy
from core.values import parse_instant
from storage.books.books import Books
from storage.books.told import (
    By,
    Checked,
    Day,
    Fee,
    Flow,
    Part,
    balances_checked,
    corrections_told,
    days_told,
    entries_told,
    fees_told,
    flows,
    months_told,
    points_by,
    premium_fees,
    ratings_told,
)
from storage.ledger.ledger import Entry, Ledger
from storage.rows.database import Database

AT = "2026-10-09T09:00:00Z"
POINTS: dict[str, Any] = {"type": "points.reported", "programme": "discount", "day": "2026-10-05"}
FACTS: tuple[dict[str, Any], ...] = (
    {"type": "seller.registered", "name": "Shop", "books": "reported"},
    POINTS | {"entry": "a", "amount": "100.00", "item": "11", "order": "1-1", "quantity": 2},
    POINTS | {"entry": "b", "amount": "-25.00", "item": "12", "order": "1-1", "day": "2026-10-06"},
    {"type": "fee.reported", "entry": "a", "service": "ads", "kind": "x", "amount": "30.00", "day": "2026-10-05"},
    {
        "type": "fee.reported", "entry": "b", "service": "other", "kind": "PremiumSubscription", "amount": "49.90",
        "day": "2026-09-05",
    },
    {"type": "sale.reported", "entry": "a", "amount": "900.00", "day": "2026-10-05"},
    {"type": "sale.reported", "entry": "a", "amount": "890.00", "day": "2026-10-05"},
    {"type": "balance.reported", "day": "2026-10-05", "opening": "1.00", "closing": "960.99"},
    {"type": "balance.reported", "day": "2026-10-07", "opening": "0.00", "closing": "0.00"},
    {"type": "rating.updated", "rating": "4.7"},
)  # fmt: skip
FIFTH = 739_894
"""5 October 2026."""


@pytest.fixture
def books(database: Database) -> Books:
    events = []
    for number, fact in enumerate(FACTS):
        event = parse_line(json.dumps({"id": str(number), "at": AT, "seller": "S"} | fact))
        assert isinstance(event, Event), event
        events.append(Entry(event, parse_instant(AT)))
    Ledger(database, default_policy()).take(events, "file")
    return Books(database, default_policy())


def test_a_day_has_what_was_told_of_it_and_nothing_else(books: Books) -> None:
    assert days_told(books, "S", 202610) == [
        Day(FIFTH, 10_000, 0, 3_000, 89_000),
        Day(FIFTH + 1, 0, 2_500, None, None),
    ]


def test_points_are_added_up_by_item_and_order_in_pages(books: Books) -> None:
    assert points_by(books, "S", 202610, By.ITEM, 0, 1) == [Part("11", 10_000, 0, 2)]
    assert points_by(books, "S", 202610, By.ITEM, 1, 9) == [Part("12", 0, 2_500, None)]
    assert points_by(books, "S", 202610, By.ORDER, 0, 9) == [Part("1-1", 10_000, 2_500, 2)]


def test_fees_are_added_up_by_service_and_kind(books: Books) -> None:
    assert fees_told(books, "S", 202610) == [Fee("ads", "x", 3_000)]


def test_fees_for_premium_are_those_of_the_policys_kinds(books: Books) -> None:
    assert list(premium_fees(books, "S").values()) == [4_990]


def test_a_balance_is_checked_against_the_facts_of_its_day(books: Books) -> None:
    without, with_facts = balances_checked(books, "S", 202610)

    assert with_facts == Checked(FIFTH, 100, 96_099, 96_000)
    assert (with_facts.change, with_facts.difference) == (95_999, -1)
    assert without.difference is None


def test_corrections_and_entries_of_a_month_are_found(books: Books) -> None:
    assert [each.difference for each in corrections_told(books, "S", 202610, 0, 9)] == [-1_000]
    assert len(list(entries_told(books, "S", 202610))) == 6


def test_months_beside_each_other_leave_out_what_was_not_told(books: Books) -> None:
    assert months_told(books, "S") == (202609, 202610)
    assert flows(books, "S", 202610, months=4) == [Flow(202609, None, 4_990), Flow(202610, 7_500, 3_000)]


def test_the_rating_has_its_readings(books: Books) -> None:
    assert ratings_told(books, "S", 9) == [(parse_instant(AT), 4_700_000)]


def test_of_a_shop_that_nothing_was_told_of_there_is_nothing(books: Books) -> None:
    assert (months_told(books, "T"), days_told(books, "T", 202610), premium_fees(books, "T")) == (None, [], {})
