"""Rich messages: blocks and HTML in, Telegram's blocks out, limits."""

from typing import Any

import pytest

from bot.localtelegram.telegram.rich_blocks import ordered_label
from tests.bot.localtelegram.local_telegram import PNG, Bench


async def send(bench: Bench | None = None, **rich: Any) -> Any:
    bench = bench or Bench()
    return (await bench.do("sendRichMessage", chat_id=bench.anna.id, rich_message=rich))["rich_message"]


async def blocks(value: list[Any], **more: Any) -> Any:
    return (await send(blocks=value, **more))["blocks"]


async def html(source: str, **more: Any) -> Any:
    return (await send(html=source, **more))["blocks"]


async def refusal(**rich: Any) -> str:
    bench = Bench()
    code, description = await bench.refusal("sendRichMessage", chat_id=bench.anna.id, rich_message=rich)
    assert code == 400
    return description


def paragraph(text: Any) -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


CELL: dict[str, Any] = {"align": "left", "valign": "top"}


@pytest.mark.parametrize(
    "block",
    [
        paragraph("plain"),
        {"type": "heading", "text": "Title", "size": 1},
        {"type": "footer", "text": "small"},
        {"type": "pre", "text": "x = 1", "language": "python"},
        {"type": "mathematical_expression", "expression": "x^2"},
        {"type": "blockquote", "blocks": [paragraph("said")], "credit": "someone"},
        {"type": "pullquote", "text": "said", "credit": "someone"},
        {"type": "expandable_blockquote", "text": "said"},
        {"type": "details", "summary": "more", "blocks": [paragraph("inside")], "is_open": True},
        {"type": "table", "cells": [[CELL | {"text": "1"}]], "is_bordered": True, "caption": "sums"},
        {
            "type": "table",
            "cells": [[CELL | {"text": "1", "colspan": 2, "rowspan": 2}, CELL], [CELL | {"text": "2"}]],
            "is_striped": True,
            "is_compact": True,
        },
        {"type": "buttons", "buttons": [{"text": "Go", "callback_data": "go", "style": "link"}], "align": "center"},
        {
            "type": "map",
            "location": {"latitude": 55.7, "longitude": 37.6},
            "zoom": 10,
            "width": 300,
            "height": 200,
            "caption": {"text": "here", "credit": "maps"},
        },
    ],
)
async def test_a_block_comes_back_as_sent(block):
    assert await blocks([block]) == [block]


@pytest.mark.parametrize(
    "text",
    [
        {"type": "bold", "text": "x"},
        {"type": "bold", "text": {"type": "italic", "text": "x"}},
        ["a ", {"type": "code", "text": "x"}, " b"],
        {"type": "date_time", "text": "soon", "unix_time": 1_800_000_000, "date_time_format": "Dt"},
        {"type": "mathematical_expression", "expression": "x"},
        {"type": "custom_emoji", "custom_emoji_id": "5", "alternative_text": "🙂"},
        {"type": "url", "text": "site", "url": "https://a.example/x"},
        {"type": "email_address", "text": "mail", "email_address": "a@b.example"},
        {"type": "phone_number", "text": "call", "phone_number": "+71234567890"},
        {"type": "bank_card_number", "text": "card", "bank_card_number": "4242"},
        {"type": "mention", "text": "@a", "username": "a"},
        {"type": "hashtag", "text": "#a", "hashtag": "#a"},
        {"type": "cashtag", "text": "$A", "cashtag": "$A"},
        {"type": "bot_command", "text": "/a", "bot_command": "/a"},
        {"type": "anchor_link", "text": "up", "anchor_name": ""},
        {"type": "reference", "text": "note", "name": "n"},
        {"type": "reference_link", "text": "1", "reference_name": "n"},
        {"type": "button", "button": {"text": "Go", "disabled": {}}},
        ["x", {"type": "anchor", "name": "here"}],
    ],
)
async def test_rich_text_comes_back_as_sent(text):
    assert await blocks([paragraph("."), paragraph(text)]) == [paragraph("."), paragraph(text)]


async def test_neighbouring_strings_become_one():
    assert await blocks([paragraph(["a", ["b", ""], "c"])]) == [paragraph("abc")]


