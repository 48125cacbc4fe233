"""Hours as a person types them: "22-9", "с 23:00 до 7", "22-ից 9".

Decision: whole hours of 24, with the words that stand between two of them and nothing else: "11 in the evening" is not
guessed at.
"""

import re
from collections.abc import Sequence
from typing import Final

_HOUR: Final = re.compile(r"(?<![0-9])([01]?[0-9]|2[0-4])(?:[:.]00)?(?![0-9:.])")
_BETWEEN: Final = re.compile(
    r"(?:[\s\-\u2010-\u2015\u058a,.]|\b(?:с|со|от|до|в|from|to|till|until|ժամը|մինչև|ից|ը|ին|ն)\b)*", re.IGNORECASE
)
LONGEST_HOURS: Final = 40
"""Characters."""


def parse_hours(text: str) -> Sequence[int]:
    """One hour or two different ones, 0 to 23; empty if the text is anything else."""
    if len(text) > LONGEST_HOURS:
        return ()
    hours = [int(hour) % 24 for hour in _HOUR.findall(text)]
    plain = _BETWEEN.fullmatch(_HOUR.sub(" ", text)) is not None
    return hours if plain and len(hours) in (1, 2) and len(set(hours)) == len(hours) else ()
