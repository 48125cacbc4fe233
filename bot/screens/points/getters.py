"""What the windows of Points show."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.ports import Ports
from bot.frame.present import present, under_maintenance
from bot.frame.summary import plan_name, programme_title, service_name, soonest_expiry, spendable
from bot.frame.visitor import Visitor
from bot.frame.widgets import CONFIRMS, NEXT_STEP, Choice, Data, page
from bot.screens.points.spending import Useful, all_useful, terms_of, useful
from bot.texts.outcomes import refusal_text
from core.account import Account
from core.events import Spend
from core.points.lots import programme_of
from core.policy import Policy
from core.refusals import Refusal
from core.values import CENTS, Amount, Plan
from storage.books.history import HistoryFilter
from storage.books.history import page as history_page

DATES_SHOWN: Final = 3
"""Dates of crediting shown for held points; the rest is summed up."""
DEBTS_SHOWN: Final = 2
"""Returns and revoked bonuses named as the reason of a debt, the newest first."""
LOOKED_AT: Final = 100
"""Adjustments among which the reasons of a debt are looked for."""


async def overview(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Every programme: available, held, debt, next expiry."""
    return await asyncio.to_thread(_overview, visitor, ports)


def _overview(visitor: Visitor, ports: Ports) -> Data:
    _, account = present(visitor, ports)
    policy = ports.policy
    title = visitor.say("points-title")
    if not visitor.sees_money:
        return {"text": page([title, visitor.say("refusal-forbidden")])}
    shown = [name for name in policy.programmes if _has_anything(account, name)]
    parts: list[str | None] = [title, visitor.say("under-review") if account.parked else None]
    if under_maintenance(visitor, ports):
        parts.append(visitor.say("maintenance-note"))
    for name in shown:
        parts += ["", *_programme(visitor, ports, account, name)]
    if not shown:
        parts += ["", visitor.say("points-empty")]
    parts += ["", visitor.say("points-rate", unit=visitor.reader.money(CENTS))]
    choices = []
    if spendable(account, policy) and visitor.may(Spend) and not account.parked:
        # During maintenance too: the next screen says that it waits, and this one need not be opened anew afterwards.
        choices.append(Choice("spend", visitor.say("button-spend"), NEXT_STEP))
    more = [Choice(name, visitor.say(f"button-{name}")) for name in _MORE]
    return {"text": page(parts), "go": choices, "more": more}


_MORE: Final = ("expiry", "paying", "earn", "campaigns", "calculator", "leaving")


def _has_anything(account: Account, programme: str) -> bool:
    balance = account.balances[programme]
    return bool(balance.available or balance.held or balance.debt or balance.opted_out)


def _programme(visitor: Visitor, ports: Ports, account: Account, programme: str) -> list[str]:
    reader, balance = visitor.reader, account.balances[programme]
    lines = [
        visitor.say("points-programme", programme=programme_title(visitor, ports.policy, programme)),
        visitor.say("points-available", available=reader.points(balance.available)),
    ]
    if balance.held:
        lines.append(visitor.say("points-held", held=reader.points(balance.held)))
        lines += _crediting(visitor, account, ports.policy, programme)
    if balance.debt:
        lines.append(visitor.say("points-debt", debt=reader.points(balance.debt)))
        lines += _reasons_of_debt(visitor, ports, account.seller, programme)
    expiry = soonest_expiry(account, ports.policy, programme)
    if expiry is not None:
        amount, until = reader.points(expiry.amount), reader.until(expiry.at)
        lines.append(visitor.say("points-next-expiry", amount=amount, until=until))
    else:
        lines.append(visitor.say("points-no-expiry"))
    if balance.opted_out:
        lines.append(visitor.say("points-left-programme"))
    return lines


