"""Stocking the demo: the marketplace's past goes into an empty database once, the rest waits for its time."""

from bot.clock import Clock
from bot.demo.market import feed
from bot.feed.progress import progress_bar
from core.events import Event
from core.policy import Policy
from core.values import Instant
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Entry, Ledger
from storage.rows.database import Database

SOURCE = "demo"
BATCH = 500


def stock_demo(database: Database, policy: Policy, wall: Clock) -> list[Event]:
    """Load the past into an empty database; returns the lines still to come, in order.

    The demo's "today" is the day of the first start and is remembered: started again, it goes on where it was. A
    database that has sellers of its own is left alone and gets no lines. Stopped half-way, it is simply done again.
    """
    with database.read() as transaction:
        row = transaction.row("SELECT clock, clock_offset FROM world")
        strangers = transaction.row(
            # A shop that a newcomer began is reported, and the demo's go on beside it.
            "SELECT 1 FROM seller WHERE books = 'kept' AND NOT EXISTS "
            "(SELECT 1 FROM taken WHERE taken.source = ? AND taken.seller = seller.id)",
            (SOURCE,),
        )
    if strangers is not None:
        _make_movable(database)
        return []
    today = (row[0] if row else None) or _begin(database, wall.now())
    lines = feed(policy, today)
    past = [event for event in lines if event.at <= today]
    if row is None or row[1] is None:
        _load(Ledger(database, policy), past, today)
        _make_movable(database)
    return lines[len(past) :]


def _begin(database: Database, now: Instant) -> Instant:
    with database.write() as transaction:
        transaction.run("UPDATE world SET clock = ?", (now,))
    return now


def _make_movable(database: Database) -> None:
    with database.write() as transaction:
        transaction.run("UPDATE world SET clock_offset = 0 WHERE clock_offset IS NULL")


def _load(ledger: Ledger, past: list[Event], today: Instant) -> None:
    with progress_bar("Stocking the demo marketplace", len(past)) as progress:
        for start in range(0, len(past), BATCH):
            ledger.take([Entry(event, event.at) for event in past[start : start + BATCH]], SOURCE)
            progress(start + BATCH)
    DueWork(ledger).do(today)
    with ledger.database.write() as transaction:
        # Nobody was there to be told: the past's notices are history, not news.
        transaction.run("UPDATE notice SET fanned_out_at = ? WHERE fanned_out_at IS NULL", (today,))
