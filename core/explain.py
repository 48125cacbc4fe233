"""Numbers of the past in words: which rule made them, and the arithmetic as a person would write it (RULES 11).

The problem: "−196.00" convinces nobody; `1176.00 − 980.00 = 196.00` by rule 8.6 does. The decision: here are the rule
of every step, refusal and notice, and the forms of the arithmetic, all pure; the storage looks up the numbers. The
limit: what is explained is what was decided, not whether it was right: that is what `verify` recomputes.
"""

from collections.abc import Mapping
from typing import Final

from core.account import Line, Transition
from core.points.accrual import points_for
from core.refusals import Ignored, Refusal
from core.subscription.chart import Step
from core.values import RATE_ONE, Amount, Instant, Rate, Reason, State, format_amount, format_instant, format_rate

# -- which rule ----------------------------------------------------------------------------------------------------

RULE_OF_END: Final[Mapping[str, str]] = {
    Reason.CANCELLED: "4.9",
    Reason.INELIGIBLE: "5.3",
    Reason.INSUFFICIENT_FUNDS: "4.8",
}
"""Why a subscription ended → the rule that ended it."""

RULE_OF_STEP: Final[Mapping[str, str]] = {
    Step.BEGIN_TRIAL: "4.3",
    Step.BEGIN_PAID: "4.4",
    Step.UPGRADE: "4.12",
    Step.STOP_RENEWAL: "4.9",
    Step.RESUME: "4.10",
    Step.SWITCH_TO_LITE: "4.11",
    Step.FEE_PAID: "4.6",
    Step.FEE_FAILED: "4.7",
    Step.END: "4.6",
}
"""A transition's event → its rule, where no state or reason makes it another."""

RULE_OF_REASON: Final[Mapping[str, str]] = {
    Refusal.MALFORMED: "15.16",
    Refusal.CONFLICTING_DUPLICATE: "2.6",
    Refusal.UNKNOWN_SELLER: "13",
    Refusal.ACCOUNT_UNDER_REVIEW: "11",
    Refusal.FORBIDDEN: "13",
    Refusal.WRONG_BOOKS: "16.4",
    Refusal.BOOKS_FIXED: "16",
    Refusal.SUM_TOO_LARGE: "15.14",
    Refusal.ALREADY_CONNECTED: "4.13",
    Refusal.NOT_ELIGIBLE: "5.4",
    Refusal.NO_INVITATION: "4.2",
    Refusal.INSUFFICIENT_FUNDS: "4.4",
    Refusal.NOT_CONNECTED: "4.9",
    Refusal.NO_FREE_SEAT: "6.3",
    Refusal.PRICE_IN_PAST: "4.15",
    Refusal.DUPLICATE_LINE: "8.3",
    Refusal.UNKNOWN_LINE: "8.6",
    Refusal.QUANTITY_EXCEEDS: "8.6",
    Refusal.UNKNOWN_PROGRAMME: "15.11",
    Refusal.DUPLICATE_GRANT: "9.8",
    Refusal.UNKNOWN_GRANT: "9.8",
    Refusal.AMOUNT_EXCEEDS: "9.8",
    Refusal.DUPLICATE_CHARGE: "9.8",
    Refusal.UNKNOWN_CHARGE: "9.7",
    Refusal.ALREADY_REVERSED: "9.7",
    Refusal.MAINTENANCE: "9.5",
    Refusal.SERVICE_NOT_ELIGIBLE: "7",
    Refusal.BELOW_MINIMUM: "7",
    Refusal.POINTS_EXPIRED: "9.5",
    Refusal.INSUFFICIENT_POINTS: "9.5",
    Refusal.DAILY_LIMIT: "9.3",
    Refusal.MONTHLY_LIMIT: "9.3",
    Refusal.OWN_LIMIT: "9.3",
    Refusal.NOTHING_TO_COVER: "9.5",
    Refusal.OVER_COVERABLE: "9.5",
    Refusal.WITHDRAWAL_NOT_ALLOWED: "9.6",
    Refusal.TRANSFER_NOT_ALLOWED: "9.6",
    Ignored.BELOW_MIN_DISCOUNT: "8.3",
    Ignored.CATEGORY_EXCLUDED: "8.3",
    Ignored.CAMPAIGN_CLOSED: "8.3",
    Refusal.UNKNOWN_CAMPAIGN: "8.3",
    Ignored.OPTED_OUT: "8.9",
    Ignored.NOT_REDEEMED: "8.5",
    Ignored.WINDOW_CLOSED: "8.6",
    Ignored.NO_MAILINGS_LEFT: "6.4",
    Ignored.STALE: "2.7a",
    Ignored.KNOWN: "16.2",
}
"""The code of a refused or ignored line → the rule behind it."""


