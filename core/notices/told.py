"""Reminders of a shop that a marketplace keeps itself: what is ahead as far as anybody can see (RULES 16.6).

Problem: such a shop has no charges and no periods to remind of, its facts come in any order and are revised. Decision:
the moments follow from what is known, so that every order of the same facts leaves the same ones; what is true is
judged when a moment has come, as for all reminders. Limit: what becomes true after
its moment is not caught up (RULES 15.2).
"""

from datetime import date, timedelta
from typing import Final, NamedTuple

from core.account import Account
from core.calendar import Calendar
from core.notices.kinds import NoticeKind
from core.notices.truth import Data, Moment, last_news, rating_low
from core.policy import Policy
from core.usual import usual_fee
from core.values import NEVER, Instant, format_instant

_RATING_RANK: Final = 12
_SILENT_RANK: Final = 13
"""Their places among reminders of one instant, after those that name a date."""


class Planned(NamedTuple):
    """A moment of one kind, so many days before `until`, or about what began there."""

    at: Instant
    rank: int
    kind: NoticeKind
    days: int
    until: Instant


def planned(account: Account, policy: Policy) -> list[Planned]:
    """The moments after the account's clock at which there may be something to tell, in order."""
    calendar, shop, hour = policy.calendar, account.reported, policy.reminders.hour
    since, silent_days = last_news(account), policy.reported.silent_days
    silent = calendar.at_hour(calendar.date(since) + timedelta(days=silent_days), hour)
    found = [Planned(silent, _SILENT_RANK, NoticeKind.REPORT_SILENT, silent_days, since)]
    usual = usual_fee(shop.premium)
    if usual is not None:
        found += _before(policy, NoticeKind.FEE_LIKELY, usual.likely, calendar.start_of_day(usual.likely))
    if shop.key_expires_at is not None:
        last = calendar.date(shop.key_expires_at)
        found += _before(policy, NoticeKind.KEY_EXPIRING, last, shop.key_expires_at)
    monday = _next_monday(calendar, hour, account.clock)
    if rating_low(Moment(account, policy, monday), {}) is not None:
        found.append(Planned(monday, _RATING_RANK, NoticeKind.RATING_LOW, 0, monday))
    return sorted(each for each in found if each.at > account.clock)


def next_of_told(account: Account, policy: Policy) -> Instant:
    """The first of these moments; `NEVER` if there is none."""
    return min((each.at for each in planned(account, policy)), default=NEVER)


def remind_of_told(account: Account, policy: Policy) -> None:
    """Tell what is true at this instant, or nothing, under keys made of what it is about."""
    for moment in planned(account, policy):
        if moment.at == account.at:
            _remind(account, policy, moment)


def _before(policy: Policy, kind: NoticeKind, day: date, until: Instant) -> list[Planned]:
    assert kind.ahead is not None
    calendar, hour = policy.calendar, policy.reminders.hour
    return [
        Planned(calendar.at_hour(day - timedelta(days=days), hour), kind.ahead.rank, kind, days, until)
        for days in kind.days(policy)
    ]


def _next_monday(calendar: Calendar, hour: int, after: Instant) -> Instant:
    """The first reminder hour of a Monday after an instant."""
    today = calendar.date(after)
    this = today - timedelta(days=today.weekday())
    at = calendar.at_hour(this, hour)
    return at if at > after else calendar.at_hour(this + timedelta(days=7), hour)


def _remind(account: Account, policy: Policy, moment: Planned) -> None:
    about, what = _about(policy, moment)
    kind = moment.kind
    assert kind.judge is not None
    data = kind.judge(Moment(account, policy, account.at), about)
    if data is not None:
        if kind.ahead is not None:
            data[kind.ahead.left] = moment.days
        account.journal.notify_keyed(f"{kind}:{account.seller}:{what}", kind, data)


def _about(policy: Policy, moment: Planned) -> tuple[Data, str]:
    """What the judge is asked about, and what makes the key."""
    until = format_instant(moment.until)
    match moment.kind:
        case NoticeKind.RATING_LOW:
            return {}, policy.calendar.date(moment.until).isoformat()
        case NoticeKind.REPORT_SILENT:
            return {"since": until}, until
        case _:
            return {"at": until}, f"{until}:{moment.days}"
