"""Members, roles, seats, leaving and being forgotten, on SQLite and on PostgreSQL (RULES 6.3, 15.19)."""

from contextlib import contextmanager

import pytest
from sqlmodel import SQLModel

from core.events import Connect
from core.policy import default_policy
from core.values import Plan, Role
from storage.ledger.ledger import Ledger
from storage.people import team as team_module
from storage.people.team import Forbidden, Forgotten, LinkRefused, Person, Team, TeamRefused
from storage.post.outbox import Outbox
from storage.rows.database import Database
from storage.rows.errors import Conflict, Moved, StorageError
from tests.storage.shops import DAY, NOW, at_once, audited, connect, join, open_shop, tell_ledger

ANN, BOB, CAT, DAN = 101, 102, 103, 104


@pytest.fixture
def team(database: Database) -> Team:
    open_shop(database, "S")
    return Team(database)


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

    def test_another_name_is_that_person_s_in_every_shop_and_nobody_else_s(self, team, database):
        open_shop(database, "A")
        join(database, ANN, Role.MANAGER, "A")
        join(database, ANN, Role.EMPLOYEE, "S")
        join(database, BOB, Role.EMPLOYEE, "S")
        team.rename(ANN, "@ann")
        assert [m.name for m in team.memberships(ANN)] == ["@ann", "@ann"]
        assert team.memberships(BOB)[0].name != "@ann"

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

    def test_who_has_another_role_than_was_decided_on_stays(self, team, database):
        bob = join(database, BOB, Role.MANAGER)
        with pytest.raises(Moved):
            team.remove("S", bob, "operator", NOW, role=Role.EMPLOYEE)
        assert team.remove("S", bob, "operator", NOW, role=Role.MANAGER).member_id == bob

    def test_the_seat_is_free_again(self, team, database):
        bob = join(database, BOB, Role.EMPLOYEE)
        connect(database)
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

    def test_going_oneself_is_noted_as_leaving(self, team, database):
        bob = join(database, BOB, Role.EMPLOYEE)
        team.remove("S", bob, BOB, NOW)
        assert audited(database)[-1] == ("S", f"member:{bob}", "left", {"member": bob, "role": "employee"})


def waiting(database, telegram_id):
    """Sellers and states of what is to be told to a person."""
    with database.read() as transaction:
        return transaction.rows(
            "SELECT n.seller, d.state FROM delivery d JOIN notice n ON n.id = d.notice "
            "WHERE d.telegram_id = ? ORDER BY n.seller",
            (telegram_id,),
        )


def tell_everybody(database, *sellers):
    """An invitation for each shop, on its way to all members."""
    for seller in sellers:
        tell_ledger(database, "eligibility.changed", seller, eligible=True)
    Outbox(database, default_policy()).fan_out(NOW)


class TestLeaving:
    def test_a_member_leaves(self, team, database):
        bob = join(database, BOB, Role.EMPLOYEE)
        assert team.leave("S", BOB, NOW).member_id == bob
        assert team.members("S") == []
        assert audited(database)[-1] == ("S", f"member:{bob}", "left", {"member": bob, "role": "employee"})

    def test_who_is_not_in_the_shop_leaves_nothing(self, team):
        assert team.leave("S", BOB, NOW) == TeamRefused("unknown_member")

    def test_the_last_administrator_stays(self, team, database):
        join(database, ANN, Role.ADMINISTRATOR)
        assert team.leave("S", ANN, NOW) == TeamRefused("last_administrator")
        assert len(team.members("S")) == 1

    def test_two_administrators_leaving_at_once_leave_one(self, team, database, other_database):
        join(database, ANN, Role.ADMINISTRATOR)
        join(database, BOB, Role.ADMINISTRATOR)
        at_once(lambda: team.leave("S", ANN, NOW), lambda: Team(other_database).leave("S", BOB, NOW))
        assert len(team.members("S")) == 1

    def test_what_was_to_be_told_in_that_shop_is_withdrawn(self, team, database):
        open_shop(database, "T")
        for seller in "ST":
            join(database, BOB, Role.EMPLOYEE, seller)
        tell_everybody(database, "S", "T")
        team.leave("S", BOB, NOW)
        assert waiting(database, BOB) == [("S", "dropped"), ("T", "waiting")]

    def test_the_other_shops_and_choices_stay(self, team, database):
        open_shop(database, "T")
        for seller in "ST":
            join(database, BOB, Role.EMPLOYEE, seller)
        team.set_locale(BOB, "hy")
        team.leave("S", BOB, NOW)
        assert [each.seller for each in team.memberships(BOB)] == ["T"]
        assert team.person(BOB).locale == "hy"


