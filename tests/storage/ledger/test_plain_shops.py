"""Plain due work of many shops, decided without accounts, leaves the same rows, ids included (RULES 2.5)."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pytest
from sqlmodel import SQLModel

from core.decide import World
from core.due import dues, settle
from core.events import BonusGranted, CampaignUpserted, Connect, OrderRedeemed, SellerRegistered, WalletCredited
from core.policy import Policy, overlay_policy
from core.values import HOUR, MINUTE, RATE_ONE, Instant, Plan, Role, parse_instant
from storage.ledger.accounts import load_due
from storage.ledger.ledger import Entry, Ledger
from storage.ledger.plain import Plain
from storage.ledger.records import DueRow
from storage.ledger.tours import facts, load_told
from storage.ledger.writing import write
from storage.rows.database import Database
from tests.property.histories import history, policies
from tests.property.product import Handling, in_memory, row_differences, run

BEGIN: Instant = parse_instant("2026-03-01T10:00:00+03:00")
DAY: Instant = 24 * HOUR
SHOPS = 40
SOON = """
[points.bonus]
expiry = {kind = "months", months = 1}
[points.discount]
expiry = {kind = "period_end", period = "month", carry = 0}
"""
LENGTH = 250
STEPS = 120
COLUMNS = ", ".join(DueRow._fields)
DUE = f"SELECT {COLUMNS} FROM seller WHERE next_due <= ? AND NOT parked ORDER BY next_due, id"
LATE: Sequence[Instant] = (*[0] * 8, *[MINUTE] * 8, 5 * HOUR, 30 * HOUR, 10 * 24 * HOUR)


def every_row(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables with all their columns."""
    with database.read() as transaction:
        return {
            table.name: sorted(transaction.rows(f"SELECT * FROM {table.name}"), key=repr)
            for table in SQLModel.metadata.sorted_tables
        }


def do_one_by_one(database: Database, world: World, now: Instant) -> None:
    """The due work of each seller on an account of its own, brought up before to what was told to all."""
    policy = world.policy
    with database.write() as transaction:
        sellers = [DueRow._make(row) for row in transaction.rows(DUE, (now,))]
        names, taken = [row.id for row in sellers], facts(transaction)
        latest = taken[-1].number if taken else 0
        behind = {row.id for row in sellers if row.told < latest}
        found = load_due(transaction, policy, [name for name in names if name not in behind], now)
        found |= load_told(transaction, world, taken, sorted(behind), to_spend=False)
        due = {name: dues(found[name], policy) if name in behind else found[name].stored.dues for name in names}
        settled = {name: settle(found[name], policy, now, due[name]).dues for name in names}
        write(transaction, policy, [found[name] for name in names], settled)


def decided_without_accounts(database: Database, policy: Policy, now: Instant) -> Counter[str]:
    """How many sellers' digests, subscriptions, or lots would be decided without an account."""
    with database.read() as transaction:
        sellers = [DueRow._make(row) for row in transaction.rows(DUE, (now,))]
        plain = Plain(sellers, policy, now)
        plain.decide(transaction, sellers)
    decided = plain.decided
    lots, subscriptions = len({row[0] for row in decided.lots}), len(decided.billings)
    return Counter(lots=lots, subscription=subscriptions, digests=decided.count - lots - subscriptions)


class Compared(NamedTuple):
    """Rows in which both ways differ, and for how many sellers what was plain."""

    differing: list[str]
    plain: Counter[str]


def sweep_both(one: Database, other: Database, policies: Sequence[Policy], seed: int, now: Instant) -> Compared:
    """Two equal databases through the same sweeps, some late, under one policy or another."""
    rng = random.Random(seed)
    plain: Counter[str] = Counter()
    for _ in range(STEPS):
        ledger = Ledger(one, rng.choice(policies))
        due = ledger.next_due()
        if due is None:
            break
        now = max(now, due + rng.choice(LATE))
        world = ledger.world_now()
        plain += decided_without_accounts(one, world.policy, now)
        ledger.tick(now)
        do_one_by_one(other, world, now)
        if differing := row_differences(every_row(other), every_row(one)):
            return Compared(differing, plain)
    return Compared([], plain)


