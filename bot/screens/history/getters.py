"""What the windows of History show: the list, its filters, one line, and the words for support."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.present import archived
from bot.frame.visitor import Visitor
from bot.frame.widgets import NEXT_STEP, Choice, Data, Getter, page
from bot.paper.document import Document, Heading, Lines
from bot.screens.history import explanation, filters
from bot.screens.history.filters import Kept
from bot.screens.history.lines import amount_of, day_of, label_of, numbered, what_of
from bot.texts import Html
from bot.texts.format import capitalised
from storage.books import history
from storage.books.explain import explain_entry
from storage.books.history import HistoryLine, InArchive
from storage.books.reports import month_before

PAGE: Final = 5
"""Lines of a page."""
RELATIVES: Final = 6
"""Related lines offered as buttons; the rest is found by the filter."""
OFFERED: Final = 10
"""Values to choose from on one page."""
LONGEST_COPIED: Final = 256
"""Characters that a button may copy."""


def for_money(shown: Callable[[Visitor, Ports, Data], Data]) -> Getter:
    """A getter of one hop that shows employees a refusal instead."""

    async def getter(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
        if not visitor.sees_money:
            return {"text": page([visitor.say("refusal-forbidden")])}
        return await asyncio.to_thread(shown, visitor, ports, dialog_manager.dialog_data)

    return getter


def seller_of(visitor: Visitor) -> str:
    """The shop the visitor looks at. Windows of History are never shown without one."""
    assert visitor.membership is not None
    return visitor.membership.seller


def shop_of(visitor: Visitor) -> str:
    """What people call it."""
    assert visitor.membership is not None
    return visitor.membership.shop


def kept_filter(data: Data) -> Kept:
    """The filter in force."""
    kept: Kept = data.get("filter", {})
    return kept


def turning(visitor: Visitor, newer: int | None, older: int | None) -> list[Choice]:
    """The buttons to the neighbouring pages; their ids hold the marks."""
    found = []
    if newer is not None:
        found.append(Choice(f"after.{newer}", visitor.say("button-history-newer")))
    if older is not None:
        found.append(Choice(f"before.{older}", visitor.say("button-history-older")))
    return found


# -- the list ----------------------------------------------------------------------------------------------------------


def _main(visitor: Visitor, ports: Ports, data: Data) -> Data:
    policy, kept = ports.policy, kept_filter(data)
    wanted = filters.wanted(kept, policy.calendar)
    marks = {name: data[name] for name in ("before", "after") if name in data}
    found = history.page(ports.books, seller_of(visitor), wanted, size=PAGE, **marks)
    conditions = filters.in_words(visitor, ports.books, kept)
    earlier = archived(visitor, ports, found.archived)
    this_year = policy.calendar.date(ports.clock.now()).year
    rows = [
        numbered(
            number,
            what_of(visitor, line),
            day_of(visitor, line.at, this_year, policy.calendar),
            amount_of(visitor, line),
        )
        for number, line in enumerate(found.lines, 1)
    ]
    document = Document(
        Heading(visitor.say("history-title")),
        Lines.of(visitor.say("history-shown", conditions=Html.joined(conditions, "; "))) if conditions else None,
        *rows,
        Lines.of(visitor.say("history-count", count=found.total), visitor.say("history-hint")) if rows else None,
        None if rows else Lines.of(visitor.say("history-none-found" if conditions else "history-empty")),
        Lines.of(earlier) if earlier and found.older is None else None,
    )
    go = [Choice("filters", visitor.say("button-history-filter"))] if rows or conditions else []
    if conditions:
        go.append(Choice("everything", visitor.say("button-history-show-everything")))
    go += [Choice(name, visitor.say(f"button-history-{name}")) for name in ("charges", "statement")]
    if rows:
        go.append(Choice("export", visitor.say("button-history-export")))
    return {
        "document": document,
        "line": [Choice(str(line.seq), str(number)) for number, line in enumerate(found.lines, 1)],
        "turn": turning(visitor, found.newer, found.older),
        "go": go,
    }


main = for_money(_main)


# -- filters -----------------------------------------------------------------------------------------------------------


def _filters(visitor: Visitor, ports: Ports, data: Data) -> Data:
    kept = kept_filter(data)
    found = history.choices(ports.books, seller_of(visitor))
    conditions = filters.in_words(visitor, ports.books, kept)
    parts = [visitor.say("filters-title"), ""]
    if conditions:
        parts += [visitor.say("filters-now"), *(Html.joined(["• ", each], "") for each in conditions)]
    else:
        parts.append(visitor.say("filters-none"))
    by = [Choice("dates", visitor.say("button-history-by-dates"))]
    by += [
        Choice(field, visitor.say(f"button-history-by-{field}"))
        for field in filters.CHOSEN_FROM_LISTS
        if len(filters.offered(field, found)) > 1 or field in kept
    ]
    by.append(Choice("order", visitor.say("button-history-by-order")))
    go = [Choice("show", visitor.say("button-history-show"), NEXT_STEP)]
    if conditions:
        go.append(Choice("everything", visitor.say("button-history-show-everything")))
    spans = [Choice(span, visitor.say(f"button-history-{span.replace('_', '-')}")) for span in filters.SPANS]
    return {"text": page(parts), "span": spans, "by": by, "go": go}


def _choose(visitor: Visitor, ports: Ports, data: Data) -> Data:
    field = str(data.get("choosing", "kind"))
    kept = kept_filter(data)
    values = filters.offered(field, history.choices(ports.books, seller_of(visitor)))
    start = max(0, min(int(data.get("from", 0)), len(values) - 1)) // OFFERED * OFFERED
    shown = values[start : start + OFFERED]
    value = (
        [Choice("any", visitor.say("button-history-any"))]
        if field in kept or (field == "kind" and "what" in kept)
        else []
    )
    value += [
        Choice(filters.tag(each), _named(filters.value_name(visitor, ports.books, field, each))) for each in shown
    ]
    turn = []
    if start:
        turn.append(Choice(str(start - OFFERED), visitor.say("button-history-previous")))
    if start + OFFERED < len(values):
        turn.append(Choice(str(start + OFFERED), visitor.say("button-history-next")))
    return {"text": page([visitor.say(f"choose-{field}")]), "value": value, "turn": turn}


def _named(name: str, most: int = 60) -> str:
    return capitalised(name if len(name) <= most else name[: most - 1] + "…")


def _order(visitor: Visitor, ports: Ports, data: Data) -> Data:
    kept = kept_filter(data)
    any_order = [Choice("any", visitor.say("button-history-any"))] if "order" in kept else []
    return {"text": page([visitor.say("ask-order")]), "value": any_order}


filters_window = for_money(_filters)
choose = for_money(_choose)
order = for_money(_order)


def dates(end: str) -> Getter:
    """A calendar for the first (`since`) or the last (`until`) day."""

    def shown(visitor: Visitor, ports: Ports, data: Data) -> Data:
        kept, calendar = kept_filter(data), ports.policy.calendar
        found = history.choices(ports.books, seller_of(visitor))
        today = calendar.date(ports.clock.now())
        first = begin = today if found.first_at is None else min(today, calendar.date(found.first_at))
        if end == "until" and "since" in kept:
            first = max(first, min(today, date.fromisoformat(kept["since"])))
        now = filters.span_in_words(visitor, kept)
        parts = [
            visitor.say(f"ask-{end}", first=visitor.reader.date(begin)),
            visitor.say("dates-now", span=now) if now else None,
        ]
        return {
            "text": page(parts),
            "first": first,
            "last": today,
            "chosen": kept.get(end),
            "open": [Choice("open", visitor.say(f"button-history-open-{end}"))],
        }

    return for_money(shown)


# -- one line ----------------------------------------------------------------------------------------------------------


def _line(visitor: Visitor, ports: Ports, data: Data) -> Data:
    seller, seq = seller_of(visitor), int(data.get("line", 0))
    line = history.entry(ports.books, seller, seq)
    try:
        found = explain_entry(ports.books, seller, seq)
    except InArchive as error:
        return {"text": page([archived(visitor, ports, error.until)])}
    if line is None or found is None:
        return {"text": page([visitor.say("history-no-line")])}
    members = {each.actor: each.name for each in ports.team.members(seller)}
    related = [each["seq"] for each in found["relatives"]]
    calendar = ports.policy.calendar
    this_year = calendar.date(ports.clock.now()).year
    relatives = history.entries(ports.books, seller, _nearest(related, seq))
    document = Document(
        *explanation.explained(visitor, ports.books, line, found, members),
        Lines.of(visitor.say("explain-related")) if relatives else None,
    )
    go = [
        Choice(field, visitor.say(f"button-history-all-of-{field}"))
        for field in ("order", "grant", "charge")
        if getattr(line, field) is not None
    ]
    return {
        "document": document,
        "line": [Choice(str(each.seq), label_of(visitor, each, this_year, calendar)) for each in relatives],
        "go": [*go, Choice("dispute", visitor.say("button-history-dispute"))],
    }


def _nearest(seqs: list[int], seq: int) -> list[int]:
    """The related lines next to the line itself."""
    return sorted(sorted(seqs, key=lambda each: abs(each - seq))[:RELATIVES])


def _dispute(visitor: Visitor, ports: Ports, data: Data) -> Data:
    line = history.entry(ports.books, seller_of(visitor), int(data.get("line", 0)))
    if line is None:
        return {"text": page([visitor.say("history-no-line")])}
    reference = reference_of(visitor, line)
    text = visitor.say("dispute", contact=ports.policy.support.contact, reference=reference)
    return {
        "text": page([text]),
        "go": [Choice("copy", visitor.say("button-history-copy-reference"), copies=reference)],
    }


def reference_of(visitor: Visitor, line: HistoryLine) -> str:
    """What support needs to find the line: shop, what, how much, when. Plain text."""
    what = " ".join(part for part in (what_of(visitor, line), amount_of(visitor, line)) if part)
    text = visitor.texts.plain(
        visitor.locale,
        "dispute-reference",
        shop=shop_of(visitor),
        what=what,
        at=visitor.reader.moment(line.at),
    )
    return text if len(text) <= LONGEST_COPIED else text[: LONGEST_COPIED - 1] + "…"


line_window = for_money(_line)
dispute = for_money(_dispute)


# -- a file ------------------------------------------------------------------------------------------------------------


def _export(visitor: Visitor, ports: Ports, data: Data) -> Data:
    policy, month = ports.policy, data.get("export")
    if month is not None:
        text = visitor.say("export-statement", month=visitor.reader.month(date(int(month) // 100, int(month) % 100, 1)))
        return {"text": page([visitor.say("export-title"), "", text]), "form": _forms(visitor)}
    kept = kept_filter(data)
    found = history.page(ports.books, seller_of(visitor), filters.wanted(kept, policy.calendar), size=1)
    conditions = filters.in_words(visitor, ports.books, kept)
    parts = [
        visitor.say("export-title"),
        "",
        visitor.say("history-shown", conditions=Html.joined(conditions, "; "))
        if conditions
        else visitor.say("export-everything"),
        visitor.say("history-count", count=found.total) if found.total else visitor.say("history-none-found"),
        archived(visitor, ports, found.archived),
    ]
    forms = _forms(visitor) if found.total else []
    months = _last_months(visitor, ports)
    if months:
        parts += ["", visitor.say("export-or-month")]
    return {"text": page(parts), "form": [*forms, *(each for month in months for each in _forms(visitor, month))]}


def _last_months(visitor: Visitor, ports: Ports) -> list[int]:
    """This month and the one before it (yyyymm), as far as there is any history."""
    first_at = history.choices(ports.books, seller_of(visitor)).first_at
    if first_at is None:
        return []
    calendar = ports.policy.calendar
    now = calendar.month(ports.clock.now())
    return [month for month in (now, month_before(now)) if month >= calendar.month(first_at)]


def _forms(visitor: Visitor, month: int | None = None) -> list[Choice]:
    """A file in each form: of what is shown, or of a month (yyyymm)."""
    labels = [(form, visitor.say(f"button-history-{form}")) for form in ("xlsx", "csv")]
    if month is None:
        return [Choice(form, label) for form, label in labels]
    name = visitor.reader.month(date(month // 100, month % 100, 1))
    return [Choice(f"{month}-{form}", f"{name} · {label}") for form, label in labels]


export = for_money(_export)
