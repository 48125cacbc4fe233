"""When points expire, what expiry leaves, and lots that are prolonged (RULES 7, 10)."""

import pytest

from tests.core.shop import Shop

MONTHS = '[points.discount]\nexpiry = {{ kind = "months", months = {} }}\n'
PERIOD = '[points.discount]\nexpiry = {{ kind = "period_end", period = "{}", carry = {} }}\n'


@pytest.mark.parametrize(
    ("policy", "credited", "expires"),
    [
        ("", "2026-02-10 12:00", "2026-07-01 00:00"),
        ("", "2026-01-01 00:00", "2026-07-01 00:00"),
        ("", "2026-03-31 23:59:59.999999", "2026-07-01 00:00"),
        ("", "2026-04-01 00:00", "2026-10-01 00:00"),
        ("", "2026-12-31 12:00", "2027-04-01 00:00"),
        (PERIOD.format("month", 0), "2026-02-10 12:00", "2026-03-01 00:00"),
        (PERIOD.format("month", 1), "2026-12-10 12:00", "2027-02-01 00:00"),
        (PERIOD.format("year", 0), "2026-02-10 12:00", "2027-01-01 00:00"),
        (PERIOD.format("year", 1), "2026-02-10 12:00", "2028-01-01 00:00"),
        (MONTHS.format(12), "2026-02-10 12:00", "2027-02-10 12:00"),
        (MONTHS.format(12), "2028-02-29 12:00", "2029-02-28 12:00"),
        (MONTHS.format(1), "2026-01-31 12:00", "2026-02-28 12:00"),
    ],
)
def test_points_expire_as_the_programme_says(policy, credited, expires):  # RULES 7
    shop = Shop(policy)
    shop.grant("G", "100.00", programme="discount", at=credited)
    assert shop.lots() == [("G", "100.00", expires)]


def test_bonus_points_expire_twelve_months_after_crediting():  # RULES 7
    shop = Shop()
    shop.grant("G", "100.00", at="2026-02-10 12:00")
    assert shop.lots("bonus") == [("G", "100.00", "2027-02-10 12:00")]


def test_a_lot_is_not_spendable_from_its_expiry_instant_on():  # RULES 10.1
    shop = Shop()
    shop.grant("G", "100.00")
    shop.wait("2026-12-31 23:59:59.999999")
    shop.bill("C1", "60.00")
    assert shop.spend("50.00").is_done
    shop.bill("C2", "60.00", at="2027-01-01 00:00")
    assert shop.spend("50.00").reason == "points_expired"


def test_expiry_is_recorded_at_its_own_instant_however_late_it_is_noticed():  # RULES 10.1, 2.7
    shop = Shop()
    shop.grant("G", "100.00")
    shop.wait("2027-03-01 00:00")
    expiry = shop.movements[-1]
    assert (expiry.kind, shop.clock(expiry.at), expiry.amount) == ("expiry", "2027-01-01 00:00", 10_000)
    assert shop.points("bonus") == {"accrued": "100.00", "credited": "100.00", "expired": "100.00"}


def test_lots_of_one_instant_expire_together():  # RULES 10.1
    shop = Shop()
    shop.grant("a", "100.00")
    shop.grant("b", "50.00")
    shop.wait("2027-01-01 00:00")
    assert shop.account.expiries == {"bonus": [(shop.instant("2027-01-01 00:00"), 15_000)]}


def test_what_expired_long_ago_is_let_go_of():  # RULES 9.5
    shop = Shop()
    shop.grant("a", "100.00", at="2026-02-01 00:00")
    shop.grant("b", "100.00", at="2026-02-20 00:00")
    shop.grant("c", "100.00", at="2026-04-01 00:00")
    shop.wait("2027-04-01 00:00")
    kept = [shop.clock(at) for at, _ in shop.account.expiries["bonus"]]
    assert kept == ["2027-02-20 00:00", "2027-04-01 00:00"]


