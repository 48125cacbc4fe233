"""What the windows of Team show.

Problem: a team of any size must fit, and a role may have been taken away since the button was shown.
Decision: members and notes come in pages; every window asks for the reader's present role first. Administrators and
managers see the team, administrators change it, both decide on seats (RULES 6.3).
Limit: what is offered here is only a hint; the team itself refuses what may not be.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from aiogram import Bot
from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.pending import Terms
from bot.frame.ports import Ports
from bot.frame.present import present
from bot.frame.visitor import Visitor
from bot.frame.widgets import ENDS_OR_SPENDS, NEXT_STEP, Choice, Data, page
from bot.paper.document import Document, Heading, Lines, Table, clipped, moment
from bot.screens.team.qr import qr_png
from bot.texts import Html
from core.roles import MANAGERS
from core.values import Role
from storage.people.links import BOT
from storage.people.team import Doer, Membership, Note, OpenLink

MEMBERS_ON_A_PAGE: Final = 8
NOTES_ON_A_PAGE: Final = 10
ROLES: Final = (Role.ADMINISTRATOR, Role.MANAGER, Role.FINANCE, Role.EMPLOYEE)
_LONGEST_NAME: Final = 24


def sees_team(visitor: Visitor) -> bool:
    """Whether this person may look at the team."""
    return visitor.membership is not None and visitor.membership.role in MANAGERS


def runs_team(visitor: Visitor) -> bool:
    """Whether this person may let people in, remove them and change roles."""
    return visitor.membership is not None and visitor.membership.role is Role.ADMINISTRATOR


def _refused(visitor: Visitor, title: str) -> Data:
    return {"text": page([visitor.say(title), visitor.say("refusal-forbidden")])}


# -- members -----------------------------------------------------------------------------------------------------------


async def team(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """A page of members, and the ways on."""
    number = int(dialog_manager.dialog_data.get("page", 0))
    return await asyncio.to_thread(_team, visitor, ports, number)


def _team(visitor: Visitor, ports: Ports, number: int) -> Data:
    shop, account = present(visitor, ports)
    if not sees_team(visitor):
        return _refused(visitor, "team-title")
    members = ports.team.members(shop.seller)
    last = (len(members) - 1) // MEMBERS_ON_A_PAGE
    number = max(0, min(number, last))
    shown = members[number * MEMBERS_ON_A_PAGE : (number + 1) * MEMBERS_ON_A_PAGE]
    seats, taken = ports.policy.benefits.seats, sum(member.seat for member in members)
    connected = account.subscription.plan is not None
    columns = ["team-column-name", "team-column-role"]
    if connected or taken:
        columns.append("team-column-seat")
    document = Document(
        Heading(visitor.say("team-title")),
        Lines.of(
            visitor.say("team-count", shop=shop.shop, count=len(members)),
            visitor.say("team-seats", taken=taken, seats=seats) if connected else visitor.say("team-seats-off"),
        ),
        Table(
            tuple(visitor.say(column) for column in columns),
            tuple(_row(visitor, member)[: len(columns)] for member in shown),
            align="l" * len(columns),
            titled=False,
        ),
        Lines.of(visitor.say("team-page", page=number + 1, pages=last + 1)) if last else None,
        Lines.of(visitor.say("team-tap-member")),
    )
    turns = [Choice(f"{number - 1}", visitor.say("button-team-previous"))] if number else []
    if number < last:
        turns.append(Choice(f"{number + 1}", visitor.say("button-team-next")))
    ways = [Choice("audit", visitor.say("button-team-audit"))]
    if runs_team(visitor):
        ways.insert(0, Choice("invite", visitor.say("button-team-invite"), NEXT_STEP))
    return {
        "document": document,
        "member": [Choice(str(member.member_id), clipped(member.name, _LONGEST_NAME)) for member in shown],
        "page": turns,
        "go": ways,
    }


def _row(visitor: Visitor, member: Membership) -> tuple[str, ...]:
    name = member.name
    if member.telegram_id == visitor.telegram_id:
        name = visitor.say("team-you", name=name)
    return name, visitor.say(f"role-{member.role}"), visitor.say("team-has-seat") if member.seat else ""


# -- one member --------------------------------------------------------------------------------------------------------


def _chosen(members: Sequence[Membership], data: Data) -> Membership | None:
    return next((member for member in members if member.member_id == data.get("member")), None)


async def card(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """One member, and what the reader may change about them."""
    return await asyncio.to_thread(_card, visitor, ports, dialog_manager.dialog_data)


def _card(visitor: Visitor, ports: Ports, data: Data) -> Data:
    shop, account = present(visitor, ports)
    if not sees_team(visitor):
        return _refused(visitor, "team-title")
    members = ports.team.members(shop.seller)
    found = _chosen(members, data)
    if found is None:
        return {"text": page([visitor.say("team-title"), visitor.say("team-member-gone")])}
    connected = account.subscription.plan is not None
    free = ports.policy.benefits.seats - sum(member.seat for member in members)
    themselves = found.telegram_id == visitor.telegram_id
    others = [each for each in members if each.role is Role.ADMINISTRATOR and each.member_id != found.member_id]
    changes = runs_team(visitor) and not themselves
    choices = [
        Choice("role", visitor.say("button-team-role")) if changes else None,
        Choice("free", visitor.say("button-team-free-seat"))
        if found.seat
        else Choice("give", visitor.say("button-team-give-seat"), disabled=not connected or free <= 0),
        Choice("remove", visitor.say("button-team-remove"), ENDS_OR_SPENDS) if changes else None,
        Choice("leave", visitor.say("button-team-leave")) if themselves else None,
    ]
    text = page(
        [
            visitor.say("team-member-title", name=found.name),
            visitor.say("team-member-role", role=visitor.say(f"role-{found.role}")),
            visitor.say("team-member-joined", at=visitor.reader.date(found.joined_at)),
            _seat_line(visitor, found, connected=connected, free=free),
            "" if themselves else None,
            visitor.say(_about_oneself(found, alone=not others)) if themselves else None,
        ]
    )
    return {"text": text, "go": [choice for choice in choices if choice is not None]}


def _seat_line(visitor: Visitor, member: Membership, *, connected: bool, free: int) -> str:
    if member.seat:
        return visitor.say("team-seat-on" if connected else "team-seat-idle")
    if not connected:
        return visitor.say("team-seat-not-connected")
    return visitor.say("team-seat-off" if free > 0 else "team-seat-none-free")


def _about_oneself(member: Membership, *, alone: bool) -> str:
    if member.role is not Role.ADMINISTRATOR:
        return "team-self"
    return "team-self-last-administrator" if alone else "team-self-administrator"


async def roles(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What each role may do, and the choice of another one."""
    return await asyncio.to_thread(_roles, visitor, ports, dialog_manager.dialog_data)


