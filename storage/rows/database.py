"""One database, two kinds: SQLite embedded, PostgreSQL behind the same few calls.

An ORM transaction costs milliseconds of CPU, a prepared statement microseconds. So the tables are described once
with SQLModel, and the hot paths run statements generated from that description on the driver itself. Everything that
writes goes through `write()`: one transaction, taken at once, committed whole or rolled back whole.

The drivers write parameters differently. A statement is read once, sign by sign, and the driver's form of it kept:
naming every parameter for a compiler would make each statement longer and the calls slower, and say no more.
"""

import copy
import functools
import os
import re
import sqlite3
import stat
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from sqlalchemy import URL, Connection, Dialect, Engine, Table, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection, QueuePool, StaticPool
from sqlmodel import SQLModel

from storage.rows.adapters import adapt
from storage.rows.answers import Answer
from storage.rows.answers import Row as Row
from storage.rows.damage import UNREADABLE, Mark, faults, is_damage
from storage.rows.schema import Unfit, current, newest, require_current, unknown, upgrade
from storage.rows.turns import Turns

if TYPE_CHECKING:
    import psycopg

    from storage.rows.pipeline import Pipeline

LOCK_SECONDS = 10
"""How long SQLite waits for another writer, unless the address says `?timeout=SECONDS`."""
_PIECES = "pieces"
_PIPELINE = "pipeline"
_ONE_VIEW = "BEGIN ISOLATION LEVEL REPEATABLE READ"
CHECKED_BYTES = 256 << 20
"""Files up to this size are checked before a command writes to them: two or three seconds (50 MB: 0.4)."""
WRITERS_CACHE = 65_536
"""KiB of an SQLite file's pages that its writer keeps, which comes back to them again and again."""
READERS_CACHE = 8_192
"""The same for each of those who read: the system keeps what they read, and ten of them shall not hold a file each."""
LOG_PAGES = 4_000
"""How long an SQLite file's log becomes before its pages go into the file, 16 MB: a sweep writes many of them again."""
FAULTS = 5
"""Faults that a check names; one is enough to restore a backup."""
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
PROGRAM = "seller-premium"
"""What a connection to PostgreSQL is called, with the newest revision its program knows, unless the address says."""
CHANNEL = "seller_premium"
"""Where PostgreSQL tells listeners that there is something to be sent or done."""
SELDOM = 0.2
"""Seconds between two such calls of one process, at least."""
_IN_PAIRS = "IN (SELECT * FROM UNNEST(CAST(? AS text[]), CAST(? AS text[])))"
MANY = 500
"""Names looked up in one statement; SQLite allows 32,766 parameters, and plans stay small."""


FIRST = "Another writer was first; try again."
NO_ADDRESS = (
    "This is not a database address; write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME, with %40 for @, "
    "%3A for : and %2F for / in the password. It is not shown here, for it may hold one."
)
UNREACHABLE = "The database server cannot be reached; check the address and that it is running."
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_LOGIN = re.compile(r":.*@|://")
_BAD_OPTION = "The database address has an option that the driver does not take; check what follows the ?."
_NO_ENTRY = {
    "authentication": "The database server refused the user or the password; check them in the address.",
    "no password": "The database server asks for a password; write it into the address.",
    "does not exist": "The database server has no such database or user; check the address, or create them.",
    "too many": "The database server has no connection left; try again later.",
    "starting up": "The database server is starting up; try again soon.",
    "resolve": "The host in the database address is not known; check the address.",
    "translate host": "The host in the database address is not known; check the address.",
    "invalid": _BAD_OPTION,
}
"""What is said when a connection is refused, by a sign in the driver's words."""


class StorageError(Exception):
    """The database cannot be used: the sentence says why and what to do. Nothing was half-written."""


class Conflict(StorageError):
    """Another writer was first; nothing was written, and the same again will be judged on its result."""


class Damaged(StorageError):
    """The database is known to be damaged: it may be read, and is not written to until a backup is restored."""


class Moved(Exception):
    """What somebody decided on has changed since they looked at it; nothing was written."""


