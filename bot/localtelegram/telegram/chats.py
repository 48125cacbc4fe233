"""Problem: the page and the tests look at a chat and must learn what changed, including edits and deletions.

Decision: a chat is a journal: every change takes the next version number, and a reader asks for what is newer
than the version it has seen. A message is kept in the form in which the Bot API shows it, with what only the
client sees beside.
Limit: the last messages (2,000 by default) and the last 2,000 deletions and answers are kept.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_KEPT_MARKS = 2000


class Bell:
    """Wakes everybody who waits for something new, wherever it happened."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake all who wait now."""
        rung, self._rung = self._rung, asyncio.Event()
        rung.set()

    async def wait(self, seconds: float) -> None:
        """Return at the next ring, at latest after so many seconds."""
        if seconds <= 0:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return


@dataclass
class Person:
    """A Telegram user who may talk to the bot. The private chat has the person's id."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    blocked: bool = False
    started: bool = False

    def as_user(self) -> dict[str, Any]:
        """The User object of the Bot API."""
        user: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if getattr(self, name):
                user[name] = getattr(self, name)
        return user

    def as_chat(self) -> dict[str, Any]:
        """The Chat object of the Bot API."""
        chat: dict[str, Any] = {"id": self.id, "first_name": self.first_name}
        for name in ("last_name", "username"):
            if getattr(self, name):
                chat[name] = getattr(self, name)
        chat["type"] = "private"
        return chat

    def view(self) -> dict[str, Any]:
        """The person as the page sees it."""
        shown = self.as_user() | {"blocked": self.blocked}
        del shown["is_bot"]
        return shown


@dataclass
class Message:
    """A message: `body` as the Bot API shows it, `reply_keyboard` for the client, `version` of the last
    change.
    """

    body: dict[str, Any]
    by_bot: bool
    version: int = 0
    edited: bool = False
    reply_keyboard: dict[str, Any] | None = None

    @property
    def id(self) -> int:
        """The message's number, unique over all chats with the bot."""
        return int(self.body["message_id"])

    def view(self) -> dict[str, Any]:
        """The message as the page sees it."""
        body = self.body
        photo, document = body.get("photo"), body.get("document")
        reply_to = body.get("reply_to_message")
        return {
            "version": self.version,
            "message_id": self.id,
            "from": "bot" if self.by_bot else "person",
            "date": body["date"],
            "edited": self.edited,
            "text": body.get("text"),
            "entities": body.get("entities", []),
            "caption": body.get("caption"),
            "caption_entities": body.get("caption_entities", []),
            "photo": f"/media/{photo[-1]['file_id']}" if photo else None,
            "document": {
                "url": f"/media/{document['file_id']}",
                "file_name": document.get("file_name"),
                "mime_type": document.get("mime_type"),
                "size": document.get("file_size"),
            }
            if document
            else None,
            "media_group_id": body.get("media_group_id"),
            "rich": body.get("rich_message"),
            "reply_markup": body.get("reply_markup"),
            "reply_keyboard": self.reply_keyboard,
            "reply_to": reply_to["message_id"] if reply_to else None,
        }


@dataclass
class Chat:
    """The private chat of one person with the bot."""

    person: Person
    version: int = 0
    messages: OrderedDict[int, Message] = field(default_factory=OrderedDict)
    deleted: deque[tuple[int, int]] = field(default_factory=lambda: deque(maxlen=_KEPT_MARKS))
    answers: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=_KEPT_MARKS))
    typing_until: float = float("-inf")
    draft: dict[str, Any] | None = None
    ring_all: Callable[[], None] = lambda: None
    _bell: Bell = field(default_factory=Bell)

    def touch(self) -> int:
        """Note a change: the next version; whoever waits for one in this chat or in any wakes."""
        self.version += 1
        self._bell.ring()
        self.ring_all()
        return self.version

    def add(self, message: Message, keep: int) -> None:
        """Put a message at the end; the oldest beyond `keep` go."""
        if message.by_bot:
            self.typing_until = float("-inf")
            self.draft = None
        self.messages[message.id] = message
        message.version = self.touch()
        while len(self.messages) > keep:
            self.messages.popitem(last=False)

    def changed(self, message: Message) -> None:
        """Note that a message was edited."""
        message.version = self.touch()

    def remove(self, message_id: int) -> None:
        """Delete a message."""
        del self.messages[message_id]
        self.deleted.append((self.touch(), message_id))

    def view(self, after: int, at: float) -> dict[str, Any]:
        """What changed after this version; `at` is the monotonic time, for typing."""
        return {
            "version": self.version,
            "messages": [m.view() for m in self.messages.values() if m.version > after],
            "deleted": [message_id for version, message_id in self.deleted if version > after],
            "answers": [answer for answer in self.answers if answer["version"] > after],
            "typing": at < self.typing_until,
            "draft": self.draft,
        }

    async def wait(self, after: int, seconds: float) -> None:
        """Return when the chat is newer than `after`, or after so many seconds."""
        if self.version <= after:
            await self._bell.wait(seconds)
