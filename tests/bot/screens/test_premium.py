"""Premium: every change of the subscription through its confirmation, and what the windows beside it show."""

from __future__ import annotations

import asyncio

import pytest

from core.events import Cancel, Connect, SetMode
from core.policy import overlay_policy
from core.values import Mode, Plan, Renewal, State
from tests.bot.shop import DAY, Shop
from tests.bot.ways import EMPLOYEE, LITE, MANAGER, PRICE, intent_of, on_lite, on_premium, shown


async def test_a_trial_is_confirmed_with_its_price_and_first_charge(shop: Shop) -> None:
    shop.qualifies()
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    assert shop.state() is State.INACTIVE
    assert "You pay nothing now: 30 days for free." in anna.text
    assert "First charge: 4,990.00 ₽, April 1, 2026." in shown(anna)
    assert "Trial period: until April 1, 2026, 12:00" in shown(anna)
    assert "Balance: 0.00 ₽" in shown(anna)
    await anna.tap("Start the trial period")
    assert shop.state() is State.TRIAL
    assert "Premium is connected, nothing was charged." in anna.text
    assert shop.nudges == 1


async def test_a_lite_trial_says_that_it_is_the_only_one(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium Lite")
    assert "One trial period for both plans" in anna.text


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
    assert "No trial period" in anna.text
    assert anna.button("Pay 1,990.00").style == "danger"
    await anna.tap("Pay")
    assert "Charged: 1,990.00 ₽, balance now: 0.00 ₽" in shown(anna)
    assert shop.account.wallet == 0


async def test_an_upgrade_states_the_returned_part_and_pays_the_difference(shop: Shop) -> None:
    anna = await on_lite(shop)
    shop.qualifies()
    shop.earns(PRICE)
    shop.later(days=14)
    await anna.write("/premium")
    await anna.tap("Connect Premium")
    assert "Balance: 4,990.00 ₽\n• Returned for Premium Lite, as of now: + 995.00 ₽\n" in shown(anna)
    assert "Charged now: − 4,990.00 ₽\n• Balance afterwards: 995.00 ₽\n" in shown(anna)
    assert "Next charge: 4,990.00 ₽, May 16, 2026" in shown(anna)
    await anna.tap("Pay 4,990.00")
    assert shop.plan() is Plan.PREMIUM
    assert "You have Premium now" in anna.text


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
    assert "Charged: 4,990.00 ₽" in shown(anna)


async def test_too_little_money_is_told_with_the_missing_amount(shop: Shop) -> None:
    anna = await on_lite(shop)
    shop.qualifies()
    await anna.write("/premium")
    await anna.tap("Connect Premium")
    assert "The balance is short by" in anna.text
    assert not any("Pay" in label for label in anna.labels)
    await anna.tap("Compare plans")
    assert "Advanced analytics" in anna.text


async def test_turning_off_states_what_stays_and_offers_lite(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    await anna.tap("Turn the subscription off")
    assert "all benefits stay until April 1, 2026" in anna.text
    assert anna.button("Yes").style == "danger"
    await anna.tap("Switch to Premium Lite")
    assert "First charge then: 1,990.00 ₽, April 1, 2026." in shown(anna)
    await anna.tap("Yes, switch")
    assert shop.account.subscription.renewal is Renewal.LITE
    await anna.tap("Open Premium")
    assert "Then Premium Lite: 1,990.00 ₽, April 1, 2026." in shown(anna)


async def test_keeping_it_changes_nothing(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    await anna.tap("Turn the subscription off")
    await anna.tap("Keep it as it is")
    assert shop.account.subscription.renewal is Renewal.RENEW
    assert anna.toasts[-1] == "Everything stays as it is."


async def test_a_paid_period_can_be_turned_off_and_on_again(shop: Shop) -> None:
    anna = await on_lite(shop)
    await anna.write("/premium")
    await anna.tap("Turn the subscription off")
    assert "No new charges and no refund" in anna.text
    await anna.tap("Yes")
    assert "nothing more will be charged" in anna.text
    await anna.tap("Open Premium")
    assert "Renewal is off" in anna.text
    await anna.tap("Turn renewal on")
    await anna.tap("Yes, turn it on")
    assert shop.account.subscription.renewal is Renewal.RENEW
    assert "Premium Lite renews by itself. Nothing was charged." in anna.text


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
    assert "renewal was off" in anna.text


async def test_in_grace_switching_to_lite_tries_its_price_at_once(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.later(days=31)
    shop.earns(LITE)
    await anna.write("/premium")
    await anna.tap("Switch to Premium Lite")
    assert "we try to charge 1,990.00 ₽ at once" in shown(anna)
    await anna.tap("Yes")
    assert "Premium Lite is paid: 1,990.00 ₽. It runs until May 1, 2026" in shown(anna)
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
    seq = shop.account.journal.seq
    await asyncio.gather(anna.send_data(data, message), anna.send_data(data, message))
    assert anna.toasts[-2:] == ["Connected.", "This is done already."]
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
    assert "The terms changed meanwhile" in anna.text
    assert "Balance: 5,113.45 ₽" in shown(anna)
    await anna.tap("Pay")
    assert shop.plan() is Plan.PREMIUM


async def test_a_new_price_is_shown_before_it_is_charged(shop: Shop) -> None:
    shop.qualifies()
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    shop.price(Plan.PREMIUM, 599_000, shop.clock.at)
    await anna.tap("Start the trial period")
    assert shop.state() is State.INACTIVE
    assert "First charge: 5,990.00 ₽" in shown(anna)
    await anna.tap("Start the trial period")
    assert shop.state() is State.TRIAL


def trial_used(shop: Shop) -> None:
    """The shop had Lite's trial and has no plan now."""
    shop.take(Connect(id="connect", at=shop.clock.at, seller="S1", by=MANAGER, plan=Plan.LITE))
    shop.take(Cancel(id="cancel", at=shop.clock.at, seller="S1", by=MANAGER))
    shop.later(days=31)


async def test_another_policy_file_changes_no_price(shop: Shop) -> None:
    shop.qualifies()
    anna = shop.member(MANAGER)
    shop.restart(policy=overlay_policy('[plans.premium]\nprice = "5990.00"'))
    await anna.write("/premium")
    assert "4,990.00 ₽ a month" in shown(anna)
    await anna.tap("Try Premium")
    assert "First charge: 4,990.00 ₽" in shown(anna)


async def test_a_trial_promises_the_price_of_its_end(shop: Shop) -> None:
    shop.qualifies()
    shop.price(Plan.PREMIUM, 599_000, shop.clock.at + 10 * DAY)
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    assert "Premium: 4,990.00 ₽ a month" in shown(anna)
    assert "The price of Premium from March 12, 2026, 12:00: 5,990.00 ₽ a month" in shown(anna)
    await anna.tap("Try Premium")
    assert "First charge: 5,990.00 ₽" in shown(anna)
    await anna.tap("Start the trial period")
    assert shop.state() is State.TRIAL


async def test_what_is_charged_now_and_what_is_charged_next_may_differ(shop: Shop) -> None:
    trial_used(shop)
    shop.earns(2 * PRICE)
    shop.qualifies()
    shop.price(Plan.PREMIUM, 599_000, shop.clock.at + 10 * DAY)
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Connect Premium")
    assert "Charged now: − 4,990.00 ₽" in shown(anna)
    assert "Next charge: 5,990.00 ₽" in shown(anna)
    assert "Then 5,990.00 ₽ every month" in shown(anna)
    await anna.tap("Pay 4,990.00")
    assert shop.plan() is Plan.PREMIUM


async def test_a_next_price_that_changed_meanwhile_is_shown_first(shop: Shop) -> None:
    trial_used(shop)
    shop.earns(2 * PRICE)
    shop.qualifies()
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Connect Premium")
    shop.price(Plan.PREMIUM, 599_000, shop.clock.at + 10 * DAY)
    await anna.tap("Pay")
    assert shop.plan() is None
    assert "The terms changed meanwhile" in anna.text
    assert "Next charge: 5,990.00 ₽" in shown(anna)


async def test_in_grace_screens_ask_for_the_amount_that_was_due(shop: Shop) -> None:
    shop.take(Connect(id="c", at=shop.clock.at, seller="S1", by=MANAGER, plan=Plan.LITE))
    shop.later(days=30)
    shop.price(Plan.LITE, 100_000, shop.clock.at)
    anna = shop.member(MANAGER)
    await anna.write("/start")
    assert "1,990.00 ₽" in shown(anna) and "1,000.00" not in shown(anna)
    await anna.write("/premium")
    assert "1,990.00 ₽ is needed, short by 1,990.00 ₽" in shown(anna)


async def test_a_shop_under_review_sees_the_price_of_today(shop: Shop) -> None:
    shop.price(Plan.LITE, 250_000, shop.clock.at + DAY)
    shop.later(days=2)
    with shop.database.write() as transaction:
        transaction.run("UPDATE seller SET parked = ?, version = version + 1", (True,))
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    assert "Premium Lite: 2,500.00 ₽ a month" in shown(anna)


async def test_the_comparison_names_a_price_that_is_announced(shop: Shop) -> None:
    shop.price(Plan.LITE, 250_000, shop.clock.at + DAY)
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Compare plans")
    assert "1,990.00 ₽" in shown(anna)
    assert "The price of Premium Lite from March 3, 2026, 12:00: 2,500.00 ₽ a month" in shown(anna)


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
    shop.ports.team.choose_shop(anna.user.id, "S2")
    await anna.tap("Start the trial period")
    assert shop.state() is State.INACTIVE
    other = shop.ports.ledger.look("S2")
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


async def test_a_lite_trial_shows_premium_beside_it(shop: Shop) -> None:
    shop.qualifies()
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium Lite")
    await anna.tap("See Premium")
    assert "Connect Premium with a trial period?" in anna.text


async def test_premium_without_an_invitation_is_there_but_cannot_be_tapped(shop: Shop) -> None:
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    assert anna.button("Connect Premium").disabled
    assert "Premium needs an invitation" in anna.text


# -- benefits ----------------------------------------------------------------------------------------------------------


async def test_the_comparison_says_what_is_switching_on_and_by_when(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    assert "Benefits: 1 of 9 work\n6 more are switching on, all will work by March 3, 12:00" in shown(anna)
    await anna.tap("Compare plans")
    assert "✓ Premium · yours now</b>\nPrice a month: 4,990.00 ₽\nEverything in Premium Lite, and:\n" in shown(anna)
    assert "Comparison with competitors: up to 2, by 12:15" in shown(anna)
    assert "Advanced analytics: 2 seats\n• Points for discounts also pay commission\n" in shown(anna)
    shop.later(days=2)
    await anna.write("/premium")
    await anna.tap("Compare plans")
    assert "Comparison with competitors: up to 2\n" in shown(anna)


async def test_benefits_say_since_when_they_work_and_what_hides_them(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.rated(4_400_000)
    shop.later(days=2)
    await anna.write("/premium")
    await anna.tap("Benefits")
    assert "Priority support: works since March 3, 2026" in shown(anna)
    assert "“Premium seller” badge: hidden: rating 4.4, needs 4.5 or more" in shown(anna)
    assert "Discounted mailings: 5 of 5 left in this period" in shown(anna)
    assert "March 2, 2026: Rating: 4.4 · Enough for the badge: no" in shown(anna)
    shop.rated(4_600_000)
    await anna.write("/premium")
    assert "Buyers see the “Premium seller” badge: rating 4.6" in shown(anna)


async def test_a_locked_benefit_offers_its_plan_through_the_confirmation(shop: Shop) -> None:
    anna = await on_lite(shop)
    shop.qualifies()
    shop.earns(PRICE)
    await anna.write("/premium")
    await anna.tap("Benefits")
    assert "Priority support: part of Premium" in shown(anna)
    assert "7.5%, with Premium 10%" in shown(anna)
    await anna.tap("Connect Premium")
    assert "Move to Premium?" in anna.text
    assert shop.plan() is Plan.LITE


# -- seats -------------------------------------------------------------------------------------------------------------


async def test_a_manager_gives_seats_and_frees_them(shop: Shop) -> None:
    anna = await on_premium(shop)
    shop.member(EMPLOYEE, "Emil")
    shop.member(EMPLOYEE, "Boris")
    await anna.write("/premium")
    await anna.tap("Benefits")
    assert "Analytics seats: 0 of 2 taken" in anna.text
    await anna.tap("Analytics seats")
    await anna.tap("Emil · give")
    await anna.tap("Anna · give")
    assert "• Emil, Employee" in anna.text
    assert "No seat is free" in anna.text
    assert anna.button("Boris").disabled
    await anna.tap("Emil · free")
    await anna.tap("Boris · give")
    assert {seat.name for seat in shop.ports.team.seats(shop.seller)} == {"Anna", "Boris"}


async def test_an_employee_sees_the_seats_and_gives_none(shop: Shop) -> None:
    await on_premium(shop)
    emil = shop.member(EMPLOYEE, "Emil")
    await emil.write("/premium")
    await emil.tap("Benefits")
    await emil.tap("Analytics seats")
    assert emil.labels == ["Ask them", "Back", "Home"]
    (membership,) = shop.ports.team.memberships(emil.user.id)
    await emil.send_data(f"{intent_of(emil)}\x1dseat:give-{membership.member_id}")
    assert "This needs another role" in emil.text
    assert shop.ports.team.seats(shop.seller) == []


@pytest.mark.parametrize("choice", ["give-", "give-99999", "give-x", "shrug-1", "free-9" * 20])
async def test_a_made_up_seat_changes_nothing(shop: Shop, choice: str) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    await anna.tap("Benefits")
    await anna.tap("Analytics seats")
    await anna.send_data(f"{intent_of(anna)}\x1dseat:{choice[:40]}")
    assert anna.toasts[-1].startswith("This button is out of date")
    assert shop.ports.team.seats(shop.seller) == []


async def test_a_large_team_is_turned_by_pages(shop: Shop) -> None:
    anna = await on_premium(shop)
    for number in range(9):
        shop.member(EMPLOYEE, f"E{number}")
    await anna.write("/premium")
    await anna.tap("Benefits")
    await anna.tap("Analytics seats")
    assert sum("give" in label for label in anna.labels) == 8
    await anna.tap("Next")
    assert sum("give" in label for label in anna.labels) == 2
    await anna.tap("Previous")
    assert sum("give" in label for label in anna.labels) == 8


# -- fees and worth ----------------------------------------------------------------------------------------------------


async def test_fees_are_acts_by_month_with_trial_and_returned_part(shop: Shop) -> None:
    anna = await on_lite(shop)
    shop.qualifies()
    shop.earns(PRICE)
    shop.later(days=14)
    await anna.write("/premium")
    await anna.tap("Connect Premium")
    await anna.tap("Pay")
    await anna.write("/premium")
    await anna.tap("Periods and payments")
    text = shown(anna)
    assert "Paid for the subscription in 2026: 5,985.00 ₽" in text
    assert "Act for April 2026: 5,985.00 ₽" in text
    assert "April 16, 2026: returned for the rest of Premium Lite · −995.00 ₽" in text
    assert "April 1, 2026: Premium Lite, April 1 – May 1 · 1,990.00 ₽" in text
    assert "Act for March 2026: 0.00 ₽" in text
    assert "March 2, 2026: Premium Lite, trial period, March 2 – April 1 · free" in text


async def test_fees_of_an_earlier_year_are_one_tap_away(shop: Shop) -> None:
    anna = await on_lite(shop)
    shop.later(days=320)
    await anna.write("/premium")
    await anna.tap("Periods and payments")
    assert "No subscription payments in 2027." in anna.text
    await anna.tap("2026")
    assert "Paid for the subscription in 2026: 1,990.00 ₽" in shown(anna)
    await anna.tap("2027")
    assert "in 2027" in anna.text


async def test_worth_sets_commission_paid_with_points_against_the_fees(shop: Shop) -> None:
    anna = await on_lite(shop)
    shop.redeems(hold_days=0)
    shop.take(SetMode(id="auto", at=shop.clock.at, seller=shop.seller, mode=Mode.AUTO, service=None, by=MANAGER))
    shop.billed("commission", 19_900)
    await anna.write("/premium")
    await anna.tap("What it brought")
    text = shown(anna)
    assert text.count("Paid for the subscription: 1,990.00 ₽") == 2
    assert text.count("Points that paid commission: 199 points") == 2
    assert text.count("Share of the fee that came back: 10%") == 2
    assert text.index("This period, since April 1") < text.index("All the time, since March 2, 2026")
    assert "Points paid 1,791.00 ₽ less of commission" in text


async def test_worth_of_a_trial_has_no_data_instead_of_a_share(shop: Shop) -> None:
    anna = await on_premium(shop)
    await anna.write("/premium")
    await anna.tap("What it brought")
    assert shown(anna).count("Share of the fee that came back: no data") == 2
    assert "The trial period is free" in anna.text


async def test_an_employee_sees_no_fees(shop: Shop) -> None:
    await on_lite(shop)
    emil = shop.member(EMPLOYEE, "Emil")
    await emil.write("/premium")
    assert emil.labels == ["Ask them", "Benefits", "Compare plans", "Back", "Home"]
    for place in ("fees", "worth"):
        await emil.send_data(f"{intent_of(emil)}\x1dgo:{place}")
        assert "This needs another role" in emil.text
        assert "₽" not in emil.text
        await emil.tap("Back")
