"""Connecting, renewing, failing, switching and ending a subscription (RULES 3, 4)."""

import pytest

from core.decide import World
from core.subscription import billing
from core.values import format_amount
from tests.core.shop import NO_TRIAL, Shop, in_state

LITE, PREMIUM = "1990.00", "4990.00"


# -- wallet (RULES 3) ------------------------------------------------------------------------------------------------


def test_credits_add_and_debits_subtract():  # RULES 3.1
    shop = Shop(wallet="100.00")
    shop.debit("30.01")
    assert shop.wallet == "69.99"


def test_debits_and_service_charges_may_take_the_wallet_below_zero():  # RULES 3.1
    shop = Shop(wallet="10.00")
    shop.debit("15.00")
    shop.bill("C1", "5.00")
    assert shop.wallet == "-10.00"


def test_every_wallet_entry_has_its_cause_and_the_balance_after_it():  # RULES 11
    shop = Shop(wallet="10.00")
    shop.debit("15.00")
    entries = [
        (e.kind, format_amount(e.amount), format_amount(e.balance)) for e in shop.account.journal.changes.wallet_entries
    ]
    assert entries == [("credit", "10.00", "10.00"), ("debit", "-15.00", "-5.00")]
    assert all(entry.cause.startswith("test:e") for entry in shop.account.journal.changes.wallet_entries)


def test_a_fee_is_charged_whole_or_not_at_all():  # RULES 3.1
    shop = Shop(NO_TRIAL, wallet="1989.99")
    assert shop.connect("lite").reason == "insufficient_funds"
    assert shop.wallet == "1989.99"


def test_points_do_not_pay_the_fee():  # RULES 3.2
    shop = Shop(NO_TRIAL, wallet="0.01")
    shop.grant("G", "5000.00")
    assert shop.connect("lite").reason == "insufficient_funds"
    assert shop.points("bonus", "available") == {"available": "5000.00"}


def _in_grace_owing_a_charge() -> Shop:
    """In grace on Lite with 2500.00 points, and 2500.00 below zero because of the charge C1."""
    shop = Shop()
    shop.connect("lite", at="2026-03-01 12:00")
    shop.grant("G", "2500.00")
    shop.empty()
    shop.bill("C1", "2500.00", at="2026-04-02 09:00")
    assert (shop.state, shop.wallet) == ("grace", "-2500.00")
    return shop


def test_a_credit_retries_the_fee_in_grace():  # RULES 3.3, 4.8
    shop = _in_grace_owing_a_charge()
    shop.credit("4490.00")
    assert (shop.state, shop.wallet) == ("active", "0.00")


def test_the_money_of_a_reversed_charge_retries_the_fee_in_grace():  # RULES 3.3, 4.8
    shop = _in_grace_owing_a_charge()
    shop.credit("1990.00")
    shop.reverse("C1")
    assert (shop.state, shop.wallet) == ("active", "0.00")


def test_the_money_that_points_set_free_retries_the_fee_in_grace():  # RULES 3.3, 4.8
    shop = _in_grace_owing_a_charge()
    shop.credit("2500.00")
    shop.spend("1990.00")
    assert (shop.state, shop.wallet) == ("active", "0.00")


def test_points_returned_by_a_reversal_do_not_retry_the_fee():  # RULES 3.3, 9.7
    shop = Shop()
    shop.set_mode("auto")
    shop.connect("lite", at="2026-03-01 12:00")
    shop.grant("G", "5000.00")
    shop.bill("C1", "5000.00")
    shop.empty()
    shop.wait("2026-04-02 09:00")
    shop.reverse("C1")
    assert shop.state == "grace"


# -- connecting ------------------------------------------------------------------------------------------------------


def test_the_first_connection_is_a_trial_of_thirty_days_without_money():  # RULES 4.3
    shop = Shop(wallet=None)
    assert shop.connect("lite", at="2026-03-01 12:00").is_done
    assert (shop.state, shop.period, shop.wallet) == ("trial", ("2026-03-01 12:00", "2026-03-31 12:00"), "0.00")


def test_the_trial_keeps_the_local_hour_over_a_clock_change():  # RULES 2.3, 4.3
    shop = Shop('timezone = "America/Los_Angeles"')
    shop.connect("lite", at="2026-02-20 10:00")
    assert shop.period == ("2026-02-20 10:00", "2026-03-22 10:00")


