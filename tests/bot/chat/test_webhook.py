"""Updates by webhook: stored before they are acknowledged, dealt with once and in order, whatever dies meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Message

from bot.api.serving import serving
from bot.chat.arrivals import Arrivals
from bot.chat.webhook import LARGEST, Address, Door, secret_of
from bot.clock import clock_of
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import ApiError, Fault, Limits, LocalTelegram
from bot.localtelegram.telegram.webhook import post
from core.values import Role
from storage.people.team import Team
from storage.post.inbox import Inbox
from storage.rows.database import Database
from storage.rows.errors import StorageError
from tests.bot.chat.test_polling import POISON, written
from tests.bot.demo_program import free_port
from tests.bot.recording import TOKEN, RecordingSession
from tests.bot.shop import Shop, StandingClock
from tests.bot.test_run import MINUTES
from tests.bot.test_run import Shop as RunningShop

PATIENCE = 60
SECRET = "a-secret-that-nobody-guesses"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
NOW = 1_800_000_000_000_000
PRIVATE = "what a person wrote"


class Hooked:
    """A bot behind the door that answers every message, and whom it answered what."""

    def __init__(self, database: Database) -> None:
        self.bot = Bot(TOKEN, session=RecordingSession())
        self.clock = StandingClock(NOW)
        self.inbox = Inbox(database, self.bot.id)
        self.answered: list[int] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.dispatcher = Dispatcher()
        self.dispatcher.message.register(self.answer)
        self.arrivals = Arrivals(self.bot, self.dispatcher, self.inbox, self.clock, every=0.01)
        self.url = ""

    async def answer(self, message: Message) -> None:
        assert message.text is not None
        number = int(message.text)
        await self.may_answer.wait()
        self.answered.append(number)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[httpx.AsyncClient]:
        """The door on a port of its own, and a client that knows the secret."""
        address = Address("https://bot.example.org/telegram", SECRET, "127.0.0.1", 0)
        async with (
            serving(Door(address, self.arrivals), "127.0.0.1", 0) as url,
            httpx.AsyncClient(base_url=url, headers={HEADER: SECRET}, timeout=PATIENCE) as client,
        ):
            self.url = f"{url}/telegram"
            yield client

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """What is stored is dealt with."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.arrivals.run())
            try:
                yield
            finally:
                self.arrivals.stop()

    async def until_answered(self, *numbers: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while sorted(self.answered) != sorted(numbers):
                await asyncio.sleep(0.005)

    async def until_done(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.inbox.chats():
                await asyncio.sleep(0.005)


@pytest.fixture
def hooked(shop: Shop) -> Hooked:
    return Hooked(shop.ports.ledger.database)


def update(number: int, chat: int = 7) -> dict[str, Any]:
    """Person `chat` writes the number."""
    return written(chat, text=str(number)) | {"update_id": number}


# -- the door --------------------------------------------------------------------------------------------------------


async def test_what_is_acknowledged_is_stored(hooked: Hooked) -> None:
    async with hooked.open() as client:
        assert (await client.post("/telegram", json=update(1))).status_code == 200
    arrival = hooked.inbox.take(7, NOW)
    assert arrival is not None
    assert json.loads(arrival.content) == update(1)


@pytest.mark.parametrize(
    "headers",
    [{}, {HEADER: ""}, {HEADER: SECRET[:-1]}, {HEADER: SECRET + "x"}, {HEADER: "\xe9" * 28}],
    ids=["none", "empty", "shorter", "longer", "not ASCII"],
)
async def test_who_does_not_know_the_secret_is_turned_away(hooked: Hooked, headers: dict[str, str]) -> None:
    async with hooked.open() as client:
        del client.headers[HEADER]
        encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        assert (await client.post("/telegram", json=update(1), headers=encoded)).status_code == 401
    assert hooked.inbox.chats() == []


async def test_a_secret_shown_twice_is_none(hooked: Hooked) -> None:
    async with hooked.open() as client:
        shown = [(HEADER, SECRET), (HEADER, SECRET)]
        del client.headers[HEADER]
        assert (await client.post("/telegram", json=update(1), headers=shown)).status_code == 401


async def test_only_post_is_answered(hooked: Hooked) -> None:
    async with hooked.open() as client:
        for method in ("GET", "PUT", "DELETE", "OPTIONS"):
            answer = await client.request(method, "/telegram")
            assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_another_path_is_nowhere(hooked: Hooked) -> None:
    async with hooked.open() as client:
        assert (await client.post("/", json=update(1))).status_code == 404


async def begun(url: str, *headers: str, body: bytes = b"") -> int:
    """The status that answers a request of which no more comes than this."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(url.split(":")[2].split("/")[0]))
    lines = ["POST /telegram HTTP/1.1", "Host: x", f"{HEADER}: {SECRET}", *headers, "", ""]
    writer.write("\r\n".join(lines).encode() + body)
    async with asyncio.timeout(PATIENCE):
        status = int((await reader.readline()).split()[1])
    writer.close()
    return status


async def test_a_giant_body_is_refused_by_what_it_says_of_itself(hooked: Hooked) -> None:
    async with hooked.open():
        assert await begun(hooked.url, f"Content-Length: {LARGEST + 1}") == 413


async def test_a_giant_body_that_does_not_say_so_is_refused_when_it_is_too_long(hooked: Hooked) -> None:
    chunk = b"%x\r\n%s\r\n" % (LARGEST + 1, b" " * (LARGEST + 1))
    async with hooked.open():
        assert await begun(hooked.url, "Transfer-Encoding: chunked", body=chunk) == 413


async def test_the_largest_body_is_taken(hooked: Hooked) -> None:
    body = json.dumps(update(1)).encode()
    async with hooked.open() as client:
        assert (await client.post("/telegram", content=body.ljust(LARGEST))).status_code == 200


async def test_a_body_that_does_not_come_is_not_waited_for(hooked: Hooked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.chat.webhook.PATIENCE", 0.05)
    async with hooked.open():
        assert await begun(hooked.url, "Content-Length: 100", body=b'{"update_id"') == 408


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[1]", b'"text"', b'{"message": {}}', b'{"update_id": NaN}', b"\xff\xfe", b"[" * 100_000],
    ids=["empty", "half", "null", "list", "text", "no id", "no number", "no UTF-8", "very deep"],
)
async def test_what_is_no_update_is_refused_and_nothing_of_it_is_logged(hooked: Hooked, body: bytes) -> None:
    with structlog.testing.capture_logs() as logs:
        async with hooked.open() as client:
            assert (await client.post("/telegram", content=body)).status_code == 400
    assert [(line["event"], line.get("reason")) for line in logs] == [("webhook_refused", "no update")]


@pytest.mark.parametrize("kind", [kind for kind, raw in POISON.items() if isinstance(raw, dict) and "update_id" in raw])
async def test_a_poisoned_update_is_acknowledged_and_skipped_as_by_polling(hooked: Hooked, kind: str) -> None:
    with structlog.testing.capture_logs() as logs:
        async with hooked.open() as client, hooked.at_work():
            assert (await client.post("/telegram", json=POISON[kind])).status_code == 200
            assert (await client.post("/telegram", json=update(1))).status_code == 200
            await hooked.until_answered(1)
    assert sum(hooked.arrivals.skipped.values()) == 1
    assert PRIVATE not in str(logs)


async def test_what_cannot_be_stored_is_not_acknowledged(hooked: Hooked, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bool:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(hooked.inbox, "keep", full)
    async with hooked.open() as client:
        assert (await client.post("/telegram", json=update(1))).status_code == 503


def test_the_secret_made_of_a_token_says_nothing_of_it() -> None:
    assert secret_of(TOKEN) == secret_of(TOKEN) != secret_of(TOKEN + "x")
    assert len(secret_of(TOKEN)) == 64
    assert TOKEN.partition(":")[2] not in secret_of(TOKEN)


# -- what becomes of them --------------------------------------------------------------------------------------------


async def test_a_repeat_is_acknowledged_and_answered_once(hooked: Hooked) -> None:
    async with hooked.open(), hooked.at_work():
        for number in (1, 1, 2, 1):
            status, _, _ = await post(hooked.url, SECRET, update(number))
            assert status == 200
        await hooked.until_answered(1, 2)
        assert (await post(hooked.url, SECRET, update(2)))[0] == 200
        await hooked.until_done()
    assert hooked.answered == [1, 2]


async def test_a_chats_updates_are_dealt_with_in_order_and_other_chats_do_not_wait(hooked: Hooked) -> None:
    hooked.may_answer.clear()
    async with hooked.open(), hooked.at_work():
        for number in range(1, 20):
            await post(hooked.url, SECRET, update(number))
        hooked.dispatcher.message.handlers.clear()

        async def at_once(message: Message) -> None:
            hooked.answered.append(int(message.text or ""))

        hooked.dispatcher.message.register(at_once)
        await post(hooked.url, SECRET, update(100, chat=8))
        await hooked.until_answered(100)
        hooked.may_answer.set()
        await hooked.until_done()
    assert hooked.answered == [100, *range(1, 20)]


async def test_a_handler_that_fails_holds_up_nothing(hooked: Hooked) -> None:
    with structlog.testing.capture_logs() as logs:
        async with hooked.open(), hooked.at_work():
            await post(hooked.url, SECRET, written(7, text=PRIVATE) | {"update_id": 1})
            await post(hooked.url, SECRET, update(2))
            await hooked.until_answered(2)
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["update_not_handled"]
    assert PRIVATE not in str(logs)


async def test_who_is_told_to_stop_finishes_what_is_begun_and_leaves_the_rest_to_the_next(hooked: Hooked) -> None:
    hooked.may_answer.clear()
    async with asyncio.timeout(PATIENCE), hooked.open(), hooked.at_work():
        for number in (1, 2, 3):
            await post(hooked.url, SECRET, update(number))
        while (arrival := _lease(hooked)) is None:
            await asyncio.sleep(0.005)
        hooked.arrivals.stop()
        hooked.may_answer.set()
    assert (arrival, hooked.answered) == (1, [1])
    again = Hooked(hooked.inbox._database)
    async with again.at_work():
        await again.until_answered(2, 3)
    assert again.answered == [2, 3]


def _lease(hooked: Hooked) -> int | None:
    """The update that somebody is at."""
    with hooked.inbox._database.read() as transaction:
        row = transaction.row("SELECT update_id FROM telegram_update WHERE lease_until IS NOT NULL")
    return None if row is None else int(row[0])


async def test_an_update_over_which_processes_end_again_and_again_is_left_alone(hooked: Hooked) -> None:
    for number in (1, 2):
        hooked.inbox.keep(number, 7, json.dumps(update(number)), NOW)
    for _ in range(3):  # taken, and never heard of again
        hooked.inbox.take(7, hooked.clock.at)
        hooked.clock.at += 10 * MINUTES
    with structlog.testing.capture_logs() as logs:
        async with hooked.at_work():
            await hooked.until_done()
    assert hooked.answered == [2]
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["update_given_up"]


# -- the whole program -----------------------------------------------------------------------------------------------


class Behind:
    """The program behind a webhook of the local Telegram."""

    def __init__(self, shop: RunningShop) -> None:
        self.shop = shop
        self.port = free_port()

    def bot(self) -> contextlib.AbstractAsyncContextManager[asyncio.subprocess.Process]:
        return self.shop.bot(
            TELEGRAM_WEBHOOK_URL=f"http://127.0.0.1:{self.port}/telegram",
            TELEGRAM_WEBHOOK_SECRET=SECRET,
            TELEGRAM_WEBHOOK_PORT=str(self.port),
        )

    def stored(self) -> list[bool]:
        """Of each update whether it is done."""
        with self.shop.database.read() as transaction:
            rows = transaction.rows("SELECT done_at FROM telegram_update ORDER BY update_id")
        return [done is not None for (done,) in rows]

    async def until_stored(self, *done: bool) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.stored() != list(done):
                await asyncio.sleep(0.01)


@pytest.fixture
async def behind(tmp_path: Path) -> AsyncIterator[Behind]:
    telegram = LocalTelegram(token="123456:secret", limits=Limits.generous())
    async with serve(build_app(telegram)) as url:
        shop = RunningShop(tmp_path, telegram, url)
        yield Behind(shop)
        shop.database.close()


async def test_killed_between_acknowledgment_and_handling_every_update_has_one_effect_and_one_answer(
    behind: Behind,
) -> None:
    shop = behind.shop
    team = Team(shop.database)
    employee = shop.telegram.add_person("Emma", language_code="en")
    async with behind.bot() as process:
        await shop.ready(process)
        await shop.telegram.start(shop.manager.id, shop.token)
        await shop.until_told("Vinyl Island")
        link = team.create_link("S", Role.EMPLOYEE, by="operator", now=clock_of(shop.database).now())
        assert isinstance(link, str)
        # The bot is at the first of these, slowly, when the others are stored and acknowledged; then it is killed.
        held = Fault("*", 1, delay=PATIENCE, error=ApiError(500, "Internal Server Error"))
        shop.telegram.add_fault(held)
        before = len(behind.stored())
        await shop.telegram.start(employee.id, link)
        for text in ("/help", "/points"):
            await shop.telegram.send(employee.id, text)
        await behind.until_stored(*[True] * before, False, False, False)
        async with asyncio.timeout(PATIENCE):
            while held.times or len(shop.telegram.world.updates):  # the bot is at it, all are acknowledged
                await asyncio.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    assert answers(shop, employee.id) == []
    shop.pass_time(10 * MINUTES)
    async with behind.bot() as process:
        await shop.ready(process)
        await behind.until_stored(*[True] * (before + 3))
    assert [member.role for member in team.members("S")] == [Role.MANAGER, Role.EMPLOYEE]
    assert len(answers(shop, employee.id)) == 3


def answers(shop: RunningShop, person: int) -> list[str]:
    return [each["text"] or "rich" for each in shop.telegram.view(person)["messages"] if each["from"] == "bot"]


async def test_the_webhook_is_set_with_its_secret_and_taken_away_again_for_polling(behind: Behind) -> None:
    shop = behind.shop
    async with behind.bot() as process:
        await shop.ready(process)
        info = shop.telegram.webhook.info()
        assert (info["url"], info["max_connections"]) == (f"http://127.0.0.1:{behind.port}/telegram", 40)
        assert set(info["allowed_updates"]) >= {"message", "callback_query", "my_chat_member"}
        await shop.telegram.start(shop.manager.id, shop.token)
        await shop.until_told("Vinyl Island")
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            output, _ = await process.communicate()
        assert (process.returncode, b"Traceback" in output, SECRET.encode() in output) == (0, False, False), output
    async with shop.bot() as process:
        await shop.ready(process)
        await shop.telegram.send(shop.manager.id, "/help")
        await shop.until_told("Help")
    assert shop.telegram.webhook.info()["url"] == ""


async def test_what_a_webhook_had_stored_is_answered_also_when_the_bot_polls_again(behind: Behind) -> None:
    shop = behind.shop
    async with behind.bot() as process:
        await shop.ready(process)
        await shop.telegram.start(shop.manager.id, shop.token)
        await shop.until_told("Vinyl Island")
    raw = written(shop.manager.id, text="/help") | {"update_id": 900}
    Inbox(shop.database, 123456).keep(900, shop.manager.id, json.dumps(raw), NOW)
    async with shop.bot() as process:
        await shop.ready(process)
        await shop.until_told("Help")


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("TELEGRAM_WEBHOOK_URL", "bot.example.org", "TELEGRAM_WEBHOOK_URL is not an address"),
        ("TELEGRAM_WEBHOOK_URL", "https://u:p@bot.example.org/", "TELEGRAM_WEBHOOK_URL is not an address"),
        ("TELEGRAM_WEBHOOK_URL", "https://127.0.0.1/telegram", "Check TELEGRAM_WEBHOOK_URL"),
        ("TELEGRAM_WEBHOOK_SECRET", "short", "TELEGRAM_WEBHOOK_SECRET"),
        ("TELEGRAM_WEBHOOK_SECRET", "with spaces in the middle", "TELEGRAM_WEBHOOK_SECRET"),
        ("TELEGRAM_WEBHOOK_HOST", "192.0.2.1", "of 192.0.2.1 cannot be used"),
    ],
)
async def test_a_webhook_that_cannot_be_is_one_sentence_and_exit_status_1(
    behind: Behind, setting: str, value: str, said: str
) -> None:
    settings = {"TELEGRAM_WEBHOOK_URL": "http://127.0.0.1:9/telegram", "TELEGRAM_WEBHOOK_PORT": str(behind.port)}
    async with behind.shop.bot(**settings | {setting: value}) as process:
        async with asyncio.timeout(PATIENCE):
            output, _ = await process.communicate()
    assert (process.returncode, b"Traceback" in output, said in output.decode()) == (1, False, True), output
