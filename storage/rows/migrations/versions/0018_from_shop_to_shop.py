"""What concerns everybody goes from shop to shop, and each shop knows how far it was told.

Revision: 0018, after 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "tour",
        sa.Column("id", Long, sa.Identity(), primary_key=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("reached", sa.String(), nullable=False),
        sa.Column("done_at", sa.BigInteger()),
        sa.UniqueConstraint("key", name="tour_once"),
    )
    under_way = sa.text("done_at IS NULL")
    op.create_index("tour_under_way", "tour", ["id"], sqlite_where=under_way, postgresql_where=under_way)
    op.add_column("seller", sa.Column("told", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("seller", "told")
    op.drop_table("tour")
