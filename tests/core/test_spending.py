"""Points paying for services, by themselves and by hand, and reversed charges (RULES 9)."""

from typing import Any

import pytest

from core.points import spending
from tests.core.shop import Shop, in_state

DAY_LIMIT = '[points.bonus]\ndaily_limit = { ads = "150.00" }\n'
MONTH_LIMIT = '[points.bonus]\nmonthly_limit = { ads = "150.00" }\n'
HALF = '[points.bonus]\nmax_share = "0.5"\n'


def with_points(amount: str = "1000.00", *, programme: str = "bonus", policy: str = "", mode: str = "auto") -> Shop:
    """A shop with a grant G of that amount that pays automatically."""
    shop = Shop(policy)
    shop.set_mode(mode)
    shop.grant("G", amount, programme=programme)
    return shop


# -- modes -----------------------------------------------------------------------------------------------------------


def test_by_default_a_charge_is_paid_with_money():  # RULES 9.1
    shop = Shop()
    shop.grant("G", "1000.00")
    shop.bill("C", "100.00")
    assert (shop.wallet, shop.money_part("C")) == ("99900.00", "100.00")


def test_automatic_payment_takes_points_first_and_then_money():  # RULES 9.1, 9.2
    shop = with_points("60.00")
    shop.bill("C", "100.00")
    assert (shop.wallet, shop.money_part("C")) == ("99960.00", "40.00")
    assert shop.points("bonus", "available", "spent") == {"available": "0.00", "spent": "60.00"}


def test_a_service_may_have_its_own_mode():  # RULES 9.1
    shop = with_points()
    shop.set_mode("manual", "ads")
    shop.bill("C1", "100.00", service="ads")
    shop.bill("C2", "100.00", service="logistics")
    assert (shop.money_part("C1"), shop.money_part("C2")) == ("100.00", "0.00")


def test_setting_the_mode_of_all_keeps_that_of_a_service():  # RULES 15.11
    shop = with_points()
    shop.set_mode("auto", "ads")
    shop.set_mode("manual")
    shop.bill("C1", "100.00", service="ads")
    assert shop.money_part("C1") == "0.00"


def test_a_charge_that_points_pay_whole_leaves_the_wallet_alone():  # RULES 9.2
    shop = with_points()
    entries = len(shop.account.journal.changes.wallet_entries)
    shop.bill("C", "100.00")
    assert len(shop.account.journal.changes.wallet_entries) == entries


def test_a_charge_for_a_service_no_programme_knows_is_paid_with_money():  # RULES 9.8
    shop = with_points()
    assert shop.bill("C", "100.00", service="packing").is_done
    assert shop.money_part("C") == "100.00"


def test_a_charge_id_is_billed_once():  # RULES 9.8
    shop = with_points()
    shop.bill("C", "100.00")
    before = shop.picture()
    assert shop.bill("C", "100.00").reason == "duplicate_charge"
    assert shop.picture() == before


def test_1890_points_pay_three_services_and_leave_40():  # RULES 8.2, 9.2
    shop = Shop()
    shop.campaign(coefficient="0.06", hold_days=0)
    shop.set_mode("auto")
    shop.redeem(price="7000.00", discount="0.15", quantity=30, at="2026-02-10 12:00")
    for service, amount in (("ads", "1200.00"), ("logistics", "500.00"), ("storage", "150.00")):
        shop.bill(service, amount, service=service)
    assert shop.lots() == [("L", "40.00", "2026-07-01 00:00")]
    assert shop.wallet == "100000.00"


# -- what automatic payment takes ------------------------------------------------------------------------------------


def test_automatic_payment_keeps_to_the_smallest_spending():  # RULES 7, 9.2
    shop = with_points("49.99")
    shop.bill("C1", "100.00")
    assert shop.money_part("C1") == "100.00"
    shop.grant("G2", "0.01")
    shop.bill("C2", "100.00")
    assert shop.money_part("C2") == "50.00"


