"""The due work of many sellers, some to a transaction, and what is done about those that fail.

Problem: one seller's damaged rows must not hold up all others; a bug in a rule must not put all others under review,
for their data is right. Decision: who fails is found by halving and put aside; parked they are only at the end, and
only if few of them fail alike, with the same error at the same place. If many do, the sweep stops: nobody is parked,
and whom sweeps of the last day parked for this failure is let go again. A stop is noted once for each failure until a
sweep goes through, so that whoever tells people of it tells once. Limit: what is due waits for a mended program.

People come before a sweep: a piece is only as large as is done in a moment, for while it writes nobody else can on
SQLite, and nobody of its sellers on PostgreSQL. There several programs may sweep at once: each chooses sellers whom
nobody holds. Who was held comes last, and is waited for.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from core.policy import Sweeps
from core.values import HOUR, RATE_ONE, Instant
from storage.ledger.records import DueRow
from storage.rows.audit import note, review
from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.transaction import Transaction

SWEEP_SELLERS: Final = 500
"""Sellers to a transaction, at most."""
LOCKED_SELLERS: Final = 200
"""Sellers to a transaction on PostgreSQL, where it holds up nobody but them."""
FIRST_SELLERS: Final = 50
"""Sellers to the first one, before it is known how long they take."""
PIECE_SECONDS: Final = 0.01
"""How long a transaction should hold up others, in seconds: on SQLite nobody else can write meanwhile."""
ALONE_SECONDS: Final = 0.05
"""The same where nobody else has written for a minute: a commit costs as much as some sellers. And on PostgreSQL, where
it holds up nobody but them."""
RECENTLY: Final = 60.0
COUNTED: Final[Instant] = 24 * HOUR
"""How long a parked seller counts as failing together with others: a beat may find a single one due."""
SWEEP: Final = "sweep"
"""How records name it."""

_IS_DUE: Final = "next_due <= ? AND NOT parked"
_ROWS: Final = f"SELECT {', '.join(DueRow._fields)} FROM seller WHERE"  # noqa: S608  (our own names)
_DUE: Final = f"{_ROWS} {_IS_DUE} AND (next_due, id) > (?, ?) ORDER BY next_due, id LIMIT ?"
_DUE_AND_FREE: Final = f"{_DUE} FOR UPDATE SKIP LOCKED"
_DUE_LOCKED: Final = f"{_DUE} FOR UPDATE"
_AMONG: Final = f"{_ROWS} {_IS_DUE} AND id IN ($) ORDER BY id"
_AMONG_LOCKED: Final = f"{_AMONG} FOR UPDATE"
_HOW_MANY: Final = f"SELECT COUNT(*) FROM seller WHERE {_IS_DUE}"  # noqa: S608  (our own words)
_FIRST: Final = (-(2**62), "")
_PARKED: Final = (
    "SELECT s.id, a.detail FROM seller s JOIN audit a ON a.seller = s.id "
    "WHERE s.parked AND a.action = 'parked' AND a.actor = ? AND a.at > ? ORDER BY s.id"
)
_STANDING: Final = (
    "SELECT id, at, detail FROM audit WHERE seller IS NULL AND action = 'sweep_stopped' AND id > "
    "(SELECT COALESCE(MAX(id), 0) FROM audit WHERE seller IS NULL AND action = 'sweep_resumed') ORDER BY id"
)


Choose = Callable[[Transaction], Sequence[DueRow]]
"""Who is to be swept, asked in the transaction that does it."""


class Piece(NamedTuple):
    """What became of a piece: at how many instants there was work, and the seconds it took before it was committed."""

    instants: int
    seconds: float


class Stop(NamedTuple):
    """A stop that was noted: under a number, at an instant; so many sellers failed alike of so many looked at."""

    number: int
    at: Instant
    failure: str
    failed: int
    due: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a sweep stopped: the error and its place, how many sellers failed so, of how many, and who is let go.

    `number` is that of the note on it, 0 before there is one.
    """

    failure: str
    failed: int
    due: int
    released: tuple[str, ...] = ()
    error: Exception | None = field(default=None, compare=False, repr=False)
    number: int = 0


@dataclass(frozen=True, slots=True)
class Swept:
    """How much due work was found: sellers looked at, and instants at which they had work.

    `parked` are sellers whose account could not be decided on (a bug, damaged rows): under review from now on.
    `stopped`: too many failed alike; then nobody was parked, and what was not reached stays due.
    """

    sellers: int
    instants: int
    parked: tuple[str, ...] = ()
    stopped: Stopped | None = None


