"""What is kept of a reported shop is what the marketplace told, difference by difference (RULES 16.2, 16.4)."""

from typing import Final

from core.account import ReportedSum
from core.values import BooksKind, FactKind, format_amount
from storage.books.invariants.base import ASKED, Found, Invariant, Violation, amount_text
from storage.books.invariants.kept import Kept, Piece
from storage.rows.answers import Row
from storage.rows.transaction import Transaction

_ADDED: Final = "('points','fee','sale')"


class EntriesOfTellings(Found):
    """An entry's amount is the sum of its differences, on its day and for its part; elsewhere they are nothing."""

    name = "entries"
    statement = (
        "SELECT seller, fact, entry, SUM(amount) FROM ("  # noqa: S608  (our own names)
        "SELECT t.seller, t.fact, t.entry, t.day, t.part, t.kind, t.difference AS amount FROM telling t "
        f"JOIN asked a ON a.seller = t.seller WHERE t.fact IN {_ADDED} "
        "UNION ALL SELECT r.seller, r.fact, r.entry, r.day, r.part, r.kind, -r.amount FROM reported r "
        f"JOIN asked a ON a.seller = r.seller WHERE r.fact IN {_ADDED}"
        ") AS parts GROUP BY seller, fact, entry, day, part, kind HAVING SUM(amount) <> 0"
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        return f"{row[1]} {row[2]}: what was told comes to {amount_text(row[3])} more than is kept"


class SumsOfEntries(Invariant):
    """A shop's sums are those of its entries, and its corrections those of its history."""

    name = "reported sums"
    _STATEMENT = (
        "SELECT seller, fact, part, SUM(came), SUM(went), SUM(corrections) FROM ("  # noqa: S608  (our own names)
        "SELECT r.seller, r.fact, r.part, CASE WHEN r.amount > 0 THEN r.amount ELSE 0 END AS came, "
        "CASE WHEN r.amount < 0 THEN -r.amount ELSE 0 END AS went, 0 AS corrections FROM reported r "
        f"JOIN asked a ON a.seller = r.seller WHERE r.fact IN {_ADDED} "
        "UNION ALL SELECT t.seller, t.fact, t.part, 0, 0, CASE WHEN t.correction THEN 1 ELSE 0 END "
        "FROM telling t JOIN asked a ON a.seller = t.seller) AS parts GROUP BY seller, fact, part"
    )

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        found = []
        kept = {(account.seller, *key): each for account in accounts.values() for key, each in _sums(account)}
        told: dict[tuple[str, FactKind, str], ReportedSum] = {}
        for seller, fact, part, *sums in transaction.rows_in(ASKED + self._STATEMENT, (), list(accounts)):
            told[seller, FactKind(fact), part] = ReportedSum(FactKind(fact), part, *(int(each) for each in sums))
        for seller, fact, part in sorted(kept.keys() | told.keys()):
            nothing = ReportedSum(fact, part)
            have, made = kept.get((seller, fact, part), nothing), told.get((seller, fact, part), nothing)
            if have != made:
                found.append(self.wrong(seller, f"{fact} {part}: {_text(have)} is kept, {_text(made)} was told"))
        return found


class WrongBooks(Found):
    """Nothing was told of a shop that this engine keeps, and nothing decided of one that it does not (RULES 16.4)."""

    name = "books"
    statement = (
        "SELECT DISTINCT a.seller, CASE WHEN s.books = 'kept' THEN 'telling' ELSE 'decided' END FROM asked a "
        "JOIN seller s ON s.id = a.seller WHERE s.books = 'kept' "
        "AND EXISTS (SELECT 1 FROM telling t WHERE t.seller = a.seller) "
        "OR s.books <> 'kept' AND (s.wallet <> 0 OR EXISTS (SELECT 1 FROM movement m WHERE m.seller = a.seller) "
        "OR EXISTS (SELECT 1 FROM transition x WHERE x.seller = a.seller))"
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        if row[1] == "telling":
            return "this engine decides for the shop, and a marketplace's word of it is kept"
        return "a marketplace decides for the shop, and this engine has moved its points, money or plan"


def _sums(account: Kept) -> list[tuple[tuple[FactKind, str], ReportedSum]]:
    if account.books is BooksKind.KEPT:
        return []
    return list(account.reported.items())


def _text(each: ReportedSum) -> str:
    return f"{format_amount(each.came)} − {format_amount(each.went)} with {each.corrections} corrections"
