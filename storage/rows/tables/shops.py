"""A shop: its wallet and what it is billed, its rating, and when there is work to do for it."""

from sqlalchemy import CheckConstraint, Column, Index, String
from sqlmodel import Field, SQLModel

from storage.rows.tables.columns import WITHOUT_ROWID, given_key, long, partial_index, seller_key


class Seller(SQLModel, table=True):
    """A shop: wallet, progress of its due work, and the next instant it has any (`next_due` is the schedule).

    It is the soonest of `points_due`, `subscription_due` and `digest_at`: only the parts that are due need be read.
    They hold where `dues_version` is the row's version; what else wrote it last did not know of them.
    `told` is the last fact for all that it has had, by the number of its tour.
    """

    __tablename__ = "seller"
    __table_args__ = (
        partial_index("seller_due_in_order", "next_due", "id", where="next_due IS NOT NULL"),
        partial_index("seller_parked", "id", where="parked"),
        CheckConstraint("version >= 0 AND seq >= 0", name="seller_counters"),
        WITHOUT_ROWID,
    )

    id: str = Field(primary_key=True)
    name: str
    locale: str | None = None
    registered_at: int = long()
    version: int = long()
    seq: int = long()
    wallet: int = long()
    clock: int = long()
    next_due: int | None = long(default=None, nullable=True)
    points_due: int | None = long(default=None, nullable=True)
    subscription_due: int | None = long(default=None, nullable=True)
    digest: str = "{}"
    digest_at: int | None = long(default=None, nullable=True)
    parked: bool = False
    profile_at: int | None = long(default=None, nullable=True)
    books: str = Field(default="kept", sa_column=Column(String, nullable=False, server_default="kept"))
    told: int = long(default=0)
    dues_version: int = long(default=0)


class Charge(SQLModel, table=True):
    """What the marketplace billed for a service; `money` is its money part, `paid` the rest by programme."""

    __tablename__ = "charge"
    __table_args__ = (
        Index("charge_of_month", "seller", "service", "month"),
        Index("charge_in_history", "seller", "seq", unique=True),
        CheckConstraint("amount > 0 AND money >= 0 AND money <= amount", name="charge_amounts"),
        WITHOUT_ROWID,
    )

    seller: str = seller_key()
    charge: str = Field(primary_key=True)
    seq: int = long()
    service: str
    amount: int = long()
    money: int = long()
    at: int = long()
    month: int
    reversed_at: int | None = long(default=None, nullable=True)
    paid: str = "{}"


class WalletEntry(SQLModel, table=True):
    """Money in or out of the wallet with the balance after it."""

    __tablename__ = "wallet_entry"
    __table_args__ = WITHOUT_ROWID

    seller: str = seller_key()
    seq: int = given_key()
    at: int = long()
    kind: str
    amount: int = long()
    balance: int = long()
    charge: str | None = None
    actor: str
    cause: str
    plan: str | None = None
    period: int | None = long(default=None, nullable=True)


class Rating(SQLModel, table=True):
    """The rating's history (RULES 6.1a)."""

    __tablename__ = "rating"
    __table_args__ = WITHOUT_ROWID

    seller: str = seller_key()
    seq: int = given_key()
    at: int = long()
    rating: int = long()
