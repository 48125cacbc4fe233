"""The stories of the desk, played in every state of a shop; those with people against the local Telegram and the bot.

Problem: a story must work wherever the demo stands, again and again, and when two hands press at once.
Decision: most are played without a chat, several times and in many states; two go the whole way through the bot.
Limit: how the chats look afterwards is theirs to test.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer

from bot.chat.polling import Polling
from bot.clock import MovableClock
from bot.demo import phones
from bot.demo.desk import DemoDesk
from bot.demo.own_shop import OwnShop
from bot.demo.stories import STORIES
from bot.frame.connection import Connection
from bot.localozon.server import LocalOzon
from bot.localozon.server import serve as serve_ozon
from bot.localozon.world import World
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import Limits, LocalTelegram
from bot.ozon.key import Safe, new_operator_key
from bot.post.notifier import Notifier
from bot.post.readings import Readings
from bot.reported.marketplace import Marketplace
from core.account import Account
from core.policy import default_policy
from core.values import Instant, Plan, Role, State, parse_instant
from storage.books.books import Books
from storage.books.state import latest_notices
from storage.books.verify import verify_all
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Ledger
from storage.rows.database import Database
from tests.bot.shop import TEXTS, Shop

START = parse_instant("2026-03-01T09:00:00Z")
SHOP = "S1"
TOKEN = "42:local"
SAFE = Safe(new_operator_key())
ALONE = ("renewal_fails", "points_expire", "orders_return", "ads_drain")


class StoppedClock:
    """The wall clock, standing still."""

    def now(self) -> Instant:
        return START


class Demo:
    """A desk over a registered shop, without a chat."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.ledger = Ledger(database, default_policy())
        self.clock = MovableClock(database, StoppedClock())
        self.hold: asyncio.Event | None = None
        self.desk = DemoDesk(self.ledger, self.clock, [], self.beat, texts=TEXTS)

    async def beat(self) -> int:
        if self.hold is not None:
            await self.hold.wait()
        return self.ledger.tick(self.clock.now()).instants

    async def tell(self, *facts: tuple[str, dict[str, Any]]) -> None:
        for type_, fields in facts:
            outcome = self.desk._facts.take(self.clock.now(), type_, SHOP, **fields)
            assert outcome.is_done, outcome

    async def play(self, story: str) -> dict[str, Any]:
        return await self.desk.story(story, SHOP)

    @property
    def account(self) -> Account:
        account = self.ledger.look(SHOP)
        assert account is not None
        return account

    def told(self) -> list[str]:
        return [notice["kind"] for notice in latest_notices(self.database, SHOP, 100)]


@pytest.fixture
async def demo(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Demo]:
    path = tmp_path / "stories.db"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}", durable=False)
    demo = Demo(database)
    await demo.tell(("seller.registered", {"name": "Tea & Co"}))
    yield demo
    database.close()


async def _as_it_is(demo: Demo) -> None:
    return None


async def _on_lite(demo: Demo) -> None:
    await demo.tell(("command.connect", {"plan": "lite", "by": "manager"}))


async def _premium_will_stop(demo: Demo) -> None:
    await demo.tell(
        ("eligibility.changed", {"eligible": True}), ("command.connect", {"plan": "premium", "by": "manager"})
    )
    await demo.tell(("eligibility.changed", {"eligible": False}))


async def _in_grace(demo: Demo) -> None:
    await demo.play("renewal_fails")
    await demo.desk.advance("7d")


async def _out_of_the_programmes(demo: Demo) -> None:
    for programme in ("discount", "bonus"):
        await demo.tell(("command.opt_out", {"programme": programme, "by": "manager"}))


async def _rich_and_with_points(demo: Demo) -> None:
    await demo.tell(
        ("wallet.credited", {"amount": "900000.00"}),
        ("bonus.granted", {"programme": "bonus", "amount": "777.77", "reason": "promotion"}),
        ("command.set_reserve", {"programme": "bonus", "service": "logistics", "amount": "100.00", "by": "manager"}),
    )


