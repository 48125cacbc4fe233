"""The bench runs and says what it promises; how fast is for the bench itself to say, on a quiet machine."""

import asyncio
import io
import os
import platform
import re
import sqlite3
from pathlib import Path

import psycopg
import pytest
from rich.console import Console

from bot.bench.clients import take_turns
from bot.bench.hot_paths import print_bench
from bot.bench.nights import time_nights
from bot.bench.servers import due_work, measure_server
from bot.bench.starts import time_starts
from bot.bench.taps import WARM, _process, time_taps
from bot.bench.waiting import time_waiting


@pytest.fixture(scope="module")
def printed() -> list[str]:
    paper = io.StringIO()
    print_bench(Console(file=paper, width=200), 300, quick=True)
    return [line.rstrip() for line in paper.getvalue().splitlines()]


@pytest.fixture(scope="module")
def table(printed: list[str]) -> list[str]:
    return printed[:-1]


def test_the_bench_says_what_it_ran_on(printed: list[str]) -> None:
    assert printed[-1] == (
        f"Python {platform.python_version()}, {platform.python_compiler()}; SQLite {sqlite3.sqlite_version}."
    )


def test_every_row_of_the_bench_is_printed(table: list[str]) -> None:
    rows = (
        "replay: 306 lines",
        "its peak memory",
        "wallet.credited",
        "service.charged, paid with points",
        "order.redeemed",
        "command.connect",
        "command.cancel",
        "wallet.credited, not in memory",
        "order.redeemed, 500 a batch",
        "the same, sellers not in memory",
        "the same, beside sellers in memory",
        "statechart: load and send",
        "tick: 200 renewals at one instant",
        "facts over HTTP: 1,0",
        "report: 1,000 rows, shown",
        "the same, taken in",
        "its peak memory, taken in",
        "balance over HTTP, p99, 100 clients",
        "balance over HTTP, p99, 100 in flight",
        *(
            f"SQLite: {what} while {work}, p50 / p99, p99 adds"
            for work in ("the bot is at rest", "points are prolonged for all", "three lots a seller expire")
            for what in ("tap", "command")
        ),
        "SQLite: start to the first answer, 200 sellers, a night's work overdue",
        "SQLite: start to the first answer, 200 sellers, nothing due",
        "SQLite, 200 sellers: three lots a seller expire",
        "SQLite, 200 sellers: trials end with a fee",
        "SQLite, 200 sellers: digests and monthly reports",
        "SQLite, 200 sellers: the whole night",
        "SQLite, 200 sellers: peak memory of the night",
        "SQLite, 200 sellers: its write-ahead log at most",
        "verify: 200 sellers, processor time",
        "2,000 lots: balance, p99",
        "2,000 lots: next expiry, p99",
        "2,000 lots: spend, p99",
        "2,000 lots: credit, p99",
        "SQLite, 20,000 messages wait: the next 60",
        "SQLite, 20,000 messages wait: when",
    )
    assert len(table) == 1 + len(rows)
    assert [line for line, row in zip(table[1:], rows, strict=True) if not line.startswith(row)] == []


def test_every_row_has_a_counterpart_and_a_ratio(table: list[str]) -> None:
    assert table[0].split() == ["What", "Program", "Beside", "Ratio", "Goal"]
    for line in table[1:]:
        assert re.search(
            r"\s(\d[\d,./ ]*(?:/s| MiB| ms))\s.*\s\d[\d,./ ]*(?:/s| MiB| ms)\s+\d+\.\d\d(\s+(≥|adds|<).*)?$", line
        ), line


def test_goals_stand_beside_the_rows_that_have_one(table: list[str]) -> None:
    goals = [line.split("≥")[1].strip() for line in table if "≥" in line]
    assert goals == [
        "3,000/s", *["0.3"] * 6, "0.5", "0.7 of import", *["10,000/s"] * 2, "0.9", *["0.5"] * 4,
    ]  # fmt: skip


# What the bench calls of it; the real one is the user's to bring.
STAND_IN = """
CREATE TABLE account (id text PRIMARY KEY, balance numeric NOT NULL DEFAULT 0);
CREATE FUNCTION pgledger_create_account(name text, currency text) RETURNS SETOF account LANGUAGE sql
    AS $$ INSERT INTO account (id) VALUES (name) RETURNING * $$;
CREATE FUNCTION pgledger_create_transfer(giver text, taker text, amount numeric) RETURNS SETOF account LANGUAGE sql
    AS $$ UPDATE account SET balance = balance + amount WHERE id = taker RETURNING * $$;
"""


