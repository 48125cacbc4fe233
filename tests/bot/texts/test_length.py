"""Texts stay short: on average, and each.

Problem: a sentence more is always well meant, and a year of them made a bot that talked too much. Decision: the
average text of a language is bounded, so that a new text is welcome and a longer one is not; and so is each, but for
those whose terms RULES 4.1 demands and for help, which is asked for. Limit: explanations and refusals may be long.
"""

from typing import Final

import pytest

from tests.text_length import LANGUAGES, Group, group, measured, sources_now, texts

MEAN: Final = {Group.MESSAGES: 75, Group.SCREENS: 34}
"""Characters of the average text, at most, in any language."""
LONGEST: Final = {Group.MESSAGES: 170, Group.SCREENS: 160}
"""Characters of a text, at most."""
LONGER: Final = ("help-", "connect-", "switch-question", "leaving-means", "earn-how", "operator-alarm")
"""Keys whose texts may have up to twice as many: what money is taken for, what is given up, and what was asked for."""
MOST: Final = {"help-words": 500, "help-premium": 380}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("of", MEAN)
def test_the_average_text_is_short(language: str, of: Group) -> None:
    found = measured(sources_now(language))[of]
    assert found["characters"] / found["texts"] <= MEAN[of]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_long(language: str) -> None:
    def most(file: str, key: str) -> int:
        longest = LONGEST.get(group(file, key), 0)
        return MOST.get(key, 2 * longest if key.startswith(LONGER) else longest)

    found = [
        f"{key}: {len(text)}"
        for file, source in sources_now(language).items()
        for key, text in texts(source)
        if group(file, key) in LONGEST and len(text) > most(file, key)
    ]
    assert found == []
