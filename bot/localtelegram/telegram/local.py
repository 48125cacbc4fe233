"""Problem: the demo and the tests need Telegram without Telegram: a bot on one side, people on the other.

Decision: LocalTelegram answers the bot's calls and lets people write, press, upload, block and start; both go
through the same state, so what a person does becomes an update and what the bot does appears in the chat.
Limit: one bot, private chats, memory only.
"""

import asyncio
import copy
import inspect
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from bot.localtelegram.telegram.calls import Call, Upload, read_call
from bot.localtelegram.telegram.chats import Chat, Message, Person
from bot.localtelegram.telegram.entities import check_unicode, find_entities
from bot.localtelegram.telegram.errors import ApiError, refuse
from bot.localtelegram.telegram.faults import Fault, Faults
from bot.localtelegram.telegram.files import image_size
from bot.localtelegram.telegram.limits import Limits
from bot.localtelegram.telegram.methods import methods_of
from bot.localtelegram.telegram.settings import Described
from bot.localtelegram.telegram.webhook import Webhook
from bot.localtelegram.telegram.world import World, quoted

_FIRST_PERSON = 700_000_001
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_OWN_FIELDS = frozenset(("message_id", "from", "chat", "date"))
_KINDS: dict[str, dict[str, Any]] = {
    "sticker": {
        "sticker": {
            "file_id": "CAACAgIAAxkBAAEsticker",
            "file_unique_id": "AgADsticker",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "👍",
        }
    },
    "voice": {
        "voice": {
            "file_id": "AwACAgIAAxkBAAEvoice",
            "file_unique_id": "AgADvoice",
            "duration": 3,
            "mime_type": "audio/ogg",
            "file_size": 12_000,
        }
    },
}


class UnknownPersonError(LookupError):
    """There is no person with this id."""


@dataclass(frozen=True)
class Answer:
    """What a call gets back: status and body, or nothing at all (`dropped`: the connection is cut)."""

    status: int
    body: dict[str, Any]
    dropped: bool = False


