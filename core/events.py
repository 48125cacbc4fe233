"""The lines that come in: facts of the marketplace and commands of people (RULES 13, 15.14 to 15.18).

Problem: the same JSON Lines feed the HTTP API, the import and the replay; a reader that is generous with
one line would be wrong with money, and one that is slow would be the bottleneck of millions.
Decision: one frozen dataclass per type; one table says which fields a type has and how each is read;
whatever does not fit comes back as a `Malformed` that names the field and what was expected. `parse_line`
never raises.
Limit: a line has at most 1 MiB. The types are those of RULES 13; a new one is a class and a row of
`_SHAPES`.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from hashlib import blake2b
from typing import Any, ClassVar, NamedTuple

from core.values import (
    LONGEST_ID,
    MAX_AMOUNT,
    RATE_ONE,
    Amount,
    Instant,
    Mode,
    Plan,
    Rate,
    Role,
    format_amount,
    format_rate,
    is_clean_text,
    is_seen,
    parse_amount,
    parse_instant,
    parse_rate,
)

LONGEST_LINE = 1 << 20
"""Bytes of the longest line that is looked at."""
LONGEST_TEXT = 1000
"""Characters of the longest name or reason."""
MAX_QUANTITY = 1_000_000_000_000
MAX_DAYS = 100_000
DEFAULT_HOLD_DAYS = 14
DEFAULT_RETURN_WINDOW_DAYS = 30


@dataclass(slots=True, frozen=True)
class Event:
    """What every line has: an id unique in its source, an instant, and a seller where the type has one."""

    TYPE: ClassVar[str]

    id: str
    at: Instant
    seller: str | None = None


@dataclass(slots=True, frozen=True)
class SellerEvent(Event):
    """An event of one seller."""

    seller: str


@dataclass(slots=True, frozen=True, kw_only=True)
class Command(SellerEvent):
    """What a person asks for; `by` is the role the person acts in."""

    by: Role


@dataclass(slots=True, frozen=True, kw_only=True)
class SellerRegistered(SellerEvent):
    TYPE: ClassVar[str] = "seller.registered"

    name: str
    locale: str | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class WalletCredited(SellerEvent):
    TYPE: ClassVar[str] = "wallet.credited"

    amount: Amount


@dataclass(slots=True, frozen=True, kw_only=True)
class WalletDebited(SellerEvent):
    TYPE: ClassVar[str] = "wallet.debited"

    amount: Amount


@dataclass(slots=True, frozen=True, kw_only=True)
class EligibilityChanged(SellerEvent):
    TYPE: ClassVar[str] = "eligibility.changed"

    eligible: bool


@dataclass(slots=True, frozen=True, kw_only=True)
class RatingUpdated(SellerEvent):
    TYPE: ClassVar[str] = "rating.updated"

    rating: Rate


@dataclass(slots=True, frozen=True, kw_only=True)
class MailingSent(SellerEvent):
    TYPE: ClassVar[str] = "mailing.sent"


@dataclass(slots=True, frozen=True, kw_only=True)
class CampaignUpserted(Event):
    """A campaign or its next version (RULES 8.1); it belongs to no seller."""

    TYPE: ClassVar[str] = "campaign.upserted"

    campaign: str
    starts_at: Instant
    ends_at: Instant
    coefficient: Rate
    coefficients: dict[str, Rate] = field(default_factory=dict)
    max_coefficient: Rate = RATE_ONE
    min_discount: Rate = 0
    excluded_categories: tuple[str, ...] = ()
    hold_days: int = DEFAULT_HOLD_DAYS
    return_window_days: int = DEFAULT_RETURN_WINDOW_DAYS
    title: str | None = None
    """What people read in place of the id."""
    absent: frozenset[str] = frozenset()
    """Optional fields that the line left out: a default that was written is other content (RULES 15.18)."""


@dataclass(slots=True, frozen=True, kw_only=True)
class OrderRedeemed(SellerEvent):
    TYPE: ClassVar[str] = "order.redeemed"

    line: str
    campaign: str
    category: str
    price: Amount
    discount: Rate
    quantity: int


@dataclass(slots=True, frozen=True, kw_only=True)
class OrderCancelled(SellerEvent):
    TYPE: ClassVar[str] = "order.cancelled"

    line: str
    quantity: int


@dataclass(slots=True, frozen=True, kw_only=True)
class OrderReturned(SellerEvent):
    TYPE: ClassVar[str] = "order.returned"

    line: str
    quantity: int


@dataclass(slots=True, frozen=True, kw_only=True)
class BonusGranted(SellerEvent):
    TYPE: ClassVar[str] = "bonus.granted"

    grant: str
    programme: str
    amount: Amount
    reason: str


@dataclass(slots=True, frozen=True, kw_only=True)
class BonusRevoked(SellerEvent):
    TYPE: ClassVar[str] = "bonus.revoked"

    grant: str
    amount: Amount


@dataclass(slots=True, frozen=True, kw_only=True)
class ServiceCharged(SellerEvent):
    TYPE: ClassVar[str] = "service.charged"

    charge: str
    service: str
    amount: Amount


@dataclass(slots=True, frozen=True, kw_only=True)
class ChargeReversed(SellerEvent):
    TYPE: ClassVar[str] = "charge.reversed"

    charge: str


@dataclass(slots=True, frozen=True, kw_only=True)
class PriceChanged(Event):
    """A plan costs `price` from the instant `since` on (RULES 4.15); in the line that field is `from`."""

    TYPE: ClassVar[str] = "price.changed"

    plan: Plan
    price: Amount
    since: Instant


@dataclass(slots=True, frozen=True, kw_only=True)
class LotProlonged(Event):
    """Lots of a programme live longer (RULES 10.2); without a seller, everyone's."""

    TYPE: ClassVar[str] = "lot.prolonged"

    programme: str
    until: Instant


