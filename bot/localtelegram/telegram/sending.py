"""Problem: each send method takes text, media and keyboards in its own mixture and refuses in a fixed order.

Decision: content is read and checked first, then the chat, then what Telegram's server checks (flood, block,
length); each method is a function of the world and the call that returns the Message.
Limit: of media only photos and documents; a draft is shown to the person but is no message.
"""

from typing import Any

from bot.localtelegram.telegram.calls import Call
from bot.localtelegram.telegram.entities import format_text
from bot.localtelegram.telegram.errors import bad_request
from bot.localtelegram.telegram.files import StoredFile
from bot.localtelegram.telegram.keyboards import Keyboard
from bot.localtelegram.telegram.rich_blocks import BlockParser
from bot.localtelegram.telegram.rich_html import blocks_of_html
from bot.localtelegram.telegram.world import World

_ACTIONS = frozenset(
    (
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "record_audio", "upload_audio", "upload_document", "choose_sticker", "pick_up_location",
        "find_location", "record_video_note", "upload_video_note", "cancel",
    )
)  # fmt: skip
_ALBUM = 10
_NAMES = {"photo": "Photo", "document": "Document"}


def read_text(world: World, call: Call) -> dict[str, Any]:
    """The text fields of a message, not yet measured; 400 when there is no text."""
    text = call.text("text")
    if not text:
        raise bad_request("Message text is empty")
    text, entities = format_text(
        text, call.text("parse_mode"), call.lenient("entities"), world.limits, may_be_empty=False
    )
    content: dict[str, Any] = {"text": text}
    if entities:
        content["entities"] = named(world, entities)
    options = call.decoded("link_preview_options", "link preview options")
    if options is not None:
        if not isinstance(options, dict):
            raise bad_request("Object expected as link preview options")
        content["link_preview_options"] = options
    return content


def measure_text(world: World, content: dict[str, Any]) -> None:
    """400 when a text is too long; characters are code points, as the Bot API server counts."""
    if len(content["text"]) > world.limits.text:
        raise bad_request("Message is too long")


def read_caption(world: World, text: str, parse_mode: str, entities: Any, above: bool) -> dict[str, Any]:
    """The caption fields of a message, empty when there is none; 400 when it is too long."""
    caption, found = format_text(text, parse_mode, entities, world.limits, may_be_empty=True)
    if len(caption) > world.limits.caption:
        raise bad_request("Message caption is too long")
    content: dict[str, Any] = {"caption": caption} if caption else {}
    if found:
        content["caption_entities"] = named(world, found)
    if above and caption:
        content["show_caption_above_media"] = True
    return content


def named(world: World, value: Any) -> Any:
    """The same entities or rich text with the users they mention filled in; a stranger is not mentioned."""
    if isinstance(value, list):
        return [named(world, part) for part in value]
    if not isinstance(value, dict):
        return value
    shown = {name: named(world, part) if name != "user" else part for name, part in value.items()}
    if value.get("type") == "text_mention":
        chat = world.chats.get(value["user"]["id"])
        if chat is not None:
            shown["user"] = chat.person.as_user()
    return shown


def read_rich(world: World, call: Call, *, draft: bool = False) -> dict[str, Any]:
    """The `rich_message` field of a message, from blocks or HTML."""
    value = call.decoded("rich_message", "rich message")
    if value is None:
        raise bad_request('Parameter "rich_message" is required')
    if not isinstance(value, dict):
        raise bad_request("Object expected as rich message")
    given = [name for name in ("html", "markdown", "blocks") if value.get(name)]
    if len(given) > 1:
        raise bad_request("rich message must be given as exactly one of html, markdown or blocks")
    if not given:
        raise bad_request("Rich message must be non-empty")
    if given == ["markdown"]:
        raise bad_request("rich markdown is not offered by the local Telegram, use html or blocks")
    if len(str(value.get("html") or "")) > world.limits.rich_source:
        raise bad_request("RICH_MESSAGE_TOO_LARGE")
    blocks = value["blocks"] if given == ["blocks"] else blocks_of_html(str(value["html"]), _media(value))

    def file_of(reference: str, kind: str) -> StoredFile | None:
        return world.files.from_call(call, reference, kind)

    reader = BlockParser(world.limits, file_of, find=not value.get("skip_entity_detection"), draft=draft)
    rich: dict[str, Any] = {"blocks": named(world, reader.read(blocks))}
    if value.get("is_rtl"):
        rich["is_rtl"] = True
    return {"rich_message": rich}


def _media(value: dict[str, Any]) -> dict[str, Any]:
    media = value.get("media") or []
    if not isinstance(media, list):
        raise bad_request("Expected an Array of InputRichMessageMedia")
    named_media = {}
    for item in media:
        if not isinstance(item, dict) or not isinstance(item.get("media"), dict):
            raise bad_request("Can't parse InputRichMessageMedia: expected an Object")
        named_media[str(item.get("id"))] = item["media"]
    return named_media


