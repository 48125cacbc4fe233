"""`replay`: a scenario file on a virtual clock (RULES 13).

All due work is done at its exact instant between the lines and up to the end. It runs on a throw-away database unless
one is named; on a named one it can be stopped anywhere and run again: lines already taken are `replayed`, and the end
is that of an undisturbed run, because the clock is made of the lines themselves.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO, Any

from bot.feed.files import require_distinct, size_of, writing
from bot.feed.lines import Tally, answers, read_lines
from bot.feed.progress import progress_bar
from core.events import Event
from core.policy import Policy
from core.values import Instant, format_instant
from storage.books.state import notices, seller_state
from storage.ledger.due_work import DueWork
from storage.ledger.duty import on_duty
from storage.ledger.ledger import Ledger
from storage.ledger.replayed import ReplayedFile
from storage.ledger.sweep import Swept
from storage.post.archive import Summary, summary_of
from storage.rows import schema
from storage.rows.database import Database
from storage.rows.errors import StorageError


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
    swept: Swept | None = None
    """The due work at the end; None without an end."""
    archived: Summary | None = None
    """Notices that are not among `notices`, for they are in the archive."""


def replay(
    path: Path, policy: Policy, *, until: Instant | None = None, url: str | None = None, outputs: Outputs | None = None
) -> Replayed:
    """Run a scenario file. Raises `StorageError`, and `OSError` for files that cannot be read or written."""
    outputs = outputs or Outputs()
    result = Replayed()
    named = (outputs.outcomes, outputs.notices, outputs.state)
    require_distinct(path, [each for each in named if each is not None])
    with ExitStack() as opened:
        # The input first: if it cannot be read, nothing else is touched. The reports before the work, not after it.
        feed = opened.enter_context(path.open("rb"))
        database = opened.enter_context(_database(url))
        opened.enter_context(on_duty(database.file if url is not None else None))
        told_outcome, told_notice, told_state = (opened.enter_context(writing(each)) for each in named)
        ledger = Ledger(database, policy)
        replayed = None if url is None else ReplayedFile(database)
        lines = read_lines(feed) if replayed is None else opened.enter_context(_known_again(replayed, feed))
        now = ledger.clock()

        def clock(event: Event) -> Instant:
            nonlocal now
            now = event.at if now is None else max(now, event.at)  # RULES 15.17: never back
            return now

        with progress_bar(f"replay {path.name}", size_of(feed)) as progress:
            for answer in answers(ledger, lines, clock, progress, replayed):
                result.tally.count(answer.outcome)
                told_outcome(_json(answer.row()) + "\n")
        if until is not None:
            now = until if now is None else max(now, until)
        if now is not None:
            result.swept = DueWork(ledger).do(now)
            ledger.set_clock(now)
        result.now = now
        _tell_notices(database, told_notice, result)
        _tell_state(ledger, told_state, result)
    return result


@contextmanager
def _known_again(replayed: ReplayedFile, feed: IO[bytes]) -> Iterator[Iterator[bytes]]:
    """The feed's lines, after those at its beginning were shown to `replayed`; a stream's are put by meanwhile."""
    if feed.seekable():
        replayed.recognise(read_lines(feed))
        feed.seek(0)
        yield read_lines(feed)
        return
    with tempfile.TemporaryFile(prefix="seller-premium-") as put_by:
        rest = read_lines(feed)
        replayed.recognise(_noted(rest, put_by))
        put_by.seek(0)
        yield chain(read_lines(put_by), rest)


def _noted(lines: Iterable[bytes], put_by: IO[bytes]) -> Iterator[bytes]:
    for line in lines:
        put_by.write(line + b"\n")
        yield line


def _tell_notices(database: Database, told: Callable[[str], None], result: Replayed) -> None:
    with database.read() as transaction:
        result.archived = summary_of(transaction)
    for notice in notices(database):
        result.notices[notice["kind"]] = result.notices.get(notice["kind"], 0) + 1
        told(_json(notice) + "\n")


def _tell_state(ledger: Ledger, told: Callable[[str], None], result: Replayed) -> None:
    """One JSON object, written seller by seller: the whole may be larger than memory."""
    now = None if result.now is None else format_instant(result.now)
    told(f'{{"now": {_json(now)}, "sellers": {{')
    for account in ledger.each_account():
        told(f"{',' if result.sellers else ''}\n{_json(account.seller)}: {_json(seller_state(account))}")
        result.sellers += 1
    told("\n}}\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@contextmanager
def _database(url: str | None) -> Iterator[Database]:
    if url is None:
        with tempfile.TemporaryDirectory(prefix="seller-premium-") as folder:
            database = Database(f"sqlite:///{folder}/replay.db", durable=False)
            schema.upgrade(database.engine)
            try:
                yield database
            finally:
                database.close()
        return
    database = Database(url)
    try:
        open_or_create(database)
        database.require_sound()
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
