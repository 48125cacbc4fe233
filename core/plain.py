"""Due work that is plain, decided on a seller's bare numbers (RULES 2.5).

Problem: most of a night's due work is the same few things for everybody, and to bring in an account for each takes
several times as long as what is decided. Decision: who has nothing due but lots that expire at one instant, a digest,
or the charge at a period's end, is decided without one, by the very rules that decide it one by one in `core.due`; one
journal notes the history of many sellers. Limit: whoever has anything else due by then, or would have once this is
done, is left as it was, and needs an account.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.account import Balance, Dues, Journal, Lot, Lots, Subscriber
from core.due import points_due, subscription_due
from core.notices.reminders import is_reminder_hour
from core.points.lots import Digest, expire_of_many, next_digest_at, tell_digest, week_end
from core.policy import Policy
from core.subscription.billing import charge_at_end
from core.values import NEVER, Instant, Renewal, State


class Shop(NamedTuple):
    """A seller's numbers: how far its history and its due work have come, and when it is due."""

    seller: str
    seq: int
    clock: Instant
    dues: Dues


class Points(NamedTuple):
    """What a seller has of points: the lots that expire by then, all others by programme, its balances by programme,
    and when the first that is held is credited (else `NEVER`)."""

    expiring: Sequence[Lot]
    left: Mapping[str, Lots]
    balances: Mapping[str, Balance]
    held: Instant


def send_digest(journal: Journal, shop: Shop, digest: Digest, policy: Policy, until: Instant) -> Dues | None:
    """Do the due work of who has only a digest to be sent; returns when it is due again, None if there is more to do.

    The digest is emptied.
    """
    points, subscription, at = shop.dues
    if points <= until or subscription <= until:
        return None
    journal.turn_to(shop.seller, shop.seq)
    journal.occasion.by_calendar(at)
    tell_digest(journal, digest, policy)
    return Dues(points, subscription, NEVER)


def expire(journal: Journal, shop: Shop, digest: Digest, points: Points, policy: Policy, until: Instant) -> Dues | None:
    """Do the due work of who has only lots that expire at one instant; returns when it is due again.

    None if there is more to do: then nothing is changed. Else lots, balances and digest are as after it.
    """
    at, subscription, digest_at = shop.dues
    if subscription <= until or digest_at <= until or points.held <= until or is_reminder_hour(policy, at):
        return None
    if {lot.expires_at for lot in points.expiring} != {at}:
        return None
    if week_end(digest, at - 1) <= until:
        return None
    journal.occasion.by_calendar(at)
    clock = max(shop.clock, at)
    if digest_at == NEVER:
        digest_at = next_digest_at(policy, journal.occasion)
    due = Dues(points_due(points.left.values(), points.held, digest, clock, policy), subscription, digest_at)
    if min(due) <= until:
        return None
    journal.turn_to(shop.seller, shop.seq)
    expire_of_many(journal, points.expiring, points.balances, digest, policy)
    return due


def charge(account: Subscriber, seq: int, dues: Dues, policy: Policy, until: Instant) -> Dues | None:
    """Do the due work of who has only a trial or period that ends and goes on; returns when it is due again.

    None if there is more to do: then nothing is changed. Else subscription and wallet are as after it.
    """
    subscription, at = account.subscription, dues.subscription
    if min(dues.points, dues.digest, subscription.activation_at or NEVER) <= until or is_reminder_hour(policy, at):
        return None
    if subscription.state not in (State.TRIAL, State.ACTIVE) or subscription.renewal is not Renewal.RENEW:
        return None
    if subscription.period_end != at:
        return None
    account.occasion.by_calendar(at)
    if next_digest_at(policy, account.occasion) <= until:
        return None  # past the hour of reminders there may be one; in grace the fee is tried again only after that hour
    account.journal.turn_to(account.seller, seq)
    charge_at_end(account, policy)
    account.clock = max(account.clock, at)
    return Dues(dues.points, subscription_due(account, policy), dues.digest)
