"""Only operators: on every tap, every message and every window (RULES 1).

Problem: a right may be taken away while its screens are open, and a tap may be made up.
Decision: one gate before the whole dialog and one around each of its getters, both from the visitor that was loaded for
this very update; what writes asks a third time, in its own transaction.
Limit: who was let in a moment before the right was taken away finishes that one step, unless it writes.
"""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, TelegramObject
from aiogram_dialog import DialogManager

from bot.frame.messages import ScreenMessages
from bot.frame.states import Home
from bot.frame.visitor import Visitor
from bot.frame.widgets import Data, Getter, open_screen, page, remark


class OperatorsOnly(BaseMiddleware):
    """Leads everybody else Home, with an answer; nothing else of the dialog happens."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        visitor: Visitor = data["visitor"]
        if visitor.operator is not None:
            return await handler(event, data)
        manager: DialogManager = data["dialog_manager"]
        said = visitor.say("toast-operator-gone")
        if isinstance(event, CallbackQuery):
            messages: ScreenMessages = data["messages"]
            await messages.toast(event, said, alert=True)
        else:
            remark(manager, said)
        await open_screen(manager, Home.main)
        return None


def for_operators(getter: Getter) -> Getter:
    """The getter, or for everybody else a window that shows nothing."""

    @wraps(getter)
    async def guarded(visitor: Visitor, **rest: Any) -> Data:
        if visitor.operator is None:
            return {"text": page([visitor.say("operator-only")])}
        return await getter(visitor=visitor, **rest)

    return guarded
