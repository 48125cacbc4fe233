"""Many rows in one statement.

Problem: on PostgreSQL every row that is sent by itself is taken apart, planned and answered by itself, which costs
several times what the row does; on SQLite the driver's work of handing over a value costs as much as keeping it.
Decision: a statement comes in two forms: for one row, and for all at once, where each column is one array. The arrays
are written as PostgreSQL reads them, because the driver would look at every value's type. SQLite takes rows in groups,
and what is the same in all of them once. Limit: a key may come once in a batch.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

from sqlalchemy import Boolean, Column, Integer, LargeBinary
from sqlmodel import SQLModel

from storage.rows.answers import Row
from storage.rows.errors import FIRST, Conflict
from storage.rows.statements import insert, table_of, upsert
from storage.rows.transaction import Transaction

GROUP: Final = 20
"""Rows to a statement on SQLite; with more of them it takes no less time."""
WORTH_IT: Final = 50
"""Rows for which PostgreSQL has something to do while Python goes on."""


Changed = tuple[Row, Row]
"""A row as it was, and as it is now."""


class Many(NamedTuple):
    """A statement in both forms, and how each column's values are written as an array."""

    each: str
    at_once: str
    write: tuple[Callable[[Sequence[Any]], str], ...]

    def run(self, transaction: Transaction, rows: Sequence[Sequence[Any]]) -> int:
        """Execute it for all rows in as few steps as the database is quickest with; returns how many it changed."""
        if transaction.postgresql and len(rows) > 1:
            return transaction.run(self.at_once, self._arrays(rows))
        if not transaction.postgresql and " VALUES " in self.each and len(rows) >= GROUP:
            grouped = len(rows) // GROUP * GROUP
            changed = _run_in_groups(transaction, self.each, rows[:grouped])
            return changed + (self.run(transaction, rows[grouped:]) if grouped < len(rows) else 0)
        return transaction.run_many(self.each, rows)

    def put(self, transaction: Transaction, rows: Sequence[Sequence[Any]]) -> None:
        """Execute it for all rows, whatever it changes; see `Transaction.put`."""
        if not transaction.postgresql:
            self.run(transaction, rows)
        elif len(rows) > 1:
            self._send(transaction, self.at_once, self._arrays(rows), len(rows))
        else:
            transaction.put(self.each, rows)

    def change(self, transaction: Transaction, rows: Sequence[Sequence[Any]]) -> None:
        """Execute it for rows that are to be changed all of them.

        Raises `Conflict` if one of them has moved on; on PostgreSQL, where this is not waited for, the commit does.
        """
        if not transaction.postgresql:
            if transaction.run_many(self.each, rows) != len(rows):
                raise Conflict(FIRST)
        elif len(rows) > 1:
            self._send(transaction, _all_of(self.at_once), [*self._arrays(rows), len(rows)], len(rows))
        else:
            transaction.put(_all_of(self.each), [[*row, 1] for row in rows])

    @staticmethod
    def _send(transaction: Transaction, statement: str, parameters: Sequence[Any], rows: int) -> None:
        transaction.put(statement, [parameters])
        if rows >= WORTH_IT:  # the server begins with them, while the next ones are put together here
            transaction.set_off()

    def _arrays(self, rows: Sequence[Sequence[Any]]) -> list[str]:
        return [write(column) for write, column in zip(self.write, zip(*rows, strict=True), strict=True)]


@cache
def _all_of(update: str) -> str:
    """The statement made to fail, by dividing by zero, unless it changes so many rows."""
    return f"WITH changed AS ({update} RETURNING 1) SELECT 1 / CAST(COUNT(*) = ? AS INTEGER) FROM changed"  # noqa: S608  (our own words)


def insert_many(table: type[SQLModel], columns: Sequence[str], *, ignore: bool = False) -> Many:
    """`insert` for many rows."""
    return _from_values(table, columns, insert(table, columns, ignore=ignore))


def upsert_many(table: type[SQLModel], columns: Sequence[str]) -> Many:
    """`upsert` for many rows."""
    return _from_values(table, columns, upsert(table, columns))


