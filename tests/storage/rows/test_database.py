"""Both kinds of database behind the same few calls: whole transactions, and a sentence for whatever goes wrong."""

import sqlite3
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from storage.rows import tables
from storage.rows.database import READERS_CACHE, WRITERS_CACHE, Database
from storage.rows.errors import Conflict, StorageError
from storage.rows.statements import insert, upsert
from storage.rows.transaction import MANY, Transaction
from tests.postgres import Server
from tests.storage.shops import NOW, open_shop, tell_ledger

CHOICE = ("S", "mode", "", "ads")


def choices(database: Database) -> list[tuple[str, str]]:
    with database.read() as transaction:
        return [(service, value) for service, value in transaction.rows("SELECT service, value FROM choice ORDER BY 1")]


def choose(transaction: Transaction, service: str, value: str = "auto") -> None:
    transaction.run(upsert(tables.Choice), ("S", "mode", "", service, value))


@pytest.fixture
def shop(database: Database) -> Database:
    """A database with the seller S."""
    open_shop(database)
    return database


# -- transactions ----------------------------------------------------------------------------------------------------


def test_what_was_written_is_there_for_others(shop: Database, other_database: Database) -> None:
    with shop.write() as transaction:
        choose(transaction, "ads")
    assert choices(other_database) == [("ads", "auto")]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, StorageError])
def test_an_exception_takes_everything_back(shop: Database, error: type[BaseException]) -> None:
    def fail(transaction: Transaction) -> None:
        choose(transaction, "ads")
        raise error

    with pytest.raises(error), shop.write() as transaction:
        fail(transaction)
    assert choices(shop) == []
    with shop.write() as transaction:
        choose(transaction, "logistics")
    assert choices(shop) == [("logistics", "auto")]


def test_reading_sees_what_was_there_when_it_began(shop: Database, other_database: Database) -> None:
    with shop.write() as transaction:
        choose(transaction, "ads")
        assert choices(other_database) == []


def test_reading_writes_nothing(shop: Database) -> None:
    with shop.read() as transaction:
        choose(transaction, "ads")
    assert choices(shop) == []


def test_a_database_in_memory_reads_and_writes_too() -> None:
    database = Database("sqlite://")
    database.upgrade()
    open_shop(database)
    with database.write() as transaction:
        choose(transaction, "ads")
    assert choices(database) == [("ads", "auto")]
    database.close()


def test_of_a_file_only_its_writer_keeps_many_pages(shop_on_sqlite: Database) -> None:
    ask = "PRAGMA cache_size"
    with shop_on_sqlite.read() as one, shop_on_sqlite.read() as other, shop_on_sqlite.write() as writer:
        assert [each.row(ask) for each in (one, other)] == [(-READERS_CACHE,)] * 2
        assert writer.row(ask) == (-WRITERS_CACHE,)


def test_a_closed_database_opens_again_when_asked(shop: Database) -> None:
    shop.close()
    shop.close()
    with shop.write() as transaction:
        choose(transaction, "ads")
    assert choices(shop) == [("ads", "auto")]


