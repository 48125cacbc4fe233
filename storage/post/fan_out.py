"""Notices become deliveries: a row for each person who should get one (RULES 12.2).

Problem: a thousand notices become a message for every member who may know of them and wants to, while others write and
other processes do the same. Decision: new notices are marked in order, some to a transaction and in one process at a
time, and kinds that go to the same roles become deliveries with one statement; so do sums, whose day is chosen by
whoever gets them. In the same transaction people are put in line and other systems get their events. Limit: who joins
later gets nothing of what was delivered before, and what of right and wish changes meanwhile is judged on sending.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from core.notices.joining import USUAL_CADENCE, Cadence, digest_due
from core.notices.kinds import DIGESTED, SUMS, Joins, NoticeKind
from core.notices.sending import OLDEST_TOLD
from core.policy import Policy
from core.values import Instant, Role
from storage.post import line, webhooks
from storage.rows.transaction import Transaction

FAN_OUT_NOTICES: Final = 1000
"""Notices made into deliveries in one transaction."""

_FAN_OUT_LOCK: Final = "SELECT pg_advisory_xact_lock(7265001)"
_NEW: Final = "SELECT id FROM notice WHERE fanned_out_at IS NULL ORDER BY id LIMIT ?"
_MARK: Final = "UPDATE notice SET fanned_out_at = ? WHERE fanned_out_at IS NULL AND id BETWEEN ? AND ?"
_DELIVER: Final = """
INSERT INTO delivery (notice, telegram_id, due_at, quiet, turn, attempts, state, settled_at, error)
SELECT n.id, m.telegram_id, $due, ?, $turn, 0,
    CASE WHEN p.blocked_at IS NULL THEN 'waiting' ELSE 'dropped' END,
    CASE WHEN p.blocked_at IS NULL THEN NULL ELSE n.fanned_out_at END,
    CASE WHEN p.blocked_at IS NULL THEN NULL ELSE 'blocked' END
FROM notice n
JOIN member m ON m.seller = n.seller AND m.removed_at IS NULL
LEFT JOIN person p ON p.telegram_id = m.telegram_id
WHERE n.id BETWEEN ? AND ? AND n.fanned_out_at = ? AND n.at >= ?
    AND n.kind IN ($kinds) AND m.role IN ($roles)
    AND (n.actor IS NULL OR n.actor <> m.role || '#' || m.id)
    AND NOT EXISTS (SELECT 1 FROM mute x WHERE x.telegram_id = m.telegram_id AND x.kind = n.kind)
    $also
