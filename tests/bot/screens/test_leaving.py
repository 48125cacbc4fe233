"""Leaving a programme and coming back: the pre-check, the confirmation, and the weekly notice (RULES 8.9, 12)."""

from __future__ import annotations

from typing import Any

import pytest

from core.events import BonusRevoked
from core.values import Role
from tests.bot.recording import Human
from tests.bot.shop import Shop


async def leaving(shop: Shop, *labels: str, role: Role = Role.MANAGER) -> Human:
    human = shop.member(role)
    await human.write("/points")
    await human.tap("Taking part")
    for label in labels:
        await human.tap(label)
    return human


def out(shop: Shop, programme: str = "discount") -> bool:
    return shop.account.balances[programme].opted_out


def consents(shop: Shop) -> list[tuple[str, bool]]:
    with shop.database.read() as transaction:
        rows = transaction.rows("SELECT programme, joined FROM consent ORDER BY seq")
    return [(programme, bool(joined)) for programme, joined in rows]


async def test_before_leaving_the_seller_sees_what_stays_and_what_it_brought(shop: Shop) -> None:
    shop.redeems(hold_days=0)
    shop.redeems(hold_days=10)
    anna = await leaving(shop, "Leave: Points for discounts")
    for said in (
        "Available: 700\u00a0points",
        "until the end of June 30, 2026",
        "On the way: 700\u00a0points",
        "March 12, 2026",
        "orders brought 1,400\u00a0points, and you gave discounts of 28,000.00\u00a0₽: 5% came back",
        "Margin:",
        "Price:",
        "Visibility:",
    ):
        assert said in anna.text
    assert not out(shop)


async def test_leaving_takes_the_confirming_tap(shop: Shop) -> None:
    anna = await leaving(shop, "Leave: Points for discounts")
    assert consents(shop) == []
    await anna.tap("Leave the programme")
    assert out(shop)
    assert "The shop has left the programme: Points for discounts" in anna.text


async def test_a_double_tap_leaves_once(shop: Shop) -> None:
    anna = await leaving(shop, "Leave: Points for discounts")
    data, screen = anna.button("Leave the programme").callback_data or "", anna.screen
    await anna.send_data(data, screen)
    await anna.send_data(data, screen)
    assert consents(shop) == [("discount", False)]
    assert "The shop has left the programme" in anna.text


async def test_who_stays_has_changed_nothing(shop: Shop) -> None:
    anna = await leaving(shop, "Leave: Points for discounts", "Stay")
    assert "you take part" in anna.text
    assert consents(shop) == []


async def test_coming_back_takes_a_confirmation_too(shop: Shop) -> None:
    anna = await leaving(shop, "Leave: Seller bonuses", "Leave the programme")
    await anna.write("/points")
    await anna.tap("Taking part")
    await anna.tap("Come back: Seller bonuses")
    assert out(shop, "bonus")
    await anna.tap("Come back")
    assert not out(shop, "bonus")
    assert consents(shop) == [("bonus", False), ("bonus", True)]


async def test_what_changed_meanwhile_is_shown_before_anything_happens(shop: Shop) -> None:
    anna = await leaving(shop, "Leave: Seller bonuses")
    shop.bonus(50_000)
    await anna.tap("Leave the programme")
    assert not out(shop, "bonus")
    assert "500\u00a0points" in anna.text
    await anna.tap("Leave the programme")
    assert out(shop, "bonus")


async def test_a_debt_stays_and_is_told(shop: Shop) -> None:
    shop.bonus(100_000)
    shop.billed("ads", 100_000)
    anna = shop.member(Role.MANAGER)
    await anna.write("/points")
    for label in ("Spend points", "advertising", "Spend"):
        await anna.tap(label)
    (grant,) = _grants(shop)
    shop.take(BonusRevoked(id="v", at=shop.clock.at, seller=shop.seller, grant=grant, amount=100_000))
    await anna.write("/points")
    assert "• a bonus was revoked, March 2, 2026: 1,000\u00a0points short" in anna.text
    await anna.tap("Taking part")
    await anna.tap("Leave: Seller bonuses")
    assert "The debt of 1,000\u00a0points stays" in anna.text


def _grants(shop: Shop) -> list[str]:
    with shop.database.read() as transaction:
        return [grant for (grant,) in transaction.rows("SELECT grant_id FROM points_grant")]


async def test_finance_sees_it_and_the_reason_why_buttons_are_off(shop: Shop) -> None:
    karen = await leaving(shop, role=Role.FINANCE)
    assert "Managers and administrators can change this" in karen.text
    assert karen.button("Leave: Seller bonuses").callback_data is None


@pytest.mark.parametrize("role", [Role.FINANCE, Role.EMPLOYEE])
async def test_a_role_taken_away_between_question_and_tap_leaves_nothing(shop: Shop, role: Role) -> None:
    anna = await leaving(shop, "Leave: Seller bonuses")
    data = anna.button("Leave the programme").callback_data or ""
    shop.becomes(anna, role)
    await anna.send_data(data)
    assert not out(shop, "bonus")


@pytest.mark.parametrize("forged", ["programme:9", "programme:x", "confirm:abc", "go:elsewhere"])
async def test_made_up_choices_change_nothing(shop: Shop, forged: str) -> None:
    anna = await leaving(shop)
    before = shop.account.journal.seq
    intent = (anna.buttons()[0].callback_data or "").partition("\x1d")[0]
    await anna.send_data(f"{intent}\x1d{forged}")
    assert shop.account.journal.seq == before


# -- the weekly notice -------------------------------------------------------------------------------------------------


async def week_later(shop: Shop, human: Human) -> Any:
    """What the notifier brings a week after leaving, at noon."""
    shop.later(days=7)
    await shop.notifier().deliver()
    return human.messages[-1]


async def test_a_week_after_leaving_it_is_told_what_was_missed_and_leads_back(shop: Shop) -> None:
    anna = await leaving(shop, "Leave: Points for discounts", "Leave the programme")
    shop.redeems()
    shop.billed("ads", 12_345)
    notice = await week_later(shop, anna)
    for said in ("1 week without points", "1 order missed: 700\u00a0points", "123.45\u00a0₽"):
        assert said in (notice.text or "")
    await anna.tap("Come back to the programme", notice)
    await anna.tap("Come back")
    assert not out(shop)


async def test_the_way_back_is_closed_to_who_may_not_use_it_any_more(shop: Shop) -> None:
    anna = await leaving(shop, "Leave: Points for discounts", "Leave the programme")
    notice = await week_later(shop, anna)
    shop.becomes(anna, Role.EMPLOYEE)
    await anna.tap("Come back to the programme", notice)
    assert "Come back" not in anna.labels
    assert out(shop)
