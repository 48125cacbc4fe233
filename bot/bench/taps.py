"""How long a person waits for the answer to a tap while the bot is busy, beside one that only answers: part of `bench`.

Problem: a tap goes through HTTP, long polling, aiogram and our screens, and the same process sweeps the night; only our
part is ours to mend. Decision: two local Telegrams over loopback, the whole chat behind one and a handler that edits
the message behind the other, each in a process of its own; a person taps on both in turns, and the time runs until the
message in the chat has changed. The bare bot has nothing to do besides, but the machine is as busy: what the chat takes
longer is all that sharing a process with the work costs. Commands come in over HTTP, beside a program that commits one
row a request to a database of the same kind; one such command is three transactions. Limit: one person at a time, on
one machine.
"""

import asyncio
import contextlib
import json
import multiprocessing
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

from bot.bench import busy
from bot.bench.busy import TOKEN, Where
from bot.bench.nights import EXPIRY, POLICY, prepare
from bot.bench.servers import Server
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import Limits, LocalTelegram
from bot.secrecy import hide
from core.events import BonusGranted, Connect, Event, SellerRegistered, ServiceCharged, WalletCredited
from core.policy import overlay_policy
from core.values import HOUR, Instant, Plan, Role
from storage.ledger.ledger import Entry, Ledger
from storage.people.team import Team
from storage.people.tokens import Tokens
from storage.rows.database import Database
from storage.rows.errors import StorageError

PATIENCE: Final = 60.0
WARM: Final = 8
SHOP: Final = "shop"
EVE: Final[Instant] = EXPIRY - HOUR
WORKS: Final = {
    "nothing": "the bot is at rest",
    "prolongation": "points are prolonged for all",
    "expiries": "three lots a seller expire",
    "fees": "trials end with a fee",
    "digests": "digests and monthly reports",
    "price": "a price is told",
    "letters": "messages are sent",
    "maintenance": "maintenance is told",
}
"""What goes on while people tap, in its order: what it is called here, and in the table."""


class Waits(NamedTuple):
    """Seconds of taps and commands, and of what stands beside each."""

    taps: list[float]
    bare: list[float]
    commands: list[float]
    committed: list[float]


def time_taps(
    folder: Path, sellers: int, works: Sequence[str] = tuple(WORKS), postgresql: str | None = None
) -> dict[tuple[str, str], Waits]:
    """What people wait while each of the works is done for so many sellers, by the kind of database and its name in
    `WORKS`; on PostgreSQL if there is the address of a server."""
    found: dict[tuple[str, str], Waits] = {}
    for kind, url, bare in _databases(folder, postgresql):
        with closing(Database(url, durable=False)) as database:
            _prepare(database, sellers)
        with closing(Database(url)) as database:
            waits = asyncio.run(_measure(database, url, bare, works))
        found |= {(kind, work): each for work, each in waits.items()}
    return found


def _databases(folder: Path, postgresql: str | None) -> Iterator[tuple[str, str, str]]:
    """Each kind with the address of one for the chat, and of one for the barest program."""
    yield "SQLite", f"sqlite:///{folder / 'taps.db'}", f"sqlite:///{folder / 'bare.db'}"
    if postgresql is not None:
        with closing(Server(postgresql)) as server:
            yield "PostgreSQL", server.make("taps"), server.make("bare")


def _prepare(database: Database, sellers: int) -> None:
    prepare(database, sellers)
    events: list[Event] = [
        SellerRegistered("r", EVE, SHOP, name="Shop"),
        WalletCredited("w", EVE, SHOP, amount=10**12),
        BonusGranted("g", EVE, SHOP, grant="g", programme="bonus", amount=10**9, reason="-"),
        ServiceCharged("c", EVE, SHOP, charge="c", service="ads", amount=10**9),
        Connect("k", EVE, SHOP, plan=Plan.LITE, by=Role.MANAGER),
    ]
    Ledger(database, overlay_policy(POLICY)).take([Entry(event, EVE) for event in events], "bench")
    if database.postgresql:  # what a server does by itself within minutes
        with database.write() as transaction:
            transaction.run("ANALYZE")


