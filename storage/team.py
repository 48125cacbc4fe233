"""A shop's people: how they join, what they may, how they like to be told, what they ask for (RULES 5.5, 6.3, 12).

Problem: links are tapped twice and by two people at once, two managers answer one request, two administrators
remove each other. Decision: every operation is one transaction that first locks the shop's row, reads what is so
now, and only then writes; unique constraints stand behind that. Refusals are values. Limit: a person's name is what
Telegram said on joining; history (notices, audit) names members by number only, so that personal data can be
deleted (RULES 15.19).
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeVar, overload

from core.decide import MANAGERS, allowed
from core.events import Connect
from core.notices import ALWAYS, AUDIENCE, ON_REQUEST
from core.policy import calendar_of
from core.values import HOUR, Instant, Invitation, Plan, Role
from storage.database import Conflict, Database, Row, StorageError, Transaction

TOKEN_BYTES: Final = 24
LINK_HOURS: Final = 24
ATTEMPTS: Final = 5
WITHDRAWN: Final = "withdrawn"
ACCEPTED: Final = "accepted"

Actor = str | int
"""Who acts: a member by telegram id, whose right is checked here, or in words whoever the edge let in ("operator")."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Membership:
    """A person in a shop; `seat` is an analytics seat (RULES 6.3)."""

    member_id: int
    seller: str
    shop: str
    role: Role
    telegram_id: int
    name: str
    seat: bool = False

    @property
    def actor(self) -> str:
        """How history names this member as the giver of a command: role and number, no personal data."""
        return f"{self.role}#{self.member_id}"


@dataclass(frozen=True, slots=True)
class Person:
    """How a person likes to be told. Quiet hours: local, from `quiet_from`:00 to before `quiet_to`:00, or both None.

    `plain`: messages without tables and folding parts, which older clients do not show.
    """

    locale: str | None = None
    timezone: str | None = None
    quiet_from: int | None = None
    quiet_to: int | None = None
    muted: frozenset[str] = ON_REQUEST
    blocked: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """The person is in the shop. `already`: and was before this tap; the role is the one held."""

    seller: str
    shop: str
    role: Role
    already: bool


@dataclass(frozen=True, slots=True)
class LinkRefused:
    """The link does not open anything (any more)."""

    reason: Literal["unknown", "expired", "used", "revoked"]


@dataclass(frozen=True, slots=True)
class Forbidden:
    """That person may not do this, or what it was about is no longer there."""


@dataclass(frozen=True, slots=True)
class TeamRefused:
    """Nothing changed, and why."""

    reason: Literal["unknown_member", "last_administrator", "no_free_seat"]


