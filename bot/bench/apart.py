"""A command of the program in a process of its own, timed with its start, and the most memory that it took."""

import os
import subprocess
import sys
import time
from pathlib import Path

import bot


def run_apart(*arguments: str) -> tuple[float, int]:
    """Seconds and peak bytes of `python -m bot` with these arguments. Raises `CalledProcessError`."""
    command = [sys.executable, "-m", "bot", *arguments]
    paths = [str(Path(bot.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)  # noqa: S603 - our own command
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
