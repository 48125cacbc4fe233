"""Facts and commands as a feed: `POST /events` (RULES 13), the same lines and the same answers as `import`.

Problem: a marketplace sends thousands of lines at once, and the connection may break anywhere.
Decision: lines are taken in batches while the body arrives, each batch in one transaction; a body is read no faster
than its lines are taken. Where the connection breaks, whole lines have been taken and nothing else; the same request
again is answered `replayed` for those. A mistake in the form of the whole ends it, and the answer says how many lines
were taken before.
Limit: `MOST_LINES` lines and `MOST_BYTES` unpacked bytes a request; `AT_ONCE` requests are taken from at a time, the
others wait.
"""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import anyio
import anyio.to_thread
from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from bot.api.access import Caller, Feeds
from bot.api.ports import Api, Ports
from bot.api.problems import Fault, Problem
from bot.feed.cloudevents import parse_cloud_event
from bot.feed.lines import BATCH, BATCH_BYTES, answers
from bot.feed.pieces import Broken, Gzip, JsonArray, JsonLines, Plain, Splitter, TooLarge
from core.events import Event, Malformed, parse_line
from core.refusals import Refusal, Verdict

router = APIRouter(tags=["facts"])

PATH: Final = "/events"
MOST_LINES: Final = 10_000
MOST_BYTES: Final = 64 << 20
AT_ONCE: Final = 2
"""The database has one writer; more would only hold the threads that others read with."""
_PIECE: Final = 1 << 16
"""Bytes for which a thread is asked; less is gathered first."""

_FORMS: Final[dict[str, tuple[Callable[[], Splitter], Callable[[bytes], Event | Malformed]]]] = {
    "application/jsonl": (JsonLines, parse_line),
    "application/x-ndjson": (JsonLines, parse_line),
    "application/json": (JsonArray, parse_line),
    "application/cloudevents-batch+json": (JsonArray, parse_cloud_event),
}


class LineOutcome(BaseModel):
    """What one line came to."""

    line: int = Field(description="Its number, from 1.")
    id: str | None = Field(description="Its id, if that could be read.")
    outcome: Verdict = Field(description="What became of it.")
    reason: str | None = Field(description="The rulebook's code, where it was refused or ignored.")
    data: dict[str, str] | None = Field(default=None, description="The code's numbers.")
    message: str | None = Field(default=None, description="In English, what to mend.")


class Taken(BaseModel):
    """What the lines came to, in their order."""

    counts: dict[Verdict, int] = Field(description="How many lines came to what.")
    outcomes: list[LineOutcome] = Field(description="An answer a line.")


class Intake:
    """The lines of one request, taken as they arrive. Runs in worker threads, one call at a time."""

    def __init__(self, api: Api, source: str, splitter: Splitter, read: Callable[[bytes], Any], packing: Plain) -> None:
        self._api = api
        self._source = source
        self._splitter = splitter
        self._read = read
        self._packing = packing
        self._lines: list[bytes] = []
        self._size = 0
        self._taken = 0
        self._rows: list[str] = []
        self._counts: Counter[str] = Counter()

    def feed(self, piece: bytes) -> None:
        """Take what is whole now, in batches. Raises `Problem`; what was taken before stays taken."""
        try:
            for unpacked in self._packing.unpack(piece):
                for line in self._splitter.feed(unpacked):
                    self._add(line)
        except (Broken, TooLarge) as error:
            raise self._problem(error) from error

    def finish(self) -> bytes:
        """Take the rest; returns the answer. Raises `Problem`."""
        try:
            self._packing.finish()
            for line in self._splitter.finish():
                self._add(line)
        except (Broken, TooLarge) as error:
            raise self._problem(error) from error
        self._take()
        return f'{{"counts":{json.dumps(self._counts)},"outcomes":[{",".join(self._rows)}]}}'.encode()

    def _add(self, line: bytes) -> None:
        if self._taken + len(self._lines) == MOST_LINES:
            raise TooLarge
        self._lines.append(line)
        self._size += len(line)
        if len(self._lines) >= BATCH or self._size >= BATCH_BYTES:
            self._take()

    def _take(self) -> None:
        clock = self._api.clock
        for answer in answers(
            self._api.ledger, self._lines, lambda event: clock.now(), lambda done: None,
            source=self._source, first=self._taken + 1, read=self._read,
        ):  # fmt: skip
            self._counts[answer.outcome.kind.value] += 1
            self._rows.append(json.dumps(answer.row(), ensure_ascii=False))
        self._taken += len(self._lines)
        self._lines.clear()
        self._size = 0
        self._api.nudge()

    def _problem(self, error: Broken | TooLarge) -> Problem:
        """The mistake, and how many lines of the request were taken before it."""
        taken = {"taken": str(self._taken)}
        headers = {"Connection": "close"}  # what follows of the body is not read
        if isinstance(error, TooLarge):
            said = f"at most {MOST_LINES} lines and {MOST_BYTES} bytes, unpacked"
            return Problem(Fault.BODY_TOO_LARGE, field="body", members=taken, message=said, headers=headers)
        return Problem(Refusal.MALFORMED, field="body", members=taken, message=str(error), headers=headers)


