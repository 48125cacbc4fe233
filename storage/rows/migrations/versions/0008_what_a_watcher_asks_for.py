"""Sellers under review and messages that failed are found by an index: a watcher asks for them every few seconds.

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, table, column, where in (
        ("seller_parked", "seller", "id", "parked"),
        ("delivery_failed", "delivery", "settled_at", "state = 'failed'"),
    ):
        op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_index("delivery_failed", table_name="delivery")
    op.drop_index("seller_parked", table_name="seller")
