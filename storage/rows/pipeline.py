"""Statements on their way to PostgreSQL together, with few journeys there and back.

Problem: each statement that is waited for costs a journey to the server, and the driver's own way of sending one costs
several times what deciding does. Decision: statements are sent as they come and nothing waits for them until somebody
asks for what one of them brought; then all that were sent are answered together. BEGIN goes with the first of them,
COMMIT with the last. What is written again and again is prepared at its second use. Values keep the forms that the
driver gives them; whole numbers all have 64 bits, so that a statement has one plan and not one for each size. Limit:
what one statement fails of is heard only when somebody asks, and those after it were not done.
"""

import select
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult
from psycopg.types.numeric import Int8Dumper

from storage.rows.answers import Answer, Row

PREPARED: Final = 500
"""Statements that the server keeps prepared for a connection; any more it plans each time."""
_LOST: Final = "the connection is lost"
_ANY: Final = 0
"""The type of a parameter that the server is to find out, as that of text."""
_NOTHING: Final = -1
"""The type of None, which is any as well."""
_ANSWERED: Final = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


class Pipeline:
    """What is under way on a connection. One for as long as the connection lives, for one thread at a time."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        connection.adapters.register_dumper(int, Int8Dumper)
        self.connection: Final = connection
        self.broken = False
        """Whether somebody stopped waiting half-way: what comes next on the connection belongs to nobody."""
        self.journeys = 0
        """How often somebody waited for the server."""
        self._server = connection.pgconn
        self._values = Transformer(connection)
        self._may_prepare = connection.prepare_threshold is not None
        self._last = 0
        self._names: dict[tuple[str, tuple[int, ...]], bytes] = {}
        self._prepared: dict[str, dict[bytes, tuple[int, ...]]] = {}
        """Statements that were used before, and with which types of parameters they are prepared by which names."""
        self._under_way: list[Answer | str] = []
        self._to_read = select.poll()
        self._to_read.register(self._server.socket, select.POLLIN)
        self._to_send = select.poll()
        self._to_send.register(self._server.socket, select.POLLIN | select.POLLOUT)

    def send(self, sql: str, parameters: Sequence[Any] = ()) -> Answer:
        """Send a statement with its parameters written `$1`, `$2` …; nothing is waited for."""
        values: Sequence[Any] = ()
        types: tuple[int, ...] = ()
        if parameters:
            values = self._values.dump_sequence(parameters, [PyFormat.TEXT] * len(parameters))
            types = tuple(self._values.types or ())
            if None in parameters:
                types = tuple(_NOTHING if value is None else kind for kind, value in zip(types, values, strict=True))
        if not self._under_way:
            self._server.enter_pipeline_mode()
        name = self._name(sql, types)
        if name is None:
            self._server.send_query_params(sql.encode(), values, [max(kind, _ANY) for kind in types])
        else:
            self._server.send_query_prepared(name, values)
        answer = Answer([], 0, self)
        self._under_way.append(answer)
        return answer

    def set_off(self) -> None:
        """Let the server begin with what was sent; nothing is waited for."""
        self._server.flush()

    def wait(self) -> None:
        """Wait until all that was sent is answered. Raises the driver's error for the first that failed."""
        if not self._under_way:
            return
        under_way, self._under_way = self._under_way, []
        self.journeys += 1
        self.broken, error = True, None
        self._server.pipeline_sync()
        while self._server.flush():
            if any(event & select.POLLIN for _, event in self._to_send.poll()):
                self._server.consume_input()
        for each in under_way:
            result = self._result()
            if result is None:
                raise psycopg.OperationalError(_LOST)
            if result.status in _ANSWERED:
                if isinstance(each, Answer):
                    each.come(self._rows(result), result.command_tuples or 0)
            else:
                if error is None:  # all others were not done because of it
                    error = error_from_result(result, self._values.encoding)
                if not isinstance(each, Answer):
                    self._forget(each)
            self._result()  # that was all of it
        self._result()  # and of everything
        self._server.exit_pipeline_mode()
        self.broken = False
        if error is not None:
            raise error

    def abandon(self) -> None:
        """Nobody asks any more. Raises `OperationalError` if the connection is of no more use."""
        if not self.broken:
            with suppress(psycopg.Error):
                self.wait()
        if self.broken:
            raise psycopg.OperationalError(_LOST)

    def _result(self) -> PGresult | None:
        while self._server.is_busy():
            self._to_read.poll()
            self._server.consume_input()
        return self._server.get_result()

    def _rows(self, result: PGresult) -> list[Row]:
        if not result.ntuples:
            return []
        self._values.set_pgresult(result)
        return self._values.load_rows(0, result.ntuples, tuple)

    def _name(self, sql: str, types: tuple[int, ...]) -> bytes | None:
        """By what name the server has the statement prepared; None for one that it is to plan this time."""
        name = self._names.get((sql, types))
        if name is not None or not self._may_prepare:
            return name
        known = self._prepared.get(sql)
        if known is None:
            if len(self._prepared) < PREPARED:
                self._prepared[sql] = {}
            return None
        name = next((name for name, others in known.items() if _fit(others, types)), None)
        if name is None:
            if len(self._names) >= PREPARED:
                return None
            self._last += 1
            name = b"s%d" % self._last
            self._server.send_prepare(name, sql.encode(), [max(kind, _ANY) for kind in types])
            self._under_way.append(sql)
            known[name] = types
        self._names[sql, types] = name
        return name

    def _forget(self, sql: str) -> None:
        """It was not prepared after all."""
        self._prepared.pop(sql, None)
        self._names = {form: other for form, other in self._names.items() if form[0] != sql}


def _fit(known: Sequence[int], types: Sequence[int]) -> bool:
    """Whether what was prepared for those types takes these: nothing fits in anything's place."""
    return all(kind in (other, _NOTHING) for other, kind in zip(known, types, strict=True))
