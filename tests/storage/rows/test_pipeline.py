"""Statements that go to PostgreSQL together: nothing is waited for, and what fails is heard before anything counts."""

import signal
import time
from collections.abc import Iterator
from contextlib import closing
from types import FrameType

import psycopg
import pytest

from core.events import SellerRegistered, ServiceCharged, WalletCredited
from core.policy import default_policy
from storage.ledger.ledger import Entry, Ledger
from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.pipeline import Pipeline
from storage.rows.transaction import Transaction
from tests.storage.shops import NOW, open_shop

NAME = "SELECT name FROM seller WHERE id = ?"
RENAME = "UPDATE seller SET name = ? WHERE id = ?"


@pytest.fixture
def shop(postgres_database_url: str) -> Iterator[Database]:
    with closing(Database(postgres_database_url)) as database:
        open_shop(database)
        yield database


def name_of(database: Database) -> object:
    with database.read() as transaction:
        return transaction.rows(NAME, ("S",))


def pipeline_of(transaction: Transaction) -> Pipeline:
    found = transaction._cursor
    assert isinstance(found, Pipeline)
    return found


def test_what_is_asked_together_takes_one_journey(shop: Database) -> None:
    with shop.read() as transaction:
        answers = [transaction.ask("SELECT ?", (number,)) for number in range(100)]
        assert [answer.row() for answer in answers] == [(number,) for number in range(100)]
        assert pipeline_of(transaction).journeys == 1


def test_the_server_begins_with_what_was_set_off_before_anybody_waits_for_it(shop: Database) -> None:
    with shop.write() as transaction:
        before = pipeline_of(transaction).journeys
        transaction.put("SELECT pg_advisory_xact_lock(?)", [(12,)])
        transaction.set_off()
        with closing(Database(shop.url.render_as_string(hide_password=False))) as other, other.write() as watching:
            deadline = time.monotonic() + 30
            taken = "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 12 AND granted"
            while watching.rows(taken) == [(0,)]:
                assert time.monotonic() < deadline
        assert pipeline_of(transaction).journeys == before


def test_a_fact_of_a_seller_in_memory_takes_two_journeys(shop: Database) -> None:
    ledger = Ledger(shop, default_policy())
    ledger.take_one(WalletCredited("warm", NOW, "S", amount=100), NOW, "test")
    with shop.write() as transaction:
        before = pipeline_of(transaction).journeys
    ledger.take_one(WalletCredited("counted", NOW, "S", amount=100), NOW, "test")
    with shop.write() as transaction:
        assert pipeline_of(transaction).journeys - before == 1 + 2  # one was the transaction above


@pytest.mark.parametrize(("sellers", "in_memory"), [(2, True), (30, True), (2, False), (30, False)])
def test_a_batch_takes_as_many_journeys_for_few_sellers_as_for_many(
    shop: Database, sellers: int, in_memory: bool
) -> None:
    ledger = Ledger(shop, default_policy())
    names = [f"S{number}" for number in range(sellers)]
    ledger.take([Entry(SellerRegistered(f"{name}", NOW, name, name=name), NOW) for name in names], "test")
    charges = [
        [
            Entry(ServiceCharged(f"{batch}-{name}", NOW, name, charge=f"{batch}", service="ads", amount=100), NOW)
            for name in names
        ]
        for batch in range(2)
    ]
    ledger.take(charges[0], "test")
    if not in_memory:
        ledger.forget()
    with shop.write() as transaction:
        before = pipeline_of(transaction).journeys
    ledger.take(charges[1], "test")
    with shop.write() as transaction:
        assert pipeline_of(transaction).journeys - before == 1 + (3 if in_memory else 5)


def test_what_is_put_is_there_when_something_is_asked(shop: Database) -> None:
    with shop.write() as transaction:
        transaction.put(RENAME, [("first", "S"), ("second", "S")])
        assert transaction.row(NAME, ("S",)) == ("second",)
    assert name_of(shop) == [("second",)]


def test_what_is_put_last_is_committed(shop: Database) -> None:
    with shop.write() as transaction:
        transaction.put(RENAME, [("last", "S")])
    assert name_of(shop) == [("last",)]


def test_what_was_put_and_fails_takes_everything_back_at_the_commit(shop: Database) -> None:
    before = name_of(shop)

    def fail() -> None:
        with shop.write() as transaction:
            transaction.put(RENAME, [("x", "S")])
            transaction.put("UPDATE gadget SET name = ?", [("x",)])
            transaction.put(RENAME, [("y", "S")])

    with pytest.raises(StorageError, match="gadget"):
        fail()
    assert name_of(shop) == before


def test_nobody_takes_a_failure_for_an_answer_without_rows(shop: Database) -> None:
    with shop.read() as transaction:
        failing, after = transaction.ask("SELECT * FROM gadget"), transaction.ask(NAME, ("S",))
        with pytest.raises(psycopg.errors.UndefinedTable):
            failing.rows()
        with pytest.raises(psycopg.errors.InFailedSqlTransaction):
            after.rows()


def test_a_statement_that_failed_when_it_was_prepared_works_when_it_can(shop: Database) -> None:
    for _ in range(3):
        with pytest.raises(StorageError, match="gadget"), shop.write() as transaction:
            transaction.run("INSERT INTO gadget (name) VALUES (?)", ("x",))
    with shop.write() as transaction:
        transaction.run("CREATE TABLE gadget (name text)")
    for _ in range(3):
        with shop.write() as transaction:
            assert transaction.run("INSERT INTO gadget (name) VALUES (?)", ("x",)) == 1


def test_a_prepared_statement_takes_other_kinds_of_values_too(shop: Database) -> None:
    with shop.write() as transaction:
        found = [transaction.row("SELECT ?", (value,)) for value in (1, 1, None, "x", 2**40, b"x", True, None, 1)]
    assert found == [(1,), (1,), (None,), ("x",), (2**40,), (b"x",), (True,), (None,), (1,)]


def test_much_that_is_sent_and_much_that_is_answered_do_not_wait_for_each_other(shop: Database) -> None:
    long = "x" * 300_000
    with shop.read() as transaction:
        answers = [transaction.ask("SELECT ?, REPEAT('y', 300000)", (long,)) for _ in range(40)]
        assert {answer.row() for answer in answers} == {(long, "y" * 300_000)}


def test_who_is_interrupted_while_waiting_leaves_a_database_that_works(
    shop: Database, postgres_database_url: str
) -> None:
    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    def wait() -> None:
        with shop.write() as transaction:
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            transaction.run(RENAME, ("interrupted", "S"))

    with closing(Database(postgres_database_url)) as other, other.write() as holding:
        holding.run(RENAME, ("held", "S"))
        before = signal.signal(signal.SIGALRM, interrupt)
        try:
            with pytest.raises(KeyboardInterrupt):
                wait()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
    with shop.write() as transaction:
        transaction.run(RENAME, ("after", "S"))
    assert name_of(shop) == [("after",)]