def update_many(table: type[SQLModel], columns: Sequence[str], where: Sequence[str]) -> Many:
    """`UPDATE` of these columns; a row holds their values and then those that the columns of `where` have now."""
    name = table_of(table).name
    new = [f"new_{column}" for column in columns]
    old = [f"old_{column}" for column in where]
    kinds = [_kind(table, column) for column in (*columns, *where)]
    each = (
        f"UPDATE {name} SET {', '.join(f'{column} = ?' for column in columns)} "  # noqa: S608  (our own names)
        f"WHERE {' AND '.join(f'{column} = ?' for column in where)}"
    )
    at_once = (
        f"UPDATE {name} SET {', '.join(f'{column} = new_{column}' for column in columns)} "  # noqa: S608  (our own names)
        f"FROM UNNEST({', '.join(f'?::{kind.name}[]' for kind in kinds)}) AS given({', '.join((*new, *old))}) "
        f"WHERE {' AND '.join(f'{name}.{column} = old_{column}' for column in where)}"
    )
    return Many(each, at_once, tuple(kind.write for kind in kinds))


def change(transaction: Transaction, table: type[SQLModel], columns: Sequence[str], rows: Sequence[Changed]) -> None:
    """`UPDATE` of rows from what they were to what they are, in those columns alone where any of them differs.

    The first column is their key. Raises as `Many.change`.
    """
    before, after = (list(zip(*each, strict=True)) for each in zip(*rows, strict=True))
    places = tuple(place for place in range(len(columns)) if before[place] != after[place])
    if places:
        statement = _update_of(table, tuple(columns[place] for place in places), columns[0])
        statement.change(transaction, list(zip(*[after[place] for place in places], after[0], strict=True)))


@lru_cache(maxsize=64)
def _update_of(table: type[SQLModel], columns: tuple[str, ...], key: str) -> Many:
    return update_many(table, columns, (key,))


def _from_values(table: type[SQLModel], columns: Sequence[str], each: str) -> Many:
    kinds = [_kind(table, column) for column in columns]
    before, _, after = each.partition(" VALUES ")
    arrays = f"SELECT * FROM UNNEST({', '.join(f'?::{kind.name}[]' for kind in kinds)})"  # noqa: S608  (our own names)
    return Many(each, f"{before} {arrays}{after.partition(')')[2]}", tuple(kind.write for kind in kinds))


# -- groups of rows ----------------------------------------------------------------------------------------------------


def _run_in_groups(transaction: Transaction, each: str, rows: Sequence[Sequence[Any]]) -> int:
    """Insert whole groups of rows; values that are the same in all rows are handed over once a group."""
    columns = list(zip(*rows, strict=True))
    same = tuple(map(_is_same, columns))
    shared = [column[0] for column, is_same in zip(columns, same, strict=True) if is_same]
    own = [column for column, is_same in zip(columns, same, strict=True) if not is_same]
    values = list(chain.from_iterable(zip(*own, strict=True)))
    statement, size = _grouped(each, same), len(own) * GROUP
    return sum(
        transaction.run(statement, [*shared, *values[group * size : (group + 1) * size]])
        for group in range(len(rows) // GROUP)
    )


def _is_same(column: Sequence[Any]) -> bool:
    return column[0] == column[-1] and column.count(column[0]) == len(column)


@lru_cache(maxsize=256)
def _grouped(each: str, same: tuple[bool, ...]) -> str:
    """The statement for a group of rows: first the values that they share, then each row's own."""
    before, _, after = each.partition(" VALUES ")
    taken = sum(same)
    rows = []
    for _ in range(GROUP):
        shared, marks = 0, []
        for is_same in same:
            shared += is_same
            taken += not is_same
            marks.append(f"?{shared if is_same else taken}")
        rows.append(f"({', '.join(marks)})")
    return f"{before} VALUES {', '.join(rows)}{after.partition(')')[2]}"


# -- arrays as PostgreSQL reads them -----------------------------------------------------------------------------------


def _plain(values: Sequence[Any]) -> str:
    return f"{{{','.join(['NULL' if value is None else str(value) for value in values])}}}"


def _quoted(values: Sequence[str | None]) -> str:
    return f"{{{','.join(['NULL' if value is None else _in_quotes(value) for value in values])}}}"


def _in_quotes(value: str) -> str:
    if "\\" in value or '"' in value:
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{value}"'


def _hexadecimal(values: Sequence[bytes | None]) -> str:
    return _quoted([None if value is None else f"\\x{value.hex()}" for value in values])


class _Kind(NamedTuple):
    name: str
    write: Callable[[Sequence[Any]], str]


_TEXT: Final = _Kind("text", _quoted)


def _kind(table: type[SQLModel], column: str) -> _Kind:
    found: Column[Any] = table_of(table).columns[column]
    if isinstance(found.type, Boolean):
        return _Kind("boolean", _plain)
    if isinstance(found.type, Integer):
        return _Kind("bigint", _plain)
    return _Kind("bytea", _hexadecimal) if isinstance(found.type, LargeBinary) else _TEXT