def test_automatic_payment_of_a_charge_below_the_smallest_spending_is_money():  # RULES 9.2
    shop = with_points()
    shop.bill("C", "49.99")
    assert shop.money_part("C") == "49.99"


def test_a_single_hundredth_is_spent_where_the_minimum_allows_it():  # RULES 9.2
    shop = with_points("0.01", policy='[points.bonus]\nmin_spend = "0.01"\n')
    shop.bill("C", "100.00")
    assert shop.money_part("C") == "99.99"


def test_nothing_is_not_spent_however_small_the_minimum():  # RULES 9.2
    shop = with_points(policy='[points.bonus]\nmin_spend = "0.01"\ndaily_limit = { ads = "0.00" }\n')
    shop.bill("C", "100.00")
    assert shop.account.closed.charges["C"].paid == {}


def test_the_largest_share_is_rounded_down():  # RULES 9.2
    shop = with_points(policy='[points.bonus]\nmax_share = "0.99"\n')
    shop.bill("C", "100.99")
    assert shop.money_part("C") == "1.01"


def test_inside_a_programme_the_soonest_expiry_goes_first():  # RULES 9.2
    shop = with_points("100.00")
    shop.prolong("2028-01-01 00:00")
    shop.grant("soon", "100.00", at="2026-03-01 00:00")
    shop.bill("C", "150.00")
    assert [name for name, *_ in shop.lots("bonus")] == ["G"]
    assert [(m.lot, m.amount) for m in shop.movements if m.kind == "spending"] == [("soon", 10_000), ("G", 5_000)]


def test_of_one_expiry_the_oldest_crediting_goes_first_and_then_the_id():  # RULES 9.2, 15.9
    shop = Shop()
    shop.set_mode("auto")
    shop.grant("z", "10.00", programme="discount", at="2026-02-01 00:00")
    shop.grant("b", "10.00", programme="discount", at="2026-02-02 00:00")
    shop.grant("a", "10.00", programme="discount")
    shop.bill("C", "25.00")
    assert [m.lot for m in shop.movements if m.kind == "spending"] == ["z", "a", "b"]


def test_the_programme_with_the_soonest_expiring_lot_goes_first():  # RULES 9.2
    shop = Shop()
    shop.set_mode("auto")
    shop.grant("B", "100.00", at="2026-02-01 00:00")
    shop.grant("D", "100.00", programme="discount")
    shop.bill("C", "150.00")
    assert [(m.programme, m.amount) for m in shop.movements if m.kind == "spending"] == [
        ("discount", 10_000),
        ("bonus", 5_000),
    ]


def test_of_programmes_with_one_expiry_the_name_decides():  # RULES 9.2
    shop = Shop('[points.bonus]\nexpiry = { kind = "period_end", period = "quarter", carry = 1 }\n')
    shop.set_mode("auto")
    shop.grant("D", "100.00", programme="discount")
    shop.grant("B", "100.00")
    shop.bill("C", "150.00")
    assert [m.programme for m in shop.movements if m.kind == "spending"] == ["bonus", "discount"]


def test_a_programme_left_out_by_its_minimum_leaves_the_charge_to_the_next():  # RULES 9.2
    shop = Shop()
    shop.set_mode("auto")
    shop.grant("D", "80.00", programme="discount")
    shop.grant("B", "100.00")
    shop.bill("C", "120.00")
    assert shop.money_part("C") == "40.00"


def test_a_programme_pays_only_its_services():  # RULES 7
    shop = with_points()
    shop.bill("C", "100.00", service="storage")
    assert shop.money_part("C") == "100.00"


def test_discount_points_pay_commission_for_subscribers_only():  # RULES 7
    shop = with_points(programme="discount")
    shop.bill("C1", "100.00", service="commission")
    shop.connect("lite")
    shop.bill("C2", "100.00", service="commission")
    assert (shop.money_part("C1"), shop.money_part("C2")) == ("100.00", "0.00")


