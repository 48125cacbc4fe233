"""What is the same for every seller, as the rows have it: prices, campaigns, maintenance.

Problem: every decision needs it, reading it whole for each is slow, and a memory that follows the rows piece by piece
goes wrong as soon as two programs write: a sequence number that commits late is never looked at again. Decision: one
row carries a version that every change raises; whoever reads compares the version in its own transaction and takes the
whole anew if it moved. What is held is never changed in place, so a reader on another thread sees one state or the
next. Changing takes a lock that shuts out every transaction which decides, so none of them decides on both.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from core.decide import World
from core.events import CampaignUpserted, PriceChanged
from core.points.accrual import CampaignVersion
from core.policy import Policy
from core.prices import PriceChange, Prices
from core.values import Amount, Instant, Plan
from storage.ledger.campaigns import event_of, text_of
from storage.ledger.tours import Fact, facts
from storage.rows import tables
from storage.rows.answers import Answer
from storage.rows.statements import insert
from storage.rows.transaction import Transaction

_READ: Final = "SELECT version, maintenance, prices FROM world"
_RAISE: Final = "UPDATE world SET version = version + 1"
_CAMPAIGNS: Final = "SELECT seq, campaign, event FROM campaign_version ORDER BY seq"
_CAMPAIGN: Final = insert(tables.CampaignVersion, without=("seq",))
_CHANGES: Final = "SELECT plan, price, since, taken_at FROM price ORDER BY seq"
_CHANGE: Final = insert(tables.Price, without=("seq",))
_FIRST: Final = "UPDATE world SET prices = ?, version = version + 1 WHERE prices IS NULL"

# PostgreSQL: whoever decides shares this lock until its transaction ends, whoever changes the world holds it alone.
_LOCK: Final = 0x5365_6C6C
_SHARE: Final = f"SELECT pg_advisory_xact_lock_shared({_LOCK})"
_ALONE: Final = f"SELECT pg_advisory_xact_lock({_LOCK})"


@dataclass(frozen=True, slots=True)
class Seen:
    """A state of the world with its version, which every change raises."""

    version: int
    world: World
    kept: bool = True
    """Whether the database has its first prices; until then they are those of whichever program writes first."""
    facts: tuple[Fact, ...] = ()
    """The facts for all that were ever taken; what a shop has not had of them is decided for it before all else."""


class Worlds:
    """The world as the rows have it; one for each process part that reads it."""

    def __init__(self, policy: Policy) -> None:
        self.own = policy
        """The policy that the program was started with."""
        self.seen = Seen(-1, World(policy))
        """What was read last, for readers that hold no transaction."""

    def read(self, transaction: Transaction) -> Seen:
        """The world as this transaction sees it. Call it before the transaction changes it, not after."""
        return self._seen(transaction, transaction.ask(_READ))

    def share(self, transaction: Transaction) -> Seen:
        """The world for a transaction that decides, with the version it had: until it ends nobody changes it."""
        return self.ask(transaction)()

    def change(self, transaction: Transaction) -> Seen:
        """The world, with the version it had, for a transaction that changes it: until it ends nobody else decides."""
        return self.ask(transaction, to_change=True)()

    def ask(self, transaction: Transaction, *, to_change: bool = False) -> Callable[[], Seen]:
        """As `share`, or `to_change` as `change`, together with what else is asked: call the answer when all is."""
        if transaction.postgresql:
            transaction.ask(_ALONE if to_change else _SHARE)
        asked = transaction.ask(_READ)

        def answer() -> Seen:
            seen = self._keep_first_prices(transaction, self._seen(transaction, asked))
            if to_change:
                transaction.put(_RAISE, [()])
            return seen

        return answer

    def _seen(self, transaction: Transaction, asked: Answer) -> Seen:
        row = asked.row()
        assert row is not None  # made with the tables
        seen = self.seen  # another thread may put an older one in its place at any moment
        if row[0] != seen.version:
            world = self._load(transaction, bool(row[1]), row[2])
            self.seen = seen = Seen(row[0], world, row[2] is not None, facts(transaction))
        return seen

    def _keep_first_prices(self, transaction: Transaction, seen: Seen) -> Seen:
        # RULES 4.15: the policy's prices are kept with the database when it is made, which is when it is first used.
        if seen.kept:
            return seen
        if not transaction.run(_FIRST, (json.dumps(self.own.first_prices()),)):
            return self.read(transaction)  # another program was first
        return replace(seen, kept=True)

    def _load(self, transaction: Transaction, maintenance: bool, first: str | None) -> World:
        campaigns: defaultdict[str, list[CampaignVersion]] = defaultdict(list)
        for seq, campaign, event in transaction.rows(_CAMPAIGNS):
            campaigns[campaign].append(CampaignVersion(seq, event_of(event)))
        changes = [
            PriceChange(Plan(plan), price, since, taken_at)
            for plan, price, since, taken_at in transaction.rows(_CHANGES)
        ]
        kept = {Plan(plan): price for plan, price in json.loads(first).items()} if first else self.own.first_prices()
        return World(self.own.with_prices(Prices(kept, changes)), dict(campaigns), maintenance)


def keep_campaign(transaction: Transaction, world: World, event: CampaignUpserted) -> World:
    """Keep a campaign's next version; returns the world with it."""
    transaction.run(_CAMPAIGN, (event.campaign, text_of(event)))
    row = transaction.row("SELECT MAX(seq) FROM campaign_version")
    assert row is not None
    return world.with_campaign(CampaignVersion(row[0], event))


def keep_price(transaction: Transaction, world: World, event: PriceChanged, now: Instant) -> World:
    """Keep a price change; returns the world with it."""
    change = PriceChange(event.plan, event.price, event.since, now)
    transaction.run(_CHANGE, (change.plan, change.price, change.since, change.taken_at))
    return world.with_price(change)


def keep_maintenance(transaction: Transaction, on: bool) -> None:
    """Note that maintenance began or is over."""
    transaction.run("UPDATE world SET maintenance = ?", (on,))


def without_effect(worlds: Worlds, now: Instant) -> dict[Plan, tuple[Amount, Amount]]:
    """Prices that the program's own policy names and the database does not charge: plan → (policy's, database's)."""
    own, policy = worlds.own.first_prices(), worlds.seen.world.policy
    found = {}
    for plan, price in own.items():
        in_force = policy.price(plan, now)
        if price not in (policy.prices.first[plan], in_force):
            found[plan] = (price, in_force)
    return found
