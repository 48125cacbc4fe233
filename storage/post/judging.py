"""What a person is told of a notice now, or why nothing: right, wish and truth on sending (RULES 12.1, 12.2).

Problem: between a notice and its message somebody leaves the team, switches a kind off, pays what was short or answers
what was asked. Decision: all that the rows say about everything in one taking is read together, and each notice judged
by it: its data is as true as those rows, or there is a reason why it is dropped. Limit: what changes between the
judgement and the message is told nevertheless.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from core.account import Account
from core.notices.joining import Cadence, Told, told_enough, without_shop
from core.notices.kinds import DIGESTED, SUMS, Joins, NoticeKind
from core.notices.sending import as_of, too_old
from core.notices.truth import Moment
from core.policy import Policy
from core.values import Instant, Role
from storage.ledger.tours import load_told
from storage.ledger.world import Seen
from storage.post.messages import Waiting
from storage.post.readers import Reader
from storage.rows.answers import Answer
from storage.rows.transaction import Transaction

_MAINTENANCE: Final = frozenset({NoticeKind.MAINTENANCE, NoticeKind.MAINTENANCE_OVER})
_TOLD: Final = (
    "SELECT n.key FROM notice n JOIN delivery d ON d.notice = n.id AND d.telegram_id = ? AND d.state = 'sent' "
    "WHERE n.seller = ? AND n.key IN ($)"
)
_MUTED: Final = "SELECT telegram_id, kind FROM mute WHERE telegram_id IN ($)"
_APPROVALS: Final = """
SELECT a.id, asker.name, answerer.name, a.answered_at FROM approval a
LEFT JOIN member asker ON asker.seller = a.seller AND asker.telegram_id = a.asked_by
LEFT JOIN member answerer ON answerer.seller = a.seller AND answerer.telegram_id = a.answered_by
WHERE a.id IN ($)
"""
# Maintenance by shop: its newest notice, and when the last one began. And by person: what they were told last.
_SWITCHES: Final = """
SELECT seller, MAX(id), MAX(CASE WHEN kind = 'maintenance' THEN at ELSE 0 END) FROM notice
WHERE kind IN ('maintenance', 'maintenance_over') AND seller IN ($) GROUP BY seller
"""
_TOLD_OF_MAINTENANCE: Final = """
SELECT m.telegram_id, MAX(CASE WHEN n.kind = 'maintenance' THEN n.id ELSE 0 END),
    MAX(CASE WHEN n.kind = 'maintenance_over' THEN n.id ELSE 0 END)
FROM member m JOIN notice n ON n.seller = m.seller AND n.kind IN ('maintenance', 'maintenance_over')
JOIN delivery d ON d.notice = n.id AND d.telegram_id = m.telegram_id AND d.state = 'sent'
WHERE m.telegram_id IN ($) GROUP BY m.telegram_id
"""


class _Request(NamedTuple):
    """What an approval notice does not say itself, because history names nobody."""

    approval: int
    asker: str | None
    answerer: str | None
    answered_at: Instant | None


class _Switched(NamedTuple):
    """Maintenance as a shop's notices have it: the newest of them, and the instant at which it last began."""

    newest: int
    began_at: Instant


class Facts(NamedTuple):
    """What the rows say about everything in one taking."""

    readers: Mapping[tuple[int, str], Reader]
    muted: frozenset[tuple[int, str]]
    reminded: Mapping[tuple[int, str, str], frozenset[int]]
    """The days before an end, or after, of which a person was told already; by seller and what it is about."""
    shops: Mapping[int, int]
    """How many shops each person has."""
    accounts: Mapping[str, Account]
    requests: Mapping[int, _Request]
    maintenance: Mapping[str, _Switched]
    awaits_its_end: Mapping[int, bool]
    """Of whom was ever told of maintenance: whether the last they were told is that it began."""
    policy: Policy
    """With the prices that the database keeps, whatever those of the program's own policy are (RULES 4.15)."""


def ask_muted(transaction: Transaction, people: Sequence[int]) -> Answer:
    """Ask which kinds these people have switched off, together with what else is asked."""
    return transaction.ask_in(_MUTED, (), people)


