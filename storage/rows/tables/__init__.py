"""The tables, as SQLModel classes: the one description of every column.

Instants are BIGINT microseconds UTC and amounts BIGINT hundredths, exactly as the core has them: a timestamp type
would lose its zone on SQLite and a decimal its exactness. Table models do not validate, so what must hold is a CHECK, a
UNIQUE or a foreign key here. History tables are refused UPDATE and DELETE by triggers (see the migrations).

The order of columns means nothing: rows and the core's records meet by name (see `storage.rows.records`).
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from storage.rows.tables.archives import Archive as Archive
from storage.rows.tables.archives import ArchivedKey as ArchivedKey
from storage.rows.tables.archives import Carried as Carried
from storage.rows.tables.archives import Closed as Closed
from storage.rows.tables.archives import MovementArchive as MovementArchive
from storage.rows.tables.columns import (
    WITHOUT_ROWID,
    Long,
    either,
    given_key,
    long,
    number_key,
    partial_index,
    seller_key,
)
from storage.rows.tables.people import Approval as Approval
from storage.rows.tables.people import LinkToken as LinkToken
from storage.rows.tables.people import Member as Member
from storage.rows.tables.people import Mute as Mute
from storage.rows.tables.people import Operator as Operator
from storage.rows.tables.people import Person as Person
from storage.rows.tables.points import Balance as Balance
from storage.rows.tables.points import CampaignVersion as CampaignVersion
from storage.rows.tables.points import Choice as Choice
from storage.rows.tables.points import Consent as Consent
from storage.rows.tables.points import Grant as Grant
from storage.rows.tables.points import Line as Line
from storage.rows.tables.points import Lot as Lot
from storage.rows.tables.points import Movement as Movement
from storage.rows.tables.points import Usage as Usage
from storage.rows.tables.post import Broadcast as Broadcast
from storage.rows.tables.post import BroadcastDraft as BroadcastDraft
from storage.rows.tables.post import Change as Change
from storage.rows.tables.post import Delivery as Delivery
from storage.rows.tables.post import Dialog as Dialog
from storage.rows.tables.post import Notice as Notice
from storage.rows.tables.post import OutboxLine as OutboxLine
from storage.rows.tables.post import Pace as Pace
from storage.rows.tables.post import TelegramUpdate as TelegramUpdate
from storage.rows.tables.post import Webhook as Webhook
from storage.rows.tables.post import WebhookDelivery as WebhookDelivery
from storage.rows.tables.reported import Reported as Reported
from storage.rows.tables.reported import ReportedSum as ReportedSum
from storage.rows.tables.reported import ShopKey as ShopKey
from storage.rows.tables.reported import Telling as Telling
from storage.rows.tables.shops import Charge as Charge
from storage.rows.tables.shops import Rating as Rating
from storage.rows.tables.shops import Seller as Seller
from storage.rows.tables.shops import WalletEntry as WalletEntry
from storage.rows.tables.subscription import Period as Period
from storage.rows.tables.subscription import Price as Price
from storage.rows.tables.subscription import Subscription as Subscription
from storage.rows.tables.subscription import Transition as Transition

HISTORY = (
    "movement",
    "wallet_entry",
    "transition",
    "period",
    "consent",
    "rating",
    "telling",
    "campaign_version",
    "price",
    "replayed_line",
    "taken",
    "audit",
    "archived_key",
)
"""Tables that only grow: UPDATE and DELETE raise. `notice` may change its `fanned_out_at` alone, and loses a row only
when its key is in `archived_key`; `archive` and `movement_archive` may change their `removed_at` alone. `movement`
loses a row only up to the number of its seller in `closed`, and none that names a charge or an open lot."""


NUMBERED: Final[Mapping[str, str]] = {
    "movement": "at",
    "wallet_entry": "at",
    "transition": "at",
    "period": "paid_at",
    "consent": "at",
    "rating": "at",
    "charge": "at",
    "telling": "at",
}
"""Tables whose rows take a number of the seller's history → their column with the instant."""


