"""A broadcast reaches everybody in its segment once, whatever dies, and stops when it is told to (RULES 12)."""

import threading

import pytest

from core.policy import default_policy
from core.values import HOUR, SECOND, Plan, Role, State, parse_instant
from storage.people.members import Forbidden
from storage.people.operators import Operators
from storage.people.team import Team
from storage.post.broadcasts import Audience, Broadcasts
from storage.post.copies import BroadcastParcel
from storage.post.outbox import Outbox
from storage.post.segments import SEGMENTS, Segment, segment_of
from storage.rows.database import Database
from storage.rows.errors import Conflict
from tests.storage.shops import DAY, NOW, audited, join, open_shop, tell_ledger

OLGA = 900
ANN, BOB, CAT, DAN = 101, 102, 103, 104
EVERYONE = Segment("everyone")
TEXTS = {"ru": "<b>Важно</b>", "en": "Important"}
LEASE = 60
NIGHT = parse_instant("2026-06-05T20:00:00Z")  # 23:00 in the programme's Moscow
MORNING = parse_instant("2026-06-06T05:00:00Z")  # 8:00 there


@pytest.fixture
def broadcasts(database: Database) -> Broadcasts:
    Operators(database).grant(OLGA, "cli", NOW)
    open_shop(database, "S")
    return Broadcasts(database)


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database, default_policy())


@pytest.fixture
def people(broadcasts, database):
    """Four people with four roles in one shop."""
    for person, role in ((ANN, Role.ADMINISTRATOR), (BOB, Role.MANAGER), (CAT, Role.FINANCE), (DAN, Role.EMPLOYEE)):
        join(database, person, role)
    return broadcasts


def start(broadcasts, segment=EVERYONE, key="k", now=NOW):
    return broadcasts.start(key, segment, TEXTS, "because", OLGA, now)


def send(outbox, now=NOW, limit=100):
    """Claim and settle what can be sent now; the people in order of sending."""
    got = []
    while claimed := outbox.claim(now, limit, LEASE):
        for each in claimed:
            outbox.sent(each.deliveries, 1, now)
            got.append(each.telegram_id)
    return got


def state_of(broadcasts, number):
    found = broadcasts.broadcast(number)
    assert found is not None
    return found.state


def waiting_rows(database):
    with database.read() as transaction:
        return transaction.row("SELECT COUNT(*) FROM delivery WHERE state = 'waiting'")[0]