@dataclass(frozen=True, slots=True)
class Approval:
    """A request to accept the invitation. `answer`: None (it waits), "approved", "declined", "withdrawn" with it."""

    id: int
    seller: str
    asked_by: int
    asker_name: str | None
    asked_at: Instant
    answer: str | None = None
    answered_by_name: str | None = None
    answered_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The managers and administrators are being told."""

    approval_id: int


@dataclass(frozen=True, slots=True)
class AlreadyAsked:
    """A request waits for its answer already (RULES 5.5: one at a time)."""

    by_name: str | None
    at: Instant


@dataclass(frozen=True, slots=True)
class NoInvitation:
    """There is no open invitation to accept."""


@dataclass(frozen=True, slots=True)
class Answered:
    """This answer counts; the asker is being told."""

    approval_id: int
    approved: bool


@dataclass(frozen=True, slots=True)
class AlreadyAnswered:
    """The first answer: "approved", "declined", "withdrawn" with the invitation, or "accepted" by connecting."""

    answer: str
    by_name: str | None
    at: Instant | None


_MEMBER: Final = (
    "SELECT m.id, m.seller, s.name, m.role, m.telegram_id, m.name, m.seat "
    "FROM member m JOIN seller s ON s.id = m.seller WHERE m.removed_at IS NULL AND "
)
_APPROVAL: Final = (
    "SELECT a.id, a.seller, a.asked_by, asker.name, a.asked_at, a.answer, answerer.name, a.answered_at FROM approval a "
    "LEFT JOIN member asker ON asker.seller = a.seller AND asker.telegram_id = a.asked_by "
    "LEFT JOIN member answerer ON answerer.seller = a.seller AND answerer.telegram_id = a.answered_by WHERE "
)
_NOTICE: Final = "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
_AUDIT: Final = "INSERT INTO audit (at, seller, actor, action, detail) VALUES (?, ?, ?, ?, ?)"
_JOIN: Final = (
    "INSERT INTO member (telegram_id, seller, role, name, joined_at, seat) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (telegram_id, seller) DO UPDATE SET role = excluded.role, name = excluded.name, "
    "joined_at = excluded.joined_at, seat = excluded.seat, removed_at = NULL"
)


class Team:
    """The use cases around people. One per process; safe to call from several threads and processes."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # -- links ---------------------------------------------------------------------------------------------

    @overload
    def create_link(self, seller: str, role: Role, by: str, now: Instant, hours: int = LINK_HOURS) -> str: ...

    @overload
    def create_link(
        self, seller: str, role: Role, by: int, now: Instant, hours: int = LINK_HOURS
    ) -> str | Forbidden: ...

    def create_link(self, seller: str, role: Role, by: Actor, now: Instant, hours: int = LINK_HOURS) -> str | Forbidden:
        """A token that lets one person into the shop with that role, once, within so many hours.

        Only its hash is kept: it can't be shown again. A member who makes one must be an administrator. Raises
        `StorageError` for an unknown seller and ValueError for a role that no member has.
        """
        if role is Role.OPERATOR:
            raise ValueError("an operator is no member of a shop")
        token = secrets.token_urlsafe(TOKEN_BYTES)

        def work(transaction: Transaction) -> str | Forbidden:
            if not _lock(transaction, seller):
                raise StorageError(f'There is no seller "{seller}"; register it first.')
            actor = _acting(transaction, seller, by, {Role.ADMINISTRATOR})
            if actor is None:
                return Forbidden()
            transaction.run(
                "INSERT INTO link_token (hash, seller, role, created_at, created_by, expires_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (_hash(token), seller, role.value, now, actor, now + hours * HOUR),
            )
            _audit(transaction, now, seller, actor, "link_created", role=role.value, hours=hours)
            return token

        return self._write(work)

    def revoke_link(self, token: str, by: Actor, now: Instant) -> bool:
        """Make an unused link useless; False if there was nothing to revoke, or for who may not."""

        def work(transaction: Transaction) -> bool:
            seller = _seller_of_link(transaction, token)
            if seller is None:
                return False
            _lock(transaction, seller)
            actor = _acting(transaction, seller, by, {Role.ADMINISTRATOR})
            if actor is None or not transaction.run(
                "UPDATE link_token SET revoked_at = ? WHERE hash = ? AND used_at IS NULL AND revoked_at IS NULL",
                (now, _hash(token)),
            ):
                return False
            _audit(transaction, now, seller, actor, "link_revoked")
            return True

        return self._write(work)

    def join(self, token: str, telegram_id: int, name: str, now: Instant) -> Joined | LinkRefused:
        """Use a link. The second tap of who used it answers `already`; of two people exactly one wins.

        Who is a member of the shop already keeps the role, and the link stays for whom it was meant.
        """

        def work(transaction: Transaction) -> Joined | LinkRefused:
            seller = _seller_of_link(transaction, token)
            if seller is None:
                return LinkRefused("unknown")
            _lock(transaction, seller)
            row = transaction.row(
                "SELECT role, expires_at, used_at, used_by, revoked_at FROM link_token WHERE hash = ?",
                (_hash(token),),
            )
            assert row is not None  # links are never deleted
            role, expires_at, used_at, used_by, revoked_at = row
            present = _member(transaction, seller, telegram_id)
            if used_at is not None and (present is None or used_by != telegram_id):
                return LinkRefused("used")
            if present is not None and (used_at is not None or (revoked_at is None and now < expires_at)):
                return Joined(seller, present.shop, present.role, already=True)
            if revoked_at is not None:
                return LinkRefused("revoked")
            if now >= expires_at:
                return LinkRefused("expired")
            transaction.run(
                "UPDATE link_token SET used_at = ?, used_by = ? WHERE hash = ?", (now, telegram_id, _hash(token))
            )
            transaction.run(_JOIN, (telegram_id, seller, role, name, now, False))
            know(transaction, telegram_id)
            transaction.run("UPDATE person SET seller = ? WHERE telegram_id = ?", (seller, telegram_id))
            joined = _member(transaction, seller, telegram_id)
            assert joined is not None
            _audit(transaction, now, seller, _as_actor(joined), "joined", member=joined.member_id, role=role)
            return Joined(seller, joined.shop, joined.role, already=False)

        return self._write(work)

    # -- who is in which shop ------------------------------------------------------------------------------

    def memberships(self, telegram_id: int) -> list[Membership]:
        """The shops a person is in, by the shop's name."""
        return self._members("m.telegram_id = ? ORDER BY s.name, m.seller", telegram_id)

    def current(self, telegram_id: int) -> Membership | None:
        """The shop a person looks at: the chosen one, else the first; None for who is in none."""
        found = self.memberships(telegram_id)
        with self.database.read() as transaction:
            row = transaction.row("SELECT seller FROM person WHERE telegram_id = ?", (telegram_id,))
        chosen = None if row is None else row[0]
        return next((each for each in found if each.seller == chosen), found[0] if found else None)

    def choose_shop(self, telegram_id: int, seller: str) -> Membership | None:
        """Look at another shop from now on; None, and nothing changes, for who is not in it."""

        def work(transaction: Transaction) -> Membership | None:
            found = _member(transaction, seller, telegram_id)
            if found is not None:
                know(transaction, telegram_id)
                transaction.run("UPDATE person SET seller = ? WHERE telegram_id = ?", (seller, telegram_id))
            return found

        return self._write(work)

    def members(self, seller: str) -> list[Membership]:
        """A shop's people in order of joining."""
        return self._members("m.seller = ? ORDER BY m.joined_at, m.id", seller)

    def remove(self, seller: str, member_id: int, by: Actor, now: Instant) -> Membership | Forbidden | TeamRefused:
        """End a membership: the seat is free, the request open and the links made by that person are closed.

        By an administrator; everybody may leave. The last administrator stays (`last_administrator`). Answers with the
        membership that ended.
        """

        def work(transaction: Transaction) -> Membership | Forbidden | TeamRefused:
            _lock(transaction, seller)
            found = _member_by_id(transaction, seller, member_id)
            themselves = found is not None and found.telegram_id == by
            actor = _acting(transaction, seller, by, set(Role) if themselves else {Role.ADMINISTRATOR})
            if actor is None:
                return Forbidden()
            if found is None:
                return TeamRefused("unknown_member")
            if _is_last_administrator(transaction, found):
                return TeamRefused("last_administrator")
            transaction.run("UPDATE member SET removed_at = ?, seat = ? WHERE id = ?", (now, False, member_id))
            _revoke_links_of(transaction, found, now)
            transaction.run(
                "UPDATE approval SET answer = ?, answered_at = ? "
                "WHERE seller = ? AND asked_by = ? AND answered_at IS NULL",
                (WITHDRAWN, now, seller, found.telegram_id),
            )
            _audit(transaction, now, seller, actor, "removed", member=member_id, role=found.role.value)
            return found

        return self._write(work)

    def change_role(
        self, seller: str, member_id: int, role: Role, by: Actor, now: Instant
    ) -> Membership | Forbidden | TeamRefused:
        """Give a member another role; that frees the seat (RULES 15.19). By an administrator; the last one stays one.

        Answers with the membership as it is now. Raises ValueError for a role that no member has.
        """
        if role is Role.OPERATOR:
            raise ValueError("an operator is no member of a shop")

        def work(transaction: Transaction) -> Membership | Forbidden | TeamRefused:
            _lock(transaction, seller)
            actor = _acting(transaction, seller, by, {Role.ADMINISTRATOR})
            if actor is None:
                return Forbidden()
            found = _member_by_id(transaction, seller, member_id)
            if found is None:
                return TeamRefused("unknown_member")
            if found.role is role:
                return found
            if _is_last_administrator(transaction, found):
                return TeamRefused("last_administrator")
            transaction.run("UPDATE member SET role = ?, seat = ? WHERE id = ?", (role.value, False, member_id))
            _revoke_links_of(transaction, found, now)
            _audit(
                transaction,
                now,
                seller,
                actor,
                "role_changed",
                member=member_id,
                before=found.role.value,
                after=role.value,
            )
            return replace(found, role=role, seat=False)

        return self._write(work)

    # -- analytics seats (RULES 6.3) ------------------------------------------------------------------------

    def seats(self, seller: str) -> list[Membership]:
        """Who has an analytics seat."""
        return [each for each in self.members(seller) if each.seat]

    def assign_seat(
        self, seller: str, member_id: int, by: Actor, now: Instant, *, seats: int
    ) -> Membership | Forbidden | TeamRefused:
        """Give a member one of the shop's `seats` (the policy's `benefits.seats`), or `no_free_seat`."""

        def work(transaction: Transaction) -> Membership | Forbidden | TeamRefused:
            return self._seat(transaction, seller, member_id, by, now, seats)

        return self._write(work)

    def free_seat(self, seller: str, member_id: int, by: Actor, now: Instant) -> Membership | Forbidden | TeamRefused:
        """Take a member's seat back; nothing changes for who has none."""

        def work(transaction: Transaction) -> Membership | Forbidden | TeamRefused:
            return self._seat(transaction, seller, member_id, by, now, None)

        return self._write(work)

    def _seat(
        self, transaction: Transaction, seller: str, member_id: int, by: Actor, now: Instant, seats: int | None
    ) -> Membership | Forbidden | TeamRefused:
        _lock(transaction, seller)
        actor = _acting(transaction, seller, by, MANAGERS)
        if actor is None:
            return Forbidden()
        found = _member_by_id(transaction, seller, member_id)
        if found is None:
            return TeamRefused("unknown_member")
        wanted = seats is not None
        if found.seat == wanted:
            return found
        if seats is not None and _count(transaction, _SEATS, seller) >= seats:
            return TeamRefused("no_free_seat")
        transaction.run("UPDATE member SET seat = ? WHERE id = ?", (wanted, member_id))
        _audit(transaction, now, seller, actor, "seat_given" if wanted else "seat_freed", member=member_id)
        return replace(found, seat=wanted)

    # -- how a person likes to be told ----------------------------------------------------------------------

    def person(self, telegram_id: int) -> Person:
        """A person's choices; the defaults for who has made none."""
        with self.database.read() as transaction:
            row = transaction.row(
                "SELECT locale, timezone, quiet_from, quiet_to, blocked_at, plain FROM person WHERE telegram_id = ?",
                (telegram_id,),
            )
            if row is None:
                return Person()
            kinds = transaction.rows("SELECT kind FROM mute WHERE telegram_id = ?", (telegram_id,))
        locale, timezone, quiet_from, quiet_to, blocked_at, plain = row
        muted = frozenset(kind for (kind,) in kinds)
        return Person(locale, timezone, quiet_from, quiet_to, muted, blocked_at is not None, bool(plain))

    def set_locale(self, telegram_id: int, locale: str | None) -> None:
        """The language to be told in; None: the shop's."""
        self._prefer("UPDATE person SET locale = ? WHERE telegram_id = ?", locale, telegram_id)

    def set_plain(self, telegram_id: int, plain: bool) -> None:
        """Whether messages come without tables and folding parts."""
        self._prefer("UPDATE person SET plain = ? WHERE telegram_id = ?", plain, telegram_id)

    def set_timezone(self, telegram_id: int, timezone: str | None) -> None:
        """The IANA zone that quiet hours and dates are shown in; None: the programme's. Raises ValueError."""
        if timezone is not None:
            calendar_of(timezone)
        self._prefer("UPDATE person SET timezone = ? WHERE telegram_id = ?", timezone, telegram_id)

    def set_quiet_hours(self, telegram_id: int, quiet_from: int | None, quiet_to: int | None) -> None:
        """Local hours in which nothing is sent that can wait: 22 and 8 is from 22:00 to 8:00. Both None: none at all.

        Raises ValueError for one of the two, equal ones, or an hour outside 0..23.
        """
        hours = (quiet_from, quiet_to)
        if hours != (None, None) and (
            quiet_from == quiet_to or not all(hour is not None and 0 <= hour <= 23 for hour in hours)
        ):
            raise ValueError("quiet hours are two different hours from 0 to 23, or none")
        self._prefer("UPDATE person SET quiet_from = ?, quiet_to = ? WHERE telegram_id = ?", *hours, telegram_id)

    def mute(self, telegram_id: int, kind: str) -> bool:
        """Switch a kind of notice off; False for one that can't be (RULES 12) or that does not exist."""
        if kind in ALWAYS or kind not in AUDIENCE:
            return False

        def work(transaction: Transaction) -> bool:
            know(transaction, telegram_id)
            transaction.run(_MUTE, (telegram_id, kind))
            return True

        return self._write(work)

    def unmute(self, telegram_id: int, kind: str) -> None:
        """Switch a kind of notice on again."""

        def work(transaction: Transaction) -> None:
            know(transaction, telegram_id)
            transaction.run("DELETE FROM mute WHERE telegram_id = ? AND kind = ?", (telegram_id, kind))

        self._write(work)

    def seen(self, telegram_id: int) -> None:
        """The person wrote or tapped, so the chat is open again if it was blocked."""
        if self.person(telegram_id).blocked:
            self._prefer("UPDATE person SET blocked_at = ? WHERE telegram_id = ?", None, telegram_id)

    # -- asking to accept the invitation (RULES 5.5) ---------------------------------------------------------

    def ask_approval(
        self, seller: str, telegram_id: int, now: Instant
    ) -> Asked | AlreadyAsked | NoInvitation | Forbidden:
        """Ask the managers and administrators to connect Premium; one request at a time.

        Forbidden for who is no member, and for who may connect without asking.
        """

        def work(transaction: Transaction) -> Asked | AlreadyAsked | NoInvitation | Forbidden:
            _lock(transaction, seller)
            asker = _member(transaction, seller, telegram_id)
            if asker is None or allowed(Connect, asker.role):
                return Forbidden()
            open_ = _open_approval(transaction, seller)
            if open_ is not None and _is_stale(transaction, open_):
                _withdraw(transaction, open_, now)
                open_ = None
            if _invitation(transaction, seller) != Invitation.OPEN:
                return NoInvitation()
            if open_ is not None:
                return AlreadyAsked(open_.asker_name, open_.asked_at)
            row = transaction.row(
                "INSERT INTO approval (seller, asked_by, asked_at) VALUES (?, ?, ?) RETURNING id",
                (seller, telegram_id, now),
            )
            assert row is not None
            _tell(transaction, "approval_requested", seller, row[0], now, plan=Plan.PREMIUM.value)
            _audit(transaction, now, seller, _as_actor(asker), "approval_asked", approval=row[0])
            return Asked(row[0])

        return self._write(work)

    def approval(self, approval_id: int) -> Approval | None:
        """A request as it stands now; None if there is no such."""
        with self.database.read() as transaction:
            return _shown(transaction, _approval(transaction, approval_id))

    def open_approval(self, seller: str) -> Approval | None:
        """The request that waits for an answer in this shop."""
        with self.database.read() as transaction:
            found = _shown(transaction, _open_approval(transaction, seller))
        return found if found is not None and found.answer is None else None

    def answer_approval(
        self, approval_id: int, telegram_id: int, approve: bool, now: Instant
    ) -> Answered | AlreadyAnswered | Forbidden:
        """A manager's or administrator's answer; the first one counts and the asker is told.

        Approve is called after that person confirmed and Premium was connected; it records who approved. Decline
        while the invitation has been accepted already answers `AlreadyAnswered("accepted")`.
        """

        def work(transaction: Transaction) -> Answered | AlreadyAnswered | Forbidden:
            found = _approval(transaction, approval_id)
            if found is None:
                return Forbidden()
            _lock(transaction, found.seller)
            answerer = _member(transaction, found.seller, telegram_id)
            if answerer is None or not allowed(Connect, answerer.role):
                return Forbidden()
            request = _approval(transaction, approval_id) or found
            if request.answer is None and _is_stale(transaction, request):
                request = _withdraw(transaction, request, now)
            if request.answer is not None:
                return AlreadyAnswered(request.answer, request.answered_by_name, request.answered_at)
            if not approve and _invitation(transaction, request.seller) == Invitation.ACCEPTED:
                return AlreadyAnswered(ACCEPTED, None, None)
            _answer(transaction, request, approve, telegram_id, _as_actor(answerer), now)
            return Answered(approval_id, approve)

        return self._write(work)

    def answer_accepted(self, now: Instant) -> int:
        """Answer the requests whose invitation was accepted without an answer; returns how many (RULES 5.5).

        That is so when Premium was connected by a line of the feed, or the process ended between connecting and
        answering. Who connected is read from history.
        """

        def work(transaction: Transaction) -> int:
            answered = 0
            for approval_id, seller in transaction.rows(_ACCEPTED):
                _lock(transaction, seller)
                request = _approval(transaction, approval_id)
                if request is None or request.answer is not None or _is_stale(transaction, request):
                    continue
                step = transaction.row(_WHO_CONNECTED, (seller, request.asked_at))
                by = _telegram_id_of(transaction, seller, step[0]) if step else None
                _answer(transaction, request, True, by, step[0] if step else ACCEPTED, now)
                answered += 1
            return answered

        with self.database.read() as transaction:
            if not transaction.rows(_ACCEPTED):
                return 0
        return self._write(work)

    # -- inside --------------------------------------------------------------------------------------------

    def _write(self, work: Callable[[Transaction], T]) -> T:
        """Do the work in one transaction; again when another writer was first. Raises `StorageError`."""
        for _ in range(ATTEMPTS - 1):
            try:
                with self.database.write() as transaction:
                    return work(transaction)
            except Conflict:
                continue
        with self.database.write() as transaction:
            return work(transaction)

    def _members(self, where: str, value: str | int) -> list[Membership]:
        with self.database.read() as transaction:
            return [_membership(row) for row in transaction.rows(_MEMBER + where, (value,))]

    def _prefer(self, statement: str, *values: Any) -> None:
        def work(transaction: Transaction) -> None:
            know(transaction, values[-1])
            transaction.run(statement, values)

        self._write(work)


