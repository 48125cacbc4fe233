"""What each step leaves in the books: movements, wallet entries, transitions, periods, and records to be written.

Notices and sums can be right while history is wrong, and only history explains a sum (RULES 4.16, 11). So here whole
rows are compared, column by column. What is not marked as changed is not stored, so the marks are looked at too.
"""

from dataclasses import replace

import pytest

from core.account import Changes, Charge, Grant, Line, Period, Spent, Subscription, Transition, WalletEntry
from core.policy import default_policy
from core.values import Invitation, Origin, Plan, Reason, Renewal, State, WalletKind
from tests.core.shop import NO_TRIAL, Shop, in_state


def clear(shop: Shop) -> Shop:
    """As after a hand-over: nothing is marked as changed, and what was looked up is still at hand."""
    shop.account.journal.changes = Changes()
    return shop


def moved(shop: Shop) -> list[tuple[object, ...]]:
    """Every movement: programme, kind, from, to, amount, origin, lot, about, charge, service, campaign."""
    return [
        (
            m.programme,
            m.kind,
            m.source,
            m.target,
            m.amount,
            m.origin,
            m.lot,
            m.about,
            m.charge,
            m.service,
            m.campaign,
        )
        for m in shop.movements
    ]


def paid(shop: Shop) -> list[tuple[str, int, str | None]]:
    """Every wallet entry: kind, amount, charge."""
    return [(entry.kind, entry.amount, entry.charge) for entry in shop.account.journal.changes.wallet_entries]


def steps(shop: Shop) -> list[tuple[object, ...]]:
    """Every transition: event, from, to, plan, renewal, reason, money."""
    return [
        (t.event, t.from_state, t.to_state, t.plan, t.renewal, t.reason, t.money)
        for t in shop.account.journal.changes.transitions
    ]


def with_points(*amounts: str, mode: str = "auto") -> Shop:
    """A shop with bonus grants G1, G2, … that pay automatically; nothing marked."""
    shop = Shop()
    shop.set_mode(mode)
    for number, amount in enumerate(amounts, start=1):
        shop.grant(f"G{number}", amount)
    return clear(shop)


def owing(*, debt: str = "300.00") -> Shop:
    """A shop whose grant G1 of 1000.00 discount points was spent on the charge C1 and partly revoked."""
    shop = Shop()
    shop.set_mode("auto")
    shop.grant("G1", "1000.00", programme="discount")
    shop.bill("C1", "1000.00")
    shop.revoke("G1", debt)
    return clear(shop)


# -- movements -------------------------------------------------------------------------------------------------------


def test_a_crediting_names_its_line_lot_and_campaign():  # RULES 8.4, 11
    shop = Shop()
    shop.campaign()
    shop.redeem(at="2026-02-01 12:00")
    clear(shop).wait("2026-02-15 12:00")
    assert moved(shop) == [
        ("discount", "crediting", "held", "available", 70_000, "line", "L", "L", None, None, "C"),
    ]


def test_what_repays_a_debt_is_a_movement_of_its_own_before_the_crediting():  # RULES 8.4, 8.7
    shop = owing()
    shop.campaign()
    shop.redeem(at="2026-02-01 12:00")
    clear(shop).wait("2026-02-15 12:00")
    assert moved(shop) == [
        ("discount", "repayment", "held", "debt", 30_000, "line", "L", "L", None, None, None),
        ("discount", "crediting", "held", "available", 40_000, "line", "L", "L", None, None, "C"),
    ]


def test_a_grant_is_credited_from_held_without_a_campaign():  # RULES 8.8, 11
    shop = Shop()
    shop.grant("G", "10.00")
    assert moved(shop)[1:] == [("bonus", "crediting", "held", "available", 1_000, "grant", "G", "G", None, None, None)]


def test_an_accrual_names_its_line_lot_and_campaign():  # RULES 8.2, 11
    shop = Shop()
    shop.campaign()
    shop.redeem()
    assert moved(shop) == [("discount", "accrual", "source", "held", 70_000, "line", "L", "L", None, None, "C")]


def test_a_grant_is_accrued_from_outside():  # RULES 8.8, 15.10, 11
    shop = Shop()
    shop.grant("G", "10.00")
    assert moved(shop)[0] == ("bonus", "accrual", "source", "held", 1_000, "grant", "G", "G", None, None, None)


