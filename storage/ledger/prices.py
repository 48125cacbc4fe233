"""Whom a price change concerns, before it is taken and after (RULES 4.15).

Problem: whoever changes a price wants to know first how many shops will read of it, and what they will read.
Decision: one read counts by the rows, as the change itself will choose; the sample is what the core would tell the
seller that is charged soonest, of those in grace only if there are no others.
Limit: the rows as they are; a seller with due work that nobody has done yet may be counted by its old state.
"""

from typing import Final, NamedTuple

from core.decide import announce_price
from core.events import PriceChanged
from core.notices.truth import Data
from core.prices import PriceChange
from core.refusals import DONE, Outcome, Refusal, refused
from core.values import Amount, Instant
from storage.ledger.accounts import load
from storage.ledger.tours import fact_under_way
from storage.ledger.world import Worlds
from storage.rows.transaction import Transaction

_CONCERNED: Final = (
    "FROM seller s JOIN subscription u ON u.seller = s.id WHERE NOT s.parked AND u.state <> 'inactive' "
    "AND u.renewal <> 'stop' AND CASE WHEN u.renewal = 'lite' THEN 'lite' ELSE u.plan END = ?"
)
_COUNT: Final = f"SELECT COUNT(*) {_CONCERNED}"
_SOONEST: Final = (
    f"SELECT s.id {_CONCERNED} AND COALESCE(u.grace_until, u.period_end) > ? "
    "ORDER BY CASE WHEN u.state = 'grace' THEN 1 ELSE 0 END, u.period_end, s.id LIMIT 1"
)
_TOLD: Final = (
    "SELECT COUNT(n.id) + COUNT(k.archive) FROM (SELECT id, 'price_changed:' || id || ':' || ? AS key FROM seller) s "
    "LEFT JOIN notice n ON n.seller = s.id AND n.key = s.key "
    "LEFT JOIN archived_key k ON k.seller = s.id AND k.key = s.key"
)
"""Those whose notice went to an archive since were told, too."""
_AHEAD: Final = f"{_COUNT} AND s.told < ?"


class Foreseen(NamedTuple):
    """What a price change would come to.

    `old` is the price that holds at its beginning without it, `told` how many sellers would read of it, `sample` the
    data of the notice that the seller charged soonest would get; None where nobody is told.
    """

    outcome: Outcome
    old: Amount
    told: int = 0
    sample: Data | None = None


def begins_in_past(transaction: Transaction, event: PriceChanged, now: Instant) -> bool:
    """Whether the price would begin before now although there are sellers: what was charged is not charged anew."""
    return event.since < now and transaction.row("SELECT 1 FROM seller LIMIT 1") is not None


def foresee(transaction: Transaction, worlds: Worlds, event: PriceChanged, now: Instant) -> Foreseen:
    """What the change would come to if it were taken now; nothing is written."""
    world = worlds.read(transaction).world
    old = world.policy.price(event.plan, event.since)
    if begins_in_past(transaction, event, now):
        return Foreseen(refused(Refusal.PRICE_IN_PAST), old)
    count = transaction.row(_COUNT, (event.plan,))
    assert count is not None  # a count always has a row
    if event.price == old or not count[0]:
        return Foreseen(DONE, old)
    changed = world.with_price(PriceChange(event.plan, event.price, event.since, now))
    soonest = [seller for (seller,) in transaction.rows(_SOONEST, (event.plan, now))]
    told = []
    for account in load(transaction, changed.policy, soonest).values():
        announce_price(account, event, old, max(now, account.clock), changed, "preview")
        told = [notice.data for notice in account.journal.changes.notices if notice.kind == "price_changed"]
    return Foreseen(DONE, old, count[0], told[0] if told else None)


def told_of(transaction: Transaction, source: str, id_: str) -> int:
    """How many sellers are told of the change that came as this event; those that it has not reached count too."""
    id_ = f"{source}:{id_}"
    row = transaction.row(_TOLD, (id_,))
    assert row is not None  # a count always has a row
    fact = fact_under_way(transaction, id_)
    if fact is None:
        return int(row[0])
    assert isinstance(fact.event, PriceChanged)
    ahead = transaction.row(_AHEAD, (fact.event.plan, fact.number))
    return int(row[0]) + (0 if ahead is None else int(ahead[0]))
