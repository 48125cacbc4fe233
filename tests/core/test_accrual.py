"""Points for redeemed orders: how many, when held, when credited, and why not (RULES 8.1 to 8.5, 8.8, 8.9)."""

from typing import Any

import pytest

from tests.core.shop import Shop


def selling(**campaign: Any) -> Shop:
    """A shop with a campaign C in the open."""
    shop = Shop()
    shop.campaign(**campaign)
    return shop


# -- how many --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("discount", "quantity", "coefficient", "points"),
    [("0.10", 20, "0.05", "700.00"), ("0.20", 12, "0.07", "1176.00"), ("0.15", 30, "0.06", "1890.00")],
)
def test_the_worked_examples(discount, quantity, coefficient, points):  # RULES 8.2
    shop = selling(coefficient=coefficient)
    assert shop.redeem(price="7000.00", discount=discount, quantity=quantity).is_done
    assert shop.points() == {"held": points, "accrued": points}


@pytest.mark.parametrize(
    ("price", "discount", "quantity", "coefficient", "points"),
    [
        ("0.99", "0.10", 1, "0.10", "0.00"),
        ("0.99", "1", 1, "0.015", "0.01"),
        ("999.99", "0.333333", 3, "0.333333", "333.32"),
        ("1.00", "0.1", 19, "0.005263", "0.00"),
        ("1.00", "0.1", 19, "0.005264", "0.01"),
    ],
)
def test_a_product_is_rounded_down_once_at_the_end(price, discount, quantity, coefficient, points):  # RULES 2.2
    shop = selling(coefficient=coefficient)
    assert shop.redeem(price=price, discount=discount, quantity=quantity).is_done
    assert shop.points("discount", "accrued") == {"accrued": points}


def test_points_that_round_down_to_nothing_are_done_without_a_lot():  # RULES 15.8
    shop = selling(hold_days=0)
    assert shop.redeem(price="0.01").is_done
    assert (shop.lots(), shop.movements) == ([], [])
    assert shop.give_back("L", 1).is_done


def test_a_category_has_its_own_coefficient():  # RULES 8.1
    shop = selling(coefficients={"books": "0.02"})
    shop.redeem("L1", category="books")
    shop.redeem("L2", category="shoes")
    assert [m.amount for m in shop.movements] == [28_000, 70_000]


def test_the_largest_coefficient_caps_default_and_category():  # RULES 8.1, 8.2
    shop = selling(coefficient="0.05", coefficients={"books": "0.9"}, max_coefficient="0.04")
    shop.redeem("L1", category="books")
    shop.redeem("L2", category="shoes")
    assert [m.amount for m in shop.movements] == [56_000, 56_000]


# -- why not ---------------------------------------------------------------------------------------------------------


def test_a_discount_below_the_smallest_earns_nothing():  # RULES 8.3
    shop = selling(min_discount="0.10")
    assert shop.redeem("L1", discount="0.099999").reason == "below_min_discount"
    assert shop.redeem("L2", discount="0.10").is_done


def test_an_excluded_category_earns_nothing():  # RULES 8.3
    assert selling(excluded_categories=["shoes"]).redeem().reason == "category_excluded"


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("2026-02-01 09:59:59.999999", "campaign_closed"),
        ("2026-02-01 10:00", None),
        ("2026-03-01 09:59:59.999999", None),
        ("2026-03-01 10:00", "campaign_closed"),
    ],
)
def test_a_campaign_is_open_from_its_start_to_just_before_its_end(at, reason):  # RULES 8.3
    shop = selling(starts_at="2026-02-01 10:00", ends_at="2026-03-01 10:00")
    assert shop.redeem(at=at).reason == reason


def test_a_campaign_nobody_knows_earns_nothing():  # RULES 8.3
    assert selling().redeem(campaign="D").reason == "unknown_campaign"


