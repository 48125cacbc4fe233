"""Prices are facts, ids of what is not there yet stay free, stale facts are known by their own instant.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FREED = (
    "'unknown_seller', 'account_under_review', 'unknown_programme', 'unknown_campaign', 'unknown_line', "
    "'unknown_charge', 'unknown_grant', 'not_redeemed'"
)
HISTORY = ("price", "replayed_line")


def _long() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _protect(table: str) -> None:
    sentence = f"{table} is history: rows are never changed or deleted"
    postgresql = op.get_bind().dialect.name == "postgresql"
    for event, name in (("UPDATE", "no_update"), ("DELETE", "no_delete")):
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION refuse_change('{sentence}')"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )
    if postgresql:
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{sentence}')"
        )


def _free_ids() -> None:
    """Let go of ids that were kept under an answer that takes none: the same line sent again is decided anew."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE taken DISABLE TRIGGER taken_no_delete")
        op.execute(f"DELETE FROM taken WHERE reason IN ({FREED})")  # noqa: S608
        op.execute("ALTER TABLE taken ENABLE TRIGGER taken_no_delete")
    else:
        op.execute("DROP TRIGGER taken_no_delete")
        op.execute(f"DELETE FROM taken WHERE reason IN ({FREED})")  # noqa: S608
        op.execute(
            "CREATE TRIGGER taken_no_delete BEFORE DELETE ON taken BEGIN "
            "SELECT RAISE(ABORT, 'taken is history: rows are never changed or deleted'); END"
        )
    op.execute("DELETE FROM line WHERE reason = 'unknown_campaign'")


def upgrade() -> None:
    op.add_column("world", sa.Column("version", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("seller", sa.Column("profile_at", sa.BigInteger(), nullable=True))
    op.add_column("subscription", sa.Column("fee_due", sa.BigInteger(), nullable=True))
    op.add_column("subscription", sa.Column("eligible_at", sa.BigInteger(), nullable=True))
    op.add_column("subscription", sa.Column("rating_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "price",
        sa.Column("seq", _long(), sa.Identity(always=False), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("plan = 'lite' OR plan = 'premium'", name="price_plan"),
        sa.CheckConstraint("price > 0", name="price_above_zero"),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "replayed_file",
        sa.Column("id", _long(), sa.Identity(always=False), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "replayed_line",
        sa.Column("file", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("data", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("file", "line"),
        sqlite_with_rowid=False,
    )
    for table in HISTORY:
        _protect(table)
    _free_ids()


def downgrade() -> None:
    op.drop_table("replayed_line")
    op.drop_table("replayed_file")
    op.drop_table("price")
    for column in ("rating_at", "eligible_at", "fee_due"):
        op.drop_column("subscription", column)
    op.drop_column("seller", "profile_at")
    op.drop_column("world", "version")
