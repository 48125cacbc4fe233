"""The demo's desk: facts that are played, a clock that stops at everything due, orders that arrive once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.demo.desk import DemoDesk
from bot.demo.facts import PLAYED
from bot.demo.market import CAMPAIGN, CATEGORY, SHOPS
from bot.texts import Texts
from core.account import Account
from core.events import Event, Malformed, parse_line
from core.policy import default_policy
from core.values import HOUR, Instant, State, format_instant, parse_instant
from storage.ledger.ledger import Entry, Ledger
from storage.rows.database import Database
from storage.rows.errors import StorageError

TEXTS = Texts()
START = parse_instant("2026-03-01T09:00:00Z")
DAY = 24 * HOUR
SHOP = "S1"


class StoppedClock:
    """The wall clock, standing still."""

    def now(self) -> Instant:
        return START


def event(id_: str, type_: str, at: Instant, **fields: Any) -> Event:
    read = parse_line(json.dumps({"id": id_, "type": type_, "at": format_instant(at), **fields}))
    assert not isinstance(read, Malformed), read.message
    return read


def order(number: int, at: Instant) -> Event:
    fields = {"campaign": CAMPAIGN, "category": CATEGORY, "price": "1000.00", "discount": "0.10", "quantity": 1}
    return event(f"order-{number}", "order.redeemed", at, seller=SHOP, line=f"L{number}", **fields)


COMING = [
    order(1, START + HOUR // 2),
    order(2, START + 3 * HOUR),
    order(3, START + 3 * HOUR),
    order(4, START + 2 * DAY),
]


class Demo:
    """A desk over a shop with 1000.00, its clock, and a beat that does due work and notes when."""

    def __init__(self, database: Database, coming: list[Event]) -> None:
        self.database = database
        self.ledger = Ledger(database, default_policy())
        self.clock = MovableClock(database, StoppedClock())
        self.beats: list[Instant] = []
        self.desk = DemoDesk(self.ledger, self.clock, coming, self.beat, texts=TEXTS)

    async def beat(self) -> int:
        now = self.clock.now()
        self.beats.append(now)
        self.desk.catch_up(now)
        return self.ledger.tick(now).instants

    async def play(self, action: object, **fields: object) -> dict[str, Any]:
        return await self.desk.fact({"action": action, "seller": SHOP, **fields})

    @property
    def account(self) -> Account:
        account = self.ledger.look(SHOP)
        assert account is not None
        return account

    def taken(self) -> list[tuple[str, Instant]]:
        with self.database.read() as transaction:
            found = transaction.rows("SELECT id, taken_at FROM taken WHERE source = 'demo' ORDER BY taken_at, id")
        return [(id_, at) for id_, at in found]

    async def shop(self) -> dict[str, Any]:
        (shop,) = (await self.desk.state())["shops"]
        found: dict[str, Any] = shop
        return found

    async def log(self, *kinds: str, size: int = 60, language: str = "en") -> list[dict[str, Any]]:
        return await self.desk.log(SHOP, frozenset(kinds), size, language)


@pytest.fixture
def make(migrated_file: Path, tmp_path: Path) -> Iterator[Callable[..., Demo]]:
    """A desk over one database; called again, it is the same after a restart."""
    path = tmp_path / "demo.db"
    shutil.copy(migrated_file, path)
    opened: list[Database] = []

    def made(coming: list[Event] = COMING) -> Demo:
        database = Database(f"sqlite:///{path}?timeout=0.05", durable=False)
        opened.append(database)
        demo = Demo(database, coming)
        if len(opened) == 1:
            terms = {"starts_at": "2026-01-01T00:00:00Z", "ends_at": "2027-01-01T00:00:00Z", "coefficient": "0.05"}
            first = [
                event("c", "campaign.upserted", START, campaign=CAMPAIGN, **terms),
                event("r", "seller.registered", START, seller=SHOP, name="Лавка"),
                event("w", "wallet.credited", START, seller=SHOP, amount="1000.00"),
            ]
            demo.ledger.take([Entry(each, START) for each in first], "setup")
        return demo

    yield made
    for database in opened:
        database.close()


@pytest.fixture
def demo(make: Callable[..., Demo]) -> Demo:
    return make()


# -- what the page shows -----------------------------------------------------------------------------------------------


async def test_the_shop_to_try_is_the_first_and_strangers_come_last(demo: Demo):
    names = [shop.seller for shop in reversed(SHOPS)]
    lines = [event(f"r-{name}", "seller.registered", START, seller=name, name=name) for name in names]
    demo.ledger.take([Entry(each, START) for each in lines], "setup")
    shown = [shop["seller"] for shop in (await demo.desk.state())["shops"]]
    assert shown == [*(shop.seller for shop in SHOPS), SHOP]


async def test_the_state_shows_clock_programme_and_shops(demo: Demo):
    assert await demo.desk.state() == {
        "now": "2026-03-01T09:00:00Z",
        "timezone": "Europe/Moscow",
        "currency": "RUB",
        "next_due": None,
        "services": ["ads", "commission", "logistics", "other", "storage"],
        "shops": [
            {
                "seller": SHOP,
                "name": "Лавка",
                "wallet": "1000.00",
                "state": "inactive",
                "plan": None,
                "rating": None,
                "points": {name: {"available": "0.00", "held": "0.00"} for name in ("discount", "bonus")},
                "lines": [],
            }
        ],
        "stories": [
            {"id": "renewal_fails", "title": "A renewal fails"},
            {"id": "points_expire", "title": "Points expire next week"},
            {"id": "employee_asks", "title": "An invitation arrives, an employee asks"},
            {"id": "manager_approves", "title": "A manager approves"},
            {"id": "orders_return", "title": "Orders come back as returns"},
            {"id": "ads_drain", "title": "Advertising drains the points"},
            {"id": "own_shop", "title": "A newcomer connects a shop on Ozon by key"},
            {"id": "ozon_corrects", "title": "Ozon corrects yesterday"},
        ],
        "kinds": [
            {"id": "facts", "title": "Facts"},
            {"id": "points", "title": "Points"},
            {"id": "money", "title": "Money"},
            {"id": "subscription", "title": "Subscription"},
            {"id": "notices", "title": "Messages"},
        ],
    }


@pytest.mark.parametrize(("language", "title"), [("ru-RU", "Факты"), ("hy", "Փաստեր"), ("de", "Facts")])
async def test_titles_are_in_the_language_of_the_page(demo: Demo, language: str, title: str):
    assert (await demo.desk.state(language))["kinds"][0] == {"id": "facts", "title": title}


async def test_only_the_last_eight_lines_of_a_shop_are_offered(demo: Demo):
    for _ in range(12):
        await demo.play("redeem")
    assert len((await demo.shop())["lines"]) == 8


# -- the log -----------------------------------------------------------------------------------------------------------


async def test_a_fact_stands_in_the_log_below_what_it_caused(make: Callable[..., Demo]):
    demo = make([])
    await demo.desk.advance("1h")
    await demo.play("charge", amount="12.30")
    effect, cause = await demo.log("facts", "money", size=2)
    said = (effect["kind"], effect["title"], effect["amount"])
    assert said == ("money", "Service paid with money", "\u221212.30\u00a0₽")
    assert cause | {"key": ""} == {
        "key": "",
        "at": "2026-03-01T10:00:00Z",
        "kind": "facts",
        "title": "Service billed",
        "text": "advertising · 12.30\u00a0₽",
        "amount": None,
        "gains": None,
        "outcome": "done",
    }


async def test_the_newest_fact_is_the_first(demo: Demo):
    await demo.play("top_up")
    await demo.play("rating")
    assert [line["title"] for line in await demo.log("facts")] == ["Rating updated", "Money came in"]


async def test_a_notice_is_told_in_words_without_tags(demo: Demo):
    await demo.play("verification_passed")
    (notice,) = await demo.log("notices")
    assert notice["title"] == "You are invited to Premium"
    assert "<" not in notice["text"]


async def test_a_step_of_the_subscription_names_its_plan(demo: Demo):
    await demo.desk.story("renewal_fails", SHOP)
    found = [line for line in await demo.log("subscription") if line["title"] == "Trial started"]
    assert [line["text"] for line in found] == ["Premium"]


@pytest.mark.parametrize(("language", "title"), [("ru", "Деньги пришли"), ("hy", "Գումար է ստացվել")])
async def test_the_log_is_in_the_language_of_the_page(demo: Demo, language: str, title: str):
    await demo.play("top_up")
    assert [line["title"] for line in await demo.log("facts", language=language)] == [title]


async def test_a_refused_fact_says_why(demo: Demo):
    await demo.play("return", line="nothing")
    (line,) = await demo.log("facts")
    assert (line["outcome"], line["text"]) == ("refused", (await demo.play("return", line="nothing"))["text"]["en"])


async def test_all_kinds_are_shown_when_none_is_asked_for(demo: Demo):
    await demo.play("redeem")
    await demo.play("verification_passed")
    assert {line["kind"] for line in await demo.log()} == {"facts", "points", "money", "notices"}


async def test_the_log_has_an_end(demo: Demo):
    for _ in range(130):
        await demo.play("top_up", amount="1.00")
    assert [len(await demo.log(size=size)) for size in (7, 10_000)] == [7, 240]


async def test_lines_of_the_log_have_keys_of_their_own(demo: Demo):
    for _ in range(3):
        await demo.play("redeem")
    keys = [line["key"] for line in await demo.log()]
    assert len(keys) == len(set(keys))


async def test_a_strange_kind_is_a_sentence(demo: Demo):
    with pytest.raises(ValueError, match="kinds are some of facts, points"):
        await demo.log("secrets")


async def test_a_strange_shop_has_an_empty_log(demo: Demo):
    assert await demo.desk.log("S9") == []


# -- facts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", [action for action in PLAYED if action not in ("return", "charge_fails")])
async def test_every_action_is_done_without_further_fields(demo: Demo, action: str):
    done = await demo.play(action)
    assert done == {"outcome": "done", "text": None}


async def test_a_redeemed_order_holds_its_points(demo: Demo):  # RULES 8.2
    await demo.play("redeem", price="7000.00", discount="0.10", quantity=20)
    assert (await demo.shop())["points"]["discount"] == {"available": "0.00", "held": "700.00"}


async def test_a_return_takes_the_latest_order_back(demo: Demo):
    await demo.play("redeem", price="1000.00")
    await demo.play("redeem", price="7000.00")
    assert (await demo.play("return"))["outcome"] == "done"
    assert (await demo.shop())["points"]["discount"]["held"] == "5.00"


async def test_a_return_can_name_its_order(demo: Demo):
    await demo.play("redeem", price="1000.00")
    await demo.play("redeem", price="7000.00")
    earlier = (await demo.shop())["lines"][-1]
    await demo.play("return", line=earlier)
    assert (await demo.shop())["points"]["discount"]["held"] == "35.00"


async def test_a_return_without_an_order_says_what_to_do(demo: Demo):
    refused = await demo.play("return")
    assert refused["text"]["en"] == "Redeem an order first, or name the order line."


async def test_a_refusal_is_an_answer(demo: Demo):
    refused = await demo.play("return", line="nothing")
    assert refused["outcome"] == "refused"


async def test_the_wallet_is_emptied_to_nothing_and_not_twice(demo: Demo):
    await demo.play("empty_wallet")
    assert (await demo.shop())["wallet"] == "0.00"
    assert (await demo.play("empty_wallet"))["text"]["en"] == "The balance is empty already."


async def test_a_wallet_larger_than_an_amount_is_emptied_step_by_step(demo: Demo):
    await demo.play("top_up", amount="999999999999.99")
    await demo.play("empty_wallet")
    assert (await demo.shop())["wallet"] == "1000.00"


async def test_verification_opens_and_withdraws_the_invitation(demo: Demo):
    await demo.play("verification_passed")
    account = demo.ledger.look(SHOP)
    assert account is not None and account.subscription.invitation == "open"
    await demo.play("verification_failed")
    account = demo.ledger.look(SHOP)
    assert account is not None and account.subscription.invitation == "withdrawn"


async def test_a_rating_is_shown_as_given(demo: Demo):
    await demo.play("rating", rating="4.49")
    assert (await demo.shop())["rating"] == "4.49"


async def test_a_number_may_come_as_a_number(demo: Demo):
    await demo.play("top_up", amount=500)
    assert (await demo.shop())["wallet"] == "1500.00"


async def test_a_fact_is_followed_by_a_beat(demo: Demo):
    await demo.play("top_up")
    assert demo.beats == [START]


BAD_BODIES: dict[str, tuple[dict[str, Any], str]] = {
    "no shop": ({"action": "redeem"}, "There is no such shop"),
    "another shop": ({"action": "redeem", "seller": "S9"}, "There is no such shop"),
    "a shop of a number": ({"action": "redeem", "seller": 1}, "There is no such shop"),
    "half a letter": ({"action": "redeem", "seller": "\udc00"}, "There is no such shop"),
    "a zero byte": ({"action": "redeem", "seller": "S1\0"}, "There is no such shop"),
    "a word": ({"action": "top_up", "seller": SHOP, "amount": "тысяча"}, "Amount: above 0, up to"),
    "a comma": ({"action": "top_up", "seller": SHOP, "amount": "1 000,50"}, "Amount: above 0, up to"),
    "nothing": ({"action": "top_up", "seller": SHOP, "amount": "0"}, "Amount: above 0, up to"),
    "not a number": ({"action": "top_up", "seller": SHOP, "amount": float("nan")}, "Amount: above 0, up to"),
    "infinity": ({"action": "top_up", "seller": SHOP, "amount": float("inf")}, "Amount: above 0, up to"),
    "a float with an exponent": ({"action": "top_up", "seller": SHOP, "amount": 1e22}, "Amount: above 0, up to"),
    "a table": ({"action": "top_up", "seller": SHOP, "amount": {"a": 1}}, "Amount: above 0, up to"),
    "half an order": ({"action": "redeem", "seller": SHOP, "quantity": 0.5}, "Quantity: a whole number"),
    "a discount of 2": ({"action": "redeem", "seller": SHOP, "discount": "2"}, "Discount: above 0, up to 100 %."),
    "a rating of 6": ({"action": "rating", "seller": SHOP, "rating": 6}, "Rating: from 0 to 5."),
    "a long service": ({"action": "charge", "seller": SHOP, "service": "x" * 200}, "Something filled in here"),
}


@pytest.mark.parametrize(("body", "sentence"), BAD_BODIES.values(), ids=BAD_BODIES.keys())
async def test_a_bad_body_is_a_sentence_and_leaves_no_trace(demo: Demo, body: dict[str, Any], sentence: str):
    before = await demo.desk.state()
    refused = await demo.desk.fact(body)
    assert (refused["outcome"], refused["text"]["en"][: len(sentence)]) == ("refused", sentence)
    assert await demo.desk.state() == before


@pytest.mark.parametrize("action", [None, "explode", ["redeem"]])
async def test_an_action_that_there_is_not_is_a_fault(demo: Demo, action: object):
    with pytest.raises(ValueError, match="action must be one of redeem"):
        await demo.play(action)


async def test_a_refusal_is_told_in_every_language(demo: Demo):
    refused = await demo.play("redeem", discount="2")
    assert refused["text"] == {
        "ru": "Скидка: больше 0, до 100 %.",
        "hy": "Զեղչ՝ 0-ից մեծ, մինչև 100 %։",
        "en": "Discount: above 0, up to 100 %.",
    }


async def test_fields_that_an_action_does_not_have_are_left_out(demo: Demo):
    assert (await demo.play("top_up", id="x", type="maintenance", price="1"))["outcome"] == "done"


# -- levers -----------------------------------------------------------------------------------------------------------


async def connected(demo: Demo) -> Instant:
    """The shop is on Lite's trial; returns when its first charge is due."""
    outcome = demo.desk._facts.take(START, "command.connect", SHOP, plan="lite", by="manager")
    assert outcome.is_done
    due = demo.account.subscription.period_end
    assert due is not None
    return due