def test_a_seller_that_left_earns_nothing():  # RULES 8.3, 8.9
    shop = selling()
    shop.opt_out()
    assert shop.redeem().reason == "opted_out"


def test_the_first_reason_that_applies_is_given():  # RULES 8.3
    shop = selling(min_discount="0.5", excluded_categories=["shoes"], ends_at="2026-01-02 00:00")
    shop.opt_out()
    assert shop.redeem("L1", at="2026-01-03 00:00").reason == "below_min_discount"
    assert shop.redeem("L2", discount="0.5").reason == "category_excluded"
    assert shop.redeem("L3", discount="0.5", category="books").reason == "campaign_closed"
    assert shop.redeem("L4", discount="0.5", category="books", at="2026-01-01 12:00").reason == "opted_out"


def test_an_ignored_line_earns_nothing_and_keeps_its_reason():  # RULES 8.3, 15.8
    shop = selling(min_discount="0.5")
    assert shop.redeem().kind == "ignored"
    assert (shop.points(), shop.account.closed.lines["L"].reason) == ({}, "below_min_discount")


def test_an_ignored_lines_id_is_taken():  # RULES 15.8
    shop = selling(min_discount="0.5")
    shop.redeem()
    assert shop.redeem(discount="0.5").reason == "duplicate_line"


@pytest.mark.parametrize("hold_days", [0, 14])
def test_a_line_id_is_redeemed_once(hold_days):  # RULES 8.3
    shop = selling(hold_days=hold_days)
    shop.redeem()
    before = shop.picture()
    answer = shop.redeem()
    assert (answer.kind, answer.reason) == ("refused", "duplicate_line")
    assert shop.picture() == before


def test_campaigns_accrue_discount_points_and_nothing_else():  # RULES 8.3a
    shop = selling()
    shop.redeem()
    assert (shop.points("bonus"), {m.programme for m in shop.movements}) == ({}, {"discount"})


# -- versions of a campaign ------------------------------------------------------------------------------------------


def test_a_later_version_applies_to_later_orders():  # RULES 8.1
    shop = selling(coefficient="0.05")
    shop.campaign(coefficient="0.10", at="2026-02-01 00:00")
    shop.redeem("L1", at="2026-02-02 00:00")
    assert shop.points("discount", "held") == {"held": "1400.00"}


def test_a_late_order_is_judged_by_the_version_of_its_own_time():  # RULES 15.1
    shop = selling(coefficient="0.05")
    shop.campaign(coefficient="0.10", at="2026-02-01 00:00")
    shop.redeem("L1", at="2026-01-31 23:59:59")
    assert shop.points("discount", "accrued") == {"accrued": "700.00"}


def test_a_version_that_arrives_late_counts_from_its_own_instant():  # RULES 15.1
    shop = selling(coefficient="0.05")
    shop.campaign(coefficient="0.10", at="2026-03-01 00:00")
    shop.campaign(coefficient="0.20", at="2026-02-01 00:00")
    shop.redeem("L1", at="2026-02-15 00:00")
    shop.redeem("L2", at="2026-03-15 00:00")
    assert [m.amount for m in shop.movements if m.kind == "accrual"] == [280_000, 140_000]


def test_of_versions_of_one_instant_the_last_to_arrive_counts():  # RULES 15.1
    shop = selling(coefficient="0.05")
    shop.campaign(coefficient="0.10")
    shop.redeem()
    assert shop.points("discount", "held") == {"held": "1400.00"}


def test_an_order_older_than_every_version_is_judged_by_the_first():  # RULES 15.1
    shop = Shop()
    shop.campaign(coefficient="0.10", at="2026-02-01 00:00")
    shop.campaign(coefficient="0.05", at="2026-01-15 00:00")
    shop.redeem("L", at="2026-01-02 00:00")
    assert shop.points("discount", "accrued") == {"accrued": "700.00"}


