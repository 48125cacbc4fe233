"""Orders bring points of whichever programme the policy says (RULES 8.3a)."""

import pytest

from core.account import Balance
from tests.core.shop import Shop

CASHBACK = """
[points.discount]
accrues = "grants"
[points.cashback]
title = "Cashback"
accrues = "orders"
services = { ads = "always" }
expiry = { kind = "months", months = 1 }
"""


@pytest.fixture
def shop() -> Shop:
    """700.00 points are held until 15 January."""
    shop = Shop(CASHBACK)
    shop.campaign()
    shop.redeem("L", price="7000.00", discount="0.10", quantity=20)
    return shop


def cashback(shop: Shop) -> Balance:
    return shop.account.balances["cashback"]


def test_an_order_accrues_points_of_that_programme_and_of_no_other(shop):
    assert (cashback(shop).accrued, cashback(shop).held) == (70_000, 70_000)
    assert shop.account.balances["discount"].accrued == 0


def test_they_are_credited_to_it(shop):
    shop.wait("2026-01-20 00:00")
    assert (cashback(shop).held, cashback(shop).available) == (0, 70_000)


def test_a_return_takes_them_back_from_it(shop):
    shop.wait("2026-01-20 00:00")
    shop.give_back("L", 10)
    assert (cashback(shop).adjusted, cashback(shop).available) == (35_000, 35_000)
    assert shop.account.balances["discount"].adjusted == 0


def test_they_expire_by_its_own_rule(shop):
    shop.wait("2026-02-20 00:00")
    assert (cashback(shop).available, cashback(shop).expired) == (0, 70_000)


def test_who_has_left_it_earns_nothing_by_orders(shop):
    shop.opt_out("cashback")
    answer = shop.redeem("M", price="7000.00", discount="0.10", quantity=20)
    assert (answer.kind, answer.reason) == ("ignored", "opted_out")


def test_who_has_left_the_other_still_earns(shop):
    shop.opt_out("discount")
    assert shop.redeem("M", price="7000.00", discount="0.10", quantity=20).is_done


def test_high_returns_of_it_are_told(shop):
    shop.give_back("L", 10, at="2026-01-01 12:00")
    shop.wait("2026-01-10 00:00")
    assert [(told["adjusted"], told["accrued"]) for told in shop.data("returns_high")] == [("350.00", "700.00")]
