"""A process that does due work is woken by what another wrote, and goes on without being woken."""

from __future__ import annotations

import asyncio
import threading

from bot.post.listening import Listener
from storage.rows.bell import Bell
from storage.rows.database import Database
from storage.rows.errors import StorageError
from tests.bot.shop import Shop

PATIENCE = 30


class Scripted(Bell):
    """A bell that rings, is lost or is silent as it is told, and then stops its listener."""

    def __init__(self, database: Database, *answers: bool | Exception) -> None:
        super().__init__(database)
        self.answers = list(answers)
        self.over = threading.Event()
        self.closed = 0

    def wait(self, seconds: float) -> bool:
        if not self.answers:
            self.over.set()
            return False
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        self.closed += 1


async def woken(bell: Scripted) -> int:
    """How often it was woken until the bell has given all its answers."""
    times: list[None] = []
    listener = Listener(bell, lambda: times.append(None), pause=0)
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
        tasks.create_task(listener.run())
        await asyncio.to_thread(bell.over.wait)
        listener.stop()
    return len(times)


async def test_a_ring_wakes_at_once_and_again_for_what_was_not_rung_for(shop: Shop) -> None:
    assert await woken(Scripted(shop.database, True)) == 2


async def test_silence_wakes_nobody(shop: Shop) -> None:
    assert await woken(Scripted(shop.database, False, False)) == 0


async def test_a_lost_connection_is_sought_again(shop: Shop) -> None:
    bell = Scripted(shop.database, StorageError("gone"), StorageError("gone"), True)
    assert await woken(bell) == 2
    assert bell.closed == 1
