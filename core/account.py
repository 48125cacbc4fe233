"""One seller's account: all that a decision about this seller reads and changes.

The problem: deciding must be pure and quick, and yet rest on rows of any number. The decision: the account holds what
is *open* (subscription, balances, lots that can still be spent, lines still held, this month's limits) and, beside it,
the closed records that an event names, which the storage looks up beforehand. Deciding changes the records in place and
notes every change in `Changes`; the storage writes those whole or not at all, and drops the account if it cannot. The
limit: an account belongs to one writer at a time.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from core.policy import Policy
from core.values import (
    MAX_SUM,
    Amount,
    ChoiceKind,
    Instant,
    Invitation,
    Mode,
    MovementKind,
    Origin,
    Plan,
    Rate,
    Reason,
    Renewal,
    Stage,
    State,
    WalletKind,
)

EXPIRIES_KEPT = 40 * 86_400_000_000
"""How long (in microseconds) expired points are remembered in memory: more than the 30 local days of RULES 9.5."""


class Movement(NamedTuple):
    """Points of one programme going from one stage to another; append-only (RULES 11).

    Every balance is a sum of movements: held = into held − out of held; debt = out of debt − into debt; and so on.
    `origin` ("line" or "grant") and `lot` name the points moved, `about` the order line or grant that caused it.
    `expires_at` is the lot's expiry from then on, where the movement decides it: a crediting, a prolongation.
    """

    seller: str
    seq: int
    at: Instant
    programme: str
    kind: MovementKind
    source: Stage
    target: Stage
    amount: Amount
    origin: Origin | None
    lot: str | None
    about: str | None
    charge: str | None
    service: str | None
    campaign: str | None
    actor: str
    cause: str
    expires_at: Instant | None


class WalletEntry(NamedTuple):
    """Money in or out of the wallet, with its cause and the balance after it (RULES 11).

    `plan` and `period`, the period's start, say which period a fee pays for, or of whose fee a part is returned.
    """

    seller: str
    seq: int
    at: Instant
    kind: WalletKind
    amount: Amount
    balance: Amount
    charge: str | None
    actor: str
    cause: str
    plan: str | None = None
    period: Instant | None = None


class Transition(NamedTuple):
    """A step of the subscription with its instant, actor, cause and the money moved (RULES 4.16).

    `period` is the start of the trial or paid period that the step opens, `price` the fee that it charges or fails to
    charge. A step into grace says what the wallet had instead, and until when the fee can be paid.
    """

    seller: str
    seq: int
    at: Instant
    event: str
    from_state: str
    to_state: str
    plan: str | None
    renewal: str | None
    reason: str | None
    money: Amount
    actor: str
    cause: str
    period: Instant | None = None
    price: Amount | None = None
    wallet: Amount | None = None
    grace_until: Instant | None = None


class Period(NamedTuple):
    """A trial (`fee` 0) or a paid period with the price it was charged at (RULES 4.15)."""

    seller: str
    starts_at: Instant
    plan: str
    kind: str
    ends_at: Instant
    fee: Amount
    paid_at: Instant
    seq: int


class Consent(NamedTuple):
    """Leaving or rejoining a programme, with instant and actor (RULES 8.9)."""

    seller: str
    seq: int
    at: Instant
    programme: str
    joined: bool
    actor: str
    cause: str


class RatingReading(NamedTuple):
    """The marketplace's average rating on arrival (RULES 6.1a)."""

    seller: str
    seq: int
    at: Instant
    rating: Rate


class Notice(NamedTuple):
    """Something to tell this seller's members, once: `key` is unique for ever (RULES 12)."""

    key: str
    seller: str
    at: Instant
    kind: str
    data: dict[str, Any]


@dataclass(slots=True)
class Subscription:
    """The subscription's present (RULES 4–6). Plan, renewal and periods are None while inactive."""

    state: State = State.INACTIVE
    plan: Plan | None = None
    renewal: Renewal | None = None
    stop_reason: Reason | None = None
    anchor: Instant | None = None
    period_number: int = 0
    period_start: Instant | None = None
    period_end: Instant | None = None
    period_fee: Amount = 0
    grace_until: Instant | None = None
    retry_number: int = 0
    retry_at: Instant | None = None
    trial_used: bool = False
    connected_before: bool = False
    end_reason: Reason | None = None
    invitation: Invitation = Invitation.NONE
    eligible: bool | None = None
    rating: Rate | None = None
    badge: bool = False
    connected_at: Instant | None = None
    premium_at: Instant | None = None
    activation_at: Instant | None = None
    mailings_left: int = 0
    fees_paid: Amount = 0
    fee_due: Amount | None = None
    """In grace, the fee that was due; it stays whatever the price becomes (RULES 4.15)."""
    eligible_at: Instant | None = None
    rating_at: Instant | None = None
    """The own instants of the last verification and rating that were taken (RULES 2.7a)."""
    invited_at: Instant | None = None
    """When the last invitation was opened (RULES 5.2)."""

    @property
    def connected(self) -> bool:
        """Trial, active or grace: the benefits are there (RULES 4.7)."""
        return self.state is not State.INACTIVE


