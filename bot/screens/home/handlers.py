"""What the buttons of Home do."""

import asyncio

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame.states import Home, Invitation, Language, Source
from bot.frame.visitor import meet, shop_tag
from bot.frame.ways import Change, ask_to_change, begin_spending
from bot.frame.widgets import open_screen, ports_of, remark, toast, visitor_of
from bot.screens.home.menu import MENU

_ELSEWHERE = {
    "language": Language.main,
    "invitation": Invitation.main,
    "approval": Invitation.approval,
    "begin": Source.main,
    "another": Source.another,
}


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Open what was chosen; a choice that does not exist leaves Home as it is."""
    if choice in MENU and MENU[choice].window.group is Home:
        await manager.switch_to(MENU[choice].window)
    elif choice in MENU:
        await open_screen(manager, MENU[choice].window)
    elif choice in _ELSEWHERE:
        await open_screen(manager, _ELSEWHERE[choice])
    elif choice == "top_up":
        await manager.switch_to(Home.balance)
    elif choice == "spend":
        await begin_spending(manager)
    elif choice == "keep":
        await ask_to_change(manager, Change.RESUME)


async def choose_shop(callback: CallbackQuery, manager: DialogManager, tag: str) -> None:
    """Look at another shop from now on."""
    visitor, ports = visitor_of(manager), ports_of(manager)
    chosen = next((shop for shop in visitor.shops if shop_tag(shop.seller) == tag), None)
    found = chosen and await asyncio.to_thread(ports.team.choose_shop, visitor.telegram_id, chosen.seller)
    if found is None:
        remark(manager, visitor.say("removed-member"))
        return
    manager.middleware_data["visitor"] = await asyncio.to_thread(meet, ports, callback.from_user)
    await toast(manager, callback, found.shop[:200])
    await open_screen(manager, Home.main)
