"""The arrows between the packages, and what the pure part must not touch.

Problem: a rule about imports that nobody checks is broken within a week, and a check that cannot fail
checks nothing. Decision: import-linter proves the arrows from pyproject.toml's contracts, and the same
contracts are tried on small trees that break them. What static analysis cannot see (what is loaded at run
time, who asks the wall clock) is tried directly. Limit: a module that is found by name at run time is seen
only if importing it loads it.
"""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACTS = ROOT / "pyproject.toml"

# The modules that speak to Telegram, or put those together. All others start without aiogram: its import
# costs seconds.
CHAT_PART = (
    "bot.app",
    "bot.bench.busy",
    "bot.bench.taps",
    "bot.chat",
    "bot.frame",
    "bot.local",
    "bot.post",
    "bot.scheduler",
    "bot.screens",
)

PURE_PACKAGES = {"core", "pydantic", "pydantic_core", "statemachine"}
# Parts of the standard library that wait, reach outside the process or give another answer every time.
IMPURE = {
    "asyncio", "http", "os", "random", "secrets", "select", "socket", "sqlite3", "subprocess", "threading",
    "time", "urllib", "uuid",
}  # fmt: skip
CLOCK_CALLS = {"now", "utcnow", "today", "time_ns", "localtime", "gmtime", "current_timestamp"}
SQL_CLOCKS = ("current_timestamp", "current_date", "localtimestamp", "now()", "'now'", "clock_timestamp")


def sources(room: str) -> Iterator[Path]:
    return (path for path in sorted((ROOT / room).rglob("*.py")) if "__pycache__" not in path.parts)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_packages(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module.partition(".")[0]


def clock_readings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Calls such as `datetime.now()`, `func.now()`, `time.time()`, and SQL that asks for the time."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in CLOCK_CALLS or ast.unparse(node.func) == "time.time":
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if any(word in node.value.lower() for word in SQL_CLOCKS):
                yield node.lineno, node.value
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield node.lineno, ast.unparse(node)


def test_every_contract_of_the_imports_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(CONTRACTS), no_cache=True) == EXIT_STATUS_SUCCESS


@pytest.mark.parametrize(
    ("module", "statement", "contract"),
    [
        ("core/values.py", "import storage.rows.tables", "Arrows point one way"),
        ("storage/rows/tables/__init__.py", "import bot.app", "Arrows point one way"),
        ("core/values.py", "import sqlmodel", "The programme is pure"),
        ("core/values.py", "def late():\n    import sqlite3", "The programme is pure"),
        ("storage/rows/tables/__init__.py", "import aiogram", "Storage knows rows"),
        ("bot/localtelegram/server.py", "from bot import app", "The local Telegram knows nothing"),
        ("bot/localtelegram/server.py", "import core.values", "The local Telegram knows nothing"),
        ("bot/localozon/server.py", "import bot.ozon.client", "The local Ozon knows nothing"),
        ("bot/localozon/server.py", "import core.values", "The local Ozon knows nothing"),
        ("bot/ozon/files.py", "import storage.rows.database", "Who reads a marketplace's reports"),
        ("storage/people/team.py", "import storage.post.outbox", "The rooms of storage"),
        ("storage/people/team.py", "import storage.ledger.ledger", "The rooms of storage"),
        ("storage/books/reports.py", "import storage.ledger.ledger", "Who reads the books"),
        ("bot/frame/visitor.py", "import bot.screens.home.dialog", "The rooms of the bot"),
        ("bot/post/notifier.py", "import bot.screens.home.dialog", "The rooms of the bot"),
        ("bot/screens/help/getters.py", "import bot.screens.home.attention", "A screen imports no other screen"),
        ("bot/app.py", "import bot.demo.year", "Demo, bench, local Telegram and local Ozon"),
        ("bot/app.py", "import bot.local", "Demo, bench, local Telegram and local Ozon"),
        ("bot/app.py", "import bot.localozon.server", "Demo, bench, local Telegram and local Ozon"),
        ("bot/chat/dispatcher.py", "import bot.localtelegram.server", "Demo, bench, local Telegram and local Ozon"),
        ("bot/feed/replay.py", "def late():\n    import aiogram", "Only the chat's rooms"),
    ],
)
def test_a_broken_contract_is_found(tmp_path: Path, module: str, statement: str, contract: str) -> None:
    assert contract in broken(tmp_path, {module: statement})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("core/values.py", "core/calendar.py"),
        ("storage/rows/damage.py", "storage/rows/database.py"),
        ("storage/rows/schema.py", "storage/rows/database.py"),
        ("bot/feed/lines.py", "bot/feed/intake.py"),
        ("bot/screens/premium/changes.py", "bot/screens/premium/words.py"),
    ],
)
def test_a_circle_of_modules_is_found(tmp_path: Path, one: str, other: str) -> None:
    statements = {one: f"import {dotted(other)}", other: f"import {dotted(one)}"}
    assert "No two rooms import each other" in broken(tmp_path, statements)


