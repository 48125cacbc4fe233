"""What `run` starts without a token: the bot on a local Telegram with a demo marketplace and its page.

It adds to `bot.app` what the real bot starts without; the command line alone comes here.
"""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from typing import Final

from aiogram.client.telegram import PRODUCTION, TelegramAPIServer

from bot.api.app import build_api
from bot.api.serving import limit_threads
from bot.app import Running, at_work, bot_at, ports_of, put_together, tell_idle_prices
from bot.clock import MovableClock, WallClock
from bot.demo.desk import DemoDesk
from bot.demo.people import PEOPLE, join_demo_team
from bot.demo.stock import stock_demo
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import Limits, LocalTelegram
from bot.logs import set_up_logs
from bot.settings import Settings
from bot.start import RunError, database_url
from core.policy import Policy
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.rows.database import Database

BOT_ID: Final = 10_000
PACE: Final = 1000
"""Messages a second: a week of notices may pass at once."""


@contextlib.asynccontextmanager
async def local(settings: Settings, policy: Policy) -> AsyncIterator[Running]:
    """The bot on a local Telegram with a demo marketplace and its page, on this machine only."""
    set_up_logs(settings.log_level, settings.log_format)
    database = Database(database_url(settings))
    try:
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
        desk = DemoDesk(ledger, clock, coming, lambda: heart.beat(), telegram)
        ports, heart, courier, readings = put_together(
            bot, ledger, clock, desk.texts, settings.webhooks_allow_private, before=desk.catch_up, pace=PACE
        )
        await asyncio.to_thread(tell_idle_prices, ports)
        try:
            page = build_app(telegram, desk)
            limit_threads()
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
        database.close()
