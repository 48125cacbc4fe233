"""Endpoints of other systems, and what they are told: the outbox beside that of the messages (RULES 12).

Problem: an endpoint is slow, away for days or gone; what it is told must come in order and not be lost, and no endpoint
may hold up another. Decision: an event becomes a row for each endpoint that wants it, in the transaction that makes it
messages; whoever sends takes the first in line of one endpoint under a lease, and what is put off is the endpoint, not
the row. An endpoint that has taken nothing for `RETRIED_FOR` loses what waited that long: it is kept as failed, with
the reason, and can be sent again. Limit: at least once and under one id; who is killed between the answer and its note
sends again. Secrets are kept as they are, because they sign; nobody is shown them twice.
"""

import base64
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from core.notices.sending import OLDEST_TOLD
from core.values import HOUR, SECOND, Instant
from storage.post.events import CHANGE, NOTICE, Event, event_of
from storage.rows import tables
from storage.rows.answers import Row
from storage.rows.audit import note
from storage.rows.database import Database
from storage.rows.statements import insert
from storage.rows.transaction import Transaction

LEASE: Final = 120
"""Seconds; longer than any request."""
RETRIED_FOR: Final[Instant] = 72 * HOUR
LONGEST_WAIT: Final[Instant] = 24 * HOUR
"""Nothing is put off for longer; what is was put off before the clock was set back."""
ROTATION: Final[Instant] = 24 * HOUR
"""How long an old secret signs beside the new one."""
KEPT: Final[Instant] = 30 * 24 * HOUR
"""How long what was sent is remembered."""
MOST_ENDPOINTS: Final = 100
SECRET_BYTES: Final = 32
_PREFIX: Final = "whsec_"

_ENDPOINT: Final = (
    "SELECT id, url, events, sellers, state, created_at, created_by, old_until, due_at, failures, failing_since, "
    "(SELECT COUNT(*) FROM webhook_delivery d WHERE d.webhook = webhook.id AND d.state = 'waiting'), "
    "(SELECT COUNT(*) FROM webhook_delivery d WHERE d.webhook = webhook.id AND d.state = 'failed') FROM webhook"
)
_LISTENING: Final = "SELECT id, events, sellers FROM webhook WHERE state <> 'removed' ORDER BY id"
_TELL: Final = insert(
    tables.WebhookDelivery,
    ("webhook", "event", "type", "seller", "at", "since", "state", "attempts", "status", "error", "settled_at"),
    ignore=True,
)
_NEW_CHANGES: Final = "SELECT id FROM change WHERE fanned_out_at IS NULL ORDER BY id LIMIT ?"
_MARK_CHANGES: Final = "UPDATE change SET fanned_out_at = ? WHERE fanned_out_at IS NULL AND id BETWEEN ? AND ?"
_FACTS: Final = {
    prefix: f"SELECT key, seller, kind, at FROM {table} "  # noqa: S608  (our own words)
    "WHERE id BETWEEN ? AND ? AND fanned_out_at = ? AND at >= ? ORDER BY id"
    for prefix, table in ((NOTICE, "notice"), (CHANGE, "change"))
}
# What lies further ahead than anything is put off was put there before the clock was set back.
_READY: Final = (
    "w.state = 'active' AND (w.due_at <= ? OR w.due_at > ?) "
    "AND (w.lease_until IS NULL OR w.lease_until <= ? OR w.lease_until > ?) "
    "AND EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.webhook = w.id AND d.state = 'waiting')"
)
_READY_IDS: Final = f"SELECT w.id FROM webhook w WHERE {_READY}"  # noqa: S608  (our own words)
_WAITING: Final = "webhook = ? AND state = 'waiting'"
_FIRST: Final = (
    f"SELECT id, event, type, seller, at, attempts FROM webhook_delivery WHERE {_WAITING} ORDER BY id LIMIT 1"  # noqa: S608
)
_FAILED: Final = (
    "WHERE webhook = ? AND state = 'failed' "
    "AND EXISTS (SELECT 1 FROM webhook w WHERE w.id = webhook AND w.state <> 'removed')"
)
_DELIVERY: Final = (
    "SELECT id, event, type, seller, at, state, attempts, status, error, settled_at FROM webhook_delivery"
)


class WebhookState(StrEnum):
    """Whether an endpoint is told; to one that is paused everything is told later."""

    ACTIVE = "active"
    PAUSED = "paused"
    REMOVED = "removed"


