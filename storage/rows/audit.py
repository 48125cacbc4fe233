"""Who did what outside the programme's own history: people, links, operators, accounts under review.

One note a deed, written in the transaction that does it and never changed. Limit: notes name nobody; numbers stand for
people, so that a person's data can be deleted while the note stays (RULES 15.19).
"""

import json
from typing import Any, Final

from core.values import Instant
from storage.rows.changes import Changed, ChangeKind, keep_changes
from storage.rows.transaction import Transaction

_NOTE: Final = "INSERT INTO audit (at, seller, actor, action, detail) VALUES (?, ?, ?, ?, ?)"
_REVIEW: Final = "UPDATE seller SET parked = ?, version = version + 1 WHERE id = ? AND parked <> ?"
_LOOK_AT: Final = "UPDATE seller SET next_due = clock WHERE id = ? AND (next_due IS NULL OR next_due > clock)"


def note(transaction: Transaction, now: Instant, seller: str | None, actor: str, action: str, **detail: Any) -> None:
    """Write down who did what; `detail` is kept as JSON."""
    transaction.run(_NOTE, (now, seller, actor, action, json.dumps(detail, ensure_ascii=False)))


def review(
    transaction: Transaction, now: Instant, seller: str, actor: str, *, parked: bool, failure: str | None = None
) -> bool:
    """Park an account or let it work again (RULES 11), noted with who found it so, and why. False: it was so before."""
    # The version moves on, so that no account kept in memory is used as it was.
    if not transaction.run(_REVIEW, (parked, seller, parked)):
        return False
    if not parked:
        transaction.run(_LOOK_AT, (seller,))  # facts for all that went by are its due work now
    detail = {} if failure is None else {"failure": failure}
    note(transaction, now, seller, actor, "parked" if parked else "released", **detail)
    kind = ChangeKind.UNDER_REVIEW if parked else ChangeKind.RELEASED
    keep_changes(transaction, [Changed(f"{kind}:{now}", seller, kind, now)])
    return True
