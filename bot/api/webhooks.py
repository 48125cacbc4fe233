"""Endpoints of other systems: who is told what, and what became of it; and the events themselves, described.

Problem: whoever may name an address sends this program there.
Decision: an address is looked at when it is named, and every connection is judged again (`bot.post.addresses`). A
secret is shown in one answer; what is kept to be told again has it out.
Limit: addresses are read back as they are given, so what stands in them is known to everybody who may operate.
"""

from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Header, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from bot.api.access import Operates
from bot.api.once import ClaimOnce
from bot.api.ports import Api, Ports
from bot.api.problems import Fault, Problem
from bot.post.addresses import LONGEST_URL, BadAddress, check_url
from core.values import LONGEST_ID, format_instant
from storage.post.events import EVENT_TYPES
from storage.post.webhooks import (
    MOST_ENDPOINTS,
    ROTATION,
    DeliveryState,
    Endpoint,
    Told,
    TooManyEndpoints,
    Webhooks,
    WebhookState,
)

router = APIRouter(tags=["webhooks"], prefix="/webhooks")

MOST_SELLERS = 1000
PAGE = 100
_MISSING: dict[int | str, dict[str, Any]] = {404: {}}
WebhookId = Annotated[int, Path(ge=1, lt=1 << 63, description="The endpoint's number.")]
SellerName = Annotated[str, Field(min_length=1, max_length=LONGEST_ID)]


