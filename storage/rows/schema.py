"""The schema's versions: bringing a database up or down, and refusing one that does not fit the code.

Problem: programs that start together on an empty server all find that there are no tables, and all make them.
Decision: on PostgreSQL one of them holds a lock for as long as it upgrades, and the others, when it is theirs, find
nothing left to do. The lock is asked for again and again instead of being waited for: who waits in a statement has a
view of the rows, and an index that is made CONCURRENTLY waits until every such view has ended. A step that changes a
table waits for whoever uses it, and everybody else would wait behind it: it gives up after a moment, and the upgrade is
tried again when the table is free. Limit: the lock is a connection's own, so upgrades go to the server itself and not
through a pooler that gives connections away.

Alembic changes the tables. Loading it takes longer than most commands, and all of them ask whether the tables fit; so
that is asked without it. A revision's file is named by it, and they follow each other in the order of these names.
"""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x5570_6772
_PATIENCE = "SET lock_timeout = '200ms'"
_PATIENCE_OF_A_STEP = "SET LOCAL lock_timeout = '3s'"


class Unfit(Exception):
    """The tables say of themselves what no program of ours writes, or what this one does not know."""


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@functools.cache
def _known() -> tuple[str, ...]:
    """The revisions this code knows, newest first."""
    return tuple(sorted((file.stem.partition("_")[0] for file in (MIGRATIONS / "versions").glob("*.py")), reverse=True))


def newest() -> str:
    """The revision this code needs."""
    return _known()[0]


def unknown(revision: str) -> bool:
    """Whether a revision is not one of this code's: a newer program's."""
    return revision not in _known()


def current(engine: Engine) -> str | None:
    """The database's revision, or None for an empty one. Raises `Unfit` if it has several."""
    with engine.connect() as connection:
        if not connection.dialect.has_table(connection, "alembic_version"):
            return None
        found = [str(version) for (version,) in connection.exec_driver_sql("SELECT version_num FROM alembic_version")]
    if len(found) > 1:
        raise Unfit(f"its tables are of {len(found)} versions: {', '.join(sorted(found))}")
    return found[0] if found else None


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision, in one transaction per step. Raises `Unfit` if this code can't."""
    from alembic import command
    from alembic.util import CommandError

    with _alone(engine), _connected(engine) as connection:
        try:
            command.upgrade(_config(connection), revision)
        except CommandError as error:
            raise Unfit(str(error)) from error
        connection.commit()


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to a revision; "base" empties it."""
    from alembic import command

    with _alone(engine), _connected(engine) as connection:
        command.downgrade(_config(connection), revision)
        connection.commit()


@contextmanager
def _connected(engine: Engine) -> Iterator[Connection]:
    """A connection whose transactions on PostgreSQL wait for a table no longer than a moment."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            event.listen(connection, "begin", _be_patient)
        yield connection


def _be_patient(connection: Connection) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":  # CONCURRENTLY may wait as it must
        connection.exec_driver_sql(_PATIENCE_OF_A_STEP)


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Be the only program that upgrades this database of PostgreSQL; on SQLite the migrations' own locks part them."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(_PATIENCE)
        while not _have_lock(connection):
            pass
        try:
            yield
        finally:
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_LOCK})")
            connection.exec_driver_sql("RESET lock_timeout")


def _have_lock(connection: Connection) -> bool:
    from psycopg.errors import LockNotAvailable  # imported late: SQLite is had without the other's driver

    try:
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({_LOCK})")
    except DBAPIError as error:
        if not isinstance(error.orig, LockNotAvailable):
            raise
        return False
    return True


def require_current(engine: Engine) -> str | None:
    """Why the database does not fit this code, as a sentence with the command to run, or None if it fits."""
    found = current(engine)
    if found == newest():
        return None
    if found is None:
        return "The database is empty; run: python -m bot db upgrade"
    if found in _known():
        return f"The database is older ({found}) than this program ({newest()}); run: python -m bot db upgrade"
    return (
        f"The database is newer ({found}) than this program ({newest()}); "
        "install the newer version of the program, or restore an older backup."
    )
