"""What is told before and after something happens, and what is not told any more (RULES 12, 15.2, 15.5)."""

import pytest

from core.due import next_due
from tests.core.shop import NO_TRIAL, Shop, in_state


def weekly(policy: str = "") -> Shop:
    """A shop with a discount grant G of 1000.00 on a Wednesday."""
    shop = Shop(policy)
    shop.grant("G", "1000.00", programme="discount", at="2026-02-04 12:00")
    return shop


# -- before the trial's end ------------------------------------------------------------------------------------------


def test_a_trials_end_is_told_seven_three_and_one_days_before():  # RULES 12
    shop = in_state("trial").wait("2026-04-10 00:00")
    assert shop.times("trial_ending") == ["2026-03-24 10:00", "2026-03-28 10:00", "2026-03-30 10:00"]
    assert shop.data("trial_ending")[0] == {
        "plan": "lite",
        "price": "1990.00",
        "at": "2026-03-31T09:00:00Z",
        "days": 7,
    }


def test_a_cancelled_trial_is_told_as_ending_access():  # RULES 12
    shop = in_state("trial")
    shop.cancel(at="2026-03-26 00:00")
    shop.wait("2026-04-10 00:00")
    assert shop.times("trial_ending") == ["2026-03-24 10:00"]
    assert shop.times("access_ending") == ["2026-03-28 10:00", "2026-03-30 10:00"]
    assert shop.data("access_ending")[1] == {
        "plan": "lite",
        "at": "2026-03-31T09:00:00Z",
        "days": 1,
        "reason": "cancelled",
    }


def test_a_trial_that_was_cancelled_early_is_not_told_seven_days_before():  # RULES 12
    shop = in_state("trial")
    shop.cancel()
    shop.wait("2026-04-10 00:00")
    assert shop.times("access_ending", "trial_ending") == ["2026-03-28 10:00", "2026-03-30 10:00"]


def test_a_trial_of_premium_names_premium_and_its_price():  # RULES 12
    shop = in_state("trial", "premium").wait("2026-03-24 10:00")
    (data,) = shop.data("trial_ending")
    assert (data["plan"], data["price"]) == ("premium", "4990.00")


def test_a_trial_that_becomes_lite_names_lites_price():  # RULES 12
    shop = in_state("trial", "premium")
    shop.switch_to_lite()
    shop.wait("2026-03-24 10:00")
    assert shop.data("trial_ending")[0]["price"] == "1990.00"


def test_the_end_of_a_paid_period_is_not_told_as_a_trials():  # RULES 12
    assert len(in_state("active").wait("2026-06-01 00:00").times("trial_ending")) == 3


def test_the_days_are_counted_from_the_end_date_not_from_the_hour():  # RULES 12
    shop = Shop()
    shop.connect("lite", at="2026-03-01 03:00")
    shop.wait("2026-04-01 00:00")
    assert shop.times("trial_ending") == ["2026-03-24 10:00", "2026-03-28 10:00", "2026-03-30 10:00"]


def test_a_reminder_whose_moment_was_before_the_connection_is_not_caught_up():  # RULES 15.2
    shop = Shop("trial.days = 3")
    shop.connect("lite", at="2026-03-01 12:00")
    shop.wait("2026-03-10 00:00")
    assert shop.times("trial_ending") == ["2026-03-03 10:00"]


# -- before a charge -------------------------------------------------------------------------------------------------


def test_a_low_balance_is_told_three_and_one_days_before_a_charge():  # RULES 12, 15.5
    shop = in_state("trial")
    shop.empty()
    shop.wait("2026-03-31 11:00")
    assert shop.times("renewal_low_balance") == ["2026-03-28 10:00", "2026-03-30 10:00"]
    assert shop.data("renewal_low_balance")[0] == {
        "plan": "lite",
        "price": "1990.00",
        "at": "2026-03-31T09:00:00Z",
        "days": 3,
        "wallet": "0.00",
        "missing": "1990.00",
    }


@pytest.mark.parametrize(("wallet", "told"), [("1989.99", 1), ("1990.00", 0)])
def test_a_balance_is_low_below_the_price(wallet, told):  # RULES 12
    shop = in_state("trial")
    shop.empty()
    shop.credit(wallet)
    shop.wait("2026-03-28 10:00")
    assert len(shop.times("renewal_low_balance")) == told


