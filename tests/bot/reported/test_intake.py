"""Reports taken into the books: seen before they are kept, once for ever, never twice for one month (RULES 16.2)."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from bot.ozon.files import read_report
from bot.reported.intake import Comparison, compare, keep
from bot.reported.preview import preview
from bot.texts import LOCALES, Texts
from core.policy import default_policy
from core.values import HOUR, Instant, parse_instant
from storage.books.books import Books
from storage.books.reported import month_state, reported_month
from storage.books.state import seller_state
from storage.books.verify import verify_all
from storage.ledger.ledger import Ledger
from storage.rows.database import Database
from tests.bot.ozon.reports import (
    by_kind,
    example_by_kind,
    example_by_operation,
    example_json,
    example_months,
    lines,
    workbook,
)
from tests.property.product import in_memory
from tests.storage.shops import tell_ledger

NOW: Instant = parse_instant("2026-11-05T07:00:00Z")
ACCRUALS = workbook(by_kind(example_by_kind()))
MONTHS = workbook(example_months(), "Отчет о реализации")
FORMS: dict[str, bytes] = {
    "accruals as a workbook": ACCRUALS,
    "accruals as cp1251": lines(by_kind(example_by_kind()), "cp1251"),
    "the older form": workbook(example_by_operation()),
    "realization as a workbook": MONTHS,
    "realization as JSON": example_json(),
}


class Intake:
    """A reported shop "S", and reports that come to it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.ledger = Ledger(database, default_policy())
        self.books = Books(database, default_policy())
        self.now = NOW
        tell_ledger(database, "seller.registered", "S", NOW, name="Shop", books="reported")

    def seen(self, content: bytes) -> Comparison:
        return compare(self.books, "S", read_report(io.BytesIO(content)), self.now)

    def kept(self, content: bytes) -> Comparison:
        self.now += HOUR
        found = self.seen(content)
        keep(self.ledger, found, self.now)
        return found

    @property
    def state(self) -> dict[str, Any]:
        account = self.ledger.look("S")
        assert account is not None
        return seller_state(account)

    @property
    def october(self) -> dict[str, Any]:
        return month_state(reported_month(self.books, "S", 202610), default_policy().programmes)


@pytest.fixture
def intake() -> Iterator[Intake]:
    with in_memory() as database:
        yield Intake(database)


@pytest.mark.parametrize("form", FORMS)
def test_the_worked_example_is_100_points_and_a_fee_of_290_in_every_form(intake: Intake, form: str) -> None:
    intake.kept(FORMS[form])

    found = intake.october
    assert (found["points"]["discount"]["net"], found["fees"]) == ("100.00", {"commission": "290.00"})


def test_a_comparison_keeps_nothing(intake: Intake) -> None:
    before = intake.state
    intake.seen(ACCRUALS)

    assert intake.state == before


def test_a_report_taken_twice_brings_nothing_new(intake: Intake) -> None:
    intake.kept(ACCRUALS)
    again = intake.seen(ACCRUALS)

    assert (again.new, again.changed, again.known, again.facts) == (0, 0, 7, [])


def test_the_same_report_in_another_form_is_known(intake: Intake) -> None:
    intake.kept(ACCRUALS)

    assert intake.seen(FORMS["accruals as cp1251"]).facts == []


def test_a_report_that_was_revised_corrects_what_changed(intake: Intake) -> None:
    intake.kept(ACCRUALS)
    rows = example_by_kind()
    rows[3][-1] = 90
    found = intake.kept(workbook(by_kind(rows)))

    assert (found.changed, intake.state["points"]["discount"]["net"], intake.state["corrections"]) == (1, "90.00", 1)


def test_what_a_complete_report_no_longer_contains_becomes_nothing(intake: Intake) -> None:
    intake.kept(ACCRUALS)
    rows = [row for row in example_by_kind() if row[3] != "Баллы за скидки"]
    found = intake.kept(workbook(by_kind(rows)))

    assert (found.gone, intake.state["points"]["discount"]["net"]) == (1, "0.00")


def test_what_a_report_without_a_period_does_not_contain_stays(intake: Intake) -> None:
    intake.kept(ACCRUALS)
    rows = [row for row in example_by_kind() if row[3] != "Баллы за скидки"]
    found = intake.kept(workbook(by_kind(rows, period=False)))

    assert (found.gone, intake.state["points"]["discount"]["net"]) == (0, "100.00")


def test_what_was_told_by_hand_is_not_taken_away_by_a_complete_report(intake: Intake) -> None:
    tell_ledger(intake.database, "sale.reported", "S", NOW, entry="mine", amount="5.00", day="2026-10-06")

    assert intake.kept(ACCRUALS).gone == 0


def test_a_sales_report_over_a_month_of_accruals_is_not_taken(intake: Intake) -> None:
    intake.kept(ACCRUALS)
    before = intake.state
    found = intake.kept(MONTHS)

    assert (found.told_otherwise, intake.state) == (True, before)


def test_accruals_of_the_whole_month_take_the_place_of_its_sales_report(intake: Intake) -> None:
    intake.kept(MONTHS)
    found = intake.kept(ACCRUALS)

    assert (found.told_otherwise, intake.october["points"]["discount"]["net"], intake.october["fees"]) == (
        False, "100.00", {"commission": "290.00"},
    )  # fmt: skip


def test_accruals_of_a_part_of_a_month_do_not_meet_its_sales_report(intake: Intake) -> None:
    intake.kept(MONTHS)
    before = intake.state
    found = intake.kept(workbook(by_kind(example_by_kind(), period=False)))

    assert (found.told_otherwise, intake.state) == (True, before)


def test_months_apart_are_told_by_different_reports(intake: Intake) -> None:
    intake.kept(MONTHS)
    rows = example_by_kind()
    for row in rows:
        row[1] = date(2026, 11, 2)
    found = intake.kept(workbook(by_kind(rows, period=False)))

    assert (found.told_otherwise, intake.state["points"]["discount"]["net"]) == (False, "200.00")


def test_a_report_that_stopped_half_way_goes_on(intake: Intake) -> None:
    half = intake.seen(ACCRUALS)
    half.facts = half.facts[:3]
    keep(intake.ledger, half, intake.now)

    assert (intake.kept(ACCRUALS).new, intake.october["points"]["discount"]["net"]) == (4, "100.00")


def test_everything_taken_verifies(intake: Intake) -> None:
    for content in (MONTHS, ACCRUALS, workbook(by_kind(example_by_kind()[:4]))):
        intake.kept(content)

    assert verify_all(intake.books).violations == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_preview_names_a_total_that_is_not_the_sum_of_the_rows(intake: Intake, locale: str) -> None:
    rows = [*by_kind(example_by_kind()), [None, None, "Итого", None, None, None, None, None, None, 3000]]
    said = "\n".join(preview(intake.seen(workbook(rows)), Texts(), locale))

    assert "3000.00" in said
    assert "2610.00" in said


@pytest.mark.parametrize("locale", LOCALES)
def test_a_preview_names_what_was_not_understood(intake: Intake, locale: str) -> None:
    rows = [*example_by_kind(), ["1", date(2026, 10, 9), "", "Новый сбор", None, None, None, None, None, -7]]

    assert "Новый сбор" in "\n".join(preview(intake.seen(workbook(by_kind(rows))), Texts(), locale))
