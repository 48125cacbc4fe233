"""The composition root: the only place that builds things and puts them together.

One process: the bot, by long polling or by a webhook, and the heartbeat. On PostgreSQL there may be many, and each does
what it is told to: answer people, or do what falls due, or both. What people can mend (a wrong token, an address
without Telegram, an unwritable folder) is a `RunError` with a sentence. `bot.local` adds what there is without a token;
nothing here knows of it.
"""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import Flag, auto
from typing import Protocol

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.utils.token import TokenValidationError

from bot.api.app import build_api
from bot.api.ports import Api
from bot.api.serving import serving
from bot.chat.arrivals import Arrivals
from bot.chat.dispatcher import build_dispatcher
from bot.chat.polling import Polling
from bot.chat.webhook import CONNECTIONS, Address, Door, secret_of
from bot.clock import Clock, WallClock, clock_of
from bot.frame.commands import announce_commands
from bot.frame.connection import REFUSALS, Connection
from bot.frame.ports import Ports
from bot.logs import places, set_up_logs
from bot.memory import keep_what_is_there
from bot.ozon.client import OZON
from bot.ozon.key import KeysError, Safe
from bot.paper.charts import warm_up
from bot.post.listening import Listener
from bot.post.notifier import Notifier
from bot.post.readings import Readings
from bot.post.webhooks import Courier
from bot.reported.marketplace import Marketplace
from bot.scheduler import Heart
from bot.secrecy import keep
from bot.settings import Settings
from bot.start import RunError, database_url, dialogs_in_redis
from bot.texts import Texts
from core.policy import Policy
from core.values import Instant, format_amount
from storage.books.books import Books
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.post.inbox import Inbox
from storage.post.outbox import Outbox
from storage.post.redis_dialogs import RedisDialogs
from storage.post.webhooks import Webhooks
from storage.rows.bell import Bell
from storage.rows.database import Database

log = structlog.get_logger(__name__)

ASKING_SECONDS = 5
"""How long a command waits for Telegram to say what the bot is called."""


class Does(Flag):
    """What a process does of what several may share."""

    CHAT = auto()
    """Answers people: takes their updates."""
    WORK = auto()
    """Does what falls due, sends messages, tells other systems."""
    EVERYTHING = CHAT | WORK


@dataclass(frozen=True, slots=True)
class Running:
    """A bot at work, for whoever started it (tests, the command line).

    `url` is its page, if it has one, `api_url` where programs come in over HTTP, if they may.
    """

    ports: Ports
    bot: Bot
    heart: Heart
    url: str | None = None
    api_url: str | None = None
    does: Does = Does.EVERYTHING


class Loop(Protocol):
    """Something that goes on until it is told to stop, and then ends what it has in hand."""

    async def run(self) -> None: ...

    def stop(self) -> None: ...


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
            what = "is running" if Does.CHAT in running.does else "has its due work done here"
            print(f"@{me.username} {what}. Stop with Ctrl-C.", flush=True)
        if running.api_url:
            print(f"For programs: {running.api_url}/api/v1, described at {running.api_url}/docs", flush=True)
        await stop.wait()


@contextlib.asynccontextmanager
async def real(settings: Settings, policy: Policy, does: Does = Does.EVERYTHING) -> AsyncIterator[Running]:
    """The bot on Telegram, or on the Bot API server of TELEGRAM_API_URL; or its part in one."""
    assert settings.bot_token is not None
    set_up_logs(settings.log_level, settings.log_format)
    server = TelegramAPIServer.from_base(settings.telegram_api_url) if settings.telegram_api_url else PRODUCTION
    database = Database(database_url(settings))
    dialogs = dialogs_in_redis(settings, database) if Does.CHAT in does else None
    bot = bot_at(server, settings.bot_token.get_secret_value())
    try:
        ports, heart, courier, readings = put_together(
            bot, Ledger(database, policy), clock_of(database), Texts(), settings.webhooks_allow_private,
            marketplace=marketplace_of(settings), open_signup=settings.open_signup,
            dialogs=dialogs,
        )  # fmt: skip
        await asyncio.to_thread(tell_idle_prices, ports)
        await _checked(bot.get_me())
        working = at_work(bot, ports, heart, courier, readings, _webhook(settings), does)
        async with working, _serving(settings, ports) as api_url:
            yield Running(ports, bot, heart, api_url=api_url, does=does)
    finally:
        await bot.session.close()
        if dialogs is not None:
            dialogs.close()
        database.close()


