"""Who is due is found in order also where very many are due at one instant.

Of those PostgreSQL put all that were left in order for each piece of a sweep. The program of the version before is
served by the new index, too.

Revision: 0025, after 0024
"""

from storage.rows.indexes import add_index, drop_index

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

DUE = "next_due IS NOT NULL"


def upgrade() -> None:
    add_index("seller_due_in_order", "seller", ["next_due", "id"], where=DUE)
    drop_index("seller_due", "seller")


def downgrade() -> None:
    add_index("seller_due", "seller", ["next_due"], where=DUE)
    drop_index("seller_due_in_order", "seller")
