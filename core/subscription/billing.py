"""Connecting, renewing, failing and ending a subscription (RULES 4).

Late jobs and month ends are where subscription billing goes wrong. So every step decides by the instant that was
scheduled, not by when it ran; the anchor is kept apart from the clamped dates counted from it; the price is stored with
the period it was charged for; and grace starts once.
"""

from datetime import date

from core.account import Account, Period, Reminder, Transition
from core.policy import Policy
from core.refusals import DONE, Outcome, refused
from core.subscription import benefits
from core.subscription.chart import send, step
from core.values import Amount, Instant, Invitation, Plan, Renewal, State, format_amount, format_instant

CANCELLED = "cancelled"
INELIGIBLE = "ineligible"
INSUFFICIENT_FUNDS = "insufficient_funds"


# -- commands (the caller has checked the role) -------------------------------------------------------------


def connect(account: Account, policy: Policy, plan: Plan) -> Outcome:
    """Connect a plan: a trial, a paid start, an upgrade, a resume or a switch, as the present state makes it.

    Refusals in this order: `already_connected`, `not_eligible` (as a resume), `no_invitation`, `insufficient_funds`
    with `missing` (RULES 4.2).
    """
    subscription = account.subscription
    if subscription.plan is plan:
        return _reconnect(account, policy)  # RULES 4.13
    if plan is Plan.LITE and subscription.plan is Plan.PREMIUM:
        return switch_to_lite(account, policy)  # RULES 4.11
    if plan is Plan.PREMIUM and subscription.invitation is not Invitation.OPEN:
        return refused("no_invitation")
    if subscription.plan is Plan.LITE:
        return _upgrade(account, policy)
    if not subscription.connected_before and policy.trial.days:
        return _begin_trial(account, policy, plan)
    return _begin_paid(account, policy, plan)


def _reconnect(account: Account, policy: Policy) -> Outcome:
    if account.subscription.renewal is Renewal.RENEW:
        return refused("already_connected")
    return resume(account, policy)


def _begin_trial(account: Account, policy: Policy, plan: Plan) -> Outcome:
    # RULES 4.3: free, without money in the wallet, once over both plans.
    subscription = account.subscription
    before = subscription.state
    subscription.state = send(before, "begin_trial")
    subscription.trial_used = True
    _start(account, plan)
    ends_at = policy.calendar.add_days(account.at, policy.trial.days)
    _open_period(account, policy, account.at, ends_at, 0, "trial")
    _note_period(account, "begin_trial", before, 0)
    _tell_connected(account, policy, trial=True)
    return DONE


def _begin_paid(account: Account, policy: Policy, plan: Plan) -> Outcome:
    # RULES 4.4: charged whole at once, or refused and nothing changes.
    price = _price(account, policy, plan, account.at)
    if account.wallet < price:
        return refused("insufficient_funds", missing=price - account.wallet)
    subscription = account.subscription
    before = subscription.state
    subscription.state = send(before, "begin_paid")
    _start(account, plan)
    _charge(account, price, account.at)
    _anchor(account, policy, price)
    _note_period(account, "begin_paid", before, -price)
    _tell_connected(account, policy, trial=False)
    return DONE


def _start(account: Account, plan: Plan) -> None:
    subscription = account.subscription
    subscription.connected_before = True
    subscription.plan = plan
    subscription.renewal = Renewal.RENEW
    subscription.stop_reason = None
    subscription.connected_at = account.at
    if plan is Plan.PREMIUM:
        _enter_premium(account)


def _enter_premium(account: Account) -> None:
    account.subscription.premium_at = account.at
    account.subscription.invitation = Invitation.ACCEPTED  # RULES 5.2


def _tell_connected(account: Account, policy: Policy, *, trial: bool) -> None:
    benefits.plan_activation(account, policy)
    benefits.show_badge(account, policy)
    account.notify("connected", _coming_charge(account, policy) | {"trial": trial})


def upgrade_cost(account: Account, policy: Policy) -> tuple[Amount, Amount]:
    """(returned part of the paid Lite period, Premium's price) at the present instant (RULES 4.12)."""
    subscription = account.subscription
    returned = 0
    if subscription.state is State.ACTIVE:
        start, end = subscription.period_start or 0, subscription.period_end or 0
        returned = subscription.period_fee * (end - account.at) // (end - start)
    return returned, _price(account, policy, Plan.PREMIUM, account.at)


