"""Report files: every form gives the same sums, and whatever is no report gets one clear sentence."""

import io
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
import xlsxwriter

from bot.ozon.entries import Fact, Reading, Report, Sum
from bot.ozon.files import read_report
from bot.ozon.trouble import NotRead, Trouble
from bot.texts import LOCALES, Texts
from core.values import format_amount, parse_amount, parse_instant, parse_rate
from tests.bot.ozon.reports import (
    BY_KIND,
    by_kind,
    example_by_kind,
    example_by_operation,
    example_json,
    example_months,
    lines,
    months,
    operation,
    workbook,
)

TEXTS = Texts()
AT = parse_instant("2026-11-05T07:00:00Z")
EXAMPLES: dict[str, bytes] = {
    "accruals as a workbook": workbook(by_kind(example_by_kind())),
    "accruals without a period line": workbook(by_kind(example_by_kind(), period=False)),
    "accruals as UTF-8": lines(by_kind(example_by_kind())),
    "accruals as cp1251": lines(by_kind(example_by_kind()), "cp1251"),
    "accruals as UTF-16": lines(by_kind(example_by_kind()), "utf-16"),
    "accruals with tabs": lines(by_kind(example_by_kind()), "utf-8", "\t"),
    "the older form": workbook(example_by_operation()),
    "the older form as cp1251": lines(example_by_operation(), "cp1251"),
    "realization as a workbook": workbook(example_months(), "Отчет о реализации"),
    "realization as a text": lines(example_months()),
    "realization as JSON": example_json(),
}


def read(content: bytes) -> Reading:
    return read_report(io.BytesIO(content))


def trouble(content: bytes) -> NotRead:
    with pytest.raises(NotRead) as found:
        read(content)
    return found.value


def rouble(text: str) -> int:
    return parse_amount(text)


def changed(row: int, column: int, cell: Any) -> bytes:
    """The example as a workbook with one cell of one row (from 1 after the header) changed."""
    rows = by_kind(example_by_kind())
    rows[row + 1][column] = cell
    return workbook(rows)


@pytest.mark.parametrize("form", EXAMPLES)
class TestTheWorkedExample:
    """Price 100, lowered to 90 for 10 of 30 sold, one full-price unit returned, reward 10 %."""

    def test_points_are_100(self, form: str) -> None:
        assert format_amount(read(EXAMPLES[form]).points) == "100.00"

    def test_the_reward_is_290(self, form: str) -> None:
        assert format_amount(read(EXAMPLES[form]).commission) == "290.00"

    def test_190_is_payable(self, form: str) -> None:
        reading = read(EXAMPLES[form])
        assert format_amount(reading.fees - reading.points) == "190.00"

    def test_buyers_paid_2800(self, form: str) -> None:
        assert format_amount(read(EXAMPLES[form]).sum(Fact.SALE)) == "2800.00"

    def test_nothing_is_left_over(self, form: str) -> None:
        reading = read(EXAMPLES[form])
        assert not reading.not_understood and not reading.unknown and not reading.mismatches


def test_a_real_months_surplus_is_what_points_leave_above_their_share() -> None:
    """Points 2 189 108; 99 % of the reward of 1 677 994 and 413 912 of services were offset, 113 982 were paid."""
    day = date(2026, 10, 31)
    rows = [
        ["1-1-1", day, "Продажи", "Баллы за скидки", "A", 1, "", 0, 0, 2189108],
        ["1-1-1", day, "Продажи", "Вознаграждение за продажу", "A", 1, "", 0, 0, -1677994],
        ["", day, "", "Логистика", "", "", "", 0, 0, -418092.93],
    ]
    surplus = read(workbook(by_kind(rows))).surplus(parse_rate("0.99"))
    assert round(surplus / 100) == 113_982


def test_points_that_do_not_reach_the_share_are_a_shortfall() -> None:
    assert format_amount(read(EXAMPLES["accruals as UTF-8"]).surplus(parse_rate("0.99"))) == "-187.10"


