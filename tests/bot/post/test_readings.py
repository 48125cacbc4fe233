"""The loop that reads reported shops: what is due, by itself, and another process goes on where one ended."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiogram.methods import EditMessageText, SendMessage

from bot.localozon.server import LocalOzon, serve
from bot.localozon.world import World
from bot.ozon.key import Safe, new_operator_key
from bot.post.readings import Readings
from bot.reported.marketplace import Marketplace
from core.events import SellerRegistered
from core.values import HOUR, BooksKind, Role
from storage.people.keys import ShopKeys
from tests.bot.shop import START, Shop


async def at_once(seconds: float) -> None:
    """Nobody waits in a test."""


@pytest.fixture
async def world(shop: Shop) -> AsyncIterator[World]:
    """The marketplace of the reported shop "R", whose key Anna gave, waiting for what comes of it."""
    made = World(time.monotonic, most_a_second=1_000_000)
    safe = Safe(new_operator_key())
    async with serve(LocalOzon(made)) as url:
        shop.use(replace(shop.ports, marketplace=Marketplace(url, safe, at_once)))
        shop.take(SellerRegistered(id="r", at=START, seller="R", name="Reported", books=BooksKind.REPORTED))
        anna = shop.member(Role.ADMINISTRATOR, seller="R")
        sealed = safe.seal(made.api_key, "R")
        ShopKeys(shop.database).give("R", made.client_id, sealed, anna.user.id, START, watcher=anna.user.id)
        yield made


def read_at(shop: Shop) -> int | None:
    (key,) = ShopKeys(shop.database).every()
    return key.read_at


async def test_what_is_due_is_read_until_it_is_stopped(shop: Shop, world: World) -> None:
    readings = Readings(shop.bot, shop.ports)
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        tasks.create_task(readings.run())
        while read_at(shop) is None:
            await asyncio.sleep(0)
        readings.stop()
    assert read_at(shop) == START


async def test_at_night_it_is_read_again_without_a_word(shop: Shop, world: World) -> None:
    readings = Readings(shop.bot, shop.ports)
    await readings.read_next()
    said = len(shop.session.calls)
    assert not await readings.read_next()
    shop.clock.at += 24 * HOUR
    assert await readings.read_next()
    assert (read_at(shop), len(shop.session.calls)) == (START + 24 * HOUR, said)


async def test_another_process_goes_on_telling_in_the_same_message(shop: Shop, world: World) -> None:
    world.fail("/v1/rating/history", 403)
    await Readings(shop.bot, shop.ports).read_next()
    shop.clock.at += 24 * HOUR
    await Readings(shop.bot, shop.ports).read_next()
    (sent,) = shop.session.of(SendMessage)
    texts = [call.text.partition("\n")[0] for call in shop.session.of(EditMessageText)]
    assert sent.text.startswith("Reading from Ozon")
    assert "Reading stopped. What was read is kept." in texts and texts[-1].startswith("<b>Everything is read.</b>")


async def test_edits_keep_the_pace_that_telegram_wants(shop: Shop, world: World) -> None:
    await Readings(shop.bot, shop.ports, steady=lambda: 0.0).read_next()
    assert len(shop.session.of(SendMessage) + shop.session.of(EditMessageText)) == 3  # begun, all days, everything


async def test_when_it_is_stopped_in_between_whoever_comes_next_goes_on_at_once(shop: Shop, world: World) -> None:
    readings = Readings(shop.bot, shop.ports)
    readings.stop()
    await readings.read_next()
    (key,) = ShopKeys(shop.database).every()
    assert (key.read_at, key.lease_until, key.cursor) == (None, None, "2025-12-02/2026-03-02")
    assert await Readings(shop.bot, shop.ports).read_next()
    assert read_at(shop) == START
