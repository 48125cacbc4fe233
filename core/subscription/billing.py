"""Connecting, renewing, failing and ending a subscription (RULES 4).

Late jobs and month ends are where subscription billing goes wrong. So every step decides by the instant that was
scheduled, not by when it ran; the anchor is kept apart from the clamped dates counted from it; the price is stored with
the period it was charged for; and grace starts once.
"""

from core.account import Account, Period, Subscriber, Transition
from core.fees import fee_due, next_plan
from core.notices.kinds import NoticeKind
from core.notices.truth import shortfall
from core.policy import Policy
from core.refusals import DONE, Outcome, Refusal, refused
from core.subscription import benefits
from core.subscription.chart import Step, send, step
from core.values import (
    LATEST,
    Amount,
    Instant,
    Invitation,
    PeriodKind,
    Plan,
    Reason,
    Renewal,
    State,
    WalletKind,
    format_amount,
    format_instant,
)

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
        return refused(Refusal.NO_INVITATION)
    if subscription.plan is Plan.LITE:
        return _upgrade(account, policy)
    if not subscription.connected_before and policy.trial.days:
        return _begin_trial(account, policy, plan)
    return _begin_paid(account, policy, plan)


def _reconnect(account: Account, policy: Policy) -> Outcome:
    if account.subscription.renewal is Renewal.RENEW:
        return refused(Refusal.ALREADY_CONNECTED)
    return resume(account, policy)


def _begin_trial(account: Account, policy: Policy, plan: Plan) -> Outcome:
    # RULES 4.3: free, without money in the wallet, once over both plans.
    subscription = account.subscription
    before = subscription.state
    subscription.state = send(before, Step.BEGIN_TRIAL)
    subscription.trial_used = True
    _start(account, plan)
    ends_at = policy.calendar.add_days(account.at, policy.trial.days)
    _open_period(account, policy, account.at, ends_at, 0, PeriodKind.TRIAL)
    _note_period(account, Step.BEGIN_TRIAL, before, 0)
    _tell_connected(account, policy, trial=True)
    return DONE


def _begin_paid(account: Account, policy: Policy, plan: Plan) -> Outcome:
    # RULES 4.4: charged whole at once, or refused and nothing changes.
    price = _price(account, policy, plan, account.at)
    if account.wallet < price:
        return refused(Refusal.INSUFFICIENT_FUNDS, missing=price - account.wallet)
    subscription = account.subscription
    before = subscription.state
    subscription.state = send(before, Step.BEGIN_PAID)
    _start(account, plan)
    _charge(account, price, account.at)
    _anchor(account, policy, price)
    _note_period(account, Step.BEGIN_PAID, before, -price)
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
    account.journal.notify(NoticeKind.CONNECTED, _coming_charge(account, policy) | {"trial": trial})


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
        return refused(Refusal.INSUFFICIENT_FUNDS, missing=price - account.wallet - returned)
    subscription = account.subscription
    before = subscription.state
    subscription.state = send(before, Step.UPGRADE)
    if returned:
        account.pay(WalletKind.FEE_RETURNED, returned, plan=subscription.plan, period=subscription.period_start)
        subscription.fees_paid -= returned
    _leave_grace(account)
    subscription.plan = Plan.PREMIUM
    subscription.renewal = Renewal.RENEW
    subscription.stop_reason = None
    _enter_premium(account)
    _charge(account, price, account.at)
    _anchor(account, policy, price)
    _note_period(account, Step.UPGRADE, before, returned - price)
    benefits.plan_activation(account, policy)
    benefits.show_badge(account, policy)
    account.journal.notify(NoticeKind.UPGRADED, _coming_charge(account, policy) | {"returned": format_amount(returned)})
    return DONE


