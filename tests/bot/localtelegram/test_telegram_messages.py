"""Sending, editing, deleting and answering, with Telegram's refusals."""

from dataclasses import replace

import pytest

from bot.localtelegram.telegram import Limits
from tests.bot.localtelegram.local_telegram import TOKEN, Bench, button

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
STRICT = Limits(chat_rate=1.0, chat_burst=2, overall_rate=30.0, overall_burst=30)


async def test_a_sent_message_is_returned_as_telegram_shows_it():
    bench = Bench()
    assert await bench.say("<b>Hi</b>", parse_mode="HTML", reply_markup=button()) == {
        "message_id": 1,
        "from": {"id": 4242, "is_bot": True, "first_name": "Seller Premium", "username": "seller_premium_bot"},
        "chat": {"id": bench.anna.id, "first_name": "Anna", "username": "anna_k", "type": "private"},
        "date": 1_750_000_000,
        "text": "Hi",
        "entities": [{"type": "bold", "offset": 0, "length": 2}],
        "reply_markup": button(),
    }


async def test_message_numbers_grow_over_all_chats():
    bench = Bench()
    other = bench.telegram.add_person("Boris")
    first = await bench.say()
    second = await bench.telegram.send(other.id, "hi")
    assert second == first["message_id"] + 1


async def test_a_reply_carries_what_it_replies_to():
    bench = Bench()
    number = await bench.telegram.send(bench.anna.id, "question")
    answer = await bench.say("answer", reply_parameters={"message_id": number})
    assert answer["reply_to_message"]["text"] == "question"


async def test_a_reply_by_the_old_parameter_works():
    bench = Bench()
    number = await bench.telegram.send(bench.anna.id, "question")
    assert (await bench.say("answer", reply_to_message_id=number))["reply_to_message"]["message_id"] == number


async def test_a_reply_does_not_carry_a_chain():
    bench = Bench()
    first = await bench.say("1")
    second = await bench.say("2", reply_to_message_id=first["message_id"])
    third = await bench.say("3", reply_to_message_id=second["message_id"])
    assert "reply_to_message" not in third["reply_to_message"]


async def test_a_reply_to_nothing_is_refused():
    assert await Bench().refused_text("x", reply_parameters={"message_id": 9}) == (
        "Bad Request: message to be replied not found"
    )


async def test_a_reply_to_nothing_may_be_sent_without_it():
    wanted = {"message_id": 9, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await Bench().say("x", reply_parameters=wanted)


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [("[]", "object expected as reply parameters"), ("{", "can't parse reply parameters JSON object")],
)
async def test_broken_reply_parameters_are_refused(parameters, reason):
    assert await Bench().refused_text("x", reply_parameters=parameters) == f"Bad Request: {reason}"


async def test_protected_content_is_marked():
    assert (await Bench().say("x", protect_content=True))["has_protected_content"] is True


@pytest.mark.parametrize(
    ("chat_id", "description"),
    [
        (None, "Bad Request: chat_id is empty"),
        (99, "Bad Request: chat not found"),
        ("@nobody", "Bad Request: chat not found"),
        ([1], "Bad Request: chat not found"),
        (True, "Bad Request: chat not found"),
    ],
)
async def test_an_unknown_chat_is_refused(chat_id, description):
    assert await Bench().refusal("sendMessage", chat_id=chat_id, text="x") == (400, description)


async def test_a_bot_cannot_write_first():
    bench = Bench()
    stranger = bench.telegram.add_person("Boris")
    assert await bench.refusal("sendMessage", chat_id=stranger.id, text="x") == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )


@pytest.mark.parametrize("method", ["sendMessage", "sendChatAction", "editMessageText"])
async def test_a_person_who_blocked_the_bot_is_out_of_reach(method):
    bench = Bench()
    number = (await bench.say())["message_id"]
    await bench.telegram.block(bench.anna.id)
    refusal = await bench.refusal(method, chat_id=bench.anna.id, text="x", action="typing", message_id=number)
    assert refusal == (403, "Forbidden: bot was blocked by the user")


async def test_more_than_the_burst_in_one_chat_must_wait():
    bench = Bench(STRICT)
    await bench.say()
    await bench.say()
    response = await bench.post("sendMessage", chat_id=bench.anna.id, text="x")
    assert response.headers["Retry-After"] == "1"
    assert response.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


