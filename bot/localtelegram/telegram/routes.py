"""Problem: aiogram's ordinary session must not notice the difference.

Decision: `/bot<token>/<method>` by POST, `/file/bot<token>/<path>`, JSON answers with Telegram's
statuses. A dropped answer begins and breaks off, so that the client sees a lost connection. Telegram also takes every
method by GET; here, where a picture in a page elsewhere would be enough to send one, GET only reads.
Limit: plain HTTP.
"""

import json
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from bot.localtelegram.telegram.calls import read_call
from bot.localtelegram.telegram.errors import ApiError
from bot.localtelegram.telegram.local import Answer, LocalTelegram


class JsonResponse(Response):
    """JSON with letters as they are."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


class CutResponse(Response):
    """An answer that breaks off: the server closes the connection before the promised length."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})


def _response(answer: Answer) -> Response:
    if answer.dropped:
        return CutResponse()
    retry_after = answer.body.get("parameters", {}).get("retry_after")
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else None
    return JsonResponse(answer.body, answer.status, headers)


def _error(error: ApiError) -> Response:
    return _response(Answer(error.code, error.answer()))


def _only_reads(method: str) -> bool:
    """Whether a method changes nothing; getUpdates confirms what came before."""
    name = method.lower()
    return name.startswith("get") and name != "getupdates"


def routes(telegram: LocalTelegram) -> Sequence[BaseRoute]:
    """The Bot API of this Telegram."""

    async def method(request: Request) -> Response:
        if request.method != "POST" and not _only_reads(request.path_params["method"]):
            return _error(ApiError(405, "Method Not Allowed: the local Telegram takes this by POST only"))
        try:
            call = await read_call(request, telegram.limits.upload_bytes)
        except ApiError as error:
            return _error(error)
        names = request.path_params
        return _response(await telegram.answer(names["token"], names["method"], call))

    async def file(request: Request) -> Response:
        if request.path_params["token"] != telegram.world.token:
            return _error(ApiError(401, "Unauthorized"))
        stored = telegram.world.files.at(request.path_params["path"])
        if stored is None:
            return _error(ApiError(404, "Not Found"))
        return Response(stored.content, media_type="application/octet-stream")

    async def unknown(request: Request) -> Response:
        return _error(ApiError(404, "Not Found"))

    return [
        Route("/bot{token}/{method}", method, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", file, methods=["GET"]),
        Route("/bot{rest:path}", unknown, methods=["GET", "POST"]),
        Route("/file/{rest:path}", unknown, methods=["GET", "POST"]),
    ]
