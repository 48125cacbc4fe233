"""What the buttons of a report's intake do. It is kept only by the confirming tap, and only as it was shown."""

import asyncio

from aiogram.fsm.state import State
from aiogram.types import BufferedInputFile, CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame.confirming import Confirmation, Done, NotDone, Tap
from bot.frame.pending import Terms
from bot.frame.ports import Ports
from bot.frame.states import Home, Intake
from bot.frame.visitor import Visitor
from bot.frame.widgets import open_screen, toast, visitor_of
from bot.ozon.trouble import NotRead
from bot.reported.intake import Comparison, keep
from bot.screens.intake.differences import compared as compared_with_books
from bot.screens.intake.differences import words_of
from bot.screens.intake.getters import REPORT, compared, terms_of
from core.roles import MONEY


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """No: nothing is kept."""
    if choice == "no":
        await toast(manager, callback, visitor_of(manager).say("toast-cancelled"))
        await open_screen(manager, Home.main)


async def send_differences(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """All differences of a report as a file below."""
    visitor: Visitor = visitor_of(manager)
    ports: Ports = manager.middleware_data["ports"]
    name = str(manager.dialog_data.get(REPORT))
    content = await asyncio.to_thread(_file_of_differences, visitor, ports, name)
    if content is None or callback.bot is None or callback.message is None:
        await toast(manager, callback, visitor.texts.plain(visitor.locale, "intake-send-again"), alert=True)
        return
    chat, caption = callback.message.chat.id, visitor.say("reconcile-sent")
    await callback.bot.send_document(chat, BufferedInputFile(content, "differences.csv"), caption=caption)


def _file_of_differences(visitor: Visitor, ports: Ports, name: str) -> bytes | None:
    try:
        found = compared_with_books(visitor, ports, name)
    except NotRead:
        return None
    return None if found is None else words_of(visitor, ports).file(found)


class Keeping(Confirmation):
    """A marketplace's report is kept (RULES 16.2)."""

    def look(self, tap: Tap) -> Terms | NotDone | None:
        if tap.shop is None or tap.shop.role not in MONEY:
            return None
        found = _found(tap)
        if found is None:
            return NotDone(tap.visitor.say("intake-send-again"))
        return None if found.told_otherwise else terms_of(tap.asked.terms[REPORT], found)

    def do(self, tap: Tap, found: Terms) -> Done | NotDone:
        compared_again = _found(tap)
        if compared_again is None or tap.shop is None:
            return NotDone(tap.visitor.say("intake-send-again"))
        actor, version = tap.shop.actor, tap.version
        tally = keep(tap.ports.ledger, compared_again, tap.now, actor=actor, version=version)
        return Done(found, tap.visitor.say("toast-intake-kept", count=tally["done"]))

    def then(self, terms: Terms) -> State:
        return Intake.done


def _found(tap: Tap) -> Comparison | None:
    try:
        return compared(tap.ports, tap.asked.seller, tap.asked.terms[REPORT], tap.now)
    except NotRead:
        return None


confirm = Keeping().confirm
