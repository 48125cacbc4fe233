"""Amounts, counts, names and days as reports and answers write them, read exactly.

Problem: the same sum comes as a text ("1 234,50", with any kind of space), as a binary number out of a workbook
(26272.180000000004 is what 26272.18 became) or as a decimal of JSON; a generous reader is wrong with money.
Decision: the decimal that was written is meant. A binary number is taken by its shortest decimal form, and a remainder
smaller than any writer means (`_NOISE`) is dropped; what is not a multiple of 0.01 then is refused, and so is a text
with two meanings ("1,234"). No arithmetic is done on binary numbers.
Limit: the largest amount of the feed. A day is a date, or text in the two forms that reports use.
"""

import json
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from core.values import CENTS, MAX_AMOUNT, Amount

Cell = str | int | float | Decimal | date | time | timedelta | None
"""What a cell of a sheet, a field of a line or a value of JSON may hold."""

_CENT: Final = Decimal("0.01")
_NOISE: Final = Decimal("0.0000001")
_NOISE_SHARE: Final = Decimal("1e-14")
_MOST_NOISE: Final = Decimal("0.001")
_LONGEST_NUMBER: Final = 40

_SIGNS: Final = str.maketrans({"−": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
_CURRENCY: Final = re.compile(r"\s*(?:₽|руб\.?|р\.|RUB)\s*$", re.IGNORECASE)
_PLAIN: Final = re.compile(r"(-?)([0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[.,]([0-9]+))?")
_COMMAS: Final = re.compile(r"(-?)([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)")
_POINTS: Final = re.compile(r"(-?)([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)")
_TWO_MEANINGS: Final = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
_TOLD: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DAY: Final = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})(?:[ T][0-9:.]+)?")
_ISO_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T][0-9:.]+Z?)?")
_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2100


class Finer(ValueError):
    """The amount is no multiple of 0.01."""


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that anybody can see."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def amount(cell: Cell) -> Amount:
    """The amount that is meant. Raises `Finer`, or ValueError for what is no amount at all."""
    if cell is None or isinstance(cell, bool | date | time | timedelta):
        raise ValueError("not an amount")
    if isinstance(cell, int):
        return _bounded(cell * CENTS)
    if isinstance(cell, float) and not cell:
        return 0  # most cells of the older form
    if isinstance(cell, float):
        return _cents(Decimal(repr(cell)))
    return _cents(cell if isinstance(cell, Decimal) else _written(cell))


def told_amount(value: Any) -> Amount:
    """The amount in a program's answer: a number, or a text with a decimal point. Raises as `amount` does."""
    if isinstance(value, str):
        if len(value) > _LONGEST_NUMBER or _TOLD.fullmatch(value) is None:
            raise ValueError("not an amount")
        value = Decimal(value)
    return amount(value)


def _cents(value: Decimal) -> Amount:
    if not value.is_finite() or abs(value) > MAX_AMOUNT:
        raise ValueError("not an amount")
    rounded = value.quantize(_CENT)
    noise = min(max(_NOISE, abs(value) * _NOISE_SHARE), _MOST_NOISE)
    if abs(value - rounded) > noise:
        raise Finer("finer than 0.01")
    return _bounded(int(rounded.scaleb(2)))


def _bounded(cents: Amount) -> Amount:
    if abs(cents) > MAX_AMOUNT:
        raise ValueError("not an amount")
    return cents


def _written(text: str) -> Decimal:
    text = _CURRENCY.sub("", text.translate(_SIGNS)).strip()
    if len(text) > _LONGEST_NUMBER or _TWO_MEANINGS.fullmatch(text):
        raise ValueError("not an amount with one meaning")
    for form in (_PLAIN, _COMMAS, _POINTS):
        if found := form.fullmatch(text):
            sign, whole, fraction = found.groups()
            whole = whole.replace(" ", "").replace(",", "").replace(".", "")
            return Decimal(f"{sign}{whole}.{fraction or 0}")
    raise ValueError("not an amount")


def count(cell: Cell) -> int | None:
    """How many pieces, 1 or more; None where nothing or 0 is written. Raises ValueError for anything else."""
    if is_blank(cell):
        return None
    pieces, cents = divmod(abs(amount(cell)), CENTS)
    if cents:
        raise ValueError("not a whole number")
    return pieces or None


def name(cell: Cell) -> str:
    """An id, SKU or kind as text in one form: a whole number has no decimals, white space is a single space."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else _one_form(str(cell))


@lru_cache(maxsize=1 << 14)  # units, kinds and items come again in the next rows
def _one_form(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(text.split())


def day(cell: Cell) -> date:
    """The day that is written: a date, "05.10.2026" or "2026-10-05", a time of day behind it or not.

    Raises ValueError. A bare number is none: what it counts from depends on the workbook.
    """
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    elif isinstance(cell, str):
        found = _written_day(cell.strip())
    else:
        raise ValueError("not a day")
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError("not a day of this century")
    return found


def _written_day(text: str) -> date:
    if found := _DAY.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := _ISO_DAY.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    raise ValueError("not a day")


def exact_json(text: str | bytes) -> Any:
    """JSON with decimals as they are written. Raises ValueError, for NaN and a key that stands twice too."""
    return json.loads(text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found
