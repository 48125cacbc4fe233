"""A second, deliberately naive reading of the rulebook, to be compared line by line with the real programme.

The problem: code and its own tests share the same misunderstandings. The decision: write the rulebook
(sections 2-12 and 15, formats of 13) once more, from its text alone, with plain lists, no cleverness and
nothing imported from the product: due work is found by scanning everything for the next due instant,
balances are recomputed by summing. The limit: it is slow, keeps everything in memory, knows one source of
ids, no members, and leaves out the notices whose moment the rules do not fix or that replay cannot cause
(`NOT_MODELLED`).

Where the rules are silent or can be read in two ways, the place is marked "READING" with the choice that
was made.
"""

from __future__ import annotations

import copy
import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

NOT_MODELLED = frozenset({"returns_high", "monthly_report", "price_changed", "approval_requested", "approval_answered"})

MANAGERS = frozenset({"manager", "administrator"})
SPENDERS = MANAGERS | {"finance"}
PLANS = ("lite", "premium")
ROLES = ("administrator", "manager", "finance", "employee", "operator")
MODES = ("auto", "manual")

MICRO = 1_000_000
MINUTE = 60 * MICRO
HOUR = 60 * MINUTE
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# READING (15.14: days have no upper bound): what lies beyond the calendar never comes.
NEVER = 10**18

DEFAULTS: dict[str, Any] = {
    "timezone": "Europe/Moscow",
    "currency": "RUB",
    "trial": {"days": 30},
    "grace": {"days": 14},
    "plans": {"lite": {"price": "1990.00"}, "premium": {"price": "4990.00"}},
    "rating": {"threshold": "4.5"},
    "benefits": {"badge_hours": 24, "mailing_hours": 24, "mailings": 5},
    "reminders": {
        "hour": 10,
        "trial_ending": [7, 3, 1],
        "renewal_low_balance": [3, 1],
        "grace_reminder": [3, 7, 10, 13],
        "points_expiring": [30, 7, 1],
        "charge_coming": [3],
        "access_ending": [3, 1],
    },
    "points": {
        "discount": {
            "title": "discount",
            "min_spend": "0.01",
            "max_share": "1",
            "services": {
                "ads": "always",
                "logistics": "always",
                "storage": "always",
                "other": "always",
                "commission": "subscribers",
            },
            "expiry": {"kind": "period_end", "period": "quarter", "carry": 1},
            "daily_limit": {},
            "monthly_limit": {},
        },
        "bonus": {
            "title": "bonus",
            "min_spend": "50.00",
            "max_share": "1",
            "services": {"commission": "always", "logistics": "always", "ads": "always"},
            "expiry": {"kind": "months", "months": 12},
            "daily_limit": {},
            "monthly_limit": {},
        },
    },
}
REPLACED_WHOLE = ("services", "expiry", "daily_limit", "monthly_limit", "title")


# -------------------------------------------------------------------------------------- calendar (2.3, 2.4)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _moment(at: int) -> datetime:
    return EPOCH + timedelta(microseconds=at)


def _microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


@lru_cache(maxsize=200_000)
def local_clock(zone: str, at: int) -> datetime:
    """The wall clock of `zone` at `at`, naive."""
    return _moment(at).astimezone(_zone(zone)).replace(tzinfo=None)


@lru_cache(maxsize=200_000)
def from_wall(zone: str, wall: datetime) -> int:
    """The instant of a wall-clock time (2.3): over a gap by its length, the first of two."""
    return _microseconds(wall.replace(tzinfo=_zone(zone), fold=0).astimezone(UTC))


def local_date(zone: str, at: int) -> date:
    return local_clock(zone, at).date()


def add_days(zone: str, at: int, days: int) -> int:
    # READING (2.3): adding nothing is the same instant, also for the second of two equal wall-clock times.
    if days == 0:
        return at
    try:
        return from_wall(zone, local_clock(zone, at) + timedelta(days=days))
    except OverflowError:
        return NEVER


def add_months(zone: str, at: int, months: int) -> int:
    if months == 0:
        return at
    wall = local_clock(zone, at)
    index = wall.year * 12 + wall.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    day = min(wall.day, _month_length(year, month))
    return from_wall(zone, wall.replace(year=year, month=month, day=day))


def _month_length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def at_hour(zone: str, day: date, hour: int) -> int:
    return from_wall(zone, datetime.combine(day, time(hour)))


def end_of_period(zone: str, at: int, period: str, carry: int) -> int:
    """RULES 7: the start of the period after the `carry`-th one following that of `at`."""
    length = {"month": 1, "quarter": 3, "year": 12}[period]
    day = local_date(zone, at)
    index = day.year * 12 + day.month - 1
    index = index - index % length + length * (1 + carry)
    return at_hour(zone, date(index // 12, index % 12 + 1, 1), 0)


# --------------------------------------------------------------------------------- texts of values (13, 15)


def amount_text(amount: int) -> str:
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def rate_text(rate: int) -> str:
    whole, rest = divmod(rate, MICRO)
    return f"{whole}.{rest:06d}".rstrip("0") + ("0" if rest == 0 else "")


def instant_text(at: int) -> str:
    moment = _moment(at)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    if moment.microsecond:
        text += f".{moment.microsecond:06d}"
    return text + "Z"


def _optional_instant(at: int | None) -> str | None:
    return None if at is None else instant_text(at)


# -------------------------------------------------------------------------------------- reading a line (15)


class Malformed(ValueError):
    pass


@dataclass(frozen=True)
class Number:
    """A JSON number as it was written."""

    text: str


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):  # RULES 15.16
        raise Malformed("a repeated key")
    return result


def _no_constant(text: str) -> Any:
    raise Malformed(f"{text} is no number")


def _decimal(value: Any, places: int) -> int:
    """RULES 15.14; the result in units of 10 ** -places."""
    text = value.text if isinstance(value, Number) else value
    if not isinstance(text, str):
        raise Malformed("a number is expected")
    match = re.fullmatch(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?", text)
    if match is None:
        raise Malformed("a decimal number is expected")
    sign, whole, decimals = match.group(1), match.group(2), match.group(3) or ""
    if len(decimals) > places:
        raise Malformed("too many decimals")
    if len(whole) > 20:
        raise Malformed("too large")
    number = int(whole + decimals.ljust(places, "0"))
    return -number if sign else number


def _amount(value: Any) -> int:
    amount = _decimal(value, 2)
    if not 0 < amount <= 99_999_999_999_999:
        raise Malformed("an amount above 0 is expected")
    return amount


def _amount_or_zero(value: Any) -> int:
    amount = _decimal(value, 2)
    if not 0 <= amount <= 99_999_999_999_999:
        raise Malformed("an amount of at least 0 is expected")
    return amount


def _amount_or_null(value: Any) -> int | None:
    return None if value is None else _amount(value)


def _rate(value: Any) -> int:
    rate = _decimal(value, 6)
    if not 0 < rate <= MICRO:
        raise Malformed("a rate in (0, 1] is expected")
    return rate


def _rate_or_zero(value: Any) -> int:
    rate = _decimal(value, 6)
    if not 0 <= rate <= MICRO:
        raise Malformed("a rate in [0, 1] is expected")
    return rate


def _rating(value: Any) -> int:
    rating = _decimal(value, 6)
    if not 0 <= rating <= 5 * MICRO:
        raise Malformed("a rating in [0, 5] is expected")
    return rating


def _integer(value: Any) -> int:
    if not isinstance(value, Number) or not re.fullmatch(r"-?[0-9]+", value.text):
        raise Malformed("an integer is expected")
    if len(value.text) > 20:
        raise Malformed("too large")
    return int(value.text)


def _quantity(value: Any) -> int:
    # READING (15.14): a quantity has no upper bound of its own.
    if _integer(value) < 1:
        raise Malformed("at least 1 is expected")
    return _integer(value)


def _days(value: Any) -> int:
    if _integer(value) < 0:
        raise Malformed("at least 0 is expected")
    return _integer(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise Malformed("a text is expected")
    # READING (15.16 names no such case): half a surrogate pair is no text that can be written down.
    value.encode()
    return value


def _identifier(value: Any) -> str:
    # READING (15.14 "ids 1-128 characters"): event, seller, campaign, line, grant and charge ids; names of
    # services, categories and programmes are texts of any length.
    text = _text(value)
    if len(text) > 128:
        raise Malformed("at most 128 characters are expected")
    if text[0].isspace() or text[-1].isspace():
        raise Malformed("no white space at the ends is expected")
    return text


def _name(value: Any) -> str:
    text = _text(value)
    # READING (15.14 "a filler such as"): those that look like a letter or a sign to Unicode and like nothing to people.
    if all(unicodedata.category(char)[0] in "ZC" or char in "\u3164\u115f\u1160\uffa0\u2800" for char in text):
        raise Malformed("a visible character is expected")
    return text


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Malformed("true or false is expected")
    return value


def _one_of(names: tuple[str, ...]) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if not isinstance(value, str) or value not in names:
            raise Malformed("one of " + ", ".join(names) + " is expected")
        return value

    return parse


def _rates_by_category(value: Any) -> dict[str, int]:
    if not isinstance(value, dict):
        raise Malformed("an object is expected")
    return {_text(category): _rate(rate) for category, rate in value.items()}


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Malformed("a list is expected")
    return tuple(_text(item) for item in value)


_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,6}))?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)


