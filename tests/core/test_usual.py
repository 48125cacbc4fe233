"""The usual fee for Premium: what was seen so far, with how often (RULES 16.3, 16.5)."""

import itertools
from datetime import date

import pytest

from core.usual import usual_fee


def paid(*days: str, amount: int = 499_000) -> dict[int, int]:
    return {date.fromisoformat(day).toordinal(): amount for day in days}


def test_nothing_is_usual_before_a_second_fee() -> None:
    assert usual_fee(paid("2026-09-05")) is None


def test_the_usual_day_and_amount_come_with_how_often_they_were_seen() -> None:
    usual = usual_fee(paid("2026-07-05", "2026-08-05", "2026-09-05") | paid("2026-06-07", amount=199_000))

    assert usual is not None
    assert (usual.day, usual.day_seen, usual.amount, usual.amount_seen, usual.of) == (5, 3, 499_000, 3, 4)


def test_the_next_fee_is_likely_on_the_usual_day_of_the_month_after_the_last_one() -> None:
    usual = usual_fee(paid("2026-11-05", "2026-12-05"))

    assert usual is not None and usual.likely == date(2027, 1, 5)


def test_a_usual_day_that_the_next_month_does_not_have_is_its_last_one() -> None:
    usual = usual_fee(paid("2025-12-31", "2026-01-31"))

    assert usual is not None and usual.likely == date(2026, 2, 28)


def test_of_days_seen_equally_often_the_latest_is_usual() -> None:
    usual = usual_fee(paid("2026-07-05", "2026-08-09"))

    assert usual is not None and usual.day == 9


def test_no_day_that_was_so_less_than_half_of_the_times_is_usual() -> None:
    assert usual_fee(paid("2026-07-05", "2026-08-09", "2026-09-11")) is None


def test_a_fee_that_was_given_back_is_none() -> None:
    assert usual_fee(paid("2026-07-05") | paid("2026-08-05", amount=0)) is None


def test_only_the_last_fees_are_looked_at() -> None:
    old = [f"2025-{month:02d}-01" for month in range(1, 13)]
    new = [f"2026-{month:02d}-05" for month in range(1, 7)]
    usual = usual_fee(paid(*old, *new))

    assert usual is not None and (usual.day, usual.day_seen, usual.of) == (5, 6, 6)


@pytest.mark.parametrize("order", list(itertools.permutations(["2026-07-05", "2026-08-05", "2026-09-06"])))
def test_the_order_in_which_fees_were_told_does_not_matter(order: tuple[str, ...]) -> None:
    assert usual_fee(paid(*order)) == usual_fee(paid("2026-07-05", "2026-08-05", "2026-09-06"))
