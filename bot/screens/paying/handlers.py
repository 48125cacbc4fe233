"""What the buttons and typed amounts of Paying do. The core decides who may; what is set twice is set once."""

import asyncio

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import MessageInput

from bot.frame.confirming import Confirmation, Done, NotDone, Tap
from bot.frame.pending import Terms
from bot.frame.ports import Ports
from bot.frame.states import Paying
from bot.frame.visitor import Visitor
from bot.frame.widgets import Data, led_by_words, ports_of, remark, unexpected, visitor_of, why_no_amount
from bot.screens.paying.getters import (
    ALL,
    chosen_programme,
    chosen_service,
    days_of,
    usual_month,
    whole,
)
from bot.screens.paying.standing import programmes_for, services_of_policy
from bot.texts.format import parse_amount_from_person
from core.events import Command, SetDailyLimit, SetMode, SetReserve
from core.values import MAX_AMOUNT, Amount, Mode

_EXAMPLE: Amount = 50_000


def _number(choice: str) -> int:
    return int(choice) if choice.isascii() and choice.isdigit() and len(choice) < 16 else -1


async def choose_service(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """One service, or all of them."""
    names = services_of_policy(ports_of(manager).policy)
    if choice == ALL:
        manager.dialog_data["service"] = ALL
        await manager.switch_to(Paying.mode)
    elif 0 <= _number(choice) < len(names):
        manager.dialog_data["service"] = names[_number(choice)]
        await manager.switch_to(Paying.service)


async def protect(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Straight to the reserve of the service in danger: `programme:service`, both by number."""
    policy = ports_of(manager).policy
    first, _, second = choice.partition(":")
    programmes, names = list(policy.programmes), services_of_policy(policy)
    if 0 <= _number(first) < len(programmes) and 0 <= _number(second) < len(names):
        await _open_reserve(manager, programmes[_number(first)], names[_number(second)])


async def change(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """What of a service is to be changed on a window of its own."""
    policy = ports_of(manager).policy
    service = chosen_service(manager.dialog_data, policy)
    if service is None:
        return
    kind, _, number = choice.partition(":")
    programmes = list(policy.programmes)
    if kind == "limit":
        manager.dialog_data.pop("programme", None)
        await manager.switch_to(Paying.limit)
    elif kind == "reserve" and 0 <= _number(number) < len(programmes):
        await _open_reserve(manager, programmes[_number(number)], service)


async def _open_reserve(manager: DialogManager, programme: str, service: str) -> None:
    if programme in programmes_for(ports_of(manager).policy, service):
        manager.dialog_data.update(service=service, programme=programme)
        await manager.switch_to(Paying.reserve)


# -- setting -----------------------------------------------------------------------------------------------------------


async def choose_mode(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Set the mode of the service, or of all that have none of their own."""
    policy, data = ports_of(manager).policy, manager.dialog_data
    service = chosen_service(data, policy)
    if choice in set(Mode) and (service or data.get("service") == ALL):
        setting = Setting(SetMode, "toast-paying-mode", Paying.service if service else Paying.main)
        await setting.at_once(manager, callback, {"service": service, "mode": Mode(choice)})


async def choose_limit(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The suggested limit, or none."""
    amount = None if choice == "remove" else _number(choice)
    if amount is None or 0 < amount <= MAX_AMOUNT:
        await _set_limit(callback, manager, amount)


async def _set_limit(callback: CallbackQuery | None, manager: DialogManager, amount: Amount | None) -> None:
    service = chosen_service(manager.dialog_data, ports_of(manager).policy)
    if service is not None:
        said = "toast-paying-limit" if amount is not None else "toast-paying-no-limit"
        setting = Setting(SetDailyLimit, said, Paying.service)
        await setting.at_once(manager, callback, {"service": service, "amount": amount})


async def choose_reserve(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The suggested reserve, or none."""
    amount = 0 if choice == "remove" else _number(choice)
    if 0 <= amount <= MAX_AMOUNT:
        await _set_reserve(callback, manager, amount)


async def _set_reserve(callback: CallbackQuery | None, manager: DialogManager, amount: Amount) -> None:
    policy, data = ports_of(manager).policy, manager.dialog_data
    service = chosen_service(data, policy)
    programme = chosen_programme(data, policy, service) if service else None
    if programme is not None:
        wanted = {"programme": programme, "service": service, "amount": amount}
        said = "toast-paying-reserve" if amount else "toast-paying-no-reserve"
        await Setting(SetReserve, said, Paying.service).at_once(manager, callback, wanted)


class Setting(Confirmation):
    """A mode, a limit or a reserve. The button or the message says itself what is set, so nothing is asked before."""

    def __init__(self, kind: type[Command], said: str, then: State) -> None:
        self.kind = kind
        self.said = said
        self.window = then

    def look(self, tap: Tap) -> Terms | None:
        return None if tap.shop is None else tap.asked.terms

    def do(self, tap: Tap, found: Terms) -> Done | NotDone:
        return tap.answer(tap.take(self.kind(**tap.signed, **found)), found, tap.visitor.say(self.said))

    def changed(self, tap: Tap) -> NotDone:
        return NotDone(tap.visitor.say("toast-outdated"))

    def then(self, terms: Terms) -> State:
        return self.window


# -- typed amounts -----------------------------------------------------------------------------------------------------


async def type_limit(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """A limit written by hand; 0 is refused with the way to remove one."""
    amount = await _typed(message, widget, manager)
    if amount == 0:
        remark(manager, visitor_of(manager).say("paying-limit-zero"))
    elif amount is not None:
        await _set_limit(None, manager, amount)


async def type_reserve(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """A reserve written by hand; 0 removes it."""
    amount = await _typed(message, widget, manager)
    if amount is not None:
        await _set_reserve(None, manager, amount)


async def _typed(message: Message, widget: MessageInput, manager: DialogManager) -> Amount | None:
    """The amount (0 too), or None after an answer why it is none."""
    visitor = visitor_of(manager)
    text = message.text or ""
    if not text or text.startswith("/"):
        await unexpected(message, widget, manager)
        return None
    if text.strip().strip("0") in ("", ".", ",") and "0" in text:
        return 0
    amount = parse_amount_from_person(text, visitor.locale)
    if amount is None:
        if await led_by_words(message, manager):
            return None
        example = await asyncio.to_thread(_example, ports_of(manager), visitor, manager.dialog_data)
        remark(manager, why_no_amount(visitor, text, example))
    return amount


def _example(ports: Ports, visitor: Visitor, data: Data) -> Amount:
    """What would be suggested here. Runs in a worker thread."""
    service = chosen_service(data, ports.policy)
    account = ports.account(visitor.membership.seller) if visitor.membership else None
    if service is None or account is None:
        return _EXAMPLE
    programme = chosen_programme(data, ports.policy, service)
    if programme is None:
        days = days_of(ports, account, service)
        return whole(days.mean) if days else _EXAMPLE
    monthly = usual_month(ports, account, programme, service)
    return whole(monthly) if monthly else _EXAMPLE
