"""The line of people for whom notices wait: whom to look at next (RULES 12.5).

Problem: two million messages wait, most of them digests; the next sixty must be found by reading sixty, who is short of
money must not stand behind a million sums, and the fifty thousand messages of one shop or person not before everybody
else's. Decision: it is people who stand in line, each once, with all that waits for them behind them. A look takes one
message; then the person stands at the end, so that everybody gets one before anybody gets a second, however many they
have. A shop has few people, so that this shares the pace by shops as well; where one thing goes to many people of a
shop, those after the first ten stand in a lane for crowds. So there is a lane for each turn of kinds and beside it one
for its crowd, and each is read by index. Who stands further ahead leaves a quarter of the places to those behind.

The line decides nothing. Who is looked at in vain, or stands in the wrong lane, is put where they belong, with the
instant at which there will be something; so an entry that is too early costs one look. None is too late: whoever writes
a delivery puts its person in line in the same transaction, and whoever takes a person out holds their entry meanwhile.
Limit: who gets one message and has another loses the place that the other would have had.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeVar

from core.notices.kinds import NoticeKind, Turn
from core.values import Instant
from storage.rows.answers import Answer
from storage.rows.many import update_many
from storage.rows.tables import OutboxLine
from storage.rows.transaction import Transaction

FIRST_OF_A_SHOP: Final = 10
"""So many of the people whom one notice goes to stand in its kinds' own lane, the others in that for crowds."""
LANES: Final = 2 * len(Turn)
LEFT_BEHIND: Final = 4
"""One in so many places is left to those who stand further behind."""
NEWS: Final = 50
"""So much of what waits for one person is looked at for a message: what one instant brought stands together."""
DIGEST: Final = 1000
"""So many sums become one message."""
TAKEN_IN: Final = 1000
"""Deliveries of an earlier program that are given their turn in one transaction."""

FIRST: Final[Instant] = 0
"""Since when somebody has stood there who stands before all others of their lane."""

T = TypeVar("T")


def turn_of(kinds: Iterable[NoticeKind]) -> str:
    """The turn of a notice's kind, one of these, as SQL: its alias is `n`."""
    by_kind = " ".join(f"WHEN '{kind}' THEN {kind.turn:d}" for kind in kinds)
    return f"CASE n.kind {by_kind} END"


_JOIN: Final = (
    "ON CONFLICT (telegram_id) DO UPDATE SET lane = excluded.lane, at = excluded.at "
    "WHERE outbox_line.at > excluded.at OR excluded.at <= ? AND outbox_line.lane > excluded.lane"
)
_STAND: Final = f"""
INSERT INTO outbox_line (telegram_id, lane, at)
SELECT telegram_id, MIN(lane), MIN(due_at) FROM (
    SELECT d.telegram_id, d.due_at, d.turn * 2
        + CASE WHEN ROW_NUMBER() OVER (PARTITION BY d.notice ORDER BY d.id) > ? THEN 1 ELSE 0 END AS lane
    FROM notice n JOIN delivery d ON d.notice = n.id
    WHERE d.notice BETWEEN ? AND ? AND n.fanned_out_at = ? AND d.state = 'waiting'
) AS made WHERE TRUE GROUP BY telegram_id {_JOIN}
"""  # noqa: S608  (our own words)
_WITHOUT_TURN: Final = (
    "SELECT id FROM delivery WHERE state = 'waiting' AND notice IS NOT NULL AND turn IS NULL ORDER BY id LIMIT ?"
)
_STAND_TOO: Final = f"""
INSERT INTO outbox_line (telegram_id, lane, at)
SELECT d.telegram_id, MIN(2 * {turn_of(NoticeKind)}), MIN(d.due_at) FROM delivery d JOIN notice n ON n.id = d.notice
WHERE d.id BETWEEN ? AND ? AND d.state = 'waiting' AND d.turn IS NULL GROUP BY d.telegram_id {_JOIN}
"""  # noqa: S608  (our own words)
_GIVE_TURNS: Final = f"""
UPDATE delivery SET turn = (SELECT {turn_of(NoticeKind)} FROM notice n WHERE n.id = delivery.notice)
WHERE id BETWEEN ? AND ? AND state = 'waiting' AND notice IS NOT NULL AND turn IS NULL
"""  # noqa: S608  (our own words)


