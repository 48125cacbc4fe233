"""The program and a counterpart taking turns: what all rows of the `bench` are made with."""

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg

from core.policy import Policy
from core.values import Instant
from storage.ledger.ledger import Entry, Ledger
from storage.rows.database import Database
from storage.rows.transaction import Transaction, for_driver

SOURCE: Final = "bench"
Statement = tuple[str, list[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, its rate, the counterpart's, and how they compare."""

    what: str
    beside: str
    ours: str
    raw: str
    ratio: float
    goal: str = ""


def versus(what: str, beside: str, ours: Sequence[float], raw: Sequence[float], each: int = 1, goal: str = "") -> Row:
    """A row from seconds of turns in which `each` pieces of work were done."""
    mine, its = statistics.median(ours), statistics.median(raw)
    return Row(what, beside, f"{each / mine:,.0f}/s", f"{each / its:,.0f}/s", its / mine, goal)


def seconds_of(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


# -- the bare drivers --------------------------------------------------------------------------------------------------


class Raw(Protocol):
    """A driver without anything around it."""

    def apply(self, statements: Sequence[Statement]) -> None:
        """The statements in one transaction."""

    def close(self) -> None:
        """Let go of it."""


class RawSqlite:
    """The driver of SQLite with the settings that the program uses."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
        settings = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536", "temp_store=MEMORY")
        for pragma in settings:
            self.connection.execute(f"PRAGMA {pragma}")

    def apply(self, statements: Sequence[Statement]) -> None:
        """See `Raw`."""
        self.connection.execute("BEGIN IMMEDIATE")
        for sql, rows in statements:
            if len(rows) == 1:
                self.connection.execute(sql, rows[0])
            elif rows:
                self.connection.executemany(sql, rows)
        self.connection.execute("COMMIT")

    def close(self) -> None:
        """See `Raw`."""
        self.connection.close()


class RawPostgres:
    """The driver of PostgreSQL as one uses it: statement by statement, then the commit."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, cursor_factory=psycopg.RawCursor)

    def apply(self, statements: Sequence[Statement]) -> None:
        """See `Raw`."""
        with self.connection.cursor() as cursor:
            for sql, rows in statements:
                driven = for_driver(sql, 0, True)
                for row in rows:
                    cursor.execute(driven, row)
        self.connection.commit()

    def close(self) -> None:
        """See `Raw`."""
        self.connection.close()


# -- what the program writes, noted ----------------------------------------------------------------------------------


class _Noting(Transaction):
    """A transaction that also notes what it writes."""

    def __init__(self, inner: Transaction, written: list[Statement]) -> None:
        super().__init__(inner._cursor, postgresql=inner.postgresql)
        self._written = written

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        self._written.append((sql, [parameters]))
        return super().run(sql, parameters)

    def run_many(self, sql: str, rows: Any) -> int:
        kept = list(rows)
        self._written.append((sql, kept))
        return super().run_many(sql, kept)

    def put(self, sql: str, rows: Any) -> None:
        kept = list(rows)
        self._written.append((sql, kept))
        super().put(sql, kept)


class _NotingDatabase(Database):
    """A database that keeps the statements of every transaction, in order."""

    def __init__(self, url: str) -> None:
        super().__init__(url, durable=False)
        self.transactions: list[list[Statement]] = []

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        written: list[Statement] = []
        with super().write() as transaction:
            yield _Noting(transaction, written)
        self.transactions.append(written)


class Turns:
    """Three copies of one database: on the first statements are noted, then ledger and driver take turns on theirs."""

    def __init__(self, noted: str, ours: str, raw: Raw, policy: Policy) -> None:
        self._noting = _NotingDatabase(noted)
        self._ours = Database(ours)
        self._raw = raw
        self._note = Ledger(self._noting, policy)
        self._ledger = Ledger(self._ours, policy)
        self.seconds: list[float] = []
        """What each of the ledger's turns of the last row took."""

    def __enter__(self) -> "Turns":
        return self

    def __exit__(self, *error: object) -> None:
        self._noting.close()
        self._ours.close()
        self._raw.close()

    def row(self, what: str, beside: str, works: Sequence[list[Entry]], goal: str = "", *, cold: bool = False) -> Row:
        """Take each list of entries in one transaction; `cold` forgets the accounts before each."""
        ours: list[float] = []
        raw: list[float] = []
        for turn, work in enumerate(works):
            statements = self._statements(partial(self._note.take, work, SOURCE))
            if cold:
                self._ledger.forget()
            pair: list[tuple[list[float], Callable[[], object]]] = [
                (ours, partial(self._ledger.take, work, SOURCE)),
                (raw, partial(self._apply, statements)),
            ]
            # Each goes first every other time: the disk is slower for the one that comes next.
            for seconds, take in pair if turn % 2 else reversed(pair):
                seconds.append(seconds_of(take))
        self.seconds = ours
        return versus(what, beside, ours, raw, len(works[0]), goal)

    def sweep(self, what: str, beside: str, now: Instant, sellers: int) -> Row:
        """One tick, beside its statements in the same transactions."""
        statements = self._statements(partial(self._note.tick, now))
        ours = seconds_of(partial(self._ledger.tick, now))
        raw = seconds_of(partial(self._apply, statements))
        return versus(what, beside, [ours], [raw], sellers)

    def _apply(self, transactions: Sequence[Sequence[Statement]]) -> None:
        for statements in transactions:
            self._raw.apply(statements)

    def _statements(self, work: Callable[[], object]) -> list[list[Statement]]:
        self._noting.transactions.clear()
        work()
        return list(self._noting.transactions)
