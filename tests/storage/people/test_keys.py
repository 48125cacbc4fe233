"""Keys of reported shops and the schedule of reading with them, on both databases (RULES 16)."""

from __future__ import annotations

import pytest

from core.values import HOUR, Role
from storage.people.keys import LEASE, KeyRefused, ShopKey, ShopKeys
from storage.people.team import Forbidden, Team
from storage.rows.database import Database
from tests.storage.shops import NOW, at_once, audited, join, open_shop, tell_ledger

ANN, BOB = 101, 102
SEALED = b"\x01sealed"


@pytest.fixture
def keys(database: Database) -> ShopKeys:
    for seller in ("R", "Q"):
        tell_ledger(database, "seller.registered", seller, name=f"Shop {seller}", books="reported")
        join(database, ANN, Role.ADMINISTRATOR, seller)
    join(database, BOB, Role.MANAGER, "R")
    return ShopKeys(database)


def given(keys: ShopKeys, seller: str = "R", client_id: str = "12345") -> ShopKey:
    assert keys.give(seller, client_id, SEALED, ANN, NOW, watcher=ANN) is False
    found = keys.of(seller)
    assert found is not None
    return found


def taken(keys: ShopKeys, now: int = NOW) -> ShopKey:
    found = keys.take(now)
    assert found is not None
    return found


class TestTheKey:
    def test_is_given_by_an_administrator_alone(self, keys: ShopKeys) -> None:
        assert keys.give("R", "12345", SEALED, BOB, NOW) == Forbidden()
        assert keys.of("R") is None

    def test_of_a_kept_shop_is_refused(self, keys: ShopKeys, database: Database) -> None:
        open_shop(database, "S")
        join(database, ANN, Role.ADMINISTRATOR, "S")
        assert keys.give("S", "12345", SEALED, ANN, NOW) == KeyRefused("wrong_books")

    def test_of_an_account_that_another_shop_has_is_refused(self, keys: ShopKeys) -> None:
        given(keys)
        assert keys.give("Q", "12345", SEALED, ANN, NOW) == KeyRefused("taken")

    def test_of_the_same_account_goes_on_where_reading_was(self, keys: ShopKeys) -> None:
        given(keys)
        keys.learned(taken(keys), NOW, cursor="2026-05-01/2026-06-05")
        assert keys.give("R", "12345", b"new", ANN, NOW) is True
        found = keys.of("R")
        assert found is not None and (found.sealed, found.cursor) == (b"new", "2026-05-01/2026-06-05")

    def test_of_another_account_begins_anew(self, keys: ShopKeys) -> None:
        given(keys)
        keys.learned(taken(keys), NOW, cursor="2026-05-01/2026-06-05")
        keys.give("R", "777", b"new", ANN, NOW)
        found = keys.of("R")
        assert found is not None and found.cursor is None

    def test_is_removed_by_an_administrator_alone(self, keys: ShopKeys) -> None:
        given(keys)
        assert (keys.remove("R", BOB, NOW), keys.remove("R", ANN, NOW), keys.remove("R", ANN, NOW)) == (
            Forbidden(), True, False,
        )  # fmt: skip

    def test_is_noted_without_itself(self, keys: ShopKeys, database: Database) -> None:
        given(keys)
        keys.give("R", "12345", SEALED, ANN, NOW)
        keys.remove("R", ANN, NOW)
        noted = [(action, detail) for _, _, action, detail in audited(database) if action.startswith("key")]
        assert noted == [("key_given", {}), ("key_replaced", {}), ("key_removed", {})]

    def test_is_sealed_anew_unless_it_was_replaced_meanwhile(self, keys: ShopKeys) -> None:
        old = given(keys)
        keys.give("R", "12345", b"another", ANN, NOW)
        assert keys.reseal(old, b"late") is False
        assert keys.of("R").sealed == b"another"  # type: ignore[union-attr]


