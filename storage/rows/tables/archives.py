"""What went to files: which, and what the database still knows of it."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.rows.tables.columns import WITHOUT_ROWID, Long, long, number_key, seller_key


class Archive(SQLModel, table=True):
    """Notices of a closed month that went to files with what became of them; `month` is yyyymm.

    `part` counts the times that something of the month went. `manifest` is the SHA-256 of the file that names the
    others. `removed_at` is null until the last of them is gone from here.
    """

    __tablename__ = "archive"
    __table_args__ = (
        UniqueConstraint("month", "part", name="archive_once"),
        CheckConstraint("notices > 0 AND deliveries >= 0", name="archive_counts"),
    )

    id: int | None = number_key()
    month: int
    part: int
    notices: int = long()
    deliveries: int = long()
    manifest: str
    written_at: int = long()
    removed_at: int | None = long(default=None, nullable=True)


class ArchivedKey(SQLModel, table=True):
    """The key of a notice that went to an archive: it stays used, and no notice is written under it again."""

    __tablename__ = "archived_key"
    __table_args__ = WITHOUT_ROWID

    seller: str = seller_key()
    key: str = Field(primary_key=True)
    archive: int = Field(sa_column=Column("archive", Long, ForeignKey("archive.id"), nullable=False))


class MovementArchive(SQLModel, table=True):
    """Movements of before an instant that went to a file; `month` is the first month that stayed, yyyymm.

    The other columns are as those of `archive`.
    """

    __tablename__ = "movement_archive"
    __table_args__ = (
        UniqueConstraint("month", "part", name="movement_archive_once"),
        CheckConstraint("movements > 0", name="movement_archive_counts"),
    )

    id: int | None = number_key()
    month: int
    part: int
    until: int = long()
    movements: int = long()
    manifest: str
    written_at: int = long()
    removed_at: int | None = long(default=None, nullable=True)


class Closed(SQLModel, table=True):
    """Up to where a seller's movements may be in files: the instant, and the last number of its history before it."""

    __tablename__ = "closed"
    __table_args__ = WITHOUT_ROWID

    seller: str = seller_key()
    until: int = long()
    seq: int = long()


class Carried(SQLModel, table=True):
    """What the movements of a seller that went to files come to, by programme and way; `least` is the smallest."""

    __tablename__ = "carried"
    __table_args__ = (
        CheckConstraint("entries > 0 AND amount >= 0 AND least >= 0", name="carried_sane"),
        WITHOUT_ROWID,
    )

    seller: str = seller_key()
    programme: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    target: str = Field(primary_key=True)
    entries: int = long()
    amount: int = long()
    least: int = long()
