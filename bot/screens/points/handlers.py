"""What the buttons and typed amounts of Points do."""

import asyncio
from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import MessageInput

from bot.frame import pending
from bot.frame.confirming import Confirmation, Done, NotDone, Tap
from bot.frame.pending import Terms
from bot.frame.ports import Ports
from bot.frame.present import under_maintenance
from bot.frame.states import Calculator, Leaving, Paying, Points
from bot.frame.visitor import Visitor
from bot.frame.ways import begin_spending
from bot.frame.widgets import led_by_words, open_screen, ports_of, remark, unexpected, visitor_of, why_no_amount
from bot.screens.points.earning import ORDERS_SHOWN
from bot.screens.points.spending import stands, terms_of, useful
from bot.texts import Html
from bot.texts.format import parse_amount_from_person
from bot.texts.outcomes import refusal_text
from core.events import Spend
from core.refusals import Refusal
from core.values import MAX_AMOUNT, Amount
from storage.books.history import unearned

_EXAMPLE: Amount = 150_000


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The buttons that only lead somewhere."""
    if choice == "spend":
        await begin_spending(manager)
    elif choice in _WITHIN:
        manager.dialog_data.pop("marks", None)
        await manager.switch_to(_WITHIN[choice])
    elif choice in _ELSEWHERE:
        await open_screen(manager, _ELSEWHERE[choice])
    elif choice in ("list", "picture"):
        manager.dialog_data["list"] = choice == "list"
    elif choice == "amount" and "service" in manager.dialog_data:
        await manager.switch_to(Points.amount)


_WITHIN = {
    "expiry": Points.expiry,
    "earn": Points.earn,
    "campaigns": Points.campaigns,
    "unearned": Points.unearned,
}
_ELSEWHERE = {"paying": Paying.main, "calculator": Calculator.main, "leaving": Leaving.main}


async def turn(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The pages of orders without points. A page's mark is kept here, the button only says from which page it goes."""
    visitor, ports, data = visitor_of(manager), ports_of(manager), manager.dialog_data
    marks: list[list[Any]] = data.setdefault("marks", [])
    if choice == "newer" and marks:
        marks.pop()
    elif choice == f"older:{len(marks)}" and visitor.membership is not None:
        before = (int(marks[-1][0]), str(marks[-1][1])) if marks else None
        found = await asyncio.to_thread(
            unearned, ports.books, visitor.membership.seller, before=before, size=ORDERS_SHOWN
        )
        if found.older is not None:
            marks.append(list(found.older))


def _numbered(choice: str, names: list[str]) -> str | None:
    return names[int(choice)] if choice.isascii() and choice.isdigit() and int(choice) < len(names) else None


async def choose_service(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Which points pay for which service; the amount that the button says, or the largest, is proposed at once."""
    ports, data = ports_of(manager), manager.dialog_data
    place, _, rest = choice.partition(".")
    number, _, amount = rest.partition(".")
    programme = _numbered(place, list(ports.policy.programmes))
    service = programme and _numbered(number, list(ports.policy.programmes[programme].services))
    if not service:
        return
    data |= {"programme": programme, "service": service}
    if _is_amount(amount):
        await _propose(manager, int(amount))
    else:
        await _propose(manager, await asyncio.to_thread(_largest, ports, visitor_of(manager), data))


def _is_amount(choice: str) -> bool:
    return choice.isascii() and choice.isdigit() and len(choice) < 16 and 0 < int(choice) <= MAX_AMOUNT


async def choose_amount(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """One of the amounts offered, or what somebody made of it."""
    if _is_amount(choice):
        await _propose(manager, int(choice))


async def type_amount(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """An amount written by hand."""
    visitor = visitor_of(manager)
    text = message.text or ""
    if not text or text.startswith("/"):
        await unexpected(message, widget, manager)
        return
    amount = parse_amount_from_person(text, visitor.locale)
    if amount is None:
        if await led_by_words(message, manager):
            return
        example = await asyncio.to_thread(_largest, ports_of(manager), visitor, manager.dialog_data)
        remark(manager, why_no_amount(visitor, text, example))
    else:
        await _propose(manager, amount)


def _largest(ports: Ports, visitor: Visitor, data: Terms) -> Amount:
    """The largest amount that would be accepted: the most useful example. Runs in a worker thread."""
    shop = visitor.membership
    assert shop is not None
    found, _ = useful(ports, shop.seller, shop.role, data["programme"], data["service"], ports.clock.now())
    return found.largest or _EXAMPLE


async def _propose(manager: DialogManager, amount: Amount) -> None:
    visitor, ports, data = visitor_of(manager), ports_of(manager), manager.dialog_data
    wanted = _wanted(data | {"amount": amount})
    no = await asyncio.to_thread(_why_not, ports, visitor, wanted)
    if no is not None:
        remark(manager, no)
        return
    pending.forget(data)
    data["amount"] = amount
    await manager.switch_to(Points.confirm)


def _why_not(ports: Ports, visitor: Visitor, wanted: Terms) -> str | None:
    """The refusal in words with the largest useful amount, or None. Runs in a worker thread."""
    shop, now = visitor.membership, ports.clock.now()
    assert shop is not None
    outcome, _ = terms_of(ports, shop.seller, shop.role, wanted, now)
    if outcome.is_done:
        return None
    if outcome.reason == Refusal.MAINTENANCE:
        under_maintenance(visitor, ports)
    lines = [refusal_text(visitor.texts, visitor.reader, outcome.reason or "", outcome.data)]
    found, _ = useful(ports, shop.seller, shop.role, wanted["programme"], wanted["service"], now)
    if found.largest and "largest" not in outcome.data:
        lines.append(visitor.say("spend-largest", amount=visitor.reader.points(found.largest)))
    return Html.joined(lines)


class Spending(Confirmation):
    """Points pay for a service."""

    def look(self, tap: Tap) -> Terms | None:
        if tap.shop is None:
            return None
        outcome, terms = terms_of(tap.ports, tap.shop.seller, tap.shop.role, _wanted(tap.asked.terms), tap.now)
        return terms if outcome.is_done else None

    def stands(self, tap: Tap, found: Terms) -> bool:
        return stands(found, tap.asked.terms)

    def do(self, tap: Tap, found: Terms) -> Done | NotDone:
        outcome = tap.take(Spend(**tap.signed, **_wanted(found)))
        return tap.answer(outcome, found, tap.visitor.say("toast-spent"))

    def changed(self, tap: Tap) -> NotDone:
        return NotDone(tap.visitor.say("spend-outdated"))

    def then(self, terms: Terms) -> State:
        return Points.done


def _wanted(terms: Terms) -> Terms:
    return {name: terms[name] for name in ("programme", "service", "amount")}


confirm = Spending().confirm