class DeliveryState(StrEnum):
    """What became of an event for an endpoint. `dropped`: the endpoint was removed before."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint. `events` and `sellers` None: all of them. The next attempt is at `due_at`, if there is something."""

    id: int
    url: str
    events: tuple[str, ...] | None
    sellers: tuple[str, ...] | None
    state: WebhookState
    created_at: Instant
    created_by: str
    old_until: Instant | None
    due_at: Instant
    failures: int
    failing_since: Instant | None
    waiting: int
    failed: int


@dataclass(frozen=True, slots=True)
class Told:
    """An event for an endpoint and what became of it; `status` is the last HTTP status, `error` what was wrong."""

    id: int
    event: str
    type: str
    seller: str
    at: Instant
    state: DeliveryState
    attempts: int
    status: int | None
    error: str | None
    settled_at: Instant | None


class Consignment(NamedTuple):
    """An event to send now, with every secret that signs it; `failures` of the endpoint in a row came before."""

    delivery: int
    webhook: int
    url: str
    secrets: tuple[str, ...]
    event: Event
    failures: int


class TooManyEndpoints(Exception):
    """There are `MOST_ENDPOINTS` already."""


# -- events become deliveries: in the transaction of the outbox --------------------------------------------------


def tell_of_notices(transaction: Transaction, first: int, last: int, now: Instant) -> None:
    """Deliveries of the notices of these ids that became messages at `now`."""
    _tell(transaction, NOTICE, first, last, now)


def tell_of_changes(transaction: Transaction, limit: int, now: Instant) -> int:
    """Deliveries of up to so many changes that nobody was told of; returns how many changes there were."""
    found = transaction.rows(_NEW_CHANGES, (limit,))
    if found:
        first, last = found[0][0], found[-1][0]
        transaction.run(_MARK_CHANGES, (now, first, last))
        _tell(transaction, CHANGE, first, last, now)
    return len(found)


def _tell(transaction: Transaction, prefix: str, first: int, last: int, now: Instant) -> None:
    listening = [(id_, _read(events), _read(sellers)) for id_, events, sellers in transaction.rows(_LISTENING)]
    if not listening:
        return
    rows = []
    for row in transaction.rows(_FACTS[prefix], (first, last, now, now - OLDEST_TOLD)):
        event = event_of(prefix, *row)
        for id_, events, sellers in listening:
            if (events is None or event.type in events) and (sellers is None or event.seller in sellers):
                rows.append((id_, *event, now, DeliveryState.WAITING, 0, None, None, None))
    if rows:
        transaction.run_many(_TELL, rows)


