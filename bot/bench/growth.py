"""How many bytes a seller takes, table by table, and how that grows: measured here, carried on in a straight line.

Problem: nobody can say how large a database becomes, and figures written down once are wrong a year later. Decision:
the same month of the same shop is put into a database again and again, which is measured at three sizes; if a seller
costs as much between the last two as between the first, the straight line holds, and both are said. Limit: a shop with
more orders takes more; the bytes are those of this shop, with indexes and the room that pages leave empty.
"""

import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from rich.console import Console
from rich.table import Table

from bot.paper.charts import Series, side_by_side
from core.events import (
    BonusGranted,
    CampaignUpserted,
    Connect,
    Event,
    OrderRedeemed,
    SellerRegistered,
    ServiceCharged,
    SetMode,
    WalletCredited,
)
from core.policy import default_policy
from core.values import HOUR, Mode, Plan, Role, parse_instant, parse_rate
from storage.ledger.closing import close_movements
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Entry, Ledger
from storage.people.team import Team
from storage.post.outbox import Outbox
from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.transaction import Transaction

SIZES: Final = (250, 500, 1000)
"""Sellers at which the database is measured."""
ORDERS: Final = 10
"""Orders and charges of a shop in its month."""
BATCH: Final = 25
START: Final = parse_instant("2026-01-01T00:00:00Z")
DAY: Final = 24 * HOUR
_SOURCE: Final = "bench"
_CAMPAIGN: Final = "winter"
_BY_INDEX_TOO: Final = (
    "SELECT m.tbl_name, SUM(d.pgsize) FROM dbstat d JOIN sqlite_schema m ON m.name = d.name GROUP BY 1"
)
_ON_POSTGRESQL: Final = (
    "SELECT relname, pg_total_relation_size(oid) FROM pg_class "
    "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
)


class Measured(NamedTuple):
    """The bytes of every table with its indexes, at so many sellers."""

    sellers: int
    tables: dict[str, int]

    @property
    def total(self) -> int:
        """All tables together."""
        return sum(self.tables.values())