_LINES: Final[dict[str, Any]] = {
    "type": "string",
    "description": "A JSON object a line: id, type, at, seller and the fields of its type (the rulebook, 13).",
}
_LINE: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["id", "type", "at"],
    "properties": {name: {"type": "string"} for name in ("id", "type", "at", "seller")},
    "additionalProperties": True,
}
_CLOUD_EVENT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "time"],
    "properties": {
        "specversion": {"const": "1.0"},
        **{name: {"type": "string"} for name in ("id", "source", "type", "time", "subject")},
        "data": {"type": "object", "additionalProperties": True},
    },
}
_BODY: Final = {
    "required": True,
    "content": {
        "application/jsonl": {"schema": _LINES},
        "application/x-ndjson": {"schema": _LINES},
        "application/json": {"schema": {"type": "array", "items": _LINE, "maxItems": MOST_LINES}},
        "application/cloudevents-batch+json": {
            "schema": {"type": "array", "items": _CLOUD_EVENT, "maxItems": MOST_LINES}
        },
    },
}


@router.post(
    PATH,
    response_model=Taken,
    response_model_exclude_unset=True,
    openapi_extra={"requestBody": _BODY},
    summary="Take lines",
)
async def take_events(request: Request, caller: Feeds, api: Ports) -> Response:
    """Take up to 10,000 lines in their order and answer each. Ids make it repeatable: after a break just send it again.

    `Content-Encoding: gzip` is understood. A request that is refused as a whole says in `taken` how many of its first
    lines were taken.
    """
    intake = _intake(api, caller, request)
    turn: anyio.CapacityLimiter = request.app.state.feeding
    gathered = bytearray()
    async for piece in request.stream():
        gathered += piece
        if len(gathered) >= _PIECE:
            await anyio.to_thread.run_sync(intake.feed, bytes(gathered), limiter=turn)
            gathered.clear()

    def rest() -> bytes:
        intake.feed(bytes(gathered))
        return intake.finish()

    body = await anyio.to_thread.run_sync(rest, limiter=turn)
    return Response(body, media_type="application/json")


def _intake(api: Api, caller: Caller, request: Request) -> Intake:
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    form = _FORMS.get(kind.strip().lower())
    charset = parameters.replace(" ", "").lower()
    if form is None or charset not in ("", "charset=utf-8", 'charset="utf-8"'):
        said = f"one of {', '.join(_FORMS)}, in UTF-8"
        raise Problem(
            Fault.UNSUPPORTED_MEDIA_TYPE, field="Content-Type", message=said, headers={"Accept": ", ".join(_FORMS)}
        )
    packing = request.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip"):
        raise Problem(
            Fault.UNSUPPORTED_MEDIA_TYPE,
            field="Content-Encoding",
            message="gzip, or none",
            headers={"Accept-Encoding": "gzip"},
        )
    splitter, read = form
    return Intake(api, caller.name, splitter(), read, Gzip(MOST_BYTES) if packing == "gzip" else Plain(MOST_BYTES))
