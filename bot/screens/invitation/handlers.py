"""What the buttons of the invitation do."""

import asyncio

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame.request import asker_name, settle
from bot.frame.states import Invitation, Premium
from bot.frame.ways import Change, ask_to_change
from bot.frame.widgets import open_screen, ports_of, remark, toast, visitor_of
from core.approvals import RequestState
from core.events import Connect
from storage.people.team import AlreadyAnswered, AlreadyAsked, Approval, Asked, Declined


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Accept, ask, answer a request, compare."""
    if choice == "connect":
        await ask_to_change(manager, Change.PREMIUM)
    elif choice == "approval":
        await manager.switch_to(Invitation.approval)
    elif choice == "compare":
        await open_screen(manager, Premium.compare)
    elif choice == "premium":
        await open_screen(manager, Premium.main)
    elif choice == "ask":
        await _ask(callback, manager)


async def _ask(callback: CallbackQuery, manager: DialogManager) -> None:
    visitor, ports = visitor_of(manager), ports_of(manager)
    assert visitor.membership is not None
    asked = await asyncio.to_thread(
        ports.team.ask_approval, visitor.membership.seller, visitor.telegram_id, ports.clock.now()
    )
    # The screen itself says that the request is on its way, and what comes next.
    match asked:
        case Asked():
            await toast(manager, callback, visitor.say("toast-asked"))
            ports.nudge()
        case AlreadyAsked():
            await toast(manager, callback, visitor.say("toast-asked-already"))
        case _:
            await toast(manager, callback, visitor.say("toast-outdated"))


async def answer(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Approve or Decline on the request that is shown."""
    word, _, number = choice.partition("-")
    shown: int | None = manager.dialog_data.get("approval")
    if shown is None or number != str(shown) or word not in ("approve", "decline"):
        await toast(manager, callback, visitor_of(manager).say("toast-outdated"))
        return
    await respond(callback, manager, shown, approve=word == "approve")


async def respond(
    callback: CallbackQuery, manager: DialogManager, approval: int, *, approve: bool, notice: int | None = None
) -> None:
    """Approve leads to the confirmation in this person's name; Decline closes the request (RULES 5.5).

    Who comes after the first answer is told who gave it. `notice` is the message under which the button stands: what
    follows from Approve opens below it, an answer takes the place of its buttons.
    """
    visitor, ports = visitor_of(manager), ports_of(manager)
    request = await asyncio.to_thread(ports.team.approval, approval)
    shop = visitor.membership
    if shop is None or request is None or request.seller != shop.seller or not visitor.may(Connect):
        await _show(manager, approval, notice)
    elif request.state is not RequestState.ASKED:
        await _too_late(callback, manager, request.id, request.answered_by_name, notice)
    elif not approve:
        await _decline(callback, manager, request, notice)
    elif notice is not None and _is_asking(manager, approval):
        await toast(manager, callback, visitor.say("toast-confirm-below"))
    else:
        await ask_to_change(manager, Change.PREMIUM, approval=approval, notice=notice, below=notice is not None)


def _is_asking(manager: DialogManager, approval: int) -> bool:
    """Whether the confirmation that follows this approval is on the screen already."""
    if not manager.has_context() or manager.current_context().state != Premium.confirm:
        return False
    return manager.dialog_data.get("approval") == approval


async def _decline(callback: CallbackQuery, manager: DialogManager, request: Approval, notice: int | None) -> None:
    visitor, ports = visitor_of(manager), ports_of(manager)
    came = await asyncio.to_thread(ports.team.decline_approval, request.id, visitor.telegram_id, ports.clock.now())
    match came:
        case Declined():
            await toast(manager, callback, visitor.say("toast-declined"))
            ports.nudge()
            if notice is not None:
                await settle(callback, manager, request.id, notice)
            else:
                remark(manager, visitor.say("approval-declined", asker=asker_name(visitor, request)))
                await open_screen(manager, Invitation.main)
        case AlreadyAnswered(by_name=by):
            await _too_late(callback, manager, request.id, by, notice)
        case _:
            await _show(manager, request.id, notice)


async def _too_late(
    callback: CallbackQuery, manager: DialogManager, approval: int, by: str | None, notice: int | None
) -> None:
    """Somebody was first: who it was, and no new message for it."""
    visitor = visitor_of(manager)
    said = visitor.say("toast-answered-by", by=by) if by else visitor.say("toast-outdated")
    await toast(manager, callback, said[:200], alert=notice is not None)
    if notice is None:
        await _show(manager, approval, None)
    else:
        await settle(callback, manager, approval, notice)


async def _show(manager: DialogManager, approval: int, notice: int | None) -> None:
    await open_screen(manager, Invitation.approval, {"approval": approval}, below=notice is not None)