async def test_telegram_finds_links_in_rich_text_too():
    assert await blocks([paragraph("😀 /help @anna_k a@b.example example https://a.example")]) == [
        paragraph(
            [
                "😀 ",
                {"type": "bot_command", "text": "/help", "bot_command": "/help"},
                " ",
                {"type": "mention", "text": "@anna_k", "username": "anna_k"},
                " ",
                {"type": "email_address", "text": "a@b.example", "email_address": "a@b.example"},
                " example ",
                {"type": "url", "text": "https://a.example", "url": "https://a.example/"},
            ]
        )
    ]


async def test_finding_can_be_switched_off():
    assert await blocks([paragraph("/help")], skip_entity_detection=True) == [paragraph("/help")]


async def test_nothing_is_found_in_code():
    assert await blocks([{"type": "pre", "text": "/help"}]) == [{"type": "pre", "text": "/help"}]


async def test_a_mentioned_person_is_shown():
    bench = Bench()
    text = {"type": "text_mention", "text": "you", "user": {"id": bench.anna.id}}
    (shown,) = (await send(bench, blocks=[paragraph(text)]))["blocks"]
    assert shown["text"]["user"]["first_name"] == "Anna"


async def test_a_user_link_is_a_mention():
    (shown,) = await blocks([paragraph({"type": "url", "text": "you", "url": "tg://user?id=9"})])
    assert (shown["text"]["type"], shown["text"]["user"]["id"]) == ("text_mention", 9)


async def test_right_to_left_is_kept():
    assert (await send(blocks=[paragraph("x")], is_rtl=True))["is_rtl"] is True


async def test_items_of_an_unordered_list_have_bullets_and_boxes():
    items: list[dict[str, Any]] = [
        {"blocks": [paragraph("a")], "has_checkbox": True, "is_checked": True},
        {"blocks": [paragraph("b")]},
    ]
    (shown,) = await blocks([{"type": "list", "items": items}])
    assert shown["items"] == [{"label": "•"} | items[0], {"label": "•"} | items[1]]


async def test_items_of_an_ordered_list_count_on():
    items = [{"blocks": [], "type": "a", "value": 3}, {"blocks": [], "type": "a"}]
    (_, shown) = await blocks([paragraph("x"), {"type": "list", "items": items}])
    assert [item["label"] for item in shown["items"]] == ["c.", "d."]


@pytest.mark.parametrize(
    ("number", "form", "label"),
    [(28, "a", "ab."), (2, "A", "B."), (49, "i", "xlix."), (2026, "I", "MMXXVI."), (7, "1", "7."), (0, "a", "0.")],
)
def test_labels_of_ordered_lists(number, form, label):
    assert ordered_label(number, form) == label


PARSE = "Bad Request: can't parse InputRichBlock: "


