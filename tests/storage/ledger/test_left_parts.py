"""Who decides has the parts of an account that are read, and that changes no row; what is not there is never read."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from core.account import Account
from core.due import dues
from core.events import (
    BonusGranted,
    CampaignUpserted,
    Event,
    OrderRedeemed,
    SellerRegistered,
    SetMode,
    Spend,
    WalletCredited,
)
from core.policy import default_policy
from core.values import HOUR, RATE_ONE, Instant, Mode, Part, Role, parse_instant
from storage.ledger import accounts
from storage.ledger.ledger import Entry, Ledger
from storage.ledger.sweep import Pieces
from storage.rows.database import Database
from storage.rows.transaction import Transaction
from tests.property.histories import history, policies
from tests.property.product import Handling, Product, in_memory, row_differences
from tests.storage.ledger.test_plain import whole

START: Instant = parse_instant("2026-03-01T09:00:00+03:00")
UNTIL = "2031-01-01T00:00:00Z"
LENGTH = 120
SWEEPS = (None, "on time", 1, 20)
LAZY = {("order.redeemed", Part.LOTS), ("command.spend", Part.EXPIRIES)}
"""What only some events of a type read: an order whose hold is over, a refusal that tells of expired points."""


class AllAtHand(Ledger):
    """A ledger that decides on nothing but accounts with all their parts, loaded for each transaction."""

    def _load_whole(self, transaction: Transaction, names: Any) -> None:
        self.forget()
        for account in accounts.load(transaction, self.policy, sorted(names)).values():
            self._keep(account)

    def _open(self, transaction: Transaction, wanted: Mapping[str, Any], *given: Any, **named: Any) -> Any:
        self._load_whole(transaction, wanted)
        return super()._open(transaction, wanted, *given, **named)

    def _open_due(self, transaction: Transaction, sellers: Any, *given: Any) -> Any:
        self._load_whole(transaction, [row.id for row in sellers])
        return super()._open_due(transaction, sellers, *given)


@pytest.fixture(autouse=True)
def _pieces_of_one_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many sellers go into a transaction depends on the clock, and how often a row is written on that."""
    monkeypatch.setattr(Pieces, "took", lambda *_: None)


def lived(
    database: Database, seed: int, length: int, kind: type[Ledger], kept: int
) -> dict[str, list[tuple[Any, ...]]]:
    """Every column of every row after a random history, and when all due work is done, too; no more accounts than
    `kept` stay in memory."""
    overlay = policies(seed) if seed % 3 else None
    product = Product(database, overlay, Handling(batch=(1, 7, 40)[seed % 3], sweep=SWEEPS[seed % 4]))
    product.ledger = kind(database, product.policy, kept=kept)
    for line in history(seed, length, overlay):
        product.line(line)
    product.flush()
    before = {f"{table} before": rows for table, rows in whole(database).items()}
    product.finish(UNTIL)
    return before | whole(database)


def compared(database: Database, seed: int, length: int, kept: int) -> list[str]:
    with in_memory() as other:
        return row_differences(lived(other, seed, length, AllAtHand, 0), lived(database, seed, length, Ledger, kept))


@pytest.mark.parametrize("kept", [0, 2])
@pytest.mark.parametrize("seed", range(9000, 9012))
def test_parts_left_in_their_rows_change_no_row(seed: int, kept: int) -> None:
    with in_memory() as database:
        assert compared(database, seed, LENGTH, kept) == []


@pytest.mark.parametrize("seed", range(9100, 9102))
def test_parts_left_in_their_rows_change_no_row_on_either_database(database: Database, seed: int) -> None:
    assert compared(database, seed, LENGTH // 2, 1) == []


@pytest.mark.soak
@pytest.mark.parametrize("kept", [0, 1, 3])
@pytest.mark.parametrize("seed", range(9200, 9240))
def test_parts_left_in_their_rows_change_no_row_of_long_histories(seed: int, kept: int) -> None:
    with in_memory() as database:
        assert compared(database, seed, 800, kept) == []


# -- what is brought in ------------------------------------------------------------------------------------------------


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, Part]]:
    """How often a part was asked for only when it was read, by the type of the event that was decided."""
    found: Counter[tuple[str, Part]] = Counter()
    bring, decide, deciding = accounts.PartsInRows.bring, Ledger._decide, [""]

    def noted(self: accounts.PartsInRows, account: Account, part: Part) -> None:
        if deciding[0]:
            found[deciding[0], part] += 1
        bring(self, account, part)

    def decided(self: Ledger, transaction: Transaction, entry: Entry, *given: Any) -> Any:
        deciding[0] = entry.event.TYPE
        try:
            return decide(self, transaction, entry, *given)
        finally:
            deciding[0] = ""

    monkeypatch.setattr(accounts.PartsInRows, "bring", noted)
    monkeypatch.setattr(Ledger, "_decide", decided)
    return found


