"""The shop that the chat's tests play in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.rows.database import Database
from tests.bot.shop import Shop


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("chat") / "template.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.close()  # folds the write-ahead log into the file
    return path


@pytest.fixture
def shop(migrated_file: Path, tmp_path: Path) -> Iterator[Shop]:
    """A registered shop without people, money or points."""
    path = tmp_path / "shop.db"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}", durable=False)
    yield Shop(database)
    database.close()
