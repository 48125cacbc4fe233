"""CloudEvents as lines of the feed: `id`, `type`, `time` → `at`, `subject` → `seller`, and the fields of `data`.

Problem: a number in `data` must be read as exactly as in a line, and a mistake must be told by the envelope's words.
Decision: the event is taken apart without looking into its values, and the line is put together of their very text;
`parse_line` judges it. `source` is asked for, as the standard does, and not looked at: ids are unique under the name of
whoever sends them (RULES 2.6). Attributes of extensions are passed over.
Limit: `data` is JSON in structured mode; `data_base64` is refused.
"""

import json
import re
from typing import Final

from core.events import Event, Malformed, parse_line

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_scan: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str).raw_decode
_AS_IN_LINES: Final = {"id": "id", "type": "type", "time": "at", "subject": "seller"}
_SHOWN: Final = {line: attribute for attribute, line in _AS_IN_LINES.items()}
_JSON: Final = re.compile(r'"application/(?:[\w.+-]+\+)?json(?:;[^"]*)?"')


def parse_cloud_event(raw: bytes) -> Event | Malformed:
    """The event of the feed that a CloudEvent says, or what is wrong with it. Never raises."""
    try:
        members = _members(raw.decode())
    except (ValueError, RecursionError):
        return Malformed(None, "The item must be one JSON object of a CloudEvent.", None)
    wrong = _wrong(members)
    if wrong is not None:
        return Malformed(*wrong, None)
    parts = [f'"{_AS_IN_LINES[name]}":{value}' for name, value in members if name in _AS_IN_LINES]
    data = dict(members).get("data", "{}")[1:-1].strip()
    line = "{" + ",".join([*parts, data] if data else parts) + "}"
    return _by_attribute(parse_line(line))


def _wrong(members: list[tuple[str, str]]) -> tuple[str, str] | None:
    """The attribute that CloudEvents itself would refuse, and why."""
    found = dict(members)
    if len(found) < len(members):
        names = [name for name, _ in members]
        name = next(name for name in names if names.count(name) > 1)
        return name, f'Attribute "{name}" must stand in the event once.'
    if found.get("specversion") != '"1.0"':
        return "specversion", 'Attribute "specversion" must be "1.0".'
    if len(found.get("source", "")) < 3 or not found["source"].startswith('"'):
        return "source", 'Attribute "source" must be a text of at least one character.'
    if _JSON.fullmatch(found.get("datacontenttype", '"application/json"')) is None:
        return "datacontenttype", 'Attribute "datacontenttype" must be application/json.'
    if "data_base64" in found:
        return "data_base64", 'Attribute "data_base64" must not stand in the event; give "data".'
    if not found.get("data", "{").startswith("{"):
        return "data", 'Attribute "data" must be an object: the line\'s own fields.'
    return None


def _by_attribute(read: Event | Malformed) -> Event | Malformed:
    """A mistake by the name that the field has in the event."""
    if isinstance(read, Event) or read.field is None:
        return read
    name = _SHOWN.get(read.field, f"data.{read.field}")
    return Malformed(name, read.message.replace(f'"{read.field}"', f'"{name}"', 1), read.id)


def _members(text: str) -> list[tuple[str, str]]:
    """The members of a JSON object, each value as it is written. Raises ValueError and RecursionError."""
    at = _after(text, 0, "{")
    found: list[tuple[str, str]] = []
    if text[at : at + 1] == "}":
        return found if not text[at + 1 :].strip() else _fail()
    while True:
        if text[at : at + 1] != '"':
            _fail()
        name, end = _scan(text, at)
        at = _after(text, end, ":")
        _, end = _scan(text, at)
        found.append((name, text[at:end]))
        at = _skip(text, end)
        if text[at : at + 1] == "}":
            return found if not text[at + 1 :].strip() else _fail()
        at = _after(text, at, ",")


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return at if space is None else space.end()


def _after(text: str, at: int, sign: str) -> int:
    at = _skip(text, at)
    if text[at : at + 1] != sign:
        _fail()
    return _skip(text, at + 1)


def _fail() -> list[tuple[str, str]]:
    raise ValueError
