"""Numbers of the past in words: which rule made them, and the arithmetic as a person would write it (RULES 11).

The problem: "−196.00" convinces nobody; `1176.00 − 980.00 = 196.00` by rule 8.6 does. The decision: here are the rule
of every step, refusal and notice, and the forms of the arithmetic, all pure; the storage looks up the numbers. The
limit: what is explained is what was decided, not whether it was right: that is what `verify` recomputes.
"""

from collections.abc import Mapping
from typing import Final

from core.account import Line, Transition
from core.points.accrual import points_for
from core.values import RATE_ONE, Amount, Instant, Rate, State, format_amount, format_instant, format_rate

# -- which rule ----------------------------------------------------------------------------------------------------

RULE_OF_END: Final[Mapping[str, str]] = {"cancelled": "4.9", "ineligible": "5.3", "insufficient_funds": "4.8"}
"""Why a subscription ended → the rule that ended it."""

RULE_OF_STEP: Final[Mapping[str, str]] = {
    "begin_trial": "4.3",
    "begin_paid": "4.4",
    "upgrade": "4.12",
    "stop_renewal": "4.9",
    "resume": "4.10",
    "switch_to_lite": "4.11",
    "fee_paid": "4.6",
    "fee_failed": "4.7",
    "end": "4.6",
}
"""A transition's event → its rule, where no state or reason makes it another."""

RULE_OF_REASON: Final[Mapping[str, str]] = {
    "malformed": "15.16",
    "conflicting_duplicate": "2.6",
    "unknown_seller": "13",
    "account_under_review": "11",
    "forbidden": "13",
    "sum_too_large": "15.14",
    "already_connected": "4.13",
    "not_eligible": "5.4",
    "no_invitation": "4.2",
    "insufficient_funds": "4.4",
    "not_connected": "4.9",
    "no_free_seat": "6.3",
    "price_in_past": "4.15",
    "duplicate_line": "8.3",
    "unknown_line": "8.6",
    "quantity_exceeds": "8.6",
    "unknown_programme": "15.11",
    "duplicate_grant": "9.8",
    "unknown_grant": "9.8",
    "amount_exceeds": "9.8",
    "duplicate_charge": "9.8",
    "unknown_charge": "9.7",
    "already_reversed": "9.7",
    "maintenance": "9.5",
    "service_not_eligible": "7",
    "below_minimum": "7",
    "points_expired": "9.5",
    "insufficient_points": "9.5",
    "daily_limit": "9.3",
    "monthly_limit": "9.3",
    "own_limit": "9.3",
    "nothing_to_cover": "9.5",
    "over_coverable": "9.5",
    "withdrawal_not_allowed": "9.6",
    "transfer_not_allowed": "9.6",
    "below_min_discount": "8.3",
    "category_excluded": "8.3",
    "campaign_closed": "8.3",
    "unknown_campaign": "8.3",
    "opted_out": "8.9",
    "not_redeemed": "8.5",
    "window_closed": "8.6",
    "no_mailings_left": "6.4",
    "stale": "2.7a",
}
"""The code of a refused or ignored line → the rule behind it."""


def rule_of(step: Transition) -> str:
    """The rule by which the subscription took this step."""
    if step.event == "end":
        return RULE_OF_END.get(step.reason or "", RULE_OF_STEP["end"])
    if step.event == "fee_paid":
        return {State.TRIAL: "4.3", State.GRACE: "4.8"}.get(State(step.from_state), "4.6")
    if step.event == "stop_renewal" and step.reason == "ineligible":
        return "5.3"
    if step.event == "resume" and step.actor == "marketplace":
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
