"""What is said outside private chats: nothing about shops, and no open way into one.

Problem: the bot can be put into groups and channels, where a shop's numbers are nobody's business, and where people
write what was meant for the bot alone: `/start` with the token of a link, or the link itself.
Decision: only private chats go on to the screens. A command of ours gets a hint; a token that others have read is
revoked at once, and its writer is told, privately where the bot may write to them; everything else meets silence.
Limit: with Telegram's privacy mode on, a bot in a group sees commands, replies and mentions only.
"""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final

from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatType
from aiogram.types import Message, TelegramObject, Update

from bot.frame.connection import REFUSALS
from bot.frame.ports import Ports
from bot.frame.states import COMMANDS
from bot.texts import locale_for
from storage.people.links import TOKEN_LENGTH

_WRITTEN: Final = ("message", "edited_message", "channel_post", "edited_channel_post", "guest_message")
_TOKEN: Final = re.compile(rf"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}(?![A-Za-z0-9_-])")


class PrivateOnly(BaseMiddleware):
    """Lets only private chats through. See the module's first lines."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        chat = data.get("event_chat")
        if chat is None:
            return None
        if chat.type == ChatType.PRIVATE:
            return await handler(event, data)
        assert isinstance(event, Update)
        written = next((found for kind in _WRITTEN if (found := getattr(event, kind)) is not None), None)
        if written is not None and not await self._closed(written, data["bot"]) and event.message is not None:
            await self._hint(event.message, data["bot"])
        return None

    async def _closed(self, message: Message, bot: Bot) -> bool:
        """Revoke the links whose tokens the message shows, and tell its writer; False if there are none."""
        tokens = list(dict.fromkeys(_tokens(message)))
        if not tokens:
            return False
        ports = self._ports
        if not await asyncio.to_thread(ports.team.revoke_seen, tokens, ports.clock.now()):
            return False
        writer = message.from_user
        said = ports.texts.get(locale_for(writer.language_code if writer else None), "link-closed")
        if writer is not None and not writer.is_bot:
            with contextlib.suppress(*REFUSALS):
                await bot.send_message(writer.id, said)
                return True
        # They never wrote to the bot, or nobody knows who they are. That the link is closed is no secret.
        with contextlib.suppress(*REFUSALS):
            await message.answer(said)
        return True

    async def _hint(self, message: Message, bot: Bot) -> None:
        if message.from_user is not None and await _is_for_us(message, bot):
            said = self._ports.texts.get(locale_for(message.from_user.language_code), "private-only")
            with contextlib.suppress(*REFUSALS):  # it may be a group where the bot may not write
                await message.answer(said)


def _tokens(message: Message) -> Iterator[str]:
    """All that looks like a token in what can be read in a message, or in the one it answers."""
    for each in (message, message.reply_to_message):
        if each is not None:
            yield from _TOKEN.findall(each.text or each.caption or "")
            for entity in each.entities or each.caption_entities or ():
                yield from _TOKEN.findall(entity.url or "")


async def _is_for_us(message: Message, bot: Bot) -> bool:
    word = ((message.text or "").split(maxsplit=1) or [""])[0]
    command, at, mention = word.removeprefix("/").partition("@")
    if not word.startswith("/") or command not in COMMANDS:
        return False
    return not at or mention.lower() == ((await bot.me()).username or "").lower()
