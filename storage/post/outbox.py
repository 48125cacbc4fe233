"""The outbox: what is to be told, to whom, and what became of it (RULES 12).

Problem: a process may die between a commit and a send, two may send at once, a chat may be busy or blocked, and people
must still be told everything once, in order and in few messages. Decision: a notice becomes one row per person; a
sender takes rows under a lease that runs out by itself, and of one person only what presses most, of that the oldest,
with what joins it in one message; nobody gets anything while a message of theirs is being sent or put off. Whose turn
it is says the line of people. Right, wishes and truth are judged when rows are taken. Broadcasts go the same way, in
the room that notices leave, of which an eighth is theirs in any case. Limit: who dies after Telegram got the message
and before `sent` sends it once more when the lease is over; nobody can tell those two apart.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from core.account import Account
from core.notices.joining import (
    QUIET_FROM,
    QUIET_TO,
    USUAL_CADENCE,
    Cadence,
    Told,
    added_up,
    digest_due,
    in_order,
    told_enough,
    without_shop,
)
from core.notices.kinds import DIGESTED, SUMS, Joins, NoticeKind
from core.notices.sending import OLDEST_TOLD, as_of, quiet_until, too_old
from core.notices.truth import Moment
from core.policy import Policy, calendar_of
from core.values import SECOND, Instant, Role, parse_instant
from storage.ledger.tours import load_told
from storage.ledger.world import Seen, Worlds
from storage.people.approvals import request_key
from storage.people.people import know
from storage.post import broadcasts, line, webhooks
from storage.post.pace import Pace
from storage.rows.answers import Answer
from storage.rows.database import Database, Transaction

BROADCAST: Final = "broadcast"
"""What a broadcast is called where notices are called by their kind."""
_MAINTENANCE: Final = frozenset({NoticeKind.MAINTENANCE, NoticeKind.MAINTENANCE_OVER})
OF_BROADCASTS: Final = 8
"""One in so many places is for broadcasts, however many notices wait."""
FAN_OUT_NOTICES: Final = 1000
"""Notices made into deliveries in one transaction."""

_FAN_OUT_LOCK: Final = "SELECT pg_advisory_xact_lock(7265001)"
_NEW: Final = "SELECT id FROM notice WHERE fanned_out_at IS NULL ORDER BY id LIMIT ?"
_MARK: Final = "UPDATE notice SET fanned_out_at = ? WHERE fanned_out_at IS NULL AND id BETWEEN ? AND ?"
_DELIVER: Final = """
INSERT INTO delivery (notice, telegram_id, due_at, quiet, turn, attempts, state, settled_at, error)
SELECT n.id, m.telegram_id, $due, ?, $turn, 0,
    CASE WHEN p.blocked_at IS NULL THEN 'waiting' ELSE 'dropped' END,
    CASE WHEN p.blocked_at IS NULL THEN NULL ELSE n.fanned_out_at END,
    CASE WHEN p.blocked_at IS NULL THEN NULL ELSE 'blocked' END
FROM notice n
JOIN member m ON m.seller = n.seller AND m.removed_at IS NULL
LEFT JOIN person p ON p.telegram_id = m.telegram_id
WHERE n.id BETWEEN ? AND ? AND n.fanned_out_at = ? AND n.at >= ?
    AND n.kind IN ($kinds) AND m.role IN ($roles)
    AND (n.actor IS NULL OR n.actor <> m.role || '#' || m.id)
    AND NOT EXISTS (SELECT 1 FROM mute x WHERE x.telegram_id = m.telegram_id AND x.kind = n.kind)
    $also
