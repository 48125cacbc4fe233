"""Who does the due work of an SQLite file: one process at a time, for as long as it lives.

Problem: two that sweep one file do everything twice to no end and wait for each other's locks. Decision: the first
holds a lock on a file beside the database, and whoever comes second is told so; the system lets go of the lock with the
process, however it ends. What does no due work (import, looking, taking facts over HTTP) asks for nothing. Limit: on
PostgreSQL any number may work, so there it holds nothing.

A program that was started before the tables were upgraded works on beside newer ones until it ends, and does not know
of all that they do. So each says which it is: in that file, or to the server. The first versions said nothing.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.places import PRIVATE_FILE
from storage.rows.schema import newest
from storage.rows.transaction import Transaction

_SILENT: Final = (
    "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user "
    "AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND application_name = ''"
)


@contextmanager
def on_duty(file: Path | None) -> Iterator[None]:
    """Be the one process that does due work on the database in this file, as `Database.file` has it.

    Raises `StorageError` at once if another one is.
    """
    if file is None:
        yield
        return
    beside = _beside(file)
    handle = None
    with suppress(OSError):  # a folder that cannot be written: the database itself will say so
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    if handle is None:
        yield
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StorageError(
                f"Another program does the due work of this database and goes on with it ({file}). On SQLite one "
                "program does; stop it first, or use PostgreSQL, where any number may."
            ) from None
        os.truncate(handle, 0)
        os.pwrite(handle, newest().encode(), 0)
        yield
    finally:
        os.close(handle)


def refuse_beside_silent(database: Database, transaction: Transaction) -> None:
    """Raise `StorageError` if a program may be at work here that does not say which it is, as the first versions don't.

    Of those on a file it finds the one that does the due work; others hold nothing and cannot be found.
    """
    if database.postgresql:
        silent = transaction.rows(_SILENT) != [(0,)]
    else:
        silent = database.file is not None and _is_silent(_beside(database.file))
    if silent:
        raise StorageError(
            "A program that does not say which it is is connected to this database, as earlier versions of this one "
            "are, which know of no archive of movements: restart every one with this version, then run it again."
        )


def _beside(file: Path) -> Path:
    return Path(f"{file.resolve()}.lock")  # one for all names of a file


def _is_silent(lock: Path) -> bool:
    try:
        handle = os.open(lock, os.O_RDONLY)
    except OSError:
        return False  # nobody ever did due work here, or may
    try:
        if not os.pread(handle, 1, 0):
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
