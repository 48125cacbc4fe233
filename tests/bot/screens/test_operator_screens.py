"""The operator's screens: who gets in, what they find and do; nothing without a reason and a record (RULES 1)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import structlog
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.filters import Command, CommandObject
from aiogram.methods import SendMessage
from aiogram.types import Message, MessageEntity
from aiogram_dialog import DialogManager, StartMode

from bot.frame.confirming import Done, Tap
from bot.frame.pending import Pending
from bot.frame.states import Operator
from bot.frame.visitor import meet
from bot.screens.operator.acts import SOURCE, Act, Acting
from bot.screens.operator.dialog import dialog
from bot.screens.operator.handlers import parse_beginning, parse_day
from bot.texts import LOCALES
from core.events import Connect, Maintenance, OptOut
from core.policy import default_policy, overlay_policy
from core.values import Invitation, Plan, Role, parse_instant
from storage.post.segments import Segment
from tests.bot.recording import Human
from tests.bot.shop import DAY, START, TEXTS, Shop

CALL = SendMessage(chat_id=1, text="x")


def operator(shop: Shop, language: str = "en") -> Human:
    olga = shop.person("Olga", language)
    shop.ports.operators.grant(olga.user.id, "cli", START)
    return olga


@pytest.fixture
def olga(shop: Shop) -> Human:
    """An operator who is in no shop."""
    return operator(shop)


def audited(shop: Shop, action: str) -> list[tuple[str | None, str, dict[str, Any]]]:
    with shop.database.read() as transaction:
        rows = transaction.rows("SELECT seller, actor, detail FROM audit WHERE action = ? ORDER BY id", (action,))
    return [(seller, actor, json.loads(detail)) for seller, actor, detail in rows]


def taken(shop: Shop) -> int:
    """How many events operators have brought."""
    with shop.database.read() as transaction:
        row = transaction.row("SELECT COUNT(*) FROM taken WHERE source = ?", (SOURCE,))
    assert row is not None
    return int(row[0])


def invitation(shop: Shop) -> Invitation:
    return shop.account.subscription.invitation


def park(shop: Shop, seller: str = "S1") -> None:
    with shop.database.write() as transaction:
        transaction.run("UPDATE seller SET parked = ?, version = version + 1 WHERE id = ?", (True, seller))


async def card(olga: Human, text: str = "S1") -> None:
    await olga.write("/operator")
    await olga.write(text)


async def act(olga: Human, button: str, *typed: str) -> None:
    """Begin at a button, write what is asked for, and stand before the confirmation."""
    await olga.tap(button)
    for each in typed:
        await olga.write(each)


async def test_an_operator_sees_what_telegram_refused_for_good_and_why(shop: Shop, olga: Human) -> None:
    await olga.write("/operator")
    assert "Not delivered" not in olga.text
    shop.member(Role.MANAGER)
    shop.qualifies()
    shop.session.refuse_next(SendMessage, TelegramBadRequest(CALL, "Bad Request: PEER_ID_INVALID"))
    await shop.notifier().deliver()
    await olga.write("/operator")
    assert "Not delivered in 7 days: 1 message" in olga.text
    assert "S1: TelegramBadRequest: Bad Request: PEER_ID_INVALID" in olga.text
    shop.later(days=8)
    await olga.write("/operator")
    assert "Not delivered" not in olga.text


# -- who gets in -------------------------------------------------------------------------------------------------------


async def test_for_everybody_else_it_is_no_command(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR)
    await anna.write("/operator")
    assert "There is no such command" in anna.text
    await anna.write("/premium")
    await anna.write("/operator")
    assert "There is no such command" in anna.text
    assert "Operator" not in anna.labels


async def test_an_operator_gets_in_by_the_command(olga: Human) -> None:
    await olga.write("/operator")
    assert "<b>Operator</b>" in olga.text


async def test_an_operator_without_a_shop_finds_the_way_in_the_welcome(olga: Human) -> None:
    await olga.write("/start")
    assert "You are an operator of the marketplace" in olga.text
    await olga.tap("Operator")
    assert "<b>Operator</b>" in olga.text


async def test_an_operator_with_a_shop_finds_the_way_on_home(shop: Shop, olga: Human) -> None:
    shop.admit(olga, Role.EMPLOYEE)
    await olga.write("/start")
    await olga.tap("Operator")
    assert "<b>Operator</b>" in olga.text


async def test_others_do_not_find_it_there_and_a_made_up_tap_shows_nothing(shop: Shop) -> None:
    anna = shop.member(Role.ADMINISTRATOR)
    await anna.write("/start")
    assert "Operator" not in anna.labels
    data = anna.button("Points").callback_data or ""
    await anna.send_data(data.replace("go:points", "go:operator"))
    assert "only" not in anna.labels
    assert "marketplace's own staff" in anna.text


# -- finding a seller --------------------------------------------------------------------------------------------------


async def test_a_part_of_the_name_finds_several_and_a_tap_opens_one(shop: Shop, olga: Human) -> None:
    shop.register("S2", "Coffee & Co")
    await card(olga, "& co")
    assert olga.labels[:2] == ["Tea & Co", "Coffee & Co"]
    await olga.tap("Coffee")
    assert "Id: S2" in olga.text
    assert audited(shop, "seller_viewed")[-1][0] == "S2"


async def test_the_only_one_found_opens_at_once(shop: Shop, olga: Human) -> None:
    await card(olga, "tea")
    assert "Id: S1" in olga.text


async def test_who_is_not_found_is_said(olga: Human) -> None:
    await card(olga, "<b>nobody")
    assert "No seller with “&lt;b&gt;nobody”" in olga.text
    await olga.write("S1")
    assert "Id: S1" in olga.text


async def test_a_tap_on_a_seller_who_was_not_found_does_nothing(shop: Shop, olga: Human) -> None:
    shop.register("S2", "Tea for two")
    await card(olga, "tea")
    data = olga.button("Tea").callback_data or ""
    await olga.send_data(data.rpartition(":")[0] + ":made-up")
    assert "Which seller?" in olga.text


async def test_the_card_tells_how_the_seller_stands(shop: Shop, olga: Human) -> None:
    shop.qualifies()
    shop.earns(123_400)
    shop.bonus(5_000)
    shop.member(Role.MANAGER)
    await card(olga)
    for words in (
        "No subscription", "Balance: 1,234.00", "Check: passed", "Invitation to Premium: open",
        "Rating: no rating yet", "Team: 1 person", "Seller bonuses", "50",
    ):  # fmt: skip
        assert words in olga.text


async def test_an_operator_sees_what_the_administrator_sees(shop: Shop, olga: Human) -> None:
    shop.qualifies()
    shop.earns(50_000)
    shop.bonus(5_000)
    anna = shop.member(Role.ADMINISTRATOR)
    await card(olga)
    await olga.tap("See what")
    for command, button in (("/start", "Home"), ("/premium", "Plan"), ("/points", "Points")):
        await anna.write(command)
        if button != "Home":
            await olga.tap(button)
        assert "As “Tea &amp; Co” sees it" in olga.text
        for line in anna.text.split("\n"):
            assert line in olga.text
        assert [label for label in olga.labels if label not in ("Home", "Plan", "Points", "Back")] == []


# -- what they do ------------------------------------------------------------------------------------------------------


async def test_points_are_granted_with_a_reason_once(shop: Shop, olga: Human) -> None:
    await card(olga)
    await olga.tap("Give a bonus")
    await act(olga, "Seller bonuses", "500", "Late delivery in March")
    assert "Give 500\u00a0points to “Tea &amp; Co” as a bonus?" in olga.text
    assert "Can be spent until" in olga.text
    assert "Reason: Late delivery in March" in olga.text
    button = olga.button("Yes, do it").callback_data or ""
    await olga.tap("Yes, do it")
    assert "Bonus given: 500\u00a0points" in olga.text
    await olga.send_data(button)
    assert olga.toasts[-1].startswith("This is done already")
    assert shop.account.balances["bonus"].available == 50_000
    (record,) = audited(shop, "bonus_granted")
    right = shop.ports.operators.operator(olga.user.id)
    assert right is not None
    assert record[:2] == ("S1", right.actor)
    assert (record[2]["reason"], record[2]["amount"]) == ("Late delivery in March", "500.00")
    with shop.database.read() as transaction:
        (movement,) = transaction.rows("SELECT DISTINCT actor, cause FROM movement")
        (taken_id,) = transaction.rows("SELECT id FROM taken WHERE source = ?", (SOURCE,))
    assert movement == ("marketplace", f"operator:{taken_id[0]}")
    assert record[2]["event"] == movement[1]


async def test_a_left_programme_gets_nothing_and_says_why(shop: Shop, olga: Human) -> None:
    shop.take(OptOut(id="o", at=START, seller="S1", by=Role.MANAGER, programme="bonus"))
    await card(olga)
    await olga.tap("Give a bonus")
    await act(olga, "Seller bonuses", "500", "Late delivery")
    assert "the shop" in olga.text and "left" in olga.text
    assert "Yes, do it" not in olga.labels


@pytest.mark.parametrize("amount", ["0", "much", "-5", "1.234"])
async def test_an_amount_that_is_none_is_asked_for_again(shop: Shop, olga: Human, amount: str) -> None:
    await card(olga)
    await olga.tap("Give a bonus")
    await act(olga, "Seller bonuses", amount)
    assert "couldn't read the amount" in olga.text
    await olga.write("5")
    assert "Why?" in olga.text


@pytest.mark.parametrize("amount", ["1" * 20, "99 999 999 999 999 ₽", "1" * 64])
async def test_an_amount_of_too_many_digits_is_told_how_large_one_may_be(olga: Human, amount: str) -> None:
    await card(olga)
    await olga.tap("Give a bonus")
    await act(olga, "Seller bonuses", amount)
    assert "This is too large: an amount is 999,999,999,999.99 at most." in olga.text


@pytest.mark.parametrize("reason", ["no", "x" * 301])
async def test_without_a_reason_of_a_sentence_nothing_goes_on(shop: Shop, olga: Human, reason: str) -> None:
    await card(olga)
    await act(olga, "Check passed", reason)
    assert "A reason has from 3 to 300 characters" in olga.text
    await olga.write("Documents checked")
    assert "Yes, do it" in olga.labels


async def test_points_of_one_seller_are_prolonged(shop: Shop, olga: Human) -> None:
    shop.register("S2", "Other")
    shop.bonus(5_000)
    await card(olga)
    await olga.tap("Prolong points")
    await act(olga, "Seller bonuses", "31.12.2027", "A month of outage")
    assert "until the end of December 31, 2027" in olga.text
    assert "Will live longer: 50\u00a0points" in olga.text
    await olga.tap("Yes, do it")
    assert "Points are prolonged" in olga.text
    (lot,) = shop.account.lots["bonus"].open
    assert shop.ports.policy.calendar.date(lot.expires_at - 1).isoformat() == "2027-12-31"
    assert audited(shop, "lots_prolonged")[0][0] == "S1"


async def test_points_of_all_sellers_are_prolonged(shop: Shop, olga: Human) -> None:
    shop.bonus(5_000)
    before = shop.account.lots["bonus"].open[0].expires_at
    await olga.write("/operator")
    await olga.tap("Prolong everyone's points")
    await olga.tap("Seller bonuses")
    assert "Until the end of which day" in olga.text
    await olga.write("2028-01-31")
    await olga.write("A month of outage")
    assert "For whom: all sellers" in olga.text and "Concerns 1 seller." in olga.text
    await olga.tap("Yes, do it")
    assert shop.account.lots["bonus"].open[0].expires_at > before
    assert audited(shop, "lots_prolonged")[0][0] is None


@pytest.mark.parametrize("day", ["yesterday", "31.02.2027", "01.03.2026", "2199-01-01"])
async def test_a_day_that_is_none_or_over_is_asked_for_again(shop: Shop, olga: Human, day: str) -> None:
    await olga.write("/operator")
    await olga.tap("Prolong everyone's points")
    await act(olga, "Seller bonuses", day)
    assert "couldn't read the day" in olga.text and "02.03.2027" in olga.text


def test_days_are_read_as_people_write_them() -> None:
    assert {str(parse_day(text)) for text in ("31.12.2026", " 31/12/2026 ", "2026-12-31")} == {"2026-12-31"}
    assert parse_day("12-31-2026") is None


async def test_a_day_may_be_chosen(shop: Shop, olga: Human) -> None:
    await olga.write("/operator")
    await olga.tap("Prolong everyone's points")
    await olga.tap("Seller bonuses")
    await olga.tap("until the end of June 2")
    assert "Why?" in olga.text


async def test_verification_is_passed_and_failed(shop: Shop, olga: Human) -> None:
    await card(olga)
    await act(olga, "Check passed", "Documents checked")
    assert "Invitation to Premium: open" in olga.text
    await olga.tap("Yes, do it")
    assert invitation(shop) == Invitation.OPEN
    await olga.tap("Back to the seller")
    assert "Check passed" not in olga.labels
    await act(olga, "Check failed", "Documents withdrawn")
    assert "Invitation to Premium: withdrawn" in olga.text
    await olga.tap("Yes, do it")
    assert invitation(shop) == Invitation.WITHDRAWN
    assert [audited(shop, f"verification_{how}")[0][2]["reason"] for how in ("passed", "failed")] == [
        "Documents checked",
        "Documents withdrawn",
    ]


async def test_what_would_follow_now_is_not_done_if_it_was_not_shown(shop: Shop, olga: Human) -> None:
    shop.qualifies()
    await card(olga)
    await act(olga, "Check failed", "Documents withdrawn")
    shop.take(Connect(id="c", at=START, seller="S1", by=Role.MANAGER, plan=Plan.PREMIUM))
    await olga.tap("Yes, do it")
    assert "The terms changed" in olga.text
    assert shop.account.subscription.eligible
    assert audited(shop, "verification_failed") == []
    await olga.tap("Yes, do it")
    assert not shop.account.subscription.eligible


async def test_maintenance_goes_on_and_off(shop: Shop, olga: Human) -> None:
    anna = shop.member(Role.MANAGER)
    await anna.write("/start")
    await olga.write("/operator")
    await act(olga, "Switch maintenance on", "New servers")
    await olga.tap("Yes, do it")
    assert shop.ports.ledger.world_now().maintenance
    await shop.notifier().deliver()
    assert "aintenance" in anna.text
    await olga.write("/operator")
    assert "Maintenance is on." in olga.text
    await act(olga, "Maintenance is over", "New servers work")
    await olga.tap("Yes, do it")
    assert not shop.ports.ledger.world_now().maintenance
    assert [audited(shop, f"maintenance_{how}")[0][2]["reason"] for how in ("on", "off")] == [
        "New servers",
        "New servers work",
    ]


async def test_what_somebody_else_did_meanwhile_is_not_done_again(shop: Shop, olga: Human) -> None:
    await olga.write("/operator")
    await act(olga, "Switch maintenance on", "New servers")
    shop.take(Maintenance(id="m", at=START, on=True))
    await olga.tap("Yes, do it")
    assert "It is already so" in olga.text
    assert taken(shop) == 0


async def test_a_seller_under_review_is_released_if_everything_agrees(shop: Shop, olga: Human) -> None:
    shop.earns(1_000)
    park(shop)
    await card(olga)
    assert "Under review" in olga.text
    assert [button.text for button in olga.buttons() if button.callback_data is None] == [
        "Give a bonus", "Prolong points", "Check passed", "Check failed",
    ]  # fmt: skip
    await act(olga, "Check and release", "Rows are mended")
    await olga.tap("Yes, do it")
    assert "is checked and works" in olga.text
    assert not shop.account.parked
    assert audited(shop, "release_tried")[0][2] == {"reason": "Rows are mended"}


async def test_a_seller_whose_history_disagrees_stays_under_review(shop: Shop, olga: Human) -> None:
    shop.earns(1_000)
    with shop.database.write() as transaction:
        transaction.run("UPDATE seller SET wallet = 5, parked = ?, version = version + 1 WHERE id = 'S1'", (True,))
    await card(olga)
    await act(olga, "Check and release", "Rows are mended")
    await olga.tap("Yes, do it")
    assert "Still under review" in olga.text
    assert shop.account.parked


async def test_a_made_up_grant_to_a_seller_under_review_is_refused(shop: Shop, olga: Human) -> None:
    await card(olga)
    await olga.tap("Give a bonus")
    await act(olga, "Seller bonuses", "500", "Late delivery")
    park(shop)
    await olga.tap("Yes, do it")
    assert "We are checking this shop's account" in olga.text
    assert taken(shop) == 0


async def test_a_made_up_confirmation_does_nothing(shop: Shop, olga: Human) -> None:
    await card(olga)
    await act(olga, "Check passed", "Documents checked")
    data = olga.button("Yes, do it").callback_data or ""
    await olga.send_data(data.rpartition(":")[0] + ":made-up")
    assert olga.toasts[-1].startswith("This button is out of date")
    assert taken(shop) == 0


async def test_another_reason_is_another_confirmation(shop: Shop, olga: Human) -> None:
    await card(olga)
    await act(olga, "Check passed", "Documents checked")
    first = olga.button("Yes, do it").callback_data or ""
    await olga.tap("Back")
    await olga.write("Documents checked twice")
    await olga.send_data(first)
    assert olga.toasts[-1].startswith("This button is out of date")
    await olga.tap("Yes, do it")
    assert audited(shop, "verification_passed")[0][2]["reason"] == "Documents checked twice"


# -- prices ------------------------------------------------------------------------------------------------------------


MOSCOW_APRIL = parse_instant("2026-04-01T00:00:00+03:00")


def on_lite(shop: Shop, seller: str = "S1") -> None:
    """The shop's trial of Lite, which ends and is charged on 1 April, 12:00 local time."""
    shop.take(Connect(id=f"c-{seller}", at=START, seller=seller, by=Role.MANAGER, plan=Plan.LITE))


