"""The records of a seller: what is appended to its history, and the things that change.

Each is a row of a table, or what a row is made of. Amounts and instants are in the units of `core.values`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final, NamedTuple

from core.values import (
    Amount,
    FactKind,
    Instant,
    Invitation,
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


class Telling(NamedTuple):
    """What a marketplace said, when it was learned, and what difference it made; append-only (RULES 16.2).

    `fact`, `entry` to `quantity` are as in `Reported`. `difference` is what it adds to the sums of its day and
    part: the differences of an entry come to its amount. `correction`: it said otherwise than before.
    """

    seller: str
    seq: int
    at: Instant
    fact: FactKind
    entry: str
    day: int
    part: str
    kind: str
    amount: Amount
    opening: Amount | None
    plan: str | None
    order: str | None
    item: str | None
    quantity: int | None
    difference: Amount
    correction: bool
    actor: str
    cause: str


class Notice(NamedTuple):
    """Something to tell this seller's members, once: `key` is unique for ever (RULES 12).

    `actor` is who did what it tells; they saw what came of it and get no message (RULES 12.2).
    """

    key: str
    seller: str
    at: Instant
    kind: str
    data: dict[str, Any]
    actor: str


@dataclass(slots=True)
class Billing:
    """Of a subscription what charges look at and change (RULES 4). Plan, renewal, periods are None while inactive."""

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
    activation_at: Instant | None = None
    mailings_left: int = 0
    fees_paid: Amount = 0
    fee_due: Amount | None = None
    """In grace, the fee that was due; it stays whatever the price becomes (RULES 4.15)."""


@dataclass(slots=True)
class Subscription(Billing):
    """The subscription's present (RULES 4–6)."""

    trial_used: bool = False
    connected_before: bool = False
    end_reason: Reason | None = None
    invitation: Invitation = Invitation.NONE
    eligible: bool | None = None
    rating: Rate | None = None
    badge: bool = False
    connected_at: Instant | None = None
    premium_at: Instant | None = None
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
    """A redeemed order line with the values its accrual was made with (RULES 8.1, 8.2). `left` is not returned yet.

    `programme` is whose points it brought, or would have brought; None: taken by a program that did not keep it.
    """

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
    programme: str | None = None


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
        """Its place in the spending order."""
        return spending_order(self)


spending_order: Final[Callable[[Lot], tuple[Instant, Instant, str, str]]] = attrgetter(
    "expires_at", "credited_at", "lot", "origin"
)
"""Spending order: soonest expiry, then oldest crediting, then id (RULES 9.2)."""


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


@dataclass(slots=True)
class Reported:
    """What a marketplace last said of an entry (RULES 16.2); of balance and plan the entry is their day.

    `part` is the programme of points, the service of a fee, else empty; `kind` what a fee is called. `amount` is a
    balance's closing. What was not told is None.
    """

    fact: FactKind
    entry: str
    day: int
    part: str = ""
    kind: str = ""
    amount: Amount = 0
    opening: Amount | None = None
    plan: str | None = None
    order: str | None = None
    item: str | None = None
    quantity: int | None = None


@dataclass(slots=True)
class ReportedSum:
    """The sums since the start of one kind of fact and part, a projection of the tellings (RULES 16.7).

    `came` is the sum of the amounts above zero, `went` of those below, as a number above. A sum that is there was told.
    """

    fact: FactKind
    part: str
    came: Amount = 0
    went: Amount = 0
    corrections: int = 0

    @property
    def net(self) -> Amount:
        """What came less what went."""
        return self.came - self.went


@dataclass(slots=True)
class ReportedShop:
    """What a marketplace told in all: sums by fact and part, and the latest day's balance and plan (None: not told).

    `premium` are its fees for Premium by day number, `told_at` is when anything was learned last. Who asks by key was
    told until when that holds, `key_expires_at`, and below which rating the badge goes, `threshold`.
    """

    sums: dict[tuple[FactKind, str], ReportedSum] = field(default_factory=dict)
    balance: Reported | None = None
    plan: Reported | None = None
    premium: dict[int, Amount] = field(default_factory=dict)
    told_at: Instant | None = None
    key_expires_at: Instant | None = None
    threshold: Rate | None = None

    def of(self, fact: FactKind) -> dict[str, ReportedSum]:
        """The sums of a kind of fact by part, in order; empty: not told."""
        return {part: found for (kind, part), found in sorted(self.sums.items()) if kind is fact}

    @property
    def corrections(self) -> int:
        """How often something was said otherwise than before."""
        return sum(each.corrections for each in self.sums.values())