async def test_after_the_wait_the_chat_is_open_again():
    bench = Bench(STRICT)
    for _ in range(2):
        await bench.say()
    bench.clocks.advance(1)
    assert await bench.say()


async def test_a_refused_call_does_not_lengthen_the_wait():
    bench = Bench(STRICT)
    for _ in range(2):
        await bench.say()
    for _ in range(5):
        assert (await bench.refusal("sendMessage", chat_id=bench.anna.id, text="x"))[0] == 429
    bench.clocks.advance(1)
    assert await bench.say()


async def test_the_whole_bot_has_a_limit_too():
    bench = Bench(replace(STRICT, overall_rate=0.25, overall_burst=1))
    other = bench.telegram.add_person("Boris")
    other.started = True
    await bench.say()
    assert (await bench.refusal("sendMessage", chat_id=other.id, text="x"))[1] == ("Too Many Requests: retry after 4")


async def test_edits_count_against_the_flood_limit():
    bench = Bench(replace(STRICT, chat_burst=1))
    number = (await bench.say())["message_id"]
    assert (await bench.refusal("editMessageText", chat_id=bench.anna.id, message_id=number, text="x"))[0] == 429


async def test_flood_control_forgets_idle_chats_of_a_large_crowd(monkeypatch):
    monkeypatch.setattr("bot.localtelegram.telegram.limits._REMEMBERED_CHATS", 1)
    bench = Bench(replace(STRICT, chat_burst=1))
    other = bench.telegram.add_person("Boris")
    other.started = True
    await bench.say()
    await bench.do("sendMessage", chat_id=other.id, text="x")
    assert await bench.say()


async def test_an_edit_replaces_text_and_keyboard():
    bench = Bench()
    number = (await bench.say("old", reply_markup=button()))["message_id"]
    bench.clocks.advance(5)
    edited = await bench.do("editMessageText", chat_id=bench.anna.id, message_id=number, text="new")
    assert (edited["text"], edited["edit_date"], "reply_markup" in edited) == ("new", 1_750_000_005, False)


async def test_an_edit_to_the_same_is_refused():
    bench = Bench()
    number = (await bench.say("same", reply_markup=button()))["message_id"]
    assert await bench.refusal(
        "editMessageText", chat_id=bench.anna.id, message_id=number, text="same", reply_markup=button()
    ) == (400, NOT_MODIFIED)


async def test_an_edit_of_only_the_keyboard_is_an_edit():
    bench = Bench()
    number = (await bench.say("same", reply_markup=button()))["message_id"]
    assert await bench.do("editMessageText", chat_id=bench.anna.id, message_id=number, text="same")


async def test_a_keyboard_can_be_replaced_alone():
    bench = Bench()
    number = (await bench.say("text"))["message_id"]
    edited = await bench.do(
        "editMessageReplyMarkup", chat_id=bench.anna.id, message_id=number, reply_markup=button("Other")
    )
    assert (edited["text"], edited["reply_markup"]) == ("text", button("Other"))


async def test_removing_a_keyboard_that_is_not_there_changes_nothing():
    bench = Bench()
    number = (await bench.say())["message_id"]
    assert (await bench.refusal("editMessageReplyMarkup", chat_id=bench.anna.id, message_id=number))[1] == NOT_MODIFIED


@pytest.mark.parametrize(
    ("method", "extra"),
    [
        ("editMessageText", {"text": "x"}),
        ("editMessageReplyMarkup", {}),
        ("editMessageCaption", {"caption": "x"}),
    ],
)
async def test_a_message_that_is_not_there_cannot_be_edited(method, extra):
    bench = Bench()
    assert await bench.refusal(method, chat_id=bench.anna.id, message_id=77, **extra) == (
        400,
        "Bad Request: message to edit not found",
    )


@pytest.mark.parametrize(
    ("method", "extra"),
    [("editMessageText", {"text": "x"}), ("editMessageReplyMarkup", {}), ("editMessageCaption", {"caption": "x"})],
)
async def test_a_persons_message_cannot_be_edited(method, extra):
    bench = Bench()
    number = await bench.telegram.send(bench.anna.id, "mine")
    assert await bench.refusal(method, chat_id=bench.anna.id, message_id=number, **extra) == (
        400,
        "Bad Request: message can't be edited",
    )


