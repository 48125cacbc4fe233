"""Money, rates and instants that are exact and have one form.

Problem: floats lose kopecks, decimals are slow in sweeps, and a text such as "1e2" or "1,5" means different
things to different readers.
Decision: every number is an integer of its smallest unit and every instant an integer of microseconds since
1970 in UTC; texts from outside are read by one strict grammar (RULES 2.1, 15.14, 15.15) and written in one
form.
Limit: amounts up to 999999999999.99 (RULES 15.14) and sums of them up to `MAX_SUM`, so that all fit a 64-bit
column; instants from 2000 to 2100 on input.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

Instant = int
"""Microseconds since 1970-01-01T00:00:00Z."""
Amount = int
"""Money or points, an integer of 0.01 (RULES 2.1)."""
Rate = int
"""A rate, share, coefficient or rating, an integer of 0.000001: "0.10" is 100_000 (RULES 2.1)."""

CENTS = 100
"""How many units of an Amount make 1.00."""
RATE_ONE = 1_000_000
"""The Rate of 1."""
MAX_AMOUNT: Amount = 99_999_999_999_999
"""999999999999.99 (RULES 15.14)."""
MAX_SUM: Amount = 1 << 62
"""What a seller's wallet and each programme's points since the start may come to; half of 64 bits (RULES 15.14)."""

SECOND: Instant = 1_000_000
MINUTE: Instant = 60 * SECOND
HOUR: Instant = 60 * MINUTE
"""Hours and minutes are absolute (RULES 15.1): plain addition does. Days and months are the calendar's."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 24 * HOUR
EARLIEST: Instant = (datetime(2000, 1, 1, tzinfo=UTC) - EPOCH).days * _DAY
"""2000-01-01T00:00:00Z, the first instant accepted on input (RULES 15.14)."""
LATEST: Instant = (datetime(2101, 1, 1, tzinfo=UTC) - EPOCH).days * _DAY - 1
"""The last microsecond of 2100, the last instant accepted on input (RULES 15.14)."""

NEVER: Instant = 2**63 - 1
"""Later than every instant: of what never falls due."""

LONGEST_ID = 128
"""Characters of the longest id (RULES 15.14)."""


class Plan(StrEnum):
    """What a seller subscribes to (RULES 4)."""

    LITE = "lite"
    PREMIUM = "premium"


class Part(StrEnum):
    """A part of an account that may be left in its rows until somebody reads it, by the name of its attribute."""

    SUBSCRIPTION = "subscription"
    BALANCES = "balances"
    LOTS = "lots"
    CHOICES = "choices"
    USAGE = "usage"
    EXPIRIES = "expiries"
    REPORTED = "reported"


class BooksKind(StrEnum):
    """Who decides for a shop: this engine, or a marketplace elsewhere whose word is kept (RULES 16)."""

    KEPT = "kept"
    REPORTED = "reported"


class FactKind(StrEnum):
    """What a marketplace tells of a reported shop (RULES 16.1)."""

    POINTS = "points"
    FEE = "fee"
    SALE = "sale"
    BALANCE = "balance"
    PLAN = "plan"


class State(StrEnum):
    """Where a subscription stands (RULES 4)."""

    INACTIVE = "inactive"
    TRIAL = "trial"
    ACTIVE = "active"
    GRACE = "grace"


class Renewal(StrEnum):
    """What happens at the next boundary (RULES 4)."""

    RENEW = "renew"
    LITE = "lite"
    STOP = "stop"


