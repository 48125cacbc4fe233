"""Backups: the whole database in one file, taken while others write, checked, and put back.

Problem: a copy of a file that is being written to is no database; a backup that nobody has read may be none either; and
one put in place under a running bot is mixed with what the bot still holds. Decision: the copy is one consistent view,
made by SQLite's own backup in small steps or by pg_dump, which hold up no writer; it is written beside its name, read
through, and only then gets the name. What is put back replaces nothing: SQLite's old file is moved aside with all that
stands beside it, and PostgreSQL wants an empty database. A file that any program has open is left alone.
Limit: what happened after the backup is not in it. Ids make it safe to send the facts again.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from core.values import Instant
from storage.rows.damage import faults, is_damage
from storage.rows.database import Database
from storage.rows.errors import Damaged, StorageError
from storage.rows.places import PRIVATE_FILE
from storage.rows.schema import newest, unknown
from storage.rows.transaction import Transaction

PAGES: Final = 256
"""Pages of a step (1 MB): between two steps others get their turn."""
_BESIDE: Final = ("-wal", "-shm", "-journal", ".damaged", "")
"""How the names of a file and of what belongs to it end. The file is moved last: no log stands beside another file."""
_SHARED_FIRST: Final = 0x40000002
_SHARED_BYTES: Final = 510
"""The bytes that SQLite locks in a file while it has its log open (its file format, "pending byte")."""
_SQLITE: Final = b"SQLite format 3\x00"
_POSTGRESQL: Final = b"PGDMP"
_VERSION: Final = "SELECT version_num FROM alembic_version"
_NEWEST: Final = """
SELECT MAX(at) FROM (
    SELECT MAX(taken_at) AS at FROM taken UNION ALL SELECT MAX(at) FROM movement UNION ALL
    SELECT MAX(at) FROM wallet_entry UNION ALL SELECT MAX(at) FROM transition UNION ALL SELECT MAX(at) FROM audit
) AS entries
"""
_CLIENT: Final = (
    "{program} is not found. It comes with PostgreSQL's client programs: on Debian and Ubuntu apt install "
    "postgresql-client, on macOS brew install libpq; it must be as new as the server."
)
_THERE: Final = "{file} is there already; choose another name, or give --force to replace it."
IN_USE: Final = "{file} is in use by another program; stop the bot, and Litestream if it copies this file, first."


class NoBackup(StorageError):
    """The file is not a backup that can be used here; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds: the schema's version, and when the newest fact or entry was written; None without any."""

    schema: str
    newest: Instant | None


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was read through. `size` is in bytes, `sha256` as `sha256sum` writes it."""

    contents: Contents
    size: int
    sha256: str


def back_up(database: Database, file: Path, *, replace: bool = False) -> Backup:
    """Write the database into `file`, for its owner alone. Others may write to the database meanwhile.

    Raises `StorageError` for a file that is there (unless `replace`), a database in memory, a damaged or an empty one,
    and where PostgreSQL's programs are missing or fail; `OSError` for a folder or disk that can't be written. A file of
    that name is then as it was.
    """
    if file.exists() and not replace:
        raise StorageError(_THERE.format(file=file))
    if _is_of(file, database):
        raise StorageError(f"{file} is the database itself or belongs to it; choose another name.")
    if database.damage is not None:
        raise Damaged(f"A damaged database is not backed up: it would take a good backup's place. {database.damage}")
    with _beside(file) as part:
        contents = _dump(database, part) if database.postgresql else _copy(database, part)
        size, digest = part.stat().st_size, sha256_of(part)
        if not replace:
            _claim(file)
        put(part, file)
    return Backup(contents, size, digest)


def restore(file: Path, database: Database, *, aside: str | None = None) -> Path | None:
    """Put a backup in the database's place; returns where the file before it is now, if there was one.

    `aside` ends the name under which an SQLite file that is in the way is kept, with its log and its mark of damage.
    Raises `NoBackup`, and `StorageError` if something is in the way, in use or cannot be reached; then nothing has
    changed. The schema may be older than this program's. `database` must not have been used yet.
    """
    kind = _kind(file)
    if _is_of(file, database):
        raise StorageError(f"{file} is the database itself; name the backup.")
    if kind == _POSTGRESQL and database.postgresql:
        _load(file, database)
        return None
    if database.postgresql or kind == _POSTGRESQL:
        there, here = ("SQLite", "PostgreSQL") if database.postgresql else ("PostgreSQL", "SQLite")
        raise NoBackup(f"{file} is a backup of {there}, not of {here}; restore it there, then use: db copy FROM TO")
    if database.file is None:
        raise StorageError(
            "A database in memory cannot be restored; name a file, such as sqlite:///var/seller-premium.db."
        )
    return _put_in_place(file, database.file.resolve(), aside)


@contextmanager
def alone_with(file: Path) -> Iterator[None]:
    """Keep every other program out of an SQLite file for a while. Raises `StorageError` if one has it open.

    This process must not have it open: SQLite's locks belong to the process, and closing the file here ends them.
    """
    try:
        descriptor = os.open(file, os.O_RDWR)
    except FileNotFoundError:
        yield
        return
    try:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_BYTES, _SHARED_FIRST)
        except OSError as error:
            raise StorageError(IN_USE.format(file=file)) from error
        yield
    finally:
        os.close(descriptor)


# -- SQLite -------------------------------------------------------------------------------------------------


def _copy(database: Database, part: Path) -> Contents:
    if database.file is None:
        raise StorageError("A database in memory has no backup; name a file, such as sqlite:///var/seller-premium.db.")
    if not database.file.exists():
        raise StorageError(f"There is no database {database.file}; check the address.")
    # Not "ro": the last to close such a file leaves its log behind.
    _copy_pages(database.file, part, "rw")
    return _look_through(part, database.file)


def _copy_pages(source: Path, target: Path, mode: str) -> None:
    """One consistent view of `source` as a file that needs nothing beside it."""
    try:
        with (
            closing(
                sqlite3.connect(f"file:{quote(str(source))}?mode={mode}", uri=True, isolation_level=None)
            ) as reading,
            closing(sqlite3.connect(target, isolation_level=None)) as writing,
        ):
            # One view from the first step to the last: else each write in between would make it begin again.
            reading.execute("BEGIN")
            reading.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
            reading.backup(writing, pages=PAGES, sleep=0)
            reading.execute("ROLLBACK")
            writing.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise _unreadable(source, error) from error


def _look_through(file: Path, source: Path) -> Contents:
    """What is in a copy, after every page and value of it was looked at."""
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            transaction = Transaction(connection.cursor(), postgresql=False)
            if fault := next(faults(transaction), None):
                raise Damaged(f"{source} is damaged, and the copy was thrown away: {fault}. Use an earlier backup.")
            return _contents(transaction, source)
    except sqlite3.Error as error:
        raise _unreadable(source, error) from error


def _unreadable(source: Path, error: sqlite3.Error) -> StorageError:
    if is_damage(error):
        return Damaged(f"{source} is damaged: {error}. Use an earlier backup.")
    return StorageError(f"{source} cannot be copied: {error}.")


def _put_in_place(file: Path, target: Path, aside: str | None) -> Path | None:
    there = [end for end in _BESIDE if (each := Path(f"{target}{end}")).exists() and each.stat().st_size > 0]
    if there and aside is None:
        raise StorageError(
            f"There is a database already: {target}{there[-1]}. Stop the bot and give --force: then it is moved aside, "
            "not deleted."
        )
    with alone_with(target), _beside(target) as part:
        # A backup without a log is not written to, and may lie where nothing can be written.
        _copy_pages(file, part, "ro" if Path(f"{file}-wal").exists() else "ro&immutable=1")
        _look_through(part, file)
        moved = Path(f"{target}.{aside}") if there else None
        if moved is not None:
            for end in _BESIDE:
                with suppress(FileNotFoundError):
                    os.rename(f"{target}{end}", f"{moved}{end}")
        put(part, target)
    return moved


# -- PostgreSQL ---------------------------------------------------------------------------------------------


def _dump(database: Database, part: Path) -> Contents:
    """pg_dump of the very view that the contents are read in."""
    with database.read() as transaction:
        contents = _contents(transaction, None)
        ((snapshot, schema),) = transaction.rows("SELECT pg_export_snapshot(), current_schema()")
        _run(database, "pg_dump", f"--snapshot={snapshot}", f"--schema={schema}", "--format=custom", f"--file={part}")
    _run(database, "pg_restore", f"--file={os.devnull}", str(part))
    return contents


def _load(file: Path, database: Database) -> None:
    """All of it in one transaction, into a schema that has nothing of ours."""
    with database.read() as transaction:
        ((schema, tables),) = transaction.rows(
            "SELECT current_schema(), (SELECT COUNT(*) FROM pg_class "
            "WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S'))"
        )
    if tables:
        raise StorageError(
            "This PostgreSQL database is not empty. Make another (createdb NAME), restore into that, and let "
            "DATABASE_URL name it; this one stays as it is."
        )
    _run(
        database, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
        f"--schema={schema}", "--dbname=", str(file),
    )  # fmt: skip


def _run(database: Database, program: str, *arguments: str) -> None:
    """One of PostgreSQL's programs. Where to and the password go by the environment, where no other user sees them."""
    found = shutil.which(program)
    if found is None:
        raise StorageError(_CLIENT.format(program=program))
    command = [found, "--no-password", *arguments]
    done = subprocess.run(  # noqa: S603  (its path was looked up, its arguments are ours)
        command, env=_environment(database), stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode != 0:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        said = " ".join(line.strip() for line in words if "error" in line or "server version" in line) or " ".join(
            words
        )
        raise StorageError(f"{program} could not finish, and nothing was changed: {said}")


def _environment(database: Database) -> dict[str, str]:
    """The environment with the address in libpq's variables."""
    from psycopg.pq import Conninfo  # imported late: SQLite is had without the other's driver

    variables = {
        option.keyword.decode(): option.envvar.decode()
        for option in Conninfo.get_defaults()
        if option.envvar is not None
    }
    _, options = database.engine.dialect.create_connect_args(database.url)
    address = {variables[name]: str(value) for name, value in options.items() if name in variables}
    return {**os.environ, **address, "LC_ALL": "C"}


# -- both ---------------------------------------------------------------------------------------------------


def contents_of(database: Database) -> Contents:
    """What an open database holds. Raises `StorageError`."""
    with database.read() as transaction:
        return _contents(transaction, None)


def _contents(transaction: Transaction, file: Path | None) -> Contents:
    there = "SELECT to_regclass('alembic_version') IS NOT NULL" if transaction.postgresql else (
        "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'alembic_version'"
    )  # fmt: skip
    version = transaction.row(_VERSION) if transaction.row(there) in ((1,), (True,)) else None
    if version is None:
        raise NoBackup(f"{file or 'The database'} has none of this program's tables.")
    if unknown(version[0]):
        raise NoBackup(
            f"{file or 'The database'} is of a newer program ({version[0]}) than this one ({newest()}); "
            "install the newer version of the program."
        )
    row = transaction.row(_NEWEST)
    return Contents(version[0], None if row is None else row[0])


def _is_of(file: Path, database: Database) -> bool:
    """Whether a file is a database's own, or one that belongs to it."""
    if database.file is None:
        return False
    own = database.file.resolve()
    if file.exists() and own.exists() and file.samefile(own):
        return True
    return file.resolve() in {Path(f"{own}{end}") for end in _BESIDE}


def _kind(file: Path) -> bytes:
    with file.open("rb") as opened:
        begin = opened.read(len(_SQLITE))
    kind = next((each for each in (_SQLITE, _POSTGRESQL) if begin.startswith(each)), None)
    if kind is None:
        raise NoBackup(
            f"{file} is not a backup: neither an SQLite database nor a dump of pg_dump in its custom format."
        )
    return kind


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """An empty file beside another's place, for its owner alone; gone afterwards unless it was put there."""
    descriptor, name = tempfile.mkstemp(prefix=f"{file.name}.", suffix=".part", dir=file.parent)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for end in _BESIDE:
            Path(f"{name}{end}").unlink(missing_ok=True)


def _claim(file: Path) -> None:
    """Take a name that nobody has. Raises `StorageError` if somebody took it meanwhile."""
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    except FileExistsError as error:
        raise StorageError(_THERE.format(file=file)) from error


def put(part: Path, file: Path) -> None:
    """Give a finished file its name, so that a power cut leaves it whole or not there."""
    with part.open("rb") as opened:
        os.fsync(opened.fileno())
    part.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def sha256_of(file: Path) -> str:
    """A file's digest as `sha256sum` writes it."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
