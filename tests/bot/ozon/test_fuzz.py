"""Any report, however it is written: an answer, never a wrong sum.

The truth is a list of rows in whole kopecks. It is written with columns in any order, headers in any case and spacing,
numbers as numbers or texts in every notation, in any encoding, with columns nobody knows, and then damaged: a header
renamed, cells merged, a cell overwritten. What is read must be the truth, or nothing.
"""

import io
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.ozon.entries import Fact, Reading
from bot.ozon.files import read_report
from bot.ozon.trouble import NotRead
from tests.bot.ozon.reports import BY_KIND, PERIOD, example_by_operation, lines, months, operation, workbook

KINDS = (
    "Выручка", "Возврат выручки", "Баллы за скидки", "Программы партнёров", "Вознаграждение за продажу", "Логистика",
    "Эквайринг", "Подписка Premium", "Что-то новое",
)  # fmt: skip
AMOUNT = BY_KIND.index("Сумма итого, руб.")

kopecks = st.integers(-10_000_000, 10_000_000)
accrual = st.tuples(
    st.sampled_from(("100-1-1", "200-2-1", "300-3", "", "07.10.26-07.11.26")),
    st.integers(0, 30),
    st.sampled_from(KINDS),
    st.sampled_from((11, 22, None)),
    kopecks,
)


def grouped(whole: int, space: str) -> str:
    return f"{whole:,}".replace(",", space)


def written(cents: int, how: int) -> Any:
    """An amount as a number or as text in one of the notations that people and programs use."""
    sign, (whole, rest) = "-" if cents < 0 else "", divmod(abs(cents), 100)
    return (
        cents / 100,
        f"{sign}{whole},{rest:02}",
        f"{sign}{whole}.{rest:02}",
        f"{sign}{grouped(whole, chr(0xA0))},{rest:02}",
        f"{sign.replace('-', '−')}{grouped(whole, chr(0x202F))},{rest:02} ₽",
        f"{sign}{grouped(whole, ' ')}.{rest:02} руб.",
        f"{sign}{whole}.{rest:02}0000",
    )[how]


def noisy(header: str, how: int) -> str:
    return (header, header.upper(), f"  {header} ", header.replace(" ", "\u00a0\u00a0"), header.replace("е", "ё"))[how]


def read(content: bytes) -> Reading | None:
    try:
        return read_report(io.BytesIO(content))
    except NotRead:
        return None


def total_of(reading: Reading) -> int:
    return reading.points + reading.sum(Fact.SALE) - reading.fees


@st.composite
def reports(draw: st.DrawFn) -> tuple[list[tuple[Any, ...]], list[list[Any]], int]:
    """The truth, the same as a table, and the number of its header's row."""
    truth = draw(st.lists(accrual, min_size=1, max_size=12))
    table: list[list[Any]] = [[noisy(name, draw(st.integers(0, 4))) for name in BY_KIND]]
    for unit, day, kind, sku, cents in truth:
        when = date(2026, 10, 1) + timedelta(days=day)
        shown_day = draw(st.sampled_from((when, f"{when:%d.%m.%Y}", when.isoformat())))
        amount = written(cents, draw(st.integers(0, 6)))
        table.append(
            [unit, shown_day, "", kind, "A-1", sku, "Кружка; «А»", draw(st.sampled_from((1, "2", None))), "", amount]
        )
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(table[0])))
        for number, row in enumerate(table):
            row.insert(place, f"Новое {place}" if not number else draw(st.sampled_from((None, 5, "x"))))
    order = draw(st.permutations(range(len(table[0]))))
    table = [[row[column] for column in order] for row in table]
    above = draw(st.sampled_from(([], [[PERIOD]], [["Отчёт"], [], [PERIOD]])))
    return truth, [*above, *table], len(above) + 1


def rendered(table: list[list[Any]], how: int) -> bytes:
    if how == 0:
        return workbook(table)
    clean = [[cell.replace(";", ",") if isinstance(cell, str) else cell for cell in row] for row in table]
    safe = [[cell.replace("\u202f", " ").replace("−", "-").replace("₽", "") if isinstance(cell, str) else cell
             for cell in row] for row in clean]  # fmt: skip
    return lines(safe if how == 1 else clean, ("", "cp1251", "utf-8", "utf-8-sig", "utf-16")[how])


@settings(max_examples=150, deadline=None)
@given(reports(), st.integers(0, 4))
def test_whatever_way_it_is_written_the_sums_are_the_truth(
    report: tuple[list[tuple[Any, ...]], list[list[Any]], int], how: int
) -> None:
    truth, table, _ = report
    reading = read(rendered(table, how))
    assert reading is not None
    assert total_of(reading) == sum(cents for *_, cents in truth)
    assert reading.points == sum(cents for _, _, kind, _, cents in truth if kind == "Баллы за скидки")
    assert reading.rows == len(truth)


