"""Sums of one seller's history: the statement, the monthly report, figures of any span, series for charts (RULES 11).

Problem: an accountant adds the lines up, and every sum must come out the same. Decision: nothing is kept for reports;
each sum is taken from the movements, wallet entries and charges of its span, so that past months never change but where
a charge was given back later. Limit: the discount given is that of orders that earned points, at the time they were
redeemed; what an order without points cost the seller is not the programme's doing.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from core.account import Account
from core.calendar import Calendar
from core.points.lots import programme_of
from core.points.outlook import Need, Outlook, ServiceNeed, Usual, outlook
from core.points.spending import may_pay
from core.policy import Policy
from core.values import RATE_ONE, Amount, Instant, Mode, Rate
from storage.books.books import Books
from storage.books.history import KINDS, Places
from storage.ledger.closing import carried_of
from storage.rows.transaction import Transaction

USUAL_MONTHS: Final = 3
"""Full months that show what is usual (RULES 10.3)."""
REWARD_DAYS: Final = 90
"""Local days that the pre-check before leaving looks back (RULES 8.9)."""
SHORT_DAYS: Final = 30
LONG_DAYS: Final = 90
"""Full local days over which a service's charges are averaged, and how many such months they make."""
MOST_MONTHS: Final = 120
"""How many months a series may have: ten years."""


def month_bounds(calendar: Calendar, month: int) -> tuple[Instant, Instant]:
    """[since, until) of a local month given as yyyymm. Raises ValueError for one that does not exist."""
    return _start_of(calendar, month), _start_of(calendar, month_before(month, -1))


