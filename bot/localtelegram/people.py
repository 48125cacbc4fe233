"""Problem: the page and the tests act as people: they read a chat, write, press, upload, block.

Decision: a small JSON API over LocalTelegram. A wrong request is 400 with a sentence, an unknown person 404.
Limit: who may use it is not asked: the server answers this machine only.
"""

import json
import re
from collections.abc import Awaitable, Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.localtelegram.telegram import ApiError, LocalTelegram, UnknownPersonError, Upload
from bot.localtelegram.telegram.faults import read_fault
from bot.localtelegram.telegram.routes import JsonResponse

_LONGEST_WAIT = 60.0
_SEEN = re.compile(r"(?:[0-9]{1,13}:[0-9]{1,16}(?:,[0-9]{1,13}:[0-9]{1,16})*)?")
_LARGEST_BODY = 1024 * 1024
_INLINE = ("image/png", "image/jpeg")
Handler = Callable[[Request], Awaitable[Response]]


async def json_body(request: Request) -> dict[str, Any]:
    """The request's JSON object; ValueError with a sentence when it is none."""
    pieces = bytearray()
    async for piece in request.stream():
        pieces += piece
        if len(pieces) > _LARGEST_BODY:
            raise ValueError("the request is too large")
    try:
        value = json.loads(bytes(pieces))
    except (ValueError, RecursionError) as fault:
        raise ValueError("the request is not JSON") from fault
    if not isinstance(value, dict):
        raise ValueError("the request is not a JSON object")
    return value


def sentences(handler: Handler) -> Handler:
    """Turn what cannot be done into 400 or 404 with a sentence."""

    @wraps(handler)
    async def handled(request: Request) -> Response:
        try:
            return await handler(request)
        except UnknownPersonError as fault:
            return JsonResponse({"error": str(fault)}, 404)
        except ApiError as error:
            return JsonResponse({"error": error.description}, 400)
        except ValueError as fault:
            return JsonResponse({"error": str(fault)}, 400)

    return handled


