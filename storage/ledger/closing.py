"""Movements of months that are long over in files: what brought points and what ended them, the largest table's most.

Problem: history is kept for ever, and movements are the most of it, though nobody decides by one of two years ago.
Decision: what is over goes to a compressed CSV file with a manifest, which is read back and compared before a row is
removed. What the rows come to is carried on here, by seller, programme and way, in the transaction that removes them:
so balances and sums stay exact without the file. A number of a seller's history goes once; how many went is known too.
Everything may be stopped at any point and is gone on with. What a decision may yet read stays, whatever its age:
movements that name a charge, which can be given back at any time (RULES 9.7), and those of points that are still there
or ended later. All other tables stay whole. Limit: what was there at an instant before is told out of the files alone;
a program of an earlier version does not know that and would take such months for empty.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from core.calendar import Calendar
from core.values import HOUR, Amount, Instant, format_instant
from storage.ledger.duty import refuse_beside_silent
from storage.rows import tables
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
from storage.rows.statements import columns_of
from storage.rows.transaction import Transaction

REST: Final[Instant] = 400 * 24 * HOUR
"""How long a month must be over: twelve whole months and the present one are always here, for charts and reports."""
PIECE: Final = 500
"""Movements removed in one transaction."""

_COLUMNS: Final = columns_of(tables.Movement)
_SELLER, _SEQ, _PROGRAMME, _KIND, _SOURCE, _TARGET, _AMOUNT = (
    _COLUMNS.index(name) for name in ("seller", "seq", "programme", "kind", "source", "target", "amount")
)
MOVEMENT: Final = Packing(
    "movement",
    {name: f"m.{name}" for name in _COLUMNS},
    "movement m",
    "m.seller, m.seq",
    frozenset({"seq", "at", "amount", "expires_at"}),
    "kind",
)
# By bytes on both kinds, as the files are read.
_ON_POSTGRESQL: Final = MOVEMENT._replace(order='m.seller COLLATE "C", m.seq')
_OPEN_LOT: Final = "SELECT 1 FROM lot l WHERE l.seller = m.seller AND (l.expires_at >= ? OR l.amount > 0) "
_OPEN_LINE: Final = "SELECT 1 FROM line o WHERE o.seller = m.seller AND (o.held OR o.credit_at >= ?) "
# What an adjustment took for a line or grant out of another lot belongs to the story of both.
_OVER: Final = (
    "m.at < ? AND m.charge IS NULL "
    f"AND NOT EXISTS ({_OPEN_LOT} AND l.origin = m.origin AND l.lot = m.lot) "
    f"AND NOT EXISTS ({_OPEN_LOT} AND l.origin = CASE WHEN m.campaign IS NULL THEN 'grant' ELSE 'line' END "
    "AND l.lot = m.about AND m.kind = 'adjustment') "
    f"AND NOT EXISTS ({_OPEN_LINE} AND o.line = m.lot AND m.origin = 'line') "
    f"AND NOT EXISTS ({_OPEN_LINE} AND o.line = m.about AND m.kind = 'adjustment' AND m.campaign IS NOT NULL)"
)
_ARCHIVES: Final = "SELECT id, month, part, until, movements, manifest, removed_at FROM movement_archive"
_REGISTER: Final = (
    "INSERT INTO movement_archive (month, part, until, movements, manifest, written_at) "
    "VALUES (?, ?, ?, ?, ?, ?) RETURNING id"
)
_LAST_NUMBERS: Final = (
    "WITH asked AS (SELECT id AS seller FROM seller WHERE id IN ($)), span AS (SELECT CAST(? AS BIGINT) AS until) "  # noqa: S608  (our own tables)
    "SELECT seller, MAX(seq) FROM ("
    + " UNION ALL ".join(
        f"SELECT h.seller, h.seq FROM asked a CROSS JOIN {table} h CROSS JOIN span s "  # noqa: S608  (our own tables)
        f"WHERE h.seller = a.seller AND h.{at} < s.until"
        for table, at in tables.NUMBERED.items()
    )
    + ") AS numbers GROUP BY seller"
)
_POINTS: Final = "SELECT seller, until, seq FROM closed WHERE seller IN ($)"
_CLOSE: Final = (
    "INSERT INTO closed (seller, until, seq) VALUES (?, ?, ?) "
    "ON CONFLICT (seller) DO UPDATE SET until = excluded.until, seq = excluded.seq"
)
_CARRY: Final = (
    "INSERT INTO carried (seller, programme, kind, source, target, entries, amount, least) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (seller, programme, kind, source, target) DO UPDATE SET "
    "entries = carried.entries + excluded.entries, amount = carried.amount + excluded.amount, "
    "least = CASE WHEN excluded.least < carried.least THEN excluded.least ELSE carried.least END"
)
_CARRIED: Final = "SELECT programme, kind, source, target, amount FROM carried WHERE seller = ?"
_POINT: Final = "SELECT until, seq FROM closed WHERE seller = ?"


@dataclass(frozen=True, slots=True)
class ClosedMovements:
    """Movements of before `until`, the beginning of the local month yyyymm, that went to a file."""

    id: int
    month: int
    part: int
    until: Instant
    movements: int
    manifest: str
    removed_at: Instant | None

    @property
    def name(self) -> str:
        """How its files are told apart: `before-2025-06`, from the second time on `before-2025-06-2`."""
        return _name(self.month, self.part)


class Point(NamedTuple):
    """Up to where a seller's movements may be in files: the instant, and the last number of its history before it."""

    until: Instant
    seq: int


