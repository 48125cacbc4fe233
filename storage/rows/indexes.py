"""Indexes that a revision makes or drops while others write, on whole tables and on divided ones.

Problem: an index made in the ordinary way keeps writers out while it is built, and PostgreSQL makes none CONCURRENTLY
on a table with partitions (see `storage.rows.partitions`). Decision: there the index is declared on the table alone,
built CONCURRENTLY on each part and attached. What was stopped half-way is gone on with when the revision is run again.
Limit: a divided table's index is dropped in one short step for which everybody waits; it gives up after five seconds.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


def add_index(name: str, table: str, columns: Sequence[str], *, unique: bool = False, where: str | None = None) -> None:
    """Make an index; to be called in a revision's `upgrade` or `downgrade`."""
    if op.get_bind().dialect.name != "postgresql":
        op.create_index(
            name, table, list(columns), unique=unique, sqlite_where=None if where is None else sa.text(where)
        )
        return
    kind = "UNIQUE INDEX" if unique else "INDEX"
    what = f"({', '.join(columns)}){f' WHERE {where}' if where else ''}"
    with op.get_context().autocommit_block():
        parts = _parts(table)
        if not parts:
            _build(kind, name, table, what)
            return
        op.execute(f"CREATE {kind} IF NOT EXISTS {name} ON ONLY {table} {what}")
        for part in parts:
            _build(kind, f"{part}_{name}", part, what)
            op.execute(f"ALTER INDEX {name} ATTACH PARTITION {part}_{name}")


def drop_index(name: str, table: str) -> None:
    """Drop an index of a table, as `add_index` makes one."""
    if op.get_bind().dialect.name != "postgresql":
        op.drop_index(name, table_name=table)
    elif not _parts(table):
        with op.get_context().autocommit_block():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    else:
        op.execute("SET LOCAL lock_timeout = '5s'")
        op.execute(f"DROP INDEX {name}")


def _build(kind: str, name: str, table: str, what: str) -> None:
    """One that was stopped while it was built is there and holds nothing: it is made anew."""
    broken = "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(:name) AND NOT indisvalid"
    if op.get_bind().execute(sa.text(broken), {"name": name}).first() is not None:
        op.execute(f"DROP INDEX CONCURRENTLY {name}")
    op.execute(f"CREATE {kind} CONCURRENTLY IF NOT EXISTS {name} ON {table} {what}")


def _parts(table: str) -> list[str]:
    found = op.get_bind().execute(
        sa.text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(:table) ORDER BY 1"),
        {"table": table},
    )
    return [str(name) for (name,) in found]
