"""Movements of closed months may go to a file; what they come to is carried on here.

A movement can be deleted only up to where its seller's history is said to be closed; never one that names a charge, for
a charge may be given back at any time, nor one of points that are there or ended later. The database itself sees to it,
whichever version of the program writes.

Revision: 0026, after 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN_LOT = (
    "SELECT 1 FROM lot l WHERE l.seller = OLD.seller AND l.origin = OLD.origin AND l.lot = OLD.lot "
    "AND (l.expires_at >= c.until OR l.amount > 0)"
)
CLOSED = (
    "OLD.charge IS NULL AND EXISTS (SELECT 1 FROM closed c WHERE c.seller = OLD.seller AND c.seq >= OLD.seq "  # noqa: S608  (our own words)
    f"AND NOT EXISTS ({OPEN_LOT}))"
)
FACTS = "month, part, until, movements, manifest, written_at"
CHANGES = {
    "movement_archive_no_update": ("movement_archive", f"UPDATE OF {FACTS}"),
    "movement_archive_no_delete": ("movement_archive", "DELETE"),
    "closed_no_delete": ("closed", "DELETE"),
    "carried_no_delete": ("carried", "DELETE"),
}


def _sentence(table: str) -> str:
    return f"{table} is history: rows are never changed or deleted"


def upgrade() -> None:
    op.create_table(
        "movement_archive",
        sa.Column("id", Long, sa.Identity(), primary_key=True),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("movements", sa.BigInteger(), nullable=False),
        sa.Column("manifest", sa.String(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.UniqueConstraint("month", "part", name="movement_archive_once"),
        sa.CheckConstraint("movements > 0", name="movement_archive_counts"),
    )
    op.create_table(
        "closed",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["seller"], ["seller.id"]),
        sa.PrimaryKeyConstraint("seller"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "carried",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("least", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("entries > 0 AND amount >= 0 AND least >= 0", name="carried_sane"),
        sa.ForeignKeyConstraint(["seller"], ["seller.id"]),
        sa.PrimaryKeyConstraint("seller", "programme", "kind", "source", "target"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        _protect_on_postgresql()
    else:
        _protect_on_sqlite()


def _protect_on_postgresql() -> None:
    for name, (table, change) in CHANGES.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_change('{_sentence(table)}')"
        )
    for table in ("movement_archive", "closed", "carried"):
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{_sentence(table)}')"
        )
    op.execute(
        "CREATE FUNCTION refuse_loss_of_open() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {CLOSED} THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE OR REPLACE TRIGGER movement_no_delete BEFORE DELETE ON movement "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_loss_of_open('{_sentence('movement')}')"
    )


def _protect_on_sqlite() -> None:
    for name, (table, change) in CHANGES.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, '{_sentence(table)}'); END"
        )
    op.execute("DROP TRIGGER movement_no_delete")
    op.execute(
        f"CREATE TRIGGER movement_no_delete BEFORE DELETE ON movement WHEN NOT ({CLOSED}) "
        f"BEGIN SELECT RAISE(ABORT, '{_sentence('movement')}'); END"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE TRIGGER movement_no_delete BEFORE DELETE ON movement "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_change('{_sentence('movement')}')"
        )
        op.execute("DROP FUNCTION refuse_loss_of_open")
    else:
        op.execute("DROP TRIGGER movement_no_delete")
        op.execute(
            "CREATE TRIGGER movement_no_delete BEFORE DELETE ON movement "
            f"BEGIN SELECT RAISE(ABORT, '{_sentence('movement')}'); END"
        )
    for table in ("carried", "closed", "movement_archive"):
        op.drop_table(table)