def test_an_adjustment_of_held_points_names_line_and_campaign():  # RULES 8.6, 8.7, 11
    shop = Shop()
    shop.campaign()
    shop.redeem()
    clear(shop).give_back("L", 5)
    assert moved(shop) == [("discount", "adjustment", "held", "adjusted", 17_500, "line", "L", "L", None, None, "C")]


def test_an_adjustment_names_each_lot_it_took_from_and_what_caused_it():  # RULES 8.7, 11
    shop = Shop()
    shop.campaign(hold_days=0)
    shop.redeem(at="2026-02-01 12:00")  # 700.00
    shop.wait("2026-02-02 12:00").grant("G", "100.00", programme="discount")
    shop.set_mode("auto")
    shop.bill("C1", "500.00")  # the lot that expires first is the line's: 200.00 of it are left
    clear(shop).give_back("L", 20)
    assert moved(shop) == [
        ("discount", "adjustment", "available", "adjusted", 20_000, "line", "L", "L", None, None, "C"),
        ("discount", "adjustment", "available", "adjusted", 10_000, "grant", "G", "L", None, None, "C"),
        ("discount", "adjustment", "debt", "adjusted", 40_000, "line", "L", "L", None, None, "C"),
    ]


def test_a_revoked_grant_is_adjusted_without_a_campaign():  # RULES 8.8, 11
    shop = with_points("100.00")
    shop.revoke("G1", "30.00")
    assert moved(shop) == [
        ("bonus", "adjustment", "available", "adjusted", 3_000, "grant", "G1", "G1", None, None, None),
    ]


def test_an_expiry_names_its_lot():  # RULES 10.1, 11
    shop = with_points("100.00").wait("2027-01-01 00:00")
    assert moved(shop) == [
        ("bonus", "expiry", "available", "expired", 10_000, "grant", "G1", "G1", None, None, None),
    ]


def test_automatic_spending_names_lot_charge_and_service():  # RULES 9.2, 11
    shop = with_points("60.00", "60.00")
    shop.bill("C", "100.00")
    assert moved(shop) == [
        ("bonus", "spending", "available", "spent", 6_000, "grant", "G1", "G1", "C", "ads", None),
        ("bonus", "spending", "available", "spent", 4_000, "grant", "G2", "G2", "C", "ads", None),
    ]


def test_a_cover_names_lot_charge_and_service():  # RULES 9.5, 11
    shop = with_points("100.00", mode="manual")
    shop.bill("C", "100.00")
    shop.spend("70.00")
    assert moved(shop) == [("bonus", "cover", "available", "spent", 7_000, "grant", "G1", "G1", "C", "ads", None)]


def test_a_reversal_names_lot_charge_and_service():  # RULES 9.7, 11
    shop = with_points("100.00")
    shop.bill("C", "70.00")
    clear(shop).reverse("C")
    assert moved(shop) == [("bonus", "reversal", "spent", "available", 7_000, "grant", "G1", "G1", "C", "ads", None)]


def test_points_given_back_repay_the_debt_in_the_charges_name():  # RULES 9.7, 8.7
    shop = owing()
    shop.reverse("C1")
    assert moved(shop) == [
        ("discount", "repayment", "spent", "debt", 30_000, "grant", "G1", "G1", "C1", None, None),
        ("discount", "reversal", "spent", "available", 70_000, "grant", "G1", "G1", "C1", "ads", None),
    ]


def test_points_given_back_too_late_expire_in_the_charges_name():  # RULES 9.7, 10.1
    shop = with_points("100.00")
    shop.bill("C", "100.00")
    clear(shop).reverse("C", at="2027-01-01 00:00")
    assert moved(shop) == [("bonus", "expiry", "spent", "expired", 10_000, "grant", "G1", "G1", "C", None, None)]


def test_a_prolongation_names_each_lot_it_moved():  # RULES 10.2, 11
    shop = with_points("100.00", "50.00")
    shop.prolong("2028-01-01 00:00")
    assert moved(shop) == [
        ("bonus", "prolongation", "available", "available", 10_000, "grant", "G1", "G1", None, None, None),
        ("bonus", "prolongation", "available", "available", 5_000, "grant", "G2", "G2", None, None, None),
    ]


