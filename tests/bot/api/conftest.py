"""The room for HTTP over a shop of its own, called in this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.api.app import build_api
from bot.api.ports import Api
from bot.texts import Texts
from core.policy import default_policy
from core.values import Instant, parse_instant
from storage.books.books import Books
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.rows.database import Database

TEXTS = Texts()
NOON = parse_instant("2026-06-05T12:00:00+03:00")


@dataclass(slots=True)
class Hands:
    """A clock that stands until it is moved."""

    at: Instant = NOON

    def now(self) -> Instant:
        return self.at


@dataclass(frozen=True, slots=True)
class Served:
    """The application over a fresh database, and what stands behind it."""

    api: Api
    app: FastAPI
    clock: Hands

    def token(self, *scopes: str, name: str = "crm", **more: int) -> str:
        """A token with these scopes."""
        return self.api.tokens.create(name, scopes, "test", self.clock.now(), **more)

    def client(self, *scopes: str, **headers: str) -> httpx.AsyncClient:
        """A client with a token of these scopes; without scopes, without a token."""
        if scopes:
            headers["Authorization"] = f"Bearer {self.token(*scopes)}"
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://api", headers=headers)


@pytest.fixture
def serve(migrated_file: Path, tmp_path: Path) -> Iterator[Callable[[], Served]]:
    """Makes an application over a fresh database."""
    opened: list[Database] = []

    def make() -> Served:
        path = tmp_path / f"api{len(opened)}.db"
        shutil.copy(migrated_file, path)
        database = Database(f"sqlite:///{path}", durable=False)
        opened.append(database)
        policy, clock = default_policy(), Hands()
        api = Api(Ledger(database, policy), Books(database, policy), Team(database), clock, TEXTS)
        return Served(api, build_api(api), clock)

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def served(serve: Callable[[], Served]) -> Served:
    """The application over a fresh database."""
    return serve()
