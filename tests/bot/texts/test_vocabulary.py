"""One word for one thing in each language: the seller's, as CONTRIBUTING lists them.

Problem: the same points were "held", "to be credited" and "blocked until finalisation" on three screens, and the
accountant's four words for adding and taking away sounded alike. Decision: the words that were given up are named here
by their stems, and no text has one. Limit: a synonym that nobody thought of passes.
"""

import re
from collections.abc import Iterator
from typing import Final

import pytest

from tests.text_length import sources_now, texts, written

TERMS_STAY: Final = frozenset({"explanation.ftl", "desk.ftl"})
"""Files that keep the terms of RULES 1: why a line is as it is, and what the page tells of the feed."""
SAYS_BOTH: Final = "help-words"
"""The text that says which term of RULES 1 each word stands for."""

NAMES: Final = {"en": r"\baccruals\b", "ru": r"\bначислени(?:й|ям|ями|ях|я)\b", "hy": r"հաշվեգրում\w*"}
"""What a real marketplace calls its report of accruals, by which a seller finds it there."""
NAMED_IN: Final = frozenset({"ozon.ftl", "source.ftl", "told.ftl", "reconcile.ftl", "problems.ftl"})
NAMES_IT: Final = "notice-report-silent"
"""The files, and the text beside, that send a seller to that report."""

GIVEN_UP: Final = {
    "en": (
        r"\baccru", r"\bcredit", r"\bheld\b", r"\badjust", r"\bcover", r"\bgrant", r"\breward", r"\bverif",
        r"internal check", r"service charge", r"charges? for",
    ),
    "ru": (
        "начисл", "зачисл", "зачёт", "списа", "списыв", "спиш", "финализ", "заблокированы", "корректир", "покры",
        "внутренн", "значок", "значк", r"плат[аыу] за подписк", "дневн", "месячн", "подарен", "истека",
    ),
    "hy": (
        "հաշվեգր", "հաշվանց", "դուրսգր", "դուրս գր", "ծածկ", "պահված", "ճշգրտ", "նվիր", "պարգև", "ներքին հաստատ",
        r"նշանը\b",
    ),
}  # fmt: skip


def _without_names(language: str, file: str, whole: str) -> Iterator[tuple[str, str]]:
    for key, source in written(whole):
        named = file in NAMED_IN or key == NAMES_IT
        yield key, re.sub(NAMES[language], "…", source, flags=re.IGNORECASE) if named else source


@pytest.mark.parametrize("language", GIVEN_UP)
def test_no_text_uses_a_word_that_was_given_up(language: str) -> None:
    given_up = re.compile("|".join(GIVEN_UP[language]), re.IGNORECASE)
    found = [
        f"{key}: {source[max(0, match.start() - 20) : match.end() + 20]!r}"
        for file, whole in sources_now(language).items()
        if file not in TERMS_STAY
        for key, source in _without_names(language, file, whole)
        if key != SAYS_BOTH
        for match in given_up.finditer(source)
    ]
    assert found == []


@pytest.mark.parametrize("language", GIVEN_UP)
def test_help_says_which_term_each_word_stands_for(language: str) -> None:
    terms = re.compile("|".join(GIVEN_UP[language]), re.IGNORECASE)
    words = dict(texts(sources_now(language)["help.ftl"]))[SAYS_BOTH]
    assert len(terms.findall(words)) >= 5
