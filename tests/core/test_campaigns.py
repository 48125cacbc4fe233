"""Which campaigns run and which are coming, and by what terms (RULES 8.1)."""

from __future__ import annotations

from typing import Any

from core.events import CampaignUpserted
from core.points.accrual import CampaignVersion
from core.points.campaigns import campaigns_at, coefficient_span
from core.values import HOUR, parse_instant

START = parse_instant("2026-03-02T09:00:00Z")
DAY = 24 * HOUR


def campaign(name: str, **fields: Any) -> CampaignUpserted:
    usual = {"starts_at": START - DAY, "ends_at": START + 30 * DAY, "coefficient": 50_000}
    return CampaignUpserted(id=f"{name}{fields.get('at')}", campaign=name, **({"at": START - DAY} | usual | fields))


def versions(*events: CampaignUpserted) -> dict[str, list[CampaignVersion]]:
    found: dict[str, list[CampaignVersion]] = {}
    for seq, event in enumerate(events):
        found.setdefault(event.campaign, []).append(CampaignVersion(seq, event))
    return found


def test_campaigns_are_running_coming_or_over() -> None:
    known = versions(
        campaign("now"),
        campaign("over", ends_at=START),
        campaign("soon", starts_at=START + 1),
        campaign("from now", starts_at=START),
    )
    found = campaigns_at(known, START)
    assert [each.campaign for each in found.running] == ["from now", "now"]
    assert [each.campaign for each in found.coming] == ["soon"]


def test_a_campaign_has_the_terms_of_its_latest_version() -> None:
    known = versions(campaign("now"), campaign("now", at=START, coefficient=70_000), campaign("now", at=START + DAY))
    (running,) = campaigns_at(known, START + 1).running
    assert running.coefficient == 70_000


def test_a_category_that_takes_no_part_does_not_widen_the_coefficients() -> None:
    terms = campaign(
        "x", coefficients={"tea": 90_000, "tin": 10_000}, excluded_categories=("tin",), max_coefficient=80_000
    )
    assert coefficient_span(terms) == (50_000, 80_000)