def _crediting(visitor: Visitor, account: Account, policy: Policy, programme: str) -> list[str]:
    """When held points become available: the next dates, and the rest as one."""
    reader = visitor.reader
    by_date: dict[date, Amount] = {}
    for at, line in account.held.in_order() if account.balances[programme].held else ():
        if programme_of(line, policy) == programme:
            day = policy.calendar.date(at)
            by_date[day] = by_date.get(day, 0) + line.points
    dated = [(day, amount) for day, amount in by_date.items() if amount]
    lines = [
        visitor.say("points-crediting", amount=reader.points(amount), at=reader.date(day))
        for day, amount in dated[:DATES_SHOWN]
    ]
    rest = sum(amount for _, amount in dated[DATES_SHOWN:])
    if rest:
        last = reader.date(dated[-1][0])
        lines.append(visitor.say("points-crediting-later", amount=reader.points(rest), at=last))
    return lines


def _reasons_of_debt(visitor: Visitor, ports: Ports, seller: str, programme: str) -> list[str]:
    """The latest returns and revoked bonuses that took more than there was (RULES 8.7)."""
    wanted = HistoryFilter(kinds=frozenset({"adjustment"}), programme=programme)
    found = history_page(ports.books, seller, wanted, size=LOOKED_AT).lines
    reader, lines = visitor.reader, []
    for entry in [each for each in found if each.debt_change > 0][:DEBTS_SHOWN]:
        amount, at = reader.points(entry.debt_change), reader.date(entry.at)
        if entry.order is not None:
            lines.append(visitor.say("points-debt-return", order=entry.order, amount=amount, at=at))
        else:
            lines.append(visitor.say("points-debt-revoked", grant=entry.grant or "", amount=amount, at=at))
    return lines


# -- spending ----------------------------------------------------------------------------------------------------------


