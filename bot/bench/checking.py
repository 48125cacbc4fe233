"""How long it takes to verify all sellers beside a bare scan of their rows: a part of `bench`.

Problem: a check of everybody reads everything, so its seconds say how large the database is. Decision: in turns with
the check the same rows come one by one from the bare driver, and nobody looks at them; on the sellers of the night
before it begins. Processor time is compared, for the check looks at two pieces at once. Limit: the look at the pages of
the file that `verify` takes beside it is the database's own, and not in it.
"""

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from bot.bench.nights import POLICY, prepare
from bot.bench.turns import RawSqlite
from core.policy import overlay_policy
from storage.books.books import Books
from storage.books.verify import verify_all
from storage.rows.database import Database

_LOOKED_AT: Final = (
    "seller", "subscription", "period", "transition", "wallet_entry", "choice", "usage", "balance", "lot",
    "points_grant", "line", "rating", "movement", "charge", "consent", "reported", "reported_sum", "telling",
)  # fmt: skip


class Times(NamedTuple):
    """Seconds of processor time of every turn, by `verify_all` and for the scan."""

    ours: list[float]
    scan: list[float]


def time_verify(file: Path, sellers: int, turns: int) -> Times:
    """Seconds for so many sellers, who are then in this new file of SQLite.

    Raises RuntimeError if one is left out or something is found to be wrong.
    """
    found = Times([], [])
    with closing(Database(f"sqlite:///{file}", durable=False)) as database:
        prepare(database, sellers)
    with closing(Database(f"sqlite:///{file}")) as database, closing(RawSqlite(file)) as raw:
        books = Books(database, overlay_policy(POLICY))
        for _ in range(turns):
            found.ours.append(_processor_seconds(lambda: _verify(books, sellers)))
            found.scan.append(_processor_seconds(lambda: _scan(raw)))
    return found


def _verify(books: Books, sellers: int) -> None:
    report = verify_all(books)
    if report.sellers < sellers or report.violations:
        raise RuntimeError(f"of {sellers} sellers {report.sellers} were verified: {report.violations[:3]}")


def _scan(raw: RawSqlite) -> None:
    for table in _LOOKED_AT:
        for _ in raw.connection.execute(f"SELECT * FROM {table}"):  # noqa: S608  (our own names)
            pass


def _processor_seconds(work: Callable[[], None]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
