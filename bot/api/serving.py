"""The server: uvicorn in the running loop, for `serve` and inside `run`.

Limit: how many connections there may be is what the system lets a process open, less `KEPT_FILES`, and at most
`ConnectionLimits.most`. Plain HTTP; a server with TLS stands before it.
"""

import asyncio
import contextlib
import resource
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Final

import anyio.to_thread
import uvicorn
from starlette.types import ASGIApp

from bot.api.connections import DEFAULT, ConnectionLimits, limited

THREADS: Final = 8
"""Requests in worker threads at once: PostgreSQL has as many connections, and SQLite gains nothing from more."""
KEPT_FILES: Final = 128
"""Open files left for the database and the chat."""
PATIENCE: Final = 5
"""Seconds for answers under way when the server stops."""


class _Server(uvicorn.Server):
    """uvicorn that leaves Ctrl-C to the program it runs in."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def limit_threads() -> None:
    """Let no more than `THREADS` requests into worker threads at once; for the running loop."""
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int, limits: ConnectionLimits = DEFAULT) -> AsyncIterator[str]:
    """Inside, the app answers; yields its address. `port` 0 takes a free one. Raises `OSError` for a taken port."""
    listening = _listen(host, port)
    limit_threads()
    config = uvicorn.Config(
        app,
        http=limited(_within_files(limits)),
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=PATIENCE,
    )
    server = _Server(config)
    try:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(server.serve(sockets=[listening]), name="api-server")
            try:
                while not server.started and not running.done():  # noqa: ASYNC110  (uvicorn has a flag, no event)
                    await asyncio.sleep(0.002)
                yield _address(listening)
            finally:
                server.should_exit = True
    finally:
        listening.close()


def _within_files(limits: ConnectionLimits) -> ConnectionLimits:
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return limits
    return replace(limits, most=max(1, min(limits.most, files - KEPT_FILES)))


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns off Nagle's delay (40 ms an answer) only for sockets that name TCP as their protocol.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise OSError(error.errno, f"Port {port} of {host} cannot be used: {error.strerror}") from error
    listening.setblocking(False)
    return listening
