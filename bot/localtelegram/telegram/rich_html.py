"""Problem: a rich message may be sent as HTML; Telegram turns it into blocks, and the page shows blocks.

Decision: a strict tokenizer builds a tree (unknown, unclosed and crossing tags are refused with the byte
offset), and the tree becomes the same blocks that could have been sent; the block reader then checks and
counts both alike.
Limit: tags outside Telegram's list are refused. Media are named by tg://photo?id= and tg://document?id=
links.
"""

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.localtelegram.telegram.errors import ApiError, bad_request
from bot.localtelegram.telegram.text_html import link_user_id

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?P<attributes>(?:\s+[A-Za-z][\w-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>=<`]+))?)*)\s*(?P<void>/?)>"
)
_ATTRIBUTE = re.compile(r"([A-Za-z][\w-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>=<`]+)))?")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_VOID = frozenset(("br", "hr", "img", "input"))
_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "sub": "subscript",
    "sup": "superscript",
    "mark": "marked",
    "code": "code",
}
_INLINE = frozenset(
    (
        *_STYLES,
        "a",
        "br",
        "span",
        "tg-emoji",
        "tg-time",
        "tg-math",
        "tg-reference",
        "tg-button",
        "input",
        "cite",
    )
)
_BLOCKS = frozenset(
    (
        *(f"h{size}" for size in range(1, 7)),
        "p", "pre", "footer", "hr", "ul", "ol", "blockquote", "aside", "table", "details", "tg-math-block",
        "tg-button-row", "tg-map", "img", "figure", "tg-document", "tg-collage", "tg-slideshow",
        "tg-thinking",
    )
)  # fmt: skip
_PARTS = frozenset(("li", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "summary", "figcaption"))
_ALL = _INLINE | _BLOCKS | _PARTS
_SPACE = re.compile(r"[ \t\n\r\f]+")
_DEEPEST = 64
_MEDIA_LINK = re.compile(r"tg://(photo|document)\?id=([A-Za-z0-9_-]{1,64})")


class _Node:
    __slots__ = ("attributes", "children", "tag")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[_Node | str] = []

    def plain(self) -> str:
        return "".join(child if isinstance(child, str) else child.plain() for child in self.children)

    def nodes(self, *tags: str) -> "list[_Node]":
        return [child for child in self.children if isinstance(child, _Node) and child.tag in tags]

    def take(self, tag: str) -> "_Node | None":
        for child in self.nodes(tag):
            self.children.remove(child)
            return child
        return None


def _fail(reason: str) -> ApiError:
    return bad_request(f"Can't parse entities: {reason}")


