"""Forms of a reported shop over HTTP: what its marketplace told, and null for what it did not (RULES 16.3, 16.7).

Problem: a form made for a shop that is decided here has an amount for everything, and of a reported shop most of them
would be made up. Decision: every way of reading has a second form, known by `books`; it names what the first one has,
null where the marketplace does not tell, beside what it does. Limit: a day has no hour, so a span of instants is read
as the days of the programme's calendar that it touches.
"""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.api.shapes import AmountOut, InstantOut, Page, RateOut, Registered, amount, rate
from core.account import Account
from core.account import Reported as Said
from core.values import Amount, Instant, format_amount, format_instant
from storage.books.books import Books
from storage.books.reported import ReportedMonth, month_state, reported_days, reported_state
from storage.books.tellings import ToldLine, ToldPage, ToldStanding

NOT_TOLD = "null: not told."
Reported = Annotated[
    Literal["reported"], Field(description="A marketplace decides for this shop, and here it is kept.")
]
NotTold = Annotated[None, Field(description="Always null: the marketplace does not tell it.")]
Day = Annotated[str, Field(json_schema_extra={"format": "date"}, examples=["2026-10-05"])]


class PointsTold(BaseModel):
    """A programme's points, as they were told."""

    model_config = ConfigDict(populate_by_name=True)

    came: AmountOut | None = Field(alias="in", description=NOT_TOLD)
    back: AmountOut | None = Field(description=NOT_TOLD)
    net: AmountOut | None = Field(description=f"In less back. {NOT_TOLD}")


class BalanceTold(BaseModel):
    """The balance with the marketplace on the latest day it told."""

    day: Day
    opening: AmountOut
    closing: AmountOut

    @classmethod
    def of(cls, told: Said | None) -> "BalanceTold | None":
        """What was told; None if nothing was."""
        if told is None:
            return None
        return cls(day=_day(told.day), opening=format_amount(told.opening or 0), closing=format_amount(told.amount))


class SumsTold(BaseModel):
    """What a marketplace told (RULES 16.7)."""

    books: Reported
    points: dict[str, PointsTold] = Field(description="By programme.")
    fees: dict[str, AmountOut] | None = Field(description=f"By service, above zero a cost. {NOT_TOLD}")
    sales: AmountOut | None = Field(description=f"Less what was returned. {NOT_TOLD}")
    plan: str | None = Field(description="As the marketplace calls it; null: none, or not told.")
    rating: RateOut | None = Field(description=NOT_TOLD)
    balance: BalanceTold | None = Field(description=NOT_TOLD)
    corrections: int = Field(description="How often something was told otherwise than before.")


class SellerTold(SumsTold, Registered):
    """A reported shop, with all that was told since the start."""


class StandingTold(SumsTold):
    """What had been told as of an instant, the tellings of that instant included."""

    seller: str
    at: InstantOut
    wallet: NotTold = None

    @classmethod
    def of(cls, seller: str, found: ToldStanding, programmes: Collection[str]) -> "StandingTold":
        """The standing's."""
        return cls(seller=seller, at=format_instant(found.at), **reported_state(found.shop, found.rating, programmes))


class LotsTold(BaseModel):
    """Points by expiry: no marketplace tells them."""

    seller: str
    books: Reported = "reported"
    at: InstantOut
    lots: NotTold = None
    expiring: NotTold = None


class ToldEntry(BaseModel):
    """Something told, or a rating. What does not apply, or was not told, is null."""

    seq: int = Field(description="Its number: it only grows, and is the mark to turn pages with.")
    at: InstantOut = Field(description="When it was learned.")
    what: str = Field(description="points, fee, sale, balance, plan or rating.")
    entry: str | None = Field(description="What it speaks of; told again it is a correction.")
    day: Day | None
    programme: str | None
    service: str | None
    kind: str | None = Field(description="What a fee is called.")
    amount: AmountOut | None = Field(description="What is true of the entry; of a balance its closing.")
    difference: AmountOut | None = Field(description="What that changed.")
    opening: AmountOut | None
    plan: str | None
    order: str | None
    item: str | None
    quantity: int | None
    rating: RateOut | None
    correction: bool
    actor: str
    cause: str = Field(description="The event, as source:id.")

    @classmethod
    def of(cls, line: ToldLine) -> "ToldEntry":
        """The line's."""
        return cls(**told_values(line))


def told_values(line: ToldLine) -> dict[str, Any]:
    """A telling's fields in the forms of this module."""
    found = line._asdict()
    for name in ("amount", "difference", "opening"):
        found[name] = amount(found[name])
    return found | {"at": format_instant(line.at), "day": _day_or_none(line.day), "rating": rate(line.rating)}


class EntriesTold(Page):
    """What was told, the newest first."""

    books: Reported = "reported"
    entries: list[ToldEntry]

    @classmethod
    def of(cls, found: ToldPage) -> "EntriesTold":
        """The page's."""
        return cls(
            entries=[ToldEntry.of(line) for line in found.lines],
            older=found.older,
            newer=found.newer,
            total=found.total,
        )


class WalletTold(EntriesTold):
    """The balances that were told, the newest first, and that of the latest day."""

    balance: BalanceTold | None = Field(description=NOT_TOLD)


