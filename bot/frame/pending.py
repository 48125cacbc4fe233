"""A confirmation on the screen: what it promised, and the id under which it can happen once (RULES 2.6, 4.1).

Problem: a person taps twice, taps an old message, or taps when price, wallet or invitation have changed since.
Decision: the screen that asks keeps a `Pending`: a nonce that becomes the event's id, the instant it was shown
at, the shop, and the terms as shown. The button carries the nonce. A tap counts only for the very confirmation
it belongs to, and only while the terms computed anew are the shown ones; the ledger sees to "once".
Limit: it lives in the dialog's memory; after a restart the tap finds nothing and gets a fresh screen.
"""

import secrets
from typing import Any, Final, NamedTuple

from core.values import Instant

_KEY: Final = "pending"

Terms = dict[str, Any]
"""What a confirmation promises, in JSON's types, so that it can be kept and compared."""


class Pending(NamedTuple):
    """See the module's first lines. `done` is set once it has happened."""

    nonce: str
    at: Instant
    seller: str
    terms: Terms
    done: bool = False


def kept(dialog_data: dict[str, Any]) -> Pending | None:
    """The confirmation on the screen, if there is one."""
    found = dialog_data.get(_KEY)
    return None if found is None else Pending(*found)


def ask(dialog_data: dict[str, Any], seller: str, terms: Terms, now: Instant) -> Pending:
    """The confirmation for these terms: the one on the screen if it promised the same, else a new one."""
    before = kept(dialog_data)
    if before is not None and not before.done and before.seller == seller and before.terms == terms:
        return before
    pending = Pending(secrets.token_urlsafe(12), now, seller, terms)
    keep(dialog_data, pending)
    return pending


def keep(dialog_data: dict[str, Any], pending: Pending) -> None:
    """Remember it."""
    dialog_data[_KEY] = list(pending)


def forget(dialog_data: dict[str, Any]) -> None:
    """Nothing is being asked any more."""
    dialog_data.pop(_KEY, None)