@pytest.mark.parametrize(
    ("block", "description"),
    [
        ("x", PARSE + "expected an Object"),
        ({}, PARSE + 'Can\'t find field "type"'),
        ({"type": 1}, PARSE + 'Field "type" must be of type String'),
        ({"type": "video"}, PARSE + 'type "video" is unsupported'),
        ({"type": "heading", "text": "x"}, PARSE + 'Can\'t find field "size"'),
        ({"type": "heading", "text": "x", "size": "y"}, PARSE + 'Field "size" must be a valid Number'),
        ({"type": "heading", "text": "x", "size": 7}, "Bad Request: invalid section heading size specified"),
        ({"type": "paragraph"}, PARSE + 'Can\'t find field "text"'),
        (paragraph(5), PARSE + "RichText must be a String, an Array or an Object"),
        (paragraph({"text": "x"}), PARSE + 'Can\'t find field "type"'),
        (paragraph({"type": "shout", "text": "x"}), PARSE + 'type "shout" is unsupported'),
        (paragraph({"type": "url", "text": "x", "url": "nowhere"}), "Bad Request: RICH_MESSAGE_URL_INVALID"),
        (
            paragraph({"type": "date_time", "text": "x", "unix_time": 0}),
            "Bad Request: RICH_MESSAGE_DATE_INVALID",
        ),
        (
            paragraph({"type": "date_time", "text": "x", "unix_time": 1, "date_time_format": "q"}),
            "Bad Request: invalid date-time format specified",
        ),
        (paragraph({"type": "button"}), PARSE + "expected an Object"),
        (
            paragraph({"type": "button", "button": {"text": "x"}}),
            PARSE + "can't parse button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            paragraph({"type": "button", "button": {"text": "x", "callback_data": "y" * 65}}),
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            paragraph({"type": "button", "button": {"text": "x", "url": "https://a.b", "style": "link"}}),
            PARSE + "invalid button style specified",
        ),
        (paragraph({"type": "text_mention", "text": "x", "user": 5}), PARSE + 'Field "user" must be of type Object'),
        ({"type": "thinking", "text": "x"}, "Bad Request: block is not allowed"),
        ({"type": "list", "items": []}, "Bad Request: list must be non-empty"),
        ({"type": "list"}, PARSE + 'Can\'t find field "items"'),
        ({"type": "list", "items": ["x"]}, PARSE + "expected an Object"),
        ({"type": "list", "items": [{}]}, PARSE + 'Can\'t find field "blocks"'),
        ({"type": "list", "items": [{"blocks": 5}]}, PARSE + "expected an Array of InputRichBlock"),
        ({"type": "list", "items": [{"blocks": [], "type": "z"}]}, "Bad Request: invalid list item type specified"),
        (
            {"type": "list", "items": [{"blocks": [], "type": "1"}, {"blocks": []}]},
            "Bad Request: list must be either ordered or unordered",
        ),
        ({"type": "table", "cells": [{}]}, PARSE + 'Field "cells" must be an Array of Arrays'),
        ({"type": "table", "cells": [["x"]]}, "Bad Request: table cell must be non-empty"),
        ({"type": "table", "cells": [[{"colspan": -1}]]}, "Bad Request: invalid table cell colspan specified"),
        ({"type": "table", "cells": [[{"align": "top"}]]}, PARSE + "invalid table cell alignment specified"),
        ({"type": "buttons", "buttons": []}, PARSE + "the number of buttons must be between 1 and 8"),
        (
            {"type": "buttons", "buttons": [{"text": "x", "callback_data": "y"}], "align": "top"},
            PARSE + "invalid alignment specified",
        ),
        ({"type": "map", "location": {"latitude": "x"}}, "Bad Request: invalid location specified"),
        (
            {"type": "map", "location": {"latitude": 1, "longitude": 2}, "zoom": 25},
            "Bad Request: invalid map properties specified",
        ),
        (
            {"type": "map", "location": {"latitude": 1, "longitude": 2}, "width": 100},
            "Bad Request: invalid map properties specified",
        ),
        ({"type": "photo"}, PARSE + 'Can\'t find field "photo"'),
        ({"type": "photo", "photo": {"type": "video", "media": "x"}}, PARSE + 'type "video" is unsupported'),
        ({"type": "photo", "photo": {"type": "photo", "media": "attach://x"}}, PARSE + "media not found"),
        (paragraph(""), "Bad Request: RICH_MESSAGE_EMPTY"),
        ({"type": "divider"}, "Bad Request: RICH_MESSAGE_EMPTY"),
    ],
)
async def test_a_wrong_block_is_refused(block, description):
    assert await refusal(blocks=[block]) == description


def nested(levels: int) -> Any:
    block: dict[str, Any] = paragraph("x")
    for _ in range(levels - 1):
        block = {"type": "blockquote", "blocks": [block]}
    return block


def row(columns: int) -> dict[str, Any]:
    return {"type": "table", "cells": [[{"text": "x"}] * columns]}


@pytest.mark.parametrize(
    ("at_limit", "beyond", "name"),
    [
        ([paragraph("x" * 32_768)], [paragraph("x" * 32_769)], "TEXT_TOO_LONG"),
        ([paragraph("x")] * 500, [paragraph("x")] * 501, "BLOCKS_TOO_MANY"),
        ([nested(16)], [nested(17)], "DEPTH_INVALID"),
        ([row(20)], [row(21)], "TABLE_COLS_TOO_MANY"),
    ],
)
async def test_each_limit_holds_exactly(at_limit, beyond, name):
    assert await blocks(at_limit)
    assert await refusal(blocks=beyond) == f"Bad Request: RICH_MESSAGE_{name}"


async def test_items_and_rows_count_as_blocks():
    items = [{"blocks": [paragraph("x")]}] * 250
    assert await refusal(blocks=[{"type": "list", "items": items}]) == "Bad Request: RICH_MESSAGE_BLOCKS_TOO_MANY"


async def test_columns_taken_from_above_count():
    cells = [[{"text": "x", "rowspan": 2}] * 15, [{"text": "x"}] * 6]
    assert await refusal(blocks=[{"type": "table", "cells": cells}]) == (
        "Bad Request: RICH_MESSAGE_TABLE_COLS_TOO_MANY"
    )


