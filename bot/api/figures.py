"""Sums over HTTP: statement, metrics, calculator and explanations, in the forms of `shapes`."""

from typing import Any

from pydantic import BaseModel, Field

from bot.api.shapes import AmountOut, Fee, InstantOut, RateOut, amount, rate
from core.points.calculator import Result, Sale, extra_units, result, unit_margin
from core.values import Amount, Plan, format_amount, format_instant
from storage.books.reports import CampaignResult, FeeLine, Metrics, ProgrammeSums, ServiceCost, Statement, Sums

NO_DATA = "null: no data, nothing to divide by."


def fee_of(line: FeeLine) -> Fee:
    """A line of the act of fees."""
    return Fee(
        seq=line.seq,
        at=format_instant(line.at),
        kind=line.kind,
        plan=Plan(line.plan),
        period_start=format_instant(line.period_start),
        period_end=format_instant(line.period_end),
        amount=format_amount(line.amount),
    )


# -- the statement -----------------------------------------------------------------------------------------------------


class SumsShown(BaseModel):
    """One balance over a month: opening + all changes = closing."""

    opening: AmountOut
    changes: dict[str, AmountOut] = Field(description="By kind of entry; signed.")
    closing: AmountOut

    @classmethod
    def of(cls, sums: Sums) -> "SumsShown":
        """The sums'."""
        return cls(
            opening=format_amount(sums.opening),
            changes={kind: format_amount(value) for kind, value in sums.changes},
            closing=format_amount(sums.closing),
        )


class ProgrammeShown(BaseModel):
    """A programme's three balances over a month."""

    available: SumsShown
    held: SumsShown
    debt: SumsShown

    @classmethod
    def of(cls, sums: ProgrammeSums) -> "ProgrammeShown":
        """The programme's."""
        return cls(available=SumsShown.of(sums.available), held=SumsShown.of(sums.held), debt=SumsShown.of(sums.debt))


class StatementShown(BaseModel):
    """A local month of one seller, from opening to closing, and the act of its subscription fees (RULES 11)."""

    seller: str
    shop: str
    month: str = Field(examples=["2026-06"])
    since: InstantOut
    until: InstantOut
    currency: str
    wallet: SumsShown
    points: dict[str, ProgrammeShown] = Field(description="By programme.")
    fees: list[Fee]
    fees_total: AmountOut

    @classmethod
    def of(cls, found: Statement, currency: str) -> "StatementShown":
        """The statement's."""
        return cls(
            seller=found.seller,
            shop=found.shop,
            month=f"{found.month // 100}-{found.month % 100:02}",
            since=format_instant(found.since),
            until=format_instant(found.until),
            currency=currency,
            wallet=SumsShown.of(found.wallet),
            points={each.programme: ProgrammeShown.of(each) for each in found.programmes},
            fees=[fee_of(each) for each in found.fees],
            fees_total=format_amount(found.fees_total),
        )


# -- metrics -----------------------------------------------------------------------------------------------------------


class Cost(BaseModel):
    """Charges billed in the span and not given back since: points part, money part, share that points covered."""

    charges: int
    amount: AmountOut
    points: AmountOut
    money: AmountOut
    share: RateOut | None = Field(description=NO_DATA)

    @classmethod
    def of(cls, found: ServiceCost) -> "Cost":
        """The service's."""
        return cls(
            charges=found.charges,
            amount=format_amount(found.amount),
            points=format_amount(found.points),
            money=format_amount(found.money),
            share=rate(found.share),
        )


class Flow(BaseModel):
    """What happened to a programme's points in the span."""

    accrued: AmountOut
    credited: AmountOut
    adjusted: AmountOut
    spent: AmountOut
    expired: AmountOut
    repaid: AmountOut


class Campaign(BaseModel):
    """Orders that earned points: reward, the discount given with them, and what returns took back."""

    orders: int
    reward: AmountOut
    discount: AmountOut
    ratio: RateOut | None = Field(description=f"Reward ÷ discount given. {NO_DATA}")
    adjusted: AmountOut
    adjusted_share: RateOut | None = Field(description=f"Adjusted ÷ reward. {NO_DATA}")

    @classmethod
    def of(cls, found: CampaignResult) -> "Campaign":
        """The campaign's."""
        return cls(
            orders=found.orders,
            reward=format_amount(found.reward),
            discount=format_amount(found.discount),
            ratio=rate(found.ratio),
            adjusted=format_amount(found.adjusted),
            adjusted_share=rate(found.adjusted_share),
        )