def dotted(file: str) -> str:
    return file.removesuffix(".py").replace("/", ".")


def broken(tmp_path: Path, statements: dict[str, str]) -> str:
    """The contracts that are broken when there is nothing but these statements in these modules."""
    for path in (path for room in ("core", "storage", "bot") for path in sources(room)):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.touch()
    for module, statement in statements.items():
        (tmp_path / module).write_text(statement + "\n")
    program = "import sys, importlinter.cli as cli; sys.exit(cli.lint_imports(sys.argv[1], no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", program, str(CONTRACTS)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    return "\n".join(line for line in done.stdout.splitlines() if " BROKEN" in line)


def test_core_imports_only_the_standard_library_statemachine_and_pydantic() -> None:
    allowed = (sys.stdlib_module_names | PURE_PACKAGES) - IMPURE
    strangers = [
        f"{path.relative_to(ROOT)}:{line}: {package}"
        for path in sources("core")
        for line, package in imported_packages(ast.parse(path.read_text()))
        if package not in allowed
    ]
    assert strangers == []


@pytest.mark.parametrize("room", ["core", "storage"])
def test_nothing_below_the_edges_asks_the_clock(room: str) -> None:
    readings = [
        f"{path.relative_to(ROOT)}:{line}: {words}"
        for path in sources(room)
        for line, words in clock_readings(ast.parse(path.read_text()))
    ]
    assert readings == []


@pytest.mark.parametrize(
    "code",
    [
        "datetime.now(UTC)",
        "date.today()",
        "time.time()",
        "func.now()",
        "from time import time",
        "x = 'DEFAULT CURRENT_TIMESTAMP'",
    ],
)
def test_the_search_for_clocks_finds(code: str) -> None:
    assert list(clock_readings(ast.parse(code)))


def test_nothing_outside_the_chat_loads_aiogram() -> None:
    modules = [
        name
        for room in ("core", "storage", "bot")
        for path in sources(room)
        if not (name := module_name(path)).endswith("__main__")
        and not name.startswith("storage.rows.migrations.")  # Alembic runs these; they are no modules to import
        and not any(name == part or name.startswith(part + ".") for part in CHAT_PART)
    ]
    program = """
        import importlib, sys
        for name in sys.argv[1:]:
            importlib.import_module(name)
            if "aiogram" in sys.modules:
                sys.exit(f"importing {name} loads aiogram")
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *modules],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_help_is_shown_without_loading_aiogram() -> None:
    program = """
        import sys
        from bot.cli import main
        sys.argv = ["seller-premium", "--help"]
        try:
            main()
        except SystemExit as end:
            assert not end.code, end.code
        sys.exit("aiogram was loaded" if "aiogram" in sys.modules else 0)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Usage" in done.stdout


def test_the_real_bot_is_put_together_without_demo_bench_and_local_telegram(tmp_path: Path) -> None:
    program = """
        import sys
        from bot.cli import main
        sys.argv = ["seller-premium", "run"]
        try:
            main()
        except SystemExit:
            pass
        assert "bot.screens.home.dialog" in sys.modules
        doors = ("bot.demo", "bot.bench", "bot.local", "bot.localozon", "bot.localtelegram")
        sys.exit(", ".join(name for name in sys.modules if name.startswith(doors)) or 0)
    """
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen: there is no Telegram
        settings = {
            "BOT_TOKEN": "123456:secret",
            "TELEGRAM_API_URL": f"http://127.0.0.1:{nobody.getsockname()[1]}",
            "DATABASE_URL": f"sqlite:///{tmp_path}/seller.db",
        }
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(program)],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | settings,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert "Telegram cannot be reached" in done.stderr
