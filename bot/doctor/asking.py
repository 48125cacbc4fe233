"""What Telegram says to the token: whether it is one, where updates go, and what time it is there.

Problem: the chat's own client hides the Date of an answer, and costs seconds to load. Decision: the few questions are
asked here, each with a limit of time, following nowhere; of a failure only its kind is kept, for whatever a library
says may quote the address with the token. Limit: another program that polls is found only by polling as well, for as
long as such a program takes to come back; that disturbs it, so it is done when asked for.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final

import aiohttp

from core.values import EPOCH, SECOND, Instant

_LONGEST_ANSWER: Final = 1 << 20
_POLL: Final = {"limit": 1, "timeout": 3}
"""A poll that confirms nothing and lasts longer than a pause of our own bot after it lost its turn."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one call came to: the HTTP status (0 without an answer), the result, and Telegram's or our words."""

    status: int
    result: Any = None
    words: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """The result's fields; none of a result that has none."""
        return self.result if isinstance(self.result, dict) else {}


@dataclass(frozen=True, slots=True)
class Answers:
    """What was asked. `date` is Telegram's clock when it answered the first call; `poll` only if it was to be tried."""

    me: Answer
    webhook: Answer | None = None
    poll: Answer | None = None
    date: Instant | None = None


async def ask(base: str, token: str, seconds: float, *, polling: bool) -> Answers:
    """Ask the Bot API at an address. Never raises; each call takes `seconds` at most."""
    timeout = aiohttp.ClientTimeout(total=seconds)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        address = f"{base.rstrip('/')}/bot{token}"
        me, date = await _call(session, f"{address}/getMe")
        if me.status != HTTPStatus.OK:
            return Answers(me, date=date)
        webhook, _ = await _call(session, f"{address}/getWebhookInfo")
        poll = None
        if polling and not webhook.fields.get("url"):
            poll, _ = await _call(session, f"{address}/getUpdates", **_POLL)
        return Answers(me, webhook, poll, date)


async def _call(session: aiohttp.ClientSession, address: str, **values: Any) -> tuple[Answer, Instant | None]:
    try:
        async with session.post(address, json=values, allow_redirects=False) as response:
            date = _instant(response.headers.get("Date"))
            try:
                body = json.loads(await response.content.read(_LONGEST_ANSWER))
            except ValueError:
                body = None
            if not isinstance(body, dict) or not isinstance(body.get("ok"), bool):
                return Answer(response.status, words="what answers is not Telegram's Bot API"), None
            status = HTTPStatus.OK if body["ok"] else int(body.get("error_code") or response.status)
            return Answer(status, body.get("result"), str(body.get("description", ""))), date
    except TimeoutError:
        return Answer(0, words="no answer in time"), None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return Answer(0, words=_KINDS.get(type(error), type(error).__name__)), None


_KINDS: Final[dict[type[Exception], str]] = {
    aiohttp.ClientConnectorDNSError: "the server's name is unknown",
    aiohttp.ClientConnectorError: "no connection",
    aiohttp.ClientConnectorCertificateError: "its certificate is not to be trusted",
    aiohttp.ClientConnectorSSLError: "no secure connection",
    aiohttp.InvalidURL: "the address cannot be used",
    aiohttp.ServerDisconnectedError: "the connection broke off",
}


def _instant(date: str | None) -> Instant | None:
    try:
        found: datetime | None = parsedate_to_datetime(date) if date else None
    except ValueError:
        return None
    return None if found is None or found.tzinfo is None else int((found - EPOCH).total_seconds()) * SECOND
