"""Who waits for work hears at once that another process has written some: LISTEN and NOTIFY of PostgreSQL.

Problem: what one process writes, another sends, and a look every half minute is slow. Decision: who writes something to
be told or done rings in the same transaction (see `Transaction.ring`), so that it is heard when it is there and not
when it was rolled back. A process rings at most once in `SELDOM` seconds: commits that ring go one after the other
through the whole server, and whoever hears one looks again after that time. Limit: who is not connected at that moment
hears nothing, so everybody also looks regularly; a pooler that gives a connection away after each transaction hears
nothing ever.
"""

from typing import Any

import psycopg
from sqlalchemy.exc import DBAPIError

from storage.rows.database import CHANNEL, Database
from storage.rows.errors import StorageError
from storage.rows.places import UNREACHABLE


class Bell:
    """One listener, with a connection of its own. Not for several threads at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: psycopg.Connection[Any] | None = None

    def wait(self, seconds: float) -> bool:
        """Whether it rang within so many seconds, or since the last time.

        True also when it has just begun to listen: what rang before that nobody heard. Raises `StorageError` when the
        connection is lost; the next call makes another.
        """
        try:
            if self._connection is None:
                self._connection = self._listen()
                return True
            return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))
        except (psycopg.Error, DBAPIError) as error:
            self.close()
            raise StorageError(UNREACHABLE) from error

    def _listen(self) -> psycopg.Connection[Any]:
        pooled = self._database.engine.raw_connection()
        connection = pooled.driver_connection
        pooled.detach()  # it is not given back
        assert isinstance(connection, psycopg.Connection)
        connection.autocommit = True
        connection.execute(f"LISTEN {CHANNEL}")
        return connection

    def close(self) -> None:
        """Let go of the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
