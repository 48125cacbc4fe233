"""A damaged database is found out, remembered, and not written to any more.

Problem: a test of one broken page proves little, and all ways of all pages take minutes. Decision: one database with
every kind of page in it; each way of breaking it is tried on two pages of every kind of every tree that has them, and
what a way leaves unnoticed is the test's answer.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from core.policy import default_policy
from storage.books.books import Books
from storage.books.verify import verify_all
from storage.rows import audit
from storage.rows.database import Database
from storage.rows.errors import Damaged, StorageError
from storage.rows.transaction import Transaction
from tests.storage.marketplace import random_marketplace
from tests.storage.shops import open_shop

PAGE = 4096
WORDS = "word " * 5000
"""Longer than a page, so that it goes on in others."""


class Whole(NamedTuple):
    """A sound database: its bytes, and the pages worth breaking, by what they are."""

    content: bytes
    pages: dict[str, list[int]]

    def page(self, number: int) -> bytes:
        return self.content[number * PAGE : (number + 1) * PAGE]

    def with_page(self, number: int, content: bytes) -> bytes:
        return self.content[: number * PAGE] + content + self.content[(number + 1) * PAGE :]


Way = Callable[[Whole, int, random.Random], bytes]


def zeros(whole: Whole, number: int, rng: random.Random) -> bytes:
    return whole.with_page(number, bytes(PAGE))


def noise(whole: Whole, number: int, rng: random.Random) -> bytes:
    return whole.with_page(number, rng.randbytes(PAGE))


def another_page(whole: Whole, number: int, rng: random.Random) -> bytes:
    return whole.with_page(number, whole.page(_other(whole, number, rng)))


def swapped(whole: Whole, number: int, rng: random.Random) -> bytes:
    other = _other(whole, number, rng)
    swapped_in = whole.with_page(number, whole.page(other))
    return whole._replace(content=swapped_in).with_page(other, whole.page(number))


def cut_off(whole: Whole, number: int, rng: random.Random) -> bytes:
    return whole.content[: max(1, number) * PAGE]


def _other(whole: Whole, number: int, rng: random.Random) -> int:
    # A leaf without cells says that its table is empty; of choices, which no sum speaks of, nobody knows better.
    same = whole.page(number)
    others = [whole.page(each) for each in range(len(whole.content) // PAGE)]
    return rng.choice([each for each, page in enumerate(others) if page != same and not _is_empty_leaf(page)])


def _is_empty_leaf(page: bytes) -> bool:
    return page[0] in (0x0A, 0x0D) and page[3:5] == b"\0\0"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A marketplace's database after 900 lines, a note that fills several pages, and pages given back."""
    path = tmp_path_factory.mktemp("whole") / "seller.db"
    database = Database(f"sqlite:///{path}", durable=False)
    database.upgrade()
    random_marketplace(database, 7, 900, None)
    with database.write() as transaction:
        audit.note(transaction, 1, None, "cli", "noted", words=WORDS)
    database.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE gone (words TEXT)")
        connection.executemany("INSERT INTO gone VALUES (?)", [(WORDS,)] * 20)
        connection.commit()
        connection.execute("DROP TABLE gone")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert connection.execute("PRAGMA freelist_count").fetchone()[0] > 3
        pages: dict[str, list[int]] = {}
        for name, kind, number in connection.execute("SELECT name, pagetype, pageno FROM dbstat ORDER BY name, path"):
            pages.setdefault(f"{kind} of {name}", []).append(number - 1)
    content = path.read_bytes()
    pages["freelist"] = [int.from_bytes(content[32:36], "big") - 1]  # the first of the pages that list the free ones
    return Whole(content, {kind: numbers[:1] + numbers[1:][-1:] for kind, numbers in pages.items()})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "seller.db"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    """A database at `file`; a test writes the file first."""
    opened = Database(f"sqlite:///{file}")
    yield opened
    opened.close()


def is_noticed(database: Database) -> bool:
    """Whether `verify` says that something is wrong."""
    try:
        database.require_current()
        return bool(database.check() or verify_all(Books(database, default_policy())).violations)
    except StorageError:
        return True


def write(database: Database) -> None:
    with database.write() as transaction:
        transaction.run("UPDATE seller SET name = 'x'")


# -- finding it ------------------------------------------------------------------------------------------------------


def test_every_kind_of_page_is_among_those_broken(whole: Whole) -> None:
    assert {kind.split(" of ")[0] for kind in whole.pages} == {"leaf", "internal", "overflow", "freelist"}
    assert sum(map(len, whole.pages.values())) >= 60


