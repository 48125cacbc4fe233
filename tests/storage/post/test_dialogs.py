"""What chats have open: one process at a time has it, nobody has it for ever, and it goes with its person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.values import SECOND, parse_instant
from storage.people.team import Team
from storage.post.dialogs import KEPT, LEASE, Dialogs, Hand
from storage.rows.database import Database

NOW = parse_instant("2026-03-02T09:00:00Z")
BOT, CHAT = 1, 7


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path}/a.db" if request.param == "sqlite" else request.getfixturevalue("postgres_database")
    database = Database(url, durable=False)
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def on_postgres(postgres_database: str) -> Iterator[Dialogs]:
    database = Database(postgres_database)
    database.upgrade()
    yield Dialogs(database)
    database.close()


def taken(dialogs: Dialogs, now: int = NOW, chat: int = CHAT, bot: int = BOT) -> Hand:
    hand = dialogs.take(bot, chat, now)
    assert hand is not None
    return hand


def test_what_was_put_back_is_there_the_next_time(database: Database) -> None:
    dialogs = Dialogs(database)
    for before, after in ((None, b"one"), (b"one", b"two"), (b"two", None), (None, None)):
        hand = taken(dialogs)
        assert hand.content == before
        assert dialogs.give_back(hand, after, NOW)


def test_each_chat_and_each_bot_has_its_own(database: Database) -> None:
    dialogs = Dialogs(database)
    dialogs.give_back(taken(dialogs), b"one", NOW)
    assert taken(dialogs, chat=CHAT + 1).content is None
    assert taken(dialogs, bot=BOT + 1).content is None


def test_what_nobody_has_touched_for_long_is_forgotten(database: Database) -> None:
    dialogs = Dialogs(database)
    dialogs.give_back(taken(dialogs), b"old", NOW)
    dialogs.give_back(taken(dialogs, chat=8), b"new", NOW + 1)
    assert dialogs.clean(NOW + KEPT + 1) == 1
    assert taken(dialogs, NOW + KEPT + 1).content is None
    assert taken(dialogs, NOW + KEPT + 1, chat=8).content == b"new"


def test_whose_data_is_deleted_while_they_tap_has_nothing_kept(database: Database) -> None:
    dialogs = Dialogs(database)
    dialogs.give_back(taken(dialogs), b"before", NOW)
    hand = taken(dialogs)
    Team(database).forget_person(CHAT, NOW)
    assert not dialogs.give_back(hand, b"after", NOW)
    with database.read() as transaction:
        assert transaction.rows("SELECT * FROM dialog") == []


def test_nobody_takes_what_another_process_has(on_postgres: Dialogs) -> None:
    hand = taken(on_postgres)
    assert on_postgres.take(BOT, CHAT, NOW + LEASE * SECOND - 1) is None
    on_postgres.give_back(hand, b"one", NOW)
    assert taken(on_postgres).content == b"one"


def test_who_died_with_it_holds_it_for_a_while_only_and_who_was_slow_puts_nothing_back(on_postgres: Dialogs) -> None:
    on_postgres.give_back(taken(on_postgres), b"one", NOW)
    slow = taken(on_postgres)
    later = NOW + LEASE * SECOND
    quick = taken(on_postgres, later)
    assert quick.content == b"one"
    assert not on_postgres.give_back(slow, b"slow", later)
    assert on_postgres.give_back(quick, b"quick", later)
    assert taken(on_postgres, later).content == b"quick"


def test_a_lease_from_before_the_clock_was_set_back_is_none(on_postgres: Dialogs) -> None:
    taken(on_postgres, NOW + 3600 * SECOND)
    assert taken(on_postgres, NOW)


def test_what_somebody_has_is_not_forgotten(on_postgres: Dialogs) -> None:
    on_postgres.give_back(taken(on_postgres), b"old", NOW)
    taken(on_postgres, NOW + KEPT)
    assert on_postgres.clean(NOW + KEPT + 1) == 0