_FIND_SELLER: Final = "SELECT id FROM seller WHERE id = ?"
_LOCK_SELLER: Final = _FIND_SELLER + " FOR UPDATE"
_SEATS: Final = "SELECT COUNT(*) FROM member WHERE seller = ? AND seat"
_ADMINISTRATORS: Final = (
    "SELECT COUNT(*) FROM member WHERE seller = ? AND role = 'administrator' AND removed_at IS NULL"
)
_INVITED_SINCE: Final = "SELECT COUNT(*) FROM notice WHERE seller = ? AND at > ? AND kind = 'invitation_received'"
_ACCEPTED: Final = (
    "SELECT a.id, a.seller FROM approval a JOIN subscription s ON s.seller = a.seller "
    "WHERE a.answered_at IS NULL AND s.invitation = 'accepted' ORDER BY a.id"
)
_WHO_CONNECTED: Final = (
    "SELECT actor FROM transition WHERE seller = ? AND at >= ? AND event IN ('begin_trial', 'begin_paid', 'upgrade') "
    "ORDER BY seq DESC LIMIT 1"
)
_MUTE: Final = "INSERT INTO mute (telegram_id, kind) VALUES (?, ?) ON CONFLICT DO NOTHING"


def _lock(transaction: Transaction, seller: str) -> bool:
    """Let nobody else change this shop's people until the transaction ends; False if there is no such shop."""
    # SQLite has one writer at a time anyway.
    statement = _LOCK_SELLER if transaction.postgresql else _FIND_SELLER
    return transaction.row(statement, (seller,)) is not None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _seller_of_link(transaction: Transaction, token: str) -> str | None:
    row = transaction.row("SELECT seller FROM link_token WHERE hash = ?", (_hash(token),))
    return None if row is None else row[0]


