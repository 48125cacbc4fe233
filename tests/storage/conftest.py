"""Migrated databases of both kinds, one after the other, for every test that asks for `database`.

Problem: what runs only on SQLite is not proven, and migrating anew for every test costs more than most tests.
Decision: each kind is migrated once a session; a test gets a copy of that file, or a clone of that PostgreSQL
database.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.rows import schema
from storage.rows.database import Database
from tests.postgres import Server

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("migrated") / "template.db"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database.engine)
    database.close()  # folds the write-ahead log into the file
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: Server) -> Iterator[str]:
    """The name of a migrated PostgreSQL database to clone."""
    name = "migrated_template"
    database = Database(postgres_server.create(name))
    schema.upgrade(database.engine)
    database.close()
    yield name
    postgres_server.drop(name)


@pytest.fixture
def sqlite_database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of a fresh, migrated SQLite file."""
    path = tmp_path / "seller.db"
    shutil.copy(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_database_url(postgres_server: Server, migrated_postgres: str) -> Iterator[str]:
    """The address of a fresh, migrated PostgreSQL database; dropped after the test."""
    name = f"storage_{next(_numbers)}"
    yield postgres_server.create(name, template=migrated_postgres)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database: the test runs once for each kind."""
    url: str = request.getfixturevalue(f"{request.param}_database_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated database: the test runs once for each kind."""
    opened = Database(database_url, durable=False)
    yield opened
    opened.close()


@pytest.fixture
def other_database(database: Database, database_url: str) -> Iterator[Database]:
    """The same rows as `database` has, as another process would open them."""
    opened = Database(database_url, durable=False)
    yield opened
    opened.close()