def _text(body: dict[str, Any], name: str, default: str | None = None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a text")
    return value


def _optional(body: dict[str, Any], name: str) -> str | None:
    return None if body.get(name) is None else _text(body, name)


def _number(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{name} must be a whole number")
    return value


def _asked(request: Request, name: str, most: float) -> float:
    value = request.query_params.get(name, "0")
    try:
        number = float(value)
    except ValueError as fault:
        raise ValueError(f"{name} must be a number") from fault
    if not 0 <= number <= most:
        raise ValueError(f"{name} must be from 0 to {most:g}")
    return number


def routes(telegram: LocalTelegram) -> Sequence[BaseRoute]:
    """The people's API of this Telegram."""

    async def people(request: Request) -> Response:
        return JsonResponse({"people": [person.view() for person in telegram.people]})

    async def add(request: Request) -> Response:
        body = await json_body(request)
        person = telegram.add_person(
            _text(body, "first_name"),
            last_name=_optional(body, "last_name"),
            username=_optional(body, "username"),
            language_code=_optional(body, "language_code"),
        )
        return JsonResponse(person.view())

    async def chat(request: Request) -> Response:
        after = int(_asked(request, "after", 2**53))
        return JsonResponse(await telegram.wait(_person(request), after, _asked(request, "wait", _LONGEST_WAIT)))

    async def news(request: Request) -> Response:
        seen = request.query_params.get("seen", "")
        if _SEEN.fullmatch(seen) is None:
            raise ValueError("seen must be person:version, more of them after commas")
        versions = {int(one): int(version) for one, version in (pair.split(":") for pair in seen.split(",") if pair)}
        chats = await telegram.news(versions, _asked(request, "wait", _LONGEST_WAIT))
        return JsonResponse({"people": [person.view() for person in telegram.people], "chats": chats})

    async def send(request: Request) -> Response:
        body = await json_body(request)
        person_id, kind, message = _person(request), _text(body, "kind", "text"), body.get("message")
        if kind == "edit":
            message_id = _number(body, "message_id")
            await telegram.edit(person_id, message_id, _text(body, "text"), message)
        else:
            reply_to = _number(body, "reply_to") if body.get("reply_to") is not None else None
            text = _text(body, "text", "")
            if message is not None and not text and kind == "text":
                kind = "other"
            message_id = await telegram.send(person_id, text, reply_to=reply_to, kind=kind, message=message)
        return JsonResponse({"message_id": message_id})

    async def upload(request: Request) -> Response:
        person_id = _person(request)
        telegram.chat(person_id)
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > telegram.limits.upload_bytes + _LARGEST_BODY:
            raise ValueError("the file is too large")
        try:
            async with request.form(max_files=1) as form:
                for kind in ("photo", "document"):
                    file = form.get(kind)
                    if isinstance(file, UploadFile):
                        content = Upload(file.filename or kind, await file.read())
                        caption = str(form.get("caption") or "")
                        message_id = await telegram.upload(person_id, content, photo=kind == "photo", caption=caption)
                        return JsonResponse({"message_id": message_id})
        except (HTTPException, MultiPartException) as fault:
            raise ValueError("the request is not a multipart form") from fault
        raise ValueError("the form has neither a photo nor a document")

    async def press(request: Request) -> Response:
        body = await json_body(request)
        person_id, message_id = _person(request), _number(body, "message_id")
        if "data" in body:
            query_id: str | None = await telegram.forge(person_id, message_id, _text(body, "data"))
        else:
            query_id = await telegram.press(person_id, message_id, _number(body, "row"), _number(body, "column"))
        return JsonResponse({"callback_query_id": query_id})

    async def block(request: Request) -> Response:
        body = await json_body(request)
        if not isinstance(body.get("blocked"), bool):
            raise ValueError("blocked must be true or false")
        await telegram.block(_person(request), body["blocked"])
        return JsonResponse(telegram.chat(_person(request)).person.view())

    async def language(request: Request) -> Response:
        code = _optional(await json_body(request), "language_code")
        return JsonResponse(telegram.set_language(_person(request), code or None).view())

    async def start(request: Request) -> Response:
        body = await json_body(request)
        return JsonResponse({"message_id": await telegram.start(_person(request), _text(body, "payload", ""))})

    async def media(request: Request) -> Response:
        stored = telegram.world.files.get(request.path_params["file_id"])
        if stored is None:
            return JsonResponse({"error": "there is no such file"}, 404)
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600"}
        # A file that a browser could run as a page of this server is only ever downloaded.
        if stored.kind == "photo" and stored.mime_type in _INLINE:
            return Response(stored.content, media_type=stored.mime_type, headers=headers)
        # Names in any script: the old form for what cannot read the new one (RFC 6266).
        plain = stored.name.encode("ascii", "replace").decode().replace('"', "'")
        headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(stored.name)}"
        return Response(stored.content, media_type="application/octet-stream", headers=headers)

    async def faults(request: Request) -> Response:
        telegram.add_fault(read_fault(await json_body(request)))
        return JsonResponse({})

    async def forget_faults(request: Request) -> Response:
        telegram.faults.clear()
        return JsonResponse({})

    one = "/people/{person_id:int}"
    return [
        Route("/people", sentences(people), methods=["GET"]),
        Route("/people", sentences(add), methods=["POST"]),
        Route("/news", sentences(news), methods=["GET"]),
        Route(f"{one}/chat", sentences(chat), methods=["GET"]),
        Route(f"{one}/send", sentences(send), methods=["POST"]),
        Route(f"{one}/upload", sentences(upload), methods=["POST"]),
        Route(f"{one}/press", sentences(press), methods=["POST"]),
        Route(f"{one}/block", sentences(block), methods=["POST"]),
        Route(f"{one}/language", sentences(language), methods=["POST"]),
        Route(f"{one}/start", sentences(start), methods=["POST"]),
        Route("/media/{file_id}", media, methods=["GET"]),
        Route("/faults", sentences(faults), methods=["POST"]),
        Route("/faults", sentences(forget_faults), methods=["DELETE"]),
    ]


def _person(request: Request) -> int:
    return int(request.path_params["person_id"])
