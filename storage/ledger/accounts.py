"""Accounts to and from their rows.

Loading takes the same few statements for one seller as for hundreds, and brings only what is open, and of that for who
decides only the parts that are read: those that an event reads for sure, and that due work before it needs, come for
all sellers at once; what else is asked for comes then. Closed records that an event names come by `LOOK_UPS`. Writing
takes what the core noted as changed and nothing else, one statement a table.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple
from weakref import ref

from core import plain
from core.account import (
    EXPIRIES_KEPT,
    Account,
    Balance,
    Changes,
    Dues,
    Journal,
    Lot,
    Lots,
    Occasion,
    Subscriber,
    Subscription,
)
from core.account.lots import BEGINNING, Place
from core.due import dues
from core.events import Needs
from core.notices.reminders import told_until
from core.points.lots import Digest
from core.policy import Policy
from core.values import EARLIEST, LATEST, NEVER, Amount, BooksKind, FactKind, Instant, MovementKind, Origin, Part
from storage.ledger import records
from storage.ledger.lots_left import MANY, LotsInRows, ask_in
from storage.rows import tables
from storage.rows.answers import Answer
from storage.rows.database import Row, Transaction
from storage.rows.many import Many, update_many, upsert_many
from storage.rows.records import AS_TEXT, Records
from storage.rows.together import Reading, together


class SellerRow(NamedTuple):
    """The seller's own row; what is of one piece lies in tables of its own."""

    id: str
    name: str
    locale: str | None
    registered_at: Instant
    version: int
    seq: int
    wallet: Amount
    clock: Instant
    next_due: Instant | None
    points_due: Instant | None
    subscription_due: Instant | None
    digest: dict[str, dict[str, Amount]]
    digest_at: Instant | None
    parked: bool
    profile_at: Instant | None
    books: BooksKind
    told: int
    dues_version: int

    @property
    def says_dues(self) -> bool:
        """Whether it says when the parts are due: not if a program wrote it last that does not know of them."""
        return self.dues_version == self.version


class DueRow(NamedTuple):
    """Of a seller's row what is asked about it when it is due, as it stands there; they sort as they are due."""

    next_due: Instant
    id: str
    version: int
    seq: int
    wallet: Amount
    clock: Instant
    points_due: Instant | None
    subscription_due: Instant | None
    digest: str
    digest_at: Instant | None
    books: str
    told: int
    dues_version: int

    @property
    def says_dues(self) -> bool:
        """As of `SellerRow`."""
        return self.dues_version == self.version


class Progress(NamedTuple):
    """Of a seller's row what every decision changes; the profile and the digest change seldom."""

    version: int
    seq: int
    wallet: Amount
    clock: Instant
    next_due: Instant | None
    points_due: Instant | None
    subscription_due: Instant | None
    told: int
    dues_version: int


_SELLER_ROWS = Records(tables.Seller, SellerRow)
_SELLERS = _SELLER_ROWS.select("id IN ($)")
_SUBSCRIPTIONS = records.SUBSCRIPTIONS.select("seller IN ($)")
_BALANCES = records.BALANCES.select("seller IN ($)")
_OPEN_LOTS = records.LOTS.select("seller IN ($) AND amount > 0")
_LOTS_UNTIL = records.LOTS.select("seller IN ($) AND amount > 0 AND expires_at < ?")
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
_LINES = records.LINES.select("(seller, line) IN ($)")
_GRANTS = records.GRANTS.select("(seller, grant_id) IN ($)")
_CHARGES = records.CHARGES.select("(seller, charge) IN ($)")
_CHARGES_OF_MONTH = records.CHARGES.select(
    "seller = ? AND service = ? AND month = ? AND reversed_at IS NULL AND money > 0"
)
_LOTS = records.LOTS.select("origin = ? AND (seller, lot) IN ($)")
_UNEXPIRED = records.LOTS.select("seller = ? AND programme = ? AND expires_at > ?")
_PIECES = records.SPENT.select("(seller, charge) IN ($) AND target = 'spent' ORDER BY seq")
_REPORTED_SUMS = records.REPORTED_SUMS.select("seller IN ($)")
_REPORTED = records.REPORTED.select("fact = ? AND (seller, entry) IN ($)")
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
        row = _SELLER_ROWS.of(found)
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
        row = _SELLER_ROWS.of(found)
        accounts[row.id] = _account(row, policy, left)
    # Who was let go after a review is due, and no part of it is: it is to be looked at whole.
    released = {name for name, account in accounts.items() if min(account.stored.dues) > until}
    bring_due(transaction, policy, accounts, until, released)
    return accounts


