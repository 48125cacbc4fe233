"""The outbox: what is to be told, to whom, and what became of it (RULES 12).

Problem: a process may die between a commit and a send, two may send at once, a chat may be busy or blocked, and people
must still get every notice once and in order. Decision: a notice becomes one row per person; a sender takes rows under
a lease that runs out by itself, and of one person only the first in line, so that nothing overtakes what is being sent
or tried again. Right, wishes and truth are judged when a row is taken. Broadcasts go the same way, in the room that
notices leave. Limit: who dies after Telegram got the message and before `sent` sends it once more when the lease is
over; nobody can tell those two apart.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from core.account import Account
from core.notices.kinds import ALWAYS, NoticeKind
from core.notices.sending import OLDEST_TOLD, as_of, quiet_until, too_old
from core.notices.truth import Moment
from core.policy import Policy, calendar_of
from core.values import SECOND, Instant, Role
from storage.ledger import accounts as rows
from storage.ledger.world import Worlds
from storage.people.people import know
from storage.post import broadcasts, webhooks
from storage.rows.database import Database, Transaction

BROADCAST: Final = "broadcast"
"""What a broadcast is called where notices are called by their kind."""
FAN_OUT_NOTICES: Final = 1000
"""Notices made into deliveries in one transaction."""

_FAN_OUT_LOCK: Final = "SELECT pg_advisory_xact_lock(7_265_001)"
_NEW: Final = "SELECT id FROM notice WHERE fanned_out_at IS NULL ORDER BY id LIMIT ?"
_MARK: Final = "UPDATE notice SET fanned_out_at = ? WHERE fanned_out_at IS NULL AND id BETWEEN ? AND ?"
_DELIVER: Final = """
INSERT INTO delivery (notice, telegram_id, due_at, quiet, attempts, state, settled_at, error)
SELECT n.id, m.telegram_id, n.fanned_out_at, ?, 0,
    CASE WHEN p.blocked_at IS NULL THEN 'waiting' ELSE 'dropped' END,
    CASE WHEN p.blocked_at IS NULL THEN NULL ELSE n.fanned_out_at END,
    CASE WHEN p.blocked_at IS NULL THEN NULL ELSE 'blocked' END
FROM notice n
JOIN member m ON m.seller = n.seller AND m.removed_at IS NULL
LEFT JOIN person p ON p.telegram_id = m.telegram_id
WHERE n.id BETWEEN ? AND ? AND n.fanned_out_at = ? AND n.at >= ?
    AND n.kind IN ($kinds) AND m.role IN ($roles)
    AND NOT EXISTS (SELECT 1 FROM mute x WHERE x.telegram_id = m.telegram_id AND x.kind = n.kind)
ORDER BY n.id, m.id
ON CONFLICT DO NOTHING
"""
_ANSWERS: Final = "SELECT id, data FROM notice WHERE kind = ? AND fanned_out_at = ? AND id BETWEEN ? AND ?"
_NOT_THE_ASKER: Final = (
    "DELETE FROM delivery WHERE notice = ? AND telegram_id <> (SELECT asked_by FROM approval WHERE id = ?)"
)
# The first in line: nobody's turn comes before an earlier notice of the same person is settled. Only what waits for the
# end of quiet hours lets later ones pass.
_FIRST_IN_LINE: Final = """
SELECT d.id, d.notice, d.telegram_id, n.seller, n.kind, n.data, n.at, d.attempts
FROM delivery d JOIN notice n ON n.id = d.notice
WHERE d.state = 'waiting' AND d.due_at <= ? AND (d.lease_until IS NULL OR d.lease_until <= ?)
    AND NOT EXISTS (
        SELECT 1 FROM delivery e WHERE e.telegram_id = d.telegram_id AND e.state = 'waiting'
            AND e.notice < d.notice AND NOT (e.quiet AND e.due_at > ?)
    )
ORDER BY d.due_at, d.notice, d.telegram_id LIMIT ?
"""
_FIRST_IN_LINE_LOCKED: Final = _FIRST_IN_LINE + " FOR UPDATE OF d SKIP LOCKED"
_NEXT_AT: Final = """
SELECT MIN(CASE WHEN d.lease_until > d.due_at THEN d.lease_until ELSE d.due_at END) FROM delivery d
WHERE d.state = 'waiting' AND d.notice IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM delivery e WHERE e.telegram_id = d.telegram_id AND e.state = 'waiting'
        AND e.notice < d.notice AND NOT e.quiet
)
"""
_READERS: Final = """
SELECT m.telegram_id, m.seller, m.role, s.name, COALESCE(p.locale, s.locale), p.timezone, p.quiet_from, p.quiet_to,
    p.blocked_at
