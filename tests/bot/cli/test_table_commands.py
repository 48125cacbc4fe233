"""Tables divided as an operator does it: what is said, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.command_line import CommandLine, line

HISTORY = [
    line("e1", "seller.registered", "2026-01-01", name="Shop"),
    line("e2", "wallet.credited", "2026-01-01", amount="5000.00"),
]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A command line in a folder with a small history."""
    found = CommandLine(tmp_path, monkeypatch, capsys)
    found.file("history.jsonl", "\n".join(HISTORY) + "\n")
    return found


@pytest.fixture
def server(command: CommandLine, postgres_database: str) -> str:
    """The address of a PostgreSQL database that has taken it."""
    assert command("replay", "history.jsonl", "--database", postgres_database).status == 0
    return postgres_database


def test_partition_says_what_is_the_same_and_what_the_server_needs(command: CommandLine, server: str) -> None:
    ended = command("db", "partition", "16", "--database", server)
    assert (ended.status, ended.err) == (0, "")
    assert "wallet_entry: 1 rows, the same as before." in ended.out
    assert "12 tables have 16 partitions each" in ended.out
    assert "max_locks_per_transaction of the server to 128" in ended.out


def test_divided_tables_are_worked_on_as_whole_ones(command: CommandLine, server: str) -> None:
    before = command("seller", "show", "S1", "--database", server).out
    command("db", "partition", "4", "--database", server)
    assert command("seller", "show", "S1", "--database", server).out == before
    assert command("verify", "--database", server).status == 0
    assert command("tick", "--database", server).status == 0
    assert command("db", "upgrade", "--database", server).status == 0
    assert command("import", "history.jsonl", "--database", server).status == 0


def test_a_second_time_it_says_that_there_are_partitions(command: CommandLine, server: str) -> None:
    command("db", "partition", "4", "--database", server)
    ended = command("db", "partition", "8", "--database", server)
    assert (ended.status, ended.err) == (1, "The tables have 4 partitions already.\n")


def test_on_sqlite_it_says_that_partitions_are_postgresqls(command: CommandLine) -> None:
    command("db", "upgrade", "--database", "sqlite:///seller.db")
    ended = command("db", "partition", "4", "--database", "sqlite:///seller.db")
    assert (ended.status, ended.err) == (
        1,
        "Partitions are PostgreSQL's; SQLite has none. To move there: db copy FROM TO\n",
    )
