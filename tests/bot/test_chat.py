"""The chat through its dispatcher: the ways through the screens, and everything that may go wrong on them."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
import structlog
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, SetMyCommands
from aiogram.types import Chat, Message, PhotoSize, Sticker, Voice

from bot.notice_buttons import NoticeButton
from bot.visitor import shop_tag
from core.events import Maintenance, OptOut, OrderReturned
from core.policy import overlay_policy
from core.values import Plan, Renewal, Role, State
from tests.bot.recording import ME, WHEN, Human
from tests.bot.shop import TEXTS, Shop

MANAGER, EMPLOYEE, FINANCE = Role.MANAGER, Role.EMPLOYEE, Role.FINANCE
PRICE = 499_000
LITE = 199_000


def spaced(text: str) -> str:
    """With ordinary spaces, as a test writes them."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def shown(human: Human) -> str:
    return spaced(human.text)


# -- coming in -------------------------------------------------------------------------------------------------------


async def test_a_newcomer_learns_what_this_is_and_how_to_get_in(shop: Shop) -> None:
    nina = shop.person("Nina")
    await nina.write("/start")
    assert "not joined a shop" in nina.text
    assert "This bot is for shops" in nina.text
    assert nina.labels == ["Help", "Language"]


@pytest.mark.parametrize("command", ["/points", "/premium", "/balance", "hello", "/start"])
async def test_whatever_a_newcomer_writes_leads_to_the_welcome(shop: Shop, command: str) -> None:
    nina = shop.person("Nina")
    await nina.write(command)
    assert "not joined a shop" in nina.text


async def test_a_newcomer_may_read_help_and_come_back(shop: Shop) -> None:
    nina = shop.person("Nina")
    await nina.write("/help")
    await nina.tap("When points expire")
    assert "end of the quarter" in nina.text
    await nina.tap("Home")
    assert "not joined a shop" in nina.text


async def test_a_link_lets_in_with_its_role_and_shows_home(shop: Shop) -> None:
    anna = shop.person("Anna")
    await anna.write(f"/start {shop.link(MANAGER)}")
    assert "You have joined “Tea &amp; Co”" in anna.text
    assert "Your role: Manager" in anna.text
    assert "Plan and Premium" in anna.labels


async def test_opening_the_same_link_again_says_so(shop: Shop) -> None:
    anna = shop.person("Anna")
    token = shop.link(MANAGER)
    await anna.write(f"/start {token}")
    await anna.write(f"/start {token}")
    assert "You are in “Tea &amp; Co” already" in anna.text


async def test_a_used_link_is_explained(shop: Shop) -> None:
    token = shop.link(MANAGER)
    anna, boris = shop.person("Anna"), shop.person("Boris")
    await anna.write(f"/start {token}")
    await boris.write(f"/start {token}")
    assert "works only once" in boris.text


async def test_an_expired_link_is_explained(shop: Shop) -> None:
    token = shop.link(MANAGER)
    shop.later(days=2)
    anna = shop.person("Anna")
    await anna.write(f"/start {token}")
    assert "has run out" in anna.text


async def test_a_revoked_link_is_explained(shop: Shop) -> None:
    token = shop.link(MANAGER)
    shop.services.team.revoke_link(token, "operator", shop.clock.at)
    anna = shop.person("Anna")
    await anna.write(f"/start {token}")
    assert "has been revoked" in anna.text


async def test_an_unknown_link_is_explained_and_not_repeated(shop: Shop) -> None:
    anna = shop.person("Anna")
    await anna.write("/start " + "x" * 4000)
    assert "There is no such link" in anna.text
    assert "xxx" not in anna.text


@pytest.mark.parametrize(
    ("code", "word"),
    [("ru", "Здравствуйте"), ("kk", "Здравствуйте"), ("hy-AM", "Բարև"), ("de", "Hello"), (None, "Hello")],
)
async def test_the_language_follows_telegram_at_first(shop: Shop, code: str | None, word: str) -> None:
    person = shop.person("Anna", code)
    await person.write("/start")
    assert word in person.text


async def test_a_chosen_language_stays_and_changes_the_command_menu(shop: Shop) -> None:
    anna = shop.member(MANAGER, language="en")
    await anna.write("/language")
    await anna.tap("Русский")
    assert "Ваша роль" in anna.text
    await anna.write("/help")
    assert "Помощь" in anna.text
    (menu,) = shop.session.of(SetMyCommands)
    assert menu.commands[0].description == "Главный экран"


