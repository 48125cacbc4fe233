"""Commands of a seller's people, and charges, over HTTP: each a line of the feed that is built here (RULES 13).

Problem: what a person asks for through a program must be judged exactly as in the chat and in a file. Decision: a
request becomes the event that a line would be, read by the same strict reader; `by` is the role of the token's scope,
its id comes from the Idempotency-Key. With `?preview=true` the ledger decides on accounts that are then forgotten. A
refusal is a problem document in both cases, with the same code and status. Limit: one command a request; many go as
lines to the feed.
"""

import json
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from bot.api.access import ActsForSeller, Caller, Feeds, SellerId
from bot.api.once import Claim, ClaimUnlessPreview
from bot.api.ports import Api, Ports
from bot.api.problems import Problem, require_taken
from bot.api.shapes import ABOVE_ZERO, Entry, SellerState
from core.account import Account
from core.events import (
    Cancel,
    Command,
    Connect,
    Event,
    Malformed,
    OptIn,
    OptOut,
    Resume,
    ServiceCharged,
    SetDailyLimit,
    SetMode,
    SetReserve,
    Spend,
    SwitchToLite,
    Transfer,
    Withdraw,
    parse_line,
)
from core.refusals import Outcome, Refusal, Verdict
from core.values import LONGEST_ID, ChoiceKind, Mode, Plan, format_amount, format_instant
from storage.books.foreseen import lines_of
from storage.books.state import seller_state
from storage.ledger.ledger import Preview, cause_of_preview

router = APIRouter(prefix="/sellers/{seller_id}", tags=["commands"])

Sum = Annotated[str, Field(pattern=ABOVE_ZERO, examples=["500.00"])]
SumOrZero = Annotated[str, Field(pattern=f"{ABOVE_ZERO}|^0(\\.0{{1,2}})?$", examples=["500.00"])]
Word = Annotated[str, Field(min_length=1, max_length=LONGEST_ID)]
Programme = Annotated[Word, Field(description="A point programme.", examples=["discount"])]
Service = Annotated[Word, Field(description="A service.", examples=["logistics"])]


class _Asked(BaseModel):
    """What is asked for; nothing else may stand in it."""

    model_config = ConfigDict(extra="forbid")


class Connecting(_Asked):
    """Connect a plan: a trial, a paid start, an upgrade, a resume or a switch, as the present state makes it."""

    plan: Plan


class Spending(_Asked):
    """Points that take the place of money on this month's charges of a service."""

    programme: Programme
    service: Service
    amount: Sum


class SettingMode(_Asked):
    """How charges are paid; without a service those that have no mode of their own."""

    mode: Mode
    service: Service | None = None


class SettingDailyLimit(_Asked):
    """The seller's own daily limit of points for a service; null removes it."""

    service: Service
    amount: Sum | None


class SettingReserve(_Asked):
    """Points of a programme that automatic spending on other services leaves; "0" removes the reserve."""

    programme: Programme
    service: Service
    amount: SumOrZero


class Opting(_Asked):
    """Leaving a programme, or coming back."""

    programme: Programme


class TakingOut(_Asked):
    """Points to be paid out or passed on; that is always refused, with its own reason."""

    programme: Programme
    amount: Sum


class Billing(_Asked):
    """What the marketplace bills for a service."""

    charge: Word = Field(description="Its id, unique for the seller.", examples=["charge-17"])
    service: Service
    amount: Sum


# -- the answer --------------------------------------------------------------------------------------------------------


class Change(BaseModel):
    """A choice that would be another: null is none."""

    choice: ChoiceKind
    programme: str | None
    service: str | None = Field(description="null: all services without one of their own.")
    before: str | None
    after: str | None


class Foreseen(BaseModel):
    """What the command itself would change; what falls due by now is in `before` already."""

    before: SellerState
    entries: list[Entry] = Field(description="What the history would gain, oldest first; numbers as they would be.")
    choices: list[Change]


