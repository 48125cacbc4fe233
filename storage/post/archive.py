"""Notices of closed months in files: about a fifth of what a shop takes, and seldom looked at.

Problem: history is kept for ever, and a database with years of messages in it is slow to copy and dear to keep.
Decision: what was told in a month that is long over goes with what became of it to two compressed CSV files and a
manifest, which are read back and compared before a row is removed. What is removed leaves its key here, so that it
stays used: the database deletes no other notice, and writes none under such a key. Everything may be stopped at any
point and is gone on with. A delivery names its member by number, as history does: a person who is forgotten is
forgotten there too (RULES 15.19). Limit: what is looked at again stays, whatever its age: what maintenance was told,
requests for approval, and the newest notice, whose number the next one follows.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from pathlib import Path
from typing import Final, NamedTuple

from core.calendar import Calendar
from core.notices.kinds import NoticeKind
from core.values import HOUR, Instant, format_instant
from storage.rows.answers import Row
from storage.rows.copying import Differs
from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.packed import (
    Packing,
    alone_in,
    file_of,
    manifest_of,
    month_name,
    pack,
    part_name,
    put_all,
    sum_of,
    unpack,
    why,
)
from storage.rows.transaction import Transaction

REST: Final[Instant] = 92 * 24 * HOUR
"""How long a month must be over, and everything of it sent: reminders look back for less."""
PIECE: Final = 500
"""Notices removed in one transaction."""
STAYS: Final = frozenset({NoticeKind.MAINTENANCE, NoticeKind.MAINTENANCE_OVER, NoticeKind.APPROVAL_REQUESTED})
"""Kinds that are read again when the next of their kind comes, or their answer."""
_KINDS: Final = ", ".join(f"'{kind}'" for kind in sorted(STAYS))
_CLOSED: Final = (
    f"n.at < ? AND n.fanned_out_at < ? AND n.kind NOT IN ({_KINDS}) AND n.id < (SELECT MAX(id) FROM notice) "  # noqa: S608  (our own words)
    "AND NOT EXISTS (SELECT 1 FROM delivery w WHERE w.notice = n.id "
    "AND (w.state = 'waiting' OR w.edit_at IS NOT NULL OR w.settled_at >= ?))"
)
_OLDEST: Final = f"SELECT MIN(n.at) FROM notice n WHERE {_CLOSED}"  # noqa: S608  (our own words)
_OF_MONTH: Final = f"n.at >= ? AND {_CLOSED}"
_ARCHIVES: Final = "SELECT id, month, part, notices, deliveries, manifest, removed_at FROM archive"
_REGISTER: Final = (
    "INSERT INTO archive (month, part, notices, deliveries, manifest, written_at) "
    "VALUES (?, ?, ?, ?, ?, ?) RETURNING id"
)
_OF_KEY: Final = f"{_ARCHIVES} WHERE id = (SELECT archive FROM archived_key WHERE seller = ? AND key = ?)"  # noqa: S608
_KEYS: Final = "SELECT seller, key FROM archived_key WHERE archive = ? AND key IN ($)"


_NOTICE: Final = Packing(
    "notice",
    {name: f"n.{name}" for name in ("id", "seller", "key", "at", "kind", "data", "actor", "fanned_out_at")},
    "notice n",
    "n.id",
    frozenset({"id", "at", "fanned_out_at"}),
    "kind",
)
_DELIVERY: Final = Packing(
    "delivery",
    {"id": "d.id", "notice": "d.notice", "member": "m.id"}
    | {name: f"d.{name}" for name in ("due_at", "state", "attempts", "settled_at", "error")},
    "notice n JOIN delivery d ON d.notice = n.id "
    "LEFT JOIN member m ON m.telegram_id = d.telegram_id AND m.seller = n.seller",
    "n.id, d.id",
    frozenset({"id", "notice", "member", "due_at", "attempts", "settled_at"}),
    "state",
)
_TABLES: Final = (_NOTICE, _DELIVERY)


@dataclass(frozen=True, slots=True)
class Archived:
    """Notices that went to files: the month is yyyymm, `part` counts how often something of it went."""

    id: int
    month: int
    part: int
    notices: int
    deliveries: int
    manifest: str
    removed_at: Instant | None

    @property
    def name(self) -> str:
        """How its files are told apart: `2025-01`, from the second time on `2025-01-2`."""
        return part_name(month_name(self.month), self.part)


class Summary(NamedTuple):
    """How much is in the archive, and of which months, as yyyy-mm."""

    notices: int
    first: str
    last: str


class Recalled(NamedTuple):
    """A notice as the archive has it; `data` is JSON."""

    at: Instant
    kind: str
    data: str


def archive_notices(
    database: Database, calendar: Calendar, before: int, folder: Path, now: Instant, progress: Callable[[int], None]
) -> list[Archived]:
    """Move the notices of all months before this one (yyyymm, local) into files in a folder; returns what was moved.

    Others may write meanwhile. `progress` is told how many notices are in files and gone from here. Raises
    `StorageError` for months that are not long over, for a folder that has not what was begun in it, and for rows that
    are not as they were written; OSError for files that cannot be. What went until then has gone; run it again.
    """
    until = _beginning(calendar, before)
    if until > now - REST:
        raise StorageError(
            f"Only months that have been over for {REST // (24 * HOUR)} days go to the archive; give an earlier month."
        )
    done: list[Archived] = []
    with alone_in(folder):
        for archived in _to_remove(database, calendar, until, folder, now):
            gone = sum(each.notices for each in done)
            for more in _remove(database, folder, archived, now):
                progress(gone + more)
            done.append(archived)
    return done


def archives(database: Database) -> list[Archived]:
    """All that went to files, in the order in which it went."""
    with database.read() as transaction:
        return [Archived(*row) for row in transaction.rows(f"{_ARCHIVES} ORDER BY id")]


def summary_of(transaction: Transaction) -> Summary | None:
    """How much went to files; None if nothing did."""
    row = transaction.row("SELECT SUM(notices), MIN(month), MAX(month) FROM archive")
    return None if row is None or row[0] is None else Summary(int(row[0]), month_name(row[1]), month_name(row[2]))


def place_of(transaction: Transaction, seller: str, key: str) -> Archived | None:
    """Where a seller's notice with this key went; None if it did not."""
    row = transaction.row(_OF_KEY, (seller, key))
    return None if row is None else Archived(*row)