async def test_a_message_with_a_reply_keyboard_cannot_be_edited():
    bench = Bench()
    number = (await bench.say("x", reply_markup={"keyboard": [["Yes"]]}))["message_id"]
    assert (await bench.refusal("editMessageText", chat_id=bench.anna.id, message_id=number, text="y"))[1] == (
        "Bad Request: message can't be edited"
    )


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({"text": "x"}, "Bad Request: message identifier is not specified"),
        ({"text": "x", "inline_message_id": "abc"}, "Bad Request: MESSAGE_ID_INVALID"),
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": "x" * 4097, "message_id": 1}, "Bad Request: message is too long"),
        (
            {"text": "x", "message_id": 1, "reply_markup": {"keyboard": [["a"]]}},
            "Bad Request: inline keyboard expected",
        ),
    ],
)
async def test_a_wrong_edit_is_refused(values, description):
    bench = Bench()
    await bench.say()
    chat = {"chat_id": bench.anna.id} if "message_id" in values else {}
    assert await bench.refusal("editMessageText", **values, **chat) == (400, description)


async def test_a_text_has_no_caption_to_edit():
    bench = Bench()
    number = (await bench.say())["message_id"]
    assert await bench.refusal("editMessageCaption", chat_id=bench.anna.id, message_id=number, caption="x") == (
        400,
        "Bad Request: there is no caption in the message to edit",
    )


@pytest.mark.parametrize("by_bot", [True, False])
async def test_own_and_persons_messages_can_be_deleted(by_bot):
    bench = Bench()
    number = (await bench.say())["message_id"] if by_bot else await bench.telegram.send(bench.anna.id, "mine")
    assert await bench.do("deleteMessage", chat_id=bench.anna.id, message_id=number) is True
    assert bench.telegram.view(bench.anna.id)["deleted"] == [number]


async def test_a_message_older_than_two_days_stays():
    bench = Bench()
    number = (await bench.say())["message_id"]
    bench.clocks.advance(48 * 3600 + 1)
    assert await bench.refusal("deleteMessage", chat_id=bench.anna.id, message_id=number) == (
        400,
        "Bad Request: message can't be deleted for everyone",
    )


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({"message_id": 1}, "Bad Request: chat identifier is not specified"),
        ({"chat_id": 1}, "Bad Request: message identifier is not specified"),
        ({"chat_id": 700_000_001, "message_id": 9}, "Bad Request: message to delete not found"),
    ],
)
async def test_a_wrong_deletion_is_refused(values, description):
    assert await Bench().refusal("deleteMessage", **values) == (400, description)


async def test_several_messages_are_deleted_and_missing_ones_skipped():
    bench = Bench()
    numbers = [(await bench.say())["message_id"] for _ in range(2)]
    assert await bench.do("deleteMessages", chat_id=bench.anna.id, message_ids=[*numbers, 99]) is True
    assert bench.telegram.view(bench.anna.id)["messages"] == []


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({"message_ids": [1]}, "Bad Request: chat identifier is not specified"),
        ({"chat_id": 700_000_001}, "Bad Request: message identifiers are not specified"),
        ({"chat_id": 700_000_001, "message_ids": {}}, "Bad Request: expected an Array of message identifiers"),
        ({"chat_id": 700_000_001, "message_ids": [0] * 101}, "Bad Request: too many message identifiers specified"),
        ({"chat_id": 700_000_001, "message_ids": ["x"]}, "Bad Request: message identifier must be a Number"),
    ],
)
async def test_a_wrong_bulk_deletion_is_refused(values, description):
    assert await Bench().refusal("deleteMessages", **values) == (400, description)


async def pressed(bench: Bench) -> str:
    number = (await bench.say("x", reply_markup=button()))["message_id"]
    query_id = await bench.telegram.press(bench.anna.id, number, 0, 0)
    assert query_id is not None
    return query_id


