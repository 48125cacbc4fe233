"""What the windows of a report's intake show: all that the report says and would change, before anything is kept."""

import asyncio
import io
from typing import Any, Final

from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.pending import Terms
from bot.frame.ports import Ports
from bot.frame.visitor import Visitor
from bot.frame.ways import another_shop
from bot.frame.widgets import CONFIRMS, Choice, Data, page
from bot.ozon.files import read_report
from bot.ozon.trouble import NotRead
from bot.reported.intake import Comparison, compare
from bot.reported.preview import preview
from core.values import Instant

REPORT: Final = "report"
"""Among what the dialog was started with: the name under which the file waits."""


def compared(ports: Ports, seller: str, name: str, now: Instant) -> Comparison | None:
    """The waiting report beside what is kept; None if it does not wait any more. Raises `NotRead`."""
    content = ports.reports.get(name)
    return None if content is None else compare(ports.books, seller, read_report(io.BytesIO(content)), now)


def terms_of(name: str, found: Comparison) -> Terms:
    """What the confirmation promises."""
    return {REPORT: name, "new": found.new, "changed": found.changed, "gone": found.gone}


async def question(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The preview and the question, computed anew whenever it is shown."""
    return await asyncio.to_thread(_question, visitor, ports, dialog_manager.dialog_data)


def _question(visitor: Visitor, ports: Ports, data: Data) -> Data:
    shop = visitor.membership
    if shop is None or not visitor.reported or not visitor.sees_money:
        pending.forget(data)
        return {"text": page([visitor.say("refusal-forbidden")])}
    now = ports.clock.now()
    try:
        found = compared(ports, shop.seller, str(data.get(REPORT)), now)
    except NotRead as trouble:
        pending.forget(data)
        return {"text": page([trouble.text(visitor.texts, visitor.locale)])}
    if found is None:
        pending.forget(data)
        return {"text": page([visitor.say("intake-send-again")])}
    lines = preview(found, visitor.texts, visitor.locale)
    if not found.facts or found.told_otherwise:
        pending.forget(data)
        return {"text": page(lines), "go": another_shop(visitor, ports)}
    asked = pending.ask(data, shop.seller, terms_of(str(data[REPORT]), found), now)
    return {
        "text": page([*lines, "", visitor.say("intake-question")]),
        "confirm": [Choice(asked.nonce, visitor.say("button-intake-keep"), CONFIRMS)],
        "go": [Choice("no", visitor.say("button-intake-no")), *another_shop(visitor, ports)],
    }


async def done(dialog_manager: DialogManager, visitor: Visitor, **_: Any) -> Data:
    """That it is kept."""
    asked = pending.kept(dialog_manager.dialog_data)
    terms = {} if asked is None else asked.terms
    count = sum(int(terms.get(each, 0)) for each in ("new", "changed", "gone"))
    return {"text": page([visitor.say("intake-done", count=count)])}