@dataclass(slots=True, frozen=True, kw_only=True)
class Maintenance(Event):
    TYPE: ClassVar[str] = "maintenance"

    on: bool


@dataclass(slots=True, frozen=True, kw_only=True)
class Connect(Command):
    TYPE: ClassVar[str] = "command.connect"

    plan: Plan


@dataclass(slots=True, frozen=True, kw_only=True)
class Cancel(Command):
    TYPE: ClassVar[str] = "command.cancel"


@dataclass(slots=True, frozen=True, kw_only=True)
class Resume(Command):
    TYPE: ClassVar[str] = "command.resume"


@dataclass(slots=True, frozen=True, kw_only=True)
class SwitchToLite(Command):
    TYPE: ClassVar[str] = "command.switch_to_lite"


@dataclass(slots=True, frozen=True, kw_only=True)
class Spend(Command):
    TYPE: ClassVar[str] = "command.spend"

    programme: str
    service: str
    amount: Amount


@dataclass(slots=True, frozen=True, kw_only=True)
class SetMode(Command):
    """The payment mode of one service, or without a service of the seller (RULES 9.1)."""

    TYPE: ClassVar[str] = "command.set_mode"

    mode: Mode
    service: str | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class SetDailyLimit(Command):
    """The seller's own daily limit for a service; None removes it (RULES 9.3)."""

    TYPE: ClassVar[str] = "command.set_daily_limit"

    service: str
    amount: Amount | None


@dataclass(slots=True, frozen=True, kw_only=True)
class SetReserve(Command):
    """Points of a programme kept for a service; 0 removes the reserve (RULES 9.4)."""

    TYPE: ClassVar[str] = "command.set_reserve"

    programme: str
    service: str
    amount: Amount


@dataclass(slots=True, frozen=True, kw_only=True)
class OptOut(Command):
    TYPE: ClassVar[str] = "command.opt_out"

    programme: str


@dataclass(slots=True, frozen=True, kw_only=True)
class OptIn(Command):
    TYPE: ClassVar[str] = "command.opt_in"

    programme: str


@dataclass(slots=True, frozen=True, kw_only=True)
class Withdraw(Command):
    TYPE: ClassVar[str] = "command.withdraw"

    programme: str
    amount: Amount


@dataclass(slots=True, frozen=True, kw_only=True)
class Transfer(Command):
    TYPE: ClassVar[str] = "command.transfer"

    programme: str
    amount: Amount


@dataclass(slots=True, frozen=True)
class Malformed:
    """A line that is not an event (RULES 13)."""

    field: str | None
    """The field to look at; None when it is the line as a whole."""
    message: str
    """An English sentence: the field and what was expected."""
    id: str | None
    """The line's id, if it could be read."""


# --- reading JSON exactly ----------------------------------------------------------------------------------


class _Number(str):
    """The text of a JSON number as written, NaN and Infinity included; told from a JSON text by its type."""

    __slots__ = ()


