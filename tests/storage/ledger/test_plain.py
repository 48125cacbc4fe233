"""Plain due work is decided without accounts, and leaves the very rows that it leaves when it is decided one by one."""

from collections.abc import Sequence
from typing import Any

import pytest

from core.policy import overlay_policy
from core.values import HOUR, MINUTE, Instant, parse_instant
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Ledger
from storage.ledger.plain import Plain
from storage.ledger.records import DueRow
from storage.ledger.sweep import Pieces
from storage.rows.database import Database
from tests.property.histories import history, policies
from tests.property.product import TABLES, Handling, in_memory, row_differences, run
from tests.storage.shops import connect, open_shop, tell_ledger

UNTIL = "2031-01-01T00:00:00Z"
GIVEN: Instant = parse_instant("2026-03-01T09:00:00+03:00")
EXPIRY: Instant = parse_instant("2026-04-01T09:00:00+03:00")
POLICY = overlay_policy('points.bonus.expiry = {kind = "months", months = 1}\n')

COLUMNS = {"notice": "key, seller, at, kind, data, actor"}

Rows = dict[str, list[tuple[Any, ...]]]


# -- the same as one by one --------------------------------------------------------------------------------------------


def whole(database: Database) -> Rows:
    """Every column of every row, when sellers are due and what only counts writes, too; and what was told in order.

    The order in which facts for all come to people is not that of due work.
    """
    with database.read() as transaction:
        found = {
            name: sorted(transaction.rows(f"SELECT {COLUMNS.get(name, '*')} FROM {name}"), key=repr) for name in TABLES
        }
        order = transaction.rows(
            "SELECT ROW_NUMBER() OVER (ORDER BY id), key FROM notice "
            "WHERE kind NOT IN ('maintenance', 'maintenance_over', 'price_changed')"
        )
    return found | {"order": order}


def both_ways(seed: int, length: int, sweep: str | int) -> list[str]:
    """The differences between a history whose accounts are all in memory, decided one by one, and one from the rows.

    How many sellers go into a piece follows the clock on the wall, and with it who is told of facts for all when: here
    it stays the same.
    """
    overlay = policies(seed) if seed % 3 else None
    lines = history(seed, length, overlay)
    found: list[Rows] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pieces, "took", lambda *_: None)
        for forget in (False, True):
            with in_memory() as database:
                run(database, lines, overlay, Handling(batch=7, sweep=sweep, forget=forget), UNTIL)
                found.append(whole(database))
    return row_differences(*found)


@pytest.mark.parametrize("sweep", ["on time", 1, 20])
@pytest.mark.parametrize("seed", range(7000, 7012))
def test_due_work_from_the_rows_leaves_what_accounts_in_memory_leave(seed: int, sweep: str | int) -> None:
    assert both_ways(seed, 120, sweep) == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8000, 8060))
def test_due_work_of_long_histories_from_the_rows_leaves_what_accounts_leave(seed: int) -> None:
    for sweep in ("on time", 1, 3, 20):
        assert both_ways(seed, 800, sweep) == []


# -- what is plain -----------------------------------------------------------------------------------------------------


def shop(database: Database, seller: str, *amounts: int) -> None:
    """A shop with bonus points, given at once; they expire at EXPIRY."""
    open_shop(database, seller, now=GIVEN)
    ledger = Ledger(database, POLICY)
    for number, amount in enumerate(amounts):
        fields = {"grant": f"G{number}", "programme": "bonus", "amount": f"{amount}.00", "reason": "-"}
        tell_ledger(database, "bonus.granted", seller, GIVEN, **fields)
    with database.write() as transaction:  # the months of POLICY, for what was given by the shipped one
        transaction.run("UPDATE lot SET expires_at = ? WHERE seller = ?", (EXPIRY, seller))
        transaction.run("UPDATE seller SET dues_version = 0 WHERE id = ?", (seller,))
    ledger.tick(EXPIRY - 1)


def subscriber(database: Database, seller: str, money: str) -> Instant:
    """A shop on trial with some money; returns when the trial ends."""
    open_shop(database, seller, now=GIVEN)
    tell_ledger(database, "wallet.credited", seller, GIVEN, amount=money)
    connect(database, seller, GIVEN + MINUTE)
    with database.read() as transaction:
        row = transaction.row("SELECT period_end FROM subscription WHERE seller = ?", (seller,))
    assert row is not None
    ends: Instant = row[0]
    Ledger(database, POLICY).tick(ends - 1)
    return ends


def need_an_account(database: Database, names: Sequence[str], now: Instant) -> list[str]:
    """Which of these sellers' due work is not plain."""
    columns = ", ".join(DueRow._fields)
    with database.write() as transaction:
        found = transaction.rows_in(f"SELECT {columns} FROM seller WHERE id IN ($) ORDER BY next_due, id", (), names)
        sellers = [DueRow._make(row) for row in found]
        return Plain(sellers, POLICY, now).decide(transaction, sellers)


def test_lots_that_expire_at_one_instant_need_no_account(database: Database) -> None:
    shop(database, "S", 300, 200)
    assert need_an_account(database, ["S"], EXPIRY) == []


def test_a_digest_needs_no_account(database: Database) -> None:
    shop(database, "S", 300)
    Ledger(database, POLICY).tick(EXPIRY)
    assert need_an_account(database, ["S"], EXPIRY + HOUR) == []


def test_who_is_due_again_by_then_needs_an_account(database: Database) -> None:
    shop(database, "S", 300)
    assert need_an_account(database, ["S"], EXPIRY + HOUR) == ["S"]  # the digest of what expired


def test_lots_that_expire_at_two_instants_need_an_account(database: Database) -> None:
    shop(database, "S", 300, 200)
    with database.write() as transaction:
        transaction.run("UPDATE lot SET expires_at = expires_at + ? WHERE lot = 'G1'", (MINUTE,))
    assert need_an_account(database, ["S"], EXPIRY + MINUTE) == ["S"]


@pytest.mark.parametrize("money", ["0.01", "5000.00"])
def test_a_charge_at_the_end_of_a_trial_needs_no_account(database: Database, money: str) -> None:
    ends = subscriber(database, "S", money)
    assert need_an_account(database, ["S"], ends) == []


def test_who_cancelled_needs_an_account_at_the_end(database: Database) -> None:
    ends = subscriber(database, "S", "5000.00")
    tell_ledger(database, "command.cancel", "S", ends - HOUR, by="manager")
    assert need_an_account(database, ["S"], ends) == ["S"]


def test_a_charge_that_comes_late_past_the_hour_of_reminders_needs_an_account(database: Database) -> None:
    ends = subscriber(database, "S", "5000.00")
    assert need_an_account(database, ["S"], ends + 24 * HOUR) == ["S"]


def test_who_is_told_first_is_noted_first_whichever_way_it_is_decided(database: Database) -> None:
    for seller in ("A", "B", "C"):
        shop(database, seller, 300)
    ledger = Ledger(database, POLICY)
    ledger.tick(EXPIRY)
    tell_ledger(database, "wallet.credited", "B", EXPIRY, amount="1.00")
    ledger.key_changed("B", EXPIRY)  # from now on it is in memory
    DueWork(ledger).do(EXPIRY + HOUR)
    with database.read() as transaction:
        told = transaction.rows("SELECT seller FROM notice WHERE kind = 'points_expired' ORDER BY id")
    assert [seller for (seller,) in told] == ["A", "B", "C"]
