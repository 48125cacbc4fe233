"""Requests to accept the invitation, on SQLite and on PostgreSQL (RULES 5.5)."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.approvals import RequestState
from core.events import Connect, EligibilityChanged
from core.policy import default_policy
from core.refusals import Outcome
from core.values import Instant, Plan, Role
from storage.ledger.ledger import Entry, Ledger, Version
from storage.people.team import AlreadyAnswered, AlreadyAsked, Asked, Declined, Forbidden, NoInvitation, Team
from storage.rows.database import Database
from storage.rows.errors import Moved, StorageError
from storage.rows.transaction import Transaction
from tests.property.product import TABLES, row_differences, rows
from tests.storage.shops import DAY, NOW, at_once, audited, join, notices_of, open_shop, tell_ledger

ROOT = Path(__file__).parents[3]
WRITTEN = (*TABLES, "approval", "audit")
ANN, BOB, CAT, DAN = 101, 102, 103, 104


KILLED = """
import os, signal, sys
from storage.rows.database import Database
from tests.storage.people.test_approvals import ANN, connect_premium

class Killed(Database):
    def write(self):
        return Last(super().write())

class Last:
    def __init__(self, inner):
        self.inner = inner
    def __enter__(self):
        return self.inner.__enter__()
    def __exit__(self, *error):
        os.kill(os.getpid(), signal.SIGKILL)  # all is written, nothing is committed

