"""A programme's balances are the sums of its movements, and obey the three laws of RULES 11.

The laws follow from the sums as long as points go only the ways there are; they are checked apart all the same, on the
balances as they stand, because they are what a seller can check by hand.
"""

from abc import abstractmethod
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from core.account import Account, Balance
from core.values import Amount, Stage, format_amount
from storage.books.invariants.base import Invariant, Violation
from storage.rows.database import Transaction

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

_COUNTS: Final[Mapping[tuple[str, str], Sequence[tuple[str, int]]]] = {
    (source.value, target.value): [(name, times) for name, counts in SUMS.items() if (times := counts(source, target))]
    for source in Stage
    for target in Stage
}
"""Stages → the balances in which a movement between them counts, and how often."""

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
            for name, times in _COUNTS.get((source, target), ()):
                sums[seller, programme][name] += times * int(amount)
        moving: defaultdict[str, set[str]] = defaultdict(set)
        for seller, programme in sums:
            moving[seller].add(programme)
        found = []
        for account in accounts.values():
            for programme in sorted(moving[account.seller] | account.balances.keys()):
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

    def __init__(self, accruing: str) -> None:
        self._accruing = accruing

    def check(self, transaction: Transaction, accounts: dict[str, Account]) -> list[Violation]:
        """See `Invariant.check`."""
        found = []
        for account in accounts.values():
            for programme, balance in account.balances.items():
                lines = account.lines.values() if programme == self._accruing else ()
                held = sum(line.points for line in lines)
                if held != balance.held:
                    text = f"{programme}: {format_amount(balance.held)} held, {format_amount(held)} in held lines"
                    found.append(self.wrong(account.seller, text))
        return found
