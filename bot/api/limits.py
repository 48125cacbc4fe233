"""How much of a body is read, and for how long.

Problem: a body that never ends, or that comes a byte a minute, holds memory and a place for nothing.
Decision: one layer counts what arrives and waits `IDLE` seconds for the next piece at most, and for the whole so long
as a slow line needs at `SLOWEST` bytes a second. Whoever is slower gets 408, whoever sends more 413.
Limit: what packed bodies come to is counted where they are unpacked; heads of requests are the server's business.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.api.problems import Fault, Problem

MOST: Final = 1 << 20
"""Bytes of a body, where a route says nothing else."""
IDLE: Final = 20.0
SLOWEST: Final = 1024
"""Bytes a second, after the first `IDLE` seconds."""


class BodyLimits:
    """The layer. `larger` are the paths that take more, and how much; times are in seconds."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int], *, idle: float = IDLE, slowest: int = SLOWEST) -> None:
        self._app = app
        self._larger = larger
        self._idle = idle
        self._slowest = slowest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._larger.get(scope["path"], MOST)
        if _said(scope) > most:
            raise Problem(Fault.BODY_TOO_LARGE, headers={"Connection": "close"})
        clock, got, waited, ended = asyncio.get_running_loop().time, 0, 0.0, False

        async def receiving() -> Message:
            nonlocal got, waited, ended
            if ended:
                return await receive()  # only to hear that the caller has gone
            allowed = self._idle + got / self._slowest - waited
            began = clock()
            try:
                async with asyncio.timeout(min(self._idle, allowed)):
                    message = await receive()
            except TimeoutError:
                raise Problem(Fault.REQUEST_TIMEOUT, headers={"Connection": "close"}) from None
            waited += clock() - began
            got += len(message.get("body", b""))
            ended = not message.get("more_body", False)
            if got > most:
                raise Problem(Fault.BODY_TOO_LARGE, headers={"Connection": "close"})
            return message

        await self._app(scope, receiving, send)


def _said(scope: Scope) -> int:
    """How long the body is to be, by its own head; 0 if that says nothing."""
    headers: list[tuple[bytes, Any]] = scope["headers"]
    for name, value in headers:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
