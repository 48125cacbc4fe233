"""The door at which Telegram hands over updates, one a request: an ASGI application and nothing else.

Problem: the address is public, so anybody may knock, with anything of any size; and what is acknowledged Telegram
forgets.
Decision: the secret is compared first, in constant time, before a byte of the body is read; the body is read up to
`LARGEST` and for `PATIENCE` seconds; and only what is stored is answered with 200. Answers say nothing of why.
Limit: the way here is encrypted by whoever stands in front (a proxy), who also limits how many may knock.
"""

import asyncio
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import structlog
from starlette.types import Receive, Scope, Send

from bot.chat.arrivals import Arrivals, Unreadable
from storage.rows.errors import StorageError

LARGEST: Final = 1 << 20
"""Bytes of a body; Telegram's updates are some kilobytes."""
PATIENCE: Final = 10
"""Seconds for a body to come."""
CONNECTIONS: Final = 40
"""Requests that Telegram may have under way at once; of one chat it waits for each answer."""
_SECRET: Final = b"x-telegram-bot-api-secret-token"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """Where updates come in: the public address, its secret, and where this process listens for it."""

    url: str
    secret: str = field(repr=False)
    host: str
    port: int

    @property
    def path(self) -> str:
        """What stands in the address after the host: whoever stands in front passes it on as it is."""
        return urlsplit(self.url).path or "/"


def secret_of(token: str) -> str:
    """The secret of a bot for which none was set: the same at every start, and no way back to the token."""
    return hmac.new(token.encode(), b"telegram webhook", hashlib.sha256).hexdigest()


class Door:
    """The ASGI application. Statuses: 200 stored (or to be forgotten), 400 no update, 401, 404, 405, 408, 413, 503."""

    def __init__(self, address: Address, arrivals: Arrivals) -> None:
        self._path = address.path
        self._secret = address.secret.encode()
        self._arrivals = arrivals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        status = self._refusal(scope) or await self._take_in(receive)
        headers = [(b"content-length", b"0"), *([(b"allow", b"POST")] if status == 405 else [])]
        if status >= 400:
            headers.append((b"connection", b"close"))  # a body that nobody reads is not waited for
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    def _refusal(self, scope: Scope) -> int | None:
        """Why a request is turned away unread; None if it is let in."""
        if scope["path"] != self._path:
            return 404
        if scope["method"] != "POST":
            return 405
        shown = [value for name, value in scope["headers"] if name == _SECRET]
        if len(shown) != 1 or not hmac.compare_digest(shown[0], self._secret):
            log.warning("webhook_refused", reason="secret")
            return 401
        return (
            413 if any(_is_too_long(value) for name, value in scope["headers"] if name == b"content-length") else None
        )

    async def _take_in(self, receive: Receive) -> int:
        try:
            async with asyncio.timeout(PATIENCE):
                body = await _read(receive)
        except TimeoutError:
            return 408
        if body is None:
            return 413
        try:
            await self._arrivals.take_in(body.decode())
        except (Unreadable, UnicodeDecodeError):
            log.warning("webhook_refused", reason="no update")
            return 400
        except StorageError as error:  # Telegram comes again
            log.error("update_not_stored", reason=str(error))
            return 503
        return 200


def _is_too_long(length: bytes) -> bool:
    return not length.isdigit() or len(length) > len(str(LARGEST)) or int(length) > LARGEST


async def _read(receive: Receive) -> bytes | None:
    """The body; None if it is larger than any update. Of one that breaks off what came: that is no JSON."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST:
            return None
        if message["type"] != "http.request" or not message.get("more_body", False):
            return bytes(body)
