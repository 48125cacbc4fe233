"""Prices are facts with the instant they hold from (RULES 4.15)."""

from collections.abc import Callable

import pytest

from core.fees import coming_fee
from core.prices import PriceChange, Prices
from core.values import Plan, parse_instant
from tests.core.shop import NO_TRIAL, Shop, in_state

LITE, PREMIUM = "1990.00", "4990.00"


def on_lite(*, at: str = "2026-06-05 15:00") -> Shop:
    """A shop that pays for Lite each month from then on."""
    shop = Shop(NO_TRIAL)
    shop.connect("lite", at=at)
    return shop


def fees(shop: Shop) -> list[str]:
    return [fee for *_, fee in shop.periods]


# -- which price holds -----------------------------------------------------------------------------------------------


def test_the_policys_price_holds_until_the_first_change():
    prices = Prices({Plan.LITE: 1, Plan.PREMIUM: 2}, [PriceChange(Plan.LITE, 5, 100, 10)])
    assert [prices.of(Plan.LITE, at) for at in (0, 99, 100, 101)] == [1, 1, 5, 5]
    assert prices.of(Plan.PREMIUM, 100) == 2


def test_of_equal_instants_the_last_taken_counts():
    prices = Prices({Plan.LITE: 1}, [PriceChange(Plan.LITE, 5, 100, 10), PriceChange(Plan.LITE, 6, 100, 10)])
    assert prices.of(Plan.LITE, 100) == 6


def test_an_earlier_instant_taken_later_does_not_hide_a_later_one():
    changes = [PriceChange(Plan.LITE, 5, 100, 10), PriceChange(Plan.LITE, 6, 50, 20)]
    prices = Prices({Plan.LITE: 1}, changes)
    assert [prices.of(Plan.LITE, at) for at in (49, 50, 100)] == [1, 6, 5]


def test_what_was_not_known_yet_does_not_count():
    prices = Prices({Plan.LITE: 1}, [PriceChange(Plan.LITE, 5, 100, 10)])
    assert [prices.of(Plan.LITE, 200, known) for known in (9, 10)] == [1, 5]


def test_prices_ahead_are_those_that_will_differ_from_the_one_before():
    changes = [
        PriceChange(Plan.LITE, 5, 100, 10),
        PriceChange(Plan.LITE, 1, 50, 11),  # the first price again
        PriceChange(Plan.LITE, 5, 200, 12),  # what holds from 100 on already
        PriceChange(Plan.LITE, 7, 300, 13),
        PriceChange(Plan.LITE, 6, 300, 14),  # the last that was taken counts
        PriceChange(Plan.PREMIUM, 9, 60, 15),
    ]
    prices = Prices({Plan.LITE: 1, Plan.PREMIUM: 2}, changes)
    assert prices.ahead(Plan.LITE, 0) == [(100, 5), (300, 6)]
    assert prices.ahead(Plan.LITE, 100) == [(300, 6)]
    assert prices.ahead(Plan.LITE, 300) == []


# -- what is charged -------------------------------------------------------------------------------------------------


def test_of_two_changes_in_one_period_the_later_is_charged():
    shop = on_lite()
    shop.price("lite", "2500.00", "2026-06-10 00:00", at="2026-06-08 00:00")
    shop.price("lite", "2200.00", "2026-06-20 00:00", at="2026-06-09 00:00")
    shop.wait("2026-07-05 15:00")
    assert fees(shop) == [LITE, "2200.00"]


def test_a_change_that_begins_at_the_very_due_instant_applies():
    shop = on_lite()
    shop.price("lite", "2500.00", "2026-07-05 15:00", at="2026-06-08 00:00")
    shop.wait("2026-07-05 15:00")
    assert fees(shop) == [LITE, "2500.00"]


def test_a_change_that_begins_a_microsecond_later_does_not():
    shop = on_lite()
    shop.price("lite", "2500.00", "2026-07-05 15:00:00.000001", at="2026-06-08 00:00")
    shop.wait("2026-08-05 15:00")
    assert fees(shop) == [LITE, LITE, "2500.00"]


def test_a_change_taken_at_the_due_instant_leaves_what_fell_due_then():
    shop = on_lite()
    shop.price("lite", "2500.00", "2026-07-05 15:00", at="2026-07-05 15:00")
    assert fees(shop) == [LITE, LITE]
    shop.wait("2026-08-05 15:00")
    assert fees(shop) == [LITE, LITE, "2500.00"]


