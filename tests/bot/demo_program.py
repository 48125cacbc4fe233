"""The demo as a new user starts it: `run` without a token in a process of its own, and a client for its page."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 60


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextlib.contextmanager
def demo(folder: Path) -> Iterator[tuple[httpx.Client, subprocess.Popen[str]]]:
    """Started in a folder, where it makes its database; killed at the end if it still runs."""
    port = free_port()
    clean = {key: value for key, value in os.environ.items() if key not in ("BOT_TOKEN", "DATABASE_URL", "PORT")}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run", "--port", str(port)],
        cwd=folder,
        env=clean | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == f"Open http://127.0.0.1:{port}\n"
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
            yield client, process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