def rule_of(step: Transition) -> str:
    """The rule by which the subscription took this step."""
    if step.event == Step.END:
        return RULE_OF_END.get(step.reason or "", RULE_OF_STEP[Step.END])
    if step.event == Step.FEE_PAID:
        return {State.TRIAL: "4.3", State.GRACE: "4.8"}.get(State(step.from_state), "4.6")
    if step.event == Step.STOP_RENEWAL and step.reason == Reason.INELIGIBLE:
        return "5.3"
    if step.event == Step.RESUME and step.actor == "marketplace":
        return "5.4"
    return RULE_OF_STEP[step.event]


# -- the arithmetic ------------------------------------------------------------------------------------------------


def product(price: Amount, discount: Rate, quantity: int, coefficient: Rate) -> str:
    """`7000.00 × 10 % × 20 × 0.05 = 700.00`, rounded down (RULES 8.2)."""
    points = points_for(price, discount, quantity, coefficient)
    percent = format_rate(discount * 100)
    return f"{format_amount(price)} × {percent} % × {quantity} × {format_rate(coefficient)} = {format_amount(points)}"


def total(first: Amount, *others: Amount) -> str:
    """`1500.00 + 40.00 − 300.00 = 1240.00`; parts of nothing are left out, and a single part stands alone."""
    parts = [part for part in others if part]
    if not parts:
        return format_amount(first)
    signs = "".join(f" {'−' if part < 0 else '+'} {format_amount(abs(part))}" for part in parts)
    return f"{format_amount(first)}{signs} = {format_amount(first + sum(parts))}"


def least(*amounts: Amount) -> str:
    """`min(1000.00, 580.00) = 580.00`."""
    return f"min({', '.join(format_amount(amount) for amount in amounts)}) = {format_amount(min(amounts))}"


def returned_part(fee: Amount, start: Instant, end: Instant, now: Instant) -> str:
    """`1990.00 × 1728000 s ÷ 2678400 s = 1283.87`: the unused part of a period, rounded down (RULES 4.12)."""
    left, whole = end - now, end - start
    # Microseconds are millionths of a second, so the form of rates is the form of seconds.
    return (
        f"{format_amount(fee)} × {format_rate(left)} s ÷ {format_rate(whole)} s = {format_amount(fee * left // whole)}"
    )


def share(part: Amount, whole: Amount) -> str:
    """`196.00 ÷ 1176.00 = 0.166666`, rounded down."""
    return f"{format_amount(part)} ÷ {format_amount(whole)} = {format_rate(part * RATE_ONE // whole)}"


def days_from(start: Instant, days: int, end: Instant) -> str:
    """`2026-06-05T07:00:00Z + 30 days = 2026-07-05T07:00:00Z`."""
    return f"{format_instant(start)} + {days} days = {format_instant(end)}"


def quantity_of(line: Line, points: Amount) -> int | None:
    """The quantity that was left of a line when it had so many points; None if several would do.

    Returns are kept as what they took, not as their quantities. A piece worth less than 0.01 may leave no trace.
    """
    if points == line.points:
        return line.left
    worth = line.price * line.discount * line.coefficient
    if not worth:
        return None
    left = -(-points * RATE_ONE * RATE_ONE // worth)
    fits = points_for(line.price, line.discount, left, line.coefficient) == points
    twice = points_for(line.price, line.discount, left + 1, line.coefficient) == points
    return left if fits and not twice and left <= line.quantity else None
