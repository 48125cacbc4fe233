"""Facts and commands told to a ledger in one line each, and a shop to which everything happened.

Problem: verifying and explaining need histories with every kind of entry in them. Decision: one shop's half
year, with numbers that can be checked by hand; tests ask the rows for what they need by its marks.
"""

from __future__ import annotations

import json
from typing import Any

from core.events import Event, Malformed, parse_line
from core.policy import default_policy, overlay_policy
from core.refusals import Outcome
from core.values import parse_instant
from storage.books.books import Books
from storage.ledger.ledger import Entry, Ledger
from storage.rows.database import Database
from tests.property.histories import history, to_toml

Fact = tuple[str, str, dict[str, Any]]
"""(Moscow wall clock, type, fields)"""

FOR_ALL = {"campaign.upserted", "maintenance"}


def tell(ledger: Ledger, *facts: Fact, seller: str = "S") -> list[Outcome]:
    """Take facts one by one, each at its own instant; the n-th ever told has the id `e<n>`."""
    outcomes = []
    with ledger.database.read() as transaction:
        row = transaction.row("SELECT COUNT(*) FROM taken")
    assert row is not None
    for number, (at, kind, fields) in enumerate(facts, start=row[0] + 1):
        event = event_of(f"e{number}", at, kind, fields, seller)
        outcomes.append(ledger.take_one(event, event.at, "file"))
    return outcomes


def event_of(id_: str, at: str, kind: str, fields: dict[str, Any], seller: str = "S") -> Event:
    """A fact as an event."""
    about = {} if kind in FOR_ALL else {"seller": seller}
    event = parse_line(json.dumps({"id": id_, "type": kind, "at": f"{at}:00+03:00", **about, **fields}))
    assert not isinstance(event, Malformed), event
    return event


def books_of(ledger: Ledger) -> Books:
    """The books that a ledger writes, for who reads them."""
    return Books(ledger.database, ledger.worlds.own)


def tick(ledger: Ledger, at: str) -> None:
    """Do what is due up to a Moscow wall clock."""
    ledger.tick(parse_instant(f"{at}:00+03:00"))


def order(line: str, discount: str, quantity: int, campaign: str = "C") -> dict[str, Any]:
    return {
        "line": line,
        "campaign": campaign,
        "category": "shoes",
        "price": "7000.00",
        "discount": discount,
        "quantity": quantity,
    }


OPENING: list[Fact] = [
    ("2026-01-01T00:00", "seller.registered", {"name": "Shop"}),
    ("2026-01-01T00:00", "wallet.credited", {"amount": "100000.00"}),
    (
        "2026-01-01T00:00",
        "campaign.upserted",
        {
            "campaign": "C",
            "starts_at": "2026-01-01T00:00:00Z",
            "ends_at": "2027-01-01T00:00:00Z",
            "coefficient": "0.07",
            "min_discount": "0.05",
            "excluded_categories": ["toys"],
            "return_window_days": 400,
        },
    ),
]

EVERYTHING: list[Fact] = [
    *OPENING,
    ("2026-01-10T12:00", "command.connect", {"plan": "lite", "by": "manager"}),  # trial to 9 February
    ("2026-01-11T12:00", "eligibility.changed", {"eligible": True}),
    ("2026-02-10T12:00", "order.redeemed", order("L1", "0.20", 12)),  # 1176.00, credited on the 24th
    ("2026-02-10T12:00", "wallet.debited", {"amount": "100.00"}),
    ("2026-02-11T12:00", "order.redeemed", order("L2", "0.10", 20)),  # 980.00, credited on the 25th
    ("2026-02-12T12:00", "order.cancelled", {"line": "L2", "quantity": 10}),  # 490.00 while held
    ("2026-02-13T12:00", "bonus.granted", {"grant": "G1", "programme": "bonus", "amount": "500.00", "reason": "promo"}),
    ("2026-02-23T12:00", "command.connect", {"plan": "premium", "by": "manager"}),  # half of Lite is over
    ("2026-02-25T13:00", "service.charged", {"charge": "K1", "service": "ads", "amount": "1000.00"}),
    (
        "2026-02-25T14:00",
        "command.spend",
        {"programme": "discount", "service": "ads", "amount": "300.00", "by": "finance"},
    ),
    ("2026-02-26T12:00", "command.set_mode", {"mode": "auto", "by": "manager"}),
    ("2026-02-26T13:00", "service.charged", {"charge": "K2", "service": "logistics", "amount": "800.00"}),  # L1
    ("2026-02-26T14:00", "service.charged", {"charge": "K3", "service": "ads", "amount": "700.00"}),  # L1, L2, G1
    ("2026-02-27T12:00", "charge.reversed", {"charge": "K2"}),
    ("2026-03-01T12:00", "order.returned", {"line": "L1", "quantity": 2}),  # 1176.00 − 980.00
    ("2026-03-02T12:00", "rating.updated", {"rating": "4.49"}),
    ("2026-03-03T12:00", "bonus.revoked", {"grant": "G1", "amount": "500.00"}),  # 366.00 there, 134.00 debt
    ("2026-03-03T13:00", "bonus.granted", {"grant": "G2", "programme": "bonus", "amount": "200.00", "reason": "promo"}),
    ("2026-03-04T12:00", "command.opt_out", {"programme": "bonus", "by": "manager"}),
    ("2026-03-05T12:00", "lot.prolonged", {"programme": "discount", "until": "2026-07-15T00:00:00+03:00"}),
    ("2026-04-01T12:00", "command.cancel", {"by": "manager"}),  # ends on 23 April
    ("2026-07-20T12:00", "charge.reversed", {"charge": "K3"}),  # the discount points have expired meanwhile
]
"""A trial, Lite, an upgrade, a renewal, a cancel; holds, returns, debt, covers, reversals, expiry, prolongation."""


def shop_with_everything(database: Database) -> Ledger:
    """Shop S after `EVERYTHING`."""
    ledger = Ledger(database, default_policy())
    assert {outcome.kind for outcome in tell(ledger, *EVERYTHING)} == {"done"}
    return ledger


def random_marketplace(database: Database, seed: int, length: int, overlay: dict[str, Any] | None) -> Ledger:
    """A ledger after a random history, in batches, with all due work done."""
    ledger = Ledger(database, overlay_policy(to_toml(overlay)) if overlay else default_policy())
    now, batch = 0, []
    for line in history(seed, length, overlay):
        event = parse_line(line)
        if not isinstance(event, Malformed):
            now = max(now, event.at)
            batch.append(Entry(event, now))
    for start in range(0, len(batch), 50):
        ledger.take(batch[start : start + 50], "file")
    ledger.tick(now)
    return ledger
