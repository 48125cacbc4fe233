"""The ledger: takes events and due work to the core and keeps what it decides, one transaction at a time.

Nothing is ever half-applied: a batch is looked up, decided and written inside one transaction, and whatever goes wrong
leaves the rows as they were and the accounts in memory forgotten. The memory of accounts is only a saving: each is used
only if its row still has the version it was loaded with. Ids make every event idempotent (RULES 2.6); the seller's
version, the history's keys and the unique constraints make two writers collide instead of overwriting each other.
"""

import json
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, TypeVar

from core.account import Account
from core.decide import World, announce_maintenance, decide
from core.due import run_due
from core.events import (
    BonusGranted,
    BonusRevoked,
    CampaignUpserted,
    ChargeReversed,
    Event,
    LotProlonged,
    Maintenance,
    OrderCancelled,
    OrderRedeemed,
    OrderReturned,
    SellerRegistered,
    ServiceCharged,
    Spend,
    fingerprint,
)
from core.points import lots
from core.points.accrual import CampaignVersion
from core.policy import Policy, with_prices
from core.refusals import DONE, MESSAGES, Outcome, refused
from core.values import Amount, Instant, Invitation, Plan, format_amount, format_instant
from storage import accounts as rows
from storage import tables
from storage.approvals import answer_accepted
from storage.campaigns import event_of, text_of
from storage.database import Conflict, Database, Transaction, insert
from storage.sweep import SWEEP_SELLERS, Sweep, Swept

KEPT_ACCOUNTS: Final = 4096
ATTEMPTS: Final = 5

_TAKEN = "SELECT id, fingerprint, reason, data FROM taken WHERE source = ? AND id IN ($)"
_TAKE = insert(tables.Taken)
_VERSIONS = "SELECT id, version FROM seller WHERE id IN ($)"
_VERSION = "SELECT version FROM seller WHERE id = ?"
_CAMPAIGN = insert(tables.CampaignVersion, without=("seq",))

_WILL_PAY = (
    "SELECT seller, CASE WHEN state = 'grace' THEN NULL ELSE period_end END FROM subscription "
    "WHERE COALESCE(NULLIF(renewal, 'renew'), plan) = ? AND seller > ? ORDER BY seller LIMIT 1000"
)
_PRICE_CHANGED = (
    "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, ?, ?, 'price_changed', ?) ON CONFLICT DO NOTHING"
)

T = TypeVar("T")


class Moved(Exception):
    """The seller's rows have changed since the version that somebody decided on."""


class Entry(NamedTuple):
    """An event with the instant it is processed at."""

    event: Event
    now: Instant
    actor: str | None = None
    """Who history names for a command; else its role."""


