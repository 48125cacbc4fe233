"""A policy with other programmes than the one before: points stay those they were accrued as (RULES 7.1, 8.3a)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.policy import Policy, default_policy, overlay_policy
from core.refusals import Refusal
from core.values import Role, parse_instant
from storage.books.books import Books
from storage.books.explain import explain_entry
from storage.books.reports import leaving
from storage.books.standing import account_at
from storage.books.verify import verify_all
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Ledger
from storage.people.team import Joined, Team
from storage.rows.database import Database
from tests.storage.marketplace import OPENING, Fact, order, tell, tick

CLUB = """[points.club]
title = "Club"
services = {ads = "always"}
expiry = {kind = "months", months = 12}
"""
FORMER = overlay_policy(f'{CLUB}accrues = "orders"\n[points.discount]\naccrues = "grants"\n')
"""Orders bring points of the club."""
REPLACED = overlay_policy(CLUB)
"""Orders bring points for discounts; the club is there."""
GONE = default_policy()
"""The club is not there."""
START = parse_instant("2026-01-01T00:00:00+03:00")
SHOP: list[Fact] = [
    *OPENING,
    ("2026-01-10T12:00", "order.redeemed", order("EARLY", "0.20", 12)),  # 1176.00, credited on the 24th
    ("2026-02-10T12:00", "order.redeemed", order("HELD", "0.10", 20)),  # 980.00, held until the 24th
    ("2026-02-10T13:00", "bonus.granted", {"grant": "G", "programme": "club", "amount": "100.00", "reason": "welcome"}),
    ("2026-02-10T14:00", "service.charged", {"charge": "K", "service": "ads", "amount": "300.00"}),
    ("2026-02-10T15:00", "command.spend", {"programme": "club", "service": "ads", "amount": "300.00", "by": "finance"}),
]


@pytest.fixture
def shop(database: Database) -> Database:
    """Shop S with 976.00 of the club available, 980.00 held, and 300.00 spent; due work is done to 10 February."""
    assert {each.kind for each in tell(Ledger(database, FORMER), *SHOP)} == {"done"}
    return database


def sums(database: Database, programme: str) -> dict[str, int]:
    """What is not 0.00 of a programme's balances, as the rows have it."""
    names = ("accrued", "held", "available", "debt", "credited", "adjusted", "spent", "expired", "repaid")
    with database.read() as transaction:
        row = transaction.row(f"SELECT {', '.join(names)} FROM balance WHERE programme = ?", (programme,))
    return {name: amount for name, amount in zip(names, row or (0,) * len(names), strict=True) if amount}


def faults(database: Database, policy: Policy) -> list[Any]:
    return verify_all(Books(database, policy)).violations


def returned(line: str, quantity: int) -> Fact:
    return ("2026-03-01T12:00", "order.returned", {"line": line, "quantity": quantity})


# -- replaced --------------------------------------------------------------------------------------------------------


def test_what_is_held_is_credited_to_the_programme_it_was_accrued_to(shop: Database) -> None:
    tick(Ledger(shop, REPLACED), "2026-02-25T00:00")
    club = sums(shop, "club")
    assert (club["available"], club.get("held"), sums(shop, "discount")) == (195_600, None, {})
    assert faults(shop, REPLACED) == []


def test_a_return_takes_from_the_programme_that_the_order_accrued_to(shop: Database) -> None:
    ledger = Ledger(shop, REPLACED)
    tell(ledger, ("2026-02-11T12:00", "order.returned", {"line": "HELD", "quantity": 10}), returned("EARLY", 12))
    club = sums(shop, "club")
    assert (club["adjusted"], club.get("debt", 0)) == (49_000 + 117_600, 0)
    assert sums(shop, "discount") == {}
    assert faults(shop, REPLACED) == []


def test_a_new_order_accrues_to_the_new_programme_beside_what_is_held_of_the_old(shop: Database) -> None:
    ledger = Ledger(shop, REPLACED)
    tell(ledger, ("2026-02-11T12:00", "order.redeemed", order("NEW", "0.20", 12)))
    assert (sums(shop, "discount")["held"], sums(shop, "club")["held"]) == (117_600, 98_000)
    assert faults(shop, REPLACED) == []
    tell(ledger, returned("NEW", 2))
    assert (sums(shop, "discount")["available"], sums(shop, "club")["available"]) == (98_000, 195_600)
    assert faults(shop, REPLACED) == []


def test_a_week_that_began_with_another_programme_is_not_judged(shop: Database) -> None:
    tell(Ledger(shop, FORMER), ("2026-02-10T16:00", "order.returned", {"line": "HELD", "quantity": 1}))
    tick(Ledger(shop, REPLACED), "2026-02-17T00:00")
    with shop.read() as transaction:
        assert transaction.rows("SELECT data FROM notice WHERE kind = 'returns_high'") == []


