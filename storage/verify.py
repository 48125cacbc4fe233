"""Do history, balances and rules still agree, for every seller? (RULES 11)

The problem: a wrong sum is found years later by the seller, unless somebody adds the rows up again; and the rows are
too many to be read one by one. The decision: each invariant is a class with a name; its statements add up inside the
database and bring back little: one row a seller, programme or kind, or the records that are wrong. Sellers are taken in
pieces, each in one consistent view, beside the writers. The limits: memory grows with a piece and with what is found,
not with the history; points used per day are judged in the time zone that the policy has now.

History has no gaps to explain away: movements, wallet entries, transitions, periods, consents, ratings and charges
share the seller's one counter, and every number taken is written in the transaction that took it. So the numbers must
be 1, 2, 3 … up to the counter, and a deleted or doubled row shows whatever the sums say.
"""

import functools
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, NamedTuple

from core.account import Account, Balance
from core.calendar import Calendar
from core.points.accrual import PROGRAMME, points_for
from core.policy import Policy
from core.subscription.chart import IllegalTransition, step
from core.values import HOUR, Amount, Instant, State, format_amount, format_instant
from storage import accounts as rows
from storage.database import Database, Row, StorageError, Transaction
from storage.ledger import Ledger

PIECE: Final = 200
"""Sellers looked at in one view of the rows."""
PAGE: Final = 5_000
"""Order lines recomputed at a time."""
_DAY: Final[Instant] = 24 * HOUR
_DAY_OF_1970: Final = date(1970, 1, 1).toordinal()