async def test_an_answer_reaches_the_person():
    bench = Bench()
    query_id = await pressed(bench)
    assert await bench.do("answerCallbackQuery", callback_query_id=query_id, text="Done", show_alert=True) is True
    (answer,) = bench.telegram.view(bench.anna.id)["answers"]
    assert answer == {
        "version": 2,
        "callback_query_id": query_id,
        "message_id": 1,
        "text": "Done",
        "show_alert": True,
    }


async def test_a_press_is_answered_once():
    bench = Bench()
    query_id = await pressed(bench)
    await bench.do("answerCallbackQuery", callback_query_id=query_id)
    assert await bench.refusal("answerCallbackQuery", callback_query_id=query_id) == (400, TOO_OLD)


async def test_an_unknown_press_is_refused():
    assert await Bench().refusal("answerCallbackQuery", callback_query_id="17") == (400, TOO_OLD)


@pytest.mark.parametrize(("age", "is_late"), [(900.0, False), (900.5, True)])
async def test_a_press_may_be_answered_for_fifteen_minutes(age, is_late):
    bench = Bench()
    query_id = await pressed(bench)
    bench.clocks.advance(age)
    answer = (await bench.post("answerCallbackQuery", callback_query_id=query_id)).json()
    assert answer.get("description") == (TOO_OLD if is_late else None)


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({"text": "x" * 201}, "Bad Request: MESSAGE_TOO_LONG"),
        ({"url": "https://evil.example"}, "Bad Request: URL_INVALID"),
    ],
)
async def test_a_wrong_answer_is_refused(values, description):
    bench = Bench()
    query_id = await pressed(bench)
    assert await bench.refusal("answerCallbackQuery", callback_query_id=query_id, **values) == (400, description)


async def test_an_answer_may_open_the_bot_by_its_link():
    bench = Bench()
    url = "https://t.me/seller_premium_bot?start=x"
    assert await bench.do("answerCallbackQuery", callback_query_id=await pressed(bench), url=url) is True
    assert bench.telegram.view(bench.anna.id)["answers"][0]["url"] == url


async def test_only_the_latest_presses_are_remembered(monkeypatch):
    monkeypatch.setattr("bot.localtelegram.telegram.world._REMEMBERED_QUERIES", 1)
    bench = Bench()
    first = await pressed(bench)
    await pressed(bench)
    assert await bench.refusal("answerCallbackQuery", callback_query_id=first) == (400, TOO_OLD)


async def test_typing_is_seen_until_the_next_message():
    bench = Bench()
    await bench.do("sendChatAction", chat_id=bench.anna.id, action="typing")
    was_typing = bench.telegram.view(bench.anna.id)["typing"]
    await bench.say()
    assert (was_typing, bench.telegram.view(bench.anna.id)["typing"]) == (True, False)


@pytest.mark.parametrize("seconds", [5.0, 60.0])
async def test_typing_ends_by_itself(seconds):
    bench = Bench()
    await bench.do("sendChatAction", chat_id=bench.anna.id, action="typing")
    bench.clocks.advance(seconds)
    assert bench.telegram.view(bench.anna.id)["typing"] is False


async def test_typing_can_be_cancelled():
    bench = Bench()
    await bench.do("sendChatAction", chat_id=bench.anna.id, action="typing")
    await bench.do("sendChatAction", chat_id=bench.anna.id, action="cancel")
    assert bench.telegram.view(bench.anna.id)["typing"] is False


async def test_an_unknown_action_is_refused():
    bench = Bench()
    assert await bench.refusal("sendChatAction", chat_id=bench.anna.id, action="dance") == (
        400,
        "Bad Request: wrong parameter action in request",
    )


async def test_a_draft_is_shown_until_the_message_comes():
    bench = Bench()
    await bench.do("sendMessageDraft", chat_id=bench.anna.id, draft_id=7, text="<b>par", parse_mode="none")
    draft = bench.telegram.view(bench.anna.id)["draft"]
    await bench.say()
    assert (draft, bench.telegram.view(bench.anna.id)["draft"]) == (
        {"draft_id": 7, "text": "<b>par", "entities": []},
        None,
    )


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({"text": "x"}, "Bad Request: draft_id must be non-zero"),
        ({"text": "x" * 4097, "draft_id": 1}, "Bad Request: message is too long"),
    ],
)
async def test_a_wrong_draft_is_refused(values, description):
    bench = Bench()
    assert await bench.refusal("sendMessageDraft", chat_id=bench.anna.id, **values) == (400, description)


