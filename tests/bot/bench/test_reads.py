"""Reads over HTTP are timed however slow the server is."""

import asyncio

from bot.bench.reads import CONNECTIONS, Times, _in_flight

REQUEST = b"GET / HTTP/1.1\r\nHost: bench\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


async def after_no_time_at_all() -> Times:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(ANSWER)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=CONNECTIONS)
    async with server:
        return await _in_flight(server.sockets[0].getsockname()[1], REQUEST, 0)


def test_a_server_that_answers_too_late_has_its_times_all_the_same() -> None:
    found = asyncio.run(after_no_time_at_all())
    assert 0 < found.median <= found.p99
    assert found.rate > 0