def income(at: Instant, amount: str) -> Event:
    return event(f"income-{at}", "wallet.credited", at, seller=SHOP, amount=amount)


async def test_the_next_charge_fails_although_income_comes_before_it(make: Callable[..., Demo]):
    demo = make([income(START + DAY, "9000.00"), income(START + 20 * DAY, "500.00")])
    due = await connected(demo)
    told = await demo.play("charge_fails")
    assert told["outcome"] == "done"
    assert told["text"]["en"].startswith("8,510.01\u00a0₽ went out of the balance. The charge of 1,990.00\u00a0₽ due")
    await demo.desk.advance("7d")
    for _ in range(4):
        await demo.desk.advance("7d")
    assert demo.clock.now() > due
    assert demo.account.subscription.state is State.GRACE


async def test_what_goes_out_for_a_charge_to_fail_is_a_line_of_the_feed(make: Callable[..., Demo]):
    demo = make([])
    await connected(demo)
    await demo.play("top_up", amount="5000.00")
    await demo.play("charge_fails")
    (fact, *_) = await demo.log("facts")
    assert (fact["title"], fact["text"]) == ("Money went out", "4,010.01\u00a0₽")


async def test_a_charge_that_will_fail_as_it_is_takes_nothing(make: Callable[..., Demo]):
    demo = make([])
    await connected(demo)
    told = await demo.play("charge_fails")
    assert (told["outcome"], told["text"]["en"][:21]) == ("refused", "It will fail as it is")
    assert (await demo.shop())["wallet"] == "1000.00"


