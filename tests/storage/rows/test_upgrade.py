"""A database of an earlier version, with a shop's data in it, is brought up to date and works on (RULES 2.6a, 4.15)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.events import OrderRedeemed, WalletCredited
from core.policy import default_policy
from core.values import HOUR, Instant, parse_instant
from storage.books.books import Books
from storage.books.verify import verify_all
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.rows import schema
from storage.rows.database import Database
from storage.rows.errors import StorageError
from storage.rows.transaction import Transaction

DUE: Instant = parse_instant("2026-03-05T12:00:00Z")
DAY: Instant = 24 * HOUR
LITE = 199_000


def stand_in_grace(transaction: Transaction) -> None:
    """A shop as the first version left it: its renewal failed, and lines of it came before what they needed."""
    transaction.run("INSERT INTO world (id, maintenance) SELECT 1, ? WHERE NOT EXISTS (SELECT 1 FROM world)", (False,))
    transaction.run(
        "INSERT INTO seller (id, name, registered_at, version, seq, wallet, clock, next_due, digest, parked) "
        "VALUES ('S', 'Shop', ?, 3, 3, 0, ?, ?, '{}', ?)",
        (DUE - 31 * DAY, DUE, DUE + DAY, False),
    )
    transaction.run(
        "INSERT INTO subscription (seller, state, plan, renewal, anchor, period_number, period_start, period_end, "
        "period_fee, grace_until, retry_number, retry_at, trial_used, connected_before, invitation, badge, "
        "connected_at, mailings_left, fees_paid) "
        "VALUES ('S', 'grace', 'lite', 'renew', ?, -1, ?, ?, 0, ?, 1, ?, ?, ?, 'none', ?, ?, 0, 0)",
        (DUE, DUE - 30 * DAY, DUE, DUE + 14 * DAY, DUE + DAY, True, True, False, DUE - 30 * DAY),
    )
    for programme in ("bonus", "discount"):
        transaction.run(
            "INSERT INTO balance (seller, programme, held, available, debt, accrued, credited, adjusted, spent, "
            "expired, repaid, opted_out) VALUES ('S', ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, ?)",
            (programme, False),
        )
    steps = [("begin_trial", "inactive", "trial", DUE - 30 * DAY), ("fee_failed", "trial", "grace", DUE)]
    for seq, (event, before, after, at) in zip((1, 3), steps, strict=True):
        transaction.run(
            "INSERT INTO transition (seller, seq, at, event, from_state, to_state, plan, renewal, money, actor, cause) "
            "VALUES ('S', ?, ?, ?, ?, ?, 'lite', 'renew', 0, 'manager', 'test')",
            (seq, at, event, before, after),
        )
    transaction.run(
        "INSERT INTO period (seller, starts_at, plan, kind, ends_at, fee, paid_at, seq) "
        "VALUES ('S', ?, 'lite', 'trial', ?, 0, ?, 2)",
        (DUE - 30 * DAY, DUE, DUE - 30 * DAY),
    )
    transaction.run(
        "INSERT INTO line (seller, line, campaign, category, price, discount, quantity, quantity_left, coefficient, "
        "points, redeemed_at, taken_at, reason, held) VALUES ('S', 'L', 'C', 'x', 1, 1, 1, 1, 0, 0, ?, ?, "
        "'unknown_campaign', ?)",
        (DUE, DUE, False),
    )
    for id_, type_, outcome, reason in (
        ("early", "wallet.credited", "refused", "unknown_seller"),
        ("order", "order.redeemed", "ignored", "unknown_campaign"),
        ("kept", "command.cancel", "refused", "not_connected"),
    ):
        transaction.run(
            "INSERT INTO taken (source, id, fingerprint, type, seller, at, taken_at, outcome, reason) "
            "VALUES ('file', ?, ?, ?, 'S', ?, ?, ?, ?)",
            (id_, b"0" * 16, type_, DUE, DUE, outcome, reason),
        )


@pytest.fixture(params=["sqlite", "postgres"])
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database made by the first revision, filled, and upgraded to the present one; of both kinds."""
    url = f"sqlite:///{tmp_path}/old.db" if request.param == "sqlite" else request.getfixturevalue("postgres_database")
    database = Database(url, durable=False)
    schema.upgrade(database.engine, "0001")
    with database.write() as transaction:
        stand_in_grace(transaction)
    schema.upgrade(database.engine)
    database.require_current()
    yield database
    database.close()


def test_ids_that_an_answer_had_taken_wrongly_are_free(upgraded: Database) -> None:
    ledger = Ledger(upgraded, default_policy())
    money = WalletCredited("early", DUE, "S", amount=100)
    assert ledger.take_one(money, DUE + HOUR, "file").is_done
    order = OrderRedeemed("order", DUE, "S", line="L", campaign="C", category="x", price=1, discount=1, quantity=1)
    assert ledger.take_one(order, DUE + HOUR, "file").reason == "unknown_campaign"  # the line's id is free too


def test_all_other_history_stays_and_stays_protected(upgraded: Database) -> None:
    with upgraded.read() as transaction:
        assert transaction.rows("SELECT id FROM taken") == [("kept",)]
    with pytest.raises(StorageError, match="never changed or deleted"), upgraded.write() as transaction:
        transaction.run("DELETE FROM taken")


def test_a_grace_that_began_before_is_paid_at_the_price_that_was_due(upgraded: Database) -> None:
    ledger = Ledger(upgraded, default_policy())
    assert ledger.take_one(WalletCredited("m", DUE, "S", amount=LITE), DUE + HOUR, "file").is_done
    account = ledger.look("S")
    assert account is not None
    assert (account.subscription.state, account.wallet, account.subscription.fees_paid) == ("active", 0, LITE)


def test_what_was_upgraded_adds_up(upgraded: Database) -> None:
    ledger = Ledger(upgraded, default_policy())
    ledger.tick(DUE + 20 * DAY)
    assert verify_all(Books(upgraded, default_policy())).violations == []


def test_who_was_never_asked_about_tables_gets_plain_messages(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/old.db", durable=False)
    schema.upgrade(database.engine, "0011")
    with database.write() as transaction:
        transaction.run("INSERT INTO person (telegram_id, plain) VALUES (7, ?)", (False,))
    schema.upgrade(database.engine)
    assert Team(database).person(7).plain
    database.close()
