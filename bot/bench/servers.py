"""The hot paths on PostgreSQL, each beside its counterpart on the same server: a part of `bench`.

Problem: on a server the way there and back costs more than the work, and several programs share it. Decision: single
facts beside the same rows by the bare driver, and beside pgledger's transfer if its SQL is given; batches beside COPY
of the rows that they leave; two programs beside one, leaving the same rows, which is checked. All are in databases
of their own beside the one that is named, gone afterwards. Limit: the clients run on this machine; if the server does
too, they take processors from it.
"""

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

import psycopg
from sqlalchemy import make_url

from bot.bench.clients import Prepare, Turn, Work, take_turns
from bot.bench.nights import EXPIRY, FEES, MADE, POLICY, digests
from bot.bench.nights import prepare as prepare_night
from bot.bench.samples import BATCH, LEAST_COLD, OPERATIONS, START, order, prepare
from bot.bench.turns import SOURCE, RawPostgres, Row, Turns, seconds_of, versus
from core.events import OrderRedeemed, SellerRegistered, WalletCredited
from core.policy import default_policy, overlay_policy
from core.values import HOUR
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Entry, Ledger
from storage.rows.database import Database

LEAST_SINGLE: Final = 1.0
LEAST_MANY: Final = 0.8
LEAST_COPY: Final = 0.5
LEAST_BATCH: Final = 10_000
LEAST_TWO: Final = 1.7
CLIENTS: Final = 8
SHOPS: Final = 10
"""Sellers, or accounts of pgledger, to a client."""
# What a batch of orders leaves; the counterpart of each is a table with the same columns, keys and indexes.
_LEFT: Final = {
    "taken": "id = ANY(%(orders)s)",
    "line": "line = ANY(%(lines)s)",
    "movement": "cause = ANY(%(causes)s)",
    "seller": "id = ANY(%(sellers)s)",
    "balance": "seller = ANY(%(sellers)s)",
}


class Sizes(NamedTuple):
    """How much is done: sellers of single facts, facts of a client in a turn, batches, sellers with due work, turns."""

    sellers: int
    facts: int
    batches: int
    due: int
    turns: int


FULL: Final = Sizes(300, 300, 20, 5_000, 5)
QUICK: Final = Sizes(10, 10, 2, 60, 1)


class Server:
    """Databases that are made on a server and dropped again."""

    def __init__(self, address: str) -> None:
        self._address = make_url(address).set(drivername="postgresql")
        self.dsn: Final = self._address.render_as_string(hide_password=False)
        self._connection = psycopg.connect(self.dsn, autocommit=True)
        self._made: list[str] = []

    def make(self, name: str, template: str | None = None) -> str:
        """A database, as the template if there is one; returns its address."""
        whole = f"{MADE}_{name}"
        self._drop(whole)
        self._connection.execute(f"CREATE DATABASE {whole}{f' TEMPLATE {MADE}_{template}' if template else ''}")
        self._made.append(whole)
        return self._address.set(database=whole).render_as_string(hide_password=False)

    def _drop(self, name: str) -> None:
        self._connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def close(self) -> None:
        """Drop what was made, unless the server has gone."""
        try:
            for name in self._made:
                self._drop(name)
        except psycopg.OperationalError:
            if not self._connection.broken:
                raise
        self._connection.close()


def measure_server(address: str, pgledger: Path | None, *, quick: bool) -> Iterator[Row]:
    """Every row of the table that is of PostgreSQL alone."""
    sizes = QUICK if quick else FULL
    with closing(Server(address)) as server:
        prepare(server.make("first"), default_policy(), [f"seller-{number}" for number in range(sizes.sellers)])
        yield from _singles(server, sizes)
        yield from _batches(server, sizes)
        if pgledger is not None:
            yield from _beside_pgledger(server, pgledger.read_text(encoding="utf-8"), sizes)
        yield from _two_of_intake(server, sizes)
        yield from _two_of_due_work(server, sizes)


