"""Problem: a rich message is a tree with its own limits, and Telegram shows it back in another form than it
was sent.

Decision: one reader walks the sent blocks, checks every field in Telegram's words, counts characters, blocks,
media, columns and depth, and returns the blocks as the Bot API shows them.
Limit: photos and documents are the only media. How Telegram counts depth is not published: here a top-level
block is level 1, and every block or formatting inside adds one.
"""

from collections.abc import Callable, Iterable
from typing import Any

from bot.localtelegram.telegram.entities import check_unicode, find_entities
from bot.localtelegram.telegram.errors import ApiError, bad_request
from bot.localtelegram.telegram.files import StoredFile
from bot.localtelegram.telegram.keyboards import button_action, rich_button_style
from bot.localtelegram.telegram.limits import Limits
from bot.localtelegram.telegram.text_html import checked_date_format, checked_link, link_user_id, utf16_length

Block = dict[str, Any]
RichText = Any  # a string, a list of rich texts, or an object with a type: the union is recursive
FileOf = Callable[[str, str], StoredFile | None]

_SIMPLE = frozenset(
    ("bold", "italic", "underline", "strikethrough", "spoiler", "subscript", "superscript", "marked", "code")
)
_WITH_VALUE = {
    "email_address": "email_address",
    "phone_number": "phone_number",
    "bank_card_number": "bank_card_number",
    "mention": "username",
    "hashtag": "hashtag",
    "cashtag": "cashtag",
    "bot_command": "bot_command",
    "anchor_link": "anchor_name",
    "reference": "name",
    "reference_link": "reference_name",
}
_FOUND = {
    "mention": ("mention", "username"),
    "hashtag": ("hashtag", "hashtag"),
    "cashtag": ("cashtag", "cashtag"),
    "bot_command": ("bot_command", "bot_command"),
    "url": ("url", "url"),
    "email": ("email_address", "email_address"),
}
_TEXT_BLOCKS = frozenset(("paragraph", "footer", "thinking"))
_QUOTES = frozenset(("pullquote", "expandable_blockquote"))
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class BlockParser:
    """Reads the blocks of one rich message. `file_of(reference, kind)` finds an uploaded or known file."""

    def __init__(self, limits: Limits, file_of: FileOf, *, find: bool, draft: bool = False) -> None:
        self._limits = limits
        self._file_of = file_of
        self._find = find
        self._draft = draft
        self._characters = 0
        self._blocks = 0
        self._media = 0
        self._columns = 0

    def read(self, blocks: Any) -> list[Block]:
        """The blocks as Telegram shows them; ApiError 400 for a wrong field or a crossed limit."""
        try:
            shown = self._read_blocks(blocks, 1)
        except ValueError as fault:
            raise bad_request(f"Can't parse InputRichBlock: {fault}") from fault
        if not shown:
            raise bad_request("Rich message must be non-empty")
        limits = self._limits
        if self._blocks > limits.rich_blocks:
            raise bad_request("RICH_MESSAGE_BLOCKS_TOO_MANY")
        if self._characters > limits.rich_text:
            raise bad_request("RICH_MESSAGE_TEXT_TOO_LONG")
        if self._media > limits.rich_media:
            raise bad_request("RICH_MESSAGE_MEDIA_TOO_MANY")
        if self._columns > limits.rich_columns:
            raise bad_request("RICH_MESSAGE_TABLE_COLS_TOO_MANY")
        if not self._characters and not self._media and not any(b["type"] in ("buttons", "map") for b in shown):
            raise bad_request("RICH_MESSAGE_EMPTY")
        return shown

    def _read_blocks(self, value: Any, depth: int) -> list[Block]:
        if not isinstance(value, list):
            raise ValueError("expected an Array of InputRichBlock")
        return [self._read_block(block, depth) for block in value]

    def _read_block(self, value: Any, depth: int) -> Block:
        if depth > self._limits.rich_depth:
            raise bad_request("RICH_MESSAGE_DEPTH_INVALID")
        if not isinstance(value, dict):
            raise ValueError("expected an Object")
        kind = _string(value, "type")
        self._blocks += 1
        if kind in _TEXT_BLOCKS:
            if kind == "thinking" and not self._draft:
                raise bad_request("Block is not allowed")
            return {"type": kind, "text": self._required_text(value, "text", depth)}
        if kind in _QUOTES:
            return {
                "type": kind,
                "text": self._required_text(value, "text", depth),
                **self._credit(value, depth),
            }
        reader = _READERS.get(kind)
        if reader is None:
            raise ValueError(f'type "{kind}" is unsupported')
        return {"type": kind, **reader(self, value, depth)}

    def _heading(self, value: Block, depth: int) -> Block:
        text = self._required_text(value, "text", depth)
        size = _integer(value, "size")
        if not 1 <= size <= 6:
            raise bad_request("Invalid section heading size specified")
        return {"text": text, "size": size}

    def _pre(self, value: Block, depth: int) -> Block:
        language = {"language": _string(value, "language")} if value.get("language") else {}
        return {"text": self._required_text(value, "text", depth, find=False), **language}

    def _divider(self, value: Block, depth: int) -> Block:
        return {}

    def _math(self, value: Block, depth: int) -> Block:
        return {"expression": self._count(_string(value, "expression"))}

    def _anchor(self, value: Block, depth: int) -> Block:
        return {"name": _string(value, "name")}

    def _quotation(self, value: Block, depth: int) -> Block:
        return {"blocks": self._inner(value, depth), **self._credit(value, depth)}

    def _details(self, value: Block, depth: int) -> Block:
        summary = self._required_text(value, "summary", depth)
        is_open = {"is_open": True} if value.get("is_open") else {}
        return {"summary": summary, "blocks": self._inner(value, depth), **is_open}

    def _media_group(self, value: Block, depth: int) -> Block:
        return {"blocks": self._inner(value, depth), **self._caption(value, depth)}

    def _photo(self, value: Block, depth: int) -> Block:
        stored = self._stored(value, "photo")
        spoiler = {"has_spoiler": True} if value["photo"].get("has_spoiler") else {}
        return {"photo": stored.as_photo(), **spoiler, **self._caption(value, depth)}

    def _document(self, value: Block, depth: int) -> Block:
        return {"document": self._stored(value, "document").as_document(), **self._caption(value, depth)}

    def _map(self, value: Block, depth: int) -> Block:
        location = _object(value, "location")
        place = {name: location.get(name) for name in ("latitude", "longitude")}
        if any(isinstance(n, bool) or not isinstance(n, (int, float)) or not abs(n) <= 180 for n in place.values()):
            raise bad_request("Invalid location specified")
        numbers = [_integer(value, name) if value.get(name) is not None else 0 for name in ("zoom", "width", "height")]
        zoom, width, height = numbers
        if not (0 <= zoom < 25 and width >= 0 and height >= 0 and width + height <= 10_000):
            raise bad_request("Invalid map properties specified")
        if width > height * 20 or height > width * 20:
            raise bad_request("Invalid map properties specified")
        shown = {"location": place, "zoom": zoom or 15, "width": width or 600, "height": height or 400}
        return shown | self._caption(value, depth)

    def _buttons(self, value: Block, depth: int) -> Block:
        buttons = value.get("buttons")
        if not isinstance(buttons, list) or not 1 <= len(buttons) <= 8:
            raise ValueError("the number of buttons must be between 1 and 8")
        return {"buttons": [self._button(button, depth) for button in buttons], **_align(value)}

    def _list(self, value: Block, depth: int) -> Block:
        items = value.get("items")
        if not isinstance(items, list):
            raise ValueError('Can\'t find field "items"')
        if not items:
            raise bad_request("List must be non-empty")
        shown: list[Block] = []
        number = 0
        for item in items:
            if not isinstance(item, dict):
                raise ValueError("expected an Object")
            self._blocks += 1
            entry: Block = {"label": "•"}
            form = str(item.get("type") or "")
            if form:
                if form not in ("a", "A", "i", "I", "1"):
                    raise bad_request("Invalid list item type specified")
                number = _integer(item, "value") if item.get("value") is not None else number + 1
                entry = {"label": ordered_label(number, form), "value": number, "type": form}
            entry["blocks"] = self._inner(item, depth)
            if item.get("has_checkbox"):
                entry |= {"has_checkbox": True, "is_checked": bool(item.get("is_checked"))}
            shown.append(entry)
        if len({"type" in entry for entry in shown}) > 1:
            raise bad_request("List must be either ordered or unordered")
        return {"items": shown}

    def _table(self, value: Block, depth: int) -> Block:
        rows = value.get("cells")
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            raise ValueError('Field "cells" must be an Array of Arrays')
        shown: list[list[Block]] = []
        hanging: list[tuple[int, int]] = []  # columns taken by cells of the rows above, and for how many rows more
        for row in rows:
            self._blocks += 1
            cells = [self._cell(cell, depth) for cell in row]
            width = sum(cell.get("colspan", 1) for cell in cells)
            self._columns = max(self._columns, width + sum(columns for columns, _ in hanging))
            hanging = [(columns, left - 1) for columns, left in hanging if left > 1]
            hanging += [(c.get("colspan", 1), c["rowspan"] - 1) for c in cells if c.get("rowspan", 1) > 1]
            shown.append(cells)
        flags = {name: True for name in ("is_bordered", "is_striped", "is_compact") if value.get(name)}
        caption = {} if value.get("caption") is None else {"caption": self._text(value["caption"], depth + 1)}
        return {"cells": shown, **flags, **caption}

    def _cell(self, value: Any, depth: int) -> Block:
        if not isinstance(value, dict):
            raise bad_request("Table cell must be non-empty")
        header = bool(value.get("is_header"))
        cell: Block = {"align": value.get("align") or ("center" if header else "left")}
        cell["valign"] = value.get("valign") or "top"
        if cell["align"] not in ("left", "center", "right") or cell["valign"] not in (
            "top",
            "middle",
            "bottom",
        ):
            raise ValueError("invalid table cell alignment specified")
        if value.get("text") is not None:
            cell["text"] = self._text(value["text"], depth + 1)
        if header:
            cell["is_header"] = True
        for name in ("colspan", "rowspan"):
            span = _integer(value, name) if value.get(name) is not None else 1
            if not 0 <= span <= 1000:
                raise bad_request(f"Invalid table cell {name} specified")
            if span > 1:
                cell[name] = span
        return cell

    def _inner(self, value: Block, depth: int) -> list[Block]:
        if "blocks" not in value:
            raise ValueError('Can\'t find field "blocks"')
        return self._read_blocks(value["blocks"], depth + 1)

    def _stored(self, value: Block, kind: str) -> StoredFile:
        media = _object(value, kind)
        if media.get("type") != kind:
            raise ValueError(f'type "{media.get("type")}" is unsupported')
        self._media += 1
        stored = self._file_of(str(media.get("media") or ""), kind)
        if stored is None:
            raise ValueError("media not found")
        return stored

    def _credit(self, value: Block, depth: int) -> Block:
        return {} if value.get("credit") is None else {"credit": self._text(value["credit"], depth + 1)}

    def _caption(self, value: Block, depth: int) -> Block:
        if value.get("caption") is None:
            return {}
        caption = _object(value, "caption")
        return {
            "caption": {
                "text": self._required_text(caption, "text", depth + 1),
                **self._credit(caption, depth + 1),
            }
        }

    def _required_text(self, value: Block, name: str, depth: int, *, find: bool = True) -> RichText:
        if value.get(name) is None:
            raise ValueError(f'Can\'t find field "{name}"')
        return self._text(value[name], depth + 1, find=find)

    def _text(self, value: Any, depth: int, *, find: bool = True) -> RichText:
        """Rich text at this depth: a plain string adds no level, formatting does."""
        if isinstance(value, str):
            self._count(value)
            return _joined(_found_in(value)) if find and self._find else value
        if isinstance(value, list):
            if depth > self._limits.rich_depth + 1:
                raise bad_request("RICH_MESSAGE_DEPTH_INVALID")
            return _joined(self._text(part, depth + isinstance(part, list), find=find) for part in value)
        if not isinstance(value, dict):
            raise ValueError("RichText must be a String, an Array or an Object")
        if depth > self._limits.rich_depth:
            raise bad_request("RICH_MESSAGE_DEPTH_INVALID")
        return self._formatted(value, depth, find)

    def _formatted(self, value: Block, depth: int, find: bool) -> Block:
        kind = _string(value, "type")
        if kind in _SIMPLE:
            return {
                "type": kind,
                "text": self._required_text(value, "text", depth, find=find and kind != "code"),
            }
        if kind in _WITH_VALUE:
            name = _WITH_VALUE[kind]
            return {
                "type": kind,
                "text": self._required_text(value, "text", depth, find=False),
                name: _string(value, name),
            }
        if kind == "url":
            url = _string(value, "url")
            user_id = link_user_id(url)
            text = self._required_text(value, "text", depth, find=False)
            if user_id is not None:
                return {"type": "text_mention", "text": text, "user": _mentioned(user_id)}
            link = checked_link(url)
            if link is None:
                raise bad_request("RICH_MESSAGE_URL_INVALID")
            return {"type": "url", "text": text, "url": link}
        if kind == "text_mention":
            user = _mentioned(_integer(_object(value, "user"), "id"))
            return {"type": kind, "text": self._required_text(value, "text", depth, find=False), "user": user}
        if kind == "date_time":
            return self._date_time(value, depth)
        if kind == "mathematical_expression":
            return {"type": kind, "expression": self._count(_string(value, "expression"))}
        if kind == "custom_emoji":
            emoji = self._count(_string(value, "alternative_text"))
            return {
                "type": kind,
                "custom_emoji_id": str(_integer(value, "custom_emoji_id")),
                "alternative_text": emoji,
            }
        if kind == "anchor":
            return {"type": kind, "name": _string(value, "name")}
        if kind == "button":
            return {"type": kind, "button": self._button(value.get("button"), depth)}
        raise ValueError(f'type "{kind}" is unsupported')

    def _date_time(self, value: Block, depth: int) -> Block:
        try:
            form = checked_date_format(str(value.get("date_time_format") or ""))
        except ValueError as fault:
            raise bad_request("Invalid date-time format specified") from fault
        unix_time = _integer(value, "unix_time")
        if not 0 < unix_time < 2**31:
            raise bad_request("RICH_MESSAGE_DATE_INVALID")
        text = self._required_text(value, "text", depth, find=False)
        return {"type": "date_time", "text": text, "unix_time": unix_time, "date_time_format": form}

    def _button(self, value: Any, depth: int) -> Block:
        if not isinstance(value, dict):
            raise ValueError("expected an Object")
        text = self._required_text(value, "text", depth, find=False)
        try:
            action = button_action(value, self._limits)
        except ApiError:
            raise
        except ValueError as fault:
            raise ValueError(f"can't parse button: {fault}") from fault
        return {"text": text, **rich_button_style(value), **action}

    def _count(self, text: str) -> str:
        self._characters += len(check_unicode(text))
        return text


