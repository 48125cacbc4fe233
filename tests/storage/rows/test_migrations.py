"""A database that the first revision made, with a year's ordinary things in it, is brought up to date and used.

Problem: a migration that is tried on empty tables proves that its statements can be read. Decision:
`first_revision.json` holds rows as the first revision had them, written by that program's rules: a shop through a
trial, Lite, an upgrade and a failed renewal, and two shops whose employee has asked for Premium. It is never made anew.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.events import Malformed, parse_line
from core.policy import default_policy, overlay_policy
from core.refusals import Outcome
from core.values import Instant, State, parse_instant
from storage.books.books import Books
from storage.books.explain import Explanation, explain_entry
from storage.books.history import HistoryFilter, stream
from storage.books.reports import FeeLine, statement
from storage.books.verify import verify_all
from storage.ledger.ledger import Ledger
from storage.people.team import Team
from storage.rows import schema
from storage.rows.database import Database
from storage.rows.errors import StorageError
from tests.storage.marketplace import event_of

ROWS = json.loads(Path(__file__).with_name("first_revision.json").read_text(encoding="utf-8"))
NOW = parse_instant("2026-03-26T14:00:00+03:00")


@pytest.fixture(params=["sqlite", "postgres"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of the first revision with rows in it, of both kinds."""
    url = f"sqlite:///{tmp_path}/old.db" if request.param == "sqlite" else request.getfixturevalue("postgres_database")
    database = Database(url, durable=False)
    schema.upgrade(database.engine, "0001")
    with database.write() as transaction:
        for table, kept in ROWS.items():
            columns, rows = kept["columns"], kept["rows"]
            marks = ", ".join("?" * len(columns))
            transaction.run_many(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",
                [_row(columns, row) for row in rows],
            )
    yield database
    database.close()


def _row(columns: list[str], row: list[Any]) -> list[Any]:
    return [bytes.fromhex(value) if name == "fingerprint" else value for name, value in zip(columns, row, strict=True)]


@pytest.fixture
def upgraded(old: Database) -> Database:
    """The same database, up to date."""
    old.upgrade()
    return old


def books(database: Database) -> Books:
    return Books(database, default_policy())


def explained(database: Database, seq: int) -> Explanation:
    found = explain_entry(books(database), "S", seq)
    assert found is not None
    return found


def tell(database: Database, id_: str, kind: str, now: Instant, **fields: Any) -> Outcome:
    said = {"id": id_, "type": kind, "at": "2026-03-09T00:00:00Z", "seller": "S"} | fields
    event = parse_line(json.dumps(said))
    assert not isinstance(event, Malformed), event.message
    return Ledger(database, default_policy()).take_one(event, now, "file")


def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.read() as transaction:
        return transaction.rows(sql)


def test_an_old_database_is_told_to_be_upgraded(old: Database) -> None:
    with pytest.raises(StorageError, match=r"older \(0001\) than this program .*; run: python -m bot db upgrade$"):
        old.require_current()


def test_an_upgraded_database_holds_what_it_held(old: Database) -> None:
    def counted() -> dict[str, int]:
        return {table: rows(old, f"SELECT COUNT(*) FROM {table}")[0][0] for table in ROWS}

    before = counted()
    old.upgrade()
    old.require_current()
    # RULES 12.1: what was off until wanted is on until switched off.
    # RULES 2.6a: ids of answers that take none are free again, and the line of an unknown campaign was never there.
    assert counted() == before | {"taken": before["taken"] - 2, "line": before["line"] - 1, "mute": 0}


def test_an_upgraded_database_verifies(upgraded: Database) -> None:
    report = verify_all(books(upgraded))
    assert (report.sellers, report.violations) == (3, [])


FEES = {
    4: ("fee", "4.3", "100000.00 − 1990.00 = 98010.00", "2026-02-09T09:00:00Z"),
    8: (
        "fee_returned",
        "4.12",
        "1990.00 × 1209600 s ÷ 2419200 s = 995.00; 98010.00 + 995.00 = 99005.00",
        "2026-02-09T09:00:00Z",
    ),
    9: ("fee", "4.12", "99005.00 − 4990.00 = 94015.00", "2026-02-23T09:00:00Z"),
}


@pytest.mark.parametrize("seq", FEES)
def test_an_old_fee_is_explained_by_its_period(upgraded: Database, seq: int) -> None:
    found = explained(upgraded, seq)
    assert (found["kind"], found["rule"], found["arithmetic"], found["inputs"]["period_start"]) == FEES[seq]


def test_an_old_failure_is_explained_by_what_was_missing(upgraded: Database) -> None:
    found = explained(upgraded, 19)
    told = {name: found["inputs"][name] for name in ("price", "wallet", "missing", "grace_until")}
    assert (found["rule"], found["arithmetic"]) == ("4.7", "4990.00 − 2315.00 = 2675.00")
    assert told == {
        "price": "4990.00",
        "wallet": "2315.00",
        "missing": "2675.00",
        "grace_until": "2026-04-06T09:00:00Z",
    }