# -- sums that grow --------------------------------------------------------------------------------------------------


def test_what_was_accrued_and_is_held_adds_up():  # RULES 8.2, 8.8, 13
    shop = Shop()
    shop.campaign()
    for line in ("L1", "L2"):
        shop.redeem(line)
    for grant in ("G1", "G2"):
        shop.grant(grant, "50.00", programme="discount")
    balance = shop.account.balances["discount"]
    assert (balance.accrued, balance.held, balance.available) == (150_000, 140_000, 10_000)


def test_what_was_repaid_adds_up():  # RULES 8.7, 13
    shop = owing()
    shop.grant("G2", "100.00", programme="discount")
    shop.grant("G3", "50.00", programme="discount")
    assert shop.points("discount", "repaid", "debt") == {"repaid": "150.00", "debt": "150.00"}


def test_what_expired_adds_up():  # RULES 10.1, 13
    shop = with_points("100.00")
    shop.grant("H", "50.00", at="2026-02-01 00:00")
    shop.wait("2027-02-01 00:00")
    assert shop.points("bonus", "expired", "available") == {"expired": "150.00", "available": "0.00"}


def test_what_expired_of_one_lot_at_once_and_by_a_reversal_adds_up():  # RULES 8.7, 9.7
    shop = with_points("100.00")
    shop.bill("C", "70.00")
    shop.wait("2027-01-01 00:00")
    shop.reverse("C")
    # All of the lot expired, so all of it can be forgiven.
    shop.revoke("G1", "100.00")
    assert shop.points("bonus", "debt", "adjusted") == {"debt": "0.00", "adjusted": "0.00"}


def test_what_was_spent_adds_up():  # RULES 9.2, 13
    shop = with_points("110.00")
    shop.bill("C1", "60.00")
    shop.bill("C2", "50.00")
    assert shop.points("bonus", "spent") == {"spent": "110.00"}


# -- wallet ----------------------------------------------------------------------------------------------------------


def test_the_money_part_of_a_charge_leaves_the_wallet_in_its_name():  # RULES 9.2, 11
    shop = with_points("60.00")
    shop.bill("C", "100.00")
    assert paid(shop) == [("service", -4_000, "C")]


def test_a_cover_brings_money_back_in_the_charges_name():  # RULES 9.5, 11
    shop = with_points("100.00", mode="manual")
    shop.bill("C", "100.00")
    clear(shop).spend("70.00")
    assert paid(shop) == [("cover", 7_000, "C")]


def test_a_reversal_brings_money_back_in_the_charges_name():  # RULES 9.7, 11
    shop = with_points("60.00")
    shop.bill("C", "100.00")
    clear(shop).reverse("C")
    assert paid(shop) == [("service_reversed", 4_000, "C")]


def test_an_upgrade_returns_and_charges_in_two_entries():  # RULES 4.12, 11
    shop = Shop(NO_TRIAL, wallet="10000.00", eligible=True)
    shop.connect("lite", at="2026-06-01 00:00")
    shop.connect("premium", at="2026-06-11 00:00")
    assert paid(shop)[1:] == [("fee", -199_000, None), ("fee_returned", 132_666, None), ("fee", -499_000, None)]


def test_a_wallet_entry_has_its_seller_place_instant_and_author():  # RULES 11
    shop = clear(Shop(wallet="10.00"))
    shop.debit("15.00", at="2026-02-01 00:00")
    assert shop.account.journal.changes.wallet_entries == [
        WalletEntry("S", 2, shop.now, WalletKind.DEBIT, -1_500, -500, None, "marketplace", "test:e2")
    ]


# -- transitions -----------------------------------------------------------------------------------------------------


def test_a_transition_has_its_seller_place_instant_and_author():  # RULES 4.16
    shop = clear(Shop(wallet=None))
    shop.connect("lite", at="2026-03-01 12:00", by="administrator")
    (period,) = shop.account.journal.changes.periods
    assert shop.account.journal.changes.transitions == [
        Transition(
            "S",
            period.seq + 1,
            shop.now,
            "begin_trial",
            "inactive",
            "trial",
            "lite",
            "renew",
            None,
            0,
            "administrator",
            "test:e1",
            period=shop.now,
        )
    ]


