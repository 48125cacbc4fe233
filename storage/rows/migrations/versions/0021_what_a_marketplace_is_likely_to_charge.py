"""Fees of a kind by index, and until when the key of a shop holds that a marketplace keeps itself.

Revision: 0021, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("seller", sa.Column("key_expires_at", sa.BigInteger(), nullable=True))
    op.create_index("reported_of_kind", "reported", ["seller", "fact", "kind", "day"])


def downgrade() -> None:
    op.drop_index("reported_of_kind", table_name="reported")
    op.drop_column("seller", "key_expires_at")
