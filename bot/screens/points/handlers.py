"""What the buttons and typed amounts of Points do."""

import asyncio
from typing import Any, NamedTuple

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import MessageInput

from bot.frame import pending
from bot.frame.pending import Pending, Terms
from bot.frame.ports import SOURCE, Services
from bot.frame.states import Calculator, Leaving, Paying, Points
from bot.frame.visitor import Visitor
from bot.frame.widgets import open_screen, remark, services_of, toast, unexpected, visitor_of
from bot.screens.points.earning import ORDERS_SHOWN
from bot.screens.points.getters import spendable
from bot.screens.points.spending import stands, terms_of, useful
from bot.texts import Html
from bot.texts.format import parse_amount_from_person
from bot.texts.outcomes import refusal_text
from core.events import Spend
from core.refusals import Outcome
from core.values import MAX_AMOUNT, Amount
from storage.books.history import unearned
from storage.rows.database import Moved

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
    visitor, services, data = visitor_of(manager), services_of(manager), manager.dialog_data
    marks: list[list[Any]] = data.setdefault("marks", [])
    if choice == "newer" and marks:
        marks.pop()
    elif choice == f"older:{len(marks)}" and visitor.membership is not None:
        before = (int(marks[-1][0]), str(marks[-1][1])) if marks else None
        found = await asyncio.to_thread(
            unearned, services.ledger, visitor.membership.seller, before=before, size=ORDERS_SHOWN
        )
        if found.older is not None:
            marks.append(list(found.older))


async def begin_spending(manager: DialogManager, programme: str | None = None, *, below: bool = False) -> None:
    """What points may pay now; of one programme if it was named and has any."""
    services, visitor = services_of(manager), visitor_of(manager)
    if visitor.membership is None or not visitor.may(Spend):
        remark(manager, visitor.say("refusal-forbidden"))
        await open_screen(manager, Points.main, below=below)
        return
    account = await asyncio.to_thread(services.account, visitor.membership.seller)
    found = [] if account is None else spendable(account, services.policy)
    if programme is not None and programme in found:
        found = [programme]
    if not found:
        remark(manager, visitor.say("spend-programme-none"))
        await open_screen(manager, Points.main, below=below)
    else:
        await open_screen(manager, Points.service, {"only": found[0]} if len(found) == 1 else None, below=below)


def _numbered(choice: str, names: list[str]) -> str | None:
    return names[int(choice)] if choice.isascii() and choice.isdigit() and int(choice) < len(names) else None


async def choose_service(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Which points pay for which service; the largest useful amount is proposed at once."""
    services, data = services_of(manager), manager.dialog_data
    place, _, number = choice.partition(".")
    programme = _numbered(place, list(services.policy.points))
    service = programme and _numbered(number, list(services.policy.points[programme].services))
    if not service:
        return
    data |= {"programme": programme, "service": service}
    await _propose(manager, await asyncio.to_thread(_largest, services, visitor_of(manager), data))


async def choose_amount(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """One of the amounts offered, or what somebody made of it."""
    if choice.isascii() and choice.isdigit() and 0 < int(choice) <= MAX_AMOUNT:
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
        example = await asyncio.to_thread(_largest, services_of(manager), visitor, manager.dialog_data)
        remark(manager, visitor.say("not-a-number", example=visitor.reader.typed(example)))
    else:
        await _propose(manager, amount)


def _largest(services: Services, visitor: Visitor, data: Terms) -> Amount:
    """The largest amount that would be accepted: the most useful example. Runs in a worker thread."""
    shop = visitor.membership
    assert shop is not None
    found, _ = useful(services, shop.seller, shop.role, data["programme"], data["service"], services.clock.now())
    return found.largest or _EXAMPLE


async def _propose(manager: DialogManager, amount: Amount) -> None:
    visitor, services, data = visitor_of(manager), services_of(manager), manager.dialog_data
    wanted = {"programme": data["programme"], "service": data["service"], "amount": amount}
    no = await asyncio.to_thread(_why_not, services, visitor, wanted)
    if no is not None:
        remark(manager, no)
        return
    pending.forget(data)
    data["amount"] = amount
    await manager.switch_to(Points.confirm)


def _why_not(services: Services, visitor: Visitor, wanted: Terms) -> str | None:
    """The refusal in words with the largest useful amount, or None. Runs in a worker thread."""
    shop, now = visitor.membership, services.clock.now()
    assert shop is not None
    outcome, _ = terms_of(services, shop.seller, shop.role, wanted, now)
    if outcome.is_done:
        return None
    lines = [refusal_text(visitor.texts, visitor.reader, outcome.reason or "", outcome.data)]
    found, _ = useful(services, shop.seller, shop.role, wanted["programme"], wanted["service"], now)
    if found.largest and "largest" not in outcome.data:
        lines.append(visitor.say("spend-largest", amount=visitor.reader.points(found.largest)))
    return Html.joined(lines)


async def confirm(callback: CallbackQuery, manager: DialogManager, nonce: str) -> None:
    """It happens, once, and only as it was shown."""
    visitor, services = visitor_of(manager), services_of(manager)
    asked = pending.kept(manager.dialog_data)
    if asked is None or asked.nonce != nonce:
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    if asked.done:
        await toast(manager, callback, visitor.say("toast-done-already"))
        await manager.switch_to(Points.done)
        return
    came = await asyncio.to_thread(_happen, services, visitor, asked)
    if came.outcome is None or came.outcome.kind == "refused":
        remark(manager, visitor.say("spend-outdated"))
        return
    again = came.outcome.kind == "replayed"
    await toast(manager, callback, visitor.say("toast-done-already" if again else "toast-spent"))
    pending.keep(manager.dialog_data, asked._replace(terms=came.terms, done=True))
    await manager.switch_to(Points.done)
    services.nudge()


class _Came(NamedTuple):
    """What the tap came to; no outcome when what was shown no longer stands."""

    outcome: Outcome | None
    terms: Terms


def _happen(services: Services, visitor: Visitor, asked: Pending) -> _Came:
    """Read everything again, compare with what was shown, and only then do it. Runs in a worker thread."""
    shop = services.team.current(visitor.telegram_id)
    if shop is None or shop.seller != asked.seller:
        return _Came(None, {})
    now, version = services.clock.now(), services.ledger.version(shop.seller)
    wanted = {name: asked.terms[name] for name in ("programme", "service", "amount")}
    outcome, anew = terms_of(services, shop.seller, shop.role, wanted, now)
    if not outcome.is_done or not stands(anew, asked.terms):
        return _Came(None, {})
    event = Spend(id=asked.nonce, at=asked.at, seller=shop.seller, by=shop.role, **wanted)
    try:
        return _Came(services.ledger.take_one(event, now, SOURCE, actor=shop.actor, version=version), anew)
    except Moved:  # a colleague was quicker by a moment
        return _Came(None, {})
