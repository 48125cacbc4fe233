"""`replay`: a scenario file on a virtual clock (RULES 13).

All due work is done at its exact instant between the lines and up to the end. It runs on a throw-away database unless
one is named; on a named one it can be stopped anywhere and run again: lines already taken are `replayed`, and the end
is that of an undisturbed run, because the clock is made of the lines themselves.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.lines import Tally, answers
from bot.progress import progress_bar
from core.events import Event
from core.policy import Policy
from core.values import Instant, format_instant
from storage import schema
from storage.database import Database, StorageError
from storage.ledger import Ledger
from storage.state import notices, seller_state


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where to write what; None: nowhere."""

    state: Path | None = None
    outcomes: Path | None = None
    notices: Path | None = None


@dataclass(slots=True)
class Replayed:
    """What a replay came to."""

    tally: Tally = field(default_factory=Tally)
    now: Instant | None = None
    sellers: int = 0
    notices: dict[str, int] = field(default_factory=dict)


def replay(
    path: Path, policy: Policy, *, until: Instant | None = None, url: str | None = None, outputs: Outputs | None = None
) -> Replayed:
    """Run a scenario file. Raises `StorageError`, and `OSError` for files that cannot be read or written."""
    outputs = outputs or Outputs()
    result = Replayed()
    with _database(url) as database, ExitStack() as files:
        ledger = Ledger(database, policy)
        now = ledger.clock()

        def clock(event: Event) -> Instant:
            nonlocal now
            now = event.at if now is None else max(now, event.at)  # RULES 15.17: never back
            return now

        written = files.enter_context(_writer(outputs.outcomes))
        with progress_bar(f"replay {path.name}", path.stat().st_size) as progress:
            for answer in answers(ledger, path, clock, progress):
                result.tally.count(answer.outcome)
                written(answer.row())
        if until is not None:
            now = until if now is None else max(now, until)
        if now is not None:
            ledger.tick(now)
            ledger.set_clock(now)
        result.now = now
        _finish(database, ledger, outputs, result)
    return result


def _finish(database: Database, ledger: Ledger, outputs: Outputs, result: Replayed) -> None:
    with _writer(outputs.notices) as written:
        for notice in notices(database):
            result.notices[notice["kind"]] = result.notices.get(notice["kind"], 0) + 1
            written(notice)
    with open(outputs.state or "/dev/null", "w", encoding="utf-8") as file:
        now = None if result.now is None else format_instant(result.now)
        file.write(f'{{"now": {json.dumps(now)}, "sellers": {{')
        for number, account in enumerate(ledger.each_account()):
            result.sellers += 1
            comma = ",\n" if number else "\n"
            file.write(f"{comma}{json.dumps(account.seller, ensure_ascii=False)}: {_json(seller_state(account))}")
        file.write("\n}}\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@contextmanager
def _writer(path: Path | None) -> Iterator[Any]:
    """A function that writes one JSON line, or does nothing without a path."""
    if path is None:
        yield lambda row: None
        return
    with path.open("w", encoding="utf-8") as file:
        yield lambda row: file.write(_json(row) + "\n")


@contextmanager
def _database(url: str | None) -> Iterator[Database]:
    if url is None:
        with tempfile.TemporaryDirectory(prefix="seller-premium-") as folder:
            database = Database(f"sqlite:///{folder}/replay.db", durable=False)
            schema.upgrade(database)
            try:
                yield database
            finally:
                database.close()
        return
    database = Database(url)
    try:
        open_or_create(database)
        yield database
    finally:
        database.close()


def open_or_create(database: Database) -> None:
    """An empty database gets its tables; one that does not fit the code raises `StorageError`."""
    try:
        database.require_current()
    except StorageError:
        if not database.is_empty():
            raise
        database.upgrade()
