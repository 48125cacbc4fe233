"""Large tables in parts: hash partitions on PostgreSQL, made once, while the programs are stopped.

Problem: a table that grows for years outgrows memory with its indexes, and is vacuumed in one piece by one worker.
Decision: what grows with what shops do is divided by the hash of the seller, who leads those primary keys, so that
whatever is asked of one shop lies in one part. Ids that were taken know their source first and may have no seller; each
is asked for by itself, and they are divided by it. A table is copied, compared and replaced in a transaction of its
own, by the descriptions that the database itself gives: room for the largest once more is enough, and what was stopped
goes on where it ended. Later tables and columns need nothing; an index, see `storage.rows.indexes`.
Limit: what has one row a shop stays whole. So do notices and deliveries: a queue is walked in its order over all shops,
a delivery names its notice by number alone, and they do not grow for ever (see `storage.post.archive`).
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from storage.rows.copying import OTHERS, Differs
from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.transaction import Transaction

PARTITIONED: Final = {
    "movement": "seller",
    "wallet_entry": "seller",
    "transition": "seller",
    "period": "seller",
    "rating": "seller",
    "telling": "seller",
    "reported": "seller",
    "line": "seller",
    "lot": "seller",
    "points_grant": "seller",
    "charge": "seller",
    "archived_key": "seller",
    "taken": "id",
}
"""The tables that are divided, each with the column by whose hash."""
FEWEST: Final = 2
MOST: Final = 128
STEP: Final = 4096
"""Blocks (32 MB) copied by a statement."""
WHOLE: Final = 1000
"""Steps in which progress is told."""
STAGES: Final = 3
"""How often a table is gone through: it is copied, compared, indexed."""
LEAVING: Final = 30
"""How often, a tenth of a second apart, it is looked whether other programs are gone."""
_PATIENCE: Final = "SET LOCAL lock_timeout = '5s'"
_PARTS: Final = (
    "SELECT COUNT(i.inhrelid) FROM pg_partitioned_table p LEFT JOIN pg_inherits i ON i.inhparent = p.partrelid "
    "WHERE p.partrelid = to_regclass(?)"
)
_BLOCKS: Final = "SELECT pg_relation_size(to_regclass(?)) / current_setting('block_size')::bigint"
_CONSTRAINTS: Final = (
    "SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE conrelid = to_regclass(?) AND contype IN ('p', 'u', 'f', 'x') ORDER BY contype DESC, conname"
)
_INDEXES: Final = (
    "SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = to_regclass(?) "
    "AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.conrelid = i.indrelid) "
    "ORDER BY 1"
)
_TRIGGERS: Final = (
    "SELECT pg_get_triggerdef(oid, true), tgtype & 1 = 0 FROM pg_trigger "
    "WHERE tgrelid = to_regclass(?) AND NOT tgisinternal ORDER BY tgname"
)
_GRANTS: Final = """
SELECT a.privilege_type, '', CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
    a.is_grantable
FROM pg_class c CROSS JOIN aclexplode(c.relacl) a WHERE c.oid = to_regclass(?)
UNION ALL
SELECT a.privilege_type, format(' (%I)', c.attname),
    CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END, a.is_grantable
FROM pg_attribute c CROSS JOIN aclexplode(c.attacl) a WHERE c.attrelid = to_regclass(?)
"""
_OWNER: Final = (
    "SELECT quote_ident(pg_get_userbyid(relowner)), COALESCE(array_to_string(reloptions, ', '), '') "
    "FROM pg_class WHERE oid = to_regclass(?)"
)
# Two sums of 64-bit hashes of whole rows, in any order: what differs agrees in both once in 2^128.
_DIGEST: Final = (
    "SELECT COUNT(*), COALESCE(SUM(hashtextextended(t::text, 0)::numeric), 0), "
    "COALESCE(SUM(hashtextextended(t::text, 1)::numeric), 0) FROM {table} t"
)


class Divided(NamedTuple):
    """A table that was divided: its rows are the same as before."""

    name: str
    rows: int


class _Described(NamedTuple):
    """What a table is besides its columns and checks, in the database's own words."""

    constraints: Sequence[tuple[str, str]]
    indexes: Sequence[tuple[str]]
    triggers: Sequence[tuple[str, bool]]
    """Each with whether it is for a statement: parts do not take those from the whole."""
    grants: Sequence[tuple[str, str, str, bool]]
    owner: str
    options: str


def partitions_of(transaction: Transaction, table: str) -> int:
    """How many partitions a table has; 0: it is whole, as every table of SQLite."""
    row = transaction.row(_PARTS, (table,)) if transaction.postgresql else None
    return int(row[0]) if row is not None else 0


