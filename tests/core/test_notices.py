"""Who is told, and what is still worth telling at the moment of sending (RULES 12, 15.2)."""

import re
from pathlib import Path
from typing import ClassVar

import pytest

import core
from core.calendar import Calendar
from core.notices.kinds import ALWAYS, Group, NoticeKind, Way
from core.notices.sending import as_of, quiet_until, too_old
from core.notices.truth import Moment
from core.policy import Reminders
from core.roles import EVERYONE, MONEY
from core.values import HOUR, Role
from tests.core.shop import Shop, in_state

CORE = Path(core.__file__).parent
DAY = 24 * HOUR
MANAGERS = {Role.ADMINISTRATOR, Role.MANAGER}


def last(shop, kind):
    """The latest notice of a kind, as written."""
    return shop.data(kind)[-1]


def seen(shop, kind, *, at=None, data=None, answered=False):
    """What would be sent of that notice at a local time, on the account as it is."""
    now = shop.now if at is None else shop.instant(at)
    told = last(shop, kind) if data is None else data
    return as_of(NoticeKind(kind), told, Moment(shop.account, shop.policy, now, answered=answered))


class TestWhoIsTold:
    def test_no_kind_is_written_by_its_bare_name(self):
        source = "\n".join(path.read_text() for path in CORE.rglob("*.py"))
        assert len(re.findall(r"notify(?:_keyed)?\(\s*(?:f\".*\",\s*)?NoticeKind\.", source)) > 15
        assert not re.findall(r'notify(?:_keyed)?\(\s*(?:f".*",\s*)?"', source)

    @pytest.mark.parametrize("kind", ["invitation_received", "benefits_on", "subscription_ended", "badge_hidden"])
    def test_all_members_hear_of_what_concerns_all(self, kind):
        assert NoticeKind(kind).audience == EVERYONE

    @pytest.mark.parametrize("kind", ["approval_requested", "connected", "trial_ending", "access_ending"])
    def test_managers_and_administrators_hear_of_the_subscription(self, kind):
        assert NoticeKind(kind).audience == MANAGERS

    @pytest.mark.parametrize("kind", ["renewal_failed", "renewed", "points_expiring", "charge_coming"])
    def test_finance_hears_of_money_and_points_too(self, kind):
        assert NoticeKind(kind).audience == MANAGERS | {Role.FINANCE} == MONEY

    def test_what_can_be_switched_off_has_a_group_and_nothing_else_has(self):
        assert {kind for kind in NoticeKind if kind.group is None} == ALWAYS

    def test_every_group_and_every_way_is_of_some_kind(self):
        assert {kind.group for kind in NoticeKind} - {None} == set(Group)
        assert {way for kind in NoticeKind for way in kind.ways} == set(Way)

    def test_three_kinds_cannot_be_switched_off(self):
        assert {"renewal_failed", "subscription_ended", "approval_requested"} == ALWAYS

    def test_nobody_outside_the_shop_is_told(self):
        assert all(Role.OPERATOR not in roles for roles in (kind.audience for kind in NoticeKind))


class TestWhenRemindersAreDue:
    REMINDERS: ClassVar[list[NoticeKind]] = [kind for kind in NoticeKind if kind.ahead is not None]

    def test_each_reminder_has_its_days_in_the_policy_and_the_policy_no_others(self):
        assert {kind.value for kind in self.REMINDERS} == set(Reminders.model_fields) - {"hour"}

    def test_each_reminder_can_be_judged(self):
        assert all(kind.judge is not None for kind in self.REMINDERS)

    def test_no_two_reminders_have_one_place_in_the_order(self):
        ranks = [kind.ahead.rank for kind in self.REMINDERS if kind.ahead is not None]
        assert len(set(ranks)) == len(ranks)


class TestAge:
    def test_a_week_old_notice_is_still_told(self):
        assert not too_old(0, 7 * DAY)

    def test_an_older_one_is_not(self):
        assert too_old(0, 7 * DAY + 1)