@contextlib.asynccontextmanager
async def _serving(settings: Settings, ports: Ports) -> AsyncIterator[str | None]:
    """Inside, programs come in over HTTP, if there is an API_PORT; yields the address. Raises `RunError`."""
    if settings.api_port is None:
        yield None
        return
    try:
        async with serving(build_api(ports_of(ports, settings)), settings.api_host, settings.api_port) as url:
            yield url
    except OSError as error:
        raise RunError(f"{error.strerror or error}; choose another with API_HOST or API_PORT.") from error


def ports_of(ports: Ports, settings: Settings) -> Api:
    """What the way in over HTTP stands on, beside the chat in this process. Call it in the running loop."""
    loop = asyncio.get_running_loop()

    def from_any_thread() -> None:
        loop.call_soon_threadsafe(ports.nudge)

    return Api(
        ledger=ports.ledger,
        books=ports.books,
        team=ports.team,
        clock=ports.clock,
        texts=ports.texts,
        nudge=from_any_thread,
        signs=ports.signs,
        private_webhooks=settings.webhooks_allow_private,
    )


def bot_at(server: TelegramAPIServer, token: str) -> Bot:
    """The bot of a token, on a server of Telegram's Bot API; whoever made it closes its session."""
    return Bot(token, session=Connection(api=server), default=DefaultBotProperties(parse_mode="HTML"))


def _nothing(now: Instant) -> None:
    return None


async def username_of(token: str, api_url: str | None) -> str | None:
    """What Telegram calls the bot of the token; None if it does not say."""
    try:
        bot = bot_at(TelegramAPIServer.from_base(api_url) if api_url else PRODUCTION, token)
    except TokenValidationError:
        return None
    async with bot.session:
        try:
            return (await bot.get_me(request_timeout=ASKING_SECONDS)).username
        except REFUSALS:
            return None


def put_together(
    bot: Bot,
    ledger: Ledger,
    clock: Clock,
    texts: Texts,
    allow_private: bool,
    *,
    before: Callable[[Instant], None] | None = None,
    pace: float | None = None,
    marketplace: Marketplace | None = None,
    open_signup: bool = False,
    dialogs: RedisDialogs | None = None,
) -> tuple[Ports, Heart, Courier, Readings]:
    """The ports, the heart that they nudge, the courier that it nudges, and who reads reported shops.

    `allow_private`: other systems may be told inside the own network. `before` runs first in each beat; `pace` is
    messages a second over all chats and in one, else Telegram's own. `open_signup`: anybody may begin a reported shop.
    `dialogs` are those in Redis, if not in the database.
    """
    hearts: list[Heart] = []
    readers: list[Readings] = []
    database, worker = ledger.database, ledger.beside()
    ports = Ports(
        ledger=ledger,
        books=Books(database, ledger.policy),
        team=Team(database, None if dialogs is None else dialogs.forget),
        outbox=Outbox(worker.database, ledger.policy),
        clock=clock,
        texts=texts,
        nudge=lambda: hearts[0].nudge(),
        marketplace=marketplace or Marketplace(),
        read_soon=lambda: readers[0].nudge(),
        open_signup=open_signup,
        dialogs=dialogs,
    )
    rates = {} if pace is None else {"per_second": pace, "per_chat": pace}
    notifier = Notifier(bot, ports, **rates)
    courier = Courier(Webhooks(database), clock, WallClock(), allow_private=allow_private)
    readers.append(Readings(bot, ports))

    def beaten() -> None:
        courier.nudge()
        readers[0].nudge()  # the clock may have been moved to the night

    hearts.append(Heart(ports, notifier, before or _nothing, ledger=worker, told=beaten))
    return ports, hearts[0], courier, readers[0]


def marketplace_of(settings: Settings) -> Marketplace:
    """Where reported shops are asked for, and the safe of their keys if there is one. Raises `RunError`."""
    key = settings.seller_premium_key
    try:
        safe = None if key is None else Safe(key.get_secret_value())
    except KeysError as error:
        raise RunError(f"{error} `key new` makes one.") from error
    return Marketplace(settings.ozon_api_url or OZON, safe)


def tell_idle_prices(ports: Ports) -> None:
    """Log what the policy names as prices and the database does not charge (RULES 4.15)."""
    for plan, (own, in_force) in ports.ledger.prices_without_effect(ports.clock.now()).items():
        prices = {"policy": format_amount(own), "in_force": format_amount(in_force)}
        log.warning("policy_price_without_effect", plan=plan.value, **prices)


