"""A night of due work beside SQL written for that night by hand: a part of `bench`.

Problem: a night's work falls due for everybody at once, and how long it takes decides how many sellers one machine can
serve. Decision: three sweeps in which every seller has work: three lots a seller expire, all trials end with a fee that
every tenth can't pay, and the digests and monthly reports go out. Beside them stands SQL that knows what this night
brings and leaves the very same rows, which is checked: no program that decides anything can be quicker. Limit: what it
leaves is the same, but it decides nothing, holds up everybody while it runs, and is right for this night only.
"""

import hashlib
import resource
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, NamedTuple

import psycopg
from sqlalchemy import make_url
from sqlmodel import SQLModel

import storage.rows.tables  # noqa: F401  (describes them all)
from bot.memory import collect_seldom
from core.events import BonusGranted, Connect, Event, SellerRegistered, WalletCredited
from core.policy import overlay_policy
from core.values import HOUR, MINUTE, Instant, Plan, Role, format_instant, parse_instant
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Entry, Ledger
from storage.rows.database import Database
from storage.rows.transaction import Transaction

MADE: Final = "seller_premium_bench"
"""What the names of databases begin with that are made on a server and dropped again."""
SHOPS: Final = 500
"""Sellers made through the ledger; all others are copies of them."""
BEGIN: Final[Instant] = parse_instant("2026-03-01T09:00:00+03:00")
EXPIRY: Final[Instant] = parse_instant("2026-04-01T09:00:00+03:00")
FEES: Final[Instant] = EXPIRY + 30 * MINUTE
DIGESTS: Final[Instant] = EXPIRY + HOUR
POLICY: Final = 'trial.days = 31\npoints.bonus.expiry = {kind = "months", months = 1}\n'
RICH: Final = 1_000_000
POOR: Final = 100
GRANTS: Final = (30_000, 30_100, 30_200)

Statement = tuple[str, Sequence[Any]]


class Sweep(NamedTuple):
    """A part of the night: its name, its instant, and the SQL that leaves the same rows."""

    name: str
    at: Instant
    by_hand: Callable[[], Iterator[Statement]]


class Times(NamedTuple):
    """Seconds that the product took for a sweep, and SQL by hand."""

    ours: float
    by_hand: float


class Weight(NamedTuple):
    """Bytes of a whole night: the most memory that its process took, and the write-ahead log at its largest."""

    memory: int
    log: int


