"""Endpoints of other systems, what they are told, and changes of which no notice is written.

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _long() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("id", _long(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("fanned_out_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["seller"], ["seller.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("seller", "key", name="change_once"),
    )
    op.create_index(
        "change_waiting",
        "change",
        ["id"],
        sqlite_where=sa.text("fanned_out_at IS NULL"),
        postgresql_where=sa.text("fanned_out_at IS NULL"),
    )
    op.create_table(
        "webhook",
        sa.Column("id", _long(), sa.Identity(always=False), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("events", sa.String(), nullable=True),
        sa.Column("sellers", sa.String(), nullable=True),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("old_secret", sa.String(), nullable=True),
        sa.Column("old_until", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('active','paused','removed')", name="webhook_state"),
        sa.CheckConstraint("(old_secret IS NULL) = (old_until IS NULL)", name="webhook_old_secret"),
        sa.CheckConstraint("(failures = 0) = (failing_since IS NULL)", name="webhook_failures"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", _long(), sa.Identity(always=False), nullable=False),
        sa.Column("webhook", _long(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('waiting','sent','dropped','failed')", name="webhook_delivery_state"),
        sa.CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name="webhook_delivery_settled"),
        sa.ForeignKeyConstraint(["webhook"], ["webhook.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("webhook", "event", name="webhook_delivery_once"),
    )
    op.create_index(
        "webhook_delivery_waiting",
        "webhook_delivery",
        ["webhook", "id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("webhook_delivery_state", "webhook_delivery", ["webhook", "state", "id"])


def downgrade() -> None:
    for table in ("webhook_delivery", "webhook", "change"):
        op.drop_table(table)
