"""A month of a reported shop in words: what was told, and that the marketplace doesn't tell the rest (RULES 16.3).

Problem: screens, and the message with the monthly report, say the same of a month and must never differ. Decision: the
lines are written here, for whoever reads; both sides only say where they stand.
"""

from datetime import date
from typing import NamedTuple

from bot.texts import Texts
from bot.texts.format import Reader
from core.account import ReportedShop
from core.policy import Policy
from core.values import FactKind
from storage.books.reported import ReportedMonth


class Teller(NamedTuple):
    """In which words and numbers it is told."""

    texts: Texts
    reader: Reader
    policy: Policy

    def say(self, key: str, **values: str | int) -> str:
        """A text in the reader's language."""
        return self.texts.get(self.reader.locale, key, **values)


def first_day(month: int) -> date:
    """The first day of a month (yyyymm)."""
    return date(month // 100, month % 100, 1)


def month_name(teller: Teller, month: int) -> str:
    """The month (yyyymm), as a title."""
    return teller.say("told-month", month=teller.reader.month(first_day(month)))


def points_lines(teller: Teller, shop: ReportedShop) -> list[str]:
    """Points in, back and net, a line a programme."""
    points, reader, programmes = shop.of(FactKind.POINTS), teller.reader, teller.policy.programmes
    if not points:
        return [teller.say("told-no-points")]
    return [
        teller.say(
            "told-points",
            programme=programmes[name].title_in(reader.locale) if name in programmes else name,
            came=reader.points(each.came),
            went=reader.points(each.went),
            net=reader.points(each.net),
        )
        for name, each in points.items()
        if name in programmes
    ]


def money_lines(teller: Teller, month: ReportedMonth) -> list[str]:
    """Sales, fees by service, and how far points reach."""
    fees, sales = month.shop.of(FactKind.FEE), month.shop.of(FactKind.SALE).get("")
    say, money = teller.say, teller.reader.money
    lines = [say("told-no-sales") if sales is None else say("told-sales", amount=money(sales.net))]
    if month.fees is None:
        return [*lines, say("told-no-fees")]
    lines.append(say("told-fees", amount=money(month.fees)))
    for service, each in fees.items():
        name = teller.texts.name(teller.reader.locale, "service", service)
        lines.append(say("told-fee", service=name, amount=money(each.net)))
    if month.cover is not None:
        if month.cover.coverage is not None:
            share = teller.reader.percent(month.cover.coverage // 100 * 100)
            lines.append(say("told-coverage", share=share))
        key, amount = ("surplus", month.cover.surplus) if month.cover.surplus else ("shortfall", month.cover.shortfall)
        lines.append(say(f"told-{key}", amount=money(amount)))
    return lines


def month_lines(teller: Teller, month: ReportedMonth) -> list[str]:
    """A month: points, sales, fees by service, and how far points reach."""
    return [month_name(teller, month.month), *points_lines(teller, month.shop), *money_lines(teller, month)]