def _roles(visitor: Visitor, ports: Ports, data: Data) -> Data:
    shop, _ = present(visitor, ports)
    if not runs_team(visitor):
        return _refused(visitor, "team-title")
    found = _chosen(ports.team.members(shop.seller), data)
    if found is None:
        return {"text": page([visitor.say("team-title"), visitor.say("team-member-gone")])}
    text = page(
        [
            visitor.say("team-role-title", name=found.name),
            visitor.say("team-role-now", role=visitor.say(f"role-{found.role}")),
            "",
            *_what_roles_may(visitor),
            "" if found.seat else None,
            visitor.say("team-role-frees-seat") if found.seat else None,
        ]
    )
    choices = [Choice(role.value, visitor.say(f"role-{role}"), disabled=role is found.role) for role in ROLES]
    return {"text": text, "role": choices}


def _what_roles_may(visitor: Visitor) -> list[str]:
    return [
        visitor.say("team-role-line", role=visitor.say(f"role-{role}"), may=visitor.say(f"team-may-{role}"))
        for role in ROLES
    ]


def removal_terms(found: Membership) -> Terms:
    """What the confirmation of a removal shows."""
    return {"member": found.member_id, "role": found.role.value}


async def removal(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What removing this member means, and the confirmation."""
    return await asyncio.to_thread(_removal, visitor, ports, dialog_manager.dialog_data)


def _removal(visitor: Visitor, ports: Ports, data: Data) -> Data:
    shop, _ = present(visitor, ports)
    if not runs_team(visitor):
        return _refused(visitor, "team-title")
    found = _chosen(ports.team.members(shop.seller), data)
    if found is None:
        return {"text": page([visitor.say("team-title"), visitor.say("team-member-gone")])}
    asked = pending.ask(data, shop.seller, removal_terms(found), ports.clock.now())
    text = visitor.say("team-remove-question", name=found.name, role=visitor.say(f"role-{found.role}"))
    return {
        "text": page([text]),
        "confirm": [Choice(asked.nonce, visitor.say("button-team-confirm-remove"), ENDS_OR_SPENDS)],
    }


# -- invitations -------------------------------------------------------------------------------------------------------


async def invitations(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The choice of a role for a new link, and the links that still open."""
    return await asyncio.to_thread(_invitations, visitor, ports)


def _invitations(visitor: Visitor, ports: Ports) -> Data:
    shop, _ = present(visitor, ports)
    if not runs_team(visitor):
        return _refused(visitor, "team-invite-title")
    links = ports.team.open_links(shop.seller, ports.clock.now())
    text = page(
        [
            visitor.say("team-invite-title"),
            visitor.say("team-invite-how"),
            "",
            *_what_roles_may(visitor),
            "",
            visitor.say("team-open-links") if links else visitor.say("team-no-open-links"),
            *(_link_line(visitor, number, link) for number, link in enumerate(links, 1)),
        ]
    )
    return {
        "text": text,
        "invite": [Choice(role.value, visitor.say(f"role-{role}")) for role in ROLES],
        "revoke": [
            Choice(link.tag, visitor.texts.plain(visitor.locale, "team-revoke-numbered", number=str(number)))
            for number, link in enumerate(links, 1)
        ],
    }


def _link_line(visitor: Visitor, number: int, link: OpenLink) -> str:
    role, until = visitor.say(f"role-{link.role}"), visitor.reader.until(link.expires_at)
    by = link.by or visitor.say("role-operator")
    return visitor.say("team-open-link", number=str(number), role=role, until=until, by=by)


async def link(dialog_manager: DialogManager, visitor: Visitor, bot: Bot, **_: Any) -> Data:
    """The new link as text, to be copied, and as a QR code."""
    made: Data | None = dialog_manager.dialog_data.get("link")
    another = Choice("invite", visitor.say("button-team-another-link"))
    if not runs_team(visitor):
        return _refused(visitor, "team-invite-title")
    if made is None:
        return {"text": page([visitor.say("team-invite-title"), visitor.say("team-link-gone")]), "go": [another]}
    address = f"https://t.me/{(await bot.me()).username}?start={made['token']}"
    text = page(
        [
            visitor.say("team-link-title", role=visitor.say(f"role-{made['role']}")),
            visitor.say("team-link-how", until=visitor.reader.until(made["until"])),
            "",
            Html(f"<code>{Html.joined([address])}</code>"),
        ]
    )
    return {
        "text": text,
        "picture": await asyncio.to_thread(qr_png, address),
        "go": [
            Choice("copy", visitor.say("button-team-copy-link"), copies=address),
            Choice("revoke", visitor.say("button-team-revoke-link"), ENDS_OR_SPENDS),
            another,
        ],
    }


# -- who did what ------------------------------------------------------------------------------------------------------


async def notes(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """A page of what was noted."""
    return await asyncio.to_thread(_deeds, visitor, ports, dialog_manager.dialog_data.get("before", []))


def _deeds(visitor: Visitor, ports: Ports, before: list[int]) -> Data:
    shop, _ = present(visitor, ports)
    if not sees_team(visitor):
        return _refused(visitor, "team-audit-title")
    found = ports.team.notes(shop.seller, NOTES_ON_A_PAGE + 1, before[-1] if before else None)
    shown = found[:NOTES_ON_A_PAGE]
    turns = [Choice("newer", visitor.say("button-team-newer"))] if before else []
    if len(found) > NOTES_ON_A_PAGE:
        turns.append(Choice(f"{shown[-1].id}", visitor.say("button-team-older")))
    columns = ("team-column-when", "team-column-who", "team-column-what")
    document = Document(
        Heading(visitor.say("team-audit-title")),
        Table(
            tuple(visitor.say(column) for column in columns),
            tuple(_note_row(visitor, note) for note in shown),
            align="lll",
            titled=False,
        )
        if shown
        else Lines.of(visitor.say("team-audit-none")),
        Lines.of(visitor.say("team-audit-limit")),
    )
    return {"document": document, "page": turns}


def _note_row(visitor: Visitor, note: Note) -> tuple[str, str, str]:
    when = moment(visitor.reader.moment(note.at), note.at)
    return when, _doer(visitor, note.by), _what(visitor, note)


def _doer(visitor: Visitor, doer: Doer) -> str:
    if doer.name is not None:
        return doer.name
    if doer.number is not None:
        return visitor.say("team-nameless", number=str(doer.number))
    if doer.word == BOT:
        return visitor.say("team-by-bot")
    known = doer.word in set(ROLES)
    return visitor.say(f"role-{doer.word}" if known else "role-operator")


def _what(visitor: Visitor, note: Note) -> str:
    """What was done, in words; who it was done to, where that is somebody else."""
    values: dict[str, str] = {}
    for name in ("role", "before", "after"):
        if name in note.detail:
            values[name] = visitor.say(f"role-{note.detail[name]}")
    if note.about is not None:
        values["member"] = _doer(visitor, note.about)
    if "approved" in note.detail:
        values["approved"] = "yes" if note.detail["approved"] else "no"
    return visitor.say(f"team-note-{note.action.replace('_', '-')}", **values)