async def change_price(olga: Human, *typed: str, plan: str = "Premium Lite") -> None:
    await olga.write("/operator")
    await olga.tap("Prices")
    await act(olga, f"New price of {plan}", *typed)


async def test_the_prices_in_force_and_those_announced_are_listed(shop: Shop, olga: Human) -> None:
    shop.price(Plan.LITE, 250_000, MOSCOW_APRIL)
    await olga.write("/operator")
    await olga.tap("Prices")
    assert "1,990.00" in olga.text and "4,990.00" in olga.text
    assert "The price of Premium Lite from April 1, 2026: 2,500.00" in olga.text


async def test_a_price_change_shows_whom_it_concerns_and_what_they_read(shop: Shop, olga: Human) -> None:
    on_lite(shop)
    shop.register("S2", "Without a plan")
    await change_price(olga, "2500", "15.04.2026 14:00", "New price list")
    assert "The price from April 15, 2026, 14:00: 2,500.00\u00a0₽ a month instead of 1,990.00\u00a0₽" in olga.text
    assert "1 seller is told" in olga.text
    assert "Next charge: 1,990.00\u00a0₽, April 1, 2026, 12:00" in olga.text
    assert taken(shop) == 0


async def test_a_price_change_is_an_event_with_a_record_and_its_reason(shop: Shop, olga: Human) -> None:
    on_lite(shop)
    anna = shop.member(Role.MANAGER)
    await anna.write("/start")
    await change_price(olga, "2500", "2026-04-01", "New price list")
    await olga.tap("Yes, do it")
    assert "1 shop is being told" in olga.text
    ((_, actor, detail),) = audited(shop, "price_changed")
    assert actor.startswith("operator#")
    assert (detail["plan"], detail["price"], detail["from"]) == ("lite", "2500.00", "2026-03-31T21:00:00Z")
    assert detail["reason"] == "New price list"
    assert taken(shop) == 1
    await shop.notifier().deliver()
    assert "2,500.00\u00a0₽ a month from April 1, 2026, instead of 1,990.00\u00a0₽" in anna.text


