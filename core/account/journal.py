"""What deciding wrote: rows to append to the seller's history, and which records changed.

The storage takes the changes and writes them whole or not at all. What is not noted here is not stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, get_origin, get_type_hints

from core.account.occasion import Occasion
from core.account.records import (
    Charge,
    Consent,
    Grant,
    Line,
    Lot,
    Movement,
    Notice,
    Period,
    RatingReading,
    Reported,
    Telling,
    Transition,
    WalletEntry,
)
from core.values import Amount, FactKind, Instant, MovementKind, Origin, Stage, WalletKind


class Changes:
    """What deciding changed since the storage last took it: history to append, records to write.

    Few of the kinds come to anything at once, so the place of each is made when something is first noted there.
    """

    movements: list[Movement]
    wallet_entries: list[WalletEntry]
    transitions: list[Transition]
    periods: list[Period]
    consents: list[Consent]
    ratings: list[RatingReading]
    tellings: list[Telling]
    notices: list[Notice]
    balances: set[str]
    lines: dict[str, Line]
    lots: dict[tuple[str, str], Lot]
    grants: dict[str, Grant]
    charges: dict[str, Charge]
    usage: set[tuple[str, str, int]]
    choices: set[tuple[str, str, str]]
    reported: dict[tuple[FactKind, str], Reported]
    reported_sums: set[tuple[FactKind, str]]
    subscription: bool = False
    digest: bool = False
    profile: bool = False

    @property
    def empty(self) -> bool:
        """True when nothing is to be written."""
        return not any(self.__dict__.values())

    def kinds(self) -> Iterable[tuple[str, Any]]:
        """The kinds of which something may have been noted, with what was."""
        return self.__dict__.items()


class _Place:
    """Makes the place of a kind; from then on the instance has it, and is not asked for by way of this any more."""

    def __init__(self, name: str, make: Callable[[], Any]) -> None:
        self._name = name
        self._make = make

    def __get__(self, changes: Changes, _: type[Changes]) -> Any:
        made = changes.__dict__[self._name] = self._make()
        return made


for _name, _hint in get_type_hints(Changes).items():
    if _hint is not bool:
        setattr(Changes, _name, _Place(_name, get_origin(_hint)))


class Journal:
    """The changes of one seller since the storage last took them, each written on the occasion that stands."""

    __slots__ = ("changes", "occasion", "seller", "seq")

    def __init__(self, seller: str, occasion: Occasion) -> None:
        self.seller = seller
        self.occasion = occasion
        self.seq = 0
        """The last number of this seller's history."""
        self.changes = Changes()

    def turn_to(self, seller: str, seq: int) -> None:
        """Go on with another seller, whose history has come so far; what was noted of others stays noted."""
        self.seller = seller
        self.seq = seq

    def next_seq(self) -> int:
        """The next number of this seller's history; two writers collide on it instead of overwriting each other."""
        self.seq += 1
        return self.seq

    def move(
        self,
        programme: str,
        kind: MovementKind,
        source: Stage,
        target: Stage,
        amount: Amount,
        *,
        origin: Origin | None = None,
        lot: str | None = None,
        about: str | None = None,
        charge: str | None = None,
        service: str | None = None,
        campaign: str | None = None,
        expires_at: Instant | None = None,
    ) -> None:
        """Note a movement of points; the caller changes the balances and lots it belongs to."""
        self.seq += 1
        self.changes.movements.append(
            Movement(
                self.seller,
                self.seq,
                self.occasion.at,
                programme,
                kind,
                source,
                target,
                amount,
                origin,
                lot,
                about,
                charge,
                service,
                campaign,
                self.occasion.actor,
                self.occasion.cause,
                expires_at,
            )
        )
        self.changes.balances.add(programme)

    def paid(
        self,
        kind: WalletKind,
        amount: Amount,
        balance: Amount,
        charge: str | None,
        plan: str | None,
        period: Instant | None,
    ) -> None:
        """Note money in or out, with the wallet's balance after it."""
        self.changes.wallet_entries.append(
            WalletEntry(
                self.seller,
                self.next_seq(),
                self.occasion.at,
                kind,
                amount,
                balance,
                charge,
                self.occasion.actor,
                self.occasion.cause,
                plan,
                period,
            )
        )

    def told(self, said: Reported, difference: Amount, *, correction: bool) -> None:
        """Note what a marketplace said of an entry, and the difference it makes."""
        self.changes.tellings.append(
            Telling(
                self.seller,
                self.next_seq(),
                self.occasion.at,
                said.fact,
                said.entry,
                said.day,
                said.part,
                said.kind,
                said.amount,
                said.opening,
                said.plan,
                said.order,
                said.item,
                said.quantity,
                difference,
                correction,
                self.occasion.actor,
                self.occasion.cause,
            )
        )

    def notify(self, kind: str, data: dict[str, Any], tag: str | None = None) -> None:
        """Note something to tell; `tag` makes the key unique where the event or instant alone does not."""
        self.notify_keyed(f"{kind}:{self.seller}:{tag or self.occasion.tag}", kind, data)

    def notify_keyed(self, key: str, kind: str, data: dict[str, Any]) -> None:
        """Note something to tell under a key of its own; the same key is told once for ever (RULES 12)."""
        self.changes.notices.append(Notice(key, self.seller, self.occasion.at, kind, data, self.occasion.actor))
