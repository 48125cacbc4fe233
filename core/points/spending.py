"""Points paying for services: by themselves on a charge, or by hand on charges already billed (RULES 9)."""

from datetime import date
from typing import NamedTuple

from core.account import Account, Charge, Lot, Spent
from core.events import ServiceCharged, Spend
from core.notices.kinds import NoticeKind
from core.points import lots
from core.policy import Policy, Programme
from core.refusals import DONE, Outcome, Refusal, refused
from core.subscription import billing
from core.values import RATE_ONE, Amount, Instant, Mode, MovementKind, Stage, WalletKind, format_amount

EXPIRED_DAYS = 30  # RULES 9.5: points_expired looks back 30 days


class Limit(NamedTuple):
    """A limit that applies now: its refusal code, what is left of it, and the whole (RULES 9.3)."""

    code: Refusal
    left: Amount
    whole: Amount


def may_pay(account: Account, programme: Programme, service: str) -> bool:
    """Whether the programme's points may pay this service now (RULES 7)."""
    rule = programme.services.get(service)
    return rule == "always" or (rule == "subscribers" and account.subscription.connected)


def limits(account: Account, policy: Policy, programme: str, service: str) -> list[Limit]:
    """The limits that apply now, in the order refusals are judged (RULES 9.3, 9.5)."""
    terms = policy.programmes[programme]
    day = day_number(policy, account.at)
    found: list[Limit] = []
    daily = terms.daily_limit.get(service)
    if daily is not None:
        found.append(Limit(Refusal.DAILY_LIMIT, daily - account.usage.get((programme, service, day), 0), daily))
    monthly = terms.monthly_limit.get(service)
    if monthly is not None:
        first = date.fromordinal(day).replace(day=1).toordinal()
        used = sum(account.usage.get((programme, service, each), 0) for each in range(first, day + 1))
        found.append(Limit(Refusal.MONTHLY_LIMIT, monthly - used, monthly))
    own = account.own_limit(service)
    if own is not None:
        used = sum(account.usage.get((name, service, day), 0) for name in account.balances)
        found.append(Limit(Refusal.OWN_LIMIT, own - used, own))
    return [limit._replace(left=max(0, limit.left)) for limit in found]


def day_number(policy: Policy, at: Instant) -> int:
    """The local day as a proleptic ordinal: the key of daily limits."""
    return policy.calendar.date(at).toordinal()


def charge(account: Account, policy: Policy, event: ServiceCharged) -> Outcome:
    """`service.charged`: points first where the seller chose so, the rest is money (RULES 9.1, 9.2)."""
    if event.charge in account.closed.charges:
        return refused(Refusal.DUPLICATE_CHARGE)
    if not account.has_room(account.wallet, -event.amount):
        return refused(Refusal.SUM_TOO_LARGE)
    billed = Charge(
        event.charge, account.journal.next_seq(), event.service, event.amount, event.amount,
        account.at, policy.calendar.month(account.at),
    )  # fmt: skip
    account.closed.charges[event.charge] = billed
    account.journal.changes.charges[event.charge] = billed
    if account.mode(event.service) is Mode.AUTO:
        _pay_with_points(account, policy, billed)
    if billed.money:
        account.pay(WalletKind.SERVICE, -billed.money, billed.charge)
    return DONE


def _pay_with_points(account: Account, policy: Policy, billed: Charge) -> None:
    # RULES 9.2: programmes by their soonest-expiring lot, ties by name.
    service = billed.service
    candidates = sorted(
        (soonest, name)
        for name, terms in policy.programmes.items()
        if may_pay(account, terms, service) and (soonest := account.lots[name].soonest()) is not None
    )
    for _, name in candidates:
        terms = policy.programmes[name]
        free = account.balances[name].available - account.reserved_for_others(name, service)
        wanted = min(billed.money, share_of(terms, billed.amount), free)
        amount = min([wanted, *(limit.left for limit in limits(account, policy, name, service))])
        if amount >= terms.min_spend:  # a minimum is at least 0.01, so nothing at all is not spent
            _spend(account, policy, name, amount, billed, MovementKind.SPENDING)


def share_of(terms: Programme, amount: Amount) -> Amount:
    """The largest part of a charge that the programme's points may pay (RULES 7, 9.2), rounded down."""
    return amount * terms.max_share // RATE_ONE


def _tell_limits(account: Account, policy: Policy, name: str, service: str) -> None:
    # RULES 12: when a spending used up what was left, at once, once a day per service; the key sees to "once".
    for limit in limits(account, policy, name, service):
        if not limit.left:
            account.journal.notify_keyed(
                f"{NoticeKind.LIMIT_REACHED}:{account.seller}:{service}:{policy.calendar.date(account.at)}",
                NoticeKind.LIMIT_REACHED,
                {
                    "service": service,
                    "limit": limit.code.removesuffix("_limit"),
                    "amount": format_amount(limit.whole),
                },
            )
            return


