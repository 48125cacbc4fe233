"""Updates that were stored on arrival, dealt with in order for each chat and side by side over all of them.

Problem: what comes by webhook is acknowledged before it is dealt with, and the process may end in between.
Decision: the rows are the queue. Whoever is handed an update stores it and knocks; a worker a chat takes the first in
line, lets the dispatcher deal with it and marks it done, until nothing is left. What another process left behind is
found by looking regularly, and at the start.
Limit: an update over which processes ended `MOST_ATTEMPTS` times is left alone.
"""

import asyncio
import contextlib
import json
from collections import Counter
from typing import Final

import structlog
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.middlewares.user_context import UserContextMiddleware
from aiogram.types import Update

from bot.chat.polling import PATIENCE, feed, read_update
from bot.clock import Clock
from core.values import HOUR, Instant
from storage.post.inbox import Arrival, Inbox
from storage.rows.errors import StorageError

LOOK_SECONDS: Final = 5.0
"""Between looks for what nobody knocked for: a lease of a process that is gone has run out."""
CLEAN_EVERY: Final[Instant] = HOUR
log = structlog.get_logger(__name__)


class Unreadable(Exception):
    """What came is no update at all."""


class Arrivals:
    """Takes updates in and has them dealt with; one of these to a process."""

    def __init__(
        self, bot: Bot, dispatcher: Dispatcher, inbox: Inbox, clock: Clock, *, every: float = LOOK_SECONDS
    ) -> None:
        self.skipped: Counter[str] = Counter()
        """How many updates were skipped, by reason."""
        self._bot = bot
        self._dispatcher = dispatcher
        self._inbox = inbox
        self._clock = clock
        self._every = every
        self._knocked: set[int] = set()
        self._at_work: set[int] = set()
        self._awake = asyncio.Event()
        self._stopping = False
        self._cleaned: Instant | None = None

    async def take_in(self, content: str) -> None:
        """Store an update as it came: when this returns it may be acknowledged.

        One that came before changes nothing, one that cannot be read is skipped as by polling. Raises `Unreadable` for
        what has no update's id, and `StorageError`.
        """
        raw = _parsed(content)
        update = read_update(raw, self._bot, self.skipped)
        if update is None:
            return
        chat = _chat(update)
        if await asyncio.to_thread(self._inbox.keep, update.update_id, chat, content, self._clock.now()):
            self._knocked.add(chat)
            self._awake.set()

    def stop(self) -> None:
        """Begin nothing more; `run` ends when what is at work is done. What waits is for the next process."""
        self._stopping = True
        self._awake.set()

    async def run(self) -> None:
        """Deal with what is stored until `stop`, then `PATIENCE` seconds longer at most."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as workers:
                await self._look()
                while not self._stopping:
                    self._begin(workers)
                    await self._rest()
                limit.reschedule(asyncio.get_running_loop().time() + PATIENCE)

    def _begin(self, workers: asyncio.TaskGroup) -> None:
        self._awake.clear()
        for chat in self._knocked - self._at_work:
            self._knocked.discard(chat)
            self._at_work.add(chat)
            workers.create_task(self._work(chat))

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(self._every):
                await self._awake.wait()
        except TimeoutError:
            await self._look()

    async def _look(self) -> None:
        """Knock for every chat with something stored; and let go of ids that are known for long enough."""
        now = self._clock.now()
        try:
            self._knocked.update(await asyncio.to_thread(self._inbox.chats))
            if self._cleaned is None or not self._cleaned <= now < self._cleaned + CLEAN_EVERY:
                await asyncio.to_thread(self._inbox.clean, now)
                self._cleaned = now
        except StorageError as error:
            log.error("stored_updates_not_read", reason=str(error))

    async def _work(self, chat: int) -> None:
        try:
            while not self._stopping:
                self._knocked.discard(chat)  # before the look: who knocks during it may have come too late for it
                arrival = await asyncio.to_thread(self._inbox.take, chat, self._clock.now())
                if arrival is not None:
                    await self._deal_with(arrival)
                elif chat not in self._knocked:
                    break
        except StorageError as error:  # the next look tries again
            log.error("stored_update_not_settled", reason=str(error))
        finally:
            self._at_work.discard(chat)

    async def _deal_with(self, arrival: Arrival) -> None:
        if arrival.is_hopeless:
            self.skipped["given up"] += 1
            log.error("update_given_up", update=arrival.update_id, attempts=arrival.attempts)
        else:
            update = read_update(json.loads(arrival.content), self._bot, self.skipped)
            if update is not None:
                await feed(self._bot, self._dispatcher, update)
        await asyncio.to_thread(self._inbox.done, arrival.update_id, self._clock.now())


def _parsed(content: str) -> object:
    """What stands in an update's JSON. Raises `Unreadable`, without quoting it."""
    try:
        raw: object = json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict) or "update_id" not in raw:
        raise Unreadable
    return raw


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _chat(update: Update) -> int:
    """Whose turn it is: the chat, else the person; 0 for what belongs to nobody."""
    whose = UserContextMiddleware.resolve_event_context(update)
    return whose.chat_id or whose.user_id or 0
