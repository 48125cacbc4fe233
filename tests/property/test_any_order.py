"""A small file imported in every order of its lines, until nothing changes, comes to the same (RULES 2.6a).

The problem: facts come late and out of order, and a shop whose return was told before its order must not stay wrong.
The decision: every permutation of a few files, through the programme and through the naive model, against values
worked out by hand. The limit: the rules let some things depend on the order, and no file here turns on them: what a
charge finds to pay with, commands and whatever else is judged once; a crediting that a late clock moves to another
expiry; a return before or after crediting (`credited`), before or after a reversal when a lot has expired between
them, or beyond its window; of two prices from one instant, or of two contents under one id, which came first; a no
told before the first yes (`none`, not `withdrawn`). Notices too tell what happened when it was learned.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import permutations
from typing import Any, Protocol

import pytest

from tests.property import model
from tests.property.product import Handling, Product, in_memory

DAY = "2026-02-02T12:00:00+03:00"
NEXT_DAY = "2026-02-03T12:00:00+03:00"
THIRD_DAY = "2026-02-04T12:00:00+03:00"


@dataclass(frozen=True, slots=True)
class File:
    """Lines to import in any order, what is told when they have settled, and what is right then, by path."""

    lines: tuple[dict[str, Any], ...]
    right: Mapping[str, Any]
    then: tuple[dict[str, Any], ...] = ()
    until: str = "2026-02-20T00:00:00Z"
    policy: dict[str, Any] = field(default_factory=dict)


def told(kind: str, at: str = DAY, seller: str | None = "S", **fields: Any) -> dict[str, Any]:
    """An event, without an id."""
    return {"type": kind, "at": at, **({} if seller is None else {"seller": seller}), **fields}


REGISTERED = told("seller.registered", name="Shop")
CREDITED = told("wallet.credited", amount="5000.00")
CAMPAIGN = told(
    "campaign.upserted",
    seller=None,
    campaign="C",
    starts_at="2026-01-01T00:00:00Z",
    ends_at="2027-01-01T00:00:00Z",
    coefficient="0.07",
)
ORDER = told(
    "order.redeemed", line="L", campaign="C", category="tea", price="7000.00", discount="0.20", quantity=12
)  # 1176.00 points, 98.00 each

FILES = {
    "an order, its campaign, its shop and what came back of it": File(
        (
            REGISTERED,
            CAMPAIGN,
            ORDER,
            told("order.returned", NEXT_DAY, line="L", quantity=2),
            told("order.cancelled", THIRD_DAY, line="L", quantity=3),
            told("order.returned", DAY, line="L", quantity=1),
        ),
        # 1176 - 6 x 98 = 588, credited 14 days after redemption, until the end of the second quarter
        {
            "S.points.discount.accrued": "1176.00",
            "S.points.discount.adjusted": "588.00",
            "S.points.discount.lots": [{"amount": "588.00", "expires_at": "2026-06-30T21:00:00Z"}],
        },
    ),
    "a charge and its reversal, a grant and its revocation": File(
        (
            REGISTERED,
            CREDITED,
            told("service.charged", charge="K", service="ads", amount="300.00"),
            told("charge.reversed", charge="K"),
            told("bonus.granted", grant="G", programme="bonus", amount="200.00", reason="promo"),
            told("bonus.revoked", grant="G", amount="150.00"),
        ),
        {
            "S.wallet": "5000.00",
            "S.points.bonus.adjusted": "150.00",
            "S.points.bonus.lots": [{"amount": "50.00", "expires_at": "2027-02-02T09:00:00Z"}],
        },
    ),
    "verdicts and ratings, each with its own instant": File(
        (
            REGISTERED,
            told("eligibility.changed", DAY, eligible=True),
            told("eligibility.changed", NEXT_DAY, eligible=False),
            told("eligibility.changed", THIRD_DAY, eligible=True),
            told("rating.updated", NEXT_DAY, rating="4.8"),
            told("rating.updated", THIRD_DAY, rating="4.3"),
        ),
        # The last verdict lets it connect, the last rating hides the badge.
        {"S.subscription.invitation": "accepted", "S.subscription.state": "trial", "S.subscription.badge": False},
        then=(told("command.connect", "2026-02-05T12:00:00Z", plan="premium", by="manager"),),
    ),
    "a rating that came down and went up again": File(
        (
            REGISTERED,
            told("eligibility.changed", DAY, eligible=True),
            told("rating.updated", DAY, rating="4.8"),
            told("rating.updated", NEXT_DAY, rating="4.3"),
            told("rating.updated", THIRD_DAY, rating="4.5"),
        ),
        {"S.subscription.badge": True},
        then=(told("command.connect", "2026-02-05T12:00:00Z", plan="premium", by="manager"),),
    ),
    "prices from several instants ahead": File(
        (
            REGISTERED,
            CREDITED,
            told("price.changed", seller=None, plan="lite", price="1500.00", **{"from": "2026-02-05T00:00:00Z"}),
            told("price.changed", seller=None, plan="lite", price="1700.00", **{"from": "2026-03-05T12:00:00Z"}),
            told("price.changed", seller=None, plan="lite", price="9.00", **{"from": "2026-03-05T12:00:00.000001Z"}),
        ),
        # Charged on 5 February and at the very instant from which the second price holds: 5000 - 1500 - 1700
        {"S.wallet": "1800.00", "S.subscription.fees_paid": "3200.00"},
        then=(told("command.connect", "2026-02-05T12:00:00Z", plan="lite", by="manager"),),
        until="2026-03-06T00:00:00Z",
        policy={"trial": {"days": 0}},
    ),
    "two shops in one campaign": File(
        (
            REGISTERED,
            REGISTERED | {"seller": "T"},
            CAMPAIGN,
            ORDER,
            ORDER | {"seller": "T", "quantity": 1},
        ),
        {"S.points.discount.available": "1176.00", "T.points.discount.available": "98.00"},
    ),
}


class Importer(Protocol):
    """What both readings offer."""

    def line(self, raw: str) -> dict[str, Any]: ...

    def finish(self, until: str | None = None) -> None: ...


def imported(reading: Importer, file: File, order: Sequence[int], flush: Callable[[], None]) -> None:
    """Import the lines in that order until an import has nothing new, then tell the rest."""
    lines = [json.dumps({"id": f"e{number}", **file.lines[number]}) for number in order]
    imports = 0
    settled = False
    while not settled:
        answers = [reading.line(line) for line in lines]
        flush()
        settled = all(answer["outcome"] == "replayed" for answer in answers)
        imports += 1
        assert imports <= len(lines) + 1, answers
    for number, event in enumerate(file.then):
        reading.line(json.dumps({"id": f"then{number}", **event}))
    reading.finish(file.until)


def through_the_model(file: File, order: Sequence[int]) -> dict[str, Any]:
    reading = model.Model(file.policy)
    imported(reading, file, order, flush=lambda: None)
    sellers: dict[str, Any] = reading.state()["sellers"]
    return sellers


def through_the_programme(file: File, order: Sequence[int]) -> dict[str, Any]:
    with in_memory() as database:
        reading = Product(database, file.policy, Handling(batch=len(order)))
        imported(reading, file, order, reading.flush)
        sellers: dict[str, Any] = reading.result()[1]["sellers"]
        return sellers


def ends(file: File, through: Callable[[File, Sequence[int]], dict[str, Any]]) -> list[str]:
    """The different ends that the orders of the lines come to, each with the first order that does."""
    found: dict[str, Sequence[int]] = {}
    for order in permutations(range(len(file.lines))):
        found.setdefault(json.dumps(through(file, order), sort_keys=True), order)
    return [f"{order}: {end}" for end, order in found.items()]


@pytest.mark.parametrize("through", [through_the_programme, through_the_model])
@pytest.mark.parametrize("name", list(FILES))
def test_every_order_of_a_file_comes_to_the_same(name: str, through: Callable[..., dict[str, Any]]) -> None:
    assert len(ends(FILES[name], through)) == 1


@pytest.mark.parametrize("through", [through_the_programme, through_the_model])
@pytest.mark.parametrize("name", list(FILES))
def test_what_it_comes_to_is_right(name: str, through: Callable[..., dict[str, Any]]) -> None:
    file = FILES[name]
    sellers = through(file, range(len(file.lines) - 1, -1, -1))
    assert {path: reduce(lambda at, key: at[key], path.split("."), sellers) for path in file.right} == file.right
