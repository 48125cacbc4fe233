"""An account loaded from its rows is the account in memory, after whatever history (the memory is only a saving)."""

from collections.abc import Iterator

import pytest

from core.account import EXPIRIES_KEPT, Account
from core.due import dues
from core.events import Needs
from core.policy import Policy, default_policy
from storage.ledger import accounts
from storage.ledger.lookups import LOOK_UPS
from storage.rows.database import Database
from tests.property.histories import history, policies
from tests.property.product import Handling, Product, in_memory

LENGTH = 250
PLAIN = (
    "seller",
    "name",
    "locale",
    "registered_at",
    "parked",
    "wallet",
    "subscription",
    "balances",
    "lines",
    "choices",
    "digest",
    "digest_at",
)


def picture(account: Account, policy: Policy) -> dict[str, object]:
    """All that later decisions may depend on; what memory keeps for longer than it is needed is left out."""
    month = policy.calendar.date(account.clock).replace(day=1).toordinal()
    return {name: getattr(account, name) for name in PLAIN} | {
        "seq": account.journal.seq,
        "version": account.stored.version,
        "stored_dues": account.stored.dues,
        "held": account.held.in_order(),
        "lots": {name: each.open for name, each in account.lots.items()},
        "usage": {key: amount for key, amount in account.usage.items() if key[2] >= month},
        "expiries": {
            name: recent
            for name, each in account.expiries.items()
            if (recent := [(at, amount) for at, amount in each if at >= account.clock - EXPIRIES_KEPT])
        },
    }


@pytest.fixture(params=range(12))
def product(request: pytest.FixtureRequest) -> Iterator[Product]:
    """The programme after a random history, with the accounts still in memory."""
    overlay = policies(request.param) if request.param % 3 else None
    with in_memory() as database:
        product = Product(database, overlay, Handling(batch=(1, 7, 40)[request.param % 3], sweep=5))
        for line in history(5000 + request.param, LENGTH, overlay):
            product.line(line)
        product.flush()
        yield product


def loaded(database: Database, policy: Policy, sellers: list[str]) -> dict[str, Account]:
    with database.read() as transaction:
        return accounts.load(transaction, policy, sellers)


def test_a_loaded_account_is_the_one_in_memory(product: Product) -> None:
    kept = dict(product.ledger._accounts)
    assert kept
    found = loaded(product.database, product.policy, list(kept))
    for seller, account in kept.items():
        # A clock may have gone on where nothing was to be written.
        assert found[seller].clock <= account.clock
        found[seller].clock = account.clock
        assert picture(found[seller], product.policy) == picture(account, product.policy)


def test_a_loaded_account_is_due_when_the_one_in_memory_is(product: Product) -> None:
    kept = dict(product.ledger._accounts)
    found = loaded(product.database, product.policy, list(kept))
    for seller, account in kept.items():
        assert account.stored.dues == dues(account, product.policy)
        assert found[seller].stored.dues == account.stored.dues


def test_accounts_loaded_together_are_those_loaded_one_by_one(product: Product) -> None:
    names = [account.seller for account in product.ledger.each_account()]
    together = loaded(product.database, product.policy, names)
    for name in names:
        alone = loaded(product.database, product.policy, [name])[name]
        assert picture(alone, product.policy) == picture(together[name], product.policy)


def test_an_unknown_seller_is_missing_from_the_answer(database: Database) -> None:
    assert loaded(database, default_policy(), ["nobody"]) == {}


def test_whatever_an_event_needs_can_be_looked_up() -> None:
    assert set(LOOK_UPS) == set(Needs)
