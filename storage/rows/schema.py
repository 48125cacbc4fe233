"""The schema's versions: bringing a database up or down, and refusing one that does not fit the code."""

import functools
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

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


def unknown(revision: str) -> bool:
    """Whether a revision is not one of this code's: a newer program's."""
    return revision not in _known()


def current(engine: Engine) -> str | None:
    """The database's revision, or None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision, in one transaction per step."""
    with engine.connect() as connection:
        command.upgrade(_config(connection), revision)
        connection.commit()


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to a revision; "base" empties it."""
    with engine.connect() as connection:
        command.downgrade(_config(connection), revision)
        connection.commit()


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
