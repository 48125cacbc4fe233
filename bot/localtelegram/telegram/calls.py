"""Problem: the Bot API takes the same parameters as query string, form, multipart and JSON, all loosely
typed.

Decision: one reader makes a Call (names, values, uploaded files); its accessors convert the way the Bot API
server does.
Limit: an upload is held in memory; the size limit is checked while it is read.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from bot.localtelegram.telegram.entities import check_unicode
from bot.localtelegram.telegram.errors import ApiError, bad_request

_TRUE = frozenset(("true", "yes", "1"))


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes


@dataclass
class Call:
    """Parameters and files of one Bot API call."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A parameter as text, empty when absent."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A parameter as a whole number; absent or unreadable gives the default."""
        value = self.values.get(name)
        if isinstance(value, bool) or value is None:
            return default
        try:
            return int(value)
        except (TypeError, ValueError, OverflowError):
            return default

    def flag(self, name: str) -> bool:
        """A parameter as a truth value: true, yes and 1 are true."""
        return self.text(name).lower() in _TRUE

    def decoded(self, name: str, what: str) -> Any:
        """A parameter that is JSON (text or already decoded), None when absent; 400 "can't parse <what> JSON
        object".
        """
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                return _decode(value)
            except ValueError as fault:
                raise bad_request(f"Can't parse {what} JSON object") from fault
        return value

    def lenient(self, name: str) -> Any:
        """A parameter that is JSON, None when absent or broken: Telegram ignores broken `entities`."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return _decode(value)
        except ValueError:
            return None


def _decode(source: str | bytes) -> Any:
    try:
        return json.loads(source)
    except RecursionError as fault:
        raise ValueError("nested too deep") from fault


async def read_call(request: Request, upload_bytes: int) -> Call:
    """The call in a request. Raises 400 for a body that cannot be read, 413 for one that is too large."""
    call = Call()
    if request.url.query:
        call.values.update(parse_qsl(request.url.query, keep_blank_values=True))
    if request.method == "GET":
        return call
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > upload_bytes + 1_048_576:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "multipart/form-data":
        await _read_multipart(request, call, upload_bytes)
        return call
    body = await request.body()
    if not body:
        return call
    if kind == "application/json":
        try:
            values = _decode(body)
        except ValueError as fault:
            raise bad_request("Can't parse request JSON object") from fault
        if not isinstance(values, dict):
            raise bad_request("Can't parse request JSON object")
        call.values.update(values)
        if b"\\ud" in body.lower():
            check_unicode(json.dumps(values, ensure_ascii=False))
    else:
        try:
            call.values.update(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=1000))
        except ValueError as fault:
            raise bad_request("Strings must be encoded in UTF-8") from fault
        _check_nested(call)
    return call


async def _read_multipart(request: Request, call: Call, upload_bytes: int) -> None:
    try:
        async with request.form(max_part_size=4 * 1_048_576) as form:
            for name, value in form.multi_items():
                if not isinstance(value, UploadFile):
                    call.values[name] = value
                    continue
                content = await value.read()
                if len(content) > upload_bytes:
                    raise ApiError(413, "Request Entity Too Large")
                call.files[name] = Upload(value.filename or name, content)
    except (HTTPException, MultiPartException, ValueError) as fault:
        raise bad_request("Can't parse multipart form data") from fault
    _check_nested(call)


def _check_nested(call: Call) -> None:
    """JSON inside a form field may hide half a surrogate pair that would break the answer later."""
    for value in call.values.values():
        if isinstance(value, str) and "\\ud" in value.lower() and value[:1] in "{[":
            try:
                check_unicode(json.dumps(_decode(value), ensure_ascii=False))
            except ValueError:
                continue
