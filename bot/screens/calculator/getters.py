"""What the windows of the calculator show."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.present import present
from bot.frame.visitor import Visitor
from bot.frame.widgets import ENDS_OR_SPENDS, NEXT_STEP, Choice, Data, page
from bot.paper.document import Block, Cards, Document, Formula, Heading, Lines, Table, clipped
from bot.screens.calculator.form import (
    FIELDS,
    NEEDED,
    Calculation,
    Form,
    Offered,
    calculation,
    chosen,
    coefficient,
    form_of,
    missing,
    offered,
)
from bot.texts.arithmetic import as_read
from core.points.calculator import Result, Sale, extra_units, result, unit_margin
from core.points.campaigns import Campaigns
from core.values import RATE_ONE, Amount, Rate, format_amount, format_rate
from storage.books.reports import metrics

RETURNS_DAYS: Final = 90
"""Local days of the shop's own past that the expected returns are suggested from."""
LONGEST_LABEL: Final = 40
"""Characters on the button of a campaign."""


# -- the form ----------------------------------------------------------------------------------------------------------


async def form_window(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What is entered, what is missing, and a button for each."""
    form = form_of(dialog_manager.dialog_data)
    return await asyncio.to_thread(_form_window, visitor, ports, form)


def _form_window(visitor: Visitor, ports: Ports, form: Form) -> Data:
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    say = visitor.say
    found = ports.campaigns(ports.clock.now())
    needed = missing(form, found)
    lines = [say("calculator-title"), say("calculator-about"), ""]
    for name in FIELDS:
        if name in form:
            lines.append(say(f"calculator-{name}-is", value=shown(visitor, form, name, found)))
        elif name in NEEDED:
            lines.append(say(f"calculator-{name}-missing"))
    choices = [Choice(f"field:{name}", say(f"button-calculator-{name}")) for name in FIELDS]
    likely = []
    if needed:
        likely.append(Choice(f"field:{needed[0]}", say("button-calculator-next"), NEXT_STEP))
        # It may be written here at once.
        lines += ["", say(f"calculator-ask-{needed[0]}", example=example(visitor, needed[0]))]
    else:
        likely.append(Choice("result", say("button-calculator-result"), NEXT_STEP))
    return {"text": page(lines), "likely": likely, "field": choices}


def shown(visitor: Visitor, form: Form, name: str, found: Campaigns) -> str:
    """An entered value as its reader writes it."""
    reader, value = visitor.reader, form[name]
    match name:
        case "price" | "margin":
            return reader.money(value)
        case "quantity":
            return reader.number(value)
        case "coefficient" if form.get("campaign") is not None:
            campaign = chosen(form, found)
            if campaign is None:
                return visitor.say("calculator-campaign-over", campaign=form["campaign"])
            return campaign_name(visitor, campaign)
        case "coefficient":
            return reader.rate(value)
    return reader.percent(value)


def campaign_name(visitor: Visitor, campaign: Offered) -> str:
    """A campaign with its category and coefficient, plain text."""
    key = "calculator-campaign" if campaign.category is None else "calculator-campaign-category"
    values = {} if campaign.category is None else {"category": campaign.category}
    return visitor.texts.plain(
        visitor.locale, key, campaign=campaign.name, rate=visitor.reader.rate(campaign.coefficient), **values
    )


# -- one field ---------------------------------------------------------------------------------------------------------


async def field(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The question for one value, with what can be chosen instead of typing."""
    data = dialog_manager.dialog_data
    return await asyncio.to_thread(_field, visitor, ports, form_of(data), data.get("field"))


def _field(visitor: Visitor, ports: Ports, form: Form, name: str | None) -> Data:
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    if name not in FIELDS:
        return {"text": page([visitor.say("calculator-title"), visitor.say("calculator-choose")])}
    say, reader = visitor.say, visitor.reader
    found = ports.campaigns(ports.clock.now())
    lines = [say(f"calculator-ask-{name}", example=example(visitor, name))]
    if name in form:
        lines.append(say("calculator-now", value=shown(visitor, form, name, found)))
    choices = []
    if name == "coefficient":
        some = offered(found)
        lines.append(say("calculator-or-campaign" if some else "calculator-no-campaigns"))
        choices = [
            Choice(f"campaign:{number}", clipped(campaign_name(visitor, each), LONGEST_LABEL))
            for number, each in enumerate(some)
        ]
    elif name == "returns":
        own = own_returns(visitor, ports)
        lines.append(
            say("calculator-returns-own", share=reader.percent(own))
            if own is not None
            else say("calculator-returns-unknown")
        )
        if own is not None:
            choices.append(Choice("own", say("button-calculator-own-returns"), NEXT_STEP))
    if name in form and name not in NEEDED:
        choices.append(Choice("remove", say("button-calculator-remove"), ENDS_OR_SPENDS))
    return {"text": page(lines), "value": choices}


_EXAMPLES: Final[dict[str, int]] = {
    "price": 700_000, "discount": 100_000, "quantity": 20, "coefficient": 50_000, "returns": 80_000,
    "second": 150_000, "margin": 210_000,
}  # fmt: skip


def example(visitor: Visitor, name: str) -> str:
    """How a value of this field may be typed."""
    reader, value = visitor.reader, _EXAMPLES[name]
    if name in ("price", "margin"):
        return reader.typed(value)
    if name == "quantity":
        return reader.number(value)
    return reader.rate(value) if name == "coefficient" else reader.percent(value)


def own_returns(visitor: Visitor, ports: Ports) -> Rate | None:
    """The share of the last days' reward that returns took back, to a tenth of a percent; None without any reward."""
    shop, account = present(visitor, ports)
    since = ports.policy.calendar.add_days(account.at, -RETURNS_DAYS)
    share = metrics(ports.books, shop.seller, since, account.at + 1).total.adjusted_share
    return None if share is None else min(RATE_ONE, share // 1000 * 1000)


# -- the result --------------------------------------------------------------------------------------------------------


async def result_window(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Points, cost and further units, for one discount or for two side by side."""
    form = form_of(dialog_manager.dialog_data)
    return await asyncio.to_thread(_result_window, visitor, ports, form)


def _result_window(visitor: Visitor, ports: Ports, form: Form) -> Data:
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    found = ports.campaigns(ports.clock.now())
    came = calculation(form, found)
    say = visitor.say
    choices = [Choice("form", say("button-calculator-change"))]
    if came is None:
        return {"text": page([say("calculator-title"), say("calculator-not-yet")]), "go": choices}
    for name in ("second", "margin", "returns"):
        if name not in form:
            choices.append(Choice(f"field:{name}", say(f"button-calculator-{name}")))
    results = [result(sale) for sale in came.sales]
    blocks: list[Block | None] = [
        Heading(say("calculator-result")),
        Lines.of(*_verdict(visitor, came, results)),
        Lines.of(_given(visitor, form, found)),
    ]
    formulas = (formula(sale, each) for sale, each in zip(came.sales, results, strict=True) if sale.coefficient)
    blocks += [Formula(as_read(visitor.reader, each)) for each in formulas]
    blocks.append(_table(visitor, came, results))
    blocks.append(Lines.of(say("calculator-note"), None if came.margin else say("calculator-no-margin")))
    return {"document": Document(*blocks), "go": choices}


def _verdict(visitor: Visitor, came: Calculation, results: Sequence[Result]) -> list[str]:
    """What it comes to, a sentence for each discount; of two that earn points, one that compares them."""
    if len(results) == 2 and all(sale.coefficient for sale in came.sales):
        return [_compared(visitor, came.sales, results)]
    reader, said = visitor.reader, []
    for sale, each in zip(came.sales, results, strict=True):
        values = {"discount": reader.percent(sale.discount)}
        if not sale.coefficient:
            said.append(visitor.say("calculator-below", least=reader.percent(came.least), **values))
            continue
        values |= {"points": reader.points(each.points), "cost": reader.money(each.cost)}
        extra = None if came.margin is None else extra_units(sale, came.margin)
        if extra is not None:
            said.append(visitor.say("calculator-verdict-extra", extra=reader.number(extra), **values))
        else:
            key = "calculator-verdict" if came.margin is None else "calculator-verdict-never"
            said.append(visitor.say(key, **values))
    return said


def formula(sale: Sale, found: Result) -> str:
    """`7000.00 × 10 % × 20 × 0.05 × 92 % = 644.00`: the last factor is what is expected to stay sold."""
    factors = [
        format_amount(sale.price),
        f"{format_rate(sale.discount * 100)} %",
        str(sale.quantity),
        format_rate(sale.coefficient),
    ]
    if sale.returns:
        factors.append(f"{format_rate((RATE_ONE - sale.returns) * 100)} %")
    return f"{' × '.join(factors)} = {format_amount(found.points)}"


def _given(visitor: Visitor, form: Form, found: Campaigns) -> str:
    reader = visitor.reader
    values = {
        "price": reader.money(form["price"]),
        "quantity": reader.number(form["quantity"]),
        "rate": reader.rate(coefficient(form, found)),
    }
    campaign = chosen(form, found) if form.get("campaign") is not None else None
    if campaign is not None:
        values["rate"] = campaign_name(visitor, campaign)
    return visitor.say("calculator-given", returns=reader.percent(form.get("returns", 0)), **values)


def _table(visitor: Visitor, came: Calculation, results: Sequence[Result]) -> Block:
    say, reader = visitor.say, visitor.reader
    none = say("no-data")
    rows = [
        ("buyer", [reader.money(each.buyer_pays) for each in results]),
        ("points", [reader.points(each.points) for each in results]),
        ("given", [reader.money(each.discount_given) for each in results]),
        ("cost", [reader.money(each.cost) for each in results]),
        ("ratio", [none if each.ratio is None else reader.percent(each.ratio // 100 * 100) for each in results]),
    ]
    if came.margin is not None:
        margins = [reader.money(unit_margin(sale, came.margin)) for sale in came.sales]
        rows += [("unit", margins), ("extra", [_extra(visitor, sale, came.margin) for sale in came.sales])]
    titles = ("", *(say("calculator-discount", discount=reader.percent(sale.discount)) for sale in came.sales))
    named = tuple((say(f"calculator-row-{name}"), *cells) for name, cells in rows)
    return Table(titles, named) if len(results) == 1 else Cards.by_column(titles, named)


def _extra(visitor: Visitor, sale: Sale, margin: Amount) -> str:
    extra = extra_units(sale, margin)
    return visitor.say("calculator-never") if extra is None else visitor.reader.number(extra)


def _compared(visitor: Visitor, sales: Sequence[Sale], results: Sequence[Result]) -> str:
    reader = visitor.reader
    (low, less), (high, more) = sorted(zip(sales, results, strict=True), key=lambda pair: pair[0].discount)
    return visitor.say(
        "calculator-compared",
        high=reader.percent(high.discount),
        low=reader.percent(low.discount),
        points=reader.points(more.points - less.points),
        cost=reader.money(more.cost - less.cost),
    )
