"""What the tests of the page stand on: the real server in a thread, a desk that remembers, a bot that does as told.

The test itself plays the bot, one Bot API call after another, so nothing races and nothing sleeps.
"""

import asyncio
import base64
import json
import socket
import threading
from collections.abc import Callable
from typing import Any

import httpx
import uvicorn
from playwright.sync_api import Locator, Page

from bot.localtelegram.server import build_app
from bot.localtelegram.telegram import LocalTelegram

OpenPage = Callable[..., Page]
TOKEN = "123456:sandbox-token-for-tests-of-the-page"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Marketplace:
    """A desk of one shop that answers at once and remembers what it was asked."""

    def __init__(self) -> None:
        self.now = "2026-03-15T07:00:00Z"
        self.asked: list[dict[str, Any]] = []
        self.heroes: list[dict[str, Any]] = []

    async def state(self, language: str) -> dict[str, Any]:
        shop = {
            "seller": "S1",
            "name": "Vinyl Heaven",
            "wallet": "12450.50",
            "state": "trial",
            "plan": "premium",
        }
        return {
            "now": self.now,
            "timezone": "Europe/Moscow",
            "next_due": "2026-03-18T07:00:00Z",
            "shops": [shop],
            "stories": [{"id": "fails", "title": "A renewal fails"}],
            "kinds": [
                {"id": "facts", "title": "Факты" if language == "ru" else "Facts"},
                {"id": "points", "title": "Баллы" if language == "ru" else "Points"},
            ],
        }

    async def advance(self, step: str) -> dict[str, Any]:
        self.asked.append({"advance": step})
        self.now = "2026-03-18T07:00:00Z"
        return {"now": self.now, "done": 3}

    async def fact(self, body: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(body)
        return {"outcome": "refused", "text": {"en": "More than is left.", "ru": "Больше, чем есть.", "hy": "Ավելի է։"}}

    async def story(self, name: str, seller: str) -> dict[str, Any]:
        self.asked.append({"story": name, "seller": seller})
        text = {"en": "The charge failed. Look at: Anna, Boris.", "ru": "Оплата не прошла.", "hy": "Չստացվեց։"}
        return {"outcome": "done", "text": text, "people": self.heroes}

    async def log(self, seller: str, kinds: frozenset[str], size: int, language: str) -> list[dict[str, Any]]:
        line = {"key": "1", "at": self.now, "text": "Points for discounts", "outcome": None}
        points = line | {"kind": "points", "title": "Points earned", "amount": "+1.00 point", "gains": True}
        fact = line | {"kind": "facts", "title": "Order redeemed", "amount": None, "gains": None, "outcome": "ignored"}
        return [each for each in (points, fact) if not kinds or each["kind"] in kinds]


class Server:
    """The server in a thread; it can be stopped and started again on the same port with the same chats."""

    def __init__(self, telegram: LocalTelegram, desk: Marketplace) -> None:
        self.telegram = telegram
        self._desk = desk
        self._port = 0
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.start()

    def start(self) -> None:
        # The socket listens before the server runs, so an early request waits instead of being refused.
        listening = socket.create_server(("127.0.0.1", self._port))
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(build_app(self.telegram, self._desk), log_level="critical", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._running = asyncio.run_coroutine_threadsafe(self._server.serve([listening]), self.loop)

    def stop(self) -> None:
        self._server.should_exit = True
        self._running.result(20)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"


class Bot:
    """A bot that does what the test says, through the Bot API."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._offset = 0

    def call(self, method: str, files: dict[str, Any] | None = None, **parameters: Any) -> Any:
        fields = {name: json.dumps(v) if isinstance(v, dict | list | bool) else v for name, v in parameters.items()}
        answer = httpx.post(f"{self._url}/bot{TOKEN}/{method}", data=fields, files=files, timeout=20).json()
        assert answer["ok"], answer
        return answer["result"]

    def next_update(self) -> dict[str, Any]:
        update: dict[str, Any] = self.call("getUpdates", offset=self._offset, timeout=10, limit=1)[0]
        self._offset = update["update_id"] + 1
        return update

    def say(self, person: int, text: str, *rows: list[dict[str, Any]]) -> int:
        keyboard = {"reply_markup": {"inline_keyboard": list(rows)}} if rows else {}
        return int(self.call("sendMessage", chat_id=person, text=text, parse_mode="HTML", **keyboard)["message_id"])


def bubble(page: Page, text: str) -> Locator:
    return page.locator(".bubble").filter(has_text=text)


def key(page: Page, text: str) -> Locator:
    """A button under a message."""
    return page.locator(".keyboard").get_by_role("button", name=text, exact=True)


def no_horizontal_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
