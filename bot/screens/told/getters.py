"""A month of a reported shop from every side: days, points by item and order, fees, balance, tax, what is unclear."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from bot.frame.summary import service_name
from bot.frame.told import Seen, balance_line, day_name, money, points_of_month, telling_line
from bot.frame.widgets import Data, caption, page
from bot.ozon.kinds import described, is_understood
from bot.paper.told import first_day, month_lines, month_name, points_lines
from bot.paper.told_pictures import flows_picture
from bot.screens.told.window import SIZE, neighbours, pages, shown_month, start_of_page, views, window
from core.values import Amount, FactKind
from storage.books.reported import reported_month
from storage.books.told import (
    By,
    Checked,
    Day,
    Fee,
    Part,
    balances_checked,
    corrections_told,
    days_told,
    fees_told,
    flows,
    points_by,
)

_MONTHS_DRAWN: Final = 4
_BALANCES: Final = 4
"""Days on a page, of two lines each."""
_NOT_TOLD: Final = "—"
"""Stands in a list for what was not told; the list says so."""


def _month(seen: Seen, data: Data) -> Data:
    month = shown_month(seen, data)
    found = reported_month(seen.ports.books, seen.account.seller, month)
    text = page(
        [
            *month_lines(seen.teller, found),
            seen.say("told-corrected", count=found.shop.corrections) if found.shop.corrections else None,
            "",
            seen.say("told-send" if found.shop.sums else "told-nothing-of-month"),
        ]
    )
    sides = views(seen, "days", "fees", "balance", "tax", "chart", "unclear", "statement")
    return {"text": text, "month": neighbours(seen, month), "go": sides}


def _days(seen: Seen, data: Data) -> Data:
    month, start = shown_month(seen, data), start_of_page(data)
    found = days_told(seen.ports.books, seen.account.seller, month)[start : start + SIZE + 1]
    lines = [_day_line(seen, each) for each in found[:SIZE]] or [seen.say("told-nothing-of-month")]
    text = page([month_name(seen.teller, month), *lines, "", seen.say("told-dash")])
    return {"text": text, "page": pages(seen, data, found), "month": neighbours(seen, month)}


def _day_line(seen: Seen, each: Day) -> str:
    def said(amount: Amount | None) -> str:
        return _NOT_TOLD if amount is None else seen.visitor.reader.typed(amount)

    return seen.say(
        "told-day",
        day=day_name(seen, each.day),
        came=said(each.came),
        went=said(each.went),
        net=said(each.points),
        fees=said(each.fees),
        sales=said(each.sales),
    )


def _points(seen: Seen, data: Data) -> Data:
    month = shown_month(seen, data)
    found = reported_month(seen.ports.books, seen.account.seller, month)
    sides = views(seen, "items", "orders") if found.shop.of(FactKind.POINTS) else []
    return {"text": page(points_of_month(seen, found)), "month": neighbours(seen, month), "go": sides}


def _points_by(seen: Seen, data: Data, by: By, side: str) -> Data:
    month, start = shown_month(seen, data), start_of_page(data)
    found = points_by(seen.ports.books, seen.account.seller, month, by, start, SIZE + 1)
    lines = [_part_line(seen, each, side) for each in found[:SIZE]] or [seen.say("told-no-points")]
    text = page([seen.say(f"told-{side}-title"), month_name(seen.teller, month), *lines])
    return {"text": text, "page": pages(seen, data, found), "month": neighbours(seen, month)}


def _part_line(seen: Seen, each: Part, side: str) -> str:
    reader = seen.visitor.reader
    return seen.say(
        "told-part",
        name=seen.say(f"told-{side}-none") if each.name is None else each.name,
        came=reader.typed(each.came),
        went=reader.typed(each.went),
        net=reader.typed(each.came - each.went),
    )


def _fees(seen: Seen, data: Data) -> Data:
    month, start = shown_month(seen, data), start_of_page(data)
    found = fees_told(seen.ports.books, seen.account.seller, month)
    shown = found[start : start + SIZE + 1]
    lines = list(_fee_lines(seen, found, shown[:SIZE])) or [seen.say("told-no-fees")]
    text = page([seen.say("told-fees-title"), month_name(seen.teller, month), *lines])
    return {"text": text, "page": pages(seen, data, shown), "month": neighbours(seen, month)}


def _fee_lines(seen: Seen, all_: list[Fee], shown: list[Fee]) -> Iterator[str]:
    """Kinds under their services, each service with its whole sum."""
    for service, kinds in groupby(shown, key=lambda each: each.service):
        total = sum(each.amount for each in all_ if each.service == service)
        yield seen.say("told-service", service=service_name(seen.visitor, service), amount=money(seen, total))
        for each in kinds:
            yield seen.say("told-kind", kind=_kind_name(seen, each.kind), amount=money(seen, each.amount))


def _kind_name(seen: Seen, kind: str) -> str:
    """As the marketplace's own pages call it, where they are in the reader's language."""
    return described(kind) if seen.visitor.locale == "ru" else kind


def _balance(seen: Seen, data: Data) -> Data:
    month, start = shown_month(seen, data), start_of_page(data, _BALANCES)
    found = balances_checked(seen.ports.books, seen.account.seller, month)[start : start + _BALANCES + 1]
    lines = [balance_line(seen), seen.say("told-not-money"), "", month_name(seen.teller, month)]
    for each in found[:_BALANCES]:
        lines += _checked(seen, each)
    lines += ["", seen.say("told-difference-why")] if found else [seen.say("told-no-balances")]
    turn = pages(seen, data, found, _BALANCES)
    return {"text": page(lines), "page": turn, "month": neighbours(seen, month)}


def _checked(seen: Seen, each: Checked) -> list[str]:
    """A day's balance, and under it what its facts come to."""
    line = seen.say(
        "told-checked",
        day=day_name(seen, each.day),
        opening=money(seen, each.opening),
        closing=money(seen, each.closing),
        change=money(seen, each.change),
    )
    if each.by_facts is None or each.difference is None:
        return [line, seen.say("told-no-facts-of-day")]
    compared = seen.say(
        "told-compared",
        facts=money(seen, each.by_facts),
        difference=money(seen, each.difference),
        agrees="no" if each.difference else "yes",
    )
    return [line, compared]


