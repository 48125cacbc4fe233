"""The composition root: the only place that builds things and puts them together.

One process: the bot by long polling, and the heartbeat. What people can mend (a wrong token, an address without
Telegram, an unwritable folder) is a `RunError` with a sentence. `bot.local` adds what there is without a token; nothing
here knows of it.
"""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramUnauthorizedError

from bot.chat.dispatcher import build_dispatcher
from bot.chat.polling import Polling
from bot.clock import Clock, clock_of
from bot.frame.connection import REFUSALS, Connection
from bot.frame.ports import Ports
from bot.logs import places, set_up_logs
from bot.memory import keep_what_is_there
from bot.paper.charts import warm_up
from bot.post.notifier import Notifier
from bot.scheduler import Heart
from bot.settings import Settings
from bot.start import RunError, database_url
from bot.texts import Texts
from core.policy import Policy
from core.values import Instant, format_amount
from storage.books.books import Books
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.post.outbox import Outbox
from storage.rows.database import Database

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """A bot at work, for whoever started it (tests, the command line). `url` is its page, if it has one."""

    ports: Ports
    bot: Bot
    heart: Heart
    url: str | None = None


def run_forever(start: AbstractAsyncContextManager[Running]) -> None:
    """Run `real` or `bot.local.local` until Ctrl-C or SIGTERM, after `bot.start.check`.

    Raises `RunError` and `StorageError`.
    """
    asyncio.run(_until_stopped(start))


async def _until_stopped(start: AbstractAsyncContextManager[Running]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with start as running:
        keep_what_is_there()
        if running.url:
            print(f"Open {running.url}", flush=True)
        else:
            me = await running.bot.me()
            print(f"@{me.username} is running. Stop with Ctrl-C.", flush=True)
        await stop.wait()


@contextlib.asynccontextmanager
async def real(settings: Settings, policy: Policy) -> AsyncIterator[Running]:
    """The bot on Telegram, or on the Bot API server of TELEGRAM_API_URL, by long polling."""
    assert settings.bot_token is not None
    set_up_logs(settings.log_level)
    server = TelegramAPIServer.from_base(settings.telegram_api_url) if settings.telegram_api_url else PRODUCTION
    database = Database(database_url(settings))
    bot = bot_at(server, settings.bot_token.get_secret_value())
    try:
        ports, heart = put_together(bot, Ledger(database, policy), clock_of(database), Texts())
        await asyncio.to_thread(tell_idle_prices, ports)
        await _checked(bot.get_me())
        async with at_work(bot, ports, heart):
            yield Running(ports, bot, heart)
    finally:
        await bot.session.close()
        database.close()


def bot_at(server: TelegramAPIServer, token: str) -> Bot:
    """The bot of a token, on a server of Telegram's Bot API; whoever made it closes its session."""
    return Bot(token, session=Connection(api=server), default=DefaultBotProperties(parse_mode="HTML"))


def put_together(
    bot: Bot,
    ledger: Ledger,
    clock: Clock,
    texts: Texts,
    *,
    before: Callable[[Instant], None] | None = None,
    pace: float | None = None,
) -> tuple[Ports, Heart]:
    """The ports and the heart that they nudge.

    `before` runs first in each beat; `pace` is messages a second over all chats and in one, else Telegram's own.
    """
    hearts: list[Heart] = []
    database = ledger.database
    ports = Ports(
        ledger=ledger,
        books=Books(database, ledger.policy),
        team=Team(database),
        outbox=Outbox(database, ledger.policy),
        clock=clock,
        texts=texts,
        nudge=lambda: hearts[0].nudge(),
    )
    rates = {} if pace is None else {"per_second": pace, "per_chat": pace}
    notifier = Notifier(bot, ports, **rates)
    hearts.append(Heart(ports, notifier) if before is None else Heart(ports, notifier, before))
    return ports, hearts[0]


def tell_idle_prices(ports: Ports) -> None:
    """Log what the policy names as prices and the database does not charge (RULES 4.15)."""
    for plan, (own, in_force) in ports.ledger.prices_without_effect(ports.clock.now()).items():
        prices = {"policy": format_amount(own), "in_force": format_amount(in_force)}
        log.warning("policy_price_without_effect", plan=plan.value, **prices)


async def _checked(call: Awaitable[object]) -> None:
    try:
        await call
    except TelegramUnauthorizedError as error:
        raise RunError("Telegram refused BOT_TOKEN; copy it again from @BotFather.") from error
    except TelegramNetworkError as error:
        raise RunError(
            f"Telegram cannot be reached: {error.message}. Check the network or TELEGRAM_API_URL."
        ) from error
    except TelegramRetryAfter as error:
        raise RunError(f"Telegram asks to wait {error.retry_after} seconds; start again then.") from error
    except REFUSALS as error:
        raise RunError(f"Telegram cannot be used: {error.message}. Check TELEGRAM_API_URL.") from error


async def _warm_up() -> None:
    # Not worth a bot that does not start: what is wrong shows again with the first picture, and there it is answered.
    try:
        await asyncio.to_thread(warm_up)
    except Exception as error:
        log.error("charts_not_loaded", error=type(error).__name__, places=places(error))


@contextlib.asynccontextmanager
async def at_work(bot: Bot, ports: Ports, heart: Heart) -> AsyncIterator[None]:
    """Inside, updates are polled for and the heart beats. Raises `RunError` when Telegram cannot be used."""
    polling = Polling(bot, build_dispatcher(ports))
    await _checked(bot.delete_webhook())
    await _checked(Notifier(bot, ports).announce_commands())
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(polling.run())
        tasks.create_task(heart.run())
        tasks.create_task(_warm_up())
        try:
            yield
        finally:  # what they have in hand is finished before the connection and the database are closed under them
            polling.stop()
            heart.stop()
