"""All due work, in its order, by one name (RULES 2.5): month notices, what leaving a programme cost, the sweep.

Problem: the heartbeat, the command line, `replay` and the demo all do due work, and what one of them leaves out is
missed only much later. Decision: one use case that they all call. A request whose invitation is accepted is closed by
the ledger with the connection itself, a new price is told when it is taken: neither is work that falls due.
Limit: deliveries are made, and sent, by the outbox and the notifier.
"""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from core.notices.kinds import NoticeKind
from core.values import Instant
from storage.ledger.follow_up import follow_up
from storage.ledger.ledger import Ledger
from storage.ledger.sweep import Swept, note_run, note_stop, standing
from storage.people.members import UseCases

_MONTHLY: Final = (
    "INSERT INTO notice (key, seller, at, kind, data) "
    "SELECT DISTINCT 'monthly_report:' || m.seller || ':' || ?, m.seller, CAST(? AS BIGINT), 'monthly_report', ? "
    "FROM member m JOIN seller s ON s.id = m.seller WHERE m.removed_at IS NULL AND m.role IN ($) "
    "AND s.registered_at < ? AND (s.books = 'kept' OR EXISTS (SELECT 1 FROM reported r WHERE r.seller = s.id "
    "AND r.fact IN ('points', 'fee', 'sale') AND r.day BETWEEN ? AND ?)) "
    "AND NOT EXISTS (SELECT 1 FROM mute x WHERE x.telegram_id = m.telegram_id AND x.kind = 'monthly_report') "
    "ON CONFLICT DO NOTHING"
)


class DueWork(UseCases):
    """Does everything that is due. One per ledger; safe to repeat at any time, in any process."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger.database)
        self._ledger = ledger
        self._announced_month: date | None = None
        self._followed_up: date | None = None

    def do(self, now: Instant) -> Swept:
        """Do all work that is due at or before `now`. Raises `StorageError`; what was done until then stays.

        A sweep that stopped is noted, once for each failure until one goes through: `stopped.number` is the note's.
        """
        self._announce_month(now)
        self._follow_up(now)
        swept = self._ledger.tick(now)
        stopped = swept.stopped
        if stopped is not None:
            stop = self._write(lambda transaction: note_stop(transaction, stopped, now))
            return replace(swept, stopped=replace(stopped, number=stop.number))
        if self._stands():
            self._write(lambda transaction: note_run(transaction, now))
        return swept

    def _stands(self) -> bool:
        with self.database.read() as transaction:
            return bool(standing(transaction))

    def _announce_month(self, now: Instant) -> None:
        """The monthly report's notice, on the 1st at the reminder hour, to shops of that month (RULES 12).

        Of a reported shop there is one if anything was told of the month.
        """
        policy = self._ledger.policy
        first = policy.calendar.date(now).replace(day=1)
        at = policy.calendar.at_hour(first, policy.reminders.hour)
        if now < at or self._announced_month == first:
            return
        last = first - timedelta(days=1)
        month, days = f"{last:%Y-%m}", (last.replace(day=1).toordinal(), last.toordinal())
        roles = sorted(NoticeKind.MONTHLY_REPORT.audience)
        began = policy.calendar.start_of_day(first)
        wanted = (month, at, json.dumps({"month": month}), *roles, began, *days)
        self._write(lambda transaction: transaction.run(_MONTHLY.replace("$", ",".join("?" * len(roles))), wanted))
        self._announced_month = first

    def _follow_up(self, now: Instant) -> None:
        """The weekly notices after leaving a programme, once a day, when the reminder hour has come (RULES 8.9, 12)."""
        policy = self._ledger.policy
        today = policy.calendar.date(now)
        if now < policy.calendar.at_hour(today, policy.reminders.hour):
            today -= timedelta(days=1)
        if self._followed_up == today:
            return
        campaigns = self._ledger.world_now().campaigns
        self._write(lambda transaction: follow_up(transaction, policy, campaigns, now))
        self._followed_up = today
