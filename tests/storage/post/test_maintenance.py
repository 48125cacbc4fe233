"""Who is told that maintenance is over: whoever was told, or saw, that it began, once, and nobody else (RULES 12.2)."""

from __future__ import annotations

import pytest

from core.notices.kinds import NoticeKind
from core.policy import default_policy
from core.values import HOUR, Instant, Role, parse_instant
from storage.people.team import Team
from storage.post.outbox import Outbox
from storage.post.parcels import Parcel
from storage.rows.database import Database
from tests.storage.shops import NOW, join, open_shop

ANN, FAY = 101, 103
LEASE = 60
NIGHT = parse_instant("2026-06-05T20:00:00Z")  # 23:00 in the programme's Moscow
MORNING = parse_instant("2026-06-06T06:00:00Z")  # 9:00 there
BEGAN, OVER = "maintenance", "maintenance_over"


@pytest.fixture
def outbox(database: Database) -> Outbox:
    open_shop(database, "S")
    join(database, ANN, Role.MANAGER)
    join(database, FAY, Role.FINANCE)
    return Outbox(database, default_policy())


def happens(outbox: Outbox, kind: str, at: Instant, sellers: str = "S") -> None:
    with outbox.database.write() as transaction:
        for seller in sellers:
            transaction.run(
                "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, ?, ?, ?, '{}')",
                (f"{kind}:{seller}:{at}", seller, at, kind),
            )


def told(outbox: Outbox, now: Instant) -> list[tuple[int, NoticeKind]]:
    """All that is sent now."""
    outbox.fan_out(now)
    found: list[tuple[int, NoticeKind]] = []
    while parcels := outbox.claim(now, 100, LEASE):
        for parcel in parcels:
            assert isinstance(parcel, Parcel)
            outbox.sent(parcel.deliveries, 1, now)
            found.append((parcel.telegram_id, parcel.kind))
    return found


def test_whoever_was_told_that_it_began_is_told_that_it_is_over(outbox: Outbox) -> None:
    happens(outbox, BEGAN, NOW)
    assert told(outbox, NOW) == [(ANN, BEGAN)]
    happens(outbox, OVER, NOW + HOUR)
    assert told(outbox, NOW + HOUR) == [(ANN, OVER)]


def test_whoever_saw_it_on_a_screen_is_told_that_it_is_over(outbox: Outbox, database: Database) -> None:
    happens(outbox, BEGAN, NOW)
    told(outbox, NOW)
    Team(database).saw_maintenance(FAY, NOW + 1)
    happens(outbox, OVER, NOW + HOUR)
    assert told(outbox, NOW + HOUR) == [(ANN, OVER), (FAY, OVER)]


def test_whoever_saw_it_on_a_screen_first_is_not_told_that_it_began(outbox: Outbox, database: Database) -> None:
    happens(outbox, BEGAN, NOW)
    Team(database).saw_maintenance(ANN, NOW + 1)
    assert told(outbox, NOW + 2) == []
    happens(outbox, OVER, NOW + HOUR)
    assert told(outbox, NOW + HOUR) == [(ANN, OVER)]


def test_what_began_and_ended_in_the_night_is_not_told(outbox: Outbox) -> None:
    happens(outbox, BEGAN, NIGHT)
    assert told(outbox, NIGHT) == []
    happens(outbox, OVER, NIGHT + HOUR)
    assert told(outbox, NIGHT + HOUR) == []
    assert told(outbox, MORNING) == []
    assert outbox.waiting(9999) == 0


def test_what_began_anew_in_the_night_is_told_once_and_as_it_is(outbox: Outbox) -> None:
    for hour, kind in enumerate((BEGAN, OVER, BEGAN)):
        happens(outbox, kind, NIGHT + hour * HOUR)
        told(outbox, NIGHT + hour * HOUR)
    assert told(outbox, MORNING) == [(ANN, BEGAN)]


def test_an_earlier_sight_of_it_says_nothing_about_the_next(outbox: Outbox, database: Database) -> None:
    happens(outbox, BEGAN, NOW)
    Team(database).saw_maintenance(FAY, NOW)
    for hour, kind in enumerate((OVER, BEGAN), 1):
        happens(outbox, kind, NOW + hour * HOUR)
        told(outbox, NOW + hour * HOUR)
    happens(outbox, OVER, NOW + 3 * HOUR)
    assert told(outbox, NOW + 3 * HOUR) == [(ANN, OVER)]


def test_who_has_two_shops_is_told_once(outbox: Outbox, database: Database) -> None:
    open_shop(database, "A")
    join(database, ANN, Role.FINANCE, "A")
    happens(outbox, BEGAN, NOW, "AS")
    assert told(outbox, NOW) == [(ANN, BEGAN)]
    happens(outbox, OVER, NOW + HOUR, "AS")
    assert told(outbox, NOW + HOUR) == [(ANN, OVER)]


def test_who_switched_it_off_meanwhile_is_not_told(outbox: Outbox, database: Database) -> None:
    happens(outbox, BEGAN, NOW)
    told(outbox, NOW)
    Team(database).mute_all(ANN, [BEGAN, OVER])
    happens(outbox, OVER, NOW + HOUR)
    assert told(outbox, NOW + HOUR) == []