class TestSegments:
    @pytest.fixture
    def mixed(self, broadcasts, database):
        """Shops without a plan (S), on trial (T), on Lite's trial with English people (U)."""
        open_shop(database, "T", invited=True)
        open_shop(database, "U")
        tell_ledger(database, "command.connect", "T", plan="premium", by="manager")
        tell_ledger(database, "command.connect", "U", plan="lite", by="manager")
        join(database, ANN, Role.MANAGER, "S")
        join(database, BOB, Role.MANAGER, "T")
        join(database, CAT, Role.EMPLOYEE, "U")
        join(database, DAN, Role.FINANCE, "T")
        join(database, DAN, Role.FINANCE, "U")
        team = Team(database)
        team.set_locale(ANN, "hy")
        team.set_locale(BOB, "ru")
        return broadcasts

    @pytest.mark.parametrize(
        ("text", "people"),
        [
            ("everyone", {ANN, BOB, CAT, DAN}),
            ("plan:none", {ANN}),
            ("plan:premium", {BOB, DAN}),
            ("plan:lite", {CAT, DAN}),
            ("state:trial", {BOB, CAT, DAN}),
            ("state:grace", set()),
            ("role:manager", {ANN, BOB}),
            ("role:employee", {CAT}),
            ("role:administrator", set()),
            ("language:hy", {ANN}),
            ("language:ru", {BOB}),
            ("language:en", {CAT, DAN}),
        ],
    )
    def test_each_segment_is_its_people_once(self, mixed, outbox, text, people):
        segment = segment_of(text)
        assert mixed.audience(segment, NOW) == Audience(len(people), 0)
        start(mixed, segment)
        assert sorted(send(outbox)) == sorted(people)

    def test_a_shop_in_grace_is_in_grace(self, broadcasts, database, outbox):
        tell_ledger(database, "command.connect", "S", plan="lite", by="manager")
        join(database, ANN, Role.FINANCE)
        tell_ledger(database, "rating.updated", "S", NOW + 31 * DAY, rating="4.9")
        assert broadcasts.audience(Segment("state", State.GRACE), NOW + 31 * DAY).people == 1

    def test_without_a_choice_the_shops_language_counts(self, broadcasts, database):
        tell_ledger(database, "seller.registered", "S", name="Shop S", locale="hy-AM")
        join(database, ANN, Role.FINANCE)
        assert broadcasts.audience(Segment("language", "hy"), NOW).people == 1

    def test_every_segment_is_known_by_its_text(self):
        assert [segment_of(str(segment)) for segment in SEGMENTS] == list(SEGMENTS)
        assert segment_of("plan:gold") is None
        assert Segment("plan", Plan.LITE) in SEGMENTS

    def test_who_blocked_the_bot_is_counted_apart_and_passed_over(self, people, outbox):
        outbox.blocked(BOB, NOW)
        assert people.audience(EVERYONE, NOW) == Audience(3, 1)
        start(people)
        assert send(outbox) == [ANN, CAT, DAN]

    def test_who_left_before_their_turn_is_not_told(self, people, database, outbox):
        start(people)
        team = Team(database)
        member = next(each for each in team.members("S") if each.telegram_id == CAT)
        team.remove("S", member.member_id, "operator", NOW)
        assert send(outbox) == [ANN, BOB, DAN]

    def test_who_joins_after_the_start_is_not_told(self, people, database, outbox):
        start(people)
        join(database, 500, Role.MANAGER, now=NOW + 1)
        assert send(outbox, NOW + 2) == [ANN, BOB, CAT, DAN]

    def test_an_empty_segment_is_done_at_once(self, people, outbox):
        number = start(people, Segment("state", State.GRACE))
        assert outbox.next_at() is not None
        assert send(outbox) == []
        assert people.broadcast(number).state == "done"
        assert outbox.next_at() is None


class TestStarting:
    def test_only_an_operator_starts_one(self, people, database):
        before = audited(database)
        assert people.start("k", EVERYONE, TEXTS, "x", ANN, NOW) == Forbidden()
        assert people.latest() == []
        assert audited(database) == before

    def test_the_same_key_again_is_the_same_broadcast(self, people, outbox, database):
        first = start(people)
        assert start(people) == first
        assert send(outbox) == [ANN, BOB, CAT, DAN]
        assert [action for _, _, action, _ in audited(database)].count("broadcast_started") == 1

    def test_it_is_noted_with_its_reason_and_not_its_text(self, people, database):
        number = start(people)
        seller, actor, action, detail = audited(database)[-1]
        assert (seller, action) == (None, "broadcast_started")
        assert [actor] == [each.actor for each in Operators(database).everyone()]
        assert detail == {"broadcast": number, "segment": "everyone", "people": 4, "reason": "because"}

    def test_what_is_handed_out_says_all_that_is_needed(self, people, outbox, database):
        Team(database).set_locale(ANN, "hy")
        number = start(people)
        first = outbox.claim(NOW, 1, LEASE)[0]
        assert isinstance(first, BroadcastParcel)
        assert (first.broadcast, first.telegram_id, first.texts, first.locale, first.attempts) == (
            number,
            ANN,
            TEXTS,
            "hy",
            1,
        )