class _Errors(NamedTuple):
    """What a driver raises, by what it means."""

    refused: tuple[type[Exception], ...]
    """Another writer's row is there already, or a rule of the tables is against it."""
    overtaken: tuple[type[Exception], ...]
    deadlock: tuple[type[Exception], ...]
    every: tuple[type[Exception], ...]


_OF_SQLITE: Final = _Errors((sqlite3.IntegrityError,), (), (), (sqlite3.Error,))


@functools.cache
def _of_postgresql() -> _Errors:
    # Imported late, here and below: the driver takes a twentieth of a second, and most databases are files.
    from psycopg import Error, errors

    return _Errors(
        (errors.UniqueViolation, errors.SerializationFailure),
        (errors.DivisionByZero,),  # see `Many.change`; nothing else divides by what may be zero
        (errors.DeadlockDetected,),
        (Error,),
    )


_SIGNS = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|[?$%]""", re.DOTALL)
"""What a statement has of literals, quoted names, comments, and of signs that mean something to us or to a driver."""


@functools.lru_cache(maxsize=1024)
def for_driver(sql: str, names: int, postgresql: bool) -> str:
    """The statement as the driver takes it: `?` is its mark, and `$` so many of them.

    Raises ValueError for a mark inside a literal, a quoted name or a comment: there the kinds would differ.
    """
    numbers = count(1)

    def mark() -> str:
        return f"${next(numbers)}" if postgresql else "?"

    def sign(found: re.Match[str]) -> str:
        text = found[0]
        if text == "?":
            return mark()
        if text == "$" and names:
            return ",".join([mark() for _ in range(names)])
        if len(text) > 1 and ("?" in text or "$" in text):
            raise ValueError(f"{text} in a statement: values are given as parameters")
        return text

    return _SIGNS.sub(sign, sql)


class Transaction:
    """Statements inside one transaction. Parameters are written `?` on both kinds, and nowhere but as parameters.

    On PostgreSQL `put` and `ask` wait for nothing: they go to the server with what is waited for next, or with the
    commit. The `cursor` is one of SQLite, or a pipeline to PostgreSQL.
    """

    def __init__(self, cursor: Any, *, postgresql: bool) -> None:
        self._cursor = cursor
        self._pipeline: Pipeline | None = cursor if postgresql else None
        self.postgresql = postgresql
        self.rings = False
        self.over = False

    def ring(self) -> None:
        """What is written here is to be sent or done: whoever listens for that hears of it with the commit."""
        self.rings = True

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Execute one statement; returns the number of rows it changed."""
        driven = self._driven(sql)
        if self._pipeline is not None:
            return self._pipeline.send(driven, parameters).changed()
        self._cursor.execute(driven, parameters)
        return int(self._cursor.rowcount)

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Execute one statement for many rows; returns the number of rows it changed."""
        driven = self._driven(sql)
        if self._pipeline is not None:
            return sum(answer.changed() for answer in [self._pipeline.send(driven, row) for row in rows])
        self._cursor.executemany(driven, rows)
        return int(self._cursor.rowcount)

    def put(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute one statement for each of these rows; nobody asks what it changed."""
        driven = self._driven(sql)
        if self._pipeline is None:
            self._cursor.executemany(driven, rows)
            return
        for row in rows:
            self._pipeline.send(driven, row)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        return self.ask(sql, parameters).rows()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        driven = self._driven(sql)
        if self._pipeline is not None:
            return self._pipeline.send(driven, parameters).row()
        self._cursor.execute(driven, parameters)
        row: Row | None = self._cursor.fetchone()
        return row

    def ask(self, sql: str, parameters: Sequence[Any] = ()) -> Answer:
        """A query that is asked together with others: read what it brings when all of them are asked."""
        return self._send(self._driven(sql), parameters)

    def stream(self, sql: str, parameters: Sequence[Any] = (), size: int = 1000) -> Generator[Row]:
        """Rows of a query in pieces, for what does not fit in memory. No other statement meanwhile."""
        if self._pipeline is None:
            self._cursor.execute(self._driven(sql), parameters)
            while rows := self._cursor.fetchmany(size):
                yield from rows
            return
        # A whole result would be taken into memory before its first row is there; of the server's own cursor not.
        self._pipeline.send(f"DECLARE {_PIECES} NO SCROLL CURSOR FOR {self._driven(sql)}", parameters)
        try:
            while rows := self.rows(f"FETCH {size} FROM {_PIECES}"):
                yield from rows
        finally:
            with suppress(*_of_postgresql().every):  # a transaction that has failed has closed it
                self.run(f"CLOSE {_PIECES}")

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Put many rows into a table by the fastest way there is, in pieces: they need not fit in memory."""
        names = ", ".join(columns)
        if self._pipeline is not None:
            self.wait()
            with self._pipeline.connection.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(columns))
            self._cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608  (our own names)

    def rows_in(self, sql: str, before: Sequence[Any], names: Sequence[Any], after: Sequence[Any] = ()) -> list[Row]:
        """Rows of a query with one `IN (…)` written `IN ($)`, asked for in pieces of `MANY` names."""
        return self.ask_in(sql, before, names, after).rows()

    def wait(self) -> None:
        """Until all that was put and asked is done. Raises what any of it failed of."""
        if self._pipeline is not None:
            self._pipeline.wait()

    def set_off(self) -> None:
        """Let the server begin with what was put and asked, while Python does something else."""
        if self._pipeline is not None:
            self._pipeline.set_off()

    def ask_in(self, sql: str, before: Sequence[Any], names: Sequence[Any], after: Sequence[Any] = ()) -> Answer:
        """As `rows_in`, together with others: see `ask`."""
        if self._pipeline is not None and len(names) > 1:  # one statement for any number, so that it is planned once
            return self.ask(sql.replace("IN ($)", "= ANY (?)"), [*before, _array(names), *after])
        found: list[Row] = []
        for start in range(0, len(names), MANY):
            part = names[start : start + MANY]
            answer = self._send(self._driven(sql, len(part)), [*before, *part, *after])
            if len(names) <= MANY:
                return answer
            found.extend(answer.rows())
        return Answer(found)

    def ask_pairs(self, sql: str, before: Sequence[Any], pairs: Sequence[tuple[str, str]]) -> Answer:
        """A query of texts with one `(…, …) IN ($)`, asked together with others: see `ask`."""
        if self._pipeline is not None and len(pairs) > 1:
            return self.ask(sql.replace("IN ($)", _IN_PAIRS), [*before, *map(list, zip(*pairs, strict=True))])
        one = sql.replace("IN ($)", "= (?, ?)")  # SQLite would read the whole table for a list of them
        answers = [self.ask(one, (*before, *pair)) for pair in pairs]
        return answers[0] if len(answers) == 1 else Answer([row for answer in answers for row in answer.rows()])

    def _send(self, driven: str, parameters: Sequence[Any]) -> Answer:
        if self._pipeline is not None:
            return self._pipeline.send(driven, parameters)
        self._cursor.execute(driven, parameters)
        return Answer(self._cursor.fetchall())

    def _driven(self, sql: str, names: int = 0) -> str:
        if self.over:
            raise RuntimeError("Asked in a transaction that is over.")
        return for_driver(sql, names, self.postgresql)


def _array(names: Sequence[Any]) -> Any:
    """As the driver takes it. Numbers are written here: it would look at each one's type, for as long as all else."""
    return f"{{{','.join(map(str, names))}}}" if type(names[0]) is int else list(names)