async def _measure(database: Database, url: str, barest: str, works: Sequence[str]) -> dict[str, Waits]:
    team = Team(database)
    token = Tokens(database).create("bench", [f"act:{SHOP}:manager"], "bench", EVE, per_minute=1_000_000)
    async with contextlib.AsyncExitStack() as stack:
        telegrams = [LocalTelegram(token=TOKEN, limits=Limits.generous()) for _ in range(2)]
        here, there = [await stack.enter_async_context(serve(build_app(each))) for each in telegrams]
        person, other = (Person(each) for each in telegrams)
        team.join(team.create_link(SHOP, Role.MANAGER, by="operator", now=EVE), person.id, "Anna", EVE)
        chat = stack.enter_context(_process(busy.serve, Where(here, url)))
        bare = stack.enter_context(_process(busy.serve_bare, there, barest))
        commands, committing = [
            _Commands(*await stack.enter_async_context(_connected(await each.answer())), token) for each in (chat, bare)
        ]
        for each in (person, other):
            await each.begin()
        found = {}
        for work in ("", *works):
            waits = Waits([], [], [], [])
            async with asyncio.TaskGroup() as tasks:
                done = tasks.create_task(chat.do(work) if work else asyncio.sleep(1.0, 1.0))
                while not done.done() or len(waits.taps) < WARM:
                    waits.taps.append(await person.tap())
                    waits.bare.append(await other.tap())
                    waits.commands.append(await commands.give())
                    waits.committed.append(await committing.give())
            if work:
                found[work] = waits
        return found


class _Process:
    """One of `busy`, at the other end of a pipe."""

    def __init__(self, pipe: Any) -> None:
        self._pipe = pipe

    async def answer(self) -> Any:
        return await asyncio.to_thread(self._pipe.recv)

    async def do(self, work: str) -> float:
        self._pipe.send(work)
        return float(await self.answer())


def _to_its_end(target: Callable[..., None], *arguments: object) -> None:
    """What a process does; a database that is not there any more is a sentence."""
    try:
        target(*arguments)
    except StorageError as error:
        print(hide(str(error)), file=sys.stderr)
        raise SystemExit(1) from None


@contextlib.contextmanager
def _process(target: Callable[..., None], *arguments: object) -> Iterator[_Process]:
    context = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
    pipe, other = context.Pipe()
    process = context.Process(target=_to_its_end, args=(target, other, *arguments), daemon=True)
    process.start()
    other.close()  # should it end before its time, who waits for its answer hears of it
    try:
        yield _Process(pipe)
    finally:
        with contextlib.suppress(OSError):
            pipe.send(None)
        process.join(10)
        process.terminate()


@contextlib.asynccontextmanager
async def _connected(url: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
    try:
        yield reader, writer
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


class _Commands:
    """Spending, and every other time a choice about the renewal, over one connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str) -> None:
        self._reader, self._writer, self._token, self._number = reader, writer, token, 0

    async def give(self) -> float:
        """Seconds until the next one is answered."""
        self._number += 1
        spend = {"programme": "bonus", "service": "ads", "amount": "50.00"}
        choice = ("resume", "cancel")[self._number // 2 % 2]
        name, body = ("spend", json.dumps(spend)) if self._number % 2 else (choice, "")
        head = (
            f"POST /api/v1/sellers/{SHOP}/commands/{name} HTTP/1.1\r\nHost: bench\r\n"
            f"Authorization: Bearer {self._token}\r\nIdempotency-Key: k{self._number}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        start = time.perf_counter()
        self._writer.write((head + body).encode())
        answer = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        if not {b" 200 ", b" 409 "} & {answer[8:13]}:  # spending is refused during maintenance
            raise RuntimeError(answer.decode())
        await self._reader.readexactly(int(answer.partition(b"content-length: ")[2].partition(b"\r\n")[0]))
        return time.perf_counter() - start


class Person:
    """A person who taps to and fro between two screens, or the one button there is."""

    LABELS: Final = frozenset({"Points", "Home", "Again"})

    def __init__(self, telegram: LocalTelegram) -> None:
        self._telegram = telegram
        self.id = telegram.add_person("Anna", language_code="en").id

    async def begin(self) -> None:
        """Start the bot and wait until it shows a button."""
        await self._telegram.start(self.id)
        await self._until(lambda: self._buttons() != [])

    async def tap(self) -> float:
        """Seconds until the message whose button is tapped has changed."""
        message, row, column, shown = self._buttons()[-1]
        answered = self._answered()
        start = time.perf_counter()
        await self._telegram.press(self.id, message, row, column)
        await self._until(lambda: self._buttons()[-1][3] != shown)
        seconds = time.perf_counter() - start
        await self._until(lambda: self._answered() > answered)  # the next tap finds it idle
        return seconds

    def _answered(self) -> int:
        """When the last tap was answered; of answers only so many are kept, so their number says nothing."""
        answers = self._telegram.chat(self.id).answers
        return int(answers[-1]["version"]) if answers else 0

    def _buttons(self) -> list[tuple[int, int, int, dict[str, Any]]]:
        """(message, row, column, the whole message) of each button of `LABELS`, the newest last."""
        return [
            (message.id, row, column, message.body)
            for message in self._telegram.chat(self.id).messages.values()
            for row, keys in enumerate(message.body.get("reply_markup", {}).get("inline_keyboard", []))
            for column, key in enumerate(keys)
            if key["text"] in self.LABELS
        ]

    async def _until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not true():
                await self._telegram.wait(self.id, self._telegram.chat(self.id).version, 1.0)
