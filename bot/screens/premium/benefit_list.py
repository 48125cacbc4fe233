"""The window of benefits: what works, what is switching on, what another plan has; badge, seats, mailings."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from bot.frame.ports import Ports
from bot.frame.present import present
from bot.frame.summary import plan_line
from bot.frame.visitor import Visitor
from bot.frame.widgets import Choice, Data
from bot.paper.document import Block, Details, Document, Heading, Lines, Table
from bot.screens.premium.benefits import RATED, Benefit, Standing, benefits, by_when, name, rating, state, threshold
from bot.screens.premium.offers import offered, why_not_premium
from core.account import Account
from core.policy import Policy
from core.subscription.benefits import mailings_available
from core.values import Plan
from storage.books.history import HistoryFilter, HistoryLine, page

SHOWN_RATINGS: Final = 14
"""How many of the marketplace's daily ratings are listed."""
_RATINGS: Final = HistoryFilter(whats=frozenset({"rating"}))


async def benefit_list(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Every benefit with its state, and what the plan that has it would take."""
    return await asyncio.to_thread(_benefit_list, visitor, ports)


def _benefit_list(visitor: Visitor, ports: Ports) -> Data:
    shop, account = present(visitor, ports)
    policy = ports.policy
    found = benefits(account, policy)
    ratings = page(ports.books, shop.seller, _RATINGS, size=SHOWN_RATINGS).lines
    locked = any(benefit.standing is Standing.LOCKED for benefit in found)
    document = Document(
        Heading(visitor.say("benefits-title")),
        Lines.of(plan_line(visitor, account)),
        _table(visitor, account, policy, found),
        Lines.of(
            visitor.say("benefits-seats", **_seats(ports, shop.seller)) if account.subscription.plan else None,
            _mailings(visitor, account, policy),
            _badge(visitor, account, policy, found),
        ),
        *_ratings(visitor, policy, ratings),
        Lines.of(why_not_premium(visitor, account)) if locked else None,
    )
    choices = offered(visitor, account, policy, shop.role) if locked else []
    seats = [Choice("seats", visitor.say("button-seats"))] if account.subscription.plan else []
    return {"document": document, "change": choices, "go": [*seats, Choice("compare", visitor.say("button-compare"))]}


def _table(visitor: Visitor, account: Account, policy: Policy, found: Sequence[Benefit]) -> Table:
    # What works comes first, then what is on its way, then what needs something.
    order = list(Standing)
    rows = [
        (name(visitor, benefit), state(visitor, account, policy, benefit))
        for benefit in sorted(found, key=lambda each: order.index(each.standing))
    ]
    return Table((visitor.say("compare-benefit"), visitor.say("benefits-state")), tuple(rows), "ll")


def _seats(ports: Ports, seller: str) -> dict[str, str | int]:
    holders = ports.team.seats(seller)
    return {"taken": len(holders), "seats": ports.policy.benefits.seats}


def _mailings(visitor: Visitor, account: Account, policy: Policy) -> str | None:
    subscription = account.subscription
    if subscription.plan is not Plan.PREMIUM:
        return None
    left = mailings_available(account, policy)
    if left or subscription.mailings_left == 0:
        return visitor.say("benefits-mailings", left=left, all=policy.benefits.mailings)
    return visitor.say("benefits-mailings-later", all=policy.benefits.mailings)


def _badge(visitor: Visitor, account: Account, policy: Policy, found: Sequence[Benefit]) -> str | None:
    badge = next(benefit for benefit in found if benefit.code in RATED)
    values = {"rating": rating(visitor, account), "threshold": threshold(visitor, policy)}
    if badge.standing is Standing.COMING:
        values["by"] = by_when(visitor, policy, account.at, badge.at or account.at)
    if badge.standing is Standing.LOCKED:
        return visitor.say("benefits-rating", **values)
    return visitor.say(f"benefits-badge-{badge.standing}", **values)


def _ratings(visitor: Visitor, policy: Policy, lines: tuple[HistoryLine, ...]) -> list[Block]:
    if not lines:
        return []
    titles = visitor.say("ratings-date"), visitor.say("ratings-rating"), visitor.say("ratings-badge")
    rows = tuple(
        (
            visitor.reader.date(line.at),
            visitor.reader.rate(line.rating or 0),
            visitor.say("cell-yes" if (line.rating or 0) >= policy.rating.threshold else "cell-no"),
        )
        for line in lines
    )
    return [Details(visitor.say("ratings-title"), (Table(titles, rows, "lrl"),))]
