"""The pace of messages over all processes of a bot: Telegram counts them together.

Problem: thirty messages a second over all chats and one in a chat are the bot's, and processes that each keep that pace
are refused together. Decision: who takes messages to send takes their turns with them, in the same transaction: a row
for all chats and one for each chat say when the next may go, and every message moves them on. Turns are handed out in
order and never twice, so no second has more of them than it may. Limit: a turn of who dies before sending is lost, and
clocks of several machines that differ move turns by as much. On SQLite one process sends, and keeps the pace by itself.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from core.values import HOUR, SECOND, Instant
from storage.rows.answers import Answer
from storage.rows.database import Database
from storage.rows.transaction import Transaction

ALL: Final = 0
"""The chat that stands for all of them."""

LONGEST: Final[Instant] = HOUR
"""Nobody is held for longer; who is was held before the clock was set back."""

_FREE: Final = "CASE WHEN pace.free_at > ? THEN CAST(? AS BIGINT) ELSE GREATEST(pace.free_at, ?) END"
_FREE_AT: Final = "SELECT free_at FROM pace WHERE bot = ? AND chat = ?"
_TAKE: Final = (
    "INSERT INTO pace (bot, chat, free_at) VALUES (?, ?, ?) "  # noqa: S608  (our own words)
    f"ON CONFLICT (bot, chat) DO UPDATE SET free_at = {_FREE} + ?"
)
_TAKE_IN_CHATS: Final = (
    "INSERT INTO pace (bot, chat, free_at) SELECT ?, turn.chat, taken.until - turn.before + ? "
    "FROM unnest(CAST(? AS BIGINT[]), CAST(? AS BIGINT[])) AS turn (chat, before) "
    "CROSS JOIN (SELECT free_at AS until FROM pace WHERE bot = ? AND chat = ?) AS taken "
    "ON CONFLICT (bot, chat) DO UPDATE SET free_at = CASE WHEN pace.free_at > ? THEN excluded.free_at "
    "ELSE GREATEST(pace.free_at + ?, excluded.free_at) END RETURNING chat, free_at"
)
_HOLD: Final = (
    "INSERT INTO pace (bot, chat, free_at) VALUES (?, ?, ?) "
    "ON CONFLICT (bot, chat) DO UPDATE SET free_at = GREATEST(pace.free_at, excluded.free_at)"
)


class Turns(NamedTuple):
    """Turns that were asked for, in rounds where a chat comes once: by chat the place of its message, and the answer.

    `since` is when a chat is free again whose turn is at once.
    """

    asked: Sequence[tuple[Mapping[int, int], Answer]]
    since: Instant

    def seconds(self) -> list[float]:
        """Seconds until each turn, in the order in which they were asked for."""
        free = {positions[chat]: free_at for positions, answer in self.asked for chat, free_at in answer.rows()}
        return [max(0, free[position] - self.since) / SECOND for position in sorted(free)]


class Pace:
    """The pace of one bot on PostgreSQL: messages a second over all chats, and in one."""

    def __init__(self, database: Database, bot: int, per_second: float, per_chat: float) -> None:
        self._database = database
        self._bot = bot
        self.per_second = per_second
        self._between = int(SECOND / per_second)
        self._between_in_chat = int(SECOND / per_chat)

    def ask_turns(self, transaction: Transaction, chats: Sequence[int], now: Instant) -> Turns:
        """Take a turn for a message into each of these chats, in this order; nothing is waited for."""
        if not chats:
            return Turns([], now)
        too_far, together = now + LONGEST, len(chats) * self._between
        transaction.put(_TAKE, [(self._bot, ALL, now + together, too_far, now, now, together)])
        before = [together - number * self._between for number in range(len(chats))]
        rounds: defaultdict[int, dict[int, int]] = defaultdict(dict)
        seen: Counter[int] = Counter()
        for position, chat in enumerate(chats):  # a statement changes each row once
            rounds[seen[chat]][chat] = position
            seen[chat] += 1
        between = self._between_in_chat
        asked = []
        for positions in rounds.values():
            theirs = [before[position] for position in positions.values()]
            values = (self._bot, between, list(positions), theirs, self._bot, ALL, too_far, between)
            asked.append((positions, transaction.ask(_TAKE_IN_CHATS, values)))
        return Turns(asked, now + between)

    def turn(self, chat: int, now: Instant) -> float:
        """Take a turn for a message into a chat; seconds until then. Raises `StorageError`."""
        with self._database.write() as transaction:
            return self.ask_turns(transaction, [chat], now).seconds()[0]

    def lead(self, now: Instant) -> float:
        """For how many seconds turns are taken already. Raises `StorageError`."""
        with self._database.read() as transaction:
            row = transaction.row(_FREE_AT, (self._bot, ALL))
        return 0.0 if row is None or row[0] > now + LONGEST else max(0, row[0] - now) / SECOND

    def hold(self, until: Instant, now: Instant) -> None:
        """Nobody takes a turn before then: Telegram wants less of everything. Raises `StorageError`."""
        with self._database.write() as transaction:
            transaction.run(_HOLD, (self._bot, ALL, min(until, now + LONGEST)))
