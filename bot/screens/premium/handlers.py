"""What the buttons of Premium do. A change happens only by the confirming tap, and only as it was shown."""

import asyncio

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.confirming import Confirmation, Done, NotDone, Tap
from bot.frame.pending import Terms
from bot.frame.ports import Ports
from bot.frame.request import settle
from bot.frame.states import Invitation, Premium
from bot.frame.visitor import Visitor
from bot.frame.ways import Change
from bot.frame.widgets import open_screen, ports_of, toast, visitor_of
from bot.screens.premium.changes import Offer, command, offer
from bot.screens.premium.words import passing_word
from bot.texts import LOCALES
from core.approvals import RequestState
from core.decide import allowed
from core.events import Connect

_WITHIN = {
    "main": Premium.main,
    "compare": Premium.compare,
    "benefits": Premium.benefits,
    "seats": Premium.seats,
    "fees": Premium.fees,
    "worth": Premium.worth,
}
ASKED_ABOUT = ("ask-plan", "ask-seat")
"""What somebody who may not decide can let those who may know of."""
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
    elif choice in ASKED_ABOUT and visitor_of(manager).may(Connect):
        await toast(manager, callback, visitor_of(manager).say("toast-outdated"))  # nobody to ask but oneself
    elif choice in ASKED_ABOUT:
        told = await asyncio.to_thread(_tell_who_decides, visitor_of(manager), ports_of(manager), choice)
        await toast(manager, callback, visitor_of(manager).say("toast-asked-them" if told else "toast-nobody-to-ask"))
        ports_of(manager).nudge()
    elif choice == "invitation":
        await open_screen(manager, Invitation.main)


def _tell_who_decides(visitor: Visitor, ports: Ports, about: str) -> bool:
    """Let those who can change the subscription know that somebody asks, once a day; False if there is nobody."""
    shop, now = visitor.membership, ports.clock.now()
    if shop is None:
        return False
    people = [each.telegram_id for each in ports.team.members(shop.seller) if allowed(Connect, each.role)]
    values = {"name": visitor.name, "shop": shop.shop}
    texts: dict[str, str] = {locale: ports.texts.get(locale, f"told-{about}", **values) for locale in LOCALES}
    key = f"{about}:{shop.seller}:{visitor.telegram_id}:{ports.policy.calendar.date(now)}"
    ports.broadcasts.tell(key, people, texts, now, visitor.telegram_id)
    return bool(people)


class Changing(Confirmation):
    """A change of the subscription, perhaps on a colleague's request (RULES 5.5)."""

    def look(self, tap: Tap) -> Terms | NotDone | None:
        if tap.shop is None:
            return None
        terms = tap.asked.terms
        if _is_answered(tap.ports, terms["approval"]):
            return NotDone(instead=(Invitation.approval, {"approval": terms["approval"]}))
        found = offer(tap.ports, Change(terms["change"]), tap.shop.seller, tap.shop.role, tap.now)
        return terms | {"offer": found.stored()}

    def stands(self, tap: Tap, found: Terms) -> bool:
        anew, shown = (Offer.restored(terms["offer"]) for terms in (found, tap.asked.terms))
        return anew.stands(shown, tap.ports.policy)

    def do(self, tap: Tap, found: Terms) -> Done | NotDone:
        outcome = tap.take(command(Change(found["change"]), **tap.signed))
        # RULES 5.5: whoever asked is told by the ledger, also when the request was not opened.
        return tap.answer(outcome, found, passing_word(tap.visitor, Offer.restored(found["offer"])))

    def then(self, terms: Terms) -> State:
        return Premium.done

    async def follow(self, manager: DialogManager, callback: CallbackQuery, terms: Terms) -> None:
        if terms["approval"] is not None and "notice" in manager.dialog_data:
            await settle(callback, manager, terms["approval"], manager.dialog_data["notice"])


confirm = Changing().confirm


def _is_answered(ports: Ports, approval: int | None) -> bool:
    """Whether the request that led to the confirmation waits no more."""
    if approval is None:
        return False
    request = ports.team.approval(approval)
    return request is None or request.state is not RequestState.ASKED