def test_a_sound_database_is_sound(whole: Whole, file: Path, database: Database) -> None:
    file.write_bytes(whole.content)
    assert (database.check(), database.damage) == ([], None)


@pytest.mark.parametrize("way", [zeros, noise, another_page, swapped, cut_off])
def test_a_broken_page_is_noticed_wherever_it_is(way: Way, whole: Whole, tmp_path: Path) -> None:
    rng = random.Random(way.__name__)
    unnoticed = []
    for kind, numbers in whole.pages.items():
        for number in numbers:
            broken = way(whole, number, rng)
            path = tmp_path / f"{number}.db"
            path.write_bytes(broken)
            database = Database(f"sqlite:///{path}")
            if not is_noticed(database):
                unnoticed.append((kind, number))
            database.close()
            assert path.read_bytes() == broken
    assert unnoticed == []


@pytest.mark.parametrize("way", [zeros, noise, another_page, swapped, cut_off])
def test_what_the_engine_finds_is_never_written_to(way: Way, whole: Whole, tmp_path: Path) -> None:
    rng = random.Random(way.__name__)
    marked = []
    for number in [numbers[0] for numbers in whole.pages.values()]:
        broken = way(whole, number, rng)
        path = tmp_path / f"{number}.db"
        path.write_bytes(broken)
        first = Database(f"sqlite:///{path}")
        is_noticed(first)
        first.close()
        if first.damage is None:
            continue
        marked.append(number)
        later = Database(f"sqlite:///{path}")
        for door in (write, Database.upgrade, Database.require_sound):
            with pytest.raises(Damaged):
                door(later)
        later.close()
        assert path.read_bytes() == broken
    # The rest is no database at all any more, or well-formed and found by an invariant.
    assert len(marked) >= len(whole.pages) - 4


def test_a_page_given_back_may_hold_anything(whole: Whole, file: Path, database: Database) -> None:
    trunk = whole.pages["freelist"][0] * PAGE
    free = int.from_bytes(whole.content[trunk + 8 : trunk + 12], "big") - 1
    file.write_bytes(whole.with_page(free, random.Random(1).randbytes(PAGE)))
    assert database.check() == []


# -- remembering it --------------------------------------------------------------------------------------------------


@pytest.fixture
def broken(whole: Whole, file: Path) -> bytes:
    """The bytes of `file`, which has lost the first page of the wallets' entries."""
    content = whole.with_page(whole.pages["leaf of wallet_entry"][0], bytes(PAGE))
    file.write_bytes(content)
    return content


def read_entries(database: Database) -> None:
    with database.read() as transaction:
        transaction.rows("SELECT * FROM wallet_entry")


def test_damage_met_while_running_is_remembered(broken: bytes, file: Path, database: Database) -> None:
    write(database)  # nothing is known yet
    with pytest.raises(StorageError, match="The database file is damaged"):
        read_entries(database)
    with pytest.raises(Damaged, match="nothing is written to it any more"):
        write(database)


def test_a_process_that_runs_learns_what_another_has_found(broken: bytes, file: Path, database: Database) -> None:
    write(database)
    other = Database(f"sqlite:///{file}")
    other.check()
    other.close()
    with pytest.raises(Damaged):
        write(database)


def test_what_was_committed_before_is_not_folded_into_the_file(broken: bytes, file: Path, database: Database) -> None:
    write(database)
    database.check()
    database.close()
    assert file.read_bytes() == broken


def test_what_was_committed_before_is_still_read(broken: bytes, file: Path, database: Database) -> None:
    write(database)
    database.check()
    database.close()
    later = Database(f"sqlite:///{file}")
    with later.read() as transaction:
        assert transaction.row("SELECT DISTINCT name FROM seller") == ("x",)
    later.close()
    assert file.read_bytes() == broken


def test_the_mark_says_what_was_found_and_how_to_go_on(broken: bytes, file: Path, database: Database) -> None:
    found = database.check()
    text = file.with_name("seller.db.damaged").read_text()
    # Reading may end before the first fault is handed out; then the engine's own complaint stands in its place.
    assert text.startswith((found[0], "database disk image is malformed"))
    assert "restore the file from a backup, run verify, and when it finds nothing wrong delete " in text
    assert "seller.db.damaged" in text


def test_a_mark_is_found_by_every_name_of_the_file(broken: bytes, file: Path, tmp_path: Path) -> None:
    (tmp_path / "other.db").symlink_to(file)
    linked = Database(f"sqlite:///{tmp_path}/other.db")
    linked.check()
    linked.close()
    opened = Database(f"sqlite:///{file}")
    assert opened.damage is not None
    opened.close()


