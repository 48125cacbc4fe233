"""Sellers whose due work fails: few are put under review, many alike stop the sweep (RULES 11)."""

import json
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import Any

import pytest

from core.events import Connect, SellerRegistered, WalletCredited
from core.policy import default_policy, overlay_policy
from core.values import Instant, Plan, Role
from storage.books.verify import parked_sellers
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Entry, Ledger
from storage.ledger.records import DueRow
from storage.ledger.sweep import (
    _AMONG_LOCKED,
    _DUE_AND_FREE,
    LOCKED_SELLERS,
    SWEEP_SELLERS,
    Choose,
    Piece,
    Pieces,
    Sweep,
    Swept,
)
from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.transaction import Transaction
from tests.property.product import row_differences, rows
from tests.storage.shops import DAY, NOW, at_once, audited, connect, open_shop

DUE = NOW + 31 * DAY
LAX = "[sweeps]\nstop_sellers = 3\nstop_share = '0.5'"


def subscribers(database: Database, count: int, first: int = 0) -> list[str]:
    """So many sellers, each with a trial that ends before DUE."""
    names = [f"S{number:04}" for number in range(first, first + count)]
    for name in names:
        open_shop(database, name)
        connect(database, name)
    return names


def damage(database: Database, *names: str, how: str = "{") -> None:
    """Rows that cannot be read: what a bug and a broken disk look like from here."""
    with database.write() as transaction:
        for name in names:
            transaction.run("UPDATE seller SET digest = ?, version = version + 1 WHERE id = ?", (how, name))


def damage_otherwise(database: Database, *names: str) -> None:
    """Rows that cannot be read either, at another place."""
    damage(database, *names, how="{}")
    with database.write() as transaction:
        for name in names:
            transaction.run("UPDATE subscription SET invitation = 'lost' WHERE seller = ?", (name,))


def mend(database: Database) -> None:
    with database.write() as transaction:
        transaction.run("UPDATE seller SET digest = '{}', version = version + 1")


def sweep(database: Database, policy: str = "", now: Instant = DUE) -> Swept:
    return DueWork(Ledger(database, overlay_policy(policy) if policy else default_policy())).do(now)


def stops(database: Database) -> list[dict[str, Any]]:
    return [detail for _, _, action, detail in audited(database) if action == "sweep_stopped"]


def states(database: Database) -> dict[str, str]:
    with database.read() as transaction:
        return dict(transaction.rows("SELECT seller, state FROM subscription"))


def test_five_that_fail_alike_stop_the_sweep_and_nobody_is_parked(database: Database) -> None:
    names = subscribers(database, 8)
    damage(database, *names[:5])
    swept = sweep(database)
    assert swept.stopped is not None
    assert (swept.parked, list(parked_sellers(database))) == ((), [])
    assert (swept.stopped.failed, swept.stopped.due) == (5, 8)
    assert swept.stopped.failure.startswith("JSONDecodeError in storage.rows.records, line ")


def test_four_are_parked_and_all_others_go_on(database: Database) -> None:
    names = subscribers(database, 8)
    damage(database, *names[:4])
    swept = sweep(database)
    assert (swept.sellers, swept.parked, swept.stopped) == (8, tuple(names[:4]), None)
    assert list(parked_sellers(database)) == names[:4]
    assert {name for name, state in states(database).items() if state == "grace"} == set(names[4:])


def test_who_was_done_before_a_stop_stays_done_and_the_rest_stays_due(database: Database) -> None:
    names = subscribers(database, 8)
    damage(database, *names[2:7])
    before = Ledger(database, default_policy()).next_due()
    swept = sweep(database)
    assert {name for name, state in states(database).items() if state == "grace"} == set(names[:2])
    assert swept.sellers == 7  # two done, five failed; the last was not reached
    assert Ledger(database, default_policy()).next_due() == before


def test_as_many_that_fail_in_different_ways_are_each_parked(database: Database) -> None:
    names = subscribers(database, 8)
    damage(database, *names[:4])
    damage_otherwise(database, *names[4:])
    swept = sweep(database)
    assert (swept.parked, swept.stopped) == (tuple(names), None)