def _membership(row: Row) -> Membership:
    return Membership(row[0], row[1], row[2], Role(row[3]), row[4], row[5], bool(row[6]))


def _member(transaction: Transaction, seller: str, telegram_id: int) -> Membership | None:
    row = transaction.row(_MEMBER + "m.seller = ? AND m.telegram_id = ?", (seller, telegram_id))
    return None if row is None else _membership(row)


def _member_by_id(transaction: Transaction, seller: str, member_id: int) -> Membership | None:
    row = transaction.row(_MEMBER + "m.seller = ? AND m.id = ?", (seller, member_id))
    return None if row is None else _membership(row)


def _as_actor(member: Membership) -> str:
    return f"member:{member.member_id}"


def _acting(transaction: Transaction, seller: str, by: Actor, roles: set[Role] | frozenset[Role]) -> str | None:
    """The actor as history names it, or None if a member acts without one of the roles."""
    if isinstance(by, str):
        return by
    member = _member(transaction, seller, by)
    return _as_actor(member) if member is not None and member.role in roles else None


def _count(transaction: Transaction, query: str, *values: Any) -> int:
    row = transaction.row(query, values)
    assert row is not None  # a count always has a row
    return int(row[0])


def _is_last_administrator(transaction: Transaction, member: Membership) -> bool:
    if member.role is not Role.ADMINISTRATOR:
        return False
    return _count(transaction, _ADMINISTRATORS, member.seller) == 1


