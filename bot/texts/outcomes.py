"""The core's answer as a sentence: why something was refused or changed nothing, and what to do next.

Problem: the core answers with a code and exact numbers.
Decision: the code is the text's key; its numbers are points, except where money is missing.
Limit: plain text without tags, short enough for an alert (200 characters).
"""

from collections.abc import Mapping

from bot.texts import Texts
from bot.texts.format import Reader
from core.values import parse_amount


def refusal_text(texts: Texts, reader: Reader, code: str, data: Mapping[str, str]) -> str:
    """The refusal `code` (RULES 4, 9, 13) with the numbers of `data` ("90.00") in the reader's language."""
    show = reader.money if code == "insufficient_funds" else reader.points
    values = {name: show(parse_amount(amount)) for name, amount in data.items()}
    return texts.plain(reader.locale, f"refusal-{code.replace('_', '-')}", **values)


def ignored_text(texts: Texts, reader: Reader, code: str) -> str:
    """Why a fact changed nothing (RULES 8.3, 8.5, 8.6, 13), in the reader's language."""
    return texts.plain(reader.locale, f"ignored-{code.replace('_', '-')}")
