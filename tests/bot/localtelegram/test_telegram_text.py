"""Text, HTML and entities, as Telegram reads, trims and refuses them."""

from typing import Any

import pytest

from bot.localtelegram.telegram import ApiError, Limits
from bot.localtelegram.telegram.entities import find_entities, format_text
from bot.localtelegram.telegram.text_html import checked_link, link_user_id, parse_html
from tests.bot.localtelegram.local_telegram import Bench


def spans(entities: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return [(e["type"], e["offset"], e["length"]) for e in entities]


def read(text: str, entities: Any = None, *, mode: str = "") -> tuple[str, list[dict[str, Any]]]:
    return format_text(text, mode, entities, Limits(), may_be_empty=False)


def refusal_of(text: str, entities: Any = None, *, mode: str = "") -> str:
    with pytest.raises(ApiError) as caught:
        read(text, entities, mode=mode)
    assert caught.value.code == 400
    return caught.value.description


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("code", "code"),
        ("pre", "pre"),
        ("tg-spoiler", "spoiler"),
        ("blockquote", "blockquote"),
    ],
)
def test_each_tag_becomes_its_entity(tag, kind):
    assert parse_html(f"a <{tag}>bc</{tag}> d") == ("a bc d", [{"type": kind, "offset": 2, "length": 2}])


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler"}),
        ("<blockquote expandable>x</blockquote>", {"type": "expandable_blockquote"}),
        ('<blockquote expandable="">x</blockquote>', {"type": "expandable_blockquote"}),
        (
            '<a href="https://example.org/a?b=1&amp;c">x</a>',
            {"type": "text_link", "url": "https://example.org/a?b=1&c"},
        ),
        ("<a href='example.org'>x</a>", {"type": "text_link", "url": "http://example.org/"}),
        ('<tg-emoji emoji-id="5368">x</tg-emoji>', {"type": "custom_emoji", "custom_emoji_id": "5368"}),
        (
            '<tg-time unix="1700000000" format="wDT">x</tg-time>',
            {"type": "date_time", "unix_time": 1700000000, "date_time_format": "wDT"},
        ),
        ('<pre><code class="language-python">x</code></pre>', {"type": "pre", "language": "python"}),
        ('<code class="language-python"><pre>x</pre></code>', {"type": "pre", "language": "python"}),
        ('<code class="language-python">x</code>', {"type": "code"}),
        ("<B>x</b>", {"type": "bold"}),
        ("<b>x</>", {"type": "bold"}),
    ],
)
def test_attributes_reach_the_entity(source, entity):
    assert parse_html(source) == ("x", [entity | {"offset": 0, "length": 1}])


@pytest.mark.parametrize(
    "source",
    [
        "<a>not a link</a>",
        '<a href="x">y</a>',
        "<b></b>",
        '<tg-time unix="0">y</tg-time>',
        '<tg-time unix="x">y</tg-time>',
    ],
)
def test_what_cannot_be_an_entity_leaves_only_its_text(source):
    assert parse_html(source)[1] == []


def test_a_link_to_a_user_becomes_a_mention():
    assert parse_html('<a href="tg://user?id=77">Ann</a>')[1] == [
        {"type": "text_mention", "offset": 0, "length": 3, "user": {"id": 77, "is_bot": False, "first_name": ""}}
    ]


def test_offsets_count_utf16_units():
    text, entities = parse_html("😀<b>é😀</b>ж<i>ы</i>")
    assert (text, spans(entities)) == ("😀é😀жы", [("bold", 2, 3), ("italic", 6, 1)])


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;&gt;&amp;&quot;", '<>&"'),
        ("&#60;&#x3c;", "<<"),
        ("&lt&gt", "<>"),
        ("&nbsp; &apos;", "&nbsp; &apos;"),
        ("&#0; &#1114111; &#12345678901;", "&#0; &#1114111; &#12345678901;"),
        ("a & b", "a & b"),
        ("&#128512;", "😀"),
    ],
)
def test_character_references_are_those_of_telegram(source, text):
    assert parse_html(source)[0] == text


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a <h1>x</h1>", 'Unsupported start tag "h1" at byte offset 2'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("1 < 2 <b>", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>жx</b></i>", 'Unmatched end tag at byte offset 9, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</b i>", "Unclosed end tag at byte offset 4"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href ", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=a_b>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
        ('<tg-time unix="1" format="q">x</tg-time>', "Invalid date format used"),
        (
            "&#xd83d;",
            "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate "
            "code units",
        ),
    ],
)
def test_broken_html_is_refused_with_its_place(source, reason):
    assert refusal_of(source, mode="HTML") == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("text", "mode", "description"),
    [
        ("x", "xml", "Bad Request: unsupported parse_mode"),
        (
            "x",
            "MarkdownV2",
            'Bad Request: parse_mode "MarkdownV2" is not offered by the local Telegram, use HTML or entities',
        ),
        ("  \n ", "", "Bad Request: text must be non-empty"),
        ("<b></b>", "html", "Bad Request: text must be non-empty"),
        ("\u200b\u2800", "", "Bad Request: text must be non-empty"),
        ("x" * 32_769, "", "Bad Request: text is too long"),
        ("ж" * 20_000, "", "Bad Request: text is too long"),
        ("\ud83d", "", "Bad Request: strings must be encoded in UTF-8"),
    ],
)
def test_text_that_telegram_does_not_take_is_refused(text, mode, description):
    assert refusal_of(text, mode=mode) == description


