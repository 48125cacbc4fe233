"""A marketplace's report beside what was decided here for a kept shop: every difference, with its reason (RULES 11).

Problem: two books of the same sales name them differently, and a sum that differs says nothing of why. Decision: orders
and charges meet by their ids first: an order line called as the report's unit and item together ("100-1-1:11"), or as
its unit alone if the unit has one item; a charge as its entry, unit and item, or unit. What is left meets by day and
amount, and is marked as likely. What then differs is told with the reason that was kept with the order. Nothing is
written. Limit: a realization report tells a month in sums, so its points are compared as sums alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple

from bot.ozon.entries import Entry, Fact, Reading, Report
from core import explain as words
from core.policy import Policy
from core.refusals import Ignored
from core.values import Amount, Instant, format_amount, format_instant
from storage.books.books import Books
from storage.books.decided import Billed, DecidedLine, billed, decided_lines
from storage.books.reports import FeeLine, fees


class Subject(StrEnum):
    """What is compared."""

    POINTS = "points"
    BACK = "back"
    FEE = "fee"
    PREMIUM = "premium"


class Match(StrEnum):
    """How an entry of the report and one of ours met."""

    LINE = "line"
    """By unit and item together, or by the entry's own name."""
    UNIT = "unit"
    """By the unit's number alone."""
    LIKELY = "likely"
    """By day and amount."""
    NONE = "none"


class Why(StrEnum):
    """Why something differs, where no reason of the rules was kept."""

    NOT_KNOWN = "not_known"
    """The report tells it, and nothing here is called so or was of that day and amount."""
    NOT_IN_REPORT = "not_in_report"
    AMOUNT = "amount"
    """Both tell it with other numbers."""
    ROUNDS_TO_NOTHING = "rounds_to_nothing"
    HELD = "held"
    """The points are the same; here they are held until the return window is over."""
    OTHER_DAYS = "other_days"
    """The points are the same; here the order is of a day that the report does not speak of."""
    REVERSED = "reversed"
    """The charge was given back here."""
    SUMS = "sums"
    """The report tells a month in sums: which order it is cannot be seen."""


class Compared(NamedTuple):
    """A sum on both sides; None: the report does not tell it. `month` is yyyymm."""

    subject: Subject
    part: str
    month: int
    told: Amount | None
    ours: Amount

    @property
    def difference(self) -> Amount:
        """Told less ours; 0 where it was not told."""
        return 0 if self.told is None else self.told - self.ours


class Difference(NamedTuple):
    """One thing that is told and decided differently; None: unknown to that side."""

    subject: Subject
    name: str
    part: str
    day: date
    told: Amount | None
    ours: Amount | None
    match: Match
    why: str
    """A reason of the rules, or one of `Why`."""
    arithmetic: str | None = None
    until: Instant | None = None
    """Until when points are held, or on what other day the order is."""

    @property
    def difference(self) -> Amount:
        """Told less ours."""
        return (self.told or 0) - (self.ours or 0)


@dataclass(slots=True)
class Reconciliation:
    """What comparing came to. `matched` counts what met by how; what nobody met is `Match.NONE`, on either side."""

    reading: Reading
    sums: list[Compared] = field(default_factory=list)
    matched: Counter[Match] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)


def reconcile(books: Books, seller: str, reading: Reading, now: Instant) -> Reconciliation:
    """Compare a report with what was decided for a kept shop in its days. Raises `StorageError`."""
    calendar = books.policy.calendar
    since = calendar.start_of_day(reading.first)
    until = calendar.start_of_day(reading.last + timedelta(days=1))
    found = Reconciliation(reading)
    units = _units(reading)
    names = {name for unit in units for name in (unit.name, unit.unit) if name}
    lines = decided_lines(books, seller, since, until, names)
    _points(found, units, lines, books.policy, now)
    _fees(found, billed(books, seller, since, until), books.policy, since, until)
    _premium(found, [fee for fee in fees(books, seller) if since <= fee.at < until], books.policy)
    found.differences.sort(key=lambda each: (each.subject, each.day, each.name))
    return found


# -- points ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Unit:
    """What the report tells of one item of one unit."""

    unit: str
    item: str
    came: Amount = 0
    back: Amount = 0
    came_on: date | None = None
    back_on: date | None = None

    @property
    def name(self) -> str:
        return f"{self.unit}:{self.item}" if self.unit and self.item else self.unit or self.item