class TestReading:
    def test_begins_at_once_and_is_one_process_s(self, keys: ShopKeys) -> None:
        given(keys)
        assert [None if found is None else found.seller for found in (keys.take(NOW), keys.take(NOW))] == ["R", None]

    def test_of_several_processes_one_is_given_the_shop(self, keys: ShopKeys) -> None:
        given(keys)
        answers = at_once(*[lambda: keys.take(NOW)] * 4)
        assert sum(answer is not None for answer in answers) == 1

    def test_is_another_s_when_a_process_was_silent_too_long(self, keys: ShopKeys) -> None:
        given(keys)
        first = taken(keys)
        second = taken(keys, NOW + LEASE)
        assert keys.learned(first, NOW + LEASE, cursor="x") is None
        assert keys.learned(second, NOW + LEASE, cursor="y") is not None

    def test_holds_the_shop_as_long_as_it_goes_on(self, keys: ShopKeys) -> None:
        given(keys)
        keys.learned(taken(keys), NOW + LEASE - 1, cursor="x")
        assert keys.take(NOW + LEASE) is None

    def test_notes_nothing_when_the_key_was_replaced_meanwhile(self, keys: ShopKeys) -> None:
        given(keys)
        held = taken(keys)
        keys.give("R", "12345", b"new", ANN, NOW)
        assert keys.finished(held, NOW, NOW + HOUR, ()) is False
        assert keys.of("R").read_at is None  # type: ignore[union-attr]

    def test_that_is_done_comes_again_when_it_was_said(self, keys: ShopKeys) -> None:
        given(keys)
        assert keys.finished(taken(keys), NOW, NOW + HOUR, ("container_fees",))
        assert keys.next_at() == NOW + HOUR
        assert keys.take(NOW + HOUR - 1) is None
        found = taken(keys, NOW + HOUR)
        assert (found.read_at, found.unread, found.watcher) == (NOW, ("container_fees",), None)

    def test_that_failed_is_said_and_leaves_the_next_shop_its_turn(self, keys: ShopKeys) -> None:
        given(keys)
        given(keys, "Q", "777")
        first = taken(keys)
        keys.failed(first, NOW, NOW + HOUR, "refused")
        assert taken(keys).seller != first.seller
        found = keys.of(first.seller)
        assert found is not None and (found.failures, found.failure, found.failed_at) == (1, "refused", NOW)

    def test_after_the_clock_was_set_back_no_lease_lasts_longer_than_one(self, keys: ShopKeys) -> None:
        given(keys)
        taken(keys, NOW + 48 * HOUR)
        assert keys.take(NOW) is not None

    def test_of_a_shop_by_name_waits_for_no_schedule(self, keys: ShopKeys) -> None:
        given(keys)
        keys.finished(taken(keys), NOW, NOW + HOUR, ())
        assert keys.take(NOW, "R") is not None
        assert keys.take(NOW, "R") is None


class TestBeingFirst:
    def test_in_a_shop_where_nobody_ever_was_makes_an_administrator(self, database: Database) -> None:
        open_shop(database, "N")
        joined = Team(database).be_first("N", ANN, "Ann", NOW)
        assert joined is not None and (joined.role, joined.already) == (Role.ADMINISTRATOR, False)

    def test_twice_is_once(self, database: Database) -> None:
        open_shop(database, "N")
        team = Team(database)
        team.be_first("N", ANN, "Ann", NOW)
        again = team.be_first("N", ANN, "Ann", NOW)
        assert again is not None and again.already

    def test_is_no_way_into_a_shop_of_others(self, database: Database) -> None:
        open_shop(database, "N")
        team = Team(database)
        team.be_first("N", ANN, "Ann", NOW)
        assert (team.be_first("N", BOB, "Bob", NOW), team.be_first("nowhere", BOB, "Bob", NOW)) == (None, None)


def test_a_forgotten_person_is_told_of_no_reading(keys: ShopKeys, database: Database) -> None:
    keys.give("R", "12345", SEALED, ANN, NOW, watcher=BOB)
    Team(database).forget_person(BOB, NOW)
    assert keys.of("R").watcher is None  # type: ignore[union-attr]
