"""`import --format ozon`: shown first, kept with a yes, refused in one sentence (RULES 16.2)."""

import json
import shutil
from pathlib import Path

import pytest

from tests.bot.command_line import CommandLine, line
from tests.bot.ozon.reports import by_kind, example_by_kind, workbook

REPORT = "report.xlsx"


@pytest.fixture
def run(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command line beside a database with a reported shop S1 and a kept one S2, and a report."""
    command_line = CommandLine(tmp_path, monkeypatch, capsys)
    shutil.copy(migrated_file, tmp_path / "kept.db")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///kept.db")
    shops = [
        line("e1", "seller.registered", "2026-01-05", "S1", name="Reported", books="reported"),
        line("e2", "seller.registered", "2026-01-05", "S2", name="Kept"),
    ]
    assert command_line("import", command_line.file("feed", "\n".join(shops))).status == 0
    (tmp_path / REPORT).write_bytes(workbook(by_kind(example_by_kind())))
    return command_line


def net(run: CommandLine) -> str | None:
    found: str | None = json.loads(run("seller", "show", "S1").out)["points"]["discount"]["net"]
    return found


def test_a_report_is_shown_and_nothing_is_kept_without_a_yes(run: CommandLine) -> None:
    ended = run("import", "--format", "ozon", REPORT, "--seller", "S1")

    assert "Points, in less back: 100.00." in ended.out
    assert net(run) is None


def test_with_a_yes_the_report_is_kept(run: CommandLine) -> None:
    ended = run("import", "--format", "ozon", REPORT, "--seller", "S1", "--yes")

    assert ended.out.endswith("Kept: 7.\n")
    assert net(run) == "100.00"


def test_a_statement_of_the_month_says_what_was_kept(run: CommandLine) -> None:
    run("import", "--format", "ozon", REPORT, "--seller", "S1", "--yes")

    said = json.loads(run("statement", "S1", "--month", "2026-10").out)
    assert (said["coverage"], said["surplus"], said["shortfall"]) == ("0.344827", "0.00", "187.10")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_statement_of_what_was_told_is_a_file_too(run: CommandLine, form: str) -> None:
    run("import", "--format", "ozon", REPORT, "--seller", "S1", "--yes")
    ended = run("statement", "S1", "--month", "2026-10", f"--{form}", f"month.{form}")

    assert ended.out.endswith(f"month.{form}: 7 entries.\n")


def test_why_points_were_told_is_explained(run: CommandLine) -> None:
    run("import", "--format", "ozon", REPORT, "--seller", "S1", "--yes")
    found = [json.loads(run("explain", "S1", str(number)).out) for number in range(1, 8)]

    assert [(each["rule"], each["result"]) for each in found if each["kind"] == "points"] == [("16.1", "100.00")]


@pytest.mark.parametrize(
    ("seller", "said"),
    [("S2", "Seller S2 is a kept shop"), ("S3", "There is no seller S3."), (None, "Name the shop")],
)
def test_a_report_of_a_shop_that_is_not_reported_is_refused(run: CommandLine, seller: str | None, said: str) -> None:
    ended = run("import", "--format", "ozon", REPORT, *([] if seller is None else ["--seller", seller]))

    assert ended.status != 0
    assert said in ended.err


def test_a_file_that_is_no_report_is_refused_in_one_sentence(run: CommandLine) -> None:
    ended = run("import", "--format", "ozon", run.file("other", "a picture"), "--seller", "S1")

    assert (ended.status, ended.err.count("\n")) == (1, 1)