def _upgrade(account: Account, policy: Policy) -> Outcome:
    returned, price = upgrade_cost(account, policy)
    if account.wallet + returned < price:
        return refused("insufficient_funds", missing=price - account.wallet - returned)
    subscription = account.subscription
    before = subscription.state
    subscription.state = send(before, "upgrade")
    if returned:
        account.pay("fee_returned", returned, plan=subscription.plan, period=subscription.period_start)
        subscription.fees_paid -= returned
    _leave_grace(account)
    subscription.plan = Plan.PREMIUM
    subscription.renewal = Renewal.RENEW
    subscription.stop_reason = None
    _enter_premium(account)
    _charge(account, price, account.at)
    _anchor(account, policy, price)
    _note_period(account, "upgrade", before, returned - price)
    benefits.plan_activation(account, policy)
    benefits.show_badge(account, policy)
    account.notify("upgraded", _coming_charge(account, policy) | {"returned": format_amount(returned)})
    return DONE


def cancel(account: Account, policy: Policy) -> Outcome:
    """Stop the renewal; everything stays until the boundary. In grace it ends at once (RULES 4.9)."""
    subscription = account.subscription
    before = subscription.state
    if before is State.INACTIVE:
        return refused("not_connected")
    if before is State.GRACE:
        account.notify("cancelled", {"plan": subscription.plan, "ends_at": format_instant(account.at)})
        end(account, policy, CANCELLED)
        return DONE
    if subscription.renewal is Renewal.STOP and subscription.stop_reason == CANCELLED:
        return DONE
    subscription.state = send(before, "stop_renewal")
    subscription.renewal = Renewal.STOP
    subscription.stop_reason = CANCELLED
    _note(account, "stop_renewal", before, 0)
    account.notify(
        "cancelled",
        {"plan": subscription.plan, "ends_at": format_instant(subscription.period_end or account.at)},
    )
    return DONE


def resume(account: Account, policy: Policy) -> Outcome:
    """Renew again at the boundary (RULES 4.10); `not_eligible` on Premium without eligibility (RULES 5.4)."""
    subscription = account.subscription
    if subscription.state is State.INACTIVE:
        return refused("not_connected")
    if subscription.plan is Plan.PREMIUM and not subscription.eligible:
        return refused("not_eligible")
    if subscription.renewal is not Renewal.RENEW:
        before = subscription.state
        subscription.state = send(before, "resume")
        _renew_again(account, policy, before)
    return DONE


def _renew_again(account: Account, policy: Policy, before: State) -> None:
    account.subscription.renewal = Renewal.RENEW
    account.subscription.stop_reason = None
    _note(account, "resume", before, 0)
    account.notify("resumed", _coming_charge(account, policy))


def switch_to_lite(account: Account, policy: Policy) -> Outcome:
    """Lite from the next boundary; in grace at once (RULES 4.11). On Lite it is the same as connecting Lite."""
    subscription = account.subscription
    before = subscription.state
    if before is State.INACTIVE:
        return refused("not_connected")
    if subscription.plan is Plan.LITE:
        return _reconnect(account, policy)
    if before is State.GRACE:
        subscription.state = send(before, "switch_to_lite")
        _become_lite(account, policy)
        price = subscription.fee_due = _price(account, policy, Plan.LITE, account.at)  # RULES 4.15
        _note(account, "switch_to_lite", before, 0)
        paid = retry(account, policy)
        _tell_switched(account, price, paid=paid)
        return DONE
    if subscription.renewal is Renewal.LITE:
        return DONE
    subscription.state = send(before, "switch_to_lite")
    subscription.renewal = Renewal.LITE
    subscription.stop_reason = None
    _note(account, "switch_to_lite", before, 0)
    at = subscription.period_end or account.at
    price = _price(account, policy, Plan.LITE, at)
    account.notify("switch_planned", {"plan": Plan.LITE, "price": format_amount(price), "at": format_instant(at)})
    return DONE