def month_before(month: int, months: int = 1) -> int:
    """The month so many months before, yyyymm; below zero: after."""
    year, number = divmod(month // 100 * 12 + month % 100 - 1 - months, 12)
    return year * 100 + number + 1


def _start_of(calendar: Calendar, month: int) -> Instant:
    return calendar.start_of_day(date(month // 100, month % 100, 1))


def ratio(part: int, whole: int) -> Rate | None:
    """part ÷ whole, rounded down to 0.000001; None ("no data") where there is nothing to divide by (RULES 11)."""
    return part * RATE_ONE // whole if whole else None


# -- the statement --------------------------------------------------------------------------------------------------


class Sums(NamedTuple):
    """One balance over a span: opening + all changes = closing. Changes are signed, by kind of `history.KINDS`."""

    opening: Amount
    changes: tuple[tuple[str, Amount], ...]
    closing: Amount


class ProgrammeSums(NamedTuple):
    """A point programme's three balances."""

    programme: str
    available: Sums
    held: Sums
    debt: Sums


class FeeLine(NamedTuple):
    """A fee charged, or the part of one returned on an upgrade (below zero), with the period it is for."""

    seq: int
    at: Instant
    kind: str
    plan: str
    period_start: Instant
    period_end: Instant
    amount: Amount


class Statement(NamedTuple):
    """A month of the wallet and of every programme, and the act of the month's subscription fees (RULES 11)."""

    seller: str
    shop: str
    month: int
    since: Instant
    until: Instant
    wallet: Sums
    programmes: tuple[ProgrammeSums, ...]
    fees: tuple[FeeLine, ...]
    fees_total: Amount


_SHOP = "SELECT name FROM seller WHERE id = ?"
_SPAN = "seller = ? AND seq >= ? AND seq < ?"
_FLOWS = (
    f"SELECT programme, kind, source, target, SUM(amount) FROM movement WHERE {_SPAN} "  # noqa: S608  (our own words)
    "GROUP BY programme, kind, source, target"
)
BALANCE_BEFORE = "SELECT balance FROM wallet_entry WHERE seller = ? AND seq < ? ORDER BY seq DESC LIMIT 1"
_MONEY = f"SELECT kind, SUM(amount) FROM wallet_entry WHERE {_SPAN} GROUP BY kind"  # noqa: S608  (our own words)
_FEES = (
    "SELECT e.seq, e.at, e.kind, p.plan, p.starts_at, p.ends_at, -e.amount FROM wallet_entry e "
    "JOIN period p ON p.seller = e.seller AND p.plan = e.plan AND p.starts_at = e.period "
    "WHERE e.seller = ? AND e.seq >= ? AND e.seq < ? AND e.kind IN ('fee', 'fee_returned') ORDER BY e.seq"
)

Flows = list[tuple[str, str, str, str, Amount]]
"""programme, kind, source, target, sum"""


def statement(books: Books, seller: str, month: int) -> Statement:
    """A local month (yyyymm): for the wallet and each programme opening + changes = closing, exactly (RULES 11).

    Raises `InArchive` for a month of which not everything is here.
    """
    since, until = month_bounds(books.policy.calendar, month)
    with books.read() as transaction:
        low, high = Places(transaction, seller).span(since, until)
        before, within = flows_before(transaction, seller, low), flows_of(transaction, seller, low, high)
        opening = transaction.row(BALANCE_BEFORE, (seller, low))
        money = {kind: int(amount) for kind, amount in transaction.rows(_MONEY, (seller, low, high))}
        fees = tuple(FeeLine._make(row) for row in transaction.rows(_FEES, (seller, low, high)))
        shop = transaction.row(_SHOP, (seller,))
    money["cover_returned"] = money.pop("cover", 0)
    return Statement(
        seller,
        shop[0] if shop else seller,
        month,
        since,
        until,
        _sums(opening[0] if opening else 0, money, "money"),
        tuple(_programme_sums(name, before, within) for name in _programmes(books.policy, before, within)),
        fees,
        sum(each.amount for each in fees),
    )


def fees(books: Books, seller: str) -> tuple[FeeLine, ...]:
    """Every fee ever charged, and every part of one returned, oldest first."""
    with books.read() as transaction:
        return tuple(
            FeeLine._make(row) for row in transaction.rows(_FEES, (seller, 1, Places(transaction, seller).end))
        )


def flows_of(transaction: Transaction, seller: str, low: int, high: int) -> Flows:
    """Points moved by the entries low <= seq < high."""
    return [(*names, int(amount)) for *names, amount in transaction.rows(_FLOWS, (seller, low, high))]


def flows_before(transaction: Transaction, seller: str, high: int) -> Flows:
    """Points moved by all entries before a number from which on everything is here, those in files too."""
    return carried_of(transaction, seller) + flows_of(transaction, seller, 1, high)


def _programmes(policy: Policy, *flows: Flows) -> list[str]:
    """The policy's programmes in their order, then those that only history knows."""
    known = {programme for each in flows for programme, *_ in each}
    return [*policy.programmes, *sorted(known - policy.programmes.keys())]


def _sums(opening: Amount, changes: Mapping[str, Amount], what: str) -> Sums:
    kept = tuple((kind, changes[kind]) for kind in KINDS[what] if changes.get(kind))
    return Sums(opening, kept, opening + sum(amount for _, amount in kept))


def _programme_sums(programme: str, before: Flows, within: Flows) -> ProgrammeSums:
    def stage(name: str, sign: int = 1) -> Sums:
        opening = sum(_changes(before, programme, name).values()) * sign
        changes = {kind: amount * sign for kind, amount in _changes(within, programme, name).items()}
        return _sums(opening, changes, "points")

    return ProgrammeSums(programme, stage("available"), stage("held"), stage("debt", -1))


def _changes(flows: Flows, programme: str, stage: str) -> dict[str, Amount]:
    """By how much each kind of movement filled a stage."""
    changes: dict[str, Amount] = defaultdict(int)
    for name, kind, source, target, amount in flows:
        if name == programme:
            changes[kind] += amount * ((target == stage) - (source == stage))
    return changes


# -- figures of a span ----------------------------------------------------------------------------------------------


class ServiceCost(NamedTuple):
    """Charges of a service billed in the span and not given back since: points part, money part, share covered."""

    service: str
    charges: int
    amount: Amount
    points: Amount
    money: Amount
    share: Rate | None


class ProgrammeFlow(NamedTuple):
    """What happened to a programme's points, as RULES 13 counts them; `spent` is net of reversals."""

    programme: str
    accrued: Amount
    credited: Amount
    adjusted: Amount
    spent: Amount
    expired: Amount
    repaid: Amount


class CampaignResult(NamedTuple):
    """Orders of a campaign that earned points: reward, discount given with them, reward ÷ discount; adjustments.

    `adjusted` is what returns took back in the span, whenever the orders were redeemed, `adjusted_share` its share of
    the reward of the span.
    """

    campaign: str
    orders: int
    reward: Amount
    discount: Amount
    ratio: Rate | None
    adjusted: Amount
    adjusted_share: Rate | None


class Lag(NamedTuple):
    """From an order's redemption to the crediting of its points, in microseconds, over the orders credited."""

    orders: int
    mean: Instant
    median: Instant


class Metrics(NamedTuple):
    """The figures of RULES 11 for [since, until). None in a share or ratio is "no data"."""

    since: Instant
    until: Instant
    services: tuple[ServiceCost, ...]
    cost: ServiceCost
    programmes: tuple[ProgrammeFlow, ...]
    campaigns: tuple[CampaignResult, ...]
    total: CampaignResult
    lag: Lag | None
    fees: Amount
    return_on_fees: Rate | None

    @property
    def covered(self) -> Amount:
        """What points paid of the services."""
        return self.cost.points


class MonthReport(NamedTuple):
    """A month's figures beside those of the month before."""

    seller: str
    shop: str
    month: int
    now: Metrics
    before: Metrics


_COSTS = (
    f"SELECT service, COUNT(*), SUM(amount), SUM(money) FROM charge WHERE {_SPAN} AND reversed_at IS NULL "  # noqa: S608
    "GROUP BY service ORDER BY service"
)
_REWARDED = (
    "SELECT e.programme, e.campaign, e.amount, l.price, l.discount, l.quantity FROM movement e "
    "JOIN line l ON l.seller = e.seller AND l.line = e.lot "
    "WHERE e.seller = ? AND e.seq >= ? AND e.seq < ? AND e.kind = 'accrual' AND e.origin = 'line'"
)
_RETURNED = (
    f"SELECT programme, campaign, SUM(amount) FROM movement WHERE {_SPAN} AND kind = 'adjustment' "  # noqa: S608
    "AND campaign IS NOT NULL GROUP BY programme, campaign"
)
# Points that repay a debt are credited too; a line's two parts go at one instant.
_LAGS = (
    "SELECT DISTINCT e.lot, e.at - l.redeemed_at FROM movement e "
    "JOIN line l ON l.seller = e.seller AND l.line = e.lot "
    "WHERE e.seller = ? AND e.seq >= ? AND e.seq < ? AND e.source = 'held' AND e.origin = 'line' "
    "AND e.kind IN ('crediting', 'repayment')"
)


def metrics(books: Books, seller: str, since: Instant, until: Instant) -> Metrics:
    """The figures of any span, by service, programme and campaign (RULES 11). Raises `InArchive`, as `statement`."""
    with books.read() as transaction:
        return _metrics(transaction, books.policy, seller, since, until)


def month_report(books: Books, seller: str, month: int) -> MonthReport:
    """A local month (yyyymm) and the month before it (RULES 11). Raises `InArchive`, as `statement`."""
    calendar = books.policy.calendar
    with books.read() as transaction:
        now, before = (
            _metrics(transaction, books.policy, seller, *month_bounds(calendar, each))
            for each in (month, month_before(month))
        )
        shop = transaction.row(_SHOP, (seller,))
    return MonthReport(seller, shop[0] if shop else seller, month, now, before)


def _metrics(transaction: Transaction, policy: Policy, seller: str, since: Instant, until: Instant) -> Metrics:
    low, high = Places(transaction, seller).span(since, until)
    span = (seller, low, high)
    services = tuple(
        _cost(service, count, int(amount), int(money))
        for service, count, amount, money in transaction.rows(_COSTS, span)
    )
    counts = [(each.charges, each.amount, each.money) for each in services]
    cost = _cost("", *(sum(each) for each in zip(*counts, strict=True))) if counts else _cost("", 0, 0, 0)
    flows = flows_of(transaction, seller, low, high)
    money = {kind: int(amount) for kind, amount in transaction.rows(_MONEY, span)}
    campaigns = _campaigns(transaction, span)
    fees = -money.get("fee", 0) - money.get("fee_returned", 0)
    return Metrics(
        since,
        until,
        services,
        cost,
        tuple(programme_flow(name, flows) for name in _programmes(policy, flows)),
        campaigns,
        _total(campaigns),
        _lag(transaction, span),
        fees,
        ratio(cost.points, fees),
    )


def _cost(service: str, count: int, amount: Amount, money: Amount) -> ServiceCost:
    return ServiceCost(service, count, amount, amount - money, money, ratio(amount - money, amount))


def programme_flow(programme: str, flows: Flows) -> ProgrammeFlow:
    """One programme's part of the flows."""

    def moved(source: str | None = None, target: str | None = None) -> Amount:
        return sum(
            amount
            for name, _, out_of, into, amount in flows
            if name == programme and source in (None, out_of) and target in (None, into)
        )

    return ProgrammeFlow(
        programme,
        accrued=moved("source"),
        credited=moved("held", "available") + moved("held", "debt"),
        adjusted=moved(None, "adjusted"),
        spent=moved(None, "spent") - moved("spent"),
        expired=moved(None, "expired"),
        repaid=moved(None, "debt"),
    )


def _campaigns(
    transaction: Transaction, span: tuple[str, int, int], programme: str | None = None
) -> tuple[CampaignResult, ...]:
    """What each campaign's orders brought; with `programme` those that accrued to it."""
    orders: dict[str, int] = defaultdict(int)
    reward: dict[str, Amount] = defaultdict(int)
    discounts: dict[str, Amount] = defaultdict(int)
    for of, campaign, points, price, discount, quantity in transaction.stream(_REWARDED, span):
        if programme not in (None, of):
            continue
        orders[campaign] += 1
        reward[campaign] += points
        # In whole numbers here: three factors do not fit the database's 64 bits. RULES 2.2
        discounts[campaign] += price * discount * quantity // RATE_ONE
    adjusted: dict[str, Amount] = defaultdict(int)
    for of, campaign, amount in transaction.rows(_RETURNED, span):
        if programme in (None, of):
            adjusted[campaign] += int(amount)
    return tuple(
        _result(name, orders[name], reward[name], discounts[name], adjusted[name])
        for name in sorted(orders.keys() | adjusted.keys())
    )


def _total(campaigns: Iterable[CampaignResult]) -> CampaignResult:
    each = list(campaigns)
    return _result(
        "",
        sum(one.orders for one in each),
        sum(one.reward for one in each),
        sum(one.discount for one in each),
        sum(one.adjusted for one in each),
    )


def _result(campaign: str, orders: int, reward: Amount, discount: Amount, adjusted: Amount) -> CampaignResult:
    return CampaignResult(
        campaign, orders, reward, discount, ratio(reward, discount), adjusted, ratio(adjusted, reward)
    )


def _lag(transaction: Transaction, span: tuple[str, int, int]) -> Lag | None:
    """None if nothing was credited. Of two middle ones the median is their mean, rounded down."""
    lags = array("q", sorted(lag for _, lag in transaction.stream(_LAGS, span)))
    if not lags:
        return None
    middle = len(lags) // 2
    median = lags[middle] if len(lags) % 2 else (lags[middle - 1] + lags[middle]) // 2
    return Lag(len(lags), sum(lags) // len(lags), median)


# -- series ---------------------------------------------------------------------------------------------------------


class MonthFlow(NamedTuple):
    """One month of a series. The points are of all programmes or of the one asked for, the charges of all services."""

    month: int
    since: Instant
    accrued: Amount
    credited: Amount
    adjusted: Amount
    spent: Amount
    expired: Amount
    charged: Amount
    covered: Amount
    share: Rate | None


_MONTHS = "WITH month(number, low, high) AS (VALUES $) "
# CROSS JOIN keeps the months outside: each is one walk along the primary key.
_FLOWS_BY_MONTH = (
    "SELECT number, programme, kind, source, target, SUM(amount) FROM month CROSS JOIN movement "
    "WHERE seller = ? AND seq >= low AND seq < high GROUP BY number, programme, kind, source, target"
)
_COSTS_BY_MONTH = (
    "SELECT number, SUM(amount), SUM(money) FROM month CROSS JOIN charge "
    "WHERE seller = ? AND seq >= low AND seq < high AND reversed_at IS NULL GROUP BY number"
)


def by_month(
    books: Books, seller: str, last_month: int, *, months: int = 12, programme: str | None = None
) -> tuple[MonthFlow, ...]:
    """The months up to `last_month` (yyyymm), oldest first, empty ones too. At most `MOST_MONTHS`, else ValueError.

    Months of which not everything is here are left out, as before the first there was nothing.
    """
    if not 1 <= months <= MOST_MONTHS:
        raise ValueError(f"a series has 1 to {MOST_MONTHS} months")
    calendar = books.policy.calendar
    names = [month_before(last_month, back) for back in range(months - 1, -1, -1)]
    starts = [_start_of(calendar, name) for name in (*names, month_before(last_month, -1))]
    with books.read() as transaction:
        places = Places(transaction, seller)
        if places.closed is not None:
            gone = bisect_left(starts, places.closed.until)
            names, starts = names[gone:], starts[gone:]
        if not names:
            return ()
        bounds = _bounds(places, starts)
        marks = _MONTHS.replace("$", ", ".join(["(?, ?, ?)"] * len(names)))
        parameters = [
            *(value for number in range(len(names)) for value in (number, bounds[number], bounds[number + 1])),
            seller,
        ]
        flows: dict[int, Flows] = defaultdict(list)
        for number, *names_of, amount in transaction.rows(marks + _FLOWS_BY_MONTH, parameters):
            if programme in (None, names_of[0]):
                # One name for all: their sums go together.
                flows[number].append(("", *names_of[1:], int(amount)))
        costs: dict[int, tuple[Any, ...]] = {
            row[0]: row for row in transaction.rows(marks + _COSTS_BY_MONTH, parameters)
        }
    found = []
    for number, (name, since) in enumerate(zip(names, starts, strict=False)):
        flow = programme_flow("", flows[number])
        _, amount, money = costs.get(number, (number, 0, 0))
        cost = _cost("", 0, int(amount), int(money))
        found.append(
            MonthFlow(
                name,
                since,
                flow.accrued,
                flow.credited,
                flow.adjusted,
                flow.spent,
                flow.expired,
                cost.amount,
                cost.points,
                cost.share,
            )
        )
    return tuple(found)


def _bounds(places: Places, starts: Iterable[Instant]) -> list[int]:
    low = 1
    return [low := places.of(start, low) for start in starts]


# -- what is ahead --------------------------------------------------------------------------------------------------


def usual_charges(books: Books, account: Account, now: Instant) -> Usual:
    """What services cost in the last full local months, up to three, since the seller is registered."""
    calendar = books.policy.calendar
    this = calendar.month(now)
    until = _start_of(calendar, this)
    starts = [_start_of(calendar, month_before(this, back)) for back in range(1, USUAL_MONTHS + 1)]
    known = [start for start in starts if start >= account.registered_at]
    if not known:
        return Usual(until, until, 0, {})
    return Usual(known[-1], until, len(known), _charged(books, account.seller, known[-1], until))


def _charged(books: Books, seller: str, since: Instant, until: Instant) -> dict[str, Amount]:
    with books.read() as transaction:
        low, high = Places(transaction, seller).span(since, until)
        return {service: int(amount) for service, _, amount, _ in transaction.rows(_COSTS, (seller, low, high))}


def expiry_outlook(books: Books, account: Account, now: Instant) -> dict[str, Outlook]:
    """Every programme's points by expiry date, and what the usual charges would use up of them (RULES 10.3)."""
    return outlook(account, books.policy, usual_charges(books, account, now), now)


def _last_days(books: Books, seller: str, days: int, now: Instant) -> dict[str, Amount]:
    calendar = books.policy.calendar
    today = calendar.date(now)
    return _charged(books, seller, calendar.start_of_day(today - timedelta(days=days)), calendar.start_of_day(today))


def usual_daily_charge(books: Books, seller: str, service: str, now: Instant) -> Amount | None:
    """A service's mean charges a day over the last 30 full local days, rounded down; None if there were none."""
    charged = _last_days(books, seller, SHORT_DAYS, now).get(service)
    return None if charged is None else charged // SHORT_DAYS


def monthly_need(books: Books, account: Account, now: Instant) -> tuple[Need, ...]:
    """Every programme's available points beside what its services need a month (RULES 9.4): see `Need.shortage`."""
    short = _last_days(books, account.seller, SHORT_DAYS, now)
    long = _last_days(books, account.seller, LONG_DAYS, now)
    found = []
    for name, terms in books.policy.programmes.items():
        services = tuple(
            ServiceNeed(
                service,
                account.mode(service) is Mode.AUTO,
                int(account.choices.get(("reserve", name, service), 0)),
                short.get(service, 0),
                long.get(service, 0) * SHORT_DAYS // LONG_DAYS,
            )
            for service in terms.services
            if may_pay(account, terms, service)
        )
        found.append(Need(name, account.balances[name].available, services))
    return tuple(found)


class Leaving(NamedTuple):
    """What a seller sees before leaving a programme: points that stay, and what the last 90 days brought (RULES 8.9).

    `expiries` are (local date, first instant of it, points), `crediting` (local date, held points). `reward` and
    `discount` are those of orders since `since`, `granted` what was given besides.
    """

    programme: str
    available: Amount
    expiries: tuple[tuple[date, Instant, Amount], ...]
    held: Amount
    crediting: tuple[tuple[date, Amount], ...]
    debt: Amount
    since: Instant
    reward: Amount
    discount: Amount
    ratio: Rate | None
    granted: Amount


_GRANTED = f"SELECT SUM(amount) FROM movement WHERE {_SPAN} AND kind = 'accrual' AND origin = 'grant' AND programme = ?"  # noqa: S608


def leaving(books: Books, account: Account, programme: str, now: Instant) -> Leaving:
    """The pre-check before leaving a programme (RULES 8.9)."""
    calendar = books.policy.calendar
    since = calendar.add_days(now, -REWARD_DAYS)
    balance = account.balances[programme]
    nothing = Usual(now, now, 0, {})
    expiring = outlook(account, books.policy, nothing, now)[programme].expiring
    crediting: dict[date, Amount] = defaultdict(int)
    for at, line in account.held.in_order() if balance.held else ():
        if programme_of(line, books.policy) == programme:
            crediting[calendar.date(at)] += line.points
    with books.read() as transaction:
        span = (account.seller, *Places(transaction, account.seller).span(since, None))
        total = _total(_campaigns(transaction, span, programme))
        granted = transaction.row(_GRANTED, (*span, programme))
    return Leaving(
        programme,
        sum(each.amount for each in expiring),
        tuple((each.date, each.expires_at, each.amount) for each in expiring),
        balance.held,
        tuple(crediting.items()),
        balance.debt,
        since,
        total.reward,
        total.discount,
        total.ratio,
        int(granted[0] or 0) if granted else 0,
    )