# -- limits ----------------------------------------------------------------------------------------------------------


def test_at_the_daily_limit_the_rest_is_money():  # RULES 9.3
    shop = with_points(policy=DAY_LIMIT)
    shop.bill("C1", "100.00", at="2026-02-01 10:00")
    shop.bill("C2", "100.00", at="2026-02-01 23:59:59")
    shop.bill("C3", "100.00", at="2026-02-02 00:00")
    assert [shop.money_part(c) for c in ("C1", "C2", "C3")] == ["0.00", "50.00", "0.00"]


def test_the_day_of_a_limit_is_the_programmes_own():  # RULES 9.3, 9.8
    shop = with_points(policy=DAY_LIMIT)
    shop.bill("C1", "150.00", at="2026-02-01T20:59:59Z")
    shop.bill("C2", "150.00", at="2026-02-01T21:00:00Z")
    assert shop.money_part("C2") == "0.00"


def test_at_the_monthly_limit_the_rest_is_money():  # RULES 9.3
    shop = with_points(policy=MONTH_LIMIT)
    shop.bill("C1", "100.00", at="2026-02-01 00:00")
    shop.bill("C2", "100.00", at="2026-02-28 23:59:59")
    shop.bill("C3", "100.00", at="2026-03-01 00:00")
    assert [shop.money_part(c) for c in ("C1", "C2", "C3")] == ["0.00", "50.00", "0.00"]


def test_the_monthly_limit_counts_today_too():  # RULES 9.3
    shop = with_points(policy=MONTH_LIMIT)
    shop.bill("C1", "100.00", at="2026-02-01 10:00")
    shop.bill("C2", "100.00", at="2026-02-01 11:00")
    assert shop.money_part("C2") == "50.00"


def test_automatic_and_manual_spending_count_together():  # RULES 9.3
    shop = with_points(policy=DAY_LIMIT)
    shop.bill("C1", "100.00")
    shop.set_mode("manual")
    shop.bill("C2", "100.00")
    assert shop.spend("50.01").reason == "daily_limit"
    assert shop.spend("50.00").is_done
    shop.set_mode("auto")
    shop.bill("C3", "100.00")
    assert shop.money_part("C3") == "100.00"


def test_limits_count_by_programme_and_service():  # RULES 9.3
    shop = with_points(policy=DAY_LIMIT)
    shop.grant("D", "1000.00", programme="discount")
    shop.bill("C1", "200.00", service="logistics")
    shop.bill("C2", "300.00")
    paid = {name: shop.account.closed.charges["C2"].paid.get(name) for name in ("discount", "bonus")}
    assert paid == {"discount": 30_000, "bonus": None}


def test_the_sellers_own_limit_counts_all_programmes():  # RULES 9.3
    shop = with_points()
    shop.grant("D", "1000.00", programme="discount")
    shop.set_daily_limit("ads", "150.00")
    shop.bill("C1", "100.00")
    shop.bill("C2", "100.00")
    shop.bill("C3", "100.00", service="logistics")
    assert [shop.money_part(c) for c in ("C1", "C2", "C3")] == ["0.00", "50.00", "0.00"]


def test_the_sellers_own_limit_can_be_removed():  # RULES 9.3
    shop = with_points()
    shop.set_daily_limit("ads", "10.00")
    shop.set_daily_limit("ads", None)
    assert shop.set_daily_limit("ads", None).is_done
    shop.bill("C", "100.00")
    assert shop.money_part("C") == "0.00"


def test_a_limit_lowered_below_what_was_used_leaves_nothing():  # RULES 9.3
    shop = with_points()
    shop.bill("C1", "100.00")
    shop.set_daily_limit("ads", "60.00")
    shop.set_mode("manual")
    shop.bill("C2", "100.00")
    answer = shop.spend("50.00")
    assert (answer.reason, answer.data) == ("own_limit", {"left": "0.00"})


