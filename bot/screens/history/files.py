"""What a file of the history has in it, and what it is called."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from bot.frame.exporting import Form, Writing, Written
from bot.frame.ports import Ports
from bot.frame.visitor import Visitor
from bot.paper.document import LONGEST_CAPTION
from bot.paper.statement import export, export_month
from bot.screens.history import filters
from bot.screens.history.filters import Kept
from bot.screens.history.getters import seller_of
from bot.screens.history.statement import first_day
from bot.texts import Html
from core.values import Instant
from storage.books import history
from storage.books.history import HistoryFilter


class Wanted(NamedTuple):
    """What goes into the file: a month with its statement, or what the filter shows."""

    form: Form
    kept: Kept
    month: int | None = None


def writing(visitor: Visitor, ports: Ports, wanted: Wanted) -> Writing:
    """What writes the file that is wanted."""
    return partial(_write, visitor, ports, wanted)


def _write(visitor: Visitor, ports: Ports, wanted: Wanted, path: Path) -> Written:
    if wanted.month is not None:
        return _write_month(visitor, ports, wanted, path, wanted.month)
    calendar, now, seller = ports.policy.calendar, ports.clock.now(), seller_of(visitor)
    chosen = filters.wanted(wanted.kept, calendar)
    lines = export(ports.books, seller, path, ports.texts, visitor.locale, now, chosen, _members(ports, seller))
    since, until = (calendar.date(at) for at in _span(ports, seller, chosen, now))
    span = visitor.say("history-between", since=visitor.reader.date(since), until=visitor.reader.date(until))
    conditions = filters.in_words(visitor, ports.books, _without_dates(wanted.kept))
    caption = _caption(visitor, lines, span, conditions)
    return Written(lines, f"history-{since}-{until}.{wanted.form}", caption)


def _write_month(visitor: Visitor, ports: Ports, wanted: Wanted, path: Path, month: int) -> Written:
    seller = seller_of(visitor)
    lines = export_month(ports.books, seller, month, path, ports.texts, visitor.locale, _members(ports, seller))
    caption = _caption(visitor, lines, visitor.reader.month(first_day(month)), [])
    return Written(lines, f"statement-{month // 100}-{month % 100:02}.{wanted.form}", caption)


def _members(ports: Ports, seller: str) -> dict[str, str]:
    """Who is in the team, by what the history calls them."""
    return {each.actor: each.name for each in ports.team.members(seller)}


def _without_dates(kept: Kept) -> Kept:
    return {name: value for name, value in kept.items() if name in filters.FIELDS}


def _span(ports: Ports, seller: str, chosen: HistoryFilter, now: Instant) -> tuple[Instant, Instant]:
    """The first and the last instant that the file may hold."""
    last = now if chosen.until is None else min(chosen.until - 1, now)
    first = chosen.since
    if first is None:
        first = history.choices(ports.books, seller).first_at
    return (last if first is None else min(first, last)), last


def _caption(visitor: Visitor, lines: int, span: str, conditions: list[str]) -> str:
    caption = visitor.say("export-caption", count=lines, span=span)
    if not conditions:
        return caption
    more = visitor.say("history-shown", conditions=Html.joined(conditions, "; "))
    whole = Html.joined([caption, more])
    return whole if len(whole) <= LONGEST_CAPTION else caption
