"""What the windows of Paying show."""

import asyncio
from collections import Counter
from datetime import date
from typing import Any, Final, NamedTuple

from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.present import present, why_not
from bot.frame.summary import programme_title, service_name
from bot.frame.visitor import Visitor
from bot.frame.widgets import CONFIRMS, ENDS_OR_SPENDS, NEXT_STEP, Choice, Data, page
from bot.paper.document import Block, Document, Heading, Lines, Quote, Table, clipped
from bot.screens.paying.standing import Danger, danger, programmes_for, reserve_of, services_of_policy
from bot.texts.format import capitalised
from core.account import Account
from core.policy import Policy
from core.values import CENTS, Amount, Mode
from storage.books.history import charges
from storage.books.reports import SHORT_DAYS, monthly_need, usual_daily_charge

ALL: Final = "all"
"""Stands for all services where a service is named."""
CHARGES_READ: Final = 1000
"""Charges of a service among which the day that cost most is looked for; of more than that the newest."""
LONGEST_LABEL: Final = 30
"""Characters on a button that a telephone shows whole."""


def mode_word(visitor: Visitor, mode: Mode) -> str:
    """The mode as a word."""
    return visitor.say(f"paying-mode-{mode}")


# -- all services ------------------------------------------------------------------------------------------------------


