"""The tests' own PostgreSQL keeps its promises; a storage test on it means something only then."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import psycopg
import sqlalchemy

from tests.postgres import Server

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_fresh_database_is_reachable_through_sqlalchemy(postgres_database: str) -> None:
    engine = sqlalchemy.create_engine(postgres_database)
    with engine.connect() as connection:
        version = connection.execute(sqlalchemy.text("SHOW server_version_num")).scalar_one()
    engine.dispose()
    assert int(version) >= 170000


def test_text_sorts_by_code_point_as_in_sqlite(postgres_database: str) -> None:
    engine = sqlalchemy.create_engine(postgres_database)
    with engine.connect() as connection:
        rows = connection.execute(
            sqlalchemy.text("SELECT x FROM (VALUES ('b'), ('B'), ('ա'), ('я'), ('a')) AS t (x) ORDER BY x")
        )
        names = [row[0] for row in rows]
    engine.dispose()
    assert names == ["B", "a", "b", "я", "ա"]


def test_a_database_copies_its_template(postgres_server: Server) -> None:
    postgres_server.create("made_once")
    with psycopg.connect(postgres_server.dsn("made_once")) as connection:
        connection.execute("CREATE TABLE kept (number integer)")
    postgres_server.create("made_again", template="made_once")
    with psycopg.connect(postgres_server.dsn("made_again")) as connection:
        tables = connection.execute("SELECT to_regclass('kept')::text").fetchone()
    postgres_server.drop("made_again")
    postgres_server.drop("made_once")
    assert tables == ("kept",)


def test_a_killed_test_run_leaves_no_server_behind() -> None:
    program = """
        import os, signal
        from tests.postgres import Server
        server = Server()
        server.start()
        print(server.dsn(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    # The watcher inherits the output, so this returns when it is through.
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    dsn = done.stdout.strip()
    assert dsn, done.stderr
    folder = Path(dsn.partition("host=")[2].partition(" ")[0])
    assert not folder.exists() or list(folder.iterdir()) == []


GROUPED = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b.*(?<![\w'])\d+_\d", re.DOTALL)


def numbers_in_groups(source: str) -> list[str]:
    """SQL in a program that has numbers written as 1_000, which servers before 16 do not read."""
    texts = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    return [text for text in texts if isinstance(text, str) and GROUPED.match(text)]


def test_numbers_in_sql_are_read_by_older_servers_too() -> None:
    found = [sql for file in (ROOT / "storage").rglob("*.py") for sql in numbers_in_groups(file.read_text("utf-8"))]
    assert found == []
    assert numbers_in_groups('LOCK = "SELECT pg_advisory_xact_lock(7_265_001)"')
