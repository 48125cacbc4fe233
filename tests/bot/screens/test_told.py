"""The screens of a shop that a marketplace keeps itself: what was told, and never a 0 for what was not (RULES 16.3)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from aiogram.methods import SendPhoto

from bot.frame.states import Home
from bot.texts import LOCALES
from core.events import (
    BalanceReported,
    Event,
    FeeReported,
    PlanReported,
    PointsReported,
    RatingUpdated,
    SaleReported,
    SellerRegistered,
)
from core.notices.joining import Cadence
from core.values import BooksKind, Role, format_instant
from tests.bot.every_window import STARTED_WITH, WINDOWS, opening
from tests.bot.recording import Human
from tests.bot.shop import START, Shop

NOT_TOLD = {"en": "the marketplace doesn't tell", "ru": "маркетплейс не сообщает", "hy": "շուկան չի հայտնում"}
KEPT_ONLY = ("Points", "Premium", "Invitation", "Reports", "History", "Paying", "Calculator", "Leaving")
COMMANDS = ("/start", "/points", "/premium", "/balance", "/history")


@pytest.fixture
def reported(shop: Shop) -> Shop:
    """The shop R beside the usual one, of which nothing was told yet."""
    shop.take(SellerRegistered(**shop._common("R"), name="Reported & Co", books=BooksKind.REPORTED))
    return shop


def today(shop: Shop) -> int:
    day: date = shop.ports.policy.calendar.date(shop.clock.at)
    return day.toordinal()


def tell(shop: Shop, kind: type[Event], /, **fields: Any) -> None:
    dated = {} if kind is RatingUpdated else {"day": today(shop)}
    shop.take(kind(**shop._common("R"), **(dated | fields)))


def tell_much(shop: Shop) -> None:
    tell(shop, PointsReported, entry="a", programme="discount", amount=100_000, item="11")
    tell(shop, PointsReported, entry="b", programme="discount", amount=-25_000)
    tell(shop, FeeReported, entry="a", service="commission", kind="SaleCommission", amount=290_000)
    tell(shop, FeeReported, entry="b", service="other", kind="PremiumSubscription", amount=499_000)
    tell(shop, SaleReported, entry="a", amount=900_000)
    tell(shop, BalanceReported, opening=10_000, closing=-12_500)
    tell(shop, PlanReported, plan="premium_plus")
    tell(shop, RatingUpdated, rating=4_700_000)


def words(human: Human) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", human.text)


async def test_home_says_what_was_told(reported: Shop) -> None:
    tell_much(reported)
    anna = reported.member(Role.MANAGER, seller="R")
    await anna.write("/start")

    for said in ("Premium Plus", "4.7", "in 1,000", "back 250", "net 750", "7,890.00 ₽"):
        assert said in words(anna)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", LOCALES)
async def test_of_what_was_not_told_no_screen_says_0(reported: Shop, command: str, language: str) -> None:
    anna = reported.member(Role.ADMINISTRATOR, "Anna", language, seller="R")
    await anna.write(command)

    assert not re.search(r"(?<![\d.,])0(?:[.,]00)?(?![\d.,])", words(anna))


@pytest.mark.parametrize("language", LOCALES)
async def test_what_was_not_told_is_said_not_to_be_told(reported: Shop, language: str) -> None:
    anna = reported.member(Role.ADMINISTRATOR, "Anna", language, seller="R")
    for command in ("/start", "/points", "/premium", "/balance"):
        await anna.write(command)
        assert NOT_TOLD[language] in anna.text.replace("&#x27;", "'").replace("&#39;", "'")


async def test_no_plan_is_told_apart_from_no_word_of_one(reported: Shop) -> None:
    tell(reported, PlanReported, plan=None)
    anna = reported.member(Role.MANAGER, seller="R")
    await anna.write("/premium")

    assert "No plan, as of" in anna.text


async def test_premium_lists_the_fees_paid_with_their_days(reported: Shop) -> None:
    tell_much(reported)
    anna = reported.member(Role.MANAGER, seller="R")
    await anna.write("/premium")

    assert "4,990.00 ₽" in words(anna)


async def test_history_marks_a_correction(reported: Shop) -> None:
    tell(reported, SaleReported, entry="a", amount=900_000)
    tell(reported, SaleReported, entry="a", amount=800_000)
    anna = reported.member(Role.FINANCE, seller="R")
    await anna.write("/history")

    assert "correction · sale -1,000.00 ₽" in words(anna).replace("−", "-")


async def test_an_employee_sees_plan_and_rating_and_no_sums(reported: Shop) -> None:
    tell_much(reported)
    emil = reported.member(Role.EMPLOYEE, seller="R")
    await emil.write("/start")

    assert "Premium Plus" in emil.text
    assert "₽" not in emil.text


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.EMPLOYEE])
@pytest.mark.parametrize("much", [True, False])
async def test_every_window_of_a_reported_shop_opens_and_offers_nothing_that_is_for_kept_ones(
    reported: Shop, role: Role, much: bool
) -> None:
    if much:
        tell_much(reported)
    anna = reported.member(role, seller="R")
    opening(reported)
    for number, state in enumerate(WINDOWS):
        if state is Home.newcomer:
            continue
        for which in range(len(STARTED_WITH.get(state, [{}]))):
            await anna.write(f"/window {number} {which}")
            assert anna.text
            if state.group.__name__ in KEPT_ONLY:
                assert {button.text for button in anna.buttons()} <= {"⬅️ Back", "🏠 Home", "Back", "Home"}, state


async def test_a_kept_shop_of_the_same_person_shows_its_own_screens(reported: Shop) -> None:
    anna = reported.member(Role.MANAGER)
    reported.admit(anna, Role.MANAGER, "R")
    reported.ports.team.choose_shop(anna.user.id, reported.seller)
    await anna.write("/start")

    assert "the marketplace" not in anna.text


async def test_an_operator_sees_what_was_told_and_may_do_nothing_for_the_shop(reported: Shop) -> None:
    tell_much(reported)
    olga = reported.person("Olga")
    reported.ports.operators.grant(olga.user.id, "cli", START)
    await olga.write("/operator")
    await olga.write("R")

    assert "Premium Plus" in olga.text
    assert "Grant points" not in olga.labels


@pytest.mark.parametrize("view", ["Home", "Plan", "Points"])
async def test_an_operator_looking_as_the_seller_sees_what_was_told(reported: Shop, view: str) -> None:
    olga = reported.person("Olga")
    reported.ports.operators.grant(olga.user.id, "cli", START)
    await olga.write("/operator")
    await olga.write("R")
    await olga.tap("See")
    if view != "Home":
        await olga.tap(next(label for label in olga.labels if view in label))

    assert NOT_TOLD["en"] in olga.text


def test_of_a_month_that_nothing_was_told_of_there_is_no_monthly_report(reported: Shop) -> None:
    reported.member(Role.ADMINISTRATOR, seller="R")
    reported.later(days=30)

    assert monthly_reports(reported) == []


def test_of_a_month_that_was_told_of_there_is_a_monthly_report_on_the_1st(reported: Shop) -> None:
    tell_much(reported)
    reported.member(Role.ADMINISTRATOR, seller="R")
    reported.later(days=30)

    assert monthly_reports(reported) == [format_instant(reported.clock.at)[:8] + "01T07:00:00Z"]


async def test_the_monthly_report_says_what_was_told_with_its_picture(reported: Shop) -> None:
    tell_much(reported)
    anna = reported.member(Role.FINANCE, seller="R")
    reported.ports.team.set_digests(anna.user.id, Cadence.DAILY)
    reported.later(days=30)
    await reported.notifier().deliver()

    (sent,) = reported.session.of(SendPhoto)
    said = re.sub(r"[\u00a0\u202f]", " ", sent.caption)
    assert "The report is ready: March 2026" in said
    assert "Fees: 7,890.00 ₽" in said


def monthly_reports(shop: Shop) -> list[str]:
    with shop.database.read() as transaction:
        rows = transaction.rows("SELECT at FROM notice WHERE seller = 'R' AND kind = 'monthly_report' ORDER BY id")
    return [format_instant(at) for (at,) in rows]


async def test_reminders_of_reported_shops_are_switched_only_by_who_has_one(reported: Shop) -> None:
    anna = reported.member(Role.MANAGER, seller="R")
    vera = reported.member(Role.MANAGER, "Vera")
    for person in (anna, vera):
        await person.write("/settings")
        await person.tap("Notices")

    assert "Key and reports" in anna.text
    assert "Key and reports" not in vera.text


async def test_a_reminder_is_sent_with_what_was_seen(reported: Shop) -> None:
    for day in (date(2026, 1, 6), date(2026, 2, 6)):
        fee: dict[str, Any] = {"entry": f"{day}", "kind": "PremiumSubscription", "day": day.toordinal()}
        reported.take(FeeReported(**reported._common("R"), service="other", amount=499_000, **fee))
    tell(reported, BalanceReported, opening=0, closing=1_250)
    anna = reported.member(Role.FINANCE, seller="R")
    reported.later(days=1)
    await reported.notifier().deliver()

    said = re.sub(r"[\u00a0\u202f]", " ", anna.messages[-1].text or "")
    assert "4,990.00 ₽ is likely due on March 6, 2026: so far on day 6, 2 of 2 times." in said
    assert "The last balance told, March 2, 2026: 12.50 ₽, 4,977.50 ₽ short." in said


async def test_the_button_under_a_reminder_leads_to_what_was_told(reported: Shop) -> None:
    anna = reported.member(Role.FINANCE, seller="R")
    reported.later(days=3)
    await reported.notifier().deliver()
    await anna.tap("Open the report", anna.messages[-1])

    assert "Day by day" in anna.labels
