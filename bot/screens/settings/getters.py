"""What the windows of Settings show, for everybody: also for somebody without a shop."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.visitor import Visitor
from bot.frame.ways import another_shop
from bot.frame.widgets import Choice, Data, page
from bot.paper.document import Document, Table
from bot.screens.settings.kinds import Switches, always_for, groups_for
from bot.screens.settings.zones import ZONES, city, offset, place
from bot.texts import LANGUAGES
from core.notices.joining import QUIET_FROM, QUIET_TO, Cadence
from core.notices.kinds import SUMS, Group
from core.values import BooksKind, Role
from storage.people.team import Person

PRESETS: Final = ((QUIET_FROM, QUIET_TO), (23, 7))
"""Quiet hours offered with one tap."""
USUAL_START: Final = QUIET_FROM
OFTEN: Final = "often"
"""What a choice begins with that says how often sums come."""
HOURS: Final = 24


def roles_of(visitor: Visitor) -> frozenset[Role]:
    """The roles in all the person's shops: what is switched is switched for all of them."""
    return frozenset(shop.role for shop in visitor.shops)


def groups_of(visitor: Visitor) -> list[Switches]:
    """What this person can switch."""
    reported = any(shop.books is BooksKind.REPORTED for shop in visitor.shops)
    return groups_for(roles_of(visitor), reported=reported)