def prepare(database: Database, sellers: int) -> None:
    """Sellers on the eve: each with three lots of points and a trial, every tenth short of money."""
    database.upgrade()
    policy = overlay_policy(POLICY)
    ledger = Ledger(database, policy)
    names = [f"shop-{number:03}" for number in range(min(SHOPS, sellers))]
    for start in range(0, len(names), 100):
        events: list[Event] = []
        for name in names[start : start + 100]:
            money = POOR if int(name[-1]) == 0 else RICH
            events.append(SellerRegistered(f"register-{name}", BEGIN, name, name=name))
            events.append(WalletCredited(f"money-{name}", BEGIN, name, amount=money))
            events += [
                BonusGranted(
                    f"{amount}-{name}", BEGIN, name, grant=f"{amount}", programme="bonus", amount=amount, reason="-"
                )
                for amount in GRANTS
            ]
        ledger.take([Entry(event, BEGIN) for event in events], "bench")
        later = BEGIN + 30 * MINUTE
        ledger.take(
            [
                Entry(Connect(f"connect-{name}", later, name, plan=Plan.LITE, by=Role.MANAGER), later)
                for name in names[start : start + 100]
            ],
            "bench",
        )
    due = DueWork(ledger)
    for day in (1, 2, 10, 26, 29, 30, 31):
        due.do(min(BEGIN + day * 24 * HOUR + 2 * HOUR, EXPIRY - 1))
    with database.write() as transaction:
        transaction.run(
            "INSERT INTO member (telegram_id, seller, role, name, joined_at, seat) "
            "SELECT 1000 + ROW_NUMBER() OVER (ORDER BY id), id, 'manager', 'P', ?, ? FROM seller",
            (BEGIN, False),
        )
        _copy(transaction, -(-sellers // len(names)))


def _copy(transaction: Transaction, copies: int) -> None:
    """Make every shop's rows so many times over."""
    for table in SQLModel.metadata.sorted_tables:
        names = [column.name for column in table.columns if column.identity is None]
        owner = "id" if table.name == "seller" else "seller"
        if owner not in names or table.name == "taken" or copies == 1:
            continue
        values = {owner: f"{owner} || '-' || copy", "telegram_id": "telegram_id + copy * 1000000"}
        if "key" in names:
            values["key"] = "REPLACE(key, seller, seller || '-' || copy)"
        chosen = ", ".join(values.get(name, name) for name in names)
        transaction.run(
            "WITH RECURSIVE number(copy) AS (SELECT 1 UNION ALL SELECT copy + 1 FROM number WHERE copy < ?) "  # noqa: S608
            f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {chosen} FROM {table.name} CROSS JOIN number",
            (copies - 1,),
        )


def time_nights(folder: Path, sellers: int, turns: int, postgresql: str | None) -> dict[tuple[str, str], list[Times]]:
    """By kind of database and sweep, the seconds of every turn; PostgreSQL if there is the address of a server.

    Raises RuntimeError if the two don't leave the same rows.
    """
    found: defaultdict[tuple[str, str], list[Times]] = defaultdict(list)
    with _sqlite(folder, sellers) as pairs:
        for pair, _ in zip(pairs, range(turns), strict=False):
            for sweep, times in _run(*pair).items():
                found["SQLite", sweep].append(times)
    if postgresql is not None:
        with _postgresql(postgresql, sellers) as pairs:
            for pair, _ in zip(pairs, range(turns), strict=False):
                for sweep, times in _run(*pair).items():
                    found["PostgreSQL", sweep].append(times)
    return found


def weigh_night(folder: Path) -> tuple[Weight, Weight]:
    """What the night costs on SQLite by the product, and by hand, after `time_nights` in the same folder."""
    file = folder / "weighed.db"
    found = []
    for by_hand in (False, True):
        shutil.copyfile(folder / "eve.db", file)
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:  # its memory is then this night's alone
            found.append(pool.submit(_weigh, file, by_hand=by_hand).result())
    file.unlink()
    return found[0], found[1]


def _weigh(file: Path, *, by_hand: bool) -> Weight:
    collect_seldom()
    with closing(Database(f"sqlite:///{file}")) as database:
        due = DueWork(Ledger(database, overlay_policy(POLICY)))
        for sweep in NIGHT:
            if by_hand:
                with database.write() as transaction:
                    for sql, parameters in sweep.by_hand():
                        transaction.run(sql, parameters)
            else:
                due.do(sweep.at)
        log = Path(f"{file}-wal").stat().st_size  # while it is open its file only grows
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Weight(most * (1 if sys.platform == "darwin" else 1024), log)


Pairs = Iterator[tuple[Database, Database]]


@contextmanager
def _sqlite(folder: Path, sellers: int) -> Iterator[Pairs]:
    eve = folder / "eve.db"
    with closing(Database(f"sqlite:///{eve}", durable=False)) as database:
        prepare(database, sellers)

    def pairs() -> Pairs:
        for turn in count():
            files = [folder / f"night-{turn}-{side}.db" for side in ("ours", "by-hand")]
            for file in files:
                shutil.copyfile(eve, file)
            with (
                closing(Database(f"sqlite:///{files[0]}")) as ours,
                closing(Database(f"sqlite:///{files[1]}")) as other,
            ):
                yield ours, other
            for file in files:
                file.unlink()

    yield pairs()


@contextmanager
def _postgresql(address: str, sellers: int) -> Iterator[Pairs]:
    """Databases of its own beside the one that is named, which is not touched; they are gone afterwards."""
    names = [f"{MADE}_{each}" for each in ("eve", "ours", "by_hand")]
    plain = make_url(address).set(drivername="postgresql")
    urls = [plain.set(database=name).render_as_string(hide_password=False) for name in names]
    with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as server:

        def make(name: str, template: str = "") -> None:
            server.execute(f"DROP DATABASE IF EXISTS {name}")
            server.execute(f"CREATE DATABASE {name} {template}")

        def pairs() -> Pairs:
            while True:
                for name in names[1:]:
                    make(name, f"TEMPLATE {names[0]}")
                with closing(Database(urls[1])) as ours, closing(Database(urls[2])) as other:
                    yield ours, other

        make(names[0])
        try:
            with closing(Database(urls[0])) as database:
                prepare(database, sellers)
                with database.write() as transaction:
                    transaction.run("ANALYZE")
            yield pairs()
        finally:
            for name in names:
                server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _run(first: Database, second: Database) -> dict[str, Times]:
    """Seconds of each sweep by the product on the first database and by hand on the second, both just prepared."""
    due = DueWork(Ledger(first, overlay_policy(POLICY)))
    found = {}
    for sweep in NIGHT:
        begun = time.perf_counter()
        due.do(sweep.at)
        done = time.perf_counter()
        with second.write() as transaction:
            for sql, parameters in sweep.by_hand():
                transaction.run(sql, parameters)
        found[sweep.name] = Times(done - begun, time.perf_counter() - done)
        if (one := digests(first)) != (other := digests(second)):
            differing = sorted(name for name in one if one[name] != other[name])
            raise RuntimeError(f"{sweep.name}: rows by hand differ in {', '.join(differing)}")
    return found


def digests(database: Database) -> dict[str, int]:
    """A sum over each table's rows, whatever their order and the numbers that the database gave them.

    But for how far the program has come from shop to shop, which SQL by hand has no need of.
    """
    found = {}
    with database.read() as transaction:
        for table in SQLModel.metadata.sorted_tables:
            if table.name == "tour":
                continue
            names = ", ".join(column.name for column in table.columns if column.identity is None)
            rows = transaction.stream(f"SELECT {names} FROM {table.name}")  # noqa: S608  (our own names)
            found[table.name] = sum(
                int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=8).digest()) for row in rows
            )
    return found