def _tree(source: str) -> _Node:
    root = _Node("", {})
    stack = [root]
    at = 0

    def byte() -> int:
        return len(source[:at].encode())

    while at < len(source):
        begin = source.find("<", at)
        if begin != at:
            stop = len(source) if begin < 0 else begin
            stack[-1].children.append(html.unescape(source[at:stop]))
            at = stop
            continue
        comment = _COMMENT.match(source, at)
        if comment is not None:
            at = comment.end()
            continue
        tag = _TAG.match(source, at)
        if tag is None:
            raise _fail(f"Unclosed start tag at byte offset {byte()}")
        name = tag["name"].lower()
        if tag["end"]:
            opened = stack[-1].tag
            if len(stack) == 1:
                raise _fail(f"Unexpected end tag at byte offset {byte()}")
            if name != opened:
                raise _fail(f'Unmatched end tag at byte offset {byte()}, expected "</{opened}>", found "</{name}>"')
            stack.pop()
        else:
            if name not in _ALL:
                raise _fail(f'Unsupported start tag "{name}" at byte offset {byte()}')
            node = _Node(name, _attributes(tag["attributes"]))
            stack[-1].children.append(node)
            if not tag["void"] and name not in _VOID:
                stack.append(node)
                if len(stack) > _DEEPEST:
                    raise bad_request("RICH_MESSAGE_DEPTH_INVALID")
        at = tag.end()
    if len(stack) > 1:
        raise _fail(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return root


def _attributes(source: str) -> dict[str, str]:
    found = {}
    for match in _ATTRIBUTE.finditer(source):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found[match[1].lower()] = html.unescape(value)
    return found


def blocks_of_html(source: str, media: dict[str, Any]) -> list[dict[str, Any]]:
    """The blocks to send that this HTML means. `media` maps the ids of tg:// links to InputMedia objects."""
    return _Converter(media).blocks(_tree(source))


class _Converter:
    def __init__(self, media: dict[str, Any]) -> None:
        self.media = media

    def blocks(self, parent: _Node) -> list[dict[str, Any]]:
        """Blocks among the children; loose inline content between them becomes paragraphs."""
        blocks: list[dict[str, Any]] = []
        loose: list[_Node | str] = []

        def settle() -> None:
            text = self.text(loose)
            loose.clear()
            if text != "":
                blocks.append({"type": "paragraph", "text": text})

        for child in parent.children:
            if isinstance(child, _Node) and child.tag in _BLOCKS:
                settle()
                blocks.append(self.block(child))
            elif isinstance(child, _Node) and child.tag in _PARTS:
                raise _fail(f'Tag "{child.tag}" is not allowed here')
            elif isinstance(child, _Node) and child.tag == "a" and "name" in child.attributes and not child.children:
                if loose and self.text(list(loose)) != "":
                    loose.append(child)
                else:
                    loose.clear()
                    blocks.append({"type": "anchor", "name": child.attributes["name"]})
            else:
                loose.append(child)
        settle()
        return blocks

    def block(self, node: _Node) -> dict[str, Any]:
        tag, attributes = node.tag, node.attributes
        if tag == "p":
            return {"type": "paragraph", "text": self.text(node.children)}
        if tag[0] == "h" and tag[1:].isdigit():
            return {"type": "heading", "size": int(tag[1:]), "text": self.text(node.children)}
        if tag == "hr":
            return {"type": "divider"}
        if tag in ("footer", "tg-thinking"):
            return {"type": tag.removeprefix("tg-"), "text": self.text(node.children)}
        if tag == "pre":
            return self.preformatted(node)
        if tag == "tg-math-block":
            return {"type": "mathematical_expression", "expression": node.plain().strip()}
        if tag in ("ul", "ol"):
            return {"type": "list", "items": self.items(node)}
        if tag in ("blockquote", "aside"):
            return self.quotation(node)
        if tag == "details":
            summary = node.take("summary")
            block = {"type": "details", "summary": self.text(summary.children) if summary else ""}
            return block | {"blocks": self.blocks(node), "is_open": "open" in attributes}
        if tag == "table":
            return self.table(node)
        if tag == "tg-button-row":
            align = {"align": attributes["align"]} if "align" in attributes else {}
            return {"type": "buttons", "buttons": [self.button(b) for b in node.nodes("tg-button")], **align}
        if tag == "tg-map":
            return self.map(attributes)
        if tag == "figure":
            return self.figure(node)
        if tag in ("tg-collage", "tg-slideshow"):
            caption = self.caption(node)
            return {"type": tag.removeprefix("tg-"), "blocks": self.blocks(node), **caption}
        return self.media_block(node)

    def preformatted(self, node: _Node) -> dict[str, Any]:
        code = node.nodes("code")
        block: dict[str, Any] = {"type": "pre", "text": node.plain().strip("\n")}
        if len(code) == 1 and len(node.children) == 1:
            language = code[0].attributes.get("class", "")
            if language.startswith("language-"):
                block["language"] = language[9:]
        return block

    def items(self, node: _Node) -> list[dict[str, Any]]:
        items = []
        number = _number(node.attributes.get("start"), 1)
        for li in node.nodes("li"):
            box = li.take("input")
            item: dict[str, Any] = {"blocks": self.blocks(li)}
            if box is not None:
                item |= {"has_checkbox": True, "is_checked": "checked" in box.attributes}
            if node.tag == "ol":
                number = _number(li.attributes.get("value"), number)
                form = li.attributes.get("type") or node.attributes.get("type") or "1"
                item |= {"value": number, "type": form}
                number += -1 if "reversed" in node.attributes else 1
            items.append(item)
        return items

    def quotation(self, node: _Node) -> dict[str, Any]:
        cite = node.take("cite")
        credit = {"credit": self.text(cite.children)} if cite is not None else {}
        if node.tag == "aside":
            return {"type": "pullquote", "text": self.text(node.children), **credit}
        if "collapsed" in node.attributes or "expandable" in node.attributes:
            return {"type": "expandable_blockquote", "text": self.text(node.children), **credit}
        return {"type": "blockquote", "blocks": self.blocks(node), **credit}

    def table(self, node: _Node) -> dict[str, Any]:
        caption = node.take("caption")
        rows: list[_Node] = []
        for child in node.children:
            if isinstance(child, _Node):
                rows += [child] if child.tag == "tr" else child.nodes("tr")
        cells = [[self.cell(cell) for cell in row.nodes("td", "th")] for row in rows]
        block: dict[str, Any] = {"type": "table", "cells": cells}
        block |= {f"is_{name}": True for name in ("bordered", "striped", "compact") if name in node.attributes}
        return block | ({"caption": self.text(caption.children)} if caption is not None else {})

    def cell(self, node: _Node) -> dict[str, Any]:
        cell: dict[str, Any] = {"text": self.text(node.children), "is_header": node.tag == "th"}
        cell |= {name: node.attributes[name] for name in ("align", "valign") if name in node.attributes}
        return cell | {
            name: _number(node.attributes[name], 1) for name in ("colspan", "rowspan") if name in node.attributes
        }

    def map(self, attributes: dict[str, str]) -> dict[str, Any]:
        try:
            location = {"latitude": float(attributes["lat"]), "longitude": float(attributes["long"])}
        except (KeyError, ValueError) as fault:
            raise bad_request("Invalid location specified") from fault
        sizes = {name: _number(attributes[name], 0) for name in ("zoom", "width", "height") if name in attributes}
        block: dict[str, Any] = {"type": "map", "location": location}
        return block | sizes

    def figure(self, node: _Node) -> dict[str, Any]:
        caption = self.caption(node)
        blocks = [child for child in node.children if isinstance(child, _Node)]
        if len(blocks) != 1 or blocks[0].tag not in _BLOCKS:
            raise _fail('Tag "figure" must contain one media')
        return self.block(blocks[0]) | caption

    def caption(self, node: _Node) -> dict[str, Any]:
        caption = node.take("figcaption")
        if caption is None:
            return {}
        cite = caption.take("cite")
        credit = {"credit": self.text(cite.children)} if cite is not None else {}
        return {"caption": {"text": self.text(caption.children), **credit}}

    def media_block(self, node: _Node) -> dict[str, Any]:
        kind = "photo" if node.tag == "img" else "document"
        link = _MEDIA_LINK.fullmatch(node.attributes.get("src", ""))
        if link is None or link[1] != kind or link[2] not in self.media:
            raise bad_request(f"RICH_MESSAGE_{kind.upper()}_NO_MEDIA_FOUND")
        spoiler = {"has_spoiler": True} if "tg-spoiler" in node.attributes else {}
        return {"type": kind, kind: {**self.media[link[2]], **spoiler}}

    def button(self, node: _Node) -> dict[str, Any]:
        attributes = node.attributes
        button: dict[str, Any] = {"text": self.text(node.children)}
        if "style" in attributes:
            button["style"] = attributes["style"]
        kind = attributes.get("type", "")
        value = attributes.get("data") or attributes.get("url") or attributes.get("text") or ""
        if "disabled" in attributes or kind == "disabled":
            return button | {"disabled": {}}
        return button | {kind: {"text": value} if kind == "copy_text" else value}

    def text(self, children: "list[_Node | str]") -> Any:
        """Rich text of inline content: runs of white space are one space, none at the edges."""
        parts: list[Any] = []
        for child in children:
            parts += self.inline(child)
        _strip(parts, 0, str.lstrip)
        _strip(parts, -1, str.rstrip)
        if not parts:
            return ""
        return parts[0] if len(parts) == 1 else parts

    def inline(self, child: "_Node | str") -> list[Any]:
        if isinstance(child, str):
            return [_SPACE.sub(" ", child)]
        tag, attributes = child.tag, child.attributes
        if tag == "br":
            return ["\n"]
        if tag not in _INLINE or tag in ("input", "cite"):
            raise _fail(f'Tag "{tag}" is not allowed here')
        if tag == "tg-math":
            return [{"type": "mathematical_expression", "expression": child.plain().strip()}]
        if tag == "tg-emoji":
            emoji_id = attributes.get("emoji-id", "")
            return [{"type": "custom_emoji", "custom_emoji_id": emoji_id, "alternative_text": child.plain()}]
        if tag == "tg-button":
            return [{"type": "button", "button": self.button(child)}]
        text: list[Any] = []
        for inner in child.children:
            text += self.inline(inner)
        if tag in _STYLES:
            return [{"type": _STYLES[tag], "text": text}] if text else []
        if tag == "span":
            if attributes.get("class") != "tg-spoiler":
                raise _fail('Tag "span" must have class "tg-spoiler"')
            return [{"type": "spoiler", "text": text}]
        if tag == "tg-time":
            form = attributes.get("format", "")
            unix_time = _number(attributes.get("unix"), 0)
            return [{"type": "date_time", "text": text, "unix_time": unix_time, "date_time_format": form}]
        if tag == "tg-reference":
            return [{"type": "reference", "text": text, "name": attributes.get("name", "")}]
        return self.link(attributes, text, child.plain())

    def link(self, attributes: dict[str, str], text: list[Any], plain: str) -> list[Any]:
        if "name" in attributes:
            return [{"type": "anchor", "name": attributes["name"]}, *text]
        url = attributes.get("href") or plain
        if url.startswith("#"):
            return [{"type": "anchor_link", "text": text, "anchor_name": url[1:]}]
        parts = urlsplit(url) if url.startswith(("mailto:", "tel:")) else None
        if parts is not None:
            kind = "email_address" if parts.scheme == "mailto" else "phone_number"
            return [{"type": kind, "text": text, kind: parts.path}]
        if link_user_id(url) is None and url.startswith("tg://time"):
            query = parse_qs(urlsplit(url).query)
            unix_time = _number(query.get("unix", [""])[0], 0)
            form = query.get("format", [""])[0]
            return [{"type": "date_time", "text": text, "unix_time": unix_time, "date_time_format": form}]
        return [{"type": "url", "text": text, "url": url}]


def _strip(parts: list[Any], edge: int, cut: Any) -> None:
    while parts and isinstance(parts[edge], str):
        parts[edge] = cut(parts[edge], " \n")
        if parts[edge]:
            return
        del parts[edge]


def _number(value: str | None, default: int) -> int:
    try:
        return int(value or "") if len(value or "") < 12 else default
    except ValueError:
        return default