def test_the_fee_is_charged_at_the_trials_end_and_not_a_moment_before():  # RULES 4.3
    shop = in_state("trial")
    shop.wait("2026-03-31 11:59:59.999999")
    assert (shop.state, shop.wallet) == ("trial", "100000.00")
    shop.wait("2026-03-31 12:00")
    assert (shop.state, shop.wallet) == ("active", "98010.00")


def test_the_trials_end_is_told_with_the_fee():  # RULES 4.3, 15.5
    shop = in_state("active")
    assert shop.data("renewed") == [
        {
            "plan": "lite",
            "price": LITE,
            "period_start": "2026-03-31T09:00:00Z",
            "period_end": "2026-04-30T09:00:00Z",
            "wallet": "98010.00",
            "after_trial": True,
        }
    ]


@pytest.mark.parametrize(("first", "second"), [("lite", "premium"), ("premium", "lite"), ("lite", "lite")])
def test_there_is_one_trial_over_both_plans(first, second):  # RULES 4.3, 15.19
    shop = Shop(eligible=True)
    shop.connect(first, at="2026-03-01 12:00")
    shop.cancel()
    shop.wait("2026-04-15 00:00")
    shop.connect(second)
    assert (shop.state, shop.plan) == ("active", second)
    assert shop.account.subscription.trial_used


def test_a_refused_connection_does_not_use_up_the_trial():  # RULES 4.2, 4.3
    shop = Shop()
    assert shop.connect("premium").reason == "no_invitation"
    shop.connect("lite")
    assert shop.state == "trial"


def test_a_seller_that_first_connected_when_there_was_no_trial_never_gets_one():  # RULES 4.3
    shop = Shop(NO_TRIAL)
    shop.connect("lite", at="2026-03-01 12:00")
    shop.cancel()
    shop.wait("2026-04-15 00:00")
    shop.world = World(Shop().policy)
    shop.connect("lite")
    assert (shop.state, shop.account.subscription.trial_used) == ("active", False)


def test_without_a_trial_the_fee_is_charged_at_once():  # RULES 4.4
    shop = Shop(NO_TRIAL, wallet="2000.00")
    shop.connect("lite", at="2026-06-05 15:00")
    assert (shop.state, shop.wallet, shop.period) == ("active", "10.00", ("2026-06-05 15:00", "2026-07-05 15:00"))


def test_a_paid_start_is_not_told_as_a_trial():  # RULES 4.1, 4.4
    shop = Shop(NO_TRIAL)
    shop.connect("lite")
    assert [data["trial"] for data in shop.data("connected")] == [False]


@pytest.mark.parametrize("state", ["inactive", "trial", "active"])
def test_outside_grace_there_is_no_fee_to_retry(state):  # RULES 4.8
    shop = in_state(state)
    assert billing.retry(shop.account, shop.policy) is False


def test_the_exact_price_is_enough():  # RULES 4.4
    shop = Shop(NO_TRIAL, wallet=LITE)
    assert shop.connect("lite").is_done
    assert shop.wallet == "0.00"


def test_too_little_money_refuses_with_what_is_missing_and_changes_nothing():  # RULES 4.4, 15.18
    shop = Shop(NO_TRIAL, wallet="1900.00")
    before = shop.picture()
    answer = shop.connect("lite")
    assert (answer.reason, answer.data) == ("insufficient_funds", {"missing": "90.00"})
    assert shop.picture() == before


def test_a_wallet_below_zero_is_missing_more_than_the_price():  # RULES 4.4
    shop = Shop(NO_TRIAL, wallet=None)
    shop.debit("10.00")
    assert shop.connect("lite").data == {"missing": "2000.00"}


def test_premium_needs_an_open_invitation_and_lite_does_not():  # RULES 4.2
    shop = Shop()
    assert shop.connect("premium").reason == "no_invitation"
    assert shop.connect("lite").is_done


def test_no_invitation_is_judged_before_the_money():  # RULES 4.2
    shop = Shop(NO_TRIAL, wallet=None)
    assert shop.connect("premium").reason == "no_invitation"


def test_connecting_says_what_comes_next():  # RULES 4.1, 12
    shop = in_state("trial")
    assert shop.data("connected") == [
        {"plan": "lite", "price": LITE, "next_charge_at": "2026-03-31T09:00:00Z", "trial": True}
    ]


def test_the_same_plan_again_is_already_connected():  # RULES 4.13
    for state in ("trial", "active", "grace"):
        for plan in ("lite", "premium"):
            assert in_state(state, plan).connect(plan).reason == "already_connected"