# -- the same by hand --------------------------------------------------------------------------------------------------

RETRY: Final[Instant] = FEES + 24 * HOUR
GRACE_UNTIL: Final[Instant] = FEES + 14 * 24 * HOUR
NEXT_END: Final[Instant] = FEES + 30 * 24 * HOUR
NEXT_REMINDER: Final[Instant] = DIGESTS + 27 * 24 * HOUR


def _expiries() -> Iterator[Statement]:
    yield (
        "INSERT INTO movement (seller, seq, at, programme, kind, source, target, amount, origin, lot, about, actor, "
        "cause) "
        "SELECT l.seller, s.seq + ROW_NUMBER() OVER (PARTITION BY l.seller ORDER BY l.credited_at, l.lot), "
        "l.expires_at, l.programme, 'expiry', 'available', 'expired', l.amount, l.origin, l.lot, l.lot, 'programme', "
        "CAST(? AS TEXT) FROM lot l JOIN seller s ON s.id = l.seller WHERE l.amount > 0 AND l.expires_at <= ?",
        (f"due:{format_instant(EXPIRY)}", EXPIRY),
    )
    yield (
        "UPDATE seller SET version = version + 1, dues_version = version + 1, seq = seq + 3, clock = ?, "
        'points_due = NULL, next_due = subscription_due, digest_at = ?, digest = \'{"points_expired": {"bonus": \' || '
        "(SELECT SUM(amount) FROM lot l WHERE l.seller = seller.id AND l.amount > 0 AND l.expires_at <= ?) || '}}' "
        "WHERE next_due <= ?",
        (EXPIRY, DIGESTS, EXPIRY, EXPIRY),
    )
    yield "UPDATE balance SET expired = expired + available, available = 0 WHERE available > 0", ()
    yield "UPDATE lot SET expired = expired + amount, amount = 0 WHERE amount > 0 AND expires_at <= ?", (EXPIRY,)


