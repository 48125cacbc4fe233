"""The heartbeat: APScheduler asks "what is due?", the rows answer (RULES 2.5): the rows are the schedule.

A few jobs with fixed ids live in memory: a regular beat, and one that wakes at the next due instant. A job that comes
late, twice or not at all changes nothing but the delay, so none is stored and none belongs to a seller.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.alarm import alarm
from bot.clock import WallClock
from bot.notifier import Notifier
from bot.ports import Services
from core.values import Instant
from storage.database import StorageError
from storage.due_work import DueWork

EVERY_SECONDS = 30
SECOND = 1_000_000
log = structlog.get_logger()


def _nothing(now: Instant) -> None:
    return None


class Heart:
    """Does due work and sends what is waiting: regularly, at the next due instant, and when nudged by a tap.

    `before` runs first in each beat, in the worker thread (the demo's arriving orders).
    """

    def __init__(self, services: Services, notifier: Notifier, before: Callable[[Instant], None] = _nothing) -> None:
        self._services = services
        self._notifier = notifier
        self._before = before
        self._one_at_a_time = asyncio.Lock()
        self._nudged = asyncio.Event()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._due_work = DueWork(services.ledger)
        self._is_held_up = False

    def nudge(self) -> None:
        """Something may be waiting to be sent: look soon. Called from the event loop; does not block."""
        self._nudged.set()

    async def beat(self) -> int:
        """Do all due work now and send what is waiting; returns at how many instants there was work."""
        async with self._one_at_a_time:
            instants = await asyncio.to_thread(self._work)
            await self._notifier.deliver()
            return instants

    def _work(self) -> int:
        now = self._services.clock.now()
        self._before(now)
        swept = self._due_work.do(now)
        if swept.parked:
            log.error("sellers_parked", sellers=swept.parked)
        stopped = swept.stopped
        self._is_held_up = stopped is not None
        if stopped is not None:
            log.error(
                "sweep_stopped", failure=stopped.failure, failed=stopped.failed, due=stopped.due, exc_info=stopped.error
            )
            alarm(self._services.broadcasts, self._services.texts, stopped, now)
        self._services.outbox.fan_out(now)
        return swept.instants

    async def _safe_beat(self) -> None:
        try:
            await self.beat()
        except StorageError as error:
            # The next regular beat does it all. A wake for what is overdue would come at once, and again, and again.
            log.error("beat_failed", reason=str(error))
        except Exception:  # a bug in one place must not end the bot for everybody
            log.exception("beat_broken")
        else:
            await self._plan_wake()

    async def _plan_wake(self) -> None:
        due = await asyncio.to_thread(self._next)
        if due is None:
            return
        wait = max(0, due - self._services.clock.now())
        at = datetime.fromtimestamp((WallClock().now() + wait) / SECOND, tz=UTC)
        self._scheduler.add_job(
            self._safe_beat, "date", run_date=at, id="wake", replace_existing=True, misfire_grace_time=None
        )

    def _next(self) -> Instant | None:
        try:
            due, sending = self._services.ledger.next_due(), self._services.outbox.next_at()
        except StorageError:
            return None  # the regular beat tries again and says why
        if sending is not None:
            # Before the end of a pause that Telegram asked for nothing would be sent, and beats would spin.
            sending = max(sending, self._notifier.paused_until)
        if self._is_held_up:
            due = None  # the same for a sweep that stopped
        return min((at for at in (due, sending) if at is not None), default=None)

    async def run(self) -> None:
        """Beat until cancelled."""
        self._scheduler.add_job(
            self._safe_beat,
            "interval",
            seconds=EVERY_SECONDS,
            id="beat",
            replace_existing=True,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()
        try:
            while True:
                self._nudged.clear()  # before the beat: whoever nudges during it may have come too late for it
                await self._safe_beat()
                await self._nudged.wait()
        finally:
            self._scheduler.shutdown(wait=False)
