"""What is ahead of the points: how much the usual charges will use up, and what would be left for a service.

Problem: "1,200.00 expire on 1 July" is no news to a shop that spends 5,000.00 a month on logistics, and a warning to
one that spends 100.00. Decision: the months behind are the measure of those ahead. Charges are taken to come evenly,
and points to pay them in the order of spending (RULES 9.2), soonest expiry first over all programmes, so that no
charge is counted twice. Limit: a projection: limits, reserves, minimums and payment modes stand aside, because a seller
can change or get round them by hand.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from core.account import Account, Lot
from core.points.spending import may_pay, share_of
from core.policy import Policy
from core.values import Amount, Instant


class Usual(NamedTuple):
    """What services cost in a span of `months` full local months; nothing is known where there is none."""

    since: Instant
    until: Instant
    months: int
    charged: Mapping[str, Amount]

    def monthly(self, service: str) -> Amount | None:
        """The mean of a month, rounded down; None without a full month."""
        return self.charged.get(service, 0) // self.months if self.months else None

    def by(self, service: str, now: Instant, at: Instant) -> Amount:
        """What the service will have cost between now and then, if it goes on as it went; rounded down."""
        return self.charged.get(service, 0) * max(0, at - now) // (self.until - self.since)


class Expiring(NamedTuple):
    """Points that expire on one local date (RULES 15.2): all, what the usual charges use up, what they leave.

    `expires_at` is the first instant of that date at which some expire. `used` and `unspent` are None if there is
    nothing to judge by.
    """

    date: date
    expires_at: Instant
    amount: Amount
    used: Amount | None
    unspent: Amount | None


class Outlook(NamedTuple):
    """One programme: the usual monthly charges that it may pay (None: nothing to judge by), and what expires when."""

    programme: str
    monthly: Amount | None
    expiring: tuple[Expiring, ...]


def outlook(account: Account, policy: Policy, usual: Usual, now: Instant) -> dict[str, Outlook]:
    """Every programme's points by expiry date, and what the usual charges would use up of them (RULES 10.3)."""
    payable = {
        name: tuple(service for service in terms.services if may_pay(account, terms, service))
        for name, terms in policy.programmes.items()
    }
    used = dict(_uses(account, policy, usual, now, payable)) if usual.months else None
    found = {}
    for name, terms in policy.programmes.items():
        by_date: dict[date, Expiring] = {}
        for lot in _spendable(account, name, now):
            day = policy.calendar.date(lot.expires_at)
            before = by_date.get(day, Expiring(day, lot.expires_at, 0, 0, 0))
            part = used[lot.programme, lot.origin, lot.lot] if used is not None else 0
            by_date[day] = Expiring(
                day,
                before.expires_at,
                before.amount + lot.amount,
                None if used is None else (before.used or 0) + part,
                None if used is None else (before.unspent or 0) + lot.amount - part,
            )
        months = usual.months
        payable_sum = sum(share_of(terms, usual.charged.get(service, 0)) for service in payable[name])
        found[name] = Outlook(name, payable_sum // months if months else None, tuple(by_date.values()))
    return found


def _spendable(account: Account, programme: str, now: Instant) -> Iterator[Lot]:
    # RULES 10.1: what has expired is not there, swept or not.
    return (lot for lot in account.lots[programme].open if lot.expires_at > now)


def _uses(
    account: Account, policy: Policy, usual: Usual, now: Instant, payable: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[tuple[str, str, str], Amount]]:
    """For every lot, in the order of spending, what the charges up to its expiry leave for it to pay."""
    lots = [lot for name in policy.programmes for lot in _spendable(account, name, now)]
    # Services that few programmes may pay come first: the others' points have elsewhere to go.
    payers = {service: sum(service in each for each in payable.values()) for service in usual.charged}
    paid: dict[str, Amount] = {}
    paid_by: dict[tuple[str, str], Amount] = {}
    for lot in sorted(lots, key=lambda each: (each.expires_at, each.programme, each.order)):
        name, terms, rest = lot.programme, policy.programmes[lot.programme], lot.amount
        for service in sorted(
            (each for each in payable[name] if each in payers), key=lambda each: (payers[each], each)
        ):
            cost = usual.by(service, now, lot.expires_at)
            unpaid = cost - paid.get(service, 0)
            share = share_of(terms, cost) - paid_by.get((name, service), 0)
            part = max(0, min(rest, unpaid, share))
            paid[service] = paid.get(service, 0) + part
            paid_by[name, service] = paid_by.get((name, service), 0) + part
            rest -= part
        yield (name, lot.origin, lot.lot), lot.amount - rest


class ServiceNeed(NamedTuple):
    """What a service usually costs and how its points are protected."""

    service: str
    automatic: bool
    reserve: Amount
    last_30: Amount
    monthly: Amount


class Need(NamedTuple):
    """One programme's available points beside the needs of the services that it may pay (RULES 9.4)."""

    programme: str
    available: Amount
    services: tuple[ServiceNeed, ...]

    def shortage(self, service: str) -> Amount:
        """What of a service's monthly need would find no points if the other automatic services took theirs first.

        A reserve for the service is safe from them; a reserve for another one is not there for this one.
        """
        own = next((each for each in self.services if each.service == service), None)
        if own is None:
            return 0
        others = sum(
            max(each.monthly if each.automatic else 0, each.reserve)
            for each in self.services
            if each.service != service
        )
        left = max(min(own.reserve, self.available), self.available - others)
        return max(0, own.monthly - left)
