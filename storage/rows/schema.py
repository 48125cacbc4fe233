"""The schema's versions: bringing a database up or down, and refusing one that does not fit the code."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

if TYPE_CHECKING:
    from storage.rows.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@functools.cache
def _known() -> tuple[str, ...]:
    """The revisions this code knows, newest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def newest() -> str:
    """The revision this code needs."""
    return _known()[0]


def current(database: Database) -> str | None:
    """The database's revision, or None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to a revision, in one transaction per step."""
    with database.engine.connect() as connection:
        command.upgrade(_config(connection), revision)
        connection.commit()


def downgrade(database: Database, revision: str) -> None:
    """Take the database back to a revision; "base" empties it."""
    with database.engine.connect() as connection:
        command.downgrade(_config(connection), revision)
        connection.commit()


def require_current(database: Database) -> str | None:
    """Why the database does not fit this code, as a sentence with the command to run, or None if it fits."""
    found = current(database)
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
