"""What the buttons and typed numbers of History do."""

import asyncio
import re
from datetime import date
from typing import Final

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import ChatEvent, DialogManager
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, ManagedCalendar

from bot.frame.exporting import Exporter
from bot.frame.ports import Ports
from bot.frame.present import archived
from bot.frame.states import History
from bot.frame.visitor import Visitor
from bot.frame.widgets import Data, OnChoice, led_by_words, ports_of, remark, toast, unexpected, visitor_of
from bot.screens.history import filters
from bot.screens.history.files import Wanted, writing
from bot.screens.history.filters import Kept
from bot.screens.history.getters import kept_filter, seller_of
from bot.screens.history.statement import months_of, shown_month
from bot.texts import Html
from storage.books import history
from storage.books.history import HistoryLine, HistoryPage

_TRAIL: Final = 30
"""How many lines back one can go."""
_MARK: Final = re.compile(r"(before|after)\.([0-9]{1,18})")
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_MONTH: Final = re.compile(r"[0-9]{4}(0[1-9]|1[0-2])")
_FILE: Final = re.compile(rf"((?P<month>{_MONTH.pattern})-)?(?P<form>csv|xlsx)")


def set_filter(data: Data, kept: Kept) -> None:
    """Show other lines from now on, from the newest page."""
    data["filter"] = kept
    data.pop("before", None)
    data.pop("after", None)


# -- the list ----------------------------------------------------------------------------------------------------------


async def turn(callback: CallbackQuery, manager: DialogManager, mark: str) -> None:
    """To an older or a newer page."""
    _turn(manager.dialog_data, mark, "")


async def turn_charges(callback: CallbackQuery, manager: DialogManager, mark: str) -> None:
    """To an older or a newer page of charges."""
    _turn(manager.dialog_data, mark, "charges_")


def _turn(data: Data, mark: str, prefix: str) -> None:
    match = _MARK.fullmatch(mark)
    if match is None:
        return
    data.pop(f"{prefix}before", None)
    data.pop(f"{prefix}after", None)
    data[f"{prefix}{match[1]}"] = int(match[2])


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The buttons that only lead somewhere."""
    data = manager.dialog_data
    match choice:
        case "filters":
            await manager.switch_to(History.filters)
        case "show":
            await manager.switch_to(History.main)
        case "everything":
            set_filter(data, {})
            await manager.switch_to(History.main)
        case "charges":
            await manager.switch_to(History.charges)
        case "statement":
            await manager.switch_to(History.statement)
        case "export":
            data.pop("export", None)
            await manager.switch_to(History.export)


async def open_line(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """A line of the list, of the charges, or related to the one on the screen."""
    visitor, data = visitor_of(manager), manager.dialog_data
    if not visitor.sees_money or _NUMBER.fullmatch(choice) is None:
        return
    found = await asyncio.to_thread(_entry, ports_of(manager), visitor, int(choice))
    if found is None:
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    state = manager.current_context().state
    if state == History.line:
        data["trail"] = [*data.get("trail", []), data.get("line", 0)][-_TRAIL:]
    else:
        data["trail"] = []
        data["came_from"] = "charges" if state == History.charges else "main"
    data["line"] = found.seq
    await manager.switch_to(History.line)


def _entry(ports: Ports, visitor: Visitor, seq: int) -> HistoryLine | None:
    return history.entry(ports.books, seller_of(visitor), seq)


async def leave_line(callback: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Back from a line: to the line it was opened from, else to the list it stands in."""
    data = manager.dialog_data
    trail = data.get("trail", [])
    if trail:
        data["line"] = trail[-1]
        data["trail"] = trail[:-1]
    else:
        await manager.switch_to(History.charges if data.get("came_from") == "charges" else History.main)