def _of_each_lane(what: str) -> str:
    part = f"SELECT * FROM ({what}) AS lane_$"  # noqa: S608  (our own words)
    return " UNION ALL ".join(part.replace("$", str(lane)) for lane in range(LANES))


_NEXT: Final = "SELECT lane, telegram_id FROM outbox_line WHERE lane = $ AND at <= ? ORDER BY at, telegram_id LIMIT"
_SOONEST: Final = _of_each_lane("SELECT MIN(at) AS at FROM outbox_line WHERE lane = $")
_NEXT_AT: Final = f"SELECT MIN(at) FROM ({_SOONEST}) AS soonest"  # noqa: S608  (our own words)
_MOVE: Final = update_many(OutboxLine, ("lane", "at"), ("telegram_id",))
_LEAVE: Final = "DELETE FROM outbox_line WHERE telegram_id IN ($) RETURNING telegram_id"
_LOOK_AT: Final = (
    "UPDATE outbox_line SET at = ? "
    "WHERE telegram_id = (SELECT telegram_id FROM delivery WHERE id = ? AND notice IS NOT NULL AND state = 'waiting')"
)
_LOOK_AT_PERSON: Final = "UPDATE outbox_line SET at = ? WHERE telegram_id = ?"
_SOONER: Final = "UPDATE outbox_line SET at = ? WHERE at > ? AND telegram_id IN ($) RETURNING telegram_id"
_NOT_QUIET: Final = (
    "delivery d WHERE d.telegram_id = outbox_line.telegram_id "
    "AND d.state = 'waiting' AND d.notice IS NOT NULL AND NOT d.quiet"
)
_NEWS_SOONER: Final = f"""
UPDATE outbox_line SET at = ? WHERE lane = $ AND at > ?
    AND NOT EXISTS (SELECT 1 FROM {_NOT_QUIET} AND d.lease_until IS NOT NULL)
    AND EXISTS (SELECT 1 FROM {_NOT_QUIET} AND d.turn < {Turn.LAST:d})
"""  # noqa: S608  (our own words)

_FOR: Final = """
SELECT d.id, d.notice, d.telegram_id, n.seller, n.kind, n.data, n.at, d.attempts, d.due_at, n.key, d.turn, d.quiet,
    d.lease_until
FROM outbox_line l"""
_OF_A_DELIVERY: Final = "id, notice, telegram_id, attempts, due_at, turn, quiet, lease_until"


def _of_one(what: str, due_at: str, instant: str) -> str:
    """What there is for the person `l`, each part by index, with how an instant is compared.

    News, a digest that was tried before, what quiet hours or the day of a digest kept until now, and the first of what
    they still keep.
    """
    waits = "telegram_id = l.telegram_id AND state = 'waiting' AND notice IS NOT NULL"
    parts = {
        "news": f"NOT quiet AND turn < {Turn.LAST:d} ORDER BY turn, notice LIMIT {NEWS}",
        "tried": f"NOT quiet AND turn = {Turn.LAST:d} ORDER BY notice LIMIT {DIGEST}",
        "due": f"quiet AND turn IS NOT NULL AND {due_at} <= {instant} ORDER BY due_at LIMIT {DIGEST}",
        "kept": f"quiet AND turn IS NOT NULL AND {due_at} > {instant} ORDER BY due_at, turn LIMIT 1",
    }
    return " UNION ALL ".join(
        f"SELECT * FROM (SELECT {what} FROM delivery WHERE {waits} AND {part}) AS {name}"  # noqa: S608  (our own words)
        for name, part in parts.items()
    )


_FOR_PEOPLE: Final = (
    f"{_FOR} JOIN delivery d ON d.id IN ({_of_one('id', 'due_at', '?')}) JOIN notice n ON n.id = d.notice "
    "WHERE l.telegram_id IN ($)"
)
# PostgreSQL has lateral joins, without which it reads all there is. It finds pairs in an index, which keeps it from
# walking that of instants.
_FOR_PEOPLE_LATERAL: Final = (
    f"{_FOR} CROSS JOIN LATERAL ({_of_one(_OF_A_DELIVERY, '(telegram_id, due_at)', '(l.telegram_id, ?)')}) AS d "
    "JOIN notice n ON n.id = d.notice WHERE l.telegram_id IN ($)"
)


class Standing(NamedTuple):
    """Somebody who is to be looked at, in the lane where they stand."""

    lane: int
    telegram_id: int

    def lane_of(self, turn: int) -> int:
        """Where they stand for something else."""
        return 2 * turn + self.lane % 2


