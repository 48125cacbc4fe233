"""One process does the due work of an SQLite file, for as long as it lives."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.ledger.duty import on_duty
from storage.rows.errors import StorageError

ROOT = Path(__file__).parents[3]
HOLDING = """
import sys
from pathlib import Path
from storage.ledger.duty import on_duty
with on_duty(Path(sys.argv[1])):
    print("on duty", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_told_so_until_the_first_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "seller.db"
    holding = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(file)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holding.stdout is not None
    assert holding.stdout.readline() == b"on duty\n"
    with pytest.raises(StorageError, match="Another program does the due work"), on_duty(file):
        pass
    holding.send_signal(signal.SIGKILL)
    holding.communicate()
    with on_duty(file):  # the system has let go of it
        pass


def test_another_name_of_the_file_is_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "seller.db").touch()
    (tmp_path / "other.db").symlink_to(tmp_path / "seller.db")
    with on_duty(tmp_path / "seller.db"), pytest.raises(StorageError), on_duty(tmp_path / "other.db"):
        pass


def test_it_is_free_again_after_work_that_failed(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), on_duty(tmp_path / "seller.db"):
        raise ZeroDivisionError
    with on_duty(tmp_path / "seller.db"):
        pass


def test_nobody_else_can_read_what_lies_beside_the_database(tmp_path: Path) -> None:
    with on_duty(tmp_path / "seller.db"):
        assert (tmp_path / "seller.db.lock").stat().st_mode & 0o077 == 0


def test_on_a_server_any_number_may(tmp_path: Path) -> None:
    with on_duty(None), on_duty(None):
        assert list(tmp_path.iterdir()) == []
