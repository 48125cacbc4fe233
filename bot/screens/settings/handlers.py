"""What the switches of Settings do: they say what is wanted, so a second tap changes nothing."""

import asyncio
import contextlib
from collections.abc import Callable

import structlog
from aiogram import Bot
from aiogram.types import CallbackQuery, InputRichMessage, Message
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.widgets.input import MessageInput

from bot.frame.connection import REFUSALS
from bot.frame.states import Settings, Source
from bot.frame.visitor import Visitor, meet
from bot.frame.ways import choose_language
from bot.frame.widgets import open_screen, ports_of, remark, toast, unexpected, visitor_of
from bot.screens.settings.getters import HOURS, OFTEN, PRESETS, USUAL_START, groups_of, sample
from bot.screens.settings.typed import parse_hours
from bot.screens.settings.zones import ZONES
from core.notices.joining import Cadence
from core.notices.kinds import SUMS

log = structlog.get_logger(__name__)

_WITHIN = {
    "notices": Settings.notices,
    "quiet": Settings.quiet,
    "timezone": Settings.timezone,
    "data": Settings.data,
}


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The ways to the other windows, and the form of messages."""
    if choice == "plain":
        await _set_plain(callback, manager, True)
    elif choice == "rich":
        await _show_sample(callback, manager)
    elif choice == "language":
        await choose_language(manager)
    elif choice == "another":
        await open_screen(manager, Source.another)
    elif choice in _WITHIN:
        await manager.switch_to(_WITHIN[choice])


async def _set_plain(callback: CallbackQuery, manager: DialogManager, plain: bool) -> None:
    team, telegram_id = ports_of(manager).team, visitor_of(manager).telegram_id
    await _change(callback, manager, lambda: team.set_plain(telegram_id, plain))


async def _show_sample(callback: CallbackQuery, manager: DialogManager) -> None:
    """A small table, and below it, in a message that everybody sees, whether it was seen."""
    visitor = visitor_of(manager)
    bot: Bot = manager.middleware_data["bot"]
    try:
        sent = await bot.send_rich_message(visitor.telegram_id, InputRichMessage(html=sample(visitor).rich()))
    except REFUSALS as error:
        log.info("sample_not_sent", error=type(error).__name__)
        await toast(manager, callback, visitor.say("toast-settings-no-tables"))
        return
    manager.dialog_data["sample"] = sent.message_id
    await manager.switch_to(Settings.tables, show_mode=ShowMode.SEND)


async def say_whether_seen(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Tables for who sees them; the sample has done its work."""
    if choice not in ("yes", "no"):
        return
    await _set_plain(callback, manager, choice == "no")
    shown: int | None = manager.dialog_data.pop("sample", None)
    if shown is not None:
        bot: Bot = manager.middleware_data["bot"]
        with contextlib.suppress(*REFUSALS):
            await bot.delete_message(visitor_of(manager).telegram_id, shown)
    await manager.switch_to(Settings.main)


async def _change(came: CallbackQuery | Message, manager: DialogManager, change: Callable[[], object]) -> None:
    """Do it, and read the person anew for the window that follows."""
    ports, user = ports_of(manager), came.from_user
    assert user is not None  # private chats only

    def work() -> Visitor:
        change()
        return meet(ports, user)

    manager.middleware_data["visitor"] = await asyncio.to_thread(work)
    said = visitor_of(manager).say("toast-settings-saved")
    if isinstance(came, Message):
        remark(manager, said)
    else:
        await toast(manager, came, said)


async def choose_group(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Open a group, or switch all of it."""
    word, _, name = choice.rpartition("-")
    group = next((each for each in groups_of(visitor_of(manager)) if each.name == name), None)
    if group is None:
        await _outdated(callback, manager)
    elif word in ("on", "off"):
        await _switch(callback, manager, group.kinds, on=word == "on")
    elif not word and not group.whole:
        manager.dialog_data["group"] = group.name
        await manager.switch_to(Settings.kinds)


async def choose_kind(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Switch one kind; only one that this person can get and that can be switched."""
    word, _, kind = choice.partition("-")
    mine = {kind for group in groups_of(visitor_of(manager)) for kind in group.kinds}
    if word in ("on", "off") and kind in mine:
        await _switch(callback, manager, (kind,), on=word == "on")
    elif word == OFTEN and kind in set(Cadence) and mine & SUMS:
        team, telegram_id = ports_of(manager).team, visitor_of(manager).telegram_id
        await _change(callback, manager, lambda: team.set_digests(telegram_id, Cadence(kind)))
    else:
        await _outdated(callback, manager)


async def _switch(callback: CallbackQuery, manager: DialogManager, kinds: tuple[str, ...], *, on: bool) -> None:
    team, telegram_id = ports_of(manager).team, visitor_of(manager).telegram_id
    await _change(
        callback, manager, lambda: team.unmute_all(telegram_id, kinds) if on else team.mute_all(telegram_id, kinds)
    )


async def _outdated(callback: CallbackQuery, manager: DialogManager) -> None:
    await toast(manager, callback, visitor_of(manager).say("toast-outdated"))


# -- quiet hours and the zone ------------------------------------------------------------------------------------------


async def choose_quiet(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """None at all, the usual ones, or own ones."""
    offered = {f"{start}-{end}": (start, end) for start, end in PRESETS}
    if choice == "own":
        await manager.switch_to(Settings.quiet_from)
    elif choice == "none":
        await _set_quiet(callback, manager, None, None)
    elif choice in offered:
        await _set_quiet(callback, manager, *offered[choice])


async def type_hours(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """Hours written by hand: both, or the one that the window asks for."""
    visitor, text = visitor_of(manager), message.text or ""
    hours = parse_hours(text)
    if len(hours) == 1 and manager.current_context().state is Settings.quiet_until:
        start = manager.dialog_data.get("start", USUAL_START)
        hours = (start, hours[0]) if start != hours[0] else ()
    if len(hours) == 2:
        await _set_quiet(message, manager, *hours)
        await manager.switch_to(Settings.quiet)
    elif hours:
        manager.dialog_data["start"] = hours[0]
        await manager.switch_to(Settings.quiet_until)
    elif not any(char.isdigit() for char in text) or text.startswith("/"):
        await unexpected(message, widget, manager)
    else:
        remark(manager, visitor.say("settings-quiet-wrong"))


async def _set_quiet(came: CallbackQuery | Message, manager: DialogManager, start: int | None, end: int | None) -> None:
    team, telegram_id = ports_of(manager).team, visitor_of(manager).telegram_id
    await _change(came, manager, lambda: team.set_quiet_hours(telegram_id, start, end))


def _hour(choice: str) -> int | None:
    return int(choice) if choice in {str(hour) for hour in range(HOURS)} else None


async def choose_start(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The hour from which nothing comes."""
    hour = _hour(choice)
    if hour is not None:
        manager.dialog_data["start"] = hour
        await manager.switch_to(Settings.quiet_until)


async def choose_end(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The hour from which notices come again: with it the quiet hours are set."""
    start, end = manager.dialog_data.get("start", USUAL_START), _hour(choice)
    if end is None or end == start:
        await _outdated(callback, manager)
        return
    await _set_quiet(callback, manager, start, end)
    await manager.switch_to(Settings.quiet)


async def choose_zone(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """A city's zone, or the programme's."""
    numbers = {str(number): zone for number, zone in enumerate(ZONES)}
    if choice != "programme" and choice not in numbers:
        return
    team, telegram_id = ports_of(manager).team, visitor_of(manager).telegram_id
    await _change(callback, manager, lambda: team.set_timezone(telegram_id, numbers.get(choice)))