def _revoke_links_of(transaction: Transaction, member: Membership, now: Instant) -> None:
    # Who may no longer let people in must not have left a door open.
    transaction.run(
        "UPDATE link_token SET revoked_at = ? "
        "WHERE seller = ? AND created_by = ? AND used_at IS NULL AND revoked_at IS NULL",
        (now, member.seller, _as_actor(member)),
    )


def know(transaction: Transaction, telegram_id: int) -> None:
    """Make sure that the person has a row, with what is switched off until wanted."""
    known = "INSERT INTO person (telegram_id, plain) VALUES (?, ?) ON CONFLICT DO NOTHING"
    if transaction.run(known, (telegram_id, False)) == 1:
        transaction.run_many(_MUTE, [(telegram_id, kind) for kind in sorted(ON_REQUEST)])


def _audit(transaction: Transaction, now: Instant, seller: str, actor: str, action: str, **detail: Any) -> None:
    transaction.run(_AUDIT, (now, seller, actor, action, json.dumps(detail)))


# -- approval requests -------------------------------------------------------------------------------------------


def _tell(transaction: Transaction, kind: str, seller: str, approval_id: int, now: Instant, **data: Any) -> None:
    # The names are looked up on sending: a notice is history, and names are personal data.
    key = f"{kind}:{seller}:{approval_id}"
    transaction.run(_NOTICE, (key, seller, now, kind, json.dumps({"approval": approval_id} | data)))


