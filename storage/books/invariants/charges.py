"""Every charge is paid by its points and its money, and limits count what was spent on their days (RULES 9).

The limit: days are judged in the time zone that the policy has now.
"""

from datetime import date
from typing import Final

from core.calendar import Calendar
from core.values import HOUR, Instant
from storage.books.invariants.base import Found, Invariant, Violation, amount_text
from storage.books.invariants.kept import Piece
from storage.rows.answers import Row
from storage.rows.transaction import Transaction

_DAY: Final[Instant] = 24 * HOUR
_DAY_OF_1970: Final = date(1970, 1, 1).toordinal()


def _with_paid(statement: str, transaction: Transaction) -> str:
    """The statement with `{paid}` as a row (key, value) a programme of `c.paid`."""
    return statement.replace(
        "{paid}",
        "json_each_text(CAST(c.paid AS json)) AS j" if transaction.postgresql else "json_each(c.paid) AS j",
    )


class ChargeParts(Found):
    """A charge is its points part and its money part."""

    name = "charge"
    statement = (
        "SELECT c.seller, c.charge, c.amount, c.money, SUM(COALESCE(CAST(j.value AS BIGINT), 0)) "
        "FROM asked a CROSS JOIN charge c LEFT JOIN {paid} ON TRUE WHERE c.seller = a.seller "
        "GROUP BY c.seller, c.charge, c.amount, c.money "
        "HAVING c.amount <> c.money + SUM(COALESCE(CAST(j.value AS BIGINT), 0))"
    )

    def sql(self, transaction: Transaction) -> str:
        """See `Found.sql`."""
        return _with_paid(self.statement, transaction)

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        whole, money, points = (amount_text(amount) for amount in row[2:])
        return f"charge {row[1]}: {whole} is not {money} in money + {points} in points"


class ChargePoints(Found):
    """A charge's points part is what was moved onto it, programme by programme."""

    name = "charge points"
    statement = (
        "SELECT seller, charge, programme, SUM(points) FROM ("
        "SELECT m.seller, m.charge, m.programme, m.amount AS points FROM asked a "
        "CROSS JOIN movement m WHERE m.seller = a.seller AND m.charge IS NOT NULL AND m.target = 'spent' "
        "UNION ALL SELECT c.seller, c.charge, j.key, -CAST(j.value AS BIGINT) "
        "FROM asked a CROSS JOIN charge c CROSS JOIN {paid} WHERE c.seller = a.seller"
        ") AS parts GROUP BY seller, charge, programme HAVING SUM(points) <> 0"
    )

    def sql(self, transaction: Transaction) -> str:
        """See `Found.sql`."""
        return _with_paid(self.statement, transaction)

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        return f"charge {row[1]}: {amount_text(row[3])} more {row[2]} points were moved onto it than it says"


class ChargeReversals(Found):
    """A reversed charge gave all its points back, whatever became of them; any other gave none (RULES 9.7)."""

    name = "charge reversals"
    statement = (
        "SELECT seller, charge, SUM(spent), SUM(back) FROM ("
        "SELECT m.seller, m.charge, CASE WHEN m.target = 'spent' THEN m.amount ELSE 0 END AS spent, "
        "CASE WHEN m.source = 'spent' THEN m.amount ELSE 0 END AS back, c.reversed_at "
        "FROM asked a CROSS JOIN movement m LEFT JOIN charge c ON c.seller = m.seller AND c.charge = m.charge "
        "WHERE m.seller = a.seller AND m.charge IS NOT NULL"
        ") AS parts GROUP BY seller, charge "
        "HAVING SUM(back) <> SUM(CASE WHEN reversed_at IS NULL THEN 0 ELSE spent END)"
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        return f"charge {row[1]}: {amount_text(row[2])} in points were spent on it and {amount_text(row[3])} given back"


class ChargeMoney(Found):
    """The wallet was charged a charge's money part, or nothing once it is reversed."""

    name = "charge money"
    statement = (
        "SELECT seller, charge, SUM(part) FROM ("
        "SELECT w.seller, w.charge, w.amount AS part FROM asked a CROSS JOIN wallet_entry w "
        "WHERE w.seller = a.seller AND w.charge IS NOT NULL "
        "UNION ALL SELECT c.seller, c.charge, CASE WHEN c.reversed_at IS NULL THEN c.money ELSE 0 END "
        "FROM asked a CROSS JOIN charge c WHERE c.seller = a.seller"
        ") AS parts GROUP BY seller, charge HAVING SUM(part) <> 0"
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        return f"charge {row[1]}: the wallet is {amount_text(row[2])} away from the charge's money part"


class UsagePerDay(Invariant):
    """Points used per programme, service and local day are the spending movements of that day (RULES 9.3, 9.7)."""

    name = "usage"
    _STATEMENT = (
        "WITH zone (starts, ends, shift) AS (VALUES {zone}), "
        "asked AS (SELECT id AS seller FROM seller WHERE id IN ($)) "
        "SELECT seller, programme, service, day, SUM(points) FROM ("
        "SELECT m.seller, m.programme, m.service, (m.at + z.shift) / ? + ? AS day, m.amount AS points "
        "FROM asked a CROSS JOIN movement m JOIN zone z ON m.at >= z.starts AND m.at < z.ends "
        "WHERE m.seller = a.seller AND m.kind IN ('spending', 'cover') "
        "UNION ALL SELECT u.seller, u.programme, u.service, u.day, -u.amount "
        "FROM asked a CROSS JOIN usage u WHERE u.seller = a.seller"
        ") AS parts GROUP BY seller, programme, service, day HAVING SUM(points) <> 0"
    )

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        first = min(account.registered_at for account in accounts.values())
        last = max(account.clock for account in accounts.values())
        shifts = utc_shifts(self._calendar, first, last)
        marks = ", ".join("(CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT))" for _ in shifts)
        found = transaction.rows_in(
            self._STATEMENT.replace("{zone}", marks),
            [number for shift in shifts for number in shift],
            list(accounts),
            (_DAY, _DAY_OF_1970),
        )
        return [
            self.wrong(
                seller,
                f"{programme} on {service} on {date.fromordinal(int(day))}: "
                f"{amount_text(points)} more was spent than counts for the limits",
            )
            for seller, programme, service, day, points in found
        ]


def utc_shifts(calendar: Calendar, first: Instant, last: Instant) -> list[tuple[Instant, Instant, Instant]]:
    """(from, before, offset from UTC) of the zone over [first, last]: with it a statement can tell local days.

    Found by halving between days whose offsets differ; the last entry ends after `last`.
    """

    def shift(at: Instant) -> Instant:
        offset = calendar.local(at).utcoffset()
        assert offset is not None
        return (offset.days * 86_400 + offset.seconds) * 1_000_000 + offset.microseconds

    found: list[tuple[Instant, Instant, Instant]] = []
    start, known = first, shift(first)
    for day in range(first, last + _DAY, _DAY):
        after = min(day + _DAY, last + _DAY)
        if shift(after) != known:
            low, high = day, after
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if shift(middle) == known else (low, middle)
            found.append((start, high, known))
            start, known = high, shift(high)
    found.append((start, last + 2 * _DAY, known))
    return found
