"""Drafts of broadcasts: what an operator has written so far is kept, whatever becomes of the process.

Revision: 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "broadcast_draft",
        sa.Column("telegram_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("segment", sa.String(), nullable=True),
        sa.Column("texts", sa.String(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("telegram_id", name="broadcast_draft_pkey"),
    )


def downgrade() -> None:
    op.drop_table("broadcast_draft")
