"""What the windows of Points show."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from aiogram_dialog import DialogManager

from bot.ports import Services
from bot.screens import pending
from bot.screens.frame import ENDS_OR_SPENDS, NEXT_STEP, Choice, Data, page
from bot.screens.home.getters import present
from bot.screens.points.spending import all_useful, terms_of, useful
from bot.screens.summary import expiries, plan_name, programme_title, service_name
from bot.texts.outcomes import refusal_text
from bot.visitor import Visitor
from core.account import Account
from core.events import Spend
from core.policy import Policy
from core.values import CENTS, Amount, Plan

DATES_SHOWN: Final = 10
"""Expiry dates listed for each programme; the rest is counted."""


async def overview(visitor: Visitor, services: Services, **_: Any) -> Data:
    """Every programme: available, held, debt, next expiry."""
    return await asyncio.to_thread(_overview, visitor, services)


def _overview(visitor: Visitor, services: Services) -> Data:
    _, account = present(visitor, services)
    policy = services.policy
    title = visitor.say("points-title")
    if not visitor.sees_money:
        return {"text": page([title, visitor.say("refusal-forbidden")])}
    shown = [name for name in policy.points if _has_anything(account, name)]
    parts: list[str | None] = [title, visitor.say("under-review") if account.parked else None]
    if services.ledger.world.maintenance:
        parts.append(visitor.say("maintenance-note"))
    for name in shown:
        parts += ["", *_programme(visitor, account, policy, name)]
    if not shown:
        parts += ["", visitor.say("points-empty")]
    parts += ["", visitor.say("points-rate", unit=visitor.reader.money(CENTS))]
    choices = []
    if spendable(account, policy) and visitor.may(Spend) and not account.parked:
        choices.append(Choice("spend", visitor.say("button-spend"), NEXT_STEP))
    if any(account.lots[name].open for name in shown):
        choices.append(Choice("expiry", visitor.say("button-expiry")))
    return {"text": page(parts), "go": choices}


def spendable(account: Account, policy: Policy) -> Sequence[str]:
    """Programmes with points to spend, in the policy's order."""
    return [name for name in policy.points if account.balances[name].available]


def _has_anything(account: Account, programme: str) -> bool:
    balance = account.balances[programme]
    return bool(balance.available or balance.held or balance.debt or balance.opted_out)


def _programme(visitor: Visitor, account: Account, policy: Policy, programme: str) -> list[str]:
    reader, balance = visitor.reader, account.balances[programme]
    lines = [
        visitor.say("points-programme", programme=programme_title(visitor, policy, programme)),
        visitor.say("points-available", available=reader.points(balance.available)),
    ]
    if balance.held:
        lines.append(visitor.say("points-held", held=reader.points(balance.held)))
        lines += _next_crediting(visitor, account, programme)
    if balance.debt:
        lines.append(visitor.say("points-debt", debt=reader.points(balance.debt)))
    soonest = expiries(account, policy, programme)[:1]
    for expiry in soonest:
        amount, until = reader.points(expiry.amount), reader.until(expiry.at)
        lines.append(visitor.say("points-next-expiry", amount=amount, until=until))
    if not soonest:
        lines.append(visitor.say("points-no-expiry"))
    if balance.opted_out:
        lines.append(visitor.say("points-left-programme"))
    return lines


def _next_crediting(visitor: Visitor, account: Account, programme: str) -> list[str]:
    # Only orders are held, and orders accrue points of one programme (RULES 8.3a); the heap's first is the soonest.
    if programme != "discount" or not account.held:
        return []
    at = account.held[0][0]
    amount = sum(account.lines[line].points for due, line in account.held if due == at)
    reader = visitor.reader
    return [visitor.say("points-held-next", amount=reader.points(amount), at=reader.date(at))] if amount else []


async def calendar(visitor: Visitor, services: Services, **_: Any) -> Data:
    """What expires when, by programme and date (RULES 10.3)."""
    return await asyncio.to_thread(_calendar, visitor, services)


def _calendar(visitor: Visitor, services: Services) -> Data:
    _, account = present(visitor, services)
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    parts: list[str] = []
    for name in services.policy.points:
        found = expiries(account, services.policy, name)
        parts.append(visitor.say("expiry-title", programme=programme_title(visitor, services.policy, name)))
        for expiry in found[:DATES_SHOWN]:
            amount, until = visitor.reader.points(expiry.amount), visitor.reader.until(expiry.at)
            parts.append(visitor.say("expiry-line", amount=amount, until=until))
        if len(found) > DATES_SHOWN:
            parts.append(visitor.say("expiry-more", count=len(found) - DATES_SHOWN))
        if not found:
            parts.append(visitor.say("expiry-none"))
        parts.append("")
    choices = []
    if spendable(account, services.policy) and visitor.may(Spend):
        choices.append(Choice("spend", visitor.say("button-spend"), NEXT_STEP))
    return {"text": page([*parts, visitor.say("expiry-hint")]), "go": choices}


# -- spending ----------------------------------------------------------------------------------------------------------


async def programmes(visitor: Visitor, services: Services, **_: Any) -> Data:
    """First tap: which points."""
    return await asyncio.to_thread(_programmes, visitor, services)


def _programmes(visitor: Visitor, services: Services) -> Data:
    _, account = present(visitor, services)
    if not visitor.may(Spend):
        return {"text": page([visitor.say("refusal-forbidden")])}
    names = list(services.policy.points)
    found = spendable(account, services.policy)
    if not found:
        return {"text": page([visitor.say("spend-programme-none")])}
    return {
        "text": page([visitor.say("spend-programme")]),
        "programme": [
            Choice(str(names.index(name)), _named(visitor, services, name, account.balances[name].available))
            for name in found
        ],
    }


