"""Due work and checks: tick, verify, outbox."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.root import (
    ArchiveOption,
    DatabaseOption,
    PolicyOption,
    app,
    fail,
    open_database,
    policy_of,
    tell_archived,
    tell_closed,
    tell_idle_prices,
    telling_files,
)
from bot.settings import read_settings
from core.values import HOUR, Instant, format_instant

if TYPE_CHECKING:
    from storage.books.books import Books
    from storage.books.invariants.base import Violation
    from storage.books.verify import Report
    from storage.ledger.sweep import Stopped, Swept
    from storage.rows.database import Database

SHOWN_FAILURES = 100


@app.command()
def tick(database: DatabaseOption = None, policy: PolicyOption = None) -> None:
    """Do all due work now: crediting, expiry, renewals, grace, reminders. Safe to repeat at any time."""
    from bot.clock import clock_of
    from storage.ledger.due_work import DueWork
    from storage.ledger.duty import on_duty
    from storage.ledger.ledger import Ledger

    settings = read_settings()
    with open_database(database, settings, to_write=True) as opened, on_duty(opened.file):
        ledger = Ledger(opened, policy_of(settings, policy))
        now = clock_of(opened).now()
        tell_idle_prices(ledger, now)
        swept = DueWork(ledger).do(now)
        due = ledger.next_due()
        if swept.stopped is not None:
            _alarm(opened, swept.stopped, now)
    after = f"Next due: {format_instant(due)}." if due is not None else "Nothing is due later."
    print(f"Sellers with due work: {swept.sellers}, at {swept.instants} instants. {after}")
    require_whole(swept)


def _alarm(opened: "Database", stopped: "Stopped", now: Instant) -> None:
    from bot.post.alarm import alarm
    from bot.texts import Texts
    from storage.post.broadcasts import Broadcasts

    alarm(Broadcasts(opened), Texts(), stopped, now)


def require_whole(swept: "Swept") -> None:
    """End with a sentence if due work was not done for everybody."""
    if swept.stopped is not None:
        why = swept.stopped
        fail(
            f"Due work stopped: {why.failed} of {why.due} sellers failed alike ({why.failure}). That is a bug in the "
            "program, not their data: none of them is under review for it, and what is due stays due. "
            "With a mended program run tick again, then seller release --all."
        )
    if swept.parked:
        fail(f"Could not be decided on and are under review now, see verify: {', '.join(swept.parked)}")


@app.command()
def verify(
    database: DatabaseOption = None,
    policy: PolicyOption = None,
    park: Annotated[bool, typer.Option(help="Park sellers that fail: reading works, changes are refused.")] = False,
    archive: ArchiveOption = None,
) -> None:
    """Check the database itself, then that history, balances and rules agree for every seller. Exit status 1 if not.

    With --archive every file of closed months is read, too, its rows counted, and sellers checked with theirs.
    """
    from bot.clock import clock_of
    from bot.feed.progress import progress_bar
    from storage.books.books import Books
    from storage.books.verify import count_sellers, verify_database

    settings = read_settings()
    with open_database(database, settings) as opened:
        books, now = Books(opened, policy_of(settings, policy)), clock_of(opened).now()
        with progress_bar("Verifying", count_sellers(opened)) as progress:
            damage, report = verify_database(books, park=now if park else None, progress=progress)
        if report is None:
            print("\n".join(damage))
            fail(f"{opened.damage}")
        marked = opened.damage
        say_report(report, parking=park)
        wrong = _check_archive(books, archive)
    if report.violations or wrong:
        raise SystemExit(1)
    if marked:
        print(f"No damage is found now, but it was: {marked}")


def _check_archive(books: "Books", folder: Path | None) -> bool:
    """Look through the archive, or say that nobody did; whether something is wrong with it."""
    from bot.feed.progress import progress_bar
    from storage.books.recalled import verify_recalled
    from storage.ledger.closing import closed_faults
    from storage.post.archive import faults_of

    faults: list[str] = []
    looked = "not looked at; to do so add --archive FOLDER."
    if folder is not None:
        faults = [*faults_of(books.database, folder), *closed_faults(books.database, folder)]
        looked = (
            "not all of them are in files as they were written, and none were compared."
            if faults
            else "read and compared."
        )
        if not faults:
            with telling_files(), progress_bar("The archive", None) as progress:
                faults = [_sentence(each) for each in verify_recalled(books, folder, progress)]
    told = [tell(books.database, looked) for tell in (tell_archived, tell_closed)]
    if folder is not None and not any(told):
        print(f"Nothing of this database has gone to files; nothing is asked of {folder}.", file=sys.stderr)
    for fault in faults:
        print(fault)
    return bool(faults)


def _sentence(violation: "Violation") -> str:
    return f"{violation.seller}: {violation.invariant}: {violation.text}"


def say_report(report: "Report", *, parking: bool = False) -> None:
    """Say what a verification came to."""
    for violation in report.violations:
        print(_sentence(violation))
    broken = len({violation.seller for violation in report.violations})
    parked = f" {report.parked} parked." if parking else ""
    print(f"Sellers checked: {report.sellers}. Invariants: {report.invariants}. Sellers that fail: {broken}.{parked}")


@app.command()
def outbox(
    days: Annotated[int, typer.Option(help="How far back to look.", min=1, max=3650)] = 7,
    database: DatabaseOption = None,
    policy: PolicyOption = None,
) -> None:
    """Say how many messages wait, and which could not be delivered, with the reason."""
    from bot.clock import clock_of
    from storage.books.backlog import MOST_COUNTED
    from storage.post.archive import REST
    from storage.post.outbox import Outbox

    settings = read_settings()
    with open_database(database, settings) as opened:
        box = Outbox(opened, policy_of(settings, policy))
        waiting = min(MOST_COUNTED, box.waiting(MOST_COUNTED) + box.not_fanned_out(MOST_COUNTED))
        count, newest = box.failures(clock_of(opened).now() - days * 24 * HOUR, SHOWN_FAILURES)
        if days * 24 * HOUR > REST:
            tell_archived(opened, "what of them was not delivered is not counted here.")
    told = f"{waiting} or more" if waiting == MOST_COUNTED else str(waiting)
    print(f"Waiting: {told}. Not delivered in {days} days: {count}.")
    for each in newest:
        print(f"  {format_instant(each.at)} {each.seller or 'to many'}: {each.kind}: {each.reason}")
