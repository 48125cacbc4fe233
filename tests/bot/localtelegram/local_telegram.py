"""A local Telegram with a hand on its clocks, one person and a client that speaks the Bot API to it in memory."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import httpx

from bot.localtelegram.desk import Desk
from bot.localtelegram.server import build_app
from bot.localtelegram.telegram import Limits, LocalTelegram

TOKEN = "4242:local-secret"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x03\x08\x02\x00\x00\x00"
    b"\x00\x00\x00\x00\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x11\x08\x00\x05\x00\x04\x03" + b"\x00" * 20


class Clocks:
    """Unix time and monotonic time that move when told."""

    def __init__(self) -> None:
        self.unix = 1_750_000_000.0
        self.steady = 100.0

    def advance(self, seconds: float) -> None:
        self.unix += seconds
        self.steady += seconds


class Bench:
    """A Telegram under test; `anna` has started the bot."""

    def __init__(self, limits: Limits | None = None, desk: Desk | None = None, page: Any = None) -> None:
        self.clocks = Clocks()
        self.slept: list[float] = []
        self.telegram = LocalTelegram(
            token=TOKEN,
            now=lambda: self.clocks.unix,
            monotonic=lambda: self.clocks.steady,
            limits=limits or Limits.generous(),
            sleep=self._sleep,
        )
        self.anna = self.telegram.add_person("Anna", username="anna_k", language_code="ru")
        self.anna.started = True
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=build_app(self.telegram, desk, page)), base_url="http://127.0.0.1"
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def post(self, method: str, **values: Any) -> httpx.Response:
        """Call a method with a JSON body."""
        return await self.http.post(f"/bot{TOKEN}/{method}", json=values)

    async def do(self, method: str, **values: Any) -> Any:
        """The result of a call that must succeed."""
        answer = (await self.post(method, **values)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def refusal(self, method: str, **values: Any) -> tuple[int, str]:
        """Error code and description of a call that must be refused."""
        response = await self.post(method, **values)
        answer = response.json()
        assert not answer["ok"], answer
        assert response.status_code == answer["error_code"]
        return answer["error_code"], answer["description"]

    async def say(self, text: str = "hello", **values: Any) -> dict[str, Any]:
        """The bot writes to Anna; the Message."""
        message: dict[str, Any] = await self.do("sendMessage", chat_id=self.anna.id, text=text, **values)
        return message

    async def refused_text(self, text: str, **values: Any) -> str:
        """Description of the refusal of a text to Anna."""
        code, description = await self.refusal("sendMessage", chat_id=self.anna.id, text=text, **values)
        assert code == 400
        return description

    async def upload(self, method: str, files: dict[str, bytes], **values: Any) -> httpx.Response:
        """Call a method with a multipart body; values that are not texts go as JSON."""
        data = {k: v if isinstance(v, str) else json.dumps(v) for k, v in values.items()}
        parts = {name: (f"{name}.bin", content) for name, content in files.items()}
        return await self.http.post(f"/bot{TOKEN}/{method}", data=data, files=parts)

    async def updates(self, offset: int = 0, **values: Any) -> list[dict[str, Any]]:
        """What getUpdates gives."""
        found: list[dict[str, Any]] = await self.do("getUpdates", offset=offset, **values)
        return found


def button(text: str = "Go", **kind: Any) -> dict[str, Any]:
    """A keyboard of one inline button."""
    return {"inline_keyboard": [[{"text": text, **(kind or {"callback_data": "go"})}]]}


async def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Give way to everything else until the condition holds; AssertionError when it does not in time."""
    deadline = time.monotonic() + seconds
    for _ in iter(lambda: bool(condition()), True):
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0)