class LagShown(BaseModel):
    """From redemption to crediting, over the orders credited."""

    orders: int
    mean_seconds: RateOut
    median_seconds: RateOut


class MetricsShown(BaseModel):
    """The figures of RULES 11 for [since, until)."""

    seller: str
    since: InstantOut
    until: InstantOut
    services: dict[str, Cost] = Field(description="By service.")
    cost: Cost = Field(description="All services.")
    programmes: dict[str, Flow] = Field(description="By programme.")
    campaigns: dict[str, Campaign] = Field(description="By campaign.")
    total: Campaign = Field(description="All campaigns.")
    lag: LagShown | None = Field(description="null: nothing was credited.")
    fees: AmountOut
    return_on_fees: RateOut | None = Field(description=f"What points paid of the services ÷ fees. {NO_DATA}")

    @classmethod
    def of(cls, seller: str, found: Metrics) -> "MetricsShown":
        """The metrics'."""
        lag = found.lag
        return cls(
            seller=seller,
            since=format_instant(found.since),
            until=format_instant(found.until),
            services={each.service: Cost.of(each) for each in found.services},
            cost=Cost.of(found.cost),
            programmes={
                each.programme: Flow(**{name: format_amount(getattr(each, name)) for name in Flow.model_fields})
                for each in found.programmes
            },
            campaigns={each.campaign: Campaign.of(each) for each in found.campaigns},
            total=Campaign.of(found.total),
            lag=None
            if lag is None
            # Microseconds are millionths of a second, so the form of rates is the form of seconds.
            else LagShown(
                orders=lag.orders, mean_seconds=rate(lag.mean) or "0", median_seconds=rate(lag.median) or "0"
            ),
            fees=format_amount(found.fees),
            return_on_fees=rate(found.return_on_fees),
        )


# -- the calculator ----------------------------------------------------------------------------------------------------


class Calculated(BaseModel):
    """What a discount brings and costs; nothing is kept. Amounts are rounded down once, at their end (RULES 2.2)."""

    buyer_pays: AmountOut = Field(description="For one unit.")
    earned: AmountOut = Field(description="Points before returns.")
    points: AmountOut = Field(description="Points of what stays sold.")
    discount_given: AmountOut
    cost: AmountOut = Field(description="What of the discount the points do not give back.")
    ratio: RateOut | None = Field(description=f"Points ÷ discount given. {NO_DATA}")
    coefficient: RateOut = Field(description="What was reckoned with; 0 where the campaign gives nothing.")
    unit_margin: AmountOut | None = Field(description="What a discounted unit brings; null without a margin.")
    extra_units: int | None = Field(description="Units beyond the quantity until it has paid; null: never, or unknown.")

    @classmethod
    def of(cls, sale: Sale, margin: Amount | None) -> "Calculated":
        """The sale's."""
        found: Result = result(sale)
        return cls(
            buyer_pays=format_amount(found.buyer_pays),
            earned=format_amount(found.earned),
            points=format_amount(found.points),
            discount_given=format_amount(found.discount_given),
            cost=format_amount(found.cost),
            ratio=rate(found.ratio),
            coefficient=rate(sale.coefficient) or "0",
            unit_margin=None if margin is None else amount(unit_margin(sale, margin)),
            extra_units=None if margin is None else extra_units(sale, margin),
        )


# -- explanations ------------------------------------------------------------------------------------------------------


class Relative(BaseModel):
    """Another entry about the same points, order, grant or charge, or of the same event."""

    seq: int
    kind: str
    amount: AmountOut


class ExplanationShown(BaseModel):
    """Why an entry is as it is: the rule, its numbers and the arithmetic (RULES 11)."""

    seller: str
    seq: int
    kind: str
    rule: str = Field(description="The rule of the rulebook.", examples=["8.2"])
    at: InstantOut
    inputs: dict[str, Any] = Field(description="What went in, by name; amounts and instants as texts.")
    arithmetic: str | None = Field(examples=["7000.00 × 10 % × 20 × 0.05 = 700.00"])
    result: str | None
    relatives: list[Relative]