class Invitation(StrEnum):
    """The banner that lets a verified seller connect Premium (RULES 5, 13)."""

    NONE = "none"
    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """Who acts (RULES 1). An operator is marketplace staff and commands for no seller (RULES 15.14)."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    FINANCE = "finance"
    EMPLOYEE = "employee"
    OPERATOR = "operator"


class Stage(StrEnum):
    """Where points are; a movement takes them from one stage to another (RULES 11)."""

    SOURCE = "source"
    HELD = "held"
    AVAILABLE = "available"
    SPENT = "spent"
    EXPIRED = "expired"
    ADJUSTED = "adjusted"
    DEBT = "debt"


class MovementKind(StrEnum):
    """Why points move (RULES 8 to 10)."""

    ACCRUAL = "accrual"
    CREDITING = "crediting"
    REPAYMENT = "repayment"
    ADJUSTMENT = "adjustment"
    SPENDING = "spending"
    COVER = "cover"
    REVERSAL = "reversal"
    EXPIRY = "expiry"
    PROLONGATION = "prolongation"


class Origin(StrEnum):
    """What points come from: a redeemed order line or a grant (RULES 8.7a)."""

    LINE = "line"
    GRANT = "grant"


class WalletKind(StrEnum):
    """Why the wallet changes (RULES 3, 4, 9)."""

    CREDIT = "credit"
    DEBIT = "debit"
    FEE = "fee"
    FEE_RETURNED = "fee_returned"
    SERVICE = "service"
    COVER = "cover"
    SERVICE_REVERSED = "service_reversed"


class Mode(StrEnum):
    """How charges are paid (RULES 9.1)."""

    AUTO = "auto"
    MANUAL = "manual"


class Reason(StrEnum):
    """Why a subscription will not renew, or has ended (RULES 4.6, 4.8, 4.9, 5.3)."""

    CANCELLED = "cancelled"
    INELIGIBLE = "ineligible"
    INSUFFICIENT_FUNDS = "insufficient_funds"


class PeriodKind(StrEnum):
    """What a period was opened by: nothing, once, or a fee (RULES 4.3, 4.15)."""

    TRIAL = "trial"
    PAID = "paid"


class ChoiceKind(StrEnum):
    """What a seller may set for a service (RULES 9.1, 9.3, 9.4)."""

    MODE = "mode"
    LIMIT = "limit"
    RESERVE = "reserve"


# The bounds stand in the patterns: a number of 400 digits fails here and never reaches int(). RULES 15.14
_AMOUNT = re.compile(r"(-?(?:0|[1-9][0-9]{0,11}))(?:\.([0-9]{1,2}))?")
_RATE = re.compile(r"(-?(?:0|[1-9][0-9]{0,11}))(?:\.([0-9]{1,6}))?")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-5][0-9])"
)
# Control characters (category Cc) and surrogates. RULES 15.14
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# What Unicode calls letters, marks or symbols and no font shows: fillers, selectors of variants, blanks. RULES 15.14
_FILLERS = frozenset(
    map(
        chr,
        (
            0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x2800, 0x3164, *range(0xFE00, 0xFE10),
            0xFFA0, 0x13441, 0x13442, 0x16FE4, 0x1D159, *range(0xE0100, 0xE01F0),
        ),
    )
)  # fmt: skip


def parse_amount(text: str) -> Amount:
    """The amount written as `text`: "1890.00", "5", "-0.05"; at most 2 decimals, counted as written.

    Raises ValueError for anything outside the grammar or beyond ±999999999999.99 (RULES 15.14).
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise ValueError("not an amount with at most 2 decimals, up to 999999999999.99")
    whole, fraction = match.groups()
    # Text arithmetic, so that the sign of "-0.05" is kept.
    return int(whole + fraction.ljust(2, "0")) if fraction else int(whole) * CENTS


def parse_rate(text: str) -> Rate:
    """The rate written as `text`: "0.10", "4.49", "1"; at most 6 decimals, counted as written.

    Raises ValueError for anything outside the grammar (RULES 15.14).
    """
    match = _RATE.fullmatch(text)
    if match is None:
        raise ValueError("not a number with at most 6 decimals")
    whole, fraction = match.groups()
    return int(whole + fraction.ljust(6, "0")) if fraction else int(whole) * RATE_ONE


def format_amount(amount: Amount) -> str:
    """The amount with exactly 2 decimals: "1890.00", "-0.05"."""
    whole, cents = divmod(abs(amount), CENTS)
    return f"{'-' if amount < 0 else ''}{whole}.{cents:02d}"


def format_rate(rate: Rate) -> str:
    """The rate in its shortest form: "0.1", "4.49", "1", "0"."""
    whole, millionths = divmod(abs(rate), RATE_ONE)
    text = f"{whole}.{millionths:06d}".rstrip("0").rstrip(".")
    return f"-{text}" if rate < 0 else text


def parse_instant(text: str) -> Instant:
    """The instant written in RFC 3339 with capital T, Z or ±hh:mm, at most 6 fraction digits (RULES 15.15).

    Raises ValueError for another form, a date or time that does not exist, and UTC years outside 2000..2100.
    A leap second (":60") has no place on a scale of microseconds and is refused too.
    """
    if _INSTANT.fullmatch(text) is None:
        raise ValueError("not an RFC 3339 instant")
    since = datetime.fromisoformat(text) - EPOCH
    instant = since.days * _DAY + since.seconds * SECOND + since.microseconds
    if not EARLIEST <= instant <= LATEST:
        raise ValueError("not in the years 2000..2100")
    return instant


# The same few instants are written into every row of a sweep.
@lru_cache(maxsize=4096)
def format_instant(instant: Instant) -> str:
    """RFC 3339 in UTC with Z; six fraction digits if the fraction is not zero, else none (RULES 15.15)."""
    return (EPOCH + timedelta(microseconds=instant)).isoformat().replace("+00:00", "Z")


def is_clean_text(text: str, longest: int) -> bool:
    """Whether `text` has 1..`longest` characters, no control character and no half of a surrogate pair."""
    # isprintable() is cheap and nearly always true, but refuses allowed characters, such as a no-break space.
    return 0 < len(text) <= longest and (text.isprintable() or _UNPRINTABLE.search(text) is None)


def is_seen(text: str) -> bool:
    """Whether at least one character of the text shows: no white space, control, format or filler (RULES 15.14)."""
    return any(unicodedata.category(char)[0] not in "ZC" and char not in _FILLERS for char in text)
