"""The plans below each other (RULES 6, table), from the policy's values: what each adds to the one before.

The card of the present plan says what is on now and what is switching on.
"""

from collections.abc import Sequence
from typing import Final

from bot.frame.summary import plan_name, price_ahead
from bot.frame.visitor import Visitor
from bot.paper.document import Block, Cards, Document, Heading, Lines
from bot.screens.premium.benefits import PLANS, Benefit, Standing, benefits, by_when, name
from core.account import Account
from core.policy import Policy
from core.values import Plan

PLACES: Final = (None, *Plan)
"""The plans in the order of their cards, each with more than the one before."""


def comparison(visitor: Visitor, account: Account, policy: Policy) -> Document:
    """No plan, Lite and Premium: price, and what it adds; the card of the present one says how things stand."""
    found = benefits(account, policy)
    rows = [_row(visitor, account, policy, benefit) for benefit in found]
    cards = [_card(visitor, account, policy, rows, place) for place in range(len(PLACES))]
    return Document(
        Heading(visitor.say("compare-title")),
        Cards(tuple(cards)),
        *_notes(visitor, account, policy, found),
    )


def _card(
    visitor: Visitor, account: Account, policy: Policy, rows: Sequence[tuple[str, ...]], place: int
) -> tuple[str, tuple[str, ...]]:
    """The plan in this place, and what differs from the place before."""
    plan, before = PLACES[place], PLACES[place - 1] if place else None
    key = "compare-now" if plan is account.subscription.plan else "compare-other"
    price = visitor.say("cell-free") if plan is None else visitor.reader.money(policy.price(plan, account.at))
    lines = [visitor.say("compare-price", price=price)]
    if before is not None:
        lines.append(visitor.say("compare-adds", plan=plan_name(visitor, before)))
    none, whole = visitor.say("cell-no"), visitor.say("cell-yes")
    for benefit, *cells in rows:
        cell = cells[place]
        if cell != none and (not place or cell != cells[place - 1]):
            lines.append(visitor.say("compare-gain" if cell == whole else "compare-gain-of", benefit=benefit, of=cell))
    return visitor.say(key, plan=_title(visitor, plan)), tuple(lines)


def _title(visitor: Visitor, plan: Plan | None) -> str:
    return visitor.say("compare-none") if plan is None else plan_name(visitor, plan)


def _row(visitor: Visitor, account: Account, policy: Policy, benefit: Benefit) -> tuple[str, ...]:
    cells = []
    for plan in (None, *Plan):
        cell = _cell(visitor, policy, benefit.code, plan)
        if plan is not None and plan is account.subscription.plan:
            cell = _now(visitor, account, policy, benefit, cell)
        cells.append(cell)
    return name(visitor, benefit), *cells


def _now(visitor: Visitor, account: Account, policy: Policy, benefit: Benefit, cell: str) -> str:
    if benefit.standing is Standing.COMING and benefit.at is not None:
        return visitor.say("cell-coming", cell=cell, by=by_when(visitor, policy, account.at, benefit.at))
    return visitor.say("cell-hidden", cell=cell) if benefit.standing is Standing.HIDDEN else cell


def _cell(visitor: Visitor, policy: Policy, code: str, plan: Plan | None) -> str:
    terms, reader = policy.benefits, visitor.reader
    if code == "search_boost":
        shares = {
            None: terms.search_boost,
            Plan.LITE: terms.search_boost_lite,
            Plan.PREMIUM: terms.search_boost_premium,
        }
        return reader.percent(shares[plan])
    if plan not in PLANS[code]:
        return visitor.say("cell-no")
    match code:
        case "analytics":
            return visitor.say("cell-seats", count=terms.seats)
        case "competitors":
            return visitor.say("cell-up-to", count=terms.competitors)
        case "mailings":
            return visitor.say("cell-mailings", discount=reader.percent(terms.mailing_discount), count=terms.mailings)
        case "badge" | "filter":
            return visitor.say("cell-rating", threshold=reader.rate(policy.rating.threshold))
        case _:
            return visitor.say("cell-yes")


def _notes(visitor: Visitor, account: Account, policy: Policy, found: Sequence[Benefit]) -> list[Block]:
    notes: list[str | None] = [line for plan in Plan for line in price_ahead(visitor, policy, plan, account.at)]
    if any(benefit.standing is Standing.COMING for benefit in found):
        notes.append(visitor.say("compare-note-coming"))
    if account.subscription.plan is None:
        notes.append(trial_note(visitor, account, policy))
    return [Lines.of(*notes)] if any(notes) else []


def trial_note(visitor: Visitor, account: Account, policy: Policy) -> str | None:
    """Whether a trial period is still to be had; None where the policy has none."""
    if account.subscription.connected_before:
        return visitor.say("premium-trial-used")
    return visitor.say("premium-trial-available", days=policy.trial.days) if policy.trial.days else None
