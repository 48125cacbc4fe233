"""The events that other systems are told: one for each kind of notice, and one for each change without a notice.

Nothing is kept about an event: its type, its id and the resource to read follow from what it tells.
"""

import hashlib
import json
from typing import Final, NamedTuple

from core.notices.kinds import NoticeKind
from core.values import Instant
from storage.rows.changes import ChangeKind

NOTICE: Final = "notice."
CHANGE: Final = "change."
EVENT_TYPES: Final = (*(NOTICE + kind for kind in NoticeKind), *(CHANGE + kind for kind in ChangeKind))
"""Every type, in the order of the rulebook (RULES 12, 12.4)."""


class Event(NamedTuple):
    """Something to tell. `id` is the same for every endpoint and for ever, also after a backup was restored."""

    id: str
    type: str
    seller: str
    at: Instant


def event_of(prefix: str, key: str, seller: str, kind: str, at: Instant) -> Event:
    """The event of a notice or a change, by its key, which is unique for the seller."""
    named = json.dumps([prefix, seller, key], ensure_ascii=True).encode()
    return Event(f"evt_{hashlib.sha256(named).hexdigest()[:32]}", prefix + kind, seller, at)
