"""What concerns everybody, done from shop to shop in order of id, some shops to a transaction.

Problem: a fact for all, written for all in the transaction that takes it, holds up everybody for as long as there are
shops; and one that is cut off is done anew. Decision: the fact is taken at once and kept as a tour, which goes on from
where it was, whoever goes on with it. A shop's row says which facts for all it has had (`told`). Whoever opens a shop
that one has not reached brings it up to that fact first, at the fact's own instant, before anything else is decided; so
when the tour comes by changes nothing but when people are told. A shop that goes under review before it is reached is
brought up to them when it is let go, like its due work. Limit: tours are gone on with one after the other, by one
process at a time.
"""

import json
from collections.abc import Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any, Final, NamedTuple

from core.account import Account
from core.decide import World, announce_maintenance, announce_price, prolong_for_all
from core.events import Event, LotProlonged, Maintenance, PriceChanged
from core.values import Amount, BooksKind, Instant, Plan
from storage.ledger.accounts import load
from storage.ledger.lookups import look_up_unexpired
from storage.rows.together import together
from storage.rows.transaction import Transaction

TOUR_SHOPS: Final = 100
"""Shops to a transaction: done in a moment, for nobody else can write on SQLite meanwhile."""


class TourKind(StrEnum):
    """What goes from shop to shop: a fact for all, or notices that come of the calendar."""

    MAINTENANCE = "maintenance"
    PRICE = "price"
    PROLONGATION = "prolongation"
    MONTHLY_REPORT = "monthly_report"
    PROGRAMME_LEFT = "programme_left"


FACTS: Final = (TourKind.MAINTENANCE, TourKind.PRICE, TourKind.PROLONGATION)

_KINDS: Final[dict[type[Event], TourKind]] = {
    Maintenance: TourKind.MAINTENANCE,
    PriceChanged: TourKind.PRICE,
    LotProlonged: TourKind.PROLONGATION,
}
FOR_ALL: Final = tuple(_KINDS)
"""Facts that, without a seller, go from shop to shop."""
_EVENTS: Final = {kind: event for event, kind in _KINDS.items()}

_BEGIN: Final = "INSERT INTO tour (key, kind, at, detail, reached) VALUES (?, ?, ?, ?, '') ON CONFLICT DO NOTHING"
_NUMBER: Final = "SELECT id FROM tour WHERE key = ?"
_SKIP_PARKED: Final = (
    "UPDATE seller SET told = ?, version = version + 1 WHERE parked AND (told >= ? OR NOT EXISTS ("
    "SELECT 1 FROM tour WHERE done_at IS NULL AND id < ? AND kind NOT IN ('monthly_report', 'programme_left')))"
)
_FACTS: Final = "SELECT id, kind, at, detail FROM tour WHERE kind IN ($) ORDER BY id"
_FACT_UNDER_WAY: Final = "SELECT id, kind, at, detail FROM tour WHERE key = ? AND done_at IS NULL"
_UNDER_WAY: Final = (
    "SELECT id, kind, at, detail, reached FROM tour WHERE done_at IS NULL AND kind IN ($) ORDER BY id LIMIT 1"
)
_WHERE: Final = "SELECT reached FROM tour WHERE id = ? AND done_at IS NULL"
_REACH: Final = "UPDATE tour SET reached = ? WHERE id = ?"
_END: Final = "UPDATE tour SET done_at = ? WHERE id = ?"
_FORGET: Final = "DELETE FROM tour WHERE kind = ? AND key <> ? AND done_at IS NOT NULL"
_SINCE: Final = "SELECT MIN(at) FROM tour WHERE done_at IS NULL"
_NEXT: Final = "SELECT id FROM seller WHERE id > ? AND told < ? AND NOT parked AND books = 'kept' ORDER BY id LIMIT ?"
# A new price is told to who is connected, or may be once what is due is done (RULES 4.15).
_NEXT_SUBSCRIBERS: Final = (
    "SELECT s.id FROM seller s LEFT JOIN subscription u ON u.seller = s.id WHERE s.id > ? AND s.told < ? "
    "AND NOT s.parked AND (u.state <> 'inactive' OR s.next_due <= ?) ORDER BY s.id LIMIT ?"
)


class Fact(NamedTuple):
    """A fact for all as it was taken: at its number, at the instant `now`, from `source`.

    Of a price, `old` is what would have held without it, and `prices` is how many changes were known with it.
    """

    number: int
    now: Instant
    source: str
    event: Event
    old: Amount = 0
    prices: int = 0


class Tour(NamedTuple):
    """A tour that is under way: `reached` is the last shop it came by."""

    number: int
    kind: TourKind
    at: Instant
    detail: dict[str, Any]
    reached: str


# -- beginning, and going on -----------------------------------------------------------------------------------------


def begin(transaction: Transaction, kind: TourKind, key: str, at: Instant, detail: dict[str, Any]) -> None:
    """Begin a tour unless one of this key was begun before; what others of its kind left when they ended is cleared.

    Facts for all stay: shops that have not had them come to them by their number.
    """
    if transaction.run(_BEGIN, (key, kind, at, json.dumps(detail, ensure_ascii=False))) and kind not in FACTS:
        transaction.run(_FORGET, (kind, key))


