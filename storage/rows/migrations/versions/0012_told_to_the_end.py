"""Told to the end: who saw that maintenance was under way, and which messages in people's chats are still to change.

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("maintenance_seen_at", sa.BigInteger(), nullable=True))
    op.add_column("delivery", sa.Column("edit_at", sa.BigInteger(), nullable=True))
    op.create_index(
        "delivery_to_edit",
        "delivery",
        ["edit_at"],
        sqlite_where=sa.text("edit_at IS NOT NULL"),
        postgresql_where=sa.text("edit_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("delivery_to_edit", "delivery")
    op.drop_column("delivery", "edit_at")
    op.drop_column("person", "maintenance_seen_at")