@pytest.mark.parametrize(("failing", "stops"), [(7, False), (8, True)])
def test_the_share_is_that_of_the_whole_sweep_and_must_be_passed(failing: int, stops: bool) -> None:
    """700 sellers in four pieces: 1 % of them is 7, though 7 of the first piece's 200 are more."""
    database = Database("sqlite://")
    database.upgrade()
    rows = [(f"S{number:04}", DUE) for number in range(700)]
    with database.write() as transaction:
        transaction.run_many(
            "INSERT INTO seller (id, name, registered_at, version, seq, wallet, clock, next_due, digest, parked) "
            "VALUES (?, 'Shop', 0, 1, 0, 0, 0, ?, '{}', FALSE)",
            rows,
        )

    def piece(choose: Choose) -> Piece:
        with database.write() as transaction:
            names = [row.id for row in choose(transaction)]
            if any(name < f"S{failing:04}" for name in names):
                raise ZeroDivisionError
            transaction.run_many("UPDATE seller SET next_due = NULL WHERE id = ?", [(name,) for name in names])
        return Piece(len(names), 0)

    swept = Sweep(database, default_policy().sweeps, DUE, piece).run()
    assert (swept.stopped is not None) is stops
    assert len(list(parked_sellers(database))) == (0 if stops else failing)
    assert swept.sellers == 700 or stops
    database.close()


def test_policy_says_how_many_and_which_share(database: Database) -> None:
    names = subscribers(database, 6)
    damage(database, *names[:3])
    assert sweep(database, LAX).stopped is None  # three of six are not more than a half
    mend(database)
    with database.write() as transaction:
        transaction.run("UPDATE seller SET parked = ?, next_due = ?", (False, DUE))
    damage(database, *names[:4])
    assert sweep(database, LAX, DUE + 2 * DAY).stopped is not None


def test_a_bug_that_finds_one_seller_a_beat_stops_at_the_fifth_and_lets_all_go(database: Database) -> None:
    names = subscribers(database, 5)
    with database.write() as transaction:  # each due at a moment of its own
        for number, name in enumerate(names):
            transaction.run("UPDATE seller SET next_due = ? WHERE id = ?", (DUE + number, name))
    damage(database, *names)
    came = [sweep(database, now=DUE + number) for number in range(5)]
    assert [len(each.parked) for each in came] == [1, 1, 1, 1, 0]
    assert came[4].stopped is not None and came[4].stopped.released == tuple(names[:4])
    assert list(parked_sellers(database)) == []


def test_whom_an_older_sweep_parked_is_not_counted(database: Database) -> None:
    names = subscribers(database, 5)
    damage(database, *names[:4])
    sweep(database)
    damage(database, names[4])
    with database.write() as transaction:
        transaction.run("UPDATE seller SET next_due = ? WHERE id = ?", (DUE, names[4]))
    assert sweep(database, now=DUE + 2 * DAY).parked == (names[4],)


def test_the_same_stop_is_noted_once_until_a_sweep_goes_through(database: Database) -> None:
    names = subscribers(database, 5)
    damage(database, *names)
    came = [sweep(database, now=DUE + beat).stopped for beat in range(3)]
    assert len({None if stopped is None else stopped.number for stopped in came} - {None}) == 1
    assert len(stops(database)) == 1
    mend(database)
    assert sweep(database, now=DUE + 3).stopped is None
    assert set(states(database).values()) == {"grace"}
    damage(database, *names)
    assert sweep(database, now=DUE + 2 * DAY).stopped is not None
    assert len(stops(database)) == 2


def test_another_failure_is_a_stop_of_its_own(database: Database) -> None:
    names = subscribers(database, 5)
    damage(database, *names)
    first = sweep(database).stopped
    damage_otherwise(database, *names)
    second = sweep(database).stopped
    assert first is not None and second is not None
    assert first.number != second.number and first.failure != second.failure
    shown = Ledger(database, default_policy()).stopped()
    assert shown is not None and shown.number == second.number


def test_a_mended_program_does_what_was_due_as_if_nothing_had_been(database: Database) -> None:
    undisturbed = Database("sqlite://")
    undisturbed.upgrade()
    damage(database, *subscribers(database, 10))
    sweep(database)
    assert Ledger(database, default_policy()).stopped() is not None
    mend(database)
    subscribers(undisturbed, 10)
    assert sweep(database) == sweep(undisturbed)
    assert states(database) == states(undisturbed)
    assert Ledger(database, default_policy()).stopped() is None
    undisturbed.close()


