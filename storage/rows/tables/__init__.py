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


class Notice(SQLModel, table=True):
    """Something to tell a seller's members, once; `fanned_out_at` is when it became deliveries."""

    __tablename__ = "notice"
    __table_args__ = (
        partial_index("notice_waiting", "id", where="fanned_out_at IS NULL"),
        # With the seller before it: ids may hold colons, and two sellers' keys may then read alike. What is asked of
        # one seller is found by it, too.
        UniqueConstraint("seller", "key", name="notice_once"),
    )

    key: str
    seller: str = Field(foreign_key="seller.id")
    at: int = long()
    kind: str
    data: str
    fanned_out_at: int | None = long(default=None, nullable=True)
    actor: str | None = None
    id: int | None = number_key()


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


class Broadcast(SQLModel, table=True):
    """An operator's message to a segment of people. `key` makes starting it repeatable; its recipients are deliveries.

    `reached` is the last telegram id that has become a delivery, `fanned_out_at` when there was nobody after it.
    """

    __tablename__ = "broadcast"
    __table_args__ = (
        UniqueConstraint("key", name="broadcast_once"),
        CheckConstraint("state IN ('sending','paused','stopped','done')", name="broadcast_state"),
        CheckConstraint("total >= 0", name="broadcast_total"),
    )

    id: int | None = number_key()
    key: str
    segment: str
    texts: str
    reason: str
    started_at: int = long()
    started_by: str
    state: str = "sending"
    total: int
    reached: int = long(default=0)
    fanned_out_at: int | None = long(default=None, nullable=True)
    finished_at: int | None = long(default=None, nullable=True)


class BroadcastDraft(SQLModel, table=True):
    """What an operator has written of a broadcast so far: whom it is for, if that is chosen, and its texts in JSON."""

    __tablename__ = "broadcast_draft"

    telegram_id: int = given_key()
    segment: str | None = None
    texts: str
    changed_at: int = long()


_WAITING = "state = 'waiting' AND notice IS NOT NULL"
_LEASED_COPY = "state = 'waiting' AND broadcast IS NOT NULL AND lease_until IS NOT NULL"


