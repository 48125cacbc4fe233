"""Changes of the subscription: which are open to whom, and what each would come to.

Problem: a confirmation must promise exactly what will happen (RULES 4.1), and the rules of what happens are the
core's.
Decision: an offer is read off a preview: the transitions and wallet entries that the command would make. Which
buttons there are is asked of the chart's enabled events and the role.
Limit: the part returned by an upgrade falls every few seconds; a shown offer stands while it fell by less than
1.00.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from bot.frame.ports import Ports
from bot.frame.ways import Change
from core.account import Account
from core.decide import allowed
from core.events import Cancel, Command, Connect, Resume, SwitchToLite
from core.fees import coming_fee
from core.policy import Policy
from core.refusals import Outcome
from core.subscription.chart import enabled
from core.values import Amount, Instant, Invitation, Plan, Renewal, Role, State
from storage.ledger.ledger import cause_of_preview

_COMMANDS: Final[dict[Change, type[Command]]] = {
    Change.LITE: Connect,
    Change.PREMIUM: Connect,
    Change.RESUME: Resume,
    Change.SWITCH: SwitchToLite,
    Change.CANCEL: Cancel,
}


def command(change: Change, *, id: str, at: Instant, seller: str, by: Role) -> Command:
    """The core's command for a change."""
    if change in (Change.LITE, Change.PREMIUM):
        return Connect(id=id, at=at, seller=seller, by=by, plan=Plan(change.value))
    return _COMMANDS[change](id=id, at=at, seller=seller, by=by)


def open_changes(account: Account, role: Role) -> Sequence[Change]:
    """The changes that this role may ask for now and that would change something, the likeliest first (DESIGN 7, 8)."""
    subscription = account.subscription
    events = enabled(subscription.state)
    invited = subscription.invitation is Invitation.OPEN
    renews = subscription.renewal is Renewal.RENEW
    may_resume = subscription.plan is Plan.LITE or bool(subscription.eligible)
    found = {
        Change.RESUME: "resume" in events and not renews and may_resume,
        Change.PREMIUM: invited
        and ("begin_paid" in events or ("upgrade" in events and subscription.plan is Plan.LITE)),
        Change.LITE: "begin_paid" in events,
        Change.SWITCH: "switch_to_lite" in events
        and subscription.plan is Plan.PREMIUM
        and subscription.renewal is not Renewal.LITE,
        Change.CANCEL: "end" in events and subscription.renewal is not Renewal.STOP,
    }
    return [change for change, is_open in found.items() if is_open and allowed(_COMMANDS[change], role)]


class Kind(StrEnum):
    """What a change comes to; the texts are named by it."""

    NOTHING = "nothing"
    REFUSED = "refused"
    TRIAL = "trial"
    PAID = "paid"
    UPGRADE = "upgrade"
    UPGRADE_FROM_TRIAL = "upgrade_from_trial"
    RESUME = "resume"
    SWITCH = "switch"
    SWITCH_IN_GRACE = "switch_in_grace"
    CANCEL = "cancel"
    CANCEL_TRIAL = "cancel_trial"
    END = "end"


_KINDS: Final[dict[tuple[str, str], Kind]] = {
    ("begin_trial", State.INACTIVE): Kind.TRIAL,
    ("begin_paid", State.INACTIVE): Kind.PAID,
    ("upgrade", State.TRIAL): Kind.UPGRADE_FROM_TRIAL,
    ("upgrade", State.ACTIVE): Kind.UPGRADE,
    ("upgrade", State.GRACE): Kind.UPGRADE,
    ("resume", State.TRIAL): Kind.RESUME,
    ("resume", State.ACTIVE): Kind.RESUME,
    ("switch_to_lite", State.TRIAL): Kind.SWITCH,
    ("switch_to_lite", State.ACTIVE): Kind.SWITCH,
    ("switch_to_lite", State.GRACE): Kind.SWITCH_IN_GRACE,
    ("stop_renewal", State.TRIAL): Kind.CANCEL_TRIAL,
    ("stop_renewal", State.ACTIVE): Kind.CANCEL,
    ("end", State.GRACE): Kind.END,
}

