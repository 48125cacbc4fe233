"""What the windows of Help show."""

import asyncio
from typing import Any, Final

from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.summary import programme_title
from bot.frame.visitor import Visitor
from bot.frame.widgets import Choice, Data, page
from bot.paper.document import fitting
from bot.texts import Html
from core.policy import Months, Policy
from core.values import CENTS

LONGEST_LIST: Final = 2400
"""Characters of a list inside a text: Fluent puts in 2,500 at most."""
TOPICS: Final = ("words", "earn", "spend", "expiry", "premium", "whom")


async def topics(visitor: Visitor, **_: Any) -> Data:
    """The list of topics."""
    return {
        "text": page([visitor.say("help-title"), "", visitor.say("help-commands")]),
        "topic": [Choice(topic, visitor.say(f"button-help-{topic}")) for topic in TOPICS if topic != "whom"],
        "more": [Choice("whom", visitor.say("button-help-whom")), Choice("language", visitor.say("button-language"))],
    }


async def topic(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """One topic."""
    return await asyncio.to_thread(_topic, visitor, ports.policy, dialog_manager.dialog_data["topic"])


def _topic(visitor: Visitor, policy: Policy, chosen: str) -> Data:
    values: dict[str, str | int] = {}
    if chosen == "words":
        values["unit"] = visitor.reader.money(CENTS)
    elif chosen == "earn":
        values["programme"] = programme_title(visitor, policy, policy.accruing)
    elif chosen == "whom":
        values["contact"] = policy.support.contact
    elif chosen == "expiry":
        lines = (Html.joined([_expiry(visitor, policy, name)]) for name in policy.programmes)
        values["lines"] = fitting(lines, LONGEST_LIST, "…", "\n")
    return {"text": page([visitor.say(f"help-{chosen}", **values)])}


def _expiry(visitor: Visitor, policy: Policy, programme: str) -> str:
    title = programme_title(visitor, policy, programme)
    rule = policy.programmes[programme].expiry
    if isinstance(rule, Months):
        return visitor.say("help-expiry-months", programme=title, months=rule.months)
    return visitor.say("help-expiry-period", programme=title, period=rule.period, carry=rule.carry)
