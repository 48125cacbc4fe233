"""Percentages, coefficients and quantities as a person types them.

Problem: "7,5 %", "0.05", "5%" and "1 000 шт" are all plain to a person. Decision: the unit is taken off, the digits go
through the reader of amounts where two decimals do, and what could mean two things is refused. Limit: a coefficient may
have six decimals, like everywhere.
"""

import re
from typing import Final

from bot.texts.format import LONGEST_TYPED, parse_amount_from_person
from core.fields import MAX_QUANTITY
from core.values import CENTS, RATE_ONE, Amount, Rate

_PERCENT: Final = re.compile(r"\s*(?:%|проц(?:ент(?:а|ов)?)?\.?|տոկոս|percent)\s*$", re.IGNORECASE)
_PIECES: Final = re.compile(r"\s*(?:шт(?:ук[аи]?|\.)?|հատ|pcs\.?|pieces?|units?)\s*$", re.IGNORECASE)
_NOTHING: Final = re.compile(r"\s*0+(?:[.,]0{1,2})?\s*")
_COEFFICIENT: Final = re.compile(r"\s*([01])(?:[.,]([0-9]{1,6}))?\s*")


def parse_percent(text: str, locale: str, *, least: Rate = 1) -> Rate | None:
    """A share written in percent, with or without the sign: "10", "7,5 %". From `least` to 100 %, else None."""
    if len(text) > LONGEST_TYPED:
        return None
    digits = _PERCENT.sub("", text)
    hundredths = 0 if _NOTHING.fullmatch(digits) else parse_amount_from_person(digits, locale)
    if hundredths is None:
        return None
    rate = hundredths * (RATE_ONE // 100) // CENTS
    return rate if least <= rate <= RATE_ONE else None


def parse_coefficient(text: str, locale: str) -> Rate | None:
    """A coefficient above 0 and at most 1: "0,05", or "5 %"; None for anything else."""
    if "%" in text:
        return parse_percent(text, locale)
    match = _COEFFICIENT.fullmatch(text)
    if match is None or len(text) > LONGEST_TYPED:
        return None
    rate = int(match[1]) * RATE_ONE + int((match[2] or "").ljust(6, "0"))
    return rate if 0 < rate <= RATE_ONE else None


def parse_quantity(text: str, locale: str) -> int | None:
    """A whole number of pieces from 1: "20", "1 000 шт"; None for anything else."""
    if len(text) > LONGEST_TYPED:
        return None
    amount = parse_amount_from_person(_PIECES.sub("", text), locale)
    if amount is None or amount % CENTS:
        return None
    quantity = amount // CENTS
    return quantity if 1 <= quantity <= MAX_QUANTITY else None


def parse_margin(text: str, price: Amount, locale: str) -> Amount | None:
    """What one unit brings: money, or a share of the price with a percent sign. At most the price."""
    if "%" in text:
        share = parse_percent(text, locale)
        margin = None if share is None else price * share // RATE_ONE
    else:
        margin = parse_amount_from_person(text, locale)
    return margin if margin is not None and 0 < margin <= price else None
