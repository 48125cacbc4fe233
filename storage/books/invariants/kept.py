"""What is kept of sellers as they stand, in so far as an invariant compares it with the history (RULES 11).

The problem: a whole account is made to decide on, and takes longer to make than everything that is then compared with
it. The decision: what is compared is read into a lean record: open lots and held lines as the sums that the database
makes of them, movements as one sum a way, made once for all invariants that need it. The limit: who reads this can't
decide anything.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from core.account import Balance, ReportedSum, Subscription
from core.policy import Policy
from core.values import Amount, BooksKind, FactKind, Instant
from storage.ledger import records
from storage.rows.transaction import Transaction

_SELLERS: Final = "SELECT id, registered_at, clock, seq, wallet, books, digest FROM seller WHERE id IN ($)"
_SUBSCRIPTIONS: Final = records.SUBSCRIPTIONS.select("seller IN ($)")
_BALANCES: Final = records.BALANCES.select("seller IN ($)")
_LOTS: Final = (
    "SELECT seller, programme, SUM(amount) FROM lot WHERE seller IN ($) AND amount > 0 GROUP BY seller, programme"
)
_HELD: Final = "SELECT seller, programme, SUM(points) FROM line WHERE seller IN ($) AND held GROUP BY seller, programme"
_REPORTED: Final = records.REPORTED_SUMS.select("seller IN ($)")
_MOVED: Final = (
    "SELECT seller, programme, kind, source, target, SUM(amount), MIN(amount), MIN(seq) FROM movement "
    "WHERE seller IN ($) GROUP BY seller, programme, kind, source, target"
)
_CARRIED: Final = (
    "SELECT a.seller, a.programme, a.kind, a.source, a.target, a.amount, a.least, c.seq, a.entries FROM carried a "
    "JOIN closed c ON c.seller = a.seller WHERE a.seller IN ($)"
)
_NO_DIGEST: Final = "{}"


@dataclass(slots=True)
class Kept:
    """A seller as it stands: balances of all programmes that it knows, what is left in their lots, what is held."""

    seller: str
    registered_at: Instant
    clock: Instant
    seq: int
    wallet: Amount
    books: BooksKind
    balances: dict[str, Balance]
    subscription: Subscription = field(default_factory=Subscription)
    lots: dict[str, Amount] = field(default_factory=dict)
    held: dict[str, Amount] = field(default_factory=dict)
    reported: dict[tuple[FactKind, str], ReportedSum] = field(default_factory=dict)


class Moved(NamedTuple):
    """All movements of a seller's programme that go one way: their sum, the least of them, the first one's number.

    Those in files are one more of these, with the last number that may be there in place of the first.
    """

    seller: str
    programme: str
    kind: str
    source: str
    target: str
    amount: Amount
    least: Amount
    first: int


class Piece(dict[str, Kept]):
    """Sellers by id, read in one view of the rows, and what their movements come to; `gone` are how many in files."""

    def __init__(self) -> None:
        super().__init__()
        self.moved: list[Moved] = []
        self.gone: Counter[str] = Counter()


def load_kept(transaction: Transaction, policy: Policy, sellers: Sequence[str]) -> Piece:
    """What is kept of these sellers; unknown ones are missing. Raises what reading values raises that cannot be."""
    piece = Piece()
    for seller, registered_at, clock, seq, wallet, books, digest in transaction.rows_in(_SELLERS, (), sellers):
        if digest != _NO_DIGEST:
            json.loads(digest)  # nothing here needs it, but whoever decides on the seller does
        empty = {name: Balance(name) for name in policy.programmes}
        piece[seller] = Kept(seller, registered_at, clock, seq, wallet, BooksKind(books), empty)
    if not piece:
        return piece
    names = list(piece)
    for row in transaction.rows_in(_SUBSCRIPTIONS, (), names):
        piece[row[0]].subscription = records.SUBSCRIPTIONS.of(row)
    for row in transaction.rows_in(_BALANCES, (), names):
        # A programme that was taken out of the policy rests in its rows, and they must agree all the same.
        balance = records.BALANCES.of(row)
        piece[row[0]].balances[balance.programme] = balance
    for seller, programme, amount in transaction.rows_in(_LOTS, (), names):
        piece[seller].lots[programme] = int(amount)
    for seller, programme, amount in transaction.rows_in(_HELD, (), names):
        of = policy.accruing if programme is None else programme  # as `core.points.lots.programme_of`
        piece[seller].held[of] = piece[seller].held.get(of, 0) + int(amount)
    reported = [seller for seller, kept in piece.items() if kept.books is BooksKind.REPORTED]
    for row in transaction.rows_in(_REPORTED, (), reported):
        found = records.REPORTED_SUMS.of(row)
        piece[row[0]].reported[found.fact, found.part] = found
    piece.moved = [
        Moved(seller, programme, kind, source, target, int(amount), int(least), first)
        for seller, programme, kind, source, target, amount, least, first in transaction.rows_in(_MOVED, (), names)
    ]
    for *way, entries in transaction.rows_in(_CARRIED, (), names):
        piece.moved.append(Moved(*way))
        piece.gone[way[0]] += entries
    return piece