def deep_text(levels: int) -> Any:
    text: Any = "x"
    for _ in range(levels):
        text = {"type": "bold", "text": text}
    return text


async def test_formatting_counts_as_depth():
    assert await blocks([paragraph(deep_text(15))])
    assert await refusal(blocks=[paragraph(deep_text(16))]) == "Bad Request: RICH_MESSAGE_DEPTH_INVALID"


async def test_nested_lists_of_texts_have_an_end():
    text: Any = "x"
    for _ in range(100):
        text = [text]
    assert await refusal(blocks=[paragraph(text)]) == "Bad Request: RICH_MESSAGE_DEPTH_INVALID"


@pytest.mark.parametrize(
    ("rich", "description"),
    [
        ({}, "Bad Request: rich message must be non-empty"),
        ({"blocks": []}, "Bad Request: rich message must be non-empty"),
        ({"html": "<!-- nothing -->"}, "Bad Request: rich message must be non-empty"),
        (
            {"html": "x", "blocks": [1]},
            "Bad Request: rich message must be given as exactly one of html, markdown or blocks",
        ),
        ({"markdown": "# x"}, "Bad Request: rich markdown is not offered by the local Telegram, use html or blocks"),
        ({"html": "x", "media": 5}, "Bad Request: expected an Array of InputRichMessageMedia"),
        ({"html": "x", "media": [5]}, "Bad Request: can't parse InputRichMessageMedia: expected an Object"),
    ],
)
async def test_a_wrong_rich_message_is_refused(rich, description):
    assert await refusal(**rich) == description


@pytest.mark.parametrize(
    ("value", "description"),
    [
        ("", 'Bad Request: parameter "rich_message" is required'),
        ("[]", "Bad Request: object expected as rich message"),
        ("{", "Bad Request: can't parse rich message JSON object"),
    ],
)
async def test_a_rich_message_is_an_object(value, description):
    bench = Bench()
    assert await bench.refusal("sendRichMessage", chat_id=bench.anna.id, rich_message=value) == (400, description)


