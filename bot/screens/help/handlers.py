"""What the buttons of Help do."""

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame.states import Help, Language
from bot.frame.widgets import open_screen
from bot.screens.help.getters import TOPICS


async def choose(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Open a topic, or the choice of language."""
    if choice in TOPICS:
        manager.dialog_data["topic"] = choice
        await manager.switch_to(Help.topic)
    elif choice == "language":
        await open_screen(manager, Language.main)