class TestQuietHours:
    CALENDAR = Calendar("Europe/Moscow")

    def until(self, quiet_from, quiet_to, at, timezone=None):
        shop = Shop()
        calendar = Calendar(timezone) if timezone else self.CALENDAR
        end = quiet_until(calendar, quiet_from, quiet_to, shop.instant(at))
        return None if end is None else calendar.local(end).isoformat(sep=" ")[:16]

    def test_before_midnight_they_end_the_next_morning(self):
        assert self.until(22, 8, "2026-06-05 23:30") == "2026-06-06 08:00"

    def test_after_midnight_they_end_the_same_morning(self):
        assert self.until(22, 8, "2026-06-06 07:59") == "2026-06-06 08:00"

    def test_they_begin_on_the_hour(self):
        assert self.until(22, 8, "2026-06-05 22:00") == "2026-06-06 08:00"

    def test_at_their_end_they_are_over(self):
        assert self.until(22, 8, "2026-06-06 08:00") is None

    def test_before_them_nothing_waits(self):
        assert self.until(22, 8, "2026-06-05 21:59") is None

    def test_within_one_day_they_end_that_day(self):
        assert self.until(13, 15, "2026-06-05 14:10") == "2026-06-05 15:00"

    @pytest.mark.parametrize("at", ["2026-06-05 12:59", "2026-06-05 15:00", "2026-06-05 23:00"])
    def test_around_those_of_one_day_nothing_waits(self, at):
        assert self.until(13, 15, at) is None

    def test_midnight_can_be_their_end(self):
        assert self.until(20, 0, "2026-06-05 21:00") == "2026-06-06 00:00"

    def test_an_hour_that_comes_twice_never_ends_in_the_past(self):
        calendar = Calendar("Europe/Berlin")
        second_half_past_two = Shop().instant("2026-10-25 01:30:00Z")
        assert calendar.local(second_half_past_two).isoformat() == "2026-10-25T02:30:00+01:00"
        assert quiet_until(calendar, 1, 2, second_half_past_two) is None
        assert quiet_until(calendar, 2, 3, second_half_past_two) == second_half_past_two + HOUR // 2

    def test_where_two_hours_come_twice_the_end_is_still_ahead(self):
        calendar = Calendar("Antarctica/Troll")  # back from 3:00 to 1:00, so the first 2:00 is over at the second 1:30
        now = Shop().instant("2026-10-25 01:30:00Z")
        assert calendar.local(now).isoformat() == "2026-10-25T01:30:00+00:00"
        assert quiet_until(calendar, 22, 2, now) == now + HOUR


class TestWhatHappenedStaysTrue:
    @pytest.mark.parametrize(
        "kind", ["renewed", "subscription_ended", "renewal_failed", "points_credited", "connected", "benefits_on"]
    )
    def test_facts_of_the_past_are_told_as_they_were_written(self, kind):
        data = {"plan": "lite", "price": "1.00"}
        assert seen(Shop(), kind, data=data) == data


class TestInvitations:
    def test_an_open_one_is_told(self):
        shop = Shop(eligible=True)
        assert seen(shop, "invitation_received") == {}

    def test_a_withdrawn_one_is_not(self):
        shop = Shop(eligible=True)
        shop.eligible(False)
        assert seen(shop, "invitation_received") is None

    def test_an_accepted_one_is_not(self):
        shop = Shop(eligible=True)
        shop.connect("premium")
        assert seen(shop, "invitation_received") is None

    def test_that_it_is_withdrawn_is_told_while_it_is(self):
        shop = Shop(eligible=True)
        shop.eligible(False)
        assert seen(shop, "invitation_withdrawn") == {"on_premium": False}

    def test_that_it_was_withdrawn_is_not_told_once_it_is_open_again(self):
        shop = Shop(eligible=True)
        shop.eligible(False)
        shop.eligible(True)
        assert seen(shop, "invitation_withdrawn") is None

    def test_a_request_is_told_while_it_waits(self):
        assert seen(Shop(eligible=True), "approval_requested", data={"plan": "premium"}) == {"plan": "premium"}

    def test_an_answered_request_is_not(self):
        assert seen(Shop(eligible=True), "approval_requested", data={"plan": "premium"}, answered=True) is None

    def test_a_request_without_an_invitation_is_not(self):
        assert seen(Shop(), "approval_requested", data={"plan": "premium"}) is None


