"""`serve --work`: due work is done beside the requests, and a turn that fails ends nothing."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
from pathlib import Path

from bot.api.ports import Api
from bot.cli.serving import _work
from bot.clock import WallClock
from bot.signs import Loop, Sign
from bot.texts import Texts
from core.policy import default_policy
from storage.books.books import Books
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.rows.database import Database

PATIENCE = 20


async def test_a_turn_that_fails_is_told_and_the_next_goes_well(migrated_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "seller.db"
    shutil.copy(migrated_file, file)
    database = Database(f"sqlite:///{file}?timeout=0.01")
    policy = default_policy()
    api = Api(Ledger(database, policy), Books(database, policy), Team(database), WallClock(), Texts())
    stop = asyncio.Event()

    async def sign(fault: str | None) -> None:
        found: Sign | None = None
        while found is None or found.fault != fault:
            await asyncio.sleep(0.001)
            found = api.signs.last(Loop.BEAT)

    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN IMMEDIATE")
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
            tasks.create_task(_work(api, stop))
            await sign("StorageError")
            other.execute("ROLLBACK")
            await sign(None)
            stop.set()
    database.close()
