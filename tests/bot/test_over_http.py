"""The whole way over real HTTP: people in the local Telegram, the bot by long polling, notices through the outbox.

Problem: a recording session accepts what Telegram would refuse.
Decision: a few long stories against the strict local Telegram, one of them with its flood control.
Limit: stories, not cases; the cases are in the other modules.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer

from bot.chat.polling import Polling
from bot.frame.connection import Connection
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import Limits, LocalTelegram
from bot.localtelegram.telegram.calls import Upload
from bot.localtelegram.telegram.faults import read_fault
from bot.post.notifier import Notifier
from core.events import SellerRegistered
from core.values import BooksKind, FactKind, Role, State
from tests.bot.ozon.reports import by_kind, example_by_kind, workbook
from tests.bot.shop import Shop

TOKEN = "42:local"
PATIENCE = 20


class Guest:
    """A person of the local Telegram: writes, presses, waits for what the bot shows."""

    def __init__(self, telegram: LocalTelegram, name: str, language: str) -> None:
        self.telegram = telegram
        self.person = telegram.add_person(name, language_code=language)
        self.id = self.person.id

    def view(self) -> dict[str, Any]:
        return self.telegram.view(self.id)

    async def sees(self, words: str) -> dict[str, Any]:
        """Wait until a message of the bot has these words; the message."""
        loop = asyncio.get_running_loop()
        patient_until = loop.time() + PATIENCE
        while loop.time() < patient_until:
            view = self.view()
            for message in reversed(view["messages"]):
                # A rich message is a tree; its words are looked for wherever they stand.
                rich = json.dumps(message.get("rich"), ensure_ascii=False)
                text = (message["text"] or rich).replace("\u00a0", " ")
                if message["from"] == "bot" and words in text:
                    return dict(message)
            await self.telegram.wait(self.id, view["version"], 1)
        raise AssertionError(f"{words!r} is not in {[message['text'] for message in self.view()['messages'][-3:]]}")

    async def press(self, label: str, words: str) -> dict[str, Any]:
        """Press the button that begins so, on the newest message that has it; wait for the words."""
        for message in reversed(self.view()["messages"]):
            rows = (message["reply_markup"] or {}).get("inline_keyboard", [])
            for row, buttons in enumerate(rows):
                for column, button in enumerate(buttons):
                    if button["text"].startswith(label):
                        await self.telegram.press(self.id, message["message_id"], row, column)
                        return await self.sees(words)
        raise AssertionError(f"no button {label!r}")

    async def answered(self, words: str) -> None:
        """Wait until a press was answered with these words."""
        async with asyncio.timeout(PATIENCE):
            while not any(words in (answer["text"] or "") for answer in self.view()["answers"]):
                await self.telegram.wait(self.id, self.view()["version"], 1)


class Running:
    """The shop, its Telegram and the bot between them."""

    def __init__(self, shop: Shop, telegram: LocalTelegram, notifier: Notifier) -> None:
        self.shop, self.telegram, self.notifier = shop, telegram, notifier

    async def guest(self, role: Role, name: str, words: str, language: str = "en") -> Guest:
        """Somebody who opens a link with this role."""
        guest = Guest(self.telegram, name, language)
        await self.telegram.start(guest.id, self.shop.link(role))
        await guest.sees(words)
        return guest


@pytest.fixture
async def running(shop: Shop) -> AsyncIterator[Running]:
    async with started(shop, Limits.generous()) as running:
        yield running


@contextlib.asynccontextmanager
async def started(shop: Shop, limits: Limits) -> AsyncIterator[Running]:
    """The bot at work on a Telegram with these limits."""
    telegram = LocalTelegram(token=TOKEN, limits=limits)
    async with serve(build_app(telegram)) as url, contextlib.AsyncExitStack() as stack:
        session = Connection(api=TelegramAPIServer.from_base(url))
        bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML"))
        stack.push_async_callback(session.close)
        notifier = Notifier(bot, shop.ports)
        await notifier.announce_commands()
        async with asyncio.TaskGroup() as tasks:
            polling = Polling(bot, shop.dispatcher, seconds=1)
            tasks.create_task(polling.run())
            yield Running(shop, telegram, notifier)
            polling.stop()


async def test_a_report_dropped_into_the_chat_is_read_shown_and_kept(running: Running) -> None:
    shop = running.shop
    shop.take(SellerRegistered(id="r", at=shop.clock.at, seller="R", name="Reported", books=BooksKind.REPORTED))
    anna = Guest(running.telegram, "Anna", "en")
    await running.telegram.start(anna.id, shop.link(Role.MANAGER, "R"))
    await anna.sees("Nothing was told yet")

    report = Upload("report.xlsx", workbook(by_kind(example_by_kind())))
    await running.telegram.upload(anna.id, report, photo=False, caption="")
    await anna.sees("Points, in less back: 100.00")
    await anna.press("Keep", "Kept.")

    account = shop.ports.account("R")
    assert account is not None
    assert account.reported.of(FactKind.POINTS)["discount"].net == 10_000


async def test_from_the_link_over_the_request_and_the_trial_to_a_spending_and_a_reminder(running: Running) -> None:
    shop = running.shop
    shop.qualifies()
    shop.bonus(100_000)
    shop.billed("ads", 70_000)
    anna = await running.guest(Role.MANAGER, "Anna", "Your role: Manager")
    emil = await running.guest(Role.EMPLOYEE, "Emil", "Ваша роль: Сотрудник", "ru")

    await emil.press("Посмотреть приглашение", "Приглашение в Premium")
    await emil.press("Попросить", "Вы попросили управляющих и администраторов")
    assert await running.notifier.deliver() == 3
    await anna.sees("Emil asks to connect Premium")

    await anna.press("Approve", "Connect Premium with a trial period?")
    assert shop.state() is State.INACTIVE
    await anna.press("Start the trial period", "Premium is connected, nothing was charged")
    await anna.answered("Connected.")
    assert shop.state() is State.TRIAL
    await running.notifier.deliver()
    await emil.sees("Premium подключён. Ответ: Anna")

    await running.telegram.send(anna.id, "/points")
    await anna.sees("1 point stands for")
    await anna.press("Spend points", "The buttons show the most")
    await anna.press("advertising", "Spend 700 points?")
    await running.telegram.send(anna.id, "1 00,5")
    await anna.sees("couldn't read the amount")
    await running.telegram.send(anna.id, "100,50")
    await anna.sees("Spend 100.50 points?")
    await anna.press("Spend", "Spent: 100.50 points")
    assert shop.account.balances["bonus"].spent == 10_050

    shop.later(days=23, hours=1)
    await running.notifier.deliver()
    await anna.sees("7 days of the trial period are left")
    await anna.press("Turn renewal off", "Turn Premium off after the trial period?")
    await anna.sees("7 days of the trial period are left")


async def test_two_presses_at_once_and_an_old_button(running: Running) -> None:
    shop = running.shop
    shop.qualifies()
    anna = await running.guest(Role.ADMINISTRATOR, "Anna", "Your role: Administrator")
    await anna.press("Plan and Premium", "Either plan can be connected")
    question = await anna.press("Try Premium", "Connect Premium with a trial period?")
    await asyncio.gather(*(running.telegram.press(anna.id, question["message_id"], 0, 0) for _ in range(3)))
    await anna.sees("Premium is connected, nothing was charged")
    await anna.answered("This is done already")
    with shop.database.read() as transaction:
        periods = transaction.rows("SELECT kind FROM period")
    assert periods == [("trial",)]
    old = question["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await running.telegram.send(anna.id, "/points")
    await anna.sees("1 point stands for")
    await running.telegram.forge(anna.id, question["message_id"], old)
    await anna.answered("This button is out of date")


async def test_strange_messages_and_forged_data_get_an_answer(running: Running) -> None:
    anna = await running.guest(Role.MANAGER, "Anna", "Your role: Manager")
    await running.telegram.send(anna.id, kind="sticker")
    home = await anna.sees("I read only text")
    await running.telegram.forge(anna.id, home["message_id"], "a\x1dchange:cancel")
    await anna.answered("This button is out of date")
    own = await running.telegram.send(anna.id, "x" * 4096)
    await anna.sees("I didn't understand that")
    await running.telegram.edit(anna.id, own, "/start")
    await anna.sees("send a new message")
    assert {command["command"] for command in anna.view()["commands"]} >= {"start", "points", "language"}


async def test_telegram_failing_and_a_person_blocking_lose_nothing(running: Running) -> None:
    shop = running.shop
    anna = await running.guest(Role.MANAGER, "Anna", "Your role: Manager")
    boris = await running.guest(Role.MANAGER, "Boris", "Your role: Manager")
    await running.telegram.block(boris.id)
    shop.qualifies()
    running.telegram.add_fault(read_fault({"method": "sendMessage", "times": 1, "error_code": 502}))
    running.telegram.add_fault(read_fault({"method": "sendMessage", "times": 1, "retry_after": 3}))
    for _ in range(4):
        await running.notifier.deliver()
        shop.later(seconds=10)
    await anna.sees("You are invited to Premium")
    texts = [message["text"] for message in anna.view()["messages"] if message["from"] == "bot"]
    assert sum("You are invited to Premium\n" in text for text in texts) == 1
    assert shop.ports.team.person(boris.id).blocked
    await running.telegram.start(boris.id)
    await boris.sees("You are invited to Premium")
    assert not shop.ports.team.person(boris.id).blocked


async def test_a_hasty_person_meets_flood_control_and_still_gets_the_last_screen(shop: Shop) -> None:
    limits = replace(Limits(), chat_burst=2)
    async with started(shop, limits) as running:
        anna = await running.guest(Role.MANAGER, "Anna", "Your role: Manager")
        for command in ("/points", "/premium"):
            await running.telegram.send(anna.id, command)
        await anna.sees("Premium Lite can be connected at once")


async def test_a_screen_is_edited_in_place_and_keeps_within_telegrams_rules(running: Running) -> None:
    anna = await running.guest(Role.MANAGER, "Анна", "Ваша роль: Управляющий", "ru")
    first = (await anna.sees("Ваша роль"))["message_id"]
    for label, words in (
        ("Тариф и Premium", "Тариф и Premium"),
        ("Сравнить тарифы", "Lite"),
        ("Назад", "Premium Lite можно подключить сразу"),
        ("Главная", "Данные на"),
        ("Помощь", "Помощь"),
        ("Когда баллы сгорают", "сгорают"),
        ("Назад", "Помощь"),
        ("Язык", "языке"),
        ("Հայերեն", "Տվյալները՝"),
    ):
        shown = await anna.press(label, words)
        assert shown["message_id"] == first
    assert re.search("Գլխավոր", str(anna.view()["commands"]))
