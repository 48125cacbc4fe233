"""What commands write holds sellers' data: a new file is for its owner alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.command_line import CommandLine, line

URL = "sqlite:///seller.db"


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[CommandLine]:
    """A command line whose mask takes nothing away, in a folder with a feed."""
    before = os.umask(0)
    found = CommandLine(tmp_path, monkeypatch, capsys)
    found.file("feed.jsonl", line("e1", "seller.registered", "2026-01-01", name="Shop") + "\nnothing\n")
    yield found
    os.umask(before)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_reports_of_a_replay_are_for_their_owner_alone(command: CommandLine) -> None:
    command.replay(command.folder / "feed.jsonl")
    assert {rights(command.folder / f"{name}.out") for name in ("state", "outcomes", "notices")} == {0o600}


def test_refused_lines_and_the_database_are_for_their_owner_alone(command: CommandLine) -> None:
    command("db", "upgrade", "--database", URL)
    command("import", "feed.jsonl", "--database", URL)
    assert rights(command.folder / "feed.jsonl.rejects.jsonl") == 0o600
    assert rights(command.folder / "seller.db") == 0o600


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_statement_in_a_file_is_for_its_owner_alone(command: CommandLine, form: str) -> None:
    command("replay", "feed.jsonl", "--database", URL)
    ended = command("statement", "S1", "--month", "2026-01", f"--{form}", f"month.{form}", "--database", URL)
    assert (ended.status, rights(command.folder / f"month.{form}")) == (0, 0o600)


def test_a_file_that_was_there_keeps_the_rights_its_owner_gave_it(command: CommandLine) -> None:
    command.file("state.json", "").chmod(0o640)
    command("replay", "feed.jsonl", "--state", "state.json")
    assert rights(command.folder / "state.json") == 0o640
