"""Two processes that send together keep the pace that Telegram asks of one bot, and its pauses."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage

from bot.frame.connection import Connection
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import Limits, LocalTelegram
from bot.post.notifier import Notifier
from core.values import SECOND, Instant, Role
from storage.rows.database import Database
from tests.bot.recording import TOKEN
from tests.bot.shop import START, Shop

CALL = SendMessage(chat_id=1, text="x")
PEOPLE = 70
"""More than thirty, and than two processes' thirty, in a second."""


class RunningClock:
    """Begins when shops do, and goes on."""

    def __init__(self) -> None:
        self._began = time.monotonic_ns()

    def now(self) -> Instant:
        return START + (time.monotonic_ns() - self._began) // 1000


@pytest.fixture
def shops(postgres_database: str) -> Iterator[tuple[Shop, Shop]]:
    """The same shop in two processes."""
    databases = [Database(postgres_database) for _ in range(2)]
    databases[0].upgrade()
    one = Shop(databases[0])
    other = Shop.__new__(Shop)
    other.__dict__ |= one.__dict__ | {"database": databases[1]}
    other.use(other._ports(one.ports.policy))
    yield one, other
    for database in databases:
        database.close()


@contextlib.asynccontextmanager
async def strict_telegram() -> AsyncIterator[tuple[LocalTelegram, Bot]]:
    """A Telegram with its real limits, and a bot on it."""
    telegram = LocalTelegram(token=TOKEN, limits=Limits())
    async with serve(build_app(telegram)) as url:
        bot = Bot(TOKEN, session=Connection(api=TelegramAPIServer.from_base(url)))
        async with bot.session:
            yield telegram, bot


async def test_together_they_are_never_refused_for_being_too_quick(shops: tuple[Shop, Shop]) -> None:
    one, _ = shops
    async with strict_telegram() as (telegram, bot):
        for number in range(PEOPLE):
            person = telegram.add_person(f"Manager {number}")
            telegram.chat(person.id).person.started = True
            one.ports.team.join(one.link(Role.MANAGER), person.id, person.first_name, one.clock.at)
        one.qualifies()
        ports = [replace(shop.ports, clock=RunningClock()) for shop in shops]
        sent = await asyncio.gather(*(Notifier(bot, each).deliver() for each in ports))
    assert sum(sent) == PEOPLE
    assert min(sent) > 0
    with one.database.read() as transaction:
        assert transaction.rows("SELECT DISTINCT state, error FROM delivery") == [("sent", None)]


async def test_a_pause_that_telegram_asks_of_one_is_kept_by_the_other(shops: tuple[Shop, Shop]) -> None:
    one, other = shops
    for number in range(3):
        one.member(Role.MANAGER, f"Anna {number}")
    one.qualifies()
    for _ in range(2):
        one.session.refuse_next(SendMessage, TelegramRetryAfter(CALL, "flood", 60))
    first, second = (Notifier(one.bot, shop.ports, per_second=1000, per_chat=1000) for shop in shops)
    assert await first.deliver(limit=2) == 0
    assert await second.deliver() == 0
    assert first.paused_until == one.clock.at + 60 * SECOND
    assert second.paused_until == one.clock.at + 60 * SECOND
    one.clock.at += 61 * SECOND
    assert await second.deliver() == 3
    assert other.clock is one.clock
