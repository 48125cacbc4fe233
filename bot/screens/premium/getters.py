"""What the overview of Premium, the comparison, the confirmation and its result show."""

import asyncio
from typing import Any

from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.ports import Ports
from bot.frame.present import present
from bot.frame.summary import charge_line, missing_for_next_charge, plan_line, price_lines
from bot.frame.visitor import Visitor
from bot.frame.ways import Change
from bot.frame.widgets import CONFIRMS, NEXT_STEP, Choice, Data, page
from bot.screens.premium import words
from bot.screens.premium.benefits import RATED, Standing, benefits, by_when, rating, threshold
from bot.screens.premium.changes import Kind, Offer, offer, open_changes
from bot.screens.premium.comparison import comparison, trial_note
from bot.screens.premium.offers import changes, offered, why_not_premium
from core.account import Account
from core.events import Connect
from core.fees import fee_due
from core.policy import Policy
from core.subscription.benefits import mailings_available
from core.values import Invitation, Plan, Renewal, Role, State


async def overview(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The plan now, what it gives, and what can be changed."""
    return await asyncio.to_thread(_overview, visitor, ports)


def _overview(visitor: Visitor, ports: Ports) -> Data:
    shop, account = present(visitor, ports)
    policy = ports.policy
    subscription = account.subscription
    decides = visitor.may(Connect)
    lines = _connected if subscription.plan else _unconnected
    text = page(
        [
            visitor.say("premium-title"),
            visitor.say("under-review") if account.parked else None,
            plan_line(visitor, account),
            *lines(visitor, account, policy),
            *_given(visitor, account, policy),
            "",
            why_not_premium(visitor, account),
            None if decides else visitor.say("premium-ask-role"),
        ]
    )
    others = [Choice("benefits", visitor.say("button-benefits")), Choice("compare", visitor.say("button-compare"))]
    if visitor.sees_money and subscription.connected_before:
        others += [Choice("fees", visitor.say("button-fees")), Choice("worth", visitor.say("button-worth"))]
    ask = []
    if not decides and subscription.invitation is Invitation.OPEN and subscription.state is not State.GRACE:
        # Who may not accept is led to where a manager can be asked (RULES 5.5).
        ask = [Choice("invitation", visitor.say("button-invitation"), NEXT_STEP)]
    elif not decides:
        ask = [Choice("ask-plan", visitor.say("button-ask-them"))]
    offers = changes(visitor, account, policy, shop.role)
    # Changes that only take something away stand below what is read daily.
    place = "read" if offers and all(choice.id in (Change.SWITCH, Change.CANCEL) for choice in offers) else "go"
    return {"text": text, place: others, "change": offers, "ask": ask}


def _connected(visitor: Visitor, account: Account, policy: Policy) -> list[str | None]:
    subscription, reader = account.subscription, visitor.reader
    assert subscription.plan is not None
    if subscription.state is State.GRACE:
        if not visitor.sees_money:
            return []
        return [
            visitor.say(
                "premium-grace",
                until=reader.until(subscription.grace_until or account.at),
                price=reader.money(fee_due(account, policy)),
                missing=reader.money(missing_for_next_charge(account, policy)),
            )
        ]
    ends_at = subscription.period_end or account.at
    if subscription.renewal is Renewal.RENEW:
        return [charge_line(visitor, account, policy), visitor.say("premium-renewal-on")]
    if subscription.renewal is Renewal.LITE:
        price = reader.money(policy.price(Plan.LITE, ends_at))
        return [visitor.say("premium-renewal-lite", price=price, at=reader.date(ends_at))]
    if subscription.stop_reason == "ineligible":
        return [visitor.say("premium-stopped-ineligible", until=reader.until(ends_at))]
    return [visitor.say("premium-renewal-off")]


def _unconnected(visitor: Visitor, account: Account, policy: Policy) -> list[str | None]:
    subscription = account.subscription
    invited = subscription.invitation is Invitation.OPEN
    return [
        visitor.say("premium-ended", reason=subscription.end_reason) if subscription.end_reason else None,
        visitor.say("premium-none-invited") if invited else visitor.say("premium-none"),
        "",
        *(line for plan in Plan for line in price_lines(visitor, policy, plan, account.at)),
        trial_note(visitor, account, policy),
    ]


def _given(visitor: Visitor, account: Account, policy: Policy) -> list[str | None]:
    """How many benefits work, which are still to come, the badge and the mailings: the list is one tap away."""
    if account.subscription.plan is None:
        return []
    found = [each for each in benefits(account, policy) if each.standing is not Standing.LOCKED]
    coming = [each.at for each in found if each.standing is Standing.COMING and each.at is not None]
    working = sum(each.standing is Standing.ON for each in found)
    lines: list[str | None] = ["", visitor.say("premium-benefits-on", count=working, all=len(found))]
    if coming:
        by = by_when(visitor, policy, account.at, max(coming))
        lines.append(visitor.say("premium-benefits-coming", count=len(coming), by=by))
    badge = next((each for each in found if each.code in RATED), None)
    if badge is not None and badge.standing is not Standing.COMING:
        values = {"rating": rating(visitor, account), "threshold": threshold(visitor, policy)}
        lines.append(visitor.say(f"benefits-badge-{badge.standing}", **values))
    if account.subscription.plan is Plan.PREMIUM and (left := mailings_available(account, policy)):
        lines.append(visitor.say("benefits-mailings", left=left, all=policy.benefits.mailings))
    return lines


async def compare(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The plans side by side, with prices and what is on now."""
    return await asyncio.to_thread(_compare, visitor, ports)


def _compare(visitor: Visitor, ports: Ports) -> Data:
    shop, account = present(visitor, ports)
    return {
        "document": comparison(visitor, account, ports.policy),
        "change": offered(visitor, account, ports.policy, shop.role),
        "go": [Choice("benefits", visitor.say("button-benefits"))],
    }


async def confirmation(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The question. Computed anew whenever it is shown; what it promises is kept for the tap."""
    data = dialog_manager.dialog_data
    if data.get("change") not in set(Change):
        return {"text": page([visitor.say("change-nothing")]), "other": [_main(visitor)]}
    return await asyncio.to_thread(_confirmation, visitor, ports, Change(data["change"]), data)


def _confirmation(visitor: Visitor, ports: Ports, change: Change, data: Data) -> Data:
    shop, account = present(visitor, ports)
    now = max(ports.clock.now(), account.clock)
    found = offer(ports, change, shop.seller, shop.role, now)
    document = words.question(visitor, ports.policy, found, now)
    others = _instead(visitor, account, found, shop.role)
    if not found.can_happen:
        pending.forget(data)
        return {"document": document, "other": others}
    terms = {"change": change.value, "approval": data.get("approval"), "offer": found.stored()}
    asked = pending.ask(data, shop.seller, terms, now)
    return {"document": document, "confirm": [words.confirm_button(visitor, found, asked.nonce)], "other": others}


def _instead(visitor: Visitor, account: Account, found: Offer, role: Role) -> list[Choice]:
    """What else a person may want in place of ending it, or of a plan there is no money for."""
    if found.reason in ("insufficient_funds", "no_invitation"):
        return [Choice("compare", visitor.say("button-compare"))]
    if found.kind is Kind.TRIAL and found.plan is Plan.LITE and Change.PREMIUM in open_changes(account, role):
        # One trial serves both plans: who begins with the smaller one is shown the other (RULES 4.3).
        return [Choice("premium", visitor.say("button-show-premium"))]
    if not found.can_happen:
        return [_main(visitor)]
    if found.kind not in (Kind.CANCEL, Kind.CANCEL_TRIAL, Kind.END):
        return []
    others = [Choice("keep", visitor.say("button-keep"), CONFIRMS)]
    if Change.SWITCH in open_changes(account, role):
        others.append(Choice("switch", visitor.say("button-switch-to-lite")))
    return others


async def result(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What has happened."""
    happened = pending.kept(dialog_manager.dialog_data)
    if happened is None or not happened.done:
        return {"text": page([visitor.say("toast-outdated")]), "go": [_main(visitor)]}
    lines = words.answer(visitor, ports.policy, Offer.restored(happened.terms["offer"]))
    return {"text": page(lines), "go": [_main(visitor)]}


def _main(visitor: Visitor) -> Choice:
    """The way on from where nothing is left to do or to change."""
    return Choice("main", visitor.say("button-open-premium"))
