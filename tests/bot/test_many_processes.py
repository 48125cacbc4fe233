"""One bot in many processes on one PostgreSQL: tapped, fed and killed at random, it ends as one process does.

Problem: what two processes do to the same rows shows only when they meet, and when one of them is gone in between.
Decision: three bots behind a proxy, two workers and two servers for programs, as they are shipped. People tap through
all of the bots, facts come through both servers; one process after the other is killed and started anew by a seed. What
the tables hold then is compared with a run of one process that nothing disturbed.
Limit: who is killed between Telegram's answer and the note of it sends that message again: a few may stand in a chat
twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from bot.clock import WallClock, clock_of
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import Limits, LocalTelegram
from bot.post.notifier import IN_FLIGHT
from core.values import HOUR, Role, format_instant, parse_instant
from storage.people.team import Team
from storage.people.tokens import Tokens
from storage.rows.database import Database
from tests.bot.demo_program import free_port
from tests.bot.test_run import ROOT, TOKEN

PATIENCE: Final = 240
STUCK: Final = 8
"""Seconds after which somebody who taps begins again: who was at it may be gone."""
START: Final = parse_instant("2027-03-02T09:00:00Z")
BEFORE: Final = format_instant(START - HOUR)
MONTH: Final = 31 * 24 * HOUR
PEOPLE: Final = 4
SELLERS: Final = 24
BATCH: Final = 6
KILLS: Final = 6

SAME: Final = {
    "seller": "SELECT id, wallet, parked FROM seller",
    "subscription": "SELECT seller, state, plan, renewal, invitation, badge, trial_used, fees_paid FROM subscription",
    "balance": "SELECT * FROM balance",
    "movement": "SELECT seller, programme, kind, amount, service, actor FROM movement",
    "wallet_entry": "SELECT seller, kind, amount, balance, actor, plan FROM wallet_entry",
    "transition": "SELECT seller, event, from_state, to_state, plan, money, actor FROM transition",
    "choice": "SELECT * FROM choice",
    "notice": "SELECT seller, kind FROM notice",
    # Who taps again because nothing came sets a mode again; what it is stands in `choice`.
    "taken": "SELECT source, type, seller, outcome, reason FROM taken WHERE type <> 'command.set_mode'",
    "delivery": (
        "SELECT n.seller, n.kind, d.telegram_id, d.state, d.error FROM delivery d JOIN notice n ON n.id = d.notice"
    ),
}
"""What does not depend on the moment of a tap."""


class Starter:
    """Starts processes and ends them; see `tests.bot.starter`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.starter"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._answer() == "ready"

    def close(self) -> None:
        self._process.communicate(timeout=PATIENCE)

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def order(self, **order: Any) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._answer())


@pytest.fixture(scope="module")
def starter() -> Iterator[Starter]:
    with contextlib.closing(Starter()) as starter:
        yield starter


@dataclass
class Part:
    """A process: what it runs, and what it says when it is ready."""

    name: str
    arguments: list[str]
    environment: dict[str, str]
    ready: str
    port: int = 0
    number: int = 0
    starts: int = 0


class Proxy:
    """Stands before the bots and hands each request to one that answers, beginning with any."""

    def __init__(self, seed: random.Random) -> None:
        self.ports: list[int] = []
        self._seed = seed

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[int]:
        server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        async with server:
            yield server.sockets[0].getsockname()[1]

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer), contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            body = await reader.readexactly(int(length.split(b":")[1]))
            for port in self._seed.sample(self.ports, len(self.ports)):
                answer = await self._asked(port, head + body)
                if answer:
                    writer.write(answer)
                    await writer.drain()
                    return

    async def _asked(self, port: int, request: bytes) -> bytes:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            with contextlib.closing(writer):
                writer.write(request)
                return await reader.read()
        except OSError:
            return b""


