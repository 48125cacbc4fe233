"""Reminders of a reported shop as due work: rows are the schedule, and each is told exactly once (RULES 16.6)."""

import json
from typing import Any

import pytest

from core.events import Event, parse_line
from core.policy import default_policy
from core.values import HOUR, Instant, format_instant, parse_instant
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Entry, Ledger
from storage.rows.database import Database

START: Instant = parse_instant("2026-02-20T09:00:00Z")
DAY: Instant = 24 * HOUR
FACTS: tuple[dict[str, Any], ...] = (
    {"type": "seller.registered", "name": "Shop", "books": "reported"},
    *(
        {
            "type": "fee.reported", "entry": day, "service": "other", "kind": "PremiumSubscription",
            "amount": "4990.00", "day": day,
        }
        for day in ("2025-12-05", "2026-01-05", "2026-02-05")
    ),
    {"type": "balance.reported", "day": "2026-02-19", "opening": "0.00", "closing": "12.50"},
    {"type": "rating.updated", "rating": "4.4"},
)  # fmt: skip


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """A ledger with a reported shop that was told of once."""
    found = Ledger(database, default_policy())
    for number, fact in enumerate(FACTS):
        event = parse_line(json.dumps({"id": str(number), "at": format_instant(START), "seller": "S"} | fact))
        assert isinstance(event, Event), event
        found.take([Entry(event, START)], "file")
    return found


def notices(ledger: Ledger) -> list[tuple[str, str]]:
    with ledger.database.read() as transaction:
        rows = transaction.rows("SELECT kind, at FROM notice WHERE kind <> 'monthly_report' ORDER BY at, kind")
    return [(kind, format_instant(at)) for kind, at in rows]


EXPECTED = [
    ("rating_low", "2026-02-23T07:00:00Z"),
    ("report_silent", "2026-02-23T07:00:00Z"),
    ("fee_likely", "2026-03-02T07:00:00Z"),
    ("rating_low", "2026-03-02T07:00:00Z"),
]


def test_the_next_moment_is_in_the_shops_row(ledger: Ledger) -> None:
    assert ledger.next_due() == parse_instant("2026-02-23T07:00:00Z")


def test_each_is_told_at_its_moment(ledger: Ledger) -> None:
    DueWork(ledger).do(START + 12 * DAY)

    assert notices(ledger) == EXPECTED


def test_due_work_again_and_by_another_program_tells_nothing_again(ledger: Ledger) -> None:
    for day in range(13):
        work = DueWork(Ledger(ledger.database, default_policy()))
        work.do(START + day * DAY)
        work.do(START + day * DAY)

    assert notices(ledger) == EXPECTED


def give_key(ledger: Ledger, seller: str, expires_at: str | None, threshold: int | None = None) -> None:
    """What whoever asks the marketplace by key was told; without an expiry the key is removed."""
    with ledger.database.write() as transaction:
        transaction.run("DELETE FROM shop_key WHERE seller = ?", (seller,))
        if expires_at is not None:
            transaction.run(
                "INSERT INTO shop_key (seller, client_id, sealed, given_at, given_by, expires_at, threshold, next_at, "
                "failures, unread) VALUES (?, '1', ?, 0, '', ?, ?, 0, 0, '[]')",
                (seller, b"sealed", parse_instant(expires_at), threshold),
            )
    ledger.key_changed(seller, START)


@pytest.mark.parametrize("times", [1, 2])
def test_the_end_of_the_key_is_told_of(ledger: Ledger, times: int) -> None:
    for _ in range(times):
        give_key(ledger, "S", "2026-02-26T09:00:00Z")
    DueWork(Ledger(ledger.database, default_policy())).do(START + 12 * DAY)

    found = [at for kind, at in notices(ledger) if kind == "key_expiring"]
    assert found == ["2026-02-23T07:00:00Z", "2026-02-25T07:00:00Z"]


def test_a_key_that_is_gone_is_not_told_of(ledger: Ledger) -> None:
    give_key(ledger, "S", "2026-02-26T09:00:00Z")
    give_key(ledger, "S", None)
    DueWork(ledger).do(START + 12 * DAY)

    assert notices(ledger) == EXPECTED


def test_a_process_that_has_the_shop_in_memory_learns_of_its_key(ledger: Ledger) -> None:
    give_key(Ledger(ledger.database, default_policy()), "S", "2026-02-26T09:00:00Z")
    DueWork(ledger).do(START + 12 * DAY)

    assert [at for kind, at in notices(ledger) if kind == "key_expiring"] != []


def test_the_marketplaces_own_threshold_is_told_of(ledger: Ledger) -> None:
    give_key(ledger, "S", "2030-01-01T00:00:00Z", threshold=4_000_000)
    DueWork(ledger).do(START + 12 * DAY)

    assert [kind for kind, _ in notices(ledger)] == ["report_silent", "fee_likely"]


@pytest.mark.parametrize("seller", ["nobody", "K"])
def test_an_unknown_or_kept_shop_has_no_key_to_be_reminded_of(ledger: Ledger, seller: str) -> None:
    kept = parse_line(
        json.dumps({"id": "k", "type": "seller.registered", "at": format_instant(START), "seller": "K", "name": "K"})
    )
    assert isinstance(kept, Event)
    ledger.take([Entry(kept, START)], "file")
    ledger.key_changed(seller, START)
    DueWork(ledger).do(START + 12 * DAY)

    assert notices(ledger) == EXPECTED
