"""Who gets what, once and in order, whatever dies meanwhile; on SQLite and on PostgreSQL (RULES 12)."""

import json
import threading
import time

import pytest

from core.notices.joining import Cadence
from core.policy import default_policy
from core.values import HOUR, MINUTE, SECOND, Role, format_instant, parse_instant
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.post.fan_out import FAN_OUT_NOTICES
from storage.post.outbox import Failure, Outbox
from storage.post.parcels import Parcel
from storage.rows.database import Database
from tests.storage.shops import DAY, NOW, connect, join, open_shop, tell_ledger

ANN, BOB, CAT, DAN = 101, 102, 103, 104
LEASE = 60
QUIET_NIGHT = parse_instant("2026-06-05T20:00:00Z")  # 23:00 in the programme's Moscow
MORNING = parse_instant("2026-06-06T05:00:00Z")  # 8:00 there


@pytest.fixture
def outbox(database: Database) -> Outbox:
    open_shop(database, "S")
    return Outbox(database, default_policy())


@pytest.fixture
def team(database: Database) -> Team:
    return Team(database)


def notice(database, kind="limit_reached", seller="S", at=NOW, tag=None, **data):
    """Write a notice as the ledger would, of something that happened to this shop or, by its tag, to all; its id."""
    with database.write() as transaction:
        row = transaction.row(
            "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, ?, ?, ?, ?) RETURNING id",
            (f"{kind}:{seller}:{tag or time.perf_counter_ns()}", seller, at, kind, json.dumps(data)),
        )
    return row[0]


def deliveries(database, *columns):
    """All deliveries in order, some columns of each."""
    with database.read() as transaction:
        found = transaction.rows("SELECT notice, telegram_id, state, error, due_at, attempts FROM delivery ORDER BY id")
    names = ("notice", "telegram_id", "state", "error", "due_at", "attempts")
    return [tuple(row[names.index(column)] for column in columns) for row in found]


def claim(outbox, now=NOW, limit=100):
    """What is handed out, as (person, kind)."""
    return [(parcel.telegram_id, parcel.kind) for parcel in outbox.claim(now, limit, LEASE)]


def send_all(outbox, now=NOW, limit=100):
    """Claim and settle until nothing is left; the ids of notices in order of sending, by person."""
    got: dict[int, list[int]] = {}
    while parcels := outbox.claim(now, limit, LEASE):
        for parcel in parcels:
            outbox.sent(parcel.deliveries, 1, now)
            got.setdefault(parcel.telegram_id, []).append(parcel.notice_id)
    return got