def test_a_step_says_which_period_it_opens_and_what_it_charges():  # RULES 4.16
    shop = Shop(NO_TRIAL, wallet="10000.00", eligible=True)
    shop.connect("lite", at="2026-06-01 00:00")
    shop.connect("premium", at="2026-06-11 00:00")
    shop.cancel()
    assert [(t.event, shop.clock(t.period), t.price, t.wallet) for t in shop.account.journal.changes.transitions] == [
        ("begin_paid", "2026-06-01 00:00", 199_000, None),
        ("upgrade", "2026-06-11 00:00", 499_000, None),
        ("stop_renewal", None, None, None),
    ]


def test_a_fee_names_its_period_and_a_returned_part_the_one_before():  # RULES 4.12, 4.16
    shop = Shop(NO_TRIAL, wallet="10000.00", eligible=True)
    shop.connect("lite", at="2026-06-01 00:00")
    shop.connect("premium", at="2026-06-11 00:00")
    assert [(e.kind, e.plan, shop.clock(e.period)) for e in shop.account.journal.changes.wallet_entries] == [
        ("credit", None, None),
        ("fee", "lite", "2026-06-01 00:00"),
        ("fee_returned", "lite", "2026-06-01 00:00"),
        ("fee", "premium", "2026-06-11 00:00"),
    ]


def test_a_late_fee_is_for_the_period_that_was_due():  # RULES 4.8
    shop = in_state("grace")
    shop.credit("1990.00", at="2026-04-05 00:00")
    (fee,) = (entry for entry in shop.account.journal.changes.wallet_entries if entry.kind == "fee")
    last = shop.account.journal.changes.transitions[-1]
    assert (fee.plan, shop.clock(fee.period), shop.clock(last.period)) == (
        "lite",
        "2026-03-31 12:00",
        "2026-03-31 12:00",
    )


def test_a_step_into_grace_says_what_was_due_what_was_there_and_until_when():  # RULES 4.7, 4.16
    shop = in_state("grace")
    (step,) = (step for step in shop.account.journal.changes.transitions if step.event == "fee_failed")
    assert (step.price, step.wallet, shop.clock(step.grace_until), step.period) == (
        199_000,
        0,
        "2026-04-14 12:00",
        None,
    )


def test_a_paid_start_is_kept():  # RULES 4.4, 4.16
    shop = Shop(NO_TRIAL)
    shop.connect("lite")
    assert steps(shop) == [("begin_paid", "inactive", "active", "lite", "renew", None, -199_000)]


def test_a_cancel_and_a_resume_are_kept():  # RULES 4.9, 4.10, 4.16
    shop = clear(in_state("active"))
    shop.cancel()
    shop.resume()
    assert steps(shop) == [
        ("stop_renewal", "active", "active", "lite", "stop", "cancelled", 0),
        ("resume", "active", "active", "lite", "renew", None, 0),
    ]


def test_a_planned_switch_is_kept_without_the_reason_of_the_stop_it_replaces():  # RULES 4.11, 4.16
    shop = in_state("active", "premium")
    shop.cancel()
    clear(shop).switch_to_lite()
    assert steps(shop) == [("switch_to_lite", "active", "active", "premium", "lite", None, 0)]


def test_a_switch_in_grace_is_kept_with_the_payment_that_follows():  # RULES 4.11, 4.16
    shop = in_state("grace", "premium")
    shop.credit("2000.00")
    clear(shop).switch_to_lite()
    assert steps(shop) == [
        ("switch_to_lite", "grace", "grace", "lite", "renew", None, 0),
        ("fee_paid", "grace", "active", "lite", "renew", None, -199_000),
    ]


def test_a_stop_for_want_of_eligibility_and_its_lifting_are_kept():  # RULES 5.3, 5.4, 4.16
    shop = clear(in_state("active", "premium"))
    shop.eligible(False)
    shop.eligible(True)
    assert steps(shop) == [
        ("stop_renewal", "active", "active", "premium", "stop", "ineligible", 0),
        ("resume", "active", "active", "premium", "renew", None, 0),
    ]
    assert shop.state == "active"


