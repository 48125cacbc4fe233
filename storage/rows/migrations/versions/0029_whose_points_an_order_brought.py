"""An order line keeps whose points it brought: those of another programme may be what orders bring when it is credited.

Lines of before brought points of the one programme there was for orders, which their accruals name. That is a constant,
so the column's default says it of all of them at once, and of those that the program of the version before adds.

Revision: 0029, after 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ACCRUED = "SELECT programme FROM movement WHERE kind = 'accrual' AND origin = 'line' ORDER BY seller, seq LIMIT 1"


def upgrade() -> None:
    rows = op.get_bind()
    some = rows.execute(sa.text("SELECT 1 FROM line WHERE points > 0 LIMIT 1")).scalar()
    programme = rows.execute(sa.text(ACCRUED)).scalar() if some else None
    default = None if programme is None else sa.literal(programme)
    op.add_column("line", sa.Column("programme", sa.String(), nullable=True, server_default=default))


def downgrade() -> None:
    op.drop_column("line", "programme")