def _analyze(url: str) -> None:
    """What a server does by itself within minutes: else it plans for the tables as they were when they were new."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


# -- single facts and batches ------------------------------------------------------------------------------------------


def _singles(server: Server, sizes: Sizes) -> Iterator[Row]:
    policy = default_policy()
    names = [f"seller-{number}" for number in range(sizes.sellers)]
    noted, ours, raw = (server.make(name, "first") for name in ("noted", "ours", "raw"))
    with Turns(noted, ours, RawPostgres(raw), policy) as turns:
        turns.row("", "", [[Entry(WalletCredited(f"warm-{name}", START, name, amount=1), START)] for name in names])
        for what, make in OPERATIONS.items():
            works = [[Entry(make(name), START + HOUR)] for name in names]
            yield turns.row(f"PostgreSQL: {what}", "same rows, psycopg", works)
        again = [[Entry(WalletCredited(f"cold-{name}", START, name, amount=1), START + HOUR)] for name in names]
        yield turns.row("PostgreSQL: wallet.credited, not in memory", "same rows, psycopg", again, cold=True)


def _batches(server: Server, sizes: Sizes) -> Iterator[Row]:
    """Orders by the batch, beside COPY of what each batch left into empty tables like those."""
    names = [f"seller-{number}" for number in range(sizes.sellers)]
    url = server.make("batches", "first")
    with closing(Database(url)) as database, psycopg.connect(url) as raw:
        ledger = Ledger(database, default_policy())
        for table in _LEFT:
            raw.execute(f"CREATE TABLE copied_{table} (LIKE {table} INCLUDING ALL)")
        raw.commit()
        for turn in range(sizes.batches):  # tables that are not new
            ledger.take(_batch(names, f"before-{turn}"), SOURCE)
        _analyze(url)
        warm: list[float] = []
        for cold in (False, True):
            ours, copied = [], []
            for turn in range(sizes.batches):
                entries = _batch(names, f"{'cold' if cold else 'warm'}-{turn}")
                if cold:
                    ledger.forget()
                ours.append(seconds_of(lambda: ledger.take(entries, SOURCE)))  # noqa: B023  (done at once)
                copied.append(_copy(raw, entries))
            what = "the same, sellers not in memory" if cold else f"PostgreSQL: order.redeemed, {BATCH} a batch"
            goal = "" if cold else f"≥ {LEAST_BATCH:,}/s or {LEAST_COPY}"
            yield versus(what, "COPY of the same rows", ours, copied, BATCH, goal)
            if cold:
                yield versus(
                    "the same, beside sellers in memory", "sellers in memory", ours, warm, BATCH, f"≥ {LEAST_COLD}"
                )
            warm = ours


def _batch(names: Sequence[str], tag: str) -> list[Entry]:
    return [Entry(order(names[number % len(names)], f"{tag}-{number}"), START + HOUR) for number in range(BATCH)]


def _copy(raw: psycopg.Connection[Any], entries: Sequence[Entry]) -> float:
    """Seconds of COPY of what these orders left; sellers and balances of the batch before are cleared first."""
    ids = [entry.event.id for entry in entries]
    names = {
        "orders": ids,
        "lines": [event.line for entry in entries if isinstance(event := entry.event, OrderRedeemed)],
        "causes": [f"{SOURCE}:{each}" for each in ids],
        "sellers": sorted({str(entry.event.seller) for entry in entries}),
    }
    raw.execute("TRUNCATE copied_seller, copied_balance")
    found = {
        table: raw.execute(f"SELECT * FROM {table} WHERE {where}", names).fetchall()  # noqa: S608  (our own words)
        for table, where in _LEFT.items()
    }
    raw.commit()
    start = time.perf_counter()
    with raw.cursor() as cursor:
        for table, rows in found.items():
            with cursor.copy(f"COPY copied_{table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    raw.commit()
    return time.perf_counter() - start


# -- beside pgledger ---------------------------------------------------------------------------------------------------


def _beside_pgledger(server: Server, sql: str, sizes: Sizes) -> Iterator[Row]:
    ours, other = server.make("credits", "first"), server.make("pgledger")
    with psycopg.connect(other, autocommit=True) as connection:
        connection.execute(sql.encode())
    for clients, goal in ((1, LEAST_SINGLE), (CLIENTS, LEAST_MANY)):
        works = take_turns(server.dsn, credits_and_transfers, (ours, other, clients, sizes.facts), clients, sizes.turns)
        mine, its = ([turn.seconds for turn in turns] for turns in works)
        who = "one client" if clients == 1 else f"{clients} clients"
        yield versus(
            f"PostgreSQL: wallet.credited, {who}", "pgledger's transfer", mine, its, clients * sizes.facts, f"≥ {goal}"
        )


def credits_and_transfers(number: int, url: str, other: str, clients: int, facts: int) -> Sequence[Work]:
    """A client's works: money into wallets, and transfers between accounts of pgledger; all of its own."""
    ledger = Ledger(Database(url), default_policy())
    names = [f"client-{clients}-{number}-{shop}" for shop in range(SHOPS)]
    ledger.take([Entry(SellerRegistered(f"register-{name}", START, name, name=name), START) for name in names], SOURCE)
    pgledger = psycopg.connect(other, autocommit=True)
    opened = [pgledger.execute("SELECT id FROM pgledger_create_account(%s, 'RUB')", (name,)) for name in names]
    accounts = [row[0] for each in opened if (row := each.fetchone()) is not None]

    def credit(turn: int) -> None:
        for fact in range(facts):
            event = WalletCredited(f"{turn}-{clients}-{number}-{fact}", START, names[fact % SHOPS], amount=100)
            ledger.take_one(event, START + HOUR, SOURCE)

    def transfer(turn: int) -> None:
        for fact in range(facts):
            pair = accounts[fact % SHOPS], accounts[(fact + 1) % SHOPS]
            pgledger.execute("SELECT * FROM pgledger_create_transfer(%s, %s, 1)", pair).fetchall()

    credit(-1)
    transfer(-1)
    return credit, transfer


