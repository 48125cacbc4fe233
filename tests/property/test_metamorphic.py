"""However the work is cut up, the tables hold the same in the end (RULES 2.5, 2.6, 2.7, 12).

The problem: late sweeps, restarts, repeated deliveries and batch sizes are where billing systems go wrong. The
decision: the same history is run once plainly and once cut up, and every row is compared. No difference is allowed: due
work is decided at its own instant, so not even a reminder is lost or added when a sweep is late.
"""

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from core.events import Malformed, parse_line
from storage.ledger.ledger import Entry
from storage.rows.database import Database
from storage.rows.schema import upgrade
from tests.property.histories import history, policies
from tests.property.product import SOURCE, Handling, Product, in_memory, row_differences, rows, run

Rows = dict[str, list[tuple[Any, ...]]]

SEEDS = (4, 9, 10)
LENGTH = 200
UNTIL = "2031-01-01T00:00:00Z"
PLAIN = Handling(batch=1, sweep="on time")

CUT_UP = {
    "late by up to 40 days": Handling(sweep=40),
    "late by up to 3 days, one line at a time": Handling(batch=1, sweep=3),
    "only at the very end": Handling(),
    "swept twice": Handling(batch=1, sweep="on time", sweeps=2),
    "batches of 1": Handling(batch=1),
    "batches of 7": Handling(batch=7),
    "batches of 1000": Handling(batch=1000),
    "forgotten after every line": Handling(batch=1, forget=True),
    "forgotten after every batch": Handling(batch=7, forget=True, sweep=10),
    "every due instant from the rows alone": Handling(batch=1, forget=True, sweep="on time"),
    "late, from the rows alone": Handling(batch=7, forget=True, sweep=2),
    "the process rebuilt after every line": Handling(batch=1, rebuild=True, sweep=10),
    "what concerns all reaches one seller at a time": Handling(batch=1, piece=1, sweep=40),
    "what concerns all reaches one seller at a time, the process rebuilt": Handling(batch=7, piece=1, rebuild=True),
    "every line delivered twice": Handling(batch=1, deliveries=2),
    "every batch delivered twice and the process rebuilt": Handling(batch=7, deliveries=2, rebuild=True),
}


def case(seed: int, length: int = LENGTH) -> tuple[list[str], dict[str, Any] | None]:
    overlay = policies(seed) if seed % 3 else None
    return history(seed, length, overlay), overlay


def after(database: Database, seed: int, handling: Handling, length: int = LENGTH) -> Rows:
    lines, overlay = case(seed, length)
    run(database, lines, overlay, handling, UNTIL)
    return rows(database)


@pytest.fixture(scope="module")
def plain() -> dict[int, Rows]:
    """The rows after each history, swept on time and one line at a time."""
    found = {}
    for seed in SEEDS:
        with in_memory() as database:
            found[seed] = after(database, seed, PLAIN)
    return found


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("way", list(CUT_UP))
def test_the_rows_are_the_same_however_the_work_is_cut_up(way, seed, plain):  # RULES 2.5, 2.6, 2.7
    with in_memory() as database:
        assert row_differences(plain[seed], after(database, seed, CUT_UP[way])) == []


def test_postgresql_holds_the_same_rows_as_sqlite(postgres_database, plain):
    database = Database(postgres_database, durable=False)
    upgrade(database.engine)
    try:
        found = after(database, 4, Handling(batch=7, forget=True, sweep=10))
    finally:
        database.close()
    assert row_differences(_typed(plain[4]), _typed(found)) == []


def _typed(tables: Rows) -> Rows:
    """SQLite has no booleans: 0 and 1 stand for them."""
    return {
        table: sorted((tuple(int(v) if isinstance(v, bool) else v for v in row) for row in found), key=repr)
        for table, found in tables.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rows_are_the_same_when_sellers_are_shuffled(seed, plain):  # RULES 2.5
    lines, overlay = case(seed)
    entries: list[Entry] = []
    clock = 0
    for event in map(parse_line, lines):
        if not isinstance(event, Malformed):
            clock = max(clock, event.at)
            entries.append(Entry(event, clock))
    with in_memory() as database:
        product = Product(database, overlay)
        for piece in _pieces(entries):
            product.ledger.take(_shuffled(piece, random.Random(seed)), SOURCE)
        product.clock = clock
        product.finish(UNTIL)
        assert row_differences(plain[seed], rows(database)) == []


def _pieces(entries: list[Entry]) -> Iterator[list[Entry]]:
    """What lies between lines that concern everyone, or whose id comes twice: their place matters."""
    times = Counter(entry.event.id for entry in entries)
    piece: list[Entry] = []
    for entry in entries:
        if entry.event.seller is not None and times[entry.event.id] == 1:
            piece.append(entry)
            continue
        yield piece
        yield [entry]
        piece = []
    yield piece


def _shuffled(piece: list[Entry], rng: random.Random) -> list[Entry]:
    """Each seller's lines in their own order, the sellers mixed anew."""
    by_seller: dict[str, list[Entry]] = {}
    for entry in piece:
        by_seller.setdefault(entry.event.seller or "", []).append(entry)
    order = [seller for seller, own in by_seller.items() for _ in own]
    rng.shuffle(order)
    return [by_seller[seller].pop(0) for seller in order]


def test_the_histories_are_worth_comparing(plain):
    for seed in SEEDS:
        kept = plain[seed]
        assert len(kept["seller"]) > 1 and len(kept["movement"]) > 40 and len(kept["notice"]) > 50


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3000, 3060))
def test_long_histories_leave_the_same_rows_however_they_are_cut_up(seed):  # RULES 2.5, 2.6, 2.7
    with in_memory() as database:
        expected = after(database, seed, PLAIN, 800)
    for way, handling in CUT_UP.items():
        with in_memory() as database:
            assert row_differences(expected, after(database, seed, handling, 800)) == [], way
