"""Reminders: the moments at which they may be due are counted from what is ahead; what is true is told then.

Problem: a shop may have a million lots, each with days before its expiry, and a plan of all moments would cost more
than what it is for. Decision: nothing is planned. The moments follow from the subscription's present end and the
expiries of open lots, so the next one is found when asked for, and those of an instant when it has come (RULES 12,
15.2). Limit: a moment at which nothing is true is found all the same, and passes in silence.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, NamedTuple

from core.account import Account, Lots, Subscriber
from core.calendar import Calendar
from core.notices.kinds import OF_REPORTED, NoticeKind
from core.notices.truth import Moment
from core.policy import Policy
from core.values import NEVER, Instant, State, format_instant


class _Reminder(NamedTuple):
    """A moment of one kind: those of one instant come in the order of their ranks, then of their days."""

    at: Instant
    rank: int
    days: int
    kind: NoticeKind


def _ranked(*kinds: NoticeKind) -> tuple[NoticeKind, ...]:
    return tuple(sorted(kinds, key=lambda kind: kind.ahead.rank if kind.ahead else 0))


_BEFORE_AN_END: Final = _ranked(
    *(kind for kind in NoticeKind if kind.ahead and kind.ahead.end == "at" and kind not in OF_REPORTED)
)
_OF: Final = {
    State.TRIAL: _BEFORE_AN_END,
    State.ACTIVE: tuple(kind for kind in _BEFORE_AN_END if kind is not NoticeKind.TRIAL_ENDING),
    State.GRACE: (NoticeKind.GRACE_REMINDER,),
}
"""The kinds that the end of a trial or period, or the instant a fee was due, brings with it."""
_DAYS: Final = {state: attrgetter(*kinds, "hour") for state, kinds in _OF.items()}
"""Of the policy's reminders: the days of each of these kinds, and the hour."""


# -- of the subscription -----------------------------------------------------------------------------------------------


# Asked for each seller, and there are few days.
@lru_cache(maxsize=4096)
def _around(calendar: Calendar, day: date, state: State, days_and_hour: tuple[Any, ...]) -> tuple[_Reminder, ...]:
    """The moments so many days before, or for some kinds after, a local day, in order."""
    found = []
    *days, hour = days_and_hour
    for kind, counts in zip(_OF[state], days, strict=True):
        assert kind.ahead is not None
        way = 1 if kind.ahead.after else -1
        for count in counts:
            at = calendar.at_hour(date.fromordinal(day.toordinal() + way * count), hour)
            found.append(_Reminder(at, kind.ahead.rank, count, kind))
    return tuple(sorted(found))


def _of_subscription(account: Subscriber, policy: Policy) -> Sequence[_Reminder]:
    subscription = account.subscription
    if subscription.period_end is None or subscription.state is State.INACTIVE:
        return ()
    days_and_hour = _DAYS[subscription.state](policy.reminders)
    calendar = policy.calendar
    return _around(calendar, calendar.date(subscription.period_end), subscription.state, days_and_hour)


def next_of_subscription(account: Subscriber, policy: Policy) -> Instant:
    """The first moment still ahead at which the subscription may have something to tell; `NEVER` if there is none."""
    moments = _of_subscription(account, policy)
    index = bisect_right(moments, account.clock, key=lambda each: each.at)
    return moments[index].at if index < len(moments) else NEVER


def remind_of_subscription(account: Account, policy: Policy) -> None:
    """Tell what is true at this instant, or nothing (RULES 12, 15.2, 15.5)."""
    if not is_reminder_hour(policy, account.at):
        return
    for moment in _of_subscription(account, policy):
        if moment.at == account.at:
            end = account.subscription.period_end
            assert end is not None
            _remind(account, policy, moment.kind, moment.days, format_instant(end), {})


# -- of points ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _first_day(calendar: Calendar, hour: int, after: Instant) -> date:
    """The first local day whose reminder hour is later than an instant."""
    number = calendar.date(after).toordinal() - 1
    while calendar.at_hour(date.fromordinal(number), hour) <= after:
        number += 1
    return date.fromordinal(number)


def next_of_points(programmes: Iterable[Lots], clock: Instant, policy: Policy) -> Instant:
    """The first moment after an instant at which points may be told to expire; `NEVER` if there is none."""
    calendar, hour, counts = policy.calendar, policy.reminders.hour, policy.reminders.points_expiring
    soonest = NEVER
    for lots in programmes:
        if lots.soonest() is None:
            continue
        first = _first_day(calendar, hour, clock).toordinal()
        for days in counts:
            expires_at = lots.soonest(calendar.start_of_day(date.fromordinal(first + days)))
            if expires_at is not None:
                day = date.fromordinal(calendar.date(expires_at).toordinal() - days)
                soonest = min(soonest, calendar.at_hour(day, hour))
    return soonest


def told_until(policy: Policy, until: Instant) -> Instant:
    """Points that expire from that instant on are not told of at or before `until`, nor is their first moment past."""
    days = max(policy.reminders.points_expiring, default=0)
    return policy.calendar.start_of_day(date.fromordinal(policy.calendar.date(until).toordinal() + days + 1))


@lru_cache(maxsize=4096)
def _days_of(calendar: Calendar, hour: int, at: Instant) -> tuple[date, ...]:
    """The local days whose reminder hour is that instant: none or one, and where a day was skipped two."""
    day = calendar.date(at)
    near = (date.fromordinal(day.toordinal() - 1), day)
    return tuple(each for each in near if calendar.at_hour(each, hour) == at)


def is_reminder_hour(policy: Policy, at: Instant) -> bool:
    """Whether people may be reminded of something at that instant."""
    return bool(_days_of(policy.calendar, policy.reminders.hour, at))


def remind_of_points(account: Account, policy: Policy) -> None:
    """Tell of points that expire in so many days from this instant (RULES 12)."""
    today = _days_of(policy.calendar, policy.reminders.hour, account.at)
    if not today:
        return
    for programme in sorted(account.lots):
        lots = account.lots[programme]
        if lots.soonest() is None:
            continue
        for days in sorted(policy.reminders.points_expiring):
            for day in today:
                expiry = date.fromordinal(day.toordinal() + days)
                if _any_expire(lots, policy.calendar, expiry):
                    about = {"programme": programme, "expiry_date": expiry.isoformat()}
                    what = f"{programme}:{expiry.isoformat()}"
                    _remind(account, policy, NoticeKind.POINTS_EXPIRING, days, what, about)


def _any_expire(lots: Lots, calendar: Calendar, day: date) -> bool:
    soonest = lots.soonest(calendar.start_of_day(day))
    return soonest is not None and soonest < calendar.start_of_day(date.fromordinal(day.toordinal() + 1))


def _remind(account: Account, policy: Policy, kind: NoticeKind, days: int, what: str, about: dict[str, Any]) -> None:
    assert kind.ahead is not None and kind.judge is not None
    data = kind.judge(Moment(account, policy, account.at, known=account.occasion.floor), about)
    if data is None:
        return
    if not kind.ahead.after:
        data[kind.ahead.left] = days
    account.journal.notify_keyed(f"{kind}:{account.seller}:{what}:{days}", kind, data)
