"""The records of an account and of its history, each with the table that keeps it; and the seller's own row."""

from typing import Final, NamedTuple

from core import account as core
from core.account import Dues
from core.points.lots import Digest
from core.values import NEVER, Amount, BooksKind, Instant
from storage.rows import tables
from storage.rows.answers import Row
from storage.rows.records import AS_TEXT, Records

SUBSCRIPTIONS: Final = Records(tables.Subscription, core.Subscription)
BILLINGS: Final = Records(tables.Subscription, core.Billing)
"""Of a subscription what a charge needs; few of the columns."""
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


class SellerRow(NamedTuple):
    """The seller's own row; what is of one piece lies in tables of its own."""

    id: str
    name: str
    locale: str | None
    registered_at: Instant
    version: int
    seq: int
    wallet: Amount
    clock: Instant
    next_due: Instant | None
    points_due: Instant | None
    subscription_due: Instant | None
    digest: dict[str, dict[str, Amount]]
    digest_at: Instant | None
    parked: bool
    profile_at: Instant | None
    books: BooksKind
    told: int
    dues_version: int

    @property
    def says_dues(self) -> bool:
        """Whether it says when the parts are due: not if a program wrote it last that does not know of them."""
        return self.dues_version == self.version


class DueRow(NamedTuple):
    """Of a seller's row what is asked about it when it is due, as it stands there; they sort as they are due."""

    next_due: Instant
    id: str
    version: int
    seq: int
    wallet: Amount
    clock: Instant
    points_due: Instant | None
    subscription_due: Instant | None
    digest: str
    digest_at: Instant | None
    books: str
    told: int
    dues_version: int

    @property
    def says_dues(self) -> bool:
        """As of `SellerRow`."""
        return self.dues_version == self.version


SELLERS: Final = Records(tables.Seller, SellerRow)


def dues_of(row: SellerRow | DueRow) -> Dues:
    """When each part of the seller is due, as its row says."""
    return Dues(row.points_due or NEVER, row.subscription_due or NEVER, row.digest_at or NEVER)


PROGRESS: Final = (
    "version", "seq", "wallet", "clock", "next_due", "points_due", "subscription_due", "told", "dues_version",
)  # fmt: skip
"""Of a seller's row what every decision changes; the profile and the digest change seldom."""


def progress(version: int, seq: int, wallet: Amount, clock: Instant, due: Dues, told: int) -> Row:
    """What a decision leaves of `PROGRESS`, now of this version."""
    points, subscription, _ = due
    return (
        version,
        seq,
        wallet,
        clock,
        due.soonest,
        None if points == NEVER else points,
        None if subscription == NEVER else subscription,
        told,
        version,
    )


def digest_text(digest: Digest) -> str:
    """A digest as its column has it."""
    return AS_TEXT(digest) if digest else "{}"
