"""Slow clients, half requests and thousands of open connections: others are served, memory is bounded."""

from __future__ import annotations

import asyncio
import contextlib
import json
import resource
import socket
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest

from bot.api.connections import ConnectionLimits
from bot.api.serving import serving
from tests.bot.api.conftest import Served

HALF = b"POST /api/v1/events HTTP/1.1\r\nHost: api\r\nContent-Type: application/jsonl\r\n"
OPEN = 3000
"""Connections, as far as the system lets this process have both their ends."""


@contextlib.asynccontextmanager
async def crowd(url: str, count: int, said: bytes = HALF) -> AsyncIterator[list[socket.socket]]:
    """So many connections that say only this."""
    parts, loop = urlsplit(url), asyncio.get_running_loop()
    sockets: list[socket.socket] = []
    try:
        for _ in range(count):
            one = socket.socket()
            one.setblocking(False)
            sockets.append(one)
            await loop.sock_connect(one, (parts.hostname, parts.port))
            await loop.sock_sendall(one, said)
        yield sockets
    finally:
        for one in sockets:
            one.close()


async def everything(one: socket.socket) -> bytes:
    """What comes until the other side closes."""
    loop, got = asyncio.get_running_loop(), b""
    with contextlib.suppress(ConnectionResetError):
        while piece := await asyncio.wait_for(loop.sock_recv(one, 65536), 20):
            got += piece
    return got


def memory() -> int:
    """Bytes that this process has in memory."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


async def served_in_time(url: str, token: str) -> float:
    """Seconds until somebody else is answered."""
    began = asyncio.get_running_loop().time()
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as client:
        answer = await client.get(f"{url}/api/v1/token", timeout=10)
    assert answer.status_code == 200
    return asyncio.get_running_loop().time() - began


async def test_thousands_of_half_requests_keep_nobody_else_waiting(served: Served) -> None:
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    count = min(OPEN, (files - 256) // 2)
    token = served.token("feed")
    limits = ConnectionLimits(head_seconds=60)
    async with serving(served.app, "127.0.0.1", 0, limits) as url:
        await served_in_time(url, token)
        before = memory()
        async with crowd(url, count):
            seconds = await served_in_time(url, token)
            grown = memory() - before
    assert seconds < 5
    assert grown / count < 40_000  # both ends of a connection


async def test_when_there_are_too_many_the_one_that_waited_longest_makes_room(served: Served) -> None:
    token = served.token("feed")
    limits = ConnectionLimits(most=20, head_seconds=60)
    async with serving(served.app, "127.0.0.1", 0, limits) as url, crowd(url, 40) as sockets:
        assert await served_in_time(url, token) < 5
        assert await everything(sockets[0]) == b""
        await asyncio.get_running_loop().sock_sendall(sockets[-1], b"\r\n")
        assert b" 401 " in await asyncio.wait_for(asyncio.get_running_loop().sock_recv(sockets[-1], 65536), 20)


async def test_a_head_that_does_not_come_whole_is_answered_and_closed(served: Served) -> None:
    limits = ConnectionLimits(head_seconds=0.2)
    async with serving(served.app, "127.0.0.1", 0, limits) as url, crowd(url, 1) as (one,):
        head, _, body = (await everything(one)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ") and b"application/problem+json" in head
    assert json.loads(body)["code"] == "request_timeout"


async def test_whoever_says_nothing_is_hung_up_on(served: Served) -> None:
    limits = ConnectionLimits(head_seconds=0.2)
    async with serving(served.app, "127.0.0.1", 0, limits) as url, crowd(url, 1, b"") as (one,):
        assert await everything(one) == b""


@pytest.mark.parametrize(
    ("said", "status"), [(b"\x16\x03\x01 not http\r\n\r\n", 400), (HALF + b"X-Long: " + b"x" * 40_000, 431)]
)
async def test_what_is_no_request_is_answered_as_a_problem(served: Served, said: bytes, status: int) -> None:
    async with serving(served.app, "127.0.0.1", 0) as url, crowd(url, 1, said) as (one,):
        head, _, body = (await everything(one)).partition(b"\r\n\r\n")
    assert (int(head.split()[1]), json.loads(body)["status"]) == (status, status)


async def test_a_body_that_stops_coming_is_given_up(served: Served) -> None:
    for layer in served.app.user_middleware:
        if "larger" in layer.kwargs:  # the layer that limits bodies
            layer.kwargs["idle"] = 0.2
    said = HALF + f"Authorization: Bearer {served.token('feed')}\r\nContent-Length: 100\r\n\r\n{{".encode()
    async with serving(served.app, "127.0.0.1", 0) as url, crowd(url, 1, said) as (one,):
        head, _, body = (await everything(one)).partition(b"\r\n\r\n")
    assert (int(head.split()[1]), json.loads(body)["code"]) == (408, "request_timeout")


async def test_connections_stay_open_between_requests(served: Served) -> None:
    token = served.token("feed")
    async with (
        serving(served.app, "127.0.0.1", 0, ConnectionLimits(head_seconds=5)) as url,
        httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as client,
    ):
        answers = [await client.get(f"{url}/api/v1/token") for _ in range(3)]
        streams = {id(answer.extensions["network_stream"]) for answer in answers}
    assert ([answer.status_code for answer in answers], len(streams)) == ([200] * 3, 1)
