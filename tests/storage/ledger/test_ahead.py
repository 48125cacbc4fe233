"""The next piece of a sweep is decided while this one is committed, and leaves what it would leave decided then."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from typing import TypeVar

import pytest

from core.events import Event, LotProlonged, Maintenance, PriceChanged, WalletCredited
from core.policy import default_policy
from core.values import Instant, Plan
from storage.books.verify import parked_sellers
from storage.ledger import sweep as sweeps
from storage.ledger.ahead import Coming
from storage.ledger.ledger import Entry, Ledger
from storage.ledger.plain import Plain
from storage.ledger.records import DueRow
from storage.ledger.sweep import Piece, Whom
from storage.ledger.world import Seen
from storage.rows.audit import review
from storage.rows.database import Database, StorageError, Transaction
from tests.property.product import row_differences, rows
from tests.storage.ledger.test_sweep import damage, states, subscribers
from tests.storage.shops import DAY, NOW, at_once

T = TypeVar("T")

SHOPS = 30
PIECE = 7
DUE = NOW + 30 * DAY
"""When all trials end."""
POOR = "S0012"
"""A seller of the second piece, with no money for the fee."""

Between = Callable[[Database], None]
"""What another program does after a piece."""


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "SWEEP_SELLERS", PIECE)


@pytest.fixture
def eve(tmp_path: Path) -> Iterator[Callable[[], Database]]:
    """Makes databases in which the same shops are due."""
    first = tmp_path / "eve.db"
    with closing(Database(f"sqlite:///{first}", durable=False)) as database:
        database.upgrade()
        subscribers(database, SHOPS)
        Ledger(database, default_policy()).tick(DUE - 1)
    made: list[Database] = []

    def make() -> Database:
        file = tmp_path / f"{len(made)}.db"
        copyfile(first, file)
        made.append(Database(f"sqlite:///{file}", durable=False))
        return made[-1]

    yield make
    for database in made:
        database.close()


class Watched(Ledger):
    """A ledger beside which another program does something after the first piece of a sweep."""

    def __init__(self, database: Database, between: Between, *, ahead: bool) -> None:
        super().__init__(database, default_policy())
        self._between = between
        self._looks = ahead
        self._pieces_done = 0
        self.looked = 0
        self.chosen = 0

    def _attempt(self, work: Callable[[Transaction], T]) -> T:
        found = super()._attempt(work)
        if isinstance(found, Piece):
            self._pieces_done += 1
            if self._pieces_done == 1:
                with closing(Database(self.database.url.render_as_string(False), durable=False)) as other:
                    self._between(other)
        return found

    def _look_ahead(self, transaction: Transaction, whom: Whom, seen: Seen, now: Instant) -> Coming | None:
        coming = super()._look_ahead(transaction, whom, seen, now) if self._looks else None
        self.looked += coming is not None
        return coming

    def _sweep(self, transaction: Transaction, whom: Whom, now: Instant) -> Piece:
        def choose(transaction: Transaction) -> Sequence[DueRow]:
            self.chosen += 1
            return whom.choose(transaction)

        return super()._sweep(transaction, whom._replace(choose=choose), now)


def both(eve: Callable[[], Database], between: Between, now: Instant = DUE) -> tuple[Watched, Watched]:
    """The same sweep with and without looking ahead; the rows must be the same."""
    ledgers = [Watched(eve(), between, ahead=ahead) for ahead in (True, False)]
    swept = [ledger.tick(now) for ledger in ledgers]
    assert swept[0] == swept[1]
    assert row_differences(*(rows(ledger.database) for ledger in ledgers)) == []
    return ledgers[0], ledgers[1]


def taking(event: Event) -> Between:
    def take(database: Database) -> None:
        assert Ledger(database, default_policy()).take([Entry(event, DUE)], "test")[0].is_done

    return take


def nothing(_: Database) -> None:
    """Nobody does anything."""


def test_whoever_comes_next_is_chosen_once_and_decided_ahead(eve: Callable[[], Database]) -> None:
    ahead, without = both(eve, nothing)
    assert (ahead.looked, ahead.chosen) == (4, 1)  # 7, 7, 7, 7, 2
    assert without.looked == 0
    assert set(states(ahead.database).values()) == {"grace"}


def test_who_has_moved_on_since_is_decided_anew(eve: Callable[[], Database]) -> None:
    ahead, _ = both(eve, taking(WalletCredited("late", DUE, POOR, amount=1_000_000)))
    assert {name for name, state in states(ahead.database).items() if state == "active"} == {POOR}
    assert ahead.chosen == 2  # its piece was chosen again, and those after it were not


@pytest.mark.parametrize(
    "event",
    [
        PriceChanged("price", DUE, None, plan=Plan.LITE, price=1, since=DUE),
        Maintenance("off", DUE, None, on=True),
        LotProlonged("long", DUE, None, programme="bonus", until=DUE + 1),
    ],
    ids=lambda event: event.TYPE,
)
def test_what_was_decided_in_another_world_is_thrown_away(eve: Callable[[], Database], event: Event) -> None:
    ahead, _ = both(eve, taking(event))
    assert ahead.chosen == 2


@pytest.mark.parametrize("late", [0, 20 * DAY], ids=["plain", "needs an account"])
def test_who_was_parked_since_is_left_alone(eve: Callable[[], Database], late: Instant) -> None:
    def park(database: Database) -> None:
        with database.write() as transaction:
            assert review(transaction, DUE, POOR, "operator", parked=True)

    ahead, _ = both(eve, park, DUE + late)
    assert ahead.chosen == 2
    assert states(ahead.database)[POOR] == "trial"


def test_who_cannot_be_decided_ahead_is_found_and_put_aside(
    eve: Callable[[], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A digest that cannot be read, and a bug in what is plain: all others go on."""
    bug = Plain.decide

    def decide(plain: Plain) -> list[str]:
        others = bug(plain)
        if any(row[-2] == "S0020" for row in plain.decided.progress):
            raise ZeroDivisionError
        return others

    monkeypatch.setattr(Plain, "decide", decide)
    databases = [eve(), eve()]
    for database, ahead in zip(databases, (True, False), strict=True):
        damage(database, POOR)
        assert Watched(database, nothing, ahead=ahead).tick(DUE).parked == (POOR, "S0020")
        assert list(parked_sellers(database)) == [POOR, "S0020"]
        assert sum(state == "grace" for state in states(database).values()) == SHOPS - 2
    assert row_differences(*map(rows, databases)) == []


