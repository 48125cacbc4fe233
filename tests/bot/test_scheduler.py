"""The heart: it beats whatever the machine's clock does, and stops in good order."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import Any

import apscheduler.schedulers.base
import apscheduler.triggers.interval
import pytest
import structlog
from aiogram.methods import SendMessage

from bot.post.notifier import IN_FLIGHT
from bot.scheduler import Heart
from core.events import Cancel, Connect, Event
from core.values import HOUR, SECOND, Instant, Plan, Role
from tests.bot.shop import Shop

PATIENCE = 20
EVERY = 0.05


class Wall:
    """The machine's clock, which somebody sets: what APScheduler reads, and what the services read."""

    def __init__(self, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shop = shop
        self.behind = timedelta()
        wall = self

        class Datetime(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Any:
                return datetime.now(tz) - wall.behind

        for module in (apscheduler.schedulers.base, apscheduler.triggers.interval):
            monkeypatch.setattr(module, "datetime", Datetime)

    def set_back(self, hours: int) -> None:
        self.behind += timedelta(hours=hours)
        self.shop.clock.at -= hours * HOUR


@pytest.fixture
def wall(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Wall:
    return Wall(shop, monkeypatch)


class Beats:
    """How often a heart has beaten, to wait for."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, now: Instant) -> None:
        self.count += 1

    async def more(self, beats: int) -> None:
        """So many beats from now on; all but the last are over then."""
        goal = self.count + beats
        while self.count < goal:
            await asyncio.sleep(0.001)


@contextlib.asynccontextmanager
async def beating(shop: Shop, every: float = EVERY) -> AsyncIterator[tuple[Heart, Beats]]:
    """A heart at work, its first beat begun."""
    beats = Beats()
    heart = Heart(shop.ports, shop.notifier(), beats, every=every)
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
        tasks.create_task(heart.run())
        while not beats.count:
            await asyncio.sleep(0.001)
        yield heart, beats
        heart.stop()


async def until_sent(shop: Shop, times: int) -> None:
    while len(shop.session.of(SendMessage)) < times:
        await asyncio.sleep(0.001)


async def test_a_clock_set_back_in_a_running_bot_stops_no_notice(shop: Shop, wall: Wall) -> None:
    anna = shop.member(Role.MANAGER)
    shop.ports.team.set_quiet_hours(anna.user.id, None, None)
    shop.qualifies()
    async with beating(shop) as (_, beats):
        await until_sent(shop, 1)
        steps: list[Callable[..., Event]] = [partial(Connect, plan=Plan.LITE), Cancel]
        for sent, step in enumerate(steps, 2):
            await beats.more(2)
            wall.set_back(hours=3)
            await beats.more(2)
            command = step(id=f"step {sent}", at=shop.clock.at, seller=shop.seller, by=Role.MANAGER)
            shop.take(command)  # nobody taps: only the regular beat finds it
            await until_sent(shop, sent)


async def test_what_waits_for_another_attempt_does_not_wait_for_the_old_clock(shop: Shop, wall: Wall) -> None:
    anna = shop.member(Role.MANAGER)
    shop.qualifies()
    shop.ports.outbox.fan_out(shop.clock.at)
    (parcel,) = shop.ports.outbox.claim(shop.clock.at, 10, 120)
    shop.ports.outbox.later(parcel.deliveries, shop.clock.at + 900 * SECOND, "no connection")
    async with beating(shop):
        with structlog.testing.capture_logs() as logs:
            wall.set_back(hours=3)
            await until_sent(shop, 1)
    assert [call.chat_id for call in shop.session.of(SendMessage)] == [anna.user.id]
    assert {"event": "clock_set_back", "log_level": "warning", "seconds": 3 * 3600} in logs


async def test_a_clock_set_back_while_nothing_ran_holds_nothing_up_for_hours(shop: Shop) -> None:
    shop.member(Role.MANAGER)
    shop.qualifies()
    shop.ports.outbox.fan_out(shop.clock.at)
    shop.ports.outbox.claim(shop.clock.at, 10, 120)  # and the process dies
    shop.clock.at -= 3 * HOUR
    shop.restart()
    await Heart(shop.ports, shop.notifier()).beat()
    assert shop.ports.outbox.next_at() == shop.clock.at + 900 * SECOND
    shop.clock.at += 900 * SECOND
    await shop.notifier().deliver()
    assert len(shop.session.of(SendMessage)) == 1


async def test_the_heart_wakes_at_the_next_due_instant_without_a_regular_beat(shop: Shop) -> None:
    shop.member(Role.MANAGER)
    shop.qualifies()
    shop.ports.outbox.fan_out(shop.clock.at)
    (parcel,) = shop.ports.outbox.claim(shop.clock.at, 10, 120)
    shop.ports.outbox.later(parcel.deliveries, shop.clock.at + SECOND // 20, "no connection")
    async with beating(shop, every=3600):
        shop.clock.at += SECOND // 20
        await until_sent(shop, 1)


async def test_a_nudge_is_answered_without_a_regular_beat(shop: Shop) -> None:
    shop.member(Role.MANAGER)
    async with beating(shop, every=3600) as (heart, _):
        shop.qualifies()
        heart.nudge()
        await until_sent(shop, 1)


async def test_stopping_finishes_and_records_what_is_under_way(shop: Shop) -> None:
    for _ in range(3 * IN_FLIGHT):
        shop.member(Role.MANAGER)
    shop.qualifies()
    held = shop.session.held[SendMessage] = asyncio.Event()
    async with beating(shop, every=3600) as (heart, _):
        await until_sent(shop, IN_FLIGHT)
        heart.stop()
        held.set()
    with shop.database.read() as transaction:
        states = transaction.rows("SELECT state, lease_until IS NULL, attempts FROM delivery ORDER BY state")
    assert [tuple(row) for row in states] == [("sent", True, 1)] * IN_FLIGHT + [("waiting", True, 0)] * 2 * IN_FLIGHT


async def test_a_message_that_never_arrives_does_not_hold_up_the_end(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.scheduler.PATIENCE", 0.05)
    shop.member(Role.MANAGER)
    shop.qualifies()
    shop.session.held[SendMessage] = asyncio.Event()
    async with beating(shop, every=3600):
        await until_sent(shop, 1)
    with shop.database.read() as transaction:
        (row,) = transaction.rows("SELECT state, lease_until IS NULL FROM delivery")
    assert tuple(row) == ("waiting", False)  # nobody knows whether it arrived: its lease has to run out


async def test_a_heart_that_was_stopped_before_it_began_does_nothing(shop: Shop) -> None:
    shop.member(Role.MANAGER)
    shop.qualifies()
    heart = Heart(shop.ports, shop.notifier())
    heart.stop()
    await heart.run()
    assert shop.session.of(SendMessage) == []