class Answer(BaseModel):
    """What the command came to, or would come to."""

    outcome: Verdict = Field(description="done; replayed: it was done before under this key.")
    preview: bool = Field(description="Nothing was done.")
    state: SellerState = Field(description="The seller afterwards.")
    foreseen: Foreseen | None = Field(description="null: it was done, and the history has it.")


def _take(api: Api, caller: Caller, claim: Claim, seller_id: str, kind: type[Event], fields: dict[str, Any]) -> Answer:
    """Take the event that a line of the feed with these fields is, or say what it would come to. Raises `Problem`."""
    line = {"id": claim.id, "type": kind.TYPE, "at": format_instant(claim.at), "seller": seller_id}
    event = parse_line(json.dumps(line | fields))
    if isinstance(event, Malformed):
        raise Problem(Refusal.MALFORMED, field=event.field, message=event.message)
    now = api.clock.now()
    if claim.preview:
        return _foresee(api.ledger.preview(event, now), event)
    outcome: Outcome = api.ledger.take_one(event, now, caller.name)
    require_taken(outcome)
    api.nudge()
    account = api.account(seller_id)
    assert account is not None  # a command was taken for it
    return Answer(outcome=outcome.kind, preview=False, state=SellerState(**seller_state(account)), foreseen=None)


def _foresee(found: Preview, event: Event) -> Answer:
    require_taken(found.outcome)
    before, after = found.before, found.after
    assert before is not None and after is not None  # an unknown seller was refused
    entries = [Entry.of(line) for line in lines_of(after) if line.cause == cause_of_preview(event)]
    return Answer(
        outcome=found.outcome.kind,
        preview=True,
        state=SellerState(**seller_state(after)),
        foreseen=Foreseen(before=SellerState(**seller_state(before)), entries=entries, choices=_choices(before, after)),
    )


def _choices(before: Account, after: Account) -> list[Change]:
    return [
        Change(
            choice=ChoiceKind(kind),
            programme=programme or None,
            service=service or None,
            before=_chosen(kind, before.choices.get((kind, programme, service))),
            after=_chosen(kind, after.choices.get((kind, programme, service))),
        )
        for kind, programme, service in sorted(after.journal.changes.choices)
    ]


def _chosen(kind: str, value: str | None) -> str | None:
    return value if value is None or kind == ChoiceKind.MODE else format_amount(int(value))


# -- the commands ------------------------------------------------------------------------------------------------------


@router.post("/commands/connect", summary="Connect a plan")
def connect(
    seller_id: SellerId, asked: Connecting, caller: ActsForSeller, claim: ClaimUnlessPreview, api: Ports
) -> Answer:
    """A trial, a paid start, an upgrade, a resume or a switch, as the present state makes it (RULES 4.1 to 4.13)."""
    return _command(api, caller, claim, seller_id, Connect, asked)


@router.post("/commands/upgrade", summary="From Lite to Premium, at once")
def upgrade(seller_id: SellerId, caller: ActsForSeller, claim: ClaimUnlessPreview, api: Ports) -> Answer:
    """The same as connecting Premium: what was not used of the paid Lite period comes back (RULES 4.12)."""
    return _command(api, caller, claim, seller_id, Connect, Connecting(plan=Plan.PREMIUM))


@router.post("/commands/cancel", summary="Stop the renewal; in grace, end at once")
def cancel(seller_id: SellerId, caller: ActsForSeller, claim: ClaimUnlessPreview, api: Ports) -> Answer:
    """Everything stays until the trial's or period's end (RULES 4.9)."""
    return _command(api, caller, claim, seller_id, Cancel)


@router.post("/commands/resume", summary="Renew again")
def resume(seller_id: SellerId, caller: ActsForSeller, claim: ClaimUnlessPreview, api: Ports) -> Answer:
    """The next boundary charges again (RULES 4.10)."""
    return _command(api, caller, claim, seller_id, Resume)