def test_what_is_missing_is_told_beside_what_is_there():  # RULES 12
    shop = in_state("trial", "premium")
    shop.empty()
    shop.credit("90.00")
    shop.wait("2026-03-28 10:00")
    (data,) = shop.data("renewal_low_balance")
    assert (data["price"], data["wallet"], data["missing"]) == ("4990.00", "90.00", "4900.00")


def test_each_reminder_keeps_to_its_own_days():  # RULES 12, 14
    days = "[reminders]\ntrial_ending = [9]\nrenewal_low_balance = [5]\naccess_ending = [4]\ncharge_coming = [2]\n"
    poor = in_state("active", policy=days)
    poor.empty()
    poor.wait("2026-04-30 11:00")
    assert poor.told()[-2:] == [("2026-03-31 12:00", "renewed"), ("2026-04-25 10:00", "renewal_low_balance")]
    stopped = in_state("active", policy=days)
    stopped.cancel()
    stopped.wait("2026-04-30 11:00")
    assert stopped.told()[-2:] == [("2026-03-31 12:00", "cancelled"), ("2026-04-26 10:00", "access_ending")]


def test_a_reminder_that_a_clock_change_moves_onto_the_boundary_comes_too_late():  # RULES 2.3, 2.5, 15.5
    # 28 March 2026 has no 23:00 in Nuuk: the moment a day before is midnight, and then the charge has failed already.
    shop = Shop('timezone = "America/Nuuk"\nreminders.hour = 23\n', wallet=None)
    shop.connect("lite", at="2026-02-27 00:00")
    shop.wait("2026-03-29 01:00")
    assert (shop.state, shop.period[1]) == ("grace", "2026-03-29 00:00")
    assert shop.times("renewal_low_balance") == ["2026-03-26 23:00"]


def test_a_low_balance_is_judged_at_its_own_moment():  # RULES 15.2
    shop = in_state("trial")
    shop.empty(at="2026-03-28 11:00")
    shop.wait("2026-03-29 00:00")
    assert shop.times("renewal_low_balance") == []
    shop.wait("2026-03-31 00:00")
    assert shop.times("renewal_low_balance") == ["2026-03-30 10:00"]


def test_a_line_at_the_very_moment_comes_after_the_reminder():  # RULES 2.5, 15.2
    shop = in_state("trial")
    shop.empty()
    shop.credit("1990.00", at="2026-03-28 10:00")
    assert shop.times("renewal_low_balance") == ["2026-03-28 10:00"]


def test_a_low_balance_before_a_switch_is_measured_by_lites_price():  # RULES 15.5
    shop = in_state("active", "premium")
    shop.switch_to_lite()
    shop.empty()
    shop.credit("1990.00")
    shop.wait("2026-04-30 11:00")
    assert shop.times("renewal_low_balance") == []


def test_a_stopped_subscription_has_no_low_balance():  # RULES 15.5
    shop = in_state("active")
    shop.cancel()
    shop.empty()
    shop.wait("2026-04-30 11:00")
    assert shop.times("renewal_low_balance") == []
    assert shop.times("access_ending") == ["2026-04-27 10:00", "2026-04-29 10:00"]


def test_a_charge_that_is_covered_is_told_three_days_before():  # RULES 12
    shop = in_state("active").wait("2026-04-30 11:00")
    assert shop.times("charge_coming") == ["2026-04-27 10:00"]
    assert shop.data("charge_coming") == [
        {"plan": "lite", "price": "1990.00", "at": "2026-04-30T09:00:00Z", "days": 3, "wallet": "98010.00"}
    ]


def test_a_wallet_of_exactly_the_price_covers_the_charge():  # RULES 12
    shop = in_state("active")
    shop.empty()
    shop.credit("1990.00")
    shop.wait("2026-04-30 11:00")
    assert shop.times("charge_coming") == ["2026-04-27 10:00"]


def test_a_trials_first_charge_is_told_by_the_trials_end():  # RULES 12
    assert in_state("trial").wait("2026-03-31 11:00").times("charge_coming") == []


