"""Problem: behind a webhook an update must arrive again after any failure, and in order.

Decision: one task posts the oldest update until the bot answers 2xx, waiting longer after each failure, then
confirms it. A bot may put a method call in its answer; it is carried out as Telegram does.
Limit: one connection at a time, and loopback addresses only: nothing here reaches the network.
"""

import asyncio
import contextlib
import ipaddress
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from bot.localtelegram.telegram.errors import bad_request
from bot.localtelegram.telegram.limits import Limits
from bot.localtelegram.telegram.updates import UpdateQueue

Reply = Callable[[str, bytes], Awaitable[None]]
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
CONNECTIONS = 40
_LONGEST_ANSWER = 4 * 1024 * 1024


def is_loopback(host: str | None) -> bool:
    """Whether a host name or address means this machine only."""
    if not host:
        return False
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_address(url: str, secret_token: str) -> None:
    """400 in Telegram's words unless the address and the secret can be used."""
    try:
        parts = urlsplit(url)
        port_is_readable = parts.port is None or parts.port > 0
    except ValueError:
        port_is_readable = False
        parts = urlsplit("")
    if not port_is_readable or parts.scheme not in ("http", "https") or not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if parts.scheme == "https":
        raise bad_request("bad webhook: the local Telegram delivers over http only")
    if not is_loopback(parts.hostname):
        raise bad_request("bad webhook: the local Telegram delivers to loopback addresses only")
    if len(secret_token) > 256:
        raise bad_request("secret token is too long")
    if _SECRET.fullmatch(secret_token) is None:
        raise bad_request("secret token contains unallowed characters")


class Webhook:
    """Delivers the queue to the bot's address."""

    def __init__(
        self,
        queue: UpdateQueue,
        limits: Limits,
        now: Callable[[], float],
        reply: Reply,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._queue = queue
        self._limits = limits
        self._now = now
        self._reply = reply
        self._sleep = sleep
        self._task: asyncio.Task[None] | None = None
        self._secret = ""
        self._connections = CONNECTIONS
        self._failure: tuple[int, str] | None = None

    async def set(self, url: str, secret_token: str, connections: int = CONNECTIONS) -> None:
        """Deliver to this address from now on."""
        check_address(url, secret_token)
        await self.stop()
        self._secret = secret_token
        self._connections = connections
        self._failure = None
        self._queue.use_webhook(url)
        self._task = asyncio.create_task(self._deliver(url, secret_token), name="local-telegram-webhook")

    async def delete(self) -> None:
        """Stop delivering; getUpdates works again."""
        await self.stop()
        self._secret = ""
        self._failure = None
        self._queue.use_webhook("")

    async def stop(self) -> None:
        """End the delivery task, leaving what is not delivered in the queue."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def is_set_to(self, url: str, secret_token: str, connections: int) -> bool:
        """Whether this address, secret and number are in force."""
        return (self._queue.webhook_url, self._secret, self._connections) == (url, secret_token, connections)

    def info(self) -> dict[str, Any]:
        """The answer of getWebhookInfo."""
        url = self._queue.webhook_url
        info: dict[str, Any] = {
            "url": url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._queue),
        }
        if self._failure is not None:
            info |= {"last_error_date": self._failure[0], "last_error_message": self._failure[1]}
        if url:
            host = urlsplit(url).hostname
            info |= {"max_connections": self._connections, "ip_address": "127.0.0.1" if host == "localhost" else host}
        if self._queue.allowed is not None:
            info["allowed_updates"] = sorted(self._queue.allowed)
        return info

    async def _deliver(self, url: str, secret_token: str) -> None:
        failures = 0
        while True:
            update = await self._queue.first()
            delay = 0.0
            try:
                # Not wait_for: on Python 3.11 it may swallow the cancellation that stops this task.
                async with asyncio.timeout(self._limits.webhook_timeout):
                    status, headers, body = await post(url, secret_token, update)
                failure = None if 200 <= status < 300 else f"Wrong response from the webhook: {status}"
                delay = _seconds(headers.get("retry-after", ""))
            except TimeoutError:
                failure, headers, body = "Read timeout expired", {}, b""
            except (OSError, ValueError, asyncio.IncompleteReadError) as fault:
                refused = isinstance(fault, ConnectionRefusedError)
                failure = "Connection refused" if refused else "Connection closed"
                headers, body = {}, b""
            if failure is None:
                failures = 0
                self._queue.confirm(update["update_id"] + 1)
                if body:
                    await self._reply(headers.get("content-type", ""), body)
                continue
            self._failure = (int(self._now()), failure)
            steps = self._limits.webhook_delays
            await self._sleep(max(delay, steps[min(failures, len(steps) - 1)]))
            failures += 1


def _seconds(value: str) -> float:
    return float(min(int(value), 3600)) if value.isascii() and value.isdigit() else 0.0


async def post(url: str, secret_token: str, update: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
    """POST an update; status, headers in lower case and body of the answer. OSError or ValueError when there
    is none.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    reader, writer = await asyncio.open_connection(host, parts.port or 80, limit=_LONGEST_ANSWER)
    try:
        body = json.dumps(update).encode()
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        # HTTP/1.0: the bot's server answers without chunks and closes, so the answer ends where the stream
        # ends.
        lines = [
            f"POST {target} HTTP/1.0",
            f"Host: {parts.netloc.rpartition('@')[2]}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        ]
        if secret_token:
            lines.append(f"X-Telegram-Bot-Api-Secret-Token: {secret_token}")
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split(" ")[1])
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        answer = bytearray()
        while len(answer) < _LONGEST_ANSWER and (piece := await reader.read(65_536)):
            answer += piece
        return status, headers, bytes(answer)
    except (IndexError, asyncio.LimitOverrunError) as fault:
        raise ValueError("not an HTTP answer") from fault
    finally:
        writer.close()
