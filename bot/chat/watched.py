"""Every update is counted and timed, and named in all that is logged while it is handled.

Problem: a line in the log that does not say which update it belongs to is no help at night. Decision: one middleware
around all others, for updates that are polled and those that are pushed; of an update its number and kind are named,
never what is in it. Limit: the shop is known once the visitor is, and named from there on.
"""

import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update
from aiogram.types.update import UpdateTypeLookupError

from bot.metrics import update_handled


def kind_of(update: Update) -> str:
    """What an update is about; one about nothing that is known is "unknown"."""
    try:
        return update.event_type
    except UpdateTypeLookupError:
        return "unknown"


class Watched(BaseMiddleware):
    """See the module's first lines."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        assert isinstance(event, Update)
        # Not taken back at the end: what fails is logged outside of here, in the same task.
        structlog.contextvars.unbind_contextvars("seller")
        kind = kind_of(event)
        structlog.contextvars.bind_contextvars(update=event.update_id, kind=kind)
        begun = time.perf_counter()
        try:
            return await handler(event, data)
        finally:
            update_handled(kind, time.perf_counter() - begun)
