"""Prices from the command line: a change as a line of the feed (RULES 4.15).

Problem: a command is run again when nobody knows whether it went through, and must not tell a shop twice; yet a price
may well go up, down and up again for the same day.
Decision: the id is made of the content and of how many changes there are for that plan and instant, and the line's own
instant is the price's, so that the same command is the same line; a change that is the last one for them already is
not taken again.
Limit: "now" is another instant each time, so it is another change.
"""

import json
from typing import Final, NamedTuple

from core.events import Malformed, PriceChanged, parse_line
from core.refusals import Outcome
from core.values import Amount, Instant, format_instant
from storage.ledger.ledger import Ledger

SOURCE: Final = "cli"
"""Where the ids of these events are unique (RULES 2.6)."""


class Priced(NamedTuple):
    """What came of it. `outcome` is None when the very change was there before, `before` the price without it."""

    event: PriceChanged
    outcome: Outcome | None
    before: Amount
    told: int = 0


def set_price(ledger: Ledger, plan: str, amount: str, since: Instant, now: Instant) -> Priced | Malformed:
    """Take a price change, once; a plan or an amount that cannot be read is `Malformed`. Raises `StorageError`."""
    prices = ledger.world_now().policy.prices
    beginning = format_instant(since)
    known = [change for change in prices.changes if (change.plan, change.since) == (plan, since)]
    id_ = f"price:{plan}:{amount}:{beginning}:{len(known)}"
    event = parse_line(
        json.dumps({
            "id": id_, "type": PriceChanged.TYPE, "at": beginning,
            "plan": plan, "price": amount, "from": beginning,
        })
    )  # fmt: skip
    if not isinstance(event, PriceChanged):
        assert isinstance(event, Malformed)  # the line names its type
        return event
    before = prices.of(event.plan, since)
    if known and known[-1].price == event.price:
        return Priced(event, None, before)
    outcome = ledger.take_one(event, now, SOURCE)
    return Priced(event, outcome, before, ledger.told_of_price(SOURCE, event.id))
