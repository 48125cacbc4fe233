"""Talking to the bot in words and numbers: what they open, what they are taken for, and that they do nothing."""

from __future__ import annotations

import time

import pytest

from bot.frame.states import WISHES
from bot.texts.wishes import Wish
from core.values import Role, State
from storage.people.team import Person
from tests.bot.shop import Shop
from tests.bot.ways import on_premium, shown


def person(shop: Shop, telegram_id: int) -> Person:
    return shop.ports.team.person(telegram_id)


@pytest.mark.parametrize("first", ["/start", "/help", "/settings", "/premium", "/history", None])
async def test_words_open_their_screen_from_anywhere(shop: Shop, first: str | None) -> None:
    anna = shop.member(Role.MANAGER, language="ru")
    if first:
        await anna.write(first)
    await anna.write("сколько у меня баллов?")
    assert "1 балл заменяет" in shown(anna)


async def test_words_lead_away_from_a_question_for_an_amount(shop: Shop) -> None:
    shop.redeems(hold_days=0)
    shop.billed("ads", 100_000)
    anna = shop.member(Role.MANAGER)
    await anna.write("spend points")
    await anna.tap("advertising")
    await anna.write("when will I be charged")
    assert "Write the amount" not in shown(anna)
    assert "Compare plans" in anna.labels


async def test_cancelling_in_words_ends_the_question_and_nothing_else(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    await anna.tap("Turn the subscription off")
    await anna.write("never mind")
    assert "nothing is being asked any more" in shown(anna)
    assert shop.account.subscription.renewal == "renew"


@pytest.mark.parametrize("text", ["yes", "cancel my subscription", "connect Premium", "confirm", "spend points"])
async def test_words_never_do_what_a_tap_confirms(shop: Shop, text: str) -> None:
    shop.qualifies()
    shop.earns(1_000_000)
    shop.bonus(10_000)
    shop.billed("ads", 100_000)
    anna = shop.member(Role.MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    before = shop.account.wallet
    await anna.write(text)
    assert (shop.state(), shop.account.wallet) == (State.INACTIVE, before)


@pytest.mark.parametrize("role", list(Role)[:4])
@pytest.mark.parametrize("wish", list(Wish))
async def test_every_window_that_words_open_can_be_shown_to_everybody(shop: Shop, role: Role, wish: Wish) -> None:
    human = shop.member(role)
    said = {
        Wish.HOME: "menu", Wish.CANCEL: "cancel", Wish.BALANCE: "balance", Wish.POINTS: "points", Wish.EXPIRY: "expiry",
        Wish.SPEND: "spend points", Wish.EARN: "earn points", Wish.PLAN: "plan", Wish.COMPARE: "compare plans",
        Wish.FEES: "fees", Wish.HISTORY: "history", Wish.REPORTS: "report", Wish.SETTINGS: "settings",
        Wish.QUIET: "quiet hours", Wish.NOTICES: "notifications", Wish.LANGUAGE: "language", Wish.HELP: "help",
        Wish.SUPPORT: "support", Wish.TEAM: "team", Wish.CALCULATOR: "calculator", Wish.PAYING: "daily limit",
        Wish.SHOPS: "another shop", Wish.INVITATION: "invitation", Wish.CAMPAIGNS: "campaigns",
        Wish.DATA: "delete data",
    }  # fmt: skip
    await human.write(said[wish])
    assert "something went wrong" not in human.text
    assert "didn't understand" not in human.text
    assert human.labels or WISHES[wish][0].group.__name__ == "Home"


async def test_somebody_without_a_shop_is_welcomed_instead(shop: Shop) -> None:
    nora = shop.person("Nora")
    await nora.write("how many points do I have?")
    assert "You have not joined a shop yet" in nora.text


async def test_a_number_that_nothing_asks_for_is_answered_with_where_it_is_taken(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write("1449")
    assert "I don't know what this number is for" in anna.text


@pytest.mark.parametrize("text", ["9" * 20, "9" * 64, "12 345 678 901 234 567 890"])
@pytest.mark.parametrize("screen", ["/start", "calculator", "quiet hours"])
async def test_a_number_of_any_length_gets_an_answer(shop: Shop, screen: str, text: str) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write(screen)
    await anna.write(text)
    assert anna.text.startswith("<blockquote>")


async def test_the_longest_message_is_answered_within_a_second(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write("/start")
    began = time.perf_counter()
    await anna.write("баллы " * 682)
    assert "didn't understand" in anna.text
    assert time.perf_counter() - began < 1


# -- numbers where they are asked for ----------------------------------------------------------------------------------


async def test_a_price_is_taken_on_the_calculator_without_a_button_before(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write("calculator")
    await anna.write("7000")
    assert "Which discount" in anna.text


async def test_a_discount_is_told_from_a_price_by_its_sign(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write("calculator")
    await anna.write("10%")
    assert "What does the product cost" in anna.text


async def test_a_price_under_the_result_is_calculated_with_at_once(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write("calculator")
    for text in ("7000", "10", "20", "0.05", "14000"):
        await anna.write(text)
    assert "1,400 points" in shown(anna)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("21-8", (21, 8)), ("23:00–7:00", (23, 7)), ("с 22 до 9", (22, 9)), ("from 1 to 6", (1, 6)), ("24 - 7", (0, 7))],
)
async def test_quiet_hours_are_taken_as_written(shop: Shop, text: str, hours: tuple[int, int]) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write("quiet hours")
    await anna.write(text)
    found = person(shop, anna.user.id)
    assert (found.quiet_from, found.quiet_to) == hours


async def test_one_hour_asks_for_the_other(shop: Shop) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write("quiet hours")
    await anna.write("23")
    assert "Silent from 23:00. Until which hour?" in anna.text
    await anna.write("6")
    found = person(shop, anna.user.id)
    assert (found.quiet_from, found.quiet_to) == (23, 6)


@pytest.mark.parametrize("text", ["22:30-7", "11 вечера", "25-7", "5-5", "1449", "22-9-10", "−1"])
async def test_what_is_no_whole_hour_changes_nothing(shop: Shop, text: str) -> None:
    anna = shop.member(Role.MANAGER)
    before = person(shop, anna.user.id)
    await anna.write("quiet hours")
    await anna.write(text)
    assert "Whole hours" in anna.text
    assert person(shop, anna.user.id).quiet_from == before.quiet_from
