"""An operator's message to many people: who gets it, how far it is, and stopping it (RULES 12).

Problem: a hundred thousand people get a message at Telegram's pace, for an hour, while the process may die, people
come, leave and block the bot, and somebody may find a mistake in the text. Decision: a broadcast is a row with a mark
of how far it has come among the telegram ids; the outbox turns the next few people into deliveries only when it has
room for them, in one transaction with the mark. So pausing is a word in that row, memory and rows in waiting stay few,
and nobody is a recipient twice. Limit: who belongs to a segment is judged when their turn comes; who joined after the
start is left out.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from core.values import Instant
from storage.people.members import Forbidden, UseCases
from storage.people.operators import find_operator, note_by
from storage.post import copies
from storage.post.segments import BY_TEXT, NAMED, OPERATORS, Segment, people_in, segment_of
from storage.rows.answers import Row
from storage.rows.transaction import Transaction

BroadcastState = Literal["sending", "paused", "stopped", "done"]
Change = Literal["pause", "resume", "stop"]

SHOWN_BROADCASTS: Final = 8

_COUNT: Final = "SELECT COUNT(*), COUNT(blocked) FROM (SELECT m.telegram_id, MAX(p.blocked_at) AS blocked "
_START: Final = (
    "INSERT INTO broadcast (key, segment, texts, reason, started_at, started_by, state, total, reached) "
    "VALUES (?, ?, ?, ?, ?, ?, 'sending', ?, 0) RETURNING id"
)
_TELL: Final = (
    "INSERT INTO broadcast (key, segment, texts, reason, started_at, started_by, state, total, reached, fanned_out_at) "
    "VALUES (?, ?, ?, ?, ?, ?, 'sending', ?, 0, ?) ON CONFLICT (key) DO NOTHING RETURNING id"
)
_SHOWN: Final = "SELECT id, segment, texts, reason, started_at, started_by, state, total, finished_at FROM broadcast "
_COUNTS: Final = (
    "SELECT state, COALESCE(error, '') = 'blocked', COUNT(*) FROM delivery WHERE broadcast = ? GROUP BY 1, 2"
)
_WHO_OPERATES: Final = "SELECT telegram_id FROM operator WHERE removed_at IS NULL"
_CHANGE: Final = "UPDATE broadcast SET state = ?, finished_at = ? WHERE id = ? AND state IN ($)"
_CHANGES: Final[Mapping[Change, tuple[BroadcastState, tuple[BroadcastState, ...]]]] = {
    "pause": ("paused", ("sending",)),
    "resume": ("sending", ("paused",)),
    "stop": ("stopped", ("sending", "paused")),
}
_KEEP_DRAFT: Final = (
    "INSERT INTO broadcast_draft (telegram_id, segment, texts, changed_at) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (telegram_id) DO UPDATE SET segment = excluded.segment, texts = excluded.texts, "
    "changed_at = excluded.changed_at"
)
_DISCARD_DRAFT: Final = "DELETE FROM broadcast_draft WHERE telegram_id = ?"


class Audience(NamedTuple):
    """People in a segment who can be told, and how many more there are who have blocked the bot."""

    people: int
    blocked: int


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast as it stands. `total` is how many people there were at the start; `texts` is HTML by language.

    The rest counts people: `sent`, `blocked` (the bot, meanwhile), `dropped` (they left, or it was stopped), `failed`
    (Telegram refused).
    """

    id: int
    segment: Segment
    texts: dict[str, str]
    reason: str
    started_at: Instant
    started_by: str
    state: BroadcastState
    total: int
    finished_at: Instant | None
    sent: int = 0
    blocked: int = 0
    dropped: int = 0
    failed: int = 0

    @property
    def settled(self) -> int:
        """People it is over with, one way or the other."""
        return self.sent + self.blocked + self.dropped + self.failed


Written = dict[str, dict[str, str]]
"""The texts of a draft by language, each as `html` and as `plain`."""


class Draft(NamedTuple):
    """What an operator has written of a broadcast so far, and when they last changed it."""

    segment: Segment | None
    texts: Written
    changed_at: Instant


