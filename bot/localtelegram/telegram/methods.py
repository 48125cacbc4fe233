"""Problem: a method's name in the address, in any case, must find its function.

Decision: one table from the lower-case name to a function of the world and the call.
Limit: webhook methods need the delivery task beside the world and are bound where it lives.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from bot.localtelegram.telegram import editing, sending, settings
from bot.localtelegram.telegram.calls import Call
from bot.localtelegram.telegram.webhook import Webhook
from bot.localtelegram.telegram.world import World

Method = Callable[[Call], Any | Awaitable[Any]]


def methods_of(world: World, webhook: Webhook) -> dict[str, Method]:
    """Every method of the Bot API that is offered."""
    plain: dict[str, Callable[[World, Call], Any]] = {
        "getMe": settings.get_me,
        "getUpdates": settings.get_updates,
        "sendMessage": sending.send_message,
        "sendRichMessage": sending.send_rich_message,
        "sendPhoto": sending.send_photo,
        "sendDocument": sending.send_document,
        "sendMediaGroup": sending.send_media_group,
        "sendChatAction": sending.send_chat_action,
        "sendMessageDraft": sending.send_message_draft,
        "sendRichMessageDraft": sending.send_rich_message_draft,
        "editMessageText": editing.edit_message_text,
        "editMessageCaption": editing.edit_message_caption,
        "editMessageMedia": editing.edit_message_media,
        "editMessageReplyMarkup": editing.edit_message_reply_markup,
        "deleteMessage": editing.delete_message,
        "deleteMessages": editing.delete_messages,
        "answerCallbackQuery": editing.answer_callback_query,
        "getFile": settings.get_file,
        "setMyCommands": settings.set_my_commands,
        "getMyCommands": settings.get_my_commands,
        "deleteMyCommands": settings.delete_my_commands,
        "setChatMenuButton": settings.set_chat_menu_button,
        "getChatMenuButton": settings.get_chat_menu_button,
        "getChat": settings.get_chat,
        "getChatMember": settings.get_chat_member,
    }
    methods: dict[str, Method] = {name.lower(): partial(function, world) for name, function in plain.items()}
    methods["setwebhook"] = partial(settings.set_webhook, world, webhook)
    methods["deletewebhook"] = partial(settings.delete_webhook, world, webhook)
    methods["getwebhookinfo"] = lambda call: webhook.info()
    for title, field in (
        ("name", "name"),
        ("description", "description"),
        ("shortdescription", "short_description"),
    ):
        methods[f"setmy{title}"] = partial(settings.set_profile, world, field)
        methods[f"getmy{title}"] = partial(settings.get_profile, world, field)
    return methods