def rows_with(database, telegram_id, name):
    """Every table that holds this Telegram id or this name somewhere."""
    found = set()
    with database.read() as transaction:
        for table in SQLModel.metadata.sorted_tables:
            columns = ", ".join(column.name for column in table.columns)
            rows = transaction.rows(f"SELECT {columns} FROM {table.name}")
            text = [str(value) for row in rows for value in row]
            if any(str(telegram_id) == value or name in value for value in text):
                found.add(table.name)
    return found


class TestForgetting:
    MANY_DIGITS = 7_123_456_789

    @pytest.fixture
    def bob(self, team, database):
        """An employee with choices, a request, a used link and notices sent and waiting; the member's number."""
        open_shop(database, "S", invited=True)
        join(database, ANN, Role.ADMINISTRATOR, name="Ann")
        number = join(database, self.MANY_DIGITS, Role.EMPLOYEE, name="Bartholomew")
        team.set_quiet_hours(self.MANY_DIGITS, 22, 8)
        team.mute_all(self.MANY_DIGITS, ["badge_shown"])
        team.ask_approval("S", self.MANY_DIGITS, NOW)
        Outbox(database, default_policy()).fan_out(NOW)
        return number

    def test_nothing_of_the_person_is_left_in_any_table(self, bob, team, database):
        assert rows_with(database, self.MANY_DIGITS, "Bartholomew") >= {
            "member", "person", "mute", "approval", "link_token", "delivery",
        }  # fmt: skip
        (left,) = team.forget_person(self.MANY_DIGITS, NOW).left
        assert left.member_id == bob
        assert rows_with(database, self.MANY_DIGITS, "Bartholomew") == set()

    def test_a_shop_that_was_not_spoken_of_is_not_left(self, bob, team, database):
        open_shop(database, "A")
        join(database, self.MANY_DIGITS, Role.EMPLOYEE, "A")
        with pytest.raises(Moved):
            team.forget_person(self.MANY_DIGITS, NOW, shops=["S"])
        assert len(team.memberships(self.MANY_DIGITS)) == 2

    def test_history_goes_on_naming_a_number(self, bob, team, database):
        team.forget_person(self.MANY_DIGITS, NOW)
        assert audited(database)[-1] == ("S", f"member:{bob}", "data_deleted", {"member": bob, "role": "employee"})

    def test_the_open_request_is_closed_and_names_nobody(self, bob, team, database):
        request = team.open_approval("S")
        team.forget_person(self.MANY_DIGITS, NOW)
        assert team.open_approval("S") is None
        assert (team.approval(request.id).state, team.approval(request.id).asker_name) == ("withdrawn", None)

    def test_an_answer_of_theirs_names_nobody(self, bob, team, database):
        join(database, CAT, Role.MANAGER, name="Cat")
        request = team.open_approval("S")
        team.decline_approval(request.id, CAT, NOW)
        team.forget_person(CAT, NOW)
        found = team.approval(request.id)
        assert (found.state, found.asker_name, found.answered_by_name) == ("declined", "Bartholomew", None)

    def test_a_connection_of_theirs_answers_a_request_without_a_name(self, bob, team, database):
        cat = join(database, CAT, Role.MANAGER, name="Cat")
        request = team.open_approval("S")
        connecting = Connect(id="connect", at=NOW, seller="S", by=Role.MANAGER, plan=Plan.PREMIUM)
        Ledger(database, default_policy()).take_one(connecting, NOW, "chat", actor=f"manager#{cat}")
        team.forget_person(CAT, NOW)
        assert (team.approval(request.id).state, team.approval(request.id).answered_by_name) == ("approved", None)

    def test_what_is_sent_meanwhile_settles_nothing(self, bob, team, database):
        outbox = Outbox(database, default_policy())
        mine = [each for each in outbox.claim(NOW, 10, 60) if each.telegram_id == self.MANY_DIGITS]
        team.forget_person(self.MANY_DIGITS, NOW)
        outbox.sent(mine[0].deliveries, 5, NOW)
        assert waiting(database, self.MANY_DIGITS) == []

    def test_what_was_sent_goes_in_pieces_and_what_comes_meanwhile_goes_too(self, bob, team, database, monkeypatch):
        outbox = Outbox(database, default_policy())
        monkeypatch.setattr(team_module, "LOOKED_AT", 1)
        pieces = []
        write = database.write

        @contextmanager
        def counted():
            with write() as transaction:
                yield transaction
            pieces.append(transaction)
            if len(pieces) == 2:  # somebody writes between two pieces
                tell_ledger(database, "eligibility.changed", "S", NOW, eligible=False)
                outbox.fan_out(NOW)

        with database.read() as transaction:
            ((before,),) = transaction.rows("SELECT COUNT(*) FROM delivery")
        monkeypatch.setattr(database, "write", counted)
        team.forget_person(self.MANY_DIGITS, NOW)
        assert len(pieces) > before > 1
        assert rows_with(database, self.MANY_DIGITS, "Bartholomew") == set()

    def test_a_last_administrator_loses_nothing_that_was_sent(self, bob, team, database):
        with database.read() as transaction:
            before = transaction.rows("SELECT * FROM delivery ORDER BY id")
        team.forget_person(ANN, NOW)
        with database.read() as transaction:
            assert transaction.rows("SELECT * FROM delivery ORDER BY id") == before

    def test_the_last_administrator_is_told_of_which_shops_and_keeps_everything(self, bob, team, database):
        open_shop(database, "T")
        join(database, ANN, Role.EMPLOYEE, "T", name="Ann")
        refused = team.forget_person(ANN, NOW)
        assert [each.seller for each in refused.of] == ["S"]
        assert list(refused.of) == team.sole_administrator_of(ANN)
        assert len(team.memberships(ANN)) == 2

    def test_who_comes_back_is_a_new_member(self, bob, team, database):
        team.forget_person(self.MANY_DIGITS, NOW)
        assert join(database, self.MANY_DIGITS, Role.FINANCE, now=NOW + DAY) != bob

    def test_a_stranger_has_nothing_to_delete(self, bob, team, database):
        assert team.forget_person(999, NOW) == Forgotten(())

    def test_the_choices_of_somebody_without_a_shop_are_deleted(self, bob, team, database):
        team.set_locale(CAT, "hy")
        team.forget_person(CAT, NOW)
        assert team.person(CAT) == Person()

    def test_two_at_once_in_the_same_shops_do_not_stop_each_other(self, bob, team, database, other_database):
        open_shop(database, "T")
        for who in (CAT, DAN):
            for seller in "TS" if who == CAT else "ST":
                join(database, who, Role.EMPLOYEE, seller)
        answers = at_once(lambda: team.forget_person(CAT, NOW), lambda: Team(other_database).forget_person(DAN, NOW))
        assert [len(each.left) for each in answers] == [2, 2]


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
        connect(database)
        team.assign_seat("S", bob, "operator", NOW, seats=2)
        assert not team.change_role("S", bob, Role.EMPLOYEE, "operator", NOW).seat
        assert team.seats("S") == []

    def test_the_same_role_again_changes_nothing(self, team, database):
        bob = join(database, BOB, Role.MANAGER)
        connect(database)
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
    @pytest.fixture(autouse=True)
    def connected(self, team, database):
        connect(database)

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

    def test_without_a_subscription_there_are_none_to_give(self, team, database):
        open_shop(database, "T")
        ann = join(database, ANN, Role.ADMINISTRATOR, "T")
        assert team.assign_seat("T", ann, ANN, NOW, seats=2) == TeamRefused("not_connected")
        assert team.seats("T") == []

    def test_a_seat_left_from_an_ended_subscription_can_be_freed_but_not_given_on(self, team, database):
        ann, bob = (join(database, each, Role.EMPLOYEE) for each in (ANN, BOB))
        team.assign_seat("S", ann, "operator", NOW, seats=2)
        tell_ledger(database, "command.cancel", "S", by="manager")
        Ledger(database, default_policy()).tick(NOW + 31 * DAY)
        assert team.assign_seat("S", bob, "operator", NOW + 31 * DAY, seats=2) == TeamRefused("not_connected")
        assert not team.free_seat("S", ann, "operator", NOW + 31 * DAY).seat


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
