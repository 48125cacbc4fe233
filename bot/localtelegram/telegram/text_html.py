"""Problem: Telegram's HTML is not the browser's: few tags, strict closing, refusals that name a byte offset.

Decision: one pass over the UTF-8 bytes, the same grammar and the same wording as Telegram's own parser; the
result is plain text and entities measured in UTF-16 code units.
Limit: link targets are kept when they look like a link and dropped otherwise; Telegram's own check is finer.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.localtelegram.telegram.errors import ApiError, bad_request

_TAGS = {
    "a": "a",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_NAMED = {b"lt": 0x3C, b"gt": 0x3E, b"amp": 0x26, b"quot": 0x22}
_SPACES = b" \t\r\n\0\x0b"
_DIGITS = frozenset(b"0123456789")
_HEX = frozenset(b"0123456789abcdefABCDEF")
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_TOKEN = _LETTERS | _DIGITS | frozenset(b".-")


def utf16_length(text: str) -> int:
    """Length of `text` in UTF-16 code units, the unit of every entity."""
    return len(text) + sum(1 for c in text if c > "\uffff")


def link_user_id(url: str) -> int | None:
    """The user id of a `tg://user?id=...` link, or None."""
    if not url.lower().startswith("tg:"):
        return None
    parts = urlsplit(url)
    if (parts.netloc or parts.path) != "user":
        return None
    ids = parse_qs(parts.query).get("id", [""])
    return int(ids[0]) if ids[0].isascii() and ids[0].isdigit() and int(ids[0]) > 0 else None


def checked_link(url: str) -> str | None:
    """The link as Telegram keeps it (a bare host gets http://), or None when it is no link."""
    return _link(url.strip())[0]


def link_fault(url: str) -> str | None:
    """Why Telegram does not take this link, or None if it does."""
    return _link(url.strip())[1]


def _link(url: str) -> tuple[str | None, str | None]:
    lowered = url.lower()
    if lowered.startswith(("tg:", "ton:", "tonsite:")):
        return url, None
    try:
        parts = urlsplit(url if "://" in url else "http://" + url)
        host = parts.hostname or ""
    except ValueError:
        return None, "Wrong HTTP URL"
    if parts.scheme not in ("http", "https"):
        return None, "Unsupported URL protocol"
    if not host or any(c.isspace() for c in url):
        return None, "URL host is empty" if not host else "Wrong HTTP URL"
    if "." not in host and ":" not in host:
        return None, "Wrong HTTP URL"
    if "://" in url and (parts.path or parts.query or parts.fragment):
        return url, None
    return parts._replace(path=parts.path or "/").geturl(), None


def checked_date_format(value: str) -> str:
    """The format of a date-time entity (letters r R t T d D w W), or ValueError."""
    if value in ("r", "R") or all(c in "tTdDwW" for c in value):
        return value
    raise ValueError("Invalid date format used")


def _decode_reference(data: bytes, at: int) -> tuple[int, int]:
    """Code point of the character reference at `at` (0 when it is none) and the position after it."""
    end = at + 1
    code = 0
    if data[end : end + 1] == b"#":
        end += 1
        base, digits = (16, _HEX) if data[end : end + 1] == b"x" else (10, _DIGITS)
        end += base == 16
        start = end
        while end < len(data) and data[end] in digits:
            end += 1
        # A reference longer than this is none, whatever its digits say; reading them would only cost time.
        code = int(data[start:end], base) if start < end and end - at < 10 else 0
        if code == 0 or code >= 0x10FFFF:
            return 0, at
    else:
        while end < len(data) and data[end] in _LETTERS:
            end += 1
        code = _NAMED.get(data[at + 1 : end], 0)
        if code == 0:
            return 0, at
    return code, end + (data[end : end + 1] == b";")


class _Open:
    __slots__ = ("argument", "begin", "date", "offset", "tag")

    def __init__(self, tag: str, argument: str, date: int, offset: int, begin: int) -> None:
        self.tag = tag
        self.argument = argument
        self.date = date
        self.offset = offset
        self.begin = begin


class _Parser:
    def __init__(self, source: str) -> None:
        self.data = source.encode()
        self.size = len(self.data)
        self.at = 0
        self.parts: list[str] = []
        self.units = 0
        self.entities: list[dict[str, Any]] = []
        self.stack: list[_Open] = []

    def fail(self, reason: str) -> ApiError:
        return bad_request(f"Can't parse entities: {reason}")

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.units += utf16_length(text)

    def run(self) -> tuple[str, list[dict[str, Any]]]:
        data = self.data
        plain_from = 0
        while self.at < self.size:
            byte = data[self.at]
            if byte == 0x26:
                code, after = _decode_reference(data, self.at)
                if code:
                    self.put(data[plain_from : self.at].decode())
                    self.put(chr(code))
                    self.at = plain_from = after
                    continue
            elif byte == 0x3C:
                self.put(data[plain_from : self.at].decode())
                if data[self.at + 1 : self.at + 2] == b"/":
                    self.end_tag()
                else:
                    self.start_tag()
                plain_from = self.at
                continue
            self.at += 1
        self.put(data[plain_from:].decode())
        if self.stack:
            raise self.fail(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        text = "".join(self.parts)
        if any("\ud800" <= c <= "\udfff" for c in text):
            raise self.fail(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
                "surrogate code units"
            )
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return text, self.entities

    def peek(self) -> int:
        return self.data[self.at] if self.at < self.size else 0

    def skip_spaces(self) -> None:
        while self.at < self.size and self.data[self.at] in _SPACES:
            self.at += 1

    def start_tag(self) -> None:
        begin = self.at
        self.at += 1
        name_from = self.at
        while self.at < self.size and self.data[self.at] not in _SPACES and self.data[self.at] != 0x3E:
            self.at += 1
        if self.at >= self.size:
            raise self.fail(f"Unclosed start tag at byte offset {begin}")
        tag = self.data[name_from : self.at].decode(errors="replace").lower()
        if tag not in _TAGS:
            raise self.fail(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument, date = "", 0
        while self.peek() != 0x3E:
            self.skip_spaces()
            if self.peek() == 0x3E:
                break
            name, value = self.attribute(tag, begin)
            if tag == "a" and name == "href":
                argument = value or ""
            elif tag == "code" and name == "class" and value is not None and value.startswith("language-"):
                argument = value[9:]
            elif tag == "span" and name == "class" and value is not None and value.startswith("tg-"):
                argument = value[3:]
            elif tag == "tg-emoji" and name == "emoji-id":
                argument = value or ""
            elif tag == "blockquote" and name == "expandable":
                argument = "1"
            elif tag == "tg-time" and name == "unix":
                date = int(value) if value and value.isascii() and value.isdigit() and len(value) < 11 else 0
            elif tag == "tg-time" and name == "format":
                argument = value or ""
        if tag == "span" and argument != "spoiler":
            raise self.fail(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.at += 1
        self.stack.append(_Open(tag, argument, date, self.units, len(self.parts)))

    def attribute(self, tag: str, begin: int) -> tuple[str, str | None]:
        unclosed = f'Unclosed start tag "{tag}" at byte offset {begin}'
        name_from = self.at
        while self.at < self.size and self.data[self.at] not in _SPACES and self.data[self.at] not in b"=>/\"'":
            self.at += 1
        name = self.data[name_from : self.at].decode(errors="replace")
        if self.at >= self.size:
            raise self.fail(unclosed)
        if not name:
            raise self.fail(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self.skip_spaces()
        if self.peek() != 0x3D:
            if self.at >= self.size:
                raise self.fail(unclosed)
            return name, None
        self.at += 1
        self.skip_spaces()
        if self.at >= self.size:
            raise self.fail(unclosed)
        quote = self.data[self.at]
        if quote not in b"\"'":
            token_from = self.at
            while self.at < self.size and self.data[self.at] in _TOKEN:
                self.at += 1
            if self.at < self.size and self.data[self.at] not in _SPACES and self.data[self.at] != 0x3E:
                raise self.fail(f"Unexpected end of name token at byte offset {token_from}")
            value = self.data[token_from : self.at].decode().lower()
        else:
            self.at += 1
            pieces: list[bytes] = []
            while self.at < self.size and self.data[self.at] != quote:
                code, after = _decode_reference(self.data, self.at) if self.data[self.at] == 0x26 else (0, 0)
                if code:
                    pieces.append(chr(code).encode(errors="replace"))
                    self.at = after
                else:
                    pieces.append(self.data[self.at : self.at + 1])
                    self.at += 1
            self.at += 1
            value = b"".join(pieces).decode(errors="replace")
        if self.at >= self.size:
            raise self.fail(f"Unclosed start tag at byte offset {begin}")
        return name, value

    def end_tag(self) -> None:
        begin = self.at
        if not self.stack:
            raise self.fail(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        name_from = self.at
        while self.at < self.size and self.data[self.at] not in _SPACES and self.data[self.at] != 0x3E:
            self.at += 1
        name = self.data[name_from : self.at].decode(errors="replace").lower()
        self.skip_spaces()
        if self.peek() != 0x3E:
            raise self.fail(f"Unclosed end tag at byte offset {begin}")
        opened = self.stack.pop()
        if name and name != opened.tag:
            raise self.fail(f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{name}>"')
        self.at += 1
        if self.units > opened.offset:
            self.close(opened, {"offset": opened.offset, "length": self.units - opened.offset})

    def close(self, opened: _Open, span: dict[str, Any]) -> None:
        kind = _TAGS[opened.tag]
        last = self.entities[-1] if self.entities else None
        same = last is not None and last["offset"] == span["offset"] and last["length"] == span["length"]
        if kind == "custom_emoji":
            if not (opened.argument.isascii() and opened.argument.isdigit() and int(opened.argument)):
                raise self.fail("Invalid custom emoji identifier specified")
            span["custom_emoji_id"] = opened.argument
        elif kind == "date_time":
            try:
                checked_date_format(opened.argument)
            except ValueError as fault:
                raise self.fail(str(fault)) from fault
            if opened.date <= 0:
                return
            span |= {"unix_time": opened.date, "date_time_format": opened.argument}
        elif kind == "a":
            url = opened.argument or "".join(self.parts[opened.begin :])
            user_id = link_user_id(url)
            link = None if user_id is not None else checked_link(url)
            if user_id is not None:
                kind, span["user"] = "text_mention", {"id": user_id, "is_bot": False, "first_name": ""}
            elif link is not None:
                kind, span["url"] = "text_link", link
            else:
                return
        elif kind == "pre" and last is not None and same and last["type"] == "code" and last.get("language"):
            last["type"] = "pre"
            return
        elif kind == "code":
            if last is not None and same and last["type"] == "pre" and opened.argument:
                last["language"] = opened.argument
                return
            span["language"] = opened.argument
        elif kind == "blockquote" and opened.argument:
            kind = "expandable_blockquote"
        self.entities.append({"type": kind, **span})


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities (offsets in UTF-16 code units) of Telegram HTML; ApiError 400 when it is
    broken.
    """
    return _Parser(source).run()