class TestTrialEnding:
    """The trial runs from 1 to 31 March 12:00; reminders at 10:00 on the 24th, 28th and 30th."""

    def test_on_time_it_says_what_was_written(self):
        shop = in_state("trial").wait("2026-03-24 10:00")
        assert seen(shop, "trial_ending") == last(shop, "trial_ending")
        assert last(shop, "trial_ending")["days"] == 7

    def test_late_it_says_the_days_that_are_left(self):
        shop = in_state("trial").wait("2026-03-24 10:00")
        assert seen(shop, "trial_ending", at="2026-03-26 09:00")["days"] == 5

    def test_once_the_next_reminder_is_due_the_earlier_one_is_not_told(self):
        shop = in_state("trial").wait("2026-03-24 10:00")
        assert seen(shop, "trial_ending", at="2026-03-28 09:59") is not None
        assert seen(shop, "trial_ending", at="2026-03-28 10:00") is None

    def test_on_the_last_day_it_says_one_day(self):
        shop = in_state("trial").wait("2026-03-30 10:00")
        assert seen(shop, "trial_ending", at="2026-03-31 11:59")["days"] == 1

    def test_at_the_end_itself_it_is_past(self):
        shop = in_state("trial").wait("2026-03-30 10:00")
        assert seen(shop, "trial_ending", at="2026-03-31 12:00") is None

    def test_a_stopped_trial_is_not_told(self):
        shop = in_state("trial").wait("2026-03-30 10:00")
        shop.cancel()
        assert seen(shop, "trial_ending") is None

    def test_a_trial_that_became_a_paid_plan_is_not_told(self):
        shop = in_state("trial").wait("2026-03-30 10:00")
        shop.eligible(True)
        shop.connect("premium")
        assert seen(shop, "trial_ending") is None

    def test_the_plan_and_price_are_those_of_the_coming_charge(self):
        shop = in_state("trial", "premium").wait("2026-03-30 10:00")
        shop.switch_to_lite()
        fresh = seen(shop, "trial_ending")
        assert (fresh["plan"], fresh["price"]) == ("lite", "1990.00")


class TestLowBalance:
    """The trial of an empty shop: reminders at 10:00 on 28 and 30 March."""

    def shop(self):
        shop = in_state("trial")
        shop.empty()
        return shop.wait("2026-03-28 10:00")

    def test_it_is_told_while_the_wallet_is_below_the_price(self):
        shop = self.shop()
        assert seen(shop, "renewal_low_balance") == last(shop, "renewal_low_balance")

    def test_the_wallet_and_what_is_missing_are_those_of_now(self):
        shop = self.shop()
        shop.credit("990.00")
        fresh = seen(shop, "renewal_low_balance")
        assert (fresh["wallet"], fresh["missing"]) == ("990.00", "1000.00")

    def test_a_top_up_to_the_price_silences_it(self):
        shop = self.shop()
        shop.credit("1990.00")
        assert seen(shop, "renewal_low_balance") is None

    def test_a_stop_silences_it(self):
        shop = self.shop()
        shop.cancel()
        assert seen(shop, "renewal_low_balance") is None

    def test_after_the_charge_failed_it_is_past(self):
        shop = self.shop()
        data = last(shop, "renewal_low_balance")
        shop.wait("2026-03-31 12:00")
        assert shop.state == "grace"
        assert seen(shop, "renewal_low_balance", data=data) is None


