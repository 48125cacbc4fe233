"""Keyboards: shapes, limits and what Telegram stores."""

import pytest

from tests.bot.localtelegram.local_telegram import Bench, button


@pytest.mark.parametrize(
    "kind",
    [
        {"callback_data": "x" * 64},
        {"callback_data": "ж" * 32, "style": "success"},
        {"url": "https://example.org/a"},
        {"url": "tg://user?id=5"},
        {"copy_text": {"text": "PROMO"}, "style": "primary"},
        {"disabled": {}, "style": "danger"},
        {"switch_inline_query": ""},
        {"switch_inline_query_current_chat": "q"},
        {"switch_inline_query_chosen_chat": {"query": "q"}},
        {"web_app": {"url": "https://example.org/app"}},
        {"login_url": {"url": "https://example.org/login"}},
        {"callback_data": "x", "icon_custom_emoji_id": "12"},
    ],
)
async def test_each_button_is_stored_as_sent(kind):
    assert (await Bench().say("x", reply_markup=button("Go", **kind)))["reply_markup"] == button("Go", **kind)


async def test_a_disabled_button_loses_its_data():
    message = await Bench().say("x", reply_markup=button("Go", callback_data="go", disabled={}))
    assert message["reply_markup"] == button("Go", disabled={})


async def test_a_bare_host_becomes_a_link():
    message = await Bench().say("x", reply_markup=button("Go", url="example.org"))
    assert message["reply_markup"] == button("Go", url="http://example.org/")


INLINE = "can't parse inline keyboard button: "


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ({"callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"callback_data": "ж" * 33}, "BUTTON_DATA_INVALID"),
        ({"callback_data": ""}, INLINE + "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": ["x"]}, INLINE + 'Field "callback_data" must be of type String'),
        ({"style": "pink", "callback_data": "x"}, INLINE + "invalid button style specified"),
        ({"url": "http://localhost"}, "inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL"),
        ({"url": "ftp://a.b"}, "inline keyboard button URL 'ftp://a.b' is invalid: Unsupported URL protocol"),
        ({"copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"copy_text": "x"}, INLINE + 'Field "copy_text" must be of type Object'),
        ({"copy_text": {}}, INLINE + 'Can\'t find field "text"'),
        ({"disabled": True}, INLINE + 'Field "disabled" must be of type Object'),
        (
            {"web_app": {"url": "http://a.b"}},
            "inline keyboard button Web App URL 'http://a.b' is invalid: Only HTTPS links are allowed",
        ),
        (
            {"login_url": {"url": "https://x"}},
            "inline keyboard button login URL 'https://x' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_a_wrong_button_is_refused(kind, reason):
    assert await Bench().refused_text("x", reply_markup=button("Go", **kind)) == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[" * 100_000, "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        ({"inline_keyboard": {}}, 'field "inline_keyboard" must be of type Array'),
        (
            {"inline_keyboard": [{"text": "x"}]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"inline_keyboard": [["x"]]}, INLINE + "InlineKeyboardButton must be an Object"),
        ({"inline_keyboard": [[{"callback_data": "x"}]]}, INLINE + 'Can\'t find field "text"'),
        ({"inline_keyboard": [[{"text": "x"}]]}, INLINE + "Text buttons are unallowed in the inline keyboard"),
        ({"keyboard": ["x"]}, 'field "keyboard" must be an Array of Arrays'),
        ({"keyboard": [[7]]}, "can't parse keyboard button: KeyboardButton must be a String or an Object"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "y"}] * 12] * 9}, "reply markup is too long"),
    ],
)
async def test_a_wrong_keyboard_is_refused(markup, reason):
    assert await Bench().refused_text("x", reply_markup=markup) == f"Bad Request: {reason}"


@pytest.mark.parametrize("markup", [{}, {"inline_keyboard": []}, {"inline_keyboard": [[]]}, {"keyboard": [[""]]}])
async def test_an_empty_keyboard_is_none(markup):
    assert "reply_markup" not in await Bench().say("x", reply_markup=markup)


async def test_buttons_without_a_label_and_beyond_twelve_in_a_row_are_dropped():
    row = [{"text": "", "callback_data": "x"}, *({"text": str(n), "callback_data": "x"} for n in range(13))]
    message = await Bench().say("x", reply_markup={"inline_keyboard": [row]})
    assert [b["text"] for b in message["reply_markup"]["inline_keyboard"][0]] == [str(n) for n in range(12)]


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        (
            {"keyboard": [["Yes", {"text": "Phone", "request_contact": True}]], "resize_keyboard": True},
            {"keyboard": [[{"text": "Yes"}, {"text": "Phone", "request_contact": True}]], "resize_keyboard": True},
        ),
        ({"remove_keyboard": True}, {"remove_keyboard": True}),
        (
            {"force_reply": True, "input_field_placeholder": "sum"},
            {"force_reply": True, "input_field_placeholder": "sum"},
        ),
    ],
)
async def test_a_reply_keyboard_goes_to_the_person_and_not_into_the_message(markup, shown):
    bench = Bench()
    message = await bench.say("x", reply_markup=markup)
    assert "reply_markup" not in message
    assert bench.telegram.view(bench.anna.id)["messages"][0]["reply_keyboard"] == shown