class Violation(NamedTuple):
    """What does not agree: whose, which invariant, and the numbers in a sentence."""

    seller: str
    invariant: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification came to: sellers and invariants looked at, what is wrong, sellers newly parked."""

    sellers: int
    invariants: int
    violations: list[Violation]
    parked: int


Accounts = Mapping[str, Account]


class Invariant(ABC):
    """Something that must hold for every seller at any time."""

    name: ClassVar[str]

    @abstractmethod
    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """What does not hold for these sellers, whose accounts were loaded in the same transaction."""

    def wrong(self, seller: str, text: str) -> Violation:
        """A violation of this invariant."""
        return Violation(seller, self.name, text)


ASKED: Final = "WITH asked AS (SELECT id AS seller FROM seller WHERE id IN ($)) "


class Found(Invariant):
    """An invariant whose violations one statement finds: each row starts with the seller.

    The statement joins the table `asked`, which has the sellers to look at.
    """

    statement: ClassVar[str]

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """See `Invariant.check`."""
        found = transaction.rows_in(ASKED + self.sql(transaction), (), list(accounts))
        return [self.wrong(row[0], self.text(row)) for row in found]

    def sql(self, transaction: Transaction) -> str:
        """The statement as this kind of database writes it."""
        return self.statement

    @abstractmethod
    def text(self, row: Row) -> str:
        """The sentence for one row found."""


def _text(amount: object) -> str:
    """An amount as the database added it up (PostgreSQL answers with a decimal)."""
    return format_amount(int(str(amount)))


# -- points: the sums ----------------------------------------------------------------------------------------------


WAYS: Final = frozenset(
    {
        ("accrual", "source", "held"),
        ("crediting", "held", "available"),
        ("repayment", "held", "debt"),
        ("repayment", "spent", "debt"),
        ("spending", "available", "spent"),
        ("cover", "available", "spent"),
        ("reversal", "spent", "available"),
        ("expiry", "available", "expired"),
        ("expiry", "spent", "expired"),
        ("adjustment", "held", "adjusted"),
        ("adjustment", "available", "adjusted"),
        ("adjustment", "debt", "adjusted"),
        ("prolongation", "available", "available"),
    }
)
"""(kind, source, target) of every movement there is. A prolongation moves nothing and may name an emptied lot."""

SUMS: Final[Mapping[str, Callable[[str, str], int]]] = {
    "held": lambda source, target: (target == "held") - (source == "held"),
    "available": lambda source, target: (target == "available") - (source == "available"),
    "debt": lambda source, target: (source == "debt") - (target == "debt"),
    "accrued": lambda source, target: int(source == "source"),
    "credited": lambda source, target: int(source == "held" and target in ("available", "debt")),
    "adjusted": lambda source, target: int(target == "adjusted"),
    "spent": lambda source, target: (target == "spent") - (source == "spent"),
    "expired": lambda source, target: int(target == "expired"),
    "repaid": lambda source, target: int(target == "debt"),
}
"""A balance → how often a movement from one stage to another counts in it."""

_BY_STAGES = (
    "SELECT seller, programme, source, target, SUM(amount) FROM movement WHERE seller IN ($) "
    "GROUP BY seller, programme, source, target"
)
_ADJUSTED = (
    "SELECT seller, programme, source, SUM(amount) FROM movement WHERE target = 'adjusted' AND seller IN ($) "
    "GROUP BY seller, programme, source"
)


class MovementWays(Invariant):
    """Points go only the ways there are, and only more than nothing."""

    name = "movement ways"

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """See `Invariant.check`."""
        found = []
        for seller, kind, source, target, first, least in transaction.rows_in(
            "SELECT seller, kind, source, target, MIN(seq), MIN(amount) FROM movement WHERE seller IN ($) "
            "GROUP BY seller, kind, source, target",
            (),
            list(accounts),
        ):
            if (kind, source, target) not in WAYS:
                found.append(self.wrong(seller, f"movement {first}: no {kind} goes from {source} to {target}"))
            elif least <= 0 and kind != "prolongation":
                found.append(self.wrong(seller, f"a movement of kind {kind} moves {format_amount(least)}"))
        return found


class BalancesOfMovements(Invariant):
    """Every balance is the sum of its movements."""

    name = "balances"

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """See `Invariant.check`."""
        sums: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for seller, programme, source, target, amount in transaction.rows_in(_BY_STAGES, (), list(accounts)):
            for name, counts in SUMS.items():
                sums[seller, programme][name] += counts(source, target) * int(amount)
        found = []
        for account in accounts.values():
            names = {programme for seller, programme in sums if seller == account.seller} if sums else set()
            for programme in sorted(names | account.balances.keys()):
                balance = account.balances.get(programme) or Balance(programme)
                for name in SUMS:
                    stored, moved = getattr(balance, name), sums[account.seller, programme][name]
                    if stored != moved:
                        found.append(
                            self.wrong(
                                account.seller,
                                f"{programme}: {name} is {format_amount(stored)}, "
                                f"its movements make {format_amount(moved)}",
                            )
                        )
        return found


class _Law(Invariant):
    """An equation between one programme's balances and what was adjusted out of one stage."""

    stage: ClassVar[str]

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """See `Invariant.check`."""
        adjusted = {
            (seller, programme): int(amount)
            for seller, programme, source, amount in transaction.rows_in(_ADJUSTED, (), list(accounts))
            if source == self.stage
        }
        found = []
        for account in accounts.values():
            for programme, balance in account.balances.items():
                left, right, names = self.sides(balance, adjusted.get((account.seller, programme), 0))
                if left != right:
                    found.append(
                        self.wrong(
                            account.seller, f"{programme}: {names}: {format_amount(left)} is not {format_amount(right)}"
                        )
                    )
        return found

    @abstractmethod
    def sides(self, balance: Balance, adjusted: Amount) -> tuple[Amount, Amount, str]:
        """Both sides of the equation, and the equation in words."""


class AccruedLaw(_Law):
    """What was accrued is held, was credited, or was adjusted while held."""

    name = "accrued"
    stage = "held"

    def sides(self, balance: Balance, adjusted: Amount) -> tuple[Amount, Amount, str]:
        """See `_Law.sides`."""
        return (
            balance.accrued,
            balance.held + balance.credited + adjusted,
            "accrued = held + credited + adjusted while held",
        )


class CreditedLaw(_Law):
    """What was credited is available, spent or expired, was adjusted out of lots, or repaid debt."""

    name = "credited"
    stage = "available"

    def sides(self, balance: Balance, adjusted: Amount) -> tuple[Amount, Amount, str]:
        """See `_Law.sides`."""
        return (
            balance.credited,
            balance.available + balance.spent + balance.expired + adjusted + balance.repaid,
            "credited = available + spent + expired + adjusted from lots + repaid",
        )