_READERS: dict[str, Callable[[BlockParser, Block, int], Block]] = {
    "heading": BlockParser._heading,
    "pre": BlockParser._pre,
    "divider": BlockParser._divider,
    "mathematical_expression": BlockParser._math,
    "anchor": BlockParser._anchor,
    "list": BlockParser._list,
    "blockquote": BlockParser._quotation,
    "details": BlockParser._details,
    "collage": BlockParser._media_group,
    "slideshow": BlockParser._media_group,
    "table": BlockParser._table,
    "photo": BlockParser._photo,
    "document": BlockParser._document,
    "map": BlockParser._map,
    "buttons": BlockParser._buttons,
}


def ordered_label(number: int, form: str) -> str:
    """The label of an ordered list's item: "3.", "c.", "C.", "iii.", "III."; numbers without a letter stay
    numbers.
    """
    if form in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord(form) + letter) + letters
        return letters + "."
    if form in ("i", "I") and 0 < number < 4000:
        roman = ""
        for value, sign in _ROMAN + _ROMAN_SMALL:
            roman += sign * (number // value)
            number %= value
        return (roman if form == "i" else roman.upper()) + "."
    return f"{number}."


def _mentioned(user_id: int) -> dict[str, Any]:
    return {"id": user_id, "is_bot": False, "first_name": ""}


def _align(value: Block) -> Block:
    align = value.get("align")
    if align is None:
        return {}
    if align not in ("left", "center", "right"):
        raise ValueError("invalid alignment specified")
    return {"align": align}


def _string(value: Block, name: str) -> str:
    if value.get(name) is None:
        raise ValueError(f'Can\'t find field "{name}"')
    if not isinstance(value[name], str):
        raise ValueError(f'Field "{name}" must be of type String')
    return check_unicode(value[name])


def _integer(value: Block, name: str) -> int:
    if value.get(name) is None:
        raise ValueError(f'Can\'t find field "{name}"')
    number = value[name]
    try:
        if isinstance(number, (bool, float)):
            raise TypeError
        return int(number)
    except (TypeError, ValueError) as fault:
        raise ValueError(f'Field "{name}" must be a valid Number') from fault


def _object(value: Block, name: str) -> Block:
    if value.get(name) is None:
        raise ValueError(f'Can\'t find field "{name}"')
    if not isinstance(value[name], dict):
        raise ValueError(f'Field "{name}" must be of type Object')
    inner: Block = value[name]
    return inner


def _joined(parts: Iterable[RichText]) -> RichText:
    """As Telegram shows it: neighbouring strings are one, lists are flat, a single part stands alone."""
    flat: list[RichText] = []
    for part in parts:
        for piece in part if isinstance(part, list) else [part]:
            if isinstance(piece, str) and flat and isinstance(flat[-1], str):
                flat[-1] += piece
            elif piece != "":
                flat.append(piece)
    if not flat:
        return ""
    return flat[0] if len(flat) == 1 else flat


def _found_in(text: str) -> list[RichText]:
    found = find_entities(text)
    if not found:
        return [text]
    parts: list[RichText] = []
    astral = utf16_length(text) != len(text)
    units = text.encode("utf-16-le") if astral else b""

    def cut(begin: int, end: int) -> str:
        return units[begin * 2 : end * 2].decode("utf-16-le") if astral else text[begin:end]

    at = 0
    for entity in found:
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        kind, name = _FOUND[entity["type"]]
        shown = cut(begin, end)
        value = checked_link(shown) or shown if kind == "url" else shown.lstrip("@") if kind == "mention" else shown
        parts += [cut(at, begin), {"type": kind, "text": shown, name: value}]
        at = end
    parts.append(cut(at, utf16_length(text)))
    return parts