@pytest.mark.parametrize("plan", ["lite", "premium"])
def test_connecting_the_same_plan_after_a_cancel_is_a_resume(plan):  # RULES 4.13
    shop = in_state("active", plan)
    shop.cancel()
    assert shop.connect(plan).is_done
    assert (shop.renewal, len(shop.data("resumed")), len(shop.data("connected"))) == ("renew", 1, 1)


def test_connecting_premium_after_a_planned_switch_is_a_resume():  # RULES 4.13
    shop = in_state("active", "premium")
    shop.switch_to_lite()
    assert shop.connect("premium").is_done
    assert shop.renewal == "renew"


def test_after_the_end_either_plan_may_be_connected_again():  # RULES 4.14, 15.4
    shop = in_state("active", "premium")
    shop.cancel()
    shop.wait("2026-05-15 00:00")
    assert (shop.state, shop.plan, shop.renewal, shop.period) == ("inactive", None, None, (None, None))
    shop.connect("lite", at="2026-05-20 08:00")
    assert (shop.state, shop.end_reason) == ("active", "cancelled")
    assert shop.period == ("2026-05-20 08:00", "2026-06-20 08:00")


# -- periods ---------------------------------------------------------------------------------------------------------


def test_connected_on_5_june_is_charged_on_5_june_and_5_july():  # RULES 4.5
    shop = Shop(NO_TRIAL)
    shop.connect("lite", at="2026-06-05 15:00")
    shop.wait("2026-07-31 00:00")
    assert shop.periods == [
        ("lite", "2026-06-05 15:00", "2026-07-05 15:00", LITE),
        ("lite", "2026-07-05 15:00", "2026-08-05 15:00", LITE),
    ]