def test_limits_for_a_service_no_programme_knows_are_accepted():  # RULES 15.11
    shop = Shop()
    assert shop.set_daily_limit("packing", "1.00").is_done
    assert shop.set_reserve("packing", "1.00").is_done
    assert shop.set_mode("auto", "packing").is_done


def test_reaching_a_limit_is_told_once_a_day_and_service():  # RULES 12
    shop = with_points(policy=DAY_LIMIT)
    shop.bill("C1", "150.00", at="2026-02-01 10:00")
    shop.bill("C2", "100.00")
    shop.bill("C3", "150.00", at="2026-02-02 10:00")
    assert shop.times("limit_reached") == ["2026-02-01 10:00", "2026-02-02 10:00"]
    assert shop.data("limit_reached")[0] == {"service": "ads", "limit": "daily", "amount": "150.00"}


# -- reserves --------------------------------------------------------------------------------------------------------


def test_automatic_spending_leaves_what_is_kept_for_other_services():  # RULES 9.4
    shop = with_points("300.00")
    shop.set_reserve("logistics", "200.00")
    shop.bill("C1", "300.00", service="ads")
    shop.bill("C2", "300.00", service="logistics")
    assert (shop.money_part("C1"), shop.money_part("C2")) == ("200.00", "100.00")


def test_reserves_larger_than_the_balance_leave_nothing():  # RULES 9.4
    shop = with_points("100.00")
    shop.set_reserve("logistics", "200.00")
    shop.bill("C", "100.00", service="ads")
    assert shop.money_part("C") == "100.00"


def test_a_reserve_of_zero_removes_it():  # RULES 9.4
    shop = with_points("300.00")
    shop.set_reserve("logistics", "200.00")
    shop.set_reserve("logistics", "0")
    shop.bill("C", "300.00", service="ads")
    assert shop.money_part("C") == "0.00"


def test_a_reserve_of_one_programme_leaves_the_other_free():  # RULES 9.4
    shop = with_points("300.00", programme="discount")
    shop.set_reserve("logistics", "200.00", programme="bonus")
    shop.bill("C", "300.00", service="ads")
    assert shop.money_part("C") == "0.00"


def test_manual_spending_ignores_reserves():  # RULES 9.4
    shop = with_points("300.00", mode="manual")
    shop.set_reserve("logistics", "300.00")
    shop.bill("C", "300.00")
    assert shop.spend("300.00").is_done


# -- by hand ---------------------------------------------------------------------------------------------------------


def billed(*amounts: str, policy: str = "", points: str = "1000.00", programme: str = "bonus") -> Shop:
    """A shop with points and charges C1, C2, … for ads, all paid with money."""
    shop = with_points(points, policy=policy, mode="manual", programme=programme)
    for number, amount in enumerate(amounts, start=1):
        shop.bill(f"C{number}", amount)
    return shop


def test_points_take_the_place_of_money_oldest_charge_first():  # RULES 9.5
    shop = billed("100.00", "100.00")
    assert shop.spend("150.00").is_done
    assert [shop.money_part(c) for c in ("C1", "C2")] == ["0.00", "50.00"]
    assert shop.wallet == "99950.00"
    assert [(m.kind, m.source, m.target) for m in shop.movements if m.kind == "cover"] == [
        ("cover", "available", "spent")
    ] * 2


def test_a_cover_stops_at_the_charge_that_takes_the_last_of_it():  # RULES 9.5
    shop = billed("100.00", "100.00")
    shop.spend("100.00")
    assert [shop.money_part(c) for c in ("C1", "C2")] == ["0.00", "100.00"]


def test_a_charge_that_points_paid_whole_has_no_part_in_a_cover():  # RULES 9.5
    shop = billed("100.00", "100.00")
    shop.spend("100.00")
    before = len(shop.account.journal.changes.wallet_entries)
    shop.spend("100.00")
    assert [entry.charge for entry in shop.account.journal.changes.wallet_entries[before:]] == ["C2"]