async def services_to_pay(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What points may pay now, each with the largest useful amount; of one programme if it was named."""
    return await asyncio.to_thread(_services_to_pay, visitor, ports, dialog_manager.dialog_data.get("only"))


def _services_to_pay(visitor: Visitor, ports: Ports, only: str | None) -> Data:
    shop, account = present(visitor, ports)
    policy, say = ports.policy, visitor.say
    if not visitor.may(Spend):
        return {"text": page([say("refusal-forbidden")])}
    shown = [name for name in spendable(account, policy) if only in (None, name)]
    if not shown:
        # With nothing to spend, what brings points is the way on.
        return {"text": page([say("spend-programme-none")]), "go": [Choice("earn", say("button-earn"), NEXT_STEP)]}
    now = max(ports.clock.now(), account.clock)
    parts: list[str] = []
    choices: list[Choice] = []
    possible: list[tuple[str, Useful]] = []
    for programme in shown:
        found = all_useful(ports, shop.seller, shop.role, programme, now)
        stopped = {each.why for each in found} - {None, "service_not_eligible"}
        if Refusal.MAINTENANCE in stopped:
            under_maintenance(visitor, ports)
        if stopped:  # nothing can be spent at all, whatever the programme
            return {"text": page([refusal_text(visitor.texts, visitor.reader, str(min(filter(None, stopped))), {})])}
        available = visitor.reader.points(account.balances[programme].available)
        title = programme_title(visitor, policy, programme)
        parts += ["", say("spend-from", programme=title, available=available)]
        paid = [each for each in found if each.largest]
        possible += [(programme, each) for each in paid]
        choices += [
            Choice(_place(policy, programme, each.service), _label(visitor, each, title if len(shown) > 1 else None))
            for each in paid
        ]
        if not paid:
            parts.append(say("spend-service-none"))
        if any(each.why == "service_not_eligible" for each in found) and not account.subscription.connected:
            parts.append(say("spend-subscribers-only"))
    first = _expiring_first(visitor, account, policy, possible)
    if first is not None:
        parts += ["", first.line]
        choices.insert(0, first.choice)
    # With nothing to pay for now, points can pay by themselves what comes.
    later = [] if choices else [Choice("paying", say("button-paying"), NEXT_STEP)]
    return {
        "text": page([say("spend-service"), *parts, "" if choices else None, _hint(visitor, choices)]),
        "service": choices,
        "go": later,
    }


def _place(policy: Policy, programme: str, service: str) -> str:
    """A programme's service by numbers: a button's data is too short for names."""
    order = list(policy.programmes[programme].services)
    return f"{list(policy.programmes).index(programme)}.{order.index(service)}"


def _label(visitor: Visitor, found: Useful, programme: str | None) -> str:
    """What a button spends; whose points they are is said where there are several kinds."""
    service, reader = service_name(visitor, found.service), visitor.reader
    if programme is None:
        return visitor.say("button-spend-service", service=service, points=reader.points(found.largest))
    amount = reader.typed(found.largest)
    return visitor.texts.plain(
        visitor.locale, "spend-of-programme", programme=programme, service=service, amount=amount
    )


class _Suggestion(NamedTuple):
    line: str
    choice: Choice


def _expiring_first(
    visitor: Visitor, account: Account, policy: Policy, possible: Sequence[tuple[str, Useful]]
) -> _Suggestion | None:
    """One tap for what expires first, on the service that takes most of it; none where there is no choice anyway."""
    if len(possible) < 2:
        return None
    ends = {programme: end for programme, _ in possible if (end := soonest_expiry(account, policy, programme))}
    programme, found = min(possible, key=lambda each: (ends[each[0]].at, -each[1].largest))
    soonest = ends[programme].amount
    amount = soonest if policy.programmes[programme].min_spend <= soonest <= found.largest else found.largest
    points, until = visitor.reader.points(amount), visitor.reader.until(ends[programme].at)
    line = visitor.say("spend-expiring", points=points, until=until, service=service_name(visitor, found.service))
    label = visitor.say("button-spend-expiring", points=points)
    return _Suggestion(line, Choice(f"{_place(policy, programme, found.service)}.{amount}", label, NEXT_STEP))


def _hint(visitor: Visitor, choices: list[Choice]) -> str | None:
    return visitor.say("spend-largest-offered") if choices else None


async def amounts(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Another amount than the largest: typed, or one of two."""
    data = dialog_manager.dialog_data
    return await asyncio.to_thread(_amounts, visitor, ports, data["programme"], data["service"])


def _amounts(visitor: Visitor, ports: Ports, programme: str, service: str) -> Data:
    shop, account = present(visitor, ports)
    if not visitor.may(Spend):
        return {"text": page([visitor.say("refusal-forbidden")])}
    found, account = useful(ports, shop.seller, shop.role, programme, service, max(ports.clock.now(), account.clock))
    reader, least = visitor.reader, ports.policy.programmes[programme].min_spend
    text = visitor.say(
        "spend-amount",
        programme=programme_title(visitor, ports.policy, programme),
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


async def confirmation(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The question, computed anew whenever it is shown."""
    return await asyncio.to_thread(_confirmation, visitor, ports, dialog_manager.dialog_data)


def _confirmation(visitor: Visitor, ports: Ports, data: Data) -> Data:
    shop, account = present(visitor, ports)
    now = max(ports.clock.now(), account.clock)
    wanted = {name: data[name] for name in ("programme", "service", "amount")}
    outcome, terms = terms_of(ports, shop.seller, shop.role, wanted, now)
    if not outcome.is_done:
        pending.forget(data)
        if outcome.reason == Refusal.MAINTENANCE:
            under_maintenance(visitor, ports)
        refusal = refusal_text(visitor.texts, visitor.reader, outcome.reason or "", outcome.data)
        other = [Choice("amount", visitor.say("button-other-amount"))] if visitor.may(Spend) else []
        return {"text": page([refusal]), "go": other}
    reader = visitor.reader
    parts = [
        visitor.say(
            "spend-confirm",
            points=reader.points(terms["amount"]),
            service=service_name(visitor, terms["service"]),
            programme=programme_title(visitor, ports.policy, terms["programme"]),
            money=reader.money(terms["amount"]),
            left=reader.points(terms["left"]),
        )
    ]
    if terms["fee"]:
        plan = plan_name(visitor, Plan(terms["plan"]))
        parts += ["", visitor.say("spend-pays-subscription", plan=plan, price=reader.money(terms["fee"]))]
    asked = pending.ask(data, shop.seller, terms, now)
    button = Choice(asked.nonce, visitor.say("button-spend-confirm"), CONFIRMS)
    return {"text": page(parts), "confirm": [button], "go": [Choice("amount", visitor.say("button-other-amount"))]}


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
