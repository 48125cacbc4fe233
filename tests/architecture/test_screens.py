"""A screen is a folder, its texts and a class in the register of windows."""

from __future__ import annotations

import re
from pathlib import Path

from bot.chat.dispatcher import dialogs
from bot.frame.states import SCREENS

BOT = Path(__file__).resolve().parents[2] / "bot"


def test_every_screen_is_a_folder_and_a_class_of_its_name() -> None:
    folders = {path.parent.name for path in (BOT / "screens").glob("*/dialog.py")}
    assert folders == {screen.__name__.lower() for screen in SCREENS}


def test_every_window_of_the_register_is_made_once() -> None:
    made = [str(window) for dialog in dialogs() for window in dialog.states()]
    assert sorted(made) == sorted(str(window) for screen in SCREENS for window in screen)


def test_beside_its_folder_and_the_register_only_the_way_to_it_names_a_screen() -> None:
    naming = {
        str(path.relative_to(BOT))
        for path in BOT.rglob("*.py")
        if re.search(r"\bCalculator\b|screens\.calculator\b", path.read_text())
        and path.parent != BOT / "screens" / "calculator"
    }
    assert naming == {"frame/states.py", "screens/points/handlers.py"}