FROM member m JOIN seller s ON s.id = m.seller LEFT JOIN person p ON p.telegram_id = m.telegram_id
WHERE m.removed_at IS NULL AND m.telegram_id IN ($)
"""
_OPERATORS: Final = """
SELECT o.telegram_id, '', 'operator', '', p.locale, p.timezone, NULL, NULL, p.blocked_at
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
_LEASE: Final = "UPDATE delivery SET lease_until = ?, attempts = attempts + 1, quiet = ? WHERE id = ?"
_SHORTER_LEASE: Final = "UPDATE delivery SET lease_until = ? WHERE state = 'waiting' AND lease_until > ?"
_SHORTER_WAIT: Final = "UPDATE delivery SET due_at = ? WHERE state = 'waiting' AND NOT quiet AND due_at > ?"
_FAILED: Final = "FROM delivery d LEFT JOIN notice n ON n.id = d.notice WHERE d.state = 'failed' AND d.settled_at >= ?"
_DROP: Final = "UPDATE delivery SET state = 'dropped', settled_at = ?, error = ?, lease_until = NULL WHERE id = ?"
_WAIT: Final = "UPDATE delivery SET due_at = ?, quiet = ?, lease_until = NULL WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One notice for one person, to be sent now; settle it with `sent`, `later`, `failed` or `blocked`.

    `data` is as true as the rows are now. `locale` is the person's, else the shop's; `timezone` the person's, else the
    programme's. `attempts` counts this one. `approval` is the request that an approval notice is about.
    """

    delivery_id: int
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
    approval: int | None = None


@dataclass(frozen=True, slots=True)
class BroadcastParcel:
    """A broadcast for one person, to be sent now; settled as a `Parcel` is. `texts` is Telegram HTML by language."""

    delivery_id: int
    broadcast: int
    telegram_id: int
    texts: dict[str, str]
    locale: str | None
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
    data: dict[str, Any]
    at: Instant
    attempts: int


class _Reader(NamedTuple):
    telegram_id: int
    seller: str
    role: str
    shop: str
    locale: str | None
    timezone: str | None
    quiet_from: int | None
    quiet_to: int | None
    blocked_at: Instant | None


class _Request(NamedTuple):
    """What an approval notice does not say itself, because history names nobody."""

    approval: int
    asker: str | None
    answerer: str | None
    answered_at: Instant | None


class _Facts(NamedTuple):
    """What the rows say about everything in one taking."""

    readers: Mapping[tuple[int, str], _Reader]
    muted: frozenset[tuple[int, str]]
    accounts: Mapping[str, Account]
    requests: Mapping[int, _Request]
    policy: Policy
    """With the prices that the database keeps, whatever those of the program's own policy are (RULES 4.15)."""


