"""No token and no password reaches a terminal, a log line or a row, however a connection fails."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import shutil
import socketserver
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError

from bot.chat.polling import Polling
from bot.frame.connection import REFUSALS, Connection
from bot.logs import LogForm, set_up_logs
from bot.post.notifier import Notifier
from bot.secrecy import HIDDEN, hide, keep, keep_address, say_last_words
from core.values import Role
from tests.bot.command_line import CommandLine
from tests.bot.shop import Shop

TOKEN = "4242:AAplanted-Secret_of_the_bot"
SECRET = TOKEN.partition(":")[2]
PASSWORD = "hunter2-Geheim"
ODD_PASSWORD = "größ/@:&"
PATIENCE = 20


def http(status: str, body: str, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body.encode())}", "Connection: close", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def refusal(code: int, words: str) -> bytes:
    return http(f"{code} x", json.dumps({"ok": False, "error_code": code, "description": words}))


WAYS: dict[str, Callable[[str], bytes]] = {
    "closes at once": lambda path: b"",
    "half a head": lambda path: f"HTTP/1.1 200 OK\r\nX-Path: {path}".encode(),
    "half a body": lambda path: f"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{path}".encode(),
    "no HTTP": lambda path: f"SSH-2.0-{path}\r\n".encode(),
    "a bad status line": lambda path: f"HTTP/1.1 {path} {path}\r\n\r\n".encode(),
    "a huge header": lambda path: http("200 OK", "{}", f"X-Path: {path * 5000}"),
    "a header that is none": lambda path: http("200 OK", "{}", path),
    "bad chunks": lambda path: f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{path}\r\n".encode(),
    "a redirect": lambda path: http("302 Found", "", f"Location: http://127.0.0.1:1{path}"),
    "a redirect loop": lambda path: http("307 Temporary Redirect", path, f"Location: {path}"),
    "a redirect to nowhere": lambda path: http("301 Moved", path),
    "a page": lambda path: http("200 OK", f"<html>{path}</html>"),
    "bytes that are no text": lambda path: http("200 OK", "") + b"\xff\xfe",
    "JSON that is no answer": lambda path: http("200 OK", json.dumps([path])),
    "a wrong result": lambda path: http("200 OK", json.dumps({"ok": True, "result": {"path": path}})),
    "401": lambda path: refusal(401, f"Unauthorized: {path}"),
    "403": lambda path: refusal(403, f"Forbidden: {path}"),
    "404": lambda path: refusal(404, f"Not Found: {path} {quote(path, safe='')}"),
    "409": lambda path: refusal(409, f"Conflict: {path}"),
    "400": lambda path: refusal(400, f"Bad Request: {path}"),
    "420": lambda path: refusal(420, path),
    "429": lambda path: http("429 x", json.dumps({"ok": False, "description": path, "parameters": {"retry_after": 1}})),
    "500": lambda path: refusal(500, path),
    "500 without words": lambda path: http("500 x", json.dumps({"ok": False, "path": path})),
    "a page with 502": lambda path: http("502 x", f"<html>{path}</html>"),
}
AT_THE_START = (
    "half a body", "no HTTP", "a huge header", "a redirect loop", "a page", "401", "404", "429", "500 without words",
)  # fmt: skip
"""The ways that a start tells apart; a running bot is driven through all."""
UNUSABLE = ["http://127.0.0.1:port", "http://127.0.0.1:99999", "http://127.0.0.1:", "http://[::1", "http://",
            "http://a..b", "http://127.0.0.1:1", "https://127.0.0.1:1", "nonsense", "ftp://127.0.0.1", "http://{x}",
            "http://user:" + PASSWORD + "@127.0.0.1:1"]  # fmt: skip


@contextlib.contextmanager
def serving(answer: Callable[[str], bytes]) -> Iterator[str]:
    """A server on loopback that answers every request so, whatever it is asked; its address without the scheme."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            path = self.rfile.readline().decode("latin-1").split(" ")[1:2]
            while self.rfile.readline().strip():  # its head
                pass
            with contextlib.suppress(OSError):
                self.wfile.write(answer(path[0] if path else ""))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def quiet_afterwards() -> Iterator[None]:
    """Logs as they were."""
    hook = sys.excepthook
    yield
    structlog.reset_defaults()
    sys.excepthook = hook


