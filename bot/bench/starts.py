"""How long a start takes until the first person is answered, with a night's work overdue: a part of `bench`.

Problem: a bot that was down for a night finds everybody's work due, and people who have waited for it; and what a start
reads of everybody is not noticed in a small shop. Decision: `run` in a process of its own on a database whose clock
stands after the night, and a person who has written before it starts; the time runs from the start of the process until
they have their first button. Beside it the same sellers with nothing to be done for them, and a database with nobody
else in it. Each start has a fresh copy. Limit: the imports are most of it on all sides.
"""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

import bot
from bot.bench.busy import LATER, TOKEN
from bot.bench.nights import POLICY, prepare
from bot.bench.servers import Server
from bot.bench.taps import EVE, SHOP, Person
from bot.clock import WallClock
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import Limits, LocalTelegram
from core.events import SellerRegistered
from core.policy import overlay_policy
from core.values import Role
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.rows.database import Database

Copy = Callable[[str], str]
"""Makes a fresh copy of the database of that name; returns its address."""

_NOTHING_DUE: Final = (
    "UPDATE seller SET next_due = NULL, points_due = NULL, subscription_due = NULL, digest_at = NULL",
    "UPDATE notice SET fanned_out_at = at WHERE fanned_out_at IS NULL",
)


class Starts(NamedTuple):
    """Seconds of every start: with work overdue, with the same sellers and nothing due, and with nobody there."""

    overdue: list[float]
    settled: list[float]
    nobody: list[float]


def time_starts(folder: Path, sellers: int, turns: int, postgresql: str | None = None) -> dict[str, Starts]:
    """By kind of database the seconds of every turn; PostgreSQL if there is the address of a server."""
    found = {}
    for kind, copy in _copies(folder, sellers, postgresql):
        starts = found[kind] = Starts([], [], [])
        for _ in range(turns):
            for name, seconds in zip(Starts._fields, starts, strict=True):
                seconds.append(asyncio.run(_time(folder, copy(name))))
    return found


def _copies(folder: Path, sellers: int, postgresql: str | None) -> Iterator[tuple[str, Copy]]:
    """By kind of database, how a database is copied that is called as in `Starts`."""
    for name in Starts._fields:
        _fill(f"sqlite:///{folder / name}.db", name, sellers)

    def copy(name: str) -> str:
        for end in ("-wal", "-shm"):
            (folder / f"started.db{end}").unlink(missing_ok=True)
        return f"sqlite:///{shutil.copyfile(folder / f'{name}.db', folder / 'started.db')}"

    yield "SQLite", copy
    if postgresql is not None:
        with closing(Server(postgresql)) as server:
            for name in Starts._fields:
                _fill(server.make(name), name, sellers)
            yield "PostgreSQL", lambda name: server.make("started", name)


def _fill(url: str, name: str, sellers: int) -> None:
    with closing(Database(url, durable=False)) as database:
        if name == "nobody":
            database.upgrade()
        else:
            prepare(database, sellers)
        policy = overlay_policy(POLICY)
        Ledger(database, policy).take_one(SellerRegistered("r", EVE, SHOP, name="Shop"), EVE, "bench")
        with database.write() as transaction:
            for statement in _NOTHING_DUE if name == "settled" else ():
                transaction.run(statement)
            if database.postgresql:
                transaction.run("ANALYZE")


async def _time(folder: Path, url: str) -> float:
    policy = folder / "night.toml"
    policy.write_text(POLICY, encoding="utf-8")
    telegram = LocalTelegram(token=TOKEN, limits=Limits.generous())
    async with serve(build_app(telegram)) as address:
        person = Person(telegram)
        with closing(Database(url)) as database:
            team = Team(database)
            team.join(team.create_link(SHOP, Role.MANAGER, by="operator", now=EVE), person.id, "Anna", EVE)
            with database.write() as transaction:
                transaction.run("UPDATE world SET clock_offset = ?", (LATER - WallClock().now(),))
        begun = time.perf_counter()
        with _running(url, policy, address):
            await person.begin()
            return time.perf_counter() - begun


@contextlib.contextmanager
def _running(url: str, policy: Path, telegram: str) -> Iterator[None]:
    command = [sys.executable, "-m", "bot", "run", "--database", url, "--policy", str(policy)]
    settings = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram, "LOG_LEVEL": "ERROR"}
    paths = [str(Path(bot.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | settings | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)  # noqa: S603 - our own command
    try:
        yield
    finally:
        process.kill()  # the night's work is not waited for
        process.wait()
