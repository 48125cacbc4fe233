"""What spending by hand would come to: the largest useful amount, and the terms of one spending.

Problem: a person should never have to guess an amount that is then refused.
Decision: the largest useful amount is the least of what there is, what limits leave and what this month's
charges take; the terms of one spending are read off a preview, including the fee that the returned money would
pay in grace (RULES 3.3).
Limit: one preview a service; a programme names a handful of them.
"""

from collections.abc import Sequence
from typing import NamedTuple

from bot.frame.pending import Terms
from bot.frame.ports import Ports
from core.account import Account
from core.events import Spend
from core.points.spending import coverable, limits, may_pay
from core.policy import Policy
from core.refusals import Outcome
from core.values import MAX_AMOUNT, Amount, Instant, Role
from storage.ledger.ledger import cause_of_preview


class Useful(NamedTuple):
    """For one service: the largest amount that would be accepted, 0 if none; `why` tells the refusal of any."""

    service: str
    largest: Amount
    why: str | None


def largest_useful(account: Account, policy: Policy, programme: str, service: str) -> Amount:
    """The largest amount that `spend` would take now, 0 if none (RULES 9.5). The month's charges are at hand."""
    terms = policy.programmes[programme]
    if not may_pay(account, terms, service):
        return 0
    most = min(
        account.balances[programme].available,
        sum(part for _, part in coverable(account, policy, programme, service)),
        *(limit.left for limit in limits(account, policy, programme, service)),
    )
    return most if most >= terms.min_spend else 0


def useful(ports: Ports, seller: str, role: Role, programme: str, service: str, now: Instant) -> tuple[Useful, Account]:
    """The largest useful amount for a service, and the account it was found on."""
    # Asking for more than anybody can have is always refused, and brings the month's charges along.
    event = Spend(id="look", at=now, seller=seller, by=role, programme=programme, service=service, amount=MAX_AMOUNT)
    outcome, _, account = ports.ledger.preview(event, now)
    assert account is not None  # a membership names a registered seller
    stopped = outcome.reason in ("maintenance", "account_under_review", "forbidden", "service_not_eligible")
    largest = 0 if stopped else largest_useful(account, ports.policy, programme, service)
    return Useful(service, largest, outcome.reason if stopped else None), account


def all_useful(ports: Ports, seller: str, role: Role, programme: str, now: Instant) -> Sequence[Useful]:
    """The same for every service that the programme names, in the policy's order."""
    services = ports.policy.programmes[programme].services
    return [useful(ports, seller, role, programme, service, now)[0] for service in services]


def terms_of(ports: Ports, seller: str, role: Role, wanted: Terms, now: Instant) -> tuple[Outcome, Terms]:
    """What spending `wanted` (programme, service, amount) would come to. Amounts in the terms are integers of 0.01."""
    event = Spend(id="offer", at=now, seller=seller, by=role, **wanted)
    outcome, _, account = ports.ledger.preview(event, now)
    assert account is not None
    fees = [
        entry.amount
        for entry in account.journal.changes.wallet_entries
        if entry.cause == cause_of_preview(event) and entry.kind == "fee"
    ]
    return outcome, wanted | {
        "left": account.balances[wanted["programme"]].available,
        "wallet": account.wallet,
        "fee": -sum(fees),
        "plan": account.subscription.plan and account.subscription.plan.value,
    }


def stands(anew: Terms, shown: Terms) -> bool:
    """Whether the terms computed anew are what the confirmation showed; the wallet is not on it."""
    return all(anew[name] == shown[name] for name in ("programme", "service", "amount", "left", "fee"))
