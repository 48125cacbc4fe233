"""What the buttons of leaving do. It happens only by the confirming tap, and only as it was shown."""

import asyncio

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.pending import Pending
from bot.frame.ports import SOURCE, Services
from bot.frame.states import Leaving, Points
from bot.frame.visitor import Visitor
from bot.frame.widgets import open_screen, remark, services_of, toast, visitor_of
from bot.screens.leaving.getters import terms_of
from bot.texts.outcomes import refusal_text
from core.events import OptIn, OptOut
from core.refusals import Outcome
from storage.rows.database import Moved


async def choose_programme(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Show the pre-check of a programme; whether it is open to this person is judged there."""
    names = list(services_of(manager).policy.points)
    if choice.isascii() and choice.isdigit() and len(choice) < 4 and int(choice) < len(names):
        pending.forget(manager.dialog_data)
        manager.dialog_data["programme"] = names[int(choice)]
        await manager.switch_to(Leaving.confirm)


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The buttons that change nothing."""
    if choice == "stay":
        await toast(manager, callback, visitor_of(manager).say("toast-cancelled"))
        await manager.switch_to(Leaving.main)
    elif choice == "points":
        await open_screen(manager, Points.main)


async def confirm(callback: CallbackQuery, manager: DialogManager, nonce: str) -> None:
    """The confirming tap."""
    visitor, services = visitor_of(manager), services_of(manager)
    asked = pending.kept(manager.dialog_data)
    if asked is None or asked.nonce != nonce:
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    if asked.done:
        await toast(manager, callback, visitor.say("toast-done-already"))
        await manager.switch_to(Leaving.done)
        return
    outcome = await asyncio.to_thread(_happen, services, visitor, asked)
    if outcome is None:
        remark(manager, visitor.say("change-outdated"))
    elif outcome.kind == "refused":
        remark(manager, refusal_text(visitor.texts, visitor.reader, outcome.reason or "", outcome.data))
    else:
        await toast(manager, callback, visitor.say("toast-left" if asked.terms["leave"] else "toast-rejoined"))
        pending.keep(manager.dialog_data, asked._replace(done=True))
        await manager.switch_to(Leaving.done)
        services.nudge()


def _happen(services: Services, visitor: Visitor, asked: Pending) -> Outcome | None:
    """Read everything again, compare with what was shown, and only then do it. Runs in a worker thread."""
    shop = services.team.current(visitor.telegram_id)
    if shop is None or shop.seller != asked.seller:
        return None
    version = services.ledger.version(shop.seller)
    programme, account = asked.terms["programme"], services.account(shop.seller)
    if account is None or programme not in account.balances or terms_of(account, programme) != asked.terms:
        return None
    command = OptOut if asked.terms["leave"] else OptIn
    event = command(id=asked.nonce, at=asked.at, seller=shop.seller, by=shop.role, programme=programme)
    try:
        return services.ledger.take_one(event, services.clock.now(), SOURCE, actor=shop.actor, version=version)
    except Moved:  # somebody was quicker by a moment
        return None