async def overview(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Every service with its mode, and its limit and reserves if there are any; what is in danger on top."""
    return await asyncio.to_thread(_overview, visitor, ports)


def _overview(visitor: Visitor, ports: Ports) -> Data:
    _, account = present(visitor, ports)
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    say, policy = visitor.say, ports.policy
    found = danger(monthly_need(ports.books, account, account.at))
    names = services_of_policy(policy)
    blocks: list[Block | None] = [Heading(say("paying-title"))]
    blocks.append(Quote(_danger_text(visitor, found)) if found else None)
    rows = tuple(_row(visitor, account, policy, service) for service in names)
    blocks.append(Table((say("paying-service"), "", say("paying-limit"), say("paying-reserve")), rows))
    # Only what stands above is explained; a service's own screen tells of the rest.
    limited, reserved = (any(row[place] for row in rows) for place in (2, 3))
    blocks.append(
        Lines.of(
            say("paying-about-auto"),
            say("paying-about-limit") if limited else None,
            say("paying-about-reserve") if reserved else None,
        )
    )
    note = why_not(visitor, account)
    if note is not None:
        blocks.append(Lines.of(note))
    choices = [Choice(ALL, say("button-paying-all"))]
    choices += [Choice(str(number), capitalised(service_name(visitor, name))) for number, name in enumerate(names)]
    likely = []
    if found is not None:
        place = f"{list(policy.programmes).index(found.programme)}:{names.index(found.service)}"
        likely.append(Choice(place, say("button-paying-protect"), NEXT_STEP, disabled=note is not None))
    return {"document": Document(*blocks), "service": choices, "protect": likely}


def _danger_text(visitor: Visitor, found: Danger) -> str:
    reader = visitor.reader
    return visitor.say(
        "paying-danger",
        service=service_name(visitor, found.service),
        other=service_name(visitor, found.drained_by),
        available=reader.points(found.available),
        monthly=reader.money(found.monthly),
        missing=reader.points(found.missing),
    )


def _row(visitor: Visitor, account: Account, policy: Policy, service: str) -> tuple[str, ...]:
    reader = visitor.reader
    limit = account.own_limit(service)
    reserved = sum(reserve_of(account, name, service) for name in programmes_for(policy, service))
    return (
        capitalised(service_name(visitor, service)),
        mode_word(visitor, account.mode(service)),
        "" if limit is None else reader.points(limit),
        reader.points(reserved) if reserved else "",
    )


# -- one service -------------------------------------------------------------------------------------------------------


def chosen_service(data: Data, policy: Policy) -> str | None:
    """The service that the dialog is about, None if it is about none that there is."""
    service = data.get("service")
    return service if service in services_of_policy(policy) else None


async def one_service(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """One service: how it is paid, the other way and the usual limit at hand, and what else can be set."""
    return await asyncio.to_thread(_one_service, visitor, ports, dialog_manager.dialog_data)


def _one_service(visitor: Visitor, ports: Ports, data: Data) -> Data:
    _, account = present(visitor, ports)
    service = chosen_service(data, ports.policy)
    if not visitor.sees_money or service is None:
        return _nothing(visitor)
    say, reader, policy = visitor.say, visitor.reader, ports.policy
    mode, limit = account.mode(service), account.own_limit(service)
    parts: list[str | None] = [
        say("paying-of", service=capitalised(service_name(visitor, service))),
        say(f"paying-is-{mode}"),
        say("paying-limit-none") if limit is None else say("paying-limit-is", limit=reader.points(limit)),
    ]
    off = why_not(visitor, account)
    days = days_of(ports, account, service) if limit is None else None
    likely = []
    if days is not None:
        parts.append(say("paying-limit-most", most=reader.money(days.most)))
        label = say("button-paying-limit-of", points=reader.points(whole(days.most)))
        likely.append(Choice(str(whole(days.most)), label, disabled=off is not None))
    choices = [Choice("limit", say("button-paying-limit"), disabled=off is not None)]
    for programme in programmes_for(policy, service):
        title = programme_title(visitor, policy, programme)
        reserve = reserve_of(account, programme, service)
        key = "paying-reserve-is" if reserve else "paying-reserve-none"
        values = {"programme": title} | ({"reserve": reader.points(reserve)} if reserve else {})
        parts.append(say(key, **values))
        number = list(policy.programmes).index(programme)
        label = visitor.texts.plain(visitor.locale, "paying-reserve-button", programme=title)
        choices.append(Choice(f"reserve:{number}", clipped(label, LONGEST_LABEL), disabled=off is not None))
    parts += ["", *_explained(visitor), *(["", off] if off else [])]
    return {"text": page(parts), "mode": _modes(visitor, mode, off), "amount": likely, "set": choices}


def _nothing(visitor: Visitor) -> Data:
    key = "paying-choose" if visitor.sees_money else "refusal-forbidden"
    return {"text": page([visitor.say(key)])}


# -- the mode ----------------------------------------------------------------------------------------------------------


def _explained(visitor: Visitor) -> list[str]:
    """Both modes with what each risks (RULES 9.1, 9.2)."""
    return [visitor.say("paying-auto-explained"), "", visitor.say("paying-manual-explained")]


def _modes(visitor: Visitor, now: Mode, off: str | None) -> list[Choice]:
    """The other mode; disabled where there is a reason for it."""
    return [
        Choice(each.value, visitor.say(f"button-paying-{each}"), CONFIRMS, disabled=off is not None)
        for each in Mode
        if each is not now
    ]


async def mode(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The mode of all services that have none of their own."""
    return await asyncio.to_thread(_mode, visitor, ports, dialog_manager.dialog_data)


def _mode(visitor: Visitor, ports: Ports, data: Data) -> Data:
    _, account = present(visitor, ports)
    policy, say = ports.policy, visitor.say
    if not visitor.sees_money or data.get("service") != ALL:
        return _nothing(visitor)
    own = [name for name in services_of_policy(policy) if ("mode", "", name) in account.choices]
    now = Mode(account.choices.get(("mode", "", ""), Mode.MANUAL))
    off = why_not(visitor, account)
    parts = [say("paying-mode-title-all"), say("paying-mode-now", mode=mode_word(visitor, now)), ""]
    parts += _explained(visitor)
    if own:
        names = ", ".join(service_name(visitor, name) for name in own)
        parts += ["", say("paying-mode-own", services=names)]
    parts += ["", off] if off else []
    return {"text": page(parts), "mode": _modes(visitor, now, off)}


# -- own daily limits --------------------------------------------------------------------------------------------------


class Days(NamedTuple):
    """What a service cost in the last 30 full local days: the mean of a day, and the day that cost most."""

    mean: Amount
    most: Amount


def days_of(ports: Ports, account: Account, service: str) -> Days | None:
    """The measure for a daily limit, None if nothing was charged."""
    mean = usual_daily_charge(ports.books, account.seller, service, account.at)
    if not mean:
        return None
    calendar = ports.policy.calendar
    today = calendar.start_of_day(calendar.date(account.at))
    since = calendar.add_days(today, -SHORT_DAYS)
    found = charges(ports.books, account.seller, service=service, since=since, until=today, size=CHARGES_READ)
    by_day: Counter[date] = Counter()
    for each in found.charges:
        if each.reversed_at is None:
            by_day[calendar.date(each.at)] += each.amount
    return Days(mean, max(by_day.values(), default=mean))


def whole(amount: Amount) -> Amount:
    """The amount in whole points, rounded up: nobody wants a limit of 27.18."""
    return -(-amount // CENTS) * CENTS


async def limit(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The own daily limit of a service, with suggestions (RULES 9.3)."""
    return await asyncio.to_thread(_limit, visitor, ports, dialog_manager.dialog_data)


def _limit(visitor: Visitor, ports: Ports, data: Data) -> Data:
    _, account = present(visitor, ports)
    service = chosen_service(data, ports.policy)
    if not visitor.sees_money or service is None:
        return _nothing(visitor)
    say, reader = visitor.say, visitor.reader
    now, days = account.own_limit(service), days_of(ports, account, service)
    off = why_not(visitor, account)
    parts: list[str | None] = [
        say("paying-limit-title", service=service_name(visitor, service)),
        say("paying-limit-none") if now is None else say("paying-limit-is", limit=reader.points(now)),
        say("paying-limit-explained"),
        say("paying-limit-no-data")
        if days is None
        else say("paying-limit-days", mean=reader.money(days.mean), most=reader.money(days.most)),
        off or say("paying-type-amount"),
    ]
    offered = [] if days is None else dict.fromkeys((whole(days.mean), whole(days.most)))
    choices = [
        Choice(
            str(amount), say("button-paying-amount", points=reader.points(amount)), None if number else NEXT_STEP,
            disabled=off is not None,
        )
        for number, amount in enumerate(each for each in offered if each != now)
    ]  # fmt: skip
    if now is not None:
        choices.append(Choice("remove", say("button-paying-no-limit"), ENDS_OR_SPENDS, disabled=off is not None))
    return {"text": page(parts), "amount": choices}


# -- reserves ----------------------------------------------------------------------------------------------------------


def chosen_programme(data: Data, policy: Policy, service: str) -> str | None:
    """The programme that the dialog is about, None if it does not pay the service."""
    programme = data.get("programme")
    return programme if programme in programmes_for(policy, service) else None


def usual_month(ports: Ports, account: Account, programme: str, service: str) -> Amount | None:
    """What a usual month of the service costs, None without charges to judge by."""
    need = next(each for each in monthly_need(ports.books, account, account.at) if each.programme == programme)
    return next((each.monthly for each in need.services if each.service == service), 0) or None


async def reserve(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What of a programme's points is kept for a service (RULES 9.4)."""
    return await asyncio.to_thread(_reserve, visitor, ports, dialog_manager.dialog_data)


def _reserve(visitor: Visitor, ports: Ports, data: Data) -> Data:
    _, account = present(visitor, ports)
    policy = ports.policy
    service = chosen_service(data, policy)
    programme = chosen_programme(data, policy, service) if service else None
    if not visitor.sees_money or service is None or programme is None:
        return _nothing(visitor)
    say, reader = visitor.say, visitor.reader
    kept = reserve_of(account, programme, service)
    monthly = usual_month(ports, account, programme, service)
    off = why_not(visitor, account)
    values = {
        "service": service_name(visitor, service),
        "programme": programme_title(visitor, policy, programme),
    }
    parts: list[str | None] = [
        say("paying-reserve-title", **values),
        say(
            "paying-reserve-now",
            reserve=reader.points(kept),
            available=reader.points(account.balances[programme].available),
        ),
        say("paying-reserve-explained"),
        say("paying-reserve-no-data")
        if monthly is None
        else say("paying-reserve-suggestion", monthly=reader.money(monthly)),
        off or say("paying-type-amount"),
    ]
    choices = []
    if monthly is not None and whole(monthly) != kept:
        label = say("button-paying-amount", points=reader.points(whole(monthly)))
        choices.append(Choice(str(whole(monthly)), label, NEXT_STEP, disabled=off is not None))
    if kept:
        choices.append(Choice("remove", say("button-paying-no-reserve"), ENDS_OR_SPENDS, disabled=off is not None))
    return {"text": page(parts), "amount": choices}
