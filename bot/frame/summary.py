"""Lines about an account that several screens show: the plan, the coming charge, points and their expiry.

Problem: Home, Premium, Points and the money screen tell parts of the same story and must never disagree.
Decision: one function a line, from the account as it stands and the reader.
Limit: employees see no money and no points; the screens ask before they call.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.frame.visitor import Visitor
from core.account import Account
from core.fees import coming_fee, fee_due
from core.policy import Policy
from core.values import Amount, Instant, Plan, Renewal, State


class Expiry(NamedTuple):
    """What expires on one local date: the soonest instant and the sum."""

    at: Instant
    amount: Amount


def plan_name(visitor: Visitor, plan: Plan) -> str:
    """What people call the plan."""
    return visitor.texts.plain(visitor.locale, f"plan-{plan}")


def programme_title(visitor: Visitor, policy: Policy, programme: str) -> str:
    """What people call the point programme."""
    return policy.programmes[programme].title_in(visitor.locale)


def service_name(visitor: Visitor, service: str) -> str:
    """What people call the service."""
    return visitor.texts.name(visitor.locale, "service", service)


def plan_line(visitor: Visitor, account: Account) -> str:
    """The plan, its state and until when."""
    subscription = account.subscription
    if subscription.plan is None:
        return visitor.say("home-plan-inactive")
    ends_at = subscription.grace_until if subscription.state is State.GRACE else subscription.period_end
    return visitor.say(
        f"home-plan-{subscription.state}",
        plan=plan_name(visitor, subscription.plan),
        until=visitor.reader.until(ends_at or account.at),
    )


def charge_line(visitor: Visitor, account: Account, policy: Policy) -> str | None:
    """The coming charge or that there is none; in grace, what is to be paid. None without a subscription."""
    subscription, reader = account.subscription, visitor.reader
    if subscription.plan is None:
        return None
    if subscription.state is State.GRACE:
        if not visitor.sees_money:
            return None
        price = fee_due(account, policy)
        missing = max(0, price - account.wallet)
        return visitor.say("home-grace-charge", price=reader.money(price), missing=reader.money(missing))
    coming = coming_fee(account, policy)
    if coming is None:
        return visitor.say("home-no-charge")
    key = "home-next-charge-lite" if subscription.renewal is Renewal.LITE else "home-next-charge"
    at = subscription.period_end or account.at
    return visitor.say(key, price=reader.money(coming[1]), at=reader.date(at))


def missing_for_next_charge(account: Account, policy: Policy) -> Amount:
    """By how much the wallet is short of the coming or the failed charge; 0 when it is covered or none comes."""
    coming = coming_fee(account, policy)
    return 0 if coming is None else max(0, coming[1] - account.wallet)


def price_lines(visitor: Visitor, policy: Policy, plan: Plan, now: Instant) -> list[str]:
    """What the plan costs, and what it will if a change is known already, in a line each (RULES 4.15)."""
    price = visitor.reader.money(policy.price(plan, now))
    line = visitor.say("premium-price", plan=plan_name(visitor, plan), price=price)
    return [line, *price_ahead(visitor, policy, plan, now)]


def price_ahead(visitor: Visitor, policy: Policy, plan: Plan, now: Instant) -> list[str]:
    """Prices of the plan that are known to follow the one of `now`, in a line each."""
    name, reader = plan_name(visitor, plan), visitor.reader
    return [
        visitor.say("premium-price-ahead", plan=name, since=reader.since(step.since), price=reader.money(step.price))
        for step in policy.prices.ahead(plan, now)
    ]


def days_until(policy: Policy, account: Account, at: Instant) -> int:
    """Local days from the account's present to an instant, at least 0."""
    calendar = policy.calendar
    return max(0, (calendar.date(at) - calendar.date(account.at)).days)


def soonest_expiry(account: Account, policy: Policy, programme: str) -> Expiry | None:
    """What is available of the soonest expiry date; None without points. It looks at the lots of that date alone."""
    lots = account.lots[programme]
    at = lots.soonest()
    if at is None:
        return None
    day = policy.calendar.date(at).toordinal()
    end = policy.calendar.start_of_day(date.fromordinal(day + 1))
    if lots.soonest(end) is None:  # then all points are
        return Expiry(at, account.balances[programme].available)
    return Expiry(at, lots.amount_between(at, end))


def spendable(account: Account, policy: Policy) -> Sequence[str]:
    """Programmes with points to spend, in the policy's order."""
    return [name for name in policy.programmes if account.balances[name].available]
