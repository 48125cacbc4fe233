"""The lines that come in: facts of the marketplace and commands of people (RULES 13, 15.14 to 15.18).

Problem: the same JSON Lines feed the HTTP API, the import and the replay; a reader that is generous with
one line would be wrong with money, and one that is slow would be the bottleneck of millions.
Decision: an event is its class, a frozen dataclass that says all there is to say of it: its fields, with the types and
bounds of `core.fields`; which of them may be left out; what must be looked up to decide it; who may send it. A line is
read by what its class says; whatever does not fit comes back as a `Malformed` that names the field and what was
expected. `parse_line` never raises.
Limit: a line has at most 1 MiB. To add a type: its class here, its handler in `core.decide`, its row in RULES 13.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date
from enum import Enum, auto
from hashlib import blake2b
from typing import Any, ClassVar, Final, NamedTuple, get_args

from core.fields import (
    ID,
    AmountOrZero,
    Categories,
    Coefficients,
    Days,
    FreeText,
    Id,
    LocalDay,
    Number,
    PositiveAmount,
    Quantity,
    Rating,
    Repeating,
    Share,
    ShareOrZero,
    ShownName,
    SignedAmount,
    When,
    Word,
    decode,
    grammar_of,
    or_null,
)
from core.roles import MANAGERS, MONEY
from core.values import RATE_ONE, BooksKind, FactKind, Mode, Part, Plan, Role

LONGEST_LINE = 1 << 20
"""Bytes of the longest line that is looked at."""
DEFAULT_HOLD_DAYS = 14
DEFAULT_RETURN_WINDOW_DAYS = 30


class Needs(Enum):
    """Closed records of its seller that an event can't be decided without; the ledger brings them in, in this order."""

    MONTH = auto()
    """The charges of its service in the present month that money has paid a part of."""
    UNEXPIRED = auto()
    """All unexpired lots of its programme."""
    LINE = auto()
    GRANT = auto()
    CHARGE = auto()
    PAID_CHARGE = auto()
    """Its charge with the points that paid it."""
    ENTRY = auto()
    """What the marketplace said before of the same entry (RULES 16.2)."""


_KEPT: Final = frozenset({BooksKind.KEPT})
_REPORTED: Final = frozenset({BooksKind.REPORTED})
_EITHER: Final = _KEPT | _REPORTED

_SUBSCRIPTION: Final = frozenset({Part.SUBSCRIPTION})
_BALANCES: Final = frozenset({Part.BALANCES})
_POINTS: Final = frozenset({Part.BALANCES, Part.LOTS})
_CHOICES: Final = frozenset({Part.CHOICES})
_SPENDING: Final = _POINTS | _SUBSCRIPTION | {Part.CHOICES, Part.USAGE}


@dataclass(slots=True, frozen=True)
class Event:
    """What every line has: an id unique in its source, an instant, and a seller where the type has one.

    A field with a default may be left out of the line. One without, whose type has None, may be null. Only the field
    `seller` of this class stands in no line.
    """

    TYPE: ClassVar[str]
    NEEDS: ClassVar[Needs | None] = None
    READS: ClassVar[frozenset[Part]] = frozenset()
    """Parts of its seller's account that it cannot be decided without, but for refusals: all are brought in at once."""
    SPAN: ClassVar[tuple[str, str] | None] = None
    """Two instants, of which the second must be later."""
    BOOKS: ClassVar[frozenset[BooksKind]] = _KEPT
    """For which shops there is such an event (RULES 16.4)."""

    id: Id
    at: When
    seller: str | None = None


@dataclass(slots=True, frozen=True)
class SellerEvent(Event):
    """An event of one seller."""

    seller: Id


@dataclass(slots=True, frozen=True)
class WorldEvent(Event):
    """An event that changes what is the same for every seller."""


@dataclass(slots=True, frozen=True, kw_only=True)
class Command(SellerEvent):
    """What a person asks for; `by` is the role the person acts in, and `ROLES` may (RULES 13)."""

    ROLES: ClassVar[frozenset[Role]]

    by: Role