def test_spaces_are_trimmed_and_entities_follow():
    text, entities = read("  \n<b>a</b> b <i>c  </i>\n", mode="HTML")
    assert (text, spans(entities)) == ("a b c", [("bold", 0, 1), ("italic", 4, 1)])


def test_leading_spaces_inside_an_entity_stay():
    assert read("<b> a</b>", mode="HTML")[0] == " a"


def test_control_characters_become_spaces_and_carriage_returns_vanish():
    text, entities = read("a\r\nb\x01c", [{"type": "bold", "offset": 3, "length": 1}])
    assert (text, spans(entities)) == ("a\nb c", [("bold", 2, 1)])


def test_a_parse_mode_outweighs_explicit_entities():
    assert spans(read("<b>a</b>", [{"type": "italic", "offset": 0, "length": 1}], mode="HTML")[1]) == [("bold", 0, 1)]


@pytest.mark.parametrize(
    ("entity", "stored"),
    [
        ({"type": "pre", "language": "sql"}, {"type": "pre", "language": "sql"}),
        ({"type": "pre"}, {"type": "pre"}),
        ({"type": "text_link", "url": "https://a.example/x"}, {"type": "text_link", "url": "https://a.example/x"}),
        ({"type": "custom_emoji", "custom_emoji_id": "12"}, {"type": "custom_emoji", "custom_emoji_id": "12"}),
        (
            {"type": "text_mention", "user": {"id": 5}},
            {"type": "text_mention", "user": {"id": 5, "is_bot": False, "first_name": ""}},
        ),
        (
            {"type": "text_link", "url": "tg://user?id=5"},
            {"type": "text_mention", "user": {"id": 5, "is_bot": False, "first_name": ""}},
        ),
        (
            {"type": "date_time", "unix_time": 9, "date_time_format": "r"},
            {"type": "date_time", "unix_time": 9, "date_time_format": "r"},
        ),
        ({"type": "expandable_blockquote"}, {"type": "expandable_blockquote"}),
    ],
)
def test_explicit_entities_are_kept(entity, stored):
    assert read("word", [entity | {"offset": 0, "length": 2}])[1] == [stored | {"offset": 0, "length": 2}]


@pytest.mark.parametrize(
    "entity", [{"type": "hashtag"}, {"type": "text_link", "url": "nowhere"}, {"type": "bold", "length": 0}]
)
def test_entities_that_mean_nothing_are_ignored(entity):
    assert read("word", [{"offset": 0, "length": 2} | entity])[1] == []


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ("bold", "can't parse MessageEntity: expected an Object"),
        ({"offset": 0, "length": 1}, "can't parse MessageEntity: Can't find field \"type\""),
        ({"type": 5, "offset": 0, "length": 1}, 'can\'t parse MessageEntity: Field "type" must be of type String'),
        ({"type": "bold", "length": 1}, "can't parse MessageEntity: Can't find field \"offset\""),
        ({"type": "bold", "offset": True, "length": 1}, 'can\'t parse MessageEntity: Field "offset" must be a Number'),
        (
            {"type": "bold", "offset": "x", "length": 1},
            'can\'t parse MessageEntity: Field "offset" must be a valid Number',
        ),
        ({"type": "wavy", "offset": 0, "length": 1}, "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "text_mention", "offset": 0, "length": 1}, "can't parse MessageEntity: Can't find field \"user\""),
        (
            {"type": "date_time", "unix_time": 9, "date_time_format": "q", "offset": 0, "length": 1},
            "can't parse MessageEntity: Invalid date-time format specified",
        ),
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        ({"type": "bold", "offset": 0, "length": -1}, "receive an entity with incorrect length -1"),
        ({"type": "bold", "offset": 9, "length": 1}, "entity begins after the end of the text at UTF-16 offset 9"),
        (
            {"type": "bold", "offset": 1, "length": 9},
            "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 10",
        ),
        ({"type": "bold", "offset": 2, "length": 1}, "entity begins in a middle of a UTF-16 symbol at byte offset 1"),
        (
            {"type": "bold", "offset": 0, "length": 2},
            "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 1",
        ),
    ],
)
def test_wrong_explicit_entities_are_refused(entity, reason):
    assert refusal_of("a😀b", [entity]) == f"Bad Request: {reason}"


