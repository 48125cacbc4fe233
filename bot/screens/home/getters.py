"""What Home shows. Each getter is one hop into a worker thread: it reads, and writes the text there too."""

import asyncio
from typing import Any

from bot.frame.ports import Ports
from bot.frame.present import present, under_maintenance
from bot.frame.states import Home
from bot.frame.summary import (
    charge_line,
    missing_for_next_charge,
    plan_line,
    programme_title,
    soonest_expiry,
)
from bot.frame.told import told
from bot.frame.visitor import Visitor, shop_tag
from bot.frame.ways import another_shop
from bot.frame.widgets import NEXT_STEP, Choice, Data, page
from bot.screens.home.attention import Attention, attention
from bot.screens.home.menu import MENU
from bot.texts import Html
from core.account import Account
from core.policy import Policy
from core.values import Amount, State, format_amount


async def glance(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The main window."""
    return await asyncio.to_thread(_glance, visitor, ports)


def _glance(visitor: Visitor, ports: Ports) -> Data:
    shop, account = present(visitor, ports)
    choices = [Choice(name, visitor.say(place.label)) for name, place in MENU.items() if place.is_for(visitor)]
    title = visitor.say("home-title", shop=shop.shop)
    role = visitor.say("home-role", role=visitor.say(f"role-{shop.role}"))
    if visitor.reported:
        return {"text": page([title, role, "", *(told(visitor, ports, Home.main) or [])]), "go": choices}
    asked = ports.team.open_approval(shop.seller)
    needs = attention(visitor, account, ports.policy, asked, maintenance=lambda: under_maintenance(visitor, ports))
    likely = [needs.choice] if needs and needs.choice else []
    text = page(
        [
            Html(f"<blockquote>{needs.text}</blockquote>\n") if needs else None,
            title,
            role,
            visitor.say("under-review") if account.parked else None,
            "",
            plan_line(visitor, account),
            charge_line(visitor, account, ports.policy),
            _short_line(visitor, account, ports.policy, needs),
            *(_money(visitor, account, ports.policy) if visitor.sees_money else []),
            "",
            visitor.say("home-clock", now=visitor.reader.moment(account.at)),
        ]
    )
    return {"text": text, "likely": likely, "go": choices}


def _short_line(visitor: Visitor, account: Account, policy: Policy, needs: Attention | None) -> str | None:
    """By how much the coming charge is not covered, where something else needs attention first; None if it is."""
    missing = missing_for_next_charge(account, policy)
    said = needs is not None and needs.about_money
    if not missing or said or not visitor.sees_money or account.subscription.state is State.GRACE:
        return None
    return visitor.say("home-short", missing=visitor.reader.money(missing))


def _money(visitor: Visitor, account: Account, policy: Policy) -> list[str]:
    """The wallet, then a paragraph for each programme that has anything: there, coming, going first, owed."""
    reader = visitor.reader
    lines = [visitor.say("home-money", wallet=_bold(reader.money(account.wallet)))]
    empty = True
    for programme, balance in account.balances.items():
        if programme not in policy.programmes or not (balance.available or balance.held or balance.debt):
            continue
        empty = False
        title = programme_title(visitor, policy, programme)
        available = _bold(reader.points(balance.available))
        lines += ["", visitor.say("home-points", programme=title, available=available)]
        if balance.held:
            lines.append(visitor.say("home-points-held", held=reader.points(balance.held)))
        if (expiry := soonest_expiry(account, policy, programme)) is not None:
            amount, until = reader.points(expiry.amount), reader.until(expiry.at)
            lines.append(visitor.say("home-points-expiry", amount=amount, until=until))
        if balance.debt:
            lines.append(visitor.say("home-points-debt", debt=reader.points(balance.debt)))
    return [*lines, "", visitor.say("home-points-none")] if empty else lines


def _bold(text: str) -> Html:
    return Html(f"<b>{Html.joined([text])}</b>")


async def money(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Money and the coming charge, and how to top up when it is not enough."""
    return await asyncio.to_thread(_balance, visitor, ports)


def _balance(visitor: Visitor, ports: Ports) -> Data:
    shop, account = present(visitor, ports)
    title = visitor.say("home-title", shop=shop.shop)
    if not visitor.sees_money:
        return {"text": page([title, visitor.say("refusal-forbidden")])}
    policy, reader = ports.policy, visitor.reader
    missing = missing_for_next_charge(account, policy)
    charge = charge_line(visitor, account, policy)
    text = page(
        [
            title,
            visitor.say("home-money", wallet=reader.money(account.wallet)),
            "",
            plan_line(visitor, account),
            charge,
            visitor.say("balance-covers") if charge and account.subscription.period_end and not missing else None,
            *(["", _missing(visitor, account, missing), visitor.say("top-up-how")] if missing else []),
        ]
    )
    premium = Choice("premium", visitor.say("button-premium"))
    return {"text": text, "go": [*(_ways_to_pay(visitor, policy, missing) if missing else []), premium]}


def _missing(visitor: Visitor, account: Account, missing: Amount) -> str:
    """What is missing now, and that it is tried at once, which is so in grace alone (RULES 3.3); else until when."""
    subscription, reader = account.subscription, visitor.reader
    amount = _bold(reader.money(missing))
    if subscription.state is State.GRACE:
        until = reader.until(subscription.grace_until or account.at)
        return visitor.say("balance-missing-now", missing=amount, until=until)
    return visitor.say("balance-missing-by", missing=amount, at=reader.moment(subscription.period_end or account.at))


def _ways_to_pay(visitor: Visitor, policy: Policy, missing: Amount) -> list[Choice]:
    """The marketplace's own page, and the amount to put in there."""
    amount = visitor.reader.money(missing)
    ways = [Choice("copy", visitor.say("button-copy-amount", price=amount), copies=format_amount(missing))]
    if policy.support.top_up_url:
        ways.insert(0, Choice("pay", visitor.say("button-pay"), NEXT_STEP, url=policy.support.top_up_url))
    return ways


async def shops(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The shops this person is in."""
    assert visitor.membership is not None
    present_one = visitor.membership.seller
    return {
        "text": Html(visitor.say("choose-shop")),
        "shop": [
            Choice(shop_tag(shop.seller), f"✓ {shop.shop}" if shop.seller == present_one else shop.shop)
            for shop in visitor.shops
        ],
        "go": another_shop(visitor, ports),
    }


async def welcome(visitor: Visitor, **_: Any) -> Data:
    """What this is, and how to get in, for somebody without a shop."""
    return {
        "text": page(
            [visitor.say("operator-welcome")]
            if visitor.operator
            else [visitor.say("no-shop"), "", visitor.say("welcome-what")]
        ),
        "go": [
            *([Choice("operator", visitor.say("button-operator"), NEXT_STEP)] if visitor.operator else []),
            Choice("begin", visitor.say("button-source-begin")),
            Choice("help", visitor.say("button-help")),
            Choice("language", visitor.say("button-language")),
        ],
    }