class Wish(BaseModel):
    """An endpoint to be told. Without `events` of everything, without `sellers` of everybody."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, Field(max_length=LONGEST_URL, examples=["https://crm.example.org/premium"])]
    events: Annotated[list[str], Field(min_length=1, max_length=len(EVENT_TYPES))] | None = None
    sellers: Annotated[list[SellerName], Field(min_length=1, max_length=MOST_SELLERS)] | None = None


class Shown(BaseModel):
    """An endpoint and how it fares."""

    id: int
    url: str
    events: list[str] | None = Field(description="What it is told of; null: everything.")
    sellers: list[str] | None = Field(description="Whose; null: everybody's.")
    state: WebhookState
    created_at: str
    old_secret_until: str | None = Field(description="Until when the secret before signs too.")
    waiting: int = Field(description="Events in line.")
    failed: int = Field(description="Events that it did not take for three days; they can be sent again.")
    failures: int = Field(description="Attempts in a row that failed.")
    failing_since: str | None
    next_attempt_at: str | None = Field(description="While it fails; else null.")


class Made(BaseModel):
    """The new endpoint."""

    endpoint: Shown
    secret: str | None = Field(description="What signs (whsec_…); null when the answer is told again.")


class Rotated(BaseModel):
    """The new secret."""

    secret: str | None = Field(description="What signs from now on; null when the answer is told again.")
    old_secret_until: str = Field(description="Until when the secret before signs too.")


class Again(BaseModel):
    """What to send again: one delivery that failed, or all of them."""

    model_config = ConfigDict(extra="forbid")

    delivery: Annotated[int, Field(ge=1, lt=1 << 63)] | None = None


class Resent(BaseModel):
    """How many are in line again."""

    count: int


class DeliveryShown(BaseModel):
    """An event for the endpoint, and what became of it."""

    id: int
    event: str = Field(description="The header webhook-id.")
    type: str
    seller: str
    at: str
    state: DeliveryState
    attempts: int
    status: int | None = Field(description="The last HTTP status.")
    error: str | None
    settled_at: str | None


@router.post("", status_code=201)
def create(wish: Wish, caller: Operates, claim: ClaimOnce, api: Ports, request: Request) -> Made:
    """Tell an endpoint of what happens from now on. Its secret is shown in this answer and never again."""
    for name in wish.events or ():
        if name not in EVENT_TYPES:
            raise Problem(Fault.INVALID, field="events", message="one of the events under webhooks of this description")
    try:
        check_url(wish.url, allow_private=api.private_webhooks)
        endpoint, secret = _webhooks(api).create(
            wish.url, f"token:{caller.name}", claim.at, events=wish.events, sellers=wish.sellers
        )
    except BadAddress as error:
        raise Problem(Fault.INVALID, field="url", message=str(error)) from None
    except TooManyEndpoints:
        raise Problem(Fault.INVALID, field="url", message=f"at most {MOST_ENDPOINTS} endpoints") from None
    made = Made(endpoint=_shown(endpoint), secret=secret)
    request.state.kept = made.model_copy(update={"secret": None}).model_dump_json().encode()
    return made


@router.get("")
def every(caller: Operates, api: Ports) -> list[Shown]:
    """The endpoints."""
    return [_shown(endpoint) for endpoint in _webhooks(api).every()]


@router.get("/{webhook_id}", responses=_MISSING)
def one(webhook_id: WebhookId, caller: Operates, api: Ports) -> Shown:
    """An endpoint and how it fares."""
    endpoint = _webhooks(api).find(webhook_id)
    if endpoint is None:
        raise Problem(Fault.NOT_FOUND)
    return _shown(endpoint)


@router.post("/{webhook_id}/rotate", responses=_MISSING)
def rotate(webhook_id: WebhookId, caller: Operates, claim: ClaimOnce, api: Ports, request: Request) -> Rotated:
    """Make a new secret. For a day events are signed with both, so that the receiver can change over."""
    secret = _webhooks(api).rotate(webhook_id, f"token:{caller.name}", claim.at)
    if secret is None:
        raise Problem(Fault.NOT_FOUND)
    made = Rotated(secret=secret, old_secret_until=format_instant(claim.at + ROTATION))
    request.state.kept = made.model_copy(update={"secret": None}).model_dump_json().encode()
    return made


@router.post("/{webhook_id}/pause", responses=_MISSING)
def pause(webhook_id: WebhookId, caller: Operates, api: Ports) -> Shown:
    """Tell it nothing for now; what happens waits."""
    _webhooks(api).pause(webhook_id, f"token:{caller.name}", api.clock.now())
    return one(webhook_id, caller, api)


@router.post("/{webhook_id}/resume", responses=_MISSING)
def resume(webhook_id: WebhookId, caller: Operates, api: Ports) -> Shown:
    """Tell it again, at once, beginning with what waits."""
    _webhooks(api).resume(webhook_id, f"token:{caller.name}", api.clock.now())
    api.nudge()
    return one(webhook_id, caller, api)


@router.delete("/{webhook_id}", status_code=204, responses=_MISSING)
def remove(webhook_id: WebhookId, caller: Operates, api: Ports) -> None:
    """Tell it nothing ever again. What waits is dropped, its secret forgotten."""
    if not _webhooks(api).remove(webhook_id, f"token:{caller.name}", api.clock.now()):
        raise Problem(Fault.NOT_FOUND)


@router.get("/{webhook_id}/deliveries", responses=_MISSING)
def deliveries(
    webhook_id: WebhookId,
    caller: Operates,
    api: Ports,
    state: DeliveryState | None = None,
    before: Annotated[int | None, Query(ge=1, lt=1 << 63, description="The last id of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=PAGE)] = PAGE,
) -> list[DeliveryShown]:
    """What the endpoint was told or is to be told, the newest first."""
    webhooks = _webhooks(api)
    if webhooks.find(webhook_id) is None:
        raise Problem(Fault.NOT_FOUND)
    return [_told(each) for each in webhooks.deliveries(webhook_id, state=state, before=before, limit=limit)]


@router.post("/{webhook_id}/resend", responses=_MISSING)
def resend(webhook_id: WebhookId, again: Again, caller: Operates, api: Ports) -> Resent:
    """Send again what failed, one or all, under its own id and in its old order."""
    webhooks = _webhooks(api)
    if webhooks.find(webhook_id) is None:
        raise Problem(Fault.NOT_FOUND)
    count = webhooks.resend(webhook_id, f"token:{caller.name}", api.clock.now(), again.delivery)
    api.nudge()
    return Resent(count=count)


def _webhooks(api: Api) -> Webhooks:
    return Webhooks(api.database)


def _instant(at: int | None) -> str | None:
    return None if at is None else format_instant(at)


def _shown(endpoint: Endpoint) -> Shown:
    return Shown(
        id=endpoint.id,
        url=endpoint.url,
        events=None if endpoint.events is None else list(endpoint.events),
        sellers=None if endpoint.sellers is None else list(endpoint.sellers),
        state=endpoint.state,
        created_at=format_instant(endpoint.created_at),
        old_secret_until=_instant(endpoint.old_until),
        waiting=endpoint.waiting,
        failed=endpoint.failed,
        failures=endpoint.failures,
        failing_since=_instant(endpoint.failing_since),
        next_attempt_at=_instant(endpoint.due_at) if endpoint.failures else None,
    )


def _told(told: Told) -> DeliveryShown:
    return DeliveryShown(
        id=told.id,
        event=told.event,
        type=told.type,
        seller=told.seller,
        at=format_instant(told.at),
        state=told.state,
        attempts=told.attempts,
        status=told.status,
        error=told.error,
        settled_at=_instant(told.settled_at),
    )


# -- the events, for the description ---------------------------------------------------------------------------


class EventData(BaseModel):
    """Whose it is, and where to read what it means now. An event carries no amounts."""

    seller: str
    link: str = Field(description="A path of this API.", examples=["/api/v1/sellers/S1/subscription"])


class EventBody(BaseModel):
    """An event."""

    type: str
    timestamp: str = Field(description="When it happened.")
    data: EventData


_DESCRIPTION = (
    "Signed by Standard Webhooks. Answer with any status of 200 to 299 within 15 seconds; else it comes again, later "
    "and later, for three days. Events of an endpoint come in their order; a repeat has the same webhook-id."
)


def describe_events(app: FastAPI) -> None:
    """Put every event under `webhooks` of the application's description."""
    for type_ in EVENT_TYPES:
        app.webhooks.add_api_route(
            type_, _event, methods=["POST"], status_code=204, name=type_, operation_id=type_, description=_DESCRIPTION,
            tags=["events"], responses={"default": {"description": "It comes again."}},
        )  # fmt: skip


def _event(
    body: EventBody,
    webhook_id: Annotated[str, Header(description="The same at each attempt, and for ever.")],
    webhook_timestamp: Annotated[int, Header(description="When it was sent, in seconds of Unix time.")],
    webhook_signature: Annotated[str, Header(description="v1,… ; two of them while a secret is changed.")],
) -> None:
    """An event."""
