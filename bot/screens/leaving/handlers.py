"""What the buttons of leaving do. It happens only by the confirming tap, and only as it was shown."""

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.confirming import Confirmation, Done, NotDone, Tap
from bot.frame.pending import Terms
from bot.frame.states import Leaving, Points
from bot.frame.widgets import open_screen, ports_of, toast, visitor_of
from bot.screens.leaving.getters import terms_of
from core.events import OptIn, OptOut


async def choose_programme(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Show the pre-check of a programme; whether it is open to this person is judged there."""
    names = list(ports_of(manager).policy.programmes)
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


class TakingPart(Confirmation):
    """A programme is left, or joined again (RULES 8.9)."""

    def look(self, tap: Tap) -> Terms | None:
        programme, account = tap.asked.terms["programme"], tap.ports.account(tap.asked.seller)
        if tap.shop is None or account is None or programme not in account.balances:
            return None
        return terms_of(account, programme)

    def do(self, tap: Tap, found: Terms) -> Done | NotDone:
        command, said = (OptOut, "toast-left") if found["leave"] else (OptIn, "toast-rejoined")
        outcome = tap.take(command(**tap.signed, programme=found["programme"]))
        return tap.answer(outcome, found, tap.visitor.say(said))

    def then(self, terms: Terms) -> State:
        return Leaving.done


confirm = TakingPart().confirm
