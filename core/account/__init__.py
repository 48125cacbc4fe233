"""One seller's account: its state, and beside it the occasion, the journal and what is known of its rows."""

from core.account.account import EXPIRIES_KEPT, Account
from core.account.journal import Changes, Journal
from core.account.known import Closed, Stored
from core.account.lots import Lots
from core.account.occasion import Occasion
from core.account.records import (
    Balance,
    Charge,
    Consent,
    Grant,
    Line,
    Lot,
    Movement,
    Notice,
    Period,
    RatingReading,
    Reminder,
    Spent,
    Subscription,
    Transition,
    WalletEntry,
)

__all__ = [
    "EXPIRIES_KEPT",
    "Account",
    "Balance",
    "Changes",
    "Charge",
    "Closed",
    "Consent",
    "Grant",
    "Journal",
    "Line",
    "Lot",
    "Lots",
    "Movement",
    "Notice",
    "Occasion",
    "Period",
    "RatingReading",
    "Reminder",
    "Spent",
    "Stored",
    "Subscription",
    "Transition",
    "WalletEntry",
]
