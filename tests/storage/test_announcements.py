"""What is told of the calendar and the policy: price changes (RULES 4.15) and monthly reports (RULES 12)."""

import json
from typing import Any

from core.events import Event, parse_line
from core.policy import default_policy, overlay_policy
from core.values import Role, format_instant, parse_instant
from storage.database import Database
from storage.due_work import DueWork
from storage.ledger import Entry, Ledger
from storage.team import Joined, Team

START = parse_instant("2026-01-01T09:00:00Z")
DAY = 86_400_000_000
DEARER = '[plans.lite]\nprice = "2500.00"'


def line(number: int, type_: str, seller: str, **fields: Any) -> Event:
    event = parse_line(
        json.dumps({"id": f"{seller}-{number}", "type": type_, "at": format_instant(START), "seller": seller, **fields})
    )
    assert isinstance(event, Event)
    return event


def subscribed(database: Database) -> Ledger:
    """S is on Lite's trial, R is registered only, C has cancelled."""
    ledger = Ledger(database, default_policy())
    for seller in ("S", "R", "C"):
        ledger.take_one(line(1, "seller.registered", seller, name="Shop"), START, "test")
        ledger.take_one(line(2, "wallet.credited", seller, amount="9000"), START, "test")
    for seller in ("S", "C"):
        ledger.take_one(line(3, "command.connect", seller, plan="lite", by="manager"), START, "test")
    ledger.take_one(line(4, "command.cancel", "C", by="manager"), START, "test")
    ledger.adopt_prices(START)
    return ledger


def told(database: Database) -> list[tuple[str, dict[str, str]]]:
    with database.read() as transaction:
        rows = transaction.rows("SELECT seller, data FROM notice WHERE kind = 'price_changed' ORDER BY seller")
    return [(seller, json.loads(data)) for seller, data in rows]


def fees(database: Database) -> list[int]:
    with database.read() as transaction:
        return [fee for (fee,) in transaction.rows("SELECT fee FROM period WHERE kind = 'paid' ORDER BY starts_at")]


def test_a_changed_price_is_told_to_those_who_will_pay_it(database: Database) -> None:
    subscribed(database)  # RULES 4.15
    Ledger(database, overlay_policy(DEARER)).adopt_prices(START + DAY)
    when = "2026-01-31T09:00:00Z"  # the trial's end, which is the first charge
    assert told(database) == [("S", {"plan": "lite", "old": "1990.00", "new": "2500.00", "next_charge_at": when})]


def test_in_grace_no_date_is_told_because_the_next_attempt_has_none(database: Database) -> None:
    ledger = subscribed(database)
    ledger.take_one(line(5, "wallet.debited", "S", amount="9000"), START, "test")
    Ledger(database, overlay_policy(DEARER)).adopt_prices(START + 31 * DAY)
    assert told(database) == [("S", {"plan": "lite", "old": "1990.00", "new": "2500.00"})]


def test_more_subscribers_than_one_page_are_each_told_once(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    sellers = [f"S{number:04}" for number in range(1001)]
    events = [event for seller in sellers for event in (
        line(1, "seller.registered", seller, name="Shop"), line(2, "command.connect", seller, plan="lite", by="manager")
    )]  # fmt: skip
    ledger.take([Entry(event, START) for event in events], "test")
    ledger.adopt_prices(START)
    assert Ledger(database, overlay_policy(DEARER)).adopt_prices(START + DAY) == 1001
    assert [seller for seller, _ in told(database)] == sellers


def test_the_same_prices_again_tell_nobody(database: Database) -> None:
    subscribed(database)
    dearer = Ledger(database, overlay_policy(DEARER))
    dearer.adopt_prices(START + DAY)
    assert dearer.adopt_prices(START + 2 * DAY) == 0
    assert len(told(database)) == 1


def test_the_first_prices_ever_are_no_change(database: Database) -> None:
    subscribed(database)
    assert told(database) == []


def test_what_was_due_before_the_change_is_charged_at_the_old_price(database: Database) -> None:
    subscribed(database)
    dearer = Ledger(database, overlay_policy(DEARER))
    dearer.adopt_prices(START + 35 * DAY)  # the trial ended on day 30 while the program was down
    assert fees(database) == [199000]
    dearer.tick(START + 65 * DAY)
    assert fees(database) == [199000, 250000]


def reports(database: Database) -> list[tuple[str, str, str]]:
    with database.read() as transaction:
        rows = transaction.rows("SELECT key, at, data FROM notice WHERE kind = 'monthly_report' ORDER BY at")
    return [(key, format_instant(at), json.loads(data)["month"]) for key, at, data in rows]


def joined(database: Database, wanted: bool) -> Ledger:
    ledger = subscribed(database)
    team = Team(database)
    token = team.create_link("S", Role.FINANCE, by="operator", now=START)
    assert isinstance(token, str)
    assert isinstance(team.join(token, 7, "Karen", START), Joined)
    if wanted:
        team.unmute(7, "monthly_report")
    return ledger


def test_the_monthly_report_comes_on_the_first_at_ten_to_a_shop_where_somebody_wants_it(database: Database) -> None:
    due_work = DueWork(joined(database, wanted=True))
    for day in range(28, 40):
        due_work.do(START + day * DAY)
    assert reports(database) == [  # RULES 12
        ("monthly_report:S:2025-12", "2026-01-01T07:00:00Z", "2025-12"),
        ("monthly_report:S:2026-01", "2026-02-01T07:00:00Z", "2026-01"),
    ]


def test_a_report_nobody_wants_is_not_made(database: Database) -> None:
    DueWork(joined(database, wanted=False)).do(START + 40 * DAY)
    assert reports(database) == []
