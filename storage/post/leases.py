"""Leases of deliveries: what is taken to be sent, and beside it what waits on or is dropped.

Problem: a sender may die with messages in hand, and two may want the same. Decision: who takes a delivery has it until
an instant, after which anybody may; what is looked at and not to be sent is written with it, a statement for all of a
kind. When the clock is set back what waits by the old one is brought nearer. Limit: a lease that runs out under a
sender who is merely slow lets the message be sent twice.
"""

from collections.abc import Sequence
from typing import Any, Final

from core.values import SECOND, Instant
from storage.post import line
from storage.rows.answers import Answer
from storage.rows.transaction import Transaction

_LEASE: Final = (
    "UPDATE delivery SET lease_until = ?, attempts = attempts + 1, quiet = FALSE "
    "WHERE state = 'waiting' AND (lease_until IS NULL OR lease_until <= ?) AND id IN ($) RETURNING id"
)
"""One statement for all: sixty of them were a fifth of a claim's time. For who left meanwhile nothing waits."""
_DROP: Final = "UPDATE delivery SET state = 'dropped', settled_at = ?, error = ?, lease_until = NULL WHERE id = ?"
_WAIT: Final = "UPDATE delivery SET due_at = ?, quiet = TRUE, lease_until = NULL WHERE id = ?"
# What somebody holds waits no more for the end of quiet hours; it is looked for among all that does not.
_SHORTER_LEASE: Final = (
    "UPDATE delivery SET lease_until = ? WHERE state = 'waiting' AND NOT quiet AND notice IS NOT NULL "
    "AND lease_until > ? RETURNING telegram_id"
)
_SHORTER_LEASE_OF_COPIES: Final = (
    "UPDATE delivery SET lease_until = ? WHERE state = 'waiting' AND broadcast IS NOT NULL AND lease_until > ?"
)
_SHORTER_WAIT: Final = (
    "UPDATE delivery SET due_at = ? WHERE state = 'waiting' AND NOT quiet AND notice IS NOT NULL AND due_at > ? "
    "RETURNING telegram_id"
)
_SHORTER_WAIT_OF_COPIES: Final = (
    "UPDATE delivery SET due_at = ? WHERE state = 'waiting' AND NOT quiet AND due_at > ? "
    "AND broadcast IN (SELECT id FROM broadcast WHERE state = 'sending' OR state = 'paused')"
)


class Judged:
    """What becomes of deliveries that were looked at, one by one, and is written together."""

    def __init__(self, now: Instant) -> None:
        self._now = now
        self._dropped: list[tuple[Any, ...]] = []
        self._quiet: list[tuple[Any, ...]] = []

    def drop(self, delivery: int, why: str) -> None:
        """It is not to be sent, now or ever."""
        self._dropped.append((self._now, why, delivery))

    def keep_quiet(self, delivery: int, until: Instant) -> None:
        """It waits for the end of the person's quiet hours."""
        self._quiet.append((until, delivery))

    def write(self, transaction: Transaction, taken: Sequence[int], until: Instant) -> Answer:
        """Write that, and lease what is taken; the answer has the deliveries of which it is so."""
        transaction.put(_DROP, self._dropped)
        transaction.put(_WAIT, self._quiet)
        return transaction.ask_in(_LEASE, (until, self._now), taken)


def set_back(transaction: Transaction, now: Instant, *, lease: int, wait: int) -> None:
    """Let no lease last longer than `lease` seconds, and nothing wait longer than `wait`: see `Outbox.set_back`."""
    soon, lease_until = now + wait * SECOND, now + lease * SECOND
    line.news_sooner(transaction, soon)
    leased = {person for (person,) in transaction.rows(_SHORTER_LEASE, (lease_until, lease_until))}
    waiting = {person for (person,) in transaction.rows(_SHORTER_WAIT, (soon, soon))}
    line.sooner(transaction, leased - waiting, lease_until)
    line.sooner(transaction, waiting - leased, soon)
    line.sooner(transaction, leased & waiting, max(lease_until, soon))
    transaction.run(_SHORTER_LEASE_OF_COPIES, (lease_until, lease_until))
    transaction.run(_SHORTER_WAIT_OF_COPIES, (soon, soon))
