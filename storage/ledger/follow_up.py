"""After a seller left a programme: once a week, for four weeks, what it has not earned since (RULES 8.9, 12).

Problem: leaving is one tap, and what it costs is nowhere to be seen afterwards. Decision: on the day that is 7, 14, 21
or 28 local days after leaving, at the reminder hour, a notice with the numbers of that moment; its key is made of the
instant of leaving and the week, so that a repeated or second sweep writes it once. It is written only for shops with
somebody who may rejoin and was there at that moment. Limit: only the latest week that is due is written; one that a
program that was down has missed is not caught up when the next has come.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from core.notices.kinds import NoticeKind
from core.notices.sending import OLDEST_TOLD
from core.notices.truth import FOLLOWED_WEEKS
from core.points.accrual import CampaignVersion, coefficient_for, points_for, version_for
from core.policy import Policy
from core.values import HOUR, Amount, Instant, format_amount, format_instant
from storage.rows.transaction import Transaction

_LONGEST: Final[Instant] = (7 * FOLLOWED_WEEKS + 2) * 24 * HOUR + OLDEST_TOLD

# Consents are few: a seller has one for each time it left or came back.
_LEFT: Final = """
SELECT c.seller, c.programme, c.at FROM consent c
JOIN balance b ON b.seller = c.seller AND b.programme = c.programme AND b.opted_out
WHERE NOT c.joined AND c.at > ? AND c.seller > ? AND c.seller <= ? AND c.seq = (
    SELECT MAX(x.seq) FROM consent x WHERE x.seller = c.seller AND x.programme = c.programme
)
ORDER BY c.seller, c.programme
"""
_NEXT: Final = "SELECT DISTINCT seller FROM consent WHERE NOT joined AND at > ? AND seller > ? ORDER BY seller LIMIT ?"
_READERS: Final = (
    "SELECT 1 FROM member WHERE seller = ? AND removed_at IS NULL AND joined_at <= ? AND role IN ($) LIMIT 1"
)
_LINES: Final = """
SELECT campaign, category, price, discount, quantity_left, redeemed_at FROM line
WHERE seller = ? AND reason = 'opted_out' AND taken_at >= ? AND taken_at <= ? AND COALESCE(programme, ?) = ?
"""
_GRANTS: Final = """
SELECT COUNT(*), COALESCE(SUM(amount), 0) FROM points_grant
WHERE seller = ? AND programme = ? AND outcome = 'opted_out' AND at >= ? AND at <= ?
"""
_CHARGED: Final = (
    "SELECT COALESCE(SUM(money), 0) FROM charge "
    "WHERE seller = ? AND service IN ($) AND at >= ? AND at <= ? AND reversed_at IS NULL"
)
_TELL: Final = "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"


def next_leavers(transaction: Transaction, now: Instant, after: str, size: int) -> list[str]:
    """The next sellers, by id, who may have left a programme lately enough."""
    return [seller for (seller,) in transaction.rows(_NEXT, (now - _LONGEST, after, size))]


def follow_up(
    transaction: Transaction,
    policy: Policy,
    campaigns: Mapping[str, Sequence[CampaignVersion]],
    now: Instant,
    sellers: tuple[str, str],
) -> None:
    """Write the weekly notices that are due at `now` and not there yet. Safe to repeat.

    `sellers`: after the first of these ids, up to the second.
    """
    roles = sorted(NoticeKind.PROGRAMME_LEFT.audience)
    readers = _READERS.replace("$", ", ".join("?" * len(roles)))
    for seller, programme, left_at in transaction.rows(_LEFT, (now - _LONGEST, *sellers)):
        week, at = _latest_week(policy, left_at, now)
        if not week or now - at > OLDEST_TOLD or programme not in policy.programmes:
            continue
        if transaction.row(readers, (seller, at, *roles)) is None:
            continue
        missed, unearned = _unearned(transaction, policy, campaigns, seller, programme, left_at, at)
        data = {
            "programme": programme,
            "left_at": format_instant(left_at),
            "weeks": week,
            "missed": missed,
            "unearned": format_amount(unearned),
            "charged": format_amount(_charged(transaction, policy, seller, programme, left_at, at)),
        }
        key = f"{NoticeKind.PROGRAMME_LEFT}:{seller}:{programme}:{format_instant(left_at)}:{week}"
        transaction.run(_TELL, (key, seller, at, NoticeKind.PROGRAMME_LEFT, json.dumps(data)))


def _latest_week(policy: Policy, left_at: Instant, now: Instant) -> tuple[int, Instant]:
    """The last week whose moment has come, 0 if none has, and that moment."""
    calendar, hour = policy.calendar, policy.reminders.hour
    day = calendar.date(left_at)
    for week in range(FOLLOWED_WEEKS, 0, -1):
        at = calendar.at_hour(day + timedelta(days=7 * week), hour)
        if at <= now:
            return week, at
    return 0, 0


def _unearned(
    transaction: Transaction,
    policy: Policy,
    campaigns: Mapping[str, Sequence[CampaignVersion]],
    seller: str,
    programme: str,
    since: Instant,
    until: Instant,
) -> tuple[int, Amount]:
    """How many orders and grants brought nothing because the seller was out, and the points they would have brought.

    That reason is judged last (RULES 8.3), so everything else about such an order was right.
    """
    count, points = transaction.row(_GRANTS, (seller, programme, since, until)) or (0, 0)
    lines = transaction.stream(_LINES, (seller, since, until, policy.accruing, programme))
    for campaign, category, price, discount, left, redeemed_at in lines:
        terms = version_for(campaigns.get(campaign, ()), redeemed_at)
        if terms is not None:
            count += 1
            points += points_for(price, discount, left, coefficient_for(terms, category))
    return int(count), int(points)


def _charged(
    transaction: Transaction, policy: Policy, seller: str, programme: str, since: Instant, until: Instant
) -> Amount:
    """The money paid since for services that the programme's points pay."""
    services = list(policy.programmes[programme].services)
    if not services:
        return 0
    statement = _CHARGED.replace("$", ", ".join("?" * len(services)))
    row = transaction.row(statement, (seller, *services, since, until))
    return int(row[0]) if row else 0
