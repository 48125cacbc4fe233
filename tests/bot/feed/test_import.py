"""`import`: a feed file into the live database, repeatable after any stop, and every refused line listed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.feed.intake import default_rejects
from tests.bot.command_line import CommandLine, await_taken, feed_pipe, line, start

GOOD = [
    line("e1", "seller.registered", "2026-01-05", name="Лавка"),
    line("e2", "wallet.credited", "2026-01-06", amount="7000.00"),
    line("e3", "command.connect", "2026-01-07", plan="lite", by="manager"),
]
UNKNOWN = line("e4", "wallet.credited", "2026-01-07", "nobody", amount="1")
KEPT = "sqlite:///kept.db"


@pytest.fixture
def run(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command line beside a migrated database `kept.db`, which it uses without being told."""
    command_line = CommandLine(tmp_path, monkeypatch, capsys)
    shutil.copy(migrated_file, tmp_path / "kept.db")
    monkeypatch.setenv("DATABASE_URL", KEPT)
    return command_line


def rejects(run: CommandLine, name: str = "feed") -> list[dict[str, Any]]:
    text = (run.folder / f"{name}.rejects.jsonl").read_text("utf-8")
    return [json.loads(each) for each in text.splitlines()]


def wallet(run: CommandLine, seller: str = "S1") -> str:
    found: str = json.loads(run("seller", "show", seller).out)["wallet"]
    return found


def test_a_good_file_is_taken_and_leaves_no_reject_file(run: CommandLine):
    ended = run("import", run.file("feed", "\n".join(GOOD)))
    assert (ended.status, ended.out) == (0, "Lines: 3. done 3.\n")
    assert not (run.folder / "feed.rejects.jsonl").exists()
    assert wallet(run) == "7000.00"


def test_what_was_refused_is_listed_with_line_number_reason_and_text(run: CommandLine):
    ended = run("import", run.file("feed", "\n".join([GOOD[0], "бред", UNKNOWN, GOOD[1]])))
    target = run.folder / "feed.rejects.jsonl"
    assert ended.out == (
        "Lines: 4. done 2, refused 2.\n  refused: malformed 1\n  refused: unknown_seller 1\n"
        f"Refused lines: 2; see {target}.\n"
    )
    assert [(each["line"], each["id"], each["reason"], each["text"]) for each in rejects(run)] == [
        (2, None, "malformed", "бред"),
        (3, "e4", "unknown_seller", UNKNOWN),
    ]
    assert all(each["message"] for each in rejects(run))


def test_a_refused_line_of_a_mebibyte_is_listed_by_its_beginning(run: CommandLine):
    run("import", run.file("feed", b"\xff" + b"x" * (2 << 20)))
    assert rejects(run)[0]["text"] == "\ufffd" + "x" * 1999


def test_ignored_lines_are_no_rejects(run: CommandLine):
    ended = run("import", run.file("feed", f"{GOOD[0]}\n{line('o', 'mailing.sent', '2026-01-06')}"))
    assert ended.out == "Lines: 2. done 1, ignored 1.\n  ignored: no_mailings_left 1\n"


def test_the_same_file_again_changes_nothing(run: CommandLine):
    path = run.file("feed", "\n".join(GOOD))
    run("import", path)
    before = run("seller", "show", "S1").out
    assert run("import", path).out == "Lines: 3. replayed 3.\n"
    assert run("seller", "show", "S1").out == before


def test_a_second_import_still_lists_what_the_first_refused(run: CommandLine):
    path = run.file("feed", "\n".join([*GOOD, UNKNOWN, "bad"]))
    run("import", path)
    first = rejects(run)
    run("import", path)
    assert [(each["line"], each["reason"], each["text"]) for each in rejects(run)] == [
        (each["line"], each["reason"], each["text"]) for each in first
    ]


def test_the_reject_file_can_be_named(run: CommandLine):
    run("import", run.file("feed", "bad"), "--rejects", "elsewhere.rejects.jsonl")
    assert rejects(run, "elsewhere")[0]["line"] == 1


def test_a_reject_file_of_an_earlier_import_goes_when_all_is_mended(run: CommandLine):
    run("import", run.file("feed", "bad"))
    run("import", run.file("feed", GOOD[0]))
    assert not (run.folder / "feed.rejects.jsonl").exists()


def test_a_device_named_for_rejects_is_not_removed(run: CommandLine):
    (run.folder / "link").symlink_to("/dev/null")
    assert run("import", run.file("feed", GOOD[0]), "--rejects", "link").status == 0
    assert (run.folder / "link").is_symlink()


def test_the_feed_is_never_written_over_by_its_rejects(run: CommandLine):
    path = run.file("feed", "bad")
    ended = run("import", path, "--rejects", path)
    assert (ended.status, path.read_text()) == (1, "bad")
    assert ended.err == f"{path}: would be written over itself while it is read; choose another file.\n"


def test_a_missing_file_is_one_sentence_and_spoils_no_reject_file(run: CommandLine):
    kept = run.file("feed.rejects.jsonl", "kept")
    ended = run("import", run.folder / "feed")
    assert (ended.status, ended.err) == (1, f"{run.folder / 'feed'}: No such file or directory.\n")
    assert kept.read_text() == "kept"


