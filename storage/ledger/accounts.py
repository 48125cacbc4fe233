"""Accounts from their rows.

Loading takes the same few statements for one seller as for hundreds, and brings only what is open, and of that for who
decides only the parts that are read: those that an event reads for sure, and that due work before it needs, come for
all sellers at once; what else is asked for comes then.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple
from weakref import ref

from core.account import EXPIRIES_KEPT, Account, Subscription
from core.account.lots import BEGINNING, Place
from core.notices.reminders import told_until
from core.policy import Policy
from core.values import EARLIEST, LATEST, NEVER, BooksKind, FactKind, Instant, MovementKind, Part
from storage.ledger import records
from storage.ledger.lots_left import MANY, LotsInRows, ask_in
from storage.ledger.records import SellerRow
from storage.rows.answers import Answer, Row
from storage.rows.together import Reading, together
from storage.rows.transaction import Transaction

_SELLERS = records.SELLERS.select("id IN ($)")
SUBSCRIPTIONS: Final = records.SUBSCRIPTIONS.select("seller IN ($)")
BALANCES: Final = records.BALANCES.select("seller IN ($)")
_OPEN_LOTS = records.LOTS.select("seller IN ($) AND amount > 0")
LOTS_UNTIL: Final = records.LOTS.select("seller IN ($) AND amount > 0 AND expires_at < ?")
# Asked of many programmes at once, each is a column beside the seller.
_LOTS_AHEAD = "(SELECT MIN(expires_at) FROM lot WHERE seller = id AND programme = ? AND amount > 0 AND expires_at >= ?)"
_MANY_LOTS = (
    "(SELECT expires_at FROM lot WHERE seller = id AND programme = ? AND amount > 0 "  # noqa: S608  (our own words)
    f"ORDER BY expires_at, credited_at LIMIT 1 OFFSET {MANY})"
)
_HELD_AHEAD = "(SELECT MIN(credit_at) FROM line WHERE seller = id AND held AND credit_at > ?)"
_HELD = records.LINES.select("seller IN ($) AND held")
_HELD_UNTIL = records.LINES.select("seller IN ($) AND held AND credit_at <= ?")
_CHOICES = "SELECT seller, kind, programme, service, value FROM choice WHERE seller IN ($)"
_USAGE = "SELECT seller, programme, service, day, amount FROM usage WHERE seller IN ($) AND day >= ?"
_EXPIRIES = (
    "SELECT seller, programme, at, SUM(amount) FROM movement WHERE kind = 'expiry' AND seller IN ($) AND at >= ? "
    "GROUP BY seller, programme, at ORDER BY at"
)
_REPORTED_SUMS = records.REPORTED_SUMS.select("seller IN ($)")
_PRESENT = records.REPORTED.select(
    "seller IN ($) AND fact IN ('balance', 'plan') AND day = "
    "(SELECT MAX(last.day) FROM reported last WHERE last.seller = reported.seller AND last.fact = reported.fact)"
)
_LEARNED = (
    "SELECT s.id, (SELECT t.at FROM telling t WHERE t.seller = s.id ORDER BY t.seq DESC LIMIT 1), "
    "(SELECT r.at FROM rating r WHERE r.seller = s.id ORDER BY r.seq DESC LIMIT 1) FROM seller s WHERE s.id IN ($)"
)
_KEYS = "SELECT seller, expires_at, threshold FROM shop_key WHERE seller IN ($)"
_PREMIUM = (
    "SELECT seller, day, SUM(amount) FROM reported WHERE fact = 'fee' AND kind IN (@) AND seller IN ($) "
    "GROUP BY seller, day"
)

MONTH_DAYS: Final = 31


class Wanted(NamedTuple):
    """What is wanted of an account: the parts that are read for sure, and up to when due work comes first."""

    parts: frozenset[Part]
    until: Instant


class PartsInRows:
    """The parts that were left in their rows, of accounts that are used together in a transaction."""

    def __init__(self, transaction: Transaction, policy: Policy) -> None:
        self._transaction = transaction
        self._policy = policy
        # An account in memory is not to keep in memory all those that it was once used together with.
        self._accounts: list[ref[Account]] = []

    def leave(self, account: Account) -> None:
        """Whatever of this account is not at hand is here."""
        account.rows = self
        self._accounts.append(ref(account))
        ask_in(self._transaction, account)

    def bring(self, account: Account, part: Part) -> None:
        """See `core.account.PartsInRows`. Where one lacks it others will, so all of them get it."""
        used = [found for each in self._accounts if (found := each()) is not None]
        accounts = {each.seller: each for each in used if part in each.stored.away}
        together([_READINGS[part](self._transaction, self._policy, accounts, list(accounts))])


def load(
    transaction: Transaction, policy: Policy, sellers: Sequence[str], *, to_spend: bool = True, leave_lots: bool = False
) -> dict[str, Account]:
    """The accounts of these sellers with all their parts; unknown ones are missing from the answer.

    Unless `to_spend` they lack what only spending asks for: choices, what was used of limits, what expired lately.
    With `leave_lots` the lots of who has many stay in their rows, to be asked for in this transaction.
    """
    accounts: dict[str, Account] = {}
    together(
        [
            _load_sellers(transaction, policy, accounts, sellers, PartsInRows(transaction, policy)),
            _load_held(transaction, accounts, sellers),
            _load_lots(transaction, policy, accounts, sellers, leave=leave_lots),
            *(
                read(transaction, policy, accounts, sellers)
                for part, read in _READINGS.items()
                if part is not Part.LOTS and (to_spend or part not in _TO_SPEND)
            ),
        ]
    )
    return accounts


def open_for(
    transaction: Transaction,
    policy: Policy,
    known: Mapping[str, Account],
    wanted: Mapping[str, Wanted],
    latest: int,
) -> dict[str, Account]:
    """The accounts of the sellers of whom something is `wanted`, all of whom there are; those in memory are `known`.

    Parts that nothing is wanted of, and that have no work by then, are left in their rows. Who has not had the `latest`
    fact for all has all parts that due work may need.
    """
    accounts = dict(known)
    left = PartsInRows(transaction, policy)
    for account in known.values():
        left.leave(account)
    names: defaultdict[Part, list[str]] = defaultdict(list)
    for name, want in wanted.items():
        for part in want.parts:
            if name not in known or part in known[name].stored.away:
                names[part].append(name)
    unsaid: set[str] = set()
    together(
        [
            _load_sellers(transaction, policy, accounts, [name for name in wanted if name not in known], left, unsaid),
            *(_READINGS[part](transaction, policy, accounts, each) for part, each in names.items()),
        ]
    )
    behind = {each.seller for each in accounts.values() if each.stored.told < latest and each.books is BooksKind.KEPT}
    until = max((each.until for each in wanted.values()), default=EARLIEST)
    bring_due(transaction, policy, accounts, until, behind | unsaid)
    return {name: accounts[name] for name in wanted}  # what is told is noted in their order, whoever was in memory


def bring_due(
    transaction: Transaction, policy: Policy, accounts: Mapping[str, Account], until: Instant, whole: Collection[str]
) -> None:
    """Bring in, for all at once, what due work up to an instant asks for, as far as it is not at hand.

    Of the `whole` ones it is not known when their parts are due, or it may change before their due work.
    """
    points: list[str] = []
    subscribed: list[str] = []
    for name, account in accounts.items():
        due, is_kept = account.stored.dues, account.books is BooksKind.KEPT
        if account.parked:
            continue
        if is_kept and (name in whole or due.points <= until):
            points.append(name)
        if not is_kept or name in whole or due.subscription <= until:
            subscribed.append(name)
    if not (points or subscribed):
        return

    def away(names: Sequence[str], part: Part) -> list[str]:
        return [name for name in names if part in accounts[name].stored.away]

    reported = [name for name in subscribed if accounts[name].books is BooksKind.REPORTED]
    held = [name for name in points if accounts[name].held.some_left]
    together(
        [
            _load_subscriptions(transaction, policy, accounts, away(subscribed, Part.SUBSCRIPTION)),
            _load_reported(transaction, policy, accounts, away(reported, Part.REPORTED)),
            _load_balances(transaction, policy, accounts, away(points, Part.BALANCES)),
            _load_held_until(transaction, accounts, held, until),
            _load_lots_until(transaction, policy, accounts, away(points, Part.LOTS), told_until(policy, until)),
        ]
    )


def _load_sellers(
    transaction: Transaction,
    policy: Policy,
    accounts: dict[str, Account],
    names: Sequence[str],
    left: PartsInRows,
    unsaid: set[str] | None = None,
) -> Reading:
    """Sellers' own rows; with whose do not say when the parts are due."""
    asked = transaction.ask_in(_SELLERS, (), names)
    yield
    for found in asked.rows():
        row = records.SELLERS.of(found)
        accounts[row.id] = _account(row, policy, left)
        if unsaid is not None and not row.says_dues:
            unsaid.add(row.id)


