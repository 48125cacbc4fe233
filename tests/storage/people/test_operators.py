"""Who is an operator, what they find, and that nothing is done without a record (RULES 1, 4.15, 10.2)."""

import pytest

from core.values import Plan, parse_instant
from storage.people.operators import Operators
from storage.rows.database import Database
from tests.storage.shops import DAY, NOW, audited, open_shop, tell_ledger

OLGA, ANN = 106, 101


@pytest.fixture
def operators(database: Database) -> Operators:
    return Operators(database)


class TestTheRight:
    def test_nobody_has_it_at_first(self, operators):
        assert operators.operator(OLGA) is None
        assert operators.everyone() == []

    def test_who_got_it_has_it(self, operators):
        assert operators.grant(OLGA, "cli", NOW)
        found = operators.operator(OLGA)
        assert (found.telegram_id, found.granted_at, found.granted_by) == (OLGA, NOW, "cli")
        assert operators.everyone() == [found]

    def test_a_second_grant_changes_nothing(self, operators):
        operators.grant(OLGA, "cli", NOW)
        assert not operators.grant(OLGA, "else", NOW + 1)
        assert operators.operator(OLGA).granted_by == "cli"

    def test_who_lost_it_has_it_no_more(self, operators):
        operators.grant(OLGA, "cli", NOW)
        assert operators.revoke(OLGA, "cli", NOW + 1)
        assert operators.operator(OLGA) is None
        assert operators.everyone() == []

    def test_what_nobody_has_cannot_be_taken(self, operators):
        assert not operators.revoke(OLGA, "cli", NOW)
        operators.grant(OLGA, "cli", NOW)
        operators.revoke(OLGA, "cli", NOW)
        assert not operators.revoke(OLGA, "cli", NOW)

    def test_who_gets_it_again_keeps_the_number(self, operators):
        operators.grant(OLGA, "cli", NOW)
        before = operators.operator(OLGA)
        operators.revoke(OLGA, "cli", NOW)
        assert operators.grant(OLGA, "cli", NOW + 1)
        assert operators.operator(OLGA).actor == before.actor

    def test_giving_and_taking_are_noted_without_personal_data(self, operators, database):
        operators.grant(OLGA, "cli", NOW)
        number = operators.operator(OLGA).number
        operators.revoke(OLGA, "cli", NOW)
        assert audited(database) == [
            (None, "cli", "operator_granted", {"operator": number}),
            (None, "cli", "operator_revoked", {"operator": number}),
        ]


class TestTheRecord:
    def test_it_names_who_why_and_about_whom(self, operators, database):
        open_shop(database, "S")
        operators.grant(OLGA, "cli", NOW)
        came = operators.note(OLGA, "bonus_granted", NOW, seller="S", reason="Письмо № 7", amount="5.00")
        assert came == operators.operator(OLGA)
        detail = {"reason": "Письмо № 7", "amount": "5.00"}
        assert audited(database)[-1] == ("S", came.actor, "bonus_granted", detail)

    def test_who_is_no_operator_leaves_none_and_is_told_so(self, operators, database):
        assert operators.note(ANN, "bonus_granted", NOW, seller="S", reason="x") is None
        assert audited(database) == []

    def test_who_lost_the_right_leaves_none(self, operators, database):
        operators.grant(OLGA, "cli", NOW)
        operators.revoke(OLGA, "cli", NOW)
        before = audited(database)
        assert operators.note(OLGA, "bonus_granted", NOW, seller="S", reason="x") is None
        assert audited(database) == before


class TestTheSearch:
    @pytest.fixture
    def stocked(self, operators, database):
        for seller, name in (("S1", "Чайная лавка"), ("S2", "ЧАЙ & Кофе"), ("S3", "Coffee"), ("чай", "Tea")):
            tell_ledger(database, "seller.registered", seller, name=name)
        return operators

    @pytest.mark.parametrize("text", ["чай", "ЧАЙН", "лавка"])
    def test_part_of_a_name_finds_whatever_the_case(self, operators, database, text):
        tell_ledger(database, "seller.registered", "S1", name="Чайная Лавка")
        assert [each.seller for each in operators.find(text)[0]] == ["S1"]

    def test_part_of_an_id_finds_too(self, stocked):
        assert [each.seller for each in stocked.find("s")[0]] == ["S1", "S2", "S3"]

    def test_this_very_id_comes_alone(self, stocked):
        assert [each.seller for each in stocked.find("чай")[0]] == ["чай"]

    def test_signs_of_patterns_are_letters(self, stocked):
        assert stocked.find("%") == ([], False)
        assert stocked.find("_") == ([], False)

    def test_more_than_the_limit_is_said(self, stocked):
        found, more = stocked.find("s", limit=2)
        assert ([each.seller for each in found], more) == (["S1", "S2"], True)

    def test_it_says_plan_and_review(self, stocked, database):
        tell_ledger(database, "command.connect", "S3", plan="lite", by="manager")
        with database.write() as transaction:
            transaction.run("UPDATE seller SET parked = ? WHERE id = 'S3'", (True,))
        ((found,), _) = stocked.find("Coffee")
        assert (found.plan, found.parked) == (Plan.LITE, True)


class TestWhatAProlongationWouldTouch:
    @pytest.fixture
    def granted(self, operators, database):
        for seller, amount in (("S", "100.00"), ("T", "50.00")):
            open_shop(database, seller)
            tell_ledger(database, "bonus.granted", seller, grant="g", programme="bonus", amount=amount, reason="x")
        return operators

    LATER = parse_instant("2028-01-01T00:00:00Z")

    def test_everybodys_points_that_would_live_longer(self, granted):
        assert granted.prolongable("bonus", self.LATER, NOW) == (2, 15_000)

    def test_of_one_seller(self, granted):
        assert granted.prolongable("bonus", self.LATER, NOW, "T") == (1, 5_000)

    def test_nothing_that_lives_longer_already_or_is_of_another_programme(self, granted):
        assert granted.prolongable("bonus", NOW + DAY, NOW) == (0, 0)
        assert granted.prolongable("discount", self.LATER, NOW) == (0, 0)

    def test_nothing_that_has_expired(self, granted):
        assert granted.prolongable("bonus", self.LATER + DAY, self.LATER) == (0, 0)

    def test_not_of_a_seller_under_review(self, granted, database):
        with database.write() as transaction:
            transaction.run("UPDATE seller SET parked = ? WHERE id = 'S'", (True,))
        assert granted.prolongable("bonus", self.LATER, NOW) == (1, 5_000)