async def test_no_charge_can_fail_where_none_is_coming(demo: Demo):
    assert (await demo.play("charge_fails"))["text"]["en"].startswith("No charge is coming")


async def test_a_line_sent_again_changes_nothing_and_says_so(demo: Demo):  # RULES 2.6
    await demo.play("top_up")
    again = await demo.play("again")
    assert (again["outcome"], again["text"]["en"][:32]) == ("replayed", "“Money came in” came once more, ")
    assert (await demo.shop())["wallet"] == "6000.00"
    assert [line["outcome"] for line in await demo.log("facts")] == ["replayed", "done"]


async def test_nothing_can_be_sent_again_before_something_was(demo: Demo):
    assert (await demo.play("again"))["text"]["en"].startswith("Nothing has been sent for this shop yet")


# -- the clock ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("step", "length"), [("1h", HOUR), ("1d", DAY), ("7d", 7 * DAY)])
async def test_a_step_moves_the_clock_by_its_length(demo: Demo, step: str, length: Instant):
    moved = await demo.desk.advance(step)
    assert moved["now"] == format_instant(START + length)
    assert demo.clock.now() == START + length


@pytest.mark.parametrize("step", ["2h", "", "tomorrow"])
async def test_another_step_is_a_sentence(demo: Demo, step: str):
    with pytest.raises(ValueError, match="advance must be one of 1h, 1d, 7d, next"):
        await demo.desk.advance(step)
    assert demo.clock.now() == START