def _fees() -> Iterator[Statement]:
    cause, start, end = f"due:{format_instant(FEES)}", format_instant(FEES), format_instant(NEXT_END)
    yield (
        "INSERT INTO wallet_entry (seller, seq, at, kind, amount, balance, actor, cause, plan, period) "
        "SELECT id, seq + 1, CAST(? AS BIGINT), 'fee', -199000, wallet - 199000, 'programme', CAST(? AS TEXT), 'lite', "
        "CAST(? AS BIGINT) FROM seller WHERE wallet >= 199000",
        (FEES, cause, FEES),
    )
    yield (
        "INSERT INTO period (seller, starts_at, plan, kind, ends_at, fee, paid_at, seq) SELECT id, CAST(? AS BIGINT), "
        "'lite', 'paid', CAST(? AS BIGINT), 199000, CAST(? AS BIGINT), seq + 2 FROM seller WHERE wallet >= 199000",
        (FEES, NEXT_END, FEES),
    )
    yield (
        "INSERT INTO transition (seller, seq, at, event, from_state, to_state, plan, renewal, money, actor, cause, "
        "period, price) SELECT id, seq + 3, CAST(? AS BIGINT), 'fee_paid', 'trial', 'active', 'lite', 'renew', "
        "-199000, 'programme', CAST(? AS TEXT), CAST(? AS BIGINT), 199000 FROM seller WHERE wallet >= 199000",
        (FEES, cause, FEES),
    )
    yield (
        "INSERT INTO transition (seller, seq, at, event, from_state, to_state, plan, renewal, money, actor, cause, "
        "price, wallet, grace_until) SELECT id, seq + 1, CAST(? AS BIGINT), 'fee_failed', 'trial', 'grace', 'lite', "
        "'renew', 0, 'programme', CAST(? AS TEXT), 199000, wallet, CAST(? AS BIGINT) FROM seller WHERE wallet < 199000",
        (FEES, cause, GRACE_UNTIL),
    )
    yield (
        "INSERT INTO notice (key, seller, at, kind, data, actor) SELECT 'renewed:' || id || ':' || CAST(? AS TEXT), "
        "id, "
        'CAST(? AS BIGINT), \'renewed\', \'{"plan": "lite", "price": "1990.00", "period_start": "\' || '
        'CAST(? AS TEXT) || \'", "period_end": "\' || CAST(? AS TEXT) || \'", "wallet": "\' || '
        "((wallet - 199000) / 100) || '.00\", \"after_trial\": true}', 'programme' FROM seller WHERE wallet >= 199000",
        (start, FEES, start, end),
    )
    yield (
        "INSERT INTO notice (key, seller, at, kind, data, actor) SELECT 'renewal_failed:' || id || ':' || "
        'CAST(? AS TEXT), id, CAST(? AS BIGINT), \'renewal_failed\', \'{"plan": "lite", "price": "1990.00", '
        '"wallet": "\' || (wallet / 100) || \'.00", "missing": "\' || ((199000 - wallet) / 100) || '
        "'.00\", \"grace_until\": \"' || CAST(? AS TEXT) || '\"}', 'programme' FROM seller WHERE wallet < 199000",
        (start, FEES, format_instant(GRACE_UNTIL)),
    )
    yield (
        "UPDATE subscription SET state = 'active', anchor = ?, period_start = ?, period_end = ?, period_fee = 199000, "
        "fees_paid = 199000 WHERE seller IN (SELECT id FROM seller WHERE wallet >= 199000)",
        (FEES, FEES, NEXT_END),
    )
    yield (
        "UPDATE subscription SET state = 'grace', anchor = ?, period_number = -1, grace_until = ?, retry_number = 1, "
        "retry_at = ?, fee_due = 199000 WHERE seller IN (SELECT id FROM seller WHERE wallet < 199000)",
        (FEES, GRACE_UNTIL, RETRY),
    )
    yield (
        "UPDATE seller SET version = version + 1, dues_version = version + 1, clock = ?, next_due = digest_at, "
        "subscription_due = CASE WHEN wallet >= 199000 THEN CAST(? AS BIGINT) ELSE ? END, "
        "seq = seq + CASE WHEN wallet >= 199000 THEN 3 ELSE 1 END, "
        "wallet = wallet - CASE WHEN wallet >= 199000 THEN 199000 ELSE 0 END WHERE next_due <= ?",
        (FEES, NEXT_REMINDER, RETRY, FEES),
    )


def _digest_notices() -> Iterator[Statement]:
    yield (
        "INSERT INTO notice (key, seller, at, kind, data) SELECT 'monthly_report:' || id || ':2026-03', id, "
        "CAST(? AS BIGINT), 'monthly_report', '{\"month\": \"2026-03\"}' FROM seller",
        (DIGESTS,),
    )
    yield (
        "INSERT INTO notice (key, seller, at, kind, data, actor) SELECT 'points_expired:' || id || ':2026-04-01', id, "
        "CAST(? AS BIGINT), 'points_expired', '{\"programmes\": {\"bonus\": \"' || (expired / 100) || '.00\"}}', "
        "'programme' FROM seller JOIN balance ON balance.seller = seller.id WHERE next_due <= ?",
        (DIGESTS, DIGESTS),
    )
    yield (
        "UPDATE seller SET version = version + 1, dues_version = version + 1, clock = ?, digest = '{}', "
        "digest_at = NULL, next_due = subscription_due WHERE next_due <= ?",
        (DIGESTS, DIGESTS),
    )


NIGHT: Final = (
    Sweep("three lots a seller expire", EXPIRY, _expiries),
    Sweep("trials end with a fee", FEES, _fees),
    Sweep("digests and monthly reports", DIGESTS, _digest_notices),
)
