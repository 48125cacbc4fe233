"""What the buttons of Premium do. A change happens only by the confirming tap, and only as it was shown."""

import asyncio
from typing import NamedTuple

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.pending import Pending
from bot.frame.ports import SOURCE, Services
from bot.frame.states import Invitation, Premium
from bot.frame.visitor import Visitor
from bot.frame.widgets import open_screen, remark, services_of, toast, visitor_of
from bot.screens.invitation.request import settle
from bot.screens.premium.changes import Change, Offer, command, offer
from bot.screens.premium.words import passing_word
from bot.texts.outcomes import refusal_text
from core.refusals import Outcome
from storage.rows.database import Moved

_WITHIN = {
    "main": Premium.main,
    "compare": Premium.compare,
    "benefits": Premium.benefits,
    "seats": Premium.seats,
    "fees": Premium.fees,
    "worth": Premium.worth,
}
_CHANGES = {"switch": Change.SWITCH, "premium": Change.PREMIUM}


async def ask_change(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Show the confirmation of a change; whether it is open to this person is judged there."""
    if choice in set(Change):
        pending.forget(manager.dialog_data)
        manager.dialog_data["change"] = choice
        await manager.switch_to(Premium.confirm)


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The buttons beside the changes."""
    if choice in _WITHIN:
        await manager.switch_to(_WITHIN[choice])
    elif choice == "keep":
        await toast(manager, callback, visitor_of(manager).say("toast-kept"))
        await manager.switch_to(Premium.main)
    elif choice in _CHANGES:
        await ask_change(callback, manager, _CHANGES[choice])
    elif choice == "invitation":
        await open_screen(manager, Invitation.main)


async def confirm(callback: CallbackQuery, manager: DialogManager, nonce: str) -> None:
    """The confirming tap."""
    visitor, services = visitor_of(manager), services_of(manager)
    asked = pending.kept(manager.dialog_data)
    if asked is None or asked.nonce != nonce:
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    if asked.done:
        await toast(manager, callback, visitor.say("toast-done-already"))
        await manager.switch_to(Premium.done)
        return
    change = Change(manager.dialog_data["change"])
    approval: int | None = manager.dialog_data.get("approval")
    came = await asyncio.to_thread(_happen, services, visitor, change, asked, approval)
    if came.answered:
        await open_screen(manager, Invitation.approval, {"approval": approval})
    elif came.offer is None or came.outcome is None:
        remark(manager, visitor.say("change-outdated"))
    elif came.outcome.kind == "refused":
        remark(
            manager,
            refusal_text(visitor.texts, visitor.reader, came.outcome.reason or "", came.outcome.data),
        )
    else:
        again = came.outcome.kind == "replayed"
        said = visitor.say("toast-done-already") if again else passing_word(visitor, came.offer)
        await toast(manager, callback, said)
        pending.keep(manager.dialog_data, asked._replace(terms=came.offer.stored(), done=True))
        await manager.switch_to(Premium.done)
        if approval is not None and "notice" in manager.dialog_data:
            await settle(callback, manager, approval, manager.dialog_data["notice"])
        services.nudge()


class _Came(NamedTuple):
    """What the tap came to: no `offer` when what was shown no longer stands; `answered` when a colleague was first."""

    offer: Offer | None = None
    outcome: Outcome | None = None
    answered: bool = False


def _happen(services: Services, visitor: Visitor, change: Change, asked: Pending, approval: int | None) -> _Came:
    """Read everything again, compare with what was shown, and only then do it. Runs in a worker thread."""
    shop = services.team.current(visitor.telegram_id)
    if shop is None or shop.seller != asked.seller:
        return _Came()
    now, version = services.clock.now(), services.ledger.version(shop.seller)
    if _is_answered(services, approval):
        return _Came(answered=True)
    anew = offer(services, change, shop.seller, shop.role, now)
    if not anew.stands(Offer.restored(asked.terms), services.policy):
        return _Came()
    event = command(change, id=asked.nonce, at=asked.at, seller=shop.seller, by=shop.role)
    try:
        outcome = services.ledger.take_one(event, now, SOURCE, actor=shop.actor, version=version)
    except Moved:  # a colleague was quicker by a moment, perhaps with an answer
        return _Came(answered=_is_answered(services, approval))
    # RULES 5.5: whoever asked is told by the ledger, also when the request was not opened.
    return _Came(anew, outcome)


def _is_answered(services: Services, approval: int | None) -> bool:
    """Whether the request that led to the confirmation waits no more."""
    if approval is None:
        return False
    request = services.team.approval(approval)
    return request is None or request.answer is not None