def _units(reading: Reading) -> list[_Unit]:
    found: dict[tuple[str, str], _Unit] = {}
    for entry, told in reading.entries.told().items():
        if entry.fact is not Fact.POINTS or not told.amount:
            continue
        unit = found.setdefault((entry.unit, entry.item), _Unit(entry.unit, entry.item))
        if told.amount > 0:
            unit.came += told.amount
            unit.came_on = min(unit.came_on or entry.day, entry.day)
        else:
            unit.back -= told.amount
            unit.back_on = min(unit.back_on or entry.day, entry.day)
    return list(found.values())


def _points(
    found: Reconciliation, units: Sequence[_Unit], lines: Sequence[DecidedLine], policy: Policy, now: Instant
) -> None:
    if not found.reading.tells_points:
        return
    _sums_of_points(found, units, lines, policy)
    if found.reading.report is not Report.ACCRUALS:
        _months_that_differ(found)
        return
    left = {each.line.line: each for each in lines}
    unmatched: list[_Unit] = []
    alone = Counter(unit.unit for unit in units)
    for unit in units:
        match, line = _line_of(unit, left, is_alone=alone[unit.unit] == 1)
        if line is None:
            unmatched.append(unit)
        else:
            found.matched[match] += 1
            found.differences += _of_line(unit, line, match, policy, now)
    days = _by_day_and_amount(
        (policy.calendar.date(line.line.redeemed_at), line.given, line)
        for line in left.values()
        if line.within and line.given
    )
    for unit in unmatched:
        same = days.get((unit.came_on, unit.came)) if unit.came else None
        if same:
            line = same.pop(0)
            del left[line.line.line]
            found.matched[Match.LIKELY] += 1
            found.differences += _of_line(unit, line, Match.LIKELY, policy, now)
        else:
            found.matched[Match.NONE] += 1
            found.differences += _unknown(unit)
    for line in left.values():
        if (line.within and line.given) or line.back:
            found.matched[Match.NONE] += 1
            found.differences += _of_line(_Unit(line.line.line, ""), line, Match.NONE, policy, now)


def _line_of(unit: _Unit, left: dict[str, DecidedLine], *, is_alone: bool) -> tuple[Match, DecidedLine | None]:
    for match, name in ((Match.LINE, unit.name), (Match.UNIT, unit.unit)):
        if name in left and (is_alone or match is Match.LINE):
            return (Match.UNIT if name == unit.unit else match), left.pop(name)
    return Match.NONE, None


def _of_line(unit: _Unit, decided: DecidedLine, match: Match, policy: Policy, now: Instant) -> Iterator[Difference]:
    """What differs of an order that both know, or that the report does not have (`Match.NONE`)."""
    line, given, calendar = decided.line, decided.given, policy.calendar
    redeemed = calendar.date(line.redeemed_at)
    reckoned = words.product(line.price, line.discount, line.quantity, line.coefficient) if given else None

    def differs(subject: Subject, day: date, told: Amount, ours: Amount, why: str, **more: Any) -> Difference:
        known = match is not Match.NONE
        return Difference(subject, line.line, "", day, told if told or known else None, ours, match, why, **more)

    if unit.came or decided.within:
        if unit.came == given:
            if not decided.within:
                day = unit.came_on or redeemed
                yield differs(Subject.POINTS, day, unit.came, given, Why.OTHER_DAYS, until=line.redeemed_at)
            elif line.held and line.credit_at is not None and line.credit_at > now:
                yield differs(
                    Subject.POINTS, unit.came_on or redeemed, unit.came, given, Why.HELD, until=line.credit_at
                )
        elif not given:
            yield differs(Subject.POINTS, unit.came_on or redeemed, unit.came, 0, line.reason or Why.ROUNDS_TO_NOTHING)
        else:
            why = Why.AMOUNT if unit.came else Why.NOT_IN_REPORT
            day = unit.came_on or redeemed
            yield differs(Subject.POINTS, day, unit.came, given, why, arithmetic=reckoned)
    if unit.back != decided.taken_back:
        day = unit.back_on or calendar.date(decided.back[0][0])
        yield differs(Subject.BACK, day, unit.back, decided.taken_back, _why_not_back(unit, decided, day, policy))


def _why_not_back(unit: _Unit, decided: DecidedLine, day: date, policy: Policy) -> str:
    line = decided.line
    if decided.taken_back:
        return Why.AMOUNT if unit.back else Why.NOT_IN_REPORT
    if not decided.given:
        return line.reason or Why.ROUNDS_TO_NOTHING
    if line.window_until is not None and policy.calendar.date(line.window_until) < day:
        return Ignored.WINDOW_CLOSED
    return Why.NOT_KNOWN