def send_message(world: World, call: Call) -> dict[str, Any]:
    """sendMessage."""
    content = read_text(world, call)
    keyboard = world.keyboard_of(call)
    chat = world.chat_of(call)
    reply = world.reply_of(call, chat)
    measure_text(world, content)
    world.admit(chat)
    return world.post(chat, content, keyboard, reply, call)


def send_rich_message(world: World, call: Call) -> dict[str, Any]:
    """sendRichMessage."""
    content = read_rich(world, call)
    keyboard = world.keyboard_of(call)
    chat = world.chat_of(call)
    reply = world.reply_of(call, chat)
    world.admit(chat)
    return world.post(chat, content, keyboard, reply, call)


def send_photo(world: World, call: Call) -> dict[str, Any]:
    """sendPhoto."""
    return _send_file(world, call, "photo")


def send_document(world: World, call: Call) -> dict[str, Any]:
    """sendDocument."""
    return _send_file(world, call, "document")


def _send_file(world: World, call: Call, kind: str) -> dict[str, Any]:
    keyboard = world.keyboard_of(call)
    chat = world.chat_of(call)
    reply = world.reply_of(call, chat)
    caption = read_caption(
        world,
        call.text("caption"),
        call.text("parse_mode"),
        call.lenient("caption_entities"),
        call.flag("show_caption_above_media"),
    )
    reference = call.text(kind)
    if not reference and kind in call.files:
        reference = f"attach://{kind}"
    stored = world.files.from_call(call, reference, kind)
    if stored is None:
        raise bad_request(f"There is no {kind} in the request")
    world.admit(chat)
    spoiler = {"has_media_spoiler": True} if call.flag("has_spoiler") else {}
    return world.post(chat, stored.field() | caption | spoiler, keyboard, reply, call)


def read_media(world: World, call: Call, value: Any, *, album: bool = False) -> dict[str, Any]:
    """The fields of a message made of one InputMedia."""
    try:
        if not isinstance(value, dict):
            raise ValueError("expected an Object")
        kind = value.get("type")
        if not isinstance(kind, str):
            raise ValueError('Can\'t find field "type"')
        if album and kind == "animation":
            raise ValueError('type "animation" can\'t be used in sendMediaGroup')
        if kind not in _NAMES:
            raise ValueError(f'type "{kind}" is unsupported')
        stored = world.files.from_call(call, str(value.get("media") or ""), kind)
        if stored is None:
            raise ValueError("media not found")
    except ValueError as fault:
        raise bad_request(f"Can't parse InputMedia: {fault}") from fault
    caption = read_caption(
        world,
        str(value.get("caption") or ""),
        str(value.get("parse_mode") or ""),
        value.get("caption_entities"),
        bool(value.get("show_caption_above_media")),
    )
    spoiler = {"has_media_spoiler": True} if value.get("has_spoiler") else {}
    return stored.field() | caption | spoiler


def send_media_group(world: World, call: Call) -> list[dict[str, Any]]:
    """sendMediaGroup."""
    if not call.text("media"):
        raise bad_request('Parameter "media" is required')
    media = call.decoded("media", "media")
    if not isinstance(media, list):
        raise bad_request("Expected an Array of InputMedia")
    if len(media) > _ALBUM:
        raise bad_request("Too many messages to send as an album")
    contents = [read_media(world, call, item, album=True) for item in media]
    if not contents:
        raise bad_request("There are no messages to send")
    if len(contents) == 1:
        raise bad_request("media group must include 2-10 items")
    if len({"photo" in content for content in contents}) > 1:
        raise bad_request("Document can't be mixed with other media types")
    chat = world.chat_of(call)
    reply = world.reply_of(call, chat)
    world.admit(chat, len(contents))
    group = {"media_group_id": world.new_group()}
    return [world.post(chat, content | group, Keyboard(), reply, call) for content in contents]


def send_chat_action(world: World, call: Call) -> bool:
    """sendChatAction: the person sees typing for some seconds or until the next message."""
    action = call.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("Wrong parameter action in request")
    chat = world.chat_of(call)
    world.admit(chat, messages=0)
    chat.typing_until = float("-inf") if action == "cancel" else world.monotonic() + world.limits.typing
    chat.touch()
    return True


def send_message_draft(world: World, call: Call) -> bool:
    """sendMessageDraft: a partial text that the next message replaces; it may be empty."""
    text, entities = format_text(
        call.text("text"), call.text("parse_mode"), call.lenient("entities"), world.limits, may_be_empty=True
    )
    return _draft(world, call, {"text": text, "entities": entities})


def send_rich_message_draft(world: World, call: Call) -> bool:
    """sendRichMessageDraft."""
    return _draft(world, call, {"rich": read_rich(world, call, draft=True)["rich_message"]})


def _draft(world: World, call: Call, content: dict[str, Any]) -> bool:
    if not call.integer("draft_id"):
        raise bad_request("draft_id must be non-zero")
    chat = world.chat_of(call)
    if len(content.get("text", "")) > world.limits.text:
        raise bad_request("Message is too long")
    world.admit(chat, messages=0)
    chat.draft = {"draft_id": call.integer("draft_id"), **content}
    chat.touch()
    return True
