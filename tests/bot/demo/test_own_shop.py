"""The demo's shop on Ozon: its file and its key tell one story, however often the demo begins."""

import io
from datetime import date, timedelta
from pathlib import Path

from aiohttp import ClientSession

from bot.demo.own_shop import SAMPLE_DAYS, OwnShop, sample_report
from bot.localozon.server import LocalOzon, serve
from bot.localozon.world import World
from bot.ozon.client import OzonClient
from bot.ozon.entries import Reading
from bot.ozon.files import read_report
from bot.reported.intake import compare, keep
from core.policy import default_policy
from storage.books.books import Books
from storage.ledger.ledger import Ledger
from storage.rows.database import Database
from tests.bot.shop import Shop
from tests.storage.shops import NOW, tell_ledger

TODAY = date(2026, 6, 5)


async def at_once(seconds: float) -> None:
    """Nobody waits in a test."""


async def by_key(world: World, days: list[date]) -> list[Reading]:
    async with serve(LocalOzon(world)) as url, ClientSession() as session:
        client = OzonClient(session, world.client_id, world.api_key, url=url, sleep=at_once)
        kinds = await client.kinds()
        return [await client.day(day, kinds) for day in days]


def test_started_again_later_its_past_is_the_same() -> None:
    earlier, later = World(lambda: 0.0), World(lambda: 0.0)
    OwnShop(earlier, TODAY)
    OwnShop(later, TODAY + timedelta(days=11))
    day = TODAY - timedelta(days=20)
    for told in (earlier, later):
        for accrual in told.accruals[day]:
            accrual.pop("accrual_id")
    assert earlier.accruals[day] == later.accruals[day]
    assert earlier.balances[day] == later.balances[day]


async def test_after_the_sample_file_the_key_tells_nothing_new_but_other_days(shop: Shop) -> None:
    database: Database = shop.database
    tell_ledger(database, "seller.registered", "R", name="R", books="reported")
    ledger, books = Ledger(database, default_policy()), Books(database, default_policy())
    keep(ledger, compare(books, "R", read_report(io.BytesIO(sample_report(TODAY))), NOW), NOW)
    world = World(lambda: 0.0, most_a_second=1_000_000)
    OwnShop(world, TODAY)
    days = [TODAY - timedelta(days=back) for back in range(SAMPLE_DAYS, 0, -1)]
    for reading in await by_key(world, days):
        found = compare(books, "R", reading, NOW + 1)
        assert (found.new, found.changed, found.gone, found.known > 0) == (0, 0, 0, True)


async def test_every_day_adds_up_to_its_balance() -> None:
    world = World(lambda: 0.0, most_a_second=1_000_000)
    OwnShop(world, TODAY)
    days = [TODAY - timedelta(days=back) for back in range(14, 0, -1)]
    for reading in await by_key(world, days):
        told = world.balances[reading.first]
        moved = round((told["closing"] - told["opening"] + sum(told["payments"])) * 100)
        assert sum(each.amount for each in reading.by_kind.values()) == moved


def test_a_correction_changes_the_day_that_was_asked_for() -> None:
    world = World(lambda: 0.0)
    before, after = OwnShop(world, TODAY).correct(TODAY - timedelta(days=1))
    assert after == before + 1_234
    amounts = [each["total_amount"]["amount"] for each in world.accruals[TODAY - timedelta(days=1)]]
    assert f"-{after // 100}.{after % 100:02}" in amounts


def test_the_sample_is_a_small_file(tmp_path: Path) -> None:
    assert len(sample_report(TODAY)) < 50_000
