"""What `run` starts without a token: the bot on a local Telegram with a demo marketplace and its page.

It adds to `bot.app` what the real bot starts without; the command line alone comes here.
"""

import asyncio
import contextlib
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from hashlib import sha256
from typing import Final

from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from starlette.requests import Request
from starlette.responses import Response

from bot.api.app import build_api
from bot.api.serving import limit_threads
from bot.app import Running, at_work, bot_at, ports_of, put_together, tell_idle_prices
from bot.clock import MovableClock, WallClock
from bot.demo.desk import DemoDesk
from bot.demo.own_shop import OwnShop, sample_report
from bot.demo.people import PEOPLE, join_demo_team
from bot.demo.stock import stock_demo
from bot.localozon.server import LocalOzon
from bot.localozon.server import serve as serve_ozon
from bot.localozon.world import World
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import Limits, LocalTelegram
from bot.logs import set_up_logs
from bot.ozon.key import Safe
from bot.post.readings import Readings
from bot.reported.marketplace import Marketplace
from bot.scheduler import Heart
from bot.settings import Settings
from bot.start import RunError, database_url, dialogs_in_redis
from core.policy import Policy
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.rows.database import Database

BOT_ID: Final = 10_000
PACE: Final = 1000
"""Messages a second: a week of notices may pass at once."""
OPERATOR_KEY: Final = urlsafe_b64encode(sha256(b"invented shops have no secrets").digest()).decode()
"""What seals keys here: the same at each start, because the rows stay."""
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@contextlib.asynccontextmanager
async def local(settings: Settings, policy: Policy) -> AsyncIterator[Running]:
    """The bot on a local Telegram with a demo marketplace and its page, on this machine only."""
    set_up_logs(settings.log_level, settings.log_format)
    stack = contextlib.AsyncExitStack()
    database = Database(database_url(settings))
    stack.callback(database.close)
    try:
        dialogs = dialogs_in_redis(settings, database)
        if dialogs is not None:
            stack.callback(dialogs.close)
        wall = WallClock()
        coming = await asyncio.to_thread(stock_demo, database, policy, wall)
        clock = MovableClock(database, wall)
        token = f"{BOT_ID}:{secrets.token_urlsafe(32)}"  # of this start: no page elsewhere can know it
        telegram = LocalTelegram(
            token=token,
            now=lambda: clock.now() / 1_000_000,
            limits=Limits.generous(),
            begin=clock.now() // 1000,  # fewer than one message a millisecond, so above those of the last start
        )
        people = {
            person.key: telegram.add_person(
                person.name, username=person.username, language_code=person.language, person_id=person.telegram_id
            )
            for person in PEOPLE
        }
        await asyncio.to_thread(join_demo_team, Team(database), clock.now())
        ledger = Ledger(database, policy)
        bot = bot_at(PRODUCTION, token)
        heart: Heart
        readings: Readings
        ozon, today = World(time.monotonic), policy.calendar.date(clock.now())
        own = await asyncio.to_thread(OwnShop, ozon, today, lambda: readings.nudge())
        desk = DemoDesk(ledger, clock, coming, lambda: heart.beat(), telegram, own=own)
        ozon_url = await stack.enter_async_context(serve_ozon(LocalOzon(ozon)))
        ports, heart, courier, readings = put_together(
            bot, ledger, clock, desk.texts, settings.webhooks_allow_private, before=desk.catch_up, pace=PACE,
            marketplace=Marketplace(ozon_url, Safe(OPERATOR_KEY), _in_haste), open_signup=True, dialogs=dialogs,
        )  # fmt: skip
        await asyncio.to_thread(tell_idle_prices, ports)
        try:
            page = build_app(telegram, desk)
            limit_threads()
            page.add_route("/sample-report.xlsx", _sample(lambda: policy.calendar.date(clock.now())), ["GET"])
            page.mount("/", build_api(ports_of(ports, settings)))  # last: whatever the page itself does not answer
            async with serve(page, port=settings.port) as url:
                bot.session.api = TelegramAPIServer.from_base(url)
                async with at_work(bot, ports, heart, courier, readings):
                    for person in PEOPLE:
                        if person.role is not None:
                            await telegram.send(people[person.key].id, "/start")
                    yield Running(ports, bot, heart, url, api_url=url)
        except OSError as error:
            raise RunError(f"{error.strerror or error}; choose another with PORT or --port.") from error
        finally:
            await bot.session.close()
    finally:
        await stack.aclose()


async def _in_haste(seconds: float) -> None:
    """How long a call waits here: the local Ozon is asked four times as often as the real one may be."""
    await asyncio.sleep(seconds / 4)


def _sample(today: Callable[[], date]) -> Callable[[Request], Awaitable[Response]]:
    """The route of the report that a newcomer may drop into the chat."""

    async def sample(request: Request) -> Response:
        content = await asyncio.to_thread(sample_report, today())
        name = f"attachment; filename=ozon-accruals-{today():%Y-%m-%d}.xlsx"
        return Response(content, media_type=XLSX, headers={"Content-Disposition": name})

    return sample
