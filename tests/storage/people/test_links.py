"""One-time links, on SQLite and on PostgreSQL (RULES 1)."""

import pytest

from core.values import HOUR, Role
from storage.people.links import MOST_SHOWN
from storage.people.team import Forbidden, Joined, LinkRefused, OpenLink, Team
from storage.rows.database import Database
from storage.rows.errors import StorageError
from tests.storage.shops import DAY, NOW, at_once, join, open_shop

ANN, BOB = 101, 102
BIG = 7_000_000_001  # Telegram's ids have outgrown 32 bits


@pytest.fixture
def team(database: Database) -> Team:
    open_shop(database, "S")
    return Team(database)


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

    def test_links_that_others_have_seen_open_nothing(self, team, database):
        open_shop(database, "A")
        seen = [team.create_link(each, Role.MANAGER, "operator", NOW) for each in ("S", "A", "S")]
        kept = team.create_link("S", Role.MANAGER, "operator", NOW)
        assert team.revoke_seen(["no-such-token", *seen], NOW) == 3
        assert [team.join(each, ANN, "Ann", NOW) for each in seen] == [LinkRefused("revoked")] * 3
        assert isinstance(team.join(kept, ANN, "Ann", NOW), Joined)

    def test_of_links_that_open_nothing_nothing_is_revoked(self, team):
        used, over = (team.create_link("S", Role.MANAGER, "operator", NOW, hours=1) for _ in range(2))
        team.join(used, ANN, "Ann", NOW)
        assert team.revoke_seen([used, over], NOW + HOUR) == 0
        assert team.join(over, BOB, "Bob", NOW + HOUR) == LinkRefused("expired")

    def test_a_member_who_taps_a_link_keeps_the_role_and_leaves_the_link(self, team, database):
        join(database, ANN, Role.ADMINISTRATOR)
        token = team.create_link("S", Role.EMPLOYEE, ANN, NOW)
        assert team.join(token, ANN, "Ann", NOW) == Joined("S", "Shop S", Role.ADMINISTRATOR, already=True)
        assert team.join(token, BOB, "Bob", NOW) == Joined("S", "Shop S", Role.EMPLOYEE, already=False, invited_by=ANN)

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


class TestListing:
    def test_open_links_are_listed_newest_first_with_role_end_and_maker(self, team, database):
        join(database, ANN, Role.ADMINISTRATOR, name="Ann")
        team.create_link("S", Role.EMPLOYEE, ANN, NOW)
        team.create_link("S", Role.FINANCE, "operator", NOW + 1, hours=2)
        found = team.open_links("S", NOW + 2)
        assert [(each.role, each.expires_at, each.by) for each in found] == [
            (Role.FINANCE, NOW + 1 + 2 * HOUR, None),
            (Role.EMPLOYEE, NOW + DAY, "Ann"),
        ]

    def test_used_revoked_and_expired_ones_are_not(self, team, database):
        used, revoked, _ = (team.create_link("S", Role.EMPLOYEE, "operator", NOW, hours=h) for h in (24, 24, 1))
        team.join(used, BOB, "Bob", NOW)
        team.revoke_link(revoked, "operator", NOW)
        assert team.open_links("S", NOW + HOUR) == []

    def test_another_shop_sees_none_of_them(self, team, database):
        open_shop(database, "T")
        team.create_link("S", Role.EMPLOYEE, "operator", NOW)
        assert team.open_links("T", NOW) == []

    def test_of_many_the_newest_are_listed(self, team):
        for number in range(MOST_SHOWN + 1):
            team.create_link("S", Role.EMPLOYEE, "operator", NOW + number)
        assert len(team.open_links("S", NOW)) == MOST_SHOWN
        assert min(each.expires_at for each in team.open_links("S", NOW)) == NOW + 1 + DAY

    def test_a_listed_link_can_be_revoked(self, team, database):
        join(database, ANN, Role.ADMINISTRATOR)
        token = team.create_link("S", Role.EMPLOYEE, "operator", NOW)
        (listed,) = team.open_links("S", NOW)
        assert team.revoke_open_link("S", listed.tag, ANN, NOW)
        assert team.join(token, BOB, "Bob", NOW) == LinkRefused("revoked")

    def test_a_second_revoking_finds_nothing(self, team):
        team.create_link("S", Role.EMPLOYEE, "operator", NOW)
        (listed,) = team.open_links("S", NOW)
        team.revoke_open_link("S", listed.tag, "operator", NOW)
        assert not team.revoke_open_link("S", listed.tag, "operator", NOW)
        assert not team.revoke_open_link("S", "0" * 16, "operator", NOW)

    @pytest.mark.parametrize("role", [Role.MANAGER, Role.FINANCE, Role.EMPLOYEE])
    def test_only_an_administrator_revokes(self, team, database, role):
        join(database, ANN, role)
        token = team.create_link("S", Role.EMPLOYEE, "operator", NOW)
        (listed,) = team.open_links("S", NOW)
        assert not team.revoke_open_link("S", listed.tag, ANN, NOW)
        assert isinstance(team.join(token, BOB, "Bob", NOW), Joined)

    def test_a_link_is_not_revoked_from_another_shop(self, team, database):
        open_shop(database, "T")
        join(database, ANN, Role.ADMINISTRATOR, "T")
        team.create_link("S", Role.EMPLOYEE, "operator", NOW)
        listed: OpenLink = team.open_links("S", NOW)[0]
        assert not team.revoke_open_link("T", listed.tag, ANN, NOW)