_DueShop = tuple[DueRow, plain.Shop]


class Plain:
    """What due work without accounts came to: rows to be written beside those of accounts (see `core.plain`)."""

    def __init__(self, sellers: Sequence[DueRow], policy: Policy, until: Instant) -> None:
        self.places = {row.id: place for place, row in enumerate(sellers)}
        """In which order the sellers are due."""
        self.sellers: dict[Many, list[Row]] = {_PROGRESS: [], _PROGRESS_AND_DIGEST: []}
        self.rows: dict[str, list[Row]] = {"subscription": [], "balances": [], "lots": []}
        self._policy = policy
        self._until = until
        self._journal = Journal("", Occasion(until))

    @property
    def count(self) -> int:
        """How many sellers had nothing else."""
        return sum(map(len, self.sellers.values()))

    @property
    def history(self) -> Iterable[tuple[str, Sequence[Row]]]:
        """What was noted in the sellers' histories, by kind."""
        return [(kind, noted) for kind, noted in self._journal.changes.kinds() if kind in _APPEND]

    @property
    def notices(self) -> list[Row]:
        """What is to be told."""
        return [records.NOTICES.row(each, each.seller) for each in self._journal.changes.notices]

    def decide(self, transaction: Transaction, sellers: Iterable[DueRow]) -> list[str]:
        """Do the due work of those who have nothing but plain one; returns the others, who need an account."""
        until = self._until
        others: list[str] = []
        by_kind: tuple[list[_DueShop], ...] = ([], [], [])
        for row in sellers:
            dues = _dues(row)
            soonest = min(dues)
            if row.books != BooksKind.KEPT or soonest > until or sum(due <= until for due in dues) != 1:
                others.append(row.id)
            else:
                by_kind[dues.index(soonest)].append((row, plain.Shop(row.id, row.seq, row.clock, dues)))
        expiring, charged, told = by_kind
        for row, shop in told:
            digest = {} if row.digest == "{}" else json.loads(row.digest)
            due = plain.send_digest(self._journal, shop, digest, self._policy, until)
            if due is None:
                others.append(row.id)
            else:
                self._keep_digest(row, due, digest)
        if expiring:
            self._expire(transaction, expiring, others)
        if charged:
            self._charge(transaction, charged, others)
        return others

    def _keep(self, row: DueRow, due: Dues, wallet: Amount) -> None:
        clock = max(row.clock, self._until)
        progress = _progress(row.version + 1, self._journal.seq, wallet, clock, due, row.told)
        self.sellers[_PROGRESS].append((*progress, row.id, row.version))

    def _keep_digest(self, row: DueRow, due: Dues, digest: Digest) -> None:
        clock = max(row.clock, self._until)
        progress = _progress(row.version + 1, self._journal.seq, row.wallet, clock, due, row.told)
        self.sellers[_PROGRESS_AND_DIGEST].append(
            (*progress, _digest_text(digest), None if due.digest == NEVER else due.digest, row.id, row.version)
        )

    def _charge(self, transaction: Transaction, sellers: Sequence[_DueShop], others: list[str]) -> None:
        found = {row[0]: row for row in transaction.rows_in(_SUBSCRIPTIONS, (), [row.id for row, _ in sellers])}
        for row, shop in sellers:
            subscriber = Subscriber(row.id, row.wallet, row.clock, self._journal)
            due = None
            if row.id in found:
                subscriber.subscription = records.SUBSCRIPTIONS.of(found[row.id])
                due = plain.charge(subscriber, row.seq, shop.dues, self._policy, self._until)
            if due is None:
                others.append(row.id)
                continue
            self.rows["subscription"].append(records.SUBSCRIPTIONS.row(subscriber.subscription, row.id))
            self._keep(row, due, subscriber.wallet)

    def _expire(self, transaction: Transaction, sellers: Sequence[_DueShop], others: list[str]) -> None:
        policy, until = self._policy, self._until
        names = [row.id for row, _ in sellers]
        horizon = told_until(policy, until)
        asked_balances = transaction.ask_in(_BALANCES, (), names)
        asked_held = transaction.ask_in(_of_sellers(_HELD_AHEAD, 1), (EARLIEST,), names)
        asked_lots = transaction.ask_in(_LOTS_UNTIL, (), names, (horizon,))
        ahead = _ask_lots_ahead(transaction, policy, names, horizon)
        balances: defaultdict[str, dict[str, Balance]] = defaultdict(dict)
        for found in asked_balances.rows():
            balance = records.BALANCES.of(found)
            balances[found[0]][balance.programme] = balance
        held: dict[str, Instant | None] = dict(asked_held.rows())
        due: defaultdict[str, list[Lot]] = defaultdict(list)
        left: defaultdict[str, defaultdict[str, Lots]] = defaultdict(lambda: defaultdict(Lots))
        for found in asked_lots.rows():
            lot = records.LOTS.of(found)
            if lot.programme not in policy.programmes:
                continue
            if lot.expires_at <= until:
                due[found[0]].append(lot)
            else:
                left[found[0]][lot.programme].add(lot)
        for seller, programme, expires_at in _lots_ahead(policy, ahead):
            left[seller][programme].leave(
                LotsInRows(transaction.rows, seller, programme), Place(horizon, -1), expires_at
            )
        for row, shop in sellers:
            seller, digest = row.id, {} if row.digest == "{}" else json.loads(row.digest)
            points = plain.Points(due[seller], left.get(seller, {}), balances[seller], held[seller] or NEVER)
            done = plain.expire(self._journal, shop, digest, points, policy, until)
            if done is None:
                others.append(seller)
                continue
            self._keep_digest(row, done, digest)
            self.rows["lots"] += [records.LOTS.row(lot, seller) for lot in points.expiring]
            self.rows["balances"] += [
                records.BALANCES.row(points.balances[name], seller)
                for name in {lot.programme for lot in points.expiring}
            ]


