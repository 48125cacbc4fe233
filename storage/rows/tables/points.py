"""Points (RULES 7 to 10): where they come from, where they are, what they are spent on, and what the shop chose."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from storage.rows.tables.columns import WITHOUT_ROWID, either, given_key, long, number_key, partial_index, seller_key


class Balance(SQLModel, table=True):
    """One programme's sums of one seller; `verify` recomputes them from `movement`."""

    __tablename__ = "balance"
    __table_args__ = (
        CheckConstraint(
            "held >= 0 AND available >= 0 AND debt >= 0 AND accrued >= 0 AND credited >= 0 AND adjusted >= 0 "
            "AND spent >= 0 AND expired >= 0 AND repaid >= 0",
            name="balance_never_negative",
        ),
        CheckConstraint("debt = 0 OR available = 0", name="balance_debt_first"),
        WITHOUT_ROWID,
    )

    seller: str = seller_key()
    programme: str = Field(primary_key=True)
    held: int = long(default=0)
    available: int = long(default=0)
    debt: int = long(default=0)
    accrued: int = long(default=0)
    credited: int = long(default=0)
    adjusted: int = long(default=0)
    spent: int = long(default=0)
    expired: int = long(default=0)
    repaid: int = long(default=0)
    opted_out: bool = False


class CampaignVersion(SQLModel, table=True):
    """One version of a campaign's terms, in order of arrival."""

    __tablename__ = "campaign_version"

    seq: int | None = number_key()
    campaign: str = Field(index=True)
    event: str


class Choice(SQLModel, table=True):
    """What a seller chose: `mode` and own `limit` per service, `reserve` per programme and service."""

    __tablename__ = "choice"
    __table_args__ = WITHOUT_ROWID

    seller: str = seller_key()
    kind: str = Field(primary_key=True)
    programme: str = Field(primary_key=True)
    service: str = Field(primary_key=True)
    value: str


class Consent(SQLModel, table=True):
    """Leaving or rejoining a programme (RULES 8.9)."""

    __tablename__ = "consent"
    __table_args__ = WITHOUT_ROWID

    seller: str = seller_key()
    seq: int = given_key()
    at: int = long()
    programme: str
    joined: bool
    actor: str
    cause: str


class Grant(SQLModel, table=True):
    """Points given by the marketplace."""

    __tablename__ = "points_grant"
    __table_args__ = (
        CheckConstraint("amount > 0 AND amount_left >= 0 AND amount_left <= amount", name="grant_amounts"),
        WITHOUT_ROWID,
    )

    seller: str = seller_key()
    grant_id: str = Field(primary_key=True)
    programme: str
    amount: int = long()
    amount_left: int = long()
    reason: str
    at: int = long()
    outcome: str | None = None


class Line(SQLModel, table=True):
    """A redeemed order line with the values its accrual was made with."""

    __tablename__ = "line"
    __table_args__ = (
        partial_index("line_held", "seller", "credit_at", where="held"),
        partial_index("line_unearned", "seller", "taken_at", "line", where="credit_at IS NULL"),
        CheckConstraint("quantity >= 1 AND points >= 0", name="line_amounts"),
        CheckConstraint("quantity_left >= 0 AND quantity_left <= quantity", name="line_left"),
        WITHOUT_ROWID,
    )

    seller: str = seller_key()
    line: str = Field(primary_key=True)
    campaign: str
    category: str
    price: int = long()
    discount: int = long()
    quantity: int = long()
    quantity_left: int = long()
    coefficient: int = long()
    points: int = long()
    redeemed_at: int = long()
    taken_at: int = long()
    credit_at: int | None = long(default=None, nullable=True)
    window_until: int | None = long(default=None, nullable=True)
    reason: str | None = None
    held: bool = False
    programme: str | None = None


class Lot(SQLModel, table=True):
    """Points credited together, with one expiry."""

    __tablename__ = "lot"
    __table_args__ = (
        partial_index("lot_in_order", "seller", "programme", "expires_at", "credited_at", where="amount > 0"),
        CheckConstraint("amount >= 0 AND expired >= 0 AND forgiven >= 0 AND forgiven <= expired", name="lot_amounts"),
        CheckConstraint("origin IN ('line','grant')", name="lot_origin"),
        WITHOUT_ROWID,
    )

    seller: str = seller_key()
    programme: str
    origin: str = Field(primary_key=True)
    lot: str = Field(primary_key=True)
    amount: int = long()
    credited_at: int = long()
    expires_at: int = long()
    expired: int = long(default=0)
    forgiven: int = long(default=0)


class Movement(SQLModel, table=True):
    """Points going from one stage to another (RULES 11)."""

    __tablename__ = "movement"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="movement_amount"),
        CheckConstraint(
            f"{either('source', 'source', 'held', 'available', 'spent', 'debt')} AND "
            f"{either('target', 'held', 'available', 'spent', 'expired', 'adjusted', 'debt')}",
            name="movement_stages",
        ),
        partial_index("movement_of_charge", "seller", "charge", where="charge IS NOT NULL"),
        partial_index("movement_expiry", "seller", "at", where="kind = 'expiry'"),
        WITHOUT_ROWID,
    )

    seller: str = seller_key()
    seq: int = given_key()
    at: int = long()
    programme: str
    kind: str
    source: str
    target: str
    amount: int = long()
    origin: str | None = None
    lot: str | None = None
    about: str | None = None
    charge: str | None = None
    service: str | None = None
    campaign: str | None = None
    actor: str
    cause: str
    expires_at: int | None = long(default=None, nullable=True)


class Usage(SQLModel, table=True):
    """Points of a programme spent on a service on a local day; limits used stay used."""

    __tablename__ = "usage"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="usage_amount"),
        WITHOUT_ROWID,
    )

    seller: str = seller_key()
    programme: str = Field(primary_key=True)
    service: str = Field(primary_key=True)
    day: int = Field(primary_key=True)
    amount: int = long()