# -- eligibility (RULES 5) ----------------------------------------------------------------------------------


def eligibility_changed(account: Account, policy: Policy, *, eligible: bool) -> Outcome:
    """The marketplace's yes or no. What it is already changes nothing (RULES 15.3)."""
    subscription = account.subscription
    if eligible == bool(subscription.eligible):
        return DONE
    subscription.eligible = eligible
    account.changes.subscription = True
    if eligible:
        _qualified(account, policy)
    else:
        _disqualified(account, policy)
    return DONE


def _qualified(account: Account, policy: Policy) -> None:
    subscription = account.subscription
    if subscription.plan is not Plan.PREMIUM:
        _open_invitation(account)  # RULES 5.2
        return
    subscription.invitation = Invitation.ACCEPTED  # RULES 5.3
    if subscription.renewal is Renewal.STOP and subscription.stop_reason == INELIGIBLE:
        before = subscription.state
        subscription.state = step(before, "resume")
        _renew_again(account, policy, before)  # RULES 5.4


def _disqualified(account: Account, policy: Policy) -> None:
    # RULES 5.3
    subscription = account.subscription
    subscription.invitation = Invitation.WITHDRAWN
    account.notify("invitation_withdrawn", {"on_premium": subscription.plan is Plan.PREMIUM})
    if subscription.plan is not Plan.PREMIUM:
        return
    if subscription.state is State.GRACE:
        end(account, policy, INELIGIBLE)
    elif subscription.renewal is Renewal.RENEW:
        before = subscription.state
        subscription.state = step(before, "stop_renewal")
        subscription.renewal = Renewal.STOP
        subscription.stop_reason = INELIGIBLE
        _note(account, "stop_renewal", before, 0)


def _open_invitation(account: Account) -> None:
    account.subscription.invitation = Invitation.OPEN
    account.subscription.invited_at = account.at
    account.changes.subscription = True
    account.notify("invitation_received", {})


# -- due work -----------------------------------------------------------------------------------------------


def boundary(account: Account, policy: Policy) -> None:
    """The trial's or paid period's end (RULES 4.3, 4.6, 4.7), at its own instant."""
    subscription = account.subscription
    before = subscription.state
    due = subscription.period_end
    assert due is not None and subscription.plan is not None
    if subscription.renewal is Renewal.STOP:
        end(account, policy, subscription.stop_reason or CANCELLED)
        return
    switched = subscription.renewal is Renewal.LITE and subscription.plan is Plan.PREMIUM
    if switched:
        _become_lite(account, policy)
    if before is State.TRIAL:
        subscription.anchor = due  # RULES 4.5: the anchor is the trial's end, however late the fee is paid
        subscription.period_number = -1
    subscription.renewal = Renewal.RENEW
    subscription.stop_reason = None
    price = _price(account, policy, subscription.plan, due)
    paid = account.wallet >= price
    if paid:
        _renew(account, policy, price)
    else:
        _enter_grace(account, policy, price)
    if switched:
        _tell_switched(account, price, paid=paid)


def _renew(account: Account, policy: Policy, price: Amount) -> None:
    # RULES 4.6, 4.8: the period is the one that was due; the anchor does not move.
    subscription = account.subscription
    before = subscription.state
    subscription.state = step(before, "fee_paid")
    _leave_grace(account)
    start = subscription.period_end
    assert start is not None and subscription.anchor is not None
    subscription.period_number += 1
    ends_at = policy.calendar.add_months(subscription.anchor, subscription.period_number + 1)
    _charge(account, price, start)
    _open_period(account, policy, start, ends_at, price, "paid")
    _note_period(account, "fee_paid", before, -price)
    account.notify(
        "renewed",
        {
            "plan": subscription.plan,
            "price": format_amount(price),
            "period_start": format_instant(start),
            "period_end": format_instant(ends_at),
            "wallet": format_amount(account.wallet),
            "after_trial": subscription.period_number == 0,  # else the first period begins by connecting or upgrading
        },
    )