def _dues(row: SellerRow | DueRow) -> Dues:
    return Dues(row.points_due or NEVER, row.subscription_due or NEVER, row.digest_at or NEVER)


def _digest_text(digest: Digest) -> str:
    return AS_TEXT(digest) if digest else "{}"


@cache
def _of_sellers(column: str, count: int, *others: str) -> str:
    return f"SELECT id{''.join([f', {each}' for each in (*others, *[column] * count)])} FROM seller WHERE id IN ($)"  # noqa: S608  (our own words)


def _ask_lots_ahead(transaction: Transaction, policy: Policy, names: Sequence[str], horizon: Instant) -> Answer:
    """Asks whose lots of which programme go on from the horizon on, and when the first of them expires."""
    programmes = policy.programmes
    return transaction.ask_in(
        _of_sellers(_LOTS_AHEAD, len(programmes)), [each for name in programmes for each in (name, horizon)], names
    )


def _lots_ahead(policy: Policy, asked: Answer) -> Iterator[tuple[str, str, Instant]]:
    for seller, *soonest in asked.rows():
        for programme, expires_at in zip(policy.programmes, soonest, strict=True):
            if expires_at is not None:
                yield seller, programme, expires_at


def _load_lots_until(
    transaction: Transaction, policy: Policy, accounts: Mapping[str, Account], names: Sequence[str], horizon: Instant
) -> Reading:
    """Lots that expire before the horizon, and of the others when the first does."""
    asked = transaction.ask_in(_LOTS_UNTIL, (), names, (horizon,))
    ahead = _ask_lots_ahead(transaction, policy, names, horizon)
    yield
    _begin(policy, accounts, names, Part.LOTS)
    for found in asked.rows():
        _add_lot(policy, accounts, found)
    for seller, programme, expires_at in _lots_ahead(policy, ahead):
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
    asked = transaction.ask_in(_SUBSCRIPTIONS, (), names)
    yield
    found = {row[0]: records.SUBSCRIPTIONS.of(row) for row in asked.rows()}
    for account in _there(accounts, names):
        account.have(Part.SUBSCRIPTION, found.get(account.seller) or Subscription())


