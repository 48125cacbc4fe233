"""What a subscription brought: fees against the commission that points paid because of it, on both databases."""

from __future__ import annotations

from core.account import Account
from core.policy import default_policy
from core.values import parse_instant
from storage.books.subscriptions import Worth, worth
from storage.ledger.ledger import Ledger
from storage.rows.database import Database
from tests.storage.marketplace import OPENING, Fact, books_of, order, tell, tick

CONNECTED: list[Fact] = [
    *OPENING,
    ("2026-01-05T12:00", "eligibility.changed", {"eligible": True}),
    ("2026-01-05T12:00", "command.connect", {"plan": "premium", "by": "manager"}),  # trial to 4 February
    ("2026-01-06T12:00", "order.redeemed", order("L1", "0.20", 12)),  # 1176.00, credited on the 20th
    ("2026-01-06T12:00", "command.set_mode", {"mode": "auto", "by": "manager"}),
]
PAID: list[Fact] = [
    *CONNECTED,
    ("2026-02-10T12:00", "service.charged", {"charge": "K1", "service": "commission", "amount": "1000.00"}),
    ("2026-02-11T12:00", "service.charged", {"charge": "K2", "service": "commission", "amount": "100.00"}),
    ("2026-02-11T13:00", "service.charged", {"charge": "K3", "service": "ads", "amount": "50.00"}),
    ("2026-02-12T12:00", "charge.reversed", {"charge": "K2"}),
]


def at(clock: str) -> int:
    return parse_instant(f"{clock}:00+03:00")


def shop(database: Database, *facts: Fact) -> Ledger:
    ledger = Ledger(database, default_policy())
    assert {outcome.kind for outcome in tell(ledger, *facts)} == {"done"}
    return ledger


def account(ledger: Ledger) -> Account:
    found = ledger.look("S")
    assert found is not None
    return found


def ever(ledger: Ledger, clock: str) -> Worth:
    found = worth(books_of(ledger), account(ledger), at(clock)).ever
    assert found is not None
    return found


def test_a_shop_that_never_connected_has_nothing_to_compare(database: Database) -> None:
    ledger = shop(database, *OPENING)
    assert worth(books_of(ledger), account(ledger), at("2026-01-02T12:00")) == (None, None)


def test_a_trial_has_no_fee_to_divide_by(database: Database) -> None:
    ledger = shop(database, *CONNECTED)
    tick(ledger, "2026-01-25T12:00")
    found = worth(books_of(ledger), account(ledger), at("2026-01-25T12:00")).period
    assert found is not None
    assert (found.fees, found.credited, found.covered) == (0, 117_600, None)


def test_commission_paid_with_points_stands_against_the_fees(database: Database) -> None:
    ledger = shop(database, *PAID)
    found = ever(ledger, "2026-02-15T12:00")
    # 1000.00 of commission: what was reversed and what points pay for everybody do not count.
    assert (found.fees, found.commission, found.covered) == (499_000, 100_000, 200_400)


def test_the_running_period_counts_by_itself(database: Database) -> None:
    ledger = shop(database, *PAID)
    found = worth(books_of(ledger), account(ledger), at("2026-02-15T12:00")).period
    assert found is not None
    assert (found.since, found.fees, found.commission, found.credited) == (
        at("2026-02-04T12:00"), 499_000, 100_000, 0,
    )  # fmt: skip


def test_a_returned_part_is_no_fee(database: Database) -> None:
    ledger = shop(
        database,
        *OPENING,
        ("2026-01-05T12:00", "command.connect", {"plan": "lite", "by": "manager"}),
        ("2026-01-05T12:00", "eligibility.changed", {"eligible": True}),
        ("2026-02-18T12:00", "command.connect", {"plan": "premium", "by": "manager"}),  # half of 4 Feb to 4 Mar is over
    )
    assert ever(ledger, "2026-02-18T12:00").fees == 199_000 - 99_500 + 499_000


def test_points_credited_without_a_subscription_do_not_count(database: Database) -> None:
    ledger = shop(
        database,
        *CONNECTED,
        ("2026-01-10T12:00", "command.cancel", {"by": "manager"}),
        ("2026-02-10T12:00", "order.redeemed", order("L2", "0.10", 20)),
    )
    tick(ledger, "2026-03-10T12:00")
    found = worth(books_of(ledger), account(ledger), at("2026-03-10T12:00"))
    assert found.period is None
    assert found.ever is not None
    assert found.ever.credited == 117_600