def _enter_grace(account: Account, policy: Policy, price: Amount) -> None:
    # RULES 4.7: set once, counted from the due instant.
    subscription = account.subscription
    before = subscription.state
    due = subscription.period_end
    assert due is not None
    subscription.state = step(before, "fee_failed")
    subscription.grace_until = policy.calendar.add_days(due, policy.grace.days)
    subscription.fee_due = price
    subscription.retry_number = 1
    subscription.retry_at = policy.calendar.add_days(due, 1)
    _note(account, "fee_failed", before, 0, price=price, wallet=account.wallet, grace_until=subscription.grace_until)
    _plan_grace_reminders(account, policy, due)
    account.notify(
        "renewal_failed",
        _shortfall(account, price) | {"grace_until": format_instant(subscription.grace_until)},
    )


def grace_step(account: Account, policy: Policy) -> None:
    """The daily attempt at due + n days; after the last one the subscription ends (RULES 4.8)."""
    subscription = account.subscription
    if retry(account, policy):
        return
    due = subscription.period_end
    assert due is not None
    if account.at >= (subscription.grace_until or account.at):  # set once, whatever the policy says meanwhile
        end(account, policy, INSUFFICIENT_FUNDS)
        return
    subscription.retry_number += 1
    subscription.retry_at = policy.calendar.add_days(due, subscription.retry_number)
    account.changes.subscription = True


def retry(account: Account, policy: Policy) -> bool:
    """In grace, try to charge the fee now; true if it was paid (RULES 3.3, 4.8). Elsewhere false."""
    subscription = account.subscription
    if subscription.state is not State.GRACE or subscription.plan is None:
        return False
    price = fee_due(account, policy)
    if account.wallet < price:
        return False
    _renew(account, policy, price)
    return True


def end(account: Account, policy: Policy, reason: str) -> None:
    """The subscription is over (RULES 4.6, 4.8, 4.9, 5.3)."""
    subscription = account.subscription
    before = subscription.state
    plan = subscription.plan
    subscription.state = step(before, "end")
    subscription.end_reason = reason
    _note(account, "end", before, 0, reason=reason)
    subscription.plan = None
    subscription.renewal = None
    subscription.stop_reason = None
    subscription.anchor = None
    subscription.period_start = None
    subscription.period_end = None
    subscription.period_fee = 0
    subscription.connected_at = None
    subscription.mailings_left = 0
    _leave_grace(account)
    account.notify("subscription_ended", {"plan": plan, "reason": reason})
    if plan is Plan.PREMIUM:
        _leave_premium(account)
    benefits.plan_activation(account, policy)
    benefits.show_badge(account, policy)


# -- shared steps -------------------------------------------------------------------------------------------


def _become_lite(account: Account, policy: Policy) -> None:
    subscription = account.subscription
    subscription.plan = Plan.LITE
    subscription.mailings_left = 0
    _leave_premium(account)
    benefits.plan_activation(account, policy)
    benefits.show_badge(account, policy)


def _leave_premium(account: Account) -> None:
    account.subscription.premium_at = None
    if account.subscription.eligible:
        _open_invitation(account)  # RULES 5.2: it opens again when Premium ends


def _tell_switched(account: Account, price: Amount, *, paid: bool) -> None:
    data: dict[str, str | bool | None] = {"plan": Plan.LITE, "price": format_amount(price), "paid": paid}
    if not paid:
        data["grace_until"] = format_instant(account.subscription.grace_until or account.at)
    account.notify("switched", data)


def _leave_grace(account: Account) -> None:
    subscription = account.subscription
    subscription.grace_until = None
    subscription.fee_due = None
    subscription.retry_at = None
    subscription.retry_number = 0


def _charge(account: Account, price: Amount, period: Instant) -> None:
    # RULES 3.1: a fee never takes the wallet below zero; the callers have checked.
    assert account.wallet >= price
    account.pay("fee", -price, plan=account.subscription.plan, period=period)
    account.subscription.fees_paid += price


def _anchor(account: Account, policy: Policy, price: Amount) -> None:
    """A first paid period: it starts now and is the anchor of those that follow (RULES 4.5)."""
    subscription = account.subscription
    subscription.anchor = account.at
    subscription.period_number = 0
    _open_period(account, policy, account.at, policy.calendar.add_months(account.at, 1), price, "paid")


