"""Changes of which no notice is written: what other systems are told, noted in the transaction that makes it so."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from core.values import Instant
from storage.rows import tables
from storage.rows.statements import insert
from storage.rows.transaction import Transaction

_CHANGED: Final = insert(tables.Change, ("key", "seller", "kind", "at"), ignore=True)


class ChangeKind(StrEnum):
    """What changed. The event is `change.` and the kind."""

    POINTS_SPENT = "points_spent"
    """Somebody paid charges with points by hand (RULES 9.5)."""
    OPTED_OUT = "opted_out"
    OPTED_IN = "opted_in"
    """The seller left a point programme, or came back (RULES 8.9)."""
    CHOICES = "choices"
    """A mode, a limit or a reserve was set (RULES 9.1, 9.3, 9.4)."""
    UNDER_REVIEW = "under_review"
    RELEASED = "released"
    """The account was parked, or works again (RULES 11)."""


class Changed(NamedTuple):
    """A change under a key that is unique for the seller."""

    key: str
    seller: str
    kind: ChangeKind
    at: Instant


def keep_changes(transaction: Transaction, changes: Iterable[Changed]) -> None:
    """Note changes, each once."""
    transaction.put(_CHANGED, changes)
    transaction.ring()
