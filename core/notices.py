"""Who is told what, and whether it is still worth telling (RULES 12).

Problem: between the moment a notice is written and the moment it is sent a shop may have paid, cancelled or
spent, and a reminder of what is no longer so is worse than none. Decision: what happened stays true; what is
*ahead* is judged again on the account as it is at the moment of sending, and its numbers are brought up to date.
Limit: an account knows nothing of approval requests, so whether one was answered is told by the caller; nothing
older than a week is told at all.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from core.account import Account
from core.calendar import Calendar
from core.decide import MANAGERS
from core.points.lots import expiring_between
from core.policy import Policy
from core.subscription.billing import coming_fee, fee_due
from core.values import (
    HOUR,
    Amount,
    Instant,
    Invitation,
    Renewal,
    Role,
    State,
    format_amount,
    format_instant,
    parse_instant,
)

EVERYONE: Final = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.FINANCE, Role.EMPLOYEE})
MONEY: Final = MANAGERS | {Role.FINANCE}

AUDIENCE: Final[Mapping[str, frozenset[Role]]] = {
    "invitation_received": EVERYONE,
    "invitation_withdrawn": EVERYONE,
    "approval_requested": MANAGERS,
    "approval_answered": EVERYONE,
    "connected": MANAGERS,
    "upgraded": MANAGERS,
    "cancelled": MANAGERS,
    "resumed": MANAGERS,
    "switch_planned": MANAGERS,
    "switched": MANAGERS,
    "benefits_on": EVERYONE,
    "trial_ending": MANAGERS,
    "renewal_low_balance": MONEY,
    "renewal_failed": MONEY,
    "grace_reminder": MONEY,
    "renewed": MONEY,
    "subscription_ended": EVERYONE,
    "badge_hidden": EVERYONE,
    "badge_shown": EVERYONE,
    "points_expiring": MONEY,
    "points_credited": MONEY,
    "points_adjusted": MONEY,
    "points_expired": MONEY,
    "limit_reached": MONEY,
    "charge_coming": MONEY,
    "access_ending": MANAGERS,
    "price_changed": MANAGERS,
    "maintenance": MANAGERS,
    "maintenance_over": MANAGERS,
    "returns_high": MONEY,
    "monthly_report": MONEY,
    "programme_left": MANAGERS,
}
"""Kind → the roles that may get it (RULES 12). Of `approval_answered` only the asker, whatever the role."""

TO_THE_ASKER: Final = "approval_answered"
"""The one kind that is for a person, not for roles."""

ALWAYS: Final = frozenset({"renewal_failed", "subscription_ended", "approval_requested"})
"""Kinds that can't be switched off and don't wait for the end of quiet hours (RULES 12)."""

ON_REQUEST: Final = frozenset({"monthly_report"})
"""Kinds that are switched off until a person wants them (RULES 12)."""

FOLLOWED_WEEKS: Final = 4
"""For so many weeks after leaving a programme the seller is told what it has not earned (RULES 12)."""

OLDEST_TOLD: Final[Instant] = 7 * 24 * HOUR
"""What is older than a week is history, not news."""

Data = Mapping[str, Any]
Fresh = dict[str, Any] | None


def too_old(at: Instant, now: Instant) -> bool:
    """Whether a notice of `at` is no news any more."""
    return now - at > OLDEST_TOLD


def quiet_until(calendar: Calendar, quiet_from: int, quiet_to: int, now: Instant) -> Instant | None:
    """When the quiet hours that `now` lies in end, or None outside them.

    They go from the local hour `quiet_from` to before `quiet_to`, over midnight where that is the smaller one.
    """
    local = calendar.local(now)
    over_midnight = quiet_to < quiet_from
    inside = (local.hour >= quiet_from, local.hour < quiet_to)
    if not (any(inside) if over_midnight else all(inside)):
        return None
    ahead = 1 if over_midnight and local.hour >= quiet_from else 0
    end = calendar.at_hour(date.fromordinal(local.toordinal() + ahead), quiet_to)
    # In the night the clocks are set back an hour comes twice, and the first end may be over.
    return end if end > now else now + HOUR


def as_of(kind: str, data: Data, account: Account, policy: Policy, now: Instant, *, answered: bool = False) -> Fresh:
    """The notice's data with its numbers as they are at `now`, or None if it is no longer true.

    A reminder is true while what it speaks of is still ahead and no later reminder of the same has come due; "days" and
    the wallet are those of now. `answered` says whether an approval request was. What happened stays true.
    """
    if kind == "approval_requested":
        return None if answered or account.subscription.invitation is not Invitation.OPEN else dict(data)
    judge = _JUDGES.get(kind)
    if judge is None:
        return dict(data)
    fresh = judge(data, account, policy, now)
    return None if fresh is None else {**data, **fresh}


# -- what is ahead -------------------------------------------------------------------------------------------------


def _days_left(
    policy: Policy, day: date, told: int, all_days: Iterable[int], now: Instant, field: str = "days"
) -> Fresh:
    """The local days left until `day`; None if a later reminder has come due since the one `told` days before.

    Part of a day counts as one: nobody is told of "0 days" while it is still ahead.
    """
    calendar, hour = policy.calendar, policy.reminders.hour
    for before in all_days:
        if before < told and calendar.at_hour(date.fromordinal(day.toordinal() - before), hour) <= now:
            return None
    return {field: max(1, (day - calendar.date(now)).days)}


def _before_boundary(data: Data, account: Account, policy: Policy, now: Instant, all_days: Iterable[int]) -> Fresh:
    """True while the trial or period that the reminder was for is running."""
    subscription = account.subscription
    at = parse_instant(data["at"])
    if subscription.state not in (State.TRIAL, State.ACTIVE) or subscription.period_end != at or at <= now:
        return None
    return _days_left(policy, policy.calendar.date(at), data["days"], all_days, now)


def _money(account: Account, price: Amount) -> dict[str, str]:
    return {"wallet": format_amount(account.wallet), "missing": format_amount(price - account.wallet)}


def _trial_ending(data: Data, account: Account, policy: Policy, now: Instant) -> Fresh:
    charge = coming_fee(account, policy)
    if account.subscription.state is not State.TRIAL or charge is None:
        return None
    days = _before_boundary(data, account, policy, now, policy.reminders.trial_ending)
    return None if days is None else days | {"plan": charge[0], "price": format_amount(charge[1])}


def _renewal_low_balance(data: Data, account: Account, policy: Policy, now: Instant) -> Fresh:
    charge = coming_fee(account, policy)
    if charge is None or account.wallet >= charge[1]:
        return None
    days = _before_boundary(data, account, policy, now, policy.reminders.renewal_low_balance)
    if days is None:
        return None
    return days | {"plan": charge[0], "price": format_amount(charge[1])} | _money(account, charge[1])


def _charge_coming(data: Data, account: Account, policy: Policy, now: Instant) -> Fresh:
    charge = coming_fee(account, policy)
    if charge is None or account.wallet < charge[1]:
        return None
    days = _before_boundary(data, account, policy, now, policy.reminders.charge_coming)
    if days is None:
        return None
    money = {"price": format_amount(charge[1]), "wallet": format_amount(account.wallet)}
    return days | {"plan": charge[0]} | money


def _access_ending(data: Data, account: Account, policy: Policy, now: Instant) -> Fresh:
    if account.subscription.renewal is not Renewal.STOP:
        return None
    days = _before_boundary(data, account, policy, now, policy.reminders.access_ending)
    return None if days is None else days | {"reason": account.subscription.stop_reason}


def _grace_reminder(data: Data, account: Account, policy: Policy, now: Instant) -> Fresh:
    subscription = account.subscription
    until = parse_instant(data["grace_until"])
    if (
        subscription.state is not State.GRACE
        or subscription.plan is None
        or subscription.grace_until != until
        or until <= now
    ):
        return None
    before = [policy.grace.days - after for after in policy.reminders.grace_reminder]
    days = _days_left(policy, policy.calendar.date(until), data["days_left"], before, now, "days_left")
    if days is None:
        return None
    price = fee_due(account, policy)
    return days | {"plan": subscription.plan, "price": format_amount(price)} | _money(account, price)


def _points_expiring(data: Data, account: Account, policy: Policy, now: Instant) -> Fresh:
    lots = account.lots.get(data["programme"])
    if lots is None:
        return None
    calendar = policy.calendar
    day = date.fromisoformat(data["expiry_date"])
    start = max(calendar.start_of_day(day), now + 1)
    end = calendar.start_of_day(date.fromordinal(day.toordinal() + 1))
    found = expiring_between(lots, start, end)
    if found is None:
        return None
    amount, expires_at = found
    days = _days_left(policy, day, data["days"], policy.reminders.points_expiring, now)
    if days is None:
        return None
    return days | {"amount": format_amount(amount), "expires_at": format_instant(expires_at)}


def _programme_left(data: Data, account: Account, policy: Policy, now: Instant) -> Fresh:
    balance = account.balances.get(data["programme"])
    if balance is None or not balance.opted_out:
        return None
    calendar, weeks = policy.calendar, data["weeks"]
    left_on = calendar.date(parse_instant(data["left_at"]))
    next_one = date.fromordinal(left_on.toordinal() + 7 * (weeks + 1))
    overtaken = weeks < FOLLOWED_WEEKS and calendar.at_hour(next_one, policy.reminders.hour) <= now
    return None if overtaken else {}


def _invitation(expected: Invitation) -> Callable[[Data, Account, Policy, Instant], Fresh]:
    def judge(data: Data, account: Account, policy: Policy, now: Instant) -> Fresh:
        return {} if account.subscription.invitation is expected else None

    return judge


_JUDGES: Final[Mapping[str, Callable[[Data, Account, Policy, Instant], Fresh]]] = {
    "invitation_received": _invitation(Invitation.OPEN),
    # Its words are in the present tense: the shop "doesn't pass the check now".
    "invitation_withdrawn": _invitation(Invitation.WITHDRAWN),
    "trial_ending": _trial_ending,
    "renewal_low_balance": _renewal_low_balance,
    "charge_coming": _charge_coming,
    "access_ending": _access_ending,
    "grace_reminder": _grace_reminder,
    "points_expiring": _points_expiring,
    "programme_left": _programme_left,
}

JUDGED: Final = frozenset(_JUDGES) | {"approval_requested"}
"""Kinds that need the account to be judged; all others stay true."""
