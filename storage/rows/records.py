"""Rows as records of the core and back: columns and fields meet by their names, once, when the program is loaded.

Problem: a row taken apart by position is right until somebody adds a column, and then wrong without a sound. Decision:
statements are made from the names of a record's fields, in the record's own order, so what they bring is the record as
it stands; which values change their kind on the way (enums, truth values, documents in JSON) is read off the fields'
types. A name that the table has not, or a column that no field fills, stops the program where it is declared. Both ways
are put together as one expression, as one would write it by hand, because hundreds of rows go through at a time.
Limit: what a query computes or joins belongs to no table, and is named where it is read.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, Final, Generic, TypeVar, get_args, get_origin, get_type_hints

from sqlmodel import SQLModel

from storage.rows.answers import Row
from storage.rows.many import Many, insert_many, upsert_many
from storage.rows.statements import columns_of

R = TypeVar("R")


def make_encoder() -> Callable[[Any], str]:
    """As `json.dumps(…, ensure_ascii=False)`, which makes an encoder in C anew for each document; here it is one."""
    plain = json.JSONEncoder(ensure_ascii=False, check_circular=False)
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:  # an interpreter without it
        return plain.encode
    chunks = make(None, plain.default, json.encoder.encode_basestring, None, ": ", ", ", False, False, True)
    return lambda document: "".join(chunks(document, 0))


AS_TEXT: Final = make_encoder()
"""How a document is written into its column."""
_READ: Final = json.JSONDecoder().raw_decode


SELLER: Final = "seller"
"""The column that says whose a row is; most records leave it to the account that holds them."""


def from_text(text: str) -> Any:
    """The document in a column. Raises ValueError for anything else."""
    document, end = _READ(text)
    if end != len(text):
        raise ValueError("more than a document")
    return document


class Records(Generic[R]):
    """The rows of a table as records of a class.

    `columns` names the column of a field where the two differ. A record without a field `seller` stands for one of a
    seller's rows: `select` brings the seller first, `row` is told it.
    """

    def __init__(self, table: type[SQLModel], record: type[R], **columns: str) -> None:
        names = _fields(record)
        owned = SELLER in columns_of(table) and SELLER not in names
        own = [columns.get(name, name) for name in names]
        self._table = table
        self.columns: Final[tuple[str, ...]] = (SELLER, *own) if owned else tuple(own)
        unknown = {*self.columns} - {*columns_of(table)} | columns.keys() - {*names}
        if unknown:
            raise TypeError(f"{table.__name__} and {record.__name__} do not have in common: {sorted(unknown)}")
        hints = get_type_hints(record)
        self.of: Final[Callable[[Row], R]] = _reader(record, [hints[name] for name in names], int(owned))
        """The record that a row of `select` is."""
        self.row: Final[Callable[[R, str], Row]] = _writer({name: hints[name] for name in names}, owned)
        """What `insert` and `upsert` take of a record of this seller."""

    def select(self, where: str) -> str:
        """`SELECT` of the rows that `of` takes."""
        return f"SELECT {', '.join(self.columns)} FROM {self._table.__tablename__} WHERE {where}"  # noqa: S608  (our own names)

    def insert(self, *, ignore: bool = False, without: Sequence[str] = ()) -> Many:
        """`INSERT` of what `row` makes. Raises TypeError for a column, but those in `without`, that no field fills."""
        return insert_many(self._table, self._whole(without), ignore=ignore)

    def upsert(self) -> Many:
        """`INSERT` of what `row` makes, or on the same key `UPDATE`. Raises as `insert`."""
        return upsert_many(self._table, self._whole(()))

    def _whole(self, without: Sequence[str]) -> tuple[str, ...]:
        missing = {*columns_of(self._table)} - {*self.columns, *without}
        if missing:
            raise TypeError(f"nothing fills {sorted(missing)} of {self._table.__name__}")
        return self.columns


def _fields(record: type[Any]) -> tuple[str, ...]:
    if is_dataclass(record):
        return tuple(each.name for each in fields(record))
    names: tuple[str, ...] = record._fields
    return names


def _kind(hint: Any) -> Any:
    """The type behind a field's annotation, without `None` and what a container holds."""
    if isinstance(hint, UnionType):
        hint = next(each for each in get_args(hint) if each is not type(None))
    return get_origin(hint) or hint


def _members(kind: type[Enum]) -> Callable[[str], Enum]:
    return {each.value: each for each in kind}.__getitem__


def _reader(record: type[R], hints: Sequence[Any], first: int) -> Callable[[Row], R]:
    """`row` → the record; SQLite has no truth values, and no database has enums or what JSON holds."""
    known: dict[str, Any] = {"make": record}
    values = []
    for place, hint in enumerate(hints, start=first):
        kind, value = _kind(hint), f"row[{place}]"
        if kind in (bool, dict) or issubclass(kind, Enum):
            # An enum's own call looks for more than its values; most documents are empty.
            known[f"read{place}"] = from_text if kind is dict else bool if kind is bool else _members(kind)
            read = f"read{place}({value})"
            read = f"({{}} if {value} == '{{}}' else {read})" if kind is dict else read
            value = f"None if {value} is None else {read}" if isinstance(hint, UnionType) else read
        values.append(value)
    return _expression(f"lambda row: make({', '.join(values)})", known)


def _writer(hints: dict[str, Any], owned: bool) -> Callable[[Any, str], Row]:
    """`record, seller` → the row. The drivers take enums and truth values as they are."""
    values = ["seller"] if owned else []
    for name, hint in hints.items():
        values.append(f"text(record.{name}) if record.{name} else '{{}}'" if _kind(hint) is dict else f"record.{name}")
    return _expression(f"lambda record, seller: ({', '.join(values)})", {"text": AS_TEXT})


def _expression(source: str, known: dict[str, Any]) -> Callable[..., Any]:
    made: Callable[..., Any] = eval(source, known)  # noqa: S307  (made of our own fields' names and places)
    return made
