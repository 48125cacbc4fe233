"""Polling: every update is read by itself, so that none can stop the others; and stopping loses and repeats nothing."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest
import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import Message

from bot.chat.polling import GetRawUpdates, Polling, read_update
from bot.frame.connection import Connection
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import Limits, LocalTelegram
from core.values import Role
from tests.bot.recording import TOKEN, RecordingSession, recording_bot
from tests.bot.shop import Shop
from tests.bot.test_over_http import PATIENCE, Guest, started

PRIVATE = "what a person wrote"
CALL = GetRawUpdates()
BATCH = 100
MIDDLE = 50


def written(number: int, **more: Any) -> dict[str, Any]:
    """An update as Telegram sends it: person `number` writes; `more` stands over the message's fields."""
    person = {"id": number, "is_bot": False, "first_name": "Anna"}
    chat = {"id": number, "type": "private", "first_name": "Anna"}
    message = {"message_id": 1, "date": 1772355600, "chat": chat, "from": person, "text": PRIVATE}
    return {"update_id": number, "message": message | more}


POISON: dict[str, Any] = {
    "an origin of a new type": written(
        MIDDLE, forward_origin={"type": "hologram", "date": 1772355600, "text": PRIVATE}
    ),
    "a chat without an id": written(MIDDLE, chat={"type": "hologram"}),
    "a keyboard of a new kind": written(MIDDLE, reply_markup={"inline_keyboard": [[{"hologram": PRIVATE}]]}),
    "an entity without a place": written(MIDDLE, entities=[{"type": "hologram"}]),
    "a text that is no text": written(MIDDLE, text={"hologram": PRIVATE}),
    "a date that is none": written(MIDDLE, date=PRIVATE),
    "a field that is missing": {"update_id": MIDDLE, "message": {"text": PRIVATE}},
    "a list for a message": {"update_id": MIDDLE, "message": [PRIVATE]},
    "nothing for a message": {"update_id": MIDDLE, "message": None},
    "a member of a new status": {
        "update_id": MIDDLE,
        "my_chat_member": {
            "chat": {"id": 1, "type": "private"},
            "from": {"id": 1, "is_bot": False, "first_name": PRIVATE},
            "date": 1772355600,
            "old_chat_member": {"status": "hologram"},
            "new_chat_member": {"status": "hologram"},
        },
    },
    "a new kind of update": {"update_id": MIDDLE, "hologram": {"text": PRIVATE}},
    "no kind of update": {"update_id": MIDDLE},
    "an id that is a text": written(MIDDLE) | {"update_id": PRIVATE},
    "an id that is a truth": written(MIDDLE) | {"update_id": True},
    "an id below zero": written(MIDDLE) | {"update_id": -MIDDLE},
    "an id beyond all ids": written(MIDDLE) | {"update_id": 10**30},
    "no id": {"message": written(MIDDLE)["message"]},
    "a text": PRIVATE,
    "a number": MIDDLE,
    "a list": [written(MIDDLE)],
    "nothing": None,
}