def load_due(transaction: Transaction, policy: Policy, sellers: Sequence[str], until: Instant) -> dict[str, Account]:
    """The accounts of these sellers with no more than is needed for their work that is due at or before `until`.

    Parts without work are left in their rows, and lots that neither expire by then nor are told of.
    """
    left = PartsInRows(transaction, policy)
    accounts: dict[str, Account] = {}
    for found in transaction.rows_in(_SELLERS, (), sellers):
        row = records.SELLERS.of(found)
        accounts[row.id] = _account(row, policy, left)
    # Who was let go after a review is due, and no part of it is: it is to be looked at whole.
    released = {name for name, account in accounts.items() if min(account.stored.dues) > until}
    bring_due(transaction, policy, accounts, until, released)
    return accounts


@cache
def _of_sellers(column: str, count: int, *others: str) -> str:
    return f"SELECT id{''.join([f', {each}' for each in (*others, *[column] * count)])} FROM seller WHERE id IN ($)"  # noqa: S608  (our own words)


def ask_held_ahead(transaction: Transaction, names: Sequence[str], after: Instant) -> Answer:
    """Asks when the first of whose held lines is credited after an instant."""
    return transaction.ask_in(_of_sellers(_HELD_AHEAD, 1), (after,), names)


def ask_lots_ahead(transaction: Transaction, policy: Policy, names: Sequence[str], horizon: Instant) -> Answer:
    """Asks whose lots of which programme go on from the horizon on, and when the first of them expires."""
    programmes = policy.programmes
    return transaction.ask_in(
        _of_sellers(_LOTS_AHEAD, len(programmes)), [each for name in programmes for each in (name, horizon)], names
    )