async def _checked(call: Awaitable[object], setting: str = "TELEGRAM_API_URL") -> None:
    try:
        await call
    except TelegramUnauthorizedError as error:
        raise RunError("Telegram refused BOT_TOKEN; copy it again from @BotFather.") from error
    except TelegramNetworkError as error:
        raise RunError(f"Telegram cannot be reached: {error.message}. Check the network or {setting}.") from error
    except TelegramRetryAfter as error:
        raise RunError(f"Telegram asks to wait {error.retry_after} seconds; start again then.") from error
    except REFUSALS as error:
        raise RunError(f"Telegram cannot be used: {error.message}. Check {setting}.") from error


async def _warm_up() -> None:
    # Not worth a bot that does not start: what is wrong shows again with the first picture, and there it is answered.
    try:
        await asyncio.to_thread(warm_up)
    except Exception as error:
        log.error("charts_not_loaded", error=type(error).__name__, places=places(error))


def _webhook(settings: Settings) -> Address | None:
    """Where Telegram hands over updates, if it is to; else they are polled for."""
    if settings.telegram_webhook_url is None:
        return None
    assert settings.bot_token is not None
    given = settings.telegram_webhook_secret
    secret = given.get_secret_value() if given else secret_of(settings.bot_token.get_secret_value())
    keep(secret)
    return Address(
        settings.telegram_webhook_url, secret, settings.telegram_webhook_host, settings.telegram_webhook_port
    )


@contextlib.asynccontextmanager
async def at_work(
    bot: Bot,
    ports: Ports,
    heart: Heart,
    courier: Courier,
    readings: Readings,
    webhook: Address | None = None,
    does: Does = Does.EVERYTHING,
) -> AsyncIterator[None]:
    """Inside, updates come in by the webhook or are polled for, the heart beats, other systems are told, shops read.

    Raises `RunError` when Telegram cannot be used, or the webhook's port.
    """
    async with contextlib.AsyncExitStack() as stack:
        loops: list[Loop] = []
        if Does.CHAT in does:
            loops += await _chat(bot, ports, webhook, stack)
        if Does.WORK in does:
            loops += [heart, courier, readings]
            if ports.ledger.database.postgresql:  # another process may write what this one is to send
                loops.append(Listener(Bell(ports.ledger.database), heart.nudge))
        async with asyncio.TaskGroup() as tasks:
            for loop in loops:
                tasks.create_task(loop.run())
            tasks.create_task(_warm_up())
            try:
                yield
            finally:  # what they have in hand is finished before the connection and the database are closed under them
                for loop in loops:
                    loop.stop()


async def _chat(bot: Bot, ports: Ports, webhook: Address | None, stack: contextlib.AsyncExitStack) -> list[Loop]:
    """Let Telegram know the way here; returns what deals with what comes, to be run."""
    dispatcher = build_dispatcher(ports)
    # Also while polling: what a webhook had stored before is not lost.
    arrivals = Arrivals(bot, dispatcher, Inbox(ports.ledger.database, bot.id), ports.clock)
    await _checked(announce_commands(bot, ports.texts))
    if webhook is None:
        await _checked(bot.delete_webhook())
        return [Polling(bot, dispatcher, ports.signs), arrivals]
    await _checked(_announce(webhook, bot, dispatcher), "TELEGRAM_WEBHOOK_URL")
    await stack.enter_async_context(_door(webhook, bot, dispatcher, arrivals))
    return [arrivals]


async def _announce(webhook: Address, bot: Bot, dispatcher: Dispatcher) -> None:
    """Tell Telegram where to. It goes on trying while nobody listens there."""
    kinds = dispatcher.resolve_used_update_types()
    await bot.set_webhook(webhook.url, secret_token=webhook.secret, allowed_updates=kinds, max_connections=CONNECTIONS)


@contextlib.asynccontextmanager
async def _door(webhook: Address, bot: Bot, dispatcher: Dispatcher, arrivals: Arrivals) -> AsyncIterator[None]:
    """Inside, what Telegram hands over is stored. Raises `RunError` for a port that cannot be used."""
    data = dispatcher.workflow_data
    async with contextlib.AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(serving(Door(webhook, arrivals), webhook.host, webhook.port))
        except OSError as error:
            raise RunError(f"{error.strerror or error}; choose another with TELEGRAM_WEBHOOK_PORT.") from error
        await dispatcher.emit_startup(**data, bot=bot, dispatcher=dispatcher)
        try:
            yield
        finally:
            await dispatcher.emit_shutdown(**data, bot=bot, dispatcher=dispatcher)
