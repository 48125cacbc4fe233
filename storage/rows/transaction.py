"""Statements inside one transaction, on SQLite and on PostgreSQL behind the same few calls.

The drivers write parameters differently. A statement is read once, sign by sign, and the driver's form of it kept:
naming every parameter for a compiler would make each statement longer and the calls slower, and say no more.
"""

import functools
import re
from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any

from storage.rows.answers import Answer, Row
from storage.rows.errors import of_postgresql

if TYPE_CHECKING:
    from storage.rows.pipeline import Pipeline

_PIECES = "pieces"
_IN_PAIRS = "IN (SELECT * FROM UNNEST(CAST(? AS text[]), CAST(? AS text[])))"
MANY = 500
"""Names looked up in one statement; SQLite allows 32,766 parameters, and plans stay small."""
_SIGNS = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|[?$%]""", re.DOTALL)
"""What a statement has of literals, quoted names, comments, and of signs that mean something to us or to a driver."""


@functools.lru_cache(maxsize=1024)
def for_driver(sql: str, names: int, postgresql: bool) -> str:
    """The statement as the driver takes it: `?` is its mark, and `$` so many of them.

    Raises ValueError for a mark inside a literal, a quoted name or a comment: there the kinds would differ.
    """
    numbers = count(1)

    def mark() -> str:
        return f"${next(numbers)}" if postgresql else "?"

    def sign(found: re.Match[str]) -> str:
        text = found[0]
        if text == "?":
            return mark()
        if text == "$" and names:
            return ",".join([mark() for _ in range(names)])
        if len(text) > 1 and ("?" in text or "$" in text):
            raise ValueError(f"{text} in a statement: values are given as parameters")
        return text

    return _SIGNS.sub(sign, sql)


class Transaction:
    """Statements inside one transaction. Parameters are written `?` on both kinds, and nowhere but as parameters.

    On PostgreSQL `put` and `ask` wait for nothing: they go to the server with what is waited for next, or with the
    commit. The `cursor` is one of SQLite, or a pipeline to PostgreSQL.
    """

    def __init__(self, cursor: Any, *, postgresql: bool) -> None:
        self._cursor = cursor
        self._pipeline: Pipeline | None = cursor if postgresql else None
        self.postgresql = postgresql
        self.rings = False
        self.over = False

    def ring(self) -> None:
        """What is written here is to be sent or done: whoever listens for that hears of it with the commit."""
        self.rings = True

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Execute one statement; returns the number of rows it changed."""
        driven = self._driven(sql)
        if self._pipeline is not None:
            return self._pipeline.send(driven, parameters).changed()
        self._cursor.execute(driven, parameters)
        return int(self._cursor.rowcount)

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Execute one statement for many rows; returns the number of rows it changed."""
        driven = self._driven(sql)
        if self._pipeline is not None:
            return sum(answer.changed() for answer in [self._pipeline.send(driven, row) for row in rows])
        self._cursor.executemany(driven, rows)
        return int(self._cursor.rowcount)

    def put(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute one statement for each of these rows; nobody asks what it changed."""
        driven = self._driven(sql)
        if self._pipeline is None:
            self._cursor.executemany(driven, rows)
            return
        for row in rows:
            self._pipeline.send(driven, row)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        return self.ask(sql, parameters).rows()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        driven = self._driven(sql)
        if self._pipeline is not None:
            return self._pipeline.send(driven, parameters).row()
        self._cursor.execute(driven, parameters)
        row: Row | None = self._cursor.fetchone()
        return row

    def ask(self, sql: str, parameters: Sequence[Any] = ()) -> Answer:
        """A query that is asked together with others: read what it brings when all of them are asked."""
        return self._send(self._driven(sql), parameters)

    def stream(self, sql: str, parameters: Sequence[Any] = (), size: int = 1000) -> Generator[Row]:
        """Rows of a query in pieces, for what does not fit in memory. No other statement meanwhile."""
        if self._pipeline is None:
            self._cursor.execute(self._driven(sql), parameters)
            while rows := self._cursor.fetchmany(size):
                yield from rows
            return
        # A whole result would be taken into memory before its first row is there; of the server's own cursor not.
        self._pipeline.send(f"DECLARE {_PIECES} NO SCROLL CURSOR FOR {self._driven(sql)}", parameters)
        try:
            while rows := self.rows(f"FETCH {size} FROM {_PIECES}"):
                yield from rows
        finally:
            with suppress(*of_postgresql().every):  # a transaction that has failed has closed it
                self.run(f"CLOSE {_PIECES}")

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Put many rows into a table by the fastest way there is, in pieces: they need not fit in memory."""
        names = ", ".join(columns)
        if self._pipeline is not None:
            self.wait()
            with self._pipeline.connection.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(columns))
            self._cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608  (our own names)

    def rows_in(self, sql: str, before: Sequence[Any], names: Sequence[Any], after: Sequence[Any] = ()) -> list[Row]:
        """Rows of a query with one `IN (…)` written `IN ($)`, asked for in pieces of `MANY` names."""
        return self.ask_in(sql, before, names, after).rows()

    def wait(self) -> None:
        """Until all that was put and asked is done. Raises what any of it failed of."""
        if self._pipeline is not None:
            self._pipeline.wait()

    def set_off(self) -> None:
        """Let the server begin with what was put and asked, while Python does something else."""
        if self._pipeline is not None:
            self._pipeline.set_off()

    def ask_in(self, sql: str, before: Sequence[Any], names: Sequence[Any], after: Sequence[Any] = ()) -> Answer:
        """As `rows_in`, together with others: see `ask`."""
        if self._pipeline is not None and len(names) > 1:  # one statement for any number, so that it is planned once
            return self.ask(sql.replace("IN ($)", "= ANY (?)"), [*before, _array(names), *after])
        found: list[Row] = []
        for start in range(0, len(names), MANY):
            part = names[start : start + MANY]
            answer = self._send(self._driven(sql, len(part)), [*before, *part, *after])
            if len(names) <= MANY:
                return answer
            found.extend(answer.rows())
        return Answer(found)

    def ask_pairs(self, sql: str, before: Sequence[Any], pairs: Sequence[tuple[str, str]]) -> Answer:
        """A query of texts with one `(…, …) IN ($)`, asked together with others: see `ask`."""
        if self._pipeline is not None and len(pairs) > 1:
            return self.ask(sql.replace("IN ($)", _IN_PAIRS), [*before, *map(list, zip(*pairs, strict=True))])
        one = sql.replace("IN ($)", "= (?, ?)")  # SQLite would read the whole table for a list of them
        answers = [self.ask(one, (*before, *pair)) for pair in pairs]
        return answers[0] if len(answers) == 1 else Answer([row for answer in answers for row in answer.rows()])

    def _send(self, driven: str, parameters: Sequence[Any]) -> Answer:
        if self._pipeline is not None:
            return self._pipeline.send(driven, parameters)
        self._cursor.execute(driven, parameters)
        return Answer(self._cursor.fetchall())

    def _driven(self, sql: str, names: int = 0) -> str:
        if self.over:
            raise RuntimeError("Asked in a transaction that is over.")
        return for_driver(sql, names, self.postgresql)


def _array(names: Sequence[Any]) -> Any:
    """As the driver takes it. Numbers are written here: it would look at each one's type, for as long as all else."""
    return f"{{{','.join(map(str, names))}}}" if type(names[0]) is int else list(names)