def test_the_database_may_fail_while_the_next_piece_is_decided(
    eve: Callable[[], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of a piece whose commit failed is there, and the same sweep again does the rest."""
    database = eve()
    ledger = Watched(database, nothing, ahead=True)
    waited = Coming.wait

    def cut(coming: Coming) -> None:
        waited(coming)
        monkeypatch.setattr(Coming, "wait", waited)
        raise StorageError("The disk is full.")

    monkeypatch.setattr(Coming, "wait", cut)
    with pytest.raises(StorageError):
        ledger.tick(DUE)
    assert sum(state == "grace" for state in states(database).values()) == PIECE
    assert Ledger(database, default_policy()).tick(DUE).sellers == SHOPS - PIECE
    other = eve()
    Ledger(other, default_policy()).tick(DUE)
    assert row_differences(rows(database), rows(other)) == []


def test_accounts_in_memory_are_used_as_they_are(eve: Callable[[], Database]) -> None:
    databases = [eve(), eve()]
    for database, ahead in zip(databases, (True, False), strict=True):
        ledger = Watched(database, nothing, ahead=ahead)
        for number in range(0, SHOPS, 3):
            event = WalletCredited(f"w{number}", NOW, f"S{number:04}", amount=number)
            assert ledger.take([Entry(event, NOW)], "test")[0].is_done
        assert ledger.tick(DUE).sellers == SHOPS
    assert row_differences(*map(rows, databases)) == []


@pytest.mark.parametrize("seller", [POOR, "S0001"], ids=["of the next piece", "another"])
def test_a_command_in_between_drives_nobody_out_of_memory(eve: Callable[[], Database], seller: str) -> None:
    """Whoever writes in this process is seen before anything is decided on what was."""

    def command(_: Database) -> None:
        event = WalletCredited("late", DUE, seller, amount=1_000_000)
        assert at_once(lambda: ledger.take([Entry(event, DUE)], "test"))[0][0].is_done

    ledger = Watched(eve(), command, ahead=True)
    ledger.take([Entry(WalletCredited("kept", DUE - 1, "S0029", amount=1), DUE - 1)], "test")
    with ledger.database.patiently():
        ledger.tick(DUE)
    assert {"S0029", seller} <= set(ledger._accounts)
    assert ledger.chosen == (2 if seller == POOR else 1)
    assert states(ledger.database)[POOR] == ("active" if seller == POOR else "grace")