def _instant(value: Any) -> int:
    if not isinstance(value, str):
        raise Malformed("an instant is expected")
    match = _INSTANT.fullmatch(value)
    if match is None:
        raise Malformed("an RFC 3339 instant with an offset is expected")
    year, month, day, hour, minute, second = (int(match.group(n)) for n in range(1, 7))
    microsecond = int((match.group(7) or "").ljust(6, "0"))
    shift = 0
    if match.group(8):
        if int(match.group(9)) > 23 or int(match.group(10)) > 59:
            raise Malformed("no such offset")
        shift = (int(match.group(9)) * 60 + int(match.group(10))) * MINUTE
        shift = shift if match.group(8) == "+" else -shift
    # A second of 60 and a 30 February are refused by datetime (a ValueError).
    at = _microseconds(datetime(year, month, day, hour, minute, second, microsecond, tzinfo=UTC)) - shift
    # READING (15.14 "instants from 2000 to 2100"): by the UTC year, both years whole.
    if not _microseconds(datetime(2000, 1, 1, tzinfo=UTC)) <= at < _microseconds(datetime(2101, 1, 1, tzinfo=UTC)):
        raise Malformed("an instant from 2000 to 2100 is expected")
    return at


Fields = dict[str, Callable[[Any], Any]]
BY: Fields = {"by": _one_of(ROLES)}
SELLER: Fields = {"seller": _identifier}

# RULES 13: per type the required and the optional fields beside id, type and at.
TYPES: dict[str, tuple[Fields, Fields]] = {
    "seller.registered": ({**SELLER, "name": _name}, {"locale": _text}),
    "wallet.credited": ({**SELLER, "amount": _amount}, {}),
    "wallet.debited": ({**SELLER, "amount": _amount}, {}),
    "eligibility.changed": ({**SELLER, "eligible": _boolean}, {}),
    "rating.updated": ({**SELLER, "rating": _rating}, {}),
    "mailing.sent": ({**SELLER}, {}),
    "campaign.upserted": (
        {"campaign": _identifier, "starts_at": _instant, "ends_at": _instant, "coefficient": _rate},
        {
            "coefficients": _rates_by_category,
            "max_coefficient": _rate,
            "min_discount": _rate_or_zero,
            "excluded_categories": _texts,
            "hold_days": _days,
            "return_window_days": _days,
        },
    ),
    "order.redeemed": (
        {
            **SELLER,
            "line": _identifier,
            "campaign": _identifier,
            "category": _text,
            "price": _amount,
            "discount": _rate,
            "quantity": _quantity,
        },
        {},
    ),
    "order.cancelled": ({**SELLER, "line": _identifier, "quantity": _quantity}, {}),
    "order.returned": ({**SELLER, "line": _identifier, "quantity": _quantity}, {}),
    "bonus.granted": (
        {**SELLER, "grant": _identifier, "programme": _text, "amount": _amount, "reason": _text},
        {},
    ),
    "bonus.revoked": ({**SELLER, "grant": _identifier, "amount": _amount}, {}),
    "service.charged": ({**SELLER, "charge": _identifier, "service": _text, "amount": _amount}, {}),
    "charge.reversed": ({**SELLER, "charge": _identifier}, {}),
    "lot.prolonged": ({"programme": _text, "until": _instant}, {**SELLER}),
    "maintenance": ({"on": _boolean}, {}),
    "command.connect": ({**SELLER, **BY, "plan": _one_of(PLANS)}, {}),
    "command.cancel": ({**SELLER, **BY}, {}),
    "command.resume": ({**SELLER, **BY}, {}),
    "command.switch_to_lite": ({**SELLER, **BY}, {}),
    "command.spend": ({**SELLER, **BY, "programme": _text, "service": _text, "amount": _amount}, {}),
    "command.set_mode": ({**SELLER, **BY, "mode": _one_of(MODES)}, {"service": _text}),
    "command.set_daily_limit": ({**SELLER, **BY, "service": _text, "amount": _amount_or_null}, {}),
    "command.set_reserve": (
        {**SELLER, **BY, "programme": _text, "service": _text, "amount": _amount_or_zero},
        {},
    ),
    "command.opt_out": ({**SELLER, **BY, "programme": _text}, {}),
    "command.opt_in": ({**SELLER, **BY, "programme": _text}, {}),
    "command.withdraw": ({**SELLER, **BY, "programme": _text, "amount": _amount}, {}),
    "command.transfer": ({**SELLER, **BY, "programme": _text, "amount": _amount}, {}),
}


def read_line(raw: str | bytes) -> tuple[dict[str, Any] | None, str | None, str]:
    """(typed fields, id, "") of a well-formed line; of any other (None, id if readable, what is wrong)."""
    name: str | None = None
    try:
        text = raw.decode() if isinstance(raw, bytes) else raw
        given = json.loads(
            text,
            object_pairs_hook=_no_repeats,
            parse_int=Number,
            parse_float=Number,
            parse_constant=_no_constant,
        )
    except (ValueError, RecursionError) as error:
        return None, None, f"the line is not JSON: {error}"
    if not isinstance(given, dict):
        return None, None, "the line is not a JSON object"
    try:
        name = _identifier(given.get("id"))
    except ValueError:
        return None, None, "id: a text of 1 to 128 characters is expected"
    kind = given.get("type")
    if not isinstance(kind, str) or kind not in TYPES:
        return None, name, "type: unknown"
    required, optional = TYPES[kind]
    required = {"at": _instant, **required}
    for key in given:
        if key not in ("id", "type") and key not in required and key not in optional:
            return None, name, f"{key}: unknown field"
    typed: dict[str, Any] = {"id": name, "type": kind}
    for key, parse in {**required, **optional}.items():
        if key not in given:
            if key in required:
                return None, name, f"{key}: missing"
            continue
        try:
            typed[key] = parse(given[key])
        except ValueError as error:
            return None, name, f"{key}: {error}"
    if kind == "campaign.upserted" and typed["ends_at"] <= typed["starts_at"]:
        return None, name, "ends_at: later than starts_at is expected"
    return typed, name, ""


# ---------------------------------------------------------------------------------------------- the account


