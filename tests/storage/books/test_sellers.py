"""Lists of sellers are read a page at a time."""

from core.events import SellerRegistered
from core.policy import default_policy
from core.values import State
from storage.books.sellers import PAGE, Wanted, pages
from storage.ledger.ledger import Entry, Ledger
from storage.rows.database import Database
from tests.storage.shops import NOW, connect


def register(database: Database, count: int) -> list[str]:
    names = [f"S{number:04}" for number in range(count)]
    entries = [Entry(SellerRegistered(name, NOW, name, name=f"Лавка {name}"), NOW) for name in names]
    Ledger(database, default_policy()).take(entries, "test")
    return names


def listed(database: Database, wanted: Wanted) -> list[list[str]]:
    return [[each.seller for each in page] for page in pages(database, wanted)]


def test_every_seller_is_listed_once_and_no_page_is_long(database: Database) -> None:
    names = register(database, 2 * PAGE + 1)
    found = listed(database, Wanted())
    assert [len(page) for page in found] == [PAGE, PAGE, 1]
    assert [name for page in found for name in page] == names


def test_a_search_goes_on_past_pages_in_which_nobody_is_found(database: Database) -> None:
    names = register(database, PAGE + 1)
    assert listed(database, Wanted(text="лавка s0500")) == [[], [names[-1]]]


def test_who_is_not_in_the_state_is_not_listed(database: Database) -> None:
    names = register(database, 3)
    connect(database, names[1])
    assert listed(database, Wanted(state=State.TRIAL)) == [[names[1]]]
    assert listed(database, Wanted(state=State.INACTIVE)) == [[names[0], names[2]]]