def test_an_old_upgrade_is_explained_by_what_it_returned(upgraded: Database) -> None:
    assert explained(upgraded, 11)["arithmetic"] == "995.00 − 4990.00 = -3995.00"


def test_every_old_entry_is_explained(upgraded: Database) -> None:
    assert [explained(upgraded, seq)["seq"] for seq in range(1, 20)] == [*range(1, 20)]


def test_old_fees_stand_in_the_statement_and_the_history_with_their_periods(upgraded: Database) -> None:
    found = statement(books(upgraded), "S", 202602).fees
    trial_end, upgrade = parse_instant("2026-02-09T09:00:00Z"), parse_instant("2026-02-23T09:00:00Z")
    march, later = parse_instant("2026-03-09T09:00:00Z"), parse_instant("2026-03-23T09:00:00Z")
    assert found == (
        FeeLine(4, trial_end, "fee", "lite", trial_end, march, 199_000),
        FeeLine(8, upgrade, "fee_returned", "lite", trial_end, march, -99_500),
        FeeLine(9, upgrade, "fee", "premium", upgrade, later, 499_000),
    )
    lines = stream(books(upgraded), "S", HistoryFilter(kinds=frozenset({"fee"})))
    assert [(each.plan, each.starts_at, each.ends_at) for each in lines] == [
        ("lite", trial_end, march),
        ("premium", upgrade, later),
    ]


def test_a_grace_of_before_is_paid_with_the_fee_that_was_due(upgraded: Database) -> None:
    assert tell(upgraded, "new1", "wallet.credited", NOW, amount="2675.00").kind == "done"
    account = Ledger(upgraded, default_policy()).look("S")
    assert account is not None
    assert (account.wallet, account.subscription.state) == (0, State.ACTIVE)
    assert verify_all(books(upgraded)).violations == []


def test_due_work_goes_on_where_it_stood(upgraded: Database) -> None:
    Ledger(upgraded, default_policy()).tick(parse_instant("2026-04-06T12:00:00+03:00"))
    account = Ledger(upgraded, default_policy()).look("S")
    assert account is not None
    assert (account.subscription.state, account.subscription.end_reason) == (State.INACTIVE, "insufficient_funds")
    assert verify_all(books(upgraded)).violations == []


def test_a_line_whose_id_stayed_free_is_decided_anew(upgraded: Database) -> None:
    campaign = {
        "seller": "S",
        "campaign": "C",
        "line": "LOST",
        "category": "shoes",
        "price": "1000.00",
        "discount": "0.10",
        "quantity": 1,
    }
    assert tell(upgraded, "gone1", "order.redeemed", NOW, **campaign).kind == "done"


def test_a_line_that_was_taken_stays_taken(upgraded: Database) -> None:
    outcome = tell(upgraded, "e11", "wallet.debited", NOW, at="2026-03-03T09:00:00Z", amount="91000.00")
    assert outcome.kind == "replayed"


def test_a_request_waits_unless_another_invitation_has_come_since(upgraded: Database) -> None:
    team = Team(upgraded)
    waiting = team.open_approval("U")
    assert waiting is not None and waiting.asked_by == 8
    assert team.open_approval("T") is None


def test_an_old_order_keeps_the_programme_that_it_accrued_to_whatever_orders_bring_now(upgraded: Database) -> None:
    club = overlay_policy("""[points.club]
    title = "Club"
    accrues = "orders"
    services = {ads = "always"}
    expiry = {kind = "months", months = 12}
    [points.discount]
    accrues = "grants"
    """)
    returned = event_of("r1", "2026-03-09T00:00", "order.returned", {"line": "L1", "quantity": 3})
    assert Ledger(upgraded, club).take_one(returned, NOW, "file").is_done
    assert rows(upgraded, "SELECT DISTINCT programme FROM line") == [("discount",)]
    assert rows(upgraded, "SELECT DISTINCT programme FROM movement") == [("discount",)]
    assert verify_all(Books(upgraded, club)).violations == []


@pytest.mark.parametrize("table", ["wallet_entry", "transition", "taken"])
def test_history_is_closed_to_changes_again(upgraded: Database, table: str) -> None:
    column = "cause" if table != "taken" else "outcome"
    for sql in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(StorageError, match="rows are never changed or deleted"), upgraded.write() as transaction:
            transaction.run(sql)


def test_what_was_upgraded_goes_down_again(upgraded: Database) -> None:
    schema.downgrade(upgraded.engine, "0001")
    with upgraded.read() as transaction:
        transaction.rows(f"SELECT {', '.join(ROWS['wallet_entry']['columns'])} FROM wallet_entry")
    assert schema.current(upgraded.engine) == "0001"


def test_old_points_have_the_expiry_that_their_lot_still_tells(upgraded: Database) -> None:
    told = rows(upgraded, "SELECT m.expires_at, l.expires_at FROM movement m JOIN lot l ON l.lot = m.lot "
                          "WHERE m.kind = 'crediting'")  # fmt: skip
    assert [kept for kept, _ in told] == [expires for _, expires in told] != []
