"""The outbox: what is to be told, to whom, and what became of it (RULES 12).

Problem: a process may die between a commit and a send, two may send at once, a chat may be busy or blocked, and people
must still be told everything once, in order and in few messages. Decision: a notice becomes one row per person; a
sender takes rows under a lease that runs out by itself, and of one person only what presses most, of that the oldest,
with what joins it in one message; nobody gets anything while a message of theirs is being sent or put off. Whose turn
it is says the line of people. Right, wishes and truth are judged when rows are taken. Broadcasts go the same way, in
the room that notices leave, of which an eighth is theirs in any case. Limit: who dies after Telegram got the message
and before `sent` sends it once more when the lease is over; nobody can tell those two apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from core.notices.joining import (
    Cadence,
    Told,
    added_up,
    in_order,
)
from core.notices.kinds import DIGESTED, NoticeKind
from core.policy import Policy
from core.values import SECOND, Instant, Role
from storage.ledger.world import Worlds
from storage.people.people import know
from storage.post import copies, corrections, leases, line, webhooks
from storage.post.copies import BROADCAST, OF_BROADCASTS, BroadcastParcel
from storage.post.fan_out import FAN_OUT_NOTICES, FanOut
from storage.post.judging import Facts, ask_muted, read_facts, told_before, told_now
from storage.post.leases import Judged
from storage.post.messages import Waiting, first_of_each
from storage.post.pace import Pace
from storage.post.readers import ask_members
from storage.rows.answers import Answer
from storage.rows.database import Database, Transaction

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


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message for one person, to be sent now; settle its deliveries with `sent`, `later`, `failed` or `blocked`.

    It tells what leads, and `follows`: what the same instant has brought the same shop, or the other sums of a digest.
    `data` is as true as the rows are now. `since` is the instant of a digest's first sum. `locale` is the person's,
    else the shop's; `timezone` the person's, else the programme's. `attempts` counts this one. `approval` is the
    request that an approval notice is about. `wait`: seconds until its turn, if turns are shared.
    """

    deliveries: tuple[int, ...]
    notice_id: int
    telegram_id: int
    seller: str
    shop: str
    role: Role
    kind: NoticeKind
    data: dict[str, Any]
    at: Instant
    locale: str | None
    timezone: str
    attempts: int
    since: Instant
    cadence: Cadence
    follows: tuple[Told, ...] = ()
    approval: int | None = None
    wait: float = 0.0


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
        self._worlds = Worlds(policy)
        self._notices = FanOut(policy)

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
                parcels, leased = self._claim(transaction, people, now, lease) if people else ([], Answer([]))
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

    def _claim(
        self, transaction: Transaction, people: Sequence[line.Standing], now: Instant, lease: int
    ) -> tuple[list[Parcel], Answer]:
        """What is to be sent, and of which deliveries that is so, to be read after the commit."""
        told_to = [each.telegram_id for each in people]
        waiting_for = line.ask_waiting_for(transaction, told_to, now)
        reading = ask_members(transaction, told_to)
        muted = ask_muted(transaction, told_to)
        seen = self._worlds.read(transaction)
        messages, places = first_of_each(waiting_for, people, now)
        found = [waiting for message in messages.values() for waiting in message]
        facts = read_facts(transaction, seen, reading, muted, found, self.policy)
        until_sent = now + lease * SECOND
        to_tell: list[list[tuple[Told, Waiting]]] = []
        judged = Judged(now)
        for standing, message in messages.items():
            told: list[tuple[Told, Waiting]] = []
            for waiting in message:
                fresh = told_now(waiting, facts, now)
                if isinstance(fresh, str):
                    judged.drop(waiting.delivery, fresh)
                else:
                    told.append((fresh, waiting))
            if all(told_before(waiting, facts, self.policy) for _, waiting in told):
                for _, waiting in told:
                    judged.drop(waiting.delivery, "told before")
                continue
            reader = facts.readers[told[0][1].telegram_id, told[0][1].seller]
            until = reader.quiet_until([each for each, _ in told], self.policy, now)
            if until is not None:
                for _, waiting in told:
                    judged.keep_quiet(waiting.delivery, until)
            else:
                to_tell.append(told)
                places[standing.telegram_id] = line.Place(standing.lane_of(message[0].turn), until_sent)
        every = [waiting.delivery for told in to_tell for _, waiting in told]
        leased = judged.write(transaction, every, until_sent)
        line.move(transaction, places)
        transaction.set_off()
        return [self._parcel(told, facts) for told in to_tell], leased

    def _parcel(self, told: Sequence[tuple[Told, Waiting]], facts: Facts) -> Parcel:
        lead, first = in_order(told)[0]
        notices = [each for each, _ in told]
        lead, *follows = added_up(notices) if lead.kind in DIGESTED else [each for each, _ in in_order(told)]
        reader = facts.readers[first.telegram_id, lead.seller]
        return Parcel(
            tuple(waiting.delivery for _, waiting in told),
            first.notice,
            first.telegram_id,
            lead.seller,
            reader.shop,
            Role(reader.role),
            lead.kind,
            lead.data,
            lead.at,
            reader.locale,
            reader.timezone or self.policy.timezone,
            max(waiting.attempts for _, waiting in told) + 1,
            min(each.at for each in notices),
            reader.cadence,
            tuple(follows),
            first.data.get("approval"),
        )

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