class TestFacts:
    def facts(self, form: str) -> list[dict[str, Any]]:
        return list(read(EXAMPLES[form]).facts("S1", AT))

    def test_points_are_told_by_day_order_and_item(self) -> None:
        (fact,) = [fact for fact in self.facts("accruals as a workbook") if fact["type"] == "points.reported"]
        assert fact == {
            "id": fact["id"],
            "type": "points.reported",
            "at": "2026-11-05T07:00:00Z",
            "seller": "S1",
            "entry": "accruals:2026-10-12:200-2-1:11:points:points+",
            "programme": "discount",
            "amount": "100.00",
            "day": "2026-10-12",
            "order": "200-2-1",
            "item": "11",
        }

    def test_a_cost_is_above_zero_and_what_comes_back_below(self) -> None:
        fees = [fact for fact in self.facts("accruals as a workbook") if fact["type"] == "fee.reported"]
        assert [(fee["day"], fee["service"], fee["kind"], fee["amount"]) for fee in fees] == [
            ("2026-10-05", "commission", "SaleCommission", "200.00"),
            ("2026-10-12", "commission", "SaleCommission", "100.00"),
            ("2026-10-20", "commission", "SaleCommission", "-10.00"),
        ]

    def test_a_sale_has_its_quantity_and_a_return_its_own(self) -> None:
        sales = [fact for fact in self.facts("accruals as a workbook") if fact["type"] == "sale.reported"]
        assert [(sale["amount"], sale["quantity"]) for sale in sales] == [
            ("2000.00", 20), ("900.00", 10), ("-100.00", 1),
        ]  # fmt: skip

    @pytest.mark.parametrize("form", [form for form in EXAMPLES if "accruals" in form])
    def test_every_way_of_writing_a_report_gives_the_same_facts(self, form: str) -> None:
        assert self.facts(form) == self.facts("accruals as a workbook")

    def test_rows_in_another_order_give_the_same_facts(self) -> None:
        turned = read(workbook(by_kind(example_by_kind()[::-1])))
        assert list(turned.facts("S1", AT)) == self.facts("accruals as a workbook")

    def test_rows_of_one_order_and_kind_are_one_entry(self) -> None:
        rows = example_by_kind()
        doubled = read(workbook(by_kind([*rows, rows[3]])))
        (fact,) = [fact for fact in doubled.facts("S1", AT) if fact["type"] == "points.reported"]
        assert fact["amount"] == "200.00"

    def test_told_again_at_another_time_only_the_id_and_the_time_differ(self) -> None:
        again = [fact | {"id": "", "at": ""} for fact in read(EXAMPLES["accruals as UTF-8"]).facts("S1", AT + 1)]
        assert again == [fact | {"id": "", "at": ""} for fact in self.facts("accruals as UTF-8")]

    def test_no_two_facts_have_one_id(self) -> None:
        ids = [fact["id"] for fact in self.facts("accruals as a workbook")]
        assert len(set(ids)) == len(ids)

    def test_a_month_is_told_on_its_last_day_under_names_of_its_own(self) -> None:
        facts = self.facts("realization as a workbook")
        assert {fact["day"] for fact in facts} == {"2026-10-31"}
        assert all(fact["entry"].startswith("realization:") for fact in facts)

    def test_a_month_as_a_workbook_and_as_json_gives_the_same_facts(self) -> None:
        assert self.facts("realization as JSON") == self.facts("realization as a workbook")

    def test_an_entry_with_a_name_of_any_length_has_a_short_one(self) -> None:
        rows = [["1-1-1", date(2026, 10, 5), "", "Сбор " * 60, "", 1, "", 0, 0, -1]]
        (fact,) = read(workbook(by_kind(rows))).facts("S1", AT)
        assert len(fact["entry"]) <= 128 and len(fact["kind"]) <= 128


