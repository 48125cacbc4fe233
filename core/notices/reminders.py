"""Reminders: the moments at which they may be due are planned ahead, and what is true is told then (RULES 12, 15.2)."""

from datetime import date
from functools import lru_cache
from typing import Any, Final

from core.account import Account, Reminder
from core.calendar import Calendar
from core.notices.kinds import NoticeKind
from core.notices.truth import Moment
from core.policy import Policy
from core.values import Instant, State, format_instant

_BEFORE_AN_END: Final = tuple(kind for kind in NoticeKind if kind.ahead is not None and kind.ahead.end == "at")


def plan_days(account: Account, policy: Policy, kind: NoticeKind, day: date, until: Instant, subject: str = "") -> None:
    """Plan the moments of one kind, counted from a local day."""
    assert kind.ahead is not None
    way = 1 if kind.ahead.after else -1
    floor = account.occasion.floor
    for moment, days in _moments(policy.calendar, policy.reminders.hour, day, way, kind.days(policy)):
        if moment > floor:
            account.schedule(Reminder(moment, kind.ahead.rank, kind, subject, days, until))


# Asked for each seller and lot, and there are few days.
@lru_cache(maxsize=4096)
def _moments(
    calendar: Calendar, hour: int, day: date, way: int, days: tuple[int, ...]
) -> tuple[tuple[Instant, int], ...]:
    """The moments so many days before (`way` −1) or after (1) a local day, each with its days."""
    first = day.toordinal()
    return tuple((calendar.at_hour(date.fromordinal(first + way * each), hour), each) for each in days)


def plan_period(account: Account, policy: Policy) -> None:
    """Plan the moments before the present trial's or period's end."""
    subscription = account.subscription
    ends_at = subscription.period_end
    if ends_at is None or subscription.state is State.GRACE:
        return
    day = policy.calendar.date(ends_at)
    for kind in _BEFORE_AN_END:
        if kind is not NoticeKind.TRIAL_ENDING or subscription.state is State.TRIAL:
            plan_days(account, policy, kind, day, ends_at)


def plan_grace(account: Account, policy: Policy, due: Instant) -> None:
    """Plan the moments after the instant at which a fee was due and not paid."""
    plan_days(account, policy, NoticeKind.GRACE_REMINDER, policy.calendar.date(due), due)


def plan_subscription(account: Account, policy: Policy) -> None:
    """Plan all moments of the present subscription again, after a reload."""
    subscription = account.subscription
    if subscription.state is State.GRACE and subscription.period_end is not None:
        plan_grace(account, policy, subscription.period_end)
    else:
        plan_period(account, policy)


def plan_expiry(account: Account, policy: Policy, programme: str, expires_at: Instant) -> None:
    """Plan the moments before an expiry date; one per programme and date."""
    day = policy.calendar.date(expires_at)
    plan_days(account, policy, NoticeKind.POINTS_EXPIRING, day, policy.calendar.start_of_day(day), programme)


def remind(account: Account, policy: Policy, reminder: Reminder) -> None:
    """Tell what is true at this moment, or nothing (RULES 12, 15.2, 15.5)."""
    kind = NoticeKind(reminder.kind)
    assert kind.ahead is not None and kind.judge is not None
    about: dict[str, Any] = {}
    what = format_instant(reminder.until)
    if reminder.subject:
        what = policy.calendar.date(reminder.until).isoformat()
        about = {"programme": reminder.subject, "expiry_date": what}
        what = f"{reminder.subject}:{what}"
    elif account.subscription.period_end != reminder.until:
        return
    data = kind.judge(Moment(account, policy, account.at, known=account.occasion.floor), about)
    if data is None:
        return
    if not kind.ahead.after:
        data[kind.ahead.left] = reminder.days
    account.journal.notify_keyed(f"{kind}:{account.seller}:{what}:{reminder.days}", kind, data)
