"""Movements that went to files, as an operator meets them: what is said, and every answer out of the files."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any

import pytest

from storage.rows.database import Database
from tests.bot.command_line import CommandLine, line

URL = "sqlite:///seller.db"
TERMS: dict[str, Any] = {
    "seller": None, "campaign": "C", "starts_at": "2025-01-01T00:00:00Z", "ends_at": "2027-01-01T00:00:00Z",
    "coefficient": "0.06",
}  # fmt: skip
ORDER: dict[str, Any] = {"campaign": "C", "category": "shoes", "price": "7000.00", "discount": "0.20", "quantity": 12}
HISTORY = [
    line("e1", "seller.registered", "2025-01-01", name="Shop"),
    line("e2", "wallet.credited", "2025-01-01", amount="50000.00"),
    line("e3", "campaign.upserted", "2025-01-01", **TERMS),
    line("e4", "command.set_mode", "2025-01-01", mode="auto", by="manager"),
    line("e5", "order.redeemed", "2025-01-10", line="L1", **ORDER),
    line("e6", "order.redeemed", "2025-01-11", line="L2", **ORDER),
    line("e7", "service.charged", "2025-02-01", charge="K1", service="ads", amount="300.00"),
    line("e8", "order.returned", "2025-02-05", line="L1", quantity=2),
    line("e9", "order.redeemed", "2026-01-15", line="L3", **ORDER),
]
MOVE = ("db", "archive", "--before", "2025-09", "--to", "archive", "--movements", "--database", URL)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A year after the orders of January 2025, whose points have ended long since."""
    command = CommandLine(tmp_path, monkeypatch, capsys)
    command.file("history.jsonl", "\n".join(HISTORY) + "\n")
    assert command("replay", "history.jsonl", "--until", "2026-06-01T00:00:00Z", "--database", URL).status == 0
    return command


def answers(command: CommandLine, *more: str) -> dict[str, object]:
    """What is told of months and entries that are over, on the screen and in files."""
    found: dict[str, object] = {
        f"statement {month}": command("statement", "S1", "--month", month, *more, "--database", URL).out
        for month in ("2025-01", "2025-02", "2025-07")
    }
    for number in range(1, 14):
        ended = command("explain", "S1", str(number), *more, "--database", URL)
        found[f"explain {number}"] = (ended.status, ended.out, ended.err)
    found["refusal"] = command("explain", "S1", "--refusal", "file:e8", *more, "--database", URL).out
    command("statement", "S1", "--month", "2025-02", "--csv", "month.csv", *more, "--database", URL)
    found["csv"] = (command.folder / "month.csv").read_bytes()
    return found


def test_archive_says_how_many_movements_went_where(kept: CommandLine) -> None:
    ended = kept(*MOVE)
    assert (ended.status, ended.err) == (0, "")
    assert "before-2025-09: 7 movements are in archive.\n" in ended.out
    assert (kept.folder / "archive" / "movement-before-2025-09.csv.gz").is_file()


def test_a_second_time_it_says_that_nothing_is_left(kept: CommandLine) -> None:
    kept(*MOVE)
    assert "No movement of before 2025-09 that is over is left here.\n" in kept(*MOVE).out


def test_movements_stay_unless_they_are_asked_for(kept: CommandLine) -> None:
    ended = kept(*(word for word in MOVE if word != "--movements"))
    assert (ended.status, "movement" in ended.out.lower()) == (0, False)


def test_every_answer_out_of_the_files_is_what_it_was_before(kept: CommandLine) -> None:
    before = answers(kept)
    assert kept(*MOVE).status == 0
    assert answers(kept, "--archive", "archive") == before


@pytest.mark.parametrize(
    "asked",
    [
        ("statement", "S1", "--month", "2025-02"),
        ("statement", "S1", "--month", "2025-02", "--csv", "month.csv"),
        ("explain", "S1", "4"),
        ("explain", "S1", "--refusal", "file:e8"),
    ],
)
def test_without_the_folder_it_says_where_that_is(kept: CommandLine, asked: tuple[str, ...]) -> None:
    kept(*MOVE)
    ended = kept(*asked, "--database", URL)
    assert (ended.status, ended.out, ended.err) == (
        1,
        "",
        "Movements of S1 before 2025-08-31T21:00:00Z are in the archive. "
        "To read them there: explain and statement with --archive FOLDER.\n",
    )


def test_months_that_are_here_need_no_folder(kept: CommandLine) -> None:
    asked = ("statement", "S1", "--month", "2026-01", "--database", URL)
    before = kept(*asked).out
    kept(*MOVE)
    assert kept(*asked).out == before


def test_verify_says_what_it_has_not_looked_at(kept: CommandLine) -> None:
    kept(*MOVE)
    ended = kept("verify", "--database", URL)
    assert ended.status == 0
    assert "7 movements of before 2025-09: not looked at; to do so add --archive FOLDER." in ended.err