ORDER BY n.id, m.id
ON CONFLICT DO NOTHING
"""
"""Whoever did what a notice tells has seen it, and gets none (RULES 12.2)."""
# News of the whole marketplace goes to a person once: with the first of their shops that it was looked at for. It is
# written from shop to shop, so the others may come any time after. Its keys differ by the shop alone.
_ONE_SHOP: Final = """AND NOT EXISTS (
        SELECT 1 FROM member o JOIN notice e ON e.seller = o.seller AND e.at = n.at AND e.kind = n.kind
            AND e.key = n.kind || ':' || o.seller || SUBSTR(n.key, LENGTH(n.kind) + LENGTH(n.seller) + 2)
        WHERE o.telegram_id = m.telegram_id AND o.removed_at IS NULL AND o.role IN ($roles) AND o.seller <> m.seller
            AND e.fanned_out_at IS NOT NULL
            AND (e.fanned_out_at <> n.fanned_out_at OR e.id < ? OR o.seller < m.seller)
    )"""
_CADENCE: Final = f"COALESCE(p.digests, '{USUAL_CADENCE}')"
_WHEN_WANTED: Final = (
    f"CASE {_CADENCE} WHEN '{Cadence.DAILY}' THEN CAST(? AS BIGINT) WHEN '{Cadence.MONTHLY}' THEN CAST(? AS BIGINT) "
    "ELSE CAST(? AS BIGINT) END"
)
_NAMED_SUMS: Final = ", ".join(f"'{kind}'" for kind in sorted(SUMS))
_WANTED: Final = f"AND ({_CADENCE} <> '{Cadence.NEVER}' OR n.kind NOT IN ({_NAMED_SUMS})) AND n.at = ?"
_KINDS: Final = "SELECT DISTINCT kind FROM notice WHERE id BETWEEN ? AND ? AND fanned_out_at = ?"
_DIGEST_INSTANTS: Final = (
    "SELECT DISTINCT at FROM notice WHERE id BETWEEN ? AND ? AND fanned_out_at = ? AND kind IN ($) ORDER BY at"
)
_ANSWERS: Final = "SELECT id, data FROM notice WHERE kind = ? AND fanned_out_at = ? AND id BETWEEN ? AND ?"
_NOT_THE_ASKER: Final = (
    "DELETE FROM delivery WHERE notice = ? AND telegram_id <> (SELECT asked_by FROM approval WHERE id = ?)"
)
_TOLD: Final = (
    "SELECT n.key FROM notice n JOIN delivery d ON d.notice = n.id AND d.telegram_id = ? AND d.state = 'sent' "
    "WHERE n.seller = ? AND n.key IN ($)"
)
_MUTED: Final = "SELECT telegram_id, kind FROM mute WHERE telegram_id IN ($)"
_READERS: Final = """
SELECT m.telegram_id, m.seller, m.role, s.name, COALESCE(p.locale, s.locale), p.timezone, p.quiet_from, p.quiet_to,
    p.blocked_at, COALESCE(p.quiet_off, FALSE), p.digests, p.maintenance_seen_at
