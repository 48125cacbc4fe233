"""A history as a table file: CSV for any program, XLSX for people (RULES 11, 15.19).

Problem: a table program guesses. It reads "=1+1" in a name as a formula, a bare "1,5" as a date or a thousand, and
nothing in a column says which clock or currency it is in. Decision: numbers and dates are real ones in XLSX and have
one form in CSV (a dot, no grouping); time is the programme's, with the UTC offset and the currency in the header; text
that a program would take for a formula gets an apostrophe before it. Lines are written as they come, so memory does not
grow with them. Limit: in a span with a clock change the header names both offsets; the lines' numbers keep the order of
the hour that comes twice.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import xlsxwriter

from bot.feed.files import private
from bot.texts import Texts
from bot.texts.format import Reader
from core.calendar import Calendar
from core.policy import Policy
from core.values import HOUR, Amount, Instant, format_amount, format_rate
from storage.books.history import HistoryLine
from storage.books.reports import ProgrammeSums, Statement, Sums

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What table programs take for the start of a formula, or skip before one; the wide forms too."""
ROWS_A_SHEET: Final = 1_000_000
"""Lines on one sheet of a workbook, then another begins; the format allows 1,048,576 rows."""

_AMOUNT_FORMAT: Final = "#,##0.00"
_RATE_FORMAT: Final = "0.00####"
_INSTANT_FORMAT: Final = "yyyy-mm-dd hh:mm:ss"
_WEEK: Final[Instant] = 7 * 24 * HOUR

NOBODY: Final[Mapping[str, str]] = {}

Kind = Literal["number", "instant", "amount", "rate", "text"]
Cell = int | str | None


@dataclass(frozen=True, slots=True)
class About:
    """Whose history it is, in which language, and the span that decides the UTC offsets in the header.

    With a `statement`, a workbook begins with a sheet of it.
    """

    seller: str
    policy: Policy
    texts: Texts
    locale: str
    since: Instant
    until: Instant
    statement: Statement | None = None
    campaigns: Mapping[str, str] = field(default_factory=dict)
    """What people call campaigns, by id."""
    members: Mapping[str, str] = field(default_factory=dict)
    """Who an actor of this shop is, by name."""

    @property
    def offsets(self) -> str:
        """The programme's UTC offsets in the span: "UTC+03:00", or two of them where clocks change."""
        return utc_offsets(self.policy.calendar, self.since, self.until)

    def say(self, key: str, **values: str) -> str:
        """A text of this language, as it is."""
        return self.texts.plain(self.locale, key, **values)


def utc_offsets(calendar: Calendar, since: Instant, until: Instant) -> str:
    """The offsets from UTC that the programme's clock has in [since, until), in order of appearance."""
    found: list[str] = []
    at, last = since, max(since, until - 1)
    while True:
        offset = calendar.local(at).strftime("%z")
        name = f"UTC{offset[:3]}:{offset[3:5]}"
        if name not in found:
            found.append(name)
        if at >= last:
            return ", ".join(found)
        at = min(at + _WEEK, last)


def entry_name(texts: Texts, locale: str, kind: str) -> str:
    """What people call a kind of entry of `history.KINDS`."""
    return texts.plain(locale, f"entry-{kind.replace('_', '-')}")


def actor_name(texts: Texts, locale: str, actor: str, members: Mapping[str, str] = NOBODY) -> str:
    """Who did something: a role, with the name of who is in the team; the programme by itself; else the marketplace."""
    role = actor.partition("#")[0]
    found = (key for key in (f"role-{role}", f"actor-{role}") if role.isalpha() and texts.has(locale, key))
    shown = texts.plain(locale, next(found, "actor-marketplace"))
    return f"{shown}, {members[actor]}" if actor in members else shown


