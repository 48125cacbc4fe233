"""The realization report (sales report): a month by product, what was sold and what customers gave back.

As a workbook it has a header of two storeys, «Реализовано» and «Возвращено клиентом» over the same columns, a row of
column numbers, the products, «Итого», and «Всего начислено баллов» below. As JSON it is the API's answer. Both are sums
of the month, told on its last day: points are those of what was sold less those of what came back, the reward is the
one by the price list, before points.
Limit: amounts of both blocks are above zero; one below is refused, not guessed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from bot.ozon.entries import Entries, Reading, Report, Total
from bot.ozon.grid import Row, Table
from bot.ozon.header import SEARCHED_ROWS, Form, Header, is_total
from bot.ozon.kinds import PARTNERS, POINTS, REVENUE, SALE_FEE, Meaning
from bot.ozon.names import plain
from bot.ozon.numbers import Cell, Finer, amount, count, day, is_blank
from bot.ozon.numbers import name as text_of
from bot.ozon.shapes import MONTH, unknown_keys
from bot.ozon.trouble import NotRead, Trouble
from core.values import CENTS, Amount

SOLD: Final = "Реализовано"
RETURNED: Final = "Возвращено клиентом"
_NAMES: Final = {1: SOLD, -1: RETURNED}
"""The blocks, by the sign that their amounts have for the seller."""

_BLOCK: Final = Form(
    {
        "quantity": ("Кол-во", "Количество"),
        "amount": ("Сумма, руб.", "Реализовано на сумму, руб.", "Возвращено на сумму, руб."),
        "partners": ("Выплаты по механикам лояльности партнёров, руб.", "Программы партнёров"),
        "points": ("Баллы за скидки", "Баллы за скидки, руб."),
        "fee": ("Базовое вознаграждение Ozon, руб.", "Базовое вознаграждение", "Вознаграждение Ozon"),
        "total": ("Итого", "Итого к начислению, руб.", "Итого возвращено, руб."),
    },
    needed=("amount", "points", "fee"),
    unread=("Цена", "Цена реализации", "Цена реализации, руб.", "Цена возврата"),
)
_PRODUCT: Final = Form(
    {"item": ("SKU", "Ozon SKU", "OZON id"), "unit": ("Номер", "Номер отправления", "Отправление")},
    needed=("item",),
    unread=(
        "№ п/п", "Название товара", "Наименование товара", "Товар", "Артикул", "Код товара продавца", "Штрихкод",
        "Цена продавца с учётом скидки", "Цена продавца", "Комиссия за продажу по категории", "Дата",
    ),
)  # fmt: skip
_PERIOD: Final = re.compile(r"(\d{2}\.\d{2}\.\d{4})\s*(?:-|–|—|г?\.?\s*по)\s*(\d{2}\.\d{2}\.\d{4})")
_ALL_POINTS: Final = plain("Всего начислено баллов")
_NUMBERS_ROW: Final = 3
"""Columns that a row of column numbers has at least."""


@dataclass(slots=True)
class _Part:
    """One block of one product, or of the report's own total."""

    amount: Amount = 0
    partners: Amount = 0
    points: Amount = 0
    fee: Amount = 0
    total: Amount | None = None
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class Months:
    """Where the header of a workbook's report stands, and its columns."""

    row: int
    """Number of its lower storey, from 1."""
    product: Header
    blocks: tuple[tuple[int, Header], ...]
    """Sign and columns of each block."""
    width: int


def find_months(table: Table) -> Months | None:
    """The header of a realization report in a table; None if it has none."""
    rows = list(islice(table.rows, SEARCHED_ROWS))
    for number, row in enumerate(rows[:-1], 1):
        tops = _forward([text_of(cell) if isinstance(cell, str) else "" for cell in row])
        names = [plain(top) for top in tops]
        if plain(SOLD) in names and plain(RETURNED) in names:
            return _months(number, tops, row, rows[number])
    return None


def _forward(texts: Sequence[str]) -> list[str]:
    """Each text until the next: cells that were merged have theirs once."""
    last, found = "", []
    for text in texts:
        last = text or last
        found.append(last)
    return found


def _months(number: int, tops: Sequence[str], upper: Row, lower: Row) -> Months:
    names = [plain(top) for top in tops] + [plain(tops[-1])] * max(0, len(lower) - len(tops))
    blocks = []
    for sign, block in _NAMES.items():
        inside = [cell if names[column] == plain(block) else None for column, cell in enumerate(lower)]
        header = _BLOCK.match(inside)
        header.require(number + 1)
        blocks.append((sign, header))
    outside = {plain(SOLD), plain(RETURNED)}
    own: list[Cell] = []
    for column, name in enumerate(names):
        below = lower[column] if column < len(lower) else None
        above = upper[column] if column < len(upper) else None
        own.append(None if name in outside else above if is_blank(below) else below)
    product = _PRODUCT.match(own)
    product.require(number + 1)
    width = max(column for row in (upper, lower) for column, cell in enumerate(row) if not is_blank(cell)) + 1
    return Months(number + 1, product, tuple(blocks), width)


