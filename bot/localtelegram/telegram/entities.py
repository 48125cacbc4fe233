"""Problem: what a bot sends is not what Telegram stores: text is trimmed, entities are checked, links are
found.

Decision: one function turns (text, parse mode, explicit entities) into stored text and entities, with
Telegram's refusals; lengths are counted in code points, as the Bot API server counts them, offsets in UTF-16
code units.
Limit: MarkdownV2 and Markdown are refused by name. Phone and card numbers are not found in plain text.
"""

import re
from typing import Any

from bot.localtelegram.telegram.errors import bad_request
from bot.localtelegram.telegram.limits import Limits
from bot.localtelegram.telegram.text_html import (
    checked_date_format,
    checked_link,
    link_user_id,
    parse_html,
    utf16_length,
)

Entity = dict[str, Any]

_FOUND_BY_TELEGRAM = frozenset(
    ("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number")
)
_PLAIN_TYPES = frozenset(
    ("bold", "italic", "underline", "strikethrough", "spoiler", "code", "blockquote", "expandable_blockquote")
)
_CLOSED = frozenset(("pre", "code", "text_link", "text_mention", "custom_emoji", "date_time"))
_ORDER = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "text_link": 1,
    "text_mention": 1,
    "bold": 2,
    "italic": 3,
}
_FIND = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>(?<![\w@])(?:https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}']|t\.me/[\w/?=&-]+))"
    r"|(?P<bot_command>(?<![\w/<>@.])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w))"
    r"|(?P<hashtag>(?<!\w)#(?=\w*[^\W\d])\w{1,256})"
    r"|(?P<cashtag>(?<!\w)\$[A-Z]{1,8}(?!\w))"
)
_FINDABLE = frozenset("/@#$.")
# Control characters other than the line feed become spaces; carriage returns and direction overrides vanish.
_CLEAN = {code: " " for code in range(32) if code != 10} | {
    0x0D: None,
    0x202A: None,
    0x202B: None,
    0x202D: None,
}
_BLANK = " \n\t\u00a0\u200b\u200c\u200d\u2060\u2800\u3000\ufeff"