@pytest.mark.parametrize("sweep", [None, 1])
def test_what_an_event_reads_was_asked_for_with_the_rest(brought: Counter[tuple[str, Part]], sweep: int | None) -> None:
    for seed in range(9300, 9312):
        overlay = policies(seed) if seed % 3 else None
        with in_memory() as database:
            product = Product(database, overlay, Handling(batch=1, forget=True, sweep=sweep))
            for line in history(seed, 250, overlay):
                product.line(line)
    assert set(brought) == LAZY


def entries(*events: Event) -> list[Entry]:
    return [Entry(event, START) for event in events]


@pytest.fixture
def ledger(database: Database) -> Ledger:
    ledger = Ledger(database, default_policy())
    for name in ("A", "B", "C"):
        ledger.take(
            entries(
                SellerRegistered(f"r{name}", START, name, name=name),
                SetMode(f"m{name}", START, name, mode=Mode.AUTO, by=Role.MANAGER),
                BonusGranted(f"g{name}", START, name, grant="g", programme="bonus", amount=30_000, reason="-"),
            ),
            "test",
        )
    ledger.forget()
    return ledger


def away(ledger: Ledger, seller: str) -> set[Part]:
    return ledger._accounts[seller].stored.away


def test_what_nobody_reads_stays_in_its_rows_until_somebody_does(ledger: Ledger) -> None:
    ledger.take(entries(WalletCredited("w", START, "A", amount=1)), "test")
    assert away(ledger, "A") == {*Part} - {Part.SUBSCRIPTION}
    ledger.take(entries(Spend("s", START, "A", programme="bonus", service="ads", amount=1, by=Role.MANAGER)), "test")
    assert away(ledger, "A") <= {Part.EXPIRIES, Part.REPORTED}


def test_who_has_work_by_then_has_what_it_needs(ledger: Ledger, brought: Counter[tuple[str, Part]]) -> None:
    account = ledger.look("A")
    assert account is not None
    later = account.stored.dues.points
    ledger.take([Entry(WalletCredited("w", later, "A", amount=1), later)], "test")
    assert not {Part.LOTS, Part.BALANCES} & away(ledger, "A")
    assert not brought


@pytest.mark.parametrize("hold", [1, 30])
def test_what_came_in_is_due_as_if_all_were_at_hand(ledger: Ledger, hold: int) -> None:
    """A line that is held for less than the week that is watched, and one for longer."""
    campaign = CampaignUpserted(
        "c", START, campaign="c", starts_at=START, ends_at=START * 2, coefficient=RATE_ONE // 10, hold_days=hold
    )
    order = OrderRedeemed(
        "o", START, "A", line="l", campaign="c", category="toys", price=100_000, discount=RATE_ONE // 10, quantity=1
    )
    ledger.take(entries(campaign), "test")
    ledger.take(entries(order), "test")
    account = ledger._accounts["A"]
    assert Part.LOTS in account.stored.away
    with ledger.database.read() as transaction:
        found = accounts.load(transaction, ledger.policy, ["A"])["A"]
    assert account.stored.dues == found.stored.dues == dues(found, ledger.policy)
    assert (found.held.soonest() == account.stored.dues.points) == (hold == 1)


def test_what_one_lacks_all_get(ledger: Ledger) -> None:
    ledger.take(entries(*(WalletCredited(f"w{name}", START, name, amount=1) for name in "ABC")), "test")
    with ledger.database.read() as transaction:
        left = accounts.PartsInRows(transaction, ledger.policy)
        for name in "AB":
            left.leave(ledger._accounts[name])
        assert ledger._accounts["A"].balances["bonus"].available == 30_000
    assert Part.BALANCES not in away(ledger, "B")
    assert Part.BALANCES in away(ledger, "C")


def test_a_part_is_never_read_after_the_transaction_that_has_it(ledger: Ledger) -> None:
    ledger.take(entries(WalletCredited("w", START, "A", amount=1)), "test")
    account = ledger._accounts["A"]
    with pytest.raises(RuntimeError, match="over"):
        account.lots["bonus"].first()
    with pytest.raises(RuntimeError, match="over"):
        account.held.soonest()


def test_what_has_just_expired_is_known_to_who_asks_for_it_later(ledger: Ledger) -> None:  # RULES 9.5
    account = ledger.look("A")
    assert account is not None
    gone = account.lots["bonus"].open[0].expires_at
    at = gone + HOUR
    event = Spend("s", at, "A", programme="bonus", service="ads", amount=30_000, by=Role.MANAGER)
    (outcome,) = ledger.take([Entry(event, at)], "test")
    assert outcome.reason == "points_expired"
