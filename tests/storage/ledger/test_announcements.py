"""What is told of the calendar and the policy: price changes (RULES 4.15) and monthly reports (RULES 12)."""

import json
from typing import Any

from core.events import Event, PriceChanged, parse_line
from core.notices.kinds import NoticeKind
from core.policy import default_policy, overlay_policy
from core.values import Instant, Plan, Role, format_instant, parse_instant
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Entry, Ledger
from storage.people.team import Joined, Team
from storage.post.outbox import Outbox
from storage.post.parcels import Parcel
from storage.rows.database import Database

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
    return ledger


def told(database: Database) -> list[tuple[str, dict[str, str]]]:
    with database.read() as transaction:
        rows = transaction.rows("SELECT seller, data FROM notice WHERE kind = 'price_changed' ORDER BY seller")
    return [(seller, json.loads(data)) for seller, data in rows]


def fees(database: Database) -> list[int]:
    with database.read() as transaction:
        return [fee for (fee,) in transaction.rows("SELECT fee FROM period WHERE kind = 'paid' ORDER BY starts_at")]


def change(price: str, since: Instant, *, plan: str = "lite", id_: str = "p") -> PriceChanged:
    event = parse_line(
        json.dumps({
            "id": id_, "type": "price.changed", "at": format_instant(START), "plan": plan, "price": price,
            "from": format_instant(since),
        })
    )  # fmt: skip
    assert isinstance(event, PriceChanged)
    return event


def test_a_changed_price_is_told_to_those_who_will_pay_it(database: Database) -> None:
    ledger = subscribed(database)  # RULES 4.15
    assert ledger.take_one(change("2500.00", START + 9 * DAY), START + DAY, "test").is_done
    assert told(database) == [
        ("S", {
            "plan": "lite", "old": "1990.00", "new": "2500.00", "from": "2026-01-10T09:00:00Z",
            "next_charge_at": "2026-01-31T09:00:00Z",  # the trial's end, which is the first charge
            "next_price": "2500.00",
        })
    ]  # fmt: skip


def test_in_grace_the_amount_that_is_due_is_told(database: Database) -> None:
    ledger = subscribed(database)
    ledger.take_one(line(5, "wallet.debited", "S", amount="9000"), START, "test")
    ledger.take_one(change("2500.00", START + 31 * DAY), START + 31 * DAY, "test")
    since = "2026-02-01T09:00:00Z"
    assert told(database) == [
        ("S", {"plan": "lite", "old": "1990.00", "new": "2500.00", "from": since, "amount_due": "1990.00"})
    ]