def partition(database: Database, parts: int, progress: Callable[[int], None]) -> list[Divided]:
    """Divide every large table that is whole into so many partitions; returns those that were.

    `progress` is told how many of `WHOLE` equal steps are done. Raises `StorageError` on SQLite, for a number that
    cannot be, when there are partitions already, while another program is connected; and `Differs` if a row would not
    be the same. The table at hand is then as it was.
    """
    if not database.postgresql:
        raise StorageError("Partitions are PostgreSQL's; SQLite has none. To move there: db copy FROM TO")
    if not FEWEST <= parts <= MOST:
        raise StorageError(f"A table is divided into {FEWEST} to {MOST} partitions.")
    database.close()  # our own connections would count among the others
    database.require_current()
    with database.read() as transaction:
        whole = _whole(transaction, parts)
        sizes = {table: _blocks(transaction, table) for table in whole}
    total, done, divided = max(1, STAGES * sum(sizes.values())), 0, []
    for table, blocks in sizes.items():

        def tell(more: int, before: int = done) -> None:
            progress((before + more) * WHOLE // total)

        with database.write() as transaction:
            _be_alone(transaction, table)
            divided.append(_divide(transaction, table, parts, tell))
        done += STAGES * blocks
    return divided


def locks_needed(parts: int) -> int:
    """What `max_locks_per_transaction` should at least be: what touches many shops locks every part."""
    return max(64, 8 * parts)


def _whole(transaction: Transaction, parts: int) -> list[str]:
    """The tables that are still to be divided. Raises `StorageError` if there are none, or others were otherwise."""
    counts = {table: partitions_of(transaction, table) for table in PARTITIONED}
    there = max(counts.values())
    whole = [table for table, count in counts.items() if not count]
    if not whole:
        raise StorageError(f"The tables have {there} partitions already.")
    if there not in (0, parts):
        raise StorageError(f"Some tables have {there} partitions already; for the others run: db partition {there}")
    return whole


def _be_alone(transaction: Transaction, table: str) -> None:
    for _ in range(LEAVING):
        if transaction.rows(OTHERS) == [(0,)]:
            break
        # Who has just gone is still there for a moment; what was seen is seen again until the server forgets it.
        transaction.rows("SELECT pg_stat_clear_snapshot(), pg_sleep(0.1)")
    else:
        raise StorageError("Another program is connected to the database; stop all of them first.")
    transaction.run(_PATIENCE)
    transaction.run(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")


def _blocks(transaction: Transaction, table: str) -> int:
    ((blocks,),) = transaction.rows(_BLOCKS, (table,))
    return int(blocks)


def _described(transaction: Transaction, table: str) -> _Described:
    ((owner, options),) = transaction.rows(_OWNER, (table,))
    return _Described(
        [(name, words) for name, words in transaction.rows(_CONSTRAINTS, (table,))],
        [(words,) for (words,) in transaction.rows(_INDEXES, (table,))],
        [(words, whole) for words, whole in transaction.rows(_TRIGGERS, (table,))],
        [(what, column, whom, on) for what, column, whom, on in transaction.rows(_GRANTS, (table, table))],
        owner,
        options,
    )


def _divide(transaction: Transaction, table: str, parts: int, progress: Callable[[int], None]) -> Divided:
    described = _described(transaction, table)
    old, blocks = f"{table}_whole", _blocks(transaction, table)
    names = [f"{table}_{part}" for part in range(parts)]
    transaction.run(f"ALTER TABLE {table} RENAME TO {old}")
    transaction.run(f"CREATE TABLE {table} (LIKE {old} INCLUDING ALL EXCLUDING INDEXES) {_by_hash(table)}")
    options = f" WITH ({described.options})" if described.options else ""
    for part, name in enumerate(names):
        transaction.run(
            f"CREATE TABLE {name} PARTITION OF {table} FOR VALUES WITH (MODULUS {parts}, REMAINDER {part}){options}"
        )
    for first in range(0, blocks, STEP):
        transaction.run(
            f"INSERT INTO {table} SELECT * FROM {old} "  # noqa: S608  (our own names)
            f"WHERE ctid >= '({first},0)' AND ctid < '({first + STEP},0)'"
        )
        progress(min(first + STEP, blocks))
    before, after = (transaction.rows(_DIGEST.format(table=each)) for each in (old, table))
    if before != after:
        raise Differs(f"{table} would not be the same; it was left whole.")
    progress(2 * blocks)
    transaction.run(f"DROP TABLE {old}")
    _describe(transaction, table, names, described)
    transaction.run(f"ANALYZE {table}")
    progress(STAGES * blocks)
    return Divided(table, int(before[0][0]))


def _by_hash(table: str) -> str:
    return f"PARTITION BY HASH ({PARTITIONED[table]})"


def _describe(transaction: Transaction, table: str, parts: Sequence[str], described: _Described) -> None:
    """Give the divided table all that the whole one had."""
    for name, words in described.constraints:
        transaction.run(f"ALTER TABLE {table} ADD CONSTRAINT {name} {words}")
    for (words,) in described.indexes:
        transaction.run(words)
    for words, of_statement in described.triggers:
        transaction.run(words)
        for part in parts if of_statement else ():
            transaction.run(words.replace(f" ON {table} ", f" ON {part} ", 1))
    for what, column, whom, on in described.grants:
        further = " WITH GRANT OPTION" if on else ""
        transaction.run(f"GRANT {what}{column} ON {table} TO {whom}{further}")
    for each in (table, *parts):
        transaction.run(f"ALTER TABLE {each} OWNER TO {described.owner}")