@dataclass(slots=True)
class Balance:
    """One programme's sums since the start, a projection of the movements (RULES 13 `points`)."""

    programme: str
    held: Amount = 0
    available: Amount = 0
    debt: Amount = 0
    accrued: Amount = 0
    credited: Amount = 0
    adjusted: Amount = 0
    spent: Amount = 0
    expired: Amount = 0
    repaid: Amount = 0
    opted_out: bool = False


@dataclass(slots=True)
class Line:
    """A redeemed order line with the values its accrual was made with (RULES 8.1, 8.2). `left` is not returned yet."""

    line: str
    campaign: str
    category: str
    price: Amount
    discount: Rate
    quantity: int
    left: int
    coefficient: Rate
    points: Amount
    redeemed_at: Instant
    taken_at: Instant
    credit_at: Instant | None
    window_until: Instant | None
    reason: str | None
    held: bool


@dataclass(slots=True)
class Lot:
    """Points credited together, with one expiry (RULES 8.7a). `expired` went by expiry, `forgiven` of it by 8.7."""

    programme: str
    origin: Origin
    lot: str
    amount: Amount
    credited_at: Instant
    expires_at: Instant
    expired: Amount = 0
    forgiven: Amount = 0

    @property
    def order(self) -> tuple[Instant, Instant, str, str]:
        """Spending order: soonest expiry, then oldest crediting, then id (RULES 9.2)."""
        return (self.expires_at, self.credited_at, self.lot, self.origin)


@dataclass(slots=True)
class Grant:
    """Points given by the marketplace; `left` was not revoked yet (RULES 8.8)."""

    grant: str
    programme: str
    amount: Amount
    left: Amount
    reason: str
    at: Instant
    outcome: str | None


@dataclass(slots=True)
class Charge:
    """What the marketplace billed for a service: points part + money part (RULES 9). `paid` is by programme."""

    charge: str
    seq: int
    service: str
    amount: Amount
    money: Amount
    at: Instant
    month: int
    reversed_at: Instant | None = None
    paid: dict[str, Amount] = field(default_factory=dict)


class Spent(NamedTuple):
    """Points of one lot on one charge, for giving them back (RULES 9.7)."""

    charge: str
    programme: str
    origin: Origin
    lot: str
    amount: Amount


def _lot_order(lot: Lot) -> tuple[Instant, Instant, str, str]:
    return lot.order


class Lots:
    """A programme's lots: all that were looked up, and those with points left in spending order."""

    __slots__ = ("known", "open")

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Lot] = {}
        self.open: list[Lot] = []

    def add(self, lot: Lot) -> None:
        """A lot just credited, or looked up; it enters the spending order if it has points."""
        key = (lot.origin, lot.lot)
        if key in self.known:
            return
        self.known[key] = lot
        if lot.amount:
            self._enter(lot)

    def _enter(self, lot: Lot) -> None:
        if not self.open or self.open[-1].order < lot.order:
            self.open.append(lot)
        else:
            insort(self.open, lot, key=_lot_order)

    def _leave(self, lot: Lot) -> None:
        if self.open[0] is lot:
            del self.open[0]
        else:
            del self.open[bisect_left(self.open, lot.order, key=_lot_order)]

    def change(self, lot: Lot, amount: Amount) -> None:
        """Set what is left of the lot, keeping the spending order."""
        before, lot.amount = lot.amount, amount
        if before and not amount:
            self._leave(lot)
        elif amount and not before:
            self._enter(lot)

    def move(self, lot: Lot, expires_at: Instant) -> None:
        """Give the lot another expiry, keeping the spending order (RULES 10.2)."""
        if lot.amount:
            self._leave(lot)
        lot.expires_at = expires_at
        if lot.amount:
            self._enter(lot)

    def between(self, start: Instant, end: Instant) -> Iterator[Lot]:
        """Open lots with start <= expires_at < end."""
        index = bisect_left(self.open, start, key=lambda lot: lot.expires_at)
        while index < len(self.open) and self.open[index].expires_at < end:
            yield self.open[index]
            index += 1

    def forget(self, lot: Lot) -> None:
        """Let go of an emptied lot: memory holds what is open, the rest is looked up when named."""
        self.known.pop((lot.origin, lot.lot), None)