FROM member m JOIN seller s ON s.id = m.seller LEFT JOIN person p ON p.telegram_id = m.telegram_id
WHERE m.removed_at IS NULL AND m.telegram_id IN ($)
"""
_OPERATORS: Final = """
SELECT o.telegram_id, '', 'operator', '', p.locale, p.timezone, NULL, NULL, p.blocked_at, TRUE, NULL, NULL
FROM operator o LEFT JOIN person p ON p.telegram_id = o.telegram_id
WHERE o.removed_at IS NULL AND o.telegram_id IN ($)
"""
"""As `_READERS`, of the marketplace's own staff; what they are told waits for no quiet hours."""
_APPROVALS: Final = """
SELECT a.id, asker.name, answerer.name, a.answered_at FROM approval a
LEFT JOIN member asker ON asker.seller = a.seller AND asker.telegram_id = a.asked_by
LEFT JOIN member answerer ON answerer.seller = a.seller AND answerer.telegram_id = a.answered_by
WHERE a.id IN ($)
"""
# Maintenance by shop: its newest notice, and when the last one began. And by person: what they were told last.
_SWITCHES: Final = """
SELECT seller, MAX(id), MAX(CASE WHEN kind = 'maintenance' THEN at ELSE 0 END) FROM notice
WHERE kind IN ('maintenance', 'maintenance_over') AND seller IN ($) GROUP BY seller
"""
_TOLD_OF_MAINTENANCE: Final = """
SELECT m.telegram_id, MAX(CASE WHEN n.kind = 'maintenance' THEN n.id ELSE 0 END),
    MAX(CASE WHEN n.kind = 'maintenance_over' THEN n.id ELSE 0 END)
FROM member m JOIN notice n ON n.seller = m.seller AND n.kind IN ('maintenance', 'maintenance_over')
JOIN delivery d ON d.notice = n.id AND d.telegram_id = m.telegram_id AND d.state = 'sent'
WHERE m.telegram_id IN ($) GROUP BY m.telegram_id
"""
_TO_EDIT: Final = """
SELECT d.id, d.telegram_id, d.message_id, n.seller, n.data, d.attempts, p.timezone,
    COALESCE(p.locale, s.locale), m.role
FROM delivery d JOIN notice n ON n.id = d.notice JOIN seller s ON s.id = n.seller
LEFT JOIN member m ON m.seller = n.seller AND m.telegram_id = d.telegram_id AND m.removed_at IS NULL
LEFT JOIN person p ON p.telegram_id = d.telegram_id
WHERE d.edit_at <= ? AND d.state = 'sent' ORDER BY d.edit_at, d.id LIMIT ?
"""
_TO_EDIT_LOCKED: Final = _TO_EDIT + " FOR UPDATE OF d SKIP LOCKED"
_EDIT_LATER: Final = "UPDATE delivery SET edit_at = ?, attempts = attempts + 1 WHERE id = ?"
_EDITED: Final = "UPDATE delivery SET edit_at = NULL WHERE id = ?"
_EDITED_BY_TAP: Final = (
    "UPDATE delivery SET edit_at = NULL WHERE telegram_id = ? "
    "AND notice = (SELECT id FROM notice WHERE seller = ? AND key = ?)"
)
_NEXT_EDIT: Final = "SELECT MIN(edit_at) FROM delivery WHERE edit_at IS NOT NULL AND state = 'sent'"
_SOONER_EDIT: Final = "UPDATE delivery SET edit_at = ? WHERE edit_at > ?"
_LEASE: Final = (
    "UPDATE delivery SET lease_until = ?, attempts = attempts + 1, quiet = FALSE "
    "WHERE state = 'waiting' AND (lease_until IS NULL OR lease_until <= ?) AND id IN ($) RETURNING id"
)
"""One statement for all: sixty of them were a fifth of a claim's time. For who left meanwhile nothing waits."""
# What somebody holds waits no more for the end of quiet hours; it is looked for among all that does not.
_SHORTER_LEASE: Final = (
    "UPDATE delivery SET lease_until = ? WHERE state = 'waiting' AND NOT quiet AND notice IS NOT NULL "
    "AND lease_until > ? RETURNING telegram_id"
)
_SHORTER_LEASE_OF_COPIES: Final = (
    "UPDATE delivery SET lease_until = ? WHERE state = 'waiting' AND broadcast IS NOT NULL AND lease_until > ?"
)
_SHORTER_WAIT: Final = (
    "UPDATE delivery SET due_at = ? WHERE state = 'waiting' AND NOT quiet AND notice IS NOT NULL AND due_at > ? "
    "RETURNING telegram_id"
)
_SHORTER_WAIT_OF_COPIES: Final = (
    "UPDATE delivery SET due_at = ? WHERE state = 'waiting' AND NOT quiet AND due_at > ? "
    "AND broadcast IN (SELECT id FROM broadcast WHERE state = 'sending' OR state = 'paused')"
)
_FAILED: Final = "FROM delivery d LEFT JOIN notice n ON n.id = d.notice WHERE d.state = 'failed' AND d.settled_at >= ?"
_DROP: Final = "UPDATE delivery SET state = 'dropped', settled_at = ?, error = ?, lease_until = NULL WHERE id = ?"
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
_WAIT: Final = "UPDATE delivery SET due_at = ?, quiet = ?, lease_until = NULL WHERE id = ?"


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


class Correction(NamedTuple):
    """A message in somebody's chat that is to be changed: the request it tells of has its answer (RULES 5.5).

    Settle it with `edited`, or `edit_later`. `locale` and `timezone` are as in a `Parcel`.
    """

    delivery: int
    telegram_id: int
    message_id: int
    seller: str
    approval: int
    locale: str | None
    timezone: str
    attempts: int


class Failure(NamedTuple):
    """Something that was not delivered and never will be. `seller` is None for a broadcast, `kind` then `BROADCAST`."""

    at: Instant
    seller: str | None
    kind: str
    reason: str


class _Waiting(NamedTuple):
    delivery: int
    notice: int
    telegram_id: int
    seller: str
    kind: NoticeKind
    data: Any
    at: Instant
    attempts: int
    due_at: Instant
    key: str
    turn: int
    quiet: bool
    lease_until: Instant | None

    @property
    def free_at(self) -> Instant:
        """Until when it holds up all else of the person: somebody is sending it, or it is to be tried again."""
        return max(self.lease_until or 0, 0 if self.quiet else self.due_at)

    @property
    def joins(self) -> tuple[object, ...] | None:
        """What it has in common with what is told in the same message; None: it is told alone."""
        match self.kind.joins:
            case Joins.INSTANT:
                return (self.telegram_id, self.at)
            case Joins.DIGEST:
                return (self.telegram_id,)
            case Joins.PLACE | Joins.NOTHING:
                return None


