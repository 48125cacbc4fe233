"""What a migration may not do to a PostgreSQL at work, found in the statements that it runs.

Problem: while a migration waits for a lock, everybody who comes after waits behind it; and the program of the version
before goes on writing into the tables as it knew them. Decision: the statements are looked at as they are sent, each
with the reason and what to do instead. Tables that the migration makes itself may have anything done to them.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple


class Unsafe(NamedTuple):
    """A statement that should not be, and why."""

    statement: str
    reason: str


_MADE: Final = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", re.I)
_ON: Final = re.compile(
    r"(?:ALTER TABLE|CREATE (?:UNIQUE )?INDEX (?:IF NOT EXISTS )?\w+ ON|CREATE TRIGGER \w+ .* ON|UPDATE) (\w+)",
    re.I | re.S,
)
_ALTER: Final = r"^ALTER TABLE \w+ "
_REASONS: Final = (
    (r"^CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)", "an index that is not made CONCURRENTLY keeps writers out"),
    (r"^DROP INDEX (?!CONCURRENTLY)", "an index that is not dropped CONCURRENTLY keeps everybody out"),
    (r"^DROP TABLE", "the program of the version before still reads it"),
    (_ALTER + "DROP COLUMN", "the program of the version before still writes it"),
    (_ALTER + "RENAME", "the program of the version before knows the old name"),
    (_ALTER + r"ALTER COLUMN \w+ TYPE", "a new type rewrites the table while everybody waits"),
    (_ALTER + r"ALTER COLUMN \w+ SET NOT NULL", "it reads the whole table while all wait: a CHECK NOT VALID first"),
    (_ALTER + "ADD COLUMN (?!.*DEFAULT).* NOT NULL", "the program of the version before leaves it out"),
    (_ALTER + r"ADD COLUMN .* DEFAULT .*\(", "a default that is computed rewrites the table"),
    (
        _ALTER + "ADD CONSTRAINT (?!.*NOT VALID)(?!.*USING INDEX)",
        "a constraint that is not NOT VALID reads the whole table while writers wait",
    ),
    (r"^UPDATE (?!alembic_version)", "an UPDATE of all rows holds them all: in pieces, by the program"),
    (r"^DELETE FROM (?!alembic_version)", "a DELETE of many rows holds them all: in pieces, by the program"),
    (r"^LOCK", "a lock by hand"),
)


def unsafe(statements: Iterable[str]) -> Iterator[Unsafe]:
    """What is unsafe in a migration's statements."""
    made: set[str] = set()
    for statement in (" ".join(each.split()) for each in statements):
        new = _MADE.match(statement)
        if new is not None:
            made.add(new[1])
        on = _ON.match(statement)
        if on is not None and on[1] in made:
            continue
        for pattern, reason in _REASONS:
            if re.search(pattern, statement, re.I | re.S):
                yield Unsafe(statement, reason)