def recall(folder: Path, place: Archived, seller: str, key: str) -> Recalled:
    """The notice out of its file. Raises `StorageError` if the folder has not that file, or another one."""
    for row in unpack(file_of(folder, place, _NOTICE), _NOTICE):
        if (row[1], row[2]) == (seller, key):
            return Recalled(row[3], row[4], row[5])
    raise StorageError(f"{_NOTICE.file(place.name)} has no notice {key} of {seller}.")


def faults_of(database: Database, folder: Path) -> Iterator[str]:
    """What is wrong with the archive, a sentence each: every file is read, every row counted, every key looked up."""
    for archived in archives(database):
        try:
            yield from _faults(database, folder, archived)
        except (StorageError, OSError) as error:
            yield f"{archived.name}: {why(error)}"


# -- out of the database ---------------------------------------------------------------------------------------------


def _beginning(calendar: Calendar, month: int) -> Instant:
    return calendar.start_of_day(date(month // 100, month % 100, 1))


def _span(calendar: Calendar, month: int) -> tuple[Instant, Instant]:
    """The first instant of a local month, and that of the next."""
    return _beginning(calendar, month), _beginning(calendar, month + 1 if month % 100 < 12 else month + 89)


def _oldest(database: Database, calendar: Calendar, until: Instant, now: Instant) -> int | None:
    with database.read() as transaction:
        row = transaction.row(_OLDEST, (until, now - REST, now - REST))
    return None if row is None or row[0] is None else calendar.month(row[0])


def _to_remove(
    database: Database, calendar: Calendar, until: Instant, folder: Path, now: Instant
) -> Iterator[Archived]:
    """What is in files and still here: first what was begun, then month after month, written when it is asked for."""
    yield from (each for each in archives(database) if each.removed_at is None)
    while (month := _oldest(database, calendar, until, now)) is not None:
        yield _write(database, calendar, month, folder, now)


def _write(database: Database, calendar: Calendar, month: int, folder: Path, now: Instant) -> Archived:
    """The month's files, read back, and then known to the database."""
    filled = []
    with database.read() as transaction:
        for table in _TABLES:
            rows = transaction.stream(table.select(_OF_MONTH), (*_span(calendar, month), now - REST, now - REST))
            filled.append(pack(folder / f".{table.name}.part", table, rows))
    since, until = _span(calendar, month)
    facts = {
        "month": month_name(month),
        "from": format_instant(since),
        "until": format_instant(until),
        "timezone": calendar.timezone,
    }
    number, manifest = put_all(
        folder, filled, _next_part(database, month), lambda part: part_name(month_name(month), part), facts
    )
    counts = [each.rows for each in filled]
    with database.write() as transaction:
        ((id_,),) = transaction.rows(_REGISTER, (month, number, *counts, manifest, now))
    return Archived(id_, month, number, counts[0], counts[1], manifest, None)


def _next_part(database: Database, month: int) -> int:
    with database.read() as transaction:
        ((last,),) = transaction.rows("SELECT COALESCE(MAX(part), 0) FROM archive WHERE month = ?", (month,))
    return int(last) + 1


def _remove(database: Database, folder: Path, archived: Archived, now: Instant) -> Iterator[int]:
    """Take out of the database what the files have, in pieces, each compared once more; how many notices have gone."""
    notices = unpack(file_of(folder, archived, _NOTICE), _NOTICE)
    deliveries = groupby(unpack(file_of(folder, archived, _DELIVERY), _DELIVERY), key=lambda row: row[1])
    following, gone = next(deliveries, None), 0
    while piece := list(islice(notices, PIECE)):
        theirs: list[Row] = []
        while following is not None and following[0] <= piece[-1][0]:
            theirs.extend(following[1])
            following = next(deliveries, None)
        with database.write() as transaction:
            _remove_piece(transaction, archived, piece, theirs)
        gone += len(piece)
        yield gone
    with database.write() as transaction:
        transaction.run("UPDATE archive SET removed_at = ? WHERE id = ?", (now, archived.id))


def _remove_piece(
    transaction: Transaction, archived: Archived, notices: Sequence[Row], deliveries: Sequence[Row]
) -> None:
    """What is still there of a piece is as its file has it, or nothing of it is removed. Others may have forgotten."""
    ids = [row[0] for row in notices]
    there = transaction.rows_in(_NOTICE.select("n.id IN ($)"), (), ids)
    sent = transaction.rows_in(_DELIVERY.select("n.id IN ($)"), (), ids)
    found = {row[0] for row in there}
    missing = [(row[1], row[2]) for row in notices if row[0] not in found]
    kept = {tuple(row) for row in transaction.rows_in(_KEYS, (archived.id,), [key for _, key in missing])}
    if not set(there) <= set(notices) or not set(sent) <= set(deliveries) or not set(missing) <= kept:
        raise Differs(f"Rows of {archived.name} are not as its files have them; they were not removed.")
    transaction.run_many(
        "INSERT INTO archived_key (seller, key, archive) VALUES (?, ?, ?)",
        [(row[1], row[2], archived.id) for row in there],
    )
    transaction.run_many("DELETE FROM delivery WHERE notice = ?", [(row[0],) for row in there])
    transaction.run_many("DELETE FROM notice WHERE id = ?", [(row[0],) for row in there])


# -- files -----------------------------------------------------------------------------------------------------------


def _faults(database: Database, folder: Path, archived: Archived) -> Iterator[str]:
    told = manifest_of(folder, archived)
    notices, deliveries = (file_of(folder, archived, table) for table in _TABLES)
    for table, file, expected in ((_NOTICE, notices, archived.notices), (_DELIVERY, deliveries, archived.deliveries)):
        found = sum_of(unpack(file, table))
        if (found.rows, found.digest) != (expected, told[table.name]["digest"]):
            yield f"{archived.name}: {file.name} has other rows than were written."
    rows, kept = unpack(notices, _NOTICE), 0
    while piece := list(islice(rows, PIECE)):
        with database.read() as transaction:
            known = {tuple(row) for row in transaction.rows_in(_KEYS, (archived.id,), [row[2] for row in piece])}
        kept += sum((row[1], row[2]) in known for row in piece)
    if archived.removed_at is not None and kept != archived.notices:
        yield f"{archived.name}: {archived.notices - kept} keys of its notices are not known here."
    with database.read() as transaction:
        ((both,),) = transaction.rows(
            "SELECT COUNT(*) FROM archived_key k JOIN notice n ON n.seller = k.seller AND n.key = k.key "
            "WHERE k.archive = ?",
            (archived.id,),
        )
    if both:
        yield f"{archived.name}: {both} of its notices are here as well."
