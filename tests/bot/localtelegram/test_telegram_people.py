"""The people's API: what the page and the tests do as persons."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.localtelegram.telegram import Limits
from tests.bot.localtelegram.local_telegram import JPEG, PNG, Bench, button


async def ask(bench: Bench, path: str, **body: Any) -> tuple[int, Any]:
    response = await bench.http.post(path, json=body)
    return response.status_code, response.json()


async def act(bench: Bench, what: str, **body: Any) -> tuple[int, Any]:
    return await ask(bench, f"/people/{bench.anna.id}/{what}", **body)


async def look(bench: Bench, after: int = 0, wait: float = 0) -> Any:
    response = await bench.http.get(f"/people/{bench.anna.id}/chat", params={"after": after, "wait": wait})
    assert response.status_code == 200
    return response.json()


async def test_people_are_listed_and_added():
    bench = Bench()
    status, boris = await ask(bench, "/people", first_name="Boris", last_name="Ivanov", language_code="en")
    listed = (await bench.http.get("/people")).json()["people"]
    assert (status, [person["first_name"] for person in listed]) == (200, ["Anna", "Boris"])
    assert boris == {
        "id": bench.anna.id + 1,
        "first_name": "Boris",
        "last_name": "Ivanov",
        "language_code": "en",
        "blocked": False,
    }


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "first_name must be a text"),
        ({"first_name": " "}, "a name has 1 to 64 characters"),
        (
            {"first_name": "x", "username": "a b"},
            "a username has 4 to 32 letters, digits and underscores and begins with a letter",
        ),
        ({"first_name": "x", "username": "ANNA_K"}, "the username ANNA_K is taken"),
        ({"first_name": "x", "language_code": "x" * 36}, "a language code is a short IETF tag"),
        ({"first_name": "x", "username": 5}, "username must be a text"),
    ],
)
async def test_an_impossible_person_is_refused(body, error):
    assert await ask(Bench(), "/people", **body) == (400, {"error": error})


async def test_there_is_an_end_to_the_people():
    bench = Bench(replace(Limits.generous(), people=1))
    assert await ask(bench, "/people", first_name="x") == (400, {"error": "there are too many people"})


@pytest.mark.parametrize("person_id", [0, 4242, 700_000_001, 1 << 40])
def test_an_id_can_be_chosen_if_it_is_free(person_id):
    bench = Bench()
    with pytest.raises(ValueError, match="taken or impossible"):
        bench.telegram.add_person("x", person_id=person_id)
    assert bench.telegram.add_person("x", person_id=55).id == 55


async def test_the_chat_shows_messages_of_both_sides():
    bench = Bench()
    await bench.say("<b>Hi</b>", parse_mode="HTML", reply_markup=button())
    await act(bench, "send", text="/help", reply_to=1)
    chat = await look(bench)
    first, second = chat.pop("messages")
    assert chat == {
        "version": 2,
        "deleted": [],
        "answers": [],
        "typing": False,
        "draft": None,
        "commands": [],
        "menu_button": {"type": "commands"},
    }
    assert first == {
        "version": 1,
        "message_id": 1,
        "from": "bot",
        "date": 1_750_000_000,
        "edited": False,
        "text": "Hi",
        "entities": [{"type": "bold", "offset": 0, "length": 2}],
        "caption": None,
        "caption_entities": [],
        "photo": None,
        "document": None,
        "media_group_id": None,
        "rich": None,
        "reply_markup": button(),
        "reply_keyboard": None,
        "reply_to": None,
    }
    assert (second["from"], second["reply_to"], second["entities"][0]["type"]) == ("person", 1, "bot_command")


async def test_only_news_are_shown_after_a_version():
    bench = Bench()
    first = (await bench.say("a"))["message_id"]
    second = (await bench.say("b"))["message_id"]
    seen = (await look(bench))["version"]
    await bench.do("editMessageText", chat_id=bench.anna.id, message_id=first, text="c")
    await bench.do("deleteMessage", chat_id=bench.anna.id, message_id=second)
    news = await look(bench, seen)
    assert [(m["message_id"], m["text"], m["edited"]) for m in news["messages"]] == [(first, "c", True)]
    assert news["deleted"] == [second]


async def test_a_new_keyboard_alone_does_not_look_edited():
    bench = Bench()
    number = (await bench.say("a"))["message_id"]
    await bench.do("editMessageReplyMarkup", chat_id=bench.anna.id, message_id=number, reply_markup=button())
    assert (await look(bench))["messages"][0]["edited"] is False


async def test_waiting_ends_with_the_change():
    bench = Bench()
    waiting = asyncio.create_task(look(bench, 0, 50))
    await asyncio.sleep(0)
    await bench.say("news")
    assert (await waiting)["messages"][0]["text"] == "news"


async def test_waiting_ends_when_the_time_is_over():
    assert (await look(Bench(), 0, 0.001))["version"] == 0


async def test_waiting_ends_when_typing_does():
    bench = Bench(replace(Limits.generous(), typing=0.0))
    await bench.do("sendChatAction", chat_id=bench.anna.id, action="typing")
    bench.telegram.chat(bench.anna.id).typing_until += 0.001
    assert (await look(bench, 1, 50))["version"] == 1


async def test_waiting_does_not_outlive_the_telegram():
    bench = Bench()
    waiting = asyncio.create_task(look(bench, 0, 50))
    await asyncio.sleep(0)
    await bench.telegram.close()
    version = (await waiting)["version"]
    assert (await look(bench, version, 50))["version"] == version


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"after": "x"}, "after must be a number"),
        ({"after": "-1"}, "after must be from 0 to 9.0072e+15"),
        ({"wait": "61"}, "wait must be from 0 to 60"),
        ({"wait": "nan"}, "wait must be from 0 to 60"),
    ],
)
async def test_a_wrong_look_is_refused(query, error):
    bench = Bench()
    response = await bench.http.get(f"/people/{bench.anna.id}/chat", params=query)
    assert (response.status_code, response.json()) == (400, {"error": error})


async def news(bench: Bench, wait: float = 0, **seen: Any) -> Any:
    pairs = ",".join(f"{one}:{version}" for one, version in seen.get("seen", {}).items())
    response = await bench.http.get("/news", params={"seen": pairs, "wait": wait})
    assert response.status_code == 200
    return response.json()


async def test_the_first_news_are_everybody_and_their_whole_chats():
    bench = Bench()
    boris = bench.telegram.add_person("Boris")
    await bench.say("hello")
    found = await news(bench, 50)
    assert [person["first_name"] for person in found["people"]] == ["Anna", "Boris"]
    assert [m["text"] for m in found["chats"][str(bench.anna.id)]["messages"]] == ["hello"]
    assert found["chats"][str(boris.id)]["version"] == 0


async def test_news_of_anybody_end_the_waiting_and_only_what_is_new_comes():
    bench = Bench()
    bench.telegram.add_person("Boris")
    await bench.say("old")
    seen = {person.id: bench.telegram.chat(person.id).version for person in bench.telegram.people}
    waiting = asyncio.create_task(news(bench, 50, seen=seen))
    await asyncio.sleep(0)
    await bench.say("new")
    chats = (await waiting)["chats"]
    assert {one: [m["text"] for m in chat["messages"]] for one, chat in chats.items()} == {str(bench.anna.id): ["new"]}


async def test_a_new_person_is_news():
    bench = Bench()
    waiting = asyncio.create_task(news(bench, 50, seen={bench.anna.id: 0}))
    await asyncio.sleep(0)
    bench.telegram.add_person("Boris")
    assert len((await waiting)["people"]) == 2


async def test_the_end_of_typing_is_news():
    bench = Bench(replace(Limits.generous(), typing=0.0))
    await bench.do("sendChatAction", chat_id=bench.anna.id, action="typing")
    bench.telegram.chat(bench.anna.id).typing_until += 0.001
    found = await news(bench, 50, seen={bench.anna.id: 1})
    assert found["chats"][str(bench.anna.id)]["version"] == 1


async def test_a_chat_seen_before_a_restart_is_given_whole():
    bench = Bench()
    await bench.say("again from the start")
    found = await news(bench, 50, seen={bench.anna.id: 900})
    assert [m["text"] for m in found["chats"][str(bench.anna.id)]["messages"]] == ["again from the start"]


@pytest.mark.parametrize("seen", ["x", "1", "1:2,", "1:-2", "1:2;3:4"])
async def test_wrongly_asked_news_are_refused(seen):
    response = await Bench().http.get("/news", params={"seen": seen})
    assert (response.status_code, response.json()) == (
        400,
        {"error": "seen must be person:version, more of them after commas"},
    )


async def test_the_bot_sees_a_changed_language_with_the_next_update():
    bench = Bench()
    _, person = await act(bench, "language", language_code="hy")
    await act(bench, "send", text="x")
    (update,) = await bench.updates()
    assert (person["language_code"], update["message"]["from"]["language_code"]) == ("hy", "hy")


async def test_a_changed_language_changes_the_commands_that_are_shown():
    bench = Bench()
    await bench.do("setMyCommands", commands=[{"command": "go", "description": "Գնալ"}], language_code="hy")
    await act(bench, "language", language_code="hy")
    assert (await look(bench))["commands"] == [{"command": "go", "description": "Գնալ"}]


async def test_a_language_can_be_forgotten():
    bench = Bench()
    _, person = await act(bench, "language", language_code=None)
    assert "language_code" not in person


@pytest.mark.parametrize(
    ("code", "error"), [(5, "language_code must be a text"), ("x" * 36, "a language code is a short IETF tag")]
)
async def test_an_impossible_language_is_refused(code, error):
    assert await act(Bench(), "language", language_code=code) == (400, {"error": error})


@pytest.mark.parametrize("what", ["send", "press", "block", "start", "language"])
async def test_an_unknown_person_is_not_found(what):
    body = {"text": "x", "message_id": 1, "row": 0, "column": 0, "blocked": True}
    status, answer = await ask(Bench(), f"/people/5/{what}", **body)
    assert (status, answer) == (404, {"error": "there is no person 5"})


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"{", "the request is not JSON"),
        (b"[" * 100_000, "the request is not JSON"),
        (b"[]", "the request is not a JSON object"),
        (b" " * 1_048_577, "the request is too large"),
        (b'{"text":"\\ud800"}', "Bad Request: strings must be encoded in UTF-8"),
    ],
)
async def test_a_broken_request_is_refused(content, error):
    bench = Bench()
    response = await bench.http.post(f"/people/{bench.anna.id}/send", content=content)
    assert (response.status_code, response.json()) == (400, {"error": error})


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "a text has 1 to 4096 characters"),
        ({"text": "x" * 4097}, "a text has 1 to 4096 characters"),
        ({"text": "x", "reply_to": 9}, "there is no message 9 to reply to"),
        ({"text": "x", "reply_to": "9"}, "reply_to must be a whole number"),
        ({"text": "x", "kind": "dance"}, 'unknown kind "dance"'),
        ({"text": "x", "message": {"message_id": 5}}, "the message's number, author, chat and date are Telegram's"),
        ({"text": "x", "message": "y"}, "the message's number, author, chat and date are Telegram's"),
        ({"kind": "edit", "message_id": 1, "text": "x"}, "message 1 is not a text of this person"),
    ],
)
async def test_a_wrong_message_is_refused(body, error):
    assert await act(Bench(), "send", **body) == (400, {"error": error})


@pytest.mark.parametrize("kind", ["sticker", "voice"])
async def test_other_kinds_of_messages_can_be_sent(kind):
    bench = Bench()
    await act(bench, "send", kind=kind)
    message = (await bench.updates())[0]["message"]
    assert (kind in message, "text" in message) == (True, False)


async def test_any_field_can_be_put_over_a_message():
    bench = Bench()
    contact = {"phone_number": "+7123", "first_name": "Anna"}
    await act(bench, "send", message={"contact": contact})
    message = (await bench.updates())[0]["message"]
    assert (message["contact"], "text" in message) == (contact, False)


async def test_a_person_edits_their_message():
    bench = Bench()
    _, answer = await act(bench, "send", text="100")
    assert await act(bench, "send", kind="edit", message_id=answer["message_id"], text="200") == (200, answer)
    update = (await bench.updates(2))[0]
    assert (update["edited_message"]["text"], update["edited_message"]["edit_date"]) == ("200", 1_750_000_000)
    assert (await look(bench))["messages"][0]["edited"] is True


async def test_a_press_reaches_the_bot():
    bench = Bench()
    await bench.say("x", reply_markup=button())
    _, answer = await act(bench, "press", message_id=1, row=0, column=0)
    assert (await bench.updates())[0]["callback_query"]["id"] == answer["callback_query_id"]


@pytest.mark.parametrize(
    "kind",
    [{"disabled": {}}, {"url": "https://a.example"}, {"copy_text": {"text": "x"}}],
    ids=["disabled", "url", "copy"],
)
async def test_a_button_that_asks_nothing_makes_no_query(kind):
    bench = Bench()
    await bench.say("x", reply_markup=button("Go", **kind))
    assert await act(bench, "press", message_id=1, row=0, column=0) == (200, {"callback_query_id": None})
    assert await bench.updates() == []


async def test_data_can_be_forged():
    bench = Bench()
    await bench.say("x")
    await act(bench, "press", message_id=1, data="admin:yes")
    assert (await bench.updates())[0]["callback_query"]["data"] == "admin:yes"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"message_id": 1, "row": 0, "column": 1}, "message 1 has no button in row 0, column 1"),
        ({"message_id": 1, "row": -1, "column": 0}, "message 1 has no button in row -1, column 0"),
        ({"message_id": 9, "row": 0, "column": 0}, "there is no message 9 of the bot"),
        ({"message_id": 1, "row": True, "column": 0}, "row must be a whole number"),
        ({"message_id": 1, "data": ""}, "callback data has 1 to 64 bytes"),
        ({"message_id": 1, "data": "x" * 65}, "callback data has 1 to 64 bytes"),
    ],
)
async def test_an_impossible_press_is_refused(body, error):
    bench = Bench()
    await bench.say("x", reply_markup=button())
    assert await act(bench, "press", **body) == (400, {"error": error})


async def test_blocking_and_coming_back_are_told_to_the_bot():
    bench = Bench()
    assert (await act(bench, "block", blocked=True))[1]["blocked"] is True
    await act(bench, "block", blocked=True)
    await act(bench, "start", payload="back")
    updates = await bench.updates()
    statuses = [u["my_chat_member"]["new_chat_member"]["status"] for u in updates[:2]]
    assert (statuses, updates[2]["message"]["text"], len(updates)) == (["kicked", "member"], "/start back", 3)


@pytest.mark.parametrize(
    ("what", "body"), [("send", {"text": "x"}), ("press", {"message_id": 1, "row": 0, "column": 0})]
)
async def test_a_person_who_blocked_the_bot_cannot_write(what, body):
    bench = Bench()
    await act(bench, "block", blocked=True)
    assert await act(bench, what, **body) == (400, {"error": "this person has blocked the bot"})


async def test_blocking_is_yes_or_no():
    assert await act(Bench(), "block", blocked=1) == (400, {"error": "blocked must be true or false"})


async def test_the_first_start_opens_the_chat():
    bench = Bench()
    boris = bench.telegram.add_person("Boris")
    await ask(bench, f"/people/{boris.id}/start")
    assert (await bench.updates())[0]["message"]["text"] == "/start"
    assert await bench.do("sendMessage", chat_id=boris.id, text="welcome")


@pytest.mark.parametrize("payload", ["a b", "x" * 65, "a=b"])
async def test_a_wrong_payload_is_refused(payload):
    assert (await act(Bench(), "start", payload=payload))[0] == 400


async def upload(bench: Bench, kind: str, content: bytes, name: str = "file.txt", **data: str) -> Any:
    response = await bench.http.post(f"/people/{bench.anna.id}/upload", files={kind: (name, content)}, data=data)
    return response.json()


async def test_a_person_sends_a_document():
    bench = Bench()
    await upload(bench, "document", b"a,b", "orders.csv", caption="/import")
    message = (await bench.updates())[0]["message"]
    assert (message["document"]["file_name"], message["caption"]) == ("orders.csv", "/import")
    assert message["caption_entities"][0]["type"] == "bot_command"
    shown = (await look(bench))["messages"][0]["document"]
    assert (await bench.http.get(shown["url"])).content == b"a,b"


async def test_a_person_sends_a_photo():
    bench = Bench()
    await upload(bench, "photo", JPEG, "x.jpg", caption="look")
    shown = (await look(bench))["messages"][0]
    response = await bench.http.get(shown["photo"])
    assert (response.headers["content-type"], response.content) == ("image/jpeg", JPEG)


async def test_a_document_is_only_ever_downloaded():
    bench = Bench()
    await upload(bench, "document", b"<script>alert(1)</script>", 'страница".html')
    response = await bench.http.get((await look(bench))["messages"][0]["document"]["url"])
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment;")


async def test_a_document_keeps_its_name_in_any_script():
    bench = Bench()
    answer = await bench.http.post(
        f"/people/{bench.anna.id}/upload", files={"document": ("История.csv", b"1;2", "text/csv")}
    )
    url = (await look(bench))["messages"][0]["document"]["url"]
    disposition = (await bench.http.get(url)).headers["content-disposition"]
    assert answer.status_code == 200
    assert disposition.endswith("filename*=UTF-8''%D0%98%D1%81%D1%82%D0%BE%D1%80%D0%B8%D1%8F.csv")


@pytest.mark.parametrize(
    ("kind", "content", "data", "error"),
    [
        ("photo", b"GIF", {}, "a photo is a PNG or JPEG picture"),
        ("document", b"", {}, "Bad Request: file must be non-empty"),
        ("photo", PNG, {"caption": "x" * 1025}, "a caption has at most 1024 characters"),
        ("video", b"x", {}, "the form has neither a photo nor a document"),
    ],
)
async def test_a_wrong_upload_is_refused(kind, content, data, error):
    assert await upload(Bench(), kind, content, **data) == {"error": error}


async def test_an_upload_that_is_no_form_is_refused():
    bench = Bench()
    headers = {"Content-Type": "multipart/form-data"}
    response = await bench.http.post(f"/people/{bench.anna.id}/upload", content=b"x", headers=headers)
    assert response.json() == {"error": "the request is not a multipart form"}


async def test_a_huge_upload_is_refused_unread():
    bench = Bench(replace(Limits.generous(), upload_bytes=1))
    assert await upload(bench, "document", b"x" * 1_100_000) == {"error": "the file is too large"}


async def test_an_unknown_file_is_not_found():
    assert (await Bench().http.get("/media/gone")).status_code == 404


async def test_an_error_can_be_ordered_for_some_calls():
    bench = Bench()
    await ask(bench, "/faults", method="sendMessage", times=2, error_code=500)
    codes = [(await bench.post("sendMessage", chat_id=bench.anna.id, text="x")).status_code for _ in range(3)]
    assert codes == [500, 500, 200]


async def test_flood_control_can_be_ordered():
    bench = Bench()
    await ask(bench, "/faults", method="*", retry_after=3)
    assert (await bench.post("getMe")).json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 3",
        "parameters": {"retry_after": 3},
    }


async def test_a_delay_can_be_ordered():
    bench = Bench()
    await ask(bench, "/faults", method="getMe", delay_ms=1500)
    assert (await bench.do("getMe"))["id"] == 4242
    assert bench.slept == [1.5]


async def test_a_fault_of_one_method_spares_the_others():
    bench = Bench()
    await ask(bench, "/faults", method="getMe", error_code=403, description="Forbidden: no")
    assert await bench.do("getMyCommands") == []
    assert await bench.refusal("getMe") == (403, "Forbidden: no")


async def test_ordered_faults_can_be_forgotten():
    bench = Bench()
    await ask(bench, "/faults", method="getMe", error_code=500)
    await bench.http.delete("/faults")
    assert await bench.do("getMe")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "a fault is an object with a method"),
        ({"method": "x", "times": 0}, "times must be a whole number from 1 to 1000"),
        ({"method": "x", "delay_ms": "5"}, "delay_ms must be a whole number from 0 to 600000"),
        ({"method": "x", "error_code": 200}, "error_code must be a whole number from 400 to 599"),
        ({"method": "x", "drop": True, "error_code": 500}, "a fault either answers with an error or drops the answer"),
    ],
)
async def test_a_wrong_fault_is_refused(body, error):
    assert await ask(Bench(), "/faults", **body) == (400, {"error": error})