def _named(visitor: Visitor, services: Services, programme: str, amount: Amount) -> str:
    title = programme_title(visitor, services.policy, programme)
    return f"{title}: {visitor.reader.points(amount)}"


async def services_to_pay(dialog_manager: DialogManager, visitor: Visitor, services: Services, **_: Any) -> Data:
    """Second tap: which service, with what could be covered."""
    return await asyncio.to_thread(_services_to_pay, visitor, services, dialog_manager.dialog_data["programme"])


def _services_to_pay(visitor: Visitor, services: Services, programme: str) -> Data:
    shop, account = present(visitor, services)
    policy = services.policy
    found = all_useful(services, shop.seller, shop.role, programme, max(services.clock.now(), account.clock))
    order = list(policy.points[programme].services)
    choices = [
        Choice(
            str(order.index(each.service)),
            f"{service_name(visitor, each.service)}: {visitor.reader.points(each.largest)}",
        )
        for each in found
        if each.largest
    ]
    stopped = {each.why for each in found} - {None, "service_not_eligible"}
    parts = [
        visitor.say(
            "spend-service",
            programme=programme_title(visitor, policy, programme),
            available=visitor.reader.points(account.balances[programme].available),
        )
    ]
    if stopped:
        parts = [refusal_text(visitor.texts, visitor.reader, str(min(filter(None, stopped))), {})]
    elif not choices:
        parts.append(visitor.say("spend-service-none"))
    if any(each.why == "service_not_eligible" for each in found) and not account.subscription.connected:
        parts.append(visitor.say("spend-subscribers-only"))
    return {"text": page(parts), "service": choices}


async def amounts(dialog_manager: DialogManager, visitor: Visitor, services: Services, **_: Any) -> Data:
    """Third tap: how much, typed or one of two."""
    data = dialog_manager.dialog_data
    return await asyncio.to_thread(_amounts, visitor, services, data["programme"], data["service"])


def _amounts(visitor: Visitor, services: Services, programme: str, service: str) -> Data:
    shop, account = present(visitor, services)
    found, account = useful(
        services, shop.seller, shop.role, programme, service, max(services.clock.now(), account.clock)
    )
    reader, least = visitor.reader, services.policy.points[programme].min_spend
    text = visitor.say(
        "spend-amount",
        programme=programme_title(visitor, services.policy, programme),
        service=service_name(visitor, service),
        available=reader.points(account.balances[programme].available),
        largest=reader.points(found.largest),
        minimum=reader.points(least),
    )
    choices = []
    if found.largest:
        label = visitor.say("button-spend-largest", points=reader.points(found.largest))
        choices.append(Choice(str(found.largest), label, NEXT_STEP))
    if CENTS <= least < found.largest:
        label = visitor.say("button-spend-minimum", points=reader.points(least))
        choices.append(Choice(str(least), label))
    return {"text": page([text]), "amount": choices}


async def confirmation(dialog_manager: DialogManager, visitor: Visitor, services: Services, **_: Any) -> Data:
    """The question, computed anew whenever it is shown."""
    return await asyncio.to_thread(_confirmation, visitor, services, dialog_manager.dialog_data)


def _confirmation(visitor: Visitor, services: Services, data: Data) -> Data:
    shop, account = present(visitor, services)
    now = max(services.clock.now(), account.clock)
    wanted = {name: data[name] for name in ("programme", "service", "amount")}
    outcome, terms = terms_of(services, shop.seller, shop.role, wanted, now)
    if not outcome.is_done:
        pending.forget(data)
        refusal = refusal_text(visitor.texts, visitor.reader, outcome.reason or "", outcome.data)
        return {"text": page([refusal]), "go": _others(visitor)}
    reader = visitor.reader
    parts = [
        visitor.say(
            "spend-confirm",
            points=reader.points(terms["amount"]),
            service=service_name(visitor, terms["service"]),
            programme=programme_title(visitor, services.policy, terms["programme"]),
            money=reader.money(terms["amount"]),
            left=reader.points(terms["left"]),
        )
    ]
    if terms["fee"]:
        plan = plan_name(visitor, Plan(terms["plan"]))
        parts += ["", visitor.say("spend-pays-subscription", plan=plan, price=reader.money(terms["fee"]))]
    asked = pending.ask(data, shop.seller, terms, now)
    button = Choice(asked.nonce, visitor.say("button-spend-confirm"), ENDS_OR_SPENDS)
    return {"text": page(parts), "confirm": [button], "go": _others(visitor)}


def _others(visitor: Visitor) -> list[Choice]:
    return [
        Choice("amount", visitor.say("button-other-amount")),
        Choice("service", visitor.say("button-other-service")),
    ]


async def result(dialog_manager: DialogManager, visitor: Visitor, **_: Any) -> Data:
    """What has happened."""
    happened = pending.kept(dialog_manager.dialog_data)
    if happened is None or not happened.done:
        return {"text": page([visitor.say("toast-outdated")])}
    reader, terms = visitor.reader, happened.terms
    text = visitor.say(
        "spend-done",
        points=reader.points(terms["amount"]),
        service=service_name(visitor, terms["service"]),
        money=reader.money(terms["amount"]),
        wallet=reader.money(terms["wallet"]),
        left=reader.points(terms["left"]),
    )
    return {"text": page([text]), "go": [Choice("spend", visitor.say("button-spend"))]}