@pytest.mark.parametrize(
    ("start", "following"),
    [
        ("2026-01-29", ["2026-02-28", "2026-03-29", "2026-04-29"]),
        ("2026-01-30", ["2026-02-28", "2026-03-30", "2026-04-30"]),
        ("2026-01-31", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        ("2028-01-29", ["2028-02-29", "2028-03-29", "2028-04-29"]),
        ("2028-01-30", ["2028-02-29", "2028-03-30", "2028-04-30"]),
        ("2028-01-31", ["2028-02-29", "2028-03-31", "2028-04-30"]),
        ("2028-02-29", ["2028-03-29", "2028-04-29", "2028-05-29"]),
        ("2026-08-31", ["2026-09-30", "2026-10-31", "2026-11-30"]),
        ("2026-12-31", ["2027-01-31", "2027-02-28", "2027-03-31"]),
    ],
)
def test_month_ends_are_counted_from_the_anchor(start, following):  # RULES 2.4, 4.5
    shop = Shop(NO_TRIAL)
    shop.connect("lite", at=f"{start} 12:00")
    shop.wait(f"{following[-1]} 12:00")
    assert shop.times("renewed") == [f"{day} 12:00" for day in following]


def test_a_leap_day_comes_back_every_fourth_year():  # RULES 2.4, 4.5
    shop = Shop(NO_TRIAL, wallet="1000000.00")
    shop.connect("lite", at="2028-02-29 12:00")
    shop.wait("2032-03-01 00:00")
    februaries = [at for at in shop.times("renewed") if at and at[5:7] == "02"]
    assert februaries == ["2029-02-28 12:00", "2030-02-28 12:00", "2031-02-28 12:00", "2032-02-29 12:00"]


def test_a_period_keeps_the_price_it_was_charged_at():  # RULES 4.15
    shop = Shop(NO_TRIAL)
    shop.connect("lite", at="2026-06-05 15:00")
    shop.price("lite", "2500.00", "2026-06-06 00:00", at="2026-06-06 00:00")
    shop.wait("2026-07-05 15:00")
    assert [fee for *_, fee in shop.periods] == [LITE, "2500.00"]


def test_an_upgrade_returns_part_of_the_price_that_was_paid():  # RULES 4.12, 4.15
    shop = Shop(NO_TRIAL, eligible=True)
    shop.connect("lite", at="2026-06-01 00:00")
    shop.price("lite", "2500.00", "2026-06-10 00:00", at="2026-06-10 00:00")
    shop.connect("premium", at="2026-06-16 00:00")
    assert shop.data("upgraded")[0]["returned"] == "995.00"


def test_every_step_is_kept_with_its_actor_cause_and_money():  # RULES 4.16
    shop = in_state("active")
    shop.cancel(by="administrator")
    steps = [(t.event, t.from_state, t.to_state, t.actor, t.money) for t in shop.account.journal.changes.transitions]
    assert steps == [
        ("begin_trial", "inactive", "trial", "manager", 0),
        ("fee_paid", "trial", "active", "programme", -199_000),
        ("stop_renewal", "active", "active", "administrator", 0),
    ]
    causes = [t.cause for t in shop.account.journal.changes.transitions]
    assert causes[1] == "due:2026-03-31T09:00:00Z" and causes[2].startswith("test:e")


# -- renewal and grace -----------------------------------------------------------------------------------------------


def test_a_failed_charge_opens_fourteen_days_of_grace():  # RULES 4.7
    shop = in_state("grace")
    assert shop.clock(shop.account.subscription.grace_until) == "2026-04-14 12:00"
    assert shop.period == ("2026-03-01 12:00", "2026-03-31 12:00")
    assert shop.data("renewal_failed") == [
        {
            "plan": "lite",
            "price": LITE,
            "wallet": "0.00",
            "missing": LITE,
            "grace_until": "2026-04-14T09:00:00Z",
        }
    ]


def test_a_wallet_that_is_one_hundredth_short_fails():  # RULES 4.7, 3.1
    shop = in_state("trial")
    shop.empty()
    shop.credit("1989.99")
    shop.wait("2026-03-31 12:00")
    assert (shop.state, shop.wallet) == ("grace", "1989.99")


def test_what_is_missing_is_what_the_wallet_lacks():  # RULES 4.7, 12
    shop = in_state("trial")
    shop.empty()
    shop.credit("10.00")
    shop.wait("2026-03-31 12:00")
    (data,) = shop.data("renewal_failed")
    assert (data["wallet"], data["missing"]) == ("10.00", "1980.00")


def test_premium_renews_at_premiums_price():  # RULES 4.6
    shop = in_state("active", "premium").wait("2026-04-30 12:00")
    assert (shop.wallet, shop.data("renewed")[-1]["price"]) == ("90020.00", PREMIUM)


def test_a_late_payment_pays_the_period_that_was_due():  # RULES 4.5, 4.8
    shop = in_state("grace")
    shop.credit(LITE, at="2026-04-10 08:00")
    assert (shop.state, shop.wallet) == ("active", "0.00")
    assert shop.period == ("2026-03-31 12:00", "2026-04-30 12:00")
    assert shop.account.subscription.grace_until is None


def test_too_small_a_credit_leaves_the_seller_in_grace():  # RULES 4.8
    shop = in_state("grace")
    shop.credit("1989.99", at="2026-04-10 08:00")
    assert (shop.state, shop.wallet) == ("grace", "1989.99")


def test_the_daily_attempt_counts_from_the_due_instant():  # RULES 4.8
    shop = in_state("grace")
    attempts = []
    for _ in range(14):
        attempts.append(shop.clock(shop.account.subscription.retry_at))
        shop.wait(attempts[-1] or "")
    assert attempts == [f"2026-04-{day:02d} 12:00" for day in range(1, 15)]
    assert shop.state == "inactive"


def test_the_daily_attempt_charges_what_became_payable_without_a_credit():  # RULES 4.8
    shop = in_state("grace")
    shop.account.wallet = 199_000  # as after a price cut: nothing raised the wallet, but it covers the fee now
    shop.wait("2026-04-01 11:59:59")
    assert shop.state == "grace"
    shop.wait("2026-04-01 12:00")
    assert shop.state == "active"


def test_grace_ends_fourteen_days_after_the_due_instant():  # RULES 4.8
    shop = in_state("grace")
    shop.wait("2026-04-14 11:59:59.999999")
    assert shop.state == "grace"
    shop.wait("2026-04-14 12:00")
    assert (shop.state, shop.end_reason) == ("inactive", "insufficient_funds")


def test_the_last_attempt_comes_before_the_end():  # RULES 4.8
    shop = in_state("grace")
    shop.wait("2026-04-13 13:00")
    shop.account.wallet = 199_000
    shop.wait("2026-04-14 12:00")
    assert shop.state == "active"


def test_a_missed_fee_is_no_debt():  # RULES 4.8
    shop = in_state("grace")
    shop.wait("2026-04-14 12:00")
    shop.credit("1990.00", at="2026-04-20 12:00")
    assert (shop.wallet, shop.state) == ("1990.00", "inactive")


def test_grace_of_one_day_ends_after_its_only_attempt():  # RULES 4.8, 14
    shop = in_state("grace", policy="grace.days = 1")
    shop.wait("2026-04-01 12:00")
    assert (shop.state, shop.end_reason) == ("inactive", "insufficient_funds")


def test_grace_keeps_its_end_when_attempts_fail():  # RULES 4.7
    shop = in_state("grace")
    shop.credit("1.00", at="2026-04-05 08:00")
    shop.wait("2026-04-07 08:00")
    assert shop.clock(shop.account.subscription.grace_until) == "2026-04-14 12:00"


def test_renewal_failed_is_told_once_on_entering_grace():  # RULES 15.5
    shop = in_state("grace")
    shop.wait("2026-04-12 08:00")
    assert shop.times("renewal_failed") == ["2026-03-31 12:00"]


def test_the_subscription_stays_connected_during_grace():  # RULES 4.7
    shop = in_state("grace")
    assert shop.account.subscription.connected


def test_past_the_boundary_renewal_is_renew_again():  # RULES 4.6
    for wallet in ("full", "empty"):
        shop = in_state("active", "premium")
        shop.switch_to_lite()
        if wallet == "empty":
            shop.empty()
        shop.wait("2026-04-30 12:00")
        assert shop.renewal == "renew"


# -- cancel and resume -----------------------------------------------------------------------------------------------


def test_connected_6_july_and_cancelled_19_july_lasts_until_6_august():  # RULES 4.9
    shop = Shop(NO_TRIAL)
    shop.connect("lite", at="2026-07-06 15:00")
    shop.cancel(at="2026-07-19 09:00")
    assert shop.data("cancelled") == [{"plan": "lite", "ends_at": "2026-08-06T12:00:00Z"}]
    shop.wait("2026-08-06 14:59:59.999999")
    assert (shop.state, shop.renewal) == ("active", "stop")
    shop.wait("2026-08-06 15:00")
    assert (shop.state, shop.end_reason, shop.wallet) == ("inactive", "cancelled", "98010.00")
    assert shop.data("subscription_ended") == [{"plan": "lite", "reason": "cancelled"}]


def test_a_cancelled_trial_lasts_to_its_end_and_costs_nothing():  # RULES 4.9
    shop = in_state("trial")
    shop.cancel()
    shop.wait("2026-03-31 12:00")
    assert (shop.state, shop.wallet) == ("inactive", "100000.00")


def test_cancel_in_grace_ends_at_once():  # RULES 4.9, 15.5
    shop = in_state("grace")
    shop.cancel(at="2026-04-02 08:00")
    assert (shop.state, shop.end_reason) == ("inactive", "cancelled")
    assert shop.told("cancelled", "subscription_ended") == [
        ("2026-04-02 08:00", "cancelled"),
        ("2026-04-02 08:00", "subscription_ended"),
    ]


def test_cancel_in_grace_tells_that_it_ends_now():  # RULES 4.9, 12
    shop = in_state("grace")
    shop.cancel(at="2026-04-02 08:00")
    assert shop.data("cancelled") == [{"plan": "lite", "ends_at": "2026-04-02T05:00:00Z"}]


def test_cancelling_again_succeeds_without_a_second_notice():  # RULES 4.9, 15.3
    shop = in_state("active")
    shop.cancel()
    before = shop.picture()
    assert shop.cancel().is_done
    assert shop.picture() == before


def test_cancelling_an_ineligible_stop_makes_it_the_sellers_own():  # RULES 4.9, 5.3
    shop = in_state("active", "premium")
    shop.eligible(False)
    shop.cancel()
    shop.wait("2026-04-30 12:00")
    assert shop.end_reason == "cancelled"


def test_a_cancel_replaces_a_planned_switch():  # RULES 4.9
    shop = in_state("active", "premium")
    shop.switch_to_lite()
    shop.cancel()
    shop.wait("2026-04-30 12:00")
    assert (shop.state, shop.end_reason) == ("inactive", "cancelled")


@pytest.mark.parametrize("state", ["trial", "active"])
def test_resume_lifts_a_cancel(state):  # RULES 4.10
    shop = in_state(state)
    shop.cancel()
    assert shop.resume().is_done
    assert (shop.renewal, len(shop.data("resumed"))) == ("renew", 1)


@pytest.mark.parametrize("state", ["trial", "active", "grace"])
def test_resume_of_what_renews_anyway_changes_nothing(state):  # RULES 4.10, 15.3
    shop = in_state(state)
    before = shop.picture()
    assert shop.resume().is_done
    assert shop.picture() == before


def test_resume_of_premium_without_eligibility_is_refused():  # RULES 5.4
    shop = in_state("active", "premium")
    shop.eligible(False)
    assert shop.resume().reason == "not_eligible"
    assert shop.connect("premium").reason == "not_eligible"


# -- switching to Lite -----------------------------------------------------------------------------------------------


def test_a_switch_waits_for_the_periods_end():  # RULES 4.11
    shop = in_state("active", "premium")
    shop.switch_to_lite(at="2026-04-05 08:00")
    assert shop.data("switch_planned") == [{"plan": "lite", "price": LITE, "at": "2026-04-30T09:00:00Z"}]
    assert (shop.plan, shop.renewal) == ("premium", "lite")
    before = shop.account.wallet
    shop.wait("2026-04-30 12:00")
    assert (shop.plan, shop.state, shop.account.wallet) == ("lite", "active", before - 199_000)
    assert shop.data("switched") == [{"plan": "lite", "price": LITE, "paid": True}]


def test_a_switch_that_lite_cannot_pay_is_a_grace_on_lite():  # RULES 4.7, 15.5
    shop = in_state("active", "premium")
    shop.switch_to_lite()
    shop.empty()
    shop.wait("2026-04-30 12:00")
    assert (shop.plan, shop.state) == ("lite", "grace")
    assert shop.data("switched") == [
        {"plan": "lite", "price": LITE, "paid": False, "grace_until": "2026-05-14T09:00:00Z"}
    ]
    shop.credit(LITE)
    assert (shop.state, shop.period) == ("active", ("2026-04-30 12:00", "2026-05-31 12:00"))


def test_a_switch_in_the_trial_starts_lite_at_its_end():  # RULES 4.11
    shop = in_state("trial", "premium")
    shop.switch_to_lite()
    shop.wait("2026-03-31 12:00")
    assert shop.periods[1:] == [("lite", "2026-03-31 12:00", "2026-04-30 12:00", LITE)]


def test_a_switch_in_premium_grace_is_at_once_and_paid_if_it_can_be():  # RULES 4.11, 15.5
    shop = in_state("grace", "premium")
    shop.credit("2000.00", at="2026-04-02 08:00")
    assert shop.state == "grace"
    shop.switch_to_lite(at="2026-04-03 08:00")
    assert (shop.plan, shop.state, shop.wallet) == ("lite", "active", "10.00")
    assert shop.data("switched") == [{"plan": "lite", "price": LITE, "paid": True}]
    assert len(shop.data("renewed")) == 1


def test_a_switch_in_premium_grace_without_money_keeps_the_end_of_grace():  # RULES 4.11
    shop = in_state("grace", "premium")
    shop.switch_to_lite(at="2026-04-03 08:00")
    assert (shop.plan, shop.state) == ("lite", "grace")
    assert shop.clock(shop.account.subscription.grace_until) == "2026-04-14 12:00"
    assert shop.data("switched") == [
        {"plan": "lite", "price": LITE, "paid": False, "grace_until": "2026-04-14T09:00:00Z"}
    ]


def test_switching_twice_is_told_once():  # RULES 15.3
    shop = in_state("active", "premium")
    shop.switch_to_lite()
    before = shop.picture()
    assert shop.switch_to_lite().is_done
    assert shop.connect("lite").is_done
    assert shop.picture() == before


def test_a_switch_replaces_a_cancel():  # RULES 4.11
    shop = in_state("active", "premium")
    shop.cancel()
    shop.switch_to_lite()
    shop.wait("2026-04-30 12:00")
    assert (shop.plan, shop.state) == ("lite", "active")


def test_connect_lite_on_premium_is_the_switch():  # RULES 4.11
    shop = in_state("active", "premium")
    assert shop.connect("lite").is_done
    assert shop.renewal == "lite"


def test_switch_to_lite_on_lite_is_connecting_lite():  # RULES 4.11
    shop = in_state("active")
    assert shop.switch_to_lite().reason == "already_connected"
    shop.cancel()
    assert shop.switch_to_lite().is_done
    assert shop.renewal == "renew"


# -- upgrade ---------------------------------------------------------------------------------------------------------


def test_an_upgrade_returns_the_unused_part_and_starts_a_new_anchor():  # RULES 4.12
    shop = Shop(NO_TRIAL, wallet="10000.00", eligible=True)
    shop.connect("lite", at="2026-06-01 00:00")
    shop.connect("premium", at="2026-06-11 00:00")
    # 20 of 30 days of 1990.00 are unused: 1326.66 after rounding down.
    assert shop.wallet == "4346.66"
    assert shop.period == ("2026-06-11 00:00", "2026-07-11 00:00")
    assert shop.account.subscription.fees_paid == 199_000 - 132_666 + 499_000
    assert shop.data("upgraded") == [
        {"plan": "premium", "price": PREMIUM, "next_charge_at": "2026-07-10T21:00:00Z", "returned": "1326.66"}
    ]


def test_an_upgrade_is_kept_with_the_money_it_moved():  # RULES 4.12, 4.16
    shop = Shop(NO_TRIAL, wallet="10000.00", eligible=True)
    shop.connect("lite", at="2026-06-01 00:00")
    shop.connect("premium", at="2026-06-11 00:00")
    assert [(t.event, t.money) for t in shop.account.journal.changes.transitions] == [
        ("begin_paid", -199_000),
        ("upgrade", 132_666 - 499_000),
    ]


def test_an_upgrade_counts_the_returned_part_towards_the_price():  # RULES 4.12
    shop = Shop(NO_TRIAL, wallet="5653.33", eligible=True)
    shop.connect("lite", at="2026-06-01 00:00")
    answer = shop.connect("premium", at="2026-06-11 00:00")
    assert (answer.reason, answer.data) == ("insufficient_funds", {"missing": "0.01"})
    shop.credit("0.01")
    assert shop.connect("premium").is_done
    assert shop.wallet == "0.00"


def test_a_refused_upgrade_changes_nothing():  # RULES 4.12
    shop = Shop(NO_TRIAL, wallet=LITE, eligible=True)
    shop.connect("lite", at="2026-06-01 00:00")
    before = shop.picture()
    assert shop.connect("premium").reason == "insufficient_funds"
    assert shop.picture() == before


def test_an_upgrade_in_the_very_first_instant_returns_all():  # RULES 4.12
    shop = Shop(NO_TRIAL, eligible=True)
    shop.connect("lite", at="2026-06-01 00:00")
    shop.connect("premium")
    assert shop.data("upgraded")[0]["returned"] == LITE


def test_an_upgrade_needs_an_open_invitation():  # RULES 4.12
    assert in_state("active", eligible=False).connect("premium").reason == "no_invitation"


def test_an_upgrade_from_a_lite_trial_ends_it_without_a_premium_trial():  # RULES 4.12
    shop = in_state("trial")
    shop.connect("premium", at="2026-03-10 08:00")
    assert (shop.state, shop.wallet) == ("active", "95010.00")
    assert shop.data("upgraded")[0]["returned"] == "0.00"


def test_an_upgrade_from_grace_returns_nothing_and_leaves_grace():  # RULES 4.12
    shop = in_state("grace")
    shop.account.wallet = 499_000  # a credit would pay Lite first
    shop.connect("premium", at="2026-04-01 08:00")
    assert (shop.state, shop.plan, shop.wallet) == ("active", "premium", "0.00")
    assert shop.account.subscription.grace_until is None
    shop.credit(PREMIUM)
    shop.wait("2026-05-01 08:00")
    assert shop.period == ("2026-05-01 08:00", "2026-06-01 08:00")


def test_an_upgrade_renews_again_even_after_a_cancel():  # RULES 4.12
    shop = in_state("active")
    shop.cancel()
    shop.connect("premium")
    assert shop.renewal == "renew"


def test_an_upgrade_is_not_told_as_a_renewal():  # RULES 15.5
    shop = Shop(NO_TRIAL, eligible=True)
    shop.connect("lite")
    shop.connect("premium")
    assert shop.told("connected", "upgraded", "renewed") == [
        ("2026-01-01 00:00", "connected"),
        ("2026-01-01 00:00", "upgraded"),
    ]


@pytest.mark.parametrize("command", ["cancel", "resume", "switch_to_lite"])
def test_without_a_subscription_there_is_nothing_to_change(command):  # RULES 4.9, 4.10, 4.11
    assert getattr(Shop(), command)().reason == "not_connected"
