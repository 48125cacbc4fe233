"""Requests to accept the invitation, on SQLite and on PostgreSQL (RULES 5.5)."""

import pytest

from core.values import Role
from storage.database import Database
from storage.team import AlreadyAnswered, AlreadyAsked, Answered, Asked, Forbidden, NoInvitation, Team
from tests.storage.people import NOW, at_once, audited, join, notices_of, open_shop, tell_ledger

ANN, BOB, CAT, DAN = 101, 102, 103, 104


@pytest.fixture
def team(database: Database) -> Team:
    open_shop(database, "S")
    return Team(database)


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