def _open_period(
    account: Account, policy: Policy, starts_at: Instant, ends_at: Instant, fee: Amount, kind: str
) -> None:
    subscription = account.subscription
    assert subscription.plan is not None
    subscription.period_start = starts_at
    subscription.period_end = ends_at
    subscription.period_fee = fee
    subscription.mailings_left = policy.benefits.mailings if subscription.plan is Plan.PREMIUM else 0
    account.changes.periods.append(
        Period(account.seller, starts_at, subscription.plan, kind, ends_at, fee, account.at, account.next_seq())
    )
    plan_period_reminders(account, policy)


def _note_period(account: Account, event: str, before: State, money: Amount) -> None:
    """Note a step that opened the present period; a trial has no price."""
    subscription = account.subscription
    price = None if subscription.state is State.TRIAL else subscription.period_fee
    _note(account, event, before, money, period=subscription.period_start, price=price)


def _note(
    account: Account,
    event: str,
    before: State,
    money: Amount,
    *,
    reason: str | None = None,
    period: Instant | None = None,
    price: Amount | None = None,
    wallet: Amount | None = None,
    grace_until: Instant | None = None,
) -> None:
    # RULES 4.16
    subscription = account.subscription
    account.changes.subscription = True
    account.changes.transitions.append(
        Transition(
            account.seller,
            account.next_seq(),
            account.at,
            event,
            before,
            subscription.state,
            subscription.plan,
            subscription.renewal,
            reason or subscription.stop_reason,
            money,
            account.actor,
            account.cause,
            period,
            price,
            wallet,
            grace_until,
        )
    )


def next_plan(account: Account) -> Plan | None:
    """The plan the next boundary charges: None when it stops or nothing is connected (RULES 4.6)."""
    subscription = account.subscription
    if subscription.renewal is Renewal.STOP:
        return None
    return Plan.LITE if subscription.renewal is Renewal.LITE else subscription.plan


def _price(account: Account, policy: Policy, plan: Plan, at: Instant) -> Amount:
    """A plan's price at `at` as this decision knows it: due work of an instant comes before its lines (RULES 2.5)."""
    return policy.price(plan, at, known=account.floor)


def fee_due(account: Account, policy: Policy) -> Amount:
    """In grace, the fee that is tried: the one that was due, or Lite's at the switch (RULES 4.15)."""
    subscription = account.subscription
    assert subscription.plan is not None and subscription.period_end is not None
    if subscription.fee_due is None:  # in grace since before the amount was kept
        return policy.price(subscription.plan, subscription.period_end)
    return subscription.fee_due


def coming_fee(account: Account, policy: Policy) -> tuple[Plan, Amount] | None:
    """The plan and fee of the next charge, at its own instant, by what is known today; None when none is coming."""
    plan = next_plan(account)
    if plan is None:
        return None
    subscription = account.subscription
    if subscription.state is State.GRACE:
        return plan, fee_due(account, policy)
    return plan, policy.price(plan, subscription.period_end or account.clock)


def tell_price(account: Account, policy: Policy, plan: Plan, old: Amount, new: Amount, since: Instant) -> None:
    """Tell a subscriber whose next plan it is that its price changes, whenever the next charge is (RULES 4.15)."""
    subscription = account.subscription
    if not subscription.connected or next_plan(account) is not plan:
        return
    data = {"plan": plan, "old": format_amount(old), "new": format_amount(new), "from": format_instant(since)}
    if subscription.state is State.GRACE:
        data["amount_due"] = format_amount(fee_due(account, policy))
    elif subscription.period_end is not None:
        data["next_charge_at"] = format_instant(subscription.period_end)
        data["next_price"] = format_amount(policy.price(plan, subscription.period_end))
    account.notify("price_changed", data)


def _coming_charge(account: Account, policy: Policy) -> dict[str, str | bool | None]:
    subscription = account.subscription
    assert subscription.plan is not None and subscription.period_end is not None
    return {
        "plan": subscription.plan,
        "price": format_amount(_price(account, policy, subscription.plan, subscription.period_end)),
        "next_charge_at": format_instant(subscription.period_end),
    }


