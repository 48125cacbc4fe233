"""The courier: tells other systems' endpoints of events, signed by Standard Webhooks.

Problem: an endpoint may be slow, hang, answer without end, send elsewhere or be gone, and the others must not notice.
Decision: each endpoint is served by itself, one event after the other; it is given `TIMEOUT` seconds, its answer's
status is all that counts, nothing is followed, and what fails is put off for longer and longer. An event says what and
whose and where to read it; amounts are nobody's business on the way.
Limit: at least once: the receiver knows a repeat by `webhook-id`.
"""

import asyncio
import contextlib
import json
from datetime import UTC, datetime
from http import HTTPStatus
from random import Random
from typing import Final
from urllib.parse import quote

import structlog
from aiohttp import (
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
)
from standardwebhooks import Webhook

from bot import VERSION, metrics
from bot.clock import Clock
from bot.logs import places
from bot.metrics import Delivered
from bot.post.addresses import PrivateAddress, public_socket
from core.notices.kinds import NoticeKind
from core.values import HOUR, SECOND, Instant, format_instant
from storage.post.events import NOTICE, Event
from storage.post.webhooks import Consignment, Webhooks
from storage.rows.changes import ChangeKind
from storage.rows.errors import StorageError

TIMEOUT: Final = 15
"""Seconds for one request, its answer's status included."""
FIRST_PAUSE: Final = 5
LONGEST_PAUSE: Final = 3600
"""Seconds between attempts: doubling from the first to the longest, a tenth more or less."""
AT_ONCE: Final = 20
"""Endpoints served at the same time."""
LOOK_SECONDS: Final = 30.0
"""Between looks that nobody asked for."""
PATIENCE: Final = 10
"""Seconds for what is under way when the courier stops."""
CLEAN_EVERY: Final[Instant] = HOUR
_RESOURCES: Final = {"4": "/subscription", "5": "/subscription", "6": "/subscription", "8": "/balance", "9": "/balance",
                     "10": "/balance"}  # fmt: skip
"""What to read after a notice, by the section of the rule that it follows; else the seller."""
_BUSY: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_FAULTS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (InvalidURL, "the address cannot be used"),
    (ClientSSLError, "no secure connection"),
    (ClientConnectorDNSError, "the host is not known"),
    (ClientConnectorError, "no connection"),
    (ClientResponseError, "what answers does not speak HTTP"),
    (TimeoutError, "no answer in time"),
)
log = structlog.get_logger(__name__)


def link_of(event: Event) -> str:
    """The resource that shows what the event is about."""
    kind = event.type.partition(".")[2]
    if event.type.startswith(NOTICE):
        resource = _RESOURCES.get(NoticeKind(kind).rule.partition(".")[0], "")
    else:
        resource = "" if kind in (ChangeKind.UNDER_REVIEW, ChangeKind.RELEASED) else "/balance"
    return f"/api/v1/sellers/{quote(event.seller, safe='')}{resource}"


