"""Requests to accept the invitation: an employee asks, a manager answers (RULES 5.5).

Problem: two people ask, two managers answer one request, and the invitation may be gone or accepted meanwhile.
Decision: one open request a shop, by constraint; the first answer counts, and every later one is told of it; a request
whose invitation is gone waits for nobody. What becomes of a request is decided in `core.approvals`; here it is looked
up and written. Connecting Premium is the approval, whoever does it and however: the ledger closes the request in the
very transaction that accepts the invitation.
Limit: a decline is the one answer that is given here.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from core import approvals as rules
from core.approvals import Banner, Request, RequestRefusal, RequestState, RequestStep
from core.notices.kinds import NoticeKind
from core.values import Instant, Invitation, Plan
from storage.people.members import Forbidden, UseCases, lock, member
from storage.rows.answers import Row
from storage.rows.audit import note
from storage.rows.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Approval:
    """A request to accept the invitation, with the names of who asked and who answered as far as they are known."""

    id: int
    seller: str
    asked_by: int
    asker_name: str | None
    asked_at: Instant
    state: RequestState
    answered_by_name: str | None = None
    answered_at: Instant | None = None

    @property
    def request(self) -> Request:
        """What the rules look at."""
        return Request(self.state, self.asked_at)


@dataclass(frozen=True, slots=True)
class Asked:
    """The managers and administrators are being told."""

    approval_id: int


@dataclass(frozen=True, slots=True)
class AlreadyAsked:
    """A request waits for its answer already (RULES 5.5: one at a time)."""

    by_name: str | None
    at: Instant


@dataclass(frozen=True, slots=True)
class NoInvitation:
    """There is no open invitation to accept."""


@dataclass(frozen=True, slots=True)
class Declined:
    """This answer counts; the asker is being told."""

    approval_id: int


@dataclass(frozen=True, slots=True)
class AlreadyAnswered:
    """The first answer; or the request was withdrawn with its invitation."""

    answer: RequestState
    by_name: str | None
    at: Instant | None


_APPROVAL: Final = (
    "SELECT a.id, a.seller, a.asked_by, asker.name, a.asked_at, a.answer, answerer.name, a.answered_at FROM approval a "
    "LEFT JOIN member asker ON asker.seller = a.seller AND asker.telegram_id = a.asked_by "
    "LEFT JOIN member answerer ON answerer.seller = a.seller AND answerer.telegram_id = a.answered_by WHERE "
)
_NOTICE: Final = "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
# Whoever was told of a request reads its end in that message: the copies that are sent by then, or under way.
_CHANGE_COPIES: Final = (
    "UPDATE delivery SET edit_at = ? WHERE notice = (SELECT id FROM notice WHERE seller = ? AND key = ?)"
)
_BANNER: Final = "SELECT invitation, invited_at FROM subscription WHERE seller = ?"
_MOVE_ON: Final = "UPDATE seller SET version = version + 1 WHERE id = ?"
_WHO_CONNECTED: Final = (
    "SELECT actor, at FROM transition WHERE seller = ? AND event IN ('begin_trial', 'begin_paid', 'upgrade') "
    "ORDER BY seq DESC LIMIT 1"
)


class Approvals(UseCases):
    """Asking, answering, and what became of a request."""

    def ask_approval(
        self, seller: str, telegram_id: int, now: Instant
    ) -> Asked | AlreadyAsked | NoInvitation | Forbidden:
        """Ask the managers and administrators to connect Premium; one request at a time.

        Forbidden for who is no member, and for who may connect without asking.
        """

        def work(transaction: Transaction) -> Asked | AlreadyAsked | NoInvitation | Forbidden:
            lock(transaction, seller)
            asker = member(transaction, seller, telegram_id)
            open_ = _open_approval(transaction, seller)
            banner = _banner(transaction, seller)
            decided = rules.ask(asker.role if asker else None, open_.request if open_ else None, banner)
            if asker is None or decided.refusal is RequestRefusal.FORBIDDEN:
                return Forbidden()
            if open_ is not None:
                if decided.refusal is RequestRefusal.ALREADY_ASKED:
                    return AlreadyAsked(open_.asker_name, open_.asked_at)
                if decided.step is not None:
                    _close(transaction, open_, decided.step, now)
            if decided.refusal is RequestRefusal.NO_INVITATION:
                return NoInvitation()
            row = transaction.row(
                "INSERT INTO approval (seller, asked_by, asked_at) VALUES (?, ?, ?) RETURNING id",
                (seller, telegram_id, now),
            )
            assert row is not None
            _tell(transaction, NoticeKind.APPROVAL_REQUESTED, seller, row[0], now, plan=Plan.PREMIUM.value)
            note(transaction, now, seller, asker.noted, "approval_asked", approval=row[0])
            return Asked(row[0])

        return self._write(work)

    def approval(self, approval_id: int) -> Approval | None:
        """A request as it stands now; None if there is no such."""
        with self.database.read() as transaction:
            return _shown(transaction, _approval(transaction, approval_id))

    def open_approval(self, seller: str) -> Approval | None:
        """The request that waits for an answer in this shop."""
        with self.database.read() as transaction:
            found = _shown(transaction, _open_approval(transaction, seller))
        return found if found is not None and found.state is RequestState.ASKED else None

    def decline_approval(
        self, approval_id: int, telegram_id: int, now: Instant
    ) -> Declined | AlreadyAnswered | Forbidden:
        """A manager or administrator declines; the first answer counts and the asker is told."""

        def work(transaction: Transaction) -> Declined | AlreadyAnswered | Forbidden:
            found = _approval(transaction, approval_id)
            if found is None:
                return Forbidden()
            lock(transaction, found.seller)
            answerer = member(transaction, found.seller, telegram_id)
            request = _approval(transaction, approval_id) or found
            banner = _banner(transaction, request.seller)
            decided = rules.decline(answerer.role if answerer else None, request.request, banner)
            if answerer is None or decided.refusal is RequestRefusal.FORBIDDEN:
                return Forbidden()
            if decided.step is not None:
                by = None if decided.refusal else telegram_id
                request = _close(transaction, request, decided.step, now, by)
            if decided.refusal is not None:
                return AlreadyAnswered(request.state, request.answered_by_name, request.answered_at)
            _tell_answer(transaction, request, answerer.noted, now)
            # Whoever is about to approve decided on a request that was open: that no longer stands.
            transaction.run(_MOVE_ON, (request.seller,))
            return Declined(approval_id)

        return self._write(work)


def answer_accepted(transaction: Transaction, sellers: Iterable[str]) -> None:
    """Approve the open requests of sellers whose invitation was accepted, in the transaction that connects (RULES 5.5).

    The connection is in the rows already; who made it is read from history. A line of the feed names a role only.
    """
    for seller in sellers:
        request = _open_approval(transaction, seller)
        step = transaction.row(_WHO_CONNECTED, (seller,))
        if request is None or step is None:
            continue
        actor, at = step
        decided = rules.accept(request.request, _banner(transaction, seller))
        if decided is RequestStep.APPROVE:
            answered = _close(transaction, request, decided, at, _telegram_id_of(transaction, seller, actor))
            _tell_answer(transaction, answered, actor, at)
        else:
            _close(transaction, request, decided, at)


def withdraw_request_of(transaction: Transaction, seller: str, telegram_id: int, now: Instant) -> None:
    """Close the open request of a person who leaves the shop."""
    request = _open_approval(transaction, seller)
    if request is not None and request.asked_by == telegram_id:
        _close(transaction, request, RequestStep.WITHDRAW, now)


def request_key(seller: str, approval_id: int, kind: NoticeKind = NoticeKind.APPROVAL_REQUESTED) -> str:
    """The key of the notice that tells of a request, or of its answer."""
    return f"{kind}:{seller}:{approval_id}"


def _tell(transaction: Transaction, kind: NoticeKind, seller: str, approval_id: int, now: Instant, **data: Any) -> None:
    # The names are looked up on sending: a notice is history, and names are personal data.
    key = request_key(seller, approval_id, kind)
    transaction.run(_NOTICE, (key, seller, now, kind, json.dumps({"approval": approval_id} | data)))
    transaction.ring()


def _first(rows: Sequence[Row]) -> Approval | None:
    if not rows:
        return None
    id_, seller, asked_by, asker, asked_at, answer, answerer, answered_at = rows[0]
    state = RequestState.ASKED if answered_at is None else RequestState(answer)
    return Approval(id_, seller, asked_by, asker, asked_at, state, answerer, answered_at)


def _approval(transaction: Transaction, approval_id: int) -> Approval | None:
    return _first(transaction.rows(_APPROVAL + "a.id = ?", (approval_id,)))


def _open_approval(transaction: Transaction, seller: str) -> Approval | None:
    return _first(transaction.rows(_APPROVAL + "a.seller = ? AND a.answered_at IS NULL", (seller,)))


def _close(
    transaction: Transaction, request: Approval, event: RequestStep, now: Instant, by: int | None = None
) -> Approval:
    """The request after its last step. Raises `IllegalTransition` if it was closed before."""
    state = rules.step(request.state, event)
    transaction.run(
        "UPDATE approval SET answer = ?, answered_by = ?, answered_at = ? WHERE id = ?", (state, by, now, request.id)
    )
    transaction.run(_CHANGE_COPIES, (now, request.seller, request_key(request.seller, request.id)))
    return _approval(transaction, request.id) or request


def _tell_answer(transaction: Transaction, request: Approval, actor: str, now: Instant) -> None:
    approved = request.state is RequestState.APPROVED
    _tell(transaction, NoticeKind.APPROVAL_ANSWERED, request.seller, request.id, now, approved=approved)
    note(transaction, now, request.seller, actor, "approval_answered", approval=request.id, approved=approved)


def _telegram_id_of(transaction: Transaction, seller: str, actor: str) -> int | None:
    """Whom history names (`Membership.actor`), as far as it is known: not who has had their data deleted."""
    number = actor.rpartition("#")[2]
    if not number.isdigit():
        return None
    row = transaction.row(
        "SELECT telegram_id FROM member WHERE seller = ? AND id = ? AND telegram_id > 0", (seller, int(number))
    )
    return None if row is None else row[0]


def _banner(transaction: Transaction, seller: str) -> Banner:
    row = transaction.row(_BANNER, (seller,))
    return Banner(Invitation.NONE, None) if row is None else Banner(Invitation(row[0]), row[1])


def _shown(transaction: Transaction, request: Approval | None) -> Approval | None:
    """The request as people are to see it: one whose invitation is gone waits for nobody."""
    if request is None or not rules.is_stale(request.request, _banner(transaction, request.seller)):
        return request
    return replace(request, state=rules.step(request.state, RequestStep.WITHDRAW))
