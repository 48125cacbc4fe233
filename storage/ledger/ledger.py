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
from contextlib import suppress
from dataclasses import replace
from typing import Final, NamedTuple, TypeVar

from core.account import Account
from core.decide import World, decide
from core.due import bring_to, dues, run_due, settle
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
    fingerprint,
)
from core.policy import Policy
from core.refusals import DONE, MESSAGES, TAKES_NO_ID, Outcome, Refusal, Verdict, refused
from core.values import Amount, BooksKind, Instant, Invitation, Plan
from storage.ledger.accounts import PartsInRows, Wanted, bring_due, load_due, open_for
from storage.ledger.lookups import LOOK_UPS, Named
from storage.ledger.lots_left import ask_later
from storage.ledger.plain import Plain
from storage.ledger.prices import Foreseen, begins_in_past, foresee, told_of
from storage.ledger.records import DueRow
from storage.ledger.sweep import SWEEP_SELLERS, Choose, Piece, Pieces, Stop, Sweep, Swept, standing
from storage.ledger.tours import (
    FACTS,
    FOR_ALL,
    TOUR_SHOPS,
    Fact,
    Tour,
    begin_fact,
    catch_up,
    go_on,
    load_told,
    next_shops,
    under_way,
    under_way_since,
)
from storage.ledger.world import Seen, Worlds, keep_campaign, keep_maintenance, keep_price, without_effect
from storage.ledger.writing import write
from storage.people.approvals import answer_accepted
from storage.rows import tables
from storage.rows.answers import Answer
from storage.rows.changes import Changed, ChangeKind, keep_changes
from storage.rows.database import Database
from storage.rows.errors import Conflict, Moved, StorageError
from storage.rows.many import insert_many
from storage.rows.statements import columns_of
from storage.rows.together import together
from storage.rows.transaction import Transaction

KEPT_ACCOUNTS: Final = 4096
ATTEMPTS: Final = 5

