"""The order of work that falls due, and that being late or doing it twice changes nothing (RULES 2.5, 2.7, 15.9)."""

import pytest

from core.due import next_due, run_due
from tests.core.shop import NO_TRIAL, Shop, in_state


def test_due_work_comes_before_a_command_of_the_same_instant():  # RULES 2.5
    shop = in_state("active")
    assert shop.cancel(at="2026-04-30 12:00").is_done
    assert shop.period == ("2026-04-30 12:00", "2026-05-31 12:00")


def test_a_credit_at_the_due_instant_comes_too_late_for_the_charge_and_pays_in_grace():  # RULES 2.5, 4.8
    shop = in_state("trial")
    shop.empty()
    shop.credit("1990.00", at="2026-03-31 12:00")
    assert [event.event for event in shop.account.journal.changes.transitions] == [
        "begin_trial",
        "fee_failed",
        "fee_paid",
    ]


def test_crediting_comes_before_expiry():  # RULES 2.5
    shop = Shop('[points.discount]\nexpiry = { kind = "period_end", period = "month", carry = 0 }\n')
    shop.grant("old", "100.00", programme="discount", at="2026-02-10 00:00")
    shop.campaign(hold_days=1)
    shop.redeem(at="2026-02-28 00:00")
    shop.wait("2026-03-01 00:00")
    kinds = [(m.kind, shop.clock(m.at)) for m in shop.movements][-2:]
    assert kinds == [("crediting", "2026-03-01 00:00"), ("expiry", "2026-03-01 00:00")]


def test_points_credited_at_an_instant_repay_debt_before_lots_expire_at_it():  # RULES 2.5, 8.4
    shop = Shop('[points.discount]\nexpiry = { kind = "period_end", period = "month", carry = 0 }\n')
    shop.campaign(hold_days=1)
    shop.redeem(at="2026-02-28 00:00")
    shop.wait("2026-03-01 00:00")
    assert shop.points("discount", "expired", "available") == {"expired": "0.00", "available": "700.00"}


def test_expiry_comes_before_the_boundary():  # RULES 2.5
    shop = Shop(NO_TRIAL)
    shop.grant("G", "100.00", at="2026-01-01 00:00")
    shop.connect("lite", at="2026-06-01 00:00")
    shop.wait("2027-01-01 00:00")
    at_new_year = [m for m in shop.movements if m.kind == "expiry"]
    renewal = [t for t in shop.account.journal.changes.transitions if shop.clock(t.at) == "2027-01-01 00:00"]
    assert at_new_year[0].seq < renewal[0].seq


def test_the_last_attempt_of_grace_comes_before_the_end_and_both_at_one_instant():  # RULES 2.5, 4.8
    shop = in_state("grace", policy="grace.days = 1")
    shop.wait("2026-04-01 12:00")
    assert shop.told()[-1] == ("2026-04-01 12:00", "subscription_ended")


def test_notices_come_after_the_work_of_the_same_instant():  # RULES 2.5, 15.2
    shop = Shop(NO_TRIAL)
    shop.connect("lite", at="2026-06-01 10:00")
    shop.campaign(hold_days=30)
    shop.redeem(at="2026-06-01 10:00")
    shop.wait("2026-07-01 10:00")
    assert [kind for at, kind in shop.told() if at == "2026-07-01 10:00"] == ["renewed", "points_credited"]


def test_several_lines_of_one_instant_are_credited_by_id():  # RULES 15.9
    shop = Shop()
    shop.campaign()
    for line in ("b", "a", "10", "9"):
        shop.redeem(line, at="2026-02-01 00:00")
    shop.wait("2026-02-20 00:00")
    assert [m.lot for m in shop.movements if m.kind == "crediting"] == ["10", "9", "a", "b"]


def test_lots_of_one_instant_expire_by_crediting_and_then_id():  # RULES 15.9
    shop = Shop()
    for grant in ("b", "a"):
        shop.grant(grant, "10.00", programme="discount")
    shop.grant("0", "10.00", programme="discount", at="2026-02-01 00:00")
    shop.wait("2026-07-01 00:00")
    assert [m.lot for m in shop.movements if m.kind == "expiry"] == ["a", "b", "0"]


def busy() -> Shop:
    """A shop with everything ahead of it: trial, renewals, grace, held points, lots, digests, activation."""
    shop = Shop(wallet="5000.00", eligible=True)
    shop.rate("4.8")
    shop.campaign()
    shop.connect("premium", at="2026-01-31 10:00")
    shop.redeem("L1", at="2026-02-01 10:00")
    shop.redeem("L2", at="2026-02-02 15:00")
    shop.grant("G", "300.00", at="2026-02-03 00:00")
    shop.give_back("L2", 3, at="2026-02-05 00:00")
    return shop


def looks(shop: Shop) -> object:
    changes = shop.account.journal.changes
    return (
        shop.picture(),
        changes.movements,
        changes.wallet_entries,
        changes.transitions,
        changes.periods,
        changes.notices,
    )


@pytest.mark.parametrize("days", [1, 3, 11, 40, 400])
def test_late_sweeps_find_the_same_as_punctual_ones(days):  # RULES 2.5, 2.7
    late, punctual = busy(), busy()
    end = late.instant("2027-03-10 00:00")
    clock = late.now
    while clock < end:
        clock = min(end, clock + days * 86_400_000_000)
        run_due(late.account, late.policy, clock)
    while (due := next_due(punctual.account, punctual.policy)) is not None and due <= end:
        run_due(punctual.account, punctual.policy, due)
    run_due(punctual.account, punctual.policy, end)
    assert looks(late) == looks(punctual)


def test_a_sweep_done_twice_changes_nothing():  # RULES 2.5
    shop = busy().wait("2026-05-01 00:00")
    before = looks(shop)
    assert run_due(shop.account, shop.policy, shop.now) == 0
    assert looks(shop) == before


def test_a_sweep_never_turns_the_clock_back():  # RULES 2.7
    shop = busy().wait("2026-05-01 00:00")
    run_due(shop.account, shop.policy, shop.instant("2026-02-10 00:00"))
    assert shop.clock(shop.account.clock) == "2026-05-01 00:00"


def test_a_sweep_says_how_many_instants_had_work():  # RULES 2.5
    shop = Shop()
    shop.grant("G", "100.00", at="2026-02-03 00:00")
    assert run_due(shop.account, shop.policy, shop.instant("2026-02-04 00:00")) == 1


def test_each_step_is_decided_at_the_instant_that_was_scheduled():  # RULES 2.5
    shop = in_state("trial")
    shop.wait("2026-09-15 00:00")
    assert [shop.clock(t.at) for t in shop.account.journal.changes.transitions][1:4] == [
        "2026-03-31 12:00",
        "2026-04-30 12:00",
        "2026-05-31 12:00",
    ]
