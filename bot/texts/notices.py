"""A stored notice as the message its reader gets.

Problem: a notice keeps exact texts ("1890.00", an instant in UTC) and is written before it is known who reads
it and in which language.
Decision: tables say how each field is shown, by its name, because a name means the same in every kind.
Limit: knows nothing of chats and buttons; whether the notice is still true is checked before sending.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

from bot.texts import Html, Texts
from bot.texts.format import Reader
from core.notices.joining import Cadence, Told
from core.notices.kinds import DIGESTED, NoticeKind
from core.values import Instant, parse_amount, parse_instant, parse_rate

_MONEY: Final = frozenset(
    {"price", "wallet", "missing", "returned", "old", "new", "charged", "next_price", "amount_due"}
)
_POINTS: Final = frozenset({"amount", "adjusted", "accrued", "unearned"})
_MOMENTS: Final = frozenset({"at", "next_charge_at"})
_RATES: Final = frozenset({"rating", "threshold"})
# Ends are shown as a phrase ("until the end of 30 June"), whatever the notice calls them.
_ENDS: Final = frozenset({"ends_at", "grace_until", "period_end", "expires_at"})
_AS_THEY_ARE: Final = frozenset(
    {"days", "days_left", "weeks", "missed", "reason", "limit", "asker", "by", "told", "usual_day", "seen", "times"}
)
# People read the end instead. "last_day" stands in what was written before notices had "expires_at".
_UNUSED: Final = frozenset({"expires", "expiry_date", "last_day", "period_start", "since"})


def message_text(
    texts: Texts,
    reader: Reader,
    told: Sequence[Told],
    cadence: Cadence,
    *,
    several: bool = False,
    programme_title: Callable[[str], str] | None = None,
) -> Html:
    """What one message tells (RULES 12.1, 12.2): what leads in full and a line for each of the others, or a digest.

    `several`: the reader has several shops, so each is named.
    """
    lead = told[0]
    digest = lead.kind in DIGESTED
    parts: list[Html] = []
    if digest:
        # A report is of the whole month, and its message comes with its picture: it is said first, and once.
        reports = [each for each in told if each.kind is NoticeKind.MONTHLY_REPORT]
        parts += dict.fromkeys(_sentence(texts, reader, each, programme_title) for each in reports)
        told = [each for each in told if each.kind is not NoticeKind.MONTHLY_REPORT]
    for seller, of_shop in groupby(told if digest else _by_shop(told), key=lambda each: each.seller):
        notices = list(of_shop)
        lines = [_whole(texts, reader, each, lead, programme_title) for each in notices]
        name = Html(texts.get(reader.locale, "notice-shop", shop=notices[0].shop)) if several else None
        if name is not None and not digest and seller == lead.seller:
            title, _, rest = lines[0].partition("\n")
            lines[0] = Html.joined([Html(title), name, *([Html(rest)] if rest else [])])
        elif name is not None:
            lines.insert(0, Html(f"\n<b>{name}</b>"))
        parts += dict.fromkeys(lines)  # benefits come on in two steps
    text = Html.joined(parts)
    return Html(texts.get(reader.locale, "notice-digest", cadence=cadence, lines=text)) if digest else text


def _whole(texts: Texts, reader: Reader, each: Told, lead: Told, programme_title: Callable[[str], str] | None) -> Html:
    """What leads in full, everything else in a line."""
    if each is lead and each.kind not in DIGESTED:
        return notice_text(texts, reader, each.kind, each.data, at=each.at, programme_title=programme_title)
    return Html(texts.get(reader.locale, "notice-line", line=_sentence(texts, reader, each, programme_title)))


def _by_shop(told: Sequence[Told]) -> list[Told]:
    """What leads and the rest of its shop first, then the other shops."""
    return sorted(told, key=lambda each: (each.seller != told[0].seller, each.seller))


def _sentence(texts: Texts, reader: Reader, each: Told, programme_title: Callable[[str], str] | None) -> Html:
    """What follows from something else, or is added up: a sentence of its own, else the first of its message."""
    key = f"notice-{each.kind.replace('_', '-')}-line"
    if texts.has(reader.locale, key):
        return Html(texts.get(reader.locale, key, **_values(texts, reader, each, programme_title)))
    whole = notice_text(texts, reader, each.kind, each.data, at=each.at, programme_title=programme_title)
    return Html(whole.split("\n", 1)[0].replace("<b>", "").replace("</b>", ""))


def notice_text(
    texts: Texts,
    reader: Reader,
    kind: str,
    data: Mapping[str, Any],
    *,
    at: Instant,
    programme_title: Callable[[str], str] | None = None,
) -> Html:
    """The message of a notice of RULES 12 in the reader's language, as Telegram HTML.

    `data` and `at` (its own instant) are what the notice keeps; `programme_title` gives a title from the
    policy, else the shipped names are used. Raises `TextMissing` or `KeyError` for a kind or a field that
    nobody taught it.
    """
    told = Told(NoticeKind(kind), dict(data), at)
    return Html(
        texts.get(reader.locale, f"notice-{kind.replace('_', '-')}", **_values(texts, reader, told, programme_title))
    )


def _values(
    texts: Texts, reader: Reader, told: Told, programme_title: Callable[[str], str] | None
) -> dict[str, str | int]:
    """What the sentences about a notice are filled with."""
    kind, data, at = told[:3]
    locale = reader.locale
    title = programme_title or (lambda code: texts.name(locale, "programme", code))
    values: dict[str, str | int] = {}
    for field, value in data.items():
        if field == "programmes":
            ends = data.get("expires", {})
            for name, part, between in (("lines", "line", "\n"), ("sums", "sum", ", ")):
                found = (
                    _points(texts, reader, part, title(code), amount, ends.get(code)) for code, amount in value.items()
                )
                values[name] = Html.joined(found, between)
        elif field == "benefits":
            values["lines"] = Html.joined(
                texts.get(locale, "notice-benefit-line", benefit=benefit_name(texts, locale, code)) for code in value
            )
        elif field == "from":
            values["since"] = reader.since(parse_instant(value))
        elif field == "programme":
            values[field] = title(value)
        elif field in _ENDS:
            values["until"] = reader.until(parse_instant(value))
        elif field not in _UNUSED:
            values[field] = _shown(texts, reader, field, value)
    if "at" in data:
        values["until"] = reader.until(parse_instant(data["at"]))  # what ends then is told as an end, a charge is not
    if kind == "upgraded":
        values["has_returned"] = _yes_or_no(parse_amount(data["returned"]) > 0)
    if kind == "cancelled":
        values["at_once"] = _yes_or_no(parse_instant(data["ends_at"]) <= at)  # in grace: RULES 4.9
    if kind == "badge_hidden" and data["reason"] == "rating" and data["rating"] is None:
        values["reason"] = "unrated"
    if kind == "invitation_withdrawn":
        values.setdefault("on_premium", "no")
    if kind == "price_changed":
        values |= _price_changed(values)
    if kind == "monthly_report":
        values.setdefault("told", "")  # of a reported shop: what was told of the month
    if kind == "renewed":
        values.setdefault("after_trial", "no")
    return values


def _points(texts: Texts, reader: Reader, part: str, programme: str, amount: str, ends_at: str | None) -> Html:
    """Points of a programme, and until when the first of them can be spent where that is told."""
    key, given = f"notice-programme-{part}", {"programme": programme, "amount": reader.points(parse_amount(amount))}
    if ends_at is None:
        return Html(texts.get(reader.locale, key, **given))
    return Html(texts.get(reader.locale, f"{key}-until", **given, until=reader.until(parse_instant(ends_at))))


def _price_changed(values: Mapping[str, str | int]) -> dict[str, str | int]:
    """What the sentences about a price need; older notices know no beginning and charge the new price next."""
    charge = "due" if "amount_due" in values else "dated" if "next_charge_at" in values else "some"
    defaults = {"since": "", "amount_due": "", "next_charge_at": "", "next_price": values["new"]}
    return {**defaults, "begins": _yes_or_no("since" in values), "charge": charge, **values}


def benefit_name(texts: Texts, locale: str, code: str) -> str:
    """What people call the benefit `code` of RULES 6, plain text."""
    return texts.plain(locale, f"benefit-{code.replace('_', '-')}")


def _shown(texts: Texts, reader: Reader, field: str, value: Any) -> str | int:
    if isinstance(value, bool):
        return _yes_or_no(value)
    if value is None:
        return texts.plain(reader.locale, "rating-none" if field == "rating" else "no-data")
    if field in _MONEY:
        return reader.money(parse_amount(value))
    if field in _POINTS:
        return reader.points(parse_amount(value))
    if field in _MOMENTS:
        return reader.moment(parse_instant(value))
    if field in _RATES:
        return reader.rate(parse_rate(value))
    if field in _AS_THEY_ARE:
        assert isinstance(value, str | int)
        return value
    match field:
        case "plan":
            return texts.plain(reader.locale, f"plan-{value}")
        case "service":
            return texts.name(reader.locale, "service", value)
        case "share":
            return reader.percent(parse_rate(value) // 1000 * 1000)  # a tenth of a percent says enough
        case "left_at":
            return reader.date(parse_instant(value))
        case "day" | "balance_day":
            return reader.date(date.fromisoformat(value))
        case "month":
            return reader.month(date.fromisoformat(f"{value}-01"))
    raise KeyError(f"no way to show {field!r}")


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"