@dataclass(slots=True, frozen=True, kw_only=True)
class SellerRegistered(SellerEvent):
    TYPE: ClassVar[str] = "seller.registered"
    BOOKS: ClassVar = _EITHER

    name: ShownName
    locale: Word | None = None
    books: BooksKind | None = None
    """Who decides for the shop; left out: as it is, of a new shop this engine (RULES 16)."""


@dataclass(slots=True, frozen=True, kw_only=True)
class WalletCredited(SellerEvent):
    TYPE: ClassVar[str] = "wallet.credited"
    READS: ClassVar = _SUBSCRIPTION

    amount: PositiveAmount


@dataclass(slots=True, frozen=True, kw_only=True)
class WalletDebited(SellerEvent):
    TYPE: ClassVar[str] = "wallet.debited"

    amount: PositiveAmount


@dataclass(slots=True, frozen=True, kw_only=True)
class EligibilityChanged(SellerEvent):
    TYPE: ClassVar[str] = "eligibility.changed"
    READS: ClassVar = _SUBSCRIPTION

    eligible: bool


@dataclass(slots=True, frozen=True, kw_only=True)
class RatingUpdated(SellerEvent):
    TYPE: ClassVar[str] = "rating.updated"
    READS: ClassVar = _SUBSCRIPTION
    BOOKS: ClassVar = _EITHER

    rating: Rating


@dataclass(slots=True, frozen=True, kw_only=True)
class MailingSent(SellerEvent):
    TYPE: ClassVar[str] = "mailing.sent"
    READS: ClassVar = _SUBSCRIPTION


@dataclass(slots=True, frozen=True, kw_only=True)
class CampaignUpserted(WorldEvent):
    """A campaign or its next version (RULES 8.1); it belongs to no seller."""

    TYPE: ClassVar[str] = "campaign.upserted"
    SPAN: ClassVar = ("starts_at", "ends_at")

    campaign: Id
    starts_at: When
    ends_at: When
    coefficient: Share
    coefficients: Coefficients = field(default_factory=dict)
    max_coefficient: Share = RATE_ONE
    min_discount: ShareOrZero = 0
    excluded_categories: Categories = ()
    hold_days: Days = DEFAULT_HOLD_DAYS
    return_window_days: Days = DEFAULT_RETURN_WINDOW_DAYS
    title: ShownName | None = None
    """What people read in place of the id."""
    absent: frozenset[str] = frozenset()
    """Optional fields that the line left out: a default that was written is other content (RULES 15.18)."""

    @property
    def name(self) -> str:
        """What people call the campaign."""
        return self.title or self.campaign


@dataclass(slots=True, frozen=True, kw_only=True)
class OrderRedeemed(SellerEvent):
    TYPE: ClassVar[str] = "order.redeemed"
    NEEDS: ClassVar = Needs.LINE
    READS: ClassVar = _BALANCES

    line: Id
    campaign: Id
    category: Word
    price: PositiveAmount
    discount: Share
    quantity: Quantity


@dataclass(slots=True, frozen=True, kw_only=True)
class OrderCancelled(SellerEvent):
    TYPE: ClassVar[str] = "order.cancelled"
    NEEDS: ClassVar = Needs.LINE
    READS: ClassVar = _POINTS

    line: Id
    quantity: Quantity


@dataclass(slots=True, frozen=True, kw_only=True)
class OrderReturned(SellerEvent):
    TYPE: ClassVar[str] = "order.returned"
    NEEDS: ClassVar = Needs.LINE
    READS: ClassVar = _POINTS

    line: Id
    quantity: Quantity


@dataclass(slots=True, frozen=True, kw_only=True)
class BonusGranted(SellerEvent):
    TYPE: ClassVar[str] = "bonus.granted"
    NEEDS: ClassVar = Needs.GRANT
    READS: ClassVar = _POINTS

    grant: Id
    programme: Word
    amount: PositiveAmount
    reason: FreeText