class TestFanOut:
    def test_every_member_who_should_get_it_gets_one_delivery(self, outbox, database):
        for person, role in ((ANN, Role.ADMINISTRATOR), (BOB, Role.MANAGER), (CAT, Role.FINANCE), (DAN, Role.EMPLOYEE)):
            join(database, person, role)
        notice(database, "connected")
        notice(database, "limit_reached")
        notice(database, "badge_hidden")
        assert outbox.fan_out(NOW) == 3
        assert claim(outbox) == [(ANN, "connected"), (BOB, "connected"), (CAT, "limit_reached"), (DAN, "badge_hidden")]
        assert outbox.waiting(9999) == 2 + 3 + 4

    def test_a_second_time_finds_nothing_new(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        notice(database)
        outbox.fan_out(NOW)
        assert outbox.fan_out(NOW) == 0
        assert outbox.waiting(9999) == 1

    def test_two_at_once_make_one_delivery_each(self, outbox, database, other_database):
        join(database, ANN, Role.MANAGER)
        for _ in range(50):
            notice(database)
        threads = [
            threading.Thread(target=box.fan_out, args=(NOW,))
            for box in (outbox, Outbox(other_database, default_policy()))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(deliveries(database, "notice")) == len(set(deliveries(database, "notice"))) == 50

    def test_more_than_one_batch_is_done_in_one_call(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        with database.write() as transaction:
            transaction.run_many(
                "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, ?, ?, ?, ?)",
                [
                    (f"limit_reached:S:{number}", "S", NOW, "limit_reached", "{}")
                    for number in range(FAN_OUT_NOTICES + 1)
                ],
            )
        assert outbox.fan_out(NOW) == FAN_OUT_NOTICES + 1
        assert outbox.waiting(9999) == FAN_OUT_NOTICES + 1

    def test_a_shop_without_people_makes_no_deliveries(self, outbox, database):
        notice(database)
        assert outbox.fan_out(NOW) == 1
        assert outbox.waiting(9999) == 0

    def test_who_joins_later_is_not_told_what_was(self, outbox, database):
        notice(database)
        outbox.fan_out(NOW)
        join(database, ANN, Role.MANAGER)
        outbox.fan_out(NOW)
        assert claim(outbox) == []

    def test_who_left_is_not_told(self, outbox, database, team):
        team.remove("S", join(database, ANN, Role.MANAGER), "operator", NOW)
        notice(database)
        outbox.fan_out(NOW)
        assert outbox.waiting(9999) == 0

    def test_a_kind_switched_off_makes_no_delivery(self, outbox, database, team):
        join(database, ANN, Role.MANAGER)
        team.mute_all(ANN, ["limit_reached"])
        notice(database, "limit_reached")
        notice(database, "upgraded")
        outbox.fan_out(NOW)
        assert claim(outbox) == [(ANN, "upgraded")]

    def test_a_monthly_report_goes_to_who_has_not_switched_it_off(self, outbox, database, team):
        join(database, ANN, Role.MANAGER)
        join(database, BOB, Role.MANAGER)
        team.mute_all(ANN, ["monthly_report"])
        notice(database, "monthly_report", month="2026-05")
        outbox.fan_out(NOW)
        assert deliveries(database, "telegram_id") == [(BOB,)]

    def test_for_who_blocked_the_bot_it_is_dropped(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        outbox.blocked(ANN, NOW)
        notice(database)
        outbox.fan_out(NOW)
        assert deliveries(database, "state", "error") == [("dropped", "blocked")]

    def test_what_is_older_than_a_week_makes_no_delivery(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        notice(database, at=NOW - 7 * DAY - 1)
        week_old = notice(database, at=NOW - 7 * DAY)
        assert outbox.fan_out(NOW) == 2
        assert deliveries(database, "notice") == [(week_old,)]

    def test_a_person_in_two_shops_gets_the_notices_of_both(self, outbox, database):
        open_shop(database, "T")
        join(database, ANN, Role.MANAGER, "S")
        join(database, ANN, Role.EMPLOYEE, "T")
        notice(database, "subscription_ended", "S", at=NOW - 1)
        notice(database, "subscription_ended", "T")
        outbox.fan_out(NOW)
        first = outbox.claim(NOW, 10, LEASE)
        outbox.sent(first[0].deliveries, 1, NOW)
        second = outbox.claim(NOW, 10, LEASE)
        assert [(p.seller, p.shop, p.role) for p in first + second] == [
            ("S", "Shop S", Role.MANAGER),
            ("T", "Shop T", Role.EMPLOYEE),
        ]


class TestAParcel:
    def test_it_says_all_that_is_needed_to_send_it(self, outbox, database, team):
        join(database, ANN, Role.FINANCE)
        team.set_locale(ANN, "en")
        team.set_timezone(ANN, "Asia/Yerevan")
        number = notice(database, "limit_reached", at=NOW - 5, plan="lite")
        outbox.fan_out(NOW)
        (parcel,) = outbox.claim(NOW, 10, LEASE)
        assert (parcel.notice_id, parcel.telegram_id, parcel.kind, parcel.data) == (
            number,
            ANN,
            "limit_reached",
            {"plan": "lite"},
        )
        assert (parcel.seller, parcel.shop, parcel.role, parcel.at) == ("S", "Shop S", Role.FINANCE, NOW - 5)
        assert (parcel.locale, parcel.timezone, parcel.attempts, parcel.approval) == ("en", "Asia/Yerevan", 1, None)

    def test_without_choices_the_shops_language_and_the_programmes_zone_count(self, outbox, database):
        tell_ledger(database, "seller.registered", "S", name="Shop S", locale="hy")
        join(database, ANN, Role.FINANCE)
        notice(database)
        outbox.fan_out(NOW)
        (parcel,) = outbox.claim(NOW, 10, LEASE)
        assert (parcel.locale, parcel.timezone) == ("hy", "Europe/Moscow")


class TestApprovals:
    @pytest.fixture
    def asked(self, database, team):
        open_shop(database, "S", invited=True)
        join(database, ANN, Role.MANAGER, name="Ann")
        join(database, BOB, Role.EMPLOYEE, name="Bob")
        join(database, CAT, Role.EMPLOYEE, name="Cat")
        with database.write() as transaction:
            transaction.run("UPDATE notice SET fanned_out_at = ?", (NOW,))  # the invitation is told already
        return team.ask_approval("S", BOB, NOW).approval_id

    @pytest.fixture
    def box(self, database, asked):
        return Outbox(database, default_policy())

    def test_a_request_goes_to_managers_with_the_askers_name(self, box, asked):
        box.fan_out(NOW)
        (parcel,) = box.claim(NOW, 10, LEASE)
        assert (parcel.telegram_id, parcel.data) == (ANN, {"plan": "premium", "asker": "Bob"})
        assert parcel.approval == asked

    def test_an_answer_goes_to_the_asker_only_with_the_answerers_name(self, box, asked, team):
        box.fan_out(NOW)
        send_all(box)
        team.decline_approval(asked, ANN, NOW)
        box.fan_out(NOW)
        (parcel,) = box.claim(NOW, 10, LEASE)
        assert (parcel.telegram_id, parcel.kind) == (BOB, "approval_answered")
        assert parcel.data == {"approved": False, "by": "Ann"}

    def test_an_answered_request_is_no_longer_sent(self, box, asked, team, database):
        team.decline_approval(asked, ANN, NOW)
        box.fan_out(NOW)
        assert claim(box) == [(BOB, "approval_answered")]
        assert ("dropped", "no longer true") in deliveries(database, "state", "error")

    def test_a_request_whose_invitation_is_withdrawn_is_no_longer_sent(self, box, database):
        tell_ledger(database, "eligibility.changed", "S", NOW + 1, eligible=False)
        box.fan_out(NOW + 1)
        assert (ANN, "approval_requested") not in claim(box, NOW + 1)


class TestTruthAtTheMomentOfSending:
    @pytest.fixture
    def invited(self, database):
        open_shop(database, "S", invited=True)
        join(database, ANN, Role.MANAGER)
        box = Outbox(database, default_policy())
        box.fan_out(NOW)
        return box

    def test_what_is_still_true_is_sent(self, invited):
        assert claim(invited) == [(ANN, "invitation_received")]

    def test_what_is_not_is_dropped_and_the_next_one_comes(self, invited, database):
        tell_ledger(database, "eligibility.changed", "S", NOW + 1, eligible=False)
        invited.fan_out(NOW + 1)
        assert claim(invited, NOW + 1) == [(ANN, "invitation_withdrawn")]
        assert deliveries(database, "state", "error")[0] == ("dropped", "no longer true")

    def test_numbers_are_those_of_now(self, database):
        now = parse_instant("2026-07-04T07:00:00Z")
        open_shop(database, "S")
        join(database, ANN, Role.MANAGER)
        tell_ledger(database, "command.connect", "S", plan="lite", by="manager")
        tell_ledger(database, "wallet.credited", "S", now, amount="1000.00")
        box = Outbox(database, default_policy())
        box.fan_out(now)
        tell_ledger(database, "wallet.credited", "S", now + 1, amount="90.00")
        parcels = []
        while found := box.claim(now + 1, 10, LEASE):
            parcels += found
            box.sent(found[0].deliveries, 1, now + 1)
        low = next(each for each in parcels if isinstance(each, Parcel) and each.kind == "renewal_low_balance")
        assert (low.data["wallet"], low.data["missing"]) == ("1090.00", "900.00")

    def test_who_left_after_fan_out_is_not_told(self, invited, database, team):
        member = team.members("S")[0].member_id
        team.remove("S", member, "operator", NOW)
        assert claim(invited) == []
        assert deliveries(database, "state", "error") == [("dropped", "not theirs any more")]

    def test_who_lost_the_role_after_fan_out_is_not_told(self, outbox, database, team):
        member = join(database, ANN, Role.MANAGER)
        notice(database, "limit_reached")
        outbox.fan_out(NOW)
        team.change_role("S", member, Role.EMPLOYEE, "operator", NOW)
        assert claim(outbox) == []

    def test_what_was_switched_off_after_fan_out_is_dropped(self, invited, database, team):
        team.mute_all(ANN, ["invitation_received"])
        assert claim(invited) == []
        assert deliveries(database, "error") == [("switched off",)]

    def test_what_got_too_old_while_waiting_is_dropped(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        notice(database)
        outbox.fan_out(NOW)
        assert claim(outbox, NOW + 7 * DAY + 1) == []
        assert deliveries(database, "error") == [("too old",)]

    def test_who_blocked_the_bot_while_it_was_made_is_not_told(self, outbox, database, team):
        join(database, ANN, Role.MANAGER)
        notice(database)
        outbox.fan_out(NOW)
        with database.write() as transaction:
            transaction.run("UPDATE person SET blocked_at = ? WHERE telegram_id = ?", (NOW, ANN))
        assert claim(outbox) == []
        assert deliveries(database, "error") == [("blocked",)]


class TestQuietHours:
    @pytest.fixture
    def quiet(self, outbox, database, team):
        join(database, ANN, Role.MANAGER)
        team.set_quiet_hours(ANN, 22, 8)
        return outbox

    def test_a_notice_waits_for_their_end(self, quiet, database):
        notice(database, at=QUIET_NIGHT)
        quiet.fan_out(QUIET_NIGHT)
        assert claim(quiet, QUIET_NIGHT) == []
        assert quiet.next_at() == MORNING
        assert claim(quiet, MORNING) == [(ANN, "limit_reached")]

    def test_what_cannot_be_switched_off_waits_too(self, quiet, database):
        notice(database, "renewal_failed", at=QUIET_NIGHT, grace_until=format_instant(MORNING + DAY))
        quiet.fan_out(QUIET_NIGHT)
        assert claim(quiet, QUIET_NIGHT) == []
        assert claim(quiet, MORNING) == [(ANN, "renewal_failed")]

    def test_an_end_that_comes_before_theirs_is_told_at_once_and_passes_what_waits(self, quiet, database):
        notice(database, "limit_reached", at=QUIET_NIGHT)
        notice(database, "renewal_failed", at=QUIET_NIGHT + 1, grace_until=format_instant(MORNING))
        quiet.fan_out(QUIET_NIGHT + 1)
        assert claim(quiet, QUIET_NIGHT + 1) == [(ANN, "renewal_failed")]

    def test_who_has_chosen_none_has_the_usual_ones(self, outbox, database):
        join(database, BOB, Role.MANAGER)
        late = parse_instant("2026-06-05T19:00:00Z")  # 22:00 in Moscow
        notice(database, at=late)
        outbox.fan_out(late)
        assert claim(outbox, late) == []
        assert outbox.next_at() == parse_instant("2026-06-06T06:00:00Z")  # 9:00

    def test_who_wants_none_has_none(self, outbox, database, team):
        join(database, BOB, Role.MANAGER)
        team.set_quiet_hours(BOB, None, None)
        notice(database, at=QUIET_NIGHT)
        outbox.fan_out(QUIET_NIGHT)
        assert claim(outbox, QUIET_NIGHT) == [(BOB, "limit_reached")]

    def test_in_the_morning_they_come_in_order(self, quiet, database):
        numbers = [notice(database, at=QUIET_NIGHT + each) for each in range(3)]
        quiet.fan_out(QUIET_NIGHT)
        assert claim(quiet, QUIET_NIGHT) == []
        numbers.append(notice(database, at=MORNING))
        quiet.fan_out(MORNING)
        assert send_all(quiet, MORNING) == {ANN: numbers}

    def test_they_are_counted_in_the_persons_zone(self, quiet, database, team):
        team.set_timezone(ANN, "America/New_York")  # 16:00 there
        notice(database, at=QUIET_NIGHT)
        quiet.fan_out(QUIET_NIGHT)
        assert claim(quiet, QUIET_NIGHT) == [(ANN, "limit_reached")]

    def test_a_clock_set_back_does_not_end_them(self, quiet, database):
        notice(database, at=QUIET_NIGHT)
        quiet.fan_out(QUIET_NIGHT)
        assert claim(quiet, QUIET_NIGHT) == []
        quiet.set_back(QUIET_NIGHT - HOUR, lease=LEASE, wait=0)
        assert deliveries(database, "due_at") == [(MORNING,)]

    def test_a_repeated_attempt_waits_for_their_end_too(self, quiet, database):
        before = QUIET_NIGHT - 61 * MINUTE
        notice(database, at=before)
        quiet.fan_out(before)
        (parcel,) = quiet.claim(before, 10, LEASE)
        quiet.later(parcel.deliveries, QUIET_NIGHT, "busy")
        assert claim(quiet, QUIET_NIGHT) == []
        assert claim(quiet, MORNING) == [(ANN, "limit_reached")]


def told(outbox, now=NOW):
    """What is handed out: of each message the person, what leads, and what follows."""
    return [
        (parcel.telegram_id, parcel.kind, tuple(each.kind for each in parcel.follows))
        for parcel in outbox.claim(now, 100, LEASE)
    ]


class TestOneCauseOneMessage:
    """RULES 12.2."""

    def test_what_an_instant_brings_one_shop_is_one_message_and_what_presses_most_leads(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        for kind in ("invitation_received", "badge_hidden", "switched"):
            notice(database, kind, plan="lite", paid=False)
        notice(database, "renewal_failed", grace_until=format_instant(NOW + DAY))
        with database.write() as transaction:
            transaction.run("UPDATE subscription SET invitation = 'open'")
        outbox.fan_out(NOW)
        found = told(outbox)
        assert [kind for _, kind, _ in found] == ["renewal_failed"]
        assert found[0][2][:2] == ("switched", "badge_hidden")

    def test_another_instant_is_another_message(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        notice(database, "limit_reached", at=NOW - 1)
        notice(database, "badge_hidden")
        outbox.fan_out(NOW)
        assert told(outbox) == [(ANN, "limit_reached", ())]

    def test_what_it_brings_the_person_s_other_shop_stands_in_the_same_message(self, outbox, database):
        open_shop(database, "T")
        for seller in ("S", "T"):
            join(database, ANN, Role.MANAGER, seller)
            notice(database, "limit_reached", seller)
        outbox.fan_out(NOW)
        (parcel,) = outbox.claim(NOW, 10, LEASE)
        assert (parcel.seller, [each.seller for each in parcel.follows]) == ("S", ["T"])

    def test_everybody_is_told_what_is_theirs_of_it(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        join(database, BOB, Role.EMPLOYEE)
        notice(database, "limit_reached")
        notice(database, "badge_hidden")
        outbox.fan_out(NOW)
        assert told(outbox) == [(ANN, "limit_reached", ("badge_hidden",)), (BOB, "badge_hidden", ())]

    def test_what_is_no_longer_true_is_left_out_of_it(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        notice(database, "invitation_received")
        notice(database, "limit_reached")
        outbox.fan_out(NOW)
        assert told(outbox) == [(ANN, "limit_reached", ())]
        assert ("dropped", "no longer true") in deliveries(database, "state", "error")

    def test_it_is_settled_as_one(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        notice(database, "limit_reached")
        notice(database, "badge_hidden")
        outbox.fan_out(NOW)
        (parcel,) = outbox.claim(NOW, 10, LEASE)
        outbox.later(parcel.deliveries, NOW + MINUTE, "busy")
        assert told(outbox) == []
        assert told(outbox, NOW + MINUTE) == [(ANN, "limit_reached", ("badge_hidden",))]
        outbox.sent(parcel.deliveries, 7, NOW + MINUTE)
        assert outbox.waiting(9999) == 0
        assert deliveries(database, "state") == [("sent",), ("sent",)]

    def test_a_dead_sender_s_message_is_handed_out_again_whole(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        notice(database, "limit_reached")
        notice(database, "badge_hidden")
        outbox.fan_out(NOW)
        assert told(outbox) == [(ANN, "limit_reached", ("badge_hidden",))]
        assert told(outbox, NOW + LEASE * SECOND - 1) == []
        assert told(outbox, NOW + LEASE * SECOND) == [(ANN, "limit_reached", ("badge_hidden",))]

    @pytest.fixture
    def paying(self, outbox, database):
        """A shop that begins a trial of 30 days with money for what follows."""
        tell_ledger(database, "wallet.credited", "S", amount="5000.00")
        connect(database)
        return outbox

    def reminded(self, outbox, database, days, joins=None):
        """Which reminders of the trial's end lead a message, as (kind, days left), and what follows."""
        ledger, got = Ledger(database, default_policy()), []
        for day in range(days):
            now = NOW + day * DAY
            ledger.tick(now)
            if day == joins:
                join(database, ANN, Role.MANAGER, now=now)
            outbox.fan_out(now)
            for parcel in outbox.claim(now, 10, LEASE):
                outbox.sent(parcel.deliveries, 1, now)
                if "days" in parcel.data:
                    got.append((parcel.kind, parcel.data["days"], *(each.kind for each in parcel.follows)))
        return got

    def test_of_several_reminders_of_one_thing_a_person_gets_the_first_and_the_last(self, paying, database):
        join(database, ANN, Role.MANAGER)
        assert self.reminded(paying, database, 30) == [("trial_ending", 7), ("trial_ending", 1)]
        assert ("dropped", "told before") in deliveries(database, "state", "error")

    def test_who_came_later_gets_the_first_that_is_still_to_come(self, paying, database):
        found = self.reminded(paying, database, 30, joins=25)
        assert found == [("trial_ending", 3), ("trial_ending", 1)]

    def test_what_was_told_before_still_has_its_line_in_a_message_that_comes_anyway(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        connect(database)
        assert self.reminded(outbox, database, 30) == [
            ("trial_ending", 7),
            ("renewal_low_balance", 3, "trial_ending"),
            ("renewal_low_balance", 1, "trial_ending"),
        ]

    def test_who_did_it_has_seen_it_and_is_not_told(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        join(database, BOB, Role.MANAGER)
        doer = Team(database).current(ANN)
        with database.write() as transaction:
            transaction.run(
                "INSERT INTO notice (key, seller, at, kind, data, actor) VALUES ('k', 'S', ?, 'cancelled', '{}', ?)",
                (NOW, doer.actor if doer else ""),
            )
        outbox.fan_out(NOW)
        assert told(outbox) == [(BOB, "cancelled", ())]

    def test_news_of_the_marketplace_come_once_a_person(self, outbox, database):
        open_shop(database, "T")
        join(database, ANN, Role.MANAGER)
        join(database, ANN, Role.MANAGER, "T")
        join(database, BOB, Role.MANAGER, "T")
        for seller in ("S", "T"):
            notice(database, "maintenance", seller, tag="feed:e1")
        outbox.fan_out(NOW)
        assert sorted(told(outbox)) == [(ANN, "maintenance", ()), (BOB, "maintenance", ())]
        assert told(outbox, NOW + LEASE * SECOND - 1) == []
        assert outbox.waiting(9999) == 2

    def test_news_of_the_marketplace_name_no_dates_of_one_of_several_shops(self, outbox, database):
        open_shop(database, "T")
        for seller in ("S", "T"):
            join(database, ANN, Role.MANAGER, seller)
            prices = {"old": "1.00", "new": "2.00", "next_price": "2.00"}
            notice(database, "price_changed", seller, tag="feed:e1", plan="lite", **prices)
        join(database, BOB, Role.MANAGER)
        outbox.fan_out(NOW)
        found = {parcel.telegram_id: set(parcel.data) for parcel in outbox.claim(NOW, 10, LEASE)}
        assert found == {ANN: {"plan", "old", "new"}, BOB: {"plan", "old", "new", "next_price"}}


FRIDAY = parse_instant("2026-06-05T07:00:00Z")  # 10:00 in Moscow
MONDAY = parse_instant("2026-06-08T07:00:00Z")
JULY = parse_instant("2026-07-01T07:00:00Z")


def sums(database, at, kind="points_credited", **programmes):
    notice(database, kind, at=at, programmes=programmes)


class TestSums:
    """RULES 12.1."""

    def test_they_come_on_monday_added_up_in_one_message(self, outbox, database):
        join(database, ANN, Role.FINANCE)
        sums(database, FRIDAY, bonus="1.00")
        outbox.fan_out(FRIDAY)
        sums(database, FRIDAY + DAY, bonus="2.00", discount="0.50")
        sums(database, FRIDAY + DAY, "points_expired", bonus="0.10")
        outbox.fan_out(FRIDAY + DAY)
        sums(database, MONDAY, "points_adjusted", bonus="0.20")
        outbox.fan_out(MONDAY)
        assert claim(outbox, MONDAY - 1) == []
        (parcel,) = outbox.claim(MONDAY, 10, LEASE)
        assert (parcel.kind, parcel.data) == ("points_credited", {"programmes": {"bonus": "3.00", "discount": "0.50"}})
        assert [(each.kind, each.data["programmes"]) for each in parcel.follows] == [
            ("points_adjusted", {"bonus": "0.20"}),
            ("points_expired", {"bonus": "0.10"}),
        ]
        outbox.sent(parcel.deliveries, 1, MONDAY)
        assert outbox.waiting(9999) == 0

    def test_the_next_beat_is_on_monday(self, outbox, database):
        join(database, ANN, Role.FINANCE)
        sums(database, FRIDAY, bonus="1.00")
        outbox.fan_out(FRIDAY)
        assert outbox.next_at() == MONDAY

    @pytest.mark.parametrize(
        ("cadence", "due"),
        [(Cadence.DAILY, FRIDAY), (Cadence.WEEKLY, MONDAY), (Cadence.MONTHLY, JULY), (Cadence.NEVER, None)],
    )
    def test_they_come_as_often_as_the_person_wants(self, outbox, database, team, cadence, due):
        join(database, ANN, Role.FINANCE)
        team.set_digests(ANN, cadence)
        sums(database, FRIDAY, bonus="1.00")
        outbox.fan_out(FRIDAY)
        assert outbox.next_at() == due

    def test_they_hold_nothing_else_up(self, outbox, database):
        join(database, ANN, Role.FINANCE)
        sums(database, FRIDAY, bonus="1.00")
        notice(database, at=FRIDAY + 1)
        outbox.fan_out(FRIDAY + 1)
        assert claim(outbox, FRIDAY + 1) == [(ANN, "limit_reached")]

    def test_who_wants_them_no_more_does_not_get_those_that_wait(self, outbox, database, team):
        join(database, ANN, Role.FINANCE)
        sums(database, FRIDAY, bonus="1.00")
        outbox.fan_out(FRIDAY)
        team.set_digests(ANN, Cadence.NEVER)
        assert claim(outbox, MONDAY) == []
        assert deliveries(database, "state", "error") == [("dropped", "switched off")]

    def test_sums_of_a_month_are_no_old_news(self, outbox, database, team):
        join(database, ANN, Role.FINANCE)
        team.set_digests(ANN, Cadence.MONTHLY)
        sums(database, FRIDAY, bonus="1.00")
        outbox.fan_out(FRIDAY)
        assert claim(outbox, JULY) == [(ANN, "points_credited")]

    def test_each_shop_has_its_own(self, outbox, database):
        open_shop(database, "T")
        for seller, amount in (("S", "1.00"), ("T", "2.00")):
            join(database, ANN, Role.FINANCE, seller)
            notice(database, "points_credited", seller, FRIDAY, programmes={"bonus": amount})
        outbox.fan_out(FRIDAY)
        (first,) = outbox.claim(MONDAY, 10, LEASE)
        assert (first.seller, first.data["programmes"]) == ("S", {"bonus": "1.00"})


class TestLeases:
    @pytest.fixture
    def one(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        notice(database)
        outbox.fan_out(NOW)
        return outbox

    def test_what_one_sender_has_no_other_gets(self, one, other_database):
        assert len(claim(one)) == 1
        assert claim(Outbox(other_database, default_policy())) == []

    def test_what_a_dead_sender_had_is_handed_out_again(self, one, database):
        claim(one)
        assert claim(one, NOW + LEASE * SECOND - 1) == []
        assert claim(one, NOW + LEASE * SECOND) == [(ANN, "limit_reached")]
        assert deliveries(database, "attempts") == [(2,)]

    def test_next_at_is_when_the_lease_is_over(self, one):
        assert one.next_at() == NOW
        claim(one)
        assert one.next_at() == NOW + LEASE * SECOND

    def test_what_is_sent_is_never_handed_out_again(self, one, database):
        (parcel,) = one.claim(NOW, 10, LEASE)
        one.sent(parcel.deliveries, 77, NOW + 1)
        assert claim(one, NOW + DAY) == []
        assert one.next_at() is None
        with database.read() as transaction:
            kept = transaction.rows("SELECT state, message_id, settled_at, lease_until FROM delivery")
        assert kept == [("sent", 77, NOW + 1, None)]

    def test_a_late_word_of_failure_does_not_undo_that_it_was_sent(self, one, database):
        (parcel,) = one.claim(NOW, 10, LEASE)
        one.sent(parcel.deliveries, 77, NOW)
        one.failed(parcel.deliveries, "timeout", NOW)
        one.later(parcel.deliveries, NOW, "timeout")
        assert deliveries(database, "state") == [("sent",)]

    def test_what_can_never_be_sent_is_kept_with_its_reason(self, one, database):
        (parcel,) = one.claim(NOW, 10, LEASE)
        one.failed(parcel.deliveries, "chat not found", NOW)
        assert deliveries(database, "state", "error") == [("failed", "chat not found")]
        assert claim(one, NOW + DAY) == []

    def test_a_later_attempt_comes_when_it_was_said(self, one):
        (parcel,) = one.claim(NOW, 10, LEASE)
        one.later(parcel.deliveries, NOW + HOUR, "busy")
        assert claim(one, NOW + HOUR - 1) == []
        assert one.next_at() == NOW + HOUR
        assert one.claim(NOW + HOUR, 10, LEASE)[0].attempts == 2

    def test_blocking_drops_all_that_waits(self, one, database):
        notice(database)
        one.fan_out(NOW)
        claim(one)
        one.blocked(ANN, NOW)
        assert deliveries(database, "state", "error") == [("dropped", "blocked")] * 2
        assert one.waiting(9999) == 0

    def test_what_was_taken_and_not_tried_is_there_at_once(self, one, database):
        (parcel,) = one.claim(NOW, 10, LEASE)
        one.give_back(parcel.deliveries)
        assert deliveries(database, "state", "attempts") == [("waiting", 0)]
        (again,) = one.claim(NOW, 10, LEASE)
        assert (again.deliveries, again.attempts) == (parcel.deliveries, 1)

    def test_what_was_sent_is_not_given_back(self, one, database):
        (parcel,) = one.claim(NOW, 10, LEASE)
        one.sent(parcel.deliveries, 1, NOW)
        one.give_back(parcel.deliveries)
        assert deliveries(database, "state", "attempts") == [("sent", 1)]

    def test_a_clock_set_back_makes_no_lease_longer_and_ends_none_early(self, one):
        one.claim(NOW, 10, LEASE)
        earlier = NOW - 3 * HOUR
        one.set_back(earlier, lease=LEASE, wait=0)
        assert one.claim(earlier + LEASE * SECOND - 1, 10, LEASE) == []
        assert len(one.claim(earlier + LEASE * SECOND, 10, LEASE)) == 1

    def test_a_clock_that_was_not_set_back_leaves_leases_as_they_are(self, one):
        one.claim(NOW, 10, LEASE)
        one.set_back(NOW + SECOND, lease=LEASE, wait=0)
        assert one.next_at() == NOW + LEASE * SECOND

    def test_a_clock_set_back_brings_the_next_attempt_near(self, one):
        (parcel,) = one.claim(NOW, 10, LEASE)
        one.later(parcel.deliveries, NOW + MINUTE, "no connection")
        earlier = NOW - 3 * HOUR
        one.set_back(earlier, lease=LEASE, wait=30)
        assert one.next_at() == earlier + 30 * SECOND

    def test_an_empty_outbox_has_nothing_to_do(self, outbox):
        assert (outbox.next_at(), outbox.waiting(9999), claim(outbox)) == (None, 0, [])

    def test_many_senders_hand_out_everything_once(self, database, database_url, outbox):
        for person in range(1000, 1020):
            join(database, person, Role.MANAGER)
        for each in range(5):
            notice(database, at=NOW - each)
        outbox.fan_out(NOW)
        got, errors = [], []

        def work():
            mine = Database(database_url, durable=False)
            box = Outbox(mine, default_policy())
            try:
                while box.waiting(9999):
                    for parcel in box.claim(NOW, 7, LEASE):
                        assert isinstance(parcel, Parcel)
                        got.append((parcel.telegram_id, parcel.notice_id))
                        box.sent(parcel.deliveries, 1, NOW)
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
        assert len(got) == len(set(got)) == 100
        for person in range(1000, 1020):
            mine = [number for telegram_id, number in got if telegram_id == person]
            assert mine == sorted(mine)


class TestOrder:
    @pytest.fixture
    def two(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        notice(database, "connected", at=NOW - 1)
        notice(database, "upgraded")
        outbox.fan_out(NOW)
        return outbox

    def test_a_person_gets_one_at_a_time(self, two):
        (first,) = two.claim(NOW, 10, LEASE)
        assert claim(two) == []
        two.sent(first.deliveries, 1, NOW)
        assert claim(two) == [(ANN, "upgraded")]

    def test_nothing_overtakes_a_repeated_attempt(self, two):
        (first,) = two.claim(NOW, 10, LEASE)
        two.later(first.deliveries, NOW + MINUTE, "busy")
        assert claim(two, NOW + 1) == []
        assert two.next_at() == NOW + MINUTE
        assert claim(two, NOW + MINUTE) == [(ANN, "connected")]

    def test_what_failed_for_good_holds_nobody_up(self, two):
        (first,) = two.claim(NOW, 10, LEASE)
        two.failed(first.deliveries, "bad request", NOW)
        assert claim(two) == [(ANN, "upgraded")]

    def test_other_people_are_not_held_up(self, two, database):
        (first,) = two.claim(NOW, 10, LEASE)
        two.later(first.deliveries, NOW + HOUR, "busy")
        join(database, BOB, Role.MANAGER)
        notice(database, "resumed")
        two.fan_out(NOW)
        assert claim(two) == [(BOB, "resumed")]

    def test_no_more_than_the_limit_is_handed_out(self, outbox, database):
        for person in (ANN, BOB, CAT):
            join(database, person, Role.MANAGER)
        notice(database)
        outbox.fan_out(NOW)
        assert len(claim(outbox, limit=2)) == 2
        assert len(claim(outbox, limit=2)) == 1


def test_ten_thousand_notices_take_seconds(database):
    shops = 1000
    with database.write() as transaction:
        transaction.run_many(
            "INSERT INTO seller (id, name, registered_at, version, seq, wallet, clock, digest, parked) "
            "VALUES (?, ?, 0, 1, 0, 0, 0, '{}', ?)",
            [(f"S{each}", f"Shop {each}", False) for each in range(shops)],
        )
        transaction.run_many(
            "INSERT INTO member (telegram_id, seller, role, name, joined_at, seat) VALUES (?, ?, 'manager', 'M', 0, ?)",
            [(each, f"S{each}", False) for each in range(shops)],
        )
        transaction.run_many(
            "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, ?, ?, 'limit_reached', '{}')",
            [(f"limit_reached:{each}", f"S{each % shops}", NOW - each) for each in range(10_000)],
        )
    outbox = Outbox(database, default_policy())
    start = time.perf_counter()
    outbox.fan_out(NOW)
    fanned_out = time.perf_counter()
    got = send_all(outbox)
    done = time.perf_counter()
    assert sum(map(len, got.values())) == 10_000
    # Far more than it takes, for a busy machine: 0.1 s and 1 s on an idle one.
    assert fanned_out - start < 5
    assert done - fanned_out < 30


class TestFailures:
    def test_the_newest_come_first_with_seller_kind_and_reason(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        for number, at in enumerate((NOW - DAY, NOW, NOW + 1)):
            notice(database)
            outbox.fan_out(NOW)
            (parcel,) = outbox.claim(NOW, 10, LEASE)
            outbox.failed(parcel.deliveries, f"Bad Request: {number}", at)
        count, newest = outbox.failures(NOW, 1)
        assert count == 2
        assert newest == [Failure(NOW + 1, "S", "limit_reached", "Bad Request: 2")]

    def test_what_waits_or_was_sent_is_no_failure(self, outbox, database):
        join(database, ANN, Role.MANAGER)
        notice(database)
        notice(database)
        outbox.fan_out(NOW)
        (parcel,) = outbox.claim(NOW, 10, LEASE)
        outbox.sent(parcel.deliveries, 1, NOW)
        assert outbox.failures(NOW - DAY, 10) == (0, [])
