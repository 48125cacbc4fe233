"""Reports written in each form that is read, from the same rows: invented shops, real layouts."""

import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

PERIOD = "Период: 01.10.2026 - 31.10.2026"
BY_KIND = (
    "ID начисления", "Дата начисления", "Группа услуг", "Тип начисления", "Артикул", "SKU", "Название товара",
    "Количество", "Цена продавца", "Сумма итого, руб.",
)  # fmt: skip
BY_OPERATION = (
    "Дата начисления", "Тип начисления", "Номер отправления или идентификатор услуги",
    "Дата принятия заказа в обработку или оказания услуги", "Склад отгрузки", "SKU", "Артикул",
    "Название товара или услуги", "Количество", "За продажу или возврат до вычета комиссий и услуг",
    "Вознаграждение Ozon, %", "Вознаграждение Ozon", "Сборка заказа",
    "Обработка отправления (Drop-off/Pick-up) (разбивается по товарам пропорционально количеству в отправлении)",
    "Магистраль", "Последняя миля (разбивается по товарам пропорционально доле цены товара в сумме отправления)",
    "Обратная магистраль", "Обработка возврата",
    "Обработка отмененного или невостребованного товара (разбивается по товарам в отправлении в одинаковой пропорции)",
    "Обработка невыкупленного товара", "Логистика", "Индекс локализации", "Среднее время доставки, часы",
    "Обратная логистика", "Итого, руб.",
)  # fmt: skip

Rows = Sequence[Sequence[Any]]


def workbook(rows: Rows, sheet: str = "Начисления", merged: Sequence[tuple[int, int, int, int, str]] = ()) -> bytes:
    """An XLSX of one sheet; `merged` are ranges (first row, first column, last row, last column, text)."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        days = book.add_format({"num_format": "dd.mm.yyyy"})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date | datetime):
                    page.write_datetime(at, column, cell, days)
                elif isinstance(cell, str):
                    page.write_string(at, column, cell)
                elif cell is not None:
                    page.write_number(at, column, cell)
        for top, left, bottom, right, text in merged:
            page.merge_range(top, left, bottom, right, text)
    return made.getvalue()


def comma(cell: Any) -> str:
    """A cell as a Russian program writes it into a text."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, int | float):
        return f"{cell:,.2f}".replace(",", "\u00a0").replace(".", ",")
    return str(cell)


def lines(rows: Rows, encoding: str = "utf-8-sig", delimiter: str = ";") -> bytes:
    """A delimited text with decimal commas and no-break spaces."""
    return "\r\n".join(delimiter.join(comma(cell) for cell in row) for row in rows).encode(encoding)


def example_by_kind() -> list[list[Any]]:
    """The worked example: 30 sold at 100, 10 of them lowered to 90 by the marketplace, one at the full price returned;
    the reward is 10 %."""
    early, late, back = date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 20)

    def row(unit: str, day: date, group: str, kind: str, quantity: int, amount: float) -> list[Any]:
        return [unit, day, group, kind, "A-1", 11, "Кружка", quantity, 100, amount]

    return [
        row("100-1-1", early, "Продажи", "Выручка", 20, 2000),
        row("100-1-1", early, "Продажи", "Вознаграждение за продажу", 0, -200),
        row("200-2-1", late, "Продажи", "Выручка", 10, 900),
        row("200-2-1", late, "Продажи", "Баллы за скидки", 0, 100),
        row("200-2-1", late, "Продажи", "Вознаграждение за продажу", 0, -100),
        row("100-1-1", back, "Возвраты", "Возврат выручки", 1, -100),
        row("100-1-1", back, "Возвраты", "Возврат вознаграждения", 0, 10),
    ]


def by_kind(rows: Rows, *, period: bool = True) -> list[list[Any]]:
    """The present form, with its period line or without."""
    return [*([[PERIOD]] if period else []), list(BY_KIND), *(list(row) for row in rows)]


