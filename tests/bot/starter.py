"""Starts processes of the program quickly, and hears of their ends: `python -m tests.bot.starter`.

Problem: a process takes seconds to import the program, and a test of many that are killed and started anew starts
dozens. Decision: one that has imported it forks; what runs then is what `python -m bot` runs. Leases are some seconds
in place of a minute, so that what a killed process held is free again while the test looks; nothing else differs.
Limit: POSIX. Commands come as lines of JSON; all children end with this process.
"""

import json
import os
import signal
import sys
from typing import Any, Final

import bot.app
import bot.chat.open_screens
import bot.cli.serving
import bot.post.notifier
import storage.post.dialogs
import storage.post.inbox
from bot.cli import main

LEASE: Final = 3
"""Seconds."""


def shorten_leases() -> None:
    """Let leases run out soon."""
    storage.post.inbox.LEASE = LEASE  # type: ignore[misc]
    storage.post.dialogs.LEASE = LEASE  # type: ignore[misc]
    bot.chat.open_screens.PATIENCE = LEASE + 1.0  # type: ignore[misc]
    bot.post.notifier.LEASE = LEASE  # type: ignore[misc]


def begin(order: dict[str, Any]) -> int:
    """Fork a process that runs a command; returns its number."""
    number = os.fork()
    if number:
        return number
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.chdir(order["folder"])
    os.environ.update(order["environment"])
    sys.argv = ["bot", *order["arguments"]]
    status = 1
    try:
        main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        os._exit(status)


def serve() -> None:
    """Do as the lines say, and answer each with a number."""
    shorten_leases()
    alive: set[int] = set()
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "end" in order:
            number = order["end"]
            os.kill(number, signal.SIGKILL)
            os.waitpid(number, 0)
            alive.discard(number)
        else:
            number = begin(order)
            alive.add(number)
        print(number, flush=True)
    for number in alive:
        os.kill(number, signal.SIGKILL)


if __name__ == "__main__":
    serve()