async def test_a_price_from_now_on_holds_from_the_tap(shop: Shop, olga: Human) -> None:
    await change_price(olga, "2500")
    await act(olga, "from now on", "New price list")
    shop.clock.at += DAY
    await olga.tap("Yes, do it")
    policy = shop.ports.ledger.world_now().policy
    assert [policy.price(Plan.LITE, shop.clock.at + moment) for moment in (-1, 0)] == [199_000, 250_000]


async def test_a_second_tap_on_from_now_on_a_moment_later_is_the_same_change(shop: Shop, olga: Human) -> None:
    terms = {"act": "price", "plan": "lite", "price": 250_000, "since": None, "reason": "New", "old": 199_000}
    asked = Pending("nonce", START, "", terms)
    visitor = meet(shop.ports, olga.user)
    assert isinstance(Acting().do(Tap(visitor, shop.ports, asked), terms), Done)
    shop.clock.at += 1
    came = Acting().do(Tap(visitor, shop.ports, asked), terms | {"old": 250_000})
    assert (isinstance(came, Done) and came.again, taken(shop)) == (True, 1)


async def test_a_price_cannot_begin_before_now(shop: Shop, olga: Human) -> None:
    await change_price(olga, "2500", "01.03.2026")
    assert "A price can begin now or later" in olga.text
    await olga.write("first of April")
    assert "I couldn't read that" in olga.text


