"""Leaving a shop, and having one's data deleted (RULES 15.19): the windows and their buttons.

Problem: both can't be undone, and a shop must not be left without an administrator.
Decision: two taps, the second one on a window that says what follows; the last administrator is told on that window
what to do first, and gets no button. What was confirmed once is not done again by a second tap.
Limit: Telegram's own chat with its old messages is the person's to delete.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.commands import forget_menu
from bot.frame.confirming import Confirmation, Done, NotDone, Tap
from bot.frame.pending import Terms
from bot.frame.ports import Ports
from bot.frame.states import Home, Settings, Team
from bot.frame.visitor import Visitor, meet, shop_tag
from bot.frame.widgets import (
    ENDS_OR_SPENDS,
    Choice,
    Data,
    open_screen,
    page,
    ports_of,
    toast,
    visitor_of,
)
from bot.paper.document import clipped
from storage.people.team import LastAdministrator, Membership, TeamRefused

_LONGEST_NAME = 20
EVERYWHERE = ""
"""Stands for the shop in the confirmation that is about no single shop."""


# -- what the windows show ---------------------------------------------------------------------------------------------


async def data(visitor: Visitor, **_: Any) -> Data:
    """What is kept about the person, and the ways out."""
    text = page(
        [
            visitor.say("settings-data-title"),
            visitor.say("settings-data-what", name=visitor.name, number=str(visitor.telegram_id))
            if visitor.shops
            else visitor.say("settings-data-little"),
            "",
            visitor.say("settings-data-shops") if visitor.shops else visitor.say("settings-data-no-shops"),
            *(_shop_line(visitor, shop) for shop in visitor.shops),
        ]
    )
    ways = [
        Choice(
            shop_tag(shop.seller),
            visitor.texts.plain(visitor.locale, "settings-leave-shop", shop=clipped(shop.shop, _LONGEST_NAME)),
        )
        for shop in visitor.shops
    ]
    return {"text": text, "leave": ways, "go": [Choice("forget", visitor.say("button-settings-forget"))]}


def _shop_line(visitor: Visitor, shop: Membership) -> str:
    return visitor.say("settings-data-shop", shop=shop.shop, role=visitor.say(f"role-{shop.role}"))


def _chosen(visitor: Visitor, tag: str | None) -> Membership | None:
    return next((shop for shop in visitor.shops if shop_tag(shop.seller) == tag), None)


async def leave(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What leaving this shop means; for its last administrator, what to do first."""
    return await asyncio.to_thread(_leave, visitor, ports, dialog_manager.dialog_data)


def _leave(visitor: Visitor, ports: Ports, kept: Data) -> Data:
    shop = _chosen(visitor, kept.get("shop"))
    if shop is None:
        return {"text": page([visitor.say("settings-data-title"), visitor.say("settings-not-in-shop")])}
    if shop.seller in {each.seller for each in ports.team.sole_administrator_of(visitor.telegram_id)}:
        return _hand_over_first(visitor, "settings-leave-last", [shop])
    asked = pending.ask(kept, shop.seller, _departure(shop), ports.clock.now())
    return {
        "text": page([visitor.say("settings-leave-question", shop=shop.shop)]),
        "depart": [Choice(asked.nonce, visitor.say("button-settings-confirm-leave"), ENDS_OR_SPENDS)],
    }


def _departure(shop: Membership) -> Terms:
    return {"shop": shop.shop}


def _hand_over_first(visitor: Visitor, key: str, shops: list[Membership]) -> Data:
    return {
        "text": page([visitor.say(key, shop=_listed(shops)), "", visitor.say("settings-hand-over")]),
        "team": [
            Choice(
                shop_tag(shop.seller),
                visitor.texts.plain(visitor.locale, "settings-team-of", shop=clipped(shop.shop, _LONGEST_NAME)),
            )
            for shop in shops
        ],
    }


