"""A balance over HTTP beside a program that answers a constant: a part of `bench`.

Problem: how long an answer takes says little without how many are asked for at once, and by whom.
Decision: the real server in a process of its own, and beside it the barest ASGI program under the same server. Both get
the same two loads from here: requests at a steady pace over `CONNECTIONS` kept connections, as many programs that each
look once a second would send; and `CONNECTIONS` requests in flight at every moment, which is as much as it can do.
Limit: with 100 in flight at every moment an answer within 10 ms would take 10,000 answers a second, from one process.
"""

import asyncio
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

CONNECTIONS: Final = 100
PACED: Final = "clients"
IN_FLIGHT: Final = "in flight"
_WARM_UP: Final = 1.0
"""Seconds before anything is timed."""
_BARE: Final = """
import sys, uvicorn
HEAD = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
BODY = {"type": "http.response.body", "body": b"{}"}
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send(HEAD)
        await send(BODY)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="critical", access_log=False)
"""


class Times(NamedTuple):
    """Milliseconds of the slowest hundredth and the middle answer, and answers a second."""

    p99: float
    median: float
    rate: float


def time_reads(database: str, path: str, token: str, *, seconds: float) -> dict[str, tuple[Times, Times]]:
    """For `PACED` and `IN_FLIGHT`: the server's times for GET `path` and those of the bare program."""
    found: dict[str, list[Times]] = {PACED: [], IN_FLIGHT: []}
    serve = ["-m", "bot", "serve", "--database", database, "--port"]
    for command in (serve, ["-c", _BARE]):
        with _running(command) as port:
            request = f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
            asyncio.run(_in_flight(port, request, _WARM_UP))
            found[PACED].append(asyncio.run(_paced(port, request, seconds)))
            found[IN_FLIGHT].append(asyncio.run(_in_flight(port, request, seconds)))
    return {load: (ours, bare) for load, (ours, bare) in found.items()}


@contextmanager
def _running(command: list[str]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603  (our own commands)
        [sys.executable, *command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


async def _paced(port: int, request: bytes, seconds: float) -> Times:
    """`CONNECTIONS` connections that each ask once a second, evenly spread."""
    begin = time.perf_counter()
    taken: list[float] = []

    async def one(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for turn in range(max(1, round(seconds))):
            due = begin + 1 + turn + number / CONNECTIONS
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            taken.append(await _ask(reader, writer, request))
        writer.close()

    async with asyncio.TaskGroup() as tasks:
        for number in range(CONNECTIONS):
            tasks.create_task(one(number))
    return _times(taken, time.perf_counter() - begin)


async def _in_flight(port: int, request: bytes, seconds: float) -> Times:
    """`CONNECTIONS` connections that each ask again as soon as they are answered, and once however long that takes."""
    begin = time.perf_counter()
    taken: list[float] = []

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        taken.append(await _ask(reader, writer, request))
        while time.perf_counter() - begin < seconds:
            taken.append(await _ask(reader, writer, request))
        writer.close()

    async with asyncio.TaskGroup() as tasks:
        for _ in range(CONNECTIONS):
            tasks.create_task(one())
    return _times(taken, time.perf_counter() - begin)


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> float:
    start = time.perf_counter()
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise RuntimeError(head.decode())
    await reader.readexactly(int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0]))
    return time.perf_counter() - start


def _times(taken: list[float], seconds: float) -> Times:
    ordered = sorted(taken)
    slow = ordered[max(0, round(len(ordered) * 0.99) - 1)]
    return Times(slow * 1000, statistics.median(ordered) * 1000, len(ordered) / seconds)