def test_two_threads_write_one_after_the_other(shop: Database) -> None:
    def count(times: int) -> None:
        for _ in range(times):
            with shop.write() as transaction:
                row = transaction.row("SELECT wallet FROM seller")
                assert row is not None
                transaction.run("UPDATE seller SET wallet = ?", (row[0] + 1,))

    threads = [threading.Thread(target=count, args=(25,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with shop.read() as transaction:
        assert transaction.row("SELECT wallet FROM seller") == (100,)


# -- statements ------------------------------------------------------------------------------------------------------


def test_an_upsert_writes_the_other_columns_of_a_row_that_is_there(shop: Database) -> None:
    with shop.write() as transaction:
        choose(transaction, "ads", "auto")
        choose(transaction, "ads", "manual")
    assert choices(shop) == [("ads", "manual")]


def test_an_insert_may_leave_a_row_that_is_there(shop: Database) -> None:
    with shop.write() as transaction:
        for value in ("auto", "manual"):
            transaction.run(insert(tables.Choice, ignore=True), (*CHOICE, value))
    assert choices(shop) == [("ads", "auto")]


def test_a_run_says_how_many_rows_it_changed(shop: Database) -> None:
    with shop.write() as transaction:
        assert transaction.run("UPDATE seller SET name = ?", ("x",)) == 1
        assert transaction.run("UPDATE seller SET name = ? WHERE id = ?", ("x", "nobody")) == 0


def test_a_query_without_rows_has_no_first_row(shop: Database) -> None:
    with shop.read() as transaction:
        assert transaction.row("SELECT id FROM seller WHERE id = ?", ("nobody",)) is None


def test_more_names_than_one_statement_takes_are_looked_up_in_pieces(shop: Database) -> None:
    names = [f"service {n:04d}" for n in range(2 * MANY + 3)]
    with shop.write() as transaction:
        transaction.run_many(insert(tables.Choice), [("S", "mode", "", name, "auto") for name in names])
        sql = "SELECT service FROM choice WHERE seller = ? AND service IN ($) AND value = ?"
        found = transaction.rows_in(sql, ("S",), [*names, "unknown"], ("auto",))
        assert sorted(name for (name,) in found) == names
        assert transaction.rows_in(sql, ("S",), [], ("auto",)) == []


def test_a_percent_sign_is_itself_on_both_kinds(shop: Database) -> None:
    with shop.write() as transaction:
        choose(transaction, "100 %")
        found = transaction.rows("SELECT service FROM choice WHERE service LIKE '100%' AND seller = ?", ("S",))
        same = transaction.rows("SELECT 7 % ?", (4,))
    assert (found, same) == ([("100 %",)], [(3,)])


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM seller WHERE name = 'who?' AND id = ?",
        "SELECT id FROM seller WHERE name = 'it''s $5'",
        'SELECT id AS "id?" FROM seller',
        "SELECT id FROM seller -- which?",
        "SELECT id /* which? */ FROM seller",
    ],
)
def test_a_mark_that_is_no_parameter_is_refused(shop: Database, sql: str) -> None:
    with pytest.raises(ValueError, match="values are given as parameters"), shop.read() as transaction:
        transaction.rows(sql)


def test_quotes_in_a_value_are_part_of_it(shop: Database) -> None:
    with shop.write() as transaction:
        choose(transaction, 'it\'s a "?" -- $ %s /*')
    assert choices(shop) == [('it\'s a "?" -- $ %s /*', "auto")]


def test_a_stream_brings_every_row_in_pieces(shop: Database) -> None:
    names = [f"service {n:04d}" for n in range(25)]
    with shop.write() as transaction:
        transaction.run_many(insert(tables.Choice), [("S", "mode", "", name, "auto") for name in names])
        found = transaction.stream("SELECT service FROM choice WHERE seller = ? ORDER BY service", ("S",), size=10)
        assert [name for (name,) in found] == names


# -- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["", "seller.db", "nonsense", "postgresql://user@host:port/name", "sqlite://host/file"])
def test_what_is_no_address_is_said_to_be_none(url: str) -> None:
    with pytest.raises(StorageError, match="This is not a database address; write sqlite:///FILE or postgresql://"):
        Database(url)


def test_another_kind_of_database_is_not_supported() -> None:
    with pytest.raises(StorageError, match="This kind of database is not supported; use sqlite:///FILE or postgresql"):
        Database("mysql://user@host/name")


PASSWORD = "hunter2-Geheim"
MISWRITTEN = [
    f"postgresql//user:{PASSWORD}@127.0.0.1/name",
    f"postgresql:/user:{PASSWORD}@127.0.0.1/name",
    f"user:{PASSWORD}@127.0.0.1/name",
    f"postgresql://user:{PASSWORD}@127.0.0.1:port/name",
    f"postgresql://user:{PASSWORD}@127.0.0.1:99999/name",
    f"postgresql://user:{PASSWORD}@[::1/name",
    f"postgresql://user:{PASSWORD}/name",
    f"postgresql://user:{PASSWORD}",
    f"postgresql://user:x@{PASSWORD}@127.0.0.1:1/name",
    f"postgresql://user/{PASSWORD}@127.0.0.1:1/name",
    f"postgresql://user:x@127.0.0.1:1/{PASSWORD}@name",
    f"postgresql://user@127.0.0.1:1/name?password={PASSWORD}",
    f"postgresql://user@127.0.0.1:1/name?pasword={PASSWORD}",
    f"postgresql://user@127.0.0.1:1/name?sslmode={PASSWORD}",
    f"postgresql://user@127.0.0.1:1/name?port={PASSWORD}",
    f"postgresql://{PASSWORD}@/name?host=/nowhere",
    f"postgresql+{PASSWORD}://user@127.0.0.1:1/name",
    f"postgres://user:{PASSWORD}@127.0.0.1/name",
    f"mysql://user:{PASSWORD}@127.0.0.1/name",
    f"{PASSWORD}://user@127.0.0.1/name",
    f"sqlite://user:{PASSWORD}@127.0.0.1/name",
    f"sqlite:///user:{PASSWORD}@127.0.0.1/name",
    f"sqlite:///postgresql://user:{PASSWORD}@127.0.0.1/name",
    f"sqlite:///seller.db?timeout={PASSWORD}",
]


@pytest.mark.parametrize("url", MISWRITTEN)
def test_a_password_in_an_address_is_never_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StorageError) as told:
        Database(url).require_current()
    seen = "".join(traceback.format_exception(told.value))
    assert not [word for word in (PASSWORD, PASSWORD.lower(), quote(PASSWORD)) if word in seen]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("user:{password}@127.0.0.1:{port}/postgres", "refused the user or the password; check them in the address"),
        ("user@127.0.0.1:{port}/postgres", "asks for a password; write it into the address"),
        ("postgres@127.0.0.1:{port}/{password}", "has no such database or user; check the address"),
    ],
)
def test_what_the_server_refuses_is_told_apart_without_the_password(
    guarded_server: Server, address: str, sentence: str
) -> None:
    database = Database("postgresql://" + address.format(password=PASSWORD, port=guarded_server.port))
    with pytest.raises(StorageError, match=sentence) as told:
        database.require_current()
    assert PASSWORD not in "".join(traceback.format_exception(told.value))
    database.close()


