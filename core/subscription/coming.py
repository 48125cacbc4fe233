"""What a subscription comes to by itself, with its dates: read off the account, whoever asks (RULES 4.3 to 4.8, 6.1).

The steps are those of due work, told before they are done: if nothing is done and nothing comes in meanwhile. Limit:
the next boundary and what is certain before it; what follows a charge that may fail is not guessed.
"""

from enum import StrEnum
from typing import NamedTuple

from core.account import Account
from core.fees import coming_fee
from core.policy import Policy
from core.values import Amount, Instant, Plan, Reason, State


class Coming(StrEnum):
    """What comes by itself."""

    BENEFITS = "benefits"
    """The plan's benefits are all on."""
    CHARGE = "charge"
    """A fee is charged: at the end of a trial or period; in grace it is tried again."""
    END = "end"
    """The subscription ends: it was stopped, or its grace is over."""


class ComingStep(NamedTuple):
    """A step and its instant. `price` is the fee, `missing` what the wallet lacks of it now; `reason` is the end's."""

    step: Coming
    at: Instant
    plan: Plan
    price: Amount | None = None
    missing: Amount | None = None
    reason: Reason | None = None


def coming(account: Account, policy: Policy) -> tuple[ComingStep, ...]:
    """What comes, soonest first; nothing for who is not connected."""
    subscription = account.subscription
    if subscription.plan is None:
        return ()
    found = []
    if subscription.activation_at is not None:
        found.append(ComingStep(Coming.BENEFITS, subscription.activation_at, subscription.plan))
    in_grace = subscription.state is State.GRACE
    charged_at = subscription.retry_at if in_grace else subscription.period_end
    fee = coming_fee(account, policy)
    if fee is not None and charged_at is not None:
        plan, price = fee
        found.append(ComingStep(Coming.CHARGE, charged_at, plan, price, max(0, price - account.wallet)))
    if in_grace and subscription.grace_until is not None:
        end = ComingStep(Coming.END, subscription.grace_until, subscription.plan, reason=Reason.INSUFFICIENT_FUNDS)
        found.append(end)
    elif fee is None and subscription.period_end is not None:
        reason = subscription.stop_reason or Reason.CANCELLED
        found.append(ComingStep(Coming.END, subscription.period_end, subscription.plan, reason=reason))
    return tuple(sorted(found, key=lambda each: each.at))
