"""The records of an account and of its history, each with the table that keeps it."""

from typing import Final

from core import account as core
from storage.rows import tables
from storage.rows.records import Records

SUBSCRIPTIONS: Final = Records(tables.Subscription, core.Subscription)
BALANCES: Final = Records(tables.Balance, core.Balance)
LINES: Final = Records(tables.Line, core.Line, left="quantity_left")
LOTS: Final = Records(tables.Lot, core.Lot)
GRANTS: Final = Records(tables.Grant, core.Grant, grant="grant_id", left="amount_left")
CHARGES: Final = Records(tables.Charge, core.Charge)
SPENT: Final = Records(tables.Movement, core.Spent)
"""What of a movement onto a charge is needed to give the points back."""

MOVEMENTS: Final = Records(tables.Movement, core.Movement)
WALLET_ENTRIES: Final = Records(tables.WalletEntry, core.WalletEntry)
TRANSITIONS: Final = Records(tables.Transition, core.Transition)
PERIODS: Final = Records(tables.Period, core.Period)
CONSENTS: Final = Records(tables.Consent, core.Consent)
RATINGS: Final = Records(tables.Rating, core.RatingReading)
TELLINGS: Final = Records(tables.Telling, core.Telling, order="order_id")
REPORTED: Final = Records(tables.Reported, core.Reported, order="order_id")
REPORTED_SUMS: Final = Records(tables.ReportedSum, core.ReportedSum)
NOTICES: Final = Records(tables.Notice, core.Notice)
