"""Requests to accept the invitation, as rules: what becomes of one, and who may ask and answer (RULES 5.5).

A request is for the invitation as it stood when it was asked: once that is withdrawn, or another one has come, nobody
waits for an answer. Connecting Premium is the approval, on whichever way, so there is no state beside `approved` for an
invitation that was accepted without a look at the request. Decided here, purely; `storage` looks up and writes.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from statemachine import State as ChartState

from core.charts import IllegalTransition, StrictChart, table_of
from core.events import Connect
from core.values import Instant, Invitation, Role


class RequestState(StrEnum):
    """Where a request stands. All but the first are its end: the first answer counts."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class RequestStep(StrEnum):
    """What can become of a request that waits."""

    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class RequestChart(StrictChart):
    """asked → approved, declined or withdrawn; nothing leads on from there (RULES 5.5)."""

    asked = ChartState(initial=True)
    approved = ChartState(final=True)
    declined = ChartState(final=True)
    withdrawn = ChartState(final=True)

    approve = asked.to(approved)  # Premium was connected, by whomever
    decline = asked.to(declined)
    withdraw = asked.to(withdrawn)  # with its invitation, or with its asker's membership


TABLE: Final = table_of(RequestChart, RequestState, RequestStep)


def step(state: RequestState, event: RequestStep) -> RequestState:
    """The state after `event`. Raises `IllegalTransition`."""
    try:
        return TABLE[state, event]
    except KeyError:
        raise IllegalTransition(f"{event} in {state}") from None


class RequestRefusal(StrEnum):
    """Why nothing was asked or answered."""

    FORBIDDEN = "forbidden"
    NO_INVITATION = "no_invitation"
    ALREADY_ASKED = "already_asked"
    ALREADY_ANSWERED = "already_answered"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the rules see it."""

    state: RequestState
    asked_at: Instant


@dataclass(frozen=True, slots=True)
class Banner:
    """The seller's invitation, and when it became open the last time."""

    invitation: Invitation
    invited_at: Instant | None

    def outlives(self, request: Request) -> bool:
        """Whether another invitation has come since the request."""
        return self.invited_at is not None and self.invited_at > request.asked_at


@dataclass(frozen=True, slots=True)
class Decision:
    """The step that the request at hand takes, and why nothing was asked or answered; of each, none if None."""

    step: RequestStep | None = None
    refusal: RequestRefusal | None = None


def is_stale(request: Request, banner: Banner) -> bool:
    """Whether a request waits for nobody any more: its invitation is gone."""
    waits = request.state is RequestState.ASKED
    return waits and (banner.invitation is not Invitation.OPEN or banner.outlives(request))


def ask(role: Role | None, waiting: Request | None, banner: Banner) -> Decision:
    """Somebody asks, in a shop where `waiting` is open: one request at a time, by who may not connect without asking.

    `role` is None for who is no member.
    """
    if role is None or role in Connect.ROLES:
        return Decision(refusal=RequestRefusal.FORBIDDEN)
    gone = RequestStep.WITHDRAW if waiting is not None and is_stale(waiting, banner) else None
    if banner.invitation is not Invitation.OPEN:
        return Decision(gone, RequestRefusal.NO_INVITATION)
    if waiting is not None and gone is None:
        return Decision(refusal=RequestRefusal.ALREADY_ASKED)
    return Decision(gone)


def decline(role: Role | None, request: Request, banner: Banner) -> Decision:
    """Somebody declines: a manager or administrator, and only what still waits."""
    if role is None or role not in Connect.ROLES:
        return Decision(refusal=RequestRefusal.FORBIDDEN)
    if request.state is not RequestState.ASKED:
        return Decision(refusal=RequestRefusal.ALREADY_ANSWERED)
    if is_stale(request, banner):
        return Decision(RequestStep.WITHDRAW, RequestRefusal.ALREADY_ANSWERED)
    return Decision(RequestStep.DECLINE)


def accept(request: Request, banner: Banner) -> RequestStep:
    """Premium was connected while this request was open; if it was for an earlier invitation, it goes with that."""
    return RequestStep.WITHDRAW if banner.outlives(request) else RequestStep.APPROVE
