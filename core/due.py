"""Work that falls due: found by instant, done at its own instant, in the order of RULES 2.5.

A sweep that comes late, twice or never must change nothing but the delay. So the account itself knows its next due
instant, every step is decided at the instant that was scheduled, and `clock` says up to where all is done.
"""

import heapq

from core.account import Account, Reminder
from core.notices import reminders, told
from core.notices.kinds import NoticeKind
from core.points import lots
from core.policy import Policy
from core.subscription import benefits, billing
from core.values import BooksKind, Instant, State, format_instant

NEVER: Instant = 2**63 - 1


def next_due(account: Account) -> Instant | None:
    """The soonest instant at which this seller has work, or None. Goes into the seller's row: rows are the schedule."""
    if account.books is BooksKind.REPORTED:
        return account.reminders[0].at if account.reminders else None  # RULES 16.3: nothing else falls due
    soonest = NEVER
    if account.held:
        soonest = account.held[0][0]
    for each in account.lots.values():
        if each.open and each.open[0].expires_at < soonest:
            soonest = each.open[0].expires_at
    subscription = account.subscription
    if subscription.state is State.GRACE:
        soonest = min(soonest, subscription.retry_at or NEVER)
    elif subscription.period_end is not None:
        soonest = min(soonest, subscription.period_end)
    soonest = min(
        soonest,
        subscription.activation_at or NEVER,
        account.digest_at or NEVER,
        account.reminders[0].at if account.reminders else NEVER,
    )
    return None if soonest == NEVER else soonest


def run_due(account: Account, policy: Policy, until: Instant) -> int:
    """Do all work due at or before `until`, instant by instant; returns how many instants had work.

    Afterwards `account.clock` is at least `until`, and what happens at `until` itself comes after it (RULES 2.5).
    """
    steps = 0
    account.occasion.actor = "programme"
    while (due := next_due(account)) is not None and due <= until:
        account.occasion.at = due
        account.occasion.floor = due - 1
        account.occasion.cause = f"due:{format_instant(due)}"
        account.occasion.tag = format_instant(due)
        _at_instant(account, policy, due)
        account.clock = max(account.clock, due)
        steps += 1
    account.clock = max(account.clock, until)
    account.occasion.at = account.clock
    account.occasion.floor = account.clock
    return steps


def bring_to(account: Account, policy: Policy, now: Instant) -> None:
    """Take an account that is only read to the present: what is due by now counts as done (RULES 10.1).

    Under review its due work waits, the day does not. A present before what was decided already changes nothing.
    """
    now = max(now, account.clock)
    if account.parked:
        account.occasion.at = now
    else:
        run_due(account, policy, now)


def _at_instant(account: Account, policy: Policy, now: Instant) -> None:
    # RULES 2.5: crediting, expiry, end of trial or period, grace, activation, notices.
    _credit_due(account, policy, now)
    lots.expire_due(account, policy)
    subscription = account.subscription
    if subscription.state in (State.TRIAL, State.ACTIVE) and (subscription.period_end or NEVER) <= now:
        billing.boundary(account, policy)
    if subscription.state is State.GRACE and (subscription.retry_at or NEVER) <= now:
        billing.grace_step(account, policy)
    if subscription.activation_at is not None and subscription.activation_at <= now:
        benefits.switch_on(account, policy)
    if account.digest_at is not None and account.digest_at <= now:
        lots.send_digest(account, policy)
    while account.reminders and account.reminders[0].at <= now:
        reminder = heapq.heappop(account.reminders)
        account.scheduled.discard(reminder)
        _remind(account, policy, reminder)


def _credit_due(account: Account, policy: Policy, now: Instant) -> None:
    # RULES 15.9: several lines at one instant go by line id, which is the heap's second key.
    while account.held and account.held[0][0] <= now:
        _, line_id = heapq.heappop(account.held)
        lots.credit_held(account, policy, account.lines[line_id])


def _remind(account: Account, policy: Policy, reminder: Reminder) -> None:
    if account.books is BooksKind.REPORTED:
        told.remind_told(account, policy, reminder)
    elif reminder.kind == NoticeKind.RETURNS_HIGH:
        lots.remind_returns_high(account, policy, reminder)
    else:
        reminders.remind(account, policy, reminder)


def plan_reminders(account: Account, policy: Policy) -> None:
    """Plan every moment still ahead again, after the account was made or loaded from its rows."""
    account.occasion.floor = account.occasion.at = account.clock
    if account.books is BooksKind.REPORTED:
        told.plan_told(account, policy)
        return
    reminders.plan_subscription(account, policy)
    if lots.WEEK in account.digest:
        lots.plan_returns_high(account, policy.accruing)
    for name, each in account.lots.items():
        last = None
        for lot in each.open:
            if lot.expires_at != last:
                last = lot.expires_at
                reminders.plan_expiry(account, policy, name, last)