class TestOnceAndForAll:
    def test_only_as_many_rows_wait_as_there_is_room_for(self, people, outbox, database):
        start(people)
        assert waiting_rows(database) == 0
        outbox.claim(NOW, 2, LEASE)
        assert waiting_rows(database) == 2

    def test_what_a_dead_sender_had_is_handed_out_again(self, people, outbox):
        start(people)
        assert len(outbox.claim(NOW, 2, LEASE)) == 2
        over = NOW + LEASE * SECOND
        assert sorted(send(outbox, over)) == [ANN, BOB, CAT, DAN]

    def test_while_one_sender_has_the_last_ones_the_broadcast_is_not_done(self, people, outbox):
        number = start(people)
        claimed = outbox.claim(NOW, 100, LEASE)
        assert outbox.claim(NOW, 100, LEASE) == []
        assert people.broadcast(number).state == "sending"
        assert outbox.next_at() == NOW + LEASE * SECOND
        for each in claimed:
            outbox.sent(each.deliveries, 1, NOW)
        assert outbox.claim(NOW, 100, LEASE) == []
        assert people.broadcast(number).state == "done"

    def test_a_later_attempt_comes_when_it_was_said(self, people, outbox):
        start(people)
        first, *others = outbox.claim(NOW, 100, LEASE)
        outbox.later(first.deliveries, NOW + HOUR, "busy")
        for each in others:
            outbox.sent(each.deliveries, 1, NOW)
        assert outbox.claim(NOW, 100, LEASE) == []
        assert outbox.next_at() == NOW + HOUR
        assert outbox.claim(NOW + HOUR, 100, LEASE)[0].attempts == 2

    def test_who_blocks_the_bot_meanwhile_is_dropped(self, people, outbox):
        number = start(people)
        outbox.claim(NOW, 100, LEASE)
        outbox.blocked(ANN, NOW)
        assert people.broadcast(number).blocked == 1

    def test_the_rows_refuse_a_second_delivery_to_a_person(self, people, outbox, database):
        number = start(people)
        outbox.claim(NOW, 100, LEASE)
        with pytest.raises(Conflict), database.write() as transaction:
            transaction.run(
                "INSERT INTO delivery (broadcast, telegram_id, due_at, quiet, attempts, state) "
                "VALUES (?, ?, 0, ?, 0, 'waiting')",
                (number, ANN, False),
            )

    def test_many_senders_reach_everybody_once(self, broadcasts, database, database_url, outbox):
        for person in range(1000, 1040):
            join(database, person, Role.MANAGER)
        number = start(broadcasts)
        got, errors = [], []

        def work():
            mine = Database(database_url, durable=False)
            box = Outbox(mine, default_policy())
            try:
                while state_of(Broadcasts(mine), number) == "sending":
                    for each in box.claim(NOW, 7, LEASE):
                        got.append(each.telegram_id)
                        box.sent(each.deliveries, 1, NOW)
            except Exception as error:  # a thread's error would be lost otherwise
                errors.append(error)
            finally:
                mine.close()

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert sorted(got) == list(range(1000, 1040))

    def test_two_broadcasts_follow_each_other(self, people, outbox):
        start(people, Segment("role", Role.MANAGER), "first")
        start(people, EVERYONE, "second")
        assert send(outbox) == [BOB, ANN, BOB, CAT, DAN]