def read_facts(
    transaction: Transaction, seen: Seen, reading: Answer, muted: Answer, found: Sequence[Waiting], policy: Policy
) -> Facts:
    """What the rows say about all this, for people of whom was asked with `ask_members` and `ask_muted`."""
    sellers = sorted({each.seller for each in found if each.kind.judge is not None})
    approvals = sorted({each.data["approval"] for each in found if "approval" in each.data})
    switched = [each for each in found if each.kind in _MAINTENANCE]
    shops, concerned = sorted({each.seller for each in switched}), sorted({each.telegram_id for each in switched})
    requested = transaction.ask_in(_APPROVALS, (), approvals)
    switches = transaction.ask_in(_SWITCHES, (), shops)
    told = transaction.ask_in(_TOLD_OF_MAINTENANCE, (), concerned)
    reminded = _ask_reminded(transaction, found, policy)
    accounts = load_told(transaction, seen.world, seen.facts, sellers, to_spend=False)
    readers = [Reader(*row) for row in reading.rows()]
    requests = [_Request(*row) for row in requested.rows()]
    return Facts(
        {(reader.telegram_id, reader.seller): reader for reader in readers},
        frozenset((telegram_id, kind) for telegram_id, kind in muted.rows()),
        {place: frozenset(int(key.rpartition(":")[2]) for (key,) in days.rows()) for place, days in reminded},
        Counter(reader.telegram_id for reader in readers),
        accounts,
        {request.approval: request for request in requests},
        {row[0]: _Switched(*row[1:]) for row in switches.rows()},
        {telegram_id: began > over for telegram_id, began, over in told.rows()},
        seen.world.policy,
    )


def _ask_reminded(
    transaction: Transaction, found: Sequence[Waiting], policy: Policy
) -> list[tuple[tuple[int, str, str], Answer]]:
    """Of each reminder, by person, seller and what it is about, which keys of it were told."""
    asked = []
    for waiting in found:
        reminder = _reminder(waiting)
        if reminder is not None:
            keys = [f"{reminder[0]}:{days}" for days in waiting.kind.days(policy)]
            place = (waiting.telegram_id, waiting.seller, reminder[0])
            asked.append((place, transaction.ask_in(_TOLD, (waiting.telegram_id, waiting.seller), keys)))
    return asked


def told_now(waiting: Waiting, facts: Facts, now: Instant) -> Told | str:
    """What the person is told of it now, or why nothing."""
    reason = _why_not(waiting, facts.readers.get((waiting.telegram_id, waiting.seller)), facts.muted, now)
    if reason is not None:
        return reason
    if waiting.kind in _MAINTENANCE:
        reason = _why_not_maintenance(waiting, facts)
        if reason is not None:
            return reason
    data = dict(waiting.data)
    request = facts.requests.get(data.pop("approval", None) or 0)
    if waiting.kind.judge is not None:
        answered = request is not None and request.answered_at is not None
        moment = Moment(facts.accounts[waiting.seller], facts.policy, now, answered=answered)
        fresh = as_of(waiting.kind, data, moment)
        if fresh is None:
            return "no longer true"
        data = fresh
    if request is not None:
        data |= {"by": request.answerer} if waiting.kind is NoticeKind.APPROVAL_ANSWERED else {"asker": request.asker}
    if waiting.kind.joins is Joins.PLACE and facts.shops[waiting.telegram_id] > 1:
        data = without_shop(data)
    shop = facts.readers[waiting.telegram_id, waiting.seller].shop
    return Told(waiting.kind, data, waiting.at, waiting.seller, shop)


def told_before(waiting: Waiting, facts: Facts, policy: Policy) -> bool:
    """Whether it is a reminder of which enough was told; in a message that comes anyway it has its line (RULES 12)."""
    reminder = _reminder(waiting)
    if reminder is None:
        return False
    about, left = reminder
    told = facts.reminded[waiting.telegram_id, waiting.seller, about]
    return told_enough(waiting.kind, waiting.kind.days(policy), left, told - {left})


def _reminder(waiting: Waiting) -> tuple[str, int] | None:
    """What a reminder is about and how many days there are, as its key has them (RULES 12); None if it is none."""
    about, _, days = waiting.key.rpartition(":")
    return (about, int(days)) if waiting.kind.ahead is not None and days.isdecimal() else None


def _why_not_maintenance(waiting: Waiting, facts: Facts) -> str | None:
    """Why the person needs no word of it: it is another way by now, or they know, or never knew (RULES 12.2)."""
    switched = facts.maintenance[waiting.seller]
    if waiting.notice != switched.newest:
        return "no longer true"
    seen_at = facts.readers[waiting.telegram_id, waiting.seller].maintenance_seen_at
    has_seen = seen_at is not None and seen_at >= switched.began_at
    if waiting.kind is NoticeKind.MAINTENANCE:
        return "seen already" if has_seen else None
    return None if has_seen or facts.awaits_its_end.get(waiting.telegram_id) else "never told that it began"


def _why_not(waiting: Waiting, reader: Reader | None, muted: frozenset[tuple[int, str]], now: Instant) -> str | None:
    """Why the person should not get this any more: what they may know and want is judged on sending."""
    if reader is None or Role(reader.role) not in waiting.kind.audience:
        return "not theirs any more"
    if reader.blocked_at is not None:
        return "blocked"
    if (waiting.telegram_id, waiting.kind) in muted:
        return "switched off"
    if waiting.kind in SUMS and reader.cadence is Cadence.NEVER:
        return "switched off"
    if too_old(waiting.due_at if waiting.kind in DIGESTED else waiting.at, now):
        return "too old"
    return None