def test_an_error_of_the_database_is_no_failure_of_a_seller(database: Database) -> None:
    subscribers(database, 5)
    ledger = Ledger(database, default_policy())
    ledger._sweep = refuse  # type: ignore[method-assign, assignment]
    with pytest.raises(StorageError):
        DueWork(ledger).do(DUE)
    assert (list(parked_sellers(database)), stops(database)) == ([], [])


def refuse(*_: Any) -> int:
    raise StorageError("The disk is full.")


def test_what_a_stop_notes_holds_nothing_of_the_data(database: Database) -> None:
    names = subscribers(database, 5)
    damage(database, *names, how='{"secret name": ')
    sweep(database)
    assert "secret" not in json.dumps(stops(database))


# -- people first, and several sweeps at once ------------------------------------------------------------------------


def many_subscribers(database: Database, count: int) -> list[str]:
    """So many sellers at once, each with a trial that ends before DUE, money for half of them."""
    names = [f"S{number:04}" for number in range(count)]
    entries = [
        Entry(event, NOW)
        for number, name in enumerate(names)
        for event in (
            SellerRegistered(f"r-{name}", NOW, name, name=name),
            WalletCredited(f"w-{name}", NOW, name, amount=1 + number % 2 * 1_000_000),
            Connect(f"c-{name}", NOW, name, plan=Plan.LITE, by=Role.MANAGER),
        )
    ]
    Ledger(database, default_policy()).take(entries, "test")
    return names


class Meeting(Ledger):
    """A ledger whose first piece of a sweep is held until another's is held too."""

    def __init__(self, database: Database, both: threading.Barrier) -> None:
        super().__init__(database, default_policy())
        self._both = both
        self.pieces: list[list[str]] = []

    def _sweep(self, transaction: Transaction, choose: Choose, now: Instant) -> Piece:
        chosen: list[str] = []

        def noting(transaction: Transaction) -> Sequence[DueRow]:
            rows = choose(transaction)
            chosen.extend(row.id for row in rows)
            return rows

        piece = super()._sweep(transaction, noting, now)
        self.pieces.append(chosen)
        if len(self.pieces) == 1:
            self._both.wait(20)
        return piece


def test_two_sweeps_at_once_choose_different_sellers_and_leave_the_rows_of_one(
    postgres_database_url: str, sqlite_database_url: str
) -> None:
    with closing(Database(sqlite_database_url, durable=False)) as alone:
        names = many_subscribers(alone, LOCKED_SELLERS + 50)
        Ledger(alone, default_policy()).tick(DUE)
        expected = rows(alone)
    both = threading.Barrier(2)
    with closing(Database(postgres_database_url)) as first, closing(Database(postgres_database_url)) as second:
        many_subscribers(first, LOCKED_SELLERS + 50)
        ledgers = [Meeting(first, both), Meeting(second, both)]
        answers = at_once(*(lambda ledger=ledger: ledger.tick(DUE) for ledger in ledgers))
        chosen = [name for ledger in ledgers for piece in ledger.pieces for name in piece]
        assert sorted(chosen) == names
        assert sum(swept.sellers for swept in answers) == len(names)
        assert row_differences(expected, rows(first)) == []


def test_who_is_held_by_another_is_waited_for(postgres_database_url: str) -> None:
    with closing(Database(postgres_database_url)) as database, closing(Database(postgres_database_url)) as other:
        subscribers(database, 2)
        held = threading.Event()

        def hold() -> None:
            with other.write() as transaction:
                transaction.run("UPDATE seller SET version = version WHERE id = 'S0000'")
                held.set()
                while not transaction.row("SELECT 1 FROM pg_locks WHERE NOT granted"):
                    pass

        def after_that() -> Swept:
            held.wait(20)
            return sweep(database)

        assert at_once(hold, after_that)[1].sellers == 2
        assert set(states(database).values()) == {"grace"}


@pytest.mark.parametrize(
    ("alone", "seconds_a_seller", "sizes"),
    [
        (False, 0.0001, [50, 100, 100, 100]), (False, 0.01, [50, 12, 3, 1, 1]),
        (True, 0.0001, [50, 100, 200, 250]), (True, 0.01, [50, 12, 5, 5, 5]),
    ],
)  # fmt: skip
def test_a_piece_is_as_large_as_is_done_in_a_moment_and_a_moment_longer_where_nobody_else_writes(
    sqlite_database_url: str, alone: bool, seconds_a_seller: float, sizes: list[int]
) -> None:
    with closing(Database(sqlite_database_url, durable=False)) as before:
        many_subscribers(before, 600)
    done: list[int] = []
    with closing(Database(sqlite_database_url, durable=False)) as database:
        if not alone:
            with database.write() as transaction:
                transaction.run("UPDATE world SET clock = clock")

        def piece(choose: Choose) -> Piece:
            with database.write() as transaction:
                names = choose(transaction)
            done.append(len(names))
            return Piece(len(names), len(names) * seconds_a_seller)

        with database.patiently():
            Sweep(database, default_policy().sweeps, DUE, piece).run()
    assert done[: len(sizes)] == sizes


