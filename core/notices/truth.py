"""What makes a notice true, with its numbers: asked when due, again when sent, and by Home (RULES 12, 15.2).

Problem: between the moment a notice is written and the moment it is sent a shop may have paid, cancelled or spent, and
a reminder of what is no longer so is worse than none. Decision: one function a kind looks at the account at a moment
and says what is so, whoever asks. Limit: an account knows nothing of approval requests, so whether one waits is told.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from core.account import Account
from core.fees import coming_fee, fee_due
from core.policy import Policy
from core.usual import usual_fee
from core.values import (
    LATEST,
    Amount,
    Instant,
    Invitation,
    Plan,
    Renewal,
    State,
    format_amount,
    format_instant,
    format_rate,
    parse_instant,
)

LEAST_TO_TELL: Final[Amount] = 100
"""Points that expire are told of if at least 1.00 is still there (RULES 12)."""

FOLLOWED_WEEKS: Final = 4
"""For so many weeks after leaving a programme the seller is told what it has not earned (RULES 12)."""


class Moment(NamedTuple):
    """An account at an instant. `known`: up to when price changes are known; `answered`: whether a request was."""

    account: Account
    policy: Policy
    at: Instant
    known: Instant = LATEST
    answered: bool = False


Data = Mapping[str, Any]
Fresh = dict[str, Any] | None
Truth = Callable[[Moment, Data], Fresh]
"""(moment, what it is about) → the notice's data as it is then, or None if it is not so.

What it is about are the data of a notice that was written; without the field that names the period or date, the
present one is meant.
"""


def _days(now: Moment, until: Instant) -> int:
    calendar = now.policy.calendar
    return (calendar.date(until) - calendar.date(now.at)).days


def _is(about: Data, field: str, at: Instant) -> bool:
    return field not in about or about[field] == format_instant(at)


# -- before the end of a trial or period ---------------------------------------------------------------------------


def _end(now: Moment, about: Data, *states: State) -> Instant | None:
    """The end that is ahead, in one of these states, if it is the one that is asked about."""
    subscription = now.account.subscription
    at = subscription.period_end
    ahead = at is not None and subscription.state in states and at > now.at and _is(about, "at", at)
    return at if ahead else None


def _charge(now: Moment, about: Data, *states: State) -> tuple[dict[str, Any], Amount] | None:
    """What every reminder of a coming charge says, and its amount."""
    at, charge = _end(now, about, *states), coming_fee(now.account, now.policy, now.known)
    if at is None or charge is None:
        return None
    plan, price = charge
    said = {"plan": plan, "price": format_amount(price), "at": format_instant(at), "days": _days(now, at)}
    return said, price


def trial_ending(now: Moment, about: Data) -> Fresh:
    """A trial ends with a charge."""
    found = _charge(now, about, State.TRIAL)
    return found and found[0]


def renewal_low_balance(now: Moment, about: Data) -> Fresh:
    """A charge is coming that the wallet does not cover."""
    found = _charge(now, about, State.TRIAL, State.ACTIVE)
    wallet = now.account.wallet
    if found is None or wallet >= found[1]:
        return None
    return found[0] | {"wallet": format_amount(wallet), "missing": format_amount(found[1] - wallet)}


def charge_coming(now: Moment, about: Data) -> Fresh:
    """A renewal is coming that the wallet covers; a trial's end is told by `trial_ending`."""
    found = _charge(now, about, State.ACTIVE)
    wallet = now.account.wallet
    if found is None or wallet < found[1]:
        return None
    return found[0] | {"wallet": format_amount(wallet)}


def access_ending(now: Moment, about: Data) -> Fresh:
    """A stopped trial or period is running out."""
    subscription = now.account.subscription
    at = _end(now, about, State.TRIAL, State.ACTIVE)
    if at is None or subscription.renewal is not Renewal.STOP:
        return None
    return {
        "plan": subscription.plan,
        "at": format_instant(at),
        "days": _days(now, at),
        "reason": subscription.stop_reason,
    }


# -- in grace ------------------------------------------------------------------------------------------------------


def shortfall(plan: Plan | None, price: Amount, wallet: Amount) -> dict[str, str | None]:
    """What a failed charge says: the fee, what is there, what is missing."""
    return {
        "plan": plan,
        "price": format_amount(price),
        "wallet": format_amount(wallet),
        "missing": format_amount(price - wallet),
    }


def grace_reminder(now: Moment, about: Data) -> Fresh:
    """The fee is still not paid."""
    subscription = now.account.subscription
    until = subscription.grace_until
    if until is None or until <= now.at or subscription.plan is None or not _is(about, "grace_until", until):
        return None
    owed = shortfall(subscription.plan, fee_due(now.account, now.policy), now.account.wallet)
    return {**owed, "grace_until": format_instant(until), "days_left": _days(now, until)}


