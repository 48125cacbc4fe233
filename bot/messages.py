"""How screens get into the chat: edited in place, sent below, and never at the cost of an error for trifles.

Problem: a tap is answered once only; a screen opened from a notice must not eat the notice; Telegram may ask to
wait.
Decision: aiogram-dialog's message manager with three changes: it knows which taps were answered already, leaves
a tapped message as it is when the new screen goes below it, and waits when Telegram asks for a short pause. Old
buttons are taken away after the new screen is there, and if that fails they stay: a tap on them gets a fresh
screen anyway.
Limit: a pause longer than `PATIENCE` seconds is an error for the error handler; notices have their own pace.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramRetryAfter
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import ShowMode
from aiogram_dialog.api.entities import NewMessage, OldMessage, UnknownText
from aiogram_dialog.manager.message_manager import MessageManager

log = structlog.get_logger(__name__)

PATIENCE: Final = 5
"""Seconds that a person may be kept waiting because Telegram asks for a pause."""
_REMEMBERED: Final = 1000
FAILED: Final = (TelegramAPIError, ClientDecodeError)
"""What a call may raise: Telegram's refusal, or an answer that is no JSON, of a server in Telegram's place."""


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
        except FAILED as error:
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
            except FAILED as error:
                log.info("old_buttons_stay", error=type(error).__name__)
        return shown

    async def send_message(self, bot: Bot, new_message: NewMessage) -> Message:
        return await _patiently(lambda: super(ScreenMessages, self).send_message(bot, new_message))

    async def edit_message(self, bot: Bot, new_message: NewMessage, old_message: OldMessage) -> Message:
        return await _patiently(lambda: super(ScreenMessages, self).edit_message(bot, new_message, old_message))


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