async def test_a_beginning_that_passes_meanwhile_is_refused(shop: Shop, olga: Human) -> None:
    await change_price(olga, "2500", "02.03.2026 13:00", "New price list")
    shop.clock.at += DAY
    await olga.tap("Yes, do it")
    assert "A price can begin now or later" in olga.text
    assert audited(shop, "price_changed") == []


async def test_a_price_that_changed_meanwhile_is_asked_again(shop: Shop, olga: Human) -> None:
    await change_price(olga, "2500", "01.04.2026", "New price list")
    shop.price(Plan.LITE, 210_000, START + DAY)
    await olga.tap("Yes, do it")
    assert taken(shop) == 0
    assert "instead of 2,100.00" in olga.text
    await olga.tap("Yes, do it")
    assert taken(shop) == 1


async def test_a_policy_whose_price_has_no_effect_is_told(shop: Shop, olga: Human) -> None:
    shop.restart(policy=overlay_policy('plans.lite.price = "2090.00"'))
    await olga.write("/operator")
    await olga.tap("Prices")
    assert "In this program's policy Premium Lite costs 2,090.00\u00a0₽, but the database keeps the prices" in olga.text
    assert "1,990.00" in olga.text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("01.04.2026", "2026-04-01T00:00:00+03:00"),
        ("2026-04-01 9:30", "2026-04-01T09:30:00+03:00"),
        ("1/4/2026, 14", "2026-04-01T14:00:00+03:00"),
    ],
)
def test_a_beginning_is_a_local_day_or_a_day_and_its_time(text: str, found: str) -> None:
    assert parse_beginning(text, default_policy().calendar) == parse_instant(found)


