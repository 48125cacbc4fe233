"""The description of every route as a page that people read.

Problem: the page that a framework brings loads its program from somebody else's server: it is empty where that can't be
reached, and a stranger's program would run where operators keep their tokens. Decision: a page of our own, written from
the same OpenAPI document: text alone, without a program, without anything from elsewhere. Limit: it describes and tries
nothing out; each route shows the line that a terminal takes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from http import HTTPStatus
from typing import Any, Final

from bot.api.access import Right

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What the page may do: look as it does, and nothing else."""

_STYLE: Final = """
:root { color-scheme: light dark; --line: #8884; --quiet: #777; --shade: #8881; --link: #0a66c2; }
@media (prefers-color-scheme: dark) { :root { --quiet: #999; --link: #7ab8ff; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
h1 { margin: 0; } h2 { margin: 2.5rem 0 .5rem; } h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
a { color: var(--link); } nav a { display: inline-block; margin: 0 1rem .3rem 0; }
details { border-top: 1px solid var(--line); } details > div { padding: 0 0 1rem 1rem; }
summary { cursor: pointer; padding: .5rem 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
code, pre { font: 14px/1.45 ui-monospace, monospace; } summary code { overflow-wrap: anywhere; }
pre { background: var(--shade); border-radius: 6px; margin: .3rem 0; padding: .6rem; }
table { border-collapse: collapse; width: 100%; } td { border-top: 1px solid var(--line); padding: .3rem .8rem .3rem 0;
vertical-align: top; } td:first-child { width: 14rem; overflow-wrap: anywhere; } td p { margin: .2rem 0; }
.quiet { color: var(--quiet); } .method { display: inline-block; font-weight: 600; min-width: 4.2rem; }
@media (max-width: 40rem) { td { display: block; border: 0; padding: 0 0 .2rem; } tr { display: block;
border-top: 1px solid var(--line); padding: .4rem 0; } td:first-child { width: auto; } }
"""

_TITLES: Final = {
    "token": "The token itself",
    "facts": "Facts of the marketplace",
    "commands": "Commands of a seller",
    "reads": "What there is to read",
    "operator": "Acts of an operator",
    "webhooks": "Endpoints that are told",
    "watching": "For whoever watches",
}
_RIGHTS: Final = {
    Right.NOTHING: "everybody",
    Right.TOKEN: "any token",
    Right.FEED: "a token with the scope `feed`",
    Right.READ_SELLER: "a token with the scope `read:SELLER` or `read:all`",
    Right.READ_ALL: "a token with the scope `read:all`",
    Right.ACT: "a token with the scope `act:SELLER:ROLE`",
    Right.OPERATE: "a token with the scope `operate`",
    Right.WATCH: "a token with the scope `metrics`",
}
_JSON: Final = "application/json"

Node = Mapping[str, Any]
"""A part of the document."""


def page(document: Node, address: str) -> str:
    """The OpenAPI document as HTML, whole and by itself; `address` is where programs read the document."""
    info, schemas = document["info"], document["components"]["schemas"]
    ways: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, way in methods.items():
            ways.setdefault(way["tags"][0], []).append(_way(method.upper(), path, way))
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(info['title'])}: for programs</title><style>{_STYLE}</style>"
        f"<h1>{escape(info['title'])}</h1><p class='quiet'>Version {escape(info['version'])}</p>"
        f"<p>{escape(info['description'])}</p>"
        "<p>Amounts and rates are texts, instants have an offset. What fails answers a "
        f"{_link('Problem')} with a code and a sentence. "
        f"Programs read the same as <a href='{escape(address)}'>OpenAPI</a>.</p><nav>",
        *(f"<a href='#{tag}'>{escape(_title(tag))}</a>" for tag in ways),
        "<a href='#events'>Events</a><a href='#shapes'>Shapes</a></nav>",
    ]
    for tag, found in ways.items():
        parts += [f"<h2 id='{tag}'>{escape(_title(tag))}</h2>", *found]
    parts += ["<h2 id='events'>Events</h2>", *_events(document["webhooks"])]
    parts += ["<h2 id='shapes'>Shapes</h2>", *(_shape(name, schemas[name]) for name in sorted(schemas))]
    return "\n".join([*parts, "</html>"])


def _title(tag: str) -> str:
    return _TITLES.get(tag, tag.capitalize())


def _way(method: str, path: str, way: Node) -> str:
    parts = [
        f"<details><summary><span class='method'>{method}</span> "
        f"<code>{escape(path)}</code><br>{escape(way['summary'])}</summary><div>",
        *_paragraphs(way.get("description", "")),
        *_paragraphs(f"For {_RIGHTS[Right(way['x-right'])]}."),
    ]
    if given := way.get("parameters"):
        parts.append("<h3>Takes</h3>" + _table(_parameter(each) for each in given))
    for media, body in way.get("requestBody", {}).get("content", {}).items():
        schema = body.get("schema", {})
        parts.append(f"<h3>Body, <code>{escape(media)}</code></h3><p>{_kind(schema)}</p>{_fields(schema)}")
    parts.append("<h3>Answers</h3>" + _table(_answer(*each) for each in sorted(way["responses"].items())))
    return "".join([*parts, f"<h3>In a terminal</h3><pre>{escape(_line(method, path, way))}</pre></div></details>"])


