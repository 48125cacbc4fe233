"""A reported shop's months in the chat: every side of what was told; what was not told is said (RULES 16.3, 16.5)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from aiogram.methods import EditMessageMedia, SendDocument, SendPhoto

from bot.frame.visitor import reader_of
from bot.paper.month import month_picture
from core.events import (
    BalanceReported,
    Event,
    FeeReported,
    PointsReported,
    RatingUpdated,
    SaleReported,
    SellerRegistered,
)
from core.values import BooksKind, Role
from storage.people.keys import ShopKeys
from tests.bot.recording import Human
from tests.bot.shop import TEXTS, Shop


@pytest.fixture
def reported(shop: Shop) -> Shop:
    """The shop R beside the usual one, of which nothing was told yet. It is 2 March 2026."""
    shop.take(SellerRegistered(**shop._common("R"), name="Reported & Co", books=BooksKind.REPORTED))
    return shop


def tell(shop: Shop, kind: type[Event], day: str, /, **fields: Any) -> None:
    fields["day"] = date.fromisoformat(day).toordinal()
    shop.take(kind(**shop._common("R"), **fields))


def february(shop: Shop) -> None:
    tell(shop, PointsReported, "2026-02-05", entry="a", programme="discount", amount=10_000, item="11", order="7-1")
    tell(shop, PointsReported, "2026-02-06", entry="b", programme="discount", amount=-2_500, item="12", order="7-1")
    tell(shop, FeeReported, "2026-02-05", entry="a", service="commission", kind="SaleCommission", amount=29_000)
    tell(shop, FeeReported, "2026-02-05", entry="b", service="other", kind="Новая услуга", amount=150)
    tell(shop, SaleReported, "2026-02-05", entry="a", amount=90_000, item="11")
    tell(shop, SaleReported, "2026-02-06", entry="b", amount=-9_000, item="12")


def premium_paid(shop: Shop, *days: str, amount: int = 499_000) -> None:
    for day in days:
        tell(shop, FeeReported, day, entry=f"premium {day}", service="other", kind="PremiumSubscription", amount=amount)


def words(human: Human) -> str:
    text = re.sub(r"[\u00a0\u202f]", " ", human.text).replace("−", "-")
    return re.sub("<[^>]*>", "", text).replace("&#x27;", "'").replace("&#39;", "'")


async def at(shop: Shop, role: Role, *taps: str) -> Human:
    """Somebody of the shop R who went there by these buttons from Home."""
    anna = shop.member(role, seller="R")
    await anna.write("/start")
    for label in taps:
        await anna.tap(label)
    return anna


async def test_reports_show_the_present_month_and_lead_to_the_one_before(reported: Shop) -> None:
    february(reported)
    anna = await at(reported, Role.MANAGER, "Reports", "‹ February 2026")

    assert "net 75" in words(anna)
    assert "Sales, less returns: 810.00 ₽" in words(anna)


async def test_no_month_before_the_first_that_was_told_of_is_offered(reported: Shop) -> None:
    february(reported)
    anna = await at(reported, Role.MANAGER, "Reports", "‹ February 2026")

    assert not any(label.startswith("‹") for label in anna.labels)


async def test_days_say_what_was_told_of_each_and_a_dash_for_the_rest(reported: Shop) -> None:
    february(reported)
    anna = await at(reported, Role.FINANCE, "Reports", "‹ February 2026", "Day by day")

    assert "February 5, 2026 · points in 100, back 0, net 100 · fees 291.50 · sales 900" in words(anna)
    assert "February 6, 2026 · points in 0, back 25, net -25 · fees — · sales -90" in words(anna)


async def test_points_are_shown_by_item_with_the_largest_first(reported: Shop) -> None:
    february(reported)
    anna = await at(reported, Role.FINANCE, "Points", "‹ February 2026", "By item")

    assert words(anna).index("11: in 100, back 0, net 100") < words(anna).index("12: in 0, back 25, net -25")


async def test_points_of_an_order_are_added_up(reported: Shop) -> None:
    february(reported)
    anna = await at(reported, Role.FINANCE, "Points", "‹ February 2026", "By order")

    assert "7-1: in 100, back 25, net 75" in words(anna)


async def test_points_whose_item_was_not_told_say_so(reported: Shop) -> None:
    tell(reported, PointsReported, "2026-03-01", entry="a", programme="discount", amount=100)
    anna = await at(reported, Role.FINANCE, "Points", "By item")

    assert "Item not told: in 1, back 0, net 1" in words(anna)


async def test_a_long_list_comes_in_pages(reported: Shop) -> None:
    for number in range(10):
        amount = 1_000 - number
        tell(
            reported,
            PointsReported,
            "2026-03-01",
            entry=f"{number}",
            programme="discount",
            amount=amount,
            item=f"i{number}",
        )
    anna = await at(reported, Role.FINANCE, "Points", "By item")
    assert "i7" in anna.text and "i8" not in anna.text
    await anna.tap("Further ›")

    assert "i9" in anna.text and "i7" not in anna.text
    assert "Further ›" not in anna.labels


async def test_fees_are_shown_by_service_and_kind(reported: Shop) -> None:
    february(reported)
    anna = await at(reported, Role.FINANCE, "Reports", "‹ February 2026", "Fees")

    assert "commission: 290.00 ₽\n· SaleCommission: 290.00 ₽" in words(anna)


async def test_a_kind_that_is_not_known_is_listed(reported: Shop) -> None:
    february(reported)
    anna = await at(reported, Role.FINANCE, "Reports", "‹ February 2026", "Unclear")

    assert "Новая услуга: 1.50 ₽" in words(anna)
    assert "SaleCommission" not in words(anna)


async def test_a_correction_of_the_month_is_listed(reported: Shop) -> None:
    february(reported)
    tell(reported, SaleReported, "2026-02-05", entry="a", amount=80_000, item="11")
    anna = await at(reported, Role.FINANCE, "Reports", "‹ February 2026", "Unclear")

    assert "February 5, 2026 · correction · sale -100.00 ₽" in words(anna)


async def test_a_balance_that_agrees_with_the_days_facts_is_said_to(reported: Shop) -> None:
    february(reported)
    tell(reported, BalanceReported, "2026-02-05", opening=1_000, closing=1_000 + 90_000 + 10_000 - 29_150)
    anna = await at(reported, Role.FINANCE, "Reports", "‹ February 2026", "Balance")

    assert "change 708.50 ₽" in words(anna)
    assert "708.50 ₽: agrees to the kopeck" in words(anna)


async def test_a_balance_that_does_not_agree_shows_the_difference_to_the_kopeck(reported: Shop) -> None:
    february(reported)
    tell(reported, BalanceReported, "2026-02-05", opening=0, closing=70_849)
    anna = await at(reported, Role.FINANCE, "Reports", "‹ February 2026", "Balance")

    assert "difference -0.01 ₽" in words(anna)


async def test_a_balance_of_a_day_without_facts_has_no_difference(reported: Shop) -> None:
    tell(reported, BalanceReported, "2026-03-01", opening=0, closing=0)
    anna = await at(reported, Role.FINANCE)
    await anna.write("/balance")

    assert "The day's facts: the marketplace doesn't tell" in words(anna)
    assert "difference" not in words(anna).split("Facts:")[0]


async def test_for_taxes_revenue_stands_apart_from_points(reported: Shop) -> None:
    february(reported)
    anna = await at(reported, Role.FINANCE, "Reports", "‹ February 2026", "For taxes")

    assert "Sold: 900.00 ₽" in words(anna)
    assert "Returned: 90.00 ₽" in words(anna)
    assert "Revenue: 810.00 ₽" in words(anna)
    assert "Points in all: 75 points" in words(anna)


async def test_months_have_a_picture_with_its_numbers_beside_it(reported: Shop) -> None:
    february(reported)
    anna = await at(reported, Role.FINANCE, "Reports", "Months")

    assert "Feb 2026: points 75, fees 291.50 ₽" in words(anna)
    assert reported.session.of(EditMessageMedia) or reported.session.of(SendPhoto)


async def test_in_the_picture_of_months_what_was_not_told_is_said(reported: Shop) -> None:
    tell(reported, FeeReported, "2026-03-01", entry="a", service="ads", kind="Stencil", amount=100)
    anna = await at(reported, Role.FINANCE, "Reports", "Months")

    assert "points the marketplace doesn't tell, fees 1.00 ₽" in words(anna)


async def test_the_likely_next_fee_is_marked_as_seen_so_far_and_how_often(reported: Shop) -> None:
    premium_paid(reported, "2025-12-05", "2026-01-05", "2026-02-05")
    anna = await at(reported, Role.MANAGER, "Plan and Premium")

    assert "Likely next charge: March 5, 2026" in words(anna)
    assert "Seen so far on day 5 of the month, 3 of 3 times" in words(anna)
    assert "Usually 4,990.00 ₽, 3 of 3 times" in words(anna)


async def test_one_fee_makes_no_likely_next_one(reported: Shop) -> None:
    premium_paid(reported, "2026-02-05")
    anna = await at(reported, Role.MANAGER, "Plan and Premium")

    assert "too little was seen to guess" in words(anna)
    assert "Likely" not in words(anna)


async def test_what_a_month_of_premium_costs_is_its_fees_less_what_was_given_back(reported: Shop) -> None:
    premium_paid(reported, "2026-02-05", "2026-02-20")
    premium_paid(reported, "2026-02-25", amount=-100_000)
    anna = await at(reported, Role.MANAGER, "Plan and Premium")

    assert "February 2026: 8,980.00 ₽" in words(anna)


@pytest.mark.parametrize(
    ("rating", "said"),
    [
        (4_490_000, "The rating is below the threshold"),
        (4_500_000, "The badge is at risk"),
        (4_599_999, "The badge is at risk"),
        (4_600_000, "The badge is not at risk"),
    ],
)
async def test_the_rating_stands_beside_its_threshold(reported: Shop, rating: int, said: str) -> None:
    reported.take(RatingUpdated(**reported._common("R"), rating=rating))
    anna = await at(reported, Role.EMPLOYEE, "Plan and Premium", "Rating")

    assert said.lower() in words(anna).lower()
    assert "needs 4.5 or more" in words(anna)
    assert "told no threshold, this one is ours" in words(anna)


async def test_the_threshold_that_the_marketplace_told_comes_before_ours(reported: Shop) -> None:
    reported.take(RatingUpdated(**reported._common("R"), rating=4_600_000))
    anna = reported.member(Role.ADMINISTRATOR, "Anna", "en", seller="R")
    keys = ShopKeys(reported.database)
    keys.give("R", "20260", b"sealed", anna.user.id, reported.clock.now())
    with reported.database.write() as transaction:
        transaction.run("UPDATE shop_key SET threshold = 4700000")
    await anna.write("/premium")
    await anna.tap("Rating")

    assert "needs 4.7 or more. The marketplace says so." in words(anna)
    assert "below the threshold" in words(anna)


@pytest.mark.parametrize("window", ["Reports", "Points"])
async def test_an_employee_has_no_button_to_sums(reported: Shop, window: str) -> None:
    emil = await at(reported, Role.EMPLOYEE)

    assert window not in emil.labels


async def test_an_employee_sees_no_fee_of_premium(reported: Shop) -> None:
    premium_paid(reported, "2026-01-05", "2026-02-05")
    emil = await at(reported, Role.EMPLOYEE, "Plan and Premium")

    assert "₽" not in emil.text


@pytest.mark.parametrize("side", ["Day by day", "Fees", "Balance", "For taxes", "Months", "Unclear"])
async def test_of_a_month_that_nothing_was_told_of_no_side_says_0(reported: Shop, side: str) -> None:
    anna = await at(reported, Role.ADMINISTRATOR, "Reports", side)

    assert not re.search(r"(?<![\d.,])0(?:[.,]00)?(?![\d.,])", words(anna))


async def test_a_made_up_month_and_page_lead_to_ones_that_are_there(reported: Shop) -> None:
    february(reported)
    anna = await at(reported, Role.FINANCE, "Reports", "Fees")
    before = anna.button("‹ February 2026").callback_data or ""
    for _ in range(3):
        await anna.send_data(before)

    assert "February 2026" in words(anna)


async def test_a_months_file_is_the_last_thing_in_the_chat(reported: Shop) -> None:
    february(reported)
    anna = await at(reported, Role.FINANCE, "Reports", "‹ February 2026", "Statement and file")
    assert "Revenue: 810" in words(anna)
    await anna.tap("CSV")

    (sent,) = reported.session.of(SendDocument)
    assert sent.caption == "February 2026: what the marketplace told. Entries: 6."
    assert anna.messages[-1].text == sent.caption, "the screen changed where it was, above the file"


async def test_an_employee_gets_no_file_by_a_made_up_tap(reported: Shop) -> None:
    february(reported)
    anna = await at(reported, Role.FINANCE, "Reports", "Statement and file")
    emil = reported.member(Role.EMPLOYEE, "Emil", seller="R")
    await emil.write("/start")
    await emil.send_data(anna.button("CSV").callback_data or "")

    assert reported.session.of(SendDocument) == []


async def test_the_month_picture_of_a_reported_shop_is_of_what_was_told(reported: Shop) -> None:
    february(reported)
    reader = reader_of(reported.ports.policy, "en", None)

    assert month_picture(TEXTS, reader, reported.ports.books, "R", 202602)
    assert month_picture(TEXTS, reader, reported.ports.books, "R", 202601) is None
