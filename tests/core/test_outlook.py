"""What the usual charges would use up of points that expire, worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.account import Account, Lot
from core.points.outlook import Expiring, Need, Outlook, ServiceNeed, Usual, outlook
from core.policy import Policy, overlay_policy
from core.values import HOUR, Amount, Instant, Origin, parse_instant

DAY = 24 * HOUR
NOW = parse_instant("2026-04-01T00:00:00+03:00")
POLICY = """
[points.discount]
services = { ads = "always", storage = "always", commission = "subscribers" }
[points.bonus]
services = { ads = "always" }
"""


def usual(**charged: Amount) -> Usual:
    """Charges of 90 days, so that a ninetieth is a day's."""
    return Usual(NOW - 90 * DAY, NOW, 3, charged)


def shop(policy: Policy, *lots: tuple[str, str, Amount, Instant]) -> Account:
    account = Account("S", "Shop", None, NOW - 400 * DAY, policy)
    for programme, name, amount, expires_at in lots:
        account.lots[programme].add(Lot(programme, Origin.GRANT, name, amount, NOW - DAY, expires_at))
    return account


def seen(lots: list[tuple[str, str, Amount, Instant]], charged: Usual) -> dict[str, Outlook]:
    policy = overlay_policy(POLICY)
    return outlook(shop(policy, *lots), policy, charged, NOW)


def parts(found: Outlook) -> list[tuple[Any, ...]]:
    return [(each.amount, each.used, each.unspent) for each in found.expiring]


def test_charges_up_to_the_expiry_use_points_up_and_the_rest_burns() -> None:
    """RULES 10.3: 1.00 a day for 30 days."""
    found = seen([("discount", "A", 5_000, NOW + 30 * DAY)], usual(ads=9_000))

    assert parts(found["discount"]) == [(5_000, 3_000, 2_000)]


def test_what_goes_sooner_is_used_first_and_not_again() -> None:
    """RULES 9.2, 10.3: 10 days' charges for the first date, the next 20 days' for the second."""
    lots = [("discount", "B", 2_500, NOW + 30 * DAY), ("discount", "A", 800, NOW + 10 * DAY)]

    assert parts(seen(lots, usual(ads=9_000))["discount"]) == [(800, 800, 0), (2_500, 2_200, 300)]


def test_two_programmes_do_not_count_on_the_same_charge() -> None:
    """RULES 9.2, 10.3: points that expire sooner pay first, whatever their programme."""
    lots = [("bonus", "A", 2_000, NOW + 10 * DAY), ("discount", "B", 2_000, NOW + 20 * DAY)]

    found = seen(lots, usual(ads=9_000))

    assert parts(found["bonus"]) == [(2_000, 1_000, 1_000)]
    assert parts(found["discount"]) == [(2_000, 1_000, 1_000)]


def test_points_that_can_pay_elsewhere_leave_a_charge_to_those_that_cannot() -> None:
    """RULES 10.3 (our choice): storage is paid by discount points only, so ads stay for the bonus."""
    lots = [("discount", "A", 1_000, NOW + 10 * DAY), ("bonus", "B", 1_000, NOW + 10 * DAY + 1)]

    found = seen(lots, usual(ads=9_000, storage=9_000))

    assert parts(found["discount"]) == [(1_000, 1_000, 0)]
    assert parts(found["bonus"]) == [(1_000, 1_000, 0)]


def test_only_what_the_programme_may_pay_now_is_usual() -> None:
    """RULES 7, 10.3: without a subscription commission is not paid with points."""
    found = seen([("discount", "A", 500, NOW + 30 * DAY)], usual(commission=90_000, packing=90_000))

    assert parts(found["discount"]) == [(500, 0, 500)]
    assert found["discount"].monthly == 0


def test_no_more_than_the_largest_share_of_a_charge_counts() -> None:
    """RULES 7, 10.3: half of 30.00."""
    policy = overlay_policy(POLICY.replace("[points.discount]", '[points.discount]\nmax_share = "0.5"'))
    account = shop(policy, ("discount", "A", 5_000, NOW + 30 * DAY))

    found = outlook(account, policy, usual(ads=9_000), NOW)["discount"]

    assert (found.monthly, parts(found)) == (1_500, [(5_000, 1_500, 3_500)])


def test_the_usual_monthly_charges_are_a_mean() -> None:
    """RULES 10.3: three months."""
    found = seen([], usual(ads=10_000, storage=5_000))

    assert (found["discount"].monthly, found["bonus"].monthly) == (5_000, 3_333)


def test_without_a_full_month_nothing_is_foretold() -> None:
    """RULES 10.3, 11: no data."""
    found = seen([("discount", "A", 500, NOW + 30 * DAY)], Usual(NOW, NOW, 0, {}))

    assert found["discount"].monthly is None
    assert parts(found["discount"]) == [(500, None, None)]


def test_points_of_one_local_date_are_one_sum() -> None:
    """RULES 10.3, 12.3, 15.2: Moscow's 11 April begins at 21:00 UTC; the first to expire names its hour."""
    midnight = parse_instant("2026-04-11T00:00:00+03:00")
    lots = [
        ("discount", "A", 100, midnight - 1),
        ("discount", "B", 200, midnight),
        ("discount", "C", 300, midnight + 5 * HOUR),
    ]

    found = seen(lots, usual(ads=0))["discount"].expiring

    assert found == (
        Expiring(date(2026, 4, 10), midnight - 1, 100, 0, 100),
        Expiring(date(2026, 4, 11), midnight, 500, 0, 500),
    )


@pytest.mark.parametrize(("expires_at", "there"), [(NOW, False), (NOW + 1, True)])
def test_points_that_have_expired_are_not_there_though_no_sweep_came(expires_at: Instant, there: bool) -> None:
    """RULES 10.1."""
    assert bool(seen([("discount", "A", 500, expires_at)], usual(ads=9_000))["discount"].expiring) is there


# -- the reserve warning ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("available", "reserve", "shortage"),
    [(30_000, 0, 0), (20_000, 0, 5_000), (9_000, 0, 10_000), (9_000, 4_000, 6_000)],
)
def test_a_shortage_is_what_others_leave_uncovered(available: int, reserve: int, shortage: int) -> None:
    """RULES 9.4."""
    need = Need(
        "bonus",
        available,
        (ServiceNeed("ads", True, 0, 0, 15_000), ServiceNeed("logistics", True, reserve, 0, 10_000)),
    )

    assert need.shortage("logistics") == shortage


def test_the_reserve_of_another_service_is_not_there() -> None:
    """RULES 9.4: kept for ads, though ads are paid by hand."""
    need = Need(
        "bonus",
        10_000,
        (ServiceNeed("ads", False, 6_000, 0, 0), ServiceNeed("logistics", True, 0, 0, 9_000)),
    )

    assert need.shortage("logistics") == 5_000


def test_services_paid_by_hand_drain_nothing() -> None:
    """RULES 9.1, 9.4."""
    need = Need(
        "bonus",
        10_000,
        (ServiceNeed("ads", False, 0, 0, 99_000), ServiceNeed("logistics", True, 0, 0, 9_000)),
    )

    assert need.shortage("logistics") == 0


def test_a_service_that_the_points_may_not_pay_has_no_shortage() -> None:
    assert Need("bonus", 0, ()).shortage("storage") == 0
