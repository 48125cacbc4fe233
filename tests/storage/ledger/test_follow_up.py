"""After a seller left a programme: told once a week, for four weeks, what it has not earned since (RULES 8.9, 12)."""

import json
from typing import Any

import pytest

from core.events import Event, parse_line
from core.policy import default_policy
from core.values import Role, format_instant, parse_instant
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Ledger
from storage.people.team import Joined, Team
from storage.post.outbox import Outbox
from storage.post.parcels import Parcel
from storage.rows.database import Database

START = parse_instant("2026-03-02T09:00:00Z")
"""Noon in the programme's zone, two hours after the reminder hour."""
DAY = 86_400_000_000
HOUR = DAY // 24


class Left:
    """A seller with a manager who left `discount` at START + 1 hour."""

    def __init__(self, database: Database, role: Role | None = Role.MANAGER, *, leaves: bool = True) -> None:
        self.database = database
        self.ledger = Ledger(database, default_policy())
        self.due_work = DueWork(self.ledger)
        self.outbox = Outbox(database, default_policy())
        self.team = Team(database)
        self.number = 0
        self.take("seller.registered", START, name="Shop")
        self.take(
            "campaign.upserted", START, seller=None, campaign="spring", starts_at=format_instant(START - DAY),
            ends_at=format_instant(START + 90 * DAY), coefficient="0.05", coefficients={"tea": "0.07"},
        )  # fmt: skip
        if role is not None:
            self.join(7, role, START)
        self.left_at = START + HOUR
        if leaves:
            self.take("command.opt_out", self.left_at, programme="discount", by="manager")

    def take(self, type_: str, at: int, seller: str | None = "S", **fields: Any) -> None:
        self.number += 1
        line = {"id": f"e{self.number}", "type": type_, "at": format_instant(at), **fields}
        event = parse_line(json.dumps(line if seller is None else line | {"seller": seller}))
        assert isinstance(event, Event), event
        assert self.ledger.take_one(event, at, "test").kind in ("done", "ignored")

    def join(self, person: int, role: Role, at: int) -> None:
        token = self.team.create_link("S", role, by="operator", now=at)
        assert isinstance(token, str)
        assert isinstance(self.team.join(token, person, "Anna", at), Joined)

    def order(self, at: int, **fields: Any) -> None:
        """An order of 7000 × 10 % × 20 × 0.05 = 700 points."""
        usual: dict[str, Any] = {
            "campaign": "spring",
            "category": "cups",
            "price": "7000",
            "discount": "0.10",
            "quantity": 20,
        }
        self.take("order.redeemed", at, line=f"l{self.number}", **usual | fields)

    def days(self, first: int, last: int) -> None:
        """A sweep every day at noon."""
        for day in range(first, last + 1):
            self.due_work.do(START + day * DAY)

    @property
    def told(self) -> list[tuple[str, str]]:
        with self.database.read() as transaction:
            rows = transaction.rows("SELECT key, at FROM notice WHERE kind = 'programme_left' ORDER BY at, key")
        return [(key, format_instant(at)) for key, at in rows]

    @property
    def data(self) -> list[dict[str, Any]]:
        with self.database.read() as transaction:
            rows = transaction.rows("SELECT data FROM notice WHERE kind = 'programme_left' ORDER BY at")
        return [json.loads(data) for (data,) in rows]

    def sent(self, now: int) -> list[Parcel]:
        """What is handed out now, and marked as sent."""
        self.outbox.fan_out(now)
        claimed = self.outbox.claim(now, 100, 60)
        found = [each for each in claimed if isinstance(each, Parcel) and each.kind == "programme_left"]
        for parcel in found:
            self.outbox.sent(parcel.deliveries, 1, now)
        return found


@pytest.fixture
def shop(database: Database) -> Left:
    return Left(database)


def test_four_weeks_are_told_at_the_reminder_hour(shop: Left) -> None:
    shop.days(1, 60)
    assert shop.told == [
        ("programme_left:S:discount:2026-03-02T10:00:00Z:1", "2026-03-09T07:00:00Z"),
        ("programme_left:S:discount:2026-03-02T10:00:00Z:2", "2026-03-16T07:00:00Z"),
        ("programme_left:S:discount:2026-03-02T10:00:00Z:3", "2026-03-23T07:00:00Z"),
        ("programme_left:S:discount:2026-03-02T10:00:00Z:4", "2026-03-30T07:00:00Z"),
    ]


def test_a_week_is_told_once_whatever_sweeps(shop: Left) -> None:
    shop.days(1, 9)
    for _ in range(3):
        DueWork(Ledger(shop.database, default_policy())).do(START + 9 * DAY)
    assert len(shop.told) == 1


