"""What waits is read over what waits: no table is read whole, however much was ever done."""

from __future__ import annotations

import re

from storage.books import backlog
from storage.books.backlog import MOST_COUNTED, read_backlog
from storage.people import team
from storage.post import outbox
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
    assert "seller_due_in_order" in plan(database, backlog._DUE_SINCE)


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


def reads_only(database: Database, statement: str, *values: object) -> set[str]:
    """Which indexes of deliveries it is found by; nothing else may be read. Empty tables tell of SQLite alone."""
    found = plan(database, statement, *values)
    assert "Seq Scan on delivery" not in found
    assert not re.search(r"(SCAN|SEARCH) delivery(?! USING (COVERING )?INDEX delivery_)", found), found
    return set() if "->" in found else set(re.findall(r"delivery_\w+", found))


def test_what_waits_for_somebody_is_found_by_an_index_of_each_part(database: Database) -> None:
    parts = [f"{outbox._DROP_BLOCKED} {part}" for part in outbox._WAITING_PARTS]
    found = [reads_only(database, part, 0, 1) for part in parts]
    left = [reads_only(database, statement, 0, 1, "S") for statement in team._WITHDRAWN]
    with database.read() as transaction:
        if not transaction.postgresql:
            assert found == [{"delivery_in_chat"}, {"delivery_put_off"}, {"delivery_of_broadcast"}]
            assert left == found[:2]


def test_all_that_waits_is_counted_by_indexes_of_what_waits(database: Database) -> None:
    messages = reads_only(database, backlog._MESSAGES, MOST_COUNTED)
    everything = reads_only(database, outbox._COUNT_WAITING, MOST_COUNTED)
    with database.read() as transaction:
        if not transaction.postgresql:
            assert messages == {"delivery_in_chat", "delivery_put_off"}
            assert len(everything - messages) == 1
