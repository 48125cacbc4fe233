"""Problem: every method of the Bot API looks at the same chats, files and updates.

Decision: one object holds the state and the few checks that all methods share (which chat, may the bot write
there, which message may it edit); the methods are functions of this object and a call.
Limit: one bot, private chats only, everything in memory.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.localtelegram.telegram.calls import Call
from bot.localtelegram.telegram.chats import Bell, Chat, Message, Person
from bot.localtelegram.telegram.errors import bad_request, refuse
from bot.localtelegram.telegram.files import FileStore
from bot.localtelegram.telegram.keyboards import Keyboard, read_keyboard
from bot.localtelegram.telegram.limits import FloodControl, Limits
from bot.localtelegram.telegram.updates import UpdateQueue

_REMEMBERED_QUERIES = 10_000


@dataclass
class CallbackQuery:
    """A press that the bot may still answer; `at` is monotonic time."""

    at: float
    chat: Chat
    message_id: int
    answered: bool = False


class World:
    """State of the local Telegram. `now` gives unix seconds for dates, `monotonic` seconds for waiting and
    ageing; messages and presses are numbered from `begin` on.
    """

    def __init__(
        self,
        token: str,
        bot_username: str,
        bot_name: str,
        now: Callable[[], float],
        monotonic: Callable[[], float],
        limits: Limits,
        begin: int = 0,
    ) -> None:
        bot_id, colon, secret = token.partition(":")
        if not (bot_id.isascii() and bot_id.isdigit() and int(bot_id) > 0 and colon and secret) or "/" in token:
            raise ValueError('a bot token looks like "123456:secret"')
        self.token = token
        self.now = now
        self.monotonic = monotonic
        self.limits = limits
        self.bot: dict[str, Any] = {
            "id": int(bot_id),
            "is_bot": True,
            "first_name": bot_name,
            "username": bot_username,
        }
        self.chats: dict[int, Chat] = {}
        self.bell = Bell()
        self.files = FileStore(limits)
        self.updates = UpdateQueue(limits)
        self.flood = FloodControl(limits, monotonic)
        self.queries: OrderedDict[str, CallbackQuery] = OrderedDict()
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.menu_buttons: dict[int, dict[str, Any]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self._last_message = begin
        self._last_query = (int(bot_id) << 20) + begin
        self._last_group = 0

    @classmethod
    def wall_clock(cls) -> float:
        """Unix time of this machine, the default for dates."""
        return time.time()

    @classmethod
    def steady_clock(cls) -> float:
        """Seconds that never go back, the default for waiting and ageing."""
        return time.monotonic()

    def chat_of(self, call: Call) -> Chat:
        """The chat that a call names, or 400."""
        chat_id = call.text("chat_id").strip()
        if not chat_id:
            raise bad_request("chat_id is empty")
        chat = self.chats.get(call.integer("chat_id"))
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def admit(self, chat: Chat, messages: int = 1) -> None:
        """Let the bot write to the chat, or refuse: not started, too fast, blocked."""
        if not chat.person.started:
            raise refuse(403, "bot can't initiate conversation with a user")
        if messages:
            self.flood.admit(chat.person.id, messages)
        if chat.person.blocked:
            raise refuse(403, "bot was blocked by the user")

    def keyboard_of(self, call: Call, *, inline_only: bool = False) -> Keyboard:
        """The keyboard of a call."""
        return read_keyboard(
            call.decoded("reply_markup", "reply keyboard markup"), self.limits, inline_only=inline_only
        )

    def message_of(self, call: Call, chat: Chat, what: str) -> Message:
        """The message that a call names, or 400 "<what> not found"."""
        message = chat.messages.get(call.integer("message_id"))
        if message is None:
            raise bad_request(f"{what} not found")
        return message

    def reply_of(self, call: Call, chat: Chat) -> dict[str, Any]:
        """The `reply_to_message` field that a call asks for, empty when none."""
        parameters = call.decoded("reply_parameters", "reply parameters")
        if parameters is None:
            parameters = {"message_id": call.integer("reply_to_message_id")}
        elif not isinstance(parameters, dict):
            raise bad_request("Object expected as reply parameters")
        message_id = parameters.get("message_id")
        if not message_id:
            return {}
        replied = chat.messages.get(message_id) if isinstance(message_id, int) else None
        if replied is None:
            if parameters.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
                return {}
            raise bad_request("message to be replied not found")
        return {"reply_to_message": quoted(replied)}

    def body(self, chat: Chat, author: dict[str, Any]) -> dict[str, Any]:
        """The beginning of a new message."""
        self._last_message += 1
        return {
            "message_id": self._last_message,
            "from": author,
            "chat": chat.person.as_chat(),
            "date": int(self.now()),
        }

    def post(
        self, chat: Chat, content: dict[str, Any], keyboard: Keyboard, reply: dict[str, Any], call: Call
    ) -> dict[str, Any]:
        """Put the bot's message into the chat; the Message object."""
        body = self.body(chat, self.bot) | reply | content
        if call.flag("protect_content"):
            body["has_protected_content"] = True
        if keyboard.inline is not None:
            body["reply_markup"] = keyboard.inline
        message = Message(body, by_bot=True, reply_keyboard=keyboard.reply)
        chat.add(message, self.limits.messages_per_chat)
        return body

    def new_group(self) -> str:
        """An id for an album."""
        self._last_group += 1
        return str((self.bot["id"] << 16) + self._last_group)

    def new_query(self, chat: Chat, message_id: int) -> str:
        """Remember a press; the callback query's id."""
        self._last_query += 1
        query_id = str(self._last_query)
        self.queries[query_id] = CallbackQuery(self.monotonic(), chat, message_id)
        if len(self.queries) > _REMEMBERED_QUERIES:
            self.queries.popitem(last=False)
        return query_id

    def commands_for(self, person: Person) -> list[dict[str, str]]:
        """The commands that the person's client shows: the narrowest scope and the person's language win."""
        for scope in (f"chat:{person.id}", "all_private_chats", "default"):
            for language in (person.language_code or "", ""):
                if (scope, language) in self.commands:
                    return self.commands[scope, language]
        return []

    def menu_button_for(self, chat_id: int) -> dict[str, Any]:
        """The menu button of a chat."""
        return self.menu_buttons.get(chat_id) or self.menu_buttons.get(0) or {"type": "commands"}

    def touch_all(self) -> None:
        """Note a change that every person's client sees."""
        for chat in self.chats.values():
            chat.touch()


def quoted(message: Message) -> dict[str, Any]:
    """A message as it stands inside another one: without the one it replied to."""
    return {name: value for name, value in message.body.items() if name != "reply_to_message"}
