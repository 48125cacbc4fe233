"""What the columns of several tables are made of: numbers of 64 bits, keys, and indexes over a part of the rows."""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Index, Integer, text
from sqlmodel import Field

Long = BigInteger().with_variant(Integer, "sqlite")
"""BIGINT; INTEGER on SQLite, which is 64 bits there and may be a row id."""

WITHOUT_ROWID = {"sqlite_with_rowid": False}
"""On SQLite a table with a key of its own is one tree instead of two."""


def long(**kwargs: Any) -> Any:
    """A number of 64 bits: an instant, an amount."""
    return Field(sa_type=BigInteger, **kwargs)


def either(column: str, *values: str) -> str:
    """That a column has one of these values. SQLite would make a table of an `IN (…)` for every row it checks."""
    return f"({' OR '.join(f'{column} = {value!r}' for value in values)})"


def seller_key() -> Any:
    """The shop, first in the key."""
    return Field(sa_column=Column("seller", ForeignKey("seller.id"), primary_key=True))


def number_key() -> Any:
    """A number that the database gives each row."""
    return Field(default=None, sa_column=Column(Long, Identity(), primary_key=True))


def given_key() -> Any:
    """A number that comes from elsewhere: from Telegram, from a file, from a seller's history."""
    return Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index that holds only the rows of which this is so."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))
