"""Points beyond spending: expiry as a picture, campaigns, orders without points, debt, held points."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import EditMessageMedia, EditMessageText, SendMessage

from bot.frame.messages import Picture
from bot.screens.points.expiry import MONTHS_SHOWN, by_month
from core.calendar import Calendar
from core.events import CampaignUpserted, OrderRedeemed, OrderReturned
from core.points.outlook import Expiring, Outlook
from core.values import Role, parse_instant
from tests.bot.shop import DAY, START, TEXTS, Shop

MOSCOW = Calendar("Europe/Moscow")


def campaign(name: str, **fields: Any) -> CampaignUpserted:
    usual = {"starts_at": START - DAY, "ends_at": START + 30 * DAY, "coefficient": 50_000}
    return CampaignUpserted(id=f"{name}{fields.get('at')}", campaign=name, **({"at": START - DAY} | usual | fields))


def redeemed(shop: Shop, line: str, **fields: Any) -> None:
    usual: dict[str, Any] = {
        "campaign": "spring",
        "category": "tea",
        "price": 700_000,
        "discount": 100_000,
        "quantity": 20,
    }
    common: dict[str, Any] = {"id": f"o{line}", "at": shop.clock.at, "seller": shop.seller}
    shop.take(OrderRedeemed(**common, line=line, **usual | fields))


async def points(shop: Shop, *labels: str, role: Role = Role.MANAGER, language: str = "en") -> Any:
    human = shop.member(role, language=language)
    await human.write("/points")
    for label in labels:
        await human.tap(label)
    return human


# -- expiry ------------------------------------------------------------------------------------------------------------


async def test_expiry_is_a_picture_with_its_numbers_below(shop: Shop) -> None:
    shop.bonus(100_000)
    anna = await points(shop, "What expires")
    (picture,) = shop.session.of(EditMessageMedia)
    assert picture.media.media.data.startswith(b"\x89PNG")
    assert "• March 2027: 1,000\u00a0points" in anna.text


async def test_the_usual_charges_are_told_from_what_would_expire(shop: Shop) -> None:
    shop.later(days=40)
    shop.billed("ads", 3_000)
    shop.later(days=30)  # April is the one full month behind
    shop.redeems(hold_days=0)  # credited in May, so they expire at the end of September
    anna = await points(shop, "What expires")
    assert "• September 2026: 700\u00a0points, of which 557.50\u00a0points would expire" in anna.text


async def test_the_picture_can_be_had_as_a_list_by_date(shop: Shop) -> None:
    shop.bonus(100_000)
    anna = await points(shop, "What expires", "As a list")
    assert "1,000\u00a0points: can be spent until March 2, 2027, 12:00" in anna.text
    await anna.tap("As a picture")
    assert "March 2027" in anna.text


def two_lots_of_one_day(shop: Shop) -> None:
    """1,000 points that expire on 3 March 2027 at 00:05 in Moscow, and 500 that do at 9:05 of that day."""
    shop.clock.at = parse_instant("2026-03-02T21:05:00Z")
    shop.bonus(100_000)
    shop.later(hours=9)
    shop.bonus(50_000)
    shop.later(hours=1)


ENDS = {
    "en": "until March 3, 2027, 00:05",
    "ru": "до 3 марта 2027, 00:05",
    "hy": "մինչև 2027 թ. մարտի 3-ը, ժամը 00:05",
}


@pytest.mark.parametrize("language", ENDS)
@pytest.mark.parametrize("way", ["/start", "/points", "/points button-expiry button-expiry-list"])
async def test_every_screen_names_the_hour_at_which_the_first_points_of_a_day_expire(
    shop: Shop, way: str, language: str
) -> None:  # RULES 12.3
    two_lots_of_one_day(shop)
    anna = shop.member(Role.MANAGER, language=language)
    command, *taps = way.split()
    await anna.write(command)
    for key in taps:
        await anna.tap(TEXTS.plain(language, key))
    assert (ENDS[language] in anna.text, "09:05" in anna.text) == (True, False)


async def test_the_warning_on_home_names_the_hour_at_which_the_first_points_of_a_day_expire(shop: Shop) -> None:
    two_lots_of_one_day(shop)
    shop.later(days=360)
    anna = shop.member(Role.MANAGER)
    await anna.write("/start")
    assert (
        "Points expire soon.</b> Seller bonuses: 1,500\u00a0points, can be spent until March 3, 2027, 00:05"
        in anna.text
    )


async def test_where_nothing_expires_there_is_no_picture(shop: Shop) -> None:
    anna = await points(shop, "What expires")
    assert "Nothing expires in this programme for now." in anna.text
    assert shop.session.of(EditMessageMedia) == []


def outlook(*amounts: tuple[str, int, int | None]) -> Outlook:
    found = [
        Expiring(MOSCOW.date(at), at, amount, None if unspent is None else amount - unspent, unspent)
        for day, amount, unspent in amounts
        for at in [MOSCOW.start_of_day(date.fromisoformat(day))]
    ]
    return Outlook("discount", None, tuple(found))


def months(*outlooks: Outlook) -> list[Any]:
    days = [[MOSCOW.date(each.expires_at - 1) for each in one.expiring] for one in outlooks]
    return by_month(outlooks, days)


def test_points_that_end_at_midnight_belong_to_the_month_before() -> None:
    (month,) = months(outlook(("2026-07-01", 100, 40)))
    assert (month.first.isoformat(), month.amount, month.used, month.unspent) == ("2026-06-01", 100, 60, 40)


def test_programmes_are_added_up_by_month() -> None:
    (month,) = months(outlook(("2026-07-01", 100, 40)), outlook(("2026-06-05", 10, 0)))
    assert (month.amount, month.unspent) == (110, 40)


def test_many_months_end_in_one_for_all_that_is_later() -> None:
    found = months(outlook(*((f"20{26 + n // 12}-{n % 12 + 1:02}-15", 100, 10) for n in range(20))))
    assert len(found) == MONTHS_SHOWN
    assert [month.later for month in found] == [False] * (MONTHS_SHOWN - 1) + [True]
    assert sum(month.amount for month in found) == 2000
    assert found[-1].unspent == 130


def test_without_full_months_behind_nothing_is_judged() -> None:
    (month,) = months(outlook(("2026-07-01", 100, None), ("2026-06-20", 5, None)))
    assert (month.amount, month.used, month.unspent) == (105, None, None)


async def test_a_tap_on_a_text_that_became_a_picture_brings_a_fresh_screen(shop: Shop) -> None:
    shop.bonus(100_000)
    anna = await points(shop)
    before = anna.screen
    await anna.tap("What expires")
    refusal = TelegramBadRequest(
        method=SendMessage(chat_id=1, text=""), message="Bad Request: there is no text in the message to edit"
    )
    shop.session.refuse_next(EditMessageText, refusal)
    await anna.send_data(anna.button("Back").callback_data or "", before)
    assert "Available: 1,000\u00a0points" in anna.text


def test_two_pictures_are_never_taken_for_one() -> None:
    assert Picture(b"one").path != Picture(b"two").path
    assert Picture(b"one").path == Picture(b"one").path


# -- campaigns ---------------------------------------------------------------------------------------------------------


async def test_campaigns_are_shown_with_their_terms(shop: Shop) -> None:
    shop.take(campaign("spring", coefficients={"tea": 70_000}, min_discount=100_000, excluded_categories=("tin",)))
    shop.take(campaign("summer <1>", starts_at=START + 10 * DAY))
    anna = await points(shop, "How to earn more", "Campaigns")
    for said in ("“spring”", "0.05–0.07", "10%", "Coming soon", "“summer &lt;1&gt;”", "“spring”, tin", "takes no part"):
        assert said in anna.text


# -- orders that earned nothing ----------------------------------------------------------------------------------------


async def test_orders_without_points_say_why(shop: Shop) -> None:
    shop.take(campaign("spring", min_discount=100_000))
    redeemed(shop, "L-1", discount=50_000)
    anna = await points(shop, "How to earn more", "Orders without points")
    assert "L-1" in anna.text
    assert "the discount was 5%, campaign “spring” asks for 10% or more" in anna.text


async def test_orders_without_points_come_in_pages(shop: Shop) -> None:
    shop.take(campaign("spring", excluded_categories=("tin",)))
    for number in range(10):
        redeemed(shop, f"L-{number}", category="tin")
    anna = await points(shop, "How to earn more", "Orders without points")
    assert "1–8 of 10" in anna.text and "Later" not in anna.labels
    first = anna.button("Earlier").callback_data or ""
    await anna.tap("Earlier")
    assert "9–10 of 10" in anna.text and "Earlier" not in anna.labels
    await anna.send_data(first)  # the same tap again does not turn another page
    assert "9–10 of 10" in anna.text
    await anna.tap("Later")
    assert "1–8 of 10" in anna.text


async def test_what_the_last_orders_missed_is_counted_by_reason(shop: Shop) -> None:
    shop.take(campaign("spring", excluded_categories=("tin",), min_discount=50_000))
    redeemed(shop, "L-1", category="tin")
    redeemed(shop, "L-2", discount=10_000)
    redeemed(shop, "L-3", discount=10_000)
    anna = await points(shop, "How to earn more")
    assert "3 orders brought no points" in anna.text
    assert "The discount was too small: 2" in anna.text


# -- the glance --------------------------------------------------------------------------------------------------------


async def test_a_debt_names_the_return_it_came_from(shop: Shop) -> None:
    shop.redeems(hold_days=0)
    shop.billed("ads", 70_000)
    line = next(iter(shop.account.lots["discount"].open)).lot
    anna = await points(shop, "Spend points", "advertising", "Spend")
    shop.take(OrderReturned(id="r", at=shop.clock.at, seller=shop.seller, line=line, quantity=20))
    await anna.write("/points")
    assert "Debt: 700\u00a0points" in anna.text
    assert f"• a return of order {line}, March 2, 2026: 700\u00a0points short" in anna.text


async def test_held_points_say_when_they_are_credited(shop: Shop) -> None:
    for days in range(5):
        shop.redeems(hold_days=10 + days)
    anna = await points(shop)
    assert "• come on March 12, 2026: 700\u00a0points" in anna.text
    assert "• later, up to March 16, 2026: 1,400\u00a0points" in anna.text


async def test_a_sum_that_is_none_is_answered_with_the_largest_useful_one(shop: Shop) -> None:
    shop.bonus(100_000)
    shop.billed("ads", 12_345)
    anna = await points(shop, "Spend points", "advertising")
    await anna.write("a lot")
    assert "for example: 123.45" in anna.text


@pytest.mark.parametrize(
    "label", ["Service payment", "How to earn more", "Campaigns", "Discount calculator", "Taking part"]
)
async def test_every_part_of_points_leads_back_to_it(shop: Shop, label: str) -> None:
    anna = await points(shop, label)
    while "Taking part" not in anna.labels:
        await anna.tap("Back")
    assert "<b>Points</b>" in anna.text


# -- spending ----------------------------------------------------------------------------------------------------------


async def test_one_tap_suggests_what_expires_first(shop: Shop) -> None:
    shop.redeems(hold_days=0)
    shop.later(days=30)
    shop.bonus(100_000)
    shop.billed("ads", 90_000)
    shop.billed("logistics", 40_000)
    anna = await points(shop, "Spend points")
    first = anna.buttons()[0]
    assert (first.text, first.style) == ("Expiring: 700\u00a0points", "primary")
    await anna.tap("Expiring")
    assert "Spend 700\u00a0points?" in anna.text
    await anna.tap("Spend")
    assert (shop.account.balances["discount"].spent, shop.account.balances["bonus"].spent) == (70_000, 0)


async def test_what_expires_first_is_suggested_up_to_what_can_be_used(shop: Shop) -> None:
    shop.bonus(100_000)
    shop.billed("ads", 30_000)
    shop.billed("logistics", 20_000)
    anna = await points(shop, "Spend points")
    assert anna.buttons()[0].text == "Expiring: 300\u00a0points"


async def test_with_one_thing_to_pay_nothing_is_suggested_beside_it(shop: Shop) -> None:
    shop.bonus(100_000)
    shop.billed("ads", 30_000)
    anna = await points(shop, "Spend points")
    assert anna.labels[:1] == ["advertising: 300\u00a0points"]


async def test_buttons_name_the_programme_whose_points_they_take(shop: Shop) -> None:
    shop.redeems(hold_days=0)
    shop.bonus(100_000)
    shop.billed("ads", 90_000)
    anna = await points(shop, "Spend points")
    assert anna.labels[1:3] == ["Points for discounts · advertising: 700", "Seller bonuses · advertising: 900"]


@pytest.mark.parametrize("forged", ["0.0.", "0.0.0", "1.0.-5", "1.0.99999999999999999999", "1.9.5", "x.y.z", "1.0.5.5"])
async def test_a_made_up_suggestion_spends_nothing(shop: Shop, forged: str) -> None:
    shop.bonus(100_000)
    shop.billed("ads", 30_000)
    anna = await points(shop, "Spend points")
    intent = (anna.buttons()[0].callback_data or "").partition("\x1d")[0]
    await anna.send_data(f"{intent}\x1dservice:{forged}")
    assert shop.account.balances["bonus"].spent == 0
    assert "went wrong" not in anna.text
