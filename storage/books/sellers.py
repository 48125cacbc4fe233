"""All sellers, one after the other, as somebody looks for them.

Problem: there may be a million, and a list of all is neither read nor held in memory. Decision: pages along the key,
each a view of its own, so the list goes on while others write. Limit: upper and lower case are compared here, because
SQLite knows those of Latin letters only; a search reads through all names.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from core.values import Amount, BooksKind, Instant, Plan, State
from storage.rows.database import Database

PAGE: Final = 500
"""Sellers read in one view."""
_PAGE: Final = (
    "SELECT s.id, s.name, COALESCE(b.state, 'inactive'), b.plan, s.wallet, s.next_due, s.books FROM seller s "
    "LEFT JOIN subscription b ON b.seller = s.id WHERE s.id > ?{filters} ORDER BY s.id LIMIT ?"
)


class Listed(NamedTuple):
    """A seller as the list shows it. Of a reported shop nothing is known of state, plan and wallet (RULES 16.3)."""

    seller: str
    name: str
    books: BooksKind
    state: State | None
    plan: Plan | None
    wallet: Amount | None
    next_due: Instant | None


class Wanted(NamedTuple):
    """Whom the list is to show: with `text` in the id or name, in a state, with a plan, only parked; after an id."""

    text: str = ""
    state: State | None = None
    plan: Plan | None = None
    parked: bool = False
    after: str = ""


def _listed(
    seller: str, name: str, state: str, plan: str | None, wallet: Amount, due: Instant | None, books: str
) -> Listed:
    if books == BooksKind.REPORTED:
        return Listed(seller, name, BooksKind.REPORTED, None, None, None, due)
    return Listed(seller, name, BooksKind.KEPT, State(state), None if plan is None else Plan(plan), wallet, due)


def pages(database: Database, wanted: Wanted) -> Iterator[list[Listed]]:
    """The sellers that are wanted in order of id, a page at a time; a page may have few or none of them."""
    filters, values = "", []
    if wanted.state is not None:
        filters += " AND s.books = 'kept' AND COALESCE(b.state, 'inactive') = ?"
        values.append(wanted.state.value)
    if wanted.plan is not None:
        filters += " AND b.plan = ?"
        values.append(wanted.plan.value)
    if wanted.parked:
        filters += " AND s.parked"
    statement, text, last = _PAGE.replace("{filters}", filters), wanted.text.casefold(), wanted.after
    while True:
        with database.read() as transaction:
            rows = transaction.rows(statement, (last, *values, PAGE))
        yield [_listed(*row) for row in rows if text in row[0].casefold() or text in row[1].casefold()]
        if len(rows) < PAGE:
            return
        last = rows[-1][0]