STATES: dict[str, Callable[[Demo], Awaitable[None]]] = {
    "new": _as_it_is,
    "on Lite": _on_lite,
    "Premium that will stop": _premium_will_stop,
    "in grace": _in_grace,
    "out of the programmes": _out_of_the_programmes,
    "rich and with points": _rich_and_with_points,
}


@pytest.mark.parametrize("story", ALONE)
@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
async def test_a_story_is_played_twice_in_any_state_and_the_books_balance(
    demo: Demo, state: Callable[[Demo], Awaitable[None]], story: str
) -> None:
    await state(demo)
    outcomes = [(await demo.play(story))["outcome"] for _ in range(2)]
    assert (outcomes, verify_all(Books(demo.ledger.database, default_policy())).violations) == (["done", "done"], [])


async def test_after_a_renewal_that_fails_the_shop_is_in_grace_and_told_so(demo: Demo) -> None:  # RULES 4.7
    answer = await demo.play("renewal_fails")
    assert demo.account.subscription.state is State.GRACE
    assert demo.told()[0] == "renewal_failed"
    assert answer["text"]["en"].startswith("The charge of 4,990.00\u00a0₽ failed because the balance was empty")


async def test_points_that_expire_have_just_been_reminded_of(demo: Demo) -> None:  # RULES 12
    await demo.play("points_expire")
    assert "points_expiring" in demo.told()[:2]


async def test_most_of_what_the_orders_earned_is_taken_back_and_told(demo: Demo) -> None:  # RULES 8.6
    await demo.play("orders_return")
    balance = demo.account.balances["discount"]
    assert 2 * balance.accrued // 3 < balance.adjusted < balance.accrued
    assert {"returns_high", "points_adjusted"} <= set(demo.told())


async def test_advertising_leaves_what_is_reserved_for_others(demo: Demo) -> None:  # RULES 9.4
    await _rich_and_with_points(demo)
    await demo.play("ads_drain")
    assert demo.account.balances["bonus"].available == 10_000


async def test_a_story_is_told_in_every_language(demo: Demo) -> None:
    assert "Пришли сводка" in (await demo.play("orders_return"))["text"]["ru"]


@pytest.mark.parametrize("story", STORIES)
async def test_a_story_in_a_strange_shop_says_so(demo: Demo, story: str) -> None:
    answer = await demo.desk.story(story, "S9")
    assert answer["outcome"] == "refused"
    assert answer["text"]["en"] in ("There is no such shop.",) or answer["text"]["en"].startswith("Nobody here is")


@pytest.mark.parametrize("story", ["employee_asks", "manager_approves"])
async def test_a_story_of_people_says_that_they_are_missing(demo: Demo, story: str) -> None:
    answer = await demo.play(story)
    assert (answer["outcome"], answer["text"]["en"][:14]) == ("refused", "Nobody here is")


async def test_an_unknown_story_is_a_sentence(demo: Demo) -> None:
    with pytest.raises(ValueError, match="story must be one of renewal_fails"):
        await demo.play("happy_end")


async def test_a_second_tap_plays_nothing(demo: Demo) -> None:
    demo.hold = asyncio.Event()
    first = asyncio.create_task(demo.play("ads_drain"))
    while not demo.desk._busy.locked():
        await asyncio.sleep(0)
    second = await demo.play("ads_drain")
    demo.hold.set()
    assert ((await first)["outcome"], second["outcome"]) == ("done", "refused")
    assert second["text"]["en"].startswith("Something is being played already")


# -- with people -------------------------------------------------------------------------------------------------------


class Town:
    """The local Telegram, the bot by long polling, a desk, and three people of the shop."""

    def __init__(self, shop: Shop, telegram: LocalTelegram, desk: DemoDesk, bot: Bot) -> None:
        self.shop, self.telegram, self.desk = shop, telegram, desk
        self.ids: dict[Role, int] = {}
        self.readings = Readings(bot, shop.ports)

    async def join(self, role: Role, name: str, language: str) -> None:
        person = self.telegram.add_person(name, language_code=language)
        await self.telegram.start(person.id, self.shop.link(role))
        self.ids[role] = person.id
        while not any(message["from"] == "bot" for message in self.telegram.view(person.id)["messages"]):
            await self.telegram.wait(person.id, self.telegram.view(person.id)["version"], 5)

    async def play(self, story: str) -> dict[str, Any]:
        return await self.desk.story(story, self.shop.seller)


