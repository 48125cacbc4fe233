"""Rows of a table in a compressed CSV file beside the database, in which every value can be told from every other.

Problem: what goes to files must come back exactly as it was, years later and without this program. Decision: CSV in
gzip, a line of names first; nothing is `\\N`, and a text that begins like that has one sign more; numbers are those of
the columns that are said to be. Files are written under another name, and the same rows make the same file.
Limit: who reads a file must know which columns it has.
"""

import csv
import gzip
import io
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from storage.rows.backup import sha256_of
from storage.rows.copying import Differs, RowSum
from storage.rows.database import PRIVATE_FILE, PRIVATE_FOLDER, Row, StorageError

_NOTHING: Final = "\\N"


class Packing(NamedTuple):
    """What of a table goes to its file: the columns as they are called there, and where they come from.

    The manifest says how many rows there are of each value of `summed`.
    """

    name: str
    columns: Mapping[str, str]
    source: str
    order: str
    numbers: frozenset[str]
    summed: str

    def select(self, where: str) -> str:
        """`SELECT` of the rows that go to the file."""
        return f"SELECT {', '.join(self.columns.values())} FROM {self.source} WHERE {where} ORDER BY {self.order}"  # noqa: S608  (our own words)

    def file(self, name: str) -> str:
        """What its file of an archive of this name is called."""
        return f"{self.name}-{name}.csv.gz"


class Packed(NamedTuple):
    """A file that was written: its rows, their digest, and how many there are of each kind."""

    table: Packing
    part: Path
    rows: int
    digest: str
    tally: Mapping[str, int]

    def told(self, name: str) -> dict[str, Any]:
        """What a manifest says of it."""
        return {
            "file": self.table.file(name),
            "rows": self.rows,
            "sha256": sha256_of(self.part),
            "digest": self.digest,
            self.table.summed: dict(sorted(self.tally.items())),
        }


def make_folder(folder: Path) -> None:
    """The folder with all above it, its owner's alone where it is new."""
    for each in reversed((folder, *folder.parents)):
        if not each.is_dir():
            each.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def private(file: Path) -> int:
    """A file opened anew to be written, its owner's alone."""
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)


def pack(part: Path, table: Packing, rows: Iterable[Row]) -> Packed:
    """Write rows, and read them back. Raises `Differs` if they are not the same."""
    packed = _write(part, table, rows)
    back = sum_of(unpack(part, table))
    if (back.rows, back.digest) != (packed.rows, packed.digest):
        raise Differs(f"{part} was not written as it was read; nothing was removed.")
    return packed


def _write(part: Path, table: Packing, rows: Iterable[Row]) -> Packed:
    total, tally = RowSum(), Counter[str]()
    place = list(table.columns).index(table.summed)
    with (
        os.fdopen(private(part), "wb") as raw,
        # Without its name and the present instant, so that the same rows make the same file.
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as text,
    ):
        writer = csv.writer(text)
        writer.writerow(table.columns)
        for row in rows:
            total.add(row)
            tally[row[place]] += 1
            writer.writerow([written(value) for value in row])
    return Packed(table, part, total.rows, total.digest, tally)


def unpack(file: Path, table: Packing) -> Iterator[Row]:
    """A file's rows as the database gives them. Raises `StorageError` for what this program has not written."""
    numbers = [name in table.numbers for name in table.columns]
    try:
        with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
            rows = csv.reader(text)
            if next(rows, None) != [*table.columns]:
                raise StorageError(f"{file} has other columns than this program writes.")
            for row in rows:
                yield tuple(value_of(value, number) for value, number in zip(row, numbers, strict=True))
    except (EOFError, gzip.BadGzipFile, UnicodeDecodeError, ValueError, csv.Error) as error:
        raise StorageError(f"{file} cannot be read: {error}.") from error


def is_free(file: Path, content: Path) -> bool:
    """Whether a name is nobody's, or the file of that name is the very same."""
    return not file.exists() or sha256_of(file) == sha256_of(content)


def checked(file: Path, sha256: str) -> Path:
    """The file, which is the one that was written. Raises `StorageError` for another one, or none."""
    if not file.is_file():
        raise StorageError(f"{file} is not there.")
    if sha256_of(file) != sha256:
        raise StorageError(f"{file} is not as it was written.")
    return file


def sum_of(rows: Iterable[Row]) -> RowSum:
    """The digest of rows."""
    total = RowSum()
    for row in rows:
        total.add(row)
    return total


def written(value: Any) -> str:
    """A value as a file has it."""
    if value is None:
        return _NOTHING
    text = str(value)
    return f"\\{text}" if text.startswith("\\") else text


def value_of(text: str, number: bool) -> Any:
    """The value that a file has."""
    if text == _NOTHING:
        return None
    return int(text) if number else text.removeprefix("\\")
