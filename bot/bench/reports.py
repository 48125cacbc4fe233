"""A marketplace's report looked at and taken in, beside the library that reads its sheet: a part of `bench`.

Decision: an invented accruals report is written, then each of both is the command as a person gives it, in a process of
its own, start included; so what it takes of memory is its own too. Limit: one seller, five kinds of rows, no returns.
"""

import time
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

import xlsxwriter
from python_calamine import CalamineWorkbook

from bot.bench.apart import run_apart
from core.events import SellerRegistered
from core.policy import default_policy
from core.values import BooksKind, Instant
from storage.ledger.ledger import Ledger
from storage.rows.database import Database

SELLER: Final = "shop"
SHEET: Final = "Начисления"
_HEADER: Final = (
    "ID начисления", "Дата начисления", "Группа услуг", "Тип начисления", "Артикул", "SKU", "Название товара",
    "Количество", "Цена продавца", "Сумма итого, руб.",
)  # fmt: skip
_KINDS: Final = (
    ("Выручка", 1000.0), ("Баллы за скидки", 100.0), ("Вознаграждение за продажу", -390.5), ("Логистика", -50.25),
    ("Эквайринг", -9.75),
)  # fmt: skip


class ReportTimes(NamedTuple):
    """Seconds, and peak bytes of the two commands."""

    sheet: float
    """The library alone."""
    preview: float
    taken: float
    preview_peak: int
    taken_peak: int


def time_report(folder: Path, rows: int, at: Instant) -> ReportTimes:
    """A report of so many rows: read by the library, shown, taken in."""
    file, url = folder / "report.xlsx", f"sqlite:///{folder / 'reports.db'}"
    _write(file, rows)
    with closing(Database(url)) as database:
        database.upgrade()
        shop = SellerRegistered("shop", at, SELLER, name="Shop", books=BooksKind.REPORTED)
        Ledger(database, default_policy()).take_one(shop, at, "bench")
    start = time.perf_counter()
    for _ in CalamineWorkbook.from_path(file).get_sheet_by_name(SHEET).iter_rows():
        pass
    sheet = time.perf_counter() - start
    command = ("import", str(file), "--format", "ozon", "--seller", SELLER, "--database", url)
    preview, preview_peak = run_apart(*command)
    taken, taken_peak = run_apart(*command, "--yes")
    return ReportTimes(sheet, preview, taken, preview_peak, taken_peak)


def _write(file: Path, rows: int) -> None:
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet(SHEET)
        form = workbook.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, ["Период: 01.10.2026 - 31.10.2026"])
        sheet.write_row(1, 0, _HEADER)
        for number in range(rows):
            order, (kind, amount) = number // len(_KINDS), _KINDS[number % len(_KINDS)]
            item = order % 700
            sheet.write_row(number + 2, 0, [f"{10_000_000 + order}-{order % 9 + 1:04}-1"])
            sheet.write_datetime(number + 2, 1, datetime(2026, 10, 1 + order % 31), form)  # noqa: DTZ001 (a sheet's day)
            name = f"Кружка с рисунком номер {item}"
            sheet.write_row(number + 2, 2, ["Продажи", kind, f"A-{item}", 150_000_000 + item, name, 1, 1100, amount])
