"""What people ask for in their own words: "сколько баллов", "ինչքա՞ն միավոր ունեմ", "when will I be charged".

Problem: whoever writes to a bot as to a person was told to use buttons; and a guess that is wrong is worse than none.
Decision: a small dictionary for each language (wishes.toml beside its texts) of whole phrases. A message is understood
only if every word of it belongs to one phrase, filler words apart; words are inflected by the language's own endings
and may stand in any order. The reader's language is looked through first, then the others: people mix them.
Limit: short messages of a closed set of wishes, all of them something to look at. Nothing is done by a phrase.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from bot.texts import LOCALES

LONGEST_WISH: Final = 120
"""Characters; who writes more than this tells a story."""
_WORD: Final = re.compile(r"[^\W_]+")
# Armenian signs stand inside of words, apostrophes inside of English ones.
_INSIDE: Final = re.compile("[\u055a\u055b\u055c\u055e\u055f'\u2019]")


class Wish(StrEnum):
    """What a person may ask for in words. Each is a key of wishes.toml."""

    HOME = "home"
    CANCEL = "cancel"
    BALANCE = "balance"
    POINTS = "points"
    EXPIRY = "expiry"
    SPEND = "spend"
    EARN = "earn"
    PLAN = "plan"
    COMPARE = "compare"
    FEES = "fees"
    HISTORY = "history"
    REPORTS = "reports"
    SETTINGS = "settings"
    QUIET = "quiet"
    NOTICES = "notices"
    LANGUAGE = "language"
    HELP = "help"
    SUPPORT = "support"
    TEAM = "team"
    CALCULATOR = "calculator"
    PAYING = "paying"
    SHOPS = "shops"
    INVITATION = "invitation"
    CAMPAIGNS = "campaigns"
    DATA = "data"


Phrase = Sequence[str]
"""The words of a phrase; one that ends with "*" is a stem."""


class Dictionary(NamedTuple):
    """A language's phrases by wish, the endings that a stem may have, and the words that say nothing."""

    phrases: Mapping[Wish, Sequence[Phrase]]
    endings: frozenset[str]
    fillers: frozenset[str]


def wish_in(text: str, locale: str) -> Wish | None:
    """What the text asks for, None if that is not plain."""
    if len(text) > LONGEST_WISH:
        return None
    said = words(text)
    for language in sorted(LOCALES, key=lambda each: each != locale):
        found = _found(said, dictionary(language))
        if found is not None:
            return found
    return None


def words(text: str) -> list[str]:
    """The words of a text: no capitals, accents or signs; ё is е, և is եւ and so is եվ."""
    folded = unicodedata.normalize("NFKD", _INSIDE.sub("", text).casefold())
    bare = "".join(char for char in folded if unicodedata.category(char) != "Mn")
    return _WORD.findall(bare.replace("եվ", "եւ"))


@cache
def dictionary(locale: str) -> Dictionary:
    """The phrases of a language, read once."""
    read = tomllib.loads(files("bot.texts").joinpath(locale, "wishes.toml").read_text(encoding="utf-8"))
    return Dictionary(
        {Wish(wish): [_phrase(each) for each in some] for wish, some in read["phrases"].items()},
        frozenset("".join(words(ending)) for ending in read["endings"]) | {""},
        frozenset(word for each in read["fillers"] for word in words(each)),
    )


def _phrase(written: str) -> Phrase:
    return ["".join(words(part)) + "*" * part.endswith("*") for part in written.split()]


def _found(said: list[str], known: Dictionary) -> Wish | None:
    without = [word for word in said if word not in known.fillers]
    for heard in (said, without):
        for wish, phrases in known.phrases.items():
            if any(_is(heard, phrase, known.endings) for phrase in phrases):
                return wish
    return None


def _is(heard: list[str], phrase: Phrase, endings: frozenset[str]) -> bool:
    """Whether the words are those of the phrase, each once, in any order."""
    if len(heard) != len(phrase):
        return False
    left = list(phrase)
    for word in heard:
        part = next((part for part in left if _fits(word, part, endings)), None)
        if part is None:
            return False
        left.remove(part)
    return True


def _fits(word: str, part: str, endings: frozenset[str]) -> bool:
    if not part.endswith("*"):
        return word == part
    stem = part[:-1]
    return word.startswith(stem) and word[len(stem) :] in endings