class Refused(Exception):
    def __init__(self, code: str, **numbers: int) -> None:
        super().__init__(code)
        self.code = code
        self.numbers = numbers


class Ignored(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Lot:
    """Points of one redeemed line or grant, credited together (8.7a). A lot may be empty."""

    programme: str
    id: str
    credited_at: int
    expires_at: int
    number: int
    left: int = 0
    expired: int = 0
    forgiven: int = 0
    swept: bool = False


@dataclass
class Line:
    id: str
    at: int
    quantity: int
    price: int = 0
    discount: int = 0
    coefficient: int = 0
    points: int = 0
    held: int = 0
    credit_at: int | None = None  # while held
    window_end: int | None = None  # null: no return window
    lot: Lot | None = None

    def worth(self, quantity: int) -> int:
        """RULES 8.2 and 2.2: exactly, rounded down once."""
        return self.price * self.discount * quantity * self.coefficient // (MICRO * MICRO)


@dataclass
class Grant:
    programme: str
    left: int
    lot: Lot | None = None


@dataclass
class Charge:
    id: str
    service: str
    amount: int
    month: tuple[int, int]
    money: int
    paid: dict[str, int] = field(default_factory=dict)
    used: list[tuple[Lot, int]] = field(default_factory=list)
    reversed: bool = False


@dataclass
class Totals:
    accrued: int = 0
    credited: int = 0
    adjusted_held: int = 0
    adjusted_lots: int = 0
    adjusted_debt: int = 0
    spent: int = 0
    expired: int = 0
    repaid: int = 0
    debt: int = 0

    @property
    def adjusted(self) -> int:
        return self.adjusted_held + self.adjusted_lots + self.adjusted_debt


@dataclass
class Seller:
    id: str
    clock: int
    totals: dict[str, Totals]
    wallet: int = 0
    wallet_entries: list[int] = field(default_factory=list)
    # invitation and rating
    eligible: bool = False
    invitation: str = "none"
    rating: int | None = None
    badge: bool = False
    # subscription
    state: str = "inactive"
    plan: str | None = None
    renewal: str | None = None
    stop_reason: str | None = None
    period_start: int | None = None
    period_end: int | None = None
    paid: int = 0
    anchor: int = 0
    index: int = 0
    grace_due: int | None = None
    grace_until: int | None = None
    trial_used: bool = False
    connected_before: bool = False
    end_reason: str | None = None
    fees_paid: int = 0
    premium_since: int | None = None
    activations: list[tuple[int, str, bool]] = field(default_factory=list)  # instant, benefit, Premium only
    mailings: int = 0
    covered_times: list[tuple[int, int]] = field(default_factory=list)  # trials and paid periods, as they really were
    trials: int = 0
    # points
    lines: dict[str, Line] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    charges: dict[str, Charge] = field(default_factory=dict)  # in order of processing
    lots: list[Lot] = field(default_factory=list)
    spendings: list[tuple[date, str, str, int]] = field(default_factory=list)  # day, programme, service, points
    expiries: list[tuple[int, str, int]] = field(default_factory=list)  # instant, programme, points
    opted_out: set[str] = field(default_factory=set)
    mode: str = "manual"
    modes: dict[str, str] = field(default_factory=dict)
    own_limits: dict[str, int] = field(default_factory=dict)
    reserves: dict[tuple[str, str], int] = field(default_factory=dict)
    limits_told: set[tuple[date, str]] = field(default_factory=set)
    digest: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # totals at the last digest


def _spending_order(lot: Lot) -> tuple[int, int, str, int]:
    # RULES 9.2. READING: a line and a grant of the same id credited together: the one processed first.
    return lot.expires_at, lot.credited_at, lot.id, lot.number


def _laid_over(base: dict[str, Any], overlay: dict[str, Any]) -> dict[str, Any]:
    result = copy.deepcopy(base)
    for key, value in overlay.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict) and key not in REPLACED_WHOLE:
            result[key] = _laid_over(result[key], value)
        else:
            result[key] = copy.deepcopy(value)
    return result


def _cents(text: Any) -> int:
    return _decimal(str(text), 2)


