"""The demo marketplace: real orders as ordinary lines, and the stock that is laid in once."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.demo
from bot.demo.market import CAMPAIGN, SHOPS, feed, orders
from bot.demo.people import ADMINISTERED, PEOPLE, join_demo_team
from bot.demo.stock import stock_demo
from bot.texts import LOCALES
from core.events import (
    BonusGranted,
    CampaignUpserted,
    Event,
    OrderRedeemed,
    OrderReturned,
    ServiceCharged,
    WalletCredited,
)
from core.policy import default_policy, overlay_policy
from core.values import Instant, Role, parse_instant
from storage.ledger.ledger import Entry, Ledger
from storage.people.operators import Operators
from storage.people.team import Team
from storage.rows.database import Database
from storage.rows.errors import StorageError

TODAY = parse_instant("2026-07-15T09:30:00Z")
POLICY = default_policy()
FEED = feed(POLICY, TODAY)


class StoppedClock:
    """Stands at one instant."""

    def __init__(self, instant: Instant = TODAY) -> None:
        self.instant = instant

    def now(self) -> Instant:
        return self.instant


@pytest.fixture
def address(migrated_file: Path, tmp_path: Path) -> str:
    shutil.copy(migrated_file, tmp_path / "demo.db")
    return f"sqlite:///{tmp_path / 'demo.db'}"


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    opened = Database(address, durable=False)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def stocked_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stocked database to copy."""
    path = tmp_path_factory.mktemp("stocked") / "demo.db"
    shutil.copy(migrated_file, path)
    opened = Database(f"sqlite:///{path}", durable=False)
    stock_demo(opened, POLICY, StoppedClock())
    opened.close()
    return path


