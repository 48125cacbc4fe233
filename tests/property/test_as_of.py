"""The balance as of an instant is what replaying up to that instant gives, whatever came later.

Problem: a past balance that is added up from the movements could be right in every example and wrong where due work,
late lines, prolongations and reversals meet. Decision: random histories are run whole; at instants of their lines, of
their due work and right beside both, the standing is compared with a run that ended there.
"""

from __future__ import annotations

import random
from typing import Any

import pytest

from core.events import Malformed, parse_line
from core.values import Instant, format_amount
from storage.books.books import Books
from storage.books.standing import Standing, standing, standing_of
from storage.books.state import points_state
from tests.property.histories import history
from tests.property.product import Product, in_memory

LENGTH = 250
INSTANTS = 8


def clocks(lines: list[str]) -> list[Instant]:
    """For every line the clock at which it is processed."""
    now, found = 0, []
    for line in lines:
        event = parse_line(line)
        now = now if isinstance(event, Malformed) else max(now, event.at)
        found.append(now)
    return found


def told(found: Standing | None) -> Any:
    """Wallet and points in the words of RULES 13; an unknown seller has nothing."""
    if found is None or (not found.wallet and not any(any(each[1:-1]) for each in found.points)):
        return None
    return format_amount(found.wallet), points_state(found)


def run_to(lines: list[str], at: Instant) -> dict[str, Any]:
    """Wallet and points of every seller after a run that ended at the instant."""
    with in_memory() as database:
        product = Product(database)
        for line, now in zip(lines, clocks(lines), strict=True):
            if now <= at:
                product.line(line)
        product.flush()
        product.ledger.tick(at)
        return {account.seller: told(standing_of(account)) for account in product.ledger.each_account()}


@pytest.mark.parametrize("seed", range(40, 46))
@pytest.mark.parametrize("swept", [True, False], ids=["due work is done", "due work waits"])
def test_a_balance_as_of_an_instant_is_what_replaying_to_it_gives(seed: int, swept: bool) -> None:
    lines = history(seed, LENGTH)
    rng = random.Random(seed)
    with in_memory() as database:
        product = Product(database)
        for line in lines:
            product.line(line)
        if swept:
            product.finish()
        else:
            product.flush()
        with database.read() as transaction:
            due = [at for (at,) in transaction.rows("SELECT DISTINCT at FROM movement WHERE cause LIKE 'due:%'")]
        exact = [*clocks(lines), *due, *due]
        instants = [rng.choice(exact) + rng.choice((-1, 0, 0, 1)) for _ in range(INSTANTS)]
        books = Books(database, product.policy)
        for at in instants:
            for seller, expected in run_to(lines, at).items():
                assert told(standing(books, seller, at)) == expected, (seller, at)