def read_months(table: Table, months: Months) -> Reading:
    """The reading of a table whose header was found. Raises `NotRead`."""
    first, last = _period(table, months.row)
    report = _Report(first, last)
    last_row = months.row
    for number, row in enumerate(table.rows, 1):
        if number <= months.row or all(is_blank(cell) for cell in row) or _is_numbered(row):
            continue
        if is_total(row):
            report.take_totals(row, [(sign, _part(row, number, block)) for sign, block in months.blocks])
            continue
        item = row[months.product.columns["item"]] if months.product.columns["item"] < len(row) else None
        parts = [(sign, _part(row, number, block)) for sign, block in months.blocks] if not is_blank(item) else []
        if not parts:
            _require_words(row, number, months)
            continue
        if any(not is_blank(cell) for cell in row[months.width :]):
            raise NotRead(Trouble.ROW_TOO_LONG, row=number)
        last_row = number
        for header in (months.product, *(block for _, block in months.blocks)):
            header.count_unknown(row, report.entries.unknown)
        unit = months.product.columns.get("unit")
        report.take(None if unit is None or unit >= len(row) else row[unit], item, parts)
    for (top, _), (bottom, _) in table.merged:
        if bottom >= months.row and top < last_row:
            raise NotRead(Trouble.MERGED_CELLS, row=max(top, months.row) + 1)
    return report.reading()


def _require_words(row: Row, number: int, months: Months) -> None:
    """A row without a product may hold words (signatures), not amounts of nobody."""
    for _, block in months.blocks:
        for field in ("amount", "points", "fee"):
            cell = row[block.columns[field]] if block.columns[field] < len(row) else None
            if isinstance(cell, int | float) and cell:
                raise NotRead(Trouble.NO_PRODUCT, row=number)


def _is_numbered(row: Row) -> bool:
    """Whether it is the row that numbers the columns."""
    cells = [cell for cell in row if not is_blank(cell)]
    try:
        numbers = [amount(cell) for cell in cells]
    except ValueError:
        return False
    return len(numbers) >= _NUMBERS_ROW and numbers == [each * CENTS for each in range(1, len(numbers) + 1)]


def _period(table: Table, header_row: int) -> tuple[date, date]:
    for row in islice(table.rows, header_row):
        for cell in row:
            if isinstance(cell, str) and (found := _PERIOD.search(cell)):
                try:
                    return day(found[1]), day(found[2])
                except ValueError:
                    continue
    raise NotRead(Trouble.NO_PERIOD)


def _part(row: Row, number: int, header: Header) -> _Part:
    def cell(field: str) -> Cell:
        column = header.columns.get(field)
        return row[column] if column is not None and column < len(row) else None

    return _read_part({field: cell(field) for field in _BLOCK.names}, number)


def _read_part(cells: Mapping[str, Cell], number: int) -> _Part:
    """The amounts of a block, of which blank ones are 0. Raises `NotRead`."""
    part = _Part()
    for field in ("amount", "partners", "points", "fee", "total"):
        cell = cells.get(field)
        if is_blank(cell) or (isinstance(cell, str) and cell.strip() in ("-", "–", "—")):
            continue
        try:
            found = amount(cell)
        except Finer:
            raise _not_read(Trouble.FINER_THAN_CENT, number, field, cell) from None
        except ValueError:
            raise _not_read(Trouble.BAD_AMOUNT, number, field, cell) from None
        if found < 0 and field != "total":
            raise _not_read(Trouble.BAD_AMOUNT, number, field, cell)
        setattr(part, field, found)
    try:
        part.quantity = count(cells.get("quantity"))
    except ValueError:
        raise _not_read(Trouble.BAD_QUANTITY, number, "quantity", cells.get("quantity")) from None
    return part


def _not_read(trouble: Trouble, number: int, field: str, cell: Cell) -> NotRead:
    return NotRead(trouble, row=number, column=_BLOCK.wanted(field), found=text_of(cell))