def cancel(account: Account, policy: Policy) -> Outcome:
    """Stop the renewal; everything stays until the boundary. In grace it ends at once (RULES 4.9)."""
    subscription = account.subscription
    before = subscription.state
    if before is State.INACTIVE:
        return refused(Refusal.NOT_CONNECTED)
    if before is State.GRACE:
        account.journal.notify(NoticeKind.CANCELLED, {"plan": subscription.plan, "ends_at": format_instant(account.at)})
        end(account, policy, Reason.CANCELLED)
        return DONE
    if subscription.renewal is Renewal.STOP and subscription.stop_reason == Reason.CANCELLED:
        return DONE
    subscription.state = send(before, Step.STOP_RENEWAL)
    subscription.renewal = Renewal.STOP
    subscription.stop_reason = Reason.CANCELLED
    _note(account, Step.STOP_RENEWAL, before, 0)
    account.journal.notify(
        NoticeKind.CANCELLED,
        {"plan": subscription.plan, "ends_at": format_instant(subscription.period_end or account.at)},
    )
    return DONE


def resume(account: Account, policy: Policy) -> Outcome:
    """Renew again at the boundary (RULES 4.10); `not_eligible` on Premium without eligibility (RULES 5.4)."""
    subscription = account.subscription
    if subscription.state is State.INACTIVE:
        return refused(Refusal.NOT_CONNECTED)
    if subscription.plan is Plan.PREMIUM and not subscription.eligible:
        return refused(Refusal.NOT_ELIGIBLE)
    if subscription.renewal is not Renewal.RENEW:
        before = subscription.state
        subscription.state = send(before, Step.RESUME)
        _renew_again(account, policy, before)
    return DONE


def _renew_again(account: Account, policy: Policy, before: State) -> None:
    account.subscription.renewal = Renewal.RENEW
    account.subscription.stop_reason = None
    _note(account, Step.RESUME, before, 0)
    account.journal.notify(NoticeKind.RESUMED, _coming_charge(account, policy))


def switch_to_lite(account: Account, policy: Policy) -> Outcome:
    """Lite from the next boundary; in grace at once (RULES 4.11). On Lite it is the same as connecting Lite."""
    subscription = account.subscription
    before = subscription.state
    if before is State.INACTIVE:
        return refused(Refusal.NOT_CONNECTED)
    if subscription.plan is Plan.LITE:
        return _reconnect(account, policy)
    if before is State.GRACE:
        subscription.state = send(before, Step.SWITCH_TO_LITE)
        _become_lite(account, policy)
        price = subscription.fee_due = _price(account, policy, Plan.LITE, account.at)  # RULES 4.15
        _note(account, Step.SWITCH_TO_LITE, before, 0)
        paid = retry(account, policy)
        _tell_switched(account, price, paid=paid)
        return DONE
    if subscription.renewal is Renewal.LITE:
        return DONE
    subscription.state = send(before, Step.SWITCH_TO_LITE)
    subscription.renewal = Renewal.LITE
    subscription.stop_reason = None
    _note(account, Step.SWITCH_TO_LITE, before, 0)
    at = subscription.period_end or account.at
    price = _price(account, policy, Plan.LITE, at)
    account.journal.notify(
        NoticeKind.SWITCH_PLANNED, {"plan": Plan.LITE, "price": format_amount(price), "at": format_instant(at)}
    )
    return DONE


# -- eligibility (RULES 5) ----------------------------------------------------------------------------------


def eligibility_changed(account: Account, policy: Policy, *, eligible: bool) -> Outcome:
    """The marketplace's yes or no. What it is already changes nothing (RULES 15.3)."""
    subscription = account.subscription
    if eligible == bool(subscription.eligible):
        return DONE
    subscription.eligible = eligible
    account.journal.changes.subscription = True
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
    if subscription.renewal is Renewal.STOP and subscription.stop_reason == Reason.INELIGIBLE:
        before = subscription.state
        subscription.state = step(before, Step.RESUME)
        _renew_again(account, policy, before)  # RULES 5.4