def test_every_period_has_its_own_reminders():  # RULES 12
    shop = in_state("active").wait("2026-07-01 00:00")
    assert shop.times("charge_coming") == ["2026-04-27 10:00", "2026-05-28 10:00", "2026-06-27 10:00"]


def test_an_upgrade_drops_the_reminders_of_the_period_it_ended():  # RULES 12, 15.2
    shop = Shop(NO_TRIAL, eligible=True)
    shop.connect("lite", at="2026-06-01 12:00")
    shop.connect("premium", at="2026-06-20 12:00")
    shop.wait("2026-07-10 00:00")
    assert shop.times("charge_coming") == []


# -- grace -----------------------------------------------------------------------------------------------------------


def test_grace_is_reminded_of_on_days_3_7_10_and_13():  # RULES 12
    shop = in_state("grace").wait("2026-05-01 00:00")
    assert shop.times("grace_reminder") == [
        "2026-04-03 10:00",
        "2026-04-07 10:00",
        "2026-04-10 10:00",
        "2026-04-13 10:00",
    ]
    assert [data["days_left"] for data in shop.data("grace_reminder")] == [11, 7, 4, 1]
    assert shop.data("grace_reminder")[0] == {
        "plan": "lite",
        "price": "1990.00",
        "wallet": "0.00",
        "missing": "1990.00",
        "grace_until": "2026-04-14T09:00:00Z",
        "days_left": 11,
    }


def test_grace_on_premium_is_reminded_of_with_premiums_price():  # RULES 12
    shop = in_state("grace", "premium").wait("2026-04-03 10:00")
    (data,) = shop.data("grace_reminder")
    assert (data["plan"], data["price"]) == ("premium", "4990.00")


def test_grace_and_expiring_points_of_one_moment_are_told_in_the_order_of_their_ranks():  # RULES 12
    shop = in_state("grace", policy='[points.bonus]\nexpiry = { kind = "months", months = 1 }\n')
    shop.grant("G", "100.00", at="2026-04-10 00:00")
    shop.wait("2026-04-10 10:00")
    assert [kind for at, kind in shop.told() if at == "2026-04-10 10:00"] == [
        "points_credited",
        "grace_reminder",
        "points_expiring",
    ]


def test_a_paid_grace_is_not_reminded_of_any_more():  # RULES 12, 15.2
    shop = in_state("grace")
    shop.credit("1990.00", at="2026-04-05 00:00")
    shop.wait("2026-04-20 00:00")
    assert shop.times("grace_reminder") == ["2026-04-03 10:00"]


def test_an_ended_subscription_is_not_reminded_of():  # RULES 12
    shop = in_state("grace")
    shop.cancel(at="2026-04-05 00:00")
    shop.wait("2026-04-20 00:00")
    assert shop.times("grace_reminder") == ["2026-04-03 10:00"]


def test_the_low_balance_of_a_period_is_silent_once_grace_began():  # RULES 15.5
    shop = in_state("grace").wait("2026-04-30 00:00")
    assert shop.times("renewal_low_balance") == ["2026-03-28 10:00", "2026-03-30 10:00"]


# -- points ----------------------------------------------------------------------------------------------------------


def test_expiring_points_are_told_30_7_and_1_days_before():  # RULES 12
    shop = weekly().wait("2026-07-10 00:00")
    assert shop.times("points_expiring") == ["2026-06-01 10:00", "2026-06-24 10:00", "2026-06-30 10:00"]
    assert shop.data("points_expiring")[0] == {
        "programme": "discount",
        "amount": "1000.00",
        "expiry_date": "2026-07-01",
        "expires_at": "2026-06-30T21:00:00Z",
        "days": 30,
    }