class DebtLaw(_Law):
    """Debt is what was adjusted into it and not repaid."""

    name = "debt"
    stage = "debt"

    def sides(self, balance: Balance, adjusted: Amount) -> tuple[Amount, Amount, str]:
        """See `_Law.sides`."""
        return balance.debt, adjusted - balance.repaid, "debt = adjusted into debt − repaid"


class AvailableIsLots(Invariant):
    """Available points are those of the lots."""

    name = "available"

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """See `Invariant.check`."""
        found = []
        for account in accounts.values():
            for programme, balance in account.balances.items():
                lots = account.lots.get(programme)
                left = sum(lot.amount for lot in lots.open) if lots else 0
                if left != balance.available:
                    text = f"{programme}: {format_amount(balance.available)} available, {format_amount(left)} in lots"
                    found.append(self.wrong(account.seller, text))
        return found


class HeldIsLines(Invariant):
    """Held points are those of the held lines."""

    name = "held"

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """See `Invariant.check`."""
        found = []
        for account in accounts.values():
            for programme, balance in account.balances.items():
                lines = account.lines.values() if programme == PROGRAMME else ()
                held = sum(line.points for line in lines)
                if held != balance.held:
                    text = f"{programme}: {format_amount(balance.held)} held, {format_amount(held)} in held lines"
                    found.append(self.wrong(account.seller, text))
        return found


# -- points: lots, lines, grants -----------------------------------------------------------------------------------


