"""Do history, balances and rules still agree, for every seller? (RULES 11)

The problem: a wrong sum is found years later by the seller, unless somebody adds the rows up again. The decision:
sellers are taken in pieces, each in one consistent view, beside the writers, and every invariant is checked on each
piece. Most of the time the database adds up, so two pieces are looked at at once. A seller that fails can be parked
until it is mended, while all others go on. The limit: memory grows with a piece and with what is found.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

from core.policy import Policy
from core.values import Instant
from storage.books.books import Books
from storage.books.invariants import invariants
from storage.books.invariants.base import Violation
from storage.books.invariants.kept import Piece, load_kept
from storage.rows.audit import review
from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.transaction import Transaction

PIECE: Final = 400
"""Sellers looked at in one view of the rows."""
AT_ONCE: Final = 2
"""Pieces looked at at the same time."""
READABLE: Final = "readable"
"""The name under which a seller is reported whose rows cannot even be loaded."""
DAMAGE: Final = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What reading values that cannot be raises; an error of the database itself is none of these."""
Progress = Callable[[int], None]
_NEXT: Final = "SELECT id FROM seller WHERE id > ? ORDER BY id LIMIT ?"
_NEXT_PARKED: Final = "SELECT id FROM seller WHERE parked AND id > ? ORDER BY id LIMIT ?"


def _silent(done: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification came to: sellers and invariants looked at, what is wrong, sellers newly parked."""

    sellers: int
    invariants: int
    violations: list[Violation]
    parked: int


def count_sellers(database: Database) -> int | None:
    """How many sellers there are to look at; None: the rows cannot be counted."""
    try:
        with database.read() as transaction:
            row = transaction.row("SELECT COUNT(*) FROM seller")
    except StorageError:
        return None
    return None if row is None else int(row[0])


def verify_database(
    books: Books, *, park: Instant | None = None, progress: Progress = _silent
) -> tuple[list[str], Report | None]:
    """Check the database itself and meanwhile every seller: what is damaged, and if nothing is, how the sellers fare.

    See `Database.check` and `verify_all`; of a damaged database nobody is parked. Raises `StorageError`.
    """
    with ThreadPoolExecutor(1) as beside:
        checking = beside.submit(books.database.check)
        try:
            report = verify_all(books, progress=progress)
        except (StorageError, *DAMAGE):
            if damage := checking.result():
                return damage, None
            raise
        if damage := checking.result():
            return damage, None
    return [], report if park is None else _park(books.database, report, park)


def verify_all(books: Books, *, park: Instant | None = None, progress: Progress = _silent) -> Report:
    """Check every seller. With `park`, the present instant, those that fail are parked and it is noted: reading works,
    changes answer `account_under_review`.

    `progress` is told how many were looked at. Writers go on meanwhile. Raises `StorageError` when the database itself
    cannot be read.
    """
    report = Report(0, len(invariants(books.policy.calendar)), [], 0)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for count, found in _in_order(pool, books):
            report = replace(report, sellers=report.sellers + count)
            report.violations.extend(found)
            progress(report.sellers)
    return report if park is None else _park(books.database, report, park)


def _in_order(pool: Executor, books: Books) -> Iterator[tuple[int, list[Violation]]]:
    """Of each piece how many sellers it has and what is wrong with them; a few pieces are looked at ahead."""
    waiting: deque[tuple[int, Future[list[Violation]]]] = deque()
    for names in _pieces(books.database):
        waiting.append((len(names), pool.submit(_check_piece, books, names)))
        if len(waiting) > 2 * AT_ONCE:
            count, checking = waiting.popleft()
            yield count, checking.result()
    yield from ((count, checking.result()) for count, checking in waiting)


def _pieces(database: Database, following: str = _NEXT) -> Iterator[list[str]]:
    """All sellers in order of id, or those that `following` finds; each piece asked for when it is wanted."""
    names = [""]
    while names:
        with database.read() as transaction:
            names = [name for (name,) in transaction.rows(following, (names[-1], PIECE))]
        if names:
            yield names


def _check_piece(books: Books, names: Sequence[str]) -> list[Violation]:
    with books.database.read() as transaction:
        return check_sellers(transaction, books.policy, names)


def _park(database: Database, report: Report, now: Instant) -> Report:
    """Put those that fail under review; of several sellers each for itself, so that nobody else waits."""
    parked = 0
    for seller in sorted({violation.seller for violation in report.violations}):
        with database.write() as transaction:
            parked += review(transaction, now, seller, "verify", parked=True)
    return replace(report, parked=parked)


def check_sellers(transaction: Transaction, policy: Policy, names: Sequence[str]) -> list[Violation]:
    """What does not hold for these sellers, in the order of the invariants."""
    accounts, found = _load(transaction, policy, names)
    if accounts:
        for invariant in invariants(policy.calendar):
            found += invariant.check(transaction, accounts)
    return found


def parked_sellers(database: Database) -> Iterator[str]:
    """Who is under review, in order of id; some are read at a time, so others may be let go meanwhile."""
    for names in _pieces(database, _NEXT_PARKED):
        yield from names


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