def test_a_failed_charge_and_the_end_of_grace_are_kept():  # RULES 4.7, 4.8, 4.16
    shop = in_state("trial")
    shop.empty()
    clear(shop).wait("2026-04-14 12:00")
    assert steps(shop) == [
        ("fee_failed", "trial", "grace", "lite", "renew", None, 0),
        ("end", "grace", "inactive", "lite", "renew", "insufficient_funds", 0),
    ]


def test_an_end_is_kept_with_its_reason_and_what_was_connected():  # RULES 4.9, 4.16
    shop = in_state("active", "premium")
    shop.cancel()
    clear(shop).wait("2026-04-30 12:00")
    assert steps(shop) == [("end", "active", "inactive", "premium", "stop", "cancelled", 0)]


def test_an_end_in_the_sellers_grace_gives_the_reason_of_the_end():  # RULES 4.9, 4.16
    shop = clear(in_state("grace"))
    shop.cancel()
    assert steps(shop) == [("end", "grace", "inactive", "lite", "renew", "cancelled", 0)]


def test_past_a_boundary_that_was_a_switch_nothing_is_left_of_it():  # RULES 4.6, 4.16
    shop = in_state("active", "premium")
    shop.switch_to_lite()
    clear(shop).wait("2026-04-30 12:00")
    assert steps(shop) == [("fee_paid", "active", "active", "lite", "renew", None, -199_000)]


def test_an_upgrade_out_of_a_stopped_lite_is_kept_without_its_reason():  # RULES 4.12, 4.16
    shop = in_state("trial")
    shop.cancel()
    clear(shop).connect("premium")
    assert steps(shop) == [("upgrade", "trial", "active", "premium", "renew", None, -499_000)]


# -- periods ---------------------------------------------------------------------------------------------------------


def test_a_trial_and_the_period_after_it_are_kept_whole():  # RULES 4.3, 4.15, 11
    shop = clear(Shop())
    shop.connect("lite", at="2026-03-01 12:00")
    shop.wait("2026-03-31 12:00")
    begin, end, after = (shop.instant(at) for at in ("2026-03-01 12:00", "2026-03-31 12:00", "2026-04-30 12:00"))
    trial, first = shop.account.journal.changes.periods
    assert (trial, first) == (
        Period("S", begin, "lite", "trial", end, 0, begin, trial.seq),
        Period("S", end, "lite", "paid", after, 199_000, end, first.seq),
    )
    # Each has a place of its own in the seller's history.
    assert [trial.seq, first.seq] == [
        shop.account.journal.changes.transitions[0].seq - 1,
        shop.account.journal.changes.transitions[1].seq - 1,
    ]


def test_a_period_paid_late_tells_when_it_was_paid():  # RULES 4.8, 4.15
    shop = clear(in_state("grace"))
    shop.credit("1990.00", at="2026-04-10 08:00")
    (period,) = shop.account.journal.changes.periods
    assert (shop.clock(period.starts_at), shop.clock(period.paid_at)) == ("2026-03-31 12:00", "2026-04-10 08:00")


@pytest.mark.parametrize(("plan", "fee"), [("lite", 199_000), ("premium", 499_000)])
def test_the_first_paid_period_has_its_plans_price(plan, fee):  # RULES 4.4, 4.15
    shop = Shop(NO_TRIAL, eligible=True)
    shop.connect(plan, at="2026-06-05 15:00")
    (period,) = shop.account.journal.changes.periods
    assert (period.kind, period.plan, period.fee, shop.account.subscription.period_fee) == ("paid", plan, fee, fee)


def test_an_upgrade_opens_a_paid_period_at_premiums_price():  # RULES 4.12, 4.15
    shop = clear(in_state("trial"))
    shop.connect("premium")
    (period,) = shop.account.journal.changes.periods
    assert (period.kind, period.plan, period.fee) == ("paid", "premium", 499_000)


def test_a_trial_costs_nothing_in_the_present_either():  # RULES 4.3, 4.12
    assert in_state("trial").account.subscription.period_fee == 0


# -- the subscription itself -----------------------------------------------------------------------------------------