class LocalTelegram:
    """A Telegram of one's own for one bot.

    `now` gives unix seconds for the dates of messages, `monotonic` seconds for flood control and the age of
    presses. Chats are forgotten at the end, their numbers are not: whoever starts anew gives a `begin` above all that
    were used, else a page or a database that remembers a message takes another one for it.
    What a person cannot do raises ValueError with a sentence, an unknown person UnknownPersonError.
    """

    def __init__(
        self,
        *,
        token: str,
        bot_username: str = "seller_premium_bot",
        bot_name: str = "Seller Premium",
        now: Callable[[], float] = World.wall_clock,
        monotonic: Callable[[], float] | None = None,
        limits: Limits | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        begin: int = 0,
    ) -> None:
        self.limits = limits or Limits()
        self.world = World(token, bot_username, bot_name, now, monotonic or World.steady_clock, self.limits, begin)
        self.webhook = Webhook(self.world.updates, self.limits, now, self._reply_of_webhook, sleep)
        self.faults = Faults()
        self._sleep = sleep
        self._methods = methods_of(self.world, self.webhook)
        self._closed = False

    # The bot's side

    async def answer(self, token: str, method: str, call: Call) -> Answer:
        """The answer to a Bot API call, faults included."""
        if token != self.world.token:
            return _refusal(_wrong_token(token))
        name = method.lower()
        fault = self.faults.take(name)
        if fault is not None and fault.delay:
            await self._sleep(fault.delay)
        if fault is not None and fault.error is not None:
            return _refusal(fault.error)
        function = self._methods.get(name)
        if function is None:
            return _refusal(refuse(404, "method not found"))
        try:
            result = function(call)
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            return Answer(error.code, error.answer(), fault is not None and fault.drop)
        body: dict[str, Any] = {"ok": True, "result": result}
        if isinstance(result, Described):
            body = {"ok": True, "result": result.result, "description": result.description}
        return Answer(200, body, fault is not None and fault.drop)

    async def call(self, method: str, **values: Any) -> Any:
        """Call a method from inside the process; its result, or ApiError."""
        answer = await self.answer(self.world.token, method, Call(values))
        if not answer.body["ok"]:
            parameters = answer.body.get("parameters", {})
            raise ApiError(answer.status, answer.body["description"], parameters.get("retry_after"))
        return answer.body["result"]

    async def _reply_of_webhook(self, content_type: str, body: bytes) -> None:
        """Carry out the method call that a bot may put into its webhook answer; its result is nobody's."""

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        headers = [(b"content-type", content_type.encode("latin-1"))]
        scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers}
        try:
            call = await read_call(Request(scope, receive), self.limits.upload_bytes)
        except ApiError:
            return
        method = call.text("method")
        if method:
            await self.answer(self.world.token, method, call)

    def add_fault(self, fault: Fault) -> None:
        """Let the next calls of a method go wrong."""
        self.faults.add(fault)

    async def close(self) -> None:
        """End waiting polls and the webhook; later polls answer at once."""
        self._closed = True
        self.world.updates.close()
        await self.webhook.stop()
        self.world.touch_all()

    # The people's side

    def add_person(
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        person_id: int | None = None,
    ) -> Person:
        """A new person; the private chat has the same id."""
        first_name = check_unicode(first_name).strip()
        if not 1 <= len(first_name) <= 64 or len(last_name or "") > 64:
            raise ValueError("a name has 1 to 64 characters")
        if username is not None and _USERNAME.fullmatch(username) is None:
            raise ValueError("a username has 4 to 32 letters, digits and underscores and begins with a letter")
        _check_language(language_code)
        taken = [chat.person.username.lower() for chat in self.world.chats.values() if chat.person.username]
        if username is not None and username.lower() in taken:
            raise ValueError(f"the username {username} is taken")
        if len(self.world.chats) >= self.limits.people:
            raise ValueError("there are too many people")
        if person_id is None:
            person_id = max(max(self.world.chats, default=0) + 1, _FIRST_PERSON)
        if person_id in self.world.chats or not 0 < person_id < 1 << 40 or person_id == self.world.bot["id"]:
            raise ValueError(f"the id {person_id} is taken or impossible")
        person = Person(person_id, first_name, last_name, username, language_code)
        self.world.chats[person_id] = Chat(person, ring_all=self.world.bell.ring)
        self.world.bell.ring()
        return person

    def set_language(self, person_id: int, language_code: str | None) -> Person:
        """A person changes the language of their Telegram; the bot sees it with the next update."""
        chat = self.chat(person_id)
        _check_language(language_code)
        if chat.person.language_code != language_code:
            chat.person.language_code = language_code
            chat.touch()
        return chat.person

    @property
    def people(self) -> list[Person]:
        """Everyone, in the order in which they came."""
        return [chat.person for chat in self.world.chats.values()]

    def chat(self, person_id: int) -> Chat:
        """The chat of a person."""
        chat = self.world.chats.get(person_id)
        if chat is None:
            raise UnknownPersonError(f"there is no person {person_id}")
        return chat

    def view(self, person_id: int, after: int = 0) -> dict[str, Any]:
        """What changed in the person's chat after this version, and what the client shows around it."""
        chat = self.chat(person_id)
        return chat.view(after, self.world.monotonic()) | {
            "commands": self.world.commands_for(chat.person),
            "menu_button": self.world.menu_button_for(person_id),
        }

    async def wait(self, person_id: int, after: int, seconds: float) -> dict[str, Any]:
        """`view`, as soon as it is newer than `after` or typing ends, at latest after so many seconds."""
        chat = self.chat(person_id)
        typing_for = chat.typing_until - self.world.monotonic()
        if typing_for > 0:
            seconds = min(seconds, typing_for + 0.01)
        await chat.wait(after, 0.0 if self._closed else seconds)
        return self.view(person_id, after)

    async def news(self, seen: Mapping[int, int], seconds: float) -> dict[int, dict[str, Any]]:
        """`view` of every chat that is not as it was seen, by person: at once if there is one, else as soon as
        something happens anywhere, at latest after so many seconds.

        `seen` holds the last version by person; a chat that is not named is given whole.
        """
        chats = self.world.chats
        at = self.world.monotonic()
        typing = {one: chat.typing_until - at for one, chat in chats.items() if chat.typing_until > at}
        if all(chat.version == seen.get(one) for one, chat in chats.items()):
            # The end of typing is news too, and nobody rings for it.
            soonest = min((left + 0.01 for left in typing.values()), default=seconds)
            await self.world.bell.wait(0.0 if self._closed else min(seconds, soonest))
        return {
            one: self.view(one, known if (known := seen.get(one, 0)) <= chat.version else 0)
            for one, chat in chats.items()
            if chat.version != seen.get(one) or one in typing
        }

    async def send(
        self,
        person_id: int,
        text: str = "",
        *,
        reply_to: int | None = None,
        kind: str = "text",
        message: Any = None,
    ) -> int:
        """A person writes; the message's number.

        `kind` "sticker" or "voice" sends that instead of the text, "other" sends only `message`; the fields
        of `message` are put over the update's message.
        """
        chat = self._writing(person_id)
        content: dict[str, Any] = {}
        if kind in _KINDS:
            content = copy.deepcopy(_KINDS[kind])
        elif kind == "text":
            content = self._words(text)
        elif kind != "other":
            raise ValueError(f'unknown kind "{kind}"')
        if reply_to is not None:
            replied = chat.messages.get(reply_to)
            if replied is None:
                raise ValueError(f"there is no message {reply_to} to reply to")
            content["reply_to_message"] = quoted(replied)
        return self._receive(chat, content | _override(message))

    async def edit(self, person_id: int, message_id: int, text: str, message: Any = None) -> None:
        """A person edits their own message; the bot gets an edited_message."""
        chat = self._writing(person_id)
        edited = chat.messages.get(message_id)
        if edited is None or edited.by_bot or "text" not in edited.body:
            raise ValueError(f"message {message_id} is not a text of this person")
        kept = {name: value for name, value in edited.body.items() if name not in ("text", "entities")}
        edited.body = kept | {"edit_date": int(self.world.now())} | self._words(text) | _override(message)
        edited.edited = True
        chat.changed(edited)
        self.world.updates.put("edited_message", edited.body)

    async def upload(self, person_id: int, upload: Upload, *, photo: bool = False, caption: str = "") -> int:
        """A person sends a file, as a photo if asked; the message's number."""
        chat = self._writing(person_id)
        if photo and image_size(upload.content) is None:
            raise ValueError("a photo is a PNG or JPEG picture")
        if len(caption) > self.limits.caption:
            raise ValueError(f"a caption has at most {self.limits.caption} characters")
        try:
            content = self.world.files.add(upload, "photo" if photo else "document").field()
        except ApiError as error:
            raise ValueError(error.description) from error
        if caption:
            content["caption"] = check_unicode(caption)
            found = find_entities(caption)
            if found:
                content["caption_entities"] = found
        return self._receive(chat, content)

    async def start(self, person_id: int, payload: str = "") -> int:
        """A person opens the bot by its link; a person who had blocked it comes back."""
        if _PAYLOAD.fullmatch(payload) is None:
            raise ValueError("a start payload has up to 64 letters, digits, underscores and hyphens")
        chat = self.chat(person_id)
        if chat.person.blocked:
            await self.block(person_id, False)
        return await self.send(person_id, f"/start {payload}".rstrip())

    async def block(self, person_id: int, blocked: bool = True) -> None:
        """A person blocks the bot or lets it write again; the bot gets a my_chat_member."""
        chat = self.chat(person_id)
        if chat.person.blocked == blocked:
            return
        chat.person.blocked = blocked
        chat.touch()
        kicked: dict[str, Any] = {"user": self.world.bot, "status": "kicked", "until_date": 0}
        member: dict[str, Any] = {"user": self.world.bot, "status": "member"}
        self.world.updates.put(
            "my_chat_member",
            {
                "chat": chat.person.as_chat(),
                "from": chat.person.as_user(),
                "date": int(self.world.now()),
                "old_chat_member": member if blocked else kicked,
                "new_chat_member": kicked if blocked else member,
            },
        )

    async def press(self, person_id: int, message_id: int, row: int, column: int) -> str | None:
        """A person presses a button; the callback query's id, None for a button that asks the bot nothing."""
        chat = self._writing(person_id)
        message = self._bots_message(chat, message_id)
        rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
        if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
            raise ValueError(f"message {message_id} has no button in row {row}, column {column}")
        data = rows[row][column].get("callback_data")
        return None if data is None else self._query(chat, message, data)

    async def forge(self, person_id: int, message_id: int, data: str) -> str:
        """A person's client sends callback data of its own making; the callback query's id."""
        chat = self._writing(person_id)
        message = self._bots_message(chat, message_id)
        if not 1 <= len(check_unicode(data).encode()) <= self.limits.callback_data_bytes:
            raise ValueError(f"callback data has 1 to {self.limits.callback_data_bytes} bytes")
        return self._query(chat, message, data)

    def _query(self, chat: Chat, message: Message, data: str) -> str:
        query_id = self.world.new_query(chat, message.id)
        self.world.updates.put(
            "callback_query",
            {
                "id": query_id,
                "from": chat.person.as_user(),
                "message": message.body,
                "chat_instance": str(-(chat.person.id << 20)),
                "data": data,
            },
        )
        return query_id

    def _bots_message(self, chat: Chat, message_id: int) -> Message:
        message = chat.messages.get(message_id)
        if message is None or not message.by_bot:
            raise ValueError(f"there is no message {message_id} of the bot")
        return message

    def _writing(self, person_id: int) -> Chat:
        chat = self.chat(person_id)
        if chat.person.blocked:
            raise ValueError("this person has blocked the bot")
        return chat

    def _words(self, text: str) -> dict[str, Any]:
        text = check_unicode(text).strip()
        if not 1 <= len(text) <= self.limits.text:
            raise ValueError(f"a text has 1 to {self.limits.text} characters")
        found = find_entities(text)
        return {"text": text, "entities": found} if found else {"text": text}

    def _receive(self, chat: Chat, content: dict[str, Any]) -> int:
        chat.person.started = True
        body = self.world.body(chat, chat.person.as_user()) | content
        chat.add(Message(body, by_bot=False), self.limits.messages_per_chat)
        self.world.updates.put("message", body)
        return int(body["message_id"])


def _check_language(code: str | None) -> None:
    if len(code or "") > 35:
        raise ValueError("a language code is a short IETF tag")


def _override(message: Any) -> dict[str, Any]:
    if message is None:
        return {}
    if not isinstance(message, dict) or _OWN_FIELDS & message.keys():
        raise ValueError("the message's number, author, chat and date are Telegram's")
    override: dict[str, Any] = message
    return override


def _wrong_token(token: str) -> ApiError:
    bot_id, colon, _ = token.partition(":")
    if token.startswith("0") or len(token) > 80 or not colon or not (bot_id.isascii() and bot_id.isdigit()):
        return refuse(401, "invalid token specified")
    return ApiError(401, "Unauthorized")


def _refusal(error: ApiError) -> Answer:
    return Answer(error.code, error.answer())