def test_verify_goes_through_the_file(kept: CommandLine) -> None:
    kept(*MOVE)
    ended = kept("verify", "--archive", "archive", "--database", URL)
    assert (ended.status, "movements of before 2025-09: read and compared." in ended.err) == (0, True)
    (kept.folder / "archive" / "movement-before-2025-09.csv.gz").unlink()
    ended = kept("verify", "--archive", "archive", "--database", URL)
    assert ended.status == 1
    assert "before-2025-09: archive/movement-before-2025-09.csv.gz is not there; put a copy of it back." in ended.out
    assert "read and compared" not in ended.err


def test_verify_says_that_there_is_no_archive(kept: CommandLine) -> None:
    ended = kept("verify", "--archive", "archive", "--database", URL)
    assert (ended.status, ended.err) == (
        0,
        "Nothing of this database has gone to files; nothing is asked of archive.\n",
    )


# -- refused, and nothing has changed ----------------------------------------------------------------------------------


def rows(command: CommandLine) -> tuple[Any, ...]:
    opened = Database(URL)
    with opened.read() as transaction:
        found = tuple(
            transaction.rows(f"SELECT * FROM {table}")
            for table in ("movement", "movement_archive", "notice", "archive")
        )
    opened.close()
    return found


@pytest.mark.parametrize("part", [".movement.part", ".manifest.part"])
def test_a_full_disk_is_said_with_the_place_and_leaves_nothing_there(kept: CommandLine, part: str) -> None:
    before, folder = rows(kept), kept.folder / "archive"
    folder.mkdir()
    (folder / part).symlink_to("/dev/full")
    ended = kept(*MOVE)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == f"archive/{part}: No space left on device.\n"
    assert (rows(kept), list(folder.iterdir())) == (before, [])
    assert kept(*MOVE).status == 0


@pytest.mark.parametrize("there", ["file", "link to nothing"])
def test_what_is_not_a_folder_is_said_to_be_none(kept: CommandLine, there: str) -> None:
    before, folder = rows(kept), kept.folder / "archive"
    if there == "file":
        folder.touch()
    else:
        folder.symlink_to("nowhere")
    ended = kept(*MOVE)
    assert (ended.status, ended.err) == (1, "archive is not a folder; name another place for the archive.\n")
    assert rows(kept) == before


@pytest.mark.parametrize("what", [["--movements"], []])
def test_beside_another_that_writes_into_the_folder_nothing_moves(kept: CommandLine, what: list[str]) -> None:
    before, folder = rows(kept), kept.folder / "archive"
    folder.mkdir()
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    ended = kept("db", "archive", "--before", "2025-09", "--to", "archive", *what, "--database", URL)
    os.close(handle)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == "Another program is writing an archive into archive; when it is through, run it again.\n"
    assert (rows(kept), list(folder.iterdir())) == (before, [])


def test_a_folder_without_the_movements_of_before_takes_no_notices_either(kept: CommandLine) -> None:
    assert kept(*MOVE).status == 0
    before = rows(kept)
    ended = kept("db", "archive", "--before", "2025-10", "--to", "elsewhere", "--database", URL)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("elsewhere has not got what went to the archive before: manifest-")
    assert "manifest-before-2025-09.json" in ended.err
    assert (rows(kept), (kept.folder / "elsewhere").exists()) == (before, False)


def test_months_that_are_not_long_over_move_nothing_at_all(kept: CommandLine) -> None:
    before = rows(kept)
    ended = kept("db", "archive", "--before", "2026-01", "--to", "archive", "--movements", "--database", URL)
    assert ended.status == 1
    assert "have been over for 400 days" in ended.err
    assert (rows(kept), (kept.folder / "archive").exists()) == (before, False)


def test_verify_says_whose_rows_do_not_agree_with_the_file(kept: CommandLine) -> None:
    kept(*MOVE)
    opened = Database(URL)
    with opened.write() as transaction:
        transaction.run("UPDATE carried SET amount = amount + 1 WHERE kind = 'expiry'")
    opened.close()
    ended = kept("verify", "--archive", "archive", "--database", URL)
    assert (ended.status, "S1: carried: discount expiry" in ended.out) == (1, True)


def test_a_backup_says_that_they_are_not_in_it(kept: CommandLine) -> None:
    kept(*MOVE)
    ended = kept("backup", "after.bak", "--database", URL)
    assert "7 movements of before 2025-09: they are not in this backup; keep their folder with it." in ended.err


def test_the_same_lines_again_are_known(kept: CommandLine) -> None:
    before = kept("replay", "history.jsonl", "--state", "before.json", "--until", "2026-06-01T00:00:00Z", "--database",
        URL)  # fmt: skip
    kept(*MOVE)
    after = kept("replay", "history.jsonl", "--state", "after.json", "--until", "2026-06-01T00:00:00Z", "--database",
        URL)  # fmt: skip
    assert (before.status, after.status) == (0, 0)
    assert (kept.folder / "after.json").read_bytes() == (kept.folder / "before.json").read_bytes()
