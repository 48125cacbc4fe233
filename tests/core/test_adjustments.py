"""Returns, cancellations and revoked grants: what is taken back, and from where (RULES 8.5 to 8.8)."""

import pytest

from tests.core.shop import Shop


def redeemed(at: str = "2026-02-10 12:00", *, hold_days: int = 14, window: int = 30) -> Shop:
    """The order of 1176.00 points: 7000 × 20 % × 12 × 0.07."""
    shop = Shop()
    shop.campaign(coefficient="0.07", hold_days=hold_days, return_window_days=window)
    shop.redeem(price="7000.00", discount="0.20", quantity=12, at=at)
    return shop


def adjustments(shop: Shop) -> list[tuple[str, str, str | None]]:
    """Where adjustments took points from: stage, amount in points, lot."""
    return [(m.source, f"{m.amount / 100:.2f}", m.lot) for m in shop.movements if m.kind == "adjustment"]


def spent_lot(amount: str = "1000.00") -> Shop:
    """A discount grant G1 of that amount, all of it spent on a charge."""
    shop = Shop()
    shop.grant("G1", amount, programme="discount")
    shop.set_mode("auto")
    shop.bill("C1", amount)
    return shop


# -- orders ----------------------------------------------------------------------------------------------------------


def test_two_of_twelve_cancelled_leave_980_of_1176():  # RULES 8.6
    shop = redeemed()
    assert shop.cancel_order("L", 2, at="2026-02-11 12:00").is_done
    assert shop.points() == {"held": "980.00", "accrued": "1176.00", "adjusted": "196.00"}


def test_a_return_recomputes_what_is_left():  # RULES 8.6
    shop = Shop()
    shop.campaign(coefficient="0.333333", hold_days=0)
    shop.redeem(price="0.10", discount="1", quantity=3)
    assert shop.points("discount", "accrued") == {"accrued": "0.09"}
    shop.give_back("L", 1)
    assert shop.points("discount", "available") == {"available": "0.06"}
    shop.give_back("L", 1)
    assert shop.points("discount", "available") == {"available": "0.03"}


def test_a_return_that_changes_no_hundredth_adjusts_nothing():  # RULES 8.6, 2.2
    shop = Shop()
    shop.campaign(coefficient="0.000001", hold_days=0)
    shop.redeem(price="10000.00", discount="0.5", quantity=3)
    assert shop.give_back("L", 1).is_done
    assert shop.points() == {"available": "0.01", "accrued": "0.01", "credited": "0.01"}


def test_all_returned_takes_all_back_and_nothing_is_credited():  # RULES 8.6
    shop = redeemed()
    shop.give_back("L", 12, at="2026-02-11 12:00")
    shop.wait("2026-03-10 00:00")
    assert shop.points() == {"accrued": "1176.00", "adjusted": "1176.00"}
    assert shop.lots() == []


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("2026-03-12 12:00", None),
        ("2026-03-12 12:00:00.000001", "window_closed"),
    ],
)
def test_both_ends_of_the_return_window_count(at, reason):  # RULES 8.6, 15.1
    shop = redeemed()
    assert shop.give_back("L", 2, at=at).reason == reason


def test_a_return_at_the_very_instant_of_redemption_counts():  # RULES 15.1
    assert redeemed(window=0).give_back("L", 2).is_done


def test_a_late_return_is_judged_by_its_own_instant():  # RULES 2.7, 8.6
    shop = redeemed()
    shop.wait("2026-06-01 00:00")
    assert shop.give_back("L", 2, at="2026-03-12 12:00").is_done
    assert shop.clock(shop.movements[-1].at) == "2026-06-01 00:00"


def test_more_than_is_left_is_refused():  # RULES 8.6
    shop = redeemed()
    shop.give_back("L", 10)
    before = shop.picture()
    answer = shop.give_back("L", 3)
    assert (answer.kind, answer.reason) == ("refused", "quantity_exceeds")
    assert shop.picture() == before
    assert shop.give_back("L", 2).is_done


def test_too_many_is_judged_before_the_window():  # RULES 8.6
    shop = redeemed()
    assert shop.give_back("L", 13, at="2026-06-01 00:00").reason == "quantity_exceeds"


def test_a_return_of_an_unknown_line_is_refused():  # RULES 8.6
    answer = Shop().give_back("X", 1)
    assert (answer.kind, answer.reason) == ("refused", "unknown_line")


def test_a_cancellation_of_a_line_never_redeemed_leaves_no_trace():  # RULES 8.5, 15.8
    shop = redeemed()
    answer = shop.cancel_order("X", 1)
    assert (answer.kind, answer.reason) == ("ignored", "not_redeemed")
    assert shop.redeem("X").is_done


def test_a_cancellation_of_a_redeemed_line_is_a_return():  # RULES 8.5
    shop = redeemed()
    assert shop.cancel_order("L", 13).reason == "quantity_exceeds"
    assert shop.cancel_order("L", 2, at="2026-06-01 00:00").reason == "window_closed"


def test_the_return_of_an_ignored_line_is_done_without_a_window():  # RULES 15.8
    shop = Shop()
    shop.campaign(min_discount="0.50")
    shop.redeem(quantity=3)
    assert shop.give_back("L", 4).reason == "quantity_exceeds"
    assert shop.give_back("L", 3, at="2027-06-01 00:00").is_done
    assert shop.points() == {}


# -- where it is taken from ------------------------------------------------------------------------------------------


def test_held_points_go_first():  # RULES 8.7
    shop = redeemed()
    shop.grant("G", "500.00", programme="discount")
    shop.give_back("L", 12)
    assert adjustments(shop) == [("held", "1176.00", "L")]
    assert shop.points("discount", "available") == {"available": "500.00"}