_TAKEN = "SELECT id, fingerprint, reason, data FROM taken WHERE source = ? AND id IN ($)"
_TAKE = insert_many(tables.Taken, columns_of(tables.Taken))
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
_LOOK_AT = (
    "UPDATE seller SET next_due = ?, version = version + 1 "
    "WHERE NOT parked AND (next_due IS NULL OR next_due > ?) AND id = ?"
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
    """The use cases that change a seller's account. One to a writer of the database, which serialises its calls."""

    def __init__(
        self, database: Database, policy: Policy, *, kept: int = KEPT_ACCOUNTS, piece: int = TOUR_SHOPS
    ) -> None:
        self.database = database
        self.worlds = Worlds(policy)
        self.piece = piece
        """Sellers to a transaction, at most, where something concerns everybody."""
        self._pieces = Pieces(piece, database)
        self._kept = kept
        self._accounts: OrderedDict[str, Account] = OrderedDict()

    def beside(self) -> "Ledger":
        """One that does work on very many without holding up who waits for this one: see `Database.beside`.

        It has accounts in memory of its own.
        """
        database = self.database.beside()
        return self if database is self.database else Ledger(database, self.worlds.own, piece=self.piece)

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
        then nothing was written. A fact for all holds from then on; what follows from it for each seller is done for
        some at once, and for the rest by due work.
        """
        outcomes = self._attempt(lambda transaction: self._take(transaction, entries, source, also, version))
        self._begin_telling(entries)
        return outcomes

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
        outcome = self._attempt(lambda transaction: self._take(transaction, (entry,), source, None, version))[0]
        self._begin_telling((entry,))
        return outcome

    def _take(
        self,
        transaction: Transaction,
        entries: Sequence[Entry],
        source: str,
        also: Also | None,
        version: Version | None = None,
    ) -> list[Outcome]:
        changing = any(entry.event.seller is None for entry in entries)
        # What is asked here goes to a server at once, and what is locked by it in this order.
        asked_world = self.worlds.ask(transaction, to_change=changing)
        asked_versions = _ask_versions(transaction, _sellers(entries))
        asked_taken = transaction.ask_in(_TAKEN, (source,), [entry.event.id for entry in entries])
        seen_world = asked_world()
        world, facts = seen_world.world, [*seen_world.facts]
        if version is not None and version != Version(_first(asked_versions), seen_world.version):
            raise Moved(entries[0].event.seller)
        seen = _seen(asked_taken)
        fresh = [entry for entry in entries if entry.event.id not in seen]
        touched = self._open(transaction, _wanted(fresh), asked_versions, seen_world)
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
            outcome, world = self._decide(transaction, entry, source, touched, world, facts)
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
        write(transaction, world.policy, touched.values())
        answer_accepted(transaction, accepting)
        if taken:
            _TAKE.put(transaction, taken)
        if changes:
            keep_changes(transaction, changes)
        if also is not None:
            also(transaction, outcomes)
        return outcomes

    def _decide(
        self,
        transaction: Transaction,
        entry: Entry,
        source: str,
        touched: dict[str, Account],
        world: World,
        facts: list[Fact],
    ) -> tuple[Outcome, World]:
        event, now, actor = entry
        if event.seller is None:
            return self._decide_for_all(transaction, event, now, source, world, facts, has_new=bool(touched))
        account = touched.get(event.seller)
        if account is None:
            if not isinstance(event, SellerRegistered):
                return refused(Refusal.UNKNOWN_SELLER), world
            account = Account(event.seller, event.name, event.locale, now, world.policy)
            account.profile_at = event.at
            account.books = event.books or BooksKind.KEPT
            account.stored.told = facts[-1].number if facts else 0
            touched[event.seller] = account
            self._keep(account)
            return DONE, world
        catch_up(transaction, account, world, facts)
        # A clock that stands behind what was already decided (another machine's) must not turn time back.
        return decide(account, event, max(now, account.clock), world, source, actor), world

    def _decide_for_all(
        self,
        transaction: Transaction,
        event: Event,
        now: Instant,
        source: str,
        world: World,
        facts: list[Fact],
        *,
        has_new: bool,
    ) -> tuple[Outcome, World]:
        """Take a fact for all; what follows from it for each seller is noted, and done from seller to seller."""
        match event:
            case CampaignUpserted():
                return DONE, keep_campaign(transaction, world, event)
            case PriceChanged():
                # RULES 4.15: what was charged is never charged anew, so a price begins now or later for who is there.
                if (event.since < now and has_new) or begins_in_past(transaction, event, now):
                    return refused(Refusal.PRICE_IN_PAST), world
                old = world.policy.price(event.plan, event.since)
                if event.price != old:
                    known = len(world.policy.prices.changes) + 1
                    facts.append(begin_fact(transaction, event, now, source, facts, old, known))
                return DONE, keep_price(transaction, world, event, now)
            case Maintenance():
                if event.on != world.maintenance:
                    keep_maintenance(transaction, event.on)
                    facts.append(begin_fact(transaction, event, now, source, facts))
                return DONE, replace(world, maintenance=event.on)
            case LotProlonged():
                if event.programme not in world.policy.programmes:
                    return refused(Refusal.UNKNOWN_PROGRAMME), world
                facts.append(begin_fact(transaction, event, now, source, facts))
                return DONE, world
        raise AssertionError(event.TYPE)

    def _look_up(self, transaction: Transaction, entries: Iterable[Entry], touched: dict[str, Account]) -> None:
        """Bring in the closed records that the events name, all that need the like at once."""
        wanted: defaultdict[Needs, list[Named]] = defaultdict(list)
        for event, now, _ in entries:
            account = touched.get(event.seller or "")
            if account is not None and event.NEEDS is not None:
                wanted[event.NEEDS].append((account, event, max(now, account.clock)))
        together(LOOK_UPS[need](transaction, self.policy, wanted[need]) for need in Needs if need in wanted)

    # -- due work -------------------------------------------------------------------------------------------

    def tick(self, now: Instant) -> Swept:
        """Do all sellers' work that is due at or before `now`, some sellers to a transaction (RULES 2.5, 2.7).

        What facts for all bring comes first.

        Late, repeated or interrupted ticks change nothing but the delay. A seller whose account fails is parked, and
        all others go on; if many fail alike it stops (RULES 11). Raises `StorageError`.
        """

        def piece(choose: Choose) -> Piece:
            return self._attempt(lambda transaction: self._sweep(transaction, choose, now))

        while self._tell_some(now):
            pass
        return Sweep(self.database, self.policy.sweeps, now, piece).run()

    def _begin_telling(self, entries: Sequence[Entry]) -> None:
        """Go on with what was just taken for all, as far as a piece goes: a few shops need not wait for due work."""
        if any(isinstance(entry.event, FOR_ALL) and entry.event.seller is None for entry in entries):
            with suppress(StorageError):  # the facts are taken; due work goes on with them
                self._tell_some(max(entry.now for entry in entries))

    def _tell_some(self, now: Instant) -> bool:
        """Bring the next sellers up to the oldest fact for all that is under way; False if there is none.

        If one of them fails all are made due: the sweep finds out who it is, and what it comes to (RULES 11).
        """
        with self.database.read() as transaction:
            tour = under_way(transaction, FACTS)
            names = [] if tour is None else next_shops(transaction, tour, self._pieces.size)
        if tour is None:
            return False
        try:
            self._attempt(lambda transaction: self._come_by(transaction, tour, names, now))
        except StorageError:
            raise
        except Exception:
            self._attempt(lambda transaction: self._leave_to_sweep(transaction, tour, names, now))
        return True

    def _come_by(self, transaction: Transaction, tour: Tour, names: Sequence[str], now: Instant) -> None:
        seen = self.worlds.share(transaction)
        if go_on(transaction, tour, names, now):
            began = time.perf_counter()
            wanted = {name: Wanted(frozenset(), now) for name in names}
            opened = self._open(transaction, wanted, _ask_versions(transaction, names), seen, keep=False)
            # Noted in their order, whoever of them was in memory.
            write(transaction, seen.world.policy, [opened[name] for name in names if name in opened])
            transaction.wait()
            self._pieces.took(time.perf_counter() - began, len(names))

    def _leave_to_sweep(self, transaction: Transaction, tour: Tour, names: Sequence[str], now: Instant) -> None:
        if go_on(transaction, tour, names, now):
            transaction.run_many(_LOOK_AT, [(tour.at, tour.at, name) for name in names])

    def _sweep(self, transaction: Transaction, choose: Choose, now: Instant) -> Piece:
        seen = self.worlds.share(transaction)
        sellers = choose(transaction)
        began = time.perf_counter()
        opened, behind, plain = self._open_due(transaction, sellers, seen, now)
        touched = [opened[row.id] for row in sellers if row.id in opened]  # what is told first is noted first
        policy = seen.world.policy
        settled = {
            each.seller: settle(each, policy, now, dues(each, policy) if each.seller in behind else each.stored.dues)
            for each in touched
        }
        known = {seller: each.dues for seller, each in settled.items()}
        write(transaction, policy, touched, known, plain.decided)
        transaction.wait()
        instants = plain.decided.count + sum(each.instants for each in settled.values())
        return Piece(instants, time.perf_counter() - began)

    def next_due(self) -> Instant | None:
        """The soonest instant at which any seller has work."""
        with self.database.read() as transaction:
            row = transaction.row("SELECT MIN(next_due) FROM seller WHERE next_due IS NOT NULL AND NOT parked")
            since = under_way_since(transaction)
        return min((at for at in (since, None if row is None else row[0]) if at is not None), default=None)

    def stopped(self) -> Stop | None:
        """What holds up due work now (RULES 11); of several failures the one that came last."""
        with self.database.read() as transaction:
            return next(reversed(standing(transaction)), None)

    # -- keys of marketplaces -------------------------------------------------------------------------------

    def key_changed(self, seller: str, now: Instant) -> None:
        """Let a reported shop's reminders follow the key that its row has now, or has no more (RULES 16.6).

        For who gives, reads with or removes a key, after each; as often as they like. Raises `StorageError`.
        """

        def work(transaction: Transaction) -> None:
            self._accounts.pop(seller, None)  # in memory it has the key of before
            seen = self.worlds.share(transaction)
            wanted = {seller: Wanted(frozenset(), now)}
            account = self._open(transaction, wanted, _ask_versions(transaction, wanted), seen).get(seller)
            if account is None or account.books is BooksKind.KEPT or account.parked:
                return
            run_due(account, seen.world.policy, max(now, account.clock))
            account.journal.changes.profile = True  # so that other processes, too, look at it anew
            write(transaction, seen.world.policy, [account])

        self._attempt(work)

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
            found = self._load(transaction, [seller]).get(seller)
        if found is not None:
            ask_later(self.database, found)
        return found

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
            found = self._load(transaction, [event.seller])
            account = found.get(event.seller)
            if account is None:
                return Preview(refused(Refusal.UNKNOWN_SELLER), None, None)
            before = self._load(transaction, [event.seller])[event.seller]
            self._look_up(transaction, [Entry(event, now)], found)
        for each in (before, account):
            ask_later(self.database, each)
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
                found = self._load(transaction, names, leave_lots=False)
            last = names[-1]
            yield from (found[name] for name in names)

    def _load(self, transaction: Transaction, names: Sequence[str], *, leave_lots: bool = True) -> dict[str, Account]:
        """Accounts to look at, brought up to the facts for all."""
        seen = self.worlds.read(transaction)
        return load_told(transaction, seen.world, seen.facts, names, leave_lots=leave_lots)

    # -- inside ---------------------------------------------------------------------------------------------

    def _attempt(self, work: Callable[[Transaction], T]) -> T:
        """Do the work in a transaction; when another writer was first, forget what is in memory and do it again."""
        for attempt in range(ATTEMPTS):
            try:
                with self.database.write() as transaction:
                    result = work(transaction)
            except Conflict:
                self.forget()
                if attempt == ATTEMPTS - 1:
                    raise
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

    def _open(
        self,
        transaction: Transaction,
        wanted: Mapping[str, Wanted],
        asked: Answer,
        seen: Seen,
        *,
        keep: bool = True,
    ) -> dict[str, Account]:
        """The accounts of these sellers, from memory where their rows are still at the versions that were asked for.

        They are brought up to the facts for all.

        Unless to `keep`, those that are not in memory are for this once: work on everybody would only drive out of
        memory whom people are busy with.
        """
        versions: dict[str, int] = dict(asked.rows())
        known: dict[str, Account] = {}
        for name in sorted(wanted.keys() & versions.keys()):
            account = self._accounts.get(name)
            if account is not None and account.stored.version == versions[name]:
                known[name] = account
                self._accounts.move_to_end(name)
        there = {name: wanted[name] for name in sorted(wanted.keys() & versions.keys())}
        latest = seen.facts[-1].number if seen.facts else 0
        found = open_for(transaction, seen.world.policy, known, there, latest)
        for name, account in found.items():
            if keep and name not in known:
                self._keep(account)
            catch_up(transaction, account, seen.world, seen.facts)
        return found

    def _open_due(
        self, transaction: Transaction, sellers: Sequence[DueRow], seen: Seen, now: Instant
    ) -> tuple[dict[str, Account], set[str], Plain]:
        """The accounts of these sellers for their due work: from memory, or for this once as far as it needs them.

        Who has only plain work needs none: it is done, to be written with theirs. Beside them those whose rows do not
        say when each part is due: who was behind the facts for all, and whom another program wrote last.
        """
        policy = seen.world.policy
        found: dict[str, Account] = {}
        missing: list[DueRow] = []
        latest = seen.facts[-1].number if seen.facts else 0
        behind = set()
        plain = Plain(sellers, policy, now)
        left = PartsInRows(transaction, policy)
        for row in sellers:
            account = self._accounts.get(row.id)
            if (row.told < latest and row.books == BooksKind.KEPT) or not row.says_dues:
                behind.add(row.id)
            if account is not None and account.stored.version == row.version:
                found[row.id] = account
                left.leave(account)
            elif row.id not in behind:
                missing.append(row)
        bring_due(transaction, policy, found, now, behind)
        for account in found.values():
            catch_up(transaction, account, seen.world, seen.facts)
        found |= load_told(transaction, seen.world, seen.facts, sorted(behind - found.keys()), to_spend=False)
        others = plain.decide(transaction, missing)
        return found | load_due(transaction, policy, others, now), behind, plain

    def _keep(self, account: Account) -> None:
        self._accounts[account.seller] = account
        self._accounts.move_to_end(account.seller)

    def _trim(self) -> None:
        while len(self._accounts) > self._kept:
            self._accounts.popitem(last=False)


def _wanted(entries: Iterable[Entry]) -> dict[str, Wanted]:
    """What the events want of their sellers' accounts."""
    found: dict[str, Wanted] = {}
    for event, now, _ in entries:
        if event.seller is not None:
            parts, until = found.get(event.seller, (event.READS, now))
            found[event.seller] = Wanted(parts | event.READS, max(until, now))
    return found


def _sellers(entries: Iterable[Entry]) -> set[str]:
    return {entry.event.seller for entry in entries if entry.event.seller is not None}


def _ask_versions(transaction: Transaction, sellers: Iterable[str]) -> Answer:
    """The versions that these sellers' rows have until the transaction ends; on PostgreSQL they are locked."""
    lock = " ORDER BY id FOR UPDATE" if transaction.postgresql else ""
    return transaction.ask_in(_VERSIONS + lock, (), sorted(sellers))


def _first(asked: Answer) -> int | None:
    row = asked.row()
    return None if row is None else int(row[1])


def _seen(asked: Answer) -> dict[str, tuple[bytes, str | None, dict[str, str]]]:
    """What became of ids that were taken before: fingerprint of the event, reason and data of the outcome."""
    return {
        id_: (bytes(print_), reason, json.loads(data) if data else {}) for id_, print_, reason, data in asked.rows()
    }


def _has_accepted(account: Account) -> bool:
    return account.subscription.invitation is Invitation.ACCEPTED


def _again(first: tuple[bytes, str | None, dict[str, str]], print_: bytes) -> Outcome:
    """The answer to an id seen before (RULES 2.6, 15.18)."""
    before, reason, data = first
    if before != print_:
        return refused(Refusal.CONFLICTING_DUPLICATE)
    return Outcome(Verdict.REPLAYED, reason, data, MESSAGES.get(reason or ""))