def columns_of(table: type[SQLModel]) -> tuple[str, ...]:
    """The names of a table's columns in their order."""
    return tuple(column.name for column in table_of(table).columns)


def insert(
    table: type[SQLModel],
    columns: Sequence[str] | None = None,
    *,
    ignore: bool = False,
    without: Sequence[str] = (),
) -> str:
    """`INSERT` of these columns, else all in their order; `ignore` leaves rows whose key exists as they are."""
    columns = [name for name in columns or columns_of(table) if name not in without]
    marks = ", ".join("?" * len(columns))
    end = " ON CONFLICT DO NOTHING" if ignore else ""
    return f"INSERT INTO {table_of(table).name} ({', '.join(columns)}) VALUES ({marks}){end}"  # noqa: S608  (names of our own tables)


def upsert(table: type[SQLModel], columns: Sequence[str] | None = None) -> str:
    """`INSERT` of these columns, else all, or on the same primary key `UPDATE` of the others."""
    key = [column.name for column in table_of(table).primary_key]
    others = [name for name in columns or columns_of(table) if name not in key]
    update = ", ".join(f"{name} = excluded.{name}" for name in others)
    return f"{insert(table, columns)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {update}"


def table_of(table: type[SQLModel]) -> Table:
    """The table that a class describes."""
    found: Table = table.metadata.tables[str(table.__tablename__)]
    return found


