"""The door for a file: which report it is, and what it says.

A report is recognised by its header alone. One that is none is told what was found there and what is wanted.
"""

from collections.abc import Iterator
from itertools import islice
from typing import IO, Final

from bot.ozon.accruals import BY_KIND, FORMS, read_accruals
from bot.ozon.entries import Reading
from bot.ozon.grid import Table, Text, open_file
from bot.ozon.header import SEARCHED_ROWS, Header, shown
from bot.ozon.names import plain
from bot.ozon.numbers import exact_json
from bot.ozon.numbers import name as text_of
from bot.ozon.realization import Months, find_months, is_months, read_months, read_months_json
from bot.ozon.trouble import NotRead, Trouble

ACCRUALS_SHEET: Final = "Начисления"
_CLEAR: Final = 2
"""Needed columns by which a row is a header that lacks some, and not just any row."""


_Found = tuple[Table, Header | Months, int]
"""A table, its header, and the number of its row from 1."""


def read_report(file: IO[bytes]) -> Reading:
    """Read a report file whole. Raises `NotRead`, and nothing else for whatever the file holds.

    `file` is open for reading bytes and can seek; it stays open.
    """
    opened = open_file(file)
    if isinstance(opened, Text):
        return _read_json(opened.json)
    found: list[_Found] = []
    near: NotRead | None = None
    seen: list[str] = []
    for table in opened:
        try:
            found.extend(_find(table))
            seen = seen or _first_words(table)
        except NotRead as trouble:  # what is wrong here may be right elsewhere: a text is tried with each delimiter
            near = near or trouble
    if not found:
        wanted = ", ".join(f"«{BY_KIND.wanted(field)}»" for field in BY_KIND.needed)
        raise near or NotRead(Trouble.NOT_A_REPORT, found=shown(seen), wanted=wanted)
    table, layout, number = _one_of(found)
    if isinstance(layout, Months):
        return read_months(table, layout)
    return read_accruals(table, layout, number)


def _find(table: Table) -> Iterator[_Found]:
    """The report in a table, if there is one. Raises `NotRead` for a header that lacks something."""
    if months := find_months(table):
        yield table, months, months.row
        return
    header, number = _best_header(table)
    if header.found == len(header.form.needed):
        yield table, header, number
    elif header.found >= _CLEAR:
        header.require(number)


def _best_header(table: Table) -> tuple[Header, int]:
    """The row that has most of what a form needs, and its number."""
    best: tuple[Header, int] | None = None
    for number, row in enumerate(islice(table.rows, SEARCHED_ROWS), 1):
        for form in FORMS:
            header = form.match(row)
            if best is None or (len(header.missing), -header.found) < (len(best[0].missing), -best[0].found):
                best = header, number
    return best or (BY_KIND.match(()), 0)


def _first_words(table: Table) -> list[str]:
    for row in islice(table.rows, SEARCHED_ROWS):
        if words := [text_of(cell) for cell in row if isinstance(cell, str) and cell.strip()]:
            return words
    return []


def _one_of(found: list[_Found]) -> _Found:
    """The one table to read: the only one, or the one on the sheet that reports have theirs on."""
    if len(found) > 1:
        named = [each for each in found if plain(each[0].name) == plain(ACCRUALS_SHEET)]
        if len(named) != 1:
            raise NotRead(Trouble.SEVERAL_TABLES, found=", ".join(f"«{each[0].name}»" for each in found))
        return named[0]
    return found[0]


def _read_json(text: str) -> Reading:
    try:
        answer = exact_json(text)
    except (ValueError, RecursionError) as error:
        raise NotRead(Trouble.DAMAGED) from error
    if not is_months(answer):
        raise NotRead(Trouble.NOT_A_REPORT, found="JSON", wanted="rows")
    return read_months_json(answer)
