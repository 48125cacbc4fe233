"""What the marketplace's staff does: the acts of the chat's operator screens, each with a reason.

Problem: these reach every shop, and must be explainable years later.
Decision: an act is an event of the feed, read by the feed's own reader, so that a wrong field is told in its words;
before it stands the same record that the chat makes, with the token in the person's place, written only while the token
still may operate. What no event says (releasing a seller, links) goes through the same record.
Limit: a link's own token is in the first answer alone; what is kept to be told again has it out.
"""

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from bot.api.access import Caller, Operates, SellerId
from bot.api.once import Claim, ClaimOnce
from bot.api.ports import Api, Ports
from bot.api.problems import Fault, Problem, require_taken
from bot.feed.acts import RELEASE, recorded
from core.events import Malformed, parse_line
from core.refusals import Refusal
from core.values import HOUR, Plan, Role, format_instant, is_clean_text
from storage.books.verify import release
from storage.people.links import LINK_HOURS

router = APIRouter(tags=["operator"])

LONGEST_REASON = 300
# Judged by the feed's reader; here they are only described.
AmountText = Annotated[
    str,
    Field(
        description="An amount as a text.",
        examples=["500.00"],
        json_schema_extra={"pattern": r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?$"},
    ),
]
InstantText = Annotated[
    str,
    Field(
        description="RFC 3339 with an offset, of the years 2000 to 2100.",
        examples=["2026-07-01T00:00:00+03:00"],
        json_schema_extra={"format": "date-time"},
    ),
]


class Act(BaseModel):
    """What every act says: why."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=3, max_length=LONGEST_REASON, description="Why; kept in the record.")]

    def fields(self) -> dict[str, Any]:
        """The event's own fields."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude={"reason"})


class Grant(Act):
    """Points given to a seller."""

    grant: str = Field(description="The grant's id, unique for the seller.")
    programme: str
    amount: AmountText


class Revoke(Act):
    """Points taken back of a grant."""

    amount: AmountText


class Prolong(Act):
    """Points of a programme live until `until`."""

    programme: str
    until: InstantText


class Verification(Act):
    """The marketplace's check of a seller (RULES 5.1)."""

    eligible: bool


class PriceChange(Act):
    """A plan costs another price from an instant on (RULES 4.15)."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    plan: Plan
    price: AmountText
    since: InstantText | None = Field(default=None, alias="from", description="From when on; absent: now.")


class Campaign(Act):
    """A campaign's terms, or its next version (RULES 8.1)."""

    starts_at: InstantText
    ends_at: InstantText
    coefficient: str
    coefficients: dict[str, str] = {}
    max_coefficient: str = "1"
    min_discount: str = "0"
    excluded_categories: list[str] = []
    hold_days: int = 14
    return_window_days: int = 30
    title: str = ""


class MaintenanceSwitch(Act):
    """Manual spending is refused meanwhile."""

    on: bool


class LinkWish(Act):
    """A one-time way into a shop's team."""

    role: Literal["administrator", "manager", "finance", "employee"]
    hours: Annotated[int, Field(ge=1, le=24 * 30, description="How long it opens.")] = LINK_HOURS


class Done(BaseModel):
    """The act is done, now or by this very request before."""

    event: str = Field(description="The id under which history knows it, after the source.")
    told: int | None = Field(default=None, description="Of a price: how many sellers are told.")


class Released(BaseModel):
    """The seller works."""

    seller: str


class LinkMade(BaseModel):
    """The link."""

    token: str | None = Field(description="What the person writes after /start; null when the answer is told again.")
    expires_at: str = Field(description="When it stops opening.")


@router.post("/sellers/{seller_id}/grants")
def grant(seller_id: SellerId, act: Grant, caller: Operates, claim: ClaimOnce, api: Ports) -> Done:
    """Give points to a seller."""
    return _take(api, caller, claim, act, "bonus.granted", seller=seller_id, reason=act.reason)


@router.post("/sellers/{seller_id}/grants/{grant_id}/revoke")
def revoke(seller_id: SellerId, grant_id: str, act: Revoke, caller: Operates, claim: ClaimOnce, api: Ports) -> Done:
    """Take points of a grant back."""
    return _take(api, caller, claim, act, "bonus.revoked", seller=seller_id, grant=grant_id)


@router.post("/sellers/{seller_id}/prolong")
def prolong(seller_id: SellerId, act: Prolong, caller: Operates, claim: ClaimOnce, api: Ports) -> Done:
    """Let a seller's points live longer."""
    return _take(api, caller, claim, act, "lot.prolonged", seller=seller_id)


@router.post("/prolong", responses={404: {}})  # for a programme that there is not
def prolong_all(act: Prolong, caller: Operates, claim: ClaimOnce, api: Ports) -> Done:
    """Let everyone's points live longer."""
    return _take(api, caller, claim, act, "lot.prolonged")


@router.post("/sellers/{seller_id}/verification")
def verify(seller_id: SellerId, act: Verification, caller: Operates, claim: ClaimOnce, api: Ports) -> Done:
    """Say whether a seller passes the marketplace's check."""
    return _take(api, caller, claim, act, "eligibility.changed", seller=seller_id)


@router.post("/prices")
def change_price(act: PriceChange, caller: Operates, claim: ClaimOnce, api: Ports) -> Done:
    """Change what a plan costs, and tell the sellers whom it concerns."""
    since = {} if act.since is not None else {"from": format_instant(claim.at)}
    done = _take(api, caller, claim, act, "price.changed", **since)
    return done.model_copy(update={"told": api.ledger.told_of_price(caller.name, claim.id)})


@router.put("/campaigns/{campaign_id}")
def change_campaign(campaign_id: str, act: Campaign, caller: Operates, claim: ClaimOnce, api: Ports) -> Done:
    """Begin a campaign, or give it new terms."""
    return _take(api, caller, claim, act, "campaign.upserted", campaign=campaign_id)


@router.put("/maintenance")
def maintain(act: MaintenanceSwitch, caller: Operates, claim: ClaimOnce, api: Ports) -> Done:
    """Begin maintenance, or end it."""
    return _take(api, caller, claim, act, "maintenance")


@router.post("/sellers/{seller_id}/release")
def let_go(seller_id: SellerId, act: Act, caller: Operates, claim: ClaimOnce, api: Ports) -> Released:
    """Let a parked seller work again, if nothing is wrong any more."""
    _require_known(api, seller_id)
    _record(api, caller, claim, RELEASE, seller_id, reason=_reason(act))
    violations = release(api.books, seller_id, api.clock.now())
    if violations:
        names = ", ".join(sorted({violation.invariant for violation in violations}))
        raise Problem(Refusal.ACCOUNT_UNDER_REVIEW, members={"violations": str(len(violations)), "invariants": names})
    return Released(seller=seller_id)


@router.post("/sellers/{seller_id}/links", status_code=201)
def make_link(
    seller_id: SellerId, act: LinkWish, caller: Operates, claim: ClaimOnce, api: Ports, request: Request
) -> LinkMade:
    """Make a one-time link into a shop's team. Its token is shown in this answer and never again."""
    _require_known(api, seller_id)
    _record(api, caller, claim, "link_asked", seller_id, reason=_reason(act), role=act.role)
    by = f"token:{caller.name}"
    token = api.team.create_link(seller_id, Role(act.role), by=by, now=claim.at, hours=act.hours)
    made = LinkMade(token=token, expires_at=format_instant(claim.at + act.hours * HOUR))
    request.state.kept = made.model_copy(update={"token": None}).model_dump_json().encode()
    return made


def _take(api: Api, caller: Caller, claim: Claim, act: Act, kind: str, **more: str) -> Done:
    """Record the act and take its event. Raises `Problem`."""
    line = {"id": claim.id, "type": kind, "at": format_instant(claim.at)} | act.fields() | more
    event = parse_line(json.dumps(line))
    if isinstance(event, Malformed):
        raise Problem(Refusal.MALFORMED, field=event.field, message=event.message)
    action, detail = recorded(event, caller.name, _reason(act))
    _record(api, caller, claim, action, event.seller, **detail)
    require_taken(api.ledger.take_one(event, claim.at, caller.name))
    api.nudge()
    return Done(event=claim.id)


def _record(api: Api, caller: Caller, claim: Claim, action: str, seller: str | None, **detail: Any) -> None:
    if not api.tokens.note(caller.token, action, claim.at, seller=seller, **detail):
        raise Problem(Fault.SCOPE_MISSING)


def _reason(act: Act) -> str:
    if not is_clean_text(act.reason, LONGEST_REASON) or len(act.reason.split()) == 0:
        raise Problem(Fault.INVALID, field="reason", message="a text without control characters")
    return act.reason


def _require_known(api: Api, seller: str) -> None:
    if api.ledger.look(seller) is None:
        raise Problem(Refusal.UNKNOWN_SELLER)