async def settings(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Everything that is set, and the ways to change it."""
    return await asyncio.to_thread(_settings, visitor, ports)


def _settings(visitor: Visitor, ports: Ports) -> Data:
    person = ports.team.person(visitor.telegram_id)
    kinds = [kind for group in groups_of(visitor) for kind in group.kinds]
    on = sum(kind not in switched_off(person) for kind in kinds)
    zone = place(person.timezone or ports.policy.timezone, visitor.locale, ports.clock.now())
    text = page(
        [
            visitor.say("settings-title"),
            "",
            visitor.say("settings-language", language=LANGUAGES[visitor.locale]),
            visitor.say("settings-notices", on=str(on), all=str(len(kinds))) if kinds else None,
            _quiet_line(visitor, person),
            visitor.say("settings-zone" if person.timezone else "settings-zone-programme", zone=zone),
            visitor.say("settings-plain" if visitor.plain else "settings-rich"),
        ]
    )
    ways = [
        Choice("notices", visitor.say("button-settings-notices")),
        Choice("quiet", visitor.say("button-settings-quiet")),
        Choice("language", visitor.say("button-language")),
        Choice("timezone", visitor.say("button-settings-timezone")),
        Choice("rich", visitor.say("button-settings-rich"))
        if visitor.plain
        else Choice("plain", visitor.say("button-settings-plain")),
        *another_shop(visitor, ports),
        Choice("data", visitor.say("button-settings-data")),
    ]
    return {"text": text, "go": ways}


def _quiet_line(visitor: Visitor, person: Person) -> str:
    if person.quiet_from is None or person.quiet_to is None:
        return visitor.say("settings-quiet-none")
    return visitor.say("settings-quiet", start=clock_face(person.quiet_from), end=clock_face(person.quiet_to))


def clock_face(hour: int) -> str:
    """A full hour as a clock shows it."""
    return f"{hour:02}:00"


# -- tables ------------------------------------------------------------------------------------------------------------


async def tables(visitor: Visitor, **_: Any) -> Data:
    """Whether the sample above is seen: some clients show an empty message, though Telegram took it."""
    answers = [Choice(answer, visitor.say(f"button-settings-tables-{answer}")) for answer in ("yes", "no")]
    return {"text": page([visitor.say("settings-tables-seen")]), "seen": answers}


def sample(visitor: Visitor) -> Document:
    """A small table with nothing of the shop's in it."""
    titles = (visitor.say("settings-tables-column"), visitor.say("settings-tables-number"))
    rows = tuple((visitor.say("settings-tables-row", number=number), str(number * 100)) for number in (1, 2))
    return Document(Table(titles, rows))


# -- notices -----------------------------------------------------------------------------------------------------------


async def notices(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The groups with how they are set; what comes in any case, and why."""
    return await asyncio.to_thread(_notices, visitor, ports)


def _notices(visitor: Visitor, ports: Ports) -> Data:
    roles = roles_of(visitor)
    groups, person = groups_of(visitor), ports.team.person(visitor.telegram_id)
    muted = switched_off(person)
    if not groups:
        return {"text": page([visitor.say("settings-notices-title"), visitor.say("settings-notices-no-shop")])}
    text = page(
        [
            visitor.say("settings-notices-title"),
            visitor.say("settings-notices-how"),
            "",
            *(
                visitor.say("settings-often-line", name=_group_name(visitor, group), cadence=person.digests)
                if group.name == Group.DIGEST
                else _state_line(visitor, _group_name(visitor, group), group.kinds, muted)
                for group in groups
            ),
            "",
            visitor.say("settings-always"),
            *(
                visitor.say("settings-always-line", name=_kind_name(visitor, kind), why=_why_always(visitor, kind))
                for kind in always_for(roles)
            ),
        ]
    )
    return {"text": text, "group": [_group_choice(visitor, group, muted) for group in groups]}


def switched_off(person: Person) -> frozenset[str]:
    """The kinds that do not come, the sums if they never shall."""
    return person.muted | (SUMS if person.digests is Cadence.NEVER else frozenset())


def _group_name(visitor: Visitor, group: Switches) -> str:
    return visitor.say(f"settings-group-{group.name}")


def _kind_name(visitor: Visitor, kind: str) -> str:
    return visitor.say(f"settings-kind-{kind.replace('_', '-')}")


def _why_always(visitor: Visitor, kind: str) -> str:
    return visitor.say(f"settings-why-{kind.replace('_', '-')}")


def state_of(kinds: Iterable[str], muted: frozenset[str]) -> str:
    """ "on", "off", or "partly"."""
    off = {kind in muted for kind in kinds}
    return "partly" if len(off) > 1 else "off" if True in off else "on"


def _state_line(visitor: Visitor, name: str, kinds: Iterable[str], muted: frozenset[str]) -> str:
    return visitor.say("settings-state-line", name=name, state=state_of(kinds, muted))


def _group_choice(visitor: Visitor, group: Switches, muted: frozenset[str]) -> Choice:
    name = visitor.texts.plain(visitor.locale, f"settings-group-{group.name}")
    if group.whole:
        return _switch(visitor, group.name, name, group.kinds, muted)
    return Choice(group.name, visitor.texts.plain(visitor.locale, "settings-opens", name=name))


def _switch(visitor: Visitor, id: str, name: str, kinds: Iterable[str], muted: frozenset[str]) -> Choice:
    # The tap says what is wanted, so that a second one changes nothing.
    on = state_of(kinds, muted) != "off"
    label = visitor.texts.plain(visitor.locale, "settings-switched-on" if on else "settings-switched-off", name=name)
    return Choice(f"{'off' if on else 'on'}-{id}", label)


async def kinds(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The kinds of one group, each with its switch."""
    return await asyncio.to_thread(_kinds, visitor, ports, dialog_manager.dialog_data.get("group"))


def _kinds(visitor: Visitor, ports: Ports, name: str | None) -> Data:
    groups = groups_of(visitor)
    group = next((group for group in groups if group.name == name), None)
    if group is None:
        return {"text": page([visitor.say("settings-notices-title"), visitor.say("settings-notices-how")])}
    person = ports.team.person(visitor.telegram_id)
    if group.name == Group.DIGEST:
        often = [
            Choice(f"{OFTEN}-{each}", visitor.say("settings-often", cadence=each), disabled=each is person.digests)
            for each in Cadence
        ]
        title = visitor.say("settings-kinds-title", name=_group_name(visitor, group))
        return {"text": page([title, visitor.say("settings-often-how")]), "kind": often}
    muted = person.muted
    text = page(
        [
            visitor.say("settings-kinds-title", name=_group_name(visitor, group)),
            visitor.say("settings-kinds-how"),
        ]
    )
    switches = [
        _switch(
            visitor,
            kind,
            visitor.texts.plain(visitor.locale, f"settings-kind-{kind.replace('_', '-')}"),
            (kind,),
            muted,
        )
        for kind in group.kinds
    ]
    state = state_of(group.kinds, muted)
    together = [
        Choice(f"on-{group.name}", visitor.say("button-settings-all-on"), disabled=state == "on"),
        Choice(f"off-{group.name}", visitor.say("button-settings-all-off"), disabled=state == "off"),
    ]
    return {"text": text, "kind": switches, "group": together}


# -- quiet hours and the zone ------------------------------------------------------------------------------------------


async def quiet(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What quiet hours do, and the usual ones."""
    return await asyncio.to_thread(_quiet, visitor, ports)


def _quiet(visitor: Visitor, ports: Ports) -> Data:
    person = ports.team.person(visitor.telegram_id)
    zone = place(person.timezone or ports.policy.timezone, visitor.locale, ports.clock.now())
    text = page(
        [
            visitor.say("settings-quiet-title"),
            visitor.say("settings-quiet-how"),
            visitor.say("settings-quiet-always"),
            "",
            _quiet_line(visitor, person),
            visitor.say("settings-quiet-zone", zone=zone),
            visitor.say("settings-quiet-type"),
        ]
    )
    present = (person.quiet_from, person.quiet_to)
    choices = [
        Choice(f"{start}-{end}", f"{clock_face(start)} – {clock_face(end)}", disabled=present == (start, end))
        for start, end in PRESETS
    ]
    choices.append(Choice("own", visitor.say("button-settings-quiet-own")))
    choices.append(Choice("none", visitor.say("button-settings-quiet-none"), disabled=present == (None, None)))
    return {"text": text, "quiet": choices}


async def quiet_from(visitor: Visitor, **_: Any) -> Data:
    """The hours to begin with."""
    return {"text": page([visitor.say("settings-quiet-from")]), "start": _hours(range(HOURS))}


async def quiet_until(dialog_manager: DialogManager, visitor: Visitor, **_: Any) -> Data:
    """The hours to end with, beginning after the start."""
    start: int = dialog_manager.dialog_data.get("start", USUAL_START)
    text = visitor.say("settings-quiet-until", start=clock_face(start))
    return {"text": page([text]), "end": _hours((start + ahead) % HOURS for ahead in range(1, HOURS))}


def _hours(hours: Iterable[int]) -> list[Choice]:
    return [Choice(str(hour), clock_face(hour)) for hour in hours]


async def timezone(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What the zone is for, and the cities."""
    return await asyncio.to_thread(_timezone, visitor, ports)


def _timezone(visitor: Visitor, ports: Ports) -> Data:
    chosen, now = ports.team.person(visitor.telegram_id).timezone, ports.clock.now()
    programme = place(ports.policy.timezone, visitor.locale, now)
    text = page(
        [
            visitor.say("settings-zone-title"),
            visitor.say("settings-zone-how", programme=programme),
            "",
            visitor.say("settings-zone", zone=place(chosen, visitor.locale, now))
            if chosen
            else visitor.say("settings-zone-programme", zone=programme),
        ]
    )
    cities = [
        Choice(str(number), f"{city(zone, visitor.locale)} {offset(zone, now)}", disabled=zone == chosen)
        for number, zone in enumerate(ZONES)
    ]
    same = Choice("programme", visitor.say("button-settings-zone-programme"), disabled=chosen is None)
    return {"text": text, "zone": cities, "same": [same]}
