"""A colleague's request where it was told of: the notice under which Approve and Decline stand.

Problem: a notice stays in the chat, and so would its buttons, long after somebody has answered. Decision: with the
first tap that finds an answer, the notice says it in the place of its buttons; who taps ten times gets one change and
ten short answers. Limit: a colleague's copy changes when it is tapped, not before.
"""

import asyncio

import structlog
from aiogram import Bot
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame.connection import REFUSALS
from bot.frame.ports import Ports
from bot.frame.summary import plan_name
from bot.frame.visitor import Visitor
from bot.frame.widgets import ports_of, visitor_of
from bot.texts import Html
from core.approvals import RequestState
from core.values import Plan
from storage.people.team import Approval

log = structlog.get_logger(__name__)


def asker_name(visitor: Visitor, request: Approval) -> str:
    """Who asked, as far as it is known: personal data can be deleted."""
    return request.asker_name or visitor.say("role-employee")


def answer_line(visitor: Visitor, request: Approval) -> str:
    """Who answered what and when; that it is closed if nobody will."""
    if request.state not in (RequestState.APPROVED, RequestState.DECLINED):
        return visitor.say("approval-closed")
    by = request.answered_by_name or visitor.say("role-manager")
    at = visitor.reader.moment(request.answered_at or request.asked_at)
    return visitor.say(
        "approval-answered", approved="yes" if request.state is RequestState.APPROVED else "no", by=by, at=at
    )


def answered_request(visitor: Visitor, request: Approval) -> Html:
    """The notice of a request that has its answer."""
    title = visitor.say("approval-title", asker=asker_name(visitor, request), plan=plan_name(visitor, Plan.PREMIUM))
    shop = None
    if len(visitor.shops) > 1 and visitor.membership is not None:
        shop = visitor.say("notice-shop", shop=visitor.membership.shop)
    return Html.joined(filter(None, (title, answer_line(visitor, request), shop)))


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
    waits = request is None or request.state is RequestState.ASKED
    return None if request is None or waits else answered_request(visitor, request)