@dataclass(slots=True, frozen=True, kw_only=True)
class BonusRevoked(SellerEvent):
    TYPE: ClassVar[str] = "bonus.revoked"
    NEEDS: ClassVar = Needs.GRANT
    READS: ClassVar = _POINTS

    grant: Id
    amount: PositiveAmount


@dataclass(slots=True, frozen=True, kw_only=True)
class ServiceCharged(SellerEvent):
    TYPE: ClassVar[str] = "service.charged"
    NEEDS: ClassVar = Needs.CHARGE
    READS: ClassVar = _SPENDING

    charge: Id
    service: Word
    amount: PositiveAmount


@dataclass(slots=True, frozen=True, kw_only=True)
class ChargeReversed(SellerEvent):
    TYPE: ClassVar[str] = "charge.reversed"
    NEEDS: ClassVar = Needs.PAID_CHARGE
    READS: ClassVar = _POINTS | _SUBSCRIPTION

    charge: Id


@dataclass(slots=True, frozen=True, kw_only=True)
class ReportedFact(SellerEvent):
    """What a marketplace says is true of a reported shop (RULES 16.1, 16.2): of an entry, or of a day."""

    FACT: ClassVar[FactKind]
    NEEDS: ClassVar = Needs.ENTRY
    BOOKS: ClassVar = _REPORTED

    day: LocalDay

    @property
    def key(self) -> str:
        """What it speaks of, unique in the shop and kind of fact: its day."""
        return date.fromordinal(self.day).isoformat()


@dataclass(slots=True, frozen=True, kw_only=True)
class ReportedEntry(ReportedFact):
    """What is true of an entry: the amount has a sign, what is left out was not told."""

    entry: Id
    amount: SignedAmount
    order: Word | None = None
    item: Word | None = None

    @property
    def key(self) -> str:
        """What it speaks of, unique in the shop and kind of fact: its entry."""
        return self.entry


@dataclass(slots=True, frozen=True, kw_only=True)
class PointsReported(ReportedEntry):
    TYPE: ClassVar[str] = "points.reported"
    FACT: ClassVar = FactKind.POINTS

    programme: Word
    quantity: Quantity | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class FeeReported(ReportedEntry):
    """Above zero is a cost, below zero one given back."""

    TYPE: ClassVar[str] = "fee.reported"
    FACT: ClassVar = FactKind.FEE

    service: Word
    kind: Word


@dataclass(slots=True, frozen=True, kw_only=True)
class SaleReported(ReportedEntry):
    TYPE: ClassVar[str] = "sale.reported"
    FACT: ClassVar = FactKind.SALE

    quantity: Quantity | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class BalanceReported(ReportedFact):
    TYPE: ClassVar[str] = "balance.reported"
    FACT: ClassVar = FactKind.BALANCE

    opening: SignedAmount
    closing: SignedAmount


@dataclass(slots=True, frozen=True, kw_only=True)
class PlanReported(ReportedFact):
    """The plan as the marketplace calls it, or null: there was none."""

    TYPE: ClassVar[str] = "plan.reported"
    FACT: ClassVar = FactKind.PLAN

    plan: Word | None


@dataclass(slots=True, frozen=True, kw_only=True)
class PriceChanged(WorldEvent):
    """A plan costs `price` from the instant `since` on (RULES 4.15); in the line that field is `from`."""

    TYPE: ClassVar[str] = "price.changed"

    plan: Plan
    price: PositiveAmount
    since: When = field(metadata={"given": "from"})


@dataclass(slots=True, frozen=True, kw_only=True)
class LotProlonged(Event):
    """Lots of a programme live longer (RULES 10.2); without a seller, everyone's."""

    TYPE: ClassVar[str] = "lot.prolonged"
    NEEDS: ClassVar = Needs.UNEXPIRED
    READS: ClassVar = _POINTS

    programme: Word
    until: When
    seller: Id | None = field(default=None, kw_only=False)


@dataclass(slots=True, frozen=True, kw_only=True)
class Maintenance(WorldEvent):
    TYPE: ClassVar[str] = "maintenance"

    on: bool