@router.post("/commands/switch-to-lite", summary="Lite from the next boundary on")
def switch_to_lite(seller_id: SellerId, caller: ActsForSeller, claim: ClaimUnlessPreview, api: Ports) -> Answer:
    """In grace at once (RULES 4.11)."""
    return _command(api, caller, claim, seller_id, SwitchToLite)


@router.post("/commands/spend", summary="Cover this month's charges with points")
def spend(seller_id: SellerId, asked: Spending, caller: ActsForSeller, claim: ClaimUnlessPreview, api: Ports) -> Answer:
    """Points take the place of money, oldest charge first, all or nothing (RULES 9.5)."""
    return _command(api, caller, claim, seller_id, Spend, asked)


@router.post("/commands/set-mode", summary="How charges are paid")
def set_mode(
    seller_id: SellerId, asked: SettingMode, caller: ActsForSeller, claim: ClaimUnlessPreview, api: Ports
) -> Answer:
    """Points first, or money (RULES 9.1)."""
    return _command(api, caller, claim, seller_id, SetMode, asked)


@router.post("/commands/set-daily-limit", summary="An own daily limit of points")
def set_daily_limit(
    seller_id: SellerId, asked: SettingDailyLimit, caller: ActsForSeller, claim: ClaimUnlessPreview, api: Ports
) -> Answer:
    """Over all programmes (RULES 9.3)."""
    return _command(api, caller, claim, seller_id, SetDailyLimit, asked, amount=asked.amount)


@router.post("/commands/set-reserve", summary="Keep points for a service")
def set_reserve(
    seller_id: SellerId, asked: SettingReserve, caller: ActsForSeller, claim: ClaimUnlessPreview, api: Ports
) -> Answer:
    """Automatic spending on other services leaves them (RULES 9.4)."""
    return _command(api, caller, claim, seller_id, SetReserve, asked)


@router.post("/commands/opt-out", summary="Leave a programme")
def opt_out(seller_id: SellerId, asked: Opting, caller: ActsForSeller, claim: ClaimUnlessPreview, api: Ports) -> Answer:
    """Points that are there live on; nothing accrues any more (RULES 8.9)."""
    return _command(api, caller, claim, seller_id, OptOut, asked)


@router.post("/commands/opt-in", summary="Come back to a programme")
def opt_in(seller_id: SellerId, asked: Opting, caller: ActsForSeller, claim: ClaimUnlessPreview, api: Ports) -> Answer:
    """Orders earn again (RULES 8.9)."""
    return _command(api, caller, claim, seller_id, OptIn, asked)


@router.post("/commands/withdraw", summary="Always refused: points are not paid out")
def withdraw(
    seller_id: SellerId, asked: TakingOut, caller: ActsForSeller, claim: ClaimUnlessPreview, api: Ports
) -> Answer:
    """Refused with its own reason (RULES 9.6)."""
    return _command(api, caller, claim, seller_id, Withdraw, asked)


@router.post("/commands/transfer", summary="Always refused: points are not passed on")
def transfer(
    seller_id: SellerId, asked: TakingOut, caller: ActsForSeller, claim: ClaimUnlessPreview, api: Ports
) -> Answer:
    """Refused with its own reason (RULES 9.6)."""
    return _command(api, caller, claim, seller_id, Transfer, asked)


@router.post("/charges", summary="Bill a service")
def bill(seller_id: SellerId, asked: Billing, caller: Feeds, claim: ClaimUnlessPreview, api: Ports) -> Answer:
    """A fact of the marketplace: points first where the seller chose so, the rest is money (RULES 9.1, 9.2)."""
    return _take(api, caller, claim, seller_id, ServiceCharged, asked.model_dump(mode="json"))


def _command(
    api: Api,
    caller: Caller,
    claim: Claim,
    seller_id: str,
    kind: type[Command],
    asked: _Asked | None = None,
    **nullable: str | None,
) -> Answer:
    """A command in the role that the token has."""
    fields = {} if asked is None else asked.model_dump(mode="json", exclude_none=True)
    return _take(api, caller, claim, seller_id, kind, fields | nullable | {"by": caller.role})
