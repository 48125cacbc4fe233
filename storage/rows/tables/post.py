"""What is told and to whom: notices and broadcasts as messages, events for other systems, and what is open in chats."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.rows.tables.columns import WITHOUT_ROWID, Long, either, given_key, long, number_key, partial_index

_WAITING = "state = 'waiting' AND notice IS NOT NULL"
_LEASED_COPY = "state = 'waiting' AND broadcast IS NOT NULL AND lease_until IS NOT NULL"


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


class Pace(SQLModel, table=True):
    """When the next message may go into a chat, over all processes of a bot; chat 0 stands for all chats together.

    On PostgreSQL alone.
    """

    __tablename__ = "pace"
    __table_args__ = (WITHOUT_ROWID,)

    bot: int = given_key()
    chat: int = given_key()
    free_at: int = long()


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
