"""What may be wrong with a database, for those who use it, and what the drivers raise, by what it means."""

import functools
import sqlite3
from typing import Final, NamedTuple

FIRST = "Another writer was first; try again."


class StorageError(Exception):
    """The database cannot be used: the sentence says why and what to do. Nothing was half-written."""


class Conflict(StorageError):
    """Another writer was first; nothing was written, and the same again will be judged on its result."""


class Damaged(StorageError):
    """The database is known to be damaged: it may be read, and is not written to until a backup is restored."""


class Moved(Exception):
    """What somebody decided on has changed since they looked at it; nothing was written."""


class Errors(NamedTuple):
    """What a driver raises, by what it means."""

    refused: tuple[type[Exception], ...]
    """Another writer's row is there already, or a rule of the tables is against it."""
    overtaken: tuple[type[Exception], ...]
    deadlock: tuple[type[Exception], ...]
    every: tuple[type[Exception], ...]


OF_SQLITE: Final = Errors((sqlite3.IntegrityError,), (), (), (sqlite3.Error,))


@functools.cache
def of_postgresql() -> Errors:
    """What PostgreSQL's driver raises."""
    # Imported late, here and elsewhere: the driver takes a twentieth of a second, and most databases are files.
    from psycopg import Error, errors

    return Errors(
        (errors.UniqueViolation, errors.SerializationFailure),
        (errors.DivisionByZero,),  # see `Many.change`; nothing else divides by what may be zero
        (errors.DeadlockDetected,),
        (Error,),
    )
