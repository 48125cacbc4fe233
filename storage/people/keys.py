"""Keys that a marketplace gave a shop, and how far reading with them has come (RULES 16).

Problem: a key opens a shop's money to reading, several processes may read, and any of them may be killed in between.
Decision: a row a shop holds the key, sealed by whoever stores it, and beside it the schedule: when to read next, which
days are left, who is at work. Whoever reads holds a lease and names it in every note, so that who lost it, or whose key
was replaced or removed meanwhile, notes nothing any more. Limit: nothing here can open a key.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from core.values import MINUTE, Amount, BooksKind, Instant, Rate, Role
from storage.people.members import Actor, Forbidden, UseCases, acting, lock
from storage.rows import tables
from storage.rows.answers import Row
from storage.rows.audit import note
from storage.rows.errors import Moved
from storage.rows.statements import columns_of
from storage.rows.transaction import Transaction

LEASE: Final[Instant] = 30 * MINUTE
"""How long a process may be silent over a shop: longer than the marketplace's patience with one call."""
MOST_UNREAD: Final = 20
"""Names of what was not understood that are kept."""


_Told = dict[str, int | str | None]
"""What is noted, by column."""


class ShopKey(NamedTuple):
    """A shop's key, sealed, and its reading. The fields are the table's, in its order."""

    seller: str
    client_id: str
    sealed: bytes
    given_at: Instant
    given_by: str
    expires_at: Instant | None
    """None: the marketplace does not tell."""
    threshold: Rate | None
    """Below what rating the marketplace takes the badge away; None: not told."""
    next_at: Instant
    cursor: str | None
    lease_until: Instant | None
    read_at: Instant | None
    """When everything had been read; None: not yet."""
    failures: int
    """Readings that failed one after the other."""
    failure: str | None
    failed_at: Instant | None
    unread: Sequence[str]
    """Kinds and keys of answers that nobody here knows."""
    month: int | None
    month_points: Amount | None
    """Net points of that month by the marketplace's monthly report."""
    watcher: int | None
    watch_message: int | None


@dataclass(frozen=True, slots=True)
class KeyRefused:
    """Nothing changed, and why: another shop has the key of this marketplace account, or this is no reported shop."""

    reason: Literal["taken", "wrong_books"]


_COLUMNS: Final = ", ".join(columns_of(tables.ShopKey))
_ALL: Final = f"SELECT {_COLUMNS} FROM shop_key"  # noqa: S608  (our own names)
_FREE: Final = "next_at <= ? AND (lease_until IS NULL OR lease_until <= ? OR lease_until > ?)"
"""A lease that lasts longer than any was given before the clock was set back."""
_DUE: Final = f"{_ALL} WHERE {_FREE} ORDER BY next_at, seller LIMIT 1"
_NAMED: Final = f"{_ALL} WHERE seller = ? AND (lease_until IS NULL OR lease_until <= ? OR lease_until > ?)"
_NEXT: Final = (
    "SELECT MIN(CASE WHEN lease_until IS NOT NULL AND lease_until > next_at THEN lease_until ELSE next_at END) "
    "FROM shop_key"
)
_HELD: Final = "WHERE seller = ? AND lease_until = ?"
_BOOKS: Final = "SELECT books FROM seller WHERE id = ?"
_GIVE: Final = (
    "INSERT INTO shop_key (seller, client_id, sealed, given_at, given_by, expires_at, next_at, failures, unread, "
    "watcher) VALUES (?, ?, ?, ?, ?, ?, ?, 0, '[]', ?)"
)