# -- two programs beside one -------------------------------------------------------------------------------------------


def _two_of_intake(server: Server, sizes: Sizes) -> Iterator[Row]:
    yield from _two(server, "intake", "orders", sizes.batches * BATCH, "first", orders, (sizes.batches,), sizes.turns)


def _two_of_due_work(server: Server, sizes: Sizes) -> Iterator[Row]:
    with closing(Database(server.make("eve"))) as database:
        prepare_night(database, sizes.due)
    yield from _two(server, "due work", "sellers", 2 * sizes.due, "eve", due_work, (), sizes.turns)


def _two(
    server: Server,
    what: str,
    of: str,
    pieces: int,
    template: str,
    prepare_works: Prepare,
    arguments: Sequence[Any],
    turns: int,
) -> Iterator[Row]:
    """How much quicker two are than one, and where the processors' time goes.

    Raises RuntimeError if they leave other rows.
    """
    found: dict[int, list[Turn]] = {1: [], 2: []}
    left = []
    for _ in range(turns):
        for clients, done in found.items():
            url = server.make(f"by_{clients}", template)
            _analyze(url)
            done += take_turns(server.dsn, prepare_works, (url, clients, *arguments), clients, 1)[0]
            with closing(Database(url)) as database:
                left.append(digests(database))
    differing = sorted({name for each in left for name in each if each[name] != left[0][name]})
    if differing:
        raise RuntimeError(f"{what}: two programs leave other rows than one in {', '.join(differing)}")
    one, two = ([turn.seconds for turn in found[clients]] for clients in (1, 2))
    yield versus(f"PostgreSQL: {what} by two programs, {pieces:,} {of}", "by one", two, one, pieces, f"≥ {LEAST_TWO}")
    used = {clients: _processors(each, pieces) for clients, each in found.items()}
    if used[1] is not None and used[2] is not None:
        yield _row("processor time for each, two programs and server", "one", sum(used[2]), sum(used[1]))
        yield _row("the same of one program alone", "the server for it", *used[1])


def _processors(turns: Sequence[Turn], pieces: int) -> tuple[float, float] | None:
    """Processor milliseconds of the clients and of the server for each piece; None if the server's are not known."""
    servers = [turn.server for turn in turns if turn.server is not None]
    if not servers:
        return None
    clients = statistics.median(turn.clients for turn in turns)
    return clients * 1000 / pieces, statistics.median(servers) * 1000 / pieces


def _row(what: str, beside: str, ours: float, other: float) -> Row:
    return Row(what, beside, f"{ours:.3f} ms", f"{other:.3f} ms", other / ours if ours else 0.0)


def orders(number: int, url: str, clients: int, batches: int) -> Sequence[Work]:
    """A client's work: its part of each batch, which is the orders of its own sellers."""
    ledger = Ledger(Database(url), default_policy())
    with ledger.database.read() as transaction:
        names = [name for (name,) in transaction.rows("SELECT id FROM seller ORDER BY id")]
    own = {name for place, name in enumerate(names) if place % clients == number}
    every = [_batch(names, f"two-{turn}") for turn in range(batches)]
    mine = [[entry for entry in entries if entry.event.seller in own] for entries in every]

    def work(_: int) -> None:
        for entries in mine:
            ledger.take(entries, SOURCE)

    return (work,)


def due_work(number: int, url: str, clients: int) -> Sequence[Work]:
    """A client's work: the first two sweeps of a night, as far as the other does not do them."""
    due = DueWork(Ledger(Database(url), overlay_policy(POLICY)))

    def work(_: int) -> None:
        due.do(EXPIRY)
        due.do(FEES)

    return (work,)
