"""The schema comes up and goes down, fits the models, and keeps history as it was written (RULES 11, 4.3, 2.6, 12)."""

import importlib
import pkgutil
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from core.values import parse_instant
from storage.rows import schema, tables
from storage.rows.database import Database
from storage.rows.errors import Conflict, Damaged, StorageError
from storage.rows.statements import insert
from tests.storage.shops import NOW, open_shop, tell_ledger

# -- up and down -----------------------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a single table, of both kinds."""
    url = (
        f"sqlite:///{tmp_path}/empty.db" if request.param == "sqlite" else request.getfixturevalue("postgres_database")
    )
    database = Database(url, durable=False)
    yield database
    database.close()


UPGRADE = """
import sys
from storage.rows.database import Database
database = Database(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
database.upgrade()
"""


def test_programs_that_start_together_on_an_empty_server_make_the_tables_once(postgres_database: str) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", UPGRADE, postgres_database],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()
    assert [(program.communicate()[1][-300:], program.returncode) for program in programs] == [("", 0)] * 4
    with closing(Database(postgres_database)) as database:
        assert database.is_empty() is False
        database.require_current()


def test_nobody_waits_for_a_program_that_upgraded_and_ended(postgres_database: str) -> None:
    with closing(Database(postgres_database)) as first, closing(Database(postgres_database)) as second:
        first.upgrade()
        second.upgrade()
        with second.engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "0"


def test_a_step_that_would_wait_for_a_table_gives_up_and_is_done_another_time(postgres_database: str) -> None:
    with closing(Database(postgres_database)) as database:
        schema.upgrade(database.engine, "0020")
        with database.engine.connect() as somebody:
            somebody.exec_driver_sql("LOCK TABLE seller IN ROW EXCLUSIVE MODE")
            with pytest.raises(StorageError, match=r"Another program uses the tables.*Nothing was changed"):
                database.upgrade()
        assert schema.current(database.engine) == "0020"
        database.upgrade()
        database.require_current()


