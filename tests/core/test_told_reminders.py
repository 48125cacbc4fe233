"""Reminders of a reported shop: planned from what was told, judged at their moment, told once (RULES 16.6)."""

import itertools
from typing import Any

import pytest

from core.account import Notice
from core.due import run_due
from core.notices.told import Planned, planned
from core.refusals import Outcome
from core.values import BooksKind, parse_instant
from tests.core.shop import Shop

PREMIUM: dict[str, Any] = {"service": "other", "kind": "PremiumSubscription", "amount": "4990.00"}


class Told(Shop):
    """A reported shop since 1 January 2026, a Thursday, 00:00 in Moscow."""

    def __init__(self, policy: str = "") -> None:
        super().__init__(policy, wallet=None)
        self.account.books = BooksKind.REPORTED

    def hears(self, kind: str, /, at: str | None = None, **fields: Any) -> Outcome:
        return self.take(self.event(kind, at, **fields))

    def fee(self, day: str, at: str | None = None, **fields: Any) -> None:
        assert self.hears("fee.reported", at, **(PREMIUM | {"entry": day, "day": day} | fields)).is_done

    def balance(self, closing: str, day: str = "2026-02-27", at: str | None = None) -> None:
        assert self.hears("balance.reported", at, day=day, opening="0.00", closing=closing).is_done

    def until(self, at: str) -> None:
        run_due(self.account, self.policy, self.instant(at))

    def notices(self, kind: str) -> list[Notice]:
        return [each for each in self.account.journal.changes.notices if each.kind == kind]

    def said(self, kind: str) -> list[str]:
        """When it was told."""
        return [f"{self.policy.calendar.local(each.at):%Y-%m-%d %H:%M}" for each in self.notices(kind)]


@pytest.fixture
def shop() -> Told:
    return Told()


def usual(shop: Told) -> None:
    """A fee on each 5th, told on 20 February at noon."""
    shop.fee("2025-12-05", at="2026-02-20 12:00")
    shop.fee("2026-01-05")
    shop.fee("2026-02-05")


class TestFeeLikely:
    def test_it_is_told_3_days_before_the_usual_day_at_the_reminder_hour(self, shop: Told) -> None:
        usual(shop)
        shop.balance("100.00")
        shop.until("2026-03-20 00:00")

        assert shop.said("fee_likely") == ["2026-03-02 10:00"]

    def test_it_says_what_is_usual_and_how_often_it_was_so(self, shop: Told) -> None:
        usual(shop)
        shop.balance("100.00")
        shop.until("2026-03-03 00:00")

        (told,) = shop.notices("fee_likely")
        assert told.key == "fee_likely:S:2026-03-04T21:00:00Z:3"
        assert told.data == {
            "at": "2026-03-04T21:00:00Z", "day": "2026-03-05", "days": 3, "price": "4990.00", "wallet": "100.00",
            "missing": "4890.00", "balance_day": "2026-02-27", "usual_day": 5, "seen": 3, "times": 3,
        }  # fmt: skip

    def test_a_balance_that_covers_the_usual_fee_is_not_told_of(self, shop: Told) -> None:
        usual(shop)
        shop.balance("4990.00")
        shop.until("2026-03-20 00:00")

        assert shop.notices("fee_likely") == []

    def test_a_balance_that_was_not_told_is_not_taken_for_nothing(self, shop: Told) -> None:
        usual(shop)
        shop.until("2026-03-20 00:00")

        assert shop.notices("fee_likely") == []

    def test_the_last_balance_told_before_the_moment_counts(self, shop: Told) -> None:
        usual(shop)
        shop.balance("100.00")
        shop.balance("5000.00", day="2026-03-01", at="2026-03-02 09:00")
        shop.until("2026-03-20 00:00")

        assert shop.notices("fee_likely") == []

    def test_what_becomes_true_after_its_moment_is_not_caught_up(self, shop: Told) -> None:  # RULES 15.2
        usual(shop)
        shop.balance("5000.00")
        shop.balance("100.00", day="2026-03-02", at="2026-03-02 11:00")
        shop.until("2026-03-20 00:00")

        assert shop.notices("fee_likely") == []

    def test_a_new_fee_moves_it_to_the_next_month(self, shop: Told) -> None:
        usual(shop)
        shop.balance("100.00")
        shop.fee("2026-03-05", at="2026-03-06 12:00")
        shop.until("2026-04-20 00:00")

        assert shop.said("fee_likely") == ["2026-03-02 10:00", "2026-04-02 10:00"]

    def test_a_fee_that_was_corrected_to_nothing_leaves_nothing_to_expect(self, shop: Told) -> None:
        shop.fee("2026-01-05", at="2026-02-20 12:00")
        shop.fee("2026-02-05")
        shop.balance("100.00")
        shop.fee("2026-02-05", amount="0.00")
        shop.until("2026-03-20 00:00")

        assert shop.notices("fee_likely") == []

    def test_fees_of_other_kinds_make_nothing_likely(self, shop: Told) -> None:
        for day in ("2026-01-05", "2026-02-05"):
            shop.fee(day, kind="Logistic", at="2026-02-20 12:00")
        shop.balance("100.00")
        shop.until("2026-03-20 00:00")

        assert shop.notices("fee_likely") == []