async def test_a_menu_that_cannot_be_changed_is_no_reason_to_fail(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    shop.session.refuse_next(SetMyCommands, TelegramBadRequest(SetMyCommands(commands=[]), "no"))
    await anna.write("/language")
    await anna.tap("Русский")
    assert "Ваша роль" in anna.text


# -- home ------------------------------------------------------------------------------------------------------------


async def test_home_is_one_glance(shop: Shop) -> None:
    shop.earns(500_000)
    shop.bonus(123_456)
    shop.redeems()
    anna = shop.member(MANAGER)
    await anna.write("/start")
    text = shown(anna)
    assert "Tea &amp; Co" in text
    assert "Plan: no subscription" in text
    assert "Balance: 5,000.00 ₽" in text
    assert "Seller bonuses: 1,234.56 points" in text
    assert "Next expiry: 1,234.56 points, can be spent until March 2, 2027" in text
    assert "Points for discounts: 0 points\nHeld: 700 points" in text


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


def _returned(shop: Shop) -> Any:
    with shop.database.read() as transaction:
        row = transaction.row("SELECT line FROM line")
    assert row is not None
    return OrderReturned(id="back", at=shop.clock.at, seller=shop.seller, line=row[0], quantity=20)


async def spend_everything(human: Human) -> None:
    await human.write("/points")
    await human.tap("Spend points")
    await human.tap("advertising")
    await human.tap("All")
    await human.tap("Spend")


async def test_an_employee_sees_the_subscription_but_no_money_and_no_points(shop: Shop) -> None:
    shop.earns(500_000)
    shop.bonus(123_456)
    emil = shop.member(EMPLOYEE)
    await emil.write("/start")
    assert "Plan: no subscription" in emil.text
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
    assert "To add: 3,990.00 ₽" in shown(anna)


async def test_a_charge_that_will_fail_needs_attention_three_days_before(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/start")
    assert "doesn't cover" not in anna.text
    shop.later(days=27)
    await anna.write("/start")
    assert "The balance doesn't cover the next charge.</b> Please add 4,990.00 ₽" in shown(anna)


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
    assert "doesn't pass the internal check now" in anna.text
    assert not any(label.startswith("Turn renewal on") for label in anna.labels)


async def test_an_account_under_review_can_be_looked_at_only(shop: Shop) -> None:
    anna = await on_premium(shop)
    with shop.database.write() as transaction:
        transaction.run("UPDATE seller SET parked = ?", (True,))
    await anna.write("/start")
    assert "We are checking this" in anna.text or "We are checking the shop" in anna.text
    await anna.tap("Plan and Premium")
    assert anna.labels == ["What a subscription gives", "Back", "Home"]


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
    await anna.send_data(f"{_intent(anna)}\x1dshop:{shop_tag('S2')}")
    await anna.write("/start")
    assert "Coffee" not in anna.text


def _intent(human: Human) -> str:
    return (human.buttons()[0].callback_data or "").partition("\x1d")[0]


async def test_balance_shows_money_and_whether_it_covers_the_charge(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/balance")
    assert "To add: 4,990.00 ₽" in shown(anna)
    shop.earns(600_000)
    await anna.write("/balance")
    assert "The balance covers it." in anna.text
    await anna.tap("Plan and Premium")
    assert "What you have" in anna.text


# -- changing the subscription -----------------------------------------------------------------------------------------


async def on_premium(shop: Shop) -> Human:
    """A manager in a shop with a Premium trial."""
    shop.qualifies()
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    await anna.tap("Start the trial period")
    assert shop.state() is State.TRIAL
    return anna


async def on_lite(shop: Shop) -> Human:
    """A manager in a shop that pays for Lite, its trial used."""
    shop.earns(LITE)
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium Lite")
    await anna.tap("Start the trial period")
    shop.later(days=31)
    assert shop.state() is State.ACTIVE
    return anna


async def test_a_trial_is_confirmed_with_its_price_and_first_charge(shop: Shop) -> None:
    shop.qualifies()
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    assert shop.state() is State.INACTIVE
    assert "You pay nothing now: 30 days for free." in anna.text
    assert "First charge: 4,990.00 ₽, April 1, 2026." in shown(anna)
    await anna.tap("Start the trial period")
    assert shop.state() is State.TRIAL
    assert "the trial period has started" in anna.text
    assert shop.nudges == 1


async def test_a_lite_trial_says_that_it_is_the_only_one(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium Lite")
    assert "share one trial period" in anna.text


async def test_without_a_trial_the_confirmation_says_what_is_charged_now(shop: Shop) -> None:
    anna = await on_lite(shop)
    await anna.write("/premium")
    await anna.tap("Turn the subscription off")
    await anna.tap("Yes")
    shop.later(days=31)
    assert shop.state() is State.INACTIVE
    shop.earns(LITE)
    await anna.write("/premium")
    await anna.tap("Connect Premium Lite")
    assert "This is not a trial period" in anna.text
    assert anna.button("Pay 1,990.00").style == "danger"
    await anna.tap("Pay")
    assert "Paid: 1,990.00 ₽" in shown(anna)
    assert shop.account.wallet == 0


async def test_an_upgrade_states_the_returned_part_and_pays_the_difference(shop: Shop) -> None:
    anna = await on_lite(shop)
    shop.qualifies()
    shop.earns(PRICE)
    shop.later(days=14)
    await anna.write("/premium")
    await anna.tap("Connect Premium")
    assert "Returned for the unused part of Premium Lite: 995.00 ₽." in shown(anna)
    await anna.tap("Pay 4,990.00")
    assert shop.plan() is Plan.PREMIUM
    assert "You are on Premium now" in anna.text


async def test_an_upgrade_from_a_trial_says_that_the_trial_ends(shop: Shop) -> None:
    shop.earns(PRICE)
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium Lite")
    await anna.tap("Start")
    shop.qualifies()
    await anna.write("/premium")
    await anna.tap("Connect Premium")
    assert "trial period ends at once" in anna.text
    await anna.tap("Pay")
    assert "Paid: 4,990.00 ₽" in shown(anna)


async def test_too_little_money_is_told_with_the_missing_amount(shop: Shop) -> None:
    anna = await on_lite(shop)
    shop.qualifies()
    await anna.write("/premium")
    await anna.tap("Connect Premium")
    assert "The balance is short by" in anna.text
    assert not any("Pay" in label for label in anna.labels)
    await anna.tap("What a subscription gives")
    assert "Advanced analytics" in anna.text


async def test_turning_off_states_what_stays_and_offers_lite(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    await anna.tap("Turn the subscription off")
    assert "all benefits stay until April 1, 2026" in anna.text
    assert anna.button("Yes").style == "danger"
    await anna.tap("Switch to Premium Lite")
    assert "First charge for Premium Lite: 1,990.00 ₽, April 1, 2026." in shown(anna)
    await anna.tap("Yes, switch")
    assert shop.account.subscription.renewal is Renewal.LITE
    await anna.tap("Open Premium")
    assert "the plan changes to Premium Lite: 1,990.00 ₽, April 1, 2026." in shown(anna)


async def test_keeping_it_changes_nothing(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    await anna.tap("Turn the subscription off")
    await anna.tap("Keep it as it is")
    assert shop.account.subscription.renewal is Renewal.RENEW
    assert anna.toasts[-1] == "Fine, everything stays as it is."


async def test_a_paid_period_can_be_turned_off_and_on_again(shop: Shop) -> None:
    anna = await on_lite(shop)
    await anna.write("/premium")
    await anna.tap("Turn the subscription off")
    assert "what is paid is not refunded" in anna.text
    await anna.tap("Yes")
    assert "Nothing more will be charged" in anna.text
    await anna.tap("Open Premium")
    assert "Renewal is off" in anna.text
    await anna.tap("Turn renewal on")
    await anna.tap("Yes, turn it on")
    assert shop.account.subscription.renewal is Renewal.RENEW
    assert "Next charge: 1,990.00 ₽, May 1, 2026." in shown(anna)


async def test_in_grace_turning_off_ends_at_once(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.later(days=31)
    await anna.write("/premium")
    assert "grace period until April 15, 2026" in anna.text
    await anna.tap("Turn the subscription off")
    assert "end at once" in anna.text
    await anna.tap("Yes")
    assert shop.state() is State.INACTIVE
    assert "you owe nothing" in anna.text
    await anna.tap("Open Premium")
    assert "renewal was turned off" in anna.text


async def test_in_grace_switching_to_lite_tries_its_price_at_once(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.later(days=31)
    shop.earns(LITE)
    await anna.write("/premium")
    await anna.tap("Switch to Premium Lite")
    assert "we try to charge 1,990.00 ₽ at once" in shown(anna)
    await anna.tap("Yes")
    assert "Paid: 1,990.00 ₽. The subscription runs until May 1, 2026" in shown(anna)
    assert shop.account.wallet == 0


async def test_in_grace_switching_to_lite_without_money_keeps_the_grace(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.later(days=31)
    await anna.write("/premium")
    await anna.tap("Switch to Premium Lite")
    await anna.tap("Yes")
    assert "1,990.00 ₽ is needed, short by 1,990.00 ₽" in shown(anna)
    assert "lasts until April 15, 2026" in shown(anna)


async def test_two_confirming_taps_at_once_connect_once(shop: Shop) -> None:
    anna = await on_lite(shop)
    shop.qualifies()
    shop.earns(2 * PRICE)
    await anna.write("/premium")
    await anna.tap("Connect Premium")
    message, data = anna.screen, anna.button("Pay").callback_data or ""
    seq = shop.account.seq
    await asyncio.gather(anna.send_data(data, message), anna.send_data(data, message))
    assert anna.toasts[-2:] == ["Connected.", "This is done already, nothing changed a second time."]
    with shop.database.read() as transaction:
        fees = transaction.rows("SELECT amount FROM wallet_entry WHERE kind = 'fee' AND seq > ?", (seq,))
    assert fees == [(-PRICE,)]


async def test_a_tap_counts_for_its_own_confirmation_only(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    await anna.tap("Turn the subscription off")
    old, data = anna.screen, anna.button("Yes").callback_data or ""
    await anna.tap("Back")
    await anna.tap("Switch to Premium Lite")
    await anna.send_data(data, old)
    assert shop.account.subscription.renewal is Renewal.RENEW
    assert anna.toasts[-1] == "This button is out of date. Here is how things stand now."
    assert "Switch to Premium Lite?" in anna.text


async def test_money_that_came_and_went_meanwhile_is_shown_before_it_is_charged(shop: Shop) -> None:
    anna = await on_lite(shop)
    shop.qualifies()
    shop.earns(PRICE)
    await anna.write("/premium")
    await anna.tap("Connect Premium")
    shop.earns(12_345)
    await anna.tap("Pay")
    assert shop.plan() is Plan.LITE
    assert "The terms changed while you were reading" in anna.text
    assert "The balance is 5,113.45 ₽" in shown(anna)
    await anna.tap("Pay")
    assert shop.plan() is Plan.PREMIUM


async def test_a_new_price_is_shown_before_it_is_charged(shop: Shop) -> None:
    shop.qualifies()
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    shop.restart(policy=overlay_policy('[plans.premium]\nprice = "5990.00"'), keep_memory=True)
    await anna.tap("Start the trial period")
    assert shop.state() is State.INACTIVE
    assert "First charge: 5,990.00 ₽" in shown(anna)
    await anna.tap("Start the trial period")
    assert shop.state() is State.TRIAL


async def test_an_invitation_withdrawn_meanwhile_connects_nothing(shop: Shop) -> None:
    shop.qualifies()
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    shop.qualifies(False)
    await anna.tap("Start the trial period")
    assert shop.state() is State.INACTIVE
    assert "Premium needs an invitation" in anna.text


async def test_a_role_taken_away_meanwhile_connects_nothing(shop: Shop) -> None:
    shop.qualifies()
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    shop.becomes(anna, EMPLOYEE)
    await anna.tap("Start the trial period")
    assert shop.state() is State.INACTIVE
    assert "This needs another role" in anna.text


async def test_a_confirmation_of_one_shop_does_nothing_to_another(shop: Shop) -> None:
    shop.qualifies()
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    shop.register("S2", "Coffee")
    shop.admit(anna, MANAGER, "S2")
    shop.services.team.choose_shop(anna.user.id, "S2")
    await anna.tap("Start the trial period")
    assert shop.state() is State.INACTIVE
    other = shop.services.ledger.look("S2")
    assert other is not None
    assert other.subscription.state is State.INACTIVE


async def test_the_returned_part_may_fall_a_little_while_one_reads(shop: Shop) -> None:
    anna = await on_lite(shop)
    shop.qualifies()
    shop.earns(PRICE)
    await anna.write("/premium")
    await anna.tap("Connect Premium")
    shop.later(seconds=300)
    await anna.tap("Pay")
    assert shop.plan() is Plan.PREMIUM


async def test_a_returned_part_that_fell_much_is_shown_again(shop: Shop) -> None:
    anna = await on_lite(shop)
    shop.qualifies()
    shop.earns(PRICE)
    await anna.write("/premium")
    await anna.tap("Connect Premium")
    shop.later(hours=2)
    await anna.tap("Pay")
    assert shop.plan() is Plan.LITE
    assert "The terms changed" in anna.text


async def test_after_a_restart_a_confirming_tap_gets_a_fresh_screen_and_does_nothing(shop: Shop) -> None:
    shop.qualifies()
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    shop.restart()
    await anna.tap("Start the trial period")
    assert shop.state() is State.INACTIVE
    assert anna.toasts[-1].startswith("This button is out of date")
    assert "<b>Tea &amp; Co</b>" in anna.text


# -- asking a manager --------------------------------------------------------------------------------------------------


async def asked(shop: Shop) -> tuple[Human, Human, Human]:
    """An employee who asked, and two managers who were told."""
    shop.qualifies()
    emil, anna, boris = shop.member(EMPLOYEE, "Emil"), shop.member(MANAGER, "Anna"), shop.member(MANAGER, "Boris")
    await emil.write("/start")
    await emil.tap("See the invitation")
    await emil.tap("Ask a manager")
    assert emil.toasts[-1] == "Your request is sent."
    await shop.notifier().deliver()
    assert "Emil asks to connect Premium" in anna.text
    assert anna.labels == ["Approve", "Decline"]
    return emil, anna, boris


async def test_approving_leads_to_the_confirmation_and_connects_in_that_persons_name(shop: Shop) -> None:
    emil, anna, _ = await asked(shop)
    await anna.tap("Approve")
    assert shop.state() is State.INACTIVE
    assert "Connect Premium with a trial period?" in anna.text
    await anna.tap("Start the trial period")
    assert shop.state() is State.TRIAL
    await shop.notifier().deliver()
    assert "Your request is approved" in emil.text
    assert "Anna is connecting Premium" in emil.text


async def test_declining_tells_the_asker_and_leaves_the_invitation_open(shop: Shop) -> None:
    emil, anna, _ = await asked(shop)
    await anna.tap("Decline")
    assert "You declined the request. Emil will be told" in anna.text
    await shop.notifier().deliver()
    assert "Your request is declined" in emil.text
    assert "Ask a manager" in await _invitation_buttons(emil)


async def _invitation_buttons(human: Human) -> list[str]:
    await human.write("/start")
    await human.tap("See the invitation")
    return human.labels


@pytest.mark.parametrize("second", ["Approve", "Decline"])
async def test_the_first_answer_wins_and_later_taps_are_told_who_answered(shop: Shop, second: str) -> None:
    _, anna, boris = await asked(shop)
    notice = boris.screen
    await anna.tap("Decline")
    await boris.tap(second, notice)
    assert boris.toasts[-1] == "This request was answered by Anna."
    assert "Anna: declined" in boris.text


async def test_a_manager_who_confirms_after_another_declined_is_told_so(shop: Shop) -> None:
    _, anna, boris = await asked(shop)
    await boris.tap("Approve")
    await anna.tap("Decline")
    await boris.tap("Start the trial period")
    assert shop.state() is State.INACTIVE
    assert "Anna: declined" in boris.text


async def test_a_request_can_be_answered_from_home(shop: Shop) -> None:
    _, anna, _ = await asked(shop)
    await anna.write("/start")
    assert "Emil asks to connect Premium." in anna.text
    await anna.tap("Answer the request")
    await anna.tap("Decline")
    assert anna.toasts[-1] == "The request is declined."


async def test_a_second_request_waits_for_the_first(shop: Shop) -> None:
    await asked(shop)
    fiona = shop.member(FINANCE, "Fiona")
    assert "Ask a manager" not in await _invitation_buttons(fiona)
    assert "A request has been sent: Emil" in fiona.text
    await fiona.send_data(f"{_intent(fiona)}\x1dgo:ask")
    assert fiona.toasts[-1] == "A request is sent already, waiting for an answer."


async def test_connecting_without_opening_the_request_answers_it_too(shop: Shop) -> None:
    emil, anna, _ = await asked(shop)
    await anna.write("/start")
    await anna.tap("Plan and Premium")
    await anna.tap("Try Premium")
    await anna.tap("Start the trial period")
    await shop.notifier().deliver()
    assert "Your request is approved" in emil.text


async def test_a_forged_answer_on_the_request_does_nothing(shop: Shop) -> None:
    _, anna, _ = await asked(shop)
    await anna.write("/start")
    await anna.tap("Answer the request")
    for data in ("answer:approve-99", "answer:decline-x", "answer:shrug-1", "answer:"):
        await anna.send_data(f"{_intent(anna)}\x1d{data}")
        assert anna.toasts[-1].startswith("This button is out of date")
    request = shop.services.team.approval(1)
    assert request is not None
    assert request.answer is None


async def test_a_manager_with_the_invitation_open_finds_the_request_there(shop: Shop) -> None:
    _, anna, _ = await asked(shop)
    await anna.write("/start")
    await anna.send_data(f"{_intent(anna)}\x1dgo:invitation")
    await anna.tap("Answer the request")
    assert "Emil asks to connect Premium" in anna.text


async def test_a_decline_that_comes_second_at_the_same_moment_is_told_who_was_first(shop: Shop) -> None:
    _, anna, boris = await asked(shop)
    await asyncio.gather(anna.tap("Decline"), boris.tap("Decline"))
    assert any(toast.startswith("This request was answered by") for toast in anna.toasts)
    assert anna.toasts.count("The request is declined.") == 1


async def test_language_can_be_reached_from_home_and_from_help(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("/help")
    await anna.tap("Language")
    assert "Which language" in anna.text
    await anna.tap("Home")
    await anna.tap("Language")
    assert "Which language" in anna.text


async def test_a_tap_on_a_screen_that_was_only_just_shown_finds_it(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("/start")
    slow = shop.session.held[AnswerCallbackQuery] = asyncio.Event()
    async with asyncio.TaskGroup() as taps:
        taps.create_task(anna.tap("Plan and Premium"))
        while "What a subscription gives" not in anna.labels:
            await asyncio.sleep(0)
        quick = taps.create_task(anna.tap("What a subscription gives"))
        await asyncio.wait({quick}, timeout=0.2)  # as far as it gets while Telegram is slow to answer
        slow.set()
    assert "Advanced analytics" in anna.text
    assert anna.toasts == []


async def test_an_employee_cannot_answer_with_a_forged_button(shop: Shop) -> None:
    emil, _, _ = await asked(shop)
    approve = NoticeButton(to="approve", shop=shop_tag(shop.seller), about=1).pack()
    await emil.send_data(approve)
    assert "This needs another role" in emil.text
    request = shop.services.team.approval(1)
    assert request is not None
    assert request.answer is None


async def test_a_request_whose_invitation_is_gone_is_closed(shop: Shop) -> None:
    _, anna, _ = await asked(shop)
    shop.qualifies(False)
    await anna.tap("Approve")
    assert "no longer waits for an answer" in anna.text


async def test_asking_for_an_invitation_that_is_gone_shows_how_it_is(shop: Shop) -> None:
    shop.qualifies()
    emil = shop.member(EMPLOYEE)
    await emil.write("/start")
    await emil.tap("See the invitation")
    shop.qualifies(False)
    await emil.tap("Ask a manager")
    assert "The invitation is withdrawn" in emil.text


async def test_a_manager_finds_everything_on_the_invitation(shop: Shop) -> None:
    await asked(shop)
    anna = shop.member(MANAGER, "Clara")
    await anna.write("/start")
    await anna.send_data(f"{_intent(anna)}\x1dgo:invitation")
    assert "The price of Premium: 4,990.00 ₽ a month." in shown(anna)
    await anna.tap("What a subscription gives")
    assert "without: 7.5% · Lite: 7.5% · Premium: 10%" in anna.text
    await anna.tap("Back")
    await anna.tap("Home")
    await anna.send_data(f"{_intent(anna)}\x1dgo:invitation")
    await anna.tap("Connect Premium")
    assert "30 days for free" in anna.text


# -- points ------------------------------------------------------------------------------------------------------------


async def at_the_amount(shop: Shop, language: str = "en") -> Human:
    """A finance manager who is asked for an amount: 1,000 bonuses, 700.00 billed for advertising."""
    shop.bonus(100_000)
    shop.billed("ads", 70_000)
    fiona = shop.member(FINANCE, "Fiona", language)
    await fiona.write("/points")
    await fiona.send_data(f"{_intent(fiona)}\x1dgo:spend")
    await fiona.send_data(f"{_intent(fiona)}\x1dservice:2")
    return fiona


async def test_points_are_spent_in_four_taps(shop: Shop) -> None:
    shop.redeems(hold_days=0)
    shop.bonus(100_000)
    shop.billed("ads", 70_000)
    fiona = shop.member(FINANCE)
    await fiona.write("/points")
    await fiona.tap("Spend points")
    await fiona.tap("Seller bonuses")
    await fiona.tap("advertising")
    await fiona.tap("All: 700")
    assert "Left after that: 300 points" in shown(fiona)
    assert fiona.button("Spend").style == "danger"
    await fiona.tap("Spend")
    assert shop.account.balances["bonus"].spent == 70_000
    assert shop.account.wallet == 0
    assert "Back to the balance: 700.00 ₽. The balance is 0.00 ₽ now." in shown(fiona)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("100", "100"), ("100,50", "100.50"), ("100.50 ₽", "100.50"), ("1 00", None), ("500 points", "500")],
)
async def test_an_amount_may_be_typed_as_people_type(shop: Shop, typed: str, amount: str | None) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write(typed)
    if amount is None:
        assert "couldn't read the amount" in fiona.text
    else:
        assert f"Spend {amount} points?" in shown(fiona)


async def test_thousands_with_a_space_and_a_comma_are_understood(shop: Shop) -> None:
    shop.bonus(200_000)
    shop.billed("ads", 150_000)
    fiona = await at_the_amount(shop, "ru")
    await fiona.write("1 000,50")
    assert "Списать 1 000,50 балла?" in shown(fiona)


@pytest.mark.parametrize("typed", ["тысяча", "-5", "0", "1e3", "५००", "9" * 4096, "100 200 300.5.5", "<b>5</b>"])
async def test_what_is_no_amount_is_explained_and_asked_again(shop: Shop, typed: str) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write(typed)
    assert "couldn't read the amount" in fiona.text
    assert "Write the amount in digits, or choose one." in fiona.text
    assert shop.account.balances["bonus"].spent == 0


async def test_more_than_there_is_names_the_largest_useful_amount(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("5000")
    assert "There are not enough points" in fiona.text
    assert "The largest amount that works now: 700 points" in shown(fiona)


async def test_more_than_can_be_covered_names_the_largest_amount(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("900")
    assert "The largest amount: 700 points" in shown(fiona)


async def test_less_than_the_minimum_is_refused_with_the_minimum(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("49,99")
    assert "One spending starts from: 50 points" in shown(fiona)


@pytest.mark.parametrize("choice", ["0", "-1", "99999999999999999999", "x", "50000000", ""])
async def test_a_forged_amount_does_nothing(shop: Shop, choice: str) -> None:
    fiona = await at_the_amount(shop)
    await fiona.send_data(f"{_intent(fiona)}\x1damount:{choice}")
    assert shop.account.balances["bonus"].spent == 0
    assert "Seller bonuses → advertising" in fiona.text


async def test_two_taps_at_once_spend_once(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("300")
    message, data = fiona.screen, fiona.button("Spend").callback_data or ""
    await asyncio.gather(*(fiona.send_data(data, message) for _ in range(3)))
    assert shop.account.balances["bonus"].spent == 30_000
    assert fiona.toasts.count("Done, the points are spent.") == 1
    assert fiona.toasts.count("This is done already, nothing changed a second time.") == 2


async def test_an_old_confirmation_spends_nothing(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("300")
    old, data = fiona.screen, fiona.button("Spend").callback_data or ""
    await fiona.tap("Another amount")
    await fiona.write("500")
    await fiona.send_data(data, old)
    assert shop.account.balances["bonus"].spent == 0
    assert fiona.toasts[-1].startswith("This button is out of date")
    await fiona.tap("Spend")
    assert shop.account.balances["bonus"].spent == 50_000


async def test_points_spent_by_a_colleague_meanwhile_are_shown_first(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("300")
    shop.bonus(1_000)
    await fiona.tap("Spend")
    assert shop.account.balances["bonus"].spent == 0
    assert "The numbers changed while you were choosing" in fiona.text
    await fiona.tap("Spend")
    assert shop.account.balances["bonus"].spent == 30_000


async def test_a_charge_covered_by_a_colleague_meanwhile_leaves_nothing_to_confirm(shop: Shop) -> None:
    fiona, boris = await at_the_amount(shop), shop.member(FINANCE, "Boris")
    await fiona.write("300")
    await spend_everything(boris)
    await fiona.tap("Spend")
    assert shop.account.balances["bonus"].spent == 70_000
    assert "nothing left to cover" in fiona.text
    await fiona.tap("Another service")
    assert "There are no charges this month" in fiona.text


async def test_a_role_taken_away_meanwhile_spends_nothing(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("300")
    shop.becomes(fiona, EMPLOYEE)
    await fiona.tap("Spend")
    assert shop.account.balances["bonus"].spent == 0
    assert "This needs another role" in fiona.text


async def test_a_spending_of_one_shop_does_nothing_to_another(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write("300")
    shop.register("S2", "Coffee")
    shop.admit(fiona, FINANCE, "S2")
    await fiona.tap("Spend")
    assert shop.account.balances["bonus"].spent == 0


async def test_in_grace_the_confirmation_says_that_the_money_pays_the_subscription(shop: Shop) -> None:
    await on_premium(shop)
    shop.later(days=31)
    shop.earns(PRICE - 1)
    shop.billed("ads", 70_000)
    shop.bonus(100_000)
    fiona = shop.member(FINANCE)
    await fiona.write("/points")
    await fiona.tap("Spend points")
    await fiona.tap("advertising")
    await fiona.write("100")
    assert "charged at once" not in fiona.text
    await fiona.tap("Another amount")
    await fiona.write("700")
    assert "the balance covers the subscription, and it is charged at once. Premium: 4,990.00 ₽" not in shown(fiona)
    shop.earns(1)
    await fiona.tap("Spend")
    assert "it is charged at once. Premium: 4,990.00 ₽" in shown(fiona)
    await fiona.tap("Spend")
    assert shop.state() is State.ACTIVE


async def test_during_maintenance_spending_is_closed(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    shop.take(Maintenance(id="m", at=shop.clock.at, on=True))
    await fiona.write("300")
    assert "Maintenance is under way" in fiona.text
    await fiona.tap("Back")
    assert "Maintenance is under way" in fiona.text
    await fiona.write("/points")
    assert "Maintenance is under way" in fiona.text


async def test_points_for_discounts_pay_commission_for_subscribers_only(shop: Shop) -> None:
    shop.redeems(hold_days=0)
    shop.billed("commission", 70_000)
    fiona = shop.member(FINANCE)
    await fiona.write("/points")
    await fiona.tap("Spend points")
    assert "only while you have a subscription" in fiona.text
    assert fiona.labels == ["Back", "Home"]


async def test_without_points_there_is_nothing_to_spend(shop: Shop) -> None:
    fiona = shop.member(FINANCE)
    await fiona.write("/points")
    assert "No points yet" in fiona.text
    assert fiona.labels == ["Back", "Home"]
    await fiona.send_data(f"{_intent(fiona)}\x1dgo:spend")
    assert "no points are available" in fiona.text


async def test_the_calendar_lists_what_expires_when(shop: Shop) -> None:
    shop.redeems(hold_days=0)
    for _ in range(12):
        shop.bonus(10_000)
        shop.later(days=1)
    fiona = shop.member(FINANCE)
    await fiona.write("/points")
    await fiona.tap("What expires and when")
    text = shown(fiona)
    assert "• 700 points: can be spent until the end of June 30, 2026" in text
    assert "• 100 points: can be spent until March 2, 2027" in text
    assert "And 2 later dates." in text
    await fiona.tap("Spend points")
    assert "Which points shall we use?" in fiona.text
    await fiona.tap("Back")
    assert "What expires" in "".join(fiona.labels)


async def test_held_points_show_when_they_come(shop: Shop) -> None:
    shop.redeems()
    fiona = shop.member(FINANCE)
    await fiona.write("/points")
    assert "Next crediting: 700 points, March 16, 2026" in shown(fiona)


async def test_a_programme_that_was_left_says_so(shop: Shop) -> None:
    shop.take(OptOut(id="o", at=shop.clock.at, seller=shop.seller, by=MANAGER, programme="bonus"))
    fiona = shop.member(FINANCE)
    await fiona.write("/points")
    assert "The shop has left this programme" in fiona.text


# -- what nobody waits for ---------------------------------------------------------------------------------------------

STICKER = Sticker(file_id="s", file_unique_id="s", type="regular", width=1, height=1, is_animated=False, is_video=False)
VOICE = Voice(file_id="v", file_unique_id="v", duration=1)
PHOTO = PhotoSize(file_id="p", file_unique_id="p", width=1, height=1)


@pytest.mark.parametrize("screen", ["/start", "/points", "/premium", "/help", "/language", "/balance"])
@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"text": "hello"}, "I understand buttons and commands"),
        ({"text": "/nonsense"}, "There is no such command"),
        ({"text": "x" * 4096}, "I understand buttons and commands"),
        ({"sticker": STICKER}, "I read only text"),
        ({"voice": VOICE}, "I read only text"),
        ({"photo": [PHOTO], "caption": "look"}, "I read only text"),
    ],
    ids=["words", "command", "long", "sticker", "voice", "photo"],
)
async def test_what_no_screen_waits_for_is_answered_above_the_screen(
    shop: Shop, screen: str, message: dict[str, Any], said: str
) -> None:
    anna = shop.member(MANAGER)
    await anna.write(screen)
    before = re.sub(r"\d\d:\d\d", "", anna.text)
    await anna.write(**message)
    assert said in anna.text
    assert re.sub(r"\d\d:\d\d", "", anna.text).endswith(before)


async def test_a_sticker_instead_of_an_amount_is_answered(shop: Shop) -> None:
    fiona = await at_the_amount(shop)
    await fiona.write(sticker=STICKER)
    assert "I read only text" in fiona.text
    assert "Write the amount in digits" in fiona.text


async def test_a_message_without_an_open_screen_is_answered_with_home(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("hello")
    assert "I understand buttons and commands" in anna.text
    assert "<b>Tea &amp; Co</b>" in anna.text


@pytest.mark.parametrize("opened", [True, False])
async def test_a_note_of_telegrams_own_gets_no_answer(shop: Shop, opened: bool) -> None:
    anna = shop.member(MANAGER)
    if opened:
        await anna.write("/start")
    before = len(shop.session.of(SendMessage))
    await anna.write(delete_chat_photo=True)
    assert len(shop.session.of(SendMessage)) == before


async def test_an_edited_message_is_answered(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.edit("/start")
    assert "Please send it again as a new message" in anna.text


async def test_a_reply_to_an_old_screen_gets_the_present_one(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("/points")
    old = anna.screen.model_copy(update={"from_user": ME})
    await anna.write("/premium")
    await anna.write("hello", reply_to_message=old)
    assert "That was about an earlier screen" in anna.text
    assert "Plan and Premium" in anna.text


@pytest.mark.parametrize(
    "data",
    [
        "x",
        "n:premium",
        "n:premium:zz:0",
        "n:spend:zz:99",
        "\x1d",
        "a\x1db",
        "confirm:1",
        "go:",
        "change:cancel",
        "A" * 64,
    ],
)
@pytest.mark.parametrize("screen", ["/start", "/points", "/premium", "/help"])
async def test_made_up_data_changes_nothing_and_shows_a_screen(shop: Shop, screen: str, data: str) -> None:
    anna = await on_premium(shop)
    await anna.write(screen)
    before = shop.account.seq
    await anna.send_data(data)
    assert shop.account.seq == before
    assert anna.buttons()
    assert "Sorry" not in anna.text


@pytest.mark.parametrize(
    "widget",
    ["go:nowhere", "change:free", "change:", "programme:9", "programme:x", "service:99", "amount:1", "confirm:x",
     "answer:approve-1", "answer:x", "topic:none", "language:xx", "shop:00", "other:keep", "go:amount", "go:service"],
)  # fmt: skip
@pytest.mark.parametrize("screen", ["/start", "/points", "/premium", "/help", "/language", "/balance"])
async def test_made_up_choices_of_an_open_screen_change_nothing(shop: Shop, screen: str, widget: str) -> None:
    anna = await on_premium(shop)
    await anna.write(screen)
    before = shop.account.seq
    await anna.send_data(f"{_intent(anna)}\x1d{widget}")
    assert shop.account.seq == before
    assert "Sorry" not in anna.text


async def test_an_old_button_gets_the_present_screen_in_place(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("/points")
    old = anna.screen
    data = anna.button("Home").callback_data or ""
    await anna.write("/premium")
    await anna.send_data(data, old)
    assert anna.toasts[-1].startswith("This button is out of date")
    edited = shop.session.of(EditMessageText)[-1]
    assert edited.message_id == old.message_id
    assert "Plan and Premium" in edited.text


async def test_a_removed_member_loses_the_screen_at_the_next_tap(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    shop.dismiss(anna)
    await anna.tap("Turn the subscription off")
    assert anna.toasts[-1].startswith("You no longer have access")
    assert "not joined a shop" in anna.text
    assert all("4,990" not in (message.text or "") for message in anna.messages[-1:])


async def test_a_removed_members_old_message_and_text_lead_to_the_welcome(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    old, data = anna.screen, anna.button("Home").callback_data or ""
    await anna.write("/start")
    shop.dismiss(anna)
    await anna.send_data(data, old)
    assert anna.toasts[-1].startswith("You no longer have access")
    await anna.write("hello")
    assert "not joined a shop" in anna.text


async def test_a_removed_member_may_come_back_by_a_new_link(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.dismiss(anna)
    await anna.write(f"/start {shop.link(EMPLOYEE)}")
    assert "Your role: Employee" in anna.text


async def test_a_removed_members_notice_button_opens_nothing(shop: Shop) -> None:
    anna = await on_premium(shop)
    await shop.notifier().deliver()
    notice = anna.screen
    shop.dismiss(anna)
    await anna.tap("Open Premium", notice)
    assert anna.toasts[-1].startswith("You no longer have access")


async def test_a_tap_on_an_unknown_button_without_an_open_screen_leads_home(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    stray = Message(message_id=99, date=WHEN, chat=anna.chat, from_user=ME, text="old").as_(shop.bot)
    await anna.send_data("whatever", stray)
    assert "<b>Tea &amp; Co</b>" in anna.text


# -- groups, blocking, failures ----------------------------------------------------------------------------------------

GROUP = Chat(id=-100, type="supergroup")


@pytest.mark.parametrize("text", ["/start", "/help@seller_premium_bot", "/points@Seller_Premium_Bot"])
async def test_in_a_group_a_command_for_us_gets_a_hint(shop: Shop, text: str) -> None:
    anna = shop.member(MANAGER)
    await anna.write(text, chat=GROUP)
    (hint,) = shop.session.of(SendMessage)
    assert "only in a private chat" in hint.text


@pytest.mark.parametrize("text", ["hello", "/start@other_bot", "/unknown", "", "/"])
async def test_in_a_group_everything_else_is_met_with_silence(shop: Shop, text: str) -> None:
    anna = shop.member(MANAGER)
    await anna.write(text or None, chat=GROUP)
    assert shop.session.of(SendMessage) == []


async def test_a_channels_post_is_met_with_silence(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("/start", chat=Chat(id=-200, type="channel"), from_user=None)
    assert shop.session.calls == []


async def test_who_blocks_the_bot_is_marked_and_unmarked_when_coming_back(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.block()
    assert shop.services.team.person(anna.user.id).blocked
    await anna.block(False)
    assert not shop.services.team.person(anna.user.id).blocked


async def test_who_turns_out_to_have_blocked_the_bot_is_marked(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    shop.session.refuse_next(SendMessage, TelegramForbiddenError(SendMessage(chat_id=1, text="x"), "blocked"))
    await anna.write("/start")
    assert shop.services.team.person(anna.user.id).blocked


async def test_a_short_pause_that_telegram_asks_for_is_waited_out(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    shop.session.refuse_next(SendMessage, TelegramRetryAfter(SendMessage(chat_id=1, text="x"), "flood", 0))
    await anna.write("/start")
    assert "Tea &amp; Co" in anna.text


async def test_a_long_pause_that_telegram_asks_for_is_an_error(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    shop.session.refuse_next(SendMessage, TelegramRetryAfter(SendMessage(chat_id=1, text="x"), "flood", 60))
    await anna.write("/start")
    assert "Sorry, something went wrong" in anna.text


async def test_an_answer_that_comes_too_late_is_no_error(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    late = TelegramBadRequest(AnswerCallbackQuery(callback_query_id="1"), "query is too old")
    shop.session.refuse_next(AnswerCallbackQuery, late)
    await anna.tap("Turn the subscription off")
    assert "after the trial period?" in anna.text


class Broken:
    """A ledger that fails, with something secret in what it says."""

    def __init__(self, ledger: Any, times: int) -> None:
        self.ledger, self.times = ledger, times

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ledger, name)

    def look(self, seller: str) -> Any:
        if self.times:
            self.times -= 1
            raise RuntimeError("secret 42:TEST")
        return self.ledger.look(seller)


async def test_a_failure_is_answered_with_an_apology_and_home_and_logged_without_secrets(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/start")
    shop.with_ledger(Broken(shop.services.ledger, 1))
    with structlog.testing.capture_logs() as logs:
        await anna.tap("Plan and Premium")
    assert "Sorry, something went wrong" in anna.text
    assert "<b>Tea &amp; Co</b>" in anna.text
    assert anna.toasts[-1].startswith("Something went wrong")
    (entry,) = logs
    assert entry["event"] == "update_failed"
    assert entry["error"] == "RuntimeError"
    assert "secret" not in str(entry)
    assert any("getters.py" in place for place in entry["places"])


async def test_when_even_home_fails_a_plain_apology_is_sent(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.with_ledger(Broken(shop.services.ledger, 99))
    await anna.write("/start")
    assert anna.text == TEXTS.get("en", "error-sorry")


async def test_without_a_database_an_apology_is_sent_all_the_same(shop: Shop) -> None:
    anna = shop.member(MANAGER, language="ru")
    with shop.database.write() as transaction:
        transaction.run("ALTER TABLE person RENAME TO gone")
    await anna.write("/start")
    assert anna.text == TEXTS.get("ru", "error-sorry")


# -- buttons under notices ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "about", "text"),
    [
        ("premium", 0, "Plan and Premium"),
        ("points", 0, "<b>Points</b>"),
        ("top_up", 0, "How to top up"),
        ("invitation", 0, "Invitation to Premium"),
        ("cancel", 0, "Turn Premium off after the trial period?"),
        ("switch", 0, "Switch to Premium Lite?"),
        ("resume", 0, "There is nothing to change"),
        ("spend", 1, "Which service shall they pay for?"),
        ("spend", 0, "Which service shall they pay for?"),
        ("spend", 7, "Which service shall they pay for?"),
        ("decline", 77, "no longer waits for an answer"),
        ("nowhere", 0, "<b>Tea &amp; Co</b>"),
    ],
)
async def test_a_button_under_a_notice_opens_its_screen_below_and_leaves_the_notice(
    shop: Shop, to: str, about: int, text: str
) -> None:
    anna = await on_premium(shop)
    shop.bonus(100_000)
    await shop.notifier().deliver()
    notice = anna.messages[-1]
    data = NoticeButton(to=to, shop=shop_tag(shop.seller), about=about).pack()
    await anna.send_data(data, notice)
    assert text in anna.text
    assert shop.session.chats[anna.user.id][notice.message_id] == notice


async def test_a_notice_of_another_shop_switches_to_it(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.register("S2", "Coffee")
    shop.admit(anna, MANAGER, "S2")
    await anna.write("/start")
    assert "Coffee" in anna.text
    await anna.send_data(NoticeButton(to="premium", shop=shop_tag(shop.seller)).pack())
    await anna.tap("Home")
    assert "<b>Tea &amp; Co</b>" in anna.text


async def test_an_employee_who_taps_spend_under_a_notice_is_told_whom_to_ask(shop: Shop) -> None:
    shop.bonus(100_000)
    emil = shop.member(EMPLOYEE)
    await emil.write("/start")
    await emil.send_data(NoticeButton(to="spend", shop=shop_tag(shop.seller)).pack())
    assert "This needs another role" in emil.text
