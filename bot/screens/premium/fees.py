"""The window of fees: a year of trials, fees and returned parts, an act for each month (RULES 11).

Problem: what was paid when, and for which period, is asked by bookkeeping a month at a time and by owners a year at a
time. Decision: one calendar year on a page, its months as acts with their totals, the latest one open. Limit: a year of
more entries than a table shows leaves out its oldest.
"""

import asyncio
from datetime import date
from itertools import groupby
from typing import Any, Final

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.present import present
from bot.frame.summary import plan_name
from bot.frame.visitor import Visitor
from bot.frame.widgets import Choice, Data, page
from bot.paper.document import MOST_ROWS, Details, Document, Heading, Lines, Table
from core.calendar import Calendar
from core.values import Plan
from storage.books.history import HistoryFilter, HistoryLine
from storage.books.history import page as history_page

_WHATS: Final = frozenset({"period", "money"})
_KINDS: Final = frozenset({"trial", "fee", "fee_returned"})
_YEAR: Final = "year"


async def fees(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The year that was chosen, else the present one."""
    return await asyncio.to_thread(_fees, visitor, ports, dialog_manager.dialog_data.get(_YEAR))


def _fees(visitor: Visitor, ports: Ports, chosen: int | None) -> Data:
    if not visitor.sees_money:
        return {"text": page([visitor.say("fees-title-plain"), visitor.say("refusal-forbidden")])}
    shop, account = present(visitor, ports)
    calendar = ports.policy.calendar
    this_year = calendar.date(account.at).year
    year = this_year if chosen is None else min(chosen, this_year)
    wanted = HistoryFilter(_start(calendar, year), _start(calendar, year + 1), _WHATS, _KINDS)
    lines = history_page(ports.books, shop.seller, wanted, size=MOST_ROWS).lines
    before = HistoryFilter(until=_start(calendar, year), whats=_WHATS, kinds=_KINDS)
    older = history_page(ports.books, shop.seller, before, size=1).lines
    months = groupby(lines, key=lambda line: calendar.month(line.at))
    acts = [_act(visitor, month, tuple(each), number == 0) for number, (month, each) in enumerate(months)]
    total = sum(-(line.amount or 0) for line in lines if line.what == "money")
    document = Document(
        Heading(visitor.say("fees-title")),
        Lines.of(visitor.say("fees-total", year=str(year), total=visitor.reader.money(total))) if lines else None,
        *acts,
        None if lines else Lines.of(visitor.say("fees-none", year=str(year))),
        Lines.of(visitor.say("fees-note")) if lines else None,
    )
    turns = [Choice(f"year-{calendar.date(older[0].at).year}", str(calendar.date(older[0].at).year))] if older else []
    if year < this_year:
        turns.append(Choice(f"year-{year + 1}", str(year + 1)))
    return {"document": document, "year": turns}


def _start(calendar: Calendar, year: int) -> int:
    return calendar.start_of_day(date(year, 1, 1))


def _act(visitor: Visitor, month: int, lines: tuple[HistoryLine, ...], is_open: bool) -> Details:
    reader = visitor.reader
    total = sum(-(line.amount or 0) for line in lines if line.what == "money")
    title = visitor.say("fees-act", month=reader.month(date(month // 100, month % 100, 1)), total=reader.money(total))
    rows = tuple((reader.date(line.at), _what(visitor, line), _sum(visitor, line)) for line in lines)
    titles = visitor.say("fees-date"), visitor.say("fees-what"), visitor.say("fees-sum")
    return Details(title, (Table(titles, rows, "llr", titled=False),), is_open)


def _what(visitor: Visitor, line: HistoryLine) -> str:
    reader = visitor.reader
    plan = plan_name(visitor, Plan(line.plan or Plan.LITE))
    if line.kind == "fee_returned":
        return visitor.say("fees-fee-returned", plan=plan)
    start = reader.day_month(line.starts_at or line.at)
    end = reader.day_month(line.ends_at or line.at)
    return visitor.say("fees-trial" if line.kind == "trial" else "fees-fee", plan=plan, start=start, end=end)


def _sum(visitor: Visitor, line: HistoryLine) -> str:
    if line.what == "period":
        return visitor.say("cell-free")
    return visitor.reader.money(-(line.amount or 0))


async def turn(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Another year."""
    word, _, number = choice.partition("-")
    if word == "year" and number.isdecimal() and 2000 <= int(number[:5]) <= 2100:
        manager.dialog_data[_YEAR] = int(number)
