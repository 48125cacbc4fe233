"""Who did what in a team: what is noted and how it is read, on SQLite and on PostgreSQL (RULES 15.19)."""

import json

import pytest

from core.values import Role
from storage.people.team import Doer, Note, Team
from storage.rows.database import Database
from tests.storage.shops import NOW, audited, connect, join, open_shop

ANN, BOB = 101, 102


@pytest.fixture
def team(database: Database) -> Team:
    open_shop(database, "S")
    return Team(database)


class TestWhatIsNoted:
    def test_links_joins_roles_seats_and_removals_are_noted_without_names(self, team, database):
        ann = join(database, ANN, Role.ADMINISTRATOR, name="Ann")
        bob = join(database, BOB, Role.EMPLOYEE, name="Bob")
        connect(database)
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


class TestReading:
    def test_notes_come_newest_first_with_the_names_of_today(self, team, database):
        ann = join(database, ANN, Role.ADMINISTRATOR, name="Ann")
        bob = join(database, BOB, Role.EMPLOYEE, name="Bob")
        team.change_role("S", bob, Role.FINANCE, ANN, NOW + 1)
        newest, joined, invited = team.notes("S", 3)
        assert (newest.at, newest.by, newest.action, newest.about, newest.detail) == (
            NOW + 1,
            Doer("member", ann, "Ann"),
            "role_changed",
            Doer("member", bob, "Bob"),
            {"before": "employee", "after": "finance"},
        )
        assert (joined.action, joined.by, joined.about) == ("joined", *2 * (Doer("member", bob, "Bob"),))
        assert (invited.action, invited.by, invited.about) == ("link_created", Doer("operator"), None)

    def test_pages_follow_one_another_without_a_gap(self, team, database):
        for number in range(5):
            team.create_link("S", Role.EMPLOYEE, "operator", NOW + number)
        found: list[Note] = []
        while page := team.notes("S", 2, before=found[-1].id if found else None):
            found += page
        assert [each.at for each in found] == [NOW + number for number in (4, 3, 2, 1, 0)]

    def test_who_was_removed_still_has_a_name(self, team, database):
        bob = join(database, BOB, Role.EMPLOYEE, name="Bob")
        team.remove("S", bob, "operator", NOW)
        assert team.notes("S", 1)[0].about == Doer("member", bob, "Bob")

    def test_who_had_their_data_deleted_is_a_number(self, team, database):
        bob = join(database, BOB, Role.EMPLOYEE, name="Bob")
        team.forget_person(BOB, NOW)
        (note,) = team.notes("S", 1)
        assert (note.action, note.by, note.about) == ("data_deleted", *2 * (Doer("member", bob),))

    @pytest.mark.parametrize(
        ("actor", "doer"),
        [("manager#7", Doer("manager", 7)), ("manager", Doer("manager")), ("operator#7", Doer("operator"))],
    )
    def test_who_acted_by_a_command_or_from_outside_is_named_by_role_or_word(self, team, database, actor, doer):
        with database.write() as transaction:
            transaction.run(
                "INSERT INTO audit (at, seller, actor, action, detail) VALUES (?, ?, ?, ?, ?)",
                (NOW, "S", actor, "approval_answered", json.dumps({"approval": 1, "approved": True})),
            )
        assert team.notes("S", 1)[0].by == doer

    def test_other_notes_and_other_shops_are_left_out(self, team, database):
        open_shop(database, "T")
        team.create_link("T", Role.EMPLOYEE, "operator", NOW)
        with database.write() as transaction:
            transaction.run(
                "INSERT INTO audit (at, seller, actor, action, detail) VALUES (?, ?, ?, ?, ?)",
                (NOW, "S", "operator", "granted", "{}"),
            )
        assert team.notes("S", 9) == []
