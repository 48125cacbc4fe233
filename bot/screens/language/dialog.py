"""The choice of language: one window."""

import asyncio
from typing import Any, Final

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager

from bot.commands import announce_to
from bot.screens.frame import (
    ANYTHING_ELSE,
    NEXT_STEP,
    REMARK,
    SHOWN,
    Choice,
    Choices,
    Data,
    Screen,
    navigation,
    open_screen,
    page,
    services_of,
    visitor_of,
)
from bot.screens.states import Home, Language
from bot.texts import LOCALES
from bot.visitor import Visitor, meet

# Each by its own name: whoever looks for a language may not read the one that is on.
NAMES: Final = {"ru": "Русский", "hy": "Հայերեն", "en": "English"}


async def languages(visitor: Visitor, **_: Any) -> Data:
    """All languages, the present one marked."""
    return {
        "text": page([visitor.say("language-title")]),
        "language": [
            Choice(locale, NAMES[locale], NEXT_STEP if locale == visitor.locale else None) for locale in LOCALES
        ],
    }


async def choose(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Keep the choice; the next screen and the command menu are in it already."""
    services, visitor = services_of(manager), visitor_of(manager)
    if choice not in LOCALES:
        return
    await asyncio.to_thread(services.team.set_locale, visitor.telegram_id, choice)
    manager.middleware_data["visitor"] = await asyncio.to_thread(meet, services, callback.from_user)
    if callback.bot is not None:
        await announce_to(callback.bot, services.texts, visitor.telegram_id, choice)
    await open_screen(manager, Home.main)


def dialog() -> Dialog:
    """The one window."""
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("language", choose), navigation(None), ANYTHING_ELSE,
            state=Language.main, getter=languages,
        )
    )  # fmt: skip