def _shortfall(account: Account, price: Amount) -> dict[str, str | None]:
    return {
        "plan": account.subscription.plan,
        "price": format_amount(price),
        "wallet": format_amount(account.wallet),
        "missing": format_amount(price - account.wallet),
    }


# -- reminders ----------------------------------------------------------------------------------------------

RANK = ("trial_ending", "renewal_low_balance", "charge_coming", "grace_reminder", "access_ending")


def plan_period_reminders(account: Account, policy: Policy) -> None:
    """Plan the moments before the present trial's or period's end (RULES 12)."""
    ends_at = account.subscription.period_end
    if ends_at is None or account.subscription.state is State.GRACE:
        return
    calendar, reminders = policy.calendar, policy.reminders
    day = calendar.date(ends_at).toordinal()
    kinds = {
        "renewal_low_balance": reminders.renewal_low_balance,
        "charge_coming": reminders.charge_coming,
        "access_ending": reminders.access_ending,
    }
    if account.subscription.state is State.TRIAL:
        kinds["trial_ending"] = reminders.trial_ending
    for kind, days in kinds.items():
        for before in days:
            moment = calendar.at_hour(date.fromordinal(day - before), reminders.hour)
            account.schedule(Reminder(moment, RANK.index(kind), kind, "", before, ends_at))


def _plan_grace_reminders(account: Account, policy: Policy, due: Instant) -> None:
    calendar, reminders = policy.calendar, policy.reminders
    day = calendar.date(due).toordinal()
    for after in reminders.grace_reminder:
        moment = calendar.at_hour(date.fromordinal(day + after), reminders.hour)
        account.schedule(Reminder(moment, RANK.index("grace_reminder"), "grace_reminder", "", after, due))


def plan_reminders(account: Account, policy: Policy) -> None:
    """Plan all moments of the present subscription again, after a reload."""
    subscription = account.subscription
    if subscription.state is State.GRACE and subscription.period_end is not None:
        _plan_grace_reminders(account, policy, subscription.period_end)
    else:
        plan_period_reminders(account, policy)


def remind(account: Account, policy: Policy, reminder: Reminder) -> None:
    """Tell what is true at this moment, or nothing (RULES 12, 15.2, 15.5)."""
    subscription = account.subscription
    if subscription.period_end != reminder.until:
        return
    at = format_instant(reminder.until)
    tag = f"{account.seller}:{at}:{reminder.days}"
    if reminder.kind == "grace_reminder":
        # The period's end is still the one that went unpaid, so the subscription is in that grace.
        assert subscription.plan is not None
        assert subscription.grace_until is not None
        price = fee_due(account, policy)
        left = (policy.calendar.date(subscription.grace_until) - policy.calendar.date(account.at)).days
        account.notify_keyed(
            f"grace_reminder:{tag}",
            "grace_reminder",
            _shortfall(account, price) | {"grace_until": format_instant(subscription.grace_until), "days_left": left},
        )
        return
    if subscription.state not in (State.TRIAL, State.ACTIVE):
        return  # a clock change can move the day before's hour onto the boundary, which then came first (RULES 2.5)
    plan = next_plan(account)
    if plan is None:
        if reminder.kind == "access_ending":
            account.notify_keyed(
                f"access_ending:{tag}",
                "access_ending",
                {
                    "plan": subscription.plan,
                    "at": at,
                    "days": reminder.days,
                    "reason": subscription.stop_reason,
                },
            )
        return
    price = _price(account, policy, plan, reminder.until)
    data = {"plan": plan, "price": format_amount(price), "at": at, "days": reminder.days}
    money = {"wallet": format_amount(account.wallet)}
    if reminder.kind == "trial_ending" and subscription.state is State.TRIAL:
        account.notify_keyed(f"trial_ending:{tag}", "trial_ending", data)
    elif reminder.kind == "renewal_low_balance" and account.wallet < price:
        short = {"missing": format_amount(price - account.wallet)}
        account.notify_keyed(f"renewal_low_balance:{tag}", "renewal_low_balance", data | money | short)
    elif (
        reminder.kind == "charge_coming" and subscription.state is State.ACTIVE and account.wallet >= price
    ):  # a trial's end is told by trial_ending
        account.notify_keyed(f"charge_coming:{tag}", "charge_coming", data | money)