@pytest.mark.parametrize(
    ("source", "block"),
    [
        ("<h3>Title</h3>", {"type": "heading", "text": "Title", "size": 3}),
        ("<p> a\n  <b>b </b> c </p>", paragraph(["a ", {"type": "bold", "text": "b "}, " c"])),
        ("loose <i>text</i>", paragraph(["loose ", {"type": "italic", "text": "text"}])),
        ("<p>a<br>b</p>", paragraph("a\nb")),
        ("<footer>end</footer>", {"type": "footer", "text": "end"}),
        ('<pre><code class="language-sql">a\n  b</code></pre>', {"type": "pre", "text": "a\n  b", "language": "sql"}),
        ("<pre>a &lt; b</pre>", {"type": "pre", "text": "a < b"}),
        ("<tg-math-block>x^2 &lt; 3</tg-math-block>", {"type": "mathematical_expression", "expression": "x^2 < 3"}),
        ("<blockquote>q<cite>c</cite></blockquote>", {"type": "blockquote", "blocks": [paragraph("q")], "credit": "c"}),
        ("<blockquote collapsed>q</blockquote>", {"type": "expandable_blockquote", "text": "q"}),
        ("<aside>q<cite>c</cite></aside>", {"type": "pullquote", "text": "q", "credit": "c"}),
        (
            "<details open><summary>s</summary><p>in</p></details>",
            {"type": "details", "summary": "s", "blocks": [paragraph("in")], "is_open": True},
        ),
        (
            '<tg-map lat="1.5" long="2" zoom="9" width="10" height="10"/>',
            {
                "type": "map",
                "location": {"latitude": 1.5, "longitude": 2.0},
                "zoom": 9,
                "width": 10,
                "height": 10,
            },
        ),
        (
            '<tg-button-row align="right"><tg-button type="callback_data" data="go" style="primary">Go</tg-button>'
            '<tg-button type="url" url="https://a.example/x">Site</tg-button>'
            '<tg-button type="copy_text" data="CODE">Copy</tg-button>'
            "<tg-button disabled>No</tg-button></tg-button-row>",
            {
                "type": "buttons",
                "buttons": [
                    {"text": "Go", "style": "primary", "callback_data": "go"},
                    {"text": "Site", "url": "https://a.example/x"},
                    {"text": "Copy", "copy_text": {"text": "CODE"}},
                    {"text": "No", "disabled": {}},
                ],
                "align": "right",
            },
        ),
        (
            "<table bordered striped compact><caption>c</caption><thead><tr><th>A</th></tr></thead>"
            '<tr><td align="right" valign="middle" colspan="2" rowspan="2">1</td></tr></table>',
            {
                "type": "table",
                "cells": [
                    [{"align": "center", "valign": "top", "text": "A", "is_header": True}],
                    [{"align": "right", "valign": "middle", "text": "1", "colspan": 2, "rowspan": 2}],
                ],
                "is_bordered": True,
                "is_striped": True,
                "is_compact": True,
                "caption": "c",
            },
        ),
        (
            '<ol start="3" type="A"><li>x</li><li value="7"><p>y</p></li></ol>',
            {
                "type": "list",
                "items": [
                    {"label": "C.", "value": 3, "type": "A", "blocks": [paragraph("x")]},
                    {"label": "G.", "value": 7, "type": "A", "blocks": [paragraph("y")]},
                ],
            },
        ),
        (
            '<ul><li><input type="checkbox" checked>done</li></ul>',
            {
                "type": "list",
                "items": [{"label": "•", "blocks": [paragraph("done")], "has_checkbox": True, "is_checked": True}],
            },
        ),
    ],
)
async def test_html_becomes_blocks(source, block):
    assert await html(source) == [block]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<u>x</u>", {"type": "underline", "text": "x"}),
        ("<mark>x</mark>", {"type": "marked", "text": "x"}),
        ("<sub>x</sub>", {"type": "subscript", "text": "x"}),
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler", "text": "x"}),
        ('<a href="https://a.example/x">x</a>', {"type": "url", "text": "x", "url": "https://a.example/x"}),
        ('<a href="#top">x</a>', {"type": "anchor_link", "text": "x", "anchor_name": "top"}),
        ('<a href="mailto:a@b.example">x</a>', {"type": "email_address", "text": "x", "email_address": "a@b.example"}),
        ('<a href="tel:+7123">x</a>', {"type": "phone_number", "text": "x", "phone_number": "+7123"}),
        (
            '<a href="tg://time?unix=1800000000&amp;format=r">x</a>',
            {"type": "date_time", "text": "x", "unix_time": 1_800_000_000, "date_time_format": "r"},
        ),
        (
            '<tg-time unix="1800000000" format="Dt">x</tg-time>',
            {"type": "date_time", "text": "x", "unix_time": 1_800_000_000, "date_time_format": "Dt"},
        ),
        (
            '<tg-emoji emoji-id="5">🙂</tg-emoji>',
            {"type": "custom_emoji", "custom_emoji_id": "5", "alternative_text": "🙂"},
        ),
        ("<tg-math>x</tg-math>", {"type": "mathematical_expression", "expression": "x"}),
        ('<tg-reference name="n">x</tg-reference>', {"type": "reference", "text": "x", "name": "n"}),
        (
            '<tg-button type="callback_data" data="d">x</tg-button>',
            {"type": "button", "button": {"text": "x", "callback_data": "d"}},
        ),
        ('x<a name="here"></a>', ["x", {"type": "anchor", "name": "here"}]),
        ("<b></b>x", "x"),
    ],
)
async def test_inline_html_becomes_rich_text(source, text):
    assert await html(f"<p>.</p>{source}") == [paragraph("."), paragraph(text)]


async def test_a_lone_anchor_is_a_block():
    assert await html('<a name="top"></a><p>x</p><hr/>') == [
        {"type": "anchor", "name": "top"},
        paragraph("x"),
        {"type": "divider"},
    ]


async def test_reversed_lists_count_down():
    (block,) = await html('<ol start="2" reversed><li>x</li><li>y</li></ol>')
    assert [item["label"] for item in block["items"]] == ["2.", "1."]


ENTITIES = "Bad Request: can't parse entities: "