def neutral(text: str) -> str:
    """The text so that no table program takes it for a formula (RULES 11)."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


# -- columns --------------------------------------------------------------------------------------------------------


class _Column(NamedTuple):
    key: str
    kind: Kind
    width: int


_COLUMNS: Final = (
    _Column("number", "number", 8),
    _Column("at", "instant", 20),
    _Column("entry", "text", 30),
    _Column("programme", "text", 20),
    _Column("points", "amount", 14),
    _Column("available", "amount", 14),
    _Column("held", "amount", 14),
    _Column("debt", "amount", 14),
    _Column("money", "amount", 14),
    _Column("balance", "amount", 16),
    _Column("order", "text", 20),
    _Column("grant", "text", 20),
    _Column("service", "text", 16),
    _Column("charge", "text", 20),
    _Column("campaign", "text", 20),
    _Column("expires", "instant", 20),
    _Column("plan", "text", 14),
    _Column("rating", "rate", 10),
    _Column("actor", "text", 18),
)


def _titles(about: About) -> list[str]:
    values = {"offset": about.offsets, "currency": about.policy.currency}
    return [about.say(f"column-{column.key}", **values) for column in _COLUMNS]


class _Cells:
    """Lines as cells; each word is looked up once, because a history has many lines and few words."""

    def __init__(self, about: About) -> None:
        texts, locale = about.texts, about.locale
        self._entry = lru_cache(partial(entry_name, texts, locale))
        self._programme = lru_cache(partial(_programme, about))
        self._service = lru_cache(lambda code: texts.name(locale, "service", code))
        self._plan = lru_cache(lambda plan: texts.plain(locale, f"plan-{plan}"))
        self._actor = lru_cache(partial(actor_name, texts, locale, members=about.members))
        self._campaigns = about.campaigns

    def of(self, line: HistoryLine) -> list[Cell]:
        """A line in the order of the columns: amounts and instants in their units, names in the reader's language."""
        points = line.what == "points"
        return [
            line.seq,
            line.at,
            self._entry(line.kind),
            None if line.programme is None else self._programme(line.programme),
            line.amount if points else None,
            line.available_change if points else None,
            line.held_change if points else None,
            line.debt_change if points else None,
            None if points else line.amount,
            line.balance,
            line.order,
            line.grant,
            None if line.service is None else self._service(line.service),
            line.charge,
            None if line.campaign is None else self._campaigns.get(line.campaign, line.campaign),
            line.expires_at,
            None if line.plan is None else self._plan(line.plan),
            line.rating,
            self._actor(line.actor),
        ]


def _programme(about: About, name: str) -> str:
    terms = about.policy.programmes.get(name)
    return terms.title_in(about.locale) if terms else about.texts.name(about.locale, "programme", name)


# -- CSV ------------------------------------------------------------------------------------------------------------


def write_csv(path: Path, about: About, lines: Iterable[HistoryLine]) -> int:
    """Write the lines as CSV: UTF-8 with BOM, semicolons, a dot for decimals (RULES 15.19). Returns how many."""
    count = 0
    # "utf-8-sig" writes the mark by which table programs know UTF-8; the writer ends the lines itself.
    with open(path, "w", encoding="utf-8-sig", newline="", opener=private) as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(_titles(about))
        rows = _Cells(about)
        for line in lines:
            count += 1
            cells = zip(_COLUMNS, rows.of(line), strict=True)
            writer.writerow([_plain(about, column.kind, cell) for column, cell in cells])
    return count


