"""The gate on mutants judges every module by itself and shows what nobody noticed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.mutants_floor import main

_MUTATED = """\
def x_double__mutmut_orig(number):
    return number * 2

def x_double__mutmut_1(number):
    return number * 3
"""
KILLED, SURVIVED, STOPPED, UNTRIED = 1, 0, -24, None


def left(module: str, *codes: int | None) -> None:
    """What mutmut leaves of a module whose mutants ended with these codes."""
    path = Path("mutants", "core", f"{module}.py")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_MUTATED)
    results = {f"core.{module}.x_double__mutmut_{number}": code for number, code in enumerate(codes, start=1)}
    Path(f"{path}.meta").write_text(json.dumps({"exit_code_by_key": results}))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_one_weak_module_fails_however_good_the_others_are(capsys: pytest.CaptureFixture[str]) -> None:
    left("good", *[KILLED] * 99)
    left("weak", SURVIVED)
    assert main(["90"]) == 1
    assert "0.0 %  core/weak.py" in capsys.readouterr().out


def test_a_survivor_is_shown_as_it_changed_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    left("rule", SURVIVED)
    main(["90"])
    assert "    -    return number * 2\n    +    return number * 3\n" in capsys.readouterr().out


def test_a_share_that_is_reached_passes() -> None:
    left("rule", SURVIVED, *[KILLED] * 9)
    assert main(["90"]) == 0


def test_a_mutant_that_was_stopped_was_noticed() -> None:
    left("rule", STOPPED)
    assert main(["100"]) == 0


def test_a_mutant_that_nobody_tried_was_not_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    left("rule", UNTRIED)
    assert main(["90"]) == 1
    assert "not checked: core.rule.x_double__mutmut_1" in capsys.readouterr().out


def test_a_run_without_mutants_fails(capsys: pytest.CaptureFixture[str]) -> None:
    left("rule")
    assert main(["90"]) == 1
    assert "no mutant was tried" in capsys.readouterr().out
