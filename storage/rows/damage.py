"""Damaged files: how they are found, and how it is remembered.

Problem: a database with one page overwritten may open, add up and be written to for days; each write spreads the
damage, and the backups fill with it. Decision: the engine checks its own pages before anything else is believed; damage
found by a check or met while running is marked in a file beside the database, so that no process writes to it any
more, while reading goes on where it can. Only a person takes the mark away. Limit: what a page says that is well-formed
is for the invariants to judge. PostgreSQL guards its own pages, and there is no file to mark: there a process that has
met damage does not write until it is started again.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Boolean, Column, Integer, LargeBinary
from sqlmodel import SQLModel

import storage.rows.tables  # noqa: F401  (describes them all)
from storage.rows.transaction import Transaction

_TABLES: Final = SQLModel.metadata.sorted_tables
_NULL: Final = re.compile(r"NULL value in \w+\.\w+")
UNREADABLE: Final = "Could not decode to UTF-8"
"""How the driver begins when what stands there is no text; only text was ever written as text."""

_JSON: Final = (
    ("audit", "detail"),
    ("broadcast", "texts"),
    ("broadcast_draft", "texts"),
    ("campaign_version", "event"),
    ("charge", "paid"),
    ("notice", "data"),
    ("replayed_line", "data"),
    ("seller", "digest"),
    ("shop_key", "unread"),
    ("taken", "data"),
    ("token", "scopes"),
    ("tour", "detail"),
    ("webhook", "events"),
    ("webhook", "sellers"),
)
"""The columns that are long enough to go on in pages of nothing but text, which no engine can judge."""
_CORRUPTED: Final = frozenset({"XX001", "XX002"})
"""What PostgreSQL calls rows and indexes that cannot be right."""
_MAY_CHECK: Final = (
    "SELECT has_function_privilege(to_regprocedure('bt_index_check(regclass,boolean)'), 'EXECUTE') "
    "AND has_function_privilege("
    "to_regprocedure('verify_heapam(regclass,boolean,boolean,text,bigint,bigint)'), 'EXECUTE')"
)
_OURS: Final = "c.relnamespace = current_schema()::regnamespace"
_CHECK_INDEXES: Final = (
    "SELECT bt_index_check(c.oid, true) FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid "  # noqa: S608  (no input)
    "JOIN pg_am a ON a.oid = c.relam AND a.amname = 'btree' "
    # One over partitions has no pages of its own.
    f"WHERE {_OURS} AND i.indisvalid AND c.relkind = 'i'"
)
_CHECK_TABLES: Final = (
    "SELECT c.relname, h.blkno, h.msg FROM pg_class c CROSS JOIN LATERAL verify_heapam(c.oid) h "  # noqa: S608  (no input)
    f"WHERE {_OURS} AND c.relkind = 'r'"
)


class Mark:
    """Whether a database is known to be damaged. `file` is the database's own; without one only this process knows."""

    def __init__(self, file: Path | None) -> None:
        # Beside the file itself, also when a link leads to it: every name of one database has one mark.
        self.path = None if file is None else Path(f"{file.resolve()}.damaged")
        self._met = False

    def is_set(self) -> bool:
        """Whether anybody has found damage. A process that has seen it once stays with it: what it holds is old."""
        if not self._met and self.path is not None:
            self._met = self.path.exists()
        return self._met

    def set(self, fault: str) -> None:
        """Remember for every process. Where the folder cannot be written, at least this one does."""
        self._met = True
        if self.path is None:
            return
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            return
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{fault}\n{self._cure()}\n")

    def sentence(self) -> str:
        """That nothing is written any more, and what to do."""
        return f"The database is damaged and nothing is written to it any more. {self._cure()}"

    def _cure(self) -> str:
        if self.path is None:
            return "Stop the program, restore a backup, run verify, and start the program again."
        return (
            "Stop the program, restore the file from a backup, run verify, and when it finds nothing wrong delete "
            f"{self.path}"
        )


def is_damage(error: BaseException | None) -> bool:
    """Whether a driver's error means that what is stored cannot be right."""
    if isinstance(error, sqlite3.Error):
        code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
        # The lowest byte is the kind, the rest says more exactly what.
        return code & 0xFF == sqlite3.SQLITE_CORRUPT or UNREADABLE in str(error)
    return getattr(error, "sqlstate", None) in _CORRUPTED


def faults(transaction: Transaction) -> Iterator[str]:
    """What is wrong with the database itself, a sentence each. Reads everything; writes nothing.

    Raises the driver's error where reading ends.
    """
    yield from _on_postgresql(transaction) if transaction.postgresql else _on_sqlite(transaction)


def _on_sqlite(transaction: Transaction) -> Iterator[str]:
    # One by one: what was found must not be lost with the error that may end it.
    for (line,) in transaction.stream("PRAGMA integrity_check(2147483647)", size=1):
        # SQLite 3.40 sees NULLs that are not there in tables without a row id whose key is not their first columns:
        # the values are looked at below.
        if line != "ok" and _NULL.fullmatch(line) is None:
            yield str(line)
    for table, row, parent, _ in transaction.stream("PRAGMA foreign_key_check", size=1):
        yield f"row {row} of {table} belongs to a row of {parent} that is not there"
    for table in _TABLES:
        there = {name for _, name, *_ in transaction.rows(f"PRAGMA table_info({table.name})")}
        # A database of an older program is to be checked, too, before it is brought up.
        columns = [column for column in table.columns if column.name in there]
        if wrong := " OR ".join(_wrong(table.name, each) for each in columns):
            row = transaction.row(f"SELECT COUNT(*) FROM {table.name} WHERE {wrong}")  # noqa: S608  (our own names)
            if row is not None and row[0]:
                yield f"{row[0]} rows of {table.name} hold values that are not of their column's kind"


def _wrong(table: str, column: Column[Any]) -> str:
    """In SQL, that a value cannot have been written by the program."""
    wrong = f"typeof({column.name}) NOT IN ({_kinds(column)})"
    if (table, column.name) in _JSON:
        wrong += f" OR ({column.name} IS NOT NULL AND NOT json_valid({column.name}))"
    return wrong


def _kinds(column: Column[Any]) -> str:
    """The types that a column's values may have on SQLite, as a list in SQL."""
    kind = "integer" if isinstance(column.type, Integer | Boolean) else "text"
    kind = "blob" if isinstance(column.type, LargeBinary) else kind
    return f"'{kind}', 'null'" if column.nullable else f"'{kind}'"


def _on_postgresql(transaction: Transaction) -> Iterator[str]:
    """By amcheck where the database has it and we may use it; and by reading every row whole."""
    if transaction.row(_MAY_CHECK) == (True,):
        transaction.run(_CHECK_INDEXES)
        for table, block, text in transaction.rows(_CHECK_TABLES):
            yield f"block {block} of {table}: {text}"
    for table in _TABLES:
        transaction.run(f"SELECT COUNT(t::text) FROM {table.name} t")  # noqa: S608  (our own names)