@dataclass(slots=True, frozen=True, kw_only=True)
class Connect(Command):
    TYPE: ClassVar[str] = "command.connect"
    READS: ClassVar = _SUBSCRIPTION
    ROLES: ClassVar = MANAGERS

    plan: Plan


@dataclass(slots=True, frozen=True, kw_only=True)
class Cancel(Command):
    TYPE: ClassVar[str] = "command.cancel"
    READS: ClassVar = _SUBSCRIPTION
    ROLES: ClassVar = MANAGERS


@dataclass(slots=True, frozen=True, kw_only=True)
class Resume(Command):
    TYPE: ClassVar[str] = "command.resume"
    READS: ClassVar = _SUBSCRIPTION
    ROLES: ClassVar = MANAGERS


@dataclass(slots=True, frozen=True, kw_only=True)
class SwitchToLite(Command):
    TYPE: ClassVar[str] = "command.switch_to_lite"
    READS: ClassVar = _SUBSCRIPTION
    ROLES: ClassVar = MANAGERS


@dataclass(slots=True, frozen=True, kw_only=True)
class Spend(Command):
    TYPE: ClassVar[str] = "command.spend"
    NEEDS: ClassVar = Needs.MONTH
    READS: ClassVar = _SPENDING
    ROLES: ClassVar = MONEY

    programme: Word
    service: Word
    amount: PositiveAmount


@dataclass(slots=True, frozen=True, kw_only=True)
class SetMode(Command):
    """The payment mode of one service, or without a service of the seller (RULES 9.1)."""

    TYPE: ClassVar[str] = "command.set_mode"
    READS: ClassVar = _CHOICES
    ROLES: ClassVar = MANAGERS

    mode: Mode
    service: Word | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class SetDailyLimit(Command):
    """The seller's own daily limit for a service; None removes it (RULES 9.3)."""

    TYPE: ClassVar[str] = "command.set_daily_limit"
    READS: ClassVar = _CHOICES
    ROLES: ClassVar = MANAGERS

    service: Word
    amount: PositiveAmount | None


@dataclass(slots=True, frozen=True, kw_only=True)
class SetReserve(Command):
    """Points of a programme kept for a service; 0 removes the reserve (RULES 9.4)."""

    TYPE: ClassVar[str] = "command.set_reserve"
    READS: ClassVar = _BALANCES | _CHOICES
    ROLES: ClassVar = MANAGERS

    programme: Word
    service: Word
    amount: AmountOrZero


@dataclass(slots=True, frozen=True, kw_only=True)
class OptOut(Command):
    TYPE: ClassVar[str] = "command.opt_out"
    READS: ClassVar = _BALANCES
    ROLES: ClassVar = MANAGERS

    programme: Word


@dataclass(slots=True, frozen=True, kw_only=True)
class OptIn(Command):
    TYPE: ClassVar[str] = "command.opt_in"
    READS: ClassVar = _BALANCES
    ROLES: ClassVar = MANAGERS

    programme: Word


@dataclass(slots=True, frozen=True, kw_only=True)
class Withdraw(Command):
    TYPE: ClassVar[str] = "command.withdraw"
    READS: ClassVar = _BALANCES
    ROLES: ClassVar = MANAGERS

    programme: Word
    amount: PositiveAmount


@dataclass(slots=True, frozen=True, kw_only=True)
class Transfer(Command):
    TYPE: ClassVar[str] = "command.transfer"
    READS: ClassVar = _BALANCES
    ROLES: ClassVar = MANAGERS

    programme: Word
    amount: PositiveAmount


@dataclass(slots=True, frozen=True)
class Malformed:
    """A line that is not an event (RULES 13)."""

    field: str | None
    """The field to look at; None when it is the line as a whole."""
    message: str
    """An English sentence: the field and what was expected."""
    id: str | None
    """The line's id, if it could be read."""


# --- how the lines of a type are read, as its class says ---------------------------------------------------


class _Field(NamedTuple):
    given: str
    """Its name in the line."""
    name: str
    read: Callable[[Any], Any]
    expected: str
    required: bool