@pytest.mark.parametrize("text", ["", "14:00", "01.04.2026 24:00", "31.02.2026", "01.04.2026 14:00 x", "01.04.2100"])
def test_what_is_no_beginning_is_none(text: str) -> None:
    assert parse_beginning(text, default_policy().calendar) is None


# -- broadcasts --------------------------------------------------------------------------------------------------------


async def write_broadcast(olga: Human, segment: str = "Everyone") -> None:
    """Up to the preview, in English and Russian."""
    await olga.write("/operator")
    await olga.tap("Broadcasts")
    await olga.tap("New broadcast")
    await olga.tap(segment)
    await olga.write("The fair opens")
    await olga.tap("Русский")
    await olga.write("Ярмарка & всё", entities=[MessageEntity(type="bold", offset=0, length=7)])
    await olga.tap("Go on")


async def start_broadcast(olga: Human) -> None:
    await write_broadcast(olga)
    await olga.tap("Send me the preview")
    await act(olga, "Send to everybody chosen", "The fair")
    await olga.tap("Yes, do it")


@pytest.fixture
async def readers(shop: Shop) -> dict[str, Human]:
    """A person of each language who has met the bot."""
    found: dict[str, Human] = {locale: shop.member(Role.MANAGER, locale, locale) for locale in LOCALES}
    for person in found.values():
        await person.write("/start")
    return found


async def test_a_broadcast_reaches_everybody_once_in_their_language_or_another(
    shop: Shop, olga: Human, readers: dict[str, Human]
) -> None:
    await start_broadcast(olga)
    assert "Being sent" in olga.text and "Sent: 0 of 3" in olga.text
    notifier = shop.notifier()
    await notifier.deliver()
    await notifier.deliver()
    wanted = {"en": "The fair opens", "ru": "<b>Ярмарка</b> &amp; всё", "hy": "<b>Ярмарка</b> &amp; всё"}
    for locale, person in readers.items():
        assert [message.text for message in person.messages].count(wanted[locale]) == 1
    await olga.tap("Refresh")
    assert "Finished" in olga.text and "Sent: 3 of 3" in olga.text and "100%" in olga.text