def check_unicode(text: str) -> str:
    """`text`, or 400 when it holds half of a surrogate pair and so cannot be UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError as fault:
        raise bad_request("Strings must be encoded in UTF-8") from fault
    return text


def find_entities(text: str) -> list[Entity]:
    """Commands, mentions, hashtags, cashtags, links and addresses that Telegram finds by itself."""
    if _FINDABLE.isdisjoint(text):
        return []
    astral = any(c > "\uffff" for c in text)
    return [
        {
            "type": str(match.lastgroup),
            "offset": utf16_length(text[: match.start()]) if astral else match.start(),
            "length": utf16_length(match.group()) if astral else len(match.group()),
        }
        for match in _FIND.finditer(text)
    ]


def format_text(
    text: str, parse_mode: str, explicit: Any, limits: Limits, *, may_be_empty: bool
) -> tuple[str, list[Entity]]:
    """Stored text and entities of what a bot sent.

    `explicit` is the value of `entities`; it counts only without a parse mode, as with Telegram. A text of spaces
    is 400 "text must be non-empty" unless `may_be_empty`. The caller checks the length of the result.
    """
    check_unicode(text)
    if len(text) > limits.raw_text_bytes or len(text.encode()) > limits.raw_text_bytes:
        raise bad_request("Text is too long")
    mode = parse_mode.lower()
    if text and mode and mode != "none":
        if mode in ("markdown", "markdownv2"):
            raise bad_request(f'parse_mode "{parse_mode}" is not offered by the local Telegram, use HTML or entities')
        if mode != "html":
            raise bad_request("Unsupported parse_mode")
        text, entities = parse_html(text)
    else:
        entities = _read_explicit(explicit)
        _check_spans(text, entities)
    text = _clean(text, entities)
    text, entities = _trim(text, _settle(entities))
    if not text:
        if may_be_empty:
            return "", []
        raise bad_request("Text must be non-empty")
    return text, _merge(entities, find_entities(text))


def _read_explicit(explicit: Any) -> list[Entity]:
    if not isinstance(explicit, list):
        return []
    entities: list[Entity] = []
    for value in explicit:
        try:
            entity = _read_entity(value)
        except ValueError as fault:
            raise bad_request(f"Can't parse MessageEntity: {fault}") from fault
        if entity is not None:
            entities.append(entity)
    for entity in entities:
        for name in ("offset", "length"):
            if not 0 <= entity[name] <= 1_000_000:
                raise bad_request(f"Receive an entity with incorrect {name} {entity[name]}")
    return [entity for entity in entities if entity["length"]]


def _integer(value: dict[str, Any], name: str) -> int:
    if name not in value:
        raise ValueError(f'Can\'t find field "{name}"')
    number = value[name]
    if isinstance(number, bool) or not isinstance(number, (int, str)):
        raise ValueError(f'Field "{name}" must be a Number')
    try:
        return int(number)
    except ValueError as fault:
        raise ValueError(f'Field "{name}" must be a valid Number') from fault


def _string(value: dict[str, Any], name: str) -> str:
    if name not in value:
        raise ValueError(f'Can\'t find field "{name}"')
    if not isinstance(value[name], str):
        raise ValueError(f'Field "{name}" must be of type String')
    return check_unicode(value[name])


def _read_entity(value: Any) -> Entity | None:
    if not isinstance(value, dict):
        raise ValueError("expected an Object")
    kind = _string(value, "type")
    entity: Entity = {"type": kind, "offset": _integer(value, "offset"), "length": _integer(value, "length")}
    if kind in _FOUND_BY_TELEGRAM:
        return None
    if kind == "pre":
        if value.get("language"):
            entity["language"] = _string(value, "language")
    elif kind == "text_link":
        url = _string(value, "url")
        user_id = link_user_id(url)
        link = checked_link(url)
        if user_id is not None:
            entity |= {"type": "text_mention", "user": {"id": user_id, "is_bot": False, "first_name": ""}}
        elif link is None:
            return None
        else:
            entity["url"] = link
    elif kind == "text_mention":
        user = value.get("user")
        if not isinstance(user, dict):
            raise ValueError('Can\'t find field "user"')
        entity["user"] = {"id": _integer(user, "id"), "is_bot": False, "first_name": ""}
    elif kind == "custom_emoji":
        entity["custom_emoji_id"] = str(_integer(value, "custom_emoji_id"))
    elif kind == "date_time":
        try:
            form = checked_date_format(str(value.get("date_time_format") or ""))
        except ValueError as fault:
            raise ValueError("Invalid date-time format specified") from fault
        entity |= {"unix_time": _integer(value, "unix_time"), "date_time_format": form}
    elif kind not in _PLAIN_TYPES:
        raise ValueError("Unsupported type specified")
    return entity


def _check_spans(text: str, entities: list[Entity]) -> None:
    if not entities:
        return
    units = utf16_length(text)
    inside: set[int] = set()
    if units != len(text):
        at = 0
        for c in text:
            if c > "\uffff":
                inside.add(at + 1)
            at += 1 + (c > "\uffff")
    for entity in entities:
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        if begin >= units:
            raise bad_request(f"Entity begins after the end of the text at UTF-16 offset {begin}")
        if end > units:
            raise bad_request(
                f"Entity beginning at UTF-16 offset {begin} ends after the end of the text at UTF-16 offset {end}"
            )
        if begin in inside:
            raise bad_request(f"Entity begins in a middle of a UTF-16 symbol at byte offset {_byte(text, begin)}")
        if end in inside:
            raise bad_request(
                f"Entity beginning at UTF-16 offset {begin} ends in a middle of a UTF-16 symbol at byte "
                f"offset {_byte(text, end)}"
            )


def _byte(text: str, unit: int) -> int:
    return len(text.encode("utf-16-le")[: unit * 2].decode("utf-16-le", "ignore").encode())


def _clean(text: str, entities: list[Entity]) -> str:
    cleaned = text.translate(_CLEAN)
    if len(cleaned) != len(text) and entities:
        # Characters vanished: entities shift by what vanished before them.
        gone = [unit for unit, c in _units(text) if _CLEAN.get(ord(c), c) is None]
        for entity in entities:
            begin, end = entity["offset"], entity["offset"] + entity["length"]
            new_begin = begin - sum(1 for at in gone if at < begin)
            entity["length"] = end - sum(1 for at in gone if at < end) - new_begin
            entity["offset"] = new_begin
    return cleaned


def _units(text: str) -> list[tuple[int, str]]:
    result, at = [], 0
    for c in text:
        result.append((at, c))
        at += 1 + (c > "\uffff")
    return result


def _settle(entities: list[Entity]) -> list[Entity]:
    """Order as Telegram does (outer first) and drop what cannot nest: repeats inside their own kind or in
    code.
    """
    ordered = sorted(entities, key=lambda e: (e["offset"], -e["length"], _ORDER.get(e["type"], 4)))
    kept: list[Entity] = []
    around: list[Entity] = []  # those kept that have not ended yet
    for entity in ordered:
        if entity["length"] <= 0:
            continue
        end = entity["offset"] + entity["length"]
        around = [outer for outer in around if outer["offset"] + outer["length"] > entity["offset"]]
        if not any(
            end <= outer["offset"] + outer["length"] and _excludes(outer["type"], entity["type"]) for outer in around
        ):
            kept.append(entity)
            around.append(entity)
    return kept


def _excludes(outer: str, inner: str) -> bool:
    both_quotes = outer.endswith("blockquote") and inner.endswith("blockquote")
    return outer in ("pre", "code") or outer == inner or both_quotes


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    if not text.strip(_BLANK):
        return "", []
    text = text.rstrip(" \n")
    units = utf16_length(text)
    first = entities[0]["offset"] if entities else units
    cut = 0
    while cut < first and text[cut] in " \n":
        cut += 1
    kept = []
    for entity in entities:
        length = min(entity["length"], units - entity["offset"])
        if length > 0:
            kept.append(entity | {"offset": entity["offset"] - cut, "length": length})
    return text[cut:], kept


def _merge(entities: list[Entity], found: list[Entity]) -> list[Entity]:
    if not found:
        return entities
    covered = bytearray(max(e["offset"] + e["length"] for e in (*entities, *found)))
    for e in entities:
        if e["type"] in _CLOSED:
            covered[e["offset"] : e["offset"] + e["length"]] = b"\1" * e["length"]
    added = [e for e in found if 1 not in covered[e["offset"] : e["offset"] + e["length"]]]
    return sorted([*entities, *added], key=lambda e: (e["offset"], -e["length"], _ORDER.get(e["type"], 4)))
