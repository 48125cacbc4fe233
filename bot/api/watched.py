"""Every request is counted, timed, logged in one line, and named in all that is logged while it is answered.

Problem: whoever calls and whoever reads our log must be able to speak of the same request. Decision: one layer around
all others; a request's id is the caller's own if it is a plain word, else one is made, and the answer carries it. The
line holds the route as it was declared, the token's name and the seller, never a query, a body or a header.
Limit: of a request that is no HTTP at all nothing is known here.
"""

import re
import secrets
import time
from collections.abc import Mapping
from typing import Any, Final

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.metrics import request_answered

HEADER: Final = "X-Request-Id"
_CLEAN: Final = re.compile(rb"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")
_QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds: told only when they fail."""
BROKEN_OFF: Final = 499
"""The status told of a request whose caller left before the answer began."""

log = structlog.get_logger(__name__)


def request_id(scope: Scope) -> str:
    """The caller's id of the request if it is a clean one, else a new one."""
    found = [value for name, value in scope["headers"] if name == HEADER.lower().encode()]
    if len(found) == 1 and _CLEAN.fullmatch(found[0]):
        return bytes(found[0]).decode("ascii")
    return secrets.token_hex(16)


class Watched:
    """See the module's first lines. `paths` are those of the routes, by identity: a route knows its own part alone."""

    def __init__(self, app: ASGIApp, paths: Mapping[int, str]) -> None:
        self._app = app
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name = request_id(scope)
        structlog.contextvars.clear_contextvars()  # a connection's tasks go on from one request to the next
        structlog.contextvars.bind_contextvars(request=name)
        status = BROKEN_OFF
        begun = time.perf_counter()

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                own = (HEADER.lower().encode(), name.encode())
                message = {**message, "headers": [*message.get("headers", ()), own]}
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            self._tell(scope, status, time.perf_counter() - begun)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        found = scope.get("route")
        route: str | None = self._paths.get(id(found)) or getattr(found, "path", None)
        request_answered(scope["method"], route, status, seconds)
        if route in _QUIET and status < 500:
            return
        caller: Any = scope.get("state", {}).get("caller")
        whose = {} if caller is None else {"token": caller.name}
        milliseconds = round(seconds * 1000, 1)
        log.info("request", method=scope["method"], route=route, status=status, milliseconds=milliseconds, **whose)
