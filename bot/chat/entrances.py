"""Ways into the chat beside a screen's own buttons: commands, links, notices' buttons, and what nobody expects.

Problem: all of them may come at any time, from anybody, for years.
Decision: two small routers, one before the dialogs and one after. A command or a notice's button opens its
screen anew below; what no screen waits for gets an answer and Home.
Limit: a link's token is judged by the team alone; it appears in no log and in no answer.
"""

import asyncio
from io import BytesIO
from typing import Final

from aiogram import Bot, F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message
from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.states import (
    COMMANDS,
    History,
    Home,
    Intake,
    Invitation,
    Leaving,
    Operator,
    Points,
    Premium,
    Reports,
    Source,
)
from bot.frame.visitor import Visitor, meet, shop_tag
from bot.frame.ways import Change, ask_to_change, begin_spending
from bot.frame.widgets import answer_to, led_by_words, open_screen, remark, toast, visitor_of
from bot.post.buttons import HOW_OFTEN, NoticeButton
from bot.screens.invitation.handlers import respond
from bot.texts import LOCALES
from core.notices.joining import Cadence
from storage.people.team import Joined

LARGEST_DOWNLOAD: Final = 20 << 20
"""Bytes of a file that Telegram gives to a bot."""
_UNDER_NOTICES = {
    "premium": Premium.main,
    "points": Points.main,
    "top_up": Home.balance,
    "invitation": Invitation.main,
    "fees": Premium.fees,
    "history": History.main,
}


def first_router() -> Router:
    """What comes before the dialogs."""
    router = Router(name="entrances")
    router.message.register(start, CommandStart())
    router.message.register(open_by_command, Command(*COMMANDS))
    # For everybody else it is no command at all.
    router.message.register(open_for_operator, Command("operator"), is_operator)
    router.message.register(take_report, F.document, may_report)
    router.message.register(take_own_report, F.document, has_no_shop)
    router.callback_query.register(under_notice, NoticeButton.filter())
    router.my_chat_member.register(blocked_or_not)
    router.edited_message.register(edited)
    return router


def last_router() -> Router:
    """What no dialog took."""
    router = Router(name="lost")
    router.message.register(lost_message)
    router.callback_query.register(lost_tap)
    return router


async def start(
    message: Message, command: CommandObject, dialog_manager: DialogManager, visitor: Visitor, ports: Ports
) -> None:
    """/start opens Home; with a link's token it joins first."""
    token = (command.args or "").strip()
    if token:
        await _join(token, message, dialog_manager, visitor, ports)
    await open_screen(dialog_manager, Home.main)


async def _join(token: str, message: Message, manager: DialogManager, visitor: Visitor, ports: Ports) -> None:
    came = await asyncio.to_thread(ports.team.join, token, visitor.telegram_id, visitor.name, ports.clock.now())
    if not isinstance(came, Joined):
        remark(manager, visitor.say(f"link-{came.reason}"))
        return
    assert message.from_user is not None
    await asyncio.to_thread(ports.team.choose_shop, visitor.telegram_id, came.seller)
    manager.middleware_data["visitor"] = await asyncio.to_thread(meet, ports, message.from_user)
    if came.invited_by is not None:
        await asyncio.to_thread(_tell_of, came, came.invited_by, visitor, ports)
        ports.nudge()
    role = visitor.say(f"role-{came.role}")
    remark(manager, visitor.say("joined-already" if came.already else "joined", shop=came.shop, role=role))


def _tell_of(came: Joined, inviter: int, visitor: Visitor, ports: Ports) -> None:
    """Tell whoever made the link who came by it."""
    texts, now = ports.texts, ports.clock.now()
    told: dict[str, str] = {
        locale: texts.get(
            locale, "told-joined", name=visitor.name, shop=came.shop, role=texts.get(locale, f"role-{came.role}")
        )
        for locale in LOCALES
    }
    ports.broadcasts.tell(
        f"joined:{came.seller}:{visitor.telegram_id}:{now}", [inviter], told, now, visitor.telegram_id
    )


async def open_by_command(message: Message, command: CommandObject, dialog_manager: DialogManager) -> None:
    """The other commands."""
    await open_screen(dialog_manager, COMMANDS[command.command])


async def is_operator(message: Message, visitor: Visitor) -> bool:
    """Whether the person is marketplace staff."""
    return visitor.operator is not None


async def open_for_operator(message: Message, dialog_manager: DialogManager) -> None:
    """/operator, not in the menu."""
    await open_screen(dialog_manager, Operator.main)


async def may_report(message: Message, visitor: Visitor) -> bool:
    """Whether a file from this person may be a report: from who sees a shop's money."""
    return visitor.membership is not None and visitor.sees_money


async def has_no_shop(message: Message, visitor: Visitor) -> bool:
    """Whether the person is in no shop and is no marketplace staff: a file from them may be a report of their own."""
    return visitor.membership is None and visitor.operator is None


async def take_report(
    message: Message, dialog_manager: DialogManager, visitor: Visitor, ports: Ports, bot: Bot
) -> None:
    """A file: what it says is shown, and nothing is kept yet; of a kept shop, how it differs from what is decided."""
    name = await _downloaded(message, dialog_manager, ports, bot)
    if name is None:
        return
    if dialog_manager.has_context() and dialog_manager.current_context().state is Source.another:
        await open_screen(dialog_manager, Source.file, {"report": name})
    else:
        await open_screen(dialog_manager, Intake.main if visitor.reported else Intake.differences, {"report": name})