async def forget(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What deleting one's data means."""
    return await asyncio.to_thread(_forget, visitor, ports, dialog_manager.dialog_data)


def _forget(visitor: Visitor, ports: Ports, kept: Data) -> Data:
    last = ports.team.sole_administrator_of(visitor.telegram_id)
    if last:
        return _hand_over_first(visitor, "settings-forget-last", last)
    shops = ports.team.memberships(visitor.telegram_id)
    asked = pending.ask(kept, EVERYWHERE, _forgetting(shops), ports.clock.now())
    text = page(
        [
            visitor.say("settings-forget-question"),
            visitor.say("settings-forget-shops", shops=_listed(shops)) if shops else None,
            visitor.say("settings-forget-what"),
        ]
    )
    return {
        "text": text,
        "depart": [Choice(asked.nonce, visitor.say("button-settings-confirm-forget"), ENDS_OR_SPENDS)],
    }


def _forgetting(shops: Sequence[Membership]) -> Terms:
    return {"shops": [shop.seller for shop in shops]}


def _listed(shops: Sequence[Membership]) -> str:
    return ", ".join(clipped(shop.shop, _LONGEST_NAME) for shop in shops)


# -- what the buttons do -----------------------------------------------------------------------------------------------


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """To the confirmation of deleting."""
    if choice == "forget":
        pending.forget(manager.dialog_data)
        await manager.switch_to(Settings.forget)


async def hand_over(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """To the team of a shop that needs another administrator first; that shop is the one looked at from now on."""
    visitor, ports = visitor_of(manager), ports_of(manager)
    shop = _chosen(visitor, choice)
    if shop is None:
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    await asyncio.to_thread(ports.team.choose_shop, visitor.telegram_id, shop.seller)
    await _meet_anew(manager, callback)
    await open_screen(manager, Team.main)


async def choose_shop(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The shop to leave."""
    pending.forget(manager.dialog_data)
    manager.dialog_data["shop"] = choice
    await manager.switch_to(Settings.leave)


class Departure(Confirmation):
    """A person leaves a shop. Whether it may be left is judged where it is done."""

    def look(self, tap: Tap) -> Terms | None:
        members = tap.ports.team.memberships(tap.visitor.telegram_id)
        return next((_departure(shop) for shop in members if shop.seller == tap.asked.seller), None)

    def do(self, tap: Tap, found: Terms) -> Done | NotDone:
        came = tap.ports.team.leave(tap.asked.seller, tap.visitor.telegram_id, tap.now)
        if isinstance(came, TeamRefused):
            return self.changed(tap)
        return Done(found, tap.visitor.say("settings-left", shop=came.shop), above=True)

    def changed(self, tap: Tap) -> NotDone:
        return _asked_anew(tap)

    def then(self, terms: Terms) -> State:
        return Home.main

    async def follow(self, manager: DialogManager, callback: CallbackQuery, terms: Terms) -> None:
        await _meet_anew(manager, callback)


class Forgetting(Confirmation):
    """A person leaves every shop and has their data deleted."""

    def look(self, tap: Tap) -> Terms | None:
        if tap.asked.seller != EVERYWHERE:
            return None
        return _forgetting(tap.ports.team.memberships(tap.visitor.telegram_id))

    def do(self, tap: Tap, found: Terms) -> Done | NotDone:
        came = tap.ports.team.forget_person(tap.visitor.telegram_id, tap.now, shops=found["shops"])
        if isinstance(came, LastAdministrator):
            return self.changed(tap)
        return Done(found, tap.visitor.say("settings-forgotten"), above=True)

    def changed(self, tap: Tap) -> NotDone:
        return _asked_anew(tap)

    def then(self, terms: Terms) -> State:
        return Home.main

    async def follow(self, manager: DialogManager, callback: CallbackQuery, terms: Terms) -> None:
        if callback.bot is not None:
            await forget_menu(callback.bot, visitor_of(manager).telegram_id)
        await _meet_anew(manager, callback)


def _asked_anew(tap: Tap) -> NotDone:
    # The window says why: somebody else has left meanwhile, or this person is out already.
    return NotDone(tap.visitor.say("toast-outdated"), passing=True)


async def _meet_anew(manager: DialogManager, callback: CallbackQuery) -> None:
    """Home of another shop, or the welcome, is seen as who the person is now."""
    manager.middleware_data["visitor"] = await asyncio.to_thread(meet, ports_of(manager), callback.from_user)


confirm_leaving = Departure().confirm
confirm_forgetting = Forgetting().confirm
