"""The pictures of a reported shop: a month's points beside its fees, and the months beside each other (RULES 16.5).

Limit: a value that was not told has no bar and no number; what a picture says stands in a caption too.
"""

from collections.abc import Sequence
from typing import Final

from bot.paper.charts import Series, side_by_side, stacked_bars
from bot.paper.document import clipped
from bot.paper.told import first_day
from bot.texts import Texts
from bot.texts.format import Reader, capitalised
from core.values import FactKind
from storage.books.books import Books
from storage.books.reported import reported_month
from storage.books.told import Flow

_MOST: Final = 6
"""Services that a picture shows with their names."""
_LONGEST_SHOP: Final = 40


def flows_picture(texts: Texts, reader: Reader, flows: Sequence[Flow]) -> bytes:
    """Points and fees, month by month. PNG."""

    def said(key: str) -> str:
        return texts.plain(reader.locale, key)

    return side_by_side(
        said("told-picture-months"),
        [reader.narrow_month(first_day(each.month)) for each in flows],
        [
            Series(said("told-picture-points"), [each.points for each in flows]),
            Series(said("told-picture-fees"), [each.fees for each in flows]),
        ],
        reader.typed,
    )


def told_picture(texts: Texts, reader: Reader, books: Books, seller: str, month: int, shop: str = "") -> bytes | None:
    """Net points of a month (yyyymm) above its fees by service. PNG; None if none of them is more than nothing.

    `shop` is written on it for who has several.
    """
    found = reported_month(books, seller, month)
    fees = sorted((each for each in found.shop.of(FactKind.FEE).values() if each.net > 0), key=lambda each: -each.net)
    bars = [(capitalised(texts.name(reader.locale, "service", each.part)), each.net) for each in fees[:_MOST]]
    if len(fees) > _MOST:
        bars.append((texts.plain(reader.locale, "reports-others"), sum(each.net for each in fees[_MOST:])))
    points = [found.points] if found.points is not None and found.points > 0 else []
    if not points and not bars:
        return None
    name = texts.plain(reader.locale, "told-picture-points")
    title = texts.plain(reader.locale, "told-picture-month", month=reader.month(first_day(month)))
    return stacked_bars(
        f"{title} · {clipped(shop, _LONGEST_SHOP)}" if shop else title,
        [*(name for _ in points), *(place for place, _ in bars)],
        [
            Series(name, [*points, *(0 for _ in bars)]),
            Series(
                texts.plain(reader.locale, "told-picture-fees"), [*(0 for _ in points), *(each for _, each in bars)]
            ),
        ],
        reader.typed,
    )
