"""What a subscription switches on, the badge and the mailings (RULES 6, 15.6, 15.7)."""

import pytest

from core.subscription import benefits
from tests.core.shop import NO_TRIAL, Shop, in_state


def on_premium(rating: str | None = "4.7", *, at: str = "2026-03-01 12:00") -> Shop:
    """Premium connected at that instant with a rating."""
    shop = Shop(eligible=True)
    if rating:
        shop.rate(rating)
    shop.connect("premium", at=at)
    return shop


# -- activation ------------------------------------------------------------------------------------------------------


def test_premium_switches_on_in_two_steps():  # RULES 6.1
    shop = on_premium().wait("2026-03-10 00:00")
    told = [
        (at, data["benefits"]) for at, data in zip(shop.times("benefits_on"), shop.data("benefits_on"), strict=True)
    ]
    assert told == [
        ("2026-03-01 12:15", ["analytics", "competitors"]),
        ("2026-03-02 12:00", ["search_boost", "storefront", "support", "mailings", "badge", "filter"]),
    ]


def test_lite_switches_on_analytics_alone():  # RULES 6.1
    shop = Shop()
    shop.connect("lite", at="2026-03-01 12:00")
    shop.wait("2026-03-10 00:00")
    assert shop.times("benefits_on") == ["2026-03-01 12:15"]
    assert shop.data("benefits_on") == [{"plan": "lite", "benefits": ["analytics"]}]


def test_an_upgrade_starts_the_time_of_what_it_adds_only():  # RULES 6.1
    shop = Shop(eligible=True)
    shop.connect("lite", at="2026-03-01 12:00")
    shop.connect("premium", at="2026-03-20 08:00")
    shop.wait("2026-03-30 00:00")
    assert [data["benefits"] for data in shop.data("benefits_on")] == [
        ["analytics"],
        ["competitors"],
        ["search_boost", "storefront", "support", "mailings"],
    ]
    assert shop.times("benefits_on")[1:] == ["2026-03-20 08:15", "2026-03-21 08:00"]


@pytest.mark.parametrize("state", ["active", "grace"])
def test_a_renewal_or_a_late_payment_restarts_nothing(state):  # RULES 6.1
    shop = in_state(state, "premium")
    told = len(shop.data("benefits_on"))
    shop.credit("20000.00", at="2026-04-02 12:00")
    shop.wait("2026-06-10 00:00")
    assert shop.state == "active"
    assert len(shop.data("benefits_on")) == told


def test_a_moment_at_which_nothing_switches_on_is_not_told():  # RULES 6.1
    shop = Shop("benefits.badge_hours = 48", eligible=True)
    shop.connect("premium", at="2026-03-01 12:00")
    shop.wait("2026-03-10 00:00")
    assert shop.times("benefits_on") == ["2026-03-01 12:15", "2026-03-02 12:00"]


def test_activation_is_counted_in_absolute_hours():  # RULES 6.1, 15.1
    shop = Shop('timezone = "America/Los_Angeles"', eligible=True)
    shop.rate("4.7")
    shop.connect("premium", at="2026-03-07 12:00")
    shop.wait("2026-03-10 00:00")
    assert shop.times("badge_shown") == ["2026-03-08 13:00"]


def test_what_ended_before_its_time_never_switches_on():  # RULES 6.1
    shop = Shop("benefits.badge_hours = 2000", eligible=True)
    shop.rate("4.7")
    shop.connect("premium", at="2026-03-01 12:00")
    shop.cancel()
    shop.wait("2026-06-30 00:00")
    assert (shop.state, shop.told("badge_shown")) == ("inactive", [])
    assert shop.account.subscription.activation_at is None


# -- badge -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rating", "shown"), [("4.49", False), ("4.499999", False), ("4.5", True), ("4.50", True)])
def test_the_badge_needs_four_and_a_half_without_rounding(rating, shown):  # RULES 6.2
    assert on_premium(rating).wait("2026-03-02 12:00").badge is shown


def test_the_badge_appears_24_hours_after_connecting():  # RULES 15.6
    shop = on_premium()
    shop.wait("2026-03-02 11:59:59.999999")
    assert not shop.badge
    shop.wait("2026-03-02 12:00")
    assert shop.badge
    assert shop.data("badge_shown") == [{"rating": "4.7", "threshold": "4.5"}]


@pytest.mark.parametrize("first", ["lite", "premium"])
def test_without_a_waiting_time_the_badge_is_there_at_once(first):  # RULES 6.1, 14
    shop = Shop("benefits.badge_hours = 0", eligible=True)
    shop.rate("4.7")
    shop.connect(first)
    shop.connect("premium")
    assert shop.badge


def test_no_rating_yet_hides_the_badge():  # RULES 6.2
    shop = on_premium(None).wait("2026-03-10 12:00")
    assert (shop.badge, shop.data("badge_hidden")) == (False, [])