def among(*names: str) -> Choose:
    """Chooses these sellers, on PostgreSQL."""
    return lambda transaction: [DueRow(*row) for row in transaction.rows_in(_AMONG_LOCKED, (DUE,), names)]


def test_on_postgresql_a_piece_is_judged_by_what_the_server_did_and_not_by_who_writes_beside(
    postgres_database_url: str,
) -> None:
    """Only its own sellers wait for it, at most as long as if nobody wrote."""
    with closing(Database(postgres_database_url)) as database:
        for wrote in (False, True):
            if wrote:
                with database.write() as transaction:
                    transaction.rows("SELECT 1")
            pieces = Pieces(SWEEP_SELLERS, database)
            sizes = []
            for seconds in (0.005, 0.01, 0.02, 0.2):
                pieces.took(seconds, pieces.size)
                sizes.append(pieces.size)
            assert sizes == [100, LOCKED_SELLERS, LOCKED_SELLERS, LOCKED_SELLERS // 4]


def test_a_piece_of_a_sweep_is_timed_until_the_server_has_done_it(postgres_database_url: str) -> None:
    with closing(Database(postgres_database_url)) as database:
        subscribers(database, 3)
        ledger = Ledger(database, default_policy())
        with database.write() as transaction:
            ledger._sweep(transaction, among("S0000", "S0001", "S0002"), DUE)
            assert transaction._pipeline is not None
            assert not transaction._pipeline._under_way


def test_on_postgresql_no_command_waits_for_work_on_others(postgres_database_url: str) -> None:
    with closing(Database(postgres_database_url)) as database:
        subscribers(database, 2)
        people = Ledger(database, default_policy())
        worker = people.beside()
        credited = WalletCredited("w", DUE, "S0001", amount=100)

        def piece(transaction: Transaction) -> Piece:
            with ThreadPoolExecutor(1) as other:
                swept = worker._sweep(transaction, among("S0000"), DUE)
                assert other.submit(people.take_one, credited, DUE, "test").result(timeout=20).is_done
                return swept

        assert worker._attempt(piece).instants
        worker.tick(DUE)
        assert set(states(database).values()) == {"grace"}
        assert people.beside().database is worker.database


def test_a_sweep_drives_nobody_out_of_memory(database: Database) -> None:
    subscribers(database, 4)
    ledger = Ledger(database, default_policy(), kept=1)
    ledger.take_one(WalletCredited("busy", NOW, "S0002", amount=100), NOW, "test")
    ledger.tick(DUE)
    assert list(ledger._accounts) == ["S0002"]


def test_due_work_writes_after_people_and_people_as_before(sqlite_database_url: str) -> None:
    patient: list[bool] = []

    class Noting(Database):
        @contextmanager
        def write(self) -> Iterator[Transaction]:
            patient.append(self._lock._is_patient())
            with super().write() as transaction:
                yield transaction

    with closing(Noting(sqlite_database_url)) as database:
        subscribers(database, 2)
        ledger = Ledger(database, default_policy())
        patient.clear()
        DueWork(ledger).do(DUE)
        assert patient and all(patient)
        patient.clear()
        ledger.take_one(WalletCredited("busy", DUE, "S0002", amount=100), DUE, "test")
        assert patient == [False]


def test_of_very_many_due_at_one_instant_the_next_are_found_without_putting_all_in_order(
    postgres_database_url: str,
) -> None:
    with closing(Database(postgres_database_url)) as database, database.read() as transaction:
        for way in ("seqscan", "bitmapscan", "sort"):  # an empty table is read whole and sorted, whatever there is
            transaction.run(f"SET LOCAL enable_{way} = off")
        plan = "\n".join(row[0] for row in transaction.rows(f"EXPLAIN {_DUE_AND_FREE}", (DUE, DUE, "S", 200)))
    assert "seller_due_in_order" in plan
    assert "Sort" not in plan
