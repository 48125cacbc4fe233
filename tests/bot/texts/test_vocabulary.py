"""One word for one thing in each language: the seller's, as CONTRIBUTING lists them.

Problem: the same points were "held", "to be credited" and "blocked until finalisation" on three screens, and the
accountant's four words for adding and taking away sounded alike. Decision: the words that were given up are named here
by their stems, and no text has one. Limit: a synonym that nobody thought of passes.
"""

import re
from typing import Final

import pytest

from tests.text_length import sources_now, texts, written

TERMS_STAY: Final = frozenset({"explanation.ftl", "desk.ftl"})
"""Files that keep the terms of RULES 1: why a line is as it is, and what the page tells of the feed."""
SAYS_BOTH: Final = "help-words"
"""The text that says which term of RULES 1 each word stands for."""

REPORT: Final = {"en": r"accruals report", "ru": r"отчёт\w* по начислениям", "hy": r"հաշվեգրումների հաշվետվություն\w*"}
"""What a real marketplace calls its report, by which a seller finds it there."""

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


@pytest.mark.parametrize("language", GIVEN_UP)
def test_no_text_uses_a_word_that_was_given_up(language: str) -> None:
    given_up = re.compile("|".join(GIVEN_UP[language]), re.IGNORECASE)
    found = [
        f"{key}: {source[max(0, match.start() - 20) : match.end() + 20]!r}"
        for file, whole in sources_now(language).items()
        if file not in TERMS_STAY
        for key, with_names in written(whole)
        if key != SAYS_BOTH
        for source in [re.sub(REPORT[language], "…", with_names, flags=re.IGNORECASE)]
        for match in given_up.finditer(source)
    ]
    assert found == []


@pytest.mark.parametrize("language", GIVEN_UP)
def test_help_says_which_term_each_word_stands_for(language: str) -> None:
    terms = re.compile("|".join(GIVEN_UP[language]), re.IGNORECASE)
    words = dict(texts(sources_now(language)["help.ftl"]))[SAYS_BOTH]
    assert len(terms.findall(words)) >= 5
