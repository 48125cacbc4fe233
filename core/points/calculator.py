"""What a discount would bring and cost before it is given: the seller's own arithmetic (RULES 8.2, 11).

Problem: a discount is paid in money today and comes back as points weeks later, so its price is guessed. Decision: the
same exact arithmetic as the accrual's, with the returns that the seller expects; and against the seller's own margin
the number of further units at which the discount has paid for itself. Limit: a point is taken to be worth one unit of
money, which it is if it is spent in time; a returned unit neither earns nor costs. Nothing is kept.
"""

from typing import NamedTuple

from core.points.accrual import points_for
from core.values import RATE_ONE, Amount, Rate

_ONE_SQUARED = RATE_ONE * RATE_ONE
_ONE_CUBED = RATE_ONE**3


class Sale(NamedTuple):
    """Units sold at a discount: price of one before it, and the share that is expected to come back."""

    price: Amount
    discount: Rate
    quantity: int
    coefficient: Rate
    returns: Rate = 0


class Result(NamedTuple):
    """What the sale comes to. `earned` is before returns; the others are of what is expected to stay sold.

    `buyer_pays` is the price of one unit. `cost` is what of the discount the points do not give back.
    """

    buyer_pays: Amount
    earned: Amount
    points: Amount
    discount_given: Amount
    cost: Amount
    ratio: Rate | None


def result(sale: Sale) -> Result:
    """Points and money of a sale; every number is rounded down to 0.01 once, at its end (RULES 2.2)."""
    kept = RATE_ONE - sale.returns
    points = sale.price * sale.discount * sale.quantity * sale.coefficient * kept // _ONE_CUBED
    given = sale.price * sale.discount * sale.quantity * kept // _ONE_SQUARED
    return Result(
        buyer_pays=sale.price * (RATE_ONE - sale.discount) // RATE_ONE,
        earned=points_for(sale.price, sale.discount, sale.quantity, sale.coefficient),
        points=points,
        discount_given=given,
        cost=given - points,
        # RULES 11: reward ÷ discount given; no data where nothing was given.
        ratio=points * RATE_ONE // given if given else None,
    )


def extra_units(sale: Sale, margin: Amount) -> int | None:
    """How many units beyond `quantity` must be sold until the discount has paid for itself; None if it never does.

    `margin` is what one unit brings at its full price. At a discount it brings less by the discount and more by its
    points; `quantity` units at full price are what it has to make good. Returns take of both alike and fall out.
    """
    lost = sale.price * sale.discount * (RATE_ONE - sale.coefficient)
    left = margin * _ONE_SQUARED - lost
    if not lost:
        return 0
    return -(-sale.quantity * lost // left) if left > 0 else None


def unit_margin(sale: Sale, margin: Amount) -> Amount:
    """What one discounted unit brings, its points included; below zero if it costs. Rounded down."""
    lost = sale.price * sale.discount * (RATE_ONE - sale.coefficient)
    return (margin * _ONE_SQUARED - lost) // _ONE_SQUARED