class _Recipient(NamedTuple):
    telegram_id: int
    seller: str
    role: str
    shop: str
    locale: str | None
    timezone: str | None
    quiet_from: int | None
    quiet_to: int | None
    blocked_at: Instant | None
    quiet_off: bool
    digests: str | None
    maintenance_seen_at: Instant | None

    @property
    def quiet(self) -> tuple[int, int] | None:
        """The person's quiet hours: their own, else the usual ones; None without any."""
        if self.quiet_from is not None and self.quiet_to is not None:
            return self.quiet_from, self.quiet_to
        return None if self.quiet_off else (QUIET_FROM, QUIET_TO)

    @property
    def cadence(self) -> Cadence:
        """How often the person wants sums."""
        return Cadence(self.digests) if self.digests else USUAL_CADENCE


class _Request(NamedTuple):
    """What an approval notice does not say itself, because history names nobody."""

    approval: int
    asker: str | None
    answerer: str | None
    answered_at: Instant | None


class _Switched(NamedTuple):
    """Maintenance as a shop's notices have it: the newest of them, and the instant at which it last began."""

    newest: int
    began_at: Instant


class _Facts(NamedTuple):
    """What the rows say about everything in one taking."""

    readers: Mapping[tuple[int, str], _Recipient]
    muted: frozenset[tuple[int, str]]
    reminded: Mapping[tuple[int, str, str], frozenset[int]]
    """The days before an end, or after, of which a person was told already; by seller and what it is about."""
    shops: Mapping[int, int]
    """How many shops each person has."""
    accounts: Mapping[str, Account]
    requests: Mapping[int, _Request]
    maintenance: Mapping[str, _Switched]
    awaits_its_end: Mapping[int, bool]
    """Of whom was ever told of maintenance: whether the last they were told is that it began."""
    policy: Policy
    """With the prices that the database keeps, whatever those of the program's own policy are (RULES 4.15)."""