class TestChargeComing:
    def test_it_is_told_while_the_wallet_covers_it(self):
        shop = in_state("active").wait("2026-04-27 10:00")
        assert seen(shop, "charge_coming") == last(shop, "charge_coming")

    def test_it_is_not_told_of_an_emptied_wallet(self):
        shop = in_state("active").wait("2026-04-27 10:00")
        shop.empty()
        assert seen(shop, "charge_coming") is None

    def test_it_is_not_told_of_a_stopped_subscription(self):
        shop = in_state("active").wait("2026-04-27 10:00")
        shop.cancel()
        assert seen(shop, "charge_coming") is None

    def test_it_is_not_told_after_the_charge(self):
        shop = in_state("active").wait("2026-04-27 10:00")
        data = last(shop, "charge_coming")
        shop.wait("2026-04-30 12:00")
        assert seen(shop, "charge_coming", data=data) is None


class TestAccessEnding:
    def shop(self):
        shop = in_state("active")
        shop.cancel(at="2026-04-10 12:00")
        return shop.wait("2026-04-27 10:00")

    def test_it_is_told_while_the_subscription_is_stopped(self):
        shop = self.shop()
        assert seen(shop, "access_ending") == last(shop, "access_ending")

    def test_it_is_not_told_after_a_resume(self):
        shop = self.shop()
        shop.resume()
        assert seen(shop, "access_ending") is None

    def test_it_is_not_told_after_the_end(self):
        shop = self.shop()
        data = last(shop, "access_ending")
        shop.wait("2026-04-30 12:00")
        assert shop.state == "inactive"
        assert seen(shop, "access_ending", data=data) is None

    def test_at_the_end_it_is_past_even_before_the_due_work_is_done(self):
        assert seen(self.shop(), "access_ending", at="2026-04-30 12:00") is None


class TestGraceReminder:
    """Due 31 March 12:00, grace until 14 April 12:00; reminders on 3, 7, 10 and 13 April."""

    def test_on_time_it_says_what_was_written(self):
        shop = in_state("grace").wait("2026-04-03 10:00")
        assert seen(shop, "grace_reminder") == last(shop, "grace_reminder")
        assert last(shop, "grace_reminder")["days_left"] == 11

    def test_late_it_says_the_days_and_the_money_of_now(self):
        shop = in_state("grace").wait("2026-04-03 10:00")
        shop.credit("90.00")
        fresh = seen(shop, "grace_reminder", at="2026-04-05 10:00")
        assert (fresh["days_left"], fresh["wallet"], fresh["missing"]) == (9, "90.00", "1900.00")

    def test_once_the_next_one_is_due_it_is_not_told(self):
        shop = in_state("grace").wait("2026-04-03 10:00")
        assert seen(shop, "grace_reminder", at="2026-04-07 10:00") is None

    def test_paid_it_is_not_told(self):
        shop = in_state("grace").wait("2026-04-03 10:00")
        shop.credit("1990.00")
        assert seen(shop, "grace_reminder") is None

    def test_another_grace_is_not_that_grace(self):
        shop = in_state("grace").wait("2026-04-03 10:00")
        data = last(shop, "grace_reminder")
        shop.credit("1990.00")
        shop.wait("2026-04-30 12:00")
        assert shop.state == "grace"
        assert seen(shop, "grace_reminder", data=data) is None

    def test_when_the_grace_is_over_it_is_past(self):
        shop = in_state("grace").wait("2026-04-13 10:00")
        assert seen(shop, "grace_reminder", at="2026-04-14 11:59")["days_left"] == 1
        assert seen(shop, "grace_reminder", at="2026-04-14 12:00") is None


