"""What people have open outlives the process, is at hand in every one, and is read by nobody else."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import closing

import pytest
import structlog
from aiogram import Bot
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import Chat

from bot.chat.open_screens import Busy, OpenScreens
from core.values import Instant, Role
from storage.post.dialogs import AnyDialogs, Dialogs, Hand
from storage.post.redis_dialogs import UNREACHABLE, RedisDialogs
from storage.rows.database import Database
from storage.rows.errors import StorageError
from tests.bot.recording import RecordingSession, recording_bot
from tests.bot.shop import TEXTS, Shop
from tests.redis_server import RedisServer

PATIENCE = 30


@pytest.fixture
def in_redis(redis_server: RedisServer, shop: Shop) -> Iterator[Shop]:
    """A shop whose open dialogs are in Redis."""
    with closing(RedisDialogs(redis_server.url, Dialogs(shop.database))) as dialogs:
        shop.dialogs = dialogs
        shop.restart(keep_memory=True)
        yield shop


@pytest.fixture(params=["postgres", "redis"])
def elsewhere(request: pytest.FixtureRequest) -> Iterator[Shop]:
    """A shop that several processes may answer for."""
    if request.param == "redis":
        yield request.getfixturevalue("in_redis")
        return
    database = Database(request.getfixturevalue("postgres_database"))
    database.upgrade()
    yield Shop(database)
    database.close()


async def test_a_restart_leaves_screens_as_they_are(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write("/points")
    shop.restart(keep_memory=True)
    await anna.tap("What expires")
    assert "what expires and when" in anna.text
    assert anna.toasts == []


async def test_what_a_button_led_to_outlives_the_process(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    shop.bonus(500_00)
    shop.billed("ads", 300_00)
    for label in ("Points", "Service payment"):
        await anna.write("/start")
        await anna.tap(label)
        shop.restart(keep_memory=True)
        shown = anna.text
        await anna.tap("Back")
        assert (anna.text != shown, anna.toasts) == (True, [])


async def test_a_link_that_was_shown_is_not_readable_in_the_database(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR)
    await anna.write("/start")
    for label in ("Team", "Invite", "Manager"):
        await anna.tap(label)
    (token,) = re.findall(r"start=([A-Za-z0-9_-]+)", anna.text)
    with shop.database.read() as transaction:
        ((content,),) = transaction.rows("SELECT content FROM dialog")
    assert token.encode() not in content
    assert b"aiogd" not in content


async def test_what_was_open_under_another_token_is_forgotten(shop: Shop) -> None:
    screens = OpenScreens(Dialogs(shop.database), shop.clock)
    key = StorageKey(bot_id=42, chat_id=7, user_id=7, destiny="aiogd:stack:")
    read = []
    for token in ("42:one", "42:one", "42:other"):
        async with screens.turn(Bot(token, session=RecordingSession()), 7):
            read.append(await screens.get_data(key))
            await screens.set_data(key, {"intents": ["x"]})
    assert read == [{}, {"intents": ["x"]}, {}]


async def test_contexts_to_which_nothing_leads_are_not_kept(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write("/start")
    sizes = set()
    for _ in range(4):
        await anna.write("/points")
        await anna.write("/start")
        with shop.database.read() as transaction:
            sizes.add(len(transaction.rows("SELECT content FROM dialog")[0][0]))
    assert len(sizes) == 1


async def test_a_tap_reaches_any_process(elsewhere: Shop) -> None:
    anna = elsewhere.member(Role.MANAGER)
    await anna.write("/points")
    first = elsewhere.dispatcher
    elsewhere.restart(keep_memory=True)
    second = elsewhere.dispatcher
    for dispatcher, label in ((second, "What expires"), (first, "Back"), (second, "Home"), (first, "Points")):
        anna.dispatcher = dispatcher
        await anna.tap(label)
    assert "What expires" in anna.labels
    assert anna.toasts == []


class Counted:
    """Counts how often it was asked for what another process had."""

    def __init__(self, dialogs: AnyDialogs) -> None:
        self._dialogs = dialogs
        self.refused = 0
        self.give_back, self.clean = dialogs.give_back, dialogs.clean

    def take(self, bot: int, chat: int, now: Instant) -> Hand | None:
        found = self._dialogs.take(bot, chat, now)
        self.refused += found is None
        return found


def kept_by(shop: Shop) -> AnyDialogs:
    """Where its open dialogs are."""
    return shop.dialogs or Dialogs(shop.database)


async def test_two_taps_of_a_person_in_two_processes_go_one_after_the_other(elsewhere: Shop) -> None:
    bot, _ = recording_bot()
    counted = Counted(kept_by(elsewhere))
    one, other = OpenScreens(kept_by(elsewhere), elsewhere.clock), OpenScreens(counted, elsewhere.clock)
    order: list[str] = []

    async def tap() -> None:
        async with other.turn(bot, 7):
            order.append("second")

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks, one.turn(bot, 7):
        tasks.create_task(tap())
        while not counted.refused:
            await asyncio.sleep(0.005)
        order.append("first")
    assert order == ["first", "second"]


async def test_two_updates_of_a_chat_in_one_process_go_one_after_the_other(shop: Shop) -> None:
    screens, order = OpenScreens(Dialogs(shop.database), shop.clock), list[int]()

    async def tap(number: int) -> None:
        async with screens.turn(shop.bot, 7):
            order.append(number)
            await asyncio.sleep(0)
            order.append(number)

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
        for number in range(3):
            tasks.create_task(tap(number))
    assert order == [0, 0, 1, 1, 2, 2]
    assert screens._turns == {}  # nothing is kept of chats that are silent


async def test_who_waits_for_too_long_gives_up(elsewhere: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.chat.open_screens.PATIENCE", 0.05)
    one, other = (OpenScreens(kept_by(elsewhere), elsewhere.clock) for _ in range(2))
    async with one.turn(elsewhere.bot, 7):
        with pytest.raises(Busy):
            async with other.turn(elsewhere.bot, 7):
                pass


async def test_what_cannot_be_kept_is_said_in_the_log_and_the_tap_is_answered(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = shop.member(Role.MANAGER)

    def full(*_: object) -> bool:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(Dialogs, "give_back", full)
    with structlog.testing.capture_logs() as logs:
        await anna.write("/start")
    assert "Tea" in anna.text
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["dialog_not_kept"]


async def test_of_a_group_nothing_is_kept(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    anna.chat = Chat(id=-100, type="group")
    await anna.write("/start")
    with shop.database.read() as transaction:
        assert transaction.rows("SELECT * FROM dialog") == []


async def test_what_is_kept_in_redis_is_enciphered_and_not_in_the_database(
    in_redis: Shop, redis_server: RedisServer
) -> None:
    anna = in_redis.member(Role.MANAGER)
    await anna.write("/points")
    with in_redis.database.read() as transaction:
        assert transaction.rows("SELECT * FROM dialog") == []
    with redis_server.client() as client:
        (key,) = client.keys("*dialog*")
        content = client.hget(key, "content")
    assert isinstance(content, bytes) and b"aiogd" not in content


async def test_while_redis_is_away_people_are_told_as_without_a_database_and_afterwards_go_on(
    in_redis: Shop, redis_server: RedisServer
) -> None:
    anna = in_redis.member(Role.MANAGER)
    await anna.write("/points")
    redis_server.stop()
    try:
        with structlog.testing.capture_logs() as logs:
            await anna.tap("What expires")
    finally:
        redis_server.start()
    assert anna.toasts == [TEXTS.get("en", "toast-error")]
    assert TEXTS.get("en", "error-sorry") in anna.text
    errors = [line for line in logs if line["log_level"] == "error"]
    assert [line["event"] for line in errors] == ["dialog_not_read", "update_failed"]
    assert errors[0]["reason"] == UNREACHABLE
    await anna.write("/points")
    await anna.tap("What expires")
    assert "what expires and when" in anna.text


async def test_whose_data_is_deleted_has_nothing_open_in_redis(in_redis: Shop, redis_server: RedisServer) -> None:
    in_redis.member(Role.ADMINISTRATOR)
    emil = in_redis.member(Role.EMPLOYEE, "Emil")
    await emil.write("/settings")
    for label in ("My data", "Delete my data", "Yes, delete my data"):
        await emil.tap(label)
    assert "Your data is deleted" in emil.text
    with redis_server.client() as client:
        assert client.keys("*") == []