class Outbox:
    """Turns notices into deliveries and hands them out. Safe to call from several threads and processes."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self.database = database
        self.policy = policy
        self._worlds = Worlds(policy)
        alike: dict[tuple[bool, frozenset[Role]], list[NoticeKind]] = defaultdict(list)
        for kind in NoticeKind:
            if kind not in DIGESTED:
                alike[kind.joins is Joins.PLACE, kind.audience].append(kind)
        self._deliver, self._deliver_once = (
            [
                _delivering(kinds, roles, due="n.fanned_out_at", also=_ONE_SHOP if once else "")
                for (for_place, roles), kinds in alike.items()
                if for_place is once
            ]
            for once in (False, True)
        )
        audiences: dict[frozenset[Role], list[NoticeKind]] = defaultdict(list)
        for kind in DIGESTED:
            audiences[kind.audience].append(kind)
        self._deliver_sums = [
            _delivering(kinds, roles, due=_WHEN_WANTED, also=_WANTED) for roles, kinds in audiences.items()
        ]

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
                looked_at = self._fan_out(transaction, now)
                taken_in = line.take_in(transaction, now)
                changes = webhooks.tell_of_changes(transaction, FAN_OUT_NOTICES, now)
            total += looked_at
            if max(looked_at, changes) < FAN_OUT_NOTICES and taken_in < line.TAKEN_IN:
                return total

    def _fan_out(self, transaction: Transaction, now: Instant) -> int:
        if transaction.postgresql:
            # One at a time over all processes: a later batch must not be sent before an earlier one is there.
            transaction.run(_FAN_OUT_LOCK)
        found = transaction.rows(_NEW, (FAN_OUT_NOTICES,))
        if not found:
            return 0
        first, last = found[0][0], found[-1][0]
        # What other writers commit between these ids meanwhile stays unmarked, and waits for the next time.
        transaction.run(_MARK, (now, first, last))
        kinds = {kind for (kind,) in transaction.rows(_KINDS, (first, last, now))}
        for statement, names in self._deliver:
            if not kinds.isdisjoint(names):
                transaction.run(statement, (False, first, last, now, now - OLDEST_TOLD, *names))
        for statement, names in self._deliver_once:
            if not kinds.isdisjoint(names):
                transaction.run(statement, (False, first, last, now, now - OLDEST_TOLD, *names, first))
        digested = sorted(kinds & DIGESTED)
        for (at,) in transaction.rows_in(_DIGEST_INSTANTS, (first, last, now), digested):
            due = [self._digest_due(cadence, at) for cadence in (Cadence.DAILY, Cadence.MONTHLY, Cadence.WEEKLY)]
            for statement, names in self._deliver_sums:
                transaction.run(statement, (*due, True, first, last, now, now - OLDEST_TOLD, *names, at))
        for notice, data in transaction.rows(_ANSWERS, (NoticeKind.APPROVAL_ANSWERED, now, first, last)):
            transaction.run(_NOT_THE_ASKER, (notice, json.loads(data)["approval"]))
        line.stand(transaction, first, last, now)
        webhooks.tell_of_notices(transaction, first, last, now)
        return len(found)

    def _digest_due(self, cadence: Cadence, at: Instant) -> Instant:
        return digest_due(cadence, self.policy.calendar, self.policy.reminders.hour, at)

    # -- deliveries are handed out ---------------------------------------------------------------------------

    def claim(self, now: Instant, limit: int, lease: int, pace: Pace | None = None) -> list[Parcel | BroadcastParcel]:
        """Up to `limit` things to send now, for `lease` seconds: of notices at most one per person and each's first.

        What is no longer true, or no longer that person's to know, is dropped; what has to wait for the end of quiet
        hours waits. Broadcasts come in the room that notices leave. An empty answer means that nothing can be sent
        before `next_at()`. With a `pace` that several processes share, each has taken its turn there.
        """
        while True:
            with self.database.write() as transaction:
                asked, sending = line.ask_people(transaction, now, limit), broadcasts.ask_sending(transaction)
                people = line.next_people(asked, limit)
                room = max(limit - len(people), limit // OF_BROADCASTS)
                copies, turns, leased_copies = self._claim_broadcasts(transaction, sending, now, room, lease)
                people = people[: limit - turns]
                parcels, leased = self._claim(transaction, people, now, lease) if people else ([], Answer([]))
                claimed: list[Parcel | BroadcastParcel] = [*parcels, *copies]
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
        reading = transaction.ask_in(_READERS, (), told_to)
        muted = transaction.ask_in(_MUTED, (), told_to)
        seen = self._worlds.read(transaction)
        messages, places = _first_of_each(waiting_for, people, now)
        found = [waiting for message in messages.values() for waiting in message]
        facts = self._facts(transaction, seen, reading, muted, found)
        until_sent = now + lease * SECOND
        to_tell: list[list[tuple[Told, _Waiting]]] = []
        dropped: list[tuple[Any, ...]] = []
        quiet: list[tuple[Any, ...]] = []
        for standing, message in messages.items():
            told: list[tuple[Told, _Waiting]] = []
            for waiting in message:
                fresh = self._told(waiting, facts, now)
                if isinstance(fresh, str):
                    dropped.append((now, fresh, waiting.delivery))
                else:
                    told.append((fresh, waiting))
            if all(_told_enough(waiting, facts, self.policy) for _, waiting in told):
                dropped.extend((now, "told before", waiting.delivery) for _, waiting in told)
                continue
            reader = facts.readers[told[0][1].telegram_id, told[0][1].seller]
            until = self._quiet_until(reader, [each for each, _ in told], now)
            if until is not None:
                quiet.extend((until, True, waiting.delivery) for _, waiting in told)
            else:
                to_tell.append(told)
                places[standing.telegram_id] = line.Place(standing.lane_of(message[0].turn), until_sent)
        transaction.put(_DROP, dropped)
        transaction.put(_WAIT, quiet)
        every = [waiting.delivery for told in to_tell for _, waiting in told]
        leased = transaction.ask_in(_LEASE, (until_sent, now), every)
        line.move(transaction, places)
        transaction.set_off()
        return [self._parcel(told, facts) for told in to_tell], leased

    def _claim_broadcasts(
        self, transaction: Transaction, sending: Answer, now: Instant, room: int, lease: int
    ) -> tuple[list[BroadcastParcel], int, Answer]:
        turns = broadcasts.take_turns(transaction, sending, now, room) if room else []
        readers: dict[tuple[int, bool], _Recipient] = {}
        for to_operator, statement in ((False, _READERS), (True, _OPERATORS)):
            people = sorted({turn.telegram_id for turn in turns if turn.to_operator is to_operator})
            found = transaction.rows_in(statement, (), people)
            readers |= {(row[0], to_operator): _Recipient(*row) for row in found}
        copies: list[BroadcastParcel] = []
        dropped: list[tuple[Any, ...]] = []
        quiet: list[tuple[Any, ...]] = []
        for turn in turns:
            reader = readers.get((turn.telegram_id, turn.to_operator))
            if reader is None or reader.blocked_at is not None:
                dropped.append((now, "not theirs any more" if reader is None else "blocked", turn.delivery))
                continue
            until = self._quiet_until(reader, (), now)
            if until is not None:
                quiet.append((until, True, turn.delivery))
                continue
            copies.append(
                BroadcastParcel(
                    (turn.delivery,), turn.broadcast, turn.telegram_id, turn.texts, reader.locale, turn.attempts + 1
                )
            )
        transaction.put(_DROP, dropped)
        transaction.put(_WAIT, quiet)
        leased = transaction.ask_in(_LEASE, (now + lease * SECOND, now), [copy.deliveries[0] for copy in copies])
        return copies, len(turns), leased

    def _facts(
        self, transaction: Transaction, seen: Seen, reading: Answer, muted: Answer, found: Sequence[_Waiting]
    ) -> _Facts:
        sellers = sorted({each.seller for each in found if each.kind.judge is not None})
        approvals = sorted({each.data["approval"] for each in found if "approval" in each.data})
        switched = [each for each in found if each.kind in _MAINTENANCE]
        shops, concerned = sorted({each.seller for each in switched}), sorted({each.telegram_id for each in switched})
        requested = transaction.ask_in(_APPROVALS, (), approvals)
        switches = transaction.ask_in(_SWITCHES, (), shops)
        told = transaction.ask_in(_TOLD_OF_MAINTENANCE, (), concerned)
        reminded = self._ask_reminded(transaction, found)
        accounts = load_told(transaction, seen.world, seen.facts, sellers, to_spend=False)
        readers = [_Recipient(*row) for row in reading.rows()]
        requests = [_Request(*row) for row in requested.rows()]
        return _Facts(
            {(reader.telegram_id, reader.seller): reader for reader in readers},
            frozenset((telegram_id, kind) for telegram_id, kind in muted.rows()),
            {place: frozenset(int(key.rpartition(":")[2]) for (key,) in days.rows()) for place, days in reminded},
            Counter(reader.telegram_id for reader in readers),
            accounts,
            {request.approval: request for request in requests},
            {row[0]: _Switched(*row[1:]) for row in switches.rows()},
            {telegram_id: began > over for telegram_id, began, over in told.rows()},
            seen.world.policy,
        )

    def _ask_reminded(
        self, transaction: Transaction, found: Sequence[_Waiting]
    ) -> list[tuple[tuple[int, str, str], Answer]]:
        """Of each reminder, by person, seller and what it is about, which keys of it were told."""
        asked = []
        for waiting in found:
            reminder = _reminder(waiting)
            if reminder is not None:
                keys = [f"{reminder[0]}:{days}" for days in waiting.kind.days(self.policy)]
                place = (waiting.telegram_id, waiting.seller, reminder[0])
                asked.append((place, transaction.ask_in(_TOLD, (waiting.telegram_id, waiting.seller), keys)))
        return asked

    def _quiet_until(self, reader: _Recipient, told: Iterable[Told], now: Instant) -> Instant | None:
        """The end of the person's quiet hours, unless a charge or an end comes before it (RULES 12.1)."""
        hours = reader.quiet
        if hours is None:
            return None
        until = quiet_until(calendar_of(reader.timezone or self.policy.timezone), *hours, now)
        if until is None or any(
            each.kind.before is not None and now < parse_instant(each.data[each.kind.before]) <= until for each in told
        ):
            return None
        return until

    def _told(self, waiting: _Waiting, facts: _Facts, now: Instant) -> Told | str:
        """What the person is told of it now, or why nothing."""
        reason = _why_not(waiting, facts.readers.get((waiting.telegram_id, waiting.seller)), facts.muted, now)
        if reason is not None:
            return reason
        if waiting.kind in _MAINTENANCE:
            reason = _why_not_maintenance(waiting, facts)
            if reason is not None:
                return reason
        data = dict(waiting.data)
        request = facts.requests.get(data.pop("approval", None) or 0)
        if waiting.kind.judge is not None:
            answered = request is not None and request.answered_at is not None
            moment = Moment(facts.accounts[waiting.seller], facts.policy, now, answered=answered)
            fresh = as_of(waiting.kind, data, moment)
            if fresh is None:
                return "no longer true"
            data = fresh
        if request is not None:
            data |= (
                {"by": request.answerer} if waiting.kind is NoticeKind.APPROVAL_ANSWERED else {"asker": request.asker}
            )
        if waiting.kind.joins is Joins.PLACE and facts.shops[waiting.telegram_id] > 1:
            data = without_shop(data)
        shop = facts.readers[waiting.telegram_id, waiting.seller].shop
        return Told(waiting.kind, data, waiting.at, waiting.seller, shop)

    def _parcel(self, told: Sequence[tuple[Told, _Waiting]], facts: _Facts) -> Parcel:
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
            soon, lease_until = now + wait * SECOND, now + lease * SECOND
            line.news_sooner(transaction, soon)
            leased = {person for (person,) in transaction.rows(_SHORTER_LEASE, (lease_until, lease_until))}
            waiting = {person for (person,) in transaction.rows(_SHORTER_WAIT, (soon, soon))}
            line.sooner(transaction, leased - waiting, lease_until)
            line.sooner(transaction, waiting - leased, soon)
            line.sooner(transaction, leased & waiting, max(lease_until, soon))
            transaction.run(_SHORTER_LEASE_OF_COPIES, (lease_until, lease_until))
            transaction.run(_SHORTER_WAIT_OF_COPIES, (soon, soon))
            transaction.run(_SOONER_EDIT, (soon, soon))

    def _settle(self, statement: str, rows: Sequence[tuple[Any, ...]], look_at: Instant | None = None) -> None:
        """Run it for deliveries, which are last in each row, and look at their person again from `look_at` on."""
        with self.database.write() as transaction:
            if look_at is not None:
                line.look_at(transaction, rows[0][-1], look_at)
            transaction.run_many(statement, rows)

    # -- messages that are to be changed ---------------------------------------------------------------------

    def corrections(self, now: Instant, limit: int, lease: int) -> list[Correction]:
        """Up to `limit` messages to change now, for `lease` seconds: requests that have their answer (RULES 5.5).

        Who may not know of it any more keeps the message as it is.
        """
        with self.database.write() as transaction:
            found = transaction.rows(_TO_EDIT_LOCKED if transaction.postgresql else _TO_EDIT, (now, limit))
            corrections: list[Correction] = []
            for id_, person, message_id, seller, data, attempts, timezone, locale, role in found:
                theirs = role is not None and Role(role) in NoticeKind.APPROVAL_REQUESTED.audience
                if message_id is None or not theirs:
                    transaction.run(_EDITED, (id_,))
                    continue
                transaction.run(_EDIT_LATER, (now + lease * SECOND, id_))
                corrections.append(
                    Correction(
                        id_, person, message_id, seller, json.loads(data)["approval"], locale,
                        timezone or self.policy.timezone, attempts + 1,
                    )
                )  # fmt: skip
        return corrections

    def edited(self, delivery: int) -> None:
        """The message says how it is, or it can't be changed, now or ever."""
        self._settle(_EDITED, [(delivery,)])

    def edited_by_tap(self, seller: str, approval: int, telegram_id: int) -> None:
        """This person's message of a request was changed when they tapped it."""
        self._settle(_EDITED_BY_TAP, [(telegram_id, seller, request_key(seller, approval))])

    def edit_later(self, delivery: int, until: Instant) -> None:
        """Try again at `until`."""
        self._settle("UPDATE delivery SET edit_at = ? WHERE id = ? AND edit_at IS NOT NULL", [(until, delivery)])

    # -- how much there is -----------------------------------------------------------------------------------

    def next_at(self) -> Instant | None:
        """The soonest instant at which `claim` or `corrections` may have something: due, or with a lease over."""
        with self.database.read() as transaction:
            edit = transaction.row(_NEXT_EDIT)
            found = (
                line.next_at(transaction), None if edit is None else edit[0], broadcasts.next_turn_at(transaction)
            )  # fmt: skip
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


