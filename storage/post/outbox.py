"""The outbox: what is to be told, to whom, and what became of it (RULES 12).

Problem: a process may die between a commit and a send, two may send at once, a chat may be busy or blocked, and people
must still be told everything once, in order and in few messages. Decision: a notice becomes one row per person; a
sender takes rows under a lease that runs out by itself, and of one person only what presses most, of that the oldest,
with what joins it in one message; nobody gets anything while a message of theirs is being sent or put off. Whose turn
it is says the line of people. Right, wishes and truth are judged when rows are taken. Broadcasts go the same way, in
the room that notices leave, of which an eighth is theirs in any case. How each step is done stands in the modules that
are asked here; the transactions are here. Limit: who dies after Telegram got the message and before `sent` sends it
once more when the lease is over; nobody can tell those two apart.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from core.policy import Policy
from core.values import SECOND, Instant
from storage.people.people import know
from storage.post import copies, corrections, leases, line, webhooks
from storage.post.copies import BROADCAST, OF_BROADCASTS, BroadcastParcel
from storage.post.fan_out import FAN_OUT_NOTICES, FanOut
from storage.post.pace import Pace
from storage.post.parcels import Parcel, Parcels
from storage.rows.database import Database

_FAILED: Final = "FROM delivery d LEFT JOIN notice n ON n.id = d.notice WHERE d.state = 'failed' AND d.settled_at >= ?"
_DROP_BLOCKED: Final = (
    "UPDATE delivery SET state = 'dropped', error = 'blocked', settled_at = ?, lease_until = NULL "
    "WHERE telegram_id = ? AND state = 'waiting' AND"
)
_WAITING_PARTS: Final = (
    "notice IS NOT NULL AND NOT quiet",
    "notice IS NOT NULL AND quiet",
    "broadcast IN (SELECT id FROM broadcast WHERE state = 'sending' OR state = 'paused')",
)
"""All that waits, in parts that have an index each."""
# Of people, which all are: else SQLite reads through what was ever delivered.
_EVERY_WAITING: Final = " UNION ALL ".join(
    f"SELECT 1 FROM delivery WHERE telegram_id > 0 AND state = 'waiting' AND {part}"  # noqa: S608  (our own words)
    for part in _WAITING_PARTS
)
_COUNT_WAITING: Final = f"SELECT COUNT(*) FROM ({_EVERY_WAITING} LIMIT ?) AS found"  # noqa: S608  (our own words)
_COUNT_NOT_FANNED_OUT: Final = (
    "SELECT COUNT(*) FROM (SELECT 1 FROM notice WHERE fanned_out_at IS NULL LIMIT ?) AS found"
)


class Failure(NamedTuple):
    """Something that was not delivered and never will be. `seller` is None for a broadcast, `kind` then `BROADCAST`."""

    at: Instant
    seller: str | None
    kind: str
    reason: str


class Outbox:
    """Turns notices into deliveries and hands them out. Safe to call from several threads and processes."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self.database = database
        self.policy = policy
        self._notices = FanOut(policy)
        self._parcels = Parcels(policy)

    # -- notices become deliveries ---------------------------------------------------------------------------

    def fan_out(self, now: Instant) -> int:
        """One delivery for every member who should get a new notice, and for every endpoint that wants its event.

        Returns how many notices were looked at.

        Kinds a person has switched off make none, persons who blocked the bot a dropped one. What is older than a week
        makes none either. Goes on until there is nothing new, some notices to a transaction. Raises `StorageError`.
        """
        total = 0
        while True:
            with self.database.write() as transaction:
                looked_at = self._notices.deliver(transaction, now)
                taken_in = line.take_in(transaction, now)
                changes = webhooks.tell_of_changes(transaction, FAN_OUT_NOTICES, now)
            total += looked_at
            if max(looked_at, changes) < FAN_OUT_NOTICES and taken_in < line.TAKEN_IN:
                return total

    # -- deliveries are handed out ---------------------------------------------------------------------------

    def claim(self, now: Instant, limit: int, lease: int, pace: Pace | None = None) -> list[Parcel | BroadcastParcel]:
        """Up to `limit` things to send now, for `lease` seconds: of notices at most one per person and each's first.

        What is no longer true, or no longer that person's to know, is dropped; what has to wait for the end of quiet
        hours waits. Broadcasts come in the room that notices leave. An empty answer means that nothing can be sent
        before `next_at()`. With a `pace` that several processes share, each has taken its turn there.
        """
        while True:
            with self.database.write() as transaction:
                asked, sending = line.ask_people(transaction, now, limit), copies.ask_sending(transaction)
                people = line.next_people(asked, limit)
                room = max(limit - len(people), limit // OF_BROADCASTS)
                to_many, turns, leased_copies = copies.claim(transaction, sending, now, room, lease, self.policy)
                people = people[: limit - turns]
                parcels, leased = self._parcels.claim(transaction, people, now, lease)
                claimed: list[Parcel | BroadcastParcel] = [*parcels, *to_many]
                chats = [parcel.telegram_id for parcel in claimed]
                turns_taken = None if pace is None else pace.ask_turns(transaction, chats, now)
            # Known with the commit. Who left meanwhile has nothing to get.
            if turns_taken is not None:
                claimed = [replace(each, wait=wait) for each, wait in zip(claimed, turns_taken.seconds(), strict=True)]
            taken = {each for answer in (leased, leased_copies) for (each,) in answer.rows()}
            claimed = [parcel for parcel in claimed if taken.issuperset(parcel.deliveries)]
            if claimed or not (people or turns):
                return claimed

    # -- what became of a parcel -----------------------------------------------------------------------------

    def sent(self, deliveries: Sequence[int], message_id: int, now: Instant) -> None:
        """Telegram has the message."""
        self._settle(
            "UPDATE delivery SET state = 'sent', message_id = ?, settled_at = ?, error = NULL, lease_until = NULL "
            "WHERE id = ? AND state <> 'sent'",
            [(message_id, now, each) for each in deliveries],
            look_at=now,
        )

    def later(self, deliveries: Sequence[int], until: Instant, error: str) -> None:
        """Try again at `until`; nothing else is told the same person before. How long is the caller's to say."""
        self._settle(
            "UPDATE delivery SET due_at = ?, error = ?, lease_until = NULL WHERE id = ? AND state = 'waiting'",
            [(until, error, each) for each in deliveries],
            look_at=until,
        )

    def failed(self, deliveries: Sequence[int], error: str, now: Instant) -> None:
        """It can't be sent, now or ever; kept with the reason."""
        self._settle(
            "UPDATE delivery SET state = 'failed', error = ?, settled_at = ?, lease_until = NULL "
            "WHERE id = ? AND state = 'waiting'",
            [(error, now, each) for each in deliveries],
            look_at=now,
        )

    def blocked(self, telegram_id: int, now: Instant) -> None:
        """The person blocked the bot: all that waits is dropped, and so is what comes until they write again."""
        with self.database.write() as transaction:
            know(transaction, telegram_id)
            line.look_at_person(transaction, telegram_id, now)
            transaction.run("UPDATE person SET blocked_at = ? WHERE telegram_id = ?", (now, telegram_id))
            for part in _WAITING_PARTS:
                transaction.run(f"{_DROP_BLOCKED} {part}", (now, telegram_id))

    def give_back(self, deliveries: Sequence[int]) -> None:
        """It was taken but not tried; anybody may take it at once."""
        self._settle(
            "UPDATE delivery SET lease_until = NULL, attempts = attempts - 1 WHERE id = ? AND state = 'waiting'",
            [(each,) for each in deliveries],
            look_at=line.FIRST,
        )

    def set_back(self, now: Instant, *, lease: int, wait: int) -> None:
        """The clock was set back to `now`: what waits for an instant by the old one would wait for hours.

        Afterwards no lease lasts longer than `lease` seconds, and nothing waits longer than `wait` but for the end of
        quiet hours. A lease that somebody holds keeps its whole length, so nothing is sent twice for it.
        """
        with self.database.write() as transaction:
            leases.set_back(transaction, now, lease=lease, wait=wait)
            corrections.sooner(transaction, now + wait * SECOND)

    def _settle(self, statement: str, rows: Sequence[tuple[Any, ...]], look_at: Instant) -> None:
        """Run it for deliveries, which are last in each row, and look at their person again from `look_at` on."""
        with self.database.write() as transaction:
            line.look_at(transaction, rows[0][-1], look_at)
            transaction.run_many(statement, rows)

    # -- how much there is -----------------------------------------------------------------------------------

    def next_at(self) -> Instant | None:
        """The soonest instant at which `claim`, or that of `Corrections`, may have something: due, or a lease over."""
        with self.database.read() as transaction:
            found = (line.next_at(transaction), corrections.next_at(transaction), copies.next_at(transaction))
        return min((at for at in found if at is not None), default=None)

    def failures(self, since: Instant, limit: int) -> tuple[int, list[Failure]]:
        """How many deliveries failed for good since then, and the newest of them."""
        with self.database.read() as transaction:
            count = transaction.row(f"SELECT COUNT(*) {_FAILED}", (since,))
            newest = transaction.rows(
                f"SELECT d.settled_at, n.seller, COALESCE(n.kind, ?), d.error {_FAILED} "
                "ORDER BY d.settled_at DESC, d.id DESC LIMIT ?",
                (BROADCAST, since, limit),
            )
        assert count is not None  # a count always has a row
        return int(count[0]), [Failure(*row) for row in newest]

    def waiting(self, most: int) -> int:
        """How many deliveries are not settled yet; `most` of them, or more."""
        with self.database.read() as transaction:
            row = transaction.row(_COUNT_WAITING, (most,))
        return 0 if row is None else int(row[0])

    def not_fanned_out(self, most: int) -> int:
        """How many notices are not shared out yet to whoever reads them; `most` of them, or more."""
        with self.database.read() as transaction:
            row = transaction.row(_COUNT_NOT_FANNED_OUT, (most,))
        return 0 if row is None else int(row[0])
