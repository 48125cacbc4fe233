"""A calculation in the numbers of its reader."""

import re
from decimal import Decimal
from typing import Final

from bot.texts.format import Reader

_NUMBER: Final = re.compile(r"(?<![0-9.])-?[0-9]+(?:\.[0-9]+)?")
_SECONDS: Final = re.compile(r"(?<=[0-9]) s(?= |$)")


def as_read(reader: Reader, arithmetic: str) -> str:
    """Arithmetic of `core.explain` with the reader's decimal sign: `7 000 × 10 % × 20 × 0,05 = 700`."""
    bare = _SECONDS.sub("", arithmetic).replace(", ", "; ")
    return _NUMBER.sub(lambda match: _number(reader, match[0]), bare).replace("\u00a0", " ")


def _number(reader: Reader, text: str) -> str:
    whole, _, decimals = text.partition(".")
    if not decimals.strip("0"):
        return reader.number(int(whole))
    if len(decimals) == 2:
        return reader.typed(int(Decimal(text).scaleb(2)))
    return reader.number(Decimal(text))
