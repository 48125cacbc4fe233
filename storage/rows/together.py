"""Readings that need not wait for each other.

Problem: what is read of an account lies in ten tables, and on a server each question that waits for its answer is a
journey there and back. Decision: a reading is a generator that asks, yields, and only then looks at the answers; many
go on together step by step, so that what is asked in one step goes to the server at once. What one needs of another's
answers it asks in a later step; in each step they go on in their order.
"""

from collections.abc import Iterable, Iterator
from typing import Final

Reading = Iterator[None]
"""Asks, yields, and goes on when all others have asked, too."""
_OVER: Final = object()


def together(readings: Iterable[Reading]) -> None:
    """Do all of these readings. Raises what one of them raises; then the others are not done."""
    under_way = list(readings)
    while under_way:
        under_way = [each for each in under_way if next(each, _OVER) is not _OVER]
