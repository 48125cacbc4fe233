"""Every window of every screen, collected from the dialogs: for every role, language and state of a shop.

Problem: a window that nobody opened in a test is the one that fails. Decision: no list of windows here; a
window without the data that it needs fails this module. Limit: what a window says is judged elsewhere; here it
must be whole, fit into a message, and offer a role nothing that the core would forbid.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aiogram.filters import Command, CommandObject
from aiogram.types import Message
from aiogram_dialog import DialogManager, StartMode

from bot.chat import dialogs
from bot.screens.calculator.form import FIELDS
from bot.screens.premium.changes import Change, command, open_changes
from bot.screens.settings.kinds import GROUPS
from bot.screens.states import (
    Calculator,
    Help,
    History,
    Home,
    Invitation,
    Leaving,
    Paying,
    Points,
    Premium,
    Settings,
    Team,
)
from bot.texts import LOCALES, locale_for
from bot.visitor import shop_tag
from core.decide import allowed
from core.events import Connect, Maintenance, Spend
from core.values import Role
from tests.bot.recording import Human
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


def opening(shop: Shop) -> None:
    """Teach the bot a command that opens any window, for this module only."""

    async def open_window(message: Message, command: CommandObject, dialog_manager: DialogManager) -> None:
        number, _, which = (command.args or "").partition(" ")
        state = WINDOWS[int(number)]
        data = STARTED_WITH.get(state, [{}])[int(which)]
        await dialog_manager.start(state, dict(data), mode=StartMode.RESET_STACK)

    shop.dispatcher.sub_routers[0].message.register(open_window, Command("window"))


async def windows(human: Human) -> list[tuple[Any, str, list[Any]]]:
    """Open every window; (state, text, buttons) of each."""
    found = []
    for number, state in enumerate(WINDOWS):
        if state is Home.newcomer:
            continue
        for which in range(len(STARTED_WITH.get(state, [{}]))):
            await human.write(f"/window {number} {which}")
            found.append((state, human.text, human.buttons()))
    return found


# -- what state a shop may be in ---------------------------------------------------------------------------------------


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


# -- the tests ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES, ids=NAMED)
@pytest.mark.parametrize("role", ROLES)
async def test_every_window_comes_out_whole(shop: Shop, role: Role, state: Callable[[Shop], None]) -> None:
    state(shop)
    language = LOCALES[(ROLES.index(role) + STATES.index(state)) % 3]
    human = shop.member(role, "Anna", language)
    opening(shop)
    for window, text, buttons in await windows(human):
        assert_whole(window, text, buttons)


@pytest.mark.parametrize("language", LOCALES)
async def test_every_window_comes_out_whole_in_every_language(shop: Shop, language: str) -> None:
    on_trial(shop)
    administrator = shop.member(Role.ADMINISTRATOR, "Ա" * 60, language)
    employee = shop.member(Role.EMPLOYEE, "<b>&", language)
    shop.services.team.ask_approval(shop.seller, employee.user.id, shop.clock.at)
    opening(shop)
    for human in (administrator, employee):
        for window, text, buttons in await windows(human):
            assert_whole(window, text, buttons)
            assert locale_for(language) == language


def assert_whole(window: Any, text: str, buttons: list[Any]) -> None:
    assert 0 < len(text) <= 4096, window
    assert "{" not in text.replace("{,}", ","), window  # in a formula that is a comma inside a number
    assert "Sorry" not in text and "извините" not in text and "Ներեցեք" not in text, window
    assert text.count("<b>") == text.count("</b>"), window
    assert buttons, window
    for button in buttons:
        assert button.text.strip(), window
        if button.disabled is None and button.copy_text is None:
            assert 1 <= len((button.callback_data or "").encode()) <= 64, window
        assert button.style in (None, "danger", "success", "primary"), window
    assert sum(button.style == "primary" for button in buttons) <= 1 or window in (Premium.main, Premium.compare), (
        window
    )
    tails = [(button.callback_data or "").partition("\x1d")[2] for button in buttons]
    if window is Home.main:
        assert tails[-1] == "home"
    else:
        assert tails[-2:] == ["back", "home"], window


async def test_the_welcome_comes_out_whole(shop: Shop) -> None:
    nina = shop.person("Nina")
    await nina.write("/start")
    assert [button.callback_data.partition("\x1d")[2] for button in nina.buttons()] == ["go:help", "go:language"]  # type: ignore[union-attr]  # every button has data


SPENDING = {"go:spend", "go:points", "programme", "service", "amount"}


@pytest.mark.parametrize("state", STATES, ids=NAMED)
@pytest.mark.parametrize("role", ROLES)
async def test_a_role_is_offered_only_what_it_may_do(shop: Shop, role: Role, state: Callable[[Shop], None]) -> None:
    state(shop)
    human = shop.member(role)
    opening(shop)
    expected = {f"change:{change}" for change in open_changes(shop.account, role)}
    for window, _, buttons in await windows(human):
        tails = {(button.callback_data or "").partition("\x1d")[2] for button in buttons}
        changes = {tail for tail in tails if window in Premium.__all_states__ and tail.startswith("change:")}
        if window is Premium.main:
            assert changes == expected
        assert changes <= expected, window
        if not allowed(Connect, role):
            assert not {tail for tail in tails if tail.startswith(("answer:", "go:connect", "go:keep", "seat:"))}, (
                window
            )
            assert not (window is Premium.confirm and any(tail.startswith("confirm:") for tail in tails))
        if not allowed(Spend, role):
            assert not {tail for tail in tails if tail in SPENDING or tail.startswith(("programme:", "service:"))}, (
                window
            )
            assert not any(tail.startswith("confirm:") for tail in tails), window


@pytest.mark.parametrize("role", [Role.FINANCE, Role.EMPLOYEE])
@pytest.mark.parametrize("change", list(Change))
async def test_a_forged_change_is_refused_by_the_core(shop: Shop, role: Role, change: Change) -> None:
    paying(shop)
    human = shop.member(role)
    await human.write("/premium")
    before = shop.account.seq
    intent = (human.buttons()[0].callback_data or "").partition("\x1d")[0]
    await human.send_data(f"{intent}\x1dchange:{change}")
    assert "needs another role" in human.text
    await human.send_data(f"{intent}\x1dconfirm:{'x' * 16}")
    assert shop.account.seq == before


async def test_a_calendar_and_lists_of_any_length_fit_into_a_message(shop: Shop) -> None:
    shop.register("S2", "Very long name " * 60)
    for number in range(30):
        shop.register(f"S{number + 3}", "Shop " * 100)
    human = shop.member(Role.MANAGER, seller="S2")
    for number in range(30):
        shop.admit(human, Role.MANAGER, f"S{number + 3}")
    shop.services.team.choose_shop(human.user.id, "S2")
    opening(shop)
    for window, text, buttons in await windows(human):
        assert_whole(window, text, buttons)
    assert shop.clock.at == START
