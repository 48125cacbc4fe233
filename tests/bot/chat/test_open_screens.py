"""What people have open outlives the process, is at hand in every one, and is read by nobody else."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest
import structlog
from aiogram import Bot
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import Chat

from bot.chat.open_screens import Busy, OpenScreens
from core.values import Instant, Role
from storage.post.dialogs import Dialogs, Hand
from storage.rows.database import Database, StorageError
from tests.bot.recording import RecordingSession, recording_bot
from tests.bot.shop import Shop

PATIENCE = 30


@pytest.fixture
def elsewhere(postgres_database: str) -> Iterator[Shop]:
    """A shop on PostgreSQL."""
    database = Database(postgres_database)
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
    screens = OpenScreens(shop.database, shop.clock)
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


class Counted(Dialogs):
    """Counts how often it was asked for what another process had."""

    refused = 0

    def take(self, bot: int, chat: int, now: Instant) -> Hand | None:
        found = super().take(bot, chat, now)
        self.refused += found is None
        return found


async def test_two_taps_of_a_person_in_two_processes_go_one_after_the_other(elsewhere: Shop) -> None:
    bot, _ = recording_bot()
    one, other = OpenScreens(elsewhere.database, elsewhere.clock), OpenScreens(elsewhere.database, elsewhere.clock)
    counted = other._dialogs = Counted(elsewhere.database)
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
    screens, order = OpenScreens(shop.database, shop.clock), list[int]()

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
    one, other = OpenScreens(elsewhere.database, elsewhere.clock), OpenScreens(elsewhere.database, elsewhere.clock)
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
