"""The gate on coverage sees a decision that nobody tested, however many plain lines surround it."""

from __future__ import annotations

from pathlib import Path

import pytest
from coverage import Coverage

from tests.coverage_floor import main

_CODE = "def choose(number):\n    if number:\n        number += 1\n    return number\n" + "x = 1\n" * 50


@pytest.fixture
def half_tested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with the data of a run that took one of two branches and nearly all lines."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
    code = tmp_path / "core" / "rule.py"
    code.parent.mkdir()
    code.write_text(_CODE)
    (tmp_path / "pyproject.toml").write_text("[tool.coverage.run]\nbranch = true\nrelative_files = true\n")
    run = Coverage()
    data = run.get_data()
    reached = [
        (-1, 1),
        (1, 5),
        *((line, line + 1) for line in range(5, 54)),
        (54, -1),
        (-1, 2),
        (2, 3),
        (3, 4),
        (4, -1),
    ]
    data.add_arcs({"core/rule.py": reached})
    data.write()


@pytest.mark.usefixtures("half_tested")
def test_an_untested_branch_fails_though_almost_every_line_ran(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["core=98"]) == 1
    assert "50.0 % of branches, 100.0 % of lines" in capsys.readouterr().out


@pytest.mark.usefixtures("half_tested")
def test_a_floor_that_is_reached_passes() -> None:
    assert main(["core=50"]) == 0


@pytest.mark.usefixtures("half_tested")
def test_a_package_without_measurements_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["storage=1"]) == 1
    assert "nothing was measured" in capsys.readouterr().out