class TestPointsExpiring:
    """A grant of 5 January 2026 expires on 5 January 2027 at 12:00; reminders on 6 December, 29 December, 4 January."""

    def shop(self, amount="200.00"):
        shop = Shop()
        shop.grant("G", amount, at="2026-01-05 12:00")
        return shop.wait("2026-12-29 10:00")

    def test_on_time_it_says_what_was_written(self):
        shop = self.shop()
        assert seen(shop, "points_expiring") == last(shop, "points_expiring")
        assert last(shop, "points_expiring")["days"] == 7

    def test_it_says_what_is_still_there(self):
        shop = self.shop()
        shop.bill("A", "150.00")
        shop.spend("150.00")
        assert seen(shop, "points_expiring")["amount"] == "50.00"

    def test_points_that_got_more_time_that_day_have_it_named(self):
        shop = self.shop()
        shop.prolong("2027-01-05 18:30")
        assert seen(shop, "points_expiring")["expires_at"] == "2027-01-05T15:30:00Z"

    def test_when_some_have_expired_that_day_the_hour_is_that_of_the_others(self):
        shop = Shop()
        shop.grant("G", "200.00", at="2026-01-05 00:05")
        shop.grant("H", "100.00", at="2026-01-05 18:30")
        shop.wait("2027-01-04 10:00")
        found = seen(shop, "points_expiring", at="2027-01-05 00:05")
        assert (found["amount"], found["expires_at"]) == ("100.00", "2027-01-05T15:30:00Z")

    def test_one_point_is_worth_telling(self):
        shop = self.shop("100.00")
        shop.bill("A", "99.00")
        shop.spend("99.00")
        assert seen(shop, "points_expiring")["amount"] == "1.00"

    def test_less_than_one_point_is_not(self):
        shop = self.shop("100.00")
        shop.bill("A", "99.01")
        shop.spend("99.01")
        assert seen(shop, "points_expiring") is None

    def test_prolonged_points_do_not_expire_then(self):
        shop = self.shop()
        shop.prolong("2027-03-01 00:00")
        assert seen(shop, "points_expiring") is None

    def test_expired_points_are_past_even_before_the_due_work_is_done(self):
        shop = self.shop().wait("2027-01-04 10:00")
        assert seen(shop, "points_expiring", at="2027-01-05 11:59:59") is not None
        assert seen(shop, "points_expiring", at="2027-01-05 12:00") is None

    def test_once_the_next_reminder_is_due_it_is_not_told(self):
        shop = self.shop()
        assert seen(shop, "points_expiring", at="2027-01-04 10:00") is None

    def test_a_programme_that_is_no_more_is_not_told(self):
        shop = self.shop()
        data = last(shop, "points_expiring") | {"programme": "gone"}
        assert seen(shop, "points_expiring", data=data) is None


class TestProgrammeLeft:
    """The weekly word on what leaving cost (RULES 8.9, 12)."""

    DATA: ClassVar[dict[str, object]] = {
        "programme": "discount", "left_at": "2026-03-02T10:00:00Z", "weeks": 1, "missed": 0,
    }  # fmt: skip

    def left(self):
        shop = Shop()
        shop.account.balances["discount"].opted_out = True
        return shop

    def test_it_is_told_while_the_seller_is_out(self):
        assert seen(self.left(), "programme_left", at="2026-03-09 10:00", data=self.DATA) == self.DATA

    def test_it_is_not_told_to_who_came_back(self):
        assert seen(Shop(), "programme_left", at="2026-03-09 10:00", data=self.DATA) is None

    def test_it_is_not_told_of_a_programme_that_is_no_more(self):
        assert seen(self.left(), "programme_left", at="2026-03-09 10:00", data=self.DATA | {"programme": "x"}) is None

    def test_the_next_week_takes_its_place(self):
        assert seen(self.left(), "programme_left", at="2026-03-16 09:59", data=self.DATA) is not None
        assert seen(self.left(), "programme_left", at="2026-03-16 10:00", data=self.DATA) is None

    def test_nothing_takes_the_place_of_the_last(self):
        assert seen(self.left(), "programme_left", at="2026-04-06 10:00", data=self.DATA | {"weeks": 4}) is not None
