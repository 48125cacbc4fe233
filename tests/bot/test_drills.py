"""Drills: the disk is lost while a feed is taken; what is restored catches up and ends as if nothing had happened.

Problem: a backup that was never restored is a hope. Decision: the real programs, Litestream's too, each in a process of
its own, and at the end the very bytes of every seller's state and of every notice beside those of a run that nothing
disturbed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.bot.command_line import CommandLine, await_taken, feed_pipe, start
from tests.property.histories import history

LONG = history(9, 1200)
KEPT = "sqlite:///kept.db"
FIRST = 600
TAKEN = 350
"""Lines that are certainly taken once so many have been written: a batch is 500, and not every line takes an id."""
PATIENCE = 60
LITESTREAM = Path(sys.executable).with_name("litestream")
CONFIGURATION = Path(__file__).parents[2] / "docs" / "operating" / "litestream.yml"


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of LONG that nothing disturbed."""
    from bot.feed.replay import Outputs, replay
    from core.policy import default_policy

    folder = tmp_path_factory.mktemp("undisturbed")
    path = folder / "f"
    path.write_text("\n".join(LONG) + "\n", encoding="utf-8")
    replay(path, default_policy(), outputs=Outputs(state=folder / "state", notices=folder / "notices"))
    return folder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    found = CommandLine(tmp_path, monkeypatch, capsys)
    os.mkfifo(found.folder / "pipe")
    return found


def assert_catches_up(undisturbed: Path, run: CommandLine) -> None:
    """Take LONG from its beginning and compare with the run that nothing disturbed."""
    path = run.file("whole", "\n".join(LONG) + "\n")
    ended = run("replay", path, "--database", KEPT, "--state", "state", "--notices", "notices")
    assert ended.status == 0, ended.err
    assert (run.folder / "state").read_bytes() == (undisturbed / "state").read_bytes()
    assert (run.folder / "notices").read_bytes() == (undisturbed / "notices").read_bytes()
    assert run("verify", "--database", KEPT).status == 0


def lose(folder: Path) -> None:
    """The disk is gone, with everything beside the database."""
    for path in folder.glob("*kept.db*"):
        if path.is_file():
            path.unlink()


@contextlib.contextmanager
def taking(run: CommandLine) -> Iterator[subprocess.Popen[bytes]]:
    """A process that replays what is written to the pipe; killed at the end."""
    process = start(run.folder, "replay", "pipe", "--database", KEPT)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_backup_made_under_load_is_restored_and_catches_up(run: CommandLine, undisturbed: Path) -> None:
    with taking(run) as process, feed_pipe(run.folder / "pipe", LONG[:FIRST]) as pipe:
        await_taken(process, run.folder / "kept.db", TAKEN)
        feeding = threading.Thread(target=pipe.write, args=("".join(f"{each}\n" for each in LONG[FIRST:]).encode(),))
        feeding.start()
        made = run("backup", "kept.bak", "--database", KEPT)
        feeding.join()
    assert made.status == 0, made.err
    lose(run.folder)
    assert run("restore", "kept.bak", "--database", KEPT).status == 0
    assert_catches_up(undisturbed, run)


class TestLitestream:
    @pytest.fixture
    def replica(self, tmp_path: Path) -> str:
        """Where the copies go."""
        return f"file://{tmp_path / 'replica'}"

    @contextlib.contextmanager
    def copying(self, run: CommandLine, replica: str) -> Iterator[None]:
        """Litestream at work by the configuration that is shipped; ends in order, having sent what there was."""
        settings = {"DATABASE_FILE": str(run.folder / "kept.db"), "LITESTREAM_REPLICA": replica}
        with subprocess.Popen(
            [LITESTREAM, "replicate", "-config", CONFIGURATION],
            env=os.environ | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process:
            try:
                yield
            finally:
                process.send_signal(signal.SIGINT)
                said, _ = process.communicate(timeout=PATIENCE)
                assert process.returncode == 0, said.decode()

    def restored(self, run: CommandLine, replica: str, name: str, *options: str) -> Path:
        """What Litestream makes of its copies."""
        path = run.folder / name
        done = subprocess.run(
            [LITESTREAM, "restore", "-o", path, *options, replica], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return path

    def until_copied(self, run: CommandLine, replica: str, lines: int) -> None:
        """Return as soon as the copies hold so many taken lines."""
        end = time.monotonic() + PATIENCE
        for number in range(1_000_000):
            assert time.monotonic() < end
            with contextlib.suppress(AssertionError):  # no copy yet
                if taken(self.restored(run, replica, f"look{number}.db")) >= lines:
                    return

    def test_what_was_copied_catches_up_after_the_disk_is_lost(
        self, run: CommandLine, undisturbed: Path, replica: str
    ) -> None:
        with taking(run) as process, feed_pipe(run.folder / "pipe", LONG[:FIRST]):
            await_taken(process, run.folder / "kept.db", TAKEN)
            with self.copying(run, replica):
                self.until_copied(run, replica, TAKEN)
        lose(run.folder)
        copy = self.restored(run, replica, "copy.db")
        assert run("restore", copy, "--database", KEPT).status == 0
        assert_catches_up(undisturbed, run)

    def test_the_state_of_an_instant_is_restored_and_catches_up(
        self, run: CommandLine, undisturbed: Path, replica: str
    ) -> None:
        assert run("replay", run.file("first", "\n".join(LONG[:FIRST]) + "\n"), "--database", KEPT).status == 0
        then = taken(run.folder / "kept.db")
        with self.copying(run, replica):
            self.until_copied(run, replica, then)
            instant = datetime.now(UTC)
            with start(run.folder, "replay", run.file("more", "\n".join(LONG) + "\n"), "--database", KEPT) as process:
                process.communicate(timeout=PATIENCE)
            now = taken(run.folder / "kept.db")
            self.until_copied(run, replica, now)
        copy = self.restored(run, replica, "then.db", "-timestamp", instant.isoformat().replace("+00:00", "Z"))
        assert taken(copy) == then < now
        assert run("restore", copy, "--force", "--database", KEPT).status == 0
        assert_catches_up(undisturbed, run)

    def test_a_database_that_is_being_copied_is_not_replaced(self, run: CommandLine, replica: str) -> None:
        assert run("replay", run.file("first", "\n".join(LONG[:20]) + "\n"), "--database", KEPT).status == 0
        assert run("backup", "kept.bak", "--database", KEPT).status == 0
        with self.copying(run, replica):
            self.until_copied(run, replica, 1)
            ended = run("restore", "kept.bak", "--force", "--database", KEPT)
        assert (ended.status, "is in use by another program" in ended.err) == (1, True)


def taken(database: Path) -> int:
    """Lines that a database has taken."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        found: int = connection.execute("SELECT COUNT(*) FROM taken").fetchone()[0]
    return found
