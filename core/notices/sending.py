"""Whether a notice is still worth telling at the moment of sending (RULES 12).

What happened stays true; what is *ahead* is judged again on the account as it is, and its numbers are brought up to
date. Nothing older than a week is told at all.
"""

from datetime import date
from functools import lru_cache
from typing import Final

from core.calendar import Calendar
from core.notices.kinds import Ahead, NoticeKind
from core.notices.truth import Data, Fresh, Moment
from core.values import HOUR, Instant, parse_instant

OLDEST_TOLD: Final[Instant] = 7 * 24 * HOUR
"""What is older than a week is history, not news."""


def too_old(at: Instant, now: Instant) -> bool:
    """Whether a notice of `at` is no news any more."""
    return now - at > OLDEST_TOLD


@lru_cache(maxsize=64)  # of everybody in a claim it is asked for one instant, and few have hours of their own
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


def as_of(kind: NoticeKind, told: Data, now: Moment) -> Fresh:
    """The notice's data with its numbers as they are at that moment, or None if it is no longer true.

    A reminder is true while what it speaks of is still ahead and no later reminder of the same has come due. Part of a
    day counts as one: nobody is told of "0 days" while it is still ahead. What happened stays true.
    """
    if kind.judge is None:
        return dict(told)
    fresh = kind.judge(now, told)
    if fresh is None:
        return None
    if kind.ahead is not None:
        if _overtaken(kind.ahead, kind.days(now.policy), told, fresh, now):
            return None
        fresh[kind.ahead.left] = max(1, fresh[kind.ahead.left])
    return {**told, **fresh}


def _overtaken(ahead: Ahead, days: tuple[int, ...], told: Data, fresh: Data, now: Moment) -> bool:
    """Whether a later reminder of the same has come due."""
    policy, calendar = now.policy, now.policy.calendar
    day = calendar.date(parse_instant(fresh[ahead.end])).toordinal()
    return any(
        before < told[ahead.left] and calendar.at_hour(date.fromordinal(day - before), policy.reminders.hour) <= now.at
        for before in ([policy.grace.days - after for after in days] if ahead.after else days)
    )
