"""People stand in line: what presses goes first, and everybody gets one before anybody gets two (RULES 12.5)."""

import json
import threading
import time
from contextlib import closing

import pytest

from core.notices.joining import Cadence
from core.notices.kinds import NoticeKind, Turn
from core.policy import default_policy
from core.values import MINUTE, SECOND, Role
from storage.people.team import Team
from storage.post import line
from storage.post.broadcasts import Broadcasts
from storage.post.copies import BroadcastParcel
from storage.post.outbox import Outbox
from storage.post.pace import Pace
from storage.post.parcels import Parcel
from storage.rows.database import Database
from tests.storage.shops import DAY, NOW, join, open_shop

ANN, BOB, CAT = 101, 102, 103
LEASE = 60
FAILED = {"plan": "lite", "price": "1.00", "wallet": "0.00", "missing": "1.00", "grace_until": "2026-07-01T00:00:00Z"}


@pytest.fixture
def outbox(database: Database) -> Outbox:
    open_shop(database, "S")
    return Outbox(database, default_policy())


def note(database, kind="limit_reached", seller="S", at=NOW, **data):
    """Write a notice as the ledger would."""
    with database.write() as transaction:
        transaction.run(
            "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, ?, ?, ?, ?)",
            (f"{kind}:{seller}:{time.perf_counter_ns()}", seller, at, kind, json.dumps(data)),
        )


def sums(database, seller="S", at=NOW):
    note(database, "points_credited", seller, at, programmes={"bonus": "1.00"})


def shops(database, count):
    """So many shops, each with a person who gets the sums of every day; their names."""
    for number in range(count):
        open_shop(database, f"shop-{number}")
        join(database, 1000 + number, Role.MANAGER, f"shop-{number}")
        Team(database).set_digests(1000 + number, Cadence.DAILY)
    return [f"shop-{number}" for number in range(count)]


def told(outbox, limit, now=NOW):
    """Who gets what next, settled as sent at once."""
    claimed = outbox.claim(now, limit, LEASE)
    for parcel in claimed:
        outbox.sent(parcel.deliveries, 1, now)
    return [(parcel.telegram_id, str(parcel.kind)) for parcel in claimed]


def line_of(database):
    with database.read() as transaction:
        return {
            person: (lane, at) for person, lane, at in transaction.rows("SELECT telegram_id, lane, at FROM outbox_line")
        }


@pytest.mark.parametrize("paced", [False, True], ids=["alone", "with a pace that is shared"])
@pytest.mark.parametrize("people", [1, 20])
def test_a_claim_takes_three_journeys_to_the_server_however_many_people_there_are(postgres_database_url, people, paced):
    with closing(Database(postgres_database_url)) as database:
        for seller in shops(database, people):
            for number in range(4):  # the first ones for statements to be prepared
                note(database, seller=seller, at=NOW + number)
        outbox = Outbox(database, default_policy())
        outbox.fan_out(NOW)
        for _ in range(3):
            assert len(told(outbox, people)) == people
        with database.write() as transaction:
            before = journeys(transaction)
        pace = Pace(database, bot=1, per_second=30, per_chat=1) if paced else None
        assert len(outbox.claim(NOW, people, LEASE, pace)) == people
        with database.write() as transaction:
            assert journeys(transaction) - before == 1 + 3  # one was the transaction above


def journeys(transaction):
    return transaction._cursor.journeys


