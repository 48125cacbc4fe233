"""The heartbeat: APScheduler asks "what is due?", the rows answer (RULES 2.5): the rows are the schedule.

Problem: the machine's clock may be set while the bot runs, and a job that waits for an instant of the wall clock then
waits for hours.
Decision: one loop beats, and whatever has a reason nudges it: a tap, the next due instant, and APScheduler's regular
job. All waiting is for seconds, not for instants. A beat that comes late, twice or not at all changes nothing but the
delay, so no job is stored and none belongs to a seller.
Limit: what is due is judged by the wall clock; after it was set back, what had already been due in the hours that come
again is done, and the rest comes when its instant does.
"""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import UTC
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.frame.ports import Ports
from bot.post.notifier import LEASE, LONGEST_PAUSE, Notifier
from bot.post.turns import ended, tell
from core.values import SECOND, Instant
from storage.ledger.due_work import DueWork
from storage.ledger.ledger import Ledger
from storage.rows.errors import StorageError

EVERY_SECONDS = 30
PATIENCE = 10
"""Seconds for what is under way when the heart stops."""
log = structlog.get_logger()


def _nothing(now: Instant) -> None:
    return None


def _nobody_listens() -> None:
    return None


class _SteadyScheduler(AsyncIOScheduler):  # type: ignore[misc]  # publishes no types
    """APScheduler with one regular job, which a clock that was set back does not stop.

    Its timer is monotonic but its jobs' next runs are instants of the wall clock, so the timer wakes it too early by as
    much as the clock was set back, and it would sleep that long.
    """

    def __init__(self, job: Callable[[], Any], every: float) -> None:
        super().__init__(timezone=UTC)
        self._every = every
        self.add_job(job, "interval", seconds=every, id="beat", coalesce=True, misfire_grace_time=None)

    def _process_jobs(self) -> float | None:
        wait: float | None = super()._process_jobs()
        if wait is not None and wait > 2 * self._every:
            self.reschedule_job("beat", trigger="interval", seconds=self._every)
            return self._every
        return wait


class Heart:
    """Does due work and sends what is waiting: regularly, at the next due instant, and when nudged by a tap.

    `before` runs first in each beat, in the worker thread (the demo's arriving orders). `ledger` does the due work,
    else that of the ports. `told` is called in the event loop when what happened has become messages and events.
    `every` is seconds between regular beats.
    """

    def __init__(
        self,
        ports: Ports,
        notifier: Notifier,
        before: Callable[[Instant], None] = _nothing,
        *,
        ledger: Ledger | None = None,
        told: Callable[[], None] = _nobody_listens,
        every: float = EVERY_SECONDS,
    ) -> None:
        self._ports = ports
        self._notifier = notifier
        self._before = before
        self._told = told
        self._one_at_a_time = asyncio.Lock()
        self._nudged = asyncio.Event()
        self._due_work = DueWork(ledger or ports.ledger)
        self._is_held_up = False
        self._scheduler = _SteadyScheduler(self._regularly, every)
        self._limit: asyncio.Timeout | None = None
        self._stopping = False
        self._last: Instant | None = None

    def nudge(self) -> None:
        """Something may be waiting to be sent: look soon. Called from the event loop; does not block."""
        self._nudged.set()

    async def _regularly(self) -> None:
        self.nudge()  # a coroutine: APScheduler runs functions in threads

    async def beat(self) -> int:
        """Do all due work now and send what is waiting; returns at how many instants there was work."""
        async with self._one_at_a_time:
            await self._follow_the_clock()
            instants = await asyncio.to_thread(self._work)
            self._told()
            await self._notifier.deliver()
            return instants

    async def _follow_the_clock(self) -> None:
        """After the clock was set back, rows wait for instants that are hours away: bring those near."""
        now, last = self._ports.clock.now(), self._last
        self._last = now
        if last is None:  # nobody knows by which clock the last process lived
            await asyncio.to_thread(self._ports.outbox.set_back, now, lease=LEASE, wait=LONGEST_PAUSE)
        elif now < last:
            log.warning("clock_set_back", seconds=(last - now) // SECOND)
            await asyncio.to_thread(self._ports.outbox.set_back, now, lease=LEASE, wait=0)

    def _work(self) -> int:
        now = self._ports.clock.now()
        self._before(now)
        swept = self._due_work.do(now)
        self._is_held_up = swept.stopped is not None
        tell(swept, self._ports.broadcasts, self._ports.texts, now)
        outbox = self._ports.outbox
        with outbox.database.patiently():
            outbox.fan_out(now)
        return swept.instants

    async def _safe_beat(self) -> bool:
        try:
            await self.beat()
        except Exception as error:
            return ended(self._ports.signs, error)
        return ended(self._ports.signs, None)

    async def _rest(self, went_well: bool) -> None:
        """Until the next due instant, or until somebody nudges.

        After a beat that failed until the regular one: what is overdue would wake it at once, again and again.
        """
        due = await asyncio.to_thread(self._next) if went_well else None
        seconds = None if due is None else max(0, due - self._ports.clock.now()) / SECOND
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._nudged.wait()

    def _next(self) -> Instant | None:
        try:
            due, sending = self._ports.ledger.next_due(), self._ports.outbox.next_at()
        except StorageError:
            return None  # the regular beat tries again and says why
        if sending is not None:
            # Before the end of a pause that Telegram asked for nothing would be sent, and beats would spin.
            sending = max(sending, self._notifier.paused_until)
        if self._is_held_up:
            due = None  # the same for a sweep that stopped
        return min((at for at in (due, sending) if at is not None), default=None)

    def stop(self) -> None:
        """Begin nothing more; `run` ends when the messages under way are sent and recorded."""
        self._stopping = True
        self._notifier.stop()
        self.nudge()
        if self._limit is not None:
            self._limit.reschedule(asyncio.get_running_loop().time() + PATIENCE)

    async def run(self) -> None:
        """Beat until `stop`, then `PATIENCE` seconds longer at most."""
        self._scheduler.start()
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(None) as self._limit:
                    while not self._stopping:
                        self._nudged.clear()  # before the beat: whoever nudges during it may have come too late for it
                        went_well = await self._safe_beat()
                        if not self._stopping:
                            await self._rest(went_well)
        finally:
            self._limit = None
            self._scheduler.shutdown(wait=False)