def _line(method: str, path: str, way: Node) -> str:
    """The line that a terminal takes, with `$URL` and `$TOKEN` as the reader has set them."""
    words = ["curl"] + ([] if method == "GET" else [f"-X {method}"])
    if Right(way["x-right"]) is not Right.NOTHING:
        words.append('-H "Authorization: Bearer $TOKEN"')
    if any(each["name"] == "Idempotency-Key" for each in way.get("parameters", ())):
        words.append('-H "Idempotency-Key: $(uuidgen)"')
    if content := way.get("requestBody", {}).get("content"):
        words.append(f'-H "Content-Type: {next(iter(content))}" --data-binary @body')
    return " ".join([*words, f'"$URL{path}"'])


def _events(webhooks: Mapping[str, Node]) -> Iterator[str]:
    first = next(iter(webhooks.values()))["post"]
    yield from _paragraphs(first["description"])
    yield _table(_parameter(each) for each in first["parameters"])
    bodies = sorted({_kind(each["post"]["requestBody"]["content"][_JSON]["schema"]) for each in webhooks.values()})
    yield f"<p>The body: {', '.join(bodies)}. Its type is one of</p>"
    yield f"<p>{', '.join(f'<code>{escape(name)}</code>' for name in webhooks)}</p>"


def _shape(name: str, schema: Node) -> str:
    words = "" if "properties" in schema else f"<p>{_kind(schema)}</p>"
    return (
        f"<details><summary><code>{escape(name)}</code></summary><div id='shape-{escape(name)}'>"
        f"{''.join(_paragraphs(schema.get('description', '')))}{words}{_fields(schema)}</div></details>"
    )


# -- parts -------------------------------------------------------------------------------------------------------------


def _paragraphs(text: str) -> Iterator[str]:
    """A docstring's paragraphs, with what stands between backticks as code."""
    for each in filter(None, (part.strip() for part in text.split("\n\n"))):
        pieces = escape(each, quote=False).split("`")
        yield (
            "<p>" + "".join(f"<code>{piece}</code>" if odd % 2 else piece for odd, piece in enumerate(pieces)) + "</p>"
        )


def _table(rows: Iterator[Sequence[str]]) -> str:
    lines = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>" if lines else ""


def _parameter(given: Node) -> Sequence[str]:
    needed = "" if given["required"] else " <span class='quiet'>may be absent</span>"
    said = "".join(_paragraphs(given.get("description", "")))
    return (
        f"<code>{escape(given['name'])}</code> <span class='quiet'>{escape(given['in'])}</span>",
        f"{_kind(given['schema'])}{needed}{said}",
    )


def _answer(status: str, answer: Node) -> Sequence[str]:
    kinds = [_kind(body["schema"]) for body in answer.get("content", {}).values() if body.get("schema")]
    said = answer["description"]
    if said == "Successful Response" and status.isdigit():
        said = HTTPStatus(int(status)).phrase
    return f"<code>{escape(status)}</code>", escape(said) + "".join(f", {kind}" for kind in dict.fromkeys(kinds))


def _fields(schema: Node) -> str:
    """A table of the fields of an object that is described in place."""
    needed = schema.get("required", ())
    return _table(
        (
            f"<code>{escape(name)}</code>",
            _kind(each)
            + ("" if name in needed else " <span class='quiet'>may be absent</span>")
            + "".join(_paragraphs(each.get("description", ""))),
        )
        for name, each in schema.get("properties", {}).items()
    )


def _link(name: str) -> str:
    return f"<a href='#shape-{escape(name)}'>{escape(name)}</a>"


_WORDS: Final = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
    "object": "object",
}
_FORMATS: Final = {"date-time": "instant", "date": "day"}


def _kind(schema: Node) -> str:
    """What a value is, in a few words."""
    if "$ref" in schema:
        return _link(schema["$ref"].rpartition("/")[2])
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(_kind(each) for each in schema[several]))
    if "const" in schema:
        return f"<code>{escape(json.dumps(schema['const']))}</code>"
    if "enum" in schema:
        return "one of " + ", ".join(f"<code>{escape(str(each))}</code>" for each in schema["enum"])
    kind = schema.get("type")
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if kind == "object" and isinstance(more := schema.get("additionalProperties"), Mapping):
        return f"by name: {_kind(more)}"
    words = _FORMATS.get(schema.get("format", ""), _WORDS.get(kind or "", "any value"))
    examples = schema.get("examples", ())
    return escape(words) + (f", such as <code>{escape(str(examples[0]))}</code>" if examples else "")
