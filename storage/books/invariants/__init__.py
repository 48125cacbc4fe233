"""All invariants of RULES 11, in the order of the report."""

import functools

from core.calendar import Calendar
from storage.books.invariants.base import Invariant
from storage.books.invariants.charges import ChargeMoney, ChargeParts, ChargePoints, ChargeReversals, UsagePerDay
from storage.books.invariants.history import ConsentInForce, HistoryWhole
from storage.books.invariants.money import (
    FeesPaid,
    OneTrial,
    PeriodsApart,
    PresentPeriod,
    TransitionsReachState,
    WalletBalances,
    WalletOfEntries,
)
from storage.books.invariants.points import GrantsOfMovements, LinesOfFormula, LinesOfMovements, LotsOfMovements
from storage.books.invariants.reported import EntriesOfTellings, SumsOfEntries, WrongBooks
from storage.books.invariants.sums import (
    AccruedLaw,
    AvailableIsLots,
    BalancesOfMovements,
    CreditedLaw,
    DebtLaw,
    HeldIsLines,
    MovementWays,
)


@functools.lru_cache(maxsize=8)
def invariants(calendar: Calendar) -> tuple[Invariant, ...]:
    """Every invariant, in the order of the report."""
    return (
        MovementWays(), AccruedLaw(), CreditedLaw(), DebtLaw(), BalancesOfMovements(), AvailableIsLots(),
        HeldIsLines(), LotsOfMovements(), LinesOfMovements(), LinesOfFormula(), GrantsOfMovements(),
        ChargeParts(), ChargePoints(), ChargeReversals(), ChargeMoney(), UsagePerDay(calendar), WalletOfEntries(),
        WalletBalances(), OneTrial(), PeriodsApart(), PresentPeriod(), FeesPaid(),
        TransitionsReachState(), HistoryWhole(), ConsentInForce(),
        EntriesOfTellings(), SumsOfEntries(), WrongBooks(),
    )  # fmt: skip
