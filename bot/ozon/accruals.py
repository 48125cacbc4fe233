"""The accruals report: what the marketplace credited and charged, row by row.

Two forms. The present one has a row a kind: id, day, kind, SKU, sum. The older one has a row an operation and a column
a service («Логистика», «Последняя миля», …) with the row's total behind; it tells no points unless in rows of their
own, and what it calls sale includes them.
Problem: the older form's columns change; whatever is not read must not be missing from the sums.
Decision: the row's total is what counts. What its known columns do not add up to is taken from unknown columns if these
make up the rest exactly, and stays a fee without a name if not; both are shown as not understood.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final

from bot.ozon.entries import Entries, Reading, Report, Total
from bot.ozon.grid import Row, Table
from bot.ozon.header import SEARCHED_ROWS, Form, Header, is_total
from bot.ozon.kinds import REST, REVENUE, Kind, Meaning, kind_of
from bot.ozon.numbers import Cell, Finer, amount, count, day, is_blank
from bot.ozon.numbers import name as text_of
from bot.ozon.trouble import NotRead, Trouble
from core.values import Amount

_UNREAD: Final = (
    "Группа услуг", "Артикул", "Название товара", "Название товара или услуги", "Цена продавца", "Склад отгрузки",
    "Дата принятия заказа в обработку или оказания услуги", "Платформа продажи", "Схема работы", "Индекс локализации",
    "Индекс локализации, %", "Среднее время доставки, часы", "Вознаграждение Ozon, %", "Ставка комиссии",
)  # fmt: skip
_DAY: Final = ("Дата начисления",)
_KIND: Final = ("Тип начисления",)
_ITEM: Final = ("SKU", "Ozon SKU", "OZON id")
_TOTAL: Final = ("Сумма итого, руб.", "Сумма итого", "Итого, руб.", "Итого")

BY_KIND: Final = Form(
    {"unit": ("ID начисления",), "day": _DAY, "kind": _KIND, "item": _ITEM, "quantity": ("Количество",),
     "total": _TOTAL},
    needed=("unit", "day", "kind", "item", "total"),
    unread=_UNREAD,
)  # fmt: skip
SERVICES: Final = (
    "Комиссия за продажу", "Сборка заказа", "Обработка отправления", "Магистраль", "Последняя миля",
    "Обратная магистраль", "Обработка возврата", "Обработка отмененного или невостребованного товара",
    "Обработка невыкупленного товара", "Логистика", "Обратная логистика",
)  # fmt: skip
"""Columns of the older form that are a service each."""
BY_OPERATION: Final = Form(
    {"unit": ("Номер отправления или идентификатор услуги",), "day": _DAY, "kind": _KIND, "item": _ITEM,
     "quantity": ("Количество",), "sale": ("За продажу или возврат до вычета комиссий и услуг",), "total": _TOTAL}
    | {name: (name,) for name in SERVICES} | {SERVICES[0]: (SERVICES[0], "Вознаграждение Ozon")},
    needed=("unit", "day", "kind", "item", "sale", "total"),
    unread=_UNREAD,
)  # fmt: skip
FORMS: Final = (BY_KIND, BY_OPERATION)

_PERIOD: Final = re.compile(r"(\d{2}\.\d{2}\.\d{4})\s*(?:-|–|—|по)\s*(\d{2}\.\d{2}\.\d{4})")


def read_accruals(table: Table, header: Header, header_row: int) -> Reading:
    """The reading of a table whose header was found (`header_row` from 1). Raises `NotRead`: nothing is half read."""
    header.require(header_row)
    return _Accruals(header, header_row, _period(table, header_row)).read(table)


def _period(table: Table, header_row: int) -> tuple[date, date] | None:
    """The days that a line above the header names."""
    for row in islice(table.rows, min(header_row - 1, SEARCHED_ROWS)):
        for cell in row:
            if isinstance(cell, str) and (found := _PERIOD.search(cell)):
                try:
                    first, last = day(found[1]), day(found[2])
                except ValueError:
                    continue
                if first <= last:
                    return first, last
    return None


class _Accruals:
    def __init__(self, header: Header, header_row: int, period: tuple[date, date] | None) -> None:
        self._header = header
        self._header_row = header_row
        self._period = period
        self._entries = Entries(Report.ACCRUALS)
        self._days: set[date] = set()
        self._sum: Amount = 0
        self._told: list[tuple[str, Amount]] = []
        self._points_seen = False
        self._last_row = header_row

    def read(self, table: Table) -> Reading:
        for number, row in self._rows(table):
            self._header.require_width(row, number)
            if is_blank(self._cell(row, "day")) and self._is_no_accrual(row, number):
                continue
            self._last_row = number
            self._take(row, number)
        if not self._entries.rows:
            raise NotRead(Trouble.NO_ROWS)
        self._require_unmerged(table)
        first, last = self._period or (min(self._days), max(self._days))
        return Reading(
            report=Report.ACCRUALS,
            first=first,
            last=last,
            complete=self._period is not None,
            entries=self._entries,
            totals=tuple(Total(what, told, self._sum) for what, told in self._told),
            tells_points=self._header.form is BY_KIND or self._points_seen,
        )

    def _rows(self, table: Table) -> Iterator[tuple[int, Row]]:
        for number, row in enumerate(table.rows, 1):
            if number > self._header_row and any(not is_blank(cell) for cell in row):
                yield number, row

    def _is_no_accrual(self, row: Row, number: int) -> bool:
        """Whether a row without a day is the report's own total, which is noted, or holds nothing but words."""
        words = [text_of(cell) for cell in row if isinstance(cell, str) and cell.strip()]
        if is_blank(self._cell(row, "total")):
            return len(words) == sum(not is_blank(cell) for cell in row) == 1
        if is_total(row):
            self._told.append((words[0], self._amount(row, number, "total")))
            return True
        return False

    def _require_unmerged(self, table: Table) -> None:
        """A merged cell has its value once and stands for many: which rows it is meant for is a guess."""
        for (top, _), (bottom, _) in table.merged:
            if bottom >= self._header_row and top < self._last_row:
                raise NotRead(Trouble.MERGED_CELLS, row=max(top, self._header_row) + 1)

    def _take(self, row: Row, number: int) -> None:
        when = self._day(row, number)
        total = self._amount(row, number, "total")
        text = text_of(self._cell(row, "kind"))
        kind = kind_of(text) if text else REST
        self._entries.rows += 1
        self._days.add(when)
        self._sum += total
        unit, item = self._cell(row, "unit"), self._cell(row, "item")
        self._header.count_unknown(row, self._entries.unknown)
        for each, part in self._parts(row, number, kind, total):
            self._points_seen = self._points_seen or each.meaning is Meaning.POINTS
            pieces = self._quantity(row, number) if each.meaning in (Meaning.REVENUE, Meaning.POINTS) else None
            self._entries.add(when, unit, item, each, part, pieces)

    def _parts(self, row: Row, number: int, kind: Kind, total: Amount) -> Iterator[tuple[Kind, Amount]]:
        """What a row's total is made of."""
        if self._header.form is BY_KIND:
            yield kind, total
            return
        named = {field: part for field in ("sale", *SERVICES) if (part := self._part(row, number, field))}
        if not named:
            if total:
                yield kind, total
            return
        for field, part in named.items():
            yield REVENUE if field == "sale" else kind_of(field), part
        rest = total - sum(named.values())
        if rest:
            yield from self._rest(row, rest)

    def _rest(self, row: Row, rest: Amount) -> Iterator[tuple[Kind, Amount]]:
        others = dict(self._numbers(row))
        if sum(others.values()) != rest:
            yield REST, rest
            return
        for text, part in others.items():
            found = kind_of(text)
            yield found if found.meaning is Meaning.FEE else Kind(Meaning.FEE, text, understood=False), part

    def _numbers(self, row: Row) -> Iterator[tuple[str, Amount]]:
        """Amounts in columns that nobody knows."""
        for column, text in self._header.other.items():
            cell = row[column] if column < len(row) else None
            try:
                part = 0 if is_blank(cell) else amount(cell)
            except ValueError:
                continue
            if part:
                yield text, part

    def _cell(self, row: Row, field: str) -> Cell:
        column = self._header.columns.get(field)
        return row[column] if column is not None and column < len(row) else None

    def _part(self, row: Row, number: int, field: str) -> Amount:
        return 0 if is_blank(self._cell(row, field)) else self._amount(row, number, field)

    def _amount(self, row: Row, number: int, field: str) -> Amount:
        cell = self._cell(row, field)
        try:
            return amount(cell)
        except Finer:
            trouble = Trouble.FINER_THAN_CENT
        except ValueError:
            trouble = Trouble.BAD_AMOUNT
        raise self._not_read(trouble, number, field, cell)

    def _day(self, row: Row, number: int) -> date:
        cell = self._cell(row, "day")
        try:
            found = day(cell)
        except ValueError:
            raise self._not_read(Trouble.BAD_DAY, number, "day", cell) from None
        if self._period is not None and not self._period[0] <= found <= self._period[1]:
            raise self._not_read(Trouble.OUTSIDE_PERIOD, number, "day", cell)
        return found

    def _quantity(self, row: Row, number: int) -> int | None:
        cell = self._cell(row, "quantity")
        try:
            return count(cell)
        except ValueError:
            raise self._not_read(Trouble.BAD_QUANTITY, number, "quantity", cell) from None

    def _not_read(self, trouble: Trouble, number: int, field: str, cell: Cell) -> NotRead:
        return NotRead(trouble, row=number, column=self._header.form.wanted(field), found=text_of(cell))
