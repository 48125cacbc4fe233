"""What people have open in their chats: where each dialog stands, kept beside the rows it speaks of.

Problem: a tap may reach any process, and a process may end between two taps; and two taps of one person in two
processes must not read the same state and each write its own. Decision: a row a chat holds all of it, and who deals
with an update takes the row, reads it in the same statement, and puts it back with what became of it. It is taken under
a lease that runs out by itself. On SQLite there is one process, which keeps its own order, so nothing is taken and only
what changed is written. Limit: what is kept is not for reading here: whoever keeps it has enciphered it.
"""

import secrets
from typing import Final, NamedTuple, Protocol

from core.values import HOUR, SECOND, Instant
from storage.rows.database import Database

LEASE: Final = 15
"""Seconds for dealing with one update before others may go on without it."""
KEPT: Final[Instant] = 30 * 24 * HOUR
"""How long a chat in which nobody taps is remembered."""

_READ: Final = "SELECT content FROM dialog WHERE bot = ? AND chat = ?"
# One statement takes the row and reads it. A lease that lasts longer than any was given before the clock was set back.
_TAKE: Final = (
    "INSERT INTO dialog (bot, chat, changed_at, holder, lease_until) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (bot, chat) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until "
    "WHERE dialog.lease_until IS NULL OR dialog.lease_until <= ? OR dialog.lease_until > excluded.lease_until "
    "RETURNING content"
)
_GIVE_BACK: Final = (
    "UPDATE dialog SET content = ?, changed_at = ?, holder = NULL, lease_until = NULL "
    "WHERE bot = ? AND chat = ? AND holder = ?"
)
_KEEP: Final = "INSERT INTO dialog (bot, chat, content, changed_at) VALUES (?, ?, ?, ?)"
_CHANGE: Final = "UPDATE dialog SET content = ?, changed_at = ? WHERE bot = ? AND chat = ?"
_CLEAN: Final = "DELETE FROM dialog WHERE changed_at < ? AND (lease_until IS NULL OR lease_until <= ?)"
# Losing the last moments when the server's machine dies costs somebody a fresh screen: not worth waiting for its disk.
_SOON: Final = "SET LOCAL synchronous_commit = off"


class Hand(NamedTuple):
    """A chat's row in somebody's hand, and what was kept there. `holder` names who has it; empty where nobody need."""

    bot: int
    chat: int
    content: bytes | None
    is_new: bool
    holder: str


class AnyDialogs(Protocol):
    """The open dialogs of all chats, wherever they are kept."""

    def take(self, bot: int, chat: int, now: Instant) -> Hand | None: ...

    def give_back(self, hand: Hand, content: bytes | None, now: Instant) -> bool: ...

    def clean(self, now: Instant) -> int: ...


class Dialogs:
    """The open dialogs of all chats, in the database. Everything here raises `StorageError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, bot: int, chat: int, now: Instant) -> Hand | None:
        """The chat's row, for `LEASE` seconds; None while another process has it."""
        if not self._database.postgresql:
            with self._database.read() as transaction:
                row = transaction.row(_READ, (bot, chat))
            return Hand(bot, chat, None if row is None else row[0], row is None, "")
        holder = secrets.token_hex(8)
        with self._database.write() as transaction:
            transaction.run(_SOON)
            row = transaction.row(_TAKE, (bot, chat, now, holder, now + LEASE * SECOND, now))
        return None if row is None else Hand(bot, chat, None if row[0] is None else bytes(row[0]), False, holder)

    def give_back(self, hand: Hand, content: bytes | None, now: Instant) -> bool:
        """Put back what is to be kept; false if nothing of it is: the lease ran out and another has the chat, or its
        person's data was deleted meanwhile.
        """
        if not self._database.postgresql:
            if content == hand.content:
                return True
            with self._database.write() as transaction:
                if hand.is_new:
                    return transaction.run(_KEEP, (hand.bot, hand.chat, content, now)) == 1
                return transaction.run(_CHANGE, (content, now, hand.bot, hand.chat)) == 1
        with self._database.write() as transaction:
            transaction.run(_SOON)
            return transaction.run(_GIVE_BACK, (content, now, hand.bot, hand.chat, hand.holder)) == 1

    def clean(self, now: Instant) -> int:
        """Forget chats in which nobody has tapped for long; returns how many."""
        with self._database.write() as transaction:
            return transaction.run(_CLEAN, (now - KEPT, now))