def _load_balances(
    transaction: Transaction, policy: Policy, accounts: Mapping[str, Account], names: Sequence[str]
) -> Reading:
    asked = transaction.ask_in(_BALANCES, (), names)
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
    ahead = transaction.ask_in(_of_sellers(_HELD_AHEAD, 1), (until,), names)
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
    account.stored.dues = _dues(row)
    account.digest = row.digest
    account.digest_at = row.digest_at
    account.parked = row.parked
    account.profile_at = row.profile_at
    account.books = row.books
    account.stored.told = row.told
    return account


# -- closed records that an event names ---------------------------------------------------------------------


Named = tuple[Account, Any, Instant]
"""An account, an event of it that names closed records, and the instant that this is processed at."""
Pair = tuple[Account, str]
"""An account, and the id of one of its records."""


def _look_up_lines(transaction: Transaction, wanted: Iterable[Pair]) -> Reading:
    """Lines by id, with their lots, unless they are at hand already."""
    missing = _distinct(
        (of, line) for of, line in wanted if of.held.at_hand(line) is None and line not in of.closed.lines
    )
    asked = transaction.ask_pairs(_LINES, (), _keys(missing))
    yield
    owners = _owners(missing)
    known: list[Pair] = []
    for row in asked.rows():
        line = records.LINES.of(row)
        if line.held:
            owners[row[0]].held.add(line)
        else:
            owners[row[0]].closed.lines[line.line] = line
        known.append((owners[row[0]], line.line))
    yield from _look_up_lots(transaction, Origin.LINE, known)


def _look_up_grants(transaction: Transaction, wanted: Iterable[Pair]) -> Reading:
    """Grants by id, with their lots."""
    missing = _distinct((of, grant) for of, grant in wanted if grant not in of.closed.grants)
    asked = transaction.ask_pairs(_GRANTS, (), _keys(missing))
    yield
    owners = _owners(missing)
    known: list[Pair] = []
    for row in asked.rows():
        grant = records.GRANTS.of(row)
        owners[row[0]].closed.grants[grant.grant] = grant
        known.append((owners[row[0]], grant.grant))
    yield from _look_up_lots(transaction, Origin.GRANT, known)


def _look_up_charges(transaction: Transaction, wanted: Iterable[Pair], *, pieces: bool) -> Reading:
    """Charges by id; with `pieces` also the points spent on them and their lots, for giving them back."""
    every = _distinct(wanted)
    missing = [(of, name) for of, name in every if name not in of.closed.charges]
    paid = [(of, name) for of, name in every if pieces and name not in of.closed.pieces_known]
    for of, name in paid:
        of.closed.pieces_known.add(name)
    asked = transaction.ask_pairs(_CHARGES, (), _keys(missing))
    spent = transaction.ask_pairs(_PIECES, (), _keys(paid))
    yield
    owners = _owners(every)
    for row in asked.rows():
        charge = records.CHARGES.of(row)
        owners[row[0]].closed.charges[charge.charge] = charge
    lots: dict[str, list[Pair]] = {origin: [] for origin in Origin}
    for row in spent.rows():
        piece = records.SPENT.of(row)
        owners[row[0]].closed.spent.setdefault(piece.charge, []).append(piece)
        lots[piece.origin].append((owners[row[0]], piece.lot))
    for origin, names in lots.items():
        yield from _look_up_lots(transaction, origin, names)