def test_a_sweep_that_comes_late_charges_the_price_of_the_scheduled_instant():
    shop = on_lite()
    shop.now = shop.instant("2026-08-01 00:00")  # nothing was done since June
    shop.world = shop.world.with_price(PriceChange(Plan.LITE, 250_000, shop.now, shop.now))
    shop.policy = shop.world.policy
    shop.wait("2026-09-05 15:00")
    assert fees(shop) == [LITE, LITE, "2500.00", "2500.00"]


def test_connecting_takes_the_price_of_now_also_at_the_instant_of_the_change():
    shop = Shop(NO_TRIAL)
    shop.price("lite", "2500.00", "2026-06-05 15:00", at="2026-06-05 15:00")
    shop.connect("lite", at="2026-06-05 15:00")
    assert fees(shop) == ["2500.00"]


def test_an_upgrade_takes_premiums_price_of_now():
    shop = Shop(NO_TRIAL, eligible=True)
    shop.connect("lite", at="2026-06-01 00:00")
    shop.price("premium", "6000.00", "2026-06-16 00:00")
    shop.connect("premium", at="2026-06-16 00:00")
    assert fees(shop) == [LITE, "6000.00"]


def test_a_planned_switch_is_charged_at_lites_price_of_the_boundary():
    shop = in_state("active", "premium")
    shop.switch_to_lite(at="2026-04-01 00:00")
    shop.price("lite", "2500.00", "2026-04-30 12:00")
    shop.wait("2026-04-30 12:00")
    assert fees(shop)[-1] == "2500.00"
    assert shop.data("switched")[0]["price"] == "2500.00"


# -- grace -----------------------------------------------------------------------------------------------------------


def test_in_grace_the_amount_stays_the_one_that_was_due():
    shop = in_state("grace")
    shop.price("lite", "1000.00", "2026-04-02 00:00", at="2026-04-02 00:00")
    shop.credit("1989.99")
    assert shop.state == "grace"
    shop.credit("0.01")
    assert (shop.state, fees(shop)[-1]) == ("active", LITE)


def test_a_reminder_in_grace_names_the_amount_that_was_due():
    shop = in_state("grace")
    shop.price("lite", "1000.00", "2026-04-02 00:00", at="2026-04-02 00:00")
    shop.wait("2026-04-03 10:00")
    assert shop.data("grace_reminder")[0]["price"] == LITE


def test_a_change_at_the_due_instant_leaves_the_amount_of_grace():
    shop = on_lite()
    shop.empty()
    shop.price("lite", "2500.00", "2026-07-05 15:00", at="2026-07-05 15:00")
    shop.credit("1990.00")
    assert (shop.state, fees(shop)[-1]) == ("active", LITE)


def test_a_switch_to_lite_in_grace_takes_lites_price_at_the_switch():
    shop = in_state("grace", "premium")
    shop.price("lite", "1500.00", "2026-04-02 00:00", at="2026-04-02 00:00")
    shop.switch_to_lite(at="2026-04-03 00:00")
    shop.price("lite", "3000.00", "2026-04-04 00:00", at="2026-04-04 00:00")
    shop.credit("1500.00")
    assert (shop.state, fees(shop)[-1]) == ("active", "1500.00")


# -- what is told ----------------------------------------------------------------------------------------------------


def test_a_change_names_the_next_charge_and_its_price_though_it_begins_later():
    shop = on_lite()
    shop.price("lite", "2500.00", "2026-08-01 00:00", at="2026-06-10 00:00")
    assert shop.data("price_changed") == [
        {
            "plan": "lite",
            "old": LITE,
            "new": "2500.00",
            "from": "2026-07-31T21:00:00Z",
            "next_charge_at": "2026-07-05T12:00:00Z",
            "next_price": LITE,
        }
    ]


def test_in_grace_a_change_says_that_the_amount_due_stays():
    shop = in_state("grace")
    shop.price("lite", "2500.00", "2026-04-05 00:00", at="2026-04-02 00:00")
    assert shop.data("price_changed") == [
        {"plan": "lite", "old": LITE, "new": "2500.00", "from": "2026-04-04T21:00:00Z", "amount_due": LITE}
    ]


