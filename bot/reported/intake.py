"""A reading of a report beside what is kept of a shop: what is new, what it changes, and taking it in (RULES 16.2).

Problem: a file comes twice, or covers days that another file or the API told before; who sends it must see what it
would change before anything is kept. Decision: a reading is compared entry by entry with the rows, and only what says
something new becomes facts, at the instant of the comparison; the ledger judges each of them once more. What a report
that is complete for its days no longer contains is told as 0.00, within its own kind of report.
Limit: accruals and realization tell the same month in two ways and are never added up: accruals of whole months take
the place of a realization report, anything else that meets the other kind is not taken.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from bot.ozon.entries import Fact, Reading, Report, identified
from core.account import Reported
from core.events import Malformed, ReportedFact, read_object
from core.fields import Number
from core.reported import news, said_by
from core.values import FactKind, Instant, format_amount
from storage.books.books import Books
from storage.books.reported import entries_besides, kept_entries
from storage.ledger.ledger import Entry, Ledger, Version

SOURCE: Final = "report"
"""Where the ids of facts from reports are unique (RULES 2.6)."""
PIECE: Final = 500
"""Facts looked up, and taken, at a time."""
_FACTS: Final = {FactKind.POINTS: Fact.POINTS, FactKind.FEE: Fact.FEE, FactKind.SALE: Fact.SALE}


def _silent(done: int) -> None:
    return None


@dataclass(slots=True)
class Comparison:
    """What a reading comes to beside what is kept. `facts` are those that say something new, in the reading's order."""

    reading: Reading
    facts: list[ReportedFact] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    known: int = 0
    gone: int = 0
    """Entries that the report no longer contains, or whose place it takes: they become 0.00."""
    told_otherwise: bool = False
    """Another kind of report tells some of these days already, so nothing may be taken."""


def compare(books: Books, seller: str, reading: Reading, at: Instant) -> Comparison:
    """Compare a reading with the rows; nothing is written. Raises `StorageError`."""
    found = Comparison(reading)
    seen: set[tuple[FactKind, str]] = set()
    for piece in _pieces(reading.facts(seller, at)):
        events = [_event(line) for line in piece]
        keys: dict[FactKind, list[str]] = {}
        for event in events:
            keys.setdefault(event.FACT, []).append(event.key)
            seen.add((event.FACT, event.key))
        kept = kept_entries(books, seller, keys)
        for event in events:
            _count(found, event, kept.get((event.FACT, event.key)))
    first, last = _whole_months(reading.first, reading.last)
    besides = entries_besides(books, seller, first, last, seen)
    others = [each for each in besides if _is_of(each, _other(reading.report))]
    found.told_otherwise = bool(others) and not _replaces(reading, first, last)
    if reading.complete and not found.told_otherwise:
        days = range(reading.first.toordinal(), reading.last.toordinal() + 1)
        own = [each for each in besides if each.day in days and _is_of(each, reading.report)]
        found.facts += [_nothing(each, seller, at) for each in (*own, *others)]
        found.gone = len(own) + len(others)
    return found


def keep(
    ledger: Ledger,
    found: Comparison,
    now: Instant,
    progress: Callable[[int], None] = _silent,
    *,
    actor: str | None = None,
    version: Version | None = None,
) -> Counter[str]:
    """Take the facts that say something new; returns how many came to what: done, or the reason why not.

    Stopped half-way, what was taken stays, and the same report compared again goes on. `progress` is told how many
    facts are done, `actor` is who history names. With a `version` nothing is taken if the shop moved on from it: raises
    `Moved`. Raises `StorageError`.
    """
    tally: Counter[str] = Counter()
    if found.told_otherwise:
        return tally
    for piece in _pieces(iter(found.facts)):
        outcomes = ledger.take([Entry(event, now, actor) for event in piece], SOURCE, version=version)
        version = None  # from here on it is this report that moves the shop
        tally.update(outcome.reason or "done" for outcome in outcomes)
        progress(tally.total())
    return tally


def _pieces(facts: Iterator[Any]) -> Iterator[Sequence[Any]]:
    piece: list[Any] = []
    for fact in facts:
        piece.append(fact)
        if len(piece) == PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def _event(line: dict[str, Any]) -> ReportedFact:
    event = read_object({name: Number(value) if isinstance(value, int) else value for name, value in line.items()})
    if isinstance(event, Malformed):
        raise ValueError(event.message)
    assert isinstance(event, ReportedFact)
    return event


def _count(found: Comparison, event: ReportedFact, before: Reported | None) -> None:
    if news(said_by(event), before) is None:
        found.known += 1
        return
    if before is None:
        found.new += 1
    else:
        found.changed += 1
    found.facts.append(event)


def _nothing(kept: Reported, seller: str, at: Instant) -> ReportedFact:
    """The fact that an entry is 0.00."""
    fact: dict[str, Any] = {"type": _FACTS[kept.fact].value, "entry": kept.entry, "amount": format_amount(0)}
    fact["day"] = date.fromordinal(kept.day).isoformat()
    if kept.fact is FactKind.POINTS:
        fact["programme"] = kept.part
    if kept.fact is FactKind.FEE:
        fact |= {"service": kept.part, "kind": kept.kind}
    return _event(identified(fact, seller, at))


def _other(report: Report) -> Report:
    return Report.REALIZATION if report is Report.ACCRUALS else Report.ACCRUALS


def _is_of(kept: Reported, report: Report) -> bool:
    return kept.entry.startswith(f"{report}:")


def _whole_months(first: date, last: date) -> tuple[date, date]:
    after = (last.replace(day=1) + timedelta(days=31)).replace(day=1)
    return first.replace(day=1), after - timedelta(days=1)


def _replaces(reading: Reading, first: date, last: date) -> bool:
    """Whether a reading tells whole months by the day, so that a month told in sum is told better."""
    whole = reading.first <= first and reading.last >= last
    return reading.report is Report.ACCRUALS and reading.complete and whole
