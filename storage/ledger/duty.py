"""Who does the due work of an SQLite file: one process at a time, for as long as it lives.

Problem: two that sweep one file do everything twice to no end and wait for each other's locks. Decision: the first
holds a lock on a file beside the database, and whoever comes second is told so; the system lets go of the lock with the
process, however it ends. What does no due work (import, looking, taking facts over HTTP) asks for nothing. Limit: on
PostgreSQL any number may work, so there it holds nothing.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.rows.database import PRIVATE_FILE, StorageError


@contextmanager
def on_duty(file: Path | None) -> Iterator[None]:
    """Be the one process that does due work on the database in this file, as `Database.file` has it.

    Raises `StorageError` at once if another one is.
    """
    if file is None:
        yield
        return
    beside = Path(f"{file.resolve()}.lock")  # one for all names of a file
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
        yield
    finally:
        os.close(handle)