def _unknown(unit: _Unit) -> Iterator[Difference]:
    for subject, told, day in ((Subject.POINTS, unit.came, unit.came_on), (Subject.BACK, unit.back, unit.back_on)):
        if told and day is not None:
            yield Difference(subject, unit.name, "", day, told, None, Match.NONE, Why.NOT_KNOWN)


def _sums_of_points(
    found: Reconciliation, units: Sequence[_Unit], lines: Sequence[DecidedLine], policy: Policy
) -> None:
    calendar = policy.calendar
    told: defaultdict[tuple[Subject, int], Amount] = defaultdict(int)
    ours: defaultdict[tuple[Subject, int], Amount] = defaultdict(int)
    for entry, said in found.reading.entries.told().items():
        if entry.fact is Fact.POINTS:
            told[Subject.POINTS if said.amount > 0 else Subject.BACK, _month(entry.day)] += abs(said.amount)
    for each in lines:
        if each.within:
            ours[Subject.POINTS, calendar.month(each.line.redeemed_at)] += each.given
        for at, amount in each.back:
            ours[Subject.BACK, calendar.month(at)] += amount
    for subject, month in sorted({*told, *ours}):
        found.sums.append(Compared(subject, "", month, told[subject, month], ours[subject, month]))


def _months_that_differ(found: Reconciliation) -> None:
    last = found.reading.last
    for each in found.sums:
        if each.difference:
            name = f"{each.month // 100}-{each.month % 100:02}"
            found.differences.append(
                Difference(each.subject, name, "", last, each.told, each.ours, Match.NONE, Why.SUMS)
            )


# -- fees --------------------------------------------------------------------------------------------------------------


class _Told(NamedTuple):
    """A fee of the report, and what a charge for it may be called, the surest first."""

    names: tuple[tuple[Match, str], ...]
    day: date
    amount: Amount


class _Ours(NamedTuple):
    """A charge, or its reversal (below zero)."""

    name: str
    day: date
    amount: Amount


def _fees(found: Reconciliation, ours: Sequence[Billed], policy: Policy, since: Instant, until: Instant) -> None:
    calendar = policy.calendar
    told_parts: defaultdict[tuple[str, int], list[_Told]] = defaultdict(list)
    our_parts: defaultdict[tuple[str, int], list[_Ours]] = defaultdict(list)
    for entry, said in found.reading.entries.told().items():
        if entry.fact is Fact.FEE and entry.kind.name not in policy.reported.premium_fees and said.amount:
            told_parts[entry.kind.service.value, _month(entry.day)].append(_Told(_names(entry), entry.day, said.amount))
    for each in ours:
        if since <= each.at < until:
            day = calendar.date(each.at)
            our_parts[each.service, _month(day)].append(_Ours(each.charge, day, each.amount))
        if each.reversed_at is not None and since <= each.reversed_at < until:
            day = calendar.date(each.reversed_at)
            our_parts[each.service, _month(day)].append(_Ours(each.charge, day, -each.amount))
    services = {service for service, _ in told_parts}
    for service, month in sorted({*told_parts, *our_parts}):
        if found.reading.report is Report.REALIZATION and service not in services:
            continue  # it tells the reward for sales alone
        told, own = told_parts[service, month], our_parts[service, month]
        sums = Compared(
            Subject.FEE, service, month, sum(each.amount for each in told), sum(each.amount for each in own)
        )
        found.sums.append(sums)
        if sums.difference and found.reading.report is Report.REALIZATION:
            name = f"{month // 100}-{month % 100:02}"
            found.differences.append(
                Difference(Subject.FEE, name, service, found.reading.last, sums.told, sums.ours, Match.NONE, Why.SUMS)
            )
        elif sums.difference:
            _parts_that_differ(found, Subject.FEE, service, told, own)


def _names(entry: Entry) -> tuple[tuple[Match, str], ...]:
    whole = ":".join(part for part in (entry.unit, entry.item) if part)
    names = ((Match.LINE, f"{whole}:{entry.code}"), (Match.LINE, whole), (Match.UNIT, entry.unit))
    return tuple((match, name) for match, name in names if name)


def _premium(found: Reconciliation, ours: Sequence[FeeLine], policy: Policy) -> None:
    if found.reading.report is not Report.ACCRUALS:
        return
    told = [
        _Told((), entry.day, said.amount)
        for entry, said in found.reading.entries.told().items()
        if entry.fact is Fact.FEE and entry.kind.name in policy.reported.premium_fees and said.amount
    ]
    own = [_Ours(each.plan, policy.calendar.date(each.at), each.amount) for each in ours]
    for month in sorted({_month(day) for day in (*(each.day for each in told), *(each.day for each in own))}):
        sums = Compared(
            Subject.PREMIUM, "", month, sum(each.amount for each in told if _month(each.day) == month),
            sum(each.amount for each in own if _month(each.day) == month),
        )  # fmt: skip
        found.sums.append(sums)
    _parts_that_differ(found, Subject.PREMIUM, "", told, own)


