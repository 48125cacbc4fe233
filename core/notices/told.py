"""Reminders of a shop that a marketplace keeps itself: what is ahead as far as anybody can see (RULES 16.6).

Problem: such a shop has no charges and no periods to remind of, its facts come in any order and are revised. Decision:
the moments ahead are made anew from what is known whenever that changes, so that every order of the same facts leaves
the same moments; what is true is judged when a moment has come, as for all reminders. Limit: what becomes true after
its moment is not caught up (RULES 15.2).
"""

from datetime import timedelta
from typing import Final

from core.account import Account, Reminder
from core.calendar import Calendar
from core.notices.kinds import NoticeKind
from core.notices.reminders import plan_days
from core.notices.truth import Data, Moment, last_news, rating_low
from core.policy import Policy
from core.usual import usual_fee
from core.values import Instant, format_instant

_RATING_RANK: Final = 12
_SILENT_RANK: Final = 13
"""Their places among reminders of one instant, after those that name a date."""


def plan_told(account: Account, policy: Policy) -> None:
    """Plan every moment that is ahead, in the place of whatever was planned."""
    account.forget_reminders()
    calendar, shop = policy.calendar, account.reported
    usual = usual_fee(shop.premium)
    if usual is not None:
        likely = usual.likely
        plan_days(account, policy, NoticeKind.FEE_LIKELY, likely, calendar.start_of_day(likely))
    expires_at = shop.key_expires_at
    if expires_at is not None:
        plan_days(account, policy, NoticeKind.KEY_EXPIRING, calendar.date(expires_at), expires_at)
    hour, since = policy.reminders.hour, last_news(account)
    silent = calendar.at_hour(calendar.date(since) + timedelta(days=policy.reported.silent_days), hour)
    account.schedule(Reminder(silent, _SILENT_RANK, NoticeKind.REPORT_SILENT, "", policy.reported.silent_days, since))
    _plan_rating(account, policy, account.occasion.floor)


def _plan_rating(account: Account, policy: Policy, after: Instant) -> None:
    """The next Monday, while the rating is low."""
    monday = _next_monday(policy.calendar, policy.reminders.hour, after)
    if rating_low(Moment(account, policy, monday), {}) is not None:
        account.schedule(Reminder(monday, _RATING_RANK, NoticeKind.RATING_LOW, "", 0, monday))


def _next_monday(calendar: Calendar, hour: int, after: Instant) -> Instant:
    """The first reminder hour of a Monday after an instant."""
    today = calendar.date(after)
    this = today - timedelta(days=today.weekday())
    at = calendar.at_hour(this, hour)
    return at if at > after else calendar.at_hour(this + timedelta(days=7), hour)


def remind_told(account: Account, policy: Policy, reminder: Reminder) -> None:
    """Tell what is true at this moment, or nothing, under a key made of what it is about."""
    kind = NoticeKind(reminder.kind)
    about, what = _about(policy, kind, reminder)
    assert kind.judge is not None
    data = kind.judge(Moment(account, policy, account.at), about)
    if data is not None:
        if kind.ahead is not None:
            data[kind.ahead.left] = reminder.days
        account.journal.notify_keyed(f"{kind}:{account.seller}:{what}", kind, data)
    if kind is NoticeKind.RATING_LOW:
        _plan_rating(account, policy, account.at)


def _about(policy: Policy, kind: NoticeKind, reminder: Reminder) -> tuple[Data, str]:
    """What the judge is asked about, and what makes the key."""
    until = format_instant(reminder.until)
    match kind:
        case NoticeKind.RATING_LOW:
            return {}, policy.calendar.date(reminder.until).isoformat()
        case NoticeKind.REPORT_SILENT:
            return {"since": until}, until
        case _:
            return {"at": until}, f"{until}:{reminder.days}"