def _delivering(
    kinds: Sequence[NoticeKind], roles: frozenset[Role], *, due: str, also: str
) -> tuple[str, tuple[str, ...]]:
    """The statement that delivers these kinds to these roles, and its names."""
    statement = _DELIVER.replace("$due", due).replace("$also", also).replace("$turn", line.turn_of(kinds))
    statement = statement.replace("$kinds", _marks(kinds)).replace("$roles", _marks(roles))
    names = tuple(sorted(role.value for role in roles))
    return statement, (*kinds, *names, *(names if also == _ONE_SHOP else ()))


def _reminder(waiting: _Waiting) -> tuple[str, int] | None:
    """What a reminder is about and how many days there are, as its key has them (RULES 12); None if it is none."""
    about, _, days = waiting.key.rpartition(":")
    return (about, int(days)) if waiting.kind.ahead is not None and days.isdecimal() else None


def _told_enough(waiting: _Waiting, facts: _Facts, policy: Policy) -> bool:
    """Whether it is a reminder that by itself is no reason for a message; in one that comes anyway it has its line."""
    reminder = _reminder(waiting)
    if reminder is None:
        return False
    about, left = reminder
    told = facts.reminded[waiting.telegram_id, waiting.seller, about]
    return told_enough(waiting.kind, waiting.kind.days(policy), left, told - {left})


