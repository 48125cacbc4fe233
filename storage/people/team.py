"""A shop's people: who is in which shop, with which role and seat, and how they go (RULES 5.5, 6.3, 12, 15.19).

Problem: two administrators remove each other, the last one leaves, the last seat is given twice, and who goes must
leave no door open. Decision: `Team` is the one entrance to everything around people; links, requests, personal choices
and notes have a module each, and this one has the members themselves. Refusals are values; unique constraints stand
behind them. Limit: history names members by role and number only, so deleting a person's data touches no history.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Final, Literal

from core.roles import MANAGERS
from core.values import Instant, Role, State
from storage.people.approvals import (
    AlreadyAnswered,
    AlreadyAsked,
    Approval,
    Approvals,
    Asked,
    Declined,
    NoInvitation,
    withdraw_request_of,
)
from storage.people.links import Joined, LinkRefused, Links, OpenLink, revoke_links_of
from storage.people.members import (
    Actor,
    Forbidden,
    Membership,
    acting,
    count,
    lock,
    member,
    member_by_id,
    members_where,
)
from storage.people.notes import Doer, Note, Notes
from storage.people.people import People, Person, know
from storage.rows.audit import note
from storage.rows.database import Database
from storage.rows.errors import Moved
from storage.rows.transaction import Transaction

__all__ = [
    "Actor",
    "AlreadyAnswered",
    "AlreadyAsked",
    "Approval",
    "Asked",
    "Declined",
    "Doer",
    "Forbidden",
    "Forgotten",
    "Joined",
    "LastAdministrator",
    "LinkRefused",
    "Membership",
    "NoInvitation",
    "Note",
    "OpenLink",
    "Person",
    "Team",
    "TeamRefused",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TeamRefused:
    """Nothing changed, and why."""

    reason: Literal["unknown_member", "last_administrator", "not_connected", "no_free_seat"]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Nothing of the person is kept any more; these memberships have ended."""

    left: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class LastAdministrator:
    """Nothing changed: these shops would be left without an administrator."""

    of: tuple[Membership, ...]


_UNTELL: Final = (
    "DELETE FROM delivery WHERE broadcast IN (SELECT id FROM broadcast WHERE segment = 'people' AND started_by = ?)",
    "DELETE FROM broadcast WHERE segment = 'people' AND started_by = ?",
)
"""What colleagues were told of a person names them."""
_SEATS: Final = "SELECT COUNT(*) FROM member WHERE seller = ? AND seat"
_CONNECTED: Final = f"SELECT COUNT(*) FROM subscription WHERE seller = ? AND state <> '{State.INACTIVE}'"  # noqa: S608  (our own word)
_ADMINISTRATORS: Final = (
    "SELECT COUNT(*) FROM member WHERE seller = ? AND role = 'administrator' AND removed_at IS NULL"
)
_SOLE_ADMINISTRATOR: Final = (
    "m.telegram_id = ? AND m.role = 'administrator' AND NOT EXISTS (SELECT 1 FROM member o WHERE o.seller = m.seller "
    "AND o.id <> m.id AND o.role = 'administrator' AND o.removed_at IS NULL) ORDER BY s.name, m.seller"
)
NOBODY: Final = 0
"""Stands where a person's Telegram id was, in requests, when their data was deleted."""
# Members are named by number in history, so the row stays; a number below zero is nobody's Telegram id.
_ANONYMOUS: Final = "UPDATE member SET telegram_id = -id, name = '' WHERE telegram_id = ?"
_RENAME: Final = "UPDATE member SET name = ? WHERE telegram_id = ?"
_FORGET: Final = (
    "UPDATE approval SET asked_by = ? WHERE asked_by = ?",
    "UPDATE approval SET answered_by = ? WHERE answered_by = ?",
    "UPDATE link_token SET used_by = ? WHERE used_by = ?",
)
_WITHDRAWN: Final = tuple(
    "UPDATE delivery SET state = 'dropped', error = 'left', settled_at = ?, lease_until = NULL "  # noqa: S608
    f"WHERE telegram_id = ? AND state = 'waiting' AND notice IS NOT NULL AND {quiet} "
    "AND (SELECT seller FROM notice n WHERE n.id = delivery.notice) = ?"
    for quiet in ("NOT quiet", "quiet")
)
"""What waits for somebody of one shop, each part found by an index of its own."""
LOOKED_AT: Final = 50_000
"""Messages looked through in one transaction: no index leads from a person to all that was sent, for each costs every
message that is sent more than a person who goes."""
_UNSEND_PIECE: Final = "DELETE FROM delivery WHERE id > ? AND id <= ? AND telegram_id = ?"
_UNSEND_LAST: Final = "DELETE FROM delivery WHERE id > ? AND telegram_id = ?"
_UNSEND: Final = tuple(
    f"DELETE FROM delivery WHERE telegram_id = ? AND state = 'waiting' AND {quiet}"  # noqa: S608  (our own words)
    for quiet in ("NOT quiet", "quiet")
)
_UNWATCH: Final = "UPDATE shop_key SET watcher = NULL, watch_message = NULL WHERE watcher = ?"