@pytest.mark.parametrize(
    ("source", "description"),
    [
        ("é<div>x</div>", ENTITIES + 'Unsupported start tag "div" at byte offset 2'),
        ("<p>x</b>", ENTITIES + 'Unmatched end tag at byte offset 4, expected "</p>", found "</b>"'),
        ("x</p>", ENTITIES + "Unexpected end tag at byte offset 1"),
        ("<p>x", ENTITIES + 'Can\'t find end tag corresponding to start tag "p"'),
        ("a < b", ENTITIES + "Unclosed start tag at byte offset 2"),
        ("<li>x</li>", ENTITIES + 'Tag "li" is not allowed here'),
        ("<p><table></table></p>", ENTITIES + 'Tag "table" is not allowed here'),
        ("<p><span>x</span></p>", ENTITIES + 'Tag "span" must have class "tg-spoiler"'),
        ("<figure>x</figure>", ENTITIES + 'Tag "figure" must contain one media'),
        ("x" * 262_145, "Bad Request: RICH_MESSAGE_TOO_LARGE"),
        ("<b>" * 100, "Bad Request: RICH_MESSAGE_DEPTH_INVALID"),
        ('<img src="https://a.example/x.png"/>', "Bad Request: RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND"),
        ('<tg-map lat="x" long="2"/>', "Bad Request: invalid location specified"),
        ("<details><p>x</p></details>" * 251, "Bad Request: RICH_MESSAGE_BLOCKS_TOO_MANY"),
    ],
)
async def test_broken_rich_html_is_refused(source, description):
    assert await refusal(html=source) == description


def media(kind: str, name: str) -> dict[str, Any]:
    return {"type": kind, "media": f"attach://{name}"}


async def test_rich_media_travel_with_the_call():
    bench = Bench()
    rich = {
        "html": '<figure><img src="tg://photo?id=p1" tg-spoiler/><figcaption>c<cite>me</cite></figcaption></figure>'
        '<tg-document src="tg://document?id=d1"/>'
        '<tg-collage><img src="tg://photo?id=p1"/><figcaption>all</figcaption></tg-collage>',
        "media": [{"id": "p1", "media": media("photo", "a")}, {"id": "d1", "media": media("document", "b")}],
    }
    response = await bench.upload("sendRichMessage", {"a": PNG, "b": b"text"}, chat_id=bench.anna.id, rich_message=rich)
    picture, file, collage = response.json()["result"]["rich_message"]["blocks"]
    assert (picture["photo"][0]["width"], picture["has_spoiler"]) == (2, True)
    assert picture["caption"] == {"text": "c", "credit": "me"}
    assert (file["document"]["file_size"], collage["caption"]) == (4, {"text": "all"})


async def test_fifty_media_pass_and_one_more_does_not():
    bench = Bench()
    block = {"type": "photo", "photo": media("photo", "a")}
    for count, passes in ((50, True), (51, False)):
        rich = {"blocks": [block] * count}
        answer = (await bench.upload("sendRichMessage", {"a": PNG}, chat_id=bench.anna.id, rich_message=rich)).json()
        assert answer.get("description") == (None if passes else "Bad Request: RICH_MESSAGE_MEDIA_TOO_MANY")


async def test_a_text_message_becomes_rich_and_plain_again():
    bench = Bench()
    edit = {"chat_id": bench.anna.id, "message_id": (await bench.say())["message_id"]}
    rich = await bench.do("editMessageText", rich_message={"html": "<h1>x</h1>"}, **edit)
    plain = await bench.do("editMessageText", text="plain", **edit)
    assert ("text" in rich, "rich_message" in rich) == (False, True)
    assert ("text" in plain, "rich_message" in plain) == (True, False)


async def test_the_same_rich_message_is_no_change():
    bench = Bench()
    rich = {"html": "<h1>x</h1>"}
    number = (await bench.do("sendRichMessage", chat_id=bench.anna.id, rich_message=rich))["message_id"]
    code, description = await bench.refusal(
        "editMessageText",
        chat_id=bench.anna.id,
        message_id=number,
        rich_message={"blocks": [{"type": "heading", "text": "x", "size": 1}]},
    )
    assert (code, description[:37]) == (400, "Bad Request: message is not modified:")


async def test_a_rich_draft_may_think():
    bench = Bench()
    rich = {"html": "<tg-thinking>Hmm</tg-thinking>"}
    await bench.do("sendRichMessageDraft", chat_id=bench.anna.id, draft_id=1, rich_message=rich)
    assert bench.telegram.view(bench.anna.id)["draft"]["rich"] == {"blocks": [{"type": "thinking", "text": "Hmm"}]}


async def test_the_page_sees_the_blocks():
    bench = Bench()
    await send(bench, html="<p>x</p>")
    assert bench.telegram.view(bench.anna.id)["messages"][0]["rich"] == {"blocks": [paragraph("x")]}