def _first_of_each(
    waiting_for: Answer, people: Sequence[line.Standing], now: Instant
) -> tuple[dict[line.Standing, list[_Waiting]], dict[int, line.Place | None]]:
    """By person the first message, what leads the line of their own first; and where those go who get none now."""
    everything: defaultdict[int, list[_Waiting]] = defaultdict(list)
    for row in waiting_for.rows():
        everything[row[2]].append(_Waiting._make((*row[:4], NoticeKind(row[4]), *row[5:])))
    messages: dict[line.Standing, list[_Waiting]] = {}
    places: dict[int, line.Place | None] = {}
    for standing in people:
        theirs = everything[standing.telegram_id]
        held_until = max((waiting.free_at for waiting in theirs), default=0)
        due = sorted((each for each in theirs if not each.quiet or each.due_at <= now), key=_oldest)
        if held_until > now:
            places[standing.telegram_id] = line.Place(standing.lane_of(min(each.turn for each in theirs)), held_until)
        elif not due:
            later = theirs[0] if theirs else None
            places[standing.telegram_id] = later and line.Place(standing.lane_of(later.turn), later.due_at)
        else:
            first = min(due, key=_pressing)
            if standing.lane_of(first.turn) > standing.lane:
                places[standing.telegram_id] = line.Place(standing.lane_of(first.turn), now)
            else:
                messages[standing] = [
                    waiting._replace(data=json.loads(waiting.data)) for waiting in (first, *_beside(first, due))
                ]
    return messages, places


