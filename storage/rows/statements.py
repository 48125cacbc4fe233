"""Statements that are made from the description of a table."""

from collections.abc import Sequence

from sqlalchemy import Table
from sqlmodel import SQLModel


def columns_of(table: type[SQLModel]) -> tuple[str, ...]:
    """The names of a table's columns in their order."""
    return tuple(column.name for column in table_of(table).columns)


def insert(
    table: type[SQLModel],
    columns: Sequence[str] | None = None,
    *,
    ignore: bool = False,
    without: Sequence[str] = (),
) -> str:
    """`INSERT` of these columns, else all in their order; `ignore` leaves rows whose key exists as they are."""
    columns = [name for name in columns or columns_of(table) if name not in without]
    marks = ", ".join("?" * len(columns))
    end = " ON CONFLICT DO NOTHING" if ignore else ""
    return f"INSERT INTO {table_of(table).name} ({', '.join(columns)}) VALUES ({marks}){end}"  # noqa: S608  (names of our own tables)


def upsert(table: type[SQLModel], columns: Sequence[str] | None = None) -> str:
    """`INSERT` of these columns, else all, or on the same primary key `UPDATE` of the others."""
    key = [column.name for column in table_of(table).primary_key]
    others = [name for name in columns or columns_of(table) if name not in key]
    update = ", ".join(f"{name} = excluded.{name}" for name in others)
    return f"{insert(table, columns)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {update}"


def table_of(table: type[SQLModel]) -> Table:
    """The table that a class describes."""
    found: Table = table.metadata.tables[str(table.__tablename__)]
    return found