def test_before_the_reminder_hour_nothing_is_told(shop: Left) -> None:
    shop.due_work.do(parse_instant("2026-03-09T06:59:59Z"))
    assert shop.told == []
    shop.due_work.do(parse_instant("2026-03-09T07:00:00Z"))
    assert len(shop.told) == 1


def test_who_came_back_is_told_nothing_more(shop: Left) -> None:
    shop.days(1, 8)
    shop.take("command.opt_in", START + 9 * DAY, programme="discount", by="manager")
    shop.days(9, 40)
    assert len(shop.told) == 1


def test_who_leaves_again_is_counted_anew(shop: Left) -> None:
    shop.take("command.opt_in", START + 3 * DAY, programme="discount", by="manager")
    shop.take("command.opt_out", START + 4 * DAY, programme="discount", by="manager")
    shop.days(4, 12)
    assert [at for _, at in shop.told] == ["2026-03-13T07:00:00Z"]


def test_a_program_that_was_down_tells_the_latest_week_only(shop: Left) -> None:
    shop.due_work.do(START + 23 * DAY)
    assert [data["weeks"] for data in shop.data] == [3]


def test_what_is_older_than_a_week_is_not_told(shop: Left) -> None:
    shop.due_work.do(START + 36 * DAY)
    assert shop.told == []


@pytest.mark.parametrize("role", [None, Role.FINANCE, Role.EMPLOYEE])
def test_a_shop_where_nobody_may_come_back_is_told_nothing(database: Database, role: Role | None) -> None:
    shop = Left(database, role)
    shop.days(1, 30)
    assert shop.told == []


def test_who_joined_later_is_not_told_of_the_week_before(database: Database) -> None:
    shop = Left(database, None)
    shop.join(8, Role.ADMINISTRATOR, START + 9 * DAY)
    shop.days(10, 16)
    assert [data["weeks"] for data in shop.data] == [2]


def test_a_shop_that_takes_part_is_told_nothing(database: Database) -> None:
    shop = Left(database, leaves=False)
    shop.days(1, 30)
    assert shop.told == []


# -- the numbers -------------------------------------------------------------------------------------------------------


def test_orders_that_would_have_earned_are_counted_with_their_points(shop: Left) -> None:
    shop.order(START - DAY)  # earned before leaving is nothing missed, and neither is what never would have
    shop.order(START + DAY)
    shop.order(START + 2 * DAY, category="tea")
    shop.days(4, 8)
    assert shop.data[0] | {"charged": ""} == {
        "programme": "discount",
        "left_at": "2026-03-02T10:00:00Z",
        "weeks": 1,
        "missed": 3,  # an order's own time may be before the leaving, but it arrives after
        "unearned": "2380.00",
        "charged": "",
    }


def test_money_for_services_that_the_points_pay_is_added_up(shop: Left) -> None:
    for number, (service, day) in enumerate([("ads", 1), ("logistics", 2), ("packing", 3), ("ads", 20)]):
        shop.take("service.charged", START + day * DAY, charge=f"c{number}", service=service, amount="100.00")
    shop.take("charge.reversed", START + 4 * DAY, charge="c1")
    shop.days(5, 8)
    assert [data["charged"] for data in shop.data] == ["100.00"]


def test_grants_that_were_ignored_are_missed_too(database: Database) -> None:
    shop = Left(database, leaves=False)
    shop.take("command.opt_out", START + HOUR, programme="bonus", by="manager")
    shop.take("bonus.granted", START + DAY, grant="g", programme="bonus", amount="300.00", reason="promo")
    shop.days(2, 8)
    assert [(data["programme"], data["missed"], data["unearned"]) for data in shop.data] == [("bonus", 1, "300.00")]


# -- sending -----------------------------------------------------------------------------------------------------------


def test_managers_and_administrators_are_told(shop: Left) -> None:
    for number, role in enumerate([Role.ADMINISTRATOR, Role.FINANCE, Role.EMPLOYEE]):
        shop.join(10 + number, role, START)
    shop.days(1, 7)
    assert sorted(parcel.telegram_id for parcel in shop.sent(START + 7 * DAY)) == [7, 10]


def test_it_is_looked_at_once_more_when_it_is_sent(shop: Left) -> None:
    shop.days(1, 7)
    shop.take("command.opt_in", START + 7 * DAY, programme="discount", by="manager")
    assert shop.sent(START + 7 * DAY) == []


def test_a_week_that_the_next_has_overtaken_is_not_sent(shop: Left) -> None:
    shop.days(1, 7)
    assert shop.sent(parse_instant("2026-03-16T07:00:00Z")) == []