def test_a_server_is_measured_and_left_as_it_was(postgres_url: str, tmp_path: Path) -> None:
    sql = tmp_path / "pgledger.sql"
    sql.write_text(STAND_IN)
    assert [row.what for row in measure_server(postgres_url, sql, quick=True)] == [
        "PostgreSQL: wallet.credited",
        "PostgreSQL: service.charged, paid with points",
        "PostgreSQL: order.redeemed",
        "PostgreSQL: command.connect",
        "PostgreSQL: command.cancel",
        "PostgreSQL: wallet.credited, not in memory",
        "PostgreSQL: order.redeemed, 500 a batch",
        "the same, sellers not in memory",
        "the same, beside sellers in memory",
        "PostgreSQL: wallet.credited, one client",
        "PostgreSQL: wallet.credited, 8 clients",
        "PostgreSQL: intake by two programs, 1,000 orders",
        "processor time for each, two programs and server",
        "the same of one program alone",
        "PostgreSQL: due work by two programs, 120 sellers",
        "processor time for each, two programs and server",
        "the same of one program alone",
    ]
    assert databases_of_the_bench(postgres_url) == []


def test_a_client_that_fails_ends_the_measurement(postgres_url: str) -> None:
    dsn = postgres_url.replace("+psycopg", "")
    with pytest.raises(RuntimeError, match="A client has failed"):
        take_turns(dsn, due_work, ("postgresql://nobody@127.0.0.1:9/none", 1), 1, 1)


def test_a_server_that_has_gone_is_the_reason_and_not_the_clients() -> None:
    away = "postgresql://nobody@127.0.0.1:9/none"
    with pytest.raises(psycopg.OperationalError):
        take_turns(away, due_work, (away, 1), 1, 1)


def databases_of_the_bench(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url.replace("+psycopg", "")) as server:
        return server.execute("SELECT 1 FROM pg_database WHERE datname LIKE 'seller_premium_bench%'").fetchall()


def test_what_waits_is_measured_on_postgresql_too_and_the_database_is_gone_afterwards(
    postgres_url: str, tmp_path: Path
) -> None:
    found = time_waiting(tmp_path, 4000, 2, postgres_url)
    assert list(found) == [
        ("SQLite", "the next 60"), ("SQLite", "when"), ("PostgreSQL", "the next 60"), ("PostgreSQL", "when"),
    ]  # fmt: skip
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as server:
        assert server.execute("SELECT 1 FROM pg_database WHERE datname LIKE 'seller_premium_bench%'").fetchall() == []


def test_taps_are_measured_on_postgresql_too_and_the_databases_are_gone_afterwards(
    postgres_url: str, tmp_path: Path
) -> None:
    found = time_taps(tmp_path, 20, ("expiries",), postgres_url)
    assert list(found) == [("SQLite", "expiries"), ("PostgreSQL", "expiries")]
    assert all(len(seconds) >= WARM for waits in found.values() for seconds in waits)
    assert databases_of_the_bench(postgres_url) == []


def test_starts_are_measured_on_postgresql_too_and_the_databases_are_gone_afterwards(
    postgres_url: str, tmp_path: Path
) -> None:
    found = time_starts(tmp_path, 20, 1, postgres_url)
    assert {kind: [len(seconds) for seconds in each] for kind, each in found.items()} == {
        "SQLite": [1, 1, 1], "PostgreSQL": [1, 1, 1],
    }  # fmt: skip
    assert databases_of_the_bench(postgres_url) == []


def ends_at_once(*_: object) -> None:
    os._exit(1)


def test_a_process_that_ends_before_its_time_ends_the_measurement() -> None:
    with _process(ends_at_once) as process, pytest.raises(EOFError):
        asyncio.run(process.answer())


def test_a_night_on_postgresql_leaves_the_rows_that_sql_by_hand_leaves(postgres_url: str, tmp_path: Path) -> None:
    found = time_nights(tmp_path, 20, 1, postgres_url)
    assert [kind for kind, _ in found] == ["SQLite"] * 3 + ["PostgreSQL"] * 3
    assert databases_of_the_bench(postgres_url) == []
