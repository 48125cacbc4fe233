"""The composition root: the only place that builds things and puts them together.

One process: the bot by long polling, the heartbeat, and, without a token, a local Telegram with a demo marketplace and
its page. What people can mend (a taken port, a wrong token, an unwritable folder) is a `RunError` with a sentence.
"""

import asyncio
import contextlib
import secrets
import signal
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramUnauthorizedError

from bot.chat.dispatcher import build_dispatcher
from bot.chat.polling import Polling
from bot.clock import Clock, MovableClock, WallClock, clock_of
from bot.demo.desk import DemoDesk
from bot.demo.people import PEOPLE, join_demo_team
from bot.demo.stock import stock_demo
from bot.frame.connection import REFUSALS, Connection
from bot.frame.ports import Services
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import Limits, LocalTelegram
from bot.logs import places, set_up_logs
from bot.paper.charts import warm_up
from bot.post.notifier import Notifier
from bot.scheduler import Heart
from bot.settings import Settings
from bot.start import RunError, database_url
from bot.texts import Texts
from core.policy import Policy
from core.values import format_amount
from storage.books.books import Books
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.post.outbox import Outbox
from storage.rows.database import Database

LOCAL_BOT = 10_000
LOCAL_PACE = 1000
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """A bot at work, for whoever started it (tests, the command line)."""

    services: Services
    bot: Bot
    heart: Heart
    telegram: LocalTelegram | None
    url: str | None


def run_forever(settings: Settings, policy: Policy) -> None:
    """Run until Ctrl-C or SIGTERM, after `bot.start.check`. Raises `RunError` and `StorageError`."""
    asyncio.run(_until_stopped(settings, policy))


async def _until_stopped(settings: Settings, policy: Policy) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    start = local(settings, policy) if settings.bot_token is None else real(settings, policy)
    async with start as running:
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
    bot = _bot(settings.bot_token.get_secret_value(), server)
    try:
        services, heart = _put_together(database, policy, clock_of(database), bot)
        await asyncio.to_thread(_tell_idle_prices, services)
        await _checked(bot.get_me())
        async with _polling(bot, services, heart):
            yield Running(services, bot, heart, None, None)
    finally:
        await bot.session.close()
        database.close()


@contextlib.asynccontextmanager
async def local(settings: Settings, policy: Policy) -> AsyncIterator[Running]:
    """The bot on a local Telegram with a demo marketplace and its page, on this machine only."""
    set_up_logs(settings.log_level)
    database = Database(database_url(settings))
    try:
        wall = WallClock()
        coming = await asyncio.to_thread(stock_demo, database, policy, wall)
        clock = MovableClock(database, wall)
        token = f"{LOCAL_BOT}:{secrets.token_urlsafe(32)}"  # of this start: no page elsewhere can know it
        telegram = LocalTelegram(token=token, now=lambda: clock.now() / 1_000_000, limits=Limits.generous())
        people = {
            person.key: telegram.add_person(
                person.name, username=person.username, language_code=person.language, person_id=person.telegram_id
            )
            for person in PEOPLE
        }
        await asyncio.to_thread(join_demo_team, Team(database), clock.now())
        ledger = Ledger(database, policy)
        bot = _bot(token, PRODUCTION)
        desk = DemoDesk(ledger, clock, coming, lambda: heart.beat(), telegram)
        services, heart = _put_together(database, policy, clock, bot, ledger=ledger, desk=desk)
        await asyncio.to_thread(_tell_idle_prices, services)
        try:
            async with serve(build_app(telegram, desk), port=settings.port) as url:
                bot.session.api = TelegramAPIServer.from_base(url)
                async with _polling(bot, services, heart):
                    for person in PEOPLE:
                        if person.role is not None:
                            await telegram.send(people[person.key].id, "/start")
                    yield Running(services, bot, heart, telegram, url)
        except OSError as error:
            raise RunError(f"{error.strerror or error}; choose another with PORT or --port.") from error
        finally:
            await bot.session.close()
    finally:
        database.close()


def _bot(token: str, server: TelegramAPIServer) -> Bot:
    return Bot(token, session=Connection(api=server), default=DefaultBotProperties(parse_mode="HTML"))


def _put_together(
    database: Database,
    policy: Policy,
    clock: Clock,
    bot: Bot,
    *,
    ledger: Ledger | None = None,
    desk: DemoDesk | None = None,
) -> tuple[Services, Heart]:
    hearts: list[Heart] = []
    services = Services(
        ledger=ledger or Ledger(database, policy),
        books=Books(database, policy),
        team=Team(database),
        outbox=Outbox(database, policy),
        clock=clock,
        texts=Texts() if desk is None else desk.texts,
        nudge=lambda: hearts[0].nudge(),
    )
    if desk is None:
        heart = Heart(services, Notifier(bot, services))
    else:  # the local Telegram lets a week of notices pass at once
        notifier = Notifier(bot, services, per_second=LOCAL_PACE, per_chat=LOCAL_PACE)
        heart = Heart(services, notifier, desk.catch_up)
    hearts.append(heart)
    return services, heart


def _tell_idle_prices(services: Services) -> None:
    """Log what the policy names as prices and the database does not charge (RULES 4.15)."""
    for plan, (own, in_force) in services.ledger.prices_without_effect(services.clock.now()).items():
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
async def _polling(bot: Bot, services: Services, heart: Heart) -> AsyncIterator[None]:
    polling = Polling(bot, build_dispatcher(services))
    await _checked(bot.delete_webhook())
    await _checked(Notifier(bot, services).announce_commands())
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(polling.run())
        tasks.create_task(heart.run())
        tasks.create_task(_warm_up())
        try:
            yield
        finally:  # what they have in hand is finished before the connection and the database are closed under them
            polling.stop()
            heart.stop()