def test_a_single_hundredth_can_be_covered():  # RULES 9.5
    shop = billed("0.01", policy='[points.bonus]\nmin_spend = "0.01"\n')
    assert shop.spend("0.01").is_done


def test_only_this_months_charges_are_covered():  # RULES 9.5, 9.8
    shop = billed("100.00")
    shop.bill("C2", "60.00", at="2026-01-31 23:59:59")
    shop.wait("2026-02-01 00:00")
    assert shop.spend("50.00").reason == "nothing_to_cover"


def test_only_charges_of_that_service_are_covered():  # RULES 9.5
    shop = billed("100.00")
    assert shop.spend("50.00", service="logistics").reason == "nothing_to_cover"


def test_each_charge_is_covered_up_to_the_largest_share():  # RULES 9.5, 15.11
    shop = billed("100.01", "200.00", policy=HALF)
    answer = shop.spend("150.01")
    assert (answer.reason, answer.data) == ("over_coverable", {"largest": "150.00"})
    assert shop.spend("150.00").is_done
    assert [shop.money_part(c) for c in ("C1", "C2")] == ["50.01", "100.00"]


def test_the_largest_share_counts_what_the_programme_already_paid():  # RULES 15.11
    shop = with_points(policy=HALF + '[points.discount]\nmax_share = "0.3"\n')
    shop.bill("C", "200.00")
    assert shop.money_part("C") == "100.00"
    assert shop.spend("50.00").reason == "nothing_to_cover"
    shop.grant("D", "200.00", programme="discount")
    assert shop.spend("60.01", programme="discount").data == {"largest": "60.00"}


def test_a_reversed_charge_is_not_coverable():  # RULES 9.7
    shop = billed("100.00")
    shop.reverse("C1")
    assert shop.spend("50.00").reason == "nothing_to_cover"


def test_a_largest_amount_below_the_minimum_is_named_as_zero():  # RULES 15.11
    shop = billed("49.99")
    answer = shop.spend("50.00")
    assert (answer.reason, answer.data) == ("over_coverable", {"largest": "0.00"})


def test_a_largest_amount_at_the_minimum_is_named():  # RULES 15.11
    assert billed("50.00").spend("60.00").data == {"largest": "50.00"}


def test_a_refused_spending_changes_nothing():  # RULES 9.5
    shop = billed("100.00")
    before = shop.picture()
    for amount in ("49.99", "100.01", "1000.01"):
        assert shop.spend(amount).kind == "refused"
    assert shop.picture() == before


def spendings() -> dict[str, tuple[Shop, dict[str, Any]]]:
    """A shop for which each refusal, and everything after it in the order, applies."""
    many = DAY_LIMIT + 'monthly_limit = { ads = "120.00" }\n'

    def shop(policy: str = many, points: str = "100.00") -> Shop:
        found = Shop(policy)
        found.grant("G", points)
        found.set_daily_limit("ads", "110.00")
        return found

    paused = shop()
    paused.maintenance(True)
    expired = shop()
    expired.wait("2027-01-01 00:00")
    expired.grant("H", "100.00")
    return {
        "maintenance": (paused, {"amount": "0.01", "service": "storage"}),
        "service_not_eligible": (shop(), {"amount": "0.01", "service": "storage"}),
        "below_minimum": (shop(points="10.00"), {"amount": "49.99"}),
        "points_expired": (expired, {"amount": "200.00"}),
        "insufficient_points": (shop(), {"amount": "200.00"}),
        "daily_limit": (shop(points="500.00"), {"amount": "151.00"}),
        "monthly_limit": (shop(points="500.00"), {"amount": "121.00"}),
        "own_limit": (shop(points="500.00"), {"amount": "111.00"}),
        "nothing_to_cover": (shop(points="500.00"), {"amount": "110.00"}),
    }


@pytest.mark.parametrize("code", list(spendings()))
def test_the_first_refusal_that_applies_is_given(code):  # RULES 9.5
    shop, wish = spendings()[code]
    assert shop.spend(wish.pop("amount"), **wish).reason == code


