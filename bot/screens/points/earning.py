"""How to earn more: campaigns with their terms, and the orders that earned nothing (RULES 8.1, 8.3)."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.present import present
from bot.frame.summary import programme_title
from bot.frame.visitor import Visitor
from bot.frame.widgets import NEXT_STEP, Choice, Data, page
from bot.paper.document import Block, Cards, Details, Document, Heading, Lines, Quote, Table
from core.events import CampaignUpserted
from core.points.accrual import version_for
from core.points.campaigns import coefficient_span, own_coefficients
from storage.books.history import UnearnedLine, unearned

LOOKED_BACK_DAYS: Final = 30
"""Local days whose orders count as the last ones."""
LOOKED_AT: Final = 200
"""Orders without points that are sorted by reason; of more than that the newest."""
CAMPAIGNS_SHOWN: Final = 20
CATEGORIES_SHOWN: Final = 40
ORDERS_SHOWN: Final = 8


# -- how to earn more --------------------------------------------------------------------------------------------------


async def earn(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Campaigns in short, what the last orders missed, and where bonuses come from."""
    return await asyncio.to_thread(_earn, visitor, ports)


def _earn(visitor: Visitor, ports: Ports) -> Data:
    shop, account = present(visitor, ports)
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    say, reader, now = visitor.say, visitor.reader, account.at
    found = ports.campaigns(now)
    since = ports.policy.calendar.add_days(now, -LOOKED_BACK_DAYS)
    missed = unearned(ports.books, shop.seller, since=since, size=LOOKED_AT)
    reasons = Counter(line.reason for line in missed.orders)
    blocks: list[Block | None] = [Heading(say("earn-title"))]
    accruing = ports.policy.accruing
    title, left = programme_title(visitor, ports.policy, accruing), account.balances[accruing].opted_out
    if left:
        blocks.append(Quote(say("earn-left", programme=title)))
    if found.running:
        blocks += [Lines.of(say("earn-running", count=len(found.running))), _in_short(visitor, found.running[:3])]
    else:
        blocks.append(Lines.of(say("earn-none-running")))
    if found.coming:
        first = found.coming[0]
        coming = say("earn-coming", count=len(found.coming), at=reader.date(first.starts_at))
        blocks.append(Lines.of(coming))
    if missed.total:
        lines = [say("earn-missed", count=missed.total, days=reader.days(LOOKED_BACK_DAYS))]
        lines += [
            say(f"earn-missed-{reason.replace('_', '-')}", count=count) for reason, count in reasons.most_common()
        ]
        blocks.append(Lines(tuple(lines)))
    else:
        blocks.append(Lines.of(say("earn-missed-nothing", days=reader.days(LOOKED_BACK_DAYS))))
    blocks.append(Details(say("earn-how-title"), (Lines.of(say("earn-how", programme=title)),)))
    choices = [Choice("campaigns", say("button-campaigns")), Choice("calculator", say("button-calculator"))]
    if missed.total:
        choices.append(Choice("unearned", say("button-unearned")))
    if left:
        choices.insert(0, Choice("leaving", say("button-rejoin"), NEXT_STEP))
    return {"document": Document(*blocks), "go": choices}


def _in_short(visitor: Visitor, campaigns: Sequence[CampaignUpserted]) -> Cards:
    say, reader = visitor.say, visitor.reader
    return Cards.by_row(
        (say("campaign"), say("campaign-coefficient"), say("campaign-min-discount"), say("campaign-ends")),
        tuple(
            (
                say("campaign-named", campaign=each.name),
                coefficients(visitor, each),
                reader.percent(each.min_discount) if each.min_discount else say("campaign-any"),
                reader.until(each.ends_at),
            )
            for each in campaigns
        ),
    )


def coefficients(visitor: Visitor, terms: CampaignUpserted) -> str:
    """One coefficient, or from the least to the largest."""
    least, largest = coefficient_span(terms)
    shown = visitor.reader.rate(largest)
    return shown if least == largest else f"{visitor.reader.rate(least)}–{shown}"


# -- campaigns ---------------------------------------------------------------------------------------------------------


