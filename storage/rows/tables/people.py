"""People: members of shops, operators, their wishes, and the ways in. Personal data, outside the history."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.rows.tables.columns import WITHOUT_ROWID, given_key, long, number_key, partial_index


class Member(SQLModel, table=True):
    """A Telegram user in a seller's team. Personal data: outside the history, deletable (RULES 15.19)."""

    __tablename__ = "member"
    __table_args__ = (
        UniqueConstraint("telegram_id", "seller", name="member_once"),
        CheckConstraint("role IN ('administrator','manager','finance','employee')", name="member_role"),
    )

    id: int | None = number_key()
    telegram_id: int = long(index=True)
    seller: str = Field(foreign_key="seller.id", index=True)
    role: str
    name: str
    joined_at: int = long()
    removed_at: int | None = long(default=None, nullable=True)
    seat: bool = False


class Person(SQLModel, table=True):
    """How a Telegram user likes to be told: language, time zone, shop shown, quiet local hours, plain messages.

    Without hours of one's own the usual ones are quiet, unless `quiet_off`. `digests`: how often sums come, if chosen.
    `maintenance_seen_at`: when a screen last told them that maintenance was under way.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint(
            "(quiet_from IS NULL) = (quiet_to IS NULL) AND quiet_from <> quiet_to "
            "AND quiet_from BETWEEN 0 AND 23 AND quiet_to BETWEEN 0 AND 23",
            name="person_quiet_hours",
        ),
    )

    telegram_id: int = given_key()
    locale: str | None = None
    timezone: str | None = None
    seller: str | None = None
    quiet_from: int | None = None
    quiet_to: int | None = None
    plain: bool = True
    quiet_off: bool = False
    digests: str | None = None
    blocked_at: int | None = long(default=None, nullable=True)
    maintenance_seen_at: int | None = long(default=None, nullable=True)


class Mute(SQLModel, table=True):
    """A kind of notice that a person has switched off (RULES 12)."""

    __tablename__ = "mute"
    __table_args__ = WITHOUT_ROWID

    telegram_id: int = Field(
        sa_column=Column("telegram_id", ForeignKey("person.telegram_id", ondelete="CASCADE"), primary_key=True)
    )
    kind: str = Field(primary_key=True)


class LinkToken(SQLModel, table=True):
    """A one-time way into a shop with a role; only the token's hash is kept."""

    __tablename__ = "link_token"
    __table_args__ = WITHOUT_ROWID

    hash: str = Field(primary_key=True)
    seller: str = Field(foreign_key="seller.id")
    role: str
    created_at: int = long()
    created_by: str
    expires_at: int = long()
    used_at: int | None = long(default=None, nullable=True)
    used_by: int | None = long(default=None, nullable=True)
    revoked_at: int | None = long(default=None, nullable=True)


class Approval(SQLModel, table=True):
    """An employee's request to accept the invitation; one open at a time per seller (RULES 5.5)."""

    __tablename__ = "approval"
    __table_args__ = (partial_index("approval_one_open", "seller", where="answered_at IS NULL", unique=True),)

    id: int | None = number_key()
    seller: str = Field(foreign_key="seller.id")
    asked_by: int = long()
    asked_at: int = long()
    answer: str | None = None
    answered_by: int | None = long(default=None, nullable=True)
    answered_at: int | None = long(default=None, nullable=True)


class Operator(SQLModel, table=True):
    """A Telegram user who is marketplace staff (RULES 1). Personal data: history names the number `id` only."""

    __tablename__ = "operator"

    id: int | None = number_key()
    telegram_id: int = long(unique=True)
    granted_at: int = long()
    granted_by: str
    removed_at: int | None = long(default=None, nullable=True)
    removed_by: str | None = None