@pytest.fixture
def command_line(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """A command line with a token and a database that is ready."""
    made = CommandLine(tmp_path, monkeypatch, capsys)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    shutil.copy(migrated_file, tmp_path / "seller.db")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/seller.db")
    return made


def secrets_in(text: str) -> list[str]:
    return [each for each in (SECRET, quote(TOKEN, safe=""), PASSWORD) if each in text]


async def drive(shop: Shop, address: str) -> str:
    """Send a notice and poll over this address; everything that was kept or logged of it."""
    bot = Bot(TOKEN, session=Connection(api=TelegramAPIServer.from_base(address)))
    with structlog.testing.capture_logs() as logs:
        await Notifier(bot, shop.ports).deliver()
        polling = Polling(bot, Dispatcher(), seconds=0, first_pause=0)
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
            tasks.create_task(polling.run())
            while not any(line["event"] == "updates_not_fetched" for line in logs):
                await asyncio.sleep(0.001)
            polling.stop()
    await bot.session.close()
    with shop.database.read() as transaction:
        rows = transaction.rows("SELECT state, error FROM delivery")
    assert rows[0][1] or rows[0][0] == "dropped"
    return f"{rows} {logs}"


@pytest.fixture
def invited(shop: Shop) -> Shop:
    """A shop with one notice to be sent."""
    shop.member(Role.MANAGER)
    shop.qualifies()
    return shop


@pytest.mark.parametrize("way", AT_THE_START)
def test_a_start_that_fails_says_why_without_the_token(
    way: str, command_line: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(WAYS[way]) as address:
        monkeypatch.setenv("TELEGRAM_API_URL", f"http://{address}")
        ended = command_line("run")
    assert (ended.status, secrets_in(ended.all)) == (1, [])
    assert len(ended.err.splitlines()) == 1, ended.err


@pytest.mark.parametrize("address", UNUSABLE)
def test_a_start_with_an_unusable_address_says_so_without_the_token(
    address: str, command_line: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", address)
    ended = command_line("run")
    assert (ended.status, secrets_in(ended.all)) == (1, [])
    assert len(ended.err.splitlines()) == 1, ended.err
    assert "TELEGRAM_API_URL" in ended.err


def test_plain_http_where_tls_is_expected_shows_no_token(
    command_line: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(WAYS["a page"]) as address:
        monkeypatch.setenv("TELEGRAM_API_URL", f"https://{address}")
        ended = command_line("run")
    assert (ended.status, secrets_in(ended.all)) == (1, [])
    assert ended.err.startswith("Telegram cannot be reached: ")


@pytest.mark.parametrize("way", WAYS)
async def test_a_running_bot_logs_and_keeps_no_token(
    way: str, invited: Shop, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(WAYS[way]) as address:
        kept = await drive(invited, f"http://{address}")
    out, err = capsys.readouterr()
    assert secrets_in(kept + caplog.text + out + err) == []


async def test_an_address_that_stops_working_shows_no_token(invited: Shop, caplog: pytest.LogCaptureFixture) -> None:
    for address in ("http://127.0.0.1:1", "https://127.0.0.1:1", "http://127.0.0.1:99999", "http://[::1"):
        assert secrets_in(await drive(invited, address) + caplog.text) == []


async def test_no_error_of_a_connection_carries_the_token_behind_it() -> None:
    for way in WAYS.values():
        with serving(way) as address:
            bot = Bot(TOKEN, session=Connection(api=TelegramAPIServer.from_base(f"http://{address}")))
            with pytest.raises(REFUSALS) as told:
                await bot.get_me()
            await bot.session.close()
        link: BaseException | None = told.value
        while link is not None:
            assert secrets_in(f"{link} {link!r} {vars(link)}") == []
            link = link.__cause__ or link.__context__


async def test_a_redirect_is_not_followed() -> None:
    asked: list[str] = []

    def elsewhere(path: str) -> bytes:
        asked.append(path)
        return http("307 Temporary Redirect", "", f"Location: {path}/again")

    with serving(elsewhere) as address:
        bot = Bot(TOKEN, session=Connection(api=TelegramAPIServer.from_base(f"http://{address}")))
        with pytest.raises(TelegramNetworkError, match="sends elsewhere"):
            await bot.get_me()
        await bot.session.close()
    assert len(asked) == 1


async def test_no_answer_in_time_is_said_in_our_words() -> None:
    answered = threading.Event()

    def never(path: str) -> bytes:
        answered.wait(PATIENCE)
        return b""

    with serving(never) as address:
        bot = Bot(TOKEN, session=Connection(api=TelegramAPIServer.from_base(f"http://{address}"), timeout=0.05))
        with pytest.raises(TelegramNetworkError, match="no answer in time"):
            await bot.get_me()
        answered.set()
        await bot.session.close()


# -- the second line of defence ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["--database", "DATABASE_URL"])
def test_an_error_that_nobody_foresaw_shows_no_password(
    address: str, command_line: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"postgresql://user:{PASSWORD}@127.0.0.1:1/name"
    monkeypatch.setenv("DATABASE_URL", url)
    arguments = ["--database", url] if address == "--database" else []
    assert secrets_in(command_line("db", "upgrade", *arguments).all) == []
    try:
        raise RuntimeError(f"no route to {url} for {TOKEN}")
    except RuntimeError as error:
        say_last_words(type(error), error, error.__traceback__)
    said = capsys.readouterr().err
    assert secrets_in(said) == []
    assert said.rstrip().endswith(f"RuntimeError: no route to postgresql://user:{HIDDEN}@127.0.0.1:1/name for {HIDDEN}")


@pytest.mark.parametrize("form", LogForm)
def test_log_lines_of_ours_and_of_libraries_hold_no_secret(form: LogForm, capsys: pytest.CaptureFixture[str]) -> None:
    keep(TOKEN)
    root = logging.getLogger()
    before, root.handlers = root.handlers, []
    try:
        set_up_logs("INFO", form)
        structlog.get_logger().error("planted", where=f"http://x/bot{TOKEN}/getMe")
        logging.getLogger("aiohttp").error("at %s", f"http://x/bot{TOKEN}/getMe")
    finally:
        root.handlers = before
    said = capsys.readouterr().err
    assert secrets_in(said) == []
    assert said.count(f"http://x/bot{HIDDEN}/getMe") == 2


@pytest.mark.parametrize("written", [ODD_PASSWORD, quote(ODD_PASSWORD, safe="")])
def test_a_password_is_hidden_however_it_is_written(written: str) -> None:
    keep_address(f"postgresql://user:{written}@host/name")
    for form in (ODD_PASSWORD, quote(ODD_PASSWORD, safe=""), json.dumps(ODD_PASSWORD), repr(ODD_PASSWORD)):
        assert ODD_PASSWORD[:4] not in hide(f"x {form} y")
        assert quote(ODD_PASSWORD[:3]) not in hide(f"x {form} y")


def test_what_is_no_secret_stays() -> None:
    keep_address("sqlite:///seller.db")
    keep_address("postgresql://user@host:5432/name")
    assert hide("seller.db on host:5432 of user") == "seller.db on host:5432 of user"
