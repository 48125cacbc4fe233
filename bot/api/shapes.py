"""Forms of values and records over HTTP: amounts as texts with two decimals, instants in UTC, the rulebook's names.

What comes in is read by the same strict readers as a line of the feed; what goes out is described by models, from which
the description of the API is made. Limit: a model says what a thing looks like; what it is stands in the rulebook.
"""

from typing import Annotated, Any, Final, Self

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, WithJsonSchema

from core.account import Account
from core.policy import Policy
from core.subscription.coming import Coming, coming
from core.values import (
    LONGEST_ID,
    MAX_AMOUNT,
    RATE_ONE,
    Amount,
    Instant,
    Invitation,
    PeriodKind,
    Plan,
    Rate,
    Reason,
    Renewal,
    State,
    format_amount,
    format_instant,
    format_rate,
    is_clean_text,
    parse_amount,
    parse_instant,
    parse_rate,
)
from storage.books.history import ChargeLine, HistoryLine
from storage.books.standing import LotLeft, PointsLeft, Standing
from storage.books.state import seller_state

LARGEST_NUMBER: Final = 2**63 - 1
"""The largest number of an entry that a database could have."""

# -- out ---------------------------------------------------------------------------------------------------------------

AmountOut = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", examples=["1890.00"])]
RateOut = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]{1,6})?$", examples=["0.1"])]
InstantOut = Annotated[str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-06-05T09:00:00Z"])]


def amount(value: Amount | None) -> str | None:
    """An amount as a text."""
    return None if value is None else format_amount(value)


def rate(value: Rate | None) -> str | None:
    """A rate as a text."""
    return None if value is None else format_rate(value)


def instant(value: Instant | None) -> str | None:
    """An instant as a text."""
    return None if value is None else format_instant(value)


ABOVE_ZERO: Final = r"^(0\.(0[1-9]|[1-9][0-9]?)|[1-9][0-9]{0,11}(\.[0-9]{1,2})?)$"
"""An amount above zero, as a text."""
_SHARE_TEXT: Final = (
    r"^(0\.([1-9][0-9]{0,5}|0[1-9][0-9]{0,4}|00[1-9][0-9]{0,3}|000[1-9][0-9]{0,2}|0000[1-9][0-9]?|00000[1-9])"
    r"|1(\.0{1,6})?)$"
)

# -- in ----------------------------------------------------------------------------------------------------------------


def _sum(value: Any) -> Amount:
    found = parse_amount(value)
    if not 0 < found <= MAX_AMOUNT:
        raise ValueError("must be above 0")
    return found


def _share(value: Any) -> Rate:
    found = parse_rate(value)
    if not 0 < found <= RATE_ONE:
        raise ValueError("must be above 0 and at most 1")
    return found


def _share_or_zero(value: Any) -> Rate:
    return 0 if value in ("0", "0.0", "0.00") else _share(value)


def _word(value: str) -> str:
    if not is_clean_text(value, LONGEST_ID):
        raise ValueError(f"must be 1 to {LONGEST_ID} characters without control characters")
    return value


_AS_INSTANT = WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-06-01T00:00:00+03:00"]})
_AS_AMOUNT = WithJsonSchema({"type": "string", "pattern": ABOVE_ZERO, "examples": ["7000.00"]})
_AS_SHARE = WithJsonSchema({"type": "string", "pattern": _SHARE_TEXT, "examples": ["0.10"]})
_AS_SHARE_OR_ZERO = WithJsonSchema({"type": "string", "pattern": f"{_SHARE_TEXT}|^0$", "examples": ["0.08"]})

InstantIn = Annotated[int, BeforeValidator(parse_instant), _AS_INSTANT]
AmountIn = Annotated[int, BeforeValidator(_sum), _AS_AMOUNT]
ShareIn = Annotated[int, BeforeValidator(_share), _AS_SHARE]
ShareOrZeroIn = Annotated[int, BeforeValidator(_share_or_zero), _AS_SHARE_OR_ZERO]
WordIn = Annotated[str, AfterValidator(_word), Field(min_length=1, max_length=LONGEST_ID)]

At = Annotated[
    InstantIn | None, Query(description="An instant that has been: everything up to and at it counts. Else: now.")
]
From = Annotated[InstantIn | None, Query(alias="from", description="Not before this instant.")]
To = Annotated[InstantIn | None, Query(description="Before this instant.")]
Before = Annotated[
    int | None, Query(ge=1, le=LARGEST_NUMBER, description="`older` of another page: what was before it.")
]
After = Annotated[
    int | None, Query(ge=0, le=LARGEST_NUMBER, description="`newer` of another page: what came after it.")
]
Limit = Annotated[int, Query(ge=1, le=500, description="Entries on a page.")]
Seq = Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="The number of an entry in the seller's history.")]


# -- what a seller has -------------------------------------------------------------------------------------------------


LOTS_SHOWN: Final = 100
"""Lots of a programme in a balance: of a million nobody reads more there."""


class Lot(BaseModel):
    """What is left of points that were credited together."""

    amount: AmountOut
    expires_at: InstantOut = Field(description="From this instant on they are gone.")


