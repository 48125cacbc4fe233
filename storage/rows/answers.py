"""What statements bring, at once or when it is asked for.

Both databases answer so, and PostgreSQL's driver, which is not loaded where it is not used, is known only to the
pipeline.
"""

from typing import Any, Protocol

Row = tuple[Any, ...]


class Waits(Protocol):
    """What is asked when somebody wants what is still under way."""

    def wait(self) -> None:
        """Until all that was asked is there."""
        ...


class Answer:
    """What a statement brings. Asked for, it is waited for."""

    __slots__ = ("_changed", "_pipeline", "_rows")

    def __init__(self, rows: list[Row], changed: int = 0, pipeline: Waits | None = None) -> None:
        self._rows = rows
        self._changed = changed
        self._pipeline = pipeline

    def rows(self) -> list[Row]:
        """All rows. Raises what any of the statements that were sent until now failed of."""
        self._wait()
        return self._rows

    def row(self) -> Row | None:
        """The first row, or None. Raises as `rows`."""
        self._wait()
        return self._rows[0] if self._rows else None

    def changed(self) -> int:
        """How many rows the statement changed. Raises as `rows`."""
        self._wait()
        return self._changed

    def come(self, rows: list[Row], changed: int) -> None:
        """It is there."""
        self._rows, self._changed, self._pipeline = rows, changed, None

    def _wait(self) -> None:
        if self._pipeline is not None:
            self._pipeline.wait()
        if self._pipeline is not None:
            from psycopg.errors import InFailedSqlTransaction

            raise InFailedSqlTransaction("a statement before this one has failed")
