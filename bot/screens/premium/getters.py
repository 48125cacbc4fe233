"""What the windows of Premium show."""

import asyncio
from typing import Any

from aiogram_dialog import DialogManager

from bot.document import Document, Heading, Lines, Table
from bot.ports import Services
from bot.screens import pending
from bot.screens.frame import CONFIRMS, ENDS_OR_SPENDS, NEXT_STEP, Choice, Data, page
from bot.screens.home.getters import present
from bot.screens.premium import words
from bot.screens.premium.changes import Change, Kind, Offer, offer, open_changes
from bot.screens.premium.comparison import comparison
from bot.screens.summary import (
    benefit_line,
    charge_line,
    missing_for_next_charge,
    plan_line,
    plan_name,
    present_benefits,
)
from bot.visitor import Visitor
from core.account import Account
from core.events import Connect
from core.policy import Policy
from core.subscription.benefits import mailings_available
from core.values import Invitation, Plan, Renewal, Role, State

_CONNECTS = (Change.PREMIUM, Change.LITE)


async def overview(visitor: Visitor, services: Services, **_: Any) -> Data:
    """The plan now, what it gives, and what can be changed."""
    return await asyncio.to_thread(_overview, visitor, services)


def _overview(visitor: Visitor, services: Services) -> Data:
    shop, account = present(visitor, services)
    policy = services.policy
    changes = [] if account.parked else open_changes(account, shop.role)
    buttons = [_change_button(visitor, account, policy, change) for change in changes]
    text = page(
        [
            visitor.say("premium-title"),
            visitor.say("under-review") if account.parked else None,
            plan_line(visitor, account),
            *(
                _connected(visitor, account, policy)
                if account.subscription.plan
                else _unconnected(visitor, account, policy)
            ),
            *_benefits(visitor, account, policy),
            "" if not _decides(visitor) else None,
            visitor.say("premium-ask-role") if not _decides(visitor) else None,
        ]
    )
    others = [Choice("compare", visitor.say("button-compare"))]
    if not _decides(visitor) and account.subscription.invitation is Invitation.OPEN:
        # Who may not accept is led to where a manager can be asked (RULES 5.5).
        others.insert(0, Choice("invitation", visitor.say("button-invitation"), NEXT_STEP))
    return {"text": text, "change": buttons, "go": others}


def _decides(visitor: Visitor) -> bool:
    return visitor.may(Connect)


def _connected(visitor: Visitor, account: Account, policy: Policy) -> list[str | None]:
    subscription, reader = account.subscription, visitor.reader
    assert subscription.plan is not None
    lines: list[str | None] = []
    if subscription.period_start is not None and subscription.period_end is not None:
        start, end = reader.date(subscription.period_start), reader.date(subscription.period_end)
        lines.append(visitor.say("premium-period", start=start, end=end))
    plan = plan_name(visitor, subscription.plan)
    lines.append(visitor.say("premium-price", plan=plan, price=reader.money(policy.price(subscription.plan))))
    if subscription.state is State.GRACE:
        if visitor.sees_money:
            lines.append(
                visitor.say(
                    "premium-grace",
                    until=reader.until(subscription.grace_until or account.at),
                    price=reader.money(policy.price(subscription.plan)),
                    missing=reader.money(missing_for_next_charge(account, policy)),
                )
            )
        return lines
    ends_at = subscription.period_end or account.at
    if subscription.renewal is Renewal.RENEW:
        lines.append(charge_line(visitor, account, policy))
        lines.append(visitor.say("premium-renewal-on"))
    elif subscription.renewal is Renewal.LITE:
        price = reader.money(policy.price(Plan.LITE))
        lines.append(visitor.say("premium-renewal-lite", price=price, at=reader.date(ends_at)))
    elif subscription.stop_reason == "ineligible":
        lines.append(visitor.say("premium-stopped-ineligible", until=reader.until(ends_at)))
    else:
        lines.append(visitor.say("premium-renewal-off"))
    return lines


def _unconnected(visitor: Visitor, account: Account, policy: Policy) -> list[str | None]:
    subscription = account.subscription
    invited = subscription.invitation is Invitation.OPEN
    lines: list[str | None] = []
    if subscription.end_reason is not None:
        lines.append(visitor.say("premium-ended", reason=subscription.end_reason))
    lines.append(visitor.say("premium-none-invited" if invited else "premium-none"))
    if subscription.connected_before:
        lines.append(visitor.say("premium-trial-used"))
    elif policy.trial.days:
        lines.append(visitor.say("premium-trial-available", days=policy.trial.days))
    return lines


