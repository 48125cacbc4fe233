"""What the buttons and typed words about sellers, acts and prices do."""

import asyncio
import re
from datetime import date
from typing import Final

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import MessageInput

from bot.frame import pending
from bot.frame.states import Operator
from bot.frame.visitor import shop_tag
from bot.frame.widgets import (
    led_by_words,
    open_screen,
    ports_of,
    remark,
    unexpected,
    views_of,
    visitor_of,
    why_no_amount,
)
from bot.screens.operator.acts import EVERYONE, Act, Acting
from bot.screens.operator.getters import MONTHS, STARTS, day_example, end_of_day_after, month_after
from bot.texts.format import parse_amount_from_person
from bot.texts.outcomes import refusal_text
from core.calendar import Calendar
from core.values import MINUTE, Instant, Plan, is_clean_text

SHORTEST_REASON: Final = 3
LONGEST_REASON: Final = 300
"""Characters: a sentence, not a word and not a page."""
_LONGEST_SEARCH: Final = 128
_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2099
_BEGIN: Final = {Act.BONUS: Operator.programme, Act.PROLONG: Operator.programme, Act.PRICE: Operator.price}
_PLACES: Final = {"broadcasts": Operator.broadcasts, "prices": Operator.prices}
_ABOUT_ALL: Final = frozenset({Act.MAINTENANCE_ON, Act.MAINTENANCE_OFF})
_PRICES: Final = {f"{Act.PRICE}-{plan}": plan for plan in Plan}
_ABOUT_ONE: Final = frozenset({Act.BONUS, Act.PROLONG, Act.PASS, Act.FAIL, Act.RELEASE})


# -- finding and looking -----------------------------------------------------------------------------------------------


