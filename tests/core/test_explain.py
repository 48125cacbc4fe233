"""The forms of explanations: every code, kind and step has its rule, and the arithmetic reads as people write it."""

from __future__ import annotations

import typing
from pathlib import Path

import pytest

from core import explain
from core.account import Line, Transition
from core.notices.kinds import NoticeKind
from core.refusals import Ignored, Refusal
from core.subscription.chart import EVENTS

RULEBOOK = (Path(explain.__file__).parent / "RULES.md").read_text(encoding="utf-8")
ALL_RULES = [
    *explain.RULE_OF_REASON.values(),
    *(kind.rule for kind in NoticeKind),
    *explain.RULE_OF_STEP.values(),
    *explain.RULE_OF_END.values(),
]


def test_every_reason_has_a_rule() -> None:
    assert explain.RULE_OF_REASON.keys() == {*Refusal, *Ignored}


def test_every_step_has_a_rule() -> None:
    assert explain.RULE_OF_STEP.keys() == set(EVENTS)


@pytest.mark.parametrize("rule", sorted(set(ALL_RULES)))
def test_every_rule_named_stands_in_the_rulebook(rule: str) -> None:
    assert f"- **{rule}**" in RULEBOOK or f"## {rule}. " in RULEBOOK


def step(event: str, before: str = "active", reason: str | None = None, actor: str = "programme") -> Transition:
    return Transition("S", 1, 0, event, before, "active", "lite", "renew", reason, 0, actor, "")


@pytest.mark.parametrize(
    ("taken", "rule"),
    [
        (step("fee_paid", "trial"), "4.3"),
        (step("fee_paid", "active"), "4.6"),
        (step("fee_paid", "grace"), "4.8"),
        (step("stop_renewal", reason="cancelled"), "4.9"),
        (step("stop_renewal", reason="ineligible"), "5.3"),
        (step("resume", actor="manager"), "4.10"),
        (step("resume", actor="marketplace"), "5.4"),
        (step("end", reason="cancelled"), "4.9"),
        (step("end", reason="ineligible"), "5.3"),
        (step("end", reason="insufficient_funds"), "4.8"),
    ],
)
def test_a_step_is_taken_by_the_rule_of_its_state_and_reason(taken: Transition, rule: str) -> None:
    assert explain.rule_of(taken) == rule


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (explain.product(700_000, 100_000, 20, 50_000), "7000.00 × 10 % × 20 × 0.05 = 700.00"),
        (explain.product(333, 125_000, 1, 10_000), "3.33 × 12.5 % × 1 × 0.01 = 0.00"),
        (explain.total(150_000, 4_000, -30_000), "1500.00 + 40.00 − 300.00 = 1240.00"),
        (explain.total(150_000, 0), "1500.00"),
        (explain.total(10_000, -15_000), "100.00 − 150.00 = -50.00"),
        (explain.least(100_000, 58_000), "min(1000.00, 580.00) = 580.00"),
        (explain.returned_part(199_000, 0, 3_000_000, 1_500_000), "1990.00 × 1.5 s ÷ 3 s = 995.00"),
        (explain.share(19_600, 117_600), "196.00 ÷ 1176.00 = 0.166666"),
        (explain.days_from(0, 1, 86_400_000_000), "1970-01-01T00:00:00Z + 1 days = 1970-01-02T00:00:00Z"),
    ],
)
def test_arithmetic_reads_as_people_write_it(said: str, expected: str) -> None:
    assert said == expected


def line(price: int, left: int, points: int, coefficient: int = 70_000) -> Line:
    return Line("L", "C", "shoes", price, 200_000, 12, left, coefficient, points, 0, 0, None, None, None, False)


@pytest.mark.parametrize(
    ("of", "points", "quantity"),
    [
        (line(700_000, 4, 39_200), 39_200, 4),
        (line(700_000, 4, 39_200), 98_000, 10),
        (line(700_000, 4, 39_200), 98_001, None),
        (line(700_000, 4, 39_200), 700_000_00, None),
        (line(10, 4, 0), 1, None),  # 0.0014 a piece: eight to twelve pieces make 0.01
        (line(700_000, 4, 0, coefficient=0), 1, None),
    ],
)
def test_a_quantity_is_named_only_where_one_alone_fits(of: Line, points: int, quantity: typing.Any) -> None:
    assert explain.quantity_of(of, points) == quantity
