"""What every test may ask for: a real PostgreSQL, a real Redis, and Hypothesis in one of three moods.

Problem: the same tests run at a desk, in CI and over night. Decision: Hypothesis explores at a desk,
repeats itself in CI (a red CI can be reproduced), and tries many more examples in `make soak`. A PostgreSQL
that cannot start is an error of the test, never a skip.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings

from tests.postgres import Server
from tests.redis_server import RedisServer

# Two busy cores make single examples slow now and then; that is no finding.
_SLOW_IS_FINE = [HealthCheck.too_slow]
settings.register_profile("desk", deadline=None, suppress_health_check=_SLOW_IS_FINE)
settings.register_profile("ci", deadline=None, suppress_health_check=_SLOW_IS_FINE, derandomize=True)
settings.register_profile("soak", deadline=None, suppress_health_check=_SLOW_IS_FINE, max_examples=3_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "desk"))

_numbers = itertools.count(1)


def pytest_sessionfinish() -> None:
    """Keep what a worker covered: one that is slow to end is killed, and its figures went with it."""
    measured = Coverage.current()
    if measured is not None and "PYTEST_XDIST_WORKER" in os.environ:
        measured.save()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One running PostgreSQL for the whole session; started by the first test that asks."""
    server = Server()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: Server) -> str:
    """SQLAlchemy's address of the server's own `postgres` database; not for tables."""
    return postgres_server.url()


@pytest.fixture
def postgres_database(postgres_server: Server) -> Iterator[str]:
    """SQLAlchemy's address of a fresh, empty database that is dropped after the test."""
    name = f"test_{next(_numbers)}"
    yield postgres_server.create(name)
    postgres_server.drop(name)


@pytest.fixture
def other_postgres(postgres_server: Server) -> Iterator[str]:
    """SQLAlchemy's address of another fresh, empty database, as `postgres_database`."""
    name = f"test_{next(_numbers)}"
    yield postgres_server.create(name)
    postgres_server.drop(name)


@pytest.fixture(scope="session")
def _redis_server() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def redis_server(_redis_server: RedisServer) -> RedisServer:
    """A running Redis with nothing in it; started by the first test that asks."""
    with _redis_server.client() as client:
        client.flushall()
    return _redis_server
