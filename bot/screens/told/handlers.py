"""What the buttons of what was told do: they only show."""

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame.states import Told
from bot.screens.told.window import PAGE, VIEWS, turned
from storage.books.reports import month_before


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Another side of the same month."""
    if choice in VIEWS:
        manager.dialog_data.pop(PAGE, None)
        await manager.switch_to(getattr(Told, choice))


async def turn_month(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The month before, or after; the getter keeps it among those that were told of."""
    month = manager.dialog_data.get("month")
    if choice in ("before", "after") and isinstance(month, int):
        manager.dialog_data.pop(PAGE, None)
        manager.dialog_data["month"] = month_before(month, 1 if choice == "before" else -1)


async def turn_page(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The page before, or after."""
    if choice in ("back", "on"):
        manager.dialog_data[PAGE] = turned(manager.dialog_data, 1 if choice == "on" else -1)
