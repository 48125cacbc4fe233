"""How screens get into the chat: edited in place, sent below, and never at the cost of an error for trifles.

Problem: a tap is answered once only; a screen opened from a notice must not eat the notice; Telegram may ask to
wait.
Decision: aiogram-dialog's message manager with three changes: it knows which taps were answered already, leaves
a tapped message as it is when the new screen goes below it, and waits once when Telegram asks for a short
pause.
Limit: a pause longer than `PATIENCE` seconds is an error for the error handler; notices have their own pace.
"""

import asyncio
from collections import deque
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter
from aiogram.types import CallbackQuery
from aiogram_dialog import ShowMode
from aiogram_dialog.api.entities import NewMessage, OldMessage, UnknownText
from aiogram_dialog.manager.message_manager import MessageManager

log = structlog.get_logger(__name__)

PATIENCE: Final = 5
"""Seconds that a person may be kept waiting because Telegram asks for a pause."""
_REMEMBERED: Final = 1000


class ScreenMessages(MessageManager):
    """One for all chats. See the module's first lines."""

    def __init__(self) -> None:
        self._answered: deque[str] = deque(maxlen=_REMEMBERED)

    async def toast(self, callback: CallbackQuery, text: str, *, alert: bool = False) -> None:
        """Answer a tap with a text; the silent answer that follows every tap is then left out."""
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
        except TelegramAPIError as error:
            log.info("tap_not_answered", error=type(error).__name__)

    async def show_message(self, bot: Bot, new_message: NewMessage, old_message: OldMessage | None) -> OldMessage:
        # Only a tap brings the text of its message along: the tapped message stays, with its buttons.
        tapped = old_message is not None and old_message.text is not UnknownText.UNKNOWN
        if new_message.show_mode is ShowMode.SEND and tapped:
            old_message = None
        try:
            return await super().show_message(bot, new_message, old_message)
        except TelegramRetryAfter as pause:
            if pause.retry_after > PATIENCE:
                raise
            await asyncio.sleep(pause.retry_after)
            return await super().show_message(bot, new_message, old_message)
