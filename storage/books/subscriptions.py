"""What a subscription brought against its fee (RULES 7, 11).

Problem: a seller who pays every month asks what for. Most of what a plan gives is worth something only outside the
books: places in search, a badge, quicker support. Decision: here is only what the books show: the fees, and the
commission that points paid because the seller was subscribed; both are sums of entries, never estimates. Limit: points
that pay commission for everybody, subscribed or not, do not count: no plan brought them.
"""

from typing import Final, NamedTuple

from core.account import Account, Period
from core.policy import Policy
from core.values import Amount, Instant, Rate, State
from storage.books.books import Books
from storage.books.history import Places
from storage.books.reports import ratio
from storage.ledger.records import PERIODS
from storage.rows.transaction import Transaction

COMMISSION: Final = "commission"
"""The service that a subscription lets points pay (RULES 6, 7)."""


def owes(books: Books, seller: str) -> bool:
    """Whether a fee that could not be charged is tried again: grace, as far as due work is done (RULES 4.7)."""
    with books.read() as transaction:
        row = transaction.row("SELECT state FROM subscription WHERE seller = ?", (seller,))
    return row is not None and State(row[0]) is State.GRACE


class Worth(NamedTuple):
    """A span of time [since, until) in which the seller was subscribed, now and then or all along.

    `fees` is what was charged minus what was returned, `commission` what points of programmes that pay it for
    subscribers only paid of it, net of reversals, `credited` the points credited while subscribed. `covered` is
    commission ÷ fees; None is "no data": no fee was paid.
    """

    since: Instant
    until: Instant
    fees: Amount
    commission: Amount
    credited: Amount
    covered: Rate | None


class Worths(NamedTuple):
    """The running trial or period, None without one, and the whole time since the first connection, None if never."""

    period: Worth | None
    ever: Worth | None


_PERIODS: Final = PERIODS.select("seller = ? ORDER BY seq")
_SPANS: Final = (
    "SELECT at, from_state, to_state FROM transition WHERE seller = ? AND (from_state = ? OR to_state = ?) ORDER BY seq"
)
_FEES: Final = (
    "SELECT -SUM(amount) FROM wallet_entry "
    "WHERE seller = ? AND seq >= ? AND seq < ? AND kind IN ('fee', 'fee_returned')"
)
_COMMISSION: Final = (
    "SELECT SUM(CASE WHEN target = 'spent' THEN amount WHEN source = 'spent' THEN -amount ELSE 0 END) FROM movement "
    "WHERE seller = ? AND seq >= ? AND seq < ? AND service = ? AND programme IN ($)"
)
# CROSS JOIN keeps the spans outside: each is one walk along the primary key.
_CREDITED: Final = (
    "WITH span(low, high) AS (VALUES $) SELECT SUM(amount) FROM span CROSS JOIN movement "
    "WHERE seller = ? AND seq >= low AND seq < high AND source = 'held' AND target IN ('available', 'debt')"
)


def periods(books: Books, seller: str) -> tuple[Period, ...]:
    """Every trial and paid period, oldest first."""
    with books.read() as transaction:
        return tuple(PERIODS.of(row) for row in transaction.rows(_PERIODS, (seller,)))


def worth(books: Books, account: Account, now: Instant) -> Worths:
    """What the subscription brought up to `now`, that moment included. `account` is the seller's as it stands.

    Where movements are in files, the whole time begins with those that are here.
    """
    until = now + 1
    with books.read() as transaction:
        spans = _subscribed(transaction, account.seller, until)
        if not spans:
            return Worths(None, None)
        places = Places(transaction, account.seller)
        begins = max(spans[0][0], 0 if places.closed is None else places.closed.until)
        spans = [(max(start, begins), end) for start, end in spans if end > begins]
        ever = _worth(transaction, books.policy, account.seller, places, begins, until, spans)
        started = _period_start(account)
        period = None
        if started is not None:
            started = max(started, begins)
            period = _worth(transaction, books.policy, account.seller, places, started, until, [(started, until)])
    return Worths(period, ever)


def _period_start(account: Account) -> Instant | None:
    """In grace the unpaid period counts, which began when it was due (RULES 4.8)."""
    subscription = account.subscription
    return subscription.period_end if subscription.state is State.GRACE else subscription.period_start


def _subscribed(transaction: Transaction, seller: str, until: Instant) -> list[tuple[Instant, Instant]]:
    """When the seller was subscribed, oldest first; one that goes on ends at `until`."""
    spans: list[tuple[Instant, Instant]] = []
    began: Instant | None = None
    inactive = State.INACTIVE.value
    for at, before, after in transaction.rows(_SPANS, (seller, inactive, inactive)):
        if before == inactive and after != inactive:
            began = at
        elif after == inactive and began is not None:
            spans.append((began, at))
            began = None
    return spans if began is None else [*spans, (began, until)]


def _worth(
    transaction: Transaction,
    policy: Policy,
    seller: str,
    places: Places,
    since: Instant,
    until: Instant,
    subscribed: list[tuple[Instant, Instant]],
) -> Worth:
    low, high = places.span(since, until)
    fees = _sum(transaction, _FEES, (seller, low, high))
    commission = credited = 0
    programmes = [name for name, terms in policy.programmes.items() if terms.services.get(COMMISSION) == "subscribers"]
    if programmes:
        query = _COMMISSION.replace("$", ",".join("?" * len(programmes)))
        commission = _sum(transaction, query, (seller, low, high, COMMISSION, *programmes))
    bounds = [number for span in subscribed for number in places.span(*span)]
    if bounds:
        query = _CREDITED.replace("$", ", ".join(["(?, ?)"] * len(subscribed)))
        credited = _sum(transaction, query, (*bounds, seller))
    return Worth(since, until, fees, commission, credited, ratio(commission, fees) if fees > 0 else None)


def _sum(transaction: Transaction, query: str, values: tuple[object, ...]) -> Amount:
    row = transaction.row(query, values)
    return int(row[0] or 0) if row else 0
