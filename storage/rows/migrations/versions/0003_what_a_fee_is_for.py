"""What a fee is for, why one failed, and when a seller was invited are kept where they happened.

Until now they were found by the number beside, or in what a notice had told. Old rows are filled from there.

Revision: 0003, after 0002
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = (
    ("subscription", "invited_at", sa.BigInteger),
    ("wallet_entry", "plan", sa.String),
    ("wallet_entry", "period", sa.BigInteger),
    ("transition", "period", sa.BigInteger),
    ("transition", "price", sa.BigInteger),
    ("transition", "wallet", sa.BigInteger),
    ("transition", "grace_until", sa.BigInteger),
)
# A fee's period stood right after it. A returned part was of the period before. A step stood right after the period
# that it opened.
FILLED = (
    "UPDATE subscription SET invited_at = (SELECT MAX(n.at) FROM notice n "
    "WHERE n.seller = subscription.seller AND n.kind = 'invitation_received')",
    "UPDATE wallet_entry SET plan = p.plan, period = p.starts_at FROM period p "
    "WHERE wallet_entry.kind = 'fee' AND p.seller = wallet_entry.seller AND p.seq = wallet_entry.seq + 1",
    "UPDATE wallet_entry SET plan = p.plan, period = p.starts_at FROM period p "
    "WHERE wallet_entry.kind = 'fee_returned' AND p.seller = wallet_entry.seller AND p.seq = ("
    "SELECT MAX(b.seq) FROM period b WHERE b.seller = wallet_entry.seller AND b.seq < wallet_entry.seq)",
    "UPDATE transition SET period = p.starts_at, price = CASE WHEN p.kind = 'paid' THEN p.fee END FROM period p "
    "WHERE transition.event IN ('begin_trial', 'begin_paid', 'upgrade', 'fee_paid') "
    "AND p.seller = transition.seller AND p.seq = transition.seq - 1",
)
FAILED = (
    "SELECT t.seller, t.seq, n.data FROM transition t JOIN notice n ON n.id = (SELECT MIN(m.id) FROM notice m "
    "WHERE m.seller = t.seller AND m.at = t.at AND m.kind = 'renewal_failed') WHERE t.event = 'fee_failed'"
)


@contextmanager
def _open_to_change(table: str) -> Iterator[None]:
    """Let rows of history be filled."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_update")
        yield
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_update")
    else:
        op.execute(f"DROP TRIGGER {table}_no_update")
        yield
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN "
            f"SELECT RAISE(ABORT, '{table} is history: rows are never changed or deleted'); END"
        )


def _amount(text: str) -> int:
    return int(text.replace(".", ""))  # an amount has two decimals


def _instant(text: str) -> int:
    since = datetime.fromisoformat(text.replace("Z", "+00:00")) - datetime(1970, 1, 1, tzinfo=UTC)
    return since // timedelta(microseconds=1)


def _fill_failed() -> None:
    filled = sa.text(
        "UPDATE transition SET price = :price, wallet = :wallet, grace_until = :grace_until "
        "WHERE seller = :seller AND seq = :seq"
    )
    for seller, seq, data in op.get_bind().execute(sa.text(FAILED)).fetchall():
        told = json.loads(data)
        op.get_bind().execute(
            filled,
            {
                "seller": seller,
                "seq": seq,
                "price": _amount(told["price"]),
                "wallet": _amount(told["wallet"]),
                "grace_until": _instant(told["grace_until"]),
            },
        )


def upgrade() -> None:
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind(), nullable=True))
    with _open_to_change("wallet_entry"), _open_to_change("transition"):
        for statement in FILLED:
            op.execute(statement)
        _fill_failed()


def downgrade() -> None:
    for table, name, _ in reversed(COLUMNS):
        op.drop_column(table, name)