class Points(BaseModel):
    """A programme's points (RULES 13): what there is, and the totals since the start."""

    held: AmountOut = Field(description="Accrued, not credited yet.")
    available: AmountOut = Field(description="To be spent.")
    debt: AmountOut = Field(description="Owed: what becomes available repays it first.")
    accrued: AmountOut
    credited: AmountOut
    adjusted: AmountOut
    spent: AmountOut = Field(description="Net of reversals.")
    expired: AmountOut
    repaid: AmountOut
    lots: list[Lot] = Field(description="In the order of spending.")


class PointsBalance(Points):
    """A programme's points, and when the next of them expire."""

    lots: list[Lot] = Field(description=f"In the order of spending, the first {LOTS_SHOWN}; `/lots` has all.")
    next_expiry: InstantOut | None = Field(description="The soonest expiry; null: nothing is there to expire.")


class SubscriptionState(BaseModel):
    """The subscription as the rulebook spells it (RULES 13)."""

    state: State
    plan: Plan | None
    renewal: Renewal | None = Field(description="What the next boundary does.")
    period_start: InstantOut | None
    period_end: InstantOut | None
    grace_until: InstantOut | None
    trial_used: bool
    end_reason: Reason | None = Field(description="Why the last one ended.")
    badge: bool = Field(description="Whether buyers see the badge.")
    invitation: Invitation
    fees_paid: AmountOut = Field(description="All fees, less parts returned.")


class SellerState(BaseModel):
    """A seller's state, exactly as `replay --state` and `seller show` give it."""

    wallet: AmountOut
    subscription: SubscriptionState
    points: dict[str, Points] = Field(description="By programme.")


class Registered(BaseModel):
    """Who a seller is, beside its state."""

    seller: str
    name: str
    locale: str | None
    registered_at: InstantOut
    under_review: bool = Field(description="Reading works; changes answer account_under_review.")

    @classmethod
    def of(cls, account: Account) -> Self:
        """The account's."""
        return cls(
            seller=account.seller,
            name=account.name,
            locale=account.locale,
            registered_at=format_instant(account.registered_at),
            under_review=account.parked,
            **seller_state(account),
        )


class Seller(SellerState, Registered):
    """A seller with its state as it stands: what is due by now counts as done."""


class Balance(BaseModel):
    """Wallet and points as of an instant."""

    seller: str
    at: InstantOut
    wallet: AmountOut
    points: dict[str, PointsBalance] = Field(description="By programme.")

    @classmethod
    def of(cls, found: Standing) -> "Balance":
        """The standing's."""
        points = {each.programme: _points(each) for each in found.points}
        return cls(seller=found.seller, at=format_instant(found.at), wallet=format_amount(found.wallet), points=points)


def _points(found: PointsLeft) -> PointsBalance:
    sums = {name: format_amount(getattr(found, name)) for name in Points.model_fields if name != "lots"}
    lots = [
        Lot(amount=format_amount(each.amount), expires_at=format_instant(each.expires_at))
        for each in found.lots[:LOTS_SHOWN]
    ]
    return PointsBalance(**sums, lots=lots, next_expiry=instant(found.next_expiry))


class LotShown(Lot):
    """A lot with what it came from."""

    programme: str
    order: str | None = Field(description="The order line that earned it.")
    grant: str | None = Field(description="The grant that gave it.")
    credited_at: InstantOut

    @classmethod
    def of(cls, lot: LotLeft) -> "LotShown":
        """The lot's."""
        return cls(
            programme=lot.programme,
            amount=format_amount(lot.amount),
            expires_at=format_instant(lot.expires_at),
            credited_at=format_instant(lot.credited_at),
            order=lot.lot if lot.origin == "line" else None,
            grant=lot.lot if lot.origin == "grant" else None,
        )


class Expiring(BaseModel):
    """What expires on one local date, and what the usual charges will have used of it (RULES 10.3)."""

    programme: str
    date: str = Field(description="In the programme's time zone.", examples=["2026-07-01"])
    expires_at: InstantOut
    amount: AmountOut
    used: AmountOut | None = Field(description="null: no full month of charges to judge by.")
    unspent: AmountOut | None


class Lots(BaseModel):
    """Lots in the order of their expiry."""

    seller: str
    at: InstantOut
    lots: list[LotShown]
    expiring: list[Expiring] | None = Field(description="By date; null for an instant of the past.")


# -- history -----------------------------------------------------------------------------------------------------------


