"""What windows about a shop begin with: the shop, its account now, and why this person may only look on."""

from typing import Final

from bot.frame.ports import Ports
from bot.frame.visitor import Visitor
from core.account import Account
from core.events import SetMode
from core.values import Instant
from storage.people.team import Membership

_BAR: Final = 10
"""Characters."""


def bar(share: float) -> str:
    """How much of something is done, 0 to 1, as a bar."""
    full = int(share * _BAR)
    return "▓" * full + "░" * (_BAR - full)


def present(visitor: Visitor, ports: Ports) -> tuple[Membership, Account]:
    """The shop the visitor looks at and its account now. Windows without a shop are never shown with this."""
    shop = visitor.membership
    assert shop is not None
    account = ports.account(shop.seller)
    assert account is not None  # a membership names a registered seller
    return shop, account


def archived(visitor: Visitor, ports: Ports, until: Instant | None) -> str | None:
    """That what happened to points before an instant is in the archive, and whom to ask; None if nothing is."""
    if until is None:
        return None
    return visitor.say("archived-before", day=visitor.reader.date(until), contact=ports.policy.support.contact)


def under_maintenance(visitor: Visitor, ports: Ports) -> bool:
    """Whether maintenance is under way. Ask where it is shown: who sees it is told when it is over (RULES 12.2)."""
    if not ports.ledger.world_now().maintenance:
        return False
    _, account = present(visitor, ports)
    ports.team.saw_maintenance(visitor.telegram_id, account.at)
    return True


def why_not(visitor: Visitor, account: Account) -> str | None:
    """Why this person may not set here how points are earned and spent; None if they may (RULES 13).

    With it buttons stand disabled: everybody else looks on.
    """
    if account.parked:
        return visitor.say("under-review")
    return None if visitor.may(SetMode) else visitor.say("paying-look-only")
