"""Eligibility and the invitation to Premium (RULES 5)."""

import json

import pytest

from core.events import Malformed, parse_line
from tests.core.shop import Shop, in_state


def test_the_check_brings_only_yes_or_no():  # RULES 5.1
    line = {"id": "e", "type": "eligibility.changed", "at": "2026-01-01T00:00:00Z", "seller": "S"}
    told = parse_line(json.dumps({**line, "eligible": True, "country": "AM"}))
    assert isinstance(told, Malformed) and told.field == "country"


def test_yes_opens_an_invitation():  # RULES 5.2
    shop = Shop()
    assert shop.invitation == "none"
    shop.eligible(True)
    assert (shop.invitation, len(shop.data("invitation_received"))) == ("open", 1)


def test_yes_on_lite_opens_an_invitation_too():  # RULES 5.2
    shop = in_state("active", eligible=False)
    shop.eligible(True)
    assert shop.invitation == "open"


@pytest.mark.parametrize("yes", [True, False])
def test_the_same_answer_again_changes_nothing(yes):  # RULES 15.3
    shop = Shop()
    shop.eligible(True)
    if not yes:
        shop.eligible(False)
    before = shop.picture()
    assert shop.eligible(yes).is_done
    assert shop.picture() == before


def test_a_no_before_any_yes_leaves_no_trace():  # RULES 15.3
    shop = Shop()
    assert shop.eligible(False).is_done
    assert (shop.invitation, shop.told()) == ("none", [])


def test_connecting_premium_accepts_the_invitation():  # RULES 5.2
    shop = in_state("trial", "premium")
    assert shop.invitation == "accepted"


def test_the_invitation_opens_again_when_premium_ends():  # RULES 5.2, 15.3
    shop = in_state("active", "premium")
    shop.cancel()
    shop.wait("2026-04-30 12:00")
    assert shop.invitation == "open"
    assert shop.times("invitation_received") == ["2026-01-01 00:00", "2026-04-30 12:00"]


def test_the_invitation_opens_again_when_premium_becomes_lite():  # RULES 5.2
    shop = in_state("active", "premium")
    shop.switch_to_lite()
    shop.wait("2026-04-30 12:00")
    assert (shop.plan, shop.invitation) == ("lite", "open")


def test_the_end_of_lite_opens_nothing_again():  # RULES 5.2
    shop = in_state("active", "lite")
    shop.cancel()
    shop.wait("2026-04-30 12:00")
    assert len(shop.data("invitation_received")) == 1


def test_no_withdraws_an_open_invitation():  # RULES 5.3
    shop = Shop(eligible=True)
    shop.eligible(False)
    assert (shop.invitation, shop.data("invitation_withdrawn")) == ("withdrawn", [{"on_premium": False}])
    assert shop.connect("premium").reason == "no_invitation"


def test_yes_again_opens_a_withdrawn_invitation():  # RULES 5.3, 15.3
    shop = Shop(eligible=True)
    shop.eligible(False)
    shop.eligible(True)
    assert (shop.invitation, len(shop.data("invitation_received"))) == ("open", 2)


@pytest.mark.parametrize("state", ["trial", "active"])
def test_no_on_premium_stops_the_renewal_for_ineligibility(state):  # RULES 5.3
    shop = in_state(state, "premium")
    shop.eligible(False)
    assert (shop.state, shop.renewal, shop.invitation) == (state, "stop", "withdrawn")
    end = shop.period[1]
    shop.wait(end or "")
    assert (shop.state, shop.end_reason) == ("inactive", "ineligible")
    assert shop.invitation == "withdrawn"


def test_no_in_premium_grace_ends_at_once():  # RULES 5.3
    shop = in_state("grace", "premium")
    shop.eligible(False)
    assert (shop.state, shop.end_reason, shop.invitation) == ("inactive", "ineligible", "withdrawn")


def test_no_leaves_a_planned_switch_to_lite():  # RULES 5.3
    shop = in_state("active", "premium")
    shop.switch_to_lite()
    shop.eligible(False)
    shop.wait("2026-04-30 12:00")
    assert (shop.plan, shop.state) == ("lite", "active")


def test_no_leaves_the_sellers_own_reason_of_a_stop():  # RULES 5.3
    shop = in_state("active", "premium")
    shop.cancel()
    shop.eligible(False)
    shop.wait("2026-04-30 12:00")
    assert shop.end_reason == "cancelled"


@pytest.mark.parametrize("state", ["trial", "active", "grace"])
def test_no_leaves_lite_untouched(state):  # RULES 5.3
    shop = in_state(state, "lite")
    shop.eligible(False)
    assert (shop.state, shop.plan, shop.renewal) == (state, "lite", "renew")


def test_a_switch_after_a_no_is_still_possible():  # RULES 4.11, 5.3
    shop = in_state("active", "premium")
    shop.eligible(False)
    assert shop.switch_to_lite().is_done
    shop.wait("2026-04-30 12:00")
    assert (shop.plan, shop.state) == ("lite", "active")


def test_yes_again_before_the_boundary_lifts_the_stop_and_says_so():  # RULES 5.3, 5.4
    shop = in_state("active", "premium")
    shop.eligible(False)
    shop.eligible(True)
    assert (shop.renewal, shop.invitation) == ("renew", "accepted")
    assert shop.data("resumed") == [{"plan": "premium", "price": "4990.00", "next_charge_at": "2026-04-30T09:00:00Z"}]


def test_yes_again_lifts_only_a_stop_for_ineligibility():  # RULES 5.4
    shop = in_state("active", "premium")
    shop.cancel()
    shop.eligible(False)
    shop.eligible(True)
    assert (shop.renewal, shop.data("resumed"), shop.invitation) == ("stop", [], "accepted")


def test_yes_again_after_a_cancel_of_an_ineligible_stop_lifts_nothing():  # RULES 4.9, 5.4
    shop = in_state("active", "premium")
    shop.eligible(False)
    shop.cancel()
    shop.eligible(True)
    assert shop.renewal == "stop"