def test_the_end_leaves_nothing_of_a_subscription_but_its_past():  # RULES 4.6, 15.4
    shop = in_state("active", "premium", eligible=False)
    shop.cancel()
    shop.wait("2026-05-01 00:00")
    assert shop.account.subscription == Subscription(
        trial_used=True,
        connected_before=True,
        end_reason=Reason.CANCELLED,
        invitation=Invitation.OPEN,
        eligible=True,
        eligible_at=shop.instant("2026-01-01 00:00"),
        fees_paid=499_000,
        period_number=0,
        invited_at=shop.instant("2026-04-30 12:00"),
    )


def test_grace_leaves_nothing_behind_once_it_is_paid():  # RULES 4.8
    shop = in_state("grace")
    shop.wait("2026-04-05 00:00")
    shop.credit("1990.00")
    assert shop.account.subscription == Subscription(
        state=State.ACTIVE,
        plan=Plan.LITE,
        renewal=Renewal.RENEW,
        anchor=shop.instant("2026-03-31 12:00"),
        period_start=shop.instant("2026-03-31 12:00"),
        period_end=shop.instant("2026-04-30 12:00"),
        period_fee=199_000,
        trial_used=True,
        connected_before=True,
        connected_at=shop.instant("2026-03-01 12:00"),
        fees_paid=199_000,
        invitation=Invitation.OPEN,
        eligible=True,
        eligible_at=shop.instant("2026-01-01 00:00"),
        invited_at=shop.instant("2026-01-01 00:00"),
    )


def test_each_failed_attempt_plans_the_one_after_it():  # RULES 4.8
    shop = in_state("grace").wait("2026-04-05 00:00")
    assert (shop.account.subscription.retry_number, shop.clock(shop.account.subscription.retry_at)) == (
        5,
        "2026-04-05 12:00",
    )


def test_lite_has_no_mailings_and_a_switch_takes_those_that_were_left():  # RULES 6.4, 4.11
    assert in_state("active", "lite").account.subscription.mailings_left == 0
    shop = in_state("grace", "premium")
    shop.switch_to_lite()
    assert (shop.state, shop.account.subscription.mailings_left) == ("grace", 0)


# -- charges ---------------------------------------------------------------------------------------------------------


def test_a_charge_is_kept_with_what_each_programme_paid_of_it():  # RULES 9.2, 9.5, 11
    shop = with_points("110.00", mode="manual")
    shop.bill("C", "120.00", at="2026-02-03 10:00")
    seq = shop.account.closed.charges["C"].seq
    shop.spend("60.00", at="2026-02-04 10:00")
    shop.spend("50.00")
    assert shop.account.closed.charges["C"] == Charge(
        "C", seq, "ads", 12_000, 1_000, shop.instant("2026-02-03 10:00"), 202602, None, {"bonus": 11_000}
    )


def test_the_points_on_a_charge_are_kept_lot_by_lot():  # RULES 9.7
    shop = with_points("60.00", "60.00")
    shop.bill("C", "100.00")
    assert shop.account.closed.spent["C"] == [
        Spent("C", "bonus", Origin.GRANT, "G1", 6_000),
        Spent("C", "bonus", Origin.GRANT, "G2", 4_000),
    ]


def test_a_lot_gets_back_all_that_it_gave_in_several_pieces():  # RULES 9.7
    shop = with_points("120.00", mode="manual")
    shop.bill("C", "120.00")
    shop.spend("60.00")
    shop.spend("60.00")
    clear(shop).reverse("C")
    assert shop.lots("bonus") == [("G1", "120.00", "2027-01-01 00:00")]
    assert [m.amount for m in shop.movements] == [12_000]


# -- lines -----------------------------------------------------------------------------------------------------------


def test_a_line_whose_hold_is_over_is_held_no_more():  # RULES 8.4
    shop = Shop()
    shop.campaign()
    shop.redeem(at="2026-02-01 12:00")
    line = shop.account.lines["L"]
    clear(shop).wait("2026-02-15 12:00")
    assert (line.held, shop.account.lines, shop.account.closed.lines) == (False, {}, {"L": line})
    assert shop.account.journal.changes.lines == {"L": line}


# -- what is marked to be written ------------------------------------------------------------------------------------


def lot(shop: Shop, name: str, origin: str = "grant", programme: str = "bonus") -> object:
    return shop.account.lots[programme].known[origin, name]