def test_what_is_held_is_shown_under_its_own_programme(shop: Database) -> None:
    books, now = Books(shop, REPLACED), parse_instant("2026-02-11T12:00:00+03:00")
    account = account_at(books, "S", now)
    assert account is not None
    club, discount = (leaving(books, account, name, now) for name in ("club", "discount"))
    assert ([amount for _, amount in club.crediting], club.reward) == ([98_000], 215_600)
    assert (discount.crediting, discount.reward) == ((), 0)


def test_every_movement_is_explained(shop: Database) -> None:
    ledger = Ledger(shop, REPLACED)
    tell(ledger, returned("HELD", 1), returned("EARLY", 12))
    books = Books(shop, REPLACED)
    with shop.read() as transaction:
        numbers = [seq for (seq,) in transaction.rows("SELECT seq FROM movement")]
    assert all(explain_entry(books, "S", seq) is not None for seq in numbers)


def test_what_orders_would_have_brought_is_told_for_the_programme_that_was_left(database: Database) -> None:
    team, ledger = Team(database), Ledger(database, FORMER)
    tell(ledger, *OPENING)
    token = team.create_link("S", Role.MANAGER, by="operator", now=START)
    assert isinstance(token, str)
    assert isinstance(team.join(token, 7, "Anna", START), Joined)
    for programme in ("club", "discount"):
        tell(ledger, ("2026-01-02T12:00", "command.opt_out", {"programme": programme, "by": "manager"}))
    tell(ledger, ("2026-01-03T12:00", "order.redeemed", order("MISSED", "0.20", 12)))
    DueWork(Ledger(database, REPLACED)).do(parse_instant("2026-01-09T13:00:00+03:00"))
    with database.read() as transaction:
        rows = transaction.rows("SELECT data FROM notice WHERE kind = 'programme_left'")
    told = [json.loads(data) for (data,) in rows]
    assert {each["programme"]: each["unearned"] for each in told} == {"club": "1176.00", "discount": "0.00"}


# -- taken out -----------------------------------------------------------------------------------------------------


def test_held_points_of_a_programme_that_is_gone_stay_held(shop: Database) -> None:
    ledger = Ledger(shop, GONE)
    tick(ledger, "2026-03-01T00:00")
    assert sums(shop, "club")["held"] == 98_000
    assert sums(shop, "discount") == {}
    assert faults(shop, GONE) == []
    assert ledger.tick(parse_instant("2026-03-01T00:00:00+03:00")).sellers == 0  # it is not due for ever


def test_they_are_credited_when_it_is_back(shop: Database) -> None:
    tick(Ledger(shop, GONE), "2026-03-01T00:00")
    tick(Ledger(shop, REPLACED), "2026-03-02T12:00")
    assert (sums(shop, "club")["available"], sums(shop, "club").get("held")) == (195_600, None)
    assert faults(shop, REPLACED) == []


@pytest.mark.parametrize(
    "fact",
    [
        returned("EARLY", 2),
        returned("HELD", 2),
        ("2026-03-01T12:00", "bonus.revoked", {"grant": "G", "amount": "10.00"}),
        ("2026-03-01T12:00", "charge.reversed", {"charge": "K"}),
    ],
    ids=lambda fact: f"{fact[1]} of {next(iter(fact[2].values()))}",
)
def test_what_would_touch_resting_points_is_refused_and_taken_when_they_are_back(shop: Database, fact: Fact) -> None:
    before = sums(shop, "club")
    (refused,) = tell(Ledger(shop, GONE), fact)
    assert (refused.kind, refused.reason) == ("refused", Refusal.UNKNOWN_PROGRAMME)
    assert sums(shop, "club") == before
    assert faults(shop, GONE) == []
    (taken,) = tell(Ledger(shop, REPLACED), fact)
    assert (taken.kind, faults(shop, REPLACED)) == ("done", [])
    assert sums(shop, "club") != before


def test_the_shop_goes_on_without_it(shop: Database) -> None:
    ledger = Ledger(shop, GONE)
    told = tell(
        ledger,
        ("2026-03-01T12:00", "order.redeemed", order("NEW", "0.20", 12)),
        ("2026-03-01T13:00", "service.charged", {"charge": "K2", "service": "ads", "amount": "100.00"}),
        ("2026-03-20T13:00", "order.returned", {"line": "NEW", "quantity": 2}),
    )
    assert {each.kind for each in told} == {"done"}
    assert sums(shop, "discount")["available"] == 98_000
    assert faults(shop, GONE) == []


def test_lots_whose_time_has_come_meanwhile_expire_when_it_is_back(shop: Database) -> None:
    tick(Ledger(shop, GONE), "2027-06-01T00:00")
    ledger = Ledger(shop, REPLACED)
    tell(ledger, ("2027-06-02T12:00", "wallet.credited", {"amount": "1.00"}))
    club = sums(shop, "club")
    assert (club["available"], club["expired"]) == (98_000, 97_600)  # what was held is new
    assert faults(shop, REPLACED) == []
