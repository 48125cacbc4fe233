"""How screens get into the chat: edited in place, sent below, and never at the cost of an error for trifles.

Problem: a tap is answered once only; a screen opened from a notice must not eat the notice; Telegram may ask to
wait.
Decision: aiogram-dialog's message manager with three changes: it knows which taps were answered already, leaves
a tapped message as it is when the new screen goes below it, and waits when Telegram asks for a short pause. Old
buttons are taken away after the new screen is there, and if that fails they stay: a tap on them gets a fresh
screen anyway. A screen with a rich form goes out as a rich message, and plain if the server refuses that.
Limit: a pause longer than `PATIENCE` seconds is an error for the error handler; notices have their own pace.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from hashlib import blake2b
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    ContentType,
    InlineKeyboardMarkup,
    InputFile,
    InputRichMessage,
    Message,
)
from aiogram_dialog import ShowMode
from aiogram_dialog.api.entities import MediaAttachment, NewMessage, OldMessage, UnknownText
from aiogram_dialog.manager.message_manager import MessageManager

from bot.frame.connection import REFUSALS

log = structlog.get_logger(__name__)

PATIENCE: Final = 5
"""Seconds that a person may be kept waiting because Telegram asks for a pause."""
_REMEMBERED: Final = 1000


class RichText(str):
    """A screen's text in Telegram HTML that has a rich form too, in rich HTML."""

    rich: str

    def __new__(cls, plain: str, rich: str) -> "RichText":
        self = super().__new__(cls, plain)
        self.rich = rich
        return self


class Picture(MediaAttachment):
    """A picture that is drawn for this very message: PNG in memory instead of a file.

    aiogram-dialog takes two pictures of one path for the same, so the path is made of the content.
    """

    def __init__(self, png: bytes) -> None:
        super().__init__(ContentType.PHOTO, path=f"{blake2b(png, digest_size=16).hexdigest()}.png")
        self.png = png


class ScreenMessages(MessageManager):
    """One for all chats. See the module's first lines."""

    def __init__(self) -> None:
        self._answered: deque[str] = deque(maxlen=_REMEMBERED)

    # -- answers to taps ---------------------------------------------------------------------------------------

    async def toast(self, callback: CallbackQuery, text: str, *, alert: bool = False) -> None:
        """Answer a tap with a text; every other answer to it, the silent one that follows included, is left out."""
        if callback.id in self._answered:
            return
        self._answered.append(callback.id)
        await self._answer(callback, text, alert)

    async def answer_callback(self, bot: Bot, callback_query: CallbackQuery) -> None:
        if callback_query.id in self._answered:
            self._answered.remove(callback_query.id)
        else:
            await self._answer(callback_query, None, False)

    async def _answer(self, callback: CallbackQuery, text: str | None, alert: bool) -> None:
        # The work is done by now; an answer that comes too late for the client is no error of the work.
        try:
            await callback.answer(text, show_alert=alert)
        except REFUSALS as error:
            log.info("tap_not_answered", error=type(error).__name__)

    # -- screens -----------------------------------------------------------------------------------------------

    async def show_message(self, bot: Bot, new_message: NewMessage, old_message: OldMessage | None) -> OldMessage:
        if new_message.show_mode is not ShowMode.SEND or old_message is None:
            return await super().show_message(bot, new_message, old_message)
        shown = await super().show_message(bot, new_message, None)
        # Only a tap brings the text of its message along: a tapped message stays, with its buttons.
        if old_message.text is UnknownText.UNKNOWN:
            try:
                await self.remove_inline_kbd(bot, old_message)
            except REFUSALS as error:
                log.info("old_buttons_stay", error=type(error).__name__)
        return shown

    async def get_media_source(self, media: MediaAttachment, bot: Bot) -> InputFile | str:
        if isinstance(media, Picture):
            return BufferedInputFile(media.png, "picture.png")
        return await super().get_media_source(media, bot)

    async def send_text(self, bot: Bot, new_message: NewMessage) -> Message:
        text = new_message.text
        if isinstance(text, RichText):
            with _plain_instead():
                return await bot.send_rich_message(
                    new_message.chat.id, InputRichMessage(html=text.rich), reply_markup=new_message.reply_markup
                )
        return await super().send_text(bot, new_message)

    async def edit_text(self, bot: Bot, new_message: NewMessage, old_message: OldMessage) -> Message:
        text = new_message.text
        if isinstance(text, RichText):
            assert new_message.reply_markup is None or isinstance(new_message.reply_markup, InlineKeyboardMarkup)
            with _plain_instead():
                edited = await bot.edit_message_text(
                    chat_id=old_message.chat.id,
                    message_id=old_message.message_id,
                    rich_message=InputRichMessage(html=text.rich),
                    reply_markup=new_message.reply_markup,
                )
                assert isinstance(edited, Message)  # True comes back for inline messages only
                return edited
        try:
            return await super().edit_text(bot, new_message, old_message)
        except TelegramBadRequest as error:
            if _NO_TEXT not in error.message:
                raise
        # A tap on a text that has become a picture since: the tap brought the text along, the chat has the picture.
        await self.remove_message_safe(bot, old_message, new_message)
        return await self.send_text(bot, new_message)

    async def send_message(self, bot: Bot, new_message: NewMessage) -> Message:
        return await _patiently(lambda: super(ScreenMessages, self).send_message(bot, new_message))

    async def edit_message(self, bot: Bot, new_message: NewMessage, old_message: OldMessage) -> Message:
        return await _patiently(lambda: super(ScreenMessages, self).edit_message(bot, new_message, old_message))


_NO_TEXT: Final = "there is no text in the message to edit"
_NOT_THE_CONTENT: Final = ("message is not modified", "message to edit not found", "message can't be edited")


@contextlib.contextmanager
def _plain_instead() -> Iterator[None]:
    """Inside, a rich message that the server will not have is passed over, so that the plain form goes out instead."""
    try:
        yield
    except TelegramBadRequest as error:
        if any(reason in error.message for reason in _NOT_THE_CONTENT):
            raise
        log.warning("rich_message_refused", error=error.message)


async def _patiently(call: Callable[[], Awaitable[Message]]) -> Message:
    """The call, again after each pause that Telegram asks for, until patience is at an end."""
    waited = 0
    while True:
        try:
            return await call()
        except TelegramRetryAfter as pause:
            waited += max(1, pause.retry_after)
            if waited > PATIENCE:
                raise
            await asyncio.sleep(pause.retry_after)
