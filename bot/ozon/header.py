"""Which column is which: found by what the header says, not by where it stands or what the file is called."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from bot.ozon.grid import Row
from bot.ozon.names import Names, plain
from bot.ozon.numbers import is_blank
from bot.ozon.numbers import name as text_of
from bot.ozon.trouble import NotRead, Trouble

SEARCHED_ROWS: Final = 40
"""How far down a header may stand."""
_SHOWN_COLUMNS: Final = 8


class Form:
    """A form of report: what its columns are called, by field; which are needed, and which are known and not read."""

    def __init__(self, names: dict[str, tuple[str, ...]], needed: Sequence[str], unread: Sequence[str] = ()) -> None:
        self.names = names
        self.needed = tuple(needed)
        self._fields: Names[str] = Names({each: field for field, some in names.items() for each in some})
        self._unread: Names[bool] = Names(dict.fromkeys(unread, True))

    def wanted(self, field: str) -> str:
        """What the column of a field is called."""
        return self.names[field][0]

    def field(self, text: str) -> str | None:
        """The field that a header names, or None."""
        return self._fields.get(text)

    def is_unread(self, text: str) -> bool:
        """Whether a header is known, and nothing is read from its column."""
        return self._unread.get(text) is not None

    def match(self, row: Row) -> "Header":
        """The row as a header of this form; which of the fields it has is for the caller to see."""
        return Header(self, row)


class Header:
    """A row read as a form's header."""

    def __init__(self, form: Form, row: Row) -> None:
        self.form = form
        self.texts = [text_of(cell) if isinstance(cell, str) else "" for cell in row]
        self.columns: dict[str, int] = {}
        self.twice: str | None = None
        self.other: dict[int, str] = {}
        """Columns that are no field and not known either, by their header."""
        for column, text in enumerate(self.texts):
            if not text:
                continue
            field = form.field(text)
            if field is None:
                if not form.is_unread(text):
                    self.other[column] = text
            elif field in self.columns:
                self.twice = text
            else:
                self.columns[field] = column

    @property
    def missing(self) -> list[str]:
        """What the needed columns that are not there are called."""
        return [self.form.wanted(field) for field in self.form.needed if field not in self.columns]

    @property
    def found(self) -> int:
        """How many of the needed columns are there."""
        return len(self.form.needed) - len(self.missing)

    @property
    def width(self) -> int:
        """How many columns it names, with empty ones between."""
        return max((column + 1 for column, text in enumerate(self.texts) if text), default=0)

    def require(self, row_number: int) -> None:
        """Raise `NotRead` unless every needed column is there once."""
        if self.missing:
            found, wanted = shown(self.texts), ", ".join(f"«{name}»" for name in self.missing)
            raise NotRead(Trouble.COLUMNS_MISSING, row=row_number, found=found, wanted=wanted)
        if self.twice is not None:
            raise NotRead(Trouble.COLUMN_TWICE, row=row_number, column=self.twice)

    def count_unknown(self, row: Row, unknown: Counter[str]) -> None:
        """Count the cells of a row that stand in columns nobody knows."""
        for column, text in self.other.items():
            if column < len(row) and not is_blank(row[column]):
                unknown[text] += 1

    def require_width(self, row: Row, row_number: int) -> None:
        """Raise `NotRead` if something stands to the right of the header: then a column may have slipped."""
        if any(not is_blank(cell) for cell in row[self.width :]):
            raise NotRead(Trouble.ROW_TOO_LONG, row=row_number)


def shown(texts: Sequence[str]) -> str:
    """The first columns of a row, for people."""
    some = [text for text in texts if text][:_SHOWN_COLUMNS]
    return ", ".join(f"«{text}»" for text in some)


def is_total(row: Row) -> bool:
    """Whether a row is the report's own total: its first text says so."""
    first = next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
    return plain(first).startswith(("итого", "всего"))
