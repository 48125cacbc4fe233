"""People stand in line for what is sent to them: what presses first, each once, whatever waits.

What an earlier program delivers has no turn; the program gives it one, in pieces. The indexes by which that program
looks for what is first in line stay until the version after.

Revision: 0022, after 0021
"""

import sqlalchemy as sa
from alembic import op

from storage.rows.indexes import add_index

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

WAITING = "state = 'waiting' AND notice IS NOT NULL"
INDEXES = {
    "delivery_in_chat": (["telegram_id", "turn", "notice"], f"{WAITING} AND NOT quiet"),
    "delivery_put_off": (["telegram_id", "due_at", "turn"], f"{WAITING} AND quiet"),
    "delivery_oldest": (["notice"], f"{WAITING} AND NOT quiet"),
    "delivery_without_turn": (["id"], f"{WAITING} AND turn IS NULL"),
}
"""By name, the columns and what they hold."""


def upgrade() -> None:
    # On PostgreSQL what was done before the indexes stays if it is stopped there: `there` is how it is gone on with.
    there = True if op.get_bind().dialect.name == "postgresql" else None
    op.create_table(
        "outbox_line",
        sa.Column("telegram_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("telegram_id"),
        sqlite_with_rowid=False,
        if_not_exists=there,
    )
    op.create_index("outbox_line_next", "outbox_line", ["lane", "at", "telegram_id"], if_not_exists=there)
    op.add_column("delivery", sa.Column("turn", sa.Integer(), nullable=True), if_not_exists=there)
    for name, (columns, where) in INDEXES.items():
        add_index(name, "delivery", columns, where=where)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="delivery")
    op.drop_column("delivery", "turn")
    op.drop_table("outbox_line")
