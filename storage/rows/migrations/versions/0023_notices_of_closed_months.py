"""Notices of closed months may go to files; their keys stay used.

A notice can be deleted only when its key is kept among those that went, and under such a key none is written again: the
database itself sees to both, whichever version of the program writes.

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = "SELECT 1 FROM archived_key k WHERE k.seller = {row}.seller AND k.key = {row}.key"
FACTS = "month, part, notices, deliveries, manifest, written_at"
CHANGES = {
    "archived_key_no_update": ("archived_key", "UPDATE"),
    "archived_key_no_delete": ("archived_key", "DELETE"),
    "archive_no_update": ("archive", f"UPDATE OF {FACTS}"),
    "archive_no_delete": ("archive", "DELETE"),
}


def _sentence(table: str) -> str:
    return f"{table} is history: rows are never changed or deleted"


def upgrade() -> None:
    op.create_table(
        "archive",
        sa.Column("id", Long, sa.Identity(), primary_key=True),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("notices", sa.BigInteger(), nullable=False),
        sa.Column("deliveries", sa.BigInteger(), nullable=False),
        sa.Column("manifest", sa.String(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.UniqueConstraint("month", "part", name="archive_once"),
        sa.CheckConstraint("notices > 0 AND deliveries >= 0", name="archive_counts"),
    )
    op.create_table(
        "archived_key",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("archive", Long, nullable=False),
        sa.ForeignKeyConstraint(["seller"], ["seller.id"]),
        sa.ForeignKeyConstraint(["archive"], ["archive.id"]),
        sa.PrimaryKeyConstraint("seller", "key"),
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
    for table in ("archived_key", "archive"):
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{_sentence(table)}')"
        )
    op.execute(
        "CREATE FUNCTION refuse_loss() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF EXISTS ({KEPT.format(row='OLD')}) THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE FUNCTION leave_used_key() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF EXISTS ({KEPT.format(row='NEW')}) THEN RETURN NULL; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE OR REPLACE TRIGGER notice_no_delete BEFORE DELETE ON notice "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_loss('{_sentence('notice')}')"
    )
    op.execute("CREATE TRIGGER notice_used_key BEFORE INSERT ON notice FOR EACH ROW EXECUTE FUNCTION leave_used_key()")


def _protect_on_sqlite() -> None:
    for name, (table, change) in CHANGES.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, '{_sentence(table)}'); END"
        )
    op.execute("DROP TRIGGER notice_no_delete")
    op.execute(
        f"CREATE TRIGGER notice_no_delete BEFORE DELETE ON notice WHEN NOT EXISTS ({KEPT.format(row='OLD')}) "
        f"BEGIN SELECT RAISE(ABORT, '{_sentence('notice')}'); END"
    )
    op.execute(
        f"CREATE TRIGGER notice_used_key BEFORE INSERT ON notice WHEN EXISTS ({KEPT.format(row='NEW')}) "
        "BEGIN SELECT RAISE(IGNORE); END"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER notice_used_key ON notice")
        op.execute(
            "CREATE OR REPLACE TRIGGER notice_no_delete BEFORE DELETE ON notice "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_change('{_sentence('notice')}')"
        )
        op.execute("DROP FUNCTION leave_used_key")
        op.execute("DROP FUNCTION refuse_loss")
    else:
        op.execute("DROP TRIGGER notice_used_key")
        op.execute("DROP TRIGGER notice_no_delete")
        op.execute(
            "CREATE TRIGGER notice_no_delete BEFORE DELETE ON notice "
            f"BEGIN SELECT RAISE(ABORT, '{_sentence('notice')}'); END"
        )
    op.drop_table("archived_key")
    op.drop_table("archive")
