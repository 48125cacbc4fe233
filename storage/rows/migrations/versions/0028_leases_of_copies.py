"""Leases of notices stand in no index: taking sixty wrote sixty entries that only a clock set back made anybody read.

Those of a broadcast's copies keep one, by which it is known when the next of them is over. What of the notices is leased
is found among all that does not wait for quiet hours; so it is by the program of the version before, more slowly. And
the line of people is rid of the places that people have left after every ten thousand of them: the default, a fifth of
all, would let each look pass hundreds of thousands.

Revision: 0028, after 0027
"""

from alembic import op

from storage.rows.indexes import add_index, drop_index

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

LEASED = "state = 'waiting' AND lease_until IS NOT NULL"
OFTEN = "autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000"


def upgrade() -> None:
    add_index("delivery_leased_copies", "delivery", ["lease_until"], where=f"{LEASED} AND broadcast IS NOT NULL")
    drop_index("delivery_leased", "delivery")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE outbox_line SET ({OFTEN})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE outbox_line RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)")
    add_index("delivery_leased", "delivery", ["lease_until"], where=LEASED)
    drop_index("delivery_leased_copies", "delivery")
