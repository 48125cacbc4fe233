"""Problem: a bot also sets its commands, menu and names, asks about chats and files, and chooses how updates
arrive.

Decision: these small methods keep what was set and give it back, with Telegram's checks.
Limit: command scopes of groups are taken and kept but matter to nobody here, where every chat is private.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.localtelegram.telegram.calls import Call
from bot.localtelegram.telegram.entities import check_unicode
from bot.localtelegram.telegram.errors import bad_request
from bot.localtelegram.telegram.text_html import link_fault
from bot.localtelegram.telegram.updates import LONGEST_POLL
from bot.localtelegram.telegram.webhook import CONNECTIONS, Webhook
from bot.localtelegram.telegram.world import World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = frozenset(("default", "all_private_chats", "all_group_chats", "all_chat_administrators"))
_PROFILE = {"name": 64, "description": 512, "short_description": 120}


@dataclass(frozen=True)
class Described:
    """A result that Telegram accompanies with a sentence."""

    result: Any
    description: str


def get_me(world: World, call: Call) -> dict[str, Any]:
    """getMe."""
    can = {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return world.bot | can


async def get_updates(world: World, call: Call) -> list[dict[str, Any]]:
    """getUpdates."""
    world.updates.allow(call.lenient("allowed_updates"))
    limit = min(max(call.integer("limit", 100), 1), 100)
    timeout = min(max(call.integer("timeout"), 0), LONGEST_POLL)
    return await world.updates.poll(call.integer("offset"), limit, timeout)


async def set_webhook(world: World, webhook: Webhook, call: Call) -> Described:
    """setWebhook; an empty url deletes."""
    url, secret_token = call.text("url"), call.text("secret_token")
    if not url:
        return await delete_webhook(world, webhook, call)
    drop = call.flag("drop_pending_updates")
    connections = min(max(call.integer("max_connections", CONNECTIONS), 1), 100)
    if webhook.is_set_to(url, secret_token, connections) and not drop:
        world.updates.allow(call.lenient("allowed_updates"))
        return Described(True, "Webhook is already set")
    await webhook.set(url, secret_token, connections)
    world.updates.allow(call.lenient("allowed_updates"))
    if drop:
        world.updates.clear()
    return Described(True, "Webhook was set")


async def delete_webhook(world: World, webhook: Webhook, call: Call) -> Described:
    """deleteWebhook."""
    was_set = bool(world.updates.webhook_url)
    await webhook.delete()
    if call.flag("drop_pending_updates"):
        world.updates.clear()
    return Described(True, "Webhook was deleted" if was_set else "Webhook is already deleted")


def get_file(world: World, call: Call) -> dict[str, Any]:
    """getFile."""
    return world.files.described(call.text("file_id"))


def _scope(world: World, call: Call) -> str:
    scope = call.decoded("scope", "BotCommandScope")
    if scope is None:
        return "default"
    if not isinstance(scope, dict):
        raise bad_request("Can't parse BotCommandScope: BotCommandScope must be an Object")
    kind = scope.get("type")
    if kind in _SCOPES:
        return str(kind)
    if kind not in ("chat", "chat_administrators", "chat_member"):
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    if not scope.get("chat_id"):
        raise bad_request("Can't parse BotCommandScope: Empty chat_id specified")
    if kind != "chat":
        raise bad_request("can't use the scope in a private chat")
    chat = world.chat_of(Call({"chat_id": scope["chat_id"]}))
    return f"chat:{chat.person.id}"


def _language(call: Call) -> str:
    language = call.text("language_code")
    if language and not (len(language) == 2 and language.isascii() and language.islower()):
        raise bad_request("Invalid language code specified")
    return language


def set_my_commands(world: World, call: Call) -> bool:
    """setMyCommands: up to 100; an empty list deletes."""
    values = call.decoded("commands", "commands") or []
    if not isinstance(values, list):
        raise bad_request("Expected an Array of BotCommand")
    commands = []
    for value in values:
        if not isinstance(value, dict):
            raise bad_request("Can't parse BotCommand: expected an Object")
        for name in ("command", "description"):
            if not isinstance(value.get(name), str):
                raise bad_request(f"Can't parse BotCommand: Can't find field \"{name}\"")
        command, description = value["command"].removeprefix("/"), check_unicode(value["description"].strip())
        if _COMMAND.fullmatch(command) is None:
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        commands.append({"command": command, "description": description})
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    key = (_scope(world, call), _language(call))
    if commands:
        world.commands[key] = commands
    else:
        world.commands.pop(key, None)
    world.touch_all()
    return True


def get_my_commands(world: World, call: Call) -> list[dict[str, str]]:
    """getMyCommands of exactly this scope and language."""
    return world.commands.get((_scope(world, call), _language(call)), [])


def delete_my_commands(world: World, call: Call) -> bool:
    """deleteMyCommands."""
    world.commands.pop((_scope(world, call), _language(call)), None)
    world.touch_all()
    return True


def _menu_chat(world: World, call: Call) -> int:
    return world.chat_of(call).person.id if call.text("chat_id") else 0


def set_chat_menu_button(world: World, call: Call) -> bool:
    """setChatMenuButton of one chat or of all."""
    button = call.decoded("menu_button", "menu button")
    chat_id = _menu_chat(world, call)
    if button is None:
        button = {"type": "default"}
    if not isinstance(button, dict):
        raise bad_request("Can't parse menu button: MenuButton must be an Object")
    kind = button.get("type")
    if kind == "web_app":
        address = button.get("web_app")
        url = str(address.get("url") or "") if isinstance(address, dict) else ""
        if not isinstance(button.get("text"), str) or not button["text"]:
            raise bad_request("Can't parse menu button: Can't find field \"text\"")
        fault = link_fault(url) or (None if url.lower().startswith("https://") else "Only HTTPS links are allowed")
        if fault is not None:
            raise bad_request(f"menu button Web App URL '{url}' is invalid: {fault}")
        world.menu_buttons[chat_id] = {"type": kind, "text": button["text"], "web_app": {"url": url}}
    elif kind == "commands":
        world.menu_buttons[chat_id] = {"type": "commands"}
    elif kind == "default":
        world.menu_buttons.pop(chat_id, None)
    else:
        raise bad_request("Can't parse menu button: MenuButton has unsupported type")
    world.touch_all()
    return True


def get_chat_menu_button(world: World, call: Call) -> dict[str, Any]:
    """getChatMenuButton."""
    chat_id = _menu_chat(world, call)
    return world.menu_buttons.get(chat_id) or ({"type": "default"} if chat_id else {"type": "commands"})


def get_chat(world: World, call: Call) -> dict[str, Any]:
    """getChat."""
    person = world.chat_of(call).person
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
        True,
    )
    usernames = {"active_usernames": [person.username]} if person.username else {}
    full = {"accent_color_id": person.id % 7, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return person.as_chat() | usernames | full


def get_chat_member(world: World, call: Call) -> dict[str, Any]:
    """getChatMember: in a private chat both sides are members, and nobody else is."""
    user_id = call.integer("user_id")
    if user_id <= 0:
        raise bad_request("Invalid user_id specified")
    person = world.chat_of(call).person
    if user_id not in (person.id, world.bot["id"]):
        raise bad_request("member not found")
    return {"user": person.as_user() if user_id == person.id else world.bot, "status": "member"}


def set_profile(world: World, field: str, call: Call) -> bool:
    """setMyName, setMyDescription, setMyShortDescription."""
    value = check_unicode(call.text(field).strip())
    if len(value) > _PROFILE[field]:
        raise bad_request(f"BOT_{'TITLE' if field == 'name' else 'ABOUT'}_INVALID")
    world.profile[field, _language(call)] = value
    return True


def get_profile(world: World, field: str, call: Call) -> dict[str, str]:
    """getMyName, getMyDescription, getMyShortDescription."""
    value = world.profile.get((field, _language(call))) or world.profile.get((field, ""), "")
    return {field: value or (str(world.bot["first_name"]) if field == "name" else "")}
