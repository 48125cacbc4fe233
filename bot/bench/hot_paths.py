"""`python -m bot bench`: the hot paths, each beside a raw counterpart measured in the same run.

Problem: a figure alone says more about the machine than about the program.
Decision: every row has a counterpart that does the least possible for the same result: the very statements that the
program wrote, given again to the bare driver on a copy of the database with the same settings. The two take turns, and
medians are compared. Read the ratios, not the rates.
Limit: SQLite only, but for a night of due work. The counterpart of a write does not look up, decide or check anything;
on a slow disk, where the commit is all, the two come out alike.
"""

import json
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from sqlmodel import SQLModel

from bot.bench.apart import run_apart
from bot.bench.intake import time_intake
from bot.bench.lots import time_lots
from bot.bench.nights import time_nights
from bot.bench.reads import PACED, time_reads
from bot.bench.reports import time_report
from bot.bench.taps import WORKS, time_taps
from bot.clock import WallClock
from bot.demo.market import orders as real_orders
from core.events import (
    BonusGranted,
    CampaignUpserted,
    Cancel,
    Connect,
    Event,
    OrderRedeemed,
    SellerRegistered,
    ServiceCharged,
    SetMode,
    WalletCredited,
)
from core.policy import Policy, default_policy, overlay_policy
from core.subscription.chart import send, step
from core.values import HOUR, Instant, Mode, Plan, Role, State, format_amount, parse_instant, parse_rate
from storage.ledger.ledger import Entry, Ledger
from storage.people.tokens import Tokens
from storage.rows.database import Database, Transaction

START: Final[Instant] = parse_instant("2026-03-01T09:00:00+03:00")
CAMPAIGN: Final = "bench"
SOURCE: Final = "bench"
BATCH: Final = 500
SHOPS_A_COPY: Final = 5
MIB: Final = 1 << 20
# The goals of the first working version; the table shows whether they are met here.
LEAST_SINGLE: Final = 0.3
LEAST_INTAKE: Final = 0.7
LEAST_REPLAY: Final = 3000
LEAST_SWEEP: Final = 0.5
LEAST_REPORT: Final = 10_000
MOST_MEMORY: Final = 300
MOST_LOOKED: Final = 20
MOST_ADDED: Final = 30
MOST_COMMAND: Final = 60
MOST_READ: Final = 10
UNHURRIED: Final = 1_000_000
"""Requests a minute of the token that measures."""