class Delivery(SQLModel, table=True):
    """The outbox: one notice, or one broadcast, to one person, sent once.

    `lease_until` marks a sender at work on it; `quiet` says that `due_at` is the end of the person's quiet hours.
    `edit_at`: from when on the message in the chat is to be changed, because what it asked has its answer. `turn` is
    that of its kind; null for a broadcast, and until a person stands in line for what an earlier program wrote.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("notice", "telegram_id", name="delivery_once"),
        partial_index("delivery_in_chat", "telegram_id", "turn", "notice", where=f"{_WAITING} AND NOT quiet"),
        partial_index("delivery_put_off", "telegram_id", "due_at", "turn", where=f"{_WAITING} AND quiet"),
        partial_index("delivery_oldest", "notice", where=f"{_WAITING} AND NOT quiet"),
        partial_index("delivery_without_turn", "id", where=f"{_WAITING} AND turn IS NULL"),
        partial_index("delivery_leased_copies", "lease_until", where=_LEASED_COPY),
        partial_index("delivery_of_broadcast", "broadcast", "telegram_id", where="broadcast IS NOT NULL", unique=True),
        partial_index("delivery_broadcast_state", "broadcast", "state", "due_at", "id", where="broadcast IS NOT NULL"),
        partial_index("delivery_failed", "settled_at", where="state = 'failed'"),
        partial_index("delivery_to_edit", "edit_at", where="edit_at IS NOT NULL"),
        CheckConstraint(either("state", "waiting", "sent", "dropped", "failed"), name="delivery_state"),
        CheckConstraint("(notice IS NULL) <> (broadcast IS NULL)", name="delivery_of_one_thing"),
    )

    id: int | None = number_key()
    notice: int | None = Field(default=None, sa_column=Column("notice", Long, ForeignKey("notice.id"), nullable=True))
    telegram_id: int = long()
    due_at: int = long()
    quiet: bool = False
    state: str = "waiting"
    lease_until: int | None = long(default=None, nullable=True)
    attempts: int = 0
    message_id: int | None = long(default=None, nullable=True)
    settled_at: int | None = long(default=None, nullable=True)
    error: str | None = None
    edit_at: int | None = long(default=None, nullable=True)
    broadcast: int | None = Field(
        default=None, sa_column=Column("broadcast", Long, ForeignKey("broadcast.id"), nullable=True)
    )
    turn: int | None = None


class OutboxLine(SQLModel, table=True):
    """The line of people for whom notices wait: whom to look at from `at` on, in which of its lanes."""

    __tablename__ = "outbox_line"
    __table_args__ = (Index("outbox_line_next", "lane", "at", "telegram_id"), WITHOUT_ROWID)

    telegram_id: int = given_key()
    lane: int
    at: int = long()


class Change(SQLModel, table=True):
    """Something that changed for a seller and of which no notice is written: told to systems, not to people."""

    __tablename__ = "change"
    __table_args__ = (
        partial_index("change_waiting", "id", where="fanned_out_at IS NULL"),
        UniqueConstraint("seller", "key", name="change_once"),
    )

    id: int | None = number_key()
    key: str
    seller: str = Field(foreign_key="seller.id")
    kind: str
    at: int = long()
    fanned_out_at: int | None = long(default=None, nullable=True)


class Webhook(SQLModel, table=True):
    """An endpoint that is told of events: `events` and `sellers` are JSON lists, null for all.

    `secret` signs; `old_secret` too until `old_until`, while the receiver changes over. `due_at` is the next attempt
    after `failures` in a row, the first of them at `failing_since`; `lease_until` marks a sender at work on it.
    """

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("state IN ('active','paused','removed')", name="webhook_state"),
        CheckConstraint("(old_secret IS NULL) = (old_until IS NULL)", name="webhook_old_secret"),
        CheckConstraint("(failures = 0) = (failing_since IS NULL)", name="webhook_failures"),
    )

    id: int | None = number_key()
    url: str
    events: str | None = None
    sellers: str | None = None
    secret: str
    old_secret: str | None = None
    old_until: int | None = long(default=None, nullable=True)
    state: str = "active"
    created_at: int = long()
    created_by: str
    due_at: int = long(default=0)
    lease_until: int | None = long(default=None, nullable=True)
    failures: int = 0
    failing_since: int | None = long(default=None, nullable=True)


class WebhookDelivery(SQLModel, table=True):
    """One event to one endpoint, told once; `since` is when it began to wait, also anew when it is sent again."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook", "event", name="webhook_delivery_once"),
        partial_index("webhook_delivery_waiting", "webhook", "id", where="state = 'waiting'"),
        Index("webhook_delivery_state", "webhook", "state", "id"),
        CheckConstraint(either("state", "waiting", "sent", "dropped", "failed"), name="webhook_delivery_state"),
        CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name="webhook_delivery_settled"),
    )

    id: int | None = number_key()
    webhook: int = Field(sa_column=Column("webhook", Long, ForeignKey("webhook.id"), nullable=False))
    event: str
    type: str
    seller: str
    at: int = long()
    since: int = long()
    state: str = "waiting"
    attempts: int = 0
    status: int | None = None
    error: str | None = None
    settled_at: int | None = long(default=None, nullable=True)


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


class TelegramUpdate(SQLModel, table=True):
    """What Telegram handed over by its webhook: kept before it is acknowledged, its `content` until it is dealt with.

    `lease_until` marks a process at work on it. Ids are unique for each bot.
    """

    __tablename__ = "telegram_update"
    __table_args__ = (
        partial_index("telegram_update_waiting", "bot", "chat", "update_id", where="done_at IS NULL"),
        partial_index("telegram_update_done", "done_at", where="done_at IS NOT NULL"),
        CheckConstraint("(content IS NULL) = (done_at IS NOT NULL)", name="telegram_update_content"),
        WITHOUT_ROWID,
    )

    bot: int = given_key()
    update_id: int = given_key()
    chat: int = long()
    content: str | None = None
    received_at: int = long()
    attempts: int = 0
    lease_until: int | None = long(default=None, nullable=True)
    done_at: int | None = long(default=None, nullable=True)


class Dialog(SQLModel, table=True):
    """What is open in a chat: `content` is enciphered by the bot, null when nothing is.

    `holder` has it until `lease_until` while dealing with an update. Ids of chats are unique for each bot.
    """

    __tablename__ = "dialog"
    __table_args__ = (
        Index("dialog_changed", "changed_at"),
        CheckConstraint("(holder IS NULL) = (lease_until IS NULL)", name="dialog_held"),
        WITHOUT_ROWID,
    )

    bot: int = given_key()
    chat: int = given_key()
    content: bytes | None = None
    changed_at: int = long()
    holder: str | None = None
    lease_until: int | None = long(default=None, nullable=True)


class Pace(SQLModel, table=True):
    """When the next message may go into a chat, over all processes of a bot; chat 0 stands for all chats together.

    On PostgreSQL alone.
    """

    __tablename__ = "pace"
    __table_args__ = (WITHOUT_ROWID,)

    bot: int = given_key()
    chat: int = given_key()
    free_at: int = long()


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
