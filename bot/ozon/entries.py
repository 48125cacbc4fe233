"""A reading: what a report or an answer says, as sums to look at and facts to keep.

Problem: the same day is told by a file and by a key, again every night, in another order and with another split into
rows; told twice it must be one history, and what Ozon changed afterwards must be seen.
Decision: an entry is what is said of one day, order, item and kind together, and its name is made of those alone, so
both ways and every order give the same entries; rows of one entry are summed. Points and sales are an entry for what
came and one for what went back, because both are asked for. Sums of nothing are no entry.
Limit: the file's «ID начисления» is taken for the posting or contract number that answers have too; where a report has
another number there, a day read whole (`complete`) replaces the other's entries, and no sum is counted twice.
A realization report tells a month that accruals tell by day: its entries begin with another word, and whoever keeps
facts takes one of the two for a month.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from typing import Any, Final

from bot.ozon.kinds import SALE_COMMISSION, Kind, Meaning
from bot.ozon.numbers import Cell
from bot.ozon.numbers import name as text_of
from core.values import LONGEST_ID, RATE_ONE, Amount, Instant, Rate, format_amount, format_instant, is_clean_text

_PLAIN: Final = re.compile(r"[\w.+-]*")
_SKU: Final = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,]0+)?|[0-9]+(?:[.,]0+)?")
_ORDER: Final = re.compile(r"[0-9]+-[0-9]+(?:-[0-9]+)?")
"""What postings and orders are numbered like; contracts and periods are not."""
PROGRAMME: Final = "discount"
"""The programme that the marketplace's points for discounts are of."""


class Report(StrEnum):
    """What was read. The value begins the names of its entries."""

    ACCRUALS = "accruals"
    REALIZATION = "realization"


class Fact(StrEnum):
    """Types of facts, as the feed names them."""

    POINTS = "points.reported"
    FEE = "fee.reported"
    SALE = "sale.reported"
    BALANCE = "balance.reported"
    PLAN = "plan.reported"
    RATING = "rating.updated"
    SELLER = "seller.registered"


@dataclass(slots=True)
class Sum:
    """How often, and how much in all."""

    count: int = 0
    amount: Amount = 0

    def add(self, amount: Amount) -> None:
        """Count one more."""
        self.count += 1
        self.amount += amount


@dataclass(frozen=True, slots=True)
class Total:
    """A total that the report names, beside the sum of its rows; `what` as the report calls it."""

    what: str
    told: Amount
    found: Amount

    @property
    def difference(self) -> Amount:
        """What was told less what was found; 0 if they agree."""
        return self.told - self.found


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one day, order, item and kind."""

    fact: Fact
    day: date
    unit: str
    item: str
    code: str
    """What of that day, order and item: the kind of a fee, or points and sales that came or went back."""
    kind: Kind


@dataclass(slots=True)
class _Told:
    amount: Amount = 0
    quantity: int | None = 0


class Entries:
    """Entries as they are met, row by row."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.rows = 0
        self.by_kind: dict[str, Sum] = {}
        self.not_understood: dict[str, Sum] = {}
        self.unknown: Counter[str] = Counter()
        """Columns or keys that nothing was read from, and how often they held something."""
        self._told: dict[Entry, _Told] = {}

    def add(self, day: date, unit: Cell, item: Cell, kind: Kind, amount: Amount, quantity: int | None = None) -> None:
        """Take what one row says; `amount` as the seller's account sees it: a cost is below zero."""
        if not kind.understood:
            self.not_understood.setdefault(kind.name, Sum()).add(amount)
        self.by_kind.setdefault(kind.name, Sum()).add(amount)
        if kind.meaning is Meaning.FEE:
            fact, code, amount = Fact.FEE, kind.name, -amount
        else:
            fact = Fact.POINTS if kind.meaning is Meaning.POINTS else Fact.SALE
            code = f"{kind.meaning}{'-' if amount < 0 else '+'}"
        told = self._told.setdefault(Entry(fact, day, text_of(unit), _item(item), code, kind), _Told())
        told.amount += amount
        told.quantity = None if quantity is None or told.quantity is None else told.quantity + quantity

    def told(self) -> Mapping[Entry, _Told]:
        """All entries with what is said of them."""
        return self._told


def _item(item: Cell) -> str:
    """An SKU is a number; some programs write it as an amount. 0 and a dash stand for none."""
    text = text_of(item)
    if _SKU.fullmatch(text):
        text = re.split("[.,]", text.replace(" ", ""))[0]
    return "" if text in ("0", "-") else text


@dataclass(frozen=True, slots=True)
class Balance:
    """A day's balance; `paid` is what was paid out."""

    day: date
    opening: Amount
    closing: Amount
    paid: Amount = 0
    points: Amount | None = None
    """Points of the day as the balance has them, to compare with its accruals; None: not told."""


