"""What a seller has, now or at any instant that has been: wallet, points by programme, lots (RULES 10.1, 11).

Problem: balances are kept as they are now, and people ask what was there on the fifth. Decision: up to the instant to
which a seller's due work is done, it is the last wallet entry and the sum of the movements not after it; beyond, what
is due by then is done first, on an account in memory. The two are one to the 0.01, which random histories prove.
Limit: what is under review waits with its due work, and is told as its rows are.
"""

from typing import Final, NamedTuple

from core.account import Account
from core.due import bring_to
from core.values import Amount, Instant, Origin
from storage.books.books import Books
from storage.books.history import Places
from storage.books.reports import BALANCE_BEFORE, flows_before, programme_flow
from storage.ledger.lots_left import ask_later
from storage.ledger.tours import load_told
from storage.rows.transaction import Transaction


class LotLeft(NamedTuple):
    """What is left of points that were credited together. `origin` and `lot` name the order line or grant."""

    programme: str
    origin: Origin
    lot: str
    amount: Amount
    credited_at: Instant
    expires_at: Instant


class PointsLeft(NamedTuple):
    """One programme's balances, its totals since the start, and its lots in the order of spending (RULES 13)."""

    programme: str
    held: Amount
    available: Amount
    debt: Amount
    accrued: Amount
    credited: Amount
    adjusted: Amount
    spent: Amount
    expired: Amount
    repaid: Amount
    lots: tuple[LotLeft, ...]

    @property
    def next_expiry(self) -> Instant | None:
        """When the next points expire; None if there are none."""
        return self.lots[0].expires_at if self.lots else None


class Standing(NamedTuple):
    """All that a seller has at an instant: what happened at that instant is in it."""

    seller: str
    at: Instant
    wallet: Amount
    points: tuple[PointsLeft, ...]


_KNOWN: Final = "SELECT clock, parked FROM seller WHERE id = ?"
# A prolongation only ever moves an expiry later (RULES 10.2), so the greatest so far is the one that held. Of lots
# whose movements are in files nothing was left then, and what is here of them is no more than was taken out.
_LOTS: Final = (
    "SELECT e.programme, e.origin, e.lot, e.amount, l.credited_at, COALESCE(e.expires_at, l.expires_at) FROM ("
    "SELECT seller, programme, origin, lot, MAX(expires_at) AS expires_at, "
    "SUM(CASE WHEN source = target THEN 0 WHEN target = 'available' THEN amount ELSE -amount END) AS amount "
    "FROM movement WHERE seller = ? AND seq < ? AND (source = 'available' OR target = 'available') "
    "GROUP BY seller, programme, origin, lot) AS e "
    "JOIN lot l ON l.seller = e.seller AND l.origin = e.origin AND l.lot = e.lot WHERE e.amount > 0"
)


def account_at(books: Books, seller: str, now: Instant | None = None) -> Account | None:
    """A seller's account as it stands at `now`, to read: what is due by then counts as done. None if unknown.

    Without `now` as its rows have it, whatever is due.
    """
    with books.read() as transaction:
        # What holds for all since an instant holds for a shop that nobody has reached with it, too.
        seen = books.seen
        taken = [] if now is None else [each for each in seen.facts if each.now <= now]
        account = load_told(transaction, seen.world, taken, [seller], leave_lots=True).get(seller)
    if account is not None:
        ask_later(books.database, account)
        bring_to(account, books.policy, account.clock if now is None else now)
    return account


def standing_of(account: Account, lots: int | None = None) -> Standing:
    """What an account has as it stands; of each programme's lots the first so many, else all."""
    return Standing(
        account.seller,
        account.at,
        account.wallet,
        tuple(_points_of(account, name, lots) for name in sorted(account.balances)),
    )


def _points_of(account: Account, programme: str, lots: int | None) -> PointsLeft:
    of = account.lots[programme]
    sums = account.balances[programme]
    return PointsLeft(
        programme,
        sums.held,
        sums.available,
        sums.debt,
        sums.accrued,
        sums.credited,
        sums.adjusted,
        sums.spent,
        sums.expired,
        sums.repaid,
        tuple(
            LotLeft(programme, lot.origin, lot.lot, lot.amount, lot.credited_at, lot.expires_at)
            for lot in (of.open if lots is None else of.first_ones(lots))
        ),
    )


def standing(books: Books, seller: str, at: Instant) -> Standing | None:
    """What the seller had at the instant, exactly; nothing before it was registered. None for an unknown seller.

    Raises `InArchive` for an instant before which not everything is here.
    For an instant that is still ahead it is what would be there if nothing came in until then.
    """
    with books.read() as transaction:
        known = transaction.row(_KNOWN, (seller,))
        if known is None:
            return None
        clock, parked = known
        if at <= clock or parked:
            return _of_movements(transaction, books, seller, at)
    account = account_at(books, seller, at)
    assert account is not None  # sellers are never removed
    return standing_of(account)._replace(at=at)


def _of_movements(transaction: Transaction, books: Books, seller: str, at: Instant) -> Standing:
    end = Places(transaction, seller).of(at + 1)
    wallet = transaction.row(BALANCE_BEFORE, (seller, end))
    flows = flows_before(transaction, seller, end)
    lots = sorted(
        (LotLeft(name, Origin(origin), *rest) for name, origin, *rest in transaction.rows(_LOTS, (seller, end))),
        key=lambda each: (each.expires_at, each.credited_at, each.lot, each.origin),
    )
    found = []
    for name in sorted(books.policy.programmes):
        balances = {
            stage: sum(
                amount * ((target == stage) - (source == stage))
                for programme, _, source, target, amount in flows
                if programme == name
            )
            for stage in ("held", "available", "debt")
        }
        flow = programme_flow(name, flows)
        found.append(
            PointsLeft(
                name,
                balances["held"],
                balances["available"],
                -balances["debt"],
                flow.accrued,
                flow.credited,
                flow.adjusted,
                flow.spent,
                flow.expired,
                flow.repaid,
                tuple(lot for lot in lots if lot.programme == name),
            )
        )
    return Standing(seller, at, wallet[0] if wallet else 0, tuple(found))
