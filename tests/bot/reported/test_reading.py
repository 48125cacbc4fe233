"""A shop read by its key: day by day, once for ever, to the same end as its files (RULES 16.2)."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.localozon.server import LocalOzon, serve
from bot.localozon.world import World, fee, sale
from bot.ozon.client import KeyTrouble, NotAnswered, OzonClient
from bot.ozon.files import read_report
from bot.reported.intake import compare, keep
from bot.reported.marketplace import Marketplace
from bot.reported.reading import LostHold, Read, ShopReader, Stopped, first_day, next_night, try_again
from core.policy import default_policy
from core.values import HOUR, Instant, Role, parse_instant
from storage.books.books import Books
from storage.books.state import seller_state
from storage.books.verify import verify_all
from storage.ledger.ledger import Ledger
from storage.people.keys import ShopKey, ShopKeys
from storage.rows.database import Database
from tests.bot.ozon.conftest import Watch
from tests.bot.ozon.reports import by_kind, example_by_kind, example_json, workbook
from tests.bot.shop import Shop, StandingClock
from tests.storage.shops import join, tell_ledger

NOW: Instant = parse_instant("2026-10-25T07:00:00Z")
TODAY = date(2026, 10, 25)
DAY = date(2026, 10, 20)
ANN = 101
BY_DAY = "/v1/finance/accrual/by-day"


@dataclass
class Place:
    """The reported shop "R" with a key, its marketplace, and whoever reads it."""

    world: World
    url: str
    session: ClientSession
    database: Database
    clock: StandingClock = field(default_factory=lambda: StandingClock(NOW))
    watch: Watch = field(default_factory=Watch)

    def __post_init__(self) -> None:
        policy = default_policy()
        self.ledger, self.books = Ledger(self.database, policy), Books(self.database, policy)
        self.keys = ShopKeys(self.database)
        self.seller = "R"

    def open(self, seller: str) -> None:
        """Another reported shop, which is the one read from now on; its key is of this marketplace, too."""
        self.seller = seller
        tell_ledger(self.database, "seller.registered", seller, self.clock.at, name=seller, books="reported")
        join(self.database, ANN, Role.ADMINISTRATOR, seller, now=self.clock.at)
        self.keys.give(seller, f"1{len(seller)}", b"x", ANN, self.clock.at)

    def client(self) -> OzonClient:
        return OzonClient(
            self.session, self.world.client_id, self.world.api_key,
            url=self.url, sleep=self.watch.sleep, seconds=self.watch.seconds,
        )  # fmt: skip

    def taken(self) -> ShopKey:
        found = self.keys.take(self.clock.at, self.seller)
        assert found is not None
        return found

    def reader(self, stopping: Callable[[], bool] = lambda: False) -> ShopReader:
        return ShopReader(Marketplace(), self.keys, self.ledger, self.books, self.clock, stopping)

    async def read(self, **asked: Any) -> Read:
        """Read the shop, an instant later than before."""
        self.clock.at += 1_000_000
        return await self.reader().read(self.taken(), self.client(), **asked)

    def file(self, content: bytes) -> None:
        found = compare(self.books, self.seller, read_report(io.BytesIO(content)), self.clock.at)
        keep(self.ledger, found, self.clock.at)

    @property
    def key(self) -> ShopKey:
        found = self.keys.of(self.seller)
        assert found is not None
        return found

    def state(self, seller: str | None = None) -> dict[str, Any]:
        account = self.ledger.look(seller or self.seller)
        assert account is not None
        return seller_state(account)

    def told(self, seller: str | None = None) -> list[Any]:
        """What was told of points, fees and sales, with the differences, whenever and in whatever order."""
        with self.database.read() as transaction:
            return sorted(
                transaction.rows(
                    "SELECT fact, entry, day, part, kind, amount, difference FROM telling "
                    "WHERE seller = ? AND fact IN ('points', 'fee', 'sale')",
                    (seller or self.seller,),
                )
            )


@pytest.fixture
async def place(shop: Shop) -> AsyncIterator[Place]:
    world = World(lambda: made.watch.now, pages=3)
    async with serve(LocalOzon(world)) as url, ClientSession() as session:
        made = Place(world, url, session, shop.database)
        made.open("R")
        yield made


def fill_example(world: World) -> None:
    """The worked example: 20 sold at 100, 10 at 90 with points, one of the first returned."""
    for day, order, price, points, reward in (
        (date(2026, 10, 5), "100-1-1", "2000.00", "0", "-200.00"),
        (date(2026, 10, 12), "200-2-1", "900.00", "100.00", "-100.00"),
        (date(2026, 10, 20), "100-1-1", "-100.00", "0", "10.00"),
    ):
        world.accrue(day, **sale(order, 11, price=price, points=points, fee=reward))


class TestFileAndKey:
    async def test_the_same_period_by_file_and_by_key_gives_the_same_history(self, place: Place) -> None:
        fill_example(place.world)
        await place.read()
        place.open("BY FILE")
        place.file(workbook(by_kind(example_by_kind())))
        assert place.told("R") == place.told("BY FILE") != []
        assert place.state("R")["points"] == place.state("BY FILE")["points"]
        assert (place.state("R")["fees"], place.state("R")["sales"]) == ({"commission": "290.00"}, "2800.00")

    async def test_by_key_after_the_file_nothing_is_new(self, place: Place) -> None:
        fill_example(place.world)
        place.file(workbook(by_kind(example_by_kind())))
        before = place.told()
        read = await place.read()
        assert (read.new, read.changed, read.gone, place.told()) == (0, 0, 0, before)

    async def test_read_twice_nothing_is_new(self, place: Place) -> None:
        fill_example(place.world)
        await place.read()
        before = place.told()
        read = await place.read()
        assert (read.new, read.changed, read.gone, place.told()) == (0, 0, 0, before)

    async def test_days_in_any_order_come_to_the_same_end(self, place: Place) -> None:
        fill_example(place.world)
        await place.read()
        place.open("BACKWARDS")
        for day in sorted(place.world.accruals, reverse=True):
            reading = await place.client().day(day, await place.client().kinds())
            keep(place.ledger, compare(place.books, "BACKWARDS", reading, place.clock.at), place.clock.at)
        assert place.told("R") == place.told("BACKWARDS")

    async def test_a_month_told_by_the_sales_report_is_not_counted_twice(self, place: Place) -> None:
        fill_example(place.world)
        place.file(example_json())
        read = await place.read()
        assert read.told_otherwise > 0
        assert place.state()["points"]["discount"]["net"] == "100.00"


class TestRevisions:
    async def test_what_a_day_no_longer_contains_becomes_nothing(self, place: Place) -> None:
        accrual = place.world.accrue(DAY, **fee(41, "-70.00"))
        place.world.accrue(DAY, **fee(32, "-30.00"))
        await place.read()
        place.world.withdraw(accrual)
        read = await place.read()
        assert (read.gone, place.state()["fees"]) == (1, {"ads": "0.00", "logistics": "30.00"})

    async def test_what_changed_is_kept_as_a_correction(self, place: Place) -> None:
        accrual = place.world.accrue(DAY, **fee(41, "-70.00"))
        await place.read()
        place.world.revise(accrual, **fee(41, "-75.50"))
        read = await place.read()
        assert (read.changed, place.state()["corrections"]) == (1, 1)
        assert [row[-1] for row in place.told()] == [7000, 550]

    async def test_older_than_the_window_is_not_asked_for_again(self, place: Place) -> None:
        await place.read()
        place.world.calls.clear()
        place.clock.at += 24 * HOUR
        await place.read()
        asked = [body["date"] for method, body in place.world.calls if method == BY_DAY]
        assert (asked[0], asked[-1], len(asked)) == ("2026-09-21", "2026-10-26", 36)


class TestStopped:
    async def test_after_a_failure_it_goes_on_with_the_day_it_was_at(self, place: Place) -> None:
        fill_example(place.world)
        held = place.taken()
        days = [0]

        async def fails_later(done: int, of: int) -> None:
            days[0] = done
            if done == 90:
                place.world.fail(BY_DAY, 403)

        with pytest.raises(NotAnswered) as found:
            await place.reader().read(held, place.client(), fails_later)
        assert found.value.trouble is KeyTrouble.FORBIDDEN
        held = place.key
        assert place.keys.failed(held, place.clock.at, place.clock.at + HOUR, "forbidden")
        place.world.calls.clear()
        read = await place.read()
        first = next(body["date"] for method, body in place.world.calls if method == BY_DAY)
        assert first == (first_day(TODAY) + timedelta(days=90)).isoformat()
        assert read.days == (TODAY - first_day(TODAY)).days + 1 - 90
        assert place.state()["fees"] == {"commission": "290.00"}

    async def test_between_two_days_it_stops_when_asked(self, place: Place) -> None:
        with pytest.raises(Stopped):
            await place.reader(lambda: True).read(place.taken(), place.client())
        assert place.key.cursor == f"{first_day(TODAY) + timedelta(days=1)}/{TODAY}"

    async def test_when_the_key_was_replaced_meanwhile_it_ends(self, place: Place) -> None:
        async def replaced(done: int, of: int) -> None:
            if done == 3:
                place.keys.give("R", "777", b"new", ANN, place.clock.at)

        with pytest.raises(LostHold):
            await place.reader().read(place.taken(), place.client(), replaced)
        assert place.key.cursor is None

    async def test_waits_and_repeats_while_the_marketplace_is_busy(self, place: Place) -> None:
        fill_example(place.world)
        place.world.fail(BY_DAY, 429, times=3, retry_after=7)
        place.world.fail("/v1/finance/balance", 503, times=2)
        read = await place.read()
        assert read.refused.total() == 0
        assert place.state()["fees"] == {"commission": "290.00"}


class TestBesideTheDays:
    async def test_plan_name_rating_and_balance_are_told(self, place: Place) -> None:
        place.world.ratings = {DAY: 4.61, DAY - timedelta(days=1): 4.4}
        place.world.balances = {DAY: {"opening": 100.0, "closing": 250.25}}
        await place.read()
        state = place.state()
        assert (state["plan"], state["rating"]) == ("premium", "4.61")
        assert state["balance"] == {"day": "2026-10-20", "opening": "100.00", "closing": "250.25"}
        account = place.ledger.look("R")
        assert account is not None and account.name == "Тёплый дом"

    async def test_of_a_day_that_is_not_over_no_balance_is_kept(self, place: Place) -> None:
        place.world.balances = {TODAY: {"opening": 100.0, "closing": 250.25}}
        await place.read()
        assert place.state()["balance"] is None

    async def test_the_end_of_the_key_and_the_marketplaces_threshold_are_kept(self, place: Place) -> None:
        place.world.expires_at = "2026-12-01T00:00:00Z"
        await place.read()
        assert (place.key.expires_at, place.key.threshold) == (parse_instant("2026-12-01T00:00:00Z"), 4_500_000)

    async def test_people_are_reminded_before_the_key_expires(self, place: Place) -> None:  # RULES 16.6
        place.world.expires_at = "2026-12-01T00:00:00Z"
        await place.read()
        place.ledger.tick(parse_instant("2026-11-18T00:00:00Z"))
        with place.database.read() as transaction:
            told = transaction.rows("SELECT key FROM notice WHERE kind = 'key_expiring'")
        assert told == [("key_expiring:R:2026-12-01T00:00:00Z:14",)]

    async def test_what_nobody_knows_is_counted_and_kept(self, place: Place) -> None:
        place.world.types.append({"id": 777, "name": "NewThing", "description": "Новое"})
        place.world.accrue(DAY, **fee(777, "-5.00"), surprise=1)
        read = await place.read()
        assert read.unread == {"Новое": 1, "surprise": 1}
        assert place.key.unread == ("surprise", "Новое")
        assert place.state()["fees"] == {"other": "5.00"}

    async def test_from_the_fifth_the_month_before_is_read_and_compared(self, place: Place) -> None:
        fill_example(place.world)
        place.world.months[2026, 10] = _example_month()
        place.clock.at = parse_instant("2026-11-04T07:00:00Z")
        await place.read()
        assert "/v2/finance/realization" not in [method for method, _ in place.world.calls]
        place.clock.at = parse_instant("2026-11-05T07:00:00Z")
        await place.read()
        assert (place.key.month, place.key.month_points) == (202610, 10_000)
        assert place.state()["points"]["discount"]["net"] == "100.00"

    async def test_everything_adds_up_afterwards(self, place: Place) -> None:
        fill_example(place.world)
        await place.read()
        place.world.accruals.clear()
        await place.read()
        assert verify_all(place.books).violations == []


def _example_month() -> Any:
    return json.loads(example_json())


def test_the_first_reading_begins_with_the_third_month_before() -> None:
    found = {first_day(date(2026, month, 31 if month in (1, 3, 12) else 28)).isoformat() for month in (1, 2, 3, 5, 12)}
    assert found == {"2025-10-01", "2025-11-01", "2025-12-01", "2026-02-01", "2026-09-01"}


def test_the_next_reading_is_in_the_coming_night() -> None:
    calendar = default_policy().calendar
    for now in (NOW, NOW + 18 * HOUR):
        at = next_night(calendar.at_hour, calendar.date(now), "R", now)
        assert now < at <= now + 24 * HOUR
        assert 3 <= calendar.local(at).hour < 5


def test_a_failed_reading_is_tried_again_later_and_later_and_at_night_at_the_latest() -> None:
    night = NOW + 20 * HOUR
    assert [(try_again(NOW, failures, night) - NOW) * 4 // HOUR for failures in range(5)] == [1, 4, 16, 64, 80]
