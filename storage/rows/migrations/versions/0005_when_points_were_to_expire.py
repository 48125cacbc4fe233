"""When points were to expire is kept with their crediting and each prolongation.

A lot has its expiry as it is now; what a balance was as of an instant needs the one of that time. Old rows are filled as
far as the lot still tells: its last prolongation, or its crediting if there was none, made its expiry what it is.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FILLED = (
    "UPDATE movement SET expires_at = last.expires_at FROM ("
    "SELECT m.seller, MAX(m.seq) AS seq, l.expires_at FROM movement m "
    "JOIN lot l ON l.seller = m.seller AND l.origin = m.origin AND l.lot = m.lot "
    "WHERE m.kind IN ('crediting', 'prolongation') GROUP BY m.seller, m.origin, m.lot, l.expires_at"
    ") AS last WHERE movement.seller = last.seller AND movement.seq = last.seq"
)
ONCE = (
    "CREATE TRIGGER movement_no_update BEFORE UPDATE ON movement BEGIN "
    "SELECT RAISE(ABORT, 'movement is history: rows are never changed or deleted'); END"
)


def upgrade() -> None:
    op.add_column("movement", sa.Column("expires_at", sa.BigInteger(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE movement DISABLE TRIGGER movement_no_update")
        op.execute(FILLED)
        op.execute("ALTER TABLE movement ENABLE TRIGGER movement_no_update")
    else:
        op.execute("DROP TRIGGER movement_no_update")
        op.execute(FILLED)
        op.execute(ONCE)


def downgrade() -> None:
    op.drop_column("movement", "expires_at")
