"""Every window on a telephone of 360 pixels: nothing has to be pushed sideways, and the buttons leave room for words.

Decision: every window is rendered in each language, plain and with tables, in the states that show most, and measured.
Limit: characters stand for pixels here; the contact sheet shows the same windows in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any, Final

import pytest
from aiogram.types import InlineKeyboardButton

from bot.frame.states import History, Home, Settings
from bot.texts import LOCALES
from core.values import Role
from tests.bot.every_window import STARTED_WITH, WINDOWS, in_grace, opening, paying, switching
from tests.bot.recording import Human
from tests.bot.shop import Shop

Window = tuple[Any, str, list[list[InlineKeyboardButton]]]

MOST_LETTERS: Final = 34
"""Of a line that is not broken at its spaces, and of a table's columns together when their cells are."""
MOST_COLUMNS: Final = 3
MOST_ROWS: Final = 6
OWED: Final = "owed:top_up"
"""What a debt adds above everything."""
"""Of buttons, without Back and Home."""
PICKERS: Final = frozenset({History.since, History.until, Settings.notices, Settings.kinds, Settings.timezone})
"""A calendar, switches and cities to choose from: there the buttons are what one came for."""
BUSY: Final = [paying, in_grace, switching]


async def windows(shop: Shop, state: Callable[[Shop], None], language: str, *, plain: bool) -> list[Window]:
    """Every window as an administrator has it: (state, text, rows of buttons without Back and Home)."""
    state(shop)
    human: Human = shop.member(Role.ADMINISTRATOR, "Anna", language)
    shop.ports.team.set_plain(human.user.id, plain)
    opening(shop)
    found = []
    for number, window in enumerate(WINDOWS):
        if window is Home.newcomer:
            continue
        for which in range(len(STARTED_WITH.get(window, [{}]))):
            await human.write(f"/window {number} {which}")
            markup = human.screen.reply_markup
            assert markup is not None
            found.append((window, human.text, markup.inline_keyboard[:-1]))
    return found


def parts(tag: str, text: str) -> list[str]:
    return re.findall(f"<{tag}(?: [^>]*)?>(.*?)</{tag}>", text, re.DOTALL)


def seen(html: str) -> str:
    return unescape(re.sub("<[^>]*>", "", html.replace("<br>", " ")))


def table_width(table: str) -> tuple[int, int]:
    """Columns, and the letters of their longest words together."""
    rows = [parts("t[hd]", row) for row in parts("tr", table)]
    columns = list(zip(*rows, strict=True))
    return len(columns), sum(max(len(word) for cell in column for word in seen(cell).split(" ")) for column in columns)


@pytest.mark.parametrize("state", BUSY, ids=[state.__name__ for state in BUSY])
@pytest.mark.parametrize("language", LOCALES)
async def test_no_plain_window_is_wider_than_a_telephone(
    shop: Shop, language: str, state: Callable[[Shop], None]
) -> None:
    for window, text, _ in await windows(shop, state, language, plain=True):
        assert not re.search("<table|<h[1-6]|<p>", text), window
        for block in parts("pre", text):
            assert max(map(len, block.split("\n"))) <= MOST_LETTERS, (window, block)


@pytest.mark.parametrize("state", BUSY, ids=[state.__name__ for state in BUSY])
@pytest.mark.parametrize("language", LOCALES)
async def test_no_table_is_wider_than_a_telephone(shop: Shop, language: str, state: Callable[[Shop], None]) -> None:
    for window, text, _ in await windows(shop, state, language, plain=False):
        for table in parts("table", text):
            columns, letters = table_width(table)
            assert columns <= MOST_COLUMNS and letters <= MOST_LETTERS, (window, table)


@pytest.mark.parametrize("state", BUSY, ids=[state.__name__ for state in BUSY])
async def test_buttons_leave_room_for_what_a_window_says(shop: Shop, state: Callable[[Shop], None]) -> None:
    for window, _, rows in await windows(shop, state, "ru", plain=True):
        own = [row for row in rows if not any(OWED in (button.callback_data or "") for button in row)]
        assert window in PICKERS or len(own) <= MOST_ROWS, (window, len(own))