class TestRatingLow:
    def test_it_is_told_on_monday_below_the_threshold_and_a_tenth(self, shop: Told) -> None:
        shop.rate("4.59", at="2026-01-07 12:00")
        shop.until("2026-01-13 00:00")

        assert shop.said("rating_low") == ["2026-01-12 10:00"]
        assert shop.notices("rating_low")[0].key == "rating_low:S:2026-01-12"
        data = {"rating": "4.59", "threshold": "4.5", "theirs": False, "below": False}
        assert shop.notices("rating_low")[0].data == data

    def test_a_threshold_that_the_marketplace_told_comes_before_the_policys(self, shop: Told) -> None:
        shop.account.reported.threshold = 4_700_000
        shop.rate("4.65", at="2026-01-07 12:00")
        shop.until("2026-01-13 00:00")

        data = {"rating": "4.65", "threshold": "4.7", "theirs": True, "below": True}
        assert [each.data for each in shop.notices("rating_low")] == [data]

    def test_a_rating_of_the_threshold_and_a_tenth_is_not_low(self, shop: Told) -> None:
        shop.rate("4.6", at="2026-01-07 12:00")
        shop.until("2026-02-01 00:00")

        assert shop.notices("rating_low") == []

    def test_it_is_told_once_a_week_while_it_is_so(self, shop: Told) -> None:
        shop.rate("4.4", at="2026-01-07 12:00")
        shop.rate("4.5", at="2026-01-14 12:00")
        shop.rate("4.8", at="2026-01-28 12:00")
        shop.until("2026-02-20 00:00")

        assert shop.said("rating_low") == ["2026-01-12 10:00", "2026-01-19 10:00", "2026-01-26 10:00"]

    def test_no_rating_is_no_low_one(self, shop: Told) -> None:
        shop.until("2026-02-01 00:00")

        assert shop.notices("rating_low") == []


class TestKeyExpiring:
    def test_it_is_told_14_3_and_1_days_before(self, shop: Told) -> None:
        shop.account.reported.key_expires_at = parse_instant("2026-02-20T15:00:00Z")
        shop.until("2026-03-01 00:00")

        assert shop.said("key_expiring") == ["2026-02-06 10:00", "2026-02-17 10:00", "2026-02-19 10:00"]
        assert shop.notices("key_expiring")[0].key == "key_expiring:S:2026-02-20T15:00:00Z:14"
        assert shop.notices("key_expiring")[0].data == {"at": "2026-02-20T15:00:00Z", "days": 14}

    def test_a_new_key_takes_the_place_of_the_old(self, shop: Told) -> None:
        shop.account.reported.key_expires_at = parse_instant("2026-02-20T15:00:00Z")
        shop.until("2026-02-10 00:00")
        shop.account.reported.key_expires_at = parse_instant("2026-08-20T15:00:00Z")
        shop.until("2026-03-01 00:00")

        assert shop.said("key_expiring") == ["2026-02-06 10:00"]

    def test_a_key_that_was_taken_away_is_not_told_of(self, shop: Told) -> None:
        shop.account.reported.key_expires_at = parse_instant("2026-02-20T15:00:00Z")
        shop.account.reported.key_expires_at = None
        shop.until("2026-03-01 00:00")

        assert shop.notices("key_expiring") == []