def test_a_redeemed_line_is_written_whole():  # RULES 8.1, 8.2, 15.1
    shop = Shop()
    shop.campaign(hold_days=7, return_window_days=9)
    shop.wait("2026-02-03 12:00").redeem(at="2026-02-01 12:00")
    at, taken, credit, window = (shop.instant(f"2026-02-{day} 12:00") for day in ("01", "03", "08", "10"))
    line = Line(
        "L", "C", "shoes", 700_000, 100_000, 20, 20, 50_000, 70_000, at, taken, credit, window, None, True, "discount"
    )  # fmt: skip
    assert shop.account.journal.changes.lines == {"L": line}


def test_a_line_without_points_is_written_with_its_reason():  # RULES 8.3, 15.8
    shop = Shop()
    shop.campaign(min_discount="0.50")
    shop.redeem()
    at, reason = shop.now, "below_min_discount"
    line = Line("L", "C", "shoes", 700_000, 100_000, 20, 20, 0, 0, at, at, None, None, reason, False, "discount")
    assert shop.account.journal.changes.lines == {"L": line}


def test_a_line_that_rounds_down_to_nothing_is_written_and_never_due():  # RULES 15.8
    shop = Shop()
    shop.campaign()
    shop.redeem(price="0.01")
    (line,) = shop.account.journal.changes.lines.values()
    assert (line.points, line.coefficient, line.credit_at, line.reason, line.held) == (0, 50_000, None, None, False)


def test_a_return_writes_the_line_and_the_lots_it_took_from():  # RULES 8.6, 8.7
    shop = Shop()
    shop.campaign(hold_days=0)
    shop.redeem(at="2026-02-01 12:00")
    shop.wait("2026-02-02 12:00").grant("G", "100.00", programme="discount")
    shop.set_mode("auto")
    shop.bill("C1", "500.00")
    clear(shop).give_back("L", 20)
    changes = shop.account.journal.changes
    assert (changes.lines["L"].left, changes.lines["L"].points) == (0, 0)
    assert {key: lot.amount for key, lot in changes.lots.items()} == {("line", "L"): 0, ("grant", "G"): 0}


def test_a_forgiven_lot_is_written():  # RULES 8.7
    shop = Shop()
    shop.campaign(hold_days=0, return_window_days=2000)
    shop.redeem()
    clear(shop).wait("2027-03-01 00:00")
    clear(shop).give_back("L", 5)
    assert {key: (lot.expired, lot.forgiven) for key, lot in shop.account.journal.changes.lots.items()} == {
        ("line", "L"): (70_000, 17_500)
    }


def test_grants_and_what_is_left_of_them_are_written():  # RULES 8.8, 15.10
    shop = Shop()
    shop.grant("G", "100.00")
    given = Grant("G", "bonus", 10_000, 10_000, "promotion", shop.now, None)
    assert shop.account.journal.changes.grants == {"G": given}
    clear(shop).revoke("G", "30.00")
    assert shop.account.journal.changes.grants == {"G": replace(given, left=7_000)}


def test_a_grant_to_a_shop_that_left_is_written_with_nothing_left():  # RULES 15.10
    shop = Shop()
    shop.opt_out("bonus")
    clear(shop).grant("G", "100.00")
    assert shop.account.journal.changes.grants == {
        "G": Grant("G", "bonus", 10_000, 0, "promotion", shop.now, "opted_out")
    }


def test_the_digest_adds_up_what_was_taken_and_not_what_was_forgiven():  # RULES 8.7, 12
    shop = Shop()
    shop.campaign(hold_days=0, return_window_days=2000)
    shop.redeem("L1")
    shop.wait("2027-03-01 12:00").redeem("L2")
    shop.account.digest.clear()
    shop.give_back("L1", 5)  # 175.00, all of it forgiven
    assert "points_adjusted" not in shop.account.digest
    shop.give_back("L2", 5)  # 175.00, taken from its lot
    assert shop.account.digest["points_adjusted"] == {"discount": 17_500}


def test_the_digest_tells_all_that_was_taken_from_held_points():  # RULES 8.7, 12
    shop = Shop()
    shop.campaign()
    shop.redeem()
    shop.give_back("L", 5)
    assert shop.account.digest["points_adjusted"] == {"discount": 17_500}