def lots_ahead(policy: Policy, asked: Answer) -> Iterator[tuple[str, str, Instant]]:
    """Seller, programme and instant of what `ask_lots_ahead` asked."""
    for seller, *soonest in asked.rows():
        for programme, expires_at in zip(policy.programmes, soonest, strict=True):
            if expires_at is not None:
                yield seller, programme, expires_at


def _load_lots_until(
    transaction: Transaction, policy: Policy, accounts: Mapping[str, Account], names: Sequence[str], horizon: Instant
) -> Reading:
    """Lots that expire before the horizon, and of the others when the first does."""
    asked = transaction.ask_in(LOTS_UNTIL, (), names, (horizon,))
    ahead = ask_lots_ahead(transaction, policy, names, horizon)
    yield
    _begin(policy, accounts, names, Part.LOTS)
    for found in asked.rows():
        _add_lot(policy, accounts, found)
    for seller, programme, expires_at in lots_ahead(policy, ahead):
        left = LotsInRows(transaction.rows, seller, programme)
        accounts[seller].lots[programme].leave(left, Place(horizon, -1), expires_at)


def _load_lots(
    transaction: Transaction,
    policy: Policy,
    accounts: Mapping[str, Account],
    names: Sequence[str],
    *,
    leave: bool,
) -> Reading:
    """Open lots, and when the first held line is credited: both say when points are due.

    To `leave` are the lots of sellers who have many.
    """
    programmes = list(policy.programmes) if leave else []
    asked = transaction.ask_in(_of_sellers(_MANY_LOTS, len(programmes), _HELD_AHEAD), (EARLIEST, *programmes), names)
    yield
    _begin(policy, accounts, names, Part.LOTS)
    many = set()
    for seller, credit_at, *expiries in asked.rows():
        if not accounts[seller].held.soonest_known:
            accounts[seller].held.leave_from(credit_at or NEVER)
        if any(each is not None for each in expiries):
            many.add(seller)
    for seller in many:
        for programme, lots in accounts[seller].lots.items():
            lots.leave(LotsInRows(transaction.rows, seller, programme), BEGINNING)
    lots_of_others = transaction.ask_in(_OPEN_LOTS, (), [name for name in names if name not in many])
    yield
    for row in lots_of_others.rows():
        _add_lot(policy, accounts, row)


