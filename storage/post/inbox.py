"""What Telegram has handed over and nobody has dealt with yet: the inbox beside the outbox.

Problem: Telegram forgets an update as soon as it is acknowledged, sends one again whose acknowledgment was lost, and a
process may be killed at any moment in between. Decision: an update is a row under its own id before it is acknowledged;
whoever deals with it takes the first in line of a chat under a lease that runs out by itself, and marks it done. What
people wrote goes then; the id stays a few days, so that a repeat is known. Limit: who is killed while dealing with one
begins it anew, so what it does is idempotent as every command is, and an answer under way may come twice.
"""

from typing import Final, NamedTuple

from core.values import HOUR, SECOND, Instant
from storage.rows import tables
from storage.rows.database import Database
from storage.rows.statements import insert

LEASE: Final = 60
"""Seconds for dealing with one update; more than Telegram's slowest answer."""
MOST_ATTEMPTS: Final = 3
"""Processes that may end over one update before it is left alone."""
REMEMBERED: Final[Instant] = 72 * HOUR
"""How long an id is known: Telegram repeats for a day, and ids begin elsewhere only after a week of silence."""

_KEEP: Final = insert(
    tables.TelegramUpdate, ("bot", "update_id", "chat", "content", "received_at", "attempts"), ignore=True
)
_WAITING: Final = "FROM telegram_update WHERE bot = ? AND done_at IS NULL"
_CHATS: Final = f"SELECT chat {_WAITING} GROUP BY chat ORDER BY MIN(update_id)"
_FIRST: Final = f"SELECT update_id, content, attempts, lease_until {_WAITING} AND chat = ? ORDER BY update_id LIMIT 1"
_TAKE: Final = "UPDATE telegram_update SET lease_until = ?, attempts = ? WHERE bot = ? AND update_id = ?"
_DONE: Final = (
    "UPDATE telegram_update SET done_at = ?, content = NULL, lease_until = NULL "
    "WHERE bot = ? AND update_id = ? AND done_at IS NULL"
)
_CLEAN: Final = "DELETE FROM telegram_update WHERE done_at < ?"


class Arrival(NamedTuple):
    """An update to deal with, as it came; `attempts` counts this one."""

    update_id: int
    content: str
    attempts: int

    @property
    def is_hopeless(self) -> bool:
        """Whether so many processes ended over it that nobody should try again."""
        return self.attempts > MOST_ATTEMPTS


class Inbox:
    """The updates of one bot. Everything here raises `StorageError`."""

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self._bot = bot

    def keep(self, update_id: int, chat: int, content: str, now: Instant) -> bool:
        """Store an update for good; false if it was here before, and then nothing changes."""
        with self._database.write() as transaction:
            return transaction.run(_KEEP, (self._bot, update_id, chat, content, now, 0)) == 1

    def chats(self) -> list[int]:
        """The chats with something to deal with, the longest waiting first."""
        with self._database.read() as transaction:
            return [chat for (chat,) in transaction.rows(_CHATS, (self._bot,))]

    def take(self, chat: int, now: Instant) -> Arrival | None:
        """The first in line of a chat, for `LEASE` seconds; None if there is none or another process is at it."""
        until = now + LEASE * SECOND
        with self._database.write() as transaction:
            lock = " FOR UPDATE" if transaction.postgresql else ""
            row = transaction.row(_FIRST + lock, (self._bot, chat))
            if row is None:
                return None
            update_id, content, attempts, lease = row
            # One that lasts longer than any lease was given before the clock was set back.
            if lease is not None and now < lease <= until:
                return None
            transaction.run(_TAKE, (until, attempts + 1, self._bot, update_id))
        return Arrival(update_id, content, attempts + 1)

    def done(self, update_id: int, now: Instant) -> None:
        """It is dealt with: what it held goes, its id stays for a while."""
        with self._database.write() as transaction:
            transaction.run(_DONE, (now, self._bot, update_id))

    def clean(self, now: Instant) -> int:
        """Forget the ids of what was done long ago; returns how many."""
        with self._database.write() as transaction:
            return transaction.run(_CLEAN, (now - REMEMBERED,))
