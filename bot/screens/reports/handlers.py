"""What the buttons of Reports do."""

from typing import Final

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame.states import History, Reports
from bot.frame.widgets import open_screen, ports_of
from bot.screens.reports.months import SPANS, month_of
from storage.books.reports import month_before

_WINDOWS: Final = {
    "coverage": Reports.coverage,
    "points": Reports.points,
    "campaigns": Reports.campaigns,
    "years": Reports.years,
    "figures": Reports.figures,
}


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Another view of the same month."""
    if choice in _WINDOWS:
        await manager.switch_to(_WINDOWS[choice])
    elif choice == "statement":
        month = month_of(manager.dialog_data, ports_of(manager))
        await open_screen(manager, History.statement, {"month": month})


async def turn(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The month before, or after; the getter keeps it between the first and the present one."""
    if choice in ("before", "after"):
        month = month_of(manager.dialog_data, ports_of(manager))
        manager.dialog_data["month"] = month_before(month, 1 if choice == "before" else -1)


async def choose_span(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """How many years the longer view goes back."""
    if choice in SPANS:
        manager.dialog_data["span"] = choice
