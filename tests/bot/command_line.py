"""The command line as its user sees it: arguments in; exit status, output and error output out.

Problem: most facts need no process of their own, which costs two seconds; killing, Ctrl-C and pipes do. Decision:
`CommandLine` runs `main()` here, `start` runs it apart. Limit: what runs here has no terminal.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.cli import main

ROOT = Path(__file__).parents[2]
SETTINGS = (
    "BOT_TOKEN",
    "TELEGRAM_API_URL",
    "DATABASE_URL",
    "DIALOGS_URL",
    "PORT",
    "SELLER_PREMIUM_POLICY",
    "SELLER_PREMIUM_KEY",
    "OZON_API_URL",
    "LOG_LEVEL",
    "LOG_FORMAT",
    "FORCE_COLOR",
    "PYTHONUNBUFFERED",  # a pipe is then written at the end, as for users
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def all(self) -> str:
        """Both outputs."""
        return self.out + self.err


class CommandLine:
    """`seller-premium ARGUMENTS` in an empty folder, without settings in the environment."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        monkeypatch.chdir(folder)
        for name in SETTINGS:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("COLUMNS", "200")

    def __call__(self, *arguments: str | Path) -> Ended:
        self._monkeypatch.setattr(sys, "argv", ["seller-premium", *map(str, arguments)])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        structlog.reset_defaults()  # a command that logs does so to the output that was captured
        out, err = self._capsys.readouterr()
        status = end.value.code
        assert status is None or isinstance(status, int)
        return Ended(status or 0, out, err)

    def file(self, name: str, content: str | bytes) -> Path:
        """A file in the folder."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def replay(self, path: Path, *options: str) -> Replayed:
        """Replay with all three outputs."""
        outputs = {name: self.folder / f"{name}.out" for name in ("state", "outcomes", "notices")}
        named = [part for name, output in outputs.items() for part in (f"--{name}", str(output))]
        ended = self("replay", path, *named, *options)
        assert ended.status == 0, ended.err
        return Replayed(
            json.loads(outputs["state"].read_text("utf-8")),
            _json_lines(outputs["outcomes"]),
            _json_lines(outputs["notices"]),
            ended.out,
        )


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay wrote."""

    state: dict[str, Any]
    outcomes: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    summary: str

    @property
    def came_to(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """What two runs of one history must agree on."""
        return self.state, self.notices


def _json_lines(path: Path) -> list[dict[str, Any]]:
    text = path.read_text("utf-8")
    assert not text or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def line(id_: str, type_: str, at: str, seller: str | None = "S1", **fields: Any) -> str:
    """A line of the format; `at` is a date, or an instant."""
    instant = at if "T" in at else f"{at}T12:00:00+03:00"
    owner = {} if seller is None else {"seller": seller}
    return json.dumps({"id": id_, "type": type_, "at": instant, **owner, **fields}, ensure_ascii=False)


def start(
    folder: Path, *arguments: str | Path, stdout: int = subprocess.PIPE, interrupted: bool = False
) -> subprocess.Popen[bytes]:
    """`python -m bot ARGUMENTS` in a process of its own.

    One that is to be `interrupted` is not measured: coverage, interrupted while it holds its lock, waits for ever.
    """
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    if interrupted:
        # In a shell's background Ctrl-C is ignored, and so it is by whoever is started there.
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        environment = {name: value for name, value in environment.items() if not name.startswith("COVERAGE_")}
    environment["PYTHONPATH"] = str(ROOT)
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def await_taken(process: subprocess.Popen[bytes], database: Path, lines: int) -> None:
    """Return as soon as the database holds so many taken lines, while the process works on."""
    while _taken(database) < lines:
        try:
            process.wait(timeout=0.02)
        except subprocess.TimeoutExpired:
            continue
        assert process.stderr is not None
        raise AssertionError(f"ended too early: {process.stderr.read().decode()}")


def _taken(database: Path) -> int:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        found: int = connection.execute("SELECT COUNT(*) FROM taken").fetchone()[0]
    except sqlite3.OperationalError:  # not made yet
        return 0
    else:
        return found
    finally:
        connection.close()


def feed_pipe(pipe: Path, lines: Sequence[str]) -> Any:
    """Write lines into a named pipe that a process reads, and hold it open: the process waits for more."""
    writer = pipe.open("wb", buffering=0)
    writer.write("".join(f"{each}\n" for each in lines).encode())
    return writer