async def from_line(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """All that belongs to the same order, grant or charge; the words for support."""
    if choice == "dispute":
        await manager.switch_to(History.dispute)
        return
    if choice not in ("order", "grant", "charge") or not visitor_of(manager).sees_money:
        return
    seq = int(manager.dialog_data.get("line", 0))
    found = await asyncio.to_thread(_entry, ports_of(manager), visitor_of(manager), seq)
    value = None if found is None else getattr(found, choice)
    if value is not None:
        set_filter(manager.dialog_data, {choice: value})
        await manager.switch_to(History.main)


# -- filters -----------------------------------------------------------------------------------------------------------


async def choose_span(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """One of the usual spans."""
    if choice in filters.SPANS:
        ports = ports_of(manager)
        today = ports.policy.calendar.date(ports.clock.now())
        set_filter(manager.dialog_data, _without_dates(manager) | filters.span_of(choice, today))


def _without_dates(manager: DialogManager) -> Kept:
    kept = kept_filter(manager.dialog_data)
    return {name: value for name, value in kept.items() if name in filters.FIELDS}


async def choose_field(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """What to filter by."""
    if choice == "dates":
        await manager.switch_to(History.since)
    elif choice == "order":
        await manager.switch_to(History.order)
    elif choice in filters.CHOSEN_FROM_LISTS:
        manager.dialog_data["choosing"] = choice
        manager.dialog_data.pop("from", None)
        await manager.switch_to(History.choose)


async def turn_values(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """More of what can be chosen."""
    if _NUMBER.fullmatch(choice):
        manager.dialog_data["from"] = int(choice)


async def choose_value(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """One of the values offered; what was never offered leaves all as it is."""
    visitor, ports, data = visitor_of(manager), ports_of(manager), manager.dialog_data
    field = str(data.get("choosing", "kind"))
    if not visitor.sees_money:
        return
    if choice == "any":
        set_filter(data, filters.with_choice(kept_filter(data), field, None))
        await manager.switch_to(History.filters)
        return
    found = await asyncio.to_thread(history.choices, ports.books, seller_of(visitor))
    value = next((each for each in filters.offered(field, found) if filters.tag(each) == choice), None)
    if value is None:
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    set_filter(data, filters.with_choice(kept_filter(data), field, value))
    await manager.switch_to(History.filters)


async def type_order(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """An order's number written by hand."""
    visitor, data = visitor_of(manager), manager.dialog_data
    text = message.text or ""
    if not text or text.startswith("/") or not visitor.sees_money:
        await unexpected(message, widget, manager)
        return
    order = filters.typed_order(text)
    if await led_by_words(message, manager):
        return
    ports = ports_of(manager)
    found = None if order is None else await asyncio.to_thread(_occurrences, ports, visitor, order)
    if order is None or found is None or not found.lines:
        earlier = None if found is None else archived(visitor, ports, found.archived)
        missing = visitor.say("order-not-found", order=text.strip()[:60])
        remark(manager, missing if earlier is None else Html.joined([missing, earlier], "\n"))
        return
    set_filter(data, {"order": order})
    await manager.switch_to(History.main)


def _occurrences(ports: Ports, visitor: Visitor, order: str) -> HistoryPage:
    wanted = filters.wanted({"order": order}, ports.policy.calendar)
    return history.page(ports.books, seller_of(visitor), wanted, size=1)


async def any_order(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """No order in particular."""
    set_filter(manager.dialog_data, filters.with_choice(kept_filter(manager.dialog_data), "order", None))
    await manager.switch_to(History.filters)


async def pick_since(event: ChatEvent, widget: ManagedCalendar, manager: DialogManager, day: date) -> None:
    """The first day; then the last one is asked for."""
    kept = kept_filter(manager.dialog_data) | {"since": day.isoformat()}
    if kept.get("until", kept["since"]) < kept["since"]:
        del kept["until"]
    set_filter(manager.dialog_data, kept)
    await manager.switch_to(History.until)


async def pick_until(event: ChatEvent, widget: ManagedCalendar, manager: DialogManager, day: date) -> None:
    """The last day; an earlier one than the first takes its place."""
    kept = kept_filter(manager.dialog_data) | {"until": day.isoformat()}
    if kept.get("since", kept["until"]) > kept["until"]:
        kept["since"], kept["until"] = kept["until"], kept["since"]
    set_filter(manager.dialog_data, kept)
    await manager.switch_to(History.main)


async def open_since(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """From the very beginning."""
    kept = {name: value for name, value in kept_filter(manager.dialog_data).items() if name != "since"}
    set_filter(manager.dialog_data, kept)
    await manager.switch_to(History.until)


async def open_until(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Up to now."""
    kept = {name: value for name, value in kept_filter(manager.dialog_data).items() if name != "until"}
    set_filter(manager.dialog_data, kept)
    await manager.switch_to(History.main)


# -- charges and the statement -----------------------------------------------------------------------------------------


async def choose_service(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Charges of one service, or of all."""
    visitor, ports, data = visitor_of(manager), ports_of(manager), manager.dialog_data
    if not visitor.sees_money:
        return
    found = await asyncio.to_thread(history.choices, ports.books, seller_of(visitor))
    value = next((each for each in found.services if filters.tag(each) == choice), None)
    for name in ("service", "charges_before", "charges_after"):
        data.pop(name, None)
    if value is not None:
        data["service"] = value


async def turn_month(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The statement of another month; one that does not exist leads to the nearest."""
    if _MONTH.fullmatch(choice):
        manager.dialog_data["month"] = int(choice)


async def from_statement(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The month's lines, or its file."""
    visitor, ports, data = visitor_of(manager), ports_of(manager), manager.dialog_data
    if not visitor.sees_money or choice not in ("lines", "export"):
        return
    months = await asyncio.to_thread(months_of, visitor, ports)
    month = shown_month(data, months)
    if choice == "lines":
        set_filter(data, filters.month_dates(month))
        await manager.switch_to(History.main)
    else:
        data["export"] = month
        await manager.switch_to(History.export)


# -- files -------------------------------------------------------------------------------------------------------------


def sending(exporter: Exporter) -> OnChoice:
    """The handler that makes a file in the form chosen, sends it, and shows the list or statement again above it.

    The choice is a form, or one with a month before it: `202603-xlsx`.
    """

    async def send(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
        visitor, ports, data = visitor_of(manager), ports_of(manager), manager.dialog_data
        match = _FILE.fullmatch(choice)
        if match is None or not visitor.sees_money:
            return
        form = match["form"]
        await toast(manager, callback, visitor.say("toast-export-begun"))
        if match["month"]:
            months = await asyncio.to_thread(months_of, visitor, ports)
            data["month"] = data["export"] = shown_month({"month": match["month"]}, months)
        month = data.get("export")
        wanted = Wanted("csv" if form == "csv" else "xlsx", kept_filter(data), month)
        bot, write = manager.middleware_data["bot"], writing(visitor, ports, wanted)
        came = await exporter.send(bot, callback.from_user.id, visitor, wanted.form, write)
        if came != "sent":
            remark(manager, visitor.say(f"export-{came.replace('_', '-')}"))
            return
        # The window changes where it is, above the file: a second tap on the button that is gone makes no second one.
        await manager.switch_to(History.main if month is None else History.statement)

    return send


async def leave_export(callback: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Back to where the file was asked for."""
    await manager.switch_to(History.main if manager.dialog_data.get("export") is None else History.statement)
