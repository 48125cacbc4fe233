"""Tables divided as an operator does it: what is said, and what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from storage.rows.database import Database
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
    assert "13 tables have 16 partitions each" in ended.out
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


# -- the archive -------------------------------------------------------------------------------------------------------

URL = "sqlite:///seller.db"
KEY = "connected:S1:file:e3"
BEFORE = ("db", "archive", "--before", "2026-03", "--to", "archive", "--database", URL)


@pytest.fixture
def told(command: CommandLine) -> CommandLine:
    """A year after a shop was told that it is connected, and of the end of its trial."""
    connected = line("e3", "command.connect", "2026-01-02", plan="lite", by="manager")
    command.file("history.jsonl", "\n".join([*HISTORY, connected]) + "\n")
    assert command("replay", "history.jsonl", "--until", "2026-12-01T00:00:00Z", "--database", URL).status == 0
    opened = Database(URL)
    with opened.write() as transaction:
        transaction.run("UPDATE notice SET fanned_out_at = at")
    opened.close()
    return command


def test_archive_says_what_went_where(told: CommandLine) -> None:
    ended = told(*BEFORE)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines()[0] == "2026-01: 5 notices with 0 deliveries are in archive."
    assert (told.folder / "archive" / "notice-2026-01.csv.gz").is_file()


def test_a_second_time_it_says_that_nothing_more_can_go(told: CommandLine) -> None:
    told(*BEFORE)
    assert told(*BEFORE).out == "Nothing more that was told before 2026-03 can go to files now.\n"


@pytest.mark.parametrize("other", ["nothing there", "another database's"])
def test_a_folder_without_what_went_before_is_refused_before_anything_moves(told: CommandLine, other: str) -> None:
    told("db", "archive", "--before", "2026-02", "--to", "archive", "--database", URL)
    elsewhere = told.folder / "elsewhere"
    if other != "nothing there":
        elsewhere.mkdir()
        (elsewhere / "manifest-2026-01.json").write_text("{}")
    ended = told("db", "archive", "--before", "2026-03", "--to", "elsewhere", "--database", URL)
    assert (ended.status, ended.out, ended.err) == (
        1,
        "",
        "elsewhere has not got what went to the archive before: manifest-2026-01.json. "
        "Name the folder of the first time, or put its files there. Nothing was moved.\n",
    )
    assert [file.name for file in told.folder.glob("elsewhere/*")] == (
        [] if other == "nothing there" else ["manifest-2026-01.json"]
    )
    shutil.copytree(told.folder / "archive", elsewhere, dirs_exist_ok=True)
    assert told("db", "archive", "--before", "2026-03", "--to", "elsewhere", "--database", URL).status == 0
    assert told("verify", "--archive", "elsewhere", "--database", URL).status == 0


def test_an_empty_name_is_no_folder_for_the_archive(told: CommandLine) -> None:
    before = sorted(told.folder.iterdir())
    ended = told("db", "archive", "--before", "2026-03", "--to", "", "--database", URL)
    assert (ended.status, "Name a folder." in ended.err) == (2, True)
    assert sorted(told.folder.iterdir()) == before


@pytest.mark.parametrize("what", [["verify"], ["explain", "S1", "1"], ["statement", "S1"]], ids=" ".join)
def test_an_empty_name_is_no_folder_to_read_from(told: CommandLine, what: list[str]) -> None:
    ended = told(*what, "--archive", "", "--database", URL)
    assert (ended.status, ended.out, "Name a folder." in ended.err) == (2, "", True)


@pytest.mark.parametrize("month", ["2026", "2026-13", "2026-1"])
def test_what_is_no_month_is_refused(told: CommandLine, month: str) -> None:
    ended = told("db", "archive", "--before", month, "--to", "archive", "--database", URL)
    assert (ended.status, "is not a month such as" in ended.err) == (2, True)


def test_a_month_that_is_not_long_over_is_refused(told: CommandLine) -> None:
    ended = told("db", "archive", "--before", "2026-11", "--to", "archive", "--database", URL)
    assert (ended.status, "over for 92 days" in ended.err) == (1, True)


def test_verify_says_what_it_has_not_looked_at(told: CommandLine) -> None:
    told(*BEFORE)
    ended = told("verify", "--database", URL)
    assert ended.status == 0
    assert "notices of 2026-01 to 2026-02: not looked at; to do so add --archive FOLDER." in ended.err


def test_verify_goes_through_the_archive(told: CommandLine) -> None:
    told(*BEFORE)
    assert told("verify", "--archive", "archive", "--database", URL).status == 0
    (told.folder / "archive" / "notice-2026-01.csv.gz").unlink()
    ended = told("verify", "--archive", "archive", "--database", URL)
    assert (ended.status, "2026-01: archive/notice-2026-01.csv.gz is not there; put" in ended.out) == (1, True)


def test_an_archived_notice_is_explained_out_of_its_file(told: CommandLine) -> None:
    before = told("explain", "S1", "--notice", KEY, "--database", URL)
    assert before.status == 0
    told(*BEFORE)
    assert told("explain", "S1", "--notice", KEY, "--archive", "archive", "--database", URL).out == before.out


def test_without_the_folder_it_says_where_the_notice_is(told: CommandLine) -> None:
    told(*BEFORE)
    ended = told("explain", "S1", "--notice", KEY, "--database", URL)
    assert (ended.status, ended.err) == (
        1,
        f"{KEY} is in the archive, in notice-2026-01.csv.gz: add --archive FOLDER.\n",
    )


def test_a_notice_that_was_never_told_is_in_no_archive(told: CommandLine) -> None:
    told(*BEFORE)
    ended = told("explain", "S1", "--notice", "never", "--archive", "archive", "--database", URL)
    assert (ended.status, ended.err) == (1, "Seller S1 has no never.\n")


def test_replay_says_which_notices_are_not_among_those_it_writes(told: CommandLine) -> None:
    told(*BEFORE)
    ended = told("replay", "history.jsonl", "--notices", "notices.jsonl", "--database", URL)
    assert ended.status == 0
    assert "notices of 2026-01 to 2026-02: they are not among these." in ended.err
    assert KEY not in (told.folder / "notices.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize(("days", "says"), [("30", False), ("365", True)])
def test_outbox_says_that_it_does_not_count_the_archive_when_it_looks_that_far(
    told: CommandLine, days: str, says: bool
) -> None:
    told(*BEFORE)
    ended = told("outbox", "--days", days, "--database", URL)
    assert (ended.status, "is not counted here" in ended.err) == (0, says)


def test_backup_says_that_the_archive_is_not_in_it(told: CommandLine) -> None:
    assert told("backup", "before.bak", "--database", URL).err == ""
    told(*BEFORE)
    ended = told("backup", "after.bak", "--database", URL)
    assert ended.status == 0
    assert "notices of 2026-01 to 2026-02: they are not in this backup; keep their folder with it." in ended.err


def test_what_a_backup_brings_back_goes_to_the_archive_again_and_writes_nothing_over(told: CommandLine) -> None:
    told("backup", "before.bak", "--database", URL)
    told(*BEFORE)
    files = {file.name: file.read_bytes() for file in (told.folder / "archive").iterdir()}
    assert told("restore", "before.bak", "--force", "--database", URL).status == 0
    assert told(*BEFORE).status == 0
    now = {file.name: file.read_bytes() for file in (told.folder / "archive").iterdir()}
    assert {name: now[name] for name in files} == files
    assert told("verify", "--archive", "archive", "--database", URL).status == 0
