"""Work that falls due: found by instant, done at its own instant, in the order of RULES 2.5.

A sweep that comes late, twice or never must change nothing but the delay. So the account itself knows its next due
instant, every step is decided at the instant that was scheduled, and `clock` says up to where all is done.
"""

from collections.abc import Collection
from typing import NamedTuple

from core.account import NOTHING_DUE, Account, Dues, Lots, Subscriber
from core.notices import reminders, told
from core.points import lots
from core.points.lots import Digest
from core.policy import Policy
from core.subscription import benefits, billing
from core.values import NEVER, BooksKind, Instant, Part, State


def dues(account: Account, policy: Policy) -> Dues:
    """When each part has work next; of a part that was left in its rows, what they say."""
    if account.books is BooksKind.REPORTED:
        return NOTHING_DUE._replace(subscription=told.next_of_told(account, policy))  # RULES 16.3: nothing else is due
    stored = account.stored
    away = Part.SUBSCRIPTION in stored.away
    return Dues(
        _points_due(account, policy),
        stored.dues.subscription if away else subscription_due(account, policy),
        account.digest_at or NEVER,
    )


def next_due(account: Account, policy: Policy) -> Instant | None:
    """The soonest instant at which this seller has work, or None. Goes into the seller's row: rows are the schedule."""
    return dues(account, policy).soonest


def _points_due(account: Account, policy: Policy) -> Instant:
    if Part.LOTS in account.stored.away:
        # Work takes something from points, and work brings in the lots. So all that was ahead is, and what was added.
        added = min(account.held.soonest_at_hand, lots.week_end(account.digest, account.clock))
        return min(account.stored.dues.points, added)
    return points_due(account.lots.values(), account.held.soonest(), account.digest, account.clock, policy)


def points_due(programmes: Collection[Lots], held: Instant, digest: Digest, clock: Instant, policy: Policy) -> Instant:
    """When points have work after an instant: a lot, the first that is held, a reminder, or the week to be judged."""
    soonest = min(held, lots.week_end(digest, clock), reminders.next_of_points(programmes, clock, policy))
    for each in programmes:
        soonest = min(soonest, each.soonest() or NEVER)
    return soonest


def subscription_due(account: Subscriber, policy: Policy) -> Instant:
    """When the subscription has work after the account's clock."""
    subscription = account.subscription
    soonest = subscription.retry_at if subscription.state is State.GRACE else subscription.period_end
    return min(soonest or NEVER, subscription.activation_at or NEVER, reminders.next_of_subscription(account, policy))


def run_due(account: Account, policy: Policy, until: Instant) -> int:
    """Do all work due at or before `until`, instant by instant; returns how many instants had work.

    Afterwards `account.clock` is at least `until`, and what happens at `until` itself comes after it (RULES 2.5).
    """
    if account.books is BooksKind.REPORTED and until <= account.clock:
        return settle(account, policy, until, NOTHING_DUE).instants  # all that a reported shop is told is ahead of it
    return settle(account, policy, until, dues(account, policy)).instants


class Settled(NamedTuple):
    """At how many instants there was work, and when there is again."""

    instants: int
    dues: Dues


def settle(account: Account, policy: Policy, until: Instant, due: Dues) -> Settled:
    """As `run_due`, for who knows when the account is due and will ask when it is again."""
    steps = 0
    occasion = account.occasion
    occasion.actor = "programme"
    while (instant := min(due)) <= until:
        occasion.by_calendar(instant)
        _at_instant(account, policy, instant, due)
        account.clock = max(account.clock, instant)
        due = dues(account, policy)
        steps += 1
    account.clock = occasion.at = occasion.floor = max(account.clock, until)
    return Settled(steps, due)


def bring_to(account: Account, policy: Policy, now: Instant) -> None:
    """Take an account that is only read to the present: what is due by now counts as done (RULES 10.1).

    Under review its due work waits, the day does not. A present before what was decided already changes nothing.
    """
    now = max(now, account.clock)
    if account.parked:
        account.occasion.at = now
    else:
        run_due(account, policy, now)


def _at_instant(account: Account, policy: Policy, now: Instant, due: Dues) -> None:
    if account.books is BooksKind.REPORTED:
        told.remind_of_told(account, policy)
        return
    # RULES 2.5: crediting, expiry, end of trial or period, grace, activation, notices.
    has_points, has_subscription = due.points <= now, due.subscription <= now
    if has_points:
        _credit_due(account, policy, now)
        lots.expire_due(account, policy)
    if has_subscription:
        _subscribe_due(account, policy, now)
    if account.digest_at is not None and account.digest_at <= now:
        lots.send_digest(account, policy)
    if has_subscription:
        reminders.remind_of_subscription(account, policy)
    if has_points:
        reminders.remind_of_points(account, policy)
        lots.remind_returns_high(account, policy)


def _subscribe_due(account: Account, policy: Policy, now: Instant) -> None:
    subscription = account.subscription
    if subscription.state in (State.TRIAL, State.ACTIVE) and (subscription.period_end or NEVER) <= now:
        billing.boundary(account, policy)
    if subscription.state is State.GRACE and (subscription.retry_at or NEVER) <= now:
        billing.grace_step(account, policy)
    if subscription.activation_at is not None and subscription.activation_at <= now:
        benefits.switch_on(account, policy)


def _credit_due(account: Account, policy: Policy, now: Instant) -> None:
    # RULES 15.9: several lines at one instant go by line id, which is the heap's second key.
    for line in account.held.take_due(now):
        lots.credit_held(account, policy, line)