class Place(NamedTuple):
    """Where somebody stands from now on: the lane, and the instant from which to look at them."""

    lane: int
    at: Instant


def shared(lanes: Sequence[Sequence[T]], room: int) -> list[T]:
    """Whose turn it is, of those who stand in each lane: `room` of them, or all.

    Who stands further ahead comes first, and leaves one place in `LEFT_BEHIND` to those behind: they go on, however
    many come before them.
    """
    chosen: list[T] = []
    behind = sum(map(len, lanes))
    for lane in lanes:
        behind -= len(lane)
        left = room - len(chosen)
        chosen += lane[: left - min(behind, left // LEFT_BEHIND)]
    return chosen


def stand(transaction: Transaction, first: int, last: int, now: Instant) -> None:
    """Put everybody in line for whom a notice between these was made into a delivery at `now`."""
    transaction.run(_STAND, (FIRST_OF_A_SHOP, first, last, now, now))


def take_in(transaction: Transaction, now: Instant) -> int:
    """Do the same for what an earlier program delivered, a piece of it; returns how much that was."""
    found = transaction.rows(_WITHOUT_TURN, (TAKEN_IN,))
    if found:
        first, last = found[0][0], found[-1][0]
        transaction.run(_STAND_TOO, (first, last, now))
        transaction.run(_GIVE_TURNS, (first, last))
    return len(found)


def ask_people(transaction: Transaction, now: Instant, room: int) -> Answer:
    """Ask whom to look at now, together with what else is asked; `next_people` reads it.

    Until this transaction ends nobody else looks at them.
    """
    return transaction.ask(_people(1 << (room - 1).bit_length(), transaction.postgresql), (now,) * LANES)


@cache
def _people(most: int, postgresql: bool) -> str:
    """The first so many of each lane. How many stands in the statement: else PostgreSQL would plan it every time."""
    return _of_each_lane(f"{_NEXT} {most:d}{' FOR UPDATE SKIP LOCKED' if postgresql else ''}")


def next_people(asked: Answer, room: int) -> list[Standing]:
    """Whom to look at, `room` people at most."""
    lanes: list[list[Standing]] = [[] for _ in range(LANES)]
    for row in asked.rows():
        lanes[row[0]].append(Standing(*row))
    return shared(lanes, room)


def ask_waiting_for(transaction: Transaction, people: Sequence[int], now: Instant) -> Answer:
    """Ask what waits for these people, as far as it is needed to know what comes first and what is told with it.

    A row for each delivery: id, notice, person, seller, kind, data, instant, attempts, due, key, turn, quiet, lease.
    """
    statement = _FOR_PEOPLE_LATERAL if transaction.postgresql else _FOR_PEOPLE
    return transaction.ask_in(statement, (now, now), people)


def move(transaction: Transaction, places: Mapping[int, Place | None]) -> None:
    """Put people where they stand from now on; None takes them out of the line."""
    staying = [(*place, person) for person, place in places.items() if place is not None]
    going = [person for person, place in places.items() if place is None]
    if staying:
        _MOVE.put(transaction, staying)
    if going:
        transaction.ask_in(_LEAVE, (), going)


def look_at(transaction: Transaction, delivery: int, at: Instant) -> None:
    """Look at the person of a delivery that waits from `at` on. Before it is touched: a claim locks in this order."""
    transaction.run(_LOOK_AT, (at, delivery))


def look_at_person(transaction: Transaction, telegram_id: int, at: Instant) -> None:
    """Look at a person, if they stand in line, from `at` on."""
    transaction.run(_LOOK_AT_PERSON, (at, telegram_id))


def sooner(transaction: Transaction, people: Iterable[int], at: Instant) -> None:
    """Look at these people at `at`, if that is sooner."""
    transaction.rows_in(_SOONER, (at, at), sorted(set(people)))


def news_sooner(transaction: Transaction, at: Instant) -> None:
    """Look at `at` at everybody who has news of which nobody holds a message; after the clock was set back."""
    for lane in range(2 * Turn.LAST):
        transaction.run(_NEWS_SOONER.replace("$", str(lane)), (at, at))


def next_at(transaction: Transaction) -> Instant | None:
    """From when on somebody is to be looked at; None if nobody stands in line."""
    row = transaction.row(_NEXT_AT)
    return None if row is None else row[0]