Statement = tuple[str, list[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, its rate, the counterpart's, and how they compare."""

    what: str
    beside: str
    ours: str
    raw: str
    ratio: float
    goal: str = ""


def print_bench(
    console: Console, orders: int, *, quick: bool, sellers: int | None = None, postgresql: str | None = None
) -> None:
    """Measure and print the table. `orders` is how many lines the replay gets; `quick` does little of the rest.

    `sellers` is how many have due work in a night, also on the PostgreSQL server at the address if one is given.
    """
    table = Table("What", "Program", "Beside", "", "Ratio", "Goal", box=None, pad_edge=False)
    for number in (1, 3, 4):
        table.columns[number].justify = "right"
    with tempfile.TemporaryDirectory(prefix="seller-premium-bench-") as folder:
        night = _night(Path(folder), sellers or (200 if quick else 20_000), 1 if quick else 3, postgresql)
        lots = _lots(Path(folder), 2_000 if quick else 1_000_000, 5 if quick else 200)
        for row in chain(measure(Path(folder), orders, quick=quick), night, lots):
            table.add_row(row.what, row.ours, row.beside, row.raw, f"{row.ratio:.2f}", row.goal)
    console.print(table)


def measure(folder: Path, orders: int, *, quick: bool) -> Iterator[Row]:
    """Every row of the table, in a folder for throw-away files."""
    yield from _replay(folder, orders)
    yield from _writes(folder, sellers=20 if quick else 300, batches=2 if quick else 20)
    yield _chart(50 if quick else 1000)
    yield _sweep(folder, 200 if quick else 20_000)
    yield _intake(folder, 1000 if quick else 20_000)
    yield from _reports(folder, 1000 if quick else 100_000)
    yield from _reads(folder, 1 if quick else 10)
    yield from _taps(folder, 200 if quick else 30_000, quick=quick)


def _versus(what: str, beside: str, ours: Sequence[float], raw: Sequence[float], each: int = 1, goal: str = "") -> Row:
    """A row from seconds of turns in which `each` pieces of work were done."""
    mine, its = statistics.median(ours), statistics.median(raw)
    return Row(what, beside, f"{each / mine:,.0f}/s", f"{each / its:,.0f}/s", its / mine, goal)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


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
    yield _versus(
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
    with closing(_open_raw(path)) as connection:
        for table in SQLModel.metadata.sorted_tables:
            if table.name == "world":  # made by the migration
                continue
            rows = connection.execute(f"SELECT * FROM {table.name}").fetchall()  # noqa: S608 - our own tables
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
        _apply(connection, sellers)  # the others point to them
        for part in range(parts):
            _apply(connection, [(sql, _slice(all_rows, part, parts)) for sql, all_rows in others])

    with closing(_open_raw(path)) as connection:
        return _seconds(work)


def _slice(rows: list[Sequence[Any]], part: int, parts: int) -> list[Sequence[Any]]:
    """In the order of the key, which is the quickest that rows can be inserted in."""
    return rows[len(rows) * part // parts : len(rows) * (part + 1) // parts]


# -- single operations and batches -------------------------------------------------------------------------------------


def _writes(folder: Path, *, sellers: int, batches: int) -> Iterator[Row]:
    """Durable operations through the ledger, beside the same statements in a bare transaction each."""
    policy = default_policy()
    names = [f"seller-{number}" for number in range(sellers)]
    _prepare(folder / "first.db", policy, names)
    with _Turns(folder, folder / "first.db", policy) as turns:
        turns.row("", "", [[Entry(WalletCredited(f"warm-{name}", START, name, amount=1), START)] for name in names])
        goal = f"≥ {LEAST_SINGLE}"
        for what, make in _OPERATIONS.items():
            works = [[Entry(make(name), START + HOUR)] for name in names]
            yield turns.row(what, "same rows, sqlite3", works, goal)
        again = [[Entry(WalletCredited(f"cold-{name}", START, name, amount=1), START + HOUR)] for name in names]
        yield turns.row("wallet.credited, not in memory", "same rows, sqlite3", again, goal, cold=True)
        batch = [
            [Entry(_order(names[number % sellers], f"{turn}-{number}"), START + HOUR) for number in range(BATCH)]
            for turn in range(batches)
        ]
        yield turns.row(f"order.redeemed, {BATCH} a batch", "same rows, executemany", batch)


def _order(seller: str, id_: str) -> Event:
    return OrderRedeemed(
        f"order-{seller}-{id_}", START, seller, line=id_, campaign=CAMPAIGN, category="music", price=150_000,
        discount=parse_rate("0.1"), quantity=2,
    )  # fmt: skip


_OPERATIONS: Final[dict[str, Callable[[str], Event]]] = {
    "wallet.credited": lambda seller: WalletCredited(f"credit-{seller}", START, seller, amount=10_000),
    "service.charged, paid with points": lambda seller: ServiceCharged(
        f"charge-{seller}", START, seller, charge="charge", service="ads", amount=50_000
    ),
    "order.redeemed": lambda seller: _order(seller, "single"),
    "command.connect": lambda seller: Connect(f"connect-{seller}", START, seller, plan=Plan.LITE, by=Role.MANAGER),
    "command.cancel": lambda seller: Cancel(f"cancel-{seller}", START, seller, by=Role.MANAGER),
}


def _prepare(path: Path, policy: Policy, names: Sequence[str]) -> None:
    """Sellers with money and two lots of points who let points pay."""
    database = Database(f"sqlite:///{path}", durable=False)
    with closing(database):
        database.upgrade()
        ledger = Ledger(database, policy)
        campaign = CampaignUpserted(
            CAMPAIGN, START, campaign=CAMPAIGN, starts_at=START, ends_at=START * 2, coefficient=parse_rate("0.06")
        )
        ledger.take_one(campaign, START, SOURCE)
        for name in names:
            events: list[Event] = [
                SellerRegistered(f"register-{name}", START, name, name=name),
                WalletCredited(f"money-{name}", START, name, amount=1_000_000),
                SetMode(f"mode-{name}", START, name, mode=Mode.AUTO, by=Role.MANAGER),
            ]
            for lot in ("first", "second"):
                grant = BonusGranted(
                    f"{lot}-{name}", START, name, grant=lot, programme="bonus", amount=30_000, reason="-"
                )
                events.append(grant)
            ledger.take([Entry(event, START) for event in events], SOURCE)


class _Noting(Transaction):
    """A transaction that also notes what it writes."""

    def __init__(self, inner: Transaction, written: list[Statement]) -> None:
        super().__init__(inner._cursor, postgresql=inner.postgresql)
        self._written = written

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        self._written.append((sql, [parameters]))
        return super().run(sql, parameters)

    def run_many(self, sql: str, rows: Any) -> int:
        kept = list(rows)
        self._written.append((sql, kept))
        return super().run_many(sql, kept)


class _NotingDatabase(Database):
    """A database that keeps the statements of every transaction, in order."""

    def __init__(self, url: str) -> None:
        super().__init__(url, durable=False)
        self.transactions: list[list[Statement]] = []

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        written: list[Statement] = []
        with super().write() as transaction:
            yield _Noting(transaction, written)
        self.transactions.append(written)


class _Turns:
    """Three copies of one database: on the first the statements are noted, then ledger and bare driver take turns."""

    def __init__(self, folder: Path, first: Path, policy: Policy) -> None:
        copies = [_copy(first, folder / f"{first.stem}-{name}.db") for name in ("noted", "ours", "raw")]
        self._noting = _NotingDatabase(f"sqlite:///{copies[0]}")
        self._ours = Database(f"sqlite:///{copies[1]}")
        self._raw = _open_raw(copies[2])
        self._note = Ledger(self._noting, policy)
        self._ledger = Ledger(self._ours, policy)

    def __enter__(self) -> "_Turns":
        return self

    def __exit__(self, *error: object) -> None:
        self._noting.close()
        self._ours.close()
        self._raw.close()

    def row(self, what: str, beside: str, works: Sequence[list[Entry]], goal: str = "", *, cold: bool = False) -> Row:
        """Take each list of entries in one transaction; `cold` forgets the accounts before each."""
        ours: list[float] = []
        raw: list[float] = []
        for turn, work in enumerate(works):
            statements = self._statements(partial(self._note.take, work, SOURCE))
            if cold:
                self._ledger.forget()
            pair: list[tuple[list[float], Callable[[], object]]] = [
                (ours, partial(self._ledger.take, work, SOURCE)),
                (raw, partial(_apply_all, self._raw, statements)),
            ]
            # Each goes first every other time: the disk is slower for the one that comes next.
            for seconds, take in pair if turn % 2 else reversed(pair):
                seconds.append(_seconds(take))
        return _versus(what, beside, ours, raw, len(works[0]), goal)

    def sweep(self, what: str, beside: str, now: Instant, sellers: int) -> Row:
        """One tick, beside its statements in the same transactions."""
        statements = self._statements(partial(self._note.tick, now))
        ours = _seconds(partial(self._ledger.tick, now))
        raw = _seconds(partial(_apply_all, self._raw, statements))
        return _versus(what, beside, [ours], [raw], sellers)

    def _statements(self, work: Callable[[], object]) -> list[list[Statement]]:
        self._noting.transactions.clear()
        work()
        return list(self._noting.transactions)


# -- the chart and the sweep -------------------------------------------------------------------------------------------


def _chart(times: int) -> Row:
    """A chart restored in a state and sent an event, beside the derived table."""
    ours, raw = [], []
    for _ in range(times):
        ours.append(_seconds(lambda: send(State.ACTIVE, "stop_renewal")))
        raw.append(_seconds(lambda: step(State.ACTIVE, "stop_renewal")))
    return _versus("statechart: load and send", "a step in its table", ours, raw)


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
    with _Turns(folder, path, policy) as turns:
        return turns.sweep(f"tick: {sellers:,} renewals at one instant", "same rows, sqlite3", due, sellers)


def _night(folder: Path, sellers: int, turns: int, postgresql: str | None) -> Iterator[Row]:
    """A night in which every seller has due work three times, beside SQL by hand that leaves the same rows."""
    for (kind, sweep), times in time_nights(folder, sellers, turns, postgresql).items():
        yield _versus(
            f"{kind}, {sellers:,} sellers: {sweep}", "the same rows by SQL", [each.ours for each in times],
            [each.by_hand for each in times], sellers, f"≥ {LEAST_SWEEP}",
        )  # fmt: skip


def _lots(folder: Path, lots: int, times: int) -> Iterator[Row]:
    """What people do with points, for a seller with very many lots that is not in memory, beside one with three."""
    for what, each in time_lots(folder, lots, times).items():
        many, few = (sorted(seconds)[round(len(seconds) * 0.99) - 1] * 1000 for seconds in each)
        yield Row(
            f"{lots:,} lots: {what}, p99", "three lots", f"{many:.1f} ms", f"{few:.1f} ms", few / many,
            f"< {MOST_LOOKED} ms",
        )  # fmt: skip


# -- a tap -------------------------------------------------------------------------------------------------------------


def _intake(folder: Path, orders: int) -> Row:
    """Real orders over HTTP, beside the same lines through `import`."""
    lines = list(_lines(orders))
    ours, imported = time_intake(folder, default_policy(), lines)
    return _versus(
        f"facts over HTTP: {len(lines):,} lines", "the same through import", ours, imported, len(lines),
        f"≥ {LEAST_INTAKE} of import",
    )  # fmt: skip


def _reports(folder: Path, rows: int) -> Iterator[Row]:
    """A marketplace's report as `import --format ozon` shows it and takes it in, start of the program included."""
    found = time_report(folder, rows, START)
    goal = f"≥ {LEAST_REPORT:,}/s"
    yield _versus(
        f"report: {rows:,} rows, shown", "the sheet by python-calamine", [found.preview], [found.sheet], rows, goal
    )
    yield _versus("the same, taken in", "shown", [found.taken], [found.preview], rows, goal)
    yield Row(
        "its peak memory, taken in", "shown",
        f"{found.taken_peak / MIB:,.0f} MiB", f"{found.preview_peak / MIB:,.0f} MiB",
        found.taken_peak / found.preview_peak, f"< {MOST_MEMORY} MiB",
    )  # fmt: skip


def _reads(folder: Path, seconds: float) -> Iterator[Row]:
    """A balance over HTTP, asked for at a steady pace and by 100 at once, beside a program that answers a constant."""
    path = folder / "reads.db"
    _prepare(path, default_policy(), ["shop"])
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


def _taps(folder: Path, sellers: int, *, quick: bool) -> Iterator[Row]:
    """From a person's tap to the changed message, and a command, while the bot does the work of a night."""
    found = time_taps(folder, sellers, tuple(WORKS)[:3] if quick else tuple(WORKS))
    for work, waits in found.items():
        for what, beside, ours, its, most in (
            ("tap", "a bare aiogram bot", waits.taps, waits.bare, MOST_ADDED),
            ("command", "a row committed over HTTP", waits.commands, waits.committed, MOST_COMMAND),
        ):
            middle, other = (statistics.median(each) * 1000 for each in (ours, its))
            slow, slow_other = (sorted(each)[round(len(each) * 0.99) - 1] * 1000 for each in (ours, its))
            yield Row(
                f"{what} while {WORKS[work]}, p50 / p99, p99 adds {slow - slow_other:.0f} ms", beside,
                f"{middle:.1f} / {slow:.1f} ms", f"{other:.1f} / {slow_other:.1f} ms", slow_other / slow,
                f"adds < {most} ms" if what == "tap" else f"< {most} ms",
            )  # fmt: skip


# -- the bare driver ---------------------------------------------------------------------------------------------------


def _open_raw(path: Path) -> sqlite3.Connection:
    """The driver with the settings that the program uses."""
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _apply(connection: sqlite3.Connection, statements: Sequence[Statement]) -> None:
    """The statements in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for sql, rows in statements:
        if len(rows) == 1:
            connection.execute(sql, rows[0])
        elif rows:
            connection.executemany(sql, rows)
    connection.execute("COMMIT")


def _apply_all(connection: sqlite3.Connection, transactions: Sequence[Sequence[Statement]]) -> None:
    """Transactions one after another."""
    for statements in transactions:
        _apply(connection, statements)


def _copy(source: Path, target: Path) -> Path:
    """A copy of a closed database."""
    shutil.copyfile(source, target)
    return target
