"""A person's own choices, on SQLite and on PostgreSQL (RULES 12)."""

import pytest

from core.notices.joining import Cadence
from core.values import Role
from storage.people.team import Person, Team
from storage.rows.database import Database
from tests.storage.shops import NOW, join, open_shop

ANN = 101


@pytest.fixture
def team(database: Database) -> Team:
    open_shop(database, "S")
    return Team(database)


class TestHowAPersonLikesToBeTold:
    def test_a_stranger_has_the_defaults(self, team):
        assert team.person(ANN) == Person()

    def test_a_new_member_has_the_defaults_too(self, team, database):
        join(database, ANN, Role.MANAGER)
        team.set_plain(ANN, True)
        found = team.person(ANN)
        assert found == Person()
        assert (found.quiet_from, found.quiet_to, found.digests) == (22, 9, Cadence.WEEKLY)  # RULES 12.1

    def test_how_often_sums_come_can_be_chosen(self, team):
        for cadence in Cadence:
            team.set_digests(ANN, cadence)
            assert team.person(ANN).digests is cadence

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
        assert team.mute_all(ANN, ["badge_shown"])
        assert team.mute_all(ANN, ["badge_shown"])
        assert team.person(ANN).muted == {"badge_shown"}
        team.unmute_all(ANN, ["badge_shown"])
        assert team.person(ANN).muted == frozenset()

    def test_several_kinds_are_switched_together(self, team):
        assert team.mute_all(ANN, ["badge_shown", "badge_hidden"])
        assert team.person(ANN).muted == {"badge_shown", "badge_hidden"}
        team.unmute_all(ANN, ["badge_shown", "badge_hidden", *frozenset()])
        assert team.person(ANN).muted == frozenset()

    def test_one_that_cannot_be_switched_off_keeps_the_others_on(self, team):
        assert not team.mute_all(ANN, ["badge_shown", "subscription_ended"])
        assert team.person(ANN).muted == frozenset()

    @pytest.mark.parametrize("kind", ["renewal_failed", "no_such_kind"])
    def test_some_cannot(self, team, kind):
        assert not team.mute_all(ANN, [kind])

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
