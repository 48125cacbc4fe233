"""SQLite's driver knows every kind of value that the rows bring it, and keeps each as it was."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from core.notices.kinds import NoticeKind
from core.values import State
from storage.rows.database import Database
from storage.rows.transaction import Transaction
from tests.storage.marketplace import random_marketplace

HANDED_OVER = {int, float, str}
"""What the driver takes without looking what else it may stand for."""


class Watching:
    """A cursor that remembers of what types the values were that went through it."""

    def __init__(self, cursor: sqlite3.Cursor, met: set[type[Any]]) -> None:
        self._cursor = cursor
        self._met = met

    def execute(self, sql: str, values: Sequence[Any] = ()) -> None:
        self._met.update(map(type, values))
        self._cursor.execute(sql, values)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        kept = list(rows)
        self._met.update(type(value) for row in kept for value in row)
        self._cursor.executemany(sql, kept)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def test_the_driver_is_told_of_every_type_that_a_marketplace_brings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: set[type[Any]] = set()
    begin = Transaction.__init__

    def watch(self: Transaction, cursor: Any, *, postgresql: bool) -> None:
        begin(self, Watching(cursor, met), postgresql=postgresql)

    database = Database(f"sqlite:///{tmp_path / 'shop.db'}")
    database.upgrade()
    monkeypatch.setattr(Transaction, "__init__", watch)
    random_marketplace(database, 7, 400, None)
    database.close()
    known = {kind for kind, _ in sqlite3.adapters}
    assert {State, NoticeKind, type(None), bool, bytes} <= met, "the marketplace brings too little"
    assert met - HANDED_OVER - known == set()


@pytest.mark.parametrize(
    ("value", "kept"),
    [(None, None), (True, 1), (False, 0), (b"", b""), (b"\x00a", b"\x00a"), (State.TRIAL, "trial")],
)
def test_a_value_is_kept_as_what_it_stands_for(value: object, kept: object) -> None:
    with sqlite3.connect(":memory:") as connection:
        (found,) = connection.execute("SELECT ?", (value,)).fetchone()
    assert (found, type(found)) == (kept, type(kept))