def _read(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(json.loads(text))


class Webhooks:
    """The endpoints and their lines. Everything here raises `StorageError`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # -- what the marketplace's staff does ------------------------------------------------------------------

    def create(
        self,
        url: str,
        by: str,
        now: Instant,
        *,
        events: Sequence[str] | None = None,
        sellers: Sequence[str] | None = None,
    ) -> tuple[Endpoint, str]:
        """A new endpoint, told of what happens from now on, and its secret. Raises `TooManyEndpoints`."""
        secret = new_secret()
        with self.database.write() as transaction:
            row = transaction.row("SELECT COUNT(*) FROM webhook WHERE state <> 'removed'")
            if row is not None and row[0] >= MOST_ENDPOINTS:
                raise TooManyEndpoints
            made = transaction.row(
                "INSERT INTO webhook (url, events, sellers, secret, state, created_at, created_by, due_at, failures) "
                "VALUES (?, ?, ?, ?, 'active', ?, ?, 0, 0) RETURNING id",
                (url, _written(events), _written(sellers), secret, now, by),
            )
            assert made is not None
            note(transaction, now, None, by, "webhook_created", webhook=made[0])
            endpoint = _find(transaction, made[0])
        assert endpoint is not None
        return endpoint, secret

    def every(self) -> list[Endpoint]:
        """The endpoints that were not removed."""
        with self.database.read() as transaction:
            return [_endpoint(row) for row in transaction.rows(f"{_ENDPOINT} WHERE state <> 'removed' ORDER BY id")]

    def find(self, webhook: int) -> Endpoint | None:
        """An endpoint that was not removed."""
        with self.database.read() as transaction:
            return _find(transaction, webhook)

    def rotate(self, webhook: int, by: str, now: Instant) -> str | None:
        """A new secret; the one before signs beside it for `ROTATION`. None for an endpoint that is not there."""
        secret = new_secret()
        changed = self._change(
            webhook, by, now, "webhook_rotated",
            "old_secret = secret, old_until = ?, secret = ?", (now + ROTATION, secret),
        )  # fmt: skip
        return secret if changed else None

    def pause(self, webhook: int, by: str, now: Instant) -> bool:
        """Tell it nothing for now; what happens waits. False for an endpoint that is not there."""
        return self._change(webhook, by, now, "webhook_paused", "state = 'paused'")

    def resume(self, webhook: int, by: str, now: Instant) -> bool:
        """Tell it again, at once, beginning with what waits. False for an endpoint that is not there."""
        return self._change(
            webhook, by, now, "webhook_resumed",
            "state = 'active', due_at = ?, failures = 0, failing_since = NULL", (now,),
        )  # fmt: skip

    def remove(self, webhook: int, by: str, now: Instant) -> bool:
        """Tell it nothing ever again; what waits is dropped and its secret forgotten. False if it is not there."""
        return self._change(
            webhook, by, now, "webhook_removed",
            "state = 'removed', secret = '', old_secret = NULL, old_until = NULL", drop=True,
        )  # fmt: skip

    def _change(
        self,
        webhook: int,
        by: str,
        now: Instant,
        action: str,
        values: str,
        parameters: Sequence[Any] = (),
        *,
        drop: bool = False,
    ) -> bool:
        with self.database.write() as transaction:
            statement = f"UPDATE webhook SET {values} WHERE id = ? AND state <> 'removed'"  # noqa: S608  (our own words)
            if not transaction.run(statement, (*parameters, webhook)):
                return False
            if drop:
                transaction.run(
                    f"UPDATE webhook_delivery SET state = 'dropped', settled_at = ? WHERE {_WAITING}",  # noqa: S608
                    (now, webhook),
                )
            note(transaction, now, None, by, action, webhook=webhook)
            transaction.ring()
            return True

    def deliveries(
        self, webhook: int, *, state: DeliveryState | None = None, before: int | None = None, limit: int = 50
    ) -> list[Told]:
        """What an endpoint was told or is to be told, the newest first; `before` is the last id of the page before."""
        where, values = "webhook = ?", list[Any]([webhook])
        if state is not None:
            where, values = f"{where} AND state = ?", [*values, state]
        if before is not None:
            where, values = f"{where} AND id < ?", [*values, before]
        with self.database.read() as transaction:
            rows = transaction.rows(f"{_DELIVERY} WHERE {where} ORDER BY id DESC LIMIT ?", (*values, limit))
        return [_told(row) for row in rows]

    def resend(self, webhook: int, by: str, now: Instant, delivery: int | None = None) -> int:
        """Send again what failed, one or all, under its own id and in its old place; returns how many."""
        one, which = (_FAILED, ()) if delivery is None else (f"{_FAILED} AND id = ?", (delivery,))
        with self.database.write() as transaction:
            count = transaction.run(
                f"UPDATE webhook_delivery SET state = 'waiting', since = ?, attempts = 0, settled_at = NULL {one}",  # noqa: S608
                (now, webhook, *which),
            )
            if count:
                transaction.run(
                    "UPDATE webhook SET due_at = ?, failures = 0, failing_since = NULL WHERE id = ?", (now, webhook)
                )
                note(transaction, now, None, by, "webhook_resent", webhook=webhook, count=count)
                transaction.ring()
        return count

    # -- what the sender does -------------------------------------------------------------------------------

    def ready(self, now: Instant) -> list[int]:
        """The endpoints for which something can be sent now."""
        with self.database.read() as transaction:
            return [id_ for (id_,) in transaction.rows(_READY_IDS, _at(now))]

    def next_at(self) -> Instant | None:
        """The soonest instant at which `ready` may name an endpoint."""
        with self.database.read() as transaction:
            row = transaction.row(
                "SELECT MIN(CASE WHEN w.lease_until > w.due_at THEN w.lease_until ELSE w.due_at END) FROM webhook w "
                "WHERE w.state = 'active' AND EXISTS "
                "(SELECT 1 FROM webhook_delivery d WHERE d.webhook = w.id AND d.state = 'waiting')"
            )
        return None if row is None else row[0]

    def take(self, webhook: int, now: Instant) -> Consignment | None:
        """The first in line of an endpoint, for `LEASE` seconds; None if nothing can be sent to it now."""
        with self.database.write() as transaction:
            lock = " FOR UPDATE OF w" if transaction.postgresql else ""
            row = transaction.row(
                "SELECT w.url, w.secret, w.old_secret, w.old_until, w.failures FROM webhook w "  # noqa: S608
                f"WHERE w.id = ? AND {_READY}{lock}",
                (webhook, *_at(now)),
            )
            if row is None:
                return None
            url, secret, old_secret, old_until, failures = row
            first = transaction.row(_FIRST, (webhook,))
            if first is None:
                return None
            delivery, event, type_, seller, at, attempts = first
            transaction.run("UPDATE webhook SET lease_until = ? WHERE id = ?", (now + LEASE * SECOND, webhook))
            transaction.run("UPDATE webhook_delivery SET attempts = ? WHERE id = ?", (attempts + 1, delivery))
        signing = (secret,) if old_secret is None or now >= old_until else (secret, old_secret)
        return Consignment(delivery, webhook, url, signing, Event(event, type_, seller, at), failures)

    def sent(self, consignment: Consignment, status: int, now: Instant) -> None:
        """The endpoint has it."""
        with self.database.write() as transaction:
            transaction.run(
                "UPDATE webhook_delivery SET state = 'sent', status = ?, error = NULL, settled_at = ? "
                "WHERE id = ? AND state <> 'sent'",
                (status, now, consignment.delivery),
            )
            transaction.run(
                "UPDATE webhook SET lease_until = NULL, due_at = ?, failures = 0, failing_since = NULL WHERE id = ?",
                (now, consignment.webhook),
            )

    def not_sent(
        self,
        consignment: Consignment,
        error: str,
        now: Instant,
        *,
        until: Instant,
        status: int | None = None,
        for_good: bool = False,
    ) -> int:
        """The endpoint did not take it: try again at `until`, or `for_good` pause it, for it says that it is gone.

        What has waited for as long as the endpoint has taken nothing, and that is `RETRIED_FOR`, fails; returns how
        many did.
        """
        webhook = consignment.webhook
        with self.database.write() as transaction:
            transaction.run(
                "UPDATE webhook_delivery SET status = ?, error = ? WHERE id = ? AND state = 'waiting'",
                (status, error, consignment.delivery),
            )
            transaction.run(
                "UPDATE webhook SET lease_until = NULL, due_at = ?, failures = failures + 1, "
                "failing_since = COALESCE(failing_since, ?), "
                "state = CASE WHEN state = 'active' AND ? THEN 'paused' ELSE state END WHERE id = ?",
                (until, now, for_good, webhook),
            )
            row = transaction.row("SELECT failing_since FROM webhook WHERE id = ?", (webhook,))
            if for_good or row is None or row[0] > now - RETRIED_FOR:
                return 0
            return transaction.run(
                "UPDATE webhook_delivery SET state = 'failed', settled_at = ?, "  # noqa: S608
                f"error = COALESCE(error, 'waited behind others') WHERE {_WAITING} AND since <= ?",
                (now, webhook, now - RETRIED_FOR),
            )

    def give_back(self, consignment: Consignment) -> None:
        """It was taken but not tried; anybody may take it at once."""
        with self.database.write() as transaction:
            transaction.run("UPDATE webhook SET lease_until = NULL WHERE id = ?", (consignment.webhook,))
            transaction.run("UPDATE webhook_delivery SET attempts = attempts - 1 WHERE id = ?", (consignment.delivery,))

    def clean(self, now: Instant) -> int:
        """Forget what was sent, or dropped, long ago; returns how many."""
        with self.database.write() as transaction:
            return transaction.run(
                "DELETE FROM webhook_delivery WHERE state IN ('sent', 'dropped') AND settled_at < ?", (now - KEPT,)
            )

    def failed(self) -> int:
        """How many deliveries failed and were not sent again."""
        with self.database.read() as transaction:
            row = transaction.row("SELECT COUNT(*) FROM webhook_delivery WHERE state = 'failed'")
        return 0 if row is None else int(row[0])


def new_secret() -> str:
    """A secret in the form of Standard Webhooks."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _at(now: Instant) -> tuple[Instant, ...]:
    """The parameters of `_READY`."""
    return now, now + LONGEST_WAIT, now, now + LEASE * SECOND


def _written(names: Iterable[str] | None) -> str | None:
    return None if names is None else json.dumps(list(dict.fromkeys(names)), ensure_ascii=False)


def _find(transaction: Transaction, webhook: int) -> Endpoint | None:
    row = transaction.row(f"{_ENDPOINT} WHERE id = ? AND state <> 'removed'", (webhook,))
    return None if row is None else _endpoint(row)


def _endpoint(row: Row) -> Endpoint:
    id_, url, events, sellers, state, *others = row
    return Endpoint(id_, url, _read(events), _read(sellers), WebhookState(state), *others)


def _told(row: Row) -> Told:
    id_, event, type_, seller, at, state, *others = row
    return Told(id_, event, type_, seller, at, DeliveryState(state), *others)
