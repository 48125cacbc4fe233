"""What was left in its rows: lots, asked for in pieces, by key and in the order of spending (RULES 9.2); held lines."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from core.account import Account, Line, Lot
from core.account.lots import Place
from core.values import Amount, Instant, Part
from storage.ledger import records
from storage.rows.answers import Row
from storage.rows.database import Database
from storage.rows.errors import Conflict
from storage.rows.transaction import Transaction

MANY: Final = 500
"""A seller with no more lots of a programme has all of them at hand."""
FIRST_PIECE: Final = 100
"""Lots brought in at first; each piece is twice as large as the one before."""
_OF: Final = "seller = ? AND programme = ? AND amount > 0"
_AFTER: Final = f"{_OF} AND (expires_at, credited_at) > (?, ?)"
_ORDER: Final = "ORDER BY expires_at, credited_at"
_PLACE: Final = f"SELECT expires_at, credited_at FROM lot WHERE {_AFTER} {_ORDER} LIMIT 1 OFFSET ?"  # noqa: S608  (our own words)
_PIECE: Final = records.LOTS.select(f"{_AFTER} AND (expires_at, credited_at) <= (?, ?) {_ORDER}")
_REST: Final = records.LOTS.select(f"{_AFTER} {_ORDER}")
# Of two lower bounds an engine searches its index by one and reads on to the other, so each statement has one.
_SOONEST: Final = f"SELECT MIN(expires_at) FROM lot WHERE {_OF} AND expires_at >= ?"  # noqa: S608  (our own words)
_SOONEST_AFTER: Final = f"SELECT MIN(expires_at) FROM lot WHERE {_AFTER}"  # noqa: S608  (our own words)
_AMOUNT: Final = f"SELECT COALESCE(SUM(amount), 0) FROM lot WHERE {_OF} AND expires_at >= ? AND expires_at < ?"  # noqa: S608  (our own words)
_AMOUNT_AFTER: Final = f"SELECT COALESCE(SUM(amount), 0) FROM lot WHERE {_AFTER} AND expires_at < ?"  # noqa: S608  (our own words)
_HELD: Final = "seller = ? AND held AND credit_at > ?"
_HELD_UNTIL: Final = records.LINES.select(f"{_HELD} AND credit_at <= ?")
_FIRST_HELD: Final = f"SELECT MIN(credit_at) FROM line WHERE {_HELD}"  # noqa: S608  (our own words)
_VERSION: Final = "SELECT version FROM seller WHERE id = ?"

Ask = Callable[[str, Sequence[Any]], list[Row]]
"""A query's rows."""


class LotsInRows:
    """The open lots of a seller's programme."""

    def __init__(self, ask: Ask, seller: str, programme: str) -> None:
        self._ask = ask
        self._of = (seller, programme)
        self._size = FIRST_PIECE

    def piece(self, after: Place) -> tuple[list[Lot], Place | None]:
        """See `core.account.lots.LeftInRows`."""
        places = self._ask(_PLACE, (*self._of, *after, self._size - 1))
        self._size *= 2
        if not places:
            return self.rest(after), None
        until = Place(*places[0])
        return [records.LOTS.of(row) for row in self._ask(_PIECE, (*self._of, *after, *until))], until

    def rest(self, after: Place) -> list[Lot]:
        """See `core.account.lots.LeftInRows`."""
        return [records.LOTS.of(row) for row in self._ask(_REST, (*self._of, *after))]

    def soonest(self, start: Instant, after: Place) -> Instant | None:
        """See `core.account.lots.LeftInRows`."""
        if start > after.expires_at:
            found = self._ask(_SOONEST, (*self._of, start))
        else:
            found = self._ask(_SOONEST_AFTER, (*self._of, *after))
        soonest: Instant | None = found[0][0]
        return soonest

    def amount(self, start: Instant, end: Instant, after: Place) -> Amount:
        """See `core.account.lots.LeftInRows`."""
        if start > after.expires_at:
            found = self._ask(_AMOUNT, (*self._of, start, end))
        else:
            found = self._ask(_AMOUNT_AFTER, (*self._of, *after, end))
        return int(found[0][0])


class HeldInRows:
    """The held lines of a seller."""

    __slots__ = ("_ask", "_seller")

    def __init__(self, ask: Ask, seller: str) -> None:
        self._ask = ask
        self._seller = seller

    def until(self, after: Instant, at: Instant) -> list[Line]:
        """See `core.account.held.HeldInRows`."""
        return [records.LINES.of(row) for row in self._ask(_HELD_UNTIL, (self._seller, after, at))]

    def soonest(self, after: Instant) -> Instant | None:
        """See `core.account.held.HeldInRows`."""
        soonest: Instant | None = self._ask(_FIRST_HELD, (self._seller, after))[0][0]
        return soonest


def ask_in(transaction: Transaction, account: Account) -> None:
    """Let what is left be asked for in this transaction."""
    _ask_by(account, transaction.rows)


def ask_later(database: Database, account: Account) -> None:
    """Let what is left be asked for whenever it is needed, for who only reads.

    It raises `Conflict` if the seller's rows have moved on meanwhile: what was read then would not fit together.
    """
    version = account.stored.version

    def ask(sql: str, parameters: Sequence[Any]) -> list[Row]:
        with database.read() as transaction:
            if transaction.row(_VERSION, (account.seller,)) != (version,):
                raise Conflict("The seller's points have just changed; try again.")
            return transaction.rows(sql, parameters)

    _ask_by(account, ask)


def _ask_by(account: Account, ask: Ask) -> None:
    if account.held.some_left:
        account.held.leave(HeldInRows(ask, account.seller))
    if Part.LOTS in account.stored.away:
        return
    for programme, lots in account.lots.items():
        if lots.some_left:
            lots.leave(LotsInRows(ask, account.seller, programme))
