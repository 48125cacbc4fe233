"""What people have open, remembered between updates for aiogram-dialog, and one update of a chat at a time.

Problem: aiogram-dialog reads and writes a stack and a context in single calls, each of which would be a hop into a
thread, and lets go of its locks before it has written after a fault; and a tap may reach any of several processes.
Decision: who begins an update takes the chat's row with all of it, the calls in between work on that in memory, and the
end puts it back: one hop before and one after, whatever happened. It is enciphered under a key made of the bot's token,
for what people typed and the links they were shown stand in it.
Limit: what was open under another token is forgotten, and old buttons then get a fresh screen.
"""

import asyncio
import base64
import contextlib
import functools
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.types import TelegramObject
from cryptography.fernet import Fernet, InvalidToken

from bot.clock import Clock
from core.values import HOUR, Instant
from storage.post.dialogs import LEASE, AnyDialogs, Hand
from storage.rows.errors import StorageError

FIRST_PAUSE: Final = 0.02
LONGEST_PAUSE: Final = 0.5
"""Seconds between attempts to take what another process has: doubling from the first to the longest."""
PATIENCE: Final = LEASE + 1.0
"""Seconds after which even a lease that was just given has run out."""
CLEAN_EVERY: Final[Instant] = HOUR
_STACK: Final = "aiogd:stack:"
_CONTEXT: Final = "aiogd:context:"
log = structlog.get_logger(__name__)

Kept = dict[str, dict[str, Any]]
"""What a chat has open, as aiogram-dialog has it: stacks and contexts by name."""


class Busy(Exception):
    """Another process has been dealing with this chat for too long."""


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    wanted: int = 0


_under_way: ContextVar[Kept | None] = ContextVar("open_screens", default=None)


_unread: ContextVar[StorageError | None] = ContextVar("unread", default=None)


class OpenScreens(BaseStorage):
    """The storage of the dialogs; one to a process, any number of them on one PostgreSQL or one Redis."""

    def __init__(self, dialogs: AnyDialogs, clock: Clock) -> None:
        self._dialogs = dialogs
        self._clock = clock
        self._turns: dict[tuple[int, int], _Turn] = {}
        self._cleaned: Instant | None = None

    @contextlib.asynccontextmanager
    async def turn(self, bot: Bot, chat: int) -> AsyncIterator[None]:
        """Inside, nobody else deals with this private chat, and what it has open is at hand.

        Raises `Busy` after `PATIENCE` seconds.
        """
        which = (bot.id, chat)
        turn = self._turns.setdefault(which, _Turn())
        turn.wanted += 1
        try:
            async with turn.lock:
                hand = await self._take(bot.id, chat)
                before = "{}" if hand is None else _read(hand, bot.token)
                kept: Kept = json.loads(before)
                _under_way.set(kept)
                try:
                    yield
                finally:
                    _under_way.set(None)
                    _unread.set(None)
                    if hand is not None:
                        await self._give_back(hand, before, json.dumps(_reachable(kept)), bot.token)
        finally:
            turn.wanted -= 1
            if not turn.wanted:
                del self._turns[which]

    async def _take(self, bot: int, chat: int) -> Hand | None:
        """What the chat has open; None if that cannot be read, which the update then meets and says."""
        pause = FIRST_PAUSE
        try:
            async with asyncio.timeout(PATIENCE):
                while (hand := await asyncio.to_thread(self._dialogs.take, bot, chat, self._clock.now())) is None:
                    await asyncio.sleep(pause)
                    pause = min(LONGEST_PAUSE, 2 * pause)
                return hand
        except StorageError as error:
            log.error("dialog_not_read", reason=str(error))
            _unread.set(error)
            return None
        except TimeoutError as error:
            raise Busy from error

    async def _give_back(self, hand: Hand, before: str, after: str, token: str) -> None:
        """Never raises: what the update did is done, and who taps next gets a fresh screen."""
        content = hand.content if after == before else _cipher(token).encrypt(after.encode())
        try:
            if not await asyncio.to_thread(self._dialogs.give_back, hand, content, self._clock.now()):
                log.info("dialog_not_kept", reason="it was taken over, or deleted")
            await self._clean()
        except StorageError as error:
            log.error("dialog_not_kept", reason=str(error))

    async def _clean(self) -> None:
        now = self._clock.now()
        if self._cleaned is None or not self._cleaned <= now < self._cleaned + CLEAN_EVERY:
            self._cleaned = now
            await asyncio.to_thread(self._dialogs.clean, now)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Dialogs have a stack and no other state."""

    async def get_state(self, key: StorageKey) -> str | None:
        """None: see `set_state`."""
        return None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replace what is kept under the key; of nothing nothing is kept."""
        kept = _under_way.get()
        assert kept is not None, "a dialog outside of an update of a private chat"
        if data:
            kept[_name(key)] = dict(data)
        else:
            kept.pop(_name(key), None)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """What is kept under the key; nothing outside of private chats."""
        return dict((_under_way.get() or {}).get(_name(key), {}))

    async def close(self) -> None:
        """Nothing is held between updates."""


class AsRead(BaseMiddleware):
    """Whoever taps while it is not known what they have open is told so, and not that their button is old."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        unread = _unread.get()
        if unread is not None:
            raise unread
        return await handler(event, data)


@functools.lru_cache(maxsize=4)
def _cipher(token: str) -> Fernet:
    """Of a bot: the same in all its processes, and no way back to the token."""
    return Fernet(base64.urlsafe_b64encode(hmac.new(token.encode(), b"open screens", hashlib.sha256).digest()))


def _read(hand: Hand, token: str) -> str:
    if hand.content is None:
        return "{}"
    try:
        return _cipher(token).decrypt(hand.content).decode()
    except InvalidToken:  # of another token, for one is revoked now and then
        return "{}"


def _name(key: StorageKey) -> str:
    return f"{key.destiny}/{key.thread_id}" if key.thread_id else key.destiny


def _reachable(kept: Kept) -> Kept:
    """Without contexts that no stack leads to any more: closing a screen does not always take its context away."""
    led_to = {intent for name, data in kept.items() if name.startswith(_STACK) for intent in data.get("intents", ())}
    return {
        name: data
        for name, data in kept.items()
        if not name.startswith(_CONTEXT) or name.removeprefix(_CONTEXT).partition("/")[0] in led_to
    }
