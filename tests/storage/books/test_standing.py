"""What a seller had at an instant: exact sums, the lots that were there, their expiry as it was then."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from sqlalchemy import event

from core.policy import default_policy
from core.values import Instant, Origin, format_amount, parse_instant
from storage.books.reports import _FLOWS as FLOWS
from storage.books.standing import _LOTS as LOTS
from storage.books.standing import LotLeft, PointsLeft, Standing, account_at, standing, standing_of
from storage.ledger.ledger import Ledger
from storage.rows.audit import review
from storage.rows.database import Database
from tests.storage.marketplace import OPENING, books_of, order, shop_with_everything, tell


def moscow(text: str) -> Instant:
    return parse_instant(f"{text}:00+03:00")


def at(ledger: Ledger, text: str) -> Standing:
    found = standing(books_of(ledger), "S", moscow(text))
    assert found is not None
    return found


def of(ledger: Ledger, text: str, programme: str = "discount") -> PointsLeft:
    (found,) = [each for each in at(ledger, text).points if each.programme == programme]
    return found


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """Shop S, to which everything happened."""
    return shop_with_everything(database)


@pytest.mark.parametrize(
    ("instant", "wallet"),
    [
        ("2025-12-31T23:59", "0.00"),
        ("2026-01-01T00:00", "100000.00"),
        ("2026-02-09T12:00", "98010.00"),  # the trial's end: Lite's fee
        ("2026-02-10T12:00", "97910.00"),
        ("2026-02-23T12:00", "93915.00"),  # half of Lite back, Premium's fee
    ],
)
def test_the_wallet_as_of_an_instant_has_what_happened_at_it(ledger: Ledger, instant: str, wallet: str) -> None:
    assert format_amount(at(ledger, instant).wallet) == wallet


def test_points_are_held_until_the_instant_of_their_crediting(ledger: Ledger) -> None:
    before, after = of(ledger, "2026-02-24T11:59"), of(ledger, "2026-02-24T12:00")
    assert (before.held, before.available, before.lots) == (166_600, 0, ())
    assert (after.held, after.available) == (49_000, 117_600)


def test_a_debt_is_there_until_it_is_repaid(ledger: Ledger) -> None:
    assert [of(ledger, each, "bonus").debt for each in ("2026-03-03T12:00", "2026-03-03T13:00")] == [13_400, 0]


def test_a_lot_has_the_expiry_that_it_had_then(ledger: Ledger) -> None:
    """RULES 10.2: prolonged on 5 March from 1 July to 15 July."""
    assert of(ledger, "2026-03-05T11:59").next_expiry == moscow("2026-07-01T00:00")
    assert of(ledger, "2026-03-05T12:00").next_expiry == moscow("2026-07-15T00:00")


def test_the_lots_of_an_instant_are_told_in_the_order_of_spending(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    tell(
        ledger,
        *OPENING,
        ("2026-01-02T12:00", "order.redeemed", order("B", "0.10", 1)),
        ("2026-01-02T12:00", "order.redeemed", order("A", "0.10", 1)),
        ("2026-01-16T13:00", "wallet.credited", {"amount": "1.00"}),
    )
    expires, credited = moscow("2026-07-01T00:00"), moscow("2026-01-16T12:00")
    assert of(ledger, "2026-01-16T12:30").lots == (
        LotLeft("discount", Origin.LINE, "A", 4_900, credited, expires),
        LotLeft("discount", Origin.LINE, "B", 4_900, credited, expires),
    )


def test_what_is_due_by_the_instant_counts_though_nobody_has_done_it(database: Database) -> None:
    """RULES 10.1"""
    ledger = Ledger(database, default_policy())
    tell(ledger, *OPENING, ("2026-01-02T12:00", "order.redeemed", order("L", "0.10", 1)))
    assert [of(ledger, each).available for each in ("2026-01-16T11:59", "2026-01-16T12:00")] == [0, 4_900]


def test_under_review_due_work_waits(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    tell(ledger, *OPENING, ("2026-01-02T12:00", "order.redeemed", order("L", "0.10", 1)))
    with database.write() as transaction:
        review(transaction, moscow("2026-01-03T12:00"), "S", "verify", parked=True)
    assert of(ledger, "2026-02-01T12:00").held == 4_900


def test_now_is_what_the_account_has(ledger: Ledger) -> None:
    """The sums of the movements and the balances that are kept are one."""
    account = account_at(books_of(ledger), "S")
    assert account is not None
    kept = standing_of(account)
    assert standing(books_of(ledger), "S", kept.at) == kept


def test_an_unknown_seller_has_no_standing(ledger: Ledger) -> None:
    assert standing(books_of(ledger), "T", 0) is None
    assert account_at(books_of(ledger), "T", 0) is None


# -- how it is read ----------------------------------------------------------------------------------------------------


@pytest.fixture
def sqlite_ledger(sqlite_database_url: str) -> Iterator[Ledger]:
    database = Database(sqlite_database_url, durable=False)
    yield shop_with_everything(database)
    database.close()


def test_on_sqlite_no_read_walks_over_other_sellers(sqlite_ledger: Ledger) -> None:
    statements: list[str] = []

    @event.listens_for(sqlite_ledger.database.engine, "checkout")
    def listen(connection: sqlite3.Connection, *_: object) -> None:
        connection.set_trace_callback(statements.append)

    at(sqlite_ledger, "2026-03-01T12:00")
    with sqlite_ledger.database.read() as transaction:
        steps = [
            step[3]
            for statement in {each for each in statements if each.startswith("SELECT")}
            for step in transaction.rows(f"EXPLAIN QUERY PLAN {statement}")
        ]
    assert any(step.startswith("SEARCH movement USING PRIMARY KEY (seller=? AND seq<?)") for step in steps), steps
    tables = ("movement", "wallet_entry", "transition", "consent", "rating", "lot", "l", "seller")
    assert [step for step in steps if step.split()[0] == "SCAN" and step.split()[1] in tables] == []


@pytest.mark.parametrize("statement", [FLOWS, LOTS], ids=["flows", "lots"])
def test_on_postgresql_the_movements_are_walked_along_their_key(postgres_database_url: str, statement: str) -> None:
    """The tables of a test are small, so that reading them whole is taken away first."""
    database = Database(postgres_database_url, durable=False)
    shop_with_everything(database)
    spans = {FLOWS: ("S", 1, 50), LOTS: ("S", 50)}
    with database.read() as transaction:
        transaction.run("SET LOCAL enable_seqscan = off")
        plan = "\n".join(row[0] for row in transaction.rows(f"EXPLAIN {statement}", spans[statement]))
    database.close()
    assert "movement_pkey" in plan and "Index Cond: (((seller)::text = 'S'::text) AND (seq" in plan, plan
