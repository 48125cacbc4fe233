"""What the buttons and typed values of the calculator do. Nothing here is kept or sent anywhere."""

import asyncio
from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import MessageInput

from bot.frame.ports import Ports
from bot.frame.states import Calculator
from bot.frame.visitor import Visitor
from bot.frame.widgets import led_by_words, ports_of, remark, unexpected, visitor_of
from bot.screens.calculator.form import FIELDS, KEY, NEEDED, Form, beginning, form_of, missing, offered, use
from bot.screens.calculator.getters import example, own_returns
from bot.screens.calculator.typed import parse_coefficient, parse_margin, parse_percent, parse_quantity
from bot.texts.format import is_too_large, parse_amount_from_person
from core.values import MAX_AMOUNT, MAX_SUM
from storage.books.history import last_sale


async def begin(start_data: Any, manager: DialogManager) -> None:
    """`on_start`: the form is filled in as far as the shop's last order tells it."""
    visitor, ports = visitor_of(manager), ports_of(manager)
    if visitor.sees_money:
        manager.dialog_data[KEY] = await asyncio.to_thread(_beginning, ports, visitor)


def _beginning(ports: Ports, visitor: Visitor) -> Form:
    assert visitor.membership is not None  # who sees money is in a shop
    return beginning(ports.campaigns(ports.clock.now()), last_sale(ports.books, visitor.membership.seller))


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """To a field, to the form, or to the result."""
    kind, _, name = choice.partition(":")
    if kind == "field" and name in FIELDS:
        manager.dialog_data["field"] = name
        await manager.switch_to(Calculator.field)
    elif choice == "result":
        await manager.switch_to(Calculator.result)
    elif choice == "form":
        await manager.switch_to(Calculator.main)


async def choose(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """A value that was offered instead of typing."""
    ports, visitor = ports_of(manager), visitor_of(manager)
    form, name = form_of(manager.dialog_data), manager.dialog_data.get("field")
    kind, _, number = choice.partition(":")
    if choice == "remove" and name in FIELDS and name not in NEEDED:
        form.pop(name, None)
        await _next(manager)
    elif choice == "own" and name == "returns" and visitor.sees_money:
        share = await asyncio.to_thread(own_returns, visitor, ports)
        if share is not None:
            form["returns"] = share
            await _next(manager)
    elif kind == "campaign" and name == "coefficient" and number.isascii() and number.isdigit() and len(number) < 4:
        some = offered(await asyncio.to_thread(ports.campaigns, ports.clock.now()))
        if int(number) < len(some):
            found = some[int(number)]
            use(form, found)
            await _next(manager)


async def type_value(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """A value written by hand: taken, or answered with what is wrong and an example."""
    visitor = visitor_of(manager)
    form, name = form_of(manager.dialog_data), manager.dialog_data.get("field")
    text = message.text or ""
    if not text or text.startswith("/") or name not in FIELDS or not visitor.sees_money:
        await unexpected(message, widget, manager)
        return
    value = _read(name, text, form, visitor.locale)
    if value is None and await led_by_words(message, manager):
        return
    if value is None and is_too_large(text):
        remark(manager, visitor.say("number-too-large", largest=visitor.reader.typed(MAX_AMOUNT)))
    elif value is None:
        remark(manager, visitor.say(f"calculator-wrong-{name}", example=example(visitor, name)))
    elif _too_much(form | {name: value}):
        remark(manager, visitor.say("calculator-too-much"))
    else:
        form[name] = value
        if name == "coefficient":
            form.pop("campaign", None)
            form.pop("category", None)
        if name == "price" and form.get("margin", 0) > value:
            del form["margin"]
        await _next(manager)


async def type_anything(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """A number on the form or under a result: a discount by its sign, else what is missing first, or a price."""
    text, ports, form = message.text or "", ports_of(manager), form_of(manager.dialog_data)
    if not any(char.isdigit() for char in text):
        await unexpected(message, widget, manager)
        return
    needed = missing(form, await asyncio.to_thread(ports.campaigns, ports.clock.now()))
    share = "%" in text or "տոկոս" in text.lower() or "процент" in text.lower()
    manager.dialog_data["field"] = "discount" if share else next(iter(needed), "price")
    await type_value(message, widget, manager)


def _read(name: str, text: str, form: Form, locale: str) -> int | None:
    """The value in the form's units, None if the text is none."""
    match name:
        case "price":
            return parse_amount_from_person(text, locale)
        case "discount" | "second":
            return parse_percent(text, locale)
        case "returns":
            return parse_percent(text, locale, least=0)
        case "quantity":
            return parse_quantity(text, locale)
        case "coefficient":
            return parse_coefficient(text, locale)
    return parse_margin(text, int(form.get("price", 0)), locale)


def _too_much(values: dict[str, Any]) -> bool:
    # More than this an order could not earn either (RULES 15.14).
    return int(values.get("price", 0)) * int(values.get("quantity", 0)) > MAX_SUM


async def _next(manager: DialogManager) -> None:
    """On to what is still missing, else to the result."""
    ports, form = ports_of(manager), form_of(manager.dialog_data)
    found = await asyncio.to_thread(ports.campaigns, ports.clock.now())
    needed = missing(form, found)
    if needed:
        manager.dialog_data["field"] = needed[0]
        await manager.switch_to(Calculator.field)
    else:
        await manager.switch_to(Calculator.result)
