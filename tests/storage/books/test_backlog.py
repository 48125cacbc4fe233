"""What waits is read over what waits: no table is read whole, however much was ever done."""

from __future__ import annotations

from storage.books import backlog
from storage.books.backlog import read_backlog
from storage.people import team
from storage.post import outbox
from storage.post.line import MOST_COUNTED
from storage.rows.database import Database
from tests.storage.shops import tell_ledger


def plan(database: Database, statement: str, *values: object) -> str:
    with database.read() as transaction:
        if not transaction.postgresql:
            return "\n".join(row[3] for row in transaction.rows(f"EXPLAIN QUERY PLAN {statement}", values))
        transaction.run("SET LOCAL enable_seqscan = off")  # an empty table is read whole, whatever there is
        return "\n".join(row[0] for row in transaction.rows(f"EXPLAIN {statement}", values))


def test_nothing_waits_in_an_empty_database(database: Database) -> None:
    assert read_backlog(database) == backlog.Backlog(None, 0, 0, None, 0, None)


def test_due_work_is_found_by_its_index(database: Database) -> None:
    assert "seller_due" in plan(database, backlog._DUE_SINCE)


def test_sellers_under_review_are_counted_in_an_index_of_theirs(database: Database) -> None:
    assert "seller_parked" in plan(database, backlog._PARKED)


def test_messages_are_counted_in_an_index_of_those_that_wait(database: Database) -> None:
    assert "delivery_" in plan(database, backlog._MESSAGES, MOST_COUNTED)
    assert "delivery_oldest" in plan(database, backlog._OLDEST)
    assert "notice_waiting" in plan(database, backlog._NOT_FANNED_OUT, MOST_COUNTED)
    assert "delivery_" in plan(database, backlog._MAILINGS, MOST_COUNTED)


def test_no_more_messages_are_counted_than_is_said_however_many_wait(database: Database) -> None:
    tell_ledger(database, "seller.registered", "S", name="Shop")
    with database.write() as transaction:
        transaction.run(
            "INSERT INTO notice (id, key, seller, at, kind, data, fanned_out_at) VALUES (1, 'k', 'S', 0, 'x', '{}', 0)"
        )
        transaction.run(
            "INSERT INTO delivery (notice, telegram_id, due_at, quiet, attempts, state) "
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "SELECT 1, i, 0, i % 2 = 0, 0, 'waiting' FROM n",
            (MOST_COUNTED + 100,),
        )
    assert read_backlog(database).messages == MOST_COUNTED


def test_messages_that_failed_are_found_by_their_index(database: Database) -> None:
    assert "delivery_failed" in plan(database, f"SELECT COUNT(*) {outbox._FAILED}", 0)


def test_what_waits_for_somebody_is_found_by_an_index_of_each_part(database: Database) -> None:
    indexes = ("delivery_in_chat", "delivery_put_off", "delivery_of_broadcast")
    for part, index in zip(outbox._WAITING_PARTS, indexes, strict=True):
        assert index in plan(database, f"{outbox._DROP_BLOCKED} {part}", 0, 1)
    for statement, index in zip(team._WITHDRAWN, indexes, strict=False):
        assert index in plan(database, statement, 0, 1, "S")


def test_the_outbox_counts_no_more_than_it_says(database: Database) -> None:
    indexes = plan(database, outbox._COUNT_WAITING, MOST_COUNTED)
    assert "delivery_in_chat" in indexes or "delivery_oldest" in indexes
    assert "delivery_put_off" in indexes
    assert "delivery_broadcast_state" in indexes or "delivery_of_broadcast" in indexes
