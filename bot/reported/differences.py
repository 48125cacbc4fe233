"""A reconciliation in words: sums side by side, then every difference with its reason, as lines and as a file."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.paper.sheets import neutral
from bot.reported.reconcile import SHOWN, Compared, Difference, Match, Reconciliation, Subject, Why, difference_values
from bot.texts import Texts
from bot.texts.format import Reader
from core.policy import Policy
from core.values import Amount, format_amount

FIRST: Final = 10
"""Differences that a message shows; a file has them all."""


class Words:
    """The words of a language for a shop's reconciliation. Everything is plain text."""

    def __init__(self, texts: Texts, locale: str, policy: Policy) -> None:
        self._texts = texts
        self._locale = locale
        self._reader = Reader(locale, policy.timezone, currency=policy.currency)

    def _say(self, key: str, **values: str | int) -> str:
        return self._texts.plain(self._locale, f"reconcile-{key}", **values)

    def summary(self, found: Reconciliation) -> list[str]:
        """What was compared, the sums by kind, how the two met, and how many differences there are."""
        reading, matched = found.reading, found.matched
        what = self._texts.plain(self._locale, f"ozon-report-{reading.report}")
        first, last = (self._reader.date(day) for day in (reading.first, reading.last))
        lines = [self._say("what", report=what, first=first, last=last), ""]
        lines += [self._sum(each) for each in found.sums]
        if not reading.tells_points:
            lines.append(self._texts.plain(self._locale, "intake-no-points"))
        met = {match.value: matched[match] for match in Match}
        lines += ["", self._say("matched", **met), self._say("count", count=len(found.differences))]
        return lines

    def lines(self, found: Reconciliation, most: int | None = None) -> Iterator[str]:
        """The differences, a line each; of more than `most` the rest is counted."""
        for each in found.differences[:most]:
            yield self._say(
                "line",
                day=self._reader.date(each.day),
                what=self._subject(each.subject, each.part),
                name=each.name,
                told=self._amount(each.told),
                ours=self._amount(each.ours),
                why=self.why(each),
            )
        if most is not None and len(found.differences) > most:
            yield self._say("more", count=len(found.differences) - most)

    def why(self, each: Difference) -> str:
        """The reason of a difference, with its arithmetic if it has one."""
        key = each.why.replace("_", "-")
        if each.why in set(Why):
            until = "" if each.until is None else self._reader.date(each.until)
            said = self._say(f"why-{key}", until=until)
        elif self._texts.has(self._locale, f"ignored-{key}"):
            said = self._texts.plain(self._locale, f"ignored-{key}")
        else:
            said = self._texts.plain(self._locale, f"refusal-{key}")
        likely = self._say("likely") if each.match is Match.LIKELY else None
        return " ".join(part for part in (said, each.arithmetic, likely) if part)

    def file(self, found: Reconciliation) -> bytes:
        """All differences as CSV: UTF-8 with its mark, semicolons, a dot for decimals (RULES 15.19)."""
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";")
        writer.writerow([self._say(f"column-{name}") for name in SHOWN])
        for each in found.differences:
            # The name of a service or order is somebody's text, which a table program may take for a formula.
            values = difference_values(each) | {
                "subject": self._subject(each.subject, each.part),
                "name": neutral(each.name),
                "part": neutral(each.part),
                "match": self._say(f"match-{each.match}"),
                "why": self.why(each),
            }
            writer.writerow([values[name] or "" for name in SHOWN])
        return text.getvalue().encode("utf-8-sig")

    def _sum(self, each: Compared) -> str:
        what = self._subject(each.subject, each.part)
        month = self._reader.month(date(each.month // 100, each.month % 100, 1))
        values = {"what": what, "month": month, "told": self._amount(each.told), "ours": self._amount(each.ours)}
        if not each.difference:
            return self._say("sum-equal", **values)
        return self._say("sum", difference=format_amount(each.difference), **values)

    def _subject(self, subject: Subject, part: str) -> str:
        service = self._texts.name(self._locale, "service", part) if part else ""
        return self._say(f"subject-{subject}", service=service)

    def _amount(self, amount: Amount | None) -> str:
        return self._say("not-there") if amount is None else format_amount(amount)