@pytest.mark.parametrize(
    ("credited", "expires_at"),
    [
        ("2026-02-04 00:00", "2027-02-03T21:00:00Z"),
        ("2026-02-04 00:00:00.000001", "2027-02-03T21:00:00.000001Z"),
        ("2026-02-04 00:05", "2027-02-03T21:05:00Z"),
        ("2026-02-04 12:00", "2027-02-04T09:00:00Z"),
        ("2026-02-04 23:59:59", "2027-02-04T20:59:59Z"),
    ],
)
def test_a_reminder_says_the_very_instant_of_the_expiry(credited, expires_at):  # RULES 12.3
    shop = Shop()
    shop.grant("G", "100.00", at=credited)
    shop.wait("2027-02-03 12:00")
    data = shop.data("points_expiring")[-1]
    assert (data["expiry_date"], data["expires_at"]) == ("2027-02-04", expires_at)


def test_what_expires_the_day_after_is_told_by_itself():  # RULES 12
    shop = Shop()
    shop.grant("a", "100.00", at="2026-02-04 23:30")
    shop.grant("b", "50.00", at="2026-02-05 23:30")
    shop.wait("2027-02-03 12:00")
    assert [(data["expiry_date"], data["amount"]) for data in shop.data("points_expiring")[-3:]] == [
        ("2027-02-04", "100.00"),
        ("2027-02-05", "50.00"),
        ("2027-02-04", "100.00"),
    ]


def test_all_that_expires_on_a_date_is_told_together():  # RULES 12
    shop = Shop()
    for name, hour in (("a", "09:00"), ("b", "23:30")):
        shop.grant(name, "100.00", at=f"2026-02-04 {hour}")
    shop.wait("2027-02-03 12:00")
    assert [data["amount"] for data in shop.data("points_expiring")] == ["200.00"] * 3


def lots_of_one_day():
    """100.00 until 4 February 2027, 9:00, and 100.00 until 23:30."""
    shop = Shop()
    shop.grant("late", "100.00", at="2026-02-04 09:00")
    shop.grant("later", "100.00", at="2026-02-04 23:30")
    return shop


def test_of_several_lots_of_a_date_the_first_to_expire_names_the_hour():  # RULES 12.3
    shop = lots_of_one_day().wait("2027-02-03 12:00")
    assert shop.data("points_expiring")[-1]["expires_at"] == "2027-02-04T06:00:00Z"


def test_a_lot_that_is_spent_names_no_hour():  # RULES 12.3
    shop = lots_of_one_day()
    shop.bill("C", "100.00", at="2027-02-03 09:00")
    shop.spend("100.00")
    shop.wait("2027-02-03 12:00")
    assert shop.data("points_expiring")[-1]["expires_at"] == "2027-02-04T20:30:00Z"


@pytest.mark.parametrize(("left", "told"), [("0.99", 0), ("1.00", 1)])
def test_less_than_one_point_is_not_worth_a_word(left, told):  # RULES 12
    shop = Shop()
    shop.grant("G", left, programme="discount")
    shop.wait("2026-06-01 12:00")
    assert len(shop.times("points_expiring")) == told


def test_points_spent_meanwhile_are_not_told():  # RULES 15.2
    shop = weekly()
    shop.bill("C", "1000.00", at="2026-06-05 00:00")
    shop.spend("1000.00", programme="discount")
    shop.wait("2026-07-10 00:00")
    assert shop.times("points_expiring") == ["2026-06-01 10:00"]


def test_a_prolongation_moves_the_reminders():  # RULES 10.2, 12
    shop = weekly()
    shop.prolong("2026-08-15 00:00", programme="discount", at="2026-06-20 00:00")
    shop.wait("2026-09-01 00:00")
    assert shop.times("points_expiring")[1:] == ["2026-07-16 10:00", "2026-08-08 10:00", "2026-08-14 10:00"]


def test_a_prolongation_to_an_hour_of_the_day_is_told_with_that_hour():  # RULES 10.2, 12.3
    shop = weekly()
    shop.prolong("2026-08-15 18:30", programme="discount", at="2026-06-20 00:00")
    shop.wait("2026-08-14 12:00")
    assert shop.data("points_expiring")[-1]["expires_at"] == "2026-08-15T15:30:00Z"


def test_points_that_a_reversal_brings_back_are_told_again():  # RULES 9.7, 12
    shop = weekly()
    shop.set_mode("auto")
    shop.bill("C", "1000.00")
    shop.reverse("C", at="2026-06-20 00:00")
    shop.wait("2026-07-10 00:00")
    assert shop.times("points_expiring") == ["2026-06-24 10:00", "2026-06-30 10:00"]


