"""From the start of the bot until it answers, with very many sellers beside none: a part of `bench`.

Problem: what a start reads of everybody is not noticed in a small shop, and holds up a large one at each upgrade.
Decision: `run` as anybody starts it, in a process of its own, at a local Telegram where somebody has written before;
the time runs until they have their answer. A database with so many sellers and an empty one take turns. Limit: nothing
is due and nothing waits to be sent; on SQLite.
"""

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

import bot
from bot.bench.busy import TOKEN
from bot.localtelegram.server import build_app, serve
from bot.localtelegram.telegram import Limits, LocalTelegram
from storage.rows.database import Database

PATIENCE: Final = 120.0
_NOTHING_TO_DO: Final = (
    "UPDATE seller SET next_due = NULL, points_due = NULL, subscription_due = NULL, digest_at = NULL",
    "UPDATE notice SET fanned_out_at = at",
)


class Times(NamedTuple):
    """Seconds of every start, with many sellers and with none."""

    many: list[float]
    none: list[float]


def time_starts(folder: Path, many: Path, turns: int) -> Times:
    """With the sellers of the file `many`, for whom nothing is to be done after this. Raises TimeoutError if nobody is
    answered."""
    found = Times([], [])
    urls = [f"sqlite:///{many}", f"sqlite:///{folder / 'nobody.db'}"]
    for url in urls:
        with closing(Database(url, durable=False)) as database:
            database.upgrade()
            with database.write() as transaction:
                for statement in _NOTHING_TO_DO:
                    transaction.run(statement)
    for _ in range(turns):
        for url, seconds in zip(urls, found, strict=True):
            seconds.append(asyncio.run(_seconds_of_start(folder, url)))
    return found


async def _seconds_of_start(folder: Path, url: str) -> float:
    telegram = LocalTelegram(token=TOKEN, limits=Limits.generous())
    async with serve(build_app(telegram)) as here:
        person = telegram.add_person("Anna", language_code="en").id
        await telegram.start(person)
        begun = time.perf_counter()
        async with _running(folder, url, here), asyncio.timeout(PATIENCE):
            while not any(message.by_bot for message in telegram.chat(person).messages.values()):
                await telegram.wait(person, telegram.chat(person).version, 1.0)
            return time.perf_counter() - begun


@contextlib.asynccontextmanager
async def _running(folder: Path, database: str, telegram: str) -> AsyncIterator[None]:
    paths = [str(Path(bot.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)), "BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram,
        "DATABASE_URL": database, "LOG_LEVEL": "CRITICAL",
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        await process.wait()
