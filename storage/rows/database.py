"""One database, two kinds: SQLite embedded, PostgreSQL behind the same few calls.

An ORM transaction costs milliseconds of CPU, a prepared statement microseconds. So the tables are described once
with SQLModel, and the hot paths run statements generated from that description on the driver itself. Everything that
writes goes through `write()`: one transaction, taken at once, committed whole or rolled back whole.
"""

import copy
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import PoolProxiedConnection, QueuePool, StaticPool

from storage.rows.adapters import adapt
from storage.rows.damage import UNREADABLE, Mark, faults, is_damage
from storage.rows.errors import FIRST, OF_SQLITE, Conflict, Damaged, Errors, StorageError, of_postgresql
from storage.rows.places import (
    BAD_OPTION,
    PRIVATE_FOLDER,
    UNREACHABLE,
    connect,
    file_of,
    forbid_writing,
    make_private,
    opened_to_read,
    read_address,
)
from storage.rows.schema import Unfit, current, newest, require_current, unknown, upgrade
from storage.rows.transaction import Transaction
from storage.rows.turns import Turns

if TYPE_CHECKING:
    from storage.rows.pipeline import Pipeline

LOCK_SECONDS = 10
"""How long SQLite waits for another writer, unless the address says `?timeout=SECONDS`."""
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
PROGRAM = "seller-premium"
"""What a connection to PostgreSQL is called, with the newest revision its program knows, unless the address says."""
CHANNEL = "seller_premium"
"""Where PostgreSQL tells listeners that there is something to be sent or done."""
SELDOM = 0.2
"""Seconds between two such calls of one process, at least."""


class Database:
    """A database at a URL: `sqlite:///seller.db`, `sqlite://` (in memory), or `postgresql://user@host/name`.

    `durable=False` trades the last commits on a power cut for speed; only for what can be made again. With `read_only`
    the engine itself refuses whatever would change a row.
    Raises `StorageError` for a URL it does not understand. Opening makes the folder, not yet the file. What it makes
    nobody else on the machine can read, and a file that others could read is closed to them when it is opened.
    """

    def __init__(self, url: str, *, durable: bool = True, read_only: bool = False) -> None:
        self.url = read_address(url)
        self._read_only = read_only
        self.postgresql = self.url.get_backend_name() == "postgresql"
        self._errors = of_postgresql() if self.postgresql else OF_SQLITE
        self.in_memory = not self.postgresql and self.url.database in (None, "", ":memory:")
        self._file = None if self.postgresql or self.in_memory else file_of(self.url)
        self._mark = Mark(self._file)
        self._make_folder()
        self._lock = Turns()
        try:
            self.engine: Engine = self._create(durable, read_only)
        except (ArgumentError, ValueError):
            raise StorageError(BAD_OPTION) from None
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
            event.listen(engine, "do_connect", connect)
            if read_only:
                event.listen(engine, "connect", forbid_writing)
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
                arguments[0], options["uri"] = opened_to_read(self._file), True
            else:
                make_private(self._file)

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
        keeper = sqlite3.connect(opened_to_read(self._file), uri=True, check_same_thread=False)
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


def _roll_back(connection: PoolProxiedConnection, errors: Errors) -> bool:
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


def _driver_error(error: StorageError) -> BaseException | None:
    cause = error.__cause__
    return cause.orig if isinstance(cause, DBAPIError) else cause