def _look_up_entries(transaction: Transaction, wanted: Iterable[tuple[Account, tuple[FactKind, str]]]) -> Reading:
    """What was said before of entries, by kind of fact and entry."""
    missing = [(of, key) for of, key in wanted if key not in of.closed.reported]
    owners = {of.seller: of for of, _ in missing}
    asked = [
        (
            fact,
            transaction.ask_pairs(
                _REPORTED, (fact,), _keys(_distinct((of, key[1]) for of, key in missing if key[0] is fact))
            ),
        )
        for fact in FactKind
    ]
    yield
    for fact, answer in asked:
        for row in answer.rows():
            found = records.REPORTED.of(row)
            owners[row[0]].closed.reported[fact, found.entry] = found


def _look_up_months(transaction: Transaction, policy: Policy, named: Sequence[Named]) -> Reading:
    """The charges of a service in a month that have a money part left, for manual spending."""
    months = {(of.seller, event.service, policy.calendar.month(now)): of for of, event, now in named}
    asked = [(of, transaction.ask(_CHARGES_OF_MONTH, month)) for month, of in months.items()]
    yield
    for of, answer in asked:
        for row in answer.rows():
            charge = records.CHARGES.of(row)
            of.closed.charges.setdefault(charge.charge, charge)


def look_up_unexpired(transaction: Transaction, account: Account, programme: str, now: Instant) -> Reading:
    """All unexpired lots, emptied ones too, for a prolongation."""
    lots = account.lots.get(programme)
    if lots is None:
        return
    asked = transaction.ask(_UNEXPIRED, (account.seller, programme, now))
    yield
    for row in asked.rows():
        lots.add(records.LOTS.of(row))
    lots.bring_all()


def _look_up_lots(transaction: Transaction, origin: str, wanted: Iterable[Pair]) -> Reading:
    every = _distinct(wanted)
    asked = transaction.ask_pairs(_LOTS, (origin,), _keys(every))
    yield
    owners = _owners(every)
    for row in asked.rows():
        lot = records.LOTS.of(row)
        lots = owners[row[0]].lots
        if lot.programme in lots:
            lots[lot.programme].add(lot)


def _look_up_prolonged(transaction: Transaction, named: Sequence[Named]) -> Reading:
    for of, event, now in named:
        yield from look_up_unexpired(transaction, of, event.programme, now)


def _distinct(pairs: Iterable[Pair]) -> list[Pair]:
    return list({(of.seller, name): (of, name) for of, name in pairs}.values())


def _keys(pairs: Iterable[Pair]) -> list[tuple[str, str]]:
    return [(of.seller, name) for of, name in pairs]


def _owners(pairs: Iterable[Pair]) -> dict[str, Account]:
    return {of.seller: of for of, _ in pairs}


LOOK_UPS: Final[Mapping[Needs, Callable[[Transaction, Policy, Sequence[Named]], Reading]]] = {
    Needs.MONTH: _look_up_months,
    Needs.UNEXPIRED: lambda transaction, policy, named: _look_up_prolonged(transaction, named),
    Needs.LINE: lambda transaction, policy, named: _look_up_lines(
        transaction, [(of, event.line) for of, event, _ in named]
    ),
    Needs.GRANT: lambda transaction, policy, named: _look_up_grants(
        transaction, [(of, event.grant) for of, event, _ in named]
    ),
    Needs.CHARGE: lambda transaction, policy, named: _look_up_charges(
        transaction, [(of, event.charge) for of, event, _ in named], pieces=False
    ),
    Needs.PAID_CHARGE: lambda transaction, policy, named: _look_up_charges(
        transaction, [(of, event.charge) for of, event, _ in named], pieces=True
    ),
    Needs.ENTRY: lambda transaction, policy, named: _look_up_entries(
        transaction, [(of, (event.FACT, event.key)) for of, event, _ in named]
    ),
}
"""How what events need is brought in: at once, for all that need the like."""