class Telegram(RecordingSession):
    """A Telegram with these updates: answers as it should, whatever they are. `refusals` come first."""

    def __init__(self, updates: list[Any]) -> None:
        super().__init__()
        self.updates = list(enumerate(updates, 1))
        self.fetched: list[tuple[int | None, int | None]] = []
        self.odd_answers: list[Any] = []

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109  (aiogram's)
        if not isinstance(method, GetRawUpdates):
            return await super().make_request(bot, method, timeout)
        self.fetched.append((method.offset, method.limit))
        if self.refusals[GetRawUpdates]:
            raise self.refusals[GetRawUpdates].popleft()
        if self.odd_answers:
            return self.odd_answers.pop()
        self.updates = [(number, update) for number, update in self.updates if number >= (method.offset or 0)]
        if not self.updates and method.timeout:
            await asyncio.sleep(3600)
        return [update for _, update in self.updates[: method.limit or 100]]


class Answering:
    """A bot that answers every message, and how many it answered."""

    def __init__(self, updates: list[Any]) -> None:
        self.telegram = Telegram(updates)
        self.bot = Bot(TOKEN, session=self.telegram)
        self.answered: list[int] = []
        self.dispatcher = Dispatcher()
        self.dispatcher.message.register(self.answer)
        self.polling = Polling(self.bot, self.dispatcher, first_pause=0)
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def answer(self, message: Message) -> None:
        await self.may_answer.wait()
        self.answered.append(message.chat.id)

    async def until(self, *people: int) -> None:
        """Poll until these are answered, then stop in good order."""
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
            tasks.create_task(self.polling.run())
            while not set(people) <= set(self.answered):
                await asyncio.sleep(0)
            self.polling.stop()


@pytest.mark.parametrize("kind", POISON)
async def test_of_a_hundred_updates_with_a_poisoned_one_the_other_99_are_answered(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    updates: list[Any] = [written(number) for number in range(1, BATCH + 1)]
    updates[MIDDLE - 1] = POISON[kind]
    answering = Answering([*updates, written(BATCH + 1)])
    others = [number for number in range(1, BATCH + 2) if number != MIDDLE]
    with structlog.testing.capture_logs() as logs:
        await answering.until(*others)
    assert sorted(answering.answered) == others
    assert answering.telegram.updates == []  # all confirmed, the poisoned one too
    assert sum(answering.polling.skipped.values()) == 1
    (line,) = [line for line in logs if line["event"] == "update_skipped"]
    assert set(line) == {"event", "log_level", "update", "reason"}
    assert line["update"] in (MIDDLE, None)
    assert PRIVATE not in str(logs) + caplog.text


async def test_nothing_but_poison_is_passed_too() -> None:
    for poison in POISON.values():
        answering = Answering([poison, poison, written(3)])
        await answering.until(3)
        assert answering.answered == [3]


def test_whoever_answers_a_webhook_reads_updates_the_same_way() -> None:
    bot, _ = recording_bot()
    skipped: Counter[str] = Counter()
    read = [read_update(raw, bot, skipped) for raw in (*POISON.values(), written(1))]
    assert [update is not None for update in read] == [False] * len(POISON) + [True]
    assert set(skipped) == {"malformed", "unknown kind", "no id"}
    assert sum(skipped.values()) == len(POISON)


@pytest.mark.parametrize(
    "error",
    [
        TelegramConflictError(CALL, "Conflict: terminated by other getUpdates request"),
        TelegramRetryAfter(CALL, "flood", 0),
        TelegramServerError(CALL, "Bad Gateway"),
        TelegramNetworkError(CALL, "no connection"),
        ClientDecodeError("not Telegram", ValueError(PRIVATE), PRIVATE),
        UnicodeDecodeError("utf-8", b"x", 0, 1, PRIVATE),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_polling_goes_on_after_a_failed_call(error: Exception) -> None:
    answering = Answering([written(1)])
    answering.telegram.refuse_next(GetRawUpdates, error, error)
    with structlog.testing.capture_logs() as logs:
        await answering.until(1)
    assert answering.answered == [1]
    assert [(line["event"], line.get("error")) for line in logs if line["log_level"] != "debug"] == [
        ("updates_not_fetched", type(error).__name__),
        ("updates_not_fetched", type(error).__name__),
        ("updates_fetched_again", None),
    ]
    assert PRIVATE not in str(logs)


async def test_an_answer_that_is_no_list_is_a_failed_call() -> None:
    answering = Answering([written(1)])
    answering.telegram.odd_answers = [None, True, {"update_id": 1}]
    await answering.until(1)
    assert answering.answered == [1]


async def test_a_handler_that_fails_ends_nothing_and_logs_no_text() -> None:
    answering = Answering([written(1), written(2)])
    answer = answering.answer

    async def fail_first(message: Message) -> None:
        if message.chat.id == 1:
            raise ValueError(message.text)
        await answer(message)

    answering.dispatcher.message.handlers.clear()
    answering.dispatcher.message.register(fail_first)
    with structlog.testing.capture_logs() as logs:
        await answering.until(2)
    (line,) = [line for line in logs if line["log_level"] == "error"]
    assert (line["event"], line["update"], line["error"]) == ("update_not_handled", 1, "ValueError")
    assert PRIVATE not in str(logs)


async def test_who_is_told_to_stop_finishes_what_was_fetched_and_confirms_it() -> None:
    answering = Answering([written(1), written(2)])
    answering.may_answer.clear()
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
        tasks.create_task(answering.polling.run())
        while len(answering.telegram.fetched) < 2:  # it waits for more
            await asyncio.sleep(0)
        answering.polling.stop()
        await asyncio.sleep(0)
        assert answering.answered == []
        answering.may_answer.set()
    assert sorted(answering.answered) == [1, 2]
    assert answering.telegram.fetched[-1] == (3, 1)
    again = Answering([])
    again.telegram.updates = [*answering.telegram.updates, (3, written(3))]
    await again.until(3)
    assert again.answered == [3]


async def test_a_new_kind_of_forwarded_message_leaves_the_bot_answering_over_http(shop: Shop) -> None:
    async with started(shop, Limits.generous()) as running:
        anna = await running.guest(Role.MANAGER, "Anna", "Your role: Manager")
        boris = Guest(running.telegram, "Boris", "en")
        origin = {"type": "hologram", "date": 1772355600}
        await running.telegram.send(boris.id, "hello", message={"forward_origin": origin})
        await running.telegram.send(anna.id, "/points")
        await anna.sees("1 point stands for")
        await running.telegram.start(boris.id)
        await boris.sees("link")


async def test_a_connection_fetches_updates_as_they_came() -> None:
    telegram = LocalTelegram(token=TOKEN, limits=Limits.generous())
    person = telegram.add_person("Anna")
    async with serve(build_app(telegram)) as url:
        bot = Bot(TOKEN, session=Connection(api=TelegramAPIServer.from_base(url)))
        await telegram.send(person.id, "hello", message={"forward_origin": {"type": "hologram"}})
        (raw,) = await bot(GetRawUpdates(timeout=0))
        await bot.session.close()
    assert raw["message"]["forward_origin"] == {"type": "hologram"}
