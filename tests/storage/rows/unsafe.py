"""What a migration may not do to a PostgreSQL at work, found in the statements that it runs.

Problem: while a migration waits for a lock, everybody who comes after waits behind it; and the program of the version
before goes on writing into the tables as it knew them. Decision: squawk looks at the statements as they were sent, with
the transactions around them, for only so does it see which tables the migration makes itself; squawk.toml says what is
left out. It looks at what changes tables; what changes or holds rows is looked for here.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

_SQUAWK: Final = Path(sys.executable).with_name("squawk")
_RULES: Final = Path(__file__).with_name("squawk.toml")
_FINDINGS: Final = 1
"""squawk's exit status when it has found something."""
_OF_ROWS: Final = (
    (r"UPDATE (?!alembic_version)", "an UPDATE of all rows holds them all: in pieces, by the program"),
    (r"DELETE FROM (?!alembic_version)", "a DELETE of many rows holds them all: in pieces, by the program"),
    (r"LOCK", "a lock by hand"),
)
_BESIDE: Final = re.compile(r"\s*(SELECT|SET lock_timeout|RESET)", re.I)
"""What only asks, and what the connection says that holds the lock of all upgrades."""


class Heard:
    """The statements that change something, as a script with its transactions."""

    def __init__(self, engine: Engine) -> None:
        self.statements: list[str] = []
        event.listen(engine, "before_cursor_execute", self._statement)
        event.listen(engine, "commit", self._commit)

    def _statement(self, connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if _BESIDE.match(statement):
            return
        if statement.startswith("SET LOCAL") and _in_transaction(connection):  # the first of each transaction
            self.statements.append("BEGIN")
        self.statements.append(statement.strip())

    def _commit(self, connection: Connection) -> None:
        if _in_transaction(connection):
            self.statements.append("COMMIT")


def _in_transaction(connection: Connection) -> bool:
    return connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT"


def unsafe(statements: Iterable[str]) -> list[str]:
    """What is unsafe in a migration's statements, a sentence each."""
    told = list(statements)
    found = [f"{each}: {why}" for each in told for pattern, why in _OF_ROWS if re.match(pattern, each, re.I)]
    script = "".join(f"{each};\n" for each in told)
    squawk = subprocess.run(
        [_SQUAWK, "--config", _RULES, "--reporter", "gcc", "--stdin-filepath", "migration.sql"],
        input=script,
        capture_output=True,
        text=True,
    )
    if squawk.returncode not in (0, _FINDINGS):
        raise RuntimeError(squawk.stderr)
    return found + squawk.stdout.splitlines()
