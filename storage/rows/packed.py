"""Rows of a table in a compressed CSV file beside the database, in which every value can be told from every other.

Problem: what goes to files must come back exactly as it was, years later and without this program. Decision: CSV in
gzip, a line of names first; nothing is `\\N`, and a text that begins like that has one sign more; numbers are those of
the columns that are said to be. Files are written under another name, and the same rows make the same file.
Limit: who reads a file must know which columns it has.
"""

import csv
import fcntl
import gzip
import io
import json
import os
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from storage.rows.answers import Row
from storage.rows.backup import put, sha256_of
from storage.rows.copying import Differs, RowSum
from storage.rows.errors import StorageError
from storage.rows.places import PRIVATE_FILE, PRIVATE_FOLDER
from storage.rows.schema import newest

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


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Be the only program that writes files into a folder, which is made if it is not there.

    Raises `StorageError` if another one does, or where a file is. On a file system without locks nothing parts them.
    """
    _make(folder)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise StorageError(
            f"Another program is writing an archive into {folder}; when it is through, run it again."
        ) from None
    except OSError:
        pass  # no locks here
    try:
        yield
    finally:
        os.close(handle)


def _make(folder: Path) -> None:
    """The folder with all above it, its owner's alone where it is new."""
    for each in reversed((folder, *folder.parents)):
        if os.path.lexists(each) and not each.is_dir():
            raise StorageError(f"{each} is not a folder; name another place for the archive.")
        if not each.is_dir():
            each.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def private(file: Path) -> int:
    """A file opened anew to be written, its owner's alone."""
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)


def pack(part: Path, table: Packing, rows: Iterable[Row]) -> Packed:
    """Write rows, and read them back. Raises `Differs` if they are not the same, or OSError; then the file is gone."""
    with _whole_or_gone(part):
        packed = _write(part, table, rows)
        back = sum_of(unpack(part, table))
        if (back.rows, back.digest) != (packed.rows, packed.digest):
            raise Differs(f"{part} was not written as it was read; nothing was removed.")
    return packed


@contextmanager
def _whole_or_gone(*parts: Path) -> Iterator[None]:
    """Leave no half file behind; an OSError that does not say of which file it is names the last."""
    try:
        yield
    except BaseException as error:
        for part in parts:
            part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(parts[-1])
        raise


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
    except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError, ValueError, csv.Error) as error:
        raise StorageError(f"{file} cannot be read: {error}.") from error


def put_all(
    folder: Path, filled: Sequence[Packed], number: int, named: Callable[[int], str], facts: Mapping[str, Any]
) -> tuple[int, str]:
    """Give files their names in an archive, and a manifest that says these facts of them; the part's number is `number`
    or the first after it whose names are free. Returns that number and the manifest's digest.

    What another run left there, or an archive of a database that was put back since, is never written over.
    """
    with _whole_or_gone(*(each.part for each in filled), _manifest_part(filled)):
        while not all(_is_free(folder / name, part) for name, part in _names(filled, number, named(number), facts)):
            number += 1
        for name, part in _names(filled, number, named(number), facts):
            put(part, folder / name)
    return number, sha256_of(folder / _manifest_name(named(number)))


def _names(filled: Sequence[Packed], number: int, name: str, facts: Mapping[str, Any]) -> list[tuple[str, Path]]:
    """What the files would be called, each with where its content is; the manifest is written anew."""
    files = {each.table.name: each.told(name) for each in filled}
    manifest = _manifest_part(filled)
    with os.fdopen(private(manifest), "w", encoding="utf-8") as file:
        file.write(json.dumps({**facts, "part": number, "schema": newest(), "files": files}, indent=2) + "\n")
    return [*((each.table.file(name), each.part) for each in filled), (_manifest_name(name), manifest)]


def _manifest_part(filled: Sequence[Packed]) -> Path:
    return filled[0].part.with_name(".manifest.part")


def _is_free(file: Path, content: Path) -> bool:
    """Whether a name is nobody's, or the file of that name is the very same."""
    return not file.exists() or sha256_of(file) == sha256_of(content)


def _manifest_name(name: str) -> str:
    return f"manifest-{name}.json"


def part_name(name: str, number: int) -> str:
    """What a part of an archive is called: `2025-01`, from the second on `2025-01-2`."""
    return name if number == 1 else f"{name}-{number}"


def month_name(month: int) -> str:
    """A month as people write it: 202501 is 2025-01."""
    return f"{month // 100}-{month % 100:02}"


class Filed(Protocol):
    """What went to files: the name by which they are told apart, and the digest of their manifest."""

    @property
    def name(self) -> str: ...

    @property
    def manifest(self) -> str: ...


def manifest_of(folder: Path, filed: Filed) -> dict[str, Any]:
    """What its manifest says of its files, by table. Raises `StorageError` if it is not there."""
    file = folder / _manifest_name(filed.name)
    if not file.is_file():
        raise StorageError(f"{file} is not there; name the folder that the archive was written to.")
    found: dict[str, Any] = json.loads(_checked(file, filed.manifest).read_text(encoding="utf-8"))["files"]
    return found


def require_manifests(folder: Path, filed: Iterable[Filed]) -> None:
    """Raise `StorageError` if a folder has not the manifests of all that went to files: what goes there now would
    be away from the rest, and whoever reads the archive is given one folder.
    """
    missing = [
        name
        for each in filed
        if not (file := folder / (name := _manifest_name(each.name))).is_file() or sha256_of(file) != each.manifest
    ]
    if missing:
        raise StorageError(
            f"{folder} has not got what went to the archive before: {', '.join(missing[:3])}"
            f"{f' and {len(missing) - 3} more' if len(missing) > 3 else ''}. "
            "Name the folder of the first time, or put its files there. Nothing was moved."
        )


def file_of(folder: Path, filed: Filed, table: Packing) -> Path:
    """Its file with a table's rows, which is the one that was written. Raises `StorageError` for another, or none."""
    return _checked(folder / table.file(filed.name), manifest_of(folder, filed)[table.name]["sha256"])


def _checked(file: Path, sha256: str) -> Path:
    if not file.is_file():
        raise StorageError(f"{file} is not there; put a copy of it back.")
    if sha256_of(file) != sha256:
        raise StorageError(f"{file} is not as it was written, or of another database; put the right one in its place.")
    return file


def why(error: StorageError | OSError) -> str:
    """Why a file cannot be used, without a full stop where the system says it."""
    return f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else str(error)


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
