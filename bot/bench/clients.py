"""Programs that use one server at once, and how long they and the server take over it: a part of `bench`.

Problem: what a server does for several programs is not several times what it does for one, and on a machine with few
cores they take time from each other. Decision: each client is a process of its own; all begin a work together, and it
is over when the last has done its part. Beside the seconds stand those of the processors, of the clients and of the
server's processes for them, which do not depend on who else is busy. Limit: the server's are known only if it runs on
this machine.
"""

import multiprocessing
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import psycopg

from bot.secrecy import hide
from storage.rows.errors import StorageError

PATIENCE: Final = 600
"""Seconds to wait for the slowest."""
_TICKS: Final = 100
"""Of Linux, a second."""

Work = Callable[[int], None]
"""What a client does in a turn, by the turn's number."""
Prepare = Callable[..., Sequence[Work]]
"""Given a client's number and the arguments, its works. Its name must be known to other processes."""


class Turn(NamedTuple):
    """Seconds, and those of processors: of all clients together, and of the server for them, if that is known."""

    seconds: float
    clients: float
    server: float | None


def take_turns(server: str, prepare: Prepare, arguments: Sequence[Any], clients: int, turns: int) -> list[list[Turn]]:
    """Let so many clients do each of their works in turn; returns the turns of each work.

    Raises RuntimeError if a client fails; it prints of what. `psycopg.OperationalError` if the server has gone.
    """
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(clients + 1)
    answers: Any = context.Queue()
    processes = [
        context.Process(target=_client, args=(prepare, arguments, number, turns, barrier, answers), daemon=True)
        for number in range(clients)
    ]
    for process in processes:
        process.start()
    found: defaultdict[int, list[Turn]] = defaultdict(list)
    try:
        works = int(answers.get(timeout=PATIENCE))
        with psycopg.connect(server, autocommit=True) as watching:
            for place in range(works * turns):
                barrier.wait(PATIENCE)
                start, before = time.perf_counter(), _server_seconds(watching)
                barrier.wait(PATIENCE)
                seconds, after = time.perf_counter() - start, _server_seconds(watching)
                own = sum(answers.get(timeout=PATIENCE) for _ in processes)
                taken = None if before is None or after is None else after - before
                found[place % works].append(Turn(seconds, own, taken))
                barrier.wait(PATIENCE)
    except Exception as error:
        for process in processes:
            process.kill()
        psycopg.connect(server).close()  # a server that has gone is the reason, and not what clients made of it
        raise RuntimeError("A client has failed; see what it printed.") from error
    for process in processes:
        process.join()
    return [found[place] for place in range(len(found))]


def _client(prepare: Prepare, arguments: Sequence[Any], number: int, turns: int, barrier: Any, answers: Any) -> None:
    try:
        works = prepare(number, *arguments)
        if number == 0:
            answers.put(len(works))
        for turn in range(turns):
            for work in works:
                barrier.wait(PATIENCE)
                start = time.process_time()
                work(turn)
                seconds = time.process_time() - start
                barrier.wait(PATIENCE)
                answers.put(seconds)
                barrier.wait(PATIENCE)
    except (psycopg.OperationalError, StorageError) as error:
        print(hide(str(error)), file=sys.stderr)
        barrier.abort()
        answers.put("failed")
    except BaseException:
        traceback.print_exc()
        barrier.abort()
        answers.put("failed")
        raise


def _server_seconds(watching: psycopg.Connection[Any]) -> float | None:
    """Processor seconds of the server's processes for clients, but the one that asks; None if it is elsewhere."""
    found = watching.execute(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    ).fetchall()
    total = 0
    for (pid,) in found:
        try:
            times = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return None
        total += int(times[11]) + int(times[12])
    return total / _TICKS