@dataclass
class Market:
    """Sellers with their people on one database, and the processes that serve them."""

    database: Database
    url: str
    telegram: LocalTelegram
    telegram_url: str
    folder: Path
    starter: Starter
    seed: random.Random
    parts: list[Part] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    token: str = ""
    kills: Counter[str] = field(default_factory=Counter)
    steps: int = 0

    def settle_in(self) -> None:
        self.database.upgrade()
        with self.database.write() as transaction:
            transaction.run("UPDATE world SET clock_offset = ?", (START - WallClock().now(),))
        self.token = Tokens(self.database).create("feed", ["feed"], "test", START)

    def add_people(self) -> None:
        team = Team(self.database)
        for number in range(PEOPLE):
            person = self.telegram.add_person(f"Manager {number}", language_code="en")
            link = team.create_link(f"s{number}", Role.MANAGER, by="operator", now=START)
            team.join(link, person.id, person.first_name, START)
            self.telegram.chat(person.id).person.started = True
            self.people.append(person.id)

    # -- processes -------------------------------------------------------------------------------------------

    def add(self, kind: str, *arguments: str, ready: str, **environment: str) -> Part:
        part = Part(f"{kind}{len(self.parts)}", list(arguments), environment, ready)
        self.parts.append(part)
        return part

    def start(self, part: Part) -> None:
        part.starts += 1
        part.number = self.starter.order(
            arguments=part.arguments,
            environment={
                "BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": self.telegram_url,
                "DATABASE_URL": self.url,
                "LOG_FORMAT": "json",
            }
            | part.environment,
            folder=str(self.folder),
            log=str(self.log(part)),
        )

    def log(self, part: Part) -> Path:
        return self.folder / f"{part.name}-{part.starts}.log"

    def kill(self, part: Part) -> None:
        self.starter.order(end=part.number)
        part.number = 0

    async def until_ready(self, *parts: Part) -> None:
        for part in parts:
            await until(partial(self._is_ready, part), f"{part.name} to be ready")

    def _is_ready(self, part: Part) -> bool:
        log = self.log(part)
        return log.exists() and part.ready in log.read_text()

    def happened(self) -> None:
        """Something was done: now and then somebody is killed, and started anew."""
        self.steps += 1
        if sum(self.kills.values()) < KILLS and len(self.parts) > 1 and self.seed.random() < 0.2:
            part = self.seed.choice(self.parts)
            self.kill(part)
            self.kills[part.name.rstrip("0123456789")] += 1
            self.start(part)

    def stop_all(self) -> None:
        for part in self.parts:
            if part.number:
                self.kill(part)

    # -- what happens ----------------------------------------------------------------------------------------

    async def feed(self, lines: list[dict[str, Any]]) -> None:
        """Facts, sent to any server until one has taken them."""
        servers = [part for part in self.parts if part.port]
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {self.token}"}, timeout=PATIENCE) as client:
            for number in range(1_000_000):
                server = self.seed.choice(servers)
                with contextlib.suppress(httpx.TransportError):
                    answer = await client.post(f"http://127.0.0.1:{server.port}/api/v1/events", json=lines)
                    if answer.status_code == 200:
                        counts = answer.json()["counts"]
                        assert set(counts) <= {"done", "replayed"}, answer.text
                        break
                    assert answer.status_code in (409, 503), answer.text
                await asyncio.sleep(min(0.5, 0.02 * number))
        self.happened()

    def view(self, person: int) -> list[dict[str, Any]]:
        return list(self.telegram.view(person)["messages"])

    async def press(self, person: int, label: str, after: int) -> bool:
        """Press the newest button of that name below a message; false if none comes."""

        def there() -> tuple[int, int, int] | None:
            for message in reversed(self.view(person)):
                for row, buttons in enumerate((message["reply_markup"] or {}).get("inline_keyboard", [])):
                    for column, button in enumerate(buttons):
                        if button["text"].startswith(label) and message["message_id"] > after:
                            return message["message_id"], row, column
            return None

        try:
            await until(lambda: there() is not None, label, STUCK)
        except StillWaiting:
            return False
        found = there()
        assert found is not None
        await self.telegram.press(person, *found)
        self.happened()
        return True

    async def taps(self, person: int, command: str, labels: list[str], done: Callable[[], bool]) -> None:
        """Tap through to something, and begin again when nothing comes of it."""
        for _ in range(PATIENCE // STUCK):
            sent = await self.telegram.send(person, command)
            self.happened()
            for label in labels:
                if done() or not await self.press(person, label, sent):
                    break
            with contextlib.suppress(StillWaiting):
                await until(done, command, STUCK)
                return
        raise StillWaiting(f"{command}, {labels}: {[message['text'] for message in self.view(person)[-3:]]}")

    def count(self, sql: str, *values: Any) -> int:
        with self.database.read() as transaction:
            row = transaction.row(sql, values)
        return 0 if row is None else int(row[0])

    async def lives(self, number: int) -> None:
        """What a person does."""
        person, seller = self.people[number], f"s{number}"

        def has(sql: str) -> Callable[[], bool]:
            return lambda: self.count(f"SELECT COUNT(*) FROM {sql}", seller) > 0

        await self.taps(
            person, "/start", ["Plan and Premium", "Try Premium", "Start the trial"],
            has("subscription WHERE seller = ? AND state = 'trial'"),
        )  # fmt: skip
        await self.taps(
            person,
            "/points",
            ["Spend points", "advertising", "Spend"],
            has("movement WHERE seller = ? AND kind IN ('spending', 'cover')"),
        )
        await self.taps(
            person, "/start", ["Service payment", "Storage", "Pay automatically"],
            has("choice WHERE seller = ?"),
        )  # fmt: skip

    async def until_done(self) -> None:
        """Until nothing is due and everything is sent that may be."""

        def done() -> bool:
            now = clock_of(self.database).now()
            return not (
                self.count("SELECT COUNT(*) FROM seller WHERE next_due <= ? AND NOT parked", now)
                or self.count("SELECT COUNT(*) FROM notice WHERE fanned_out_at IS NULL")
                or self.count("SELECT COUNT(*) FROM delivery WHERE state = 'waiting' AND due_at <= ?", now)
            )

        await until(done, "all to be done")

    def state(self) -> dict[str, Counter[Any]]:
        with self.database.read() as transaction:
            return {name: Counter(transaction.rows(sql)) for name, sql in SAME.items()}


class StillWaiting(Exception):
    """What was waited for has not come."""


async def until(true: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    try:
        async with asyncio.timeout(seconds):
            while not true():
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise StillWaiting(what) from None


def facts(number: int) -> list[dict[str, Any]]:
    """What the marketplace says of a seller: most have money for Premium, some connect Lite without a chat."""
    common = {"at": BEFORE, "seller": f"s{number}"}
    lines: list[dict[str, Any]] = [
        {"type": "seller.registered", "name": f"Shop {number}"},
        {"type": "eligibility.changed", "eligible": True},
        {"type": "bonus.granted", "grant": f"g{number}", "programme": "bonus", "amount": "500.00", "reason": "promo"},
        {"type": "service.charged", "charge": f"c{number}", "service": "ads", "amount": "300.00"},
    ]
    if number % 5:
        lines.append({"type": "wallet.credited", "amount": "9000.00"})
    if number >= PEOPLE:
        lines.append({"type": "command.connect", "plan": "lite", "by": "manager"})
    return [{"id": f"{number}-{place}", **common, **line} for place, line in enumerate(lines)]


@contextlib.asynccontextmanager
async def market(url: str, folder: Path, starter: Starter, seed: int) -> AsyncIterator[Market]:
    telegram = LocalTelegram(token=TOKEN, limits=replace(Limits.generous(), webhook_delays=(0.05,)))
    database = Database(url)
    async with serve(build_app(telegram)) as telegram_url:
        made = Market(database, url, telegram, telegram_url, folder, starter, random.Random(seed))
        try:
            made.settle_in()
            yield made
        finally:
            made.stop_all()
            database.close()


async def story(market: Market) -> None:
    """Everything that happens, and then a month."""
    batches = [list(range(first, first + BATCH)) for first in range(0, SELLERS, BATCH)]
    # Whoever is there when a notice is shared out reads it: people come before there is anything to tell.
    await market.feed([facts(number)[0] for number in batches[0]])
    market.add_people()
    await market.feed([line for number in batches[0] for line in facts(number)[1:]])
    await market.until_done()  # who taps through before the invitation has come gets none
    async with asyncio.TaskGroup() as tasks:
        for number in range(PEOPLE):
            tasks.create_task(market.lives(number))
        for batch in batches[1:]:
            tasks.create_task(market.feed([line for number in batch for line in facts(number)]))
    await market.until_done()


async def a_month_later(market: Market, workers: list[Part]) -> None:
    """Trials end: whoever does due work is started anew, and one of several is killed over it."""
    market.stop_all()
    with market.database.write() as transaction:
        transaction.run("UPDATE world SET clock_offset = clock_offset + ?", (MONTH,))
    for part in workers:
        market.start(part)
    if len(workers) > 1:
        await market.until_ready(workers[0])
        market.kill(workers[0])
        market.kills["work"] += 1
        market.start(workers[0])
    await market.until_done()


def webhook(market: Market, public: int, own: int) -> dict[str, str]:
    return {
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{public}/telegram",
        "TELEGRAM_WEBHOOK_SECRET": "a-secret-that-nobody-guesses",
        "TELEGRAM_WEBHOOK_PORT": str(own),
    }


async def one_process(url: str, folder: Path, starter: Starter) -> dict[str, Counter[Any]]:
    async with market(url, folder, starter, 0) as alone:
        port, api = free_port(), free_port()
        part = alone.add("run", "run", ready="is running", **webhook(alone, port, port), API_PORT=str(api))
        part.port = api
        alone.start(part)
        await alone.until_ready(part)
        await story(alone)
        await a_month_later(alone, [part])
        assert (lost(alone), doubled(alone)) == ([], 0)
        return alone.state()


async def many_processes(url: str, folder: Path, starter: Starter, seed: int, alone: dict[str, Counter[Any]]) -> None:
    async with market(url, folder, starter, seed) as crowd, contextlib.AsyncExitStack() as stack:
        proxy = Proxy(crowd.seed)
        public = await stack.enter_async_context(proxy.open())
        for _ in range(3):
            own = free_port()
            proxy.ports.append(own)
            crowd.add("bot", "run", "--without-work", ready="is running", **webhook(crowd, public, own))
        workers = [crowd.add("work", "work", ready="has its due work done here") for _ in range(2)]
        for _ in range(5):
            part = crowd.add("serve", "serve", ready="Serving")
            part.port = free_port()
            part.environment["API_PORT"] = str(part.port)
        for part in crowd.parts:
            crowd.start(part)
        await crowd.until_ready(*crowd.parts)
        await story(crowd)
        await a_month_later(crowd, workers)
        found = crowd.state()
        more = {name: found[name] - rows for name, rows in alone.items() if found[name] - rows}
        less = {name: rows - found[name] for name, rows in alone.items() if rows - found[name]}
        assert (more, less) == ({}, {})
        assert (lost(crowd), broken(folder)) == ([], [])
        assert doubled(crowd) <= IN_FLIGHT * crowd.kills["work"]
        assert crowd.kills.total() > KILLS // 2


def sent(market: Market) -> set[tuple[int, int]]:
    """Persons and messages of all notices that are noted as sent."""
    with market.database.read() as transaction:
        return set(transaction.rows("SELECT telegram_id, message_id FROM delivery WHERE state = 'sent'"))


def lost(market: Market) -> list[tuple[int, int]]:
    """Notices that are noted as sent and stand in no chat."""
    there = {(person, message["message_id"]) for person in market.people for message in market.view(person)}
    return sorted(sent(market) - there)


def doubled(market: Market) -> int:
    """Messages that say what a notice says, and are noted as none."""
    noted = sent(market)
    told = {
        (person, message["text"]): False
        for person in market.people
        for message in market.view(person)
        if (person, message["message_id"]) in noted
    }
    return sum(
        (person, message["text"]) in told and (person, message["message_id"]) not in noted
        for person in market.people
        for message in market.view(person)
    )


def broken(folder: Path) -> list[str]:
    """Lines of the logs that say so."""
    signs = ("Traceback", "beat_broken", "update_failed", "update_not_handled", "update_given_up", "webhook_broken")
    return [
        line
        for path in sorted(folder.glob("*.log"))
        for line in path.read_text().splitlines()
        if any(sign in line for sign in signs)
    ]


@pytest.mark.parametrize("seed", [12, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(5))])
async def test_many_processes_that_are_killed_at_random_end_as_one_does(
    postgres_database: str, other_postgres: str, tmp_path: Path, starter: Starter, seed: int
) -> None:
    folders = [tmp_path / "one", tmp_path / "many"]
    for folder in folders:
        folder.mkdir()
    alone = await one_process(postgres_database, folders[0], starter)
    assert (alone["transition"].total() > SELLERS, alone["delivery"].total() > PEOPLE) == (True, True)
    await many_processes(other_postgres, folders[1], starter, seed, alone)