def _read_address(text: str) -> URL:
    """The address taken apart, with the driver that we use. What is wrong with it is said without quoting it."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise StorageError(NO_ADDRESS) from None
    backend = url.get_backend_name()
    if backend not in _DRIVERS:
        raise StorageError("This kind of database is not supported; use sqlite:///FILE or postgresql://USER@HOST/NAME.")
    # A server's address in a file's place would become the name of a file.
    if backend == "sqlite" and (url.host or url.username or url.port or _LOGIN.search(url.database or "")):
        raise StorageError(NO_ADDRESS)
    return url.set(drivername=_DRIVERS[backend])


def _connect(dialect: Dialect, record: ConnectionPoolEntry, arguments: list[Any], options: dict[str, Any]) -> Any:
    """Connect to PostgreSQL. What fails is told apart and said in our words: the driver's quote the address."""
    # ValueError: names and ports that can't be.
    refusals: tuple[type[Exception], ...] = (*_of_postgresql().every, ValueError, OverflowError)
    try:
        return dialect.connect(*arguments, **options)
    except refusals as error:
        said = str(error)
        sentence = next((sentence for sign, sentence in _NO_ENTRY.items() if sign in said), UNREACHABLE)
    raise StorageError(sentence)


def _forbid_writing(connection: "psycopg.Connection[Any]", _: Any) -> None:
    """Let every transaction of a connection to PostgreSQL be one that only reads."""
    connection.read_only = True