async def campaigns(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Every campaign that is not over, with its terms."""
    return await asyncio.to_thread(_campaigns, visitor, ports)


def _campaigns(visitor: Visitor, ports: Ports) -> Data:
    _, account = present(visitor, ports)
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    say = visitor.say
    found = ports.campaigns(account.at)
    blocks: list[Block | None] = [Heading(say("campaigns-title"))]
    if not found.running and not found.coming:
        blocks.append(Lines.of(say("campaigns-none")))
    for key, some, ahead in (("running", found.running, False), ("coming", found.coming, True)):
        if some:
            blocks += [Heading(say(f"campaigns-{key}"), 4), _terms(visitor, some[:CAMPAIGNS_SHOWN], ahead=ahead)]
        if len(some) > CAMPAIGNS_SHOWN:
            blocks.append(Lines.of(say("campaigns-more", count=len(some) - CAMPAIGNS_SHOWN)))
    blocks.append(_by_category(visitor, [*found.running, *found.coming]))
    if found.running or found.coming:
        blocks.append(Lines.of(say("campaigns-formula")))
    return {"document": Document(*blocks), "go": [Choice("calculator", say("button-calculator"))]}


def _terms(visitor: Visitor, some: Sequence[CampaignUpserted], *, ahead: bool) -> Cards:
    say, reader = visitor.say, visitor.reader
    when = [reader.date(each.starts_at) if ahead else reader.until(each.ends_at) for each in some]
    return Cards.by_row(
        (
            say("campaign"), say("campaign-starts" if ahead else "campaign-ends"), say("campaign-coefficient"),
            say("campaign-min-discount"), say("campaign-hold"), say("campaign-window"),
        ),
        tuple(
            (
                say("campaign-named", campaign=each.name),
                moment,
                coefficients(visitor, each),
                reader.percent(each.min_discount) if each.min_discount else say("campaign-any"),
                reader.days(each.hold_days),
                reader.days(each.return_window_days),
            )
            for each, moment in zip(some, when, strict=True)
        ),
    )  # fmt: skip


def _by_category(visitor: Visitor, some: Sequence[CampaignUpserted]) -> Details | None:
    say, reader = visitor.say, visitor.reader
    rows = [
        (say("campaign-category", campaign=each.name, category=category), reader.rate(rate))
        for each in some
        for category, rate in own_coefficients(each)
    ]
    rows += [
        (say("campaign-category", campaign=each.name, category=category), say("campaign-excluded"))
        for each in some
        for category in each.excluded_categories
    ]
    if not rows:
        return None
    shown: list[Block] = [
        Table((say("campaign-category-title"), say("campaign-coefficient")), tuple(rows[:CATEGORIES_SHOWN]))
    ]
    if len(rows) > CATEGORIES_SHOWN:
        shown.append(Lines.of(say("campaigns-more-categories", count=len(rows) - CATEGORIES_SHOWN)))
    return Details(say("campaigns-categories"), tuple(shown))


# -- orders that earned nothing ----------------------------------------------------------------------------------------


async def without_points(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """A page of the orders that earned nothing, newest first, each with its reason."""
    marks = dialog_manager.dialog_data.get("marks", [])
    return await asyncio.to_thread(_without_points, visitor, ports, marks)


def _without_points(visitor: Visitor, ports: Ports, marks: list[list[Any]]) -> Data:
    shop, _ = present(visitor, ports)
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    say = visitor.say
    before = (int(marks[-1][0]), str(marks[-1][1])) if marks else None
    found = unearned(ports.books, shop.seller, before=before, size=ORDERS_SHOWN)
    if not found.orders:
        return {"document": Document(Heading(say("unearned-title")), Lines.of(say("unearned-none")))}
    known = ports.ledger.world_now().campaigns

    def reason(line: UnearnedLine) -> str:
        terms = version_for(known.get(line.campaign, ()), line.redeemed_at)
        return say(
            f"why-{line.reason.replace('_', '-')}",
            campaign=ports.books.campaigns.get(line.campaign, line.campaign),
            category=line.category,
            discount=visitor.reader.percent(line.discount),
            least=visitor.reader.percent(terms.min_discount if terms else 0),
        )

    first = len(marks) * ORDERS_SHOWN
    shown = say("unearned-shown", first=first + 1, last=first + len(found.orders), total=found.total)
    rows = tuple((_order(visitor, line), reason(line)) for line in found.orders)
    choices = []
    if marks:
        choices.append(Choice("newer", say("button-unearned-newer")))
    if found.older is not None:
        choices.append(Choice(f"older:{len(marks)}", say("button-unearned-older")))
    document = Document(
        Heading(say("unearned-title")), Lines.of(shown), Cards(tuple((order, (why,)) for order, why in rows))
    )
    return {"document": document, "turn": choices}


def _order(visitor: Visitor, line: UnearnedLine) -> str:
    reader = visitor.reader
    return visitor.say(
        "unearned-line",
        order=line.order,
        at=reader.date(line.redeemed_at),
        price=reader.money(line.price),
        discount=reader.percent(line.discount),
        quantity=reader.number(line.quantity),
    )
