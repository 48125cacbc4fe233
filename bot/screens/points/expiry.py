"""What expires when, and how much of it the usual charges would use up: a picture by month, or a list by date."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.present import present
from bot.frame.summary import programme_title
from bot.frame.visitor import Visitor
from bot.frame.widgets import NEXT_STEP, Choice, Data, caption, page
from bot.paper.charts import Series, expiry_chart
from bot.texts import Html
from core.account import Account
from core.events import Spend
from core.points.outlook import Outlook
from core.values import Amount, Instant
from storage.books.reports import expiry_outlook

MONTHS_SHOWN: Final = 8
"""Bars and lines of the caption; the last one stands for all that is later."""
DATES_SHOWN: Final = 10
"""Expiry dates listed for each programme; the rest is counted."""


class Month(NamedTuple):
    """What expires in one local month over all programmes. `used` and `unspent` are None if the pace is not known."""

    first: date
    amount: Amount
    used: Amount | None
    unspent: Amount | None
    later: bool = False


def by_month(outlooks: Sequence[Outlook], last_days: Sequence[Sequence[date]]) -> list[Month]:
    """The sums by the month of the last day to spend (`last_days`, as `outlooks`), at most `MONTHS_SHOWN`."""
    found: dict[date, Month] = {}
    for outlook, days in zip(outlooks, last_days, strict=True):
        for each, day in zip(outlook.expiring, days, strict=True):
            first = day.replace(day=1)
            found[first] = _added(found.get(first, Month(first, 0, 0, 0)), each.amount, each.used, each.unspent)
    months = [found[first] for first in sorted(found)]
    if len(months) <= MONTHS_SHOWN:
        return months
    later = months[MONTHS_SHOWN - 1]
    for month in months[MONTHS_SHOWN:]:
        later = _added(later, month.amount, month.used, month.unspent)
    return [*months[: MONTHS_SHOWN - 1], later._replace(later=True)]


def _added(month: Month, amount: Amount, used: Amount | None, unspent: Amount | None) -> Month:
    return month._replace(
        amount=month.amount + amount,
        used=None if used is None or month.used is None else month.used + used,
        unspent=None if unspent is None or month.unspent is None else month.unspent + unspent,
    )


async def calendar(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What expires when, and what of it the usual charges leave unspent (RULES 10.3)."""
    as_list = bool(dialog_manager.dialog_data.get("list"))
    return await asyncio.to_thread(_calendar, visitor, ports, as_list)


def _calendar(visitor: Visitor, ports: Ports, as_list: bool) -> Data:
    _, account = present(visitor, ports)
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    now = account.at
    outlooks = list(expiry_outlook(ports.books, account, now).values())
    choices = _choices(visitor, account)
    if not any(outlook.expiring for outlook in outlooks):
        return {"text": page(_listed(visitor, ports, outlooks)), "go": choices}
    if as_list:
        choices.append(Choice("picture", visitor.say("button-expiry-picture")))
        return {"text": page(_listed(visitor, ports, outlooks)), "go": choices}
    choices.append(Choice("list", visitor.say("button-expiry-list")))
    months = by_month(outlooks, [[_last_day(ports, each.expires_at) for each in o.expiring] for o in outlooks])
    return {"picture": _picture(visitor, months), "text": _caption(visitor, months), "go": choices}


def _choices(visitor: Visitor, account: Account) -> list[Choice]:
    choices = []
    if visitor.may(Spend) and any(balance.available for balance in account.balances.values()):
        choices.append(Choice("spend", visitor.say("button-spend"), NEXT_STEP))
    choices.append(Choice("paying", visitor.say("button-paying")))
    return choices


def _last_day(ports: Ports, expires_at: Instant) -> date:
    # People are shown "until the end of 30 June" for 1 July 00:00 (RULES 15.2).
    return ports.policy.calendar.date(expires_at - 1)


def _picture(visitor: Visitor, months: Sequence[Month]) -> bytes:
    say = visitor.texts.plain
    locale = visitor.locale
    known = all(month.used is not None for month in months)
    used = Series(say(locale, "expiry-used"), [month.used or 0 for month in months])
    unspent = Series(say(locale, "expiry-unspent"), [month.unspent or 0 for month in months])
    everything = Series(say(locale, "expiry-all"), [month.amount for month in months])
    return expiry_chart(
        say(locale, "expiry-picture"),
        [_named(visitor, month) for month in months],
        used if known else None,
        unspent if known else everything,
        visitor.reader.typed,
    )


def _named(visitor: Visitor, month: Month) -> str:
    name = visitor.reader.month(month.first)
    return visitor.texts.plain(visitor.locale, "expiry-later", month=name) if month.later else name


def _caption(visitor: Visitor, months: Sequence[Month]) -> Html:
    reader = visitor.reader
    lines = [visitor.say("expiry-caption")]
    for month in months:
        amount, name = reader.points(month.amount), _named(visitor, month)
        if month.unspent is None:
            lines.append(visitor.say("expiry-month", month=name, amount=amount))
        elif not month.unspent:
            lines.append(visitor.say("expiry-month-used", month=name, amount=amount))
        else:
            unspent = reader.points(month.unspent)
            lines.append(visitor.say("expiry-month-unspent", month=name, amount=amount, unspent=unspent))
    known = all(month.unspent is not None for month in months)
    lines.append(visitor.say("expiry-judged" if known else "expiry-not-judged"))
    lines.append(visitor.say("expiry-hint"))
    return caption(lines)


def _listed(visitor: Visitor, ports: Ports, outlooks: Sequence[Outlook]) -> list[str]:
    reader = visitor.reader
    parts: list[str] = []
    judged = True
    for outlook in outlooks:
        title = programme_title(visitor, ports.policy, outlook.programme)
        parts.append(visitor.say("expiry-title", programme=title))
        for each in outlook.expiring[:DATES_SHOWN]:
            amount, until = reader.points(each.amount), reader.until(each.expires_at)
            if each.unspent:
                parts.append(
                    visitor.say("expiry-line-unspent", amount=amount, until=until, unspent=reader.points(each.unspent))
                )
            else:
                parts.append(visitor.say("expiry-line", amount=amount, until=until))
            judged = judged and each.unspent is not None
        if len(outlook.expiring) > DATES_SHOWN:
            parts.append(visitor.say("expiry-more", count=len(outlook.expiring) - DATES_SHOWN))
        if not outlook.expiring:
            parts.append(visitor.say("expiry-none"))
        parts.append("")
    if any(outlook.expiring for outlook in outlooks):
        parts.append(visitor.say("expiry-judged" if judged else "expiry-not-judged"))
    return [*parts, visitor.say("expiry-hint")]