async def test_it_is_sent_only_after_the_preview_was_seen(shop: Shop, olga: Human, readers: dict[str, Human]) -> None:
    await write_broadcast(olga)
    assert "3 people" in olga.text and "Written in: Русский, English" in olga.text
    assert olga.button("Send to everybody").callback_data is None
    made_up = (olga.button("Send me").callback_data or "").replace("go:send", "go:start")
    await olga.send_data(made_up)
    assert "First read the preview" in olga.text
    await olga.tap("Send me the preview")
    assert [message.text for message in olga.messages][-3:-1] == ["<b>Ярмарка</b> &amp; всё", "The fair opens"]
    assert olga.button("Send to everybody").callback_data is not None
    await olga.tap("Change the text")
    await olga.write("The fair closes")
    await olga.tap("Go on")
    assert olga.button("Send to everybody").callback_data is None


async def test_a_text_that_telegram_refuses_is_not_sent(shop: Shop, olga: Human, readers: dict[str, Human]) -> None:
    await write_broadcast(olga)
    shop.session.refuse_next(SendMessage, TelegramBadRequest(CALL, "can't parse entities"))
    await olga.tap("Send me the preview")
    assert "Telegram did not take the text" in olga.text
    assert olga.button("Send to everybody").callback_data is None


async def test_a_double_tap_starts_one_broadcast(shop: Shop, olga: Human, readers: dict[str, Human]) -> None:
    await write_broadcast(olga)
    await olga.tap("Send me the preview")
    await act(olga, "Send to everybody chosen", "The fair")
    button = olga.button("Yes, do it").callback_data or ""
    await olga.send_data(button)
    await olga.send_data(button)
    assert len(shop.ports.broadcasts.latest()) == 1
    assert len(audited(shop, "broadcast_started")) == 1


async def test_it_pauses_at_a_tap_and_goes_on_with_a_reason(shop: Shop, olga: Human, readers: dict[str, Human]) -> None:
    await start_broadcast(olga)
    notifier = shop.notifier()
    await notifier.deliver(limit=1)
    await olga.tap("Pause")
    assert "Paused" in olga.text
    assert await notifier.deliver() == 0
    await act(olga, "Go on sending", "The text is right")
    await olga.tap("Yes, do it")
    assert "Being sent" in olga.text
    assert await notifier.deliver() == 2
    assert [audited(shop, f"broadcast_{how}")[0][2].get("reason") for how in ("started", "paused", "resumed")] == [
        "The fair",
        None,
        "The text is right",
    ]


async def test_stopped_it_reaches_nobody_else(shop: Shop, olga: Human, readers: dict[str, Human]) -> None:
    await start_broadcast(olga)
    notifier = shop.notifier()
    await notifier.deliver(limit=1)
    await act(olga, "Stop for good", "The text is wrong")
    await olga.tap("Yes, do it")
    assert "Stopped" in olga.text and "Sent: 1 of 3" in olga.text
    assert await notifier.deliver() == 0
    assert audited(shop, "broadcast_stopped")[0][2]["reason"] == "The text is wrong"


async def test_a_restart_goes_on_where_it_was(shop: Shop, olga: Human, readers: dict[str, Human]) -> None:
    await start_broadcast(olga)
    await shop.notifier().deliver(limit=2)
    shop.restart()
    assert await shop.notifier().deliver() == 1
    await olga.write("/operator")
    await olga.tap("Broadcasts")
    await olga.tap("№ 1")
    assert "Finished" in olga.text or "Sent: 3 of 3" in olga.text


async def test_who_has_blocked_the_bot_is_passed_over(shop: Shop, olga: Human, readers: dict[str, Human]) -> None:
    await readers["hy"].block()
    await start_broadcast(olga)
    shop.session.refuse_next(SendMessage, TelegramForbiddenError(CALL, "bot was blocked by the user"))
    assert await shop.notifier().deliver() == 1
    await olga.tap("Refresh")
    assert "Sent: 1 of 2" in olga.text and "1 person has blocked the bot meanwhile" in olga.text


async def test_a_draft_survives_a_restart(shop: Shop, olga: Human) -> None:
    await write_broadcast(olga)
    shop.restart()
    await olga.write("/operator")
    await olga.tap("Broadcasts")
    assert "Your draft of" in olga.text and "Ярмарка &amp; всё" in olga.text
    await olga.tap("Continue the draft")
    assert "Everyone" in olga.text and "Русский, English" in olga.text
    await olga.tap("Send me the preview")
    assert [message.text for message in olga.messages][-3:-1] == ["<b>Ярмарка</b> &amp; всё", "The fair opens"]