def _disqualified(account: Account, policy: Policy) -> None:
    # RULES 5.3
    subscription = account.subscription
    subscription.invitation = Invitation.WITHDRAWN
    account.journal.notify(NoticeKind.INVITATION_WITHDRAWN, {"on_premium": subscription.plan is Plan.PREMIUM})
    if subscription.plan is not Plan.PREMIUM:
        return
    if subscription.state is State.GRACE:
        end(account, policy, Reason.INELIGIBLE)
    elif subscription.renewal is Renewal.RENEW:
        before = subscription.state
        subscription.state = step(before, Step.STOP_RENEWAL)
        subscription.renewal = Renewal.STOP
        subscription.stop_reason = Reason.INELIGIBLE
        _note(account, Step.STOP_RENEWAL, before, 0)


def _open_invitation(account: Account) -> None:
    account.subscription.invitation = Invitation.OPEN
    account.subscription.invited_at = account.at
    account.journal.changes.subscription = True
    account.journal.notify(NoticeKind.INVITATION_RECEIVED, {})


# -- due work -----------------------------------------------------------------------------------------------


def boundary(account: Account, policy: Policy) -> None:
    """The trial's or paid period's end (RULES 4.3, 4.6, 4.7), at its own instant."""
    subscription = account.subscription
    assert subscription.plan is not None
    if subscription.renewal is Renewal.STOP:
        end(account, policy, subscription.stop_reason or Reason.CANCELLED)
        return
    switched = subscription.renewal is Renewal.LITE and subscription.plan is Plan.PREMIUM
    if switched:
        _become_lite(account, policy)
    price, paid = charge_at_end(account, policy)
    if switched:
        _tell_switched(account, price, paid=paid)


def charge_at_end(account: Subscriber, policy: Policy) -> tuple[Amount, bool]:
    """Charge for the period that follows, whose plan is the subscription's; the price, and whether it was paid."""
    subscription = account.subscription
    due = subscription.period_end
    assert due is not None and subscription.plan is not None
    if subscription.state is State.TRIAL:
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
    return price, paid


def _renew(account: Subscriber, policy: Policy, price: Amount) -> None:
    # RULES 4.6, 4.8: the period is the one that was due; the anchor does not move.
    subscription = account.subscription
    before = subscription.state
    subscription.state = step(before, Step.FEE_PAID)
    _leave_grace(account)
    start = subscription.period_end
    assert start is not None and subscription.anchor is not None
    subscription.period_number += 1
    ends_at = policy.calendar.add_months(subscription.anchor, subscription.period_number + 1)
    _charge(account, price, start)
    _open_period(account, policy, start, ends_at, price, PeriodKind.PAID)
    _note_period(account, Step.FEE_PAID, before, -price)
    account.journal.notify(
        NoticeKind.RENEWED,
        {
            "plan": subscription.plan,
            "price": format_amount(price),
            "period_start": format_instant(start),
            "period_end": format_instant(ends_at),
            "wallet": format_amount(account.wallet),
            "after_trial": subscription.period_number == 0,  # else the first period begins by connecting or upgrading
        },
    )


def _enter_grace(account: Subscriber, policy: Policy, price: Amount) -> None:
    # RULES 4.7: set once, counted from the due instant.
    subscription = account.subscription
    before = subscription.state
    due = subscription.period_end
    assert due is not None
    subscription.state = step(before, Step.FEE_FAILED)
    subscription.grace_until = policy.calendar.add_days(due, policy.grace.days)
    subscription.fee_due = price
    subscription.retry_number = 1
    subscription.retry_at = policy.calendar.add_days(due, 1)
    _note(account, Step.FEE_FAILED, before, 0, price=price, wallet=account.wallet, grace_until=subscription.grace_until)
    account.journal.notify(
        NoticeKind.RENEWAL_FAILED,
        shortfall(subscription.plan, price, account.wallet) | {"grace_until": format_instant(subscription.grace_until)},
    )


def grace_step(account: Account, policy: Policy) -> None:
    """The daily attempt at due + n days; after the last one the subscription ends (RULES 4.8)."""
    subscription = account.subscription
    if retry(account, policy):
        return
    due = subscription.period_end
    assert due is not None
    if account.at >= (subscription.grace_until or account.at):  # set once, whatever the policy says meanwhile
        end(account, policy, Reason.INSUFFICIENT_FUNDS)
        return
    subscription.retry_number += 1
    subscription.retry_at = policy.calendar.add_days(due, subscription.retry_number)
    account.journal.changes.subscription = True


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


