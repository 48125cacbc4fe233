"""A shop's people as rows, and what every use case around them stands on (RULES 1, 15.19).

Problem: links, roles, seats and requests all change the same few rows, and people tap at the same time.
Decision: one way to lock a shop, to find a member, to judge who acts and to note what was done; each use case is one
transaction that first locks the shop's row, reads what is so now, and only then writes.
Limit: a person's name is what Telegram said on joining; what is noted names members by number only, so that personal
data can be deleted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from core.values import BooksKind, Instant, Role
from storage.rows.answers import Row
from storage.rows.database import Database
from storage.rows.errors import Conflict
from storage.rows.transaction import Transaction

ATTEMPTS: Final = 5

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
    seat: bool
    joined_at: Instant
    books: BooksKind = BooksKind.KEPT
    """Who decides for the shop (RULES 16)."""

    @property
    def actor(self) -> str:
        """How history names this member as the giver of a command: role and number, no personal data."""
        return f"{self.role}#{self.member_id}"

    @property
    def noted(self) -> str:
        """How the notes on the team name this member, whatever the role."""
        return f"member:{self.member_id}"


@dataclass(frozen=True, slots=True)
class Forbidden:
    """That person may not do this, or what it was about is no longer there."""


class UseCases:
    """Use cases on a database; each is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

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


_MEMBER: Final = (
    "SELECT m.id, m.seller, s.name, m.role, m.telegram_id, m.name, m.seat, m.joined_at, s.books "
    "FROM member m JOIN seller s ON s.id = m.seller WHERE m.removed_at IS NULL AND "
)
_FIND_SELLER: Final = "SELECT id FROM seller WHERE id = ?"
_LOCK_SELLER: Final = _FIND_SELLER + " FOR UPDATE"


def lock(transaction: Transaction, seller: str) -> bool:
    """Let nobody else change this shop's people until the transaction ends; False if there is no such shop."""
    # SQLite has one writer at a time anyway.
    statement = _LOCK_SELLER if transaction.postgresql else _FIND_SELLER
    return transaction.row(statement, (seller,)) is not None


def _membership(row: Row) -> Membership:
    return Membership(row[0], row[1], row[2], Role(row[3]), row[4], row[5], bool(row[6]), row[7], BooksKind(row[8]))


def members_where(transaction: Transaction, where: str, *values: str | int) -> list[Membership]:
    """The present members for whom a condition of our own holds."""
    return [_membership(row) for row in transaction.rows(_MEMBER + where, values)]


def member(transaction: Transaction, seller: str, telegram_id: int) -> Membership | None:
    """The person as a member of the shop."""
    found = members_where(transaction, "m.seller = ? AND m.telegram_id = ?", seller, telegram_id)
    return found[0] if found else None


def member_by_id(transaction: Transaction, seller: str, member_id: int) -> Membership | None:
    """The shop's member with that number."""
    found = members_where(transaction, "m.seller = ? AND m.id = ?", seller, member_id)
    return found[0] if found else None


def acting(transaction: Transaction, seller: str, by: Actor, roles: set[Role] | frozenset[Role]) -> str | None:
    """The actor as notes name it, or None if a member acts without one of the roles."""
    if isinstance(by, str):
        return by
    found = member(transaction, seller, by)
    return found.noted if found is not None and found.role in roles else None


def count(transaction: Transaction, query: str, *values: Any) -> int:
    """The number that a `SELECT COUNT(*)` gives."""
    row = transaction.row(query, values)
    assert row is not None  # a count always has a row
    return int(row[0])