def test_programmes_and_dates_have_reminders_of_their_own():  # RULES 12
    shop = weekly()
    shop.grant("H", "50.00", programme="discount", at="2026-04-10 00:00")
    shop.wait("2026-10-10 00:00")
    assert len(set(shop.keys("points_expiring"))) == 6


def test_a_date_is_told_once_however_many_lots_expire_on_it():  # RULES 12
    shop = weekly()
    shop.grant("H", "50.00", programme="discount")
    shop.wait("2026-06-01 10:00")
    assert [notice.key for notice in shop.account.journal.changes.notices if notice.kind == "points_expiring"] == [
        "points_expiring:S:discount:2026-07-01:30"
    ]


# -- daily digest ----------------------------------------------------------------------------------------------------


def test_the_digest_tells_at_ten_what_was_credited_adjusted_and_expired():  # RULES 12
    shop = weekly()
    shop.grant("H", "70.00", at="2026-02-04 13:00")
    shop.revoke("H", "20.00")
    shop.wait("2026-02-05 10:00")
    assert shop.times("points_credited", "points_adjusted") == ["2026-02-05 10:00"] * 2
    (told,) = shop.data("points_credited")
    assert told == {
        "programmes": {"bonus": "70.00", "discount": "1000.00"},
        "expires": {"bonus": "2027-02-04T10:00:00Z", "discount": "2026-06-30T21:00:00Z"},
    }
    assert shop.data("points_adjusted") == [{"programmes": {"bonus": "20.00"}}]


def test_one_programmes_points_add_up_in_the_digest():  # RULES 12
    shop = weekly()
    shop.grant("H", "70.00", programme="discount")
    shop.wait("2026-02-05 10:00")
    (told,) = shop.data("points_credited")
    assert told["programmes"] == {"discount": "1070.00"}


def test_a_digest_does_not_repeat_the_day_before():  # RULES 12
    shop = weekly()
    shop.grant("H", "70.00", at="2026-02-05 12:00")
    shop.wait("2026-02-06 10:00")
    assert shop.data("points_credited") == [
        {"programmes": {"discount": "1000.00"}, "expires": {"discount": "2026-06-30T21:00:00Z"}},
        {"programmes": {"bonus": "70.00"}, "expires": {"bonus": "2027-02-05T09:00:00Z"}},
    ]


def test_a_digest_has_a_key_by_kind_and_day():  # RULES 12
    shop = weekly().wait("2026-02-05 10:00")
    assert shop.keys("points_credited") == ["points_credited:S:2026-02-05"]


def test_what_comes_before_ten_is_told_on_the_same_day():  # RULES 12
    shop = Shop()
    shop.grant("G", "70.00", at="2026-02-04 09:59")
    shop.wait("2026-02-10 00:00")
    assert shop.times("points_credited") == ["2026-02-04 10:00"]


def test_a_line_at_ten_sharp_waits_for_the_next_day():  # RULES 2.5, 15.2
    shop = Shop()
    shop.grant("G", "70.00", at="2026-02-04 10:00")
    shop.wait("2026-02-10 00:00")
    assert shop.times("points_credited") == ["2026-02-05 10:00"]


def test_what_due_work_credits_at_ten_sharp_still_counts():  # RULES 15.2
    shop = Shop()
    shop.campaign(hold_days=1)
    shop.redeem(at="2026-02-03 10:00")
    shop.wait("2026-02-10 00:00")
    assert shop.times("points_credited") == ["2026-02-04 10:00"]


def test_expired_points_are_in_the_digest():  # RULES 12
    shop = weekly().wait("2026-07-02 00:00")
    assert shop.times("points_expired") == ["2026-07-01 10:00"]
    assert shop.data("points_expired") == [{"programmes": {"discount": "1000.00"}}]


def test_forgiven_points_are_not_told_as_adjusted():  # RULES 8.7, 12
    shop = Shop()
    shop.campaign(hold_days=0, return_window_days=300)
    shop.redeem()
    shop.wait("2026-07-02 00:00")
    shop.give_back("L", 20)
    shop.wait("2026-07-10 00:00")
    assert shop.times("points_adjusted") == []


