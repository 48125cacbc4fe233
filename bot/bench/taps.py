"""How long a person waits for the answer to a tap, beside a bot that only answers: a part of `bench`.

Problem: a tap goes through HTTP, long polling, aiogram and our screens; only our part is ours to mend.
Decision: two local Telegrams over loopback, the whole chat on one and a handler that edits the message on the other;
a person taps on both in turns, and the time runs until the message in the chat has changed.
Limit: one person at a time, on one machine. aiogram is imported only when it is measured, for its import costs seconds.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.clock import WallClock
from bot.frame.ports import Ports
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import Limits, LocalTelegram
from bot.texts import Texts
from core.policy import Policy
from core.values import Role
from storage.books.books import Books
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.post.outbox import Outbox
from storage.rows.database import Database

if TYPE_CHECKING:
    from aiogram import Dispatcher
    from aiogram.types import CallbackQuery, Message

TOKEN: Final = "10000:bench"  # noqa: S105  (opens nothing but the local Telegram)
PATIENCE: Final = 20.0
WARM: Final = 4


def time_taps(path: Path, policy: Policy, seller: str, taps: int) -> tuple[list[float], list[float]]:
    """Seconds from tap to answer of the chat, and of the bare bot; `path` is a database that has the seller."""
    database = Database(f"sqlite:///{path}")
    with closing(database):
        return asyncio.run(_take_turns(database, policy, seller, taps))


async def _take_turns(database: Database, policy: Policy, seller: str, taps: int) -> tuple[list[float], list[float]]:
    from bot.chat.dispatcher import build_dispatcher

    team, clock = Team(database), WallClock()
    ledger, books = Ledger(database, policy), Books(database, policy)
    ports = Ports(ledger, books, team, Outbox(database, policy), clock, Texts())
    ours: list[float] = []
    bare: list[float] = []
    async with _person(build_dispatcher(ports)) as chat, _person(_bare_dispatcher()) as echo:
        token = team.create_link(seller, Role.MANAGER, by="operator", now=clock.now())
        team.join(token, chat.id, "Anna", clock.now())
        for person in (chat, echo):
            await person.begin()
        for _ in range(WARM + taps):
            ours.append(await chat.tap())
            bare.append(await echo.tap())
    return ours[WARM:], bare[WARM:]


def _bare_dispatcher() -> "Dispatcher":
    """A bot of two handlers, which edits its message at every tap."""
    from aiogram import Dispatcher
    from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

    dispatcher = Dispatcher()
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Again", callback_data="again")]])

    async def started(message: "Message") -> None:
        await message.answer("0", reply_markup=keyboard)

    async def tapped(query: "CallbackQuery") -> None:
        if isinstance(query.message, Message):
            await query.message.edit_text(str(int(query.message.text or "0") + 1), reply_markup=keyboard)
        await query.answer()

    dispatcher.message.register(started)
    dispatcher.callback_query.register(tapped)
    return dispatcher


@contextlib.asynccontextmanager
async def _person(dispatcher: "Dispatcher") -> AsyncIterator["_Person"]:
    """A person in front of a local Telegram on which the dispatcher's bot runs."""
    from aiogram import Bot
    from aiogram.client.default import DefaultBotProperties
    from aiogram.client.telegram import TelegramAPIServer

    from bot.chat.polling import Polling
    from bot.frame.connection import Connection

    telegram = LocalTelegram(token=TOKEN, limits=Limits.generous())
    async with serve(build_app(telegram)) as url, asyncio.TaskGroup() as tasks:
        session = Connection(api=TelegramAPIServer.from_base(url))
        bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML"))
        polling = Polling(bot, dispatcher)
        running = tasks.create_task(polling.run())
        try:
            yield _Person(telegram)
        finally:
            polling.stop()
            await running
            await session.close()


class _Person:
    """A person who taps to and fro between two screens, or the one button there is."""

    LABELS: Final = frozenset({"Points", "Home", "Again"})

    def __init__(self, telegram: LocalTelegram) -> None:
        self._telegram = telegram
        self.id = telegram.add_person("Anna", language_code="en").id

    async def begin(self) -> None:
        """Start the bot and wait until it shows a button."""
        await self._telegram.start(self.id)
        await self._until(lambda: self._buttons() != [])

    async def tap(self) -> float:
        """Seconds until the message whose button is tapped has changed."""
        message, row, column, shown = self._buttons()[-1]
        answered = len(self._telegram.chat(self.id).answers)
        start = time.perf_counter()
        await self._telegram.press(self.id, message, row, column)
        await self._until(lambda: self._buttons()[-1][3] != shown)
        seconds = time.perf_counter() - start
        await self._until(lambda: len(self._telegram.chat(self.id).answers) > answered)  # the next tap finds it idle
        return seconds

    def _buttons(self) -> list[tuple[int, int, int, dict[str, Any]]]:
        """(message, row, column, the whole message) of each button of `LABELS`, the newest last."""
        return [
            (message.id, row, column, message.body)
            for message in self._telegram.chat(self.id).messages.values()
            for row, keys in enumerate(message.body.get("reply_markup", {}).get("inline_keyboard", []))
            for column, key in enumerate(keys)
            if key["text"] in self.LABELS
        ]

    async def _until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not true():
                await self._telegram.wait(self.id, self._telegram.chat(self.id).version, 1.0)
