"""What the windows of what was told share: who may look, which month and page is shown, and the ways to the others."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.told import Seen, seen_by
from bot.frame.visitor import Visitor
from bot.frame.widgets import Choice, Data, Getter, page
from storage.books.reports import month_before
from storage.books.told import months_told

SIZE: Final = 8
"""Lines of a list on a telephone."""
PAGE: Final = "page"
"""Among what the dialog remembers: which page of a list is shown."""
_MOST_PAGES: Final = 100_000
VIEWS: Final = (
    "days", "points", "items", "orders", "fees", "balance", "tax", "unclear", "chart", "statement", "premium", "rating",
)  # fmt: skip
"""Windows that buttons lead to, by their names."""

Show = Callable[[Seen, Data], Data]


def window(show: Show, *, for_everybody: bool = False) -> Getter:
    """A getter that shows a reported shop to those who see money, or to everybody, in one hop into a thread."""

    async def shown(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
        return await asyncio.to_thread(_shown, show, visitor, ports, dialog_manager.dialog_data, for_everybody)

    return shown


def _shown(show: Show, visitor: Visitor, ports: Ports, data: Data, for_everybody: bool) -> Data:
    if not visitor.reported:
        return {"text": page([visitor.say("told-not-here")])}
    if not (for_everybody or visitor.sees_money):
        return {"text": page([visitor.say("refusal-forbidden")])}
    return show(seen_by(visitor, ports), data)


def shown_month(seen: Seen, data: Data) -> int:
    """The month on the screen, among those that were told of and the present one, which it is to begin with."""
    first, last = _months(seen)
    kept = data.get("month")
    month = min(max(kept, first), last) if isinstance(kept, int) and 1 <= kept % 100 <= 12 else seen.month
    data["month"] = month
    return month


def _months(seen: Seen) -> tuple[int, int]:
    told = months_told(seen.ports.books, seen.account.seller)
    first, last = told or (seen.month, seen.month)
    return min(first, seen.month), max(last, seen.month)


def neighbours(seen: Seen, month: int) -> list[Choice]:
    """Buttons to the month before and the month after, as far as there are any."""
    first, last = _months(seen)
    ways = []
    if month > first:
        ways.append(("before", month_before(month)))
    if month < last:
        ways.append(("after", month_before(month, -1)))
    return [
        Choice(way, seen.say(f"button-month-{way}", month=seen.visitor.reader.month(date(to // 100, to % 100, 1))))
        for way, to in ways
    ]


def views(seen: Seen, *names: str) -> list[Choice]:
    """Buttons to other windows."""
    return [Choice(name, seen.say(f"button-told-{name}")) for name in names]


def start_of_page(data: Data, size: int = SIZE) -> int:
    """Which line of a list comes first."""
    return turned(data, 0) * size


def turned(data: Data, by: int) -> int:
    """The page so many pages on, of what the dialog remembers."""
    kept = data.get(PAGE)
    return min(max((kept if isinstance(kept, int) else 0) + by, 0), _MOST_PAGES)


def pages(seen: Seen, data: Data, found: Sequence[Any], size: int = SIZE) -> list[Choice]:
    """Buttons to the page before and the next, of lines found from the page's first to one beyond its last."""
    choices = []
    if turned(data, 0):
        choices.append(Choice("back", seen.say("button-told-page-back")))
    if len(found) > size:
        choices.append(Choice("on", seen.say("button-told-page-on")))
    return choices
