"""The kinds of notices: a record each, and nothing about a kind is kept in a second table (RULES 12).

To add a kind: its record here, whoever notes it (`journal.notify`), its text with the name of its switch in each
language, and its row in RULES 12. One that speaks of what is ahead also: what makes it true in `truth`, and its days in
the policy.
"""

from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from typing import Final

from core.notices import truth
from core.notices.truth import Truth
from core.policy import Policy
from core.roles import EVERYONE, MANAGERS, MONEY
from core.values import Role


class Importance(IntEnum):
    """How much a kind presses; the larger, the more."""

    USUAL = 1
    """On until a person switches it off."""
    ALWAYS = 2
    """Can't be switched off."""


class Turn(IntEnum):
    """When a kind is told, of all that waits to be told; the smaller, the sooner (RULES 12.5)."""

    FIRST = 0
    """What can't be switched off."""
    USUAL = 1
    LAST = 2
    """What asks for nothing and is told together."""


class Joins(Enum):
    """With what a notice becomes one message (RULES 12.1, 12.2)."""

    INSTANT = "instant"
    """With what else the same instant tells the person: what presses most leads."""
    DIGEST = "digest"
    """With the other news of the person's day, week or month: it asks for nothing."""
    PLACE = "place"
    """With the same news of the person's other shops: it is about the marketplace as a whole."""
    NOTHING = "nothing"
    """It has an answer of its own."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """When a reminder is due: at the reminder hour, days before what it speaks of, or days after a due date.

    The days are the policy's, under the kind's own name (`reminders.KIND`). `end` and `left` are the fields of its data
    that say when that is and how many days are left; `rank` is its place among those of one instant.
    """

    rank: int
    end: str
    left: str = "days"
    after: bool = False


class Group(StrEnum):
    """What belongs together where people choose what they are told, in the order in which they see it."""

    DIGEST = "digest"
    POINTS = "points"
    PAYMENT = "payment"
    SUBSCRIPTION = "subscription"
    INVITATION = "invitation"
    BADGE = "badge"
    MAINTENANCE = "maintenance"
    REPORT = "report"
    MARKETPLACE = "marketplace"


class Way(StrEnum):
    """What somebody may want to do about a notice; what follows a way, and what its button says, is the bot's."""

    PREMIUM = "premium"
    """See the subscription."""
    POINTS = "points"
    HISTORY = "history"
    FEES = "fees"
    REPORT = "report"
    TOP_UP = "top_up"
    SPEND = "spend"
    KEEP = "keep"
    """Renew after all."""
    KEEP_PREMIUM = "keep_premium"
    LITE = "lite"
    STOP = "stop"
    INVITATION = "invitation"
    REJOIN = "rejoin"
    APPROVE = "approve"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class Record:
    """All that holds for a kind: its code, who may get it, and the rule of what it tells (when is section 12 for all).

    `group` is where it is switched on and off; None for what can't be. `ways` are its buttons, the likely one first.
    `judge` says whether what it speaks of is still so; without it, what happened stays true. `ahead` is for reminders;
    all other kinds are due when what they tell happens. Of what is told in one message the smallest `place` leads.
    `before` is the field of its data with the charge or end that people must know of in time, whatever the hour.
    Of several reminders of one thing a person gets the first and the last, of those with `once` the first alone.
    """

    code: str
    audience: frozenset[Role]
    rule: str
    group: Group | None
    ways: tuple[Way, ...]
    importance: Importance = Importance.USUAL
    judge: Truth | None = None
    ahead: Ahead | None = None
    joins: Joins = Joins.INSTANT
    place: int = 5
    before: str | None = None
    once: bool = False


