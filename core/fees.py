"""What the subscription costs next: read off the account, whoever asks (RULES 4.6, 4.15).

Billing charges by it, reminders and screens tell it: there is one place that says which plan and price come next.
"""

from core.account import Account
from core.policy import Policy
from core.values import LATEST, Amount, Instant, Plan, Renewal, State


def next_plan(account: Account) -> Plan | None:
    """The plan the next boundary charges: None when it stops or nothing is connected (RULES 4.6)."""
    subscription = account.subscription
    if subscription.renewal is Renewal.STOP:
        return None
    return Plan.LITE if subscription.renewal is Renewal.LITE else subscription.plan


def fee_due(account: Account, policy: Policy) -> Amount:
    """In grace, the fee that is tried: the one that was due, or Lite's at the switch (RULES 4.15)."""
    subscription = account.subscription
    assert subscription.plan is not None and subscription.period_end is not None
    if subscription.fee_due is None:  # in grace since before the amount was kept
        return policy.price(subscription.plan, subscription.period_end)
    return subscription.fee_due


def coming_fee(account: Account, policy: Policy, known: Instant = LATEST) -> tuple[Plan, Amount] | None:
    """The plan and fee of the next charge, at its own instant; None when none is coming.

    The price is the one that was known at the instant `known`; without it, by all that is known today.
    """
    plan = next_plan(account)
    if plan is None:
        return None
    subscription = account.subscription
    if subscription.state is State.GRACE:
        return plan, fee_due(account, policy)
    return plan, policy.price(plan, subscription.period_end or account.clock, known)
