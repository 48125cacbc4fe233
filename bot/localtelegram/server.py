"""Problem: the local Telegram, its page and the demo's desk are one server that nobody else may reach or
drive.

Decision: one Starlette app under uvicorn in the running loop, bound to loopback only. A request is refused if its Host
is not this machine, so that a name elsewhere that points here reads nothing; or if a browser says that it comes from
another page, be it a page of another port of this machine: by Origin, and by Sec-Fetch-Site, which a picture's address
cannot do without. A link may open the page itself.
Limit: plain HTTP, one process. Other programs on this machine are trusted, with the page, not with the bot's token.
"""

import asyncio
import contextlib
import mimetypes
import re
import socket
from collections.abc import AsyncIterator, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.localtelegram import desk as desk_api
from bot.localtelegram import people
from bot.localtelegram import telegram as bot_api
from bot.localtelegram.desk import Desk
from bot.localtelegram.telegram import LocalTelegram
from bot.localtelegram.telegram.routes import JsonResponse
from bot.localtelegram.telegram.webhook import is_loopback

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_OWN = ("same-origin", "none")  # "none": the person's own doing, such as an address typed in
_PATIENCE = 3  # seconds for answers under way when the server stops


class OwnPageOnly:
    """Refuses requests that name another Host or that a browser sends for another page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_ours(scope):
            refusal = JsonResponse({"error": "this server answers this machine and its own page only"}, 403)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_ours(scope: Scope) -> bool:
    said: dict[bytes, list[str]] = {}
    for name, value in scope["headers"]:
        said.setdefault(name, []).append(value.decode("latin-1"))
    hosts, sites = said.get(b"host", []), said.get(b"sec-fetch-site", [])
    if not all(_is_here(host) for host in hosts):
        return False
    if any([origin.lower()] != [f"http://{host.lower()}" for host in hosts] for origin in said.get(b"origin", [])):
        return False
    return all(site in _OWN for site in sites) or _opens_the_page(scope, said)


def _opens_the_page(scope: Scope, said: dict[bytes, list[str]]) -> bool:
    """Whether somebody follows a link to the page: nothing is done, and the other page does not see the answer."""
    opens = said.get(b"sec-fetch-mode"), said.get(b"sec-fetch-dest")
    return scope["method"] == "GET" and scope["path"] == "/" and opens == (["navigate"], ["document"])


def _is_here(host: str) -> bool:
    try:
        return is_loopback(urlsplit(f"//{host}").hostname)
    except ValueError:
        return False


def build_app(telegram: LocalTelegram, desk: Desk | None = None, page: Traversable | None = None) -> Starlette:
    """The server's routes: Bot API, people, desk and the page (a folder, else this package's own)."""
    folder = page if page is not None else files("bot.localtelegram") / "page"

    def static(name: str) -> Response:
        file = folder / name
        if _NAME.fullmatch(name) is None or not file.is_file():
            return JsonResponse({"error": "there is no such page"}, 404)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        headers = {
            "Cache-Control": "no-cache",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "frame-ancestors 'none'",  # no other page lays it under its own buttons
        }
        return Response(file.read_bytes(), media_type=kind, headers=headers)

    async def index(request: Request) -> Response:
        return static("index.html")

    async def part(request: Request) -> Response:
        return static(request.path_params["name"])

    app = Starlette(
        routes=[
            *bot_api.routes(telegram),
            *people.routes(telegram),
            *desk_api.routes(desk),
            Route("/", index, methods=["GET"]),
            Route("/page/{name}", part, methods=["GET"]),
        ],
        middleware=[Middleware(OwnPageOnly)],
    )
    app.state.telegram = telegram
    return app


class _Server(uvicorn.Server):
    """uvicorn that leaves Ctrl-C to the program it runs in."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serve(app: Starlette, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve the app in the running loop; yields the base URL, stops on leaving.

    `port` 0 takes a free one. Raises ValueError for a host that is not loopback, OSError with a sentence for
    a taken port.
    """
    if not is_loopback(host):
        raise ValueError(f"the local Telegram binds to loopback only, not to {host}")
    listening = _listen(host, port)
    address = listening.getsockname()
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="off",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_PATIENCE,
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listening]), name="local-telegram-server")
    try:
        while not server.started and not running.done():  # noqa: ASYNC110  (uvicorn has a flag, no event)
            await asyncio.sleep(0.002)
        shown = f"[{address[0]}]" if ":" in address[0] else address[0]
        yield f"http://{shown}:{address[1]}"
    finally:
        telegram = getattr(app.state, "telegram", None)
        if isinstance(telegram, LocalTelegram):
            await telegram.close()
        server.should_exit = True
        await running
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    name = "127.0.0.1" if host.lower() == "localhost" else host
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    # asyncio turns off Nagle's delay (40 ms an answer) only for sockets that name TCP as their protocol.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((name, port))
    except OSError as fault:
        listening.close()
        raise OSError(fault.errno, f"port {port} of {host} cannot be used: {fault.strerror}") from fault
    listening.setblocking(False)
    return listening
