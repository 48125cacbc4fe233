"""The real programme, core and storage, driven by the raw lines of a history.

Problem: the product must come out the same however its work is cut up, so the driver must be able to cut. Decision: one
driver with a `Handling` that says how large the batches are, when due work is swept and what is forgotten in between;
what is compared is read from the tables, never from memory. Limit: each line is processed at the clock of its arrival,
as in `replay`.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.events import Event, Malformed, parse_line
from core.policy import Policy, default_policy, overlay_policy
from core.refusals import Outcome
from core.values import Instant, format_instant, parse_instant
from storage.books.state import notices, seller_state
from storage.ledger.ledger import Entry, Ledger
from storage.rows import schema
from storage.rows.database import Database
from tests.property.compare import Run
from tests.property.histories import to_toml
from tests.property.model import TAKES_NO_ID

SOURCE = "file"


@dataclass(frozen=True, slots=True)
class Handling:
    """How a history is cut up. `forget`: let go of memory between batches; `rebuild`: start the process anew.

    `sweep`: None (only at the end), "on time" (each due instant by itself), or how late sweeps may be, in days.
    `sweeps` is how often each is done, `deliveries` how often each batch is delivered. `piece` is how many sellers a
    fact for all reaches when it is taken; the others are reached by a sweep, or when they are next touched.
    """

    batch: int = 50
    forget: bool = False
    rebuild: bool = False
    sweep: str | int | None = None
    sweeps: int = 1
    piece: int = 100
    deliveries: int = 1


class Product:
    """A ledger on a database, fed with lines."""

    def __init__(self, database: Database, overlay: dict[str, Any] | None = None, handling: Handling | None = None):
        self.database = database
        self.policy: Policy = overlay_policy(to_toml(overlay)) if overlay else default_policy()
        self.handling = handling or Handling()
        self.ledger = Ledger(database, self.policy, piece=self.handling.piece)
        self.clock: Instant = 0
        self.swept: Instant = 0
        self.outcomes: list[dict[str, Any]] = []
        self._waiting: list[tuple[dict[str, Any], Entry]] = []

    def line(self, raw: str | bytes) -> dict[str, Any]:
        """Queue a line; its outcome is filled in when its batch is taken."""
        event = parse_line(raw)
        answer: dict[str, Any] = {"line": len(self.outcomes) + 1, "id": event.id}
        self.outcomes.append(answer)
        if isinstance(event, Malformed):
            answer |= {"outcome": "refused", "reason": "malformed", "message": event.message}
        else:
            self.queue(answer, event)
        return answer

    def queue(self, answer: dict[str, Any], event: Event) -> None:
        self.clock = max(self.clock, event.at)
        self._waiting.append((answer, Entry(event, self.clock)))
        if len(self._waiting) >= self.handling.batch:
            self.flush()

    def flush(self) -> None:
        """Take the batch that is waiting, and sweep if a sweep is due."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            entries = [entry for _, entry in waiting]
            outcomes = self.ledger.take(entries, SOURCE)
            for _ in range(self.handling.deliveries - 1):
                again = self.ledger.take(_with_an_id(entries, outcomes), SOURCE)
                assert [each.kind for each in again if each.kind not in ("replayed", "refused")] == []
            for (answer, _), outcome in zip(waiting, outcomes, strict=True):
                answer |= {"outcome": outcome.kind, "reason": outcome.reason, "data": outcome.data}
        if self.handling.rebuild:
            self.ledger = Ledger(self.database, self.policy, piece=self.handling.piece)
        if self.handling.forget:
            self.ledger.forget()
        late = self.handling.sweep
        if late == "on time":
            while (due := self.ledger.next_due()) is not None and due <= self.clock:
                self._sweep(due)
        elif isinstance(late, int) and self.clock - self.swept > late * 86_400_000_000:
            self._sweep(self.clock)
            self.swept = self.clock

    def _sweep(self, now: Instant) -> None:
        for _ in range(self.handling.sweeps):
            self.ledger.tick(now)

    def finish(self, until: str | None = None) -> None:
        """Take what is waiting and do all due work up to the clock, or up to `until` if that is later."""
        self.flush()
        if until is not None:
            self.clock = max(self.clock, parse_instant(until))
        self._sweep(self.clock)

    def result(self) -> Run:
        """Outcomes, state and notices as `replay` gives them; the latter two from the tables."""
        sellers = {account.seller: seller_state(account) for account in self.ledger.each_account()}
        state = {"now": format_instant(self.clock), "sellers": sellers}
        told: tuple[Any, ...] = (self.outcomes, state, list(notices(self.database)))
        outcomes, state, sent = json.loads(json.dumps(told))
        return outcomes, state, sent


def run(
    database: Database,
    lines: Iterable[str],
    overlay: dict[str, Any] | None = None,
    handling: Handling | None = None,
    until: str | None = None,
) -> Product:
    """The whole history on a fresh database."""
    product = Product(database, overlay, handling)
    for line in lines:
        product.line(line)
    product.finish(until)
    return product


def _with_an_id(entries: Sequence[Entry], outcomes: Sequence[Outcome]) -> list[Entry]:
    """Those of a batch whose second delivery changes nothing; the others took no id and may be decided anew (2.6a)."""
    return [entry for entry, outcome in zip(entries, outcomes, strict=True) if outcome.reason not in TAKES_NO_ID]


# -- databases ---------------------------------------------------------------------------------------------------------


@cache
def _template() -> sqlite3.Connection:
    database = Database("sqlite://", durable=False)
    schema.upgrade(database.engine)
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    _driver(database).backup(connection)
    database.close()
    return connection


def _driver(database: Database) -> sqlite3.Connection:
    connection = database.engine.raw_connection().driver_connection
    assert isinstance(connection, sqlite3.Connection)
    return connection


@contextmanager
def in_memory() -> Iterator[Database]:
    """A migrated SQLite in memory, copied from one that was migrated once."""
    database = Database("sqlite://", durable=False)
    _template().backup(_driver(database))
    try:
        yield database
    finally:
        database.close()


# -- what the tables hold ----------------------------------------------------------------------------------------------

# A version counts writes, a clock and a next due instant may stand further when a sweep found nothing to write.
_ROWS = {
    "seller": "id, name, locale, registered_at, seq, wallet, digest, digest_at, parked",
    "notice": "key, seller, at, kind, data",
    "campaign_version": "seq, campaign, event",
    "world": "id, maintenance",
}
TABLES = (
    "seller",
    "subscription",
    "balance",
    "line",
    "lot",
    "points_grant",
    "charge",
    "usage",
    "choice",
    "movement",
    "wallet_entry",
    "transition",
    "period",
    "consent",
    "rating",
    "notice",
    "campaign_version",
    "taken",
    "world",
)


def rows(database: Database, tables: Sequence[str] = TABLES) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of these tables, sorted, without what only counts writes."""
    with database.read() as transaction:
        return {
            table: sorted(transaction.rows(f"SELECT {_ROWS.get(table, '*')} FROM {table}"), key=repr)
            for table in tables
        }


def row_differences(expected: dict[str, list[tuple[Any, ...]]], actual: dict[str, list[tuple[Any, ...]]]) -> list[str]:
    """One sentence for each row that only one side has."""
    found: list[str] = []
    for table, wanted in expected.items():
        given = actual[table]
        found += [f"{table}: missing {row!r}" for row in wanted if row not in given]
        found += [f"{table}: not expected {row!r}" for row in given if row not in wanted]
    return found