def test_an_accrual_keeps_the_values_it_was_made_with():  # RULES 8.1
    shop = selling(coefficient="0.05", return_window_days=30)
    shop.redeem()
    shop.campaign(coefficient="0.50", return_window_days=0)
    shop.give_back("L", 10, at="2026-01-30 00:00")
    assert shop.points("discount", "credited", "adjusted") == {"credited": "700.00", "adjusted": "350.00"}


# -- hold and crediting ----------------------------------------------------------------------------------------------


def test_points_are_held_for_fourteen_days_and_then_credited():  # RULES 8.4
    shop = selling()
    shop.redeem(at="2026-02-10 12:00")
    shop.wait("2026-02-24 11:59:59.999999")
    assert shop.points() == {"held": "700.00", "accrued": "700.00"}
    shop.wait("2026-02-24 12:00")
    assert shop.points() == {"available": "700.00", "accrued": "700.00", "credited": "700.00"}


def test_there_is_no_hold_before_redemption():  # RULES 8.3a
    shop = selling()
    shop.cancel_order("L", 1)
    assert shop.points() == {}


def test_a_hold_of_no_days_credits_at_once():  # RULES 8.4
    shop = selling(hold_days=0)
    shop.redeem(at="2026-02-10 12:00")
    assert shop.lots() == [("L", "700.00", "2026-07-01 00:00")]


def test_the_hold_is_counted_in_local_days():  # RULES 8.4, 15.1
    shop = Shop('timezone = "America/Los_Angeles"')
    shop.campaign(hold_days=1)
    shop.redeem(at="2026-03-07 12:00")
    shop.wait("2026-03-08 11:59:59")
    assert shop.points("discount", "held") == {"held": "700.00"}
    shop.wait("2026-03-08 12:00")
    assert shop.points("discount", "held") == {"held": "0.00"}


def test_the_hold_of_a_late_order_began_at_its_own_instant():  # RULES 2.7, 15.1
    shop = selling()
    shop.wait("2026-02-20 12:00")
    shop.redeem(at="2026-02-10 12:00")
    shop.wait("2026-02-24 12:00")
    assert shop.points("discount", "available") == {"available": "700.00"}


def test_a_late_order_whose_hold_is_over_is_credited_at_the_clock():  # RULES 15.1
    shop = selling()
    shop.wait("2026-04-01 12:00")
    shop.redeem(at="2026-02-10 12:00")
    assert shop.lots() == [("L", "700.00", "2026-10-01 00:00")]


def test_crediting_repays_the_debt_first():  # RULES 8.4, 8.7
    shop = selling()
    shop.grant("G", "300.00", programme="discount")
    shop.set_mode("auto")
    shop.bill("C1", "300.00")
    shop.revoke("G", "300.00")
    assert shop.points("discount", "debt") == {"debt": "300.00"}
    shop.redeem(at="2026-02-10 12:00")
    shop.wait("2026-02-24 12:00")
    assert shop.points("discount", "debt", "repaid", "credited", "available") == {
        "debt": "0.00",
        "repaid": "300.00",
        "credited": "1000.00",
        "available": "400.00",
    }
    assert shop.lots() == [("L", "400.00", "2026-07-01 00:00")]


def test_a_debt_larger_than_the_credit_leaves_no_lot():  # RULES 8.4
    shop = selling()
    shop.grant("G", "900.00", programme="discount")
    shop.set_mode("auto")
    shop.bill("C1", "900.00")
    shop.revoke("G", "900.00")
    shop.redeem(at="2026-02-10 12:00")
    shop.wait("2026-02-24 12:00")
    assert shop.points("discount", "debt", "repaid") == {"debt": "200.00", "repaid": "700.00"}
    assert shop.lots() == []


def test_each_line_is_its_own_lot():  # RULES 8.7a
    shop = selling(hold_days=0)
    shop.redeem("L1")
    shop.redeem("L2")
    assert [name for name, *_ in shop.lots()] == ["L1", "L2"]


# -- grants ----------------------------------------------------------------------------------------------------------


