"""The pace of messages that several processes share: turns in order, each once, none sooner than Telegram allows."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from core.values import HOUR, SECOND, Instant, parse_instant
from storage.post.pace import LONGEST, Pace
from storage.rows.database import Database

BOT = 7
NOW = parse_instant("2026-03-02T09:00:00Z")


@pytest.fixture
def database(postgres_database: str) -> Iterator[Database]:
    database = Database(postgres_database)
    database.upgrade()
    yield database
    database.close()


def turns(pace: Pace, database: Database, *chats: int, now: Instant = NOW) -> list[float]:
    with database.write() as transaction:
        return pace.ask_turns(transaction, chats, now).seconds()


def test_turns_over_all_chats_follow_each_other_at_the_pace(database: Database) -> None:
    assert turns(Pace(database, BOT, 20, 1000), database, 1, 2, 3) == [0, 0.05, 0.1]
    assert turns(Pace(database, BOT, 20, 1000), database, 4, 5) == [0.15, 0.2]


def test_a_chat_has_its_turns_apart_whoever_takes_them(database: Database) -> None:
    one, other = Pace(database, BOT, 1000, 1), Pace(database, BOT, 1000, 1)
    assert turns(one, database, 1) == [0]
    assert turns(other, database, 2, 1, now=NOW + SECOND // 2) == [0, 0.5]


def test_two_messages_for_a_chat_in_one_taking_have_two_turns(database: Database) -> None:
    assert turns(Pace(database, BOT, 1000, 2), database, 1, 2, 1) == [0, 0.001, 0.5]


def test_processes_that_take_turns_at_once_never_have_the_same_one(database: Database) -> None:
    others = [Database(database.url.render_as_string(hide_password=False)) for _ in range(4)]
    began, taken = threading.Barrier(len(others)), list[float]()

    def take(own: Database) -> None:
        began.wait()
        for number in range(1, 11):
            taken.extend(turns(Pace(own, BOT, 10, 1000), own, number, number + 100))

    threads = [threading.Thread(target=take, args=(own,)) for own in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for own in others:
        own.close()
    assert sorted(taken) == [number / 10 for number in range(80)]


def test_when_telegram_wants_less_nobody_has_a_turn_before_that(database: Database) -> None:
    Pace(database, BOT, 30, 1).hold(NOW + 60 * SECOND, NOW)
    other = Pace(database, BOT, 30, 1)
    assert other.lead(NOW) == 60
    assert other.turn(1, NOW) == 60


def test_an_idle_bot_has_its_turn_at_once(database: Database) -> None:
    pace = Pace(database, BOT, 30, 1)
    assert pace.lead(NOW) == 0
    for now in (NOW, NOW + HOUR):
        assert pace.turn(1, now) == 0
    assert pace.lead(NOW + 2 * HOUR) == 0


def test_turns_from_before_the_clock_was_set_back_are_none(database: Database) -> None:
    pace = Pace(database, BOT, 30, 1)
    pace.turn(1, NOW + LONGEST + SECOND)
    assert pace.lead(NOW) == 0
    assert pace.turn(1, NOW) == 0


def test_another_bots_turns_are_its_own(database: Database) -> None:
    Pace(database, BOT, 30, 1).hold(NOW + 60 * SECOND, NOW)
    assert Pace(database, BOT + 1, 30, 1).turn(1, NOW) == 0
