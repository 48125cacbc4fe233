"""What becomes one message: sums over a week, and what one instant tells one person of one shop (RULES 12.1, 12.2).

Notices are facts, one a kind and key. People get few messages, so several notices are told together: one leads, what
follows from it is a line, and sums are added up.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple, TypeVar

from core.calendar import Calendar
from core.notices.kinds import SUMS, NoticeKind
from core.values import Amount, Instant, format_amount, parse_amount, parse_instant


class Cadence(StrEnum):
    """How often a person wants the sums of points, from the most often to never."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    NEVER = "never"

    @property
    def less_often(self) -> "Cadence":
        """The next rarer one."""
        every = list(Cadence)
        return every[min(every.index(self) + 1, len(every) - 1)]


USUAL_CADENCE: Final = Cadence.WEEKLY
"""For who has not chosen."""
QUIET_FROM: Final = 22
QUIET_TO: Final = 9
"""The quiet hours of who has not chosen, local: from 22:00 to before 9:00 (RULES 12.1)."""
_MONDAY: Final = 0


class Told(NamedTuple):
    """One notice as it is told: `data` is as true as the rows are at the moment of sending. `shop` is its name."""

    kind: NoticeKind
    data: dict[str, Any]
    at: Instant
    seller: str = ""
    shop: str = ""


T = TypeVar("T")


def told_enough(kind: NoticeKind, days: Sequence[int], left: int, told: frozenset[int]) -> bool:
    """Whether a person who was reminded of the same thing, with so many days `told`, need not be again (RULES 12.1).

    `days` are all at which this kind reminds, `left` the one it is now.
    """
    if not told:
        return False
    last = max(days) if kind.ahead is not None and kind.ahead.after else min(days)
    return kind.once or left != last


def in_order(notices: Iterable[tuple[Told, T]]) -> list[tuple[Told, T]]:
    """Of what is told together, what presses most first; what is equal in the order it came."""
    return sorted(notices, key=lambda each: each[0].kind.place)


def digest_due(cadence: Cadence, calendar: Calendar, hour: int, at: Instant) -> Instant:
    """When a person with this cadence gets a sum of `at`: now, next Monday or the next first of a month, at `hour`:00.

    A sum of just that moment is told in it. `Cadence.NEVER` has no such moment: ValueError.
    """
    if cadence is Cadence.NEVER:
        raise ValueError("who wants no sums is sent none")
    if cadence is Cadence.DAILY:
        return at
    day = calendar.date(at)
    while not (_begins(cadence, day) and calendar.at_hour(day, hour) >= at):
        day += timedelta(days=1)
    return calendar.at_hour(day, hour)


def _begins(cadence: Cadence, day: date) -> bool:
    return day.weekday() == _MONDAY if cadence is Cadence.WEEKLY else day.day == 1


def added_up(notices: Sequence[Told]) -> list[Told]:
    """Sums of several days as one a shop and kind, at the instant of its last; other news as it is. By shop.

    Of what was credited the soonest end is kept.
    """
    sums: dict[tuple[str, NoticeKind], dict[str, Amount]] = {}
    ends: dict[tuple[str, NoticeKind], dict[str, str]] = {}
    last: dict[tuple[str, NoticeKind], Told] = {}
    news: list[Told] = []
    for told in notices:
        if told.kind not in SUMS:
            news.append(told)
            continue
        of_kind = sums.setdefault((told.seller, told.kind), {})
        for programme, amount in told.data["programmes"].items():
            of_kind[programme] = of_kind.get(programme, 0) + parse_amount(amount)
        soonest = ends.setdefault((told.seller, told.kind), {})
        for programme, at in told.data.get("expires", {}).items():
            soonest[programme] = min(soonest.get(programme, at), at, key=parse_instant)
        last[told.seller, told.kind] = told
    for place, of_kind in sums.items():
        data: dict[str, Any] = {"programmes": {name: format_amount(amount) for name, amount in sorted(of_kind.items())}}
        if ends[place]:
            data["expires"] = ends[place]
        news.append(last[place]._replace(data=data))
    return sorted(news, key=lambda told: (told.shop, told.seller, told.kind.place))


OF_ONE_SHOP: Final = ("next_price", "next_charge_at", "amount_due")
"""What news about the whole marketplace says of one shop; who has several is told the rest (RULES 12.2)."""


def without_shop(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of news about the whole marketplace, for who has several shops."""
    return {name: value for name, value in data.items() if name not in OF_ONE_SHOP}
