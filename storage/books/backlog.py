"""How much waits, and since when: due work, messages, sellers under review. What a watcher asks every few seconds.

Problem: the question is asked again and again while the program works, of tables that only grow. Decision: one reading,
each part of it over an index that holds nothing but what waits (or is under review): it costs what waits, not what was
ever done; and of messages no more than `MOST_COUNTED` are counted, for two million of them would be every few seconds.
Limit: beyond that it is known that there are more, and not how many.
"""

from dataclasses import dataclass

from core.values import Instant
from storage.ledger.sweep import Stop, standing
from storage.ledger.tours import under_way_since
from storage.rows.answers import Row
from storage.rows.database import Database
from storage.rows.transaction import Transaction

_DUE_SINCE = "SELECT MIN(next_due) FROM seller WHERE next_due IS NOT NULL AND NOT parked"
_PARKED = "SELECT COUNT(*) FROM seller WHERE parked"
_NOT_FANNED_OUT = "SELECT COUNT(*), MIN(at) FROM (SELECT at FROM notice WHERE fanned_out_at IS NULL LIMIT ?) AS found"
_FANNED_OUT = "SELECT fanned_out_at FROM notice WHERE id = ?"
_WAITING = "FROM delivery WHERE state = 'waiting' AND notice IS NOT NULL AND"
# Of people, which all are: else SQLite reads through what was ever delivered.
_OF_PEOPLE = f"SELECT 1 {_WAITING} telegram_id > 0 AND"
_MESSAGES = f"SELECT COUNT(*) FROM ({_OF_PEOPLE} NOT quiet UNION ALL {_OF_PEOPLE} quiet LIMIT ?) AS found"  # noqa: S608
# What waits for the end of quiet hours is late for nobody.
_OLDEST = f"SELECT MIN(notice) {_WAITING} NOT quiet"
_MAILINGS = (
    "SELECT COUNT(*) FROM (SELECT 1 FROM broadcast b JOIN delivery d ON d.broadcast = b.id AND d.state = 'waiting' "
    "WHERE b.state = 'sending' OR b.state = 'paused' LIMIT ?) AS found"
)

MOST_COUNTED = 50_000
"""How many messages are counted at most; half an hour of sending, nearly."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits at an instant.

    `due_since` is the instant of the oldest due work that is not done, None if none is; `messages` and `mailings` are
    deliveries of notices and of broadcasts that are not settled (`MOST_COUNTED` of them, or more), `oldest_message`
    since when the oldest of the notices waits (not for the end of quiet hours); `parked` sellers are under review;
    `stop` is what holds up due work.
    """

    due_since: Instant | None
    messages: int
    mailings: int
    oldest_message: Instant | None
    parked: int
    stop: Stop | None

    def due_lag(self, now: Instant) -> Instant:
        """How long due work has been late (microseconds); 0 when nothing is."""
        return _since(self.due_since, now)

    def message_age(self, now: Instant) -> Instant:
        """How long the oldest message has waited (microseconds); 0 when none does."""
        return _since(self.oldest_message, now)


def _since(at: Instant | None, now: Instant) -> Instant:
    return 0 if at is None else max(0, now - at)


def read_backlog(database: Database) -> Backlog:
    """What waits now, in one view. Raises `StorageError`."""
    with database.read() as transaction:
        new, made_at = _row(transaction, _NOT_FANNED_OUT, MOST_COUNTED)
        (deliveries,) = _row(transaction, _MESSAGES, MOST_COUNTED)
        (first,) = _row(transaction, _OLDEST)
        due = _row(transaction, _DUE_SINCE)[0], under_way_since(transaction)
        (fanned_out,) = (None,) if first is None else _row(transaction, _FANNED_OUT, first)
        return Backlog(
            due_since=min((at for at in due if at is not None), default=None),
            messages=min(new + deliveries, MOST_COUNTED),
            mailings=_row(transaction, _MAILINGS, MOST_COUNTED)[0],
            oldest_message=min((at for at in (made_at, fanned_out) if at is not None), default=None),
            parked=_row(transaction, _PARKED)[0],
            stop=next(reversed(standing(transaction)), None),
        )


def _row(transaction: Transaction, sql: str, *values: object) -> Row:
    row = transaction.row(sql, values)
    assert row is not None  # an aggregate has a row, and a delivery its notice
    return row
