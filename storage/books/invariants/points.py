"""Every lot, line and grant is what its movements made of it (RULES 8).

Points that were forgiven (RULES 8.7) were never moved: the lot that had them says how many.
"""

from typing import Final

from core.points.accrual import points_for
from core.values import format_amount
from storage.books.invariants.base import Found, Invariant, Violation, amount_text
from storage.books.invariants.kept import Piece
from storage.rows.answers import Row
from storage.rows.transaction import Transaction

PAGE: Final = 5_000
"""Order lines recomputed at a time."""


class LotsOfMovements(Found):
    """What is left of a lot, and what of it expired, is the sum of the movements that name it."""

    name = "lots"
    statement = (
        "SELECT seller, programme, origin, lot, SUM(points), SUM(gone) FROM ("
        "SELECT m.seller, m.programme, m.origin, m.lot, a.closed, a.closed AS ends_at, "
        "CASE WHEN m.target = 'available' THEN m.amount ELSE 0 END "
        "- CASE WHEN m.source = 'available' THEN m.amount ELSE 0 END AS points, "
        "CASE WHEN m.target = 'expired' THEN m.amount ELSE 0 END AS gone "
        "FROM asked a CROSS JOIN movement m WHERE m.seller = a.seller "
        "UNION ALL SELECT n.seller, n.programme, n.origin, n.lot, a.closed, n.expires_at, -n.amount, -n.expired "
        "FROM asked a CROSS JOIN lot n WHERE n.seller = a.seller"
        ") AS parts GROUP BY seller, programme, origin, lot "
        "HAVING (SUM(points) <> 0 OR SUM(gone) <> 0) AND MIN(ends_at) >= MAX(closed)"
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        _, programme, origin, lot, points, gone = row
        return (
            f"{programme} lot of {origin} {lot}: movements leave {amount_text(points)} more than the lot has, "
            f"and {amount_text(gone)} more expired"
        )


# An adjustment of a line names its campaign, one of a grant has none. Forgiven points were never moved (RULES 8.7).
_OF_ORIGIN: Final = (
    "SELECT seller, name, SUM(points) FROM ("
    "SELECT m.seller, m.lot AS name, m.amount AS points, a.closed, a.closed AS begun_at "
    "FROM asked a CROSS JOIN movement m WHERE m.seller = a.seller AND m.kind = 'accrual' AND m.origin = '{origin}' "
    "UNION ALL SELECT m.seller, m.about, -m.amount, a.closed, a.closed FROM asked a CROSS JOIN movement m "
    "WHERE m.seller = a.seller AND m.kind = 'adjustment' AND m.campaign {campaign} "
    "UNION ALL SELECT n.seller, n.lot, -n.forgiven, a.closed, a.closed FROM asked a CROSS JOIN lot n "
    "WHERE n.seller = a.seller AND n.origin = '{origin}' AND n.forgiven > 0 "
    "UNION ALL {records}"
    ") AS parts GROUP BY seller, name HAVING SUM(points) <> 0 AND MIN(begun_at) >= MAX(closed)"
)


def _of_origin(origin: str, campaign: str, records: str) -> str:
    return _OF_ORIGIN.replace("{origin}", origin).replace("{campaign}", campaign).replace("{records}", records)


class LinesOfMovements(Found):
    """A line's points are what was accrued for it, less what was adjusted and forgiven."""

    name = "lines"
    statement = _of_origin(
        "line",
        "IS NOT NULL",
        "SELECT o.seller, o.line, -o.points, a.closed, o.taken_at FROM asked a CROSS JOIN line o "
        "WHERE o.seller = a.seller",
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        return f"line {row[1]}: accrued − adjusted − forgiven is {amount_text(row[2])} more than the line's points"


class GrantsOfMovements(Found):
    """What was not revoked of a grant is what was accrued for it, less what was adjusted and forgiven."""

    name = "grants"
    statement = _of_origin(
        "grant",
        "IS NULL",
        "SELECT o.seller, o.grant_id, -o.amount_left, a.closed, o.at FROM asked a CROSS JOIN points_grant o "
        "WHERE o.seller = a.seller",
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        return f"grant {row[1]}: accrued − adjusted − forgiven is {amount_text(row[2])} more than is left of the grant"


class LinesOfFormula(Invariant):
    """A line's points are price × discount × quantity left × coefficient, rounded down (RULES 8.2, 8.6)."""

    name = "line formula"
    # The product does not fit 64 bits: computed here, in pages.
    _STATEMENT = (
        "SELECT seller, line, price, discount, quantity_left, coefficient, points FROM line "
        "WHERE seller IN ($) AND (seller, line) > (?, ?) ORDER BY seller, line LIMIT ?"
    )

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        found = []
        seller = line = ""
        while page := transaction.rows_in(self._STATEMENT, (), list(accounts), (seller, line, PAGE)):
            for seller, line, price, discount, left, coefficient, points in page:
                computed = points_for(price, discount, left, coefficient)
                if computed != points:
                    text = f"line {line} has {format_amount(points)}, the formula gives {format_amount(computed)}"
                    found.append(self.wrong(seller, text))
        return found