def test_a_return_partly_forgiven_is_told_by_what_was_taken():  # RULES 8.7, 12
    shop = Shop()
    shop.campaign(hold_days=0, return_window_days=2000)
    shop.set_mode("auto")
    shop.redeem("L1")
    shop.bill("C1", "600.00")  # 100.00 are left, and expire
    shop.wait("2027-03-01 12:00").redeem("L2")
    shop.account.digest.clear()
    shop.give_back("L1", 20)  # 700.00: 100.00 forgiven, 600.00 taken
    assert shop.account.digest["points_adjusted"] == {"discount": 60_000}


def test_a_credited_lot_is_written():  # RULES 8.4
    shop = with_points("10.00")
    shop.grant("H", "10.00")
    assert shop.account.journal.changes.lots == {("grant", "H"): lot(shop, "H")}


def test_an_expired_lot_is_written():  # RULES 10.1
    shop = with_points("10.00")
    expiring = lot(shop, "G1")
    shop.wait("2027-01-01 00:00")
    assert shop.account.journal.changes.lots == {("grant", "G1"): expiring}


def test_spending_writes_charge_lot_and_usage():  # RULES 9.2, 9.3
    shop = with_points("100.00")
    shop.bill("C", "100.00", at="2026-02-03 10:00")
    changes = shop.account.journal.changes
    assert changes.lots == {("grant", "G1"): lot(shop, "G1")}
    assert changes.charges == {"C": shop.account.closed.charges["C"]}
    day = default_policy().calendar.date(shop.now).toordinal()
    assert changes.usage == {("bonus", "ads", day)}


def test_a_charge_that_is_paid_with_money_is_written():  # RULES 9.1
    shop = clear(Shop())
    shop.bill("C", "10.00")
    assert shop.account.journal.changes.charges == {"C": shop.account.closed.charges["C"]}


def test_a_cover_writes_the_charge():  # RULES 9.5
    shop = with_points("100.00", mode="manual")
    shop.bill("C", "100.00")
    clear(shop).spend("50.00")
    assert shop.account.journal.changes.charges == {"C": shop.account.closed.charges["C"]}


def test_a_reversal_writes_charge_and_lot():  # RULES 9.7
    shop = with_points("100.00")
    shop.bill("C", "100.00")
    clear(shop).reverse("C")
    assert shop.account.journal.changes.charges == {"C": shop.account.closed.charges["C"]}
    assert shop.account.journal.changes.lots == {("grant", "G1"): lot(shop, "G1")}


def test_a_prolonged_lot_is_written():  # RULES 10.2
    shop = with_points("100.00")
    shop.prolong("2028-01-01 00:00")
    assert shop.account.journal.changes.lots == {("grant", "G1"): lot(shop, "G1")}


@pytest.mark.parametrize(
    "step",
    [
        lambda shop: shop.cancel(),
        lambda shop: shop.eligible(False),
        lambda shop: shop.rate("4.9"),
        lambda shop: shop.wait("2026-04-30 12:00"),
    ],
    ids=["cancel", "not eligible", "rating", "renewal"],
)
def test_a_changed_subscription_is_written(step):  # RULES 4.16
    shop = clear(in_state("active"))
    step(shop)
    assert shop.account.journal.changes.subscription is True


def test_an_invitation_that_opened_is_written():  # RULES 5.2
    shop = Shop()
    clear(shop).eligible(True)
    assert shop.account.journal.changes.subscription is True


def test_a_failed_attempt_is_written():  # RULES 4.8
    shop = clear(in_state("grace")).wait("2026-04-01 12:00")
    assert shop.account.journal.changes.subscription is True


def test_what_the_next_digest_will_tell_is_written():  # RULES 12
    shop = with_points("10.00")
    shop.grant("H", "10.00")
    assert shop.account.journal.changes.digest is True


def test_that_the_digest_was_told_is_written():  # RULES 12
    shop = with_points("10.00").wait("2026-01-01 10:00")
    assert shop.account.journal.changes.digest is True


def test_the_start_of_a_week_is_written():  # RULES 12 returns_high
    shop = clear(Shop())
    shop.campaign(hold_days=14)
    shop.redeem()
    assert shop.account.journal.changes.digest is True