def test_then_what_is_left_of_its_lot():  # RULES 8.7
    shop = redeemed(hold_days=0)
    shop.grant("G", "500.00", programme="discount")
    shop.give_back("L", 2)
    assert adjustments(shop) == [("available", "196.00", "L")]


def test_then_other_lots_soonest_expiry_first():  # RULES 8.7
    shop = redeemed(hold_days=0)
    shop.set_mode("auto")
    shop.bill("C1", "1176.00")
    shop.set_mode("manual")
    shop.grant("late", "150.00", programme="discount", at="2026-02-11 00:00")
    shop.prolong("2027-01-01 00:00", programme="discount")
    shop.grant("soon", "100.00", programme="discount", at="2026-02-12 00:00")
    shop.give_back("L", 2)
    assert adjustments(shop) == [("available", "100.00", "soon"), ("available", "96.00", "late")]


def test_the_rest_becomes_debt():  # RULES 8.7
    shop = spent_lot("300.00")
    shop.grant("G2", "100.00", programme="discount")
    shop.revoke("G1", "300.00")
    assert adjustments(shop) == [("available", "100.00", "G2"), ("debt", "200.00", "G1")]
    assert shop.points("discount", "debt", "available", "adjusted") == {
        "debt": "200.00",
        "available": "0.00",
        "adjusted": "300.00",
    }


def test_what_expired_of_its_own_lot_is_forgiven():  # RULES 8.7
    shop = redeemed(hold_days=0, window=300)
    shop.wait("2026-07-01 00:00")
    assert shop.give_back("L", 2).is_done
    assert shop.points() == {"accrued": "1176.00", "credited": "1176.00", "expired": "1176.00"}


def test_each_expired_point_is_forgiven_once():  # RULES 8.7
    shop = redeemed(hold_days=0, window=300)
    shop.bill("C1", "1000.00")
    shop.spend("1000.00", programme="discount")
    shop.wait("2026-07-01 00:00")  # 176.00 expire
    shop.give_back("L", 1)  # 98.00 forgiven
    assert shop.points("discount", "debt") == {"debt": "0.00"}
    shop.give_back("L", 1)  # 78.00 forgiven, 20.00 owed
    assert shop.points("discount", "debt", "adjusted") == {"debt": "20.00", "adjusted": "20.00"}
    shop.give_back("L", 1)
    assert shop.points("discount", "debt") == {"debt": "118.00"}


def test_after_forgiving_the_rest_goes_on_to_other_lots():  # RULES 8.7
    shop = redeemed(hold_days=0, window=300)
    shop.bill("C1", "1176.00")
    shop.spend("1000.00", programme="discount")
    shop.wait("2026-07-01 00:00")
    shop.grant("G", "500.00", programme="discount")
    shop.give_back("L", 12)
    assert adjustments(shop) == [("available", "500.00", "G"), ("debt", "500.00", "L")]


def test_own_points_are_taken_before_expired_ones_are_forgiven():  # RULES 8.7, 9.7
    shop = redeemed(hold_days=0)
    shop.set_mode("auto")
    shop.bill("C1", "500.00")
    shop.prolong("2028-01-01 00:00", programme="discount")
    shop.reverse("C1")
    shop.give_back("L", 12)
    assert adjustments(shop) == [("available", "1176.00", "L")]


def test_a_debt_means_that_nothing_is_available():  # RULES 8.7
    shop = spent_lot()
    shop.revoke("G1", "300.00")
    for amount in ("100.00", "150.00", "60.00"):
        shop.grant(f"G{amount}", amount, programme="discount")
        balance = shop.account.balances["discount"]
        assert not (balance.debt and balance.available)
    assert shop.points("discount", "available", "debt") == {"available": "10.00", "debt": "0.00"}


def test_held_points_are_not_touched_by_another_lines_return():  # RULES 8.7
    shop = spent_lot()
    shop.campaign()
    shop.redeem()
    shop.revoke("G1", "100.00")
    assert shop.points("discount", "held", "debt") == {"held": "700.00", "debt": "100.00"}


def test_a_line_credited_into_debt_has_no_lot_to_take_from():  # RULES 8.4, 8.7
    shop = spent_lot()
    shop.revoke("G1", "1000.00")
    shop.campaign(hold_days=0)
    shop.redeem()
    shop.give_back("L", 20)
    assert adjustments(shop)[1:] == [("debt", "700.00", "L")]
    assert shop.points("discount", "debt") == {"debt": "1000.00"}


# -- grants ----------------------------------------------------------------------------------------------------------


def test_a_revoked_grant_is_an_adjustment():  # RULES 8.8
    shop = Shop()
    shop.grant("G", "100.00")
    assert shop.revoke("G", "30.00").is_done
    assert shop.points("bonus", "available", "adjusted") == {"available": "70.00", "adjusted": "30.00"}


def test_revoking_more_than_is_left_is_refused():  # RULES 9.8
    shop = Shop()
    shop.grant("G", "100.00")
    shop.revoke("G", "70.00")
    before = shop.picture()
    assert shop.revoke("G", "30.01").reason == "amount_exceeds"
    assert shop.picture() == before
    assert shop.revoke("G", "30.00").is_done


def test_revoking_an_unknown_grant_is_refused():  # RULES 9.8
    assert Shop().revoke("X", "1.00").reason == "unknown_grant"


def test_a_line_and_a_grant_of_one_name_are_two_lots():  # RULES 8.7a, 15.8
    shop = Shop()
    shop.campaign(hold_days=0)
    shop.redeem("same")
    shop.grant("same", "100.00", programme="discount")
    shop.revoke("same", "100.00")
    assert [(m.origin, m.lot) for m in shop.movements if m.kind == "adjustment"] == [("grant", "same")]
    assert shop.lots() == [("same", "700.00", "2026-07-01 00:00")]