@pytest.fixture
def guarded_server(postgres_server: Server) -> Iterator[Server]:
    """A server that asks `user`, and nobody else, for a password."""
    with psycopg.connect(postgres_server.dsn(), autocommit=True) as connection:
        hba = Path(connection.execute("SHOW hba_file").fetchone()[0])  # type: ignore[index]  # there is one
        before = hba.read_text()
        connection.execute("CREATE ROLE \"user\" LOGIN PASSWORD 'another'")
        hba.write_text(f"host all user 127.0.0.1/32 scram-sha-256\n{before}")
        connection.execute("SELECT pg_reload_conf()")
        try:
            yield postgres_server
        finally:
            hba.write_text(before)
            connection.execute("SELECT pg_reload_conf()")
            connection.execute('DROP ROLE "user"')


def test_opening_does_not_touch_the_file_yet(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path}/seller.db").close()
    assert list(tmp_path.iterdir()) == []


def test_a_timeout_that_is_no_number_is_refused() -> None:
    with pytest.raises(StorageError, match="must be a number of seconds"):
        Database("sqlite:///seller.db?timeout=soon")


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("not a folder")
    with pytest.raises(StorageError, match="letter cannot be made"):
        Database(f"sqlite:///{tmp_path}/letter/seller.db")


def test_a_database_is_empty_until_it_has_tables(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/seller.db")
    assert database.is_empty()
    database.upgrade()
    assert not database.is_empty()
    database.close()


# -- what can go wrong -----------------------------------------------------------------------------------------------


def test_a_locked_database_says_so(sqlite_database_url: str) -> None:
    database = Database(sqlite_database_url + "?timeout=0.05")
    with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="locked by another program; stop it, or wait and try again"):
            open_shop(database)
    open_shop(database)
    database.close()


def test_a_file_that_may_not_be_written_says_so(shop_on_sqlite: Database) -> None:
    with shop_on_sqlite.write() as transaction:
        transaction.run("PRAGMA query_only = ON")
    sentence = "cannot be written: check the rights of the file and its folder"
    with pytest.raises(StorageError, match=sentence), shop_on_sqlite.write() as transaction:
        choose(transaction, "ads")


@pytest.fixture
def shop_on_sqlite(sqlite_database_url: str) -> Iterator[Database]:
    database = Database(sqlite_database_url)
    open_shop(database)
    yield database
    database.close()


def unusable(tmp_path: Path, what: str) -> str:
    """The address of something that is no usable database."""
    path = tmp_path / "seller.db"
    if what == "a folder":
        path.mkdir()
    elif what == "another file":
        path.write_text("This is a letter, not a database.\n" * 200)
    return f"sqlite:///{path}"


@pytest.mark.parametrize(
    ("what", "sentence"),
    [("a folder", "cannot be opened: check that its folder exists"), ("another file", "The file is not a database")],
)
@pytest.mark.parametrize("door", [choices, open_shop, Database.require_current, Database.upgrade])
def test_what_is_no_database_says_so_at_every_door(
    tmp_path: Path, what: str, sentence: str, door: Callable[[Database], object]
) -> None:
    database = Database(unusable(tmp_path, what))
    with pytest.raises(StorageError, match=sentence) as told:
        door(database)
    assert "seller.db" in str(told.value)
    database.close()