def print_growth(console: Console, database: Database, chart: Path | None, sizes: tuple[int, ...] = SIZES) -> None:
    """Fill an empty database, say what a seller takes, and draw it. Raises `StorageError` if it is not empty."""
    found = list(measure(database, sizes))
    last = found[-1]
    each = growth_a_seller(found)
    table = Table("Table", "Bytes a seller", *(f"{n} sellers" for n in ("10,000", "100,000", "1,000,000")), box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for name, size in sorted(each.items(), key=lambda pair: -pair[1]):
        if size >= 1:
            table.add_row(name, f"{size:,.0f}", *(_megabytes(size * n) for n in (10_000, 100_000, 1_000_000)))
    whole = sum(each.values())
    table.add_row("all", f"{whole:,.0f}", *(_megabytes(whole * n) for n in (10_000, 100_000, 1_000_000)))
    console.print(table)
    between = [(b.total - a.total) / (b.sellers - a.sellers) for a, b in pairwise(found)]
    console.print(
        f"Measured at {', '.join(f'{each.sellers:,}' for each in found)} sellers; the rest is a straight line. "
        f"A seller more took {' and '.join(f'{size:,.0f}' for size in between)} bytes between them."
    )
    _print_archive(console, archived_sizes(database, last.sellers))
    if chart is not None:
        largest = sorted(last.tables, key=lambda name: -each.get(name, 0))[:8]
        kilobytes = Series("KB a seller", [round(each[name] / 10) for name in largest])
        title = f"What a seller takes, by table ({'PostgreSQL' if database.postgresql else 'SQLite'})"
        chart.write_bytes(side_by_side(title, largest, [kilobytes], lambda size: f"{size / 100:.2f} KB"))


class Archived(NamedTuple):
    """The bytes a seller of all tables, of movements, and of what is carried on; the file's too, and how many went."""

    whole: float
    movements: float
    carried: float
    file: float
    went: float


def archived_sizes(database: Database, sellers: int) -> tuple[Archived, Archived]:
    """What a seller takes a year after its month, when its points are over, and with these movements in a file."""
    ledger = Ledger(database, default_policy())
    for days in (60, 120, 240, 400):
        DueWork(ledger).do(START + days * DAY)
    before = _shares(database, sellers, 0, 0)
    with tempfile.TemporaryDirectory(prefix="seller-premium-archive-") as folder:
        moved = close_movements(
            database, ledger.policy.calendar, 202703, Path(folder), START + 900 * DAY, lambda _: None
        )
        written = sum(file.stat().st_size for file in Path(folder).iterdir())
    return before, _shares(database, sellers, written, sum(each.movements for each in moved))


def _shares(database: Database, sellers: int, written: int, went: int) -> Archived:
    _compact(database)
    sizes = _sizes(database)
    carried = sizes["carried"] + sizes["closed"] + sizes["movement_archive"]
    return Archived(*(size / sellers for size in (sum(sizes.values()), sizes["movement"], carried, written, went)))


def _compact(database: Database) -> None:
    """Give back the room of rows that are gone."""
    connection = database.engine.raw_connection()
    driver: Any = connection.driver_connection
    if database.postgresql:
        driver.rollback()
        driver.autocommit = True
        driver.execute("VACUUM FULL")
    else:
        driver.execute("VACUUM")
    connection.invalidate()


def _print_archive(console: Console, sizes: tuple[Archived, Archived]) -> None:
    before, after = sizes
    console.print(
        f"A year later, compacted, a seller takes {before.whole:,.0f} bytes, its movements {before.movements:,.0f}. "
        f"With {after.went:,.0f} of them in a file ({after.file:,.0f} bytes there) it takes {after.whole:,.0f}: "
        f"movements {after.movements:,.0f}, what is carried on {after.carried:,.0f}."
    )


def growth_a_seller(found: list[Measured]) -> dict[str, float]:
    """What each table grew by for a seller more, from the first measurement to the last."""
    first, last = found[0], found[-1]
    more = last.sellers - first.sellers
    return {name: (size - first.tables.get(name, 0)) / more for name, size in last.tables.items()}


def measure(database: Database, sizes: tuple[int, ...]) -> Iterator[Measured]:
    """Fill the database up to each size in turn, and measure it there."""
    if not database.is_empty():
        raise StorageError("The database is not empty; growth is measured on one of its own.")
    database.upgrade()
    ledger = Ledger(database, default_policy())
    campaign = CampaignUpserted(
        _CAMPAIGN, START, campaign=_CAMPAIGN, starts_at=START, ends_at=2 * START, coefficient=parse_rate("0.06")
    )
    ledger.take_one(campaign, START, _SOURCE)
    team, outbox, due_work, done = Team(database), Outbox(database, ledger.policy), DueWork(ledger), 0
    for size in sizes:
        names = [f"seller-{number:07}" for number in range(done, size)]
        for start in range(0, len(names), BATCH):
            part = names[start : start + BATCH]
            entries = [Entry(event, START) for name in part for event in _opening(name)]
            ledger.take(entries, _SOURCE)
            for number, name in enumerate(part, done + start + 1):
                token = team.create_link(name, Role.ADMINISTRATOR, "cli", START)
                if isinstance(token, str):
                    team.join(token, number, "Administrator", START)
            ledger.take([Entry(event, START + 1) for name in part for event in _month(name)], _SOURCE)
        done = size
        for day in range(0, 36, 5):
            due_work.do(START + day * DAY)
            outbox.fan_out(START + day * DAY)
        yield Measured(size, _sizes(database))


def _opening(name: str) -> list[Event]:
    return [
        SellerRegistered(f"register-{name}", START, name, name=f"Shop {name}"),
        WalletCredited(f"money-{name}", START, name, amount=1_000_000),
        SetMode(f"mode-{name}", START, name, mode=Mode.AUTO, by=Role.MANAGER),
        BonusGranted(f"gift-{name}", START, name, grant="gift", programme="bonus", amount=30_000, reason="welcome"),
        Connect(f"connect-{name}", START, name, plan=Plan.LITE, by=Role.MANAGER),
    ]


def _month(name: str) -> Iterator[Event]:
    for number in range(ORDERS):
        yield OrderRedeemed(
            f"order-{name}-{number}", START, name, line=f"{name}-{number:08}-1", campaign=_CAMPAIGN, category="shoes",
            price=250_000, discount=parse_rate("0.20"), quantity=1,
        )  # fmt: skip
        yield ServiceCharged(
            f"charge-{name}-{number}", START, name, charge=f"{name}-{number:08}", service="ads", amount=5_000
        )


def _sizes(database: Database) -> dict[str, int]:
    with database.read() as transaction:
        return dict(_rows(transaction, _ON_POSTGRESQL if transaction.postgresql else _BY_INDEX_TOO))


def _rows(transaction: Transaction, statement: str) -> list[tuple[str, int]]:
    return [(str(name), int(size)) for name, size in transaction.rows(statement)]


def _megabytes(size: float) -> str:
    return f"{size / 1e6:,.0f} MB"
