"""Which month a report is of, and the ways to its neighbours.

The month is kept as yyyymm; whatever stands in the dialog's memory is brought between the first one that can be told
and the present one, so that a made-up tap leads nowhere.
"""

from datetime import date
from typing import Any, Final

from bot.frame.ports import Ports
from bot.frame.visitor import Visitor
from bot.frame.widgets import Choice
from core.account import Account
from storage.books.history import closed_until
from storage.books.reports import month_before

SPANS: Final = {"12": 12, "60": 60, "120": 120}
"""Choice → months of the longer view; beyond a year a bar is a year."""

_FIRST: Final = 200001


def month_of(dialog_data: dict[str, Any], ports: Ports) -> int:
    """The month on the screen, yyyymm; the present one to begin with."""
    kept = dialog_data.get("month")
    return kept if isinstance(kept, int) else ports.policy.calendar.month(ports.clock.now())


def first_month(ports: Ports, account: Account) -> int:
    """The first month of a report, which also tells of the month before: that must be here too."""
    calendar = ports.policy.calendar
    closed = closed_until(ports.books, account.seller)
    return max(
        calendar.month(account.registered_at),
        _FIRST if closed is None else month_before(calendar.month(closed - 1), -2),
    )


def settled(dialog_data: dict[str, Any], ports: Ports, account: Account) -> int:
    """The month on the screen, between the seller's first and the present one; kept so."""
    last = ports.policy.calendar.month(max(ports.clock.now(), account.clock))
    month = min(max(month_of(dialog_data, ports), first_month(ports, account)), last)
    dialog_data["month"] = month
    return month


def first_day(month: int) -> date:
    """The month's first day."""
    return date(month // 100, month % 100, 1)


def neighbours(visitor: Visitor, ports: Ports, account: Account, month: int) -> list[Choice]:
    """Buttons to the month before and the month after, as far as there are any."""
    calendar = ports.policy.calendar
    choices = []
    if month > first_month(ports, account):
        label = visitor.say("button-month-before", month=_name(visitor, month_before(month)))
        choices.append(Choice("before", label))
    if month < calendar.month(max(ports.clock.now(), account.clock)):
        label = visitor.say("button-month-after", month=_name(visitor, month_before(month, -1)))
        choices.append(Choice("after", label))
    return choices


def _name(visitor: Visitor, month: int) -> str:
    return visitor.reader.month(first_day(month))
