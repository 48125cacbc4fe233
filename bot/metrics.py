"""What is counted for Prometheus, and the one place that knows it.

Problem: the numbers come from many places, and a label that grows with sellers or texts ends both privacy and the
machine that keeps them.
Decision: every metric is made here, with labels out of closed sets; whoever has something to count calls a function.
What waits is not counted as it goes by but read from the rows when somebody asks, for several processes work on them.
Limit: one process counts for itself. A counter begins again with it, as Prometheus expects.
"""

import math
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot import VERSION
from bot.signs import Loop, Signs
from core.refusals import Outcome, Refusal, Verdict
from core.values import SECOND, Instant

if TYPE_CHECKING:
    from storage.books.backlog import Backlog

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
OTHER: Final = "other"
"""What a label says of whatever is not in its closed set."""
UPDATES: Final = frozenset({"message", "callback_query", "edited_message", "my_chat_member"})
"""The kinds of updates that the chat handles."""
METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
_WAITING: Final = "notice", "broadcast"
_TAP_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_REQUEST_SECONDS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30)


class Sent(StrEnum):
    """What became of a message that was to be sent."""

    SENT = "sent"
    LATER = "later"
    """Telegram, or the way there, could not take it now."""
    BLOCKED = "blocked"
    """The person stopped the bot."""
    FAILED = "failed"
    """It can never be sent."""
    BROKEN = "broken"
    """There are no words for it: a bug."""


class Delivered(StrEnum):
    """What became of an attempt to deliver an event to a marketplace's own address."""

    DELIVERED = "delivered"
    FAILED = "failed"
    """It is tried again."""
    GIVEN_UP = "given_up"
    """It was tried for as long as is promised, and is there to be sent again by hand."""


class Worked(StrEnum):
    """How a turn of a loop ended."""

    WELL = "well"
    FAILED = "failed"
    """What it needs cannot be reached: the database, Telegram."""
    BROKEN = "broken"
    """A bug."""


REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)


def _counter(name: str, what: str, *labels: str) -> Counter:
    return Counter(name, what, labels, namespace="seller_premium", registry=REGISTRY)


def _gauge(name: str, what: str, *labels: str) -> Gauge:
    return Gauge(name, what, labels, namespace="seller_premium", registry=REGISTRY)


def _histogram(name: str, what: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
    return Histogram(name, what, labels, namespace="seller_premium", registry=REGISTRY, buckets=buckets)


_build: Final = _gauge("build", "Always 1; the version is in the label.", "version")
_updates: Final = _counter("updates", "Updates from Telegram that were handled, well or not.", "kind")
_update_failures: Final = _counter("update_failures", "Updates whose handling broke: bugs.", "kind")
_updates_skipped: Final = _counter("updates_skipped", "Updates of which nothing could be made.")
_update_seconds: Final = _histogram("update_seconds", "From an update's arrival to its answer.", _TAP_SECONDS, "kind")
_polls: Final = _counter("polls", "Calls for updates.", "outcome")
_facts: Final = _counter("facts", "Lines of the feed, by what they came to.", "outcome")
_refusals: Final = _counter("facts_refused", "Lines of the feed that were refused, by the code.", "reason")
_beats: Final = _counter("beats", "Turns of due work.", "outcome")
_sends: Final = _counter("sends", "Messages that were to be sent, by what became of them.", "result")
_webhooks: Final = _counter("webhook_deliveries", "Attempts to deliver events to own addresses.", "result")
_requests: Final = _counter("http_requests", "Requests over HTTP.", "method", "route", "status")
_request_seconds: Final = _histogram(
    "http_request_seconds", "From a request's head to the end of its answer.", _REQUEST_SECONDS, "route"
)

_database_up: Final = _gauge("database_up", "1 if the database could be read just now.")
_due_lag: Final = _gauge("due_lag_seconds", "How late the oldest due work is that is not done.")
_stopped: Final = _gauge("due_work_stopped", "1 while due work is stopped because many sellers fail alike.")
_waiting: Final = _gauge("outbox_waiting", "Messages that are not settled; 50,000 are counted at most.", "kind")
_oldest: Final = _gauge("outbox_oldest_seconds", "How long the oldest notice waits, not for the end of quiet hours.")
_parked: Final = _gauge("parked_sellers", "Sellers under review.")
_seen: Final = _gauge("loop_age_seconds", "Since a loop last came round; NaN if it never did.", "loop")
_reaches: Final = _gauge("loop_well", "1 if a loop's last turn went well.", "loop")

# A series that is not there yet cannot rise: whatever is in a closed set begins at nothing.
for _metric, _known in (
    (_facts, Verdict),
    (_sends, Sent),
    (_webhooks, Delivered),
    (_beats, Worked),
    (_polls, Worked),
    (_updates, UPDATES),
    (_update_failures, UPDATES),
):
    for _label in _known:
        _metric.labels(_label)
_build.labels(VERSION).set(1)


def _in(name: str, known: frozenset[str]) -> str:
    return name if name in known else OTHER


def update_handled(kind: str, seconds: float) -> None:
    """An update was handled, well or not."""
    kind = _in(kind, UPDATES)
    _updates.labels(kind).inc()
    _update_seconds.labels(kind).observe(seconds)


def update_failed(kind: str) -> None:
    """Handling an update broke."""
    _update_failures.labels(_in(kind, UPDATES)).inc()


def update_skipped() -> None:
    """Nothing could be made of an update."""
    _updates_skipped.inc()


def polled(how: Worked) -> None:
    """Telegram was asked for updates."""
    _polls.labels(how).inc()


def fact_taken(outcome: Outcome) -> None:
    """A line of the feed was answered."""
    _facts.labels(Verdict(outcome.kind)).inc()
    if outcome.kind == Verdict.REFUSED:
        _refusals.labels(outcome.reason if outcome.reason in set(Refusal) else OTHER).inc()


def beaten(how: Worked) -> None:
    """Due work was looked for."""
    _beats.labels(how).inc()


def sent(result: Sent) -> None:
    """A message was tried."""
    _sends.labels(result).inc()


def webhook_delivered(result: Delivered) -> None:
    """A delivery to a marketplace's own address was tried."""
    _webhooks.labels(result).inc()


def request_answered(method: str, route: str | None, status: int, seconds: float) -> None:
    """A request was answered. `route` is the path as it was declared, without anybody's id; None for no route."""
    route = route or OTHER
    _requests.labels(_in(method, METHODS), route, str(status)).inc()
    _request_seconds.labels(route).observe(seconds)


def exposition(backlog: "Backlog | None", now: Instant, signs: Signs) -> bytes:
    """Everything as Prometheus reads it. `backlog` None: the database cannot be read, and nothing is said of it."""
    _database_up.set(backlog is not None)
    if backlog is None:
        for gauge in (_due_lag, _stopped, _oldest, _parked, *(_waiting.labels(kind) for kind in _WAITING)):
            gauge.set(math.nan)
    else:
        _due_lag.set(backlog.due_lag(now) / SECOND)
        _stopped.set(backlog.stop is not None)
        _oldest.set(backlog.message_age(now) / SECOND)
        _parked.set(backlog.parked)
        for kind, count in zip(_WAITING, (backlog.messages, backlog.mailings), strict=True):
            _waiting.labels(kind).set(count)
    for loop in Loop:
        sign = signs.last(loop)
        _seen.labels(loop).set(math.nan if sign is None else sign.seconds_ago)
        _reaches.labels(loop).set(math.nan if sign is None else sign.fault is None)
    return generate_latest(REGISTRY)
