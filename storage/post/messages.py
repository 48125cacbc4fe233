"""The next message of each person: what leads it, and what joins it (RULES 12.5).

Problem: much may wait for one person, and they must be told in order, in few messages, what presses most first and
nothing while a message of theirs is on its way. Decision: of what is due that leads which presses most, of that the
oldest, and whatever joins it comes along: what the same instant brought, or the other sums of a digest. Whoever gets
nothing now has a new place in line. Limit: what waits is seen as far as `storage.post.line` asks.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from core.notices.kinds import Joins, NoticeKind
from core.values import Instant
from storage.post import line
from storage.rows.answers import Answer


class Waiting(NamedTuple):
    """A delivery that waits, with its notice, as `line.ask_waiting_for` brings it."""

    delivery: int
    notice: int
    telegram_id: int
    seller: str
    kind: NoticeKind
    data: Any
    at: Instant
    attempts: int
    due_at: Instant
    key: str
    turn: int
    quiet: bool
    lease_until: Instant | None

    @property
    def free_at(self) -> Instant:
        """Until when it holds up all else of the person: somebody is sending it, or it is to be tried again."""
        return max(self.lease_until or 0, 0 if self.quiet else self.due_at)

    @property
    def joins(self) -> tuple[object, ...] | None:
        """What it has in common with what is told in the same message; None: it is told alone."""
        match self.kind.joins:
            case Joins.INSTANT:
                return (self.telegram_id, self.at)
            case Joins.DIGEST:
                return (self.telegram_id,)
            case Joins.PLACE | Joins.NOTHING:
                return None


def first_of_each(
    waiting_for: Answer, people: Sequence[line.Standing], now: Instant
) -> tuple[dict[line.Standing, list[Waiting]], dict[int, line.Place | None]]:
    """By person the first message, what leads the line of their own first; and where those go who get none now."""
    everything: defaultdict[int, list[Waiting]] = defaultdict(list)
    for row in waiting_for.rows():
        everything[row[2]].append(Waiting._make((*row[:4], NoticeKind(row[4]), *row[5:])))
    messages: dict[line.Standing, list[Waiting]] = {}
    places: dict[int, line.Place | None] = {}
    for standing in people:
        theirs = everything[standing.telegram_id]
        held_until = max((waiting.free_at for waiting in theirs), default=0)
        due = sorted((each for each in theirs if not each.quiet or each.due_at <= now), key=_oldest)
        if held_until > now:
            places[standing.telegram_id] = line.Place(standing.lane_of(min(each.turn for each in theirs)), held_until)
        elif not due:
            later = theirs[0] if theirs else None
            places[standing.telegram_id] = later and line.Place(standing.lane_of(later.turn), later.due_at)
        else:
            first = min(due, key=_pressing)
            if standing.lane_of(first.turn) > standing.lane:
                places[standing.telegram_id] = line.Place(standing.lane_of(first.turn), now)
            else:
                messages[standing] = [
                    waiting._replace(data=json.loads(waiting.data)) for waiting in (first, *_beside(first, due))
                ]
    return messages, places


def _beside(first: Waiting, due: Iterable[Waiting]) -> Iterator[Waiting]:
    """What is told in the same message, in the order in which it came."""
    if first.joins is not None:
        for waiting in due:
            if (
                waiting.delivery != first.delivery
                and waiting.kind.joins is first.kind.joins
                and waiting.joins == first.joins
            ):
                yield waiting


def _oldest(waiting: Waiting) -> int:
    return waiting.notice


def _pressing(waiting: Waiting) -> tuple[int, int]:
    return waiting.turn, waiting.notice
