"""What the page's log shows: facts of the marketplace, and the movements, money, steps and notices they caused.

Problem: a fact alone shows nothing; what it did lies in the history and in the notices, in codes and exact numbers.
Decision: the last of each kind are read (never more than `MOST`), put in order of time, and told in the reader's
language with the product's own texts.
Limit: facts are those since this start; of a notice the whole text is shown, not to whom it went.
"""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from bot.demo.facts import Fact, Facts
from bot.texts import Texts
from bot.texts.format import Reader
from bot.texts.notices import notice_text
from bot.texts.outcomes import ignored_text, refusal_text
from core.events import CampaignUpserted, Event
from core.refusals import Outcome
from core.values import Amount, format_instant, parse_instant
from storage.books.books import Books
from storage.books.history import HistoryFilter, HistoryLine, page
from storage.books.state import latest_notices
from storage.people.team import Team

MOST: Final = 240
KINDS: Final = ("facts", "points", "money", "subscription", "notices")
_WHATS: Final = {
    "points": frozenset({"points"}),
    "money": frozenset({"money"}),
    "subscription": frozenset({"subscription", "consent", "rating"}),
}
_KIND_OF: Final = {what: kind for kind, whats in _WHATS.items() for what in whats}
Line = dict[str, Any]


class Journal:
    """Reads the log of one shop for one reader."""

    def __init__(self, books: Books, team: Team, facts: Facts, texts: Texts, reader: Reader) -> None:
        self._books = books
        self._team = team
        self._facts = facts
        self._texts = texts
        self._reader = reader

    def lines(self, seller: str, kinds: frozenset[str], size: int) -> list[Line]:
        """The newest lines of these kinds (of KINDS, all if none is named), the newest first, at most `MOST`.

        A line: `at`, `kind`, `title`, `text` or None, `amount` with its sign or None, `gains` (whether the amount is
        above zero) or None, `outcome` of a fact or None, `key` that stays the line's own.
        """
        wanted = kinds or frozenset(KINDS)
        size = min(size, MOST)
        found: list[tuple[int, int, Line]] = []
        if "notices" in wanted:
            found += self._notices(seller, size)
        whats = frozenset().union(*(whats for kind, whats in _WHATS.items() if kind in wanted))
        if whats:
            history = page(self._books, seller, HistoryFilter(whats=whats), size=size).lines
            found += [(entry.at, 1, self._entry(entry)) for entry in history]
        if "facts" in wanted:
            found += [(fact.at, 0, self._fact(number, fact)) for number, fact in self._facts_of(seller)]
        # At one instant the causes stand below their effects; within a kind the order is kept.
        found.sort(key=lambda each: (-each[0], -each[1]))
        return [line for _, _, line in found[:size]]

    # -- facts ---------------------------------------------------------------------------------------------------------

    def _facts_of(self, seller: str) -> Iterator[tuple[int, Fact]]:
        return ((number, fact) for number, fact in self._facts.newest if fact.event.seller in (None, seller))

    def _fact(self, number: int, fact: Fact) -> Line:
        outcome = fact.outcome
        return _line(
            f"fact {number}",
            fact.at,
            "facts",
            self.fact_title(fact.event),
            self.why(outcome) or self._fact_detail(fact.event),
            outcome=outcome.kind,
        )

    def fact_title(self, event: Event) -> str:
        """What kind of fact it is."""
        key = f"desk-fact-{event.TYPE.replace('.', '-').replace('_', '-')}"
        if not self._texts.has(self._reader.locale, key):
            return self._say("desk-fact-other", type=event.TYPE)
        return self._say(key)

    def why(self, outcome: Outcome) -> str | None:
        """Why it was refused or changed nothing; None when it was done."""
        if outcome.kind == "ignored" and outcome.reason:
            return ignored_text(self._texts, self._reader, outcome.reason)
        if outcome.kind == "refused" and outcome.reason:
            return refusal_text(self._texts, self._reader, outcome.reason, outcome.data)
        return None

    def _fact_detail(self, event: Event) -> str | None:
        reader, values = self._reader, []
        shown: dict[str, Callable[[Any], str]] = {
            "line": str,
            "service": lambda code: self._texts.name(reader.locale, "service", code),
            "programme": lambda code: self._texts.name(reader.locale, "programme", code),
            "plan": lambda plan: self._say(f"plan-{plan}"),
            "eligible": lambda yes: self._say("desk-passed", passed="yes" if yes else "no"),
            "quantity": lambda count: self._say("desk-pieces", count=count),
            "price": reader.money,
            "amount": reader.money,
            "discount": lambda rate: self._say("desk-discount", discount=reader.percent(rate)),
            "rating": reader.rate,
        }
        for name, show in shown.items():
            value = getattr(event, name, None)
            if value is not None:
                values.append(show(value))
        if isinstance(event, CampaignUpserted):
            values.append(event.campaign)
        return " · ".join(values) or None

    # -- history and notices -------------------------------------------------------------------------------------------

    def _entry(self, entry: HistoryLine) -> Line:
        reader = self._reader
        parts = []
        if entry.programme:
            parts.append(self._texts.name(reader.locale, "programme", entry.programme))
        if entry.plan:
            parts.append(self._say(f"plan-{entry.plan}"))
        if entry.service:
            parts.append(self._texts.name(reader.locale, "service", entry.service))
        if entry.order:
            parts.append(entry.order)
        if entry.rating is not None:
            parts.append(reader.rate(entry.rating))
        if entry.balance is not None:
            parts.append(self._say("desk-wallet", wallet=reader.money(entry.balance)))
        show = reader.points if entry.what == "points" else reader.money
        return _line(
            f"entry {entry.seq}",
            entry.at,
            _KIND_OF[entry.what],
            self._say(f"entry-{entry.kind.replace('_', '-')}"),
            " · ".join(parts) or None,
            amount=None if entry.amount is None else _signed(show, entry.amount),
            gains=None if entry.amount is None else entry.amount > 0,
        )

    def _notices(self, seller: str, size: int) -> Iterator[tuple[int, int, Line]]:
        for notice in latest_notices(self._books.database, seller, size):
            at = parse_instant(notice["at"])
            said = notice_text(self._texts, self._reader, notice["kind"], self._named(notice["data"]), at=at)
            title, _, rest = _unformatted(said).partition("\n")
            yield at, 2, _line(f"notice {notice['key']}", at, "notices", title, rest.strip() or None)

    def _named(self, data: dict[str, Any]) -> dict[str, Any]:
        """A request's notice names nobody itself: who asked and who answered is looked up, as for its readers."""
        number = data.get("approval")
        if number is None:
            return data
        request = self._team.approval(number)
        asker = request.asker_name if request else None
        by = request.answered_by_name if request else None
        names = {"asker": asker or self._say("role-employee"), "by": by or self._say("role-manager")}
        return {name: value for name, value in data.items() if name != "approval"} | names

    def _say(self, key: str, **values: str | int) -> str:
        return self._texts.plain(self._reader.locale, key, **values)


def _line(
    key: str,
    at: int,
    kind: str,
    title: str,
    text: str | None,
    *,
    amount: str | None = None,
    gains: bool | None = None,
    outcome: str | None = None,
) -> Line:
    return {
        "key": key,
        "at": format_instant(at),
        "kind": kind,
        "title": title,
        "text": text,
        "amount": amount,
        "gains": gains,
        "outcome": outcome,
    }


def _signed(show: Callable[[Amount], str], amount: Amount) -> str:
    return f"+{show(amount)}" if amount > 0 else show(amount)


def _unformatted(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text))
