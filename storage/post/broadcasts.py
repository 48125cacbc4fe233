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

from core.values import Instant, Plan, Role, State
from storage.people.members import Forbidden, UseCases
from storage.people.operators import find_operator, note_by
from storage.rows.answers import Answer
from storage.rows.database import Row, Transaction

BroadcastState = Literal["sending", "paused", "stopped", "done"]
Change = Literal["pause", "resume", "stop"]

SHOWN_BROADCASTS: Final = 8

_FROM: Final = (
    "FROM member m JOIN seller s ON s.id = m.seller LEFT JOIN subscription b ON b.seller = m.seller "
    "LEFT JOIN person p ON p.telegram_id = m.telegram_id WHERE m.removed_at IS NULL AND m.joined_at <= ?"
)
_CONDITIONS: Final[Mapping[str, str]] = {
    "everyone": "",
    "plan": " AND COALESCE(b.plan, 'none') = ?",
    "state": " AND b.state = ?",
    "role": " AND m.role = ?",
    "language": " AND LOWER(SUBSTR(COALESCE(p.locale, s.locale, 'en'), 1, 2)) = ?",
}
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
_SENDING: Final = "SELECT id, segment, texts, started_at, reached, fanned_out_at FROM broadcast WHERE state = 'sending'"
_DELIVER: Final = (
    "INSERT INTO delivery (broadcast, telegram_id, due_at, quiet, attempts, state) "
    "VALUES (?, ?, ?, ?, 0, 'waiting') ON CONFLICT DO NOTHING"
)
_WHO_OPERATES: Final = "SELECT telegram_id FROM operator WHERE removed_at IS NULL"
_DUE: Final = (
    "SELECT d.id, d.broadcast, d.telegram_id, d.attempts FROM delivery d WHERE d.broadcast IN ($) "
    "AND d.state = 'waiting' AND d.due_at <= ? AND (d.lease_until IS NULL OR d.lease_until <= ?) "
    "ORDER BY d.broadcast, d.due_at, d.id LIMIT ?"
)
_DONE: Final = (
    "UPDATE broadcast SET state = 'done', finished_at = ? WHERE id = ? AND state = 'sending' "
    "AND fanned_out_at IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.broadcast = broadcast.id AND d.state = 'waiting')"
)
_CHANGE: Final = "UPDATE broadcast SET state = ?, finished_at = ? WHERE id = ? AND state IN ($)"
# By index, in the order in which copies lie there: a million may wait, and few are leased (+ keeps SQLite from walking
# all of a broadcast to find those).
_NEXT_AT: Final = """
SELECT MIN(CASE WHEN fanned_out_at IS NULL OR due_at IS NULL AND lease_until IS NULL THEN started_at
    WHEN due_at IS NULL OR lease_until < due_at THEN lease_until ELSE due_at END) FROM (
    SELECT b.started_at, b.fanned_out_at, (
        SELECT d.due_at FROM delivery d WHERE d.broadcast = b.id AND d.state = 'waiting'
            AND (d.lease_until IS NULL OR d.lease_until <= d.due_at) ORDER BY d.due_at, d.id LIMIT 1
    ) AS due_at, (
        SELECT MIN(d.lease_until) FROM delivery d WHERE +d.broadcast = b.id AND d.state = 'waiting'
            AND d.broadcast IS NOT NULL AND d.lease_until IS NOT NULL AND d.lease_until > d.due_at
    ) AS lease_until FROM broadcast b WHERE b.state = 'sending'
) AS sending
"""
_CHANGES: Final[Mapping[Change, tuple[BroadcastState, tuple[BroadcastState, ...]]]] = {
    "pause": ("paused", ("sending",)),
    "resume": ("sending", ("paused",)),
    "stop": ("stopped", ("sending", "paused")),
}


class Segment(NamedTuple):
    """Who gets a broadcast: `kind` and, but for everyone, a `value` of it. As text: "everyone", "plan:lite"."""

    kind: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}" if self.value else self.kind


SEGMENTS: Final = (
    Segment("everyone"),
    *(Segment("plan", value) for value in ("none", *Plan)),
    *(Segment("state", value) for value in (State.TRIAL, State.GRACE)),
    *(Segment("role", role) for role in Role if role is not Role.OPERATOR),
    *(Segment("language", value) for value in ("ru", "hy", "en")),
)
"""Every segment there is. A person is in it if one of their shops, or they themselves, are such; once in any case."""

_KEEP_DRAFT: Final = (
    "INSERT INTO broadcast_draft (telegram_id, segment, texts, changed_at) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (telegram_id) DO UPDATE SET segment = excluded.segment, texts = excluded.texts, "
    "changed_at = excluded.changed_at"
)
_DISCARD_DRAFT: Final = "DELETE FROM broadcast_draft WHERE telegram_id = ?"
_OPERATORS: Final = "operators"
"""The segment of what operators are told by the program itself; nobody chooses it."""
_NAMED: Final = "people"
"""The segment of what certain people are told, on behalf of somebody of their shop; nobody chooses it."""
_BY_TEXT: Final = {str(segment): segment for segment in SEGMENTS}