class Team(Links, People, Approvals, Notes):
    """The use cases around people. One per process; safe to call from several threads and processes.

    `also_forget` deletes what is kept of a person beside the database; it raises `StorageError`.
    """

    def __init__(self, database: Database, also_forget: Callable[[int], None] | None = None) -> None:
        super().__init__(database)
        self._also_forget = also_forget or _nothing_else

    # -- who is in which shop ------------------------------------------------------------------------------

    def memberships(self, telegram_id: int) -> list[Membership]:
        """The shops a person is in, by the shop's name."""
        with self.database.read() as transaction:
            return _memberships(transaction, telegram_id)

    def current(self, telegram_id: int) -> Membership | None:
        """The shop a person looks at: the chosen one, else the first; None for who is in none."""
        with self.database.read() as transaction:
            found = _memberships(transaction, telegram_id)
            row = transaction.row("SELECT seller FROM person WHERE telegram_id = ?", (telegram_id,))
        chosen = None if row is None else row[0]
        return next((each for each in found if each.seller == chosen), found[0] if found else None)

    def choose_shop(self, telegram_id: int, seller: str) -> Membership | None:
        """Look at another shop from now on; None, and nothing changes, for who is not in it."""

        def work(transaction: Transaction) -> Membership | None:
            found = member(transaction, seller, telegram_id)
            if found is not None:
                know(transaction, telegram_id)
                transaction.run("UPDATE person SET seller = ? WHERE telegram_id = ?", (seller, telegram_id))
            return found

        return self._write(work)

    def members(self, seller: str) -> list[Membership]:
        """A shop's people in order of joining."""
        with self.database.read() as transaction:
            return members_where(transaction, "m.seller = ? ORDER BY m.joined_at, m.id", seller)

    def rename(self, telegram_id: int, name: str) -> None:
        """What the person is called in all their shops from now on."""
        self._write(lambda transaction: transaction.run(_RENAME, (name, telegram_id)))

    # -- going ---------------------------------------------------------------------------------------------

    def remove(
        self, seller: str, member_id: int, by: Actor, now: Instant, *, role: Role | None = None
    ) -> Membership | Forbidden | TeamRefused:
        """End a membership: the seat is free, the request open and the links made by that person are closed.

        By an administrator; everybody may leave. The last administrator stays (`last_administrator`). Answers with the
        membership that ended. With the `role` that was decided on, raises `Moved` if the member has another one.
        """

        def work(transaction: Transaction) -> Membership | Forbidden | TeamRefused:
            lock(transaction, seller)
            found = member_by_id(transaction, seller, member_id)
            themselves = found is not None and found.telegram_id == by
            actor = acting(transaction, seller, by, set(Role) if themselves else {Role.ADMINISTRATOR})
            if actor is None:
                return Forbidden()
            if found is None:
                return TeamRefused("unknown_member")
            if role is not None and role is not found.role:
                raise Moved(seller)
            if _is_last_administrator(transaction, found):
                return TeamRefused("last_administrator")
            _end(transaction, found, actor, "left" if themselves else "removed", now)
            return found

        return self._write(work)

    def leave(self, seller: str, telegram_id: int, now: Instant) -> Membership | TeamRefused:
        """A person ends their own membership of a shop, as `remove` does; what was to be told there is withdrawn."""

        def work(transaction: Transaction) -> Membership | TeamRefused:
            lock(transaction, seller)
            found = member(transaction, seller, telegram_id)
            if found is None:
                return TeamRefused("unknown_member")
            if _is_last_administrator(transaction, found):
                return TeamRefused("last_administrator")
            _end(transaction, found, found.noted, "left", now)
            for which in _WITHDRAWN:
                transaction.run(which, (now, telegram_id, seller))
            return found

        return self._write(work)

    def sole_administrator_of(self, telegram_id: int) -> list[Membership]:
        """The shops that a person can't leave yet, because nobody else is administrator there."""
        with self.database.read() as transaction:
            return members_where(transaction, _SOLE_ADMINISTRATOR, telegram_id)

    def forget_person(
        self, telegram_id: int, now: Instant, *, shops: Collection[str] | None = None
    ) -> Forgotten | LastAdministrator:
        """Leave every shop and delete what is kept of a person (RULES 15.19); for who has nothing kept, nothing.

        The person, their choices, names and everything sent or to be sent are deleted; history goes on naming them by
        role and number. Who is a shop's last administrator must hand it over first, and then nothing changes. With the
        `shops` that were decided on, raises `Moved` if the person is in others. What was sent goes first, in pieces
        that others can write between: if the program ends meanwhile the person is there still, and asks again.
        """
        looked = 0

        def judge(transaction: Transaction, left: list[Membership]) -> LastAdministrator | None:
            if shops is not None and {each.seller for each in left} != set(shops):
                raise Moved(telegram_id)
            last = members_where(transaction, _SOLE_ADMINISTRATOR, telegram_id)
            return LastAdministrator(tuple(last)) if last else None

        def work(transaction: Transaction) -> Forgotten | LastAdministrator:
            # Always in the same order, so that two who leave the same shops don't wait for each other.
            for seller in sorted(each.seller for each in _memberships(transaction, telegram_id)):
                lock(transaction, seller)
            left = _memberships(transaction, telegram_id)
            last = judge(transaction, left)
            if last is not None:
                return last
            for each in left:
                _end(transaction, each, each.noted, "data_deleted", now)
            for statement in _FORGET:
                transaction.run(statement, (NOBODY, telegram_id))
            # One that was being written when its piece was looked at is waiting, or among the last.
            for waiting in _UNSEND:
                transaction.run(waiting, (telegram_id,))
            transaction.run(_UNSEND_LAST, (looked - LOOKED_AT, telegram_id))
            for table in ("outbox_line", "mute", "broadcast_draft", "person"):
                transaction.run(f"DELETE FROM {table} WHERE telegram_id = ?", (telegram_id,))  # noqa: S608  (our own names)
            for table in ("dialog", "pace"):
                transaction.run(f"DELETE FROM {table} WHERE chat = ?", (telegram_id,))  # noqa: S608  (our own names)
            transaction.run(_UNWATCH, (telegram_id,))
            transaction.run(_ANONYMOUS, (telegram_id,))
            for statement in _UNTELL:
                transaction.run(statement, (f"person:{telegram_id}",))
            return Forgotten(tuple(left))

        with self.database.read() as transaction:
            last = judge(transaction, _memberships(transaction, telegram_id))
            ((newest,),) = transaction.rows("SELECT COALESCE(MAX(id), 0) FROM delivery")
        if last is not None:
            return last
        while looked < newest:
            with self.database.write() as transaction:
                transaction.run(_UNSEND_PIECE, (looked, looked + LOOKED_AT, telegram_id))
            looked += LOOKED_AT
        self._also_forget(telegram_id)
        forgotten = self._write(work)
        self._also_forget(telegram_id)  # what another process wrote in between
        return forgotten

    # -- roles ---------------------------------------------------------------------------------------------

    def change_role(
        self, seller: str, member_id: int, role: Role, by: Actor, now: Instant
    ) -> Membership | Forbidden | TeamRefused:
        """Give a member another role; that frees the seat (RULES 15.19). By an administrator; the last one stays one.

        Answers with the membership as it is now. Raises ValueError for a role that no member has.
        """
        if role is Role.OPERATOR:
            raise ValueError("an operator is no member of a shop")

        def work(transaction: Transaction) -> Membership | Forbidden | TeamRefused:
            lock(transaction, seller)
            actor = acting(transaction, seller, by, {Role.ADMINISTRATOR})
            if actor is None:
                return Forbidden()
            found = member_by_id(transaction, seller, member_id)
            if found is None:
                return TeamRefused("unknown_member")
            before = found.role
            if before is role:
                return found
            if _is_last_administrator(transaction, found):
                return TeamRefused("last_administrator")
            transaction.run("UPDATE member SET role = ?, seat = ? WHERE id = ?", (role.value, False, member_id))
            revoke_links_of(transaction, found, now)
            note(
                transaction, now, seller, actor, "role_changed", member=member_id, before=before.value, after=role.value
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
        """Give a member one of the shop's `seats` (the policy's `benefits.seats`).

        Refused without a subscription (`not_connected`) and when all are taken (`no_free_seat`).
        """

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
        lock(transaction, seller)
        actor = acting(transaction, seller, by, MANAGERS)
        if actor is None:
            return Forbidden()
        found = member_by_id(transaction, seller, member_id)
        if found is None:
            return TeamRefused("unknown_member")
        if seats is not None and not count(transaction, _CONNECTED, seller):
            return TeamRefused("not_connected")
        wanted = seats is not None
        if found.seat == wanted:
            return found
        if seats is not None and count(transaction, _SEATS, seller) >= seats:
            return TeamRefused("no_free_seat")
        transaction.run("UPDATE member SET seat = ? WHERE id = ?", (wanted, member_id))
        note(transaction, now, seller, actor, "seat_given" if wanted else "seat_freed", member=member_id)
        return replace(found, seat=wanted)


def _nothing_else(telegram_id: int) -> None:
    return None


def _memberships(transaction: Transaction, telegram_id: int) -> list[Membership]:
    return members_where(transaction, "m.telegram_id = ? ORDER BY s.name, m.seller", telegram_id)


def _is_last_administrator(transaction: Transaction, found: Membership) -> bool:
    return found.role is Role.ADMINISTRATOR and count(transaction, _ADMINISTRATORS, found.seller) == 1


def _end(transaction: Transaction, found: Membership, actor: str, action: str, now: Instant) -> None:
    """The seat is free, the open request and the links of who goes are closed."""
    transaction.run("UPDATE member SET removed_at = ?, seat = ? WHERE id = ?", (now, False, found.member_id))
    revoke_links_of(transaction, found, now)
    withdraw_request_of(transaction, found.seller, found.telegram_id, now)
    note(transaction, now, found.seller, actor, action, member=found.member_id, role=found.role.value)
