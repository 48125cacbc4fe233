"""A shop whose orders bring points of another programme than the shipped one: rows, screens, papers (RULES 8.3a)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.paper.statement import about_month
from core.events import OrderRedeemed, OrderReturned
from core.policy import overlay_policy
from core.values import Role
from storage.books.explain import explain_entry
from storage.books.reports import leaving, month_report
from storage.books.verify import verify_all
from storage.rows.database import Database
from tests.bot.recording import Human
from tests.bot.shop import START, TEXTS, Shop

CASHBACK = """
[points.discount]
accrues = "grants"
title = "Old points"
[points.cashback]
title = "Cashback"
accrues = "orders"
services = { ads = "always" }
expiry = { kind = "months", months = 12 }
"""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """One order of 700 points is held for 14 days, another one is credited, and half of that came back."""
    with closing(Database(f"sqlite:///{tmp_path}/shop.db", durable=False)) as database:
        database.upgrade()
        shop = Shop(database, overlay_policy(CASHBACK))
        shop.redeems(hold_days=0)
        line = f"l{next(shop.ids) - 1}"
        shop.take(OrderReturned(**shop._common(), line=line, quantity=10))
        shop.redeems(hold_days=14)
        yield shop


async def screen(shop: Shop, *labels: str) -> Human:
    human = shop.member(Role.MANAGER)
    await human.write("/points")
    for label in labels:
        await human.tap(label)
    return human


def test_the_rows_obey_every_invariant(shop: Shop) -> None:
    report = verify_all(shop.ports.books)
    assert (report.sellers, report.violations) == (1, [])


def test_what_was_loaded_anew_is_credited_to_it(shop: Shop) -> None:
    shop.ports.ledger.forget()
    shop.later(days=14)
    balance = shop.account.balances["cashback"]
    assert (balance.held, balance.available) == (0, 105_000)


async def test_the_screen_of_points_says_when_they_are_credited(shop: Shop) -> None:
    anna = await screen(shop)
    assert "Cashback" in anna.text
    assert "come on March" in anna.text


async def test_the_screen_of_earning_names_it(shop: Shop) -> None:
    anna = await screen(shop, "How to earn")
    assert "Cashback" in anna.text
    assert "Old points" not in anna.text


async def test_before_leaving_it_the_seller_sees_what_orders_brought(shop: Shop) -> None:
    anna = await screen(shop, "Taking part", "Leave: Cashback")
    assert "orders brought 1,400\u00a0points" in anna.text
    assert "discounts are all yours to bear" in anna.text


async def test_before_leaving_another_nothing_is_said_of_orders(shop: Shop) -> None:
    anna = await screen(shop, "Taking part", "Leave: Old points")
    assert "services will cost money" in anna.text


async def test_who_has_left_it_is_told_what_orders_would_have_brought(shop: Shop) -> None:
    anna = await screen(shop, "Taking part", "Leave: Cashback", "Leave the programme")
    common = shop._common()
    shop.take(
        OrderRedeemed(
            **common, line="missed", campaign="spring", category="tea", price=700_000, discount=100_000, quantity=20
        )
    )
    shop.later(days=8)
    await shop.notifier().deliver()
    assert [text for message in anna.messages if "700\u00a0points" in (text := message.text or "")] != []


async def test_help_names_it(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write("/help")
    await anna.tap("How to earn points")
    assert "Cashback: a redeemed order in a campaign" in anna.text


async def test_the_notice_of_the_day_names_it(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    shop.later(days=7)
    await shop.notifier().deliver()
    told = [message.text or "" for message in anna.messages]
    assert [text for text in told if "Cashback" in text] != []
    assert [text for text in told if "Old points" in text] == []


def test_an_accrual_is_explained(shop: Shop) -> None:
    found = explain_entry(shop.ports.books, shop.seller, 1)
    assert found is not None
    assert (found["rule"], found["inputs"]["discount"]) == ("8.2", "0.1")


def test_the_metrics_count_them(shop: Shop) -> None:
    report = month_report(shop.ports.books, shop.seller, shop.ports.policy.calendar.month(START))
    assert [flow.programme for flow in report.now.programmes if flow.accrued] == ["cashback"]


def test_the_statement_has_them(shop: Shop) -> None:
    month = shop.ports.policy.calendar.month(START)
    told = about_month(shop.ports.books, shop.seller, month, TEXTS, "en")
    assert "Cashback" in repr(told)


def test_what_leaving_would_cost_counts_what_is_held(shop: Shop) -> None:
    check = leaving(shop.ports.books, shop.account, "cashback", shop.clock.at)
    assert [amount for _, amount in check.crediting] == [70_000]
