"""The README's pictures, made anew from the demo as it runs.

Problem: a picture in a README shows what was, and nobody makes seven screenshots by hand after a change of texts.
Decision: the demo is started as a new user starts it; a manager taps through the screens that the README shows, a story
makes a renewal fail, and Chromium takes each picture from the page. Buttons are found by the keys of their texts, so
that another wording needs nothing here.
Limit: amounts and dates are those of the demo's today.

    python -m tests.readme_pictures [FOLDER]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from bot.texts import Texts
from tests.bot.demo_program import ROOT, demo

MANAGER: Final = 102
THREE_LANGUAGES: Final = (103, 102, 101)
SHOP: Final = "vinyl-island"
PHONE: Final = {"width": 390, "height": 1900}
DESK: Final = {"width": 1536, "height": 860}
SHARPER: Final = 1.5
"""Pixels a point, so that small letters stay readable when the README shrinks them."""
QUIET: Final = 1.0
"""Seconds without news after which the bot has said all it had to say."""
PATIENCE: Final = 30
MOST_PAGES: Final = 40


class Hand:
    """A person of the demo who writes and taps, and waits for the answer."""

    def __init__(self, client: httpx.Client, texts: Texts, person: int) -> None:
        self._client = client
        self._texts = texts
        self._person = person
        self.screen: dict[str, Any] = {}
        self._read()

    def say(self, key: str, **values: str | int) -> str:
        """The words of a text in English, which this person reads."""
        return self._texts.plain("en", key, **values)

    def write(self, text: str) -> None:
        """Write to the bot."""
        self._client.post(f"/people/{self._person}/send", json={"text": text}).raise_for_status()
        self._read()

    def tap(self, words: str) -> None:
        """Tap the button with these words on the newest screen."""
        rows = self.screen["reply_markup"]["inline_keyboard"]
        places = [(r, c) for r, row in enumerate(rows) for c, button in enumerate(row) if button["text"] == words]
        assert places, f"no button {words!r} among {rows}"
        (row, column), *_ = places
        where = {"message_id": self.screen["message_id"], "row": row, "column": column}
        self._client.post(f"/people/{self._person}/press", json=where).raise_for_status()
        self._read()

    @property
    def text(self) -> str:
        """What the newest screen says."""
        return str(self.screen.get("text") or self.screen.get("caption") or "")

    def _read(self) -> None:
        chat = f"/people/{self._person}/chat"
        found = self._client.get(chat, params={"after": 0, "wait": PATIENCE}).json()
        while (newer := self._client.get(chat, params={"after": found["version"], "wait": QUIET}).json())["messages"]:
            found["version"] = newer["version"]
        shown = self._client.get(chat, params={"after": 0, "wait": 0}).json()["messages"]
        screens = [message for message in shown if message.get("reply_markup")]
        self.screen = max(screens, key=lambda message: message["version"])


def confirmation(hand: Hand) -> None:
    """What a tap that costs money asks first."""
    hand.tap(hand.say("button-invitation"))
    hand.tap(hand.say("button-connect", plan=hand.say("plan-premium")))


def plans(hand: Hand) -> None:
    """What a plan brings."""
    hand.write("/premium")
    hand.tap(hand.say("button-compare"))


def expiry(hand: Hand) -> None:
    """What expires when."""
    hand.write("/points")
    hand.tap(hand.say("button-expiry"))


def report(hand: Hand) -> None:
    """The last months at a glance."""
    hand.write("/start")
    hand.tap(hand.say("button-reports"))


def explanation(hand: Hand) -> None:
    """Why points went: the newest adjustment in the history."""
    hand.write("/history")
    for _ in range(MOST_PAGES):
        for line in hand.text.split("\n"):
            number, _, title = line.partition(". ")
            if title.startswith(hand.say("entry-adjustment")):
                return hand.tap(number)
        hand.tap(hand.say("button-history-older"))
    raise AssertionError("the history has no adjustment")


SCREENS: Final[dict[str, Callable[[Hand], None]]] = {
    "confirmation": confirmation,
    "plans": plans,
    "expiry": expiry,
    "report": report,
    "explanation": explanation,
}
SIDE_BY_SIDE: Final = "side-by-side"
PICTURES: Final = (*SCREENS, SIDE_BY_SIDE)


def opened(browser: Browser, address: str, size: Any) -> Page:
    """The page as somebody sees it who has been here before."""
    page = browser.new_page(viewport=size, device_scale_factor=SHARPER, locale="en-GB", bypass_csp=True)
    page.add_init_script("localStorage.setItem('sandbox-greeted', 'yes')")
    page.goto(address)
    page.locator(".pane.active .row").first.wait_for()
    page.wait_for_function("[...document.images].every((each) => each.complete)")
    return page


def main(folder: Path) -> None:
    """Make all pictures."""
    with (
        tempfile.TemporaryDirectory() as place,
        demo(Path(place)) as (client, _),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        hand = Hand(client, Texts(), MANAGER)
        for name, go in SCREENS.items():
            go(hand)
            page = opened(browser, f"{client.base_url}/#{MANAGER}", PHONE)
            shown = page.locator(f"[data-key='message {hand.screen['message_id']}'] .stack")
            shown.screenshot(path=folder / f"{name}.png")
            page.close()
        client.post("/desk/story", json={"story": "renewal_fails", "seller": SHOP}, timeout=None).raise_for_status()
        page = opened(browser, f"{client.base_url}/#{','.join(map(str, THREE_LANGUAGES))}", DESK)
        page.screenshot(path=folder / f"{SIDE_BY_SIDE}.png")
        browser.close()
    for name in PICTURES:
        print(folder / f"{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs")