class Entry(BaseModel):
    """An entry of the history. What does not apply is null."""

    seq: int = Field(description="Its number: it only grows, and is the mark to turn pages with.")
    at: InstantOut
    what: str = Field(description="points, money, subscription, consent, rating, period or charge.")
    kind: str = Field(examples=["crediting"])
    programme: str | None
    amount: AmountOut | None = Field(description="Above zero what comes to the seller, below what goes.")
    balance: AmountOut | None = Field(description="The wallet after it.")
    source: str | None = Field(description="The stage that points left.")
    target: str | None = Field(description="The stage that points came to.")
    order: str | None
    grant: str | None
    charge: str | None
    service: str | None
    campaign: str | None
    expires_at: InstantOut | None = Field(description="The lot's expiry as it is now.")
    plan: str | None
    renewal: str | None
    state: str | None
    reason: str | None
    rating: RateOut | None
    starts_at: InstantOut | None
    ends_at: InstantOut | None
    actor: str
    cause: str = Field(description="The event, as source:id, or due: and the instant of due work.")

    @classmethod
    def of(cls, line: HistoryLine) -> "Entry":
        """The line's."""
        return cls(**entry_values(line))


_AMOUNTS: Final = ("amount", "balance")
_INSTANTS: Final = ("at", "expires_at", "starts_at", "ends_at")


def entry_values(line: HistoryLine) -> dict[str, Any]:
    """An entry's fields in the forms of this module."""
    found = line._asdict()
    for name in _AMOUNTS:
        found[name] = amount(found[name])
    for name in _INSTANTS:
        found[name] = instant(found[name])
    found["rating"] = rate(line.rating)
    return found


class Page(BaseModel):
    """The marks to turn pages with; null where there is nothing more that way."""

    older: int | None = Field(description="Give it as `before` for what is older.")
    newer: int | None = Field(description="Give it as `after` for what is newer.")
    total: int = Field(description="How many there are on all pages.")


class Entries(Page):
    """Entries, the newest first."""

    entries: list[Entry]
    archived_before: InstantOut | None = Field(
        description="Points also moved before this instant; that is in the archive, and not among these."
    )


class WalletEntries(Entries):
    """The wallet and its entries, the newest first, each with its cause and the balance after it."""

    balance: AmountOut


class Charge(BaseModel):
    """A charge: points part and money part."""

    seq: int
    charge: str
    at: InstantOut
    service: str
    amount: AmountOut
    money: AmountOut
    points: dict[str, AmountOut] = Field(description="By programme.")
    reversed_at: InstantOut | None = Field(description="When it was given back whole.")

    @classmethod
    def of(cls, line: ChargeLine) -> "Charge":
        """The line's."""
        return cls(
            seq=line.seq,
            charge=line.charge,
            at=format_instant(line.at),
            service=line.service,
            amount=format_amount(line.amount),
            money=format_amount(line.money),
            points={name: format_amount(points) for name, points in line.points},
            reversed_at=instant(line.reversed_at),
        )


class Charges(Page):
    """Charges, the newest first."""

    charges: list[Charge]


# -- the subscription --------------------------------------------------------------------------------------------------


class Step(BaseModel):
    """What comes by itself, if nothing is done and nothing comes in."""

    step: Coming
    at: InstantOut
    plan: Plan
    price: AmountOut | None
    missing: AmountOut | None = Field(description="What the wallet lacks of the price now.")
    reason: Reason | None


class PriceAhead(BaseModel):
    """A price that is known to follow."""

    plan: Plan
    since: InstantOut
    price: AmountOut


class Subscription(SubscriptionState):
    """The subscription, what comes next with its dates, and what the plans cost."""

    seller: str
    stop_reason: Reason | None = Field(description="Why it will not renew.")
    rating: RateOut | None
    mailings_left: int
    coming: list[Step] = Field(description="Soonest first.")
    prices: dict[Plan, AmountOut] = Field(description="What the plans cost now.")
    prices_ahead: list[PriceAhead]

    @classmethod
    def of(cls, account: Account, policy: Policy, mailings: int) -> "Subscription":
        """The account's."""
        steps = [
            Step(
                step=each.step,
                at=format_instant(each.at),
                plan=each.plan,
                price=amount(each.price),
                missing=amount(each.missing),
                reason=each.reason,
            )
            for each in coming(account, policy)
        ]
        ahead = [
            PriceAhead(plan=plan, since=format_instant(each.since), price=format_amount(each.price))
            for plan in Plan
            for each in policy.prices.ahead(plan, account.at)
        ]
        return cls(
            seller=account.seller,
            stop_reason=account.subscription.stop_reason,
            rating=rate(account.subscription.rating),
            mailings_left=mailings,
            coming=steps,
            prices={plan: format_amount(policy.price(plan, account.at)) for plan in Plan},
            prices_ahead=ahead,
            **seller_state(account)["subscription"],
        )


class Period(BaseModel):
    """A trial or a paid period."""

    seq: int
    kind: PeriodKind
    plan: Plan
    starts_at: InstantOut
    ends_at: InstantOut
    fee: AmountOut
    paid_at: InstantOut


class Fee(BaseModel):
    """A fee charged, or a part of one returned (below zero), with the period it is for."""

    seq: int
    at: InstantOut
    kind: str = Field(examples=["fee"])
    plan: Plan
    period_start: InstantOut
    period_end: InstantOut
    amount: AmountOut


class Periods(BaseModel):
    """All periods and all fees, oldest first."""

    seller: str
    periods: list[Period]
    fees: list[Fee]
    fees_total: AmountOut
