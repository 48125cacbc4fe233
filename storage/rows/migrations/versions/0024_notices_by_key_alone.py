"""A shop's notices are found by their keys, which begin with the shop: an index by instant beside it went unread.

The program of the version before finds its way by the key's index, too.

Revision: 0024, after 0023
"""

from storage.rows.indexes import add_index, drop_index

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    drop_index("notice_of_seller", "notice")


def downgrade() -> None:
    add_index("notice_of_seller", "notice", ["seller", "at"])
