"""What the operator's windows about sellers, acts and prices show."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.ports import Ports
from bot.frame.summary import charge_line, plan_line, plan_name, price_ahead, programme_title
from bot.frame.visitor import Visitor, shop_tag
from bot.frame.widgets import ENDS_OR_SPENDS, NEXT_STEP, Choice, Data, Views, page
from bot.paper.document import Document, Heading, Lines, Quote, Table
from bot.screens.operator import words
from bot.screens.operator.acts import EVERYONE, NEEDS, Act, is_ready, look
from bot.texts import Html
from core.account import Account
from core.notices.sending import OLDEST_TOLD
from core.values import Instant, Plan

MONTHS: Final = (1, 3, 6)
"""Prolongations offered, in months from today."""
SHOWN_FAILURES: Final = 3
STARTS: Final = (1, 2, 3)
"""Beginnings offered for a price: the months after this one."""


# -- finding a seller --------------------------------------------------------------------------------------------------


async def main(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Where everything begins: how to find a seller, maintenance, and what concerns everyone."""
    return await asyncio.to_thread(_main, visitor, ports)


def _main(visitor: Visitor, ports: Ports) -> Data:
    is_on = ports.ledger.world_now().maintenance
    sending = sum(each.state == "sending" for each in ports.broadcasts.latest())
    maintenance = Act.MAINTENANCE_OFF if is_on else Act.MAINTENANCE_ON
    stop = ports.ledger.stopped()
    text = page(
        [
            visitor.say("operator-title"),
            *(
                [
                    visitor.say("operator-stopped", since=visitor.reader.moment(stop.at), failure=stop.failure),
                    "",
                ]
                if stop is not None
                else []
            ),
            visitor.say("operator-how"),
            "",
            visitor.say("operator-maintenance", state="on" if is_on else "off"),
            visitor.say("operator-sending", count=sending) if sending else None,
            *_failures(visitor, ports),
        ]
    )
    return {
        "text": text,
        "go": [
            Choice("broadcasts", visitor.say("button-operator-broadcasts")),
            Choice("prices", visitor.say("button-operator-prices")),
            Choice("prolong-all", visitor.say("button-operator-prolong-all")),
            Choice(maintenance.value, visitor.say(f"button-operator-{maintenance}"), None if is_on else ENDS_OR_SPENDS),
        ],
    }


def _failures(visitor: Visitor, ports: Ports) -> list[str]:
    """What Telegram refused for good, with its reason."""
    count, newest = ports.outbox.failures(ports.clock.now() - OLDEST_TOLD, SHOWN_FAILURES)
    if not count:
        return []
    lines = [
        visitor.say(
            "operator-failed-line",
            at=visitor.reader.moment(each.at),
            seller=each.seller or visitor.say("button-operator-broadcasts"),
            reason=each.reason,
        )
        for each in newest
    ]
    return ["", visitor.say("operator-failed", count=count), *lines]


