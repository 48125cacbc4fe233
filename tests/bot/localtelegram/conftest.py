"""The browser and the server that the tests of the page look at.

After every test the console must be clean and every request must have gone to this server.
Limit: where Chromium is missing the tests fail and say how to install it; SKIP_BROWSER=1 skips them.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.localtelegram.telegram import LocalTelegram
from bot.localtelegram.telegram.limits import Limits
from tests.bot.localtelegram.browsing import TOKEN, Bot, Marketplace, OpenPage, Server

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if os.environ.get("SKIP_BROWSER") == "1":
        pytest.skip("SKIP_BROWSER=1: the page is not checked in a browser")
    if not CHROMIUM.exists():
        pytest.fail("Chromium is missing. Install it: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def desk() -> Marketplace:
    return Marketplace()


@pytest.fixture(scope="module")
def server(desk: Marketplace) -> Iterator[Server]:
    running = Server(LocalTelegram(token=TOKEN, limits=Limits.generous()), desk)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def bot(server: Server) -> Bot:
    return Bot(server.url)


@pytest.fixture
def person(server: Server, bot: Bot) -> int:
    """Somebody who has started the bot."""
    someone = int(httpx.post(f"{server.url}/people", json={"first_name": "Anna", "language_code": "en"}).json()["id"])
    httpx.post(f"{server.url}/people/{someone}/start", json={"payload": ""}).raise_for_status()
    while bot.next_update()["message"]["chat"]["id"] != someone:
        pass
    return someone


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[OpenPage]:
    """Opens the chats of some people; afterwards no console error and no request elsewhere may have been seen."""
    complaints: list[str] = []
    hosts: set[str] = set()
    contexts = []

    def opened(*people: int, width: int = 1280, height: int = 800, forgiven: str = "", dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            timezone_id="Asia/Yerevan",
            permissions=["clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if "://" in request.url else None)
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type in ("error", "warning") and not (forgiven and forgiven in said.text)
                else None
            ),
        )
        page.goto(f"{server.url}/#{','.join(map(str, people))}")
        expect(page.locator(".pane.active .view")).to_be_visible()
        expect(page.locator(".pane.active .loading")).to_be_hidden()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
    assert hosts <= {server.url.removeprefix("http://")}
