"""One bot in many processes: what people have open, and the pace of messages, are where all processes see them.

Revision: 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dialog",
        sa.Column("bot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(holder IS NULL) = (lease_until IS NULL)", name="dialog_held"),
        sa.PrimaryKeyConstraint("bot", "chat"),
        sqlite_with_rowid=False,
    )
    op.create_index("dialog_changed", "dialog", ["changed_at"])
    op.create_table(
        "pace",
        sa.Column("bot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("free_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bot", "chat"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("pace")
    op.drop_table("dialog")