def test_more_subscribers_than_one_page_are_each_told_once(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    sellers = [f"S{number:04}" for number in range(1001)]
    events = [event for seller in sellers for event in (
        line(1, "seller.registered", seller, name="Shop"), line(2, "command.connect", seller, plan="lite", by="manager")
    )]  # fmt: skip
    ledger.take([Entry(event, START) for event in events], "test")
    event = change("2500.00", START + DAY)
    assert ledger.preview_price(event, START + DAY).told == 1001
    ledger.take_one(event, START + DAY, "test")
    assert ledger.told_of_price("test", event.id) == 1001  # whom it has not reached counts
    ledger.tick(START + DAY)
    assert [seller for seller, _ in told(database)] == sellers
    assert ledger.told_of_price("test", event.id) == 1001


def test_the_same_change_again_tells_nobody(database: Database) -> None:
    ledger = subscribed(database)
    ledger.take_one(change("2500.00", START + DAY), START + DAY, "test")
    assert ledger.take_one(change("2500.00", START + DAY), START + 2 * DAY, "test").kind == "replayed"
    assert len(told(database)) == 1


def test_the_first_prices_ever_are_no_change(database: Database) -> None:
    subscribed(database)
    assert told(database) == []


def test_what_was_due_before_the_change_is_charged_at_the_old_price(database: Database) -> None:
    ledger = subscribed(database)
    # The trial ended on day 30 while the program was down.
    ledger.take_one(change("2500.00", START + 35 * DAY), START + 35 * DAY, "test")
    assert fees(database) == [199000]
    ledger.tick(START + 65 * DAY)
    assert fees(database) == [199000, 250000]


def test_a_price_before_now_is_refused_once_there_are_sellers(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    assert ledger.take_one(change("2500.00", START), START + DAY, "test").is_done
    ledger.take_one(line(1, "seller.registered", "S", name="Shop"), START + DAY, "test")
    late = change("2600.00", START + DAY, id_="late")
    assert ledger.preview_price(late, START + DAY + 1).outcome.reason == "price_in_past"
    assert ledger.take_one(late, START + DAY + 1, "test").reason == "price_in_past"


# -- before it is taken ------------------------------------------------------------------------------------------------


def test_a_change_is_foreseen_as_it_will_be_told(database: Database) -> None:
    ledger = subscribed(database)
    event = change("2500.00", START + 40 * DAY)
    foreseen = ledger.preview_price(event, START + DAY)
    assert told(database) == []
    ledger.take_one(event, START + DAY, "test")
    assert (foreseen.old, foreseen.told, foreseen.sample) == (199_000, 1, told(database)[0][1])
    assert ledger.told_of_price("test", event.id) == 1


def test_whose_notice_went_to_an_archive_was_told_all_the_same(database: Database) -> None:
    ledger = subscribed(database)
    event = change("2500.00", START + 40 * DAY)
    ledger.take_one(event, START + DAY, "test")
    of_it = "FROM notice WHERE kind = 'price_changed'"
    with database.write() as transaction:
        columns = "month, part, notices, deliveries, manifest, written_at"
        transaction.run(f"INSERT INTO archive ({columns}) VALUES (202601, 1, 1, 0, '', 0)")
        transaction.run(f"INSERT INTO archived_key (seller, key, archive) SELECT seller, key, 1 {of_it}")
        assert transaction.run(f"DELETE {of_it}") == 1
    assert ledger.told_of_price("test", event.id) == 1


def test_those_who_go_on_with_lite_count_for_lite_and_those_under_review_do_not(database: Database) -> None:
    ledger = subscribed(database)
    ledger.take_one(line(5, "eligibility.changed", "R", eligible=True), START, "test")
    ledger.take_one(line(6, "command.connect", "R", plan="premium", by="manager"), START, "test")
    ledger.take_one(line(7, "command.switch_to_lite", "R", by="manager"), START, "test")
    counted = [ledger.preview_price(change("9.00", START + DAY, plan=p), START).told for p in ("lite", "premium")]
    assert counted == [2, 0]
    with database.write() as transaction:
        transaction.run("UPDATE seller SET parked = ?, version = version + 1 WHERE id = 'S'", (True,))
    event = change("9.00", START + DAY)
    assert ledger.preview_price(event, START).told == 1
    ledger.take_one(event, START, "test")
    assert [seller for seller, _ in told(database)] == ["R"]


def test_a_change_to_the_price_that_holds_anyway_concerns_nobody(database: Database) -> None:
    ledger = subscribed(database)
    foreseen = ledger.preview_price(change("1990.00", START + DAY), START)
    assert (foreseen.told, foreseen.sample) == (0, None)


# -- two programs with different policies ------------------------------------------------------------------------------


def test_two_programs_with_different_policies_charge_and_tell_the_same(database: Database) -> None:
    ours = subscribed(database)
    theirs = Ledger(database, overlay_policy(DEARER))  # started later: its own price has no effect
    assert theirs.prices_without_effect(START) == {Plan.LITE: (250_000, 199_000)}
    assert ours.prices_without_effect(START) == {}
    theirs.take_one(change("2100.00", START + 10 * DAY), START + DAY, "test")
    for each in (ours, theirs):
        foreseen = each.preview_price(change("3000.00", START + 40 * DAY), START + DAY)
        assert (foreseen.old, foreseen.sample and foreseen.sample["next_price"]) == (210_000, "2100.00")
    theirs.tick(START + 20 * DAY)
    ours.tick(START + 31 * DAY)
    theirs.tick(START + 62 * DAY)
    assert fees(database) == [210_000, 210_000]
    assert [data["new"] for _, data in told(database)] == ["2100.00"]


def test_a_reminder_is_sent_with_the_databases_price_whatever_the_senders_policy(database: Database) -> None:
    ledger = subscribed(database)
    team = Team(database)
    token = team.create_link("S", Role.MANAGER, by="operator", now=START)
    assert isinstance(token, str)
    team.join(token, 7, "Anna", START)
    now = START + 29 * DAY
    ledger.tick(now)
    outbox = Outbox(database, overlay_policy(DEARER))
    outbox.fan_out(now)
    found = {each.kind: each.data for each in outbox.claim(now, 100, 60) if isinstance(each, Parcel)}
    assert found[NoticeKind.TRIAL_ENDING]["price"] == "1990.00"


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
    if not wanted:
        team.mute_all(7, ["monthly_report"])
    return ledger


def test_the_monthly_report_comes_on_the_first_at_ten_to_a_shop_where_somebody_wants_it(database: Database) -> None:
    due_work = DueWork(joined(database, wanted=True))
    for day in range(28, 40):
        due_work.do(START + day * DAY)
    assert reports(database) == [  # RULES 12
        ("monthly_report:S:2026-01", "2026-02-01T07:00:00Z", "2026-01"),
    ]


def test_a_report_nobody_wants_is_not_made(database: Database) -> None:
    DueWork(joined(database, wanted=False)).do(START + 40 * DAY)
    assert reports(database) == []