def operation(unit: str, day: date, kind: str, total: float, quantity: int = 0, **parts: float) -> list[Any]:
    """A row of the older form; `parts` are `sale`, `fee`, `logistics`."""
    named = {"sale": 9, "fee": 11, "logistics": 20}
    row: list[Any] = [day, kind, unit, day, "Склад", 11, "A-1", "Кружка", quantity, *[0] * 16]
    for name, value in parts.items():
        row[named[name]] = value
    row[10], row[21], row[22], row[24] = "10%", "1,0", 27, total
    return row


def example_by_operation() -> list[list[Any]]:
    """The worked example in the older form, points in a row of their own."""
    early, late, back = date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 20)
    return [
        [PERIOD],
        list(BY_OPERATION),
        operation("100-1-1", early, "Доставка покупателю", 1800, 20, sale=2000, fee=-200),
        operation("200-2-1", late, "Доставка покупателю", 800, 10, sale=900, fee=-100),
        operation("200-2-1", late, "Баллы за скидки", 100),
        operation("100-1-1", back, "Получение возврата, отмены, невыкупа от покупателя", -90, 1, sale=-100, fee=10),
    ]


BLOCK = (
    "Цена реализации, руб.", "Кол-во", "{} на сумму, руб.", "Выплаты по механикам лояльности партнёров, руб.",
    "Баллы за скидки", "Базовое вознаграждение Ozon, руб.", "{}, руб.",
)  # fmt: skip


def months(rows: Rows, footer: Rows = ()) -> list[list[Any]]:
    """A realization report: rows are (name, SKU, seven of sold, seven of returned)."""
    sold = [name.format("Реализовано" if "сумму" in name else "Итого к начислению") for name in BLOCK]
    returned = [name.format("Возвращено" if "сумму" in name else "Итого возвращено") for name in BLOCK]
    upper = ["№ п/п", "Название товара", "SKU", "Реализовано", *[None] * 6, "Возвращено клиентом", *[None] * 6]
    return [
        ["Отчет о реализации товара № 5 от 05.11.2026 за период с 01.10.2026 по 31.10.2026"],
        [],
        upper,
        [None, None, None, *sold, *returned],
        list(range(1, 18)),
        *([number, *row] for number, row in enumerate(rows, 1)),
        *(list(row) for row in footer),
    ]


def example_months() -> list[list[Any]]:
    """The worked example as a realization report with its own totals."""
    none = [None] * 7
    return months(
        [
            ["Кружка", 11, 100, 20, 2000, 0, 0, 200, 1800, 100, 1, 100, 0, 0, 10, 90],
            ["Кружка", 11, 90, 10, 900, 0, 100, 100, 900, *none],
        ],
        [
            ["Итого", None, None, None, 30, 2900, 0, 100, 300, 2700, None, 1, 100, 0, 0, 10, 90],
            ["Всего начислено баллов: 100"],
            [],
            ["Руководитель", "Иванова И. И."],
        ],
    )


def example_json(**header: str) -> bytes:
    """The worked example as the API answers it, numbers as JSON floats."""
    item = {"sku": 11, "offer_id": "A-1", "name": "Кружка", "barcode": ""}

    def part(quantity: int, price: float, amount: float, points: float, fee: float) -> dict[str, Any]:
        return {
            "amount": amount, "price_per_instance": price, "quantity": quantity, "standard_fee": fee, "bonus": points,
            "stars": 0.0, "bank_coinvestment": 0.0, "pick_up_point_coinvestment": 0.0,
            "total": amount + points - fee,
        }  # fmt: skip

    rows = [
        {"rowNumber": 1, "item": item, "commission_ratio": 0.1, "seller_price_per_instance": 100.0,
         "delivery_commission": part(20, 100.0, 2000.0, 0.0, 200.0),
         "return_commission": part(1, 100.0, 100.0, 0.0, 10.0)},
        {"rowNumber": 2, "item": item, "commission_ratio": 0.1, "seller_price_per_instance": 100.0,
         "delivery_commission": part(10, 90.0, 900.0, 100.0, 100.0), "return_commission": None},
    ]  # fmt: skip
    told = {"number": "5", "start_date": "2026-10-01", "stop_date": "2026-10-31", "currency_sys_name": "RUB"} | header
    return json.dumps({"result": {"header": told, "rows": rows}}).encode()
