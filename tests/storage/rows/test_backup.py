"""A backup under load is one consistent view, and holds up no writer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from storage.rows.backup import back_up
from storage.rows.database import Database
from tests.storage.shops import open_shop, tell_ledger

SHOPS = 40


@pytest.fixture
def database(sqlite_database_url: str) -> Iterator[Database]:
    """Shops with a wallet each, in a file of many steps."""
    opened = Database(sqlite_database_url, durable=False)
    for number in range(SHOPS):
        open_shop(opened, f"S{number}")
    with opened.write() as transaction:
        transaction.run_many(
            "INSERT INTO audit (at, actor, action, detail) VALUES (0, 'test', 'filling', ?)",
            [(f'"{number:04000}"',) for number in range(2000)],
        )
    yield opened
    opened.close()


@contextmanager
def writing(database: Database) -> Iterator[list[int]]:
    """A writer that credits shop after shop meanwhile; yields the list of what it has committed."""
    stop, done = threading.Event(), [0]

    def write() -> None:
        while not stop.is_set():
            tell_ledger(database, "wallet.credited", f"S{done[0] % SHOPS}", amount="1.00")
            done[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    yield done
    stop.set()
    writer.join()


def test_a_backup_under_load_is_whole_and_of_one_instant(database: Database, tmp_path: Path) -> None:
    with writing(database) as committed:
        while committed[0] < SHOPS:
            pass
        before = committed[0]
        back_up(database, tmp_path / "seller.bak")
        after = committed[0]
    engine = create_engine(f"sqlite:///{tmp_path / 'seller.bak'}")
    with engine.connect() as connection:
        taken = connection.execute(text("SELECT COUNT(*) FROM taken WHERE type = 'wallet.credited'")).scalar_one()
        entries = connection.execute(text("SELECT COUNT(*) FROM wallet_entry")).scalar_one()
        wallets = connection.execute(text("SELECT SUM(wallet) FROM seller")).scalar_one()
    engine.dispose()
    assert taken == entries == wallets // 100
    assert before <= taken <= after


def test_a_writer_goes_on_while_a_backup_is_made(database: Database, tmp_path: Path) -> None:
    with writing(database) as committed:
        while committed[0] < 1:
            pass
        before = committed[0]
        back_up(database, tmp_path / "seller.bak")
        during = committed[0] - before
    assert during > 1
