"""Connections that cost something and bring nothing are closed, so that others are served.

Problem: the server waits for ever for the rest of a request's head, for a reader that does not read, and holds as many
connections as come.
Decision: a head must be whole `head_seconds` after its first byte or after the connection, and fit into `head_bytes`;
an answer must be read on within `write_seconds`; when `most` connections are open, the one that has waited longest
without a request makes room. Bodies have their own limits (`bot.api.limits`).
Limit: what is refused here was not understood yet, so the sentence is English.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Final

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from bot.api.problems import MEDIA_TYPE


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """What a connection may cost. Times are in seconds."""

    most: int = 10_000
    head_seconds: float = 10
    head_bytes: int = 1 << 15
    write_seconds: float = 30


class _Waiting:
    """The connections without a request, the one that has waited longest first."""

    def __init__(self) -> None:
        self._order: dict[Connection, None] = {}

    def put(self, connection: "Connection") -> None:
        self._order.pop(connection, None)
        self._order[connection] = None

    def take_out(self, connection: "Connection") -> None:
        self._order.pop(connection, None)

    def longest(self) -> "Connection | None":
        return next(iter(self._order), None)


class Connection(HttpToolsProtocol):
    """uvicorn's connection with limits; made by the class that `limited` gives."""

    limits: ConnectionLimits
    waiting: _Waiting

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._head_timer: asyncio.TimerHandle | None = None
        self._write_timer: asyncio.TimerHandle | None = None
        self._head = 0
        self._in_head = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        if len(self.connections) > self.limits.most:
            longest = self.waiting.longest()
            (self if longest is None else longest).transport.abort()
        self.waiting.put(self)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self.waiting.take_out(self)
        _cancel(self._head_timer)
        _cancel(self._write_timer)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            if self._head_timer is None:
                self._await_head()
            self._head += len(data)
        super().data_received(data)
        if self._in_head and self._head > self.limits.head_bytes:
            self._refuse(431, "head_too_large", "The head of the request is too large.")

    def on_headers_complete(self) -> None:
        self._in_head, self._head = False, 0
        _cancel(self._head_timer)
        self._head_timer = None
        self.waiting.take_out(self)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_head = True  # what comes next is another head

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.transport.is_closing() and self._in_head:
            self.waiting.put(self)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._write_timer = self.loop.call_later(self.limits.write_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        _cancel(self._write_timer)
        self._write_timer = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        self._refuse(400, "bad_request", "This is not a request of HTTP/1.1.")

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(self.limits.head_seconds, self._head_late)

    def _head_late(self) -> None:
        if self._head:
            self._refuse(408, "request_timeout", "The head of the request did not arrive whole in time.")
        else:
            self.transport.close()

    def _refuse(self, status: int, code: str, detail: str) -> None:
        if self.transport.is_closing():
            return
        document = {"type": f"urn:seller-premium:problem:{code}", "title": detail, "status": status, "detail": detail}
        body = json.dumps(document | {"code": code}).encode()
        head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        self.transport.write(STATUS_LINE[status] + head.encode() + body)
        self.transport.close()


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()


def limited(limits: ConnectionLimits) -> type[Connection]:
    """The class of connections of one server."""
    return type("LimitedConnection", (Connection,), {"limits": limits, "waiting": _Waiting()})


DEFAULT: Final = ConnectionLimits()