def payload_of(event: Event) -> str:
    """The body: what, when, whose, and where to read it."""
    data = {"seller": event.seller, "link": link_of(event)}
    body = {"type": event.type, "timestamp": format_instant(event.at), "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def headers_of(consignment: Consignment, payload: str, at: Instant) -> dict[str, str]:
    """The headers of Standard Webhooks for an attempt at this instant: a signature of every secret in force."""
    stamp = datetime.fromtimestamp(at // SECOND, UTC)
    signatures = [Webhook(secret).sign(consignment.event.id, stamp, payload) for secret in consignment.secrets]
    return {
        "Content-Type": "application/json",
        "User-Agent": f"seller-premium/{VERSION}",
        "webhook-id": consignment.event.id,
        "webhook-timestamp": str(at // SECOND),
        "webhook-signature": " ".join(signatures),
    }


class Courier:
    """Serves the endpoints. One to a process; several processes may run at once.

    `wall` is the clock by which receivers judge how old a signature is; `seed` scatters attempts.
    """

    def __init__(
        self,
        webhooks: Webhooks,
        clock: Clock,
        wall: Clock,
        *,
        allow_private: bool = False,
        seed: int | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._webhooks = webhooks
        self._clock = clock
        self._wall = wall
        self._allow_private = allow_private
        self._random = Random(seed)  # noqa: S311  (scatters attempts, guards nothing)
        self._seconds = timeout
        self._nudged = asyncio.Event()
        self._served: set[int] = set()
        self._stopping = False
        self._is_held_up = False
        self._cleaned: Instant | None = None

    def nudge(self) -> None:
        """There may be something to tell: look soon. Called from the event loop; does not block."""
        self._nudged.set()

    def stop(self) -> None:
        """Begin nothing more; `run` ends when what is under way is answered and noted."""
        self._stopping = True
        self.nudge()

    async def run(self) -> None:
        """Serve until `stop`, then `PATIENCE` seconds longer at most."""
        async with self._session() as session:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as tasks:
                    while not self._stopping:
                        self._nudged.clear()  # before the look: who nudges during it may have come too late for it
                        await self._look(session, tasks)
                        await self._rest()
                    limit.reschedule(asyncio.get_running_loop().time() + PATIENCE)

    async def deliver(self) -> None:
        """Tell every endpoint what can be told now."""
        async with self._session() as session, asyncio.TaskGroup() as tasks:
            await self._look(session, tasks)

    def _session(self) -> ClientSession:
        connector = TCPConnector(
            use_dns_cache=False, socket_factory=None if self._allow_private else public_socket, limit=AT_ONCE
        )
        return ClientSession(
            connector=connector, timeout=ClientTimeout(), cookie_jar=DummyCookieJar(), auto_decompress=False
        )

    async def _look(self, session: ClientSession, tasks: asyncio.TaskGroup) -> None:
        now = self._clock.now()
        try:
            if self._cleaned is None or not self._cleaned <= now < self._cleaned + CLEAN_EVERY:
                await asyncio.to_thread(self._webhooks.clean, now)
                self._cleaned = now
            ready = await asyncio.to_thread(self._webhooks.ready, now)
        except StorageError as error:
            log.error("webhooks_not_read", reason=str(error))
            return
        for webhook in ready:
            if webhook not in self._served and len(self._served) < AT_ONCE:
                self._served.add(webhook)
                tasks.create_task(self._serve(session, webhook))

    async def _rest(self) -> None:
        """Until an endpoint is due, or until somebody nudges."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(await self._pause()):
                await self._nudged.wait()

    async def _pause(self) -> float:
        try:
            due = await asyncio.to_thread(self._webhooks.next_at)
        except StorageError:
            due = None
        # What is due and cannot be noted would be looked at again and again.
        held_up, self._is_held_up = self._is_held_up, False
        if due is None or held_up:
            return LOOK_SECONDS
        # Who is served already, or waits for room, nudges at the end.
        least = 1.0 if self._served else 0.0
        return min(LOOK_SECONDS, max(least, (due - self._clock.now()) / SECOND))

    async def _serve(self, session: ClientSession, webhook: int) -> None:
        """Tell one endpoint one thing after the other, until there is nothing or one fails."""
        try:
            while not self._stopping:
                consignment = await asyncio.to_thread(self._webhooks.take, webhook, self._clock.now())
                if consignment is None or not await self._send(session, consignment):
                    break
        except StorageError as error:  # the lease runs out, and it is tried again
            self._is_held_up = True
            log.error("webhook_not_settled", webhook=webhook, reason=str(error))
        except Exception as error:  # a bug with one endpoint must not end the bot for everybody
            self._is_held_up = True
            log.error("webhook_broken", webhook=webhook, error=type(error).__name__, places=places(error))
        else:
            self.nudge()
        finally:
            self._served.discard(webhook)

    async def _send(self, session: ClientSession, consignment: Consignment) -> bool:
        """Send one event and settle it; true if the endpoint has it."""
        payload = payload_of(consignment.event)
        headers = headers_of(consignment, payload, self._wall.now())
        status, asked = None, 0
        error: str | None
        try:
            async with (
                asyncio.timeout(self._seconds),
                # What the answer holds is not read: a longer one ends the connection.
                session.post(
                    consignment.url, data=payload.encode(), headers=headers, allow_redirects=False
                ) as response,
            ):
                status, asked = response.status, _asked(response)
        except (ClientError, OSError, ValueError) as fault:  # a timeout is an OSError, what is no address a ValueError
            error = _words(fault)
        else:
            error = None if _is_good(status) else f"HTTP status {status}"
        now = self._clock.now()
        if error is None and status is not None:
            await asyncio.to_thread(self._webhooks.sent, consignment, status, now)
            metrics.webhook_delivered(Delivered.DELIVERED)
            return True
        await self._put_off(consignment, error or "no answer", status, asked, now)
        return False

    async def _put_off(
        self, consignment: Consignment, error: str, status: int | None, asked: int, now: Instant
    ) -> None:
        gone = status == HTTPStatus.GONE
        pause = max(asked, self._next_pause(consignment.failures))
        failed = await asyncio.to_thread(
            self._webhooks.not_sent, consignment, error, now,
            until=now + int(pause * SECOND), status=status, for_good=gone,
        )  # fmt: skip
        which = {"webhook": consignment.webhook, "event_id": consignment.event.id, "error": error}
        metrics.webhook_delivered(Delivered.GIVEN_UP if failed or gone else Delivered.FAILED)
        if failed or gone:
            log.warning("webhook_given_up", **which, failed=failed, paused=gone)
        else:
            log.info("webhook_not_taken", **which, failures=consignment.failures + 1)

    def _next_pause(self, failures: int) -> float:
        seconds = min(LONGEST_PAUSE, FIRST_PAUSE << min(failures, 20))
        return seconds * self._random.uniform(0.9, 1.1)


def _is_good(status: int | None) -> bool:
    return status is not None and HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def _asked(response: ClientResponse) -> int:
    """Seconds for which a busy endpoint asks to be left alone."""
    asked = response.headers.get("Retry-After", "")
    if response.status not in _BUSY or not (asked.isascii() and asked.isdigit()):
        return 0
    return min(int(asked[:9]), LONGEST_PAUSE)


def _words(fault: Exception) -> str:
    """What was wrong, in words that may be kept and shown: neither an address nor an answer is quoted."""
    cause = getattr(fault, "os_error", fault)
    if isinstance(cause, PrivateAddress):
        return PrivateAddress.WORDS
    return next((words for kind, words in _FAULTS if isinstance(fault, kind)), "the connection broke off")