async def take_own_report(
    message: Message, dialog_manager: DialogManager, visitor: Visitor, ports: Ports, bot: Bot
) -> None:
    """A file from a newcomer: a shop may begin with it, where that is allowed."""
    if not ports.open_signup:
        await open_screen(dialog_manager, Source.main)
        return
    name = await _downloaded(message, dialog_manager, ports, bot)
    if name is not None:
        await open_screen(dialog_manager, Source.file, {"report": name})


async def _downloaded(message: Message, manager: DialogManager, ports: Ports, bot: Bot) -> str | None:
    """The name under which a file waits; None, with an answer, for one that a bot may not have."""
    document = message.document
    assert document is not None  # the filter looked
    if (document.file_size or 0) > LARGEST_DOWNLOAD:
        remark(manager, visitor_of(manager).say("intake-too-large", most=LARGEST_DOWNLOAD >> 20))
        await open_screen(manager, Home.main)
        return None
    content = BytesIO()
    await bot.download(document, content)
    return ports.reports.put(content.getvalue())


async def under_notice(
    callback: CallbackQuery,
    callback_data: NoticeButton,
    dialog_manager: DialogManager,
    visitor: Visitor,
    ports: Ports,
) -> None:
    """A button under a notice: the shop is looked up again, then its screen opens below the notice."""
    shop = next((shop for shop in visitor.shops if shop_tag(shop.seller) == callback_data.shop), None)
    if shop is None:
        said = visitor.texts.plain(visitor.locale, "removed-member")
        await toast(dialog_manager, callback, said, alert=True)
        return
    if visitor.membership is None or visitor.membership.seller != shop.seller:
        await asyncio.to_thread(ports.team.choose_shop, visitor.telegram_id, shop.seller)
        dialog_manager.middleware_data["visitor"] = await asyncio.to_thread(meet, ports, callback.from_user)
    await _follow(callback, callback_data, dialog_manager, ports)
    await dialog_manager.answer_callback()


async def _follow(callback: CallbackQuery, button: NoticeButton, manager: DialogManager, ports: Ports) -> None:
    match button.to:
        case "resume" | "switch" | "cancel":
            await ask_to_change(manager, Change(button.to), below=True)
        case "spend":
            names = list(ports.policy.programmes)
            programme = names[button.about] if 0 <= button.about < len(names) else None
            await begin_spending(manager, programme, below=True)
        case "rejoin":
            names = list(ports.policy.programmes)
            about = {"programme": names[button.about]} if 0 <= button.about < len(names) else {}
            await open_screen(manager, Leaving.confirm, about, below=True)
        case to if to == HOW_OFTEN:
            await _say_how_often(callback, button.about, manager, ports)
        case "approve" | "decline":
            notice = callback.message.message_id if callback.message else None
            await respond(callback, manager, button.about, approve=button.to == "approve", notice=notice)
        case "reports":
            month = {"month": button.about} if 1 <= button.about % 100 <= 12 else {}
            await open_screen(manager, Reports.main, month, below=True)
        case to if to in _UNDER_NOTICES:
            await open_screen(manager, _UNDER_NOTICES[to], below=True)
        case _:
            await toast(manager, callback, visitor_of(manager).say("toast-outdated"))
            await open_screen(manager, Home.main, below=True)


async def _say_how_often(callback: CallbackQuery, about: int, manager: DialogManager, ports: Ports) -> None:
    visitor, every = visitor_of(manager), list(Cadence)
    if about >= len(every) or not visitor.sees_money:  # who gets no sums chooses nothing of them
        await toast(manager, callback, visitor.say("toast-outdated"))
        return
    await asyncio.to_thread(ports.team.set_digests, visitor.telegram_id, every[about])
    await toast(manager, callback, visitor.say("toast-sums", cadence=every[about]), alert=True)


async def blocked_or_not(event: ChatMemberUpdated, visitor: Visitor, ports: Ports) -> None:
    """The person stopped the bot; that they came back is seen with every update. Of who has no shop nothing is kept."""
    if event.new_chat_member.status == ChatMemberStatus.KICKED and visitor.shops:
        await asyncio.to_thread(ports.outbox.blocked, visitor.telegram_id, ports.clock.now())


async def edited(message: Message, visitor: Visitor) -> None:
    """Somebody changed a message of theirs."""
    await message.answer(visitor.say("edited-message"))


async def lost_message(message: Message, dialog_manager: DialogManager, visitor: Visitor) -> None:
    """A message while nothing is open: what it asks for in words, or an answer and Home."""
    if await led_by_words(message, dialog_manager):
        return
    said = answer_to(visitor, message)
    if said is not None and dialog_manager.middleware_data.get("closed"):  # it was meant for the screen that is gone
        said = visitor.say("reply-outdated")
    if said is not None:
        remark(dialog_manager, said)
        await open_screen(dialog_manager, Home.main)


async def lost_tap(callback: CallbackQuery, dialog_manager: DialogManager, visitor: Visitor) -> None:
    """A tap that leads nowhere: an old button, made-up data, or a shop that is no longer theirs."""
    key = "removed-member" if visitor.membership is None else "toast-outdated"
    said = visitor.texts.plain(visitor.locale, key)
    await toast(dialog_manager, callback, said, alert=visitor.membership is None)
    await open_screen(dialog_manager, Home.main)
