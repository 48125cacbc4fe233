"""The one thing on Home that needs attention, with the button that solves it.

Problem: a person opens the chat for a second; several things may wait at once.
Decision: a fixed order by what is lost first: a colleague's request, the grace period, a charge that will fail,
maintenance (nothing can be spent meanwhile), points that expire, a subscription that ends, an invitation that can wait.
Limit: one thing only; the rest is on its own screens.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from bot.frame.summary import (
    days_until,
    expiries,
    missing_for_next_charge,
    plan_name,
    programme_title,
)
from bot.frame.visitor import Visitor
from bot.frame.widgets import NEXT_STEP, Choice
from core.account import Account
from core.events import Connect, Resume, Spend
from core.points.lots import LEAST_TO_TELL
from core.policy import Policy
from core.subscription.billing import coming_fee, fee_due
from core.values import Invitation, Renewal, State
from storage.people.team import Approval

SOON_DAYS: Final = 7
"""Points that expire within so many days need attention."""


class Attention(NamedTuple):
    """The sentence, and the button if this person can do something about it."""

    text: str
    choice: Choice | None


class _Seen(NamedTuple):
    visitor: Visitor
    account: Account
    policy: Policy
    asked: Approval | None
    maintenance: bool


def attention(
    visitor: Visitor, account: Account, policy: Policy, asked: Approval | None, *, maintenance: bool
) -> Attention | None:
    """What to show on top, or None. `asked` is the request that waits for an answer in this shop."""
    seen = _Seen(visitor, account, policy, asked, maintenance)
    return next((found for look in _ORDER if (found := look(seen)) is not None), None)


def _request(seen: _Seen) -> Attention | None:
    if seen.asked is None or not seen.visitor.may(Connect):
        return None
    visitor = seen.visitor
    text = visitor.say("banner-approval", asker=seen.asked.asker_name or visitor.say("role-employee"))
    return Attention(text, Choice("approval", visitor.say("button-answer-request"), NEXT_STEP))


def _grace(seen: _Seen) -> Attention | None:
    visitor, account = seen.visitor, seen.account
    subscription = account.subscription
    if subscription.state is not State.GRACE or subscription.plan is None or not visitor.sees_money:
        return None
    until = subscription.grace_until or account.at
    text = visitor.say(
        "banner-grace",
        days=days_until(seen.policy, account, until),
        price=visitor.reader.money(fee_due(account, seen.policy)),
        missing=visitor.reader.money(missing_for_next_charge(account, seen.policy)),
        until=visitor.reader.until(until),
    )
    return Attention(text, Choice("top_up", visitor.say("button-top-up"), NEXT_STEP))


def _low_balance(seen: _Seen) -> Attention | None:
    visitor, account, policy = seen.visitor, seen.account, seen.policy
    coming, at = coming_fee(account, policy), account.subscription.period_end
    missing = missing_for_next_charge(account, policy)
    ahead = max(policy.reminders.renewal_low_balance, default=0)
    if coming is None or at is None or not missing or not visitor.sees_money:
        return None
    if days_until(policy, account, at) > ahead:
        return None
    text = visitor.say(
        "banner-low-balance",
        missing=visitor.reader.money(missing),
        price=visitor.reader.money(coming[1]),
        at=visitor.reader.date(at),
    )
    return Attention(text, Choice("top_up", visitor.say("button-top-up"), NEXT_STEP))


def _maintenance(seen: _Seen) -> Attention | None:
    # RULES 9.5: manual spending is refused meanwhile.
    if not seen.maintenance or not seen.visitor.may(Spend):
        return None
    return Attention(seen.visitor.say("banner-maintenance"), None)


def _expiring(seen: _Seen) -> Attention | None:
    visitor, account, policy = seen.visitor, seen.account, seen.policy
    if not visitor.sees_money:
        return None
    soon = [
        (expiry, programme)
        for programme in policy.points
        for expiry in expiries(account, policy, programme)[:1]
        if expiry.amount >= LEAST_TO_TELL and days_until(policy, account, expiry.at) <= SOON_DAYS
    ]
    if not soon:
        return None
    expiry, programme = min(soon)
    text = visitor.say(
        "banner-expiring",
        programme=programme_title(visitor, policy, programme),
        amount=visitor.reader.points(expiry.amount),
        until=visitor.reader.until(expiry.at),
    )
    choice = Choice("spend", visitor.say("button-spend-now"), NEXT_STEP) if visitor.may(Spend) else None
    return Attention(text, choice)


def _ending(seen: _Seen) -> Attention | None:
    visitor, subscription = seen.visitor, seen.account.subscription
    if subscription.renewal is not Renewal.STOP or subscription.plan is None:
        return None
    text = visitor.say(
        "banner-ending",
        plan=plan_name(visitor, subscription.plan),
        until=visitor.reader.until(subscription.period_end or seen.account.at),
    )
    can_keep = visitor.may(Resume) and subscription.stop_reason != "ineligible"
    return Attention(text, Choice("keep", visitor.say("button-keep-plan"), NEXT_STEP) if can_keep else None)


def _invitation(seen: _Seen) -> Attention | None:
    if seen.account.subscription.invitation is not Invitation.OPEN:
        return None
    visitor = seen.visitor
    text = visitor.say("banner-invitation" if visitor.may(Connect) else "banner-invitation-employee")
    return Attention(text, Choice("invitation", visitor.say("button-invitation"), NEXT_STEP))


_ORDER: Final[tuple[Callable[[_Seen], Attention | None], ...]] = (
    _request, _grace, _low_balance, _maintenance, _expiring, _ending, _invitation,
)  # fmt: skip
