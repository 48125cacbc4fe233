"""What concerns everybody reaches shop after shop, once each, whoever is stopped in between (RULES 2.5, 4.15, 10.2)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.events import Event, parse_line
from core.policy import default_policy
from core.values import Instant, Role, format_instant, parse_instant
from storage.books.books import Books
from storage.books.standing import account_at
from storage.books.verify import parked_sellers, release, verify_all
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Entry, Ledger
from storage.ledger.sweep import FIRST_SELLERS
from storage.post.outbox import Outbox
from storage.post.parcels import Parcel
from storage.rows.audit import review
from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.transaction import Transaction
from tests.property.product import row_differences, rows
from tests.storage.shops import join

START = parse_instant("2026-01-05T09:00:00Z")
DAY: Instant = 86_400_000_000
LATER = "2030-01-01T00:00:00Z"
SHOPS = [f"S{number}" for number in range(7)]
ROOT = Path(__file__).parents[3]


class StoppingDatabase(Database):
    """One whose power goes when so many more transactions are written."""

    left = 1_000_000

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        if self.left == 0:
            raise StorageError("No power.")
        with super().write() as transaction:
            yield transaction
        self.left -= 1


def event(type_: str, at: Instant = START, seller: str | None = None, **fields: Any) -> Event:
    id_ = fields.pop("id_", f"{type_}-{seller}")
    line = {"id": id_, "type": type_, "at": format_instant(at), **fields} | ({"seller": seller} if seller else {})
    found = parse_line(json.dumps(line))
    assert isinstance(found, Event), found
    return found


def opened(database: Database, shops: list[str] = SHOPS, piece: int = 2) -> Ledger:
    """Shops on a trial, each with points that live a year."""
    ledger = Ledger(database, default_policy(), piece=piece)
    for kind, fields in (
        ("seller.registered", {"name": "Shop"}),
        ("bonus.granted", {"grant": "G", "programme": "bonus", "amount": "100.00", "reason": "x"}),
        ("service.charged", {"charge": "C", "service": "ads", "amount": "1000.00"}),
        ("command.connect", {"plan": "lite", "by": "manager"}),
    ):
        ledger.take([Entry(event(kind, START, shop, **fields), START) for shop in shops], "file")
    return ledger


FACTS: dict[str, dict[str, Any]] = {
    "maintenance": {"on": True},
    "price.changed": {"plan": "lite", "price": "2500.00", "from": format_instant(START + 40 * DAY)},
    "lot.prolonged": {"programme": "bonus", "until": LATER},
}


def take_all(ledger: Ledger) -> None:
    for kind, fields in FACTS.items():
        assert ledger.take_one(event(kind, START + DAY, **fields), START + DAY, "file").is_done


def told(database: Database, kind: str) -> list[str]:
    with database.read() as transaction:
        found = transaction.rows("SELECT seller FROM notice WHERE kind = ? ORDER BY id", (kind,))
    return [seller for (seller,) in found]


def expiries(database: Database) -> dict[str, str]:
    with database.read() as transaction:
        return {seller: format_instant(at) for seller, at in transaction.rows("SELECT seller, expires_at FROM lot")}


# -- before a shop is reached ----------------------------------------------------------------------------------------


def test_some_shops_are_reached_at_once_and_the_rest_by_due_work(database: Database) -> None:
    ledger = opened(database)
    ledger.tick(START + DAY - 1)
    ledger.take_one(event("maintenance", START + DAY, on=True), START + DAY, "file")
    assert told(database, "maintenance") == SHOPS[:2]
    assert ledger.next_due() == START + DAY
    ledger.tick(START + DAY)
    assert told(database, "maintenance") == SHOPS


def test_keys_of_what_is_told_to_all_differ_by_the_shop_alone(database: Database) -> None:
    ledger = opened(database)
    ledger.take_one(event("maintenance", START + DAY, on=True), START + DAY, "file")
    ledger.tick(START + 3 * DAY)
    with database.read() as transaction:
        found = transaction.rows("SELECT key, seller FROM notice WHERE kind = 'maintenance'")
    tails = {key.removeprefix(f"maintenance:{seller}:") for key, seller in found}
    assert (len(found), len(tails), *(":" in tail for tail in tails)) == (7, 1, True)


def test_maintenance_stops_spending_in_a_shop_that_it_has_not_reached(database: Database) -> None:  # RULES 9.5
    ledger = opened(database)
    ledger.take_one(event("maintenance", START + DAY, on=True), START + DAY, "file")
    spend = event("command.spend", START + DAY, "S6", programme="bonus", service="ads", amount="100.00", by="manager")
    assert ledger.take_one(spend, START + DAY, "chat").reason == "maintenance"


def test_a_lot_that_is_prolonged_is_spent_after_its_old_expiry_although_nobody_has_reached_it(
    database: Database,
) -> None:  # RULES 10.2
    ledger = opened(database)
    ledger.take_one(event("lot.prolonged", START + DAY, programme="bonus", until=LATER), START + DAY, "file")
    assert expiries(database)["S6"] != LATER
    now = START + 500 * DAY
    charge = event("service.charged", now, "S6", id_="d", charge="D", service="ads", amount="100.00")
    ledger.take_one(charge, now, "file")
    spend = event("command.spend", now, "S6", programme="bonus", service="ads", amount="100.00", by="manager")
    assert ledger.take_one(spend, now, "chat").is_done


def test_what_has_not_reached_the_rows_is_seen_by_who_looks(database: Database) -> None:
    ledger = opened(database)
    ledger.take_one(event("lot.prolonged", START + DAY, programme="bonus", until=LATER), START + DAY, "file")
    account = ledger.look("S6")
    assert account is not None
    assert [format_instant(lot.expires_at) for lot in account.lots["bonus"].open] == [LATER]


@pytest.mark.parametrize(("at", "ends"), [(START + DAY - 1, "2027-01-05T09:00:00Z"), (START + DAY, LATER)])
def test_a_reading_of_the_books_sees_it_from_its_own_instant_on(database: Database, at: Instant, ends: str) -> None:
    ledger = opened(database)
    ledger.take_one(event("lot.prolonged", START + DAY, programme="bonus", until=LATER), START + DAY, "file")
    account = account_at(Books(database, ledger.policy), "S6", at)
    assert account is not None
    assert [format_instant(lot.expires_at) for lot in account.lots["bonus"].open] == [ends]


def test_who_connects_after_a_price_was_taken_is_not_told_of_it_when_the_shop_is_reached(database: Database) -> None:
    ledger = opened(database)  # RULES 4.15
    ledger.take_one(event("seller.registered", START, "S7", name="Shop"), START, "file")
    ledger.take_one(event("price.changed", START + DAY, **FACTS["price.changed"]), START + DAY, "file")
    connect = event("command.connect", START + DAY, "S7", plan="lite", by="manager")
    assert ledger.take_one(connect, START + DAY, "file").is_done
    ledger.tick(START + DAY)
    assert told(database, "price_changed") == SHOPS


def test_of_two_prices_taken_together_each_is_told_as_it_was_known_then(database: Database) -> None:  # RULES 4.15
    ledger = opened(database)
    prices = [
        event(
            "price.changed", START + DAY, id_=price, plan="lite", price=price, **{"from": format_instant(START + days)}
        )
        for price, days in (("2500.00", 20 * DAY), ("2600.00", 25 * DAY))
    ]
    ledger.take([Entry(each, START + DAY) for each in prices], "file")
    ledger.tick(START + DAY)
    with database.read() as transaction:
        rows = transaction.rows("SELECT seller, data FROM notice WHERE kind = 'price_changed'")
    found = sorted((seller, json.loads(data)["new"], json.loads(data)["next_price"]) for seller, data in rows)
    assert found == sorted((shop, price, price) for shop in SHOPS for price in ("2500.00", "2600.00"))


def test_a_shop_that_comes_after_a_fact_for_all_has_nothing_of_it(database: Database) -> None:
    ledger = opened(database)
    ledger.take_one(event("maintenance", START + DAY, on=True), START + DAY, "file")
    ledger.take_one(event("seller.registered", START + DAY, "S9", name="New"), START + DAY, "file")
    ledger.tick(START + DAY)
    assert told(database, "maintenance") == SHOPS


# -- stopped in between ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("writes", range(1, 9))
def test_stopped_after_any_piece_it_ends_as_if_it_had_not_been(
    database_url: str, migrated_copy: Database, writes: int
) -> None:
    undisturbed = opened(migrated_copy)
    take_all(undisturbed)
    undisturbed.tick(START + 2 * DAY)
    stopping = StoppingDatabase(database_url, durable=False)
    ledger = opened(stopping, piece=1)
    take_all(ledger)
    stopping.left = writes
    with pytest.raises(StorageError, match="No power"):
        ledger.tick(START + 2 * DAY)
    stopping.close()
    after = Database(database_url, durable=False)
    Ledger(after, default_policy()).tick(START + 2 * DAY)
    found, expected = rows(after), rows(migrated_copy)
    after.close()
    assert row_differences(expected, found) == []


@pytest.fixture
def migrated_copy() -> Iterator[Database]:
    """A database for the run that nothing disturbs."""
    database = Database("sqlite://")
    database.upgrade()
    yield database
    database.close()


def test_killed_between_two_pieces_everybody_is_reached_once(database: Database, database_url: str) -> None:
    shops = [f"S{number:04}" for number in range(800)]
    take_all(opened(database, shops))
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "tick", "--database", database_url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if not name.startswith("SELLER_")},
    )
    while len(told(database, "maintenance")) < 100:
        assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    reached = told(database, "maintenance")
    assert process.returncode == -signal.SIGKILL
    assert len(reached) < len(shops)
    ledger = Ledger(database, default_policy())
    ledger.tick(START + 2 * DAY)
    assert [sorted(told(database, kind)) for kind in ("maintenance", "price_changed")] == [shops, shops]
    with database.read() as transaction:
        moved = transaction.rows("SELECT seller FROM movement WHERE kind = 'prolongation' ORDER BY seller")
    assert [seller for (seller,) in moved] == shops
    assert verify_all(Books(database, default_policy())).violations == []


def test_two_processes_reach_everybody_once(database: Database, other_database: Database) -> None:
    ours = opened(database)
    theirs = Ledger(other_database, default_policy(), piece=1)
    take_all(ours)
    theirs.tick(START + 2 * DAY)
    ours.tick(START + 2 * DAY)
    assert told(database, "maintenance") == SHOPS
    assert set(expiries(database).values()) == {LATER}


# -- who cannot be reached -------------------------------------------------------------------------------------------


def test_a_shop_whose_rows_are_damaged_is_parked_and_all_others_are_reached(database: Database) -> None:
    ledger = opened(database)
    with database.write() as transaction:
        transaction.run("UPDATE seller SET digest = '{', version = version + 1 WHERE id = 'S3'")
    ledger.take_one(event("maintenance", START + DAY, on=True), START + DAY, "file")
    assert ledger.tick(START + DAY).parked == ("S3",)
    assert sorted(told(database, "maintenance")) == [shop for shop in SHOPS if shop != "S3"]


def prolonged_and_parked(database: Database, *, first: bool) -> Ledger:
    """S3 goes under review before a prolongation for all, or after it and before it is reached."""
    ledger = opened(database)
    for parking in (first, not first):
        if parking:
            with database.write() as transaction:
                review(transaction, START + DAY, "S3", "verify", parked=True)
        else:
            prolonged = event("lot.prolonged", START + DAY, programme="bonus", until=LATER)
            assert ledger.take_one(prolonged, START + DAY, "file").is_done
    ledger.tick(START + DAY)
    assert {shop for shop, at in expiries(database).items() if at != LATER} == {"S3"}
    assert release(Books(database, default_policy()), "S3", START + 2 * DAY) == []
    ledger.tick(START + 2 * DAY)
    return ledger


def test_a_shop_under_review_is_passed_over(database: Database) -> None:  # RULES 13
    prolonged_and_parked(database, first=True)
    assert expiries(database)["S3"] != LATER


def test_a_shop_that_goes_under_review_before_it_is_reached_is_prolonged_when_it_is_let_go(database: Database) -> None:
    prolonged_and_parked(database, first=False)
    assert (expiries(database)["S3"], list(parked_sellers(database))) == (LATER, [])


# -- notices of the calendar -----------------------------------------------------------------------------------------


def test_stopped_between_two_pieces_the_monthly_report_is_announced_to_every_shop_once(database_url: str) -> None:
    stopping = StoppingDatabase(database_url, durable=False)
    opened(stopping)
    for number, shop in enumerate(SHOPS):
        join(stopping, 100 + number, Role.FINANCE, shop, now=START)
    stopping.left = 3  # the month's tour is begun and the day's, and a piece is done
    first = parse_instant("2026-02-01T08:00:00Z")
    with pytest.raises(StorageError, match="No power"):
        DueWork(Ledger(stopping, default_policy()), teams=2).do(first)
    assert told(stopping, "monthly_report") == SHOPS[:2]
    stopping.left = 1_000_000
    DueWork(Ledger(stopping, default_policy()), teams=2).do(first)
    found = told(stopping, "monthly_report")
    stopping.close()
    assert found == SHOPS


# -- one person, several shops ---------------------------------------------------------------------------------------


def test_who_has_two_shops_is_told_once_although_the_second_is_reached_first(database: Database) -> None:  # RULES 12.2
    ledger = opened(database)
    for shop in ("S3", "S6"):
        join(database, 101, Role.MANAGER, shop, now=START)
    outbox = Outbox(database, default_policy())
    now = START + DAY
    outbox.fan_out(now)
    ledger.take_one(event("maintenance", now, on=True), now, "file")
    ledger.take_one(event("wallet.credited", now, "S6", amount="1.00"), now, "file")
    outbox.fan_out(now)
    ledger.tick(now)
    outbox.fan_out(now)
    with database.read() as transaction:
        sent = transaction.rows(
            "SELECT n.seller FROM delivery d JOIN notice n ON n.id = d.notice WHERE n.kind = 'maintenance'"
        )
    assert sent == [("S6",)]
    assert len([each for each in outbox.claim(now, 10, 60) if isinstance(each, Parcel)]) == 1


@pytest.mark.parametrize("kind", FACTS)
def test_a_fact_for_all_reaches_no_more_shops_at_once_than_are_known_to_be_done_in_a_moment(
    kind: str, database: Database
) -> None:
    shops = [f"S{number:03}" for number in range(FIRST_SELLERS + 20)]
    ledger = opened(database, shops, piece=1000)
    ledger.take_one(event(kind, START + DAY, **FACTS[kind]), START + DAY, "file")
    with database.read() as transaction:
        told = transaction.row("SELECT COUNT(*) FROM seller WHERE told > 0")
    assert told == (FIRST_SELLERS,)
