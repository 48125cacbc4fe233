"""`python -m bot bench`: the hot paths, each beside a raw counterpart measured in the same run.

Problem: a figure alone says more about the machine than about the program.
Decision: every row has a counterpart that does the least possible for the same result: the very statements that the
program wrote, given again to the bare driver on a copy of the database with the same settings. The two take turns, and
medians are compared. Read the ratios, not the rates.
Limit: PostgreSQL only where a server is named. The counterpart of a write does not look up, decide or check anything;
on a slow disk, where the commit is all, the two come out alike.
"""

import json
import platform
import shutil
import sqlite3
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from sqlmodel import SQLModel

from bot.bench.apart import run_apart
from bot.bench.checking import time_verify
from bot.bench.intake import time_intake
from bot.bench.lots import time_lots
from bot.bench.nights import Times, time_nights, weigh_night
from bot.bench.reads import PACED, time_reads
from bot.bench.reports import time_report
from bot.bench.samples import BATCH, CAMPAIGN, LEAST_COLD, OPERATIONS, START, order, prepare
from bot.bench.servers import measure_server
from bot.bench.starts import time_starts
from bot.bench.taps import WORKS, time_taps
from bot.bench.turns import SOURCE, RawSqlite, Row, Statement, Turns, seconds_of, versus
from bot.bench.waiting import time_waiting
from bot.clock import WallClock
from bot.demo.market import orders as real_orders
from core.events import Connect, Event, SellerRegistered, WalletCredited
from core.policy import Policy, default_policy, overlay_policy
from core.subscription.chart import send, step
from core.values import HOUR, Plan, Role, State, format_amount
from storage.ledger.ledger import Entry, Ledger
from storage.people.tokens import Tokens
from storage.rows.database import Database

SHOPS_A_COPY: Final = 5
MIB: Final = 1 << 20
# The goals of the first working version; the table shows whether they are met here.
LEAST_SINGLE: Final = 0.3
LEAST_INTAKE: Final = 0.7
LEAST_REPLAY: Final = 3000
LEAST_SWEEP: Final = 0.5
LEAST_REPORT: Final = 10_000
MOST_MEMORY: Final = 300
MOST_LOG: Final = 100
MOST_LOOKED: Final = 20
MOST_ADDED: Final = 30
MOST_COMMAND: Final = 60
MOST_READ: Final = 10
MOST_NEXT: Final = 5
MOST_LATER: Final = 1_000
LEAST_START: Final = 0.9
NO_PGLEDGER: Final = (
    "Not measured: wallet.credited beside pgledger's transfer. --pgledger FILE takes its SQL, "
    "with that of uuid_to_ulid before it."
)
UNHURRIED: Final = 1_000_000
"""Requests a minute of the token that measures."""


def print_bench(
    console: Console,
    orders: int,
    *,
    quick: bool,
    sellers: int | None = None,
    postgresql: str | None = None,
    pgledger: Path | None = None,
) -> None:
    """Measure and print the table. `orders` is how many lines the replay gets; `quick` does little of the rest.

    `sellers` is how many have due work in a night; that, what people wait and what waits to be sent is measured on the
    PostgreSQL server at the address, too, if one is given. What is of a server alone is measured there: beside pgledger
    if `pgledger` is a file with its SQL.
    """
    table = Table("What", "Program", "Beside", "", "Ratio", "Goal", box=None, pad_edge=False)
    for number in (1, 3, 4):
        table.columns[number].justify = "right"
    with tempfile.TemporaryDirectory(prefix="seller-premium-bench-") as folder:
        night = _night(Path(folder), sellers or (200 if quick else 20_000), 1 if quick else 3, postgresql)
        verified = _verified(Path(folder), sellers or (200 if quick else 100_000), 1 if quick else 3)
        lots = _lots(Path(folder), 2_000 if quick else 1_000_000, 5 if quick else 200)
        waiting = _waiting(Path(folder), 20_000 if quick else 2_000_000, 5 if quick else 1000, postgresql)
        on_server = measure_server(postgresql, pgledger, quick=quick) if postgresql is not None else ()
        rows = measure(Path(folder), orders, postgresql, quick=quick)
        for row in chain(rows, on_server, night, verified, lots, waiting):
            table.add_row(row.what, row.ours, row.beside, row.raw, f"{row.ratio:.2f}", row.goal)
    console.print(table)
    console.print(f"Python {platform.python_version()}, {platform.python_compiler()}; SQLite {sqlite3.sqlite_version}.")
    if postgresql is not None and pgledger is None:
        console.print(NO_PGLEDGER)