def _benefits(visitor: Visitor, account: Account, policy: Policy) -> list[str]:
    found = present_benefits(account, policy)
    if not found:
        return []
    lines = ["", visitor.say("premium-benefits-title")]
    lines += [benefit_line(visitor, policy, benefit) for benefit in found]
    subscription, reader = account.subscription, visitor.reader
    if subscription.plan is Plan.PREMIUM:
        lines.append("")
        rating = visitor.say("rating-none") if subscription.rating is None else reader.rate(subscription.rating)
        threshold = reader.rate(policy.rating.threshold)
        lines.append(visitor.say("premium-rating", rating=rating, threshold=threshold))
        if any(each.code == "mailings" and each.at is None for each in found):
            lines.append(visitor.say("premium-mailings-left", left=mailings_available(account, policy)))
    return lines


def _change_button(visitor: Visitor, account: Account, policy: Policy, change: Change) -> Choice:
    trial = account.subscription.plan is None and not account.subscription.connected_before and policy.trial.days
    match change:
        case Change.LITE | Change.PREMIUM:
            key = "button-connect-trial" if trial else "button-connect"
            plan = Plan(change.value)
            # Of two plans that may be connected one is the likely next step: the one there is an invitation for.
            invited = account.subscription.invitation is Invitation.OPEN
            style = NEXT_STEP if (plan is Plan.PREMIUM) == invited else None
            return Choice(change.value, visitor.say(key, plan=plan_name(visitor, plan)), style)
        case Change.RESUME:
            return Choice(change.value, visitor.say("button-resume"), NEXT_STEP)
        case Change.SWITCH:
            return Choice(change.value, visitor.say("button-switch-to-lite"))
        case Change.CANCEL:
            return Choice(change.value, visitor.say("button-cancel-subscription"), ENDS_OR_SPENDS)


async def compare(visitor: Visitor, services: Services, **_: Any) -> Data:
    """The plans side by side, with prices."""
    return await asyncio.to_thread(_compare, visitor, services)


def _compare(visitor: Visitor, services: Services) -> Data:
    shop, account = present(visitor, services)
    policy = services.policy
    prices = [
        visitor.say("premium-price", plan=plan_name(visitor, plan), price=visitor.reader.money(policy.price(plan)))
        for plan in Plan
    ]
    names = (visitor.say("premium-compare-benefit"), visitor.say("plan-none"), *(plan_name(visitor, p) for p in Plan))
    connects = [] if account.parked else [c for c in open_changes(account, shop.role) if c in _CONNECTS]
    return {
        "document": Document(
            Heading(visitor.say("premium-compare-title")),
            Lines.of(*prices),
            Table(names, tuple(tuple(row) for row in comparison(visitor, policy)), "llll"),
        ),
        "change": [_change_button(visitor, account, policy, change) for change in connects],
    }


async def confirmation(dialog_manager: DialogManager, visitor: Visitor, services: Services, **_: Any) -> Data:
    """The question. Computed anew whenever it is shown; what it promises is kept for the tap."""
    data = dialog_manager.dialog_data
    change = Change(data["change"])
    return await asyncio.to_thread(_confirmation, visitor, services, change, data)


def _confirmation(visitor: Visitor, services: Services, change: Change, data: Data) -> Data:
    shop, account = present(visitor, services)
    now = max(services.clock.now(), account.clock)
    found = offer(services, change, shop.seller, shop.role, now)
    text = page(words.question(visitor, services.policy, found))
    others = _instead(visitor, account, found, shop.role)
    if not found.can_happen:
        pending.forget(data)
        return {"text": text, "other": others}
    asked = pending.ask(data, shop.seller, found.stored(), now)
    return {"text": text, "confirm": [words.confirm_button(visitor, found, asked.nonce)], "other": others}


def _instead(visitor: Visitor, account: Account, found: Offer, role: Role) -> list[Choice]:
    """What else a person may want in place of ending it, or of a plan there is no money for."""
    if found.reason in ("insufficient_funds", "no_invitation"):
        return [Choice("compare", visitor.say("button-compare"))]
    if not found.can_happen or found.kind not in (Kind.CANCEL, Kind.CANCEL_TRIAL, Kind.END):
        return []
    others = [Choice("keep", visitor.say("button-keep"), CONFIRMS)]
    if Change.SWITCH in open_changes(account, role):
        others.append(Choice("switch", visitor.say("button-switch-to-lite")))
    return others


async def result(dialog_manager: DialogManager, visitor: Visitor, services: Services, **_: Any) -> Data:
    """What has happened."""
    happened = pending.kept(dialog_manager.dialog_data)
    if happened is None or not happened.done:
        return {"text": page([visitor.say("toast-outdated")])}
    lines = words.answer(visitor, services.policy, Offer.restored(happened.terms))
    return {"text": page(lines), "go": [Choice("premium", visitor.say("button-open-premium"))]}