class ChargesTold(BaseModel):
    """Charges, and which points paid them: no marketplace tells that. Its fees are among the movements."""

    books: Reported = "reported"
    charges: NotTold = None
    older: NotTold = None
    newer: NotTold = None
    total: NotTold = None


class FeeTold(BaseModel):
    """What the subscription cost on a day."""

    day: Day
    amount: AmountOut


def fees_told(fees: list[tuple[int, Amount]]) -> list[FeeTold] | None:
    """The subscription's fees; None if none was ever told."""
    return [FeeTold(day=_day(day), amount=format_amount(fee)) for day, fee in fees] or None


class SubscriptionTold(BaseModel):
    """The plan and what it cost, as far as the marketplace tells it."""

    seller: str
    books: Reported = "reported"
    plan: str | None = Field(description="As the marketplace calls it; null: none, or not told: see `plan_day`.")
    plan_day: Day | None = Field(description="The day of which the plan was told. null: the plan was not told.")
    rating: RateOut | None = Field(description=NOT_TOLD)
    fees: list[FeeTold] | None = Field(description="The last fees for it, the newest first. null: none was told.")
    state: NotTold = None
    renewal: NotTold = None
    period_start: NotTold = None
    period_end: NotTold = None
    grace_until: NotTold = None
    trial_used: NotTold = None
    end_reason: NotTold = None
    stop_reason: NotTold = None
    badge: NotTold = None
    invitation: NotTold = None
    fees_paid: NotTold = None
    mailings_left: NotTold = None
    coming: NotTold = None
    prices: NotTold = None
    prices_ahead: NotTold = None

    @classmethod
    def of(cls, account: Account, fees: list[tuple[int, Amount]]) -> "SubscriptionTold":
        """The account's, with the fees of its subscription by day."""
        plan = account.reported.plan
        return cls(
            seller=account.seller,
            plan=None if plan is None else plan.plan,
            plan_day=None if plan is None else _day(plan.day),
            rating=rate(account.subscription.rating),
            fees=fees_told(fees),
        )


class PeriodsTold(BaseModel):
    """The fees of the subscription by day, the newest first; which periods they are for is not told."""

    seller: str
    books: Reported = "reported"
    periods: NotTold = None
    fees: list[FeeTold] | None = Field(description="null: none was told.")
    fees_total: AmountOut | None = Field(description="null: none was told.")

    @classmethod
    def of(cls, seller: str, fees: list[tuple[int, Amount]]) -> "PeriodsTold":
        """The fees'."""
        total = format_amount(sum(fee for _, fee in fees)) if fees else None
        return cls(seller=seller, fees=fees_told(fees), fees_total=total)


class StatementTold(SumsTold):
    """What was told of a month, with how far its points reach (RULES 16.5)."""

    seller: str
    month: str = Field(examples=["2026-10"])
    currency: str
    coverage: RateOut | None = Field(description="Points ÷ fees. null: not told, or no fees.")
    surplus: AmountOut | None = Field(description="Points beyond what may cover fees. null: points or fees not told.")
    shortfall: AmountOut | None = Field(description="Fees that points do not reach. null: points or fees not told.")

    @classmethod
    def of(cls, seller: str, found: ReportedMonth, programmes: Collection[str], currency: str) -> "StatementTold":
        """The month's."""
        month = f"{found.month // 100}-{found.month % 100:02}"
        return cls(seller=seller, month=month, currency=currency, **month_state(found, programmes))


class MetricsTold(BaseModel):
    """The figures of the days that a span touches; what points paid is not told, only how far they would reach."""

    seller: str
    books: Reported = "reported"
    since: InstantOut
    until: InstantOut
    first_day: Day | None = Field(description="null: the span is empty.")
    last_day: Day | None
    points: dict[str, PointsTold] | None = Field(description="By programme.")
    services: dict[str, AmountOut] | None = Field(description=f"Fees by service. {NOT_TOLD}")
    sales: AmountOut | None = Field(description=NOT_TOLD)
    coverage: RateOut | None = Field(description="Points ÷ fees. null: not told, or no fees.")
    campaigns: NotTold = None
    lag: NotTold = None


def told_metrics(books: Books, seller: str, since: Instant, until: Instant) -> MetricsTold:
    """The figures of [since, until)."""
    calendar, programmes = books.policy.calendar, books.policy.programmes
    shown = MetricsTold(
        seller=seller, since=format_instant(since), until=format_instant(until), first_day=None, last_day=None,
        points=None, services=None, sales=None, coverage=None,
    )  # fmt: skip
    if since >= until:
        return shown
    first, last = calendar.date(since).toordinal(), calendar.date(until - 1).toordinal()
    found = reported_days(books, seller, first, last)
    said = reported_state(found.shop, None, programmes)
    return shown.model_copy(
        update={
            "first_day": _day(first),
            "last_day": _day(last),
            "points": {name: PointsTold(**each) for name, each in said["points"].items()},
            "services": said["fees"],
            "sales": said["sales"],
            "coverage": rate(found.coverage),
        }
    )


def _day(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _day_or_none(day: int | None) -> str | None:
    return None if day is None else _day(day)