def measure(folder: Path, orders: int, postgresql: str | None, *, quick: bool) -> Iterator[Row]:
    """Every row of the table that is also without a server, in a folder for throw-away files."""
    yield from _replay(folder, orders)
    yield from _writes(folder, sellers=20 if quick else 300, batches=2 if quick else 20)
    yield _chart(50 if quick else 1000)
    yield _sweep(folder, 200 if quick else 20_000)
    yield _intake(folder, 1000 if quick else 20_000)
    yield from _reports(folder, 1000 if quick else 100_000)
    yield from _reads(folder, 1 if quick else 10)
    yield from _taps(folder, 200 if quick else 30_000, postgresql, quick=quick)
    yield from _starts(folder, 200 if quick else 30_000, 1 if quick else 3, postgresql)


# -- replay of real orders ---------------------------------------------------------------------------------------------


def _replay(folder: Path, orders: int) -> Iterator[Row]:
    """A file of real orders through `python -m bot replay`, beside reading the JSON and inserting the same rows."""
    file, tiny = folder / "orders.jsonl", folder / "tiny.jsonl"
    lines = list(_lines(orders))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    tiny.write_text(lines[0] + "\n", encoding="utf-8")
    _, least = _run_replay(tiny, folder / "tiny.db")
    seconds, most = _run_replay(file, folder / "replayed.db")
    rows = list(_all_rows(folder / "replayed.db"))
    raw = [_raw_replay(lines, rows, folder / f"raw-{turn}.db") for turn in range(3)]
    count = sum(len(each) for _, each in rows)
    yield versus(
        f"replay: {len(lines):,} lines, {count:,} rows", "json.loads, executemany",
        [seconds], raw, len(lines), f"≥ {LEAST_REPLAY:,}/s",
    )  # fmt: skip
    yield Row(
        "its peak memory", "of one line",
        f"{most / MIB:,.0f} MiB", f"{least / MIB:,.0f} MiB", most / least,
    )  # fmt: skip