class Ledger:
    """The use cases that change a seller's account. One per process; calls are serialised by the database's writer."""

    def __init__(self, database: Database, policy: Policy, *, kept: int = KEPT_ACCOUNTS) -> None:
        self.database = database
        self.world = World(policy)
        self._kept = kept
        self._accounts: OrderedDict[str, Account] = OrderedDict()
        self._campaigns_seen = 0

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self.world.policy

    # -- events ---------------------------------------------------------------------------------------------

    def take(self, entries: Sequence[Entry], source: str) -> list[Outcome]:
        """Take events in order, all in one transaction; returns their outcomes in the same order.

        `source` is where the ids are unique: an API token, "file", "chat". An id seen before answers `replayed` with
        the first result's reason, or `refused: conflicting_duplicate`. Raises `StorageError`; then nothing was written.
        """
        return self._attempt(lambda transaction: self._take(transaction, entries, source))

    def take_one(
        self, event: Event, now: Instant, source: str, actor: str | None = None, *, version: int | None = None
    ) -> Outcome:
        """Take a single event durably; with a `version` only if the seller's rows have not moved on from it.

        Raises `Moved` when they have; then nothing was written.
        """

        def work(transaction: Transaction) -> list[Outcome]:
            if version is not None and event.seller is not None:
                lock = " FOR UPDATE" if transaction.postgresql else ""
                found = transaction.row(_VERSION + lock, (event.seller,))
                if found is not None and found[0] != version:
                    raise Moved(event.seller)
            return self._take(transaction, (Entry(event, now, actor),), source)

        return self._attempt(work)[0]

    def _take(self, transaction: Transaction, entries: Sequence[Entry], source: str) -> list[Outcome]:
        self._refresh_world(transaction)
        seen = self._seen(transaction, source, [entry.event.id for entry in entries])
        fresh = [entry for entry in entries if entry.event.id not in seen]
        touched = self._open(transaction, {e.event.seller for e in fresh if e.event.seller is not None})
        self._look_up(transaction, fresh, touched)
        outcomes: list[Outcome] = []
        taken: list[tuple[object, ...]] = []
        for entry in entries:
            event, now, _ = entry
            print_ = fingerprint(event)
            first = seen.get(event.id)
            if first is not None:
                outcomes.append(_again(first, print_))
                continue
            outcome = self._decide(transaction, entry, source, touched)
            seen[event.id] = (print_, outcome.reason, outcome.data)
            data = json.dumps(outcome.data) if outcome.data else None
            taken.append(
                (
                    source,
                    event.id,
                    print_,
                    event.TYPE,
                    event.seller,
                    event.at,
                    now,
                    outcome.kind,
                    outcome.reason,
                    data,
                )
            )
            outcomes.append(outcome)
        accepting = [each.seller for each in touched.values() if each.changes.transitions and _has_accepted(each)]
        rows.write(transaction, touched.values())
        answer_accepted(transaction, accepting)
        if taken:
            transaction.run_many(_TAKE, taken)
        return outcomes

    def _seen(
        self, transaction: Transaction, source: str, ids: Sequence[str]
    ) -> dict[str, tuple[bytes, str | None, dict[str, str]]]:
        return {
            id_: (bytes(print_), reason, json.loads(data) if data else {})
            for id_, print_, reason, data in transaction.rows_in(_TAKEN, (source,), ids)
        }

    def _decide(self, transaction: Transaction, entry: Entry, source: str, touched: dict[str, Account]) -> Outcome:
        event, now, actor = entry
        if event.seller is None:
            return self._decide_for_all(transaction, event, now, source, touched)
        account = touched.get(event.seller)
        if account is None:
            if not isinstance(event, SellerRegistered):
                return refused("unknown_seller")
            account = Account(event.seller, event.name, event.locale, now, self.policy)
            touched[event.seller] = account
            self._keep(account)
            return DONE
        # A clock that stands behind what was already decided (another machine's) must not turn time back.
        return decide(account, event, max(now, account.clock), self.world, source, actor)

    def _decide_for_all(
        self, transaction: Transaction, event: Event, now: Instant, source: str, touched: dict[str, Account]
    ) -> Outcome:
        if isinstance(event, CampaignUpserted):
            transaction.run(_CAMPAIGN, (event.campaign, text_of(event)))
            self._refresh_campaigns(transaction)
            return DONE
        if isinstance(event, Maintenance):
            if event.on == self.world.maintenance:
                return DONE
            transaction.run("UPDATE world SET maintenance = ?", (event.on,))
            self.world.maintenance = event.on
            for account in self._everyone(transaction, touched):
                announce_maintenance(account, event, max(now, account.clock), self.world, source)
            return DONE
        assert isinstance(event, LotProlonged)
        if event.programme not in self.policy.points:
            return refused("unknown_programme")
        for account in self._everyone(transaction, touched):
            instant = max(now, account.clock)
            run_due(account, self.policy, instant)
            rows.look_up_unexpired(transaction, account, event.programme, instant)
            account.cause = account.notice_tag = f"{source}:{event.id}"
            account.actor = "marketplace"
            lots.prolong(account, self.policy, event.programme, event.until)
        return DONE

    def _everyone(self, transaction: Transaction, touched: dict[str, Account]) -> Iterator[Account]:
        """Every seller's account that may change: those at hand, then the rest in pieces, written and let go."""
        yield from [account for account in touched.values() if not account.parked]
        last = ""
        while names := [
            name
            for (name,) in transaction.rows(
                "SELECT id FROM seller WHERE id > ? ORDER BY id LIMIT ?", (last, SWEEP_SELLERS)
            )
        ]:
            last = names[-1]
            piece = self._open(transaction, {name for name in names if name not in touched})
            yield from [account for account in piece.values() if not account.parked]
            rows.write(transaction, piece.values())
            self._trim()

    def _look_up(self, transaction: Transaction, entries: Iterable[Entry], touched: dict[str, Account]) -> None:
        """Bring in the closed records that the events name, once a seller and kind."""
        lines: defaultdict[str, list[str]] = defaultdict(list)
        grants: defaultdict[str, list[str]] = defaultdict(list)
        charges: defaultdict[str, list[str]] = defaultdict(list)
        reversals: defaultdict[str, list[str]] = defaultdict(list)
        for event, now, _ in entries:
            account = touched.get(event.seller or "")
            if account is None:
                continue
            if isinstance(event, OrderRedeemed | OrderReturned | OrderCancelled):
                lines[account.seller].append(event.line)
            elif isinstance(event, ServiceCharged):
                charges[account.seller].append(event.charge)
            elif isinstance(event, BonusGranted | BonusRevoked):
                grants[account.seller].append(event.grant)
            elif isinstance(event, ChargeReversed):
                reversals[account.seller].append(event.charge)
            elif isinstance(event, Spend):
                month = self.policy.calendar.month(max(now, account.clock))
                rows.look_up_month(transaction, account, event.service, month)
            elif isinstance(event, LotProlonged):
                rows.look_up_unexpired(transaction, account, event.programme, max(now, account.clock))
        for seller, names in lines.items():
            rows.look_up_lines(transaction, touched[seller], names)
        for seller, names in grants.items():
            rows.look_up_grants(transaction, touched[seller], names)
        for seller, names in charges.items():
            rows.look_up_charges(transaction, touched[seller], names, pieces=False)
        for seller, names in reversals.items():
            rows.look_up_charges(transaction, touched[seller], names, pieces=True)

    # -- due work -------------------------------------------------------------------------------------------

    def tick(self, now: Instant) -> Swept:
        """Do all sellers' work that is due at or before `now`, some sellers to a transaction (RULES 2.5, 2.7).

        Late, repeated or interrupted ticks change nothing but the delay. A seller whose account fails is parked, and
        all others go on; if many fail alike it stops (RULES 11). Raises `StorageError`.
        """

        def piece(names: Sequence[str]) -> int:
            return self._attempt(lambda transaction: self._sweep(transaction, names, now))

        return Sweep(self.database, self.policy.sweeps, now, piece).run()

    def _sweep(self, transaction: Transaction, names: Sequence[str], now: Instant) -> int:
        touched = self._open(transaction, names)
        instants = sum(run_due(account, self.policy, now) for account in touched.values())
        rows.write(transaction, touched.values())
        return instants

    def next_due(self) -> Instant | None:
        """The soonest instant at which any seller has work."""
        with self.database.read() as transaction:
            row = transaction.row("SELECT MIN(next_due) FROM seller WHERE next_due IS NOT NULL AND NOT parked")
        return None if row is None else row[0]

    # -- prices ---------------------------------------------------------------------------------------------

    def adopt_prices(self, now: Instant) -> int:
        """Put the policy's prices in force and tell the subscribers they concern (RULES 4.15, `price_changed`).

        What was due before now is charged at the prices known until now. Returns how many notices were made; the same
        prices again make none. For the start of every program that does due work.
        """
        prices = {plan.value: self.policy.price(plan) for plan in Plan}
        with self.database.read() as transaction:
            row = transaction.row("SELECT prices FROM world")
        known: dict[str, Amount] = json.loads(row[0]) if row and row[0] else prices
        if known == prices and row and row[0]:
            return 0
        if known != prices:
            Ledger(self.database, with_prices(self.policy, known)).tick(now)
        return self._attempt(lambda transaction: self._announce(transaction, known, prices, now))

    def _announce(
        self, transaction: Transaction, known: dict[str, Amount], prices: dict[str, Amount], now: Instant
    ) -> int:
        told = 0
        for plan, price in prices.items():
            if known[plan] == price:
                continue
            terms = {"plan": plan, "old": format_amount(known[plan]), "new": format_amount(price)}
            last = ""
            while page := transaction.rows(_WILL_PAY, (plan, last)):
                last = page[-1][0]
                notices = []
                for seller, due in page:  # in grace the next attempt is whenever the wallet rises
                    data = terms if due is None else terms | {"next_charge_at": format_instant(due)}
                    notices.append((f"price_changed:{seller}:{plan}:{now}", seller, now, json.dumps(data)))
                transaction.run_many(_PRICE_CHANGED, notices)
                told += len(notices)
        transaction.run("UPDATE world SET prices = ?", (json.dumps(prices),))
        return told

    # -- a virtual clock ------------------------------------------------------------------------------------

    def clock(self) -> Instant | None:
        """How far the database's virtual clock has come, if it has one (replay, the demo)."""
        with self.database.read() as transaction:
            row = transaction.row("SELECT clock FROM world")
        return None if row is None else row[0]

    def set_clock(self, now: Instant) -> None:
        """Remember how far the virtual clock has come; it never goes back."""
        with self.database.write() as transaction:
            transaction.run("UPDATE world SET clock = ? WHERE clock IS NULL OR clock < ?", (now, now))

    # -- looking, without changing --------------------------------------------------------------------------

    def look(self, seller: str) -> Account | None:
        """A seller's account as its rows have it now, to read; changing it changes nothing. None if unknown."""
        with self.database.read() as transaction:
            return rows.load(transaction, self.policy, [seller]).get(seller)

    def version(self, seller: str) -> int | None:
        """By what `take_one` knows whether anything was written for the seller since; None for one that is unknown."""
        with self.database.read() as transaction:
            found = transaction.row(_VERSION, (seller,))
        return None if found is None else int(found[0])

    def world_now(self) -> World:
        """What is the same for every seller, as the rows have it now: the campaigns' versions and maintenance."""
        with self.database.read() as transaction:
            self._refresh_world(transaction)
        return self.world

    def preview(self, event: Event, now: Instant) -> tuple[Outcome, Account | None]:
        """What an event would come to, and the account as it would be; nothing is written."""
        with self.database.read() as transaction:
            self._refresh_world(transaction)
            assert event.seller is not None
            found = rows.load(transaction, self.policy, [event.seller])
            account = found.get(event.seller)
            if account is None:
                return refused("unknown_seller"), None
            self._look_up(transaction, [Entry(event, now)], found)
            return decide(account, event, max(now, account.clock), self.world, "preview"), account

    def each_account(self, size: int = SWEEP_SELLERS) -> Iterator[Account]:
        """Every account in order of id, in bounded memory."""
        last = ""
        while True:
            with self.database.read() as transaction:
                names = [
                    name
                    for (name,) in transaction.rows(
                        "SELECT id FROM seller WHERE id > ? ORDER BY id LIMIT ?", (last, size)
                    )
                ]
                if not names:
                    return
                found = rows.load(transaction, self.policy, names)
            last = names[-1]
            yield from (found[name] for name in names)

    # -- inside ---------------------------------------------------------------------------------------------

    def _attempt(self, work: Callable[[Transaction], T]) -> T:
        """Do the work in a transaction; when another writer was first, forget what is in memory and do it again."""
        for attempt in range(ATTEMPTS):
            try:
                with self.database.write() as transaction:
                    result = work(transaction)
            except (rows.Stale, Conflict) as error:
                self.forget()
                if attempt == ATTEMPTS - 1:
                    raise (
                        error if isinstance(error, Conflict) else Conflict(f"Seller {error} is busy; try again.")
                    ) from error
            except BaseException:
                self.forget()
                raise
            else:
                self._trim()
                return result
        raise AssertionError("unreachable")

    def forget(self) -> None:
        """Let go of everything in memory; the next call loads it from the rows."""
        self._accounts.clear()
        self.world = replace(self.world, campaigns={})
        self._campaigns_seen = 0

    def _open(self, transaction: Transaction, sellers: Iterable[str]) -> dict[str, Account]:
        """The accounts of these sellers, from memory where their rows have not moved on; locked on PostgreSQL."""
        names = sorted(sellers)
        lock = " ORDER BY id FOR UPDATE" if transaction.postgresql else ""
        versions: dict[str, int] = dict(transaction.rows_in(_VERSIONS + lock, (), names))
        found: dict[str, Account] = {}
        missing: list[str] = []
        for name in names:
            if name not in versions:
                continue
            account = self._accounts.get(name)
            if account is not None and account.version == versions[name]:
                found[name] = account
                self._accounts.move_to_end(name)
            else:
                missing.append(name)
        for name, account in rows.load(transaction, self.policy, missing).items():
            found[name] = account
            self._keep(account)
        return found

    def _keep(self, account: Account) -> None:
        self._accounts[account.seller] = account
        self._accounts.move_to_end(account.seller)

    def _trim(self) -> None:
        while len(self._accounts) > self._kept:
            self._accounts.popitem(last=False)

    def _refresh_world(self, transaction: Transaction) -> None:
        row = transaction.row("SELECT maintenance FROM world")
        self.world.maintenance = bool(row and row[0])
        self._refresh_campaigns(transaction)

    def _refresh_campaigns(self, transaction: Transaction) -> None:
        found = transaction.rows(
            "SELECT seq, campaign, event FROM campaign_version WHERE seq > ? ORDER BY seq",
            (self._campaigns_seen,),
        )
        for seq, campaign, event in found:
            self.world.campaigns.setdefault(campaign, []).append(CampaignVersion(seq, event_of(event)))
            self._campaigns_seen = seq


def _has_accepted(account: Account) -> bool:
    return account.subscription.invitation is Invitation.ACCEPTED


def _again(first: tuple[bytes, str | None, dict[str, str]], print_: bytes) -> Outcome:
    """The answer to an id seen before (RULES 2.6, 15.18)."""
    before, reason, data = first
    if before != print_:
        return refused("conflicting_duplicate")
    return Outcome("replayed", reason, data, MESSAGES.get(reason or ""))