class Broadcasts(UseCases):
    """The use cases around broadcasts. Safe to call from several threads and processes."""

    def audience(self, segment: Segment, now: Instant) -> Audience:
        """How many people the segment has now."""
        with self.database.read() as transaction:
            return _audience(transaction, segment, now)

    def start(
        self, key: str, segment: Segment, texts: Mapping[str, str], reason: str, telegram_id: int, now: Instant
    ) -> int | Forbidden:
        """Let a broadcast begin in an operator's name; answers with its number, also when the key was used before.

        `texts` is Telegram HTML by language, at least one; who reads another gets one of those.
        """

        def work(transaction: Transaction) -> int | Forbidden:
            before = transaction.row("SELECT id FROM broadcast WHERE key = ?", (key,))
            if before is not None:
                return int(before[0])
            operator = find_operator(transaction, telegram_id)
            if operator is None:
                return Forbidden()
            total = _audience(transaction, segment, now).people
            written = json.dumps(dict(texts), ensure_ascii=False)
            row = transaction.row(_START, (key, str(segment), written, reason, now, operator.actor, total))
            assert row is not None
            transaction.ring()
            transaction.run(_DISCARD_DRAFT, (telegram_id,))
            note_by(
                transaction, telegram_id, "broadcast_started", now,
                broadcast=row[0], segment=str(segment), people=total, reason=reason,
            )  # fmt: skip
            return int(row[0])

        return self._write(work)

    def change(
        self, broadcast: int, change: Change, telegram_id: int, now: Instant, reason: str | None = None
    ) -> bool | Forbidden:
        """Pause, resume or stop; False if it is so already, or over. What a sender has in hand still arrives."""

        def work(transaction: Transaction) -> bool | Forbidden:
            if find_operator(transaction, telegram_id) is None:
                return Forbidden()
            after, before = _CHANGES[change]
            over = now if after == "stopped" else None
            statement = _CHANGE.replace("$", ", ".join("?" * len(before)))
            changed = transaction.run(statement, (after, over, broadcast, *before))
            if not changed:
                return False
            transaction.ring()
            if after == "stopped":
                transaction.run(
                    "UPDATE delivery SET state = 'dropped', error = 'stopped', settled_at = ?, lease_until = NULL "
                    "WHERE broadcast = ? AND state = 'waiting'",
                    (now, broadcast),
                )
            why = {} if reason is None else {"reason": reason}
            note_by(transaction, telegram_id, f"broadcast_{_NOTED[change]}", now, None, broadcast=broadcast, **why)
            return True

        return self._write(work)

    def broadcast(self, broadcast: int) -> Broadcast | None:
        """One broadcast with its numbers; None if there is no such."""
        with self.database.read() as transaction:
            row = transaction.row(f"{_SHOWN} WHERE id = ? AND segment NOT IN (?, ?)", (broadcast, OPERATORS, NAMED))
            if row is None:
                return None
            counts = transaction.rows(_COUNTS, (broadcast,))
        found = {(state, bool(blocked)): number for state, blocked, number in counts}
        return _broadcast(
            row,
            sent=found.get(("sent", False), 0),
            blocked=found.get(("dropped", True), 0),
            dropped=found.get(("dropped", False), 0),
            failed=found.get(("failed", False), 0),
        )

    def latest(self, limit: int = SHOWN_BROADCASTS) -> list[Broadcast]:
        """The last broadcasts, newest first, without their numbers."""
        with self.database.read() as transaction:
            values = (OPERATORS, NAMED, limit)
            found = transaction.rows(f"{_SHOWN} WHERE segment NOT IN (?, ?) ORDER BY id DESC LIMIT ?", values)
        return [_broadcast(row) for row in found]

    # -- drafts ----------------------------------------------------------------------------------------------

    def draft(self, telegram_id: int) -> Draft | None:
        """What this operator has written so far; None if that is nothing."""
        with self.database.read() as transaction:
            row = transaction.row(
                "SELECT segment, texts, changed_at FROM broadcast_draft WHERE telegram_id = ?", (telegram_id,)
            )
        return None if row is None else Draft(segment_of(row[0] or ""), json.loads(row[1]), row[2])

    def keep_draft(self, telegram_id: int, segment: Segment | None, texts: Written, now: Instant) -> None:
        """Keep what this operator has written, in place of what was kept; without a text there is no draft."""

        def work(transaction: Transaction) -> None:
            if not texts:
                transaction.run(_DISCARD_DRAFT, (telegram_id,))
            elif find_operator(transaction, telegram_id) is not None:
                written = json.dumps(texts, ensure_ascii=False)
                chosen = None if segment is None else str(segment)
                transaction.run(_KEEP_DRAFT, (telegram_id, chosen, written, now))

        self._write(work)

    # -- what the program itself says ------------------------------------------------------------------------

    def tell_operators(self, key: str, texts: Mapping[str, str], now: Instant) -> None:
        """Let all who are operators now get a message from the program itself; once, whoever uses the key again."""

        def work(transaction: Transaction) -> None:
            people = sorted(row[0] for row in transaction.rows(_WHO_OPERATES))
            _tell(transaction, key, OPERATORS, people, texts, now, "program")

        self._write(work)

    def tell(self, key: str, people: Collection[int], texts: Mapping[str, str], now: Instant, about: int) -> None:
        """Let these people, who must be in a shop, get a message about somebody; once, whoever uses the key again.

        It is told after their quiet hours. `about` is that somebody's telegram id: it goes when they are forgotten
        (RULES 15.19).
        """
        self._write(lambda transaction: _tell(transaction, key, NAMED, sorted(people), texts, now, f"person:{about}"))


_NOTED: Final[Mapping[Change, str]] = {"pause": "paused", "resume": "resumed", "stop": "stopped"}


def _tell(
    transaction: Transaction,
    key: str,
    segment: str,
    people: Sequence[int],
    texts: Mapping[str, str],
    now: Instant,
    by: str,
) -> None:
    written = json.dumps(dict(texts), ensure_ascii=False)
    row = transaction.row(_TELL, (key, segment, written, key, now, by, len(people), now))
    if row is not None and people:
        copies.make(transaction, row[0], people, now)
        transaction.ring()


def _broadcast(row: Row, **counts: int) -> Broadcast:
    id_, segment, texts, reason, started_at, started_by, state, total, finished_at = row
    return Broadcast(
        id_, BY_TEXT[segment], json.loads(texts), reason, started_at, started_by, state, total, finished_at, **counts
    )


def _audience(transaction: Transaction, segment: Segment, now: Instant) -> Audience:
    source, values = people_in(segment, now)
    row = transaction.row(f"{_COUNT}{source} GROUP BY m.telegram_id) AS people", values)
    assert row is not None  # a count always has a row
    return Audience(int(row[0]) - int(row[1]), int(row[1]))
