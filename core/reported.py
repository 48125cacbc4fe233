"""What a marketplace says of a shop it keeps itself (RULES 16.1 to 16.3, 16.5).

Problem: the same day is told again and again, by files and by an API, in any order, and is revised afterwards; added up
it would be counted twice, written over it would leave no trace. Decision: a fact says what is true of its entry. What
is new is noted with the difference it makes and with the instant it was learned; what was said before stands. An entry
that is told for another day or part leaves the old one by a difference of its own, so sums of any day and part are sums
of differences. Limit: of two accounts of an entry the one told later holds, whatever instants they carry.
"""

from dataclasses import replace
from typing import Final, NamedTuple

from core.account import Account, Reported, ReportedSum
from core.events import (
    BalanceReported,
    FeeReported,
    PlanReported,
    PointsReported,
    ReportedEntry,
    ReportedFact,
    SaleReported,
)
from core.policy import Policy
from core.refusals import DONE, Ignored, Outcome, Refusal, ignored, refused
from core.values import RATE_ONE, Amount, FactKind, Rate

OF_SHOP: Final = frozenset({FactKind.BALANCE, FactKind.PLAN})
"""Facts that state how things stand on a day: they are not added up, the latest day's is the present one."""


def tell(account: Account, policy: Policy, event: ReportedFact) -> Outcome:
    """Keep what a fact says of its entry, with the difference to what was said before."""
    if isinstance(event, PointsReported) and event.programme not in policy.programmes:
        return refused(Refusal.UNKNOWN_PROGRAMME)
    told = said_by(event)
    before = account.closed.reported.get((told.fact, told.entry))
    said = news(told, before)
    if said is None:
        return ignored(Ignored.KNOWN)
    if not _fits(account, said, before):
        return refused(Refusal.SUM_TOO_LARGE)
    correction = before is not None and said != _completed(before, said)
    _note(account, said, before, correction=correction)
    changes = account.journal.changes
    changes.reported[said.fact, said.entry] = account.closed.reported[said.fact, said.entry] = said
    if before is not None:
        _add(account, policy, before, -1)
    _add(account, policy, said, 1)
    _sum(account, said).corrections += correction
    _keep_latest(account, said)
    account.reported.told_at = account.at
    return DONE


def said_by(event: ReportedFact) -> Reported:
    """What a fact says, as it is kept."""
    said = Reported(event.FACT, event.key, event.day)
    if isinstance(event, ReportedEntry):
        said.amount, said.order, said.item = event.amount, event.order, event.item
    match event:
        case PointsReported():
            said.part, said.quantity = event.programme, event.quantity
        case FeeReported():
            said.part, said.kind = event.service, event.kind
        case SaleReported():
            said.quantity = event.quantity
        case BalanceReported():
            said.amount, said.opening = event.closing, event.opening
        case PlanReported():
            said.plan = event.plan
    return said


def news(told: Reported, before: Reported | None) -> Reported | None:
    """What is kept of an entry after it was told: None if that says nothing new (RULES 16.2)."""
    if before is None:
        return told
    said = _completed(told, before)
    return None if said == before else said


def _completed(said: Reported, other: Reported) -> Reported:
    """The same, with what only the other told: what is left out of a report is not a change."""
    return replace(
        said,
        order=other.order if said.order is None else said.order,
        item=other.item if said.item is None else said.item,
        quantity=other.quantity if said.quantity is None else said.quantity,
    )


def _fits(account: Account, said: Reported, before: Reported | None) -> bool:
    found = account.reported.sums.get((said.fact, said.part))
    if found is None or said.fact in OF_SHOP:
        return True
    total = found.came if said.amount > 0 else found.went
    old = before.amount if before is not None and before.part == said.part else 0
    return account.has_room(total, abs(said.amount) - (abs(old) if old * said.amount > 0 else 0))


def _note(account: Account, said: Reported, before: Reported | None, *, correction: bool) -> None:
    old = 0 if before is None or said.fact in OF_SHOP else before.amount
    new = 0 if said.fact in OF_SHOP else said.amount
    if before is not None and _place(before) != _place(said):
        # What it was leaves the old day and part: the old telling stands, and a sum over any of them stays a sum.
        account.journal.told(replace(before, amount=0), -old, correction=False)
        old = 0
    account.journal.told(said, new - old, correction=correction)


def _place(said: Reported) -> tuple[int, str, str]:
    return (said.day, said.part, said.kind)


def _sum(account: Account, said: Reported) -> ReportedSum:
    key = (said.fact, said.part)
    found = account.reported.sums.get(key)
    if found is None:
        found = account.reported.sums[key] = ReportedSum(said.fact, said.part)
    return found


def _is_premium(policy: Policy, said: Reported) -> bool:
    return said.fact is FactKind.FEE and said.kind in policy.reported.premium_fees


def _add(account: Account, policy: Policy, said: Reported, sign: int) -> None:
    found = _sum(account, said)
    account.journal.changes.reported_sums.add((said.fact, said.part))
    if said.fact in OF_SHOP:
        return
    if _is_premium(policy, said):
        premium = account.reported.premium
        premium[said.day] = premium.get(said.day, 0) + sign * said.amount
    if said.amount > 0:
        found.came += sign * said.amount
    else:
        found.went -= sign * said.amount


def _keep_latest(account: Account, said: Reported) -> None:
    shop = account.reported
    if said.fact is FactKind.BALANCE and (shop.balance is None or said.day >= shop.balance.day):
        shop.balance = said
    if said.fact is FactKind.PLAN and (shop.plan is None or said.day >= shop.plan.day):
        shop.plan = said


class Cover(NamedTuple):
    """How far a month's points reach (RULES 16.5)."""

    coverage: Rate | None
    """Points ÷ fees; None where there were no fees."""
    surplus: Amount
    shortfall: Amount


def cover(points: Amount, fees: Amount, max_share: Rate) -> Cover:
    """What net points come to beside the fees of a month, of which they may cover `max_share`."""
    beyond = points - max(0, fees) * max_share // RATE_ONE
    return Cover(points * RATE_ONE // fees if fees > 0 else None, max(0, beyond), max(0, -beyond))