class Outbox:
    """Turns notices into deliveries and hands them out. Safe to call from several threads and processes."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self.database = database
        self.policy = policy
        self._worlds = Worlds(policy)
        audiences: dict[frozenset[Role], list[str]] = defaultdict(list)
        for kind in NoticeKind:
            audiences[kind.audience].append(kind)
        self._deliver = [
            (
                _DELIVER.replace("$kinds", _marks(kinds)).replace("$roles", _marks(roles)),
                (*kinds, *sorted(role.value for role in roles)),
            )
            for roles, kinds in audiences.items()
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
                changes = webhooks.tell_of_changes(transaction, FAN_OUT_NOTICES, now)
            total += looked_at
            if max(looked_at, changes) < FAN_OUT_NOTICES:
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
        for statement, names in self._deliver:
            transaction.run(statement, (False, first, last, now, now - OLDEST_TOLD, *names))
        for notice, data in transaction.rows(_ANSWERS, (NoticeKind.APPROVAL_ANSWERED, now, first, last)):
            transaction.run(_NOT_THE_ASKER, (notice, json.loads(data)["approval"]))
        webhooks.tell_of_notices(transaction, first, last, now)
        return len(found)

    # -- deliveries are handed out ---------------------------------------------------------------------------

    def claim(self, now: Instant, limit: int, lease: int) -> list[Parcel | BroadcastParcel]:
        """Up to `limit` things to send now, for `lease` seconds: of notices at most one per person and each's first.

        What is no longer true, or no longer that person's to know, is dropped; what has to wait for the end of quiet
        hours waits. Broadcasts come in the room that notices leave. An empty answer means that nothing can be sent
        before `next_at()`.
        """
        while True:
            with self.database.write() as transaction:
                parcels, looked_at = self._claim(transaction, now, limit, lease)
                copies, turns = self._claim_broadcasts(transaction, now, limit - looked_at, lease)
            if parcels or copies or not (looked_at or turns):
                return [*parcels, *copies]

    def _claim(self, transaction: Transaction, now: Instant, limit: int, lease: int) -> tuple[list[Parcel], int]:
        statement = _FIRST_IN_LINE_LOCKED if transaction.postgresql else _FIRST_IN_LINE
        found = [
            _Waiting(*row)._replace(kind=NoticeKind(row[4]), data=json.loads(row[5]))
            for row in transaction.rows(statement, (now, now, now, limit))
        ]
        facts = self._facts(transaction, found)
        parcels: list[Parcel] = []
        dropped: list[tuple[Any, ...]] = []
        quiet: list[tuple[Any, ...]] = []
        for waiting in found:
            reader = facts.readers.get((waiting.telegram_id, waiting.seller))
            reason = _why_not(waiting, reader, facts.muted, now)
            if reader is None or reason is not None:
                dropped.append((now, reason, waiting.delivery))
                continue
            until = self._quiet_until(reader, waiting.kind, now)
            if until is not None:
                quiet.append((until, True, waiting.delivery))
                continue
            parcel = self._parcel(waiting, reader, facts, now)
            if parcel is None:
                dropped.append((now, "no longer true", waiting.delivery))
            else:
                parcels.append(parcel)
        if dropped:
            transaction.run_many(_DROP, dropped)
        if quiet:
            transaction.run_many(_WAIT, quiet)
        if parcels:
            until = now + lease * SECOND
            transaction.run_many(_LEASE, [(until, False, parcel.delivery_id) for parcel in parcels])
        return parcels, len(found)

    def _claim_broadcasts(
        self, transaction: Transaction, now: Instant, room: int, lease: int
    ) -> tuple[list[BroadcastParcel], int]:
        turns = broadcasts.take_turns(transaction, now, room) if room else []
        readers: dict[tuple[int, bool], _Reader] = {}
        for to_operator, statement in ((False, _READERS), (True, _OPERATORS)):
            people = sorted({turn.telegram_id for turn in turns if turn.to_operator is to_operator})
            found = transaction.rows_in(statement, (), people)
            readers |= {(row[0], to_operator): _Reader(*row) for row in found}
        copies: list[BroadcastParcel] = []
        dropped: list[tuple[Any, ...]] = []
        quiet: list[tuple[Any, ...]] = []
        for turn in turns:
            reader = readers.get((turn.telegram_id, turn.to_operator))
            if reader is None or reader.blocked_at is not None:
                dropped.append((now, "not theirs any more" if reader is None else "blocked", turn.delivery))
                continue
            until = self._quiet_until(reader, BROADCAST, now)
            if until is not None:
                quiet.append((until, True, turn.delivery))
                continue
            copies.append(
                BroadcastParcel(
                    turn.delivery, turn.broadcast, turn.telegram_id, turn.texts, reader.locale, turn.attempts + 1
                )
            )
        if dropped:
            transaction.run_many(_DROP, dropped)
        if quiet:
            transaction.run_many(_WAIT, quiet)
        if copies:
            until = now + lease * SECOND
            transaction.run_many(_LEASE, [(until, False, mailing.delivery_id) for mailing in copies])
        return copies, len(turns)

    def _facts(self, transaction: Transaction, found: Sequence[_Waiting]) -> _Facts:
        people = sorted({each.telegram_id for each in found})
        readers = [_Reader(*row) for row in transaction.rows_in(_READERS, (), people)]
        muted = transaction.rows_in("SELECT telegram_id, kind FROM mute WHERE telegram_id IN ($)", (), people)
        sellers = sorted({each.seller for each in found if each.kind.judge is not None})
        approvals = sorted({each.data["approval"] for each in found if "approval" in each.data})
        requests = [_Request(*row) for row in transaction.rows_in(_APPROVALS, (), approvals)]
        policy = self._worlds.read(transaction).world.policy
        return _Facts(
            {(reader.telegram_id, reader.seller): reader for reader in readers},
            frozenset((telegram_id, kind) for telegram_id, kind in muted),
            rows.load(transaction, policy, sellers),
            {request.approval: request for request in requests},
            policy,
        )

    def _quiet_until(self, reader: _Reader, kind: str, now: Instant) -> Instant | None:
        if kind in ALWAYS or reader.quiet_from is None or reader.quiet_to is None:
            return None
        calendar = calendar_of(reader.timezone or self.policy.timezone)
        return quiet_until(calendar, reader.quiet_from, reader.quiet_to, now)

    def _parcel(self, waiting: _Waiting, reader: _Reader, facts: _Facts, now: Instant) -> Parcel | None:
        data = waiting.data
        approval: int | None = data.pop("approval", None)
        request = facts.requests.get(approval or 0)
        if waiting.kind.judge is not None:
            answered = request is not None and request.answered_at is not None
            moment = Moment(facts.accounts[waiting.seller], facts.policy, now, answered=answered)
            fresh = as_of(waiting.kind, data, moment)
            if fresh is None:
                return None
            data = fresh
        if request is not None:
            data |= (
                {"by": request.answerer} if waiting.kind is NoticeKind.APPROVAL_ANSWERED else {"asker": request.asker}
            )
        return Parcel(
            waiting.delivery,
            waiting.notice,
            waiting.telegram_id,
            waiting.seller,
            reader.shop,
            Role(reader.role),
            waiting.kind,
            data,
            waiting.at,
            reader.locale,
            reader.timezone or self.policy.timezone,
            waiting.attempts + 1,
            approval,
        )

    # -- what became of a parcel -----------------------------------------------------------------------------

    def sent(self, delivery_id: int, message_id: int, now: Instant) -> None:
        """Telegram has the message."""
        self._settle(
            "UPDATE delivery SET state = 'sent', message_id = ?, settled_at = ?, error = NULL, lease_until = NULL "
            "WHERE id = ? AND state <> 'sent'",
            (message_id, now, delivery_id),
        )

    def later(self, delivery_id: int, until: Instant, error: str) -> None:
        """Try again at `until`; later notices of the same person wait behind it. How long is the caller's to say."""
        self._settle(
            "UPDATE delivery SET due_at = ?, error = ?, lease_until = NULL WHERE id = ? AND state = 'waiting'",
            (until, error, delivery_id),
        )

    def failed(self, delivery_id: int, error: str, now: Instant) -> None:
        """It can't be sent, now or ever; kept with the reason."""
        self._settle(
            "UPDATE delivery SET state = 'failed', error = ?, settled_at = ?, lease_until = NULL "
            "WHERE id = ? AND state = 'waiting'",
            (error, now, delivery_id),
        )

    def blocked(self, telegram_id: int, now: Instant) -> None:
        """The person blocked the bot: all that waits is dropped, and so is what comes until they write again."""
        with self.database.write() as transaction:
            know(transaction, telegram_id)
            transaction.run("UPDATE person SET blocked_at = ? WHERE telegram_id = ?", (now, telegram_id))
            transaction.run(
                "UPDATE delivery SET state = 'dropped', error = 'blocked', settled_at = ?, lease_until = NULL "
                "WHERE telegram_id = ? AND state = 'waiting'",
                (now, telegram_id),
            )

    def give_back(self, delivery_id: int) -> None:
        """It was taken but not tried; anybody may take it at once."""
        self._settle(
            "UPDATE delivery SET lease_until = NULL, attempts = attempts - 1 WHERE id = ? AND state = 'waiting'",
            (delivery_id,),
        )

    def set_back(self, now: Instant, *, lease: int, wait: int) -> None:
        """The clock was set back to `now`: what waits for an instant by the old one would wait for hours.

        Afterwards no lease lasts longer than `lease` seconds, and nothing waits longer than `wait` but for the end of
        quiet hours. A lease that somebody holds keeps its whole length, so nothing is sent twice for it.
        """
        with self.database.write() as transaction:
            for statement, at in ((_SHORTER_LEASE, now + lease * SECOND), (_SHORTER_WAIT, now + wait * SECOND)):
                transaction.run(statement, (at, at))

    def _settle(self, statement: str, values: tuple[Any, ...]) -> None:
        with self.database.write() as transaction:
            transaction.run(statement, values)

    # -- how much there is -----------------------------------------------------------------------------------

    def next_at(self) -> Instant | None:
        """The soonest instant at which `claim` may have something: of those first in line, due or with a lease over."""
        with self.database.read() as transaction:
            row = transaction.row(_NEXT_AT)
            found = (None if row is None else row[0], broadcasts.next_turn_at(transaction))
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

    def waiting(self) -> int:
        """How many deliveries are not settled yet."""
        with self.database.read() as transaction:
            row = transaction.row("SELECT COUNT(*) FROM delivery WHERE state = 'waiting'")
        return 0 if row is None else int(row[0])


def _marks(names: Iterable[object]) -> str:
    return ", ".join("?" for _ in names)


def _why_not(waiting: _Waiting, reader: _Reader | None, muted: frozenset[tuple[int, str]], now: Instant) -> str | None:
    """Why the person should not get this any more: what they may know and want is judged on sending."""
    if reader is None or Role(reader.role) not in waiting.kind.audience:
        return "not theirs any more"
    if reader.blocked_at is not None:
        return "blocked"
    if (waiting.telegram_id, waiting.kind) in muted:
        return "switched off"
    if too_old(waiting.at, now):
        return "too old"
    return None
