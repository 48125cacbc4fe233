"""Do history, balances and rules still agree, for every seller? (RULES 11)

The problem: a wrong sum is found years later by the seller, unless somebody adds the rows up again. The decision:
sellers are taken in pieces, each in one consistent view, beside the writers, and every invariant is checked on each
piece. A seller that fails can be parked until it is mended, while all others go on. The limit: memory grows with a
piece and with what is found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from core.policy import Policy
from core.values import Instant
from storage.books.books import Books
from storage.books.invariants import invariants
from storage.books.invariants.base import Violation
from storage.books.invariants.kept import Piece, load_kept
from storage.rows.audit import review
from storage.rows.database import Database, Transaction

PIECE: Final = 500
"""Sellers looked at in one view of the rows."""
READABLE: Final = "readable"
"""The name under which a seller is reported whose rows cannot even be loaded."""
DAMAGE: Final = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What reading values that cannot be raises; an error of the database itself is none of these."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification came to: sellers and invariants looked at, what is wrong, sellers newly parked."""

    sellers: int
    invariants: int
    violations: list[Violation]
    parked: int


def verify_all(
    books: Books, *, park: Instant | None = None, progress: Callable[[int], None] = lambda _: None
) -> Report:
    """Check every seller. With `park`, the present instant, those that fail are parked and it is noted: reading works,
    changes answer `account_under_review`. `progress` is told how many have been checked.

    Writers go on meanwhile. Raises `StorageError` when the database itself cannot be read.
    """
    database, policy = books.database, books.policy
    sellers = parked = 0
    violations: list[Violation] = []
    last = ""
    while True:
        with database.read() as transaction:
            names = [
                name
                for (name,) in transaction.rows("SELECT id FROM seller WHERE id > ? ORDER BY id LIMIT ?", (last, PIECE))
            ]
            found = check_sellers(transaction, policy, names)
        if not names:
            return Report(sellers, len(invariants(policy.calendar, policy.accruing)), violations, parked)
        last = names[-1]
        sellers += len(names)
        progress(sellers)
        violations += found
        if park is not None and found:
            with database.write() as transaction:
                failed = sorted({violation.seller for violation in found})
                parked += sum(review(transaction, park, seller, "verify", parked=True) for seller in failed)


def check_sellers(transaction: Transaction, policy: Policy, names: Sequence[str]) -> list[Violation]:
    """What does not hold for these sellers, in the order of the invariants."""
    accounts, found = _load(transaction, policy, names)
    if accounts:
        for invariant in invariants(policy.calendar, policy.accruing):
            found += invariant.check(transaction, accounts)
    return found


def count_sellers(database: Database) -> int:
    """How many there are to verify."""
    with database.read() as transaction:
        row = transaction.row("SELECT COUNT(*) FROM seller")
    return int(row[0]) if row is not None else 0


def parked_sellers(database: Database) -> list[str]:
    """Who is under review, in order of id."""
    with database.read() as transaction:
        return [name for (name,) in transaction.rows("SELECT id FROM seller WHERE parked ORDER BY id")]


def release(books: Books, seller: str, now: Instant) -> list[Violation] | None:
    """Let a parked seller work again if nothing is wrong any more; what still is, is returned. None: unknown seller."""
    with books.database.write() as transaction:
        # The no-op takes the row's lock, so that nobody writes while it is looked at.
        if not transaction.run("UPDATE seller SET version = version WHERE id = ?", (seller,)):
            return None
        found = check_sellers(transaction, books.policy, [seller])
        if not found:
            review(transaction, now, seller, "operator", parked=False)
        return found


def _load(transaction: Transaction, policy: Policy, names: Sequence[str]) -> tuple[Piece, list[Violation]]:
    """What can be read of them; one seller's damaged rows do not hide the others."""
    try:
        return load_kept(transaction, policy, names), []
    except DAMAGE as error:
        if len(names) == 1:
            return Piece(), [Violation(names[0], READABLE, f"the rows cannot be read: {type(error).__name__}: {error}")]
    found: list[Violation] = []
    readable: list[str] = []
    for name in names:
        one, wrong = _load(transaction, policy, [name])
        readable += one
        found += wrong
    return load_kept(transaction, policy, readable), found
