"""The pictures of a month: what paid for services, and points in motion (RULES 11).

Problem: the screen of reports and the message with the monthly report show the same month, and must never differ.
Decision: one place says which bars there are and draws them, for whoever reads. Limit: a service beyond the bars is
added up; what a picture says stands in a caption too, which is the
screen's to write.
"""

from datetime import date
from typing import Final, NamedTuple

from bot.paper.charts import Series, stacked_bars
from bot.paper.document import clipped
from bot.paper.told_pictures import told_picture
from bot.texts import Texts
from bot.texts.format import Reader, capitalised
from core.policy import Policy
from core.values import Amount, BooksKind
from storage.books.books import Books
from storage.books.reported import books_of
from storage.books.reports import Metrics, metrics, month_bounds

MOST: Final = 6
"""Services or campaigns that a picture shows with their names."""
LONGEST_SHOP: Final = 40
FLOWS: Final = ("accrued", "credited", "spent", "adjusted", "expired")
"""What happens to points in a month, in the order of the bars."""


class PaidFor(NamedTuple):
    """A service of the month, or all beyond `MOST` together: what points and what money paid."""

    name: str
    points: Amount
    money: Amount


def month_picture(texts: Texts, reader: Reader, books: Books, seller: str, month: int, shop: str = "") -> bytes | None:
    """The picture of a local month (yyyymm), as PNG: what paid for services, else points; None of an empty month.

    Of a reported shop it is what was told: points and fees. `shop` is written on it for who has several.
    """
    if books_of(books, seller) is BooksKind.REPORTED:
        return told_picture(texts, reader, books, seller, month, shop)
    found = metrics(books, seller, *month_bounds(books.policy.calendar, month))
    if found.cost.amount:
        return coverage_picture(texts, reader, month, paid_for(texts, reader, found), shop)
    series = point_series(reader, books.policy, found)
    return points_picture(texts, reader, month, series, shop) if series else None


def paid_for(texts: Texts, reader: Reader, found: Metrics) -> list[PaidFor]:
    """The bars of "what paid for services", the largest first."""
    order = sorted(found.services, key=lambda each: -each.amount)
    bars = [
        PaidFor(capitalised(texts.name(reader.locale, "service", each.service)), each.points, each.money)
        for each in order[:MOST]
    ]
    rest = order[MOST:]
    if rest:
        others = texts.plain(reader.locale, "reports-others")
        bars.append(PaidFor(others, sum(each.points for each in rest), sum(each.money for each in rest)))
    return bars


def coverage_picture(texts: Texts, reader: Reader, month: int, bars: list[PaidFor], shop: str = "") -> bytes:
    """Service charges of the month: what points paid and what money paid."""
    return stacked_bars(
        _title(texts, reader, "reports-coverage-title", month, shop),
        [each.name for each in bars],
        [
            Series(plain(texts, reader, "reports-by-points"), [each.points for each in bars]),
            Series(plain(texts, reader, "reports-by-money"), [each.money for each in bars]),
        ],
        reader.typed,
    )


def point_series(reader: Reader, policy: Policy, found: Metrics) -> list[Series]:
    """What happened to the points of each programme, a value for each of `FLOWS`; programmes at rest are left out."""
    flows = [(each, [getattr(each, name) for name in FLOWS]) for each in found.programmes]
    return [
        Series(policy.programmes[each.programme].title_in(reader.locale), values)
        for each, values in flows
        if each.programme in policy.programmes and any(values)
    ]


def points_picture(texts: Texts, reader: Reader, month: int, series: list[Series], shop: str = "") -> bytes:
    """Points of the month: accrued, credited, spent, adjusted, expired, by programme."""
    places = [plain(texts, reader, f"reports-column-{name}") for name in FLOWS]
    return stacked_bars(_title(texts, reader, "reports-points-title", month, shop), places, series, reader.typed)


def _title(texts: Texts, reader: Reader, key: str, month: int, shop: str) -> str:
    title = plain(texts, reader, key, month=reader.month(date(month // 100, month % 100, 1)))
    return f"{title} · {clipped(shop, LONGEST_SHOP)}" if shop else title


def plain(texts: Texts, reader: Reader, key: str, **values: str | int) -> str:
    """A text for a picture, which knows no HTML."""
    return texts.plain(reader.locale, key, **values).replace("<b>", "").replace("</b>", "")
