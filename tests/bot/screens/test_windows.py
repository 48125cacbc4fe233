"""Every window of every screen, collected from the dialogs: for every role, language and state of a shop.

Problem: a window that nobody opened in a test is the one that fails. Decision: no list of windows here; a
window without the data that it needs fails this module. Limit: what a window says is judged elsewhere; here it
must be whole, fit into a message, and offer a role nothing that the core would forbid.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.frame.states import Home, Invitation, Premium
from bot.frame.ways import Change
from bot.screens.premium.changes import open_changes
from bot.texts import LOCALES, locale_for
from core.decide import allowed
from core.events import Connect, Spend
from core.values import Role
from tests.bot.every_window import NAMED, ROLES, STARTED_WITH, STATES, WINDOWS, on_trial, opening, paying
from tests.bot.recording import Human
from tests.bot.shop import START, Shop


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
    shop.ports.team.ask_approval(shop.seller, employee.user.id, shop.clock.at)
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
        if button.disabled is None and button.copy_text is None and button.url is None:
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
    tails = [button.callback_data.partition("\x1d")[2] for button in nina.buttons()]  # type: ignore[union-attr]  # every button has data
    assert tails == ["go:begin", "go:help", "go:language"]


WITH_A_WAY_ON = (Invitation.main, Premium.main, Premium.confirm, Premium.done, Premium.compare)
"""Where whoever came has something in mind: that nothing can be done is no place to stay."""


@pytest.mark.parametrize("state", STATES, ids=NAMED)
@pytest.mark.parametrize("role", ROLES)
async def test_where_nothing_can_be_done_there_is_a_way_on(
    shop: Shop, role: Role, state: Callable[[Shop], None]
) -> None:
    state(shop)
    human = shop.member(role)
    opening(shop)
    for number, window in enumerate(WINDOWS):
        for which in range(len(STARTED_WITH.get(window, [{}])) if window in WITH_A_WAY_ON else 0):
            await human.write(f"/window {number} {which}")
            ways = [each for each in human.buttons() if each.disabled is None]
            assert len(ways) > 2, (window, human.text)


async def test_an_accepted_invitation_leads_to_premium(shop: Shop) -> None:
    on_trial(shop)
    human = shop.member(Role.MANAGER)
    opening(shop)
    await human.write(f"/window {WINDOWS.index(Invitation.main)} 0")
    await human.tap("Open Premium")
    assert human.text.startswith("<b>Plan and Premium</b>")


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
    before = shop.account.journal.seq
    intent = (human.buttons()[0].callback_data or "").partition("\x1d")[0]
    await human.send_data(f"{intent}\x1dchange:{change}")
    assert "needs another role" in human.text
    await human.send_data(f"{intent}\x1dconfirm:{'x' * 16}")
    assert shop.account.journal.seq == before


async def test_a_calendar_and_lists_of_any_length_fit_into_a_message(shop: Shop) -> None:
    shop.register("S2", "Very long name " * 60)
    for number in range(30):
        shop.register(f"S{number + 3}", "Shop " * 100)
    human = shop.member(Role.MANAGER, seller="S2")
    for number in range(30):
        shop.admit(human, Role.MANAGER, f"S{number + 3}")
    shop.ports.team.choose_shop(human.user.id, "S2")
    opening(shop)
    for window, text, buttons in await windows(human):
        assert_whole(window, text, buttons)
    assert shop.clock.at == START