class TestWhatPressesGoesFirst:
    def test_what_cannot_be_switched_off_is_first_and_digests_are_last(self):
        assert {kind for kind in NoticeKind if kind.turn is Turn.FIRST} == {
            NoticeKind.RENEWAL_FAILED, NoticeKind.SUBSCRIPTION_ENDED, NoticeKind.APPROVAL_REQUESTED,
        }  # fmt: skip
        assert NoticeKind.TRIAL_ENDING.turn is Turn.USUAL
        assert {NoticeKind.POINTS_CREDITED.turn, NoticeKind.MONTHLY_REPORT.turn} == {Turn.LAST}

    def test_a_failed_renewal_does_not_wait_behind_the_digests_of_all(self, outbox, database):
        for seller in shops(database, 8):
            sums(database, seller)
        outbox.fan_out(NOW)
        join(database, ANN, Role.MANAGER)
        note(database, "renewal_failed", at=NOW + 1, **FAILED)
        outbox.fan_out(NOW + 1)
        assert told(outbox, 2, NOW + 1) == [(ANN, "renewal_failed"), (1000, "points_credited")]

    def test_other_news_goes_between(self, outbox, database):
        first, second, third = shops(database, 3)
        sums(database, first)
        note(database, "connected", second)
        note(database, "renewal_failed", third, **FAILED)
        outbox.fan_out(NOW)
        assert [kind for _, kind in told(outbox, 3)] == ["renewal_failed", "connected", "points_credited"]

    def test_while_much_presses_the_rest_still_gets_a_quarter(self, outbox, database):
        names = shops(database, 16)
        for number, seller in enumerate(names):
            if number % 2:
                note(database, "renewal_failed", seller, **FAILED)
            else:
                sums(database, seller)
        outbox.fan_out(NOW)
        assert [kind for _, kind in told(outbox, 8)] == ["renewal_failed"] * 6 + ["points_credited"] * 2

    def test_in_one_chat_what_presses_goes_first_and_of_the_rest_the_older(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        note(database, "connected", at=NOW - 2)
        note(database, "upgraded", at=NOW - 1)
        note(database, "renewal_failed", at=NOW, **FAILED)
        outbox.fan_out(NOW)
        assert [told(outbox, 1) for _ in range(3)] == [
            [(ANN, "renewal_failed")], [(ANN, "connected")], [(ANN, "upgraded")],
        ]  # fmt: skip

    def test_nothing_overtakes_what_is_tried_again_however_much_it_presses(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        note(database, "connected")
        outbox.fan_out(NOW)
        (parcel,) = outbox.claim(NOW, 10, LEASE)
        note(database, "renewal_failed", **FAILED)
        outbox.fan_out(NOW)
        assert outbox.claim(NOW, 10, LEASE) == []
        outbox.later(parcel.deliveries, NOW + MINUTE, "retry after")
        assert outbox.claim(NOW + MINUTE - 1, 10, LEASE) == []
        assert outbox.next_at() == NOW + MINUTE
        assert told(outbox, 10, NOW + MINUTE) == [(ANN, "renewal_failed")]

    def test_who_stands_for_a_digest_is_told_at_once_what_presses(self, outbox, database):
        names = shops(database, 3)
        for seller in names:
            sums(database, seller)
        outbox.fan_out(NOW)
        note(database, "renewal_failed", names[2], at=NOW + 1, **FAILED)
        outbox.fan_out(NOW + 1)
        assert told(outbox, 1, NOW + 1) == [(1002, "renewal_failed")]

    def test_what_presses_does_not_carry_the_rest_of_a_person_along(self, outbox, database):
        first, second = shops(database, 2)
        sums(database, first)
        outbox.fan_out(NOW)
        note(database, "renewal_failed", second, at=NOW + 1, **FAILED)
        sums(database, second, at=NOW + 1)
        outbox.fan_out(NOW + 1)
        assert [told(outbox, 1, NOW + 1) for _ in range(3)] == [
            [(1001, "renewal_failed")], [(1000, "points_credited")], [(1001, "points_credited")],
        ]  # fmt: skip


class TestSharing:
    def test_who_got_one_stands_at_the_end(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        for each in range(3):
            note(database, at=NOW - 10 + each)
        outbox.fan_out(NOW)
        open_shop(database, "T")
        join(database, BOB, Role.MANAGER, "T")
        note(database, "connected", "T", at=NOW + 1)
        outbox.fan_out(NOW + 1)
        assert [told(outbox, 1, NOW + 2 + turn)[0][0] for turn in range(4)] == [ANN, BOB, ANN, ANN]

    def test_of_many_who_get_one_thing_of_a_shop_those_after_the_first_ten_come_after_other_shops(
        self, outbox, database
    ):
        for person in range(2000, 2015):
            join(database, person, Role.MANAGER)
        note(database, "connected")
        outbox.fan_out(NOW)
        open_shop(database, "T")
        join(database, BOB, Role.MANAGER, "T")
        note(database, "connected", "T", at=NOW + 1)
        outbox.fan_out(NOW + 1)
        assert [person for person, _ in told(outbox, 3, NOW + 1)] == [2000, 2001, 2002]
        assert {person for person, _ in told(outbox, 11, NOW + 1)} >= {BOB, *range(2003, 2010)}

    def test_they_are_told_all_the_same(self, outbox, database):
        for person in range(2000, 2015):
            join(database, person, Role.MANAGER)
        note(database, "connected")
        outbox.fan_out(NOW)
        assert sorted(person for person, _ in told(outbox, 100)) == list(range(2000, 2015))

    def test_a_broadcast_goes_on_while_notices_take_all_the_room(self, outbox, database):
        for seller in shops(database, 10):
            note(database, "connected", seller)
        outbox.fan_out(NOW)
        Broadcasts(database).tell("k", [1009], {"en": "hello"}, NOW, about=1000)
        claimed = outbox.claim(NOW, 8, LEASE)
        assert [isinstance(each, BroadcastParcel) for each in claimed] == [False] * 7 + [True]

    @pytest.mark.parametrize(
        ("lanes", "room", "chosen"),
        [
            (["aaaa", "", "bb"], 4, "aaab"),
            (["aaaa", "", "bb"], 3, "aaa"),
            (["aaaaaaaa", "", "b"], 8, "aaaaaaab"),
            (["a", "", "b" * 9], 8, "a" + "b" * 7),
            (["a" * 60, "b" * 60, "c" * 60], 60, "a" * 45 + "b" * 12 + "c" * 3),
            (["", "", ""], 60, ""),
        ],
    )
    def test_places_are_shared_so_that_who_stands_behind_goes_on(self, lanes, room, chosen):
        assert "".join(line.shared(lanes, room)) == chosen


class TestNobodyIsForgotten:
    def test_who_has_nothing_more_leaves_the_line(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        note(database)
        outbox.fan_out(NOW)
        told(outbox, 10)
        assert outbox.claim(NOW, 10, LEASE) == []
        assert line_of(database) == {}
        assert outbox.next_at() is None

    def test_what_an_earlier_program_delivered_gets_its_turn(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        note(database, "connected", at=NOW - 1)
        note(database, "renewal_failed", **FAILED)
        with database.write() as transaction:
            transaction.run("UPDATE notice SET fanned_out_at = ?", (NOW,))
            transaction.run(
                "INSERT INTO delivery (notice, telegram_id, due_at, quiet, attempts, state) "
                "SELECT id, CAST(? AS BIGINT), CAST(? AS BIGINT), ?, 0, 'waiting' FROM notice ORDER BY id",
                (ANN, NOW, False),
            )
        assert outbox.claim(NOW, 10, LEASE) == []
        outbox.fan_out(NOW)
        assert [told(outbox, 10), told(outbox, 10)] == [[(ANN, "renewal_failed")], [(ANN, "connected")]]

    def test_all_of_it_however_much_there_is(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        note(database, "connected")
        others = line.TAKEN_IN + 1
        with database.write() as transaction:
            transaction.run("UPDATE notice SET fanned_out_at = ?", (NOW,))
            transaction.run(
                "INSERT INTO delivery (notice, telegram_id, due_at, quiet, attempts, state) "
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
                "SELECT (SELECT id FROM notice), 5000 + i, CAST(? AS BIGINT), FALSE, 0, 'waiting' FROM n",
                (others, NOW),
            )
        outbox.fan_out(NOW)
        assert len(line_of(database)) == others

    def test_what_an_earlier_program_is_sending_is_not_sent_twice(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        note(database, "connected")
        outbox.fan_out(NOW)
        with database.write() as transaction:
            transaction.run("UPDATE delivery SET lease_until = ?, attempts = 1", (NOW + LEASE * SECOND,))
        assert outbox.claim(NOW, 10, LEASE) == []
        assert outbox.next_at() == NOW + LEASE * SECOND

    def test_a_late_word_that_it_is_to_be_tried_again_holds_up_nothing(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        note(database, "connected", at=NOW - 1)
        note(database, "upgraded")
        outbox.fan_out(NOW)
        (parcel,) = outbox.claim(NOW, 10, LEASE)
        outbox.sent(parcel.deliveries, 1, NOW)
        outbox.later(parcel.deliveries, NOW + DAY, "timeout")
        assert told(outbox, 10) == [(ANN, "upgraded")]

    def test_a_clock_set_back_lets_nobody_stand_for_hours(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        note(database, "connected", at=NOW - DAY - 1)
        note(database, "upgraded", at=NOW - DAY)
        outbox.fan_out(NOW - DAY)
        told(outbox, 1, NOW)
        outbox.set_back(NOW - DAY, lease=LEASE, wait=0)
        assert told(outbox, 1, NOW - DAY) == [(ANN, "upgraded")]

    def test_what_comes_while_others_are_sent_is_sent_too(self, outbox, database, database_url):
        for person in (ANN, BOB, CAT):
            join(database, person, Role.MANAGER)
        rounds, got, errors, done = 40, [], [], threading.Event()

        def work():
            mine = Database(database_url, durable=False)
            box = Outbox(mine, default_policy())
            try:
                while not done.is_set() or box.next_at() is not None:
                    for parcel in box.claim(NOW, 2, LEASE):
                        assert isinstance(parcel, Parcel)
                        got.append((parcel.telegram_id, parcel.notice_id))
                        box.sent(parcel.deliveries, 1, NOW)
            except Exception as error:  # a thread's error would be lost otherwise
                errors.append(error)
            finally:
                mine.close()

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for number in range(rounds):
            note(database, "connected", at=NOW - rounds + number)
            outbox.fan_out(NOW)
        done.set()
        for thread in threads:
            thread.join()
        assert errors == []
        assert len(got) == len(set(got)) == 3 * rounds
        assert outbox.waiting(9999) == 0