class TestBesideNotices:
    def test_notices_go_first(self, people, outbox, database):
        start(people)
        tell_ledger(database, "command.connect", "S", plan="lite", by="manager")
        outbox.fan_out(NOW)
        assert [isinstance(each, BroadcastParcel) for each in outbox.claim(NOW, 3, LEASE)] == [False, False, True]

    def test_a_notice_is_not_held_up_by_a_broadcast_that_is_tried_again(self, people, outbox, database):
        start(people)
        for each in outbox.claim(NOW, 100, LEASE):
            outbox.later(each.deliveries, NOW + HOUR, "busy")
        tell_ledger(database, "command.connect", "S", plan="lite", by="manager")
        outbox.fan_out(NOW)
        assert {each.telegram_id for each in outbox.claim(NOW, 100, LEASE)} == {ANN, BOB}

    def test_quiet_hours_apply(self, people, outbox, database):
        for person in (ANN, CAT, DAN):
            Team(database).set_quiet_hours(person, None, None)
        Team(database).set_quiet_hours(BOB, 22, 8)
        number = start(people, now=NIGHT)
        assert send(outbox, NIGHT) == [ANN, CAT, DAN]
        assert outbox.next_at() == MORNING
        assert people.broadcast(number).state == "sending"
        assert send(outbox, MORNING) == [BOB]
        assert people.broadcast(number).state == "done"

    def test_in_a_quiet_night_everybody_is_looked_at_in_one_go(self, people, outbox, database):
        for person in (ANN, BOB, CAT, DAN):
            Team(database).set_quiet_hours(person, 22, 8)
        start(people, now=NIGHT)
        assert outbox.claim(NIGHT, 1, LEASE) == []
        assert outbox.next_at() == MORNING
        assert send(outbox, MORNING) == [ANN, BOB, CAT, DAN]


class TestPausing:
    @pytest.fixture
    def half(self, people, outbox):
        """A broadcast of which two of four people have their message."""
        number = start(people)
        for each in outbox.claim(NOW, 2, LEASE):
            outbox.sent(each.deliveries, 1, NOW)
        return number

    def test_nothing_is_sent_while_it_is_paused(self, people, outbox, half):
        assert people.change(half, "pause", OLGA, NOW) is True
        assert send(outbox) == []
        assert outbox.next_at() is None

    def test_resumed_it_goes_on_where_it_was(self, people, outbox, half):
        people.change(half, "pause", OLGA, NOW)
        assert people.change(half, "resume", OLGA, NOW, "mended") is True
        assert send(outbox) == [CAT, DAN]

    def test_stopped_nobody_else_gets_it(self, people, outbox, half):
        assert people.change(half, "stop", OLGA, NOW + 5, "wrong text") is True
        assert send(outbox) == []
        found = people.broadcast(half)
        assert (found.state, found.sent, found.finished_at) == ("stopped", 2, NOW + 5)

    def test_what_waited_is_dropped_by_a_stop(self, people, outbox, half):
        for each in outbox.claim(NOW, 2, LEASE):
            outbox.later(each.deliveries, NOW + HOUR, "busy")
        people.change(half, "stop", OLGA, NOW, "x")
        assert people.broadcast(half).dropped == 2
        assert send(outbox, NOW + HOUR) == []

    def test_what_was_in_hand_when_it_was_stopped_counts_as_sent(self, people, outbox, half):
        claimed = outbox.claim(NOW, 1, LEASE)
        people.change(half, "stop", OLGA, NOW, "x")
        outbox.sent(claimed[0].deliveries, 1, NOW)
        assert people.broadcast(half).sent == 3

    @pytest.mark.parametrize(
        ("first", "second"), [("pause", "pause"), ("stop", "resume"), ("stop", "pause"), ("stop", "stop")]
    )
    def test_what_is_so_already_or_over_does_not_change(self, people, half, first, second):
        people.change(half, first, OLGA, NOW)
        before = people.broadcast(half)
        assert people.change(half, second, OLGA, NOW + 1) is False
        assert people.broadcast(half) == before

    @pytest.mark.parametrize("change", ["pause", "resume", "stop"])
    def test_only_an_operator_may(self, people, half, change):
        before = people.broadcast(half)
        assert people.change(half, change, ANN, NOW) == Forbidden()
        assert people.broadcast(half) == before

    def test_each_change_is_noted(self, people, database, half):
        people.change(half, "pause", OLGA, NOW)
        people.change(half, "resume", OLGA, NOW, "mended")
        people.change(half, "stop", OLGA, NOW, "wrong")
        assert [(action, detail) for _, _, action, detail in audited(database)[-3:]] == [
            ("broadcast_paused", {"broadcast": half}),
            ("broadcast_resumed", {"broadcast": half, "reason": "mended"}),
            ("broadcast_stopped", {"broadcast": half, "reason": "wrong"}),
        ]


