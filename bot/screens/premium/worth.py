"""The window of worth: what the subscription brought against its fee, from the books and nothing but the books."""

import asyncio
from typing import Any

from bot.frame.ports import Ports
from bot.frame.present import present
from bot.frame.summary import plan_line
from bot.frame.visitor import Visitor
from bot.frame.widgets import Choice, Data, page
from bot.paper.document import Block, Cards, Document, Heading, Lines
from core.values import State
from storage.books.subscriptions import Worth, worth


async def worth_of_it(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The running period and the whole time."""
    return await asyncio.to_thread(_worth, visitor, ports)


def _worth(visitor: Visitor, ports: Ports) -> Data:
    if not visitor.sees_money:
        return {"text": page([visitor.say("worth-title-plain"), visitor.say("refusal-forbidden")])}
    _, account = present(visitor, ports)
    found = worth(ports.books, account, max(ports.clock.now(), account.clock))
    title = Heading(visitor.say("worth-title"))
    compare = [Choice("compare", visitor.say("button-compare"))]
    if found.ever is None:
        return {"document": Document(title, Lines.of(visitor.say("worth-never"))), "go": compare}
    on_trial = account.subscription.state is State.TRIAL
    blocks: list[Block] = [
        title,
        Lines.of(plan_line(visitor, account)),
        _spans(visitor, found.period, found.ever),
        Lines.of(_verdict(visitor, found.ever, on_trial), visitor.say("worth-beyond")),
    ]
    return {"document": Document(*blocks), "go": [Choice("fees", visitor.say("button-fees")), *compare]}


def _spans(visitor: Visitor, period: Worth | None, ever: Worth) -> Cards:
    reader = visitor.reader
    columns = [each for each in (period, ever) if each is not None]
    titles = ["", *([visitor.say("worth-period", start=reader.day_month(period.since))] if period else [])]
    titles.append(visitor.say("worth-ever", start=reader.date(ever.since)))
    rows = [
        (visitor.say("worth-fees"), *(reader.money(each.fees) for each in columns)),
        (visitor.say("worth-commission"), *(reader.points(each.commission) for each in columns)),
        (visitor.say("worth-covered"), *(_share(visitor, each) for each in columns)),
        (visitor.say("worth-credited"), *(reader.points(each.credited) for each in columns)),
    ]
    return Cards.by_column(titles, rows)


def _share(visitor: Visitor, span: Worth) -> str:
    # A tenth of a percent says enough.
    return visitor.say("no-data") if span.covered is None else visitor.reader.percent(span.covered // 1000 * 1000)


def _verdict(visitor: Visitor, ever: Worth, on_trial: bool) -> str:
    money = visitor.reader.money
    if ever.covered is None:
        return visitor.say("worth-free-so-far" if on_trial else "worth-no-fees")
    if ever.commission >= ever.fees:
        return visitor.say("worth-paid-off", gain=money(ever.commission - ever.fees))
    return visitor.say("worth-not-yet", gap=money(ever.fees - ever.commission))
