"""The fields of a line: what types they have, within which bounds, and how each is read exactly (RULES 15.14, 15.15).

Problem: a reader that is generous with one field would be wrong with money: "5.0" is no quantity, 1e2 no amount.
Decision: a field's type carries its reader (`Annotated`), so a class that declares a field has said how it is read.
Enumerations and true or false need no more than their type. Numbers stay text until a field's own grammar reads them.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from core.values import (
    LONGEST_ID,
    MAX_AMOUNT,
    RATE_ONE,
    Amount,
    Instant,
    Rate,
    format_amount,
    format_rate,
    is_clean_text,
    is_seen,
    parse_amount,
    parse_instant,
    parse_rate,
)

LONGEST_TEXT = 1000
"""Characters of the longest name or reason."""
MAX_QUANTITY = 1_000_000_000_000
MAX_DAYS = 100_000
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


# --- reading JSON exactly ----------------------------------------------------------------------------------


class Number(str):
    """The text of a JSON number as written, NaN and Infinity included; told from a JSON text by its type."""

    __slots__ = ()


class Repeating(dict[str, Any]):
    """A JSON object with repeated keys. No field takes one, so a repeated key is refused at any depth."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    return result if len(result) == len(pairs) else Repeating(pairs)


# Numbers stay text until the field's own grammar reads them: 400 digits cost nothing, and "5.0" is not "5".
decode = json.JSONDecoder(parse_int=Number, parse_float=Number, parse_constant=Number, object_pairs_hook=_object).decode


# --- readers -----------------------------------------------------------------------------------------------


class Grammar(NamedTuple):
    """How a value is read: `read` returns it typed or raises ValueError; `expected` says in English what must stand."""

    read: Callable[[Any], Any]
    expected: str


def grammar_of(annotation: Any) -> Grammar | None:
    """The reader that a field's type says: its own, or by being an enumeration or true or false; None: it has none.

    A type with None is read by the other type; whether null may be written is not the type's to say.
    """
    if isinstance(annotation, type):
        if issubclass(annotation, StrEnum):
            return _one_of(annotation)
        return _FLAG if annotation is bool else None
    if get_origin(annotation) in (Union, UnionType):
        return next(filter(None, map(grammar_of, get_args(annotation))), None)
    return next((mark for mark in getattr(annotation, "__metadata__", ()) if isinstance(mark, Grammar)), None)


def or_null(reader: Grammar) -> Grammar:
    """The same, or null."""
    read_value = reader.read
    return Grammar(lambda value: None if value is None else read_value(value), f"{reader.expected}, or null")


def _text(longest: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if type(value) is str and is_clean_text(value, longest):
            return value
        raise ValueError

    return read


_read_word = _text(LONGEST_ID)
_read_free_text = _text(LONGEST_TEXT)


def _read_id(value: Any) -> str:
    """An id that no hand can mistake for another: " S1" and "S1" would look the same in every list."""
    text = _read_word(value)
    if text != text.strip():
        raise ValueError
    return text


def _read_shown_name(value: Any) -> str:
    """A name that people can see."""
    text = _read_free_text(value)
    if not is_seen(text):
        raise ValueError
    return text


def _instant(value: Any) -> Instant:
    if type(value) is str:
        return parse_instant(value)
    raise ValueError


def _flag(value: Any) -> bool:
    if value is True or value is False:
        return bool(value)
    raise ValueError


def _bounded(parse: Callable[[str], int], kinds: tuple[type[str], ...], low: int, high: int) -> Callable[[Any], int]:
    """A number in [low, high] written as one of the kinds of JSON value (text, number)."""

    def read(value: Any) -> int:
        if type(value) in kinds:
            number = parse(value)
            if low <= number <= high:
                return number
        raise ValueError

    return read


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: Any) -> int:
    if type(value) is str and _DATE.fullmatch(value):
        found = date.fromisoformat(value)
        if _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return found.toordinal()
    raise ValueError


_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")


def _parse_whole(text: str) -> int:
    if _WHOLE.fullmatch(text) is None:
        raise ValueError
    return int(text)


def _amount(low: Amount) -> Grammar:
    least = f"from {format_amount(low)}" if low < 0 else "above 0" if low else "of 0 or more"
    return Grammar(
        _bounded(parse_amount, (str, Number), low, MAX_AMOUNT),
        f"an amount {least} and at most {format_amount(MAX_AMOUNT)} with at most 2 decimals",
    )


def _rate(low: Rate, high: Rate) -> Grammar:
    least = "above 0 and at most" if low else "from 0 to"
    return Grammar(
        _bounded(parse_rate, (str, Number), low, high),
        f"a number {least} {format_rate(high)} with at most 6 decimals",
    )


def _whole(low: int, high: int) -> Grammar:
    return Grammar(_bounded(_parse_whole, (Number,), low, high), f"a JSON integer from {low} to {high}")


def _one_of(kind: type[StrEnum]) -> Grammar:
    members = {str(member): member for member in kind}

    def read(value: Any) -> StrEnum:
        if type(value) is str and value in members:
            return members[value]
        raise ValueError

    return Grammar(read, "one of " + ", ".join(members))


def _read_rates(value: Any) -> dict[str, Rate]:
    if type(value) is not dict:  # a Repeating is refused here
        raise ValueError
    return {_WORD.read(key): _SHARE.read(rate) for key, rate in value.items()}


def _read_ids(value: Any) -> tuple[str, ...]:
    if type(value) is not list:
        raise ValueError
    return tuple([_WORD.read(item) for item in value])


# --- the types ---------------------------------------------------------------------------------------------

ID = Grammar(
    _read_id,
    f"a text of 1 to {LONGEST_ID} characters without control characters, and without white space at its ends",
)
_WORD = Grammar(_read_word, f"a text of 1 to {LONGEST_ID} characters without control characters")
_SHARE = _rate(1, RATE_ONE)
_FLAG = Grammar(_flag, "true or false")

Id = Annotated[str, ID]
Word = Annotated[str, _WORD]
FreeText = Annotated[
    str, Grammar(_read_free_text, f"a text of 1 to {LONGEST_TEXT} characters without control characters")
]
ShownName = Annotated[
    str,
    Grammar(
        _read_shown_name,
        f"a text of 1 to {LONGEST_TEXT} characters without control characters, one of them visible",
    ),
]
When = Annotated[
    Instant,
    Grammar(
        _instant,
        "an RFC 3339 instant of the years 2000 to 2100 with an offset, such as 2026-01-05T10:00:00+03:00",
    ),
]
PositiveAmount = Annotated[Amount, _amount(1)]
AmountOrZero = Annotated[Amount, _amount(0)]
SignedAmount = Annotated[Amount, _amount(-MAX_AMOUNT)]
LocalDay = Annotated[int, Grammar(_day, "a date of the years 2000 to 2100, such as 2026-01-05")]
"""A day of the local calendar, as its number (`date.toordinal`)."""
Share = Annotated[Rate, _SHARE]
"""Above 0, at most 1."""
ShareOrZero = Annotated[Rate, _rate(0, RATE_ONE)]
Rating = Annotated[Rate, _rate(0, 5 * RATE_ONE)]
Quantity = Annotated[int, _whole(1, MAX_QUANTITY)]
Days = Annotated[int, _whole(0, MAX_DAYS)]
Coefficients = Annotated[
    dict[str, Rate], Grammar(_read_rates, f"an object of categories and coefficients, each {_SHARE.expected}")
]
Categories = Annotated[tuple[str, ...], Grammar(_read_ids, f"a list of categories, each {_WORD.expected}")]