ORDER BY n.id, m.id
ON CONFLICT DO NOTHING
"""
"""Whoever did what a notice tells has seen it, and gets none (RULES 12.2)."""
# News of the whole marketplace goes to a person once: with the first of their shops that it was looked at for. It is
# written from shop to shop, so the others may come any time after. Its keys differ by the shop alone.
_ONE_SHOP: Final = """AND NOT EXISTS (
        SELECT 1 FROM member o JOIN notice e ON e.seller = o.seller AND e.at = n.at AND e.kind = n.kind
            AND e.key = n.kind || ':' || o.seller || SUBSTR(n.key, LENGTH(n.kind) + LENGTH(n.seller) + 2)
        WHERE o.telegram_id = m.telegram_id AND o.removed_at IS NULL AND o.role IN ($roles) AND o.seller <> m.seller
            AND e.fanned_out_at IS NOT NULL
            AND (e.fanned_out_at <> n.fanned_out_at OR e.id < ? OR o.seller < m.seller)
    )"""
_CADENCE: Final = f"COALESCE(p.digests, '{USUAL_CADENCE}')"
_WHEN_WANTED: Final = (
    f"CASE {_CADENCE} WHEN '{Cadence.DAILY}' THEN CAST(? AS BIGINT) WHEN '{Cadence.MONTHLY}' THEN CAST(? AS BIGINT) "
    "ELSE CAST(? AS BIGINT) END"
)
_NAMED_SUMS: Final = ", ".join(f"'{kind}'" for kind in sorted(SUMS))
_WANTED: Final = f"AND ({_CADENCE} <> '{Cadence.NEVER}' OR n.kind NOT IN ({_NAMED_SUMS})) AND n.at = ?"
_KINDS: Final = "SELECT DISTINCT kind FROM notice WHERE id BETWEEN ? AND ? AND fanned_out_at = ?"
_DIGEST_INSTANTS: Final = (
    "SELECT DISTINCT at FROM notice WHERE id BETWEEN ? AND ? AND fanned_out_at = ? AND kind IN ($) ORDER BY at"
)
_ANSWERS: Final = "SELECT id, data FROM notice WHERE kind = ? AND fanned_out_at = ? AND id BETWEEN ? AND ?"
_NOT_THE_ASKER: Final = (
    "DELETE FROM delivery WHERE notice = ? AND telegram_id <> (SELECT asked_by FROM approval WHERE id = ?)"
)


class FanOut:
    """Delivers notices to people, by the policy that says when sums are told."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        alike: dict[tuple[bool, frozenset[Role]], list[NoticeKind]] = defaultdict(list)
        for kind in NoticeKind:
            if kind not in DIGESTED:
                alike[kind.joins is Joins.PLACE, kind.audience].append(kind)
        self._deliver, self._deliver_once = (
            [
                _delivering(kinds, roles, due="n.fanned_out_at", also=_ONE_SHOP if once else "")
                for (for_place, roles), kinds in alike.items()
                if for_place is once
            ]
            for once in (False, True)
        )
        audiences: dict[frozenset[Role], list[NoticeKind]] = defaultdict(list)
        for kind in DIGESTED:
            audiences[kind.audience].append(kind)
        self._deliver_sums = [
            _delivering(kinds, roles, due=_WHEN_WANTED, also=_WANTED) for roles, kinds in audiences.items()
        ]

    def deliver(self, transaction: Transaction, now: Instant) -> int:
        """One delivery for every member who should get a new notice, and for every endpoint that wants its event.

        Returns how many notices were looked at, `FAN_OUT_NOTICES` at most.
        """
        if transaction.postgresql:
            # One at a time over all processes: a later batch must not be sent before an earlier one is there.
            transaction.run(_FAN_OUT_LOCK)
        found = transaction.rows(_NEW, (FAN_OUT_NOTICES,))
        if not found:
            return 0
        first, last = found[0][0], found[-1][0]
        # What other writers commit between these ids meanwhile stays unmarked, and waits for the next time.
        transaction.run(_MARK, (now, first, last))
        kinds = {kind for (kind,) in transaction.rows(_KINDS, (first, last, now))}
        for statement, names in self._deliver:
            if not kinds.isdisjoint(names):
                transaction.run(statement, (False, first, last, now, now - OLDEST_TOLD, *names))
        for statement, names in self._deliver_once:
            if not kinds.isdisjoint(names):
                transaction.run(statement, (False, first, last, now, now - OLDEST_TOLD, *names, first))
        digested = sorted(kinds & DIGESTED)
        for (at,) in transaction.rows_in(_DIGEST_INSTANTS, (first, last, now), digested):
            due = [self._digest_due(cadence, at) for cadence in (Cadence.DAILY, Cadence.MONTHLY, Cadence.WEEKLY)]
            for statement, names in self._deliver_sums:
                transaction.run(statement, (*due, True, first, last, now, now - OLDEST_TOLD, *names, at))
        for notice, data in transaction.rows(_ANSWERS, (NoticeKind.APPROVAL_ANSWERED, now, first, last)):
            transaction.run(_NOT_THE_ASKER, (notice, json.loads(data)["approval"]))
        line.stand(transaction, first, last, now)
        webhooks.tell_of_notices(transaction, first, last, now)
        return len(found)

    def _digest_due(self, cadence: Cadence, at: Instant) -> Instant:
        return digest_due(cadence, self._policy.calendar, self._policy.reminders.hour, at)


def _delivering(
    kinds: Sequence[NoticeKind], roles: frozenset[Role], *, due: str, also: str
) -> tuple[str, tuple[str, ...]]:
    """The statement that delivers these kinds to these roles, and its names."""
    statement = _DELIVER.replace("$due", due).replace("$also", also).replace("$turn", line.turn_of(kinds))
    statement = statement.replace("$kinds", _marks(kinds)).replace("$roles", _marks(roles))
    names = tuple(sorted(role.value for role in roles))
    return statement, (*kinds, *names, *(names if also == _ONE_SHOP else ()))


def _marks(names: Iterable[object]) -> str:
    return ", ".join("?" for _ in names)
