"""What is watched exists: every metric, label and value that rules and dashboard name, and words for each alert."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.metrics import REGISTRY, exposition
from bot.signs import Signs
from storage.books.backlog import Backlog

FOLDER = Path(__file__).resolve().parents[2] / "docs"
RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((FOLDER / "operating" / "alerts.yaml").read_text("utf-8"))["groups"]
    for rule in group["rules"]
]
DASHBOARD: dict[str, Any] = json.loads((FOLDER / "operating" / "dashboard.json").read_text("utf-8"))
PAGE = (FOLDER / "operating.md").read_text("utf-8")
SEVERITIES = {"critical", "warning"}
OURS = re.compile(r"\b(seller_premium_\w+|process_\w+)(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)(=~|!=|=)"([^"]*)"')
OPEN_SETS = {"route", "status", "method"}
"""Labels whose values come with the requests."""


def expressions() -> list[str]:
    panels = [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", ())]
    return [rule["expr"] for rule in RULES] + panels


@pytest.fixture(scope="module")
def known() -> dict[str, dict[str, set[str]]]:
    """Every series, and the values that its labels have."""
    exposition(Backlog(None, 0, 0, None, 0, None), 0, Signs())
    found: dict[str, dict[str, set[str]]] = {}
    for family in REGISTRY.collect():
        kinds = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"]}.get(family.type, [""])
        for kind in kinds:
            found.setdefault(family.name + kind, defaultdict(set))
        for sample in family.samples:
            for label, value in sample.labels.items():
                found.setdefault(sample.name, defaultdict(set))[label].add(value)
    return found


def named() -> Iterator[tuple[str, str]]:
    for expression in expressions():
        yield from OURS.findall(expression)


def test_every_metric_that_they_name_exists(known: dict[str, dict[str, set[str]]]) -> None:
    assert {name for name, _ in named()} - set(known) == set()


def test_every_label_and_value_that_they_ask_for_exists(known: dict[str, dict[str, set[str]]]) -> None:
    missing = [
        (name, label, value)
        for name, matchers in named()
        for label, _, values in MATCHER.findall(matchers)
        if label not in OPEN_SETS
        for value in values.split("|")
        if value not in known[name][label]
    ]
    assert missing == []


def test_every_metric_of_ours_is_shown_or_watched(known: dict[str, dict[str, set[str]]]) -> None:
    watched = {name.removesuffix("_bucket") for name, _ in named()}
    ours = {family.name for family in REGISTRY.collect() if family.name.startswith("seller_premium_")}
    assert {name for name in ours if not {name, f"{name}_total"} & watched} == set()


@pytest.mark.parametrize("expression", expressions())
def test_every_expression_is_closed(expression: str) -> None:
    for opening, closing in ("()", "[]", "{}"):
        assert expression.count(opening) == expression.count(closing)
    assert expression.count('"') % 2 == 0
    # A counter means nothing but by how much it rose.
    for counter in re.findall(r"seller_premium_\w+_total(?:\{[^}]*\})?(?!\w)", expression):
        assert re.search(rf"(?:rate|increase)\({re.escape(counter)}\[\d+[mhd]\]", expression), counter


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_alert_has_a_severity_a_sentence_and_a_paragraph(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in SEVERITIES
    assert rule["annotations"]["summary"].endswith(".")
    assert rule["annotations"]["runbook_url"] == f"docs/operating.md#{rule['alert'].lower()}"
    assert f"\n### {rule['alert']}\n\n" in PAGE


def test_the_page_tells_of_no_alert_that_there_is_not() -> None:
    assert set(re.findall(r"^### (\w+)$", PAGE, re.M)) == {rule["alert"] for rule in RULES}


def test_panels_have_numbers_of_their_own_and_do_not_overlap() -> None:
    panels = DASHBOARD["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    covered = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(set(covered)) == len(covered)
    assert max(x for x, _ in covered) < 24