def test_a_damaged_file_asks_for_the_backup(sqlite_database_url: str) -> None:
    database = Database(sqlite_database_url)
    for name in range(50):
        open_shop(database, f"S{name}")
    database.close()
    path = Path(str(database.url.database))
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    sentence = "The database file is damaged; restore it from a backup"
    with pytest.raises(StorageError, match=sentence), database.read() as transaction:
        transaction.rows("SELECT * FROM seller")
    database.close()


def test_a_server_that_does_not_answer_says_so() -> None:
    database = Database("postgresql://someone:secret@127.0.0.1:9/name")
    for call in (database.require_current, database.upgrade, lambda: open_shop(database)):
        with pytest.raises(StorageError, match="The database server cannot be reached") as told:
            call()
        assert "secret" not in str(told.value)
    database.close()


def test_a_connection_that_the_server_ended_is_replaced(postgres_database_url: str) -> None:
    database = Database(postgres_database_url)
    open_shop(database)
    with pytest.raises(StorageError, match="cannot be reached"), database.write() as transaction:
        transaction.run("UPDATE seller SET name = 'x' WHERE pg_terminate_backend(pg_backend_pid())")
    assert choices(database) == []
    tell_ledger(database, "wallet.credited", "S", NOW, amount="1.00")
    database.close()


def test_two_writers_that_wait_for_each_other_are_parted(postgres_database_url: str) -> None:
    first, second = Database(postgres_database_url), Database(postgres_database_url)
    for name in ("A", "B"):
        open_shop(first, name)
    both_hold_one = threading.Barrier(2)
    told: list[str] = []

    def lock(database: Database, *names: str) -> None:
        try:
            with database.write() as transaction:
                transaction.run("SET LOCAL deadlock_timeout = '20ms'")
                for name in names:
                    transaction.run("UPDATE seller SET name = 'x' WHERE id = ?", (name,))
                    if name == names[0]:
                        both_hold_one.wait()
        except Conflict as error:
            told.append(str(error))

    other = threading.Thread(target=lock, args=(second, "B", "A"))
    other.start()
    lock(first, "A", "B")
    other.join()
    assert told == ["Two writers waited for each other; try again."]
    first.close()
    second.close()


def test_a_number_beyond_64_bits_is_refused(shop: Database) -> None:
    with pytest.raises(StorageError), shop.write() as transaction:
        transaction.run("UPDATE seller SET wallet = ?", (2**63,))
    with shop.read() as transaction:
        assert transaction.row("SELECT wallet FROM seller") == (0,)


def test_an_error_that_nobody_foresaw_is_passed_on_with_its_own_words(shop: Database) -> None:
    with pytest.raises(StorageError, match=r"The database refused: .*gadget"), shop.read() as transaction:
        transaction.rows("SELECT * FROM gadget")


def test_on_postgresql_who_writes_beside_does_not_wait(postgres_database_url: str) -> None:
    with (
        closing(Database(postgres_database_url)) as database,
        database.write() as first,
        ThreadPoolExecutor(1) as other,
    ):
        first.run("UPDATE world SET clock = 1")
        assert other.submit(_written, database.beside()).result(timeout=20) == 1
        assert database.beside() is database.beside()


def test_who_writes_beside_lets_go_of_its_connection_with_the_other(postgres_database_url: str) -> None:
    with closing(Database(postgres_database_url)) as database:
        database.upgrade()
        beside = database.beside()
        assert _written(database) + _written(beside) == 2
        pids = [_pid(each) for each in (database, beside)]
    with psycopg.connect(postgres_database_url.replace("+psycopg", "")) as server:
        while server.execute("SELECT 1 FROM pg_stat_activity WHERE pid = ANY (%s)", (pids,)).fetchall():
            pass  # the server notices in a moment


def test_on_sqlite_there_is_one_writer(sqlite_database_url: str) -> None:
    with closing(Database(sqlite_database_url)) as database:
        assert database.beside() is database


def _written(database: Database) -> int:
    with database.write() as transaction:
        return len(transaction.rows("SELECT 1"))


def _pid(database: Database) -> int:
    with database.write() as transaction:
        return int(transaction.rows("SELECT pg_backend_pid()")[0][0])
