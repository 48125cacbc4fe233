"""Scenarios after faults from the field and their neighbours, through the real `replay` (RULES 13)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.command_line import CommandLine, Replayed
from tests.cases.field_cases import CASES, Case
from tests.property.histories import to_toml


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch, capsys)


def replayed(run: CommandLine, case: Case, *options: str) -> Replayed:
    path = run.file("case.jsonl", "".join(f"{each}\n" for each in case.lines()))
    policy = ["--policy", str(run.file("policy.toml", to_toml(case.policy)))] if case.policy else []
    return run.replay(path, *policy, *(["--until", case.until] if case.until else []), *options)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_replay_gives_the_values_worked_out_by_hand(run: CommandLine, case: Case):
    found = replayed(run, case)
    assert case.wrong((found.outcomes, found.state, found.notices)) == []


SENT_AGAIN = [case for case in CASES if "2.6a" in case.rule]


@pytest.mark.parametrize("case", SENT_AGAIN, ids=lambda case: case.name)
def test_a_replay_run_again_on_its_database_decides_nothing_anew(run: CommandLine, case: Case):  # RULES 13
    kept = ("--database", "sqlite:///kept.db")
    first = replayed(run, case, *kept)
    again = replayed(run, case, *kept)
    assert {outcome["outcome"] for outcome in again.outcomes} == {"replayed"}
    assert again.came_to == first.came_to