def _tax(seen: Seen, data: Data) -> Data:
    month = shown_month(seen, data)
    found = reported_month(seen.ports.books, seen.account.seller, month)
    sales = found.shop.of(FactKind.SALE).get("")
    reader = seen.visitor.reader
    cover = found.cover
    lines = [
        seen.say("told-tax-title"),
        month_name(seen.teller, month),
        seen.say("told-no-sales") if sales is None else seen.say("told-tax-sales", came=money(seen, sales.came)),
        None if sales is None else seen.say("told-tax-returns", went=money(seen, sales.went)),
        None if sales is None else seen.say("told-tax-revenue", amount=money(seen, sales.net)),
        seen.say("told-no-fees") if found.fees is None else seen.say("told-fees", amount=money(seen, found.fees)),
        "",
        seen.say("told-tax-apart"),
        *points_lines(seen.teller, found.shop),
        None if found.points is None else seen.say("told-tax-points", points=reader.points(found.points)),
        seen.say("told-tax-surplus", amount=money(seen, cover.surplus)) if cover and cover.surplus else None,
        "",
        seen.say("told-tax-note"),
    ]
    return {"text": page(lines), "month": neighbours(seen, month)}


def _unclear(seen: Seen, data: Data) -> Data:
    month, start = shown_month(seen, data), start_of_page(data)
    books, seller = seen.ports.books, seen.account.seller
    kinds = [each for each in fees_told(books, seller, month) if not is_understood(each.kind)]
    found = corrections_told(books, seller, month, start, SIZE + 1)
    lines = [month_name(seen.teller, month), seen.say("told-kinds-unclear" if kinds else "told-kinds-clear")]
    lines += [seen.say("told-kind", kind=each.kind, amount=money(seen, each.amount)) for each in kinds[:SIZE]]
    if len(kinds) > SIZE:
        lines.append(seen.say("told-more", count=len(kinds) - SIZE))
    lines += ["", seen.say("told-corrections" if found or start else "told-no-corrections")]
    lines += [telling_line(seen, each) for each in found[:SIZE]]
    return {"text": page(lines), "page": pages(seen, data, found), "month": neighbours(seen, month)}


def _chart(seen: Seen, data: Data) -> Data:
    month = shown_month(seen, data)
    visitor = seen.visitor
    found = flows(seen.ports.books, seen.account.seller, month, months=_MONTHS_DRAWN)
    title = seen.say("told-chart-title")
    if not found:
        return {"text": page([title, seen.say("told-nothing-of-month")]), "month": neighbours(seen, month)}
    lines = [
        seen.say(
            "told-chart-line",
            month=visitor.reader.narrow_month(first_day(each.month)),
            points=seen.say("told-not-told") if each.points is None else visitor.reader.typed(each.points),
            fees=seen.say("told-not-told") if each.fees is None else money(seen, each.fees),
        )
        for each in found
    ]
    picture = flows_picture(visitor.texts, visitor.reader, found)
    return {"picture": picture, "text": caption([title, *lines]), "month": neighbours(seen, month)}


main = window(_month)
days = window(_days)
points = window(_points)
items = window(lambda seen, data: _points_by(seen, data, By.ITEM, "items"))
orders = window(lambda seen, data: _points_by(seen, data, By.ORDER, "orders"))
fees = window(_fees)
balance = window(_balance)
tax = window(_tax)
unclear = window(_unclear)
chart = window(_chart)
