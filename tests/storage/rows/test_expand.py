"""Upgraded without a pause: the tables grow while the program of the version before writes into them.

Problem: between the migration and the last restart two programs of different versions write into the same tables.
Decision: a migration expands, and only a later version contracts. The migrations since then are run beside a writer
that knows nothing of them, their statements are looked at, and what was there before must be there afterwards.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from alembic.script import ScriptDirectory
from sqlalchemy import event

from core.policy import default_policy
from core.values import parse_instant
from storage.books.books import Books
from storage.books.verify import verify_all
from storage.ledger.ledger import Ledger
from storage.rows import schema
from storage.rows.database import Database
from tests.storage.rows.unsafe import Heard, unsafe

BEFORE_THE_RULE = {
    "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0011", "0012", "0013", "0014", "0016",
}  # fmt: skip
"""Revisions that were there before anybody ran several processes."""
ROWS = json.loads(Path(__file__).with_name("first_revision.json").read_text(encoding="utf-8"))
NOW = parse_instant("2026-03-26T14:00:00+03:00")
PATIENCE = 60
EXPANDING = [
    (script.down_revision, script.revision)
    for script in ScriptDirectory.from_config(schema._config()).walk_revisions()
    if script.revision not in BEFORE_THE_RULE
]
"""Each revision under the rule, with the one before it."""


@pytest.fixture
def database(postgres_database: str) -> Iterator[Database]:
    database = Database(postgres_database)
    yield database
    database.close()


def fill(database: Database) -> None:
    """A shop's year, as the first revision had it."""
    schema.upgrade(database.engine, "0001")
    with database.write() as transaction:
        for table, kept in ROWS.items():
            columns = kept["columns"]
            marks = ", ".join("?" * len(columns))
            for row in kept["rows"]:
                values = [
                    bytes.fromhex(value) if name == "fingerprint" else value
                    for name, value in zip(columns, row, strict=True)
                ]
                transaction.run(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)


def columns(database: Database) -> dict[tuple[str, str], bool]:
    """Every column, and whether an INSERT that does not know of it goes through."""
    with database.engine.connect() as connection:
        inspected = sqlalchemy.inspect(connection)
        return {
            (table, column["name"]): column["nullable"] or column["default"] is not None or "identity" in column
            for table in inspected.get_table_names()
            for column in inspected.get_columns(table)
        }


class Earlier:
    """The program of the version before: it writes and reads as it knew the tables, and waits for nobody for long."""

    def __init__(self, address: str, known: dict[tuple[str, str], bool]) -> None:
        self.database = Database(address)
        self.known = known
        self.turns = 0
        self.error: BaseException | None = None
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            while not self.stopping.is_set():
                self.turn()
                self.turns += 1
        except BaseException as error:
            self.error = error

    def turn(self) -> None:
        """What a tap, a fact, a message and a look at the books write and read."""
        with self.database.write() as transaction:
            transaction.run("SET LOCAL lock_timeout = '2s'")
            transaction.run("UPDATE seller SET version = version + 1 WHERE id = 'S'")
            transaction.run("UPDATE subscription SET rating = 4500000 WHERE seller = 'S'")
            row = transaction.row(
                "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, 'S', ?, 'limit_reached', '{}') "
                "RETURNING id",
                (f"limit_reached:{self.turns}", NOW + self.turns),
            )
            assert row is not None
            transaction.run(
                "INSERT INTO delivery (notice, telegram_id, due_at, quiet, attempts, state) "
                "VALUES (?, 7, ?, FALSE, 0, 'waiting')",
                (row[0], NOW),
            )
            transaction.run(
                "INSERT INTO telegram_update (bot, update_id, chat, content, received_at, attempts) "
                "VALUES (1, ?, 7, '{}', ?, 0)",
                (self.turns, NOW),
            )
            transaction.run(
                "INSERT INTO taken (source, id, fingerprint, type, seller, at, taken_at, outcome) "
                "VALUES ('file', ?, ?, 'wallet.credited', 'S', ?, ?, 'done')",
                (f"x{self.turns}", b"0" * 16, NOW, NOW),
            )
            transaction.run(
                "UPDATE delivery SET state = 'sent', message_id = 1, settled_at = ? WHERE notice = ?", (NOW, row[0])
            )
        with self.database.read() as transaction:
            for table in {table for table, _ in self.known} - {"alembic_version"}:
                named = ", ".join(f'"{name}"' for owner, name in self.known if owner == table)
                transaction.row(f"SELECT {named} FROM {table} LIMIT 1")

    def __enter__(self) -> Earlier:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.thread.join(PATIENCE)
        self.database.close()

    def until(self, turns: int) -> None:
        """Until it has gone round so often."""
        while self.turns < turns and self.error is None:
            self.stopping.wait(0.005)
        assert self.error is None, self.error


@pytest.mark.parametrize(("before", "after"), EXPANDING, ids=[after for _, after in EXPANDING])
def test_the_program_of_the_version_before_works_on_while_tables_are_upgraded_and_afterwards(
    database: Database, before: str, after: str
) -> None:
    fill(database)
    schema.upgrade(database.engine, before)
    known = columns(database)
    with Earlier(database.url.render_as_string(hide_password=False), known) as earlier:
        earlier.until(3)
        schema.upgrade(database.engine, after)
        earlier.until(earlier.turns + 3)
    assert earlier.error is None
    now = columns(database)
    assert known.keys() - now.keys() == set()
    tables = {table for table, _ in known}
    assert [place for place, free in now.items() if place not in known and place[0] in tables and not free] == []


