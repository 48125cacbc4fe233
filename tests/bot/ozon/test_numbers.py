"""Amounts, days, counts and names, as reports write them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ozon.kinds import Meaning, Service, kind_of
from bot.ozon.numbers import Finer, amount, count, day, name, told_amount
from core.values import MAX_AMOUNT, format_amount


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("1 234,50", 123450), ("1\u00a0234,50", 123450), ("1\u202f234.5", 123450), ("−300,00", -30000),
        ("-0,05", -5), ("12 ₽", 1200), ("12,30 руб.", 1230), ("1,234.56", 123456), ("1.234,56", 123456),
        ("0,500", 50), ("1234,500", 123450), ("26272,180000000004", 2627218), (26272.180000000004, 2627218),
        (0.1 + 0.2, 30), (-499, -49900), (Decimal("0.1"), 10), (1e-9, 0),
    ],
)  # fmt: skip
def test_the_amount_that_is_meant_is_read(written: Any, cents: int) -> None:
    assert amount(written) == cents


@pytest.mark.parametrize(
    "written",
    [
        "", " ", "н/д", "1,234", "1.234", "999,990", "12 34", "1 23,4", "1,2,3", "1e5", "(500)", "5%", "٣", "--1", "1-",
        "12345678901234567890", "9" * 50, float("nan"), float("inf"), 1e13, True, None, time(1), date(2026, 1, 1),
        Decimal("NaN"), MAX_AMOUNT,
    ],
)  # fmt: skip
def test_what_is_no_amount_or_two_is_refused(written: Any) -> None:
    with pytest.raises(ValueError):
        amount(written)


@pytest.mark.parametrize("written", [0.005, "0,001", Decimal("12.345"), "1234,567", 1234567.891])
def test_what_is_finer_than_a_kopeck_is_said_to_be(written: Any) -> None:
    with pytest.raises(Finer):
        amount(written)


@given(st.integers(-MAX_AMOUNT, MAX_AMOUNT))
def test_every_amount_is_read_back_as_text(cents: int) -> None:
    assert amount(format_amount(cents).replace(".", ",")) == told_amount(format_amount(cents)) == cents


@given(st.integers(-(10**13), 10**13))
def test_every_amount_up_to_a_hundred_billion_is_read_back_as_a_binary_number(cents: int) -> None:
    assert amount(cents / 100) == cents


@pytest.mark.parametrize("written", ["1,5", "1e2", "+1", ".5", " 1", "1 000", ""])
def test_a_program_writes_amounts_in_one_way(written: str) -> None:
    with pytest.raises(ValueError):
        told_amount(written)


def test_three_decimals_of_a_program_are_decimals() -> None:
    assert told_amount("-21.750") == -2175


@pytest.mark.parametrize(
    "written",
    [date(2026, 10, 5), datetime(2026, 10, 5, 23, 59, tzinfo=UTC), "05.10.2026", "05.10.2026 12:30", "2026-10-05",
     "2026-10-05T12:30:00Z"],
)  # fmt: skip
def test_a_day_is_read(written: Any) -> None:
    assert day(written) == date(2026, 10, 5)


@pytest.mark.parametrize(
    "written", [45800, 45800.0, "45800", "10/05/2026", "31.02.2026", "5.10.26", "", None, "01.01.1999"]
)
def test_what_is_no_day_is_refused(written: Any) -> None:
    with pytest.raises(ValueError):
        day(written)


@pytest.mark.parametrize(
    ("written", "pieces"), [(3, 3), ("3", 3), (3.0, 3), ("3,00", 3), (-3, 3), (0, None), ("", None)]
)
def test_a_count_is_of_pieces(written: Any, pieces: int | None) -> None:
    assert count(written) == pieces


@pytest.mark.parametrize(
    ("written", "text"), [(100000002.0, "100000002"), (" а\u00a0 б ", "а б"), (None, ""), (11, "11"), ("a\x00b", "a b")]
)
def test_a_name_has_one_form(written: Any, text: str) -> None:
    assert name(written) == text


@pytest.mark.parametrize(
    ("written", "known_as", "service"),
    [
        ("Логистика", "Logistic", Service.LOGISTICS),
        ("ЛОГИСТИКА: FBO", "Logistic", Service.LOGISTICS),
        ("Звездные товары", "StarsMembership", Service.OTHER),
        ("Возврат вознаграждения", "SaleCommission", Service.COMMISSION),
        ("Размещение товаров на складах Ozon", "Placements", Service.STORAGE),
        ("Трафареты", "Stencil", Service.ADS),
        ("Подписка Premium Lite", "PremiumSubscription", Service.OTHER),
    ],
)
def test_a_kind_is_known_by_what_files_call_it(written: str, known_as: str, service: Service) -> None:
    kind = kind_of(written)
    assert (kind.name, kind.service, kind.meaning, kind.understood) == (known_as, service, Meaning.FEE, True)


def test_a_kind_that_nobody_knows_keeps_its_name() -> None:
    kind = kind_of("Сбор за тишину")
    assert (kind.name, kind.service, kind.understood) == ("Сбор за тишину", Service.OTHER, False)