async def search(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """Find sellers by what was written; the only one found opens at once."""
    text = " ".join((message.text or "").split())
    if not is_clean_text(text, _LONGEST_SEARCH) or text.startswith("/"):
        await unexpected(message, widget, manager)
        return
    found, _ = await asyncio.to_thread(ports_of(manager).operators.find, text)
    if not found and await led_by_words(message, manager):
        return
    if len(found) == 1:
        await _open_seller(manager, found[0].seller)
        return
    manager.dialog_data["text"] = text
    await manager.switch_to(Operator.found)


async def choose_seller(callback: CallbackQuery, manager: DialogManager, tag: str) -> None:
    """Open one of those found; found anew, for a tap may name anything."""
    found, _ = await asyncio.to_thread(ports_of(manager).operators.find, manager.dialog_data.get("text", ""))
    chosen = next((each for each in found if shop_tag(each.seller) == tag), None)
    if chosen is not None:
        await _open_seller(manager, chosen.seller)


async def _open_seller(manager: DialogManager, seller: str) -> None:
    """Open the seller's card; that it was looked at is recorded."""
    ports, visitor = ports_of(manager), visitor_of(manager)
    await asyncio.to_thread(
        ports.operators.note, visitor.telegram_id, "seller_viewed", ports.clock.now(), seller=seller
    )
    manager.dialog_data["seller"] = seller
    await manager.switch_to(Operator.seller)


async def view(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """What the seller sees: one of the screens there are."""
    if choice in views_of(manager):
        manager.dialog_data["view"] = choice
        await manager.switch_to(Operator.seen)


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The buttons of the main window and of a result."""
    if choice in _PLACES:
        await manager.switch_to(_PLACES[choice])
    elif choice == "main":
        await open_screen(manager, Operator.main)
    elif choice == "seller":
        await manager.switch_to(Operator.seller)
    elif choice == "prolong-all":
        await begin(manager, Act.PROLONG, EVERYONE)
    elif choice in _ABOUT_ALL:
        await begin(manager, Act(choice))


# -- an act, step by step ----------------------------------------------------------------------------------------------


async def choose_act(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """An act for the seller on the screen, or another price for a plan."""
    if choice in _ABOUT_ONE and manager.dialog_data.get("seller"):
        await begin(manager, Act(choice))
    elif choice in _PRICES:
        await begin(manager, Act.PRICE, plan=_PRICES[choice])


async def begin(manager: DialogManager, act: Act, seller: str | None = None, *, plan: Plan | None = None) -> None:
    """Put an act together from the beginning; what was put together before is forgotten."""
    data = manager.dialog_data
    for name in ("programme", "amount", "until", "plan", "price", "since", "reason"):
        data.pop(name, None)
    pending.forget(data)
    data["act"] = act.value
    if seller is not None:
        data["seller"] = seller
    if plan is not None:
        data["plan"] = plan.value
    await manager.switch_to(_BEGIN.get(act, Operator.reason))


async def choose_programme(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Which points."""
    names, data = list(ports_of(manager).policy.programmes), manager.dialog_data
    if choice.isascii() and choice.isdigit() and int(choice) < len(names):
        data["programme"] = names[int(choice)]
        await manager.switch_to(Operator.until if data.get("act") == Act.PROLONG else Operator.amount)


async def type_amount(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """How many points, written by hand."""
    visitor, text = visitor_of(manager), message.text or ""
    if not text or text.startswith("/"):
        await unexpected(message, widget, manager)
        return
    amount = parse_amount_from_person(text, visitor.locale)
    if amount is None:
        if await led_by_words(message, manager):
            return
        remark(manager, why_no_amount(visitor, text, 50_000))
        return
    manager.dialog_data["amount"] = amount
    await manager.switch_to(Operator.reason)


async def choose_until(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """One of the days offered."""
    if choice in map(str, MONTHS):
        ports = ports_of(manager)
        manager.dialog_data["until"] = end_of_day_after(ports, ports.clock.now(), int(choice))
        await manager.switch_to(Operator.reason)


async def type_until(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """The last day, written by hand; the points live until its end (RULES 15.2)."""
    visitor, ports, text = visitor_of(manager), ports_of(manager), message.text or ""
    if not text or text.startswith("/"):
        await unexpected(message, widget, manager)
        return
    calendar, now = ports.policy.calendar, ports.clock.now()
    day = parse_day(text)
    if day is None and await led_by_words(message, manager):
        return
    if day is None or not calendar.date(now) <= day or day.year > _LAST_YEAR:
        remark(manager, visitor.say("operator-not-a-day", example=day_example(ports)))
        return
    manager.dialog_data["until"] = calendar.add_days(calendar.start_of_day(day), 1)
    await manager.switch_to(Operator.reason)


async def type_price(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """What a plan will cost a month, written by hand."""
    visitor, text = visitor_of(manager), message.text or ""
    if not text or text.startswith("/"):
        await unexpected(message, widget, manager)
        return
    price = parse_amount_from_person(text, visitor.locale)
    if price is None:
        if await led_by_words(message, manager):
            return
        remark(manager, why_no_amount(visitor, text, 249_000))
        return
    manager.dialog_data["price"] = price
    await manager.switch_to(Operator.since)


async def choose_since(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """From now, or from one of the months offered."""
    ports = ports_of(manager)
    starts = {str(number): months for number, months in enumerate(STARTS, start=1)}
    if choice == "0":
        manager.dialog_data["since"] = None
    elif choice in starts:
        manager.dialog_data["since"] = month_after(ports, ports.clock.now(), starts[choice])
    else:
        return
    await manager.switch_to(Operator.reason)


async def type_since(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """The first day of a price, or its day and hour, written by hand, in the programme's time."""
    visitor, ports, text = visitor_of(manager), ports_of(manager), message.text or ""
    if not text or text.startswith("/"):
        await unexpected(message, widget, manager)
        return
    since = parse_beginning(text, ports.policy.calendar)
    if since is None and await led_by_words(message, manager):
        return
    if since is None:
        day = day_example(ports)
        remark(manager, visitor.say("operator-not-a-beginning", example=day, hour=f"{day} 14:00"))
    elif since < ports.clock.now():
        remark(manager, refusal_text(visitor.texts, visitor.reader, "price_in_past", {}))
    else:
        manager.dialog_data["since"] = since
        await manager.switch_to(Operator.reason)


_HOUR: Final = re.compile(r"(?P<h>[01]?[0-9]|2[0-3])(?:[:.](?P<m>[0-5][0-9]))?")


def parse_beginning(text: str, calendar: Calendar) -> Instant | None:
    """The instant a person wrote as a local day or as a day and its time, "31.12.2026 14:00"; None if it is none."""
    written, _, rest = text.strip().partition(" ")
    day, hour = parse_day(written.removesuffix(",")), _HOUR.fullmatch(rest.strip() or "0")
    if day is None or hour is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return None
    return calendar.at_hour(day, int(hour["h"])) + int(hour["m"] or 0) * MINUTE


_DAY: Final = re.compile(r"(?P<d>[0-9]{1,2})[./](?P<m>[0-9]{1,2})[./](?P<y>[0-9]{4})")
_ISO_DAY: Final = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})")


def parse_day(text: str) -> date | None:
    """The day a person wrote as 31.12.2026, 31/12/2026 or 2026-12-31; None if it is none."""
    match = _DAY.fullmatch(text.strip()) or _ISO_DAY.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:  # 31 February
        return None


async def type_reason(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """Why; then the question."""
    visitor, text = visitor_of(manager), " ".join((message.text or "").split())
    if not text or text.startswith("/"):
        await unexpected(message, widget, manager)
        return
    if len(text) < SHORTEST_REASON or not is_clean_text(text, LONGEST_REASON):
        remark(manager, visitor.say("operator-reason-bad"))
        return
    pending.forget(manager.dialog_data)
    manager.dialog_data["reason"] = text
    await manager.switch_to(Operator.confirm)


confirm = Acting().confirm
