"""What a bot is busy with while people tap, in a process of its own: a part of `bench`.

Problem: a tap that is quick in a bot at rest says nothing of the night in which everybody's points expire. Decision:
the chat and the way in over HTTP as `run` has them, in a process that is told from outside what to do besides.
Limit: one process does all; the clock is the night's own, for a night must begin when it is told to.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from multiprocessing.connection import Connection as Pipe
from typing import TYPE_CHECKING, Final, NamedTuple

from starlette.types import Receive, Scope, Send

from bot.bench.nights import DIGESTS, EXPIRY, FEES, POLICY
from bot.logs import set_up_logs
from bot.memory import collect_seldom, keep_what_is_there
from bot.texts import Texts
from core.events import Event, LotProlonged, Maintenance, PriceChanged
from core.policy import overlay_policy
from core.values import HOUR, MINUTE, Instant, Plan
from storage.books.books import Books
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.post.outbox import Outbox
from storage.rows.database import Database

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.chat.polling import Polling

TOKEN: Final = "10000:bench"  # noqa: S105  (opens nothing but the local Telegram)
LATER: Final[Instant] = EXPIRY + 10 * MINUTE
LETTERS: Final = 300
"""Messages that are sent in one go."""


class Where(NamedTuple):
    """What such a process stands on: Telegram's address and the database's."""

    telegram: str
    database: str


class NightClock:
    """A clock that stands where it is put, and goes on from there."""

    def __init__(self) -> None:
        self.put(EXPIRY - HOUR)

    def put(self, at: Instant) -> None:
        """It is this instant now."""
        self._at, self._since = at, time.monotonic_ns()

    def now(self) -> Instant:
        """The present instant of the night."""
        return self._at + (time.monotonic_ns() - self._since) // 1000


def serve(pipe: Pipe, where: Where) -> None:
    """Be that process until the pipe says None; of every other word that it says the seconds come back."""
    set_up_logs("WARNING")
    collect_seldom()
    asyncio.run(_serve(pipe, where))


async def _serve(pipe: Pipe, where: Where) -> None:
    from bot.api.app import build_api
    from bot.api.ports import Api
    from bot.api.serving import serving
    from bot.chat.dispatcher import build_dispatcher
    from bot.chat.polling import Polling
    from bot.frame.ports import Ports
    from bot.post.notifier import Notifier

    clock, database = NightClock(), Database(where.database)
    bot, ledger = _bot_at(where.telegram), Ledger(database, overlay_policy(POLICY))
    worker = ledger.beside()
    ports = Ports(
        ledger, Books(database, ledger.policy), Team(database), Outbox(worker.database, ledger.policy), clock, Texts()
    )  # fmt: skip
    due_work, notifier = DueWork(worker), Notifier(bot, ports)

    def night(at: Instant) -> None:
        clock.put(at)
        due_work.do(clock.now())
        with worker.database.patiently():
            ports.outbox.fan_out(clock.now())

    def for_all(at: Instant, event: Event) -> None:
        clock.put(at)
        ledger.take_one(event, clock.now(), "bench")
        night(at)

    before = EXPIRY - 30 * MINUTE
    works: dict[str, Callable[[], Awaitable[object]]] = {
        name: partial(asyncio.to_thread, work)
        for name, work in {
            "prolongation": lambda: for_all(before, LotProlonged("l", before, programme="bonus", until=LATER)),
            "expiries": lambda: night(LATER),
            "fees": lambda: night(FEES),
            "digests": lambda: night(DIGESTS),
            "price": lambda: for_all(
                DIGESTS + HOUR,
                PriceChanged("p", DIGESTS + HOUR, plan=Plan.LITE, price=219_000, since=DIGESTS + 90 * 24 * HOUR),
            ),
            "maintenance": lambda: for_all(DIGESTS + 2 * HOUR, Maintenance("m", DIGESTS + 2 * HOUR, on=True)),
        }.items()
    }
    works["letters"] = partial(notifier.deliver, LETTERS)
    works["nothing"] = partial(asyncio.sleep, 5)
    api = Api(ledger=ledger, books=ports.books, team=ports.team, clock=clock, texts=ports.texts, nudge=lambda: None,
              signs=ports.signs, private_webhooks=True)  # fmt: skip
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(bot.session.close)
        stack.callback(database.close)
        await stack.enter_async_context(_polled(Polling(bot, build_dispatcher(ports))))
        url = await stack.enter_async_context(serving(build_api(api), "127.0.0.1", 0))
        keep_what_is_there()
        pipe.send(url)
        while (word := await asyncio.to_thread(pipe.recv)) is not None:
            begun = time.perf_counter()
            await works[word]()
            pipe.send(time.perf_counter() - begun)


def _bot_at(telegram: str) -> "Bot":
    from aiogram import Bot
    from aiogram.client.default import DefaultBotProperties
    from aiogram.client.telegram import TelegramAPIServer

    from bot.frame.connection import Connection

    session = Connection(api=TelegramAPIServer.from_base(telegram))
    return Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML"))


@contextlib.asynccontextmanager
async def _polled(polling: "Polling") -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(polling.run())
        try:
            yield
        finally:
            polling.stop()
            await running


class _Committing:
    """The barest program that keeps something: one row a request, committed for good."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        with self._database.write() as transaction:
            transaction.run("CREATE TABLE IF NOT EXISTS kept (number BIGINT)")

    def _keep(self) -> None:
        with self._database.write() as transaction:
            transaction.run("INSERT INTO kept VALUES (?)", (1,))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.to_thread(self._keep)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"{}"})


def serve_bare(pipe: Pipe, telegram: str, database: str) -> None:
    """Be a bot of two handlers, which edits its message at every tap, and a program that commits a row at every
    request, until the pipe says None."""
    collect_seldom()
    asyncio.run(_serve_bare(pipe, telegram, database))


async def _serve_bare(pipe: Pipe, telegram: str, database: str) -> None:
    from aiogram import Dispatcher
    from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

    from bot.api.serving import serving
    from bot.chat.polling import Polling

    dispatcher = Dispatcher()
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Again", callback_data="again")]])

    async def started(message: Message) -> None:
        await message.answer("0", reply_markup=keyboard)

    async def tapped(query: CallbackQuery) -> None:
        if isinstance(query.message, Message):
            await query.message.edit_text(str(int(query.message.text or "0") + 1), reply_markup=keyboard)
        await query.answer()

    dispatcher.message.register(started)
    dispatcher.callback_query.register(tapped)
    bot = _bot_at(telegram)
    async with serving(_Committing(database), "127.0.0.1", 0) as url, _polled(Polling(bot, dispatcher)):
        keep_what_is_there()
        pipe.send(url)
        await asyncio.to_thread(pipe.recv)
    await bot.session.close()
