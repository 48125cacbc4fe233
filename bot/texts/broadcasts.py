"""A broadcast as one reader gets it.

Problem: an operator writes in one to three languages, and its readers have three.
Decision: the reader's own, else the first of a fixed order that was written.
Limit: the text is Telegram HTML already, as the operator's message was.
"""

from collections.abc import Mapping
from typing import Final

from bot.texts import LOCALES, Html

INSTEAD: Final = tuple(dict.fromkeys(("ru", "en", *LOCALES)))
"""Which language stands in for another one that was not written."""


def text_for(texts: Mapping[str, str], locale: str) -> Html:
    """The text for who reads `locale`; at least one must have been written."""
    return Html(next(texts[each] for each in (locale, *INSTEAD) if each in texts))
