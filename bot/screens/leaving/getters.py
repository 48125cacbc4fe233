"""What the windows of leaving show: the pre-check of RULES 8.9 before anything happens."""

import asyncio
from typing import Any, Final

from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.pending import Terms
from bot.frame.ports import Ports
from bot.frame.present import present, why_not
from bot.frame.summary import programme_title
from bot.frame.visitor import Visitor
from bot.frame.widgets import CONFIRMS, ENDS_OR_SPENDS, NEXT_STEP, Choice, Data, page
from bot.paper.document import Block, Details, Document, Heading, Lines, Quote, Table
from core.account import Account
from core.notices.truth import FOLLOWED_WEEKS
from core.policy import Policy
from storage.books.reports import Leaving as PreCheck
from storage.books.reports import leaving

DATES_SHOWN: Final = 8
"""Expiry dates and dates of crediting listed; the rest is counted."""
REWARD_DAYS: Final = 90


def chosen_programme(data: Data, policy: Policy) -> str | None:
    """The programme that the dialog is about, None if there is none of that name."""
    programme = data.get("programme")
    return programme if programme in policy.programmes else None


def terms_of(account: Account, programme: str) -> Terms:
    """What the confirmation promises: which way it goes, and what stays with the seller."""
    balance = account.balances[programme]
    return {
        "programme": programme,
        "leave": not balance.opted_out,
        "available": balance.available,
        "held": balance.held,
        "debt": balance.debt,
    }


# -- the programmes ----------------------------------------------------------------------------------------------------


async def overview(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Every programme: in or out, and the way to change that."""
    return await asyncio.to_thread(_overview, visitor, ports)


def _overview(visitor: Visitor, ports: Ports) -> Data:
    _, account = present(visitor, ports)
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    say, policy = visitor.say, ports.policy
    off = why_not(visitor, account)
    parts: list[str | None] = [say("leaving-title"), say("leaving-about"), ""]
    choices = []
    for number, name in enumerate(policy.programmes):
        title, out = programme_title(visitor, policy, name), account.balances[name].opted_out
        parts.append(say("leaving-out" if out else "leaving-in", programme=title))
        label = visitor.texts.plain(
            visitor.locale, "leaving-rejoin-button" if out else "leaving-leave-button", programme=title
        )
        choices.append(
            Choice(str(number), label[:60], NEXT_STEP if out and not off else None, disabled=off is not None)
        )
    likely = next((each for each in choices if each.style is not None), None)
    choices = [each if each is likely else each._replace(style=None) for each in choices]
    parts += ["", off] if off else []
    return {"text": page(parts), "programme": choices}


# -- the confirmation --------------------------------------------------------------------------------------------------


async def confirmation(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The pre-check and the question, computed anew whenever it is shown."""
    return await asyncio.to_thread(_confirmation, visitor, ports, dialog_manager.dialog_data)


def _confirmation(visitor: Visitor, ports: Ports, data: Data) -> Data:
    shop, account = present(visitor, ports)
    policy = ports.policy
    programme = chosen_programme(data, policy)
    if not visitor.sees_money or programme is None:
        pending.forget(data)
        key = "leaving-choose" if visitor.sees_money else "refusal-forbidden"
        return {"text": page([visitor.say(key)])}
    terms = terms_of(account, programme)
    check = leaving(ports.books, account, programme, account.at)
    title = programme_title(visitor, policy, programme)
    leave = terms["leave"]
    document = _leaving(visitor, policy, check, title) if leave else _rejoining(visitor, ports, account, title)
    off = why_not(visitor, account)
    if off is not None:
        pending.forget(data)
        return {"document": Document(*document, Lines.of(off))}
    asked = pending.ask(data, shop.seller, terms, account.at)
    key = "button-leave-confirm" if terms["leave"] else "button-rejoin-confirm"
    button = Choice(asked.nonce, visitor.say(key), ENDS_OR_SPENDS if terms["leave"] else CONFIRMS)
    stay = Choice("stay", visitor.say("button-leave-not" if terms["leave"] else "button-rejoin-not"))
    return {"document": Document(*document), "confirm": [button], "go": [stay]}


def _leaving(visitor: Visitor, policy: Policy, check: PreCheck, title: str) -> list[Block | None]:
    say, reader = visitor.say, visitor.reader
    meaning = "leaving-means" if check.programme == policy.accruing else "leaving-means-grants"
    return [
        Heading(say("leaving-question", programme=title)),
        Quote(say("leaving-at-once")),
        Lines.of(
            say("leaving-points", available=reader.points(check.available))
            if check.available
            else say("leaving-no-points"),
            say("leaving-debt", debt=reader.points(check.debt)) if check.debt else None,
        ),
        _expiries(visitor, check),
        _crediting(visitor, check),
        Lines.of(_brought(visitor, check)),
        Lines.of(say(meaning)),
        Lines.of(say("leaving-follow-up", weeks=FOLLOWED_WEEKS)),
    ]


def _expiries(visitor: Visitor, check: PreCheck) -> Table | None:
    reader, say = visitor.reader, visitor.say
    rows = [(reader.until(at), reader.points(amount)) for _, at, amount in check.expiries[:DATES_SHOWN]]
    rest = sum(amount for _, _, amount in check.expiries[DATES_SHOWN:])
    if rest:
        rows.append((say("leaving-later"), reader.points(rest)))
    return Table((say("leaving-until"), say("leaving-amount")), tuple(rows)) if rows else None


def _crediting(visitor: Visitor, check: PreCheck) -> Details | None:
    reader, say = visitor.reader, visitor.say
    if not check.held:
        return None
    rows = [(reader.date(day), reader.points(amount)) for day, amount in check.crediting[:DATES_SHOWN]]
    rest = sum(amount for _, amount in check.crediting[DATES_SHOWN:])
    if rest:
        rows.append((say("leaving-later"), reader.points(rest)))
    table = Table((say("leaving-credited"), say("leaving-amount")), tuple(rows))
    return Details(say("leaving-held", held=reader.points(check.held)), (table,))


def _brought(visitor: Visitor, check: PreCheck) -> str:
    """What the last days brought: reward beside the discount given, or grants."""
    say, reader = visitor.say, visitor.reader
    days = reader.days(REWARD_DAYS)
    if check.ratio is not None:
        return say(
            "leaving-reward",
            days=days,
            reward=reader.points(check.reward),
            discount=reader.money(check.discount),
            ratio=reader.percent(check.ratio // 100 * 100),
        )
    if check.granted:
        return say("leaving-granted", days=days, granted=reader.points(check.granted))
    return say("leaving-no-reward", days=days)


def _rejoining(visitor: Visitor, ports: Ports, account: Account, title: str) -> list[Block | None]:
    say = visitor.say
    running = len(ports.campaigns(account.at).running)
    return [
        Heading(say("rejoin-question", programme=title)),
        Lines.of(say("rejoin-means")),
        Lines.of(say("rejoin-campaigns", count=running)) if running else None,
    ]


# -- the result --------------------------------------------------------------------------------------------------------


async def done(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What has happened."""
    happened = pending.kept(dialog_manager.dialog_data)
    if happened is None or not happened.done or happened.terms.get("programme") not in ports.policy.programmes:
        return {"text": page([visitor.say("toast-outdated")])}
    title = programme_title(visitor, ports.policy, happened.terms["programme"])
    key = "leaving-done" if happened.terms["leave"] else "rejoin-done"
    return {"text": page([visitor.say(key, programme=title)]), "go": [Choice("points", visitor.say("button-points"))]}
