"""The database: whether it answers, may be written, fits the program, is sound; and what waits in it."""

from collections.abc import Iterator
from contextlib import closing
from typing import Final

from sqlmodel import SQLModel

from bot.doctor.findings import Finding, good, warning, wrong
from bot.doctor.patient import Patient
from bot.start import dialogs_in_redis
from core.policy import Policy, PolicyError
from core.values import HOUR, MINUTE, Instant, format_amount
from storage.books.backlog import MOST_COUNTED, Backlog, read_backlog
from storage.ledger.world import Worlds, without_effect
from storage.rows.database import CHECKED_BYTES, Database
from storage.rows.errors import StorageError
from storage.rows.tables import HISTORY

LATE: Final = 10 * MINUTE
"""Due work and messages later than that are late: a beat comes every half minute."""
VERY_LATE: Final = 2 * HOUR
PER_SECOND: Final = 30
"""Messages that Telegram lets a bot send, over all chats."""
PER_MINUTE: Final = 60 * PER_SECOND
_ADDRESS: Final = "Check DATABASE_URL, and that the server runs and lets this machine in."


def reachable(patient: Patient) -> Iterator[Finding]:
    """Whether the database answers."""
    database = patient.database
    if patient.is_missing:
        yield good(f"There is no {database.file} yet; the first start makes it. If there should be, see DATABASE_URL.")
        return
    try:
        with database.read() as transaction:
            transaction.row("SELECT 1")
    except StorageError as error:
        yield wrong(str(error), _ADDRESS)
        return
    yield good("The database answers.")


def dialogs(patient: Patient) -> Iterator[Finding]:
    """Whether Redis answers, if open dialogs are kept there."""
    if patient.settings.dialogs_url is None:
        return
    mend = "People are answered only with an apology meanwhile. Without DIALOGS_URL open dialogs are in the database."
    try:
        kept = dialogs_in_redis(patient.settings, patient.database)
        if kept is not None:
            with closing(kept):
                kept.check()
    except StorageError as error:
        yield wrong(str(error), mend)
        return
    yield good("Redis answers.")


def schema(patient: Patient) -> Iterator[Finding]:
    """Whether the tables are those that this program needs."""
    if patient.is_missing:
        return
    try:
        if patient.database.is_empty():
            yield good("The database has no tables yet; the first start makes them.")
            return
    except StorageError:
        return  # `reachable` says why
    try:
        patient.database.require_current()
    except StorageError as error:
        yield wrong(str(error), "Back up the database first; older programs cannot use it afterwards.")
        return
    yield good("The tables are those that this program needs.")


def rights(patient: Patient) -> Iterator[Finding]:
    """Whether the program may write."""
    database = patient.rows
    if database is None or database.damage:
        return
    if database.postgresql:
        yield from _granted(database)
        return
    try:
        with database.write() as transaction:
            transaction.run("UPDATE world SET clock_offset = clock_offset")
            raise _Enough
    except _Enough:
        yield good("The database may be written.")
    except StorageError as error:
        yield wrong(str(error), "Give file and folder to the user that runs the bot, or stop whoever holds the file.")


class _Enough(Exception):
    """Takes a trial back."""


def _granted(database: Database) -> Iterator[Finding]:
    with database.read() as transaction:
        row = transaction.row("SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only') = 'on'")
        lacking = [
            f"{right} on {table}"
            for table in sorted(SQLModel.metadata.tables)
            for right in (("SELECT", "INSERT") if table in HISTORY else ("SELECT", "INSERT", "UPDATE", "DELETE"))
            if transaction.row("SELECT has_table_privilege(?, ?)", (table, right)) == (False,)
        ]
    if row is not None and any(row):
        yield wrong(
            "The database server takes no writes here: it is a standby, or set to be read only.",
            "Put the address of the primary into DATABASE_URL, or take default_transaction_read_only off.",
        )
    if lacking:
        yield wrong(
            f"The database's user may not {', '.join(lacking[:3])} ({len(lacking)} rights in all).",
            "As the owner of the tables: GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO it.",
        )
    elif row is not None and not any(row):
        yield good("The database may be written.")


def damage(patient: Patient) -> Iterator[Finding]:
    """Whether damage is known or, in a file that is quickly looked through, found now."""
    if patient.is_missing:
        return
    database = patient.database
    mend = "Stop the bot and restore a backup; then verify, and delete the mark."
    if database.damage:
        yield wrong(database.damage, mend)
        return
    if patient.rows is None:
        return
    if database.file is None or database.file.stat().st_size > CHECKED_BYTES:
        yield good("No damage is known. This look is a short one: verify reads everything.")
        return
    found = database.check()
    if found:
        yield wrong(f"The database is damaged: {found[0]}", mend)
    else:
        yield good("SQLite finds no damage. Whether the sums agree is what verify says.")


