"""The pictures of a report, each with its numbers in the caption (RULES 11).

Problem: a picture alone says nothing to somebody who does not see it, and a caption has 1,024 characters.
Decision: the caption names the same places as the bars, the largest first; what is beyond the bars is added up.
Limit: drawn anew whenever it is shown, in a worker thread: a fraction of a second.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Final

from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.present import archived, present
from bot.frame.visitor import Visitor
from bot.frame.widgets import Choice, Data, caption, page
from bot.paper.charts import MOST_BARS, Series, side_by_side, stacked_bars
from bot.paper.month import (
    FLOWS,
    coverage_picture,
    paid_for,
    plain,
    point_series,
    points_picture,
)
from bot.screens.reports.getters import share
from bot.screens.reports.months import SPANS, first_day, neighbours, settled
from bot.texts import Html
from core.account import Account
from core.values import Amount
from storage.books.history import closed_until
from storage.books.reports import CampaignResult, MonthFlow, by_month, metrics, month_bounds, ratio

MOST_CAMPAIGNS: Final = MOST_BARS // 2
"""Campaigns, each with two bars."""
_MONTHS_IN_BARS: Final = 12

Shower = Callable[[Visitor, Ports, Account, Data], Data]


async def coverage(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Service charges of the month: what points paid and what money paid."""
    return await asyncio.to_thread(_shown, _coverage, visitor, ports, dialog_manager.dialog_data)


