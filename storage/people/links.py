"""Ways into a shop: one-time links with a role (RULES 1).

Problem: links are forwarded, tapped twice, and tapped by two people at once.
Decision: a link works once and for some hours, for one role; of its token only the hash is kept, so it can be listed
and revoked later by the beginning of that hash, but never shown again.
Limit: who is in the shop already keeps the role, whatever the link says.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, overload

from core.values import HOUR, Instant, Role
from storage.people.members import Actor, Forbidden, Membership, UseCases, acting, lock, member, members_where
from storage.people.people import know
from storage.rows.audit import note
from storage.rows.errors import StorageError
from storage.rows.transaction import Transaction

TOKEN_BYTES: Final = 24
TOKEN_LENGTH: Final = 32
"""Characters of a token: letters, digits, - and _."""
BOT: Final = "bot"
"""Who the notes name where nobody asked for it."""
LINK_HOURS: Final = 24
MOST_SHOWN: Final = 20
"""Open links listed at once, the newest."""
_TAG: Final = 16


@dataclass(frozen=True, slots=True)
class Joined:
    """The person is in the shop. `already`: and was before this tap; the role is the one held.

    `invited_by` is the telegram id of the member who made the link, None if that was nobody who is in the shop.
    """

    seller: str
    shop: str
    role: Role
    already: bool
    invited_by: int | None = None


@dataclass(frozen=True, slots=True)
class LinkRefused:
    """The link does not open anything (any more)."""

    reason: Literal["unknown", "expired", "used", "revoked"]


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that still opens. `tag` names it for revoking; `by` is its maker's name, None if it is not known."""

    tag: str
    role: Role
    expires_at: Instant
    by: str | None


_JOIN: Final = (
    "INSERT INTO member (telegram_id, seller, role, name, joined_at, seat) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (telegram_id, seller) DO UPDATE SET role = excluded.role, name = excluded.name, "
    "joined_at = excluded.joined_at, seat = excluded.seat, removed_at = NULL"
)
_OPEN: Final = (
    "SELECT l.hash, l.role, l.expires_at, m.name FROM link_token l "
    "LEFT JOIN member m ON m.seller = l.seller AND l.created_by = 'member:' || m.id "
    "WHERE l.seller = ? AND l.used_at IS NULL AND l.revoked_at IS NULL AND l.expires_at > ? "
    "ORDER BY l.created_at DESC, l.hash LIMIT ?"
)
_STILL_OPEN: Final = (
    "SELECT seller, hash FROM link_token "
    "WHERE hash IN ($) AND used_at IS NULL AND revoked_at IS NULL AND expires_at > ? ORDER BY seller, hash"
)
_REVOKE: Final = "UPDATE link_token SET revoked_at = ? WHERE hash = ? AND used_at IS NULL AND revoked_at IS NULL"