def test_a_grant_is_credited_at_once_and_counts_as_accrued():  # RULES 8.8, 15.10
    shop = Shop()
    assert shop.grant("G", "100.00").is_done
    assert shop.points("bonus") == {"available": "100.00", "accrued": "100.00", "credited": "100.00"}
    assert shop.lots("bonus") == [("G", "100.00", "2027-01-01 00:00")]


def test_any_programme_can_be_granted():  # RULES 15.10
    shop = Shop()
    assert shop.grant("G", "100.00", programme="discount").is_done
    assert shop.points("discount", "available") == {"available": "100.00"}


def test_a_grant_repays_the_debt_first():  # RULES 8.8, 8.7
    shop = Shop()
    shop.grant("G1", "100.00")
    shop.set_mode("auto")
    shop.bill("C1", "100.00")
    shop.revoke("G1", "60.00")
    shop.grant("G2", "100.00")
    assert shop.points("bonus", "debt", "available") == {"debt": "0.00", "available": "40.00"}


def test_a_grant_is_refused_in_the_order_of_the_rules():  # RULES 9.8, 15.10
    shop = Shop()
    shop.grant("G", "100.00")
    shop.opt_out("bonus")
    assert shop.grant("G", "100.00", programme="gold").reason == "unknown_programme"
    assert shop.grant("G", "100.00").reason == "duplicate_grant"
    answer = shop.grant("H", "100.00")
    assert (answer.kind, answer.reason) == ("ignored", "opted_out")


def test_an_ignored_grants_id_is_taken_with_nothing_left():  # RULES 15.10
    shop = Shop()
    shop.opt_out("bonus")
    shop.grant("G", "100.00")
    shop.opt_in("bonus")
    assert shop.grant("G", "100.00").reason == "duplicate_grant"
    assert shop.revoke("G", "0.01").reason == "amount_exceeds"


# -- leaving and coming back -----------------------------------------------------------------------------------------


def test_between_leaving_and_coming_back_nothing_accrues():  # RULES 8.9
    shop = selling()
    shop.opt_out(at="2026-02-01 00:00")
    assert shop.redeem("L1", at="2026-02-02 00:00").reason == "opted_out"
    shop.opt_in(at="2026-02-03 00:00")
    assert shop.redeem("L2", at="2026-02-04 00:00").is_done


def test_leaving_goes_by_the_clock_not_by_the_orders_own_instant():  # RULES 15.1
    shop = selling()
    shop.opt_out(at="2026-02-01 00:00")
    assert shop.redeem(at="2026-01-31 00:00").reason == "opted_out"


def test_points_that_are_there_live_on():  # RULES 8.9
    shop = selling()
    shop.redeem(at="2026-02-10 12:00")
    shop.grant("G", "50.00", programme="discount")
    shop.opt_out()
    shop.wait("2026-02-24 12:00")
    shop.bill("C1", "100.00")
    assert shop.spend("60.00", programme="discount").is_done
    assert shop.points("discount", "available") == {"available": "690.00"}


def test_consent_is_kept_with_instant_and_actor():  # RULES 8.9
    shop = Shop()
    shop.opt_out(at="2026-02-01 00:00")
    shop.opt_in(at="2026-02-03 00:00")
    kept = [(shop.clock(c.at), c.programme, c.joined, c.actor) for c in shop.account.journal.changes.consents]
    assert kept == [
        ("2026-02-01 00:00", "discount", False, "manager"),
        ("2026-02-03 00:00", "discount", True, "manager"),
    ]


@pytest.mark.parametrize("out", [True, False])
def test_leaving_twice_or_staying_changes_nothing(out):  # RULES 15.3
    shop = Shop()
    if out:
        shop.opt_out()
    kept = len(shop.account.journal.changes.consents)
    assert (shop.opt_out() if out else shop.opt_in()).is_done
    assert len(shop.account.journal.changes.consents) == kept
