"""Problem: Telegram refuses what is too long, too big, too often or too late; a bot must meet those limits in
tests.

Decision: every limit is a field with Telegram's value, so that a test can make a rare one near, and flood
control is a pair of token buckets fed by an injected monotonic clock.
Limit: Telegram does not publish its flood control; one message a second in a chat (after a small burst) and
thirty a second overall is what its documentation advises.
"""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.localtelegram.telegram.errors import too_many_requests

_REMEMBERED_CHATS = 10_000


@dataclass(frozen=True)
class Limits:
    """Telegram's limits. Lengths are in characters (code points), sizes in bytes, times in seconds."""

    text: int = 4096
    caption: int = 1024
    raw_text_bytes: int = 32_768
    callback_answer: int = 200
    callback_data_bytes: int = 64
    callback_age: float = 900.0
    keyboard_buttons: int = 100
    rich_text: int = 32_768
    rich_source: int = 262_144
    rich_blocks: int = 500
    rich_depth: int = 16
    rich_media: int = 50
    rich_columns: int = 20
    upload_bytes: int = 50 * 1024 * 1024
    photo_bytes: int = 10 * 1024 * 1024
    download_bytes: int = 20 * 1024 * 1024
    chat_rate: float = 1.0
    chat_burst: int = 5
    overall_rate: float = 30.0
    overall_burst: int = 30
    typing: float = 5.0
    deletable_age: float = 48 * 3600.0
    messages_per_chat: int = 2000
    pending_updates: int = 100_000
    stored_bytes: int = 256 * 1024 * 1024
    people: int = 1000
    webhook_delays: tuple[float, ...] = field(default=(1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0))
    webhook_timeout: float = 30.0

    @classmethod
    def generous(cls) -> "Limits":
        """The same limits without practical flood control, for a demo where a clock jump sends a year of
        notices.
        """
        return replace(cls(), chat_rate=1000.0, chat_burst=1000, overall_rate=1000.0, overall_burst=1000)


class _Bucket:
    __slots__ = ("at", "left")

    def __init__(self, at: float, left: float) -> None:
        self.at = at
        self.left = left

    def fill(self, at: float, rate: float, burst: int) -> None:
        self.left = min(float(burst), self.left + (at - self.at) * rate)
        self.at = at


class FloodControl:
    """Admits messages at the rates of the limits; a refused call takes nothing from the allowance."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float]) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._overall = _Bucket(monotonic(), float(limits.overall_burst))
        self._chats: OrderedDict[int, _Bucket] = OrderedDict()

    def admit(self, chat_id: int, messages: int = 1) -> None:
        """Take `messages` from the allowance of the chat and of the bot, or raise 429 with the wait."""
        limits, at = self._limits, self._monotonic()
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = _Bucket(at, float(limits.chat_burst))
            if len(self._chats) > _REMEMBERED_CHATS:
                self._chats.popitem(last=False)
        chat.fill(at, limits.chat_rate, limits.chat_burst)
        self._overall.fill(at, limits.overall_rate, limits.overall_burst)
        # An album may be larger than the burst: it passes on a full bucket and leaves a debt.
        lacking = max(
            (min(messages, limits.chat_burst) - chat.left) / limits.chat_rate,
            (min(messages, limits.overall_burst) - self._overall.left) / limits.overall_rate,
        )
        # Tokens are sums of floats: what is short by less than a microsecond of waiting is not short.
        if lacking > 1e-6:
            raise too_many_requests(max(1, math.ceil(lacking - 1e-6)))
        chat.left -= messages
        self._overall.left -= messages
