"""Ways from one screen into the middle of another, where there is more to it than naming a window.

What the other screen has to be started with is said here, once; it judges by itself whether the person may.
"""

import asyncio
from enum import StrEnum
from typing import Final

from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.states import Language, Points, Premium, Settings
from bot.frame.summary import spendable
from bot.frame.visitor import Visitor, shop_tag
from bot.frame.widgets import Choice, Data, open_screen, ports_of, remark, visitor_of
from core.events import Spend

FROM_SETTINGS: Final = {"back": "settings"}
"""What the choice of language is started with from Settings, to lead back there."""


MOST_SHOPS: Final = 20
"""Shops that a person may be in and still begin another."""


class Change(StrEnum):
    """What a person can ask of the subscription."""

    LITE = "lite"
    PREMIUM = "premium"
    RESUME = "resume"
    SWITCH = "switch"
    CANCEL = "cancel"


def may_add_shop(visitor: Visitor, ports: Ports) -> bool:
    """Whether this person may begin a reported shop, beside those they are in."""
    return ports.open_signup and len(visitor.shops) < MOST_SHOPS


def another_shop(visitor: Visitor, ports: Ports) -> list[Choice]:
    """The button to a further shop, `Source.another`, where one may be added."""
    return [Choice("another", visitor.say("button-source-another"))] if may_add_shop(visitor, ports) else []


async def ask_to_change(
    manager: DialogManager,
    change: Change,
    *,
    approval: int | None = None,
    notice: int | None = None,
    below: bool = False,
) -> None:
    """Show the confirmation of a change of the subscription.

    `approval` is the colleague's request that led here, `notice` the message under which it was approved.
    """
    data: Data = {"change": change.value}
    if approval is not None:
        data["approval"] = approval
    if notice is not None:
        data["notice"] = notice
    await open_screen(manager, Premium.confirm, data, below=below)


async def begin_spending(manager: DialogManager, programme: str | None = None, *, below: bool = False) -> None:
    """What points may pay now; of one programme if it was named and has any."""
    ports, visitor = ports_of(manager), visitor_of(manager)
    if visitor.membership is None or not visitor.may(Spend):
        remark(manager, visitor.say("refusal-forbidden"))
        await open_screen(manager, Points.main, below=below)
        return
    account = await asyncio.to_thread(ports.account, visitor.membership.seller)
    found = [] if account is None else spendable(account, ports.policy)
    if programme is not None and programme in found:
        found = [programme]
    if not found:
        remark(manager, visitor.say("spend-programme-none"))
        await open_screen(manager, Points.main, below=below)
    else:
        await open_screen(manager, Points.service, {"only": found[0]} if len(found) == 1 else None, below=below)


async def leave_shop(manager: DialogManager, seller: str) -> None:
    """Ask whether this person wants to leave the shop."""
    await open_screen(manager, Settings.leave, {"shop": shop_tag(seller)})


async def choose_language(manager: DialogManager) -> None:
    """From Settings to the choice of language, and back there."""
    await open_screen(manager, Language.main, dict(FROM_SETTINGS))
