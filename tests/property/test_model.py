"""The worked numbers of the rulebook, checked against the naive model before anything is compared with it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cases.field_cases import CASES, Case
from tests.property.model import run


def line(number: int, kind: str, at: str, **fields: Any) -> str:
    return json.dumps({"id": f"e{number}", "type": kind, "at": at, **fields})


def scenario(*events: tuple[str, str, dict[str, Any]]) -> list[str]:
    """Lines of one seller with 100000.00 in the wallet; events are (type, Moscow wall clock, fields)."""
    early = "2026-01-01T00:00:00+03:00"
    lines = [
        line(0, "seller.registered", early, seller="S", name="Shop"),
        line(1, "wallet.credited", early, seller="S", amount="100000.00"),
    ]
    for number, (kind, at, fields) in enumerate(events, start=2):
        seller = {} if kind == "campaign.upserted" else {"seller": "S"}
        lines.append(line(number, kind, at + "+03:00", **seller, **fields))
    return lines


def campaign(coefficient: str, hold_days: int = 14) -> tuple[str, str, dict[str, Any]]:
    return (
        "campaign.upserted",
        "2026-01-01T00:00:00",
        {
            "campaign": "C",
            "starts_at": "2026-01-01T00:00:00Z",
            "ends_at": "2027-01-01T00:00:00Z",
            "coefficient": coefficient,
            "hold_days": hold_days,
        },
    )


def order(discount: str, quantity: int) -> tuple[str, str, dict[str, Any]]:
    fields = {"line": "L", "campaign": "C", "category": "shoes", "price": "7000.00", "discount": discount}
    return "order.redeemed", "2026-02-10T12:00:00", {**fields, "quantity": quantity}


@pytest.mark.parametrize(
    ("discount", "quantity", "coefficient", "points"),
    [("0.10", 20, "0.05", "700.00"), ("0.20", 12, "0.07", "1176.00"), ("0.15", 30, "0.06", "1890.00")],
)
def test_an_order_accrues_the_points_of_the_worked_example(
    discount: str, quantity: int, coefficient: str, points: str
) -> None:
    _, state, _ = run(scenario(campaign(coefficient), order(discount, quantity)))
    assert state["sellers"]["S"]["points"]["discount"]["held"] == points


def test_two_of_twelve_cancelled_leave_980_of_1176() -> None:
    cancelled = ("order.cancelled", "2026-02-11T12:00:00", {"line": "L", "quantity": 2})
    _, state, _ = run(scenario(campaign("0.07"), order("0.20", 12), cancelled))
    assert state["sellers"]["S"]["points"]["discount"]["held"] == "980.00"


def test_1890_points_pay_for_three_services_and_leave_40() -> None:
    spendings = [
        ("service.charged", "2026-02-10T13:00:00", {"charge": service, "service": service, "amount": amount})
        for service, amount in (("ads", "1200.00"), ("logistics", "500.00"), ("storage", "150.00"))
    ]
    auto = ("command.set_mode", "2026-02-10T12:30:00", {"mode": "auto", "by": "manager"})
    _, state, _ = run(scenario(campaign("0.06", hold_days=0), order("0.15", 30), auto, *spendings))
    assert state["sellers"]["S"]["points"]["discount"]["lots"] == [
        {"amount": "40.00", "expires_at": "2026-06-30T21:00:00Z"}
    ]


def connect(at: str, plan: str = "lite") -> tuple[str, str, dict[str, Any]]:
    return "command.connect", at, {"plan": plan, "by": "administrator"}


def test_a_connection_paid_on_5_june_is_charged_again_on_5_july() -> None:
    _, _, notices = run(
        scenario(connect("2026-06-05T15:00:00")), policy={"trial": {"days": 0}}, until="2026-07-31T00:00:00Z"
    )
    assert [n["at"] for n in notices if n["kind"] == "renewed"] == ["2026-07-05T12:00:00Z"]


def test_a_connection_of_6_july_cancelled_on_19_july_lasts_until_6_august() -> None:
    cancel = ("command.cancel", "2026-07-19T09:00:00", {"by": "administrator"})
    _, state, notices = run(
        scenario(connect("2026-07-06T15:00:00"), cancel),
        policy={"trial": {"days": 0}},
        until="2026-09-01T00:00:00Z",
    )
    assert [n["at"] for n in notices if n["kind"] == "subscription_ended"] == ["2026-08-06T12:00:00Z"]
    assert state["sellers"]["S"]["subscription"]["end_reason"] == "cancelled"


def test_a_trial_lasts_thirty_days_and_then_the_fee_is_charged() -> None:
    _, state, _ = run(scenario(connect("2026-03-01T10:00:00")), until="2026-03-31T07:00:00Z")
    assert state["sellers"]["S"]["subscription"]["period_start"] == "2026-03-31T07:00:00Z"
    assert state["sellers"]["S"]["subscription"]["fees_paid"] == "1990.00"


def test_grace_ends_fourteen_days_after_the_failed_charge() -> None:
    debited = ("wallet.debited", "2026-03-02T10:00:00", {"amount": "99999.00"})
    _, _, notices = run(scenario(connect("2026-03-01T10:00:00"), debited), until="2026-05-01T00:00:00Z")
    assert [(n["at"], n["kind"]) for n in notices if n["kind"] in ("renewal_failed", "subscription_ended")] == [
        ("2026-03-31T07:00:00Z", "renewal_failed"),
        ("2026-04-14T07:00:00Z", "subscription_ended"),
    ]


@pytest.mark.parametrize(("rating", "shown"), [("4.49", False), ("4.5", True), ("4.50", True)])
def test_the_badge_needs_a_rating_of_four_and_a_half(rating: str, shown: bool) -> None:
    eligible = ("eligibility.changed", "2026-03-01T09:00:00", {"eligible": True})
    rated = ("rating.updated", "2026-03-01T09:00:00", {"rating": rating})
    _, state, _ = run(
        scenario(eligible, rated, connect("2026-03-01T10:00:00", "premium")), until="2026-03-02T07:00:00Z"
    )
    assert state["sellers"]["S"]["subscription"]["badge"] is shown


def test_an_anchor_on_the_31st_comes_back_after_february() -> None:
    _, _, notices = run(
        scenario(connect("2026-01-31T12:00:00")), policy={"trial": {"days": 0}}, until="2026-04-30T12:00:00Z"
    )
    assert [n["at"] for n in notices if n["kind"] == "renewed"] == [
        "2026-02-28T09:00:00Z",
        "2026-03-31T09:00:00Z",
        "2026-04-30T09:00:00Z",
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_model_gives_the_values_worked_out_by_hand(case: Case) -> None:
    assert case.wrong(run(case.lines(), case.policy, case.until)) == []