@dataclass(frozen=True)
class Reading:
    """What was read, whole. Nothing of it is kept yet."""

    report: Report
    first: date
    last: date
    """The days it speaks of, both included."""
    complete: bool
    """Whether it says everything of those days: then what it no longer says of them is zero."""
    entries: Entries
    totals: tuple[Total, ...] = ()
    """What the report itself adds up to, beside the sum of its rows."""
    tells_points: bool = True
    """Whether it tells points at all. If not, they are not told, and a sale holds them."""

    @property
    def rows(self) -> int:
        """Rows that said something."""
        return self.entries.rows

    @property
    def by_kind(self) -> Mapping[str, Sum]:
        """Rows and sums by kind, as the seller's account sees them."""
        return self.entries.by_kind

    @property
    def not_understood(self) -> Mapping[str, Sum]:
        """Kinds that nobody here knows. Their sums are facts all the same: fees for "other"."""
        return self.entries.not_understood

    @property
    def unknown(self) -> Mapping[str, int]:
        """Columns or keys that nothing was read from, and how often they held something."""
        return self.entries.unknown

    @property
    def mismatches(self) -> tuple[Total, ...]:
        """Totals of the report that are not the sum of its rows: nothing is kept without a yes."""
        return tuple(total for total in self.totals if total.difference)

    @property
    def days(self) -> tuple[date, ...]:
        """Days that have entries, in order."""
        return tuple(sorted({entry.day for entry in self.entries.told()}))

    def sum(self, fact: Fact, code: str = "") -> Amount:
        """The sum of facts of a type; of points and sales "points+" are those that came, "points-" those that went."""
        told = self.entries.told().items()
        return sum(each.amount for entry, each in told if entry.fact is fact and entry.code.startswith(code))

    @property
    def points(self) -> Amount:
        """Points in less points back."""
        return self.sum(Fact.POINTS)

    @property
    def fees(self) -> Amount:
        """All fees, above zero."""
        return self.sum(Fact.FEE)

    @property
    def commission(self) -> Amount:
        """The marketplace's reward for sales, before points."""
        return self.sum(Fact.FEE, SALE_COMMISSION)

    def surplus(self, max_share: Rate) -> Amount:
        """Points beyond what may cover fees (their share, down to 0.01); below zero: fees that points do not reach."""
        return self.points - self.fees * max_share // RATE_ONE

    def facts(self, seller: str, at: Instant) -> Iterator[dict[str, Any]]:
        """The facts in the feed's form, told at `at`, by day and entry. The same reading gives the same lines."""
        named = {_name(self.report, entry): (entry, each) for entry, each in self.entries.told().items()}
        for name in sorted(named):
            entry, told = named[name]
            if told.amount:
                yield identified(_fact(name, entry, told), seller, at)


def _fact(name: str, entry: Entry, told: _Told) -> dict[str, Any]:
    fact: dict[str, Any] = {"type": entry.fact.value, "entry": name}
    if entry.fact is Fact.POINTS:
        fact["programme"] = PROGRAMME
    if entry.fact is Fact.FEE:
        fact |= {"service": entry.kind.service.value, "kind": entry.kind.name[:LONGEST_ID].strip()}
    fact |= {"amount": format_amount(told.amount), "day": entry.day.isoformat()}
    if _ORDER.fullmatch(entry.unit):
        fact["order"] = entry.unit
    if is_clean_text(entry.item, LONGEST_ID):
        fact["item"] = entry.item
    if told.quantity and entry.fact is not Fact.FEE:
        fact["quantity"] = told.quantity
    return fact


def _name(report: Report, entry: Entry) -> str:
    """The name of an entry: readable where its parts are plain, a digest of them where not; never two for one."""
    parts = (report.value, entry.day.isoformat(), entry.unit, entry.item, entry.fact.partition(".")[0], entry.code)
    name = ":".join(parts)
    if len(name) <= LONGEST_ID and all(_PLAIN.fullmatch(part) for part in parts):
        return name
    return f"{parts[0]}:{parts[1]}:{_digest(parts)}"


def identified(fact: dict[str, Any], seller: str, at: Instant) -> dict[str, Any]:
    """A line of the feed: the fact told at an instant. Its id is made of all it says, so that no line is two."""
    line = {"type": fact["type"], "at": format_instant(at), "seller": seller} | fact
    return {"id": f"ozon:{line['at']}:{_digest(sorted(line.items()))}"} | line


_encode: Final = json.JSONEncoder(ensure_ascii=False).encode


def _digest(content: Any) -> str:
    return blake2b(_encode(content).encode(), digest_size=12).hexdigest()