async def at_once(seconds: float) -> None:
    """Nobody waits in a test."""


@pytest.fixture
async def town(shop: Shop) -> AsyncIterator[Town]:
    clock = MovableClock(shop.database, shop.clock)
    ozon = World(lambda: 0.0, most_a_second=1_000_000)
    telegram = LocalTelegram(token=TOKEN, limits=Limits.generous())
    async with serve(build_app(telegram)) as url, contextlib.AsyncExitStack() as stack:
        market = Marketplace(await stack.enter_async_context(serve_ozon(LocalOzon(ozon))), SAFE, at_once)
        shop.use(replace(shop.ports, clock=clock, marketplace=market, open_signup=True))
        bot = Bot(
            TOKEN,
            session=Connection(api=TelegramAPIServer.from_base(url)),
            default=DefaultBotProperties(parse_mode="HTML"),
        )
        stack.push_async_callback(bot.session.close)
        notifier = Notifier(bot, shop.ports, per_second=1000, per_chat=1000)
        ports, due_work = shop.ports, DueWork(shop.ports.ledger)

        async def beat() -> int:
            now = clock.now()
            instants = due_work.do(now).instants
            ports.outbox.fan_out(now)
            await notifier.deliver()
            return instants

        own = OwnShop(ozon, ports.policy.calendar.date(clock.now()))
        desk = DemoDesk(ports.ledger, clock, [], beat, telegram, ports.texts, own)
        async with asyncio.TaskGroup() as tasks:
            polling = Polling(bot, shop.dispatcher, seconds=1)
            tasks.create_task(polling.run())
            town = Town(shop, telegram, desk, bot)
            await town.join(Role.MANAGER, "Mher", "hy")
            await town.join(Role.EMPLOYEE, "Эмма", "ru")
            yield town
            polling.stop()


async def test_an_employee_asks_and_a_manager_approves_in_their_own_chats(town: Town) -> None:  # RULES 5.5
    asked = await town.play("employee_asks")
    approved = await town.play("manager_approves")
    account = town.shop.ports.ledger.look(town.shop.seller)
    assert account is not None and account.subscription.plan is Plan.PREMIUM
    assert [person["name"] for person in asked["people"]] == ["Эмма", "Mher"]
    assert [person["name"] for person in approved["people"]] == ["Mher", "Эмма"]


async def test_a_manager_approves_again_after_premium_has_ended(town: Town) -> None:
    answers = [await town.play("manager_approves") for _ in range(2)]
    assert [answer["outcome"] for answer in answers] == ["done", "done"]


async def test_a_newcomer_connects_a_shop_on_ozon_which_corrects_yesterday_afterwards(town: Town) -> None:
    town.telegram.add_person("Nora", language_code="en")
    early = await town.play("ozon_corrects")
    connected = await town.play("own_shop")
    await town.readings.read_next()
    corrected = await town.play("ozon_corrects")
    await town.readings.read_next()
    account = town.shop.ports.ledger.look("ozon-20260")
    assert [answer["outcome"] for answer in (early, connected, corrected)] == ["refused", "done", "done"]
    assert account is not None and account.reported.corrections == 1
    assert [person["name"] for person in corrected["people"]] == ["Nora"]


async def test_without_a_newcomer_nobody_connects_a_shop(town: Town) -> None:
    assert (await town.play("own_shop"))["text"]["en"].startswith("Nobody here is without a shop")


async def test_somebody_who_blocked_the_bot_is_not_moved(town: Town) -> None:
    await town.telegram.block(town.ids[Role.EMPLOYEE])
    assert (await town.play("employee_asks"))["text"]["en"].startswith("Nobody here is an employee")


async def test_a_bot_that_does_not_answer_is_named_as_such(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phones, "PATIENCE", 0.0)
    answer = await town.play("employee_asks")
    assert (answer["outcome"], answer["text"]["en"][:32]) == ("refused", "The bot didn't answer Эмма in ti")
