"""What of the history is shown: kept by the dialog, asked of the storage, said in words.

Problem: a filter lives in the dialog's memory between taps, while the storage wants instants and sets. Decision: the
memory keeps plain texts: codes, and local dates of which the last is included, as people say them; here they become a
`HistoryFilter` and the words above the list. Limit: one value of each sort at a time.
"""

from datetime import date, timedelta
from typing import Final

from bot.frame.summary import programme_title, service_name
from bot.frame.visitor import Visitor, shop_tag
from bot.paper.sheets import entry_name
from core.calendar import Calendar
from core.values import LONGEST_ID, Instant
from storage.books.books import Books
from storage.books.history import KINDS, TOLD_ONCE, Choices, HistoryFilter

Kept = dict[str, str]
"""The filter as the dialog keeps it: any of `FIELDS`, and `since` and `until` as YYYY-MM-DD, both included."""

FIELDS: Final = ("what", "kind", "programme", "service", "campaign", "order", "grant", "charge")
CHOSEN_FROM_LISTS: Final = ("kind", "programme", "service", "campaign")
_NAMED: Final = ("programme", "service", "campaign", "order", "grant", "charge")
LAST_DAYS: Final = 90
SPANS: Final = ("this_month", "last_month", "last_days", "all_time")


def wanted(kept: Kept, calendar: Calendar) -> HistoryFilter:
    """The filter as the storage takes it."""
    since, until = instants(kept, calendar)
    return HistoryFilter(
        since=since,
        until=until,
        whats=frozenset({kept["what"]} if kept.get("what") in KINDS else ()),
        kinds=frozenset({kept["kind"]} if "kind" in kept else ()),
        **{name: kept[name] for name in _NAMED if name in kept},
    )


def instants(kept: Kept, calendar: Calendar) -> tuple[Instant | None, Instant | None]:
    """The local days from `since` to `until` as [start, end); None where there is no such end."""
    since, until = _day(kept, "since"), _day(kept, "until")
    return (
        None if since is None else calendar.start_of_day(since),
        None if until is None else calendar.start_of_day(until + timedelta(days=1)),
    )


def _day(kept: Kept, name: str) -> date | None:
    return date.fromisoformat(kept[name]) if name in kept else None


def span_of(preset: str, today: date) -> Kept:
    """The dates of one of `SPANS`; nothing for all time."""
    first = today.replace(day=1)
    match preset:
        case "this_month":
            return _dates(first, today)
        case "last_month":
            last = first - timedelta(days=1)
            return _dates(last.replace(day=1), last)
        case "last_days":
            return _dates(today - timedelta(days=LAST_DAYS - 1), today)
    return {}


def _dates(since: date, until: date) -> Kept:
    return {"since": since.isoformat(), "until": until.isoformat()}


def month_dates(month: int) -> Kept:
    """The first and the last day of a month written yyyymm."""
    first = date(month // 100, month % 100, 1)
    return _dates(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def tag(value: str) -> str:
    """A short stand-in for a code in a button's data."""
    return shop_tag(value)


def offered(field: str, found: Choices) -> tuple[str, ...]:
    """What can be chosen for a field: only what occurs. Kinds come with their groups, written `what:…`."""
    match field:
        case "kind":
            groups = [what for what in TOLD_ONCE if len(set(KINDS[what]) & set(found.kinds)) > 1]
            return (*(f"what:{what}" for what in groups), *found.kinds)
        case "programme":
            return found.programmes
        case "service":
            return found.services
        case "campaign":
            return found.campaigns
    return ()


def with_choice(kept: Kept, field: str, value: str | None) -> Kept:
    """The filter with one of the things offered chosen; None takes the choice back."""
    rest = {name: each for name, each in kept.items() if name != field and (field, name) != ("kind", "what")}
    if value is None:
        return rest
    if value.startswith("what:"):
        return rest | {"what": value.removeprefix("what:")}
    return rest | {field: value}


def typed_order(text: str) -> str | None:
    """An order's number as somebody wrote it; None if it cannot be one."""
    name = text.strip()
    return name if 0 < len(name) <= LONGEST_ID and name.isprintable() else None


# -- in words ----------------------------------------------------------------------------------------------------------


def kind_name(visitor: Visitor, kind: str) -> str:
    """What people call a kind of entry, plain text."""
    return entry_name(visitor.texts, visitor.locale, kind)


def value_name(visitor: Visitor, books: Books, field: str, value: str) -> str:
    """What people call a value of a filter, plain text; numbers of orders and the like stay as they are."""
    if value.startswith("what:"):
        field, value = "what", value.removeprefix("what:")
    policy = books.policy
    match field:
        case "what":
            return visitor.texts.plain(visitor.locale, f"history-what-{value}")
        case "kind":
            return kind_name(visitor, value)
        case "programme" if value in policy.programmes:
            return programme_title(visitor, policy, value)
        case "programme":
            return visitor.texts.name(visitor.locale, "programme", value)
        case "service":
            return service_name(visitor, value)
        case "campaign":
            return books.campaigns.get(value, value)
    return value


def in_words(visitor: Visitor, books: Books, kept: Kept) -> list[str]:
    """Each condition of the filter as a phrase; none for everything."""
    found = [
        visitor.say(f"history-by-{field}", value=value_name(visitor, books, field, kept[field]))
        for field in FIELDS
        if field in kept
    ]
    span = span_in_words(visitor, kept)
    return [span, *found] if span else found


def span_in_words(visitor: Visitor, kept: Kept) -> str | None:
    """The dates as a phrase: a whole month by its name; None for all time."""
    reader, since, until = visitor.reader, _day(kept, "since"), _day(kept, "until")
    if since is not None and kept == kept | month_dates(since.year * 100 + since.month):
        return reader.month(since)
    if since is not None and since == until:
        return visitor.say("history-on-day", day=reader.date(since))
    if since is not None and until is not None:
        return visitor.say("history-between", since=reader.date(since), until=reader.date(until))
    if since is not None:
        return visitor.say("history-since", since=reader.date(since))
    return visitor.say("history-until", until=reader.date(until)) if until is not None else None
