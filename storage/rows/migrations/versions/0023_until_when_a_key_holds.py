"""Until when the key of a shop holds that a marketplace keeps itself.

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("seller", sa.Column("key_expires_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("seller", "key_expires_at")
