"""The state of every seller as RULES 13 spells it: what `replay --state` writes and comparisons read."""

import json
from collections.abc import Iterator
from typing import Any, Final

from core.account import Account
from core.values import BooksKind, Instant, format_amount, format_instant
from storage.books.reported import reported_state
from storage.books.standing import Standing, standing_of
from storage.rows.database import Database

SUMS: Final = ("held", "available", "debt", "accrued", "credited", "adjusted", "spent", "expired", "repaid")
"""The amounts of a programme in the order of RULES 13."""


def seller_state(account: Account) -> dict[str, Any]:
    """One seller's state in the exact shape of RULES 13, of a reported shop of RULES 16.7."""
    if account.books is BooksKind.REPORTED:
        return reported_state(account.reported, account.subscription.rating, account.balances)
    s = account.subscription
    return {
        "wallet": format_amount(account.wallet),
        "subscription": {
            "state": s.state,
            "plan": s.plan,
            "renewal": s.renewal,
            "period_start": _instant(s.period_start),
            "period_end": _instant(s.period_end),
            "grace_until": _instant(s.grace_until),
            "trial_used": s.trial_used,
            "end_reason": s.end_reason,
            "badge": s.badge,
            "invitation": s.invitation,
            "fees_paid": format_amount(s.fees_paid),
        },
        "points": points_state(standing_of(account)),
    }


def points_state(found: Standing) -> dict[str, Any]:
    """`points` of RULES 13: every programme's balances, totals and lots in the order of spending."""
    return {
        each.programme: {name: format_amount(getattr(each, name)) for name in SUMS}
        | {
            "lots": [
                {"amount": format_amount(lot.amount), "expires_at": format_instant(lot.expires_at)} for lot in each.lots
            ]
        }
        for each in found.points
    }


def _instant(at: Instant | None) -> str | None:
    return None if at is None else format_instant(at)


def notices(database: Database) -> Iterator[dict[str, Any]]:
    """Every notice the database knows, in time order (RULES 13 `--notices`); at one instant, by seller."""
    with database.read() as transaction:
        for at, seller, kind, key, data in transaction.stream(
            "SELECT at, seller, kind, key, data FROM notice ORDER BY at, seller, id"
        ):
            yield {
                "at": format_instant(at),
                "seller": seller,
                "kind": kind,
                "key": key,
                "data": json.loads(data),
            }


def latest_notices(database: Database, seller: str, size: int) -> list[dict[str, Any]]:
    """The seller's last notices, the newest first, in the form of `notices`."""
    with database.read() as transaction:
        found = transaction.rows(
            "SELECT at, kind, key, data FROM notice WHERE seller = ? ORDER BY at DESC, id DESC LIMIT ?", (seller, size)
        )
    return [
        {"at": format_instant(at), "seller": seller, "kind": kind, "key": key, "data": json.loads(data)}
        for at, kind, key, data in found
    ]