def test_a_rating_below_the_threshold_hides_the_badge_and_leaves_the_subscription():  # RULES 6.2, 15.6
    shop = on_premium().wait("2026-03-05 00:00")
    shop.rate("4.49", at="2026-03-05 08:00")
    assert (shop.badge, shop.state, shop.renewal) == (False, "trial", "renew")
    assert shop.data("badge_hidden") == [{"rating": "4.49", "threshold": "4.5", "reason": "rating"}]
    shop.rate("4.5", at="2026-03-06 08:00")
    assert shop.badge
    assert shop.times("badge_shown") == ["2026-03-02 12:00", "2026-03-06 08:00"]


def test_a_badge_still_waiting_comes_with_a_rating_that_came_meanwhile():  # RULES 15.6
    shop = on_premium("4.0")
    shop.rate("4.6", at="2026-03-02 11:00")
    assert not shop.badge
    shop.wait("2026-03-02 12:00")
    assert shop.badge


def test_the_same_rating_again_is_kept_but_not_told():  # RULES 6.1a, 15.6
    shop = on_premium().wait("2026-03-05 00:00")
    shop.rate("4.7")
    assert len(shop.data("badge_shown")) == 1
    assert [reading.rating for reading in shop.account.journal.changes.ratings] == [4_700_000, 4_700_000]


def test_the_rating_without_premium_shows_nothing():  # RULES 6.2, 15.6
    shop = in_state("active", "lite")
    shop.rate("5")
    assert (shop.badge, shop.told("badge_shown")) == (False, [])


def test_the_badge_stays_in_grace():  # RULES 4.7, 15.6
    shop = on_premium().wait("2026-03-05 00:00")
    shop.empty()
    shop.wait("2026-04-05 00:00")
    assert (shop.state, shop.badge) == ("grace", True)


@pytest.mark.parametrize("way", ["end", "switch"])
def test_the_badge_goes_with_premium(way):  # RULES 15.6
    shop = on_premium().wait("2026-03-05 00:00")
    shop.cancel() if way == "end" else shop.switch_to_lite()
    shop.wait("2026-03-31 12:00")
    assert not shop.badge
    assert shop.times("badge_hidden") == ["2026-03-31 12:00"]
    assert shop.data("badge_hidden")[0]["reason"] == "subscription"


def test_a_second_premium_waits_for_its_badge_again():  # RULES 6.1
    shop = on_premium().wait("2026-03-05 00:00")
    shop.cancel()
    shop.connect("premium", at="2026-04-10 12:00")
    assert not shop.badge
    shop.wait("2026-04-11 12:00")
    assert shop.badge


# -- mailings --------------------------------------------------------------------------------------------------------


def test_five_mailings_in_a_period():  # RULES 6.4
    shop = on_premium().wait("2026-03-02 12:00")
    answers = [shop.mail().reason for _ in range(6)]
    assert answers == [None] * 5 + ["no_mailings_left"]


def test_no_mailings_in_the_first_24_hours():  # RULES 15.7
    shop = on_premium()
    assert shop.mail(at="2026-03-02 11:59:59.999999").reason == "no_mailings_left"
    assert shop.mail(at="2026-03-02 12:00").is_done


def test_a_new_period_brings_five_and_carries_nothing_over():  # RULES 6.4
    shop = on_premium().wait("2026-03-31 12:00")
    answers = [shop.mail().reason for _ in range(6)]
    assert answers == [None] * 5 + ["no_mailings_left"]


def test_grace_leaves_what_the_last_period_left():  # RULES 15.7
    shop = on_premium().wait("2026-03-20 12:00")
    for _ in range(3):
        shop.mail()
    shop.empty()
    shop.wait("2026-04-02 12:00")
    answers = [shop.mail().reason for _ in range(3)]
    assert (shop.state, answers) == ("grace", [None, None, "no_mailings_left"])


@pytest.mark.parametrize(("state", "plan"), [("inactive", None), ("active", "lite"), ("grace", "lite")])
def test_only_premium_has_mailings(state, plan):  # RULES 6.4
    assert in_state(state, plan).mail().reason == "no_mailings_left"


def test_an_upgrade_brings_mailings_after_its_own_24_hours():  # RULES 6.4, 15.7
    shop = Shop(NO_TRIAL, eligible=True)
    shop.connect("lite", at="2026-03-01 12:00")
    shop.connect("premium", at="2026-03-20 08:00")
    assert shop.mail(at="2026-03-21 07:59").reason == "no_mailings_left"
    assert shop.mail(at="2026-03-21 08:00").is_done


def test_what_is_left_of_the_mailings_can_be_asked():  # RULES 6.1a
    shop = on_premium().wait("2026-03-02 12:00")
    shop.mail()
    assert benefits.mailings_available(shop.account, shop.policy) == 4


# -- points on commission --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "plan", "answer"),
    [
        ("inactive", None, "service_not_eligible"),
        ("trial", "lite", None),
        ("active", "lite", None),
        ("grace", "lite", None),
        ("active", "premium", None),
    ],
)
def test_discount_points_pay_commission_at_once_with_any_subscription(state, plan, answer):  # RULES 6.1, 7
    shop = in_state(state, plan)
    shop.grant("G", "100.00", programme="discount")
    shop.bill("C1", "100.00", service="commission")
    assert shop.spend("50.00", programme="discount", service="commission").reason == answer