class _Repeating(dict[str, Any]):
    """A JSON object with repeated keys. No field takes one, so a repeated key is refused at any depth."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    return result if len(result) == len(pairs) else _Repeating(pairs)


# Numbers stay text until the field's own grammar reads them: 400 digits cost nothing, and "5.0" is not "5".
_decode = json.JSONDecoder(
    parse_int=_Number, parse_float=_Number, parse_constant=_Number, object_pairs_hook=_object
).decode


# --- reading one field -------------------------------------------------------------------------------------
# A reader returns the typed value or raises ValueError; the sentence for people is the field's `expected`.


class _Reader(NamedTuple):
    read: Callable[[Any], Any]
    expected: str


class _Field(NamedTuple):
    name: str
    read: Callable[[Any], Any]
    expected: str
    required: bool


class _Shape(NamedTuple):
    """How the lines of one type are read: the fields beside id and type, and the names of all."""

    event: type[Event]
    fields: tuple[_Field, ...]
    names: frozenset[str]


def _text(longest: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if type(value) is str and is_clean_text(value, longest):
            return value
        raise ValueError

    return read


_read_word = _text(LONGEST_ID)
_read_free_text = _text(LONGEST_TEXT)


def _read_id(value: Any) -> str:
    """An id that no hand can mistake for another: " S1" and "S1" would look the same in every list."""
    text = _read_word(value)
    if text != text.strip():
        raise ValueError
    return text


def _read_shown_name(value: Any) -> str:
    """A name that people can see."""
    text = _read_free_text(value)
    if not is_seen(text):
        raise ValueError
    return text


def _instant(value: Any) -> Instant:
    if type(value) is str:
        return parse_instant(value)
    raise ValueError


def _flag(value: Any) -> bool:
    if value is True or value is False:
        return bool(value)
    raise ValueError


def _bounded(parse: Callable[[str], int], kinds: tuple[type[str], ...], low: int, high: int) -> Callable[[Any], int]:
    """A number in [low, high] written as one of the kinds of JSON value (text, number)."""

    def read(value: Any) -> int:
        if type(value) in kinds:
            number = parse(value)
            if low <= number <= high:
                return number
        raise ValueError

    return read


_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")


def _parse_whole(text: str) -> int:
    if _WHOLE.fullmatch(text) is None:
        raise ValueError
    return int(text)


def _amount(low: Amount) -> _Reader:
    least = "above 0" if low else "of 0 or more"
    return _Reader(
        _bounded(parse_amount, (str, _Number), low, MAX_AMOUNT),
        f"an amount {least} and at most {format_amount(MAX_AMOUNT)} with at most 2 decimals",
    )


def _rate(low: Rate, high: Rate) -> _Reader:
    least = "above 0 and at most" if low else "from 0 to"
    return _Reader(
        _bounded(parse_rate, (str, _Number), low, high),
        f"a number {least} {format_rate(high)} with at most 6 decimals",
    )


def _whole(low: int, high: int) -> _Reader:
    return _Reader(_bounded(_parse_whole, (_Number,), low, high), f"a JSON integer from {low} to {high}")


def _one_of(kind: type[StrEnum]) -> _Reader:
    members = {str(member): member for member in kind}

    def read(value: Any) -> StrEnum:
        if type(value) is str and value in members:
            return members[value]
        raise ValueError

    return _Reader(read, "one of " + ", ".join(members))


def _or_null(reader: _Reader) -> _Reader:
    read_value = reader.read
    return _Reader(lambda value: None if value is None else read_value(value), f"{reader.expected}, or null")


def _read_rates(value: Any) -> dict[str, Rate]:
    if type(value) is not dict:  # a _Repeating is refused here
        raise ValueError
    return {_WORD.read(key): _SHARE.read(rate) for key, rate in value.items()}


def _read_ids(value: Any) -> tuple[str, ...]:
    if type(value) is not list:
        raise ValueError
    return tuple([_WORD.read(item) for item in value])


_WORD = _Reader(_read_word, f"a text of 1 to {LONGEST_ID} characters without control characters")
_ID = _Reader(
    _read_id,
    f"a text of 1 to {LONGEST_ID} characters without control characters, and without white space at its ends",
)
_FREE_TEXT = _Reader(_read_free_text, f"a text of 1 to {LONGEST_TEXT} characters without control characters")
_SHOWN_NAME = _Reader(
    _read_shown_name,
    f"a text of 1 to {LONGEST_TEXT} characters without control characters, one of them visible",
)
_INSTANT = _Reader(
    _instant,
    "an RFC 3339 instant of the years 2000 to 2100 with an offset, such as 2026-01-05T10:00:00+03:00",
)
_FLAG = _Reader(_flag, "true or false")
_AMOUNT = _amount(1)
_AMOUNT_OR_ZERO = _amount(0)
_SHARE = _rate(1, RATE_ONE)
_SHARE_OR_ZERO = _rate(0, RATE_ONE)
_RATING = _rate(0, 5 * RATE_ONE)
_QUANTITY = _whole(1, MAX_QUANTITY)
_DAYS = _whole(0, MAX_DAYS)
_RATES = _Reader(_read_rates, f"an object of categories and coefficients, each {_SHARE.expected}")
_IDS = _Reader(_read_ids, f"a list of categories, each {_WORD.expected}")
_ROLE = _one_of(Role)


# --- the table of types (RULES 13) -------------------------------------------------------------------------


def _shape(
    event: type[Event], required: dict[str, _Reader], optional: dict[str, _Reader] | None = None
) -> tuple[str, _Shape]:
    always = {"at": _INSTANT, "seller": _ID} if issubclass(event, SellerEvent) else {"at": _INSTANT}
    groups = ((always | required, True), (optional or {}, False))
    own = tuple(_Field(name, *reader, needed) for group, needed in groups for name, reader in group.items())
    return event.TYPE, _Shape(event, own, frozenset({"id", "type", *(one.name for one in own)}))


_SHAPES: dict[str, _Shape] = dict(
    [
        _shape(SellerRegistered, {"name": _SHOWN_NAME}, {"locale": _WORD}),
        _shape(WalletCredited, {"amount": _AMOUNT}),
        _shape(WalletDebited, {"amount": _AMOUNT}),
        _shape(EligibilityChanged, {"eligible": _FLAG}),
        _shape(RatingUpdated, {"rating": _RATING}),
        _shape(MailingSent, {}),
        _shape(
            CampaignUpserted,
            {"campaign": _ID, "starts_at": _INSTANT, "ends_at": _INSTANT, "coefficient": _SHARE},
            {
                "coefficients": _RATES,
                "max_coefficient": _SHARE,
                "min_discount": _SHARE_OR_ZERO,
                "excluded_categories": _IDS,
                "hold_days": _DAYS,
                "return_window_days": _DAYS,
                "title": _SHOWN_NAME,
            },
        ),
        _shape(
            OrderRedeemed,
            {
                "line": _ID,
                "campaign": _ID,
                "category": _WORD,
                "price": _AMOUNT,
                "discount": _SHARE,
                "quantity": _QUANTITY,
            },
        ),
        _shape(OrderCancelled, {"line": _ID, "quantity": _QUANTITY}),
        _shape(OrderReturned, {"line": _ID, "quantity": _QUANTITY}),
        _shape(BonusGranted, {"grant": _ID, "programme": _WORD, "amount": _AMOUNT, "reason": _FREE_TEXT}),
        _shape(BonusRevoked, {"grant": _ID, "amount": _AMOUNT}),
        _shape(ServiceCharged, {"charge": _ID, "service": _WORD, "amount": _AMOUNT}),
        _shape(ChargeReversed, {"charge": _ID}),
        _shape(PriceChanged, {"plan": _one_of(Plan), "price": _AMOUNT, "from": _INSTANT}),
        _shape(LotProlonged, {"programme": _WORD, "until": _INSTANT}, {"seller": _ID}),
        _shape(Maintenance, {"on": _FLAG}),
        _shape(Connect, {"plan": _one_of(Plan), "by": _ROLE}),
        _shape(Cancel, {"by": _ROLE}),
        _shape(Resume, {"by": _ROLE}),
        _shape(SwitchToLite, {"by": _ROLE}),
        _shape(Spend, {"programme": _WORD, "service": _WORD, "amount": _AMOUNT, "by": _ROLE}),
        _shape(SetMode, {"mode": _one_of(Mode), "by": _ROLE}, {"service": _WORD}),
        _shape(SetDailyLimit, {"service": _WORD, "amount": _or_null(_AMOUNT), "by": _ROLE}),
        _shape(SetReserve, {"programme": _WORD, "service": _WORD, "amount": _AMOUNT_OR_ZERO, "by": _ROLE}),
        _shape(OptOut, {"programme": _WORD, "by": _ROLE}),
        _shape(OptIn, {"programme": _WORD, "by": _ROLE}),
        _shape(Withdraw, {"programme": _WORD, "amount": _AMOUNT, "by": _ROLE}),
        _shape(Transfer, {"programme": _WORD, "amount": _AMOUNT, "by": _ROLE}),
    ]
)


_RENAMED = {"from": "since"}
"""Fields whose name is a keyword of the language."""


# --- reading a line ----------------------------------------------------------------------------------------

_MISSING: Any = object()


def parse_line(raw: bytes | str) -> Event | Malformed:
    """The event that a line of JSON says, or what is wrong with it (RULES 13, 15.14 to 15.16). Never raises.

    White space around the object, the line's end included, does not matter; UTF-8 only, no byte order mark.
    """
    size = len(raw) if isinstance(raw, bytes) else len(raw.encode(errors="surrogatepass"))
    if size > LONGEST_LINE:
        return Malformed(None, f"The line must have at most {LONGEST_LINE} bytes.", None)
    try:
        line = _decode(raw.decode() if isinstance(raw, bytes) else raw)
    except UnicodeDecodeError:
        return Malformed(None, "The line must be UTF-8 text.", None)
    except json.JSONDecodeError as error:
        return Malformed(None, f"The line must be one JSON object: {_why(error)}.", None)
    except RecursionError:
        return Malformed(None, "The line must be one JSON object: it is nested too deeply.", None)
    if not isinstance(line, dict):
        return Malformed(None, "The line must be one JSON object.", None)

    try:
        event_id: str = _ID.read(line.get("id"))
    except ValueError:
        return _malformed("id", f"must be {_ID.expected}", line.get("id", _MISSING), None)
    if isinstance(line, _Repeating):
        known_id = None if "id" in line.repeated else event_id
        return Malformed(name := _shown(line.repeated[0]), f'Field "{name}" must stand in the line once.', known_id)

    kind = line.get("type", _MISSING)
    shape = _SHAPES.get(kind) if type(kind) is str else None
    if shape is None:
        return _malformed("type", "must be a known type, such as order.redeemed", kind, event_id)
    if not line.keys() <= shape.names:
        name = _shown(next(name for name in line if name not in shape.names))
        return Malformed(name, f'Field "{name}" must not stand in a line of type {kind}.', event_id)

    values: dict[str, Any] = {}
    for name, read, expected, required in shape.fields:
        value = line.get(name, _MISSING)
        if value is _MISSING and not required:
            continue
        try:
            values[_RENAMED.get(name, name)] = read(value)
        except ValueError:
            return _malformed(name, f"must be {expected}", value, event_id)

    if shape.event is CampaignUpserted:
        if values["ends_at"] <= values["starts_at"]:
            return _malformed("ends_at", "must be later than starts_at", line["ends_at"], event_id)
        values["absent"] = shape.names - line.keys()
    return shape.event(event_id, **values)


def _why(error: json.JSONDecodeError) -> str:
    if not error.doc.strip():
        return "it is empty"
    if error.doc.startswith("\ufeff"):
        return "it starts with a byte order mark"
    return f"{error.msg} (character {error.pos + 1})"


def _malformed(name: str, must: str, value: Any, event_id: str | None) -> Malformed:
    """A sentence such as: Field "price" must be an amount above 0, not "0.00"."""
    if value is _MISSING:
        return Malformed(name, f'Field "{name}" is missing; it {must}.', event_id)
    return Malformed(name, f'Field "{name}" {must}{_instead(value)}.', event_id)


def _instead(value: Any) -> str:
    if isinstance(value, _Number):
        return f", not {_shown(value)}"
    if isinstance(value, str):
        return f', not "{_shown(value)}"'
    if isinstance(value, _Repeating):
        return f', not an object that repeats "{_shown(value.repeated[0])}"'
    if isinstance(value, list | dict):
        return ""  # often the right kind with a wrong item; the whole would be too long to show
    return f", not {json.dumps(value)}"


def _shown(text: str) -> str:
    """At most 64 characters of a text of unknown origin, with nothing that a log or a terminal would obey."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text[:64]) + (
        "…" if len(text) > 64 else ""
    )


# --- content -----------------------------------------------------------------------------------------------

_CONTENT: dict[type[Event], tuple[str, ...]] = {}
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def fingerprint(event: Event) -> bytes:
    """16 bytes that are equal for events of equal content (RULES 2.6, 15.18).

    Content is the type, the instant, the seller and the typed values of the fields that were given; the id is
    no part of it. "5" and 5.00 are equal amounts, one instant in two offsets is one instant, and the order of
    an object's keys says nothing; the order of a list counts.
    """
    kind = type(event)
    names = _CONTENT.get(kind)
    if names is None:
        names = _CONTENT[kind] = tuple(one.name for one in fields(event) if one.name not in {"id", "absent"})
    content: dict[str, Any] = {"type": event.TYPE}
    for name in names:
        value = getattr(event, name)
        # Absent is no content, so that a new optional field leaves stored fingerprints as they are. None is
        # absent too: the one null that a line can hold stands in a required field and can mean nothing else.
        if value is not None:
            content[name] = value
    if isinstance(event, CampaignUpserted):
        for name in event.absent:
            content.pop(name, None)
    return blake2b(_encode(content).encode(), digest_size=16).digest()
