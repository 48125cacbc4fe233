"""What the buttons of Team do. Who may is judged by the team, inside the transaction that changes it."""

import asyncio
from typing import Any, Final

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.confirming import Confirmation, Done, NotDone, Tap
from bot.frame.pending import Terms
from bot.frame.states import Team
from bot.frame.visitor import Visitor
from bot.frame.ways import leave_shop
from bot.frame.widgets import ports_of, remark, toast, visitor_of
from bot.screens.team.getters import ROLES, removal_terms, runs_team
from core.values import HOUR, Role
from storage.people.links import LINK_HOURS
from storage.people.team import Forbidden, Membership, TeamRefused

_WITHIN: Final = {"role": Team.role, "remove": Team.remove, "invite": Team.invite, "audit": Team.audit}
_MOST_DIGITS: Final = 18
"""Of a member's or a note's number: what is longer was never offered."""

Came = Membership | Forbidden | TeamRefused


def _number(choice: str) -> int | None:
    return int(choice) if choice.isascii() and choice.isdigit() and len(choice) <= _MOST_DIGITS else None


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The ways between the windows, and the two buttons for a seat."""
    if choice in ("give", "free"):
        await _seat(callback, manager, give=choice == "give")
    elif choice == "revoke":
        await _revoke_shown(callback, manager)
    elif choice == "leave":
        visitor = visitor_of(manager)
        if visitor.membership is not None:
            await leave_shop(manager, visitor.membership.seller)
    elif choice in _WITHIN:
        pending.forget(manager.dialog_data)
        await manager.switch_to(_WITHIN[choice])


async def turn(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Another page of members."""
    number = _number(choice)
    if number is not None:
        manager.dialog_data["page"] = number


async def turn_back_in_time(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Another page of notes: the numbers of those before which the pages began are kept, to come back."""
    before: list[int] = manager.dialog_data.setdefault("before", [])
    number = _number(choice)
    if choice == "newer" and before:
        before.pop()
    elif number is not None and (not before or number < before[-1]):
        before.append(number)


async def choose_member(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Open a member's card; a number that is nobody's shows that."""
    manager.dialog_data["member"] = _number(choice)
    await manager.switch_to(Team.member)


# -- changes -----------------------------------------------------------------------------------------------------------


def _chosen(manager: DialogManager) -> tuple[str, int]:
    """The shop and the number of the member whose card is open."""
    shop = visitor_of(manager).membership
    assert shop is not None  # windows of a shop are closed for who has none
    return shop.seller, manager.dialog_data.get("member") or 0


async def _seat(callback: CallbackQuery, manager: DialogManager, *, give: bool) -> None:
    visitor, ports = visitor_of(manager), ports_of(manager)
    seller, member = _chosen(manager)
    now, by, seats = ports.clock.now(), visitor.telegram_id, ports.policy.benefits.seats
    came: Came = await (
        asyncio.to_thread(ports.team.assign_seat, seller, member, by, now, seats=seats)
        if give
        else asyncio.to_thread(ports.team.free_seat, seller, member, by, now)
    )
    if isinstance(came, Membership):
        await toast(manager, callback, visitor.say("toast-team-seat-given" if give else "toast-team-seat-freed"))
    else:
        remark(manager, _why_not(visitor, came))


def _why_not(visitor: Visitor, came: Forbidden | TeamRefused) -> str:
    if isinstance(came, Forbidden):
        return visitor.say("refusal-forbidden")
    return visitor.say(
        {
            "unknown_member": "team-member-gone",
            "last_administrator": "team-last-administrator",
            "not_connected": "team-seat-not-connected",
            "no_free_seat": "refusal-no-free-seat",
        }[came.reason]
    )


async def choose_role(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Give the member another role. Nobody changes their own: what they give up they could not take back."""
    visitor, ports = visitor_of(manager), ports_of(manager)
    seller, member = _chosen(manager)
    if choice not in set(ROLES):
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    if visitor.membership is not None and visitor.membership.member_id == member:
        remark(manager, visitor.say("team-own-role"))
        return
    came: Came = await asyncio.to_thread(
        ports.team.change_role, seller, member, Role(choice), visitor.telegram_id, ports.clock.now()
    )
    if isinstance(came, Membership):
        await toast(manager, callback, visitor.say("toast-team-role-changed"))
        await manager.switch_to(Team.member)
    else:
        remark(manager, _why_not(visitor, came))


class Removal(Confirmation):
    """A member is removed by an administrator; who may is judged where it is done."""

    def look(self, tap: Tap) -> Terms | NotDone:
        if tap.shop is None or not runs_team(tap.visitor):
            return NotDone(_why_not(tap.visitor, Forbidden()))
        members, wanted = tap.ports.team.members(tap.shop.seller), tap.asked.terms["member"]
        found = next((each for each in members if each.member_id == wanted), None)
        return NotDone(tap.visitor.say("team-member-gone")) if found is None else removal_terms(found)

    def do(self, tap: Tap, found: Terms) -> Done | NotDone:
        came: Came = tap.ports.team.remove(
            tap.asked.seller, found["member"], tap.visitor.telegram_id, tap.now, role=Role(found["role"])
        )
        if isinstance(came, Membership):
            return Done(found, tap.visitor.say("team-removed", name=came.name), above=True)
        return NotDone(_why_not(tap.visitor, came))

    def then(self, terms: Terms) -> State:
        return Team.main


confirm_removal = Removal().confirm


# -- invitations -------------------------------------------------------------------------------------------------------


async def invite(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Make a link for a role and show it. A second tap, on the link's own window, makes none."""
    visitor, ports = visitor_of(manager), ports_of(manager)
    if choice not in set(ROLES):
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    if manager.current_context().state == Team.link:
        await toast(manager, callback, visitor.say("toast-done-already"))
        return
    assert visitor.membership is not None
    now = ports.clock.now()
    came: str | Forbidden = await asyncio.to_thread(
        ports.team.create_link, visitor.membership.seller, Role(choice), visitor.telegram_id, now
    )
    if isinstance(came, Forbidden):
        remark(manager, visitor.say("refusal-forbidden"))
        return
    made: dict[str, Any] = {"token": came, "role": choice, "until": now + LINK_HOURS * HOUR}
    manager.dialog_data["link"] = made
    await manager.switch_to(Team.link)


async def revoke(callback: CallbackQuery, manager: DialogManager, tag: str) -> None:
    """Revoke one of the links listed."""
    visitor, ports = visitor_of(manager), ports_of(manager)
    assert visitor.membership is not None
    done = await asyncio.to_thread(
        ports.team.revoke_open_link, visitor.membership.seller, tag, visitor.telegram_id, ports.clock.now()
    )
    await _tell_revoked(callback, manager, done=done)


async def _revoke_shown(callback: CallbackQuery, manager: DialogManager) -> None:
    visitor, ports = visitor_of(manager), ports_of(manager)
    made: dict[str, Any] | None = manager.dialog_data.pop("link", None)
    done = made is not None and await asyncio.to_thread(
        ports.team.revoke_link, made["token"], visitor.telegram_id, ports.clock.now()
    )
    await _tell_revoked(callback, manager, done=done)
    await manager.switch_to(Team.invite)


async def _tell_revoked(callback: CallbackQuery, manager: DialogManager, *, done: bool) -> None:
    visitor = visitor_of(manager)
    if not done and not runs_team(visitor):
        remark(manager, visitor.say("refusal-forbidden"))
    else:
        await toast(manager, callback, visitor.say("toast-team-revoked" if done else "toast-team-link-closed"))