def _there(accounts: Mapping[str, Account], names: Iterable[str]) -> list[Account]:
    return [accounts[name] for name in names if name in accounts]


def _begin(policy: Policy, accounts: Mapping[str, Account], names: Iterable[str], part: Part) -> None:
    for account in _there(accounts, names):
        account.begin(part, policy)


def _load_subscriptions(
    transaction: Transaction, policy: Policy, accounts: Mapping[str, Account], names: Sequence[str]
) -> Reading:
    asked = transaction.ask_in(SUBSCRIPTIONS, (), names)
    yield
    found = {row[0]: records.SUBSCRIPTIONS.of(row) for row in asked.rows()}
    for account in _there(accounts, names):
        account.have(Part.SUBSCRIPTION, found.get(account.seller) or Subscription())


def _load_balances(
    transaction: Transaction, policy: Policy, accounts: Mapping[str, Account], names: Sequence[str]
) -> Reading:
    asked = transaction.ask_in(BALANCES, (), names)
    yield
    _begin(policy, accounts, names, Part.BALANCES)
    for row in asked.rows():
        balance = records.BALANCES.of(row)
        if balance.programme in policy.programmes:  # a programme taken out of the policy rests in its rows
            accounts[row[0]].balances[balance.programme] = balance


def _load_held(transaction: Transaction, accounts: Mapping[str, Account], names: Sequence[str]) -> Reading:
    """All held lines."""
    asked = transaction.ask_in(_HELD, (), names)
    yield
    for row in asked.rows():
        accounts[row[0]].held.add(records.LINES.of(row))
    for account in accounts.values():
        account.held.leave_from(NEVER)


def _load_held_until(
    transaction: Transaction, accounts: Mapping[str, Account], names: Sequence[str], until: Instant
) -> Reading:
    """Held lines that are credited by then, and of the others when the first is."""
    asked = transaction.ask_in(_HELD_UNTIL, (), names, (until,))
    ahead = ask_held_ahead(transaction, names, until)
    yield
    for row in asked.rows():
        accounts[row[0]].held.add(records.LINES.of(row))
    for seller, credit_at in ahead.rows():
        accounts[seller].held.leave_from(credit_at or NEVER, until)


def _add_lot(policy: Policy, accounts: Mapping[str, Account], row: Row) -> None:
    lot = records.LOTS.of(row)
    if lot.programme in policy.programmes:
        accounts[row[0]].lots[lot.programme].add(lot)


def _load_choices(
    transaction: Transaction, policy: Policy, accounts: Mapping[str, Account], names: Sequence[str]
) -> Reading:
    asked = transaction.ask_in(_CHOICES, (), names)
    yield
    _begin(policy, accounts, names, Part.CHOICES)
    for seller, kind, programme, service, value in asked.rows():
        accounts[seller].choices[kind, programme, service] = value


def _load_usage(
    transaction: Transaction, policy: Policy, accounts: Mapping[str, Account], names: Sequence[str]
) -> Reading:
    yield  # only now it is known how far they have come
    _begin(policy, accounts, names, Part.USAGE)
    first_day = policy.calendar.date(_oldest(accounts, names)).toordinal() - MONTH_DAYS
    asked = transaction.ask_in(_USAGE, (), names, (first_day,))
    yield
    for seller, programme, service, day, amount in asked.rows():
        accounts[seller].usage[programme, service, day] = amount


