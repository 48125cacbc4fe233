"""Requests that are done once: the Idempotency-Key header (draft 07 of the IETF's HTTP API working group).

A route that changes something takes a `Claim` (`ClaimOnce`, or `ClaimUnlessPreview` for one with `?preview=true`) and
gives its event the claim's `id` and `at`; the rest happens here. The first answer is kept before it is sent and told
again to the same request; another request under the key is refused, and so is one that comes while the first is at
work. A route whose answer holds a secret puts what may be kept of it into `request.state.kept`. What decided nothing (a
wrong field, a failure, a thing that is not there yet: RULES 2.6a) leaves the key free.
"""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Any, Final

import structlog
from fastapi import Depends, Header, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.api.access import Caller
from bot.api.ports import Api
from bot.api.problems import Fault, Problem
from core.refusals import TAKES_NO_ID, Refusal
from core.values import Instant, is_clean_text
from storage.people.idempotency import Answered, Claimed, Idempotency, OtherRequest, UnderWay
from storage.rows.errors import StorageError

HEADER: Final = "Idempotency-Key"
LONGEST_KEY: Final = 100
"""Characters; a UUID has 36."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a request may do once. `id` and `at` are for its event: the same each time the request comes.

    With `preview` nothing is to be done, and there is no key.
    """

    id: str
    at: Instant
    preview: bool = False


class Repeated(Exception):
    """The request was answered before; this is the answer."""

    def __init__(self, answered: Answered) -> None:
        super().__init__(answered.status)
        self.answered = answered


@dataclass(frozen=True)
class Once:
    """A dependency that claims the request's key. Raises `Problem`, and `Repeated` for what was answered before."""

    async def __call__(self, request: Request, key: Annotated[str | None, Header(alias=HEADER)] = None) -> Claim:
        """The claim."""
        return await _claim(request, key)


@dataclass(frozen=True)
class OnceUnlessPreview(Once):
    """The same, but a preview needs no key and keeps no answer."""

    async def __call__(
        self,
        request: Request,
        key: Annotated[str | None, Header(alias=HEADER)] = None,
        preview: Annotated[bool, Query(description="Only say what would happen; nothing is done.")] = False,
    ) -> Claim:
        """The claim, or that it is a preview."""
        if preview:
            api: Api = request.app.state.api
            return Claim("preview", api.clock.now(), preview=True)
        return await _claim(request, key)


ClaimOnce = Annotated[Claim, Depends(Once())]
ClaimUnlessPreview = Annotated[Claim, Depends(OnceUnlessPreview())]


async def _claim(request: Request, key: str | None) -> Claim:
    if key is None or not key.strip():
        raise Problem(Fault.IDEMPOTENCY_KEY_MISSING, field=HEADER)
    if not is_clean_text(key, LONGEST_KEY):
        raise Problem(Fault.INVALID, field=HEADER, message=f"a text of 1 to {LONGEST_KEY} characters")
    api: Api = request.app.state.api
    caller: Caller = request.state.caller
    # A file that was received already stands there by its digest.
    body: bytes = request.state.digest if hasattr(request.state, "digest") else await request.body()
    asked = (request.method, request.url.path, request.url.query, body)
    print_ = hashlib.sha256(b"\0".join(each.encode() if isinstance(each, str) else each for each in asked)).digest()
    found = await run_in_threadpool(Idempotency(api.database).claim, caller.name, key, print_, api.clock.now())
    match found:
        case Claimed(at):
            request.state.claimed = (caller.name, key)
            return Claim(f"key:{key}", at)
        case Answered():
            raise Repeated(found)
        case UnderWay():
            raise Problem(Fault.REQUEST_IN_PROGRESS, field=HEADER, headers={"Retry-After": "1"})
        case OtherRequest():
            raise Problem(Fault.IDEMPOTENCY_KEY_REUSED, field=HEADER)


class OnceOnly:
    """The layer that keeps the answers of claimed requests, and tells them again."""

    def __init__(self, app: ASGIApp, api: Api) -> None:
        self._app = app
        self._keys = Idempotency(api.database)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state: dict[str, Any] = scope.setdefault("state", {})
        held: list[Message] = []

        async def sending(message: Message) -> None:
            if "claimed" not in state:
                await send(message)
                return
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                try:
                    await self._settle(state, held)
                except StorageError as error:  # what was done is known by the event's id; the answer is still true
                    log.error("answer_not_kept", reason=str(error))
                for each in held:
                    await send(each)

        try:
            await self._app(scope, receive, sending)
        except Repeated as repeated:
            first = repeated.answered
            headers = {"Idempotency-Replayed": "true"}
            response = Response(first.answer, first.status, headers=headers, media_type=first.media_type)
            await response(scope, receive, send)

    async def _settle(self, state: dict[str, Any], held: list[Message]) -> None:
        caller, key = state["claimed"]
        status = held[0]["status"]
        problem: Problem | None = state.get("problem")
        if status < 400 or (problem is not None and _is_final(problem)):
            body = state["kept"] if "kept" in state else b"".join(each.get("body", b"") for each in held[1:])
            media_type = dict(held[0]["headers"]).get(b"content-type", b"").decode("latin-1")
            await run_in_threadpool(self._keys.keep, caller, key, Answered(status, media_type, body))
        else:
            await run_in_threadpool(self._keys.release, caller, key)


def _is_final(problem: Problem) -> bool:
    """Whether the rules decided; the same request would not be decided otherwise."""
    return isinstance(problem.code, Refusal) and problem.code not in TAKES_NO_ID
