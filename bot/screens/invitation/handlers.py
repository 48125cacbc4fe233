"""What the buttons of the invitation do."""

import asyncio

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.screens.frame import open_screen, remark, services_of, toast, visitor_of
from bot.screens.invitation.getters import asker_name
from bot.screens.premium.changes import Change
from bot.screens.states import Invitation, Premium
from core.events import Connect
from storage.team import AlreadyAnswered, AlreadyAsked, Answered, Approval, Asked


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Accept, ask, answer a request, compare."""
    if choice == "connect":
        await open_screen(manager, Premium.confirm, {"change": Change.PREMIUM.value})
    elif choice == "approval":
        await manager.switch_to(Invitation.approval)
    elif choice == "compare":
        await open_screen(manager, Premium.compare)
    elif choice == "ask":
        await _ask(callback, manager)


async def _ask(callback: CallbackQuery, manager: DialogManager) -> None:
    visitor, services = visitor_of(manager), services_of(manager)
    assert visitor.membership is not None
    asked = await asyncio.to_thread(
        services.team.ask_approval, visitor.membership.seller, visitor.telegram_id, services.clock.now()
    )
    match asked:
        case Asked():
            await toast(manager, callback, visitor.say("toast-asked"))
            remark(manager, visitor.say("invitation-asked"))
            services.nudge()
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
    callback: CallbackQuery, manager: DialogManager, approval: int, *, approve: bool, below: bool = False
) -> None:
    """Approve leads to the confirmation in this person's name; Decline closes the request (RULES 5.5).

    Who comes after the first answer is told who gave it.
    """
    visitor, services = visitor_of(manager), services_of(manager)
    request = await asyncio.to_thread(services.team.approval, approval)
    shop = visitor.membership
    if shop is None or request is None or request.seller != shop.seller or not visitor.may(Connect):
        await open_screen(manager, Invitation.approval, {"approval": approval}, below=below)
        return
    if request.answer is not None:
        await _tell_who(callback, manager, request.answered_by_name)
        await open_screen(manager, Invitation.approval, {"approval": approval}, below=below)
    elif approve:
        data = {"change": Change.PREMIUM.value, "approval": approval}
        await open_screen(manager, Premium.confirm, data, below=below)
    else:
        await _decline(callback, manager, request, below=below)


async def _decline(callback: CallbackQuery, manager: DialogManager, request: Approval, *, below: bool) -> None:
    visitor, services = visitor_of(manager), services_of(manager)
    came = await asyncio.to_thread(
        services.team.answer_approval, request.id, visitor.telegram_id, False, services.clock.now()
    )
    match came:
        case Answered():
            await toast(manager, callback, visitor.say("toast-declined"))
            remark(manager, visitor.say("approval-declined", asker=asker_name(visitor, request)))
            services.nudge()
            await open_screen(manager, Invitation.main, below=below)
        case AlreadyAnswered(by_name=by):
            await _tell_who(callback, manager, by)
            await open_screen(manager, Invitation.approval, {"approval": request.id}, below=below)
        case _:
            await open_screen(manager, Invitation.approval, {"approval": request.id}, below=below)


async def _tell_who(callback: CallbackQuery, manager: DialogManager, by: str | None) -> None:
    visitor = visitor_of(manager)
    said = visitor.say("toast-answered-by", by=by) if by else visitor.say("toast-outdated")
    await toast(manager, callback, said[:200])