def test_a_day_without_news_has_no_digest():  # RULES 12
    shop = weekly().wait("2026-02-20 00:00")
    assert shop.times("points_credited") == ["2026-02-05 10:00"]


# -- returns ---------------------------------------------------------------------------------------------------------


def test_high_returns_are_told_on_monday():  # RULES 12
    shop = weekly()
    shop.revoke("G", "300.01", at="2026-02-06 12:00")
    shop.wait("2026-02-20 00:00")
    assert shop.times("returns_high") == ["2026-02-09 10:00"]
    assert shop.data("returns_high") == [{"adjusted": "300.01", "accrued": "1000.00", "share": "0.30001"}]


def test_a_week_of_high_returns_is_told_under_its_monday():  # RULES 12
    shop = weekly()
    shop.revoke("G", "300.01", at="2026-02-06 12:00")
    shop.wait("2026-02-20 00:00")
    assert shop.keys("returns_high") == ["returns_high:S:2026-02-09"]


def test_returns_that_only_reach_the_share_are_not_high():  # RULES 12
    shop = weekly()
    shop.revoke("G", "300.00", at="2026-02-06 12:00")
    shop.wait("2026-02-20 00:00")
    assert shop.times("returns_high") == []


def test_each_week_is_measured_by_itself():  # RULES 12
    shop = weekly()
    shop.campaign(hold_days=0)
    shop.revoke("G", "300.00", at="2026-02-06 12:00")
    shop.redeem("M", at="2026-02-10 12:00")
    shop.give_back("M", 7, at="2026-02-11 12:00")
    shop.wait("2026-03-20 00:00")
    assert shop.data("returns_high") == [{"adjusted": "245.00", "accrued": "700.00", "share": "0.35"}]
    assert shop.times("returns_high") == ["2026-02-16 10:00"]


def test_a_return_counts_in_a_week_whose_accrual_comes_after_it():  # RULES 12
    shop = weekly()
    shop.campaign()
    shop.revoke("G", "400.00", at="2026-02-10 12:00")
    shop.redeem("M", at="2026-02-11 12:00")
    shop.wait("2026-02-20 00:00")
    assert shop.data("returns_high") == [{"adjusted": "400.00", "accrued": "700.00", "share": "0.571428"}]


def test_a_week_without_accrual_has_no_share():  # RULES 11, 12
    shop = weekly()
    shop.revoke("G", "900.00", at="2026-02-12 12:00")
    shop.wait("2026-03-20 00:00")
    assert shop.times("returns_high") == []


def test_a_return_at_the_weeks_end_belongs_to_the_next_week():  # RULES 2.5, 12
    shop = weekly()
    shop.campaign(hold_days=0)
    shop.redeem("M", at="2026-02-09 10:00")
    shop.give_back("M", 20, at="2026-02-09 10:00")
    shop.wait("2026-03-20 00:00")
    assert shop.times("returns_high") == ["2026-02-16 10:00"]


# -- what is due next -------------------------------------------------------------------------------------------------


def test_the_next_reminder_of_points_is_found_among_many_lots():  # RULES 12
    shop = Shop(wallet=None)
    for day in range(1, 29):
        shop.grant(f"G{day}", "100.00", at=f"2026-02-{day:02} 12:00")
    assert next_due(shop.account, shop.policy) == shop.instant("2026-03-01 10:00")  # the digest of 28 February
    shop.wait("2026-12-01 00:00")
    assert next_due(shop.account, shop.policy) == shop.instant("2027-01-02 10:00")


def test_a_lot_that_was_spent_has_no_reminder_left():  # RULES 12
    shop = Shop()
    shop.grant("G", "100.00")
    shop.wait("2026-07-01 00:00")
    assert next_due(shop.account, shop.policy) is not None
    shop.revoke("G", "100.00")
    shop.wait("2026-07-03 00:00")
    assert next_due(shop.account, shop.policy) is None


def test_a_seller_without_anything_ahead_has_nothing_due():  # RULES 2.5
    shop = Shop()
    assert next_due(shop.account, shop.policy) is None
