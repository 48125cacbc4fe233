"""One entry of the history in a few words: when, what, how much.

Problem: points, money, steps of the subscription and ratings stand in one list. Decision: every entry has a kind's
name, at most one detail that tells it from its neighbours, and an amount with a sign where something came or went.
Limit: everything else stands in the explanation.
"""

from bot.frame.summary import plan_name, service_name
from bot.frame.visitor import Visitor
from bot.paper.document import Lines, clipped
from bot.screens.history.filters import kind_name
from bot.texts import Html
from core.calendar import Calendar
from core.values import Amount, Instant, Plan
from storage.books.history import HistoryLine

MONEY = frozenset({"money", "period", "charge"})
_LONGEST_DETAIL = 40


def signed(text: str, value: Amount) -> str:
    """The amount as written, with a plus if something comes."""
    return f"+{text}" if value > 0 else text


def amount_of(visitor: Visitor, line: HistoryLine) -> str:
    """The signed amount with its unit; the rating; nothing where nothing moved."""
    if line.rating is not None:
        return visitor.reader.rate(line.rating)
    if not line.amount:
        return ""
    show = visitor.reader.money if line.what in MONEY else visitor.reader.points
    if line.source is not None and line.source == line.target:
        return show(line.amount)  # nothing came: these points only got another expiry
    return signed(show(line.amount), line.amount)


def bare(visitor: Visitor, value: Amount) -> str:
    """Money with both decimals and without its sign, for a column that names it."""
    return visitor.reader.money(value).removesuffix(visitor.reader.sign).rstrip()


def detail_of(visitor: Visitor, line: HistoryLine) -> str:
    """What the entry is about, plain text: a service, an order, a plan."""
    if line.service is not None:
        return service_name(visitor, line.service)
    if line.plan is not None:
        return plan_name(visitor, Plan(line.plan))
    return line.order or ""


def what_of(visitor: Visitor, line: HistoryLine) -> str:
    """The kind's name with the detail, plain text."""
    name, detail = kind_name(visitor, line.kind), detail_of(visitor, line)
    return f"{name} · {clipped(detail, _LONGEST_DETAIL)}" if detail else name


def day_of(visitor: Visitor, at: Instant, this_year: int, calendar: Calendar) -> str:
    """The day, with the year if it is not this one."""
    reader = visitor.reader
    return reader.narrow_day(at) if calendar.date(at).year == this_year else reader.date(at)


def numbered(number: int, what: str, day: str, amount: str) -> Lines:
    """An entry of a list in two short lines: what, under the number on its button; when and how much."""
    below = Html.joined([day, Html(f"<b>{Html.joined([amount])}</b>")], " · ") if amount else day
    return Lines.of(Html.joined([f"{number}.", what], " "), below)


def label_of(visitor: Visitor, line: HistoryLine, this_year: int, calendar: Calendar) -> str:
    """The entry on a button. What tells it from its neighbours comes first: a narrow telephone cuts the end."""
    day = day_of(visitor, line.at, this_year, calendar)
    parts = (amount_of(visitor, line), kind_name(visitor, line.kind), day)
    return " · ".join(part for part in parts if part)
