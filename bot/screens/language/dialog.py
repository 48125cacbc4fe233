"""The choice of language: one window, reached from Settings, from the welcome, and by a command."""

import asyncio
from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager
from aiogram_dialog.widgets.kbd import Button, Row

from bot.frame.commands import announce_to
from bot.frame.states import Home, Language, Settings
from bot.frame.visitor import Visitor, meet
from bot.frame.ways import FROM_SETTINGS
from bot.frame.widgets import (
    ANYTHING_ELSE,
    NEXT_STEP,
    REMARK,
    SHOWN,
    Choice,
    Choices,
    Data,
    Label,
    Screen,
    go_home,
    open_screen,
    page,
    ports_of,
    start_with_data,
    visitor_of,
)
from bot.texts import LANGUAGES, LOCALES


async def languages(visitor: Visitor, **_: Any) -> Data:
    """All languages, the present one marked."""
    return {
        "text": page([visitor.say("language-title")]),
        "language": [
            Choice(locale, LANGUAGES[locale], NEXT_STEP if locale == visitor.locale else None) for locale in LOCALES
        ],
    }


def _came_from(manager: DialogManager) -> State:
    return Settings.main if manager.dialog_data.get("back") == FROM_SETTINGS["back"] else Home.main


async def choose(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Keep the choice; the next screen and the command menu are in it already."""
    ports, visitor = ports_of(manager), visitor_of(manager)
    if choice not in LOCALES:
        return
    await asyncio.to_thread(ports.team.set_locale, visitor.telegram_id, choice)
    manager.middleware_data["visitor"] = await asyncio.to_thread(meet, ports, callback.from_user)
    if callback.bot is not None:
        await announce_to(callback.bot, ports.texts, visitor.telegram_id, choice)
    await open_screen(manager, _came_from(manager))


async def go_back(callback: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Back to where the window was opened from."""
    await open_screen(manager, _came_from(manager))


def dialog() -> Dialog:
    """The one window."""
    return Dialog(
        Screen(
            REMARK, SHOWN, Choices("language", choose),
            Row(
                Button(Label("button-back"), id="back", on_click=go_back),
                Button(Label("button-home"), id="home", on_click=go_home),
            ),
            ANYTHING_ELSE,
            state=Language.main, getter=languages,
        ),
        on_start=start_with_data,
    )  # fmt: skip
