"""What a marketplace told of a month, as a statement and as a table file (RULES 11, 16.5, 15.19).

Decision: a line an entry, as it stands now, with a column for each kind of amount, so that no sign has to be guessed:
points and sales above zero came, fees above zero are a cost. What was not told is an empty cell, and a line of the
statement that says so. The forms of numbers and dates are those of a kept shop's files.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from bot.feed.files import private
from bot.paper.sheets import About, StatementRow, neutral
from bot.texts.format import Reader
from core.account import Reported
from core.values import Amount, FactKind, format_amount
from storage.books.books import Books
from storage.books.reported import ReportedMonth, reported_month
from storage.books.told import entries_told, premium_fees, shop_name

_COLUMNS: Final = (
    "day", "what", "programme", "service", "kind", "points", "sales", "fee", "opening", "closing", "plan", "order",
    "item", "quantity", "entry",
)  # fmt: skip
_AMOUNTS: Final = frozenset({"points", "sales", "fee", "opening", "closing"})
_WIDTHS: Final = {"kind": 34, "entry": 40, "order": 20, "programme": 20}
_USUAL_WIDTH: Final = 14


def write_told(path: Path, about: About, books: Books, month: int) -> int:
    """Write all that was told of a month (yyyymm) to a .csv or .xlsx file, the workbook with its statement first.

    Returns how many entries.
    """
    entries = entries_told(books, about.seller, month)
    if path.suffix.lower() == ".xlsx":
        return _write_xlsx(path, about, books, month, entries)
    count = 0
    with open(path, "w", encoding="utf-8-sig", newline="", opener=private) as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(_titles(about))
        for each in entries:
            count += 1
            cells = zip(_COLUMNS, _cells(about, each), strict=True)
            writer.writerow([_plain(name, cell) for name, cell in cells])
    return count


def _plain(name: str, cell: date | int | str | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutral(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return format_amount(cell) if name in _AMOUNTS else str(cell)


def _write_xlsx(path: Path, about: About, books: Books, month: int, entries: Iterable[Reported]) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with open(path, "wb", opener=private) as file, xlsxwriter.Workbook(file, options) as workbook:
        forms = {
            "bold": workbook.add_format({"bold": True}),
            "title": workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "amount": workbook.add_format({"num_format": "#,##0.00"}),
            "day": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        }
        _statement_sheet(workbook.add_worksheet(about.say("sheet-statement")), forms, told_rows(about, books, month))
        sheet = workbook.add_worksheet(about.say("sheet-told"))
        for index, (name, title) in enumerate(zip(_COLUMNS, _titles(about), strict=True)):
            sheet.set_column(index, index, _WIDTHS.get(name, _USUAL_WIDTH))
            sheet.write_string(0, index, title, forms["title"])
        sheet.freeze_panes(1, 0)
        for count, each in enumerate(entries, 1):
            for index, cell in enumerate(_cells(about, each)):
                _write(sheet, forms, count, index, cell)
    return count


def _statement_sheet(sheet: Any, forms: dict[str, Any], rows: Iterable[StatementRow]) -> None:
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 20)
    for row, (label, amount, strong) in enumerate(rows):
        sheet.write_string(row, 0, neutral(label), forms["bold"] if strong else None)
        if amount is not None:
            sheet.write_number(row, 1, Decimal(amount).scaleb(-2), forms["amount"])


def _write(sheet: Any, forms: dict[str, Any], row: int, column: int, cell: date | int | str | None) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, neutral(cell))
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, forms["day"])
    elif cell is not None and _COLUMNS[column] in _AMOUNTS:
        sheet.write_number(row, column, Decimal(cell).scaleb(-2), forms["amount"])
    elif cell is not None:
        sheet.write_number(row, column, cell)


def _titles(about: About) -> list[str]:
    return [about.say(f"column-told-{name}", currency=about.policy.currency) for name in _COLUMNS]


def _cells(about: About, each: Reported) -> list[date | int | str | None]:
    """An entry in the order of the columns."""
    fact, programmes = each.fact, about.policy.programmes
    named = programmes[each.part].title_in(about.locale) if each.part in programmes else each.part
    of_plan = each.plan or about.say("told-fact-no-plan")
    return [
        date.fromordinal(each.day),
        about.say("told-fact", fact=fact.value),
        named if fact is FactKind.POINTS else None,
        about.texts.name(about.locale, "service", each.part) if fact is FactKind.FEE else None,
        each.kind or None,
        each.amount if fact is FactKind.POINTS else None,
        each.amount if fact is FactKind.SALE else None,
        each.amount if fact is FactKind.FEE else None,
        each.opening if fact is FactKind.BALANCE else None,
        each.amount if fact is FactKind.BALANCE else None,
        of_plan if fact is FactKind.PLAN else None,
        each.order,
        each.item,
        each.quantity,
        each.entry,
    ]


# -- the statement, line by line -------------------------------------------------------------------------------------


def told_rows(about: About, books: Books, month: int) -> Iterator[StatementRow]:
    """A month as people read it: points, sales, fees, Premium, the balance; what was not told says so."""
    found = reported_month(books, about.seller, month)
    reader = Reader(about.locale, about.policy.timezone, currency=about.policy.currency)
    title = reader.month(date(month // 100, month % 100, 1))
    shop = shop_name(books, about.seller)
    yield about.say("told-statement-title", shop=shop, seller=about.seller, month=title), None, True
    yield about.say("told-statement-units", currency=about.policy.currency), None, False
    yield from _points_rows(about, found)
    yield from _sales_rows(about, found)
    yield from _fee_rows(about, found)
    yield from _premium_rows(about, books, month)
    yield from _balance_rows(about, reader, found)


def _heading(text: str) -> Iterator[StatementRow]:
    yield "", None, False
    yield text, None, True


def _points_rows(about: About, found: ReportedMonth) -> Iterator[StatementRow]:
    points = found.shop.of(FactKind.POINTS)
    yield from _heading(about.say("told-statement-points"))
    if not points:
        yield about.say("told-no-points"), None, False
    for name, each in points.items():
        programmes = about.policy.programmes
        title = programmes[name].title_in(about.locale) if name in programmes else name
        yield about.say("told-statement-came", what=title), each.came, False
        yield about.say("told-statement-went", what=title), each.went, False
        yield about.say("told-statement-net", what=title), each.net, True


def _sales_rows(about: About, found: ReportedMonth) -> Iterator[StatementRow]:
    sales = found.shop.of(FactKind.SALE).get("")
    yield from _heading(about.say("told-statement-sales"))
    if sales is None:
        yield about.say("told-no-sales"), None, False
        return
    yield about.say("told-statement-sold"), sales.came, False
    yield about.say("told-statement-returned"), sales.went, False
    yield about.say("told-statement-revenue"), sales.net, True


def _fee_rows(about: About, found: ReportedMonth) -> Iterator[StatementRow]:
    yield from _heading(about.say("told-statement-fees"))
    if found.fees is None:
        yield about.say("told-no-fees"), None, False
        return
    for service, each in found.shop.of(FactKind.FEE).items():
        yield about.texts.name(about.locale, "service", service), each.net, False
    yield about.say("statement-fees-total"), found.fees, True
    if found.cover is not None:
        for key, amount in (("surplus", found.cover.surplus), ("shortfall", found.cover.shortfall)):
            if amount:
                yield about.say(f"told-statement-{key}"), amount, False


def _premium_rows(about: About, books: Books, month: int) -> Iterator[StatementRow]:
    yield from _heading(about.say("told-statement-premium"))
    reader = Reader(about.locale, about.policy.timezone, currency=about.policy.currency)
    paid = [(date.fromordinal(day), amount) for day, amount in sorted(premium_fees(books, about.seller).items())]
    of_month = [(day, amount) for day, amount in paid if day.year * 100 + day.month == month]
    for day, amount in of_month:
        yield reader.date(day), amount, False
    if not of_month:
        yield about.say("told-premium-no-fees"), None, False


def _balance_rows(about: About, reader: Reader, found: ReportedMonth) -> Iterator[StatementRow]:
    yield from _heading(about.say("told-statement-balance"))
    balance = found.shop.balance
    if balance is None:
        yield about.say("told-no-balances"), None, False
        return
    day = reader.date(date.fromordinal(balance.day))
    amounts: tuple[tuple[str, Amount | None], ...] = (("opening", balance.opening), ("closing", balance.amount))
    for key, amount in amounts:
        yield about.say(f"told-statement-{key}", day=day), amount, False
