"""What a marketplace tells of a shop it keeps itself: said once, said again, said otherwise (RULES 16)."""

import json
from typing import Any

import pytest

from core.account import ReportedSum, Telling
from core.events import EVENTS, Command, Malformed, ReportedFact, parse_line
from core.refusals import Outcome
from core.reported import cover
from core.values import MAX_SUM, RATE_ONE, BooksKind, FactKind
from tests.core.shop import Shop

POINTS: dict[str, Any] = {"programme": "discount", "entry": "a", "amount": "100.00", "day": "2026-10-05"}
FEE: dict[str, Any] = {
    "entry": "a", "service": "ads", "kind": "Stencil", "amount": "290.00", "day": "2026-10-05",
}  # fmt: skip
FACTS: dict[str, dict[str, Any]] = {
    "points.reported": POINTS,
    "fee.reported": FEE,
    "sale.reported": {"entry": "a", "amount": "900.00", "day": "2026-10-05"},
    "balance.reported": {"day": "2026-10-05", "opening": "0.00", "closing": "-12.50"},
    "plan.reported": {"day": "2026-10-05", "plan": "premium_plus"},
}


class ReportedShop(Shop):
    """A reported shop; `hears` takes a fact of RULES 16.1 with some fields otherwise."""

    def __init__(self) -> None:
        super().__init__(wallet=None)
        self.account.books = BooksKind.REPORTED

    def hears(self, kind: str = "points.reported", /, **fields: Any) -> Outcome:
        said = FACTS[kind] | fields
        return self.take(self.event(kind, None, **said))

    @property
    def tellings(self) -> list[Telling]:
        return self.account.journal.changes.tellings

    def sum(self, fact: FactKind, part: str = "") -> ReportedSum:
        return self.account.reported.sums[fact, part]


@pytest.fixture
def shop() -> ReportedShop:
    return ReportedShop()


@pytest.mark.parametrize("kind", FACTS)
def test_a_fact_told_for_the_first_time_is_done(shop: ReportedShop, kind: str) -> None:
    assert shop.hears(kind).is_done


@pytest.mark.parametrize("kind", FACTS)
def test_the_same_fact_told_again_is_known(shop: ReportedShop, kind: str) -> None:
    shop.hears(kind)

    assert shop.hears(kind).reason == "known"


@pytest.mark.parametrize("kind", FACTS)
def test_the_same_fact_told_again_leaves_no_trace_in_history(shop: ReportedShop, kind: str) -> None:
    shop.hears(kind)
    shop.hears(kind)

    assert len(shop.tellings) == 1


def test_what_is_told_otherwise_corrects_the_sum(shop: ReportedShop) -> None:
    shop.hears()
    shop.hears(amount="90.00")

    assert shop.sum(FactKind.POINTS, "discount") == ReportedSum(FactKind.POINTS, "discount", 9000, 0, 1)


def test_what_was_told_before_stands_in_history_beside_the_difference(shop: ReportedShop) -> None:
    shop.hears()
    shop.hears(amount="90.00")

    assert [(each.amount, each.difference, each.correction) for each in shop.tellings] == [
        (10000, 10000, False), (9000, -1000, True),
    ]  # fmt: skip


def test_a_correction_says_when_it_was_learned(shop: ReportedShop) -> None:
    shop.hears()
    shop.wait("2026-10-09 12:00")
    shop.hears(amount="90.00")

    assert [shop.clock(each.at) for each in shop.tellings] == ["2026-01-01 00:00", "2026-10-09 12:00"]


def test_points_that_came_and_went_are_kept_apart(shop: ReportedShop) -> None:
    shop.hears()
    shop.hears(entry="b", amount="-10.00")

    found = shop.sum(FactKind.POINTS, "discount")
    assert (found.came, found.went, found.net) == (10000, 1000, 9000)


def test_points_that_turn_out_to_have_gone_back_leave_what_came(shop: ReportedShop) -> None:
    shop.hears()
    shop.hears(amount="-10.00")

    found = shop.sum(FactKind.POINTS, "discount")
    assert (found.came, found.went) == (0, 1000)


def test_a_fee_told_for_another_service_leaves_the_first(shop: ReportedShop) -> None:
    shop.hears("fee.reported")
    shop.hears("fee.reported", service="logistics")

    assert (shop.sum(FactKind.FEE, "ads").net, shop.sum(FactKind.FEE, "logistics").net) == (0, 29000)


def test_an_entry_told_for_another_day_leaves_the_first_day_by_its_whole_amount(shop: ReportedShop) -> None:
    shop.hears()
    shop.hears(day="2026-10-06", amount="90.00")

    days = {each.day: 0 for each in shop.tellings}
    for each in shop.tellings:
        days[each.day] += each.difference
    assert list(days.values()) == [0, 9000]


def test_an_optional_field_left_out_is_no_change(shop: ReportedShop) -> None:
    shop.hears(order="1-1", item="11", quantity=3)

    assert shop.hears().reason == "known"


def test_an_optional_field_told_for_the_first_time_is_kept_and_is_no_correction(shop: ReportedShop) -> None:
    shop.hears()
    shop.hears(quantity=3)

    assert (shop.tellings[-1].quantity, shop.account.reported.corrections) == (3, 0)


