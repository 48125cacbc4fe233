"""What a discount would bring and cost (RULES 8.2, 11)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.points.accrual import points_for
from core.points.calculator import Sale, extra_units, result, unit_margin
from core.values import MAX_AMOUNT, RATE_ONE

SALE = Sale(price=700_000, discount=100_000, quantity=20, coefficient=50_000)
RATES = st.integers(1, RATE_ONE)
SALES = st.builds(
    Sale,
    price=st.integers(1, MAX_AMOUNT),
    discount=RATES,
    quantity=st.integers(1, 10_000),
    coefficient=RATES,
    returns=st.integers(0, RATE_ONE),
)


@pytest.mark.parametrize(
    ("discount", "quantity", "coefficient", "points"),
    [(100_000, 20, 50_000, 70_000), (200_000, 12, 70_000, 117_600), (150_000, 30, 60_000, 189_000)],
)
def test_the_points_are_those_of_the_accrual(discount: int, quantity: int, coefficient: int, points: int) -> None:
    assert result(Sale(700_000, discount, quantity, coefficient)).points == points  # RULES 8.2


def test_the_buyer_pays_the_price_without_the_discount() -> None:
    assert result(SALE).buyer_pays == 630_000


def test_the_discount_given_is_that_of_all_units() -> None:
    assert result(SALE).discount_given == 1_400_000


def test_what_points_do_not_give_back_is_the_cost() -> None:
    assert result(SALE).cost == 1_400_000 - 70_000


def test_reward_is_compared_with_the_discount_given() -> None:
    assert result(SALE).ratio == 50_000


def test_expected_returns_take_their_share_of_points_and_discount() -> None:
    kept = result(SALE._replace(returns=100_000))
    assert (kept.earned, kept.points, kept.discount_given) == (70_000, 63_000, 1_260_000)


def test_if_everything_comes_back_there_is_nothing_to_compare() -> None:
    assert result(SALE._replace(returns=RATE_ONE)) == (630_000, 70_000, 0, 0, 0, None)


def test_a_fraction_is_rounded_down_once_at_the_end() -> None:
    # 0.99 × 33 % × 1 × 0.5 × 90 % = 0.147015
    assert result(Sale(99, 330_000, 1, 500_000, 100_000)).points == 14


@given(SALES)
def test_without_returns_the_points_are_those_of_an_order(sale: Sale) -> None:
    found = result(sale._replace(returns=0))
    assert found.points == found.earned == points_for(sale.price, sale.discount, sale.quantity, sale.coefficient)


@given(SALES)
def test_points_never_exceed_the_discount_they_are_for(sale: Sale) -> None:
    found = result(sale)
    assert 0 <= found.points <= found.discount_given
    assert found.points <= found.earned


# -- paying for itself -------------------------------------------------------------------------------------------------


def test_the_discount_pays_for_itself_by_further_units() -> None:
    # Of a margin of 2100 the discount takes 700 and points give back 35: 1435 a unit, 20 × 665 ÷ 1435 = 9.27.
    assert extra_units(SALE, 210_000) == 10


def test_a_unit_brings_its_margin_less_the_discount_and_its_points() -> None:
    assert unit_margin(SALE, 210_000) == 143_500


def test_a_margin_that_the_discount_eats_up_never_pays() -> None:
    assert extra_units(SALE, 66_500) is None
    assert unit_margin(SALE, 66_500) == 0


def test_a_discount_that_points_give_back_whole_needs_no_further_unit() -> None:
    assert extra_units(SALE._replace(coefficient=RATE_ONE), 1) == 0


def test_returns_change_nothing_about_the_further_units() -> None:
    assert extra_units(SALE._replace(returns=300_000), 210_000) == 10


@given(SALES, st.integers(1, MAX_AMOUNT))
def test_the_further_units_are_the_fewest_that_do(sale: Sale, margin: int) -> None:
    extra = extra_units(sale, margin)
    before = sale.quantity * margin * RATE_ONE * RATE_ONE
    one = margin * RATE_ONE * RATE_ONE - sale.price * sale.discount * (RATE_ONE - sale.coefficient)
    if extra is None:
        assert one <= 0
        return
    assert (sale.quantity + extra) * one >= before
    assert extra == 0 or (sale.quantity + extra - 1) * one < before
