"""From one database into another, of the same kind or not, proved row by row.

Problem: a shop outgrows its file, and a move that loses or changes one row is found years later. Decision: all tables
go in one transaction out of one view, in pieces of `PIECE` rows, through the tables' own constraints and triggers; then
everything is read back and both sides' digests must agree before anything is committed. So it is all or nothing: one
that was stopped has left the target empty and is simply run again. A digest is the sum of its rows' SHA-256 modulo
2^256, of values written the same way on both sides: the order in which a database gives its rows does not matter.
Limit: what is written to the source meanwhile would stay behind, so a source in use is refused.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Boolean, Table
from sqlmodel import SQLModel

import storage.rows.tables  # noqa: F401  (describes them all)
from storage.rows.answers import Row
from storage.rows.backup import alone_with
from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.transaction import Transaction

PIECE: Final = 1000
"""Rows in memory at a time."""
WORLD: Final = "world"
"""The one table whose row is made with the tables."""
OTHERS: Final = (
    "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user "
    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
"""How many other programs of this user are connected to a PostgreSQL database."""


class Differs(StorageError):
    """What was written is not what was read; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A table that is the same on both sides."""

    name: str
    rows: int
    digest: str


class RowSum:
    """The digest of a table's rows, in any order."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, row: Row) -> None:
        """Count a row in."""
        written = json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_hexadecimal).encode()
        self._sum += int.from_bytes(hashlib.sha256(written).digest())
        self.rows += 1

    @property
    def digest(self) -> str:
        """64 hexadecimal digits."""
        return f"{self._sum % (1 << 256):064x}"


def copy_all(source: Database, target: Database) -> list[Copied]:
    """Copy every table into an empty database at the same schema; makes the tables if there are none.

    Raises `StorageError` if they don't fit, the source is in use or damaged, or the target holds rows; `Differs` if the
    proof fails. Whatever is raised, nothing was written to the target.
    """
    if source.url == target.url or (source.file is not None and source.file == target.file):
        raise StorageError("FROM and TO are one database.")
    if source.file is not None:
        with alone_with(source.file):
            pass
    source.require_current()
    source.require_sound()
    if target.is_empty():
        target.upgrade()
    target.require_current()
    tables = SQLModel.metadata.sorted_tables
    with source.read() as reading, target.write() as writing:
        if source.postgresql and reading.rows(OTHERS) != [(0,)]:
            raise StorageError("The database to copy from is in use by another program; stop the bot first.")
        for table in tables:
            if table.name != WORLD and writing.row(f"SELECT 1 FROM {table.name} LIMIT 1"):  # noqa: S608  (our own names)
                raise StorageError(
                    f"The database to copy into is not empty: {table.name} has rows. Nothing was copied."
                )
        copied = [_copy(reading, writing, table) for table in tables]
        if target.postgresql:
            writing.run("ANALYZE")
    return copied


def _copy(reading: Transaction, writing: Transaction, table: Table) -> Copied:
    columns = [column.name for column in table.columns]
    read, written = RowSum(), RowSum()
    if table.name == WORLD:
        writing.run(f"DELETE FROM {WORLD}")  # noqa: S608  (our own name)
    writing.load(table.name, columns, _counted(rows_of(reading, table, columns), read))
    for row in rows_of(writing, table, columns):
        written.add(row)
    if (read.rows, read.digest) != (written.rows, written.digest):
        raise Differs(f"{table.name} would not be the same; nothing was copied.")
    if (
        writing.postgresql
        and table.autoincrement_column is not None
        and table.autoincrement_column.identity is not None
    ):
        _go_on(writing, table.name, table.autoincrement_column.name)
    return Copied(table.name, read.rows, read.digest)


def rows_of(
    transaction: Transaction, table: Table, columns: Sequence[str], chosen: tuple[str, Sequence[str]] | None = None
) -> Iterator[Row]:
    """A table's rows as both kinds would give them: SQLite has numbers for true and false.

    `chosen` are a column and its values: the rows with these alone, all at once.
    """
    flags = [index for index, column in enumerate(table.columns) if isinstance(column.type, Boolean)]
    select = f"SELECT {', '.join(columns)} FROM {table.name}"  # noqa: S608  (our own names)
    found = (
        transaction.stream(select, size=PIECE)
        if chosen is None
        else transaction.rows_in(f"{select} WHERE {chosen[0]} IN ($)", (), chosen[1])
    )
    for row in found:
        if not flags:
            yield row
            continue
        values = list(row)
        for index in flags:
            values[index] = None if row[index] is None else bool(row[index])
        yield tuple(values)


def _counted(rows: Iterable[Row], into: RowSum) -> Iterator[Row]:
    for row in rows:
        into.add(row)
        yield row


def _go_on(writing: Transaction, table: str, column: str) -> None:
    """Let the numbers that the database gives go on after the highest."""
    writing.run(
        f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), MAX({column})) FROM {table} "  # noqa: S608  (our own names)
        f"HAVING MAX({column}) IS NOT NULL"
    )


def _hexadecimal(value: Any) -> dict[str, str]:
    return {"bytes": bytes(value).hex()}
