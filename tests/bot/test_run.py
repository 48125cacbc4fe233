"""The program as a whole: started as a process, talked to over HTTP, killed in the middle, started again."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.app import real
from bot.clock import clock_of
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import ApiError, Fault, Limits, LocalTelegram
from bot.localtelegram.telegram.chats import Person
from bot.settings import Settings
from core.events import Event, parse_line
from core.policy import default_policy
from core.values import Role, format_instant
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Ledger
from storage.ledger.sweep import Swept
from storage.people.team import Team
from storage.people.tokens import Tokens
from storage.rows.database import Database
from tests.bot.demo_program import demo, free_port

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "123456:secret"
PATIENCE = 60
MINUTES = 60_000_000


class Shop:
    """A shop with one manager, known to Telegram and to the database."""

    def __init__(self, folder: Path, telegram: LocalTelegram, url: str) -> None:
        self.folder = folder
        self.telegram = telegram
        self.url = url
        self.database = Database(f"sqlite:///{folder}/seller.db")
        self.database.upgrade()
        with self.database.write() as transaction:
            transaction.run("UPDATE world SET clock_offset = 0")  # a movable clock: leases can run out at once
        self.ledger = Ledger(self.database, default_policy())
        self.manager = telegram.add_person("Michael", language_code="en")
        self.fact("seller.registered", name="Vinyl Island")
        team, now = Team(self.database), clock_of(self.database).now()
        team.set_quiet_hours(self.manager.id, None, None)  # it may be night where the test runs
        token = team.create_link("S", Role.MANAGER, by="operator", now=now)
        assert isinstance(token, str)
        self.token = token
        self._facts = 0

    def fact(self, type_: str, **fields: Any) -> None:
        """Something happens in the marketplace now."""
        now = clock_of(self.database).now()
        event = parse_line(
            json.dumps({"id": f"{type_}-{now}", "type": type_, "at": format_instant(now), "seller": "S", **fields})
        )
        assert isinstance(event, Event)
        assert self.ledger.take_one(event, now, "test").is_done

    def pass_time(self, instants: int) -> None:
        with self.database.write() as transaction:
            transaction.run("UPDATE world SET clock_offset = clock_offset + ?", (instants,))

    def texts(self) -> list[str]:
        """What the bot wrote to the manager."""
        messages = self.telegram.view(self.manager.id)["messages"]
        return [message["text"] for message in messages if message["from"] == "bot"]

    def told(self, words: str) -> int:
        return sum(words in text for text in self.texts())

    async def until_told(self, words: str, times: int = 1) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.told(words) < times:
                await asyncio.sleep(0.05)

    @contextlib.asynccontextmanager
    async def bot(self, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """The bot as a process of its own; killed at the end if it still runs."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run",
            cwd=self.folder,
            env=os.environ
            | {
                "PYTHONPATH": str(ROOT),
                "BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": self.url,
                "DATABASE_URL": f"sqlite:///{self.folder}/seller.db",
            }
            | environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def ready(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            line = await process.stdout.readline()
        assert b"is running" in line, line + await process.stdout.read()


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    telegram = LocalTelegram(token=TOKEN, limits=Limits.generous())
    async with serve(build_app(telegram)) as url:
        made = Shop(tmp_path, telegram, url)
        yield made
        made.database.close()


async def test_killed_between_commit_and_send_nothing_is_lost_and_nothing_is_told_twice(shop: Shop) -> None:
    async with shop.bot() as process:
        await shop.ready(process)
        await shop.telegram.start(shop.manager.id, shop.token)
        await shop.until_told("Vinyl Island")
        # Telegram keeps the notice waiting and then refuses it: the bot dies before any answer.
        shop.telegram.add_fault(Fault("sendmessage", 1, delay=5.0, error=ApiError(500, "Internal Server Error")))
        shop.fact("eligibility.changed", eligible=True)
        async with asyncio.timeout(PATIENCE):
            while _deliveries(shop) != [("waiting", True)]:
                await asyncio.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    assert shop.told("Premium invitation") + shop.told("invited") <= 1
    before = len(shop.texts())
    shop.pass_time(10 * MINUTES)
    async with shop.bot() as process:
        await shop.ready(process)
        async with asyncio.timeout(PATIENCE):
            while _deliveries(shop) != [("sent", False)]:
                await asyncio.sleep(0.05)
        assert len(shop.texts()) == before + 1
    shop.pass_time(10 * MINUTES)
    async with shop.bot() as process:
        await shop.ready(process)
        await shop.telegram.send(shop.manager.id, "/help")
        async with asyncio.timeout(PATIENCE):
            while len(shop.texts()) < before + 2:
                await asyncio.sleep(0.05)
    assert _deliveries(shop) == [("sent", False)]
    assert len(shop.texts()) == before + 2


def _deliveries(shop: Shop) -> list[tuple[str, bool]]:
    """State of each delivery and whether somebody is at work on it."""
    with shop.database.read() as transaction:
        rows = transaction.rows("SELECT state, lease_until FROM delivery ORDER BY id")
    return [(state, state == "waiting" and lease is not None) for state, lease in rows]


MANY = 60
ORDERLY_RESTARTS = 3


async def test_orderly_restarts_amid_many_messages_lose_none_and_double_none(shop: Shop) -> None:
    people = [shop.telegram.add_person(f"Manager {number}", language_code="en") for number in range(MANY)]
    team, now = Team(shop.database), clock_of(shop.database).now()
    for person in people:
        link = team.create_link("S", Role.MANAGER, by="operator", now=now)
        assert isinstance(link, str)
        team.join(link, person.id, person.first_name, now)
        team.set_quiet_hours(person.id, None, None)
        shop.telegram.chat(person.id).person.started = True
    shop.telegram.add_fault(Fault("sendmessage", MANY, delay=0.5))  # messages are always under way
    shop.fact("eligibility.changed", eligible=True)
    for stopped in range(1, ORDERLY_RESTARTS + 1):
        async with shop.bot() as process:
            await shop.ready(process)
            async with asyncio.timeout(PATIENCE):
                while _told_of_it(shop, people) < stopped * MANY // (ORDERLY_RESTARTS + 1):
                    await asyncio.sleep(0.01)
            process.send_signal(signal.SIGTERM if stopped % 2 else signal.SIGINT)
            async with asyncio.timeout(PATIENCE):
                output, _ = await process.communicate()
            assert (process.returncode, b"Traceback" in output) == (0, False), output
        assert not any(leased for _, leased in _deliveries(shop))  # nothing is left in the air
    async with shop.bot() as process:
        await shop.ready(process)
        async with asyncio.timeout(PATIENCE):
            while {state for state, _ in _deliveries(shop)} != {"sent"}:
                await asyncio.sleep(0.05)
    assert [_invitations(shop, person.id) for person in people] == [1] * MANY


def _told_of_it(shop: Shop, people: list[Person]) -> int:
    return sum(_invitations(shop, person.id) for person in people)


def _invitations(shop: Shop, person: int) -> int:
    messages = shop.telegram.view(person)["messages"]
    return sum(message["from"] == "bot" and "invited to Premium" in message["text"] for message in messages)


async def test_what_was_answered_before_an_orderly_stop_is_not_answered_again(shop: Shop) -> None:
    async with shop.bot() as process:
        await shop.ready(process)
        await shop.telegram.start(shop.manager.id, shop.token)
        await shop.until_told("Vinyl Island")
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            await process.communicate()
    answered = len(shop.texts())
    assert len(shop.telegram.world.updates) == 0  # confirmed
    async with shop.bot() as process:
        await shop.ready(process)
        await shop.telegram.send(shop.manager.id, "/help")
        async with asyncio.timeout(PATIENCE):
            while len(shop.texts()) == answered:
                await asyncio.sleep(0.05)
    assert len(shop.texts()) == answered + 1


async def test_a_clock_set_back_in_a_running_bot_holds_up_neither_notices_nor_taps(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shop.database.write() as transaction:
        transaction.run("UPDATE world SET clock_offset = NULL")
    behind = 0

    def wall() -> int:
        return time.time_ns() - behind

    monkeypatch.setattr("bot.clock.time", SimpleNamespace(time_ns=wall))
    settings = Settings(
        bot_token=SecretStr(TOKEN), telegram_api_url=shop.url, database_url=f"sqlite:///{shop.folder}/seller.db"
    )
    async with real(settings, default_policy()) as running:
        await shop.telegram.start(shop.manager.id, shop.token)
        await shop.until_told("Vinyl Island")
        shop.telegram.add_fault(Fault("sendmessage", 1, error=ApiError(500, "Internal Server Error")))
        shop.fact("eligibility.changed", eligible=True)
        running.heart.nudge()
        async with asyncio.timeout(PATIENCE):
            while not _refused_once(shop):  # to be tried again, by the clock as it is now
                await asyncio.sleep(0.02)
        behind = 3 * 3600 * 1_000_000_000
        await shop.telegram.send(shop.manager.id, "/help")
        await shop.until_told("Help")
        running.heart.nudge()
        await shop.until_told("invited to Premium")
        shop.fact("command.connect", plan="premium", by="manager")
        running.heart.nudge()
        await shop.until_told("First charge")


async def test_who_writes_is_answered_before_overdue_work_is_done(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, answered = threading.Event(), threading.Event()
    do = DueWork.do

    def held(self: DueWork, now: int) -> Swept:
        begun.set()
        assert answered.wait(PATIENCE)
        return do(self, now)

    monkeypatch.setattr(DueWork, "do", held)
    settings = Settings(
        bot_token=SecretStr(TOKEN), telegram_api_url=shop.url, database_url=f"sqlite:///{shop.folder}/seller.db"
    )
    shop.fact("eligibility.changed", eligible=True)
    shop.fact("command.connect", plan="premium", by="manager")
    Team(shop.database).join(shop.token, shop.manager.id, "Michael", clock_of(shop.database).now())
    shop.pass_time(40 * 24 * 60 * MINUTES)
    await shop.telegram.start(shop.manager.id)
    try:
        async with real(settings, default_policy()):
            await shop.until_told("Vinyl Island")
            assert await asyncio.to_thread(begun.wait, PATIENCE)
            assert "trial" in _state(shop)
            answered.set()
            async with asyncio.timeout(PATIENCE):
                while "trial" in _state(shop):
                    await asyncio.sleep(0.02)
    finally:
        answered.set()


def _state(shop: Shop) -> str:
    with shop.database.read() as transaction:
        row = transaction.row("SELECT state FROM subscription")
    assert row is not None
    return str(row[0])


def _refused_once(shop: Shop) -> bool:
    with shop.database.read() as transaction:
        return transaction.row("SELECT 1 FROM delivery WHERE error IS NOT NULL") is not None


async def test_with_a_port_programs_come_in_beside_the_chat(shop: Shop) -> None:
    secret = Tokens(shop.database).create("crm", ["feed"], "test", clock_of(shop.database).now())
    settings = Settings(
        bot_token=SecretStr(TOKEN),
        telegram_api_url=shop.url,
        database_url=f"sqlite:///{shop.folder}/seller.db",
        api_port=free_port(),
    )
    async with real(settings, default_policy()) as running:
        await shop.telegram.start(shop.manager.id, shop.token)
        await shop.until_told("Vinyl Island")
        line = {
            "id": "e1", "type": "eligibility.changed", "at": "2026-01-01T00:00:00Z", "seller": "S", "eligible": True,
        }  # fmt: skip
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {secret}"}) as client:
            answer = await client.post(f"{running.api_url}/api/v1/events", json=[line])
        assert answer.json()["counts"] == {"done": 1}
        await shop.until_told("invited to Premium")


async def test_ctrl_c_stops_it_cleanly(shop: Shop) -> None:
    async with shop.bot() as process:
        await shop.ready(process)
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            output, _ = await process.communicate()
        assert process.returncode == 0
        assert b"Traceback" not in output


async def test_a_refused_token_is_one_sentence_and_exit_status_1(shop: Shop) -> None:
    shop.telegram.world.token = "123456:another"
    async with shop.bot() as process:
        async with asyncio.timeout(PATIENCE):
            output, _ = await process.communicate()
        assert process.returncode == 1
        assert output.decode().strip() == "Telegram refused BOT_TOKEN; copy it again from @BotFather."


def run_locally(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if key not in ("BOT_TOKEN", "DATABASE_URL", "PORT")}
    return subprocess.run(
        [sys.executable, "-m", "bot", "run", *arguments],
        cwd=folder,
        env=clean | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_a_taken_port_is_one_sentence_and_exit_status_1(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run_locally(tmp_path, "--port", str(port))
    assert result.returncode == 1
    assert result.stderr.startswith(f"Port {port} of 127.0.0.1 cannot be used")
    assert "Traceback" not in result.stderr


def test_a_folder_that_cannot_be_made_is_one_sentence_and_exit_status_1(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    result = run_locally(tmp_path)
    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    assert "The folder var cannot be made" in result.stderr


@pytest.mark.parametrize("token", ["nonsense", "123:with space"])
def test_a_token_of_the_wrong_form_is_one_sentence_and_exit_status_1(tmp_path: Path, token: str) -> None:
    result = run_locally(tmp_path, BOT_TOKEN=token)
    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    assert "BOT_TOKEN does not look like a token" in result.stderr


@pytest.mark.parametrize("address", ["redis://:hunter2hunter2@127.0.0.1:1/0", "http://:hunter2hunter2@127.0.0.1:1/0"])
def test_redis_that_cannot_be_used_is_one_sentence_and_exit_status_1(tmp_path: Path, address: str) -> None:
    result = run_locally(tmp_path, "--port", str(free_port()), DIALOGS_URL=address)
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "DIALOGS_URL" in result.stderr
    assert "hunter2" not in result.stderr + result.stdout


def newest(client: httpx.Client, person: int) -> str:
    """The newest words of the bot to a person, waited for."""
    return str(newest_message(client, person)["text"])


def newest_message(client: httpx.Client, person: int) -> dict[str, Any]:
    """The newest message of the bot to a person, waited for."""
    for _ in range(PATIENCE):
        messages = client.get(f"/people/{person}/chat", params={"after": 0, "wait": 1}).json()["messages"]
        said: list[dict[str, Any]] = [message for message in messages if message["from"] == "bot"]
        if said:
            return said[-1]
    raise AssertionError("the bot wrote nothing")


def test_the_demo_opens_with_real_shops_moves_its_clock_and_goes_on_after_a_restart(tmp_path: Path) -> None:
    with demo(tmp_path) as (client, process):
        assert "<title>" in client.get("/").text
        assert client.get("/bot10000:local-telegram/getMe").status_code == 401
        before = client.get("/desk").json()
        assert before["shops"][0]["seller"] == "vinyl-island"
        assert "Your role: Manager" in newest(client, 102)
        moved = client.post("/desk/clock", json={"advance": "7d"}).json()
        assert (moved["now"] > before["now"], moved["done"] > 0) == (True, True)
        last = newest_message(client, 102)["message_id"]
        sold = client.post("/desk/fact", json={"seller": "vinyl-island", "action": "redeem"}).json()
        assert sold["outcome"] == "done"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
        assert (process.returncode, "Traceback" in errors) == (0, False)
    with demo(tmp_path) as (client, _):
        again = client.get("/desk").json()
        assert again["now"] >= moved["now"]
        assert newest_message(client, 102)["message_id"] > last  # none is taken for one of the old
        assert len(again["shops"]) == len(before["shops"])
