"""A reported shop connected by key in the chat: the key is used and never seen again (RULES 16)."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import DeleteMessage, EditMessageText
from structlog.testing import capture_logs

from bot.localozon.server import LocalOzon, serve
from bot.localozon.world import World, fee
from bot.ozon.key import Safe, new_operator_key
from bot.post.readings import Readings
from bot.reported.marketplace import Given, Marketplace, read_key
from bot.secrecy import hide
from bot.texts import LOCALES
from core.events import SellerRegistered
from core.values import HOUR, BooksKind, Role
from storage.people.keys import ShopKey, ShopKeys
from tests.bot.ozon.reports import by_kind, example_by_kind, workbook
from tests.bot.recording import Human
from tests.bot.shop import START, Shop

CLIENT, KEY = "12345", "6f1c9a70-7d1e-4b6a-9a55-0c2f1d3e4b5a"
MESSAGE = f"Client-Id: {CLIENT}\nApi-Key: {KEY}"


@dataclass
class Place:
    """A bot, a reported shop "R", and the marketplace that knows its key."""

    shop: Shop
    world: World
    url: str

    def __post_init__(self) -> None:
        self.shop.take(SellerRegistered(id="r", at=START, seller="R", name="Reported", books=BooksKind.REPORTED))
        self.with_ports()

    def with_ports(self, safe: Safe | None = None, *, sealed: bool = True, open_signup: bool = True) -> None:
        """Go on with other settings of the operator."""
        safe = (safe or Safe(new_operator_key())) if sealed else None
        market = Marketplace(self.url, safe, at_once)
        self.shop.use(replace(self.shop.ports, marketplace=market, open_signup=open_signup))

    def member(self, role: Role = Role.ADMINISTRATOR, language: str = "en") -> Human:
        return self.shop.member(role, language=language, seller="R")

    async def asked(self, language: str = "en") -> Human:
        """An administrator in the window that waits for a key."""
        anna = self.member(language=language)
        await anna.write("/start")
        await anna.tap(self.shop.ports.texts.plain(language, "button-source"))
        await anna.tap(self.shop.ports.texts.plain(language, "button-source-give"))
        return anna

    async def given(self) -> Human:
        anna = await self.asked()
        await anna.write(MESSAGE)
        return anna

    def key(self, seller: str = "R") -> ShopKey | None:
        return ShopKeys(self.shop.database).of(seller)

    async def read(self) -> bool:
        self.shop.clock.at += 1_000_000
        return await Readings(self.shop.bot, self.shop.ports).read_next()


async def at_once(seconds: float) -> None:
    """Nobody waits in a test."""


@pytest.fixture
async def place(shop: Shop) -> AsyncIterator[Place]:
    world = World(time.monotonic, client_id=CLIENT, api_key=KEY, most_a_second=10_000)
    async with serve(LocalOzon(world)) as url:
        yield Place(shop, world, url)


def everything_kept(shop: Shop) -> str:
    """All that stands in the database, as text."""
    with shop.database.read() as transaction:
        tables = [name for (name,) in transaction.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return repr([transaction.rows(f"SELECT * FROM {table}") for table in tables])


class TestReadingAMessage:
    @pytest.mark.parametrize(
        "text", [MESSAGE, f"{KEY} {CLIENT}", f"client_id={CLIENT};api_key={KEY}", f"«{CLIENT}», «{KEY}»"]
    )
    def test_both_are_found_in_whatever_order_and_words(self, text: str) -> None:
        assert read_key(text) == Given(CLIENT, KEY)

    @pytest.mark.parametrize("text", ["", CLIENT, KEY, "hello", f"{CLIENT} 777 {KEY}", f"{CLIENT} {KEY} {KEY[::-1]}"])
    def test_one_of_them_or_two_of_a_kind_is_no_key(self, text: str) -> None:
        assert read_key(text) is None

    def test_what_was_read_does_not_show_itself(self) -> None:
        assert KEY not in repr(read_key(MESSAGE))


class TestGiving:
    async def test_a_good_key_is_kept_sealed_and_its_message_is_gone(self, place: Place) -> None:
        anna = await place.given()
        key = place.key()
        assert key is not None and place.shop.ports.marketplace.safe is not None
        assert place.shop.ports.marketplace.safe.open(key.sealed, "R") == KEY
        assert len(place.shop.session.of(DeleteMessage)) == 1
        assert "The key works and is kept" in anna.text

    async def test_it_stands_nowhere_in_plain(self, place: Place) -> None:
        with capture_logs() as logged:
            await place.given()
            await place.read()
        assert KEY not in everything_kept(place.shop)
        assert KEY not in repr(logged)
        assert KEY not in repr(place.shop.session.calls)
        assert KEY not in hide(f"it was {KEY}")

    async def test_until_when_it_is_valid_is_kept_and_shown(self, place: Place) -> None:
        place.world.expires_at = "2026-04-01T00:00:00Z"
        anna = await place.given()
        key = place.key()
        assert key is not None and key.expires_at is not None
        assert "It is valid until" in anna.text

    async def test_a_wrong_key_is_deleted_and_not_kept(self, place: Place) -> None:
        anna = await place.asked()
        await anna.write(f"{CLIENT} {KEY[::-1]}")
        assert place.key() is None
        assert len(place.shop.session.of(DeleteMessage)) == 1
        assert "does not accept the key" in anna.text

    async def test_a_message_that_lacks_one_is_deleted_and_told(self, place: Place) -> None:
        anna = await place.asked()
        await anna.write(KEY)
        assert len(place.shop.session.of(DeleteMessage)) == 1
        assert "I did not find both" in anna.text
        assert place.world.calls == []

    async def test_when_telegram_will_not_delete_it_the_person_is_asked_to(self, place: Place) -> None:
        anna = await place.asked()
        refusal = TelegramBadRequest(DeleteMessage(chat_id=1, message_id=1), "message can't be deleted")
        place.shop.session.refuse_next(DeleteMessage, refusal)
        await anna.write(MESSAGE)
        assert "Please delete it yourself" in anna.text
        assert place.key() is not None

    async def test_a_key_that_may_not_read_everything_is_not_kept(self, place: Place) -> None:
        place.world.fail("/v1/roles", 200)
        place.world._faults[-1].text = json.dumps({"roles": [{"name": "x", "methods": ["/v1/roles"]}]})
        anna = await place.asked()
        await anna.write(MESSAGE)
        assert place.key() is None
        assert "/v1/finance/balance" in anna.text

    async def test_a_key_that_may_write_is_kept_with_a_word_of_warning(self, place: Place) -> None:
        methods = [*LocalOzon(place.world).methods, "/v1/product/import/prices"]
        place.world.fail("/v1/roles", 200)
        place.world._faults[-1].text = json.dumps({"roles": [{"name": "x", "methods": methods}]})
        anna = await place.asked()
        await anna.write(MESSAGE)
        assert place.key() is not None
        assert "may also change things" in anna.text

    async def test_a_key_sent_a_step_too_early_is_taken_and_deleted_too(self, place: Place) -> None:
        anna = place.member()
        await anna.write("/start")
        await anna.tap("Reading from Ozon")
        await anna.write(MESSAGE)
        assert place.key() is not None
        assert len(place.shop.session.of(DeleteMessage)) == 1

    async def test_a_wish_in_words_is_no_key(self, place: Place) -> None:
        anna = await place.asked()
        await anna.write("help")
        assert place.shop.session.of(DeleteMessage) == []

    @pytest.mark.parametrize("role", [Role.MANAGER, Role.FINANCE])
    async def test_nobody_else_is_asked_for_one(self, place: Place, role: Role) -> None:
        human = place.member(role)
        await human.write("/start")
        await human.tap("Reading from Ozon")
        assert "Connect by key" not in human.labels
        await human.write(MESSAGE)
        assert place.key() is None

    async def test_without_the_operators_key_the_window_says_so(self, place: Place) -> None:
        place.with_ports(sealed=False)
        anna = place.member()
        await anna.write("/start")
        await anna.tap("Reading from Ozon")
        assert "has not set it up" in anna.text
        assert "Connect by key" not in anna.labels

    async def test_another_takes_its_place(self, place: Place) -> None:
        anna = await place.given()
        place.world.api_key = KEY[::-1]
        await anna.tap("Replace the key")
        await anna.write(f"{CLIENT} {KEY[::-1]}")
        key = place.key()
        assert key is not None and place.shop.ports.marketplace.safe is not None
        assert place.shop.ports.marketplace.safe.open(key.sealed, "R") == KEY[::-1]
        assert "has taken the old one" in anna.text

    async def test_it_is_removed_with_a_confirmation(self, place: Place) -> None:
        anna = await place.given()
        await anna.tap("Remove the key")
        assert place.key() is not None
        await anna.tap("Remove the key")
        assert place.key() is None
        assert "What was read stays" in anna.text

    async def test_the_team_sees_who_gave_and_removed_it(self, place: Place) -> None:
        anna = await place.given()
        await anna.tap("Remove the key")
        await anna.tap("Remove the key")
        await anna.write("/start")
        await anna.tap("Team")
        await anna.tap("Who did what")
        assert "key given" in anna.text and "key removed" in anna.text

    @pytest.mark.parametrize("language", LOCALES)
    async def test_in_every_language(self, place: Place, language: str) -> None:
        anna = await place.asked(language)
        await anna.write(MESSAGE)
        assert place.key() is not None


class TestReading:
    async def test_the_chat_shows_how_it_goes_on_and_what_it_came_to(self, place: Place) -> None:
        place.world.accrue(date(2026, 3, 1), **fee(41, "-70.00"))
        anna = await place.given()
        assert await place.read()
        edits = [call.text for call in place.shop.session.of(EditMessageText) if "Everything is read" in call.text]
        assert len(edits) == 1 and "New entries: 1" in edits[0]
        assert any("░" in (message or "") or "▓" in (message or "") for message in sent_texts(place))
        assert anna.messages[-1].reply_markup is not None

    async def test_what_failed_is_said_in_the_chat_and_on_the_screen(self, place: Place) -> None:
        anna = await place.given()
        place.world.fail("/v1/finance/accrual/types", 403)
        await place.read()
        assert any("Reading stopped" in text for text in sent_texts(place))
        await anna.write("/start")
        await anna.tap("Reading from Ozon")
        assert "Last attempt" in anna.text and "lacks rights" in anna.text

    async def test_one_shop_that_fails_does_not_stop_the_next(self, place: Place) -> None:
        await place.given()
        shop, keys = place.shop, ShopKeys(place.shop.database)
        shop.take(SellerRegistered(id="q", at=START, seller="Q", name="Other", books=BooksKind.REPORTED))
        boris = shop.member(Role.ADMINISTRATOR, "Boris", seller="Q")
        keys.give("Q", "777", b"damaged", boris.user.id, START - HOUR)
        assert [await place.read(), await place.read(), await place.read()] == [True, True, False]
        broken, good = place.key("Q"), place.key("R")
        assert broken is not None and broken.failure == "sealed"
        assert good is not None and good.read_at is not None

    async def test_read_now_by_whoever_sees_money(self, place: Place) -> None:
        await place.given()
        await place.read()
        karen = place.member(Role.FINANCE)
        await karen.write("/start")
        await karen.tap("Reading from Ozon")
        await karen.tap("Read now")
        key = place.key()
        assert key is not None and (key.next_at, key.watcher) == (place.shop.clock.at, karen.user.id)

    async def test_who_has_left_the_shop_is_told_nothing_of_it(self, place: Place) -> None:
        anna = await place.given()
        place.member()
        (membership,) = place.shop.ports.team.memberships(anna.user.id)
        place.shop.ports.team.remove("R", membership.member_id, "operator", place.shop.clock.at)
        before = len(anna.messages)
        await place.read()
        assert len(anna.messages) == before


class TestAnotherShop:
    """Somebody who is in a shop adds one of their own."""

    def sellers(self, place: Place, human: Human) -> list[str]:
        return sorted(shop.seller for shop in place.shop.ports.team.memberships(human.user.id))

    async def at_the_window(self, place: Place) -> Human:
        anna = place.member()
        await anna.write("/start")
        await anna.tap("Settings")
        await anna.tap("Add another shop")
        return anna

    async def test_by_key_begins_a_shop_beside_the_present_one_and_shows_it(self, place: Place) -> None:
        anna = await self.at_the_window(place)
        await anna.write(MESSAGE)
        assert self.sellers(place, anna) == ["R", "ozon-12345"]
        assert place.key("ozon-12345") is not None and place.key("R") is None
        assert "Тёплый дом: reading from Ozon" in anna.text
        assert len(place.shop.session.of(DeleteMessage)) == 1

    async def test_the_same_key_again_renews_it_and_begins_no_third(self, place: Place) -> None:
        anna = await self.at_the_window(place)
        await anna.write(MESSAGE)
        await anna.tap("Add another shop")
        await anna.write(MESSAGE)
        assert self.sellers(place, anna) == ["R", "ozon-12345"]
        assert "has taken the old one" in anna.text

    async def test_an_account_that_the_present_shop_has_connected_is_no_other_shop(self, place: Place) -> None:
        anna = await place.given()
        await anna.tap("Add another shop")
        await anna.write(MESSAGE)
        assert "connected to another shop here" in anna.text
        assert self.sellers(place, anna) == ["R"]

    async def test_by_a_report_that_is_sent_in_the_window(self, place: Place) -> None:
        anna = await self.at_the_window(place)
        await anna.send_file(workbook(by_kind(example_by_kind())))
        assert "Begin another shop of yours" in anna.text
        assert self.sellers(place, anna) == ["R"]
        await anna.tap("Begin my shop")
        assert len(self.sellers(place, anna)) == 2
        assert "Points, in less back: 100.00" in anna.text
        await anna.tap("Keep")
        assert self.taken(place, "R") == 0

    async def test_by_a_report_that_was_sent_to_the_present_one(self, place: Place) -> None:
        anna = place.member()
        await anna.write("/start")
        await anna.send_file(workbook(by_kind(example_by_kind())))
        await anna.tap("Add another shop")
        await anna.tap("Begin my shop")
        assert len(self.sellers(place, anna)) == 2

    async def test_who_is_in_a_kept_shop_may_too(self, place: Place) -> None:
        boris = place.shop.member(Role.EMPLOYEE, "Boris")
        await boris.write("/start")
        await boris.tap("Settings")
        await boris.tap("Add another shop")
        await boris.write(MESSAGE)
        assert self.sellers(place, boris) == ["S1", "ozon-12345"]

    async def test_where_it_is_not_allowed_nothing_offers_or_takes_it(self, place: Place) -> None:
        anna = await self.at_the_window(place)
        place.with_ports(open_signup=False)
        await anna.write(MESSAGE)
        assert self.sellers(place, anna) == ["R"]
        await anna.write("/start")
        await anna.tap("Settings")
        assert "Add another shop" not in anna.labels

    async def test_twenty_shops_are_enough(self, place: Place) -> None:
        anna = await self.at_the_window(place)
        for number in range(19):
            name = f"more-{number}"
            place.shop.take(SellerRegistered(id=name, at=START, seller=name, name=name, books=BooksKind.REPORTED))
            place.shop.ports.team.be_first(name, anna.user.id, "Anna", START)
        await anna.write(MESSAGE)
        assert "ozon-12345" not in self.sellers(place, anna)
        await anna.write("/start")
        await anna.tap("Settings")
        assert "Add another shop" not in anna.labels

    @pytest.mark.parametrize("language", LOCALES)
    async def test_in_every_language(self, place: Place, language: str) -> None:
        anna = place.member(language=language)
        say = place.shop.ports.texts.plain
        await anna.write("/start")
        await anna.tap(say(language, "button-settings"))
        await anna.tap(say(language, "button-source-another"))
        assert say(language, "source-another-how") in anna.text

    def taken(self, place: Place, seller: str) -> int:
        with place.shop.database.read() as transaction:
            row = transaction.row("SELECT COUNT(*) FROM reported WHERE seller = ?", (seller,))
        assert row is not None
        return int(row[0])


def sent_texts(place: Place) -> list[str]:
    return [getattr(call, "text", None) or "" for call in place.shop.session.calls]


class TestNewcomers:
    async def newcomer(self, place: Place) -> Human:
        nora = place.shop.person("Nora")
        await nora.write("/start")
        return nora

    def shops(self, place: Place, nora: Human) -> list[Any]:
        found = place.shop.ports.team.memberships(nora.user.id)
        return [(shop.seller, shop.shop, shop.role, shop.books) for shop in found]

    async def test_by_key_begins_a_shop_of_the_marketplaces_name(self, place: Place) -> None:
        nora = await self.newcomer(place)
        await nora.tap("My shop is on Ozon")
        await nora.tap("Connect by key")
        await nora.write(MESSAGE)
        assert self.shops(place, nora) == [("ozon-12345", "Тёплый дом", Role.ADMINISTRATOR, BooksKind.REPORTED)]
        assert place.key("ozon-12345") is not None

    async def test_by_a_report_begins_a_shop_and_shows_the_report(self, place: Place) -> None:
        nora = await self.newcomer(place)
        await nora.send_file(workbook(by_kind(example_by_kind())))
        assert self.shops(place, nora) == []
        await nora.tap("Begin my shop")
        assert [each[1:] for each in self.shops(place, nora)] == [
            ("Shop of Nora", Role.ADMINISTRATOR, BooksKind.REPORTED)
        ]
        assert "Points, in less back: 100.00" in nora.text
        await nora.tap("Keep")
        assert "Kept." in nora.text

    async def test_a_file_that_is_no_report_begins_nothing(self, place: Place) -> None:
        nora = await self.newcomer(place)
        await nora.send_file(b"%PDF-1.7")
        assert "Begin my shop" not in nora.labels

    async def test_where_it_is_not_allowed_is_told_whom_to_ask(self, place: Place) -> None:
        place.with_ports(open_signup=False)
        nora = await self.newcomer(place)
        await nora.tap("My shop is on Ozon")
        assert place.shop.ports.policy.support.contact in nora.text
        await nora.write(MESSAGE)
        await nora.send_file(workbook(by_kind(example_by_kind())))
        assert self.shops(place, nora) == []

    async def test_an_account_that_others_have_connected_stays_theirs(self, place: Place) -> None:
        nora = await self.newcomer(place)
        await nora.tap("My shop is on Ozon")
        await nora.write(MESSAGE)
        eve = place.shop.person("Eve")
        await eve.write("/start")
        await eve.tap("My shop is on Ozon")
        await eve.write(MESSAGE)
        assert "connected to another shop here" in eve.text
        assert self.shops(place, eve) == []