async def test_a_draft_is_its_writers_alone(shop: Shop, olga: Human) -> None:
    await write_broadcast(olga)
    pavel = shop.person("Pavel")
    shop.ports.operators.grant(pavel.user.id, "cli", shop.clock.at)
    await pavel.write("/operator")
    await pavel.tap("Broadcasts")
    assert "Your draft" not in pavel.text
    assert pavel.labels[0] == "New broadcast"


async def test_what_was_sent_is_no_draft_any_more(shop: Shop, olga: Human, readers: dict[str, Human]) -> None:
    await start_broadcast(olga)
    assert shop.ports.broadcasts.draft(olga.user.id) is None


async def test_a_draft_can_be_discarded(shop: Shop, olga: Human) -> None:
    await write_broadcast(olga)
    shop.restart()
    await olga.write("/operator")
    await olga.tap("Broadcasts")
    await olga.tap("Discard the draft")
    assert olga.toasts[-1] == "The draft is discarded."
    assert (shop.ports.broadcasts.draft(olga.user.id), olga.labels[0]) == (None, "New broadcast")


async def test_a_draft_whose_last_text_is_erased_is_none(shop: Shop, olga: Human) -> None:
    await write_broadcast(olga)
    await olga.tap("Change the text")
    for language in ("Русский", "English"):
        await olga.tap(language)
        await olga.tap("Erase this text")
    assert shop.ports.broadcasts.draft(olga.user.id) is None


@pytest.mark.parametrize("goes", ["revoked", "forgotten"])
async def test_a_draft_goes_with_its_writer(shop: Shop, olga: Human, goes: str) -> None:
    await write_broadcast(olga)
    if goes == "revoked":
        shop.ports.operators.revoke(olga.user.id, "cli", shop.clock.at)
    else:
        shop.ports.team.forget_person(olga.user.id, shop.clock.at)
    assert shop.ports.broadcasts.draft(olga.user.id) is None


async def test_no_text_of_a_broadcast_goes_into_a_log(shop: Shop, olga: Human, readers: dict[str, Human]) -> None:
    await start_broadcast(olga)
    shop.session.refuse_next(SendMessage, TelegramBadRequest(CALL, "chat not found"))
    with structlog.testing.capture_logs() as logs:
        await shop.notifier().deliver()
    assert [entry["kind"] for entry in logs if entry["event"] == "notice_not_sent"] == ["broadcast"]
    assert "fair" not in str(logs) and "Ярмарка" not in str(logs)


async def test_what_is_no_text_is_no_broadcast(shop: Shop, olga: Human) -> None:
    await olga.write("/operator")
    await olga.tap("Broadcasts")
    await olga.tap("New broadcast")
    await olga.tap("Plan: Premium Lite")
    await olga.write("/nonsense")
    assert "There is no such command" in olga.text
    assert "Go on" not in olga.labels
    await olga.write("Text")
    await olga.tap("Erase this text")
    assert "Go on" not in olga.labels


# -- every window ------------------------------------------------------------------------------------------------------

WINDOWS = dialog().states()
WHOLE = {"act": "bonus", "seller": "S1", "programme": "bonus", "amount": 5_000, "reason": "Late delivery"}
PRICED = {"act": "price", "plan": "lite", "price": 9**9, "reason": "New price list"}
STARTED_WITH: dict[Any, list[dict[str, Any]]] = {
    Operator.found: [{}, {"text": "tea"}, {"text": "none of these"}],
    Operator.seller: [{}, {"seller": "S1"}, {"seller": "nobody"}],
    Operator.seen: [{}, *({"seller": "S1", "view": view} for view in ("home", "premium", "points"))],
    Operator.reason: [{}, {"act": "bonus"}],
    Operator.price: [{}, {"act": "price", "plan": "premium"}],
    Operator.since: [{}, {"act": "price", "plan": "premium", "price": 250_000}],
    Operator.confirm: [
        {}, {"act": "nonsense", "reason": "x"}, WHOLE, WHOLE | {"seller": "nobody"},
        *(WHOLE | {"act": each} for each in ("pass", "fail", "release", "maintenance-on", "maintenance-off")),
        *(PRICED | {"since": since} for since in (None, 0, START)),
        WHOLE | {"act": "prolong", "until": START + 900 * DAY},
        WHOLE | {"act": "prolong", "until": START + 900 * DAY, "seller": ""},
        WHOLE | {"act": "broadcast", "segment": "everyone", "texts": {"en": {"html": "x", "plain": "x"}}},
        WHOLE | {"act": "resume", "broadcast": 1}, WHOLE | {"act": "stop", "broadcast": 1},
    ],
    Operator.words: [{}, {"texts": {"ru": {"html": "x", "plain": "<b>" * 2000}}, "writing": "ru"}],
    Operator.preview: [{}, {"segment": "everyone", "texts": {"en": {"html": "x", "plain": "x"}}, "previewed": True}],
    Operator.progress: [{}, {"broadcast": 1}, {"broadcast": 99}],
}  # fmt: skip


