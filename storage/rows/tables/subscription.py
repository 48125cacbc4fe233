"""The subscription (RULES 4 to 6): its present, its steps, what was paid for, and what it costs."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from storage.rows.tables.columns import WITHOUT_ROWID, either, given_key, long, number_key, partial_index, seller_key


class Subscription(SQLModel, table=True):
    """The subscription's present, one row a seller; its past is in `transition` and `period`."""

    __tablename__ = "subscription"
    __table_args__ = (
        CheckConstraint(either("state", "inactive", "trial", "active", "grace"), name="subscription_state"),
        CheckConstraint("plan IS NULL OR plan IN ('lite','premium')", name="subscription_plan"),
        CheckConstraint(
            f"renewal IS NULL OR {either('renewal', 'renew', 'lite', 'stop')}", name="subscription_renewal"
        ),
        CheckConstraint("(state = 'inactive') = (plan IS NULL)", name="subscription_plan_when_connected"),
        CheckConstraint("(state = 'grace') = (grace_until IS NOT NULL)", name="subscription_grace"),
        CheckConstraint("period_end IS NULL OR period_end > period_start", name="subscription_period"),
        WITHOUT_ROWID,
    )

    seller: str = seller_key()
    state: str
    plan: str | None = None
    renewal: str | None = None
    stop_reason: str | None = None
    anchor: int | None = long(default=None, nullable=True)
    period_number: int = 0
    period_start: int | None = long(default=None, nullable=True)
    period_end: int | None = long(default=None, nullable=True)
    period_fee: int = long(default=0)
    grace_until: int | None = long(default=None, nullable=True)
    retry_number: int = 0
    retry_at: int | None = long(default=None, nullable=True)
    trial_used: bool = False
    connected_before: bool = False
    end_reason: str | None = None
    invitation: str = "none"
    eligible: bool | None = None
    rating: int | None = long(default=None, nullable=True)
    badge: bool = False
    connected_at: int | None = long(default=None, nullable=True)
    premium_at: int | None = long(default=None, nullable=True)
    activation_at: int | None = long(default=None, nullable=True)
    mailings_left: int = 0
    fees_paid: int = long(default=0)
    fee_due: int | None = long(default=None, nullable=True)
    eligible_at: int | None = long(default=None, nullable=True)
    rating_at: int | None = long(default=None, nullable=True)
    invited_at: int | None = long(default=None, nullable=True)


class Transition(SQLModel, table=True):
    """A step of the subscription (RULES 4.16)."""

    __tablename__ = "transition"
    __table_args__ = WITHOUT_ROWID

    seller: str = seller_key()
    seq: int = given_key()
    at: int = long()
    event: str
    from_state: str
    to_state: str
    plan: str | None = None
    renewal: str | None = None
    reason: str | None = None
    money: int = long()
    actor: str
    cause: str
    period: int | None = long(default=None, nullable=True)
    price: int | None = long(default=None, nullable=True)
    wallet: int | None = long(default=None, nullable=True)
    grace_until: int | None = long(default=None, nullable=True)


class Period(SQLModel, table=True):
    """A trial or a paid period. One trial ever, one charge per (seller, plan, start): by constraint."""

    __tablename__ = "period"
    __table_args__ = (
        UniqueConstraint("seller", "plan", "starts_at", name="period_charged_once"),
        partial_index("period_one_trial", "seller", where="kind = 'trial'", unique=True),
        CheckConstraint("ends_at > starts_at AND fee >= 0", name="period_sane"),
        CheckConstraint("kind IN ('trial','paid') AND (kind = 'paid' OR fee = 0)", name="period_kind"),
        WITHOUT_ROWID,
    )

    seller: str = seller_key()
    starts_at: int = long()
    plan: str
    kind: str
    ends_at: int = long()
    fee: int = long()
    paid_at: int = long()
    seq: int = given_key()


class Price(SQLModel, table=True):
    """A price change, in order of arrival: the plan costs `price` from `since` on (RULES 4.15)."""

    __tablename__ = "price"
    __table_args__ = (
        CheckConstraint("plan = 'lite' OR plan = 'premium'", name="price_plan"),
        CheckConstraint("price > 0", name="price_above_zero"),
    )

    seq: int | None = number_key()
    plan: str
    price: int = long()
    since: int = long()
    taken_at: int = long()
