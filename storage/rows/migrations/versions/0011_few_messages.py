"""Few messages: sums as often as a person wants them, usual quiet hours, and who did what a notice tells.

Who had switched all sums off stays without them. Quiet hours that nobody chose are the usual ones from now on, and the
monthly report, which was off until wanted, comes until it is switched off.

Revision: 0011, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0008"
branch_labels = None
depends_on = None

SUMS = "'points_credited', 'points_adjusted', 'points_expired'"


def upgrade() -> None:
    op.add_column("notice", sa.Column("actor", sa.String(), nullable=True))
    op.add_column("person", sa.Column("quiet_off", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("person", sa.Column("digests", sa.String(), nullable=True))
    op.execute(
        f"UPDATE person SET digests = 'never' WHERE 3 = (SELECT COUNT(*) FROM mute x "  # noqa: S608
        f"WHERE x.telegram_id = person.telegram_id AND x.kind IN ({SUMS}))"
    )
    op.execute(f"DELETE FROM mute WHERE kind IN ({SUMS}, 'monthly_report')")  # noqa: S608


def downgrade() -> None:
    op.execute(
        "INSERT INTO mute (telegram_id, kind) SELECT telegram_id, 'monthly_report' FROM person WHERE true "
        "ON CONFLICT DO NOTHING"
    )
    op.drop_column("person", "digests")
    op.drop_column("person", "quiet_off")
    op.drop_column("notice", "actor")
