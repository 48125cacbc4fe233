"""Who listens hears of what is to be sent or done when it is committed, and after a lost connection again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from core.events import SellerRegistered, WalletCredited
from core.policy import default_policy
from core.values import Role, parse_instant
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.post.broadcasts import Broadcasts
from storage.rows.bell import Bell
from storage.rows.database import SELDOM, Database
from storage.rows.errors import StorageError

PATIENCE = 30
NOW = parse_instant("2026-03-02T09:00:00Z")


@pytest.fixture
def database(postgres_database: str) -> Iterator[Database]:
    database = Database(postgres_database)
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def bell(database: Database) -> Iterator[Bell]:
    """One that is listening, by a connection of its own."""
    with closing(Bell(database)) as bell:
        assert bell.wait(0)  # what was before it began nobody heard
        yield bell


def test_it_rings_with_the_commit(database: Database, bell: Bell) -> None:
    with database.write() as transaction:
        transaction.ring()
        assert not bell.wait(0.05)
    assert bell.wait(PATIENCE)
    assert not bell.wait(0)


def test_it_does_not_ring_for_what_was_rolled_back(database: Database, bell: Bell) -> None:
    with suppress(ZeroDivisionError), database.write() as transaction:
        transaction.ring()
        raise ZeroDivisionError
    assert not bell.wait(0.05)


def test_it_does_not_ring_for_what_nobody_waits_for(database: Database, bell: Bell) -> None:
    with database.write() as transaction:
        transaction.run("UPDATE world SET maintenance = FALSE")
    assert not bell.wait(0.05)


def test_a_busy_writer_rings_seldom(database: Database, bell: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two rings lies a time after which listeners look again by themselves."""
    at = [1000.0]
    monkeypatch.setattr("storage.rows.database.time.monotonic", lambda: at[0])
    for _ in range(5):
        with database.write() as transaction:
            transaction.ring()
    assert bell.wait(PATIENCE)
    assert not bell.wait(0.05)
    at[0] += SELDOM
    with database.write() as transaction:
        transaction.ring()
    assert bell.wait(PATIENCE)


def test_a_lost_connection_is_said_and_the_next_call_listens_again(database: Database, bell: Bell) -> None:
    with database.write() as transaction:
        transaction.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
    with pytest.raises(StorageError, match="cannot be reached"):
        bell.wait(PATIENCE)
    assert bell.wait(0)  # somebody may have rung meanwhile
    with database.write() as transaction:
        transaction.ring()
    assert bell.wait(PATIENCE)


def _silent(bell: Bell) -> None:
    while bell.wait(0.05):
        pass


def test_whatever_has_to_be_told_or_done_rings(database: Database, bell: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.rows.database.SELDOM", 0)
    ledger, team = Ledger(database, default_policy()), Team(database)
    ledger.take_one(SellerRegistered("r", NOW, "S", name="Shop"), NOW, "feed")
    link = team.create_link("S", Role.MANAGER, by="operator", now=NOW)
    team.join(link, 7, "Anna", NOW)
    _silent(bell)
    ledger.take_one(WalletCredited("w", NOW, "S", amount=100), NOW, "feed")
    assert not bell.wait(0.05)  # money on the account is neither
    Broadcasts(database).tell("key", [7], {"en": "Hello"}, NOW, 7)
    assert bell.wait(PATIENCE)