@dataclass(slots=True)
class Changes:
    """What deciding changed since the storage last took it: history to append, records to write."""

    movements: list[Movement] = field(default_factory=list)
    wallet_entries: list[WalletEntry] = field(default_factory=list)
    transitions: list[Transition] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    ratings: list[RatingReading] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    balances: set[str] = field(default_factory=set)
    lines: dict[str, Line] = field(default_factory=dict)
    lots: dict[tuple[str, str], Lot] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    charges: dict[str, Charge] = field(default_factory=dict)
    usage: set[tuple[str, str, int]] = field(default_factory=set)
    choices: set[tuple[str, str, str]] = field(default_factory=set)
    subscription: bool = False
    digest: bool = False
    profile: bool = False

    @property
    def empty(self) -> bool:
        """True when nothing is to be written."""
        return self == Changes()


class Reminder(NamedTuple):
    """A moment at which a notice may be due; whether it is true is judged then (RULES 15.2)."""

    at: Instant
    rank: int
    kind: str
    subject: str
    days: int
    until: Instant


class Account:
    """The aggregate. See the module's first lines; fields below are in the units of `core.values`."""

    __slots__ = (
        "actor",
        "at",
        "balances",
        "cause",
        "changes",
        "charges",
        "choices",
        "clock",
        "closed_lines",
        "digest",
        "digest_at",
        "expiries",
        "floor",
        "grants",
        "held",
        "lines",
        "locale",
        "lots",
        "name",
        "notice_tag",
        "parked",
        "pieces_known",
        "profile_at",
        "registered_at",
        "reminders",
        "scheduled",
        "seller",
        "seq",
        "spent_on",
        "stored_due",
        "subscription",
        "usage",
        "version",
        "wallet",
    )

    def __init__(self, seller: str, name: str, locale: str | None, registered_at: Instant, policy: Policy) -> None:
        self.seller = seller
        self.name = name
        self.locale = locale
        self.registered_at = registered_at
        self.profile_at: Instant | None = None
        """The own instant of the last registration that was taken (RULES 2.7a)."""
        self.parked = False
        self.wallet: Amount = 0
        self.seq = 0
        self.version = 0
        self.stored_due: Instant | None = None
        """The next due instant as the seller's row has it."""
        self.clock: Instant = registered_at
        """Up to and including this instant all due work is done."""
        self.at: Instant = registered_at
        """The instant being decided."""
        self.floor: Instant = registered_at
        """Reminders at or before this instant are past: not caught up (RULES 15.2)."""
        self.subscription = Subscription()
        self.balances: dict[str, Balance] = {name: Balance(name) for name in policy.programmes}
        self.lots: dict[str, Lots] = {name: Lots() for name in policy.programmes}
        self.held: list[tuple[Instant, str]] = []
        self.lines: dict[str, Line] = {}
        """Held lines. Those already credited or without points are in `closed_lines` while they are needed."""
        self.closed_lines: dict[str, Line] = {}
        self.grants: dict[str, Grant] = {}
        self.charges: dict[str, Charge] = {}
        self.spent_on: dict[str, list[Spent]] = {}
        self.pieces_known: set[str] = set()
        """Charges whose earlier points were looked up into `spent_on`."""
        self.usage: dict[tuple[str, str, int], Amount] = {}
        self.choices: dict[tuple[str, str, str], str] = {}
        self.expiries: dict[str, list[tuple[Instant, Amount]]] = {}
        self.digest: dict[str, dict[str, Amount]] = {}
        """What the next daily digest tells, by kind and programme; under `week` the sums at the week's start."""
        self.digest_at: Instant | None = None
        self.reminders: list[Reminder] = []
        self.scheduled: set[Reminder] = set()
        self.actor = "marketplace"
        self.cause = ""
        self.notice_tag = ""
        self.changes = Changes()

    # -- history -------------------------------------------------------------------------------------------

    def next_seq(self) -> int:
        """The next number of this seller's history; two writers collide on it instead of overwriting each other."""
        self.seq += 1
        return self.seq

    def move(
        self,
        programme: str,
        kind: MovementKind,
        source: Stage,
        target: Stage,
        amount: Amount,
        *,
        origin: Origin | None = None,
        lot: str | None = None,
        about: str | None = None,
        charge: str | None = None,
        service: str | None = None,
        campaign: str | None = None,
        expires_at: Instant | None = None,
    ) -> None:
        """Note a movement of points; the caller changes the balances and lots it belongs to."""
        self.seq += 1
        self.changes.movements.append(
            Movement(
                self.seller,
                self.seq,
                self.at,
                programme,
                kind,
                source,
                target,
                amount,
                origin,
                lot,
                about,
                charge,
                service,
                campaign,
                self.actor,
                self.cause,
                expires_at,
            )
        )
        self.changes.balances.add(programme)

    def has_room(self, total: Amount, added: Amount) -> bool:
        """Whether a sum of this seller, with the amount (negative takes away), can still be kept (RULES 15.14)."""
        return abs(total + added) <= MAX_SUM

    def pay(
        self,
        kind: WalletKind,
        amount: Amount,
        charge: str | None = None,
        *,
        plan: str | None = None,
        period: Instant | None = None,
    ) -> None:
        """Change the wallet by `amount` (negative: out) and note why, and of a fee for which period (RULES 11)."""
        self.wallet += amount
        entry = WalletEntry(
            self.seller,
            self.next_seq(),
            self.at,
            kind,
            amount,
            self.wallet,
            charge,
            self.actor,
            self.cause,
            plan,
            period,
        )
        self.changes.wallet_entries.append(entry)

    def notify(self, kind: str, data: dict[str, Any], tag: str | None = None) -> None:
        """Note something to tell; `tag` makes the key unique where the event or instant alone does not."""
        self.notify_keyed(f"{kind}:{self.seller}:{tag or self.notice_tag}", kind, data)

    def notify_keyed(self, key: str, kind: str, data: dict[str, Any]) -> None:
        """Note something to tell under a key of its own; the same key is told once for ever (RULES 12)."""
        self.changes.notices.append(Notice(key, self.seller, self.at, kind, data))

    # -- choices: modes, limits, reserves -------------------------------------------------------------------

    def mode(self, service: str) -> Mode:
        """The payment mode for a service: its own, else the seller's, else manual (RULES 9.1)."""
        own = self.choices.get((ChoiceKind.MODE, "", service)) or self.choices.get((ChoiceKind.MODE, "", ""))
        return Mode(own) if own else Mode.MANUAL

    def own_limit(self, service: str) -> Amount | None:
        """The seller's own daily limit for a service over all programmes, if set (RULES 9.3)."""
        own = self.choices.get((ChoiceKind.LIMIT, "", service))
        return int(own) if own else None

    def reserved_for_others(self, programme: str, service: str) -> Amount:
        """What automatic spending on `service` must leave for other services (RULES 9.4)."""
        return sum(
            int(value)
            for (kind, name, other), value in self.choices.items()
            if kind == ChoiceKind.RESERVE and name == programme and other != service
        )

    def choose(self, kind: ChoiceKind, programme: str, service: str, value: str | None) -> None:
        """Set or remove (`None`) a choice; nothing is noted when it stays as it was."""
        key = (kind, programme, service)
        if self.choices.get(key) == value:
            return
        if value is None:
            del self.choices[key]
        else:
            self.choices[key] = value
        self.changes.choices.add(key)

    # -- recently expired points -----------------------------------------------------------------------------

    def note_expired(self, programme: str, amount: Amount) -> None:
        """Remember what expired when, for as long as a refusal may speak of it (RULES 9.5)."""
        expired = self.expiries.setdefault(programme, [])
        if expired and expired[-1][0] == self.at:
            amount += expired.pop()[1]
        expired.append((self.at, amount))
        if expired[0][0] < self.at - EXPIRIES_KEPT:
            self.expiries[programme] = [each for each in expired if each[0] >= self.at - EXPIRIES_KEPT]

    # -- reminders ------------------------------------------------------------------------------------------

    def schedule(self, reminder: Reminder) -> None:
        """Plan a moment, unless it is past or planned already."""
        if reminder.at > self.floor and reminder not in self.scheduled:
            self.scheduled.add(reminder)
            heapq.heappush(self.reminders, reminder)

    def take_changes(self) -> Changes:
        """Hand over what changed and start a new list; closed records are let go of."""
        changes, self.changes = self.changes, Changes()
        self.closed_lines.clear()
        self.grants.clear()
        self.charges.clear()
        self.spent_on.clear()
        self.pieces_known.clear()
        for lot in changes.lots.values():
            if not lot.amount:
                self.lots[lot.programme].forget(lot)
        return changes