def _lines(count: int) -> Iterator[str]:
    """`count` orders as feed lines: the sample once for every five shops, all copies in step, in order of time."""
    sample = sorted(real_orders(), key=lambda order: order[1])
    copies = -(-count // len(sample))
    first = f"{sample[0][1]}T00:00:00Z".replace("1997", "2025")
    campaign = {
        "id": "campaign", "type": "campaign.upserted", "at": first, "campaign": CAMPAIGN, "starts_at": first,
        "ends_at": "2099-01-01T00:00:00Z", "coefficient": "0.06",
    }  # fmt: skip
    yield json.dumps(campaign)
    for number in range(copies * SHOPS_A_COPY):
        seller = f"shop-{number}"
        yield json.dumps({"id": seller, "type": "seller.registered", "at": first, "seller": seller, "name": seller})
    every = ((number, copy) for number in range(len(sample)) for copy in range(copies))
    for number, copy in islice(every, count):
        customer, day, quantity, paid = sample[number]
        order = {
            "id": f"{copy}-{number}", "type": "order.redeemed",
            "at": f"{day.replace(year=day.year + 28)}T12:00:00Z",
            "seller": f"shop-{copy * SHOPS_A_COPY + customer % SHOPS_A_COPY}",
            "line": f"line-{number}", "campaign": CAMPAIGN, "category": "music",
            "price": format_amount(max(1, paid // quantity)), "discount": "0.10", "quantity": quantity,
        }  # fmt: skip
        yield json.dumps(order)


def _run_replay(file: Path, database: Path) -> tuple[float, int]:
    """Seconds and peak bytes of a `replay` of its own process, start included."""
    return run_apart("replay", str(file), "--database", f"sqlite:///{database}")


def _all_rows(path: Path) -> Iterator[Statement]:
    """Every row of a replayed database as one INSERT a table, sellers first."""
    with closing(RawSqlite(path)) as raw:
        for table in SQLModel.metadata.sorted_tables:
            if table.name == "world":  # made by the migration
                continue
            rows = raw.connection.execute(f"SELECT * FROM {table.name}").fetchall()  # noqa: S608 - our own tables
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                yield f"INSERT INTO {table.name} VALUES ({marks})", rows  # noqa: S608


def _raw_replay(lines: Sequence[str], rows: Sequence[Statement], path: Path) -> float:
    """Seconds for reading the lines and inserting the rows, in as many transactions as the replay has."""
    with closing(Database(f"sqlite:///{path}")) as empty:
        empty.upgrade()
    parts = -(-len(lines) // BATCH)
    sellers = [each for each in rows if each[0].startswith("INSERT INTO seller ")]
    others = [each for each in rows if not each[0].startswith("INSERT INTO seller ")]

    def work() -> None:
        for line in lines:
            json.loads(line)
        raw.apply(sellers)  # the others point to them
        for part in range(parts):
            raw.apply([(sql, _slice(all_rows, part, parts)) for sql, all_rows in others])

    with closing(RawSqlite(path)) as raw:
        return seconds_of(work)


def _slice(rows: list[Sequence[Any]], part: int, parts: int) -> list[Sequence[Any]]:
    """In the order of the key, which is the quickest that rows can be inserted in."""
    return rows[len(rows) * part // parts : len(rows) * (part + 1) // parts]


# -- single operations and batches -------------------------------------------------------------------------------------


def _writes(folder: Path, *, sellers: int, batches: int) -> Iterator[Row]:
    """Durable operations through the ledger, beside the same statements in a bare transaction each."""
    policy = default_policy()
    names = [f"seller-{number}" for number in range(sellers)]
    prepare(f"sqlite:///{folder / 'first.db'}", policy, names)
    with _turns(folder, folder / "first.db", policy) as turns:
        turns.row("", "", [[Entry(WalletCredited(f"warm-{name}", START, name, amount=1), START)] for name in names])
        goal = f"≥ {LEAST_SINGLE}"
        for what, make in OPERATIONS.items():
            works = [[Entry(make(name), START + HOUR)] for name in names]
            yield turns.row(what, "same rows, sqlite3", works, goal)
        again = [[Entry(WalletCredited(f"cold-{name}", START, name, amount=1), START + HOUR)] for name in names]
        yield turns.row("wallet.credited, not in memory", "same rows, sqlite3", again, goal, cold=True)
        batch = [
            [Entry(order(names[number % sellers], f"{turn}-{number}"), START + HOUR) for number in range(BATCH)]
            for turn in range(batches)
        ]
        yield turns.row(f"order.redeemed, {BATCH} a batch", "same rows, executemany", batch)
        warm = turns.seconds
        cold = [
            [Entry(order(names[number % sellers], f"cold-{turn}-{number}"), START + HOUR) for number in range(BATCH)]
            for turn in range(batches)
        ]
        yield turns.row("the same, sellers not in memory", "same rows, executemany", cold, cold=True)
        yield versus(
            "the same, beside sellers in memory", "sellers in memory", turns.seconds, warm, BATCH, f"≥ {LEAST_COLD}"
        )


# -- the chart and the sweep -------------------------------------------------------------------------------------------


def _chart(times: int) -> Row:
    """A chart restored in a state and sent an event, beside the derived table."""
    ours, raw = [], []
    for _ in range(times):
        ours.append(seconds_of(lambda: send(State.ACTIVE, "stop_renewal")))
        raw.append(seconds_of(lambda: step(State.ACTIVE, "stop_renewal")))
    return versus("statechart: load and send", "a step in its table", ours, raw)


# Without a trial and reminders the fees of all sellers are the only work, and it is due at one instant.
_ONLY_RENEWALS: Final = """
trial.days = 0
[reminders]
renewal_low_balance = []
charge_coming = []
"""


def _sweep(folder: Path, sellers: int) -> Row:
    """A tick in which every seller's renewal is due at the same instant."""
    policy = overlay_policy(_ONLY_RENEWALS)
    path = folder / "renewals.db"
    database = Database(f"sqlite:///{path}", durable=False)
    with closing(database):
        database.upgrade()
        ledger = Ledger(database, policy)
        names = [f"seller-{number:05}" for number in range(sellers)]
        for start in range(0, sellers, BATCH):
            events: list[Event] = []
            for name in names[start : start + BATCH]:
                events.append(SellerRegistered(f"register-{name}", START, name, name=name))
                events.append(WalletCredited(f"money-{name}", START, name, amount=1_000_000))
                events.append(Connect(f"connect-{name}", START, name, plan=Plan.LITE, by=Role.MANAGER))
            ledger.take([Entry(event, START) for event in events], SOURCE)
        due = policy.calendar.add_months(START, 1)
        ledger.tick(due - 1)
    with _turns(folder, path, policy) as turns:
        return turns.sweep(f"tick: {sellers:,} renewals at one instant", "same rows, sqlite3", due, sellers)


def _night(folder: Path, sellers: int, turns: int, postgresql: str | None) -> Iterator[Row]:
    """A night in which every seller has due work three times, beside SQL by hand that leaves the same rows."""
    found = time_nights(folder, sellers, turns, postgresql)
    for kind in dict.fromkeys(kind for kind, _ in found):
        nights = zip(*(times for (other, _), times in found.items() if other == kind), strict=True)
        found[kind, "the whole night"] = [Times(*map(sum, zip(*night, strict=True))) for night in nights]
    for (kind, sweep), times in found.items():
        yield versus(
            f"{kind}, {sellers:,} sellers: {sweep}", "the same rows by SQL", [each.ours for each in times],
            [each.by_hand for each in times], sellers, f"≥ {LEAST_SWEEP}",
        )  # fmt: skip
    for what, ours, by_hand, most in zip(
        ("peak memory of the night", "its write-ahead log at most"), *weigh_night(folder), (MOST_MEMORY, MOST_LOG),
        strict=True,
    ):  # fmt: skip
        yield Row(
            f"SQLite, {sellers:,} sellers: {what}", "the same rows by SQL",
            f"{ours / MIB:,.0f} MiB", f"{by_hand / MIB:,.0f} MiB", by_hand / ours, f"< {most} MiB",
        )  # fmt: skip


def _verified(folder: Path, sellers: int, turns: int) -> Iterator[Row]:
    """Checking everybody beside reading the same rows."""
    checked = time_verify(folder / "verified.db", sellers, turns)
    yield versus(
        f"verify: {sellers:,} sellers, processor time", "a bare scan of their rows", checked.ours, checked.scan, sellers
    )


def _lots(folder: Path, lots: int, times: int) -> Iterator[Row]:
    """What people do with points, for a seller with very many lots that is not in memory, beside one with three."""
    for what, each in time_lots(folder, lots, times).items():
        many, few = (_slowest_hundredth(seconds) * 1000 for seconds in each)
        yield Row(
            f"{lots:,} lots: {what}, p99", "three lots", f"{many:.1f} ms", f"{few:.1f} ms", few / many,
            f"< {MOST_LOOKED} ms",
        )  # fmt: skip


def _waiting(folder: Path, waiting: int, times: int, postgresql: str | None) -> Iterator[Row]:
    """What is to be sent next of very many messages that wait, and when, beside SQL by hand for the same rows."""
    for (kind, what), each in time_waiting(folder, waiting, times, postgresql).items():
        ours, by_hand = (statistics.median(seconds) * 1000 for seconds in each)
        slow, slow_by_hand = (_slowest_hundredth(seconds) * 1000 for seconds in each)
        yield Row(
            f"{kind}, {waiting:,} messages wait: {what}, p50 / p99", "the same by SQL",
            f"{ours:.2f} / {slow:.2f} ms", f"{by_hand:.2f} / {slow_by_hand:.2f} ms",
            by_hand / ours, f"< {MOST_NEXT} ms",
        )  # fmt: skip


def _slowest_hundredth(seconds: Sequence[float]) -> float:
    return sorted(seconds)[round(len(seconds) * 0.99) - 1]


# -- copies of a database ----------------------------------------------------------------------------------------------


def _turns(folder: Path, first: Path, policy: Policy) -> Turns:
    noted, ours, raw = (_copy(first, folder / f"{first.stem}-{name}.db") for name in ("noted", "ours", "raw"))
    return Turns(f"sqlite:///{noted}", f"sqlite:///{ours}", RawSqlite(raw), policy)


def _copy(source: Path, target: Path) -> Path:
    """A copy of a closed database."""
    shutil.copyfile(source, target)
    return target


# -- a tap -------------------------------------------------------------------------------------------------------------


def _intake(folder: Path, orders: int) -> Row:
    """Real orders over HTTP, beside the same lines through `import`."""
    lines = list(_lines(orders))
    ours, imported = time_intake(folder, default_policy(), lines)
    return versus(
        f"facts over HTTP: {len(lines):,} lines", "the same through import", ours, imported, len(lines),
        f"≥ {LEAST_INTAKE} of import",
    )  # fmt: skip


def _reports(folder: Path, rows: int) -> Iterator[Row]:
    """A marketplace's report as `import --format ozon` shows it and takes it in, start of the program included."""
    found = time_report(folder, rows, START)
    goal = f"≥ {LEAST_REPORT:,}/s"
    yield versus(
        f"report: {rows:,} rows, shown", "the sheet by python-calamine", [found.preview], [found.sheet], rows, goal
    )
    yield versus("the same, taken in", "shown", [found.taken], [found.preview], rows, goal)
    yield Row(
        "its peak memory, taken in", "shown",
        f"{found.taken_peak / MIB:,.0f} MiB", f"{found.preview_peak / MIB:,.0f} MiB",
        found.taken_peak / found.preview_peak, f"< {MOST_MEMORY} MiB",
    )  # fmt: skip


def _reads(folder: Path, seconds: float) -> Iterator[Row]:
    """A balance over HTTP, asked for at a steady pace and by 100 at once, beside a program that answers a constant."""
    path = folder / "reads.db"
    prepare(f"sqlite:///{path}", default_policy(), ["shop"])
    with closing(Database(f"sqlite:///{path}")) as database:
        token = Tokens(database).create("bench", ["read:shop"], "bench", WallClock().now(), per_minute=UNHURRIED)
    found = time_reads(f"sqlite:///{path}", "/api/v1/sellers/shop/balance", token, seconds=seconds)
    for load, (ours, bare) in found.items():
        yield Row(
            f"balance over HTTP, p99, 100 {load}, {ours.rate:,.0f}/s",
            f"a constant, bare ASGI, {bare.rate:,.0f}/s",
            f"{ours.p99:.1f} ms",
            f"{bare.p99:.1f} ms",
            bare.p99 / ours.p99,
            f"< {MOST_READ} ms" if load == PACED else "",
        )


def _taps(folder: Path, sellers: int, postgresql: str | None, *, quick: bool) -> Iterator[Row]:
    """From a person's tap to the changed message, and a command, while the bot does the work of a night."""
    found = time_taps(folder, sellers, tuple(WORKS)[:3] if quick else tuple(WORKS), postgresql)
    for (kind, work), waits in found.items():
        for what, beside, ours, its, most in (
            ("tap", "a bare aiogram bot", waits.taps, waits.bare, MOST_ADDED),
            ("command", "a row committed over HTTP", waits.commands, waits.committed, MOST_COMMAND),
        ):
            middle, other = (statistics.median(each) * 1000 for each in (ours, its))
            slow, slow_other = (_slowest_hundredth(each) * 1000 for each in (ours, its))
            yield Row(
                f"{kind}: {what} while {WORKS[work]}, p50 / p99, p99 adds {slow - slow_other:.0f} ms", beside,
                f"{middle:.1f} / {slow:.1f} ms", f"{other:.1f} / {slow_other:.1f} ms", slow_other / slow,
                f"adds < {most} ms" if what == "tap" else f"< {most} ms",
            )  # fmt: skip


def _starts(folder: Path, sellers: int, turns: int, postgresql: str | None) -> Iterator[Row]:
    """From the start of `run` to the first answer, with many sellers, beside a database with nobody else in it."""
    for kind, starts in time_starts(folder, sellers, turns, postgresql).items():
        overdue, settled, nobody = (statistics.median(each) * 1000 for each in starts)
        for what, ours, goal in (
            ("a night's work overdue", overdue, f"adds < {MOST_LATER:,} ms"),
            ("nothing due", settled, f"≥ {LEAST_START}"),
        ):
            yield Row(
                f"{kind}: start to the first answer, {sellers:,} sellers, {what}", "nobody", f"{ours:,.0f} ms",
                f"{nobody:,.0f} ms", nobody / ours, goal,
            )  # fmt: skip
