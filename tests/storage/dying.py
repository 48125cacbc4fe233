"""A program that ends anywhere in the middle of what it does with a database and files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.rows.database import Database
from storage.rows.transaction import Transaction


class Stopped(Exception):
    """As if the program had been killed here."""


class Dying(Database):
    """The same database, in a program that ends at its n-th step: a view, a transaction or a file put in place."""

    def __init__(self, url: str, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(url)
        self._left = iter(range(steps))
        real = Path.replace

        def replace(file: Path, target: Path) -> Path:
            self._step()
            return real(file, target)

        monkeypatch.setattr(Path, "replace", replace)

    def _step(self) -> None:
        if next(self._left, None) is None:
            raise Stopped

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        self._step()
        with super().write() as transaction:
            yield transaction

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        self._step()
        with super().read() as transaction:
            yield transaction
