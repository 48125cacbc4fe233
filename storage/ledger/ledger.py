"""The ledger: takes events and due work to the core and keeps what it decides, one transaction at a time.

Nothing is ever half-applied: a batch is looked up, decided and written inside one transaction, and whatever goes wrong
leaves the rows as they were and the accounts in memory forgotten. The memory of accounts is only a saving: each is used
only if its row still has the version it was loaded with. Ids make every event idempotent (RULES 2.6); the seller's
version, the history's keys and the unique constraints make two writers collide instead of overwriting each other.
"""

import json
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, TypeVar

from core import reported
from core.account import Account
from core.decide import World, announce_maintenance, announce_price, decide
from core.due import bring_to, plan_reminders, run_due
from core.events import (
    CampaignUpserted,
    Event,
    LotProlonged,
    Maintenance,
    Needs,
    OptIn,
    OptOut,
    PriceChanged,
    SellerRegistered,
    SetDailyLimit,
    SetMode,
    SetReserve,
    Spend,
    WorldEvent,
    fingerprint,
)
from core.points import lots
from core.policy import Policy
from core.refusals import DONE, MESSAGES, TAKES_NO_ID, Outcome, Refusal, Verdict, refused
from core.values import Amount, BooksKind, Instant, Invitation, Plan
from storage.ledger import accounts as rows
from storage.ledger.prices import Foreseen, begins_in_past, foresee, told_of
from storage.ledger.sweep import SWEEP_SELLERS, Choose, Piece, Stop, Sweep, Swept, standing
from storage.ledger.world import Seen, Worlds, keep_campaign, keep_maintenance, keep_price, without_effect
from storage.people.approvals import answer_accepted
from storage.rows import tables
from storage.rows.changes import Changed, ChangeKind, keep_changes
from storage.rows.database import Conflict, Database, Moved, Transaction, insert

KEPT_ACCOUNTS: Final = 4096
ATTEMPTS: Final = 5

_TAKEN = "SELECT id, fingerprint, reason, data FROM taken WHERE source = ? AND id IN ($)"
_TAKE = insert(tables.Taken)
_CHANGES: Final[Mapping[type[Event], ChangeKind]] = {
    Spend: ChangeKind.POINTS_SPENT,
    OptOut: ChangeKind.OPTED_OUT,
    OptIn: ChangeKind.OPTED_IN,
    SetMode: ChangeKind.CHOICES,
    SetDailyLimit: ChangeKind.CHOICES,
    SetReserve: ChangeKind.CHOICES,
}
"""What a command changes that no notice tells of."""
_VERSIONS = "SELECT id, version FROM seller WHERE id IN ($)"
_VERSION = "SELECT version FROM seller WHERE id = ?"
_EVERYONE = "SELECT id FROM seller WHERE id > ? AND books = 'kept' ORDER BY id LIMIT ?"
_SUBSCRIBERS = (
    "SELECT s.id FROM seller s LEFT JOIN subscription u ON u.seller = s.id "
    "WHERE s.id > ? AND s.books = 'kept' AND (u.state <> 'inactive' OR s.next_due <= ?) ORDER BY s.id LIMIT ?"
)

T = TypeVar("T")


Also = Callable[[Transaction, Sequence[Outcome]], None]
"""What a caller does in the transaction that takes its events, given what they came to."""


class Version(NamedTuple):
    """Where the world, and the rows of the `seller` if it is about one, stood when somebody looked at them."""

    seller: int | None
    world: int


class Preview(NamedTuple):
    """What an event would come to. The accounts, of one view of the rows, are None for a seller that is unknown.

    `before` has all that is due by now; what the event itself would change is marked with `cause_of_preview` in the
    changes of `after`.
    """

    outcome: Outcome
    before: Account | None
    after: Account | None


PREVIEW: Final = "preview"
"""Where the ids of events that are only looked at are unique."""


