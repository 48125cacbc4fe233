"""What is the same for every seller, with several programs writing at once (RULES 4.15, 8.1, 2.6a)."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core.events import CampaignUpserted, Event, parse_line
from core.policy import Policy, default_policy, overlay_policy
from core.values import HOUR, Instant, Plan, format_instant, parse_instant
from storage.ledger.ledger import Entry, Ledger
from storage.ledger.world import Worlds, keep_campaign
from storage.rows.database import Database
from storage.rows.errors import Moved

START = parse_instant("2026-03-01T09:00:00Z")
DAY: Instant = 24 * HOUR
DEARER = '[plans.lite]\nprice = "2500.00"'
TERMS: dict[str, Any] = {"starts_at": "2026-01-01T00:00:00Z", "ends_at": "2027-01-01T00:00:00Z", "coefficient": "0.05"}
ORDER: dict[str, Any] = {"category": "x", "price": "7000.00", "discount": "0.10", "quantity": 20}


def event(id_: str, type_: str, at: Instant = START, /, **fields: Any) -> Event:
    found = parse_line(json.dumps({"id": id_, "type": type_, "at": format_instant(at), **fields}))
    assert isinstance(found, Event), found
    return found


def campaign(name: str) -> Event:
    return event(f"campaign {name}", "campaign.upserted", campaign=name, **TERMS)


def order(name: str, seller: str = "S") -> Event:
    return event(f"order {name} {seller}", "order.redeemed", seller=seller, line=name, campaign=name, **ORDER)


def price(id_: str, amount: str, since: Instant, at: Instant = START) -> Event:
    return event(id_, "price.changed", at, **{"plan": "lite", "price": amount, "from": format_instant(since)})


def opened(database: Database, policy: Policy | None = None) -> Ledger:
    ledger = Ledger(database, policy or default_policy())
    ledger.take_one(event("open", "seller.registered", seller="S", name="Shop"), START, "test")
    return ledger


@pytest.fixture
def programs(postgres_database_url: str) -> Iterator[tuple[Database, Database]]:
    """Two programs on one PostgreSQL, each with connections of its own."""
    first, second = Database(postgres_database_url), Database(postgres_database_url)
    yield first, second
    first.close()
    second.close()


# -- several writers -------------------------------------------------------------------------------------------------


def test_a_campaign_that_commits_late_is_known_to_who_saw_a_later_one(programs: tuple[Database, Database]) -> None:
    first, second = programs
    other = opened(second)
    inside, go_on = threading.Event(), threading.Event()
    late = campaign("late")
    assert isinstance(late, CampaignUpserted)

    def hold_open() -> None:
        worlds = Worlds(default_policy())
        with first.write() as transaction:
            keep_campaign(transaction, worlds.change(transaction).world, late)
            inside.set()
            assert go_on.wait(30)

    with ThreadPoolExecutor(2) as threads:
        holding = threads.submit(hold_open)
        assert inside.wait(30)
        # Whoever writes meanwhile waits, or its campaign would have the higher number and be seen first.
        taking = threads.submit(other.take, [Entry(campaign("early"), START), Entry(order("early"), START)], "test")
        go_on.set()
        holding.result(30)
        assert [each.kind for each in taking.result(30)] == ["done", "done"]
    assert other.take_one(order("late"), START, "test").is_done


def test_two_writers_find_every_campaign_that_either_has_committed(programs: tuple[Database, Database]) -> None:
    ledgers = [Ledger(database, default_policy()) for database in programs]
    for number, ledger in enumerate(ledgers):
        ledger.take_one(event("open", "seller.registered", seller=f"S{number}", name="Shop"), START, f"{number}")
    committed: list[str] = []

    def write(number: int) -> list[str | None]:
        reasons = []
        for each in range(40):
            name = f"{number}-{each}"
            ledgers[number].take_one(campaign(name), START, f"{number}")
            committed.append(name)
            known = committed[-1 - each % 3 :][0]  # one's own, or what the other has just committed
            found = ledgers[number].take_one(
                event(f"o{each}", "order.redeemed", seller=f"S{number}", line=f"l{each}", campaign=known, **ORDER),
                START,
                f"{number}",
            )
            reasons.append(found.reason)
        return reasons

    with ThreadPoolExecutor(2) as threads:
        for reasons in threads.map(write, range(2)):
            assert set(reasons) == {None}
    assert len(ledgers[0].world_now().campaigns) == len(ledgers[1].world_now().campaigns) == 80


def test_a_reader_never_sees_a_part_of_the_campaigns(database: Database) -> None:
    ledger = opened(database)
    ledger.take([Entry(campaign(str(number)), START) for number in range(300)], "test")
    stop = threading.Event()

    def forget() -> None:
        while not stop.is_set():
            ledger.forget()
            ledger.worlds.seen = Worlds(default_policy()).seen

    with ThreadPoolExecutor(1) as threads:
        forgetting = threads.submit(forget)
        counts = {len(ledger.world_now().campaigns) for _ in range(100)}
        stop.set()
        forgetting.result(30)
    assert counts == {300}


def test_maintenance_that_another_program_begins_holds_here_too(database: Database) -> None:
    here, there = opened(database), Ledger(database, default_policy())
    there.take_one(event("m", "maintenance", on=True), START, "test")
    spend = event("s", "command.spend", seller="S", programme="bonus", service="ads", amount="50.00", by="finance")
    assert here.take_one(spend, START, "test").reason == "maintenance"


# -- prices ----------------------------------------------------------------------------------------------------------


def test_the_first_prices_are_those_of_the_policy_the_database_was_made_with(database: Database) -> None:
    opened(database)
    later = Ledger(database, overlay_policy(DEARER))
    assert later.world_now().policy.price(Plan.LITE, START) == 199_000


def test_a_program_with_another_policy_is_told_what_has_no_effect(database: Database) -> None:
    opened(database)
    later = Ledger(database, overlay_policy(DEARER))
    assert later.prices_without_effect(START) == {Plan.LITE: (250_000, 199_000)}
    assert Ledger(database, default_policy()).prices_without_effect(START) == {}


def test_a_policy_that_names_the_price_in_force_needs_no_telling(database: Database) -> None:
    opened(database).take_one(price("p", "2500.00", START), START, "test")
    assert Ledger(database, overlay_policy(DEARER)).prices_without_effect(START) == {}


def test_programs_with_different_policies_charge_the_same(database: Database) -> None:
    here, there = opened(database), Ledger(database, overlay_policy("trial.days = 0\n" + DEARER))
    here.take_one(event("w", "wallet.credited", seller="S", amount="9000"), START, "test")
    here.take_one(price("p", "2200.00", START + DAY), START, "test")
    answer = there.take_one(event("c", "command.connect", START, seller="S", plan="lite", by="manager"), START, "test")
    assert answer.is_done
    there.tick(START + 31 * DAY)
    with database.read() as transaction:
        fees = [fee for (fee,) in transaction.rows("SELECT fee FROM period WHERE kind = 'paid' ORDER BY starts_at")]
    assert fees == [199_000, 220_000]


def test_a_price_cannot_begin_before_now_once_there_are_sellers(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    assert ledger.take_one(price("before", "1000.00", START - DAY), START, "test").is_done
    opened(database)
    assert ledger.take_one(price("late", "1.00", START - 1), START, "test").reason == "price_in_past"
    assert ledger.take_one(price("now", "2.00", START), START, "test").is_done


def test_a_seller_of_the_same_batch_is_a_seller(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    register = event("r", "seller.registered", seller="S", name="Shop")
    answers = ledger.take([Entry(register, START), Entry(price("p", "1.00", START - 1), START)], "test")
    assert answers[1].reason == "price_in_past"


def test_subscribers_of_many_pages_are_each_told_once(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    names = [f"S{number:04}" for number in range(450)]
    ledger.take([Entry(event(f"r{n}", "seller.registered", seller=n, name="Shop"), START) for n in names], "test")
    connects = [event(f"c{n}", "command.connect", seller=n, plan="lite", by="manager") for n in names[::2]]
    ledger.take([Entry(each, START) for each in connects], "test")
    ledger.take_one(price("p", "2500.00", START + DAY), START + 1, "test")
    assert ledger.take_one(price("p", "2500.00", START + DAY), START + 2, "test").kind == "replayed"
    ledger.tick(START + 2)
    with database.read() as transaction:
        told = transaction.rows("SELECT seller FROM notice WHERE kind = 'price_changed' ORDER BY seller")
    assert [seller for (seller,) in told] == names[::2]


def test_work_that_was_overdue_when_a_price_was_taken_is_charged_at_the_old_one(database: Database) -> None:
    ledger = opened(database)
    ledger.take_one(event("w", "wallet.credited", seller="S", amount="9000"), START, "test")
    ledger.take_one(event("c", "command.connect", seller="S", plan="lite", by="manager"), START, "test")
    now = START + 40 * DAY  # the trial ended ten days ago, and nothing ran since
    Ledger(database, default_policy()).take_one(price("p", "2500.00", now, now), now, "test")
    with database.read() as transaction:
        assert transaction.rows("SELECT fee FROM period WHERE kind = 'paid'") == [(199_000,)]


def test_a_confirmation_made_before_a_price_changed_does_not_hold(database: Database) -> None:  # RULES 4.1
    ledger = opened(database)
    version = ledger.version("S")
    Ledger(database, default_policy()).take_one(price("p", "2500.00", START), START, "test")
    connect = event("c", "command.connect", seller="S", plan="lite", by="manager")
    with pytest.raises(Moved):
        ledger.take_one(connect, START, "test", version=version)


def test_what_concerns_everybody_does_not_happen_to_a_world_that_moved_on(database: Database) -> None:
    ledger = opened(database)
    version = ledger.version(None)
    Ledger(database, default_policy()).take_one(price("p", "2500.00", START), START, "test")
    with pytest.raises(Moved):
        ledger.take_one(price("q", "2400.00", START), START, "test", version=version)
    with database.read() as transaction:
        assert transaction.rows("SELECT price FROM price") == [(250_000,)]


def test_what_concerns_everybody_happens_to_the_world_that_was_looked_at(database: Database) -> None:
    ledger = Ledger(database, default_policy())  # nothing was written yet: this keeps the first prices as well
    on = event("m", "maintenance", on=True)
    assert ledger.take_one(on, START, "test", version=ledger.version(None)).is_done
    over = event("n", "maintenance", on=False)
    assert ledger.take_one(over, START, "test", version=ledger.version(None)).is_done
