"""`statement` as an accountant uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.command_line import CommandLine, line

URL = "sqlite:///seller.db"
HISTORY = "\n".join(
    [
        line("e1", "seller.registered", "2026-01-01", name="Shop [1]"),
        line("e2", "wallet.credited", "2026-01-01", amount="5000.00"),
        line("e3", "service.charged", "2026-02-03", charge="K", service="ads", amount="100.00"),
    ]
)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A command line in a folder with a small database."""
    found = CommandLine(tmp_path, monkeypatch, capsys)
    assert found("replay", found.file("history.jsonl", HISTORY + "\n"), "--database", URL).status == 0
    return found


def test_a_month_is_stated_from_opening_to_closing(command: CommandLine) -> None:
    """RULES 11."""
    ended = command("statement", "S1", "--month", "2026-02", "--database", URL)

    assert ended.status == 0
    rows = [" ".join(row.split()) for row in ended.out.splitlines()]
    assert rows[0] == "Statement, February 2026: Shop [1]"
    assert rows[4:7] == ["Opening 5000.00", "Service paid with money -100.00", "Closing 4900.00"]


def test_the_present_month_is_stated_if_none_is_named(command: CommandLine) -> None:
    ended = command("statement", "S1", "--database", URL)

    assert "Opening" in ended.out
    assert "4900.00" in ended.out


def test_both_files_are_written_in_the_language_asked_for(command: CommandLine) -> None:
    """RULES 11: CSV and XLSX."""
    files = ("--csv", "a.csv", "--xlsx", "a.xlsx", "--language", "ru")
    ended = command("statement", "S1", "--month", "2026-02", *files, "--database", URL)

    assert ended.out.splitlines()[-2:] == ["a.csv: 1 entries.", "a.xlsx: 1 entries."]
    assert "Услуга оплачена деньгами;" in (command.folder / "a.csv").read_text("utf-8-sig")
    assert (command.folder / "a.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "1999-12", "2101-01", "февраль"])
def test_what_is_no_month_is_refused(command: CommandLine, month: str) -> None:
    ended = command("statement", "S1", "--month", month, "--database", URL)

    assert ended.status == 2
    assert "is not a month such as 2026-10" in ended.err


def test_a_seller_nobody_knows_has_no_statement(command: CommandLine) -> None:
    ended = command("statement", "S2", "--database", URL)

    assert (ended.status, ended.err) == (1, "There is no seller S2.\n")


def test_a_file_that_cannot_be_written_is_named(command: CommandLine) -> None:
    for option, name in (("--csv", "none/a.csv"), ("--xlsx", "none/a.xlsx")):
        ended = command("statement", "S1", "--month", "2026-02", option, name, "--database", URL)
        assert (ended.status, ended.err) == (1, f"{name}: No such file or directory.\n")