class TestWhatIsSaidOfTheReading:
    def test_a_period_line_makes_the_days_complete(self) -> None:
        reading = read(EXAMPLES["accruals as a workbook"])
        assert (reading.report, reading.first, reading.last, reading.complete) == (
            Report.ACCRUALS, date(2026, 10, 1), date(2026, 10, 31), True,
        )  # fmt: skip

    def test_without_one_nothing_is_complete(self) -> None:
        reading = read(EXAMPLES["accruals without a period line"])
        assert (reading.first, reading.last, reading.complete) == (date(2026, 10, 5), date(2026, 10, 20), False)

    def test_the_days_that_say_something_are_told(self) -> None:
        assert [day.day for day in read(EXAMPLES["accruals as UTF-8"]).days] == [5, 12, 20]

    def test_a_period_that_is_none_is_not_taken_for_one(self) -> None:
        rows = [["Период: 31.02.2026 - 31.03.2026"], *by_kind(example_by_kind(), period=False)]
        assert not read(workbook(rows)).complete

    def test_words_below_the_rows_are_no_accrual(self) -> None:
        rows = by_kind([*example_by_kind(), ["Отчёт сформирован 05.11.2026"]])
        assert read(workbook(rows)).rows == 7

    def test_an_amount_without_a_day_is_refused(self) -> None:
        rows = by_kind([*example_by_kind(), ["", None, "", "Логистика", "", 11, "", None, None, -5]])
        assert trouble(workbook(rows)).trouble is Trouble.BAD_DAY

    def test_rows_and_sums_by_kind_are_those_of_the_account(self) -> None:
        by_name = read(EXAMPLES["accruals as UTF-8"]).by_kind
        assert by_name["SaleCommission"] == Sum(3, rouble("-290.00"))

    def test_an_unknown_kind_is_shown_and_counted_among_the_fees(self) -> None:
        reading = read(changed(2, 3, "Новый сбор"))
        assert reading.not_understood == {"Новый сбор": Sum(1, rouble("-200.00"))}
        assert format_amount(reading.fees) == "290.00"

    def test_an_unknown_column_is_counted_where_it_holds_something(self) -> None:
        rows = [[*row, extra] for row, extra in zip(example_by_kind(), [5, None, 7, "", 1, None, None], strict=True)]
        reading = read(workbook([[*BY_KIND, "Новый столбец"], *rows]))
        assert reading.unknown == {"Новый столбец": 3}

    def test_the_reports_own_total_is_compared(self) -> None:
        rows = by_kind([*example_by_kind(), ["Итого", None, "", "", "", "", "", None, None, 2611]])
        (total,) = read(workbook(rows)).mismatches
        assert (total.what, total.told, total.found, total.difference) == (
            "Итого", rouble("2611.00"), rouble("2610.00"), rouble("1.00"),
        )  # fmt: skip

    def test_a_total_that_agrees_is_no_mismatch(self) -> None:
        rows = by_kind([*example_by_kind(), ["Итого", None, "", "", "", "", "", None, None, 2610]])
        reading = read(workbook(rows))
        assert len(reading.totals) == 1 and not reading.mismatches

    def test_a_month_whose_points_are_not_the_footers_is_a_mismatch(self) -> None:
        rows = example_months()
        rows[8] = ["Всего начислено баллов", 101]
        (total,) = read(workbook(rows)).mismatches
        assert (total.told, total.found) == (rouble("101.00"), rouble("100.00"))

    def test_a_months_row_whose_own_total_is_another_is_a_mismatch(self) -> None:
        rows = months([["Кружка", 11, 100, 1, 100, 0, 5, 10, 96, *[None] * 7]])
        (total,) = read(workbook(rows)).mismatches
        assert (total.told, total.found) == (rouble("96.00"), rouble("95.00"))

    def test_partners_payments_of_a_month_are_sales_of_their_own(self) -> None:
        reading = read(workbook(months([["Кружка", 11, 100, 1, 100, 20, 5, 10, 115, *[None] * 7]])))
        assert (reading.sum(Fact.SALE, "partners+"), reading.mismatches) == (rouble("20.00"), ())

    def test_an_unknown_key_of_json_is_counted(self) -> None:
        assert read(example_json(new_key="x")).unknown == {"result.header.new_key": 1}


