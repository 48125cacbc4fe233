"""Who has many lots is decided on as anybody else, though most of them stay in their rows (RULES 9.2, 10.1)."""

import random
from collections.abc import Iterator

import pytest

from core.account import Account
from core.events import BonusGranted, BonusRevoked, ChargeReversed, Event, SellerRegistered, ServiceCharged, SetMode
from core.policy import overlay_policy
from core.values import HOUR, Instant, Mode, Role, parse_instant
from storage.ledger import accounts
from storage.ledger.ledger import Entry, Ledger
from storage.ledger.lots_left import MANY
from storage.rows.database import Database
from storage.rows.errors import Conflict
from tests.property.product import in_memory, row_differences, rows

START: Instant = parse_instant("2026-03-01T09:00:00+03:00")
DAY = 24 * HOUR
LOTS = 2 * MANY + 7


def granted(number: int, at: Instant) -> Event:
    return BonusGranted(
        f"g{number}", at, "S", grant=f"g{number:05}", programme="bonus", amount=1_000 + number % 7, reason="-"
    )


def owner_of_many(database: Database, *, lots: int = LOTS, apart: Instant = HOUR) -> Ledger:
    """A shop with so many lots that were credited one after another, and of each instant three."""
    ledger = Ledger(database, overlay_policy("points.bonus.min_spend = '0.01'"))
    first: list[Event] = [
        SellerRegistered("r", START, "S", name="S"),
        SetMode("m", START, "S", mode=Mode.AUTO, by=Role.MANAGER),
    ]
    entries = [Entry(event, START) for event in first]
    entries += [Entry(granted(number, at := START + number // 3 * apart), at) for number in range(lots)]
    for start in range(0, len(entries), 200):
        ledger.take(entries[start : start + 200], "test")
    return ledger


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return owner_of_many(database)


def whole(ledger: Ledger) -> Account:
    with ledger.database.read() as transaction:
        return accounts.load(transaction, ledger.policy, ["S"])["S"]


def test_what_is_looked_at_in_pieces_is_what_there_is(ledger: Ledger) -> None:
    account, expected = ledger.look("S"), whole(ledger)
    assert account is not None
    lots, all_lots = account.lots["bonus"], expected.lots["bonus"].open
    assert lots.some_left
    assert (lots.first(), lots.soonest()) == (all_lots[0], all_lots[0].expires_at)
    assert lots.first_ones(MANY + 3) == all_lots[: MANY + 3]
    for each in (all_lots[0], all_lots[MANY - 1], all_lots[MANY], all_lots[-1]):
        assert lots.soonest(each.expires_at) == each.expires_at
    assert lots.soonest(all_lots[-1].expires_at + 1) is None
    assert lots.some_left
    assert lots.open == all_lots


def test_lots_between_two_instants_are_those_that_there_are(ledger: Ledger) -> None:
    account, expected = ledger.look("S"), whole(ledger)
    assert account is not None
    start, end = expected.lots["bonus"].open[40].expires_at, expected.lots["bonus"].open[MANY + 40].expires_at
    lots = account.lots["bonus"]
    assert lots.amount_between(start, end) == expected.lots["bonus"].amount_between(start, end)
    assert list(lots.between(start, end)) == list(expected.lots["bonus"].between(start, end))
    assert lots.amount_between(start, end) == expected.lots["bonus"].amount_between(start, end)


def test_a_look_into_rows_that_have_moved_on_is_refused(ledger: Ledger) -> None:
    account = ledger.look("S")
    assert account is not None
    ledger.take_one(granted(LOTS, START + 900 * HOUR), START + 900 * HOUR, "test")
    with pytest.raises(Conflict, match="just changed"):
        account.lots["bonus"].first()


def random_events(seed: int) -> Iterator[Entry]:
    """Charges small and large, reversals, revocations of lots near and far, and grants, over a year and a half."""
    rng = random.Random(seed)
    at, charges = START + 400 * HOUR, 0
    for number in range(60):
        at += rng.randrange(1, 20) * DAY
        kind = rng.random()
        event: Event
        if kind < 0.4:
            charges += 1
            amount = rng.choice((700, 12_000, 300_000))
            event = ServiceCharged(f"c{number}", at, "S", charge=f"c{charges}", service="ads", amount=amount)
        elif kind < 0.6 and charges:
            event = ChargeReversed(f"x{number}", at, "S", charge=f"c{rng.randint(1, charges)}")
        elif kind < 0.8:
            grant = f"g{rng.randrange(LOTS):05}"
            event = BonusRevoked(f"v{number}", at, "S", grant=grant, amount=rng.choice((300, 1_000)))
        else:
            event = granted(LOTS + number, at)
        yield Entry(event, at)


def lived(seed: int, ledger: Ledger, *, all_at_hand: bool, forget: bool) -> None:
    for entry in random_events(seed):
        if all_at_hand:  # the same accounts, with nothing left in rows
            account = whole(ledger)
            ledger.forget()
            ledger._keep(account)
        elif forget:
            ledger.forget()
        ledger.tick(entry.now - HOUR)
        ledger.take([entry], "test")


@pytest.mark.parametrize("forget", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_the_rows_are_those_of_an_account_with_all_lots_at_hand(seed: int, forget: bool) -> None:
    with in_memory() as one, in_memory() as other:
        lived(seed, owner_of_many(one), all_at_hand=True, forget=False)
        lived(seed, owner_of_many(other), all_at_hand=False, forget=forget)
        assert row_differences(rows(one), rows(other)) == []
        assert len(rows(one)["movement"]) > 2 * LOTS