def under_way(transaction: Transaction, kinds: Sequence[TourKind]) -> Tour | None:
    """The oldest tour of these kinds that has not ended."""
    for number, kind, at, detail, reached in transaction.rows_in(_UNDER_WAY, (), kinds):
        return Tour(number, TourKind(kind), at, json.loads(detail), reached)
    return None


def under_way_since(transaction: Transaction) -> Instant | None:
    """The instant of the oldest tour that has not ended."""
    row = transaction.row(_SINCE)
    return None if row is None else row[0]


def go_on(transaction: Transaction, tour: Tour, names: Sequence[str], now: Instant) -> bool:
    """In the transaction that comes by these shops: it has reached the last of them, or without any the end.

    False: another process has gone on with it since, and nothing is to be done.
    """
    lock = " FOR UPDATE" if transaction.postgresql else ""
    if transaction.row(_WHERE + lock, (tour.number,)) != (tour.reached,):
        return False
    if names:
        transaction.run(_REACH, (names[-1], tour.number))
    else:
        transaction.run(_END, (now, tour.number))
    return True


# -- facts for all ---------------------------------------------------------------------------------------------------


def begin_fact(
    transaction: Transaction,
    event: Event,
    now: Instant,
    source: str,
    taken: Sequence[Fact],
    old: Amount = 0,
    prices: int = 0,
) -> Fact:
    """Begin the tour of a fact for all, after those that were taken. It passes over accounts under review (RULES 13).

    Not over one that went under review while an earlier fact was still on its way to it: it comes to both later.
    """
    before = taken[-1].number if taken else 0
    given = {each.name: getattr(event, each.name) for each in fields(event) if each.name != "absent"}
    key = f"{source}:{event.id}"
    begin(transaction, _KINDS[type(event)], key, now, {"source": source, "old": old, "prices": prices, "event": given})
    row = transaction.row(_NUMBER, (key,))
    assert row is not None  # an id is taken once, so the tour is this one
    fact = Fact(row[0], now, source, event, old, prices)
    transaction.run(_SKIP_PARKED, (fact.number, before, fact.number))
    return fact


def facts(transaction: Transaction) -> tuple[Fact, ...]:
    """All facts for all that were ever taken, in their order."""
    return tuple(_fact(*row) for row in transaction.rows_in(_FACTS, (), FACTS))


def fact_under_way(transaction: Transaction, key: str) -> Fact | None:
    """The fact for all that came as this event of a source, while there are sellers that it has not reached."""
    row = transaction.row(_FACT_UNDER_WAY, (key,))
    return None if row is None else _fact(*row)


def _fact(number: int, kind: str, at: Instant, detail: str) -> Fact:
    kept = json.loads(detail)
    values = kept["event"]
    if kind == TourKind.PRICE:
        values["plan"] = Plan(values["plan"])
    return Fact(number, at, kept["source"], _EVENTS[TourKind(kind)](**values), kept["old"], kept["prices"])


def next_shops(transaction: Transaction, tour: Tour, size: int) -> list[str]:
    """The shops that the tour of a fact comes by next: those that have not had it."""
    if tour.kind is TourKind.PRICE:
        found = transaction.rows(_NEXT_SUBSCRIBERS, (tour.reached, tour.number, tour.at, size))
    else:
        found = transaction.rows(_NEXT, (tour.reached, tour.number, size))
    return [name for (name,) in found]


def load_told(
    transaction: Transaction,
    world: World,
    taken: Sequence[Fact],
    sellers: Sequence[str],
    *,
    to_spend: bool = True,
    leave_lots: bool = False,
) -> dict[str, Account]:
    """The accounts of these sellers, loaded so and brought up to the facts for all; unknown ones are missing."""
    found = load(transaction, world.policy, sellers, to_spend=to_spend, leave_lots=leave_lots)
    for account in found.values():
        catch_up(transaction, account, world, taken)
    return found


def catch_up(transaction: Transaction, account: Account, world: World, taken: Sequence[Fact]) -> None:
    """Bring an account up to the facts for all that it has not had, each at its own instant, in their order.

    An account under review waits. None of them concerns a reported shop (RULES 16.4).
    """
    if not taken or account.stored.told >= taken[-1].number or account.parked:
        return
    if account.books is BooksKind.REPORTED:
        account.stored.told = taken[-1].number
        return
    account.journal.changes.profile = True  # its row is to say so, also if nothing came of them
    for fact in taken:
        if fact.number > account.stored.told:
            _apply(transaction, account, world, fact)
            account.stored.told = fact.number


def _apply(transaction: Transaction, account: Account, world: World, fact: Fact) -> None:
    instant = max(fact.now, account.clock)
    match fact.event:
        case Maintenance():
            announce_maintenance(account, fact.event, instant, world, fact.source)
        case PriceChanged():
            # What is told is what was known then: a later change has a message of its own.
            then = world.with_first_prices(fact.prices)
            announce_price(account, fact.event, fact.old, instant, then, fact.source)
        case LotProlonged():
            together([look_up_unexpired(transaction, account, fact.event.programme, instant)])
            prolong_for_all(account, fact.event, instant, world, fact.source)
