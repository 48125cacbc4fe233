"""A seller's row says which of its parts are due, so that due work reads no others; checks that are quick.

SQLite makes a table of the values in `IN (…)` for every row that it checks, which costs half of an insert; the same said
with `OR` costs nothing. Its tables keep their rows: a check's words are all that changes. PostgreSQL makes no table. Lots are found
in pieces in the order of spending, by index.

Revision: 0019, after 0018
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from storage.rows.indexes import add_index, drop_index

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

PARTS = ("points_due", "subscription_due")
Words = Callable[[str, tuple[str, ...]], str]
CHECKS: dict[str, dict[str, tuple[str, ...]]] = {
    "movement": {
        "source": ("source", "held", "available", "spent", "debt"),
        "target": ("held", "available", "spent", "expired", "adjusted", "debt"),
    },
    "subscription": {"renewal": ("renew", "lite", "stop"), "state": ("inactive", "trial", "active", "grace")},
    "delivery": {"state": ("waiting", "sent", "dropped", "failed")},
    "webhook_delivery": {"state": ("waiting", "sent", "dropped", "failed")},
}
"""By table and column, what its check lets in."""


def upgrade() -> None:
    # On PostgreSQL what was done before the index stays if it is stopped there: `there` is how it is gone on with.
    there = True if op.get_bind().dialect.name == "postgresql" else None
    for part in PARTS:
        op.add_column("seller", sa.Column(part, sa.BigInteger(), nullable=True), if_not_exists=there)
    # Rows that were written before say nothing of the parts, nor do those that an earlier program goes on writing.
    version = sa.Column("dues_version", sa.BigInteger(), nullable=False, server_default="0")
    op.add_column("seller", version, if_not_exists=there)
    _say(_listed, _told_apart)
    _replace_index("lot_open", "lot_in_order", "seller", "programme", "expires_at", "credited_at")


def downgrade() -> None:
    _replace_index("lot_in_order", "lot_open", "seller", "programme", "expires_at")
    _say(_told_apart, _listed)
    for part in ("dues_version", *PARTS):
        op.drop_column("seller", part)


def _replace_index(old: str, new: str, *columns: str) -> None:
    """The lots of who has any left in another order, while others write."""
    add_index(new, "lot", columns, where="amount > 0")
    drop_index(old, "lot")


def _listed(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({','.join(repr(value) for value in values)})"


def _told_apart(column: str, values: tuple[str, ...]) -> str:
    return f"({' OR '.join(f'{column} = {value!r}' for value in values)})"


def _say(before: Words, after: Words) -> None:
    """Put a check's words into others that mean the same; nothing else of the table changes."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        return
    version: int = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for table, columns in CHECKS.items():
        for column, values in columns.items():
            connection.exec_driver_sql(
                "UPDATE sqlite_schema SET sql = REPLACE(sql, ?, ?) WHERE type = 'table' AND name = ?",
                (before(column, values), after(column, values), table),
            )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
