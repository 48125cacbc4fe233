"""Every window of every screen, collected from the dialogs, a command that opens it, and the states a shop may be in.

Problem: a window that nobody opened in a test is the one that fails. Decision: no list of windows here; a window that
says nothing without data names what it is started with, and how often it is opened follows from that. Limit: one
dispatcher at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiogram.filters import Command, CommandObject
from aiogram.types import Message
from aiogram_dialog import DialogManager, StartMode

from bot.chat.dispatcher import dialogs
from bot.frame.states import (
    Calculator,
    Help,
    History,
    Invitation,
    Leaving,
    Paying,
    Points,
    Premium,
    Settings,
    Team,
)
from bot.frame.visitor import shop_tag
from bot.frame.ways import Change
from bot.screens.calculator.form import FIELDS
from bot.screens.premium.changes import command
from bot.screens.settings.kinds import GROUPS
from core.events import Maintenance
from core.values import Role
from tests.bot.shop import START, Shop

ROLES = (Role.ADMINISTRATOR, Role.MANAGER, Role.FINANCE, Role.EMPLOYEE)
WINDOWS = [state for dialog in dialogs() for state in dialog.states()]
CALCULATED = {
    "price": 700_000, "discount": 100_000, "quantity": 20, "coefficient": 50_000, "returns": 80_000,
    "second": 150_000, "margin": 210_000,
}  # fmt: skip
STARTED_WITH: dict[Any, list[dict[str, Any]]] = {
    Points.service: [{}, {"only": "bonus"}, {"only": "discount"}],
    Points.amount: [{"programme": "bonus", "service": "ads"}],
    Points.confirm: [
        {"programme": "bonus", "service": "ads", "amount": 5_000},
        {"programme": "bonus", "service": "ads", "amount": 1},
    ],
    Points.expiry: [{}, {"list": True}],
    Paying.service: [{}, {"service": "ads"}, {"service": "nonsense"}],
    Paying.mode: [{}, {"service": "all"}, {"service": "logistics"}],
    Paying.limit: [{}, {"service": "ads"}],
    Paying.reserve: [{}, {"service": "ads", "programme": "bonus"}, {"service": "storage", "programme": "bonus"}],
    Calculator.field: [{}, *({"field": field} for field in FIELDS)],
    Calculator.result: [{}, {"form": CALCULATED}, {"form": CALCULATED | {"campaign": "over", "category": None}}],
    Leaving.confirm: [{}, {"programme": "discount"}, {"programme": "bonus"}],
    Premium.confirm: [{}, *({"change": change.value} for change in Change)],
    Premium.seats: [{}, {"seats_page": 9}],
    Premium.fees: [{}, {"year": 2020}],
    Team.member: [{}, {"member": 1}, {"member": 99}],
    Team.role: [{}, {"member": 1}],
    Team.remove: [{}, {"member": 1}],
    Team.link: [{}, {"link": {"token": "x" * 32, "role": "employee", "until": START}}],
    Settings.kinds: [{}, *({"group": group.name} for group in GROUPS)],
    Settings.quiet_until: [{}, {"start": 0}],
    Settings.leave: [{}, {"shop": shop_tag(Shop.seller)}],
    Help.topic: [{"topic": topic} for topic in ("words", "earn", "spend", "expiry", "premium", "whom")],
    Invitation.approval: [{}, {"approval": 1}, {"approval": 99}],
    History.line: [{}, {"line": 1}, {"line": 5}],
    History.dispute: [{}, {"line": 1}],
    History.choose: [{"choosing": field} for field in ("kind", "programme", "service", "campaign")],
    History.export: [{}, {"export": 202603}],
}


def opening(shop: Shop, started_with: dict[Any, list[dict[str, Any]]] = STARTED_WITH) -> None:
    """Teach the bot a command that opens any window by its number here and in its list of beginnings."""

    async def open_window(message: Message, command: CommandObject, dialog_manager: DialogManager) -> None:
        number, _, which = (command.args or "").partition(" ")
        state = WINDOWS[int(number)]
        data = started_with.get(state, [{}])[int(which)]
        await dialog_manager.start(state, dict(data), mode=StartMode.RESET_STACK)

    shop.dispatcher.sub_routers[0].message.register(open_window, Command("window"))


def nothing(shop: Shop) -> None:
    pass


def invited(shop: Shop) -> None:
    shop.qualifies()


def connected(shop: Shop, change: Change) -> None:
    event = command(change, id=f"x{change}", at=shop.clock.at, seller=shop.seller, by=Role.MANAGER)
    shop.take(event)


def on_trial(shop: Shop) -> None:
    shop.qualifies()
    shop.earns(1_000_000)
    shop.bonus(100_000)
    shop.billed("ads", 70_000)
    shop.redeems()
    connected(shop, Change.PREMIUM)


def paying(shop: Shop) -> None:
    on_trial(shop)
    shop.later(days=31)


def paying_for_lite(shop: Shop) -> None:
    shop.earns(1_000_000)
    connected(shop, Change.LITE)
    shop.later(days=31)
    shop.qualifies()


def in_grace(shop: Shop) -> None:
    shop.qualifies()
    connected(shop, Change.PREMIUM)
    shop.later(days=31)


def stopped(shop: Shop) -> None:
    on_trial(shop)
    connected(shop, Change.CANCEL)


def switching(shop: Shop) -> None:
    on_trial(shop)
    connected(shop, Change.SWITCH)


def disqualified(shop: Shop) -> None:
    on_trial(shop)
    shop.qualifies(False)


def over(shop: Shop) -> None:
    in_grace(shop)
    shop.later(days=20)


def under_maintenance(shop: Shop) -> None:
    on_trial(shop)
    shop.take(Maintenance(id="m", at=shop.clock.at, on=True))


STATES: list[Callable[[Shop], None]] = [
    nothing, invited, on_trial, paying, paying_for_lite, in_grace, stopped, switching, disqualified, over,
    under_maintenance,
]  # fmt: skip
NAMED = [state.__name__ for state in STATES]