class TestReportSilent:
    def test_it_is_told_once_3_days_after_the_last_news(self, shop: Told) -> None:
        shop.balance("100.00", at="2026-01-10 23:00")
        shop.until("2026-03-01 00:00")

        assert shop.said("report_silent") == ["2026-01-04 10:00", "2026-01-13 10:00"]
        assert shop.notices("report_silent")[1].key == "report_silent:S:2026-01-10T20:00:00Z"
        assert shop.notices("report_silent")[1].data == {
            "since": "2026-01-10T20:00:00Z", "day": "2026-01-10", "days": 3, "never": False,
        }  # fmt: skip

    def test_news_before_its_moment_moves_it(self, shop: Told) -> None:
        shop.balance("100.00", at="2026-01-02 12:00")
        shop.rate("4.9", at="2026-01-04 12:00")
        shop.until("2026-01-20 00:00")

        assert shop.said("report_silent") == ["2026-01-07 10:00"]

    def test_of_a_shop_that_nothing_was_ever_told_of_it_says_so(self, shop: Told) -> None:
        shop.until("2026-03-01 00:00")

        (told,) = shop.notices("report_silent")
        assert told.data["never"] is True

    def test_what_was_known_already_is_no_news(self, shop: Told) -> None:
        shop.balance("100.00", at="2026-01-02 12:00")
        shop.hears("balance.reported", "2026-01-04 12:00", day="2026-02-27", opening="0.00", closing="100.00")
        shop.until("2026-01-20 00:00")

        assert shop.said("report_silent") == ["2026-01-05 10:00"]


def ahead(shop: Told) -> list[Planned]:
    return planned(shop.account, shop.policy)


FACTS: list[tuple[str, dict[str, Any]]] = [
    ("fee.reported", PREMIUM | {"entry": "a", "day": "2025-12-05"}),
    ("fee.reported", PREMIUM | {"entry": "b", "day": "2026-01-05"}),
    ("fee.reported", PREMIUM | {"entry": "c", "day": "2026-01-31", "kind": "Logistic"}),
    ("balance.reported", {"day": "2026-01-10", "opening": "0.00", "closing": "5.00"}),
    ("rating.updated", {"rating": "4.55"}),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(len(FACTS)))))
def test_facts_in_any_order_leave_the_same_moments(order: tuple[int, ...]) -> None:
    one, other = Told(), Told()
    for number in range(len(FACTS)):
        one.hears(FACTS[number][0], "2026-01-12 12:00", **FACTS[number][1])
    for number in order:
        other.hears(FACTS[number][0], "2026-01-12 12:00", **FACTS[number][1])

    assert ahead(other) == ahead(one)
    assert len(ahead(one)) == 3


def test_a_moment_that_is_past_is_not_planned_again_after_a_reload(shop: Told) -> None:
    usual(shop)
    shop.balance("100.00")
    shop.rate("4.4")
    shop.until("2026-03-02 10:00")
    shop.account.take_changes()
    shop.until("2026-03-08 00:00")

    assert shop.account.journal.changes.notices == []


def test_nothing_but_these_reminders_falls_due_for_a_reported_shop(shop: Told) -> None:  # RULES 16.3
    usual(shop)
    shop.account.reported.key_expires_at = parse_instant("2026-08-20T15:00:00Z")
    shop.rate("4.4")

    kinds = {reminder.kind for reminder in ahead(shop)}
    assert kinds == {"fee_likely", "rating_low", "key_expiring", "report_silent"}
