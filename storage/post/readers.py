"""Who gets a message: a member of a shop, or one of the marketplace's staff, and how they want to be told (RULES 12.1).

Problem: language, hours and what somebody wants are asked for everything that is sent, of people who may belong to many
shops or to none. Decision: one row for a person in a shop, read when something is taken to be sent, with the usual
values where the person chose none. Limit: it is as true as the rows were then.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from core.notices.joining import QUIET_FROM, QUIET_TO, USUAL_CADENCE, Cadence, Told
from core.notices.sending import quiet_until
from core.policy import Policy, calendar_of
from core.values import Instant, parse_instant
from storage.rows.answers import Answer
from storage.rows.transaction import Transaction

_MEMBERS: Final = """
SELECT m.telegram_id, m.seller, m.role, s.name, COALESCE(p.locale, s.locale), p.timezone, p.quiet_from, p.quiet_to,
    p.blocked_at, COALESCE(p.quiet_off, FALSE), p.digests, p.maintenance_seen_at
FROM member m JOIN seller s ON s.id = m.seller LEFT JOIN person p ON p.telegram_id = m.telegram_id
WHERE m.removed_at IS NULL AND m.telegram_id IN ($)
"""
_OPERATORS: Final = """
SELECT o.telegram_id, '', 'operator', '', p.locale, p.timezone, NULL, NULL, p.blocked_at, TRUE, NULL, NULL
FROM operator o LEFT JOIN person p ON p.telegram_id = o.telegram_id
WHERE o.removed_at IS NULL AND o.telegram_id IN ($)
"""
"""As `_MEMBERS`, of the marketplace's own staff; what they are told waits for no quiet hours."""


class Reader(NamedTuple):
    """A person as a member of one shop, or as an operator; what they did not choose is None."""

    telegram_id: int
    seller: str
    role: str
    shop: str
    locale: str | None
    timezone: str | None
    quiet_from: int | None
    quiet_to: int | None
    blocked_at: Instant | None
    quiet_off: bool
    digests: str | None
    maintenance_seen_at: Instant | None

    @property
    def quiet(self) -> tuple[int, int] | None:
        """The person's quiet hours: their own, else the usual ones; None without any."""
        if self.quiet_from is not None and self.quiet_to is not None:
            return self.quiet_from, self.quiet_to
        return None if self.quiet_off else (QUIET_FROM, QUIET_TO)

    @property
    def cadence(self) -> Cadence:
        """How often the person wants sums."""
        return Cadence(self.digests) if self.digests else USUAL_CADENCE

    def quiet_until(self, told: Iterable[Told], policy: Policy, now: Instant) -> Instant | None:
        """The end of the person's quiet hours, unless a charge or an end comes before it (RULES 12.1)."""
        hours = self.quiet
        if hours is None:
            return None
        until = quiet_until(calendar_of(self.timezone or policy.timezone), *hours, now)
        if until is None or any(
            each.kind.before is not None and now < parse_instant(each.data[each.kind.before]) <= until for each in told
        ):
            return None
        return until


def ask_members(transaction: Transaction, people: Sequence[int]) -> Answer:
    """Ask for these people in each of their shops, together with what else is asked: rows of `Reader`."""
    return transaction.ask_in(_MEMBERS, (), people)


def ask_operators(transaction: Transaction, people: Sequence[int]) -> Answer:
    """The same for those of them who are operators."""
    return transaction.ask_in(_OPERATORS, (), people)
