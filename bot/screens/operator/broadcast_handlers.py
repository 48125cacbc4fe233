"""What the buttons and typed words of a broadcast do. Its texts go into no log."""

import asyncio
from typing import Final

import structlog
from aiogram import Bot
from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.widgets.input import MessageInput

from bot.frame.connection import REFUSALS
from bot.frame.states import Operator
from bot.frame.widgets import Data, ports_of, remark, toast, unexpected, visitor_of
from bot.screens.operator.acts import Act
from bot.screens.operator.handlers import begin
from bot.texts import LANGUAGES, LOCALES
from storage.post.segments import SEGMENTS, segment_of

log = structlog.get_logger(__name__)

_BETWEEN: Final = {"preview": Operator.preview, "words": Operator.words, "segment": Operator.segment}


async def new(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Begin a broadcast with who gets it; go on with the draft that is kept, or put it away."""
    ports, person, data = ports_of(manager), visitor_of(manager).telegram_id, manager.dialog_data
    if choice == "discard":
        _put_away(data)
        await _keep(manager)
        await toast(manager, callback, visitor_of(manager).say("toast-operator-discarded"))
        return
    draft = await asyncio.to_thread(ports.broadcasts.draft, person)
    if draft is not None and not data.get("texts"):
        data["texts"] = draft.texts
        if draft.segment is not None:
            data["segment"] = str(draft.segment)
    going_on = choice == "continue" and data.get("texts") and data.get("segment")
    await manager.switch_to(Operator.preview if going_on else Operator.segment)


def _put_away(data: Data) -> None:
    for name in ("texts", "segment", "previewed"):
        data.pop(name, None)


async def _keep(manager: DialogManager) -> None:
    """Keep what is written so far: the dialog's memory ends with the process."""
    ports, data, person = ports_of(manager), manager.dialog_data, visitor_of(manager).telegram_id
    segment, texts = segment_of(data.get("segment", "")), data.get("texts", {})
    await asyncio.to_thread(ports.broadcasts.keep_draft, person, segment, texts, ports.clock.now())


async def open_one(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """How far one of the last broadcasts is."""
    if choice.isascii() and choice.isdigit() and len(choice) < 19:
        manager.dialog_data["broadcast"] = int(choice)
        await manager.switch_to(Operator.progress)


async def choose_segment(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Who gets it; then the text, or if there is one already, the preview."""
    if choice.isascii() and choice.isdigit() and int(choice) < len(SEGMENTS):
        manager.dialog_data["segment"] = str(SEGMENTS[int(choice)])
        written = bool(manager.dialog_data.get("texts"))
        if written:
            await _keep(manager)
        await manager.switch_to(Operator.preview if written else Operator.words)


async def choose_language(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """In which language the next message will be."""
    if choice in LOCALES:
        manager.dialog_data["writing"] = choice


async def write(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """A message is the text in the chosen language, with its bold, italics and links."""
    visitor, data = visitor_of(manager), manager.dialog_data
    if message.content_type != ContentType.TEXT or not message.text or message.text.startswith("/"):
        await unexpected(message, widget, manager)
        return
    texts = data.setdefault("texts", {})
    texts[data.setdefault("writing", visitor.locale)] = {"html": message.html_text, "plain": message.text}
    data["previewed"] = False
    await _keep(manager)


async def go(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """The buttons of the text and of the preview."""
    data = manager.dialog_data
    if choice in _BETWEEN:
        await manager.switch_to(_BETWEEN[choice])
    elif choice == "erase":
        data.get("texts", {}).pop(data.get("writing"), None)
        data["previewed"] = False
        await _keep(manager)
    elif choice == "send":
        await _send_preview(callback, manager)
    elif choice == "start":
        if data.get("previewed") and data.get("texts") and data.get("segment"):
            await begin(manager, Act.BROADCAST)
        else:
            remark(manager, visitor_of(manager).say("operator-preview-must"))


async def _send_preview(callback: CallbackQuery, manager: DialogManager) -> None:
    """Send the operator what people would get, language by language; a text that Telegram refuses cannot be sent."""
    visitor, data = visitor_of(manager), manager.dialog_data
    texts = {locale: data["texts"][locale]["html"] for locale in LOCALES if locale in data.get("texts", {})}
    bot: Bot = manager.middleware_data["bot"]
    for locale, text in texts.items():
        try:
            await bot.send_message(visitor.telegram_id, text, parse_mode="HTML")
        except REFUSALS as error:
            log.info("preview_not_sent", error=type(error).__name__)
            remark(manager, visitor.say("operator-preview-refused", language=LANGUAGES[locale]))
            return
    if texts:
        data["previewed"] = True
        # The preview stands below the screen, so the screen comes anew under it.
        manager.show_mode = ShowMode.SEND
        await toast(manager, callback, visitor.say("toast-operator-previewed"))


async def control(callback: CallbackQuery, manager: DialogManager, choice: str) -> None:
    """Refresh, pause at once, and what needs a reason: resume and stop."""
    visitor, ports, data = visitor_of(manager), ports_of(manager), manager.dialog_data
    number = data.get("broadcast")
    if number is None:
        return
    if choice == "refresh":
        await toast(manager, callback, visitor.say("toast-refreshed"))
    elif choice == "pause":
        # A brake asks no questions: who paused it is recorded all the same.
        paused = await asyncio.to_thread(
            ports.broadcasts.change, number, "pause", visitor.telegram_id, ports.clock.now()
        )
        await toast(manager, callback, visitor.say("toast-operator-paused" if paused is True else "toast-nothing-new"))
    elif choice in (Act.RESUME, Act.STOP):
        await begin(manager, Act(choice))