def test_whoever_stops_or_pays_for_the_other_plan_is_not_told():
    for shop in (in_state("inactive"), in_state("active", "premium")):
        shop.price("lite", "2500.00", "2026-07-01 00:00")
        assert shop.times("price_changed") == []
    shop = in_state("active")
    shop.cancel()
    shop.price("lite", "2500.00", "2026-07-01 00:00")
    assert shop.times("price_changed") == []


def test_who_switches_to_lite_at_the_boundary_is_told_of_lites_price():
    shop = in_state("active", "premium")
    shop.switch_to_lite()
    shop.price("lite", "2500.00", "2026-07-01 00:00")
    shop.price("premium", "6000.00", "2026-07-01 00:00")
    assert [each["plan"] for each in shop.data("price_changed")] == ["lite"]


def test_a_change_to_what_would_hold_anyhow_is_not_told():
    shop = on_lite()
    shop.price("lite", LITE, "2026-08-01 00:00")
    assert shop.times("price_changed") == []


def test_taking_a_change_back_is_told_again():
    shop = on_lite()
    shop.price("lite", "2500.00", "2026-08-01 00:00")
    shop.price("lite", LITE, "2026-08-01 00:00")
    assert [(each["old"], each["new"]) for each in shop.data("price_changed")] == [(LITE, "2500.00"), ("2500.00", LITE)]


def test_reminders_name_the_price_at_the_instant_of_the_charge():
    shop = on_lite()
    shop.price("lite", "2500.00", "2026-07-05 15:00", at="2026-06-10 00:00")
    shop.wait("2026-07-02 10:00")
    assert shop.data("charge_coming")[0]["price"] == "2500.00"
    assert coming_fee(shop.account, shop.world.policy) == (Plan.LITE, 250_000)


def test_a_reminder_of_the_instant_of_a_change_does_not_know_it_yet():
    shop = on_lite()
    shop.price("lite", "2500.00", "2026-07-04 00:00", at="2026-07-02 10:00")
    assert shop.data("charge_coming")[0]["price"] == LITE


def test_connecting_resuming_and_planning_a_switch_name_the_price_of_the_next_charge():
    shop = Shop(eligible=True)
    shop.price("premium", "6000.00", "2026-03-31 12:00", at="2026-02-01 00:00")
    shop.price("lite", "2500.00", "2026-03-31 12:00")
    shop.connect("premium", at="2026-03-01 12:00")
    shop.cancel()
    shop.resume()
    shop.switch_to_lite()
    assert [shop.data(kind)[0]["price"] for kind in ("connected", "resumed", "switch_planned")] == [
        "6000.00",
        "6000.00",
        "2500.00",
    ]


# -- clocks that differ ------------------------------------------------------------------------------------------------


def taken_by_a_clock_ahead(shop: Shop, plan: Plan, price: int, since: str) -> None:
    """A change of another program, whose clock says noon of 2 March while here it is 1 March."""
    change = PriceChange(plan, price, parse_instant(since), parse_instant("2026-03-02T12:00:00Z"))
    shop.world = shop.world.with_price(change)


@pytest.mark.parametrize(
    ("act", "kind"),
    [(Shop.resume, "resumed"), (Shop.switch_to_lite, "switch_planned")],
)
def test_a_command_names_a_price_that_a_clock_ahead_has_taken(act: Callable[[Shop], object], kind: str):
    shop = Shop(eligible=True)
    shop.connect("premium", at="2026-03-01 11:00")
    shop.cancel()
    for plan in Plan:
        taken_by_a_clock_ahead(shop, plan, 600_000, "2026-03-02T12:00:00Z")
    act(shop)
    assert shop.data(kind)[0]["price"] == "6000.00"


def test_connecting_names_and_takes_prices_that_a_clock_ahead_has_taken():
    shop = Shop(NO_TRIAL)
    taken_by_a_clock_ahead(shop, Plan.LITE, 250_000, "2026-01-01T00:00:00Z")  # without sellers any instant is taken
    taken_by_a_clock_ahead(shop, Plan.LITE, 300_000, "2026-03-20T00:00:00Z")
    shop.connect("lite", at="2026-03-01 12:00")
    assert (fees(shop), shop.data("connected")[0]["price"]) == (["2500.00"], "3000.00")