TOLERATED: Final[Amount] = 100
"""By how much the returned part may fall while a person reads the confirmation of an upgrade."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a change would come to. Amounts and instants as in the core.

    `plan` is the plan after the change (the plan that ends, for a cancellation), `price` what it costs now, `at` the
    next charge and `next_price` its amount by what is known today, `ahead` the prices that are known to follow;
    `until` is how long what is there now stays without a payment. `reason` and `data` are those of a refusal.
    """

    kind: Kind
    plan: Plan
    price: Amount
    next_price: Amount | None
    ahead: list[list[int]]
    wallet: Amount
    left: Amount
    returned: Amount
    paid: bool
    at: Instant | None
    until: Instant | None
    reason: str | None
    data: dict[str, str]

    def stored(self) -> dict[str, Any]:
        """The offer in JSON's types."""
        return asdict(self) | {"kind": self.kind.value, "plan": self.plan.value}

    @classmethod
    def restored(cls, stored: dict[str, Any]) -> "Offer":
        """The offer that was stored."""
        return cls(**(stored | {"kind": Kind(stored["kind"]), "plan": Plan(stored["plan"])}))

    @property
    def can_happen(self) -> bool:
        """Whether there is something to confirm."""
        return self.kind not in (Kind.NOTHING, Kind.REFUSED)

    def stands(self, shown: "Offer", policy: Policy) -> bool:
        """Whether this offer, computed anew, is the shown one as far as the confirmation promised (RULES 4.1)."""
        same = (
            self.kind is shown.kind
            and self.plan is shown.plan
            and self.price == shown.price
            and self.next_price == shown.next_price
            and self.ahead == shown.ahead
            and _day(policy, self.at) == _day(policy, shown.at)
            and _day(policy, self.until) == _day(policy, shown.until)
        )
        if self.kind in (Kind.PAID, Kind.UPGRADE, Kind.UPGRADE_FROM_TRIAL, Kind.SWITCH_IN_GRACE):
            same = same and self.wallet == shown.wallet
        return same and abs(self.returned - shown.returned) < TOLERATED


def _day(policy: Policy, at: Instant | None) -> object:
    return None if at is None else policy.calendar.date(at)


def offer(ports: Ports, change: Change, seller: str, role: Role, now: Instant) -> Offer:
    """What the change would come to now; nothing is written. Runs in a worker thread."""
    event = command(change, id="offer", at=now, seller=seller, by=role)
    outcome, before, after = ports.ledger.preview(event, now)
    assert before is not None and after is not None  # a membership names a registered seller
    return _read(outcome, before, after, cause_of_preview(event), change, ports.policy, now)


def _read(
    outcome: Outcome, before: Account, after: Account, cause: str, change: Change, policy: Policy, now: Instant
) -> Offer:
    steps = [each for each in after.journal.changes.transitions if each.cause == cause]
    money = [each for each in after.journal.changes.wallet_entries if each.cause == cause]
    ends = bool(steps) and steps[0].event in ("stop_renewal", "end")
    subscription = before.subscription if ends or not steps else after.subscription
    plan = _plan(change, subscription.plan)
    kind = Kind.REFUSED if not outcome.is_done else Kind.NOTHING
    if steps:
        kind = _KINDS[steps[0].event, State(steps[0].from_state)]
    coming = None if after.subscription.state is State.GRACE else coming_fee(after, policy)
    return Offer(
        kind=kind,
        plan=plan,
        price=policy.price(plan, now),
        next_price=None if coming is None else coming[1],
        ahead=[list(step) for step in policy.prices.ahead(plan, now)],
        wallet=after.wallet - sum(entry.amount for entry in money),
        left=after.wallet,
        returned=sum(entry.amount for entry in money if entry.kind == "fee_returned"),
        paid=any(entry.kind == "fee" for entry in money),
        at=after.subscription.period_end if after.subscription.state is not State.GRACE else None,
        until=before.subscription.grace_until or before.subscription.period_end,
        reason=None if outcome.is_done else outcome.reason,
        data=outcome.data,
    )


def _plan(change: Change, present: Plan | None) -> Plan:
    if change in (Change.PREMIUM, Change.LITE):
        return Plan(change.value)
    return Plan.LITE if change is Change.SWITCH else present or Plan.LITE