async def found(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The sellers that a search came to, searched anew each time it is shown."""
    return await asyncio.to_thread(_found, visitor, ports, dialog_manager.dialog_data.get("text", ""))


def _found(visitor: Visitor, ports: Ports, text: str) -> Data:
    sellers, more = ports.operators.find(text) if text else ([], False)
    if not sellers:
        return {"text": page([visitor.say("operator-found-none", text=text), visitor.say("operator-how")])}
    return {
        "text": page(
            [
                visitor.say("operator-found"),
                *(visitor.say("operator-found-line", shop=each.name, seller=each.seller) for each in sellers),
                visitor.say("operator-found-more") if more else None,
            ]
        ),
        "seller": [Choice(shop_tag(each.seller), each.name) for each in sellers],
    }


# -- one seller --------------------------------------------------------------------------------------------------------


async def seller(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """A seller at one glance, and what can be done for them."""
    return await asyncio.to_thread(_seller, visitor, ports, dialog_manager.dialog_data)


def chosen(ports: Ports, data: Data) -> Account | None:
    """The seller that was chosen, as they stand now."""
    name = data.get("seller")
    return ports.account(name) if name else None


def _seller(visitor: Visitor, ports: Ports, data: Data) -> Data:
    account = chosen(ports, data)
    if account is None:
        return {"text": page([visitor.say("operator-no-seller")])}
    subscription, seen = account.subscription, words.as_administrator(visitor, account)
    eligible = {None: "unknown", True: "yes", False: "no"}[subscription.eligible]
    rating = visitor.say("rating-none") if subscription.rating is None else visitor.reader.rate(subscription.rating)
    return {
        "document": Document(
            Heading(account.name),
            Quote(visitor.say("operator-parked")) if account.parked else None,
            Lines.of(
                visitor.say("operator-seller-id", seller=account.seller),
                plan_line(seen, account),
                charge_line(seen, account, ports.policy),
                visitor.say("home-money", wallet=visitor.reader.money(account.wallet)),
                visitor.say("operator-verification", eligible=eligible),
                visitor.say("operator-invitation", invitation=subscription.invitation.value),
                visitor.say("operator-rating", rating=rating),
                visitor.say("operator-team", count=len(ports.team.members(account.seller))),
            ),
            _points(visitor, ports, account),
        ),
        "view": [Choice("home", visitor.say("button-operator-view"), NEXT_STEP)],
        "act": [
            Choice(act.value, visitor.say(f"button-operator-{act}"), disabled=account.parked and act != Act.RELEASE)
            for act in _acts(account)
        ],
    }


def _acts(account: Account) -> Sequence[Act]:
    verifications = {True: [Act.FAIL], False: [Act.PASS], None: [Act.PASS, Act.FAIL]}
    acts = [Act.BONUS, Act.PROLONG, *verifications[account.subscription.eligible]]
    return [Act.RELEASE, *acts] if account.parked else acts


def _points(visitor: Visitor, ports: Ports, account: Account) -> Table:
    titles = ("programme", "available", "held", "debt")
    show = visitor.reader.typed
    return Table(
        tuple(visitor.say(f"operator-column-{title}") for title in titles),
        tuple(
            (
                programme_title(visitor, ports.policy, name),
                show(account.balances[name].available),
                show(account.balances[name].held),
                show(account.balances[name].debt),
            )
            for name in ports.policy.programmes
        ),
    )


async def seen(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, views: Views, **_: Any) -> Data:
    """A screen of the seller's administrator, without its buttons."""
    data = dialog_manager.dialog_data
    account = await asyncio.to_thread(chosen, ports, data)
    if account is None:
        return {"text": page([visitor.say("operator-no-seller")])}
    view = data.get("view", "home")
    shown = await views[view](
        visitor=words.as_administrator(visitor, account), ports=ports, dialog_manager=dialog_manager
    )
    note = visitor.say("operator-seen", shop=account.name)
    kept = {"view": [Choice(name, visitor.say(f"button-operator-see-{name}"), disabled=name == view) for name in views]}
    document: Document | None = shown.get("document")
    if document is not None:
        return {"document": Document(Quote(note), *document.blocks)} | kept
    return {"text": Html.joined([Html(f"<blockquote>{note}</blockquote>\n"), shown["text"]])} | kept


# -- an act, step by step ----------------------------------------------------------------------------------------------


async def programmes(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Which points."""
    titles = [programme_title(visitor, ports.policy, name) for name in ports.policy.programmes]
    about = await asyncio.to_thread(_about, visitor, ports, dialog_manager.dialog_data)
    return {
        "text": page([*about, visitor.say("operator-programme")]),
        "programme": [Choice(str(number), title) for number, title in enumerate(titles)],
    }


def _about(visitor: Visitor, ports: Ports, data: Data) -> list[str]:
    """What is being done and for whom, as far as it is known; above each question."""
    act = data.get("act")
    if act not in list(Act):
        return []
    values = words.named(visitor, ports, {name: data[name] for name in NEEDS[Act(act)] if name in data})
    parts = [values[name] for name in ("shop", "programme", "plan", "price", "since") if name in values]
    name = visitor.say("operator-about", act=words.act_name(visitor, Act(act)))
    return [name, " · ".join(map(str, parts))] if parts else [name]


async def amount(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """How many."""
    about = await asyncio.to_thread(_about, visitor, ports, dialog_manager.dialog_data)
    return {"text": page([*about, visitor.say("operator-amount", example=visitor.reader.typed(50_000))])}


async def until(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Until the end of which day."""
    now = ports.clock.now()
    ends = [end_of_day_after(ports, now, months) for months in MONTHS]
    about = await asyncio.to_thread(_about, visitor, ports, dialog_manager.dialog_data)
    return {
        "text": page([*about, visitor.say("operator-until", example=day_example(ports))]),
        "until": [Choice(str(months), visitor.reader.until(end)) for months, end in zip(MONTHS, ends, strict=True)],
    }


def end_of_day_after(ports: Ports, now: Instant, months: int) -> Instant:
    """The end of the local day so many months after now: the start of the next one (RULES 15.2)."""
    calendar = ports.policy.calendar
    return calendar.add_days(calendar.start_of_day(calendar.date(calendar.add_months(now, months))), 1)


def day_example(ports: Ports) -> str:
    """A day as a person may type it: a year from now."""
    calendar = ports.policy.calendar
    return f"{calendar.date(calendar.add_months(ports.clock.now(), 12)):%d.%m.%Y}"


async def reason(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Why: nothing happens without."""
    about = await asyncio.to_thread(_about, visitor, ports, dialog_manager.dialog_data)
    is_read = dialog_manager.dialog_data.get("act") == Act.BONUS
    lines = [*about, visitor.say("operator-reason"), visitor.say("operator-reason-read") if is_read else None]
    return {"text": page(lines)}


async def confirmation(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The question, computed anew whenever it is shown."""
    return await asyncio.to_thread(_confirmation, visitor, ports, dialog_manager.dialog_data)


def _confirmation(visitor: Visitor, ports: Ports, data: Data) -> Data:
    if not is_ready(data):
        return {"text": page([visitor.say("toast-outdated")])}
    now = ports.clock.now()
    found = look(ports, visitor, data, now)
    text = page(words.question(visitor, ports, found, now))
    if found.why_not is not None:
        pending.forget(data)
        return {"text": text}
    asked = pending.ask(data, found.terms.get("seller", EVERYONE), found.terms, now)
    return {"text": text, "confirm": [words.confirm_button(visitor, found.terms, asked.nonce)]}


async def result(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What has happened."""
    happened = pending.kept(dialog_manager.dialog_data)
    if happened is None or not happened.done:
        return {"text": page([visitor.say("toast-outdated")])}
    lines = await asyncio.to_thread(words.answer, visitor, ports, happened.terms)
    back = [Choice("seller", visitor.say("button-operator-seller"))] if happened.terms.get("seller") else []
    return {"text": page(lines), "go": [*back, Choice("main", visitor.say("button-operator"))]}


# -- prices ------------------------------------------------------------------------------------------------------------


async def prices(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The prices in force, those announced, and the policy's where they have no effect (RULES 4.15)."""
    return await asyncio.to_thread(_prices, visitor, ports)


def _prices(visitor: Visitor, ports: Ports) -> Data:
    now = ports.clock.now()
    idle = ports.ledger.prices_without_effect(now)
    policy, money = ports.policy, visitor.reader.money
    rows = tuple((plan_name(visitor, plan), money(policy.price(plan, now))) for plan in Plan)
    ahead = [line for plan in Plan for line in price_ahead(visitor, policy, plan, now)]
    return {
        "document": Document(
            Heading(visitor.say("operator-prices-title")),
            Table(tuple(visitor.say(f"operator-column-{name}") for name in ("plan", "in-force")), rows),
            Lines.of(*(ahead or [visitor.say("operator-prices-none-ahead")])),
            *(
                Quote(visitor.say("operator-prices-idle", plan=plan_name(visitor, plan), own=money(own)))
                for plan, (own, _) in idle.items()
            ),
            Lines.of(visitor.say("operator-prices-how")),
        ),
        "act": [
            Choice(f"{Act.PRICE}-{plan}", visitor.say("button-operator-price-of", plan=plan_name(visitor, plan)))
            for plan in Plan
        ],
    }


async def price(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """How much."""
    about = await asyncio.to_thread(_about, visitor, ports, dialog_manager.dialog_data)
    return {"text": page([*about, visitor.say("operator-price", example=visitor.reader.typed(249_000))])}


async def since(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """From when on."""
    about = await asyncio.to_thread(_about, visitor, ports, dialog_manager.dialog_data)
    now = ports.clock.now()
    starts = [None, *(month_after(ports, now, months) for months in STARTS)]
    day = day_example(ports)
    return {
        "text": page([*about, visitor.say("operator-since", example=day, hour=f"{day} 14:00")]),
        "since": [Choice(str(number), words.begins(visitor, start)) for number, start in enumerate(starts)],
    }


def month_after(ports: Ports, now: Instant, months: int) -> Instant:
    """The beginning of the local month so many months after now."""
    calendar = ports.policy.calendar
    return calendar.start_of_day(calendar.date(calendar.add_months(now, months)).replace(day=1))
