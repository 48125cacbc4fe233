"""The demo marketplace moved to PostgreSQL: the bot goes on there as it would have gone on in the file."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.demo.stock import stock_demo
from core.events import Event
from core.policy import default_policy
from core.values import Instant, parse_instant
from storage.books.books import Books
from storage.books.state import notices
from storage.books.verify import verify_all
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Entry, Ledger
from storage.rows.copying import copy_all
from storage.rows.database import Database
from tests.bot.command_line import start

TODAY = parse_instant("2026-07-15T09:30:00Z")
POLICY = default_policy()


class StoppedClock:
    """Stands at one instant."""

    def now(self) -> Instant:
        return TODAY


@pytest.fixture
def coming() -> list[Event]:
    """The lines that are still to come."""
    return []


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path, coming: list[Event]) -> Iterator[Database]:
    """The stocked demo in a file."""
    path = tmp_path / "demo.db"
    shutil.copy(migrated_file, path)
    stocking = Database(f"sqlite:///{path}", durable=False)
    coming.extend(stock_demo(stocking, POLICY, StoppedClock()))
    stocking.close()
    opened = Database(f"sqlite:///{path}", durable=False)
    yield opened
    opened.close()


@pytest.fixture
def server(file: Database, postgres_database: str) -> Iterator[Database]:
    """The same, moved."""
    opened = Database(postgres_database)
    copy_all(file, opened)
    yield opened
    opened.close()


def go_on(database: Database, coming: list[Event]) -> None:
    """Take what is to come and do what is due after it."""
    ledger = Ledger(database, POLICY)
    ledger.take([Entry(event, event.at) for event in coming], "demo")
    DueWork(ledger).do(coming[-1].at)


def standing(database: Database) -> list[str]:
    with database.read() as transaction:
        sellers = transaction.rows("SELECT id, wallet, version, seq, next_due FROM seller")
        balances = transaction.rows("SELECT seller, programme, held, available, spent, expired FROM balance")
    return sorted(map(repr, [*sellers, *balances]))


def test_what_is_to_come_ends_the_same_on_both(file: Database, server: Database, coming: list[Event]) -> None:
    go_on(file, coming)
    go_on(server, coming)
    assert standing(server) == standing(file)
    assert sorted(map(json.dumps, notices(server))) == sorted(map(json.dumps, notices(file)))
    assert verify_all(Books(server, POLICY)).violations == []


def test_the_bot_works_on_it(server: Database, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = server.url.render_as_string(hide_password=False)
    server.close()
    with start(tmp_path, "run", "--database", address, "--port", str(port)) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == f"Open http://127.0.0.1:{port}\n".encode()
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as page:
                assert page.get("/desk").json()["shops"][0]["seller"] == "vinyl-island"
                assert page.post("/desk/clock", json={"advance": "7d"}).json()["done"] > 0
                messages = page.get("/people/102/chat", params={"after": 0, "wait": 1}).json()["messages"]
                assert any("Your role: Manager" in message["text"] for message in messages)
        finally:
            process.kill()
            process.communicate()
