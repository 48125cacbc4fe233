"""Each benefit of RULES 6 as this shop has it: working since, switching on by, hidden, or part of another plan.

Problem: "what do I have" and "what would I have" are asked on the overview, in the comparison and in the list, and
must never disagree. Decision: one standing per benefit, read off the account; the screens only choose the words.
Limit: the marketplace delivers the benefits; here is what is on, since when, and what is left of it (RULES 6.1a).
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from bot.frame.summary import plan_name
from bot.frame.visitor import Visitor
from bot.texts.notices import benefit_name
from core.account import Account
from core.policy import Policy
from core.subscription.benefits import activations, badge_reached
from core.values import HOUR, Instant, Plan

PLANS: Final[Mapping[str, tuple[Plan, ...]]] = {
    "search_boost": (Plan.PREMIUM,),
    "analytics": (Plan.LITE, Plan.PREMIUM),
    "competitors": (Plan.PREMIUM,),
    "mailings": (Plan.PREMIUM,),
    "badge": (Plan.PREMIUM,),
    "filter": (Plan.PREMIUM,),
    "storefront": (Plan.PREMIUM,),
    "support": (Plan.PREMIUM,),
    "commission_points": (Plan.LITE, Plan.PREMIUM),
}
"""Benefit → the plans that have it, in the order of the table."""

RATED: Final = frozenset({"badge", "filter"})
"""What buyers see only from a rating on (RULES 6.2)."""


class Standing(StrEnum):
    """How it stands with a benefit."""

    ON = "on"
    COMING = "coming"
    HIDDEN = "hidden"
    LOCKED = "locked"


class Benefit(NamedTuple):
    """`at`: working since, or switching on by; None for what is locked."""

    code: str
    standing: Standing
    at: Instant | None = None


def benefits(account: Account, policy: Policy) -> Sequence[Benefit]:
    """Every benefit as it stands at the account's present."""
    subscription = account.subscription
    starts = {code: at for at, codes in activations(account, policy).items() for code in codes}
    if subscription.connected_at is not None:
        starts["commission_points"] = subscription.connected_at  # at once
    if subscription.premium_at is not None:
        badge_at = subscription.premium_at + policy.benefits.badge_hours * HOUR
        starts |= dict.fromkeys(RATED, badge_at)
    return [_benefit(account, policy, code, starts.get(code)) for code in PLANS]


def _benefit(account: Account, policy: Policy, code: str, at: Instant | None) -> Benefit:
    if at is None or account.subscription.plan not in PLANS[code]:
        return Benefit(code, Standing.LOCKED)
    if code in RATED and not badge_reached(account, policy):
        return Benefit(code, Standing.HIDDEN, at)
    return Benefit(code, Standing.COMING if at > account.at else Standing.ON, at)


def by_when(visitor: Visitor, policy: Policy, now: Instant, at: Instant) -> str:
    """When something switches on, as short as it is clear: "by 14:30" today, else with its day."""
    reader = visitor.reader
    # What a moment says after its date: the time, and the zone where the reader's clock shows another.
    time = reader.moment(at).removeprefix(f"{reader.date(at)}, ")
    is_today = policy.calendar.date(at) == policy.calendar.date(now)
    return visitor.say("benefit-by", at=time if is_today else f"{reader.day_month(at)}, {time}")


def name(visitor: Visitor, benefit: Benefit) -> str:
    """What people call it."""
    return benefit_name(visitor.texts, visitor.locale, benefit.code)


def state(visitor: Visitor, account: Account, policy: Policy, benefit: Benefit) -> str:
    """How it stands, in a few words."""
    reader = visitor.reader
    match benefit.standing:
        case Standing.ON:
            return visitor.say("benefit-on", at=reader.date(benefit.at or account.at))
        case Standing.COMING:
            return visitor.say("benefit-coming", by=by_when(visitor, policy, account.at, benefit.at or account.at))
        case Standing.HIDDEN:
            return visitor.say("benefit-hidden", rating=rating(visitor, account), threshold=threshold(visitor, policy))
        case Standing.LOCKED:
            return _where(visitor, account, policy, benefit.code)


def _where(visitor: Visitor, account: Account, policy: Policy, code: str) -> str:
    """The plans that have it, or have more of it."""
    plans, terms, reader = PLANS[code], policy.benefits, visitor.reader
    plan = plan_name(visitor, plans[-1])
    if code == "search_boost":
        has = terms.search_boost if account.subscription.plan is None else terms.search_boost_lite
        more = reader.percent(terms.search_boost_premium)
        return visitor.say("benefit-share", share=reader.percent(has), plan=plan, more=more)
    if len(plans) > 1:
        return visitor.say("benefit-in-both", lite=plan_name(visitor, plans[0]), plan=plan)
    return visitor.say("benefit-in-plan", plan=plan)


def rating(visitor: Visitor, account: Account) -> str:
    """The average rating, or that there is none yet."""
    found = account.subscription.rating
    return visitor.say("rating-none") if found is None else visitor.reader.rate(found)


def threshold(visitor: Visitor, policy: Policy) -> str:
    """The rating that badge and filter need."""
    return visitor.reader.rate(policy.rating.threshold)
