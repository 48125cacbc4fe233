"""The window of analytics seats: who has one, and for managers and administrators who gets one (RULES 6.3).

Problem: a team may be larger than a keyboard. Decision: pages of members, those with a seat first; a tap gives or takes
back, and what it does stands on the button. Limit: whether a seat is free and who may decide is judged by the team.
"""

import asyncio
from typing import Any, Final

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.present import present
from bot.frame.visitor import Visitor
from bot.frame.widgets import Choice, Data, page, ports_of, remark, toast, visitor_of
from bot.paper.document import clipped
from core.events import Connect
from storage.people.team import Forbidden, Membership, TeamRefused

A_PAGE: Final = 8
_LONGEST_NAME: Final = 14
_PAGE: Final = "seats_page"


async def seats(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Who has a seat, and the buttons of those who decide."""
    number = int(dialog_manager.dialog_data.get(_PAGE, 0))
    return await asyncio.to_thread(_seats, visitor, ports, number)


def _seats(visitor: Visitor, ports: Ports, number: int) -> Data:
    shop, account = present(visitor, ports)
    members = ports.team.members(shop.seller)
    holders = [member for member in members if member.seat]
    free = max(0, ports.policy.benefits.seats - len(holders))
    subscribed = account.subscription.plan is not None
    decides = visitor.may(Connect) and subscribed
    lines: list[str | None] = [
        visitor.say("seats-title"),
        visitor.say("seats-about", details=visitor.say("benefit-analytics-details")),
        "",
        visitor.say("seats-count", taken=len(holders), seats=ports.policy.benefits.seats),
        *(visitor.say("seats-holder", name=holder.name, role=visitor.say(f"role-{holder.role}")) for holder in holders),
        "",
    ]
    if not subscribed:
        lines.append(visitor.say("seats-no-plan"))
    elif not decides:
        lines.append(visitor.say("seats-ask"))
    else:
        lines.append(visitor.say("seats-tap") if free else visitor.say("seats-full"))
    text = page(lines)
    if not decides:
        asks = subscribed and not visitor.may(Connect)
        return {"text": text, "ask": [Choice("ask-seat", visitor.say("button-ask-them"))] if asks else []}
    ordered = [*holders, *(member for member in members if not member.seat)]
    last = max(0, (len(ordered) - 1) // A_PAGE)
    number = min(number, last)
    shown = ordered[number * A_PAGE : (number + 1) * A_PAGE]
    turns = [Choice(f"page-{number - 1}", visitor.say("button-seats-before"))] if number else []
    if number < last:
        turns.append(Choice(f"page-{number + 1}", visitor.say("button-seats-next")))
    return {"text": text, "seat": [_button(visitor, member, free) for member in shown], "page": turns}


def _button(visitor: Visitor, member: Membership, free: int) -> Choice:
    name = clipped(member.name, _LONGEST_NAME)
    if member.seat:
        return Choice(f"free-{member.member_id}", f"{name} · {visitor.say('button-seat-free')}")
    label = f"{name} · {visitor.say('button-seat-give')}"
    return Choice(f"give-{member.member_id}", label, disabled=free == 0)


async def turn(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Another page of members."""
    word, _, number = choice.partition("-")
    if word == "page" and number.isdecimal() and len(number) < 6:
        manager.dialog_data[_PAGE] = int(number)


async def give_or_free(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Give a member a seat or take it back; the team says whether that may be."""
    visitor, ports = visitor_of(manager), ports_of(manager)
    word, _, number = choice.partition("-")
    if word not in ("give", "free") or not number.isdecimal() or len(number) > 18:
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    came = await asyncio.to_thread(_change, visitor, ports, word == "give", int(number))
    match came:
        case Membership():
            await toast(manager, callback, visitor.say("toast-seat-given" if came.seat else "toast-seat-freed"))
        case TeamRefused(reason="no_free_seat"):
            remark(manager, visitor.say("seats-full"))
        case TeamRefused():
            await toast(manager, callback, visitor.say("toast-outdated"))
        case _:
            remark(manager, visitor.say("refusal-forbidden"))


def _change(visitor: Visitor, ports: Ports, give: bool, member: int) -> Membership | Forbidden | TeamRefused | None:
    shop, account = present(visitor, ports)
    if account.subscription.plan is None:
        return None
    now, by = ports.clock.now(), visitor.telegram_id
    if give:
        return ports.team.assign_seat(shop.seller, member, by, now, seats=ports.policy.benefits.seats)
    return ports.team.free_seat(shop.seller, member, by, now)