def test_held_points_do_not_expire():  # RULES 10.2
    shop = Shop()
    shop.campaign(hold_days=400)
    shop.redeem(at="2026-02-10 12:00")
    shop.wait("2027-02-01 00:00")
    assert shop.points() == {"held": "700.00", "accrued": "700.00"}


def test_sums_by_expiry_are_always_there_to_see():  # RULES 10.3
    shop = Shop()
    shop.grant("a", "100.00", programme="discount", at="2026-02-10 12:00")
    shop.grant("b", "50.00", programme="discount", at="2026-05-10 12:00")
    assert shop.lots() == [("a", "100.00", "2026-07-01 00:00"), ("b", "50.00", "2026-10-01 00:00")]


# -- prolongation ----------------------------------------------------------------------------------------------------


def test_a_prolongation_moves_the_expiry_later():  # RULES 10.2
    shop = Shop()
    shop.grant("G", "100.00")
    assert shop.prolong("2027-06-01 00:00").is_done
    assert shop.lots("bonus") == [("G", "100.00", "2027-06-01 00:00")]
    assert [(m.kind, m.source, m.target, m.amount) for m in shop.movements][-1:] == [
        ("prolongation", "available", "available", 10_000)
    ]


@pytest.mark.parametrize("until", ["2026-06-01 00:00", "2027-01-01 00:00"])
def test_a_prolongation_that_is_not_later_changes_nothing(until):  # RULES 10.2, 15.12
    shop = Shop()
    shop.grant("G", "100.00")
    before = shop.picture()
    assert shop.prolong(until).is_done
    assert shop.picture() == before


def test_expired_lots_never_revive():  # RULES 15.12
    shop = Shop()
    shop.grant("G", "100.00")
    shop.wait("2027-01-01 00:00")
    assert shop.prolong("2028-01-01 00:00").is_done
    assert shop.lots("bonus") == []


def test_an_emptied_lot_is_not_prolonged_at_its_expiry_instant_any_more():  # RULES 10.1, 15.12
    shop = Shop()
    shop.set_mode("auto")
    shop.grant("G", "100.00")
    shop.bill("C", "100.00")
    shop.prolong("2028-01-01 00:00", at="2027-01-01 00:00")
    shop.reverse("C")
    assert shop.points("bonus", "available", "expired") == {"available": "0.00", "expired": "100.00"}


def test_an_emptied_lot_is_prolonged_for_what_a_reversal_brings_back():  # RULES 15.12
    shop = Shop()
    shop.set_mode("auto")
    shop.grant("G", "100.00")
    shop.bill("C", "100.00")
    shop.prolong("2028-01-01 00:00")
    shop.reverse("C", at="2027-06-01 00:00")
    assert shop.lots("bonus") == [("G", "100.00", "2028-01-01 00:00")]


def test_only_that_programmes_lots_are_prolonged():  # RULES 10.2
    shop = Shop()
    shop.grant("G", "100.00")
    shop.grant("D", "100.00", programme="discount")
    shop.prolong("2028-01-01 00:00", programme="discount")
    assert [lots[2] for lots in shop.lots("bonus") + shop.lots()] == ["2027-01-01 00:00", "2028-01-01 00:00"]


def test_a_prolongation_of_an_unknown_programme_is_refused():  # RULES 9.8
    assert Shop().prolong("2028-01-01 00:00", programme="gold").reason == "unknown_programme"


def test_a_prolonged_lot_may_overtake_another():  # RULES 10.2, 9.2
    shop = Shop()
    shop.grant("a", "100.00", at="2026-02-01 00:00")
    shop.grant("b", "100.00", at="2026-03-01 00:00")
    shop.prolong("2027-02-20 00:00")
    assert [name for name, *_ in shop.lots("bonus")] == ["a", "b"]
    shop.grant("c", "100.00", at="2026-02-10 00:00")
    assert [expires for *_, expires in shop.lots("bonus")] == [
        "2027-02-20 00:00",
        "2027-03-01 00:00",
        "2027-03-01 00:00",
    ]