def opening(shop: Shop) -> None:
    """Teach the bot a command that opens any of these windows."""

    async def open_window(message: Message, command: CommandObject, dialog_manager: DialogManager) -> None:
        number, _, which = (command.args or "").partition(" ")
        state = WINDOWS[int(number)]
        data = STARTED_WITH.get(state, [{}])[int(which)]
        await dialog_manager.start(state, dict(data), mode=StartMode.RESET_STACK)

    shop.dispatcher.sub_routers[0].message.register(open_window, Command("window"))


def numbered() -> list[tuple[int, int]]:
    return [
        (number, which) for number, state in enumerate(WINDOWS) for which in range(len(STARTED_WITH.get(state, [{}])))
    ]


def nothing(shop: Shop) -> None:
    pass


def busy(shop: Shop) -> None:
    shop.qualifies()
    shop.earns(1_000_000)
    shop.bonus(100_000)
    shop.redeems()
    shop.price(Plan.LITE, 250_000, START + DAY)
    shop.take(Maintenance(id="m", at=START, on=True))
    shop.register("S2", "Tea " * 200)
    right = shop.ports.operators.everyone()[0]
    number = shop.ports.broadcasts.start("k", Segment("everyone"), {"en": "x"}, "x" * 300, right.telegram_id, START)
    assert isinstance(number, int)


def reviewed(shop: Shop) -> None:
    park(shop)


@pytest.mark.parametrize("state", [nothing, busy, reviewed], ids=lambda state: state.__name__)
@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("plain", [False, True], ids=["rich", "plain"])
async def test_every_window_comes_out_whole(
    shop: Shop, language: str, state: Callable[[Shop], None], plain: bool
) -> None:
    human = operator(shop, language)
    shop.ports.team.set_locale(human.user.id, language)
    shop.ports.team.set_plain(human.user.id, plain)
    shop.member(Role.MANAGER)
    state(shop)
    opening(shop)
    for number, which in numbered():
        await human.write(f"/window {number} {which}")
        window, buttons = WINDOWS[number], human.buttons()
        assert 0 < len(human.text) <= 4096, window
        assert "{" not in human.text and "operator-" not in human.text.replace("operator#", ""), window
        assert not any(word in human.text for word in ("Sorry", "извините", "Ներեցեք")), (window, which)
        assert human.text.count("<b>") == human.text.count("</b>"), window
        assert sum(button.style == "primary" for button in buttons) <= 1, window
        for button in buttons:
            assert 0 < len(button.text.strip()) <= 60, (window, button.text)
            assert len((button.callback_data or "").encode()) <= 64, window
        tails = [(button.callback_data or "").partition("\x1d")[2] for button in buttons]
        assert tails[-2:] == ["back", "home"], window


async def test_who_lost_the_right_is_refused_on_every_button_of_every_window(shop: Shop, olga: Human) -> None:
    shop.member(Role.MANAGER)
    busy(shop)
    opening(shop)
    operators = shop.ports.operators
    for number, which in numbered():
        operators.grant(olga.user.id, "cli", START)
        await olga.write(f"/window {number} {which}")
        taps = [button.callback_data for button in olga.buttons() if button.callback_data]
        screen = olga.screen
        operators.revoke(olga.user.id, "cli", START)
        before = (
            taken(shop),
            shop.account.journal.seq,
            shop.ports.broadcasts.broadcast(1),
            len(audited(shop, "seller_viewed")),
        )
        await olga.send_data(taps[0], screen)
        assert olga.toasts[-1] == "You are not an operator any more.", WINDOWS[number]
        assert "You have not joined a shop yet" in olga.text, WINDOWS[number]
        for tap in taps[1:]:
            await olga.send_data(tap, screen)
        after = (
            taken(shop),
            shop.account.journal.seq,
            shop.ports.broadcasts.broadcast(1),
            len(audited(shop, "seller_viewed")),
        )
        assert before == after, WINDOWS[number]


async def test_who_lost_the_right_is_refused_what_they_write(shop: Shop, olga: Human) -> None:
    await card(olga)
    await olga.tap("Check passed")
    shop.ports.operators.revoke(olga.user.id, "cli", START)
    await olga.write("Documents checked")
    assert "You are not an operator any more" in olga.text
    assert "Yes, do it" not in olga.labels


async def test_a_right_that_goes_at_the_last_moment_stops_the_act(
    shop: Shop, olga: Human, monkeypatch: pytest.MonkeyPatch
) -> None:
    await card(olga)
    await act(olga, "Check passed", "Documents checked")
    ledger = shop.ports.ledger
    look = ledger.preview

    def lose_the_right(*args: Any) -> Any:
        shop.ports.operators.revoke(olga.user.id, "cli", START)
        return look(*args)

    monkeypatch.setattr(ledger, "preview", lose_the_right)
    await olga.tap("Yes, do it")
    assert taken(shop) == 0
    assert audited(shop, "verification_passed") == []


def test_every_act_has_its_words() -> None:
    for each in Act:
        assert TEXTS.has("en", f"operator-ask-{each}"), each
        if each not in (Act.BROADCAST, Act.RESUME, Act.STOP):
            assert TEXTS.has("en", f"operator-done-{each}"), each