def test_what_two_programs_wrote_adds_up(database: Database) -> None:
    fill(database)
    schema.upgrade(database.engine)
    Ledger(database, default_policy()).tick(NOW)
    assert verify_all(Books(database, default_policy())).violations == []


@pytest.mark.parametrize(("before", "after"), EXPANDING, ids=[after for _, after in EXPANDING])
def test_a_migration_locks_nobody_out(database: Database, before: str, after: str) -> None:
    schema.upgrade(database.engine, before)
    heard = Heard(database.engine)
    schema.upgrade(database.engine, after)
    assert heard.statements
    assert unsafe(heard.statements) == []


class Stopped(Exception):
    """The program ended here."""


def stopped(engine: sqlalchemy.Engine, revision: str, place: int) -> bool:
    """Upgrade and stop at the place of this number where something was kept already; false if there are not so many."""
    places = 0

    def stop(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        nonlocal places
        if "CONCURRENTLY" in statement or statement.startswith("UPDATE alembic_version"):
            places += 1
            if places == place:
                raise Stopped

    event.listen(engine, "before_cursor_execute", stop)
    try:
        schema.upgrade(engine, revision)
    except Stopped:
        return True
    finally:
        event.remove(engine, "before_cursor_execute", stop)
    return False


def test_an_upgrade_that_was_stopped_is_gone_on_with(database: Database) -> None:
    fill(database)
    schema.upgrade(database.engine, max(BEFORE_THE_RULE))
    for _, after in reversed(EXPANDING):
        place = 1
        while stopped(database.engine, after, place):
            place += 1
        assert (place > 1, schema.current(database.engine)) == (True, after)
    assert schema.require_current(database.engine) is None


PATIENT = "SET LOCAL lock_timeout = '3s'"
"""What the upgrade says at the beginning of each transaction."""


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("CREATE INDEX a ON seller (name)", "require-concurrent-index-creation"),
        ("CREATE UNIQUE INDEX a ON seller (name)", "require-concurrent-index-creation"),
        ("CREATE INDEX CONCURRENTLY a ON seller (name)", "ban-concurrent-index-creation-in-transaction"),
        ("DROP INDEX a", "require-concurrent-index-deletion"),
        ("DROP TABLE seller", "ban-drop-table"),
        ("ALTER TABLE seller DROP COLUMN name", "ban-drop-column"),
        ("ALTER TABLE seller RENAME name TO title", "renaming-column"),
        ("ALTER TABLE seller ALTER COLUMN name TYPE TEXT", "changing-column-type"),
        ("ALTER TABLE seller ALTER COLUMN name SET NOT NULL", "adding-not-nullable-field"),
        ("ALTER TABLE seller ADD COLUMN a BIGINT NOT NULL", "adding-required-field"),
        ("ALTER TABLE seller ADD COLUMN a TEXT DEFAULT gen_random_uuid() NOT NULL", "adding-field-with-default"),
        ("ALTER TABLE seller ADD CONSTRAINT a CHECK (wallet > 0)", "constraint-missing-not-valid"),
        ("ALTER TABLE seller ADD CONSTRAINT a UNIQUE (name)", "disallowed-unique-constraint"),
        ("UPDATE seller SET name = ''", "holds them all"),
        ("DELETE FROM seller", "holds them all"),
        ("LOCK TABLE seller", "a lock by hand"),
    ],
)
def test_what_locks_people_out_or_breaks_the_version_before_is_found(statement: str, rule: str) -> None:
    found = unsafe(["BEGIN", PATIENT, statement, "COMMIT"])
    assert [each for each in found if rule in each] != []


def test_a_step_that_would_wait_for_its_table_for_ever_is_found() -> None:
    assert [each for each in unsafe(["ALTER TABLE seller ADD COLUMN a BIGINT"]) if "require-lock-timeout" in each] != []


def test_what_cannot_be_read_is_found() -> None:
    assert unsafe(["ALTER seller TABLE"]) != []


@pytest.mark.parametrize(
    "statements",
    [
        [
            "CREATE TABLE a (id BIGINT NOT NULL)",
            "CREATE INDEX b ON a (id)",
            "ALTER TABLE a ADD CONSTRAINT c CHECK (id > 0)",
        ],
        ["COMMIT", "CREATE INDEX CONCURRENTLY IF NOT EXISTS a ON seller (name)", "BEGIN"],
        ["ALTER TABLE seller ADD COLUMN a BIGINT"],
        ["ALTER TABLE seller ADD COLUMN a BIGINT DEFAULT 0 NOT NULL"],
        [
            "ALTER TABLE seller ADD CONSTRAINT a CHECK (wallet > 0) NOT VALID",
            "COMMIT",
            "BEGIN",
            PATIENT,
            "ALTER TABLE seller VALIDATE CONSTRAINT a",
        ],
        ["UPDATE alembic_version SET version_num='0020' WHERE alembic_version.version_num = '0016'"],
    ],
    ids=lambda statements: max(statements, key=len),
)
def test_what_harms_nobody_is_let_be(statements: list[str]) -> None:
    assert unsafe(["BEGIN", PATIENT, *statements, "COMMIT"]) == []
