"""Joining, roles, seats and approval requests, on SQLite and on PostgreSQL (RULES 5.5, 6.3, 12, 15.19)."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from core.notices import ON_REQUEST
from core.values import HOUR, Role
from storage.database import Conflict, Database, StorageError
from storage.team import (
    AlreadyAnswered,
    AlreadyAsked,
    Answered,
    Asked,
    Forbidden,
    Joined,
    LinkRefused,
    NoInvitation,
    Person,
    Team,
    TeamRefused,
)
from tests.storage.people import DAY, NOW, audited, join, notices_of, open_shop, tell_ledger

ANN, BOB, CAT, DAN = 101, 102, 103, 104
BIG = 7_000_000_001  # Telegram's ids have outgrown 32 bits


@pytest.fixture
def team(database: Database) -> Team:
    open_shop(database, "S")
    return Team(database)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """The answers to calls made by several threads at the same moment."""
    ready = threading.Barrier(len(calls))
    answers: list[Any] = [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        ready.wait()
        answers[number] = call()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


class TestLinks:
    def test_a_link_lets_a_person_in_with_its_role(self, team):
        token = team.create_link("S", Role.MANAGER, "operator", NOW)
        assert team.join(token, BIG, "Ann", NOW) == Joined("S", "Shop S", Role.MANAGER, already=False)
        assert [(m.telegram_id, m.role, m.name) for m in team.members("S")] == [(BIG, Role.MANAGER, "Ann")]

    def test_a_token_fits_a_start_link(self, team):
        token = team.create_link("S", Role.MANAGER, "operator", NOW)
        assert len(token) <= 64
        assert token.replace("-", "").replace("_", "").isalnum()

    def test_only_its_hash_is_kept(self, team, database):
        token = team.create_link("S", Role.MANAGER, "operator", NOW)
        with database.read() as transaction:
            kept = transaction.rows("SELECT hash, created_by FROM link_token")
        assert len(kept[0][0]) == 64
        assert token not in kept[0]

    def test_the_same_person_tapping_again_is_told_so(self, team):
        token = team.create_link("S", Role.MANAGER, "operator", NOW)
        team.join(token, ANN, "Ann", NOW)
        assert team.join(token, ANN, "Ann", NOW + 9 * DAY) == Joined("S", "Shop S", Role.MANAGER, already=True)

    def test_another_person_finds_it_used(self, team):
        token = team.create_link("S", Role.MANAGER, "operator", NOW)
        team.join(token, ANN, "Ann", NOW)
        assert team.join(token, BOB, "Bob", NOW) == LinkRefused("used")

    def test_who_was_removed_finds_it_used(self, team):
        token = team.create_link("S", Role.MANAGER, "operator", NOW)
        team.join(token, ANN, "Ann", NOW)
        team.remove("S", team.members("S")[0].member_id, "operator", NOW)
        assert team.join(token, ANN, "Ann", NOW) == LinkRefused("used")

    def test_a_link_that_was_never_made_is_unknown(self, team):
        assert team.join("no-such-token", ANN, "Ann", NOW) == LinkRefused("unknown")

    def test_a_link_works_until_just_before_its_end(self, team):
        token = team.create_link("S", Role.MANAGER, "operator", NOW, hours=2)
        assert isinstance(team.join(token, ANN, "Ann", NOW + 2 * HOUR - 1), Joined)

    def test_a_link_is_expired_at_its_end(self, team):
        token = team.create_link("S", Role.MANAGER, "operator", NOW, hours=2)
        assert team.join(token, ANN, "Ann", NOW + 2 * HOUR) == LinkRefused("expired")

    def test_a_revoked_link_opens_nothing(self, team):
        token = team.create_link("S", Role.MANAGER, "operator", NOW)
        assert team.revoke_link(token, "operator", NOW)
        assert team.join(token, ANN, "Ann", NOW) == LinkRefused("revoked")

    def test_a_used_or_unknown_link_cannot_be_revoked(self, team):
        token = team.create_link("S", Role.MANAGER, "operator", NOW)
        team.join(token, ANN, "Ann", NOW)
        assert not team.revoke_link(token, "operator", NOW)
        assert not team.revoke_link("no-such-token", "operator", NOW)

    def test_a_member_who_taps_a_link_keeps_the_role_and_leaves_the_link(self, team, database):
        join(database, ANN, Role.ADMINISTRATOR)
        token = team.create_link("S", Role.EMPLOYEE, ANN, NOW)
        assert team.join(token, ANN, "Ann", NOW) == Joined("S", "Shop S", Role.ADMINISTRATOR, already=True)
        assert team.join(token, BOB, "Bob", NOW) == Joined("S", "Shop S", Role.EMPLOYEE, already=False)

    def test_a_member_who_taps_an_expired_link_is_told_that(self, team, database):
        join(database, ANN, Role.EMPLOYEE)
        token = team.create_link("S", Role.MANAGER, "operator", NOW)
        assert team.join(token, ANN, "Ann", NOW + 2 * DAY) == LinkRefused("expired")

    def test_of_two_people_with_one_link_exactly_one_gets_in(self, database, other_database, team):
        token = team.create_link("S", Role.MANAGER, "operator", NOW)
        answers = at_once(
            lambda: team.join(token, ANN, "Ann", NOW), lambda: Team(other_database).join(token, BOB, "Bob", NOW)
        )
        assert sorted(type(each).__name__ for each in answers) == ["Joined", "LinkRefused"]
        assert len(team.members("S")) == 1

    def test_a_double_tap_makes_one_member(self, other_database, team):
        token = team.create_link("S", Role.MANAGER, "operator", NOW)
        answers = at_once(
            lambda: team.join(token, ANN, "Ann", NOW), lambda: Team(other_database).join(token, ANN, "Ann", NOW)
        )
        assert sorted(each.already for each in answers) == [False, True]

    def test_who_was_removed_can_be_let_in_again(self, team, database):
        member = join(database, ANN, Role.MANAGER)
        team.remove("S", member, "operator", NOW)
        assert join(database, ANN, Role.FINANCE, name="Ann B.", now=NOW + DAY) == member
        assert [(m.role, m.name) for m in team.members("S")] == [(Role.FINANCE, "Ann B.")]

    def test_an_administrator_may_make_links(self, team, database):
        join(database, ANN, Role.ADMINISTRATOR)
        token = team.create_link("S", Role.FINANCE, ANN, NOW)
        assert isinstance(team.join(token, BOB, "Bob", NOW), Joined)

    @pytest.mark.parametrize("role", [Role.MANAGER, Role.FINANCE, Role.EMPLOYEE])
    def test_no_other_role_may(self, team, database, role):
        join(database, ANN, role)
        assert team.create_link("S", Role.EMPLOYEE, ANN, NOW) == Forbidden()

    def test_an_administrator_of_another_shop_may_not(self, team, database):
        open_shop(database, "T")
        join(database, ANN, Role.ADMINISTRATOR, "T")
        assert team.create_link("S", Role.EMPLOYEE, ANN, NOW) == Forbidden()
        token = team.create_link("S", Role.EMPLOYEE, "operator", NOW)
        assert not team.revoke_link(token, ANN, NOW)

    def test_a_link_to_an_unknown_shop_is_an_error_that_says_so(self, team):
        with pytest.raises(StorageError, match='no seller "X"'):
            team.create_link("X", Role.MANAGER, "operator", NOW)

    def test_nobody_joins_as_an_operator(self, team):
        with pytest.raises(ValueError, match="operator"):
            team.create_link("S", Role.OPERATOR, "operator", NOW)


class TestShops:
    def test_a_stranger_is_in_no_shop(self, team):
        assert team.memberships(ANN) == []
        assert team.current(ANN) is None

    def test_a_person_looks_at_the_shop_joined_last(self, team, database):
        open_shop(database, "A")
        join(database, ANN, Role.MANAGER, "A")
        join(database, ANN, Role.EMPLOYEE, "S")
        assert [m.seller for m in team.memberships(ANN)] == ["A", "S"]
        assert team.current(ANN).seller == "S"

    def test_a_person_can_choose_another(self, team, database):
        open_shop(database, "A")
        join(database, ANN, Role.MANAGER, "A")
        join(database, ANN, Role.EMPLOYEE, "S")
        assert team.choose_shop(ANN, "A").role is Role.MANAGER
        assert team.current(ANN).seller == "A"

    def test_not_one_the_person_is_not_in(self, team, database):
        open_shop(database, "A")
        join(database, ANN, Role.EMPLOYEE, "S")
        assert team.choose_shop(ANN, "A") is None
        assert team.current(ANN).seller == "S"

    def test_out_of_the_chosen_shop_a_person_looks_at_the_first_left(self, team, database):
        open_shop(database, "A")
        join(database, ANN, Role.MANAGER, "A")
        member = join(database, ANN, Role.EMPLOYEE, "S")
        team.remove("S", member, "operator", NOW)
        assert team.current(ANN).seller == "A"


class TestRemoving:
    def test_an_administrator_removes_a_member(self, team, database):
        join(database, ANN, Role.ADMINISTRATOR)
        bob = join(database, BOB, Role.EMPLOYEE)
        assert team.remove("S", bob, ANN, NOW).telegram_id == BOB
        assert [m.telegram_id for m in team.members("S")] == [ANN]

    def test_a_manager_may_not(self, team, database):
        join(database, ANN, Role.MANAGER)
        bob = join(database, BOB, Role.EMPLOYEE)
        assert team.remove("S", bob, ANN, NOW) == Forbidden()

    def test_everybody_may_leave(self, team, database):
        bob = join(database, BOB, Role.EMPLOYEE)
        assert team.remove("S", bob, BOB, NOW).member_id == bob
        assert team.members("S") == []

    def test_the_last_administrator_stays(self, team, database):
        ann = join(database, ANN, Role.ADMINISTRATOR)
        assert team.remove("S", ann, ANN, NOW) == TeamRefused("last_administrator")
        assert team.remove("S", ann, "operator", NOW) == TeamRefused("last_administrator")
        assert len(team.members("S")) == 1

    def test_one_of_two_administrators_may_go(self, team, database):
        ann = join(database, ANN, Role.ADMINISTRATOR)
        join(database, BOB, Role.ADMINISTRATOR)
        assert team.remove("S", ann, BOB, NOW).member_id == ann

    def test_two_administrators_removing_each_other_leave_one(self, team, database, other_database):
        ann = join(database, ANN, Role.ADMINISTRATOR)
        bob = join(database, BOB, Role.ADMINISTRATOR)
        at_once(lambda: team.remove("S", bob, ANN, NOW), lambda: Team(other_database).remove("S", ann, BOB, NOW))
        assert len(team.members("S")) == 1

    def test_a_second_removal_finds_nobody(self, team, database):
        bob = join(database, BOB, Role.EMPLOYEE)
        team.remove("S", bob, "operator", NOW)
        assert team.remove("S", bob, "operator", NOW) == TeamRefused("unknown_member")

    def test_a_member_of_another_shop_is_nobody_here(self, team, database):
        open_shop(database, "T")
        bob = join(database, BOB, Role.EMPLOYEE, "T")
        assert team.remove("S", bob, "operator", NOW) == TeamRefused("unknown_member")

    def test_the_seat_is_free_again(self, team, database):
        bob = join(database, BOB, Role.EMPLOYEE)
        team.assign_seat("S", bob, "operator", NOW, seats=2)
        team.remove("S", bob, "operator", NOW)
        join(database, BOB, Role.EMPLOYEE, now=NOW + DAY)
        assert team.seats("S") == []

    def test_the_links_of_who_was_removed_open_nothing(self, team, database):
        join(database, BOB, Role.ADMINISTRATOR)
        ann = join(database, ANN, Role.ADMINISTRATOR)
        token = team.create_link("S", Role.ADMINISTRATOR, ANN, NOW)
        team.remove("S", ann, BOB, NOW)
        assert team.join(token, ANN, "Ann", NOW) == LinkRefused("revoked")


class TestRoles:
    def test_an_administrator_gives_another_role(self, team, database):
        join(database, ANN, Role.ADMINISTRATOR)
        bob = join(database, BOB, Role.EMPLOYEE)
        assert team.change_role("S", bob, Role.MANAGER, ANN, NOW).role is Role.MANAGER
        assert team.current(BOB).role is Role.MANAGER

    def test_nobody_promotes_themselves(self, team, database):
        bob = join(database, BOB, Role.MANAGER)
        assert team.change_role("S", bob, Role.ADMINISTRATOR, BOB, NOW) == Forbidden()

    def test_the_last_administrator_stays_one(self, team, database):
        ann = join(database, ANN, Role.ADMINISTRATOR)
        assert team.change_role("S", ann, Role.MANAGER, ANN, NOW) == TeamRefused("last_administrator")
        assert team.current(ANN).role is Role.ADMINISTRATOR

    def test_two_administrators_demoting_each_other_leave_one(self, team, database, other_database):
        ann = join(database, ANN, Role.ADMINISTRATOR)
        bob = join(database, BOB, Role.ADMINISTRATOR)
        at_once(
            lambda: team.change_role("S", bob, Role.MANAGER, ANN, NOW),
            lambda: Team(other_database).change_role("S", ann, Role.MANAGER, BOB, NOW),
        )
        assert sorted(m.role for m in team.members("S")) == ["administrator", "manager"]

    def test_losing_a_role_frees_the_seat(self, team, database):
        bob = join(database, BOB, Role.MANAGER)
        team.assign_seat("S", bob, "operator", NOW, seats=2)
        assert not team.change_role("S", bob, Role.EMPLOYEE, "operator", NOW).seat
        assert team.seats("S") == []

    def test_the_same_role_again_changes_nothing(self, team, database):
        bob = join(database, BOB, Role.MANAGER)
        team.assign_seat("S", bob, "operator", NOW, seats=2)
        before = audited(database)
        assert team.change_role("S", bob, Role.MANAGER, "operator", NOW).seat
        assert audited(database) == before

    def test_an_unknown_member_has_no_role_to_change(self, team):
        assert team.change_role("S", 999, Role.MANAGER, "operator", NOW) == TeamRefused("unknown_member")

    def test_nobody_becomes_an_operator(self, team):
        with pytest.raises(ValueError, match="operator"):
            team.change_role("S", 1, Role.OPERATOR, "operator", NOW)


class TestSeats:
    def test_managers_and_administrators_assign_seats(self, team, database):
        join(database, ANN, Role.MANAGER)
        bob = join(database, BOB, Role.EMPLOYEE)
        assert team.assign_seat("S", bob, ANN, NOW, seats=2).seat
        assert [m.telegram_id for m in team.seats("S")] == [BOB]

    def test_finance_does_not(self, team, database):
        ann = join(database, ANN, Role.FINANCE)
        assert team.assign_seat("S", ann, ANN, NOW, seats=2) == Forbidden()

    def test_a_third_seat_is_refused(self, team, database):
        ann, bob, cat = (join(database, each, Role.EMPLOYEE) for each in (ANN, BOB, CAT))
        team.assign_seat("S", ann, "operator", NOW, seats=2)
        team.assign_seat("S", bob, "operator", NOW, seats=2)
        assert team.assign_seat("S", cat, "operator", NOW, seats=2) == TeamRefused("no_free_seat")

    def test_a_seat_given_back_can_be_given_on(self, team, database):
        ann, bob = (join(database, each, Role.EMPLOYEE) for each in (ANN, BOB))
        team.assign_seat("S", ann, "operator", NOW, seats=1)
        assert not team.free_seat("S", ann, "operator", NOW).seat
        assert team.assign_seat("S", bob, "operator", NOW, seats=1).seat

    def test_who_has_a_seat_keeps_it_when_all_are_taken(self, team, database):
        ann = join(database, ANN, Role.EMPLOYEE)
        team.assign_seat("S", ann, "operator", NOW, seats=1)
        assert team.assign_seat("S", ann, "operator", NOW, seats=1).seat

    def test_the_last_seat_is_given_once(self, team, database, other_database):
        ann, bob = (join(database, each, Role.EMPLOYEE) for each in (ANN, BOB))
        at_once(
            lambda: team.assign_seat("S", ann, "operator", NOW, seats=1),
            lambda: Team(other_database).assign_seat("S", bob, "operator", NOW, seats=1),
        )
        assert len(team.seats("S")) == 1

    def test_an_unknown_member_gets_none(self, team):
        assert team.assign_seat("S", 999, "operator", NOW, seats=2) == TeamRefused("unknown_member")


class TestHowAPersonLikesToBeTold:
    def test_a_stranger_has_the_defaults(self, team):
        assert team.person(ANN) == Person()

    def test_what_is_sent_on_request_only_is_off_for_a_new_member(self, team, database):
        join(database, ANN, Role.MANAGER)
        assert team.person(ANN).muted == ON_REQUEST

    def test_a_stranger_can_choose_a_language(self, team):
        team.set_locale(ANN, "en")
        assert team.person(ANN) == Person(locale="en")

    def test_a_time_zone_can_be_chosen_and_let_go(self, team):
        team.set_timezone(ANN, "Asia/Yerevan")
        assert team.person(ANN).timezone == "Asia/Yerevan"
        team.set_timezone(ANN, None)
        assert team.person(ANN).timezone is None

    def test_an_unknown_time_zone_is_refused(self, team):
        with pytest.raises(ValueError, match="no IANA time zone"):
            team.set_timezone(ANN, "Mars/Olympus")

    def test_quiet_hours_can_be_chosen_and_let_go(self, team):
        team.set_quiet_hours(ANN, 22, 8)
        assert (team.person(ANN).quiet_from, team.person(ANN).quiet_to) == (22, 8)
        team.set_quiet_hours(ANN, None, None)
        assert team.person(ANN).quiet_from is None

    @pytest.mark.parametrize("hours", [(22, None), (8, 8), (22, 24), (-1, 8)])
    def test_half_or_impossible_quiet_hours_are_refused(self, team, hours):
        with pytest.raises(ValueError, match="quiet hours"):
            team.set_quiet_hours(ANN, *hours)

    def test_a_kind_can_be_switched_off_and_on(self, team):
        assert team.mute(ANN, "badge_shown")
        assert team.mute(ANN, "badge_shown")
        assert team.person(ANN).muted == ON_REQUEST | {"badge_shown"}
        team.unmute(ANN, "badge_shown")
        assert team.person(ANN).muted == ON_REQUEST

    @pytest.mark.parametrize("kind", ["renewal_failed", "no_such_kind"])
    def test_some_cannot(self, team, kind):
        assert not team.mute(ANN, kind)

    def test_who_writes_is_no_longer_taken_for_blocked(self, team, database):
        team.set_locale(ANN, "ru")
        with database.write() as transaction:
            transaction.run("UPDATE person SET blocked_at = ? WHERE telegram_id = ?", (NOW, ANN))
        assert team.person(ANN).blocked
        team.seen(ANN)
        assert not team.person(ANN).blocked

    def test_seeing_a_stranger_leaves_no_trace(self, team, database):
        team.seen(ANN)
        with database.read() as transaction:
            assert transaction.rows("SELECT * FROM person") == []


class TestAskingForApproval:
    @pytest.fixture
    def invited(self, database):
        open_shop(database, "S", invited=True)
        join(database, ANN, Role.MANAGER, name="Ann")
        join(database, BOB, Role.EMPLOYEE, name="Bob")
        join(database, CAT, Role.FINANCE, name="Cat")
        join(database, DAN, Role.ADMINISTRATOR, name="Dan")
        return Team(database)

    def ask(self, team, telegram_id=BOB, now=NOW):
        asked = team.ask_approval("S", telegram_id, now)
        assert isinstance(asked, Asked)
        return asked.approval_id

    def test_an_employee_asks(self, invited):
        number = self.ask(invited)
        found = invited.approval(number)
        assert (found.asker_name, found.asked_at, found.answer) == ("Bob", NOW, None)
        assert invited.open_approval("S") == found

    def test_the_notice_is_written_with_the_request_and_names_nobody(self, invited, database):
        number = self.ask(invited)
        assert notices_of(database, "approval_requested") == [
            (f"approval_requested:S:{number}", {"approval": number, "plan": "premium"})
        ]

    def test_a_second_asker_is_told_who_asked(self, invited):
        self.ask(invited)
        assert invited.ask_approval("S", CAT, NOW + 1) == AlreadyAsked("Bob", NOW)

    def test_of_two_askers_at_once_one_asks(self, invited, other_database, database):
        answers = at_once(
            lambda: invited.ask_approval("S", BOB, NOW), lambda: Team(other_database).ask_approval("S", CAT, NOW)
        )
        assert sorted(type(each).__name__ for each in answers) == ["AlreadyAsked", "Asked"]
        assert len(notices_of(database, "approval_requested")) == 1

    def test_without_an_invitation_there_is_nothing_to_ask_for(self, team, database):
        join(database, BOB, Role.EMPLOYEE)
        assert team.ask_approval("S", BOB, NOW) == NoInvitation()

    @pytest.mark.parametrize("telegram_id", [ANN, DAN, 999])
    def test_who_may_connect_and_strangers_do_not_ask(self, invited, telegram_id):
        assert invited.ask_approval("S", telegram_id, NOW) == Forbidden()

    def test_a_decline_counts_at_once(self, invited):
        number = self.ask(invited)
        assert invited.answer_approval(number, ANN, False, NOW + 1) == Answered(number, approved=False)
        found = invited.approval(number)
        assert (found.answer, found.answered_by_name, found.answered_at) == ("declined", "Ann", NOW + 1)

    def test_after_a_decline_one_can_ask_again(self, invited):
        number = self.ask(invited)
        invited.answer_approval(number, ANN, False, NOW)
        assert self.ask(invited) != number

    def test_an_approval_is_recorded_after_the_connection(self, invited, database):
        number = self.ask(invited)
        tell_ledger(database, "command.connect", "S", plan="premium", by="manager")
        assert invited.answer_approval(number, ANN, True, NOW) == Answered(number, approved=True)
        assert invited.approval(number).answer == "approved"

    def test_the_answer_is_told_once(self, invited, database):
        number = self.ask(invited)
        invited.answer_approval(number, ANN, False, NOW)
        invited.answer_approval(number, DAN, False, NOW)
        assert notices_of(database, "approval_answered") == [
            (f"approval_answered:S:{number}", {"approval": number, "approved": False})
        ]

    def test_a_later_answer_is_told_who_answered(self, invited):
        number = self.ask(invited)
        invited.answer_approval(number, ANN, False, NOW)
        assert invited.answer_approval(number, DAN, True, NOW + 1) == AlreadyAnswered("declined", "Ann", NOW)

    def test_of_two_answers_at_once_the_first_counts(self, invited, other_database, database):
        number = self.ask(invited)
        answers = at_once(
            lambda: invited.answer_approval(number, ANN, False, NOW),
            lambda: Team(other_database).answer_approval(number, DAN, True, NOW),
        )
        assert sorted(type(each).__name__ for each in answers) == ["AlreadyAnswered", "Answered"]
        assert len(notices_of(database, "approval_answered")) == 1

    @pytest.mark.parametrize("telegram_id", [BOB, CAT, 999])
    def test_only_managers_and_administrators_answer(self, invited, telegram_id):
        number = self.ask(invited)
        assert invited.answer_approval(number, telegram_id, False, NOW) == Forbidden()

    def test_a_manager_of_another_shop_does_not(self, invited, database):
        number = self.ask(invited)
        open_shop(database, "T")
        join(database, 205, Role.ADMINISTRATOR, "T")
        assert invited.answer_approval(number, 205, False, NOW) == Forbidden()

    def test_a_request_that_never_was_cannot_be_answered(self, invited):
        assert invited.answer_approval(999, ANN, True, NOW) == Forbidden()
        assert invited.approval(999) is None

    def test_a_withdrawn_invitation_closes_the_request(self, invited, database):
        number = self.ask(invited)
        tell_ledger(database, "eligibility.changed", "S", NOW + 1, eligible=False)
        assert invited.approval(number).answer == "withdrawn"
        assert invited.open_approval("S") is None
        assert invited.answer_approval(number, ANN, True, NOW + 2) == AlreadyAnswered("withdrawn", None, NOW + 2)
        assert notices_of(database, "approval_answered") == []

    def test_a_new_invitation_wants_a_new_request(self, invited, database):
        number = self.ask(invited)
        tell_ledger(database, "eligibility.changed", "S", NOW + 1, eligible=False)
        tell_ledger(database, "eligibility.changed", "S", NOW + 2, eligible=True)
        assert invited.answer_approval(number, ANN, False, NOW + 3).answer == "withdrawn"
        assert self.ask(invited, now=NOW + 4) != number

    def test_asking_notices_that_the_old_request_is_closed(self, invited, database):
        number = self.ask(invited)
        tell_ledger(database, "eligibility.changed", "S", NOW + 1, eligible=False)
        assert invited.ask_approval("S", CAT, NOW + 2) == NoInvitation()
        tell_ledger(database, "eligibility.changed", "S", NOW + 3, eligible=True)
        assert self.ask(invited, CAT, NOW + 4) != number

    def test_a_decline_after_the_connection_is_told_of_it(self, invited, database):
        number = self.ask(invited)
        tell_ledger(database, "command.connect", "S", plan="premium", by="administrator")
        assert invited.answer_approval(number, ANN, False, NOW) == AlreadyAnswered("accepted", None, None)

    def test_the_request_of_who_was_removed_is_closed(self, invited, database):
        number = self.ask(invited)
        bob = next(m.member_id for m in invited.members("S") if m.telegram_id == BOB)
        invited.remove("S", bob, DAN, NOW + 1)
        assert invited.approval(number).answer == "withdrawn"
        assert self.ask(invited, CAT) != number


class TestWhatIsNoted:
    def test_links_joins_roles_seats_and_removals_are_noted_without_names(self, team, database):
        ann = join(database, ANN, Role.ADMINISTRATOR, name="Ann")
        bob = join(database, BOB, Role.EMPLOYEE, name="Bob")
        team.revoke_link(team.create_link("S", Role.EMPLOYEE, ANN, NOW), ANN, NOW)
        team.change_role("S", bob, Role.FINANCE, ANN, NOW)
        team.assign_seat("S", bob, ANN, NOW, seats=2)
        team.free_seat("S", bob, ANN, NOW)
        team.remove("S", bob, ANN, NOW)
        first, second = f"member:{ann}", f"member:{bob}"
        assert audited(database) == [
            ("S", "operator", "link_created", {"role": "administrator", "hours": 24}),
            ("S", first, "joined", {"member": ann, "role": "administrator"}),
            ("S", "operator", "link_created", {"role": "employee", "hours": 24}),
            ("S", second, "joined", {"member": bob, "role": "employee"}),
            ("S", first, "link_created", {"role": "employee", "hours": 24}),
            ("S", first, "link_revoked", {}),
            ("S", first, "role_changed", {"member": bob, "before": "employee", "after": "finance"}),
            ("S", first, "seat_given", {"member": bob}),
            ("S", first, "seat_freed", {"member": bob}),
            ("S", first, "removed", {"member": bob, "role": "finance"}),
        ]

    def test_requests_and_answers_are_noted(self, database):
        open_shop(database, "S", invited=True)
        team = Team(database)
        ann, bob = join(database, ANN, Role.MANAGER), join(database, BOB, Role.EMPLOYEE)
        asked = team.ask_approval("S", BOB, NOW)
        assert isinstance(asked, Asked)
        number = asked.approval_id
        team.answer_approval(number, ANN, False, NOW)
        assert audited(database)[-2:] == [
            ("S", f"member:{bob}", "approval_asked", {"approval": number}),
            ("S", f"member:{ann}", "approval_answered", {"approval": number, "approved": False}),
        ]


class Shaky(Database):
    """A database whose first transactions find another writer in the way."""

    failures = 0

    def write(self):
        if self.failures:
            self.failures -= 1
            raise Conflict("Another writer was first.")
        return super().write()


def test_another_writer_in_the_way_is_tried_again(database, database_url):
    open_shop(database, "S")
    shaky = Shaky(database_url)
    shaky.failures = 4
    assert isinstance(Team(shaky).create_link("S", Role.MANAGER, "operator", NOW), str)
    shaky.close()


def test_a_writer_that_stays_in_the_way_is_an_error(database, database_url):
    shaky = Shaky(database_url)
    shaky.failures = 5
    with pytest.raises(StorageError, match="Another writer"):
        Team(shaky).set_locale(ANN, "en")
    shaky.close()
