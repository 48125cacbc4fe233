"""Shops that a marketplace reports (RULES 16): what it said, the sums of that, and the key to ask with."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.rows.tables.columns import WITHOUT_ROWID, given_key, long, seller_key


class Telling(SQLModel, table=True):
    """What a marketplace said of a reported shop, and the difference it made (RULES 16.2)."""

    __tablename__ = "telling"
    __table_args__ = (
        Index("telling_of_entry", "seller", "fact", "entry"),
        Index("telling_of_day", "seller", "fact", "day"),
        CheckConstraint("fact IN ('points','fee','sale','balance','plan')", name="telling_fact"),
        WITHOUT_ROWID,
    )

    seller: str = seller_key()
    seq: int = given_key()
    at: int = long()
    fact: str
    entry: str
    day: int
    part: str
    kind: str
    amount: int = long()
    opening: int | None = long(default=None, nullable=True)
    plan: str | None = None
    order_id: str | None = None
    item: str | None = None
    quantity: int | None = long(default=None, nullable=True)
    difference: int = long()
    correction: bool
    actor: str
    cause: str


class Reported(SQLModel, table=True):
    """What a marketplace last said of each entry; its past is in `telling`."""

    __tablename__ = "reported"
    __table_args__ = (
        Index("reported_of_day", "seller", "fact", "day"),
        Index("reported_of_kind", "seller", "fact", "kind", "day"),
        CheckConstraint("fact IN ('points','fee','sale','balance','plan')", name="reported_fact"),
        WITHOUT_ROWID,
    )

    seller: str = seller_key()
    fact: str = Field(primary_key=True)
    entry: str = Field(primary_key=True)
    day: int
    part: str
    kind: str
    amount: int = long()
    opening: int | None = long(default=None, nullable=True)
    plan: str | None = None
    order_id: str | None = None
    item: str | None = None
    quantity: int | None = long(default=None, nullable=True)


class ReportedSum(SQLModel, table=True):
    """Sums of what is reported by kind of fact and part; `verify` recomputes them from `telling`."""

    __tablename__ = "reported_sum"
    __table_args__ = (
        CheckConstraint("came >= 0 AND went >= 0 AND corrections >= 0", name="reported_sum_never_negative"),
        WITHOUT_ROWID,
    )

    seller: str = seller_key()
    fact: str = Field(primary_key=True)
    part: str = Field(primary_key=True)
    came: int = long()
    went: int = long()
    corrections: int = long()


class ShopKey(SQLModel, table=True):
    """The API key of a shop that a marketplace keeps, sealed, and how far reading with it has come (RULES 16).

    `next_at` is the schedule, `cursor` the days still to be read, `lease_until` marks a process at work. `unread` is a
    JSON list of what nothing was read from. `month` (yyyymm) is the last one whose report was compared, `month_points`
    what that said. `watcher` is a telegram id that `watch_message` tells of the reading.
    """

    __tablename__ = "shop_key"
    __table_args__ = (
        UniqueConstraint("client_id", name="shop_key_client"),
        Index("shop_key_next", "next_at"),
        CheckConstraint("failures >= 0", name="shop_key_failures"),
        CheckConstraint("(failure IS NULL) = (failed_at IS NULL)", name="shop_key_failure"),
        WITHOUT_ROWID,
    )

    seller: str = seller_key()
    client_id: str
    sealed: bytes
    given_at: int = long()
    given_by: str
    expires_at: int | None = long(default=None, nullable=True)
    threshold: int | None = long(default=None, nullable=True)
    next_at: int = long()
    cursor: str | None = None
    lease_until: int | None = long(default=None, nullable=True)
    read_at: int | None = long(default=None, nullable=True)
    failures: int = 0
    failure: str | None = None
    failed_at: int | None = long(default=None, nullable=True)
    unread: str = "[]"
    month: int | None = None
    month_points: int | None = long(default=None, nullable=True)
    watcher: int | None = long(default=None, nullable=True)
    watch_message: int | None = long(default=None, nullable=True)
