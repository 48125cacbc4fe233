"""Shops that a marketplace keeps itself: who decides for a shop, and what was told of it.

Revision: 0017, after 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SENTENCE = "telling is history: rows are never changed or deleted"
FACTS = "fact IN ('points','fee','sale','balance','plan')"


def _said() -> list[sa.Column[object]]:
    return [
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("opening", sa.BigInteger(), nullable=True),
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("order_id", sa.String(), nullable=True),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
    ]


def _protect() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for event, name in (("UPDATE", "no_update"), ("DELETE", "no_delete")):
        if postgresql:
            op.execute(
                f"CREATE TRIGGER telling_{name} BEFORE {event} ON telling "
                f"FOR EACH ROW EXECUTE FUNCTION refuse_change('{SENTENCE}')"
            )
        else:
            op.execute(
                f"CREATE TRIGGER telling_{name} BEFORE {event} ON telling BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
    if postgresql:
        op.execute(
            "CREATE TRIGGER telling_no_truncate BEFORE TRUNCATE ON telling "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{SENTENCE}')"
        )


def upgrade() -> None:
    op.add_column("seller", sa.Column("books", sa.String(), nullable=False, server_default="kept"))
    op.create_table(
        "telling",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        *_said(),
        sa.Column("difference", sa.BigInteger(), nullable=False),
        sa.Column("correction", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.CheckConstraint(FACTS, name="telling_fact"),
        sa.ForeignKeyConstraint(["seller"], ["seller.id"]),
        sa.PrimaryKeyConstraint("seller", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_index("telling_of_entry", "telling", ["seller", "fact", "entry"])
    op.create_index("telling_of_day", "telling", ["seller", "fact", "day"])
    op.create_table(
        "reported",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        *_said(),
        sa.CheckConstraint(FACTS, name="reported_fact"),
        sa.ForeignKeyConstraint(["seller"], ["seller.id"]),
        sa.PrimaryKeyConstraint("seller", "fact", "entry"),
        sqlite_with_rowid=False,
    )
    op.create_index("reported_of_day", "reported", ["seller", "fact", "day"])
    op.create_index("reported_of_kind", "reported", ["seller", "fact", "kind", "day"])
    op.create_table(
        "reported_sum",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("came", sa.BigInteger(), nullable=False),
        sa.Column("went", sa.BigInteger(), nullable=False),
        sa.Column("corrections", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("came >= 0 AND went >= 0 AND corrections >= 0", name="reported_sum_never_negative"),
        sa.ForeignKeyConstraint(["seller"], ["seller.id"]),
        sa.PrimaryKeyConstraint("seller", "fact", "part"),
        sqlite_with_rowid=False,
    )
    _protect()


def downgrade() -> None:
    op.drop_table("reported_sum")
    op.drop_table("reported")
    op.drop_table("telling")
    op.drop_column("seller", "books")