@pytest.fixture
def stocked(stocked_file: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(stocked_file, tmp_path / "stocked.db")
    opened = Database(f"sqlite:///{tmp_path / 'stocked.db'}", durable=False)
    yield opened
    opened.close()


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """What two databases of one history must agree on."""
    with database.read() as transaction:
        return {
            "taken": transaction.rows("SELECT source, id, outcome, reason FROM taken ORDER BY source, id"),
            "seller": transaction.rows("SELECT id, name, wallet, next_due FROM seller ORDER BY id"),
            "balance": transaction.rows("SELECT * FROM balance ORDER BY seller, programme"),
            "notice": transaction.rows("SELECT key, at, data, fanned_out_at IS NULL FROM notice ORDER BY key"),
            "world": transaction.rows("SELECT clock, clock_offset FROM world"),
        }


def of(kind: type[Event]) -> list[Event]:
    return [event for event in FEED if isinstance(event, kind)]


# -- the feed ----------------------------------------------------------------------------------------------------------


def test_every_order_of_the_sample_is_there_but_the_gifts():
    with (Path(bot.demo.__file__).parent / "orders.csv").open(encoding="utf-8") as file:
        sample = list(csv.DictReader(file))
    paid = [row for row in sample if float(row["dollars"]) > 0]
    assert len(sample) - len(paid) > 0
    assert len(of(OrderRedeemed)) == len(paid) == len(list(orders()))


def test_the_amounts_of_the_sample_are_kept_in_roubles():
    customer, day, quantity, paid = next(orders())
    with (Path(bot.demo.__file__).parent / "orders.csv").open(encoding="utf-8") as file:
        row = next(each for each in csv.DictReader(file) if float(each["dollars"]) > 0)
    assert (str(customer), day.isoformat(), str(quantity)) == (row["customer"], row["date"], row["quantity"])
    assert paid == round(float(row["dollars"]) * 100) * 100


def test_the_feed_is_in_order_of_its_instants():
    instants = [event.at for event in FEED]
    assert instants == sorted(instants)


def test_ids_are_unique():
    assert len({event.id for event in FEED}) == len(FEED)


def test_the_feed_is_the_same_every_time():
    assert feed(POLICY, TODAY) == FEED


def test_the_feed_of_one_day_does_not_hang_on_the_hour():
    assert feed(POLICY, TODAY + 3_600_000_000) == FEED


@pytest.mark.parametrize("today", ["2024-02-29T12:00:00Z", "2026-03-29T01:00:00Z", "2026-12-31T23:59:59Z"])
def test_any_day_can_be_today(today: str):
    lines = feed(overlay_policy('timezone = "Europe/Berlin"\n'), parse_instant(today))
    past = sum(event.at <= parse_instant(today) for event in lines)
    assert len(lines) == len(FEED)
    assert 1000 < past < len(lines) - 300


def test_today_falls_inside():
    assert FEED[0].at < TODAY - 200 * 86_400_000_000
    assert FEED[-1].at > TODAY + 30 * 86_400_000_000


@pytest.mark.parametrize("kind", [OrderRedeemed, OrderReturned, ServiceCharged, WalletCredited, BonusGranted])
@pytest.mark.parametrize("coming", [False, True])
def test_everything_happens_before_and_after_today_to_every_shop(kind: type[Event], coming: bool):
    shops = Counter(event.seller for event in of(kind) if (event.at > TODAY) == coming)
    assert set(shops) == {shop.seller for shop in SHOPS}


def test_a_return_comes_after_its_order():
    redeemed = {(event.seller, event.line): event.at for event in FEED if isinstance(event, OrderRedeemed)}
    returned = [event for event in FEED if isinstance(event, OrderReturned)]
    assert returned
    assert all(redeemed[event.seller, event.line] < event.at for event in returned)


def test_one_campaign_covers_all_orders():
    (campaign,) = [event for event in FEED if isinstance(event, CampaignUpserted)]
    assert campaign.campaign == CAMPAIGN
    assert campaign.starts_at <= FEED[0].at and FEED[-1].at < campaign.ends_at


# -- the stock ---------------------------------------------------------------------------------------------------------


def test_the_past_is_taken_and_the_rest_waits(stocked: Database):
    with stocked.read() as transaction:
        outcomes: Counter[str] = Counter(dict(transaction.rows("SELECT outcome, COUNT(*) FROM taken GROUP BY outcome")))
        unknown = transaction.rows("SELECT id FROM taken WHERE outcome = 'refused'")
    assert sum(outcomes.values()) == sum(event.at <= TODAY for event in FEED)
    assert outcomes["done"] > 4000 and outcomes["ignored"] > 500
    assert unknown == []


def test_the_shop_to_try_has_an_open_invitation_an_unused_trial_and_points(stocked: Database):
    account = Ledger(stocked, POLICY).look(SHOPS[0].seller)
    assert account is not None
    assert (account.subscription.invitation, account.subscription.trial_used) == ("open", False)
    assert account.balances["discount"].available > 0 and account.balances["bonus"].available > 0


def test_the_shops_stand_in_different_states(stocked: Database):
    states = {
        (str(account.subscription.state), str(account.subscription.plan))
        for account in Ledger(stocked, POLICY).each_account()
    }
    assert {("inactive", "None"), ("trial", "lite"), ("active", "premium")} <= states


def test_nothing_of_the_past_is_news(stocked: Database):
    with stocked.read() as transaction:
        assert transaction.row("SELECT COUNT(*) FROM notice WHERE fanned_out_at IS NULL") == (0,)
        assert transaction.row("SELECT COUNT(*) > 50 FROM notice") == (1,)


def test_the_lines_to_come_are_returned_in_order(database: Database):
    coming = stock_demo(database, POLICY, StoppedClock())
    assert coming == [event for event in FEED if event.at > TODAY]


def test_started_again_later_it_goes_on_where_it_was(stocked: Database):
    before = rows(stocked)
    coming = stock_demo(stocked, POLICY, StoppedClock(TODAY + 5 * 86_400_000_000))
    assert coming == [event for event in FEED if event.at > TODAY]
    assert rows(stocked) == before


class Stopped(Exception):
    """Stands for a process that ended."""


class StoppingDatabase(Database):
    """Ends before its n-th write."""

    def __init__(self, url: str, writes: int) -> None:
        super().__init__(url, durable=False)
        self.left = writes

    def write(self):
        if not self.left:
            raise Stopped
        self.left -= 1
        return super().write()


@pytest.mark.parametrize("writes", [0, 7, 19])
def test_stopped_half_way_it_is_simply_done_again(address: str, stocked: Database, writes: int):
    stopping = StoppingDatabase(address, writes)
    with pytest.raises(Stopped):
        stock_demo(stopping, POLICY, StoppedClock())
    stopping.close()
    again = Database(address, durable=False)
    try:
        later = StoppedClock(TODAY + 3600) if writes else StoppedClock()
        assert stock_demo(again, POLICY, later) == [event for event in FEED if event.at > TODAY]
        assert rows(again) == rows(stocked)
    finally:
        again.close()


def test_a_database_with_sellers_of_its_own_is_left_alone(database: Database):
    own = [event for event in FEED if event.seller == SHOPS[1].seller][:3]
    Ledger(database, POLICY).take([Entry(event, event.at) for event in own], "file")
    before = rows(database)
    assert stock_demo(database, POLICY, StoppedClock()) == []
    after = rows(database)
    assert {name: after[name] for name in ("taken", "seller", "balance", "notice")} == {
        name: before[name] for name in ("taken", "seller", "balance", "notice")
    }


# -- the people --------------------------------------------------------------------------------------------------------


def test_each_person_joins_the_first_shop_with_a_role_and_the_newcomer_none(stocked: Database):
    team = Team(stocked)
    join_demo_team(team, TODAY)
    roles = {
        person.key: [(each.seller, each.role) for each in team.memberships(person.telegram_id)] for person in PEOPLE
    }
    first = SHOPS[0].seller
    assert roles["manager"] == [(first, Role.MANAGER)]
    assert roles["finance"] == [(first, Role.FINANCE)]
    assert roles["employee"] == [(first, Role.EMPLOYEE)]
    assert roles["newcomer"] == []
    assert sorted(roles["administrator"]) == sorted((shop.seller, Role.ADMINISTRATOR) for shop in SHOPS[:ADMINISTERED])


def test_everybody_looks_at_the_shop_to_try_first(stocked: Database):
    team = Team(stocked)
    join_demo_team(team, TODAY)
    looked_at = {
        person.key: team.current(person.telegram_id) for person in PEOPLE if person.role not in (None, Role.OPERATOR)
    }
    assert {key: each.seller for key, each in looked_at.items() if each} == dict.fromkeys(looked_at, SHOPS[0].seller)


def test_people_join_once(stocked: Database):
    team = Team(stocked)
    join_demo_team(team, TODAY)
    with stocked.read() as transaction:
        before = transaction.rows("SELECT hash FROM link_token ORDER BY hash")
    join_demo_team(team, TODAY)
    with stocked.read() as transaction:
        assert transaction.rows("SELECT hash FROM link_token ORDER BY hash") == before


def test_the_operator_is_in_no_shop_and_has_the_right(stocked: Database):
    join_demo_team(Team(stocked), TODAY)
    operator = next(person for person in PEOPLE if person.role is Role.OPERATOR)
    assert Team(stocked).memberships(operator.telegram_id) == []
    assert [each.telegram_id for each in Operators(stocked).everyone()] == [operator.telegram_id]


def test_a_marketplace_without_the_demo_shops_gets_no_people(database: Database):
    join_demo_team(Team(database), TODAY)
    assert all(Team(database).memberships(person.telegram_id) == [] for person in PEOPLE)
    assert Operators(database).everyone() == []


def test_a_locked_database_stops_the_stocking_with_a_sentence(address: str):
    one, other = Database(address), Database(f"{address}?timeout=0.05")
    try:
        with one.write(), pytest.raises(StorageError, match="locked"):
            stock_demo(other, POLICY, StoppedClock())
    finally:
        one.close()
        other.close()


def test_the_people_of_the_first_shop_read_all_three_languages():
    assert {person.language for person in PEOPLE if person.role is not None} == set(LOCALES)
