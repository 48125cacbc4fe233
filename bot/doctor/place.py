"""Where a database in a file lies: whose it is, room on the disk, who else has it open."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.doctor.findings import Finding, good, warning, wrong
from bot.doctor.patient import Patient

LITTLE: Final = 1 << 30
"""Bytes free below which somebody should look; or as much as the database has, whichever is more: a copy of it fits."""
TOO_LITTLE: Final = 100 << 20
"""Bytes free below which a busy day may fill the disk."""
_LOCKS: Final = Path("/proc/locks")
_SETTINGS_FILE: Final = Path(".env")
_OTHERS: Final = 0o077


def files(patient: Patient) -> Iterator[Finding]:
    """Whether files with secrets or money are for their owner alone, before opening the database closes it."""
    mine = patient.database.file
    found = [
        warning(f"{file} can be read by others on this machine.", f"chmod 600 {file}")
        for file in (_SETTINGS_FILE, mine)
        if file is not None and _is_open(file)
    ]
    yield from found or [good("Settings and database are for their owner alone.")]


def _is_open(file: Path) -> bool:
    try:
        found = file.stat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and bool(found.st_mode & _OTHERS)


def disk(patient: Patient, little: int = LITTLE, too_little: int = TOO_LITTLE) -> Iterator[Finding]:
    """Whether something can be written beside the database, and how much more. Of a server's disk nothing is known."""
    file = patient.database.file
    if file is None:
        return
    folder = file.resolve().parent
    try:
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"\0" * 4096)
            trial.flush()
            os.fsync(trial.fileno())
    except OSError as error:
        yield wrong(
            f"Nothing can be written into {folder}: {error.strerror}.",
            "Free some space, or give the folder to the user that runs the bot.",
        )
        return
    free = shutil.disk_usage(folder).free
    size = file.stat().st_size if file.exists() else 0
    what = f"{free >> 20} MB are free where the database lies ({size >> 20} MB)."
    if free < too_little:
        yield wrong(what, "Free some space: a database that cannot grow refuses everything.")
    elif free < max(little, size):
        yield warning(what, "Free some space: a copy of the database should fit beside it.")
    else:
        yield good(what)


def others(patient: Patient) -> Iterator[Finding]:
    """Which other processes have the file open. Only Linux tells."""
    file = patient.database.file
    if file is None or not sys.platform.startswith("linux"):
        return
    pids = sorted(_holders(Path(f"{file.resolve()}-shm")) - {os.getpid()})
    if len(pids) > 1:
        yield warning(
            f"{len(pids)} other processes have the database open: {', '.join(map(str, pids))}.",
            "If two of them are the bot, stop one: each would get some of the updates.",
        )
    elif pids:
        yield good(f"One other process has the database open: {pids[0]}.")
    else:
        yield good("No other process has the database open.")


def _holders(file: Path) -> set[int]:
    """Who holds a lock of SQLite's on a database's shared memory: everybody who has it open does."""
    try:
        inode = file.stat().st_ino
        lines = _LOCKS.read_text("ascii").splitlines()
    except OSError:
        return set()
    # "1: POSIX  ADVISORY  READ 32033 fe:00:2155443 128 128"; one that waits has "->" before its kind.
    parts = [line.split() for line in lines]
    return {int(each[4]) for each in parts if len(each) > 5 and each[5].rpartition(":")[2] == str(inode)}