def table_names(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        return set(sqlalchemy.inspect(connection).get_table_names()) - {"alembic_version"}


def test_an_upgrade_brings_every_table(empty: Database) -> None:
    schema.upgrade(empty.engine)
    assert table_names(empty) == set(SQLModel.metadata.tables)


def test_a_downgrade_takes_everything_away_again(empty: Database) -> None:
    schema.upgrade(empty.engine)
    schema.downgrade(empty.engine, "base")
    assert table_names(empty) == set()
    assert schema.current(empty.engine) is None


def test_what_was_taken_down_comes_up_again(empty: Database) -> None:
    schema.upgrade(empty.engine)
    schema.downgrade(empty.engine, "base")
    schema.upgrade(empty.engine)
    open_shop(empty)
    assert schema.current(empty.engine) == schema.newest()


def test_a_second_upgrade_changes_nothing(database: Database) -> None:
    open_shop(database)
    schema.upgrade(database.engine)
    with database.read() as transaction:
        assert transaction.row("SELECT COUNT(*) FROM seller") == (1,)


# -- models and migrations -------------------------------------------------------------------------------------------


def test_whoever_imports_the_tables_knows_all_of_them() -> None:
    described = {
        each
        for module in pkgutil.iter_modules(tables.__path__, f"{tables.__name__}.")
        for each in vars(importlib.import_module(module.name)).values()
        if isinstance(each, type) and issubclass(each, SQLModel) and each is not SQLModel
    }
    assert {each.__name__ for each in described if not hasattr(tables, each.__name__)} == set()


def test_models_and_migrations_do_not_drift(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


@pytest.mark.parametrize("table", sorted(SQLModel.metadata.tables))
def test_checks_and_keys_of_models_and_migrations_have_the_same_names(database: Database, table: str) -> None:
    model = SQLModel.metadata.tables[table]
    with database.engine.connect() as connection:
        inspector = sqlalchemy.inspect(connection)
        checks = {check["name"] for check in inspector.get_check_constraints(table)}
        key = inspector.get_pk_constraint(table)["constrained_columns"]
    named = {c.name for c in model.constraints if isinstance(c, sqlalchemy.CheckConstraint)}
    assert checks == named
    assert key == [column.name for column in model.primary_key]


# -- a database that does not fit ------------------------------------------------------------------------------------


@pytest.fixture
def one_more_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program as it will be after its next migration."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = f'revision = "next"\ndown_revision = "{schema.newest()}"\nbranch_labels = depends_on = None\n'
    (folder / "versions" / "next.py").write_text(text + "def upgrade():\n    pass\ndef downgrade():\n    pass\n")
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    schema._known.cache_clear()
    yield
    schema._known.cache_clear()


def test_revisions_follow_each_other_as_their_files_are_named() -> None:
    scripts = ScriptDirectory.from_config(schema._config()).walk_revisions()
    assert schema._known() == tuple(script.revision for script in scripts)


def test_a_database_of_several_versions_is_damaged(database: Database) -> None:
    with database.write() as transaction:
        transaction.run("INSERT INTO alembic_version (version_num) VALUES ('later')")
    with pytest.raises(Damaged):
        database.require_current()


def test_whether_the_tables_fit_is_asked_without_alembic() -> None:
    asks = "from storage.rows.database import Database; Database('sqlite://').is_empty()"
    asked = [sys.executable, "-c", f"{asks}; import sys; print(*sys.modules)"]
    loaded = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
    assert "storage.rows.schema" in loaded
    assert "alembic" not in loaded


def test_a_fitting_database_is_let_in(database: Database) -> None:
    assert schema.require_current(database.engine) is None
    database.require_current()


def test_an_empty_database_is_told_to_be_upgraded(empty: Database) -> None:
    with pytest.raises(StorageError, match=r"^The database is empty; run: python -m bot db upgrade$"):
        empty.require_current()


def test_an_older_database_is_told_to_be_upgraded(database: Database, one_more_migration: None) -> None:
    with pytest.raises(StorageError, match=r"older \(\d+\) than this program \(next\); run: python -m bot db upgrade$"):
        database.require_current()


def test_a_newer_database_asks_for_the_newer_program(database: Database) -> None:
    with database.write() as transaction:
        transaction.run("UPDATE alembic_version SET version_num = 'later'")
    with pytest.raises(StorageError, match=r"newer \(later\) than this program .*install the newer version"):
        database.require_current()


def test_a_newer_database_is_not_upgraded(database: Database) -> None:
    with database.write() as transaction:
        transaction.run("UPDATE alembic_version SET version_num = 'later'")
    with pytest.raises(StorageError, match=r"newer \(later\) than this program"):
        database.upgrade()


# -- history is never changed ----------------------------------------------------------------------------------------


def fill(database: Database) -> None:
    """At least one row in every table of history, and a notice."""
    early = parse_instant("2026-01-01T00:00:00Z")
    tell_ledger(database, "seller.registered", "S", early, name="Shop")
    tell_ledger(database, "wallet.credited", "S", early, amount="5000.00")
    tell_ledger(database, "rating.updated", "S", early, rating="4.7")
    tell_ledger(database, "bonus.granted", "S", early, grant="G", programme="bonus", amount="100.00", reason="x")
    tell_ledger(database, "command.opt_out", "S", early, programme="discount", by="manager")
    tell_ledger(database, "command.connect", "S", early, plan="lite", by="manager")
    tell_ledger(database, "command.cancel", "S", early, by="manager")
    tell_ledger(database, "seller.registered", "R", early, name="Shop", books="reported")
    tell_ledger(database, "sale.reported", "R", early, entry="a", amount="5.00", day="2026-01-01")
    with database.write() as transaction:
        transaction.run("INSERT INTO campaign_version (campaign, event) VALUES ('C', '{}')")
        transaction.run("INSERT INTO price (plan, price, since, taken_at) VALUES ('lite', 1, 0, 0)")
        transaction.run("INSERT INTO replayed_line (file, line, reason) VALUES (1, 1, 'unknown_line')")
        archived = "INSERT INTO archive (month, part, notices, deliveries, manifest, written_at) "
        transaction.run(f"{archived} VALUES (202501, 1, 1, 0, '', 0)")
        transaction.run("INSERT INTO archived_key (seller, key, archive) VALUES ('S', 'gone', 1)")
        transaction.run("INSERT INTO audit (at, seller, actor, action, detail) VALUES (0, 'S', 'x', 'y', '{}')")


def everything(database: Database, table: str) -> list[tuple[Any, ...]]:
    with database.read() as transaction:
        return sorted(transaction.rows(f"SELECT * FROM {table}"), key=repr)


def attack(database: Database, table: str, sql: str) -> None:
    """The statement is refused and the table is as it was."""
    before = everything(database, table)
    assert before, f"{table} is empty: the attack would prove nothing"
    with pytest.raises(StorageError, match="rows are never changed or deleted"), database.write() as transaction:
        transaction.run(sql)
    assert everything(database, table) == before


def test_history_refuses_every_update_and_delete(database: Database) -> None:  # RULES 11
    fill(database)
    for table in tables.HISTORY:
        attack(database, table, f"DELETE FROM {table}")
        for column in SQLModel.metadata.tables[table].columns:
            attack(database, table, f"UPDATE {table} SET {column.name} = {column.name}")


def test_history_refuses_to_be_replaced(sqlite_database_url: str) -> None:  # RULES 11
    database = Database(sqlite_database_url)
    fill(database)
    for table in (*tables.HISTORY, "notice"):
        attack(database, table, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    database.close()


def test_history_refuses_to_be_emptied_at_a_stroke(postgres_database_url: str) -> None:  # RULES 11
    database = Database(postgres_database_url)
    fill(database)
    for table in (*tables.HISTORY, "notice"):
        attack(database, table, f"TRUNCATE {table} CASCADE")
    database.close()


@pytest.mark.parametrize("column", ["key", "seller", "at", "kind", "data"])
def test_a_notices_facts_are_history(database: Database, column: str) -> None:  # RULES 12
    fill(database)
    attack(database, "notice", f"UPDATE notice SET {column} = {column}")


def test_a_notice_is_never_deleted(database: Database) -> None:  # RULES 12
    fill(database)
    attack(database, "notice", "DELETE FROM notice")


def test_a_notice_is_deleted_only_when_its_key_is_kept(database: Database) -> None:  # RULES 12
    fill(database)
    with database.write() as transaction:
        transaction.run(
            "INSERT INTO archived_key (seller, key, archive) SELECT seller, key, 1 FROM notice WHERE id = 1"
        )
        assert transaction.run("DELETE FROM notice WHERE id = 1") == 1
    attack(database, "notice", "DELETE FROM notice WHERE id = 2")


def test_under_a_kept_key_no_notice_is_written_and_others_beside_it_are(database: Database) -> None:  # RULES 12
    fill(database)
    with database.write() as transaction:
        before = transaction.row("SELECT COUNT(*) FROM notice")
        transaction.run(
            "INSERT INTO notice (key, seller, at, kind, data) "
            "VALUES ('gone', 'S', 0, 'x', '{}'), ('here', 'S', 0, 'x', '{}'), ('gone', 'R', 0, 'x', '{}')"
        )
        found = transaction.rows("SELECT seller, key FROM notice WHERE key IN ('gone', 'here') ORDER BY seller")
        after = transaction.row("SELECT COUNT(*) FROM notice")
    assert before is not None
    assert (found, after) == ([("R", "gone"), ("S", "here")], (before[0] + 2,))


def test_what_went_to_an_archive_is_history_but_for_when_it_was_gone(database: Database) -> None:
    fill(database)
    attack(database, "archive", "DELETE FROM archive")
    for column in SQLModel.metadata.tables["archive"].columns:
        if column.name not in {"id", "removed_at"}:
            attack(database, "archive", f"UPDATE archive SET {column.name} = {column.name}")
    with database.write() as transaction:
        assert transaction.run("UPDATE archive SET removed_at = 1") == 1


def test_when_a_notice_became_deliveries_may_be_noted(database: Database) -> None:
    fill(database)
    with database.write() as transaction:
        assert transaction.run("UPDATE notice SET fanned_out_at = 1") > 0


# -- what cannot be there twice --------------------------------------------------------------------------------------

PERIOD = insert(tables.Period)


def twice(database: Database, *statements: tuple[str, tuple[Any, ...]]) -> None:
    """The last of the statements is refused because of the ones before."""
    *first, last = statements
    with database.write() as transaction:
        for sql, values in first:
            transaction.run(sql, values)
    with pytest.raises(Conflict), database.write() as transaction:
        transaction.run(*last)


def period(
    starts_at: int, seq: int, plan: str = "lite", kind: str = "paid", seller: str = "S"
) -> tuple[str, tuple[Any, ...]]:
    return PERIOD, (seller, starts_at, plan, kind, starts_at + 10, 0, starts_at, seq)


def test_a_seller_has_one_trial_ever(database: Database) -> None:  # RULES 4.3, 15.19
    open_shop(database)
    twice(database, period(0, 101, kind="trial"), period(50, 102, "premium", kind="trial"))


def test_another_seller_has_a_trial_of_its_own(database: Database) -> None:  # RULES 4.3
    open_shop(database)
    open_shop(database, "T")
    with database.write() as transaction:
        transaction.run(*period(0, 101, kind="trial"))
        transaction.run(*period(0, 101, kind="trial", seller="T"))


def test_a_period_is_charged_once(database: Database) -> None:  # RULES 4.6
    open_shop(database)
    twice(database, period(0, 101), period(0, 102))


def test_an_upgrade_in_the_first_instant_is_a_period_of_another_plan(database: Database) -> None:  # RULES 4.12
    open_shop(database)
    with database.write() as transaction:
        transaction.run(*period(0, 101, "lite"))
        transaction.run(*period(0, 102, "premium"))


def test_an_id_is_taken_once_in_its_source(database: Database) -> None:  # RULES 2.6
    taken = insert(tables.Taken)
    row = (b"x", "wallet.credited", "S", 0, 0, "done", None, None)
    twice(database, (taken, ("file", "e", *row)), (taken, ("chat", "e", *row)), (taken, ("file", "e", *row)))


def test_a_notices_key_is_used_once(database: Database) -> None:  # RULES 12
    open_shop(database)
    sql = "INSERT INTO notice (key, seller, at, kind, data) VALUES ('k', 'S', 0, 'connected', '{}')"
    twice(database, (sql, ()), (sql, ()))


@pytest.mark.parametrize("table", ["movement", "wallet_entry", "transition", "period", "consent", "rating"])
def test_a_number_of_a_sellers_history_is_used_once(database: Database, table: str) -> None:  # RULES 11
    open_shop(database)
    values = {
        "movement": (0, "bonus", "accrual", "source", "held", 1, *[None] * 6, "x", "y", None),
        "wallet_entry": (0, "credit", 1, 1, None, "x", "y", None, None),
        "transition": (0, "end", "trial", "inactive", None, None, None, 0, "x", "y", None, None, None, None),
        "consent": (0, "bonus", True, "x", "y"),
        "rating": (0, 1),
    }
    if table == "period":
        twice(database, period(0, 101), period(50, 101))
        return
    statement = insert(next(m for m in SQLModel.__subclasses__() if m.__tablename__ == table))
    row = ("S", 101, *values[table])
    twice(database, (statement, row), (statement, row))


def inserted(row: SQLModel) -> tuple[str, tuple[Any, ...]]:
    """The statement and values that insert the row with its defaults."""
    values = {name: value for name, value in row.model_dump().items() if name != "id"}
    sql = f"INSERT INTO {row.__tablename__} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
    return sql, tuple(values.values())


def test_a_person_is_in_a_team_once(database: Database) -> None:
    open_shop(database)
    row = inserted(tables.Member(telegram_id=7, seller="S", role="manager", name="x", joined_at=0))
    twice(database, row, row)


def test_an_invitation_has_one_open_request(database: Database) -> None:  # RULES 5.5
    open_shop(database)
    row = inserted(tables.Approval(seller="S", asked_by=7, asked_at=0))
    twice(database, row, row)


def test_a_notice_reaches_a_person_once(database: Database) -> None:  # RULES 12
    open_shop(database, invited=True)
    row = inserted(tables.Delivery(notice=1, telegram_id=7, due_at=0))
    twice(database, row, row)


def test_a_links_token_is_there_once(database: Database) -> None:
    open_shop(database)
    row = inserted(tables.LinkToken(hash="h", seller="S", role="manager", created_at=0, created_by="x", expires_at=1))
    twice(database, row, row)


# -- what cannot be at all -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO balance VALUES ('S', 'bonus', 0, -1, 0, 0, 0, 0, 0, 0, 0, false)",  # below zero
        "INSERT INTO balance VALUES ('S', 'bonus', 0, 1, 1, 0, 0, 0, 0, 0, 0, false)",  # available beside a debt
        "INSERT INTO charge VALUES ('S', 'C', 1, 'ads', 10, 11, 0, 202601, NULL, '{}')",  # more money than amount
        "INSERT INTO points_grant VALUES ('S', 'G', 'bonus', 10, 11, 'x', 0, NULL)",  # more left than given
        "INSERT INTO lot VALUES ('S', 'bonus', 'line', 'L', -1, 0, 0, 0, 0)",
        "INSERT INTO lot VALUES ('S', 'bonus', 'line', 'L', 1, 0, 0, 1, 2)",  # more forgiven than expired
        "INSERT INTO lot VALUES ('S', 'bonus', 'gift', 'L', 1, 0, 0, 0, 0)",
        "INSERT INTO line VALUES ('S', 'L', 'C', 'x', 1, 1, 1, 2, 1, 0, 0, 0, NULL, NULL, NULL, false)",
        "INSERT INTO usage VALUES ('S', 'bonus', 'ads', 1, -1)",
        "INSERT INTO period VALUES ('S', 10, 'lite', 'paid', 10, 0, 0, 99)",  # ends when it starts
        "INSERT INTO period VALUES ('S', 10, 'lite', 'trial', 20, 1, 0, 99)",  # a trial that costs
        "INSERT INTO movement (seller, seq, at, programme, kind, source, target, amount, actor, cause) "
        "VALUES ('S', 99, 0, 'bonus', 'x', 'nowhere', 'held', 1, 'x', 'y')",
        "UPDATE seller SET version = -1",
        "INSERT INTO world (id, maintenance) VALUES (2, false)",
        "INSERT INTO rating VALUES ('nobody', 1, 0, 1)",  # a seller that does not exist
    ],
)
def test_the_tables_refuse_what_cannot_be(database: Database, sql: str) -> None:  # RULES 8.7, 11
    open_shop(database)
    with pytest.raises(StorageError), database.write() as transaction:
        transaction.run(sql)


@pytest.mark.parametrize(
    ("column", "value"),
    [("state", "'cancelled'"), ("plan", "'gold'"), ("renewal", "'later'"), ("plan", "NULL"), ("grace_until", "1")],
)
def test_a_subscription_cannot_be_in_a_state_that_does_not_exist(database: Database, column: str, value: str) -> None:
    open_shop(database)  # RULES 4
    tell_ledger(database, "command.connect", "S", NOW, plan="lite", by="manager")
    with pytest.raises(StorageError), database.write() as transaction:
        transaction.run(f"UPDATE subscription SET {column} = {value}")