class NoticeKind(StrEnum):
    """Every kind, in the order of RULES 12 and of the settings. Equal to its code; the rest is its `Record`."""

    _value_: str
    audience: frozenset[Role]
    rule: str
    group: Group | None
    ways: tuple[Way, ...]
    importance: Importance
    judge: Truth | None
    ahead: Ahead | None
    joins: Joins
    place: int
    before: str | None
    once: bool

    INVITATION_RECEIVED = Record(
        "invitation_received",
        EVERYONE,
        "5.2",
        Group.INVITATION,
        (Way.INVITATION,),
        judge=truth.invitation_open,
        place=7,
    )
    INVITATION_WITHDRAWN = Record(
        "invitation_withdrawn", EVERYONE, "5.3", Group.INVITATION, (Way.PREMIUM,), judge=truth.invitation_withdrawn
    )
    APPROVAL_REQUESTED = Record(
        "approval_requested",
        MANAGERS,
        "5.5",
        None,
        (Way.APPROVE, Way.DECLINE),
        importance=Importance.ALWAYS,
        judge=truth.request_waits,
        joins=Joins.NOTHING,
    )
    # Of those who may get an answer only the asker does.
    APPROVAL_ANSWERED = Record("approval_answered", EVERYONE, "5.5", Group.INVITATION, (Way.PREMIUM,), place=4)
    CONNECTED = Record("connected", MANAGERS, "4.4", Group.SUBSCRIPTION, (Way.PREMIUM,), place=4)
    UPGRADED = Record("upgraded", MANAGERS, "4.12", Group.SUBSCRIPTION, (Way.PREMIUM,), place=4)
    CANCELLED = Record("cancelled", MANAGERS, "4.9", Group.SUBSCRIPTION, (Way.KEEP, Way.LITE), place=4)
    RESUMED = Record("resumed", MANAGERS, "4.10", Group.SUBSCRIPTION, (Way.PREMIUM,), place=4)
    SWITCH_PLANNED = Record(
        "switch_planned", MANAGERS, "4.11", Group.SUBSCRIPTION, (Way.KEEP_PREMIUM, Way.PREMIUM), place=4
    )
    SWITCHED = Record("switched", MANAGERS, "4.11", Group.SUBSCRIPTION, (Way.TOP_UP, Way.PREMIUM), place=4)
    BENEFITS_ON = Record("benefits_on", EVERYONE, "6.1", Group.SUBSCRIPTION, (Way.PREMIUM,), joins=Joins.DIGEST)
    CHARGE_COMING = Record(
        "charge_coming",
        MONEY,
        "4.6",
        Group.PAYMENT,
        (Way.PREMIUM, Way.STOP),
        judge=truth.charge_coming,
        ahead=Ahead(2, "at"),
        place=4,
        before="at",
    )
    RENEWAL_LOW_BALANCE = Record(
        "renewal_low_balance",
        MONEY,
        "4.6",
        Group.PAYMENT,
        (Way.TOP_UP, Way.LITE, Way.PREMIUM),
        judge=truth.renewal_low_balance,
        ahead=Ahead(1, "at"),
        place=2,
        before="at",
        once=True,
    )
    TRIAL_ENDING = Record(
        "trial_ending",
        MANAGERS,
        "4.3",
        Group.PAYMENT,
        (Way.PREMIUM, Way.LITE, Way.STOP),
        judge=truth.trial_ending,
        ahead=Ahead(0, "at"),
        place=3,
        before="at",
    )
    RENEWAL_FAILED = Record(
        "renewal_failed",
        MONEY,
        "4.7",
        None,
        (Way.TOP_UP, Way.LITE, Way.PREMIUM),
        importance=Importance.ALWAYS,
        place=1,
        before="grace_until",
    )
    RENEWED = Record("renewed", MONEY, "4.6", Group.PAYMENT, (Way.FEES, Way.PREMIUM), joins=Joins.DIGEST, place=4)
    GRACE_REMINDER = Record(
        "grace_reminder",
        MONEY,
        "4.8",
        Group.PAYMENT,
        (Way.TOP_UP, Way.LITE, Way.PREMIUM),
        judge=truth.grace_reminder,
        ahead=Ahead(3, "grace_until", "days_left", after=True),
        place=1,
        before="grace_until",
    )
    SUBSCRIPTION_ENDED = Record(
        "subscription_ended", EVERYONE, "4.6", None, (Way.PREMIUM,), importance=Importance.ALWAYS, place=1
    )
    BADGE_HIDDEN = Record("badge_hidden", EVERYONE, "6.2", Group.BADGE, (Way.PREMIUM,), place=6)
    BADGE_SHOWN = Record("badge_shown", EVERYONE, "6.2", Group.BADGE, (Way.PREMIUM,), joins=Joins.DIGEST, place=6)
    POINTS_EXPIRING = Record(
        "points_expiring",
        MONEY,
        "10.1",
        Group.POINTS,
        (Way.SPEND, Way.POINTS),
        judge=truth.points_expiring,
        ahead=Ahead(10, "expires_at"),
        before="expires_at",
    )
    POINTS_CREDITED = Record(
        "points_credited", MONEY, "8.4", Group.DIGEST, (Way.POINTS, Way.HISTORY), joins=Joins.DIGEST, place=0
    )
    POINTS_ADJUSTED = Record(
        "points_adjusted", MONEY, "8.7", Group.DIGEST, (Way.HISTORY, Way.POINTS), joins=Joins.DIGEST, place=1
    )
    POINTS_EXPIRED = Record(
        "points_expired", MONEY, "10.1", Group.DIGEST, (Way.POINTS, Way.HISTORY), joins=Joins.DIGEST, place=2
    )
    LIMIT_REACHED = Record("limit_reached", MONEY, "9.3", Group.POINTS, (Way.POINTS,))
    ACCESS_ENDING = Record(
        "access_ending",
        MANAGERS,
        "4.9",
        Group.PAYMENT,
        (Way.KEEP, Way.LITE),
        judge=truth.access_ending,
        ahead=Ahead(4, "at"),
        place=4,
        before="at",
    )
    PRICE_CHANGED = Record(
        "price_changed", MANAGERS, "4.15", Group.PAYMENT, (Way.PREMIUM, Way.LITE, Way.STOP), joins=Joins.PLACE
    )
    MAINTENANCE = Record("maintenance", MANAGERS, "9.5", Group.MAINTENANCE, (), joins=Joins.PLACE)
    # Of those who may get it only who was told, or saw, that maintenance began (RULES 12.2).
    MAINTENANCE_OVER = Record("maintenance_over", MONEY, "9.5", Group.MAINTENANCE, (Way.POINTS,), joins=Joins.PLACE)
    RETURNS_HIGH = Record("returns_high", MONEY, "12", Group.POINTS, (Way.HISTORY,), joins=Joins.DIGEST, place=4)
    MONTHLY_REPORT = Record("monthly_report", MONEY, "11", Group.REPORT, (Way.REPORT,), joins=Joins.DIGEST, place=3)
    PROGRAMME_LEFT = Record(
        "programme_left", MANAGERS, "8.9", Group.POINTS, (Way.REJOIN, Way.POINTS), judge=truth.programme_left
    )

    # Of reported shops alone (RULES 16.6).
    FEE_LIKELY = Record(
        "fee_likely",
        MONEY,
        "16.6",
        Group.PAYMENT,
        (Way.PREMIUM,),
        judge=truth.fee_likely,
        ahead=Ahead(5, "at"),
        place=2,
        before="at",
    )
    RATING_LOW = Record("rating_low", EVERYONE, "16.6", Group.BADGE, (Way.PREMIUM,), judge=truth.rating_low, place=6)
    KEY_EXPIRING = Record(
        "key_expiring",
        MANAGERS,
        "16.6",
        Group.MARKETPLACE,
        (Way.REPORT,),
        judge=truth.key_expiring,
        ahead=Ahead(11, "at"),
        before="at",
    )
    REPORT_SILENT = Record("report_silent", MONEY, "16.6", Group.MARKETPLACE, (Way.REPORT,), judge=truth.report_silent)

    def __new__(cls, record: Record | str) -> "NoticeKind":
        """The member of a record. By its code, it is looked up and not made."""
        assert isinstance(record, Record)
        kind = str.__new__(cls, record.code)
        kind._value_ = record.code
        kind.audience = record.audience
        kind.rule = record.rule
        kind.group = record.group
        kind.ways = record.ways
        kind.importance = record.importance
        kind.judge = record.judge
        kind.ahead = record.ahead
        kind.joins = record.joins
        kind.place = record.place
        kind.before = record.before
        kind.once = record.once
        return kind

    @property
    def turn(self) -> Turn:
        """When it is told, of all that waits (RULES 12.5)."""
        if self.importance is Importance.ALWAYS:
            return Turn.FIRST
        return Turn.LAST if self.joins is Joins.DIGEST else Turn.USUAL

    def days(self, policy: Policy) -> tuple[int, ...]:
        """Of a reminder, the policy's days before or after (RULES 14)."""
        days: tuple[int, ...] = getattr(policy.reminders, self)
        return days


ALWAYS: Final = frozenset(kind for kind in NoticeKind if kind.importance is Importance.ALWAYS)
"""Kinds that can't be switched off (RULES 12)."""

DIGESTED: Final = frozenset(kind for kind in NoticeKind if kind.joins is Joins.DIGEST)
"""What people get together, once a day, a week or a month (RULES 12.1)."""

OF_REPORTED: Final = frozenset(kind for kind in NoticeKind if kind.rule == "16.6")
"""What is told of shops that a marketplace keeps itself, and of no others."""

SUMS: Final = frozenset({NoticeKind.POINTS_CREDITED, NoticeKind.POINTS_ADJUSTED, NoticeKind.POINTS_EXPIRED})
"""Of these, what is added up; who wants no sums still gets the other news, once a week."""
