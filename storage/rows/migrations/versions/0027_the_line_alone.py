"""What is sent next is found by the line of people: two indexes by which it was looked for before it stood went unread.

Each lease wrote into both. The program of the version before looks into them when somebody has blocked the bot or left
a shop, and when the clock was set back: without them it reads through what was ever delivered, and finds the same.

Revision: 0027, after 0026
"""

from storage.rows.indexes import add_index, drop_index

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    drop_index("delivery_waiting", "delivery")
    drop_index("delivery_queue", "delivery")


def downgrade() -> None:
    add_index("delivery_queue", "delivery", ["telegram_id", "notice"], where="state = 'waiting'")
    waiting = "state = 'waiting' AND notice IS NOT NULL"
    add_index("delivery_waiting", "delivery", ["due_at", "notice", "telegram_id"], where=waiting)