class TestTheOlderForm:
    DAY = date(2026, 10, 5)

    def report(self, *rows: list[Any]) -> Reading:
        return read(workbook([*example_by_operation()[:2], *rows]))

    def test_without_rows_of_points_they_are_not_told(self) -> None:
        assert not self.report(operation("1-1-1", self.DAY, "Доставка", 90, sale=100, fee=-10)).tells_points

    def test_with_a_row_of_points_they_are(self) -> None:
        assert read(EXAMPLES["the older form"]).tells_points

    def test_each_column_is_a_fee_of_its_service(self) -> None:
        reading = self.report(operation("1-1-1", self.DAY, "Доставка", 60, 1, sale=100, fee=-10, logistics=-30))
        assert reading.by_kind["Logistic"].amount == rouble("-30.00")

    def test_a_row_with_a_total_alone_is_of_its_own_kind(self) -> None:
        reading = self.report(operation("", self.DAY, "Подписка Premium", -499))
        assert reading.by_kind == {"PremiumSubscription": Sum(1, rouble("-499.00"))}

    def test_what_a_new_column_explains_has_its_name(self) -> None:
        upper, header, *_ = example_by_operation()
        row = [*operation("1-1-1", self.DAY, "Доставка", 85, 1, sale=100, fee=-10), -5]
        reading = read(workbook([upper, [*header, "Упаковка подарка"], row]))
        assert reading.not_understood == {"Упаковка подарка": Sum(1, rouble("-5.00"))}

    def test_what_nothing_explains_stays_in_the_sums_and_is_shown(self) -> None:
        reading = self.report(operation("1-1-1", self.DAY, "Доставка", 83, 1, sale=100, fee=-10))
        assert reading.not_understood == {"?": Sum(1, rouble("-7.00"))}
        assert reading.sum(Fact.SALE) - reading.fees == rouble("83.00")


class TestAMonth:
    ROW = ("Кружка", 11, 100, 1, 100, 0, 5, 10, 95, *[None] * 7)

    def row(self, place: int, cell: Any) -> bytes:
        return workbook(months([[cell if at == place else each for at, each in enumerate(self.ROW)]]))

    @pytest.mark.parametrize(
        ("place", "cell", "reason", "column"),
        [
            (4, 0.005, Trouble.FINER_THAN_CENT, "Сумма, руб."),
            (6, "н/д", Trouble.BAD_AMOUNT, "Баллы за скидки"),
            (3, 1.5, Trouble.BAD_QUANTITY, "Кол-во"),
        ],
    )
    def test_a_cell_that_cannot_be_read_is_told_with_its_column(
        self, place: int, cell: Any, reason: Trouble, column: str
    ) -> None:
        found = trouble(self.row(place, cell))
        assert (found.trouble, found.row, found.column) == (reason, 6, column)

    def test_a_dash_is_nothing(self) -> None:
        assert read(self.row(6, "—")).points == 0

    def test_something_to_the_right_of_the_header_is_refused(self) -> None:
        assert trouble(workbook(months([[*self.ROW, 5]]))).trouble is Trouble.ROW_TOO_LONG

    def test_merged_products_are_refused(self) -> None:
        table = months([self.ROW, self.ROW])
        found = trouble(workbook(table, merged=[(5, 2, 6, 2, "11")]))
        assert (found.trouble, found.row) == (Trouble.MERGED_CELLS, 6)

    def test_a_merged_header_and_footer_are_fine(self) -> None:
        table = months([self.ROW], [["Итого", *[None] * 3, 1, 100, 0, 5, 10, 95]])
        reading = read(workbook(table, merged=[(2, 3, 2, 9, "Реализовано"), (6, 0, 6, 3, "Итого")]))
        assert (reading.points, reading.mismatches) == (rouble("5.00"), ())

    def test_without_products_there_is_nothing_to_read(self) -> None:
        assert trouble(workbook(months([]))).trouble is Trouble.NO_ROWS

    def test_a_footer_that_names_no_number_is_told(self) -> None:
        made = workbook(months([self.ROW], [["Всего начислено баллов: много"]]))
        assert (trouble(made).trouble, trouble(made).found) == (Trouble.BAD_AMOUNT, "много")

    def test_a_block_that_lacks_its_points_is_told(self) -> None:
        table = months([self.ROW])
        table[3] = [None if cell == "Баллы за скидки" else cell for cell in table[3]]
        assert (trouble(workbook(table)).trouble, trouble(workbook(table)).wanted) == (
            Trouble.COLUMNS_MISSING, "«Баллы за скидки»",
        )  # fmt: skip

    def test_by_orders_each_has_facts_of_its_own(self) -> None:
        table = months([self.ROW, self.ROW])
        table[2] = [*table[2], "Отправление", None]
        table[3] = [*table[3], "Номер", "Дата"]
        table[4] = list(range(1, 20))
        for at in (5, 6):
            table[at] = [*table[at], f"10{at}-1-1", "05.10.2026"]
        sales = [fact for fact in read(workbook(table)).facts("S1", AT) if fact["type"] == "sale.reported"]
        assert [(fact["order"], fact["amount"]) for fact in sales] == [("105-1-1", "100.00"), ("106-1-1", "100.00")]

    def test_json_without_days_is_told_to_lack_them(self) -> None:
        assert trouble(b'{"rows": [{"item": {"sku": 1}}]}').trouble is Trouble.NO_PERIOD

    def test_json_with_amounts_of_no_product_is_refused(self) -> None:
        made = example_json().replace(b'"sku": 11', b'"sku": 0')
        assert trouble(made).trouble is Trouble.NO_PRODUCT