async def points(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Points of the month: accrued, credited, spent, adjusted, expired, by programme."""
    return await asyncio.to_thread(_shown, _points, visitor, ports, dialog_manager.dialog_data)


async def campaigns(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Reward against the discount given, by campaign."""
    return await asyncio.to_thread(_shown, _campaigns, visitor, ports, dialog_manager.dialog_data)


async def years(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What points paid and what expired, month by month or year by year."""
    return await asyncio.to_thread(_shown, _years, visitor, ports, dialog_manager.dialog_data)


def _shown(show: Shower, visitor: Visitor, ports: Ports, data: Data) -> Data:
    _, account = present(visitor, ports)
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    return show(visitor, ports, account, data)


def _coverage(visitor: Visitor, ports: Ports, account: Account, data: Data) -> Data:
    month = settled(data, ports, account)
    found = metrics(ports.books, account.seller, *month_bounds(ports.policy.calendar, month))
    say, reader = visitor.say, visitor.reader
    title = say("reports-coverage-title", month=reader.month(first_day(month)))
    shown: Data = {"month": neighbours(visitor, ports, account, month)}
    if not found.cost.amount:
        return {**shown, "text": page([title, say("reports-no-charges")])}
    rows = paid_for(visitor.texts, reader, found)
    lines = [
        say("reports-coverage-line", service=name, points=reader.points(paid), money=reader.money(money))
        for name, paid, money in rows
    ]
    total = say(
        "reports-headline",
        points=reader.points(found.cost.points),
        amount=reader.money(found.cost.amount),
        share=share(visitor, found.cost.share),
    )
    picture = coverage_picture(visitor.texts, reader, month, rows)
    return {**shown, "picture": picture, "text": caption([title, total, *lines])}


def _points(visitor: Visitor, ports: Ports, account: Account, data: Data) -> Data:
    month = settled(data, ports, account)
    found = metrics(ports.books, account.seller, *month_bounds(ports.policy.calendar, month))
    say, reader = visitor.say, visitor.reader
    title = say("reports-points-title", month=reader.month(first_day(month)))
    shown: Data = {"month": neighbours(visitor, ports, account, month)}
    series = point_series(reader, ports.policy, found)
    if not series:
        return {**shown, "text": page([title, say("reports-no-points")])}
    places = [say(f"reports-column-{name}") for name in FLOWS]
    lines = [
        say(
            "reports-points-line",
            programme=each.name,
            numbers=Html.joined(
                (
                    say("reports-points-number", place=place, value=reader.typed(value))
                    for place, value in zip(places, each.values, strict=True)
                    if value
                ),
                " · ",
            ),
        )
        for each in series
    ]
    picture = points_picture(visitor.texts, reader, month, series)
    return {**shown, "picture": picture, "text": caption([title, *lines])}


def _campaigns(visitor: Visitor, ports: Ports, account: Account, data: Data) -> Data:
    month = settled(data, ports, account)
    found = metrics(ports.books, account.seller, *month_bounds(ports.policy.calendar, month))
    say, reader = visitor.say, visitor.reader
    title = say("reports-campaigns-title", month=reader.month(first_day(month)))
    shown: Data = {"month": neighbours(visitor, ports, account, month)}
    results = sorted((each for each in found.campaigns if each.orders), key=lambda each: -each.discount)
    if not results:
        return {**shown, "text": page([title, say("reports-no-campaigns")])}
    top = results[:MOST_CAMPAIGNS]

    def line(each: CampaignResult, name: str) -> str:
        return say(
            "reports-campaign-line",
            campaign=name,
            reward=reader.points(each.reward),
            discount=reader.money(each.discount),
            ratio=share(visitor, each.ratio),
        )

    known = ports.books.campaigns
    names = [known.get(each.campaign, each.campaign) for each in top]
    lines = [line(each, name) for each, name in zip(top, names, strict=True)]
    if len(results) > 1:
        lines.append(line(found.total, say("reports-all-campaigns")))
    picture = side_by_side(
        plain(visitor.texts, reader, "reports-campaigns-title", month=reader.month(first_day(month))),
        names,
        [
            Series(plain(visitor.texts, reader, "reports-discount"), [each.discount for each in top]),
            Series(plain(visitor.texts, reader, "reports-reward"), [each.reward for each in top]),
        ],
        reader.typed,
    )
    return {**shown, "picture": picture, "text": caption([title, *lines, say("reports-ratio-note")])}


def _years(visitor: Visitor, ports: Ports, account: Account, data: Data) -> Data:
    say, reader = visitor.say, visitor.reader
    span = data.get("span") if data.get("span") in SPANS else "12"
    last = ports.policy.calendar.month(account.at)
    flows = by_month(ports.books, account.seller, last, months=SPANS[str(span)])
    choices = [
        Choice(name, ("✓ " if name == span else "") + say("button-reports-span", years=months // 12))
        for name, months in SPANS.items()
    ]
    covered, expired = sum(each.covered for each in flows), sum(each.expired for each in flows)
    title = say("reports-years-title")
    cut = len(flows) < SPANS[str(span)]
    earlier = archived(visitor, ports, closed_until(ports.books, account.seller)) if cut else None
    if not covered and not expired:
        return {"span": choices, "text": page([title, say("reports-no-years"), earlier])}
    bars = _bars(visitor, flows)
    charged = sum(each.charged for each in flows)
    lines = [
        title,
        say(
            "reports-headline",
            points=reader.points(covered),
            amount=reader.money(charged),
            share=share(visitor, ratio(covered, charged)),
        ),
        say("reports-years-expired", points=reader.points(expired)),
        *([earlier] if earlier else []),
        *(
            say("reports-years-line", place=place, covered=reader.typed(paid), expired=reader.typed(lost))
            for place, paid, lost in bars
        ),
    ]
    picture = stacked_bars(
        plain(visitor.texts, reader, "reports-years-title"),
        [place for place, _, _ in bars],
        [
            Series(plain(visitor.texts, reader, "reports-by-points"), [paid for _, paid, _ in bars]),
            Series(plain(visitor.texts, reader, "reports-expired-bar"), [lost for _, _, lost in bars]),
        ],
        reader.typed,
    )
    return {"span": choices, "picture": picture, "text": caption(lines)}


def _bars(visitor: Visitor, flows: Sequence[MonthFlow]) -> list[tuple[str, Amount, Amount]]:
    """(name, paid by points, expired): a bar a month, or a year where months are many; none where nothing happened.

    Of more than a picture can show, the earliest are one bar.
    """
    bars: dict[str, tuple[Amount, Amount]] = {}
    for each in flows:
        by_years = len(flows) > _MONTHS_IN_BARS
        name = str(each.month // 100) if by_years else visitor.reader.narrow_month(first_day(each.month))
        paid, lost = bars.get(name, (0, 0))
        bars[name] = (paid + each.covered, lost + each.expired)
    found = [(name, paid, lost) for name, (paid, lost) in bars.items() if paid or lost]
    beyond = len(found) - MOST_BARS + 1
    if beyond > 1:
        earliest = found[:beyond]
        name = visitor.texts.plain(visitor.locale, "reports-until", last=earliest[-1][0])
        paid, lost = sum(each for _, each, _ in earliest), sum(each for _, _, each in earliest)
        found = [(name, paid, lost), *found[beyond:]]
    return found


def _plain(visitor: Visitor, key: str, **values: str | int) -> str:
    """A text for a picture, which knows no HTML."""
    return visitor.texts.plain(visitor.locale, key, **values).replace("<b>", "").replace("</b>", "")
