"""Leaving a shop, and having one's data deleted (RULES 15.19): the windows and their buttons.

Problem: both can't be undone, and a shop must not be left without an administrator.
Decision: two taps, the second one on a window that says what follows; the last administrator is told on that window
what to do first, and gets no button. What was confirmed once is not done again by a second tap.
Limit: Telegram's own chat with its old messages is the person's to delete.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.commands import forget_menu
from bot.frame.ports import Services
from bot.frame.states import Home, Settings, Team
from bot.frame.visitor import Visitor, meet, shop_tag
from bot.frame.widgets import (
    ENDS_OR_SPENDS,
    Choice,
    Data,
    open_screen,
    page,
    remark,
    services_of,
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


async def leave(dialog_manager: DialogManager, visitor: Visitor, services: Services, **_: Any) -> Data:
    """What leaving this shop means; for its last administrator, what to do first."""
    return await asyncio.to_thread(_leave, visitor, services, dialog_manager.dialog_data)


def _leave(visitor: Visitor, services: Services, kept: Data) -> Data:
    shop = _chosen(visitor, kept.get("shop"))
    if shop is None:
        return {"text": page([visitor.say("settings-data-title"), visitor.say("settings-not-in-shop")])}
    if shop.seller in {each.seller for each in services.team.sole_administrator_of(visitor.telegram_id)}:
        return _hand_over_first(visitor, "settings-leave-last", [shop])
    asked = pending.ask(kept, shop.seller, {}, services.clock.now())
    return {
        "text": page([visitor.say("settings-leave-question", shop=shop.shop)]),
        "depart": [Choice(asked.nonce, visitor.say("button-settings-confirm-leave"), ENDS_OR_SPENDS)],
    }


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


async def forget(dialog_manager: DialogManager, visitor: Visitor, services: Services, **_: Any) -> Data:
    """What deleting one's data means."""
    return await asyncio.to_thread(_forget, visitor, services, dialog_manager.dialog_data)


def _forget(visitor: Visitor, services: Services, kept: Data) -> Data:
    last = services.team.sole_administrator_of(visitor.telegram_id)
    if last:
        return _hand_over_first(visitor, "settings-forget-last", last)
    asked = pending.ask(kept, EVERYWHERE, {}, services.clock.now())
    text = page(
        [
            visitor.say("settings-forget-question"),
            visitor.say("settings-forget-shops", shops=_listed(visitor.shops)) if visitor.shops else None,
            visitor.say("settings-forget-what"),
        ]
    )
    return {
        "text": text,
        "depart": [Choice(asked.nonce, visitor.say("button-settings-confirm-forget"), ENDS_OR_SPENDS)],
    }


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
    visitor, services = visitor_of(manager), services_of(manager)
    shop = _chosen(visitor, choice)
    if shop is None:
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    await asyncio.to_thread(services.team.choose_shop, visitor.telegram_id, shop.seller)
    manager.middleware_data["visitor"] = await asyncio.to_thread(meet, services, callback.from_user)
    await open_screen(manager, Team.main)


async def choose_shop(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The shop to leave."""
    pending.forget(manager.dialog_data)
    manager.dialog_data["shop"] = choice
    await manager.switch_to(Settings.leave)


async def confirm_leaving(callback: CallbackQuery, manager: DialogManager, nonce: str) -> None:
    """The second tap: out of the shop."""
    visitor, services = visitor_of(manager), services_of(manager)
    asked = pending.kept(manager.dialog_data)
    if asked is None or asked.nonce != nonce or asked.seller == EVERYWHERE:
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    came = await asyncio.to_thread(services.team.leave, asked.seller, visitor.telegram_id, services.clock.now())
    if isinstance(came, TeamRefused):
        # The window says why: somebody else has left meanwhile, or this person is out already.
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    remark(manager, visitor.say("settings-left", shop=came.shop))
    await _out(callback, manager)


async def confirm_forgetting(callback: CallbackQuery, manager: DialogManager, nonce: str) -> None:
    """The second tap: nothing is kept any more."""
    visitor, services = visitor_of(manager), services_of(manager)
    asked = pending.kept(manager.dialog_data)
    if asked is None or asked.nonce != nonce or asked.seller != EVERYWHERE:
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    came = await asyncio.to_thread(services.team.forget_person, visitor.telegram_id, services.clock.now())
    if isinstance(came, LastAdministrator):
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    if callback.bot is not None:
        await forget_menu(callback.bot, visitor.telegram_id)
    remark(manager, visitor.say("settings-forgotten"))
    await _out(callback, manager)


async def _out(callback: CallbackQuery, manager: DialogManager) -> None:
    """Home of another shop, or the welcome, seen as who the person is now."""
    services = services_of(manager)
    manager.middleware_data["visitor"] = await asyncio.to_thread(meet, services, callback.from_user)
    await open_screen(manager, Home.main)