def test_entities_cannot_stand_inside_code_or_inside_their_own_kind():
    text, entities = read(
        "<code>a<b>b</b></code><b>c<b>d</b></b><blockquote>e<blockquote>f</blockquote></blockquote>", mode="HTML"
    )
    assert text == "abcdef"
    assert spans(entities) == [("code", 0, 2), ("bold", 2, 2), ("blockquote", 4, 2)]


def test_outer_entities_come_first():
    assert [e["type"] for e in read("<i><b>x</b>y</i>", mode="HTML")[1]] == ["italic", "bold"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [("bot_command", 0, 6)]),
        ("😀 /start@seller_bot", [("bot_command", 3, 17)]),
        ("a/b and /c/d", []),
        ("@anna_k #sale $USD", [("mention", 0, 7), ("hashtag", 8, 5), ("cashtag", 14, 4)]),
        ("see https://example.org/a?b=1.", [("url", 4, 25)]),
        ("write to a.b@example.org", [("email", 9, 15)]),
        ("#123 nothing here", []),
    ],
)
def test_telegram_finds_commands_links_and_tags_itself(text, found):
    assert spans(find_entities(text)) == found


def test_nothing_is_found_inside_code_and_links():
    entities = read('<code>/start</code> <a href="https://a.example">@someone</a> /help', mode="HTML")[1]
    assert [e["type"] for e in entities] == ["code", "text_link", "bot_command"]


@pytest.mark.parametrize(
    ("url", "user_id"), [("tg://user?id=5", 5), ("tg:user?id=5", 5), ("tg://user?id=x", None), ("https://a.b", None)]
)
def test_a_user_link_names_its_user(url, user_id):
    assert link_user_id(url) == user_id


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example", "https://a.example/"),
        ("https://a.example/b", "https://a.example/b"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("http://localhost", None),
        ("ftp://a.example", None),
        ("https://", None),
        ("http://[::1", None),
        ("a b.example", None),
    ],
)
def test_a_link_is_kept_as_telegram_keeps_it(url, kept):
    assert checked_link(url) == kept


async def test_a_text_of_4096_characters_passes_whatever_their_utf16_length():
    bench = Bench()
    assert len((await bench.say("😀" * 4096))["text"]) == 4096


async def test_the_limit_is_measured_after_the_tags_are_gone():
    assert (await Bench().say(f"<b>{'x' * 4096}</b>", parse_mode="HTML"))["entities"][0]["length"] == 4096


async def test_a_text_of_4097_characters_is_too_long():
    assert await Bench().refused_text("x" * 4097) == "Bad Request: message is too long"


async def test_a_text_is_required():
    assert await Bench().refused_text("") == "Bad Request: message text is empty"


async def test_a_mention_carries_the_mentioned_user():
    bench = Bench()
    message = await bench.say(f'<a href="tg://user?id={bench.anna.id}">you</a>', parse_mode="HTML")
    assert message["entities"][0]["user"]["username"] == "anna_k"


async def test_broken_entities_json_is_ignored_as_telegram_does():
    assert "entities" not in await Bench().say("x", entities="[{")


async def test_link_preview_options_are_returned():
    message = await Bench().say("x", link_preview_options={"is_disabled": True})
    assert message["link_preview_options"] == {"is_disabled": True}


@pytest.mark.parametrize(
    ("options", "reason"),
    [("[]", "object expected as link preview options"), ("{", "can't parse link preview options JSON object")],
)
async def test_broken_link_preview_options_are_refused(options, reason):
    assert await Bench().refused_text("x", link_preview_options=options) == f"Bad Request: {reason}"