def _first(rows: Sequence[Row]) -> Approval | None:
    return Approval(*rows[0]) if rows else None


def _approval(transaction: Transaction, approval_id: int) -> Approval | None:
    return _first(transaction.rows(_APPROVAL + "a.id = ?", (approval_id,)))


def _open_approval(transaction: Transaction, seller: str) -> Approval | None:
    return _first(transaction.rows(_APPROVAL + "a.seller = ? AND a.answered_at IS NULL", (seller,)))


def _answer(
    transaction: Transaction, request: Approval, approve: bool, by: int | None, actor: str, now: Instant
) -> None:
    transaction.run(
        "UPDATE approval SET answer = ?, answered_by = ?, answered_at = ? WHERE id = ?",
        ("approved" if approve else "declined", by, now, request.id),
    )
    _tell(transaction, "approval_answered", request.seller, request.id, now, approved=approve)
    _audit(transaction, now, request.seller, actor, "approval_answered", approval=request.id, approved=approve)


def _telegram_id_of(transaction: Transaction, seller: str, actor: str) -> int | None:
    """Whom history names (`Membership.actor`), as far as it is known."""
    number = actor.rpartition("#")[2]
    if not number.isdigit():
        return None
    row = transaction.row("SELECT telegram_id FROM member WHERE seller = ? AND id = ?", (seller, int(number)))
    return None if row is None else row[0]


def _invitation(transaction: Transaction, seller: str) -> str:
    row = transaction.row("SELECT invitation FROM subscription WHERE seller = ?", (seller,))
    return Invitation.NONE if row is None else str(row[0])


def _is_stale(transaction: Transaction, request: Approval) -> bool:
    """Whether the invitation the request was for is gone: withdrawn, or another one has been received since."""
    if _invitation(transaction, request.seller) not in (Invitation.OPEN, Invitation.ACCEPTED):
        return True
    return _count(transaction, _INVITED_SINCE, request.seller, request.asked_at) > 0


def _withdraw(transaction: Transaction, request: Approval, now: Instant) -> Approval:
    transaction.run("UPDATE approval SET answer = ?, answered_at = ? WHERE id = ?", (WITHDRAWN, now, request.id))
    return _approval(transaction, request.id) or request


def _shown(transaction: Transaction, request: Approval | None) -> Approval | None:
    """The request as people are to see it: one whose invitation is gone waits for nobody."""
    if request is None or request.answer is not None or not _is_stale(transaction, request):
        return request
    return Approval(request.id, request.seller, request.asked_by, request.asker_name, request.asked_at, WITHDRAWN)
