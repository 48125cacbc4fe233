"""What an invariant is: a name, and a check that adds up inside the database and brings back little (RULES 11).

The problem: the rows are too many to be read one by one. The decision: a statement answers with one row a seller,
programme or kind, or with the records that are wrong. The limit: memory grows with what is found, not with the history.
"""

from abc import ABC, abstractmethod
from typing import ClassVar, Final, NamedTuple

from core.values import Amount, format_amount
from storage.books.invariants.kept import Piece
from storage.rows.answers import Row
from storage.rows.transaction import Transaction


class Violation(NamedTuple):
    """What does not agree: whose, which invariant, and the numbers in a sentence."""

    seller: str
    invariant: str
    text: str


class Invariant(ABC):
    """Something that must hold for every seller at any time."""

    name: ClassVar[str]

    @abstractmethod
    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """What does not hold for these sellers, whose accounts were loaded in the same transaction."""

    def wrong(self, seller: str, text: str) -> Violation:
        """A violation of this invariant."""
        return Violation(seller, self.name, text)


ASKED: Final = (
    "WITH asked AS (SELECT id AS seller, COALESCE(c.until, 0) AS closed, COALESCE(c.seq, 0) AS closed_seq "
    "FROM seller s LEFT JOIN closed c ON c.seller = s.id WHERE s.id IN ($)) "
)
"""Written before a statement. CROSS JOIN keeps it outside: else SQLite may walk a whole table for a few sellers.

`closed` and `closed_seq` are up to where movements may be in files, 0 where none are.
"""


class Found(Invariant):
    """An invariant whose violations one statement finds: each row starts with the seller.

    The statement begins from the table `asked`, which has the sellers to look at: `FROM asked a CROSS JOIN …`.
    What has movements in files is left out here, and looked at with them (see `storage.books.recalled`).
    """

    statement: ClassVar[str]

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        found = transaction.rows_in(ASKED + self.sql(transaction), (), list(accounts))
        return [self.wrong(row[0], self.text(row)) for row in found]

    def sql(self, transaction: Transaction) -> str:
        """The statement as this kind of database writes it."""
        return self.statement

    @abstractmethod
    def text(self, row: Row) -> str:
        """The sentence for one row found."""


def amount_text(amount: object) -> str:
    """An amount as the database added it up (PostgreSQL answers with a decimal)."""
    return format_amount(int(str(amount)))


def amounts(transaction: Transaction, statement: str, accounts: Piece) -> dict[str, Amount]:
    """Seller → amount, of a statement with one sum a seller."""
    return {seller: int(amount) for seller, amount in transaction.rows_in(statement, (), list(accounts))}
