"""What a month's report shows: a picture of the last months, and the figures of RULES 11 beside the month before."""

import asyncio
from collections.abc import Sequence
from typing import Any

from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.present import present
from bot.frame.summary import programme_title, service_name
from bot.frame.visitor import Visitor
from bot.frame.widgets import Choice, Data, caption, page
from bot.paper.charts import Series, stacked_bars
from bot.paper.document import Cards, Details, Document, Heading, Lines, Table
from bot.screens.reports.months import first_day, neighbours, settled
from bot.texts import Html
from core.values import HOUR, Amount, Instant, Rate
from storage.books.reports import CampaignResult, Metrics, MonthReport, by_month, month_before, month_report

_DAY = 24 * HOUR
_TENTH = 1_000
"""Of a rate: shares are shown to a tenth of a percent, rounded down as everywhere (RULES 2.2)."""
_MOST_CAMPAIGNS = 20
_MONTHS_DRAWN = 6
_AT_ONCE = ("charged", "covered", "share", "credited", "expired", "fees")
_WHEN_ASKED = (
    "accrued", "adjusted", "adjusted-share", "reward-ratio", "lag-mean", "lag-median", "fees-returned",
)  # fmt: skip


async def summary(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The last months as a picture, the month's main figures, and the ways to the others."""
    return await asyncio.to_thread(_summary, visitor, ports, dialog_manager.dialog_data)


def _summary(visitor: Visitor, ports: Ports, data: Data) -> Data:
    shop, account = present(visitor, ports)
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    month = settled(data, ports, account)
    found = month_report(ports.books, shop.seller, month)
    is_present = month == ports.policy.calendar.month(account.at)
    say = visitor.say
    lines = (
        say("reports-title", month=visitor.reader.month(first_day(month))),
        say("reports-so-far") if is_present else None,
        _headline(visitor, found),
        *_figures(visitor, found, _AT_ONCE).plain().split("\n"),
    )
    views = ("coverage", "points", "campaigns", "years", "statement", "figures")
    return {
        "picture": _last_months(visitor, ports, account.seller, month),
        "text": caption(Html(line) for line in lines if line),
        "month": neighbours(visitor, ports, account, month),
        "go": [Choice(view, say(f"button-reports-{view}")) for view in views],
    }


def _last_months(visitor: Visitor, ports: Ports, seller: str, month: int) -> bytes | None:
    """What points and money paid for services in the months up to this one; None if nothing was charged in them."""
    flows = by_month(ports.books, seller, month, months=_MONTHS_DRAWN)
    charged = [each for each in flows if each.charged]
    if not charged:
        return None

    def said(key: str) -> str:
        return visitor.texts.plain(visitor.locale, key)

    return stacked_bars(
        said("reports-months-picture"),
        [visitor.reader.narrow_month(first_day(each.month)) for each in charged],
        [
            Series(said("reports-by-points"), [each.covered for each in charged]),
            Series(said("reports-by-money"), [each.charged - each.covered for each in charged]),
        ],
        visitor.reader.typed,
    )


async def figures(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """All figures of the month."""
    return await asyncio.to_thread(_all_figures, visitor, ports, dialog_manager.dialog_data)


def _all_figures(visitor: Visitor, ports: Ports, data: Data) -> Data:
    shop, account = present(visitor, ports)
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    month = settled(data, ports, account)
    found = month_report(ports.books, shop.seller, month)
    say = visitor.say
    document = Document(
        Heading(say("reports-figures-title", month=visitor.reader.month(first_day(month)))),
        _figures(visitor, found, (*_AT_ONCE, *_WHEN_ASKED)),
        Details(say("reports-services"), (_services(visitor, found.now),)) if found.now.services else None,
        Details(say("reports-programmes"), (_programmes(visitor, ports, found.now),)),
        _campaigns_part(visitor, ports, found.now),
    )
    return {"document": document, "month": neighbours(visitor, ports, account, month)}


def _headline(visitor: Visitor, found: MonthReport) -> str:
    """The one sentence that a seller takes away."""
    cost = found.now.cost
    if not cost.amount:
        return visitor.say("reports-no-charges")
    return visitor.say(
        "reports-headline",
        points=visitor.reader.points(cost.points),
        amount=visitor.reader.money(cost.amount),
        share=share(visitor, cost.share),
    )


def share(visitor: Visitor, value: Rate | None) -> str:
    """A share to a tenth of a percent, or "no data" (RULES 11)."""
    if value is None:
        return visitor.say("no-data")
    return visitor.reader.percent(value // _TENTH * _TENTH)


def _figures(visitor: Visitor, found: MonthReport, names: Sequence[str]) -> Table:
    """Rows of the summary: the month that the title names, and the month before."""
    before = visitor.reader.month(first_day(month_before(found.month)))
    rows = tuple(
        (visitor.say(f"reports-{name}"), _figure(visitor, found.now, name), _figure(visitor, found.before, name))
        for name in names
    )
    return Table(("", "", before), rows)


def _figure(visitor: Visitor, of: Metrics, name: str) -> str:
    """A figure for a narrow column: that it counts points is said by the row's name."""
    reader = visitor.reader
    match name:
        case "charged":
            return reader.money(of.cost.amount)
        case "covered":
            return reader.typed(of.cost.points)
        case "share":
            return share(visitor, of.cost.share)
        case "adjusted-share":
            return share(visitor, of.total.adjusted_share)
        case "reward-ratio":
            return share(visitor, of.total.ratio)
        case "fees":
            return reader.money(of.fees)
        case "fees-returned":
            return share(visitor, of.return_on_fees)
        case "lag-mean":
            return _days(visitor, of.lag and of.lag.mean)
        case "lag-median":
            return _days(visitor, of.lag and of.lag.median)
    return reader.typed(points_sum(of, name))


def points_sum(of: Metrics, name: str) -> Amount:
    """One column of `ProgrammeFlow` over all programmes."""
    return sum(getattr(each, name) for each in of.programmes)


def _days(visitor: Visitor, lag: Instant | None) -> str:
    return visitor.say("no-data") if lag is None else visitor.reader.days(round(lag / _DAY))


def _services(visitor: Visitor, of: Metrics) -> Cards:
    say, reader = visitor.say, visitor.reader
    titles = ("", say("reports-column-charged"), say("reports-column-points"), say("reports-column-share"))
    return Cards.by_row(
        titles,
        tuple(
            (
                service_name(visitor, each.service),
                reader.money(each.amount),
                reader.points(each.points),
                share(visitor, each.share),
            )
            for each in of.services
        ),
    )


def _programmes(visitor: Visitor, ports: Ports, of: Metrics) -> Cards:
    say, reader = visitor.say, visitor.reader
    columns = ("accrued", "credited", "spent", "expired")
    return Cards.by_row(
        ("", *(say(f"reports-column-{name}") for name in columns)),
        tuple(
            (
                programme_title(visitor, ports.policy, each.programme),
                *(reader.typed(getattr(each, name)) for name in columns),
            )
            for each in of.programmes
            if each.programme in ports.policy.programmes
        ),
    )


def _campaigns_part(visitor: Visitor, ports: Ports, of: Metrics) -> Details | None:
    if not of.campaigns:
        return None
    say = visitor.say
    return Details(say("reports-campaigns"), (_campaigns(visitor, ports, of), Lines.of(say("reports-ratio-note"))))


def _campaigns(visitor: Visitor, ports: Ports, of: Metrics) -> Cards:
    say, reader = visitor.say, visitor.reader
    columns = ("orders", "reward", "discount", "ratio", "returned")

    def row(each: CampaignResult, name: str) -> tuple[str, ...]:
        return (
            name,
            reader.number(each.orders),
            reader.typed(each.reward),
            reader.typed(each.discount),
            share(visitor, each.ratio),
            share(visitor, each.adjusted_share),
        )

    shown = sorted(of.campaigns, key=lambda each: -each.reward)[:_MOST_CAMPAIGNS]
    names = ports.books.campaigns
    rows = [row(each, names.get(each.campaign, each.campaign)) for each in shown]
    if len(of.campaigns) > 1:
        rows.append(row(of.total, say("reports-all-campaigns")))
    return Cards.by_row(("", *(say(f"reports-column-{name}") for name in columns)), rows)
