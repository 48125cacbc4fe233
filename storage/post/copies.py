"""The copies of a broadcast: whose turn it is to get one, and taking them to be sent (RULES 12).

Problem: a broadcast goes to a hundred thousand people for an hour, beside notices that must not wait for it. Decision:
the next few people after the broadcast's mark become deliveries only when there is room for them, in one transaction
with the mark; what operators must know goes first. Right and quiet hours are judged when a copy is taken. Limit: one
sender at a time takes copies of a broadcast; others pass.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from core.policy import Policy
from core.values import SECOND, Instant
from storage.post.leases import Judged
from storage.post.readers import Reader, ask_members, ask_operators
from storage.post.segments import BY_TEXT, OPERATORS, people_in
from storage.rows.answers import Answer
from storage.rows.transaction import Transaction

BROADCAST: Final = "broadcast"
"""What a broadcast is called where notices are called by their kind."""
OF_BROADCASTS: Final = 8
"""One in so many places is for broadcasts, however many notices wait."""
_SENDING: Final = "SELECT id, segment, texts, started_at, reached, fanned_out_at FROM broadcast WHERE state = 'sending'"
_DELIVER: Final = (
    "INSERT INTO delivery (broadcast, telegram_id, due_at, quiet, attempts, state) "
    "VALUES (?, ?, ?, ?, 0, 'waiting') ON CONFLICT DO NOTHING"
)
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


@dataclass(frozen=True, slots=True)
class BroadcastParcel:
    """A broadcast for one person, to be sent as a `Parcel` is, and settled so. `texts` is Telegram HTML by language."""

    deliveries: tuple[int]
    broadcast: int
    telegram_id: int
    texts: dict[str, str]
    locale: str | None
    attempts: int
    wait: float = 0.0


class _Turn(NamedTuple):
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


def make(transaction: Transaction, broadcast: int, people: Collection[int], now: Instant) -> None:
    """Copies for these people, once each."""
    transaction.run_many(_DELIVER, [(broadcast, person, now, False) for person in people])


def ask_sending(transaction: Transaction) -> Answer:
    """Ask which broadcasts are being sent, together with what else is asked; `claim` reads it.

    One sender at a time: others pass, and whoever pauses or stops waits for this transaction's end.
    """
    return transaction.ask(f"{_SENDING} ORDER BY id{' FOR UPDATE SKIP LOCKED' if transaction.postgresql else ''}")


def claim(
    transaction: Transaction, sending: Answer, now: Instant, room: int, lease: int, policy: Policy
) -> tuple[list[BroadcastParcel], int, Answer]:
    """What is to be sent, how many turns that took, and of which deliveries it is so, to be read after the commit."""
    turns = _take_turns(transaction, sending, now, room) if room else []
    readers: dict[tuple[int, bool], Reader] = {}
    for to_operator, ask in ((False, ask_members), (True, ask_operators)):
        people = sorted({turn.telegram_id for turn in turns if turn.to_operator is to_operator})
        readers |= {(row[0], to_operator): Reader(*row) for row in ask(transaction, people).rows()}
    copies: list[BroadcastParcel] = []
    judged = Judged(now)
    for turn in turns:
        reader = readers.get((turn.telegram_id, turn.to_operator))
        if reader is None or reader.blocked_at is not None:
            judged.drop(turn.delivery, "not theirs any more" if reader is None else "blocked")
            continue
        until = reader.quiet_until((), policy, now)
        if until is not None:
            judged.keep_quiet(turn.delivery, until)
            continue
        copies.append(
            BroadcastParcel(
                (turn.delivery,), turn.broadcast, turn.telegram_id, turn.texts, reader.locale, turn.attempts + 1
            )
        )
    leased = judged.write(transaction, [copy.deliveries[0] for copy in copies], now + lease * SECOND)
    return copies, len(turns), leased


def _take_turns(transaction: Transaction, asked: Answer, now: Instant, room: int) -> list[_Turn]:
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


def _due(transaction: Transaction, sending: Mapping[int, _Sending], now: Instant, room: int) -> list[_Turn]:
    statement = _DUE + (" FOR UPDATE OF d SKIP LOCKED" if transaction.postgresql else "")
    found: list[_Turn] = []
    # What operators must know does not wait behind a hundred thousand others.
    for to_operators in (True, False):
        texts = {
            each.id: json.loads(each.texts) for each in sending.values() if (each.segment == OPERATORS) is to_operators
        }
        rows = transaction.rows_in(statement, (), list(texts), (now, now, room - len(found)))
        found += [
            _Turn(delivery, broadcast, telegram_id, attempts, texts[broadcast], to_operators)
            for delivery, broadcast, telegram_id, attempts in rows
        ]
    return found


def _reach_on(transaction: Transaction, sending: _Sending, now: Instant, room: int) -> None:
    """Make recipients of the next people after the mark, and move the mark on."""
    source, values = people_in(BY_TEXT[sending.segment], sending.started_at)
    people = transaction.rows(
        f"SELECT m.telegram_id {source} AND p.blocked_at IS NULL AND m.telegram_id > ? "
        "GROUP BY m.telegram_id ORDER BY m.telegram_id LIMIT ?",
        (*values, sending.reached, room),
    )
    if people:
        make(transaction, sending.id, [person for (person,) in people], now)
    transaction.run(
        "UPDATE broadcast SET reached = ?, fanned_out_at = ? WHERE id = ?",
        (people[-1][0] if people else sending.reached, now if len(people) < room else None, sending.id),
    )


def next_at(transaction: Transaction) -> Instant | None:
    """The soonest instant at which `claim` has something to do."""
    row = transaction.row(_NEXT_AT)
    return None if row is None else row[0]
