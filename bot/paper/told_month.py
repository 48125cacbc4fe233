"""A month of a reported shop as a table file: what its marketplace told, and "not told" in words (RULES 16.3, 16.7).

Decision: the forms are those of `sheets`; a workbook begins with the month's sums, where what was not told is a text,
never a number. Limit: lines are those of the month's days, whenever they were learned.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from bot.feed.files import private
from bot.paper.sheets import About, actor_name, neutral, utc_offsets
from bot.texts import Texts
from bot.texts.format import Reader
from core.account import ReportedShop
from core.values import Amount, FactKind, Rate, format_amount, format_rate
from storage.books.books import Books
from storage.books.reported import ReportedMonth, days_of, reported_month
from storage.books.reports import month_bounds
from storage.books.tellings import ToldFilter, ToldLine, told_stream

_OWN: Final = "column-told-"
_COLUMNS: Final = (
    "column-number", "column-at", f"{_OWN}what", f"{_OWN}day", "column-programme", "column-service", f"{_OWN}kind",
    f"{_OWN}amount", f"{_OWN}difference", f"{_OWN}opening", f"{_OWN}quantity", "column-order", f"{_OWN}item",
    "column-plan", f"{_OWN}correction", f"{_OWN}entry", "column-actor", "column-cause",
)  # fmt: skip
_FORMATS: Final = {"amount": "#,##0.00", "rate": "0.00####", "at": "yyyy-mm-dd hh:mm:ss", "day": "yyyy-mm-dd"}

Cell = str | int | Decimal | date | None
Row = tuple[str, Cell, bool]
"""A label, its value, and whether it is a heading."""


def export_told_month(books: Books, seller: str, month: int, path: Path, texts: Texts, locale: str) -> int:
    """Write a month (yyyymm) of a reported shop, oldest first, to a .csv or .xlsx file; returns how many lines."""
    since, until = month_bounds(books.policy.calendar, month)
    about = About(seller, books.policy, texts, locale, since, until)
    first, last = days_of(month)
    lines = told_stream(books, seller, ToldFilter(first=first, last=last))
    if path.suffix.lower() == ".xlsx":
        return _write_xlsx(path, about, reported_month(books, seller, month), lines)
    return _write_csv(path, about, lines)


def _titles(about: About) -> list[str]:
    # Reports are learned after the month they are about, so the clock is named as it is at its end and later.
    offset = utc_offsets(about.policy.calendar, about.until, about.until)
    return [about.say(key, offset=offset, currency=about.policy.currency) for key in _COLUMNS]


def _cells(about: About, line: ToldLine) -> list[Cell]:
    return [
        line.seq,
        about.policy.calendar.local(line.at).replace(tzinfo=None),
        about.say(f"told-sheet-{line.what}"),
        None if line.day is None else date.fromordinal(line.day),
        None if line.programme is None else _programme(about, line.programme),
        None if line.service is None else about.texts.name(about.locale, "service", line.service),
        line.kind,
        _decimal(line.amount),
        _decimal(line.difference),
        _decimal(line.opening),
        line.quantity,
        line.order,
        line.item,
        line.plan,
        about.say("told-sheet-correction") if line.correction else None,
        line.entry,
        actor_name(about.texts, about.locale, line.actor),
        line.cause or None,
    ]


def _programme(about: About, name: str) -> str:
    terms = about.policy.programmes.get(name)
    return terms.title_in(about.locale) if terms else name


def _decimal(amount: Amount | None) -> Decimal | None:
    return None if amount is None else Decimal(format_amount(amount))


# -- CSV -------------------------------------------------------------------------------------------------------------


def _write_csv(path: Path, about: About, lines: Iterator[ToldLine]) -> int:
    count = 0
    with open(path, "w", encoding="utf-8-sig", newline="", opener=private) as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(_titles(about))
        for line in lines:
            count += 1
            writer.writerow([_plain(cell) for cell in _cells(about, line)])
    return count


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return neutral(cell) if isinstance(cell, str) else str(cell)


# -- XLSX ------------------------------------------------------------------------------------------------------------


def _write_xlsx(path: Path, about: About, month: ReportedMonth, lines: Iterator[ToldLine]) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with open(path, "wb", opener=private) as file, xlsxwriter.Workbook(file, options) as workbook:
        forms = {name: workbook.add_format({"num_format": form}) for name, form in _FORMATS.items()}
        bold = workbook.add_format({"bold": True})
        sheet = workbook.add_worksheet(about.say("sheet-statement"))
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 1, 20)
        for row, (label, value, heading) in enumerate(told_rows(about, month)):
            sheet.write_string(row, 0, neutral(label), bold if heading else None)
            _write(sheet, row, 1, value, forms)
        sheet = workbook.add_worksheet(about.say("sheet-history"))
        sheet.set_column(0, len(_COLUMNS) - 1, 18)
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(_titles(about)):
            sheet.write_string(0, column, title, bold)
        count = 0
        for count, line in enumerate(lines, 1):
            for column, cell in enumerate(_cells(about, line)):
                _write(sheet, count, column, cell, forms)
        return count


def _write(sheet: Any, row: int, column: int, cell: Cell, forms: dict[str, Any]) -> None:
    match cell:
        case None:
            return
        case str():
            sheet.write_string(row, column, neutral(cell))
        case datetime():
            sheet.write_datetime(row, column, cell, forms["at"])
        case date():
            sheet.write_datetime(row, column, cell, forms["day"])
        case Decimal():
            sheet.write_number(row, column, cell, forms["amount"])
        case _:
            sheet.write_number(row, column, cell)


# -- the sums of the month ---------------------------------------------------------------------------------------------


def told_rows(about: About, month: ReportedMonth) -> Iterator[Row]:
    """The month as people read it; what was not told is said in words."""
    untold = about.say("told-sheet-not-told")

    def row(key: str, amount: Amount | None, **names: str) -> Row:
        return about.say(f"told-sheet-{key}", **names), untold if amount is None else _decimal(amount), False

    def share(key: str, rate: Rate | None) -> Row:
        return about.say(f"told-sheet-{key}"), untold if rate is None else format_rate(rate), False

    reader = Reader(about.locale, about.policy.timezone, currency=about.policy.currency)
    name = reader.month(date(month.month // 100, month.month % 100, 1))
    yield about.say("told-sheet-title", month=name, seller=about.seller, currency=about.policy.currency), None, True
    shop = month.shop
    yield from _points(about, shop, untold)
    sales, fees = shop.of(FactKind.SALE).get(""), shop.of(FactKind.FEE)
    yield row("sales", None if sales is None else sales.net)
    for service, each in fees.items():
        yield row("fee-of", each.net, service=about.texts.name(about.locale, "service", service))
    yield row("fees", month.fees)
    yield share("coverage", None if month.cover is None else month.cover.coverage)
    yield row("surplus", None if month.cover is None else month.cover.surplus)
    yield row("shortfall", None if month.cover is None else month.cover.shortfall)
    yield row("opening", None if shop.balance is None else shop.balance.opening)
    yield row("closing", None if shop.balance is None else shop.balance.amount)
    yield share("rating", month.rating)
    plan = shop.plan
    yield about.say("told-sheet-plan"), untold if plan is None else plan.plan or about.say("told-sheet-no-plan"), False


def _points(about: About, shop: ReportedShop, untold: str) -> Iterator[Row]:
    told = shop.of(FactKind.POINTS)
    if not told:
        yield about.say("told-sheet-points"), untold, False
    for name, each in told.items():
        for key, amount in (("in", each.came), ("back", each.went), ("net", each.net)):
            yield about.say(f"told-sheet-points-{key}", programme=_programme(about, name)), _decimal(amount), False