@settings(max_examples=150, deadline=None)
@given(reports(), st.integers(0, 4), st.data())
def test_whatever_a_header_is_called_instead_nothing_wrong_is_read(
    report: tuple[list[tuple[Any, ...]], list[list[Any]], int], how: int, data: st.DataObject
) -> None:
    truth, table, header = report
    column = data.draw(st.integers(0, len(table[-1]) - 1))
    other = data.draw(st.one_of(st.sampled_from(BY_KIND), st.text(st.characters(codec="cp1251"), max_size=20)))
    assume(not set(other) & set(';\r\n"\t,') and other != table[header - 1][column])
    table[header - 1][column] = other
    reading = read(rendered(table, how))
    if reading is not None:
        assert total_of(reading) == sum(cents for *_, cents in truth)


@settings(max_examples=100, deadline=None)
@given(reports(), st.data())
def test_merged_cells_are_refused_or_change_nothing(
    report: tuple[list[tuple[Any, ...]], list[list[Any]], int], data: st.DataObject
) -> None:
    truth, table, _ = report
    top = data.draw(st.integers(0, len(table) + 1))
    bottom = data.draw(st.integers(top, top + 2))
    left = data.draw(st.integers(0, len(table[-1]) - 1))
    right = data.draw(st.integers(left, left + 2))
    assume((top, left) != (bottom, right))
    reading = read(workbook(table, merged=[(top, left, bottom, right, "1")]))
    if reading is not None:
        assert total_of(reading) == sum(cents for *_, cents in truth)


@settings(max_examples=150, deadline=None)
@given(reports(), st.integers(0, 4), st.data())
def test_an_amount_overwritten_by_anything_is_read_as_what_it_says_or_not_at_all(
    report: tuple[list[tuple[Any, ...]], list[list[Any]], int], how: int, data: st.DataObject
) -> None:
    truth, table, header = report
    number = data.draw(st.integers(0, len(truth) - 1))
    column = [str(name).strip().casefold() for name in table[header - 1]]
    place = next(at for at, name in enumerate(column) if name.startswith("сумма"))
    table[header + number][place] = data.draw(
        st.one_of(st.text(st.sampled_from("0123456789 ,.-eE+()'%\u00a0"), max_size=9), st.booleans().map(str))
    )
    text = str(table[header + number][place])
    assume(not set(text) & set('"\r\n;'))
    reading = read(rendered(table, how))
    if reading is not None:
        digits = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
        said = round(float(digits if digits.count(".") <= 1 else digits.replace(".", "", digits.count(".") - 1)) * 100)
        assert total_of(reading) == sum(cents for *_, cents in truth) - truth[number][-1] + said


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_an_answer(content: bytes) -> None:
    read(content)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 255))
def test_a_workbook_with_one_byte_changed_is_read_as_it_was_or_not_at_all(place: int, change: int) -> None:
    content = bytearray(SMALL)
    content[place % len(content)] ^= change
    reading = read(bytes(content))
    assert reading is None or total_of(reading) == 12_345


SMALL = workbook([list(BY_KIND), ["1-1-1", "05.10.2026", "", "Выручка", "", 11, "", 1, 1, 123.45]])

block = st.tuples(st.integers(1, 9), *[st.integers(0, 10_000_00)] * 4)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(block, st.one_of(st.none(), block)), min_size=1, max_size=6), st.booleans())
def test_a_months_points_are_those_sold_less_those_returned(rows: list[tuple[Any, Any]], as_text: bool) -> None:
    def cells(part: Any) -> list[Any]:
        if part is None:
            return [None] * 7
        pieces, amount, partners, points, fee = part
        return [
            None,
            pieces,
            *(cents / 100 for cents in (amount, partners, points, fee, amount + partners + points - fee)),
        ]

    table = months([["Кружка", 11 + at, *cells(sold), *cells(back)] for at, (sold, back) in enumerate(rows)])
    reading = read(lines(table) if as_text else workbook(table))
    assert reading is not None and not reading.mismatches
    assert reading.points == sum(sold[3] - (back[3] if back else 0) for sold, back in rows)
    assert reading.commission == sum(sold[4] - (back[4] if back else 0) for sold, back in rows)


services = st.fixed_dictionaries({}, optional={"sale": kopecks, "fee": kopecks, "logistics": kopecks})


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(services, st.integers(-500, 500)), min_size=1, max_size=8), st.booleans(), st.booleans())
def test_the_older_forms_sums_are_its_rows_totals_whatever_its_columns_say(
    rows: list[tuple[dict[str, int], int]], has_new_column: bool, as_text: bool
) -> None:
    upper, header, *_ = example_by_operation()
    header = [*header, "Новая услуга"] if has_new_column else header
    table, truth = [upper, header], 0
    for at, (parts, more) in enumerate(rows):
        total = sum(parts.values()) + more
        money = {name: cents / 100 for name, cents in parts.items()}
        row = operation(f"{at + 1}-1-1", date(2026, 10, 5), "Доставка покупателю", total / 100, 1, **money)
        table.append([*row, more / 100] if has_new_column else row)
        truth += total
    reading = read(lines(table) if as_text else workbook(table))
    assert reading is not None and not reading.tells_points
    assert total_of(reading) == truth
