"""What the windows of a reported shop's source show: never a key, always how reading with it stands."""

import asyncio
import io
from collections.abc import Iterator
from typing import Any, Final

from aiogram_dialog import DialogManager

from bot.frame import pending
from bot.frame.pending import Terms
from bot.frame.ports import Ports
from bot.frame.visitor import Visitor
from bot.frame.ways import another_shop, may_add_shop
from bot.frame.widgets import CONFIRMS, ENDS_OR_SPENDS, NEXT_STEP, Choice, Data, Style, page
from bot.ozon.files import read_report
from bot.ozon.trouble import NotRead
from bot.ozon.window import parse_cursor
from core.values import Role, format_amount
from storage.books.reported import reported_month
from storage.people.keys import ShopKey, ShopKeys

REPORT: Final = "report"
"""Among what the dialog was started with: the name under which a newcomer's file waits."""


def keys_of(ports: Ports) -> ShopKeys:
    """The keys of all shops."""
    return ShopKeys(ports.team.database)


def may_give(visitor: Visitor, ports: Ports) -> bool:
    """Whether this person may give a key: of their reported shop an administrator, who has none if that is allowed."""
    if visitor.membership is None:
        return ports.open_signup
    return visitor.reported and visitor.membership.role is Role.ADMINISTRATOR