def test_over_coverable_comes_last():  # RULES 9.5
    assert billed("60.00").spend("60.01").reason == "over_coverable"


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("below_minimum", {"minimum": "50.00"}),
        ("points_expired", {"missing": "100.00", "available": "100.00"}),
        ("insufficient_points", {"missing": "100.00", "available": "100.00"}),
        ("daily_limit", {"left": "150.00"}),
        ("monthly_limit", {"left": "120.00"}),
        ("own_limit", {"left": "110.00"}),
    ],
)
def test_a_refusal_names_the_numbers_that_help(code, numbers):  # RULES 9.5, 15.18
    shop, wish = spendings()[code]
    assert shop.spend(wish.pop("amount"), **wish).data == numbers


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2027-01-01 00:00", "points_expired"),
        ("2027-01-30 23:59:59.999999", "points_expired"),
        ("2027-01-31 00:00", "insufficient_points"),
    ],
)
def test_points_count_as_just_expired_for_thirty_days(at, code):  # RULES 9.5, 15.11
    shop = Shop()
    shop.grant("G", "100.00")
    assert shop.spend("100.00", at=at).reason == code


def test_more_than_what_expired_too_is_simply_not_enough():  # RULES 9.5
    shop = Shop()
    shop.grant("G", "100.00")
    assert shop.spend("100.01", at="2027-01-01 00:00").reason == "insufficient_points"


def test_only_this_programmes_expired_points_count():  # RULES 9.5
    shop = Shop()
    shop.grant("G", "100.00")
    assert shop.spend("100.00", programme="discount", at="2027-01-01 00:00").reason == "insufficient_points"


def test_points_expired_by_a_reversal_count_from_the_reversal():  # RULES 15.11
    shop = with_points("100.00")
    shop.bill("C", "100.00")
    shop.reverse("C", at="2027-06-01 00:00")
    assert shop.spend("100.00", at="2027-06-30 00:00").reason == "points_expired"


def test_during_maintenance_charges_are_still_paid_automatically():  # RULES 9.5, 13
    shop = with_points()
    shop.maintenance(True)
    shop.bill("C", "100.00")
    assert shop.money_part("C") == "0.00"
    assert shop.spend("50.00").reason == "maintenance"
    shop.maintenance(False)
    assert shop.spend("50.00").reason == "nothing_to_cover"
    assert [kind for _, kind in shop.told("maintenance", "maintenance_over")] == ["maintenance", "maintenance_over"]


@pytest.mark.parametrize("command", ["withdraw", "transfer"])
@pytest.mark.parametrize("programme", ["bonus", "discount"])
def test_points_are_never_paid_out_or_given_away(command, programme):  # RULES 7, 9.6
    shop = with_points()
    event = shop.event(f"command.{command}", None, programme=programme, amount="1.00", by="manager")
    code = "withdrawal_not_allowed" if command == "withdraw" else "transfer_not_allowed"
    assert shop.take(event).reason == code


# -- reversals -------------------------------------------------------------------------------------------------------


def test_a_reversal_gives_money_and_points_back():  # RULES 9.7
    shop = with_points("60.00")
    shop.bill("C", "100.00")
    assert shop.reverse("C").is_done
    assert shop.wallet == "100000.00"
    assert shop.points("bonus", "available", "spent") == {"available": "60.00", "spent": "0.00"}
    assert shop.lots("bonus") == [("G", "60.00", "2027-01-01 00:00")]


def test_a_reversal_gives_covers_back_too():  # RULES 9.7
    shop = billed("100.00")
    shop.spend("60.00")
    shop.reverse("C1")
    assert (shop.wallet, shop.points("bonus", "available")) == ("100000.00", {"available": "1000.00"})


def test_points_go_back_to_a_lot_that_still_has_some():  # RULES 9.7
    shop = with_points()
    shop.bill("C1", "100.00")
    shop.set_mode("manual")
    shop.bill("C2", "100.00")
    shop.spend("70.00")
    shop.reverse("C1")
    assert shop.lots("bonus") == [("G", "930.00", "2027-01-01 00:00")]


