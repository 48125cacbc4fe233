"""The program at work: lines it took, the world they share, work on everybody, callers over HTTP, and who did what."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.rows.tables.columns import WITHOUT_ROWID, given_key, long, number_key, partial_index


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


class Audit(SQLModel, table=True):
    """Who did what outside the core's own history: members, roles, links, operators."""

    __tablename__ = "audit"

    id: int | None = number_key()
    at: int = long()
    seller: str | None = Field(default=None, index=True)
    actor: str
    action: str
    detail: str
