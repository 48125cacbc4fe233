"""The statement of a month: opening, movements, closing, for the wallet and each point programme; the fees (RULES 11).

Problem: three stages of points beside money make a table nobody reads on a phone. Decision: one table for money, one
for each programme that had anything, with the columns that are not empty all month. Limit: a month that is still to
come, or was before the shop's history, is not offered.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.frame.ports import Ports
from bot.frame.present import archived
from bot.frame.summary import plan_name
from bot.frame.visitor import Visitor
from bot.frame.widgets import Choice, Data
from bot.paper.document import Block, Document, Heading, Lines, Table
from bot.screens.history.explanation import programme_or_code
from bot.screens.history.filters import kind_name
from bot.screens.history.getters import for_money, seller_of
from bot.screens.history.lines import bare, signed
from bot.texts import Html
from core.policy import Policy
from core.values import Amount, Plan
from storage.books import history, reports
from storage.books.history import KINDS
from storage.books.reports import FeeLine, ProgrammeSums, Statement, Sums

_STAGES: Final = ("available", "held", "debt")


def first_day(month: int) -> date:
    """The first day of a month written yyyymm."""
    return date(month // 100, month % 100, 1)


def months_of(visitor: Visitor, ports: Ports) -> tuple[int, int]:
    """The first and the last month that have a statement."""
    calendar = ports.policy.calendar
    found = history.choices(ports.books, seller_of(visitor))
    now = ports.clock.now()
    return calendar.month(min(now, found.first_at or now)), calendar.month(now)


def shown_month(data: Data, months: tuple[int, int]) -> int:
    """The month that the window is for, within those that there are; the last one to begin with."""
    earliest, latest = months
    return max(earliest, min(latest, int(data.get("month", latest))))


def _statement(visitor: Visitor, ports: Ports, data: Data) -> Data:
    months = months_of(visitor, ports)
    month = shown_month(data, months)
    found = reports.statement(ports.books, seller_of(visitor), month)
    title = visitor.say("history-statement-title", month=visitor.reader.month(first_day(month)))
    before = history.closed_until(ports.books, seller_of(visitor)) if month == months[0] else None
    earlier = archived(visitor, ports, before)
    document = Document(Heading(title), *_blocks(visitor, ports.policy, found), Lines.of(earlier) if earlier else None)
    turn = []
    if month > months[0]:
        turn.append(_turn(visitor, reports.month_before(month), "button-history-month-before"))
    if month < months[1]:
        turn.append(_turn(visitor, reports.month_before(month, -1), "button-history-month-after"))
    go = [
        Choice("lines", visitor.say("button-history-month-lines")),
        Choice("export", visitor.say("button-history-export")),
    ]
    return {"document": document, "turn": turn, "go": go}


def _turn(visitor: Visitor, month: int, key: str) -> Choice:
    return Choice(str(month), visitor.say(key, month=visitor.reader.month(first_day(month))))


def _blocks(visitor: Visitor, policy: Policy, found: Statement) -> Iterator[Block]:
    yield Lines.of(visitor.say("history-statement-how"))
    yield Heading(visitor.say("history-statement-wallet"), 4)
    yield Table(("", visitor.reader.sign), tuple(_column(visitor, found.wallet)), "lr", titled=False)
    for sums in found.programmes:
        if _moved(sums):
            yield Heading(programme_or_code(visitor, policy, sums.programme), 4)
            yield _points(visitor, sums)
    yield Heading(visitor.say("history-statement-fees"), 4)
    if found.fees:
        yield Table(("", visitor.reader.sign), tuple(_fees(visitor, found)), "lr", titled=False)
    else:
        yield Lines.of(visitor.say("statement-fees-none"))


def _column(visitor: Visitor, sums: Sums) -> Iterator[tuple[str, str]]:
    yield _bold(visitor.say("statement-opening")), _bold(bare(visitor, sums.opening))
    for kind, change in sums.changes:
        yield kind_name(visitor, kind), signed(bare(visitor, change), change)
    yield _bold(visitor.say("statement-closing")), _bold(bare(visitor, sums.closing))


def _bold(text: str) -> Html:
    return Html(f"<b>{Html.joined([text])}</b>")


def _moved(sums: ProgrammeSums) -> bool:
    return any(_is_used(getattr(sums, stage)) for stage in _STAGES)


def _is_used(sums: Sums) -> bool:
    return bool(sums.opening or sums.changes or sums.closing)


def _points(visitor: Visitor, sums: ProgrammeSums) -> Table:
    """Kinds of movement in rows, stages of points in columns."""
    stages = [stage for stage in _STAGES if _is_used(getattr(sums, stage))]
    columns: list[Sums] = [getattr(sums, stage) for stage in stages]
    changes = [dict(column.changes) for column in columns]
    rows = [_row(visitor, "statement-opening", [column.opening for column in columns])]
    for kind in KINDS["points"]:
        if any(kind in each for each in changes):
            cells = (_change(visitor, each.get(kind)) for each in changes)
            rows.append((kind_name(visitor, kind), *cells))
    rows.append(_row(visitor, "statement-closing", [column.closing for column in columns]))
    titles = ("", *(visitor.say(f"history-statement-{stage}") for stage in stages))
    return Table(titles, tuple(rows), titled=len(stages) > 1)


def _change(visitor: Visitor, change: Amount | None) -> str:
    return signed(bare(visitor, change), change) if change else ""


def _row(visitor: Visitor, key: str, amounts: list[Amount]) -> tuple[str, ...]:
    return _bold(visitor.say(key)), *(_bold(bare(visitor, amount)) for amount in amounts)


def _fees(visitor: Visitor, found: Statement) -> Iterator[tuple[str, str]]:
    for fee in found.fees:
        yield _fee_name(visitor, fee), bare(visitor, fee.amount)
    yield _bold(visitor.say("statement-fees-total")), _bold(bare(visitor, found.fees_total))


def _fee_name(visitor: Visitor, fee: FeeLine) -> str:
    reader = visitor.reader
    key = "history-statement-fee" if fee.kind == "fee" else "history-statement-fee-returned"
    return visitor.say(
        key,
        day=reader.day_month(fee.at),
        plan=plan_name(visitor, Plan(fee.plan)),
        since=reader.day_month(fee.period_start),
        until=reader.day_month(fee.period_end),
    )


statement_window = for_money(_statement)
