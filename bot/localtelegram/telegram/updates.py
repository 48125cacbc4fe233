"""Problem: a bot that loses or repeats an update loses money; confirming by offset must behave exactly as
Telegram's.

Decision: one queue. An update stays until a getUpdates with a larger offset (or a delivered webhook) confirms
it. One long poll waits at a time; a second one that has to wait ends the first with 409.
Limit: updates do not expire after a day. The oldest go when the queue is full.
"""

import asyncio
from collections import deque
from typing import Any

from bot.localtelegram.telegram.errors import ApiError, refuse
from bot.localtelegram.telegram.limits import Limits

_NOT_BY_DEFAULT = frozenset(("chat_member", "message_reaction", "message_reaction_count"))
_TYPES = frozenset(
    (
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "message_reaction",
        "message_reaction_count",
    )
)
_SECOND_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_SET = "terminated by setWebhook request"
_WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
LONGEST_POLL = 50


class UpdateQueue:
    """Updates that the bot has not confirmed yet, oldest first."""

    def __init__(self, limits: Limits) -> None:
        self._pending: deque[dict[str, Any]] = deque(maxlen=limits.pending_updates)
        self._next_id = 1
        self._waiting: asyncio.Future[None] | None = None
        self._arrived = asyncio.Event()
        self.allowed: frozenset[str] | None = None
        self.webhook_url = ""
        self._closed = False

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates waits for the next update."""
        return self._waiting is not None and not self._waiting.done()

    def put(self, kind: str, value: dict[str, Any]) -> int | None:
        """Queue an update unless the bot did not ask for its kind; its id or None."""
        if kind not in self.allowed if self.allowed is not None else kind in _NOT_BY_DEFAULT:
            return None
        update_id = self._next_id
        self._next_id += 1
        self._pending.append({"update_id": update_id, kind: value})
        self._arrived.set()
        if self._waiting is not None and self.is_polled:
            self._waiting.set_result(None)
        return update_id

    def allow(self, kinds: Any) -> None:
        """Take `allowed_updates` of a call: None leaves it, an empty list is the default again."""
        if isinstance(kinds, list):
            named = frozenset(kind for kind in kinds if isinstance(kind, str)) & _TYPES
            self.allowed = named or None

    def confirm(self, offset: int) -> None:
        """Forget what precedes `offset`; a negative one keeps that many of the latest."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
            return
        while self._pending and self._pending[0]["update_id"] < offset:
            self._pending.popleft()

    def clear(self) -> None:
        """Forget everything (drop_pending_updates)."""
        self._pending.clear()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """getUpdates: confirm, then answer at once or wait so many seconds. Raises 409."""
        if self.webhook_url:
            raise refuse(409, _WEBHOOK_ACTIVE)
        self.confirm(offset)
        ready = self._from(offset, limit)
        if ready or seconds <= 0 or self._closed:
            return ready
        self.end_poll(refuse(409, _SECOND_POLL))
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting = waiting
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            return []
        finally:
            if self._waiting is waiting:
                self._waiting = None
        return self._from(offset, limit)

    def _from(self, offset: int, limit: int) -> list[dict[str, Any]]:
        ready: list[dict[str, Any]] = []
        for update in self._pending:
            if len(ready) == limit:
                break
            if update["update_id"] >= offset or offset <= 0:
                ready.append(update)
        return ready

    def end_poll(self, error: ApiError | None) -> None:
        """End the waiting getUpdates: with this refusal, or with an empty answer."""
        if self._waiting is not None and self.is_polled:
            if error is None:
                self._waiting.set_result(None)
            else:
                self._waiting.set_exception(error)
        self._waiting = None

    def close(self) -> None:
        """End the waiting getUpdates with an empty answer, and every later one that would wait."""
        self._closed = True
        self.end_poll(None)

    def use_webhook(self, url: str) -> None:
        """From now on updates go to this address (empty: to getUpdates again)."""
        self.webhook_url = url
        if url:
            self.end_poll(refuse(409, _WEBHOOK_SET))
        self._arrived.set()

    async def first(self) -> dict[str, Any]:
        """The oldest update, waiting for one if there is none; it stays in the queue."""
        while not self._pending:
            self._arrived.clear()
            await self._arrived.wait()
        return self._pending[0]
