"""A marketplace's report of a kept shop beside what is decided here: the sums, the first differences, all as a file."""

import asyncio
import io
from typing import Any

from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.visitor import Visitor
from bot.frame.ways import another_shop
from bot.frame.widgets import Choice, Data, page
from bot.ozon.files import read_report
from bot.ozon.trouble import NotRead
from bot.reported.differences import FIRST, Words
from bot.reported.reconcile import Reconciliation, reconcile
from bot.screens.intake.getters import REPORT


def compared(visitor: Visitor, ports: Ports, name: str) -> Reconciliation | None:
    """The waiting report beside the visitor's kept shop; None if either is not there any more. Raises `NotRead`."""
    content, shop = ports.reports.get(name), visitor.membership
    if content is None or shop is None or visitor.reported or not visitor.sees_money:
        return None
    return reconcile(ports.books, shop.seller, read_report(io.BytesIO(content)), ports.clock.now())


def words_of(visitor: Visitor, ports: Ports) -> Words:
    """The words of the visitor's language."""
    return Words(ports.texts, visitor.locale, ports.policy)


async def shown(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The sums side by side and the first differences."""
    return await asyncio.to_thread(_shown, visitor, ports, str(dialog_manager.dialog_data.get(REPORT)))


def _shown(visitor: Visitor, ports: Ports, name: str) -> Data:
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    try:
        found = compared(visitor, ports, name)
    except NotRead as trouble:
        return {"text": page([trouble.text(visitor.texts, visitor.locale)])}
    if found is None:
        return {"text": page([visitor.say("intake-send-again")])}
    words = words_of(visitor, ports)
    lines = list(words.lines(found, FIRST))
    file = [Choice("all", visitor.say("button-reconcile-file"))] if lines else []
    text = page([*words.summary(found), *([""] if lines else []), *lines])
    return {"text": text, "file": file, "go": another_shop(visitor, ports)}