async def test_a_chat_keeps_only_its_last_messages():
    bench = Bench(replace(Limits.generous(), messages_per_chat=2))
    for text in "abc":
        await bench.say(text)
    assert [m["text"] for m in bench.telegram.view(bench.anna.id)["messages"]] == ["b", "c"]


@pytest.mark.parametrize(
    ("token", "description"),
    [
        ("4242:other", "Unauthorized"),
        ("7:local-secret", "Unauthorized"),
        ("secret", "Unauthorized: invalid token specified"),
        ("0:secret", "Unauthorized: invalid token specified"),
        ("x:secret", "Unauthorized: invalid token specified"),
    ],
)
async def test_a_wrong_token_is_unauthorized(token, description):
    response = await Bench().http.post(f"/bot{token}/getMe")
    assert (response.status_code, response.json()) == (
        401,
        {"ok": False, "error_code": 401, "description": description},
    )


async def test_an_unknown_method_is_not_found():
    assert await Bench().refusal("sendTelepathy") == (404, "Not Found: method not found")


@pytest.mark.parametrize("path", ["/bot", "/botx", f"/bot{TOKEN}", f"/bot{TOKEN}/a/b", "/file/other"])
async def test_an_address_that_is_no_method_is_not_found(path):
    response = await Bench().http.post(path)
    assert (response.status_code, response.json()["description"]) == (404, "Not Found")


async def test_method_names_have_no_case():
    assert (await Bench().do("GETME"))["username"] == "seller_premium_bot"


async def test_parameters_may_come_in_the_address():
    bench = Bench()
    response = await bench.http.post(f"/bot{TOKEN}/sendMessage", params={"chat_id": bench.anna.id, "text": "hi"})
    assert response.json()["result"]["text"] == "hi"


async def test_parameters_may_come_as_a_form():
    bench = Bench()
    form = {"chat_id": str(bench.anna.id), "text": "привет", "reply_markup": '{"remove_keyboard":true}'}
    response = await bench.http.post(f"/bot{TOKEN}/sendMessage", data=form)
    assert response.json()["result"]["text"] == "привет"


async def test_parameters_may_come_as_multipart():
    bench = Bench()
    response = await bench.upload("sendMessage", {"unused": b"x"}, chat_id=str(bench.anna.id), text="hi")
    assert response.json()["result"]["text"] == "hi"


async def test_an_empty_body_is_no_parameters():
    assert (await Bench().http.post(f"/bot{TOKEN}/getMe")).json()["ok"] is True


@pytest.mark.parametrize(
    ("body", "kind", "description"),
    [
        (b"{", "application/json", "Bad Request: can't parse request JSON object"),
        (b"[1]", "application/json", "Bad Request: can't parse request JSON object"),
        (b"[" * 100_000, "application/json", "Bad Request: can't parse request JSON object"),
        (b"\xff\xfe", "application/x-www-form-urlencoded", "Bad Request: strings must be encoded in UTF-8"),
        (b'{"a":"\\ud800"}', "application/json", "Bad Request: strings must be encoded in UTF-8"),
        (b"--x", "multipart/form-data", "Bad Request: can't parse multipart form data"),
        (
            b'reply_markup={"keyboard":[["\\ud800"]]}',
            "application/x-www-form-urlencoded",
            "Bad Request: strings must be encoded in UTF-8",
        ),
    ],
)
async def test_a_broken_body_is_refused(body, kind, description):
    response = await Bench().http.post(f"/bot{TOKEN}/getMe", content=body, headers={"Content-Type": kind})
    assert (response.status_code, response.json()["description"]) == (400, description)


async def test_broken_nested_json_is_left_to_the_method():
    body = b'reply_markup={"\\ud800'
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await Bench().http.post(f"/bot{TOKEN}/getMe", content=body, headers=headers)).status_code == 200


@pytest.mark.parametrize("token", ["", "abc", "1:", "x:y", "0:y", "1:a/b"])
def test_a_telegram_needs_a_possible_token(token):
    from bot.localtelegram.telegram import LocalTelegram

    with pytest.raises(ValueError, match="a bot token looks like"):
        LocalTelegram(token=token)