# -- writing ------------------------------------------------------------------------------------------------

_APPEND: Final[Mapping[str, Many]] = {
    "movements": records.MOVEMENTS.insert(),
    "wallet_entries": records.WALLET_ENTRIES.insert(),
    "transitions": records.TRANSITIONS.insert(),
    "periods": records.PERIODS.insert(),
    "consents": records.CONSENTS.insert(),
    "ratings": records.RATINGS.insert(),
    "tellings": records.TELLINGS.insert(),
}
_NOTICE = records.NOTICES.insert(ignore=True, without=("id", "fanned_out_at"))
_WHOSE_NOTICE = records.NOTICES.columns.index("seller")
_SELLER_NEW = _SELLER_ROWS.insert()
_SELLER = update_many(tables.Seller, _SELLER_ROWS.columns[1:], ("id", "version"))
_PROGRESS = update_many(tables.Seller, Progress._fields, ("id", "version"))
_PROGRESS_AND_DIGEST = update_many(tables.Seller, (*Progress._fields, "digest", "digest_at"), ("id", "version"))
_UPSERTS: Final[Mapping[str, Many]] = {
    "subscription": records.SUBSCRIPTIONS.upsert(),
    "balances": records.BALANCES.upsert(),
    "lines": records.LINES.upsert(),
    "lots": records.LOTS.upsert(),
    "grants": records.GRANTS.upsert(),
    "charges": records.CHARGES.upsert(),
    "reported": records.REPORTED.upsert(),
    "reported_sums": records.REPORTED_SUMS.upsert(),
    "usage": upsert_many(tables.Usage, ("seller", "programme", "service", "day", "amount")),
    "choices": upsert_many(tables.Choice, ("seller", "kind", "programme", "service", "value")),
}
_NOT_KNOWN: Final[Mapping[str, Dues]] = {}
_CHOICE_GONE = "DELETE FROM choice WHERE seller = ? AND kind = ? AND programme = ? AND service = ?"


def write(
    transaction: Transaction,
    policy: Policy,
    accounts: Iterable[Account],
    known: Mapping[str, Dues] = _NOT_KNOWN,
    decided: Plain | None = None,
) -> None:
    """Write what changed in these accounts, in the open transaction; `known` are dues that were just counted.

    With it what was decided without accounts. Raises `Conflict` before another writer's work is lost; on PostgreSQL
    the commit does.
    """
    rows: dict[str, list[Any]] = {name: [] for name in (*_APPEND, *_UPSERTS)}
    notices: list[Any] = []
    gone: list[Any] = []
    sellers: dict[Many, list[Any]] = {_PROGRESS: [], _PROGRESS_AND_DIGEST: [], _SELLER: []}
    new: list[Any] = []
    for account in accounts:
        due = known.get(account.seller) or dues(account, policy)
        changes = account.take_changes()
        if changes.empty and due == account.stored.dues and account.stored.version:
            continue
        if due.soonest != account.stored.dues.soonest:
            transaction.ring()
        _collect_seller(account, due, changes, sellers, new)
        _collect(account, changes, rows, notices, gone)
    if decided is not None and decided.count:
        transaction.ring()
        for update, found in decided.sellers.items():
            sellers[update] += found
        for kind, changed in (*decided.rows.items(), *decided.history):
            rows[kind] += changed
        notices += decided.notices
        notices.sort(key=lambda notice: decided.places[notice[_WHOSE_NOTICE]])  # what is told first is noted first
    if new:
        _SELLER_NEW.put(transaction, new)
    for update, found in sellers.items():
        if found:
            update.change(transaction, found)
    for name, statement in (*_UPSERTS.items(), *_APPEND.items()):
        if rows[name]:
            statement.put(transaction, rows[name])
    if gone:
        transaction.put(_CHOICE_GONE, gone)
    if notices:
        _NOTICE.put(transaction, notices)
        transaction.ring()