class Database:
    """A database at a URL: `sqlite:///seller.db`, `sqlite://` (in memory), or `postgresql://user@host/name`.

    `durable=False` trades the last commits on a power cut for speed; only for what can be made again. With `read_only`
    the engine itself refuses whatever would change a row.
    Raises `StorageError` for a URL it does not understand. Opening makes the folder, not yet the file. What it makes
    nobody else on the machine can read, and a file that others could read is closed to them when it is opened.
    """

    def __init__(self, url: str, *, durable: bool = True, read_only: bool = False) -> None:
        self.url = _read_address(url)
        self._read_only = read_only
        self.postgresql = self.url.get_backend_name() == "postgresql"
        self._errors = _of_postgresql() if self.postgresql else _OF_SQLITE
        self.in_memory = not self.postgresql and self.url.database in (None, "", ":memory:")
        self._file = None if self.postgresql or self.in_memory else _file_of(self.url)
        self._mark = Mark(self._file)
        self._make_folder()
        self._lock = Turns()
        try:
            self.engine: Engine = self._create(durable, read_only)
        except (ArgumentError, ValueError):
            raise StorageError(_BAD_OPTION) from None
        self._writer: PoolProxiedConnection | None = None
        self._rang_at = float("-inf")
        self._beside: Database | None = None

    def _make_folder(self) -> None:
        if self._file is None:
            return
        folder = self._file.parent
        try:
            # One by one: the rights asked for would go to the innermost folder alone.
            for each in reversed((folder, *folder.parents)):
                if not each.is_dir():
                    each.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        except OSError as error:
            raise StorageError(f"The folder {folder} cannot be made: {error.strerror}.") from error

    def _patience(self) -> float:
        """Seconds to wait for another writer."""
        text = str(self.url.query.get("timeout", LOCK_SECONDS))
        try:
            return float(text)
        except ValueError:
            raise StorageError("timeout in the database address must be a number of seconds.") from None

    def _create(self, durable: bool, read_only: bool) -> Engine:
        if self.postgresql:
            said = {"fallback_application_name": f"{PROGRAM} {newest()}"}
            engine = create_engine(self.url, pool_size=5, max_overflow=4, pool_pre_ping=True, connect_args=said)
            event.listen(engine, "do_connect", _connect)
            if read_only:
                event.listen(engine, "connect", _forbid_writing)
            return engine
        adapt()
        engine = create_engine(
            self.url,
            connect_args={
                "check_same_thread": False,
                "timeout": self._patience(),
                "isolation_level": None,
                "cached_statements": 512,
            },
            poolclass=StaticPool if self.in_memory else QueuePool,
        )

        @event.listens_for(engine, "do_connect")
        def close_to_others(dialect: Any, record: Any, arguments: list[Any], options: dict[str, Any]) -> None:
            if self._file is None:
                return
            if self._mark.is_set():
                arguments[0], options["uri"] = _read_only(self._file), True
            else:
                _make_private(self._file)

        @event.listens_for(engine, "connect")
        def configure(connection: sqlite3.Connection, _: Any) -> None:
            try:
                connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1")
            except UnicodeDecodeError as error:  # the engine's complaint quotes what stands where names should
                raise sqlite3.DatabaseError(UNREADABLE) from error
            if not self.in_memory and not self._mark.is_set():
                connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'OFF'}")
            connection.execute("PRAGMA foreign_keys=ON")
            # Without this INSERT OR REPLACE deletes rows past the triggers that keep history.
            connection.execute("PRAGMA recursive_triggers=ON")
            connection.execute(f"PRAGMA cache_size={-READERS_CACHE}")
            connection.execute("PRAGMA temp_store=MEMORY")
            # A message that was dealt with may have held a key, and not every build of SQLite wipes what is deleted.
            connection.execute("PRAGMA secure_delete=ON")
            if read_only:
                connection.execute("PRAGMA query_only=ON")

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            # The driver begins nothing by itself here, so that migrations, too, happen whole or not at all.
            connection.exec_driver_sql("BEGIN")

        return engine

    def beside(self) -> "Database":
        """A second writer for work on very many, which does not wait for this one, nor this one for it.

        It shares the connections for reading and is closed with this one. On SQLite, which has one writer, it is this.
        """
        if not self.postgresql:
            return self
        with self._lock:
            if self._beside is None:
                self._beside = copy.copy(self)
                self._beside._lock, self._beside._writer = Turns(), None
            return self._beside

    @contextmanager
    def patiently(self) -> Iterator[None]:
        """Inside, what this thread writes comes after what others in this process do: for work on very many."""
        with self._lock.patiently():
            yield

    def others_wrote_within(self, seconds: float) -> bool:
        """Whether somebody in this process who is not patient has written in the last seconds."""
        return self._lock.others_within(seconds)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """One write transaction: committed at the end, rolled back on any exception.

        Raises `Conflict` when another writer's row stands in the way, `Damaged` before anything is done, and
        `StorageError` for a locked, full, read-only or damaged database.
        """
        with self._lock, self._explain():
            self._refuse_damaged()
            connection = self._connection()
            try:
                with self._begin(connection, "BEGIN" if self.postgresql else "BEGIN IMMEDIATE") as transaction:
                    yield transaction
                    if self.postgresql and transaction.rings:
                        self._ring(transaction)
                    transaction.run("COMMIT")
            except BaseException:
                if not _roll_back(connection, self._errors):
                    self._writer = None
                raise

    @contextmanager
    def _begin(self, connection: PoolProxiedConnection, begin: str) -> Iterator[Transaction]:
        """A transaction for whoever asks inside; what is left of it and asks later is told that it is over."""
        if self.postgresql and self._read_only:
            begin = f"{begin} READ ONLY"
        cursor = _pipeline_of(connection) if self.postgresql else connection.cursor()
        transaction = Transaction(cursor, postgresql=self.postgresql)
        transaction.ask(begin)
        try:
            yield transaction
        finally:
            transaction.over = True

    def _ring(self, transaction: Transaction) -> None:
        now = time.monotonic()
        if now - self._rang_at >= SELDOM:
            self._rang_at = now
            transaction.ask("SELECT pg_notify(?, '')", (CHANNEL,))

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """One consistent view for reading; beside the writer, not behind it (except for a database in memory)."""
        if self.in_memory:
            with self.write() as transaction:
                yield transaction
            return
        with self._explain():
            connection = self.engine.raw_connection()
            try:
                with self._begin(connection, _ONE_VIEW if self.postgresql else "BEGIN") as transaction:
                    yield transaction
            finally:
                _roll_back(connection, self._errors)
                connection.close()

    def _connection(self) -> PoolProxiedConnection:
        if self._writer is None:
            self._writer = self.engine.raw_connection()
            if not self.postgresql:
                cursor = self._writer.cursor()
                cursor.execute(f"PRAGMA cache_size={-WRITERS_CACHE}")
                cursor.execute(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")
        return self._writer

    @contextmanager
    def _explain(self) -> Iterator[None]:
        try:
            yield
        except self._errors.refused as error:
            raise Conflict(f"Another writer was first, or a rule of the tables refused the rows: {error}") from error
        except self._errors.overtaken as error:
            raise Conflict(FIRST) from error
        except DBAPIError as error:
            self._remember(error.orig)
            raise StorageError(self.sentence(error.orig or error)) from error
        except self._errors.deadlock as error:
            raise Conflict("Two writers waited for each other; try again.") from error
        except self._errors.every as error:
            self._remember(error)
            raise StorageError(self.sentence(error)) from error
        except Unfit as error:  # several versions: nobody writes that
            self._mark.set(str(error))
            raise Damaged(self._mark.sentence()) from error
        except OverflowError as error:
            raise StorageError("A sum is too large for the database (64 bits); nothing was written.") from error

    def _remember(self, error: BaseException | None) -> None:
        if is_damage(error):
            self._mark.set(str(error))

    def _refuse_damaged(self) -> None:
        if self._mark.is_set():
            raise Damaged(self._mark.sentence())

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database; None for a server's and for one in memory."""
        return self._file

    @property
    def damage(self) -> str | None:
        """That the database is known to be damaged and what to do, in a sentence; None while nothing is known."""
        return self._mark.sentence() if self._mark.is_set() else None

    def check(self) -> list[str]:
        """Let the engine check its pages and look at every value: what is wrong, and from then on nothing is written.

        Reads the whole database. Writers go on meanwhile. Raises `StorageError` when it cannot be read for another
        reason than damage.
        """
        found: list[str] = []
        try:
            with self.read() as transaction:
                for fault in islice(faults(transaction), FAULTS):
                    self._mark.set(fault)
                    found.append(fault)
        except StorageError as error:
            met = _driver_error(error)
            if not is_damage(met):
                raise
            found.append(str(met))
        return found

    def require_sound(self) -> None:
        """Raise `Damaged` if damage is known or, for a file small enough to look through first, found now."""
        self._refuse_damaged()
        if (
            self._file is not None
            and self._file.is_file()
            and self._file.stat().st_size <= CHECKED_BYTES
            and self.check()
        ):
            self._refuse_damaged()

    def sentence(self, error: BaseException) -> str:
        """What a driver's error means and what to do, in a sentence."""
        text = str(error).strip()
        known = {
            "locked": "The database is locked by another program; stop it, or wait and try again.",
            "disk is full": "The disk is full; nothing was written. Free some space and try again.",
            "read-only transaction": "This program only reads the database.",
            "readonly": "The database cannot be written: check the rights of the file and its folder.",
            UNREADABLE: "The database file is damaged; restore it from a backup.",
            "malformed": "The database file is damaged; restore it from a backup.",
            "not a database": "The file is not a database; check the address, or restore it from a backup.",
            "unable to open": "The database file cannot be opened: check that its folder exists and is writable.",
            "disk I/O error": "The disk could not be read or written; nothing was changed.",
            "lock timeout": "Another program uses the tables; stop it and try again. Nothing was changed.",
            "connection": UNREACHABLE,
        }
        for sign, sentence in known.items():
            if sign in text:
                return f"{sentence}{self._named()}"
        return f"The database refused: {text}"

    def _named(self) -> str:
        """Which file, in brackets. Of a server's address nothing: misread by one sign, its parts hold the password."""
        return "" if self.postgresql else f" ({self.url.database})"

    def require_current(self) -> None:
        """Raise `StorageError` with the command to run if the database is older or newer than this code."""
        with self._explain():
            reason = require_current(self.engine)
        if reason:
            raise StorageError(reason)

    def is_ahead(self) -> bool:
        """Whether the tables are a newer program's: they were upgraded under this one, which works on until it ends."""
        with self._explain():
            found = current(self.engine)
        return found is not None and unknown(found)

    def is_empty(self) -> bool:
        """Whether there are no tables yet."""
        with self._explain():
            return current(self.engine) is None

    def upgrade(self) -> None:
        """Bring the tables to what this code needs. Raises `StorageError` for one that is newer or damaged."""
        with self._explain():
            self._refuse_damaged()
            try:
                upgrade(self.engine)
            except Unfit as error:
                raise StorageError(require_current(self.engine) or str(error)) from error

    def close(self) -> None:
        """Let go of every connection."""
        if self._beside is not None:
            self._beside._let_go()
        with self._lock:
            keeper = self._keeper()
            self._let_go()
            self.engine.dispose()
            if keeper is not None:
                keeper.close()

    def _let_go(self) -> None:
        with self._lock:
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def _keeper(self) -> sqlite3.Connection | None:
        """For a damaged file, a connection that cannot write: else the last to close folds the log into the file."""
        if self._file is None or not self._mark.is_set():
            return None
        keeper = sqlite3.connect(_read_only(self._file), uri=True, check_same_thread=False)
        with suppress(sqlite3.Error):  # its first look opens the log
            keeper.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
        return keeper


def _pipeline_of(connection: PoolProxiedConnection) -> "Pipeline":
    """What is under way on a connection to PostgreSQL; one for as long as it lives."""
    from storage.rows.pipeline import Pipeline

    if _PIPELINE not in connection.info:
        driver: Any = connection.driver_connection
        connection.info[_PIPELINE] = Pipeline(driver)
    found: Pipeline = connection.info[_PIPELINE]
    return found


def _roll_back(connection: PoolProxiedConnection, errors: _Errors) -> bool:
    """Take back what was not committed; False if the connection can't any more, and was thrown away."""
    pipeline = connection.info.get(_PIPELINE)
    try:
        if pipeline is not None:
            pipeline.abandon()
        connection.rollback()
    except errors.every:
        connection.invalidate()
        return False
    return True


def _file_of(url: URL) -> Path | None:
    """The file of an SQLite address, also of one in SQLite's own words (`file:…`); None if those want it in memory."""
    name = str(url.database)
    if url.query.get("mode") == "memory":
        return None
    return Path(unquote(urlsplit(name).path) if name.startswith("file:") else name)


def _read_only(file: Path) -> str:
    return f"file:{quote(str(file))}?mode=ro"


def _driver_error(error: StorageError) -> BaseException | None:
    cause = error.__cause__
    return cause.orig if isinstance(cause, DBAPIError) else cause


def _make_private(file: Path) -> None:
    """Make the file, or close it to others with what stands beside it. SQLite gives its log the file's own rights."""
    with suppress(OSError):  # a folder, or no right to it: opening says so
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    for each in (Path(f"{file}{end}") for end in ("", "-wal", "-shm")):
        with suppress(OSError):  # not there, or another user's: they decide
            if stat.S_ISREG(found := each.stat().st_mode) and found & 0o077:
                each.chmod(PRIVATE_FILE)