def segment_of(text: str) -> Segment | None:
    """The segment that a text names; None for one that does not exist."""
    return _BY_TEXT.get(text)


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
            row = transaction.row(f"{_SHOWN} WHERE id = ? AND segment NOT IN (?, ?)", (broadcast, _OPERATORS, _NAMED))
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
            values = (_OPERATORS, _NAMED, limit)
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
            _tell(transaction, key, _OPERATORS, people, texts, now, "program")

        self._write(work)

    def tell(self, key: str, people: Collection[int], texts: Mapping[str, str], now: Instant, about: int) -> None:
        """Let these people, who must be in a shop, get a message about somebody; once, whoever uses the key again.

        It is told after their quiet hours. `about` is that somebody's telegram id: it goes when they are forgotten
        (RULES 15.19).
        """
        self._write(lambda transaction: _tell(transaction, key, _NAMED, sorted(people), texts, now, f"person:{about}"))


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
        transaction.run_many(_DELIVER, [(row[0], person, now, False) for person in people])
        transaction.ring()


def _broadcast(row: Row, **counts: int) -> Broadcast:
    id_, segment, texts, reason, started_at, started_by, state, total, finished_at = row
    return Broadcast(
        id_, _BY_TEXT[segment], json.loads(texts), reason, started_at, started_by, state, total, finished_at, **counts
    )


def _audience(transaction: Transaction, segment: Segment, now: Instant) -> Audience:
    values = (segment.value,) if segment.value else ()
    row = transaction.row(
        f"{_COUNT}{_FROM}{_CONDITIONS[segment.kind]} GROUP BY m.telegram_id) AS people", (now, *values)
    )
    assert row is not None  # a count always has a row
    return Audience(int(row[0]) - int(row[1]), int(row[1]))


# -- the outbox's side -----------------------------------------------------------------------------------------------


class Turn(NamedTuple):
    """A person whose turn it is to get a broadcast, as a member of the segment or as an operator."""

    delivery: int
    broadcast: int
    telegram_id: int
    attempts: int
    texts: dict[str, str]
    to_operator: bool


class _Sending(NamedTuple):
    id: int
    segment: str
    texts: str
    started_at: Instant
    reached: int
    fanned_out_at: Instant | None


def ask_sending(transaction: Transaction) -> Answer:
    """Ask which broadcasts are being sent, together with what else is asked; `take_turns` reads it.

    One sender at a time: others pass, and whoever pauses or stops waits for this transaction's end.
    """
    return transaction.ask(f"{_SENDING} ORDER BY id{' FOR UPDATE SKIP LOCKED' if transaction.postgresql else ''}")


def take_turns(transaction: Transaction, asked: Answer, now: Instant, room: int) -> list[Turn]:
    """Up to `room` people to be told now, of the broadcasts that are being sent; the oldest broadcast first.

    Makes recipients of the next people where there is room for them, and closes a broadcast nobody waits for any more.
    """
    sending = {row[0]: _Sending(*row) for row in asked.rows()}
    if not sending:
        return []
    found = _due(transaction, sending, now, room)
    for each in sending.values():
        if len(found) < room and each.fanned_out_at is None:
            _reach_on(transaction, each, now, room - len(found))
            found = _due(transaction, sending, now, room)
    if not found:
        transaction.run_many(_DONE, [(now, each) for each in sending])
    return found


def _due(transaction: Transaction, sending: Mapping[int, _Sending], now: Instant, room: int) -> list[Turn]:
    statement = _DUE + (" FOR UPDATE OF d SKIP LOCKED" if transaction.postgresql else "")
    found: list[Turn] = []
    # What operators must know does not wait behind a hundred thousand others.
    for to_operators in (True, False):
        texts = {
            each.id: json.loads(each.texts) for each in sending.values() if (each.segment == _OPERATORS) is to_operators
        }
        rows = transaction.rows_in(statement, (), list(texts), (now, now, room - len(found)))
        found += [
            Turn(delivery, broadcast, telegram_id, attempts, texts[broadcast], to_operators)
            for delivery, broadcast, telegram_id, attempts in rows
        ]
    return found


def _reach_on(transaction: Transaction, sending: _Sending, now: Instant, room: int) -> None:
    """Make recipients of the next people after the mark, and move the mark on."""
    segment = _BY_TEXT[sending.segment]
    values = (sending.started_at, *((segment.value,) if segment.value else ()), sending.reached, room)
    people = transaction.rows(
        f"SELECT m.telegram_id {_FROM}{_CONDITIONS[segment.kind]} AND p.blocked_at IS NULL AND m.telegram_id > ? "
        "GROUP BY m.telegram_id ORDER BY m.telegram_id LIMIT ?",
        values,
    )
    if people:
        transaction.run_many(_DELIVER, [(sending.id, person, now, False) for (person,) in people])
    transaction.run(
        "UPDATE broadcast SET reached = ?, fanned_out_at = ? WHERE id = ?",
        (people[-1][0] if people else sending.reached, now if len(people) < room else None, sending.id),
    )


def next_at(transaction: Transaction) -> Instant | None:
    """The soonest instant at which `take_turns` has something to do."""
    row = transaction.row(_NEXT_AT)
    return None if row is None else row[0]