async def source(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The key and how reading with it stands; for somebody without a shop how to begin."""
    return await asyncio.to_thread(_source, visitor, ports)


def _source(visitor: Visitor, ports: Ports) -> Data:
    if visitor.membership is None:
        return _begin(visitor, ports)
    if not visitor.reported:
        return {"text": page([visitor.say("source-kept")]), "go": another_shop(visitor, ports)}
    if not visitor.sees_money:
        return {"text": page([visitor.say("refusal-forbidden")])}
    key = keys_of(ports).of(visitor.membership.seller)
    title = visitor.say("source-title", shop=visitor.membership.shop)
    if key is None:
        lines = [title, "", visitor.say("source-no-key"), visitor.say("source-file")]
        if not may_give(visitor, ports):
            lines.append(visitor.say("source-ask-administrator"))
        go = [*_give(visitor, ports, "button-source-give"), *another_shop(visitor, ports)]
        return {"text": page([*lines, _no_safe(ports, visitor)]), "go": go}
    ways = [Choice("read", visitor.say("button-source-read")), *_give(visitor, ports, "button-source-replace", None)]
    if may_give(visitor, ports):
        ways.append(Choice("remove", visitor.say("button-source-remove"), ENDS_OR_SPENDS))
    ways += another_shop(visitor, ports)
    return {"text": page([title, "", *_standing(visitor, ports, key), _no_safe(ports, visitor)]), "go": ways}


def _begin(visitor: Visitor, ports: Ports) -> Data:
    if not ports.open_signup:
        said = visitor.say("source-closed", contact=ports.policy.support.contact)
        return {"text": page([visitor.say("source-begin-title"), "", said])}
    lines = [visitor.say(f"source-begin-{line}") for line in ("title", "how", "file", "key")]
    return {"text": page([*lines, _no_safe(ports, visitor)]), "go": _give(visitor, ports, "button-source-give")}


def _give(visitor: Visitor, ports: Ports, label: str, style: Style | None = NEXT_STEP) -> list[Choice]:
    if not may_give(visitor, ports) or ports.marketplace.safe is None:
        return []
    return [Choice("key", visitor.say(label), style)]


def _no_safe(ports: Ports, visitor: Visitor) -> str | None:
    contact = ports.policy.support.contact
    return None if ports.marketplace.safe is not None else visitor.say("source-no-safe", contact=contact)


def _standing(visitor: Visitor, ports: Ports, key: ShopKey) -> Iterator[str]:
    """What is known of a key, and of reading with it."""
    reader = visitor.reader
    yield visitor.say("source-key", client=key.client_id, at=reader.moment(key.given_at))
    if key.expires_at is not None:
        yield visitor.say("source-expires", at=reader.moment(key.expires_at))
    if key.read_at is None:
        yield visitor.say("source-never-read")
    else:
        yield visitor.say("source-read", at=reader.moment(key.read_at))
    if key.failure is not None and key.failed_at is not None:
        why = visitor.say(f"ozon-key-{key.failure.replace('_', '-')}")
        yield visitor.say("source-failed", at=reader.moment(key.failed_at), why=why)
    cursor = None if key.cursor is None else parse_cursor(key.cursor)
    if cursor is not None and not cursor.is_done:
        yield visitor.say("source-left", days=(cursor.last - cursor.next).days + 1)
    yield visitor.say("source-next", at=reader.moment(max(key.next_at, ports.clock.now())))
    if key.month is not None and key.month_points is not None:
        yield _compared(visitor, ports, key, key.month, key.month_points)
    if key.unread:
        yield visitor.say("source-unread", names=", ".join(f"«{name}»" for name in key.unread))


def _compared(visitor: Visitor, ports: Ports, key: ShopKey, month: int, points: int) -> str:
    """The marketplace's monthly report beside what was told by the day."""
    by_day = reported_month(ports.books, key.seller, month).points or 0
    values = {"month": f"{month % 100:02}.{month // 100}", "told": format_amount(points)}
    if by_day == points:
        return visitor.say("source-month-agrees", **values)
    values |= {"by_day": format_amount(by_day), "difference": format_amount(points - by_day)}
    return visitor.say("source-month-differs", **values)


async def asks_key(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What is read with a key, where to make one, and that one message with both parts is waited for."""
    if not may_give(visitor, ports) or ports.marketplace.safe is None:
        return {"text": page([visitor.say("refusal-forbidden")])}
    return {"text": page([visitor.say(f"source-ask-{line}") for line in ("title", "reads", "where", "send", "safe")])}


async def asks_another(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """That a key or a report of another shop is waited for."""
    if not may_add_shop(visitor, ports):
        return {"text": page([visitor.say("source-closed", contact=ports.policy.support.contact)])}
    by_key = [visitor.say(f"source-{line}") for line in ("begin-key", "ask-where", "ask-send", "ask-safe")]
    return {
        "text": page(
            [
                visitor.say("source-another-title"),
                visitor.say("source-another-how"),
                visitor.say("source-begin-file"),
                *(by_key if ports.marketplace.safe is not None else ()),
                _no_safe(ports, visitor),
            ]
        )
    }


# -- removing ----------------------------------------------------------------------------------------------------------


def removal_terms(key: ShopKey) -> Terms:
    """What the confirmation promises."""
    return {"client": key.client_id, "given_at": key.given_at}


async def removal(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What removing the key means."""
    return await asyncio.to_thread(_removal, visitor, ports, dialog_manager.dialog_data)


def _removal(visitor: Visitor, ports: Ports, data: Data) -> Data:
    shop = visitor.membership
    key = None if shop is None else keys_of(ports).of(shop.seller)
    if shop is None or key is None or not may_give(visitor, ports):
        pending.forget(data)
        return {
            "text": page([visitor.say("source-no-key" if shop and may_give(visitor, ports) else "refusal-forbidden")])
        }
    asked = pending.ask(data, shop.seller, removal_terms(key), ports.clock.now())
    return {
        "text": page([visitor.say("source-remove", client=key.client_id), visitor.say("source-remove-means")]),
        "confirm": [Choice(asked.nonce, visitor.say("button-source-remove"), ENDS_OR_SPENDS)],
    }


async def removed(visitor: Visitor, **_: Any) -> Data:
    """That it is gone."""
    return {"text": page([visitor.say("source-removed"), visitor.say("source-revoke-too")])}


# -- a shop that begins with a report ----------------------------------------------------------------------------------


async def own_report(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """What a report is of, and whether to begin a shop with it."""
    return await asyncio.to_thread(_own_report, visitor, ports, str(dialog_manager.dialog_data.get(REPORT)))


def _own_report(visitor: Visitor, ports: Ports, name: str) -> Data:
    if not may_add_shop(visitor, ports):
        return {"text": page([visitor.say("refusal-forbidden")])}
    content = ports.reports.get(name)
    if content is None:
        return {"text": page([visitor.say("intake-send-again")])}
    try:
        reading = read_report(io.BytesIO(content))
    except NotRead as trouble:
        return {"text": page([trouble.text(visitor.texts, visitor.locale)])}
    kind = visitor.say(f"ozon-report-{reading.report}")
    lines = [
        visitor.say("intake-what", report=kind, rows=reading.rows, days=len(reading.days)),
        visitor.say("intake-period", first=f"{reading.first:%d.%m.%Y}", last=f"{reading.last:%d.%m.%Y}"),
        "",
        visitor.say("source-begin-with-file" if visitor.membership is None else "source-another-with-file"),
    ]
    return {"text": page(lines), "begin": [Choice(name, visitor.say("button-source-begin-with"), CONFIRMS)]}
