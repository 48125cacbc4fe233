"""Keys of shops that a marketplace keeps: sealed, with how far reading with them has come.

Revision: 0021, after 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shop_key",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("threshold", sa.BigInteger(), nullable=True),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("cursor", sa.String(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("failed_at", sa.BigInteger(), nullable=True),
        sa.Column("unread", sa.String(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("month_points", sa.BigInteger(), nullable=True),
        sa.Column("watcher", sa.BigInteger(), nullable=True),
        sa.Column("watch_message", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("failures >= 0", name="shop_key_failures"),
        sa.CheckConstraint("(failure IS NULL) = (failed_at IS NULL)", name="shop_key_failure"),
        sa.ForeignKeyConstraint(["seller"], ["seller.id"]),
        sa.PrimaryKeyConstraint("seller", name="shop_key_pkey"),
        sa.UniqueConstraint("client_id", name="shop_key_client"),
        sqlite_with_rowid=False,
    )
    op.create_index("shop_key_next", "shop_key", ["next_at"])


def downgrade() -> None:
    op.drop_table("shop_key")