def end(account: Account, policy: Policy, reason: Reason) -> None:
    """The subscription is over (RULES 4.6, 4.8, 4.9, 5.3)."""
    subscription = account.subscription
    before = subscription.state
    plan = subscription.plan
    subscription.state = step(before, Step.END)
    subscription.end_reason = reason
    _note(account, Step.END, before, 0, reason=reason)
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
    account.journal.notify(NoticeKind.SUBSCRIPTION_ENDED, {"plan": plan, "reason": reason})
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
    account.journal.notify(NoticeKind.SWITCHED, data)


def _leave_grace(account: Subscriber) -> None:
    subscription = account.subscription
    subscription.grace_until = None
    subscription.fee_due = None
    subscription.retry_at = None
    subscription.retry_number = 0


def _charge(account: Subscriber, price: Amount, period: Instant) -> None:
    # RULES 3.1: a fee never takes the wallet below zero; the callers have checked.
    assert account.wallet >= price
    account.pay(WalletKind.FEE, -price, plan=account.subscription.plan, period=period)
    account.subscription.fees_paid += price


def _anchor(account: Account, policy: Policy, price: Amount) -> None:
    """A first paid period: it starts now and is the anchor of those that follow (RULES 4.5)."""
    subscription = account.subscription
    subscription.anchor = account.at
    subscription.period_number = 0
    _open_period(account, policy, account.at, policy.calendar.add_months(account.at, 1), price, PeriodKind.PAID)


def _open_period(
    account: Subscriber, policy: Policy, starts_at: Instant, ends_at: Instant, fee: Amount, kind: PeriodKind
) -> None:
    subscription = account.subscription
    assert subscription.plan is not None
    subscription.period_start = starts_at
    subscription.period_end = ends_at
    subscription.period_fee = fee
    subscription.mailings_left = policy.benefits.mailings if subscription.plan is Plan.PREMIUM else 0
    account.journal.changes.periods.append(
        Period(account.seller, starts_at, subscription.plan, kind, ends_at, fee, account.at, account.journal.next_seq())
    )


def _note_period(account: Subscriber, event: Step, before: State, money: Amount) -> None:
    """Note a step that opened the present period; a trial has no price."""
    subscription = account.subscription
    price = None if subscription.state is State.TRIAL else subscription.period_fee
    _note(account, event, before, money, period=subscription.period_start, price=price)


def _note(
    account: Subscriber,
    event: Step,
    before: State,
    money: Amount,
    *,
    reason: Reason | None = None,
    period: Instant | None = None,
    price: Amount | None = None,
    wallet: Amount | None = None,
    grace_until: Instant | None = None,
) -> None:
    # RULES 4.16
    subscription = account.subscription
    account.journal.changes.subscription = True
    account.journal.changes.transitions.append(
        Transition(
            account.seller,
            account.journal.next_seq(),
            account.at,
            event,
            before,
            subscription.state,
            subscription.plan,
            subscription.renewal,
            reason or subscription.stop_reason,
            money,
            account.occasion.actor,
            account.occasion.cause,
            period,
            price,
            wallet,
            grace_until,
        )
    )


def _price(account: Subscriber, policy: Policy, plan: Plan, at: Instant) -> Amount:
    """A plan's price at `at` as this decision knows it: due work of an instant comes before its lines (RULES 2.5).

    A line counts every change there is, also one that was taken by a clock ahead of its own.
    """
    in_due_work = account.occasion.floor < account.at
    return policy.price(plan, at, known=account.occasion.floor if in_due_work else LATEST)


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
    account.journal.notify(NoticeKind.PRICE_CHANGED, data)


def _coming_charge(account: Account, policy: Policy) -> dict[str, str | bool | None]:
    subscription = account.subscription
    assert subscription.plan is not None and subscription.period_end is not None
    return {
        "plan": subscription.plan,
        "price": format_amount(_price(account, policy, subscription.plan, subscription.period_end)),
        "next_charge_at": format_instant(subscription.period_end),
    }
