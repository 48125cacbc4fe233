"""The next sixty messages of very many that wait, beside statements by hand for the same rows: a part of `bench`.

Problem: what is to be sent next is asked for every two seconds, and millions of messages may wait meanwhile. Decision:
half of what waits is news and half digests, for as many people as shops; the program and SQL that knows that the next
ones are news take sixty each in turn, from one database, where PostgreSQL has cleaned up after it was filled. Limit:
SQL by hand judges nothing: not who may know it, not whether it is still so, not what is told in the same message; and
the first looks of a connection, for which its server makes plans, are not counted.
"""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import psycopg
from sqlalchemy import make_url

from bot.bench.nights import MADE
from core.notices.kinds import Turn
from core.policy import default_policy
from core.values import SECOND, Instant, parse_instant
from storage.post.outbox import Outbox
from storage.rows.database import Database
from storage.rows.transaction import Transaction

NOW: Final[Instant] = parse_instant("2026-06-01T12:00:00+03:00")
TAKEN: Final = 60
LEASE: Final = 120
NOT_COUNTED: Final = 10
"""Looks at first: PostgreSQL prepares a statement at its second use and keeps a plan from the sixth."""
_NEWS: Final = ("limit_reached", '{"service": "ads", "limit": "daily"}', False, Turn.USUAL)
_DIGEST: Final = ("points_credited", '{"programmes": {"bonus": "10.00"}}', True, Turn.LAST)
_SHOPS: Final = (
    "INSERT INTO seller (id, name, registered_at, version, seq, wallet, clock, digest, parked) "
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
    "SELECT 's' || i, 'Shop', 0, 1, 0, 0, 0, '{}', FALSE FROM n"
)
_PEOPLE: Final = (
    "INSERT INTO member (telegram_id, seller, role, name, joined_at, seat) "
    "SELECT 1000 + ROW_NUMBER() OVER (ORDER BY id), id, 'manager', 'P', 0, FALSE FROM seller"
)
_NOTICES: Final = (
    "INSERT INTO notice (key, seller, at, kind, data, fanned_out_at) "
    "SELECT CAST(? AS TEXT) || ':' || id, id, CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BIGINT) "
    "FROM seller"
)
_DELIVERIES: Final = (
    "INSERT INTO delivery (notice, telegram_id, due_at, quiet, turn, attempts, state) "
    "SELECT n.id, m.telegram_id, n.at, CAST(? AS BOOLEAN), CAST(? AS INTEGER), 0, 'waiting' "
    "FROM notice n JOIN member m ON m.seller = n.seller WHERE n.kind = ?"
)
_LINE: Final = (
    "INSERT INTO outbox_line (telegram_id, lane, at) "
    "SELECT telegram_id, MIN(turn) * 2, MIN(due_at) FROM delivery GROUP BY telegram_id"
)
_NEXT_BY_HAND: Final = f"SELECT MIN(at) FROM outbox_line WHERE lane = {2 * Turn.USUAL:d}"  # noqa: S608  (our own words)
_FIRST_BY_HAND: Final = (
    f"SELECT telegram_id FROM outbox_line WHERE lane = {2 * Turn.USUAL:d} AND at <= ? "  # noqa: S608  (our own words)
    f"ORDER BY at, telegram_id LIMIT {TAKEN}"
)
_LEASE_BY_HAND: Final = (
    "UPDATE delivery SET lease_until = ?, attempts = attempts + 1 WHERE state = 'waiting' AND notice IS NOT NULL "  # noqa: S608
    f"AND NOT quiet AND turn = {Turn.USUAL:d} AND telegram_id IN ($) RETURNING notice"
)
_READ_BY_HAND: Final = "SELECT id, seller, kind, data, at FROM notice WHERE id IN ($)"
_MOVE_BY_HAND: Final = "UPDATE outbox_line SET at = ? WHERE telegram_id IN ($) RETURNING telegram_id"


class Times(NamedTuple):
    """Seconds of every turn, by the program and by hand."""

    ours: list[float]
    by_hand: list[float]

    def counted(self) -> "Times":
        """All but the first ones."""
        return Times(self.ours[NOT_COUNTED:], self.by_hand[NOT_COUNTED:])


def time_waiting(folder: Path, waiting: int, times: int, postgresql: str | None) -> dict[tuple[str, str], Times]:
    """By kind of database and what is asked, seconds with so many messages waiting."""
    found: dict[tuple[str, str], Times] = {}
    for kind, database in _databases(folder, postgresql):
        database.upgrade()
        with database.write() as transaction:
            _fill(transaction, waiting // 2)
        _clean_up(database)
        outbox = Outbox(database, default_policy())
        claims, nexts = Times([], []), Times([], [])
        for number in range(NOT_COUNTED + times):
            now = NOW + number
            claims.ours.append(_seconds_of_claim(outbox, now))
            begun = time.perf_counter()
            with database.write() as transaction:
                _claim_by_hand(transaction, now)
            claims.by_hand.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            outbox.next_at()
            nexts.ours.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            with database.read() as transaction:
                transaction.row(_NEXT_BY_HAND)
            nexts.by_hand.append(time.perf_counter() - begun)
        found |= {(kind, f"the next {TAKEN}"): claims.counted(), (kind, "when"): nexts.counted()}
    return found


def _databases(folder: Path, postgresql: str | None) -> Iterator[tuple[str, Database]]:
    with closing(Database(f"sqlite:///{folder / 'waiting.db'}")) as database:
        yield "SQLite", database
    if postgresql is not None:
        with _made(postgresql) as url, closing(Database(url)) as database:
            yield "PostgreSQL", database


@contextmanager
def _made(address: str) -> Iterator[str]:
    """A database of its own beside the one that is named; it is gone afterwards."""
    name = f"{MADE}_waiting"
    plain = make_url(address).set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield plain.set(database=name).render_as_string(hide_password=False)
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _fill(transaction: Transaction, shops: int) -> None:
    transaction.run(_SHOPS, (shops,))
    transaction.run(_PEOPLE)
    for kind, data, is_put_off, turn in (_NEWS, _DIGEST):
        transaction.run(_NOTICES, (kind, NOW, kind, data, NOW))
        transaction.run(_DELIVERIES, (is_put_off, turn, kind))
    transaction.run(_LINE)
    if not transaction.postgresql:
        transaction.run("ANALYZE")


def _clean_up(database: Database) -> None:
    """What a server does by itself some time after very many rows came: else it would be in the middle of that."""
    if database.postgresql:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _seconds_of_claim(outbox: Outbox, now: Instant) -> float:
    begun = time.perf_counter()
    taken = outbox.claim(now, TAKEN, LEASE)
    seconds = time.perf_counter() - begun
    if len(taken) != TAKEN:
        raise RuntimeError(f"{len(taken)} messages were taken, not {TAKEN}")
    return seconds


def _claim_by_hand(transaction: Transaction, now: Instant) -> None:
    until = now + LEASE * SECOND
    locked = " FOR UPDATE SKIP LOCKED" if transaction.postgresql else ""
    people = [person for (person,) in transaction.rows(_FIRST_BY_HAND + locked, (now,))]
    notices = [notice for (notice,) in transaction.rows_in(_LEASE_BY_HAND, (until,), people)]
    transaction.rows_in(_READ_BY_HAND, (), notices)
    transaction.rows_in(_MOVE_BY_HAND, (until,), people)
