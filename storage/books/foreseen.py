"""What deciding would add to a history, in the words in which the history tells it once it is written.

Problem: who looks ahead must read the same lines as who looks back, and what is only decided has no rows to be read.
Decision: the records that deciding left in an account are put into the form of `history`, whose statements do the same
with rows; a test decides, writes and compares. Limit: what is told twice in a history (periods, charges) is left out.
"""

from typing import Any

from core.account import Account, Consent, Movement, RatingReading, Transition, WalletEntry
from core.values import MovementKind, Origin, Stage, WalletKind
from storage.books.history import HistoryLine

_Entry = Movement | WalletEntry | Transition | Consent | RatingReading


def lines_of(account: Account) -> tuple[HistoryLine, ...]:
    """What the changes noted in an account would add to its history, oldest first, as `TOLD_ONCE` reads it.

    For who looks ahead: rows have it in the same words once it is written.
    """
    changes = account.journal.changes
    found = [
        *(_movement_line(account, each) for each in changes.movements),
        *(_wallet_line(account, each) for each in changes.wallet_entries),
        *(
            _line(
                each, "subscription", each.event, plan=each.plan, renewal=each.renewal, state=each.to_state,
                reason=each.reason, actor=each.actor, cause=each.cause,
            )
            for each in changes.transitions
        ),
        *(
            _line(
                each, "consent", "opt_in" if each.joined else "opt_out", programme=each.programme, actor=each.actor,
                cause=each.cause,
            )
            for each in changes.consents
        ),
        *(
            _line(each, "rating", "rating", rating=each.rating, actor="marketplace", cause="")
            for each in changes.ratings
        ),
    ]  # fmt: skip
    return tuple(sorted(found))


def _line(entry: _Entry, what: str, kind: str, **fields: Any) -> HistoryLine:
    nothing: dict[str, Any] = dict.fromkeys(HistoryLine._fields)
    return HistoryLine(**nothing | {"seq": entry.seq, "at": entry.at, "what": what, "kind": str(kind)} | fields)


def _movement_line(account: Account, entry: Movement) -> HistoryLine:
    adjusts, of_line = entry.kind is MovementKind.ADJUSTMENT, entry.campaign is not None
    order = (entry.about if of_line else None) if adjusts else (entry.lot if entry.origin is Origin.LINE else None)
    grant = (None if of_line else entry.about) if adjusts else (entry.lot if entry.origin is Origin.GRANT else None)
    comes = entry.source is Stage.SOURCE or entry.target is Stage.AVAILABLE
    lot = account.lots[entry.programme].known.get((entry.origin or "", entry.lot or ""))
    return _line(
        entry, "points", entry.kind, programme=entry.programme, amount=entry.amount if comes else -entry.amount,
        source=str(entry.source), target=str(entry.target), order=order, grant=grant, charge=entry.charge,
        service=entry.service or _service_of(account, entry.charge), campaign=entry.campaign,
        expires_at=None if lot is None else lot.expires_at, actor=entry.actor, cause=entry.cause,
    )  # fmt: skip


def _wallet_line(account: Account, entry: WalletEntry) -> HistoryLine:
    periods = account.journal.changes.periods if entry.kind is WalletKind.FEE else []
    paid = next((each for each in periods if (each.plan, each.starts_at) == (entry.plan, entry.period)), None)
    return _line(
        entry, "money", "cover_returned" if entry.kind is WalletKind.COVER else entry.kind, amount=entry.amount,
        balance=entry.balance, charge=entry.charge, service=_service_of(account, entry.charge),
        plan=None if paid is None else str(paid.plan), starts_at=None if paid is None else paid.starts_at,
        ends_at=None if paid is None else paid.ends_at, actor=entry.actor, cause=entry.cause,
    )  # fmt: skip


def _service_of(account: Account, charge: str | None) -> str | None:
    found = account.closed.charges.get(charge or "")
    return None if found is None else found.service