class Model:
    def __init__(self, policy: dict[str, Any] | None = None) -> None:
        values = _laid_over(DEFAULTS, policy or {})
        self.zone: str = values["timezone"]
        self.trial_days: int = values["trial"]["days"]
        self.grace_days: int = values["grace"]["days"]
        self.prices = {plan: _cents(values["plans"][plan]["price"]) for plan in PLANS}
        self.threshold = _decimal(str(values["rating"]["threshold"]), 6)
        self.badge_time: int = values["benefits"]["badge_hours"] * HOUR
        self.mailing_time: int = values["benefits"]["mailing_hours"] * HOUR
        self.mailings_per_period: int = values["benefits"]["mailings"]
        self.reminders: dict[str, Any] = values["reminders"]
        self.hour: int = self.reminders["hour"]
        self.programmes: dict[str, dict[str, Any]] = {}
        for name, given in values["points"].items():
            self.programmes[name] = {
                "min_spend": _cents(given["min_spend"]),
                "max_share": _decimal(str(given["max_share"]), 6),
                "services": given["services"],
                "expiry": given["expiry"],
                "daily_limit": {service: _cents(text) for service, text in given.get("daily_limit", {}).items()},
                "monthly_limit": {service: _cents(text) for service, text in given.get("monthly_limit", {}).items()},
            }
        self.now: int | None = None
        self.sellers: dict[str, Seller] = {}
        self.campaigns: dict[str, list[dict[str, Any]]] = {}
        self.maintenance = False
        self.seen: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
        self.lines_read = 0
        self.numbers = 0
        self.cause = ""
        self._notices: list[dict[str, Any]] = []

    # ---------------------------------------------------------------------------------------- the interface

    def line(self, raw: str | bytes) -> dict[str, Any]:
        self.lines_read += 1
        event, name, wrong = read_line(raw)
        answer: dict[str, Any] = {"line": self.lines_read, "id": name}
        if event is None:
            # RULES 15.17: the clock stays where it is.
            return {**answer, "outcome": "refused", "reason": "malformed", "message": wrong}
        self._move_clock(event["at"])
        if event["id"] in self.seen:
            before, first = self.seen[event["id"]]
            if before != event:
                return {**answer, "outcome": "refused", "reason": "conflicting_duplicate"}
            return {**answer, **first, "outcome": "replayed"}
        assert self.now is not None
        self.cause = event["id"]
        result: dict[str, Any]
        try:
            self._take(event, self.now)
            result = {"outcome": "done", "reason": None}
        except Ignored as ignored:
            result = {"outcome": "ignored", "reason": ignored.code}
        except Refused as refused:
            result = {"outcome": "refused", "reason": refused.code}
            if refused.numbers:
                result["data"] = {key: amount_text(number) for key, number in refused.numbers.items()}
        for seller in self.sellers.values():
            self._look_at_badge(seller, self.now)
        self.seen[event["id"]] = (event, result)
        return {**answer, **result}

    def finish(self, until: str | None = None) -> None:
        if until is not None:
            self._move_clock(_instant(until))

    def state(self) -> dict[str, Any]:
        return {
            "now": _optional_instant(self.now),
            "sellers": {name: self._seller_state(seller) for name, seller in self.sellers.items()},
        }

    def notices(self) -> list[dict[str, Any]]:
        """In time order; at one instant by seller, then as they arose."""
        ordered = sorted(self._notices, key=lambda notice: (notice["instant"], notice["seller"]))
        return [{key: value for key, value in notice.items() if key != "instant"} for notice in ordered]

    def upcoming(self) -> list[int]:
        """Every known instant at which something will fall due, for generators that aim at them."""
        known = {at for seller in self.sellers.values() for at in self._due_instants(seller)}
        return sorted(known - {NEVER})

    # --------------------------------------------------------------------------------------------- due work

    def _move_clock(self, at: int) -> None:
        if self.now is None or at > self.now:
            self.now = at
        for seller in self.sellers.values():
            while True:
                due = [instant for instant in self._due_instants(seller) if instant <= self.now]
                if not due:
                    break
                self._run_due_work(seller, min(due))
            seller.clock = self.now

    def _due_instants(self, seller: Seller) -> list[int]:
        found: list[int] = []
        found += [line.credit_at for line in seller.lines.values() if line.credit_at is not None]
        found += [lot.expires_at for lot in seller.lots if not lot.swept]
        if seller.state in ("trial", "active"):
            assert seller.period_end is not None
            found.append(seller.period_end)
        if seller.state == "grace":
            assert seller.grace_due is not None
            found += [add_days(self.zone, seller.grace_due, n) for n in range(1, self.grace_days + 1)]
        found += [at for at, _, _ in seller.activations]
        if (
            seller.state != "inactive"
            or any(lot.left for lot in seller.lots)
            or any(self._digest_of(seller, name) != seller.digest[name] for name in self.programmes)
        ):
            today = local_date(self.zone, seller.clock)
            mornings = [at_hour(self.zone, today + timedelta(days=n), self.hour) for n in (-1, 0, 1, 2)]
            found.append(min(morning for morning in mornings if morning > seller.clock))
        return [at for at in found if at > seller.clock]

    def _run_due_work(self, seller: Seller, at: int) -> None:
        """RULES 2.5, in its order."""
        self.cause = "due"
        seller.clock = at
        due = [line for line in seller.lines.values() if line.credit_at is not None and line.credit_at <= at]
        for line in sorted(due, key=lambda line: line.id):  # RULES 15.9
            self._credit_line(seller, line, at)
        for lot in seller.lots:
            if not lot.swept and lot.expires_at <= at:
                self._expire(seller, lot, at)
        if seller.state in ("trial", "active") and seller.period_end == at:
            self._boundary(seller, at)
        if seller.state == "grace":
            assert seller.grace_due is not None
            if at in [add_days(self.zone, seller.grace_due, n) for n in range(1, self.grace_days + 1)]:
                self._retry(seller, at)
            if seller.state == "grace" and seller.grace_until == at:
                self._end(seller, at, "insufficient_funds")
        # READING (12 "benefits_on: at activation"): one notice for all that is switched on at one instant;
        # what is on at once has no notice beside `connected`; nothing is switched on for Lite after 24
        # hours (7.5 % is what all have).
        benefits = [benefit for instant, benefit, _ in seller.activations if instant <= at]
        seller.activations = [entry for entry in seller.activations if entry[0] > at]
        if benefits:
            self._notice(seller, at, "benefits_on", plan=seller.plan, benefits=benefits)
        self._look_at_badge(seller, at)
        if at == at_hour(self.zone, local_date(self.zone, at), self.hour):
            self._morning(seller, at)

    # -------------------------------------------------------------------------------------------- reminders

    def _morning(self, seller: Seller, at: int) -> None:
        """RULES 12, everything of 10:00; the state is that after the other work of this instant (15.2)."""
        today = local_date(self.zone, at)

        def ahead(instant: int) -> int:
            return (local_date(self.zone, instant) - today).days

        if seller.state in ("trial", "active"):
            assert seller.period_end is not None and seller.plan is not None
            days = ahead(seller.period_end)
            next_plan = "lite" if seller.renewal == "lite" else seller.plan
            price = self.prices[next_plan]
            facts: dict[str, Any] = {"days": days, "plan": next_plan, "price": amount_text(price)}
            if seller.renewal != "stop":
                if seller.state == "trial" and days in self.reminders["trial_ending"]:
                    self._notice(seller, at, "trial_ending", **facts)
                if days in self.reminders["renewal_low_balance"] and seller.wallet < price:
                    self._notice(seller, at, "renewal_low_balance", **facts)
                # READING (12 "a renewal charge", against "a charge" above): not before a trial's end, which
                # has `trial_ending`.
                if seller.state == "active" and days in self.reminders["charge_coming"] and seller.wallet >= price:
                    self._notice(seller, at, "charge_coming", **facts)
            elif days in self.reminders["access_ending"]:
                # READING (12 "a stopped subscription's end"): of a trial too.
                self._notice(seller, at, "access_ending", days=days, reason=seller.stop_reason)
        if seller.state == "grace":
            assert seller.grace_due is not None
            if -ahead(seller.grace_due) in self.reminders["grace_reminder"]:
                self._notice(seller, at, "grace_reminder", days=-ahead(seller.grace_due))
        for name in self.programmes:
            for days in self.reminders["points_expiring"]:
                day = today + timedelta(days=days)
                lots = [
                    lot
                    for lot in seller.lots
                    if lot.programme == name and lot.left and local_date(self.zone, lot.expires_at) == day
                    if not lot.swept
                ]
                there = sum(lot.left for lot in lots)
                if there >= 100:
                    self._notice(
                        seller,
                        at,
                        "points_expiring",
                        f"points_expiring:{seller.id}:{name}:{day.isoformat()}:{days}",
                        programme=name,
                        amount=amount_text(there),
                        expiry_date=day.isoformat(),
                        expires_at=instant_text(min(lot.expires_at for lot in lots)),
                        days=days,
                    )
        for place, kind in enumerate(("points_credited", "points_adjusted", "points_expired")):
            # READING (12 "daily digest"): what happened since the last 10:00; forgiven points are no
            # adjustment.
            changes = {
                name: amount_text(self._digest_of(seller, name)[place] - seller.digest[name][place])
                for name in self.programmes
                if self._digest_of(seller, name)[place] != seller.digest[name][place]
            }
            if changes:
                self._notice(seller, at, kind, programmes=changes)
        for name in self.programmes:
            seller.digest[name] = self._digest_of(seller, name)

    def _digest_of(self, seller: Seller, programme: str) -> tuple[int, int, int]:
        totals = seller.totals[programme]
        return totals.credited, totals.adjusted, totals.expired

    def _notice(self, seller: Seller, at: int, kind: str, key: str = "", /, **data: Any) -> None:
        self._notices.append(
            {
                "instant": at,
                "at": instant_text(at),
                "seller": seller.id,
                "kind": kind,
                "key": key or f"{kind}:{seller.id}:{instant_text(at)}:{self.cause}",
                "data": data,
            }
        )

    # -------------------------------------------------------------------------------- judging one line (13)

    def _take(self, event: dict[str, Any], now: int) -> None:
        kind = event["type"]
        if kind == "seller.registered":
            self._register(event["seller"], now)
            return
        if kind == "campaign.upserted":
            self.campaigns.setdefault(event["campaign"], []).append(event)
            return
        if kind == "maintenance":
            self._set_maintenance(event["on"], now)
            return
        if "seller" in event and event["seller"] not in self.sellers:
            raise Refused("unknown_seller")
        if kind.startswith("command."):
            allowed = SPENDERS if kind == "command.spend" else MANAGERS
            if event["by"] not in allowed:
                raise Refused("forbidden")
        if "programme" in event and event["programme"] not in self.programmes:
            raise Refused("unknown_programme")
        if kind == "lot.prolonged":
            sellers = [self.sellers[event["seller"]]] if "seller" in event else list(self.sellers.values())
            for seller in sellers:
                self._prolong(seller, event["programme"], event["until"])
            return
        handlers: dict[str, Callable[[Seller, dict[str, Any], int], None]] = {
            "wallet.credited": lambda s, e, t: self._move_money(s, e["amount"], t),
            "wallet.debited": lambda s, e, t: self._move_money(s, -e["amount"], t),
            "eligibility.changed": lambda s, e, t: self._set_eligible(s, e["eligible"], t),
            "rating.updated": lambda s, e, t: self._set_rating(s, e["rating"]),
            "mailing.sent": lambda s, e, t: self._send_mailing(s, t),
            "order.redeemed": self._redeem,
            "order.cancelled": self._cancel_order,
            "order.returned": self._return_order,
            "bonus.granted": self._grant,
            "bonus.revoked": self._revoke,
            "service.charged": self._charge,
            "charge.reversed": self._reverse,
            "command.connect": lambda s, e, t: self._connect(s, e["plan"], t),
            "command.cancel": lambda s, e, t: self._cancel(s, t),
            "command.resume": lambda s, e, t: self._resume(s, t),
            "command.switch_to_lite": lambda s, e, t: self._switch_to_lite(s, t),
            "command.spend": self._spend,
            "command.set_mode": lambda s, e, t: self._set_mode(s, e),
            "command.set_daily_limit": lambda s, e, t: self._set_own_limit(s, e),
            "command.set_reserve": lambda s, e, t: self._set_reserve(s, e),
            "command.opt_out": lambda s, e, t: s.opted_out.add(e["programme"]),
            "command.opt_in": lambda s, e, t: s.opted_out.discard(e["programme"]),
            "command.withdraw": lambda s, e, t: self._refuse("withdrawal_not_allowed"),
            "command.transfer": lambda s, e, t: self._refuse("transfer_not_allowed"),
        }
        handlers[kind](self.sellers[event["seller"]], event, now)

    def _refuse(self, code: str) -> None:
        raise Refused(code)

    def _register(self, name: str, now: int) -> None:
        if name not in self.sellers:
            seller = Seller(id=name, clock=now, totals={programme: Totals() for programme in self.programmes})
            seller.digest = dict.fromkeys(self.programmes, (0, 0, 0))
            self.sellers[name] = seller

    def _set_maintenance(self, on: bool, now: int) -> None:
        # READING (12, 15.3): told to every seller registered by then, and only when it changes.
        if on != self.maintenance:
            self.maintenance = on
            for seller in self.sellers.values():
                self._notice(seller, now, "maintenance" if on else "maintenance_over")

    # ------------------------------------------------------------------------------------------- wallet (3)

    def _move_money(self, seller: Seller, amount: int, at: int) -> None:
        seller.wallet += amount
        seller.wallet_entries.append(amount)
        if amount > 0 and seller.state == "grace":  # RULES 3.3
            self._retry(seller, at)

    # ------------------------------------------------------------------------------------- subscription (4)

    def _connect(self, seller: Seller, plan: str, at: int) -> None:
        if seller.state != "inactive":
            if plan == seller.plan:  # RULES 4.13
                if seller.renewal == "renew":
                    raise Refused("already_connected")
                self._resume(seller, at)
            elif plan == "lite":  # RULES 4.11
                self._plan_lite(seller, at)
            else:
                self._upgrade(seller, at)
            return
        if plan == "premium" and seller.invitation != "open":
            raise Refused("no_invitation")
        price = self.prices[plan]
        # READING (4.3, 14): with `trial.days = 0` no trial is used up, but who connected then gets none
        # later.
        trial = self.trial_days > 0 and not seller.connected_before
        if not trial and seller.wallet < price:
            raise Refused("insufficient_funds", missing=price - seller.wallet)
        seller.connected_before = True
        seller.plan = plan
        if trial:
            seller.state = "trial"
            seller.renewal = "renew"
            seller.trial_used = True
            seller.trials += 1
            seller.period_start = at
            seller.period_end = add_days(self.zone, at, self.trial_days)
            seller.covered_times.append((at, seller.period_end))
            seller.mailings = self.mailings_per_period
        else:
            seller.anchor = at
            seller.index = 0
            self._pay_period(seller, price)
        seller.activations = [(at + 15 * MINUTE, "analytics", False)]
        if plan == "premium":
            seller.invitation = "accepted"
            self._premium_starts(seller, at)
        self._notice(seller, at, "connected", plan=plan, trial=trial, price=amount_text(price))

    def _premium_starts(self, seller: Seller, at: int) -> None:
        """RULES 6.1, what Premium has beyond Lite."""
        seller.premium_since = at
        waits = {
            "competitors": 15 * MINUTE,
            "search_boost": 24 * HOUR,
            "storefront": 24 * HOUR,
            "support": 24 * HOUR,
            "mailings": self.mailing_time,
            "badge": self.badge_time,
            "filter": self.badge_time,
        }
        seller.activations += [(at + wait, benefit, True) for benefit, wait in waits.items() if wait > 0]

    def _pay_period(self, seller: Seller, price: int) -> None:
        """Charges the fee whole (3.1) and starts period `index` counted from the anchor (4.5)."""
        assert seller.wallet >= price
        seller.wallet -= price
        seller.wallet_entries.append(-price)
        seller.fees_paid += price
        seller.paid = price
        seller.state = "active"
        seller.renewal = "renew"
        seller.stop_reason = None
        seller.grace_due = None
        seller.grace_until = None
        seller.period_start = add_months(self.zone, seller.anchor, seller.index)
        seller.period_end = add_months(self.zone, seller.anchor, seller.index + 1)
        seller.covered_times.append((seller.period_start, seller.period_end))
        seller.mailings = self.mailings_per_period  # RULES 6.4

    def _boundary(self, seller: Seller, at: int) -> None:
        """RULES 4.3, 4.6, 4.7: the end of a trial or of a paid period."""
        if seller.renewal == "stop":
            assert seller.stop_reason is not None
            self._end(seller, at, seller.stop_reason)
            return
        if seller.state == "trial":
            seller.anchor = at
            seller.index = 0
        else:
            seller.index += 1
        if seller.renewal == "lite":
            self._become_lite(seller, at)
        seller.renewal = "renew"
        assert seller.plan is not None
        price = self.prices[seller.plan]
        if seller.wallet >= price:
            self._pay_period(seller, price)
            self._notice(seller, at, "renewed", plan=seller.plan, price=amount_text(price))
        else:
            seller.state = "grace"
            seller.grace_due = at
            seller.grace_until = add_days(self.zone, at, self.grace_days)
            self._notice(seller, at, "renewal_failed", plan=seller.plan, missing=amount_text(price - seller.wallet))

    def _become_lite(self, seller: Seller, at: int) -> None:
        seller.plan = "lite"
        self._notice(seller, at, "switched", plan="lite")
        self._premium_over(seller, at)

    def _premium_over(self, seller: Seller, at: int) -> None:
        seller.premium_since = None
        seller.activations = [entry for entry in seller.activations if not entry[2]]
        if seller.eligible:  # RULES 5.2
            seller.invitation = "open"
            self._notice(seller, at, "invitation_received")

    def _retry(self, seller: Seller, at: int) -> None:
        """RULES 4.8: the period paid is the one that was due."""
        assert seller.state == "grace" and seller.plan is not None
        price = self.prices[seller.plan]
        if seller.wallet >= price:
            self._pay_period(seller, price)
            self._notice(seller, at, "renewed", plan=seller.plan, price=amount_text(price))

    def _end(self, seller: Seller, at: int, reason: str) -> None:
        was_premium = seller.plan == "premium"
        plan = seller.plan
        seller.state = "inactive"
        seller.plan = seller.renewal = seller.stop_reason = None
        seller.period_start = seller.period_end = None
        seller.grace_due = seller.grace_until = None
        seller.activations = []
        seller.mailings = 0
        seller.end_reason = reason
        self._notice(seller, at, "subscription_ended", plan=plan, reason=reason)
        if was_premium:
            self._premium_over(seller, at)

    def _cancel(self, seller: Seller, at: int) -> None:
        if seller.state == "inactive":
            raise Refused("not_connected")
        if seller.state == "grace":
            # READING (4.9): ends at once with the reason `cancelled`.
            self._notice(seller, at, "cancelled", plan=seller.plan)
            self._end(seller, at, "cancelled")
            return
        # READING (4.9, 15.3): making `cancelled` the reason of a stop that was `ineligible` is a change and
        # is told.
        if (seller.renewal, seller.stop_reason) != ("stop", "cancelled"):
            seller.renewal = "stop"
            seller.stop_reason = "cancelled"
            self._notice(seller, at, "cancelled", plan=seller.plan, ends_at=_optional_instant(seller.period_end))

    def _resume(self, seller: Seller, at: int) -> None:
        if seller.state == "inactive":
            raise Refused("not_connected")
        if seller.plan == "premium" and not seller.eligible:
            raise Refused("not_eligible")
        if seller.renewal != "renew":
            self._lift(seller, at)

    def _lift(self, seller: Seller, at: int) -> None:
        seller.renewal = "renew"
        seller.stop_reason = None
        self._notice(seller, at, "resumed", plan=seller.plan)

    def _switch_to_lite(self, seller: Seller, at: int) -> None:
        if seller.state == "inactive":
            raise Refused("not_connected")
        if seller.plan == "lite":  # RULES 4.11: the same command as connect lite
            self._connect(seller, "lite", at)
        else:
            self._plan_lite(seller, at)

    def _plan_lite(self, seller: Seller, at: int) -> None:
        if seller.state == "grace":
            self._become_lite(seller, at)
            self._retry(seller, at)
        elif seller.renewal != "lite":
            # READING (4.11, 5.3): allowed over a stop too, an `ineligible` one included.
            seller.renewal = "lite"
            seller.stop_reason = None
            self._notice(seller, at, "switch_planned", plan="lite", at=_optional_instant(seller.period_end))

    def _upgrade(self, seller: Seller, at: int) -> None:
        """RULES 4.12."""
        if seller.invitation != "open":
            raise Refused("no_invitation")
        returned = 0
        if seller.state == "active":
            assert seller.period_start is not None and seller.period_end is not None
            returned = seller.paid * (seller.period_end - at) // (seller.period_end - seller.period_start)
        price = self.prices["premium"]
        if seller.wallet + returned < price:
            raise Refused("insufficient_funds", missing=price - seller.wallet - returned)
        if seller.state in ("trial", "active"):
            start, _ = seller.covered_times.pop()
            seller.covered_times.append((start, at))
        seller.wallet += returned
        seller.wallet_entries.append(returned)
        seller.fees_paid -= returned
        seller.plan = "premium"
        seller.invitation = "accepted"
        seller.anchor = at
        seller.index = 0
        self._pay_period(seller, price)
        self._premium_starts(seller, at)
        self._notice(seller, at, "upgraded", plan="premium", price=amount_text(price), returned=amount_text(returned))

    # -------------------------------------------------------------------------- invitation, benefits (5, 6)

    def _set_eligible(self, seller: Seller, eligible: bool, at: int) -> None:
        if eligible == seller.eligible:  # RULES 15.3
            return
        seller.eligible = eligible
        premium = seller.plan == "premium"
        if eligible:
            seller.invitation = "accepted" if premium else "open"
            if not premium:
                self._notice(seller, at, "invitation_received")
            elif seller.renewal == "stop" and seller.stop_reason == "ineligible":  # RULES 5.4
                self._lift(seller, at)
            return
        seller.invitation = "withdrawn"
        self._notice(seller, at, "invitation_withdrawn")
        if premium and seller.state == "grace":
            self._end(seller, at, "ineligible")
        elif premium and seller.renewal == "renew":  # RULES 5.3
            # READING (5.3, 12): no notice `cancelled`, for the seller cancelled nothing.
            seller.renewal = "stop"
            seller.stop_reason = "ineligible"

    def _set_rating(self, seller: Seller, rating: int) -> None:
        seller.rating = rating

    def _look_at_badge(self, seller: Seller, at: int) -> None:
        """RULES 15.6."""
        shown = (
            seller.plan == "premium"
            and seller.premium_since is not None
            and seller.premium_since + self.badge_time <= at
            and seller.rating is not None
            and seller.rating >= self.threshold
        )
        if shown and not seller.badge:
            self._notice(seller, at, "badge_shown")
        if seller.badge and not shown:
            reason = "rating" if seller.plan == "premium" else "subscription"
            self._notice(seller, at, "badge_hidden", reason=reason)
        seller.badge = shown

    def _send_mailing(self, seller: Seller, at: int) -> None:
        on = (
            seller.plan == "premium"
            and seller.premium_since is not None
            and seller.premium_since + self.mailing_time <= at
        )
        if not on or seller.mailings == 0:
            raise Ignored("no_mailings_left")
        seller.mailings -= 1

    # ------------------------------------------------------------------------------------------ accrual (8)

    def _version(self, campaign: str, at: int) -> dict[str, Any]:
        """RULES 15.1.

        READING: of equal own instants the later line; "the first" is the one of the earliest own `at`.
        """
        versions = sorted(self.campaigns[campaign], key=lambda version: version["at"])
        before = [version for version in versions if version["at"] <= at]
        return before[-1] if before else versions[0]

    def _redeem(self, seller: Seller, event: dict[str, Any], now: int) -> None:
        if event["line"] in seller.lines:
            raise Refused("duplicate_line")
        at = event["at"]
        line = Line(id=event["line"], at=at, quantity=event["quantity"])
        seller.lines[line.id] = line
        if event["campaign"] not in self.campaigns:
            raise Ignored("unknown_campaign")
        version = self._version(event["campaign"], at)
        if event["discount"] < version.get("min_discount", 0):
            raise Ignored("below_min_discount")
        if event["category"] in version.get("excluded_categories", ()):
            raise Ignored("category_excluded")
        if not version["starts_at"] <= at < version["ends_at"]:
            raise Ignored("campaign_closed")
        if "discount" in seller.opted_out:
            raise Ignored("opted_out")
        coefficient = version.get("coefficients", {}).get(event["category"], version["coefficient"])
        line.price = event["price"]
        line.discount = event["discount"]
        line.coefficient = min(coefficient, version.get("max_coefficient", coefficient))
        line.window_end = add_days(self.zone, at, version.get("return_window_days", 30))
        line.points = line.worth(line.quantity)
        if line.points == 0:  # RULES 15.8
            return
        seller.totals["discount"].accrued += line.points
        line.held = line.points
        line.credit_at = add_days(self.zone, at, version.get("hold_days", 14))
        if line.credit_at <= now:  # RULES 15.1: credited at the clock
            self._credit_line(seller, line, now)

    def _credit_line(self, seller: Seller, line: Line, at: int) -> None:
        amount = line.held
        line.held = 0
        line.credit_at = None
        line.lot = self._credit(seller, "discount", line.id, amount, at)

    def _credit(self, seller: Seller, programme: str, name: str, amount: int, at: int) -> Lot:
        """RULES 8.4: debt first, the rest becomes a lot (an empty one if nothing is left)."""
        expiry = self.programmes[programme]["expiry"]
        if expiry["kind"] == "months":
            expires_at = add_months(self.zone, at, expiry["months"])
        else:
            expires_at = end_of_period(self.zone, at, expiry["period"], expiry["carry"])
        self.numbers += 1
        lot = Lot(programme, name, credited_at=at, expires_at=expires_at, number=self.numbers)
        seller.lots.append(lot)
        seller.totals[programme].credited += amount
        lot.left = self._repay(seller, programme, amount)
        return lot

    def _repay(self, seller: Seller, programme: str, amount: int) -> int:
        totals = seller.totals[programme]
        repaid = min(totals.debt, amount)
        totals.debt -= repaid
        totals.repaid += repaid
        return amount - repaid

    def _expire(self, seller: Seller, lot: Lot, at: int) -> None:
        lot.swept = True
        if lot.left:
            self._count_expired(seller, lot, lot.left, at)
            lot.left = 0

    def _count_expired(self, seller: Seller, lot: Lot, amount: int, at: int) -> None:
        lot.expired += amount
        seller.totals[lot.programme].expired += amount
        seller.expiries.append((at, lot.programme, amount))

    def _cancel_order(self, seller: Seller, event: dict[str, Any], now: int) -> None:
        if event["line"] not in seller.lines:
            raise Ignored("not_redeemed")
        self._return_order(seller, event, now)

    def _return_order(self, seller: Seller, event: dict[str, Any], now: int) -> None:
        line = seller.lines.get(event["line"])
        if line is None:
            raise Refused("unknown_line")
        if event["quantity"] > line.quantity:
            raise Refused("quantity_exceeds")
        # READING (8.6 against 15.1 "both ends count"): a return dated before its own redemption is inside
        # the window.
        if line.window_end is not None and event["at"] > line.window_end:
            raise Ignored("window_closed")
        line.quantity -= event["quantity"]
        left = line.worth(line.quantity)
        difference = line.points - left
        line.points = left
        from_held = min(difference, line.held)
        line.held -= from_held
        seller.totals["discount"].adjusted_held += from_held
        if line.held == 0:
            line.credit_at = None
        self._adjust(seller, "discount", line.lot, difference - from_held)

    def _adjust(self, seller: Seller, programme: str, own: Lot | None, amount: int) -> None:
        """RULES 8.7 after the held points."""
        totals = seller.totals[programme]
        others = [lot for lot in seller.lots if lot.programme == programme and lot is not own and not lot.swept]
        if own is not None:
            amount -= self._adjust_lot(totals, own, amount)
            forgiven = min(own.expired - own.forgiven, amount)
            own.forgiven += forgiven
            amount -= forgiven
        for lot in sorted(others, key=_spending_order):
            amount -= self._adjust_lot(totals, lot, amount)
        totals.debt += amount
        totals.adjusted_debt += amount

    def _adjust_lot(self, totals: Totals, lot: Lot, amount: int) -> int:
        taken = min(lot.left, amount)
        lot.left -= taken
        totals.adjusted_lots += taken
        return taken

    def _grant(self, seller: Seller, event: dict[str, Any], now: int) -> None:
        programme = event["programme"]
        if event["grant"] in seller.grants:
            raise Refused("duplicate_grant")
        if programme in seller.opted_out:
            seller.grants[event["grant"]] = Grant(programme, left=0)
            raise Ignored("opted_out")
        seller.totals[programme].accrued += event["amount"]
        lot = self._credit(seller, programme, event["grant"], event["amount"], now)
        seller.grants[event["grant"]] = Grant(programme, left=event["amount"], lot=lot)

    def _revoke(self, seller: Seller, event: dict[str, Any], now: int) -> None:
        grant = seller.grants.get(event["grant"])
        if grant is None:
            raise Refused("unknown_grant")
        if event["amount"] > grant.left:
            raise Refused("amount_exceeds")
        grant.left -= event["amount"]
        self._adjust(seller, grant.programme, grant.lot, event["amount"])

    def _prolong(self, seller: Seller, programme: str, until: int) -> None:
        for lot in seller.lots:
            if lot.programme == programme and not lot.swept:
                lot.expires_at = max(lot.expires_at, until)

    # ----------------------------------------------------------------------------------------- spending (9)

    def _available(self, seller: Seller, programme: str) -> int:
        return sum(lot.left for lot in seller.lots if lot.programme == programme)

    def _may_pay(self, seller: Seller, programme: str, service: str) -> bool:
        when = self.programmes[programme]["services"].get(service)
        return when == "always" or (when == "subscribers" and seller.state != "inactive")

    def _limits_left(self, seller: Seller, programme: str, service: str, now: int) -> dict[str, int]:
        """Points left until each limit that is set (9.3); never below 0."""
        today = local_date(self.zone, now)
        on_service = [entry for entry in seller.spendings if entry[2] == service]
        of_programme = [entry for entry in on_service if entry[1] == programme]
        left: dict[str, int] = {}
        daily = self.programmes[programme]["daily_limit"].get(service)
        if daily is not None:
            left["daily"] = daily - sum(points for day, _, _, points in of_programme if day == today)
        monthly = self.programmes[programme]["monthly_limit"].get(service)
        if monthly is not None:
            this_month = [entry for entry in of_programme if _month(entry[0]) == _month(today)]
            left["monthly"] = monthly - sum(entry[3] for entry in this_month)
        own = seller.own_limits.get(service)
        if own is not None:
            left["own"] = own - sum(points for day, _, _, points in on_service if day == today)
        return {limit: max(0, rest) for limit, rest in left.items()}

    def _pay_with_points(self, seller: Seller, programme: str, charges: list[tuple[Charge, int]], now: int) -> None:
        """Takes one spending's points from the lots in spending order, for the charges in their order."""
        service = charges[0][0].service
        before = self._limits_left(seller, programme, service, now)
        for charge, points in charges:
            charge.money -= points
            charge.paid[programme] = charge.paid.get(programme, 0) + points
            seller.totals[programme].spent += points
            seller.spendings.append((local_date(self.zone, now), programme, service, points))
            for lot in sorted(seller.lots, key=_spending_order):
                taken = min(lot.left, points) if lot.programme == programme else 0
                if taken:
                    lot.left -= taken
                    points -= taken
                    charge.used.append((lot, taken))
            assert points == 0
        after = self._limits_left(seller, programme, service, now)
        # READING (12 "limit_reached"): when a spending uses up the last point a limit allows, not when a
        # limit that was already used up, or never reached to the point, cuts or refuses one.
        reached = [limit for limit in after if before[limit] > 0 and after[limit] == 0]
        day = local_date(self.zone, now)
        if reached and (day, service) not in seller.limits_told:
            seller.limits_told.add((day, service))
            key = f"limit_reached:{seller.id}:{service}:{day.isoformat()}"
            self._notice(seller, now, "limit_reached", key, service=service, limit=reached[0])

    def _charge(self, seller: Seller, event: dict[str, Any], now: int) -> None:
        if event["charge"] in seller.charges:
            raise Refused("duplicate_charge")
        service, amount = event["service"], event["amount"]
        month = _month(local_date(self.zone, now))
        charge = Charge(event["charge"], service, amount, month, money=amount)
        seller.charges[charge.id] = charge
        if seller.modes.get(service, seller.mode) == "auto":
            self._pay_automatically(seller, charge, now)
        self._move_money(seller, -charge.money, now)

    def _pay_automatically(self, seller: Seller, charge: Charge, now: int) -> None:
        """RULES 9.2."""
        order: list[tuple[int, str]] = []
        for programme in self.programmes:
            expiries = [lot.expires_at for lot in seller.lots if lot.programme == programme and lot.left]
            if expiries and self._may_pay(seller, programme, charge.service):
                order.append((min(expiries), programme))
        for _, programme in sorted(order):
            policy = self.programmes[programme]
            reserved = sum(
                amount
                for (name, service), amount in seller.reserves.items()
                if name == programme and service != charge.service
            )
            take = min(
                charge.money,
                policy["max_share"] * charge.amount // MICRO,
                self._available(seller, programme) - reserved,
                *self._limits_left(seller, programme, charge.service, now).values(),
            )
            if take > 0 and take >= policy["min_spend"]:
                self._pay_with_points(seller, programme, [(charge, take)], now)

    def _spend(self, seller: Seller, event: dict[str, Any], now: int) -> None:
        """RULES 9.5, refusals in its order."""
        programme, service, amount = event["programme"], event["service"], event["amount"]
        policy = self.programmes[programme]
        if self.maintenance:
            raise Refused("maintenance")
        if not self._may_pay(seller, programme, service):
            raise Refused("service_not_eligible")
        if amount < policy["min_spend"]:
            raise Refused("below_minimum")
        available = self._available(seller, programme)
        if amount > available:
            lately = sum(
                points
                for at, name, points in seller.expiries
                if name == programme and at <= now < add_days(self.zone, at, 30)
            )
            if amount <= available + lately:
                raise Refused("points_expired")
            raise Refused("insufficient_points", missing=amount - available)
        left = self._limits_left(seller, programme, service, now)
        for limit in ("daily", "monthly", "own"):
            if limit in left and amount > left[limit]:
                raise Refused(f"{limit}_limit")
        rooms: list[tuple[Charge, int]] = []
        for charge in seller.charges.values():
            # READING (9.5 "oldest first", 9.8): oldest by the order of processing, not by the charge's own
            # `at`.
            if charge.service == service and charge.month == _month(local_date(self.zone, now)) and not charge.reversed:
                share = policy["max_share"] * charge.amount // MICRO - charge.paid.get(programme, 0)
                room = min(charge.money, share)
                if room > 0:
                    rooms.append((charge, room))
        coverable = sum(room for _, room in rooms)
        if coverable == 0:
            raise Refused("nothing_to_cover")
        if amount > coverable:
            # RULES 15.11: 0.00 if the coverable sum is itself under the minimum.
            raise Refused("over_coverable", largest=coverable if coverable >= policy["min_spend"] else 0)
        parts: list[tuple[Charge, int]] = []
        rest = amount
        for charge, room in rooms:
            if rest:
                parts.append((charge, min(room, rest)))
                rest -= min(room, rest)
        self._pay_with_points(seller, programme, parts, now)
        self._move_money(seller, amount, now)

    def _reverse(self, seller: Seller, event: dict[str, Any], now: int) -> None:
        """RULES 9.7."""
        charge = seller.charges.get(event["charge"])
        if charge is None:
            raise Refused("unknown_charge")
        if charge.reversed:
            raise Refused("already_reversed")
        charge.reversed = True
        for lot, points in sorted(charge.used, key=lambda use: _spending_order(use[0])):
            seller.totals[lot.programme].spent -= points
            if lot.swept:
                self._count_expired(seller, lot, points, now)
            else:
                lot.left += self._repay(seller, lot.programme, points)
        self._move_money(seller, charge.money, now)

    # ----------------------------------------------------------------------------------------- settings (9)

    def _set_mode(self, seller: Seller, event: dict[str, Any]) -> None:
        if "service" in event:
            seller.modes[event["service"]] = event["mode"]
        else:
            seller.mode = event["mode"]  # RULES 15.11: per-service modes stay

    def _set_own_limit(self, seller: Seller, event: dict[str, Any]) -> None:
        if event["amount"] is None:
            seller.own_limits.pop(event["service"], None)
        else:
            seller.own_limits[event["service"]] = event["amount"]

    def _set_reserve(self, seller: Seller, event: dict[str, Any]) -> None:
        seller.reserves[(event["programme"], event["service"])] = event["amount"]

    # --------------------------------------------------------------------------------------- the state (13)

    def _seller_state(self, seller: Seller) -> dict[str, Any]:
        return {
            "wallet": amount_text(seller.wallet),
            "subscription": {
                "state": seller.state,
                "plan": seller.plan,
                "renewal": seller.renewal,
                "period_start": _optional_instant(seller.period_start),
                "period_end": _optional_instant(seller.period_end),
                "grace_until": _optional_instant(seller.grace_until),
                "trial_used": seller.trial_used,
                "end_reason": seller.end_reason,
                "badge": seller.badge,
                "invitation": seller.invitation,
                "fees_paid": amount_text(seller.fees_paid),
            },
            "points": {name: self._programme_state(seller, name) for name in self.programmes},
        }

    def _programme_state(self, seller: Seller, programme: str) -> dict[str, Any]:
        totals = seller.totals[programme]
        lots = sorted((lot for lot in seller.lots if lot.programme == programme and lot.left), key=_spending_order)
        return {
            "held": amount_text(self._held(seller, programme)),
            "available": amount_text(self._available(seller, programme)),
            "debt": amount_text(totals.debt),
            "accrued": amount_text(totals.accrued),
            "credited": amount_text(totals.credited),
            "adjusted": amount_text(totals.adjusted),
            "spent": amount_text(totals.spent),
            "expired": amount_text(totals.expired),
            "repaid": amount_text(totals.repaid),
            "lots": [{"amount": amount_text(lot.left), "expires_at": instant_text(lot.expires_at)} for lot in lots],
        }

    def _held(self, seller: Seller, programme: str) -> int:
        return sum(line.held for line in seller.lines.values()) if programme == "discount" else 0

    # -------------------------------------------------------------------------------------- invariants (11)

    def broken_invariants(self) -> list[str]:
        """The invariants of RULES 11, as far as the model keeps what they speak of; empty when all hold."""
        broken: list[str] = []

        def check(seller: Seller, what: str, holds: bool) -> None:
            if not holds:
                broken.append(f"{seller.id}: {what}")

        for seller in self.sellers.values():
            for name, totals in seller.totals.items():
                held, available = self._held(seller, name), self._available(seller, name)
                check(seller, f"{name} accrued", totals.accrued == held + totals.credited + totals.adjusted_held)
                kept = available + totals.spent + totals.expired + totals.adjusted_lots + totals.repaid
                check(seller, f"{name} credited", totals.credited == kept)
                check(seller, f"{name} debt", totals.debt == totals.adjusted_debt - totals.repaid)
                check(seller, f"{name} debt and points", totals.debt == 0 or available == 0)
                check(seller, f"{name} negative", min(held, available, totals.debt, totals.spent) >= 0)
            for lot in seller.lots:
                check(seller, f"lot {lot.id} negative", lot.left >= 0 and 0 <= lot.forgiven <= lot.expired)
                check(seller, f"lot {lot.id} outlived", not (lot.left and lot.expires_at <= seller.clock))
            for charge in seller.charges.values():
                check(seller, f"charge {charge.id}", charge.amount == charge.money + sum(charge.paid.values()))
                check(seller, f"charge {charge.id} money", charge.money >= 0)
            check(seller, "wallet", seller.wallet == sum(seller.wallet_entries))
            check(seller, "trials", seller.trials <= 1 and seller.trial_used == (seller.trials == 1))
            for earlier, later in zip(seller.covered_times, seller.covered_times[1:], strict=False):
                check(seller, "periods overlap", earlier[1] <= later[0])
            connected = seller.state != "inactive"
            check(seller, "plan", connected == (seller.plan is not None) == (seller.renewal is not None))
            check(seller, "grace", (seller.state == "grace") == (seller.grace_until is not None))
            check(seller, "stop reason", (seller.renewal == "stop") == (seller.stop_reason is not None))
            check(seller, "renewal lite", seller.renewal != "lite" or seller.plan == "premium")
            check(
                seller,
                "invitation open",
                (seller.invitation == "open") == (seller.eligible and seller.plan != "premium"),
            )
            check(
                seller,
                "accepted",
                (seller.invitation == "accepted") == (seller.eligible and seller.plan == "premium"),
            )
        keys = [notice["key"] for notice in self._notices]
        if len(keys) != len(set(keys)):
            broken.append("a notice key is used twice")
        return broken


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def run(
    lines: Iterable[str | bytes], policy: dict[str, Any] | None = None, until: str | None = None
) -> tuple[list[dict[str, Any]], dict[str, Any], list[dict[str, Any]]]:
    """(outcomes, state, notices) of a scenario file's lines."""
    model = Model(policy)
    outcomes = [model.line(raw) for raw in lines]
    model.finish(until)
    return outcomes, model.state(), model.notices()