class TestProgress:
    def test_it_counts_what_became_of_everybody(self, people, outbox):
        number = start(people)
        ann, bob, *_ = outbox.claim(NOW, 100, LEASE)
        outbox.sent(ann.deliveries, 1, NOW)
        outbox.failed(bob.deliveries, "chat not found", NOW)
        outbox.blocked(CAT, NOW)
        found = people.broadcast(number)
        assert (found.total, found.sent, found.failed, found.blocked, found.dropped) == (4, 1, 1, 1, 0)
        assert found.settled == 3
        assert (found.texts, found.reason, found.segment) == (TEXTS, "because", EVERYONE)

    def test_there_is_none_of_a_broadcast_that_does_not_exist(self, broadcasts):
        assert broadcasts.broadcast(7) is None

    def test_the_latest_come_first(self, people):
        numbers = [start(people, key=f"k{number}") for number in range(3)]
        assert [each.id for each in people.latest(2)] == numbers[:0:-1]


def test_ten_thousand_people_take_seconds_and_few_rows(database):
    with database.write() as transaction:
        transaction.run(
            "INSERT INTO seller (id, name, registered_at, version, seq, wallet, clock, digest, parked) "
            "VALUES ('S', 'Shop', 0, 1, 0, 0, 0, '{}', ?)",
            (False,),
        )
        transaction.run_many(
            "INSERT INTO member (telegram_id, seller, role, name, joined_at, seat) VALUES (?, 'S', ?, 'M', 0, ?)",
            [(each, "manager", False) for each in range(1, 10_001)],
        )
    Operators(database).grant(OLGA, "cli", NOW)
    broadcasts, outbox = Broadcasts(database), Outbox(database, default_policy())
    number = start(broadcasts)
    got = 0
    while claimed := outbox.claim(NOW, 500, LEASE):
        got += len(claimed)
        with database.write() as transaction:
            transaction.run_many(
                "UPDATE delivery SET state = 'sent' WHERE id = ?", [each.deliveries for each in claimed]
            )
        assert waiting_rows(database) == 0
    assert got == 10_000
    assert state_of(broadcasts, number) == "done"


class TestTellingOperators:
    def test_each_operator_is_told_once_whoever_uses_the_key_again(self, people, outbox, database):
        Operators(database).grant(ANN, "cli", NOW)
        for _ in range(2):
            people.tell_operators("alarm", TEXTS, NOW)
        assert send(outbox) == [ANN, OLGA]
        people.tell_operators("alarm", TEXTS, NOW + DAY)
        assert send(outbox, NOW + DAY) == []

    def test_it_comes_before_a_broadcast_that_was_begun_earlier(self, people, outbox):
        start(people)
        people.tell_operators("alarm", TEXTS, NOW)
        assert send(outbox, limit=1) == [OLGA, ANN, BOB, CAT, DAN]

    def test_it_comes_in_quiet_hours_too(self, people, outbox, database):
        Team(database).set_quiet_hours(OLGA, 22, 8)
        people.tell_operators("alarm", TEXTS, NIGHT)
        assert send(outbox, NIGHT) == [OLGA]

    def test_who_has_blocked_the_bot_is_passed_over(self, people, outbox):
        outbox.blocked(OLGA, NOW)
        people.tell_operators("alarm", TEXTS, NOW)
        assert (send(outbox), outbox.next_at()) == ([], None)

    def test_with_no_operator_it_is_over_at_once(self, people, outbox, database):
        Operators(database).revoke(OLGA, "cli", NOW)
        people.tell_operators("alarm", TEXTS, NOW)
        assert (send(outbox), outbox.next_at()) == ([], None)

    def test_it_is_not_shown_among_what_operators_send(self, people, database):
        people.tell_operators("alarm", TEXTS, NOW)
        assert (people.latest(), people.broadcast(1)) == ([], None)
