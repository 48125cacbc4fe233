"""Requests to accept the invitation: an employee asks, a manager answers (RULES 5.5).

Problem: two people ask, two managers answer one request, and the invitation may be gone or accepted meanwhile.
Decision: one open request a shop, by constraint; the first answer counts, and every later one is told of it; a request
whose invitation is gone waits for nobody.
Limit: connecting Premium is the ledger's; an approval is recorded after it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.decide import allowed
from core.events import Connect
from core.values import Instant, Invitation, Plan
from storage.audit import note
from storage.database import Row, Transaction
from storage.members import Forbidden, UseCases, count, lock, member

WITHDRAWN: Final = "withdrawn"
ACCEPTED: Final = "accepted"


@dataclass(frozen=True, slots=True)
class Approval:
    """A request to accept the invitation. `answer`: None (it waits), "approved", "declined", "withdrawn" with it."""

    id: int
    seller: str
    asked_by: int
    asker_name: str | None
    asked_at: Instant
    answer: str | None = None
    answered_by_name: str | None = None
    answered_at: Instant | None = None


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
class Answered:
    """This answer counts; the asker is being told."""

    approval_id: int
    approved: bool


@dataclass(frozen=True, slots=True)
class AlreadyAnswered:
    """The first answer: "approved", "declined", "withdrawn" with the invitation, or "accepted" by connecting."""

    answer: str
    by_name: str | None
    at: Instant | None


_APPROVAL: Final = (
    "SELECT a.id, a.seller, a.asked_by, asker.name, a.asked_at, a.answer, answerer.name, a.answered_at FROM approval a "
    "LEFT JOIN member asker ON asker.seller = a.seller AND asker.telegram_id = a.asked_by "
    "LEFT JOIN member answerer ON answerer.seller = a.seller AND answerer.telegram_id = a.answered_by WHERE "
)
_NOTICE: Final = "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
_INVITED_SINCE: Final = "SELECT COUNT(*) FROM notice WHERE seller = ? AND at > ? AND kind = 'invitation_received'"
_ACCEPTED: Final = (
    "SELECT a.id, a.seller FROM approval a JOIN subscription s ON s.seller = a.seller "
    "WHERE a.answered_at IS NULL AND s.invitation = 'accepted' ORDER BY a.id"
)
_WHO_CONNECTED: Final = (
    "SELECT actor FROM transition WHERE seller = ? AND at >= ? AND event IN ('begin_trial', 'begin_paid', 'upgrade') "
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
            if asker is None or allowed(Connect, asker.role):
                return Forbidden()
            open_ = _open_approval(transaction, seller)
            if open_ is not None and _is_stale(transaction, open_):
                _withdraw(transaction, open_, now)
                open_ = None
            if _invitation(transaction, seller) != Invitation.OPEN:
                return NoInvitation()
            if open_ is not None:
                return AlreadyAsked(open_.asker_name, open_.asked_at)
            row = transaction.row(
                "INSERT INTO approval (seller, asked_by, asked_at) VALUES (?, ?, ?) RETURNING id",
                (seller, telegram_id, now),
            )
            assert row is not None
            _tell(transaction, "approval_requested", seller, row[0], now, plan=Plan.PREMIUM.value)
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
        return found if found is not None and found.answer is None else None

    def answer_approval(
        self, approval_id: int, telegram_id: int, approve: bool, now: Instant
    ) -> Answered | AlreadyAnswered | Forbidden:
        """A manager's or administrator's answer; the first one counts and the asker is told.

        Approve is called after that person confirmed and Premium was connected; it records who approved. Decline
        while the invitation has been accepted already answers `AlreadyAnswered("accepted")`.
        """

        def work(transaction: Transaction) -> Answered | AlreadyAnswered | Forbidden:
            found = _approval(transaction, approval_id)
            if found is None:
                return Forbidden()
            lock(transaction, found.seller)
            answerer = member(transaction, found.seller, telegram_id)
            if answerer is None or not allowed(Connect, answerer.role):
                return Forbidden()
            request = _approval(transaction, approval_id) or found
            if request.answer is None and _is_stale(transaction, request):
                request = _withdraw(transaction, request, now)
            if request.answer is not None:
                return AlreadyAnswered(request.answer, request.answered_by_name, request.answered_at)
            if not approve and _invitation(transaction, request.seller) == Invitation.ACCEPTED:
                return AlreadyAnswered(ACCEPTED, None, None)
            _answer(transaction, request, approve, telegram_id, answerer.noted, now)
            return Answered(approval_id, approve)

        return self._write(work)

    def answer_accepted(self, now: Instant) -> int:
        """Answer the requests whose invitation was accepted without an answer; returns how many (RULES 5.5).

        That is so when Premium was connected by a line of the feed, or the process ended between connecting and
        answering. Who connected is read from history.
        """

        def work(transaction: Transaction) -> int:
            answered = 0
            for approval_id, seller in transaction.rows(_ACCEPTED):
                lock(transaction, seller)
                request = _approval(transaction, approval_id)
                if request is None or request.answer is not None or _is_stale(transaction, request):
                    continue
                step = transaction.row(_WHO_CONNECTED, (seller, request.asked_at))
                by = _telegram_id_of(transaction, seller, step[0]) if step else None
                _answer(transaction, request, True, by, step[0] if step else ACCEPTED, now)
                answered += 1
            return answered

        with self.database.read() as transaction:
            if not transaction.rows(_ACCEPTED):
                return 0
        return self._write(work)


def withdraw_request_of(transaction: Transaction, seller: str, telegram_id: int, now: Instant) -> None:
    """Close the open request of a person who leaves the shop."""
    transaction.run(
        "UPDATE approval SET answer = ?, answered_at = ? WHERE seller = ? AND asked_by = ? AND answered_at IS NULL",
        (WITHDRAWN, now, seller, telegram_id),
    )


def _tell(transaction: Transaction, kind: str, seller: str, approval_id: int, now: Instant, **data: Any) -> None:
    # The names are looked up on sending: a notice is history, and names are personal data.
    key = f"{kind}:{seller}:{approval_id}"
    transaction.run(_NOTICE, (key, seller, now, kind, json.dumps({"approval": approval_id} | data)))


def _first(rows: Sequence[Row]) -> Approval | None:
    return Approval(*rows[0]) if rows else None


def _approval(transaction: Transaction, approval_id: int) -> Approval | None:
    return _first(transaction.rows(_APPROVAL + "a.id = ?", (approval_id,)))


def _open_approval(transaction: Transaction, seller: str) -> Approval | None:
    return _first(transaction.rows(_APPROVAL + "a.seller = ? AND a.answered_at IS NULL", (seller,)))


def _answer(
    transaction: Transaction, request: Approval, approve: bool, by: int | None, actor: str, now: Instant
) -> None:
    transaction.run(
        "UPDATE approval SET answer = ?, answered_by = ?, answered_at = ? WHERE id = ?",
        ("approved" if approve else "declined", by, now, request.id),
    )
    _tell(transaction, "approval_answered", request.seller, request.id, now, approved=approve)
    note(transaction, now, request.seller, actor, "approval_answered", approval=request.id, approved=approve)


def _telegram_id_of(transaction: Transaction, seller: str, actor: str) -> int | None:
    """Whom history names (`Membership.actor`), as far as it is known: not who has had their data deleted."""
    number = actor.rpartition("#")[2]
    if not number.isdigit():
        return None
    row = transaction.row(
        "SELECT telegram_id FROM member WHERE seller = ? AND id = ? AND telegram_id > 0", (seller, int(number))
    )
    return None if row is None else row[0]


def _invitation(transaction: Transaction, seller: str) -> str:
    row = transaction.row("SELECT invitation FROM subscription WHERE seller = ?", (seller,))
    return Invitation.NONE if row is None else str(row[0])


def _is_stale(transaction: Transaction, request: Approval) -> bool:
    """Whether the invitation the request was for is gone: withdrawn, or another one has been received since."""
    if _invitation(transaction, request.seller) not in (Invitation.OPEN, Invitation.ACCEPTED):
        return True
    return count(transaction, _INVITED_SINCE, request.seller, request.asked_at) > 0


def _withdraw(transaction: Transaction, request: Approval, now: Instant) -> Approval:
    transaction.run("UPDATE approval SET answer = ?, answered_at = ? WHERE id = ?", (WITHDRAWN, now, request.id))
    return _approval(transaction, request.id) or request


def _shown(transaction: Transaction, request: Approval | None) -> Approval | None:
    """The request as people are to see it: one whose invitation is gone waits for nobody."""
    if request is None or request.answer is not None or not _is_stale(transaction, request):
        return request
    return Approval(request.id, request.seller, request.asked_by, request.asker_name, request.asked_at, WITHDRAWN)
