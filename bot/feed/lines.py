"""The feed: lines taken in batches and answered line by line (RULES 13).

`replay`, `import` and HTTP differ only in their clock, their database and where ids are unique; batching and answering
are here. A feed may be larger than memory, a line longer than it should be, the end cut off: every line gets an answer,
nothing is guessed, and no more is held than a batch, which has a limit in lines and one in bytes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, NamedTuple

from bot.metrics import fact_taken
from core.events import Event, Malformed, parse_line
from core.refusals import TAKES_NO_ID, Outcome, Refusal, refused
from core.values import Instant
from storage.ledger.ledger import Entry, Ledger
from storage.ledger.replayed import ReplayedFile, Unkept
from storage.rows.transaction import Transaction

BATCH = 500
BATCH_BYTES = 4 << 20
LONGEST_LINE = (1 << 20) + 2
LONGEST_SHOWN = 2000
SOURCE = "file"


@dataclass(frozen=True, slots=True)
class Answer:
    """One line's answer: its number from 1, its id if readable, what it came to, and how it began."""

    line: int
    id: str | None
    outcome: Outcome
    raw: bytes

    def row(self) -> dict[str, Any]:
        """The line of `--outcomes` (RULES 13, 15.18)."""
        row: dict[str, Any] = {
            "line": self.line,
            "id": self.id,
            "outcome": self.outcome.kind,
            "reason": self.outcome.reason,
        }
        if self.outcome.data:
            row["data"] = self.outcome.data
        if self.outcome.message:
            row["message"] = self.outcome.message
        return row


@dataclass(slots=True)
class Tally:
    """How many lines came to what."""

    lines: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, outcome: Outcome) -> None:
        """Add one answer."""
        self.lines += 1
        self.outcomes[outcome.kind] += 1
        if outcome.reason and outcome.kind != "replayed":
            self.reasons[outcome.kind, outcome.reason] += 1

    @property
    def malformed(self) -> int:
        """Lines that were not in the format."""
        return self.reasons["refused", "malformed"]


def read_lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file without their newline; the last newline is not a line (RULES 15.16).

    A line longer than a mebibyte is cut, so that it is answered as malformed without being held in memory.
    """
    while line := file.readline(LONGEST_LINE):
        if not line.endswith(b"\n"):
            while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield line
        else:
            yield line[:-1]


def answers(
    ledger: Ledger,
    lines: Iterable[bytes],
    clock: Callable[[Event], Instant],
    progress: Callable[[int], None],
    replayed: ReplayedFile | None = None,
    *,
    source: str = SOURCE,
    first: int = 1,
    read: Callable[[bytes], Event | Malformed] = parse_line,
) -> Iterator[Answer]:
    """Take lines in order and answer each. `clock` gives the instant an event is processed at.

    A batch is answered only after it is committed. `progress` is told how many bytes are done. With `replayed` lines
    that were taken before are answered as they were then, and those taken now are kept with it. `source` is where the
    ids are unique, `first` the number of the first line, `read` says what a line means.
    """
    done = size = 0
    batch: list[_Line] = []

    def flush() -> Iterator[Answer]:
        if batch:
            yield from _take(ledger, batch, source, replayed)
        batch.clear()
        progress(done)

    for number, raw in enumerate(lines, first):
        event = read(raw)
        now = clock(event) if isinstance(event, Event) else 0
        batch.append(_Line(number, raw, event, now))
        done += len(raw) + 1
        size += len(raw)
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield from flush()
            size = 0
    yield from flush()


class _Line(NamedTuple):
    """A line of a batch: its number from 1, its bytes, what it says, and the instant it is processed at."""

    number: int
    raw: bytes
    event: Event | Malformed
    now: Instant


def _take(ledger: Ledger, batch: Sequence[_Line], source: str, replayed: ReplayedFile | None) -> Iterator[Answer]:
    known = replayed.answered(batch[0].number, batch[-1].number) if replayed else {}
    fresh = [line for line in batch if isinstance(line.event, Event) and line.number not in known]
    entries = [Entry(line.event, line.now) for line in fresh if isinstance(line.event, Event)]

    def keep(transaction: Transaction, outcomes: Sequence[Outcome]) -> None:
        if replayed is not None:
            found = zip(fresh, outcomes, strict=True)
            unkept = [Unkept(line.number, each) for line, each in found if each.reason in TAKES_NO_ID]
            # What is malformed at the end may be a line that was cut off, and be whole the next time.
            whole = max((n for n, line in enumerate(batch, 1) if isinstance(line.event, Event)), default=0)
            replayed.keep(transaction, batch[0].number, [line.raw for line in batch], whole, unkept)

    came = ledger.take(entries, source, keep) if entries or replayed else []
    if replayed is not None:
        replayed.settle()
    outcomes = known | {line.number: outcome for line, outcome in zip(fresh, came, strict=True)}
    for number, raw, event, _ in batch:
        outcome = (
            refused(Refusal.MALFORMED, message=event.message) if isinstance(event, Malformed) else outcomes[number]
        )
        fact_taken(outcome)
        yield Answer(number, event.id, outcome, raw[:LONGEST_SHOWN])
