"""Ten years of renewals from every day of the month, in zones whose clocks differ (RULES 2.3, 2.4, 4.5, 4.8).

Month ends and clock changes are where billing drifts. Each subscription is compared with boundaries that are counted
here from the anchor's wall clock alone: no drift, no gap, no overlap, and exactly one charge for each period, whether
the fee was paid at once or late in grace. The core alone: thousands of years pass in seconds.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.account import Account
from core.decide import World, decide
from core.due import run_due
from core.events import Connect, WalletCredited
from core.policy import overlay_policy
from core.values import Instant, Plan, Role
from tests.property.model import add_months, from_wall

ZONES = ("Europe/Moscow", "Asia/Yerevan", "America/Los_Angeles", "Australia/Lord_Howe")
YEARS = (2026, 2028)  # an ordinary one, a leap year
MONTHS = 120
PRICE = 199_000
DAY = 86_400_000_000
QUIET = "[reminders]\ncharge_coming = []\nrenewal_low_balance = []\ngrace_reminder = []\naccess_ending = []\n"


def ten_years(zone: str, start: str, *, trial: bool, late: bool) -> Account:
    """A Lite subscription connected at that wall clock; `late`: every third fee is paid five days late, in grace."""
    days = 30 if trial else 0
    policy = overlay_policy(f'timezone = "{zone}"\ntrial.days = {days}\n{QUIET}')
    world = World(policy)
    opened = from_wall(zone, datetime.fromisoformat(start))
    account = Account("S", "Shop", None, opened, policy)

    def pay(amount: int, now: Instant) -> None:
        decide(account, WalletCredited(id="w", at=now, seller="S", amount=amount), now, world, "test")

    pay(PRICE, opened)
    assert decide(
        account, Connect(id="c", at=opened, seller="S", plan=Plan.LITE, by=Role.MANAGER), opened, world, "t"
    ).is_done
    for month in range(MONTHS):
        due = account.subscription.period_end
        assert due is not None
        if not late or month % 3:
            pay(PRICE, due - 1)
            run_due(account, policy, due)
        else:
            pay(max(0, PRICE - account.wallet - 1), due - 1)
            run_due(account, policy, due)
            pay(1, due + 5 * DAY)
    return account


def check(account: Account, zone: str, *, trial: bool) -> None:
    paid = [period for period in account.journal.changes.periods if period.kind == "paid"]
    anchor = paid[0].starts_at
    assert [p.starts_at for p in paid] == [add_months(zone, anchor, k) for k in range(len(paid))]
    assert [p.ends_at for p in paid] == [add_months(zone, anchor, k + 1) for k in range(len(paid))]
    assert len({p.starts_at for p in paid}) == len(paid) == MONTHS + (0 if trial else 1)
    fees = [entry for entry in account.journal.changes.wallet_entries if entry.kind == "fee"]
    assert [-fee.amount for fee in fees] == [PRICE] * len(paid)
    assert account.subscription.fees_paid == PRICE * len(paid)
    wall = datetime.fromtimestamp(anchor // 1_000_000, ZoneInfo(zone))
    days = {datetime.fromtimestamp(p.starts_at // 1_000_000, ZoneInfo(zone)).day for p in paid}
    assert max(days) == wall.day and min(days) >= min(wall.day, 28)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("day", [1, 15, 28, 29, 30, 31])
def test_ten_years_of_renewals_neither_drift_nor_skip(zone: str, year: int, day: int) -> None:  # RULES 4.5
    check(ten_years(zone, f"{year}-01-{day:02d}T02:15", trial=False, late=day % 2 == 1), zone, trial=False)


@pytest.mark.parametrize("zone", ZONES)
def test_ten_years_after_a_trial_are_counted_from_its_end(zone: str) -> None:  # RULES 4.3, 4.5
    check(ten_years(zone, "2028-01-01T02:15", trial=True, late=True), zone, trial=True)


@pytest.mark.parametrize("zone", ZONES)
def test_a_leap_days_anchor_returns_to_the_29th(zone: str) -> None:  # RULES 2.4
    check(ten_years(zone, "2028-02-29T23:59", trial=False, late=False), zone, trial=False)


@pytest.mark.soak
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("hour", ["00:00", "02:15", "23:59"])
@pytest.mark.parametrize("trial", [False, True])
def test_ten_years_from_every_day_of_the_month(zone: str, year: int, hour: str, trial: bool) -> None:
    for month in (1, 3, 10):
        for day in range(1, 32):
            for late in (False, True):
                start = f"{year}-{month:02d}-{day:02d}T{hour}"
                check(ten_years(zone, start, trial=trial, late=late), zone, trial=trial)


@pytest.mark.soak
@pytest.mark.parametrize("zone", ZONES)
def test_ten_years_from_every_day_of_a_year(zone: str) -> None:
    for number in range(366):
        start = f"{date(2028, 1, 1) + timedelta(days=number)}T02:15"
        check(ten_years(zone, start, trial=False, late=number % 2 == 0), zone, trial=False)
