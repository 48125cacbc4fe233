"""What is to be sent next is found by index, however much waits.

Notices that wait are apart from broadcasts, what a sender holds is listed by the end of its lease, and a broadcast's
copies lie in the order in which they are taken.

Revision: 0016, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None

WAITING = "state = 'waiting'"
OF_BROADCAST = "broadcast IS NOT NULL"


def upgrade() -> None:
    _replace("delivery_waiting", ["due_at", "notice", "telegram_id"], f"{WAITING} AND notice IS NOT NULL")
    _replace("delivery_broadcast_state", ["broadcast", "state", "due_at", "id"], OF_BROADCAST)
    _create("delivery_leased", ["lease_until"], f"{WAITING} AND lease_until IS NOT NULL")


def downgrade() -> None:
    op.drop_index("delivery_leased", table_name="delivery")
    _replace("delivery_broadcast_state", ["broadcast", "state", "due_at"], OF_BROADCAST)
    _replace("delivery_waiting", ["due_at", "notice", "telegram_id"], WAITING)


def _replace(name: str, columns: list[str], where: str) -> None:
    op.drop_index(name, table_name="delivery")
    _create(name, columns, where)


def _create(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "delivery", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