class TestHeadersAsTheyCome:
    def test_columns_are_found_in_any_order(self) -> None:
        rows = [row[::-1] for row in by_kind(example_by_kind(), period=False)]
        assert read(workbook(rows)).points == rouble("100.00")

    def test_case_spaces_and_currency_do_not_matter(self) -> None:
        rows = by_kind(example_by_kind())
        rows[1] = [f" {name.upper()}\u00a0".replace(" ", "\u00a0\u00a0") for name in rows[1]]
        assert read(workbook(rows)).points == rouble("100.00")

    def test_letters_that_lost_half_of_themselves_are_read(self) -> None:
        def halved(text: Any) -> Any:
            if not isinstance(text, str):
                return text
            low = (chr(ord(char) & 0xFF) if "\u0400" <= char < "\u0500" else char for char in text)
            return "".join(char for char in low if char.isprintable())

        rows = [[halved(cell) for cell in row] for row in by_kind(example_by_kind(), period=False)]
        reading = read(workbook(rows, "Sheet"))
        assert (format_amount(reading.points), reading.not_understood) == ("100.00", {})

    def test_utf8_that_was_read_as_cp1251_is_read(self) -> None:
        rows = by_kind(example_by_kind(), period=False)
        misread = [[c.encode().decode("cp1251", "replace") if isinstance(c, str) else c for c in row] for row in rows]
        assert read(workbook(misread, "Sheet")).points == rouble("100.00")

    def test_the_sheet_of_accruals_is_taken_of_several(self) -> None:
        made = io.BytesIO()
        with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
            for name, kind in (("Копия", "Выручка"), ("Начисления", "Баллы за скидки")):
                page = book.add_worksheet(name)
                page.write_row(0, 0, BY_KIND)
                page.write_row(1, 0, ["1-1-1", "05.10.2026", "", kind, "", 1, "", 1, 1, 7])
        assert read(made.getvalue()).points == rouble("7.00")

    def test_of_several_without_that_name_none_is_taken(self) -> None:
        made = io.BytesIO()
        with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
            for name in ("Один", "Два"):
                page = book.add_worksheet(name)
                page.write_row(0, 0, BY_KIND)
        found = trouble(made.getvalue())
        assert (found.trouble, found.found) == (Trouble.SEVERAL_TABLES, "«Один», «Два»")


