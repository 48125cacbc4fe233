"""Names in reports, compared as people mean them.

Problem: the same header comes in another case, with no-break spaces, a currency behind it, an explanation in brackets;
some exports keep the low byte of each Cyrillic letter ("K@CG:0" for «Выручка»), and UTF-8 is read as cp1251.
Decision: names are compared in one plain form; only if that is unknown, the text is compared with what each name
becomes under those two faults. Nothing else is guessed.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_BRACKETS: Final = re.compile(r"\([^()]*\)")
_CURRENCY: Final = re.compile(r"[,\s]*(?:руб\.?|rur|rub|₽)\s*$")
_CYRILLIC: Final = range(0x400, 0x500)


def plain(text: str) -> str:
    """The form that names are compared in: small letters, no brackets, no currency, single spaces."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    text = _CURRENCY.sub("", _BRACKETS.sub(" ", text).strip() or text)
    return " ".join("".join(char if char.isalnum() or char in "%№" else " " for char in text).split())


class Names(Generic[T]):
    """A table that is asked by what reports write for its names."""

    def __init__(self, names: Mapping[str, T]) -> None:
        self._plain = {plain(name): value for name, value in names.items()}
        self._mangled = {each: value for name, value in names.items() for each in (_halved(name), _misread(name))}

    def get(self, text: str) -> T | None:
        """What a name stands for, or None."""
        found = self._plain.get(plain(text))
        return self._mangled.get(_visible(text)) if found is None else found


def _halved(name: str) -> str:
    """A name as it is when each letter kept its low byte alone."""
    return _visible("".join(chr(ord(char) & 0xFF) if ord(char) in _CYRILLIC else char for char in name))


def _misread(name: str) -> str:
    """A name as it is when its UTF-8 was read as cp1251, with holes where that has no letter."""
    return _visible(name.encode().decode("cp1251", errors="ignore"))


def _visible(text: str) -> str:
    """What is left of mangled text wherever it has been: neither spaces nor what cannot be shown."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(char for char in text if char.isprintable() and not char.isspace() and char != "\ufffd")