def _progress(version: int, seq: int, wallet: Amount, clock: Instant, due: Dues, told: int) -> Progress:
    points = None if due.points == NEVER else due.points
    subscription = None if due.subscription == NEVER else due.subscription
    return Progress(version, seq, wallet, clock, due.soonest, points, subscription, told, version)


def _collect_seller(
    account: Account, due: Dues, changes: Changes, sellers: dict[Many, list[Any]], new: list[Any]
) -> None:
    stored, before = account.stored, account.stored.version
    stored.version += 1
    stored.dues = due
    if before and not changes.profile:
        progress = _progress(stored.version, account.journal.seq, account.wallet, account.clock, due, stored.told)
        if not changes.digest:
            sellers[_PROGRESS].append((*progress, account.seller, before))
            return
        told = _digest_text(account.digest), account.digest_at
        sellers[_PROGRESS_AND_DIGEST].append((*progress, *told, account.seller, before))
        return
    now = SellerRow(
        account.seller,
        account.name,
        account.locale,
        account.registered_at,
        stored.version,
        account.journal.seq,
        account.wallet,
        account.clock,
        due.soonest,
        None if due.points == NEVER else due.points,
        None if due.subscription == NEVER else due.subscription,
        account.digest,
        account.digest_at,
        account.parked,
        account.profile_at,
        account.books,
        stored.told,
        stored.version,
    )
    id_, *others = _SELLER_ROWS.row(now, account.seller)
    if before == 0:
        new.append((id_, *others))
    else:
        sellers[_SELLER].append((*others, id_, before))


def _collect(
    account: Account, changes: Changes, rows: dict[str, list[Any]], notices: list[Any], gone: list[Any]
) -> None:
    seller = account.seller
    for kind, changed in changes.kinds():
        if kind in _APPEND:
            rows[kind] += changed
        elif kind == "notices":
            notices += [records.NOTICES.row(each, seller) for each in changed]
        elif kind == "choices":
            for key in changed:
                value = account.choices.get(key)
                if value is None:
                    gone.append((seller, *key))
                else:
                    rows["choices"].append((seller, *key, value))
        elif kind in _ROWS:
            rows[kind] += _ROWS[kind](account, changed)


_ROWS: Final[Mapping[str, Callable[[Account, Any], Iterable[Row]]]] = {
    "subscription": lambda account, _: (records.SUBSCRIPTIONS.row(account.subscription, account.seller),),
    "balances": lambda account, names: [records.BALANCES.row(account.balances[name], account.seller) for name in names],
    "lines": lambda account, lines: [records.LINES.row(each, account.seller) for each in lines.values()],
    "lots": lambda account, lots: [records.LOTS.row(each, account.seller) for each in lots.values()],
    "grants": lambda account, grants: [records.GRANTS.row(each, account.seller) for each in grants.values()],
    "charges": lambda account, charges: [records.CHARGES.row(each, account.seller) for each in charges.values()],
    "usage": lambda account, keys: [(account.seller, *key, account.usage[key]) for key in keys],
    "reported": lambda account, entries: [records.REPORTED.row(each, account.seller) for each in entries.values()],
    "reported_sums": lambda account, about: [
        records.REPORTED_SUMS.row(account.reported.sums[each], account.seller) for each in about
    ],
}
"""The rows of what changed, by kind; what is appended stands as it is written."""
