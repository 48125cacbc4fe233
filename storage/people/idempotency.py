"""Requests that are done once and answered alike each time (the Idempotency-Key header, draft 07).

Problem: who asked and got no answer asks again, perhaps while the first request is still at work, perhaps after the
process died in the middle of it.
Decision: a key is claimed before the work, with a fingerprint of the request, and the answer is kept under it before it
is sent. What is done is itself idempotent under an id made of the key and the instant of the claim, so that a claim
whose holder died is taken over after a while and done again without being done twice.
Limit: answers are kept for `KEPT`; later the same key is done anew, and the event ids still know it (RULES 2.6).
"""

from dataclasses import dataclass
from typing import Final

from core.values import HOUR, SECOND, Instant
from storage.people.members import UseCases
from storage.rows.transaction import Transaction

KEPT: Final = 7 * 24 * HOUR
LEASE: Final = 60 * SECOND
"""How long whoever claimed a key may work before somebody else may."""
_CLEARED: Final = 100
"""Old answers let go of with each claim."""

_FIND: Final = (
    "SELECT fingerprint, claimed_at, lease_until, status, media_type, answer FROM idempotency "
    "WHERE caller = ? AND key = ?"
)
_CLAIM: Final = "INSERT INTO idempotency (caller, key, fingerprint, claimed_at, lease_until) VALUES (?, ?, ?, ?, ?)"
_TAKE_OVER: Final = "UPDATE idempotency SET lease_until = ? WHERE caller = ? AND key = ?"
_KEEP: Final = "UPDATE idempotency SET status = ?, media_type = ?, answer = ? WHERE caller = ? AND key = ?"
_RELEASE: Final = "DELETE FROM idempotency WHERE caller = ? AND key = ? AND status IS NULL"
_CLEAR: Final = (
    "DELETE FROM idempotency WHERE (caller, key) IN "
    "(SELECT caller, key FROM idempotency WHERE claimed_at < ? ORDER BY claimed_at LIMIT ?)"
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """The key is the caller's to work under; `at` is when it was claimed first."""

    at: Instant


@dataclass(frozen=True, slots=True)
class Answered:
    """The first answer."""

    status: int
    media_type: str
    answer: bytes


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Somebody is at work on it."""


@dataclass(frozen=True, slots=True)
class OtherRequest:
    """The key came with another request."""


class Idempotency(UseCases):
    """Claiming keys and keeping answers. Safe to call from several threads and processes."""

    def claim(
        self, caller: str, key: str, fingerprint: bytes, now: Instant
    ) -> Claimed | Answered | UnderWay | OtherRequest:
        """Claim a key, or say what stands in the way."""

        def work(transaction: Transaction) -> Claimed | Answered | UnderWay | OtherRequest:
            row = transaction.row(_FIND, (caller, key))
            if row is None:
                transaction.run(_CLEAR, (now - KEPT, _CLEARED))
                transaction.run(_CLAIM, (caller, key, fingerprint, now, now + LEASE))
                return Claimed(now)
            first, claimed_at, lease_until, status, media_type, answer = row
            if bytes(first) != fingerprint:
                return OtherRequest()
            if status is not None:
                return Answered(status, media_type, bytes(answer))
            if now < lease_until:
                return UnderWay()
            transaction.run(_TAKE_OVER, (now + LEASE, caller, key))
            return Claimed(claimed_at)

        return self._write(work)

    def keep(self, caller: str, key: str, answered: Answered) -> None:
        """Keep the answer to a key that was claimed."""

        def work(transaction: Transaction) -> None:
            values = (answered.status, answered.media_type, answered.answer, caller, key)
            transaction.run(_KEEP, values)

        self._write(work)

    def release(self, caller: str, key: str) -> None:
        """Let go of a key under which nothing was done: the same or another request may claim it."""

        def work(transaction: Transaction) -> None:
            transaction.run(_RELEASE, (caller, key))

        self._write(work)
