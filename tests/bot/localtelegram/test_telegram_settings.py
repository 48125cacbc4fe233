"""What a bot sets and asks about: itself, commands, menu, names, chats."""

import pytest

from tests.bot.localtelegram.local_telegram import Bench

START = {"command": "start", "description": "Begin"}
HELP = {"command": "help", "description": "Помощь"}


async def test_the_bot_knows_itself():
    me = await Bench().do("getMe")
    assert (me["id"], me["is_bot"], me["username"], me["can_join_groups"]) == (4242, True, "seller_premium_bot", False)


async def test_commands_are_kept_for_their_scope_and_language():
    bench = Bench()
    await bench.do("setMyCommands", commands=[START])
    await bench.do("setMyCommands", commands=[HELP], scope={"type": "all_private_chats"}, language_code="ru")
    assert await bench.do("getMyCommands") == [START]
    assert await bench.do("getMyCommands", scope={"type": "all_private_chats"}) == []
    assert bench.telegram.view(bench.anna.id)["commands"] == [HELP]


async def test_the_narrowest_scope_is_shown():
    bench = Bench()
    await bench.do("setMyCommands", commands=[START])
    await bench.do("setMyCommands", commands=[HELP], scope={"type": "chat", "chat_id": bench.anna.id})
    other = bench.telegram.add_person("Boris")
    assert bench.telegram.view(bench.anna.id)["commands"] == [HELP]
    assert bench.telegram.view(other.id)["commands"] == [START]


@pytest.mark.parametrize("method", ["deleteMyCommands", "setMyCommands"])
async def test_commands_can_be_deleted(method):
    bench = Bench()
    await bench.do("setMyCommands", commands=[START])
    await bench.do(method)
    assert (await bench.do("getMyCommands"), bench.telegram.view(bench.anna.id)["commands"]) == ([], [])


SCOPE = "Bad Request: can't parse BotCommandScope: "


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({"commands": [{"command": "Start", "description": "x"}]}, "Bad Request: BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x" * 33, "description": "x"}]}, "Bad Request: BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x", "description": " "}]}, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "x", "description": "x" * 257}]}, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [START] * 101}, "Bad Request: BOT_COMMANDS_TOO_MUCH"),
        ({"commands": {"a": 1}}, "Bad Request: expected an Array of BotCommand"),
        ({"commands": ["x"]}, "Bad Request: can't parse BotCommand: expected an Object"),
        ({"commands": [{"command": "x"}]}, "Bad Request: can't parse BotCommand: Can't find field \"description\""),
        ({"commands": "["}, "Bad Request: can't parse commands JSON object"),
        ({"scope": [1]}, SCOPE + "BotCommandScope must be an Object"),
        ({"scope": {"type": "mars"}}, SCOPE + "Unsupported type specified"),
        ({"scope": {"type": "chat"}}, SCOPE + "Empty chat_id specified"),
        ({"scope": {"type": "chat", "chat_id": 9}}, "Bad Request: chat not found"),
        ({"scope": {"type": "chat_member", "chat_id": 9}}, "Bad Request: can't use the scope in a private chat"),
        ({"language_code": "rus"}, "Bad Request: invalid language code specified"),
    ],
)
async def test_wrong_commands_are_refused(values, description):
    assert await Bench().refusal("setMyCommands", **{"commands": [START]} | values) == (400, description)


WEB_APP = {"type": "web_app", "text": "Open", "web_app": {"url": "https://a.example/app"}}


async def test_the_menu_button_of_one_chat_outweighs_that_of_all():
    bench = Bench()
    assert await bench.do("getChatMenuButton") == {"type": "commands"}
    await bench.do("setChatMenuButton", menu_button=WEB_APP)
    await bench.do("setChatMenuButton", chat_id=bench.anna.id, menu_button={"type": "commands"})
    assert await bench.do("getChatMenuButton") == WEB_APP
    assert bench.telegram.view(bench.anna.id)["menu_button"] == {"type": "commands"}
    await bench.do("setChatMenuButton", chat_id=bench.anna.id)
    assert await bench.do("getChatMenuButton", chat_id=bench.anna.id) == {"type": "default"}
    assert bench.telegram.view(bench.anna.id)["menu_button"] == WEB_APP


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ("[]", "can't parse menu button: MenuButton must be an Object"),
        ({"type": "x"}, "can't parse menu button: MenuButton has unsupported type"),
        ({"type": "web_app"}, "can't parse menu button: Can't find field \"text\""),
        (
            WEB_APP | {"web_app": {"url": "http://a.example"}},
            "menu button Web App URL 'http://a.example' is invalid: Only HTTPS links are allowed",
        ),
        (WEB_APP | {"web_app": 5}, "menu button Web App URL '' is invalid: URL host is empty"),
    ],
)
async def test_a_wrong_menu_button_is_refused(button, reason):
    assert await Bench().refusal("setChatMenuButton", menu_button=button) == (400, f"Bad Request: {reason}")


@pytest.mark.parametrize(
    ("title", "field", "default"),
    [
        ("Name", "name", "Seller Premium"),
        ("Description", "description", ""),
        ("ShortDescription", "short_description", ""),
    ],
)
async def test_names_are_kept_by_language(title, field, default):
    bench = Bench()
    assert await bench.do(f"getMy{title}") == {field: default}
    await bench.do(f"setMy{title}", **{field: "Премиум", "language_code": "ru"})
    assert await bench.do(f"getMy{title}", language_code="ru") == {field: "Премиум"}
    assert await bench.do(f"getMy{title}") == {field: default}


async def test_a_name_too_long_is_refused():
    assert await Bench().refusal("setMyName", name="x" * 65) == (400, "Bad Request: BOT_TITLE_INVALID")


async def test_a_chat_is_described():
    bench = Bench()
    chat = await bench.do("getChat", chat_id=bench.anna.id)
    assert (chat["type"], chat["active_usernames"], chat["max_reaction_count"]) == ("private", ["anna_k"], 11)


async def test_both_sides_of_a_chat_are_members():
    bench = Bench()
    for user_id in (bench.anna.id, 4242):
        member = await bench.do("getChatMember", chat_id=bench.anna.id, user_id=user_id)
        assert (member["status"], member["user"]["id"]) == ("member", user_id)


@pytest.mark.parametrize(
    ("user_id", "description"),
    [(0, "Bad Request: invalid user_id specified"), (5, "Bad Request: member not found")],
)
async def test_others_are_no_members(user_id, description):
    bench = Bench()
    assert await bench.refusal("getChatMember", chat_id=bench.anna.id, user_id=user_id) == (400, description)