class Taken(SQLModel, table=True):
    """Every well-formed line ever taken, with its first result; the id is unique in its source (RULES 2.6)."""

    __tablename__ = "taken"
    __table_args__ = WITHOUT_ROWID

    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    fingerprint: bytes
    type: str
    seller: str | None = None
    at: int = long()
    taken_at: int = long()
    outcome: str
    reason: str | None = None
    data: str | None = None


class ReplayedFile(SQLModel, table=True):
    """A scenario file that was replayed on this database: how many of its lines were taken, and their digest."""

    __tablename__ = "replayed_file"

    id: int | None = number_key()
    lines: int = long()
    digest: bytes


class ReplayedLine(SQLModel, table=True):
    """A line of such a file whose answer took no id, so that it is known nowhere else (RULES 2.6a, 13)."""

    __tablename__ = "replayed_line"
    __table_args__ = WITHOUT_ROWID

    file: int = given_key()
    line: int = given_key()
    reason: str
    data: str | None = None


class World(SQLModel, table=True):
    """What is the same for all sellers; one row, whose `version` every change of it, of campaigns and prices raises.

    `clock` is how far a virtual clock has come; `prices` are the plans' first ones, by plan in JSON (RULES 4.15).
    """

    __tablename__ = "world"
    __table_args__ = (CheckConstraint("id = 1", name="world_one_row"),)

    id: int = Field(primary_key=True)
    maintenance: bool = False
    clock: int | None = long(default=None, nullable=True)
    clock_offset: int | None = long(default=None, nullable=True)
    prices: str | None = None
    version: int = Field(sa_column=Column(BigInteger, nullable=False, server_default="0"))


class Token(SQLModel, table=True):
    """A way in over HTTP: only the token's hash is kept. Its `name` is the source of the ids it brings (RULES 13).

    `scopes` is a JSON list. Several tokens may bear one name, one after the other or while one takes another's place.
    """

    __tablename__ = "token"
    __table_args__ = (
        UniqueConstraint("hash", name="token_hash"),
        CheckConstraint("per_minute > 0", name="token_rate"),
    )

    id: int | None = number_key()
    name: str
    hash: bytes
    scopes: str
    per_minute: int
    created_at: int = long()
    expires_at: int | None = long(default=None, nullable=True)
    used_at: int | None = long(default=None, nullable=True)
    revoked_at: int | None = long(default=None, nullable=True)


class Idempotency(SQLModel, table=True):
    """A request that is answered once: what was asked under a caller's key, and the first answer to it.

    `fingerprint` tells another request under the same key; until there is a `status` somebody is at work on it, until
    `lease_until`.
    """

    __tablename__ = "idempotency"
    __table_args__ = (
        Index("idempotency_old", "claimed_at"),
        CheckConstraint("(status IS NULL) = (answer IS NULL)", name="idempotency_answered"),
        WITHOUT_ROWID,
    )

    caller: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: bytes
    claimed_at: int = long()
    lease_until: int = long()
    status: int | None = None
    media_type: str | None = None
    answer: bytes | None = None


class Tour(SQLModel, table=True):
    """Something that concerns everybody, done from shop to shop: `reached` is the last one it came by.

    A fact for all (`maintenance`, `price`, `prolongation`) with its event in `detail`, or notices of the calendar.
    """

    __tablename__ = "tour"
    __table_args__ = (
        UniqueConstraint("key", name="tour_once"),
        partial_index("tour_under_way", "id", where="done_at IS NULL"),
    )

    id: int | None = number_key()
    key: str
    kind: str
    at: int = long()
    detail: str
    reached: str = ""
    done_at: int | None = long(default=None, nullable=True)


class Audit(SQLModel, table=True):
    """Who did what outside the core's own history: members, roles, links, operators."""

    __tablename__ = "audit"

    id: int | None = number_key()
    at: int = long()
    seller: str | None = Field(default=None, index=True)
    actor: str
    action: str
    detail: str