class Pieces:
    """How many sellers go into the next transaction, so that it is done in a moment; `most` at most."""

    def __init__(self, most: int, database: Database) -> None:
        self._most = min(most, LOCKED_SELLERS) if database.postgresql else most
        self._database = database
        self.size = min(most, FIRST_SELLERS)

    def took(self, seconds: float, sellers: int) -> None:
        """Judge the next one by the one that took so long."""
        if seconds > 0 and sellers:
            fitting = int(sellers * self._moment() / seconds)
            self.size = min(max(1, fitting, self.size // 4), 2 * self.size, self._most)

    def _moment(self) -> float:
        holds_up_all = not self._database.postgresql and self._database.others_wrote_within(RECENTLY)
        return PIECE_SECONDS if holds_up_all else ALONE_SECONDS


class Sweep:
    """One sweep up to `now`. `piece` does the due work of the sellers it is to choose in a transaction, whole or not at
    all."""

    def __init__(self, database: Database, policy: Sweeps, now: Instant, piece: Callable[[Choose], Piece]) -> None:
        self._database = database
        self._policy = policy
        self._now = now
        self._piece = piece
        self._pieces = Pieces(SWEEP_SELLERS, database)
        self._done = self._instants = 0
        self._failed: defaultdict[str, list[str]] = defaultdict(list)
        self._before: dict[str, list[str]] | None = None
        self._due = 0
        self._stopped: Stopped | None = None

    def run(self) -> Swept:
        """Sweep everybody who is due. Raises `StorageError`; what was done until then stays."""
        for choosing in (_DUE_AND_FREE, _DUE_LOCKED) if self._database.postgresql else (_DUE,):
            after: tuple[Instant, str] | None = _FIRST
            while after is not None and self._stopped is None:
                after = self._next(choosing, after)
        aside = sorted(self._aside())
        if self._stopped is not None:
            self._let_go(self._stopped.released)
            return Swept(self._done + len(aside), self._instants, (), self._stopped)
        self._park()
        return Swept(self._done + len(aside), self._instants, tuple(aside))

    def _aside(self) -> set[str]:
        return {name for names in self._failed.values() for name in names}

    def _next(self, choosing: str, after: tuple[Instant, str]) -> tuple[Instant, str] | None:
        """Do a piece of who is due after that place; returns the place of the last one, None if there is nobody."""
        found: list[DueRow] = []
        if after == _FIRST:  # who finds nobody holds up nobody
            with self._database.read() as transaction:
                if not transaction.rows(_DUE, (self._now, *after, 1)):
                    return None
        aside = self._aside()

        def choose(transaction: Transaction) -> Sequence[DueRow]:
            found[:] = map(DueRow._make, transaction.rows(choosing, (self._now, *after, self._pieces.size)))
            return [row for row in found if row.id not in aside]

        try:
            piece = self._piece(choose)
        except StorageError:
            raise
        except Exception as error:
            if not found:
                raise  # nobody's account is at fault
            self._halve([row.id for row in found if row.id not in aside], error)
        else:
            self._instants += piece.instants
            self._done += sum(row.id not in aside for row in found)
            self._pieces.took(piece.seconds, len(found))
        return (found[-1].next_due, found[-1].id) if found else None

    def _do(self, names: Sequence[str]) -> None:
        if not names or self._stopped is not None:
            return
        among = _AMONG_LOCKED if self._database.postgresql else _AMONG

        def choose(transaction: Transaction) -> Sequence[DueRow]:
            return sorted(map(DueRow._make, transaction.rows_in(among, (self._now,), names)))

        try:
            self._instants += self._piece(choose).instants
            self._done += len(names)
        except StorageError:
            raise
        except Exception as error:
            self._halve(names, error)

    def _halve(self, names: Sequence[str], error: Exception) -> None:
        """One seller's bug or damage is found by halving, so that all others go on."""
        if len(names) == 1:
            self._put_aside(names[0], error)
            return
        half = len(names) // 2
        self._do(names[:half])
        self._do(names[half:])

    def _put_aside(self, name: str, error: Exception) -> None:
        failure = failure_of(error)
        self._failed[failure].append(name)
        if self._before is None:
            with self._database.read() as transaction:
                self._before = _parked_lately(transaction, self._now)
                row = transaction.row(_HOW_MANY, (self._now,))
            self._due = self._done + (0 if row is None else int(row[0]))
        earlier = self._before.get(failure, [])
        failed, due = len(self._failed[failure]) + len(earlier), self._due + len(earlier)
        if failed >= self._policy.stop_sellers and failed * RATE_ONE > self._policy.stop_share * due:
            self._stopped = Stopped(failure, failed, due, tuple(earlier), error)

    def _park(self) -> None:
        for failure, names in self._failed.items():
            for name in names:
                with self._database.write() as transaction:
                    review(transaction, self._now, name, SWEEP, parked=True, failure=failure)

    def _let_go(self, names: Sequence[str]) -> None:
        for name in names:
            with self._database.write() as transaction:
                review(transaction, self._now, name, SWEEP, parked=False)


def failure_of(error: Exception) -> str:
    """The kind of error and its place in the program, without what it says: that may hold somebody's data."""
    place, step = "", error.__traceback__
    while step is not None:
        module = str(step.tb_frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] in ("core", "storage"):
            place = f" in {module}, line {step.tb_lineno}"
        step = step.tb_next
    return f"{type(error).__name__}{place}"


def _parked_lately(transaction: Transaction, now: Instant) -> dict[str, list[str]]:
    """Who is under review because a sweep of the last day could not decide, by failure."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for seller, detail in transaction.rows(_PARKED, (SWEEP, now - COUNTED)):
        found[json.loads(detail).get("failure", "")].add(seller)
    return {failure: sorted(sellers) for failure, sellers in found.items()}


# -- what is noted of stops --------------------------------------------------------------------------------------------


def standing(transaction: Transaction) -> list[Stop]:
    """The stops since a sweep last went through, the first first; none when all is well."""
    return [Stop(number, at, **json.loads(detail)) for number, at, detail in transaction.rows(_STANDING)]


def note_stop(transaction: Transaction, stopped: Stopped, now: Instant) -> Stop:
    """Note a stop, once for each failure until a sweep goes through; answers with the note."""
    known = {stop.failure: stop for stop in standing(transaction)}
    if stopped.failure not in known:
        detail = {"failure": stopped.failure, "failed": stopped.failed, "due": stopped.due}
        note(transaction, now, None, SWEEP, "sweep_stopped", **detail)
        known = {stop.failure: stop for stop in standing(transaction)}
    return known[stopped.failure]


def note_run(transaction: Transaction, now: Instant) -> None:
    """Note that a sweep has gone through again."""
    if standing(transaction):  # another process may have been first
        note(transaction, now, None, SWEEP, "sweep_resumed")
