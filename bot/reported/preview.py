"""A comparison in words: what a report says, what of it is new, and what was not understood (RULES 16.2)."""

from collections import Counter
from typing import Final

from bot.ozon.entries import Fact
from bot.reported.intake import Comparison
from bot.texts import Texts
from core.values import format_amount

MOST_KINDS: Final = 12
"""Kinds that are named; the others are counted."""


def preview(found: Comparison, texts: Texts, locale: str) -> list[str]:
    """The lines of a preview, plain text."""
    reading = found.reading

    def say(key: str, **values: str | int) -> str:
        return texts.plain(locale, key, **values)

    lines = [
        say("intake-what", report=say(f"ozon-report-{reading.report}"), rows=reading.rows, days=len(reading.days)),
        say("intake-period", first=f"{reading.first:%d.%m.%Y}", last=f"{reading.last:%d.%m.%Y}"),
        say("intake-points", amount=format_amount(reading.points)) if reading.tells_points else say("intake-no-points"),
        say("intake-fees", amount=format_amount(reading.fees)),
        say("intake-sales", amount=format_amount(reading.sum(Fact.SALE))),
        "",
    ]
    kinds = sorted(reading.by_kind.items(), key=lambda kind: -abs(kind[1].amount))
    for name, each in kinds[:MOST_KINDS]:
        lines.append(say("intake-kind", kind=name, amount=format_amount(each.amount), rows=each.count))
    if len(kinds) > MOST_KINDS:
        lines.append(say("intake-more-kinds", count=len(kinds) - MOST_KINDS))
    lines += ["", say("intake-news", new=found.new, changed=found.changed, known=found.known)]
    if found.gone:
        lines.append(say("intake-gone", count=found.gone))
    if reading.not_understood:
        lines.append(say("intake-not-understood", kinds=", ".join(f"«{name}»" for name in reading.not_understood)))
    if reading.unknown:
        lines.append(say("intake-unread", columns=", ".join(f"«{name}»" for name in reading.unknown)))
    for total in reading.mismatches:
        lines.append(
            say(
                "intake-mismatch",
                what=total.what,
                told=format_amount(total.told),
                found=format_amount(total.found),
                difference=format_amount(total.difference),
            )
        )
    if found.told_otherwise:
        lines.append(say("intake-told-otherwise"))
    elif not found.facts:
        lines.append(say("intake-nothing-new"))
    return lines


def kept_lines(tally: Counter[str], texts: Texts, locale: str) -> list[str]:
    """What taking the facts came to, plain text."""
    lines = [texts.plain(locale, "intake-kept", count=tally["done"])]
    for reason, count in sorted(tally.items()):
        if reason != "done":
            lines.append(texts.plain(locale, "intake-not-kept", count=count, reason=reason))
    return lines