def cause_of_preview(event: Event) -> str:
    """The cause of what a previewed event itself would do; what falls due besides has others."""
    return f"{PREVIEW}:{event.id}"


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
        self.worlds = Worlds(policy)
        self._kept = kept
        self._accounts: OrderedDict[str, Account] = OrderedDict()

    @property
    def policy(self) -> Policy:
        """The policy, with the prices that were in force when the database was last asked."""
        return self.world.policy

    @property
    def world(self) -> World:
        """What is the same for every seller, as it was when the database was last asked."""
        return self.worlds.seen.world

    # -- events ---------------------------------------------------------------------------------------------

    def take(
        self,
        entries: Sequence[Entry],
        source: str,
        also: Also | None = None,
        *,
        version: Version | None = None,
    ) -> list[Outcome]:
        """Take events in order, all in one transaction; returns their outcomes in the same order.

        `source` is where the ids are unique: an API token, "file", "chat". An id seen before answers `replayed` with
        the first result's reason, or `refused: conflicting_duplicate`; an answer that only says that something is not
        there takes no id (RULES 2.6a). `also` is done with the outcomes in the same transaction. With a `version` only
        if neither the first event's seller nor the world moved on from it; else raises `Moved`. Raises `StorageError`;
        then nothing was written.
        """
        return self._attempt(lambda transaction: self._take(transaction, entries, source, also, version))

    def take_one(
        self,
        event: Event,
        now: Instant,
        source: str,
        actor: str | None = None,
        *,
        version: Version | None = None,
    ) -> Outcome:
        """Take a single event durably; with a `version` only if neither its seller nor the world moved on from it.

        Raises `Moved` when they have; then nothing was written.
        """
        entry = Entry(event, now, actor)
        return self._attempt(lambda transaction: self._take(transaction, (entry,), source, None, version))[0]

    def _take(
        self,
        transaction: Transaction,
        entries: Sequence[Entry],
        source: str,
        also: Also | None,
        version: Version | None = None,
    ) -> list[Outcome]:
        changing = any(isinstance(entry.event, WorldEvent) for entry in entries)
        seen_world = self.worlds.change(transaction) if changing else self.worlds.share(transaction)
        if version is not None and version != _locked_version(transaction, entries[0].event.seller, seen_world):
            raise Moved(entries[0].event.seller)
        world = seen_world.world
        seen = self._seen(transaction, source, [entry.event.id for entry in entries])
        fresh = [entry for entry in entries if entry.event.id not in seen]
        touched = self._open(transaction, {e.event.seller for e in fresh if e.event.seller is not None})
        self._look_up(transaction, fresh, touched)
        outcomes: list[Outcome] = []
        taken: list[tuple[object, ...]] = []
        changes: list[Changed] = []
        for entry in entries:
            event, now, _ = entry
            print_ = fingerprint(event)
            first = seen.get(event.id)
            if first is not None:
                outcomes.append(_again(first, print_))
                continue
            outcome, world = self._decide(transaction, entry, source, touched, world)
            outcomes.append(outcome)
            if outcome.reason in TAKES_NO_ID:
                continue
            seen[event.id] = (print_, outcome.reason, outcome.data)
            change = _CHANGES.get(type(event))
            if change is not None and outcome.is_done and event.seller is not None:
                changes.append(Changed(f"{source}:{event.id}", event.seller, change, now))
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
        accepting = [
            each.seller for each in touched.values() if each.journal.changes.transitions and _has_accepted(each)
        ]
        rows.write(transaction, touched.values())
        answer_accepted(transaction, accepting)
        if taken:
            transaction.run_many(_TAKE, taken)
        if changes:
            keep_changes(transaction, changes)
        if also is not None:
            also(transaction, outcomes)
        return outcomes

    def _seen(
        self, transaction: Transaction, source: str, ids: Sequence[str]
    ) -> dict[str, tuple[bytes, str | None, dict[str, str]]]:
        return {
            id_: (bytes(print_), reason, json.loads(data) if data else {})
            for id_, print_, reason, data in transaction.rows_in(_TAKEN, (source,), ids)
        }

    def _decide(
        self, transaction: Transaction, entry: Entry, source: str, touched: dict[str, Account], world: World
    ) -> tuple[Outcome, World]:
        event, now, actor = entry
        if event.seller is None:
            return self._decide_for_all(transaction, event, now, source, touched, world)
        account = touched.get(event.seller)
        if account is None:
            if not isinstance(event, SellerRegistered):
                return refused(Refusal.UNKNOWN_SELLER), world
            account = Account(event.seller, event.name, event.locale, now, world.policy)
            account.profile_at = event.at
            account.books = event.books or BooksKind.KEPT
            plan_reminders(account, world.policy)
            touched[event.seller] = account
            self._keep(account)
            return DONE, world
        # A clock that stands behind what was already decided (another machine's) must not turn time back.
        return decide(account, event, max(now, account.clock), world, source, actor), world

    def _decide_for_all(
        self,
        transaction: Transaction,
        event: Event,
        now: Instant,
        source: str,
        touched: dict[str, Account],
        world: World,
    ) -> tuple[Outcome, World]:
        match event:
            case CampaignUpserted():
                return DONE, keep_campaign(transaction, world, event)
            case PriceChanged():
                return self._change_price(transaction, event, now, source, touched, world)
            case Maintenance():
                if event.on != world.maintenance:
                    keep_maintenance(transaction, event.on)
                    world = replace(world, maintenance=event.on)
                    for account in self._everyone(transaction, touched):
                        announce_maintenance(account, event, max(now, account.clock), world, source)
                return DONE, world
            case LotProlonged():
                return self._prolong_for_all(transaction, event, now, source, touched, world), world
        raise AssertionError(event.TYPE)

    def _change_price(
        self,
        transaction: Transaction,
        event: PriceChanged,
        now: Instant,
        source: str,
        touched: dict[str, Account],
        world: World,
    ) -> tuple[Outcome, World]:
        # RULES 4.15: what was charged is never charged anew, so a price begins now or later once there are sellers.
        if (event.since < now and touched) or begins_in_past(transaction, event, now):
            return refused(Refusal.PRICE_IN_PAST), world
        old = world.policy.price(event.plan, event.since)
        world = keep_price(transaction, world, event, now)
        if event.price != old:
            for account in self._everyone(transaction, touched, _SUBSCRIBERS, (now,)):
                announce_price(account, event, old, max(now, account.clock), world, source)
        return DONE, world

    def _prolong_for_all(
        self,
        transaction: Transaction,
        event: LotProlonged,
        now: Instant,
        source: str,
        touched: dict[str, Account],
        world: World,
    ) -> Outcome:
        if event.programme not in world.policy.programmes:
            return refused(Refusal.UNKNOWN_PROGRAMME)
        for account in self._everyone(transaction, touched):
            instant = max(now, account.clock)
            run_due(account, world.policy, instant)
            rows.look_up_unexpired(transaction, account, event.programme, instant)
            account.occasion.by_event(f"{source}:{event.id}")
            account.occasion.actor = "marketplace"
            lots.prolong(account, world.policy, event.programme, event.until)
        return DONE

    def _everyone(
        self,
        transaction: Transaction,
        touched: dict[str, Account],
        query: str = _EVERYONE,
        parameters: tuple[object, ...] = (),
    ) -> Iterator[Account]:
        """Every kept shop's account that may change: those at hand, then the rest in pieces, written and let go."""
        kept = [account for account in touched.values() if account.books is BooksKind.KEPT]
        yield from [account for account in kept if not account.parked]
        last = ""
        while names := [name for (name,) in transaction.rows(query, (last, *parameters, SWEEP_SELLERS))]:
            last = names[-1]
            piece = self._open(transaction, {name for name in names if name not in touched}, keep=False)
            yield from [account for account in piece.values() if not account.parked]
            rows.write(transaction, piece.values())

    def _look_up(self, transaction: Transaction, entries: Iterable[Entry], touched: dict[str, Account]) -> None:
        """Bring in the closed records that the events name, once a seller and kind."""
        wanted: defaultdict[Needs, defaultdict[str, list[rows.Named]]] = defaultdict(lambda: defaultdict(list))
        for event, now, _ in entries:
            account = touched.get(event.seller or "")
            if account is not None and event.NEEDS is not None:
                wanted[event.NEEDS][account.seller].append((event, max(now, account.clock)))
        for need in Needs:
            for seller, named in wanted[need].items():
                rows.LOOK_UPS[need](transaction, self.policy, touched[seller], named)

    # -- due work -------------------------------------------------------------------------------------------

    def tick(self, now: Instant) -> Swept:
        """Do all sellers' work that is due at or before `now`, some sellers to a transaction (RULES 2.5, 2.7).

        Late, repeated or interrupted ticks change nothing but the delay. A seller whose account fails is parked, and
        all others go on; if many fail alike it stops (RULES 11). Raises `StorageError`.
        """

        def piece(choose: Choose) -> Piece:
            return self._attempt(lambda transaction: self._sweep(transaction, choose, now))

        return Sweep(self.database, self.policy.sweeps, now, piece).run()

    def _sweep(self, transaction: Transaction, choose: Choose, now: Instant) -> Piece:
        policy = self.worlds.share(transaction).world.policy
        names = choose(transaction)
        began = time.perf_counter()
        has_room = len(self._accounts) + len(names) <= self._kept
        opened = self._open(transaction, names, keep=has_room)
        touched = [opened[name] for name in names if name in opened]  # what is told first is noted first
        instants = sum(run_due(account, policy, now) for account in touched)
        rows.write(transaction, touched)
        return Piece(instants, time.perf_counter() - began)

    def next_due(self) -> Instant | None:
        """The soonest instant at which any seller has work."""
        with self.database.read() as transaction:
            row = transaction.row("SELECT MIN(next_due) FROM seller WHERE next_due IS NOT NULL AND NOT parked")
        return None if row is None else row[0]

    def stopped(self) -> Stop | None:
        """What holds up due work now (RULES 11); of several failures the one that came last."""
        with self.database.read() as transaction:
            return next(reversed(standing(transaction)), None)

    # -- keys of marketplaces -------------------------------------------------------------------------------

    def key_read(self, seller: str, expires_at: Instant | None, now: Instant) -> None:
        """Note until when the key of a reported shop holds; None: there is no key (RULES 16.6).

        For who asks a marketplace with a key, whenever the marketplace says so: the same again changes nothing, and
        people are reminded days before. Raises `StorageError`.
        """
        self._attempt(lambda transaction: self._read_key(transaction, seller, expires_at, now))

    def _read_key(self, transaction: Transaction, seller: str, expires_at: Instant | None, now: Instant) -> None:
        policy = self.worlds.share(transaction).world.policy
        account = self._open(transaction, [seller]).get(seller)
        if account is None or account.books is BooksKind.KEPT or account.parked:
            return
        run_due(account, policy, max(now, account.clock))
        reported.key_read(account, policy, expires_at)
        rows.write(transaction, [account])

    # -- prices ---------------------------------------------------------------------------------------------

    def preview_price(self, event: PriceChanged, now: Instant) -> Foreseen:
        """What a price change would come to: whether it is taken, whom it tells and what; nothing is written."""
        with self.database.read() as transaction:
            return foresee(transaction, self.worlds, event, now)

    def told_of_price(self, source: str, id_: str) -> int:
        """How many sellers were told of the price change that came as this event."""
        with self.database.read() as transaction:
            return told_of(transaction, source, id_)

    def prices_without_effect(self, now: Instant) -> dict[Plan, tuple[Amount, Amount]]:
        """Prices of the program's own policy that the database does not charge (RULES 4.15).

        Plan → (the policy's, the one in force); to be told to the operator.
        """
        self.world_now()
        return without_effect(self.worlds, now)

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
            policy = self.worlds.read(transaction).world.policy
            return rows.load(transaction, policy, [seller]).get(seller)

    def version(self, seller: str | None) -> Version | None:
        """By what `take_one` knows whether the seller or the world moved on since; None for a seller that is unknown.

        No `seller`: of the world alone, for what concerns everybody.
        """
        with self.database.read() as transaction:
            world = self.worlds.read(transaction).version
            found = None if seller is None else transaction.row(_VERSION, (seller,))
        if seller is None:
            return Version(None, world)
        return None if found is None else Version(int(found[0]), world)

    def world_now(self) -> World:
        """What is the same for every seller, as the rows have it now: prices, campaigns' versions, maintenance."""
        with self.database.read() as transaction:
            return self.worlds.read(transaction).world

    def preview(self, event: Event, now: Instant) -> Preview:
        """What an event would come to, and the account before and after it; nothing is written."""
        with self.database.read() as transaction:
            world = self.worlds.read(transaction).world
            assert event.seller is not None
            found = rows.load(transaction, world.policy, [event.seller])
            account = found.get(event.seller)
            if account is None:
                return Preview(refused(Refusal.UNKNOWN_SELLER), None, None)
            before = rows.load(transaction, world.policy, [event.seller])[event.seller]
            self._look_up(transaction, [Entry(event, now)], found)
        bring_to(before, world.policy, now)
        return Preview(decide(account, event, max(now, account.clock), world, PREVIEW), before, account)

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
                    raise (error if isinstance(error, Conflict) else Conflict(str(error))) from error
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

    def _open(self, transaction: Transaction, sellers: Iterable[str], *, keep: bool = True) -> dict[str, Account]:
        """The accounts of these sellers, from memory where their rows have not moved on; locked on PostgreSQL.

        Unless to `keep`, those that are not in memory are for this once, and not to be spent from: work on everybody
        would only drive out of memory whom people are busy with.
        """
        names = sorted(sellers)
        lock = " ORDER BY id FOR UPDATE" if transaction.postgresql else ""
        versions: dict[str, int] = dict(transaction.rows_in(_VERSIONS + lock, (), names))
        found: dict[str, Account] = {}
        missing: list[str] = []
        for name in names:
            if name not in versions:
                continue
            account = self._accounts.get(name)
            if account is not None and account.stored.version == versions[name]:
                found[name] = account
                self._accounts.move_to_end(name)
            else:
                missing.append(name)
        for name, account in rows.load(transaction, self.policy, missing, to_spend=keep).items():
            found[name] = account
            if keep:
                self._keep(account)
        return found

    def _keep(self, account: Account) -> None:
        self._accounts[account.seller] = account
        self._accounts.move_to_end(account.seller)

    def _trim(self) -> None:
        while len(self._accounts) > self._kept:
            self._accounts.popitem(last=False)


def _locked_version(transaction: Transaction, seller: str | None, seen: Seen) -> Version:
    """The version that holds until the transaction ends."""
    lock = " FOR UPDATE" if transaction.postgresql else ""
    found = None if seller is None else transaction.row(_VERSION + lock, (seller,))
    return Version(None if found is None else int(found[0]), seen.version)


def _has_accepted(account: Account) -> bool:
    return account.subscription.invitation is Invitation.ACCEPTED


def _again(first: tuple[bytes, str | None, dict[str, str]], print_: bytes) -> Outcome:
    """The answer to an id seen before (RULES 2.6, 15.18)."""
    before, reason, data = first
    if before != print_:
        return refused(Refusal.CONFLICTING_DUPLICATE)
    return Outcome(Verdict.REPLAYED, reason, data, MESSAGES.get(reason or ""))