def after_history(seed: int, length: int) -> Compared:
    """A few shops to which anything happens."""
    overlay = policies(seed) if seed % 3 else None
    lines = history(seed, length, overlay)
    with in_memory() as one, in_memory() as other:
        products = [run(database, lines, overlay, Handling(batch=40)) for database in (one, other)]
        return sweep_both(one, other, [products[0].policy], seed, products[0].clock)


def of_many_shops(seed: int) -> Compared:
    """Many shops with orders and points of two programmes that expire soon, trials, and money for a fee or not."""
    policy = overlay_policy(SOON)
    with in_memory() as one, in_memory() as other:
        for database in (one, other):
            Ledger(database, policy).take(list(entries(random.Random(seed))), "test")
        later = overlay_policy(f"{SOON}[reminders]\nhour = 11\n")
        return sweep_both(one, other, [policy, policy, later], seed, BEGIN)


def entries(rng: random.Random) -> Iterator[Entry]:
    """What happens to the shops within some days, in order."""
    days = sorted(rng.choices(range(20), k=6))
    yield Entry(
        CampaignUpserted(
            "spring", BEGIN, None, campaign="spring", starts_at=BEGIN, ends_at=BEGIN + 60 * DAY,
            coefficient=RATE_ONE // 10, hold_days=14, return_window_days=20,
        ),
        BEGIN,
    )  # fmt: skip
    for number in range(SHOPS):
        name = f"S{number:02}"
        yield Entry(SellerRegistered(f"r{name}", BEGIN, name, name=name), BEGIN)
        if rng.random() < 0.5:
            money = rng.choice((1, 199_000, 1_000_000))
            yield Entry(WalletCredited(f"w{name}", BEGIN, name, amount=money), BEGIN)
    for turn, day in enumerate(days):
        at = BEGIN + day * DAY + rng.choice((0, 0, HOUR, 3 * HOUR + 7))
        for number in range(SHOPS):
            name, chance = f"S{number:02}", rng.random()
            if chance < 0.25:
                yield Entry(Connect(f"c{name}{turn}", at, name, plan=Plan.LITE, by=Role.MANAGER), at)
            elif chance < 0.65:
                grant, programme = f"{rng.randrange(1000)}-{turn}", rng.choice(("bonus", "bonus", "discount"))
                amount = rng.choice((1, 99, 12_345))
                yield Entry(
                    BonusGranted(
                        f"g{name}{turn}", at, name, grant=grant, programme=programme, amount=amount, reason="-"
                    ),
                    at,
                )
            elif chance < 0.8:
                line = f"{name}-{turn}"
                order = OrderRedeemed(
                    f"o{line}", at, name, line=line, campaign="spring", category="toys", price=100_000,
                    discount=RATE_ONE // 5, quantity=1,
                )  # fmt: skip
                yield Entry(order, at)


@pytest.mark.parametrize("seed", range(7000, 7005))
def test_after_any_history_the_rows_are_those_that_accounts_leave(seed: int) -> None:
    assert after_history(seed, LENGTH).differing == []


@pytest.mark.parametrize("seed", range(7100, 7103))
def test_of_many_shops_the_rows_are_those_that_accounts_leave(seed: int) -> None:
    assert of_many_shops(seed).differing == []


def test_many_shops_have_every_plain_case_often() -> None:
    plain = of_many_shops(7106).plain
    assert min(plain[kind] for kind in ("lots", "subscription", "digests")) >= SHOPS // 4, plain


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8000, 8400))
def test_after_long_histories_the_rows_are_the_same(seed: int) -> None:
    assert after_history(seed, 1000).differing == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8400, 8600))
def test_of_many_shops_in_other_states_the_rows_are_the_same(seed: int) -> None:
    assert of_many_shops(seed).differing == []
