"""A database moved into another: every row as it was, or nothing at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from core.policy import default_policy
from core.values import Role
from storage.books.books import Books
from storage.books.verify import verify_all
from storage.rows.copying import Differs, copy_all
from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.transaction import Transaction
from tests.storage.shops import connect, join, open_shop, tell_ledger

TABLES = [table.name for table in SQLModel.metadata.sorted_tables]


@pytest.fixture
def full(database: Database) -> Database:
    """A database of either kind with a little of much: words of three alphabets, flags, bytes, numbers given by it."""
    for shop in ("Лавка", "Խանութ", 'A\\B\t"C"'.replace("\t", " ")):
        open_shop(database, shop, invited=True)
        tell_ledger(database, "wallet.credited", shop, amount="9000.00")
        connect(database, shop)
    join(database, 7, Role.MANAGER, "Лавка", name="Анна\\N")
    tell_ledger(database, "bonus.granted", "Лавка", grant="g", programme="discount", amount="1.00", reason="x")
    return database


@pytest.fixture
def source(full: Database, database_url: str) -> Iterator[Database]:
    """The same, opened by nobody else."""
    full.close()
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def target(source: Database, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A place of the other kind without tables."""
    name = f"sqlite:///{tmp_path / 'target.db'}" if source.postgresql else None
    opened = Database(name or request.getfixturevalue("postgres_database"))
    yield opened
    opened.close()


def rows(database: Database, table: str) -> list[str]:
    """A table's rows, in an order that both kinds share; flags as numbers."""
    with database.read() as transaction:
        found = transaction.rows(f"SELECT * FROM {table}")
    return sorted(repr([int(each) if isinstance(each, bool) else each for each in row]) for row in found)


def test_every_row_is_there_as_it_was(source: Database, target: Database) -> None:
    copied = copy_all(source, target)
    assert {table: rows(target, table) for table in TABLES} == {table: rows(source, table) for table in TABLES}
    assert {each.name: each.rows for each in copied} == {table: len(rows(source, table)) for table in TABLES}


def test_the_books_agree_afterwards(source: Database, target: Database) -> None:
    copy_all(source, target)
    report = verify_all(Books(target, default_policy()))
    assert (report.sellers, report.violations) == (3, [])


def test_both_kinds_give_one_digest(source: Database, tmp_path: Path, postgres_database: str) -> None:
    file, server = Database(f"sqlite:///{tmp_path / 'a.db'}"), Database(postgres_database)
    try:
        assert copy_all(source, file) == copy_all(source, server)
    finally:
        file.close()
        server.close()


def test_numbers_given_by_the_database_go_on_after_the_highest(source: Database, target: Database) -> None:
    copy_all(source, target)
    with target.read() as transaction:
        highest = transaction.row("SELECT MAX(id) FROM member")
    assert highest is not None
    assert join(target, 8, Role.FINANCE, "Лавка") == highest[0] + 1


def test_history_cannot_be_changed_there_either(source: Database, target: Database) -> None:
    copy_all(source, target)
    with pytest.raises(StorageError, match="is history"), target.write() as transaction:
        transaction.run("UPDATE wallet_entry SET amount = 0")


def test_a_target_with_rows_is_left_as_it_is(source: Database, target: Database) -> None:
    target.upgrade()
    open_shop(target, "other")
    with pytest.raises(StorageError, match="not empty"):
        copy_all(source, target)
    assert len(rows(target, "seller")) == 1


def test_an_older_target_is_left_as_it_is(source: Database, target: Database) -> None:
    target.upgrade()
    with target.write() as transaction:
        transaction.run("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(StorageError, match="older"):
        copy_all(source, target)


def test_a_value_changed_on_the_way_is_noticed_and_nothing_is_kept(
    source: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaging(self: Transaction, table: str, columns: list[str], loaded: Iterator[tuple[object, ...]]) -> None:
        load(self, table, columns, loaded)
        if table == "seller":
            self.run("UPDATE seller SET wallet = wallet + 1 WHERE id = 'Лавка'")

    load = Transaction.load
    monkeypatch.setattr(Transaction, "load", damaging)
    with pytest.raises(Differs, match="seller would not be the same"):
        copy_all(source, target)
    assert rows(target, "seller") == []


def test_a_database_is_not_copied_into_itself(source: Database) -> None:
    with pytest.raises(StorageError, match="one database"):
        copy_all(source, source)


def test_a_source_in_use_is_refused(source: Database, target: Database, database_url: str) -> None:
    source.close()
    holding = (
        "import sys; from storage.rows.database import Database; d = Database(sys.argv[1])\n"
        "with d.read() as t: t.rows('SELECT 1 FROM seller'); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, database_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(StorageError, match="in use"):
            copy_all(source, target)
        holder.communicate()


def test_a_long_result_is_not_held_in_memory_as_a_whole(database: Database) -> None:
    with database.write() as transaction:
        numbers = ((index, f'"{index:0500}"') for index in range(5000))
        transaction.load("audit", ("id", "detail", "at", "actor", "action"), ((*row, 0, "a", "b") for row in numbers))
        found = transaction.stream("SELECT id FROM audit WHERE id >= ? ORDER BY id", (10,), size=7)
        assert [next(found)[0] for _ in range(20)] == list(range(10, 30))
        if database.postgresql:
            assert transaction.rows("SELECT name FROM pg_cursors WHERE name <> ''") == [("pieces",)]
        found.close()
        assert len(list(transaction.stream("SELECT id FROM audit", size=999))) == 5000