def _beside(first: _Waiting, due: Iterable[_Waiting]) -> Iterator[_Waiting]:
    """What is told in the same message, in the order in which it came."""
    if first.joins is not None:
        for waiting in due:
            if (
                waiting.delivery != first.delivery
                and waiting.kind.joins is first.kind.joins
                and waiting.joins == first.joins
            ):
                yield waiting


def _oldest(waiting: _Waiting) -> int:
    return waiting.notice


def _pressing(waiting: _Waiting) -> tuple[int, int]:
    return waiting.turn, waiting.notice


def _marks(names: Iterable[object]) -> str:
    return ", ".join("?" for _ in names)


def _why_not_maintenance(waiting: _Waiting, facts: _Facts) -> str | None:
    """Why the person needs no word of it: it is another way by now, or they know, or never knew (RULES 12.2)."""
    switched = facts.maintenance[waiting.seller]
    if waiting.notice != switched.newest:
        return "no longer true"
    seen_at = facts.readers[waiting.telegram_id, waiting.seller].maintenance_seen_at
    has_seen = seen_at is not None and seen_at >= switched.began_at
    if waiting.kind is NoticeKind.MAINTENANCE:
        return "seen already" if has_seen else None
    return None if has_seen or facts.awaits_its_end.get(waiting.telegram_id) else "never told that it began"


def _why_not(
    waiting: _Waiting, reader: _Recipient | None, muted: frozenset[tuple[int, str]], now: Instant
) -> str | None:
    """Why the person should not get this any more: what they may know and want is judged on sending."""
    if reader is None or Role(reader.role) not in waiting.kind.audience:
        return "not theirs any more"
    if reader.blocked_at is not None:
        return "blocked"
    if (waiting.telegram_id, waiting.kind) in muted:
        return "switched off"
    if waiting.kind in SUMS and reader.cadence is Cadence.NEVER:
        return "switched off"
    if too_old(waiting.due_at if waiting.kind in DIGESTED else waiting.at, now):
        return "too old"
    return None
