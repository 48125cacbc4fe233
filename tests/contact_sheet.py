"""Every window and message as a telephone of 360 pixels shows it, light and dark, on one picture to look at.

Problem: a text that is right may still be ugly, and nobody opens a hundred windows in three languages twice.
Decision: what the bot sends in the states that show most is sent again into the local Telegram, whose page is opened in
Chromium at that width; the chats stand side by side on one sheet, a band for each language and theme. The test makes
one band and looks for what is wider than the telephone; this command makes all of them.
Limit: the local page is no telephone; it breaks lines as browsers do.

    python -m tests.contact_sheet [FILE]
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

import httpx
from aiogram.methods import SendMessage, SendPhoto, SendRichMessage
from aiogram.types import BufferedInputFile
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from bot.frame.states import Home
from bot.localtelegram.telegram import LocalTelegram
from bot.localtelegram.telegram.limits import Limits
from bot.texts import LOCALES, locale_for
from bot.texts.format import Reader
from bot.texts.notices import notice_text
from core.policy import default_policy
from core.values import Role
from storage.rows.database import Database
from tests.bot.every_window import STARTED_WITH, STATES, WINDOWS, in_grace, opening, paying
from tests.bot.localtelegram.browsing import TOKEN, Bot, Marketplace, Server
from tests.bot.shop import START, TEXTS, Shop
from tests.bot.texts.test_texts import NOTICES

Sent = SendMessage | SendPhoto | SendRichMessage

WIDTH: Final = 360
IN_A_COLUMN: Final = 20
"""Messages of a chat; the next ones are another column."""
SHRUNK: Final = 2
"""How many times smaller the sheet is than the screens."""
WIDER: Final = """() => [...document.querySelectorAll(".log *")]
    .filter((each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== "visible")
    .map((each) => `${each.className || each.tagName}: ${each.textContent.slice(0, 80)}`)"""
"""What has to be pushed sideways, or is cut."""
WHOLE_WORDS: Final = ".key, .bubble { overflow-wrap: normal !important }"
BROKEN: Final = """() => [...document.querySelectorAll(".log .key-text, .log .text")]
    .filter((each) => each.scrollWidth > each.clientWidth + 1 && !each.textContent.includes("://"))
    .map((each) => `broken: ${each.textContent.slice(0, 80)}`)"""
"""What has a word that would be broken, when no word may be. A link may: it is no word."""


def everything_said(language: str) -> list[Sent]:
    """What an administrator with this language is shown: every window in two states and the messages of all states."""
    with ThreadPoolExecutor(1) as thread:  # of its own, because a browser that runs has a loop here
        return thread.submit(lambda: asyncio.run(_everything_said(language))).result()


async def _everything_said(language: str) -> list[Sent]:
    found: dict[str, Sent] = {}
    for state in STATES:
        with tempfile.TemporaryDirectory() as folder:
            database = Database(f"sqlite:///{folder}/shop.db", durable=False)
            database.upgrade()
            shop = Shop(database)
            human = shop.member(Role.ADMINISTRATOR, "Anna", language)
            shop.ports.team.set_locale(human.user.id, language)
            shop.ports.team.set_quiet_hours(human.user.id, None, None)
            state(shop)
            await shop.notifier().deliver()
            opening(shop)
            if state in (paying, in_grace):
                for number, window in enumerate(WINDOWS):
                    for which in range(len(STARTED_WITH.get(window, [{}])) if window is not Home.newcomer else 0):
                        await human.write(f"/window {number} {which}")
            for call in shop.session.calls:
                if isinstance(call, Sent) and int(call.chat_id) == human.user.id:
                    found.setdefault(_words(call), call)
            database.close()
    for text in _every_kind_of_notice(language):
        found.setdefault(text, SendMessage(chat_id=0, text=text))
    return list(found.values())


def _every_kind_of_notice(language: str) -> Iterator[str]:
    reader = Reader(locale_for(language), default_policy().timezone)
    for kind, data in NOTICES:
        yield notice_text(TEXTS, reader, kind, data, at=START)


def _words(call: Sent) -> str:
    match call:
        case SendMessage():
            return call.text
        case SendPhoto():
            return call.caption or ""
    return call.rich_message.html or ""


@contextmanager
def local_telegram() -> Iterator[Server]:
    """The local Telegram with nobody in it."""
    server = Server(LocalTelegram(token=TOKEN, limits=Limits.generous()), Marketplace())
    yield server
    server.stop()


_names = count(1)


def tell(server: Server, said: list[Sent], language: str) -> int:
    """Somebody new to whom all this was said; their id."""
    bot = Bot(server.url)
    person = {"first_name": f"Anna {next(_names)}", "language_code": language}
    someone = int(httpx.post(f"{server.url}/people", json=person).json()["id"])
    httpx.post(f"{server.url}/people/{someone}/start", json={"payload": ""}).raise_for_status()
    for call in said:
        fields: dict[str, Any] = {"chat_id": someone}
        if call.reply_markup is not None:
            fields["reply_markup"] = call.reply_markup.model_dump(exclude_none=True)
        if isinstance(call, SendRichMessage):
            bot.call("sendRichMessage", rich_message={"html": _words(call)}, **fields)
        elif isinstance(call, SendPhoto):
            assert isinstance(call.photo, BufferedInputFile)
            photo = {"photo": ("picture.png", call.photo.data)}
            bot.call("sendPhoto", photo, caption=_words(call), parse_mode="HTML", **fields)
        else:
            bot.call("sendMessage", text=call.text, parse_mode="HTML", **fields)
    return someone


def column(
    browser: Browser, server: Server, person: int, language: str, *, dark: bool
) -> tuple[Image.Image, list[str]]:
    """The chat as the telephone shows it, whole, and what in it is wider than that or has a word that is broken."""
    theme: Any = "dark" if dark else "light"
    size: Any = {"width": WIDTH, "height": 800}
    page = browser.new_page(viewport=size, color_scheme=theme, locale=language, bypass_csp=True)
    page.goto(f"{server.url}/#{person}")
    page.locator(".pane.active .row").first.wait_for()
    log = page.locator(".pane.active .log")
    page.set_viewport_size({"width": WIDTH, "height": int(log.evaluate("(log) => log.scrollHeight")) + 200})
    page.wait_for_function("[...document.images].every((each) => each.complete)")
    picture = Image.open(io.BytesIO(log.screenshot())).convert("RGB")
    wider: list[str] = page.evaluate(WIDER)
    page.add_style_tag(content=WHOLE_WORDS)
    wider += page.evaluate(BROKEN)
    page.close()
    return picture, wider


def band(browser: Browser, server: Server, language: str, *, dark: bool) -> tuple[Image.Image, list[str]]:
    """All columns of a language and theme beside each other, and what is wider than its column."""
    people = [tell(server, some, language) for some in _columns(everything_said(language))]
    columns, wider = zip(*(column(browser, server, person, language, dark=dark) for person in people), strict=True)
    return beside(columns), [each for some in wider for each in some]


def _columns(said: list[Sent]) -> list[list[Sent]]:
    return [said[start : start + IN_A_COLUMN] for start in range(0, len(said), IN_A_COLUMN)]


def beside(pictures: tuple[Image.Image, ...], *, below: bool = False) -> Image.Image:
    """The pictures in a row, or below each other."""
    across, down = ([each.size[axis] for each in pictures] for axis in (0, 1))
    size = (max(across), sum(down)) if below else (sum(across), max(down))
    sheet, at = Image.new("RGB", size, "#888888"), 0
    for picture in pictures:
        sheet.paste(picture, (0, at) if below else (at, 0))
        at += picture.height if below else picture.width
    return sheet


def main(file: Path) -> None:
    """Make the sheet of all languages, light and dark."""
    with local_telegram() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        bands = [band(browser, server, language, dark=dark)[0] for language in LOCALES for dark in (False, True)]
        browser.close()
    sheet = beside(tuple(bands), below=True)
    sheet.resize((sheet.width // SHRUNK, sheet.height // SHRUNK)).save(file)
    print(file)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "contact-sheet.png"))
