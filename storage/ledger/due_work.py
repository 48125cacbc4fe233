"""All due work, in its order, by one name (RULES 2.5): month notices, what leaving a programme cost, the sweep.

Problem: the heartbeat, the command line, `replay` and the demo all do due work, and what one of them leaves out is
missed only much later. Decision: one use case that they all call. A request whose invitation is accepted is closed by
the ledger with the connection itself, a new price is told when it is taken: neither is work that falls due. Notices for
everybody are written from shop to shop, so that one process goes on where another ended. Limit: deliveries are made,
and sent, by the outbox and the notifier.
"""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from core.notices.kinds import NoticeKind
from core.values import Instant
from storage.ledger.follow_up import follow_up, next_leavers
from storage.ledger.ledger import Ledger
from storage.ledger.sweep import Swept, note_run, note_stop, standing
from storage.ledger.tours import Tour, TourKind, begin, go_on, under_way
from storage.people.members import UseCases
from storage.rows.transaction import Transaction

_MONTHLY: Final = (
    "INSERT INTO notice (key, seller, at, kind, data) "
    "SELECT DISTINCT 'monthly_report:' || m.seller || ':' || ?, m.seller, CAST(? AS BIGINT), 'monthly_report', ? "
    "FROM member m JOIN seller s ON s.id = m.seller WHERE m.removed_at IS NULL AND m.role IN ($) "
    "AND m.seller > ? AND m.seller <= ? AND s.registered_at < ? "
    "AND (s.books = 'kept' OR EXISTS (SELECT 1 FROM reported r WHERE r.seller = s.id "
    "AND r.fact IN ('points', 'fee', 'sale') AND r.day BETWEEN ? AND ?)) "
    "AND NOT EXISTS (SELECT 1 FROM mute x WHERE x.telegram_id = m.telegram_id AND x.kind = 'monthly_report') "
    "ON CONFLICT DO NOTHING"
)
_NEXT_TEAMS: Final = (
    "SELECT DISTINCT seller FROM member WHERE removed_at IS NULL AND seller > ? ORDER BY seller LIMIT ?"
)
TEAMS: Final = 1500
"""Shops to a transaction whose monthly report is announced: nothing is decided, so many are done in a moment."""
_NOTICES: Final = (TourKind.MONTHLY_REPORT, TourKind.PROGRAMME_LEFT)


class DueWork(UseCases):
    """Does everything that is due. One per ledger; safe to repeat at any time, in any process."""

    def __init__(self, ledger: Ledger, teams: int = TEAMS) -> None:
        super().__init__(ledger.database)
        self._ledger = ledger
        self._teams = teams
        self._announced_month: date | None = None
        self._followed_up: date | None = None

    def do(self, now: Instant) -> Swept:
        """Do all work that is due at or before `now`. Raises `StorageError`; what was done until then stays.

        A sweep that stopped is noted, once for each failure until one goes through: `stopped.number` is the note's.
        People come first: what others in this process write goes before each piece of it.
        """
        with self.database.patiently():
            return self._do(now)

    def _do(self, now: Instant) -> Swept:
        self._announce_month(now)
        self._follow_up(now)
        while self._tell_some(now):
            pass
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
        month = f"{first - timedelta(days=1):%Y-%m}"
        self._begin(TourKind.MONTHLY_REPORT, month, at)
        self._announced_month = first

    def _follow_up(self, now: Instant) -> None:
        """The weekly notices after leaving a programme, once a day, when the reminder hour has come (RULES 8.9, 12)."""
        policy = self._ledger.policy
        today = policy.calendar.date(now)
        if now < policy.calendar.at_hour(today, policy.reminders.hour):
            today -= timedelta(days=1)
        if self._followed_up == today:
            return
        self._begin(TourKind.PROGRAMME_LEFT, today.isoformat(), now)
        self._followed_up = today

    def _begin(self, kind: TourKind, about: str, at: Instant) -> None:
        self._write(lambda transaction: begin(transaction, kind, f"{kind}:{about}", at, {"about": about}))

    def _tell_some(self, now: Instant) -> bool:
        """Write the next shops' notices of the oldest tour that brings some; False if there is none."""
        with self.database.read() as transaction:
            tour = under_way(transaction, _NOTICES)
            if tour is None:
                return False
            if tour.kind is TourKind.MONTHLY_REPORT:
                names = [name for (name,) in transaction.rows(_NEXT_TEAMS, (tour.reached, self._teams))]
            else:
                names = next_leavers(transaction, tour.at, tour.reached, self._ledger.piece)
        campaigns = self._ledger.world_now().campaigns

        def come_by(transaction: Transaction) -> None:
            if not go_on(transaction, tour, names, now) or not names:
                return
            sellers = tour.reached, names[-1]
            if tour.kind is TourKind.MONTHLY_REPORT:
                self._report(transaction, tour, sellers)
            else:
                follow_up(transaction, self._ledger.policy, campaigns, tour.at, sellers)

        self._write(come_by)
        return True

    def _report(self, transaction: Transaction, tour: Tour, sellers: tuple[str, str]) -> None:
        month, calendar = tour.detail["about"], self._ledger.policy.calendar
        roles = sorted(NoticeKind.MONTHLY_REPORT.audience)
        first = calendar.date(tour.at)
        last = first - timedelta(days=1)
        days = last.replace(day=1).toordinal(), last.toordinal()
        began = calendar.start_of_day(first)
        wanted = (month, tour.at, json.dumps({"month": month}), *roles, *sellers, began, *days)
        transaction.run(_MONTHLY.replace("$", ",".join("?" * len(roles))), wanted)
