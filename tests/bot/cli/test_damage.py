"""A damaged database as an operator meets it: no command writes to it, those that read go on, a sentence says why."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.command_line import CommandLine, line

URL = "sqlite:///seller.db"
HISTORY = "\n".join(
    [
        line("e1", "seller.registered", "2026-01-01", name="Shop"),
        line("e2", "wallet.credited", "2026-01-01", amount="5000.00"),
        line("e3", "command.connect", "2026-01-02", plan="lite", by="manager"),
    ]
)
WRITING = [
    ("tick",),
    ("import", "more.jsonl"),
    ("replay", "more.jsonl"),
    ("run",),
    ("link", "S1", "manager"),
    ("operator", "grant", "17"),
    ("operator", "revoke", "17"),
    ("seller", "release", "S1"),
    ("price", "set", "lite", "2500.00", "--from", "2099-07-01T00:00:00+03:00"),
    ("db", "upgrade"),
]
READING = [
    ("seller", "list"),
    ("seller", "show", "S1"),
    ("explain", "S1", "1"),
    ("statement", "S1", "--month", "2026-01"),
    ("operator", "list"),
    ("price", "list"),
    ("outbox",),
    ("db", "current"),
]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A command line in a folder with a small database and a feed to import."""
    found = CommandLine(tmp_path, monkeypatch, capsys)
    assert found("replay", found.file("history.jsonl", HISTORY + "\n"), "--database", URL).status == 0
    found.file("more.jsonl", line("e9", "wallet.credited", "2026-01-03", amount="1.00") + "\n")
    return found


@pytest.fixture
def file(command: CommandLine) -> Path:
    """The database's file."""
    return command.folder / "seller.db"


@pytest.fixture
def sound(file: Path) -> bytes:
    return file.read_bytes()


@pytest.fixture
def broken(sound: bytes, file: Path) -> bytes:
    """The database's bytes, after a page of an index was overwritten that nobody reads to show a seller."""
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_notice_1'")
        (page,) = found.fetchone()
    content = sound[: (page - 1) * 4096] + bytes(4096) + sound[page * 4096 :]
    file.write_bytes(content)
    return content


def test_verify_names_the_damage_and_says_what_to_do(broken: bytes, command: CommandLine) -> None:
    ended = command("verify", "--database", URL)
    assert ended.status == 1
    assert ended.out
    assert ended.err.startswith(
        "The database is damaged and nothing is written to it any more. Stop the program, restore"
    )
    assert "Sellers checked" not in ended.out


def test_a_verification_that_finds_damage_parks_nobody(broken: bytes, file: Path, command: CommandLine) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE seller SET wallet = wallet + 1")
        connection.commit()
    command("verify", "--park", "--database", URL)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM seller WHERE parked").fetchone() == (0,)


@pytest.mark.parametrize("arguments", WRITING)
def test_no_command_writes_after_verify_has_found_damage(
    broken: bytes, file: Path, command: CommandLine, arguments: tuple[str, ...]
) -> None:
    command("verify", "--database", URL)
    ended = command(*arguments, "--database", URL)
    assert (ended.status, file.read_bytes() == broken) == (1, True)
    assert ended.err.startswith("The database is damaged and nothing is written to it any more.")


@pytest.mark.parametrize("arguments", WRITING)
def test_a_command_that_writes_looks_first_and_finds_the_damage_itself(
    broken: bytes, file: Path, command: CommandLine, arguments: tuple[str, ...]
) -> None:
    ended = command(*arguments, "--database", URL)
    assert (ended.status, file.read_bytes() == broken) == (1, True)
    assert ended.err.startswith("The database is damaged")


@pytest.mark.parametrize("arguments", READING)
def test_what_only_reads_goes_on(broken: bytes, file: Path, command: CommandLine, arguments: tuple[str, ...]) -> None:
    before = command(*arguments, "--database", URL)
    command("verify", "--database", URL)
    assert command(*arguments, "--database", URL) == before
    assert (before.status, file.read_bytes() == broken) == (0, True)


def test_a_restored_file_is_found_sound_and_verify_names_the_mark_to_delete(
    broken: bytes, sound: bytes, file: Path, command: CommandLine
) -> None:
    command("verify", "--database", URL)
    file.write_bytes(sound)
    ended = command("verify", "--database", URL)
    assert (ended.status, "Sellers that fail: 0." in ended.out) == (0, True)
    assert f"delete {file}.damaged" in ended.out
    file.with_name("seller.db.damaged").unlink()
    assert command("tick", "--database", URL).status == 0
