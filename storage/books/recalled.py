"""The books of sellers as if nothing were in files: their rows and what the archive has of them, put together.

Problem: a month in the archive must be told exactly as before, by everything that tells of history, and to read files
in each of these places would be to write each of them twice. Decision: the rows of a few sellers go, with their
movements out of the files, into a database that is thrown away, and the same readers read that. `verify` does so with a
piece of the sellers at a time and compares everything. Limit: it takes the time of reading the files from their
beginning to the sellers.
"""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path
from typing import Final

from sqlalchemy import Table
from sqlmodel import SQLModel

from core.values import Amount, format_amount
from storage.books.books import Books
from storage.books.invariants.base import Violation
from storage.books.verify import check_sellers
from storage.ledger.closing import ClosedMovements, closed_archives, rows_in_file
from storage.rows import tables
from storage.rows.answers import Row
from storage.rows.copying import rows_of
from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.statements import columns_of
from storage.rows.transaction import Transaction

PIECE: Final = 100
"""Sellers put together at a time."""
_FOR_ALL: Final = ("world", "campaign_version", "price", "tour")
_OF_SELLER: Final = (
    "seller", "subscription", "balance", "line", "lot", "points_grant", "charge", "usage", "choice", "movement",
    "wallet_entry", "transition", "period", "consent", "rating", "notice", "member",
)  # fmt: skip
_CLOSED: Final = "SELECT seller FROM closed WHERE seller > ? ORDER BY seller LIMIT ?"
# By bytes, as the files are in order.
_CLOSED_ON_POSTGRESQL: Final = _CLOSED.replace("seller > ", 'seller COLLATE "C" > ').replace(
    "BY seller", 'BY seller COLLATE "C"'
)
_CARRIED: Final = "SELECT seller, programme, kind, source, target, entries, amount FROM carried WHERE seller IN ($)"
_COLUMNS: Final = columns_of(tables.Movement)
_SELLER, _SEQ = _COLUMNS.index("seller"), _COLUMNS.index("seq")
_WAY: Final = [_COLUMNS.index(name) for name in ("seller", "programme", "kind", "source", "target")]
_AMOUNT: Final = _COLUMNS.index("amount")


@contextmanager
def recalled(books: Books, folder: Path, seller: str, *, taken: bool = False) -> Iterator[Books]:
    """The books of one seller with its movements out of the archive in this folder; others are not in them.

    With `taken` also the lines that were taken of it. Raises `StorageError` if the folder has not the files.
    """
    with books.read() as transaction:
        archives = closed_archives(transaction)
    if not archives:
        yield books
        return
    with _Throwaway() as throwaway, closing(throwaway.new()) as database:
        with books.read() as transaction:
            archives = closed_archives(transaction)
            rows = [row for archived in archives for row in rows_in_file(folder, archived, {seller})]
            _put_together(transaction, database, [seller], rows, taken=taken)
        yield Books(database, books.policy)


def verify_recalled(books: Books, folder: Path, progress: Callable[[int], None]) -> Iterator[Violation]:
    """Every seller of whom something is in files, checked with what is there: all invariants, and what was carried on.

    `progress` is told how many were looked at. Raises `StorageError` if the folder has not the files, or if more goes
    there meanwhile.
    """
    done, last = 0, ""
    with books.read() as transaction:
        archives = closed_archives(transaction)
    files = [_Reader(folder, archived) for archived in archives]
    with _Throwaway() as throwaway:
        while True:
            with books.read() as transaction:
                statement = _CLOSED_ON_POSTGRESQL if transaction.postgresql else _CLOSED
                names = [name for (name,) in transaction.rows(statement, (last, PIECE))]
                if not names:
                    return
                if len(closed_archives(transaction)) > len(archives):
                    raise StorageError("More movements go to the archive meanwhile; verify again when they are there.")
                wanted = set(names)  # of others the files have what is still here
                rows = [row for file in files for row in file.until(names[-1]) if row[_SELLER] in wanted]
                yield from _check(transaction, books, throwaway, names, rows)
            done, last = done + len(names), names[-1]
            progress(done)


def _check(
    transaction: Transaction, books: Books, throwaway: "_Throwaway", names: Sequence[str], rows: Sequence[Row]
) -> Iterator[Violation]:
    with closing(throwaway.new()) as database:
        gone = _put_together(transaction, database, names, rows)
        with database.read() as reading:
            yield from check_sellers(reading, books.policy, names)
    made: defaultdict[tuple[str, ...], list[Amount]] = defaultdict(list)
    for row in gone:
        made[tuple(row[place] for place in _WAY)].append(row[_AMOUNT])
    kept = {tuple(way): (entries, int(amount)) for *way, entries, amount in transaction.rows_in(_CARRIED, (), names)}
    for way in sorted(made.keys() | kept.keys()):
        found, carried = (len(made.get(way, ())), sum(made.get(way, ()))), kept.get(way, (0, 0))
        if found != carried:
            text = (
                f"{' '.join(way[1:])}: {carried[0]} movements of {format_amount(carried[1])} are carried on, "
                f"in files are {found[0]} of {format_amount(found[1])}"
            )
            yield Violation(way[0], "carried", text)


class _Reader:
    """A file's movements, taken up to one seller after the other."""

    def __init__(self, folder: Path, archived: ClosedMovements) -> None:
        self._sellers = groupby(rows_in_file(folder, archived), key=lambda row: str(row[_SELLER]))
        self._next = next(self._sellers, None)

    def until(self, seller: str) -> Iterator[Row]:
        while self._next is not None and self._next[0] <= seller:
            yield from self._next[1]
            self._next = next(self._sellers, None)


class _Throwaway:
    """Empty databases with all tables, each a copy of the first; gone at the end."""

    def __enter__(self) -> "_Throwaway":
        self._folder = tempfile.TemporaryDirectory(prefix="seller-premium-recalled-")
        self._empty = Path(self._folder.name) / "empty.db"
        with closing(Database(f"sqlite:///{self._empty}", durable=False)) as database:
            database.upgrade()
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def new(self) -> Database:
        file = self._empty.with_name("recalled.db")
        for each in self._empty.parent.glob("recalled.db*"):
            each.unlink()
        shutil.copy(self._empty, file)
        return Database(f"sqlite:///{file}", durable=False)


def _put_together(
    transaction: Transaction, database: Database, names: Sequence[str], rows: Sequence[Row], *, taken: bool = False
) -> list[Row]:
    """Fill an empty database; returns those of the rows out of files that are not here any more."""
    gone: list[Row] = []
    described = SQLModel.metadata.tables
    with database.write() as writing:
        writing.run("DELETE FROM world")
        for name in _FOR_ALL:
            _copy(transaction, writing, described[name], None)
        for name in (*_OF_SELLER, *(["taken"] if taken else [])):
            found = _copy(transaction, writing, described[name], names)
            if name == "movement":
                here = {(row[_SELLER], row[_SEQ]): row for row in found}
                both = [row for row in rows if (row[_SELLER], row[_SEQ]) in here]
                if any(here[row[_SELLER], row[_SEQ]] != row for row in both):
                    raise StorageError("Movements that are here are otherwise in the files of the archive.")
                gone = [row for row in rows if (row[_SELLER], row[_SEQ]) not in here]
                writing.load(name, _COLUMNS, gone)
    return gone


def _copy(transaction: Transaction, writing: Transaction, table: Table, names: Sequence[str] | None) -> list[Row]:
    columns = [column.name for column in table.columns]
    key = "id" if table.name == "seller" else "seller"
    found = list(rows_of(transaction, table, columns, None if names is None else (key, names)))
    writing.load(table.name, columns, found)
    return found
