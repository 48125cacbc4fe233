"""Messages that are to be changed: a request for approval that stands in chats has its answer (RULES 5.5).

Problem: whoever was asked still sees the buttons of a request that somebody else has answered. Decision: the answer
marks the deliveries of the request; whoever edits takes them under a lease, as a sender takes messages, and marks what
is done. A message that its reader changed with a tap needs nothing more. Limit: who dies between the edit and its mark
edits once more, which changes nothing.
"""

import json
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from core.notices.kinds import NoticeKind
from core.policy import Policy
from core.values import SECOND, Instant, Role
from storage.people.approvals import request_key
from storage.rows.database import Database
from storage.rows.transaction import Transaction

_TO_EDIT: Final = """
SELECT d.id, d.telegram_id, d.message_id, n.seller, n.data, d.attempts, p.timezone,
    COALESCE(p.locale, s.locale), m.role
FROM delivery d JOIN notice n ON n.id = d.notice JOIN seller s ON s.id = n.seller
LEFT JOIN member m ON m.seller = n.seller AND m.telegram_id = d.telegram_id AND m.removed_at IS NULL
LEFT JOIN person p ON p.telegram_id = d.telegram_id
WHERE d.edit_at <= ? AND d.state = 'sent' ORDER BY d.edit_at, d.id LIMIT ?
"""
_TO_EDIT_LOCKED: Final = _TO_EDIT + " FOR UPDATE OF d SKIP LOCKED"
_EDIT_LATER: Final = "UPDATE delivery SET edit_at = ?, attempts = attempts + 1 WHERE id = ?"
_EDITED: Final = "UPDATE delivery SET edit_at = NULL WHERE id = ?"
_EDITED_BY_TAP: Final = (
    "UPDATE delivery SET edit_at = NULL WHERE telegram_id = ? "
    "AND notice = (SELECT id FROM notice WHERE seller = ? AND key = ?)"
)
_NEXT_EDIT: Final = "SELECT MIN(edit_at) FROM delivery WHERE edit_at IS NOT NULL AND state = 'sent'"
_SOONER_EDIT: Final = "UPDATE delivery SET edit_at = ? WHERE edit_at > ?"


class Correction(NamedTuple):
    """A message in somebody's chat that is to be changed: the request it tells of has its answer (RULES 5.5).

    Settle it with `edited`, or `edit_later`. `locale` and `timezone` are as in a `Parcel`.
    """

    delivery: int
    telegram_id: int
    message_id: int
    seller: str
    approval: int
    locale: str | None
    timezone: str
    attempts: int


class Corrections:
    """Hands out the messages to change. Safe to call from several threads and processes."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self._database = database
        self._policy = policy

    def claim(self, now: Instant, limit: int, lease: int) -> list[Correction]:
        """Up to `limit` messages to change now, for `lease` seconds: requests that have their answer (RULES 5.5).

        Who may not know of it any more keeps the message as it is.
        """
        with self._database.write() as transaction:
            found = transaction.rows(_TO_EDIT_LOCKED if transaction.postgresql else _TO_EDIT, (now, limit))
            corrections: list[Correction] = []
            for id_, person, message_id, seller, data, attempts, timezone, locale, role in found:
                theirs = role is not None and Role(role) in NoticeKind.APPROVAL_REQUESTED.audience
                if message_id is None or not theirs:
                    transaction.run(_EDITED, (id_,))
                    continue
                transaction.run(_EDIT_LATER, (now + lease * SECOND, id_))
                corrections.append(
                    Correction(
                        id_, person, message_id, seller, json.loads(data)["approval"], locale,
                        timezone or self._policy.timezone, attempts + 1,
                    )
                )  # fmt: skip
        return corrections

    def edited(self, delivery: int) -> None:
        """The message says how it is, or it can't be changed, now or ever."""
        self._run(_EDITED, (delivery,))

    def edited_by_tap(self, seller: str, approval: int, telegram_id: int) -> None:
        """This person's message of a request was changed when they tapped it."""
        self._run(_EDITED_BY_TAP, (telegram_id, seller, request_key(seller, approval)))

    def edit_later(self, delivery: int, until: Instant) -> None:
        """Try again at `until`."""
        self._run("UPDATE delivery SET edit_at = ? WHERE id = ? AND edit_at IS NOT NULL", (until, delivery))

    def _run(self, statement: str, values: Sequence[Any]) -> None:
        with self._database.write() as transaction:
            transaction.run(statement, values)


def next_at(transaction: Transaction) -> Instant | None:
    """From when on there is a message to change; None if there is none."""
    row = transaction.row(_NEXT_EDIT)
    return None if row is None else row[0]


def sooner(transaction: Transaction, at: Instant) -> None:
    """Let nothing be changed later than `at`: the clock was set back."""
    transaction.run(_SOONER_EDIT, (at, at))