def _spend(account: Account, policy: Policy, name: str, amount: Amount, billed: Charge, kind: MovementKind) -> None:
    """Take points from the programme's lots, soonest expiry first, onto one charge (RULES 9.2, 9.5)."""
    balance = account.balances[name]
    open_lots = account.lots[name]
    rest = amount
    while rest:
        lot = open_lots.first()
        assert lot is not None  # what is available is in lots
        part = min(rest, lot.amount)
        _take(account, lot, part, billed, kind)
        rest -= part
    balance.available -= amount
    balance.spent += amount
    billed.money -= amount
    billed.paid[name] = billed.paid.get(name, 0) + amount
    account.journal.changes.charges[billed.charge] = billed
    used = (name, billed.service, day_number(policy, account.at))
    account.usage[used] = account.usage.get(used, 0) + amount
    account.journal.changes.usage.add(used)
    _tell_limits(account, policy, name, billed.service)


def _take(account: Account, lot: Lot, part: Amount, billed: Charge, kind: MovementKind) -> None:
    account.lots[lot.programme].change(lot, lot.amount - part)
    account.journal.changes.lots[lot.origin, lot.lot] = lot
    account.closed.spent.setdefault(billed.charge, []).append(
        Spent(billed.charge, lot.programme, lot.origin, lot.lot, part)
    )
    account.journal.move(
        lot.programme, kind, Stage.AVAILABLE, Stage.SPENT, part,
        origin=lot.origin, lot=lot.lot, about=lot.lot, charge=billed.charge, service=billed.service,
    )  # fmt: skip


def coverable(account: Account, policy: Policy, programme: str, service: str) -> list[tuple[Charge, Amount]]:
    """This month's charges of a service that points could still pay, oldest first, with how much (RULES 9.5, 15.11)."""
    terms = policy.programmes[programme]
    month = policy.calendar.month(account.at)
    found = []
    for billed in sorted(account.closed.charges.values(), key=lambda each: each.seq):
        if billed.service == service and billed.month == month and billed.reversed_at is None:
            part = min(billed.money, share_of(terms, billed.amount) - billed.paid.get(programme, 0))
            if part > 0:
                found.append((billed, part))
    return found


def recently_expired(account: Account, policy: Policy, programme: str) -> Amount:
    """Points expired at or after t and before t + 30 local days (RULES 9.5, 15.11)."""
    return sum(
        amount
        for at, amount in account.expiries.get(programme, [])
        if account.at < policy.calendar.add_days(at, EXPIRED_DAYS)
    )


def spend(account: Account, policy: Policy, event: Spend, *, maintenance: bool) -> Outcome:
    """`command.spend`: points take the place of money on this month's charges; all or nothing (RULES 9.5)."""
    no = _why_not(account, policy, event, maintenance=maintenance)
    if no is not None:
        return no
    rest = event.amount
    for billed, part in coverable(account, policy, event.programme, event.service):
        amount = min(rest, part)
        _spend(account, policy, event.programme, amount, billed, MovementKind.COVER)
        account.pay(WalletKind.COVER, amount, billed.charge)
        rest -= amount
        if not rest:
            break
    billing.retry(account, policy)  # RULES 3.3
    return DONE


def _why_not(account: Account, policy: Policy, event: Spend, *, maintenance: bool) -> Outcome | None:
    # RULES 9.5: the first that applies.
    if maintenance:
        return refused(Refusal.MAINTENANCE)
    terms = policy.programmes[event.programme]
    if not may_pay(account, terms, event.service):
        return refused(Refusal.SERVICE_NOT_ELIGIBLE)
    if event.amount < terms.min_spend:
        return refused(Refusal.BELOW_MINIMUM, minimum=terms.min_spend)
    available = account.balances[event.programme].available
    if event.amount > available:
        with_expired = available + recently_expired(account, policy, event.programme)
        code = Refusal.POINTS_EXPIRED if event.amount <= with_expired else Refusal.INSUFFICIENT_POINTS
        return refused(code, missing=event.amount - available, available=available)
    for limit in limits(account, policy, event.programme, event.service):
        if event.amount > limit.left:
            return refused(limit.code, left=limit.left)
    most = sum(part for _, part in coverable(account, policy, event.programme, event.service))
    if not most:
        return refused(Refusal.NOTHING_TO_COVER)
    if event.amount > most:
        return refused(Refusal.OVER_COVERABLE, largest=most if most >= terms.min_spend else 0)
    return None


def reverse(account: Account, policy: Policy, charge_id: str) -> Outcome:
    """`charge.reversed`: money to the wallet, points to the lots they came from (RULES 9.7)."""
    billed = account.closed.charges.get(charge_id)
    if billed is None:
        return refused(Refusal.UNKNOWN_CHARGE)
    if billed.reversed_at is not None:
        return refused(Refusal.ALREADY_REVERSED)
    back: dict[tuple[str, str, str], Amount] = {}
    for piece in account.closed.spent.get(charge_id, ()):
        key = (piece.programme, piece.origin, piece.lot)
        if piece.programme not in account.lots:
            return refused(Refusal.UNKNOWN_PROGRAMME)  # RULES 7.1: its points rest
        back[key] = back.get(key, 0) + piece.amount
    billed.reversed_at = account.at
    account.journal.changes.charges[charge_id] = billed
    found = [(account.lots[name].known[origin, lot], amount) for (name, origin, lot), amount in back.items()]
    for lot, amount in sorted(found, key=lambda each: (each[0].programme, each[0].order)):
        lots.give_back(account, policy, lot, amount, charge_id, billed.service)
    if billed.money:
        account.pay(WalletKind.SERVICE_REVERSED, billed.money, charge_id)
        billing.retry(account, policy)  # RULES 3.3
    return DONE