class Links(UseCases):
    """Making, listing, revoking and using links."""

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
            if not lock(transaction, seller):
                raise StorageError(f'There is no seller "{seller}"; register it first.')
            actor = acting(transaction, seller, by, {Role.ADMINISTRATOR})
            if actor is None:
                return Forbidden()
            transaction.run(
                "INSERT INTO link_token (hash, seller, role, created_at, created_by, expires_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (_hash(token), seller, role.value, now, actor, now + hours * HOUR),
            )
            note(transaction, now, seller, actor, "link_created", role=role.value, hours=hours)
            return token

        return self._write(work)

    def open_links(self, seller: str, now: Instant) -> list[OpenLink]:
        """The links that still open, newest first, `MOST_SHOWN` at most."""
        with self.database.read() as transaction:
            found = transaction.rows(_OPEN, (seller, now, MOST_SHOWN))
        return [OpenLink(hashed[:_TAG], Role(role), until, name or None) for hashed, role, until, name in found]

    def revoke_link(self, token: str, by: Actor, now: Instant) -> bool:
        """Make an unused link useless; False if there was nothing to revoke, or for who may not."""

        def work(transaction: Transaction) -> bool:
            seller = _seller_of(transaction, token)
            return seller is not None and _revoke(transaction, seller, _hash(token), by, now)

        return self._write(work)

    def revoke_open_link(self, seller: str, tag: str, by: Actor, now: Instant) -> bool:
        """Make a listed link of this shop useless; False as `revoke_link`."""

        def work(transaction: Transaction) -> bool:
            row = transaction.row(
                "SELECT hash FROM link_token WHERE seller = ? AND substr(hash, 1, CAST(? AS INTEGER)) = ?",
                (seller, _TAG, tag),
            )
            return row is not None and _revoke(transaction, seller, row[0], by, now)

        return self._write(work)

    def revoke_seen(self, tokens: Sequence[str], now: Instant) -> int:
        """Make links useless whose tokens others have seen. Whatever is no token of an open link is passed over.

        Returns how many were revoked.
        """

        def work(transaction: Transaction) -> int:
            found = transaction.rows_in(_STILL_OPEN, (), [_hash(token) for token in tokens], (now,))
            return sum(_revoke(transaction, seller, hashed, BOT, now) for seller, hashed in found)

        return self._write(work)

    def join(self, token: str, telegram_id: int, name: str, now: Instant) -> Joined | LinkRefused:
        """Use a link. The second tap of who used it answers `already`; of two people exactly one wins.

        Who is a member of the shop already keeps the role, and the link stays for whom it was meant.
        """

        def work(transaction: Transaction) -> Joined | LinkRefused:
            seller = _seller_of(transaction, token)
            if seller is None:
                return LinkRefused("unknown")
            lock(transaction, seller)
            row = transaction.row(
                "SELECT role, expires_at, used_at, used_by, revoked_at, created_by FROM link_token WHERE hash = ?",
                (_hash(token),),
            )
            assert row is not None  # links are never deleted
            role, expires_at, used_at, used_by, revoked_at, maker = row
            present = member(transaction, seller, telegram_id)
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
            joined = _let_in(transaction, seller, Role(role), telegram_id, name, now)
            makers = members_where(transaction, "m.seller = ? AND 'member:' || m.id = ?", seller, maker)
            invited_by = makers[0].telegram_id if makers else None
            return Joined(seller, joined.shop, joined.role, already=False, invited_by=invited_by)

        return self._write(work)

    def be_first(self, seller: str, telegram_id: int, name: str, now: Instant) -> Joined | None:
        """Be the administrator of a shop in which nobody ever was; None for any other.

        Whoever was so by an earlier call is told `already`.
        """

        def work(transaction: Transaction) -> Joined | None:
            if not lock(transaction, seller):
                return None
            if (present := member(transaction, seller, telegram_id)) is not None:
                return Joined(seller, present.shop, present.role, already=True)
            if transaction.row("SELECT 1 FROM member WHERE seller = ?", (seller,)):
                return None
            joined = _let_in(transaction, seller, Role.ADMINISTRATOR, telegram_id, name, now)
            return Joined(seller, joined.shop, joined.role, already=False)

        return self._write(work)


def _let_in(transaction: Transaction, seller: str, role: Role, telegram_id: int, name: str, now: Instant) -> Membership:
    """Make the person a member who looks at this shop."""
    transaction.run(_JOIN, (telegram_id, seller, role.value, name, now, False))
    know(transaction, telegram_id)
    transaction.run("UPDATE person SET seller = ? WHERE telegram_id = ?", (seller, telegram_id))
    joined = member(transaction, seller, telegram_id)
    assert joined is not None
    note(transaction, now, seller, joined.noted, "joined", member=joined.member_id, role=role.value)
    return joined


def revoke_links_of(transaction: Transaction, maker: Membership, now: Instant) -> None:
    """Who may no longer let people in must not have left a door open."""
    transaction.run(
        "UPDATE link_token SET revoked_at = ? "
        "WHERE seller = ? AND created_by = ? AND used_at IS NULL AND revoked_at IS NULL",
        (now, maker.seller, maker.noted),
    )


def _revoke(transaction: Transaction, seller: str, hashed: str, by: Actor, now: Instant) -> bool:
    lock(transaction, seller)
    actor = acting(transaction, seller, by, {Role.ADMINISTRATOR})
    if actor is None or not transaction.run(_REVOKE, (now, hashed)):
        return False
    note(transaction, now, seller, actor, "link_revoked")
    return True


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _seller_of(transaction: Transaction, token: str) -> str | None:
    row = transaction.row("SELECT seller FROM link_token WHERE hash = ?", (_hash(token),))
    return None if row is None else row[0]