def _parts_that_differ(
    found: Reconciliation, subject: Subject, part: str, told: Iterable[_Told], ours: Sequence[_Ours]
) -> None:
    """Match what is told with what was charged, and name what is left on either side."""
    named = {each.name: each for each in ours if each.amount > 0} if subject is Subject.FEE else {}
    rest: list[_Told] = []
    used: set[_Ours] = set()
    for each in told:
        match, own = next(((match, named[name]) for match, name in each.names if name in named), (Match.NONE, None))
        if own is None or own in used:
            rest.append(each)
            continue
        used.add(own)
        found.matched[match] += 1
        if own.amount != each.amount:
            found.differences.append(
                Difference(subject, own.name, part, each.day, each.amount, own.amount, match, Why.AMOUNT)
            )
    days = _by_day_and_amount((each.day, each.amount, each) for each in ours if each not in used)
    alone: list[_Told] = []
    for each in rest:
        if same := days.get((each.day, each.amount)):
            same.pop(0)
            found.matched[Match.LIKELY] += 1
        else:
            alone.append(each)
    left = _without_pairs(own for some in days.values() for own in some)
    for each in alone:
        # A subscription has one fee a day, so of two amounts on a day one stands for the other.
        own = next((own for own in left if own.day == each.day and subject is Subject.PREMIUM), None)
        match, why = (Match.NONE, Why.NOT_KNOWN) if own is None else (Match.LIKELY, Why.AMOUNT)
        if own is not None:
            left.remove(own)
        found.matched[match] += 1
        name = each.names[0][1] if each.names else each.day.isoformat()
        ours_is = None if own is None else own.amount
        found.differences.append(Difference(subject, name, part, each.day, each.amount, ours_is, match, why))
    for own in left:
        found.matched[Match.NONE] += 1
        why = Why.REVERSED if own.amount < 0 and subject is Subject.FEE else Why.NOT_IN_REPORT
        found.differences.append(Difference(subject, own.name, part, own.day, None, own.amount, Match.NONE, why))


def _without_pairs(ours: Iterable[_Ours]) -> list[_Ours]:
    """What is left but charges that were given back among them: the two come to nothing."""
    left = list(ours)
    twice = {each.name for each in left if each.amount < 0} & {each.name for each in left if each.amount > 0}
    return [each for each in left if each.name not in twice]


def _by_day_and_amount(some: Iterable[tuple[date, Amount, Any]]) -> dict[tuple[date | None, Amount], list[Any]]:
    found: defaultdict[tuple[date | None, Amount], list[Any]] = defaultdict(list)
    for day, amount, each in some:
        found[day, amount].append(each)
    return dict(found)


def _month(day: date) -> int:
    return day.year * 100 + day.month


# -- for programs ------------------------------------------------------------------------------------------------------

SHOWN: Final = ("subject", "name", "part", "day", "told", "ours", "difference", "match", "why", "arithmetic", "until")
"""What a difference says, in the order of a file's columns."""


def difference_values(each: Difference) -> dict[str, str | None]:
    """A difference as texts; null is what that side does not know."""
    return {
        "subject": each.subject.value,
        "name": each.name,
        "part": each.part or None,
        "day": each.day.isoformat(),
        "told": None if each.told is None else format_amount(each.told),
        "ours": None if each.ours is None else format_amount(each.ours),
        "difference": format_amount(each.difference),
        "match": each.match.value,
        "why": str(each.why),
        "arithmetic": each.arithmetic,
        "until": None if each.until is None else format_instant(each.until),
    }


def as_json(found: Reconciliation, seller: str) -> dict[str, Any]:
    """All of it, for programs."""
    reading = found.reading
    return {
        "seller": seller,
        "report": reading.report.value,
        "first": reading.first.isoformat(),
        "last": reading.last.isoformat(),
        "complete": reading.complete,
        "sums": [
            {
                "subject": each.subject.value,
                "service": each.part or None,
                "month": f"{each.month // 100}-{each.month % 100:02}",
                "told": None if each.told is None else format_amount(each.told),
                "ours": format_amount(each.ours),
                "difference": format_amount(each.difference),
            }
            for each in found.sums
        ],
        "matched": {match.value: found.matched[match] for match in Match},
        "differences": [difference_values(each) for each in found.differences],
    }
