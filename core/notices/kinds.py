"""The kinds of notices: a record each, and nothing about a kind is kept in a second table (RULES 12).

To add a kind: its record here, whoever notes it (`account.journal.notify`), its text with the name of its switch in each
language, and its row in RULES 12. One that speaks of what is ahead also: what makes it true in `truth`, and its days in
the policy.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from core.notices import truth
from core.notices.truth import Truth
from core.policy import Policy
from core.roles import EVERYONE, MANAGERS, MONEY
from core.values import Role


class Importance(IntEnum):
    """How much a kind presses; the larger, the more."""

    ON_REQUEST = 0
    """Switched off until a person wants it."""
    USUAL = 1
    """On until a person switches it off."""
    ALWAYS = 2
    """Can't be switched off, and doesn't wait for the end of quiet hours."""


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
    all other kinds are due when what they tell happens.
    """

    code: str
    audience: frozenset[Role]
    rule: str
    group: Group | None
    ways: tuple[Way, ...]
    importance: Importance = Importance.USUAL
    judge: Truth | None = None
    ahead: Ahead | None = None


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

    INVITATION_RECEIVED = Record(
        "invitation_received", EVERYONE, "5.2", Group.INVITATION, (Way.INVITATION,), judge=truth.invitation_open
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
    )
    # Of those who may get an answer only the asker does.
    APPROVAL_ANSWERED = Record("approval_answered", EVERYONE, "5.5", Group.INVITATION, (Way.PREMIUM,))
    CONNECTED = Record("connected", MANAGERS, "4.4", Group.SUBSCRIPTION, (Way.PREMIUM,))
    UPGRADED = Record("upgraded", MANAGERS, "4.12", Group.SUBSCRIPTION, (Way.PREMIUM,))
    CANCELLED = Record("cancelled", MANAGERS, "4.9", Group.SUBSCRIPTION, (Way.KEEP, Way.LITE))
    RESUMED = Record("resumed", MANAGERS, "4.10", Group.SUBSCRIPTION, (Way.PREMIUM,))
    SWITCH_PLANNED = Record("switch_planned", MANAGERS, "4.11", Group.SUBSCRIPTION, (Way.KEEP_PREMIUM, Way.PREMIUM))
    SWITCHED = Record("switched", MANAGERS, "4.11", Group.SUBSCRIPTION, (Way.TOP_UP, Way.PREMIUM))
    BENEFITS_ON = Record("benefits_on", EVERYONE, "6.1", Group.SUBSCRIPTION, (Way.PREMIUM,))
    CHARGE_COMING = Record(
        "charge_coming",
        MONEY,
        "4.6",
        Group.PAYMENT,
        (Way.PREMIUM, Way.STOP),
        judge=truth.charge_coming,
        ahead=Ahead(2, "at"),
    )
    RENEWAL_LOW_BALANCE = Record(
        "renewal_low_balance",
        MONEY,
        "4.6",
        Group.PAYMENT,
        (Way.TOP_UP, Way.LITE, Way.PREMIUM),
        judge=truth.renewal_low_balance,
        ahead=Ahead(1, "at"),
    )
    TRIAL_ENDING = Record(
        "trial_ending",
        MANAGERS,
        "4.3",
        Group.PAYMENT,
        (Way.PREMIUM, Way.LITE, Way.STOP),
        judge=truth.trial_ending,
        ahead=Ahead(0, "at"),
    )
    RENEWAL_FAILED = Record(
        "renewal_failed", MONEY, "4.7", None, (Way.TOP_UP, Way.LITE, Way.PREMIUM), importance=Importance.ALWAYS
    )
    RENEWED = Record("renewed", MONEY, "4.6", Group.PAYMENT, (Way.FEES, Way.PREMIUM))
    GRACE_REMINDER = Record(
        "grace_reminder",
        MONEY,
        "4.8",
        Group.PAYMENT,
        (Way.TOP_UP, Way.LITE, Way.PREMIUM),
        judge=truth.grace_reminder,
        ahead=Ahead(3, "grace_until", "days_left", after=True),
    )
    SUBSCRIPTION_ENDED = Record(
        "subscription_ended", EVERYONE, "4.6", None, (Way.PREMIUM,), importance=Importance.ALWAYS
    )
    BADGE_HIDDEN = Record("badge_hidden", EVERYONE, "6.2", Group.BADGE, (Way.PREMIUM,))
    BADGE_SHOWN = Record("badge_shown", EVERYONE, "6.2", Group.BADGE, (Way.PREMIUM,))
    POINTS_EXPIRING = Record(
        "points_expiring",
        MONEY,
        "10.1",
        Group.POINTS,
        (Way.SPEND, Way.POINTS),
        judge=truth.points_expiring,
        ahead=Ahead(10, "expires_at"),
    )
    POINTS_CREDITED = Record("points_credited", MONEY, "8.4", Group.DIGEST, (Way.POINTS, Way.HISTORY))
    POINTS_ADJUSTED = Record("points_adjusted", MONEY, "8.7", Group.DIGEST, (Way.HISTORY, Way.POINTS))
    POINTS_EXPIRED = Record("points_expired", MONEY, "10.1", Group.DIGEST, (Way.POINTS, Way.HISTORY))
    LIMIT_REACHED = Record("limit_reached", MONEY, "9.3", Group.POINTS, (Way.POINTS,))
    ACCESS_ENDING = Record(
        "access_ending",
        MANAGERS,
        "4.9",
        Group.PAYMENT,
        (Way.KEEP, Way.LITE),
        judge=truth.access_ending,
        ahead=Ahead(4, "at"),
    )
    PRICE_CHANGED = Record("price_changed", MANAGERS, "4.15", Group.PAYMENT, (Way.PREMIUM, Way.LITE, Way.STOP))
    MAINTENANCE = Record("maintenance", MANAGERS, "9.5", Group.MAINTENANCE, ())
    MAINTENANCE_OVER = Record("maintenance_over", MANAGERS, "9.5", Group.MAINTENANCE, (Way.POINTS,))
    RETURNS_HIGH = Record("returns_high", MONEY, "12", Group.POINTS, (Way.HISTORY,))
    MONTHLY_REPORT = Record(
        "monthly_report", MONEY, "11", Group.REPORT, (Way.REPORT,), importance=Importance.ON_REQUEST
    )
    PROGRAMME_LEFT = Record(
        "programme_left", MANAGERS, "8.9", Group.POINTS, (Way.REJOIN, Way.POINTS), judge=truth.programme_left
    )

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
        return kind

    def days(self, policy: Policy) -> tuple[int, ...]:
        """Of a reminder, the policy's days before or after (RULES 14)."""
        days: tuple[int, ...] = getattr(policy.reminders, self)
        return days


ALWAYS: Final = frozenset(kind for kind in NoticeKind if kind.importance is Importance.ALWAYS)
"""Kinds that can't be switched off and don't wait for the end of quiet hours (RULES 12)."""

ON_REQUEST: Final = frozenset(kind for kind in NoticeKind if kind.importance is Importance.ON_REQUEST)
"""Kinds that are switched off until a person wants them (RULES 12)."""