def test_a_reject_file_that_cannot_be_written_is_named_before_the_work(run: CommandLine):
    ended = run("import", run.file("feed", GOOD[0]), "--rejects", "/nowhere/x")
    assert (ended.status, ended.err) == (1, "/nowhere/x: No such file or directory.\n")
    assert run("seller", "show", "S1").status == 1


@pytest.mark.parametrize(
    ("feed", "expected"),
    [
        ("/dev/stdin", "stdin.rejects.jsonl"),
        ("/dev/fd/63", "63.rejects.jsonl"),
        ("/data/feed", "/data/feed.rejects.jsonl"),
    ],
)
def test_rejects_stand_beside_the_file_or_here_for_a_stream(feed: str, expected: str):
    assert default_rejects(Path(feed)) == Path(expected)


def test_an_empty_file_is_taken(run: CommandLine):
    assert run("import", run.file("feed", "")).out == "Lines: 0.\n"


def test_lines_are_taken_at_the_present_clock(run: CommandLine):  # RULES 2.7
    run("import", run.file("feed", "\n".join(GOOD)))
    with closing(sqlite3.connect(run.folder / "kept.db")) as connection:
        connection.execute("SELECT 1")
        rows = connection.execute("SELECT at < taken_at FROM taken").fetchall()
    assert rows == [(1,), (1,), (1,)]


# -- stopped -----------------------------------------------------------------------------------------------------------


def test_an_import_that_was_killed_is_simply_run_again(run: CommandLine):
    credits = [line(f"c{n}", "wallet.credited", "2026-01-06", amount="1.00") for n in range(1200)]
    content = [*GOOD, *credits[:100], UNKNOWN, "bad", *credits[100:]]
    os.mkfifo(run.folder / "pipe")
    process = start(run.folder, "import", "pipe", "--database", KEPT)
    with feed_pipe(run.folder / "pipe", content[:750]):
        await_taken(process, run.folder / "kept.db", 400)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert wallet(run) != "8200.00"
    assert run("import", run.file("feed", "\n".join(content))).status == 0
    assert wallet(run) == "8200.00"
    assert [(each["line"], each["reason"]) for each in rejects(run)] == [(104, "unknown_seller"), (105, "malformed")]


def test_a_feed_cut_in_the_middle_of_a_line_is_completed_by_the_whole(run: CommandLine):
    content = "\n".join(GOOD)
    run("import", run.file("feed", content[: content.index("7000") + 2]))
    assert [each["line"] for each in rejects(run)] == [2]
    assert run("import", run.file("feed", content)).out == "Lines: 3. done 2, replayed 1.\n"
    assert wallet(run) == "7000.00"


# -- databases that do not fit -----------------------------------------------------------------------------------------


def test_a_database_without_tables_says_which_command_to_run(run: CommandLine):
    ended = run("import", run.file("feed", GOOD[0]), "--database", "sqlite:///new.db")
    assert (ended.status, ended.err) == (1, "The database is empty; run: python -m bot db upgrade\n")


@pytest.mark.parametrize("command", [["import", "feed"], ["replay", "feed"], ["tick"], ["db", "current"]])
def test_a_newer_database_is_left_alone(run: CommandLine, command: list[str]):
    run.file("feed", GOOD[0])
    with closing(sqlite3.connect(run.folder / "kept.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    ended = run(*command, "--database", KEPT)
    assert ended.status == 1
    assert ended.err.startswith("The database is newer (9999) than this program (")
    assert ended.err.endswith("install the newer version of the program, or restore an older backup.\n")


def test_a_locked_database_says_so_and_takes_nothing(run: CommandLine):
    path = run.file("feed", "\n".join(GOOD))
    with closing(sqlite3.connect(run.folder / "kept.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ended = run("import", path, "--database", f"{KEPT}?timeout=0.1")
    assert ended.status == 1
    assert ended.err.startswith("The database is locked by another program; stop it, or wait and try again.")
    assert run("seller", "show", "S1").status == 1
    assert run("import", path).out == "Lines: 3. done 3.\n"


def test_a_patience_that_is_no_number_is_explained(run: CommandLine):
    ended = run("tick", "--database", f"{KEPT}?timeout=long")
    assert ended.err == "timeout in the database address must be a number of seconds.\n"


UNREACHABLE = {
    "sqlite:///.": "The database file cannot be opened",
    "sqlite:///feed": "The file is not a database",
    "sqlite:////proc/x.db": "The database file cannot be opened",
    "sqlite:////proc/x/y.db": "The folder /proc/x cannot be made",
    "postgresql://nobody@127.0.0.1:1/x": "The database server cannot be reached",
    "postgresql://nobody@127.0.0.1:port/x": "is not a database address",
    "mysql://x": "This kind of database is not supported",
    "nonsense": "This is not a database address",
}


@pytest.mark.parametrize("command", [["import", "feed"], ["replay", "feed"], ["tick"], ["db", "upgrade"]], ids=" ".join)
@pytest.mark.parametrize(("url", "sentence"), UNREACHABLE.items())
def test_a_database_out_of_reach_is_one_sentence(run: CommandLine, command: list[str], url: str, sentence: str):
    run.file("feed", "some text, " * 200)
    ended = run(*command, "--database", url)
    assert (ended.status, ended.out) == (1, "")
    assert sentence in ended.err and ended.err.count("\n") == 1