def test_another_quantity_is_a_correction(shop: ReportedShop) -> None:
    shop.hears(quantity=3)
    shop.hears(quantity=4)

    assert shop.account.reported.corrections == 1


def test_balance_and_plan_are_those_of_the_latest_day_whatever_came_last(shop: ReportedShop) -> None:
    for day, closing, plan in (("2026-10-06", "7.00", "lite"), ("2026-10-05", "5.00", None)):
        shop.hears("balance.reported", day=day, closing=closing)
        shop.hears("plan.reported", day=day, plan=plan)

    told = shop.account.reported
    assert told.balance is not None and told.plan is not None
    assert (told.balance.amount, told.plan.plan) == (700, "lite")


def test_no_plan_is_told_and_is_not_the_same_as_not_told(shop: ReportedShop) -> None:
    shop.hears("plan.reported", plan=None)

    assert shop.account.reported.plan is not None


def test_a_programme_that_the_policy_does_not_have_is_unknown(shop: ReportedShop) -> None:
    assert shop.hears(programme="stars").reason == "unknown_programme"


def test_a_sum_beyond_what_can_be_kept_is_refused(shop: ReportedShop) -> None:
    shop.hears()
    shop.sum(FactKind.POINTS, "discount").came = MAX_SUM - 1

    assert shop.hears(entry="b", amount="0.02").reason == "sum_too_large"


def test_a_rating_gives_a_reported_shop_no_badge_and_no_notice(shop: ReportedShop) -> None:
    assert shop.rate("4.9").is_done

    assert (shop.account.subscription.badge, shop.account.journal.changes.notices) == (False, [])


VALUES: dict[str, Any] = {
    "amount": "1.00", "eligible": True, "line": "L", "campaign": "C", "category": "x", "price": "1.00",
    "discount": "0.1", "quantity": 1, "grant": "G", "programme": "discount", "reason": "x", "charge": "C",
    "service": "ads", "until": "2027-01-01T00:00:00Z", "plan": "lite", "by": "administrator", "mode": "auto",
}  # fmt: skip
OTHERS = sorted(
    name
    for name, kind in EVENTS.items()
    if "seller" in kind.__dataclass_fields__
    and not issubclass(kind, ReportedFact)
    and name not in ("seller.registered", "rating.updated", "campaign.upserted", "price.changed", "maintenance")
)


def _line(shop: Shop, name: str) -> Any:
    required = {key: value for key, value in VALUES.items() if key in EVENTS[name].__dataclass_fields__}
    if name == "lot.prolonged" or issubclass(EVENTS[name], Command):
        required |= {"programme": "discount"} if "programme" in required else {}
    return shop.event(name, None, **required)


@pytest.mark.parametrize("name", OTHERS)
def test_any_other_fact_or_command_has_wrong_books_on_a_reported_shop(
    shop: ReportedShop, name: str
) -> None:  # RULES 16.4
    assert shop.take(_line(shop, name)).reason == "wrong_books"


@pytest.mark.parametrize("kind", FACTS)
def test_a_reported_fact_has_wrong_books_on_a_kept_shop(kind: str) -> None:
    shop = Shop()

    assert shop.take(shop.event(kind, None, **FACTS[kind])).reason == "wrong_books"


def test_a_role_that_may_not_is_told_so_before_the_books(shop: ReportedShop) -> None:
    assert shop.take(shop.event("command.connect", None, plan="lite", by="employee")).reason == "forbidden"


@pytest.mark.parametrize(("books", "reason"), [("kept", "books_fixed"), ("reported", None), (None, None)])
def test_who_decides_is_settled_at_registration(shop: ReportedShop, books: str | None, reason: str | None) -> None:
    fields = {} if books is None else {"books": books}

    assert shop.take(shop.event("seller.registered", None, name="New", **fields)).reason == reason


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", "2026-13-01"), ("day", "1999-12-31"), ("day", "2026-1-5"), ("day", "20261005"), ("day", 20261005),
        ("amount", "1000000000000.00"), ("amount", "1.001"), ("entry", ""), ("quantity", 0), ("item", None),
    ],
)  # fmt: skip
def test_a_fact_with_a_value_outside_its_bounds_is_malformed(field: str, value: object) -> None:
    line = {"id": "1", "type": "points.reported", "at": "2026-10-06T00:00:00Z", "seller": "S"} | POINTS | {field: value}
    found = parse_line(json.dumps(line))

    assert isinstance(found, Malformed)
    assert found.field == field


@pytest.mark.parametrize(
    ("points", "fees", "coverage", "surplus", "shortfall"),
    [
        (218_910_800, 107_000_000, 2_045_895, 112_980_800, 0),
        (8_000, 29_000, 275_862, 0, 20_710),
        (9_900, 10_000, 990_000, 0, 0),
        (500, 0, None, 500, 0),
        (500, -100, None, 500, 0),
        (-500, 100, -5_000_000, 0, 599),
    ],
)
def test_points_cover_their_share_of_the_fees_and_no_more(
    points: int, fees: int, coverage: int | None, surplus: int, shortfall: int
) -> None:  # RULES 16.5
    assert cover(points, fees, RATE_ONE * 99 // 100) == (coverage, surplus, shortfall)
