"""A colleague's request where it was told of: the notice under which Approve and Decline stand.

Problem: a notice stays in the chat, and so would its buttons, long after somebody has answered. Decision: with the
answer, the notice says it in the place of its buttons: at once where it was tapped, and the notifier changes the copies
that colleagues have. Limit: a message that Telegram no longer lets be changed keeps its buttons; a tap on them is told
who answered.
"""

import asyncio
from collections.abc import Sequence

import structlog
from aiogram import Bot
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame.connection import REFUSALS
from bot.frame.ports import Ports
from bot.frame.visitor import Visitor
from bot.frame.widgets import ports_of, visitor_of
from bot.texts import Html, Texts
from bot.texts.format import Reader
from core.approvals import RequestState
from core.values import Plan
from storage.people.team import Approval, Membership

log = structlog.get_logger(__name__)


def asker_name(visitor: Visitor, request: Approval) -> str:
    """Who asked, as far as it is known: personal data can be deleted."""
    return request.asker_name or visitor.say("role-employee")


def answered_request(visitor: Visitor, request: Approval) -> Html:
    """The notice of a request that has its answer, for who looks at its shop."""
    return answered_notice(visitor.texts, visitor.reader, request, visitor.shops)


def answered_notice(texts: Texts, reader: Reader, request: Approval, shops: Sequence[Membership]) -> Html:
    """The same for a reader with these shops: the request, who answered what and when, and which shop of several."""
    locale = reader.locale
    asker = request.asker_name or texts.get(locale, "role-employee")
    lines = [texts.get(locale, "approval-title", asker=asker, plan=texts.plain(locale, f"plan-{Plan.PREMIUM}"))]
    if request.state in (RequestState.APPROVED, RequestState.DECLINED):
        lines.append(
            texts.get(
                locale,
                "approval-answered",
                approved="yes" if request.state is RequestState.APPROVED else "no",
                by=request.answered_by_name or texts.get(locale, "role-manager"),
                at=reader.moment(request.answered_at or request.asked_at),
            )
        )
    else:
        lines.append(texts.get(locale, "approval-closed"))
    if len(shops) > 1:
        its = next((shop.shop for shop in shops if shop.seller == request.seller), "")
        lines.insert(1, texts.get(locale, "notice-shop", shop=its))
    return Html.joined(lines)


async def settle(callback: CallbackQuery, manager: DialogManager, approval: int, notice: int) -> None:
    """Put the answer in the place of the buttons under a notice; a request that still waits stays as it is."""
    visitor, ports = visitor_of(manager), ports_of(manager)
    text = await asyncio.to_thread(_answered, visitor, ports, approval)
    bot: Bot = manager.middleware_data["bot"]
    if text is None:
        return
    try:
        await bot.edit_message_text(text, chat_id=callback.from_user.id, message_id=notice)
    except REFUSALS as error:  # changed already, or too old to be changed
        log.info("request_not_settled", error=type(error).__name__)


def _answered(visitor: Visitor, ports: Ports, approval: int) -> Html | None:
    request = ports.team.approval(approval)
    if request is None or request.state is RequestState.ASKED:
        return None
    # So the notifier need not do it again.
    ports.corrections.edited_by_tap(request.seller, approval, visitor.telegram_id)
    return answered_request(visitor, request)