def test_points_that_come_back_repay_debt_before_they_count_as_expired():  # RULES 9.7
    shop = with_points("100.00")
    shop.bill("C", "100.00")
    shop.wait("2027-02-01 00:00")
    shop.grant("H", "10.00")
    shop.set_mode("manual")
    shop.revoke("H", "10.00")
    shop.revoke("G", "40.00")
    assert shop.points("bonus", "debt") == {"debt": "40.00"}
    shop.reverse("C")
    assert shop.points("bonus", "debt", "spent", "expired", "repaid") == {
        "debt": "0.00",
        "spent": "0.00",
        "expired": "60.00",
        "repaid": "40.00",
    }


def test_points_given_back_at_the_very_expiry_instant_are_expired():  # RULES 9.7, 10.1
    shop = with_points("100.00")
    shop.bill("C", "100.00")
    shop.reverse("C", at="2027-01-01 00:00")
    assert shop.points("bonus", "available", "expired") == {"available": "0.00", "expired": "100.00"}


def test_points_given_back_repay_the_debt_first():  # RULES 9.7, 8.7
    shop = with_points("100.00")
    shop.bill("C", "100.00")
    shop.revoke("G", "40.00")
    shop.reverse("C")
    assert shop.points("bonus", "debt", "repaid", "available") == {
        "debt": "0.00",
        "repaid": "40.00",
        "available": "60.00",
    }


def test_a_debt_larger_than_what_comes_back_leaves_the_lot_empty():  # RULES 9.7
    shop = with_points("100.00")
    shop.bill("C1", "50.00")
    shop.bill("C2", "50.00")
    shop.revoke("G", "100.00")
    shop.reverse("C1")
    assert (shop.points("bonus", "debt", "available"), shop.lots("bonus")) == (
        {"debt": "50.00", "available": "0.00"},
        [],
    )


def test_lots_get_their_points_back_in_spending_order():  # RULES 9.7
    shop = Shop()
    shop.set_mode("auto")
    shop.grant("a", "50.00", at="2026-02-01 00:00")
    shop.grant("b", "50.00", at="2026-02-02 00:00")
    shop.bill("C", "100.00")
    shop.revoke("a", "30.00")
    shop.reverse("C")
    assert shop.lots("bonus") == [("a", "20.00", "2027-02-01 00:00"), ("b", "50.00", "2027-02-02 00:00")]


def test_limits_used_stay_used_after_a_reversal():  # RULES 9.7
    shop = with_points(policy=DAY_LIMIT)
    shop.bill("C1", "100.00")
    shop.reverse("C1")
    shop.bill("C2", "100.00")
    assert shop.money_part("C2") == "50.00"


def test_a_charge_is_reversed_once_and_must_be_known():  # RULES 9.7, 9.8
    shop = billed("100.00")
    assert shop.reverse("X").reason == "unknown_charge"
    shop.reverse("C1")
    before = shop.picture()
    assert shop.reverse("C1").reason == "already_reversed"
    assert shop.picture() == before


def test_a_reversed_charges_id_stays_taken():  # RULES 9.8
    shop = billed("100.00")
    shop.reverse("C1")
    assert shop.bill("C1", "100.00").reason == "duplicate_charge"


def test_what_points_could_still_pay_can_be_asked():  # RULES 9.5, 10.3
    shop = billed("100.00", "60.00")
    found = spending.coverable(shop.account, shop.policy, "bonus", "ads")
    assert [(charge.charge, amount) for charge, amount in found] == [("C1", 10_000), ("C2", 6_000)]


def test_a_cover_by_hand_needs_no_subscription_for_what_is_always_paid():  # RULES 7
    shop = in_state("inactive")
    shop.grant("G", "100.00")
    shop.bill("C", "100.00")
    assert shop.spend("50.00").is_done
