"""A programme's balances are the sums of its movements, and obey the three laws of RULES 11.

The laws follow from the sums as long as points go only the ways there are; they are checked apart all the same, on the
balances as they stand, because they are what a seller can check by hand.
"""

from abc import abstractmethod
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import ClassVar, Final

from core.account import Balance
from core.values import Amount, format_amount
from storage.books.invariants.base import Invariant, Violation
from storage.books.invariants.kept import Piece
from storage.rows.transaction import Transaction

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

_stored: Final = attrgetter(*SUMS)
_NOTHING: Final = (0,) * len(SUMS)


@lru_cache(maxsize=64)
def _counted(source: str, target: str) -> tuple[tuple[int, int], ...]:
    """In which balances, by place in `SUMS`, a movement from one stage to another counts, and how often."""
    times = [counts(source, target) for counts in SUMS.values()]
    return tuple((place, each) for place, each in enumerate(times) if each)


class MovementWays(Invariant):
    """Points go only the ways there are, and only more than nothing."""

    name = "movement ways"

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        found = []
        for seller, _, kind, source, target, _, least, first in accounts.moved:
            if (kind, source, target) not in WAYS:
                found.append(self.wrong(seller, f"movement {first}: no {kind} goes from {source} to {target}"))
            elif least <= 0 and kind != "prolongation":
                found.append(self.wrong(seller, f"a movement of kind {kind} moves {format_amount(least)}"))
        return found


class BalancesOfMovements(Invariant):
    """Every balance is the sum of its movements."""

    name = "balances"

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        sums: defaultdict[str, dict[str, list[Amount]]] = defaultdict(dict)
        for seller, programme, _, source, target, amount, _, _ in accounts.moved:
            made = sums[seller].setdefault(programme, [0] * len(SUMS))
            for place, times in _counted(source, target):
                made[place] += times * amount
        found = []
        for seller, account in accounts.items():
            of = sums[seller]
            for programme in sorted(of.keys() | account.balances.keys()):
                stored = _stored(account.balances.get(programme) or Balance(programme))
                moved = tuple(of.get(programme, _NOTHING))
                if stored != moved:
                    found += [
                        self.wrong(
                            seller,
                            f"{programme}: {name} is {format_amount(have)}, its movements make {format_amount(make)}",
                        )
                        for name, have, make in zip(SUMS, stored, moved, strict=True)
                        if have != make
                    ]
        return found


class _Law(Invariant):
    """An equation between one programme's balances and what was adjusted out of one stage."""

    stage: ClassVar[str]

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        adjusted: Counter[tuple[str, str]] = Counter()
        for seller, programme, _, source, target, amount, _, _ in accounts.moved:
            if target == "adjusted" and source == self.stage:
                adjusted[seller, programme] += amount
        found = []
        for account in accounts.values():
            for programme, balance in account.balances.items():
                left, right, names = self.sides(balance, adjusted[account.seller, programme])
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

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        found = []
        for account in accounts.values():
            for programme, balance in account.balances.items():
                left = account.lots.get(programme, 0)
                if left != balance.available:
                    text = f"{programme}: {format_amount(balance.available)} available, {format_amount(left)} in lots"
                    found.append(self.wrong(account.seller, text))
        return found


class HeldIsLines(Invariant):
    """Held points are those of the held lines."""

    name = "held"

    def check(self, transaction: Transaction, accounts: Piece) -> list[Violation]:
        """See `Invariant.check`."""
        found = []
        for account in accounts.values():
            for programme, balance in account.balances.items():
                held = account.held.get(programme, 0)
                if held != balance.held:
                    text = f"{programme}: {format_amount(balance.held)} held, {format_amount(held)} in held lines"
                    found.append(self.wrong(account.seller, text))
        return found