# -- points --------------------------------------------------------------------------------------------------------


def points_expiring(now: Moment, about: Data) -> Fresh:
    """Enough points to tell of are still there of those that expire on a date, by default the soonest (RULES 12.3)."""
    lots = now.account.lots.get(about["programme"])
    if lots is None:
        return None
    calendar = now.policy.calendar
    if "expiry_date" in about:
        day = date.fromisoformat(about["expiry_date"])
    else:
        soonest = lots.soonest(now.at + 1)
        if soonest is None:
            return None
        day = calendar.date(soonest)
    start = max(calendar.start_of_day(day), now.at + 1)
    end = calendar.start_of_day(date.fromordinal(day.toordinal() + 1))
    expires_at = lots.soonest(start)
    if expires_at is None or expires_at >= end or (amount := lots.amount_between(start, end)) < LEAST_TO_TELL:
        return None
    return {
        "programme": about["programme"],
        "amount": format_amount(amount),
        "expiry_date": day.isoformat(),
        "expires_at": format_instant(expires_at),
        "days": _days(now, expires_at),
    }


def programme_left(now: Moment, about: Data) -> Fresh:
    """The seller is still out, and no later week has come that is told of (RULES 8.9)."""
    balance = now.account.balances.get(about["programme"])
    if balance is None or not balance.opted_out:
        return None
    calendar, weeks = now.policy.calendar, about["weeks"]
    left_on = calendar.date(parse_instant(about["left_at"]))
    next_one = date.fromordinal(left_on.toordinal() + 7 * (weeks + 1))
    overtaken = weeks < FOLLOWED_WEEKS and calendar.at_hour(next_one, now.policy.reminders.hour) <= now.at
    return None if overtaken else {}


# -- what a marketplace tells (RULES 16.6) -------------------------------------------------------------------------


def fee_likely(now: Moment, about: Data) -> Fresh:
    """A fee for Premium is likely soon, and the last balance told is below it."""
    usual, balance = usual_fee(now.account.reported.premium), now.account.reported.balance
    if usual is None or balance is None:
        return None
    calendar = now.policy.calendar
    at = calendar.start_of_day(usual.likely)
    if at <= now.at or not _is(about, "at", at) or balance.amount >= usual.amount:
        return None
    return {
        "at": format_instant(at),
        "day": usual.likely.isoformat(),
        "days": _days(now, at),
        "price": format_amount(usual.amount),
        "wallet": format_amount(balance.amount),
        "missing": format_amount(usual.amount - balance.amount),
        "balance_day": date.fromordinal(balance.day).isoformat(),
        "usual_day": usual.day,
        "seen": usual.day_seen,
        "times": usual.of,
    }


def rating_low(now: Moment, about: Data) -> Fresh:
    """The rating is below the threshold, or near it: the marketplace's own where it was told, else the policy's."""
    rating, threshold = now.account.subscription.rating, now.account.rating_threshold(now.policy)
    if rating is None or rating >= threshold + now.policy.reported.rating_margin:
        return None
    return {
        "rating": format_rate(rating),
        "threshold": format_rate(threshold),
        "theirs": now.account.reported.threshold is not None,
        "below": rating < threshold,
    }


def key_expiring(now: Moment, about: Data) -> Fresh:
    """The key with which the marketplace is asked is about to expire."""
    at = now.account.reported.key_expires_at
    if at is None or at <= now.at or not _is(about, "at", at):
        return None
    return {"at": format_instant(at), "days": _days(now, at)}


def last_news(account: Account) -> Instant:
    """When anything was learned last; before there was anything, since when the shop is here."""
    told_at = account.reported.told_at
    return account.registered_at if told_at is None else told_at


def report_silent(now: Moment, about: Data) -> Fresh:
    """Nothing was learned since the instant that is asked about."""
    since = last_news(now.account)
    if not _is(about, "since", since):
        return None
    day = now.policy.calendar.date(since)
    never = now.account.reported.told_at is None
    days = now.policy.calendar.date(now.at).toordinal() - day.toordinal()
    return {"since": format_instant(since), "day": day.isoformat(), "days": days, "never": never}


# -- the invitation ------------------------------------------------------------------------------------------------


def invitation_open(now: Moment, about: Data) -> Fresh:
    """It can be accepted."""
    return {} if now.account.subscription.invitation is Invitation.OPEN else None


def invitation_withdrawn(now: Moment, about: Data) -> Fresh:
    """Its words are in the present tense: the shop "doesn't pass the check now"."""
    return {} if now.account.subscription.invitation is Invitation.WITHDRAWN else None


def request_waits(now: Moment, about: Data) -> Fresh:
    """A colleague's request to accept the invitation is unanswered, and there is something to accept (RULES 5.5)."""
    return None if now.answered else invitation_open(now, about)