def _load_expiries(
    transaction: Transaction, policy: Policy, accounts: Mapping[str, Account], names: Sequence[str]
) -> Reading:
    yield
    _begin(policy, accounts, names, Part.EXPIRIES)
    asked = transaction.ask_in(_EXPIRIES, (), names, (_oldest(accounts, names) - EXPIRIES_KEPT,))
    yield
    for seller, programme, at, amount in asked.rows():
        accounts[seller].expiries.setdefault(programme, []).append((at, int(amount)))
    for account in _there(accounts, names):
        for each in account.journal.changes.movements:  # what has expired since, and is not yet in its rows
            if each.kind is MovementKind.EXPIRY:
                account.expiries.setdefault(each.programme, []).append((each.at, each.amount))


def _oldest(accounts: Mapping[str, Account], names: Iterable[str]) -> Instant:
    """How far the one has come who has come least."""
    return min((account.clock for account in _there(accounts, names)), default=LATEST)


def _load_reported(
    transaction: Transaction, policy: Policy, accounts: Mapping[str, Account], names: Sequence[str]
) -> Reading:
    yield  # only now it is known who they are
    _begin(policy, accounts, names, Part.REPORTED)
    told_of = [each for each in _there(accounts, names) if each.books is BooksKind.REPORTED]
    shops = {each.seller: each.reported for each in told_of}
    if not shops:
        return
    names = list(shops)
    sums = transaction.ask_in(_REPORTED_SUMS, (), names)
    present = transaction.ask_in(_PRESENT, (), names)
    told = transaction.ask_in(_LEARNED, (), names)
    keys = transaction.ask_in(_KEYS, (), names)
    kinds = policy.reported.premium_fees
    marks = ", ".join("?" * len(kinds))
    premium = transaction.ask_in(_PREMIUM.replace("@", marks), kinds, names) if kinds else None
    yield
    for row in sums.rows():
        found = records.REPORTED_SUMS.of(row)
        shops[row[0]].sums[found.fact, found.part] = found
    for row in present.rows():
        said = records.REPORTED.of(row)
        if said.fact is FactKind.BALANCE:
            shops[row[0]].balance = said
        else:
            shops[row[0]].plan = said
    for seller, *learned in told.rows():
        shops[seller].told_at = max((at for at in learned if at is not None), default=None)
    for seller, expires_at, threshold in keys.rows():
        shops[seller].key_expires_at, shops[seller].threshold = expires_at, threshold
    for seller, day, amount in [] if premium is None else premium.rows():
        shops[seller].premium[day] = int(amount)


_READINGS: Final[Mapping[Part, Callable[[Transaction, Policy, Mapping[str, Account], Sequence[str]], Reading]]] = {
    Part.SUBSCRIPTION: _load_subscriptions,
    Part.BALANCES: _load_balances,
    Part.LOTS: lambda transaction, policy, accounts, names: _load_lots(
        transaction, policy, accounts, names, leave=True
    ),
    Part.CHOICES: _load_choices,
    Part.USAGE: _load_usage,
    Part.EXPIRIES: _load_expiries,
    Part.REPORTED: _load_reported,
}
"""How a part is brought in: at once, for all of these sellers."""
_TO_SPEND: Final = frozenset({Part.CHOICES, Part.USAGE, Part.EXPIRIES})


def _account(row: SellerRow, policy: Policy, left: PartsInRows) -> Account:
    account = Account(row.id, row.name, row.locale, row.registered_at, policy, rows=left)
    left.leave(account)
    account.stored.version = row.version
    account.journal.seq = row.seq
    account.wallet = row.wallet
    account.clock = account.occasion.at = account.occasion.floor = row.clock
    account.stored.dues = records.dues_of(row)
    account.digest = row.digest
    account.digest_at = row.digest_at
    account.parked = row.parked
    account.profile_at = row.profile_at
    account.books = row.books
    account.stored.told = row.told
    return account
