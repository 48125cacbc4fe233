"""Messages are plain until tables are asked for: several clients show a rich message as an empty one.

Nobody was asked before, so nobody has chosen tables: who wants them says so in Settings, with a sample to look at.

Revision: 0013, after 0012
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE person SET plain = true")


def downgrade() -> None:
    """What was plain by choice is not known any more, and plain is what every client shows."""
