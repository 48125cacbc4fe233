"""One seller's account: its state, and beside it the occasion, the journal and what is known of its rows."""

from core.account.account import EXPIRIES_KEPT, Account, PartsInRows, Subscriber
from core.account.held import Held
from core.account.journal import Changes, Journal
from core.account.known import NOTHING_DUE, Closed, Dues, Stored
from core.account.lots import Lots
from core.account.occasion import Occasion
from core.account.records import (
    Balance,
    Billing,
    Charge,
    Consent,
    Grant,
    Line,
    Lot,
    Movement,
    Notice,
    Period,
    RatingReading,
    Reported,
    ReportedShop,
    ReportedSum,
    Spent,
    Subscription,
    Telling,
    Transition,
    WalletEntry,
)

__all__ = [
    "EXPIRIES_KEPT",
    "NOTHING_DUE",
    "Account",
    "Balance",
    "Billing",
    "Changes",
    "Charge",
    "Closed",
    "Consent",
    "Dues",
    "Grant",
    "Held",
    "Journal",
    "Line",
    "Lot",
    "Lots",
    "Movement",
    "Notice",
    "Occasion",
    "PartsInRows",
    "Period",
    "RatingReading",
    "Reported",
    "ReportedShop",
    "ReportedSum",
    "Spent",
    "Stored",
    "Subscriber",
    "Subscription",
    "Telling",
    "Transition",
    "WalletEntry",
]