async def test_the_clock_stops_wherever_something_arrives_or_is_due(make: Callable[..., Demo]):
    demo = make()
    await demo.desk.advance("1d")
    monday_at_ten = START + 22 * HOUR  # whether returns were high in the week that ends is judged then
    assert demo.beats == [START + HOUR // 2, START + 3 * HOUR, monday_at_ten, START + DAY]


async def test_next_goes_to_the_next_thing_due(demo: Demo):
    await demo.play("redeem")
    due = demo.ledger.next_due()
    assert due is not None and due > START
    moved = await demo.desk.advance("next")
    assert moved["now"] == format_instant(due)
    assert moved["done"] >= 1


async def test_next_stays_where_it_is_when_nothing_is_due(make: Callable[..., Demo]):
    assert await make([]).desk.advance("next") == {"now": format_instant(START), "done": 0}


async def test_due_work_is_done_in_order_and_counted(make: Callable[..., Demo]):  # RULES 8.4
    demo = make([])
    await demo.play("redeem", price="7000.00", quantity=20)
    done = [(await demo.desk.advance("7d"))["done"] for _ in range(3)]
    assert sum(done) >= 1
    assert (await demo.shop())["points"]["discount"] == {"available": "700.00", "held": "0.00"}
    assert START + 14 * DAY in demo.beats


async def test_a_beat_that_does_nothing_does_not_hold_the_clock_for_ever(demo: Demo):
    await demo.play("redeem")
    due = demo.ledger.next_due()
    assert due is not None

    async def idle() -> int:
        return 0

    stuck = DemoDesk(demo.ledger, demo.clock, [], idle, texts=TEXTS)
    await stuck.advance("next")
    assert (await stuck.advance("7d"))["now"] == format_instant(due + 7 * DAY)


# -- orders to come ----------------------------------------------------------------------------------------------------


async def test_orders_arrive_in_order_at_their_own_instants(demo: Demo):
    await demo.desk.advance("7d")
    assert demo.taken() == [(each.id, each.at) for each in COMING]
    assert [line["text"].split(" · ")[0] for line in await demo.log("facts")] == ["L4", "L3", "L2", "L1"]


async def test_an_order_does_not_arrive_early(demo: Demo):
    await demo.desk.advance("1h")
    assert [id_ for id_, _ in demo.taken()] == ["order-1"]


async def test_nothing_is_taken_twice_after_a_restart(make: Callable[..., Demo]):
    await make().desk.advance("1d")
    again = make()
    again.desk.catch_up(again.clock.now())
    assert await again.log("facts") == []
    await again.desk.advance("7d")
    assert again.taken() == [(each.id, each.at) for each in COMING]
    assert len(await again.log("facts")) == 1


async def test_what_could_not_be_taken_comes_again(make: Callable[..., Demo]):
    demo, other = make(), make()
    with other.database.write(), pytest.raises(StorageError):
        demo.desk.catch_up(START + HOUR)
    demo.desk.catch_up(START + HOUR)
    assert [id_ for id_, _ in demo.taken()] == ["order-1"]
