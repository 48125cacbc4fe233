"""Days, months and local hours in the programme time zone (RULES 2.3, 2.4).

Problem: "the same time next month" crosses clock changes: some local times do not exist, others come twice.
Decision: arithmetic is done on naive wall-clock times and brought back to UTC with fold 0. By PEP 495 that
is exactly the rule: an ambiguous time is the first one, and a time in a gap gets the offset from before it,
which moves it forward by the gap. Adding nothing is the identity: the second of two equal times must stay
itself.
Limit: dates up to the year 9999 (OverflowError or ValueError beyond); the rules of zones are the installed
ones.
"""

import datetime as dt
from calendar import monthrange
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from core.values import EPOCH, HOUR, MINUTE, SECOND, Instant

Period = Literal["month", "quarter", "year"]

_DAY = 24 * HOUR
_SAME_DATE = MINUTE
"""Since 2000 zones differ from UTC by whole minutes, and change at whole ones (St. John's did at 0:01)."""
_MONTHS_IN: dict[Period, int] = {"month": 1, "quarter": 3, "year": 12}


class Calendar:
    """Local time of one zone. Raises ValueError for a name that is no IANA time zone."""

    def __init__(self, timezone: str) -> None:
        try:
            self._zone = ZoneInfo(timezone)
        except (KeyError, ValueError, OSError) as error:
            # KeyError for an unknown name, ValueError for "../x", OSError for a folder such as "Europe".
            raise ValueError(f'"{timezone}" is no IANA time zone') from error
        self.timezone = timezone
        # Reminder hours and day starts are asked for once per seller, and there are few days.
        self._at_hour = lru_cache(maxsize=4096)(self._find_hour)
        self._date_of = lru_cache(maxsize=4096)(self._find_date)
        self._months_later = lru_cache(maxsize=4096)(self._find_months_later)

    def local(self, at: Instant) -> dt.datetime:
        """`at` as an aware datetime in the zone."""
        return (EPOCH + dt.timedelta(microseconds=at)).astimezone(self._zone)

    def date(self, at: Instant) -> dt.date:
        """The local date of `at`."""
        return self._date_of(at // _SAME_DATE)

    def month(self, at: Instant) -> int:
        """The local calendar month of `at` as yyyymm."""
        local = self.local(at)
        return local.year * 100 + local.month

    def add_days(self, at: Instant, days: int) -> Instant:
        """`at` moved by whole local days, the wall-clock time kept (RULES 2.3)."""
        if days == 0:
            return at
        return self._instant(self._wall(at) + dt.timedelta(days=days))

    def add_months(self, at: Instant, months: int) -> Instant:
        """`at` moved by whole local months, clamped to the month's last day (RULES 2.4).

        Count from the anchor, not from the previous result: 31 Jan + 1 is 28 Feb, but 31 Jan + 2 is 31 Mar.
        """
        if months == 0:
            return at
        minute, rest = divmod(at, _SAME_DATE)
        return self._months_later(minute, months) + rest

    def _find_months_later(self, minute: int, months: int) -> Instant:
        wall = self._wall(minute * _SAME_DATE)
        year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
        last_day = monthrange(year, month + 1)[1]
        return self._instant(wall.replace(year=year, month=month + 1, day=min(wall.day, last_day)))

    def at_hour(self, day: dt.date, hour: int) -> Instant:
        """`hour`:00 of that local day; in a gap moved forward, ambiguous the first (RULES 2.3)."""
        return self._at_hour(day, hour)

    def start_of_day(self, day: dt.date) -> Instant:
        """00:00 of that local day, or what the clock shows instead if midnight is skipped."""
        return self._at_hour(day, 0)

    def end_of_period(self, at: Instant, period: Period, carry: int) -> Instant:
        """The local start of the period after the `carry`-th one following that of `at` (RULES 7, expiry).

        Quarter, carry 1: 10 February is in the first quarter, the end is 1 July 00:00. Carry 0: its own end.
        """
        local = self.local(at)
        size = _MONTHS_IN[period]
        # Years have 12 months, so counting months from year 0 keeps quarters and years aligned.
        year, month = divmod(((local.year * 12 + local.month - 1) // size + 1 + carry) * size, 12)
        return self._at_hour(dt.date(year, month + 1, 1), 0)

    def _find_date(self, minute: int) -> dt.date:
        return self.local(minute * _SAME_DATE).date()

    def _find_hour(self, day: dt.date, hour: int) -> Instant:
        return self._instant(dt.datetime.combine(day, dt.time(hour)))

    def _wall(self, at: Instant) -> dt.datetime:
        # fold 0: a second 02:30 plus a day is an ordinary 02:30
        return self.local(at).replace(tzinfo=None, fold=0)

    def _instant(self, wall: dt.datetime) -> Instant:
        since = wall.replace(tzinfo=self._zone) - EPOCH
        return since.days * _DAY + since.seconds * SECOND + since.microseconds