def _policy(patient: Patient) -> Policy | None:
    """The policy; None if it cannot be used, of which its own check says why."""
    try:
        return patient.policy
    except PolicyError:
        return None


def prices(patient: Patient) -> Iterator[Finding]:
    """Whether the policy names prices that are not charged (RULES 4.15)."""
    policy = _policy(patient)
    if policy is None or patient.rows is None:
        return
    worlds = Worlds(policy)
    with patient.rows.read() as transaction:
        worlds.read(transaction)
    idle = without_effect(worlds, patient.clock.now())
    for plan, (own, in_force) in idle.items():
        yield warning(
            f"The policy's price of {plan}, {format_amount(own)}, has no effect: {format_amount(in_force)} is charged.",
            f"Write {format_amount(in_force)} into the policy, or change it: price set {plan} {format_amount(own)} "
            "--from INSTANT.",
        )
    if not idle:
        yield good("The prices of the policy are those that are charged.")


_RESTING: Final = (
    "SELECT programme, COUNT(*) FROM balance WHERE NOT programme IN ($) AND (held > 0 OR available > 0 OR debt > 0) "
    "GROUP BY programme ORDER BY programme"
)


def programmes(patient: Patient) -> Iterator[Finding]:
    """Whether sellers have points of a programme that the policy has not (RULES 7.1)."""
    policy = _policy(patient)
    if policy is None or patient.rows is None:
        return
    with patient.rows.read() as transaction:
        resting = transaction.rows_in(_RESTING, (), list(policy.programmes))
    for programme, sellers in resting:
        yield warning(
            f"The policy has no programme {programme}; its points rest, unseen. Sellers who have some: {sellers}.",
            f"Put points.{programme} back into the policy; one that ends stays there until its points are gone.",
        )
    if not resting:
        yield good("The policy has every programme of which sellers have points.")


# -- what waits --------------------------------------------------------------------------------------------------------


def _backlog(patient: Patient) -> Backlog | None:
    return None if patient.rows is None else read_backlog(patient.rows)


def due_work(patient: Patient) -> Iterator[Finding]:
    """Whether due work is done when it is due."""
    found = _backlog(patient)
    if found is None:
        return
    if found.stop is not None:
        yield wrong(
            f"Due work stopped: {found.stop.failed} of {found.stop.due} sellers failed alike ({found.stop.failure}).",
            "That is a bug in the program: install a mended one, then tick and seller release --all.",
        )
    lag = found.due_lag(patient.clock.now())
    if lag >= LATE:
        yield _by_lag(lag, f"Due work is {_minutes(lag)} minutes late.", "Start the bot, or run tick.")
    elif found.stop is None:
        yield good("No due work is late.")


def messages(patient: Patient) -> Iterator[Finding]:
    """Whether messages go out."""
    found = _backlog(patient)
    if found is None:
        return
    age = found.message_age(patient.clock.now())
    waiting = found.messages + found.mailings
    uncounted = max(found.messages, found.mailings) >= MOST_COUNTED
    minutes = f"{'more than ' if uncounted else ''}{waiting // PER_MINUTE} minutes"
    long = f" At {PER_SECOND} a second they take {minutes}." if waiting >= PER_MINUTE else ""
    notices, copies = _counted(found.messages), _counted(found.mailings)
    if age >= LATE:
        yield _by_lag(
            age,
            f"{notices} messages wait, the oldest for {_minutes(age)} minutes.{long}",
            "Start the bot; if it runs, outbox says what Telegram refuses, and the bot's log why.",
        )
    else:
        yield good(f"Waiting: {notices} messages and {copies} of broadcasts; none is late.{long}")


def parked(patient: Patient) -> Iterator[Finding]:
    """Whether sellers are under review: nothing is decided for them until somebody lets them go."""
    found = _backlog(patient)
    if found is None:
        return
    if found.parked:
        yield warning(
            f"{found.parked} sellers are under review: nothing is charged or credited to them.",
            "verify says what is wrong; once nothing is, seller release SELLER.",
        )
    else:
        yield good("No seller is under review.")


def _by_lag(lag: Instant, what: str, mend: str) -> Finding:
    return (wrong if lag >= VERY_LATE else warning)(what, mend)


def _counted(messages: int) -> str:
    return f"more than {messages}" if messages >= MOST_COUNTED else str(messages)


def _minutes(length: Instant) -> int:
    return length // MINUTE
