"""Facts that carry a state and arrive after a later one (RULES 2.7a)."""

from tests.core.shop import Shop, in_state


def test_a_no_from_before_the_last_yes_ends_nothing():
    shop = Shop(eligible=True)
    shop.eligible(True, at="2026-01-06 00:00")
    shop.connect("premium", at="2026-01-07 00:00")
    shop.wait("2026-01-20 00:00")
    answer = shop.eligible(False, at="2026-01-04 00:00")
    assert (answer.kind, answer.reason, shop.renewal, shop.invitation) == ("ignored", "stale", "renew", "accepted")


def test_a_fact_of_the_same_instant_is_news():
    shop = Shop()
    shop.eligible(True, at="2026-01-06 00:00")
    assert shop.eligible(False, at="2026-01-06 00:00").is_done
    assert shop.invitation == "withdrawn"


def test_a_fact_that_changed_nothing_counts():
    shop = Shop()
    shop.eligible(False, at="2026-01-06 00:00")
    assert shop.eligible(True, at="2026-01-05 00:00").reason == "stale"


def test_a_stale_fact_does_not_count_itself():
    shop = Shop()
    shop.eligible(True, at="2026-01-06 00:00")
    shop.eligible(False, at="2026-01-03 00:00")
    assert shop.eligible(False, at="2026-01-06 00:00").is_done


def test_a_rating_from_before_the_last_is_neither_kept_nor_shown():
    shop = in_state("active", "premium")
    shop.rate("4.8", at="2026-04-10 00:00")
    before = shop.picture()
    assert shop.rate("4.1", at="2026-04-09 00:00").reason == "stale"
    assert shop.picture() == before
    assert len(shop.account.journal.changes.ratings) == 1


def test_types_are_counted_apart():
    shop = Shop()
    shop.rate("4.8", at="2026-04-10 00:00")
    assert shop.eligible(True, at="2026-04-01 00:00").is_done


def test_an_older_registration_does_not_bring_an_old_name_back():
    shop = Shop()
    shop.register("New", at="2026-04-10 00:00")
    assert shop.register("Old", at="2026-04-09 00:00").reason == "stale"
    assert shop.account.name == "New"