class _Shape(NamedTuple):
    """The fields beside id and type in the order in which they are looked at, and the names of all."""

    event: type[Event]
    fields: tuple[_Field, ...]
    names: frozenset[str]
    span: tuple[str, str] | None
    keeps_absent: bool


_NOT_GIVEN: Final = frozenset({"seller", "absent"})
"""Fields of some events that no line has: those of nobody have no seller, and what is absent is found out."""


def _field(kind: type[Event], one: "Field[Any]") -> _Field | None:
    reader = grammar_of(one.type)
    if reader is None:
        if one.name in _NOT_GIVEN:
            return None
        raise TypeError(f"{kind.__name__}.{one.name} has a type that nothing reads.")
    required = one.default is MISSING and one.default_factory is MISSING
    if required and type(None) in get_args(one.type):
        reader = or_null(reader)
    return _Field(one.metadata.get("given", one.name), one.name, *reader, required)


def _shape(kind: type[Event]) -> _Shape:
    found = [_field(kind, one) for one in fields(kind) if one.name != "id"]
    # Of several faults the first is told: who asks comes after what is asked for, and last what may be left out.
    own = sorted(filter(None, found), key=lambda one: (not one.required, one.name == "by"))
    names = frozenset({"id", "type", *(one.given for one in own)})
    return _Shape(kind, tuple(own), names, kind.SPAN, any(one.name == "absent" for one in fields(kind)))


EVENTS: Final[Mapping[str, type[Event]]] = {
    kind.TYPE: kind
    for kind in list(globals().values())
    if isinstance(kind, type) and issubclass(kind, Event) and "TYPE" in vars(kind)
}
"""Type → class: every class above that names one (RULES 13)."""

_SHAPES: Final = {name: _shape(kind) for name, kind in EVENTS.items()}


# --- reading a line ---

_MISSING: Any = object()


def parse_line(raw: bytes | str) -> Event | Malformed:
    """The event that a line of JSON says, or what is wrong with it (RULES 13, 15.14 to 15.16). Never raises.

    White space around the object, the line's end included, does not matter; UTF-8 only, no byte order mark.
    """
    size = len(raw) if isinstance(raw, bytes) else len(raw.encode(errors="surrogatepass"))
    if size > LONGEST_LINE:
        return Malformed(None, f"The line must have at most {LONGEST_LINE} bytes.", None)
    try:
        line = decode(raw.decode() if isinstance(raw, bytes) else raw)
    except UnicodeDecodeError:
        return Malformed(None, "The line must be UTF-8 text.", None)
    except json.JSONDecodeError as error:
        return Malformed(None, f"The line must be one JSON object: {_why(error)}.", None)
    except RecursionError:
        return Malformed(None, "The line must be one JSON object: it is nested too deeply.", None)
    if not isinstance(line, dict):
        return Malformed(None, "The line must be one JSON object.", None)
    return read_object(line)


def read_object(line: dict[str, Any]) -> Event | Malformed:
    """The same of a line that is an object already, its numbers as `Number`, for who makes lines and needs no JSON."""
    try:
        event_id: str = ID.read(line.get("id"))
    except ValueError:
        return _malformed("id", f"must be {ID.expected}", line.get("id", _MISSING), None)
    if isinstance(line, Repeating):
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
    for given, name, read, expected, required in shape.fields:
        value = line.get(given, _MISSING)
        if value is _MISSING and not required:
            continue
        try:
            values[name] = read(value)
        except ValueError:
            return _malformed(given, f"must be {expected}", value, event_id)

    if shape.span is not None:
        first, then = shape.span
        if values[then] <= values[first]:
            return _malformed(then, f"must be later than {first}", line[then], event_id)
    if shape.keeps_absent:
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
    if isinstance(value, Number):
        return f", not {_shown(value)}"
    if isinstance(value, str):
        return f', not "{_shown(value)}"'
    if isinstance(value, Repeating):
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
    for name in getattr(event, "absent", ()):
        content.pop(name, None)
    return blake2b(_encode(content).encode(), digest_size=16).digest()
