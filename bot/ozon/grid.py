"""A file as tables of cells, whatever it is called and whoever made it.

Problem: what people drop into a chat may be a workbook, a text, a picture with another ending, a workbook that unpacks
to gigabytes or names a cell a million columns away, one with macros, one that needs a password.
Decision: the content is looked at, never the name. A workbook is unpacked to nowhere first, counted, and compared with
its limits, before the library that reads it fast sees it; formulas and macros are refused, because a formula's value
is what somebody's program thought it was. Text is UTF-8, UTF-16 with its mark, or else cp1251.
Limit: python-calamine reads 100,000 rows in 0.7 s where openpyxl takes 4.3 s (docs/operating.md has the commands); it
holds a sheet in memory, hence `MOST_CELLS`.
"""

import csv
import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from bot.ozon.numbers import Cell
from bot.ozon.trouble import NotRead, Trouble

LARGEST_FILE: Final = 64 << 20
LARGEST_UNPACKED: Final = 256 << 20
MOST_CELLS: Final = 8_000_000
_MOST_PARTS: Final = 2000
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 256

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_INSIDE: Final = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG: Final = 1
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PLACE: Final = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)([0-9]+)[\"']")
_SHARED_TEXTS: Final = "xl/sharedStrings.xml"
_SHARED_TEXT: Final = re.compile(rb"<(?:\w+:)?si[\s>].*?</(?:\w+:)?si>", re.DOTALL)
_SHARED: Final = re.compile(rb"\bt\s*=\s*[\"']s[\"'][^<]*<(?:\w+:)?v[^<>]*>\s*([0-9]+)")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_DELIMITERS: Final = (";", "\t", ",")

Row = Sequence[Cell]
Merged = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of merged cells, from 0."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet or a text: rows that can be read again and again, and which of its cells are merged."""

    name: str
    rows: Iterable[Row]
    merged: Sequence[Merged] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """What is JSON, not a table."""

    json: str


def open_file(file: IO[bytes]) -> Iterator[Table] | Text:
    """The tables of a file, or its JSON. Raises `NotRead`. `file` can seek and stays open."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if not size:
        raise NotRead(Trouble.EMPTY)
    if size > LARGEST_FILE:
        raise NotRead(Trouble.TOO_LARGE, found=_megabytes(size), wanted=_megabytes(LARGEST_FILE))
    head = file.read(_CHUNK)
    file.seek(0)
    if head.startswith(_ZIP):
        return _workbook(file)
    if head.startswith(_OLE):
        raise NotRead(Trouble.ENCRYPTED if _ENCRYPTED_INSIDE in file.read() else Trouble.OLD_EXCEL)
    text = _text(file.read())
    if text.lstrip()[:1] in ("{", "["):
        return Text(text)
    return _lines(text)


def _megabytes(size: int) -> str:
    return str(-(-size // (1 << 20)))


def _workbook(file: IO[bytes]) -> Iterator[Table]:
    _look_inside(file)
    file.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        for sheet in workbook.sheets_metadata:
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible:
                found = workbook.get_sheet_by_name(sheet.name)
                yield Table(sheet.name, _Rows(found), found.merged_cell_ranges or ())
    except CalamineError as error:
        raise NotRead(Trouble.DAMAGED) from error


class _Rows:
    """A sheet's rows; each reading begins anew."""

    def __init__(self, sheet: CalamineSheet) -> None:
        self._sheet = sheet

    def __iter__(self) -> Iterator[Row]:
        yield from self._sheet.iter_rows()


def _look_inside(file: IO[bytes]) -> None:
    """Raise `NotRead` unless the parts of a workbook are whole, small enough, and nothing but data."""
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            _look_at_names(parts)
            texts = [0]
            # The texts that cells share first: the library gives each cell a copy of its own.
            for part in sorted(parts, key=lambda part: part.filename != _SHARED_TEXTS):
                with package.open(part) as content:
                    if part.filename == _SHARED_TEXTS:
                        texts = [len(found[0]) for found in _SHARED_TEXT.finditer(content.read())] or texts
                    else:
                        _look_at(part.filename, content, texts)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise NotRead(Trouble.DAMAGED) from error


def _look_at_names(parts: Sequence[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise NotRead(Trouble.ENCRYPTED)
    if "xl/workbook.bin" in names:
        raise NotRead(Trouble.OLD_EXCEL)
    if "xl/workbook.xml" not in names:
        raise NotRead(Trouble.ARCHIVE)
    if len(names) > _MOST_PARTS or len(set(names)) < len(names):
        raise NotRead(Trouble.DAMAGED)
    if any(name.endswith("vbaProject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise NotRead(Trouble.MACROS)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > LARGEST_UNPACKED:
        found, wanted = _megabytes(unpacked), _megabytes(LARGEST_UNPACKED)
        raise NotRead(Trouble.UNPACKS_TOO_LARGE, found=found, wanted=wanted)


def _look_at(name: str, content: IO[bytes], texts: Sequence[int]) -> None:
    """Read a part to its end, which also proves its size and sum; of a sheet see how much its cells will take."""
    is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
    right = bottom = text = 0
    longest = max(texts)
    tail = b""
    while chunk := content.read(_CHUNK):
        if not is_sheet:
            continue
        if b"\0" in chunk:
            raise NotRead(Trouble.DAMAGED)
        seen = tail + chunk
        if _FORMULA.search(seen):
            raise NotRead(Trouble.FORMULAS)
        places = _PLACE.findall(seen)
        # Few columns and rows are named by many cells.
        right = max(right, *map(_column, {letters for letters, _ in places}), 0)
        bottom = max(bottom, *(int(digits[:9]) for digits in {digits for _, digits in places}), 0)
        # Counted one by one only where the longest text would be too much: it takes its time.
        if longest * chunk.count(b"<") > LARGEST_FILE:
            text += sum(texts[int(at[:9])] for at in _SHARED.findall(chunk) if int(at[:9]) < len(texts))
        if right * bottom > MOST_CELLS or text > LARGEST_UNPACKED:
            raise NotRead(Trouble.TOO_MANY_CELLS)
        tail = seen[-_OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - ord("A") + 1
    return number


def _text(content: bytes) -> str:
    encodings = [encoding for mark, encoding in _MARKS if content.startswith(mark)]
    if not encodings and b"\0" in content:
        raise NotRead(Trouble.NOT_A_TABLE)
    for encoding in encodings or ("utf-8", "cp1251"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotRead(Trouble.NOT_A_TABLE)


def _lines(text: str) -> Iterator[Table]:
    """The text as a table by each delimiter that its lines have; the header tells which is meant."""
    for delimiter in _DELIMITERS:
        if delimiter in text:
            yield Table("", _Fields(text, delimiter))


class _Fields:
    """The rows of a delimited text."""

    def __init__(self, text: str, delimiter: str) -> None:
        self._text = text
        self._delimiter = delimiter

    def __iter__(self) -> Iterator[Row]:
        lines = csv.reader(io.StringIO(self._text, newline=""), delimiter=self._delimiter, strict=True)
        while True:
            try:
                yield next(lines)
            except StopIteration:
                return
            except csv.Error as error:
                raise NotRead(Trouble.DAMAGED, row=lines.line_num) from error
