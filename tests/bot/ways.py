"""Ways through the chat that several test modules begin with, and how they read what is shown."""

from __future__ import annotations

import re

from core.values import Role, State
from tests.bot.recording import Human
from tests.bot.shop import Shop

MANAGER, EMPLOYEE, FINANCE = Role.MANAGER, Role.EMPLOYEE, Role.FINANCE
PRICE = 499_000
LITE = 199_000


def spaced(text: str) -> str:
    """With ordinary spaces, as a test writes them."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def shown(human: Human) -> str:
    """What the last message says, with ordinary spaces; a table's row as `cell: cell`."""
    text = re.sub(r"</t[dh]><t[dh][^>]*>", ": ", human.text)
    text = re.sub(r"<br>|</p>|</tr>|</h\d>|</summary>", "\n", text)
    return spaced(re.sub(r"</?(?:p|tr|td|th|table|h\d|details|summary|blockquote|hr)\b[^>]*>", "", text))


def intent_of(human: Human) -> str:
    """What stands before a choice in the data of the screen's buttons."""
    return (human.buttons()[0].callback_data or "").partition("\x1d")[0]


async def on_premium(shop: Shop) -> Human:
    """A manager in a shop with a Premium trial."""
    shop.qualifies()
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium")
    await anna.tap("Start the trial period")
    assert shop.state() is State.TRIAL
    return anna


async def on_lite(shop: Shop) -> Human:
    """A manager in a shop that pays for Lite, its trial used."""
    shop.earns(LITE)
    anna = shop.member(MANAGER)
    await anna.write("/premium")
    await anna.tap("Try Premium Lite")
    await anna.tap("Start the trial period")
    shop.later(days=31)
    assert shop.state() is State.ACTIVE
    return anna


async def asked(shop: Shop) -> tuple[Human, Human, Human]:
    """An employee who asked, and two managers who were told."""
    shop.qualifies()
    emil, anna, boris = shop.member(EMPLOYEE, "Emil"), shop.member(MANAGER, "Anna"), shop.member(MANAGER, "Boris")
    await shop.notifier().deliver()  # the invitation, before the request, which would go first
    await emil.write("/start")
    await emil.tap("See the invitation")
    await emil.tap("Ask a manager")
    assert emil.toasts[-1] == "Your request is sent."
    await shop.notifier().deliver()
    assert "Emil asks to connect Premium" in anna.text
    assert anna.labels == ["Approve", "Decline"]
    return emil, anna, boris


async def spend_everything(human: Human) -> None:
    """All bonuses on advertising."""
    await human.write("/points")
    await human.tap("Spend points")
    await human.tap("advertising")
    await human.tap("Spend")
