"""A Telegram that remembers what it was told: a session for aiogram's Bot, and people who write and tap.

Problem: aiogram ships no session for tests.
Decision: a session that answers every method with what Telegram
would, keeps the messages of each chat as they stand (edits applied; of a rich message its HTML, of a picture its
caption), and meets the refusals that a test asked for.
Limit: it checks nothing that Telegram checks; the local Telegram does that.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from itertools import count
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    GetMe,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendRichMessage,
    TelegramMethod,
)
from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatMemberBanned,
    ChatMemberMember,
    ChatMemberUpdated,
    Document,
    File,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    Update,
    User,
)

TOKEN = "42:TEST"
ME = User(id=42, is_bot=True, first_name="Seller Premium", username="seller_premium_bot")
WHEN = datetime(2026, 3, 1, tzinfo=UTC)


class RecordingSession(BaseSession):
    """Every call in order in `calls`; `refuse_next` makes calls of a method raise, `held` keeps their answers back."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[TelegramMethod[Any]] = []
        self.chats: defaultdict[int, dict[int, Message]] = defaultdict(dict)
        self.refusals: defaultdict[type, deque[Exception]] = defaultdict(deque)
        self.files: dict[str, bytes] = {}
        self.held: dict[type, asyncio.Event] = {}
        self.numbers = count(1)

    def refuse_next(self, method: type, *errors: Exception) -> None:
        """The next calls of this method raise these, one each."""
        self.refusals[method].extend(errors)

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109  (aiogram's)
        answer = self._answer(bot, method)
        if type(method) in self.held:
            await self.held[type(method)].wait()
        return answer

    def _answer(self, bot: Bot, method: TelegramMethod[Any]) -> Any:
        if self.refusals[type(method)]:
            raise self.refusals[type(method)].popleft()
        self.calls.append(method)
        match method:
            case GetMe():
                return ME
            case SendMessage():
                return self._put(bot, int(method.chat_id), next(self.numbers), method.text, method.reply_markup)
            case SendRichMessage():
                rich = method.rich_message.html or ""
                return self._put(bot, int(method.chat_id), next(self.numbers), rich, method.reply_markup)
            case SendPhoto() | SendDocument():
                caption = method.caption or ""
                return self._put(bot, int(method.chat_id), next(self.numbers), caption, method.reply_markup)
            case EditMessageText():
                assert method.chat_id is not None and method.message_id is not None
                text = method.rich_message.html if method.rich_message else method.text
                return self._put(bot, int(method.chat_id), method.message_id, text or "", method.reply_markup)
            case EditMessageMedia():
                assert method.chat_id is not None and method.message_id is not None
                caption = method.media.caption or ""
                return self._put(bot, int(method.chat_id), method.message_id, caption, method.reply_markup)
            case EditMessageReplyMarkup():
                assert method.chat_id is not None and method.message_id is not None
                old = self.chats[int(method.chat_id)][method.message_id]
                return self._put(bot, int(method.chat_id), method.message_id, old.text or "", method.reply_markup)
            case GetFile():
                return File(file_id=method.file_id, file_unique_id=method.file_id, file_path=method.file_id)
            case DeleteMessage():
                self.chats[int(method.chat_id)].pop(method.message_id, None)
        return True

    def _put(self, bot: Bot, chat_id: int, message_id: int, text: str, keyboard: Any) -> Message:
        message = Message(
            message_id=message_id,
            date=WHEN,
            chat=Chat(id=chat_id, type="private"),
            from_user=ME,
            text=text,
            reply_markup=keyboard if isinstance(keyboard, InlineKeyboardMarkup) else None,
        ).as_(bot)
        self.chats[chat_id][message_id] = message
        return message

    async def close(self) -> None:
        return None

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield self.files.get(str(args[0] if args else kwargs["url"]).rpartition("/")[2], b"")

    def of(self, method: type) -> list[Any]:
        """The calls of one method."""
        return [call for call in self.calls if isinstance(call, method)]


def recording_bot() -> tuple[Bot, RecordingSession]:
    """A bot on a recording session."""
    session = RecordingSession()
    return Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML")), session


class Human:
    """A Telegram user in a private chat with the bot."""

    _updates = count(1)

    def __init__(
        self, dispatcher: Dispatcher, bot: Bot, id: int, name: str = "Anna", language: str | None = "en"
    ) -> None:
        self.dispatcher = dispatcher
        self.bot = bot
        self.user = User(id=id, is_bot=False, first_name=name, language_code=language)
        self.chat = Chat(id=id, type="private")
        assert isinstance(bot.session, RecordingSession)
        self.session = bot.session

    # -- doing -----------------------------------------------------------------------------------------------

    async def write(self, text: str | None = None, **fields: Any) -> None:
        """Send a message: a text, or other fields of a Message."""
        await self._feed(message=self._message(text, **fields))

    async def send_file(self, content: bytes, name: str = "report.xlsx", size: int | None = None) -> None:
        """Send a document."""
        id = f"file{next(self.session.numbers)}"
        self.session.files[id] = content
        size = len(content) if size is None else size
        await self.write(document=Document(file_id=id, file_unique_id=id, file_name=name, file_size=size))

    async def edit(self, text: str) -> None:
        """Change a message of one's own."""
        await self._feed(edited_message=self._message(text))

    async def tap(self, label: str, message: Message | None = None) -> None:
        """Tap the button that begins with this label, on the last message with a keyboard unless another is named."""
        shown = message or self.screen
        await self.send_data(self.button(label, shown).callback_data or "", shown)

    async def send_data(self, data: str, message: Message | None = None) -> None:
        """Send callback data of one's own making."""
        callback = CallbackQuery(
            id=str(next(self._updates)),
            from_user=self.user,
            chat_instance="1",
            message=message or self.screen,
            data=data,
        )
        await self._feed(callback_query=callback)

    async def block(self, blocked: bool = True) -> None:
        """Stop the bot, or let it write again."""
        kicked = ChatMemberBanned(user=ME, until_date=WHEN)
        member = ChatMemberMember(user=ME)
        await self._feed(
            my_chat_member=ChatMemberUpdated(
                chat=self.chat,
                from_user=self.user,
                date=WHEN,
                old_chat_member=member if blocked else kicked,
                new_chat_member=kicked if blocked else member,
            )
        )

    def _message(self, text: str | None, **fields: Any) -> Message:
        number = next(self.session.numbers)
        values = {"chat": self.chat, "from_user": self.user} | fields
        return Message(message_id=number, date=WHEN, text=text, **values)

    async def _feed(self, **event: Any) -> None:
        await self.dispatcher.feed_update(self.bot, Update(update_id=next(self._updates), **event))

    # -- seeing ----------------------------------------------------------------------------------------------

    @property
    def messages(self) -> list[Message]:
        """What stands in the chat, oldest first."""
        return list(self.session.chats[self.user.id].values())

    @property
    def screen(self) -> Message:
        """The last message with a keyboard."""
        return [message for message in self.messages if message.reply_markup][-1]

    @property
    def text(self) -> str:
        """What the last message says."""
        return self.messages[-1].text or ""

    @property
    def labels(self) -> list[str]:
        """The words on the buttons of the screen."""
        return [button.text for button in self.buttons()]

    def buttons(self, message: Message | None = None) -> list[InlineKeyboardButton]:
        """The buttons of a message, row by row."""
        markup = (message or self.screen).reply_markup
        return [button for row in markup.inline_keyboard for button in row] if markup else []

    def button(self, label: str, message: Message | None = None) -> InlineKeyboardButton:
        """The button that begins with this label."""
        found = [button for button in self.buttons(message) if button.text.startswith(label)]
        assert found, f"no button {label!r} among {[button.text for button in self.buttons(message)]}"
        return found[0]

    @property
    def toasts(self) -> list[str]:
        """The texts that taps were answered with, oldest first (of everybody)."""
        return [call.text for call in self.session.of(AnswerCallbackQuery) if call.text]
