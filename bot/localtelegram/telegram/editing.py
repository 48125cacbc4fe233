"""Problem: a bot edits its screens all the time; what may be edited, and when nothing changed, must match
Telegram.

Decision: an edit builds a new message beside the old one, compares content and keyboard, and replaces it; an
edit without a keyboard removes it.
Limit: no inline messages, no business connections; a message may be edited at any age, as bots may.
"""

from typing import Any

from bot.localtelegram.telegram.calls import Call
from bot.localtelegram.telegram.chats import Chat, Message
from bot.localtelegram.telegram.errors import NOT_MODIFIED, QUERY_TOO_OLD, bad_request
from bot.localtelegram.telegram.keyboards import Keyboard
from bot.localtelegram.telegram.sending import measure_text, read_caption, read_media, read_rich, read_text
from bot.localtelegram.telegram.world import World

_CONTENT = (
    "text",
    "entities",
    "link_preview_options",
    "rich_message",
    "photo",
    "document",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
)
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")


def _target(world: World, call: Call) -> tuple[Chat, Message]:
    if not call.text("chat_id") and not call.integer("message_id"):
        if call.text("inline_message_id"):
            raise bad_request("MESSAGE_ID_INVALID")
        raise bad_request("Message identifier is not specified")
    chat = world.chat_of(call)
    message = world.message_of(call, chat, "message to edit")
    return chat, message


def _check_editable(message: Message, refusal: str = "Message can't be edited") -> None:
    if not message.by_bot or message.reply_keyboard is not None:
        raise bad_request(refusal)


def _apply(world: World, chat: Chat, message: Message, content: dict[str, Any], keyboard: Keyboard) -> dict[str, Any]:
    """Replace content and keyboard, or 400 when both stay the same; the Message object."""
    world.admit(chat)
    old = message.body
    kept = {name: value for name, value in old.items() if name not in _CONTENT and name != "reply_markup"}
    same_content = {name: old[name] for name in _CONTENT if name in old} == content
    if same_content and keyboard.inline == old.get("reply_markup"):
        raise bad_request(NOT_MODIFIED)
    message.body = kept | {"edit_date": int(world.now())} | content
    if keyboard.inline is not None:
        message.body["reply_markup"] = keyboard.inline
    # A person sees "edited" only when the words or the picture changed, not for a keyboard.
    message.edited = message.edited or not same_content
    chat.changed(message)
    return message.body


def edit_message_text(world: World, call: Call) -> dict[str, Any]:
    """editMessageText with text or rich_message."""
    rich = call.values.get("rich_message") not in (None, "")
    content = read_rich(world, call) if rich else read_text(world, call)
    keyboard = world.keyboard_of(call, inline_only=True)
    chat, message = _target(world, call)
    _check_editable(message)
    if "text" not in message.body and "rich_message" not in message.body:
        raise bad_request("There is no text in the message to edit")
    if not rich:
        measure_text(world, content)
    return _apply(world, chat, message, content, keyboard)


def edit_message_caption(world: World, call: Call) -> dict[str, Any]:
    """editMessageCaption."""
    keyboard = world.keyboard_of(call, inline_only=True)
    caption = read_caption(
        world,
        call.text("caption"),
        call.text("parse_mode"),
        call.lenient("caption_entities"),
        call.flag("show_caption_above_media"),
    )
    chat, message = _target(world, call)
    _check_editable(message)
    if "photo" not in message.body and "document" not in message.body:
        raise bad_request("There is no caption in the message to edit")
    media = {name: message.body[name] for name in _CONTENT if name in message.body and name not in _CAPTION}
    return _apply(world, chat, message, media | caption, keyboard)


def edit_message_media(world: World, call: Call) -> dict[str, Any]:
    """editMessageMedia; a text or rich message may become a photo or a document too."""
    keyboard = world.keyboard_of(call, inline_only=True)
    if not call.text("media"):
        raise bad_request('Parameter "media" is required')
    content = read_media(world, call, call.decoded("media", "input media"))
    chat, message = _target(world, call)
    _check_editable(message, "Message media can't be edited")
    if "media_group_id" in message.body and not content.keys() & {"photo", "document"} & message.body.keys():
        raise bad_request("Can't use the media of the specified type in the album")
    return _apply(world, chat, message, content, keyboard)


def edit_message_reply_markup(world: World, call: Call) -> dict[str, Any]:
    """editMessageReplyMarkup."""
    keyboard = world.keyboard_of(call, inline_only=True)
    chat, message = _target(world, call)
    _check_editable(message)
    content = {name: message.body[name] for name in _CONTENT if name in message.body}
    return _apply(world, chat, message, content, keyboard)


def delete_message(world: World, call: Call) -> bool:
    """deleteMessage: the bot's own messages and the person's, for two days."""
    if not call.text("chat_id"):
        raise bad_request("Chat identifier is not specified")
    if not call.integer("message_id"):
        raise bad_request("Message identifier is not specified")
    chat = world.chat_of(call)
    _delete(world, chat, world.message_of(call, chat, "message to delete"))
    return True


def delete_messages(world: World, call: Call) -> bool:
    """deleteMessages: up to 100; those that are not there are skipped."""
    if not call.text("chat_id"):
        raise bad_request("Chat identifier is not specified")
    ids = call.decoded("message_ids", "message_ids")
    if ids is None:
        raise bad_request("Message identifiers are not specified")
    if not isinstance(ids, list):
        raise bad_request("Expected an Array of message identifiers")
    if len(ids) > 100:
        raise bad_request("Too many message identifiers specified")
    chat = world.chat_of(call)
    for message_id in ids:
        if not isinstance(message_id, int):
            raise bad_request("Message identifier must be a Number")
        if message_id in chat.messages:
            _delete(world, chat, chat.messages[message_id])
    return True


def _delete(world: World, chat: Chat, message: Message) -> None:
    if world.now() - message.body["date"] > world.limits.deletable_age:
        raise bad_request("message can't be deleted for everyone")
    chat.remove(message.id)


def answer_callback_query(world: World, call: Call) -> bool:
    """answerCallbackQuery: once, in time, with up to 200 characters."""
    query = world.queries.get(call.text("callback_query_id"))
    if query is None or query.answered or world.monotonic() - query.at > world.limits.callback_age:
        raise bad_request(QUERY_TOO_OLD)
    text, url = call.text("text"), call.text("url")
    if len(text) > world.limits.callback_answer:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not url.lower().startswith((f"https://t.me/{world.bot['username']}?".lower(), "tg://")):
        raise bad_request("URL_INVALID")
    query.answered = True
    query.chat.answers.append(
        {
            "version": query.chat.touch(),
            "callback_query_id": call.text("callback_query_id"),
            "message_id": query.message_id,
            "text": text,
            "show_alert": call.flag("show_alert"),
        }
        | ({"url": url} if url else {})
    )
    return True