connect_premium(Killed(sys.argv[1]), ANN)
"""


def connect_premium(
    database: Database, telegram_id: int, now: Instant = NOW + 1, version: Version | None = None
) -> Outcome:
    """As the confirming tap of this person does it."""
    shop = Team(database).current(telegram_id)
    assert shop is not None
    event = Connect(id=f"tap-{now}", at=now, seller="S", by=shop.role, plan=Plan.PREMIUM)
    return Ledger(database, default_policy()).take_one(event, now, "chat", shop.actor, version=version)


class FailingCommit(Database):
    """The power goes when everything is written and nothing is committed."""

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        with super().write() as transaction:
            yield transaction
            raise StorageError("No power.")


@contextmanager
def failing_writes(database: Database, table: str) -> Iterator[None]:
    """No row of the table can be written."""
    broken = f"broken_{table}"
    with database.write() as transaction:
        if database.postgresql:
            transaction.run(
                f"CREATE FUNCTION {broken}() RETURNS trigger LANGUAGE plpgsql "
                "AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$"
            )
            transaction.run(
                f"CREATE TRIGGER {broken} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {broken}()"
            )
        else:
            for when in ("INSERT", "UPDATE"):
                transaction.run(
                    f"CREATE TRIGGER {broken}_{when} BEFORE {when} ON {table} "
                    "BEGIN SELECT RAISE(ROLLBACK, 'broken'); END"
                )
    yield
    with database.write() as transaction:
        if database.postgresql:
            transaction.run(f"DROP FUNCTION {broken}() CASCADE")
        else:
            for when in ("INSERT", "UPDATE"):
                transaction.run(f"DROP TRIGGER {broken}_{when}")


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
        assert (found.asker_name, found.asked_at, found.state) == ("Bob", NOW, "asked")
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
        assert invited.decline_approval(number, ANN, NOW + 1) == Declined(number)
        found = invited.approval(number)
        assert (found.state, found.answered_by_name, found.answered_at) == ("declined", "Ann", NOW + 1)

    def test_after_a_decline_one_can_ask_again(self, invited):
        number = self.ask(invited)
        invited.decline_approval(number, ANN, NOW)
        assert self.ask(invited) != number

    def test_connecting_approves_in_the_name_of_who_connects(self, invited, database):
        number = self.ask(invited)
        assert connect_premium(database, ANN).is_done
        found = invited.approval(number)
        assert (found.state, found.answered_by_name, found.answered_at) == ("approved", "Ann", NOW + 1)
        assert notices_of(database, "approval_answered") == [
            (f"approval_answered:S:{number}", {"approval": number, "approved": True})
        ]

    def test_a_connection_by_the_feed_approves_too_and_names_nobody(self, invited, database):
        number = self.ask(invited)
        tell_ledger(database, "command.connect", "S", plan="premium", by="manager")
        found = invited.approval(number)
        assert (found.state, found.answered_by_name) == ("approved", None)
        assert audited(database)[-1] == (
            "S", "manager", "approval_answered", {"approval": number, "approved": True},
        )  # fmt: skip

    def test_an_upgrade_approves_too(self, invited, database):
        number = self.ask(invited)
        tell_ledger(database, "command.connect", "S", plan="lite", by="manager")
        assert invited.approval(number).state == "asked"
        tell_ledger(database, "wallet.credited", "S", amount="9000.00")
        assert connect_premium(database, DAN).is_done
        assert invited.approval(number).answered_by_name == "Dan"

    def test_a_connection_that_is_refused_answers_nothing(self, invited, database):
        connect_premium(database, ANN)
        tell_ledger(database, "command.cancel", "S", NOW + 1, by="manager")
        Ledger(database, default_policy()).tick(NOW + 31 * DAY)  # the trial is over; the invitation is open again
        number = self.ask(invited, now=NOW + 31 * DAY)
        assert connect_premium(database, ANN, NOW + 32 * DAY).reason == "insufficient_funds"
        assert invited.approval(number).state == "asked"

    def test_a_connection_withdraws_a_request_for_an_earlier_invitation(self, invited, database):
        number = self.ask(invited)
        events = [
            EligibilityChanged(id="no", at=NOW + 1, seller="S", eligible=False),
            EligibilityChanged(id="yes", at=NOW + 2, seller="S", eligible=True),
            Connect(id="connect", at=NOW + 3, seller="S", by=Role.MANAGER, plan=Plan.PREMIUM),
        ]
        Ledger(database, default_policy()).take([Entry(each, each.at) for each in events], "test")
        assert invited.approval(number).state == "withdrawn"
        assert notices_of(database, "approval_answered") == []

    def test_a_request_rests_on_the_invitation_and_not_on_what_was_told_of_it(self, invited, database):
        number = self.ask(invited)
        with database.write() as transaction:
            transaction.run(
                "INSERT INTO notice (key, seller, at, kind, data) VALUES ('k', 'S', ?, 'invitation_received', '{}')",
                (NOW + 1,),
            )
        assert invited.approval(number).state == "asked"

    @pytest.mark.parametrize("table", ["approval", "notice", "audit", "taken"])
    def test_connection_and_answer_are_in_the_rows_together_or_not_at_all(self, invited, database, table):
        number = self.ask(invited)
        before = rows(database, WRITTEN)
        with failing_writes(database, table), pytest.raises(StorageError):
            connect_premium(database, ANN)
        assert row_differences(before, rows(database, WRITTEN)) == []
        assert connect_premium(database, ANN).is_done
        assert invited.approval(number).state == "approved"

    def test_a_commit_that_fails_leaves_neither_connection_nor_answer(self, invited, database, database_url):
        self.ask(invited)
        before = rows(database, WRITTEN)
        broken = FailingCommit(database_url, durable=False)
        with pytest.raises(StorageError, match="power"):
            connect_premium(broken, ANN)
        broken.close()
        assert row_differences(before, rows(database, WRITTEN)) == []

    def test_a_process_that_is_killed_before_the_commit_leaves_neither(self, invited, database, database_url):
        number = self.ask(invited)
        before = rows(database, WRITTEN)
        ended = subprocess.run([sys.executable, "-c", KILLED, database_url], cwd=ROOT, check=False)
        assert ended.returncode == -signal.SIGKILL
        assert row_differences(before, rows(database, WRITTEN)) == []
        assert connect_premium(database, ANN).is_done
        assert invited.approval(number).state == "approved"

    def test_a_decline_lets_no_version_stand_that_was_decided_on_before_it(self, invited, database):
        number = self.ask(invited)
        version = Ledger(database, default_policy()).version("S")
        invited.decline_approval(number, DAN, NOW)
        with pytest.raises(Moved):
            connect_premium(database, ANN, version=version)

    def test_the_answer_is_told_once(self, invited, database):
        number = self.ask(invited)
        invited.decline_approval(number, ANN, NOW)
        invited.decline_approval(number, DAN, NOW)
        assert notices_of(database, "approval_answered") == [
            (f"approval_answered:S:{number}", {"approval": number, "approved": False})
        ]

    def test_a_later_answer_is_told_who_answered(self, invited):
        number = self.ask(invited)
        invited.decline_approval(number, ANN, NOW)
        assert invited.decline_approval(number, DAN, NOW + 1) == AlreadyAnswered(RequestState.DECLINED, "Ann", NOW)

    def test_of_two_answers_at_once_the_first_counts(self, invited, other_database, database):
        number = self.ask(invited)
        answers = at_once(
            lambda: invited.decline_approval(number, ANN, NOW),
            lambda: Team(other_database).decline_approval(number, DAN, NOW),
        )
        assert sorted(type(each).__name__ for each in answers) == ["AlreadyAnswered", "Declined"]
        assert len(notices_of(database, "approval_answered")) == 1

    @pytest.mark.parametrize("telegram_id", [BOB, CAT, 999])
    def test_only_managers_and_administrators_answer(self, invited, telegram_id):
        number = self.ask(invited)
        assert invited.decline_approval(number, telegram_id, NOW) == Forbidden()

    def test_a_manager_of_another_shop_does_not(self, invited, database):
        number = self.ask(invited)
        open_shop(database, "T")
        join(database, 205, Role.ADMINISTRATOR, "T")
        assert invited.decline_approval(number, 205, NOW) == Forbidden()

    def test_a_request_that_never_was_cannot_be_answered(self, invited):
        assert invited.decline_approval(999, ANN, NOW) == Forbidden()
        assert invited.approval(999) is None

    def test_a_withdrawn_invitation_closes_the_request(self, invited, database):
        number = self.ask(invited)
        tell_ledger(database, "eligibility.changed", "S", NOW + 1, eligible=False)
        assert invited.approval(number).state == "withdrawn"
        assert invited.open_approval("S") is None
        assert invited.decline_approval(number, ANN, NOW + 2) == AlreadyAnswered(RequestState.WITHDRAWN, None, NOW + 2)
        assert notices_of(database, "approval_answered") == []

    def test_a_new_invitation_wants_a_new_request(self, invited, database):
        number = self.ask(invited)
        tell_ledger(database, "eligibility.changed", "S", NOW + 1, eligible=False)
        tell_ledger(database, "eligibility.changed", "S", NOW + 2, eligible=True)
        assert invited.decline_approval(number, ANN, NOW + 3).answer == "withdrawn"
        assert self.ask(invited, now=NOW + 4) != number

    def test_asking_notices_that_the_old_request_is_closed(self, invited, database):
        number = self.ask(invited)
        tell_ledger(database, "eligibility.changed", "S", NOW + 1, eligible=False)
        assert invited.ask_approval("S", CAT, NOW + 2) == NoInvitation()
        tell_ledger(database, "eligibility.changed", "S", NOW + 3, eligible=True)
        assert self.ask(invited, CAT, NOW + 4) != number

    def test_a_decline_after_the_connection_is_told_of_it(self, invited, database):
        number = self.ask(invited)
        connect_premium(database, DAN)
        assert invited.decline_approval(number, ANN, NOW + 2) == AlreadyAnswered(RequestState.APPROVED, "Dan", NOW + 1)

    def test_a_connection_and_a_decline_at_once_leave_one_answer(self, invited, other_database, database):
        number = self.ask(invited)
        at_once(
            lambda: connect_premium(database, ANN),
            lambda: Team(other_database).decline_approval(number, DAN, NOW + 1),
        )
        assert invited.approval(number).state in ("approved", "declined")
        assert len(notices_of(database, "approval_answered")) == 1

    def test_the_request_of_who_was_removed_is_closed(self, invited, database):
        number = self.ask(invited)
        bob = next(m.member_id for m in invited.members("S") if m.telegram_id == BOB)
        invited.remove("S", bob, DAN, NOW + 1)
        assert invited.approval(number).state == "withdrawn"
        assert self.ask(invited, CAT) != number

    def test_requests_and_answers_are_noted(self, database):
        open_shop(database, "S", invited=True)
        team = Team(database)
        ann, bob = join(database, ANN, Role.MANAGER), join(database, BOB, Role.EMPLOYEE)
        asked = team.ask_approval("S", BOB, NOW)
        assert isinstance(asked, Asked)
        number = asked.approval_id
        team.decline_approval(number, ANN, NOW)
        assert audited(database)[-2:] == [
            ("S", f"member:{bob}", "approval_asked", {"approval": number}),
            ("S", f"member:{ann}", "approval_answered", {"approval": number, "approved": False}),
        ]