class Summary(NamedTuple):
    """How many movements are in files, and the month (yyyy-mm) before which they were."""

    movements: int
    before: str


def close_movements(
    database: Database, calendar: Calendar, before: int, folder: Path, now: Instant, progress: Callable[[int], None]
) -> list[ClosedMovements]:
    """Move what is over of the points of all months before this one (yyyymm, local) into a file; returns what moved.

    Others of this version may write meanwhile. `progress` is told how many movements are gone from here. Raises
    `StorageError` where an earlier version may be at work, for months that are not long over, for a folder that has not
    what was begun in it, and for rows that are not as they were written; OSError for files that cannot be. What went
    until then has gone; run it again.
    """
    until = calendar.start_of_day(date(before // 100, before % 100, 1))
    if until > now - REST:
        raise StorageError(
            f"Only movements of months that have been over for {REST // (24 * HOUR)} days go to the archive; "
            "give an earlier month."
        )
    with database.read() as transaction:
        refuse_beside_silent(database, transaction)
        begun = [each for each in closed_archives(transaction) if each.removed_at is None]
    done: list[ClosedMovements] = []
    with alone_in(folder):
        for archived in _to_remove(database, begun, calendar, before, until, folder, now):
            gone = sum(each.movements for each in done)
            for more in _remove(database, folder, archived, now):
                progress(gone + more)
            done.append(archived)
    return done


def closed_archives(transaction: Transaction) -> list[ClosedMovements]:
    """All that went to files, in the order in which it went."""
    return [ClosedMovements(*row) for row in transaction.rows(f"{_ARCHIVES} ORDER BY id")]


def closed_summary(transaction: Transaction) -> Summary | None:
    """How many movements went to files; None if none did."""
    row = transaction.row("SELECT SUM(movements), MAX(month) FROM movement_archive")
    return None if row is None or row[0] is None else Summary(int(row[0]), month_name(row[1]))


def closed_at(transaction: Transaction, seller: str) -> Point | None:
    """Up to where this seller's movements may be in files; None if none are."""
    row = transaction.row(_POINT, (seller,))
    return None if row is None else Point(*row)


def carried_of(transaction: Transaction, seller: str) -> list[tuple[str, str, str, str, Amount]]:
    """What a seller's movements in files come to: programme, kind, source, target, sum."""
    return [(*names, int(amount)) for *names, amount in transaction.rows(_CARRIED, (seller,))]


def rows_in_file(folder: Path, archived: ClosedMovements, sellers: Collection[str] | None = None) -> Iterator[Row]:
    """A file's movements, as the table has them, by seller and number; with `sellers` theirs alone.

    Raises `StorageError` if the folder has not that file, or another one.
    """
    last = None if sellers is None else max(sellers, default="")
    for row in unpack(file_of(folder, archived, MOVEMENT), MOVEMENT):
        if last is not None and row[_SELLER] > last:
            return
        if sellers is None or row[_SELLER] in sellers:
            yield row


def closed_faults(database: Database, folder: Path) -> Iterator[str]:
    """What is wrong with the files, a sentence each: every one is read, every row counted.

    What its rows say is compared with all else by `storage.books.recalled.verify_recalled`.
    """
    with database.read() as transaction:
        found = closed_archives(transaction)
    for archived in found:
        try:
            told = manifest_of(folder, archived)["movement"]
            file = file_of(folder, archived, MOVEMENT)
            rows = sum_of(unpack(file, MOVEMENT))
        except (StorageError, OSError) as error:
            yield f"{archived.name}: {why(error)}"
            continue
        if (rows.rows, rows.digest) != (archived.movements, told["digest"]):
            yield f"{archived.name}: {file.name} has other rows than were written."


# -- out of the database ---------------------------------------------------------------------------------------------


def _to_remove(
    database: Database,
    begun: Sequence[ClosedMovements],
    calendar: Calendar,
    before: int,
    until: Instant,
    folder: Path,
    now: Instant,
) -> Iterator[ClosedMovements]:
    """What is in files and still here: first what was begun, then what is over now, written when it is asked for."""
    yield from begun
    written = _write(database, calendar, before, until, folder, now)
    if written is not None:
        yield written


def _write(
    database: Database, calendar: Calendar, before: int, until: Instant, folder: Path, now: Instant
) -> ClosedMovements | None:
    """The file, read back, and then known to the database; None if nothing more is over."""
    part = folder / ".movement.part"
    table = _ON_POSTGRESQL if database.postgresql else MOVEMENT
    with database.read() as transaction:
        packed = pack(part, table, transaction.stream(table.select(_OVER), [until] * _OVER.count("?")))
        ((last,),) = transaction.rows("SELECT COALESCE(MAX(part), 0) FROM movement_archive WHERE month = ?", (before,))
    if not packed.rows:
        part.unlink()
        return None
    facts = {"before": month_name(before), "until": format_instant(until), "timezone": calendar.timezone}
    number, manifest = put_all(folder, [packed], int(last) + 1, lambda number: _name(before, number), facts)
    with database.write() as transaction:
        ((id_,),) = transaction.rows(_REGISTER, (before, number, until, packed.rows, manifest, now))
    return ClosedMovements(id_, before, number, until, packed.rows, manifest, None)


def _remove(database: Database, folder: Path, archived: ClosedMovements, now: Instant) -> Iterator[int]:
    """Take out of the database what the file has, in pieces, each compared once more; how many have gone."""
    rows, gone = rows_in_file(folder, archived), 0
    while piece := list(islice(rows, PIECE)):
        with database.write() as transaction:
            _remove_piece(transaction, archived, piece)
        gone += len(piece)
        yield gone
    with database.write() as transaction:
        transaction.run("UPDATE movement_archive SET removed_at = ? WHERE id = ?", (now, archived.id))


def _remove_piece(transaction: Transaction, archived: ClosedMovements, piece: Sequence[Row]) -> None:
    """What is still there of a piece is as its file has it, and what is not went before, or nothing is removed."""
    wanted = {seller: [row[_SEQ] for row in rows] for seller, rows in groupby(piece, key=lambda row: str(row[_SELLER]))}
    points = {seller: Point(*rest) for seller, *rest in transaction.rows_in(_POINTS, (), list(wanted))}
    there = _there(transaction, wanted)
    found = {(row[_SELLER], row[_SEQ]) for row in there}
    missing = [(row[_SELLER], row[_SEQ]) for row in piece if (row[_SELLER], row[_SEQ]) not in found]
    went = all(seller in points and seq <= points[seller].seq for seller, seq in missing)
    if not set(there) <= set(piece) or not went:
        raise Differs(f"Rows of {archived.name} are not as its file has them; they were not removed.")
    if not there:
        return
    open_ = [seller for seller in wanted if seller not in points or points[seller].until < archived.until]
    if open_:
        last = transaction.rows_in(_LAST_NUMBERS, (), open_, (archived.until,))
        transaction.run_many(_CLOSE, [(seller, archived.until, int(seq)) for seller, seq in last])
    transaction.run_many(_CARRY, _sums(there))
    removed = transaction.run_many(
        "DELETE FROM movement WHERE seller = ? AND seq = ?", [(row[_SELLER], row[_SEQ]) for row in there]
    )
    if removed != len(there):
        raise Differs(f"Somebody else removes {archived.name}; nothing was removed twice.")


def _there(transaction: Transaction, wanted: dict[str, list[int]]) -> list[Row]:
    """The movements with these numbers that are still here."""
    between = MOVEMENT.select("m.seller = ? AND m.seq >= ? AND m.seq <= ?")
    asked = [(set(seqs), transaction.ask(between, (seller, seqs[0], seqs[-1]))) for seller, seqs in wanted.items()]
    return [tuple(row) for seqs, answer in asked for row in answer.rows() if row[_SEQ] in seqs]


def _sums(rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    amounts: defaultdict[tuple[str, ...], list[Amount]] = defaultdict(list)
    for row in rows:
        amounts[row[_SELLER], row[_PROGRAMME], row[_KIND], row[_SOURCE], row[_TARGET]].append(row[_AMOUNT])
    return [(*way, len(each), sum(each), min(each)) for way, each in amounts.items()]


# -- files -----------------------------------------------------------------------------------------------------------


def _name(month: int, part: int) -> str:
    return part_name(f"before-{month_name(month)}", part)