class ShopKeys(UseCases):
    """The use cases around keys. Safe to call from several threads and processes."""

    # -- the key ---------------------------------------------------------------------------------------------

    def give(
        self,
        seller: str,
        client_id: str,
        sealed: bytes,
        by: Actor,
        now: Instant,
        *,
        expires_at: Instant | None = None,
        watcher: int | None = None,
    ) -> bool | Forbidden | KeyRefused:
        """Keep a shop's key, in place of the one it has; reading begins at once. True if it took another's place.

        By an administrator. What was read of the same account goes on where it was; of another it begins anew. The
        `watcher` is told how reading goes on.
        """

        def work(transaction: Transaction) -> bool | Forbidden | KeyRefused:
            lock(transaction, seller)
            actor = acting(transaction, seller, by, {Role.ADMINISTRATOR})
            if actor is None:
                return Forbidden()
            row = transaction.row(_BOOKS, (seller,))
            if row is None or row[0] != BooksKind.REPORTED:
                return KeyRefused("wrong_books")
            if transaction.row("SELECT 1 FROM shop_key WHERE client_id = ? AND seller <> ?", (client_id, seller)):
                return KeyRefused("taken")
            before = _one(transaction, seller)
            transaction.run("DELETE FROM shop_key WHERE seller = ?", (seller,))
            transaction.run(_GIVE, (seller, client_id, sealed, now, actor, expires_at, now, watcher))
            if before is not None and before.client_id == client_id:
                transaction.run(
                    "UPDATE shop_key SET cursor = ?, read_at = ?, threshold = ?, month = ?, month_points = ? "
                    "WHERE seller = ?",
                    (before.cursor, before.read_at, before.threshold, before.month, before.month_points, seller),
                )
            note(transaction, now, seller, actor, "key_given" if before is None else "key_replaced")
            return before is not None

        return self._write(work)

    def remove(
        self, seller: str, by: Actor, now: Instant, *, seen: tuple[str, Instant] | None = None
    ) -> bool | Forbidden:
        """Forget a shop's key; what was read stays. By an administrator. False if there was none.

        With the account and the instant it was given at that were decided on, raises `Moved` if there is another key.
        """

        def work(transaction: Transaction) -> bool | Forbidden:
            lock(transaction, seller)
            actor = acting(transaction, seller, by, {Role.ADMINISTRATOR})
            if actor is None:
                return Forbidden()
            key = _one(transaction, seller)
            if key is not None and seen is not None and seen != (key.client_id, key.given_at):
                raise Moved(seller)
            if not transaction.run("DELETE FROM shop_key WHERE seller = ?", (seller,)):
                return False
            note(transaction, now, seller, actor, "key_removed")
            return True

        return self._write(work)

    def of(self, seller: str) -> ShopKey | None:
        """The key of a shop, if it has one."""
        with self.database.read() as transaction:
            return _one(transaction, seller)

    def holder(self, client_id: str) -> str | None:
        """The seller to whom a key of this account was given."""
        with self.database.read() as transaction:
            row = transaction.row("SELECT seller FROM shop_key WHERE client_id = ?", (client_id,))
        return None if row is None else str(row[0])

    def every(self) -> list[ShopKey]:
        """All keys, by shop."""
        with self.database.read() as transaction:
            return [_key(row) for row in transaction.rows(f"{_ALL} ORDER BY seller")]

    def reseal(self, key: ShopKey, sealed: bytes) -> bool:
        """Keep the same key sealed anew; False if it was replaced or removed meanwhile."""

        def work(transaction: Transaction) -> bool:
            return bool(
                transaction.run(
                    "UPDATE shop_key SET sealed = ? WHERE seller = ? AND sealed = ?", (sealed, key.seller, key.sealed)
                )
            )

        return self._write(work)

    # -- reading with it -------------------------------------------------------------------------------------

    def read_soon(self, seller: str, now: Instant, watcher: int | None = None) -> bool:
        """Let a shop be read at once and its watcher be told of it; False if it has no key."""

        def work(transaction: Transaction) -> bool:
            return bool(
                transaction.run(
                    "UPDATE shop_key SET next_at = ?, watcher = ?, watch_message = NULL WHERE seller = ?",
                    (now, watcher, seller),
                )
            )

        return self._write(work)

    def take(self, now: Instant, seller: str | None = None) -> ShopKey | None:
        """A shop that is to be read, for `LEASE`: the longest overdue, or the one named, due or not.

        None if there is none, or another process is at it.
        """
        until = now + LEASE

        def work(transaction: Transaction) -> ShopKey | None:
            lock_row = " FOR UPDATE SKIP LOCKED" if transaction.postgresql else ""
            if seller is None:
                row = transaction.row(_DUE + lock_row, (now, now, until))
            else:
                row = transaction.row(_NAMED + lock_row, (seller, now, until))
            if row is None:
                return None
            key = _key(row)._replace(lease_until=until)
            transaction.run("UPDATE shop_key SET lease_until = ? WHERE seller = ?", (until, key.seller))
            return key

        return self._write(work)

    def next_at(self) -> Instant | None:
        """When a shop is to be read next; None without keys."""
        with self.database.read() as transaction:
            row = transaction.row(_NEXT)
        return None if row is None or row[0] is None else int(row[0])

    def learned(self, key: ShopKey, now: Instant, **told: int | str | None) -> ShopKey | None:
        """Note what was read, by column, and hold the shop for another `LEASE`; None if it is held no longer.

        Stop reading at None.
        """
        return self._note(key, {**told, "lease_until": now + LEASE})

    def watched(self, key: ShopKey, message: int) -> None:
        """Note the message that its watcher sees, for whoever goes on reading."""

        def work(transaction: Transaction) -> None:
            transaction.run(
                "UPDATE shop_key SET watch_message = ? WHERE seller = ? AND watcher = ?",
                (message, key.seller, key.watcher),
            )

        self._write(work)

    def finished(self, key: ShopKey, now: Instant, next_at: Instant, unread: Sequence[str]) -> bool:
        """Everything was read: the next time is `next_at`. False if the shop is held no longer."""
        told: _Told = {"read_at": now, "next_at": next_at, "failures": 0, "failure": None, "failed_at": None}
        names = json.dumps(list(unread)[:MOST_UNREAD], ensure_ascii=False)
        return self._note(key, told | {"unread": names, "lease_until": None, "watcher": None}) is not None

    def failed(self, key: ShopKey, now: Instant, next_at: Instant, failure: str) -> bool:
        """Reading failed; it goes on at `next_at` with the day it was at. False if the shop is held no longer."""
        told: _Told = {"next_at": next_at, "failures": key.failures + 1, "failure": failure, "failed_at": now}
        return self._note(key, told | {"lease_until": None}) is not None

    def let_go(self, key: ShopKey) -> bool:
        """Stop in between: whoever comes next goes on. False if the shop is held no longer."""
        return self._note(key, {"lease_until": None}) is not None

    def _note(self, key: ShopKey, told: _Told) -> ShopKey | None:
        names = ", ".join(f"{name} = ?" for name in told)
        statement = f"UPDATE shop_key SET {names} {_HELD}"  # noqa: S608  (our own names)

        def work(transaction: Transaction) -> ShopKey | None:
            changed = transaction.run(statement, (*told.values(), key.seller, key.lease_until))
            return _one(transaction, key.seller) if changed else None

        return self._write(work)


def _one(transaction: Transaction, seller: str) -> ShopKey | None:
    row = transaction.row(f"{_ALL} WHERE seller = ?", (seller,))
    return None if row is None else _key(row)


def _key(row: Row) -> ShopKey:
    values = dict(zip(columns_of(tables.ShopKey), row, strict=True))
    return ShopKey(**values | {"sealed": bytes(values["sealed"]), "unread": tuple(json.loads(values["unread"]))})