def _plain(about: About, kind: Kind, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutral(cell)
    if kind == "amount":
        return format_amount(cell)
    if kind == "rate":
        return format_rate(cell)
    if kind == "instant":
        return f"{_local(about, cell):%Y-%m-%d %H:%M:%S}"
    return str(cell)


def _local(about: About, at: Instant) -> datetime:
    return about.policy.calendar.local(at).replace(tzinfo=None)


# -- XLSX -----------------------------------------------------------------------------------------------------------


def write_xlsx(path: Path, about: About, lines: Iterable[HistoryLine]) -> int:
    """Write the lines as a workbook with real numbers and dates, after the statement's sheet. Returns how many."""
    # "constant_memory" writes each row out when the next begins.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with open(path, "wb", opener=private) as file, xlsxwriter.Workbook(file, options) as workbook:
        sheets = _Workbook(workbook, about)
        if about.statement is not None:
            sheets.statement(about.statement)
        return sheets.history(lines)


class _Workbook:
    def __init__(self, workbook: Any, about: About) -> None:
        self._workbook = workbook
        self._about = about
        self._cells = _Cells(about)
        self._bold = workbook.add_format({"bold": True})
        self._title = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._formats: dict[Kind, Any] = {
            "number": None,
            "text": None,
            "amount": workbook.add_format({"num_format": _AMOUNT_FORMAT}),
            "rate": workbook.add_format({"num_format": _RATE_FORMAT}),
            "instant": workbook.add_format({"num_format": _INSTANT_FORMAT}),
        }

    def history(self, lines: Iterable[HistoryLine]) -> int:
        sheet, count = self._history_sheet(1), 0
        for count, line in enumerate(lines, 1):
            row = (count - 1) % ROWS_A_SHEET + 1
            if row == 1 and count > 1:
                sheet = self._history_sheet(count // ROWS_A_SHEET + 1)
            for column, cell in enumerate(self._cells.of(line)):
                self._write(sheet, row, column, _COLUMNS[column].kind, cell)
        return count

    def _history_sheet(self, number: int) -> Any:
        name = self._about.say("sheet-history")
        sheet = self._workbook.add_worksheet(name if number == 1 else f"{name} {number}")
        for index, column in enumerate(_COLUMNS):
            sheet.set_column(index, index, column.width)
        sheet.freeze_panes(1, 0)
        for index, title in enumerate(_titles(self._about)):
            sheet.write_string(0, index, title, self._title)
        return sheet

    def _write(self, sheet: Any, row: int, column: int, kind: Kind, cell: Cell) -> None:
        form = self._formats[kind]
        if cell is None:
            return
        if isinstance(cell, str):
            sheet.write_string(row, column, neutral(cell), form)
        elif kind == "instant":
            sheet.write_datetime(row, column, _local(self._about, cell), form)
        else:
            places = {"amount": -2, "rate": -6}.get(kind, 0)
            sheet.write_number(row, column, Decimal(cell).scaleb(places), form)

    def statement(self, found: Statement) -> None:
        about = self._about
        sheet = self._workbook.add_worksheet(about.say("sheet-statement"))
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 1, 20)
        for row, (label, amount, strong) in enumerate(statement_rows(about, found)):
            sheet.write_string(row, 0, neutral(label), self._bold if strong else None)
            if amount is not None:
                self._write(sheet, row, 1, "amount", amount)


# -- the statement, line by line ------------------------------------------------------------------------------------

StatementRow = tuple[str, Amount | None, bool]
"""A label, its amount if it has one, and whether it is a heading."""


def statement_rows(about: About, found: Statement) -> Iterator[StatementRow]:
    """The statement as people read it: every balance with opening, changes and closing, then the act of fees."""
    reader = Reader(about.locale, about.policy.timezone, currency=about.policy.currency)
    currency = about.policy.currency
    month = reader.month(about.policy.calendar.date(found.since))
    yield about.say("statement-title", shop=found.shop, month=month), None, True
    yield about.say("statement-units", offset=about.offsets, currency=currency), None, False
    yield from _balance(about, about.say("statement-wallet", currency=currency), found.wallet)
    for sums in found.programmes:
        yield from _programme_rows(about, sums)
    yield "", None, False
    yield about.say("statement-fees", currency=currency), None, True
    for fee in found.fees:
        period = about.say(
            "statement-period",
            plan=about.texts.plain(about.locale, f"plan-{fee.plan}"),
            start=reader.date(fee.period_start),
            end=reader.date(fee.period_end),
        )
        name = entry_name(about.texts, about.locale, fee.kind)
        yield f"{reader.date(fee.at)} · {name} · {period}", fee.amount, False
    if found.fees:
        yield about.say("statement-fees-total"), found.fees_total, False
    else:
        yield about.say("statement-fees-none"), None, False


def _programme_rows(about: About, sums: ProgrammeSums) -> Iterator[StatementRow]:
    title = _programme(about, sums.programme)
    for stage in ("available", "held", "debt"):
        balance: Sums = getattr(sums, stage)
        # Nothing there and nothing moved is nothing to state.
        if balance.opening or balance.changes:
            yield from _balance(about, about.say(f"statement-{stage}", programme=title), balance)


def _balance(about: About, heading: str, sums: Sums) -> Iterator[StatementRow]:
    yield "", None, False
    yield heading, None, True
    yield about.say("statement-opening"), sums.opening, False
    for kind, amount in sums.changes:
        yield f"  {entry_name(about.texts, about.locale, kind)}", amount, False
    if not sums.changes:
        yield f"  {about.say('statement-no-changes')}", None, False
    yield about.say("statement-closing"), sums.closing, False
