"""Home: one glance, the one thing that needs attention, money, the choice of shop."""

from __future__ import annotations

from typing import Any

import pytest

from bot.frame.visitor import shop_tag
from core.events import Maintenance, OrderReturned
from tests.bot.shop import DAY, Shop
from tests.bot.ways import EMPLOYEE, MANAGER, intent_of, on_premium, shown, spend_everything


def _returned(shop: Shop) -> Any:
    with shop.database.read() as transaction:
        row = transaction.row("SELECT line FROM line")
    assert row is not None
    return OrderReturned(id="back", at=shop.clock.at, seller=shop.seller, line=row[0], quantity=20)


async def test_home_is_one_glance(shop: Shop) -> None:
    shop.earns(500_000)
    shop.bonus(123_456)
    shop.redeems()
    anna = shop.member(MANAGER)
    await anna.write("/start")
    text = shown(anna)
    assert "Tea &amp; Co" in text
    assert "No subscription" in text
    assert "Balance: <b>5,000.00 ₽</b>" in text
    assert "Seller bonuses: <b>1,234.56 points</b>" in text
    assert "Next expiry: 1,234.56 points, can be spent until March 2, 2027" in text
    assert "Points for discounts: <b>0 points</b>\nOn the way: 700 points" in text


async def test_home_shows_debt(shop: Shop) -> None:
    shop.redeems(hold_days=0)
    anna = shop.member(MANAGER)
    shop.billed("ads", 70_000)
    await spend_everything(anna)
    shop.take(_returned(shop))
    await anna.write("/start")
    assert "Debt: 700 points" in shown(anna)
    await anna.write("/points")
    assert "Debt: 700 points. The next points repay it" in shown(anna)


async def test_an_employee_sees_the_subscription_but_no_money_and_no_points(shop: Shop) -> None:
    shop.earns(500_000)
    shop.bonus(123_456)
    emil = shop.member(EMPLOYEE)
    await emil.write("/start")
    assert "No subscription" in emil.text
    assert "₽" not in emil.text
    assert "points" not in emil.text.lower()
    assert "Points" not in emil.labels


@pytest.mark.parametrize("command", ["/points", "/balance"])
async def test_an_employee_asking_for_money_or_points_is_told_whom_to_ask(shop: Shop, command: str) -> None:
    shop.bonus(123_456)
    emil = shop.member(EMPLOYEE)
    await emil.write(command)
    assert "needs another role" in emil.text
    assert "1,234" not in emil.text


async def test_grace_comes_first_with_days_left_and_the_missing_amount(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.earns(100_000)
    shop.later(days=31)
    await anna.write("/start")
    assert "13 days of the grace period are left." in shown(anna)
    assert "4,990.00 ₽ is needed, short by 3,990.00 ₽" in shown(anna)
    assert anna.buttons()[0].style == "primary"
    await anna.tap("How to top up")
    assert "Missing now: <b>3,990.00 ₽</b>" in shown(anna)


async def test_a_charge_that_will_fail_comes_before_points_that_expire_in_its_last_days(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.bonus(50_000)
    with shop.database.write() as transaction:
        transaction.run("UPDATE lot SET expires_at = ?", (shop.clock.at + 30 * DAY,))
    shop.later(days=25)
    await anna.write("/start")
    assert "Points expire soon" in shown(anna)
    shop.later(days=3)
    await anna.write("/start")
    assert "The balance is too low for the next charge.</b> Please add 4,990.00 ₽" in shown(anna)


async def test_points_that_expire_within_a_week_need_attention(shop: Shop) -> None:
    shop.bonus(50_000)
    shop.later(days=360)
    anna = shop.member(MANAGER)
    await anna.write("/start")
    assert "Points expire soon.</b> Seller bonuses: 500 points" in shown(anna)
    assert anna.labels[0] == "Spend points"


async def test_a_subscription_that_ends_may_be_kept(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    await anna.tap("Turn the subscription off")
    await anna.tap("Yes, turn it off")
    await anna.tap("Home")
    assert "The subscription will not renew." in anna.text
    await anna.tap("Keep the subscription")
    assert "Turn on renewal of Premium?" in anna.text


async def test_a_subscription_stopped_by_the_check_offers_nothing_to_keep(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.qualifies(False)
    await anna.write("/start")
    assert "The subscription will not renew." in anna.text
    assert "Keep the subscription" not in anna.labels
    await anna.tap("Plan and Premium")
    assert "doesn't pass the check now" in anna.text
    assert not any(label.startswith("Turn renewal on") for label in anna.labels)


async def test_an_account_under_review_can_be_looked_at_only(shop: Shop) -> None:
    anna = await on_premium(shop)
    with shop.database.write() as transaction:
        transaction.run("UPDATE seller SET parked = ?", (True,))
    await anna.write("/start")
    assert "We are checking this" in anna.text or "We are checking the shop" in anna.text
    await anna.tap("Plan and Premium")
    changes = [
        button for button in anna.buttons() if button.text in ("Switch to Premium Lite", "Turn the subscription off")
    ]
    assert len(changes) == 2
    assert all(button.disabled for button in changes)


async def test_of_several_shops_one_can_be_chosen(shop: Shop) -> None:
    shop.register("S2", "Coffee")
    anna = shop.member(MANAGER)
    shop.admit(anna, MANAGER, "S2")
    await anna.write("/start")
    assert "Coffee" in anna.text
    await anna.tap("Switch shop")
    await anna.tap("Tea & Co")
    assert "<b>Tea &amp; Co</b>" in anna.text


async def test_a_shop_that_is_not_theirs_cannot_be_chosen(shop: Shop) -> None:
    shop.register("S2", "Coffee")
    anna = shop.member(MANAGER)
    await anna.write("/start")
    await anna.write("/start")
    await anna.send_data(anna.buttons()[0].callback_data or "")
    intent = (anna.buttons()[0].callback_data or "").partition("\x1d")[0]
    await anna.send_data(f"{intent}\x1dgo:shops")
    await anna.send_data(f"{intent_of(anna)}\x1dshop:{shop_tag('S2')}")
    await anna.write("/start")
    assert "Coffee" not in anna.text


async def test_balance_shows_money_and_whether_it_covers_the_charge(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/balance")
    assert "is short by <b>4,990.00 ₽</b>" in shown(anna)
    shop.earns(600_000)
    await anna.write("/balance")
    assert "The balance is enough." in anna.text
    await anna.tap("Plan and Premium")
    assert "Benefits: 1 of 9 work" in anna.text


async def test_maintenance_is_told_before_points_that_expire(shop: Shop) -> None:
    shop.bonus(50_000)
    shop.later(days=360)
    anna = shop.member(MANAGER)
    shop.take(Maintenance(id="m", at=shop.clock.at, on=True))
    await anna.write("/start")
    assert "Maintenance is under way." in anna.text
    shop.take(Maintenance(id="m2", at=shop.clock.at, on=False))
    await anna.write("/start")
    assert "Points expire soon." in anna.text