class _Report:
    """A month, product by product."""

    def __init__(self, first: date, last: date) -> None:
        self._first = first
        self._last = last
        self.entries = Entries(Report.REALIZATION)
        self._sums = {1: _Part(), -1: _Part()}
        self._owed: dict[int, Amount] = {1: 0, -1: 0}
        """What the rows' own totals come to."""
        self._told: list[tuple[str, str, int, Amount]] = []

    def take(self, unit: Cell, item: Cell, parts: Sequence[tuple[int, _Part]]) -> None:
        """A product: its blocks with their signs."""
        self.entries.rows += 1
        for sign, part in parts:
            sums = self._sums[sign]
            kinds = ((REVENUE, part.amount), (PARTNERS, part.partners), (POINTS, part.points), (SALE_FEE, -part.fee))
            for kind, value in kinds:
                if value:
                    pieces = part.quantity if kind.meaning in (Meaning.REVENUE, Meaning.POINTS) else None
                    self.entries.add(self._last, unit, item, kind, sign * value, pieces)
            for field in ("amount", "partners", "points", "fee"):
                setattr(sums, field, getattr(sums, field) + getattr(part, field))
            payable = part.amount + part.partners + part.points - part.fee
            self._owed[sign] += payable if part.total is None else part.total

    def take_totals(self, row: Row, parts: Sequence[tuple[int, _Part]]) -> None:
        """A row of the report's own totals."""
        texts = [text_of(cell) for cell in row if not is_blank(cell)]
        if plain(texts[0]).startswith(_ALL_POINTS):
            value = texts[-1] if len(texts) > 1 else texts[0].rpartition(":")[2].strip()
            self._told.append((texts[0], "points", 0, _own_total(value)))
            return
        for sign, part in parts:
            for field in ("amount", "partners", "points", "fee", "total"):
                told: Amount | None = getattr(part, field)
                if told or (told == 0 and field == "total"):
                    self._told.append((f"{texts[0]}: {_NAMES[sign]}, «{_BLOCK.wanted(field)}»", field, sign, told))

    def reading(self) -> Reading:
        """The reading. Raises `NotRead` if no product was there."""
        if not self.entries.rows:
            raise NotRead(Trouble.NO_ROWS)
        return Reading(
            report=Report.REALIZATION,
            first=self._first,
            last=self._last,
            complete=True,
            entries=self.entries,
            totals=tuple(self._totals()),
        )

    def _totals(self) -> Iterator[Total]:
        for what, field, sign, told in self._told:
            if not sign:
                found = self._sums[1].points - self._sums[-1].points
            elif field == "total":
                found = self._owed[sign]
            else:
                found = getattr(self._sums[sign], field)
            yield Total(what, told, found)
        for sign, name in _NAMES.items():
            sums = self._sums[sign]
            payable = sums.amount + sums.partners + sums.points - sums.fee
            if payable != self._owed[sign]:
                yield Total(f"{name}, «{_BLOCK.wanted('total')}»", self._owed[sign], payable)


def _own_total(text: str) -> Amount:
    try:
        return amount(text)
    except ValueError:
        raise NotRead(Trouble.BAD_AMOUNT, column="Всего начислено баллов", found=text) from None


# JSON: the answer of the API, or the same kept as a file.

_PARTNER_KEYS: Final = ("stars", "bank_coinvestment", "pick_up_point_coinvestment")
CURRENCIES: Final = frozenset(("RUB", "RUR", "руб", "руб.", ""))


def is_months(answer: Any) -> bool:
    """Whether JSON is a realization report."""
    body = answer.get("result", answer) if isinstance(answer, dict) else None
    rows = body.get("rows") if isinstance(body, dict) else None
    return isinstance(rows, list) and all(isinstance(row, dict) and "item" in row for row in rows)


def read_months_json(answer: Mapping[str, Any], month: tuple[date, date] | None = None) -> Reading:
    """The reading of JSON whose numbers are exact; `month` is the asked one, for answers without days.

    Raises `NotRead`.
    """
    body = answer.get("result", answer)
    header = body.get("header") or {}
    report = _Report(*_days(header, month))
    report.entries.unknown.update(unknown_keys(answer, MONTH))
    currency = str(header.get("currency_sys_name") or "")
    if currency not in CURRENCIES:
        raise NotRead(Trouble.OTHER_CURRENCY, found=currency)
    for number, row in enumerate(body["rows"], 1):
        parts = []
        for key, sign in (("delivery_commission", 1), ("return_commission", -1)):
            told = row.get(key)
            if isinstance(told, dict):
                parts.append((sign, _json_part(told, number)))
        order = row.get("order") or {}
        sku = row["item"].get("sku") if isinstance(row["item"], dict) else None
        if parts and not sku:
            raise NotRead(Trouble.NO_PRODUCT, row=number)
        report.take(order.get("posting_number"), sku, parts)
    return report.reading()


def _json_part(told: Mapping[str, Any], number: int) -> _Part:
    renamed = {"amount": "amount", "points": "bonus", "fee": "standard_fee", "total": "total", "quantity": "quantity"}
    part = _read_part({field: told.get(key) for field, key in renamed.items()}, number)
    part.partners = sum(_read_part({"partners": told.get(key)}, number).partners for key in _PARTNER_KEYS)
    return part


def _days(header: Mapping[str, Any], month: tuple[date, date] | None) -> tuple[date, date]:
    try:
        return day(header.get("start_date")), day(header.get("stop_date"))
    except ValueError:
        if month is None:
            raise NotRead(Trouble.NO_PERIOD) from None
        return month