def with_parts(change: Callable[[str, bytes], bytes]) -> bytes:
    """The example as a workbook, its parts changed."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(EXAMPLES["accruals as a workbook"])) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return made.getvalue()


def in_sheet(old: bytes, new: bytes) -> bytes:
    return with_parts(lambda name, content: content.replace(old, new) if "sheet1" in name else content)


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive, warnings.catch_warnings(action="ignore"):
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def locked() -> bytes:
    """An archive whose directory says that its part needs a password."""
    made = bytearray(zipped("xl/workbook.xml"))
    made[made.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


class TestWhatIsNotRead:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            pytest.param(b"", Trouble.EMPTY, id="nothing"),
            pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Trouble.NOT_A_TABLE, id="a picture"),
            pytest.param(EXAMPLES["accruals as a workbook"][:3000], Trouble.DAMAGED, id="a workbook cut off"),
            pytest.param(OLE, Trouble.OLD_EXCEL, id="an old workbook"),
            pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), Trouble.ENCRYPTED, id="with a password"),
            pytest.param(zipped("a.txt"), Trouble.ARCHIVE, id="an archive"),
            pytest.param(zipped("xl/workbook.bin"), Trouble.OLD_EXCEL, id="a binary workbook"),
            pytest.param(zipped("xl/workbook.xml"), Trouble.DAMAGED, id="a workbook of nothing"),
            pytest.param(zipped("xl/workbook.xml", "xl/workbook.xml"), Trouble.DAMAGED, id="a part twice"),
            pytest.param(locked(), Trouble.ENCRYPTED, id="a locked archive"),
            pytest.param("\ufeff\n\n".encode(), Trouble.NOT_A_REPORT, id="empty lines"),
            pytest.param(lines([*by_kind([]), ['"100"x']]), Trouble.DAMAGED, id="quotes that do not close"),
            pytest.param(in_sheet(b"<v>2000</v>", b"<f>1+1</f><v>2000</v>"), Trouble.FORMULAS, id="a formula"),
            pytest.param(in_sheet(b"</sheetData>", FAR), Trouble.TOO_MANY_CELLS, id="a cell far away"),
            pytest.param(in_sheet(b"<sheetData>", b"\0<sheetData>"), Trouble.DAMAGED, id="a sheet in UTF-16"),
            pytest.param(lines([["Имя", "Телефон"], ["а", "б"]]), Trouble.NOT_A_REPORT, id="another table"),
            pytest.param(b'{"rows": [1]}', Trouble.NOT_A_REPORT, id="other JSON"),
            pytest.param(b'{"rows": [NaN]}', Trouble.DAMAGED, id="JSON with no number"),
            pytest.param(b'{"rows": [], "rows": []}', Trouble.DAMAGED, id="JSON with a key twice"),
            pytest.param(b"[" * 100_000, Trouble.DAMAGED, id="JSON without an end"),
            pytest.param(example_json(currency_sys_name="KZT"), Trouble.OTHER_CURRENCY, id="another currency"),
            pytest.param(workbook(by_kind([])), Trouble.NO_ROWS, id="a header alone"),
            pytest.param(workbook(example_months()[1:]), Trouble.NO_PERIOD, id="a month without its days"),
            pytest.param(changed(1, 9, "н/д"), Trouble.BAD_AMOUNT, id="no amount"),
            pytest.param(changed(1, 9, None), Trouble.BAD_AMOUNT, id="an empty amount"),
            pytest.param(changed(1, 9, "1,234"), Trouble.BAD_AMOUNT, id="an amount with two meanings"),
            pytest.param(changed(1, 9, 1e15), Trouble.BAD_AMOUNT, id="an amount too large"),
            pytest.param(changed(1, 9, 0.005), Trouble.FINER_THAN_CENT, id="half a kopeck"),
            pytest.param(changed(1, 1, 45800), Trouble.BAD_DAY, id="a day as a number"),
            pytest.param(changed(1, 1, "10/05/2026"), Trouble.BAD_DAY, id="a day in another order"),
            pytest.param(changed(1, 1, date(2026, 11, 1)), Trouble.OUTSIDE_PERIOD, id="a day outside the period"),
            pytest.param(changed(1, 7, 1.5), Trouble.BAD_QUANTITY, id="one and a half pieces"),
            pytest.param(workbook(by_kind([[*example_by_kind()[0], 5]])), Trouble.ROW_TOO_LONG, id="a long row"),
            pytest.param(lines([[*BY_KIND, "SKU"], *example_by_kind()]), Trouble.COLUMN_TWICE, id="a column twice"),
            pytest.param(workbook(months([["Кружка", 11, 100, 1, -100, 0, 0, 10, 90, *[None] * 7]])),
                         Trouble.BAD_AMOUNT, id="a month below zero"),
            pytest.param(workbook(months([["Кружка", None, 100, 1, 100, 0, 0, 10, 90, *[None] * 7]])),
                         Trouble.NO_PRODUCT, id="a month of no product"),
        ],
    )  # fmt: skip
    def test_it_is_told_why(self, content: bytes, reason: Trouble) -> None:
        assert trouble(content).trouble is reason

    def test_macros_are_refused(self) -> None:
        made = io.BytesIO(EXAMPLES["accruals as a workbook"])
        with zipfile.ZipFile(made, "a") as book:
            book.writestr("xl/vbaProject.bin", "x")
        assert trouble(made.getvalue()).trouble is Trouble.MACROS

    def test_a_workbook_that_unpacks_to_hundreds_of_megabytes_is_refused(self) -> None:
        bomb = in_sheet(b"</worksheet>", b"</worksheet>" + b" " * (257 << 20))
        assert (len(bomb) < 1 << 20, trouble(bomb).trouble) == (True, Trouble.UNPACKS_TOO_LARGE)

    def test_one_long_text_that_many_cells_share_is_refused(self) -> None:
        cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (at, at) for at in range(100, 100_100))

        def change(name: str, content: bytes) -> bytes:
            if name == "xl/sharedStrings.xml":
                return content.replace(b"<si>", b"<si><t>" + b"x" * 100_000 + b"</t></si><si>", 1)
            return content.replace(b"</sheetData>", cells + b"</sheetData>") if "sheet1" in name else content

        assert trouble(with_parts(change)).trouble is Trouble.TOO_MANY_CELLS

    def test_a_workbook_that_lies_about_its_size_is_damaged(self) -> None:
        made = bytearray(in_sheet(b"</worksheet>", b"</worksheet>" + b" " * 5000))
        with zipfile.ZipFile(io.BytesIO(made)) as book:
            size = book.getinfo("xl/worksheets/sheet1.xml").file_size
        told = made.rfind(size.to_bytes(4, "little"))  # in the directory at the end, which programs believe
        made[told : told + 4] = (1000).to_bytes(4, "little")
        assert trouble(bytes(made)).trouble is Trouble.DAMAGED

    def test_a_file_of_two_gigabytes_is_refused_unread(self) -> None:
        class Huge(io.BytesIO):
            def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
                return 2 << 30 if whence == io.SEEK_END else super().seek(offset, whence)

            def read(self, size: int | None = -1) -> bytes:
                raise AssertionError("it was read")

        with pytest.raises(NotRead) as found:
            read_report(Huge())
        assert (found.value.trouble, found.value.found) == (Trouble.TOO_LARGE, "2048")

    def test_a_sum_in_merged_cells_is_for_no_row(self) -> None:
        made = workbook(by_kind(example_by_kind()), merged=[(3, 9, 4, 9, "1")])
        assert (trouble(made).trouble, trouble(made).row) == (Trouble.MERGED_CELLS, 4)

    def test_merged_cells_above_the_rows_are_fine(self) -> None:
        made = workbook(by_kind(example_by_kind()), merged=[(0, 1, 0, 5, "")])
        assert read(made).rows == 7

    def test_the_row_is_the_one_that_people_see(self) -> None:
        found = trouble(changed(3, 9, "н/д"))
        assert (found.row, found.column, found.found) == (5, "Сумма итого, руб.", "н/д")

    def test_rows_left_empty_above_are_counted(self) -> None:
        rows = [[], [], *by_kind(example_by_kind())]
        rows[6][9] = "н/д"
        assert trouble(workbook(rows)).row == 7

    def test_a_time_is_no_amount(self) -> None:
        made = io.BytesIO()
        with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
            page = book.add_worksheet("Начисления")
            page.write_row(0, 0, BY_KIND)
            page.write_row(1, 0, ["1-1-1", "05.10.2026", "", "Выручка", "", 1, "", 1, 1])
            page.write_datetime(1, 9, time(1, 2), book.add_format({"num_format": "hh:mm"}))
        assert trouble(made.getvalue()).trouble is Trouble.BAD_AMOUNT

    def test_what_was_found_and_what_is_wanted_is_told(self) -> None:
        found = trouble(lines([row[:5] + row[6:] for row in by_kind(example_by_kind(), period=False)]))
        assert (found.trouble, found.wanted) == (Trouble.COLUMNS_MISSING, "«SKU»")
        assert "«ID начисления»" in found.found

    @pytest.mark.parametrize("locale", LOCALES)
    @pytest.mark.parametrize("reason", Trouble)
    def test_every_reason_is_a_sentence_in_every_language(self, reason: Trouble, locale: str) -> None:
        sentence = NotRead(reason, row=5, column="SKU", found="x", wanted="y").text(TEXTS, locale)
        assert sentence.endswith((".", "։"))