class LotsOfMovements(Found):
    """What is left of a lot, and what of it expired, is the sum of the movements that name it."""

    name = "lots"
    statement = (
        "SELECT seller, programme, origin, lot, SUM(points), SUM(gone) FROM ("
        "SELECT m.seller, m.programme, m.origin, m.lot, "
        "CASE WHEN m.target = 'available' THEN m.amount ELSE 0 END "
        "- CASE WHEN m.source = 'available' THEN m.amount ELSE 0 END AS points, "
        "CASE WHEN m.target = 'expired' THEN m.amount ELSE 0 END AS gone "
        "FROM movement m JOIN asked a ON a.seller = m.seller "
        "UNION ALL SELECT n.seller, n.programme, n.origin, n.lot, -n.amount, -n.expired "
        "FROM lot n JOIN asked a ON a.seller = n.seller"
        ") AS parts GROUP BY seller, programme, origin, lot HAVING SUM(points) <> 0 OR SUM(gone) <> 0"
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        _, programme, origin, lot, points, gone = row
        return (
            f"{programme} lot of {origin} {lot}: movements leave {_text(points)} more than the lot has, "
            f"and {_text(gone)} more expired"
        )


# An adjustment of a line names its campaign, one of a grant has none. Forgiven points were never moved (RULES 8.7).
_OF_ORIGIN: Final = (
    "SELECT seller, name, SUM(points) FROM ("
    "SELECT m.seller, m.lot AS name, m.amount AS points FROM movement m JOIN asked a ON a.seller = m.seller "
    "WHERE m.kind = 'accrual' AND m.origin = '{origin}' "
    "UNION ALL SELECT m.seller, m.about, -m.amount FROM movement m JOIN asked a ON a.seller = m.seller "
    "WHERE m.kind = 'adjustment' AND m.campaign {campaign} "
    "UNION ALL SELECT n.seller, n.lot, -n.forgiven FROM lot n JOIN asked a ON a.seller = n.seller "
    "WHERE n.origin = '{origin}' AND n.forgiven > 0 "
    "UNION ALL {records}"
    ") AS parts GROUP BY seller, name HAVING SUM(points) <> 0"
)


def _of_origin(origin: str, campaign: str, records: str) -> str:
    return _OF_ORIGIN.replace("{origin}", origin).replace("{campaign}", campaign).replace("{records}", records)


class LinesOfMovements(Found):
    """A line's points are what was accrued for it, less what was adjusted and forgiven."""

    name = "lines"
    statement = _of_origin(
        "line", "IS NOT NULL", "SELECT o.seller, o.line, -o.points FROM line o JOIN asked a ON a.seller = o.seller"
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        return f"line {row[1]}: accrued − adjusted − forgiven is {_text(row[2])} more than the line's points"


class GrantsOfMovements(Found):
    """What was not revoked of a grant is what was accrued for it, less what was adjusted and forgiven."""

    name = "grants"
    statement = _of_origin(
        "grant",
        "IS NULL",
        "SELECT o.seller, o.grant_id, -o.amount_left FROM points_grant o JOIN asked a ON a.seller = o.seller",
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        return f"grant {row[1]}: accrued − adjusted − forgiven is {_text(row[2])} more than is left of the grant"


class LinesOfFormula(Invariant):
    """A line's points are price × discount × quantity left × coefficient, rounded down (RULES 8.2, 8.6)."""

    name = "line formula"
    # The product does not fit 64 bits: computed here, in pages.
    _STATEMENT = (
        "SELECT seller, line, price, discount, quantity_left, coefficient, points FROM line "
        "WHERE seller IN ($) AND (seller, line) > (?, ?) ORDER BY seller, line LIMIT ?"
    )

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
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


# -- charges -------------------------------------------------------------------------------------------------------


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
        "FROM charge c JOIN asked a ON a.seller = c.seller LEFT JOIN {paid} ON TRUE "
        "GROUP BY c.seller, c.charge, c.amount, c.money "
        "HAVING c.amount <> c.money + SUM(COALESCE(CAST(j.value AS BIGINT), 0))"
    )

    def sql(self, transaction: Transaction) -> str:
        """See `Found.sql`."""
        return _with_paid(self.statement, transaction)

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        return f"charge {row[1]}: {_text(row[2])} is not {_text(row[3])} in money + {_text(row[4])} in points"


class ChargePoints(Found):
    """A charge's points part is what was moved onto it, programme by programme."""

    name = "charge points"
    statement = (
        "SELECT seller, charge, programme, SUM(points) FROM ("
        "SELECT m.seller, m.charge, m.programme, m.amount AS points FROM movement m "
        "JOIN asked a ON a.seller = m.seller WHERE m.charge IS NOT NULL AND m.target = 'spent' "
        "UNION ALL SELECT c.seller, c.charge, j.key, -CAST(j.value AS BIGINT) "
        "FROM charge c JOIN asked a ON a.seller = c.seller CROSS JOIN {paid}"
        ") AS parts GROUP BY seller, charge, programme HAVING SUM(points) <> 0"
    )

    def sql(self, transaction: Transaction) -> str:
        """See `Found.sql`."""
        return _with_paid(self.statement, transaction)

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        return f"charge {row[1]}: {_text(row[3])} more {row[2]} points were moved onto it than it says"


class ChargeReversals(Found):
    """A reversed charge gave all its points back, whatever became of them; any other gave none (RULES 9.7)."""

    name = "charge reversals"
    statement = (
        "SELECT seller, charge, SUM(spent), SUM(back) FROM ("
        "SELECT m.seller, m.charge, CASE WHEN m.target = 'spent' THEN m.amount ELSE 0 END AS spent, "
        "CASE WHEN m.source = 'spent' THEN m.amount ELSE 0 END AS back, c.reversed_at "
        "FROM movement m JOIN asked a ON a.seller = m.seller "
        "LEFT JOIN charge c ON c.seller = m.seller AND c.charge = m.charge WHERE m.charge IS NOT NULL"
        ") AS parts GROUP BY seller, charge "
        "HAVING SUM(back) <> SUM(CASE WHEN reversed_at IS NULL THEN 0 ELSE spent END)"
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        return f"charge {row[1]}: {_text(row[2])} in points were spent on it and {_text(row[3])} given back"


class ChargeMoney(Found):
    """The wallet was charged a charge's money part, or nothing once it is reversed."""

    name = "charge money"
    statement = (
        "SELECT seller, charge, SUM(part) FROM ("
        "SELECT w.seller, w.charge, w.amount AS part FROM wallet_entry w JOIN asked a ON a.seller = w.seller "
        "WHERE w.charge IS NOT NULL "
        "UNION ALL SELECT c.seller, c.charge, CASE WHEN c.reversed_at IS NULL THEN c.money ELSE 0 END "
        "FROM charge c JOIN asked a ON a.seller = c.seller"
        ") AS parts GROUP BY seller, charge HAVING SUM(part) <> 0"
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        return f"charge {row[1]}: the wallet is {_text(row[2])} away from the charge's money part"


class UsagePerDay(Invariant):
    """Points used per programme, service and local day are the spending movements of that day (RULES 9.3, 9.7)."""

    name = "usage"
    _STATEMENT = (
        "WITH zone (starts, ends, shift) AS (VALUES {zone}), "
        "asked AS (SELECT id AS seller FROM seller WHERE id IN ($)) "
        "SELECT seller, programme, service, day, SUM(points) FROM ("
        "SELECT m.seller, m.programme, m.service, (m.at + z.shift) / ? + ? AS day, m.amount AS points "
        "FROM movement m JOIN asked a ON a.seller = m.seller JOIN zone z ON m.at >= z.starts AND m.at < z.ends "
        "WHERE m.kind IN ('spending', 'cover') "
        "UNION ALL SELECT u.seller, u.programme, u.service, u.day, -u.amount "
        "FROM usage u JOIN asked a ON a.seller = u.seller"
        ") AS parts GROUP BY seller, programme, service, day HAVING SUM(points) <> 0"
    )

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
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
                f"{_text(points)} more was spent than counts for the limits",
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


# -- the wallet ----------------------------------------------------------------------------------------------------


class WalletOfEntries(Invariant):
    """The wallet is the sum of its entries."""

    name = "wallet"

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """See `Invariant.check`."""
        sums = _amounts(
            transaction,
            "SELECT seller, SUM(amount) FROM wallet_entry WHERE seller IN ($) GROUP BY seller",
            accounts,
        )
        return [
            self.wrong(
                account.seller,
                f"the wallet has {format_amount(account.wallet)}, "
                f"its entries make {format_amount(sums.get(account.seller, 0))}",
            )
            for account in accounts.values()
            if account.wallet != sums.get(account.seller, 0)
        ]


class WalletBalances(Found):
    """The balance after an entry is the balance before it and the entry's amount."""

    name = "wallet entries"
    statement = (
        "SELECT seller, seq, before, amount, balance FROM (SELECT w.seller, w.seq, w.amount, w.balance, "
        "COALESCE(LAG(w.balance) OVER (PARTITION BY w.seller ORDER BY w.seq), 0) AS before "
        "FROM wallet_entry w JOIN asked a ON a.seller = w.seller) AS entries WHERE balance <> before + amount"
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        return f"entry {row[1]}: {_text(row[2])} before and {_text(row[3])} do not make {_text(row[4])}"


def _amounts(transaction: Transaction, statement: str, accounts: Accounts) -> dict[str, Amount]:
    """Seller → amount, of a statement with one sum a seller."""
    return {seller: int(amount) for seller, amount in transaction.rows_in(statement, (), list(accounts))}


# -- the subscription ----------------------------------------------------------------------------------------------


class OneTrial(Invariant):
    """At most one trial ever, and the subscription knows of it (RULES 4.3)."""

    name = "one trial"

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """See `Invariant.check`."""
        trials = _amounts(
            transaction,
            "SELECT seller, COUNT(*) FROM period WHERE kind = 'trial' AND seller IN ($) GROUP BY seller",
            accounts,
        )
        found = []
        for account in accounts.values():
            count = trials.get(account.seller, 0)
            if count > 1:
                found.append(self.wrong(account.seller, f"{count} trials"))
            elif bool(count) != account.subscription.trial_used:
                said = "used" if account.subscription.trial_used else "not used"
                found.append(self.wrong(account.seller, f"{count} trials, but the trial counts as {said}"))
        return found


class PeriodsApart(Found):
    """Paid periods and trials never overlap; only an upgrade cuts the one that was running (RULES 4.5, 4.12)."""

    name = "periods"
    statement = (
        "SELECT p.seller, p.starts_at, p.ends_at, p.following FROM ("
        "SELECT q.seller, q.starts_at, q.ends_at, "
        "LEAD(q.starts_at) OVER (PARTITION BY q.seller ORDER BY q.starts_at, q.seq) AS following "
        "FROM period q JOIN asked a ON a.seller = q.seller) AS p WHERE p.following < p.ends_at AND NOT EXISTS ("
        "SELECT 1 FROM transition t WHERE t.seller = p.seller AND t.event = 'upgrade' AND t.at = p.following)"
    )

    def text(self, row: Row) -> str:
        """See `Found.text`."""
        _, start, end, following = row
        return (
            f"the period from {format_instant(start)} to {format_instant(end)} overlaps the one "
            f"from {format_instant(following)}"
        )


class PresentPeriod(Invariant):
    """The period that the subscription stands in is the last one opened."""

    name = "present period"

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """See `Invariant.check`."""
        last = {
            row[0]: tuple(row[1:])
            for row in transaction.rows_in(
                "SELECT seller, starts_at, ends_at, fee FROM (SELECT seller, starts_at, ends_at, fee, "
                "ROW_NUMBER() OVER (PARTITION BY seller ORDER BY seq DESC) AS place FROM period "
                "WHERE seller IN ($)) AS p WHERE place = 1",
                (),
                list(accounts),
            )
        }
        found = []
        for account in accounts.values():
            now = account.subscription
            present = (now.period_start, now.period_end, now.period_fee)
            expected = last.get(account.seller) if now.connected else (None, None, 0)
            if present != expected:
                found.append(
                    self.wrong(account.seller, f"{_period(present)}, but the last one opened: {_period(expected)}")
                )
        return found


def _period(values: tuple[Instant | None, Instant | None, Amount] | tuple[object, ...] | None) -> str:
    if values is None or not isinstance(values[0], int) or not isinstance(values[1], int):
        return "no period"
    return f"period from {format_instant(values[0])} to {format_instant(values[1])} for {_text(values[2])}"


class FeesPaid(Invariant):
    """Fees paid are the periods' fees less what upgrades returned; wallet and transitions say the same.

    RULES 4.12, 4.16.
    """

    name = "fees"
    _PERIODS = "SELECT seller, SUM(fee) FROM period WHERE seller IN ($) GROUP BY seller"
    _RETURNED = (
        "SELECT seller, SUM(amount) FROM wallet_entry WHERE kind = 'fee_returned' AND seller IN ($) GROUP BY seller"
    )
    _WALLET = (
        "SELECT seller, -SUM(amount) FROM wallet_entry WHERE kind IN ('fee', 'fee_returned') AND seller IN ($) "
        "GROUP BY seller"
    )
    _TRANSITIONS = "SELECT seller, -SUM(money) FROM transition WHERE seller IN ($) GROUP BY seller"

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """See `Invariant.check`."""
        periods, returned, wallet, transitions = (
            _amounts(transaction, statement, accounts)
            for statement in (self._PERIODS, self._RETURNED, self._WALLET, self._TRANSITIONS)
        )
        found = []
        for account in accounts.values():
            seller, paid = account.seller, account.subscription.fees_paid
            others = {
                "periods less returned parts": periods.get(seller, 0) - returned.get(seller, 0),
                "the wallet's entries": wallet.get(seller, 0),
                "transitions": transitions.get(seller, 0),
            }
            found += [
                self.wrong(seller, f"{format_amount(paid)} paid, {name} make {format_amount(other)}")
                for name, other in others.items()
                if other != paid
            ]
        return found


class TransitionsReachState(Invariant):
    """The stored transitions are steps of the chart, each from where the one before ended, up to the present state."""

    name = "transitions"
    _STEPS = "SELECT DISTINCT seller, from_state, event, to_state FROM transition WHERE seller IN ($)"
    _JUMPS = (
        "SELECT seller, seq, from_state, before FROM (SELECT seller, seq, from_state, "
        "COALESCE(LAG(to_state) OVER (PARTITION BY seller ORDER BY seq), 'inactive') AS before "
        "FROM transition WHERE seller IN ($)) AS steps WHERE from_state <> before"
    )
    _LAST = (
        "SELECT seller, to_state FROM (SELECT seller, to_state, "
        "ROW_NUMBER() OVER (PARTITION BY seller ORDER BY seq DESC) AS place FROM transition "
        "WHERE seller IN ($)) AS steps WHERE place = 1"
    )

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """See `Invariant.check`."""
        names = list(accounts)
        found = [
            self.wrong(seller, f"{event} does not lead from {before} to {after}")
            for seller, before, event, after in transaction.rows_in(self._STEPS, (), names)
            if not _leads(before, event, after)
        ]
        found += [
            self.wrong(seller, f"transition {seq} starts from {state}, the one before ended in {before}")
            for seller, seq, state, before in transaction.rows_in(self._JUMPS, (), names)
        ]
        last: dict[str, str] = dict(transaction.rows_in(self._LAST, (), names))
        for account in accounts.values():
            reached, present = last.get(account.seller, State.INACTIVE.value), account.subscription.state.value
            if reached != present:
                found.append(self.wrong(account.seller, f"the state is {present}, the transitions end in {reached}"))
        return found


def _leads(before: str, event: str, after: str) -> bool:
    try:
        return step(State(before), event) == after
    except (IllegalTransition, ValueError):
        return False


# -- history -------------------------------------------------------------------------------------------------------


NUMBERED: Final[Mapping[str, str]] = {
    "movement": "at",
    "wallet_entry": "at",
    "transition": "at",
    "period": "paid_at",
    "consent": "at",
    "rating": "at",
    "charge": "at",
}
"""Tables whose rows take a number of the seller's history → their column with the instant."""


class HistoryWhole(Invariant):
    """History's numbers run from 1 without gap or double to the seller's counter, and its instants never go back."""

    name = "history"
    _ENTRIES = " UNION ALL ".join(
        "SELECT h.seller, h.seq, h.{at} AS at FROM {table} h JOIN asked a ON a.seller = h.seller".replace(
            "{at}", at
        ).replace("{table}", table)
        for table, at in NUMBERED.items()
    )
    _STATEMENT = (
        "SELECT seller, MAX(seq), MAX(at), MIN(CASE WHEN seq = before THEN seq END), "
        "MIN(CASE WHEN seq > before + 1 THEN before + 1 END), MIN(CASE WHEN at < at_before THEN seq END) FROM ("
        "SELECT seller, seq, at, COALESCE(LAG(seq) OVER (PARTITION BY seller ORDER BY seq), 0) AS before, "
        "LAG(at) OVER (PARTITION BY seller ORDER BY seq) AS at_before FROM ({entries}) AS entries"
        ") AS neighbours GROUP BY seller"
    ).replace("{entries}", _ENTRIES)

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """See `Invariant.check`."""
        found = []
        empty = dict.fromkeys(accounts, (0, 0, None, None, None))
        known = {row[0]: row[1:] for row in transaction.rows_in(ASKED + self._STATEMENT, (), list(accounts))}
        for seller, (last, latest, double, missing, back) in (empty | known).items():
            account = accounts[seller]
            if double is not None:
                found.append(self.wrong(seller, f"number {double} is there twice"))
            if missing is not None:
                found.append(self.wrong(seller, f"number {missing} is missing"))
            if last != account.seq:
                found.append(self.wrong(seller, f"the last number is {last}, the counter stands at {account.seq}"))
            if back is not None:
                found.append(self.wrong(seller, f"number {back} is earlier than the one before it"))
            if latest > account.clock:
                found.append(self.wrong(seller, f"something is of {format_instant(latest)}, after the seller's clock"))
        return found


class ConsentInForce(Invariant):
    """A seller is out of a programme exactly when the last word was leaving it (RULES 8.9)."""

    name = "consent"

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """See `Invariant.check`."""
        joined = {
            (seller, programme): bool(last)
            for seller, programme, last in transaction.rows_in(
                "SELECT seller, programme, joined FROM (SELECT seller, programme, joined, "
                "ROW_NUMBER() OVER (PARTITION BY seller, programme ORDER BY seq DESC) AS place FROM consent "
                "WHERE seller IN ($)) AS words WHERE place = 1",
                (),
                list(accounts),
            )
        }
        return [
            self.wrong(
                account.seller,
                f"{programme}: {'out' if balance.opted_out else 'in'}, but the last consent says otherwise",
            )
            for account in accounts.values()
            for programme, balance in account.balances.items()
            if balance.opted_out == joined.get((account.seller, programme), True)
        ]


# -- all of them ---------------------------------------------------------------------------------------------------


READABLE: Final = "readable"
"""The name under which a seller is reported whose rows cannot even be loaded."""


@functools.lru_cache(maxsize=8)
def invariants(calendar: Calendar) -> tuple[Invariant, ...]:
    """Every invariant, in the order of the report."""
    return (
        MovementWays(), AccruedLaw(), CreditedLaw(), DebtLaw(), BalancesOfMovements(), AvailableIsLots(), HeldIsLines(),
        LotsOfMovements(), LinesOfMovements(), LinesOfFormula(), GrantsOfMovements(), ChargeParts(), ChargePoints(),
        ChargeReversals(), ChargeMoney(), UsagePerDay(calendar), WalletOfEntries(), WalletBalances(), OneTrial(),
        PeriodsApart(), PresentPeriod(), FeesPaid(), TransitionsReachState(), HistoryWhole(), ConsentInForce(),
    )  # fmt: skip


def verify_all(ledger: Ledger, *, park: bool = False) -> Report:
    """Check every seller. With `park` those that fail are parked: reading works, changes answer `account_under_review`.

    Writers go on meanwhile. Raises `StorageError` when the database itself cannot be read.
    """
    database, policy = ledger.database, ledger.policy
    sellers = parked = 0
    violations: list[Violation] = []
    last = ""
    while True:
        with _view(database) as transaction:
            names = [
                name
                for (name,) in transaction.rows("SELECT id FROM seller WHERE id > ? ORDER BY id LIMIT ?", (last, PIECE))
            ]
            found = check_sellers(transaction, policy, names)
        if not names:
            return Report(sellers, len(invariants(policy.calendar)), violations, parked)
        last = names[-1]
        sellers += len(names)
        violations += found
        if park and found:
            parked += _park(database, {violation.seller for violation in found})


def check_sellers(transaction: Transaction, policy: Policy, names: Sequence[str]) -> list[Violation]:
    """What does not hold for these sellers, in the order of the invariants."""
    accounts, found = _load(transaction, policy, names)
    if accounts:
        for invariant in invariants(policy.calendar):
            found += invariant.check(transaction, accounts)
    return found


def release(ledger: Ledger, seller: str) -> list[Violation] | None:
    """Let a parked seller work again if nothing is wrong any more; what still is, is returned. None: unknown seller."""
    with ledger.database.write() as transaction:
        # The no-op takes the row's lock, so that nobody writes while it is looked at.
        if not transaction.run("UPDATE seller SET version = version WHERE id = ?", (seller,)):
            return None
        found = check_sellers(transaction, ledger.policy, [seller])
        if not found:
            _set_parked(transaction, [seller], parked=False)
        return found


@contextmanager
def _view(database: Database) -> Iterator[Transaction]:
    """One consistent view over several statements; PostgreSQL has to be asked for it."""
    with database.read() as transaction:
        if transaction.postgresql:
            transaction.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield transaction


def _load(transaction: Transaction, policy: Policy, names: Sequence[str]) -> tuple[dict[str, Account], list[Violation]]:
    """The accounts that can be loaded; one seller's damaged rows do not hide the others."""
    try:
        return rows.load(transaction, policy, names), []
    except StorageError:
        raise
    except Exception as error:  # damage has no list of exceptions
        if len(names) == 1:
            return {}, [Violation(names[0], READABLE, f"the rows cannot be read: {type(error).__name__}: {error}")]
    accounts: dict[str, Account] = {}
    found: list[Violation] = []
    for name in names:
        one, wrong = _load(transaction, policy, [name])
        accounts |= one
        found += wrong
    return accounts, found


def _park(database: Database, sellers: Iterable[str]) -> int:
    with database.write() as transaction:
        return _set_parked(transaction, sorted(sellers), parked=True)


def _set_parked(transaction: Transaction, sellers: Iterable[str], *, parked: bool) -> int:
    # The version moves on, so that no account kept in memory is used as it was.
    return sum(
        transaction.run(
            "UPDATE seller SET parked = ?, version = version + 1 WHERE id = ? AND parked <> ?", (parked, seller, parked)
        )
        for seller in sellers
    )