def test_a_restored_file_is_read_and_checked_before_the_mark_goes_and_written_after(
    broken: bytes, whole: Whole, file: Path, database: Database
) -> None:
    database.check()
    database.close()
    file.write_bytes(whole.content)
    restored = Database(f"sqlite:///{file}")
    assert restored.check() == []
    with pytest.raises(Damaged):
        write(restored)
    restored.close()
    file.with_name("seller.db.damaged").unlink()
    again = Database(f"sqlite:///{file}")
    again.require_sound()
    write(again)
    again.close()


def test_where_no_mark_can_be_made_the_process_itself_remembers(broken: bytes, file: Path, database: Database) -> None:
    file.with_name("seller.db.damaged").symlink_to(file.parent / "nowhere" / "mark")
    database.check()
    with pytest.raises(Damaged):
        write(database)


@pytest.mark.parametrize("fault", ["locked", "no such table"])
def test_another_fault_is_no_damage(whole: Whole, file: Path, fault: str) -> None:
    file.write_bytes(whole.content)
    database = Database(f"sqlite:///{file}?timeout=0.01")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        if fault == "locked":
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageError, match="locked"):
                write(database)
        else:
            with pytest.raises(StorageError, match=fault), database.read() as transaction:
                transaction.rows("SELECT * FROM gadget")
    assert database.damage is None
    database.close()


# -- what a page says ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE seller SET wallet = 'much'", "rows of seller hold values that are not of their column's kind"),
        ("UPDATE notice SET data = '{'", "rows of notice hold values that are not of their column's kind"),
        ("UPDATE notice SET seller = 'nobody'", "of notice belongs to a row of seller that is not there"),
    ],
)
def test_what_no_program_wrote_is_damage(
    whole: Whole, file: Path, database: Database, statement: str, fault: str
) -> None:
    file.write_bytes(whole.content)
    with closing(sqlite3.connect(file)) as connection:
        with suppress(sqlite3.Error):
            connection.execute("DROP TRIGGER notice_no_update")
        connection.execute(statement)
        connection.commit()
    assert fault in database.check()[0]


def test_text_that_is_none_is_damage(whole: Whole, file: Path, database: Database) -> None:
    file.write_bytes(whole.content)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE seller SET name = CAST(x'ff' AS TEXT)")
        connection.commit()
    with pytest.raises(StorageError, match="damaged"), database.read() as transaction:
        transaction.rows("SELECT name FROM seller")
    assert database.damage is not None


# -- PostgreSQL ------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["with amcheck", "without it"])
def on_postgresql(request: pytest.FixtureRequest, postgres_database_url: str) -> Iterator[Database]:
    opened = Database(postgres_database_url)
    open_shop(opened)
    if request.param == "with amcheck":
        with opened.write() as transaction:
            transaction.run("CREATE EXTENSION amcheck")
    yield opened
    opened.close()


def test_a_sound_postgresql_database_is_sound(on_postgresql: Database) -> None:
    on_postgresql.require_sound()
    assert (on_postgresql.check(), on_postgresql.damage) == ([], None)


def test_amcheck_finds_an_index_that_lacks_a_row(postgres_database_url: str) -> None:
    database = Database(postgres_database_url)
    with database.write() as transaction:
        transaction.run("CREATE EXTENSION amcheck")
        forget = "UPDATE pg_index SET indisready = ? WHERE indexrelid = 'notice_once'::regclass"
        transaction.run(forget, (False,))
    open_shop(database)
    with database.write() as transaction:
        sql = "INSERT INTO notice (key, seller, at, kind, data) VALUES ('k', 'S', 1, 'joined', '{}')"
        transaction.run(sql)
        transaction.run(forget, (True,))
    assert "lacks matching index tuple" in database.check()[0]
    with pytest.raises(Damaged):
        write(database)
    database.close()


def test_damage_that_postgresql_tells_of_ends_writing(on_postgresql: Database) -> None:
    tell = "DO $$ BEGIN RAISE EXCEPTION 'invalid page in block 0' USING ERRCODE = 'XX001'; END $$"

    def read(transaction: Transaction) -> None:
        transaction.run(tell)

    with pytest.raises(StorageError) as told, on_postgresql.read() as transaction:
        read(transaction)
    assert isinstance(told.value.__cause__, psycopg.errors.DataCorrupted)
    with pytest.raises(Damaged, match="restore a backup"):
        write(on_postgresql)
